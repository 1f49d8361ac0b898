"""The shape of a pack's data against the types of the pack: every error, not the first only.

msgspec stops at the first error and names no place in a file; the types are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import msgspec
from msgspec import inspect

from gblint.findings import Say
from gblint.pack.kind import Kinds
from gblint.packs.pack_source import source_type
from gblint.packs.pattern_faults import pattern_faults
from gblint.packs.problems import MOST_FAULTS, DataPath, Fault, joined, suggestion
from gblint.packs.yaml_source import Data

_FORMS: dict[type, type] = {
    inspect.StrType: str,
    inspect.IntType: int,
    inspect.BoolType: bool,
    inspect.NoneType: type(None),
    inspect.VarTupleType: list,
    inspect.TupleType: list,
    inspect.DictType: dict,
    inspect.StructType: dict,
}
"""The types of a pack, and the form in which YAML gives their values."""
_NAMES: dict[type, Say] = {
    str: Say("文字", "a text"),
    int: Say("整数", "a whole number"),
    float: Say("小数", "a number with decimals"),
    bool: Say("true 或 false", "true or false"),
    type(None): Say("空值", "nothing"),
    list: Say("列表", "a list"),
    dict: Say("键值", "a mapping"),
}


def shape_faults(data: Data, kinds: Kinds) -> list[Fault]:
    """What of the data is not as the types have it, in document order of the types.

    No more than one over the number that is told.
    """
    return list(islice(_struct(data, _described(source_type(kinds)), ()), MOST_FAULTS + 1))


@lru_cache(maxsize=4)
def _described(source: Any) -> inspect.StructType:
    described = inspect.type_info(source)
    if not isinstance(described, inspect.StructType):
        raise TypeError(described)
    return described


def _faults(value: Data, kind: inspect.Type, path: DataPath) -> Iterator[Fault]:
    if isinstance(kind, inspect.Metadata):
        extra = kind.extra or {}
        for fault in _faults(value, kind.type, path):
            yield _with_form(fault, str(extra["like"])) if "like" in extra else fault
        if isinstance(value, str) and extra.get("regex"):
            yield from pattern_faults(value, path)
    elif isinstance(kind, inspect.UnionType):
        yield from _union(value, kind, path)
    elif isinstance(kind, inspect.LiteralType):
        yield from _literal(value, kind, path)
    elif not _fits(value, kind):
        yield _wrong(value, (kind,), path)
    elif isinstance(kind, inspect.StructType):
        yield from _struct(value, kind, path)
    elif isinstance(kind, inspect.StrType):
        yield from _text(str(value), kind, path)
    elif isinstance(value, list | dict):
        yield from _items(value, kind, path)


def _with_form(fault: Fault, like: str) -> Fault:
    hint = Say(f"；应写成 {like} 这样", f"; it is written like {like}")
    return msgspec.structs.replace(fault, say=joined(fault.say, hint))


def _items(
    value: list[Data] | dict[str, Data], kind: inspect.Type, path: DataPath
) -> Iterator[Fault]:
    if isinstance(kind, inspect.DictType) and isinstance(value, dict):
        for key, item in value.items():
            yield from _faults(item, kind.value_type, (*path, key))
    elif isinstance(kind, inspect.VarTupleType):
        for i, item in enumerate(value):
            yield from _faults(item, kind.item_type, (*path, i))
    elif isinstance(kind, inspect.TupleType):
        wanted = len(kind.item_types)
        if len(value) != wanted:
            say = Say(
                f"应有 {wanted} 项，读到 {len(value)} 项",
                f"{wanted} items belong here, not {len(value)}",
            )
            yield Fault(path, say)
        for i, (item, item_kind) in enumerate(zip(value, kind.item_types, strict=False)):
            yield from _faults(item, item_kind, (*path, i))


def _fits(value: Data, kind: inspect.Type) -> bool:
    """Whether a value is of the kind at all, whatever is inside it."""
    return type(value) is _FORMS[type(_bare(kind))]


def _struct(value: Data, kind: inspect.StructType, path: DataPath) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield _wrong(value, (kind,), path)
        return
    fields = {field.encode_name: field for field in kind.fields}
    known = {*fields, kind.tag_field} - {None}
    for key in value:
        if key not in known:
            hint = suggestion(key, [name for name in fields if name not in value])
            yield Fault(
                (*path, key),
                joined(Say(f"没有“{key}”这个键", f'unknown key "{key}"'), hint),
                key=True,
            )
    for name, field in fields.items():
        if name in value:
            yield from _faults(value[name], field.type, (*path, name))
    missing = [name for name, field in fields.items() if field.required and name not in value]
    if missing:
        say = Say(f"缺少：{'、'.join(missing)}", f"missing: {', '.join(missing)}")
        yield Fault(path, say, key=True)


def _union(value: Data, kind: inspect.UnionType, path: DataPath) -> Iterator[Fault]:
    types = list(_branches(kind))
    structs = [branch for branch in types if isinstance(_bare(branch), inspect.StructType)]
    if isinstance(value, dict) and len(structs) > 1:
        yield from _tagged(value, structs, path)
        return
    branches = [branch for branch in types if _fits(value, branch)]
    if branches:
        yield from _faults(value, branches[0], path)
    else:
        yield _wrong(value, types, path)


def _branches(kind: inspect.UnionType) -> Iterator[inspect.Type]:
    """The branches of a union, with those of the unions that are among them."""
    for branch in kind.types:
        bare = _bare(branch)
        if isinstance(bare, inspect.UnionType):
            yield from _branches(bare)
        else:
            yield branch


def _tagged(
    value: dict[str, Data], structs: Sequence[inspect.Type], path: DataPath
) -> Iterator[Fault]:
    """The branch that the tag names; only its errors matter."""
    kinds = {s.tag: s for s in structs if isinstance(s, inspect.StructType)}
    field = next(str(s.tag_field) for s in kinds.values())
    if field not in value:
        known = "、".join(map(str, kinds)), ", ".join(map(str, kinds))
        say = Say(
            f"缺少“{field}”，应是其中之一：{known[0]}", f'"{field}" is missing, one of: {known[1]}'
        )
        yield Fault(path, say, key=True)
        return
    tag = value[field]
    if isinstance(tag, str) and tag in kinds:
        yield from _struct(value, kinds[tag], path)
    else:
        hint = suggestion(str(tag), [str(known) for known in kinds])
        yield Fault(
            (*path, field), joined(Say(f"没有“{tag}”这一种检查", f'unknown kind "{tag}"'), hint)
        )


def _literal(value: Data, kind: inspect.LiteralType, path: DataPath) -> Iterator[Fault]:
    if value not in kind.values:
        hint = suggestion(str(value), map(str, kind.values))
        yield Fault(path, joined(Say(f"不能是“{value}”", f'"{value}" is not possible here'), hint))


def _text(value: str, kind: inspect.StrType, path: DataPath) -> Iterator[Fault]:
    if kind.pattern and not re.search(kind.pattern, value):
        say = Say(f"“{value}”不合格式 {kind.pattern}", f'"{value}" does not match {kind.pattern}')
        yield Fault(path, say)
    if kind.min_length is not None and len(value) < kind.min_length:
        yield Fault(path, Say("不能是空的", "it must not be empty"))
    if kind.max_length is not None and len(value) > kind.max_length:
        most, count = kind.max_length, len(value)
        say = Say(f"有 {count} 个字，最多 {most} 个", f"{count} characters, at most {most}")
        yield Fault(path, say)


def _wrong(value: Data, kinds: Sequence[inspect.Type], path: DataPath) -> Fault:
    forms = list(dict.fromkeys(_FORMS[type(_bare(kind))] for kind in kinds))
    zh = "或".join(_NAMES[form].zh for form in forms)
    en = " or ".join(_NAMES[form].en for form in forms)
    read = _NAMES[type(value)]
    say = Say(f"这里应是{zh}，读到的是{read.zh}", f"{en} belongs here, not {read.en}")
    if str in forms and isinstance(value, int | float):
        say = joined(say, Say("；请加引号", "; put it in quotes"))
    return Fault(path, say)


def _bare(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind
