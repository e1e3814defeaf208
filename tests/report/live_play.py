"""Live exercises to report on: people and Control do all that can be done, driven through decide and evolve."""

from __future__ import annotations

from functools import cache

from tests.exercise.room import Room
from tests.game.packs import data_of, library
from whitecell.exercise import (
    AcceptResult,
    AddInject,
    AnswerCheck,
    AnswerNeed,
    AnswerQuestion,
    AnswerRFI,
    AskRFI,
    AskShare,
    AssignRFI,
    CheckLine,
    DeclineRFI,
    DeclineShare,
    DropInject,
    EditInject,
    EndExercise,
    FreeInject,
    GiveFreeOrder,
    GiveOrder,
    Holder,
    HoldInject,
    Jump,
    LetObserve,
    MapFreeOrder,
    OpenMove,
    Pause,
    ProposeResult,
    ReadLetter,
    RealWorldStop,
    ReleaseInject,
    Restore,
    Resume,
    RetimeInject,
    ReturnFreeOrder,
    Rule,
    RuleFreeOrder,
    SendMessage,
    SetRate,
    ShareInject,
    Start,
    TakeSeat,
    Tick,
    WithdrawFreeOrder,
    WithdrawOrder,
    skipped,
)
from whitecell.game import Choice
from whitecell.scenario import Scenario, build

HOUSE, STATE, DEFENCE, SPIES = "us/white-house", "us/state", "us/defense-policy", "us/intelligence"
BLUE, FOREIGN, MND, NIS = "rok/presidential-office", "rok/foreign-ministry", "rok/defense-ministry", "rok/intelligence"
JCS = "rok/joint-chiefs"
PYONGYANG = "dprk/leadership"


def text(words: str) -> dict[str, str]:
    """What somebody wrote, the same in both languages: the tests know it by its X."""
    return {"en": f"X{words}", "ko": f"X{words}"}


def sit(room: Room) -> None:
    """People on both allies' seats, an automated player elsewhere, a person with one that drafts."""
    for path in room.scenario.seats:
        cell = path.partition("/")[0]
        room.must(TakeSeat(path, Holder("person", f"X{path}") if cell in ("us", "rok") else Holder("bot", "uniform")))
    room.must(TakeSeat(PYONGYANG, Holder("bot", next(iter(room.scenario.bots)))))
    room.must(TakeSeat(STATE, Holder("person", "Xdesk", next(iter(room.scenario.bots)))))


def papers(room: Room) -> None:
    """Control's hand in the MSEL, letters opened, passed on and asked for."""
    room.must(
        HoldInject("i102"), AddInject("spare", text("spare"), text("body"), text("sender"), ("rok",)),
        AddInject("extra", text("extra"), text("body"), text("sender"), ("us",), "note", "m1", 6.0),
        AddInject("late", text("late"), text("body"), text("sender"), ("us",), "note", "m1", 33.0),
        DropInject("i106", "Xovertaken"), EditInject("i103", text("edited"), text("body"), ("us/state", "rok")),
        RetimeInject("i104", "m1", 4.0), EditInject("c02", body=text("body")), RetimeInject("c03", None),
        DropInject("c04"),
    )  # fmt: skip
    room.wait(3.0)
    room.must(FreeInject("i102"), HoldInject("i501"), ReadLetter(HOUSE, 1), ReadLetter(BLUE, 1))
    room.wait(2.5)  # i104 reaches the US services
    mine = room.exercise.mail[SPIES].index("i104") + 1
    room.must(AskShare(NIS, "see", "us", "Xwhat do you see"), ReadLetter(SPIES, mine))
    room.wait(2.0)
    room.must(
        ShareInject(SPIES, mine, ("rok",), "rok.see", "Xfor you alone"),
        AskShare(STATE, "polls", "rok", "Xpolls"), AskShare(STATE, "never", "rok", "Xnever"),
    )  # fmt: skip
    room.wait(1.0)
    room.must(ReadLetter(NIS, len(room.exercise.mail[NIS])), DeclineShare(BLUE, "us.polls", "Xnot ours"))
    room.must(ShareInject(BLUE, 1, ("dprk",)), ReleaseInject("c01"))


def asking(room: Room) -> None:
    """Requests for information and orders in words, each with every fate."""
    room.must(
        AskRFI(STATE, "talks", "control", "Xtalks"), AskRFI(FOREIGN, "press", "response", "Xpress"),
        AskRFI(BLUE, "open", "control", "Xopen"), AskRFI(BLUE, "work", "control", "Xwork"),
    )  # fmt: skip
    room.wait(3.5)
    room.must(
        AssignRFI("us.talks", "Xofficer"), AssignRFI("rok.work", "Xofficer"),
        AnswerRFI("us.talks", text("answer"), text("body"), text("sender")), DeclineRFI("rok.press", "Xnobody knows"),
        GiveFreeOrder(STATE, "a", "Xcall them", "Xurgent"), GiveFreeOrder(STATE, "b", "Xsend a letter"),
        GiveFreeOrder(BLUE, "c", "Xopen the line"), GiveFreeOrder(BLUE, "d", "Xcalm the public"),
        GiveFreeOrder(BLUE, "e", "Xlater"),
    )  # fmt: skip
    room.wait(2.0)
    room.must(
        WithdrawFreeOrder(STATE, "us.a"), ReturnFreeOrder("us.b", "Xto whom"),
        MapFreeOrder("rok.c", JCS, Choice("hotline")), RuleFreeOrder("rok.d", {"assurance": 0.7}, "Xit helped"),
    )  # fmt: skip
    room.must(SendMessage(STATE, ("control",), "Xhelp"), SendMessage("control", (), "Xlunch is at one"),
              SendMessage("control", ("us", BLUE), "Xcome"), LetObserve(("us", "rok")), LetObserve(()))  # fmt: skip
    room.must(CheckLine(0), AnswerCheck(STATE, 1))


def clockwork(room: Room) -> None:
    """Pauses, rates, stops, a restart and a jump that releases, carries and drops."""
    room.must(SetRate(2.0), Pause("Xcoffee"))
    room.now += 120.0
    room.must(Resume(1.0), RealWorldStop(BLUE, "Xan alarm"), RealWorldStop("observer"))
    room.now += 300.0
    room.must(Resume(1.0))
    room.wait(1.0)
    room.must(Restore())
    room.now += 60.0
    room.must(Resume(1.0))
    minutes = 3600.0
    fates = ("release", "carry", "drop")
    lying = skipped(room.exercise, room.now, minutes)
    assert isinstance(lying, tuple)
    room.must(Jump(minutes, {each.id: fates[place % 3] for place, each in enumerate(lying)}))  # type: ignore[misc]
    room.now -= 3600.0
    room.must(Tick())
    room.now += 1.0


def ordering(room: Room) -> None:
    """Orders with answers in time and late, at once, taken back, and two that contradict each other."""
    drill = [("level", "field_training"), ("scale", "standard")]
    less = [("level", "command_post"), ("scale", "reduced")]
    room.must(
        GiveOrder(HOUSE, Choice("combined_exercise", tuple(drill)), "Xto show", 80.0),
        GiveOrder(BLUE, Choice("combined_exercise", tuple(less)), "", 35.5),
        GiveOrder(STATE, Choice("joint_statement", (("tone", "firm"),))),
        GiveOrder(DEFENCE, Choice("deploy_carrier", (("where", "busan"), ("publicity", "announced")))),
    )  # fmt: skip
    room.must(WithdrawOrder(DEFENCE, "us.deploy_carrier.1"))
    room.wait(2.0)
    for need in list(room.exercise.needs.values()):
        if need.kind != "inform" and need.answer is None and room.exercise.orders[need.order].status == "given":
            answer = "conditions" if need.of == MND else "agree"
            room.must(AnswerNeed(need.of, need.id, answer, "Xif quiet" if answer == "conditions" else ""))  # type: ignore[arg-type]


def answering(room: Room) -> None:
    """Sealed answers, then the cells'."""
    for seat, percent in ((HOUSE, 20.0), (STATE, 35.0), (SPIES, 70.0), (BLUE, 55.0), (NIS, 60.0)):
        room.must(AnswerQuestion(seat, "q11", percent, True))
    room.wait(1.5)
    room.must(AnswerQuestion(HOUSE, "q11", 40.0), AnswerQuestion(HOUSE, "q11", 45.0))
    room.must(AnswerQuestion(BLUE, "q12", "smaller", True), AnswerQuestion(BLUE, "q12", "same"))
    room.must(AnswerQuestion(BLUE, "q13", "Xeverything"))


@cache
def flagship() -> Room:
    """A live play of the flagship with people, whose first move has everything, to its end."""
    room = Room(library("extended-deterrence"), opened=False, now=1_800_000_000.0)
    sit(room)
    room.must(Start(), OpenMove())
    answering(room)
    papers(room)
    asking(room)
    ordering(room)
    clockwork(room)
    room.must(ProposeResult(), Rule("exercise_load", 1.25, "Xthe umpire"))
    for tie in room.exercise.proposal.ties if room.exercise.proposal else ():
        room.must(Rule(tie.var, tie.candidates[0][0], "Xthe first"))
    room.must(AcceptResult(), OpenMove())
    room.must(AnswerQuestion(HOUSE, "q21", ["words", "show", "meet", "council", "quiet"], True))
    room.must(AnswerQuestion(HOUSE, "q21", ["quiet", "show", "meet", "council", "words"]))
    room.must(TakeSeat(NIS, Holder("bot", "uniform")))
    carrier = Choice("deploy_carrier", (("where", "east_sea"), ("publicity", "announced")))
    room.must(GiveOrder(DEFENCE, carrier))
    room.wait(31.0)
    room.must(AnswerNeed(MND, "us.deploy_carrier.2/1", "object", "Xtoo early"))
    while room.exercise.phase != "ended":
        room.must(ProposeResult(), AcceptResult())
        if room.exercise.phase != "ended":
            room.must(OpenMove())
            room.wait(10.0)
    return room


def keys() -> Scenario:
    """Two keys with a patrol that sails at once, a move that may not be passed, and one in which the clock stands."""
    data = data_of(library("two-keys"))
    patrol = dict(data["actions"])["patrol"]
    patrol["applies"] = "at_once"
    first, second = data["moves"][:2]
    first["may_pass"] = False
    second["clock"] = "stopped"
    return build(data)


@cache
def two_keys() -> Room:
    """A short live play, ended by Control in its last move."""
    room = Room(keys(), opened=False, now=1_800_000_000.0)
    north, south = "north/minister", "south/minister"
    room.must(TakeSeat(north, Holder("person", "Xnorth")), TakeSeat(south, Holder("person", "Xsouth")))
    room.must(Start(), OpenMove())
    room.must(GiveOrder(north, Choice("patrol"), "Xnow"))
    room.wait(16.0)
    room.must(ProposeResult("Xthe rest are asleep"), AcceptResult(), OpenMove())
    room.must(GiveOrder(north, Choice("patrol")), AnswerNeed(south, "north.patrol.2/1", "object", "Xno"))
    room.must(ProposeResult(), AcceptResult())
    room.must(OpenMove())
    room.must(GiveOrder(south, Choice("warn")))
    room.wait(2.0)
    room.must(EndExercise("Xthe building closes"))
    return room
