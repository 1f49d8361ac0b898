"""Personal data in what findings say: masked wherever they quote it, as GB704 masks it.

A finding of any rule may quote the text around it, and what it says goes to logs, colleagues and
baselines. What is masked is what the check `personal` would tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import islice

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.checks import personal
from gblint.checks.hits import Hit, Measured
from gblint.checks.personal import PersonalCheck
from gblint.findings import Footing, Replacement, Say
from gblint.pack.model import Pack
from gblint.report.model import Report
from gblint.text.folding import flatten

_LONG = re.compile(r"\d(?:[^\w、，。；;,]{0,3}[\dXx]){6,}")
"""What may be a number of somebody, or so much of one that a quotation was cut in it."""

_LEAST = 11
"""Digits of the shortest such number."""

_MOST = 2000
"""Mobile numbers of a report of which it is settled whose they are; others are masked."""

_CUT = "…."
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    [0xA0, 0x3000], " "
)
"""Forms of characters that `flatten` makes plain one by one, by far the most that there are."""


class Numbers(msgspec.Struct, frozen=True):
    """The numbers of a report, as digits: whose are told, and which mobiles are of an office."""

    told: frozenset[str]
    offices: frozenset[str]


class Mask:
    """Masks personal data in texts about one report."""

    def __init__(self, report: Report, pack: Pack) -> None:
        self._report = report
        checks = [rule.check for rule in pack.rules if isinstance(rule.check, PersonalCheck)]
        self._check = checks[0] if checks else None
        self._found: Numbers | None = None
        self._pieces = ""

    def text(self, text: str) -> str:
        """A text with the middle of each personal number masked; any other text as it is."""
        if len(text) < _LEAST - 4:
            return text
        flat = flatten(text)
        if _LONG.search(flat) is None:
            return text
        at = range(len(text)) if text.translate(_WIDTH) == flat else _places(text)
        if not isinstance(at, range):
            flat = "".join(map(_flat, text))
        made, done = "", 0
        for begin, end, masked in self._spans(flat):
            first, last = at[begin], at[end - 1] + 1
            made, done = made + text[done:first] + masked, last
        return made + text[done:] if done else text

    def say(self, say: Say) -> Say:
        """As `text`, in both languages."""
        zh, en = self.text(say.zh), self.text(say.en)
        return say if (zh, en) == (say.zh, say.en) else Say(zh, en)

    def hit(self, hit: Hit) -> Hit:
        """A hit that tells no personal data.

        A replacement with a mask in it would be of no use, and is left out; so is a footing
        that reckons with such a number, and what comes of it.
        """
        place = hit.place
        text, where = self.text(place.text), place.where and self.say(place.where)
        if text != place.text or where is not place.where:
            place = msgspec.structs.replace(place, text=text, where=where)
        values = {name: self._value(value) for name, value in hit.values.items()}
        footing, replacement = hit.footing, hit.replacement
        if footing is not None and self._reckons(footing):
            footing = None
            values = {name: _without_long(value) for name, value in values.items()}
        if replacement is not None and self._repeats(replacement):
            replacement = None
        return msgspec.structs.replace(
            hit, place=place, values=values, footing=footing, replacement=replacement
        )

    def _value(self, value: Measured) -> Measured:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Say):
            return self.say(value)
        if isinstance(value, tuple):
            return _listed([self._value(one) for one in value])
        figure = format(value, "f") if abs(value) >= 10 ** (_LEAST - 1) else ""
        masked = self.text(figure)
        return value if masked == figure else masked

    def _reckons(self, footing: Footing) -> bool:
        entries = (*footing.left, *footing.right)
        return any(isinstance(self._value(one.value), str) for one in entries)

    def _repeats(self, replacement: Replacement) -> bool:
        texts = (replacement.old, replacement.new)
        return any(self.text(one) != one for one in texts)

    def _spans(self, flat: str) -> list[tuple[int, int, str]]:
        """Where personal numbers are in a plain text, in order, with what stands for them."""
        found = list(self._whole(flat))
        for match in _LONG.finditer(flat):
            begin, end = match.span()
            if self._is_cut(flat, begin, end) and not any(
                first < end and begin < last for first, last, _ in found
            ):
                found.append((begin, end, personal.MASK))
        return sorted(found)

    def _whole(self, flat: str) -> Iterator[tuple[int, int, str]]:
        """The whole numbers in a text."""
        numbers = self._numbers()
        for start, number in personal.identities(flat, self._report.year):
            yield start, start + len(number), personal.with_mask(number)
        for start, number in personal.mobiles(flat):
            digits = personal.digits(number)
            if digits in numbers.offices or not personal.is_mobile(number):
                continue
            if digits in numbers.told or not self._excused(flat, start):
                yield start, start + len(number), personal.with_mask(number)

    def _is_cut(self, flat: str, begin: int, end: int) -> bool:
        """Whether the text was cut in a number of somebody."""
        cut = begin == 0 or flat[begin - 1] in _CUT or end == len(flat) or flat[end] in _CUT
        if not cut:
            return False
        told = self._numbers().told
        self._pieces = self._pieces or " ".join(told)
        return personal.digits(flat[begin:end]) in self._pieces

    def _numbers(self) -> Numbers:
        if self._found is None:
            made = attempt(self._read, late=True)
            own = personal.own_numbers(self._report)
            self._found = Numbers(frozenset(), own) if isinstance(made, Stopped) else made
        return self._found

    def _read(self) -> Numbers:
        report = self._report
        told: set[str] = set()
        mobiles: list[tuple[str, bool]] = []
        for paragraph, _ in personal.texts(report):
            text = flatten(paragraph.shown)
            if _LONG.search(text) is None:
                continue
            told.update(personal.digits(one) for _, one in personal.identities(text, report.year))
            for start, number in islice(personal.mobiles(text), _MOST - len(mobiles)):
                mobiles.append((personal.digits(number), self._excused(text, start)))
        own = personal.own_numbers(report)
        of_people = {number for number, excused in mobiles if not excused and number not in own}
        excused = {number for number, _ in mobiles}
        return Numbers(frozenset(told | of_people), frozenset(own | (excused - of_people)))

    def _excused(self, text: str, start: int) -> bool:
        """Whether the text says that a mobile is an office's; not where that cannot be told."""
        if self._check is None:
            return False
        made = attempt(partial(personal.excused, text, start, self._check), late=True)
        return made is True


_last: list[tuple[Report, Pack, Mask]] = []
"""The report asked for last: all findings of a report ask for the same."""


def mask_of(report: Report, pack: Pack) -> Mask:
    """What masks texts about a report."""
    for known, by, mask in _last:
        if known is report and by is pack:
            return mask
    made = Mask(report, pack)
    _last[:] = [(report, pack, made)]
    return made


def _listed(values: Sequence[Measured]) -> Measured:
    """Values as a tuple of what they were before: all texts, or all words."""
    if all(isinstance(one, str) for one in values):
        return tuple(one for one in values if isinstance(one, str))
    return tuple(one for one in values if isinstance(one, Say))


def _without_long(value: Measured) -> Measured:
    """A figure in which a personal number was reckoned, masked."""
    if isinstance(value, str | Say | tuple) or abs(value) < 10 ** (_LEAST - 2):
        return value
    return personal.MASK


@cache
def _flat(char: str) -> str:
    return flatten(char)


def _places(text: str) -> list[int]:
    """For each character of the plain text, the place in the text that it comes from."""
    return [at for at, char in enumerate(text) for _ in _flat(char)]
