"""One card an inject, two to a page, to be cut: what the recipient reads, under the banner of its marking."""

from whitecell.kit.draft import Draft
from whitecell.kit.model import Card, Inline, Paper, Run, Section, joined, plain
from whitecell.scenario import Inject, Scenario


def cards(draft: Draft) -> Paper:
    """The cards in the order they are planned: by move and minute, then those that wait."""
    found = tuple(card(draft, inject) for inject in ordered(draft.scenario))
    return draft.paper("msel-cards", "cards", draft.tongue.word("cards.readers"), (Section(found),), contents=False)


def ordered(scenario: Scenario) -> tuple[Inject, ...]:
    """Injects with a time by move and minute, then conditional ones, then those Control releases."""
    place = {move.id: number for number, move in enumerate(scenario.moves)}

    def key(inject: Inject) -> tuple[int, int, float]:
        kind = 0 if inject.move is not None else 1 if inject.when is not None else 2
        return kind, place.get(inject.move or "", 0), inject.minute

    return tuple(sorted(scenario.injects, key=key))


def card(draft: Draft, inject: Inject) -> Card:
    """One card. Its id is on the stub alone: ids number the whole list, which no recipient should be able to count."""
    tongue = draft.tongue
    time = ""
    if inject.move is not None and draft.scenario.starts:
        time = draft.day.opens(draft.scenario.move[inject.move], inject.minute)
    facts: list[tuple[Inline, Inline]] = [
        (plain(tongue.word("fact.from")), tongue.say(inject.sender)),
        (plain(tongue.word("fact.to")), tongue.seats(inject.seats)),
        (plain(tongue.word("fact.by_way_of")), plain(tongue.word(f"medium.{inject.medium}"))),
        (plain(tongue.word("fact.time")), plain(time or tongue.word("write_time"))),
    ]
    if inject.attachments:
        facts.append((plain(tongue.word("fact.attached")), plain(", ".join(inject.attachments))))
    stub = joined((plain(inject.id, bold=True), draft.release(inject), tongue.seats(inject.seats)), " · ")
    readers = "".join(run.text for run in tongue.readers(inject.marking) if isinstance(run, Run) and not run.tag)
    return Card(
        stub, tongue.banner(readers), tuple((k, v) for k, v in facts if v), tongue.say(inject.title, inject.id),
        tongue.prose(inject.body),
    )  # fmt: skip
