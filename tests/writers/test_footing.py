"""The table of a sum stays on a screen, however many parts there are."""

from __future__ import annotations

from gblint.findings import Entry, Footing, Say
from gblint.writers.footing import FootingRow, list_rows


def _rows(parts: list[Entry], total: int) -> list[FootingRow]:
    added = sum(int(one.value) for one in parts)
    footing = Footing((Entry(Say("汇总"), total),), tuple(parts), total, added)
    return list_rows(footing, lambda say: say.zh)


def test_of_many_parts_the_largest_and_the_culprit_are_listed() -> None:
    parts = [Entry(Say(f"第{n}局"), n % 50, culprit=n == 301) for n in range(800)]
    rows = _rows(parts, 20_000)
    assert len(rows) < 34
    assert any(row.label == "第301局" and row.mark for row in rows)
    assert [row.figure for row in rows if row.label == "第49局"] == ["49"]
    (left,) = [row for row in rows if row.label.startswith("其余") and "xlsx" in row.label]
    listed = [int(row.figure) for row in rows if row.label.startswith("第")]
    assert sum(listed) + int(left.figure) == sum(int(one.value) for one in parts)
    assert any(row.label == "其余 16 项为 0" for row in rows)


def test_of_few_all_are_listed() -> None:
    rows = _rows([Entry(Say(f"第{n}局"), n) for n in range(1, 22)], 9)
    assert sum(row.label.startswith("第") for row in rows) == 21
    assert not any("xlsx" in row.label for row in rows)
