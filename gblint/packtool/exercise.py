"""What of a pack's own aliases and patterns its examples never show, and what stands twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from gblint.findings import Say
from gblint.pack.example import Example, Written
from gblint.pack.model import AxisSpec, BlockSpec, GroupSpec, Pack, TableSpec
from gblint.packs.examples import ExampleError, example_text
from gblint.packs.problems import DataPath
from gblint.packtool.opened import Opened
from gblint.report.headings.ordinals import split_ordinal
from gblint.text.folding import flatten, fold
from gblint.text.patterns import PatternTimeout, search

_MARKS = "#*> \t"


class Names(msgspec.Struct, frozen=True):
    """More names of one thing: where each stands, what else it is called, its label first."""

    words: tuple[tuple[DataPath, str], ...]
    known: tuple[str, ...] = ()


class Shown:
    """What the examples of a pack show: lines, cells and headings, folded, and whole texts."""

    def __init__(self, pack: Pack) -> None:
        self._texts = list(dict.fromkeys(_texts(pack)))
        lines = {line.strip(_MARKS) for text in self._texts for line in text.splitlines()}
        parts = {cell.strip() for line in lines for cell in (line, *line.split("|"))}
        bare = {split_ordinal(part)[1] for part in parts} | parts
        self._units = {fold(part) for part in bare}
        self._lines = list(dict.fromkeys((*map(_plain, bare), *self._units, *lines)))

    def name(self, word: str) -> bool:
        """Whether a name stands somewhere as a heading or a cell, whole or at the end."""
        folded = fold(word)
        return folded in self._units or any(unit.endswith(folded) for unit in self._units)

    def pattern(self, pattern: str) -> bool:
        """Whether a pattern is found. One that takes too long is not for us to judge."""
        try:
            return any(search(pattern, line) for line in self._lines) or any(
                search(pattern, _plain(text)) for text in self._texts
            )
        except PatternTimeout:
            return True


def _plain(text: str) -> str:
    return "".join(flatten(text).split())


def _texts(pack: Pack) -> Iterator[str]:
    for rule in pack.rules:
        for example in (*rule.examples.passing, *rule.examples.failing):
            for one in _reports(example):
                try:
                    yield one.file_name
                    yield example_text(pack, one)
                except ExampleError:
                    continue


def _reports(example: Example) -> Iterator[Written]:
    yield example
    if example.previous is not None:
        yield example.previous
    yield from example.parts


def names(pack: Opened) -> Iterator[Names]:
    """The names that the pack itself gives."""
    own = pack.own.pack
    for i, section in enumerate(own.sections):
        yield _named(("sections", i, "wordings"), section.wordings, (section.heading,))
    for i, heading in enumerate(own.obsolete_headings):
        yield _named(("obsolete_headings", i, "wordings"), heading.wordings)
    for i, table in enumerate(own.tables):
        yield from _of_table(table, ("tables", i))
    for name, words in own.aliases.items():
        known = [known for base in pack.bases for known in _inherited(base, name)]
        yield _named(("aliases", name), words, tuple(known))


def _of_table(table: TableSpec, path: DataPath) -> Iterator[Names]:
    for field in ("row_groups", "column_groups"):
        for i, group in enumerate(getattr(table, field)):
            yield _of_line(group, (*path, field, i))
    for i, block in enumerate(table.blocks):
        here = (*path, "blocks", i)
        yield _of_line(block, here)
        for field in ("rows", "columns"):
            for j, line in enumerate(getattr(block, field)):
                yield _of_line(line, (*here, field, j))


def _of_line(line: AxisSpec | GroupSpec | BlockSpec, path: DataPath) -> Names:
    also = line.also if isinstance(line, AxisSpec) else ()
    words = [((*path, "also", i), word) for i, word in enumerate(also)]
    words += [((*path, "aliases", i), word) for i, word in enumerate(line.aliases)]
    return Names(tuple(words), (line.label,))


def _named(path: DataPath, words: Iterable[str], known: tuple[str, ...] = ()) -> Names:
    return Names(tuple(((*path, i), word) for i, word in enumerate(words)), known)


def _inherited(base: Pack, name: str) -> Iterator[str]:
    """What a section, or a row, column or group, is called in the pack extended."""
    for section in base.sections:
        if name == f"section {section.number}":
            yield from (section.heading, *section.wordings)
    for table in base.tables:
        lines: list[AxisSpec | GroupSpec] = [*table.row_groups, *table.column_groups]
        for block in table.blocks:
            lines += (*block.rows, *block.columns)
        for line in lines:
            if name == f"{table.key}.{line.key}":
                also = line.also if isinstance(line, AxisSpec) else ()
                yield from (line.label, *also, *line.aliases)


def twice(group: Names) -> Iterator[tuple[DataPath, Say]]:
    """Names that are the label, or another name, once they are compared."""
    seen = {fold(word): word for word in reversed(group.known)}
    for path, word in group.words:
        other = seen.setdefault(fold(word), word)
        if other is not word or fold(word) in map(fold, group.known):
            say = Say(
                f"“{word}”与“{other}”比较时是同一个名称（空格、全角半角、括号和标点不计），可以删去",
                f'"{word}" is "{other}" when names are compared: it can go',
            )
            yield path, say
