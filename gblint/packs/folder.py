"""The YAML files of a pack read as one."""

from __future__ import annotations

from collections.abc import Mapping

from gblint.findings import Say
from gblint.packs.files import MAIN, SPECIMEN, Snapshot
from gblint.packs.problems import DataPath, Fault, PackProblem
from gblint.packs.source import MOST_VALUES, Data, Source, parse_yaml, too_much

_Moved = dict[str | int, str | int] | None
"""Where parts of a value are put, by where they were; None for all of it."""

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
            if len(source.marks) > MOST_VALUES:
                source.problems.append(PackProblem(file, 1, 1, too_much()))
                break
    return source


def _merge(into: Source, part: Source, *, main: bool) -> None:
    """Put the data of a file at the end of what was read before."""
    into.texts.update(part.texts)
    into.problems.extend(part.problems)
    moved: dict[str, _Moved] = {}
    for key, value in part.data.items():
        if not main and key in _MAIN_ONLY:
            say = Say(f"“{key}”只能写在 {MAIN} 中", f'"{key}" belongs in {MAIN}')
            into.problems.append(part.problem(Fault((key,), say, key=True)))
        elif key not in into.data:
            into.data[key] = value
            moved[key] = None
        else:
            moved[key] = _join(into, part, key, value)
    _take(into, part, moved)


def _join(into: Source, part: Source, key: str, value: Data) -> _Moved:
    present = into.data[key]
    if isinstance(present, list) and isinstance(value, list):
        before = len(present)
        present.extend(value)
        return {i: before + i for i in range(len(value))}
    if isinstance(present, dict) and isinstance(value, dict):
        fresh = [name for name in value if name not in present]
        clashes = [name for name in value if name in present]
        into.problems.extend(_clash(into, part, (key, name)) for name in clashes)
        present.update({name: value[name] for name in fresh})
        return {name: name for name in fresh}
    into.problems.append(_clash(into, part, (key,)))
    return {}


def _clash(into: Source, part: Source, path: DataPath) -> PackProblem:
    first = into.keys[path]
    say = Say(
        f"“{path[-1]}”在 {first.file} 第 {first.line} 行已经写过",
        f'"{path[-1]}" was given before, in {first.file}, line {first.line}',
    )
    return part.problem(Fault(path, say, key=True))


def _take(into: Source, part: Source, moved: Mapping[str, _Moved]) -> None:
    """Take over the places of what was put in, in one go: there may be many."""
    for ours, theirs in ((into.marks, part.marks), (into.keys, part.keys)):
        for path, mark in theirs.items():
            key = str(path[0])
            inside = moved.get(key, {})
            if inside is None:
                ours[path] = mark
            elif len(path) > 1 and path[1] in inside:
                ours[key, inside[path[1]], *path[2:]] = mark
