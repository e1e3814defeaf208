"""Weighted players as IR: scripted orders, the choice of every slot, and the answers to what orders owe.

An order is one word whose order is that of `Order.path`: action, cell, occurrence, seat, variant, then a byte for the
journal of the play (see `play`). What differs between seats lies in tables; a bot is two functions.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from whitecell.game.dice import name_key
from whitecell.kernel import mathematics as m
from whitecell.kernel.effects import insert
from whitecell.kernel.expressions import Scene, begin, evaluate, number
from whitecell.kernel.ir import DOUBLE, I1, I64, PTR, Kind, Module, Value, Variable
from whitecell.kernel.layout import Layout
from whitecell.rules import Expression, walk
from whitecell.rules.mathematics import LARGEST
from whitecell.rules.tree import ArgumentRef
from whitecell.scenario import ANSWERS, Action, Bot

NO_LIMIT = (1 << 63) - 1
ANSWERED, LAPSED, STANDS = 3, 4, 5
"""The last bytes of the words that tell of an answer, of an order that lapsed and of one that stands."""
ORDER: list[tuple[Kind, str]] = [(I64, "action"), (I64, "variant")]


def define(module: Module, layout: Layout) -> None:
    """Write the tables and functions of the players."""
    _tables(module, layout)
    _permits(module, layout)
    for name, bot in layout.scenario.bots.items():
        _leaning(module, layout, f"leaning.{layout.bots[name]}", bot)
        _consenting(module, layout, f"consenting.{layout.bots[name]}", bot)
    _within_limits(module, layout)
    _give(module, layout)
    _weigh(module, layout)
    _pick(module, layout)
    _choose_cell(module, layout)
    _answer(module, layout)
    _decide(module, layout)


def _tables(module: Module, layout: Layout) -> None:
    scenario = layout.scenario
    slots = [move.orders.get(cell, 0) for move in scenario.moves for cell in layout.cells]
    module.table("slots", slots)
    module.table("may_pass", [float(move.may_pass) for move in scenario.moves], DOUBLE)
    module.table("per_move", [action.per_move for action in layout.actions])
    module.table("total", [NO_LIMIT if action.total is None else action.total for action in layout.actions])
    seats_of = [[n for n, seat in enumerate(layout.seats) if seat.cell == cell] for cell in layout.cells]
    module.table("seats_of_first", _firsts(seats_of))
    module.table("seats_of", [seat for seats in seats_of for seat in seats])
    module.table("choose_key", [name_key("choose", seat.path, 0) for seat in layout.seats])
    candidates = [layout.candidates(seat.path) for seat in layout.seats]
    module.table("candidates_first", _firsts(candidates))
    module.table("candidates", [action << 8 | variant for each in candidates for action, variant in each])
    module.table("may_order", [int(seat.path in a.by) for seat in layout.seats for a in layout.actions])
    module.table("varies", [int(_varies(layout, action)) for action in layout.actions])
    asks = [[(place, need) for place, need in enumerate(a.needs) if need.kind != "inform"] for a in layout.actions]
    module.table("asks_first", _firsts(asks))
    flat = [(a, place, need) for a, each in zip(layout.actions, asks, strict=True) for place, need in each]
    module.table("asks_place", [place for _, place, _ in flat])
    module.table("asks_seat", [layout.seat_number[need.of] for _, _, need in flat])
    module.table("asks_cell", [layout.cell_number[need.cell] for _, _, need in flat])
    module.table("lapses_from", [lapses_from(need.kind, need.otherwise) for _, _, need in flat])
    module.table("asks_key", [
        name_key(f"need/{a.id}", f"{cell}>{need.of}", place) for a, place, need in flat for cell in layout.cells
    ])  # fmt: skip


def _varies(layout: Layout, action: Action) -> bool:
    """Whether what is permitted or how bots lean may differ between variants of an action."""
    expressions = [action.when, *(bot.weights.get(action.id) for bot in layout.scenario.bots.values())]
    return any(isinstance(tree, ArgumentRef) for e in expressions if e is not None for tree in walk(e.tree))


def lapses_from(kind: str, otherwise: str) -> int:
    """The first of the four answers at which the order lapses; 4: at none."""
    if kind == "consent":
        return ANSWERS.index("object")
    return ANSWERS.index("silent") if otherwise == "lapse" else len(ANSWERS)


def _firsts(lists: Sequence[Sequence[object]]) -> list[int]:
    """Where each list begins when they are laid end to end, and where the last one ends."""
    firsts = [0]
    for each in lists:
        firsts.append(firsts[-1] + len(each))
    return firsts


def _of_order(scene: Scene, action: Action) -> Scene:
    """The scene of an expression that may name the arguments of an order."""
    return replace(scene, action=action, variant=scene.f.parameter("variant"))


def _permits(module: Module, layout: Layout) -> None:
    """Whether an action's `when` holds for a variant."""
    scene = begin(module, layout, "permits", *ORDER, gives=I1)
    f = scene.f
    cases = {
        place: partial(lambda action: f.give(evaluate(action.when.tree, _of_order(scene, action))), action)
        for place, action in enumerate(layout.actions)
        if action.when is not None
    }
    f.switch(f.parameter("action"), cases)
    f.give(1)


def _leaning(module: Module, layout: Layout, name: str, bot: Bot) -> None:
    """`weighted.weight` of one bot."""
    scene = begin(module, layout, name, *ORDER, gives=DOUBLE)
    f = scene.f

    def weight(expression: Expression, where: Scene) -> None:
        f.give(m.maximum(f.value(0.0, DOUBLE), number(expression.tree, where)))

    cases = {
        place: partial(weight, bot.weights[action.id], _of_order(scene, action))
        for place, action in enumerate(layout.actions)
        if action.id in bot.weights
    }
    f.switch(f.parameter("action"), cases)
    weight(bot.otherwise, scene)


def _consenting(module: Module, layout: Layout, name: str, bot: Bot) -> None:
    """The weights of one bot's four answers, into the workspace."""
    scene = begin(module, layout, name, *ORDER)
    f = scene.f

    def weigh(action: Action | None) -> None:
        table = bot.consents[action.id] if action else bot.consent_otherwise
        where = _of_order(scene, action) if action else scene
        for place, answer in enumerate(ANSWERS):
            value = number(table[answer].tree, where) if answer in table else 0.0
            scene.set("answers", m.maximum(f.value(0.0, DOUBLE), value), place)

    actions = enumerate(layout.actions)
    cases = {place: partial(weigh, action) for place, action in actions if action.id in bot.consents}
    f.switch(f.parameter("action"), cases, partial(weigh, None))


def _within_limits(module: Module, layout: Layout) -> None:
    """`barrier.within_limits`."""
    scene = begin(module, layout, "within_limits", (I64, "cell"), (I64, "action"), gives=I1)
    f = scene.f
    cell, action = f.parameter("cell"), f.parameter("action")
    now = scene.get("now", action)
    counts = scene.get("counts", cell * len(layout.actions) + action)
    f.give((now < f.look("per_move", action)) & (counts + now < f.look("total", action)))


def _give(module: Module, layout: Layout) -> None:
    """Add an order to those of this move; its occurrence is how many of its action the cell has given before."""
    scene = begin(module, layout, "give", (I64, "cell"), (I64, "seat"), *ORDER)
    f = scene.f
    action, now, count = f.parameter("action"), scene.get("now", f.parameter("action")), scene.get("order_count")
    order = (action << 48) | (f.parameter("cell") << 40) | (now << 32) | (f.parameter("seat") << 16)
    scene.set("orders", order | (f.parameter("variant") << 8), count)
    scene.set("order_count", count + 1)
    scene.set("now", now + 1, action)
    scene.set("mine", scene.get("mine") + 1)


def _weigh(module: Module, layout: Layout) -> None:
    """The weight of each of a seat's candidates, in the order of `permitted`; what is not permitted weighs nothing."""
    scene = begin(module, layout, "weigh", (I64, "cell"), (I64, "seat"))
    f = scene.f
    cell, seat = f.parameter("cell"), f.parameter("seat")
    first = f.look("candidates_first", seat)
    bot = scene.get("bots", seat)
    with f.loop(f.look("candidates_first", seat + 1) - first) as place:
        candidate = f.look("candidates", first + place)
        action, variant = candidate >> 8, candidate & 255
        weight = f.variable(DOUBLE, 0.0)

        def evaluate(
            place: Value = place, action: Value = action, variant: Value = variant, weight: Variable = weight
        ) -> None:
            permits = scene.call("permits", I1, action, variant)
            with f.when(scene.call("within_limits", I1, cell, action) & permits):
                f.switch(bot, {
                    n: partial(lambda n: weight.set(scene.call(f"leaning.{n}", DOUBLE, action, variant)), n)
                    for n in layout.bots.values()
                })  # fmt: skip
                leaning = scene.number("leanings", bot * len(layout.actions) + action)
                weight.set(m.multiply(weight.get(), leaning))

        alike = variant.differs(0) & f.look("varies", action).same(0)
        f.either(alike, lambda: weight.set(scene.number("weights", place - 1)), evaluate)
        scene.set("weights", weight.get(), place)


def _pick(module: Module, layout: Layout) -> None:
    """`weighted.pick` over a list of the workspace, after a first weight that is given: 0 for that one, else a place
    in the list plus one, and -1 where all weigh nothing.
    """
    given: list[tuple[Kind, str]] = [(I64, "list"), (I64, "count"), (DOUBLE, "first"), (DOUBLE, "u")]
    scene = begin(module, layout, "pick", *given, gives=I64)
    f = scene.f
    count, first = f.parameter("count"), f.parameter("first")
    weights = f.address(scene.w, f.parameter("list"))
    total, last = f.variable(DOUBLE, first), f.variable(I64, 0)
    with f.loop(count) as place:
        weight = f.load(DOUBLE, f.address(weights, place))
        # No weight is below zero, so the sum can leave the numbers only upwards.
        total.set(m.minimum(total.get() + weight, f.value(LARGEST, DOUBLE)))
        last.set(f.select(weight > 0.0, place + 1, last.get(), I64))
        scene.set("reached", total.get(), place)
    with f.when(total.get() <= 0.0):
        f.give(-1)
    aim = m.multiply(f.parameter("u"), total.get())
    with f.when(aim < first):
        f.give(0)
    with f.loop(count) as place, f.when(aim < scene.number("reached", place)):
        f.give(place + 1)
    f.give(last.get())


def _choose_cell(module: Module, layout: Layout) -> None:
    """`weighted.choose_cell`: the course's orders first, then the seats in turn."""
    scene = begin(module, layout, "choose_cell", (I64, "cell"))
    f = scene.f
    cell = f.parameter("cell")
    here = scene.get("move") * len(layout.cells) + cell
    slots = f.look("slots", here)
    with f.when(slots.same(0)):
        f.give()
    scene.set("mine", 0)
    with f.loop(len(layout.actions)) as action:
        scene.set("now", 0, action)
    script = f.load(PTR, scene.at("script"))
    with f.loop(scene.get("script_first", here + 1), scene.get("script_first", here)) as place:
        _scripted(scene, f.load(I64, f.address(script, place)), slots)
    with f.loop(f.look("seats_of_first", cell + 1), f.look("seats_of_first", cell)) as place:
        seat = f.look("seats_of", place)
        free = slots - scene.get("mine")
        with f.when(free.differs(0)):
            scene.run("weigh", cell, seat)
            with f.loop(free) as slot:
                _slot(scene, seat, slot)


def _scripted(scene: Scene, wanted: Value, slots: Value) -> None:
    """Give an order of the course (seat, action, variant in one word) if it is permitted now."""
    f, cell = scene.f, scene.f.parameter("cell")
    seat, action, variant = wanted >> 32, (wanted >> 8) & 65535, wanted & 255
    able = f.look("may_order", seat * len(scene.layout.actions) + action).differs(0)
    able = able & (scene.get("mine") < slots) & scene.call("within_limits", I1, cell, action)
    with f.when(able & scene.call("permits", I1, action, variant)):
        scene.run("give", cell, seat, action, variant)


def _slot(scene: Scene, seat: Value, slot: Value) -> None:
    """`weighted.choose`; what has come to its limit weighs nothing from then on."""
    f, cell = scene.f, scene.f.parameter("cell")
    first = f.look("candidates_first", seat)
    count = f.look("candidates_first", seat + 1) - first
    u = m.unit(scene.call("draw", I64, f.look("choose_key", seat), slot))
    none = f.look("may_pass", scene.get("move"), DOUBLE)
    chosen = scene.call("pick", I64, scene.layout.fields["weights"], count, none, u)
    with f.when((chosen + 1) > 1):
        candidate = f.look("candidates", first + chosen - 1)
        action = candidate >> 8
        scene.run("give", cell, seat, action, candidate & 255)
        with f.when(~scene.call("within_limits", I1, cell, action)), f.loop(count) as place:
            same = (f.look("candidates", first + place) >> 8).same(action)
            scene.set("weights", f.select(same, 0.0, scene.number("weights", place)), place)


def _answer(module: Module, layout: Layout) -> None:
    """`weighted.answer`: the place of the answer to one question."""
    scene = begin(module, layout, "answer", *ORDER, (I64, "seat"), (I64, "key"), (I64, "occurrence"), gives=I64)
    f = scene.f
    action, variant = f.parameter("action"), f.parameter("variant")
    f.switch(scene.get("bots", f.parameter("seat")), {
        n: partial(scene.run, f"consenting.{n}", action, variant) for n in layout.bots.values()
    })  # fmt: skip
    u = m.unit(scene.call("draw", I64, f.parameter("key"), f.parameter("occurrence")))
    rest = layout.fields["answers"] + 1
    picked = scene.call("pick", I64, rest, len(ANSWERS) - 1, scene.number("answers", 0), u)
    f.give(f.select(picked.same(-1), ANSWERS.index("silent"), picked, I64))


def _decide(module: Module, layout: Layout) -> None:
    """`automatic.decide_orders`: all cells choose, then every order's questions are asked; what stands is sorted."""
    scene = begin(module, layout, "decide")
    f = scene.f
    scene.set("order_count", 0)
    scene.set("standing_count", 0)
    with f.loop(len(layout.cells)) as cell:
        scene.run("choose_cell", cell)
    with f.loop(scene.get("order_count")) as place:
        order = scene.get("orders", place)
        action = order >> 48
        stands = f.variable(I1, 1)
        with f.loop(f.look("asks_first", action + 1), f.look("asks_first", action)) as ask:
            _ask(scene, order, ask, stands)

        def lapse(order: Value = order) -> None:
            scene.run("note", order | LAPSED)

        def stand(order: Value = order) -> None:
            scene.run("note", order | STANDS)
            insert(scene, "standing", order)

        f.either(stands.get(), stand, lapse)


def _ask(scene: Scene, order: Value, ask: Value, stands: Variable) -> None:
    f, layout = scene.f, scene.layout
    action, cell, occurrence = order >> 48, (order >> 40) & 255, (order >> 32) & 255
    with f.when(f.look("asks_cell", ask).differs(cell)):
        key = f.look("asks_key", ask * len(layout.cells) + cell)
        given = scene.call("answer", I64, action, (order >> 8) & 255, f.look("asks_seat", ask), key, occurrence)
        scene.run("note", (f.look("asks_place", ask) << 16) | (given << 8) | ANSWERED)
        stands.set(stands.get() & (given < f.look("lapses_from", ask)))
