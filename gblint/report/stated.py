"""What prose states about the quantities of the tables."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from gblint.document import Anchor
from gblint.findings import Say

Number = int | Decimal


class Meaning(msgspec.Struct, frozen=True):
    """What a figure is of: quantities added up, or a column's part of them.

    `heads` are keys of quantities, `column` that of one of the role `column`, or several joined
    by `+`, "" for all. `strict` says that only the first of what a quantity may equal will do.
    """

    heads: tuple[str, ...]
    column: str = ""
    strict: bool = False

    @property
    def key(self) -> str:
        """`review_upheld`, `granted_partial`; who applied stands alone where it is of all."""
        if self.heads == ("received",) and self.column:
            return self.column
        return "_".join((*self.heads, self.column) if self.column else self.heads)


class Stated(msgspec.Struct, frozen=True):
    """A number that prose states of a quantity of the pack.

    `quantity` is the key of the likeliest of `meanings`; any of these will do. `claim` says that
    it is said in words.

    `low` and `high` are what it may stand for, `high` None for no bound; `means` says how it is
    written: `exact`, `rounded` (3.2万), or as `pack.prose_model.Qualifier` has it. `scope` is
    the key of whose figures it is, "" where nothing is said; `confidence` is 0 where that is
    not what the tables are of. `read` is the figure and `text` its sentence as written; `anchor`
    is that of the figure.
    """

    quantity: str
    meanings: tuple[Meaning, ...]
    value: Number
    low: Number
    high: Number | None
    means: str
    read: str
    text: str
    anchor: Anchor
    section: int | None
    scope: str = ""
    confidence: float = 1.0
    claim: bool = False

    def may_be(self, figure: Number) -> bool:
        return self.low <= figure and (self.high is None or figure <= self.high)


class StatedShare(msgspec.Struct, frozen=True):
    """A percentage that prose states of figures in its sentence, or in what it goes on from.

    `low`, `high` and `means` are as in `Stated`, in percent. `parts` are the figures that it may
    be of; `wholes` are the figures that may be the base, the most likely first; `more` are sums
    and figures further off that may be as well. `parts_of` and `wholes_of` are what part and base
    are of the tables, whose figures will do as well; there are no `parts` where only these say it.
    """

    percent: Number
    low: Number
    high: Number | None
    means: str
    decimals: int
    parts: tuple[Number, ...]
    wholes: tuple[Number, ...]
    more: tuple[Number, ...]
    read: str
    text: str
    anchor: Anchor
    section: int | None
    parts_of: tuple[Meaning, ...] = ()
    wholes_of: tuple[Meaning, ...] = ()
    own: bool = True


class ComparedFigure(msgspec.Struct, frozen=True):
    """A figure of a comparison with last year.

    `role` says which: `base` (last year's figure), `amount` and `percent` (by how much), `ratio`
    (this year's in percent of last year's), `now` (this year's). `low` and `high` are what it may
    stand for, `high` None for no bound. `rest` is the text as written from it to the end of the
    comparison. `turn` is 1 where it is told to be of growth, -1 of decline, 0 where neither is
    said.
    """

    role: str
    value: Number
    low: Number
    high: Number | None
    exact: bool
    decimals: int
    read: str
    rest: str
    anchor: Anchor
    turn: int = 0

    def may_be(self, figure: Number) -> bool:
        return self.low <= figure and (self.high is None or figure <= self.high)


class Comparison(msgspec.Struct, frozen=True):
    """A comparison with last year that prose states: of what, and its figures as they stand.

    `meanings` are quantities any of which it may be of; there are none where that is not known,
    or where it is of a scope that the tables are not of.
    """

    meanings: tuple[Meaning, ...]
    figures: tuple[ComparedFigure, ...]
    text: str
    section: int | None


class ShareChange(msgspec.Struct, frozen=True):
    """A share or a rate of this year beside last year's.

    `figures` are those told here: `base` (last year's percentage) and `points` (by how many
    percentage points it is another); `now` and `base` are what was told of it before. Of what part
    and whole are: see `StatedShare`.
    """

    parts_of: tuple[Meaning, ...]
    wholes_of: tuple[Meaning, ...]
    figures: tuple[ComparedFigure, ...]
    now: ComparedFigure | None
    base: ComparedFigure | None
    text: str
    section: int | None


class Order(msgspec.Struct, frozen=True):
    """What prose says to be more than another, less, as much, or the most of all.

    Each of `ways` is what is compared and with what, and one that holds will do. What is compared
    less each of the others is no less than `low` and no more than `high`, None for no bound;
    `near` says that it is about as much. `read` is the clause as written.
    """

    ways: tuple[tuple[Meaning, tuple[Meaning, ...]], ...]
    low: Number | None
    high: Number | None
    near: bool
    read: str
    text: str
    anchor: Anchor
    section: int | None


class Reading(msgspec.Struct, frozen=True):
    """A figure of the prose, what it was taken for ("" for nothing), and why."""

    read: str
    quantity: str
    why: Say
    anchor: Anchor
    section: int | None


class Prose(msgspec.Struct, frozen=True):
    """What prose states: numbers of the tables' quantities, shares, comparisons with last year,
    and of quantities with one another.

    `maybe` are runs of figures, each within one paragraph, of which nothing but the figures around
    them can tell whether they are of the tables; `unread` are figures of no known meaning, of
    confidence where they may be those of a list that the tables have.
    """

    stated: tuple[Stated, ...] = ()
    shares: tuple[StatedShare, ...] = ()
    changes: tuple[Comparison, ...] = ()
    orders: tuple[Order, ...] = ()
    share_changes: tuple[ShareChange, ...] = ()
    readings: tuple[Reading, ...] = ()
    maybe: tuple[tuple[Stated, ...], ...] = ()
    unread: tuple[Stated, ...] = ()
