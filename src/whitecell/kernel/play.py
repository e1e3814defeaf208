"""One play, and many of them, as IR: begin, open, decide, resolve, close, move by move."""

from functools import partial

from whitecell.game.dice import GOLDEN
from whitecell.kernel import effects, mathematics, players
from whitecell.kernel import mathematics as m
from whitecell.kernel.expressions import WORKSPACE, Scene, begin, evaluate, number
from whitecell.kernel.ir import DOUBLE, I1, I64, PTR, VOID, Kind, Module, Value
from whitecell.kernel.layout import Layout
from whitecell.rules import Expression
from whitecell.scenario import MAX_MOVES

ENTERED, RELEASED = 1, 2
"""The last bytes of the words that tell of a move entered and of an inject released (`players` has the others)."""
RESULTS = ("outcomes", "numbers", "measures", "values", "digests")
"""Where a play's results go, one row of words for each play; a null pointer: nowhere."""


def write(layout: Layout) -> str:
    """The whole kernel of a scenario as LLVM IR."""
    module = Module()
    mathematics.define(module)
    effects.define(module, layout)
    _note(module, layout)
    players.define(module, layout)
    _start(module, layout)
    _injects(module, layout)
    _open(module, layout)
    _resolve(module, layout)
    _rules(module, layout)
    _next(module, layout)
    _judge(module, layout)
    _play(module, layout)
    _measure(module, layout)
    _plays(module, layout)
    return str(module)


def _note(module: Module, layout: Layout) -> None:
    """Add a word to the journal of the play: to its digest, and to the trace where one is kept."""
    scene = begin(module, layout, "note", (I64, "word"))
    f = scene.f
    scene.set("digest", m.mix((scene.get("digest") + GOLDEN) ^ f.parameter("word")))
    trace = scene.get("trace")
    with f.when(trace.differs(0)):
        f.store(I64, f.parameter("word"), f.load(PTR, scene.at("trace")))
        scene.set("trace", trace + 8)


def _start(module: Module, layout: Layout) -> None:
    """`play.begin`: an empty world, and every variable drawn in the order listed, or as the caller gives it."""
    scene = begin(module, layout, "start")
    f = scene.f
    for name in ("number", "digest", "pending_count", "contribution_count", "move"):
        scene.set(name, 0)
    scene.set("elapsed", 0.0)
    for name, empty in (("counts", 0), ("counted", 0.0), ("fired", 0), ("truth", 0)):
        words = {"counts": len(layout.cells) * len(layout.actions), "counted": len(layout.actions)}
        with f.loop(words.get(name, len(layout.injects))) as word:
            scene.set(name, empty, word)
    for place, var in enumerate(layout.scenario.vars):
        own = Scene(module, layout, f, owner=f"start/{var.name}")

        def given(place: int = place) -> None:
            scene.set("values", scene.number("starts", place), place)

        def drawn(place: int = place, tree: Expression = var.start, own: Scene = own) -> None:
            scene.set("values", number(tree.tree, own), place)

        f.either(scene.get("given", place).differs(0), given, drawn)
        scene.run("settle", place)


def _injects(module: Module, layout: Layout) -> None:
    """`play.release` of the inject with this number, and `play.trigger`."""
    scene = begin(module, layout, "release", (I64, "inject"))
    f = scene.f
    inject = f.parameter("inject")
    scene.set("fired", 1, inject)
    scene.run("note", (inject << 8) | RELEASED)
    cases = {
        place: partial(effects.run, scene, f"inject/{inject_.id}")
        for place, inject_ in enumerate(layout.injects)
        if inject_.effects
    }
    f.switch(inject, cases)
    scene.run("combine")

    scene = begin(module, layout, "trigger")
    f = scene.f
    waiting = [place for place, inject_ in enumerate(layout.injects) if inject_.when is not None]
    for place in waiting:
        when = layout.injects[place].when
        assert when is not None
        holds = evaluate(when.tree, scene).whole()
        already = scene.get("truth", place) | scene.get("fired", place)
        scene.set("firing", holds & (already ^ 1), place)
        scene.set("truth", holds, place)
    module.table("conditional", waiting)
    with f.loop(len(waiting)) as turn:
        place_ = f.look("conditional", turn)
        with f.when(scene.get("firing", place_).differs(0)):
            scene.run("release", place_)


def _open(module: Module, layout: Layout) -> None:
    """`play.open`, automatically."""
    scenario = layout.scenario
    timed = [sorted((i for i in scenario.injects if i.move == move.id), key=lambda i: (i.minute, i.id))
             for move in scenario.moves]  # fmt: skip
    module.table("timed_first", [sum(map(len, timed[:n])) for n in range(len(timed) + 1)])
    module.table("timed", [layout.inject_number[inject.id] for each in timed for inject in each])
    scene = begin(module, layout, "open")
    f = scene.f
    move = scene.get("move")
    scene.set("number", scene.get("number") + 1)
    scene.run("note", (move << 8) | ENTERED)
    with f.when(scene.get("pending_count").differs(0)):
        scene.run("due")
    with f.loop(f.look("timed_first", move + 1), f.look("timed_first", move)) as turn:
        inject = f.look("timed", turn)
        with f.when(scene.get("fired", inject).same(0)):
            scene.run("release", inject)
    scene.run("trigger")


def _resolve(module: Module, layout: Layout) -> None:
    """`play.resolve` of the orders that stand, which are sorted by path."""
    scene = begin(module, layout, "resolve")
    f = scene.f

    def order(turn: Value) -> tuple[Value, Value]:
        word = scene.get("standing", turn)
        return word, word >> 48

    with f.loop(scene.get("standing_count")) as turn:
        word, action = order(turn)
        place = ((word >> 40) & 255, (word >> 32) & 255, (word >> 8) & 255)
        actions = enumerate(layout.actions)
        f.switch(action, {n: partial(effects.run, scene, f"action/{a.id}", *place) for n, a in actions})
    scene.run("combine")
    with f.loop(scene.get("standing_count")) as turn:
        word, action = order(turn)
        count = ((word >> 40) & 255) * len(layout.actions) + action
        scene.set("counts", scene.get("counts", count) + 1, count)
        scene.set("counted", scene.number("counted", action) + 1.0, action)


def _rules(module: Module, layout: Layout) -> None:
    """The world rules, in order."""
    scene = begin(module, layout, "rules")
    for rule in layout.scenario.rules:
        with scene.f.when(_holds(rule.when, scene)):
            effects.run(scene, f"rule/{rule.id}")
            scene.run("combine")


def _holds(condition: Expression | None, scene: Scene) -> Value:
    return scene.f.value(1, I1) if condition is None else evaluate(condition.tree, scene)


def _next(module: Module, layout: Layout) -> None:
    """`play.next_move`: a move's number, or -1 to end."""
    scene = begin(module, layout, "next", gives=I64)
    f = scene.f
    with f.when(scene.get("number") >= MAX_MOVES):
        f.give(-1)

    def entries(place: int) -> None:
        for entry in layout.scenario.moves[place].next:
            with f.when(_holds(entry.when, scene)):
                f.give(-1 if entry.move is None else layout.moves[entry.move])

    f.switch(scene.get("move"), {place: partial(entries, place) for place in layout.moves.values()})
    f.give(-1)


def _judge(module: Module, layout: Layout) -> None:
    """`play.judge`: an outcome's number, or -1."""
    scene = begin(module, layout, "judge", (I1, "ending"), gives=I64)
    f = scene.f
    for place, outcome in enumerate(layout.scenario.outcomes):
        holds = _holds(outcome.when, scene)
        with f.when(holds & f.parameter("ending") if outcome.at_end else holds):
            f.give(place)
    f.give(-1)


def _play(module: Module, layout: Layout) -> None:
    """`automatic.play`: moves until the game ends; each leaves its `covers` behind as elapsed time."""
    module.table("covers", [move.covers for move in layout.scenario.moves], DOUBLE)
    scene = begin(module, layout, "play")
    f = scene.f
    scene.run("start")
    going = f.variable(I1, 1)
    with f.loop_while(going.get):
        for step in ("open", "decide", "resolve", "rules", "trigger"):
            scene.run(step)
        path = scene.get("path")
        with f.when(path.differs(0)):
            n_vars = len(layout.scenario.vars)
            with f.loop(n_vars) as var:
                f.store(DOUBLE, scene.number("values", var), f.address(f.load(PTR, scene.at("path")), var))
            scene.set("path", path + 8 * n_vars)
        following = scene.call("next", I64)
        ending = following.same(-1)
        outcome = scene.call("judge", I64, ending)
        scene.set("outcome", outcome)
        going.set(~ending & outcome.same(-1))
        covers = f.look("covers", scene.get("move"), DOUBLE)
        scene.set("elapsed", scene.number("elapsed") + covers)
        scene.set("move", following)


def _measure(module: Module, layout: Layout) -> None:
    scene = begin(module, layout, "measure", (PTR, "row"))
    f = scene.f
    for place, measure in enumerate(layout.scenario.measures):
        f.store(DOUBLE, number(measure.value.tree, scene), f.address(f.parameter("row"), place))


def _plays(module: Module, layout: Layout) -> None:
    """The one entry: `points` times `each` plays from number `first`, one row of each result for each.

    Each point has a row of parameters and leanings; a null pointer: those that the workspace has.
    """
    parameters: list[tuple[Kind, str]] = [WORKSPACE, (I64, "seed"), (I64, "first"), (I64, "points"), (I64, "each"),
                                        (PTR, "rows"), *((PTR, name) for name in RESULTS)]  # fmt: skip
    f = module.function("plays", VOID, parameters, outside=True)
    scene = Scene(module, layout, f)
    seed = m.mix(f.parameter("seed") + GOLDEN)
    width, each = len(layout.scenario.parameters) + len(layout.leanings), f.parameter("each")
    with f.loop(f.parameter("points")) as point:
        with f.when(f.parameter("rows").differs(0)), f.loop(width) as word:
            given = f.load(DOUBLE, f.address(f.parameter("rows"), point * width + word))
            f.store(DOUBLE, given, scene.at("parameters", word))
        with f.loop(each) as turn_:
            _one(scene, seed, point * each + turn_)


def _one(scene: Scene, seed: Value, turn: Value) -> None:
    """One play, and its row of each result."""
    f, scenario = scene.f, scene.layout.scenario
    n_vars, n_measures = len(scenario.vars), len(scenario.measures)
    scene.set("base", m.mix(seed ^ ((f.parameter("first") + turn) * GOLDEN)))
    scene.run("play")
    for result, name in (("outcomes", "outcome"), ("numbers", "number"), ("digests", "digest")):
        f.store(I64, scene.get(name), f.address(f.parameter(result), turn))
    scene.run("measure", f.address(f.parameter("measures"), turn * n_measures))
    with f.when(f.parameter("values").differs(0)), f.loop(n_vars) as var:
        f.store(DOUBLE, scene.number("values", var), f.address(f.parameter("values"), turn * n_vars + var))
