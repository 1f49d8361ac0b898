"""The JSON Schema for editors is that of the types, and the packs in the repository keep it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gblint.checks.kinds import KINDS
from gblint.config import settings_schema
from gblint.packs import available
from gblint.packs.schema import format_schema, json_schema
from gblint.packs.yaml_source import parse_yaml
from gblint.writers import WRITERS
from tests.tools.repository import DOCS, GENERATE

_FILE = DOCS / "pack.schema.json"
_PACK, _SETTINGS = json_schema(KINDS), settings_schema()
_FILES = sorted(file for folder in available().values() for file in folder.glob("*.yaml"))


def test_the_written_schema_is_current() -> None:
    assert _FILE.read_text(encoding="utf-8") == format_schema(json_schema(KINDS)), GENERATE


def test_the_written_schema_of_settings_is_current() -> None:
    written = _FILE.with_name("gblint.schema.json").read_text(encoding="utf-8")
    assert written == format_schema(settings_schema(WRITERS)), GENERATE


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
