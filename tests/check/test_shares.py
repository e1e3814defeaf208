"""Two shares are told apart by their first field that differs; numbers that anybody could meet are no secrets."""

from typing import Any

import pytest

from whitecell.check.secrecy.outlets import difference
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.search import telling
from whitecell.game import Choice

DIFFERENT: list[tuple[Any, Any, tuple[str, Any, Any]]] = [
    (1, 2, ("view", 1, 2)),
    ([1, [2, 3]], [1, [2, 4]], ("view[1][1]", 3, 4)),
    ([1], [1, 2], ("view[1]", "nothing", 2)),
    ({"a": 1, "b": 2}, {"a": 1}, ("view[b]", 2, "nothing")),
    ({"a": 1}, {"a": 1, "c": 3}, ("view[c]", "nothing", 3)),
    ((Choice("go"),), (Choice("go", (("where", "here"),)),), ("view[0].arguments[0]", "nothing", ("where", "here"))),
    ([1], {"a": 1}, ("view", [1], {"a": 1})),
]


@pytest.mark.parametrize(("one", "other", "expected"), DIFFERENT)
def test_the_first_field_that_differs(one: Any, other: Any, expected: tuple[str, Any, Any]) -> None:
    assert difference(one, other, "view") == expected
    assert difference(one, one, "view") is None


def test_numbers_that_tell_something() -> None:
    assert telling(0.5497281094) and telling(3.818111248472458)
    assert not telling(56 / 3) and not telling(0.1 + 0.2) and not telling(4.0)


def test_picks_follow_from_their_labels() -> None:
    picks = Picks("key")
    assert picks.number("a", 1) == Picks("key").number("a", 1) != picks.number("a", 2)
    assert 0.0 <= picks.number("b") < 1.0 and picks.one("xyz", "c") in "xyz"
    assert picks.some(range(9), 4, "d") == sorted(picks.some(range(9), 4, "d")) and picks.some([1, 2], 3, "e") == [1, 2]
    assert sum(picks.chance(0.25, n) for n in range(1000)) == pytest.approx(250, abs=60)
