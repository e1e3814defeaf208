"""A directory that a command writes whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from whitecell.cli.say import fail


def writable(out: Path) -> None:
    """Stop before any work if the directory cannot be one."""
    if out.exists() and not out.is_dir():
        fail(f"{out} is a file. Give a directory.")


def replace(out: Path, fill: Callable[[Path], None]) -> None:
    """Fill a directory beside it under another name, then put it in its place; an earlier one is gone only then."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}. Give another directory.")
    try:
        fill(partial)
        partial.chmod(0o755)
        if out.exists():
            earlier = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
            out.replace(earlier / "earlier")
            try:
                partial.replace(out)
            except BaseException:
                (earlier / "earlier").replace(out)
                earlier.rmdir()
                raise
            shutil.rmtree(earlier)
        else:
            partial.replace(out)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        fail(f"{out} cannot be written: {error.strerror}. Nothing was left behind.")
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
