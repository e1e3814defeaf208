"""The facilitator guide: the day with its planned times, each move with its questions, and how a move is closed."""

from whitecell.kit.draft import Draft
from whitecell.kit.manual import as_label
from whitecell.kit.model import (
    Blocks,
    Callout,
    Facts,
    Heading,
    Items,
    Lines,
    Paper,
    Section,
    Table,
    Together,
    joined,
    line,
    plain,
)
from whitecell.kit.tongue import option
from whitecell.scenario import Move, Question


def guide(draft: Draft) -> Paper:
    """The facilitator guide."""
    word = draft.tongue.word
    moves = tuple(Section(move_page(draft, move)) for move in draft.scenario.moves)
    closing = (
        *draft.head("guide.closing"), *draft.list("guide.closing", ordered=True), *draft.head("guide.hotwash"),
        *draft.list("guide.hotwash"), Lines(8),
    )  # fmt: skip
    shortest, longest = draft.day.shortest(), draft.day.longest()
    length = draft.tongue.lasting(longest)
    if shortest != longest:
        length = word("span", opens=draft.tongue.lasting(shortest), closes=length)
    facts = draft.face(
        ("exercise", draft.tongue.say(draft.scenario.title)), ("startex", draft.startex()),
        ("length", length), ("readers", word("readers.facilitators")),
    )  # fmt: skip
    return draft.paper(
        "facilitator-guide", "guide", word("readers.facilitators"), (Section(day(draft)), *moves, Section(closing)),
        facts=facts, opening=(Callout(draft.text("guide.opening")),),
    )  # fmt: skip


def day(draft: Draft) -> Blocks:
    """The flow of the day as a table, and what is ready before it."""
    word = draft.tongue.word

    def row(when: str, what: Blocks, lasts: str, then: Blocks = ()) -> tuple[Blocks, ...]:
        return (line(plain(when)), (), what, line(plain(lasts)), then)

    rows = [row("", draft.text("guide.welcome"), word("minutes", n=20))]
    for move in draft.scenario.moves:
        what = (*line(draft.heading(move)), *line(plain(draft.span(move)), "soft"))
        rows.append(row(draft.day.startex(move), what, draft.tongue.lasting(move.plays), following(draft, move)))
    rows.append(row("", draft.text("guide.endex"), word("minutes", n=30)))
    table = Table(
        draft.columns("exercise_time", "wall_clock", "what", "lasts", "then"), tuple(rows), (1.8, 1.4, 6.8, 1.5, 5.2)
    )
    lead = "guide.day.branches" if branches(draft) else "guide.day.lead"
    return (
        *draft.head("guide.day"), *draft.text(lead, "soft"), table, *draft.head("guide.before"),
        *draft.list("guide.before"),
    )  # fmt: skip


def branches(draft: Draft) -> bool:
    """Whether not every move is played."""
    return any(each.when is not None for move in draft.scenario.moves for each in move.next)


def following(draft: Draft, move: Move) -> Blocks:
    """Where the game goes from here, and on what."""
    found: list[Blocks] = []
    for each in move.next:
        target = plain(draft.tongue.word("game_ends"))
        if each.move is not None:
            target = draft.heading(draft.scenario.move[each.move])
        condition = plain(draft.phrases.says(each.when))
        key = "next.always" if each.when is None else "next.when"
        if each.when is None and len(move.next) > 1:
            key = "next.else"
        found.append(line(draft.tongue.fill(key, move=target, condition=condition)))
    if not found:
        return draft.text("game_ends")
    return found[0] if len(found) == 1 else tuple(block for blocks in found for block in blocks)


def move_page(draft: Draft, move: Move) -> Blocks:
    """All that the facilitator needs in one move."""
    word = draft.tongue.word
    facts = draft.facts(
        ("exercise_time", draft.day.startex(move)), ("lasts", draft.tongue.lasting(move.plays)),
        ("game_time", draft.span(move)), ("clock", word(f"clock.{move.clock}")), ("orders", draft.orders(move)),
        ("passing", word("may_pass" if move.may_pass else "must_order")), ("then", following(draft, move)),
    )  # fmt: skip
    text = draft.tongue.prose(move.text)
    aloud: Blocks = (Callout((*draft.text("guide.aloud", "label"), *text)),) if text else ()
    return (
        Heading(1, draft.heading(move)), Facts(facts), *aloud, *injects(draft, move),
        *draft.head("guide.questions", 2), *questions(draft, move), Together((*draft.head("guide.notes", 2), Lines(6))),
    )  # fmt: skip


def injects(draft: Draft, move: Move) -> Blocks:
    """What is planned to reach whom in this move."""
    planned = sorted((i for i in draft.scenario.injects if i.move == move.id), key=lambda inject: inject.minute)
    if not planned:
        return ()
    rows = tuple(
        (
            line(plain(draft.tongue.word("plus", lasting=draft.tongue.lasting(inject.minute)))), line(plain(inject.id)),
            line(draft.recipients(inject)), line(draft.tongue.say(inject.title, inject.id)),
        )
        for inject in planned
    )  # fmt: skip
    return (
        *draft.head("guide.injects", 2), *draft.text("guide.injects.lead", "soft"),
        Table(draft.columns("in_move", "id", "to", "title"), rows, (2, 1.3, 5, 6)),
    )  # fmt: skip


def questions(draft: Draft, move: Move) -> Blocks:
    """The move's questions with room for notes."""
    if not move.questions:
        return draft.text("guide.no_questions", "soft")
    return tuple(block for question in move.questions for block in asked(draft, question))


def asked(draft: Draft, question: Question) -> Blocks:
    """One question: whom it is for, how it is answered, its options, and room for notes."""
    parts = [
        draft.tongue.fill("asks", cells=draft.tongue.cells(question.to)),
        plain(draft.tongue.word(f"question.{question.kind}")),
        plain(draft.tongue.word("sealed_first") if question.sealed_first else ""),
    ]
    options: Blocks = ()
    if question.options:
        options = (Items(tuple(line(draft.tongue.say(text, option(id_))) for id_, text in question.options)),)
    said = (*as_label(draft.tongue.prose(question.text)), *line(joined(filter(None, parts), " "), "soft"))
    return (Together((*said, *options, Lines(3))),)
