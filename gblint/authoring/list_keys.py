"""What may be written in a pack, told to its author: keys, what they mean, an example of each.

`gblint pack keys` prints those that rules may name: tables, rows, columns, quantities, sections,
zones, kinds. What form values have comes from the types by which packs are read, their texts from
`packs/key_texts.yaml`. The example of a key is the shortest value that a built-in pack writes for
it: these packs are loaded, and their examples run, wherever tests are. What none writes has its
example in `key_examples.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import inspect

from gblint.checks import KINDS, load
from gblint.checks.hits import make_say
from gblint.findings import Say
from gblint.pack import ZONES, KindOfCheck
from gblint.pack.model import Pack, TableSpec
from gblint.packs import find_rules_folder, list_built_in, read_yaml, take_snapshot
from gblint.packs.pack_source import make_source_type
from gblint.packs.schema import (
    find_key_text,
    find_kind_text,
    get_plain_type,
    list_inside,
)
from gblint.packs.yaml_source import read_source
from gblint.text import fold

What = Literal["table", "row", "column", "group", "quantity", "section", "level", "zone", "kind"]

HEADINGS: dict[What, Say] = {
    "table": Say("表格", "Tables"),
    "row": Say("行", "Rows"),
    "column": Say("列", "Columns"),
    "group": Say("行和列的分组", "Groups of rows and columns"),
    "quantity": Say("正文里的数量", "Quantities of the prose"),
    "section": Say("部分", "Sections"),
    "level": Say("层级", "Levels"),
    "zone": Say("位置（zone）", "Zones"),
    "kind": Say("检查的种类（kind）", "Kinds of check"),
}


class KeyRow(msgspec.Struct, frozen=True):
    """A key: what it is of, how it is written, what it is called or means.

    `also` are other words by which it is found.
    """

    what: What
    key: str
    label: Say
    also: tuple[str, ...] = ()


def list_keys(pack: Pack, words: Sequence[str] = ()) -> list[KeyRow]:
    """The keys of a pack, those in which all of the words are found where any are given."""
    wanted, found = [fold(word) for word in words], list[KeyRow]()
    for row in _list_all(pack):
        heading, label = HEADINGS[row.what], row.label
        texts = (row.what, heading.zh, row.key, label.zh, label.in_lang("en"), *row.also)
        searched = "\n".join(map(fold, texts))
        if all(word in searched for word in wanted):
            found.append(row)
    return found


def _list_all(pack: Pack) -> Iterator[KeyRow]:
    for table in pack.tables:
        name = make_say(table.name)
        yield KeyRow("table", table.key, Say(f"表{table.number} {name.zh}", name.in_lang("en")))
    for table in pack.tables:
        yield from _list_lines(table)
    for quantity in pack.prose.quantities:
        words = quantity.terms[:_MOST_TERMS]
        yield KeyRow("quantity", quantity.key, quantity.name, (*words, quantity.table))
    for section in pack.sections:
        yield KeyRow("section", f"section {section.number}", Say(section.heading, section.en))
    for level in pack.facts.levels:
        name = make_say(level.name)
        day, en = level.deadline, name.in_lang("en")
        yield KeyRow("level", level.key, Say(f"{name.zh}，{day} 前公布", f"{en}, {day}"))
    for zone in ZONES:
        yield KeyRow("zone", zone.en, zone.means, (zone.zh,))
    for tag, kind in KINDS.items():
        yield KeyRow("kind", tag, find_kind_text(kind), (kind.finds,) if kind.finds else ())


_MOST_TERMS = 5


def _list_lines(table: TableSpec) -> Iterator[KeyRow]:
    for what in ("row", "column"):
        # a line of several blocks is told once
        rows: dict[str, KeyRow] = {}
        for block in table.blocks:
            for line in block.rows if what == "row" else block.columns:
                key, names = f"{table.key}.{line.key}", (*line.also, *line.aliases)
                rows.setdefault(key, KeyRow(what, key, Say(line.label, line.en), names))
        yield from rows.values()
    for group in (*table.row_groups, *table.column_groups):
        yield KeyRow("group", f"{table.key}.{group.key}", Say(group.label), group.aliases)


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
            means=find_key_text(struct.cls, field.encode_name) or Say(field.encode_name),
            inside=next((_name_type(one) for one in _find_structs(field.type)), ""),
            words=tuple(list_words(field.type)),
        )
        for field in struct.fields
    ]


def _name_type(struct: inspect.StructType) -> str:
    return get_plain_type(struct.cls).__name__


def describe_kind(kind: KindOfCheck) -> list[KeyText]:
    """The options of a kind of check."""
    return describe_struct(_get_struct(kind.options))


@lru_cache(maxsize=128)
def _get_struct(cls: type) -> inspect.StructType:
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
    # what msgspec calls the forms is of Python; these are the words of the guide for authors
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


def _find_structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    if isinstance(kind, inspect.StructType):
        if kind.cls is not Say:
            yield kind
        return
    inner = list_inside(kind)
    found = [struct for one in inner for struct in _find_structs(one)]
    if len(found) == 1:  # of many, as the options of all kinds, none could be linked to
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
    for name in list_built_in():
        pack = load(name)
        rules = read_source(take_snapshot(find_rules_folder() / name), name).data.get("rules")
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
    # quotes round what YAML might take for a number or an item: an example is copied as it stands
    plain = text.strip() == text and text and not text[0].isdigit() and text[0] not in "-."
    if plain and all(char in _BARE or "\u4e00" <= char <= "\u9fff" for char in text):
        return text if text not in ("true", "false", "null") else f"'{text}'"
    return "'" + text.replace("'", "''") + "'"


_FILE = Path(__file__).with_name("key_examples.yaml")
_LONGEST = 110
"""Characters of an example; a longer one tells less."""

_ITEMS = 3

Examples = dict[tuple[str, str], str]
"""By the name of the type and the key."""


def find_key_examples() -> Examples:
    """The examples of built-in packs, then those that are written for what they leave out."""
    found: Examples = {}
    top = inspect.type_info(make_source_type(KINDS))
    for name in list_built_in():
        source = read_source(take_snapshot(find_rules_folder() / name), name)
        for struct, key, value in _walk(source.data, top):
            text = write_flow(_cut_value(value))
            known = found.get((struct, key))
            if len(text) <= _LONGEST and (known is None or len(text) < len(known)):
                found[struct, key] = text
    return {**list_written_examples(), **found}  # those of packs first: they surely work


def list_written_examples() -> Examples:
    """Those of the file, by type and key."""
    read = read_yaml(_FILE)
    return {
        (struct, str(key)): str(text) for struct, keys in read.items() for key, text in keys.items()
    }


def _cut_value(value: Any) -> Any:
    """A list or a mapping with no more of its items than can be shown, one at least."""
    if not isinstance(value, list):
        return value
    items = [_cut_value(item) for item in value[:_ITEMS]]
    while len(items) > 1 and len(write_flow(items)) > _LONGEST // 2:
        items.pop()
    return items


def _walk(value: Any, kind: inspect.Type) -> Iterator[tuple[str, str, Any]]:
    """The keys of all mappings inside a value, each with the type of its mapping."""
    if isinstance(kind, inspect.StructType):
        yield from _walk_struct(value, kind)
    elif isinstance(kind, inspect.VarTupleType | inspect.DictType):
        items = value.values() if isinstance(value, dict) else value
        inner = kind.value_type if isinstance(kind, inspect.DictType) else kind.item_type
        for item in items if isinstance(value, list | dict) else ():
            yield from _walk(item, inner)
    elif isinstance(kind, inspect.Metadata | inspect.UnionType):
        for one in list_inside(kind):
            yield from _walk(value, one)


def _walk_struct(value: Any, kind: inspect.StructType) -> Iterator[tuple[str, str, Any]]:
    if not isinstance(value, dict) or (kind.tag and value.get("kind") != kind.tag):
        return
    fields = {field.encode_name: field for field in kind.fields}
    for key, item in value.items():
        if key in fields:
            yield _name_type(kind), key, item
            yield from _walk(item, fields[key].type)
