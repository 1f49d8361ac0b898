"""The shape of data against the types it is to be of: every error, not the first only.

One validator for packs and for settings. msgspec stops at the first error and names no place in
a file; this walks the same types, so that what they say stands in one place. What belongs to a
file in particular is in the types: `Meta(extra={"like": "02-20"})` shows how a value is written,
`{"wrong": Say(...)}` is said of a value of another form, `{"faults": …}` says what is wrong with a
text, `{"regex": True}` that it is a pattern.
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
from gblint.packs.problems import MOST_FAULTS, DataPath, Fault, joined, suggestion

_FORMS: dict[type, type] = {
    inspect.StrType: str,
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.BoolType: bool,
    inspect.NoneType: type(None),
    inspect.VarTupleType: list,
    inspect.TupleType: list,
    inspect.DictType: dict,
    inspect.StructType: dict,
}
"""Types, and the form in which a file gives their values."""

_NAMES: dict[type, Say] = {
    str: Say("文字", "a text"),
    int: Say("整数", "a whole number"),
    float: Say("小数", "a number with decimals"),
    bool: Say("true 或 false", "true or false"),
    type(None): Say("空值", "nothing"),
    list: Say("列表", "a list"),
    dict: Say("键值", "a mapping"),
}


def find_shape_faults(data: Any, source: Any, wording: Wording | None = None) -> list[Fault]:
    """What of the data is not as the type has it, in document order of the types.

    No more than one over the number that is told.
    """
    walk = _Walk(wording or Wording())
    return list(islice(walk.faults(data, _describe(source), ()), MOST_FAULTS + 1))


@lru_cache(maxsize=4)
def _describe(source: Any) -> inspect.Type:
    return inspect.type_info(source)


class Wording:
    """How errors of shape are said, as packs say them. `path` leads to the value that is wrong."""

    # ruff: noqa: ARG002 - settings say more of the same errors, by the path

    def wrong_form(self, path: DataPath, value: Any, kinds: Sequence[inspect.Type]) -> Say:
        """A value of another form than any of these kinds have."""
        forms = list(dict.fromkeys(_FORMS[type(_bare(kind))] for kind in kinds))
        zh = "或".join(_NAMES[form].zh for form in forms)
        en = " or ".join(_NAMES[form].en for form in forms)
        read = _NAMES[type(value)]
        say = Say(f"这里应是{zh}，读到的是{read.zh}", f"{en} belongs here, not {read.en}")
        if str in forms and isinstance(value, int | float):
            say = joined(say, Say("；请加引号", "; put it in quotes"))
        return say

    def unknown_key(self, key: str, known: Sequence[str], given: Sequence[str]) -> Say:
        """A key that a mapping cannot have; `given` are all that it has."""
        hint = suggestion(key, [name for name in known if name not in given])
        return joined(Say(f"没有“{key}”这个键", f'unknown key "{key}"'), hint)

    def missing_keys(self, names: Sequence[str]) -> Iterator[Say]:
        yield Say(f"缺少：{'、'.join(names)}", f"missing: {', '.join(names)}")

    def not_listed(self, path: DataPath, value: Any, words: Sequence[str]) -> Say:
        """A value that is none of the words that can stand here."""
        return joined(
            Say(f"不能是“{value}”", f'"{value}" is not possible here'),
            suggestion(str(value), words),
        )

    def wrong_text(self, path: DataPath, value: str, pattern: str) -> Say:
        """A text that does not match the pattern of its type."""
        return Say(f"“{value}”不合格式 {pattern}", f'"{value}" does not match {pattern}')


class _Walk:
    """Walks data and types together."""

    def __init__(self, wording: Wording) -> None:
        self._say = wording

    def faults(self, value: Any, kind: inspect.Type, path: DataPath) -> Iterator[Fault]:
        if isinstance(kind, inspect.Metadata):
            yield from self._with_notes(value, kind, path)
        elif isinstance(kind, inspect.UnionType):
            yield from self._union(value, kind, path)
        elif isinstance(kind, inspect.LiteralType):
            if value not in kind.values:
                yield Fault(path, self._say.not_listed(path, value, [*map(str, kind.values)]))
        elif not _has_form(value, kind):
            yield Fault(path, self._say.wrong_form(path, value, (kind,)))
        elif isinstance(kind, inspect.StructType):
            yield from self._struct(value, kind, path)
        elif isinstance(kind, inspect.StrType):
            yield from self._text(str(value), kind, path)
        elif isinstance(value, list | dict):
            yield from self._items(value, kind, path)

    def _with_notes(self, value: Any, kind: inspect.Metadata, path: DataPath) -> Iterator[Fault]:
        """What the type says besides: how a value is written, that a text is a pattern."""
        extra = kind.extra or {}
        if "wrong" in extra and not _has_form(value, kind.type):
            yield Fault(path, extra["wrong"])
            return
        for fault in self.faults(value, kind.type, path):
            if "like" in extra:
                like = extra["like"]
                hint = Say(f"；应写成 {like} 这样", f"; it is written like {like}")
                yield msgspec.structs.replace(fault, say=joined(fault.say, hint))
            else:
                yield fault
        if isinstance(value, str) and "faults" in extra:
            yield from (Fault(path, say) for say in extra["faults"](value))
        if isinstance(value, str) and extra.get("regex"):
            from gblint.packs.pattern_faults import pattern_faults  # settings have no patterns

            yield from pattern_faults(value, path)

    def _items(self, value: Any, kind: inspect.Type, path: DataPath) -> Iterator[Fault]:
        if isinstance(kind, inspect.DictType):
            for key, item in value.items():
                yield from self.faults(item, kind.value_type, (*path, key))
        elif isinstance(kind, inspect.VarTupleType):
            for i, item in enumerate(value):
                yield from self.faults(item, kind.item_type, (*path, i))
        elif isinstance(kind, inspect.TupleType):
            wanted = len(kind.item_types)
            if len(value) != wanted:
                say = Say(
                    f"应有 {wanted} 项，读到 {len(value)} 项",
                    f"{wanted} items belong here, not {len(value)}",
                )
                yield Fault(path, say)
            for i, (item, item_kind) in enumerate(zip(value, kind.item_types, strict=False)):
                yield from self.faults(item, item_kind, (*path, i))

    def _struct(
        self, value: dict[str, Any], kind: inspect.StructType, path: DataPath
    ) -> Iterator[Fault]:
        fields = {field.encode_name: field for field in kind.fields}
        known = {*fields, kind.tag_field} - {None}
        for key in value:
            if key not in known:
                say = self._say.unknown_key(key, list(fields), list(value))
                yield Fault((*path, key), say, key=True)
        for name, field in fields.items():
            if name in value:
                yield from self.faults(value[name], field.type, (*path, name))
        missing = [name for name, field in fields.items() if field.required and name not in value]
        if missing:
            yield from (Fault(path, say, key=True) for say in self._say.missing_keys(missing))

    def _union(self, value: Any, kind: inspect.UnionType, path: DataPath) -> Iterator[Fault]:
        types = list(_branches(kind))
        structs = [branch for branch in types if isinstance(_bare(branch), inspect.StructType)]
        if isinstance(value, dict) and len(structs) > 1:
            yield from self._tagged(value, structs, path)
            return
        literals = [branch for branch in types if isinstance(branch, inspect.LiteralType)]
        branches = [branch for branch in types if _has_form(value, branch)] or literals
        if branches:
            yield from self.faults(value, branches[0], path)
        else:
            yield Fault(path, self._say.wrong_form(path, value, types))

    def _tagged(
        self, value: dict[str, Any], structs: Sequence[inspect.Type], path: DataPath
    ) -> Iterator[Fault]:
        """The branch that the tag names; only its errors matter."""
        kinds = {s.tag: s for s in structs if isinstance(s, inspect.StructType)}
        field = next(str(s.tag_field) for s in kinds.values())
        if field not in value:
            known = "、".join(map(str, kinds)), ", ".join(map(str, kinds))
            say = Say(
                f"缺少“{field}”，应是其中之一：{known[0]}",
                f'"{field}" is missing, one of: {known[1]}',
            )
            yield Fault(path, say, key=True)
            return
        tag = value[field]
        if isinstance(tag, str) and tag in kinds:
            yield from self._struct(value, kinds[tag], path)
        else:
            hint = suggestion(str(tag), [str(known) for known in kinds])
            unknown = Say(f"没有“{tag}”这一种检查", f'unknown kind "{tag}"')
            yield Fault((*path, field), joined(unknown, hint))

    def _text(self, value: str, kind: inspect.StrType, path: DataPath) -> Iterator[Fault]:
        if kind.pattern and not re.search(kind.pattern, value):
            yield Fault(path, self._say.wrong_text(path, value, kind.pattern))
        if kind.min_length is not None and len(value) < kind.min_length:
            yield Fault(path, Say("不能是空的", "it must not be empty"))
        if kind.max_length is not None and len(value) > kind.max_length:
            most, count = kind.max_length, len(value)
            say = Say(f"有 {count} 个字，最多 {most} 个", f"{count} characters, at most {most}")
            yield Fault(path, say)


def _has_form(value: Any, kind: inspect.Type) -> bool:
    """Whether a value is of the kind at all, whatever is inside it."""
    bare = _bare(kind)
    if isinstance(bare, inspect.LiteralType):
        return value in bare.values
    form = _FORMS[type(bare)]
    return type(value) is form or (form is float and type(value) is int)


def _branches(kind: inspect.UnionType) -> Iterator[inspect.Type]:
    """The branches of a union, with those of the unions that are among them."""
    for branch in kind.types:
        bare = _bare(branch)
        if isinstance(bare, inspect.UnionType):
            yield from _branches(bare)
        else:
            yield branch


def _bare(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind
