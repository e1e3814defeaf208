"""Packs on disk, and stored data, to checked scenarios."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from whitecell.rules import did_you_mean
from whitecell.scenario import commas
from whitecell.scenario import node as parts
from whitecell.scenario.fault import MAX_FAULTS, Fault, error
from whitecell.scenario.model import Scenario
from whitecell.scenario.msel import is_plain
from whitecell.scenario.names import LONGEST
from whitecell.scenario.register import Register, listed
from whitecell.scenario.resolve import resolve
from whitecell.scenario.schema import Msel, Pack
from whitecell.scenario.shape import shape, version
from whitecell.scenario.source import read

SCENARIO, MSEL = "scenario.yaml", "msel.yaml"
Places = Mapping[tuple[str | int, ...], tuple[str, int, int]]


@dataclass(frozen=True)
class Checked:
    """A pack that was checked: the scenario, None where there is an error; every fault, warnings too, in the order of
    the file; and the place (file, line, column) of each part by its path, such as ("actions", "deploy_carrier", "when")
    or ("injects", "i07").
    """

    scenario: Scenario | None
    faults: tuple[Fault, ...]
    places: Places = field(default_factory=dict, repr=False)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the pack from loading."""
        return tuple(fault for fault in self.faults if fault.severity == "error")


def load(path: Path) -> Scenario | list[Fault]:
    """The scenario of a pack (a folder or a file), or every error in it."""
    checked = check(path)
    return checked.scenario if checked.scenario is not None else list(checked.errors)


def check(path: Path) -> Checked:
    """Check a pack (a folder or a file): every fault at once."""
    files = pack_files(path)
    if isinstance(files, Fault):
        return Checked(None, (files,))
    main, msel, folder = files
    source = read(main, str(main))
    second = read(msel, str(msel)) if msel is not None else None
    faults = source.faults + (second.faults if second else [])
    order = [source.file, *([second.file] if second else [])]
    if source.root is None or (wrong := version(source.root)) is not None:
        return finished(None, faults + ([wrong] if source.root is not None and wrong else []), order)
    assert isinstance(source.root, parts.Mapping)
    if second is not None and second.root is not None:
        faults += merge(source.root, second.root)
    faults += commas.mend(source.root)
    pack, found, known = shape(source.root, Pack)
    faults += found
    if pack is None:
        return finished(None, faults, order)
    register = Register(pack, source.root, known=known)
    id_ = pack.id or slug(folder.resolve().name if main.name == SCENARIO else main.stem)
    register.sources = {each.file: each.text for each in (source, second) if each is not None}
    scenario = resolve(register, id_)
    attachments(register, folder if main.name == SCENARIO else None)
    return finished(scenario, faults + register.faults, order, source.root)


def finished(
    scenario: Scenario | None, faults: list[Fault], order: list[str], root: parts.Node | None = None
) -> Checked:
    """What was found, in the order of the files."""
    placed = sorted(set(faults), key=lambda fault: (order.index(fault.file), fault.line, fault.column, fault))
    if len(placed) > MAX_FAULTS:
        more = error(order[0], 0, 0, "S019", f"there are more than {MAX_FAULTS} faults", "Mend these first.")
        placed = [*placed[:MAX_FAULTS], more]
    failed = any(fault.severity == "error" for fault in placed)
    return Checked(None if failed else scenario, tuple(placed), dict(places(root)) if root is not None else {})


def pack_files(path: Path) -> tuple[Path, Path | None, Path] | Fault:
    """The scenario file, the MSEL file if there is one, and the folder of a pack."""
    try:
        if path.is_dir():
            main, folder = path / SCENARIO, path
            if not main.is_file():
                return error(str(path), 0, 0, "S002", f"the folder has no {SCENARIO}",
                             "Name the folder of a pack, or a scenario file.")  # fmt: skip
        elif path.is_file():
            folder = path.parent
            main = folder / SCENARIO if path.name == MSEL and (folder / SCENARIO).is_file() else path
        else:
            return error(str(path), 0, 0, "S001", "there is no such file or folder", "Check the name.")
        msel = folder / MSEL
        return main, msel if main.name == SCENARIO and msel.is_file() else None, folder
    except (OSError, ValueError):
        return error(str(path), 0, 0, "S001", "there is no such file or folder", "Check the name.")


def slug(name: str) -> str:
    """The id of a pack that gives none, of its folder's name, or of the file's where that is all."""
    return re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-_")[:LONGEST] or "scenario"


def merge(root: parts.Mapping, second: parts.Node) -> list[Fault]:
    """Put the injects of msel.yaml after those of scenario.yaml."""
    wrong = version(second)
    if wrong is not None:
        return [wrong]
    assert isinstance(second, parts.Mapping)
    more = second.entries.get("injects")
    here = root.entries.get("injects")
    given = None
    if here is not None and isinstance(here[1], parts.Sequence):
        given = here[1]
    if more is not None and isinstance(more[1], parts.Sequence):
        if given is not None:
            given.items += more[1].items
        elif here is None or (isinstance(here[1], parts.Scalar) and here[1].null):
            root.entries["injects"] = more
        more[1].items = list(more[1].items)
    rest = parts.Mapping(second.file, second.line, second.column, entries=dict(second.entries))
    if more is not None and isinstance(more[1], parts.Sequence):
        del rest.entries["injects"]
    _, faults, _ = shape(rest, Msel)
    return faults


def attachments(register: Register, folder: Path | None) -> None:
    """Note attachments that are not in the pack's folder."""
    for place, inject in enumerate(register.pack.injects):
        for i, name in enumerate(inject.attachments):
            try:
                there = not is_plain(name) or (folder is not None and (folder / name).is_file())
            except (OSError, ValueError):
                there = False
            if not there:
                register.fault(("injects", place, "attachments", i), "W005", f"the pack has no file '{name}'",
                               "Put it into the pack's folder, or correct the name.", severity="warning")  # fmt: skip


def places(root: parts.Node) -> Iterator[tuple[tuple[str | int, ...], tuple[str, int, int]]]:
    """The place of every part down to the keys of seats and questions; things with an id stand under it."""

    def walk(node: parts.Node, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], parts.Node]]:
        if isinstance(node, parts.Mapping):
            for key, (name, value) in node.entries.items():
                yield (*path, key), name
                if len(path) < 5:
                    yield from walk(value, (*path, key))
        elif isinstance(node, parts.Sequence):
            for place, item in enumerate(node.items):
                id_ = parts.child(item, "id")
                step = id_.text if isinstance(id_, parts.Scalar) else place
                yield (*path, step), item
                if len(path) < 5:
                    yield from walk(item, (*path, step))

    yield (), (root.file, root.line, root.column)
    for path, node in walk(root, ()):
        yield path, (node.file, node.line, node.column)


def build(data: Mapping[str, Any]) -> Scenario:
    """The scenario of stored data (`Scenario.data`, as a journal embeds it). Raises ValueError on anything else."""
    try:
        pack = Pack.model_validate(data, context={"stored": True})
    except (ValidationError, ValueError, TypeError, RecursionError) as problem:
        raise ValueError(f"this is not a stored scenario: {first_line(problem)}") from None
    register = Register(pack, None, known=listed(pack))
    scenario = resolve(register, pack.id or "scenario")
    for fault in register.faults:
        if fault.severity == "error":
            raise ValueError(str(fault))
    return scenario


def first_line(problem: Exception) -> str:
    """The first thing that is wrong."""
    if isinstance(problem, ValidationError):
        detail = problem.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(str(step) for step in detail['loc'])}: {detail['msg']}"
    return str(problem)


@dataclass(frozen=True)
class LibraryPack:
    """A pack that comes with Whitecell."""

    name: str
    path: Path


def packs() -> list[LibraryPack]:
    """Every pack of the library, by name."""
    library = Path(str(resources.files("whitecell.packs")))
    return [LibraryPack(file.parent.name, file.parent) for file in sorted(library.glob(f"*/{SCENARIO}"))]


def find(pack: str) -> Path | Fault:
    """The path of a pack that is named by a folder, a file, or its name in the library."""
    path = Path(pack)
    try:
        if path.exists():
            return path
    except (OSError, ValueError):
        pass
    library = {found.name: found.path for found in packs()}
    if pack in library:
        return library[pack]
    cure = did_you_mean(pack, list(library), f"The library has {', '.join(library) or 'no packs'}.")
    return error(pack, 0, 0, "N025", "there is no such folder, file or library pack", cure)
