"""A pack made from its files and those of the packs that it extends."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import msgspec

from gblint.findings import Say
from gblint.packs.engine import check_engine
from gblint.packs.files import SPECIMEN, Made, Snapshot, snapshot, specimen
from gblint.packs.find import built_in, is_id, locate, shown
from gblint.packs.folder import read_source
from gblint.packs.merge import EMPTY, overlay
from gblint.packs.model import Pack
from gblint.packs.problems import Fault, PackError, PackProblem, joined, suggestion
from gblint.packs.source import Source
from gblint.packs.validate import meaning, specimen_problems, typed
from gblint.packs.written import PackSource


class Layer(msgspec.Struct, frozen=True):
    """One of the packs that are laid upon each other."""

    found: Snapshot
    own: PackSource
    specimen: str


def build(root: Path) -> Made:
    """The pack at a path, with what it extends. Raises PackError with every problem."""
    layers = _layers(root, ())
    return Made(_laid(layers), tuple(layer.found for layer in layers))


def _laid(layers: tuple[Layer, ...]) -> Pack:
    return reduce(lambda pack, layer: overlay(pack, layer.own, layer.specimen), layers, EMPTY)


def _layers(root: Path, above: tuple[Path, ...]) -> tuple[Layer, ...]:
    """The packs that make up the one at `root`, the base first, none twice."""
    found = _snapshot(root)
    source = read_source(found, shown(root))
    check_engine(source)
    own = typed(source)
    before = len(source.problems)
    bases = _bases(source, root, above)
    if own is None or len(source.problems) > before:
        raise PackError(source.problems)
    base, text = _laid(bases), specimen(found)
    layer = Layer(found, own.pack, text)
    pack = _laid((*bases, layer))
    meaning(source, own, base, pack)
    if text:
        specimen_problems(source, f"{Path(source.file).parent.as_posix()}/{SPECIMEN}", text, pack)
    if source.problems:
        raise PackError(source.problems)
    return (*bases, layer)


def _snapshot(root: Path) -> Snapshot:
    try:
        return snapshot(root)
    except OSError as error:
        what = error.strerror or type(error).__name__
        say = Say(f"无法读取：{what}", f"cannot be read: {what}")
        raise PackError([PackProblem(shown(root), 1, 1, say)]) from None


def _bases(source: Source, root: Path, above: tuple[Path, ...]) -> tuple[Layer, ...]:
    """The layers of the packs extended. What is wrong with them goes to the source's problems."""
    refs = source.data.get("extends")
    layers: dict[str, Layer] = {}
    folder = root if root.is_dir() else root.parent
    for i, ref in enumerate(refs if isinstance(refs, list) else ()):
        path = locate(ref, folder) if isinstance(ref, str) else None
        if path is None:
            source.problems.append(source.problem(Fault(("extends", i), not_found(str(ref)))))
        elif path in (*above, root):
            say = Say(f"“{ref}”与本规则包互相扩展", f'"{ref}" extends this pack in turn')
            source.problems.append(source.problem(Fault(("extends", i), say)))
        else:
            try:
                found = _layers(path, (*above, root))
            except PackError as error:
                source.problems.extend(error.problems)
            else:
                layers |= {layer.found.root: layer for layer in found}
    return tuple(layers.values())


def not_found(ref: str) -> Say:
    """What to say of a reference that is no pack."""
    say = Say(f"没有规则包“{ref}”", f'there is no pack "{ref}"')
    if not is_id(ref):
        return say
    from gblint.packs.installed import installed, why_not

    known = (*built_in(), *(one.id for one in installed()))
    return why_not(ref) or joined(say, suggestion(ref, known))
