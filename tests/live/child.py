"""A server that is killed: `python -m tests.live.child FILE SEED` gives commands and prints each that was accepted.

A line is printed after the answer came, so whoever reads it knows that it must outlive the process.
"""

import random
import sys
from threading import Lock, Thread

from tests.live.scene import PLANNER, Desk, made, random_commands, scene
from whitecell.exercise import GiveOrder
from whitecell.live import Accepted, Draft, House


def main() -> None:
    """Run until somebody ends it."""
    file, seed = sys.argv[1], int(sys.argv[2])
    house = House(file, pace=0.0)
    known = house.exercises()
    moves = [{"id": f"m{n}", "title": "On", "orders": {"a": 3, "b": 3}, "plays": "60 min"} for n in range(1, 40)]
    desk = Desk(house, known[0].id) if known else made(house, scene(moves=moves), bots=True)
    printing = Lock()

    def say(*words: object) -> None:
        with printing:
            print(*words, sep="\t", flush=True)

    def client(number: int) -> None:
        luck = random.Random(f"{seed}/{number}")
        seat = sorted(desk.tip.scenario.seats)[number]
        for place in range(100_000):
            command, who = random_commands(luck.choice, desk.tip, seat)
            id_ = f"{seed}.{number}.{place}"
            outcome = desk.do(command, PLANNER if who == "control" else desk.seat(seat), id_)
            if isinstance(outcome, Accepted) and outcome.events:
                say("done", who, id_, type(command).__name__, outcome.events[0].kind, len(outcome.events))
            if place % 5 == 0 and isinstance(command, GiveOrder):
                draft = house.drafts.put(desk.seat(seat), seat, "order", f"{seed} {place}", house.now())
                assert isinstance(draft, Draft)
                say("draft", seat, draft.version, draft.text)

    say("exercise", desk.exercise)
    for number in range(4):
        Thread(target=client, args=(number,), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
