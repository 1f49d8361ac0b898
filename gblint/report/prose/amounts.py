"""Paragraphs as they are read, and the figures in them: where the reading of prose begins.

Each figure of a sentence is replaced by one sign, so that all that comes after looks at words alone
and asks for the figure by its place. A paragraph keeps the way back to what is written. `FirstLook`
tells those that surely state nothing, before the vocabulary and its reader are even imported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from gblint.document import Anchor, Paragraph
from gblint.findings import TooMuch
from gblint.pack.model import Pack, per_pack
from gblint.pack.prose_model import ProseSpecs
from gblint.report.model import Number
from gblint.text import flatten, write_stops, write_years_in_digits
from gblint.text.numerals import DIGITS, MYRIADS, NUMERALS, PLACES, read_chinese_value, read_scale
from gblint.text.patterns import later

COUNT, PERCENT = "\ue000", "\ue001"
"""What stands for a count with its unit, and for a percentage, in a sentence to be read."""

_ABOUT = Decimal("0.1")
"""The share by which a figure that is `about` may be off."""
_STEP, _WHOLE = Decimal(10), 100
"""Percent by which percentages in words are told apart, and all of it."""
_AFTER_DIGIT = ";:。\n"
"""Signs before which a numeral may end 八成五, beside what may stand behind any figure."""
_BEFORE_SHARE, _AFTER_SHARE = ",;:。、(", ",;:。、()\n"
"""Between which a percentage in words stands with what it is of."""
_LONGEST = 30
"""Digits of a figure; what has more counts nothing."""

NO_DAYS = "_"
"""What stands for each character that was left out."""

_ENDS_OTHERWISE = ("/", "!", "?")
"""Signs behind which a figure without a unit may stand."""


class Amount(msgspec.Struct, frozen=True, gc=False):
    """A figure of a sentence: as written, its value, and what it may stand for.

    `high` is None for no upper bound. `start` and `end` are offsets in the paragraph; `decimals`
    counts the digits after the point.
    """

    text: str
    value: Number
    low: Number
    high: Number | None
    means: str
    unit: str
    start: int
    end: int
    decimals: int = 0

    @property
    def exact(self) -> bool:
        return self.means == "exact"


_CHINESE = frozenset(DIGITS + PLACES + MYRIADS)
_SCALES = frozenset(PLACES + MYRIADS)
_IN_DIGITS = later(r"(?<![\d.A-Za-z])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)")
_STOPS = ",;。、()"
"""Before which a figure may stand without a unit."""

_Words = dict[str, list[tuple[str, tuple[str, ...]]]]
"""Words by their first characters, in their order; each with what may not follow it."""


class _Figure(msgspec.Struct, frozen=True, gc=False):
    """A figure as written. One of `digits` and `chinese` is there; `word` qualifies it."""

    start: int
    end: int
    digits: str
    chinese: str
    scale: str
    word: str
    unit: str
    worth: Decimal | None = None
    """What a fraction in words is in percent."""


def list_qualifying(spec: ProseSpecs, side: Literal["before", "after"]) -> tuple[str, ...]:
    """The words that qualify a figure on one side of it: 近100件, 100余件."""
    return tuple(word for one in spec.qualifiers if one.side == side for word in one.words)


class AmountReader:
    """Finds the figures of sentences: those with a unit of the pack, and bare ones at an end."""

    def __init__(self, spec: ProseSpecs) -> None:
        self._means = {word: q.means for q in spec.qualifiers for word in q.words}
        self._before = list_qualifying(spec, "before")
        self._sides = frozenset(word[-1] for word in self._before)
        self._after: _Words = {}
        for q in spec.qualifiers:
            for word in sorted(q.words, key=len, reverse=True) if q.side == "after" else ():
                self._after.setdefault(word[0], []).append((word, tuple(q.unless)))
        # the longest first, as one begins another: 件 and 件次, 场 and 场次
        units = sorted((*spec.units, *spec.other_units), key=len, reverse=True)
        self._units: dict[str, list[str]] = {}
        for unit in filter(None, units):
            self._units.setdefault(unit[0], []).append(unit)
        fractions = spec.fractions
        self._tenths = dict.fromkeys(fractions.tenths_and_half, _STEP / 2)
        self._tenths |= dict.fromkeys(fractions.tenths, Decimal(0))
        self._unless, self._over, self._halves = fractions.unless, fractions.over, fractions.halves
        self._parts = (*self._tenths, *self._over)
        self._shares, self._of, self._idioms = spec.words.share, spec.links.of, spec.idioms
        self._no_figure_after = frozenset(spec.no_figure_after)
        self._taken_in, self._closed = spec.signs.taken_in, spec.signs.closed
        chinese = DIGITS + PLACES + MYRIADS
        halves = "".join(re.escape(word[0]) for word in self._halves)
        self._worded = later(rf"[\d{chinese}{halves}](?:(?<=\d)\d+)?")
        # one in Chinese has a unit, or a word that qualifies it, right behind; most have none
        # (一些, 一律, 三公经费), and reading each to its end took most of the time; the length is
        # bounded, or a long run of numerals would be read anew from each of its places
        follows = "".join(map(re.escape, (*self._units, *self._after)))
        behind = f"(?=[{follows}])" if follows else "(?!)"
        self._numeral = later(rf"\d+|[{chinese}]{{1,{_LONGEST}}}{behind}")

    def read(self, text: str, offset: int = 0) -> tuple[str, dict[int, Amount]]:
        """A sentence at an offset of its paragraph with a sign for each figure, and the figures by
        the places of the signs in it.
        """
        parts: list[str] = []
        found: dict[int, Amount] = {}
        at = place = 0
        for amount in self._find_amounts(text, offset, worded=self._may_have_fraction(text)):
            start = amount.start - offset
            parts += text[at:start], PERCENT if amount.unit == "%" else COUNT
            place += start - at
            found[place] = amount
            place += 1
            at = amount.end - offset
        return "".join((*parts, text[at:])), found

    def has_figure(self, text: str) -> bool:
        """Whether the text has a figure; fractions in words do not count."""
        return next(self._find_amounts(text), None) is not None

    def _find_amounts(
        self, text: str, offset: int = 0, *, worded: bool = False
    ) -> Iterator[Amount]:
        """The figures of a text in order; `worded` says that there are fractions in words."""
        seen = 0
        for numeral in (self._worded if worded else self._numeral).finditer(text):
            start = numeral.start()
            # a numeral in a figure that was found is none of its own (3万5千件)
            figure = self._find_figure(text, start, worded=worded) if start >= seen else None
            if figure is None:
                continue
            word = self._find_qualifier(text, seen, figure.start)
            seen = figure.end
            amount = self._make_amount(text, figure, word, offset)
            if amount is not None:
                yield amount

    def _may_have_fraction(self, text: str) -> bool:
        """Whether there may be a fraction in words: a half, or a word for one behind a numeral."""
        if contains_any(text, self._halves):
            return True
        for word in self._parts:
            at = text.find(word)
            while at >= 0:
                if text[at - 1] in _CHINESE or text[at - 1].isdecimal():
                    return True
                at = text.find(word, at + 1)
        return False

    def _find_qualifier(self, text: str, start: int, end: int) -> str:
        """The longest qualifier that ends where a figure begins (`近`), "" where none does."""
        if text[end - 1 : end] not in self._sides:
            return ""
        return max((w for w in self._before if text.endswith(w, start, end)), key=len, default="")

    def _find_figure(self, text: str, start: int, *, worded: bool) -> _Figure | None:
        """The figure that begins there, None for none: it has a unit, or stands at an end."""
        fraction = self._find_fraction(text, start) if worded else None
        if fraction is not None:
            return fraction
        core = _IN_DIGITS.match(text, start)
        if core is None:
            if not worded and start and _is_of_number(text[start - 1]):
                start += 1  # 5万三件
            numeral = _read_whole_numeral(text, start)
            return self._find_chinese(text, start, start + len(numeral)) if numeral else None
        digits = core.group()
        begin = end = core.end()
        behind = text[begin : begin + 1]
        if behind == "%":
            word = _find_first_word(self._after, text, begin + 1)
            return _Figure(start, begin + 1 + len(word), digits, "", "", word, "%")
        # with 万 first, as a unit may follow it (3万件), then without: a unit may begin with it
        if behind in _SCALES:
            end += 2 if text[begin + 1 : begin + 2] in _SCALES else 1
        for last in range(end, begin - 1, -1):
            found = self._find_unit(text, last)
            if found is not None:
                return _Figure(start, found[2], digits, "", text[begin:last], *found[:2])
        if text.endswith(self._taken_in, 0, start) and text.startswith(self._closed, end):
            return _Figure(start, end, digits, "", "", "", "")  # 收57结51
        head = digits.rpartition(",")[0]  # a list of figures, and not thousands
        return _Figure(start, start + len(head), head, "", "", "", "") if head else None

    def _find_hundredths(self, text: str, start: int) -> _Figure | None:
        """A percentage all in numerals (百分之二十五), which is exact; all of it is none."""
        written = text[start]
        if written not in _CHINESE or read_chinese_value(written) != _WHOLE:
            return None
        share, end = self._read_part(text, start + 1)
        if not 0 < share < _WHOLE or _read_numeral(text, start) != written:
            return None
        return _Figure(start, end, str(share), "", "", "", "%")

    def _read_part(self, text: str, at: int) -> tuple[int, int]:
        """The numeral behind a word that parts those of a fraction (分之五), and where it ends; 0
        where none is there.
        """
        over = next((word for word in self._over if text.startswith(word, at)), "")
        part = _read_numeral(text, at + len(over)) if over else ""
        value = read_chinese_value(part) if part[:1] in _CHINESE else None
        return value or 0, at + len(over) + len(part)

    def _find_chinese(self, text: str, start: int, end: int) -> _Figure | None:
        """The figure in Chinese numerals, which stand from there to an end; none in a fraction
        of what is named before it.
        """
        if text.startswith(self._over, end) and text.endswith(self._of, 0, start):
            return None  # 上年的三分之一
        for last in range(end, start, -1):
            found = self._find_unit(text, last)
            if found is not None and found[1]:
                return _Figure(start, found[2], "", text[start:last], "", *found[:2])
        return None

    def _find_fraction(self, text: str, start: int) -> _Figure | None:
        """A percentage in words that begins there (八成, 四分之三), where it is told as such."""
        exact = self._find_hundredths(text, start)
        if exact is not None:
            return exact
        found = self._read_fraction(text, start)
        if found is None:
            return None
        worth, end = found
        word = _find_first_word(self._after, text, end)
        end += len(word)
        begin = start - len(self._find_qualifier(text, 0, start))
        # in the middle of words it may be anything: 三成功能, 对半数以上的单位
        opens = begin == 0 or text[begin - 1] in _BEFORE_SHARE
        is_told = opens and end < len(text) and text[end] not in _AFTER_SHARE
        if not is_told and not text.endswith(self._shares, 0, begin):
            return None
        return _Figure(start, end, "", "", "", word, "%", worth)

    def _read_fraction(self, text: str, start: int) -> tuple[Decimal, int] | None:
        """What a fraction in words is in percent, and where it ends."""
        half = next((one for one in self._halves if text.startswith(one, start)), "")
        if half:
            return Decimal(50), start + len(half)
        written = _read_whole_numeral(text, start)
        value = int(written) if written.isdecimal() and len(written) < _LONGEST else 0
        if written[:1] in _CHINESE:
            value = read_chinese_value(written) or 0
        if not value or value >= _WHOLE:
            return None
        end = start + len(written)
        for word, more in self._tenths.items():
            behind = end + len(word)
            if text.startswith(word, end) and not text.startswith(self._unless, behind):
                # 八成五 is 85%, but 八成三类 is 80% of three kinds
                if more or not self._ends_after_digit(text, behind):
                    return Decimal(value * 10 + more), behind
                return Decimal(value * 10 + (read_chinese_value(text[behind]) or 0)), behind + 1
        share, end = self._read_part(text, end)
        return (Decimal(share * 100) / value, end) if share else None

    def _ends_after_digit(self, text: str, at: int) -> bool:
        """Whether one numeral stands there by itself, with nothing that it counts behind it."""
        then = text[at + 1 : at + 2]
        if at >= len(text) or text[at] not in DIGITS:
            return False
        ends = then in _AFTER_DIGIT + _STOPS or text.startswith(self._of, at + 1)
        return ends or bool(_find_first_word(self._after, text, at + 1))

    def _find_unit(self, text: str, at: int) -> tuple[str, str, int] | None:
        """The word that qualifies a figure which ends there, its unit, and where they end.

        None where there is no unit, and no end of anything.
        """
        qualifiers = _find_words(self._after, text, at) if text[at : at + 1] in self._after else ()
        for word in (*qualifiers, ""):
            here = at + len(word)
            for unit in self._units.get(text[here : here + 1], ()):
                if text.startswith(unit, here):
                    end = here + len(unit)
                    late = _find_first_word(self._after, text, end)
                    return late or word, unit, end + len(late)
            # without a unit only at an end, as in lists of labels and figures (申请受理：23)
            if here >= len(text) or text[here] in _STOPS or text[here:] == "\n":
                return word, "", here
        return None

    def _make_amount(self, text: str, figure: _Figure, before: str, offset: int) -> Amount | None:
        """The figure as an amount, with the qualifier that stands before it."""
        digits, word, start = figure.digits, figure.word or before, figure.start
        begin, end = start - len(before) + offset, figure.end + offset
        shown = before + text[start : figure.end]
        if figure.worth is not None:
            means = self._means.get(word, "rounded")
            low, high = _find_bounds_in_words(figure.worth, means)
            return Amount(shown, figure.worth, low, high, means, "%", begin, end)
        if len(digits or figure.chinese) > _LONGEST:
            return None
        if not word and not figure.scale and digits.isdecimal():  # nearly all of them
            number = int(digits)
            return Amount(shown, number, number, number, "exact", figure.unit, begin, end)
        if digits:
            factor = read_scale(figure.scale)
            plain = digits.replace(",", "")
            value: Number = Decimal(plain) * factor if "." in plain else int(plain) * factor
            value = int(value) if value == int(value) and figure.unit != "%" else value
            decimals = len(plain.partition(".")[2])
            step = Decimal(factor) / 10**decimals if decimals else Decimal(factor)
        else:
            read = read_chinese_value(figure.chinese)
            if read is None or text.startswith(self._idioms, start):
                return None
            if text[max(start - 1, 0) : start] in self._no_figure_after:
                return None
            value, decimals, step = read, 0, Decimal(1)
        means = self._means.get(word, "rounded" if step > 1 else "exact")
        low, high = _find_bounds(value, means, step)
        return Amount(shown, value, low, high, means, figure.unit, begin, end, decimals)

    def qualify(self, amount: Amount, words: str) -> Amount:
        """The amount by a qualifier that stands in words some way before it (`约占90%`)."""
        found = next((self._means[word] for word in self._before if word in words), "")
        if not found or not amount.exact:
            return amount
        step = Decimal(1).scaleb(-amount.decimals)
        low, high = _find_bounds(amount.value, found, step)
        return msgspec.structs.replace(amount, means=found, low=low, high=high)


def _goes_on(text: str, start: int) -> bool:
    """Whether a numeral in Chinese only goes on there: what begins nowhere in a run of them does
    not begin further on in it either, unless behind one that follows other digits.
    """
    if not start or text[start - 1] not in _CHINESE:
        return False
    return not _is_of_number(text[start - 2 : start - 1])


def _is_of_number(char: str) -> bool:
    """Whether what stands behind a character goes on from it: 1.5, A12."""
    return char.isdecimal() or char == "." or (char.isascii() and char.isalpha())


def _read_numeral(text: str, start: int) -> str:
    """The numeral at a place, in digits or all in Chinese; "" where none begins."""
    if text[start : start + 1] not in _CHINESE:
        digits = _IN_DIGITS.match(text, start)
        return "" if digits is None else digits.group()
    if start and _is_of_number(text[start - 1]):
        return ""
    end = start + 1
    while text[end : end + 1] in _CHINESE:
        end += 1
    return text[start:end]


def _read_whole_numeral(text: str, start: int) -> str:
    """The same, "" where one in Chinese only goes on."""
    if text[start : start + 1] in _CHINESE and _goes_on(text, start):
        return ""
    return _read_numeral(text, start)


def contains_any(text: str, words: Iterable[str]) -> bool:
    for word in words:  # noqa: SIM110 - a generator takes twice as long
        if word in text:
            return True
    return False


def _find_bounds_in_words(value: Decimal, means: str) -> tuple[Number, Number | None]:
    """What a percentage in words may stand for: nobody reckons closer (八成, 三分之一)."""
    if means in ("at_least", "at_most"):
        return (value, None) if means == "at_least" else (Decimal(0), value)
    below = 0 if means == "more" else _STEP if means == "nearly" else _STEP / 2
    above = 0 if means == "nearly" else _STEP if means == "more" else _STEP / 2
    return value - below, value + above


def _find_bounds(value: Number, means: str, step: Decimal) -> tuple[Number, Number | None]:
    """What a figure may stand for; `step` is the worth of its last digit as written."""
    if means == "exact":
        return value, value
    if means in ("at_least", "at_most"):
        return (value, None) if means == "at_least" else (0, value)
    # 2800余件 was rounded to hundreds, although it is written to the last digit
    wide = max(step, Decimal(_find_last_place(value)))
    if means == "more":
        return value, value + wide
    if means == "nearly":
        return value - wide, value
    if means == "about":
        off = max(wide / 2, value * _ABOUT)
        return value - off, value + off
    return value - step / 2, value + step / 2


def _find_last_place(value: Number) -> int:
    """The worth of the last digit that is not 0: 100 for 2800."""
    whole, place = int(value), 1
    while whole and whole % (place * 10) == 0:
        place *= 10
    return place


def _find_words(words: _Words, text: str, at: int) -> Iterator[str]:
    """The words that stand at a place, each without what may not follow it."""
    for word, unless in words.get(text[at : at + 1], ()):
        if text.startswith(word, at) and not text.startswith(unless, at + len(word)):
            yield word


def _find_first_word(words: _Words, text: str, at: int) -> str:
    return next(_find_words(words, text, at), "") if text[at : at + 1] in words else ""


_MOST_FIGURES = 10_000
"""Figures of a report's prose. Each is set against all that stands around it, so that a text made
of figures alone would take minutes; reports have a hundred.
"""


class FigureCount:
    """The figures that the prose of a report was found to have, whatever they are of."""

    def __init__(self) -> None:
        self.full = False
        self._count = 0

    def add(self, count: int) -> None:
        """Raises TooMuch for more than any report has; then `full` says so."""
        self._count += count
        if self._count > _MOST_FIGURES:
            self.full = True
            raise TooMuch(
                f"正文说到的数量超过 {_MOST_FIGURES} 处",
                f"prose states more than {_MOST_FIGURES} numbers",
            )


class PlainParagraph:
    """A paragraph with its plain text, and the way back from there.

    `heading` is the headings above it, one a line.
    """

    def __init__(self, paragraph: Paragraph, section: int | None, heading: str = "") -> None:
        self.anchor, self._number = paragraph.anchor, paragraph.number
        self.shown, self.section, self.heading = paragraph.shown, section, heading
        self.plain, self._offsets = make_plain(self.shown)

    def find_anchor(self, offset: int) -> Anchor:
        """The place of an offset of the plain text."""
        at = offset if self._offsets is None else self._offsets[min(offset, len(self._offsets) - 1)]
        column = self.anchor.column + max(0, at - len(self._number))
        return msgspec.structs.replace(self.anchor, column=column)

    def quote_written(self, start: int, end: int) -> str:
        """A stretch of the plain text as it is written."""
        if self._offsets is None:
            return self.shown[start:end].strip()
        last = self._offsets[end - 1] if end <= len(self._offsets) else -1
        return self.shown[self._offsets[start] : last + 1].strip()


def make_plain(text: str) -> tuple[str, list[int] | None]:
    """The text as it is read, and for each character its offset as written."""
    if COUNT in text or PERCENT in text:  # of a font with characters of its own: here they are none
        text = text.replace(COUNT, NO_DAYS).replace(PERCENT, NO_DAYS)
    flat = flatten(text)
    # nearly all: no character became several, and no space stands within
    if len(flat) == len(text) and len(flat.split()) <= 1 and not flat[:1].isspace():
        return write_stops(write_years_in_digits(flat.rstrip())), None
    chars: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        for made in flatten(char):
            if not made.isspace():
                chars.append(made)
                offsets.append(i)
    return write_stops(write_years_in_digits("".join(chars))), offsets


class FirstLook:
    """Tells paragraphs that state nothing; quick to make, unlike the vocabulary."""

    def __init__(self, pack: Pack) -> None:
        of = pack.prose.words
        self.amounts = AmountReader(pack.prose)
        self._about = tuple(pack.prose.about)
        # 各 alone stands in every other paragraph (各科室) and claims nothing without a figure
        marks = [*of.none, *of.all, *of.settled, *(w for w in of.each if len(w) > 1)]
        marks += _ENDS_OTHERWISE
        self._claiming = list_shortest(map(make_bare, marks))
        self._day_units = tuple(map(make_bare, pack.prose.signs.day_units))
        units = "|".join(map(re.escape, self._day_units)) or "(?!)"
        self._days = later(rf"(?:\d+|[{NUMERALS}]+)(?:{units})")

    def is_about_tables(self, text: str) -> bool:
        """Whether a paragraph may speak of the tables at all; of one that does not nothing is
        read, whatever it states.
        """
        return contains_any(text, self._about)

    def says_nothing(self, text: str) -> bool:
        """Whether a paragraph surely has no figure and no claim."""
        if contains_any(text, self._claiming):
            return False
        return not self.amounts.has_figure(self.blank_days(text))

    def blank_days(self, text: str) -> str:
        """The text without terms of days (20个工作日), which are no figures; its length is kept."""
        return self._days.sub(blank_out, text) if contains_any(text, self._day_units) else text


make_first_look = per_pack(FirstLook)


def list_shortest(words: Iterable[str]) -> list[str]:
    """Those of the words in which no other is: they are in a text where any of the words is."""
    found: list[str] = []
    for word in sorted(words, key=len):
        if not any(one in word for one in found):
            found.append(word)
    return found


def blank_out(match: re.Match[str]) -> str:
    return NO_DAYS * len(match.group())


def make_bare(word: str) -> str:
    """A word of a pack as it stands in a text that was made plain."""
    if word.isalpha() and unicodedata.is_normalized("NFKC", word):
        return word
    return "".join(flatten(word).split())
