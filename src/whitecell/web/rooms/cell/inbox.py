"""The letters of a seat, what it has passed on, and what other cells ask of it."""

from dataclasses import dataclass

from whitecell.exercise import Letter, SeenRequest, SeenShare
from whitecell.web.room import Scene

WHOLE = 20
"""Letters that stand in the room with all they say; older ones have a page of their own."""
WAITING = 10
"""Older letters that stand in the room because they are not read."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter in the list. `passed`: to whom its cell gave it, and when; `others`: the cells it could still go to."""

    letter: Letter
    passed: tuple[SeenShare, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """The newest letters first. `older` are those that stand on the page of all letters only."""

    mail: tuple[Mail, ...]
    unread: int
    older: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What another cell asks of this one. `letters`: what could be given, newest first."""

    request: SeenRequest
    letters: tuple[Letter, ...]


def inbox(scene: Scene) -> Inbox:
    """The letters of the seat. Older ones that are not read stand in the list too, the oldest first in turn."""
    view = scene.view
    shown = [letter for letter in view.letters[:-WHOLE] if not letter.read][:WAITING]
    shown += view.letters[-WHOLE:]
    found = tuple(_mail(scene, letter) for letter in reversed(shown))
    return Inbox(found, unread(scene), len(view.letters) - len(shown))


def unread(scene: Scene) -> int:
    """How many letters this seat has not opened."""
    return sum(not letter.read for letter in scene.view.letters)


def _mail(scene: Scene, letter: Letter) -> Mail:
    cell = scene.params["cell"]
    told = [share for share in scene.view.shares if share.letter == letter.number]
    having = {each for share in told if cell in (share.cell, *share.to) for each in (share.cell, *share.to)}
    passed = tuple(share for share in told if share.cell == cell)
    return Mail(
        letter, passed, tuple(each for each in scene.names.cells() if each != cell and each not in having)
    )  # fmt: skip


def wanted(scene: Scene) -> tuple[Wanted, ...]:
    """What other cells have asked of this one and wait for, the oldest first."""
    cell, view = scene.params["cell"], scene.view
    found = []
    for request in view.share_requests:
        if request.of == cell and request.status == "open":
            given = {s.letter for s in view.shares if request.cell in (s.cell, *s.to)}
            letters = tuple(letter for letter in reversed(view.letters) if letter.number not in given)
            found.append(Wanted(request, letters[:WHOLE]))
    return tuple(found)
