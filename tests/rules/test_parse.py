"""Text of a rule -> typed tree: what is read as what, where each problem is, and that only rules get through."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whitecell.rules import (
    BOOLEAN,
    NUMBER,
    Assign,
    Choice,
    Expression,
    Problem,
    Scope,
    Type,
    parse_assignment,
    parse_expression,
    walk,
)
from whitecell.rules.parse import DRAWS, FACTS, FUNCTIONS
from whitecell.rules.tree import (
    ArgumentRef,
    Binary,
    Call,
    Compare,
    Conditional,
    Constant,
    Draw,
    Fact,
    Logic,
    MoveRef,
    Negate,
    Not,
    ParameterRef,
    StateRef,
    Tree,
)

LEVEL = Choice(("low", "high"))
PLACE = Choice(("busan", "no"))
SCOPE = Scope(
    state={"tension": (0, NUMBER), "tested": (1, BOOLEAN), "posture": (2, LEVEL), "other": (3, LEVEL)},
    parameters={"pull": 0},
    arguments={"where": PLACE},
    facts={"released": frozenset({"i1"}), "count": frozenset({"act"}), "elapsed": frozenset({"i1"})},
    draws=True,
    hidden={"secret": "it is not visible to us/lead"},
    options=frozenset({"low", "high", "busan", "no"}),
)
TENSION, TESTED, POSTURE = StateRef("tension", 0, NUMBER), StateRef("tested", 1, BOOLEAN), StateRef("posture", 2, LEVEL)


def number(value: float) -> Constant:
    return Constant(value, NUMBER)


def tree(text: str, expected: Type | None = None, scope: Scope = SCOPE) -> Tree:
    parsed = parse_expression(text, scope, expected)
    assert isinstance(parsed, Expression), parsed
    return parsed.tree


def problems(text: str, expected: Type | None = None, scope: Scope = SCOPE) -> list[Problem]:
    parsed = parse_expression(text, scope, expected)
    assert isinstance(parsed, list), parsed
    return parsed


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", number(1.0)),
        ("yes", Constant(True, BOOLEAN)),
        ("false", Constant(False, BOOLEAN)),
        ("tension", TENSION),
        ("pull", ParameterRef("pull", 0)),
        ("where", ArgumentRef("where", PLACE)),
        ("move", MoveRef()),
        ("-tension", Negate(TENSION)),
        ("+tension", TENSION),
        ("not tested", Not(TESTED)),
        ("1 + 2 * 3", Binary("+", number(1.0), Binary("*", number(2.0), number(3.0)))),
        ("tension > 1", Compare(">", TENSION, number(1.0))),
        ("posture == low", Compare("==", POSTURE, Constant("low", LEVEL))),
        ("low != posture", Compare("!=", Constant("low", LEVEL), POSTURE)),
        ("where == no", Compare("==", ArgumentRef("where", PLACE), Constant("no", PLACE))),
        ("tested == no", Compare("==", TESTED, Constant(False, BOOLEAN))),
        ("tested and tested or tested", Logic("or", (Logic("and", (TESTED, TESTED)), TESTED))),
        ("1 if tested else tension", Conditional(TESTED, number(1.0), TENSION, NUMBER)),
        ("abs(tension)", Call("abs", (TENSION,))),
        ("chance(0.5)", Draw("chance", (number(0.5),), 0, BOOLEAN)),
        ("released(i1)", Fact("released", "i1", 0.0, BOOLEAN)),
        ("count(act) + 1", Binary("+", Fact("count", "act", 0.0, NUMBER), number(1.0))),
        ("elapsed(i1, 20)", Fact("elapsed", "i1", 20.0, BOOLEAN)),
        ("(1 +\n 2)", Binary("+", number(1.0), number(2.0))),
        ("tested + 1", Binary("+", TESTED, number(1.0))),
    ],
)
def test_what_a_text_means(text: str, meant: Tree) -> None:
    assert tree(text) == meant


def test_a_bare_word_is_an_option_where_a_choice_is_expected() -> None:
    assert tree("high", LEVEL) == Constant("high", LEVEL)
    assert tree("low if tested else posture", LEVEL) == Conditional(TESTED, Constant("low", LEVEL), POSTURE, LEVEL)


def test_yes_counts_as_a_number_but_no_number_as_yes() -> None:
    assert tree("tested", NUMBER) == TESTED
    assert [problem.code for problem in problems("tension", BOOLEAN)] == ["R111"]


def test_two_choices_compare_only_if_they_are_of_one_kind() -> None:
    assert isinstance(tree("posture == other"), Compare)
    assert [problem.code for problem in problems("posture == where")] == ["R117"]


def test_draws_are_numbered_as_they_are_written() -> None:
    sites = itertools.count(5)
    parsed = parse_expression("uniform(normal(0, 1), 2) + integer(1, 6)", SCOPE, NUMBER, sites)
    assert isinstance(parsed, Expression)
    drawn = [each for each in walk(parsed.tree) if isinstance(each, Draw)]
    assert [(each.kind, each.site) for each in drawn] == [("uniform", 5), ("normal", 6), ("integer", 7)]
    assert next(sites) == 8


WRONG = [
    ("", "R101", 0), ("   ", "R101", 0), ("tension > )", "R101", 10), ("x" * 501, "R102", 0),
    ("-" * 30 + "1", "R103", 25), ("tenson", "R104", 0), ("1 + tenson", "R104", 4), ("  tenson", "R104", 2),
    ("posture == lower", "R104", 11), ("secret", "R105", 0), ("tension.real", "R106", 0), ("round(1)", "R107", 0),
    ("[1][0]", "R108", 0), ("1 + [2]", "R108", 4), ("1 in (1, 2)", "R108", 0), ("lambda: 1", "R108", 0),
    ("(x := 1)", "R108", 1), ("1 // 2", "R108", 0), ("1 % 2", "R108", 0), ("...", "R108", 0), ("1j", "R108", 0),
    ("~1", "R108", 0), ("None", "R108", 0), ("2 ** 3", "R109", 0), ("'x'", "R110", 0), ("f'{1}'", "R110", 0),
    ("b'x'", "R108", 0), ("posture + 1", "R111", 0), ("not tension", "R111", 4), ("low", "R111", 0), ("min", "R112", 0),
    ("min(1)", "R112", 0), ("abs(1, 2)", "R112", 0), ("1 < tension < 2", "R114", 0), ("answered(q1)", "R115", 0),
    ("released(i2)", "R116", 9), ("released(1)", "R116", 9), ("tested == tension", "R117", 0), ("1e999", "R118", 0),
    ("posture < low", "R122", 0), ("tested < yes", "R122", 0), ("min(a=1, b=2)", "R123", 0),
    ("abs(*tension)", "R123", 0), ("elapsed(i1, tension)", "R111", 12),
    ("elapsed(i1, True)", "R111", 12), ("elapsed(i1, 1e999)", "R111", 12), ("1 if tested else low", "R111", 17),
    ("low if tested else tension", "R111", 0), ("가나", "R104", 0), ("1 + 가 + tenson", "R104", 4),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "offset"), WRONG, ids=[f"{code}-{text[:12]}" for text, code, _ in WRONG])
def test_what_is_refused_and_where(text: str, code: str, offset: int) -> None:
    first = problems(text)[0]
    assert (first.code, first.offset) == (code, offset)


def test_draws_are_refused_where_there_is_no_luck() -> None:
    for kind, words in DRAWS.items():
        found = problems(f"{kind}({', '.join('1' for _ in words)})", scope=Scope())
        assert [problem.code for problem in found] == ["R113"]


def test_facts_are_refused_where_they_may_not_be_asked() -> None:
    for kind in FACTS:
        assert [problem.code for problem in problems(f"{kind}(x)", scope=Scope())] == ["R115"]


def test_every_function_says_how_many_arguments_it_takes() -> None:
    for function, (least, most) in FUNCTIONS.items():
        assert isinstance(tree(f"{function}({', '.join(['1'] * least)})"), Call)
        assert [problem.code for problem in problems(f"{function}({', '.join(['1'] * (most + 1))})")] == ["R112"]


def test_every_problem_of_an_expression_is_found() -> None:
    found = problems("tenson + min(pul, 1) * (1 if testd else 2)")
    assert [problem.cure for problem in found] == [f"Did you mean '{name}'?" for name in ("tension", "pull", "tested")]


def test_a_character_is_counted_once_whatever_its_bytes() -> None:
    (found,) = problems("max(가나다, tenson)")[-1:]
    assert "max(가나다, tenson)"[found.offset :] == "tenson)"


TARGETS: dict[str, tuple[int, Type]] = {**SCOPE.state, "secret": (9, NUMBER)}


def assigned(text: str) -> Assign | list[Problem]:
    return parse_assignment(text, SCOPE, TARGETS, itertools.count())


def test_an_assignment_takes_its_site_before_its_draws() -> None:
    found = assigned("  tension  = uniform(0, 1)")
    assert isinstance(found, Assign)
    assert (found.name, found.index, found.operator, found.site) == ("tension", 0, "=", 0)
    assert found.text == "tension = uniform(0, 1)"
    assert isinstance(found.expression.tree, Draw) and found.expression.tree.site == 1


def test_less_is_kept_as_more_of_the_negative() -> None:
    found = assigned("tension -= pull")
    assert isinstance(found, Assign)
    assert (found.operator, found.expression.tree) == ("+=", Negate(ParameterRef("pull", 0)))


def test_an_effect_may_change_what_it_may_not_read() -> None:
    assert isinstance(assigned("secret = 1"), Assign)


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("tension", "R119", 0), ("tension == 1", "R119", 0), ("1 = tension", "R119", 0), ("tension *= 2", "R119", 0),
        ("tenson = 1", "R120", 0), (" pull = 1", "R120", 1), ("where = busan", "R120", 0), ("tested += 1", "R121", 0),
        ("posture -= 1", "R121", 0), ("tension = low", "R111", 10), ("posture = 1", "R111", 10),
        ("tension =", "R101", 9), ("tension += tenson", "R104", 11), ("posture = lo", "R104", 10),
    ],
)  # fmt: skip
def test_effects_that_are_refused_and_where(text: str, code: str, offset: int) -> None:
    found = assigned(text)
    assert isinstance(found, list)
    assert (found[0].code, found[0].offset) == (code, offset)


@given(st.text(max_size=60) | st.text("tension posture low 12.()+-*/<>=!&|'\"[]{}:,_ andornotifelse", max_size=60))
def test_any_text_is_an_expression_or_a_list_of_problems(text: str) -> None:
    for expected in (None, NUMBER, BOOLEAN, LEVEL):
        parsed = parse_expression(text, SCOPE, expected)
        if isinstance(parsed, list):
            assert parsed
            for problem in parsed:
                assert 0 <= problem.offset <= len(text)
                assert problem.message and problem.cure


leaves = st.sampled_from(["tension", "pull", "1", "0.5", "move", "count(act)", "uniform(0, 1)"])
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("-{}".format, inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("({} if {} > {} else {})".format, inner, inner, inner, inner),
    ),
    max_leaves=12,
)


@given(trees, st.integers(0, 100))
def test_the_same_text_always_gives_the_same_tree(text: str, first: int) -> None:
    once = parse_expression(text, SCOPE, NUMBER, itertools.count(first))
    assert once == parse_expression(f" {text}", SCOPE, NUMBER, itertools.count(first))
    assert isinstance(once, Expression)
    sites = [each.site for each in walk(once.tree) if isinstance(each, Draw)]
    assert sites == list(range(first, first + len(sites)))
