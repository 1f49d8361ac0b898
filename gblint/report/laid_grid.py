"""A table of rows and columns, put together from labels and lines of figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from gblint.document import Table
from gblint.pack.model import AxisSpec, BlockSpec, TableSpec
from gblint.report.laid_labels import Chain
from gblint.report.laid_lines import Chained
from gblint.report.laid_pieces import Piece
from gblint.report.laid_sheet import Sheet

_LABELS = 2
"""Columns of labels: a group's and a row's."""

_OFF = 0.35
"""Share of the gap between two columns that a figure may be out of line."""

Figures = list[Piece]


class _Row(msgspec.Struct):
    """A row: its label, and its figures left to right. `spec` is None for one of no format."""

    label: Chain
    spec: AxisSpec | None
    figures: Figures


class _Part(msgspec.Struct):
    """Rows under one header; `block` is the label above them, if there is one."""

    block: Chain | None = None
    header: list[Chain] = msgspec.field(default_factory=list)
    rows: list[_Row] = msgspec.field(default_factory=list)


def grid(parts: Chained, spec: TableSpec) -> Table | None:
    """The table, None when figures do not come out even with rows and columns."""
    for told in (_beside, _following):
        rows = told(parts, spec)
        writer = _Writer(spec, _groups(parts.chains, spec))
        if rows and all(writer.put(part) for part in _parts(parts.chains, rows)):
            return writer.sheet.table()
    return None


class _Writer:
    """Puts one part below the other. `count` is how many columns of figures the last one had."""

    def __init__(self, spec: TableSpec, groups: Mapping[str, Chain]) -> None:
        self.sheet = Sheet()
        self.count = 0
        self._spec = spec
        self._groups = groups
        self._block: BlockSpec | None = None
        self._at = 0

    def put(self, part: _Part) -> bool:
        """Puts a part. False when its figures or its header do not fit."""
        if part.block is not None:
            label = part.block
            self.sheet.put(label.written, label.first.anchor, self._at, 0, wide=_LABELS + 1)
            self._at += 1
        if not part.rows:
            return True
        if not self._header(part):
            return False
        for values in _values(part.rows, self.count):
            if values is None:
                return False
            self._row(*values)
        return True

    def _header(self, part: _Part) -> bool:
        """Puts the header; a part without one goes on with the block before."""
        known = [row.spec for row in part.rows if row.spec is not None]
        block = next((one for one in self._spec.blocks if known and known[0] in one.rows), None)
        if not part.header:
            return block is not None and block is self._block
        columns = _columns(part, block) if block is not None else []
        for place, chain in enumerate(columns):
            self.sheet.put(chain.written, chain.first.anchor, self._at, _LABELS + place)
        self._at += 1
        self._block, self.count = block, len(columns)
        return bool(columns)

    def _row(self, row: _Row, figures: Mapping[int, Piece]) -> None:
        label = row.label
        group = self._groups.get(row.spec.group) if row.spec is not None else None
        if group is None:
            self.sheet.put(label.written, label.first.anchor, self._at, 0, wide=_LABELS)
        else:
            self.sheet.put(group.written, group.first.anchor, self._at, 0)
            self.sheet.put(label.written, label.first.anchor, self._at, 1)
        for place, figure in figures.items():
            self.sheet.put(figure.text, figure.anchor, self._at, _LABELS + place)
        self._at += 1


def _groups(chains: Sequence[Chain], spec: TableSpec) -> dict[str, Chain]:
    known = {group.key for group in spec.row_groups}
    return {
        label.key: chain
        for chain in chains
        for label in chain.whole
        if label.kind == "row_group" and label.key in known
    }


_Rows = dict[int, _Row]
"""Rows by the identity of their labels."""


def _beside(parts: Chained, spec: TableSpec) -> _Rows | None:
    """The rows of a text that keeps its looks, each with the line of figures beside its label.

    None where a label has two, or a figure no label.
    """
    rows: _Rows = {}
    taken: set[int] = set()
    for chain, row in _labels(parts, spec):
        lines = [line for line in parts.figures if chain.first.line <= line <= chain.last.line]
        if not lines and _is_column(chain):
            continue
        if taken.intersection(lines) or len(lines) > 1:
            return None
        taken.update(lines)
        figures = [piece for line in lines for piece in parts.figures[line]]
        rows[id(chain)] = _Row(chain, row, figures)
    return rows if taken == set(parts.figures) else None


def _following(parts: Chained, spec: TableSpec) -> _Rows | None:
    """The rows of a text that has cell after cell: a row's figures follow upon its label.

    None where a label has none.
    """
    labels = _labels(parts, spec)
    begins = [(chain.first.line, chain.first.begin) for chain, _ in labels]
    figures: list[Figures] = [[] for _ in labels]
    for line, own in sorted(parts.figures.items()):
        for figure in own:
            at = bisect_right(begins, (line, figure.begin)) - 1
            if at < 0:
                return None
            figures[at].append(figure)
    rows: _Rows = {}
    for (chain, row), own in zip(labels, figures, strict=True):
        if own:
            rows[id(chain)] = _Row(chain, row, own)
        elif not _is_column(chain):
            return None
    return rows


def _labels(parts: Chained, spec: TableSpec) -> list[tuple[Chain, AxisSpec | None]]:
    """The labels that may be rows', top to bottom, with what they stand for."""
    specs = {row.key: row for block in spec.blocks for row in block.rows}
    found = [
        (chain, specs.get(keys[0]))
        for chain in parts.chains
        if (keys := [label.key for label in chain.whole if label.kind == "row"])
    ]
    return sorted(found, key=lambda one: (one[0].first.line, one[0].first.begin))


def _is_column(chain: Chain) -> bool:
    return any(label.kind == "column" for label in chain.whole)


def _parts(chains: Sequence[Chain], rows: _Rows) -> list[_Part]:
    """Labels top to bottom, in parts that a block's label or a new header begins."""
    parts = [_Part()]
    for chain in sorted(chains, key=lambda one: (one.first.line, one.first.begin)):
        kinds = {label.kind for label in chain.whole}
        if id(chain) in rows:
            parts[-1].rows.append(rows[id(chain)])
        elif "block" in kinds:
            parts.append(_Part(block=chain))
        elif "column" in kinds:
            if parts[-1].rows:
                parts.append(_Part())
            parts[-1].header.append(chain)
    return parts


def _columns(part: _Part, block: BlockSpec) -> list[Chain]:
    """The columns in the order of the format, none where the header tells another story."""
    found: list[Chain] = []
    for spec in block.columns:
        own = [
            chain
            for chain in part.header
            if any(label.kind == "column" and label.key == spec.key for label in chain.whole)
        ]
        if len(own) > 1:
            return []
        found += own
    if len(found) != len(part.header):
        return []
    by_line: dict[int, list[float]] = {}
    for chain in found:
        by_line.setdefault(chain.first.line, []).append(chain.first.begin)
    return found if all(begins == sorted(begins) for begins in by_line.values()) else []


def _values(rows: Sequence[_Row], count: int) -> Iterator[tuple[_Row, dict[int, Piece]] | None]:
    """Every row with its figures by column; None for a row that has too many or unclear ones."""
    full = [row.figures for row in rows if len(row.figures) == count]
    for row in rows:
        if len(row.figures) in (0, count):
            yield row, dict(enumerate(row.figures))
        else:
            places = _placed(row.figures, full)
            yield None if places is None else (row, places)


def _placed(figures: Figures, full: Sequence[Figures]) -> dict[int, Piece] | None:
    """Figures beside blank cells, by the columns of the nearest row that has all.

    None for a text without places: its columns drift from line to line.
    """
    if not full or len(full[0]) < len(figures) or figures[0].anchor.box is None:
        return None
    nearest = min(full, key=lambda other: abs(other[0].line - figures[0].line))
    middles = [piece.middle for piece in nearest]
    gap = min(b - a for a, b in pairwise(middles))
    found: dict[int, Piece] = {}
    for figure in figures:
        at = min(range(len(middles)), key=lambda i: abs(middles[i] - figure.middle))
        if at in found or abs(middles[at] - figure.middle) > _OFF * gap:
            return None
        found[at] = figure
    return found
