"""Enumerations in prose that skip or repeat a number."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from gblint.checks.content import count_lacking
from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    options,
)
from gblint.checks.numbered_items import (
    Marker,
    Run,
    Series,
    find_doubled,
    find_gap,
    read_runs,
    skips_once,
)
from gblint.checks.places import Placed, paragraphs
from gblint.findings import Correction, Replacement
from gblint.pack import Options, Zone, name_zone, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text.numerals import write_chinese


class EnumerationCheck(Options, frozen=True, tag="enumeration"):
    """No enumeration skips or repeats (GB701). `series` from the outermost to the innermost.

    Variants: skips, repeats, starts (a list whose first is not the first), doubled (two numbers at
    one item).
    """

    zone: Zone
    series: tuple[Series, ...]


_LEAST = 2
"""Items of a list without its first that make sure that it is one."""


def enumeration(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each enumeration that skips or repeats, at the first marker that does.

    Enumerations nest, and begin again at every 1. One that goes on where no other is open is not
    judged, but for a list of paragraphs in Chinese numerals of which the section has no first.
    """
    check = options(rule, EnumerationCheck)
    placed = paragraphs(report, check.zone)
    for number in dict.fromkeys(section for _, section in placed):
        inside = [one for one in placed if one[1] == number]
        doubled = list(find_doubled(inside, check.series))
        runs = read_runs(inside, check.series, doubled)
        yield from (_doubled_hit(marker, number) for marker in doubled)
        skipping = any(skips_once(run) for run in runs.all)
        lacking = count_lacking(report, pack, number) if skipping else 0
        for run in runs.all:
            if not (skips_once(run) and find_gap(run) == lacking):
                yield from _hit(run, number, inside)
        twice = {id(marker) for marker in doubled}
        for markers in runs.late.values():
            if any(id(marker) in twice for marker in markers):
                yield from _hit(Run(markers, 0, _find_repeated(markers)), number, inside)
            elif len(markers) >= _LEAST:
                yield _late_hit(markers, number)


def _find_repeated(markers: Sequence[Marker]) -> tuple[str, Marker, Marker] | None:
    """The first marker that has the number of the one before, as a fault of a run."""
    for before, marker in pairwise(markers):
        if marker.value == before.value:
            return "repeats", marker, before
    return None


def _doubled_hit(marker: Marker, section: int | None) -> Hit:
    values: dict[str, Measured] = {
        "text": marker.text,
        "before": "",
        "expected": "",
        "read": marker.text,
    }
    return Hit(Place(marker.anchor, section, text=marker.quote), values, "doubled")


def _late_hit(markers: Sequence[Marker], section: int | None) -> Hit:
    first = markers[0]
    values: dict[str, Measured] = {
        "text": first.text,
        "before": "",
        "expected": first.text.replace(first.numeral, write_chinese(1), 1),
        "read": "、".join(one.text for one in markers),
    }
    return Hit(Place(first.anchor, section, text=first.quote), values, "starts")


def _hit(run: Run, section: int | None, placed: Sequence[Placed]) -> Iterator[Hit]:
    if run.fault is None:
        return
    variant, marker, before = run.fault
    values: dict[str, Measured] = {
        "text": marker.text,
        "before": before.text,
        "expected": marker.text.replace(marker.numeral, _next(before, marker.numeral), 1),
        "read": "、".join(one.text for one in run.markers),
    }
    place = Place(marker.anchor, section, text=marker.quote)
    yield Hit(place, values, variant, correction=_count_anew(run, placed))


def _count_anew(run: Run, placed: Sequence[Placed]) -> Correction | None:
    """The typed numbers of an enumeration counted on from its first; none for one that goes back.

    What it skips may have been lost, and what it repeats be one item, so that this is not safe.
    """
    if any(after.value < before.value for before, after in pairwise(run.markers)):
        return None
    made: list[Replacement | None] = []
    for value, (before, after) in enumerate(pairwise(run.markers), run.markers[0].value + 1):
        if value != after.value:
            paragraph = placed[after.paragraph][0]
            at = paragraph.shown.find(after.numeral, after.offset)
            counted = msgspec.structs.replace(before, value=value - 1)
            new = _next(counted, after.numeral)
            near = 0 <= at <= after.offset + len(after.text)
            made.append(
                correct_passage(paragraph, at, after.numeral, new, safe=False) if near else None
            )
    return correct_all(made)


def _next(before: Marker, numeral: str) -> str:
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
        "an enumeration that skips, repeats, or does not begin with its first; two numbers "
        "at one item"
    ),
    references=name_zone,
    values=("text", "before", "expected", "read"),
    variants=variants("skips", "repeats", "starts", "doubled"),
    check=enumeration,
)
