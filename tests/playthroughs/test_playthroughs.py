"""Each pack's playthrough is kept as readable text and reviewed as the specification."""

import pytest

from tests.playthroughs.write import FOLDER, text_of
from whitecell.scenario import LibraryPack, packs


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.name)
def test_the_playthrough_is_what_was_reviewed(pack: LibraryPack) -> None:
    kept = FOLDER / f"{pack.name}.txt"
    assert kept.exists(), "python -m tests.playthroughs.write, then read what it wrote"
    assert text_of(pack.path, pack.name) == kept.read_text(encoding="utf-8")


def test_no_playthrough_is_left_of_a_pack_that_is_gone() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == {pack.name for pack in packs()}
