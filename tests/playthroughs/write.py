"""Write the playthroughs anew: `python -m tests.playthroughs.write`. Read the difference before you commit it."""

from pathlib import Path

from whitecell.game import Dice
from whitecell.players import setup
from whitecell.players.playthrough import playthrough
from whitecell.scenario import Scenario, load, packs

FOLDER = Path(__file__).parent
SEEDS = {"matching-pennies": 3, "two-keys": 33}
"""A seed for each pack whose play shows what the pack is for; 7 where nothing is said."""


def text_of(path: Path, name: str) -> str:
    """The playthrough of a library pack."""
    scenario = load(path)
    assert isinstance(scenario, Scenario)
    return playthrough(scenario, setup(scenario), Dice(SEEDS.get(name, 7)))


if __name__ == "__main__":
    for pack in packs():
        (FOLDER / f"{pack.name}.txt").write_text(text_of(pack.path, pack.name), encoding="utf-8")
