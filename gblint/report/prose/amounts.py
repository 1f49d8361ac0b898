"""The figures of a sentence, each replaced by one sign so that wordings can be matched.

A paragraph of prose as it is read, with the way back to what is written, and which paragraphs
surely state nothing: those are told without the vocabulary and without its reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from gblint.document import Anchor, Paragraph
from gblint.findings import TooMuch
from gblint.pack.model import Pack, per_pack
from gblint.pack.prose_model import ProseSpecs
from gblint.report.stated import Number
from gblint.text import arabic_years, flatten
from gblint.text.numerals import DIGITS, MYRIADS, NUMERALS, PLACES, chinese_value, scale
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

    `high` is None for no upper bound. `start` and `end` are offsets in the sentence; `decimals`
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
_IN_DIGITS = later(r"(?<![\d.A-Za-z])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)")
_STOPS = ",;。、()"
"""Before which a figure may stand without a unit."""

_Words = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
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

    @property
    def percent(self) -> bool:
        return self.unit == "%"


class AmountReader:
    """Finds the figures of sentences: those with a unit of the pack, and bare ones at an end."""

    def __init__(self, spec: ProseSpecs) -> None:
        self._means = {word: q.means for q in spec.qualifiers for word in q.words}
        self._before = tuple(w for q in spec.qualifiers if q.side == "before" for w in q.words)
        self._sides = frozenset(word[-1] for word in self._before)
        self._after = _by_first(
            (word, tuple(q.unless))
            for q in spec.qualifiers
            if q.side == "after"
            for word in sorted(q.words, key=len, reverse=True)
        )
        units = sorted((*spec.units, *spec.other_units), key=len, reverse=True)
        begun = _by_first((unit, ()) for unit in units if unit)
        self._units = {first: tuple(unit for unit, _ in same) for first, same in begun.items()}
        fractions = spec.fractions
        self._tenths = dict.fromkeys(fractions.tenths_and_half, _STEP / 2)
        self._tenths |= dict.fromkeys(fractions.tenths, Decimal(0))
        self._unless = tuple(fractions.unless) or ("\0",)
        self._over, self._halves = fractions.over, fractions.halves
        self._parting = tuple(fractions.over) or ("\0",)
        self._parts = (*self._tenths, *self._over)
        self._shares = tuple(spec.words.share) or ("\0",)
        self._of = spec.links.of
        self._idioms = tuple(spec.idioms) or ("\0",)
        self._no_figure_after = frozenset(spec.no_figure_after)
        self._taken_in = tuple(spec.signs.taken_in) or ("\0",)
        self._closed = tuple(spec.signs.closed) or ("\0",)
        chinese = f"{DIGITS}{PLACES}{MYRIADS}"
        halves = "".join(re.escape(word[0]) for word in self._halves)
        self._worded = later(rf"[\d{chinese}{halves}](?:(?<=\d)\d+)?")
        # one in Chinese has a unit, or a word that qualifies it, right behind; most have none
        follows = "".join(map(re.escape, (*self._units, *self._after)))
        behind = f"(?=[{follows}])" if follows else "(?!)"
        self._numeral = later(rf"\d+|[{chinese}]{{1,{_LONGEST}}}{behind}")

    def read(self, text: str) -> tuple[str, dict[int, Amount]]:
        """The text with a sign for each figure, and the figures by the places of the signs."""
        parts: list[str] = []
        found: dict[int, Amount] = {}
        at = place = seen = 0
        worded = self._has_fraction(text)
        for numeral in (self._worded if worded else self._numeral).finditer(text):
            start = numeral.start()
            figure = self._find(text, start, worded=worded) if start >= seen else None
            if figure is None:
                continue
            word = self._word_before(text, seen, figure.start)
            seen = figure.end
            amount = self._amount(text, figure, word)
            if amount is None:
                continue
            parts += text[at : amount.start], PERCENT if figure.percent else COUNT
            place += amount.start - at
            found[place] = amount
            place += 1
            at = seen
        return "".join((*parts, text[at:])), found

    def has_any(self, text: str) -> bool:
        """Whether the text has a figure, which takes less time than to read all of them."""
        seen = 0
        for numeral in self._numeral.finditer(text):
            start = numeral.start()
            figure = self._find(text, start) if start >= seen else None
            if figure is not None:
                seen = figure.end
                if self._amount(text, figure, "") is not None:
                    return True
        return False

    def _has_fraction(self, text: str) -> bool:
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

    def _word_before(self, text: str, start: int, end: int) -> str:
        """The longest qualifier that ends where a figure begins (`近`), "" where none does."""
        if text[end - 1 : end] not in self._sides:
            return ""
        return max((w for w in self._before if text.endswith(w, start, end)), key=len, default="")

    def _find(self, text: str, start: int, *, worded: bool = False) -> _Figure | None:
        """The figure that begins there, None for none: it has a unit, or stands at an end.

        `worded` says that there are fractions in words.
        """
        fraction = self._find_fraction(text, start) if worded else None
        if fraction is not None:
            return fraction
        core = _IN_DIGITS.match(text, start)
        if core is None:
            if not worded and start and _is_of_number(text[start - 1]):
                start += 1  # 5万三件
            numeral = _begun(text, start)
            return self._find_chinese(text, start, start + len(numeral)) if numeral else None
        digits = core.group()
        begin = end = core.end()
        behind = text[begin : begin + 1]
        if behind == "%":
            word = _first_word(self._after, text, begin + 1)
            return _Figure(start, begin + 1 + len(word), digits, "", "", word, "%")
        if behind in _SCALES:
            end += 2 if text[begin + 1 : begin + 2] in _SCALES else 1
        for last in range(end, begin - 1, -1):
            found = self._find_unit(text, last)
            if found is not None:
                return _Figure(start, found[2], digits, "", text[begin:last], *found[:2])
        if text.endswith(self._taken_in, 0, start) and text.startswith(self._closed, end):
            return _Figure(start, end, digits, "", "", "", "")  # 收57结51
        head, comma, _ = digits.rpartition(",")  # a list of figures, and not thousands
        return _Figure(start, start + len(head), head, "", "", "", "") if comma else None

    def _find_hundredths(self, text: str, start: int) -> _Figure | None:
        """A percentage all in numerals (百分之二十五), which is exact; all of it is none."""
        written = text[start]
        if written not in _CHINESE or chinese_value(written) != _WHOLE:
            return None
        end = start + 1
        over = next((one for one in self._over if text.startswith(one, end)), "")
        part = _numeral(text, end + len(over)) if over and _numeral(text, start) == written else ""
        share = chinese_value(part) if part[:1] in _CHINESE else None
        if not share or share >= _WHOLE:
            return None
        return _Figure(start, end + len(over) + len(part), str(share), "", "", "", "%")

    def _find_chinese(self, text: str, start: int, end: int) -> _Figure | None:
        """The figure in Chinese numerals, which stand from there to an end; none in a fraction
        of what is named before it.
        """
        if text.startswith(self._parting, end) and text.endswith(self._of, 0, start):
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
        found = self._fraction(text, start)
        if found is None:
            return None
        worth, end = found
        word = _first_word(self._after, text, end)
        end += len(word)
        begin = start - len(self._word_before(text, 0, start))
        opens = begin == 0 or text[begin - 1] in _BEFORE_SHARE
        told = opens and end < len(text) and text[end] not in _AFTER_SHARE
        if not told and not text.endswith(self._shares, 0, begin):
            return None
        return _Figure(start, end, "", "", "", word, "%", worth)

    def _fraction(self, text: str, start: int) -> tuple[Decimal, int] | None:
        """What a fraction in words is in percent, and where it ends."""
        half = next((one for one in self._halves if text.startswith(one, start)), "")
        if half:
            return Decimal(50), start + len(half)
        written = _begun(text, start)
        value = int(written) if written.isdecimal() and len(written) < _LONGEST else 0
        if written[:1] in _CHINESE:
            value = chinese_value(written) or 0
        if not value or value >= _WHOLE:
            return None
        end = start + len(written)
        for word, more in self._tenths.items():
            behind = end + len(word)
            if text.startswith(word, end) and not text.startswith(self._unless, behind):
                if more or not self._ends_after_digit(text, behind):
                    return Decimal(value * 10 + more), behind
                return Decimal(value * 10 + (chinese_value(text[behind]) or 0)), behind + 1
        over = next((one for one in self._over if text.startswith(one, end)), "")
        part = _begun(text, end + len(over)) if over else ""
        share = chinese_value(part) if part[:1] in _CHINESE else None
        return (Decimal(share * 100) / value, end + len(over) + len(part)) if share else None

    def _ends_after_digit(self, text: str, at: int) -> bool:
        """Whether one numeral stands there by itself, with nothing that it counts behind it."""
        then = text[at + 1 : at + 2]
        if text[at : at + 1] not in DIGITS or text[at : at + 1] == "":
            return False
        ends = not then or then in _AFTER_DIGIT or then in _STOPS
        ends = ends or text.startswith(self._of, at + 1)
        return ends or bool(_first_word(self._after, text, at + 1))

    def _find_unit(self, text: str, at: int) -> tuple[str, str, int] | None:
        """The word that qualifies a figure which ends there, its unit, and where they end.

        None where there is no unit, and no end of anything.
        """
        qualifiers = _words_at(self._after, text, at) if text[at : at + 1] in self._after else ()
        for word in (*qualifiers, ""):
            here = at + len(word)
            for unit in self._units.get(text[here : here + 1], ()):
                if text.startswith(unit, here):
                    end = here + len(unit)
                    late = _first_word(self._after, text, end)
                    return late or word, unit, end + len(late)
            if here >= len(text) or text[here] in _STOPS or text[here:] == "\n":
                return word, "", here
        return None

    def _amount(self, text: str, figure: _Figure, before: str) -> Amount | None:
        """The figure as an amount, with the qualifier that stands before it."""
        digits, word, start = figure.digits, figure.word or before, figure.start
        if figure.worth is not None:
            means = self._means.get(word, "rounded")
            low, high = _bounds_in_words(figure.worth, means)
            shown, begin = before + text[start : figure.end], start - len(before)
            return Amount(shown, figure.worth, low, high, means, "%", begin, figure.end)
        if len(digits or figure.chinese) > _LONGEST:
            return None
        if not word and not figure.scale and digits.isdecimal():
            number = int(digits)
            shown, unit, end = text[start : figure.end], figure.unit, figure.end
            return Amount(shown, number, number, number, "exact", unit, start, end)
        if digits:
            factor = scale(figure.scale)
            plain = digits.replace(",", "")
            value: Number = Decimal(plain) * factor if "." in plain else int(plain) * factor
            value = int(value) if value == int(value) and not figure.percent else value
            decimals = len(plain.partition(".")[2])
            step = Decimal(factor) / 10**decimals if decimals else Decimal(factor)
        else:
            read = chinese_value(figure.chinese)
            if read is None or text.startswith(self._idioms, start):
                return None
            if text[max(start - 1, 0) : start] in self._no_figure_after:
                return None
            value, decimals, step = read, 0, Decimal(1)
        means = self._means.get(word, "rounded" if step > 1 else "exact")
        low, high = _bounds(value, means, step)
        shown, begin = before + text[start : figure.end], start - len(before)
        return Amount(shown, value, low, high, means, figure.unit, begin, figure.end, decimals)

    def qualify(self, amount: Amount, words: str) -> Amount:
        """The amount by a qualifier that stands in words some way before it (`约占90%`)."""
        found = next((self._means[word] for word in self._before if word in words), "")
        if not found or not amount.exact:
            return amount
        step = Decimal(1).scaleb(-amount.decimals)
        low, high = _bounds(amount.value, found, step)
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


def _numeral(text: str, start: int) -> str:
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


def _begun(text: str, start: int) -> str:
    """The same, "" where one in Chinese only goes on."""
    if text[start : start + 1] in _CHINESE and _goes_on(text, start):
        return ""
    return _numeral(text, start)


def contains_any(text: str, words: Iterable[str]) -> bool:
    for word in words:  # noqa: SIM110 - a generator takes twice as long
        if word in text:
            return True
    return False


def _bounds_in_words(value: Decimal, means: str) -> tuple[Number, Number | None]:
    """What a percentage in words may stand for: nobody reckons closer (八成, 三分之一)."""
    if means in ("at_least", "at_most"):
        return (value, None) if means == "at_least" else (Decimal(0), value)
    below = 0 if means == "more" else _STEP if means == "nearly" else _STEP / 2
    above = 0 if means == "nearly" else _STEP if means == "more" else _STEP / 2
    return value - below, value + above


def _bounds(value: Number, means: str, step: Decimal) -> tuple[Number, Number | None]:
    """What a figure may stand for; `step` is the worth of its last digit as written."""
    if means == "exact":
        return value, value
    if means in ("at_least", "at_most"):
        return (value, None) if means == "at_least" else (0, value)
    wide = max(step, Decimal(_place(value)))
    if means == "more":
        return value, value + wide
    if means == "nearly":
        return value - wide, value
    if means == "about":
        off = max(wide / 2, value * _ABOUT)
        return value - off, value + off
    return value - step / 2, value + step / 2


def _place(value: Number) -> int:
    """The worth of the last digit that is not 0: 100 for 2800."""
    whole, place = int(value), 1
    while whole and whole % (place * 10) == 0:
        place *= 10
    return place


def _by_first(words: Iterable[tuple[str, tuple[str, ...]]]) -> _Words:
    """Words by their first characters, in their order."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, unless in words:
        found.setdefault(word[0], []).append((word, unless))
    return {first: tuple(same) for first, same in found.items()}


def _words_at(words: _Words, text: str, at: int) -> Iterator[str]:
    """The words that stand at a place, each without what may not follow it."""
    for word, unless in words.get(text[at : at + 1], ()):
        if text.startswith(word, at) and not text.startswith(unless, at + len(word)):
            yield word


def _first_word(words: _Words, text: str, at: int) -> str:
    return next(_words_at(words, text, at), "") if text[at : at + 1] in words else ""


MOST_FIGURES = 10_000
"""Figures of a report's prose; each is set against all that stands around it."""


class FigureCount:
    """The figures that the prose of a report was found to have, whatever they are of."""

    def __init__(self) -> None:
        self.full = False
        self._count = 0

    def add(self, count: int) -> None:
        """Raises TooMuch for more than any report has; then `full` says so."""
        self._count += count
        if self._count > MOST_FIGURES:
            self.full = True
            raise TooMuch(
                f"正文说到的数量超过 {MOST_FIGURES} 处",
                f"prose states more than {MOST_FIGURES} numbers",
            )


class PlainParagraph:
    """A paragraph with its plain text, and the way back from there."""

    def __init__(self, paragraph: Paragraph, section: int | None) -> None:
        self._paragraph = paragraph
        self._shown = paragraph.shown
        self.section = section
        self.plain, self._offsets = plain(self._shown)

    def anchor(self, offset: int) -> Anchor:
        """The place of an offset of the plain text."""
        at = offset if self._offsets is None else self._offsets[min(offset, len(self._offsets) - 1)]
        column = self._paragraph.anchor.column + max(0, at - len(self._paragraph.number))
        return msgspec.structs.replace(self._paragraph.anchor, column=column)

    def quote_written(self, start: int, end: int) -> str:
        """A stretch of the plain text as it is written."""
        if self._offsets is None:
            return self._shown[start:end].strip()
        last = self._offsets[end - 1] if end <= len(self._offsets) else -1
        return self._shown[self._offsets[start] : last + 1].strip()


def plain(text: str) -> tuple[str, list[int] | None]:
    """The text as it is read, and for each character its offset as written."""
    flat = flatten(text)
    if len(flat) == len(text) and len(flat.split()) <= 1 and not flat[:1].isspace():
        return arabic_years(flat.rstrip()), None
    chars: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        for made in flatten(char):
            if not made.isspace():
                chars.append(made)
                offsets.append(i)
    return arabic_years("".join(chars)), offsets


class Silence:
    """Tells paragraphs that state nothing; quick to make, unlike the vocabulary."""

    def __init__(self, pack: Pack) -> None:
        of = pack.prose.words
        self.amounts = AmountReader(pack.prose)
        self._about = tuple(pack.prose.about)
        marks = [*of.none, *of.all, *of.settled, *(w for w in of.each if len(w) > 1)]
        marks += _ENDS_OTHERWISE
        self._claiming = list_shortest(map(make_bare, marks))
        self._day_units = tuple(map(make_bare, pack.prose.signs.day_units))
        units = "|".join(map(re.escape, self._day_units)) or "(?!)"
        self._days = later(rf"(?:\d+|[{NUMERALS}]+)(?:{units})")

    def speaks(self, text: str) -> bool:
        """Whether a paragraph may speak of the tables at all; of one that does not nothing is
        read, whatever it states.
        """
        return contains_any(text, self._about)

    def says_nothing(self, text: str) -> bool:
        """Whether a paragraph surely has no figure and no claim."""
        if contains_any(text, self._claiming):
            return False
        return not self.amounts.has_any(self.blank_days(text))

    def blank_days(self, text: str) -> str:
        """The text without terms of days (20个工作日), which are no figures; its length is kept."""
        return self._days.sub(blank_out, text) if contains_any(text, self._day_units) else text


silence = per_pack(Silence)


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
