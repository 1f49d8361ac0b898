"""Places of a report: what the pack calls them, and the zones that rules look into.

Zones are title, preface, a section or a part of one, the end, or all. Rules look for their patterns
in text made plain (`squeeze`), by paragraphs or sentences. Who reads the message searches the
document for what it quotes, and finds only what stands there (`find_as_written`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

import msgspec

from gblint.checks.hits import Place, group_by, make_say, per_report
from gblint.document import Anchor, Block, Paragraph, Table
from gblint.findings import Say
from gblint.pack import NOTE_WORDS, ZoneParts, parse_zone
from gblint.pack.model import AxisSpec, Pack, SectionSpec, TableSpec, per_pack
from gblint.report.facts import flatten_once
from gblint.report.model import CellReading, Heading, Report, TableReading
from gblint.text import cut_sentences, fold, patterns, write_years_in_digits
from gblint.text.numerals import NUMERALS, split_ordinal, write_chinese
from gblint.text.patterns import later


class Names:
    """The specs of a pack by number and key."""

    def __init__(self, pack: Pack) -> None:
        self._ordinal = pack.headings.ordinal
        self.sections: dict[int, SectionSpec] = {s.number: s for s in pack.sections}
        self.tables: dict[str, TableSpec] = {t.key: t for t in pack.tables}
        self._rows: dict[tuple[str, str], AxisSpec] = {}
        self._columns: dict[tuple[str, str], AxisSpec] = {}
        self._groups: dict[tuple[str, str], Say] = {}
        for table in pack.tables:
            for block in table.blocks:
                self._rows |= {(table.key, row.key): row for row in block.rows}
                for column in block.columns:
                    self._columns.setdefault((table.key, column.key), column)
            for group in (*table.row_groups, *table.column_groups):
                self._groups[table.key, group.key] = Say(group.label)

    def rename(self, rows: Mapping[str, str], table: str) -> None:
        """Call rows by the label of their group, given by row key."""
        for row, group in rows.items():
            label = self._groups[table, group].zh
            axis = self._rows[table, row]
            self._rows[table, row] = msgspec.structs.replace(axis, label=label, group="", en="")

    def row(self, table: str, key: str) -> Say:
        """A row in words; a label that counts within its group (`3.其他`) with the group's."""
        axis = self._rows.get((table, key))
        label = _say_label(axis, key)
        label = Say(label.zh.translate(_INNER), label.en)
        # 3.其他 says of what it is only with its group
        if axis is None or not axis.group or not label.zh[:1].isdigit():
            return label
        group = self._groups.get((table, axis.group), Say(""))
        return Say(f"{group.zh} {label.zh}", label.en)

    def row_label(self, table: str, key: str) -> Say:
        """The label of a row, just as the format has it."""
        return _say_label(self._rows.get((table, key)), key)

    def column(self, table: str, key: str) -> Say:
        return _say_label(self._columns.get((table, key)), key)

    def kind(self, table: str, row: str, column: str) -> str:
        """What a cell holds: `amount` or `signed` where its row or its column does."""
        axes = (self._rows.get((table, row)), self._columns.get((table, column)))
        kinds = {axis.kind for axis in axes if axis is not None}
        return "amount" if "amount" in kinds else "signed" if "signed" in kinds else "count"

    def group(self, table: str, kind: str, key: str) -> Say:
        """The label of the group that a row or column stands in, empty for none."""
        axis = {"row": self._rows, "column": self._columns}.get(kind, {}).get((table, key))
        return self._groups.get((table, axis.group), Say("")) if axis else Say("")

    def group_label(self, table: str, key: str) -> Say:
        """The label of a group, by its own key."""
        return self._groups.get((table, key), Say(key))

    def is_only_column(self, table: str, row: str) -> bool:
        """Whether a row has but one column."""
        blocks = (block for block in self.tables[table].blocks if len(block.columns) == 1)
        return any(one.key == row for block in blocks for one in block.rows)

    def table(self, key: str) -> Say:
        """`表2`"""
        spec = self.tables[key]
        return Say(f"表{spec.number}", f"Table {spec.number}")

    def table_name(self, key: str) -> Say:
        return make_say(self.tables[key].name)

    def cell(self, table: str, row: str, column: str) -> Say:
        """One cell in words."""
        return self.cells(table, row, [column])

    def cells(self, table: str, row: str, columns: Sequence[str]) -> Say:
        """Some cells of a row in words."""
        line, heads = self.row(table, row), [self.column(table, column) for column in columns]
        zh = "".join(f"“{head.zh}”" for head in heads)
        en = ", ".join(f'"{head.in_lang("en")}"' for head in heads)
        if self.across(table):
            return Say(f"“{line.zh}”的{zh}", f'"{line.in_lang("en")}": {en}')
        word = "columns" if len(heads) > 1 else "column"
        return Say(f"“{line.zh}”行{zh}列", f'row "{line.in_lang("en")}", {word} {en}')

    def cell_of_table(self, table: str, row: str, column: str) -> Say:
        """One cell in words, with its table before it."""
        name, cell = self.table(table), self.cell(table, row, column)
        return Say(name.zh + cell.zh, f"{name.en}, {cell.in_lang('en')}")

    def across(self, table: str) -> bool:
        return self.tables[table].layout == "across"

    def ordinal(self, number: int) -> str:
        """The ordinal of a section's heading as the format writes it."""
        if self._ordinal == "1.":
            return f"{number}."
        return self._ordinal.replace(write_chinese(1), write_chinese(number))

    def heading(self, number: int) -> str:
        """A section's heading as the format has it, without ordinal; empty for no section."""
        spec = self.sections.get(number)
        return spec.heading if spec else ""

    def full_heading(self, number: int) -> str:
        """The same with its ordinal."""
        return self.ordinal(number) + self.heading(number)


def _say_label(axis: AxisSpec | None, key: str) -> Say:
    return Say(axis.label, axis.en) if axis else Say(key)


_INNER = str.maketrans("“”", "‘’")
"""A label stands between quotes in messages: its own become inner ones."""

names = per_pack(Names)


@per_report
def make_names(report: Report, pack: Pack) -> Names:
    """The same for a report: rows that it has as one are called by the label of their group."""
    labels = names(pack)
    if not any(reading.collapsed for reading in report.tables.values()):
        return labels
    own = Names(pack)  # that of the pack is shared by all its reports
    for reading in report.tables.values():
        own.rename(reading.collapsed, reading.key)
    return own


@per_report
def index_headings(report: Report) -> Mapping[int, Heading]:
    """The heading of each section read, by number, in document order; copies are left out."""
    first: dict[int, Heading] = {}
    for section in report.sections:
        if section.number is not None:
            first.setdefault(section.number, section.heading)
    return first


def find_absent_place(report: Report, number: int) -> Anchor:
    """Where a section should be: at an old heading in its place, at the heading that would
    follow it, else at the end.
    """
    old = report.stand_ins.get(number)
    if old is not None:
        return old.anchor
    # the drafter has to insert it there; beside an old heading, to rename that
    following = {n: h for n, h in index_headings(report).items() if n > number}
    if following:
        return following[min(following)].anchor
    blocks = report.document.blocks
    if not blocks:
        return Anchor(1)
    last = blocks[-1]
    return last.cells[-1].anchor if isinstance(last, Table) and last.cells else last.anchor


def find_first_anchor(report: Report) -> Anchor:
    """Where the document begins."""
    blocks = report.document.blocks
    return blocks[0].anchor if blocks else Anchor(1)


def find_preface_anchor(report: Report) -> Anchor:
    """Where the preface begins, or should."""
    if report.preface:
        return report.preface[0].anchor
    return report.title.anchor if report.title is not None else find_first_anchor(report)


_LONGEST_SENTENCE = 2000
"""Characters of a sentence. What goes on for longer is cut: what looks at one has a bound."""


def iterate_sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text as written, each with where it begins."""
    return ((begin, text[begin:end]) for begin, end in cut_sentences(text, _LONGEST_SENTENCE))


def split_sentences(text: str) -> list[str]:
    """The sentences of a text as written, with the white space around them."""
    return [sentence for _, sentence in iterate_sentences(text)]


_END = 12
"""Paragraphs at the end of the document that are its end."""

Placed = tuple[Paragraph, int | None]
"""A paragraph with the number of the section that it stands in, 0 before the first."""

_PREFACE = 4
"""Paragraphs under the first heading that may be the preface."""

_ORDINAL = 12
"""Characters among which an ordinal and the beginning of what it is of are."""

_NAMES = {
    "title": Say("标题", "the title"),
    "preface": Say("前言", "the preface"),
    "opening": Say("开头", "the opening"),
    "body": Say("正文", "the body"),
    "end": Say("文末", "the end"),
    "first paragraph": Say("第一段", "the first paragraph"),
    "last paragraph": Say("最后一段", "the last paragraph"),
    "signature": Say("落款", "the signature"),
    "report": Say("全文", "the report"),
}


_SMALL = ("section", "first paragraph", "last paragraph", "signature", "table")
"""Zones that are parts of a section, or of what stands around a table, and have to be found."""


def read_section_number(zone: str) -> int | None:
    """The number of the section that a zone is, or is a part of; None for another zone."""
    read = parse_zone(zone)
    return read.number if read.name == "section" else None


def say_zone(zone: str, heading: str) -> Say:
    """A zone in words; `heading` is that of its section."""
    read = parse_zone(zone)
    if read.name == "table":
        return Say(f"表{read.number}的附注", f"the notes to table {read.number}")
    if read.inside:
        inside = _NAMES.get(read.inside) or Say(read.inside)
        return Say(f"“{heading}”的“{inside.zh}”", f'"{heading}", {inside.in_lang("en")}')
    return _NAMES.get(read.name) or Say(f"“{heading}”", f'"{heading}"')


class ZoneText:
    """The paragraphs of a zone as rules read them, or as they are written."""

    def __init__(self, placed: Sequence[Placed], *, as_written: bool) -> None:
        self.placed = placed
        self._as_written = as_written

    @cached_property
    def texts(self) -> Sequence[str]:
        """The text of each."""
        texts = [paragraph.shown for paragraph, _ in self.placed]
        return texts if self._as_written else list(map(squeeze, texts))

    @cached_property
    def whole(self) -> str:
        """All of these, a line each: one look at it spares most patterns a look at each."""
        return "\n".join(self.texts)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The characters of all: most words are told by them not to be there."""
        return frozenset(self.whole)

    def may_match(self, pattern: str) -> bool:
        """Whether a pattern may match in one of the texts: a quick look, which may err so."""
        # to make the set takes longer than the looks that it spares: only where it is there
        # already, or will be, as wrong words are looked for in the text as written
        letters = self.letters if self._as_written else None
        return patterns.may_match(pattern, self.whole, letters)


@per_report
def _remember_zones(_report: Report) -> dict[tuple[str, bool], ZoneText]:
    """The zones of a report that were asked for: many rules ask for the same few."""
    return {}


def read_zone(report: Report, zone: str, *, as_written: bool = False) -> ZoneText:
    """The texts of a zone."""
    texts, key = _remember_zones(report), (zone, as_written)
    if key not in texts:
        other = texts.get((zone, not as_written))
        placed = _find_paragraphs(report, zone) if other is None else other.placed
        texts[key] = ZoneText(placed, as_written=as_written)
    return texts[key]


def list_paragraphs(report: Report, zone: str) -> Sequence[Placed]:
    """The paragraphs of a zone; of a section that stands twice, those of all its copies.

    The body of a report without sections is all that follows the title.
    """
    return read_zone(report, zone).placed


def _find_paragraphs(report: Report, zone: str) -> list[Placed]:
    read = parse_zone(zone)
    if read.whole_section:  # nearly all rules look into one
        number = read.number
        return [(p, number) for s in report.sections if s.number == number for p in s.prose]
    zone = read.name
    if zone in _SMALL:
        return _find_in_part(report, read)
    title: list[Placed] = []
    if report.title is not None:
        title = [(Paragraph(report.title.text, report.title.anchor), 0)]
    if zone == "title":
        return title
    # without sections the preface is all that follows the title
    preface: list[Placed] = [(paragraph, 0) for paragraph in report.preface]
    if zone == "preface" or (zone == "body" and not report.sections):
        return preface
    if zone == "opening":
        return [*preface, *_list_preface_below(report)]
    if zone == "body":
        return [
            (paragraph, section.number)
            for section in report.sections
            for heading in [section.heading]
            for paragraph in (Paragraph(heading.text, heading.anchor), *section.prose)
        ]
    body: list[Placed] = [(p, section.number) for section in report.sections for p in section.prose]
    return (body or preface)[-_END:] if zone == "end" else [*title, *preface, *body]


def _list_preface_below(report: Report) -> Iterator[Placed]:
    """The first paragraphs under the first heading, up to one with an ordinal of its own."""
    for section in report.sections[:1]:
        for paragraph in section.prose[:_PREFACE]:
            if split_ordinal(paragraph.shown[:_ORDINAL])[0] is not None:
                return
            yield paragraph, section.number


_SENTENCE = later("[。！？；;!?]")
_NOTE = later(rf"\s*[（(]?(?:{'|'.join(NOTE_WORDS)})\s*\d{{0,2}}[）)]?\s*[:：.、]")
_ITEM = later(rf"\s*[（(]?(?:\d{{1,2}}|[{NUMERALS}]{{1,2}})[）)]?\s*[.、．]")
_LABEL = later("[^，。；：:,;]{2,20}[：:]")
_LONGEST_HEADING = 30
"""Characters that a sub-heading on a line of its own has at most."""

_LONGEST_LINE = 40
"""Characters of a line of the signature."""

_MOST_LINES = 5
"""Lines of a signature: organs that report together, and the date."""


def _find_in_part(report: Report, zone: ZoneParts) -> list[Placed]:
    """The paragraphs of a zone that is smaller than a section."""
    if zone.name == "table":
        return list(_list_notes(report, zone.number))
    # of the section, or of all of the report
    of_section = zone.name == "section"
    placed: list[Placed] = [] if of_section else [(paragraph, 0) for paragraph in report.preface]
    for section in report.sections:
        if not of_section or section.number == zone.number:
            placed += ((paragraph, section.number) for paragraph in section.prose)
    part = zone.inside or zone.name
    if part in ("first paragraph", "last paragraph"):
        return _find_first_with_sentence(placed if part == "first paragraph" else placed[::-1])
    return _list_under_heading(placed, part) if of_section else _find_signature(placed)


def _find_first_with_sentence(placed: Sequence[Placed]) -> list[Placed]:
    """The first paragraph with a sentence in it; a date or an organ's name alone is none."""
    filled = [place for place in placed if place[0].shown.strip()]
    whole = (place for place in filled if _SENTENCE.search(place[0].shown))
    return [first] if (first := next(whole, None) or next(iter(filled), None)) else []


def _find_signature(placed: Sequence[Placed]) -> list[Placed]:
    """The short lines without a sentence at the end: organ and date."""
    lines: list[Placed] = []
    for place in reversed(placed):
        text = place[0].shown.strip()
        if not text:
            continue
        if len(text) > _LONGEST_LINE or _SENTENCE.search(text) or len(lines) == _MOST_LINES:
            break
        lines.append(place)
    lines.reverse()
    while lines and len(lines[0][0].shown.strip()) < 4:  # 无, 暂无: what the section says
        del lines[0]
    return lines


def _list_under_heading(placed: Sequence[Placed], heading: str) -> list[Placed]:
    """What stands under a sub-heading of a section, with it, up to the next of its kind."""
    wanted = fold(split_ordinal(heading)[1])
    # the first will do: a heading that comes again is quoted in the text below it
    for at, (paragraph, _) in enumerate(placed):
        if _is_headed(paragraph, wanted):
            rest = placed[at + 1 :]
            ends = (i for i, (later_, _) in enumerate(rest) if _ends_heading(paragraph, later_))
            return [placed[at], *rest[: next(ends, len(rest))]]
    return []


def _is_headed(paragraph: Paragraph, wanted: str) -> bool:
    """Whether a paragraph is a sub-heading with these words, or begins with one (改进情况：…)."""
    text = paragraph.shown.strip()
    ordinal, name = split_ordinal(text)
    folded = fold(name)
    if folded.startswith(wanted) and (folded[len(wanted) :] or ".")[0] in ".:,;":
        return True
    own_line = _is_own_line(paragraph)
    return own_line and wanted in folded and bool(ordinal or paragraph.bold or paragraph.level)


def _is_own_line(paragraph: Paragraph) -> bool:
    text = paragraph.shown.strip()
    return len(text) <= _LONGEST_HEADING and not _SENTENCE.search(text)


def _ends_heading(first: Paragraph, other: Paragraph) -> bool:
    """Whether a paragraph begins what is no longer under the sub-heading that the first is."""
    text = other.shown.strip()
    if not text:
        return False
    # with an ordinal, its kind tells the level: 2. under （一） does not end what （一） began
    own, ordinal = split_ordinal(first.shown.strip())[0], split_ordinal(text)[0]
    if own is not None:
        return ordinal is not None and ordinal.style == own.style
    if _is_own_line(first) and not _LABEL.match(first.shown.strip()):
        return _is_own_line(other) and (other.bold, other.level) == (first.bold, first.level)
    return ordinal is None and _LABEL.match(text) is not None


def _list_notes(report: Report, number: int | None) -> Iterator[Placed]:
    """The notes to a table of the format: cells that begin with 注：, paragraphs below or above."""
    # by the table as it was recognised: its caption may have another number, or there is none
    reading = next((one for one in report.tables.values() if one.number == number), None)
    if reading is None:
        return
    section = next((s for s in report.sections if s.number == reading.section), None)
    blocks = report.document.blocks if section is None else section.blocks
    tables = [i for i, block in enumerate(blocks) if isinstance(block, Table)]
    at = next((i for i in tables if blocks[i].anchor == reading.anchor), None)
    if at is None:
        return
    above = max((i for i in tables if i < at), default=-1)
    before = [block for block in blocks[above + 1 : at] if isinstance(block, Paragraph)]
    yield from ((block, reading.section) for block in before if _NOTE.match(block.shown))
    yield from ((block, reading.section) for block in _list_notes_from(blocks[at:]))


def _list_notes_from(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The notes in a table and its continuations, and in what stands below, up to other text."""
    noted = False
    for block in blocks:
        if isinstance(block, Table):
            if noted:
                return
            notes = (cell for cell in block.cells if _NOTE.match(cell.text))
            yield from (Paragraph(cell.text, cell.anchor) for cell in notes)
        elif _NOTE.match(block.shown) or (noted and _ITEM.match(block.shown)):
            noted = True
            yield block
        elif noted and block.shown.strip():
            return


def call_zone(report: Report, pack: Pack, zone: str) -> Say:
    """A zone in words, a section by its heading as read, else as the format has it."""
    number = read_section_number(zone)
    heading = None if number is None else index_headings(report).get(number)
    return say_zone(zone, heading.text if heading else names(pack).heading(number or 0))


def find_zone_place(report: Report, zone: str, placed: Sequence[Placed]) -> Place:
    """Where a zone begins: a section at its heading."""
    number = read_section_number(zone)
    heading = index_headings(report).get(number) if number is not None else None
    if heading is not None and (parse_zone(zone).whole_section or not placed):
        return Place(heading.anchor, number, text=heading.text)
    if placed:
        paragraph, section = placed[0]
        return Place(paragraph.anchor, section)
    return Place(find_preface_anchor(report), 0)


@lru_cache(maxsize=256)
def squeeze(text: str) -> str:
    """Text as the patterns of rules read it: characters made plain, no white space.

    Several rules read the same paragraphs, so that what was made is kept until the next report.
    """
    return "".join(flatten_once(text).split())


def find_as_written(text: str, begin: int, end: int) -> str:
    """The passage of a text that its squeezed form has from `begin` to `end`.

    Where characters become others only together (a letter and its accent), so that places cannot
    be told, it is the squeezed form of the passage.
    """
    plain = squeeze(text)
    if plain == text or begin >= end:  # most sentences have nothing that is not plain
        return plain[begin:end]
    places = list_plain_places(text)
    if len(places) != len(plain):
        return plain[begin:end]
    return text[places[begin] : places[end - 1] + 1]


def find_begin(text: str, begin: int, written: str) -> int:
    """Where a passage that begins at a place of the squeezed form begins in the text as written.

    -1 where that cannot be told.
    """
    places = list_plain_places(text)
    if begin >= len(places):
        return -1
    return places[begin] if text.startswith(written, places[begin]) else -1


def find_passage(text: str, value: str) -> str:
    """The passage of a text that a value was read from, made plain with its years in digits.

    The value itself where the text does not have it: it may run over several lines.
    """
    if value in text:
        return value
    plain = squeeze(value)
    begin = write_years_in_digits(squeeze(text)).find(plain)
    return value if begin < 0 else find_as_written(text, begin, begin + len(plain))


@lru_cache(maxsize=16)
def list_plain_places(text: str) -> Sequence[int]:
    """For each character of the squeezed form of a text the place of the one it comes from.

    Nothing where characters are squeezed together. Many passages of one text are asked for.
    """
    plain = squeeze(text)
    if plain == text:
        return range(len(text))
    # character by character is another way to the same text, but for those that join: then none
    places = [at for at, char in enumerate(text) for _ in squeeze(char)]
    return places if len(places) == len(plain) else ()


def quote(text: str) -> Say:
    """A passage between quotation marks."""
    text = text.strip()
    return Say(f"“{text}”", f'"{text}"')


def list_lines(
    reading: TableReading, found: Collection[CellReading], labels: Names
) -> Iterator[Say]:
    """The cells in words: whole rows of them, then columns, then the rest by row."""
    rows = group_by(reading.cells, 0)
    columns = group_by(reading.cells, 1)
    open_cells = {(cell.row, cell.column) for cell in found}
    whole = [row for row, cells in rows.items() if len(cells) > 1 and open_cells.issuperset(cells)]
    # a table that was filled in by half is told in a line or two, not cell by cell
    for row in whole:
        yield _say_whole_line(
            labels.row(reading.key, row), "行", "row", across=labels.across(reading.key)
        )
        open_cells.difference_update(rows[row])
    for column, cells in columns.items():
        rest = [cell for cell in cells if cell[0] not in whole]
        if len(rest) > 1 and open_cells.issuperset(rest):
            yield _say_whole_line(labels.column(reading.key, column), "列", "column", across=False)
            open_cells.difference_update(rest)
    for row, cells in rows.items():
        named = [column for _, column in cells if (row, column) in open_cells]
        if named:
            yield labels.cells(reading.key, row, named)


def _say_whole_line(label: Say, zh: str, en: str, *, across: bool) -> Say:
    english = f'"{label.in_lang("en")}"'
    if across:
        return Say(f"“{label.zh}”全部", f"all of {english}")
    return Say(f"“{label.zh}”整{zh}", f"the whole {en} {english}")
