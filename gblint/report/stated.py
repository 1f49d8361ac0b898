"""What prose states about the quantities of the tables."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from gblint.document import Anchor

Number = int | Decimal


class Stated(msgspec.Struct, frozen=True):
    """A number that prose states of a quantity of the pack.

    `low` and `high` are what it may stand for, `high` None for no bound; `means` says how it is
    written: `exact`, `rounded` (3.2万), or as `packs.prose_model.Qualifier` has it. `scope` is
    the key of whose figures it is, "" where nothing is said; `confidence` is 0 where that is
    not what the tables are of. `read` is the figure and `text` its sentence as written; `anchor`
    is that of the figure.
    """

    quantity: str
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

    def may_be(self, figure: Number) -> bool:
        return self.low <= figure and (self.high is None or figure <= self.high)


class StatedShare(msgspec.Struct, frozen=True):
    """A percentage that prose states of figures in its sentence, or in what it goes on from.

    `low`, `high` and `means` are as in `Stated`, in percent. `part` is the figure that it is of;
    `wholes` are the figures that may be the base, the most likely first; `more` are sums and
    figures further off that may be as well.
    """

    percent: Number
    low: Number
    high: Number | None
    means: str
    decimals: int
    part: Number
    wholes: tuple[Number, ...]
    more: tuple[Number, ...]
    read: str
    text: str
    anchor: Anchor
    section: int | None


class Prose(msgspec.Struct, frozen=True):
    """What prose states: numbers of the tables' quantities, and shares."""

    stated: tuple[Stated, ...] = ()
    shares: tuple[StatedShare, ...] = ()
