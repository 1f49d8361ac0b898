"""Facts that a report must give: period, contact, dates; that they are given, and can be."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    as_say,
    correct_all,
    correct_passage,
    options,
)
from gblint.checks.places import (
    find_passage,
    find_preface_anchor,
    find_zone_heading,
    paragraphs,
    squeeze,
    zone_name,
)
from gblint.document import Anchor
from gblint.findings import Correction, Say
from gblint.pack import Case, Options, Reference, Zone, name_zone, needed_part, variants
from gblint.pack.model import FactSpecs, Pack, Rule
from gblint.report.facts import flatten_once
from gblint.report.model import Contact, Mention, Period, Report
from gblint.text import arabic_years, flatten, patterns
from gblint.text.numerals import (
    DAY_IN_DIGITS,
    DAY_SIGN,
    FULL_DAY,
    MONTH_DAY,
    MONTH_SIGN,
    WRITTEN_YEAR,
    YEAR_SIGN,
    file_years,
    is_numeral,
    last_day,
    read_number,
    write_year_as,
)


class FactPresence(Options, frozen=True, tag="fact-presence"):
    """A fact of the report is given at all (GB401 period, GB403 contact), or in a `zone`."""

    fact: Literal["period", "contact"]
    zone: Zone = "report"


class ContactCheck(Options, frozen=True, tag="contact"):
    """The contact has its parts (GB404). Variants: no_phone, no_address, bad_phone."""

    stops_without = ("contact",)

    parts: tuple[Literal["phone", "address", "post", "mail"], ...] = ("phone", "address")


class DeadlineCheck(Options, frozen=True, tag="deadline"):
    """The publication date is not after the deadline of the organ's level (GB408)."""

    stops_without = ("published", "level", "year")


class PeriodCheck(Options, frozen=True, tag="period"):
    """The period is the report's whole year, and title, period and file name agree (GB402).

    The year is that of the pack (`facts.year_begins`): of a school year the file may have either.
    With `days: false` a year alone is a period as well.

    Variants: dates, year_only, title_year, file_year.
    """

    stops_without = ("period",)

    days: bool = True


class DatesCheck(Options, frozen=True, tag="dates"):
    """No date that cannot be (GB410). Variants: impossible, premature."""

    limited_without = ("published",)


_PARTS = {"phone": "no_phone", "address": "no_address", "post": "no_post", "mail": "no_mail"}
"""The parts of a contact, and the variant that says one is absent."""


def fact_presence(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit when the report does not give the fact, or not where it is to be."""
    check, facts = options(rule, FactPresence), report.facts
    if check.fact == "period":
        found: Sequence[Mention] = () if facts.period is None else (facts.period.found,)
    else:
        parts = _contact_parts(facts.contact)
        found = (*parts["phone"], *parts["address"], *parts["mail"])
    values: dict[str, Measured] = {}
    if check.zone != "report":
        values["zone"] = zone_name(check.zone, find_zone_heading(report, pack, check.zone))
    if not found and values and _is_asked_for(pack, check.fact):
        return  # another rule says that it is absent
    if not found:
        yield Hit(Place(find_preface_anchor(report), 0, where=Say("前言", "Preface")), values)
    elif values:
        lines = {paragraph.anchor for paragraph, _ in paragraphs(report, check.zone)}
        if not any(mention.anchor in lines for mention in found):
            yield Hit(_place(found[0]), values)


def _is_asked_for(pack: Pack, fact: str) -> bool:
    """Whether a rule of the pack asks for a fact wherever it stands."""
    checks = (rule.check for rule in pack.rules)
    return any(
        isinstance(one, FactPresence) and (one.fact, one.zone) == (fact, "report") for one in checks
    )


def contact(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each part that a given contact lacks, and for each impossible telephone.

    A rule that asks for other parts alone does not look at telephones.
    """
    given, spec = report.facts.contact, pack.facts.contact
    if spec is None or not given.is_given():
        return
    parts = _contact_parts(given)
    first = min((f for found in parts.values() for f in found), key=lambda f: f.anchor.line)
    asked = options(rule, ContactCheck).parts
    for part in asked:
        if not parts[part]:
            yield Hit(_place(first), {"phone": ""}, _PARTS[part])
    seen: set[str] = set()
    for phone in given.phones if not asked or "phone" in asked else ():
        if phone.value in seen or not spec.phone_valid:
            continue
        seen.add(phone.value)
        known = spec.number and patterns.fullmatch(spec.number, phone.value)
        if not known and not patterns.fullmatch(spec.phone_valid, phone.value):
            yield Hit(_place(phone), {"phone": find_passage(phone.text, phone.value)}, "bad_phone")


def _contact_parts(contact: Contact) -> dict[str, tuple[Mention, ...]]:
    return {
        "phone": contact.phones,
        "address": contact.addresses,
        "post": contact.posts,
        "mail": contact.mails,
    }


def deadline(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit when the report was published after the deadline of its organ's level."""
    published = report.facts.published
    if published is None or report.year is None:
        return
    name, last = find_deadline(report.level, report.year, pack.facts)
    made = date.fromisoformat(published.value)
    if last is not None and made > last:
        yield Hit(
            _place(published),
            {
                "published": published.value,
                "deadline": last.isoformat(),
                "level": name,
                "days": (made - last).days,
            },
        )


def find_deadline(level: str, year: int | None, spec: FactSpecs) -> tuple[Say, date | None]:
    """A level of administration in words, and the last day for its reports of a year."""
    name, day = _deadline(level, spec)
    return name, None if year is None else _day_in(year + 1, day)


def _deadline(level: str, spec: FactSpecs) -> tuple[Say, str]:
    for known in spec.levels:
        if known.key == level:
            return as_say(known.name), known.deadline
    return Say("层级不明的机关", "an organ of unknown level"), spec.last_deadline


def _day_in(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, last_day(year, month) or day))


def _place(found: Mention) -> Place:
    return Place(found.anchor, found.section, text=found.text)


def _named_fact(options: FactPresence) -> Iterator[Reference]:
    yield needed_part(f"facts.{options.fact}")
    yield from name_zone(options)


_NO_DAY = Say("不存在的日期", "a day that does not exist")


def _find_days(year: int, begins: str) -> tuple[date, date]:
    """The first and the last day of the year that a report is on, which begins at MM-DD."""
    return _day_in(year, begins), _day_in(year + 1, begins) - timedelta(days=1)


def period(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """At most one hit for the period itself, and one for the name of the file."""
    stated, begins = report.facts.period, pack.facts.year_begins
    title_year = report.title.year if report.title is not None else None
    if stated is not None:
        variant = _period_fault(stated, title_year, begins)
        if variant and (variant != "year_only" or options(rule, PeriodCheck).days):
            found = stated.found
            place = Place(found.anchor, found.section, text=found.text)
            values = _period_values(report, stated)
            correct = variant == "title_year"
            made = _correct_year(report, stated, title_year, begins) if correct else None
            yield Hit(place, values, variant, correction=made)
    years = file_years(report.file_name)
    known = {year for year in (title_year, stated and stated.year) if year}
    known |= {_find_days(year, begins)[1].year for year in known}
    if years and known and not years & known:
        yield _file_hit(report, stated, max(years))


def _correct_year(
    report: Report, stated: Period, due: int | None, begins: str
) -> Correction | None:
    """The title's year in the period, where the days are those of one whole other year."""
    read = find_passage(stated.found.text, stated.found.value)
    whole = (stated.start, stated.end) == _find_days(stated.year, begins)
    years = [match.group() for match in WRITTEN_YEAR.finditer(read)]
    if not whole or due is None or not years:
        return None
    if any(arabic_years(flatten(f"{year}{YEAR_SIGN}"))[:4] != str(stated.year) for year in years):
        return None
    new = WRITTEN_YEAR.sub(lambda match: write_year_as(due, match.group()), read)
    for paragraph, _ in paragraphs(report, "report"):
        if paragraph.anchor == stated.found.anchor and paragraph.shown.count(read) == 1:
            begin = paragraph.shown.find(read)
            return correct_all([correct_passage(paragraph, begin, read, new, safe=False)])
    return None


def _period_fault(stated: Period, title_year: int | None, begins: str) -> str:
    whole = (stated.start, stated.end) == _find_days(stated.year, begins)
    if stated.ranged and not whole:
        return "dates"
    if title_year is not None and stated.year != title_year:
        return "title_year"
    return "" if stated.ranged else "year_only"


def _file_hit(report: Report, stated: Period | None, year: int) -> Hit:
    title = report.title
    place = (
        Place(find_preface_anchor(report), 0, where=Say("文件名", "File name"))
        if title is None
        else Place(title.anchor, 0, text=title.text)
    )
    return Hit(place, {**_period_values(report, stated), "file_year": year}, "file_year")


def _period_values(report: Report, stated: Period | None) -> dict[str, Measured]:
    values: dict[str, Measured] = {
        "read": find_passage(stated.found.text, stated.found.value) if stated else "",
        "start": _iso_day(stated.start) if stated else "",
        "end": _iso_day(stated.end) if stated else "",
        "year": report.year or "",
        "period_year": stated.year if stated else "",
        "file_year": "",
    }
    return values


def _iso_day(day: date | None) -> Measured:
    return day.isoformat() if day else _NO_DAY


_LEAP = 2000
"""The year of a day that is written without one: it may have been a leap year."""


def dates(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit for each impossible day of the text, and for a date before the year's end.

    A day of the period is another rule's finding.
    """
    period = report.facts.period
    own = (period.found.anchor, period.found.value) if period is not None else None
    told: set[tuple[Anchor, str]] = set()
    for found in (*_find_impossible(report), *report.facts.impossible):
        if (found.anchor, _bare(found.value)) in told:
            continue
        told.add((found.anchor, _bare(found.value)))
        if own is None or found.anchor != own[0] or found.value not in own[1]:
            yield _date_hit(found, "impossible", report.year, pack)
    yield from _find_premature(report, pack)


def _find_impossible(report: Report) -> Iterator[Mention]:
    for paragraph, section in paragraphs(report, "report"):
        if MONTH_SIGN not in paragraph.text:
            continue
        text = arabic_years(flatten_once(paragraph.shown))
        for match in (MONTH_DAY if _has_chinese_day(text) else DAY_IN_DIGITS).finditer(text):
            year, month, day = (read_number(match, group) for group in ("y", "m", "d"))
            if not 1 <= (day or 0) <= (last_day(year or _LEAP, month or 0) or 0):
                yield Mention(match.group(), paragraph.shown, paragraph.anchor, section)


def _has_chinese_day(text: str) -> bool:
    """Whether a month or a day stands in Chinese numerals: few texts have one."""
    parts = (*text.split(MONTH_SIGN)[:-1], *text.split(DAY_SIGN)[:-1])
    return any(is_numeral(before.rstrip()[-1:]) for before in parts)


def _find_premature(report: Report, pack: Pack) -> Iterator[Hit]:
    """Dates of publication or signature on which the year of the report was not over.

    Where title and period are of different years the earlier counts, and the days of the period
    are none of these: they may stand alone on a line.
    """
    period = report.facts.period
    years = [year for year in (report.year, period.year if period else None) if year]
    if not years:
        return
    year = min(years)
    end = _find_days(year, pack.facts.year_begins)[1]
    bounds = {period.start, period.end} if period is not None else set()
    told: set[str] = set()
    for found in report.facts.dated:
        day = date.fromisoformat(found.value)
        if day <= end and day not in bounds and found.value not in told:
            told.add(found.value)
            yield _date_hit(found, "premature", year, pack)


def _date_hit(found: Mention, variant: str, year: int | None, pack: Pack) -> Hit:
    after = _find_days(year, pack.facts.year_begins)[1] + timedelta(days=1) if year else None
    values: dict[str, Measured] = {
        "read": find_passage(found.text, _date_as_written(found)),
        "year": year or "",
        "after": _name_day(after) if after else "",
    }
    return Hit(Place(found.anchor, found.section, text=found.text), values, variant)


def _name_day(day: date) -> Say:
    return Say(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")


def _date_as_written(found: Mention) -> str:
    """A date as its text has it, squeezed; the value where it does not have it."""
    for match in FULL_DAY.finditer(arabic_years(squeeze(found.text))):
        numbers = (read_number(match, group) or 0 for group in ("y", "m", "d"))
        if "{:04}-{:02}-{:02}".format(*numbers) == found.value:
            return match.group()
    return found.value


def _bare(text: str) -> str:
    """What of a date is the same however it is written, with digits at least."""
    return "".join(char for char in text if char.isdigit()) or text


FACT_PRESENCE = CheckKind(
    options=FactPresence,
    finds="no period, no contact, or none in a zone",
    references=_named_fact,
    values=("zone",),
    option="zone",
    cases={"report": Case(values=())},
    check=fact_presence,
)


CONTACT = CheckKind(
    options=ContactCheck,
    finds="parts of the contact",
    references=lambda _: (needed_part("facts.contact"),),
    values=("phone",),
    variants=variants("no_phone", "no_address", "no_post", "no_mail", "bad_phone"),
    check=contact,
)


DEADLINE = CheckKind(
    options=DeadlineCheck,
    finds="published after the deadline",
    references=lambda _: (needed_part("facts.published"),),
    values=("published", "deadline", "level", "days"),
    check=deadline,
)


PERIOD = CheckKind(
    options=PeriodCheck,
    finds="not the whole year; years that disagree",
    references=lambda _: (needed_part("facts.period"),),
    values=("read", "start", "end", "year", "period_year", "file_year"),
    variants=variants("dates", "year_only", "title_year", "file_year"),
    check=period,
)


DATES = CheckKind(
    options=DatesCheck,
    finds="days that no calendar has, publication before the year's end",
    references=lambda _: (needed_part("facts.published"),),
    values=("read", "year", "after"),
    variants=variants("impossible", "premature"),
    check=dates,
)
