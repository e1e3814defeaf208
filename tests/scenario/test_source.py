"""Reading YAML: what plain words stand for, what is refused, and where things are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.packs import SMALL, bad, good
from whitecell.scenario import check
from whitecell.scenario.node import Mapping, Node, Scalar, Sequence
from whitecell.scenario.register import locate
from whitecell.scenario.source import parse, read


def value(text: str) -> object:
    node = parse(text.encode(), "x.yaml").root
    assert isinstance(node, Scalar)
    return node.value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("y", "y"), ("true", True), ("False", False), ("12", 12),
        ("-3", -3), ("+4", 4), ("0o17", 15), ("017", 17), ("0x1F", 31), ("1_000", "1_000"), ("1:30", "1:30"),
        ("0.5", 0.5), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("2027-03-08", "2027-03-08"), ("'12'", "12"),
        ('"true"', "true"), (".inf", float("inf")), ("9" * 500, "9" * 500), ("=", "="), ("0b11", "0b11"),
        ("١٢", "١٢"),
    ],
)  # fmt: skip
def test_plain_words_stand_for_what_yaml_1_2_says(text: str, meant: object) -> None:
    found = value(text)
    assert found == meant and type(found) is type(meant)


@pytest.mark.parametrize("text", ["null", "~", "Null", "a:", "a: ~"])
def test_nothing_is_null(text: str) -> None:
    node = parse(text.encode(), "x.yaml").root
    if isinstance(node, Mapping):
        node = node.entries["a"][1]
    assert node is None or (isinstance(node, Scalar) and node.null and node.value is None)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert check(tmp_path).faults == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_end_of_line_will_do(tmp_path: Path, end: str) -> None:
    (tmp_path / "scenario.yaml").write_bytes((SMALL + "utility: {uk: 1}\n").replace("\n", end).encode())
    assert [(fault.code, fault.line) for fault in check(tmp_path).faults] == [("N010", 9)]


def test_a_file_over_ten_megabytes_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_bytes(b"#" * 10_000_001)
    (fault,) = check(tmp_path).faults
    assert fault.code == "S004" and "10.0 MB" in fault.message


def test_a_file_of_too_many_values_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whitecell.scenario.source.MAX_VALUES", 100)
    (fault,) = bad(tmp_path, "[" + "a," * 101 + "]")
    assert fault.code == "S016"


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 100_000, "? " * 100_000, "[{" * 100_000])
def test_no_depth_of_nesting_is_too_deep_to_refuse(tmp_path: Path, text: str) -> None:
    assert {fault.code for fault in bad(tmp_path, text)} <= {"S015", "S008", "S017"}


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    source = read(tmp_path, "folder")
    assert [fault.code for fault in source.faults] == ["S003"]
    assert source.root is None
    assert [fault.code for fault in read(tmp_path / "none", "none").faults] == ["S003"]


def test_all_refused_yaml_is_reported_at_once(tmp_path: Path) -> None:
    text = "whitecell: 1\ntitle: &t !!str Small\ntitle: Twice\ncells: *t\n<<: {a: 1}\n"
    assert [fault.code for fault in bad(tmp_path, text)] == ["S011", "S012", "S014", "S010", "S013"]


def test_refused_yaml_does_not_hide_other_faults(tmp_path: Path) -> None:
    text = SMALL + "utility: {uk: &a 1}\n"
    assert sorted(fault.code for fault in bad(tmp_path, text)) == ["N010", "S011"]


def test_parts_know_their_places() -> None:
    node: Node | None = parse(b"a:\n  - b: one\n    c: [two, 'three']\n", "x.yaml").root
    assert isinstance(node, Mapping)
    key, items = node.entries["a"]
    assert (key.line, key.column) == (1, 1)
    assert isinstance(items, Sequence) and isinstance(items.items[0], Mapping)
    inner = items.items[0].entries["c"][1]
    assert isinstance(inner, Sequence) and inner.flow
    assert [(item.line, item.column) for item in inner.items] == [(3, 9), (3, 14)]


@pytest.mark.parametrize(
    "source",
    [
        "a + b + here",
        "'a + b + here'",
        '"a + b + here"',
        '"\\u0061 + b + here"',
        "'it''s + here'",
        "a\n  + b +\n  here + c",
        "|\n  a +\n  b + here",
        ">-\n\n  a\n\n  + here",
        '"a +\n  b + here"',
        '"a + \\\n  b + here"',
        "가 + 나 + here",
    ],
)
def test_a_character_of_a_text_is_found_in_its_source(source: str) -> None:
    text = f"rule: {source}\n"
    node = parse(text.encode(), "x.yaml").root
    assert isinstance(node, Mapping)
    rule = node.entries["rule"][1]
    assert isinstance(rule, Scalar)
    line, column = locate(rule, rule.text.index("here"), text)
    assert text.splitlines()[line - 1][column - 1 :].startswith("here")


@pytest.mark.parametrize("word", ["yes", "no", "true", "false", "True"])
def test_yes_and_no_in_all_their_words(tmp_path: Path, word: str) -> None:
    scenario = good(tmp_path, SMALL.replace("{id: m1}", f"{{id: m1, may_pass: {word}}}"))
    assert scenario.moves[0].may_pass is (word in ("yes", "true", "True"))


def test_text_is_what_was_typed(tmp_path: Path) -> None:
    scenario = good(tmp_path, SMALL.replace("title: Small", "title: 2027-03-08") + "version: 1.10\nsummary: true\n")
    assert (str(scenario.title), scenario.version, str(scenario.summary)) == ("2027-03-08", "1.10", "true")


def test_a_key_with_nothing_after_it_is_not_written(tmp_path: Path) -> None:
    assert good(tmp_path, SMALL + "injects:\nsummary:\nactions:\n").injects == ()
