"""Sets of paragraphs with the tables that they agree with: what gblint finds in them.

An entry of a set has `organ`, `year`, `cells` (what the tables hold, what is left out being 0),
`previous` (last year's), `section`, `text` and `claims`. In the text, figures that a careful reader
can check stand in ⟦ ⟧. Every entry is right as it stands; marked figures are also tried with
another value, and each claim with tables by which it is untrue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import yaml

from gblint.attempts import Setbacks
from gblint.checks import check_report, load
from gblint.document import Anchor, Document, Paragraph
from gblint.findings import Finding
from gblint.pack.model import Pack
from gblint.report import recognise
from gblint.report.model import CellReading, ComparedReport, Prose, Report, TableReading
from gblint.report.organs import ReportOwner
from gblint.report.prose import read_prose
from gblint.report.prose.amounts import FigureCount, PlainParagraph
from gblint.report.prose.paragraphs import read_paragraph
from gblint.report.prose.vocabulary import make_vocabulary
from gblint.text.patterns import begin_document
from tests.tools.amount import ALL, some_by_name
from tests.tools.lint import PACK
from tests.tools.repository import FIXTURES, QUICK_LOADER

FOLDER = FIXTURES / "prose" / "paragraphs"
_MARK = re.compile("⟦(.*?)⟧")
_RULES = tuple(f"GB{n}" for n in (501, 502, 503, 504, 505, 506, 508, 509))
_HEADINGS = (
    *("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况"),
    *("政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"),
)
_DIGITS = "一二三四五六七八九"
_ONE_IN = 27
"""Of so many figures of a set one is changed first."""
_ENTRIES_ONE_IN = 3
"""Of so many entries of a set one is read first, chosen by its text."""

Cells = Mapping[str, Mapping[str, Any]]


@dataclass
class Result:
    """How a set was read: marked figures named when changed, claims, and false findings."""

    figures: int = 0
    named: int = 0
    claims: int = 0
    claims_named: int = 0
    right: int = 0
    false: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def missed(self) -> int:
        return self.figures + self.claims - self.named - self.claims_named

    @property
    def recall(self) -> float:
        return (self.named + self.claims_named) / max(1, self.figures + self.claims)

    @property
    def false_in_hundred(self) -> float:
        return 100 * self.false / max(1, self.right)

    def told(self) -> str:
        return (
            f"recall {self.recall:.3f} ({self.named} of {self.figures} figures, "
            f"{self.claims_named} of {self.claims} claims), "
            f"false findings {self.false} in {self.right} right paragraphs"
        )


@cache
def _pack() -> Pack:
    """The pack with the rules on figures in prose alone, whose findings need no others."""
    pack = load(PACK)
    rules = tuple(rule for rule in pack.rules if rule.id in _RULES)
    assert len(rules) == len(_RULES)
    return msgspec.structs.replace(pack, rules=rules)


def score(path: Path, missed: int, false: int) -> Result:
    """Read a set: a third of its entries as they are, their claims, some of their figures changed.

    All are, with all their figures, where more of these claims and figures are missed than so many,
    or more of these entries have false findings, and where all is tried.
    """
    result = Result()
    left: list[tuple[_Entry, tuple[int, str, str]]] = []
    number = count()
    loaded = yaml.load(path.read_text("utf-8"), QUICK_LOADER)
    every = [_Entry(f"{path.stem} {i}", entry) for i, entry in enumerate(loaded)]
    first = some_by_name(every, _ENTRIES_ONE_IN, lambda one: one.text)
    for one in first:
        one.score_right(result)
        for change in _changed(one.text):
            if next(number) % _ONE_IN:
                left.append((one, change))
            else:
                one.score_change(*change, result)
    if ALL or result.false > false or result.missed > missed:
        for one in every:
            if one not in first:
                one.score_right(result)
                left += ((one, change) for change in _changed(one.text))
        for one, change in left:
            one.score_change(*change, result)
    return result


class _Entry:
    """An entry of a set, and where it has false findings as it stands."""

    def __init__(self, name: str, entry: Mapping[str, Any]) -> None:
        self.name, self.entry = name, entry
        self.cells: Cells = entry["cells"] or {}
        self.text: str = entry["text"].strip()
        self.plain = _MARK.sub(r"\1", self.text)
        self.false: set[tuple[str, int | None, int | None]] = set()

    def score_right(self, result: Result) -> None:
        """As it stands, and with tables by which its claims are untrue."""
        wrong = _findings(self.entry, self.cells, self.plain)
        result.right += 1
        if wrong:
            result.false += 1
            said = "\n    ".join(f"{f.rule} {f.message.zh[:150]}" for f in wrong)
            result.mistakes.append(f"{self.name} FALSE {self.plain}\n    {said}")
        self.false = {_where(finding) for finding in wrong}
        for claim in self.entry.get("claims") or ():
            self._score_claim(claim, result)

    def score_change(self, at: int, old: str, new: str, result: Result) -> None:
        """With another figure in the place of one."""
        result.figures += 1
        before = _MARK.sub(r"\1", self.text[:at])
        changed = before + new + _MARK.sub(r"\1", self.text[at + len(old) + 2 :])
        place = _place(before)
        every = _findings_when_changed(self.entry, self.cells, self.plain, changed)
        found = [finding for finding in every if _where(finding) not in self.false]
        if found and all(_covers(f, *place, len(new)) for f in found):
            result.named += 1
        else:
            said = "; ".join(f"{f.rule} {f.values.get('read')}" for f in found)
            near = changed[max(0, place[1] - 30) : place[1] + 20] if place[0] == 0 else ""
            result.mistakes.append(f"{self.name} MISSED {old}→{new} in …{near}… found [{said}]")

    def _score_claim(self, claim: Mapping[str, Any], result: Result) -> None:
        result.claims += 1
        untrue = _added(self.cells, claim["broken_by"])
        every = _findings(self.entry, untrue, self.plain)
        found = [finding for finding in every if _where(finding) not in self.false]
        at = self.plain.find(claim["written"])
        line, column = _place(self.plain[:at])
        if any(_covers(f, line, column, len(claim["written"])) for f in found):
            result.claims_named += 1
        else:
            said = "; ".join(f"{f.rule} {f.values.get('read')}" for f in found)
            result.mistakes.append(f"{self.name} CLAIM {claim['written']} found [{said}]")


def _where(finding: Finding) -> tuple[str, int | None, int | None]:
    return finding.rule, finding.location.line, finding.location.column_offset


def _place(before: str) -> tuple[int, int]:
    """The line and the column, both from 0, at the end of a text."""
    lines = before.split("\n")
    return len(lines) - 1, len(lines[-1])


def _covers(finding: Finding, line: int, column: int, length: int) -> bool:
    """Whether a finding is at a stretch of the text: it begins in it, or contains it."""
    start = (finding.location.column_offset or 1) - 1
    read = str(finding.values.get("read", ""))
    end = start + len(read)
    own = finding.location.line - _FIRST
    return own == line and start < column + length and end > column


_FIRST = 3


def _changed(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a marked figure stands, the figure, and another in its place."""
    for match in _MARK.finditer(text):
        yield match.start(), match[1], other(match[1])


def other(figure: str) -> str:
    """Another figure, written alike and well away from the first."""
    plain = figure.replace(",", "").replace("，", "")
    if re.fullmatch(r"\d+", plain):
        return str(int(plain) + max(1, int(plain) // 6) + (int(plain) > 20))
    if re.fullmatch(r"\d+\.\d+", plain):
        value = Decimal(plain)
        shown = value * Decimal("1.23") + Decimal(2) if value < 70 else value * Decimal("0.81")
        return str(shown.quantize(Decimal(1).scaleb(value.as_tuple().exponent)))  # type: ignore[arg-type]
    if figure in _DIGITS or figure in "两十":
        return _DIGITS[(figure == "两" and 4) or (_DIGITS.find(figure) + 3) % 9]
    last = next((c for c in reversed(figure) if c in _DIGITS), "")
    return (
        figure.replace(last, _DIGITS[(_DIGITS.index(last) + 4) % 9], 1) if last else figure + "一"
    )


def _findings(entry: Mapping[str, Any], cells: Cells, text: str) -> list[Finding]:
    return _found_in(report_of(entry, cells, text))


def _findings_when_changed(
    entry: Mapping[str, Any], cells: Cells, plain: str, changed: str
) -> list[Finding]:
    """What is found when a figure of the text is another."""
    report = _read_anew(report_of(entry, cells, plain), changed)
    return _findings(entry, cells, changed) if report is None else _found_in(report)


def _found_in(report: Report) -> list[Finding]:
    return [f for f in check_report(report, _pack()) if f.rule in _RULES]


def found_in(
    text: str,
    cells: Cells,
    *,
    organ: str = "示例市司法局",
    section: int = 1,
    previous: Mapping[str, Any] | None = None,
) -> list[Finding]:
    """What all rules say of a text in a report of 2024 whose tables have these cells."""
    entry = {"organ": organ, "year": 2024, "section": section, "previous": previous}
    return [*check_report(report_of(entry, cells, text), load(PACK))]


def read_one(text: str, organ: str = "示例市示例局", level: str = "department") -> Prose:
    """What is read in one paragraph of a report of 2024, whatever the tables."""
    paragraph = PlainParagraph(Paragraph(text, Anchor(line=1, column=1)), 1, "总体情况")
    owner, words = ReportOwner(organ, 2024, level), make_vocabulary(load(PACK))
    return read_paragraph(paragraph, words, owner, FigureCount())[0]


def report_of(entry: Mapping[str, Any], cells: Cells, text: str) -> Report:
    """A report whose tables have these cells, with the text in its section."""
    report = _recognised(entry["organ"], entry["year"], entry.get("section", 1), text)
    return _with_tables(report, entry, cells)


def _with_tables(report: Report, entry: Mapping[str, Any], cells: Cells) -> Report:
    last = entry.get("previous")
    previous = (
        ComparedReport("2022.docx", entry["organ"], entry["year"] - 1, _tables(last))
        if last
        else None
    )
    tables = _readings(msgspec.json.encode(cells))
    return msgspec.structs.replace(report, tables=tables, previous=previous)


@lru_cache(maxsize=64)
def _recognised(organ: str, year: int, section: int, text: str) -> Report:
    """The text in its section, without tables: claims are tried with several."""
    lines = [f"{organ}{year}年政府信息公开工作年度报告"]
    lines.append(f"{'一二三四五六'[section - 1]}、{_HEADINGS[section - 1]}")
    blocks = [Paragraph(line, Anchor(i)) for i, line in enumerate((*lines, *text.split("\n")), 1)]
    report = recognise(Document("text", tuple(blocks)), _pack())
    assert not report.setbacks, report.setbacks
    return report


def _read_anew(report: Report, text: str) -> Report | None:
    """The same report with other figures in its text: only the prose is read anew.

    None where that is not all, and where all is tried.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    section = report.sections[0]
    if ALL or len(report.sections) > 1 or len(lines) != len(section.blocks):
        return None
    assert len(section.prose) == len(lines)
    prose = tuple(
        msgspec.structs.replace(old, text=line) if old.text != line else old
        for old, line in zip(section.prose, lines, strict=True)
    )
    sections = (msgspec.structs.replace(section, blocks=prose, prose=prose),)
    setbacks = Setbacks()
    begin_document()
    of = ReportOwner(report.organ, report.year, report.level)
    read = read_prose(report.preface, sections, _pack(), of, setbacks)
    assert not setbacks.found, setbacks.found
    blocks = report.document.blocks[: -len(text.split("\n"))] + prose
    document = msgspec.structs.replace(report.document, blocks=blocks)
    return msgspec.structs.replace(report, document=document, sections=sections, prose=read)


@lru_cache(maxsize=8)
def _readings(encoded: bytes) -> dict[str, TableReading]:
    """The tables as they are read; the same ones for all changes of a text."""
    return {key: _reading(key, figures) for key, figures in _work_out(encoded).items()}


def _reading(key: str, figures: Mapping[tuple[str, str], Any]) -> TableReading:
    cells = {
        place: CellReading(*place, str(value), Anchor(1), "number", value)
        for place, value in figures.items()
    }
    return TableReading(key, Anchor(1), None, cells)


def _tables(cells: Cells) -> dict[str, dict[tuple[str, str], Any]]:
    """Every cell of the tables, totals worked out."""
    return _work_out(msgspec.json.encode(cells))


@lru_cache(maxsize=8)
def _work_out(encoded: bytes) -> dict[str, dict[tuple[str, str], Any]]:
    """Once for all changes of a text."""
    cells = msgspec.json.decode(encoded)
    made: dict[str, dict[tuple[str, str], Any]] = {}
    for table in _pack().tables:
        figures: dict[tuple[str, str], Any] = {}
        for block in table.blocks:
            columns = [column.key for column in block.columns]
            for row in block.rows:
                own = cells.get(row.key) or {}
                for column in columns:
                    value = own.get(column, 0)
                    figures[row.key, column] = (
                        Decimal(str(value)) if isinstance(value, float) else value
                    )
            if "total" in columns:
                _total(figures, [row.key for row in block.rows], columns)
        made[table.key] = figures
    return made


def _total(figures: dict[tuple[str, str], Any], rows: list[str], columns: list[str]) -> None:
    parts = [column for column in columns if column != "total"]
    if "carried_out" in rows:
        results = [row for row in rows if row not in ("new", "carried_in", "total", "carried_out")]
        for column in parts:
            figures["total", column] = sum(figures[row, column] for row in results)
    for row in rows:
        figures[row, "total"] = sum(figures[row, column] for column in parts)


def _added(cells: Cells, more: Cells) -> dict[str, dict[str, Any]]:
    made = {row: dict(own or {}) for row, own in cells.items()}
    for row, own in more.items():
        for column, value in own.items():
            made.setdefault(row, {})[column] = made.get(row, {}).get(column, 0) + value
    return made
