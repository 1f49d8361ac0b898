"""What a check yields: where, which measured values, which variant of the rule's message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

import msgspec

from gblint.document import Anchor
from gblint.findings import Footing, Replacement, Say, Value
from gblint.pack.base import Options
from gblint.pack.kind import Kind
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report

Measured = Value | Say | tuple[Say, ...]
"""A value as a check gives it: words of the pack are in both languages until they are told."""

Own = TypeVar("Own", bound=Options)


class Place(msgspec.Struct, frozen=True):
    """Where a hit is, in keys; `text` is the text around as written.

    `where` is the place in words, for what keys cannot name; else it is made from the keys.
    """

    anchor: Anchor = Anchor(1)
    section: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    text: str = ""
    where: Say | None = None


class Hit(msgspec.Struct, frozen=True):
    """One hit of a rule. `values` fill the braces of the message; `variant` chooses it.

    `fix` is what to do where that is not what the rule says. Hits of one `story` come from one
    wrong figure.
    """

    place: Place
    values: dict[str, Measured] = {}
    variant: str = ""
    footing: Footing | None = None
    replacement: Replacement | None = None
    unchecked: tuple[str, ...] = ()
    fix: Say | None = None
    story: str = ""


class Check(Protocol):
    """A check kind's code: reads a report by the options in `rule.check`, yields hits."""

    def __call__(self, report: Report, rule: Rule, pack: Pack, /) -> Iterator[Hit]: ...


class CheckKind(Kind, frozen=True, kw_only=True):
    """A kind of check, whole: what packs know of it, and its code."""

    check: Check


def options(rule: Rule, kind: type[Own]) -> Own:
    """The options of a rule, which are of the kind that the registry gave it to."""
    if not isinstance(rule.check, kind):
        raise TypeError(f"{rule.id} is no {kind.__name__}")
    return rule.check
