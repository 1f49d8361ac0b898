"""Marks in prose that are out of step: numbers of items that skip or repeat, brackets, quotes and
title marks that do not pair.

Markers (三是) are read into enumerations, which nest: `Enumerations` has all those of a section.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    read_options,
)
from gblint.checks.places import Placed, list_paragraphs, read_section_number
from gblint.document import Anchor, Paragraph
from gblint.findings import Correction, Replacement
from gblint.pack import Options, Pattern, Zone, make_variants
from gblint.pack.model import Pack, Rule, list_checks
from gblint.report.model import Report
from gblint.text import find_stops, patterns, replace_radicals
from gblint.text.numerals import read_chinese_number, write_chinese

if TYPE_CHECKING:
    from gblint.text.patterns import Match


class Series(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to enumerate: `marker` matches what stands before an item, its numeral as `n`.

    `doubled` matches two markers before one item, the numeral of the first as `n`.
    """

    marker: Pattern
    doubled: Pattern = ""


class EnumerationCheck(Options, frozen=True, tag="enumeration"):
    """No enumeration skips or repeats (GB701). `series` from the outermost to the innermost.

    Variants: skips, repeats, starts (a list whose first is not the first), doubled (two numbers at
    one item).
    """

    zone: Zone
    series: tuple[Series, ...]


_CONTEXT = 80
"""Characters of a paragraph, from the marker on, that a finding quotes."""


class Marker(msgspec.Struct, frozen=True):
    """A marker as written (`三是`): its value, its series (0 the outermost), and where.

    `paragraph` counts within the section, `offset` is in characters; `first` says that the
    paragraph begins with it.
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


class Break(msgspec.Struct, frozen=True):
    """Where an enumeration does not count on: the variant, the marker there and the one before."""

    variant: str
    marker: Marker
    before: Marker


class Enumeration(msgspec.Struct, eq=False):
    """An enumeration as it is met: its markers, and where it is broken first.

    `order` counts the enumerations of a section from 0.
    """

    markers: list[Marker]
    order: int
    broken: Break | None = None

    @property
    def last(self) -> Marker:
        return self.markers[-1]

    def count_dropped(self) -> int:
        """How many items an outermost enumeration leaves out, if it does so once, from one
        paragraph to another; else 0.
        """
        broken = self.broken
        if broken is None or broken.variant != "skips":
            return 0
        breaks = sum(b.value != a.value + 1 for a, b in pairwise(self.markers))
        once = broken.marker.series == 0 and broken.marker.first and breaks == 1
        return broken.marker.value - broken.before.value - 1 if once else 0


class _OpenEnumerations(msgspec.Struct):
    """The enumerations of one series that may still go on, the innermost last.

    Only the innermost ever changes, and all are looked up by what they may go on with: a
    section may have very many that are open.
    """

    runs: list[Enumeration] = msgspec.field(default_factory=list)
    _by_value: dict[int, list[Enumeration]] = msgspec.field(default_factory=dict)
    _single: list[Enumeration] = msgspec.field(default_factory=list)
    _single_first: list[Enumeration] = msgspec.field(default_factory=list)

    def push(self, run: Enumeration) -> None:
        self.runs.append(run)
        for index in self._list_indexes(run):
            index.append(run)

    def pop(self) -> Enumeration:
        run = self.runs.pop()
        for index in self._list_indexes(run):
            index.pop()
        return run

    def _list_indexes(self, run: Enumeration) -> Iterator[list[Enumeration]]:
        yield self._by_value.setdefault(run.last.value, [])
        if len(run.markers) == 1:
            yield self._single
            if run.last.first:
                yield self._single_first

    def cut(self, order: int) -> None:
        """Leave only those of this order and before."""
        while self.runs and self.runs[-1].order > order:
            self.pop()

    def find_followed(self, marker: Marker) -> Enumeration | None:
        """The innermost run that a marker goes on with; a run of one item encloses no end of it."""
        before = self._by_value.get(marker.value - 1)
        if not before:
            return None
        # paragraphs never go back: if not the last stands in the marker's, none does
        ends = [runs[-1] for runs in (self._single, self._single_first) if runs]
        if any(run.order > before[-1].order and _belongs_to(run, marker) for run in ends):
            return None
        return before[-1]


class Enumerations(msgspec.Struct):
    """All enumerations of a section; `open` are those that may still go on, by series."""

    doubled: Sequence[Marker] = ()
    """Items with two numbers; each counts by its first."""
    all: list[Enumeration] = msgspec.field(default_factory=list)
    open: dict[int, _OpenEnumerations] = msgspec.field(default_factory=dict)
    """The series, 0 the outermost."""
    late: dict[int, list[Marker]] = msgspec.field(default_factory=dict)
    """By series, a list that does not begin with its first, before there was any that does."""
    begun: set[int] = msgspec.field(default_factory=set)
    """The series of which the section has a first, or a marker before the late list went on."""

    def add(self, marker: Marker) -> None:
        if marker.first:  # a paragraph of an outer series ends what stood inside the one before
            self.open = {at: runs for at, runs in self.open.items() if at <= marker.series}
        if marker.value == 1:
            self.begun.add(marker.series)
        alike = self.open.setdefault(marker.series, _OpenEnumerations())
        follows = alike.find_followed(marker)
        last = alike.runs[-1] if alike.runs else None
        if follows is not None:
            self._go_on(follows, marker)
        elif marker.value == 1:
            self._begin(marker, last)
        elif last is not None and _belongs_to(last, marker):
            self._break("skips" if marker.value > last.last.value else "repeats", last, marker)
        elif marker.series not in self.begun:  # else it goes on with a list that has ended
            self._begin_late(marker)

    def _begin_late(self, marker: Marker) -> None:
        """A marker of a list whose first was not met; only at the heads of paragraphs."""
        # 2023. and 3. stand at the heads of lines for other reasons, 三、 hardly does
        if not marker.first or marker.numeral.isdecimal():
            return
        late = self.late.setdefault(marker.series, [])
        if not late or marker.value - late[-1].value in (0, 1):
            late.append(marker)

    def _begin(self, marker: Marker, before: Enumeration | None) -> None:
        """A new enumeration, unless the one before has come no further than its first."""
        if before is not None and len(before.markers) == 1 and _stands_beside(before.last, marker):
            self._break("repeats", before, marker)
            return
        # one that stands in one paragraph whole, and not in this one, is over
        if before is not None and (
            before.markers[0].paragraph == before.last.paragraph != marker.paragraph
        ):
            self._cut(before.order - 1)
        run = Enumeration([marker], len(self.all))
        self.all.append(run)
        self.open[marker.series].push(run)

    def _break(self, variant: str, run: Enumeration, marker: Marker) -> None:
        run.broken = run.broken or Break(variant, marker, run.last)
        self._go_on(run, marker)

    def _go_on(self, run: Enumeration, marker: Marker) -> None:
        """Add the marker to a run; what was open inside that ends."""
        self._cut(run.order)
        alike = self.open[marker.series]
        alike.pop()
        run.markers.append(marker)
        alike.push(run)

    def _cut(self, order: int) -> None:
        for runs in self.open.values():
            runs.cut(order)


def _belongs_to(run: Enumeration, marker: Marker) -> bool:
    """Whether a marker that does not fit can only be meant to go on with a run."""
    return run.last.paragraph == marker.paragraph or (run.last.first and marker.first)


def _stands_beside(before: Marker, marker: Marker) -> bool:
    """Whether two first markers stand in one paragraph, or at the heads of adjacent ones."""
    apart = marker.paragraph - before.paragraph
    return apart == 0 or (before.first and marker.first and apart == 1)


def _read_enumerations(placed: Sequence[Placed], series: Sequence[Series]) -> Enumerations:
    found = Enumerations(list(_find_doubled(placed, series)))
    for marker in _read_markers(placed, series, found.doubled):
        found.add(marker)
    return found


def find_dropped_item(
    report: Report, pack: Pack, number: int | None, lacking: int
) -> tuple[Marker, Marker] | None:
    """The markers around a gap in the outermost enumeration of a section, None for none.

    The gap is as wide as the number of topics that the section lacks: what was dropped is one
    story, which the rule on the topics tells.
    """
    for _, check in list_checks(pack, EnumerationCheck):
        inside = [one for one in list_paragraphs(report, check.zone) if one[1] == number]
        for run in _read_enumerations(inside, check.series).all:
            if run.broken is not None and run.count_dropped() == lacking:
                return run.broken.before, run.broken.marker
    return None


def _find_doubled(placed: Sequence[Placed], series: Sequence[Series]) -> Iterator[Marker]:
    for index, (paragraph, _) in enumerate(placed):
        text = replace_radicals(paragraph.shown)
        for depth, one in enumerate(series):
            match = patterns.search(one.doubled, text) if one.doubled else None
            marker = _make_marker(match, depth, index, paragraph) if match else None
            if marker is not None:
                yield msgspec.structs.replace(marker, first=True, quote=text.strip()[:_CONTEXT])


def _make_marker(match: "Match", series: int, index: int, paragraph: Paragraph) -> Marker | None:
    """The marker that was matched in a paragraph; None where its numeral is none."""
    value, text, written = _read_value(match["n"]), match.string, match.group()
    if value is None:
        return None
    begin = match.start() + len(written) - len(written.lstrip())
    return Marker(
        series=series,
        value=value,
        numeral=match["n"],
        text="".join(written.split()),
        paragraph=index,
        offset=match.start(),
        first=match.start() <= len(text) - len(text.lstrip()),
        quote=text[begin : begin + _CONTEXT],
        anchor=paragraph.anchor,
    )


def _read_markers(
    placed: Sequence[Placed], series: Sequence[Series], doubled: Sequence[Marker]
) -> Iterator[Marker]:
    twice = {marker.paragraph: marker for marker in doubled}
    whole = replace_radicals("\n".join(paragraph.shown for paragraph, _ in placed))
    # one look at the whole section spares most series a look at each paragraph
    met = [(d, one) for d, one in enumerate(series) if patterns.may_match(one.marker, whole)]
    if not met and not twice:
        return
    for index, (paragraph, _) in enumerate(placed):
        text = replace_radicals(paragraph.shown)
        markers = (
            _make_marker(match, depth, index, paragraph)
            for depth, one in met
            for match in patterns.finditer(one.marker, text)
        )
        found = [twice.get(index), *markers]
        yield from sorted(filter(None, found), key=lambda marker: marker.offset)


def _read_value(numeral: str) -> int | None:
    """The value of 3, ３, 三, 十二 or ③; None for what is no numeral."""
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1 and unicodedata.category(numeral) == "No":
        return int(unicodedata.numeric(numeral))
    try:
        return read_chinese_number(numeral)
    except (KeyError, IndexError):
        return None


_LEAST = 2
"""Items of a list without its first that make sure that it is one."""


def check_enumerations(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each enumeration that skips or repeats, at the first marker that does.

    Enumerations nest, and begin again at every 1. One that goes on where no other is open is not
    judged, but for a list of paragraphs in Chinese numerals of which the section has no first.
    """
    check = read_options(rule, EnumerationCheck)
    placed = list_paragraphs(report, check.zone)
    for number in dict.fromkeys(section for _, section in placed):
        inside = [place for place in placed if place[1] == number]
        found = _read_enumerations(inside, check.series)
        yield from (_make_hit("doubled", marker, [marker], number) for marker in found.doubled)
        # as many items are left out as the section lacks topics: the rule on topics tells both
        skipping = any(run.count_dropped() for run in found.all)
        lacking = _count_lacking(report, pack, number) if skipping else 0
        for run in found.all:
            if not (lacking and run.count_dropped() == lacking):
                yield from _find_break(run, number, inside)
        twice = {id(marker) for marker in found.doubled}
        for markers in found.late.values():
            if any(id(marker) in twice for marker in markers):
                again = (Break("repeats", b, a) for a, b in pairwise(markers) if a.value == b.value)
                run = Enumeration(markers, 0, next(again, None))
                yield from _find_break(run, number, inside)
            elif len(markers) >= _LEAST:
                yield _make_hit("starts", markers[0], markers, number, write_chinese(1))


@runtime_checkable
class AsksTopics(Protocol):
    """The options of a rule that asks for topics. It tells of an item that was dropped itself
    (`find_dropped_item`), and this file stands below it.
    """

    @property
    def zone(self) -> str: ...

    def count_lacking(self, report: Report, pack: Pack) -> int:
        """How many of its topics the zone lacks."""
        ...


def _count_lacking(report: Report, pack: Pack, number: int | None) -> int:
    """How many topics the pack's rules miss in a section."""
    checks = (rule.check for rule in pack.rules if isinstance(rule.check, AsksTopics))
    return sum(
        check.count_lacking(report, pack)
        for check in checks
        if number is not None and read_section_number(check.zone) == number
    )


def _find_break(run: Enumeration, section: int | None, placed: Sequence[Placed]) -> Iterator[Hit]:
    if (broken := run.broken) is not None:
        expected = _write_next(broken.before, broken.marker.numeral)
        hit = _make_hit(
            broken.variant, broken.marker, run.markers, section, expected, broken.before.text
        )
        yield msgspec.structs.replace(hit, correction=_count_anew(run, placed))


def _make_hit(
    variant: str,
    marker: Marker,
    run: Sequence[Marker],
    section: int | None,
    numeral: str = "",
    before: str = "",
) -> Hit:
    """A hit at a marker of a run; `numeral` is what it should have."""
    values: dict[str, Measured] = {
        "text": marker.text,
        "before": before,
        "expected": numeral and marker.text.replace(marker.numeral, numeral, 1),
        "read": "、".join(one.text for one in run),
    }
    return Hit(Place(marker.anchor, section, text=marker.quote), values, variant)


def _count_anew(run: Enumeration, placed: Sequence[Placed]) -> Correction | None:
    """The typed numbers of an enumeration counted on from its first; none for one that goes back.

    What it skips may have been lost, and what it repeats be one item, so that this is not safe.
    """
    if any(after.value < before.value for before, after in pairwise(run.markers)):
        return None  # two lists may have been taken for one
    replacements: list[Replacement | None] = []
    for value, (before, after) in enumerate(pairwise(run.markers), run.markers[0].value + 1):
        if value != after.value:
            paragraph = placed[after.paragraph][0]
            at = paragraph.shown.find(after.numeral, after.offset)
            counted = msgspec.structs.replace(before, value=value - 1)
            new = _write_next(counted, after.numeral)
            near = 0 <= at <= after.offset + len(after.text)
            replacements.append(
                correct_passage(paragraph, at, after.numeral, new, safe=False) if near else None
            )
    return correct_all(replacements)


def _write_next(before: Marker, numeral: str) -> str:
    """The numeral after a marker's, written as another numeral is."""
    value = before.value + 1
    if numeral.isdecimal():
        return str(value)
    if len(numeral) == 1 and unicodedata.category(numeral) == "No":
        return chr(ord(numeral) + value - int(unicodedata.numeric(numeral)))
    return write_chinese(value)


ENUMERATION = CheckKind(
    options=EnumerationCheck,
    finds=(
        "an enumeration that skips, repeats, or does not begin with its first; two numbers at "
        "one item"
    ),
    values=("text", "before", "expected", "read"),
    variants=make_variants("skips", "repeats", "starts", "doubled"),
    check=check_enumerations,
)


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Marks that belong together: any of `open` is closed by any of `close`."""

    open: str
    close: str


class PairsCheck(Options, frozen=True, tag="pairs"):
    """Brackets and quotes pair (GB703). What `ignore` matches has no marks of a pair.

    Variants: open, close.
    """

    zone: Zone
    pairs: tuple[Pair, ...]
    ignore: tuple[Pattern, ...] = ()


_AROUND = 14
"""Characters on both sides of a mark that a finding quotes."""


class _LooseMark(msgspec.Struct, frozen=True):
    """A mark without its other half, at an offset of its paragraph."""

    mark: str
    offset: int
    opens: bool


def check_pairs(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each paragraph with marks that do not pair.

    A pair may be opened in one paragraph and closed in the next: a form without paragraphs
    (a PDF page, wrapped text) may have cut one in two.
    """
    check = read_options(rule, PairsCheck)
    placed = [place for place in list_paragraphs(report, check.zone) if place[0].text.strip()]
    loose = [_find_fewest_loose(paragraph.shown, check) for paragraph, _ in placed]
    for index, (found, after) in enumerate(zip(loose, [*loose[1:], []], strict=False)):
        # only the marks next to the cut can be the halves of a pair that it parts
        if found and after and _make_pair(found, after, check):
            loose[index], loose[index + 1] = found[:-1], after[1:]
    for place, found in zip(placed, loose, strict=True):
        if found:
            yield _make_pairs_hit(place, found)


def _find_fewest_loose(text: str, check: PairsCheck) -> list[_LooseMark]:
    """The marks that have no other half, read so that there are fewest.

    What the rule ignores (`2）` before an item) may be the second half of a pair after all:
    （附件1、2）. It is taken for one only where that leaves less without its other half.
    """
    plain = _find_loose(text, check)
    if not plain:
        return plain
    without = _blank_out(text, check.ignore)
    if without == text:
        return plain
    ignoring = _find_loose(without, check)
    if not ignoring or ignoring == plain:
        return ignoring
    spared = {at for at, (old, new) in enumerate(zip(text, without, strict=True)) if old != new}
    some = [one for one in plain if one.offset not in spared]
    return min(some, ignoring, key=len)


def _blank_out(text: str, ignore: Sequence[str]) -> str:
    """The text with blanks for what is no mark of a pair (`1）`), so that offsets stay."""
    for form in ignore:
        parts: list[str] = []
        end = 0
        for match in patterns.finditer(form, text):
            parts += text[end : match.start()], " " * len(match.group())
            end = match.end()
        text = "".join([*parts, text[end:]]) if parts else text
    return text


def _find_loose(text: str, check: PairsCheck) -> list[_LooseMark]:
    """The marks of a text that have no other half, in order."""
    openers, closers = _index_marks(check.pairs)
    open_: dict[str, list[int]] = {}
    """Where each mark stands open. Each place comes and goes once: a text may have very many."""
    found: list[_LooseMark] = []
    marks = [mark for mark in openers.keys() | closers.keys() if mark in text]
    for offset, char in sorted((at, mark) for mark in marks for at in find_stops(text, mark)):
        kind, closes = openers.get(char), closers.get(char)
        # a straight quote is both, so that it closes if one stands open
        if kind is not None and kind == closes and open_.get(char):
            open_[char].pop()
        elif kind is not None:
            open_.setdefault(char, []).append(offset)
        elif closes is not None:
            nearest = [open_[mark][-1] for mark in check.pairs[closes].open if open_.get(mark)]
            if not nearest:
                found.append(_LooseMark(char, offset, opens=False))
                continue
            # what stood open inside can no longer be closed: （甲［乙） has one loose mark
            begin = max(nearest)
            for mark, places in open_.items():
                inside = places[bisect_left(places, begin) :]
                del places[len(places) - len(inside) :]
                found += (_LooseMark(mark, at, opens=True) for at in inside if at != begin)
    left = (_LooseMark(mark, at, opens=True) for mark, places in open_.items() for at in places)
    return sorted([*found, *left], key=lambda one: one.offset)


@lru_cache(maxsize=16)
def _index_marks(pairs: Sequence[Pair]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The first pair that each mark opens, and that it closes."""
    openers = {char: at for at, pair in reversed([*enumerate(pairs)]) for char in pair.open}
    closers = {char: at for at, pair in reversed([*enumerate(pairs)]) for char in pair.close}
    return openers, closers


def _make_pair(found: list[_LooseMark], after: list[_LooseMark], check: PairsCheck) -> bool:
    """Whether the last loose mark of a paragraph and the first of the next are a pair."""
    left, right = found[-1], after[0]
    return any(left.opens and left.mark in p.open and right.mark in p.close for p in check.pairs)


def _make_pairs_hit(placed: Placed, found: Sequence[_LooseMark]) -> Hit:
    paragraph, section = placed
    first = found[0]
    text = paragraph.shown
    begin = max(first.offset - _AROUND, 0)
    quote = text[begin : first.offset + _AROUND + 1].strip()
    values: dict[str, Measured] = {
        "text": quote,
        "mark": first.mark,
        "marks": tuple(one.mark for one in found),
        "count": len(found),
    }
    variant = "open" if first.opens else "close"
    return Hit(Place(paragraph.anchor, section, text=quote), values, variant)


PAIRS = CheckKind(
    options=PairsCheck,
    values=("text", "mark", "marks", "count"),
    variants=make_variants("open", "close"),
    check=check_pairs,
)
