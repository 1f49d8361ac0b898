"""What is known of a paragraph of prose while it is read, and what its figures were taken for."""

from __future__ import annotations

import msgspec

from gblint.findings import Say
from gblint.report.prose.amounts import Amount
from gblint.report.prose.scope import Whose
from gblint.report.stated import Meaning

LEFT = "left"


class Taken(msgspec.Struct, frozen=True):
    """What a figure was taken for: `meanings` are quantities any of which it may be, the likeliest
    first, none where it was left; `why` says why. `role` is that of its first word. `maybe` is
    what one that was left is of if the figures beside it bear that out.
    """

    meanings: tuple[Meaning, ...]
    why: Say
    role: str = LEFT
    amount: Amount | None = None
    whose: Whose | None = None
    maybe: tuple[Meaning, ...] = ()

    @property
    def head(self) -> str:
        """The key of the row, "" where nothing is known."""
        return self.meanings[0].heads[0] if self.meanings else ""


NOTHING = Taken((), Say("", ""))


class State(msgspec.Struct):
    """Where a paragraph stands: of what it speaks, whose figures, of which year.

    `last` is the figure before, `base` what parts are parts of; `route` is the kind of case,
    `document` the kind of document that was named last.
    """

    topic: str = ""
    disclosed: bool = False
    sentence_disclosed: bool = False
    whose: Whose | None = None
    year: int | None = 0
    year_began: int | None = 0
    """The year at the beginning of the sentence."""
    unrelated: bool = False
    """Whether the sentence says that what it tells is not of the tables."""
    last: Taken = NOTHING
    last_verb: Taken = NOTHING
    last_in_sentence: Taken = NOTHING
    known: Taken = NOTHING
    """The last figure that was not left."""
    would: Taken = NOTHING
    """What the last figure was of, whatever its year."""
    share_part: Taken = NOTHING
    """What the percentage just before was of, where its count follows (占41.32%、计50件)."""
    base: Taken | None = None
    row_base: Taken | None = None
    route: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    making: str = ""
    parts: bool = False
    """Whether the sentence tells parts (其中): the same again is no total."""
    in_part: bool = False
    """Whether the scope was named as that of a part (其中市教育局12件)."""
    routes: tuple[str, ...] = ()
    """The kinds of case that the sentence has named."""
    cases_here: tuple[str, ...] = ()
    cases_before: tuple[str, ...] = ()
    """The same of the sentence before; `cases_here` are those of this one, whatever follows."""
    inside: bool = False
    """Whether this is inside a bracket that follows a figure."""
    within: bool = False
    """Whether the base was named as such (自然人的19件中)."""
    sentence_begun: bool = False
    """Whether the sentence has had a figure."""
    would_fresh: bool = False
    would_here: bool = False
    """Whether `would` was named in this sentence, without a figure."""
    document_named: bool = False
    """Whether the sentence has named a document."""
    decisions: int = 0
    """How many kinds of decision of table 1 the sentence names."""
    makes: bool = False
    """Whether the sentence has told how many documents were made."""
    lapses: bool = False
    """Whether the sentence tells documents that lapsed apart from those repealed."""
    all_cases: bool = False
    """Whether the sentence tells those on disclosure apart from all cases."""
    decides: bool = False
    """Whether the sentence tells of cases that the organ decides (全年受理复议案件128件)."""
    every_case: bool = False
    """Whether the paragraph has told of cases of every kind."""
    named_route: tuple[str, ...] = ()
    """The kind of case that was named last with a figure that was left."""
    undisclosed: tuple[str, ...] = ()
    """The cases that were left for nothing said that they are on disclosure."""
    crossing: str = ""
    """Who applied, where results may be of theirs only (企业申请8件，5件予以公开)."""
    known_here: bool = False
    """Whether any figure of the sentence is known."""
    serves: bool = False
    """Whether the sentence has counted those served otherwise (接待查阅860人次)."""
    outcome_first: bool = False
    """Whether the outcome of the figure before stood before the case (败诉复议1件)."""
    excepted: bool = False
    """Whether the sentence says of how many what it claims does not hold (除1件外)."""
    lists_results: bool = False
    """Whether the sentence names results of applications, so that 公开 is one of them."""
    came: bool = False
    """Whether the paragraph has told what was carried in, so that 结转 is what goes out."""
    whose_began: Whose | None = None
    """Whose figures the sentence before ended with."""
    turned: bool = False
    """Whether the sentence has turned to other things (；督办件23件，办结22件)."""
    began: bool = False
    """Whether no figure stands yet since the last semicolon."""
    others_here: bool = False
    """Whether the sentence has counted what is surely no application (信访事项216件)."""
    unit: str = ""
    """In what the applications that the paragraph named last were counted."""
    held: Say | None = None
    """Why the figures are not the tables' up to the end of the sentence."""

    def copy(self) -> State:
        return msgspec.structs.replace(self)
