"""The specimen of the pack with faults, as Markdown and as a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from random import Random
from xml.sax.saxutils import escape

from gblint.checks import load
from gblint.document import Table
from gblint.packs.validate import render_specimen
from gblint.readers import read
from tests.builder.ooxml import package

_LOOKS = ("", "<w:b/>", '<w:color w:val="FF0000"/>', '<w:sz w:val="32"/>')
_NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>'
_ORDINALS = ("一、", "二、", "三、", "四、", "五、", "六、")


@cache
def specimen() -> str:
    return render_specimen(load("gbh-2021-30").specimen, {})


def write(edits: Mapping[str, str], cells: Mapping[str, str] | None = None) -> str:
    """The specimen in Markdown with passages replaced, and cells (`table.row.column`)."""
    text = render_specimen(load("gbh-2021-30").specimen, cells or {})
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def as_word(text: str, *, seed: int = 0, numbers: Mapping[int, int] | None = None) -> bytes:
    """A report in Markdown as a Word file: its runs cut anywhere, each looking otherwise.

    `numbers` has the numbering instance of the headings of sections whose ordinals are automatic.
    """
    chance = Random(seed)
    body = ""
    for block in read(text.encode(), "报告.md").blocks:
        if isinstance(block, Table):
            body += _table(block, chance)
            continue
        at = next((n for n, one in enumerate(_ORDINALS, 1) if block.text.startswith(one)), 0)
        number = (numbers or {}).get(at)
        shown = block.text[2:] if number is not None else block.text
        properties = "" if number is None else _NUMBERED.format(number)
        body += f"<w:p>{properties}{_runs(shown, chance)}</w:p>"
    return package(body)


def _runs(text: str, chance: Random) -> str:
    runs = ""
    while text:
        at = chance.randrange(1, len(text) + 1)
        looks = chance.choice(_LOOKS)
        runs += (
            f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(text[:at])}</w:t></w:r>'
        )
        text = text[at:]
    return runs


def _table(table: Table, chance: Random) -> str:
    grid: dict[tuple[int, int], str] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            merge = "" if cell.row_span == 1 else "<w:vMerge/>"
            if row == cell.row and merge:
                merge = '<w:vMerge w:val="restart"/>'
            span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
            shown = cell.text if row == cell.row else ""
            lines = shown.split("\n") or [""]
            inside = "".join(f"<w:p>{_runs(line, chance)}</w:p>" for line in lines)
            grid[row, cell.column] = f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inside}</w:tc>"
    rows = "".join(
        "<w:tr>" + "".join(grid[key] for key in sorted(grid) if key[0] == row) + "</w:tr>"
        for row in range(table.height)
    )
    columns = "<w:gridCol/>" * table.width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
