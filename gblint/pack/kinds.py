"""The options of every check kind, as a pack writes them under `check:`.

The kinds are generic: what they look for is data of the pack. `gblint.checks` has the code
of each, in one registry.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from typing import Annotated, Literal

import msgspec

from gblint.pack.kind import Key, Kind, Pattern, Zone
from gblint.pack.kinds_between import RollUp, RollUpSet, Similarity, Succession, YearToYear
from gblint.pack.kinds_wording import DoubledWords, RepeatedText, WordsCheck


class SectionPresence(Kind, frozen=True, tag="section-presence"):
    """Each section of the pack is there (GB101). `sections`: those to ask for, or all.

    Variants: plain, hint (an older heading stands in its place), plain_table and hint_table (its
    table is absent, too), parts (there are its sub-headings, numbered as sections are).
    """

    sections: tuple[int, ...] = ()


class SectionOrder(Kind, frozen=True, tag="section-order"):
    """The sections stand in the order of the pack (GB102)."""


class SectionRepeat(Kind, frozen=True, tag="section-repeat"):
    """No section stands twice (GB103)."""


class HeadingWording(Kind, frozen=True, tag="heading-wording"):
    """A recognised heading is worded as the pack has it (GB104; variants signs, words, alike)."""


class HeadingOrdinal(Kind, frozen=True, tag="heading-ordinal"):
    """A recognised heading has its ordinal (GB105).

    Variants: absent, wrong, style, shifted (all from one on are the same number off).
    """


class PartHeadings(Kind, frozen=True, tag="part-headings"):
    """Sub-headings are not numbered as the sections are (GB111): one finding for each section."""


class HeadingOrigin(Kind, frozen=True, tag="heading-origin"):
    """No top-level heading is obsolete (GB106) or foreign (GB107)."""

    origin: Literal["obsolete", "foreign"]


class SectionContent(Kind, frozen=True, tag="section-content"):
    """A section has content (GB108): not empty, not one of `nothing` as a whole.

    Variants: empty, nothing, placeholder.
    """

    nothing: tuple[Pattern, ...] = ()


class TitleParts(Kind, frozen=True, tag="title-parts"):
    """The title is there with organ and year (GB109). Variants: absent, incomplete."""


class TitleWording(Kind, frozen=True, tag="title-wording"):
    """A title that is there is as the format has it.

    `find`: name (GB110; variants name, year), order (GB112; variants year_first, year_after,
    organ_after, head).
    """

    find: Literal["name", "order"]


class TablePresence(Kind, frozen=True, tag="table-presence"):
    """Each table of the pack is there (GB201). `tables`: keys to ask for, or all."""

    tables: tuple[Key, ...] = ()


class TableUnread(Kind, frozen=True, tag="table-unread"):
    """Each table that is there could be read (GB905): of a text, rows and columns may be lost."""


class TableShape(Kind, frozen=True, tag="table-shape"):
    """The rows, columns and blocks of a table.

    `find`: missing (GB202; variants row, column, block, header, collapsed), obsolete (GB203),
    surplus (GB204; variants row, column, repeated), relabelled (GB208; variants row, column,
    group, misplaced), layout (GB209; variants turned, split). `unless` excuses surplus labels.
    """

    find: Literal["missing", "obsolete", "surplus", "relabelled", "layout"]
    unless: tuple[Pattern, ...] = ()


class CellKind(Kind, frozen=True, tag="cell-kind"):
    """What number cells hold. `find`: blank (GB205), unreadable (GB206), not_count (GB207;
    variants negative, decimal).
    """

    find: Literal["blank", "unreadable", "not_count"]


class EquationCheck(Kind, frozen=True, tag="equation"):
    """An equation over the cells of a table (GB301 to GB305).

    `each` is `row` (the names are column keys; checked for every row) or `column` (the names
    are row keys; checked for every column). `only` limits it to these rows or columns.
    """

    table: Key
    each: Literal["row", "column"]
    equation: str
    only: tuple[Key, ...] = ()


class InequalityCheck(Kind, frozen=True, tag="inequality"):
    """As `equation`, with `>=`: the left side is not less than the right (GB306)."""

    table: Key
    each: Literal["row", "column"]
    equation: str
    only: tuple[Key, ...] = ()


class FactPresence(Kind, frozen=True, tag="fact-presence"):
    """A fact of the report is given at all (GB401 period, GB403 contact)."""

    fact: Literal["period", "contact"]


class PeriodCheck(Kind, frozen=True, tag="period"):
    """The period is the report's whole year, and title, period and file name agree (GB402).

    Variants: dates, year_only, title_year, file_year.
    """


class ContactCheck(Kind, frozen=True, tag="contact"):
    """The contact has its parts (GB404). Variants: no_phone, no_address, bad_phone."""

    parts: tuple[Literal["phone", "address", "post", "mail"], ...] = ("phone", "address")


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic that a text must touch: any of `patterns` is found in it."""

    name: str
    patterns: tuple[Pattern, ...]
    en: str = ""


class PatternCheck(Kind, frozen=True, tag="pattern"):
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


class Series(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to enumerate: `marker` matches what stands before an item, its numeral as `n`.

    `doubled` matches two markers before one item, the numeral of the first as `n`.
    """

    marker: Pattern
    doubled: Pattern = ""


class Cited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that is cited: `right` is how, `wrong` finds what is not.

    Of what a pattern matches its group `text` is the wrong part, if it has one. `unless` excuses
    a sentence.
    """

    right: str
    wrong: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()


class CitationCheck(Kind, frozen=True, tag="citation"):
    """Documents are cited by their right names and numbers (GB411).

    Patterns see sentences without white space and with full-width forms made plain.
    """

    zone: Zone
    documents: tuple[Cited, ...]


class DatesCheck(Kind, frozen=True, tag="dates"):
    """No date that cannot be (GB410). Variants: impossible, premature."""


class EnumerationCheck(Kind, frozen=True, tag="enumeration"):
    """No enumeration skips or repeats (GB701). `series` from the outermost to the innermost.

    Variants: skips, repeats, starts (a list whose first is not the first), doubled (two numbers at
    one item).
    """

    zone: Zone
    series: tuple[Series, ...]


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Marks that belong together: any of `open` is closed by any of `close`."""

    open: str
    close: str


class PairsCheck(Kind, frozen=True, tag="pairs"):
    """Brackets and quotes pair (GB703). What `ignore` matches has no marks of a pair.

    Variants: open, close.
    """

    zone: Zone
    pairs: tuple[Pair, ...]
    ignore: tuple[Pattern, ...] = ()


class PersonalCheck(Kind, frozen=True, tag="personal-data"):
    """No identity number, no personal mobile number (GB704). Variants: identity, mobile.

    A mobile number is excused where one of `unless` is found before it in its sentence; what one
    of `counted` stands right behind is a count or an amount.
    """

    unless: tuple[Pattern, ...] = ()
    counted: tuple[Pattern, ...] = ()


class ProseNumber(Kind, frozen=True, tag="prose-number"):
    """Numbers that prose states agree with the tables (GB501 to GB505, GB508).

    `quantities` are keys of the pack's `prose.quantities`.
    """

    quantities: tuple[Key, ...]


class PercentageCheck(Kind, frozen=True, tag="percentage"):
    """A stated percentage is that of its own figures, to the digits written (GB506)."""


class YearForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a year stands that must be the report's, or `offset` years after it.

    The pattern is looked for in single sentences of the zone (a section, or the report), and has
    a group `year`. A year is wrong that is `earlier` or `later`, by `within` years at most.
    """

    pattern: Pattern
    zone: Zone = "report"
    offset: int = 0
    wrong: Literal["earlier", "later"] = "earlier"
    within: Annotated[int, msgspec.Meta(ge=1)] = 99


class LeftoverYear(Kind, frozen=True, tag="leftover-year"):
    """No year is left over from another report (GB507): none of `forms` has another year.

    A sentence is excused where the right year stands in it too, outside 《》 and brackets, or one
    of `unless` is found.
    """

    forms: tuple[YearForm, ...]
    unless: tuple[Pattern, ...] = ()


class OrganForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a report names its own organ: a pattern with a group `organ`, in a zone.

    The pattern is looked for in paragraphs without white space. With `sister`, as where others may
    be named as well, only an organ of another place of the same rank counts: 黑石乡 for 白石乡.
    """

    pattern: Pattern
    zone: Zone
    sister: bool = False


class OrganDiffers(Kind, frozen=True, tag="organ-differs"):
    """The organs that a report names as its own are the title's (GB412), as far as can be told."""

    forms: tuple[OrganForm, ...]


class LengthCheck(Kind, frozen=True, tag="length"):
    """The prose of a zone has at most `most` characters, white space not counted (GB406)."""

    zone: Zone
    most: int


class DeadlineCheck(Kind, frozen=True, tag="deadline"):
    """The publication date is not after the deadline of the organ's level (GB408)."""


class InputCheck(Kind, frozen=True, tag="input"):
    """A file that cannot be checked (GB901 unreadable, GB902 unrecognised, GB903 scanned)."""

    event: Literal["unreadable", "unrecognised", "scanned"]


class UnevaluatedCheck(Kind, frozen=True, tag="unevaluated"):
    """What could not be evaluated because gblint failed at it, or its time was over (GB906).

    Its findings stay whatever is selected, ignored, suppressed or known, and the exit code is 2.
    """


class SuppressionCheck(Kind, frozen=True, tag="suppression"):
    """A comment that is to suppress findings does what it says (GB904).

    Variants: word, rule, reason, unused, lasting.
    """


Check = (
    SectionPresence
    | SectionOrder
    | SectionRepeat
    | HeadingWording
    | HeadingOrdinal
    | PartHeadings
    | HeadingOrigin
    | SectionContent
    | TitleParts
    | TitleWording
    | TablePresence
    | TableUnread
    | TableShape
    | CellKind
    | EquationCheck
    | InequalityCheck
    | YearToYear
    | Similarity
    | Succession
    | RollUp
    | RollUpSet
    | FactPresence
    | PeriodCheck
    | ContactCheck
    | PatternCheck
    | CitationCheck
    | DatesCheck
    | EnumerationCheck
    | PairsCheck
    | WordsCheck
    | DoubledWords
    | RepeatedText
    | PersonalCheck
    | ProseNumber
    | PercentageCheck
    | LeftoverYear
    | OrganDiffers
    | LengthCheck
    | DeadlineCheck
    | InputCheck
    | UnevaluatedCheck
    | SuppressionCheck
)
