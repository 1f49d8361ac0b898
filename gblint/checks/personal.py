"""Personal data that must not be published: identity numbers and personal mobile numbers.

A finding of any rule may quote the text around it, and what it says goes to logs, colleagues and
baselines: in all of them is masked what this check would tell.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from itertools import islice
from typing import cast

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    per_report,
    read_options,
    write_figure,
)
from gblint.checks.places import Placed, list_paragraphs
from gblint.document import Paragraph, Table
from gblint.findings import Say
from gblint.pack import Options, Pattern, make_variants
from gblint.pack.model import Pack, Rule, list_checks
from gblint.report.facts import flatten_once
from gblint.report.model import Report
from gblint.text import flatten, patterns
from gblint.text.patterns import later


class PersonalCheck(Options, frozen=True, tag="personal-data"):
    """No identity number, no personal mobile number (GB704). Variants: identity, mobile.

    A mobile number is excused where one of `unless` is found before it in its sentence; what one
    of `counted` stands right behind is a count or an amount.
    """

    limited_without = ("contact",)

    unless: tuple[Pattern, ...] = ()
    counted: tuple[Pattern, ...] = ()


_DIGIT = later(r"\d")
_IDENTITY = later(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){16}[ -]?[\dXx](?![0-9A-Za-z])")
_DASH = "‐‒–—―−─━-"
_MOBILE = later(
    rf"(?<![\d.+-])(?:(?:\+|00)?[ ]?86\)?[ {_DASH}]{{0,3}})?"
    rf"(1[3-9]\d(?:[ {_DASH}]?\d){{8}})(?!\.?\d)"
)
_LIKE_MOBILE = later(r"1[3-9]\d(?:\W?\d){8}")
"""The same with any sign between digits, which takes a tenth of the time to compile."""
_ADDRESS = later(r"[A-Za-z0-9_./:?&=%#~+-]*")
_AHEAD = later(r"[A-Za-z0-9_./:?&=%#~+-]*$")
_ELEVEN = later(rf"\d(?:[ {_DASH}]?\d){{10}}")
_PHONE_WORD = later("(?:tel|mobile|phone|mob|cell)[.:]?$", re.IGNORECASE)
"""Letters before a number that make it a telephone's; others make it one of a file or a page."""

_COUNTRY = later(r"(?:00)?86(?=1[3-9]\d{9}$)")
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


def check_personal(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each resident identity number and personal mobile number.

    Numbers are told with their middle masked, so that the output of a check can be passed on.
    The office's own contact is no personal data, nor is a number in a sentence that one of
    `unless` is found in.
    """
    check = read_options(rule, PersonalCheck)
    own = list_own_numbers(report)
    for paragraph, section in iterate_texts(report):
        # most paragraphs have too few digits: counting these spares all that follows
        text = flatten_once(paragraph.shown)
        count = len(_DIGIT.findall(text))
        if count < _SHORTEST or _LIKE_LONG.search(text) is None:
            continue
        # as written, where each character is known to have its own place
        same = paragraph.shown.translate(_WIDTH) == text
        texts = text, paragraph.shown if same else text
        if count >= _LENGTH - 1:  # of its 18 characters the last may be an X
            for start, number in find_identities(text, report.year):
                yield _make_hit(paragraph, section, texts, start, number, "identity")
        if report.has_failed("contact"):  # any of these numbers may be the office's own
            continue
        for start, number in find_mobiles(text):
            excused = read_digits(number) in own or is_excused(text, start, check)
            if not excused and is_mobile(number):
                yield _make_hit(paragraph, section, texts, start, number, "mobile")


def iterate_texts(report: Report) -> Iterator[Placed]:
    """The paragraphs of the report, and the cells of its tables that a number fits into."""
    yield from list_paragraphs(report, "report")
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for cell in block.cells:
                    if len(cell.text) >= _SHORTEST:
                        yield Paragraph(cell.text, cell.anchor), section.number


def list_own_numbers(report: Report) -> frozenset[str]:
    """The digits of the office's telephones, without the country code."""
    phones = report.facts.contact.phones
    return frozenset(_COUNTRY.sub("", read_digits(phone.value), count=1) for phone in phones)


def find_identities(text: str, year: int | None) -> Iterator[tuple[int, str]]:
    """The identity numbers in a text of a report for that year.

    Those of 15 digits, as they were until 1999, are left out: they have no check digit, and
    many a number of a file or an order would pass for one.
    """
    for match in _IDENTITY.finditer(text):
        if _is_identity(read_digits(match.group()), year):
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
        return False  # the report comes out in the year after its own
    left = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return number[-1] == _CHECK_DIGITS[left]


def find_mobiles(text: str) -> Iterator[tuple[int, str]]:
    """The numbers shaped like a mobile's, those left out that are part of an address or a code."""
    # the exact pattern takes ten times as long to compile, and most reports have no such number
    if _LIKE_MOBILE.search(text) is None:
        return iter(())
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

    def is_listed() -> bool:
        import phonenumbers  # only for a text that has such a number

        read = phonenumbers.parse(read_digits(number), "CN")
        return phonenumbers.number_type(read) == phonenumbers.PhoneNumberType.MOBILE

    # masking one number too many does no harm; to let one through because a library fails would
    kind = attempt(is_listed, late=True)
    return True if isinstance(kind, Stopped) else kind


def is_excused(text: str, start: int, check: PersonalCheck) -> bool:
    """Whether the sentence up to the number says that it is an office's, or what is behind it
    that it counts something.
    """
    before = re.split("[。！？；]", text[max(start - _BEFORE, 0) : start])[-1]
    number = _ELEVEN.match(text, start)
    return any(patterns.has(form, before) for form in check.unless) or (
        number is not None
        and any(patterns.match(form, text, number.end()) for form in check.counted)
    )


def read_digits(number: str) -> str:
    return re.sub("[^0-9Xx]", "", number).upper()


def _make_hit(
    paragraph: Paragraph,
    section: int | None,
    texts: tuple[str, str],
    start: int,
    number: str,
    variant: str,
) -> Hit:
    """A hit for a number of a paragraph, of which `texts` has the plain text and that to quote."""
    masked, end = mask_number(number), start + len(number)
    before = _mask_around(*texts, max(start - _CONTEXT, 0), start)
    after = _mask_around(*texts, end, end + _CONTEXT)
    place = Place(paragraph.anchor, section, text=(before + masked + after).strip())
    return Hit(place, {"text": masked}, variant)


def _mask_around(text: str, shown: str, begin: int, end: int) -> str:
    """What is shown there, without other long numbers, whole or cut."""
    masked, done = "", begin
    for match in re.finditer(r"\d(?:[ -]?[\dXx]){4,}", text[begin:end]):
        masked += shown[done : begin + match.start()] + MASK
        done = begin + match.end()
    return masked + shown[done:end]


def mask_number(number: str) -> str:
    """A number with its middle masked."""
    plain = read_digits(number)
    return plain[:3] + MASK + plain[-2:]


_LONG = later(r"\d(?:[^\w、，。；;,]{0,3}[\dXx]){6,}")
"""What may be a number of somebody, or so much of one that a quotation was cut in it."""

_LIKE_LONG = later(r"\d(?:\W{0,3}[\dXx]){6,}")
"""The same and more, as quick to look for and quicker to compile."""

_MOST = 2000
"""Mobile numbers of a report of which it is settled whose they are; others are masked."""

_CUT = "…."
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    [0xA0, 0x3000], " "
)
"""Forms of characters that `flatten` makes plain one by one, by far the most that there are."""


class Numbers(msgspec.Struct, frozen=True):
    """The numbers of a report, as digits: whose are told, and which mobiles are of an office."""

    told: frozenset[str]
    offices: frozenset[str]


class Mask:
    """Masks personal data in texts about one report."""

    def __init__(self, report: Report, pack: Pack) -> None:
        self._report = report
        self._check = next((check for _, check in list_checks(pack, PersonalCheck)), None)
        self._found: Numbers | None = None
        self._pieces = ""

    def mask_text(self, text: str) -> str:
        """A text with the middle of each personal number masked; any other text as it is."""
        if len(text) < _SHORTEST - 4:
            return text
        flat = flatten(text)
        if _LIKE_LONG.search(flat) is None or _LONG.search(flat) is None:
            return text
        places: Sequence[int] = range(len(text))
        if text.translate(_WIDTH) != flat:
            # what becomes several characters, or one of several, moves all behind it: then each is
            # made plain by itself, so that it is known where a number stands in the text as written
            places = [at for at, char in enumerate(text) for _ in _flatten(char)]
            flat = "".join(map(_flatten, text))
        masked, done = "", 0
        for begin, end, mask in self._find_spans(flat):
            masked, done = masked + text[done : places[begin]] + mask, places[end - 1] + 1
        return masked + text[done:]

    def mask_say(self, say: Say) -> Say:
        """As `mask_text`, in both languages."""
        zh, en = self.mask_text(say.zh), self.mask_text(say.en)
        return say if (zh, en) == (say.zh, say.en) else Say(zh, en)

    def mask_hit(self, hit: Hit) -> Hit:
        """A hit that tells no personal data.

        A correction with a mask in it would be of no use, and is left out; so is a footing
        that reckons with such a number, and what comes of it.
        """
        place = hit.place
        text, where = self.mask_text(place.text), place.where and self.mask_say(place.where)
        if text != place.text or where is not place.where:
            place = msgspec.structs.replace(place, text=text, where=where)
        values = {name: self._mask_value(value) for name, value in hit.values.items()}
        footing, correction = hit.footing, hit.correction
        entries = (*footing.left, *footing.right) if footing is not None else ()
        if any(isinstance(self._mask_value(entry.value), str) for entry in entries):
            footing = None
            values = {name: _mask_long(value) for name, value in values.items()}
        replacements = correction.replacements if correction is not None else ()
        if any(self.mask_text(t) != t for one in replacements for t in (one.old, one.new)):
            correction = None
        return msgspec.structs.replace(
            hit, place=place, values=values, footing=footing, correction=correction
        )

    def _mask_value(self, value: Measured) -> Measured:
        if isinstance(value, str):
            return self.mask_text(value)
        if isinstance(value, Say):
            return self.mask_say(value)
        if isinstance(value, tuple):
            texts = [one for one in value if isinstance(one, str)]
            if len(texts) == len(value) and not _LONG.search(flatten("、".join(texts))):
                return value  # none of them has a number, nor does what parts them
            return cast("Measured", tuple(self._mask_value(one) for one in value))
        if abs(value) < 10 ** (_SHORTEST - 1):
            return value
        figure = write_figure(value)  # someone may have written a telephone into a cell
        masked = self.mask_text(figure)
        return value if masked == figure else masked

    def _find_spans(self, flat: str) -> list[tuple[int, int, str]]:
        """Where personal numbers are in a plain text, in order, with what stands for them."""
        found = list(self._find_whole(flat))
        for match in _LONG.finditer(flat):
            begin, end = match.span()
            if self._is_cut(flat, begin, end) and not any(
                first < end and begin < last for first, last, _ in found
            ):
                found.append((begin, end, MASK))
        return sorted(found)

    def _find_whole(self, flat: str) -> Iterator[tuple[int, int, str]]:
        """The whole numbers in a text."""
        numbers = self._remember_numbers()
        for start, number in find_identities(flat, self._report.year):
            yield start, start + len(number), mask_number(number)
        for start, number in find_mobiles(flat):
            bare = read_digits(number)
            if bare in numbers.offices or not is_mobile(number):
                continue
            if bare in numbers.told or not self._is_excused(flat, start):
                yield start, start + len(number), mask_number(number)

    def _is_cut(self, flat: str, begin: int, end: int) -> bool:
        """Whether the text was cut in a number of somebody."""
        cut = begin == 0 or flat[begin - 1] in _CUT or end == len(flat) or flat[end] in _CUT
        if not cut:
            return False
        # only the report's own numbers count: a piece of another could be anything
        self._pieces = self._pieces or " ".join(self._remember_numbers().told)
        return read_digits(flat[begin:end]) in self._pieces

    def _remember_numbers(self) -> Numbers:
        if self._found is None:
            found = attempt(self._read_numbers, late=True)
            own = list_own_numbers(self._report)
            self._found = Numbers(frozenset(), own) if isinstance(found, Stopped) else found
        return self._found

    def _read_numbers(self) -> Numbers:
        report = self._report
        told: set[str] = set()
        seen: list[tuple[str, bool]] = []
        for paragraph, _ in iterate_texts(report):
            text = flatten_once(paragraph.shown)
            if _LONG.search(text) is None:
                continue
            told.update(read_digits(one) for _, one in find_identities(text, report.year))
            for start, number in islice(find_mobiles(text), _MOST - len(seen)):
                seen.append((read_digits(number), self._is_excused(text, start)))
        own = list_own_numbers(report)
        of_people = {number for number, excused in seen if not excused and number not in own}
        excused = {number for number, _ in seen}
        return Numbers(frozenset(told | of_people), frozenset(own | (excused - of_people)))

    def _is_excused(self, text: str, start: int) -> bool:
        """Whether the text says that a mobile is an office's; not where that cannot be told."""
        if self._check is None:
            return False
        excused = attempt(partial(is_excused, text, start, self._check), late=True)
        return excused is True


@per_report
def make_mask(report: Report, pack: Pack) -> Mask:
    """What masks texts about a report: all findings on it ask for the same."""
    return Mask(report, pack)


def _mask_long(value: Measured) -> Measured:
    """A figure in which a personal number was reckoned, masked."""
    if isinstance(value, str | Say | tuple) or abs(value) < 10 ** (_SHORTEST - 2):
        return value
    return MASK


@cache
def _flatten(char: str) -> str:
    return flatten(char)


PERSONAL_DATA = CheckKind(
    options=PersonalCheck,
    values=("text",),
    variants=make_variants("identity", "mobile"),
    check=check_personal,
)
