"""What every kind of check is made of: hits with their places, and messages with values in them.

A check yields hits: where, which measured values, which variant of the rule's message.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar, TypeVarTuple

import msgspec

from gblint.document import Anchor, Paragraph
from gblint.findings import Correction, Entry, Footing, Lang, Replacement, Say, Value
from gblint.pack import KindOfCheck, Options
from gblint.pack.model import Pack, Rule, remember
from gblint.report.model import CellReading, Number, Report, StatedShare, WrittenNumber
from gblint.text.patterns import later

Measured = Value | Say | tuple[Say, ...]
"""A value as a check gives it: words of the pack are in both languages until they are told."""

CellKey = tuple[str, str]
"""The row key and the column key of a cell."""

CellFigures = Mapping[CellKey, Number | None]
"""Figures of cells, None for one that is not known."""

Own = TypeVar("Own", bound=Options)
Result = TypeVar("Result")
Given = TypeVarTuple("Given")


class Place(msgspec.Struct, frozen=True):
    """Where a hit is, in keys; `text` is the text around as written.

    `where` is the place in words, for what keys cannot name; else it is made from the keys.
    """

    anchor: Anchor = Anchor(1)
    section: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    text: str = ""
    where: Say | None = None


class Hit(msgspec.Struct, frozen=True):
    """One hit of a rule. `values` fill the braces of the message; `variant` chooses it.

    `fix` is what to do where that is not what the rule says. Hits of one `story` come from one
    cause: a wrong figure, an old heading.
    """

    place: Place
    values: dict[str, Measured] = {}
    variant: str = ""
    footing: Footing | None = None
    correction: Correction | None = None
    unchecked: tuple[str, ...] = ()
    fix: Say | None = None
    story: str = ""


def correct_passage(
    paragraph: Paragraph, begin: int, old: str, new: str, *, safe: bool
) -> Replacement | None:
    """What to write in place of a passage of a paragraph; `begin` counts in what is `shown`.

    None where the passage is not there, or reaches into the automatic number.
    """
    # a word processor makes the number anew: what is written into the text must not have it
    at = begin - len(paragraph.number)
    if at < 0 or not old or not paragraph.text.startswith(old, at):
        return None
    anchor = paragraph.anchor
    return Replacement(anchor.line, old, new, cell=anchor.cell, column=at + 1, safe=safe)


def correct_cell(cell: CellReading, new: str, *, safe: bool) -> Replacement | None:
    """What to write into a cell in place of all that it holds; None where there is no cell."""
    if not cell.column_number:
        return None
    return Replacement(cell.anchor.line, cell.text, new, cell.column_number, 1, safe)


def correct_all(replacements: Iterable[Replacement | None]) -> Correction | None:
    """The correction that is made of these, None where there is one that cannot be told."""
    # half of a correction may be worse than none: 一、 put right, and 三、 below it not
    found = tuple(replacements)
    told = tuple(one for one in found if one is not None)
    return Correction(told) if told and len(told) == len(found) else None


Check = Callable[[Report, Rule, Pack], Iterator[Hit]]
"""A check kind's code: reads a report by the options in `rule.check`, yields hits."""


class CheckKind(KindOfCheck, frozen=True, kw_only=True):
    """A kind of check, whole: what packs know of it, and its code."""

    check: Check


def read_options(rule: Rule, kind: type[Own]) -> Own:
    """The options of a rule, which are of the kind that the registry gave it to."""
    if not isinstance(rule.check, kind):
        raise TypeError(f"{rule.id} is no {kind.__name__}")
    return rule.check


_BRACES = later(r"\{(\w+)\}")
_BETWEEN: dict[Lang, str] = {"zh": "、", "en": ", "}


def make_say(words: Say | str) -> Say:
    """Words of a pack, which may be given in Chinese alone."""
    return Say(words) if isinstance(words, str) else words


def join_says(says: Collection[Say], between: str = ", ") -> Say:
    """Words one after another; `between` is what stands between them in English."""
    return Say("、".join(one.zh for one in says), between.join(one.in_lang("en") for one in says))


def render(words: Say | str, values: Mapping[str, Measured]) -> Say:
    """The text in both languages, each `{name}` replaced by its value.

    A name without a value stays as it is written. Nothing else in the text is interpreted.
    """
    say = make_say(words)
    return Say(_fill(say.zh, values, "zh"), _fill(say.en, values, "en"))


def make_plain(value: Measured) -> Value:
    """The value as findings carry it: words in Chinese."""
    if isinstance(value, Say):
        return value.zh
    if isinstance(value, tuple):
        return tuple(item.zh if isinstance(item, Say) else item for item in value)
    return value


def write_figure(value: int | Decimal) -> str:
    """A figure as it is written, without an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def write_percent(part: Number, whole: Number, decimals: int) -> str:
    """What percentage a part is, to so many decimals; to tens of percent for -1."""
    exact = Decimal(part) * 100 / Decimal(whole)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{write_figure(rounded)}%"


ROUNDINGS = (ROUND_HALF_UP, ROUND_DOWN)
"""Some offices cut off where others round: either is right here."""


def is_rounded(
    exact: Decimal, to: Number, decimals: int, roundings: Iterable[str] = ROUNDINGS
) -> bool:
    """Whether a figure is an exact one, rounded to so many decimals."""
    places = Decimal(1).scaleb(-decimals)
    return any(exact.quantize(places, rounding=one) == to for one in roundings)


def gives(share: StatedShare, part: Number, whole: Number) -> bool:
    """Whether a percentage is that of a part, to the digits written."""
    if not whole:
        return False
    exact = Decimal(part) * 100 / Decimal(whole)
    if share.means != "exact":
        return share.low <= exact and (share.high is None or exact <= share.high)
    if abs(exact - share.percent) > 1:  # most bases are not; rounding takes longer than all else
        return False
    return is_rounded(exact, share.percent, share.decimals)


def is_bounded(of: WrittenNumber, bounds: str, sums: Collection[Number]) -> bool:
    """Whether a number is as the `bounds` of a `Quantity` say: at least or at most what the tables
    have, or between their sums.
    """
    if not bounds or not sums:
        return False
    above = of.high is None or of.high > min(sums)
    below = of.low < max(sums)
    return (above or bounds == "most") and (below or bounds == "least")


def find_gap(one: Number, other: Number) -> Number:
    """How far two figures are from one another."""
    more = one - other
    return more if more >= 0 else -more


def _fill(text: str, values: Mapping[str, Measured], lang: Lang) -> str:
    def fill_in(match: re.Match[str]) -> str:
        # packs are validated for names that a kind does not have; one that a variant lacks stays
        value = values.get(match.group(1))
        return match.group(0) if value is None else _say_value(value, lang)

    return _BRACES.sub(fill_in, text) if "{" in text else text


def _say_value(value: Measured, lang: Lang) -> str:
    if isinstance(value, tuple):
        return _BETWEEN[lang].join(_say_value(item, lang) for item in value)
    if isinstance(value, Say):
        return value.in_lang(lang)
    return value if isinstance(value, str) else write_figure(value)


SIDE_VALUES = ("left", "right", "left_sum", "right_sum", "difference", "table_name")
"""What is told of two sides that do not agree."""

FOOTING_VALUES = ("label", *SIDE_VALUES)
"""What `list_footing_values` gives."""

_MANY = 4
"""A side with more figures than this is told without its zeros."""


def list_footing_values(footing: Footing, label: Say, table_name: Say) -> dict[str, Measured]:
    """What a message may say of two sides that do not agree; `label` is the row or column."""
    return {
        "label": label,
        "left": _say_side(footing.left),
        "right": _say_side(footing.right),
        "left_sum": footing.left_sum,
        "right_sum": footing.right_sum,
        "difference": find_gap(footing.left_sum, footing.right_sum),
        "table_name": table_name,
    }


def _say_side(entries: Sequence[Entry]) -> Say:
    """A side in words with its figures; of a long one, the zeros are left out."""
    shown = list(entries)
    if len(shown) > _MANY:
        shown = [entry for entry in shown if entry.value] or shown[:1]
    parts = []
    for entry in shown:
        value = write_figure(entry.value)
        label = Say(f"{entry.label.zh} {value}", f"{entry.label.in_lang('en')} {value}")
        parts.append((entry.sign, label))
    say = join_signed(parts)
    if len(shown) == len(entries):
        return say
    return Say(f"{say.zh}（其余为0）", f"{say.in_lang('en')} (all others 0)")


def join_signed(parts: Sequence[tuple[str, Say]]) -> Say:
    """What is added up, in words with the signs between."""
    zh, en = list[str](), list[str]()
    for sign, say in parts:
        if zh or sign == "-":
            zh.append("−" if sign == "-" else "+")
            en.append(zh[-1])
        zh.append(say.zh)
        en.append(say.in_lang("en"))
    return Say(" ".join(zh), " ".join(en))


def per_report(make: Callable[[*Given], Result]) -> Callable[[*Given], Result]:
    """A function of a report, or of a report and a pack, that is called once for all the rules.

    Only the last report is remembered: in a batch each is checked whole before the next.
    """
    return remember(make, 1)


def group_by(cells: Collection[CellKey], axis: int) -> dict[str, list[CellKey]]:
    """Cells by their rows (axis 0) or columns (1)."""
    found: dict[str, list[CellKey]] = {}
    for cell in cells:
        found.setdefault(cell[axis], []).append(cell)
    return found


class Placed(Protocol):
    """What stands in a paragraph."""

    @property
    def anchor(self) -> Anchor: ...

    @property
    def section(self) -> int | None: ...


_P = TypeVar("_P", bound=Placed)
ByParagraph = dict[tuple[int | None, int], list[_P]]
"""By section and line, in their order."""

_MOST_NEAR = 60
"""Figures of a paragraph before one, and behind it, by which it is judged: each is by all of these,
and without a limit the time of a hostile text would grow with the square of its length.
"""


def group_by_paragraph(figures: Iterable[_P]) -> ByParagraph[_P]:
    found: ByParagraph[_P] = {}
    for one in figures:
        found.setdefault((one.section, one.anchor.line), []).append(one)
    for each in found.values():
        if len(each) > 2 * _MOST_NEAR:
            each.sort(key=_get_column)
    return found


def _get_column(one: Placed) -> int:
    return one.anchor.column


def list_near(figures: ByParagraph[_P], of: Placed) -> list[_P]:
    """Those of the paragraph that something stands in, which are not too far from it."""
    every = figures.get((of.section, of.anchor.line), [])
    if len(every) <= 2 * _MOST_NEAR:
        return every
    at = bisect_left(every, of.anchor.column, key=_get_column)
    return every[max(0, at - _MOST_NEAR) : at + _MOST_NEAR]
