"""Figures for the three tables, made so that every equation of the format holds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from tests.builder.form_labels import KINDS, OUTCOMES, PROACTIVE, RESULTS, REVIEW, ROWS

Figures = dict[str, dict[str, dict[str, int | Decimal]]]
"""Table key → row key → column key → figure."""

_Figure = Callable[[], int]


def balanced(*, seed: int = 0, largest: int = 9, filled: float = 0.3) -> Figures:
    """Figures of a report that adds up.

    Single results go up to `largest`; a share `filled` of them is not zero.
    """
    random = Random(seed)

    def figure() -> int:
        return random.randint(1, largest) if largest and random.random() < filled else 0

    return {
        "proactive": _proactive(figure, random),
        "applications": _applications(figure, random),
        "review": _review(figure),
    }


def zeros() -> Figures:
    """Figures of an office where nothing happened."""
    return balanced(largest=0)


def add_up(results: dict[str, dict[str, int]]) -> dict[str, dict[str, int | Decimal]]:
    """Table 2 from the rows that are given, by kind of applicant; the rest is worked out.

    `results` may hold `carried_in`, `carried_out` and results; rows that are absent are 0.
    """
    rows: dict[str, dict[str, int | Decimal]] = {}
    for key in ("carried_in", *RESULTS, "carried_out"):
        given = results.get(key, {})
        rows[key] = {kind: given.get(kind, 0) for kind in KINDS}
    rows["total"] = {kind: sum(rows[key][kind] for key in RESULTS) for kind in KINDS}
    rows["new"] = {
        kind: rows["total"][kind] + rows["carried_out"][kind] - rows["carried_in"][kind]
        for kind in KINDS
    }
    for row in rows.values():
        row["total"] = sum(row[kind] for kind in KINDS)
    return {line.key: rows[line.key] for line in ROWS}


def _applications(figure: _Figure, random: Random) -> dict[str, dict[str, int | Decimal]]:
    results = {key: {kind: figure() for kind in KINDS} for key in RESULTS}
    results["carried_out"] = {kind: figure() for kind in KINDS}
    results["carried_in"] = {}
    for kind in KINDS:
        due = sum(results[key][kind] for key in (*RESULTS, "carried_out"))
        results["carried_in"][kind] = random.randint(0, min(due, figure()))
    return add_up(results)


def _proactive(figure: _Figure, random: Random) -> dict[str, dict[str, int | Decimal]]:
    rows: dict[str, dict[str, int | Decimal]] = {}
    for block in PROACTIVE:
        for row in block.rows:
            cells = {column.key: figure() for column in block.columns}
            if "in_force" in cells:  # what was made in the year is among it
                cells["in_force"] = max(cells["in_force"], cells["made"])
            rows[row.key] = {**cells}
    if rows["fees"]["amount"] and random.random() < 0.5:
        rows["fees"]["amount"] += Decimal(random.randint(1, 99)) / 100
    return rows


def _review(figure: _Figure) -> dict[str, dict[str, int | Decimal]]:
    rows: dict[str, dict[str, int | Decimal]] = {}
    for block in REVIEW:
        row: dict[str, int | Decimal] = {key: figure() for key in OUTCOMES}
        row["total"] = sum(row.values())
        rows[block.key] = row
    return rows
