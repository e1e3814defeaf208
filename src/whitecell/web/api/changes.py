"""The API's stream: that something has changed for the caller, told as the number of the caller's own entries.

Nothing is sent that the entries themselves do not tell, and nothing when they stay the same: what happens to others
makes no sound here.
"""

import json

from starlette.responses import Response

from whitecell.exercise import parse_audience
from whitecell.live.access import audience_of
from whitecell.web.asked import Asked, Behind
from whitecell.web.room import Key
from whitecell.web.stream import Stream

KIND = "api"
"""Stands in a stream's key where others name their room."""


def numbers(key: Key, behind: Behind) -> dict[str, str]:
    """What a stream of this key tells now."""
    found = behind.house.view(key.exercise, parse_audience(dict(key.params)["audience"]), last=1).entries
    return {"changed": json.dumps({"entries": found[-1].number if found else 0})}


async def follow(asked: Asked) -> Response:
    """Follow the exercise: server-sent events, `changed` with the number of your entries so far whenever it grows.

    `now` tells the server's time every 15 seconds. With the last event's id in Last-Event-ID nothing is told twice.
    """
    audience = str(audience_of(asked.by))
    return Stream(asked, Key(KIND, (("audience", audience), ("exercise", asked.exercise)), ""))
