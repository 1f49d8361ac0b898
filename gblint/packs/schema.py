"""The JSON Schemas of packs and of settings, for editors.

    python -m gblint.packs.schema docs/pack.schema.json docs/gblint.schema.json

The one of a file called `gblint.schema.json` is of settings. Both are made from the types by which
the files are read. As a pack's serves every file of a folder, no key of its top is required.
"""

from __future__ import annotations

import json
import re
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from gblint.findings import Say
from gblint.pack import Kinds
from gblint.packs.pack_source import source_type

SETTINGS_FILE = "gblint.schema.json"


def json_schema(kinds: Kinds) -> dict[str, Any]:
    """The schema of a pack's YAML file."""
    schema = schema_of(source_type(kinds), name="pack", title="gblint rule pack")
    del schema["required"]
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
    from gblint.packs.key_texts import text_of_kind

    says = {tag: text_of_kind(kind) for tag, kind in kinds.items()}
    whole: dict[str, Any] = {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {
                "description": "检查的种类 / the kind of check",
                "enum": list(says),
                "markdownEnumDescriptions": [_in_both(say) for say in says.values()],
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
    if {"type": "null"} in choice:
        check["anyOf"] = [whole, {"type": "null"}]
    else:
        check.update(whole)


def _describe_keys(schema: dict[str, Any], kinds: Kinds) -> None:
    """Say of each key, in Chinese and English, what it means: editors show it while one types."""
    from gblint.packs.key_texts import list_structs, plain_type, text_of_key, text_of_kind

    tags = {kind.options: kind for kind in kinds.values()}
    for struct in list_structs(kinds):
        cls = plain_type(struct.cls)
        node = schema["$defs"].get(cls.__name__, schema)
        for key, inner in node.get("properties", {}).items():
            say = text_of_key(cls, key)
            if key == "kind" and cls in tags:
                say = text_of_kind(tags[cls])
            if say is not None and not re.search(r"[\u4e00-\u9fff]", inner.get("description", "")):
                node["properties"][key] = {
                    "description": _in_both(say),
                    **{name: value for name, value in inner.items() if name != "description"},
                }


def _in_both(say: Say) -> str:
    return f"{say.zh} / {say.in_lang('en')}"


def schema_of(model: Any, *, name: str, title: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of a type whose data is a mapping."""
    made = _tidy(msgspec.json.schema(model))
    top = made["$defs"].pop(made["$ref"].rpartition("/")[2])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:gblint:{name}",
        **top,
        "title": title,
        "$defs": made["$defs"],
    }


def format_schema(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


_KINDS_IN_NAME = re.compile(r"(?<=\w)[_\[].*", re.DOTALL)
"""What msgspec puts behind the name of a type that has others: `Rule_Union_..._`, `Rule[...]`."""


def _tidy(node: Any) -> Any:
    """The schema with types called by their names alone, and not with the kinds of their rules, and
    with docstrings as descriptions without the indentation of the code.
    """
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    # what a key of a mapping may be is written by newer versions of msgspec only
    tidy = {key: _tidy(value) for key, value in node.items() if key != "propertyNames"}
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


if __name__ == "__main__":  # as a command it stands above all rooms
    from gblint.checks import KINDS
    from gblint.config import settings_schema
    from gblint.writers import WRITERS

    for path in map(Path, sys.argv[1:]):
        of_settings = path.name == SETTINGS_FILE
        schema = settings_schema(WRITERS) if of_settings else json_schema(KINDS)
        path.write_text(format_schema(schema), encoding="utf-8", newline="\n")
