"""Canaries: a unique word for every marked text, name and id of a scenario, and who may ever find it."""

import re
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal

from whitecell.check.secrecy.sight import Addressees, Group
from whitecell.exercise import Exercise
from whitecell.rules.tree import Fact
from whitecell.scenario import Action, Course, Inject, Labels, MarkingBy, Move, Outcome, Scenario, Text, Var

CANARY = re.compile(r"zq\d+qz")
When = Literal["ever", "released", "entered", "ended"]


@dataclass(frozen=True)
class Secret:
    """What a canary stands for: who may read it, and from when on (`of` says which inject or move)."""

    what: str
    readers: tuple[Group, ...]
    when: When = "ever"
    of: str = ""

    def open_in(self, exercise: Exercise) -> bool:
        """Whether its time has come."""
        match self.when:
            case "released":
                return any(e.kind == "inject.released/1" and e.data["inject"] == self.of for e in exercise.log)
            case "entered":
                return any(e.kind == "move.opened/1" and e.data["move"] == self.of for e in exercise.log)
            case "ended":
                return exercise.phase == "ended"
            case "ever":
                return True


@dataclass
class Canaries:
    """The canaries planted so far. It also writes what people write in a dry play."""

    secrets: dict[str, Secret] = field(default_factory=dict)

    def plant(self, what: str, *readers: Group, when: When = "ever", of: str = "") -> str:
        """A new canary."""
        word = f"zq{len(self.secrets)}qz"
        self.secrets[word] = Secret(what, readers, when, of)
        return word

    def write(self, *readers: Group) -> str:
        """What somebody writes, for these to read."""
        return self.plant("what somebody wrote", *readers)

    def text(self, written: Text, what: str, *readers: Group, when: When = "ever", of: str = "") -> Text:
        """A text with a canary in each of its languages."""
        return Text(tuple((tongue, self.plant(what, *readers, when=when, of=of)) for tongue, _ in written.versions))


class Planter:
    """Plants the canaries of one scenario."""

    def __init__(self, scenario: Scenario, canaries: Canaries) -> None:
        self.scenario, self.canaries = scenario, canaries
        self.to = Addressees(scenario)
        plant = canaries.plant
        self.vars = {v.name: plant(f"the name of state variable {v.name}", self.to.var(v.name)) for v in scenario.vars}
        self.actions = {a.id: plant(f"the id of action {a.id}", *self.players(a)) for a in scenario.actions}
        self.injects = {i.id: plant(f"the id of inject {i.id}") for i in scenario.injects}
        self.courses = {id_: plant(f"the id of course {id_}") for id_ in scenario.courses}

    def players(self, action: Action) -> tuple[Group, ...]:
        """Who may know that there is such an action: who may order it, is asked, or learns of it."""
        return self.told(action, *action.markings)

    def told(self, action: Action, *markings: str) -> tuple[Group, ...]:
        """Who may order it, is asked, or learns of an order with one of these markings."""
        cells = sorted({seat.partition("/")[0] for seat in action.by})
        return tuple(group for cell in cells for group in self.to.told(cell, action.id, *markings))

    def planted(self) -> Scenario:
        """The scenario with a canary for every text, name and id that not everybody may read at any time."""
        scenario, text, plant = self.scenario, self.canaries.text, self.canaries.plant
        told = replace(
            scenario,
            data={"scenario": plant("the scenario as data")},
            cells=tuple(
                replace(c, brief=text(c.brief, f"the brief of {c.id}", self.to.cells[c.id])) for c in scenario.cells
            ),
            vars=tuple(map(self.var, scenario.vars)),
            actions=tuple(map(self.action, scenario.actions)),
            rules=tuple(
                replace(r, id=plant(f"the id of rule {r.id}"), title=text(r.title, f"the title of rule {r.id}"))
                for r in scenario.rules
            ),
            moves=tuple(map(self.move, scenario.moves)),
            injects=tuple(map(self.inject, scenario.injects)),
            outcomes=tuple(map(self.outcome, scenario.outcomes)),
            measures=tuple(
                replace(m, id=plant(f"the id of measure {m.id}"), label=text(m.label, f"the label of measure {m.id}"))
                for m in scenario.measures
            ),
            parameters=tuple(
                replace(p, label=text(p.label, f"the label of parameter {p.name}")) for p in scenario.parameters
            ),
            bots={
                id_: replace(
                    bot,
                    weights={self.actions[a]: weight for a, weight in bot.weights.items()},
                    consents={self.actions[a]: table for a, table in bot.consents.items()},
                )
                for id_, bot in scenario.bots.items()
            },
            courses={self.courses[id_]: self.course(course) for id_, course in scenario.courses.items()},
        )
        facts = self.facts(tuple(getattr(told, name) for name in RULED))
        return replace(told, **dict(zip(RULED, facts, strict=True)))

    def var(self, var: Var) -> Var:
        """A state variable."""
        group, name = self.to.var(var.name), var.name
        text = self.canaries.text
        options = tuple((id_, text(said, f"an option of {name}", group)) for id_, said in var.options)
        return replace(var, name=self.vars[name], label=text(var.label, f"the label of state variable {name}", group),
                       unit=text(var.unit or Text((("en", "unit"),)), f"the unit of {name}", group),
                       options=options)  # fmt: skip

    def action(self, action: Action) -> Action:
        """An action."""
        who, text = self.players(action), self.canaries.text
        title = text(action.title, f"the title of action {action.id}", *who)
        words = text(action.text, f"the text of action {action.id}", *who)
        labels = {name: self.labels(action, name, labels) for name, labels in action.labels.items()}
        return replace(action, id=self.actions[action.id], title=title, text=words, labels=labels)

    def labels(self, action: Action, name: str, labels: Labels) -> Labels:
        """What an argument is called; an option that decides on the marking is for those who learn of such orders."""
        who, what = self.players(action), f"argument {name} of action {action.id}"
        by = action.marking
        split = dict(by.options) if isinstance(by, MarkingBy) and by.argument == name else {}
        return Labels(
            self.canaries.text(labels.label, f"the label of {what}", *who),
            tuple(
                (id_, self.canaries.text(said, f"the option {id_} of {what}",
                                         *(self.told(action, split[id_]) if id_ in split else who)))
                for id_, said in labels.options
            ),
        )  # fmt: skip

    def inject(self, inject: Inject) -> Inject:
        """An inject: its recipients read it once it is released."""
        id_, name = self.injects[inject.id], f"of inject {inject.id}"

        def read(text: Text, what: str) -> Text:
            return self.canaries.text(text, f"the {what} {name}", inject.seats, when="released", of=id_)

        return replace(
            inject, id=id_, title=read(inject.title, "title"), body=read(inject.body, "body"),
            sender=read(inject.sender, "sender"), expect=self.canaries.text(inject.expect, f"what is expected {name}"),
        )  # fmt: skip

    def move(self, move: Move) -> Move:
        """A move: nobody reads it before it is entered."""
        text, everybody = self.canaries.text, self.to.everybody
        questions = tuple(
            replace(q, text=text(q.text, f"the text of question {q.id}", *(self.to.cells[cell] for cell in q.to),
                                 when="entered", of=move.id))
            for q in move.questions
        )  # fmt: skip
        title = text(move.title, f"the title of move {move.id}", everybody, when="entered", of=move.id)
        words = text(move.text, f"the text of move {move.id}", everybody, when="entered", of=move.id)
        return replace(move, title=title, text=words, questions=questions)

    def outcome(self, outcome: Outcome) -> Outcome:
        """An outcome: everybody learns at the end which it is."""
        text, everybody = self.canaries.text, self.to.everybody
        title = text(outcome.title, f"the title of outcome {outcome.id}", everybody, when="ended")
        words = text(outcome.text, f"the text of outcome {outcome.id}", everybody, when="ended")
        id_ = self.canaries.plant(f"the id of outcome {outcome.id}", everybody, when="ended")
        return replace(outcome, id=id_, title=title, text=words)

    def course(self, course: Course) -> Course:
        """A course, which patches things by their new names."""
        return replace(
            course,
            id=self.courses[course.id],
            title=self.canaries.text(course.title, f"the title of course {course.id}"),
            start={self.vars[name]: value for name, value in course.start.items()},
            orders=tuple(replace(order, action=self.actions[order.action]) for order in course.orders),
        )

    def facts(self, value: Any) -> Any:
        """Rules that ask about actions and injects by their new ids."""
        if isinstance(value, Fact):
            names = self.actions if value.kind == "count" else self.injects
            return replace(value, about=names.get(value.about, value.about))
        if is_dataclass(value) and not isinstance(value, type):
            old = {f.name: getattr(value, f.name) for f in fields(value)}
            new = {name: self.facts(part) for name, part in old.items()}
            return replace(value, **new) if any(new[name] is not old[name] for name in old) else value
        if isinstance(value, tuple):
            parts = tuple(map(self.facts, value))
            return parts if any(a is not b for a, b in zip(parts, value, strict=True)) else value
        return value


RULED = ("actions", "rules", "moves", "injects", "outcomes", "measures")
"""Parts of a scenario whose rules may ask about actions and injects."""


def planted(scenario: Scenario, canaries: Canaries) -> Scenario:
    """The scenario with a canary for every text, name and id that not everybody may read at any time."""
    return Planter(scenario, canaries).planted()
