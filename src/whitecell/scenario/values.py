"""Leaves of the schema: text, numbers, yes and no, durations, expressions, each with a fault in plain words.

Each takes a scalar of the file, or the value that an earlier version of itself gave (data embedded in a journal), and
gives that value again in one form, so that the same scenario has the same digest however it was typed.
"""

import math
import re
from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Annotated, Any, NoReturn

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from whitecell.scenario.node import Scalar

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
DURATION = re.compile(r"(\d+(?:\.\d+)?) ?(min|h|d)", re.ASCII)
MINUTES = {"min": 1, "h": 60, "d": 1440}
EXACT = Context(prec=60, traps=[])
"""Multiplies what people write without a rounding of its own."""
MOVES = re.compile(r"(\d+) moves?", re.ASCII)
LONGEST = 1_000_000.0
"""Minutes, and other counts: nothing in a scenario is longer than two years."""


MOST = 100
"""Orders of one cell in one move."""


def wrong(code: str, message: str, cure: str) -> NoReturn:
    """Refuse a value."""
    raise PydanticCustomError(code, "{message}", {"message": message, "cure": cure})


def kind(value: object) -> str:
    """What something is, in words."""
    if isinstance(value, Scalar):
        if value.null:
            return "nothing"
        value = value.value
    match value:
        case bool():
            return "yes or no"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case Mapping():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return "nothing"


def said(value: object) -> str:
    """A value as it was written, for a message."""
    text = value.text if isinstance(value, Scalar) else str(value)
    return f"'{text}'" if len(text) <= 40 else f"'{text[:37]}...'"


def shown(value: object) -> str:
    """A value for a message: as it was written where that is short, else what it is."""
    short = not isinstance(value, Mapping | list) and kind(value) != "nothing"
    return said(value) if short else kind(value)


def to_text(value: object) -> str:
    """Text; a number or yes and no is taken as the characters it was written with."""
    if isinstance(value, Scalar):
        if value.null:
            wrong("S035", "nothing is written here", "Write it, or delete the key.")
        value = value.text
    if isinstance(value, bool):
        value = "true" if value else "false"
    if not isinstance(value, str):
        cure = "Write one text." if isinstance(value, list) else "Put text that contains ': ' in quotes."
        wrong("S032", f"text is wanted here, and this is {kind(value)}", cure)
    if not value.strip():
        wrong("S035", "the text is empty", "Write it, or delete the key.")
    if CONTROL.search(value):
        wrong("S006", "the text has a control character in it", "Delete it.")
    return value


def to_number(value: object) -> float:
    """A finite number."""
    number = value.value if isinstance(value, Scalar) else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        if isinstance(value, Scalar) and not value.plain and kind(Scalar(value.text, True, "", 0, 0)) == "a number":
            wrong("S032", f"a number is wanted here, and {said(value)} in quotes is text", "Delete the quotes.")
        wrong("S032", f"a number is wanted here, and this is {shown(value)}", "Write a number, for example 0.5.")
    try:
        number = float(number)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        wrong("S034", f"{said(value)} is no number a rule can use", "Write a number below 1.79e308.")
    return number + 0.0


def to_whole(value: object) -> int:
    """A whole number."""
    number = to_number(value)
    if abs(number) > LONGEST:
        wrong("S034", f"{said(value)} is more than anything here is counted to", "Write a smaller number.")
    if not number.is_integer():
        wrong("S034", f"a whole number is wanted here, and this is {said(value)}", "Write 0, 1, 2, ...")
    return int(number)


def to_count(value: object) -> int:
    """A whole number that is not below zero."""
    number = to_whole(value)
    if number < 0:
        wrong("S034", f"this counts something, and {number} is below zero", "Write 0, 1, 2, ...")
    return number


def to_few(value: object) -> int:
    """A whole number that is not below zero, of things somebody does in one move."""
    number = to_count(value)
    if number > MOST:
        wrong("S034", f"{number} in one move are more than anybody gives", f"Write at most {MOST}.")
    return number


def to_truth(value: object) -> bool:
    """Yes or no."""
    if isinstance(value, Scalar):
        value = {"yes": True, "no": False}.get(value.text, value.value)
    if not isinstance(value, bool):
        wrong("S032", f"yes or no is wanted here, and this is {shown(value)}", "Write yes or no.")
    return value


def to_expression(value: object) -> str:
    """The text of an expression; a number or yes and no is one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    if isinstance(value, Mapping | list):
        wrong("S032", f"an expression is wanted here, and this is {kind(value)}",
              "Write one, for example 'tension > 5', in quotes if it begins with [ or {.")  # fmt: skip
    return to_text(value).replace("\n", " ").rstrip()


def to_statement(value: object) -> str:
    """The text of an effect that changes a variable."""
    if isinstance(value, Mapping | list):
        wrong("S032", f"an effect is wanted here, and this is {kind(value)}", "Write for example 'tension += 1'.")
    return to_expression(value)


def to_value(value: object) -> float | bool | str:
    """A value a variable can have: a number, yes or no, or the name of an option."""
    known = value.value if isinstance(value, Scalar) else value
    if isinstance(known, bool):
        return known
    if isinstance(known, int | float):
        return to_number(value)
    if isinstance(known, str):
        return to_text(value)
    wrong("S032", f"a value is wanted here, and this is {kind(value)}", "Write a number, yes or no, or an option.")


def to_duration(value: object) -> str:
    """A duration, as it is written."""
    text = to_text(value)
    if kind(value) == "a number":
        wrong("S036", f"{said(value)} has no unit", f"Write '{text} min', '{text} h' or '{text} d'.")
    if (found := minutes(text)) is None:
        wrong("S036", f"{said(value)} is not a duration", "Write it like '30 min', '2 h' or '3 d'.")
    if found > LONGEST:
        wrong("S034", f"{said(value)} is longer than any exercise", "Write a shorter time.")
    return text


def to_delay(value: object) -> str:
    """A number of moves or a duration, as it is written."""
    text = to_text(value)
    found = MOVES.fullmatch(text)
    if found is None:
        if kind(value) == "a number":
            wrong("S036", f"{said(value)} has no unit", f"Write '{text} moves', or a duration like '{text} min'.")
        if minutes(text) is None:
            wrong(
                "S036", f"{said(value)} is neither moves nor a duration", "Write it like '1 move', '30 min' or '2 h'."
            )
    amount, most = (float(found.group(1)), 64.0) if found else (minutes(text) or 0.0, LONGEST)
    if amount <= 0:
        wrong("S034", f"{said(value)} is no delay", "Write '1 move', or put what it does beside the other effects.")
    if amount > most:
        wrong("S034", f"{said(value)} is longer than any game", "Write at most 64 moves, or a shorter time.")
    return text


def minutes(text: str) -> float | None:
    """The minutes of a duration, None where it is none: the number nearest to what is written, so 0.12 h is 7.2."""
    found = DURATION.fullmatch(text)
    return float(EXACT.multiply(Decimal(found.group(1)), MINUTES[found.group(2)])) if found else None


def moves(text: str) -> int:
    """The moves of a delay, 0 where it is a duration."""
    found = MOVES.fullmatch(text)
    return int(found.group(1)) if found else 0


def matching(pattern: str, what: str, cure: str) -> Any:
    """A text of one form."""
    form = re.compile(pattern, re.ASCII)

    def check(value: object) -> str:
        text = to_text(value)
        if not form.fullmatch(text):
            wrong("S039", f"{said(value)} is not {what}", cure)
        return text

    return PlainValidator(check)


def schema(**words: Any) -> WithJsonSchema:
    """What the JSON Schema says of a leaf."""
    return WithJsonSchema(words)


TEXTUAL = ["string", "number", "boolean"]
Words = Annotated[str, PlainValidator(to_text), schema(type=TEXTUAL, description="Text.")]
Word = BeforeValidator(to_text)
"""Put before a Literal."""
Id = Annotated[str, PlainValidator(to_text), schema(type="string", pattern=r"^[a-z0-9_-]+(/[a-z0-9_-]+)?$")]
Option = Annotated[
    str, PlainValidator(to_text), schema(type=["string", "boolean"], description="The name of an option.")
]
Amount = Annotated[float, PlainValidator(to_number), schema(type="number")]
Count = Annotated[int, PlainValidator(to_count), schema(type="integer", minimum=0)]
Few = Annotated[int, PlainValidator(to_few), schema(type="integer", minimum=0, maximum=MOST)]
Truth = Annotated[bool, PlainValidator(to_truth), schema(enum=["yes", "no", True, False])]
Rule = Annotated[
    str,
    PlainValidator(to_expression),
    schema(type=TEXTUAL, description="An expression, for example: tension > 5 and not tested"),
]
Statement = Annotated[
    str,
    PlainValidator(to_statement),
    schema(type="string", description="name = value, name += value, or name -= value."),
]
Datum = Annotated[
    float | bool | str,
    PlainValidator(to_value),
    schema(type=TEXTUAL, description="A number, yes or no, or the name of an option."),
]
Duration = Annotated[
    str,
    PlainValidator(to_duration),
    schema(type="string", pattern=r"^\d+(\.\d+)? ?(min|h|d)$", description="A time such as 30 min, 2 h, 3 d."),
]
Wait = Annotated[
    str,
    PlainValidator(to_delay),
    schema(
        type="string",
        pattern=r"^(\d+ moves?|\d+(\.\d+)? ?(min|h|d))$",
        description="A number of moves, such as 1 move, or a duration of game time, such as 6 h.",
    ),
]
