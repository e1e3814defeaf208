"""Crisis tabletop exercises: one scenario file, played, checked, swept and reported. `load` opens a pack in Python."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whitecell.library import Pack, PackError, load

__all__ = ["Pack", "PackError", "__version__", "load"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`load` and what belongs to it, imported when it is first asked for: the command line starts without."""
    if name not in __all__:
        raise AttributeError(f"module 'whitecell' has no attribute '{name}'")
    from whitecell import library

    return getattr(library, name)
