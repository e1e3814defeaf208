"""What courses, features and assumptions are called in the reader's language."""

from dataclasses import replace
from functools import cached_property
from shlex import join

from whitecell.report.figures import called
from whitecell.report.sweep import axis
from whitecell.report.sweep.model import Course, Factor, Feature
from whitecell.rules import Value
from whitecell.scenario import Text
from whitecell.sweep import Design, Plan, factors
from whitecell.sweep import Factor as Varied
from whitecell.tongue import Said, Tongue, number, pick

AREA = "report/sweep"


class Names:
    """The names of one sweep in one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self.plan, self.scenario, self.language = plan, plan.scenario, language
        self.tongue = Tongue(language, "report", AREA)

    def say(self, text: Text) -> Said:
        """A text of the scenario."""
        return pick(text.versions, self.language)

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """The courses in the order they were named, numbered."""
        known = self.scenario.courses
        return tuple(
            Course(n, id_, self.say(known[id_].title) or id_, self.say(known[id_].text))
            if id_ in known
            else Course(n, id_, self.tongue("course.as_written"), self.tongue("course.as_written.text"))
            for n, id_ in enumerate(self.plan.courses, 1)
        )

    @cached_property
    def features(self) -> dict[str, Feature]:
        """Every feature by its key."""
        found = {}
        for o in self.scenario.outcomes:
            found[f"outcome/{o.id}"] = Feature(f"outcome/{o.id}", "outcome", self.say(o.title) or o.id, "", "neither")
        found["outcome/-"] = Feature("outcome/-", "outcome", self.tongue("outcome.none"), "", "neither")
        found["moves"] = Feature("moves", "moves", self.tongue("moves.played"), "", "neither")
        for m in self.scenario.measures:
            key = f"measure/{m.id}"
            found[key] = Feature(key, "measure", self.say(m.label) or m.id, self.say(m.unit), m.better)
        return found

    @cached_property
    def factors(self) -> dict[str, Factor]:
        """Every assumption that was varied, by its name."""
        parameters = {p.name: p for p in self.scenario.parameters}
        found = {}
        for each in self.plan.design.factors:
            low, high = number(each.low), number(each.high)
            if each.leaning:
                bot, _, action = each.name.partition("/")
                found[each.name] = Factor(each.name, "", self.bot(bot), self.action(action), low, high, "")
            else:
                unit = self.say(parameters[each.name].unit)
                found[each.name] = Factor(each.name, self.parameter(each.name), "", "", low, high, unit)
        return found

    def parameter(self, name: str) -> str:
        """A parameter or a state variable."""
        for p in self.scenario.parameters:
            if p.name == name:
                return self.say(p.label) or name
        return self.say(self.scenario.vars[self.scenario.index[name]].label) or name

    def bot(self, name: str) -> str:
        """An automated player."""
        if name == "uniform":
            return self.tongue("bot.uniform")
        known = self.scenario.bots.get(name)
        return (known and self.say(known.title)) or name

    def action(self, name: str) -> str:
        """An action."""
        known = self.scenario.action.get(name)
        return (known and self.say(known.title)) or name

    def held(self) -> tuple[tuple[str, str], ...]:
        """What was laid over the scenario for all courses."""
        given: dict[str, Value] = {**self.plan.parameters, **self.plan.start}
        return tuple((self.parameter(name), self.value(name, value)) for name, value in given.items())

    def value(self, name: str, value: Value) -> str:
        """A value of a parameter or a state variable."""
        if isinstance(value, bool):
            return self.tongue("yes" if value else "no")
        if isinstance(value, str):
            return called(self.scenario.vars[self.scenario.index[name]].labels, value, self.language)
        return number(float(value))

    def part(self, each: Varied, share: float) -> str:
        """The value at a share of an assumption's range."""
        import numpy as np

        return number(round(float(each.at(np.array(share))), axis.MOST))


def command(plan: Plan) -> str:
    """The command that repeats a sweep; nothing where no command makes this design."""
    design = plan.design
    words = ["whitecell", "sweep", plan.scenario.id, "--plays", str(design.plays), "--courses", ",".join(plan.courses)]
    words += ["--seed", str(plan.seed)]
    if design.factors:
        leanings = any(each.leaning for each in design.factors)
        made = [f for f in factors(plan.scenario, plan.setups, leanings=leanings) if f.name not in plan.parameters]
        if tuple(made) != design.factors:
            return ""
        words += ["--design", design.kind]
        words += ["--each", str(design.each)] if design.each > 1 else []
        words += [] if leanings else ["--no-bots"]
    for name, value in [*plan.parameters.items(), *plan.start.items()]:
        words += ["--set", f"{name}={str(value).lower() if isinstance(value, bool) else value}"]
    if plan.until:
        words += ["--until", f"{plan.until.feature}={plan.until.width!r}"]
    return join([*words, "--out", "DIR"])


def vary(plan: Plan) -> str:
    """The command that makes the same sweep over the assumptions' ranges; nothing where it did, or none has one."""
    if plan.design.factors:
        return ""
    varied = tuple(f for f in factors(plan.scenario, plan.setups) if f.name not in plan.parameters)
    return command(replace(plan, design=Design("latin-hypercube", plan.design.plays, 1, varied))) if varied else ""
