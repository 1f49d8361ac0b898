"""One pack on top of another, as `extends` has it.

`overlay` is the whole of it; below are what `aliases` adds to names, and what `reword` replaces in
the texts of inherited rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from gblint.pack.model import (
    AxisSpec,
    Edit,
    FactSpecs,
    GroupSpec,
    OrganKind,
    Pack,
    Rule,
    SectionSpec,
    TableSpec,
)
from gblint.pack.prose_model import ChangeWords, ClaimWords, ProseSpecs, ProseWords, SignWords
from gblint.packs.pack_source import Amendment, PackSource

Item = TypeVar("Item")
Words = TypeVar("Words", ProseWords, ChangeWords, ClaimWords, SignWords)

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
        sections=_add_wordings(
            _overlay_items(base.sections, own.sections, lambda s: s.number, gone.sections),
            own.aliases,
        ),
        obsolete_headings=_overlay_items(
            base.obsolete_headings, own.obsolete_headings, lambda h: h.key, gone.obsolete_headings
        ),
        other_documents=_overlay_items(
            base.other_documents, own.other_documents, lambda d: d.key, gone.other_documents
        ),
        placeholders=tuple(dict.fromkeys((*base.placeholders, *own.placeholders))),
        wrong_words={
            word: meant
            for word, meant in (base.wrong_words | own.wrong_words).items()
            if word in own.wrong_words or word not in gone.wrong_words
        },
        tables=_add_aliases(
            _overlay_items(base.tables, own.tables, lambda table: table.key, gone.tables),
            own.aliases,
        ),
        facts=_overlay_facts(base.facts, own),
        prose=_overlay_prose(base.prose, own.prose or ProseSpecs()),
        rules=_overlay_items(inherited_rules(base, own), own.rules, lambda rule: rule.id),
        sources=(*base.sources, own.pack),
        specimen=specimen or base.specimen,
    )


def inherited_rules(base: Pack, own: PackSource) -> tuple[Rule, ...]:
    """The rules of the base that the pack takes over, as it changes them."""
    return tuple(
        _amend(
            reword_rule(rule, own.reword),
            own.amend.get(rule.id, Amendment()),
            severity=own.severity.get(rule.id, rule.severity),
        )
        for rule in base.rules
        if is_inherited(rule.id, own)
    )


def is_inherited(rule: str, own: PackSource) -> bool:
    """Whether a pack takes a rule of its base over, by id."""
    return rule not in own.off and (own.inherit is None or rule.startswith(own.inherit))


def _amend(rule: Rule, amendment: Amendment, **changes: object) -> Rule:
    given = {name: getattr(amendment, name) for name in amendment.__struct_fields__}
    changes |= {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(rule, **changes)


def _overlay_facts(base: FactSpecs, source: PackSource) -> FactSpecs:
    own = source.facts or FactSpecs()
    last = own.last_deadline
    levels = _overlay_items(base.levels, own.levels, lambda level: level.key, source.without.levels)
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
        organ_kinds=_own_kinds_first(own.organ_kinds, base.organ_kinds),
        last_deadline=base.last_deadline if last == FactSpecs().last_deadline else last,
    )


def _own_kinds_first(
    own: tuple[OrganKind, ...], base: tuple[OrganKind, ...]
) -> tuple[OrganKind, ...]:
    """A pack's own kinds before the inherited ones of other keys, as the first that fits counts."""
    keys = {kind.key for kind in own}
    return (*own, *(kind for kind in base if kind.key not in keys))


def _overlay_prose(base: ProseSpecs, own: ProseSpecs) -> ProseSpecs:
    """The words of both; a quantity of the same key has the terms of both, unless given anew."""
    return ProseSpecs(
        about=_both(base.about, own.about),
        topics=_both(base.topics, own.topics),
        units=_both(base.units, own.units),
        other_units=_both(base.other_units, own.other_units),
        together=_both(base.together, own.together),
        idioms=_both(base.idioms, own.idioms),
        no_figure_after=_both(base.no_figure_after, own.no_figure_after),
        applicant_units=_both(base.applicant_units, own.applicant_units),
        money=base.money | own.money,
        qualifiers=(*base.qualifiers, *own.qualifiers),
        quantities=_overlay_items(base.quantities, own.quantities, lambda quantity: quantity.key),
        words=_words(base.words, own.words),
        terms=_terms(base.terms, own.terms),
        years=(*base.years, *own.years),
        left=(*base.left, *own.left),
        scopes=_overlay_items(base.scopes, own.scopes, lambda scope: scope.key),
        organs=_both(base.organs, own.organs),
        subjects=_both(base.subjects, own.subjects),
        not_subjects=_both(base.not_subjects, own.not_subjects),
        whole_year=_both(base.whole_year, own.whole_year),
        claims=_words(base.claims, own.claims),
        changes=_words(base.changes, own.changes),
        signs=_words(base.signs, own.signs),
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


def _overlay_items(
    base: Iterable[Item],
    own: Iterable[Item],
    key: Callable[[Item], Hashable],
    gone: Iterable[Hashable] = (),
) -> tuple[Item, ...]:
    left = {key(item): item for item in base if key(item) not in set(gone)}
    return tuple((left | {key(item): item for item in own}).values())


Aliases = Mapping[str, tuple[str, ...]]
"""More names by `section N` or `table.key`."""

Line = TypeVar("Line", AxisSpec, GroupSpec)


def _add_wordings(sections: Iterable[SectionSpec], aliases: Aliases) -> tuple[SectionSpec, ...]:
    return tuple(
        msgspec.structs.replace(
            section, wordings=_add_names(section.wordings, aliases, f"section {section.number}")
        )
        for section in sections
    )


def _add_aliases(tables: Iterable[TableSpec], aliases: Aliases) -> tuple[TableSpec, ...]:
    named = {name.partition(".")[0] for name in aliases}
    return tuple(_add_to_table(table, aliases) if table.key in named else table for table in tables)


def _add_to_table(table: TableSpec, aliases: Aliases) -> TableSpec:
    blocks = tuple(
        msgspec.structs.replace(
            block,
            rows=_add_to_lines(block.rows, table.key, aliases),
            columns=_add_to_lines(block.columns, table.key, aliases),
        )
        for block in table.blocks
    )
    return msgspec.structs.replace(
        table,
        blocks=blocks,
        row_groups=_add_to_lines(table.row_groups, table.key, aliases),
        column_groups=_add_to_lines(table.column_groups, table.key, aliases),
    )


def _add_to_lines(lines: Iterable[Line], table: str, aliases: Aliases) -> tuple[Line, ...]:
    return tuple(
        msgspec.structs.replace(
            line, aliases=_add_names(line.aliases, aliases, f"{table}.{line.key}")
        )
        for line in lines
    )


def _add_names(known: tuple[str, ...], aliases: Aliases, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *aliases.get(name, ()))))


_WORDED = ("title", "message", "variants", "basis", "why", "fix", "examples")
"""The fields of a rule that are words; what its check looks for is not."""


def reword_rule(rule: Rule, edits: Sequence[Edit]) -> Rule:
    """The rule with words replaced, all at once: what one edit puts in, no other replaces.

    The numbers that an example expects are words too.
    """
    if not edits:
        return rule
    data = msgspec.to_builtins(rule)
    words = {edit.find: edit.replace for edit in edits}
    form = _any_of(edits)
    words_replaced = {
        name: _replace_words(data[name], words, form) for name in _WORDED if name in data
    }
    changed: Rule = msgspec.convert(data | words_replaced, Rule)
    return msgspec.structs.replace(changed, check=rule.check)


def find_unused_edits(rules: Sequence[Rule], edits: Sequence[Edit]) -> Iterator[int]:
    """Which edits, by index, find nothing in any of the rules."""
    texts = "\n".join(
        str({name: value for name, value in msgspec.to_builtins(rule).items() if name in _WORDED})
        for rule in rules
    )
    return (i for i, edit in enumerate(edits) if edit.find not in texts)


def _any_of(edits: Sequence[Edit]) -> re.Pattern[str]:
    finds = sorted((edit.find for edit in edits), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, finds)))


def _replace_words(value: Any, words: Mapping[str, str], form: re.Pattern[str]) -> Any:
    if isinstance(value, dict):
        return {key: _replace_words(item, words, form) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_words(item, words, form) for item in value]
    if isinstance(value, str):
        return form.sub(lambda match: words[match[0]], value)
    if type(value) is int and str(value) in words:
        new = words[str(value)]
        return int(new) if new.isdigit() else new
    return value
