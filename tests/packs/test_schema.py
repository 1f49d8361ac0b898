"""The JSON Schema for editors is that of the types, and the packs in the repository keep it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gblint.checks import KINDS
from gblint.config import make_settings_schema
from gblint.packs import find_built_in
from gblint.packs.schema import make_pack_schema
from gblint.packs.yaml_source import parse_yaml
from tests.tools.repository import DOCS

_FILE = DOCS / "pack.schema.json"
_PACK, _SETTINGS = make_pack_schema(KINDS), make_settings_schema()
_FILES = sorted(file for folder in find_built_in().values() for file in folder.glob("*.yaml"))


@pytest.mark.parametrize("schema", [_PACK, _SETTINGS], ids=["pack", "settings"])
def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"]
    assert schema["$id"]
    assert all(part["description"] for part in schema["$defs"].values())


@pytest.mark.parametrize("file", _FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_each_file_names_the_schema_and_keeps_it(file: Path) -> None:
    first = file.read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../../docs/pack.schema.json"
    assert (file.parent / first.partition("=")[2]).resolve() == _FILE
    data = parse_yaml(file.read_bytes(), file.name).data
    jsonschema.Draft202012Validator(_PACK).validate(data)
