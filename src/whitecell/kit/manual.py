"""The situation manual and the move sheets of one cell: what all of its seats may see, and nothing else.

Closed by default: a variable, condition or marking is printed only where every seat of the cell may see it. The
summary, the later moves, injects, effects, assumptions, outcomes and objectives are never asked for here.
"""

from whitecell.exercise import OfCell, OfMarking
from whitecell.exercise.audience import Eyes
from whitecell.kit.draft import Draft
from whitecell.kit.labels import choices, known_to, values
from whitecell.kit.model import (
    Blocks,
    Boxes,
    Callout,
    Facts,
    Heading,
    Inline,
    Items,
    Lines,
    Paper,
    Paragraph,
    Section,
    Table,
    Together,
    joined,
    line,
    plain,
)
from whitecell.kit.tongue import option
from whitecell.rules import Expression, walk
from whitecell.rules.tree import Constant, Fact, Negate, ParameterRef, StateRef
from whitecell.scenario import CONTROL, PUBLIC, Action, Cell, Move, Question, Var

MANY = 4  # questions of one cell on one sheet


class Manual:
    """What one cell is given."""

    def __init__(self, draft: Draft, cell: Cell) -> None:
        self.draft, self.cell = draft, cell
        self.tongue, self.scenario = draft.tongue, draft.scenario
        self.eyes = Eyes(self.scenario, OfCell(cell.id))
        name = cell.name.say(draft.language) or cell.id
        key = "response_cell" if cell.side == "response" else "players_of"
        self.readers = self.tongue.word(key, cell=name.upper())

    # -------------------------------------------------------------------------------------------------- what it may see

    def sees(self, marking: str) -> bool:
        """Whether every seat of the cell may see what carries this marking."""
        return self.eyes.see((OfMarking(marking),))

    def vars(self) -> tuple[Var, ...]:
        """The state variables it sees, but those the author shows nowhere."""
        return tuple(var for var in self.scenario.vars if var.show != "none" and self.sees(var.marking))

    def may_read(self, expression: Expression) -> bool:
        """Whether an expression names nothing that is kept from any seat of the cell, and no assumption."""
        for tree in walk(expression.tree):
            if isinstance(tree, StateRef) and not self.eyes.see_var(tree.name):
                return False
            if isinstance(tree, ParameterRef | Fact):
                return False
        return True

    def actions(self) -> tuple[Action, ...]:
        """What its own seats may order."""
        return tuple(action for action in self.scenario.actions if self.seats(action))

    def seats(self, action: Action) -> tuple[str, ...]:
        """The cell's seats that may order it."""
        return tuple(seat.path for seat in self.cell.seats if seat.path in action.by)

    # ------------------------------------------------------------------------------------------------------- the manual

    def manual(self) -> Paper:
        """The situation manual: what the cell is told before STARTEX."""
        sections = [Section((*self.team(), *self.play()))]
        situation, asked = self.situation(), self.asked()
        sections += [Section(situation)]
        if actions := self.actions():
            blocks = tuple(block for action in actions for block in self.action(action))
            lead = self.draft.text("manual.actions.lead", "soft")
            sections.append(Section((*self.draft.head("manual.actions"), *lead, *blocks, *asked)))
        else:
            sections[-1] = Section((*situation, *asked))
        log = Table(self.draft.columns("time", "decision", "office", "reason"), self.empty(12, 4), (1, 4, 2, 3), 13)
        sections.append(Section((*self.draft.head("manual.log"), *self.draft.text("manual.log.lead", "soft"), log)))
        facts = self.draft.face(
            ("exercise", self.tongue.say(self.scenario.title)), ("cell", self.tongue.cell(self.cell.id)),
            ("startex", self.draft.startex()), ("readers", self.readers),
        )  # fmt: skip
        opening = (Callout(self.draft.text("manual.opening")),)
        return self.draft.paper(
            f"situation-manual-{self.cell.id}", "manual", self.readers, tuple(sections), facts=facts,
            subtitle=self.tongue.cell(self.cell.id), opening=opening,
        )  # fmt: skip

    def empty(self, rows: int, columns: int) -> tuple[tuple[Blocks, ...], ...]:
        """Rows to write in."""
        return tuple(((),) * columns for _ in range(rows))

    def team(self) -> Blocks:
        """The brief, the seats, and the other cells by name."""
        brief = self.tongue.prose(self.cell.brief) or self.draft.text("manual.no_brief", "soft")
        rows = tuple(
            (line(self.tongue.say(seat.name, seat.id)), line(plain(self.tongue.word(f"role.{seat.role}"))), ())
            for seat in self.cell.seats
        )
        others = tuple(cell.id for cell in self.scenario.cells if cell.id != self.cell.id)
        named = joined(self.tongue.cell(other) for other in others)
        return (
            *self.draft.head("manual.team"), *brief, *self.draft.head("manual.seats", 2),
            Table(self.draft.columns("office", "role", "name"), rows, (5, 2, 4), 9),
            *(line(self.tongue.fill("manual.others", cells=named)) if others else ()),
        )  # fmt: skip

    def play(self) -> Blocks:
        """How the exercise runs, for somebody who sits in it for the first time."""
        return (*self.draft.head("manual.play"), *self.draft.list("manual.play"))

    def situation(self) -> Blocks:
        """How the first move begins, and what the cell sees at STARTEX."""
        first = self.scenario.moves[0]
        text = self.tongue.prose(first.text)
        found: Blocks = (*self.draft.head("manual.situation"), Heading(2, self.draft.heading(first)), *text)
        if not text:
            found = (*found, *self.draft.text("manual.no_text", "soft"))
        for key, vars_ in (
            ("manual.public", [var for var in self.vars() if var.marking == PUBLIC]),
            ("manual.own", [var for var in self.vars() if var.marking != PUBLIC]),
        ):
            if vars_:
                rows = tuple(self.var(var) for var in vars_)
                head = self.draft.columns("what", "at_start", "range", "seen_by")
                found = (*found, *self.draft.head(key, 2), *self.draft.text(f"{key}.lead", "soft"),
                         Table(head, rows, (4.6, 2.3, 3, 3.7)))  # fmt: skip
        return found

    def var(self, var: Var) -> tuple[Blocks, ...]:
        """A variable's label, its start where it is plain, its range and who sees it."""
        return (
            line(self.tongue.say(var.label, option(var.name))), line(plain(self.start(var))),
            line(values(self.tongue, var)), line(self.tongue.readers(var.marking)),
        )  # fmt: skip

    def start(self, var: Var) -> str:
        """Its value at STARTEX where the file says it outright."""
        tree = var.start.tree
        if isinstance(tree, Negate) and isinstance(tree.operand, Constant):
            return "−" + self.draft.phrases.value(tree.operand.value)
        if isinstance(tree, Constant):
            return self.draft.phrases.value(var_value(tree, var), var.labels)
        return self.tongue.word("told_at_start")

    # --------------------------------------------------------------------------------------------------- what it may do

    def action(self, action: Action) -> Blocks:
        """One action: what it means, who may order it, what it owes whom."""
        word = self.tongue.word
        limit = word("limit.move", n=action.per_move)
        if action.total is not None:
            limit = word("limit.both", n=action.per_move, total=action.total)
        facts = self.draft.facts(
            ("ordered_by", joined(map(self.tongue.seat, self.seats(action)), "; ")),
            ("choices", choices(self.tongue, action)),
            ("owes", self.draft.needs(action.needs, self.cell.id) or word("owes_nothing")),
            ("condition", self.condition(action)),
            ("limit", limit),
            ("applies", word(action.applies)),
            ("known_to", known_to(self.tongue, action, self.known)),
        )
        title = self.tongue.say(action.title, option(action.id))
        return (Together((Heading(2, title), *self.tongue.prose(action.text), Facts(facts))),)

    def condition(self, action: Action) -> str:
        """When it may be ordered, unless that would tell the cell what one of its seats may not know."""
        if action.when is None:
            return ""
        phrases = self.draft.phrases.of(action)
        return phrases.says(action.when) if self.may_read(action.when) else self.tongue.word("on_the_day")

    def known(self, marking: str) -> Inline:
        """Who besides the cell sees that it was ordered, of an order with this marking."""
        if marking == CONTROL or self.scenario.markings[marking].seats <= self.own():
            return plain(self.tongue.word("own_cell"))
        if self.sees(marking):
            return self.tongue.readers(marking)
        return plain(self.tongue.word("not_public"))

    def own(self) -> frozenset[str]:
        """The cell's seats."""
        return frozenset(seat.path for seat in self.cell.seats)

    def asked(self) -> Blocks:
        """What others have to ask this cell, as far as it may know that they do."""
        found: list[Blocks] = []
        for action in self.scenario.actions:
            others = {path.partition("/")[0] for path in action.by} - {self.cell.id}
            for need in action.needs:
                if need.cell == self.cell.id and others and all(map(self.sees, action.markings)):
                    by = self.tongue.cells(tuple(cell.id for cell in self.scenario.cells if cell.id in others))
                    title = self.tongue.say(action.title, option(action.id))
                    seat = self.tongue.seat(need.of)
                    found.append(line(self.tongue.fill(f"asked.{need.kind}", cells=by, action=title, seat=seat)))
        if not found:
            return ()
        lead = self.draft.text("manual.asked.lead", "soft")
        return (Together((*self.draft.head("manual.asked"), *lead, Items(tuple(found)))),)

    # -------------------------------------------------------------------------------------------------- the move sheets

    def sheets(self) -> Paper:
        """One sheet a move, to be handed out when it opens: no contents, no numbers that tell how many there are."""
        sections = tuple(Section(self.sheet(move)) for move in self.scenario.moves)
        return self.draft.paper(
            f"move-sheets-{self.cell.id}", "sheets", self.readers, sections, contents=False, numbered=False,
            subtitle=self.tongue.cell(self.cell.id),
        )  # fmt: skip

    def sheet(self, move: Move) -> Blocks:
        """The move's text, the cell's orders and its questions."""
        orders = move.orders.get(self.cell.id, 0)
        facts = self.draft.facts(
            ("cell", self.tongue.cell(self.cell.id)), ("game_time", self.draft.span(move)),
            ("lasts", self.tongue.lasting(move.plays)),
            ("orders", self.tongue.word("orders_at_most", n=orders) if orders else self.tongue.word("no_orders")),
            ("passing", "" if move.may_pass or not orders else self.tongue.word("must_order")),
        )  # fmt: skip
        questions = [question for question in move.questions if self.cell.id in question.to]
        roomy = len(questions) < MANY
        asked = tuple(block for question in questions for block in self.question(question, roomy))
        head = self.draft.head("sheets.questions", 2) if questions else self.draft.head("guide.notes", 2)
        asked = asked or (Lines(12),)
        return (Heading(1, self.draft.heading(move)), Facts(facts), *self.tongue.prose(move.text), *head, *asked)

    def question(self, question: Question, roomy: bool) -> Blocks:
        """A question with room for its answer, less of it where many share the sheet."""
        note = self.tongue.word(f"question.{question.kind}")
        if question.sealed_first:
            note = f"{note} {self.tongue.word('sealed_first')}"
        options = tuple(self.tongue.say(text, option(id_)) for id_, text in question.options)
        answer: Blocks = (Lines(5 if roomy else 3),)
        if question.kind == "choice":
            answer = (Boxes(options, stacked=True), Lines(2 if roomy else 1))
        elif question.kind == "ranking":
            answer = (Boxes(options, stacked=True), Lines(1))
        elif question.kind == "probability":
            answer = (*self.draft.text("answer.probability"), Lines(2 if roomy else 1))
        return (Together((*as_label(self.tongue.prose(question.text)), *line(plain(note), "soft"), *answer)),)


def as_label(blocks: Blocks) -> Blocks:
    """The same with its first paragraph as a label."""
    if blocks and isinstance(blocks[0], Paragraph):
        return (Paragraph(blocks[0].text, "label"), *blocks[1:])
    return blocks


def var_value(tree: Constant, var: Var) -> float | bool | str:
    """A constant as a value of this variable: 1 and 0 of a flag are yes and no."""
    if not var.numeric and isinstance(tree.value, float) and not getattr(var.type, "options", ()):
        return bool(tree.value)
    return tree.value
