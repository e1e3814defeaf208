"""The table of docs/explanation/the-model.md: `python -m benchmarks.course_table`.

Danger at the end and the share of plays that came to the brink, for three courses of the flagship under three
adversaries and three strengths of provocation: 800 plays a cell, the same luck for every course.
"""

from dataclasses import replace

from benchmarks.__main__ import library
from whitecell.kernel import compiled
from whitecell.players import Setup, setup

PLAYS, SEED = 800, 11
COURSES = {"status-quo": "status quo", "more-exercises": "more exercises", "consultation-first": "consultation first"}
ADVERSARIES = {
    "mixed, unknown resolve": None, "opportunist, resolve 0.8": "opportunist-adversary",
    "restrained, resolve 0.2": "restrained-adversary",
}  # fmt: skip
PROVOCATIONS = {
    "as valued": {}, "none": {"provocation": 0.0, "drill_rate_ratio": 1.0},
    "high": {"provocation": 0.10, "drill_rate_ratio": 2.0},
}  # fmt: skip


def met(course: Setup, assumed: Setup | None, parameters: dict[str, float]) -> Setup:
    """A course under an assumption about the adversary, with parameters laid over both."""
    if assumed is None:
        return replace(course, parameters={**course.parameters, **parameters})
    return replace(
        course, parameters={**course.parameters, **assumed.parameters, **parameters},
        start={**course.start, **assumed.start}, bots={**course.bots, **assumed.course.bots},
    )  # fmt: skip


def main() -> None:
    """Print the table as Markdown."""
    scenario = library("extended-deterrence")
    kernel = compiled(scenario)
    danger = [measure.id for measure in scenario.measures].index("danger")
    print(f"| adversary | course | {' | '.join(PROVOCATIONS)} |\n| --- | --- |{' --- |' * len(PROVOCATIONS)}")
    for adversary, assumption in ADVERSARIES.items():
        for course, title in COURSES.items():
            cells = []
            for parameters in PROVOCATIONS.values():
                assumed = setup(scenario, assumption) if assumption else None
                prepared = met(setup(scenario, course), assumed, parameters)
                mean = kernel.run(prepared, SEED, 0, PLAYS).measures[:, danger].mean()
                brink = sum("m4-brink" in kernel.trace(prepared, SEED, play).moves for play in range(PLAYS)) / PLAYS
                cells.append(f"{mean:.2f}, {brink:.0%}")
            print(f"| {adversary} | {title} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
