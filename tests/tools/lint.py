"""The way of a report through the house, without files and command line."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from gblint.checks import check_report, load
from gblint.findings import Finding
from gblint.readers import read
from gblint.report import recognise
from gblint.report.model import Number, Report

PACK = "gbh-2021-30"


class Linted(msgspec.Struct, frozen=True):
    report: Report
    findings: tuple[Finding, ...]

    def rules(self) -> set[str]:
        return {finding.rule for finding in self.findings}

    def figures(self) -> dict[str, dict[str, dict[str, Number | None]]]:
        """What was read of the tables, by table, row and column, as a plan of a report has it."""
        found: dict[str, dict[str, dict[str, Number | None]]] = {}
        for table, reading in self.report.tables.items():
            for (row, column), cell in reading.cells.items():
                found.setdefault(table, {}).setdefault(row, {})[column] = cell.value
        return found

    def of(self, *rules: str) -> list[Finding]:
        """The findings of these rules; an id may be the beginning of several."""
        return [finding for finding in self.findings if finding.rule.startswith(rules)]


def lint(
    data: bytes, name: str = "report.docx", *, pack: str = PACK, only: Collection[str] | None = None
) -> Linted:
    """Read, recognise and check one report, by these rules alone where any are named."""
    rules = load(pack)
    report = recognise(read(data, name), rules, file_name=name, defer_prose=only is not None)
    return Linted(report, check_report(report, rules, only))


def of_content(findings: Iterable[Finding]) -> list[Finding]:
    """The findings but GB210, which is on how a hand writes figures, and not on what they are."""
    return [finding for finding in findings if finding.rule != "GB210"]


def told(findings: Iterable[Finding]) -> str:
    """The findings, one a line, for the message of a failed test."""
    return "\n".join(
        f"{f.rule} section={f.location.section} table={f.location.table} row={f.location.row} "
        f"column={f.location.column} line={f.location.line}: {f.message.zh}"
        for f in findings
    )
