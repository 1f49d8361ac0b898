"""What a report says of itself: title, period, contact, dates."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    make_say,
    read_options,
)
from gblint.checks.places import (
    call_zone,
    find_first_anchor,
    find_passage,
    find_preface_anchor,
    list_paragraphs,
    squeeze,
)
from gblint.document import Anchor
from gblint.findings import Correction, Say
from gblint.pack import (
    Case,
    Options,
    Zone,
    make_variants,
    name_zone,
    require_part,
)
from gblint.pack.model import FactSpecs, Pack, Rule, TitleSpec, list_checks
from gblint.report.facts import begins_above, flatten_once, judge_year
from gblint.report.model import Mention, Period, Report
from gblint.text import flatten, patterns, write_years_in_digits
from gblint.text.numerals import (
    DAY_IN_DIGITS,
    DAY_SIGN,
    FULL_DAY,
    MONTH_DAY,
    MONTH_SIGN,
    WRITTEN_YEAR,
    YEAR_SIGN,
    find_file_years,
    find_last_day,
    is_numeral,
    read_number,
    write_year_as,
)
from gblint.text.patterns import later


class TitleParts(Options, frozen=True, tag="title-parts"):
    """The title is there with organ and year (GB109). Variants: absent, incomplete."""


class TitleWording(Options, frozen=True, tag="title-wording"):
    """A title that is there is as the format has it.

    `find`: name (GB110; variants name, year), order (GB112; variants year_first, year_after,
    organ_after, head).
    """

    find: Literal["name", "order"]


_ORGAN = Say("机关名称", "organ")
_YEAR = Say("年份", "year")


def check_title_parts(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when there is no title, or one that lacks organ or year.

    Its name is told with them; alone it is for the rule on how a title is worded, if there is one.
    """
    spec, title = pack.title_line, report.title
    if spec is None:
        return
    expected, name = _say_expected(report, spec), Say(f"“{spec.name}”")
    if title is None:
        yield Hit(
            Place(find_first_anchor(report), 0, where=Say("标题", "Title")),
            {"read": "", "missing": (_ORGAN, _YEAR, name), "expected": expected},
            "absent",
        )
        return
    # whole but for its name, it is worded otherwise: that is the other rule's, if the pack has it
    whole = title.organ and title.year
    wordings = (check.find for _, check in list_checks(pack, TitleWording))
    named = title.named or (whole and "name" in wordings)
    parts = ((title.organ, _ORGAN), (title.year, _YEAR), (named, name))
    missing = tuple(part for given, part in parts if not given)
    if missing:
        values: dict[str, Measured] = {"read": title.text, "missing": missing, "expected": expected}
        yield Hit(Place(title.anchor, 0, text=title.text), values, "incomplete")


def check_title_wording(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when a title with organ and year has another name, or its parts in another order."""
    spec, title = pack.title_line, report.title
    if spec is None or title is None or not (title.organ and title.year):
        return
    if read_options(rule, TitleWording).find == "name":
        variant = "name" if not title.named else "year" if title.bare_year else ""
    else:
        variant = "head" if title.in_head else title.order
    if variant:
        values: dict[str, Measured] = {
            "read": title.text,
            "name": title.name,
            "right": spec.name,
            "year": title.year or "",
            "expected": _say_expected(report, spec),
        }
        yield Hit(Place(title.anchor, 0, text=title.text), values, variant)


def _say_expected(report: Report, spec: TitleSpec) -> Say:
    """The title as the format has it, with what is known of this report."""
    year = report.year
    zh, en = (
        spec.year_as.replace("{year}", str(year or unknown)).replace(
            "{next_year}", str(year + 1 if year else unknown)
        )
        for unknown in ("（年份）", "(year)")
    )
    return Say(
        f"{report.organ or '（机关名称）'}{zh}{spec.name}",
        f"{report.organ or '(organ)'}{en}{spec.name}",
    )


TITLE_PARTS = CheckKind(
    options=TitleParts,
    references=lambda _: (require_part("title_line"),),
    values=("read", "missing", "expected"),
    variants=make_variants("absent", "incomplete"),
    check=check_title_parts,
)

TITLE_WORDING = CheckKind(
    options=TitleWording,
    finds=(
        "a title in other words (`find: name`) or with its parts in another order (`find: order`)"
    ),
    references=lambda _: (require_part("title_line"),),
    values=("read", "name", "right", "year", "expected"),
    option="find",
    cases={
        "name": Case(variants=make_variants("name", "year")),
        "order": Case(variants=make_variants("year_first", "year_after", "organ_after", "head")),
    },
    check=check_title_wording,
)


class FactPresence(Options, frozen=True, tag="fact-presence"):
    """A fact of the report is given at all (GB401 period, GB403 contact), or in a `zone`."""

    fact: Literal["period", "contact"]
    zone: Zone = "report"


class ContactCheck(Options, frozen=True, tag="contact"):
    """The contact has its parts (GB404), and none that cannot be one.

    Variants: no_phone, no_address, no_post, no_mail, bad_phone, bad_post, bad_mail.
    """

    stops_without = ("contact",)

    parts: tuple[Literal["phone", "address", "post", "mail"], ...] = ("phone", "address")


class DeadlineCheck(Options, frozen=True, tag="deadline"):
    """The publication date is not after the deadline of the organ's level (GB408)."""

    stops_without = ("published", "level", "year")


class PeriodCheck(Options, frozen=True, tag="period"):
    """The period is the report's whole year, and title, period and file name agree (GB402).

    The year is that of the pack (`facts.year_begins`): of a school year the file may have either.
    With `days: false` a year alone is a period as well.

    Variants: dates, year_only, title_year, title, either, file_year.
    """

    stops_without = ("period",)

    days: bool = True


class DatesCheck(Options, frozen=True, tag="dates"):
    """No date that cannot be (GB410). Variants: impossible, premature."""

    limited_without = ("published",)


def check_fact_presence(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit when the report does not give the fact, or not where it is to be."""
    check, facts = read_options(rule, FactPresence), report.facts
    contact = facts.contact
    found = (*contact.phones, *contact.addresses, *contact.mails)
    if check.fact == "period":
        found = () if facts.period is None else (facts.period.found,)
    values: dict[str, Measured] = {}
    if check.zone != "report":
        values["zone"] = call_zone(report, pack, check.zone)
    # with a zone the rule is on where it stands; that it is absent is told by the rule without one
    asked = [(one.fact, one.zone) for _, one in list_checks(pack, FactPresence)]
    if not found and values and (check.fact, "report") in asked:
        return  # another rule says that it is absent
    if not found:
        yield Hit(Place(find_preface_anchor(report), 0, where=Say("前言", "Preface")), values)
    elif values:
        lines = {paragraph.anchor for paragraph, _ in list_paragraphs(report, check.zone)}
        if not any(mention.anchor in lines for mention in found):
            yield Hit(_make_place(found[0]), values)


def check_contact(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each part that a given contact lacks, and for each that cannot be one.

    A rule that asks for other parts alone does not look at telephones.
    """
    given, spec = report.facts.contact, pack.facts.contact
    if spec is None or not given.is_given():
        return
    parts = {
        "phone": given.phones,
        "address": given.addresses,
        "post": given.posts,
        "mail": given.mails,
    }
    first = min((f for mentions in parts.values() for f in mentions), key=lambda f: f.anchor.line)
    asked = read_options(rule, ContactCheck).parts
    for part in asked:
        if not parts[part]:
            yield Hit(_make_place(first), {"phone": "", "value": ""}, f"no_{part}")
    seen: set[str] = set()
    for phone in given.phones if not asked or "phone" in asked else ():
        if phone.value in seen or not spec.phone_valid:  # the same one stands in head and foot
            continue
        seen.add(phone.value)
        is_known = any(patterns.is_whole(form, phone.value) for form in spec.numbers if form)
        if not is_known and not patterns.is_whole(spec.phone_valid, phone.value):
            yield _make_contact_hit(phone, "bad_phone")
    posts = {one.value: one for one in given.posts if len(one.value) != _POST_DIGITS}
    mails = {one.value: one for one in given.mails if "@" not in one.value}
    yield from (_make_contact_hit(one, "bad_post") for one in posts.values())
    yield from (_make_contact_hit(one, "bad_mail") for one in mails.values())


_POST_DIGITS = 6


def _make_contact_hit(mention: Mention, variant: str) -> Hit:
    written = find_passage(mention.text, mention.value)
    values: dict[str, Measured] = {"phone": written, "value": written}
    return Hit(_make_place(mention), values, variant)


def check_deadline(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit when the report was published after its organ's deadline, also by its period."""
    published, stated = report.facts.published, report.facts.period
    years = [year for year in (report.year, stated and stated.year) if year]
    name, last = find_deadline(report.level, max(years, default=None), pack.facts)
    if published is None or last is None:
        return
    late = (date.fromisoformat(published.value) - last).days
    if late > 0:
        values: dict[str, Measured] = {
            "published": published.value,
            "deadline": last.isoformat(),
            "level": name,
            "days": late,
        }
        yield Hit(_make_place(published), values)


def find_deadline(level: str, year: int | None, spec: FactSpecs) -> tuple[Say, date | None]:
    """A level of administration in words, and the last day for its reports of a year."""
    name, day = Say("层级不明的机关", "an organ of unknown level"), spec.last_deadline
    known = next((one for one in spec.levels if one.key == level), None)
    if known is not None:
        name, day = make_say(known.name), known.deadline
    return name, None if year is None else _make_day(year + 1, day)


def _make_day(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, find_last_day(year, month) or day))  # a pack may say 02-29


def _make_place(mention: Mention) -> Place:
    return Place(mention.anchor, mention.section, text=mention.text)


_NO_DAY = Say("不存在的日期", "a day that does not exist")


def _find_days(year: int, begins: str) -> tuple[date, date]:
    """The first and the last day of the year that a report is on, which begins at MM-DD."""
    return _make_day(year, begins), _make_day(year + 1, begins) - timedelta(days=1)


def check_period(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """At most one hit for the period itself, and one for the name of the file."""
    stated, begins = report.facts.period, pack.facts.year_begins
    title_year = report.title.year if report.title is not None else None
    variant = "" if stated is None else _find_period_fault(stated, title_year, begins)
    days = read_options(rule, PeriodCheck).days
    if variant == "title_year":
        judged = judge_year(report.title, report.facts, report.preface, report.sections, pack.facts)
        variant = variant if judged.wrong == "period" else judged.wrong
    if stated is not None and variant and (variant != "year_only" or days):
        place, correction = _make_place(stated.found), None
        if variant == "title_year":
            correction = _correct_year(report, stated, title_year, begins)
        elif variant == "title" and report.title is not None:
            place = Place(report.title.anchor, 0, text=report.title.text)
            correction = _correct_title(report, title_year, stated.year)
        values = _list_period_values(report, stated)
        yield Hit(place, values, variant, correction=correction)
    # a file of a school year is named by either of its years, or by both
    years = find_file_years(report.file_name)
    known = {year for year in (title_year, stated and stated.year) if year}
    known |= {_find_days(year, begins)[1].year for year in known}
    if years and known and not years & known:
        yield _make_file_hit(report, stated, max(years))


def _correct_year(
    report: Report, stated: Period, due: int | None, begins: str
) -> Correction | None:
    """The title's year in the period, where the days are those of one whole other year."""
    read = find_passage(stated.found.text, stated.found.value)
    whole = (stated.start, stated.end) == _find_days(stated.year, begins)
    years = [match.group() for match in WRITTEN_YEAR.finditer(read)]
    if not whole or due is None or not years:
        return None
    # a period over two years, or one with a digit lost, may be meant otherwise
    plain = {write_years_in_digits(flatten(f"{year}{YEAR_SIGN}"))[:4] for year in years}
    if plain != {str(stated.year)}:
        return None
    new = WRITTEN_YEAR.sub(lambda match: write_year_as(due, match.group()), read)
    for paragraph, _ in list_paragraphs(report, "report"):
        if paragraph.anchor == stated.found.anchor and paragraph.shown.count(read) == 1:
            begin = paragraph.shown.find(read)
            return correct_all([correct_passage(paragraph, begin, read, new, safe=False)])
    return None


def _correct_title(report: Report, wrong: int | None, due: int) -> Correction | None:
    """The period's year in the title, where that stands there once."""
    found = [
        (paragraph, match)
        for paragraph, _ in list_paragraphs(report, "title")
        for match in WRITTEN_YEAR.finditer(paragraph.shown)
    ]
    if len(found) != 1:
        return None
    paragraph, match = found[0]
    read = match.group()
    if write_years_in_digits(flatten(f"{read}{YEAR_SIGN}"))[:4] != str(wrong):
        return None
    new = write_year_as(due, read)
    return correct_all([correct_passage(paragraph, match.start(), read, new, safe=False)])


def _find_period_fault(stated: Period, title_year: int | None, begins: str) -> str:
    whole = (stated.start, stated.end) == _find_days(stated.year, begins)
    if stated.ranged and not whole:
        return "dates"
    if title_year is not None and stated.year != title_year:
        return "title_year"
    return "" if stated.ranged else "year_only"


def _make_file_hit(report: Report, stated: Period | None, year: int) -> Hit:
    title = report.title
    place = Place(find_preface_anchor(report), 0, where=Say("文件名", "File name"))
    if title is not None:
        place = Place(title.anchor, 0, text=title.text)
    return Hit(place, {**_list_period_values(report, stated), "file_year": year}, "file_year")


def _list_period_values(report: Report, stated: Period | None) -> dict[str, Measured]:
    return {
        "read": find_passage(stated.found.text, stated.found.value) if stated else "",
        "start": _write_day(stated.start) if stated else "",
        "end": _write_day(stated.end) if stated else "",
        "year": report.year or "",
        "period_year": stated.year if stated else "",
        "in_title": (report.title.year if report.title else None) or "",
        "file_year": "",
    }


def _write_day(day: date | None) -> Measured:
    return day.isoformat() if day else _NO_DAY


_LEAP = 2000
"""The year of a day that is written without one: it may have been a leap year."""


def check_dates(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit for each impossible day of the text, and for a date before the year's end.

    A day of the period is another rule's finding.
    """
    period = report.facts.period
    seen: set[tuple[Anchor, str]] = set()
    for mention in (*_find_impossible(report), *report.facts.impossible):
        # what of a date is the same however it is written, with digits at least
        key = mention.anchor, "".join(filter(str.isdigit, mention.value)) or mention.value
        if key in seen:
            continue
        seen.add(key)
        own = period.found if period is not None else None
        if own is None or mention.anchor != own.anchor or mention.value not in own.value:
            yield _make_date_hit(mention, "impossible", report.year, pack)
    yield from _find_premature(report, pack)


def _find_impossible(report: Report) -> Iterator[Mention]:
    for paragraph, section in list_paragraphs(report, "report"):
        if MONTH_SIGN not in paragraph.text:
            continue
        text = write_years_in_digits(flatten_once(paragraph.shown))
        # a class of Chinese numerals is slow to compile, and few texts need it
        for match in (MONTH_DAY if _has_chinese_day(text) else DAY_IN_DIGITS).finditer(text):
            year, month, day = (read_number(match, group) for group in ("y", "m", "d"))
            if not 1 <= (day or 0) <= (find_last_day(year or _LEAP, month or 0) or 0):
                yield Mention(match.group(), paragraph.shown, paragraph.anchor, section)
        for match in _NO_MONTH.finditer(text):
            yield Mention(match.group(), paragraph.shown, paragraph.anchor, section)


_NO_MONTH = later(
    rf"(?<!\d)(?:19|20)\d\d\s*{YEAR_SIGN}\s*(?:00?|1[3-9]|[2-9]\d)\s*{MONTH_SIGN}(?!\s*\d)"
)
"""A month of a year that has none such; with a day behind it, it is a day that cannot be."""


def _has_chinese_day(text: str) -> bool:
    """Whether a month or a day stands in Chinese numerals: few texts have one."""
    parts = (*text.split(MONTH_SIGN)[:-1], *text.split(DAY_SIGN)[:-1])
    return any(is_numeral(before.rstrip()[-1:]) for before in parts)


def _find_premature(report: Report, pack: Pack) -> Iterator[Hit]:
    """Dates of publication or signature on which the year of the report was not over.

    Where title and period are of different years the earlier counts, and the days of the period
    are none of these: they may stand alone on a line, in a section one that ends what is before it.
    """
    period = report.facts.period
    years = [year for year in (report.year, period.year if period else None) if year]
    if not years:
        return
    # a wrong year in the title alone must not make every date of the report premature
    year = min(years)
    end = _find_days(year, pack.facts.year_begins)[1]
    bounds = {period.start, period.end} if period is not None else set()
    seen: set[str] = set()
    for mention in report.facts.dated:
        day = date.fromisoformat(mention.value)
        of_period = day in bounds and begins_above(mention, report.sections, pack.prose.links.to)
        if day <= end and not of_period and mention.value not in seen:
            seen.add(mention.value)
            yield _make_date_hit(mention, "premature", year, pack)


def _make_date_hit(mention: Mention, variant: str, year: int | None, pack: Pack) -> Hit:
    after = _find_days(year, pack.facts.year_begins)[1] + timedelta(days=1) if year else None
    values: dict[str, Measured] = {
        "read": find_passage(mention.text, _find_as_written(mention)),
        "year": year or "",
        "after": Say(f"{after.year}年{after.month}月{after.day}日", f"{after.day} {after:%B %Y}")
        if after
        else "",
    }
    return Hit(_make_place(mention), values, variant)


def _find_as_written(mention: Mention) -> str:
    """A date as its text has it, squeezed; the value where it does not have it."""
    for match in FULL_DAY.finditer(write_years_in_digits(squeeze(mention.text))):
        y, m, d = (read_number(match, group) or 0 for group in ("y", "m", "d"))
        if f"{y:04}-{m:02}-{d:02}" == mention.value:
            return match.group()
    return mention.value


FACT_PRESENCE = CheckKind(
    options=FactPresence,
    finds="no period, no contact, or none in a zone",
    references=lambda one: (require_part(f"facts.{one.fact}"), *name_zone(one)),
    values=("zone",),
    option="zone",
    cases={"report": Case(values=())},
    check=check_fact_presence,
)

CONTACT = CheckKind(
    options=ContactCheck,
    references=lambda _: (require_part("facts.contact"),),
    values=("phone", "value"),
    variants=make_variants(
        "no_phone", "no_address", "no_post", "no_mail", "bad_phone", "bad_post", "bad_mail"
    ),
    check=check_contact,
)

DEADLINE = CheckKind(
    options=DeadlineCheck,
    references=lambda _: (require_part("facts.published"),),
    values=("published", "deadline", "level", "days"),
    check=check_deadline,
)

PERIOD = CheckKind(
    options=PeriodCheck,
    references=lambda _: (require_part("facts.period"),),
    values=("read", "start", "end", "year", "period_year", "in_title", "file_year"),
    variants=make_variants("dates", "year_only", "title_year", "title", "either", "file_year"),
    check=check_period,
)

DATES = CheckKind(
    options=DatesCheck,
    finds="days that no calendar has, publication before the year's end",
    references=lambda _: (require_part("facts.published"),),
    values=("read", "year", "after"),
    variants=make_variants("impossible", "premature"),
    check=check_dates,
)
