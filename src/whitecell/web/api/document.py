"""The OpenAPI document: made of the operations, of the command table, and of what the docstrings say."""

import inspect
from dataclasses import replace
from functools import cache
from typing import Any

from starlette.responses import Response

from whitecell import __version__
from whitecell.web import forms
from whitecell.web.api.act import ID
from whitecell.web.api.door import answer
from whitecell.web.api.given import body_schema, taken
from whitecell.web.api.operation import Operation
from whitecell.web.api.shape import Known, Schema, schema
from whitecell.web.api.show import LIMITS
from whitecell.web.asked import Asked
from whitecell.web.routes import Anybody, Planner

ABOUT = """The same actions as the pages, for programs.

A request carries a token of an exercise in the header `Authorization: Bearer SECRET`. Control or a planner makes one,
or a program redeems a join link for one. It is good for one role, and for one seat where the role is `seat`; a
planner's is good for every exercise. A cookie opens nothing here.

Whatever goes wrong is answered in JSON: a `code` for the program and a `message` for its author, in the language of
Accept-Language (en or ko), and at 422 a sentence for each field in `fields`.
"""
REFUSAL: Schema = {
    "type": "object",
    "description": "Why nothing was done: a code for the program, a sentence for a person.",
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
    "required": ["code", "message"],
    "additionalProperties": False,
}
FAULTS: Schema = {
    **REFUSAL,
    "description": "What can not be read, with a sentence for each field by its path.",
    "properties": {**REFUSAL["properties"], "fields": {"type": "object", "additionalProperties": {"type": "string"}}},
    "required": ["code", "message", "fields"],
}
STATUSES = {
    "400": "The body is no JSON object.",
    "401": "No token, or one that is unknown, expired or revoked.",
    "403": "The token is for another exercise, or its role does not do this.",
    "404": "There is no such thing.",
    "409": "Refused: nothing has changed.",
    "413": "More than 256 kB.",
    "422": "Fields that can not be read.",
    "429": "Too many requests in a short time.",
    "500": "A defect of the server.",
    "503": "The server can not do it just now.",
}
PARAMETERS = {
    "exercise": "The exercise's id.", "link": "The link's id.", "token": "The token's id.", "name": "The command.",
}  # fmt: skip


async def show(asked: Asked) -> Response:
    """Describe the API as OpenAPI 3.1."""
    return answer(document())


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    from whitecell.web.api import OPERATIONS

    known: Known = {"Refusal": REFUSAL, "Faults": FAULTS}
    paths: dict[str, Any] = {}
    for each in OPERATIONS:
        for one in each.expand(each) if each.expand else [each]:
            paths.setdefault(one.path, {})[one.method.lower()] = described(one, known)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Whitecell", "version": __version__, "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": dict(sorted(known.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def described(operation: Operation, known: Known) -> dict[str, Any]:
    """One operation."""
    summary, _, rest = inspect.cleandoc(operation.says).partition("\n\n")
    made: dict[str, Any] = {
        "operationId": operation.name, "summary": " ".join(summary.split()), "tags": [tag(operation)],
        "responses": responses(operation, known),
        "security": [] if isinstance(operation.rule, Anybody) else [{"token": []}],
    }  # fmt: skip
    if rest:
        made["description"] = rest
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    parameters = [
        {"name": name, "in": "path", "required": True, "description": PARAMETERS[name], "schema": {"type": "string"}}
        for name in names
    ]
    for name, field in operation.query.items():
        limits = LIMITS.get(name)
        asked = taken(field.hint) | ({"minimum": limits.low, "maximum": limits.high} if limits else {})
        parameters.append({"name": name, "in": "query", "description": field.note, "schema": asked})
    if parameters:
        made["parameters"] = parameters
    if operation.method == "POST":
        fields = operation.fields
        made["requestBody"] = {
            "required": any(field.required for field in fields),
            "content": {"application/json": {"schema": body_schema(fields)}},
        }
    return made


def tag(operation: Operation) -> str:
    """Under which heading an operation stands."""
    if "/commands/" in operation.path:
        return "commands"
    return "exercise" if "{exercise}" in operation.path else "server"


def responses(operation: Operation, known: Known) -> dict[str, Any]:
    """What an operation may answer."""
    form: Schema = {"type": "string"} if operation.media != "application/json" else {}
    if operation.gives is not None:
        form = schema(operation.gives, known)
    good: dict[str, Any] = {"description": "Done.", "content": {operation.media: {"schema": form}}}
    found: dict[str, Any] = {str(operation.status): good}
    for status in statuses(operation):
        name = "Faults" if status == "422" else "Refusal"
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        found[status] = {"description": STATUSES[status], "content": content}
    return dict(sorted(found.items()))


def statuses(operation: Operation) -> list[str]:
    """The statuses of what may go wrong with an operation."""
    found = ["429", "500", "503"]
    if not isinstance(operation.rule, Anybody):
        found += ["401", "403"]
    if "{" in operation.path and not isinstance(operation.rule, Planner):
        found.append("404")
    if operation.method != "GET":
        found.append("413")
    if operation.method == "POST":
        found += ["400", "422"]
    if operation.query:
        found.append("422")
    if operation.refuses:
        found.append("409")
    return found


def commands(operation: Operation) -> list[Operation]:
    """The operations that the address of commands is: one for each of the table."""
    return [
        replace(operation, name=name, path=operation.path.replace("{name}", name), takes=form.command,
                told=form.command, given=form.given, extra=(ID,), expand=None)
        for name, form in forms.TABLE.items()
    ]  # fmt: skip
