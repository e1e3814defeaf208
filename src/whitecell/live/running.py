"""One exercise in the house: its state, made of its journal, and the commands that the journal has accepted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from whitecell.exercise import Event, Exercise, evolve
from whitecell.game import Dice
from whitecell.journal import GENESIS, Head, Record, Sealed, Store
from whitecell.live.fault import HouseError
from whitecell.live.outcome import Accepted
from whitecell.players import command_of, event_of

_START, _NO_DICE = Head(0, GENESIS), Dice(0)


@dataclass(slots=True)
class Running:
    """An exercise as its journal tells it, up to `head`. Only the writer changes it, and only after the disk has it.

    `done`: what was accepted, by the command's id. `sure`: whether the journal ends where we think, or must be read
    again first. `awake`: whether its clock has been taken up since the house was opened.
    """

    id: str
    tip: Exercise | None = None
    head: Head = field(default=_START)
    dice: Dice = field(default=_NO_DICE)
    done: dict[str, Accepted] = field(default_factory=dict)
    sure: bool = True
    awake: bool = False

    @property
    def exercise(self) -> Exercise:
        """Its durable state. HouseError L106 if it was never created."""
        if self.tip is None:
            raise HouseError(self.id, "L106")
        return self.tip

    def catch_up(self, store: Store) -> tuple[Event, ...]:
        """Read what the store holds after our head; the events that were new. Raises JournalError, HouseError L107."""
        records = store.read(self.id, self.head.count)
        first = next(records, None)
        new: tuple[Event, ...] = ()
        if first is not None:
            texts = store.texts(self.id)
            new = self._follow((first, *records), texts)
        self.sure = True
        return new

    def _follow(self, records: Iterable[Record], texts: Mapping[str, Sealed | None]) -> tuple[Event, ...]:
        events: list[Event] = []
        tip, head = self.tip, self.head
        done: dict[str, tuple[list[Event], Head]] = {}
        command = ""
        try:
            for record in records:
                event = event_of(record, texts)
                tip, head = evolve(tip, event), Head(record.seq, record.hash)
                command = command_of(record) or command
                if command:
                    mine = done[command][0] if command in done else []
                    mine.append(event)
                    done[command] = mine, head
                events.append(event)
        except Exception as error:  # evolve trusts its events: a damaged record may fail anywhere in it
            fact = f"record {head.count + 1} of the journal cannot be read: {error}"
            raise HouseError(self.id, "L107", fact) from error
        if tip is not None and tip.id != self.id:
            tip = replace(tip, id=self.id)  # a journal may be brought here under another name
        self.tip, self.head = tip, head
        self.done.update((id_, Accepted(tuple(mine), at)) for id_, (mine, at) in done.items())
        if tip is not None:
            self.dice = Dice(tip.seed, tip.play)
        return tuple(events)


def restored(store: Store, id_: str) -> Running:
    """The exercise of this id as its journal tells it. Raises JournalError, HouseError L107."""
    running = Running(id_)
    running.catch_up(store)
    return running
