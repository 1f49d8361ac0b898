"""What may be written in the YAML of a pack; after merging it is a `model.Pack`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Generic

import msgspec
from msgspec import Meta, inspect

from gblint.findings import Say, Severity
from gblint.pack.base import Check_co, Key, Part, Pattern, Version, Words
from gblint.pack.kind import Kinds, any_options
from gblint.pack.model import (
    Day,
    Edit,
    Examples,
    FactSpecs,
    HeadingStyle,
    NewReport,
    ObsoleteHeading,
    OtherDocument,
    Rule,
    SectionSpec,
    TableSpec,
    TitleSpec,
    WrongWord,
    Years,
)
from gblint.pack.prose_model import ProseSpecs
from gblint.packs.problems import DataPath


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
    besides; `deadlines` sets the day (MM-DD) of inherited levels. A gblint older than `min_engine`
    refuses the pack.
    """

    pack: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]*$", description="The pack's id.")]
    title: Words = ""
    version: Version = "1"
    min_engine: Version | None = None
    extends: tuple[str, ...] = ()
    years: Years | None = None
    auto: bool = False
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
    rules: tuple[Rule[Check_co], ...] = ()
    severity: dict[str, Severity] = {}
    off: tuple[str, ...] = ()
    inherit: tuple[str, ...] | None = None
    amend: dict[str, Amendment[Check_co]] = {}
    reword: tuple[Edit, ...] = ()
    without: Without = Without()
    aliases: dict[str, tuple[str, ...]] = {}
    deadlines: dict[str, Day] = {}


def source_type(kinds: Kinds) -> Any:
    """The type to read a pack's data by, whose rules are of these kinds."""
    generic: Any = PackSource
    return generic[any_options(kinds)]


Visit = tuple[DataPath, Any, inspect.Type]
"""A value with its path and type."""


def find_patterns(pack: PackSource) -> Iterator[tuple[DataPath, str]]:
    """The regular expressions of a pack with their paths."""
    for path, value, kind in _walk(pack, _pack_type(), ()):
        if isinstance(kind, inspect.Metadata) and (kind.extra or {}).get("regex") and value:
            yield path, value


def find_patterns_in(whole: msgspec.Struct) -> Iterator[str]:
    """The regular expressions anywhere in a struct, such as a whole pack."""
    for _, value, kind in _walk(whole, inspect.type_info(type(whole)), ()):
        if isinstance(kind, inspect.Metadata) and (kind.extra or {}).get("regex") and value:
            yield value


def find_texts(pack: PackSource) -> Iterator[tuple[DataPath, Say]]:
    """The texts of a pack that may be in two languages, with their paths."""
    for path, value, kind in _walk(pack, _pack_type(), ()):
        if isinstance(kind, inspect.UnionType) and _has_say(kind) and value:
            yield path, Say(value) if isinstance(value, str) else value


@lru_cache(maxsize=1)
def _pack_type() -> inspect.Type:
    return inspect.type_info(PackSource)


@lru_cache(maxsize=256)
def _type_of(struct: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(struct)


def _has_say(kind: inspect.UnionType) -> bool:
    return any(isinstance(one, inspect.StructType) and one.cls is Say for one in kind.types)


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
        yield (), value, _type_of(type(value))  # options of whichever kind
    elif isinstance(kind, inspect.UnionType):
        yield from (((), value, branch) for branch in kind.types if _is_of(value, branch))
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield (field.encode_name,), getattr(value, field.name), field.type
    elif isinstance(kind, inspect.VarTupleType):
        yield from (((i,), item, kind.item_type) for i, item in enumerate(value))
    elif isinstance(kind, inspect.DictType):
        yield from (((key,), item, kind.value_type) for key, item in value.items())


def _is_of(value: Any, kind: inspect.Type) -> bool:
    """Whether a value of a union is of this branch of it."""
    if isinstance(kind, inspect.Metadata):
        return _is_of(value, kind.type)
    if isinstance(kind, inspect.UnionType):
        return any(_is_of(value, one) for one in kind.types)
    if isinstance(kind, inspect.StructType):
        return type(value) is kind.cls
    forms = {inspect.VarTupleType: tuple, inspect.TupleType: tuple, inspect.DictType: dict}
    form = forms.get(type(kind))
    return form is not None and isinstance(value, form)
