"""The constructs that parity must reach: what a scenario contains, and what happened in a play of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from whitecell.players import Played
from whitecell.rules import Expression, Tree, Type, expressions, walk
from whitecell.rules.tree import (
    ArgumentRef,
    Assign,
    Binary,
    Boolean,
    Call,
    Chance,
    Compare,
    Conditional,
    Constant,
    Delay,
    Draw,
    Effect,
    Fact,
    Logic,
    MoveRef,
    Negate,
    Not,
    Number,
    ParameterRef,
    StateRef,
    When,
)
from whitecell.scenario import ANSWERS, MAX_MOVES, Action, Bot, Move, Scenario


def kind(type_: Type) -> str:
    return "number" if isinstance(type_, Number) else "truth" if isinstance(type_, Boolean) else "choice"


def of_tree(tree: Tree) -> str:
    match tree:
        case Constant(_, type_) | StateRef(_, _, type_) | Conditional(_, _, _, type_):
            return f"{type(tree).__name__}: {kind(type_)}"
        case Binary(operator, _, _) | Logic(operator, _):
            return f"operator {operator}"
        case Compare(operator, left, _):
            return f"operator {operator} of {kind(left.type)}s"
        case Call(name, _) | Draw(name, _, _, _) | Fact(name, _, _, _):
            return f"{name}()"
        case ParameterRef() | ArgumentRef() | MoveRef() | Negate() | Not():
            return type(tree).__name__


def of_expression(where: str, expression: Expression | None) -> Iterator[str]:
    """Every node of an expression, and where a node that only some places allow stands."""
    for tree in walk(expression.tree) if expression is not None else ():
        yield of_tree(tree)
        if isinstance(tree, Draw | Fact | ArgumentRef):
            yield f"{type(tree).__name__} in {where}"


def of_effects(where: str, effects: tuple[Effect, ...], above: str = "") -> Iterator[str]:
    for expression in expressions(effects):
        yield from of_expression(where, expression)
    for effect in effects:
        match effect:
            case Assign(operator=operator, text=text):
                yield f"{'-=' if '-=' in text else operator} of {where}"
            case Chance(then=then, otherwise=otherwise):
                yield f"chance with{'' if otherwise else 'out'} else"
                yield from of_effects(where, then + otherwise, above)
            case When(then=then, otherwise=otherwise):
                yield f"if with{'' if otherwise else 'out'} else"
                yield from of_effects(where, then + otherwise, above)
            case Delay(moves=moves, do=do):
                name = "moves" if moves else "minutes"
                yield f"after {name} of {where}"
                if above:
                    yield f"after {name} within after {above}"
                yield from of_effects(where, do, name)


def of_action(action: Action) -> Iterator[str]:
    yield from of_effects("action", action.effects)
    yield from of_expression("when of an action", action.when)
    yield f"{len(action.arguments)} arguments"
    yield f"action {action.applies}"
    for need in action.needs:
        yield f"{need.kind} else {need.otherwise}"
    yield from ["limit per move"] * (action.per_move > 1) + ["limit in all"] * (action.total is not None)


def of_move(move: Move) -> Iterator[str]:
    yield from ["a cell without orders"] * (0 in move.orders.values())
    yield from ["orders by cell"] * (len(set(move.orders.values())) > 1)
    yield "passing allowed" if move.may_pass else "passing not allowed"
    yield "no next" if not move.next else "next"
    for entry in move.next:
        yield from of_expression("next", entry.when)
        yield f"next {'always' if entry.when is None else 'if'}, {'end' if entry.move is None else 'move'}"


def of_bot(bot: Bot) -> Iterator[str]:
    if bot.id == "uniform":
        return
    for expression in (bot.otherwise, *bot.weights.values()):
        yield from of_expression("weights", expression)
    yield from ["weight of an action"] * bool(bot.weights) + ["consent to an action"] * bool(bot.consents)
    for table in (bot.consent_otherwise, *bot.consents.values()):
        one = table["conditions"].text == table["silent"].text == "0" and table["object"].text.startswith("1 - ")
        yield "consent of one weight" if one else "consent of four weights"
        for expression in table.values():
            yield from of_expression("consents", expression)


def of_scenario(scenario: Scenario) -> Iterator[str]:
    """What a scenario contains."""
    for var in scenario.vars:
        yield from of_expression("start", var.start)
        name = f"{'whole ' if var.whole else ''}{kind(var.type)}"
        yield name if var.low < -1e300 else f"{name} with a range"
        seen = [scenario.sees(seat, var.marking) for seat in scenario.seats]
        yield "seen by all" if all(seen) else "seen by some" if any(seen) else "seen by none"
    for action in scenario.actions:
        yield from of_action(action)
    for rule in scenario.rules:
        yield from of_effects("rule", rule.effects)
        yield f"rule with{'' if rule.when else 'out'} when"
        yield from of_expression("when of a rule", rule.when)
    for move in scenario.moves:
        yield from of_move(move)
    for inject in scenario.injects:
        timing = "timed" if inject.move else "conditional" if inject.when else "manual"
        yield f"{timing} inject with{'' if inject.effects else 'out'} effects"
        yield from of_expression("when of an inject", inject.when)
        yield from of_effects("inject", inject.effects)
    for outcome in scenario.outcomes:
        yield f"outcome at {'the end' if outcome.at_end else 'any closing'} with{'' if outcome.when else 'out'} when"
        yield from of_expression("outcome", outcome.when)
    for measure in scenario.measures:
        yield from of_expression("measure", measure.value)
    for bot in scenario.bots.values():
        yield from of_bot(bot)
    for course in scenario.courses.values():
        parts: Mapping[str, object] = {"parameters": course.parameters, "start": course.start, "bots": course.bots,
                                       "orders": course.orders}  # fmt: skip
        yield from (f"course with {part}" for part, patch in parts.items() if patch)


def of_play(scenario: Scenario, played: Played) -> Iterator[str]:
    """What happened in a play."""
    last = played.moves[-1]
    yield "64 moves" if len(played.moves) == MAX_MOVES else "few moves"
    yield from ["a move twice"] * (len(set(played.moves)) < len(played.moves))
    outcome = next((o for o in scenario.outcomes if o.id == played.world.outcome), None)
    at = "" if outcome is None else "the end" if outcome.at_end else "any"
    yield f"ended by an outcome at {at}" if at else "ended without outcome"
    yield from ["ended before the last move"] * (last != scenario.moves[-1].id)
    for given in played.orders:
        yield given.standing.reason if given.standing.stands else given.standing.reason.partition(" ")[0]
        yield from (f"{request.need.kind} answered {answer}" for request, answer in given.answers)
        yield from ["a second order of one action"] * (given.order.occurrence > 0)
        this = (played.moves[given.number - 1], given.order.seat, given.order.choice.action)
        scripted = (order for course in scenario.courses.values() for order in course.orders)
        yield from ["an order of a course"] * (this in [(s.move, s.seat, s.action) for s in scripted])
    for inject in (scenario.inject[id_] for _, id_ in played.released):
        yield f"{'timed' if inject.move else 'conditional'} inject released"
    for place, change in enumerate(played.changes):
        cause = change.cause
        yield f"change by {cause.kind}{', delayed' if cause.since else ''}"
        yield from [f"noted {change.note}"] * bool(change.note)
        if change.note == "overruled" and cause.kind == "order":
            winner = next(c for c in played.changes[place:] if c.var == change.var and not c.note)
            if winner.cause.kind == "order":
                equal = scenario.action[winner.cause.id].priority == scenario.action[cause.id].priority
                yield "overruled by luck" if equal else "overruled by priority"


OPERATORS = [f"operator {o}" for o in ("+", "-", "*", "/", "and", "or")]
COMPARISONS = [f"operator {o} of numbers" for o in ("<", "<=", ">", ">=", "==", "!=")]
COMPARISONS += [f"operator {o} of {k}s" for o in ("==", "!=") for k in ("truth", "choice")]
NODES = [f"{node}: {k}" for node in ("Constant", "StateRef", "Conditional") for k in ("number", "truth", "choice")]
NODES += ["ParameterRef", "ArgumentRef", "MoveRef", "Negate", "Not"]
CALLS = [f"{name}()" for name in (
    "min", "max", "abs", "exp", "log", "sqrt", "clip", "logistic", "uniform", "normal", "integer", "chance", "released",
    "count", "answered", "shared", "elapsed",
)]  # fmt: skip
PLACES = [f"Draw in {where}" for where in ("start", "action", "rule", "inject")]
PLACES += [f"Fact in {where}" for where in (
    "action", "rule", "inject", "when of a rule", "when of an inject", "next", "outcome", "measure"
)]  # fmt: skip
PLACES += [f"ArgumentRef in {where}" for where in ("action", "when of an action", "weights", "consents")]
EFFECTS = [f"{what} of {where}" for what in ("=", "+=", "-=", "after moves", "after minutes")
           for where in ("action", "rule", "inject")]  # fmt: skip
EFFECTS += [f"after {a} within after {b}" for a in ("moves", "minutes") for b in ("moves", "minutes")]
EFFECTS += [f"{what} with{out} else" for what in ("chance", "if") for out in ("", "out")]
STATE = ["number", "whole number", "truth", "choice", "number with a range", "whole number with a range",
         "seen by all", "seen by some", "seen by none"]  # fmt: skip
ACTIONS = [f"{n} arguments" for n in range(3)] + ["action at_close", "action at_once", "limit per move", "limit in all"]
ACTIONS += [f"{need} else {what}" for need in ("inform", "consult", "consent") for what in ("proceed", "lapse")]
MOVES = ["a cell without orders", "orders by cell", "passing allowed", "passing not allowed", "no next", "next",
         "next always, end", "next always, move", "next if, end", "next if, move"]  # fmt: skip
REST = ["rule with when", "rule without when"]
REST += [f"{timing} inject with{out} effects" for timing in ("timed", "conditional", "manual") for out in ("", "out")]
REST += [f"outcome at {at} with when" for at in ("the end", "any closing")] + ["outcome at the end without when"]
REST += ["weight of an action", "consent to an action", "consent of four weights", "consent of one weight"]
REST += [f"course with {part}" for part in ("parameters", "start", "bots", "orders")]
HAPPENINGS = ["64 moves", "few moves", "a move twice", "ended without outcome", "ended by an outcome at the end",
              "ended by an outcome at any", "ended before the last move", "unasked", "consented", "over objection",
              "consent.refused", "consent.silent", "consultation.silent",
              "a second order of one action", "an order of a course", "timed inject released",
              "conditional inject released", "noted overruled", "noted nothing", "overruled by luck",
              "overruled by priority", "change by start", "change by range"]  # fmt: skip
HAPPENINGS += [f"{need} answered {answer}" for need in ("consult", "consent") for answer in ANSWERS]
HAPPENINGS += [f"change by {what}{late}" for what in ("order", "rule", "inject") for late in ("", ", delayed")]

EVERYTHING = frozenset(
    OPERATORS + COMPARISONS + NODES + CALLS + PLACES + EFFECTS + STATE + ACTIONS + MOVES + REST + HAPPENINGS
)
