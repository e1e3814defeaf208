"""One operation of the API: its row in the route table, and what the document says of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from whitecell.web.api.given import Asked, asked_of
from whitecell.web.routes import Handler, Holds, Planner, Row, Rule, Shows

MEMBERS = Holds(("planner", "control", "seat", "observer", "plenary"))
"""Everybody who holds a token of the exercise."""
RUNS = Holds(("planner", "control"))
PLANS = Planner()
VIEW: Shows = "the room's view"
"""What the API shows of an exercise: made of the view of the token's audience, and of nothing else."""


@dataclass(frozen=True)
class Operation:
    """An address with one method: who may, what it takes and gives.

    `takes` is a class whose fields are the body's, `gives` the type of the answer (None: none) or of a line where
    `media` is not JSON. `query` are the parameters after the address, by name. `refuses`: it may answer 409.
    """

    name: str
    method: Literal["GET", "POST", "DELETE"]
    path: str
    handler: Handler
    rule: Rule
    shows: Shows
    gives: Any
    takes: type | None = None
    status: int = 200
    media: str = "application/json"
    query: Mapping[str, Asked] = field(default_factory=dict)
    refuses: bool = False
    expand: Callable[["Operation"], list["Operation"]] | None = None
    """What stands in the document instead: the operations that an address with a name in it is."""
    told: Any = None
    """Whose docstring says what it does, if not the handler's."""
    given: Mapping[str, object] = field(default_factory=dict)
    """Fields of `takes` that are not read."""
    extra: tuple[Asked, ...] = ()
    """Fields that are read beside those of `takes`."""

    @property
    def row(self) -> Row:
        """Its row in the route table."""
        return Row(self.method, self.path, self.handler, self.rule, self.shows, door="token")

    @property
    def fields(self) -> tuple[Asked, ...]:
        """The fields of its body."""
        return (*(asked_of(self.takes, self.given) if self.takes else ()), *self.extra)

    @property
    def says(self) -> str:
        """What it does, as its handler or its command says."""
        return str((self.told or self.handler).__doc__ or "")
