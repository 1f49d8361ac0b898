"""Whether what is given as last year's report is last year's report of the same organ."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator

from gblint.checks.hits import CheckKind, Hit, Place
from gblint.checks.places import first_anchor
from gblint.pack.base import Options
from gblint.pack.kind import variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.report.organs import likeness


class Succession(Options, frozen=True, tag="succession"):
    """Last year's report is of the same organ and of the year before (GB604).

    Variants: organ, year, both. Where it is not, no other rule compares the two.
    """

    needs = "previous"
    stops_without = ("year",)


def misfit(report: Report, pack: Pack) -> str:
    """In what last year's report does not fit: `organ`, `year`, `both`, or "" for nothing.

    What is not known of either report is no misfit.
    """
    last = report.previous
    if last is None:
        return ""
    other_organ = bool(report.organ and last.organ) and not likeness(
        report.organ, last.organ, pack.facts.organ
    )
    other_year = None not in (report.year, last.year) and last.year != (report.year or 0) - 1
    if other_organ:
        return "both" if other_year else "organ"
    return "year" if other_year else ""


def comparing(pack: Pack) -> tuple[str, ...]:
    """The rules that compare a report with last year's."""
    return tuple(
        rule.id
        for rule in pack.rules
        if rule.check.needs == "previous" and not isinstance(rule.check, Succession)
    )


def succession(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when last year's report is of another organ or another year."""
    last, variant = report.previous, misfit(report, pack)
    if last is None or not variant:
        return
    title = report.title
    yield Hit(
        Place(title.anchor if title else first_anchor(report), 0, text=title.text if title else ""),
        {
            "organ": report.organ,
            "previous_organ": last.organ,
            "year": report.year or 0,
            "previous_year": last.year or 0,
            "expected": (report.year or 1) - 1,
            "previous": last.name,
        },
        variant,
        unchecked=comparing(pack),
    )


SUCCESSION = CheckKind(
    options=Succession,
    finds="last year's report is of another organ or year",
    values=("organ", "previous_organ", "year", "previous_year", "expected", "previous"),
    variants=variants("organ", "year", "both"),
    check=succession,
)
