"""A broken footing as the rows of a small table: the left side above, the right side below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from gblint.findings import Entry, Footing, Say

_FEW = 3
"""Of more figures than this, the zeros are counted and not listed."""

_MOST = 24
"""Of more figures than this, as a summary of many parts has them, the largest are listed; the
ledger (`--format xlsx`) and JSON have all."""

_CULPRIT = Say("← 疑为此数有误", "← likely the wrong one")
_SUM = Say("合计", "sum")
_MORE = Say("上面比下面多", "above exceeds below by")
_LESS = Say("上面比下面少", "above falls short by")

Told = Callable[[Say], str]
"""Gives words in the language of the output."""


class FootingRow(msgspec.Struct, frozen=True):
    """One line of the table; one without label is a rule."""

    label: str = ""
    figure: str = ""
    sign: str = ""
    mark: str = ""
    style: Literal["error", "bold", "faint"] | None = None


def list_rows(footing: Footing, told: Told) -> list[FootingRow]:
    """The rows of both sides, their sums, and by how much they differ."""
    gap: int | Decimal = footing.left_sum - footing.right_sum
    return [
        *_list_side(footing.left, footing.left_sum, told),
        FootingRow(),
        *_list_side(footing.right, footing.right_sum, told),
        FootingRow(),
        FootingRow(
            told(_MORE if gap > 0 else _LESS), show_figure(gap if gap > 0 else -gap), style="bold"
        ),
    ]


def _list_side(entries: Sequence[Entry], total: int | Decimal, told: Told) -> Iterator[FootingRow]:
    listed = [entry for entry in entries if entry.value or entry.culprit]
    if len(entries) <= _FEW or len(entries) - len(listed) == 1:
        listed = list(entries)
    listed, left = _keep_largest(listed)
    for number, entry in enumerate(listed):
        yield FootingRow(
            told(entry.label),
            show_figure(entry.value),
            "" if number == 0 and entry.sign == "+" else entry.sign,
            told(_CULPRIT) if entry.culprit else "",
            "error" if entry.culprit else None,
        )
    if left:
        count = len(left)
        more = Say(f"其余 {count} 项（见 --format xlsx）", f"{count} others (see --format xlsx)")
        rest = sum(one.value if one.sign == "+" else -one.value for one in left)
        yield FootingRow(told(more), show_figure(rest), style="faint")
    if zeros := len(entries) - len(listed) - len(left):
        folded = Say(f"{zeros} 项均为 0", f"all {zeros} are 0")
        if listed:
            folded = Say(f"其余 {zeros} 项为 0", f"{zeros} others are 0")
        yield FootingRow(told(folded), style="faint")
    if len(entries) > 1:
        yield FootingRow(told(_SUM), show_figure(total), "=", style="bold")


def _keep_largest(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Those that are listed, in their order, the likely culprit among them, and the others."""
    if len(entries) <= _MOST:
        return entries, []
    ranked = sorted(range(len(entries)), key=lambda at: (entries[at].culprit, entries[at].value))
    largest = sorted(ranked[-_MOST:])
    return [entries[at] for at in largest], [entries[at] for at in ranked[:-_MOST]]


def show_figure(value: int | Decimal) -> str:
    """A figure as it is written, without an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
