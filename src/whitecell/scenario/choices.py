"""What there is to choose: the options of arguments and variables, plain or each with what it is called."""

from collections.abc import Iterator, Mapping

from whitecell.scenario.model import Labels, Text
from whitecell.scenario.node import Path
from whitecell.scenario.register import Register
from whitecell.scenario.schema import Argument

Written = list[str] | Mapping[str, str | dict[str, str]]
"""Options as they are written: their ids, or each with its words."""


def options_of(raw: list[str] | Argument, path: Path) -> tuple[Written, Path]:
    """The options of an argument, and the part of the file they stand in."""
    return (raw.options, (*path, "options")) if isinstance(raw, Argument) else (raw, path)


def placed(options: Written, path: Path) -> Iterator[tuple[str, Path]]:
    """Every option with its part of the file: a place in a list, or a key."""
    for place, option in enumerate(options):
        yield option, (*path, option if isinstance(options, Mapping) else place)


def called(register: Register, options: Written, path: Path) -> tuple[tuple[str, Text], ...]:
    """What the options are called, where that is written."""
    if not isinstance(options, Mapping):
        return ()
    return tuple((option, register.words(text, (*path, option))) for option, text in options.items())


def argument_labels(register: Register, raw: list[str] | Argument, path: Path) -> Labels:
    """What an argument and its options are called."""
    label = register.words(raw.label, (*path, "label")) if isinstance(raw, Argument) else Text()
    return Labels(label, called(register, *options_of(raw, path)))
