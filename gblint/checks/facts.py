"""Facts that a report must give: that they are given, the contact's parts, the date."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from datetime import date
from typing import Literal

from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.places import preface_anchor
from gblint.checks.quotes import passage
from gblint.checks.render import as_say
from gblint.findings import Say
from gblint.pack.base import Options
from gblint.pack.kind import Reference, needed_part, variants
from gblint.pack.model import FactSpecs, Pack, Rule
from gblint.report.model import Contact, Mention, Report
from gblint.text import patterns
from gblint.text.dates import last_day


class FactPresence(Options, frozen=True, tag="fact-presence"):
    """A fact of the report is given at all (GB401 period, GB403 contact)."""

    fact: Literal["period", "contact"]


class ContactCheck(Options, frozen=True, tag="contact"):
    """The contact has its parts (GB404). Variants: no_phone, no_address, bad_phone."""

    stops_without = ("contact",)

    parts: tuple[Literal["phone", "address", "post", "mail"], ...] = ("phone", "address")


class DeadlineCheck(Options, frozen=True, tag="deadline"):
    """The publication date is not after the deadline of the organ's level (GB408)."""

    stops_without = ("published", "level", "year")


_PARTS = {"phone": "no_phone", "address": "no_address", "post": "no_post", "mail": "no_mail"}
"""The parts of a contact, and the variant that says one is absent."""


def fact_presence(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit when the report does not give the fact."""
    facts = report.facts
    if options(rule, FactPresence).fact == "period":
        given = facts.period is not None
    else:
        given = facts.contact.any()
    if not given:
        yield Hit(Place(preface_anchor(report), 0, where=Say("前言", "Preface")))


def contact(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each part that a given contact lacks, and for each impossible telephone."""
    given, spec = report.facts.contact, pack.facts.contact
    if spec is None or not given.any():
        return
    parts = _found(given)
    first = min((f for found in parts.values() for f in found), key=lambda f: f.anchor.line)
    for part in options(rule, ContactCheck).parts:
        if not parts[part]:
            yield Hit(_place(first), {"phone": ""}, _PARTS[part])
    seen: set[str] = set()
    for phone in given.phones:
        if phone.value in seen or not spec.phone_valid:
            continue
        seen.add(phone.value)
        known = spec.number and patterns.fullmatch(spec.number, phone.value)
        if not known and not patterns.fullmatch(spec.phone_valid, phone.value):
            yield Hit(_place(phone), {"phone": passage(phone.text, phone.value)}, "bad_phone")


def _found(contact: Contact) -> dict[str, tuple[Mention, ...]]:
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
    name, day = _deadline(report.level, pack.facts)
    last = _day(report.year + 1, day)
    made = date.fromisoformat(published.value)
    if made > last:
        yield Hit(
            _place(published),
            {
                "published": published.value,
                "deadline": last.isoformat(),
                "level": name,
                "days": (made - last).days,
            },
        )


def _deadline(level: str, spec: FactSpecs) -> tuple[Say, str]:
    for known in spec.levels:
        if known.key == level:
            return as_say(known.name), known.deadline
    return Say("层级不明的机关", "an organ of unknown level"), spec.last_deadline


def _day(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, last_day(year, month) or day))


def _place(found: Mention) -> Place:
    return Place(found.anchor, found.section, text=found.text)


def _named_fact(options: FactPresence) -> Iterator[Reference]:
    yield needed_part(f"facts.{options.fact}")


FACT_PRESENCE = CheckKind(
    options=FactPresence,
    finds="no period, no contact",
    references=_named_fact,
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
