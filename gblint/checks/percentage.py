"""Percentages, and totals with their parts, against the figures that stand beside them;
comparisons with last year.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    gives,
    read_options,
    write_figure,
    write_percent,
)
from gblint.checks.other_reports import find_misfit
from gblint.checks.places import find_as_written, list_paragraphs, squeeze
from gblint.checks.prose import (
    MeaningIndex,
    add_meanings,
    agrees_by_words,
    find_meanings,
    sum_meaning,
)
from gblint.pack import Options, Pattern, Zone, make_variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Meaning, Number, Report, StatedShare
from gblint.text import patterns
from gblint.text.patterns import later

if TYPE_CHECKING:
    from gblint.report.prose.named import RoleAndKey, SentenceWords

_FINE = 2
"""Decimals by which a percentage agrees with nothing by chance."""


class PercentageCheck(Options, frozen=True, tag="percentage"):
    """A stated percentage is that of its own figures, to the digits written (GB506)."""

    stops_without = ("prose",)
    limited_without = ("paragraph",)


_BASES = (
    *((Meaning((key,)),) for key in ("completed", "received", "due", "denied", "unable")),
    *((Meaning((key,)),) for key in ("refused", "otherwise", "review", "litigation")),
    *((Meaning((key,), "decided"),) for key in ("review", "litigation")),
)
_OF_ALL = 3
"""Those among them that all applications may be."""


def check_percentages(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each percentage that no base in the text gives, to the digits written.

    One that is not exact (近92%) need only be such.
    """
    read_options(rule, PercentageCheck)
    meanings = find_meanings(pack)
    for share in report.prose.shares:
        # tried with every base before anything is told: what is near it is not always what it is of
        parts = [*share.parts, *_list_tabled(share, share.parts_of, report, meanings)]
        wholes = [*share.wholes, *_list_tabled(share, share.wholes_of, report, meanings)]
        every = [*wholes, *share.more]
        if not parts or not any(wholes):  # of something that neither text nor tables have
            continue
        told = not any(gives(share, part, whole) for part in parts for whole in every)
        if told and not _is_otherwise(share, every, report, pack):
            # the first base that is no less than the part: less is absurd
            likeliest = next((whole for whole in every if whole and whole >= parts[0]), 0)
            yield _make_hit(share, parts[0], likeliest)
    prose = report.prose
    if prose.changes or prose.orders or prose.share_changes:
        from gblint.checks.prose_comparisons import compare_prose  # many reports compare nothing

        if find_misfit(report, pack):
            report = msgspec.structs.replace(report, previous=None)
        yield from compare_prose(report, pack)


def _is_otherwise(share: StatedShare, wholes: list[Number], report: Report, pack: Pack) -> bool:
    """Whether it or a part that the words before it name gives it, by any natural base: 县级430件，
    占46.3%；市级412件，占44.4% are both of all.
    """
    bases = [*wholes, *(add_meanings(group, report, pack) or 0 for group in _BASES)]

    def fits(part: Number) -> bool:
        return any(gives(share, part, whole) for whole in bases)

    every = bases[len(wholes) : len(wholes) + _OF_ALL]
    if any(
        whole > part and gives(share, part, whole) for part in share.parts[:1] for whole in every
    ):
        return True
    return agrees_by_words(_list_parts(share, pack), fits, report, pack)


def _list_parts(share: StatedShare, pack: Pack) -> Iterator[list[tuple[Meaning, ...]]]:
    """What a percentage may be of by the words before it; by all of the sentence before it where
    it has the digits by which an agreement is no chance.
    """
    from gblint.report.prose.named import make_words  # few reports have such a percentage

    words = make_words(share.text, pack)
    for at in words.find_value(share.percent, percent=True):
        fine = share.decimals >= _FINE
        names = words.list_named(words.tokens[:at]) if fine else words.list_near(at)
        yield list(_list_of_share(words, names))


def _list_of_share(
    words: "SentenceWords", names: "Sequence[RoleAndKey]"
) -> Iterator[tuple[Meaning, ...]]:
    for run in words.iterate_runs(names, "result"):
        yield tuple(Meaning((key,)) for key in run)
    for run in words.iterate_runs(names, "column"):
        yield tuple(Meaning(("received",), key) for key in run)
    for run in words.iterate_runs(names, "case"):
        yield tuple(Meaning((key,)) for key in run)
        for column in [key for kind, key in names if kind == "column"]:
            yield (Meaning((run[-1],), column),)


def _list_tabled(
    share: StatedShare, of: tuple[Meaning, ...], report: Report, known: MeaningIndex
) -> list[Number]:
    """What the tables have of it."""
    meanings = of if share.own else ()
    return [value for meaning in meanings for _, value in sum_meaning(meaning, report, known)]


def _make_hit(share: StatedShare, part: Number, whole: Number) -> Hit:
    values: dict[str, Measured] = {
        "text": share.text,
        "read": share.read,
        "part": part,
        "whole": whole,
        "computed": write_percent(part, whole, share.decimals) if whole else "",
    }
    return Hit(Place(share.anchor, share.section, text=share.text), values, "share")


class ListedParts(Options, frozen=True, tag="listed-parts"):
    """Parts that are listed after their total come to no more than it, and with all the rest to
    just as much; their percentages are those of the figures (GB510).

    A list begins behind a figure in one of `units` and what `opening` matches (其中, 包括), and
    ends with its sentence, where the parts have come to the total, or before a member in which
    `ends` is found. What begins as `rest` says is all the rest, a member or a bracket that is as
    `share` says the percentage `n` of the one before. A list with 、 may also end in its total,
    behind what `closing` matches (政策19条、动态24条、公告31条，共计74条). Totals with `unless` in
    their clause are not looked at, but for those in a clause that is as `ways_of` says: of what
    came in, each piece in one of the ways that `ways` has as members (网络12件、信函6件).
    Patterns of `rates` have a percentage `n` of `part` in `whole`, those of `changes` a change `by`
    (of `points`, where the figures are percentages) or of `n` percent from `base` to `now`
    (由150条增至167条，增长15%); what an earlier figure in the same unit makes right is not told.
    Variants: more, other, behind, share, change.
    """

    zone: Zone
    units: tuple[str, ...]
    opening: Pattern
    ends: Pattern
    rest: Pattern
    share: Pattern
    unless: Pattern
    closing: Pattern = ""
    ways_of: Pattern = ""
    ways: Pattern = ""
    rates: tuple[Pattern, ...] = ()
    changes: tuple[Pattern, ...] = ()


_STOP = "。"
_CLAUSE = frozenset(",;:。(")
_BETWEEN = later(r"、|(?<!\d),|,(?!\d{3}(?!\d))")
"""What parts members between semicolons; the comma inside of a number does not."""
_ASIDE = later(r"\(([^()]*)\)")
_FIGURE = later(r"\d{1,3}(?:,\d{3}){1,4}|\d{1,12}(?:\.\d{1,6})?")
_FEWEST_BEFORE, _LONGEST_CLOSING = 3, 8
"""Parts of a list that ends in its total, and characters of the words before that."""
_LONGEST, _LONGEST_CLAUSE = 1000, 100
"""Characters of a list, and of the clause before it, that are looked at: a hostile text may have as
many lists as figures, each to its end."""

_Span = tuple[int, int]


class _Part(msgspec.Struct):
    """A member of a list: its figure, the percentage that is told of it, "" for none, and whether
    it stands behind a semicolon or begins the list.
    """

    value: int
    share: str = ""
    first: bool = False


class _Listed(msgspec.Struct, frozen=True):
    """A total with its parts, and where they stand; `variant` is that of parts that do not come to
    it, "" where they may be less.
    """

    total: int
    unit: str
    parts: Sequence[_Part]
    variant: str
    span: _Span

    @property
    def sum(self) -> int:
        return sum(part.value for part in self.parts)


def check_listed_parts(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each list whose parts, or percentages, are not those of its total."""
    check = read_options(rule, ListedParts)
    for paragraph, section in list_paragraphs(report, check.zone):
        text = squeeze(paragraph.shown)
        for listed in (*_find_lists(text, check), *_find_lists_with_total_behind(text, check)):
            quoted = find_as_written(paragraph.shown, *listed.span)
            place = Place(paragraph.anchor, section, text=quoted)
            values: dict[str, Measured] = {
                "text": quoted,
                "total": listed.total,
                "sum": listed.sum,
                "unit": listed.unit,
            }
            if listed.sum > listed.total and listed.variant != "behind":
                yield Hit(place, values, "more")
            elif listed.variant and listed.sum != listed.total:
                yield Hit(place, values, listed.variant)
            else:
                before = _list_before(text, listed.span[0], listed.unit)
                for told in _find_wrong_shares(listed, before):
                    yield Hit(place, _quote(values | told), "share")
        for slip in _find_slips(text, check):
            quoted = find_as_written(paragraph.shown, *slip.span)
            place = Place(paragraph.anchor, section, text=quoted)
            yield Hit(place, _quote({"text": quoted, "sum": 0, **slip.values}), slip.variant)


def _quote(values: dict[str, Measured]) -> dict[str, Measured]:
    """The values, what was `read` being as the `text` has it (１.１%)."""
    text, read = str(values["text"]), str(values["read"])
    at = squeeze(text).find(read)
    return values | {"read": find_as_written(text, at, at + len(read)) if at >= 0 else read}


def _find_wrong_shares(listed: _Listed, before: Sequence[Decimal]) -> Iterator[dict[str, Measured]]:
    """What is told of each percentage of a list that is not that of its part."""
    for part in listed.parts:
        wholes = [Decimal(listed.total), *before]
        if part.share and not any(_is_share(part.share, part.value, whole) for whole in wholes):
            computed = write_percent(part.value, listed.total, _count_decimals(part.share))
            yield {"part": part.value, "read": part.share + "%", "computed": computed}


def _is_share(written: str, part: Number, whole: Number) -> bool:
    """Whether a percentage is that of a part, or off by one in its last digit: the last of several
    is often made to fit, so that all are 100.
    """
    if not whole:
        return False
    off = abs(Decimal(part) * 100 / Decimal(whole) - Decimal(written))
    return off <= Decimal(1).scaleb(-_count_decimals(written))


def _count_decimals(written: str) -> int:
    return len(written.partition(".")[2])


class _Slip(msgspec.Struct, frozen=True):
    """A rate or a change that is not that of the two figures beside it."""

    variant: str
    values: dict[str, Measured]
    span: _Span


def _find_slips(text: str, check: ListedParts) -> Iterator[_Slip]:
    for rate in (found for one in check.rates for found in patterns.finditer(one, text)):
        part, whole = (_read_decimal(rate[name]) for name in ("part", "whole"))
        wholes = _list_with_before(whole, text, rate)
        if whole and not any(_is_share(rate["n"], part, one) for one in wholes):
            computed = write_percent(part, whole, _count_decimals(rate["n"]))
            yield _make_slip("share", rate, part, whole, (f"{rate['n']}%", computed))
    for change in (found for one in check.changes for found in patterns.finditer(one, text)):
        now, base = (_read_decimal(change[name]) for name in ("now", "base"))
        told = change.groupdict()
        by = told.get("by")
        written = _read_decimal(by or change["n"])
        if not by and not base:
            continue
        scale = Decimal(1) if by else 100 / base
        off = _find_slack(change, by or "") * scale
        off += Decimal(0) if by else Decimal(1).scaleb(-_count_decimals(change["n"]))
        nows = _list_with_before(now, text, change)
        if not any(abs(abs(one - base) * scale - written) <= off for one in nows):
            unit = told.get("points") or change["unit"]
            read = f"{by}{unit}" if by else f"{change['n']}%"
            more = abs(now - base)
            percent = "" if by else write_percent(more, base, _count_decimals(change["n"]))
            computed = percent or f"{write_figure(more)}{unit}"
            yield _make_slip("change", change, now, base, (read, computed))


def _make_slip(
    variant: str, found: "patterns.Match", part: Number, whole: Number, told: tuple[str, str]
) -> _Slip:
    values: dict[str, Measured] = {
        "part": part,
        "total": whole,
        "unit": found["unit"],
        "read": told[0],
        "computed": told[1],
    }
    return _Slip(variant, values, found.span())


def _find_slack(change: "patterns.Match", by: str) -> Decimal:
    """By how much a change may be off where one of its figures is rounded."""
    figures = (by, change["base"], change["now"])
    if not any("." in figure for figure in figures):
        return Decimal(0)
    places = [Decimal(1).scaleb(-_count_decimals(figure)) for figure in figures]
    return places[0] * bool(by) + (places[1] + places[2]) / 2


def _list_with_before(own: Decimal, text: str, found: "patterns.Match") -> list[Decimal]:
    """A figure, those before it, and what they come to together: 上年结转3件，收到58件."""
    before = _list_before(text, found.start(), found["unit"])
    return [own, *before, *(own + one for one in before), own + sum(before)]


def _list_before(text: str, end: int, unit: str) -> list[Decimal]:
    """The figures in a unit that a text has before a place, and not far from it."""
    before = text[max(0, end - _LONGEST) : end]
    figures = _FIGURE.finditer(before)
    return [_read_decimal(one[0]) for one in figures if before.startswith(unit, one.end())]


def _find_lists(text: str, check: ListedParts) -> Iterator[_Listed]:
    figure = _make_figure(check.units)
    for total in figure.finditer(text) if patterns.has(check.opening, text) else ():
        opening = patterns.match(check.opening, text, total.end())
        if opening is None or not _read(total):
            continue
        begin = _find_clause(text, total.start())
        before = text[begin : total.start()]
        ways = check.ways if patterns.fullmatch(check.ways_of, before) else ""
        # 解读860条、公告56条，其中: of both together
        if figure.search(before) or (not ways and patterns.search(check.unless, before)):
            continue
        most = min(opening.end() + _LONGEST, len(text))
        end = text.find(_STOP, opening.end(), most)
        end = end if end >= 0 else most
        if "(" in opening.group():
            close = text.find(")", opening.end(), end)
            end = close if close >= 0 else end
        parts, whole = _read_parts(text[opening.end() : end], total, check, figure, ways)
        enough = len(parts) > 1 or any(part.share for part in parts)
        nested = ways and _has_nested(parts, _read(total))
        if enough and not nested and not _are_heads_all(parts, _read(total)):
            variant = "other" if whole else ""
            yield _Listed(_read(total), total["unit"], parts, variant, (begin, end))


def _find_lists_with_total_behind(text: str, check: ListedParts) -> Iterator[_Listed]:
    figure = _make_figure(check.units)
    for total in figure.finditer(text) if check.closing else ():
        least = max(0, total.start() - _LONGEST_CLOSING)
        end = max(text.rfind(mark, least, total.start()) for mark in ",;")
        begin = _find_clause(text, max(end, 0))
        members = text[begin : max(end, begin)].split("、")
        least = _FEWEST_BEFORE
        if begin == 0 or text[begin - 1] in "。:":
            least -= 1  # no part of it stands before its clause
        if len(members) < least or not _read(total):
            continue  # before the patterns, which few texts need
        found = [list(figure.finditer(member)) for member in members]
        if (
            all(len(own) == 1 and _ends_so(own[0], total["unit"]) for own in found)
            and patterns.fullmatch(check.closing, text[end : total.start()])
            and not patterns.search(check.unless, text[begin:end])
        ):
            parts = [_Part(_read(own)) for (own,) in found]
            more = _read(total) - sum(part.value for part in parts)
            if more in _list_before(text, begin, total["unit"]):
                continue  # 网站300条。微信12条、微博9条，合计321条
            yield _Listed(_read(total), total["unit"], parts, "behind", (begin, total.end()))


def _ends_so(figure: re.Match[str], unit: str) -> bool:
    """Whether a member ends in its figure, which has that unit."""
    return figure["unit"] == unit and figure.end() == len(figure.string)


def _read_parts(
    text: str, total: re.Match[str], check: ListedParts, figure: re.Pattern[str], ways: str
) -> tuple[list[_Part], bool]:
    """The parts, which are `ways` where there are such, and whether the last is all the rest and
    nothing in the list was left out.

    Where they have come to the total, the list is over: what follows is of something else
    (其中政策20条，动态300条，微信发布600条), or of the same once more (满意320条).
    """
    parts: list[_Part] = []
    rest, left = False, _read(total)
    plain = _ASIDE.sub(lambda aside: _read_aside(aside[1], check), text)
    begins = False
    for first, member in _list_members(plain):
        begins = begins or first
        share = patterns.fullmatch(check.share, member)
        if share is not None and parts:
            parts[-1].share = share["n"]
            continue
        found = list(figure.finditer(member))
        if not left or _is_over(member, check, ways if found else "") or len(found) > 1:
            break
        if not found and not any(map(str.isdigit, member)):
            continue  # 财政预算、决算信息公开2条: of a name that goes on
        if not found or found[0]["unit"] != total["unit"] or found[0].end() != len(member):
            break
        rest = patterns.match(check.rest, member, 0) is not None
        parts.append(_Part(_read(found[0]), first=begins))
        left, begins = left - parts[-1].value, False
    else:
        return parts, rest
    return parts, False


def _list_members(text: str) -> Iterator[tuple[bool, str]]:
    """The members of a list, and whether each stands behind a semicolon or begins the list."""
    for clause in text.split(";"):
        for i, member in enumerate(_BETWEEN.split(clause)):
            yield not i, member


def _read_aside(inside: str, check: ListedParts) -> str:
    """A bracket as what it says of the list: a percentage stands behind its part as a member."""
    return "" if patterns.fullmatch(check.share, inside) is None else f",{inside}"


def _has_nested(parts: Sequence[_Part], total: int) -> bool:
    """Whether a part may have parts of its own behind it: 线上15件，网站12件、邮箱3件，线下5件."""
    values = [part.value for part in parts]
    for begin, value in enumerate(values):
        for end in range(begin + 2, len(values) + 1):
            own = sum(values[begin + 1 : end])
            rest = sum(values) - own
            if own == value and (rest == total or (end > begin + 2 and rest < total)):
                return True
    return False


def _are_heads_all(parts: Sequence[_Part], total: int) -> bool:
    """Whether parts that come to more than the total are it without those that others have behind
    them: 复议7件，维持5件、其他1件、未审结1件；诉讼4件; 镇街60份，收回58份；部门40份，收回39份.
    """
    values = [part.value for part in parts]
    if sum(values) <= total:
        return False
    firsts = [part.value for part in parts if part.first]
    heads, at = 0, 0
    while at < len(values):
        heads += values[at]
        own, end = 0, at + 1
        while end < len(values) and own < values[at]:
            own += values[end]
            end += 1
        at = end if own == values[at] and end > at + 2 else at + 1
    return heads == total or (1 < len(firsts) < len(values) and sum(firsts) == total)


def _is_over(member: str, check: ListedParts, ways: str) -> bool:
    """Whether a list is over before a member: it lists parts of its own, is no way among `ways`,
    or tells how or where something was published, which may be so of the same more than once.
    """
    if patterns.match(check.opening, member, 0) is not None:
        return True
    if ways:
        return patterns.fullmatch(ways, member) is None
    return patterns.search(check.ends, member) is not None


@lru_cache(maxsize=4)
def _make_figure(units: tuple[str, ...]) -> re.Pattern[str]:
    """A number with its unit; one that is not exact (百余条) is none, nor one longer than
    any count: Python refuses to read thousands of digits.
    """
    longest = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    number = r"\d{1,3}(?:,\d{3}){1,4}|\d{1,15}"
    return re.compile(rf"(?<![\d.,])(?P<n>{number})(?P<unit>{longest})")


def _read_decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", ""))


def _read(figure: re.Match[str]) -> int:
    return int(figure["n"].replace(",", ""))


def _find_clause(text: str, at: int) -> int:
    """Where the clause begins that a place is in, or what is looked at of a long one."""
    least = max(0, at - _LONGEST_CLAUSE)
    return next((i for i in range(at, least, -1) if text[i - 1] in _CLAUSE), least)


PERCENTAGE = CheckKind(
    options=PercentageCheck,
    values=("text", "read", "part", "whole", "computed"),
    variants=make_variants(
        "share",
        "points",
        **dict.fromkeys(("growth", "direction", "base", "together"), ("label",)),
        order=("label", "other"),
    ),
    check=check_percentages,
)

LISTED_PARTS = CheckKind(
    options=ListedParts,
    values=("text", "total", "sum", "unit"),
    variants=make_variants(
        "more",
        "other",
        "behind",
        **dict.fromkeys(("share", "change"), ("part", "read", "computed")),
    ),
    check=check_listed_parts,
)
