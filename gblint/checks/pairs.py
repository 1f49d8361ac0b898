"""Brackets, quotes and title marks that do not pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gblint import patterns
from gblint.checks.hits import Hit, Measured, Place, options
from gblint.checks.zones import Placed, paragraphs
from gblint.packs.kinds import PairsCheck
from gblint.packs.model import Pack, Rule
from gblint.report.model import Report

_CONTEXT = 14
"""Characters on both sides of a mark that a finding quotes."""


class _Loose(msgspec.Struct, frozen=True):
    """A mark without its other half, at an offset of its paragraph."""

    mark: str
    offset: int
    opens: bool


def pairs(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each paragraph with marks that do not pair.

    A pair may be opened in one paragraph and closed in the next: a form without paragraphs
    (a PDF page, wrapped text) may have cut one in two.
    """
    check = options(rule, PairsCheck)
    placed = [one for one in paragraphs(report, check.zone) if one[0].text.strip()]
    loose = [_loose(_without(paragraph.shown, check.ignore), check) for paragraph, _ in placed]
    for index, (found, after) in enumerate(zip(loose, [*loose[1:], []], strict=False)):
        if found and after and _meet(found, after, check):
            loose[index], loose[index + 1] = found[:-1], after[1:]
    for one, found in zip(placed, loose, strict=True):
        if found:
            yield _hit(one, found)


def _without(text: str, ignore: Sequence[str]) -> str:
    """The text with blanks for what is no mark of a pair (`1）`), so that offsets stay."""
    for form in ignore:
        for match in list(patterns.finditer(form, text)):
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text


def _loose(text: str, check: PairsCheck) -> list[_Loose]:
    """The marks of a text that have no other half, in order."""
    open_: list[_Loose] = []
    found: list[_Loose] = []
    for offset, char in enumerate(text):
        kind = next((i for i, pair in enumerate(check.pairs) if char in pair.open), None)
        closes = next((i for i, pair in enumerate(check.pairs) if char in pair.close), None)
        if kind is not None and kind == closes:  # a straight quote is both
            inside = [one for one in open_ if one.mark == char]
            if inside:
                open_.remove(inside[-1])
            else:
                open_.append(_Loose(char, offset, opens=True))
        elif kind is not None:
            open_.append(_Loose(char, offset, opens=True))
        elif closes is not None:
            _close(_Loose(char, offset, opens=False), check.pairs[closes].open, open_, found)
    return sorted([*found, *open_], key=lambda one: one.offset)


def _close(mark: _Loose, openers: str, open_: list[_Loose], found: list[_Loose]) -> None:
    """Take away the nearest mark that this one closes; what stood open inside it is loose."""
    fitting = [i for i, one in enumerate(open_) if one.mark in openers]
    if not fitting:
        found.append(mark)
        return
    found.extend(open_[fitting[-1] + 1 :])
    del open_[fitting[-1] :]


def _meet(found: list[_Loose], after: list[_Loose], check: PairsCheck) -> bool:
    """Whether the last loose mark of a paragraph and the first of the next are a pair."""
    left, right = found[-1], after[0]
    return any(left.opens and left.mark in p.open and right.mark in p.close for p in check.pairs)


def _hit(placed: Placed, found: Sequence[_Loose]) -> Hit:
    paragraph, section = placed
    first = found[0]
    text = paragraph.shown
    begin = max(first.offset - _CONTEXT, 0)
    quote = text[begin : first.offset + _CONTEXT + 1].strip()
    values: dict[str, Measured] = {
        "text": quote,
        "mark": first.mark,
        "marks": tuple(one.mark for one in found),
        "count": len(found),
    }
    return Hit(
        Place(paragraph.anchor, section, text=quote),
        values,
        "open" if first.opens else "close",
    )
