"""One pack on top of another, as `extends` has it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import msgspec

from gblint.pack.model import FactSpecs, OrganKind, Pack, Rule
from gblint.pack.prose_model import ChangeWords, ProseSpecs, ProseWords
from gblint.packs.aliases import with_aliases, with_wordings
from gblint.packs.reword import reworded
from gblint.packs.written import Amendment, PackSource

Item = TypeVar("Item")
Words = TypeVar("Words", ProseWords, ChangeWords)

EMPTY = Pack(id="", title="", version="")
"""What a pack that extends nothing is laid upon."""


def overlay(base: Pack, own: PackSource, specimen: str = "") -> Pack:
    """The base with what the pack gives: the same key, number or id replaces, others are added.

    Facts are laid over each other one by one. `auto` is not inherited.
    """
    gone = own.without
    return Pack(
        id=own.pack,
        title=own.title or base.title,
        version=own.version,
        years=own.years or base.years,
        auto=own.auto,
        title_line=own.title_line or base.title_line,
        headings=own.headings or base.headings,
        sections=with_wordings(
            _laid(base.sections, own.sections, lambda s: s.number, gone.sections), own.aliases
        ),
        obsolete_headings=_laid(
            base.obsolete_headings, own.obsolete_headings, lambda h: h.key, gone.obsolete_headings
        ),
        other_documents=_laid(
            base.other_documents, own.other_documents, lambda d: d.key, gone.other_documents
        ),
        placeholders=tuple(dict.fromkeys((*base.placeholders, *own.placeholders))),
        wrong_words={
            word: meant
            for word, meant in (base.wrong_words | own.wrong_words).items()
            if word in own.wrong_words or word not in gone.wrong_words
        },
        tables=with_aliases(
            _laid(base.tables, own.tables, lambda table: table.key, gone.tables), own.aliases
        ),
        facts=_facts(base.facts, own),
        prose=_prose(base.prose, own.prose or ProseSpecs()),
        rules=_laid(inherited(base, own), own.rules, lambda rule: rule.id),
        sources=(*base.sources, own.pack),
        specimen=specimen or base.specimen,
    )


def inherited(base: Pack, own: PackSource) -> tuple[Rule, ...]:
    """The rules of the base that the pack takes over, as it changes them."""
    return tuple(
        _amended(
            reworded(rule, own.reword),
            own.amend.get(rule.id, Amendment()),
            severity=own.severity.get(rule.id, rule.severity),
        )
        for rule in base.rules
        if taken(rule.id, own)
    )


def taken(rule: str, own: PackSource) -> bool:
    """Whether a pack takes a rule of its base over, by id."""
    return rule not in own.off and (own.inherit is None or rule.startswith(own.inherit))


def _amended(rule: Rule, amendment: Amendment, **changes: object) -> Rule:
    given = {name: getattr(amendment, name) for name in amendment.__struct_fields__}
    changes |= {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(rule, **changes)


def _facts(base: FactSpecs, source: PackSource) -> FactSpecs:
    own = source.facts or FactSpecs()
    last = own.last_deadline
    levels = _laid(base.levels, own.levels, lambda level: level.key, source.without.levels)
    days = source.deadlines
    return FactSpecs(
        period=own.period or base.period,
        contact=own.contact or base.contact,
        published=own.published or base.published,
        organ=own.organ or base.organ,
        levels=tuple(
            msgspec.structs.replace(level, deadline=days.get(level.key, level.deadline))
            for level in levels
        ),
        organ_kinds=_first(own.organ_kinds, base.organ_kinds),
        last_deadline=base.last_deadline if last == FactSpecs().last_deadline else last,
    )


def _first(own: tuple[OrganKind, ...], base: tuple[OrganKind, ...]) -> tuple[OrganKind, ...]:
    """A pack's own kinds before the inherited ones of other keys, as the first that fits counts."""
    keys = {kind.key for kind in own}
    return (*own, *(kind for kind in base if kind.key not in keys))


def _prose(base: ProseSpecs, own: ProseSpecs) -> ProseSpecs:
    """The words of both; a quantity of the same key has the terms of both, unless given anew."""
    return ProseSpecs(
        about=_both(base.about, own.about),
        topics=_both(base.topics, own.topics),
        units=_both(base.units, own.units),
        other_units=_both(base.other_units, own.other_units),
        applicant_units=_both(base.applicant_units, own.applicant_units),
        money=base.money | own.money,
        qualifiers=(*base.qualifiers, *own.qualifiers),
        quantities=_laid(base.quantities, own.quantities, lambda quantity: quantity.key),
        words=_words(base.words, own.words),
        terms=_terms(base.terms, own.terms),
        years=(*base.years, *own.years),
        left=(*base.left, *own.left),
        scopes=_laid(base.scopes, own.scopes, lambda scope: scope.key),
        organs=_both(base.organs, own.organs),
        subjects=_both(base.subjects, own.subjects),
        not_subjects=_both(base.not_subjects, own.not_subjects),
        whole_year=_both(base.whole_year, own.whole_year),
        changes=_words(base.changes, own.changes),
        rates=(*base.rates, *own.rates),
        breakdowns=(*own.breakdowns, *base.breakdowns),
        short_before=_both(base.short_before, own.short_before),
        short_after=_both(base.short_after, own.short_after),
    )


def _words(base: Words, own: Words) -> Words:
    """The lists of both."""
    names = base.__struct_fields__
    return type(base)(**{name: _both(getattr(base, name), getattr(own, name)) for name in names})


def _both(base: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*base, *own)))


def _terms(
    base: dict[str, tuple[str, ...]], own: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {key: _both(base.get(key, ()), own.get(key, ())) for key in (*base, *own)}


def _laid(
    base: Iterable[Item],
    own: Iterable[Item],
    key: Callable[[Item], Hashable],
    gone: Iterable[Hashable] = (),
) -> tuple[Item, ...]:
    kept = {key(item): item for item in base if key(item) not in set(gone)}
    return tuple((kept | {key(item): item for item in own}).values())
