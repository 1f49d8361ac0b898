"""One pack on top of another, as `extends` has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from gblint.findings import Say
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
from gblint.pack.prose_model import ChangeWords, ProseSpecs, ProseWords
from gblint.packs.pack_source import Amendment, PackSource
from gblint.packs.problems import Fault, joined, suggestion

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


Aliases = Mapping[str, tuple[str, ...]]
"""More names by `section N` or `table.key`."""

Line = TypeVar("Line", AxisSpec, GroupSpec)


def with_wordings(sections: Iterable[SectionSpec], aliases: Aliases) -> tuple[SectionSpec, ...]:
    return tuple(
        msgspec.structs.replace(
            section, wordings=_more(section.wordings, aliases, f"section {section.number}")
        )
        for section in sections
    )


def with_aliases(tables: Iterable[TableSpec], aliases: Aliases) -> tuple[TableSpec, ...]:
    named = {name.partition(".")[0] for name in aliases}
    return tuple(_table(table, aliases) if table.key in named else table for table in tables)


def _table(table: TableSpec, aliases: Aliases) -> TableSpec:
    blocks = tuple(
        msgspec.structs.replace(
            block,
            rows=_lines(block.rows, table.key, aliases),
            columns=_lines(block.columns, table.key, aliases),
        )
        for block in table.blocks
    )
    return msgspec.structs.replace(
        table,
        blocks=blocks,
        row_groups=_lines(table.row_groups, table.key, aliases),
        column_groups=_lines(table.column_groups, table.key, aliases),
    )


def _lines(lines: Iterable[Line], table: str, aliases: Aliases) -> tuple[Line, ...]:
    return tuple(
        msgspec.structs.replace(line, aliases=_more(line.aliases, aliases, f"{table}.{line.key}"))
        for line in lines
    )


def _more(known: tuple[str, ...], aliases: Aliases, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *aliases.get(name, ()))))


def alias_faults(aliases: Aliases, pack: Pack) -> Iterator[Fault]:
    """Names of nothing: no section of the pack, no row, column or group of its tables."""
    known = set(names(pack))
    for name in aliases:
        if name not in known:
            say = Say(
                f"没有“{name}”：应写成 section 5（第五部分）或 表格.行列，如 applications.granted",
                f'there is no "{name}": it is written section 5, or table.row, table.column',
            )
            yield Fault(("aliases", name), joined(say, suggestion(name, _near(name, known))), True)


def _near(name: str, known: Iterable[str]) -> list[str]:
    """The names of the same table, where there is one; else all."""
    table = name.partition(".")[0] + "."
    same = [one for one in known if one.startswith(table)]
    return same or list(known)


def names(pack: Pack) -> Iterator[str]:
    """What `aliases` may name."""
    yield from (f"section {section.number}" for section in pack.sections)
    for table in pack.tables:
        keys = [group.key for group in (*table.row_groups, *table.column_groups)]
        for block in table.blocks:
            keys += (line.key for line in (*block.rows, *block.columns))
        yield from (f"{table.key}.{key}" for key in keys)


_WORDED = ("title", "message", "variants", "basis", "why", "fix", "examples")
"""The fields of a rule that are words; what its check looks for is not."""


def reworded(rule: Rule, edits: Sequence[Edit]) -> Rule:
    """The rule with words replaced, all at once: what one edit puts in, no other replaces.

    The numbers that an example expects are words too.
    """
    if not edits:
        return rule
    data = msgspec.to_builtins(rule)
    words = {edit.find: edit.replace for edit in edits}
    form = _form(edits)
    told = {name: _put(data[name], words, form) for name in _WORDED if name in data}
    put: Rule = msgspec.convert(data | told, Rule)
    return msgspec.structs.replace(put, check=rule.check)


def unused(rules: Sequence[Rule], edits: Sequence[Edit]) -> Iterator[int]:
    """Which edits, by index, find nothing in any of the rules."""
    texts = "\n".join(
        str({name: value for name, value in msgspec.to_builtins(rule).items() if name in _WORDED})
        for rule in rules
    )
    return (i for i, edit in enumerate(edits) if edit.find not in texts)


def _form(edits: Sequence[Edit]) -> re.Pattern[str]:
    finds = sorted((edit.find for edit in edits), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, finds)))


def _put(value: Any, words: Mapping[str, str], form: re.Pattern[str]) -> Any:
    if isinstance(value, dict):
        return {key: _put(item, words, form) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_put(item, words, form) for item in value]
    if isinstance(value, str):
        return form.sub(lambda match: words[match[0]], value)
    if type(value) is int and str(value) in words:
        new = words[str(value)]
        return int(new) if new.isdigit() else new
    return value
