"""New reports made, and read back: their findings, and their cells as Word counts them."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import docx.document
import msgspec
from docx.oxml.ns import qn

from gblint.checks import check_report, load
from gblint.findings import Finding
from gblint.readers import read
from gblint.report import recognise
from gblint.report.model import Report, reduce_for_comparison
from gblint.word.new_report import NewReportFile, write_new_report
from tests.tools.lint import PACK

TAKES_COMMENTS = hasattr(docx.document.Document, "add_comment")
"""Whether this python-docx writes comments, as it does since 1.2."""

ORGAN = "示例市清河区教育局"


def new_report(
    organ: str = ORGAN, year: int = 2026, *, last: Report | None = None, pack: str = PACK
) -> NewReportFile:
    return write_new_report(load(pack), organ, year, last)


def read_report(data: bytes, name: str = "report.docx", *, pack: str = PACK) -> Report:
    return recognise(read(data, name), load(pack), file_name=name)


def check(data: bytes, *, last: Report | None = None, pack: str = PACK) -> tuple[Finding, ...]:
    """What gblint says of a new report, compared with last year's where there is one."""
    report = read_report(data, pack=pack)
    if last is not None:
        before = reduce_for_comparison(last, "last")
        report = msgspec.structs.replace(report, previous=before)
    return check_report(report, load(pack))


def figures(report: Report, table: str) -> dict[tuple[str, str], object]:
    return {cell: read.counted for cell, read in report.tables[table].cells.items()}


class WordTable:
    """A table as Word calculates in it: a cell is a letter within its row, and the row's number."""

    def __init__(self, data: bytes, at: int) -> None:
        body = docx.Document(io.BytesIO(data)).element.body
        table = list(body.iter(qn("w:tbl")))[at]
        self.rows = [list(line.iter(qn("w:tc"))) for line in table.iter(qn("w:tr"))]

    def text(self, row: int, at: int) -> str:
        return "".join(node.text or "" for node in self.rows[row][at].iter(qn("w:t")))

    def formula(self, row: int, at: int) -> str:
        return "".join(n.text or "" for n in self.rows[row][at].iter(qn("w:instrText"))).strip()

    def shape(self) -> list[list[tuple[str, int, str]]]:
        """The rows' cells: text, columns spanned, and how they are merged with those above."""
        found = []
        for i, row in enumerate(self.rows):
            line = []
            for at, cell in enumerate(row):
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                kind = "" if merge is None else merge.get(qn("w:val"), "continue")
                line.append(
                    (
                        self.text(i, at),
                        int(span.get(qn("w:val"), "1")) if span is not None else 1,
                        kind,
                    )
                )
            found.append(line)
        return found

    def calculate(self, formula: str, given: Mapping[tuple[int, int], int]) -> int:
        """What a formula comes to, where cells have other values than they are written with."""
        total, rest = 0, formula.removeprefix("=")
        for sign, number, cells in re.findall(r"([+-]?)(?:SUM\(([^()]+)\)|(\d+))", rest):
            value = self._sum(number, given) if number else int(cells)
            total += -value if sign == "-" else value
        return total

    def _sum(self, cells: str, given: Mapping[tuple[int, int], int]) -> int:
        return sum(self._value(place, given) for part in cells.split(",") for place in _range(part))

    def _value(self, place: tuple[int, int], given: Mapping[tuple[int, int], int]) -> int:
        if place in given:
            return given[place]
        if code := self.formula(*place):
            return self.calculate(code, given)
        return int(self.text(*place))


def _range(part: str) -> list[tuple[int, int]]:
    first, _, last = part.partition(":")
    (row, at), (to_row, to_at) = _place(first), _place(last or first)
    return [(r, c) for r in range(row, to_row + 1) for c in range(at, to_at + 1)]


def _place(name: str) -> tuple[int, int]:
    return int(name[1:]) - 1, ord(name[0]) - ord("A")


def comments(data: bytes) -> dict[str, list[str]]:
    """The comments of a file, by author."""
    found: dict[str, list[str]] = {}
    for one in docx.Document(io.BytesIO(data)).comments:
        found.setdefault(one.author, []).append(one.text)
    return found
