"""The JSON API: the same actions as the pages, for programs that carry a token of an exercise.

Does: describe itself as OpenAPI (`document`), let in by bearer token alone (`door`), read bodies by the one command
table (`given`, `act`), show the caller's own view (`show`, `shape`, `changes`), and let planners and Control arrange
exercises, links and tokens (`plan`). Never: accepts a cookie, answers with anything that the caller's view has not, or
answers a fault with less than a sentence.
"""

from typing import Any

from whitecell.exercise import View
from whitecell.web.api import act, changes, document, plan, show
from whitecell.web.api.door import enter, here, trouble
from whitecell.web.api.operation import MEMBERS, PLANS, RUNS, VIEW, Operation
from whitecell.web.routes import Anybody, Row

__all__ = ["OPERATIONS", "enter", "here", "table", "trouble"]

ONE = "/api/exercises/{exercise}"
DESCRIBES = Anybody("describes the interface, and nothing of an exercise")
REDEEMS = Anybody("a link lets in who has it")
COMMANDS = Operation(
    "command", "POST", f"{ONE}/commands/{{name}}", act.command, MEMBERS, VIEW, act.Done, refuses=True,
    expand=document.commands,
)  # fmt: skip

OPERATIONS: tuple[Operation, ...] = (
    Operation("describe", "GET", "/api/openapi.json", document.show, DESCRIBES, "nothing", dict[str, Any]),
    Operation("redeem", "POST", "/api/tokens", plan.redeem, REDEEMS, "nothing", plan.MadeToken, plan.Redeem, 201,
              refuses=True),
    Operation("packs", "GET", "/api/packs", plan.packs, PLANS, "the planner's list", plan.Packs),
    Operation("exercises", "GET", "/api/exercises", plan.exercises, PLANS, "the planner's list", plan.Exercises),
    Operation("create", "POST", "/api/exercises", plan.create, PLANS, "the planner's list", plan.Made,
              plan.NewExercise, 201, refuses=True),
    Operation("exercise", "GET", ONE, show.standing, MEMBERS, VIEW, show.Standing),
    Operation("view", "GET", f"{ONE}/view", show.view, MEMBERS, VIEW, View, query=show.QUERY),
    Operation("letters", "GET", f"{ONE}/letters", show.letters, MEMBERS, VIEW, show.Letters),
    Operation("journal", "GET", f"{ONE}/journal", show.journal, MEMBERS, VIEW, None, media=show.JSONL),
    Operation("stream", "GET", f"{ONE}/stream", changes.follow, MEMBERS, VIEW, None, media="text/event-stream"),
    COMMANDS,
    Operation("links", "GET", f"{ONE}/links", plan.links, RUNS, "the planner's list", plan.Links),
    Operation("make-link", "POST", f"{ONE}/links", plan.make_link, RUNS, "the planner's list", plan.MadeLink,
              plan.NewLink, 201),
    Operation("revoke-link", "DELETE", f"{ONE}/links/{{link}}", plan.revoke_link, RUNS, "the planner's list",
              plan.SeenLink),
    Operation("tokens", "GET", f"{ONE}/tokens", plan.tokens, RUNS, "the planner's list", plan.Tokens),
    Operation("make-token", "POST", f"{ONE}/tokens", plan.make_token, RUNS, "the planner's list", plan.MadeToken,
              plan.NewToken, 201),
    Operation("revoke-token", "DELETE", f"{ONE}/tokens/{{token}}", plan.revoke_token, RUNS, "the planner's list",
              plan.SeenToken),
)  # fmt: skip
"""Every operation, in the order the document has them."""


def table() -> list[Row]:
    """Their rows in the route table."""
    return [operation.row for operation in OPERATIONS]
