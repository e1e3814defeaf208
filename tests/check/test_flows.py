"""Every way from hidden to visible state is listed, with its place, and approved by code and place."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from whitecell.check import Budget, LeakReport, leak_faults, leaks
from whitecell.check.secrecy import FLOWS, LEAKS
from whitecell.scenario import Checked, check

LEAKS_PAGE = Path(__file__).parents[2] / "docs" / "reference" / "leaks.md"

PACK = """\
whitecell: 1
title: Flows
cells:
  a: {name: A, seats: [{id: one, name: One}, {id: two, name: Two}]}
  b: {name: B, seats: [{id: one, name: One}]}
state:
  open: {type: real, start: 0, range: [0, 9], marking: public}
  mine: {type: real, start: 1, range: [0, 9], marking: a}
  truth: {type: real, start: "uniform(0, 1)", range: [0, 9]}
  guess: {type: real, start: "truth + normal(0, 1)", range: [0, 9], marking: b}
actions:
  probe:
    title: Probe
    by: [a]
    when: mine > 0
    effects: [mine += open]
    marking: public
moves:
  - {id: m1, title: One}
  - {id: m2, title: Two}
"""


def pack(folder: Path, **more: str) -> Checked:
    """The pack with more written at the end of these sections."""
    text = PACK
    for section, lines in more.items():
        text = (
            text.replace(f"{section}:\n", f"{section}:\n{lines}\n")
            if f"{section}:\n" in text
            else text + f"{section}:\n{lines}\n"
        )
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    checked = check(folder)
    assert checked.scenario is not None, checked.faults
    return checked


def report(checked: Checked) -> LeakReport:
    assert checked.scenario is not None
    none = Budget(openings=0, canaries=0)
    return leaks(checked.scenario, plays=0, places=checked.places, budget=none)


def routes(checked: Checked) -> set[tuple[str, str, tuple[str, ...]]]:
    """The flows but for the one that the pack always has."""
    return {(flow.code, flow.route, flow.learners) for flow in report(checked).flows if flow.place != "guess"}


def test_a_pack_that_keeps_what_is_hidden_apart_has_only_its_start(tmp_path: Path) -> None:
    found = report(pack(tmp_path))
    assert [(flow.code, flow.route, flow.learners) for flow in found.flows] == [
        ("F103", "guess: truth -> guess", ("b",))
    ]
    fault = found.faults()[0]
    assert (fault.line, fault.column, fault.severity) == (10, 23, "warning")
    assert str(fault).startswith(f"{tmp_path / 'scenario.yaml'}:10:23 F103 'guess' starts from truth")


SIGN = "  sign: {title: Sign, by: [a], arguments: {how: [loud, soft]}, marking: {how: {loud: public, soft: a}}"
"""An order of which some kinds are known to everybody, and some to its cell alone; its effects are to be added."""

CASES: dict[str, Any] = {
    "by its own expression": (
        {"world": "  - {id: r, title: R, do: [open += truth]}"}, ("F101", "r: truth -> open", ("everybody",)),
    ),
    "by what one cell sees": (
        {"world": "  - {id: r, title: R, do: [open += mine]}"}, ("F101", "r: mine -> open", ("b",)),
    ),
    "by a condition of the rule": (
        {"world": "  - {id: r, title: R, when: truth > 1, do: [open += 1]}"},
        ("F102", "r: truth -> open", ("everybody",)),
    ),
    "by a chance around a delay": (
        {"world": "  - {id: r, title: R, do: [{chance: truth, then: [{after: 1 move, do: [open += 1]}]}]}"},
        ("F102", "r: truth -> open", ("everybody",)),
    ),
    "by what else happens": (
        {"world": "  - {id: r, title: R, do: [{if: mine > 1, then: [mine += 1], else: [guess = 1]}]}"},
        ("F102", "r: mine -> guess", ("b",)),
    ),
    "by a release": (
        {"injects": "  - {id: i, when: truth > 1, to: [a], title: T, body: B, fictional: yes}"},
        ("F104", "i: truth -> inject i", ("a",)),
    ),
    "by the effect of a release": (
        {"injects": "  - {id: i, when: guess > 1, to: [b], title: T, body: B, effects: [mine += 1], fictional: yes}"},
        ("F102", "i: guess -> mine", ("a",)), ("F108", "i: inject i -> mine", ("a",)),
    ),
    "by an inject for others": (
        {"injects": "  - {id: i, at: m1, to: [a/one], title: T, body: B, effects: [mine += 1], fictional: yes}"},
        ("F108", "i: inject i -> mine", ("a/two",)),
    ),
    "by the next move": (
        {"moves": "  - {id: m0, title: Zero, next: [{when: guess > 1, move: m2}, {move: m1}]}"},
        ("F105", "m0: guess -> the next move", ("a",)),
    ),
    "by an outcome": (
        {"outcomes": "  won: {title: Won, when: truth > 1}"}, ("F106", "won: truth -> the outcome", ("everybody",)),
    ),
    "by a hidden order": (
        {"actions": "  hide: {title: Hide, by: [a], effects: [open += 1]}"},
        ("F107", "hide: order hide a -> open", ("b",)),
    ),
    "by an order of the kind that is kept": (
        {"actions": SIGN + ", effects: [open += 1]}"},
        ("F107", "sign: order sign a (how: soft) -> open", ("b",)),
    ),
    "by an effect that only the order that is kept has": (
        {"actions": SIGN + ", effects: [{if: how == loud, then: [open += 1],"
                    " else: [{if: not (how != soft), then: [guess = 1]}]}]}"},
        ("F107", "sign: order sign a (how: soft) -> guess", ("b",)),
    ),
    "by a count of which some do not learn": (
        {"actions": SIGN + "}",
         "world": "  - {id: r, title: R, when: count(sign) > 1, do: [open += 1]}"},
        ("F102", "r: count(sign) -> open", ("b",)),
    ),
    "by a need of an order of which some may know": (
        {"actions": "  ask: {title: Ask, by: [a], arguments: {how: [loud, soft]}, needs: [{consult: [b]}],"
                    " effects: [mine += 1], marking: {how: {loud: public, soft: a}}}"},
        ("F109", "ask: order ask a (how: soft) -> a need of b", ("b",)),
    ),
    "by a need": (
        {"actions": "  ask: {title: Ask, by: [a], needs: [{consult: [b]}], effects: [mine += 1], marking: a}"},
        ("F109", "ask: order ask a -> a need of b", ("b",)),
    ),
    "by how often something was ordered": (
        {"actions": "  hide: {title: Hide, by: [a], effects: [mine += 1]}",
         "world": "  - {id: r, title: R, do: [open += count(hide)]}"},
        ("F101", "r: count(hide) -> open", ("b",)),
    ),
    "by whether something was released": (
        {"injects": "  - {id: i, at: m1, to: [a], title: T, body: B, fictional: yes}",
         "world": "  - {id: r, title: R, when: released(i), do: [open += 1]}"},
        ("F102", "r: released(i) -> open", ("b",)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", CASES)
def test_a_way_out(tmp_path: Path, how: str) -> None:
    more, *expected = CASES[how]
    assert routes(pack(tmp_path, **more)) == set(expected)


def test_what_is_no_way_out(tmp_path: Path) -> None:
    """A choice, an ally who is asked, what only Control sees, what the recipients know: nobody learns by these."""
    tell = "{title: Tell, by: [a], needs: [{inform: [b]}], when: mine > 1, effects: [open += 1], marking: public}"
    more = {
        "actions": f"  tell: {tell}",
        "world": "  - {id: r, title: R, when: mine > guess, do: [truth += mine + guess]}",
        "injects": "  - {id: i, when: mine > 1, to: [a], title: T, body: B, effects: [mine += 1], fictional: yes}",
    }
    assert routes(pack(tmp_path, **more)) == set()


RULE = {"world": "  - {id: r, title: R, do: [open += truth, mine += truth]}"}


@pytest.mark.parametrize("place", ["r", "r: truth -> *", "*"])
def test_an_author_approves_flows(tmp_path: Path, place: str) -> None:
    accepted = f'  - {{code: F101, place: "{place}", reason: Meant}}\n  - {{code: F103, place: guess, reason: Meant}}'
    found = report(pack(tmp_path, **RULE, accepted=accepted))
    assert found.flows == () and len(found.approved) == 3 and found.faults() == []
    assert found.lines()[0] == "flows: 0 leaks, 0 flows not approved, 3 approved".replace(
        "flows:", f"{found.scenario}:"
    )


def test_one_route_of_a_rule_is_approved(tmp_path: Path) -> None:
    accepted = '  - {code: F101, place: "r: truth -> open", reason: Meant}'
    assert routes(pack(tmp_path, **RULE, accepted=accepted)) == {("F101", "r: truth -> mine", ("a",))}


def test_an_approval_of_nothing_is_told(tmp_path: Path) -> None:
    accepted = """\
  - {code: F101, place: gone, reason: Meant once}
  - {code: L101, place: r, reason: A leak cannot be approved}
  - {code: D104, place: i, reason: Not ours}
  - {code: F103, place: guess, reason: Meant}"""
    found = report(pack(tmp_path, accepted=accepted))
    assert [(entry.code, entry.place) for entry in found.stale] == [("F101", "gone"), ("L101", "r")]
    assert [(fault.code, fault.severity, fault.line > 20) for fault in found.faults()] == [
        ("F110", "warning", True)
    ] * 2


def test_the_report_is_data_and_lines(tmp_path: Path) -> None:
    checked = pack(tmp_path, **RULE)
    seen: list[tuple[int, int]] = []
    faults, lines = leak_faults(checked, plays=12, progress=lambda done, of: seen.append((done, of)))
    assert {fault.code for fault in faults} == {"F101", "F103"} and all(fault.line for fault in faults)
    assert lines[1].strip().startswith("12 dry plays") and seen[-1][0] == seen[-1][1] > 0
    data = json.loads(json.dumps(report(checked).data()))
    assert data["flows"][0] == {"code": "F103", "place": "guess", "from": "truth", "to": "guess", "learners": ["b"]}
    assert data["looked"]["plays"] == 0 and data["leaks"] == []


def test_every_code_is_documented_with_its_cure() -> None:
    page = LEAKS_PAGE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([FL]\d+) \| (.+) \|$", page, re.MULTILINE))
    assert list(rows) == [*LEAKS, *FLOWS]
    assert all(len(row.split(" | ")) == 3 for row in rows.values())
