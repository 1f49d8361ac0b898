"""Packs of installed Python packages: entry points of the group `gblint.packs`.

A name is the pack's id, its value a package, or a folder in one: `our_packs` or
`our_packs:packs.province`. No code of such a package is run to find it.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path

import msgspec

from gblint.findings import Say
from gblint.packs.files import MAIN

GROUP = "gblint.packs"
_ID = re.compile(r"""^pack[ \t]*:[ \t]+["']?([\w-]+)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)
_MOST = 100_000
"""Characters of a pack among which its id is looked for."""


class Installed(msgspec.Struct, frozen=True):
    """A pack that a package says it has; `path` is None where `why` it cannot be used."""

    id: str
    package: str
    path: Path | None
    why: Say | None = None


def installed() -> tuple[Installed, ...]:
    """The packs of installed packages by id, conflicting ones among them."""
    return _scanned(tuple(sys.path))


def installed_path(ref: str) -> Path | None:
    """The folder of an installed pack; None where there is none, or it cannot be used."""
    found = [one.path for one in installed() if one.id == ref]
    return found[0] if len(found) == 1 else None


def why_not(ref: str) -> Say | None:
    """Why a pack that packages say they have cannot be used; None where none says so."""
    return next((one.why for one in installed() if one.id == ref and one.why), None)


@lru_cache(maxsize=4)
def _scanned(_path: tuple[str, ...]) -> tuple[Installed, ...]:
    from importlib.metadata import entry_points

    by_id: dict[str, dict[str, str]] = {}
    for point in entry_points(group=GROUP):
        package = point.dist.name if point.dist is not None else point.module
        by_id.setdefault(point.name, {})[package] = point.value
    return tuple(
        _one(name, package, value, tuple(given))
        for name, given in sorted(by_id.items())
        for package, value in given.items()
    )


def _one(name: str, package: str, value: str, packages: tuple[str, ...]) -> Installed:
    from gblint.packs.find import built_in

    if name in built_in():
        say = Say(
            f"软件包 {package} 的规则包“{name}”与内置的编号相同，用的是内置的",
            f'the pack "{name}" of {package} has the id of a built-in one, which is used',
        )
        return Installed(name, package, None, say)
    if len(packages) > 1:
        say = Say(
            f"软件包 {'、'.join(packages)} 都提供规则包“{name}”，请只保留一个",
            f'{", ".join(packages)} all have a pack "{name}": keep one of them',
        )
        return Installed(name, package, None, say)
    path = _folder(value)
    if path is None:
        say = Say(
            f"软件包 {package} 的规则包“{name}”指向 {value}，那里没有 {MAIN}",
            f'the pack "{name}" of {package} is said to be in {value}, where no {MAIN} is',
        )
        return Installed(name, package, None, say)
    own = _own_id(path)
    if own not in ("", name):
        say = Say(
            f"软件包 {package} 的入口点叫“{name}”，它给的规则包却是“{own}”，两个名称应当相同",
            f'the entry point "{name}" of {package} gives the pack "{own}": the two names '
            "must be the same",
        )
        return Installed(name, package, None, say)
    return Installed(name, package, path)


def _own_id(folder: Path) -> str:
    """The id that a pack gives itself, read without YAML's cost; "" where it cannot be told."""
    try:
        with (folder / MAIN).open(encoding="utf-8-sig", errors="replace") as file:
            found = _ID.search(file.read(_MOST))
    except OSError:
        return ""
    return found[1] if found is not None else ""


def _folder(value: str) -> Path | None:
    """The folder that an entry point names, found without importing anything."""
    from importlib.util import find_spec

    module, _, inside = (part.strip() for part in value.partition(":"))
    top, *below = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    for home in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(home).joinpath(*below, *inside.split("."))
        if (path / MAIN).is_file():
            return path.resolve()
    return None
