"""What a check yields: where, which measured values, which variant of the rule's message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import msgspec

from gblint.document import Anchor
from gblint.findings import Footing, Replacement, Value
from gblint.packs.model import Pack, Rule
from gblint.report.model import Report


class Place(msgspec.Struct, frozen=True):
    """Where a hit is, in keys; `text` is the text around as written."""

    anchor: Anchor = Anchor(1)
    section: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    text: str = ""


class Hit(msgspec.Struct, frozen=True):
    """One hit of a rule. `values` fill the braces of the message; `variant` chooses it."""

    place: Place
    values: dict[str, Value] = {}
    variant: str = ""
    footing: Footing | None = None
    replacement: Replacement | None = None
    unchecked: tuple[str, ...] = ()


class Check(Protocol):
    """A check kind's code: reads a report by the options in `rule.check`, yields hits."""

    def __call__(self, report: Report, rule: Rule, pack: Pack, /) -> Iterator[Hit]: ...
