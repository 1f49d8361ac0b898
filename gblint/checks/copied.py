"""What a report has in common with those of others: text that was copied, figures all the same.

Others are looked through before the checks (`gblint.comparison`); here is what of that is told.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.places import index_headings, names
from gblint.findings import Say
from gblint.pack import NamedKey, Options, Pattern, Reference, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Among, CopiedFrom, Report, SameFiguresAs

Percent = Annotated[int, Meta(ge=0, le=100)]


class Copied(Options, frozen=True, tag="copied"):
    """Text of some sections that stands in another organ's report (GB611).

    Compared as `similarity` does, where reports of others are given: sentences of `passage`
    letters and more, without what `boilerplate` matches, and without what many of the others have.
    It is told from `least` letters on that are `share` percent of what is the section's own in
    either report, or hold a passage of `long` letters. From `one_text` percent on two sections
    are one text. `quoted` is how many of the longest passages are quoted.
    Variants: plain; several, where more reports than one have the text.
    """

    needs = "among"

    sections: tuple[int, ...]
    passage: Annotated[int, Meta(ge=8)] = 12
    least: Annotated[int, Meta(ge=12)] = 60
    share: Percent = 40
    long: Annotated[int, Meta(ge=12)] = 80
    one_text: Annotated[int, Meta(ge=50, le=100)] = 80
    quoted: int = 3
    boilerplate: tuple[Pattern, ...] = ()


class SameFigures(Options, frozen=True, tag="same-figures"):
    """A table that is the same, cell by cell, in another report (GB612).

    It is told where `cells` cells and more are not 0, with `different` different figures: what is
    simple is the same by chance.
    Variants: other, the report of another organ; own, one of the same organ for another year.
    """

    needs = "among"

    table: NamedKey
    cells: Annotated[int, Meta(ge=1)] = 8
    different: Annotated[int, Meta(ge=1)] = 4


_QUOTED = 60
"""Characters of a passage that are quoted."""


def copied(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each section that another organ's report has in part."""
    check = options(rule, Copied)
    headings = index_headings(report)
    for found in (report.among or Among()).copies:
        heading = headings.get(found.section)
        if heading is None or found.section not in check.sections:
            continue
        quoted = found.passages[: check.quoted]
        yield Hit(
            Place(heading.anchor, found.section, text=heading.text),
            {
                "heading": heading.text,
                "share": found.share,
                "count": found.letters,
                "organ": found.organ or found.name,
                "year": _year(found),
                "source": found.name,
                "reports": found.others + 1,
                "passages": tuple(
                    Say(f"“{cut_passage(p)}”", f'"{cut_passage(p)}"') for p in quoted
                ),
            },
            "several" if found.others else "plain",
        )


def _year(found: CopiedFrom | SameFiguresAs) -> Say:
    """The year of the other report as it stands behind the organ's name, "" for none."""
    return Say("") if found.year is None else Say(f"{found.year}年", f" {found.year}")


def cut_passage(text: str) -> str:
    """A passage as it is quoted: on one line, its beginning."""
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def same_figures(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for a table that is the same in another report."""
    check = options(rule, SameFigures)
    reading = report.tables.get(check.table)
    found = next(
        (one for one in (report.among or Among()).tables if one.table == check.table), None
    )
    if reading is None or found is None:
        return
    yield Hit(
        Place(reading.anchor, reading.section, check.table),
        {
            "table_name": names(pack).table(check.table),
            "organ": found.organ or found.name,
            "year": _year(found),
            "source": found.name,
            "count": found.cells,
        },
        "own" if found.own else "other",
    )


def _named_sections(options: Copied) -> Iterator[Reference]:
    for at, section in enumerate(options.sections):
        yield Reference("section", section, ("sections", at))


def _named_table(options: SameFigures) -> Iterator[Reference]:
    yield Reference("table", options.table, ("table",))


COPIED = CheckKind(
    options=Copied,
    finds="text that stands in the report of another organ, where such are given",
    references=_named_sections,
    values=("heading", "share", "count", "organ", "year", "source", "reports", "passages"),
    variants=variants("plain", "several"),
    check=copied,
)


SAME_FIGURES = CheckKind(
    options=SameFigures,
    finds="a table that is the same in another report, where others are given",
    references=_named_table,
    values=("table_name", "organ", "year", "source", "count"),
    variants=variants("other", "own"),
    check=same_figures,
)
