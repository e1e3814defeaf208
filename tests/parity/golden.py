"""The golden digests of the frozen packs: `python -m tests.parity.golden` writes them anew.

They change only with the format's meaning, never with the machine: a changed line wants a record in docs/decisions/.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from whitecell.kernel import Kernel, Results, compiled
from whitecell.players import setup
from whitecell.scenario import Scenario, load

FOLDER = Path(__file__).parent
PACKS = sorted((FOLDER / "packs").glob("*.yaml"))
GOLDEN = FOLDER / "golden.json"
SEED, PLAYS = 20270308, 2000


def scenario_of(path: Path) -> Scenario:
    scenario = load(path)
    assert isinstance(scenario, Scenario), "\n".join(map(str, scenario))
    return scenario


def settings_of(scenario: Scenario) -> list[str | None]:
    """The scenario as written, and each of its courses."""
    return [None, *scenario.courses]


def fingerprint(results: Results) -> str:
    """A digest of every bit of what plays came to."""
    found = hashlib.sha256()
    for rows in (results.outcomes, results.moves, results.measures, results.values, results.digests):
        found.update(rows.astype(rows.dtype.newbyteorder("<")).tobytes())
    return found.hexdigest()


def digests(scenario: Scenario, kernel: Kernel) -> dict[str, str]:
    return {
        course or "as written": fingerprint(kernel.run(setup(scenario, course), SEED, 0, PLAYS))
        for course in settings_of(scenario)
    }


def golden() -> dict[str, dict[str, str]]:
    scenarios = {path.stem: scenario_of(path) for path in PACKS}
    return {name: digests(scenario, compiled(scenario)) for name, scenario in scenarios.items()}


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(golden(), indent=2) + "\n", encoding="utf-8")
