"""One pack on top of another, as `extends` has it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import msgspec

from gblint.packs.model import Pack, PackSource, Rule

Item = TypeVar("Item")

EMPTY = Pack(id="", title="", version="")
"""What a pack that extends nothing is laid upon."""


def overlay(base: Pack, own: PackSource, specimen: str = "") -> Pack:
    """The base with what the pack gives: the same key, number or id replaces, others are added."""
    return Pack(
        id=own.pack,
        title=own.title or base.title,
        version=own.version,
        years=own.years or base.years,
        title_line=own.title_line or base.title_line,
        headings=own.headings or base.headings,
        sections=_laid(base.sections, own.sections, lambda section: section.number),
        obsolete_headings=_laid(base.obsolete_headings, own.obsolete_headings, lambda h: h.key),
        placeholders=tuple(dict.fromkeys((*base.placeholders, *own.placeholders))),
        tables=_laid(base.tables, own.tables, lambda table: table.key),
        facts=own.facts or base.facts,
        rules=_laid(inherited(base, own), own.rules, lambda rule: rule.id),
        sources=(*base.sources, own.pack),
        specimen=specimen or base.specimen,
    )


def inherited(base: Pack, own: PackSource) -> tuple[Rule, ...]:
    """The rules of the base that are not switched off, with the severities that own gives."""
    return tuple(
        msgspec.structs.replace(rule, severity=own.severity.get(rule.id, rule.severity))
        for rule in base.rules
        if rule.id not in own.off
    )


def _laid(
    base: Iterable[Item], own: Iterable[Item], key: Callable[[Item], Hashable]
) -> tuple[Item, ...]:
    return tuple(({key(item): item for item in base} | {key(item): item for item in own}).values())
