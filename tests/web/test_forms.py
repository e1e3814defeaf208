"""What is typed becomes a command, or a sentence beside the field; nobody acts for another by typing so."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Site
from whitecell.exercise import Command, OfSeat
from whitecell.exercise import command as c
from whitecell.live.access import RULES, Grant
from whitecell.web import forms
from whitecell.web.forms import TABLE, Giver, Wrong, read
from whitecell.web.room import Key, scene
from whitecell.web.rooms import ROOM


def giver(site: Site, grant: Grant | None = None) -> Giver:
    key = Key("plenary", (("exercise", site.exercise),), "en")
    made = scene(ROOM["plenary"], key, _Behind(site))  # type: ignore[arg-type]
    return Giver(grant or site.control, made, site.house.tip(site.exercise).scenario, "0" * 32)


class _Behind:
    def __init__(self, site: Site) -> None:
        self.house = site.house


def test_every_command_that_people_give_has_a_form() -> None:
    by_machines = {c.Create, c.Restore, c.Tick, c.JudgeInjects, c.ResolveOrder}
    people = set(get_args(Command)) - by_machines - {c.TakeSeat}  # a seat is taken by a link, or given by Control
    assert {form.command for form in TABLE.values()} - {c.TakeSeat} == people
    assert all(form.command in RULES for form in TABLE.values())


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_acts_is_never_read_from_a_form(site: Site, name: str) -> None:
    form = TABLE[name]
    for field in fields(form.command):
        if field.name == "seat" and name not in ("map-free-order", "take-seat"):  # there Control names a seat
            assert "seat" in form.given
    if form.command in (c.SendMessage, c.ReleaseInject):
        assert "by" in form.given


@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_empty_form_is_a_command_or_a_sentence_about_a_field(site: Site, name: str) -> None:
    found = read(name, {}, giver(site))
    needed = [
        field.name
        for field in fields(TABLE[name].command)
        if field.name not in TABLE[name].given and field.default is MISSING and field.default_factory is MISSING
    ]
    if needed:
        assert isinstance(found, Wrong) and found.sentence.endswith(".")
    else:
        assert isinstance(found, TABLE[name].command)


def test_fields_are_read_as_what_they_are(site: Site) -> None:
    by = giver(site)
    assert read("set-rate", {"rate": ["0,5"]}, by) == c.SetRate(0.5)
    assert read("pause", {"why": ["lunch"]}, by) == c.Pause("lunch")
    assert read("retime-inject", {"inject": ["i1"], "move": [""], "minute": ["3"]}, by) == c.RetimeInject(
        "i1", None, 3.0
    )
    assert read("jump", {"minutes": ["60"], "fates.i1": ["drop"]}, by) == c.Jump(60.0, {"i1": "drop"})
    assert read("edit-inject", {"inject": ["i1"], "title.en": ["New"], "title.ko": [""]}, by) == c.EditInject(
        "i1", title={"en": "New"}
    )
    assert read("let-observe", {"cells": ["a", "b"]}, by) == c.LetObserve(("a", "b"))
    assert read("send-message", {"to": [], "words": ["hello"]}, by) == c.SendMessage("control", (), "hello")


def test_an_order_is_read_with_its_arguments(site: Site) -> None:
    for seat in site.house.tip(site.exercise).scenario.seats:
        for choice in site.house.view(site.exercise, OfSeat(seat)).permitted:
            typed = {"action": [choice.action], "rationale": ["why"], "confidence": ["70"]}
            typed |= {f"arguments.{name}": [value] for name, value in choice.arguments}
            found = read("give-order", typed, giver(site, site.grant("seat", seat)))
            assert found == c.GiveOrder(seat, choice, "why", 70.0)


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("set-rate", {"rate": ["fast"]}, "rate"),
        ("set-rate", {"rate": ["1e999"]}, "rate"),
        ("set-rate", {"rate": ["nan"]}, "rate"),
        ("answer-need", {"need": ["n"], "answer": ["maybe"]}, "answer"),
        ("give-order", {"action": ["nonsense"]}, "action"),
        ("rule", {"var": ["nonsense"], "value": ["1"], "why": ["x"]}, "value"),
        ("pause", {"why": ["a\x00b"]}, "why"),
        ("pause", {"why": ["\ud800"]}, "why"),
        ("pause", {"why": ["a" * (forms.LONGEST + 1)]}, "why"),
        ("return-free-order", {"order": ["f"]}, "why"),
    ],
)  # fmt: skip
def test_a_bad_field_is_named_with_a_sentence(site: Site, name: str, typed: dict[str, list[str]], field: str) -> None:
    found = read(name, typed, giver(site))
    assert isinstance(found, Wrong) and found.field == field
    assert found.sentence.endswith(".") and "[" not in found.sentence


SITE: list[Site] = []


@given(
    st.sampled_from(sorted(TABLE)),
    st.dictionaries(
        st.sampled_from(
            "seat inject move minute title title.en body.en to rate why action arguments.x order need answer words rfi "
            "of letter request question sealed var value values.x minutes fates.i cells rulings confidence".split()
        ),
        st.lists(st.text(max_size=20) | st.sampled_from(["1", "-1", "1e400", "i01", "yes"]), max_size=3),
    ),
)
def test_no_form_breaks_anything(name: str, typed: dict[str, list[str]]) -> None:
    if not SITE:
        SITE.append(Site())
    found = read(name, typed, giver(SITE[0], Grant(SITE[0].exercise, "seat", "nowhere/nobody")))
    assert isinstance(found, Wrong | TABLE[name].command)
    if not isinstance(found, Wrong) and "seat" in TABLE[name].given:
        assert found.seat == "nowhere/nobody"  # type: ignore[union-attr]
