"""Machine code is exact, self-contained, and kept on disk without ever being in the way."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel.scenes import scene
from whitecell.kernel import machine
from whitecell.kernel.layout import Layout
from whitecell.kernel.play import write
from whitecell.players import setup

TWICE = "define double @twice(double %x) {\n  %y = fadd double %x, %x\n  ret double %y\n}\n"
FUSED = (
    "declare double @llvm.fma.f64(double, double, double)\ndefine double @f(double %x) {\n"
    "  %y = call double @llvm.fma.f64(double %x, double %x, double %x)\n  ret double %y\n}\n"
)
COSINE = FUSED.replace("fma", "cos").replace(", double, double", "").replace(", double %x, double %x", "")
FUSING = re.compile(r"\bv?fn?m(?:add|sub)\w*|\bfmla\b|\bfmls\b|\bfma\w*")
KNOWN = {"memset", "memcpy", "memmove"}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WHITECELL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def twice(x: float) -> float:
    code = machine.load(TWICE)
    return float(ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(code.address("twice"))(x))


def forbid_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> None:
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(machine, "optimised", refuse)


def called_outside(text: str) -> set[str]:
    """The functions of other libraries that machine code calls, directly or by their address."""
    optimised = machine.optimised(text)
    declared = {f.name for f in optimised.functions if f.is_declaration and not f.name.startswith("llvm.")}
    operand = re.compile(r"^\s+(?:callq?|jmpq?|bl?|movabsq)[ \t]+[$]?\"?([A-Za-z][\w.]+)", re.MULTILINE)
    own = {known.name for known in (*optimised.functions, *optimised.global_variables)}
    return declared | (set(operand.findall(machine.assembly(text))) - own)


def test_a_fused_operation_would_be_seen() -> None:
    assert FUSING.search(machine.assembly(FUSED))


def test_no_multiplication_is_fused_with_an_addition() -> None:
    assert not FUSING.search(machine.assembly(write(Layout(scene()))))


def test_no_function_has_a_name_that_llvm_knows() -> None:
    """It would compute a constant call of one named exp by the machine's library."""
    defined = re.findall(r"^define internal \w+ @([\w.]+)", write(Layout(scene())), re.MULTILINE)
    assert "own.exp" in defined
    assert all(name.startswith("own.") for name in defined)


def test_no_operation_may_be_changed_for_speed() -> None:
    assert not re.search(r"\b(fast|contract|reassoc|nnan|ninf|nsz|arcp|afn)\b", write(Layout(scene())))


def test_nothing_is_called_of_the_library_of_mathematics() -> None:
    assert called_outside(write(Layout(scene()))) <= KNOWN
    assert called_outside(COSINE) == {"cos"}


def test_compiled_code_is_taken_from_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    assert twice(2.5) == 5.0
    forbid_compiling(monkeypatch)
    assert twice(2.5) == 5.0


def test_the_cache_serves_another_process(cache: Path) -> None:
    assert twice(1.0) == 2.0
    again = (
        "from whitecell.kernel import machine\n"
        f"assert machine.cache_path({TWICE!r}).is_file()\n"
        "machine.optimised = None\n"
        f"machine.load({TWICE!r})\n"
    )
    subprocess.run([sys.executable, "-c", again], check=True)


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 4096])
def test_a_damaged_file_is_built_again(damage: bytes) -> None:
    assert twice(1.0) == 2.0
    path = machine.cache_path(TWICE)
    whole = path.read_bytes()
    path.write_bytes(damage)
    assert twice(4.0) == 8.0
    assert path.read_bytes()[:32] == whole[:32]


def test_a_cut_file_is_built_again() -> None:
    assert twice(1.0) == 2.0
    path = machine.cache_path(TWICE)
    path.write_bytes(path.read_bytes()[:-1])
    assert twice(4.0) == 8.0


def test_a_folder_that_cannot_be_written_means_no_cache(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert twice(1.0) == 2.0


def test_nothing_but_whole_files_is_left(cache: Path) -> None:
    twice(1.0)
    assert [path.suffix for path in (cache / "kernel").iterdir()] == [".o"]


def test_what_is_longest_unused_makes_room(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "KEPT", 3)
    texts = [TWICE + f"; {n}\n" for n in range(5)]
    for text in texts:
        machine.load(text)
    assert len(list((cache / "kernel").iterdir())) == 3
    assert machine.cache_path(texts[-1]).is_file()


def test_another_processor_has_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = machine.cache_path(TWICE)
    monkeypatch.setattr(machine, "processor", lambda: ("x86_64-unknown-linux-gnu", "i586", ""))
    assert machine.cache_path(TWICE) != mine


@pytest.mark.parametrize(("platform", "environment", "folder"), [
    ("linux", {}, "home/.cache/whitecell"),
    ("linux", {"XDG_CACHE_HOME": "xdg"}, "xdg/whitecell"),
    ("darwin", {}, "home/Library/Caches/whitecell"),
    ("win32", {"LOCALAPPDATA": "local"}, "local/whitecell/Cache"),
    ("linux", {"WHITECELL_CACHE": "mine"}, "mine"),
])  # fmt: skip
def test_the_cache_lies_where_the_platform_has_it(
    platform: str, environment: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WHITECELL_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "home", **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert machine.cache_folder() == Path(folder)


def test_nothing_is_compiled_anew_for_a_course(monkeypatch: pytest.MonkeyPatch) -> None:
    from whitecell.kernel import compiled

    kernel = compiled(scene())
    forbid_compiling(monkeypatch)
    plain, brisk = (kernel.run(setup(scene(), course), 1, 0, 50).measures.mean() for course in (None, "brisk"))
    assert plain != brisk
