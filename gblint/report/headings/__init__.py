"""A document's blocks made ready for its headings, and the top-level headings, found as a whole.

`prepare_blocks` makes paragraphs of headings and titles in tables, takes apart those of several
lines and marks a typed table of contents. `find_headings` says of the candidates which are
headings, which are sub-headings, captions or prose; `candidates` looks at paragraphs one by one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from gblint.attempts import Setbacks
from gblint.document import Anchor, Block, Cell, Paragraph, Table
from gblint.pack.model import Pack, SectionSpec
from gblint.report.headings.candidates import (
    BETWEEN_CELLS,
    STOP,
    Candidate,
    HeadingLexicon,
    find_candidates,
    join_cells,
    make_heading_lexicon,
    split_before_heading,
)
from gblint.report.model import Heading
from gblint.text import fold, patterns
from gblint.text.numerals import ORDER, PAGE, STROKE, split_ordinal
from gblint.text.patterns import later

_CELLS = 3
"""Cells with text that a bar has: a number, the heading, a note."""

_SHORT = 48
"""A paragraph of several lines that is no longer than this is one text broken for looks."""

_SEARCHED = 300
"""Blocks from the beginning among which a table of contents is."""

_LONGEST_LINE = 80
_LEAST_LINES = 3
"""Lines with a page number, or headings that come again, that make a table of contents."""

_PAGE = later(
    r"\s*(?:(?:[.…·．。﹒_⋯•・\-—]{2,}|…|\t|[ \u3000]{2,})[\s.…·．﹒_⋯•・\-—]*"
    rf"[(（{ORDER}]?\s*\d{{1,3}}\s*[)）{PAGE}\-—]?"
    r"|[.…·．﹒_⋯•・\-—]{2,})\s*$"
)
_BARE_PAGE = later(r"[\s\u3000]*\d{1,3}$")
_ONLY_NUMBER = later(rf"[\-—\s{ORDER}(（]*\d{{1,3}}[\-—\s{PAGE})）]*$")
_PAGE_ENDS = frozenset(f"0123456789０１２３４５６７８９)）{PAGE}-—.…·．﹒_⋯•・")


def prepare_blocks(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks in which the headings of a report are looked for."""
    # Tables first: what comes out of a cell may be several lines, and a heading broken over two.
    lines = tuple(_split_lines(take_out_bars(blocks, lexicon), lexicon))
    return mark_contents(_join_broken_headings(lines, lexicon), lexicon)


def _join_broken_headings(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks with headings whole that stand on two lines: 一、总体 above 情况.

    Only what is a heading of the pack to the letter, and not by its first line.
    """
    found: list[Block] = []
    for block in blocks:
        above = found[-1] if found else None
        if (
            isinstance(above, Paragraph)
            and isinstance(block, Paragraph)
            and _is_broken_heading(above, block.shown, lexicon)
        ):
            text = above.text.rstrip() + block.shown.strip()
            found[-1] = msgspec.structs.replace(above, text=text)
        else:
            found.append(block)
    return tuple(found)


def _is_broken_heading(above: Paragraph, below: str, lexicon: HeadingLexicon) -> bool:
    if len(above.text) > _SHORT or not 0 < len(below.strip()) <= _SHORT:
        return False
    ordinal, name = split_ordinal(above.shown)
    if ordinal is None or not name.strip():
        return False
    find = lexicon.find_known
    return find(fold(name)) is None and find(fold(name) + fold(below)) is not None


# headings in tables


def take_out_bars(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks, with what stands in tables but is a heading or prose as paragraphs.

    A table of one cell is a paragraph; one is cut at rows that hold nothing but a section's
    heading, and what is between them is paragraphs where it has but one cell to a row.
    """
    found: list[Block] = []
    for block in blocks:
        found += _cut_at_bars(block, lexicon) if isinstance(block, Table) else (block,)
    return tuple(found)


def _cut_at_bars(table: Table, lexicon: HeadingLexicon) -> Iterator[Block]:
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.text and not cell.text.isspace():
            rows[cell.row].append(cell)
    if not rows:
        yield table
        return
    if _is_text(table, rows):
        yield from _build_paragraphs([cell for cells in rows.values() for cell in cells])
        return
    # A site's editor may put a whole report into one table, a heading in a row of its own. Most
    # rows of few cells are labels without figures, in every report: the lexicon remembers them.
    bars = [
        row
        for row, cells in rows.items()
        if len(cells) <= _CELLS and lexicon.is_bar(BETWEEN_CELLS.join(cell.text for cell in cells))
    ]
    if not bars or not _can_cut(table, bars):
        yield table
        return
    bar_rows = frozenset(bars)
    by_row: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        by_row[cell.row].append(cell)
    edges = [0, *(edge for row in bars for edge in (row, row + 1)), table.height]
    for first, end in pairwise(edges):
        if first in bar_rows and end == first + 1:
            cells = rows[first]
            text = cells[0].text if len(cells) == 1 else join_cells(cell.text for cell in cells)
            yield Paragraph(text, cells[0].anchor, bold=True)
        elif first < end:
            inside = [cell for row in range(first, end) for cell in by_row[row]]
            yield from _read_between(table, inside, first, end)


def _is_text(table: Table, rows: dict[int, list[Cell]]) -> bool:
    """Whether a table is but one cell, or one column of text: it holds no figures of a format."""
    cells = [cell for of_row in rows.values() for cell in of_row]
    return len(cells) == 1 or (
        len(cells) == len(rows)
        and all(cell.column_span == table.width for cell in cells)
        and all(any(map(str.isalpha, cell.text)) for cell in cells)
    )


def _can_cut(table: Table, rows: Sequence[int]) -> bool:
    """Whether no cell reaches over the edges of these rows."""
    edges = sorted({edge for row in rows for edge in (row, row + 1)})
    return all(
        bisect_right(edges, cell.row) == bisect_left(edges, cell.row + cell.row_span)
        for cell in table.cells
    )


def _read_between(table: Table, inside: Sequence[Cell], first: int, end: int) -> Iterator[Block]:
    """The rows of a table between two bars: paragraphs, or a table of its own."""
    held = [cell for cell in inside if cell.text.strip()]
    # One text to a row is prose that was laid out so; a table of the format has labels and figures.
    if len({cell.row for cell in held}) == len(held):
        yield from _build_paragraphs(held)
        return
    cells = tuple(msgspec.structs.replace(cell, row=cell.row - first) for cell in inside)
    anchor = Anchor(cells[0].anchor.line)
    yield msgspec.structs.replace(table, cells=cells, height=end - first, anchor=anchor)


def _build_paragraphs(cells: Sequence[Cell]) -> Iterator[Paragraph]:
    for cell in cells:
        for line in cell.text.split("\n"):
            if line.strip():
                yield Paragraph(line, cell.anchor)


# paragraphs of several lines


def _split_lines(blocks: Sequence[Block], lexicon: HeadingLexicon) -> Iterator[Block]:
    """The blocks, with paragraphs that hold several lines, or a section's begin, taken apart.

    A short one is left whole: a heading or title that was broken for looks.
    """
    for block in blocks:
        if not isinstance(block, Paragraph) or len(block.text) <= _SHORT:
            yield block
        elif "\n" in block.text:
            lines = [line for line in block.text.split("\n") if line.strip()]
            for index, line in enumerate(lines):
                number = "" if index else block.number
                yield msgspec.structs.replace(block, text=line, number=number)
        else:
            yield from split_before_heading(block, lexicon)


# tables of contents


class _Line(msgspec.Struct, frozen=True):
    """A line that may be of the contents: its name, whether it has a page, what it is called."""

    block: int
    name: str
    paged: bool
    known: bool
    numbered: bool


def mark_contents(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks, with the lines of a typed table of contents marked as such."""
    start = next(
        (at for at, block in enumerate(blocks[:_SEARCHED]) if _is_beginning(block, lexicon)), None
    )
    if start is None:
        return tuple(blocks)
    lines = _read_lines(blocks, start, lexicon)
    end = _find_end(lines, blocks, titled=fold(_show(blocks[start])) in lexicon.contents)
    return tuple(
        msgspec.structs.replace(block, contents=True)
        if start <= at <= end and isinstance(block, Paragraph)
        else block
        for at, block in enumerate(blocks)
    )


def _show(block: Block) -> str:
    return block.shown.strip() if isinstance(block, Paragraph) else ""


def _is_beginning(block: Block, lexicon: HeadingLexicon) -> bool:
    text = _show(block)
    if not text or len(text) > _LONGEST_LINE:
        return False
    if fold(text).strip("()") in lexicon.contents:
        return True
    return text[-1] in _PAGE_ENDS and _read_line(0, text, lexicon).paged


def _read_lines(blocks: Sequence[Block], start: int, lexicon: HeadingLexicon) -> list[_Line]:
    """The lines from the first on, up to a table, to prose, or to where they begin again."""
    lines: list[_Line] = []
    names: set[str] = set()
    for at in range(start, min(len(blocks), start + _SEARCHED)):
        text = _show(blocks[at])
        if not isinstance(blocks[at], Paragraph) or len(text) > _LONGEST_LINE:
            break
        if not text or _ONLY_NUMBER.match(text):
            continue
        line = _read_line(at, text, lexicon)
        if line.known and line.name in names:
            break  # the report itself begins
        names.add(line.name)
        lines.append(line)
    return lines


def _read_line(at: int, text: str, lexicon: HeadingLexicon) -> _Line:
    page = _PAGE.search(text) if text[-1] in _PAGE_ENDS else None
    words = text[: page.start()] if page else text
    ordinal, rest = split_ordinal(words)
    known = lexicon.find_known(fold(rest)) is not None
    if not known and page is None and (bare := _BARE_PAGE.search(rest)):
        known = lexicon.find_known(fold(rest[: bare.start()])) is not None
        if known:
            words, page = words[: len(words) - len(bare[0])], bare
    return _Line(at, fold(words), page is not None, known, ordinal is not None)


def _find_end(lines: Sequence[_Line], blocks: Sequence[Block], *, titled: bool) -> int:
    """The last block of the contents, -1 where these lines are none."""
    paged = [line for line in lines if line.paged]
    sure = sum(line.known and (line.numbered or titled) for line in paged)
    # Lines that end in figures are no contents as such: one at least is a heading of the format.
    if len(paged) >= _LEAST_LINES and sure:
        return paged[-1].block
    known = [line for line in lines if line.known]
    if not titled or len(known) < _LEAST_LINES:
        return -1
    last = known[-1].block
    later_names = {
        fold(_show(block)) for block in blocks[last + 1 :] if len(_show(block)) <= _LONGEST_LINE
    }
    if sum(line.name in later_names for line in known) < _LEAST_LINES:
        return -1
    return max([last, *(line.block for line in lines if line.numbered)])


# headings among the candidates

_CONTENTS = 3
"""So many headings in a row with nothing between are a list of the sections, not sections."""

_LEAST_PARTS = 2
"""Sub-headings by their names that make sure what the others between the sections are."""


def find_headings(
    blocks: Sequence[Block], pack: Pack, setbacks: Setbacks | None = None
) -> tuple[Heading, ...]:
    """The top-level headings of a report, in document order.

    `blocks` is what `prepare_blocks` gives; `Heading.block` is an index into it.
    Consistent as a whole: ordinals of the top level run on; a list that starts again at one
    inside a section is that section's; headings that read as the pack has them are kept
    wherever they stand (moved and doubled sections are for the rules to report). Sub-headings
    that are numbered as the sections are have the origin `part`. Where gblint
    fails to compare one, `setbacks` has it.
    """
    noted = Setbacks() if setbacks is None else setbacks
    found = _drop_contents(list(find_candidates(blocks, make_heading_lexicon(pack), noted)))
    if not found:
        return ()
    style = _find_top_style(found, pack)
    # What is sure by its words first; what is not has to fit in between by its numbers.
    firm = _choose_firm(found, style, blocks)
    chosen = [*firm, *_choose_between(found, firm, style)]
    chosen += _choose_unnumbered(found, chosen)
    inner: set[int] = set()
    inner.update(*(_find_parts(found, firm, style, s, pack) for s in pack.sections if s.parts))
    taken = {candidate.block for candidate in chosen}
    chosen += [c for c in found if c.block in inner - taken]
    chosen.sort(key=lambda candidate: candidate.block)
    sure = {candidate.number for candidate in firm}
    return tuple(
        _build_part(candidate)
        if candidate.block in inner
        else _build_heading(_drop_doubtful_match(candidate, sure))
        for candidate in chosen
    )


def _build_part(candidate: Candidate) -> Heading:
    bare = msgspec.structs.replace(candidate, match=None, rest="")
    return msgspec.structs.replace(_build_heading(bare), origin="part")


def _drop_doubtful_match(candidate: Candidate, sure: set[int | None]) -> Candidate:
    """A heading that is but worded like a section's is another one where that stands elsewhere."""
    match = candidate.match
    if match is None or match.wording != "pattern" or match.obsolete or match.number not in sure:
        return candidate
    own = candidate.value == match.number
    return candidate if own else msgspec.structs.replace(candidate, match=None)


def _drop_contents(found: list[Candidate]) -> list[Candidate]:
    """Leave out lines of a table of contents: those that end in a page number and stand
    elsewhere without it, and runs of headings with nothing between them that come again later.
    """
    plain = {_strip_list_mark(candidate) for candidate in found}
    found = [
        candidate
        for candidate in found
        if not candidate.name[-1:].isdigit()
        or _strip_list_mark(candidate).rstrip("0123456789") not in plain
    ]
    runs: list[list[Candidate]] = []
    of_run: set[str] = set()
    for candidate in found:
        name = _strip_list_mark(candidate)
        if not (candidate.follows and runs) or name in of_run:
            runs.append([])
            of_run = set()
        runs[-1].append(candidate)
        of_run.add(name)
    names = Counter(_strip_list_mark(candidate) for candidate in found)
    kept: list[Candidate] = []
    for run in runs:
        later = sum(names[_strip_list_mark(candidate)] > 1 for candidate in run)
        if later < _CONTENTS:  # two sections without text are sections
            kept += run
        else:
            names.subtract(_strip_list_mark(candidate) for candidate in run)
    return kept


def _strip_list_mark(candidate: Candidate) -> str:
    """The words of a heading without the mark that ends it where it stands in a list."""
    return fold(candidate.name).rstrip(STOP)


def _find_top_style(found: Sequence[Candidate], pack: Pack) -> str:
    """The style of ordinal that the sections have: the commonest among sure headings."""
    # By sure headings if there are any: items of a list may be worded as sections, too.
    for sure in (True, False):
        styles = Counter(
            candidate.ordinal.style
            for candidate in found
            if candidate.ordinal and candidate.match and (candidate.strong or not sure)
        )
        if styles:
            return max(styles, key=lambda style: (styles[style], style == pack.headings.ordinal))
    return pack.headings.ordinal


def _choose_firm(
    found: Sequence[Candidate], style: str, blocks: Sequence[Block]
) -> list[Candidate]:
    """Candidates that read as a section's own heading and are no sub-heading or caption."""
    strong = [candidate for candidate in found if candidate.strong]
    exact = {c.number for c in strong if c.match and c.match.wording == "exact" and not c.signs}
    numbered = {c.number for c in strong if c.ordinal and c.ordinal.style == style}
    firm: list[Candidate] = []
    last: dict[int | None, Candidate] = {}
    around = _Surroundings(blocks)
    for candidate in strong:
        number = candidate.number
        near = candidate.match is not None and candidate.match.wording == "near"
        if (near or candidate.signs) and number in exact:
            continue  # an item of a list, nearly worded so, in a report that has the heading itself
        if candidate.ordinal is None:
            keep = number not in numbered and not around.is_caption(candidate, last.get(number))
        elif candidate.ordinal.style != style:  # then at least its number is right
            keep = number not in numbered and candidate.value == number
        else:
            keep = True
        if keep:
            firm.append(candidate)
            last[number] = candidate
    return firm


class _Surroundings:
    """What stands between headings: how many blocks with content, and tables, come before each."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._filled = [
            at for at, block in enumerate(blocks) if isinstance(block, Table) or block.text.strip()
        ]
        self._tables = [at for at in self._filled if isinstance(blocks[at], Table)]

    def is_caption(self, candidate: Candidate, same: Candidate | None) -> bool:
        """Whether a heading's words without ordinal only repeat the heading above a table.

        `same` is the last heading of the same section, if any.
        """
        if same is None:
            return False
        if bisect_left(self._filled, candidate.block) == bisect_right(self._filled, same.block):
            return True
        table = bisect_right(self._tables, same.block)
        below = bisect_right(self._filled, candidate.block)
        return self._tables[table : table + 1] == self._filled[below : below + 1] != []


def _choose_between(
    found: Sequence[Candidate], firm: Sequence[Candidate], style: str
) -> list[Candidate]:
    """Headings that are not sure by themselves but carry on the ordinals of the top level."""
    firm_blocks = {candidate.block for candidate in firm}
    known = {candidate.number for candidate in firm}
    chosen: list[Candidate] = []
    last = 0
    gap: list[Candidate] = []
    for candidate in found:
        if candidate.block in firm_blocks:
            value = candidate.value if candidate.ordinal else candidate.number or last + 1
            chosen += _choose_runs(gap, last, value)
            last, gap = value, []
        elif (
            candidate.ordinal
            and candidate.ordinal.style in (style, STROKE)
            and not _is_weak_run_in(candidate, known)
        ):
            gap.append(candidate)
    return chosen + _choose_runs(gap, last, None)


def _is_weak_run_in(candidate: Candidate, known: set[int | None]) -> bool:
    """Whether a heading with prose behind it may as well be the first words of an item.

    `known` are the sections with a heading that is sure.
    """
    if not candidate.rest or candidate.strong:
        return False
    number = candidate.number
    return number is None or number in known or candidate.value != number


def _choose_runs(gap: Sequence[Candidate], last: int, following: int | None) -> list[Candidate]:
    """Of the candidates between two sure headings, the runs that count on from the first.

    A run that starts at one after a heading is a list inside its section.
    """
    runs: list[list[Candidate]] = []
    for candidate in gap:
        if runs and candidate.value == runs[-1][-1].value + 1:
            runs[-1].append(candidate)
        else:
            runs.append([candidate])
    chosen: list[Candidate] = []
    for run in runs:
        first = run[0].value
        if first == last + 1 or (first > last and any(candidate.match for candidate in run)):
            fitting = [
                candidate for candidate in run if following is None or candidate.value < following
            ]
            if fitting:
                chosen += fitting
                last = fitting[-1].value
    return chosen


def _choose_unnumbered(found: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    """Headings without ordinal that are known by another wording, or set in a heading style."""
    taken = {candidate.block for candidate in chosen}
    numbers = {c.number for c in chosen if c.match and not c.match.obsolete}
    levels = {c.paragraph.level for c in chosen if c.paragraph.level is not None}
    first = min((candidate.block for candidate in chosen), default=0)
    extra: list[Candidate] = []
    for candidate in found:
        if candidate.block in taken or candidate.ordinal is not None:
            continue
        match = candidate.match
        if match is None:
            # Above the first heading, what is set as one is the title or a line of a letterhead.
            if candidate.paragraph.level in levels and candidate.block > first:
                extra.append(candidate)
        elif match.obsolete is not None:
            if not match.obsolete.numbered and match.wording != "near" and candidate.block > first:
                extra.append(candidate)
        elif match.number not in numbers and candidate.apart:
            extra.append(candidate)
            numbers.add(match.number)
    return extra


def _build_heading(candidate: Candidate) -> Heading:
    paragraph, match = candidate.paragraph, candidate.match
    old = match.obsolete if match else None
    text = paragraph.shown.strip()
    if candidate.rest:
        text = (candidate.ordinal.text if candidate.ordinal else "") + candidate.name
    return Heading(
        text=" ".join(text.split()),
        name=candidate.name,
        ordinal=candidate.ordinal,
        anchor=paragraph.anchor,
        block=candidate.block,
        origin="foreign" if match is None else "obsolete" if old else "section",
        number=candidate.number,
        obsolete=old.key if old else "",
        wording=match.wording if match and not old else "",
        confidence=match.confidence if match else 0.5,
        rest=candidate.rest,
        signs=candidate.signs,
    )


# sub-headings numbered as sections


def _find_parts(
    found: Sequence[Candidate],
    firm: Sequence[Candidate],
    style: str,
    spec: SectionSpec,
    pack: Pack,
) -> list[int]:
    """The blocks of headings that are a section's sub-headings with ordinals of the top level.

    They stand after the section's heading, or before all others where the first section has
    none, and two at least are named as the pack names the parts of that section. `firm` are the
    headings that are sure.
    """
    sure = {candidate.block for candidate in firm}
    # sure, or with the number of the section that it is worded as
    own = [
        c.block
        for c in found
        if c.section == spec.number and (c.block in sure or c.value == c.section)
    ]
    if own:
        start = own[0]
    elif spec is pack.sections[0] and any(c.section == spec.number + 1 for c in firm):
        start = -1
    else:
        return []
    end = min((c.block for c in firm if c.block > start and c.section != spec.number), default=0)
    inside = [
        c
        for c in found
        if start < c.block < (end or c.block + 1)
        and c.block not in sure
        and c.ordinal is not None
        and c.ordinal.style in (style, STROKE)
    ]
    named = sum(any(patterns.is_whole(form, fold(c.name)) for form in spec.parts) for c in inside)
    if named < _LEAST_PARTS or named * 2 < len(inside):
        return []  # of other names, they may be sections that a local rule asks for
    return [candidate.block for candidate in inside]
