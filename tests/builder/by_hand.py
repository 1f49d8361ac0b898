"""A small pack and reports put together by hand, for tests of one check kind at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from gblint.checks import check_report
from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.findings import Finding, Say
from gblint.pack import Options
from gblint.pack.model import (
    AxisSpec,
    BlockSpec,
    ContactSpec,
    FactSpecs,
    GroupSpec,
    LevelSpec,
    ObsoleteHeading,
    Pack,
    Rule,
    SectionSpec,
    TableSpec,
    TitleSpec,
)
from gblint.report.model import (
    CellReading,
    Facts,
    Heading,
    Number,
    Report,
    Section,
    TableReading,
    Title,
)
from gblint.text.numerals import Ordinal, write_chinese

ROWS = ("first", "second", "both")
COLUMNS = ("north", "south", "all")

GRID = TableSpec(
    key="grid",
    number=1,
    section=2,
    name=Say("乙表", "grid"),
    row_groups=(GroupSpec("parts", "分项"),),
    blocks=(
        BlockSpec(
            key="grid",
            rows=(
                AxisSpec("first", "第一", en="First", group="parts"),
                AxisSpec("second", "第二", en="Second", group="parts"),
                AxisSpec("both", "合计", en="Both"),
            ),
            columns=(
                AxisSpec("north", "北", en="North"),
                AxisSpec("south", "南", en="South"),
                AxisSpec("all", "总计", en="All"),
            ),
        ),
        BlockSpec(
            key="money",
            label="金额部分",
            rows=(AxisSpec("fees", "收费", en="Fees"), AxisSpec("change", "增减", kind="signed")),
            columns=(AxisSpec("amount", "金额", kind="amount"),),
        ),
    ),
)
ACROSS = TableSpec(
    key="across",
    number=2,
    section=2,
    name=Say("丁表", "across"),
    layout="across",
    blocks=(
        BlockSpec(
            key="across",
            rows=(AxisSpec("review", "复议", en="Review"), AxisSpec("court", "诉讼", en="Court")),
            columns=(
                AxisSpec("kept", "维持", en="Kept"),
                AxisSpec("total", "总计", en="Total"),
            ),
        ),
    ),
)
PACK = Pack(
    id="small",
    title="小格式",
    version="1",
    title_line=TitleSpec(name="工作报告", subject="报告", pattern="(?!)", partial="(?!)"),
    sections=(
        SectionSpec(1, "甲情况", en="First matters"),
        SectionSpec(2, "乙情况", en="Second matters", content="table"),
        SectionSpec(3, "丙问题"),
        SectionSpec(4, "丁事项", none_is_content=True),
    ),
    obsolete_headings=(
        ObsoleteHeading("outline", Say("旧格式的“概述”", "the old outline"), now=1),
        ObsoleteHeading("charges", Say("旧格式的“收费”", "the old charges")),
    ),
    placeholders=(r"\(?文字描述[^()]*\)?",),
    tables=(GRID, ACROSS),
    facts=FactSpecs(
        contact=ContactSpec((), (), phone_valid=r"\d{8}"),
        levels=(LevelSpec("department", Say("部门", "department"), (), "01-31"),),
        last_deadline="03-31",
    ),
)


def rule(check: Options, **changes: object) -> Rule:
    """A rule of that kind, without texts but those given."""
    made = Rule(
        id="XX101",
        severity="error",
        title="规则",
        check=check,
        message="信息",
        basis=Say("依据", "basis"),
        why="",
        fix="改正",
    )
    return msgspec.structs.replace(made, **changes)


def with_rules(*rules: Rule, pack: Pack = PACK) -> Pack:
    return msgspec.structs.replace(pack, rules=rules)


def find(report: Report, check: Options, pack: Pack = PACK, **changes: object) -> list[Finding]:
    """The findings of one rule of that kind."""
    return list(check_report(report, with_rules(rule(check, **changes), pack=pack)))


def variants(*names: str) -> dict[str, str]:
    """Messages that are the variants' own names."""
    return {name: name for name in names}


def told(findings: Iterable[Finding]) -> list[str]:
    return [finding.message.zh for finding in findings]


def paragraphs(texts: Sequence[str], line: int) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, Anchor(line + i)) for i, text in enumerate(texts))


def ordinal(value: int, style: str = "一、") -> Ordinal:
    return Ordinal(style.replace("一", write_chinese(value)).replace("1", str(value)), value, style)


def section(
    number: int | None,
    *texts: str,
    at: int,
    name: str = "",
    numbered: Ordinal | None = None,
    tables: tuple[Table, ...] = (),
    **changes: object,
) -> Section:
    """A section of the small pack at line `at`, with the paragraphs after it."""
    spec = next((s for s in PACK.sections if s.number == number), None)
    name = name or (spec.heading if spec else "")
    heading = Heading(
        text=(numbered.text if numbered else "") + name,
        name=name,
        ordinal=numbered,
        anchor=Anchor(at),
        block=at,
        origin="section",
        number=number,
        wording="exact",
    )
    heading = msgspec.structs.replace(heading, **changes)
    prose = paragraphs(texts, at + 1)
    return Section(heading, (*prose, *tables), prose)


def whole(*numbers: int) -> tuple[Section, ...]:
    """Sections in this order, with their own ordinals and some text, 10 lines apart."""
    return tuple(
        section(number, "本年做了工作。", at=10 * (i + 1), numbered=ordinal(number))
        for i, number in enumerate(numbers)
    )


TITLE = Title("示例市2023年工作报告", Anchor(1), "示例市", 2023)


def report(
    sections: Sequence[Section] = (),
    *,
    title: Title | None = TITLE,
    preface: Sequence[str] = (),
    tables: Iterable[TableReading] = (),
    facts: Facts | None = None,
    **changes: object,
) -> Report:
    blocks: list[Block] = [Paragraph("", Anchor(1))]
    for each in sections:
        blocks += [Paragraph(each.heading.text, each.heading.anchor), *each.blocks]
    made = Report(
        document=Document("docx", tuple(blocks)),
        pack=PACK.id,
        title=title,
        preface=paragraphs(preface, 2),
        sections=tuple(sections),
        tables={table.key: table for table in tables},
        facts=facts or Facts(),
        organ=title.organ if title else "",
        year=title.year if title else None,
    )
    return msgspec.structs.replace(made, **changes)


def cell(row: str, column: str, value: Number | str | None, line: int = 1) -> CellReading:
    """A cell with a figure; blank for None; unreadable for a text."""
    if isinstance(value, str):
        return CellReading(row, column, value, Anchor(line), "unreadable")
    if value is None:
        return CellReading(row, column, "", Anchor(line), "blank")
    decimal = "." in str(value)
    return CellReading(row, column, str(value), Anchor(line), "number", value, decimal)


Figures = Mapping[str, Sequence[Number | str | None]]


def grid(figures: Figures, *, key: str = "grid", **changes: object) -> TableReading:
    """A table of the small pack from the figures of its rows; row i stands at line 30 + i."""
    spec = next(table for table in PACK.tables if table.key == key)
    columns = {row.key: block.columns for block in spec.blocks for row in block.rows}
    cells = {
        (row, column.key): cell(row, column.key, value, 30 + i)
        for i, (row, values) in enumerate(figures.items())
        for column, value in zip(columns[row], values, strict=False)
    }
    reading = TableReading(key, Anchor(29), 2, cells)
    return msgspec.structs.replace(reading, **changes)


BALANCED: Figures = {"first": (1, 2, 3), "second": (3, 4, 7), "both": (4, 6, 10)}
