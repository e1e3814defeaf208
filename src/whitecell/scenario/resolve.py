"""The file as written -> the scenario, every name resolved and every rule checked."""

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from whitecell.scenario import bots, deeds, ends, msel, names, periods
from whitecell.scenario.ground import Ground
from whitecell.scenario.model import Accepted, Scenario
from whitecell.scenario.people import People
from whitecell.scenario.register import Register

BANNER = "EXERCISE EXERCISE EXERCISE"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
STARTS = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}( [+-]\d{2}:\d{2})?", re.ASCII)


def resolve(register: Register, id_: str) -> Scenario:
    """The scenario; it may be used only if the register holds no error."""
    pack = register.pack
    head(register)
    names.check(register)
    people = People(register)
    ground = Ground(register, people)
    actions = deeds.actions(ground)
    by_id = {action.id: action for action in actions}
    courses = bots.courses(ground, by_id)
    data = {**stored(pack), "id": id_}
    words = register.words
    return Scenario(
        id=id_,
        version=pack.version,
        digest=digest(data),
        title=words(pack.title, ("title",)),
        summary=words(pack.summary, ("summary",)),
        languages=tuple(pack.languages),
        marking=words(pack.marking, ("marking",), BANNER),
        starts=pack.starts or "",
        zone=pack.zone,
        cells=tuple(people.cells.values()),
        parameters=tuple(ground.parameters),
        vars=tuple(ground.vars),
        actions=tuple(actions),
        rules=tuple(deeds.rules(ground)),
        moves=tuple(periods.moves(ground)),
        injects=tuple(msel.injects(ground)),
        objectives=tuple(ends.objectives(ground)),
        outcomes=tuple(ends.outcomes(ground)),
        measures=tuple(ends.measures(ground)),
        utility=ends.utility(ground),
        bots=bots.bots(ground, by_id, courses),
        courses=courses,
        places=tuple(ends.places(ground)),
        sources={key: words(text, ("sources", key)) for key, text in pack.sources.items()},
        accepted=tuple(Accepted(found.code, found.place, found.reason) for found in pack.accepted),
        core=pack.core,
        markings=people.markings,
        data=data,
    )


def head(register: Register) -> None:
    """Check the languages and the time at the start."""
    pack = register.pack
    if not pack.languages:
        if not register.damaged(("languages",)):
            register.fault(("languages",), "S035", "the scenario is in no language", "Write languages: [en].", key=True)
        pack.languages = ["en"]
    for place, language in enumerate(pack.languages):
        if not LANGUAGE.fullmatch(language):
            register.fault(("languages", place), "S039", f"'{language}' is not the code of a language",
                           "Write codes like en, ko, zh-Hant.")  # fmt: skip
        if language in pack.languages[:place]:
            register.fault(("languages", place), "N002", f"'{language}' is listed twice", "Delete one of them.")
    if pack.starts is not None:
        try:
            assert STARTS.fullmatch(pack.starts)
            datetime.datetime.fromisoformat(pack.starts.replace(" ", "T", 1).replace(" ", ""))
        except (AssertionError, ValueError):
            register.fault(("starts",), "S037", f"'{pack.starts}' is not a date and time",
                           "Write it like 2027-03-08 09:00 +09:00.")  # fmt: skip


def stored(value: Any) -> Any:
    """What was written as plain data, in one form: mappings whose keys the author chose as lists of [key, value]."""
    match value:
        case BaseModel():
            fields = type(value).model_fields
            written = [name for name in fields if name in value.model_fields_set]
            return {fields[name].alias or name: stored(getattr(value, name)) for name in written}
        case dict():
            return [[key, stored(item)] for key, item in value.items()]
        case list():
            return [stored(item) for item in value]
        case _:
            return value


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of the data: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
