"""What may be written in the YAML of a pack, and how one pack is laid upon another.

After merging it is a `model.Pack`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import add
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta, inspect

from gblint.findings import Say, Severity
from gblint.pack import Check_co, Key, Kinds, Part, Pattern, Version, Words, join_options
from gblint.pack.model import (
    AxisSpec,
    BlockSpec,
    Day,
    Edit,
    Examples,
    FactSpecs,
    GroupSpec,
    HeadingStyle,
    KeyFigure,
    LevelSpec,
    NewReport,
    ObsoleteHeading,
    OtherDocument,
    Pack,
    Rule,
    SectionSpec,
    TableSpec,
    TitleSpec,
    WrongWord,
    Years,
)
from gblint.pack.prose_model import ProseSpecs, Word
from gblint.packs import DataPath
from gblint.packs.labels import settle_prose, settle_rule


class Amendment(Part, Generic[Check_co], frozen=True):
    """What a pack says otherwise of an inherited rule; the rest stays as it was."""

    title: Words | None = None
    check: Check_co | None = None
    message: Words | None = None
    variants: dict[str, Words] | None = None
    basis: Words | None = None
    why: Words | None = None
    fix: Words | None = None
    certain: bool | None = None
    fixable: bool | None = None
    suppressible: bool | None = None
    examples: Examples | None = None


class Without(Part, frozen=True):
    """Inherited parts that the pack does not have, by number or key."""

    sections: tuple[int, ...] = ()
    tables: tuple[Key, ...] = ()
    obsolete_headings: tuple[Key, ...] = ()
    other_documents: tuple[Key, ...] = ()
    levels: tuple[Key, ...] = ()
    wrong_words: tuple[str, ...] = ()


class PackSource(
    msgspec.Struct, Generic[Check_co], frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a pack's YAML may hold: one file, or the files of a folder together.

    `extends` names packs to build on; with `inherit`, only the rules of these ids, or beginnings
    of ids, are taken from them. A rule of the same id replaces the inherited one whole, `amend`
    changes parts of it, `severity` only its severity, and `off` switches rules off. `reword`
    replaces words in the texts and examples of inherited rules: another notice, another year.
    `wrong_words` has what is right for each wrong word (see `model.WrongWord`).
    `without` leaves inherited sections, tables, headings, levels and wrong words out. `aliases`
    adds what a section (`section 5`) or a row, column or group (`applications.granted`) is called
    besides; `deadlines` sets the day (MM-DD) of inherited levels, by key or name; `terms` adds
    words for quantities of the prose, by their key or name; `examples` are those of inherited
    rules, as they are with what the pack changes. A gblint older than `min_engine` refuses the
    pack. In a `strict` one every rule has all its texts, in both languages, and examples.
    """

    pack: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]*$", description="The pack's id.")]
    title: Words = ""
    version: Version = "1"
    min_engine: Version | None = None
    strict: bool = False
    extends: tuple[str, ...] = ()
    years: Years | None = None
    auto: bool = False
    documents: tuple[Key, ...] = ()
    title_line: TitleSpec | None = None
    headings: HeadingStyle | None = None
    sections: tuple[SectionSpec, ...] = ()
    obsolete_headings: tuple[ObsoleteHeading, ...] = ()
    other_documents: tuple[OtherDocument, ...] = ()
    placeholders: tuple[Pattern, ...] = ()
    wrong_words: dict[str, WrongWord | str] = {}
    tables: tuple[TableSpec, ...] = ()
    facts: FactSpecs | None = None
    prose: ProseSpecs | None = None
    new_report: NewReport | None = None
    key_figures: tuple[KeyFigure, ...] = ()
    rules: tuple[Rule[Check_co], ...] = ()
    severity: dict[str, Severity] = {}
    off: tuple[str, ...] = ()
    inherit: tuple[str, ...] | None = None
    amend: dict[str, Amendment[Check_co]] = {}
    reword: tuple[Edit, ...] = ()
    without: Without = Without()
    aliases: dict[str, tuple[str, ...]] = {}
    terms: dict[str, tuple[Word, ...]] = {}
    deadlines: dict[str, Day] = {}
    examples: dict[str, Examples] = {}


def make_source_type(kinds: Kinds) -> Any:
    """The type to read a pack's data by, whose rules are of these kinds."""
    generic: Any = PackSource
    return generic[join_options(kinds)]


Visit = tuple[DataPath, Any, inspect.Type]
"""A value with its path and type."""


def find_patterns(whole: msgspec.Struct) -> Iterator[tuple[DataPath, str]]:
    """The regular expressions in a pack, or in the options of a check, with their paths."""
    for path, value, kind in _walk(whole, _describe_type(type(whole)), ()):
        if isinstance(kind, inspect.Metadata) and (kind.extra or {}).get("regex") and value:
            yield path, value


def find_texts(pack: PackSource) -> Iterator[tuple[DataPath, Say]]:
    """The texts of a pack that may be in two languages, with their paths."""
    for path, value, kind in _walk(pack, _describe_type(PackSource), ()):
        if not value or not isinstance(kind, inspect.UnionType):
            continue
        if any(isinstance(one, inspect.StructType) and one.cls is Say for one in kind.types):
            yield path, Say(value) if isinstance(value, str) else value


@lru_cache(maxsize=4)
def _describe_type(struct: type) -> inspect.Type:
    return inspect.type_info(struct)


def _walk(value: Any, kind: inspect.Type, path: DataPath) -> Iterator[Visit]:
    """Every value with its path and type, the outer before the inner."""
    yield path, value, kind
    for where, inner, inner_kind in _visit_inside(value, kind):
        yield from _walk(inner, inner_kind, (*path, *where))


def _visit_inside(value: Any, kind: inspect.Type) -> Iterator[Visit]:
    """What is right inside a value, with the path to it from there."""
    if isinstance(kind, inspect.Metadata):
        yield (), value, kind.type
    elif isinstance(kind, inspect.AnyType) and isinstance(value, msgspec.Struct):
        # the type was made without the kinds of check: options are looked at by their own
        yield (), value, inspect.type_info(type(value))
    elif isinstance(kind, inspect.UnionType):
        yield from (((), value, branch) for branch in kind.types if _has_type(value, branch))
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield (field.encode_name,), getattr(value, field.name), field.type
    elif isinstance(kind, inspect.VarTupleType):
        yield from (((i,), item, kind.item_type) for i, item in enumerate(value))
    elif isinstance(kind, inspect.DictType):
        yield from (((key,), item, kind.value_type) for key, item in value.items())


def _has_type(value: Any, kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.Metadata):
        return _has_type(value, kind.type)
    if isinstance(kind, inspect.UnionType):
        return any(_has_type(value, one) for one in kind.types)
    if isinstance(kind, inspect.StructType):
        return type(value) is kind.cls
    forms = {inspect.VarTupleType: tuple, inspect.TupleType: tuple, inspect.DictType: dict}
    form = forms.get(type(kind))
    return form is not None and isinstance(value, form)


Item = TypeVar("Item")
WordLists = TypeVar("WordLists", bound=msgspec.Struct)
"""Words by what they are for, such as `ProseWords`: every field is a list of them."""

EMPTY = Pack(id="", title="", version="")
"""What a pack that extends nothing is laid upon."""


def overlay(base: Pack, own: PackSource, specimen: str = "") -> Pack:
    """The base with what the pack gives: the same key, number or id replaces, others are added.

    Facts are laid over each other one by one. `auto` is not inherited.
    """
    gone = own.without
    pack = Pack(
        id=own.pack,
        title=own.title or base.title,
        version=own.version,
        years=own.years or base.years,
        auto=own.auto,
        documents=own.documents or base.documents,
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
        placeholders=_join_lists(base.placeholders, own.placeholders),
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
        prose=_add_terms(_overlay_prose(base.prose, own.prose or ProseSpecs()), own.terms),
        new_report=_overlay_new_report(base.new_report, own.new_report or NewReport()),
        key_figures=own.key_figures or base.key_figures,
        rules=_overlay_items(list_inherited_rules(base, own), own.rules, lambda rule: rule.id),
        sources=(*base.sources, own.pack),
        specimen=specimen or base.specimen,
    )
    # Labels become keys only now: an inherited rule may name a row by a label that this pack gives.
    # What `settle_rule` does not know it leaves alone, and `validate.py` tells it.
    rules = tuple(settle_rule(rule, pack) for rule in pack.rules)
    return msgspec.structs.replace(pack, rules=rules, prose=settle_prose(pack.prose, pack))


def list_inherited_rules(base: Pack, own: PackSource) -> tuple[Rule, ...]:
    """The rules of the base that the pack takes over, as it changes them."""
    return tuple(
        _amend(
            reword_rule(rule, own.reword),
            own.amend.get(rule.id, Amendment()),
            severity=own.severity.get(rule.id, rule.severity),
            **({"examples": own.examples[rule.id]} if rule.id in own.examples else {}),
        )
        for rule in base.rules
        if is_inherited(rule.id, own)
    )


def is_inherited(rule: str, own: PackSource) -> bool:
    """Whether a pack takes a rule of its base over, by id."""
    if rule in own.off or any(rule == one.replaces != one.id for one in own.rules):
        return False
    return own.inherit is None or rule.startswith(own.inherit)


def _amend(rule: Rule, amendment: Amendment, **changes: object) -> Rule:
    given = {name: getattr(amendment, name) for name in amendment.__struct_fields__}
    changes |= {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(rule, **changes)


def _overlay_facts(base: FactSpecs, source: PackSource) -> FactSpecs:
    own = source.facts or FactSpecs()
    last, begins = own.last_deadline, own.year_begins
    levels = _overlay_items(base.levels, own.levels, lambda level: level.key, source.without.levels)
    days = {find_level(levels, name) or name: day for name, day in source.deadlines.items()}
    kinds = {kind.key for kind in own.organ_kinds}
    others = (kind for kind in base.organ_kinds if kind.key not in kinds)
    return FactSpecs(
        period=own.period or base.period,
        contact=own.contact or base.contact,
        published=own.published or base.published,
        organ=own.organ or base.organ,
        levels=tuple(
            msgspec.structs.replace(level, deadline=days.get(level.key, level.deadline))
            for level in levels
        ),
        # a pack's own before the inherited ones, as the first that fits counts
        organ_kinds=(*own.organ_kinds, *others),
        # these two are never empty: what is as by default was not given, and is inherited
        last_deadline=base.last_deadline if last == FactSpecs().last_deadline else last,
        year_begins=base.year_begins if begins == FactSpecs().year_begins else begins,
    )


def find_level(levels: Sequence[LevelSpec], word: str) -> str | None:
    """The key of the level of a key or a name, or the only one in whose name a word is."""
    exact = [one.key for one in levels if word in (one.key, *_list_names(one))]
    inside = [one.key for one in levels if len(word) > 1 and word in _list_names(one)[0]]
    return exact[0] if exact else inside[0] if len(inside) == 1 else None


def _list_names(level: LevelSpec) -> tuple[str, ...]:
    return (level.name.zh, level.name.en) if isinstance(level.name, Say) else (level.name,)


def _overlay_prose(base: ProseSpecs, own: ProseSpecs) -> ProseSpecs:
    """The words of both; a quantity of the same key has the terms of both, unless given anew."""

    def overlay(join: Callable[[Any, Any], Any], *names: str) -> dict[str, Any]:
        return {name: join(getattr(base, name), getattr(own, name)) for name in names}

    return ProseSpecs(
        **overlay(_join_lists, "about", "topics", "units", "other_units", "together", "idioms"),
        **overlay(_join_lists, "applicant_units", "organs", "subjects", "not_subjects"),
        **overlay(_join_lists, "whole_year", "no_figure_after", "short_before", "short_after"),
        **overlay(_join_words, "fractions", "words", "claims", "changes", "orders", "signs"),
        **overlay(_join_words, "links", "names"),
        **overlay(add, "qualifiers", "years", "left", "rates"),
        money=base.money | own.money,
        quantities=_overlay_items(base.quantities, own.quantities, lambda quantity: quantity.key),
        terms={
            key: _join_lists(base.terms.get(key, ()), own.terms.get(key, ()))
            for key in (*base.terms, *own.terms)
        },
        scopes=_overlay_items(base.scopes, own.scopes, lambda scope: scope.key),
        breakdowns=(*own.breakdowns, *base.breakdowns),  # the first that fits counts
    )


def _add_terms(prose: ProseSpecs, terms: Mapping[str, tuple[str, ...]]) -> ProseSpecs:
    """The vocabulary with more words for quantities, which are given by key or by name."""
    if not terms:
        return prose
    added = dict(prose.terms)
    for name, words in terms.items():
        for key in list_quantities(prose, name):
            added[key] = _join_lists(added.get(key, ()), words)
    return msgspec.structs.replace(prose, terms=added)


def list_quantities(prose: ProseSpecs, name: str) -> list[str]:
    """The key of the quantity of a key, a name or one of its terms; none where there is none."""
    every = prose.quantities
    named = [one.key for one in every if name in (one.key, one.name.zh, one.name.en)]
    return (named or [one.key for one in every if name in one.terms])[:1]


def expand_tables(own: PackSource) -> PackSource:
    """The pack with a block for the rows and columns of tables that are written without one."""
    tables = tuple(_expand_table(table) for table in own.tables)
    return msgspec.structs.replace(own, tables=tables) if tables != own.tables else own


def _expand_table(table: TableSpec) -> TableSpec:
    if table.blocks or not (table.rows and table.columns):
        return table
    rows, columns = _expand_lines(table.rows, "row"), _expand_lines(table.columns, "column")
    block = BlockSpec(key=table.key, rows=rows, columns=columns)
    return msgspec.structs.replace(table, blocks=(block,), rows=(), columns=())


def _expand_lines(lines: Sequence[AxisSpec | str], name: str) -> tuple[AxisSpec, ...]:
    """Rows or columns, with keys for those that are but a label: `row_1`, `row_2` …"""
    return tuple(
        line if isinstance(line, AxisSpec) else AxisSpec(f"{name}_{number}", line)
        for number, line in enumerate(lines, 1)
    )


def _overlay_new_report(base: NewReport, own: NewReport) -> NewReport:
    """What is given replaces what is inherited; sections by number, contacts by part."""
    texts = {name: getattr(own, name) or getattr(base, name) for name in base.__struct_fields__}
    contact = _overlay_items(base.contact, own.contact, lambda one: one.part)
    sections = _overlay_items(base.sections, own.sections, lambda section: section.number)
    return NewReport(**texts | {"contact": contact, "sections": sections})


def _join_words(base: WordLists, own: WordLists) -> WordLists:
    names = base.__struct_fields__
    both = {name: _join_lists(getattr(base, name), getattr(own, name)) for name in names}
    return msgspec.structs.replace(base, **both)


def _join_lists(base: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*base, *own)))


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

LineSpec = TypeVar("LineSpec", AxisSpec, GroupSpec)


def _add_wordings(sections: Iterable[SectionSpec], aliases: Aliases) -> tuple[SectionSpec, ...]:
    return tuple(
        msgspec.structs.replace(
            section,
            wordings=_join_lists(section.wordings, aliases.get(f"section {section.number}", ())),
        )
        for section in sections
    )


def _add_aliases(tables: Iterable[TableSpec], aliases: Aliases) -> tuple[TableSpec, ...]:
    # tables that get no names stay the objects that they were, which is most of the work saved
    named = {name.partition(".")[0] for name in aliases}
    return tuple(_add_to_table(table, aliases) if table.key in named else table for table in tables)


def _add_to_table(table: TableSpec, aliases: Aliases) -> TableSpec:
    def add(part: TableSpec | BlockSpec, *fields: str) -> dict[str, Any]:
        return {name: _add_to_lines(getattr(part, name), table.key, aliases) for name in fields}

    blocks = [msgspec.structs.replace(one, **add(one, "rows", "columns")) for one in table.blocks]
    groups = add(table, "row_groups", "column_groups")
    return msgspec.structs.replace(table, blocks=tuple(blocks), **groups)


def _add_to_lines(lines: Iterable[LineSpec], table: str, aliases: Aliases) -> tuple[LineSpec, ...]:
    added = ((line, aliases.get(f"{table}.{line.key}", ())) for line in lines)
    return tuple(
        msgspec.structs.replace(line, aliases=_join_lists(line.aliases, names))
        for line, names in added
    )


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
    form = _compile_edits(edits)
    worded = [name for name in _WORDED if name in data]
    data |= {name: _replace_words(data[name], words, form) for name in worded}
    changed: Rule = msgspec.convert(data, Rule)
    return msgspec.structs.replace(changed, check=rule.check)


def find_unused_edits(rules: Sequence[Rule], edits: Sequence[Edit]) -> Iterator[int]:
    """Which edits, by index, find nothing in any of the rules."""
    texts = "\n".join(
        str({name: value for name, value in msgspec.to_builtins(rule).items() if name in _WORDED})
        for rule in rules
    )
    return (i for i, edit in enumerate(edits) if edit.find not in texts)


def _compile_edits(edits: Sequence[Edit]) -> re.Pattern[str]:
    # the longest first: of 2021 and 2021年度 the second is meant where both stand
    finds = sorted((edit.find for edit in edits), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, finds)))


def _replace_words(value: Any, words: Mapping[str, str], form: re.Pattern[str]) -> Any:
    if isinstance(value, dict):
        return {key: _replace_words(item, words, form) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_words(item, words, form) for item in value]
    if isinstance(value, str):
        return form.sub(lambda match: words[match[0]], value)
    if type(value) is int and str(value) in words:  # not a bool, which is an int as well
        new = words[str(value)]
        return int(new) if new.isdigit() else new
    return value
