"""The typed model of a rule pack, whose JSON Schema for editors is generated from it.

Its examples come first, then the format (sections, tables, facts), then `Rule` and `Pack`.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any, Generic, Literal, TypeVar, TypeVarTuple

import msgspec
from msgspec import Meta

from gblint.findings import Severity
from gblint.pack import (
    Check_co,
    Key,
    Kinds,
    Options,
    Part,
    Pattern,
    RuleId,
    Words,
    describe_form,
    join_options,
)
from gblint.pack.prose_model import ProseSpecs


class Edit(Part, frozen=True):
    """A change to the pack's specimen: the text to find, and what to put in its place."""

    find: str
    replace: str


class Written(Part, frozen=True):
    """A report: a text of its own, or the pack's specimen with edits.

    `cells` sets table cells of the specimen by `table.row.column`.
    """

    text: str | None = None
    edits: tuple[Edit, ...] = ()
    cells: dict[str, str] = msgspec.field(default_factory=dict)
    file_name: str = ""


class Example(Written, frozen=True):
    """An example of a rule: a report, and what is given with it.

    `previous` is last year's report; `parts` are the reports that it sums up, `expected` the
    organs that should be among them; `among` are reports of others. `expect` names values or
    parts of the location (section, table, row, column) that the finding must carry; `count` is how
    many findings of the rule there are. `fails` is the id of a rule that cannot be evaluated in
    the example, as if gblint failed at it. `name` tells what the example shows.
    """

    name: Words = ""
    previous: Written | None = None
    parts: tuple[Written, ...] = ()
    expected: tuple[str, ...] = ()
    among: tuple[Written, ...] = ()
    expect: dict[str, str | int] = msgspec.field(default_factory=dict)
    count: int | None = None
    fails: str = ""


class Examples(Part, frozen=True):
    """At least one example that passes and one that fails."""

    passing: tuple[Example, ...] = msgspec.field(name="pass", default=())
    failing: tuple[Example, ...] = msgspec.field(name="fail", default=())


Years = Annotated[
    tuple[int | None, int | None],
    Meta(description="The first and the last year of reports; null for an open end."),
]
Day = Annotated[str, describe_form("^[01][0-9]-[0-3][0-9]$", "MM-DD.", like="02-20")]


class SectionSpec(Part, frozen=True):
    """A section of the format: its number, its one right heading, what else it is called.

    `wordings` are accepted as this section (near matches too) and reported by GB104;
    `patterns` match local wordings as a whole, `parts` the names of sub-headings that offices give
    it, for those that are numbered as sections are. `content` says what the section holds; `en` is
    the heading in English.
    """

    number: int
    heading: str
    en: str = ""
    content: Literal["prose", "table"] = "prose"
    wordings: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    parts: tuple[Pattern, ...] = ()
    none_is_content: bool = False


class ObsoleteHeading(Part, frozen=True):
    """A heading of an earlier format, by wordings and patterns; `now` is where it went.

    With `numbered` it counts only with an ordinal of the top level: without one, the same
    words are a sub-heading of today's reports.
    """

    key: Key
    name: Words
    wordings: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    now: int | None = None
    numbered: bool = False


class OtherDocument(Part, frozen=True):
    """A kind of document that is no annual report of this format, though it speaks of one.

    It is one where one of `title` is found in its first lines, folded, each a line of the text
    that the pattern sees, and several that follow each other together as well; and, where
    `opening` is given, one of that in its first paragraphs without white space. A report's own
    title and sections speak against it, but not with `own_rules`: reports of others, under rules
    of their own, whose sections are much the same. With `may_head` nearly all sections of a
    report below such a title make the document one, whatever it is called (a public notice that
    has the report itself).
    """

    key: Key
    name: Words
    title: tuple[Pattern, ...]
    opening: tuple[Pattern, ...] = ()
    own_rules: bool = False
    may_head: bool = False


class HeadingStyle(Part, frozen=True):
    """How top-level headings of the format look: `ordinal` is the style, e.g. `一、`.

    `contents` is what a typed table of contents is headed by.
    """

    ordinal: Literal["一、", "（一）", "1."] = "一、"
    longest: int = 40
    contents: tuple[str, ...] = ()


class AxisSpec(Part, frozen=True):
    """A row or column: its key, the label as the form has it, what else it is called.

    `also` are labels that are as right as it, `aliases` others that are understood. `en` is the
    label in English. `group` names the group label above or to the left; `kind` is what its
    cells hold: a count, an amount of money (decimals allowed), or a signed number.
    """

    key: Key
    label: str
    en: str = ""
    group: str = ""
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: Literal["count", "amount", "signed"] = "count"


class GroupSpec(Part, frozen=True):
    """A label that spans several rows or columns (`（三）不予公开`)."""

    key: Key
    label: str
    aliases: tuple[str, ...] = ()


class BlockSpec(Part, frozen=True):
    """A block of a table: its rows and columns; `label` heads it where the form says so."""

    key: Key
    rows: tuple[AxisSpec, ...]
    columns: tuple[AxisSpec, ...]
    label: str = ""
    aliases: tuple[str, ...] = ()


class ObsoleteLabels(Part, frozen=True):
    """Rows, columns and blocks of earlier formats, reported by GB203."""

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()


class TableSpec(Part, frozen=True):
    """A table of the format.

    `rows` and `columns` are short for one block, and a text for a row or column with that label.
    `layout` is `grid` (row labels at the left, column labels above) or `across` (no row
    labels: the rows of the spec stand side by side as groups of columns, one line of
    figures; so are table 3's). `ignored` are labels that carry no meaning (`信息内容`); of these
    `corner` stands above the row labels and `over_columns` over all column labels.
    """

    key: Key
    number: int
    section: int
    name: Words
    blocks: tuple[BlockSpec, ...] = ()
    rows: tuple[AxisSpec | str, ...] = ()
    columns: tuple[AxisSpec | str, ...] = ()
    layout: Literal["grid", "across"] = "grid"
    row_groups: tuple[GroupSpec, ...] = ()
    column_groups: tuple[GroupSpec, ...] = ()
    corner: str = ""
    over_columns: str = ""
    ignored: tuple[str, ...] = ()
    obsolete: ObsoleteLabels = ObsoleteLabels()


class Misnamed(Part, frozen=True):
    """What documents with most sections of a report are called in place of its name.

    Looked for only in those, and where no line of theirs is a title otherwise: `partial` and
    `around` as in the title, which these come before.
    """

    partial: Pattern
    around: tuple[Pattern, ...] = ()


class TitleSpec(Part, frozen=True):
    """The title: `name` as the format has it; `pattern` with groups `organ` and `year`.

    `pattern` matches the whole folded text of one to three lines joined, as it should be. Of
    any other, `partial` is found in what it calls the report (it may have a group `year`), the
    last match counts; `year` (group `year`) is found before or behind it, and what is left is
    the organ where it is all of `organ`, and none of `no_organ` is found in it. An organ behind the
    name, or before a dash, must end as `organ_ends`. What `around` match (labels, tags) is set
    aside. `about` is the word before a subject (关于), which may stand at either side of the organ
    and makes the report's name another; `joint` one between organ and name (的). A document
    without `subject` anywhere is no annual report. `misnamed` are names that a document with the
    sections of a report has all the same.

    What `also` match as a whole are names that are as right as `name`. The year of a report is the
    one in which its period begins: a group `last` in place of `year` is the year in which that
    ends, where it begins in another (`facts.year_begins`). `year_as` is how the year is written,
    with `{year}` and `{next_year}`.
    """

    name: str
    subject: str
    pattern: Pattern
    partial: Pattern
    misnamed: Misnamed | None = None
    also: tuple[Pattern, ...] = ()
    year_as: str = "{year}年"
    around: tuple[Pattern, ...] = ()
    year: Pattern = r"(?P<year>(?:19|20)\d{2})(?:年度?)?"
    organ: Pattern = r'\p{Han}[\p{Han}()·A-Za-z0-9,"]{2,59}'
    no_organ: tuple[Pattern, ...] = ()
    organ_ends: Pattern = "(?!)"
    about: str = ""
    joint: str = ""


class PeriodSpec(Part, frozen=True):
    """The statistics period.

    `ranges` have groups y1 m1 d1 y2 m2 d2 (y2 may be absent: same year); `years` have y1,
    for a period given as a year alone. A sentence counts when `context` is found in it. `told`,
    with a group `year`, says where prose and headings name the year of the report.
    """

    context: Pattern
    ranges: tuple[Pattern, ...]
    years: tuple[Pattern, ...] = ()
    told: tuple[Pattern, ...] = ()


class ContactSpec(Part, frozen=True):
    """The contact of the office: what announces each part, and what a phone looks like.

    A telephone is a `number` (of several, the first that matches) behind what one of `before`
    matches; `between` is what stands
    between it and others that follow. `phone` finds such as stand in the place of a number and are
    none. `phone`, `address`, `post` and `mail` have a group `value`. `phone_valid` matches a whole
    phone number that can be one. An address that nothing announces is what one of `place` captures
    as `value`, looked for where `address` finds none. A paragraph in which one of `unless` is
    found gives another's contact: that of the site on which a report is published. In the sections
    before the last, a contact counts where one of `announced` is found in its paragraph, or in one
    shortly above.
    """

    phone: tuple[Pattern, ...]
    address: tuple[Pattern, ...]
    place: tuple[Pattern, ...] = ()
    post: tuple[Pattern, ...] = ()
    mail: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    announced: tuple[Pattern, ...] = ()
    number: Pattern | tuple[Pattern, ...] = ""
    before: tuple[Pattern, ...] = ()
    between: Pattern = ""
    phone_valid: Pattern = ""

    @property
    def numbers(self) -> tuple[Pattern, ...]:
        """What numbers look like, the first that matches at a place being meant."""
        return (self.number,) if isinstance(self.number, str) else self.number


class LevelSpec(Part, frozen=True):
    """A level of administration and its deadline MM-DD.

    Which organs have it is told by their kind (`organ_kinds`); patterns on the organ's name that
    are given here go before.
    """

    key: Key
    name: Words
    organ: tuple[Pattern, ...]
    deadline: Day


class OrganKind(Part, frozen=True):
    """A kind of organ, by patterns on its name, and the key of its level, if it has one."""

    key: Key
    name: Words
    organ: tuple[Pattern, ...]
    level: Key | None = None


class OrganSpec(Part, frozen=True):
    """When two names are of one organ, as folded: of last year's report and this one's.

    What `ignored` match (`人民政府`) a name may have or lack. What `offices` match is the
    office that writes for the organ: a report of its own where both have one. A name may also
    have before it what `prefix` matches as a whole (`示例省示例市`).

    For names within a report: `forms` match what is set aside before (`中华人民共和国`), `place`
    one place at the beginning of a name, `government` all of what a government is called after
    its place, `ranks` the last characters of places of one rank, the lowest first, before
    which `before_rank` may stand (街 of 街道); in the name of an organ that reports for itself
    `own_report` is found. `joints` stand between the names of two organs that report together.
    """

    ignored: tuple[Pattern, ...] = ()
    offices: tuple[Pattern, ...] = ()
    prefix: Pattern = ""
    forms: tuple[Pattern, ...] = ()
    place: Pattern = ""
    ranks: tuple[str, ...] = ()
    before_rank: str = ""
    joints: tuple[str, ...] = ()
    government: Pattern = "(?!)"
    own_report: Pattern = "(?!)"


class FactSpecs(Part, frozen=True):
    """Where the facts of a report are found in its text; `published` has y, m and d.

    The first of `organ_kinds` that an organ's name matches tells its level. `year_begins` is the
    first day of the year that a report is on, named by the calendar year in which it begins (the
    school year 2022—2023 is 2022); deadlines are in the calendar year after that one.
    """

    period: PeriodSpec | None = None
    contact: ContactSpec | None = None
    published: tuple[Pattern, ...] = ()
    organ: OrganSpec | None = None
    levels: tuple[LevelSpec, ...] = ()
    organ_kinds: tuple[OrganKind, ...] = ()
    last_deadline: Day = "03-31"
    year_begins: Day = "01-01"


class NewText(Part, frozen=True):
    """A paragraph of a new report, with a sub-heading of its own above it where one is given."""

    text: str
    heading: str = ""


class NewSection(Part, frozen=True):
    """What a section of a new report has above its tables; nothing stands for a prompt."""

    number: int
    text: tuple[NewText, ...] = ()


class NewContact(Part, frozen=True):
    """A part of the contact: `text` has `{value}`, which `what` asks for where it is not known.

    An `optional` one is left out where last year's report has a contact without it.
    """

    part: Literal["address", "post", "phone", "mail"]
    text: str
    what: str
    optional: bool = False


class LastProblems(Part, frozen=True):
    """How the problems that last year's report tells are found, in a section of it.

    They stand from what `begin` matches to what `until` does, one at each `item`, or else a
    sentence each. `longest` is how many characters of one are quoted.
    """

    section: int
    begin: Pattern
    until: Pattern
    item: Pattern
    longest: int = 20


class NewReport(Part, frozen=True):
    """The words of a new report, in which a drafter fills in the rest.

    All of them may have `{organ}`, `{year}`, `{last_year}` and `{next_year}`, and `[[…]]` where
    something is to be filled in, which is written as `prompt` has it, with `{what}`. `opening` are
    the paragraphs before the first section; `{contact}` is the parts of the contact with `between`
    between them.
    A text of a section with `{problem}` stands once for each problem of last year's report.
    `last_figure`, with `{figure}`, is the comment on what had a figure or text in last year's
    report, and `last_author` whose comment it is.
    """

    title: str = ""
    prompt: str = ""
    opening: tuple[str, ...] = ()
    contact: tuple[NewContact, ...] = ()
    between: str = ""
    sections: tuple[NewSection, ...] = ()
    problems: LastProblems | None = None
    last_figure: str = ""
    last_author: str = ""


class WrongWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is right for a wrong word, and where it is wrong at all.

    `where` finds it, with what is around it, in a sentence of which it is a part; without it, it
    is wrong wherever it stands. Nothing is found in a sentence that one of `unless` is found in.
    """

    right: str
    where: Pattern = ""
    unless: tuple[Pattern, ...] = ()


class KeyFigure(Part, frozen=True):
    """A figure by which lists of reports tell one from another: the sum of some cells of tables.

    `cells` are `table.row.column`.
    """

    name: Words
    cells: Annotated[tuple[str, ...], Meta(min_length=1)]


class Rule(Part, Generic[Check_co], frozen=True):
    """One rule with its texts: `id`, `check` and `message` are enough.

    `message` has the measured values in braces; `variants` replace it for the cases that the
    check kind tells apart. Without a `title`, it is the message. `replaces` is the inherited rule
    in whose place this one is; an own rule has the id of a national one only so. `certain` says
    whether a machine can be sure of it. Where it is not `suppressible`, no comment in a document
    suppresses what it finds.
    """

    id: RuleId
    check: Check_co
    message: Words
    severity: Severity = "warning"
    title: Words = ""
    basis: Words = ""
    why: Words = ""
    fix: Words = ""
    replaces: str = ""
    variants: dict[str, Words] = msgspec.field(default_factory=dict)
    certain: bool = True
    fixable: bool = False
    suppressible: bool = True
    examples: Examples = Examples()


class Pack(Part, Generic[Check_co], frozen=True):
    """A pack, whole: after merging its files and the packs that it extends.

    `years` are those of the reports that it is for, `auto` says that it is taken for them when
    a pack is chosen by the year. With `documents`, it is chosen not by the year but by these kinds
    of `other_documents`, which by it are reports. `sources` are the ids of the packs merged, the
    base first.
    `wrong_words` has for each wrong word what is right.
    `specimen` is the report without a fault that examples change, with a placeholder in each
    number cell.
    """

    id: str
    title: Words
    version: str
    years: Years = (None, None)
    auto: bool = False
    documents: tuple[Key, ...] = ()
    title_line: TitleSpec | None = None
    headings: HeadingStyle = HeadingStyle()
    sections: tuple[SectionSpec, ...] = ()
    obsolete_headings: tuple[ObsoleteHeading, ...] = ()
    other_documents: tuple[OtherDocument, ...] = ()
    placeholders: tuple[Pattern, ...] = ()
    wrong_words: dict[str, WrongWord | str] = msgspec.field(default_factory=dict)
    tables: tuple[TableSpec, ...] = ()
    facts: FactSpecs = FactSpecs()
    prose: ProseSpecs = ProseSpecs()
    new_report: NewReport = NewReport()
    key_figures: tuple[KeyFigure, ...] = ()
    rules: tuple[Rule[Check_co], ...] = ()
    sources: tuple[str, ...] = ()
    specimen: str = ""


def make_pack_type(kinds: Kinds) -> Any:
    """The type to decode packs by, whose rules are of these kinds."""
    generic: Any = Pack
    return generic[join_options(kinds)]


def list_cells(table: TableSpec) -> tuple[tuple[str, str, str], ...]:
    """The number cells of a table in its order, by the keys of table, row and column."""
    return tuple(
        (table.key, row.key, column.key)
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    )


Made = TypeVar("Made")
Given = TypeVarTuple("Given")
_MOST_REMEMBERED = 16


def per_pack(make: Callable[[Pack], Made]) -> Callable[[Pack], Made]:
    """A function of a pack that is called once per pack object."""
    return remember(make, _MOST_REMEMBERED)


def remember(make: Callable[[*Given], Made], most: int) -> Callable[[*Given], Made]:
    """A function that is called once for the same objects, of which `most` are remembered.

    Packs and reports hold mappings and cannot be hashed, and to compare two would take longer than
    to make most results anew; so they are known by their identity.
    """
    made: dict[tuple[int, ...], tuple[tuple[object, ...], Made]] = {}

    @wraps(make)
    def remembered(*given: *Given) -> Made:
        key = tuple(map(id, given))
        # what is given is kept in the entry: else another object could come to have its identity
        entry = made.get(key)
        if entry is None:
            result = make(*given)
            if len(made) >= most:
                made.clear()
            entry = made[key] = given, result
        return entry[1]

    return remembered


Own = TypeVar("Own", bound=Options)


def list_checks(pack: Pack, kind: type[Own]) -> Sequence[tuple[str, Own]]:
    """The options of the rules that are of a kind of check, each with the id of the rule."""
    listed = _remember_checks(pack)
    if kind not in listed:
        listed[kind] = [(r.id, r.check) for r in pack.rules if isinstance(r.check, kind)]
    return listed[kind]


@per_pack
def _remember_checks(_pack: Pack) -> dict[type[Options], Sequence[tuple[str, Any]]]:
    """The kinds that were asked for: a check asks for a few again and again."""
    return {}
