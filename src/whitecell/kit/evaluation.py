"""The evaluation guides: for each objective its tasks, boxes for the rating of each, and room for what was observed."""

from whitecell.kit.draft import Draft
from whitecell.kit.model import (
    Blocks,
    Boxes,
    Callout,
    Facts,
    Heading,
    Lines,
    Paper,
    Paragraph,
    Section,
    Table,
    Together,
    joined,
    plain,
)
from whitecell.kit.model import line as one
from whitecell.scenario import Objective

RATINGS = ("p", "s", "m", "u")


def guides(draft: Draft) -> Paper:
    """One guide an objective; a blank one for a scenario without."""
    objectives = draft.scenario.objectives
    sections = tuple(Section(guide(draft, each)) for each in objectives) or (Section(blank(draft)),)
    meanings = Table(
        draft.columns("rating", "meaning"),
        tuple((one(plain(draft.tongue.word(f"rating.{r}"), bold=True)), draft.text(f"meaning.{r}")) for r in RATINGS),
        (3, 9),
    )
    first = Section((*draft.head("evaluation.how"), *draft.list("evaluation.how"),
                     *draft.head("evaluation.ratings"), meanings))  # fmt: skip
    return draft.paper(
        "evaluation-guides", "evaluation", draft.tongue.word("readers.evaluators"), (first, *sections),
        facts=draft.face(("exercise", draft.tongue.say(draft.scenario.title)), ("startex", draft.startex()),
                         ("readers", draft.tongue.word("readers.evaluators"))),
    )  # fmt: skip


def ratings(draft: Draft) -> Boxes:
    """The four boxes."""
    return Boxes(tuple(plain(draft.tongue.word(f"rating.{rating}.short")) for rating in RATINGS))


def evaluator(draft: Draft) -> Blocks:
    """Who wrote it."""
    return draft.text("evaluation.by")


def guide(draft: Draft, objective: Objective) -> Blocks:
    """One objective."""
    tongue = draft.tongue
    facts = draft.facts(("capability", tongue.say(objective.capability)), ("cells", tongue.cells(objective.cells)))
    title = joined((plain(objective.id), tongue.say(objective.title, objective.id)), " · ")
    found: Blocks = (Heading(1, title), Facts(facts), *evaluator(draft))
    for place, task in enumerate(objective.tasks, 1):
        label = tongue.fill("evaluation.task", n=plain(str(place)), task=tongue.say(task))
        observed = (*draft.text("evaluation.observed", "soft"), Lines(4))
        found = (*found, Together((Paragraph(label, "label"), ratings(draft), *observed)))
    if not objective.tasks:
        found = (*found, ratings(draft), *draft.text("evaluation.observed", "soft"), Lines(10))
    whole = Callout((*draft.text("evaluation.whole", "label"), ratings(draft)))
    return (*found, whole, *draft.text("evaluation.improve", "soft"), Lines(3), *linked(draft, objective))


def linked(draft: Draft, objective: Objective) -> Blocks:
    """The injects that give it something to be seen by."""
    injects = [inject for inject in draft.scenario.injects if objective.id in inject.objectives]
    if not injects:
        return ()
    rows = tuple(
        (
            one(plain(inject.id)), one(draft.release(inject)), one(draft.recipients(inject)),
            one(draft.tongue.say(inject.title, inject.id)), draft.tongue.prose(inject.expect),
        )
        for inject in injects
    )  # fmt: skip
    head = draft.columns("id", "when", "to", "inject", "expect")
    return (*draft.head("evaluation.injects", 2), Table(head, rows, (1, 3.2, 3.6, 3.3, 5.2)))


def blank(draft: Draft) -> Blocks:
    """A guide to be filled in."""
    return (
        *draft.head("evaluation.blank"), *draft.text("evaluation.blank.lead", "soft"), Lines(2), *evaluator(draft),
        *(block for _ in range(3) for block in (*draft.text("evaluation.blank.task", "label"), Lines(1), ratings(draft),
                                                *draft.text("evaluation.observed", "soft"), Lines(4))),
    )  # fmt: skip
