"""Values inside a pack by their types: its patterns, its texts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import inspect

from gblint.findings import Say
from gblint.packs.problems import DataPath
from gblint.packs.written import PackSource

Met = tuple[DataPath, Any, inspect.Type]
"""A value with its path and type."""


def patterns(pack: PackSource) -> Iterator[tuple[DataPath, str]]:
    """The regular expressions of a pack with their paths."""
    for path, value, kind in _walk(pack, _pack_type(), ()):
        if isinstance(kind, inspect.Metadata) and (kind.extra or {}).get("regex") and value:
            yield path, value


def patterns_in(whole: msgspec.Struct) -> Iterator[str]:
    """The regular expressions anywhere in a struct, such as a whole pack."""
    for _, value, kind in _walk(whole, inspect.type_info(type(whole)), ()):
        if isinstance(kind, inspect.Metadata) and (kind.extra or {}).get("regex") and value:
            yield value


def texts(pack: PackSource) -> Iterator[tuple[DataPath, Say]]:
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


def _walk(value: Any, kind: inspect.Type, path: DataPath) -> Iterator[Met]:
    """Every value with its path and type, the outer before the inner."""
    yield path, value, kind
    for where, inner, inner_kind in _inside(value, kind):
        yield from _walk(inner, inner_kind, (*path, *where))


def _inside(value: Any, kind: inspect.Type) -> Iterator[Met]:
    """What is right inside a value, with the path to it from there."""
    if isinstance(kind, inspect.Metadata):
        yield (), value, kind.type
    elif isinstance(kind, inspect.AnyType) and isinstance(value, msgspec.Struct):
        yield (), value, _type_of(type(value))  # options of whichever kind
    elif isinstance(kind, inspect.UnionType):
        yield from (((), value, branch) for branch in kind.types if _is(value, branch))
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield (field.encode_name,), getattr(value, field.name), field.type
    elif isinstance(kind, inspect.VarTupleType):
        yield from (((i,), item, kind.item_type) for i, item in enumerate(value))
    elif isinstance(kind, inspect.DictType):
        yield from (((key,), item, kind.value_type) for key, item in value.items())


def _is(value: Any, kind: inspect.Type) -> bool:
    """Whether a value of a union is of this branch of it."""
    if isinstance(kind, inspect.Metadata):
        return _is(value, kind.type)
    if isinstance(kind, inspect.UnionType):
        return any(_is(value, one) for one in kind.types)
    if isinstance(kind, inspect.StructType):
        return type(value) is kind.cls
    forms = {inspect.VarTupleType: tuple, inspect.TupleType: tuple, inspect.DictType: dict}
    form = forms.get(type(kind))
    return form is not None and isinstance(value, form)
