"""Packs on disk: which files are read, what they are called, and what a check gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.packs import FULL, SMALL, good, write
from whitecell.scenario import Checked, Fault, Scenario, build, check, find, load, packs

INJECT = "injects: [{id: %s, at: m1, to: [us]}]\n"


def test_a_folder_and_its_scenario_file_are_the_same_pack(tmp_path: Path) -> None:
    folder = tmp_path / "My Pack"
    folder.mkdir()
    write(folder, SMALL)
    write(folder, "whitecell: 1\n" + INJECT % "i1", "msel.yaml")
    whole = load(folder)
    assert isinstance(whole, Scenario)
    assert whole.id == "my-pack"
    assert [inject.id for inject in whole.injects] == ["i1"]
    assert load(folder / "scenario.yaml") == whole
    assert load(folder / "msel.yaml") == whole


def test_another_file_stands_alone_and_gives_its_name(tmp_path: Path) -> None:
    write(tmp_path, SMALL, "Bare Game.yaml")
    write(tmp_path, "whitecell: 1\n" + INJECT % "i1", "msel.yaml")
    scenario = load(tmp_path / "Bare Game.yaml")
    assert isinstance(scenario, Scenario)
    assert (scenario.id, scenario.injects) == ("bare-game", ())


def test_injects_of_both_files_are_one_list(tmp_path: Path) -> None:
    write(tmp_path, SMALL + INJECT % "i1")
    write(tmp_path, "whitecell: 1\n" + INJECT % "i2", "msel.yaml")
    checked = check(tmp_path)
    assert checked.scenario is not None
    assert [inject.id for inject in checked.scenario.injects] == ["i1", "i2"]
    assert checked.places["injects", "i2"][0].endswith("msel.yaml")
    assert build(checked.scenario.data) == checked.scenario


@pytest.mark.parametrize("empty", ["whitecell: 1\n", "whitecell: 1\ninjects:\n", "whitecell: 1\ninjects: []\n"])
def test_an_msel_may_be_empty(tmp_path: Path, empty: str) -> None:
    write(tmp_path, SMALL)
    write(tmp_path, empty, "msel.yaml")
    assert isinstance(load(tmp_path), Scenario)


def test_a_broken_msel_does_not_hide_the_faults_of_the_scenario(tmp_path: Path) -> None:
    write(tmp_path, SMALL.replace("title: Small", "titel: Small"))
    write(tmp_path, "[", "msel.yaml")
    assert [(Path(fault.file).name, fault.code) for fault in check(tmp_path).faults] == [
        ("scenario.yaml", "S030"),
        ("msel.yaml", "S008"),
    ]


def test_warnings_do_not_keep_a_pack_from_loading(tmp_path: Path) -> None:
    write(tmp_path, SMALL + "bots: {idle: {}}\n")
    checked = check(tmp_path)
    assert checked.scenario is not None and checked.errors == ()
    assert [(fault.code, fault.severity) for fault in checked.faults] == [("W006", "warning")]
    assert isinstance(load(tmp_path), Scenario)


def test_attachments_are_looked_for_in_the_pack(tmp_path: Path) -> None:
    inject = "injects: [{id: i1, at: m1, to: [us], attachments: [map.png, pictures/two.png]}]\n"
    write(tmp_path, SMALL + inject)
    write(tmp_path, "", "map.png")
    assert [fault.code for fault in check(tmp_path).faults] == ["W005"]
    (tmp_path / "pictures").mkdir()
    write(tmp_path / "pictures", "", "two.png")
    assert check(tmp_path).faults == ()


def test_places_give_each_part_by_its_path(tmp_path: Path) -> None:
    checked = check(write(tmp_path, FULL))
    lines = FULL.splitlines()

    def line(*path: str | int) -> str:
        _, number, column = checked.places[path]
        return lines[number - 1][column - 1 :]

    assert line().startswith("whitecell")
    assert line("actions", "deploy_carrier").startswith("deploy_carrier:")
    assert line("actions", "deploy_carrier", "when").startswith("when: carriers")
    assert line("state", "tension", "marking").startswith("marking: public")
    assert line("cells", "us", "seats", "watcher").startswith("{id: watcher")
    assert line("moves", "m1", "questions", "q2", "options", "go").startswith("go: Go")
    assert line("injects", "i07").startswith("id: i07")
    assert line("world", "decay", "do").startswith("do: [")


def test_a_fault_is_one_line() -> None:
    fault = Fault(
        "pack/scenario.yaml", 41, 19, "R104", "error", "no state variable 'alert_lvl'", "Did you mean 'alert'?"
    )
    assert str(fault) == "pack/scenario.yaml:41:19 R104 no state variable 'alert_lvl'. Did you mean 'alert'?"
    whole = Fault("scenario.yaml", 0, 0, "S007", "error", "the file is empty", "Begin it.")
    assert str(whole) == "scenario.yaml S007 the file is empty. Begin it."


def test_what_is_not_there() -> None:
    faults = load(Path("no/such/pack"))
    assert isinstance(faults, list)
    assert [fault.code for fault in faults] == ["S001"]
    assert [fault.code for fault in check(Path("nul\0byte")).faults] == ["S001"]


def test_packs_are_found_by_path_or_by_name(tmp_path: Path) -> None:
    assert find(str(tmp_path)) == tmp_path
    assert find(str(write(tmp_path, SMALL) / "scenario.yaml")) == tmp_path / "scenario.yaml"
    missing = find("no-such-pack-anywhere")
    assert isinstance(missing, Fault) and missing.code == "N025"
    assert isinstance(find("nul\0byte"), Fault)


def test_library_packs_are_found_and_near_names_suggested() -> None:
    library = packs()
    for pack in library:
        assert find(pack.name) == pack.path
        near = find(pack.name + "x")
        assert isinstance(near, Fault) and near.cure == f"Did you mean '{pack.name}'?"


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.name)
def test_library_packs_are_without_error(pack: object) -> None:
    checked: Checked = check(pack.path)  # type: ignore[attr-defined]
    assert checked.errors == ()


def test_faults_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SMALL + "world: [{id: r, when: tenson > 1, do: [tension = 1]}]\nutility: {uk: 1}\noutcomes: {war: {}}\n"
    faults = check(write(tmp_path, text)).faults
    assert [(fault.line, fault.column) for fault in faults] == sorted((fault.line, fault.column) for fault in faults)
    assert [fault.code for fault in faults] == ["R104", "N010", "G018"]


def test_after_a_thousand_faults_no_more_are_looked_for(tmp_path: Path) -> None:
    rules = "".join(f"  - {{id: r{i}, do: [nothing += 1]}}\n" for i in range(1500))
    faults = check(write(tmp_path, SMALL + "world:\n" + rules)).faults
    assert len(faults) == 1001
    assert faults[-1].code == "S019"


def test_a_small_pack_has_the_id_it_says(tmp_path: Path) -> None:
    assert good(tmp_path, SMALL + "id: 2027-uts\n").id == "2027-uts"
