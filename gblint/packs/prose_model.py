"""How a pack says what prose states about the tables: words, quantities, statements."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gblint.findings import Say
from gblint.packs.part import Key, Part, Pattern

Template = Annotated[
    str,
    Meta(
        description="A regular expression in which {n} is a count with its unit, {p} a percentage "
        "and {name} an entry of prose.words."
    ),
]


class Qualifier(Part, frozen=True):
    """Words before or after a figure that make it inexact (`近`, `余`), and what they mean."""

    words: tuple[str, ...]
    side: Literal["before", "after"]
    means: Literal["more", "nearly", "about", "at_least", "at_most"]


class YearWord(Part, frozen=True):
    """A year in words (`上年`), counted from the report's: -1 is the year before."""

    pattern: Pattern
    offset: int


class ScopeSpec(Part, frozen=True):
    """Whose figures a sentence gives, by words before them: of all, of the office, of a part.

    The words are looked for in the sentence, or (`reach: clause`) in the clause of the figure.
    The tables are of that scope in the reports of `levels` (`other`: an organ whose level is
    not known), and everywhere where `levels` is not given; figures of another scope are not
    compared, unless the words are in the organ's own name. Nor are they compared in the reports
    of organs in whose name `unless_organ` is found.
    """

    key: Key
    pattern: Pattern
    reach: Literal["sentence", "clause"] = "sentence"
    levels: tuple[Key, ...] | None = None
    unless_organ: Pattern = ""


class Quantity(Part, frozen=True):
    """A number that prose may state: its name, and what of a table it may equal.

    Each of `equals` is `row.column`, or several joined by `+`; the key of a group of rows
    stands for all of them.
    """

    key: Key
    name: Say
    table: Key
    equals: tuple[str, ...]


class Statement(Part, frozen=True):
    """Wordings that state quantities.

    With as many `{n}` in a pattern as in `gives`, each gets its own; with one, all get the
    same; without, they are `value` (`未收到…`: 0). `context` must be found before the end of
    the wording: in its sentence, its paragraph or the headings above it (`within`). `after`:
    what was stated last before must be one of these. `years` are the years that the sentence
    may name, counted from the report's. `unless` is not found in the clause before.
    """

    gives: tuple[Key, ...]
    patterns: tuple[Template, ...]
    value: int | None = None
    context: Pattern = ""
    within: Literal["sentence", "paragraph"] = "paragraph"
    after: tuple[Key, ...] = ()
    years: tuple[int, ...] = (0,)
    unless: Pattern = ""


class Share(Part, frozen=True):
    """Wordings of a share: `{n}` the part, `{p}` the percentage.

    Without `{n}` the part is the last one stated of `part` in the sentence; the whole is then
    what the sentence states of `whole`, or else its paragraph so far, and sums of it. The `{n}`
    of `besides` are parts as well, of which no share is taken (`61件,占比过半`).
    """

    patterns: tuple[Template, ...]
    part: tuple[Key, ...] = ()
    whole: tuple[Key, ...] = ()
    besides: tuple[Template, ...] = ()


class Breakdown(Part, frozen=True):
    """Quantities that are parts of another, none of which is in another part.

    Parts stated after one of `whole` in its paragraph may not exceed it; where every one of
    `parts` is stated and `complete` is set, they must add up to it, and quantities of `plus`
    that are stated there may be counted in or not. What is in `within` may be counted in
    another part as well.
    """

    whole: tuple[Key, ...]
    parts: tuple[Key, ...]
    plus: tuple[Key, ...] = ()
    within: tuple[Key, ...] = ()
    complete: bool = False


class ProseSpecs(Part, frozen=True):
    """How numbers in prose are read.

    Only paragraphs in which `about` is found are looked at. `words` are used by templates as
    `{name}`. `aside` is passed over (`同比增长12件`), `blocked` before a figure in its clause
    makes it another thing's; so does `foreign`, also when it
    stands between a figure and what was stated before it. A sentence in which `goes_on` is found
    (`^其中`) gives parts of what the one before it has. `short` are long forms in an organ's
    name with their short ones.
    """

    about: Pattern = ""
    units: tuple[str, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    words: dict[str, Template] = msgspec.field(default_factory=dict)
    aside: tuple[Template, ...] = ()
    blocked: tuple[Pattern, ...] = ()
    foreign: tuple[Template, ...] = ()
    goes_on: Pattern = ""
    years: tuple[YearWord, ...] = ()
    scopes: tuple[ScopeSpec, ...] = ()
    short: dict[str, str] = msgspec.field(default_factory=dict)
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()
    shares: tuple[Share, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
