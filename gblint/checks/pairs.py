"""Brackets, quotes and title marks that do not pair."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from gblint.checks.hits import CheckKind, Hit, Measured, Place, read_options
from gblint.checks.places import Placed, list_paragraphs
from gblint.pack import Options, Pattern, Zone, make_variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text import find_stops, patterns


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


_CONTEXT = 14
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
            yield _make_hit(place, found)


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


def _make_hit(placed: Placed, found: Sequence[_LooseMark]) -> Hit:
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
    variant = "open" if first.opens else "close"
    return Hit(Place(paragraph.anchor, section, text=quote), values, variant)


PAIRS = CheckKind(
    options=PairsCheck,
    values=("text", "mark", "marks", "count"),
    variants=make_variants("open", "close"),
    check=check_pairs,
)
