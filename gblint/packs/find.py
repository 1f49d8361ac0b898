"""Where packs are: the built-in and installed ones by id, others by path."""

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
    """The folder or file of a pack: a built-in id, a path from `folder`, or an installed id.

    None for none of these. The path of a folder's `pack.yaml` stands for the folder.
    """
    try:
        if is_id(ref) and (rules_folder() / ref / MAIN).is_file():
            return rules_folder() / ref
        path = (folder / Path(ref).expanduser()).resolve()
        if not (path.is_dir() or path.is_file()):
            return _installed(ref)
    except (OSError, RuntimeError, ValueError):  # no such user, a circle of links, no name at all
        return None
    return path.parent if path.name == MAIN else path


def _installed(ref: str) -> Path | None:
    """An installed pack. They are looked for only when nothing else has the name."""
    if not is_id(ref):
        return None
    from gblint.packs.installed import installed_path

    return installed_path(ref)


def is_id(ref: str) -> bool:
    """Whether a reference can be the id of a built-in pack."""
    return ref.replace("-", "").isalnum() and not ref.startswith("-")


def shown(path: Path) -> str:
    """A path as errors show it: from the working folder where it lies inside."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
