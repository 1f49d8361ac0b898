"""The options of the check kinds that compare a report with others."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gblint.pack.kind import Key, Kind, Pattern


class YearToYear(Kind, frozen=True, tag="year-to-year"):
    """An equation over the cells of a table and those of last year's report (GB601, GB602).

    As `equation`; a name with `previous.` before it is a cell of the same table of last year's
    report, which is only there where it is given. Where a sentence of the report is found by one
    of `explained`, the report says itself why the figures do not go on, and nothing is told.
    """

    table: Key
    each: Literal["row", "column"]
    equation: str
    only: tuple[Key, ...] = ()
    explained: tuple[Pattern, ...] = ()


class Compared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section, and how many percent of its text may be last year's."""

    section: int
    most: Annotated[int, Meta(ge=0, le=100)]


class Similarity(Kind, frozen=True, tag="similarity"):
    """Sections that largely repeat last year's (GB603).

    Texts are compared without figures, years, ordinals and punctuation, sentence by sentence,
    wherever in last year's section they stand. A passage counts as repeated from `passage`
    characters on; sentences shorter than that, and what `boilerplate` matches in folded text,
    count on neither side. A section with less than `least` characters left is not judged.
    `quoted` is how many of the longest passages are quoted.
    """

    sections: tuple[Compared, ...]
    passage: Annotated[int, Meta(ge=4)] = 12
    least: int = 60
    quoted: int = 3
    boilerplate: tuple[Pattern, ...] = ()


class Succession(Kind, frozen=True, tag="succession"):
    """Last year's report is of the same organ and of the year before (GB604).

    Variants: organ, year, both. Where it is not, no other rule compares the two.
    """


class Summed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table that is added up; only these rows and columns, where any are named."""

    table: Key
    rows: tuple[Key, ...] = ()
    columns: tuple[Key, ...] = ()


class RollUp(Kind, frozen=True, tag="roll-up"):
    """Each cell of a summary is the sum over its parts (GB801), which `gblint rollup` gives.

    Variants: plain; over, where parts are missing and those there are have more already;
    counted_twice and left_out, where one part explains all that differs.
    """

    tables: tuple[Summed, ...]


class RollUpSet(Kind, frozen=True, tag="roll-up-set"):
    """The parts of a summary are all there, each once (GB802).

    Variants: missing, unexpected, twice (the same figures), differing, year, unreadable, cells.
    """
