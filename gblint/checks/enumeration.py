"""Enumerations in prose that skip or repeat a number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from gblint import patterns
from gblint.checks.hits import Hit, Measured, Place, options
from gblint.checks.zones import Placed, paragraphs
from gblint.document import Anchor
from gblint.packs.kinds import EnumerationCheck, Series
from gblint.packs.model import Pack, Rule
from gblint.report.model import Report
from gblint.report.ordinals import chinese_number, in_chinese

_CONTEXT = 80
"""Characters of a paragraph, from the marker on, that a finding quotes."""


class Marker(msgspec.Struct, frozen=True):
    """A marker as written (`三是`): its value, its series (0 the outermost), and where.

    `paragraph` counts within the section, `offset` is in characters; `first` says that the
    paragraph begins with it. `expected` is how it would be written after another value.
    """

    series: int
    value: int
    numeral: str
    text: str
    paragraph: int
    offset: int
    first: bool
    quote: str
    anchor: Anchor


@dataclass
class _Run:
    """An enumeration as it is met: its markers, and the first one that breaks it."""

    markers: list[Marker]
    fault: tuple[str, Marker, Marker] | None = None
    """The variant, the marker that breaks it, and the one before."""

    @property
    def last(self) -> Marker:
        return self.markers[-1]

    def over(self, paragraph: int) -> bool:
        """Whether it stands in one paragraph whole, and not in this one: the next takes over."""
        return {marker.paragraph for marker in self.markers} == {self.last.paragraph} != {paragraph}

    def broken(self, variant: str, marker: Marker) -> None:
        self.fault = self.fault or (variant, marker, self.last)
        self.markers.append(marker)


@dataclass
class _Runs:
    """All enumerations of a section; `open` may still go on, the innermost last."""

    all: list[_Run] = field(default_factory=list)
    open: list[_Run] = field(default_factory=list)

    def add(self, marker: Marker) -> None:
        if marker.first:  # a paragraph of an outer series ends what stood inside the one before
            self.open = [run for run in self.open if run.last.series <= marker.series]
        alike = [run for run in self.open if run.last.series == marker.series]
        follows = _followed(alike, marker)
        if follows is not None:
            self._back_to(follows)
            follows.markers.append(marker)
        elif marker.value == 1:
            self._begin(marker, alike)
        elif alike and _belongs(alike[-1], marker):
            self._back_to(alike[-1])
            variant = "skips" if marker.value > alike[-1].last.value else "repeats"
            alike[-1].broken(variant, marker)

    def _begin(self, marker: Marker, alike: Sequence[_Run]) -> None:
        """A new enumeration, unless the one before has come no further than its first."""
        before = alike[-1] if alike else None
        if before is not None and len(before.markers) == 1 and _beside(before.last, marker):
            self._back_to(before)
            before.broken("repeats", marker)
            return
        if before is not None and before.over(marker.paragraph):
            self.open = self.open[: self.open.index(before)]
        run = _Run([marker])
        self.all.append(run)
        self.open.append(run)

    def _back_to(self, run: _Run) -> None:
        self.open = self.open[: self.open.index(run) + 1]


def _followed(alike: Sequence[_Run], marker: Marker) -> _Run | None:
    """The innermost run that a marker goes on with; a run of one item encloses no end of it."""
    for run in reversed(alike):
        if run.last.value == marker.value - 1:
            return run
        if len(run.markers) == 1 and _belongs(run, marker):
            return None
    return None


def _belongs(run: _Run, marker: Marker) -> bool:
    """Whether a marker that does not fit can only be meant to go on with a run."""
    return run.last.paragraph == marker.paragraph or (run.last.first and marker.first)


def _beside(before: Marker, marker: Marker) -> bool:
    """Whether two first markers stand in one paragraph, or at the heads of adjacent ones."""
    if before.paragraph == marker.paragraph:
        return True
    return before.first and marker.first and marker.paragraph == before.paragraph + 1


def enumeration(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each enumeration that skips or repeats, at the first marker that does.

    Enumerations nest, and begin again at every 1; one that does not begin with 1, or goes on
    where no other is open, is not judged.
    """
    check = options(rule, EnumerationCheck)
    placed = paragraphs(report, check.zone)
    for number in dict.fromkeys(section for _, section in placed):
        runs = _Runs()
        for marker in _markers([one for one in placed if one[1] == number], check.series):
            runs.add(marker)
        yield from (hit for run in runs.all for hit in _hit(run, number))


def _hit(run: _Run, section: int | None) -> Iterator[Hit]:
    if run.fault is None:
        return
    variant, marker, before = run.fault
    values: dict[str, Measured] = {
        "text": marker.text,
        "before": before.text,
        "expected": marker.text.replace(marker.numeral, _next(before, marker.numeral), 1),
        "read": "、".join(one.text for one in run.markers),
    }
    yield Hit(Place(marker.anchor, section, text=marker.quote), values, variant)


def _markers(placed: Sequence[Placed], series: Sequence[Series]) -> Iterator[Marker]:
    for index, (paragraph, _) in enumerate(placed):
        text = paragraph.shown
        found: list[Marker] = []
        for depth, one in enumerate(series):
            for match in patterns.finditer(one.marker, text):
                value = _value(match["n"])
                if value is not None:
                    found.append(
                        Marker(
                            series=depth,
                            value=value,
                            numeral=match["n"],
                            text="".join(match.group().split()),
                            paragraph=index,
                            offset=match.start(),
                            first=not text[: match.start()].strip(),
                            quote=text[match.start() :].lstrip()[:_CONTEXT],
                            anchor=paragraph.anchor,
                        )
                    )
        yield from sorted(found, key=lambda marker: marker.offset)


def _value(numeral: str) -> int | None:
    """The value of 3, ３, 三, 十二 or ③; None for what is no numeral."""
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1 and unicodedata.category(numeral) == "No":
        return int(unicodedata.numeric(numeral))
    try:
        return chinese_number(numeral)
    except (KeyError, IndexError):
        return None


def _next(before: Marker, numeral: str) -> str:
    """The numeral after a marker's, written as another numeral is."""
    value = before.value + 1
    if numeral.isdecimal():
        return str(value)
    if len(numeral) == 1 and unicodedata.category(numeral) == "No":
        return chr(ord(numeral) + value - int(unicodedata.numeric(numeral)))
    return in_chinese(value)
