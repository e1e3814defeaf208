"""What /api/openapi.json promises is so: schemathesis asks the real application, rightly and wrongly, in process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import Receive, Scope, Send

from tests.web.conftest import PLANNER, Site
from whitecell.web import forms
from whitecell.web.api.document import document

EXAMPLES = 10
"""Of each operation, rightly and wrongly asked."""
LEFT_OUT = {"stream"}  # never ends; test_api.py follows it
CHECKED = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    negative_data_rejection,
]  # fmt: skip


@dataclass
class Passing:
    """The application, with a second of wall time for each request, so that the rates of the gate are not what is
    tried."""

    site: Site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through."""
        self.site.wall.seconds += 1.0
        await self.site.app(scope, receive, send)


def secret(site: Site, role: str, seat: str = "") -> str:
    grant = PLANNER if role == "planner" else site.grant(role, seat)
    return site.house.tokens.make(grant, site.wall())[1]


def schema_of(site: Site) -> Any:
    """The document as schemathesis reads it, with shorter texts and lists: to make long ones takes it too long."""
    told = json.loads(json.dumps(document()), object_hook=shorter)
    made = schemathesis.openapi.from_dict(told)
    made.app = Passing(site)
    return made


def shorter(part: dict[str, Any]) -> dict[str, Any]:
    """A part of the document with every length at most 20."""
    return {key: min(value, 20) if key in LENGTHS else value for key, value in part.items()}


LENGTHS = ("maxLength", "maxItems", "maxProperties")


@dataclass
class Asking:
    """The site with its document as schemathesis reads it, and tokens that take turns."""

    site: Site
    schema: Any
    tokens: Iterator[str]


@pytest.fixture(scope="module")
def asking() -> Iterator[Asking]:
    site = Site(gap=1e12)
    seat = next(iter(site.house.tip(site.exercise).scenario.seats))
    tokens = [secret(site, "planner"), secret(site, "control"), secret(site, "seat", seat)]
    yield Asking(site, schema_of(site), cycle(tokens))
    site.house.close()


def operations() -> Iterator[Any]:
    """Every operation, asked rightly, and wrongly where that can be done."""
    for methods in document()["paths"].values():
        for operation in methods.values():
            name = operation["operationId"]
            if name not in LEFT_OUT:
                yield pytest.param(name, GenerationMode.POSITIVE, id=f"{name} right")
                if operation.get("requestBody") or len(operation.get("parameters", [])) > 1:
                    yield pytest.param(name, GenerationMode.NEGATIVE, id=f"{name} wrong")


@pytest.mark.parametrize(("name", "mode"), list(operations()))
def test_an_operation_answers_as_the_document_says(asking: Asking, name: str, mode: GenerationMode) -> None:
    operation = asking.schema.find_operation_by_id(name)
    here = {"exercise": asking.site.exercise} if "{exercise}" in operation.path else {}
    more = {each.name for each in operation.path_parameters} - set(here)
    # Where nothing else can be asked wrongly, the address is.
    cases = operation.as_strategy(generation_mode=mode, path_parameters=None if more or not here else here)

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(cases)
    def ask(case: Any) -> None:
        if here:
            case.path_parameters["exercise"] = asking.site.exercise
        case.call_and_validate(headers={"Authorization": f"Bearer {next(asking.tokens)}"}, checks=CHECKED)

    ask()


def test_the_document_is_openapi_and_every_command_stands_in_it_once(asking: Asking) -> None:
    asking.schema.validate()
    told = document()
    commands = [path.rpartition("/")[2] for path in told["paths"] if "/commands/" in path]
    assert commands == list(forms.TABLE)
    for methods in told["paths"].values():
        for operation in methods.values():
            assert operation["summary"].endswith((".", "(STARTEX).")), operation["operationId"]


def test_fields_that_the_token_tells_stand_in_no_body() -> None:
    for name, form in forms.TABLE.items():
        operation = document()["paths"][f"/api/exercises/{{exercise}}/commands/{name}"]["post"]
        fields = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
        assert not set(fields) & set(form.given), name
