"""The title of a report: one to four lines near the beginning, or what a page's head calls it.

Organ and year are read apart from the judgement of the wording: they count wherever they stand,
and what differs from the format (`Title.named`, `order`, `origin` …) is for the checks to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from gblint.document import Anchor, Paragraph
from gblint.pack.model import TitleSpec
from gblint.report.model import Title, TitleOrder
from gblint.text import find_stops, fold, patterns, replace_radicals, write_years_in_digits
from gblint.text.numerals import OF_YEAR, YEAR_SIGN
from gblint.text.patterns import later

if TYPE_CHECKING:
    from gblint.text.patterns import Match

_LINES = 4
_SEARCHED = 40
"""Paragraphs from the beginning among which the title is."""
_WHOLE = 2
"""Organ and year."""
_LONGEST = 80
_LONGEST_LINE = 160
"""Characters of a line with what a site puts around the title."""

_ENDS_SENTENCE = (",", ".", "，", "。", "；", ";")
_FULL_STOP = "。"
"""One may be typed behind a title; a sentence is told by its words."""

_PARTING = r"[|_]|(?<!\d)-+(?!\d)|-{2,}"
_PARTED = later(_PARTING)
"""What sites put between a title and their own name, as folded."""

_BEFORE = later(rf":|(?<!\d)/|/(?!\d)|{_PARTING}")
"""The same, and what parts a site's label or path from the title behind it."""

_BRACKETED = later(rf"\(((?:19|20)\d\d)\)(?={YEAR_SIGN})")
_NO_YEAR = later(rf"(?<!\d)(?:\d{{3}}|\d{{5}}|2\d{{3}}){YEAR_SIGN}{OF_YEAR}?")
"""What is meant for a year and is none: a digit is doubled, lost or in another place."""

_DECOR = " .?!*·-_|#★☆▲●◆■※\\"
_MARKS = " \"'.:·*-!?,"
_AROUND = _MARKS + "()"
"""Signs around the parts of a title that belong to none of them."""


class _TitleReading(msgspec.Struct, frozen=True):
    """What lines say as a title; `name` is what they call the report, as folded.

    `lines` are the indices of their paragraphs, none for what a page's head has.
    """

    organ: str
    year: int | None
    name: str
    named: bool
    order: TitleOrder = ""
    bare_year: bool = False
    lines: tuple[int, ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """How full it is; of equal ones the more usual counts."""
        return self.parts + self.named, (not self.order) + (not self.bare_year)

    @property
    def parts(self) -> int:
        """How many of organ and year it has."""
        return bool(self.organ) + (self.year is not None)


def find_title(
    paragraphs: Sequence[Paragraph], spec: TitleSpec | None, head: Iterable[str] = ()
) -> tuple[Title | None, tuple[int, ...]]:
    """The title and the indices of its paragraphs, or None.

    The fullest title counts (organ, year and name), of equal ones the one on fewest lines; what
    `head` (a page's own titles) calls the document, only where the text lacks organ or year.
    Lines of a page's navigation are passed over. Raises PatternTimeout.
    """
    if spec is None:
        return None, ()
    best: _TitleReading | None = None
    others: list[tuple[tuple[int, ...], str]] = []
    # One that is as it should be ends the search, and is nearly always the first: to read others by
    # their parts takes patterns that a usual report need not have compiled.
    for indices, text in _iterate_windows(paragraphs, spec):
        read = _read_exact(text, spec)
        if read is not None:
            best = msgspec.structs.replace(read, lines=indices)
            best = _find_last_of_list(best, paragraphs, spec)
            break
        others.append((indices, text))
    else:
        best = _find_fullest(others, spec)
    if best is not None and best.parts == _WHOLE:
        return _build_from_lines(best, paragraphs)
    titles = [(text, read) for text in head if (read := _read_lines([text], spec))]
    text, named = max(titles, key=lambda one: one[1].rank, default=("", None))
    if named is not None and (best is None or named.parts > best.parts):
        at = best.lines if best else ()
        first = paragraphs[at[0] if at else 0].anchor if paragraphs else Anchor(1)
        return _build_title(named, text, first, origin=True), at
    return (None, ()) if best is None else _build_from_lines(best, paragraphs)


def find_misnamed_title(
    paragraphs: Sequence[Paragraph], spec: TitleSpec | None
) -> tuple[Title | None, tuple[int, ...]]:
    """The same for a document that by its sections is a report, and is called something else.

    Only a line with organ and year counts. Raises PatternTimeout.
    """
    if spec is None or spec.misnamed is None:
        return None, ()
    other = msgspec.structs.replace(
        spec,
        subject="",
        partial=spec.misnamed.partial,
        around=(*spec.misnamed.around, *spec.around),
    )
    read = _find_fullest(_iterate_windows(paragraphs, other), other)
    if read is None or read.parts < _WHOLE:
        return None, ()
    if read.named:  # by what `around` took away it is called something else (…的公告)
        whole = _fold_lines([paragraphs[index].text for index in read.lines], other)
        name = patterns.remove(spec.year, whole.replace(read.organ, "", 1))
        read = msgspec.structs.replace(read, name=name, named=False)
    return _build_from_lines(read, paragraphs)


def _find_fullest(
    windows: Iterable[tuple[tuple[int, ...], str]], spec: TitleSpec
) -> _TitleReading | None:
    """The fullest of the titles that lines have in parts, the first of those as full."""
    best: _TitleReading | None = None
    for indices, text in windows:
        read = _read_parts(text, spec, several=len(indices) > 1)
        if read is not None and (best is None or read.rank > best.rank):
            best = msgspec.structs.replace(read, lines=indices)
    return best


def _find_last_of_list(
    best: _TitleReading, paragraphs: Sequence[Paragraph], spec: TitleSpec
) -> _TitleReading:
    """The title nearest to the text: those of other years or organs above it are a page's list."""
    for index in range(best.lines[-1] + 1, min(len(paragraphs), _SEARCHED)):
        line = paragraphs[index].text
        if len(line) > _LONGEST:
            break  # the preface
        text = _fold_lines([line], spec)
        read = _read_exact(text, spec) if text else None
        if read and (read.organ, read.year) != (best.organ, best.year):
            best = msgspec.structs.replace(read, lines=(index,))
    return best


def _build_from_lines(
    read: _TitleReading, paragraphs: Sequence[Paragraph]
) -> tuple[Title, tuple[int, ...]]:
    text = "".join(paragraphs[index].text.strip() for index in read.lines)
    return _build_title(read, text, paragraphs[read.lines[0]].anchor), read.lines


def _build_title(read: _TitleReading, text: str, anchor: Anchor, *, origin: bool = False) -> Title:
    return Title(
        text.strip(),
        anchor,
        _restore_written(read.organ, text),
        read.year,
        named=read.named,
        name=read.name,
        order=read.order,
        bare_year=read.bare_year,
        in_head=origin,
    )


def _restore_written(organ: str, text: str) -> str:
    """A part of the folded text with the brackets, quotes and commas of the text itself."""
    plain = "".join(replace_radicals(text).split())
    at = fold(text).find(organ)
    written = plain[at : at + len(organ)]
    return written if at >= 0 and fold(written) == organ else organ


def _iterate_windows(
    paragraphs: Sequence[Paragraph], spec: TitleSpec
) -> Iterator[tuple[tuple[int, ...], str]]:
    """One to four lines that stand together: their indices, and their folded text.

    Those that cannot be a title are left out.
    """
    lines = [
        index
        for index, paragraph in enumerate(paragraphs[:_SEARCHED])
        if paragraph.text.strip() and not _is_navigation(paragraph.text)
    ]
    for size in range(1, _LINES + 1):
        for start in range(len(lines) - size + 1):
            window = tuple(lines[start : start + size])
            if window[-1] - window[0] <= size + 2:  # blank lines and navigation may stand between
                text = _fold_lines([paragraphs[index].text for index in window], spec)
                if text:
                    yield window, text


def _is_navigation(text: str) -> bool:
    return any(mark in text for mark in (">", "»", "＞")) or text.lstrip().startswith("•")


def _fold_lines(lines: Sequence[str], spec: TitleSpec) -> str:
    """Lines as one folded text, "" where they are no title: long, or a sentence."""
    if sum(map(len, lines)) > _LONGEST_LINE:
        return ""
    whole = "".join(fold(line) for line in lines)
    if fold(spec.subject) not in whole or any(map(_is_sentence, lines)):
        return ""
    return write_years_in_digits(whole.removesuffix(_FULL_STOP)).translate(_BOOKS)


def _is_sentence(line: str) -> bool:
    """Whether a line has what a sentence has and a title has not: a comma or a stop in it, or a
    sign at its end other than one full stop.
    """
    line = line.strip().removesuffix(_FULL_STOP).removesuffix("\n")
    if "，" in line or line.endswith(_ENDS_SENTENCE):
        return True
    stops = find_stops(line, _FULL_STOP)
    return any(line[at + 1 : at + 2] not in ("", "\n") for at in stops)


def _read_lines(lines: Sequence[str], spec: TitleSpec) -> _TitleReading | None:
    """What lines say as a title, None for what is none."""
    text = _fold_lines(lines, spec)
    if not text:
        return None
    return _read_exact(text, spec) or _read_parts(text, spec, several=len(lines) > 1)


def _read_exact(text: str, spec: TitleSpec) -> _TitleReading | None:
    """A title that is as the format has it; nearly all are, and need few patterns."""
    if len(text) > _LONGEST:
        return None
    match = patterns.fullmatch(spec.pattern, text)
    if match is None or not (match["organ"] and (year := _read_year(match))):
        return None
    organ, name = match["organ"], fold(spec.name)
    if name not in text or any(patterns.has(form, organ) for form in spec.no_organ):
        return None
    return _TitleReading(organ, year, name, named=True)


def _drop_decor(text: str, spec: TitleSpec) -> str:
    """The title without labels before it and tags around it."""
    before = ""
    while text != before:
        before = text
        for form in spec.around:
            text = patterns.remove(form, text).strip(_DECOR)
    return text


_BOOKS = {0x4E28: "|", **dict.fromkeys(map(ord, "《》<>"))}  # a stroke that stands for a bar


def _read_parts(text: str, spec: TitleSpec, *, several: bool) -> _TitleReading | None:
    """A title by its parts, in whatever order: the name, and around it organ and year."""
    text = _BRACKETED.sub(r"\1", _drop_decor(text, spec))
    if len(text) > _LONGEST:
        return None
    reads = [
        _read_around(text, match, spec, several=several)
        for match in patterns.finditer(spec.partial, text)
    ]
    return max(filter(None, reads), key=lambda read: read.rank, default=None)


def _read_around(
    text: str, match: Match, spec: TitleSpec, *, several: bool
) -> _TitleReading | None:
    """A title by what stands before and after what it calls the report."""
    before, after = text[: match.start()], text[match.end() :]
    pieces = [piece for piece in _BEFORE.split(before) if piece.strip(_AROUND)] or [""]
    year, bare, own, first = _take_year_out(pieces[-1], spec)
    if several and year is not None and not first and _is_year_inside(pieces[-1], spec):
        return None  # a line of its own (a letterhead) above a title that begins with the year
    if year is None:
        year, bare, _, _ = _take_year_out(before, spec)
    organ, about = _find_organ(own, spec)
    if not organ and len(pieces) > 1 and patterns.has(spec.organ_ends, pieces[-2]):
        organ, _ = _find_organ(_take_year_out(pieces[-2], spec).rest, spec)
    order: TitleOrder = "year_first" if first and organ else ""
    dash = after.startswith("--")  # as in ——示例市教育局; a site's own name follows one stroke
    rest = after.lstrip("-") if dash else _PARTED.split(after)[0]
    behind, bare_behind, rest, _ = _take_year_out(rest, spec)
    if year is None and behind is not None:
        year, bare, order = behind, bare_behind and "(" not in after, "year_after"
    if rest.strip(_AROUND):
        below, _ = _find_organ(rest, spec)
        apart = several or dash or "(" in after
        if organ and after.startswith("(") and after.endswith(")"):
            below = organ  # something else in brackets
        elif organ or not below or not apart or not patterns.has(spec.organ_ends, below):
            return None
        else:
            order = "organ_after"
        organ = below
    inner = _read_year(match)
    name = patterns.remove(spec.year, match.group()) if inner else match.group()
    about = about or _is_about(name, spec)
    # 示例县人民政府信息公开…: what both end and begin with is written once
    shared = fold(spec.name).removesuffix(name)
    once = shared and before.endswith(shared) and (order or year is None)
    whole = f"{shared}{name}" if once else name
    return _TitleReading(
        organ,
        inner if year is None and inner else year,
        (f"{spec.about}……" if about else "") + name.removeprefix(spec.about),
        named=(whole == fold(spec.name) and not about and not inner)
        or any(patterns.is_whole(form, name) for form in spec.also),
        order=order,
        bare_year=bare,
    )


def _find_year(text: str, spec: TitleSpec) -> tuple[int | None, str]:
    """The last year in a text, and it as written."""
    found = list(patterns.finditer(spec.year, text))
    return (_read_year(found[-1]), found[-1].group()) if found else (None, "")


def _read_year(match: Match) -> int | None:
    """The year in which the period of a report begins, None where the match has none."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    return int(groups["last"]) - 1 if groups.get("last") else None


class _TakenYear(NamedTuple):
    """The year in a text, `bare` where it lacks 年, the text without it, whether it stood first."""

    year: int | None
    bare: bool
    rest: str
    first: bool


def _take_year_out(text: str, spec: TitleSpec) -> _TakenYear:
    year, written = _find_year(text, spec)
    if year is None:
        return _TakenYear(None, bare=False, rest=_NO_YEAR.sub("", text, count=1), first=False)
    first = text.strip(_AROUND).startswith(written) and text.strip(_AROUND) != written
    return _TakenYear(year, written.isdigit(), patterns.remove(spec.year, text), first)


def _is_year_inside(text: str, spec: TitleSpec) -> bool:
    """Whether words stand before and behind the year of a text."""
    written = _find_year(text, spec)[1]
    before, _, behind = text.rpartition(written)
    return bool(before.strip(_AROUND)) and bool(behind.strip(_AROUND).removesuffix(spec.about))


def _find_organ(text: str, spec: TitleSpec) -> tuple[str, bool]:
    """The organ that a text names, or "", and whether `about` stood with it."""
    text = text.replace("()", "").strip(_MARKS)
    if text[:1] == "(" and text[-1:] == ")" and text.count("(") == 1:
        text = text[1:-1]
    elif text.count("(") != text.count(")"):
        text = text.strip(_AROUND)
    about = _is_about(text, spec) or (bool(spec.about) and text.endswith(spec.about))
    text = text.removeprefix(spec.about).removesuffix(spec.about).removesuffix(spec.joint)
    return (text if _is_organ(text, spec) else ""), about


def _is_about(text: str, spec: TitleSpec) -> bool:
    return bool(spec.about) and text.startswith(spec.about)


def _is_organ(text: str, spec: TitleSpec) -> bool:
    return patterns.is_whole(spec.organ, text) and not any(
        patterns.has(form, text) for form in spec.no_organ
    )
