"""A table laid out across, put together from labels and one line of figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gblint.document import Table
from gblint.pack.model import TableSpec
from gblint.report.laid_labels import Chain
from gblint.report.laid_lines import Chained
from gblint.report.laid_sheet import Sheet


def across(parts: Chained, spec: TableSpec) -> Table | None:
    """The table, None unless it has all its columns and as many figures."""
    block = spec.blocks[0]
    rows = _by_key(parts.chains, "row")
    columns = _by_key(parts.chains, "column")
    keys = [column.key for column in block.columns]
    wanted = [key for _ in block.rows for key in keys]
    if {key: len(found) for key, found in rows.items()} != {row.key: 1 for row in block.rows}:
        return None
    if {key: len(found) for key, found in columns.items()} != Counter(wanted):
        return None
    figures = [piece for line in sorted(parts.figures) for piece in parts.figures[line]]
    if len(figures) != len(wanted) or not _is_sure(parts) or not _in_order(columns, wanted):
        return None
    sheet = Sheet()
    for at, row in enumerate(block.rows):
        label = rows[row.key][0]
        sheet.put(label.written, label.first.anchor, 0, at * len(keys), wide=len(keys))
    for at, (key, figure) in enumerate(zip(wanted, figures, strict=True)):
        label = columns[key][at // len(keys)]
        sheet.put(label.written, label.first.anchor, 1, at)
        sheet.put(figure.text, figure.anchor, 2, at)
    return sheet.table()


def _is_sure(parts: Chained) -> bool:
    """Whether the figures stand below the labels, in the order of the columns.

    The maker of a text that keeps the looks of the page mixes them up where they take several
    lines, or a page comes in between. On the pages of a PDF file places are known.
    """
    pieces = [piece for chain in parts.chains for piece in chain.pieces]
    after = max(piece.line for piece in pieces)
    if min(parts.figures) <= after or (parts.wide and len(parts.figures) > 1):
        return False
    pieces += [piece for line in parts.figures.values() for piece in line]
    return len({piece.anchor.page for piece in pieces if piece.anchor.box is None}) <= 1


def _by_key(chains: Sequence[Chain], kind: str) -> dict[str, list[Chain]]:
    """The labels of a kind by key, left to right."""
    found: dict[str, list[Chain]] = {}
    for chain in chains:
        for label in chain.whole:
            if label.kind == kind:
                found.setdefault(label.key, []).append(chain)
                break
    for same in found.values():
        same.sort(key=lambda chain: chain.first.begin)
    return found


def _in_order(columns: dict[str, list[Chain]], wanted: Sequence[str]) -> bool:
    """Whether the labels that begin on one line stand there as the format has them."""
    by_line: dict[int, list[tuple[float, str]]] = {}
    for key, chains in columns.items():
        for chain in chains:
            by_line.setdefault(chain.first.line, []).append((chain.first.begin, key))
    for begun in by_line.values():
        rest = iter(wanted)
        if not all(key in rest for _, key in sorted(begun)):
            return False
    return True
