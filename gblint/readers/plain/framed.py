"""A table of one column around a whole text, which lays it out and is no table.

Converters draw it around every line; within it stand paragraphs, with blank lines between them,
and the real tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from gblint.readers.lines import Line
from gblint.readers.plain.unwrap import joined

_FEWEST = 10
"""Lines inside a frame; a smaller table of one cell is left as it is."""

_DEEPEST = 3
"""Frames within frames that are looked through."""

_EDGE = re.compile(r"\s*\+[-=:]+\+\s*$")
_COLUMNS = re.compile(r"\S {3,}\S|\s*[-=|+]{2}|\s*\| ")
"""What a line of a table has, and prose not."""

_OUTER, _INNER = "|===", "!==="
"""How tables begin and end in AsciiDoc, and tables in their cells."""

_CELL = re.compile(r"a?\|")


def unframed(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the frames of tables of one column; a line keeps its number."""
    for _ in range(_DEEPEST):
        found = _without_frames(lines)
        if found is None:
            break
        lines = found
    return lines


def _without_frames(lines: Sequence[Line]) -> list[Line] | None:
    """The lines without outer frames, None where there is none."""
    kept: list[Line] = []
    at = 0
    met = False
    while at < len(lines):
        inside: list[Line] = []
        end = at + 1
        for begins, reader in _FRAMES:
            if begins(lines[at].text):
                inside, end = reader(lines, at)
                break
        if inside:
            met = True
            kept += inside
        else:
            kept += lines[at:end]
        at = end
    return kept if met else None


def _drawn(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The lines in a frame of `+---+` and `|`, none where it is no frame; the line after it."""
    end = start + 1
    while end < len(lines) and (_EDGE.match(lines[end].text) or _is_row(lines[end].text)):
        end += 1
    edges = sum(_EDGE.match(line.text) is not None for line in lines[start:end])
    if edges < 2 or end - start - edges < _FEWEST or not _EDGE.match(lines[end - 1].text):
        return [], end
    return list(_paragraphs(map(_inner, lines[start:end]))), end


def _piped(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The lines in rows of one cell, some of which hold rows of other tables."""
    end = start
    alone = 0
    while end < len(lines) and _is_row(lines[end].text):
        inside = lines[end].text.strip()[1:-1]
        nested = inside.strip()
        if "|" in nested and not (nested.startswith("|") and nested.endswith("|")):
            break
        alone += "|" not in nested
        end += 1
    whole = end == len(lines) or not _is_row(lines[end].text)
    while end < len(lines) and _is_row(lines[end].text):
        end += 1
    if not whole or alone < _FEWEST:
        return [], max(end, start + 1)
    return list(_paragraphs(map(_inner, lines[start:end]))), end


def _nesting(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The lines of a table of AsciiDoc whose cells hold tables."""
    end = next(
        (at for at in range(start + 1, len(lines)) if lines[at].text.startswith(_OUTER)), start
    )
    if not any(line.text.startswith(_INNER) for line in lines[start:end]):
        return [], end + 1
    found = []
    in_table = False
    for line in lines[start + 1 : end]:
        text = line.text
        if text.startswith(_INNER):
            in_table = not in_table
            text = _OUTER
        elif in_table:
            text = text.replace("!", "|")
        else:
            text = _CELL.sub("", text, count=1) if _CELL.match(text) else text
        found.append(line._replace(text=text))
    return found, end + 1


_FRAMES: tuple[
    tuple[Callable[[str], object], Callable[[Sequence[Line], int], tuple[list[Line], int]]], ...
] = (
    (_EDGE.match, _drawn),
    (lambda text: _is_row(text) and text.count("|") == 2, _piped),
    (lambda text: text.startswith(_OUTER), _nesting),
)


def _is_row(text: str) -> bool:
    text = text.strip()
    return len(text) > 1 and text.startswith("|") and text.endswith("|")


def _inner(line: Line) -> Line:
    """A line of a frame without the frame; an edge is a blank line."""
    if _EDGE.match(line.text):
        return line._replace(text="")
    text = line.text.strip()[1:-1].rstrip()
    return line._replace(text=text.removeprefix(" "))


def _paragraphs(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, with those of a paragraph as one."""
    run: list[Line] = []
    for line in lines:
        if line.blank or _COLUMNS.search(line.text) or (run and run[-1].text.endswith("\\")):
            yield from _glued(run)
            run = []
        if line.blank or _COLUMNS.search(line.text):
            yield line
        else:
            run.append(line)
    yield from _glued(run)


def _glued(run: Sequence[Line]) -> Iterator[Line]:
    if run:
        yield run[0]._replace(text=joined([line.text.removesuffix("\\") for line in run]))
