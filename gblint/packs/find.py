"""Where packs are: the built-in ones by id, others by path."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from gblint.packs.files import MAIN

_PACKAGE = Path(__file__).parents[1]


@lru_cache(maxsize=1)
def rules_folder() -> Path:
    """The folder of the built-in packs: in an installed package, or beside it in a checkout."""
    installed = _PACKAGE / "rules"
    return installed if installed.is_dir() else _PACKAGE.parent / "rules"


def built_in() -> tuple[str, ...]:
    """The ids of the built-in packs."""
    found = (path.parent.name for path in rules_folder().glob(f"*/{MAIN}"))
    return tuple(sorted(found))


def locate(ref: str, folder: Path) -> Path | None:
    """The folder or file of a pack: a built-in id, or a path from `folder`; None for neither.

    The path of a folder's `pack.yaml` stands for the folder.
    """
    try:
        if is_id(ref) and (rules_folder() / ref / MAIN).is_file():
            return rules_folder() / ref
        path = (folder / Path(ref).expanduser()).resolve()
        if not (path.is_dir() or path.is_file()):
            return None
    except (OSError, RuntimeError, ValueError):  # no such user, a circle of links, no name at all
        return None
    return path.parent if path.name == MAIN else path


def is_id(ref: str) -> bool:
    """Whether a reference can be the id of a built-in pack."""
    return ref.replace("-", "").isalnum() and not ref.startswith("-")


def shown(path: Path) -> str:
    """A path as errors show it: from the working folder where it lies inside."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
