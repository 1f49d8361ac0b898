"""Packs as made before, so that a run need not read YAML.

An entry holds the contents of all files that its pack was made from, and counts only while
they are the same. It is data, never code. It is believed only where this user alone can have
written it (see `gblint.packs.private_folder`); whatever cannot be read or written is passed over.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from zlib import crc32

import msgspec

from gblint import __version__
from gblint.pack.kind import Kinds, pack_type
from gblint.pack.model import Pack
from gblint.packs.files import Made, Snapshot, snapshot
from gblint.packs.find import rules_folder
from gblint.packs.private_folder import private_folder
from gblint.text import outline

FOLDER = "GBLINT_CACHE_DIR"
"""The environment variable that names another folder for the cache."""

SIGN = b"\x89gblint-kept\n"
"""What every file of the cache begins with. One without it is not gblint's, whatever its name."""

_MOST_BYTES = 16 * 2**20
"""How large an entry may be: many times what any pack takes. A larger one is not even read."""


class Entry(msgspec.Struct, frozen=True):
    """A pack with what it was made from. `made_by` names the programs that made it.

    `looks` is what is looked for before one of its patterns is compiled (`gblint.text.outline`).
    """

    root: str
    made_by: str
    sources: tuple[Snapshot, ...]
    looks: dict[str, msgspec.Raw]
    pack: msgspec.Raw


def kept(root: Path, kinds: Kinds) -> Made | None:
    """The pack of a path from the cache, None where there is none that counts."""
    file = _file(root)
    if file is None:
        return None
    try:
        with private_folder(file.parent) as home:
            data = home.read(file.name, _MOST_BYTES)
        if not data.startswith(SIGN):
            return None
        entry = msgspec.msgpack.decode(memoryview(data)[len(SIGN) :], type=Entry)
        if (entry.root, entry.made_by) != (str(root), _made_by()):
            return None
        if any(snapshot(Path(source.root)) != source for source in entry.sources):
            return None
        outline.remember(entry.looks)
        return Made(msgspec.msgpack.decode(entry.pack, type=pack_type(kinds)), entry.sources)
    except Exception:  # noqa: BLE001 - whatever a damaged entry brings about, it does not count
        return None


def keep(root: Path, made: Made) -> None:
    """Write a pack to the cache, for this user only, whole or not at all."""
    file = _file(root)
    if file is None:
        return
    with contextlib.suppress(OSError, UnicodeEncodeError):  # a path that is no text here
        raw = msgspec.Raw(msgspec.msgpack.encode(made.pack))
        entry = Entry(str(root), _made_by(), made.sources, _looks(made.pack), raw)
        write(file, SIGN + msgspec.msgpack.encode(entry))


def _looks(pack: Pack) -> dict[str, msgspec.Raw]:
    from gblint.packs.walk import patterns_in  # only where a pack is made

    return outline.plain_looks(set(patterns_in(pack)))


def write(file: Path, data: bytes) -> None:
    """Write a file of the cache, for this user only, whole or not at all. Raises OSError."""
    if len(data) > _MOST_BYTES:
        raise OSError(f"{file.name}: larger than {_MOST_BYTES}")
    with private_folder(file.parent, make=True) as home:
        home.write(file.name, data)


def folder() -> Path | None:
    """The folder of the cache: GBLINT_CACHE_DIR, or gblint's in the user's cache folder.

    None for a user without a home.
    """
    own = os.environ.get(FOLDER)
    if own:
        return Path(own)
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path's own raises without a home
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        found = (Path(local) if local else home / "AppData" / "Local") / "gblint" / "Cache"
    elif sys.platform == "darwin":
        found = home / "Library" / "Caches" / "gblint"
    else:
        found = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "gblint"
    return found if found.is_absolute() else None


def _file(root: Path) -> Path | None:
    """One entry for each path and version of the programs; a newer one takes its place."""
    home = folder()
    sign = crc32(f"{root}\n{_versions()}".encode(errors="surrogateescape"))
    return None if home is None else home / f"{root.stem}-{sign:08x}.msgpack"


def _made_by() -> str:
    """What an entry depends on beside its files: the programs; in a checkout, their last change."""
    house = Path(__file__).parents[1]
    changes: list[int] = []
    for room in ("pack", "packs", "checks"):
        with os.scandir(house / room) as files:
            changes += (file.stat().st_mtime_ns for file in files if file.name.endswith(".py"))
    changes += [
        (house / "text" / f"{name}.py").stat().st_mtime_ns for name in ("needed", "outline")
    ]
    return f"{_versions()}, {max(changes, default=0)}"


def _versions() -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    versions = f"gblint {__version__}, msgspec {msgspec.__version__}, Python {python}"
    return f"{versions}, {rules_folder()}"
