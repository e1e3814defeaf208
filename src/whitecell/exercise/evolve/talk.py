"""Requests for information and shares: what cells ask of Control and of each other, and what they pass on."""

from dataclasses import replace
from typing import Any

from whitecell.exercise.evolve import papers
from whitecell.exercise.evolve.handler import Handlers
from whitecell.exercise.state import RFI, Event, Exercise, Share, ShareRequest, Times


def _rfi_asked(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    rfi = RFI(d["rfi"], d["cell"], d["seat"], d["of"], d["words"], event.at)
    return replace(exercise, rfis={**exercise.rfis, rfi.id: rfi})


def _rfi(exercise: Exercise, event: Event, **changes: Any) -> Exercise:
    """A request for information, changed."""
    rfi = replace(exercise.rfis[event.data["rfi"]], **changes)
    return replace(exercise, rfis={**exercise.rfis, rfi.id: rfi})


def _rfi_assigned(exercise: Exercise, event: Event) -> Exercise:
    return _rfi(exercise, event, status="assigned", name=event.data["name"])


def _rfi_answered(exercise: Exercise, event: Event) -> Exercise:
    return _rfi(exercise, event, status="answered", inject=event.data["inject"], settled=event.at)


def _rfi_declined(exercise: Exercise, event: Event) -> Exercise:
    return _rfi(exercise, event, status="declined", reason=event.data["why"], settled=event.at)


def _share_asked(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    request = ShareRequest(d["request"], d["cell"], d["seat"], d["of"], d["words"], event.at)
    return replace(exercise, share_requests={**exercise.share_requests, request.id: request})


def _request(exercise: Exercise, event: Event, **changes: Any) -> Exercise:
    """A request for a share, changed."""
    request = replace(exercise.share_requests[event.data["request"]], settled=event.at, **changes)
    return replace(exercise, share_requests={**exercise.share_requests, request.id: request})


def _share_declined(exercise: Exercise, event: Event) -> Exercise:
    return _request(exercise, event, status="declined", reason=event.data["why"])


def _shared(exercise: Exercise, event: Event) -> Exercise:
    """The receiving seats have one more letter, and the request that it answers is settled."""
    d = event.data
    exercise = papers.HANDLERS[event.kind](exercise, event)
    if d["request"]:
        exercise = _request(exercise, event, status="shared")
    share = Share(
        d["inject"], d["cell"], d["seat"], tuple(d["to"]), Times(*d["came"]), event.at, d["request"], d["note"]
    )  # fmt: skip
    return replace(exercise, shares=(*exercise.shares, share))


HANDLERS: Handlers = {
    "rfi.asked/1": _rfi_asked,
    "rfi.assigned/1": _rfi_assigned,
    "rfi.answered/1": _rfi_answered,
    "rfi.declined/1": _rfi_declined,
    "share.asked/1": _share_asked,
    "share.declined/1": _share_declined,
    "inject.shared/1": _shared,
}
