"""The office's contact by the patterns of the 2021 pack, and where it is looked for."""

from __future__ import annotations

import pytest

from gblint.attempts import Setbacks
from gblint.document import Anchor, Document
from gblint.report.facts import find_facts
from gblint.report.model import Section
from gblint.text import patterns
from tests.report.spec import SPEC, TITLE, facts, section, values


def test_the_middle_of_a_long_section_gives_no_contact() -> None:
    many = ["做了工作。"] * 15
    phone = ["联系电话：55550123"]
    assert not facts(sections={6: [*many, *phone, *many]}).contact.is_given()
    assert facts(sections={6: [*phone, *many, *many]}).contact.is_given()
    assert facts(sections={6: [*many, *many, *phone]}).contact.is_given()


def test_a_heading_of_no_section_may_be_the_last() -> None:
    parts = [section(6, ["无。"], 10), Section(section(None, [], 20).heading, (), ())]
    end = [*parts, section(None, ["联系电话：55550123"], 30)]
    found = find_facts((), end, TITLE, Document("docx", ()), SPEC, Setbacks())
    assert [phone.section for phone in found.contact.phones] == [None]


COUNTRY_CODE = (
    *("+86 13912345678", "+86-13912345678", "+8613912345678", "+86 139 1234 5678"),
    *("+86—139–1234-5678", "8613912345678", "86-139-1234-5678", "(86)13912345678"),
    *("0086 13912345678", "008613912345678", "(0086)13912345678", "+ 86 13912345678"),
    *("0086-571-55550123", "(+86)10 5555 0123", "86-0571-55550123", "+86-10-55550123"),
    *("+86(0571)55550123", "+86 (0)571 5555 0123", "(+86-571)55550123", "+861055550123"),
    *("86 571 5555 0123", "+86-571-55550123-8001", "+86-571-55550123(转8001)"),
    *("010 5555 0123", "0571-5555-0123"),
)
COUNTRY_CODE_WRONG = (
    *("+86 1391234567", "+86 139123456789", "+86 12912345678", "+86 13912345", "8613912345"),
    *(
        "0086-571-5555",
        "+86-571-5555",
        "(+86)571 5555",
        "+86-571-555501234",
        "+86-0571-123456",
        "(+86)10 5555",
        "86-0571-555",
    ),
)


def test_telephones_with_a_country_code_are_read_whole() -> None:
    for number in COUNTRY_CODE:
        found = facts(f"联系地址：示例市示例路1号，电话：{number}，邮编：310000。").contact
        assert values(found.phones) == [number]
    for number in COUNTRY_CODE_WRONG:
        found = facts(f"联系地址：示例市示例路1号，电话：{number}，邮编：310000。").contact
        assert values(found.phones) == [number]


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("（联系地址：示例市示例路1号，联系电话：0451-55550123）。", ["0451-55550123"]),
        ("联系电话：0451－55550123", ["0451-55550123"]),
        ("联系电话：（0451）55550123。", ["(0451)55550123"]),
        ("咨询电话：010 55550123，传真：010 55550124。", ["010 55550123"]),
        ("电话0451—55550123", ["0451—55550123"]),
        ("电　话：55550123", ["55550123"]),
        ("联系方式：13800000000", ["13800000000"]),
        ("电话：0451-55550123、55550124", ["0451-55550123", "55550124"]),
        ("电话：0451-55550123 邮编：100000", ["0451-55550123"]),
        ("联系电话（传真）：0451-55550123", ["0451-55550123"]),
        ("联系电话：0451-5555", ["0451-5555"]),
        ("联系电话：0451-XXXXXXXX，地址：示例市示例路1号", ["0451-XXXXXXXX"]),
        ("联系电话：0451-555501234。", ["0451-555501234"]),
        ("对本报告有疑问，请联系：0451-55550123。", ["0451-55550123"]),
        ("联系电话：", []),
        ("联系电话：\n0451-55550123", ["0451-55550123"]),
        ("联系电话：\n2024年1月20日", []),
        ("联系电话：\n2024-01-20", []),
        ("电话：+86 13912345678", ["+86 13912345678"]),
        ("电话：＋８６－１３９１２３４５６７８", ["+86-13912345678"]),
        ("电话：+86‑139–1234—5678", ["+86‐139–1234—5678"]),
        ("电话：（+86）10 5555 0123，地址：示例市", ["(+86)10 5555 0123"]),
        ("电话/传真：+86-571-55550123（转8001）", ["+86-571-55550123(转8001)"]),
        (
            "电话：0086-571-55550123转8001、+86 13912345678",
            ["0086-571-55550123转8001", "+86 13912345678"],
        ),
        ("电话：0571-55550123、13912345678", ["0571-55550123", "13912345678"]),
        ("电话：0571-55550123 13912345678", ["0571-55550123", "13912345678"]),
        ("Tel/Fax：+86 (0)571 5555 0123", ["+86 (0)571 5555 0123"]),
        ("电话：+86 1391234567。", ["+86 1391234567"]),
        ("热线电话：12345，投诉电话：0451-55550123", ["12345"]),
        ("全年接听咨询电话 12345678 次。", []),
    ],
)
def test_phones(text: str, phones: list[str]) -> None:
    found = facts("如有疑问，请与本办联系。" + text).contact
    assert values(found.phones) == phones


@pytest.mark.parametrize(
    ("phone", "possible"),
    [
        ("0451-55550123", True),
        ("(0451)55550123", True),
        ("0451—5555012", True),
        ("010 55550123", True),
        ("010-55550123转8001", True),
        ("045155550123", True),
        ("13800000000", True),
        ("400-000-1234", True),
        ("12345", True),
        *((number, True) for number in COUNTRY_CODE),
        *((number, False) for number in COUNTRY_CODE_WRONG),
        ("0451-5555", False),
        ("0451-555501234", False),
        ("0451-XXXXXXXX", False),
        ("1380000000", False),
        ("12800000000", False),
    ],
)
def test_which_phones_can_be_one(phone: str, possible: bool) -> None:
    assert SPEC.contact is not None
    assert bool(patterns.fullmatch(SPEC.contact.phone_valid, phone)) is possible


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("联系地址：示例市示例路1号，电话：55550123", ["示例市示例路1号"]),
        ("办公地址为示例市示例路1号201室；", ["示例市示例路1号201室"]),
        ("地 址：示例市示例路1号 邮编：100000", ["示例市示例路1号"]),
        ("请与示例市政务公开办联系（示例市示例路1号，电话：55550123）", ["示例市示例路1号"]),
        ("网站地址：www.example.com，邮箱地址：a@example.com", []),
        ("网址：http://www.example.com/1.html", []),
        ("联系地址：", []),
    ],
)
def test_addresses(text: str, addresses: list[str]) -> None:
    assert values(facts(text, "联系电话：55550123").contact.addresses) == addresses


def test_the_whole_contact() -> None:
    contact = facts(
        "（地址：示例市示例路1号，邮编：100000，电话：010-55550123，邮箱：xxgk@example.com）"
    ).contact
    assert values(contact.posts) == ["100000"]
    assert values(contact.mails) == ["xxgk@example.com"]
    assert contact.phones[0].section == 0
    assert contact.phones[0].anchor == Anchor(2)


def test_a_contact_in_the_last_section_and_after_it() -> None:
    contact = facts(
        sections={5: ["问题。"], 6: ["未收取。", "联系地址：示例市示例路1号", "电话：55550123"]}
    ).contact
    assert [found.section for found in (*contact.phones, *contact.addresses)] == [6, 6]


def test_a_contact_at_the_end_though_the_last_section_stands_elsewhere() -> None:
    contact = facts(sections={6: ["未收取。"], 5: ["问题。", "联系电话：55550123"]}).contact
    assert values(contact.phones) == ["55550123"]


def test_numbers_in_other_sections_are_no_contact() -> None:
    prose = ["公布咨询电话：0451-55550123，邮箱a@example.com。"]
    assert not facts(sections={1: prose, 6: ["无"]}).contact.is_given()
