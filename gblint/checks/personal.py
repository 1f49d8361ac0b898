"""Personal data that must not be published: identity numbers and personal mobile numbers."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from gblint.attempts import Stopped, attempt
from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.zones import Placed, paragraphs
from gblint.document import Paragraph, Table
from gblint.pack.base import Options, Pattern
from gblint.pack.kind import variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text import patterns
from gblint.text.folding import flatten


class PersonalCheck(Options, frozen=True, tag="personal-data"):
    """No identity number, no personal mobile number (GB704). Variants: identity, mobile.

    A mobile number is excused where one of `unless` is found before it in its sentence; what one
    of `counted` stands right behind is a count or an amount.
    """

    limited_without = ("contact",)

    unless: tuple[Pattern, ...] = ()
    counted: tuple[Pattern, ...] = ()


_DIGIT = re.compile(r"\d")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){16}[ -]?[\dXx](?![0-9A-Za-z])")
_DASH = "‐‒–—―−─━-"
_MOBILE = re.compile(
    rf"(?<![\d.+-])(?:(?:\+|00)?[ ]?86\)?[ {_DASH}]{{0,3}})?"
    rf"(1[3-9]\d(?:[ {_DASH}]?\d){{8}})(?!\.?\d)"
)
_ADDRESS = re.compile(r"[A-Za-z0-9_./:?&=%#~+-]*")
_AHEAD = re.compile(r"[A-Za-z0-9_./:?&=%#~+-]*$")
_ELEVEN = re.compile(rf"\d(?:[ {_DASH}]?\d){{10}}")
_PHONE_WORD = re.compile("(?:tel|mobile|phone|mob|cell)[.:]?$", re.IGNORECASE)
"""Letters before a number that make it a telephone's; others make it one of a file or a page."""

_COUNTRY = re.compile(r"(?:00)?86(?=1[3-9]\d{9}$)")
"""The country code before the digits of a mobile."""

MASK = "*" * 4
_BEFORE = 500
"""Characters of its sentence before a number that may say whose it is."""
_SHORTEST = 11
"""Digits of the shortest number that is personal, a mobile's."""

_LENGTH = 18
_CENTURIES = ("18", "19", "20")
_WEIGHTS = tuple(2 ** (_LENGTH - 1 - place) % 11 for place in range(_LENGTH - 1))
_CHECK_DIGITS = "10X98765432"
"""The last character by what is left of the weighted sum of those before (ISO 7064, MOD 11-2)."""

_CONTEXT = 20
"""Characters before and after a number that a finding quotes."""


def personal(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each resident identity number and personal mobile number.

    Numbers are told with their middle masked, so that the output of a check can be passed on.
    The office's own contact is no personal data, nor is a number in a sentence that one of
    `unless` is found in.
    """
    check = options(rule, PersonalCheck)
    own = _contact(report)
    for paragraph, section in texts(report):
        text = flatten(paragraph.shown)
        if not _DIGIT.search(text):
            continue
        for start, number in identities(text, report.year):
            yield _hit(paragraph, section, text, start, number, "identity")
        if report.failed("contact"):  # any of these numbers may be the office's own
            continue
        for start, number in mobiles(text):
            if _digits(number) not in own and not excused(text, start, check) and is_mobile(number):
                yield _hit(paragraph, section, text, start, number, "mobile")


def texts(report: Report) -> Iterator[Placed]:
    """The paragraphs of the report, and the cells of its tables that a number fits into."""
    yield from paragraphs(report, "report")
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for cell in block.cells:
                    if len(cell.text) >= _SHORTEST:
                        yield Paragraph(cell.text, cell.anchor), section.number


def _contact(report: Report) -> frozenset[str]:
    """The digits of the office's telephones, without the country code."""
    phones = report.facts.contact.phones
    return frozenset(_COUNTRY.sub("", _digits(phone.value), count=1) for phone in phones)


def identities(text: str, year: int | None) -> Iterator[tuple[int, str]]:
    """The identity numbers in a text of a report for that year.

    Those of 15 digits, as they were until 1999, are left out: they have no check digit, and
    many a number of a file or an order would pass for one.
    """
    for match in _IDENTITY.finditer(text):
        if _is_identity(_digits(match.group()), year):
            yield match.start(), match.group()


def _is_identity(number: str, year: int | None) -> bool:
    """Whether length, date of birth and check digit (GB 11643-1999) are those of a number.

    The place is not looked up: lists of places lack those that were before, and those to come.
    Nobody is born later than the year in which the report comes out.
    """
    if len(number) != _LENGTH or number[6:8] not in _CENTURIES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if year is not None and born.year > year + 1:
        return False
    left = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return number[-1] == _CHECK_DIGITS[left]


def mobiles(text: str) -> Iterator[tuple[int, str]]:
    """The numbers shaped like a mobile's, those left out that are part of an address or a code."""
    return (
        (match.start(1), match[1])
        for match in _MOBILE.finditer(text)
        if not _is_in_address(text, match.start(), match.end())
    )


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Whether a number belongs to the address of a page, the name of a file, or a code."""
    ahead = _AHEAD.search(text, max(start - _BEFORE, 0), start)
    before = ahead.group() if ahead else ""
    behind = _ADDRESS.match(text, end)
    after = behind.group() if behind else ""
    if "://" in before or before.lower().startswith("www."):
        return True
    if after[:1] in ("_", "=") or after[:1].isalpha() or re.match(r"[./][A-Za-z]", after):
        return True
    beside = before[-1:]
    if beside.isalpha():
        return _PHONE_WORD.search(before) is None
    return beside in ("_", "=", "&", "#") or re.search(r"[A-Za-z_][/.-]$", before) is not None


@lru_cache(maxsize=1024)
def is_mobile(number: str) -> bool:
    """Whether a number is of a range for mobiles; where that cannot be had, by its form alone."""

    def known() -> bool:
        import phonenumbers  # only for a text that has such a number

        read = phonenumbers.parse(_digits(number), "CN")
        return phonenumbers.number_type(read) == phonenumbers.PhoneNumberType.MOBILE

    kind = attempt(known, late=True)
    return True if isinstance(kind, Stopped) else kind


def excused(text: str, start: int, check: PersonalCheck) -> bool:
    """Whether the sentence up to the number says that it is an office's, or what is behind it
    that it counts something.
    """
    before = re.split("[。！？；]", text[max(start - _BEFORE, 0) : start])[-1]
    number = _ELEVEN.match(text, start)
    return any(patterns.search(form, before) for form in check.unless) or (
        number is not None
        and any(patterns.match(form, text, number.end()) for form in check.counted)
    )


def _digits(number: str) -> str:
    return re.sub("[^0-9Xx]", "", number).upper()


def _hit(
    paragraph: Paragraph, section: int | None, text: str, start: int, number: str, variant: str
) -> Hit:
    masked = with_mask(number)
    before = _masked(text[max(start - _CONTEXT, 0) : start])
    end = start + len(number)
    after = _masked(text[end : end + _CONTEXT])
    place = Place(paragraph.anchor, section, text=(before + masked + after).strip())
    return Hit(place, {"text": masked}, variant)


def _masked(text: str) -> str:
    """Text around without other long numbers, whole or cut."""
    return re.sub(r"\d(?:[ -]?[\dXx]){4,}", MASK, text)


def with_mask(number: str) -> str:
    """A number with its middle masked."""
    plain = digits(number)
    return plain[:3] + MASK + plain[-2:]


def own_numbers(report: Report) -> frozenset[str]:
    """The digits of the telephones that are the office's own contact."""
    return _contact(report)


def digits(number: str) -> str:
    """The digits of a number, with the X that may be the last of an identity number."""
    return _digits(number)


PERSONAL_DATA = CheckKind(
    options=PersonalCheck,
    finds="identity numbers and personal mobile numbers, masked",
    values=("text",),
    variants=variants("identity", "mobile"),
    check=personal,
)
