"""The JSON Schemas of packs and of settings, for editors; and what keys and kinds of check mean.

    python -m gblint.packs.schema docs/pack.schema.json docs/gblint.schema.json

The one of a file called `gblint.schema.json` is of settings. Both are made from the types by which
the files are read; in this repository `python -m gblint.reference docs` writes them. As a pack's
serves every file of a folder, no key of its top is required. The meanings are
`key_texts.yaml`, which `gblint pack keys` and docs/pack-reference.md have, too.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from inspect import cleandoc
from pathlib import Path
from typing import Any, get_origin

import msgspec
from msgspec import inspect

from gblint.findings import Say
from gblint.pack import KindOfCheck, Kinds, Options
from gblint.packs import read_yaml
from gblint.packs.pack_source import make_source_type

SETTINGS_FILE = "gblint.schema.json"


def make_pack_schema(kinds: Kinds) -> dict[str, Any]:
    """The schema of a pack's YAML file."""
    schema = make_schema(make_source_type(kinds), name="pack", title="gblint rule pack")
    del schema["required"]  # a pack may be in several files, each of which has but some keys
    _describe_keys(schema, kinds)
    for node in schema["$defs"].values():
        check = node.get("properties", {}).get("check")
        if check is not None:
            _tell_kinds_apart(check, kinds)
    return schema


def _tell_kinds_apart(check: dict[str, Any], kinds: Kinds) -> None:
    """Have the kind decide by which options a check is looked at.

    Of a choice between all of them, editors offer only the kinds that need no options, and tell
    what is wrong with a check by any of them.
    """
    says = {tag: find_kind_text(kind) for tag, kind in kinds.items()}
    whole: dict[str, Any] = {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {
                "description": "检查的种类 / the kind of check",
                "enum": list(says),
                "markdownEnumDescriptions": [_write_both(say) for say in says.values()],
            }
        },
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": tag}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{kind.options.__name__}"},
            }
            for tag, kind in kinds.items()
        ],
    }
    choice = check.pop("anyOf")
    check.pop("discriminator", None)
    if {"type": "null"} in choice:  # a change to a rule need not have a check
        check["anyOf"] = [whole, {"type": "null"}]
    else:
        check.update(whole)


def _describe_keys(schema: dict[str, Any], kinds: Kinds) -> None:
    """Say of each key, in Chinese and English, what it means: editors show it while one types."""
    tags = {kind.options: kind for kind in kinds.values()}
    for struct in list_structs(kinds):
        cls = get_plain_type(struct.cls)
        node = schema["$defs"].get(cls.__name__, schema)
        for key, inner in node.get("properties", {}).items():
            say = find_key_text(cls, key)
            if key == "kind" and cls in tags:
                say = find_kind_text(tags[cls])
            if say is not None and not re.search(r"[\u4e00-\u9fff]", inner.get("description", "")):
                node["properties"][key] = {
                    "description": _write_both(say),
                    **{name: value for name, value in inner.items() if name != "description"},
                }


def _write_both(say: Say) -> str:
    return f"{say.zh} / {say.in_lang('en')}"


def make_schema(model: Any, *, name: str, title: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of a type whose data is a mapping."""
    schema = _tidy_schema(msgspec.json.schema(model))
    top = schema["$defs"].pop(schema["$ref"].rpartition("/")[2])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:gblint:{name}",
        **top,
        "title": title,
        "$defs": schema["$defs"],
    }


def format_schema(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


_KINDS_IN_NAME = re.compile(r"(?<=\w)[_\[].*", re.DOTALL)
"""What msgspec puts behind the name of a type that has others: `Rule_Union_..._`, `Rule[...]`."""


def _tidy_schema(node: Any) -> Any:
    """The schema with types called by their names alone, and not with the kinds of their rules, and
    with docstrings as descriptions without the indentation of the code.
    """
    if isinstance(node, list):
        return [_tidy_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    # what a key of a mapping may be is written by newer versions of msgspec only
    tidy = {key: _tidy_schema(value) for key, value in node.items() if key != "propertyNames"}
    if "$defs" in tidy:
        tidy["$defs"] = {_KINDS_IN_NAME.sub("", name): one for name, one in tidy["$defs"].items()}
    for key in ("$ref", "title"):
        if isinstance(tidy.get(key), str):
            tidy[key] = _KINDS_IN_NAME.sub("", tidy[key])
    if isinstance(tidy.get("description"), str):
        tidy["description"] = cleandoc(tidy["description"])
    if isinstance(tidy.get("anyOf"), list):  # in whichever order this msgspec has them
        tidy["anyOf"].sort(key=lambda one: one.get("type") == "null")
    return tidy


_FILE = Path(__file__).with_name("key_texts.yaml")


@lru_cache(maxsize=1)
def _read_texts() -> dict[str, Say]:
    return {str(key): Say(*map(str, both)) for key, both in read_yaml(_FILE).items()}


def find_key_text(struct: type, key: str) -> Say | None:
    """What a key of a type means; None where no text is written for it."""
    names = [f"{one.__name__}.{key}" for one in get_plain_type(struct).mro()]
    return next((_read_texts()[name] for name in (*names, key) if name in _read_texts()), None)


def get_plain_type(struct: type) -> type:
    """A type without the kinds of rules that it was made for."""
    return get_origin(struct) or struct


def find_kind_text(kind: KindOfCheck) -> Say:
    """What a kind of check finds, in a few words."""
    return _read_texts().get(f"kind {kind.tag}") or Say(kind.finds, kind.finds)


def list_structs(kinds: Kinds) -> Iterator[inspect.StructType]:
    """The types of a pack's YAML whose data is a mapping, the top first, each once."""
    seen: set[type] = set()
    todo: list[inspect.Type] = [inspect.type_info(make_source_type(kinds))]
    while todo:
        kind = todo.pop(0)
        if isinstance(kind, inspect.StructType):
            if kind.cls not in seen:
                seen.add(kind.cls)
                yield kind
                todo += [field.type for field in kind.fields]
        else:
            todo += list_inside(kind)


def list_inside(kind: inspect.Type) -> list[inspect.Type]:
    """The types of which a type that is no struct is made."""
    if isinstance(kind, inspect.Metadata):
        return [kind.type]
    if isinstance(kind, inspect.UnionType | inspect.TupleType):
        return list(kind.types if isinstance(kind, inspect.UnionType) else kind.item_types)
    if isinstance(kind, inspect.VarTupleType):
        return [kind.item_type]
    return [kind.value_type] if isinstance(kind, inspect.DictType) else []


def is_options(struct: inspect.StructType) -> bool:
    return issubclass(get_plain_type(struct.cls), Options)


if __name__ == "__main__":  # as a command it stands above all rooms
    from gblint.checks import KINDS
    from gblint.config import make_settings_schema
    from gblint.writers import WRITERS

    for path in map(Path, sys.argv[1:]):
        of_settings = path.name == SETTINGS_FILE
        schema = make_settings_schema(WRITERS) if of_settings else make_pack_schema(KINDS)
        path.write_text(format_schema(schema), encoding="utf-8", newline="\n")
