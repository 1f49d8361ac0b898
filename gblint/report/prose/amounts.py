"""The figures of a sentence, each replaced by one sign so that wordings can be matched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from gblint.pack.prose_model import ProseSpecs
from gblint.report.stated import Number
from gblint.text.numerals import DIGITS, MYRIADS, PLACES, chinese_value, scale

COUNT, PERCENT = "\ue000", "\ue001"
"""What stands for a count with its unit, and for a percentage, in a sentence to be read."""

_ABOUT = Decimal("0.1")
"""The share by which a figure that is `about` may be off."""


_LONGEST = 30
"""Digits of a figure; what has more counts nothing."""


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


class AmountReader:
    """Finds the figures of sentences: those with a unit of the pack, and bare ones at an end."""

    def __init__(self, spec: ProseSpecs) -> None:
        self._means = {word: q.means for q in spec.qualifiers for word in q.words}
        self._before = tuple(w for q in spec.qualifiers if q.side == "before" for w in q.words)
        self._sides = frozenset(word[-1] for word in self._before)
        after = (
            "|".join(
                f"(?:{_any(q.words)})(?!{_any(q.unless)})" if q.unless else _any(q.words)
                for q in spec.qualifiers
                if q.side == "after"
            )
            or "(?!)"
        )
        self._idioms = tuple(spec.idioms) or ("\0",)
        self._no_figure_after = frozenset(spec.no_figure_after)
        units = _any((*spec.units, *spec.other_units))
        chinese = f"[{DIGITS}{PLACES}{MYRIADS}]"
        # what begins nowhere in a run of numerals does not begin further on in it either
        begins = rf"(?:(?<!{chinese})|(?<=[\d.A-Za-z]{chinese}))"
        self._numeral = re.compile(rf"[\d{DIGITS}{PLACES}{MYRIADS}](?:(?<=\d)\d+)?")
        self._form = re.compile(
            rf"(?<![\d.A-Za-z])"
            rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?![\d])|\d+(?:\.\d+)?)"
            rf"(?:(?P<percent>%)(?P<pafter>{after})?|(?P<scale>[{PLACES}{MYRIADS}]{{0,2}})(?P<after>{after})?"
            rf"(?:(?P<unit>{units})(?P<late>{after})?|(?=[,;。、()]|$)))"
            rf"|{begins}(?P<chinese>{chinese}+)(?P<cafter>{after})?(?P<cunit>{units})(?P<clate>{after})?)"
        )

    def read(self, text: str) -> tuple[str, dict[int, Amount]]:
        """The text with a sign for each figure, and the figures by the places of the signs."""
        parts: list[str] = []
        found: dict[int, Amount] = {}
        at = place = seen = 0
        for numeral in self._numeral.finditer(text):
            start = numeral.start()
            match = self._form.match(text, start) if start >= seen else None
            if match is None:
                continue
            word = self._word_before(text, seen, match.start())
            seen = match.end()
            amount = self._amount(match, word)
            if amount is None:
                continue
            parts += text[at : amount.start], PERCENT if match["percent"] else COUNT
            place += amount.start - at
            found[place] = amount
            place += 1
            at = seen
        return "".join((*parts, text[at:])), found

    def _word_before(self, text: str, start: int, end: int) -> str:
        """The longest qualifier that ends where a figure begins (`近`), "" where none does."""
        if text[end - 1 : end] not in self._sides:
            return ""
        return max((w for w in self._before if text.endswith(w, start, end)), key=len, default="")

    def _amount(self, match: re.Match[str], before: str) -> Amount | None:
        """The figure of a match, with the qualifier that stands before it."""
        digits, word = match["digits"], before
        if len(digits or match["chinese"]) > _LONGEST:
            return None
        for group in ("pafter", "after", "late", "cafter", "clate"):
            word = match[group] or word
        if digits is not None:
            factor = scale(match["scale"] or "")
            plain = digits.replace(",", "")
            value: Number = Decimal(plain) * factor if "." in plain else int(plain) * factor
            value = int(value) if value == int(value) and not match["percent"] else value
            decimals = len(plain.partition(".")[2])
            step = Decimal(factor) / 10**decimals if decimals else Decimal(factor)
        else:
            start = match.start()
            read = chinese_value(match["chinese"])
            if read is None or match.string.startswith(self._idioms, start):
                return None
            if match.string[max(start - 1, 0) : start] in self._no_figure_after:
                return None
            value, decimals, step = read, 0, Decimal(1)
        means = self._means.get(word, "rounded" if step > 1 else "exact")
        low, high = _bounds(value, means, step)
        unit = match["unit"] or match["cunit"] or match["percent"] or ""
        text, start = before + match.group(), match.start() - len(before)
        return Amount(text, value, low, high, means, unit, start, match.end(), decimals)

    def qualified(self, amount: Amount, words: str) -> Amount:
        """The amount by a qualifier that stands in words some way before it (`约占90%`)."""
        found = next((self._means[word] for word in self._before if word in words), "")
        if not found or not amount.exact:
            return amount
        step = Decimal(1).scaleb(-amount.decimals)
        low, high = _bounds(amount.value, found, step)
        return msgspec.structs.replace(amount, means=found, low=low, high=high)


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


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
