"""A pack made from its files and those of the packs that it extends."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path

import msgspec

from gblint import __version__
from gblint.findings import Say
from gblint.pack.kind import Kinds
from gblint.pack.model import Pack
from gblint.packs.find import (
    SPECIMEN,
    Made,
    Snapshot,
    built_in,
    is_id,
    locate,
    shown,
    snapshot,
    specimen,
    why_unread,
)
from gblint.packs.merge import EMPTY, overlay
from gblint.packs.pack_source import PackSource
from gblint.packs.pattern_faults import counted_apart, new_pack
from gblint.packs.problems import Fault, PackError, PackProblem, joined, suggestion
from gblint.packs.validate import meaning, specimen_problems, typed
from gblint.packs.yaml_source import Source, read_source


class Layer(msgspec.Struct, frozen=True):
    """One of the packs that are laid upon each other."""

    found: Snapshot
    own: PackSource
    specimen: str


_Known = dict[Path, "tuple[Layer, ...] | PackError"]
"""Packs that are extended, by path: what they come to."""

_MOST_BASES = 16
"""Packs that one extends, and packs above one another."""


def build(root: Path, kinds: Kinds) -> Made:
    """The pack at a path, with what it extends. Raises PackError with every problem."""
    new_pack()
    layers = _layers(root, (), {}, kinds)
    return Made(_laid(layers), tuple(layer.found for layer in layers))


def _laid(layers: tuple[Layer, ...]) -> Pack:
    return reduce(lambda pack, layer: overlay(pack, layer.own, layer.specimen), layers, EMPTY)


def _layers(root: Path, above: tuple[Path, ...], known: _Known, kinds: Kinds) -> tuple[Layer, ...]:
    """The packs that make up the one at `root`, the base first, none twice."""
    found = _snapshot(root)
    source = read_source(found, shown(root))
    check_engine(source)
    own = typed(source, kinds)
    before = len(source.problems)
    bases = _bases(source, root, above, known, kinds)
    if own is None or len(source.problems) > before:
        raise PackError(source.problems)
    base, text = _laid(bases), specimen(found)
    layer = Layer(found, own.pack, text)
    pack = _laid((*bases, layer))
    meaning(source, own, base, pack, kinds)
    if text:
        specimen_problems(source, f"{Path(source.file).parent.as_posix()}/{SPECIMEN}", text, pack)
    if source.problems:
        raise PackError(source.problems)
    return (*bases, layer)


def _snapshot(root: Path) -> Snapshot:
    try:
        return snapshot(root)
    except OSError as error:
        what = why_unread(error)
        say = Say(f"无法读取：{what.zh}", f"cannot be read: {what.in_lang('en')}")
        raise PackError([PackProblem(shown(root), 1, 1, say)]) from None


def _bases(
    source: Source, root: Path, above: tuple[Path, ...], known: _Known, kinds: Kinds
) -> tuple[Layer, ...]:
    """The layers of the packs extended. What is wrong with them goes to the source's problems."""
    refs = source.data.get("extends")
    layers: dict[str, Layer] = {}
    folder = root if root.is_dir() else root.parent
    for i, ref in enumerate(refs if isinstance(refs, list) else ()):
        path = locate(ref, folder) if isinstance(ref, str) else None
        wrong = _no_base(str(ref), path, (*above, root), i)
        if path is None or wrong is not None:
            wrong = wrong or not_found(str(ref))
            source.problems.append(source.problem(Fault(("extends", i), wrong)))
            if i >= _MOST_BASES:
                break
            continue
        found = _base(path, (*above, root), known, kinds)
        if isinstance(found, PackError):
            source.problems.extend(found.problems)
        else:
            layers |= {layer.found.root: layer for layer in found}
    return tuple(layers.values())


def _no_base(ref: str, path: Path | None, above: tuple[Path, ...], at: int) -> Say | None:
    """Why a pack cannot be built upon, None where it can."""
    if at >= _MOST_BASES or len(above) > _MOST_BASES:
        return Say("扩展的规则包过多，或层次过深", "too many packs are extended, or too deep")
    if path is None:
        return not_found(ref)
    if path in above:
        return Say(f"“{ref}”与本规则包互相扩展", f'"{ref}" extends this pack in turn')
    return None


def _base(
    path: Path, above: tuple[Path, ...], known: _Known, kinds: Kinds
) -> tuple[Layer, ...] | PackError:
    """The layers of a pack that is extended, or what is wrong with it; each is made but once."""
    if path not in known:
        try:
            with counted_apart(path):
                known[path] = _layers(path, above, known, kinds)
        except PackError as error:
            known[path] = error
    return known[path]


def not_found(ref: str) -> Say:
    """What to say of a reference that is no pack."""
    say = Say(f"没有规则包“{ref}”", f'there is no pack "{ref}"')
    if not is_id(ref):
        return say
    from gblint.packs.find import installed, why_not

    known = (*built_in(), *(one.id for one in installed()))
    return why_not(ref) or joined(say, suggestion(ref, known))


_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def check_engine(source: Source) -> None:
    """Raises PackError for a pack that asks for a newer gblint.

    It is looked at before all else: what such a pack says besides may not be known here yet.
    A `min_engine` that is no version is an error of its shape.
    """
    wanted = source.data.get("min_engine")
    if not isinstance(wanted, str) or not _NUMBERS.fullmatch(wanted):
        return
    if _numbers(wanted) <= _numbers(__version__):
        return
    say = Say(
        f"这个规则包要求 gblint {wanted} 或更新的版本，现在运行的是 {__version__}；"
        "请安装新版本的 gblint（见 README 的“安装”）",
        f"this pack asks for gblint {wanted} or later, this is {__version__}: "
        'install a newer gblint (README, "Install")',
    )
    raise PackError([source.problem(Fault(("min_engine",), say))])


def _numbers(version: str) -> list[int]:
    """The release of a version as numbers, without zeros at its end: 0.2.0 is 0.2."""
    match = _NUMBERS.match(version)
    numbers = [int(part) for part in match[0].split(".")] if match else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers
