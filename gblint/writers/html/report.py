"""One report in the page: what was found in it, gravest first, and the report with marks.

`_Places` finds where in the blocks of a report its findings stand (which block, cell, row and
characters), and `ReportView` writes list and report by these.

`escape` is the one place through which everything that others wrote comes into the page. Nothing of
a report is ever a name of an element or attribute, an address, a style or a program: it is text, or
a value between double quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from gblint.document import Anchor, Paragraph, Table
from gblint.findings import SEVERITIES, Correction, Entry, Finding, Footing, Lang, Location, Say
from gblint.results import FileResult, Reading, Suppressed, WriterOptions
from gblint.text import UNSEEN, make_encodable
from gblint.writers.words import (
    SEVERITY,
    explain_failure,
    explain_suppressed,
    list_consequences,
    list_rows,
    list_suppressed,
    say_place,
    show_figure,
)

MASK = "****"
"""What stands for the middle of a personal number."""

_NUMBER = re.compile(r"\d[\d,.，]*(?:\s?[%％])?")


class Spot(NamedTuple):
    """Where a finding stands. `cell` is the index of a cell of the table.

    `begin` and `end` are of the text as it is shown; where they are the same, all of it is meant.
    `scope` is `text` for a paragraph or cell, `row` for the row of the cell, `table` for a whole
    table, `before` and `after` for what is absent there. `more` are further characters, where a
    finding is about several pieces of a text.
    """

    block: int
    cell: int | None = None
    begin: int = 0
    end: int = 0
    scope: Literal["text", "row", "table", "before", "after"] = "text"
    more: tuple[tuple[int, int], ...] = ()


class _ShownPiece(NamedTuple):
    """A paragraph or a cell, with its text as it is shown."""

    block: int
    cell: int | None
    text: str
    anchor: Anchor


class _Places:
    """Finds the spots of findings in a report that has some blocks."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._pieces: dict[int, list[_ShownPiece]] = {}
        for at, block in enumerate(reading.blocks):
            if isinstance(block, Paragraph):
                shown = [_ShownPiece(at, None, block.shown, block.anchor)]
            else:
                cells = enumerate(block.cells)
                shown = [_ShownPiece(at, i, cell.text, cell.anchor) for i, cell in cells]
            for piece in shown:
                self._pieces.setdefault(piece.anchor.line, []).append(piece)
        self._lines = sorted(self._pieces)
        self._old = {at for at, number in reading.sections.items() if number is None}
        self._sections: Mapping[int, int] = {
            at: number for at, number in sorted(reading.sections.items()) if number is not None
        }

    def find(self, finding: Finding) -> Spot:
        place = finding.location
        piece = self._find_piece(place)
        if (absent := self._find_absent(finding, piece)) is not None:
            return absent
        if piece.cell is not None:
            if place.row is None and place.column is None and not place.cell and place.table:
                return Spot(piece.block, piece.cell, scope="table")
            if (culprit := self._find_culprit(finding, piece)) is not None:
                return Spot(piece.block, culprit)
            if place.row is not None and place.column is None:
                return Spot(piece.block, piece.cell, scope="row")
        (begin, end), *more = _find_characters(finding, piece)
        return Spot(piece.block, piece.cell, begin, end, more=tuple(more))

    def _find_piece(self, place: Location) -> _ShownPiece:
        line = place.line
        if line not in self._pieces:  # inside a paragraph of several lines
            line = self._lines[max(bisect_right(self._lines, line) - 1, 0)]
        found = self._pieces[line]
        if place.cell:
            found = [one for one in found if one.anchor.cell == place.cell] or found
        elif place.table is not None:
            found = [one for one in found if one.cell is not None] or found
        if place.text:
            found = [one for one in found if place.text in one.text] or found
        before = [one for one in found if one.anchor.column <= place.column_offset]
        return before[-1] if before and not place.cell else found[0]

    def _find_absent(self, finding: Finding, piece: _ShownPiece) -> Spot | None:
        """Where a section is absent: what stands at its place is of another section."""
        number = finding.location.section
        if not number or (piece.cell is not None and finding.location.table is not None):
            return None
        text = finding.location.text
        if piece.block in self._old and text and text in piece.text:
            return None  # it is about the old heading that stands there
        there = 0
        for at, section in self._sections.items():
            if at <= piece.block:
                there = section
        if there > number and self._sections.get(piece.block) == there:
            return Spot(piece.block, scope="before")
        if 0 < there < number and number not in self._sections.values():
            return Spot(piece.block, scope="after")
        return None

    def _find_culprit(self, finding: Finding, piece: _ShownPiece) -> int | None:
        """The cell with the wrong figure, where just one of the row or column has it."""
        if finding.footing is None or finding.location.column is not None:
            return None
        sides = (*finding.footing.left, *finding.footing.right)
        wrong: list[Entry] = [entry for entry in sides if entry.culprit]
        table = self._reading.blocks[piece.block]
        # two suspects are no culprit, and the page would accuse one of them
        if len(wrong) != 1 or not isinstance(table, Table) or piece.cell is None:
            return None
        figure, row = show_figure(wrong[0].value), table.cells[piece.cell].row
        same = [
            at
            for at, cell in enumerate(table.cells)
            if cell.row == row and cell.text.strip() == figure
        ]
        return same[0] if len(same) == 1 else None


def _find_characters(finding: Finding, piece: _ShownPiece) -> list[tuple[int, int]]:
    """The characters that a finding is about; (0, 0) where they are not known.

    They are what the finding quotes, at the column that it names or where the text has it once;
    else the figure at that column; else the sentence around. Several are in their order.
    """
    place, text = finding.location, piece.text
    start = place.column_offset - piece.anchor.column if place.line == piece.anchor.line else 0
    quoted = list(dict.fromkeys(_list_quoted(finding)))
    if start > 0:
        at_start = [one for one in quoted if text.startswith(one, start)]
        if at_start:
            return [(start, start + len(max(at_start, key=len)))]
        figure = None if MASK in text else _NUMBER.match(text, start)  # a mask moves columns
        if figure:
            return [figure.span()]
    several = finding.values.get("quoted")
    if isinstance(several, tuple):
        found = [_find_once(text, one.strip("“”")) for one in several]
        if all(span is not None for span in found):
            return sorted(span for span in found if span is not None) or [(0, 0)]
    for one in quoted:
        span = _find_once(text, one) if one not in (text, place.text) else None
        if span is not None:
            return [span]
    begin = text.find(place.text) if place.text else -1
    if begin < 0 or len(place.text) == len(text):
        return [(0, 0)]
    return [(begin, begin + len(place.text))]


def _find_once(text: str, part: str) -> tuple[int, int] | None:
    """Where a part of more than one character stands in a text that has it once."""
    # a character, or what stands there twice, would as likely mark the wrong place
    if len(part) < 2 or text.count(part) != 1:
        return None
    begin = text.index(part)
    return begin, begin + len(part)


def _list_quoted(finding: Finding) -> Iterator[str]:
    """What of the report a finding may quote, first what it says that it read."""
    if finding.replacement is not None:
        yield finding.replacement.old
    values = sorted(finding.values.items(), key=lambda item: item[0] != "read")
    for _, value in values:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and one.strip():
                yield one


_MARKUP: dict[int, str | None] = {
    **UNSEEN,
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("'"): "&#39;",
    ord("\t"): " ",
}
"""What means something in HTML, and what steers what shows it: control characters, NUL among
them, marks of direction, characters that nobody sees."""


def escape(text: str) -> str:
    """Text for an element, or for an attribute between double quotes. Lines stay lines."""
    if text.isalnum():  # most cells are figures, or a word
        return text
    escaped = make_encodable(text).translate(_MARKUP)
    # `##[` would be a command to some of those that run jobs, where the page is printed
    return escaped.replace("##", "#&#35;") if "##" in escaped else escaped


def _escape_lines(text: str) -> str:
    """Text for an element, its lines under one another."""
    escaped = escape(text)
    return escaped.replace("\n", "<br>") if "\n" in escaped else escaped


def escape_line(text: str) -> str:
    """Text for one line, with white space made one blank."""
    return " ".join(escape(text).split())


_FOUND = Say("发现的问题", "Findings")
_REPORT = Say("报告原文", "The report as read")
_NONE = Say("未发现问题。", "No problems found.")
_FIX = Say("怎么改", "What to do")
_FIXABLE = {
    "safe": Say("可自动改正", "Can be corrected"),
    "unsafe": Say("可自动改正，须核对", "Can be corrected, to be looked at"),
    "": Say("部分可自动改正", "Can be corrected in part"),
}
_BLANK = Say("（空白）", "(blank)")
_GONE = Say("（删去）", "(taken out)")
_BASIS = Say("依据", "Basis")
_BEFORE = Say("基线", "Baseline")
_QUOTED = Say("原文", "Text")
_NOTES = Say("说明", "Notes")
_SUPPRESSED = Say("已忽略", "Suppressed")
_FOOTING = Say("等式两边的数字", "Both sides of the equation")
_TABLE = Say("报告中的表格", "Table of the report")
_NO_TEXT = Say("没有可以显示的原文。", "There is no text to show.")
_MOST_LEVEL = 2
_SHOWN = 3
"""Replacements of a finding that are shown."""
_LONGEST = 60
"""Characters of a text that is replaced, or that replaces it."""


class _FindingMark(msgspec.Struct, frozen=True):
    """A finding as it is marked in the report: its number in the list, and where.

    The number is 0 for further marks of one finding, which do not lead back to the list again.
    """

    number: int
    finding: Finding
    spot: Spot


class ReportView:
    """Writes one report. `number` is that of the report in the page, from 1."""

    def __init__(self, file: FileResult, number: int, options: WriterOptions) -> None:
        self.file = file
        self.key = f"r{number}"
        self.lang: Lang = options.lang
        self.suppressed = list_suppressed(file, options)
        # gravest first; among those as grave, as they stand in the report
        self.findings = sorted(file.findings, key=lambda one: SEVERITIES.index(one.severity))
        self.spots: list[Spot | None] = [None] * len(self.findings)
        if self.findings and file.reading is not None and file.reading.blocks:
            self.spots = list(map(_Places(file.reading).find, self.findings))

    def write(self) -> Iterator[str]:
        """The list of findings, then the report."""
        yield f'<div class="cols"><div class="list"><h3>{self._say(_FOUND)}'
        yield f' <span class="count">{len(self.findings)}</span></h3>'
        yield from self._write_list()
        yield f'</div><div class="paper"><h3>{self._say(_REPORT)}</h3>'
        yield '<div lang="zh-CN" class="doc">\n'
        reading = self.file.reading
        if reading is None or not reading.blocks:
            yield f'<p class="quiet" lang="{get_html_lang(self.lang)}">{self._say(_NO_TEXT)}</p>'
        else:
            yield from self._write_document(reading)
        yield "</div></div></div>\n"

    def _say(self, say: Say) -> str:
        return escape_line(say.in_lang(self.lang))

    # the list

    def _write_list(self) -> Iterator[str]:
        if failure := explain_failure(self.file, self.lang):
            yield f'<p class="failed">{escape_line(failure)}</p>'
        elif not self.findings:
            yield f'<p class="good">{self._say(_NONE)}</p>'
        if self.findings:
            yield "<ol>\n"
            for number, spot in enumerate(self.spots, 1):
                yield from self._write_item(number, self.findings[number - 1], spot)
            yield "</ol>"
        if self.suppressed:
            yield f"<h4>{self._say(_SUPPRESSED)}</h4><ul class=quiet>"
            yield from map(self._write_suppressed, self.suppressed)
            yield "</ul>"
        if self.file.notes:
            yield f"<h4>{self._say(_NOTES)}</h4><ul class=quiet>"
            yield from (f"<li>{self._say(note)}" for note in self.file.notes)
            yield "</ul>"

    def _write_item(self, number: int, finding: Finding, spot: Spot | None) -> Iterator[str]:
        severity, rule = finding.severity, escape(finding.rule)
        yield f'<li class="f {severity}" id="{self.key}f{number}" data-r="{rule}" tabindex="-1">'
        yield f'<p class="k"><span class="n">{number}</span> <b class="sev">'
        yield f'{self._say(SEVERITY[severity])}</b> <a href="#rule-{rule}">{rule}</a></p>'
        yield f'<p class="m">{self._say(finding.message)}</p>'
        if finding.footing is not None:
            yield from self._write_footing(finding.footing)
        if finding.fix.zh:
            yield f'<p class="fix"><b>{self._say(_FIX)}</b> {self._say(finding.fix)}</p>'
        if finding.correction is not None:
            yield self._describe_correction(finding, finding.correction)
        where = self._say(say_place(finding, self.file.format))
        if spot is not None:
            where = f'<a class="to" href="#{self.key}m{number}">{where}</a>'
        yield f'<p class="at">{where}</p>'
        for label, text in ((_BEFORE, finding.before), (_BASIS, finding.basis)):
            if text.zh:
                yield f'<p class="by">{self._say(label)} {self._say(text)}</p>'
        if spot is None and finding.location.text:
            quoted = escape_line(finding.location.text)
            yield f'<p class="by">{self._say(_QUOTED)} {quoted}</p>'
        for sentence in list_consequences(finding, self.lang):
            yield f'<p class="by">{escape_line(sentence)}</p>'
        yield "</li>\n"

    def _describe_correction(self, finding: Finding, correction: Correction) -> str:
        """Whether `gblint fix` corrects it, and what it writes."""
        changes = list(
            dict.fromkeys(
                (replacement.old, replacement.new) for replacement in correction.replacements
            )
        )
        shown = "； ".join(
            f"<del>{self._cut(old, _BLANK)}</del> → <ins>{self._cut(new, _GONE)}</ins>"
            for old, new in changes[:_SHOWN]
        )
        count = len(correction.replacements)
        more = Say(f"（共 {count} 处）", f" ({count} places)").in_lang(self.lang)
        more = escape(more) if count > 1 else ""
        rest = " …" if len(changes) > _SHOWN else ""
        label = self._say(_FIXABLE[finding.fixable])
        return f'<p class="rep"><b>{label}</b> <bdi lang="zh-CN">{shown}</bdi>{rest}{more}</p>'

    def _cut(self, text: str, none: Say) -> str:
        if not text.strip():
            return self._say(none)
        return escape_line(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")

    def _write_suppressed(self, suppressed: Suppressed) -> str:
        finding = suppressed.finding
        reason = escape_line(explain_suppressed(suppressed, self.file, self.lang))
        return f"<li>{escape(finding.rule)} {self._say(finding.message)} {reason}"

    def _write_footing(self, footing: Footing) -> Iterator[str]:
        yield f'<table class="sum" aria-label="{self._say(_FOOTING)}">'
        begins = ""
        for row in list_rows(footing, lambda say: say.in_lang(self.lang)):
            if not row.label:
                begins = " edge"
                continue
            kind = ("wrong" if row.style == "error" else row.style or "") + begins
            begins = ""
            yield f'<tr class="{kind}"><td>{row.sign}<td>{escape_line(row.label)}'
            yield f"<td>{row.figure}<td>{escape_line(row.mark)}"
        yield "</table>"

    # the report

    def _write_document(self, reading: Reading) -> Iterator[str]:
        marks: dict[int, list[_FindingMark]] = {}
        for number, (finding, spot) in enumerate(zip(self.findings, self.spots, strict=True), 1):
            if spot is None:
                continue
            further = (spot._replace(begin=begin, end=end) for begin, end in spot.more)
            here = marks.setdefault(spot.block, [])
            here += (
                _FindingMark(number, finding, spot),
                *(_FindingMark(0, finding, one) for one in further),
            )
        for at, block in enumerate(reading.blocks):
            of_block = marks.get(at, ())
            yield from self._write_absent(of_block, "before")
            if isinstance(block, Table):
                yield from self._write_table(block, of_block)
            else:
                text = [mark for mark in of_block if mark.spot.scope == "text"]
                yield self._write_paragraph(block, text, reading, at)
            yield from self._write_absent(of_block, "after")

    def _write_absent(self, marks: Sequence[_FindingMark], side: str) -> Iterator[str]:
        for mark in marks:
            if mark.spot.scope == side:
                yield self._write_gap([mark]) + "\n"

    def _write_gap(self, marks: Sequence[_FindingMark]) -> str:
        """A line between blocks, for what is about no text that stands there."""
        links = "".join(map(self._write_link, marks))
        message = self._say(marks[0].finding.message)
        return (
            f'<p class="gap {_find_gravest(marks)}">{links} '
            f'<span lang="{get_html_lang(self.lang)}">{message}</span></p>'
        )

    def _write_paragraph(
        self, block: Paragraph, marks: Sequence[_FindingMark], reading: Reading, at: int
    ) -> str:
        text, number = block.shown, reading.sections.get(at, -1)
        if not text.strip():
            return ""
        kind, rest = ["t"] if self._is_title(reading, at) else [], ""
        if block.centered and number == -1 and not kind:
            # a line that the report centres, and that is no heading
            kind.append("c")
        whole = [mark for mark in marks if mark.spot.begin == mark.spot.end]
        if whole:
            kind += ["on", _find_gravest(whole)]
        if number == -1:
            # below the sections of the format, whatever level a drafter gave it
            tag = "h5" if block.level is not None and block.level <= _MOST_LEVEL + 1 else "p"
        else:
            tag = "h4"
        run_in = reading.run_in.get(at, 0)
        if 0 < run_in < len(text):
            tag, cut = "p", len(text) - run_in
            # a heading that runs into its paragraph: only its own words are strong
            rest = self._mark_text(text, marks, cut, len(text))
            inner = f"<strong>{self._mark_text(text, marks, 0, cut)}</strong>"
        else:
            inner = self._mark_text(text, marks, 0, len(text))
        if block.bold and tag == "p" and not run_in:
            inner = f"<b>{inner}</b>"
        links = "".join(map(self._write_link, whole))
        opened = f'{tag} class="{" ".join(kind)}"' if kind else tag
        return f"<{opened}>{inner}{rest}{links}</{tag}>\n"

    def _is_title(self, reading: Reading, at: int) -> bool:
        """Whether a block is the title, or a further line of it in the middle of the page."""
        while at not in reading.sections:
            block = reading.blocks[at]
            if at == 0 or not isinstance(block, Paragraph) or not block.centered:
                return False
            at -= 1
        return reading.sections[at] == 0

    def _mark_text(self, text: str, marks: Sequence[_FindingMark], begin: int, end: int) -> str:
        """A part of a text with its characters marked; marks that overlap become one."""
        pieces, end_of_last = [], begin
        placed = [mark for mark in marks if begin <= mark.spot.begin < min(mark.spot.end, end)]
        placed.sort(key=lambda one: one.spot.begin)
        for group in _join_overlapping(placed):
            first = group[0].spot.begin
            last = min(max(one.spot.end for one in group), end)
            pieces.append(_escape_lines(text[end_of_last:first]))
            pieces.append(
                f'<mark class="{_find_gravest(group)}">{_escape_lines(text[first:last])}</mark>'
            )
            pieces.extend(map(self._write_link, group))
            end_of_last = last
        pieces.append(_escape_lines(text[end_of_last:end]))
        return "".join(pieces)

    def _write_table(self, table: Table, marks: Sequence[_FindingMark]) -> Iterator[str]:
        of_table = [mark for mark in marks if mark.spot.scope == "table"]
        if of_table:
            yield self._write_gap(of_table)
        rows_on = {
            table.cells[mark.spot.cell].row: mark.finding.severity
            for mark in marks
            if mark.spot.scope == "row" and mark.spot.cell is not None
        }
        by_cell: dict[int, list[_FindingMark]] = {}
        for mark in marks:
            if mark.spot.cell is not None and mark.spot.scope in ("text", "row"):
                by_cell.setdefault(mark.spot.cell, []).append(mark)
        label = self._say(_TABLE)
        yield f'<div class="wide" tabindex="0" role="group" aria-label="{label}"><table>\n'
        row = -1
        for at, cell in enumerate(table.cells):
            # a row of which all cells hang over from above has none of its own, and counts all the
            # same
            while row < cell.row:
                row += 1
                on = rows_on.get(row)
                yield f'<tr class="on {on}">' if on else "<tr>"
            spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            here = by_cell.get(at)
            if not here:
                yield f"<td{spans}>{_escape_lines(cell.text)}"
                continue
            exact = [mark for mark in here if mark.spot.begin < mark.spot.end]
            whole = [mark for mark in here if mark not in exact]
            cells = [mark for mark in whole if mark.spot.scope == "text"]
            kind = f' class="on {_find_gravest(cells)}"' if cells else ""
            inner = self._mark_text(cell.text, exact, 0, len(cell.text))
            yield f"<td{spans}{kind}>{inner}{''.join(map(self._write_link, whole))}"
        yield "</table></div>\n"

    def _write_link(self, mark: _FindingMark) -> str:
        """The number of a finding where it stands, which leads back to the list."""
        finding, number = mark.finding, mark.number
        if not number:
            return ""
        label = f"{SEVERITY[finding.severity].in_lang(self.lang)} {finding.rule} {number}"
        return (
            f'<a class="no {finding.severity}" id="{self.key}m{number}" '
            f'href="#{self.key}f{number}" aria-label="{escape_line(label)}">{number}</a>'
        )


def get_html_lang(lang: Lang) -> str:
    return "zh-CN" if lang == "zh" else "en"


def _find_gravest(marks: Sequence[_FindingMark]) -> str:
    return min((mark.finding.severity for mark in marks), key=SEVERITIES.index)


def _join_overlapping(marks: Sequence[_FindingMark]) -> list[list[_FindingMark]]:
    """Marks in the order of their beginning, those together that overlap."""
    groups: list[list[_FindingMark]] = []
    end = -1
    for mark in marks:
        if mark.spot.begin < end:
            # elements do not overlap in HTML: what does, is one mark with the numbers of all
            groups[-1].append(mark)
        else:
            groups.append([mark])
        end = max(end, mark.spot.end)
    return groups
