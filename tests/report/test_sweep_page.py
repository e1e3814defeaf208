"""The report of a sweep: its numbers are the sweep's, in both languages, whatever the scenario has and says."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.browser.people import faults
from tests.game.packs import action, library, small
from tests.report.journals import HOSTILE
from tests.report.test_html import ALLOWED, Page
from tests.tongue import test_words
from tests.tongue.reading import own
from whitecell.kernel import compiled
from whitecell.report.sweep import html, page, report, write
from whitecell.report.sweep.axis import Axis, around, decimals, few, sign
from whitecell.report.sweep.frontier import beaten_by, placed
from whitecell.report.sweep.model import Forest
from whitecell.report.sweep.naming import Names
from whitecell.report.sweep.paths import quantiles
from whitecell.report.sweep.spread import tallest
from whitecell.scenario import Scenario
from whitecell.sweep import Interval, Sweep, Until, as_written, factors, latin_hypercube, planned, sobol, sweep
from whitecell.sweep.design import Factor
from whitecell.tongue import catalogue, languages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AREA = "report/sweep"
WORDS_FILE = Path(page.__file__).parent / "words.toml"
WORDS = [
    test_words.test_every_word_is_there_in_every_language_with_the_same_places,
    test_words.test_an_area_says_nothing_anew_that_all_share,
    test_words.test_english_words_have_no_hangul_and_korean_ones_no_english_sentence,
    test_words.test_no_word_is_kept_in_vain,
    test_words.test_no_letters_of_ours_stand_in_the_code,
]
SECTIONS = ["overview", "outcomes", "measures", "differences", "frontier", "paths", "turns", "method"]


class Tables(HTMLParser):
    """The tables of a page by the section they stand in, as rows of cells of text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[list[str]]]] = {}
        self.section = ""
        self.inside = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.section = dict(attrs)["id"] or ""
        if tag == "table":
            self.found.setdefault(self.section, []).append([])
        if tag == "tr":
            self.found[self.section][-1].append([])
        if tag in ("td", "th"):
            self.found[self.section][-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            row = self.found[self.section][-1][-1]
            row[-1] += data


def numbers(cell: str) -> list[str]:
    return re.findall(r"[+−]?\d[\d,]*(?:\.\d+)?", cell)


def says(printed: str, value: float) -> bool:
    """Whether these digits are this number, rounded."""
    places = len(printed.partition(".")[2])
    return abs(float(printed.replace("−", "-").replace(",", "")) - value) <= 0.5000001 * 10.0**-places


def means(cell: str, interval: Interval, factor: float = 1.0) -> bool:
    """Whether a cell holds a mean and the bounds of its interval."""
    wanted = (interval.mean * factor, interval.low * factor, interval.high * factor)
    found = numbers(cell)
    return len(found) == 3 and all(says(text, value) for text, value in zip(found, wanted, strict=True))


def rich() -> Scenario:
    """As many courses, measures and outcomes as a page must hold; what is better turns with an assumption."""
    push = {"move": "m1", "seat": "a/one", "action": "push"}
    courses = [["plain", {"title": "Plain", "text": "As it is."}], ["pushed", {"title": "Pushed", "orders": [push]}]]
    courses += [[f"c{n}", {"title": f"A course with the rather long name number {n}", "start": {"y": n}}]
                for n in range(7)]  # fmt: skip
    better = ["high", "low", "neither"]
    return small(
        languages=["en", "ko"],
        title={"en": "Rich", "ko": "풍부한 시나리오"},
        parameters=[["gain", {"value": 0.5, "low": -2, "high": 2, "source": "judgement", "label": "What a push gains"}]
        ],
        actions=[["push", action("a", "x += 4 * gain + normal(0, 0.2)", "y += 1")],
                 ["idle", action("b", "n += 1", "y += normal(0, 1)")]],
        outcomes=[*([f"o{n}", {"title": f"Outcome {n}", "when": f"y > {7 - n} + x"}] for n in range(7)),
                  ["rest", {"title": "The rest", "at": "end"}]],
        measures=[["x", {"value": "x", "better": "high", "label": "The x"}], ["y", {"value": "y", "better": "low"}],
                  *([f"m{n}", {"value": f"x - {n} * y", "better": better[n % 3]}] for n in range(10))],
        courses=courses,
    )  # fmt: skip


def triple() -> Scenario:
    """Deterrence, assurance and provocation; one course is beaten in all three."""
    state = [[name, {"type": "real", "start": "normal(5, 0.1)", "range": [0, 10], "marking": "control", "show": "none"}]
             for name in ("d", "a", "p")]  # fmt: skip
    return small(
        state=state,
        measures=[["deterrence", {"value": "d", "better": "high"}], ["assurance", {"value": "a", "better": "high"}],
                  ["provocation", {"value": "p", "better": "low"}]],
        courses=[["first", {"title": "First"}], ["bold", {"title": "Bold", "start": {"d": 7, "p": 8}}],
                 ["poor", {"title": "Poor", "start": {"d": 4, "a": 4, "p": 6}}]],
    )  # fmt: skip


@cache
def made(kind: str) -> Sweep:
    if kind == "flagship":
        scenario, courses = library("extended-deterrence"), ["status-quo", "more-exercises", "consultation-first"]
        varied = factors(scenario, planned(scenario, as_written(1), courses).setups)
        return sweep(planned(scenario, latin_hypercube(1000, varied), courses, 3))
    if kind == "rich":
        scenario = rich()
        return sweep(planned(scenario, sobol(2048, factors(scenario), 2), None, 3))
    if kind == "triple":
        return sweep(planned(triple(), as_written(200)))
    if kind == "keys":
        return sweep(planned(library("two-keys"), as_written(500)))
    if kind == "pennies":
        return sweep(planned(library("matching-pennies"), as_written(300)))
    if kind == "bare":
        return sweep(
            planned(small(state=[["f", {"type": "boolean", "start": "no", "marking": "public"}]]), as_written(9))
        )
    if kind == "single":
        return sweep(planned(library("two-keys"), as_written(1)))
    assert kind == "hostile"
    scenario = hostile()
    varied = factors(scenario, planned(scenario, as_written(1)).setups)
    return sweep(planned(scenario, latin_hypercube(4000, varied), None, 3))


def hostile() -> Scenario:
    sight = {"label": HOSTILE, "unit": HOSTILE}
    return small(
        title=HOSTILE, summary=HOSTILE, marking=HOSTILE, version=HOSTILE,
        parameters=[["p", {"value": 1, "low": -2, "high": 2, "source": "s", **sight}]], sources=[["s", HOSTILE]],
        state=[["x", {"type": "real", "start": "uniform(0, 1)", "range": [-9, 9], "marking": "public", **sight}]],
        actions=[["go", {"title": HOSTILE, "by": ["a"], "effects": ["x += p"]}]],
        outcomes=[["end", {"title": HOSTILE, "text": HOSTILE, "at": "end"}]],
        measures=[["m", {"value": "x", "better": "high", **sight}], ["k", {"value": "-x", "better": "high", **sight}]],
        bots=[["bot", {"title": HOSTILE, "weights": {"go": "1"}}]],
        courses=[["c", {"title": HOSTILE, "text": HOSTILE}],
                 ["d", {"title": HOSTILE, "text": HOSTILE, "bots": {"a/one": "bot"},
                        "orders": [{"move": "m1", "seat": "a/one", "action": "go"}]}]],
    )  # fmt: skip


KINDS = ["flagship", "rich", "triple", "keys", "pennies", "bare", "single", "hostile"]


@cache
def source(kind: str, language: str | None = None) -> str:
    return html(report(made(kind), language))


@pytest.mark.parametrize("check", WORDS, ids=lambda check: check.__name__)
def test_the_words_of_the_page(check: Any) -> None:
    check(AREA)


def test_every_word_that_a_template_asks_for_is_there() -> None:
    known = catalogue("report", AREA)
    for file in (WORDS_FILE.parent / "templates").glob("*.html"):
        text = file.read_text(encoding="utf-8")
        asked = re.findall(r'\bsay\("([a-z_.0-9]+)"(?! ~)', text)
        assert [key for key in asked if key not in known] == [], file.name
        for start in re.findall(r'\bsay\("([a-z_.]+)" ~', text):
            assert any(key.startswith(start) for key in known), (file.name, start)
    shared = catalogue("report")
    assert [key for key in tomllib.loads(WORDS_FILE.read_text("utf-8")) if key in shared] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", ["flagship", "rich", "keys", "pennies"])
def test_a_page_is_in_its_language(kind: str, language: str) -> None:
    text = source(kind, language)
    assert f'<html lang="{language}">' in text
    assert re.findall(r"\[[a-z_]+\.[a-z_.]+\]", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)) == []
    letters = {"en": "[A-Za-z]{2,}", "ko": "[가-힣]+"}
    written = {each: str([word[each] for word in catalogue("report", AREA).values()]) for each in languages()}
    ours = own(text, made(kind).plan.scenario)
    for other in set(languages()) - {language}:
        foreign = set(re.findall(letters[other], written[other])) - set(re.findall(letters[other], written[language]))
        assert set(re.findall(letters[other], ours)) & foreign - {"whitecell", "seed"} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_needs_nothing_and_every_link_leads_somewhere(kind: str) -> None:
    text = source(kind)
    found = Page(text)
    assert set(found.tags) <= ALLOWED
    assert max(found.ids.values()) == 1
    assert [link for link in found.links if link[:1] == "#" and link[1:] not in found.ids] == []
    assert not found.attributes & {"src", "srcset", "action", "data", "poster", "background", "xlink:href"}
    assert "url(" not in text and "@import" not in text and "default-src 'none'" in text
    assert [each for each in SECTIONS if each not in found.ids] == []
    words = " ".join(" ".join(found.text).split())
    assert words.count("CONTROL") >= 2
    assert "Automated players are assumptions, not people." in words
    assert "nan" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL).lower().split()
    assert not re.search(r'"[-\d. MLHVz]*(?:nan|inf)', text)


@pytest.mark.parametrize("kind", ["flagship", "rich", "keys"])
@pytest.mark.parametrize("language", languages())
def test_the_numbers_are_those_of_the_sweep(kind: str, language: str) -> None:
    result = made(kind)
    tables = Tables(source(kind, language)).found
    scenario, first = result.plan.scenario, result.courses[0]
    (chances,) = tables["outcomes"]
    for row, outcome in zip(chances[1:], [*scenario.outcomes], strict=False):
        for cell, course in zip(row[1:], result.courses, strict=True):
            assert means(cell, result.interval(course, f"outcome/{outcome.id}"), 100.0), (outcome.id, course)
    for cell, course in zip(chances[-1][1:], result.courses, strict=True):
        assert means(cell, result.interval(course, "moves"))
    for table, measure in zip(tables["measures"], scenario.measures, strict=True):
        for row, course in zip(table[1:], result.courses, strict=True):
            assert means(f"{row[1]} {row[2]}", result.interval(course, f"measure/{measure.id}"))
            assert sum(float(cell) for cell in row[6:]) == pytest.approx(100.0, abs=0.4)
    told = report(result, language).forests
    rows = [row for table in tables["differences"] for row in table if len(row) == 6 and numbers(row[2])]
    for forest in told:
        for course, shown in zip(result.courses[1:], forest.rows, strict=True):
            (compared,) = [c for c in result.compare(course, first) if c.feature == forest.feature.key]
            row = rows.pop(0)
            factor = 100.0 if forest.feature.kind == "outcome" else 1.0
            assert means(f"{row[2]} {row[3]}", compared.difference, factor), (forest.feature.key, course)
            assert compared.difference.clear == (shown.verdict in ("better", "worse", "more", "less"))
            if np.isfinite(compared.reduction) and compared.difference.high > compared.difference.low:
                assert says(numbers(row[5])[0], compared.reduction)
    assert rows == []


def test_what_is_said_of_courses_is_what_the_differences_say() -> None:
    result = made("flagship")
    told = report(result)
    better = {m.id: m.better for m in result.plan.scenario.measures}
    for one in told.results:
        compared = {c.feature: c.difference for c in result.compare(one.course.id, result.courses[0])}
        for id_, which in better.items():
            difference, key = compared[f"measure/{id_}"], f"measure/{id_}"
            good = difference.clear and (difference.mean > 0) == (which == "high")
            assert (key in [f.key for f in one.better]) == good
            assert (key in [f.key for f in one.same]) == (not difference.clear)
    text = " ".join(" ".join(Page(source("flagship")).text).split())
    one = told.results[0]
    assert f"{one.course.title} against Status quo, over 9 measures: better in {len(one.better)}" in text
    for word in ("caused", "proves", "best course", "winner", "wins"):
        assert word not in text


def test_a_ranking_that_turns_is_told_with_its_four_parts() -> None:
    result = made("rich")
    turns = report(result).turns
    assert {(t.course.id, t.feature.key, t.factor.name) for t in turns} == {
        (f.course, f.feature, f.factor) for f in result.flips
    }
    (flip,) = [f for f in result.flips if (f.course, f.feature, f.factor) == ("pushed", "measure/x", "gain")]
    (turn,) = [t for t in turns if (t.course.id, t.feature.key) == ("pushed", "measure/x")]
    assert [part.verdict for part in turn.parts][::3] == ["worse", "better"]
    assert [(part.low, part.high) for part in turn.parts] == [("−2", "−1"), ("−1", "0"), ("0", "1"), ("1", "2")]
    for part, found in zip(turn.parts, flip.parts, strict=True):
        assert part.told is not None and found is not None
        assert means(f"{part.told.mean} {part.told.low} {part.told.high}", found)
    text = " ".join(" ".join(Page(source("rich")).text).split())
    assert "The x: whether Pushed or Plain does better turns over the range of What a push gains (−2 to 2)." in text


def test_nothing_varied_says_so_and_how_to_vary() -> None:
    text = " ".join(" ".join(Page(source("keys")).text).split())
    assert "nothing is known of turning" in text
    assert (
        "whitecell sweep two-keys --plays 500 --courses as-written,warn-first --seed 1 --design latin-hypercube" in text
    )
    assert "no assumption with a range" in " ".join(Page(source("triple")).text)


@pytest.mark.parametrize("kind", ["flagship", "keys"])
def test_the_command_repeats_the_sweep(kind: str, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from whitecell.cli import app

    result = made(kind)
    command = report(result).about.command
    assert f"<code>{command}</code>" in source(kind)
    words = [str(tmp_path / "again") if word == "DIR" else word for word in command.split()[1:]]
    ran = CliRunner().invoke(app, words)
    assert ran.exit_code == 0, ran.output
    with np.load(tmp_path / "again" / "sums.npz") as again:
        assert again["mean"].tobytes() == result.sums.mean.tobytes()
    assert (tmp_path / "again" / "sweep.html").exists()


def test_a_design_that_no_command_makes_has_none_and_what_was_set_is_told() -> None:
    scenario = library("two-keys")
    odd = latin_hypercube(50, [Factor("calm", 0.5, 0.6)])
    told = report(sweep(planned(scenario, odd, None, 1, {"hardness": 0.25}, {"tension": 3.0})))
    assert told.about.command == ""
    assert [value for _, value in told.about.held] == ["0.25", "3"]
    assert "No single command" in html(told)
    plan = planned(scenario, as_written(9), None, 1, {}, {"warned": True}, Until("moves", 0.5))
    again = report(sweep(plan))
    assert again.about.command.endswith("--set warned=true --until moves=0.5 --out DIR")
    assert again.about.held == (("The allies have warned together", "yes"),)
    assert "Early stop: it is looked at after whole blocks only" in html(again)


def test_who_is_beaten_in_all_three_and_who_is_not() -> None:
    result = made("triple")
    plane = report(result).frontier
    assert plane is not None and plane.known
    assert [f.key for f in plane.features] == ["measure/assurance", "measure/deterrence", "measure/provocation"]
    assert [[c.id for c in mark.beaten_by] for mark in plane.marks] == [[], [], ["first"]]
    first, bold, poor = plane.marks
    assert bold.radius > poor.radius > first.radius
    assert bold.y < first.y < poor.y and poor.x < first.x
    text = " ".join(" ".join(Page(source("triple")).text).split())
    assert "Not beaten by any other: First and Bold." in text
    other = report(made("rich")).frontier
    assert other is not None and not other.known
    assert [f.key for f in other.features] == ["measure/x", "measure/y"]
    names = Names(result.plan, "en")
    assert beaten_by(result, names, [names.features["measure/assurance"]])[1] == ()


def test_where_there_is_nothing_the_page_says_so() -> None:
    text = " ".join(" ".join(Page(source("bare")).text).split())
    for said in ("names no outcomes", "names no measures", "Only one course", "nothing can be traded off",
                 "shows no number of its state", "there is no ranking"):  # fmt: skip
        assert said in text, said
    assert "not known" in source("single")
    assert "too few plays" in source("single")


def test_paths_keep_the_last_value_and_public_ones_come_first() -> None:
    path = np.array([[1.0, 2.0, np.nan], [3.0, 4.0, 5.0], [5.0, np.nan, np.nan]])
    assert quantiles(path)[2].tolist() == [3.0, 4.0, 5.0]
    assert quantiles(path)[0].tolist() == pytest.approx([1.4, 2.4, 2.6])
    told = report(made("flagship"))
    assert [one.name for one in told.paths][:2] == ["tension", "domestic_pressure"]
    assert len(told.paths) == 4
    assert all(len(fan.rows) == 5 for one in told.paths for fan in one.fans)
    assert "in the middle of its range" in source("flagship") and "played as written" in source("keys")
    result = made("keys")
    plays = compiled(result.plan.scenario).paths(result.plan.setups[1], result.plan.seed, 0, 400)
    (tension,) = [one for one in report(result).paths if one.name == "tension"]
    place = result.plan.scenario.index["tension"]
    assert says(tension.fans[1].rows[0].mean, float(np.median(plays[:, 0, place])))


def test_axes_and_digits() -> None:
    assert Axis(0, 10).ticks() == [(0.0, "0"), (50.0, "5"), (100.0, "10")]
    assert Axis(-0.1, 0.1, 10, 20).ticks()[0] == (10.0, "−0.10")
    assert [text for _, text in Axis(-0.0334, 0.047).ticks()] == ["−0.02", "0.00", "0.02", "0.04"]
    assert len(Axis(0.011, 0.049).ticks()) >= 2
    assert Axis(0, 1).at(7) == 100.0 and Axis(3, 3).at(3) == 50.0 and len(Axis(3, 3).ticks()) == 1
    assert around([]).low == -1.0 and around([5.0, float("inf")]).at(5.0) == 50.0
    assert decimals([Interval(0, -0.004, 0.004), Interval(1, 0.9, 1.1)]) == 3
    assert decimals([Interval(0, -float("inf"), float("inf"))]) == 3 and decimals([Interval(0, -900, 900)]) == 0
    assert (few([]), few([12.0, 0.3]), few([0.0, 0.07])) == (0, 1, 3)
    assert (sign(0.5, 1), sign(0.0, 2), sign(-0.25, 2), sign(0.001, 1)) == ("+0.5", "0.00", "−0.25", "0.0")
    assert tallest(np.array([[100, *[5] * 20]])) == 8.0 and tallest(np.array([[9, 1]])) == 9.0
    assert len(set(placed([(200.0, 100.0, 8.0)] * 3))) == 3


@pytest.mark.parametrize("language", languages())
def test_no_text_can_do_anything(language: str) -> None:
    text = source("hostile", language)
    found = Page(text)
    assert set(found.tags) <= ALLOWED
    assert not [name for name in found.attributes if name.startswith("on")]
    assert [link for link in found.links if not link.startswith("#") and not link.startswith("https:")] == []
    assert "javascript:" not in "".join(found.links)
    assert found.tags["style"] == 1 and "{{ 7 * 7 }}" in "".join(found.text)
    assert report(made("hostile")).turns


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "new" / "folder"
    assert write(made("pennies"), out, "ko") == out / "sweep.html"
    before = (out / "sweep.html").read_text("utf-8")
    assert '<html lang="ko">' in before
    assert [entry.name for entry in out.iterdir()] == ["sweep.html"]

    def full(self: Path, target: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write(made("keys"), out)
    assert (out / "sweep.html").read_text("utf-8") == before
    assert [entry.name for entry in out.iterdir()] == ["sweep.html"]


def test_the_same_sweep_gives_the_same_page() -> None:
    assert html(report(made("keys"))) == html(report(made("keys")))


def test_a_verdict_needs_an_interval() -> None:
    forests: tuple[Forest, ...] = report(made("single")).forests
    assert {row.verdict for forest in forests for row in forest.rows} == {"unknown"}


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["flagship", "rich", "pennies", "hostile"])
def test_the_page_is_accessible_and_quiet(chromium: Browser, tmp_path: Path, kind: str, theme: Any) -> None:
    file = tmp_path / "sweep.html"
    file.write_text(source(kind), encoding="utf-8")
    context = chromium.new_context(color_scheme=theme, viewport={"width": 1100, "height": 800}, bypass_csp=True)
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    opened.goto(file.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert faults(opened) == []
    assert asked == [file.as_uri()]
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 640, 1100, 1920])
@pytest.mark.parametrize("kind", ["rich", "flagship"])
def test_only_tables_scroll_sideways(chromium: Browser, tmp_path: Path, kind: str, width: int) -> None:
    file = tmp_path / "sweep.html"
    file.write_text(source(kind, "ko"), encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 800})
    opened = context.new_page()
    opened.goto(file.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    loose = opened.evaluate("""[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1
        && getComputedStyle(e).overflowX === 'auto' && e.tabIndex < 0).map(e => e.outerHTML.slice(0, 80))""")
    assert loose == []
    context.close()
