"""A pack built from its files and those of the packs that it extends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path

import msgspec

from gblint import __version__
from gblint.findings import Say
from gblint.pack import Kinds
from gblint.pack.model import Pack
from gblint.packs import (
    SPECIMEN,
    BuiltPack,
    Fault,
    PackError,
    PackProblem,
    Snapshot,
    explain_unreadable,
    find_rules_folder,
    locate_pack,
    say_not_found,
    show_path,
    take_snapshot,
)
from gblint.packs.pack_source import EMPTY, PackSource, overlay
from gblint.packs.pattern_faults import keep_pattern_count, start_pattern_count
from gblint.packs.validate import check_meaning, check_specimen, read_own
from gblint.packs.yaml_source import YamlSource, read_source

_MOST_BASES = 16
"""Packs that one extends, and packs above one another."""

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def build_pack(root: Path, kinds: Kinds, *, load: Callable[[Path], BuiltPack]) -> BuiltPack:
    """The pack at a path, with what it extends. Raises PackError with every problem.

    `load` gives a built-in pack that is extended, so that none need be built from its YAML again.
    """
    start_pattern_count()
    stack = _Builder(kinds, load).build(root)
    return BuiltPack(stack.pack, tuple(stack.list_sources()))


class _Layer(msgspec.Struct, frozen=True):
    """One of the packs that are laid upon each other."""

    snapshot: Snapshot
    own: PackSource


class _Stack(msgspec.Struct, frozen=True):
    """Packs laid upon each other, the base first: one that was built before, then layers."""

    built: BuiltPack = BuiltPack(EMPTY, ())
    layers: tuple[_Layer, ...] = ()

    @property
    def pack(self) -> Pack:
        return reduce(
            lambda pack, layer: overlay(pack, layer.own, layer.snapshot.decode_specimen()),
            self.layers,
            self.built.pack,
        )

    def list_sources(self) -> Iterator[Snapshot]:
        yield from self.built.sources
        yield from (layer.snapshot for layer in self.layers)

    def list_roots(self) -> set[str]:
        return {source.root for source in self.list_sources()}

    def add_layers(self, layers: tuple[_Layer, ...]) -> _Stack:
        """The stack with those of the layers that it does not have yet."""
        known = self.list_roots()
        more = tuple(layer for layer in layers if layer.snapshot.root not in known)
        return _Stack(self.built, (*self.layers, *more))


class _Builder:
    """Builds a pack and all that it extends, each but once."""

    def __init__(self, kinds: Kinds, load: Callable[[Path], BuiltPack] | None) -> None:
        self._kinds = kinds
        self._load = load
        self._bases: dict[Path, _Stack | PackError] = {}

    def build(self, root: Path, above: tuple[Path, ...] = ()) -> _Stack:
        """The packs that make up the one at `root`; `above` are those that extend it."""
        snapshot = _take_snapshot(root)
        source = read_source(snapshot, show_path(root))
        check_engine(source)
        own = read_own(source, self._kinds)
        # bases are built even where the pack itself is broken: all errors are told at once
        before = len(source.problems)
        bases = self._stack_bases(source, root, above)
        if own is None or len(source.problems) > before:
            # without a base, nearly all that the pack names would be told to be unknown
            raise PackError(source.problems)
        stack = bases.add_layers((_Layer(snapshot, own.pack),))
        pack = stack.pack
        check_meaning(source, own, bases.pack, pack, self._kinds)
        text = snapshot.decode_specimen()
        if text:
            file = f"{Path(source.file).parent.as_posix()}/{SPECIMEN}"
            check_specimen(source, file, text, pack)
        if source.problems:
            raise PackError(source.problems)
        return stack

    def _stack_bases(self, source: YamlSource, root: Path, above: tuple[Path, ...]) -> _Stack:
        """The packs extended. What is wrong with them goes to the source's problems."""
        refs = source.data.get("extends")
        stack = _Stack()
        folder = root if root.is_dir() else root.parent
        for i, ref in enumerate(refs if isinstance(refs, list) else ()):
            path = locate_pack(ref, folder) if isinstance(ref, str) else None
            wrong = _explain_no_base(str(ref), path, (*above, root), i)
            if path is None or wrong is not None:
                wrong = wrong or say_not_found(str(ref))
                source.problems.append(source.make_problem(Fault(("extends", i), wrong)))
                if i >= _MOST_BASES:  # told once, and not for each of a thousand
                    break
                continue
            try:
                stack = self._add_base(stack, path, (*above, root))
            except PackError as error:
                source.problems.extend(error.problems)
        return stack

    def _add_base(self, stack: _Stack, path: Path, above: tuple[Path, ...]) -> _Stack:
        base = self._get_base(path, above)
        if not stack.layers and not stack.built.sources:
            return base  # the first, or only one: as nearly all packs have
        if {source.root for source in base.built.sources} <= stack.list_roots():
            return stack.add_layers(base.layers)
        # A pack can be laid upon others only layer by layer: built before, it has none.
        with keep_pattern_count():
            builder = _Builder(self._kinds, load=None)
            return stack.add_layers(builder.build(path, above).layers)

    def _get_base(self, path: Path, above: tuple[Path, ...]) -> _Stack:
        """A pack that is extended. Raises PackError, the same again when it is asked again."""
        if path not in self._bases:
            try:
                self._bases[path] = self._build_base(path, above)
            except PackError as error:
                self._bases[path] = error
        found = self._bases[path]
        if isinstance(found, PackError):
            raise found
        return found

    def _build_base(self, path: Path, above: tuple[Path, ...]) -> _Stack:
        if path.parent != find_rules_folder():
            return self.build(path, above)
        with keep_pattern_count():  # patterns of built-in packs do not count as the author's
            return self.build(path, above) if self._load is None else _Stack(self._load(path))


def _take_snapshot(root: Path) -> Snapshot:
    try:
        return take_snapshot(root)
    except OSError as error:
        what = explain_unreadable(error)
        say = Say(f"无法读取：{what.zh}", f"cannot be read: {what.in_lang('en')}")
        raise PackError([PackProblem(show_path(root), 1, 1, say)]) from None


def _explain_no_base(ref: str, path: Path | None, above: tuple[Path, ...], at: int) -> Say | None:
    """Why a pack cannot be built upon, None where it can."""
    if at >= _MOST_BASES or len(above) > _MOST_BASES:
        return Say("扩展的规则包过多，或层次过深", "too many packs are extended, or too deep")
    if path is None:
        return say_not_found(ref)
    if path in above:
        return Say(f"“{ref}”与本规则包互相扩展", f'"{ref}" extends this pack in turn')
    return None


def check_engine(source: YamlSource) -> None:
    """Raises PackError for a pack that asks for a newer gblint.

    It is looked at before all else: what such a pack says besides may not be known here yet.
    A `min_engine` that is no version is an error of its shape.
    """
    wanted = source.data.get("min_engine")
    if not isinstance(wanted, str) or not _NUMBERS.fullmatch(wanted):
        return
    if _split_release(wanted) <= _split_release(__version__):
        return
    say = Say(
        f"这个规则包要求 gblint {wanted} 或更新的版本，现在运行的是 {__version__}；"
        "请安装新版本的 gblint（见 README 的“安装”）",
        f"this pack asks for gblint {wanted} or later, this is {__version__}: "
        'install a newer gblint (README, "Install")',
    )
    raise PackError([source.make_problem(Fault(("min_engine",), say))])


def _split_release(version: str) -> list[int]:
    """The release of a version as numbers, without zeros at its end: 0.2.0 is 0.2."""
    match = _NUMBERS.match(version)
    numbers = [int(part) for part in match[0].split(".")] if match else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers
