"""IR to machine code, kept on disk between runs.

A file of the cache is named after the IR, the versions of llvmlite and LLVM and the processor, and begins with the
digest of its object code: a damaged one is built again. Where the folder cannot be written there is no cache.
"""

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import llvmlite
import llvmlite.binding as llvm

KEPT = 200
"""Files in the cache; beyond that those longest unused are deleted."""
SPEED, INLINING = 1, 30
"""LLVM's optimisation level, and how large a function may be that is copied to where it is called.

docs/explanation/two-engines.md gives the measurements they were chosen by.
"""


class Code:
    """Machine code in memory, as long as this object lives."""

    def __init__(self, compiled: bytes) -> None:
        empty = llvm.parse_assembly("")
        self._engine = llvm.create_mcjit_compiler(empty, target())
        self._engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(compiled))
        self._engine.finalize_object()

    def address(self, name: str) -> int:
        """Where a function of it begins."""
        return int(self._engine.get_function_address(name))


@cache
def processor() -> tuple[str, str, str]:
    """Triple, name and features of this machine's processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    try:
        features = llvm.get_host_cpu_features().flatten()
    except RuntimeError:  # not known on every platform
        features = ""
    return llvm.get_process_triple(), llvm.get_host_cpu_name(), features


def target() -> llvm.TargetMachine:
    """This machine. LLVM fuses a multiplication with an addition only where the IR allows it, and ours never does."""
    triple, name, features = processor()
    return llvm.Target.from_triple(triple).create_target_machine(
        cpu=name, features=features, opt=SPEED, jit=True, codemodel="jitdefault"
    )


def optimised(text: str) -> llvm.ModuleRef:
    """The IR checked and optimised."""
    machine = target()
    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = processor()[0], str(machine.target_data)
    module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=SPEED)
    options.inlining_threshold = INLINING
    passes = llvm.create_pass_builder(machine, options)
    passes.getModulePassManager().run(module, passes)
    return module


def assembly(text: str) -> str:
    """The machine code of some IR in readable form."""
    return str(target().emit_assembly(optimised(text)))


def load(text: str) -> Code:
    """The machine code of some IR, from the cache or new."""
    path = cache_path(text)
    known = _read(path)
    if known is None:
        known = target().emit_object(optimised(text))
        _keep(path, known)
    return Code(known)


def cache_path(text: str) -> Path:
    """Where the object code of this IR on this machine is kept."""
    key = (text, llvmlite.__version__, str(llvm.llvm_version_info), *processor(), f"{SPEED}/{INLINING}")
    name = hashlib.blake2b("\0".join(key).encode(), digest_size=20).hexdigest()
    return cache_folder() / "kernel" / f"{name}.o"


def cache_folder() -> Path:
    """The user's folder for caches, as the platform has it; the environment's WHITECELL_CACHE goes before."""
    if given := os.environ.get("WHITECELL_CACHE"):
        return Path(given)
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "whitecell" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "whitecell"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "whitecell"


def _read(path: Path) -> bytes | None:
    """The object code in a file, or None where there is none that is whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, compiled = data[:32], data[32:]
    if hashlib.sha256(compiled).digest() != digest:
        return None
    with suppress(OSError):
        os.utime(path)
    return compiled


def _keep(path: Path, compiled: bytes) -> None:
    """Write a file at once or not at all; others may read and write it at the same time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(compiled).digest() + compiled)
        os.replace(name, path)
        oldest_first = sorted(path.parent.glob("*.o"), key=lambda known: known.stat().st_mtime)
        for known in oldest_first[:-KEPT]:
            known.unlink()
    except OSError:  # a full disk, or another process that was quicker
        with suppress(OSError):
            os.unlink(name)
