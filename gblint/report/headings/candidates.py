"""Paragraphs that could be top-level headings, one by one, before they are seen as a whole.

The words of a pack made ready for looking up say what a heading can be called. One may have prose
behind it in the same paragraph, and signs around it that are none of its own: 【一、总体情况】,
● 一、…, PART.01 一、…, a stray | of a scan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Literal

import msgspec

from gblint.attempts import Setbacks
from gblint.document import Block, Paragraph
from gblint.pack.model import ObsoleteHeading, Pack, per_pack
from gblint.text import fold, patterns, remember_results, replace_unseen
from gblint.text.numerals import (
    BEING,
    CONTINUED,
    INNER_STYLE,
    OF_YEAR,
    TOP_STYLE,
    YEAR_SIGN,
    Ordinal,
    is_numeral,
    read_chinese_number,
    split_ordinal,
)
from gblint.text.patterns import later

Wording = Literal["exact", "wording", "pattern", "near"]

_REMEMBERED = 4096

BETWEEN_CELLS = "\0"
"""No reader leaves it in a text."""

_CELL_SIGNS = 3
"""Signs of adorning cells that a row with a heading may be longer by than any heading."""

_SHORTEST = 4
"""Characters of a name that is told by being what a text begins with."""

_LEAST_NEAR = 6
"""Characters of a name that may be written with a typo."""

_CONFIDENCE: dict[Wording, float] = {"exact": 1.0, "wording": 0.95, "pattern": 0.85, "near": 0.8}


class Match(msgspec.Struct, frozen=True):
    """What a heading's name stands for: a section of the pack, or an obsolete heading."""

    number: int | None
    wording: Wording
    obsolete: ObsoleteHeading | None = None

    @property
    def confidence(self) -> float:
        return _CONFIDENCE[self.wording]


class _NearNames:
    """Names that a text may be but for a typo or two, by their lengths."""

    def __init__(self) -> None:
        self._by_length: dict[int, list[tuple[str, frozenset[str], int, Match]]] = {}

    def add(self, name: str, match: Match) -> None:
        allowed = 1 if len(name) < 9 else 2  # in 总体情况 two wrong letters are another name
        for length in range(len(name) - allowed, len(name) + allowed + 1):
            same = self._by_length.setdefault(length, [])
            same.append((name, frozenset(name), allowed, match))

    def find(self, text: str) -> Match | None:
        """The nearest name, the first of those as near; also where words are there twice."""
        best: tuple[int, Match] | None = None
        for name, letters, allowed, match in self._by_length.get(len(text), ()):
            # A look at the letters first: most names have too many that the text has not.
            if len(letters.difference(text)) <= allowed:
                distance = _measure_distance(text, name)
                if distance <= allowed and (best is None or distance < best[0]):
                    best = distance, match
        once = _DOUBLED.sub(r"\1", text) if best is None else text
        return best[1] if best else self.find(once) if once != text else None


class HeadingLexicon:
    """Looks up heading names, folded and without ordinal.

    `contents` is what a table of contents is headed by, as folded. `is_bar` tells of a row of a
    table, by the texts of its cells with `BETWEEN_CELLS` between, whether it is but a heading.
    """

    def __init__(self, pack: Pack) -> None:
        self.longest = pack.headings.longest
        self.contents = frozenset(map(fold, pack.headings.contents))
        self.is_bar = remember_results(_REMEMBERED)(self._is_bar)
        self._known: dict[str, Match] = {}
        self._patterns: list[tuple[str, Match]] = []
        self._canonical = _NearNames()
        self._found: dict[str, Match | None] = {}
        self._title = fold(pack.title_line.name) if pack.title_line else ""
        for section in pack.sections:
            name = fold(section.heading)
            self._add([name], section.number, "exact")
            self._add(section.wordings, section.number, "wording")
            self._add_patterns(section.patterns, section.number, None)
            self._canonical.add(name, Match(section.number, "near"))
        for heading in pack.obsolete_headings:
            self._add(heading.wordings, heading.now, "wording", heading)
            self._add_patterns(heading.patterns, heading.now, heading)
        self._beginnings = frozenset(section.heading[:2] for section in pack.sections)
        long = [name for name in self._known if _SHORTEST <= len(name) <= self.longest]
        self._lengths = sorted({len(name) for name in long}, reverse=True)
        self._openings = frozenset(name[:_SHORTEST] for name in long)
        self._near_wordings = _NearNames()
        # A typo in the format's own heading is looked for before patterns, one in another wording
        # after them: what a pattern says is surer than that.
        for name, match in self._known.items():
            if match.wording == "wording" and len(name) >= _LEAST_NEAR:
                near = Match(match.number, "near", match.obsolete)
                self._near_wordings.add(name, near)

    def _add(
        self,
        wordings: Iterable[str],
        number: int | None,
        wording: Wording,
        obsolete: ObsoleteHeading | None = None,
    ) -> None:
        for text in wordings:
            self._known.setdefault(fold(text), Match(number, wording, obsolete))

    def _add_patterns(
        self, forms: tuple[str, ...], number: int | None, obsolete: ObsoleteHeading | None
    ) -> None:
        self._patterns += [(form, Match(number, "pattern", obsolete)) for form in forms]

    def may_begin(self, text: str) -> bool:
        """Whether a text may begin with a section's own heading: a quick look at its first two."""
        return text.lstrip()[:2] in self._beginnings

    def find_beginning(self, name: str) -> tuple[str, Match] | None:
        """The longest known name that a folded text begins with."""
        if name[:_SHORTEST] not in self._openings:
            return None
        for length in self._lengths:
            match = self._known.get(name[:length])
            if match is not None and length <= len(name):
                return name[:length], match
        return None

    def find_known(self, name: str) -> Match | None:
        """What a folded name is, as it stands in the pack."""
        return self._known.get(name)

    def find(self, name: str, setbacks: Setbacks) -> Match | None:
        """What a folded name is: as known, by a pattern, or nearly (a typo or two).

        Where to compare it fails, it is not near, which the setbacks tell.
        """
        known = self._known.get(name)
        # 2023年政府信息公开工作年度报告 is nearly what some headings are called.
        if known is not None or (self._title and self._title in name):
            return known
        if name not in self._found:
            failed = Setbacks()
            found = (
                failed.find_near_heading(partial(self._canonical.find, name))
                or self._find_by_pattern(name)
                or failed.find_near_heading(partial(self._near_wordings.find, name))
            )
            if failed.found:  # not kept: the next document is to be told so, too
                setbacks.add_headings(failed)
                return found
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            self._found[name] = found
        return self._found[name]

    def _find_by_pattern(self, name: str) -> Match | None:
        return next(
            (match for form, match in self._patterns if patterns.is_whole(form, name)), None
        )

    def _is_bar(self, texts: str) -> bool:
        text = join_cells(texts.split(BETWEEN_CELLS))
        if not text or len(text) > self.longest + _CELL_SIGNS:
            return False
        ordinal, name = split_ordinal(drop_signs(text) or text)
        match = self.find_known(fold(name))
        if match is None and len(text.split()) > 1:  # of a form that only a cell sets apart
            match = self.find_known(fold(text.split(maxsplit=1)[1]))
            return match is not None and match.wording == "exact"
        if match is None or match.obsolete is not None:
            return False
        return match.wording == "exact" or (ordinal is not None and ordinal.value == match.number)


def join_cells(texts: Iterable[str]) -> str:
    """The text of a row that is but a heading; a cell that only adorns it is left out."""
    words = [word for text in texts if any(map(str.isalnum, word := "".join(text.split())))]
    return "".join(word if not word[-1].isalnum() else word + " " for word in words).strip()


def _measure_distance(a: str, b: str) -> int:
    from rapidfuzz.distance import OSA  # imported where a heading is not known at sight

    return OSA.distance(a, b)


make_heading_lexicon = per_pack(HeadingLexicon)


_LONG = 60
"""Characters of a heading; what is longer has prose behind it."""

_DOUBLED = later(r"(\w{2,})\1")

STOP = ".;!?:,"
"""Marks that may end a heading, folded."""

_ENDS_SENTENCE = frozenset("。；！？;")
_GOES_ON = ("；", ";", "，", ",", "、")
"""Ends of a line that is one of a list in prose."""

_PAGE = later(r"[\s\-—–]*+\d{0,3}+[\s\-—–]*+")
"""The number of a page, which extractors may put on a line of its own, or nothing."""

_LEADS = ".…·．﹒_-"
_LEADER = later(rf"(?:[{_LEADS}]\s*){{3,}}\d*\s*$|\t\s*\d+\s*$")

_CUT = later(r"[。：:.\s】》」』”］\]〗]|——|—|－")
"""What may stand between a heading and the text that runs on."""

_BEFORE_TEXT = later(r"^[。：:.—－\-】》」』”］\]〗)）\s]+")
_YEAR = later(rf"\s*(?:19|20)\d{{2}}\s*{YEAR_SIGN}")
_LETTERS = frozenset("ABCDEFabcdef")
_INNER_STYLES = frozenset({INNER_STYLE, "（1）", "1.", "1", "①"})
"""Styles of sub-headings, with which only what the pack lists is looked for."""

_MOST_SIGNS = 12
"""Signs in a row that may stand before or behind a heading."""

_OPENING, _CLOSING = "(（[【〔", ")）]】〕"
_LONGEST_NOTE = 20
"""Characters of a note in brackets behind a heading."""
_BEFORE_YEAR = frozenset("-—－")


class Candidate(msgspec.Struct, frozen=True):
    """A paragraph that could be a heading.

    `match` is what its name stands for, None where it is only shaped like a heading. `rest`
    is prose that follows the heading in the same paragraph. `signs` says that signs stand around
    it that are no part of a heading. `apart` says that it is set off as a heading is: by a style,
    bold type, or standing centred. `follows` says that nothing but empty paragraphs and numbers of
    pages stand between it and the candidate before.
    """

    block: int
    paragraph: Paragraph
    ordinal: Ordinal | None
    name: str
    match: Match | None
    rest: str = ""
    signs: bool = False
    follows: bool = False

    @property
    def number(self) -> int | None:
        """The number of the section that it is worded as, in this format or an earlier one."""
        return self.match.number if self.match else None

    @property
    def section(self) -> int | None:
        """The same, None for an obsolete heading."""
        return self.match.number if self.match and self.match.obsolete is None else None

    @property
    def value(self) -> int:
        """What its ordinal counts, 0 where it has none."""
        return self.ordinal.value if self.ordinal else 0

    @property
    def apart(self) -> bool:
        paragraph = self.paragraph
        return paragraph.level is not None or paragraph.bold or paragraph.centered

    @property
    def strong(self) -> bool:
        """Whether it reads as a section's own heading, to the letter or within a typo."""
        match = self.match
        return match is not None and not match.obsolete and match.wording in ("exact", "near")


_INSIDE = later(r"(?<![ \u3000])[ \u3000]++(?=(\w{1,3}、\S{2,30})(?:[ \u3000]|$))")
"""The blanks before what may be a heading, where a page has lost the ends of its lines."""


def split_before_heading(paragraph: Paragraph, lexicon: HeadingLexicon) -> tuple[Paragraph, ...]:
    """A paragraph, in two where one heading of the pack stands behind a sentence, with its ordinal:
    …六部分组成。 一、总体情况 2023年… Where there are more, tables have lost their lines, too.
    """
    text = paragraph.text
    if "。 " not in text and "。\u3000" not in text:  # nearly all: quicker than the pattern
        return (paragraph,)
    headings = [match for match in _INSIDE.finditer(text) if _is_numbered(match[1], lexicon)]
    if len(headings) != 1 or not text.endswith("。", 0, headings[0].start()):
        return (paragraph,)
    begin = headings[0].end()
    behind = msgspec.structs.replace(paragraph.anchor, column=paragraph.anchor.column + begin)
    return (
        msgspec.structs.replace(paragraph, text=text[: headings[0].start()]),
        msgspec.structs.replace(paragraph, text=text[begin:], number="", anchor=behind),
    )


def _is_numbered(text: str, lexicon: HeadingLexicon) -> bool:
    """Whether a text is a heading as it stands in the pack, with the ordinal that it has there."""
    ordinal, name = split_ordinal(text)
    known = lexicon.find_known(fold(name))
    return ordinal is not None and known is not None and known.number == ordinal.value


def find_candidates(
    blocks: Sequence[Block], lexicon: HeadingLexicon, setbacks: Setbacks
) -> Iterator[Candidate]:
    """All paragraphs that could be top-level headings, in document order."""
    follows = listed = False
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            follows = listed = False
            continue
        if _PAGE.fullmatch(block.text):  # headings with a page's number between still follow
            continue
        found = None if block.contents else _read_candidate(index, block, lexicon, setbacks)
        if found is not None and found.rest and listed:
            found = None  # the last of a list in prose, on a line of its own
        if found is not None:
            yield msgspec.structs.replace(found, follows=follows and not found.rest)
        follows = found is not None and not found.rest
        listed = block.text.rstrip().endswith(_GOES_ON)


def _read_candidate(
    index: int, paragraph: Paragraph, lexicon: HeadingLexicon, setbacks: Setbacks
) -> Candidate | None:
    text = replace_unseen(paragraph.shown)
    reader = _HeadingReader(index, paragraph, lexicon, setbacks)
    found = reader.read_text(text)
    if found is not None and found.match and found.match.wording in ("exact", "wording"):
        return found
    # Behind a heading that runs on, what ends the paragraph is the end of a sentence, no sign.
    bare = drop_signs(text) if len(text) <= _LONG else drop_lead(text)
    other = reader.read_text(bare) if bare else None
    if other is None or other.match is None or (other.ordinal is None and not other.strong):
        return found
    if found is not None and found.match is not None and other.match.wording != "exact":
        inside = other.ordinal is not None and found.name.startswith(other.ordinal.text)
        return found if not inside else msgspec.structs.replace(other, signs=True)
    return msgspec.structs.replace(other, signs=True)


class _HeadingReader:
    """A paragraph, read in one way or another as a heading."""

    def __init__(
        self, index: int, paragraph: Paragraph, lexicon: HeadingLexicon, setbacks: Setbacks
    ) -> None:
        self._index = index
        self._paragraph = paragraph
        self._lexicon = lexicon
        self._setbacks = setbacks

    def read_text(self, text: str) -> Candidate | None:
        """The candidate that a text is, with the heading's words known or not."""
        lexicon = self._lexicon
        ordinal, rest = split_ordinal(text[: _LONG * 2])
        if len(text) > _LONG:
            return self._read_run_in(ordinal, split_ordinal(text)[1])
        if "\t" in text and _ends_with_page(text):
            return None
        name = fold(rest).rstrip(STOP)
        if not name:
            return None
        match = lexicon.find_known(name)
        if match is not None:
            return self._build(ordinal, rest.strip(), match)
        run_in = self._read_run_in(ordinal, rest)
        if run_in is not None or len(name) > lexicon.longest:
            return run_in
        if ordinal is None and (joined := self._read_joined(name, rest)) is not None:
            return joined
        return self._read_inexact(ordinal, name, text, rest)

    def _read_inexact(
        self, ordinal: Ordinal | None, name: str, text: str, rest: str
    ) -> Candidate | None:
        """A paragraph that is shaped like a heading, or is worded nearly as one."""
        if not _ENDS_SENTENCE.isdisjoint(rest.rstrip(" 。；;")) or _ends_with_page(text):
            return None
        if ordinal is None and not _can_stand_alone(self._paragraph, rest):
            return None
        match = self._lexicon.find(name, self._setbacks)
        if match is None and ordinal is None and self._paragraph.level is None:
            return None
        return self._build(ordinal, rest.strip(), match)

    def _build(
        self, ordinal: Ordinal | None, name: str, match: Match | None, rest: str = ""
    ) -> Candidate:
        return Candidate(self._index, self._paragraph, ordinal, name, match, rest=rest)

    def _read_joined(self, name: str, text: str) -> Candidate | None:
        """A known heading with a number and nothing behind it: `一总体情况`, `1 总体情况`."""
        number = _read_number(name)
        words = name[number[1] :] if number else ""
        match = self._lexicon.find_known(words) if words else None
        if number is None or match is None or match.obsolete is not None:
            return None
        rest = next((text[at:] for at in range(len(text)) if fold(text[at:]) == words), words)
        value, end = number
        return self._build(Ordinal(name[:end], value, "1 "), rest.strip(), match)

    def _read_run_in(self, ordinal: Ordinal | None, body: str) -> Candidate | None:
        """A known heading whose paragraph goes on in prose.

        Without an ordinal it must be the format's own words, with a full stop or colon behind.
        """
        if ordinal is None and not self._lexicon.may_begin(body):
            return None
        cuts = [
            cut
            for cut in _CUT.finditer(body[: _LONG + 1])
            if 0 < len("".join(body[: cut.start()].split())) <= self._lexicon.longest
        ]
        # From the last on: the longest name that is known counts.
        for cut in reversed(cuts):
            match = self._lexicon.find_known(fold(body[: cut.start()]).rstrip(STOP))
            if match is not None and (ordinal or (match.wording == "exact" and cut[0] in "。：:")):
                return self._cut_at(ordinal, body, cut.start(), match)
        if ordinal is None:
            return None
        begins = self._lexicon.find_beginning(fold(body[:_LONG]))
        if begins is not None:
            end = _find_end(begins[0], body)
            if _YEAR.match(body, end) or split_ordinal(body[end:])[0] is not None:
                return self._cut_at(ordinal, body, end, begins[1])
        if ordinal.style in _INNER_STYLES:
            return None
        for cut in cuts:
            match = self._lexicon.find(fold(body[: cut.start()]).rstrip(STOP), self._setbacks)
            if match is not None:
                return self._cut_at(ordinal, body, cut.start(), match)
        return None

    def _cut_at(
        self, ordinal: Ordinal | None, body: str, end: int, match: Match
    ) -> Candidate | None:
        """The heading up to `end`; what is behind must be more than a year or a page number."""
        rest = _BEFORE_TEXT.sub("", body[end:], count=1)
        if not rest:
            return None
        if len(rest) <= _LONG and (
            _PAGE.fullmatch(rest) or _ends_with_page(body[end:]) or is_only_year(rest)
        ):
            return None
        return self._build(ordinal, body[:end].strip(), match, rest)


def _read_number(name: str) -> tuple[int, int] | None:
    """The value of a digit or letter that a folded text begins with, and where that ends, with what
    may follow: 一, 01, 一是, A.
    """
    first = name[:1]
    if first in _LETTERS:
        return ord(first.upper()) - ord("A") + 1, 2 if name[1:2] in (",", ".", ")") else 1
    at = 1 if first == "0" and (name[1:2].isdecimal() or is_numeral(name[1:2])) else 0
    digit = name[at : at + 1]
    if not digit.isdecimal() and not is_numeral(digit):
        return None
    value = int(digit) if digit.isdecimal() else read_chinese_number(digit)
    return value, at + 2 if name[at + 1 : at + 2] == BEING else at + 1


def _ends_with_page(text: str) -> bool:
    """Whether a text ends with dots that lead to the number of a page, or a tab and that."""
    if "\t" not in text and sum(map(text.count, _LEADS)) < 3:
        return False
    return _LEADER.search(text) is not None


def _find_end(name: str, body: str) -> int:
    """Where a folded name that a text begins with ends in it."""
    return next(
        (i for i in range(1, min(len(body), _LONG) + 1) if fold(body[:i]) == name), len(body)
    )


def _can_stand_alone(paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph without ordinal can be a heading: no end of a sentence, no clause."""
    text = text.rstrip()
    return paragraph.level is not None or (text[-1:] not in "。，；：,;:." and "，" not in text)


# signs around a heading


@remember_results(4096)
def drop_signs(text: str) -> str | None:
    """A text without the signs around it, None where there are none.

    Taken away are signs before an ordinal or a word, also what counts or adorns a heading once more
    (01, PART), signs behind, a note in brackets and a year behind. Where one character stands
    before an ordinal it is taken for a stray one.
    """
    text = text.strip()
    body = _drop_behind(text[_count_lead(text) :])
    return body if body and body != text else None


@remember_results(4096)
def drop_lead(text: str) -> str | None:
    """A text without the signs before it, None where there are none."""
    text = text.strip()
    lead = _count_lead(text)
    return text[lead:] if lead else None


def is_only_year(text: str) -> bool:
    """Whether a text is but a year: 2023年度, （2023年）."""
    return not _drop_behind("x" + text.strip())[1:]  # signs fall up to the first word


def _count_lead(text: str) -> int:
    """How many characters stand before what is a heading's."""
    numerals = [at for at in range(1, min(len(text), _MOST_SIGNS)) if is_numeral(text[at])]
    for at in reversed(numerals):
        ordinal = None if is_numeral(text[at - 1]) else split_ordinal(text[at:])[0]
        if ordinal is not None and ordinal.style == TOP_STYLE and _is_decoration(text[:at]):
            return at
    for at in range(min(len(text), _MOST_SIGNS)):
        if split_ordinal(text[at:])[0] is not None:
            return at
        if text[at].isalnum():
            # one letter or figure before an ordinal, as a scan leaves it
            stray = at == 0 and text[2:3] in ("、", "．", ".") and split_ordinal(text[1:])[0]
            return 1 if stray else at
    return 0


def _is_decoration(lead: str) -> bool:
    """Whether what stands before an ordinal is a number, letters, or another ordinal: 第一部分."""
    letters = (char for char in fold(lead) if char.isalpha() and not is_numeral(char))
    return all(map(str.isascii, letters)) or split_ordinal(lead + "x")[1] == "x"


def _drop_behind(text: str) -> str:
    for _ in range(_MOST_SIGNS):
        note = _find_note(text)
        if note is not None and not text.startswith(CONTINUED, note + 1):
            text = text[:note]
        elif (year := _find_year(text)) is not None:
            text = text[:year]
        elif note is None and text and not text[-1].isalnum():
            text = text[:-1]
        else:
            break
    return text


def _find_note(text: str) -> int | None:
    """Where a note in brackets begins that a text ends with, None where it ends with none."""
    end = len(text.removesuffix("\n")) - 1
    if end < 0 or text[end] not in _CLOSING:
        return None
    begin = end - 1
    while begin >= 0 and text[begin] not in _OPENING and text[begin] not in _CLOSING:
        begin -= 1
    inside = end - begin - 1
    return begin if begin >= 0 and text[begin] in _OPENING and 0 < inside <= _LONGEST_NOTE else None


def _find_year(text: str) -> int | None:
    """Where a year begins that a text ends with (2023年度), with dashes and blanks before it; None
    where it ends with none.
    """
    text = text.removesuffix("\n").removesuffix(OF_YEAR).removesuffix(YEAR_SIGN).rstrip()
    year = text[-4:]
    if len(year) < 4 or year[:2] not in ("19", "20") or not year[2:].isdecimal():
        return None
    begin = len(text) - 4
    while begin and (text[begin - 1] in _BEFORE_YEAR or text[begin - 1].isspace()):
        begin -= 1
    return begin
