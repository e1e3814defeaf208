"""Every refusal can be said: each code of the sources has words, with a place for each fact that it is given with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from tests.project.tree import ROOT
from whitecell.exercise import Clause, Refusal
from whitecell.exercise.decide.words import missing, unfit
from whitecell.exercise.lapse import CODES, OLD, upcast, why_lapsed
from whitecell.exercise.refusal import AREA
from whitecell.exercise.state import RFI, FreeOrder, ShareRequest
from whitecell.scenario import Role
from whitecell.tongue import Tongue, catalogue, languages

PACKAGES = ("exercise", "live")
SAID = {"Refusal": "refusal.", "refused": "refusal.", "Clause": ""}
"""What says something, and how the keys of its words begin."""
WORDS = catalogue(AREA)
CHOSEN = ("skipped", "value", "what")
"""How keys begin that are chosen before they are said."""


def places(key: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(WORDS[key]["en"]) if name is not None}


def told() -> Iterator[tuple[str, str, set[str]]]:
    """Where in the sources something is said: the place, the key of its words, and the names of its facts."""
    for package in PACKAGES:
        for file in (ROOT / "src" / "whitecell" / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID:
                    yield from read(node, file)


def read(call: ast.Call, file: Path) -> Iterator[tuple[str, str, set[str]]]:
    key, *rest = call.args
    if not isinstance(key, ast.Constant):
        return  # `refused` itself, and keys that are put together, below
    facts: set[str] = set()
    for fact in rest:
        assert isinstance(fact, ast.Dict), f"{file.name}:{call.lineno} write the facts where the code is"
        facts |= {each.value for each in fact.keys if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    assert isinstance(call.func, ast.Name)
    yield f"{file.name}:{call.lineno}", SAID[call.func.id] + str(key.value), facts


TOLD = sorted(told(), key=lambda each: each[:2])


def test_the_sources_say_what_there_is() -> None:
    """Closed on both sides: no code without words, no words without code."""
    assert {key for _, key, _ in TOLD if key not in WORDS} == set()
    assert {key for key in WORDS if key.startswith("refusal.")} == {key for _, key, _ in TOLD if "refusal." in key}
    assert len({key for _, key, _ in TOLD}) > 110


@pytest.mark.parametrize(("where", "key", "facts"), TOLD, ids=lambda x: x if isinstance(x, str) else "")
def test_a_sentence_has_a_place_for_each_fact_and_no_other(where: str, key: str, facts: set[str]) -> None:
    """So the facts of a refusal tell no more than its sentence does."""
    assert places(key) == facts, where


@pytest.mark.parametrize("key", sorted(key for key in WORDS if key.startswith("refusal.")))
@pytest.mark.parametrize("language", languages())
def test_a_refusal_is_a_sentence(language: str, key: str) -> None:
    assert WORDS[key][language].endswith(".")


def test_the_keys_that_are_put_together_are_there() -> None:
    statuses = {each for told in (FreeOrder, RFI, ShareRequest) for each in get_args(told.__annotations__["status"])}
    keys = {f"settled.{each}" for each in statuses - {"given", "open", "assigned"}}
    keys |= {f"role.{role}" for role in get_args(Role)} | {f"lapse.{code}" for code in CODES}
    assert keys <= set(WORDS)
    sources = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "src/whitecell/exercise").rglob("*.py"))
    for start in CHOSEN:
        chosen = set(re.findall(rf'"({start}\.[a-z_]+)"', sources))
        assert chosen == {key for key in WORDS if key.startswith(f"{start}.")}


def test_what_is_wrong_with_words_is_said_of_each_kind() -> None:
    for language in languages():
        tongue = Tongue(language, AREA)
        for key in (key for key in WORDS if key.startswith("what.")):
            for refusal in (missing(" ", 9, key), unfit("x" * 10, 9, key), unfit("\0", 9, key)):
                assert refusal is not None
                assert str(tongue.raw(key)) in refusal.said(tongue)
    assert str(unfit("x" * 10, 9, "what.reason")) == (
        "words.long: The reason has 10 characters, and at most 9 fit. Shorten it."
    )


def test_facts_are_shown_by_name_where_there_are_names() -> None:
    """Lists, parts and numbers in step with the words around them."""
    korean, titles = Tongue("ko", AREA), {"a": "미국", "b": "한국", "i1": "정보 보고"}
    had = Refusal("share.had", {"cells": ("a", "b")})
    assert "미국, 한국" in had.said(korean, lambda place, value: titles[value])
    assert "a and b" in had.message
    changed = Refusal("jump.changed", {"changes": (Clause("skipped.held", {"inject": "i1"}),)})
    assert "‘정보 보고’ 보류 중" in changed.said(korean, lambda place, value: titles[value])
    assert "may give 1 order in" in Refusal("order.slots", {"n": 1}).message
    assert "has 7.5 minutes" in Refusal("jump.beyond", {"left": 7.5}).message
    assert hash(had) == hash(Refusal("share.had"))
    assert had != Refusal("share.had", {"cells": ("a",)})


def test_why_an_order_lapsed_is_said_of_new_and_old_journals() -> None:
    for old, code in OLD.items():
        assert upcast(f"{old} by rok/office") == f"{code} rok/office"
        assert why_lapsed(f"{old} by rok/office") == why_lapsed(f"{code} rok/office") is not None
    refused = why_lapsed("consent.refused rok/office")
    assert refused is not None
    assert refused.said(Tongue("ko", AREA), lambda place, seat: "대통령실") == "대통령실이 동의하지 않았습니다."
    assert [why_lapsed(text) for text in ("", "[purged]", "consented", "consent.refused")] == [None] * 4
