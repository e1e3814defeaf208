"""A large pack is checked while its author waits."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.big_pack import big_pack
from tests.scenario.packs import write
from whitecell.scenario import check


def test_ten_thousand_lines_are_checked_in_two_seconds(tmp_path: Path) -> None:
    text = big_pack(10_000)
    assert 9_900 < text.count("\n") < 10_200
    folder = write(tmp_path, text)
    began = time.process_time()
    checked = check(folder)
    assert time.process_time() - began < 2.0
    assert checked.faults == ()
    assert checked.scenario is not None and len(checked.scenario.injects) > 200
