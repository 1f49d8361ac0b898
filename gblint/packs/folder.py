"""The YAML files of a pack read as one."""

from __future__ import annotations

from gblint.findings import Say
from gblint.packs.files import MAIN, SPECIMEN, Snapshot
from gblint.packs.problems import DataPath, Fault, PackProblem
from gblint.packs.source import Data, Source, parse_yaml

_MAIN_ONLY = frozenset({"pack", "title", "version", "min_engine", "extends"})


def read_source(found: Snapshot, shown: str) -> Source:
    """The YAML of a pack as one source; `shown` is what the pack's root is called in errors."""
    source = Source(f"{shown}/{MAIN}" if found.is_folder else shown)
    if found.is_folder and MAIN not in dict(found.files):
        say = Say(f"文件夹中没有 {MAIN}", f"there is no {MAIN} in the folder")
        source.problems.append(PackProblem(shown, 1, 1, say))
    for name, raw in found.files:
        if name != SPECIMEN:
            file = f"{shown}/{name}" if found.is_folder else shown
            _merge(source, parse_yaml(raw, file), main=name == MAIN or not found.is_folder)
    return source


def _merge(into: Source, part: Source, *, main: bool) -> None:
    """Put the data of a file at the end of what was read before."""
    into.texts.update(part.texts)
    into.problems.extend(part.problems)
    for key, value in part.data.items():
        if not main and key in _MAIN_ONLY:
            say = Say(f"“{key}”只能写在 {MAIN} 中", f'"{key}" belongs in {MAIN}')
            into.problems.append(part.problem(Fault((key,), say, key=True)))
        elif key not in into.data:
            into.data[key] = value
            _take(into, part, (key,), (key,))
        else:
            _join(into, part, key, value)


def _join(into: Source, part: Source, key: str, value: Data) -> None:
    present = into.data[key]
    if isinstance(present, list) and isinstance(value, list):
        for i, item in enumerate(value):
            _take(into, part, (key, i), (key, len(present)))
            present.append(item)
    elif isinstance(present, dict) and isinstance(value, dict):
        for name, item in value.items():
            if name in present:
                into.problems.append(_clash(into, part, (key, name)))
            else:
                _take(into, part, (key, name), (key, name))
                present[name] = item
    else:
        into.problems.append(_clash(into, part, (key,)))


def _clash(into: Source, part: Source, path: DataPath) -> PackProblem:
    first = into.keys[path]
    say = Say(
        f"“{path[-1]}”在 {first.file} 第 {first.line} 行已经写过",
        f'"{path[-1]}" was given before, in {first.file}, line {first.line}',
    )
    return part.problem(Fault(path, say, key=True))


def _take(into: Source, part: Source, old: DataPath, new: DataPath) -> None:
    """Take over the places of a value and all inside it."""
    for ours, theirs in ((into.marks, part.marks), (into.keys, part.keys)):
        for path, mark in theirs.items():
            if path[: len(old)] == old:
                ours[*new, *path[len(old) :]] = mark
