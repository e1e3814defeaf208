"""Proving a journal: every line, every link of the chain, every text, and the head."""

from bisect import bisect
from collections.abc import Iterator

from whitecell.journal.fault import Damage, JournalError, damage, error
from whitecell.journal.line import write_line
from whitecell.journal.order import Link, arrange
from whitecell.journal.record import GENESIS, Head, Sealed, references
from whitecell.journal.scan import MOST, Scan, Source, opened, raw_lines, scan
from whitecell.journal.store import Store


def verify(source: Source, head: Head | None = None) -> list[Damage]:
    """Everything that is wrong with an exported journal, by line; nothing if it is sound.

    A cut tail, or a tail rewritten and hashed again, shows only against a `head` that was noted elsewhere.
    Never raises for a bad file, and lists at most 1,000 damages. Memory: some 300 bytes a line.
    """
    try:
        with opened(source) as (file, stream):
            return conclude(scan(raw_lines(stream), file), head)
    except JournalError as unread:
        return [Damage(1, unread.code, unread.fact, unread.cure, unread.place)]


def verify_store(store: Store, exercise: str, head: Head | None = None) -> list[Damage]:
    """The same for a journal in a store, whose file somebody may have changed; a line is a record's place.

    Raises JournalError J411 for an exercise without records, and what the store itself raises.
    """
    tip = store.head(exercise)
    if not tip.count:
        raise error(exercise, "J411")
    unused = store.texts(exercise)
    found = scan(stored_lines(store, exercise, tip, unused), exercise)
    damages = conclude(found, head)
    if found.whole:
        damages += [
            damage(exercise, found.lines, "J302", f"no record refers to the text under {digest[:12]}...")
            for digest in list(unused)[:MOST]
        ]
    return damages


def stored_lines(store: Store, exercise: str, head: Head, texts: dict[str, Sealed | None]) -> Iterator[bytes]:
    """The lines of an export up to `head`. Takes each text out of `texts` as it is used."""
    for record in store.read(exercise):
        if record.seq > head.count:
            return
        yield write_line(record, {key: texts.pop(key) for key in references(record.body) if key in texts})


def conclude(found: Scan, head: Head | None) -> list[Damage]:
    """Hold the lines of a scan against each other and against the head."""
    damages = list(found.damages)
    if found.whole and found.lines:
        links, misplaced = arrange(found.links, found.file)
        gaps = _gaps(found, links)
        damages += misplaced
        damages += [damage(found.file, link.line, "J201", fact) for link, fact in gaps if fact]
        damages += _broken(found.file, links)
        damages += _texts(found.file, links, {link.seq for link, _ in gaps})
    if found.whole and found.lines and head is not None:
        damages += _head(found, max((link.seq for link in found.links), default=0), head)
    damages.sort(key=lambda each: each.line)
    if len(damages) > MOST:
        last = damages[MOST - 1]
        damages[MOST:] = [damage(found.file, last.line, "J109", f"there is more damage than the {MOST} listed")]
    return damages


def _gaps(found: Scan, links: list[Link]) -> list[tuple[Link, str]]:
    """Each link before which records are missing, with the damage; "" where spoilt lines stand in the gap.

    A spoilt line has been named, and stands for one missing record if it is in the right place: between the
    lines that hold the neighbours, or that would if the lines were in order.
    """
    gaps = []
    seq, above = 0, 0
    for link, line in zip(links, sorted(link.line for link in links), strict=True):
        if link.seq > seq + 1:
            spoilt = bisect(found.spoilt, line) - bisect(found.spoilt, above)
            gaps.append((link, _missing(seq + 1, link.seq - 1, spoilt)))
        seq, above = link.seq, line
    return gaps


def _missing(first: int, last: int, spoilt: int) -> str:
    absent = last - first + 1 - spoilt
    if absent <= 0:
        return ""
    if spoilt:
        return f"{absent} of the records {first} to {last} missing before this line"
    return f"record {first} is missing" if first == last else f"records {first} to {last} are missing"


def _broken(file: str, links: list[Link]) -> list[Damage]:
    """Name the records that do not fit their neighbours.

    A record with both links broken is foreign. Where one link alone is broken, the record before it was rewritten
    and hashed again, which leaves its own link back whole (or all that follows was put there instead).
    """
    genesis = Link(0, 0, "", GENESIS, (), ())
    chain = [genesis, *links]
    follows = [b.seq != a.seq + 1 or b.previous == a.hash for a, b in zip(chain, links, strict=False)] + [True]
    damages = []
    for position, link in enumerate(chain):
        back, on = position == 0 or follows[position - 1], follows[position]
        if on:
            if not back and position == 1:
                fact = f"record {link.seq} does not begin the chain: {link.previous[:12]}... would come before it"
                damages.append(damage(file, link.line, "J205", fact))
            continue
        after = links[position]
        if not back:
            fact = f"record {link.seq} fits neither the record before it nor record {after.seq} in line {after.line}"
            damages.append(damage(file, link.line, "J205", fact))
        elif position and (position + 1 >= len(follows) or follows[position + 1]):
            fact = f"record {link.seq} is not the one that record {after.seq} in line {after.line} was written after"
            damages.append(damage(file, link.line, "J205", fact))
    return damages


def _texts(file: str, links: list[Link], gaps: set[int]) -> list[Damage]:
    """Every text with the first record that refers to it. After a gap a text may have been lost with its record."""
    damages = []
    known: set[str] = set()
    lost = False
    for link in links:
        lost = lost or link.seq in gaps
        for digest in link.given:
            if digest not in link.refers:
                fact = f"a text is here to which the record does not refer: {digest[:12]}..."
                damages.append(damage(file, link.line, "J302", fact))
            elif digest in known:
                damages.append(damage(file, link.line, "J304", f"a text is given a second time: {digest[:12]}..."))
        for digest in link.refers:
            if digest not in known and digest not in link.given and not lost:
                fact = f"the record refers to a text that is not here and not purged: {digest[:12]}..."
                damages.append(damage(file, link.line, "J303", fact))
        known.update(link.refers)
    return damages


def _head(found: Scan, last: int, head: Head) -> list[Damage]:
    line = max(found.lines, 1)
    behind = [spoilt for spoilt in found.spoilt if not found.links or spoilt > max(at.line for at in found.links)]
    if last + len(behind) < head.count:
        end = f"the journal ends at record {last}" if last else "the journal has no sound record"
        return [damage(found.file, line, "J206", f"{end}; the head given is record {head.count}")]
    damages = []
    at = [link for link in found.links if link.seq == head.count]
    if at and all(link.hash != head.hash for link in at):
        fact = f"record {head.count} is not the one of the head given: it, or one before it, was rewritten"
        damages.append(damage(found.file, at[0].line, "J207", fact))
    after = [link.line for link in found.links if link.seq > head.count]
    if after:
        fact = f"the journal goes on after the head given, record {head.count}: {len(after)} lines more"
        damages.append(damage(found.file, min(after), "J208", fact))
    return damages
