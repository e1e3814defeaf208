"""What Control takes away: the journal while it grows, the report once the exercise has ended; and links for people."""

import asyncio
import base64
import hashlib
import html
import re
from io import BytesIO

from starlette.responses import HTMLResponse, RedirectResponse, Response

from whitecell import report as reports
from whitecell.exercise import Refusal, free_effects
from whitecell.journal import write_lines
from whitecell.web import forms, page
from whitecell.web.asked import Asked
from whitecell.web.room import Told, digest, marked, regions, scene
from whitecell.web.rooms.control import FREE, ROOM, RUNS, attempts, found_free, jump, result
from whitecell.web.routes import Row, Shows
from whitecell.web.stream import key_of

STYLE = re.compile(r"<style>(.*?)</style>", re.S)
ATTRIBUTE = re.compile(r'<[a-z][^<>]*?\sstyle="([^"]*)"')


async def journal(asked: Asked) -> Response:
    """The whole journal as it stands, for `whitecell report` and `whitecell verify`."""

    def written() -> bytes:
        out = BytesIO()
        write_lines(asked.behind.house.store, asked.exercise, out)
        return out.getvalue()

    name = f'attachment; filename="{asked.exercise}.jsonl"'
    body = await asyncio.to_thread(written)
    return Response(body, media_type="application/jsonl", headers={"content-disposition": name})


async def report(asked: Asked) -> Response:
    """The after-action report in the reader's language, made of the journal."""
    tip = asked.behind.house.tip(asked.exercise)
    if tip.phase != "ended":
        return page.answer("trouble.html", asked, 409, code=409, sentence=asked.tongue("report.not_yet"))
    head = asked.behind.house.store.head(asked.exercise)
    text = await asyncio.to_thread(lambda: reports.html(reports.aar(tip, head, asked.language)))
    return HTMLResponse(text, headers={"content-security-policy": policy(text)})


def policy(text: str) -> str:
    """What the report may do: nothing but have the very styles that it brings, each known by its digest."""
    attributes = [html.unescape(each) for each in ATTRIBUTE.findall(text)]
    digests = (hashlib.sha256(style.encode()).digest() for style in dict.fromkeys([*STYLE.findall(text), *attributes]))
    allowed = " ".join(f"'sha256-{base64.b64encode(each).decode()}'" for each in digests)
    allowed += " 'unsafe-hashes'" if attributes else ""
    return f"default-src 'none'; style-src {allowed}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


async def preview(asked: Asked) -> Response:
    """What a ruling on a free order would change, from what to what; nothing happens yet."""
    fields = await asked.fields()
    made = scene(FREE, key_of(asked), asked.behind)
    free = found_free(made, asked.params["free"])
    if free is None:
        return RedirectResponse(made.base, 303)
    tip = asked.behind.house.tip(asked.exercise)
    read = forms.read("rule-free-order", fields, forms.Giver(asked.by, made, tip.scenario, ""))
    rows, wrong, field = [], "", ""
    values = getattr(read, "values", {})
    if isinstance(read, forms.Wrong):
        wrong, field = (asked.tongue("rule.nothing"), "") if read.field == "values" else (read.sentence, read.field)
    else:
        values = {name: value for name, value in values.items() if value != made.view.values[name]}
        changes = free_effects(tip, values, fields.get("why", [""])[0])
        if isinstance(changes, Refusal):
            wrong = asked.refusal(changes)
        elif not changes:
            wrong = asked.tongue("rule.nothing")
        elif not fields.get("why", [""])[0].strip():
            wrong, field = asked.tongue("rule.reason"), "why"
        else:
            rows = [
                (change.var, made.names.label(change.var), *result.told(made, change.var, change.before, change.after),
                 result.readers(made, change.var), result.written(values[change.var]))
                for change in changes
            ]  # fmt: skip
    if wrong:
        told = Told(f"rule-free-order {free.id}", wrong, fields, field)
        made = scene(FREE, key_of(asked), asked.behind, told)
        parts = regions(made)
        return page.answer(
            "control/free/page.html", asked, 422, scene=made, view=made.view, names=made.names, regions=marked(parts),
            mark=digest(parts), grant=asked.grant,
        )  # fmt: skip
    return page.answer(
        "control/free/preview.html", asked, scene=made, view=made.view, names=made.names, free=free, rows=rows,
        why=fields["why"][0], here=asked.request.url.path,
    )  # fmt: skip


def table() -> list[Row]:
    """Control's pages that follow nothing."""
    from whitecell.web.rooms import plan

    view: Shows = "the room's view"
    return [
        Row("GET", f"{ROOM.path}/jump", jump.look, RUNS, view, ROOM.kind),
        Row("POST", f"{ROOM.path}/jump", jump.leap, RUNS, view, ROOM.kind),
        Row("POST", f"{FREE.path}/preview", preview, RUNS, view, FREE.kind),
        Row("GET", f"{ROOM.path}/attempts", attempts.show, RUNS, view, ROOM.kind),
        Row("GET", f"{ROOM.path}/links", plan.links, RUNS, view, ROOM.kind),
        Row("POST", f"{ROOM.path}/links", plan.change, RUNS, view, ROOM.kind),
        Row("GET", "/x/{exercise}/report", report, RUNS, view, ROOM.kind),
        Row("GET", "/x/{exercise}/journal.jsonl", journal, RUNS, view, ROOM.kind),
    ]
