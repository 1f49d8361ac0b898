"""A broken footing as a small table: both sides, their sums, the difference, the culprit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from gblint.findings import Entry, Footing, Say
from gblint.writers.layout import Style
from gblint.writers.page import Page

_SIGN = 2
_NARROWEST = 8
_FEW = 3
"""Of more figures than this, the zeros are counted and not listed."""

_CULPRIT = Say("← 疑为此数有误", "← likely the wrong one")
_SUM = Say("合计", "sum")
_MORE = Say("上面比下面多", "above exceeds below by")
_LESS = Say("上面比下面少", "above falls short by")


class Row(msgspec.Struct, frozen=True):
    """One line of the table; one without label is a rule."""

    label: str = ""
    figure: str = ""
    sign: str = ""
    mark: str = ""
    style: Style | None = None


def footing_table(page: Page, footing: Footing, *, indent: int) -> None:
    """Write the table: the left side above, the right side below."""
    rows = list(_rows(page, footing))
    cells = page.layout.cells
    figures = max(cells(row.figure) for row in rows)
    marks = max(cells(row.mark) for row in rows)
    room = page.width - indent - _SIGN - figures - 2 - (marks + 2 if marks else 0)
    labels = min(max(room, _NARROWEST), max(cells(row.label) for row in rows))
    rule = page.mark("─", "-") * (_SIGN + labels + 2 + figures)
    for row in rows:
        if not row.label:
            page.line(" " * indent + page.paint(rule, "faint"))
            continue
        label = page.layout.left(page.layout.cut(row.label, labels), labels)
        line = f"{row.sign:{_SIGN}}{label}  {page.layout.right(row.figure, figures)}"
        line = f"{line}  {row.mark}".rstrip()
        page.line(" " * indent + (page.paint(line, row.style) if row.style else line))


def _rows(page: Page, footing: Footing) -> Iterator[Row]:
    yield from _side(page, footing.left, footing.left_sum)
    yield Row()
    yield from _side(page, footing.right, footing.right_sum)
    yield Row()
    gap: int | Decimal = footing.left_sum - footing.right_sum
    yield Row(
        page.told(_MORE if gap > 0 else _LESS), _figure(gap if gap > 0 else -gap), style="bold"
    )


def _side(page: Page, entries: Sequence[Entry], total: int | Decimal) -> Iterator[Row]:
    listed = [entry for entry in entries if entry.value or entry.culprit]
    if len(entries) <= _FEW or len(entries) - len(listed) == 1:
        listed = list(entries)
    for number, entry in enumerate(listed):
        yield Row(
            page.told(entry.label),
            _figure(entry.value),
            "" if number == 0 and entry.sign == "+" else entry.sign,
            page.told(_CULPRIT) if entry.culprit else "",
            "error" if entry.culprit else None,
        )
    if folded := len(entries) - len(listed):
        yield Row(page.told(_zeros(folded, others=bool(listed))), style="faint")
    if len(entries) > 1:
        yield Row(page.told(_SUM), _figure(total), "=", style="bold")


def _zeros(count: int, *, others: bool) -> Say:
    if others:
        return Say(f"其余 {count} 项为 0", f"{count} others are 0")
    return Say(f"{count} 项均为 0", f"all {count} are 0")


def _figure(value: int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
