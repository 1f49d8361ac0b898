"""Whether a zone touches the topics that it must, and what of its text counts."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Sequence

import msgspec

from gblint.checks.content import content_of, nothing_forms
from gblint.checks.zones import Placed, paragraphs, section_number, squeezed
from gblint.findings import Say
from gblint.pack.base import Options, Pattern, Zone
from gblint.pack.model import Pack
from gblint.report.model import Report
from gblint.text import patterns


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic that a text must touch: any of `patterns` is found in it."""

    name: str
    patterns: tuple[Pattern, ...]
    en: str = ""


class PatternCheck(Options, frozen=True, tag="pattern"):
    """Text that must, or must not, be found in a zone.

    With `require`, one finding when none of the patterns is found; with `topics`, one finding
    that lists the topics not touched (`some`: only where one of them is); with `forbid`, one
    finding for each place found. `unless` excuses a sentence. `blank_too` asks for it even where
    the section has no content of its own. Patterns see text without white space and with
    full-width forms made plain, `as_written` the text itself. `gather` makes one finding of all
    that a paragraph has, and of more than five paragraphs one for the zone.
    """

    zone: Zone
    require: tuple[Pattern, ...] = ()
    topics: tuple[Topic, ...] = ()
    some: bool = False
    forbid: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    blank_too: bool = False
    as_written: bool = False
    gather: bool = False


def is_asked(report: Report, pack: Pack, check: PatternCheck, placed: Sequence[Placed]) -> bool:
    """Whether a check asks for something in its zone: it is there and has content."""
    number = section_number(check.zone)
    if number is None:
        return check.blank_too or any(paragraph.text.strip() for paragraph, _ in placed)
    if report.section(number) is None:
        return False
    return check.blank_too or (content_of(report, pack, number, nothing_forms(pack)) == "content")


def own_words(placed: Sequence[Placed], pack: Pack) -> str:
    """The text of a zone without what is still the template's."""
    texts: list[str] = []
    for paragraph, _ in placed:
        text = squeezed(paragraph.shown)
        for form in pack.placeholders:
            text = patterns.remove(form, text)
        texts.append(text)
    return "".join(texts)


def topics_lacking(check: PatternCheck, text: str) -> tuple[Say, ...]:
    """The topics of a check that a text does not touch."""
    return tuple(Say(t.name, t.en) for t in check.topics if not any_of(t.patterns, text))


def count_lacking(report: Report, pack: Pack, number: int | None) -> int:
    """How many topics the pack's rules miss in a section."""
    count = 0
    for rule in pack.rules:
        check = rule.check
        if (
            isinstance(check, PatternCheck)
            and check.topics
            and section_number(check.zone) == number
        ):
            placed = paragraphs(report, check.zone)
            if number is not None and is_asked(report, pack, check, placed):
                count += len(topics_lacking(check, own_words(placed, pack)))
    return count


def any_of(forms: Sequence[str], text: str) -> bool:
    """Whether any of the patterns is found in a text."""
    return any(patterns.search(form, text) for form in forms)
