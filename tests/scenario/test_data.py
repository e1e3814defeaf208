"""A scenario embedded in a journal is the same scenario again; its digest says what was written and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenario.packs import FULL, SMALL, good
from whitecell.scenario import Scenario, build, packs
from whitecell.scenario import load as load_pack


def journalled(scenario: Scenario) -> Any:
    """Its data after a journal has kept them: canonical JSON sorts keys."""
    return json.loads(json.dumps(scenario.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def test_stored_data_give_the_scenario_again(tmp_path: Path) -> None:
    scenario = good(tmp_path, FULL)
    again = build(journalled(scenario))
    assert again == scenario
    assert again.digest == scenario.digest
    assert again.data == scenario.data
    assert [var.name for var in again.vars] == [var.name for var in scenario.vars]
    assert list(again.markings) == list(scenario.markings)


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.name)
def test_library_packs_are_given_again(pack: Any) -> None:
    scenario = load_pack(pack.path)
    assert isinstance(scenario, Scenario)
    assert build(journalled(scenario)) == scenario


names = st.sampled_from([f"v_{letter}" for letter in "abcdef"])
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn", "Co"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip() != "")
texts = words | st.fixed_dictionaries({"en": words}, optional={"ko": words})
numbers = st.floats(-1e6, 1e6, allow_nan=False) | st.integers(-1000, 1000)


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """A valid pack as plain data."""
    state = draw(st.lists(names, unique=True, max_size=4))
    number = st.sampled_from(state).map(str) | numbers.map(str) if state else numbers.map(str)
    effect: Any = st.tuples(st.sampled_from(state or ["x"]), number).map(lambda pair: f"{pair[0]} += {pair[1]}")
    effects = st.lists(
        st.recursive(
            effect,
            lambda inner: st.one_of(
                st.builds(lambda do: {"after": "1 move", "do": [do]}, inner),
                st.builds(lambda p, then: {"chance": p, "then": [then]}, st.floats(0, 1), inner),
                st.builds(lambda p, other: {"if": f"{p} > 1", "else": [other]}, number, inner),
            ),
            max_leaves=4,
        ),
        max_size=3,
    ) if state else st.just([])  # fmt: skip
    option = names.map(lambda name: f"o_{name}")
    plain = st.lists(option, min_size=1, max_size=3, unique=True)
    options = plain | st.dictionaries(option, texts, min_size=1, max_size=3)
    argument = plain | st.fixed_dictionaries({"options": options}, optional={"label": texts})
    arguments = st.dictionaries(names.map(lambda name: f"a_{name}"), argument, max_size=2)
    return {
        "whitecell": 1,
        "title": draw(texts),
        "languages": ["en", "ko"],
        "cells": {"us": {"name": draw(texts), "seats": [{"id": "lead"}]}, "rok": {"seats": [{"id": "lead"}]}},
        "state": {
            name: {"type": "real", "start": draw(numbers), "label": draw(texts), "unit": draw(texts)} for name in state
        },
        "actions": {
            name: {"by": ["us"], "arguments": draw(arguments), "effects": draw(effects), "priority": draw(numbers)}
            for name in draw(st.lists(names.map(lambda name: f"do_{name}"), unique=True, max_size=3))
        },
        "world": [{"id": f"r{i}", "do": do} for i, do in enumerate(draw(st.lists(effects, max_size=2))) if do],
        "moves": [{"id": "m1", "orders": draw(st.just(2) | st.just({"rok": 1, "us": 2}))}, {"id": "m2"}],
        "injects": [{"id": "i1", "at": "m1", "to": draw(st.just("all") | st.just(["rok", "us"])), "body": draw(texts)}],
        "sources": draw(st.dictionaries(st.sampled_from(["b", "a", "c"]), texts)),
        "courses": {name: {} for name in draw(st.permutations(["one", "two", "three"]))},
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pack")


@given(written())
def test_any_scenario_is_given_again_from_a_journal(folder: Path, pack: dict[str, Any]) -> None:
    scenario = good(folder, json.dumps(pack, ensure_ascii=False))
    again = build(journalled(scenario))
    assert again == scenario
    assert again.digest == scenario.digest


SAME = [
    ("title: Small", "title: 'Small'"),
    ("title: Small", "title:   Small  # a comment"),
    ("start: 3", "start: '3'"),
    ("range: [0, 9]", "range: [0.0, 9.0]"),
    ("type: real, start: 3", "start: 3, type: real"),
    ("marking: public}", "marking: public, label: }"),
    ("whitecell: 1\ntitle: Small\n", "title: Small\nwhitecell: 1\n"),
    ("moves: [{id: m1}, {id: m2}]", "moves:\n  - id: m1\n  - id: m2"),
]
OTHER = [
    ("title: Small", "title: Smaller"),
    ("{id: m1}, {id: m2}", "{id: m2}, {id: m1}"),
    ("start: 3", "start: 4"),
    ("{id: m1}", "{id: m1, may_pass: no}"),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_the_digest_does_not_see_how_it_was_typed(tmp_path: Path, old: str, new: str) -> None:
    assert old in SMALL
    assert good(tmp_path, SMALL.replace(old, new)).digest == good(tmp_path, SMALL).digest


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_the_digest_sees_what_was_written(tmp_path: Path, old: str, new: str) -> None:
    assert good(tmp_path, SMALL.replace(old, new)).digest != good(tmp_path, SMALL).digest


def test_the_digest_sees_the_order_in_which_things_are_listed(tmp_path: Path) -> None:
    one, two = "  a_one: {type: real, start: 1}\n", "  a_two: {type: real, start: 1}\n"
    tail = "moves: [{id: m1}, {id: m2}]\n"
    first, second = SMALL.replace(tail, one + two + tail), SMALL.replace(tail, two + one + tail)
    assert good(tmp_path, first).digest != good(tmp_path, second).digest


def test_the_digest_is_of_the_canonical_form(tmp_path: Path) -> None:
    import hashlib

    scenario = good(tmp_path, FULL)
    canonical = json.dumps(scenario.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert scenario.digest == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("title"), lambda data: data.update(colour="red"), lambda data: data.update(cells=[]),
        lambda data: data.update(state=[["tension"]]), lambda data: data.update(state=[1]),
        lambda data: data.update(moves=[{"id": "m1", "next": "m9"}]),
        lambda data: data.update(utility=[["us", "tenson"]]),
        lambda data: data.update(title={"en": "\ud800"}), lambda data: data.update(title=float("nan")),
        lambda data: data.update(moves="m1"), lambda data: data.update(world=[{"id": "r", "do": [{"after": 1}]}]),
        lambda data: data.update(cells=[[["us"], {}]]), lambda data: data.update(cells={"us": None}),
    ],
)  # fmt: skip
def test_bad_data_are_refused_with_the_first_fault(tmp_path: Path, change: Any) -> None:
    data = journalled(good(tmp_path, SMALL))
    change(data)
    with pytest.raises(ValueError):
        build(data)


def test_a_refusal_of_data_says_where(tmp_path: Path) -> None:
    data = journalled(good(tmp_path, SMALL))
    data["utility"] = [["us", "tenson"]]
    with pytest.raises(ValueError, match=r"utility\.us R104 .*'tenson'.* Did you mean 'tension'"):
        build(data)


keys = st.sampled_from(["whitecell", "title", "cells", "moves", "id", "x"])
leaves = st.none() | st.booleans() | st.floats() | st.text(max_size=5)


@given(st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)))
def test_any_other_data_are_refused(data: Any) -> None:
    with pytest.raises(ValueError):
        build(data)
