"""The JSON Schema of packs, for editors: `python -m gblint.packs.schema docs/pack.schema.json`.

It is made from the types of `model.py`, by which packs are read. As the same schema serves
every file of a folder, no key of the top is required in it.
"""

from __future__ import annotations

import json
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from gblint.packs.written import PackSource


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of a pack's YAML file."""
    made = msgspec.json.schema(PackSource)
    top = made["$defs"].pop("PackSource")
    del top["required"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:gblint:pack",
        **_tidy(top),
        "title": "gblint rule pack",
        "$defs": _tidy(made["$defs"]),
    }


def written() -> str:
    """The schema as it is written to the docs."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _tidy(node: Any) -> Any:
    """The schema with docstrings as descriptions without the indentation of the code."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    # what a key of a mapping may be is written by newer versions of msgspec only
    tidy = {key: _tidy(value) for key, value in node.items() if key != "propertyNames"}
    if isinstance(tidy.get("description"), str):
        tidy["description"] = cleandoc(tidy["description"])
    if isinstance(tidy.get("anyOf"), list):  # in whichever order this msgspec has them
        tidy["anyOf"].sort(key=lambda one: one.get("type") == "null")
    return tidy


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(written(), encoding="utf-8", newline="\n")
