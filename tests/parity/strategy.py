"""Random scenarios that reach every construct of the format that a play depends on, as data for `scenario.build`.

What is drawn is always valid: names are declared, kinds agree, nobody reads what they may not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

NUMBERS = ["0", "1", "2", "0.5", "0.25", "3", "7.5", "0.1", "1e-3", "1e3", "1e-308", "1e300", "1.7e308"]
FUNCTIONS = ["abs", "exp", "log", "sqrt", "logistic"]
CHOICES = [("oa", "ob"), ("oa", "ob", "oc"), ("yes", "no"), ("ob", "none", "oa")]
SEATS = {"a": ["x", "y"], "a-b": ["lead"], "b": ["y", "x"]}  # ids whose order is not that of their full names
TERSE = {"whitecell": 1, "id": "random", "title": "Random"}


@dataclass(frozen=True)
class Ground:
    """What an expression may name: variables and arguments by kind, and what it may do."""

    numbers: tuple[str, ...] = ()
    truths: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    counts: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    draws: bool = False


@dataclass(frozen=True)
class Var:
    """A state variable that has been drawn: whole or real numbers, truths or choices, and the seats that see it."""

    name: str
    kind: str
    options: tuple[str, ...]
    seen_by: frozenset[str] = field(default_factory=frozenset)


def pick(draw: DrawFn, options: Sequence[Any]) -> Any:
    return draw(st.sampled_from(options))


def often(draw: DrawFn, of: int = 2) -> bool:
    """True once in `of` times; shrinks to False."""
    return int(draw(st.integers(0, of - 1))) == of - 1


def number(draw: DrawFn, g: Ground, depth: int) -> str:
    kinds = ["literal", "literal", "move"]
    kinds += ["variable"] * 4 * bool(g.numbers) + ["truth"] * bool(g.truths) + ["count"] * bool(g.counts)
    if depth:
        kinds += ["binary"] * 4 + ["negate", "least", "function", "function", "clip", "conditional", "compared"]
        kinds += ["uniform", "normal", "integer"] * g.draws + ["compared"] * 2 * bool(g.choices)
    match pick(draw, kinds):
        case "literal":
            return str(pick(draw, NUMBERS))
        case "move":
            return "move"
        case "variable":
            return str(pick(draw, g.numbers))
        case "truth":
            return str(pick(draw, g.truths))
        case "count":
            return f"count({pick(draw, g.counts)})"
        case "binary":
            return f"({number(draw, g, depth - 1)} {pick(draw, '+-*/')} {number(draw, g, depth - 1)})"
        case "negate":
            return f"-{number(draw, g, depth - 1)}"
        case "least":
            several = ", ".join(number(draw, g, depth - 1) for _ in range(draw(st.integers(2, 3))))
            return f"{pick(draw, ['min', 'max'])}({several})"
        case "function":
            return f"{pick(draw, FUNCTIONS)}({number(draw, g, depth - 1)})"
        case "clip":
            return f"clip({', '.join(number(draw, g, depth - 1) for _ in range(3))})"
        case "conditional":
            yes, no = number(draw, g, depth - 1), number(draw, g, depth - 1)
            # A number on both sides, also where each side could be yes or no.
            return f"({yes} + 0 if {truth(draw, g, depth - 1)} else {no} + 0)"
        case "compared":
            return f"({truth(draw, g, depth - 1)})"
        case kind:
            return f"{kind}({number(draw, g, depth - 1)}, {number(draw, g, depth - 1)})"


def truth(draw: DrawFn, g: Ground, depth: int) -> str:
    kinds = ["literal", "compare", "compare", "compare"] + ["option"] * 3 * bool(g.choices)
    kinds += ["variable"] * 2 * bool(g.truths) + ["released"] * 2 * bool(g.releases) + ["live"] * 6 * bool(g.live)
    if depth:
        kinds += ["logic"] * 2 + ["not", "same", "conditional"] + ["chance"] * g.draws
    match pick(draw, kinds):
        case "literal":
            return str(pick(draw, ["yes", "no", "true", "false"]))
        case "variable":
            return str(pick(draw, g.truths))
        case "released":
            return f"released({pick(draw, g.releases)})"
        case "live":
            return str(pick(draw, g.live))
        case "compare":
            operator = pick(draw, ["<", "<=", ">", ">=", "==", "!="])
            left, right = number(draw, g, max(depth - 1, 0)), number(draw, g, max(depth - 1, 0))
            return f"({left} + 0 {operator} {right} + 0)"
        case "option":
            name, options = pick(draw, g.choices)
            operator = pick(draw, ["==", "!="])
            sides = [name, choice(draw, g, options, 0)]
            if often(draw):
                sides.reverse()
            return f"({sides[0]} {operator} {sides[1]})"
        case "logic":
            word = pick(draw, [" and ", " or "])
            return f"({word.join(truth(draw, g, depth - 1) for _ in range(draw(st.integers(2, 3))))})"
        case "not":
            return f"(not {truth(draw, g, depth - 1)})"
        case "same":
            return f"({truth(draw, g, depth - 1)} {pick(draw, ['==', '!='])} (not {truth(draw, g, depth - 1)}))"
        case "chance":
            return f"chance({number(draw, g, depth - 1)})"
        case _:
            return f"({truth(draw, g, depth - 1)} if {truth(draw, g, depth - 1)} else not {truth(draw, g, depth - 1)})"


def choice(draw: DrawFn, g: Ground, options: tuple[str, ...], depth: int) -> str:
    names = [name for name, known in g.choices if known == options]
    if depth and names and often(draw):
        return f"({pick(draw, names)} if {truth(draw, g, depth - 1)} else {pick(draw, [*names, *options])})"
    return str(pick(draw, [*options, *names]))


def ground(
    variables: Sequence[Var], parameters: Sequence[str], seats: frozenset[str] | None = None,
    arguments: dict[str, list[str]] | None = None,
) -> Ground:  # fmt: skip
    """What may be named: everything, or what all these seats see, and an action's arguments."""
    seen = [var for var in variables if seats is None or seats <= var.seen_by]
    return Ground(
        numbers=(*(var.name for var in seen if var.kind in ("real", "integer")), *parameters),
        truths=tuple(var.name for var in seen if var.kind == "boolean"),
        choices=(*((var.name, var.options) for var in seen if var.kind == "choice"),
                 *((name, tuple(options)) for name, options in (arguments or {}).items())),
    )  # fmt: skip


def effects(draw: DrawFn, g: Ground, variables: Sequence[Var], depth: int, most: int = 3) -> list[Any]:
    return [effect(draw, g, variables, depth) for _ in range(draw(st.integers(1, most)))]


def effect(draw: DrawFn, g: Ground, variables: Sequence[Var], depth: int) -> Any:
    kind = pick(draw, ["assign"] * 4 + ["after", "after", "chance", "if"] * bool(depth))
    if kind == "after":
        return {"after": pick(draw, ["1 move", "2 moves", "3 moves", "90 min", "2 h", "1 d"]),
                "do": effects(draw, g, variables, depth - 1, 2)}  # fmt: skip
    if kind in ("chance", "if"):
        # `+ 0`, because a probability written as a number alone must lie between 0 and 1.
        condition = f"{number(draw, g, 1)} + 0" if kind == "chance" else truth(draw, g, 2)
        both = {"then": effects(draw, g, variables, depth - 1, 2), "else": effects(draw, g, variables, depth - 1, 2)}
        if often(draw):
            del both["else"]
        elif often(draw, 3):
            del both["then"]
        return {kind: condition, **both}
    var = pick(draw, [variables[0], *variables])
    if var.kind == "boolean":
        return f"{var.name} = {truth(draw, g, 2)}"
    if var.kind == "choice":
        return f"{var.name} = {choice(draw, g, var.options, 2)}"
    return f"{var.name} {pick(draw, ['=', '=', '+=', '-='])} {number(draw, g, 2)}"


@st.composite
def scenarios(draw: DrawFn) -> dict[str, Any]:
    """The data of a scenario."""
    cells = {cell: SEATS[cell] for cell in list(SEATS)[: draw(st.integers(1, 3))]}
    seats = [f"{cell}/{seat}" for cell, found in cells.items() for seat in found]
    bots = ["uniform", *(f"bot-{n}" for n in range(pick(draw, [1, 2, 0])))]
    held = {seat: pick(draw, bots) for seat in seats}
    swaps = {seat: pick(draw, bots) for seat in seats if often(draw, 3)}
    parameters = [f"p{n}" for n in range(draw(st.integers(0, 2)))]
    markings: dict[str, Any] = {"some": sorted({pick(draw, [*cells, *seats]) for _ in range(2)})}
    variables, state = _state(draw, cells, seats, parameters, markings)
    moves = [f"m{n}" for n in range(pick(draw, [3, 2, 4, 1]))]
    actions = _actions(draw, cells, seats, parameters, variables)
    facts = Ground(counts=tuple(actions), releases=tuple(f"i{n}" for n in range(pick(draw, [2, 3, 4, 1, 0]))))
    whole = replace(ground(variables, parameters), counts=facts.counts, releases=facts.releases)
    _deeds(draw, actions, whole, variables)
    return {
        **TERSE,
        "cells": {cell: {"seats": [{"id": seat, "role": "lead" if seat == "y" else "member",
                                    "bot": held[f"{cell}/{seat}"]} for seat in found]}
                  for cell, found in cells.items()},
        "markings": markings,
        "parameters": {name: {"value": draw(st.floats(-2, 2)), "low": -2, "high": 2, "source": "judgement"}
                       for name in parameters},
        "state": state,
        "actions": actions,
        "world": [
            {"id": f"r{n}", **({"when": truth(draw, whole, 2)} if often(draw) else {}),
             "do": effects(draw, replace(whole, draws=True), variables, 2)}
            for n in range(draw(st.integers(0, 2)))
        ],
        "moves": [_move(draw, id_, moves, list(cells), whole) for id_ in moves],
        "injects": [_inject(draw, n, moves, whole, variables) for n in range(len(facts.releases))],
        "outcomes": {
            f"end-{n}": {**({"when": f"move > {n} and {truth(draw, whole, 2)}"} if n < 2 else {}),
                         **({"at": "end"} if n == 2 or often(draw) else {})}
            for n in range(draw(st.integers(0, 3)))
        },
        "measures": {f"q{n}": number(draw, whole, 3) for n in range(draw(st.integers(1, 3)))},
        "bots": {
            bot: _bot(draw, actions, ground(variables, parameters, frozenset(
                [seat for seat in seats if bot in (held[seat], swaps.get(seat))] or seats)))
            for bot in bots[1:]
        },
        "courses": {"other": _course(draw, parameters, variables, swaps, seats, moves, actions)},
    }  # fmt: skip


def _state(
    draw: DrawFn, cells: dict[str, list[str]], seats: list[str], parameters: list[str], markings: dict[str, list[str]]
) -> tuple[list[Var], dict[str, Any]]:
    variables: list[Var] = []
    state: dict[str, Any] = {}
    for n in range(draw(st.integers(2, 6))):
        name, kind = f"s{n}", pick(draw, ["real", "real", "integer", "boolean", "choice"])
        options: tuple[str, ...] = pick(draw, CHOICES) if kind == "choice" else ()
        marking = pick(draw, ["public", "public", "public", None, "some", *cells, *seats])
        named = {"public": list(cells), None: []}.get(marking, markings.get(marking or "", [marking]))
        seen = frozenset(seat for seat in seats if seat in named or seat.partition("/")[0] in named)
        g = replace(ground(variables, parameters), draws=True)
        written: dict[str, Any] = {"type": kind}
        if kind in ("real", "integer"):
            # A whole start within every range, or an expression, which is brought into it.
            written["start"] = number(draw, g, 2) if often(draw) else "1"
            if written["start"].replace("e-", "").replace(".", "").lstrip("-").replace("e", "").isdigit():
                written["start"] = "1"
            if often(draw):
                written["range"] = pick(draw, [[0, 9], [-3, 3], [1, 1], [-1e6, 1e6]])
        elif kind == "boolean":
            written["start"] = truth(draw, g, 2)
        else:
            written |= {"start": choice(draw, g, options, 1), "options": list(options)}
        if marking is not None:
            written["marking"] = marking
        state[name] = written
        variables.append(Var(name, kind, options, seen))
    return variables, state


def _actions(
    draw: DrawFn, cells: dict[str, list[str]], seats: list[str], parameters: list[str], variables: list[Var]
) -> dict[str, Any]:
    """Everything of the actions but their effects, which may count other actions."""
    actions: dict[str, Any] = {}
    for n in range(pick(draw, [2, 3, 4, 1, 0])):
        by = sorted({pick(draw, [*cells, *seats]) for _ in range(draw(st.integers(1, 3)))})
        able = frozenset(seat for seat in seats if seat in by or seat.partition("/")[0] in by)
        arguments = {f"k{m}": list(pick(draw, CHOICES)) for m in range(pick(draw, [1, 2, 0]))}
        action: dict[str, Any] = {"by": by, "arguments": arguments, "needs": _needs(draw, list(cells), seats)}
        if often(draw):
            action["when"] = truth(draw, ground(variables, parameters, able, arguments), 3)
        if often(draw, 3):
            action["limit"] = {"per_move": draw(st.integers(1, 3))} | ({"total": 2} if often(draw) else {})
        if often(draw, 3):
            action["applies"] = "at_once"
        action["priority"] = pick(draw, [0, 1])
        actions[f"act{n}"] = action
    return actions


def _needs(draw: DrawFn, cells: list[str], seats: list[str]) -> list[dict[str, Any]]:
    needs: dict[tuple[str, str], dict[str, Any]] = {}
    for _ in range(pick(draw, [2, 1, 3, 0])):
        kind, of = pick(draw, ["consent", "consult", "consent", "consult", "inform"]), pick(draw, [*cells, *seats])
        asked = of if "/" in of else f"{of}/{'y' if 'y' in SEATS[of] else SEATS[of][0]}"
        needs[kind, asked] = {kind: [of]} | ({"else": "lapse"} if often(draw) else {})
    return list(needs.values())


def _deeds(draw: DrawFn, actions: dict[str, Any], g: Ground, variables: list[Var]) -> None:
    for action in actions.values():
        own = tuple((name, tuple(options)) for name, options in action["arguments"].items())
        here = replace(g, choices=g.choices + own, draws=True)
        action["effects"] = effects(draw, here, variables, 2) if often(draw, 8) is False else []


def _move(draw: DrawFn, id_: str, moves: list[str], cells: list[str], g: Ground) -> dict[str, Any]:
    move: dict[str, Any] = {"id": id_, "orders": pick(draw, [2, 3, 1, 0])}
    if often(draw, 3):
        move["orders"] = {cell: draw(st.integers(0, 3)) for cell in cells}
    elif often(draw, 4):
        move["only"] = [pick(draw, cells)]
    if often(draw, 3):
        move["may_pass"] = False
    if often(draw):
        move["covers"] = pick(draw, ["30 min", "1 h", "6 h", "2 d"])
    kind = pick(draw, ["following", "following", "following", "named", "list", "list", "list"])
    later = moves[moves.index(id_) + 1 :] or ["end"]
    if kind == "named":
        move["next"] = pick(draw, [*later, "end", *moves])
    elif kind == "list":
        entries: list[Any] = [{"when": truth(draw, g, 2), "move": pick(draw, [*later, *moves, "end"])}
                              for _ in range(draw(st.integers(1, 2)))]  # fmt: skip
        move["next"] = entries + [pick(draw, [*later, *moves])] * often(draw)
    if id_ == "m0":
        move["questions"] = [{"id": "ask", "to": ["all"], "text": "Well?"}]
    return move


def _inject(draw: DrawFn, n: int, moves: list[str], g: Ground, variables: list[Var]) -> dict[str, Any]:
    inject: dict[str, Any] = {"id": f"i{n}", "to": ["all"]}
    earlier = tuple(f"i{m}" for m in range(n))  # so that no injects wait for each other in a circle
    facts = ("answered(ask)", *(fact for i in earlier for fact in (f"shared({i})", f"elapsed({i}, 20)")))
    match pick(draw, ["when", "at", "when", "at", "manual"]):
        case "when":
            inject["when"] = truth(draw, replace(g, releases=earlier, live=facts), 2)
        case "at":
            inject["at"] = f"{pick(draw, moves)} + {draw(st.integers(0, 2))} min"
        case _:
            inject["manual"] = True
    if often(draw, 4) is False:
        inject["effects"] = effects(draw, replace(g, draws=True), variables, 2)
    return inject


def _bot(draw: DrawFn, actions: dict[str, Any], g: Ground) -> dict[str, Any]:
    def own(action: str) -> Ground:
        arguments = actions[action]["arguments"].items() if action in actions else []
        return replace(g, choices=g.choices + tuple((name, tuple(options)) for name, options in arguments))

    def consent(action: str) -> Any:
        if often(draw):
            return f"{number(draw, own(action), 2)} + 0"  # a probability, as above
        answers = ["agree", "conditions", "object", "silent"]
        return {answer: number(draw, own(action), 1) for answer in answers if often(draw, 3) is False}

    named = [*actions, "otherwise"]
    return {
        "weights": {action: number(draw, own(action), 3) for action in named if not often(draw)},
        "consents": {action: consent(action) for action in named if not often(draw)},
    }


def _course(
    draw: DrawFn, parameters: list[str], variables: list[Var], swaps: dict[str, str], seats: list[str],
    moves: list[str], actions: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    start: dict[str, Any] = {}
    for var in variables:
        if often(draw, 3):
            start[var.name] = pick(draw, var.options or ([True, False] if var.kind == "boolean" else [1]))
    orders = []
    for _ in range(draw(st.integers(0, 4)) if actions else 0):
        action = pick(draw, list(actions))
        able = [seat for seat in seats for by in actions[action]["by"] if by in (seat, seat.partition("/")[0])]
        arguments = {name: pick(draw, options) for name, options in actions[action]["arguments"].items()}
        orders.append({"move": pick(draw, moves), "seat": pick(draw, able), "action": action, "arguments": arguments})
    return {
        "parameters": {name: draw(st.floats(-2, 2)) for name in parameters if often(draw)},
        "start": start, "bots": swaps, "orders": orders,
    }  # fmt: skip
