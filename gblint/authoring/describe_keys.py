"""What may be written in a pack: keys, what form their values have, what they mean, an example.

All of it comes from the types by which packs are read, their texts from `packs/key_texts.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import inspect

from gblint.checks.kinds import KINDS, load
from gblint.findings import Say
from gblint.pack import KindOfCheck
from gblint.packs.find import built_in, rules_folder, take_snapshot
from gblint.packs.key_texts import list_inside, plain_type, text_of_key
from gblint.packs.yaml_source import read_source

_FORMS: dict[type, Say] = {
    inspect.StrType: Say("文字", "text"),
    inspect.IntType: Say("整数", "whole number"),
    inspect.FloatType: Say("数字", "number"),
    inspect.BoolType: Say("true 或 false", "true or false"),
    inspect.NoneType: Say("null", "null"),
    inspect.AnyType: Say("检查", "check"),
}
_PATTERN = Say("正则表达式", "pattern")
_WORDS = Say("文字或 {zh, en}", "text, or {zh, en}")
_CHECK = Say("kind 和它的选项", "a kind with its options")


class KeyText(msgspec.Struct, frozen=True):
    """A key: whether it has to be there, the form of its value, what it means, keys inside it."""

    name: str
    required: bool
    form: Say
    means: Say
    inside: str = ""
    words: tuple[str, ...] = ()


def describe_struct(struct: inspect.StructType) -> list[KeyText]:
    """The keys of a mapping."""
    return [
        KeyText(
            name=field.encode_name,
            required=field.required,
            form=describe_form(field.type),
            means=text_of_key(struct.cls, field.encode_name) or Say(field.encode_name),
            inside=next((plain_type(one.cls).__name__ for one in _structs(field.type)), ""),
            words=tuple(list_words(field.type)),
        )
        for field in struct.fields
    ]


def describe_kind(kind: KindOfCheck) -> list[KeyText]:
    """The options of a kind of check."""
    return describe_struct(_struct_of(kind.options))


@lru_cache(maxsize=128)
def _struct_of(cls: type) -> inspect.StructType:
    found = inspect.type_info(cls)
    assert isinstance(found, inspect.StructType)  # noqa: S101 - options are
    return found


def list_words(kind: inspect.Type) -> Iterator[str]:
    """The words that a value may be, where they are a few."""
    if isinstance(kind, inspect.LiteralType):
        yield from map(str, kind.values)
    elif not isinstance(kind, inspect.StructType):
        for one in list_inside(kind):
            yield from list_words(one)


def describe_form(kind: inspect.Type) -> Say:
    """The form of a value, in words."""
    if isinstance(kind, inspect.Metadata):
        return _PATTERN if (kind.extra or {}).get("regex") else describe_form(kind.type)
    if isinstance(kind, inspect.LiteralType):
        words = [str(value) for value in kind.values]
        return Say("、".join(words), ", ".join(words))
    if isinstance(kind, inspect.UnionType):
        return _describe_union(kind)
    if isinstance(kind, inspect.VarTupleType):
        inner = describe_form(kind.item_type)
        return Say(f"列表：{inner.zh}", f"list: {inner.in_lang('en')}")
    if isinstance(kind, inspect.TupleType):
        return Say(f"{len(kind.item_types)} 项的列表", f"list of {len(kind.item_types)}")
    if isinstance(kind, inspect.DictType):
        inner = describe_form(kind.value_type)
        return Say(f"键值：{inner.zh}", f"mapping: {inner.in_lang('en')}")
    if isinstance(kind, inspect.StructType):
        return Say("键值", "mapping")
    return _FORMS.get(type(kind), Say("文字", "text"))


def _describe_union(kind: inspect.UnionType) -> Say:
    types = [one.type if isinstance(one, inspect.Metadata) else one for one in kind.types]
    structs = [one for one in types if isinstance(one, inspect.StructType)]
    if any(one.cls is Say for one in structs):
        return _WORDS
    if len(structs) > 1:
        return _CHECK
    forms = [describe_form(one) for one in kind.types if not isinstance(one, inspect.NoneType)]
    return Say("或".join(one.zh for one in forms), " or ".join(one.in_lang("en") for one in forms))


def _structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    if isinstance(kind, inspect.StructType):
        if kind.cls is not Say:
            yield kind
        return
    inner = list_inside(kind)
    found = [struct for one in inner for struct in _structs(one)]
    if len(found) == 1:  # of many, as the options of all kinds, none is told
        yield found[0]


def list_message_names(kind: KindOfCheck) -> tuple[list[str], list[str]]:
    """The values that messages of a kind may have, and its variants."""
    values, variants = list(kind.values), list(kind.variants)
    for case in kind.cases.values():
        values += [one for one in case.values or () if one not in values]
        variants += [one for one in case.variants or {} if one not in variants]
    return values, variants


class KindExample(msgspec.Struct, frozen=True):
    """The shortest check of a kind among the built-in rules, as it is written there."""

    rule: str
    pack: str
    text: str


def find_examples() -> dict[str, KindExample]:
    """An example of each kind that a built-in pack uses; its rule has examples that are run."""
    found: dict[str, KindExample] = {}
    for name in built_in():
        pack = load(name)
        rules = read_source(take_snapshot(rules_folder() / name), name).data.get("rules")
        for rule in rules if isinstance(rules, list) else ():
            if not isinstance(rule, dict) or not isinstance(rule.get("check"), dict):
                continue
            check: Any = rule["check"]
            text = write_flow(check)
            tag = str(check.get("kind"))
            if tag in KINDS and (tag not in found or len(text) < len(found[tag].text)):
                found[tag] = KindExample(str(rule["id"]), pack.id, text)
    return found


_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. ")


def write_flow(value: Any) -> str:
    """A value of YAML in one line, as packs write it."""
    if isinstance(value, dict):
        inner = ", ".join(f"{write_flow(key)}: {write_flow(item)}" for key, item in value.items())
        return "{" + inner + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(write_flow, value)) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    text = str(value)
    if not isinstance(value, str):
        return text
    plain = text.strip() == text and text and not text[0].isdigit() and text[0] not in "-."
    if plain and all(char in _BARE or "\u4e00" <= char <= "\u9fff" for char in text):
        return text if text not in ("true", "false", "null") else f"'{text}'"
    return "'" + text.replace("'", "''") + "'"
