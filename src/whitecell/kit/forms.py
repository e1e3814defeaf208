"""What is filled in by hand: the participants' feedback, and who sits where."""

from whitecell.kit.draft import Draft
from whitecell.kit.model import Block, Blocks, Boxes, Heading, Lines, Paper, Paragraph, Section, Table, line, plain

STATEMENTS = 8
OPEN = 4


def feedback(draft: Draft) -> Paper:
    """The participant feedback form: nothing of the scenario but its title, for it is filled in by everybody."""
    word = draft.tongue.word
    boxes = Boxes(tuple(plain(str(n)) for n in range(1, 6)))
    rows = tuple((draft.text(f"feedback.statement.{n}"), (boxes,)) for n in range(1, STATEMENTS + 1))
    found: list[Block] = [
        *draft.text("feedback.lead", "soft"),
        *draft.text("feedback.who"),
        *draft.head("feedback.rate"),
        Table((plain(word("column.statement")), plain(word("feedback.scale"))), rows, (8, 5)),
        *draft.head("feedback.open", page=True),
    ]
    for n in range(1, OPEN + 1):
        found += [*draft.text(f"feedback.open.{n}", "label"), Lines(5)]
    found += [*draft.text("feedback.thanks", "soft")]
    return draft.paper(
        "participant-feedback", "feedback", word("everybody"), (Section(tuple(found)),), contents=False,
        subtitle=draft.tongue.say(draft.scenario.title),
    )  # fmt: skip


def seating(draft: Draft) -> Paper:
    """Every office with room for a name, a telephone number and a place. For Control: players see their own team's."""
    found: list[Block] = [*draft.text("seating.lead", "soft")]
    head = draft.columns("office", "role", "name", "contact", "place")
    widths = (4.2, 1.9, 3.6, 3.6, 1.4)
    for cell in draft.scenario.cells:
        rows = tuple(
            (line(draft.tongue.say(seat.name, seat.id)), draft.text(f"role.{seat.role}"), (), (), ())
            for seat in cell.seats
        )
        found += [Heading(1, draft.tongue.cell(cell.id)), Table(head, rows, widths, 10)]
    staff: tuple[tuple[Blocks, ...], ...] = tuple((draft.text(f"staff.{n}"), (), (), ()) for n in range(1, 8))
    found += [
        *draft.head("seating.staff"),
        Table(draft.columns("duty", "name", "contact", "place"), staff, (4.2, 4.2, 4.2, 1.6), 10),
        Paragraph(plain(draft.tongue.word("seating.note")), "soft"),
    ]
    return draft.paper(
        "seating-and-contacts", "seating", draft.tongue.word("control_only"), (Section(tuple(found)),),
        contents=False, subtitle=draft.tongue.say(draft.scenario.title),
    )  # fmt: skip
