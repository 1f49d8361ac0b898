"""Finding, the one currency between checks, the run and the writers."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]
"""From most to least grave."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

Level = Literal["error", "warning", "note", "off"]
"""What settings may make of a rule's severity; `off` is a rule that is not checked."""

LEVELS: tuple[Level, ...] = ("error", "warning", "note", "off")

Lang = Literal["zh", "en"]

Value = str | int | Decimal | tuple[str, ...]
"""A measured value in a message: a figure, a text, or a list of texts."""


class Say(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A text in both languages; `en` falls back to `zh` where a pack gives no twin."""

    zh: str
    en: str = ""

    def in_lang(self, lang: Lang) -> str:
        return self.zh if lang == "zh" or not self.en else self.en

    def behind(self, head: object) -> "Say":
        """The same behind what it is about, such as the path of a file."""
        return Say(f"{head}：{self.zh}", f"{head}: {self.in_lang('en')}")


class SaidError(ValueError):
    """What went wrong, told to the user as `say`."""

    def __init__(self, say: Say) -> None:
        super().__init__(say.zh)
        self.say = say


class Location(msgspec.Struct, frozen=True, gc=False):
    """Where a finding is, as the reader of the document sees it.

    `section` is 1 to 6, 0 the preface and title, None where no section can be named.
    `table`, `row` and `column` are keys of the pack. `line` and `column_offset` are those of
    `document.Anchor`; `page`, `box` and `cell` likewise. `text` is the text around, as
    written.
    `where` is the same place in words.
    """

    section: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    line: int = 1
    column_offset: int = 1
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    cell: int = 0
    text: str = ""
    where: Say = Say("")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One figure of a footing: its label as the format has it, its figure as counted.

    `line` and `cell` are those of a `Location`, 0 where the figure stands elsewhere.
    """

    label: Say
    value: Decimal | int
    sign: Literal["+", "-"] = "+"
    culprit: bool = False
    line: int = 0
    cell: int = 0


class Footing(msgspec.Struct, frozen=True):
    """A broken equation as a small table: both sides, entry by entry."""

    left: tuple[Entry, ...]
    right: tuple[Entry, ...]
    left_sum: Decimal | int
    right_sum: Decimal | int


class Replacement(msgspec.Struct, frozen=True, gc=False):
    """What to write instead at one place: at `line` of the document, `old` becomes `new`.

    `line` is that of `document.Anchor`. `cell` is the column of a table cell from 1, in a form
    whose anchors have none that of the table's grid, 0 outside tables and where it is not known.
    `column` is where `old` begins, in characters from 1 of the paragraph or cell as it is read
    (without its automatic number); 0 where that is not known, and `old` stands there but once.
    `safe` says that nothing else can be meant. `automatic` says that `old` is a number that the
    word processor shows and does not keep in the text.
    """

    line: int
    old: str
    new: str
    cell: int = 0
    column: int = 0
    safe: bool = True
    automatic: bool = False


class SourceEdit(msgspec.Struct, frozen=True):
    """What a replacement comes to in the source of a text file: `new` in place of what is there
    from a line and column up to another column of the same line, all from 1.
    """

    line: int
    begin: int
    end: int
    new: str


class Correction(msgspec.Struct, frozen=True):
    """What to write instead in all the places of a finding, in document order.

    `whole` is False where the finding has other places, too, for which that cannot be known.
    `edits` are the same in the source of a text file, none where it cannot be told for all.
    """

    replacements: tuple[Replacement, ...]
    whole: bool = True
    edits: tuple[SourceEdit, ...] = ()

    @property
    def safe(self) -> bool:
        """Whether a machine may do it by itself."""
        return all(one.safe for one in self.replacements)


class Finding(msgspec.Struct, frozen=True):
    """One finding of one rule in one document.

    `unchecked` names the rules that could not be evaluated because of what was found here.
    `fingerprint` is 16 hexadecimal digits that stay the same while the document changes
    elsewhere. `incomplete` says that something could not be evaluated at all: no setting, comment
    or baseline takes such a finding away. `before` is what a baseline has of the same finding,
    where its figures were others. Findings of one `story` come from one cause; one of them
    is reported, with those that follow from the same in `also`.
    """

    rule: str
    severity: Severity
    message: Say
    location: Location
    basis: Say
    fix: Say
    values: dict[str, Value] = {}
    fingerprint: str = ""
    footing: Footing | None = None
    correction: Correction | None = None
    unchecked: tuple[str, ...] = ()
    incomplete: bool = False
    before: Say = Say("")
    story: str = ""
    also: tuple["Finding", ...] = ()

    @property
    def replacement(self) -> Replacement | None:
        """The first of what to write instead."""
        return None if self.correction is None else self.correction.replacements[0]

    @property
    def is_of_table(self) -> bool:
        """Whether it is about a table as a whole."""
        at = self.location
        return at.table is not None and at.row is None and at.column is None

    @property
    def fixable(self) -> Literal["", "safe", "unsafe"]:
        """Whether `gblint fix` takes the finding away, by itself or where it is told to."""
        if self.correction is None or not self.correction.whole:
            return ""
        return "safe" if self.correction.safe else "unsafe"


def join_stories(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with those of one story in the gravest of them, or the first as grave, one of
    a whole table before others.

    What one cause gives is one finding to its reader. This comes last, when it is known
    which findings are reported: where one is ignored, suppressed or in the baseline, another
    carries the story.
    """
    stories: dict[str, list[Finding]] = {}
    for one in findings:
        if one.story:
            stories.setdefault(one.story, []).append(one)
    if all(len(of_one) == 1 for of_one in stories.values()):
        return tuple(findings)
    carriers = {
        # `min` gives the first of those that are as grave, and of a whole table rather than a row
        story: min(of_one, key=lambda one: (SEVERITIES.index(one.severity), not one.is_of_table))
        for story, of_one in stories.items()
    }
    return tuple(
        _add_others(one, stories[one.story]) if one.story else one
        for one in findings
        if not one.story or one is carriers[one.story]
    )


def _add_others(one: Finding, story: Sequence[Finding]) -> Finding:
    others = tuple(other for other in story if other is not one)
    return msgspec.structs.replace(one, also=others) if others else one


def split_stories(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings each by itself again."""
    found: list[Finding] = []
    for one in findings:
        if one.also:
            found += (msgspec.structs.replace(one, also=()), *one.also)
        else:
            found.append(one)
    return tuple(found)


class TooMuch(Exception):  # noqa: N818 -- it names what happened
    """There is so much of something in a file that the rest of it is not looked at."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self._of = zh, en

    @property
    def words(self) -> tuple[str, str]:
        """What happened, in Chinese and in English."""
        zh, en = self._of
        return f"{zh}，已中止：请确认这是一份年度报告", f"{en}: is the file an annual report?"
