"""kill -9 at any moment: every acknowledged command is there, nothing twice, and the clock stands at its last tick."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.scene import PLANNER, as_written, replayed
from whitecell.exercise import SendMessage
from whitecell.journal import verify_store
from whitecell.live import Accepted, Grant, House

ROOT = Path(__file__).parents[2]
ROUNDS = 4


def killed(file: Path, seed: int, after: int) -> list[list[str]]:
    """Run a server, kill it as it acknowledges its command of this number, and tell what it had acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.live.child", str(file), str(seed)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    said = []
    for line in child.stdout:
        said.append(line.rstrip("\n").split("\t"))
        if len(said) > after:
            child.kill()
            break
    # What was in the pipe when it died was acknowledged too; the last line may be cut short.
    rest = child.stdout.read()
    said += [line.split("\t") for line in rest.split("\n")[:-1]]
    child.wait()
    child.communicate()
    return said


@pytest.mark.parametrize("seed", range(2))
def test_every_acknowledged_command_outlives_a_kill(tmp_path: Path, seed: int) -> None:
    luck = random.Random(seed)
    file = tmp_path / "x.db"
    done: list[list[str]] = []
    drafts: dict[str, tuple[int, str]] = {}
    for round_ in range(ROUNDS):
        said = killed(file, 10 * seed + round_, luck.randrange(3, 60))
        (exercise,) = {line[1] for line in said if line[0] == "exercise"}
        done += [line[1:] for line in said if line[0] == "done"]
        for _, seat, version, text in (line for line in said if line[0] == "draft"):
            drafts[seat] = max(drafts.get(seat, (0, "")), (int(version), text))
        with House(file, threads=False) as house:
            tip = house.tip(exercise)
            assert tip.phase != "running" and not tip.clock.running
            assert as_written(replayed(house.store, exercise)) == as_written(tip)
            assert verify_store(house.store, exercise) == []
            count = house.count(exercise)
            for who, id_, _, kind, events in done:
                actor = PLANNER if who == "control" else Grant(exercise, "seat", who)
                # Another command under the same id: if the id were not known, it would be carried out and show.
                other = SendMessage("control" if who == "control" else who, ("control",)[who == "control" :], "Again")
                again = house.do(exercise, other, id=id_, actor=actor)
                assert isinstance(again, Accepted), (id_, kind)
                assert (again.events[0].kind, len(again.events)) == (kind, int(events))
            assert house.count(exercise) == count
            for seat, (version, text) in drafts.items():
                draft = house.drafts.get(Grant(exercise, "seat", seat), seat, "order")
                assert draft is not None and draft.version >= version
                assert draft.version > version or draft.text == text
    assert len({id_ for _, id_, *_ in done}) == len(done)
