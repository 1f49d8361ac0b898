"""Facts that a report must give: period, contact, date of publication."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from gblint.checks.facts import ContactCheck, DeadlineCheck, FactPresence, PeriodCheck
from gblint.document import Anchor
from gblint.report.model import Contact, Facts, Mention, Period, Title
from gblint.text.numerals import find_file_years
from tests.builder.by_hand import PACK, TITLE, find, report, told, variants, whole

FOUND = Mention("2023年1月1日至12月31日", "统计期限为2023年1月1日至12月31日。", Anchor(3), 0)
WHOLE = Period(FOUND, 2023, date(2023, 1, 1), date(2023, 12, 31))
PHONE = Mention("12345678", "电话：12345678", Anchor(4), 0)
ADDRESS = Mention("示例路1号", "地址：示例路1号", Anchor(5), 4)

PERIODS = variants("dates", "year_only", "title_year", "file_year")


def period(stated: Period | None, *, file_name: str = "", title: Title | None = TITLE) -> list[str]:
    checked = report(title=title, facts=Facts(stated), file_name=file_name)
    if title is None and stated:
        checked = msgspec.structs.replace(checked, year=stated.year)
    return told(find(checked, PeriodCheck(), variants=PERIODS))


def test_facts_that_are_not_given() -> None:
    bare = report(preface=("前言。",))
    for fact in ("period", "contact"):
        findings = find(bare, FactPresence(fact))
        assert [(f.location.section, f.location.line) for f in findings] == [(0, 2)]
        assert findings[0].location.where.zh == "前言"
    given = report(facts=Facts(WHOLE, Contact(phones=(PHONE,))))
    assert not find(given, FactPresence("period"))
    assert not find(given, FactPresence("contact"))
    assert find(report(facts=Facts(WHOLE)), FactPresence("contact"))
    assert find(report(facts=Facts(contact=Contact(phones=(PHONE,)))), FactPresence("period"))


def test_a_period_of_the_reports_year() -> None:
    assert not period(WHOLE)
    assert not period(WHOLE, title=None)
    assert not period(None)


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        (Period(FOUND, 2023, date(2023, 1, 1), date(2023, 11, 30)), "dates"),
        (Period(FOUND, 2023, date(2023, 1, 2), date(2023, 12, 31)), "dates"),
        (Period(FOUND, 2023, date(2023, 1, 1), None), "dates"),
        (Period(FOUND, 2022, date(2022, 1, 1), date(2023, 12, 31)), "dates"),
        (Period(FOUND, 2023, ranged=False), "year_only"),
        (Period(FOUND, 2022, ranged=False), "title_year"),
        (Period(FOUND, 2022, date(2022, 1, 1), date(2022, 12, 31)), "title_year"),
    ],
)
def test_one_fault_of_a_period_is_one_finding(stated: Period, fault: str) -> None:
    assert period(stated) == [fault]


def test_what_the_finding_says() -> None:
    stated = Period(FOUND, 2023, date(2023, 1, 1), None)
    finding = find(
        report(facts=Facts(stated)),
        PeriodCheck(),
        variants={"dates": "{read}|{start}|{end}|{year}|{period_year}"},
    )[0]
    assert finding.message.zh == "2023年1月1日至12月31日|2023-01-01|不存在的日期|2023|2023"
    assert finding.message.en == ""
    assert (finding.location.line, finding.location.text) == (3, FOUND.text)


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("示例市2023年年报.docx", {2023}),
        ("2022/示例市2023年年报.docx", {2023}),
        ("C:\\2022\\年报2023.docx", {2023}),
        ("2022年度和2023年度.docx", {2022, 2023}),
        ("20240115-年报.docx", set()),
        ("2024-01-15年报.docx", set()),
        ("2024年1月15日发布.docx", set()),
        ("国办公开办函〔2021〕30号.docx", set()),
        ("001_d2023ae3b1d50a6f0.txt", set()),
        ("年报.docx", set()),
        ("", set()),
    ],
)
def test_years_of_file_names(name: str, years: set[int]) -> None:
    assert find_file_years(name) == years


@pytest.mark.parametrize(
    ("name", "stated", "faults"),
    [
        ("2022年.docx", WHOLE, ["file_year"]),
        ("2022年.docx", None, ["file_year"]),
        ("2023年.docx", WHOLE, []),
        ("2022-2023年.docx", WHOLE, []),
        ("2022年.docx", Period(FOUND, 2022, date(2022, 1, 1), date(2022, 12, 31)), ["title_year"]),
        ("2020年.docx", Period(FOUND, 2023, ranged=False), ["file_year", "year_only"]),
    ],
)
def test_the_year_of_the_file(name: str, stated: Period | None, faults: list[str]) -> None:
    assert sorted(period(stated, file_name=name)) == faults


def test_the_year_of_the_file_without_a_year_in_the_report() -> None:
    assert not period(None, file_name="2022年.docx", title=None)


CONTACTS = variants("no_phone", "no_address", "no_post", "no_mail", "bad_phone")


@pytest.mark.parametrize(
    ("contact", "faults"),
    [
        (Contact(), []),
        (Contact(phones=(PHONE,), addresses=(ADDRESS,)), []),
        (Contact(phones=(PHONE,)), ["no_address"]),
        (Contact(addresses=(ADDRESS,)), ["no_phone"]),
        (Contact(mails=(Mention("a@b.cn", "", Anchor(9)),)), ["no_address", "no_phone"]),
    ],
)
def test_the_parts_of_a_contact(contact: Contact, faults: list[str]) -> None:
    findings = find(report(facts=Facts(contact=contact)), ContactCheck(), variants=CONTACTS)
    assert sorted(told(findings)) == faults


def test_a_part_that_is_absent_is_missed_where_the_contact_begins() -> None:
    mail = Mention("a@b.cn", "邮箱", Anchor(9), 4)
    contact = Contact(phones=(PHONE,), mails=(mail,))
    findings = find(report(facts=Facts(contact=contact)), ContactCheck())
    assert [f.location.line for f in findings] == [4]


def test_other_parts_may_be_asked_for() -> None:
    checked = report(facts=Facts(contact=Contact(phones=(PHONE,))))
    check = ContactCheck(parts=("post", "mail"))
    assert told(find(checked, check, variants=CONTACTS)) == ["no_post", "no_mail"]


def test_each_phone_that_cannot_be_one_is_named_once() -> None:
    bad = [
        Mention(value, value, Anchor(line), 0)
        for value, line in (("123", 6), ("45", 7), ("123", 8))
    ]
    contact = Contact(phones=(PHONE, *bad), addresses=(ADDRESS,))
    findings = find(
        report(facts=Facts(contact=contact)), ContactCheck(), variants={"bad_phone": "{phone}"}
    )
    assert [(f.message.zh, f.location.line) for f in findings] == [("123", 6), ("45", 7)]


def test_a_postcode_and_a_mail_address_that_cannot_be_one() -> None:
    posts = [Mention(value, value, Anchor(6), 0) for value in ("16300", "163000", "16300")]
    mails = [Mention(value, value, Anchor(7), 0) for value in ("a.b.cn", "a@b.cn")]
    contact = Contact(phones=(PHONE,), addresses=(ADDRESS,), posts=tuple(posts), mails=tuple(mails))
    said = {"bad_post": "post {value}", "bad_mail": "mail {value}"}
    findings = find(report(facts=Facts(contact=contact)), ContactCheck(), variants=said)
    assert [f.message.zh for f in findings] == ["post 16300", "mail a.b.cn"]


def published(day: str) -> Facts:
    return Facts(published=Mention(day, "发布日期", Anchor(2), 0))


@pytest.mark.parametrize(
    ("day", "level", "late"),
    [
        ("2024-01-31", "department", None),
        ("2024-02-01", "department", "部门：2024-02-01晚于2024-01-31，1天"),
        ("2024-03-31", "", None),
        ("2024-04-02", "", "层级不明的机关：2024-04-02晚于2024-03-31，2天"),
        ("2023-12-01", "", None),
    ],
)
def test_the_deadline_of_a_level(day: str, level: str, late: str | None) -> None:
    findings = find(
        report(facts=published(day), level=level),
        DeadlineCheck(),
        message="{level}：{published}晚于{deadline}，{days}天",
    )
    assert told(findings) == ([late] if late else [])


def test_no_deadline_without_a_date_or_a_year() -> None:
    assert not find(report(), DeadlineCheck())
    assert not find(report(title=None, facts=published("2030-01-01")), DeadlineCheck())


def test_the_deadline_where_title_and_period_are_of_two_years() -> None:
    """Which of them is wrong is not known: GB402 tells it, and not that it came a year late."""
    later = Period(FOUND, 2024, date(2024, 1, 1), date(2024, 12, 31))
    for day, late in (("2025-01-20", False), ("2025-04-02", True), ("2024-04-02", False)):
        facts = msgspec.structs.replace(published(day), period=later)
        assert bool(find(report(facts=facts), DeadlineCheck())) is late
    earlier = Period(FOUND, 2022, date(2022, 1, 1), date(2022, 12, 31))
    facts = msgspec.structs.replace(published("2024-04-02"), period=earlier)
    assert find(report(facts=facts), DeadlineCheck())


def test_a_deadline_at_the_end_of_february() -> None:
    spec = msgspec.structs.replace(PACK.facts, last_deadline="02-30")
    pack = msgspec.structs.replace(PACK, facts=spec)
    assert find(report(whole(1), facts=published("2024-03-01")), DeadlineCheck(), pack)
    assert not find(report(facts=published("2024-02-29")), DeadlineCheck(), pack)
