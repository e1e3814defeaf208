"""Events as plain data and back, with texts and names taken out to lie beside the chain.

A sealed text stands in the data as ``{"text": digest}``; who holds the texts can put them back, and a purged one reads
as ``[purged]``.
"""

from collections.abc import Callable, Mapping
from typing import Any

from whitecell.exercise.audience import parse_audience
from whitecell.exercise.state import Event, Times
from whitecell.game import Cause, Change, Drawn

PURGED = "[purged]"

TEXTS = frozenset(
    "banner body brief capability conditions cure expect from label name note rationale reason sender summary"
    " tasks text title why words".split()
)
"""Keys whose strings are texts or names of people and bodies, wherever they stand in an event's data."""


def to_data(event: Event) -> dict[str, Any]:
    """The event as JSON-able data."""
    return {
        "kind": event.kind, "at": [event.at.game, event.at.exercise, event.at.wall], "by": event.by,
        "to": [str(audience) for audience in event.to], "data": dict(event.data),
        "changes": [change_data(change) for change in event.changes],
    }  # fmt: skip


def change_data(change: Change) -> dict[str, Any]:
    """A change as JSON-able data; fields that say nothing are left out."""
    cause = change.cause
    data: dict[str, Any] = {"var": change.var, "before": change.before, "after": change.after,
                            "cause": [cause.kind, cause.id, cause.cell, cause.occurrence, cause.since]}  # fmt: skip
    if cause.why:
        data["why"] = cause.why
    if change.draws:
        data["draws"] = [[d.path, d.kind, list(d.arguments), d.u, d.value] for d in change.draws]
    if change.text:
        data["effect"] = change.text
    if change.note:
        data["noted"] = change.note
    return data


def from_data(data: Mapping[str, Any]) -> Event:
    """The event that `to_data` told of. KeyError, TypeError or ValueError if it is none."""
    return Event(
        data["kind"], Times(*data["at"]), data["by"], tuple(parse_audience(a) for a in data["to"]), data["data"],
        tuple(change_from(change) for change in data["changes"]),
    )  # fmt: skip


def change_from(data: Mapping[str, Any]) -> Change:
    """The change that `change_data` told of."""
    kind, id_, cell, occurrence, since = data["cause"]
    draws = tuple(
        Drawn(path, draw, tuple(arguments), u, value) for path, draw, arguments, u, value in data.get("draws", ())
    )
    cause = Cause(kind, id_, cell, occurrence, since, data.get("why", ""))
    return Change(
        data["var"], data["before"], data["after"], cause, draws, data.get("effect", ""), data.get("noted", "")
    )  # fmt: skip


def seal_texts(data: Any, seal: Callable[[str], str], key: str = "") -> Any:
    """The data with every text replaced by the digest that `seal` gives for it."""
    kind = type(data)
    if kind is str:
        return {"text": seal(data)} if key in TEXTS and data else data
    if kind is dict:
        if key in TEXTS:  # a text in several languages keeps their names and has each version sealed
            return {k: seal_texts(v, seal, key) for k, v in data.items()}
        return {k: seal_texts(v, seal, k) for k, v in data.items()}
    if kind is list or kind is tuple:
        return [seal_texts(item, seal, key) for item in data]
    return data


def open_texts(data: Any, find: Callable[[str], str | None]) -> Any:
    """The data with every sealed text put back; `find` gives None for a purged one."""
    if isinstance(data, Mapping):
        if len(data) == 1 and isinstance(data.get("text"), str) and len(data["text"]) == 64:
            found = find(data["text"])
            return PURGED if found is None else found
        return {k: open_texts(v, find) for k, v in data.items()}
    if isinstance(data, list):
        return [open_texts(item, find) for item in data]
    return data
