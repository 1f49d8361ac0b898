"""The rules that cannot be evaluated without some cells, whatever their kind."""

from __future__ import annotations

from collections.abc import Collection

from gblint.checks import footings, prose, rollup, years
from gblint.checks.footings import CellKey
from gblint.pack.model import Pack
from gblint.report.model import Report


def unchecked(report: Report, pack: Pack, table: str, gone: Collection[CellKey]) -> tuple[str, ...]:
    """The rules that are in question for a report and need any of these cells."""
    return (
        *footings.unchecked(pack, table, gone),
        *prose.waiting(report, pack, table, gone),
        *years.waiting(report, pack, table, gone),
        *rollup.waiting(report, pack, table, gone),
    )
