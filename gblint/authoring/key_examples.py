"""For every key that a built-in pack writes, the shortest value that one writes for it.

These packs are loaded, and their examples run, wherever tests are: what stands here works. What no
built-in pack writes has an example in `packs/key_examples.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import inspect

from gblint.authoring.describe_keys import write_flow
from gblint.checks.kinds import KINDS
from gblint.packs.find import built_in, rules_folder, take_snapshot
from gblint.packs.key_texts import list_inside, plain_type, read_yaml
from gblint.packs.pack_source import source_type
from gblint.packs.yaml_source import read_source

_FILE = Path(__file__).with_name("key_examples.yaml")
_LONGEST = 110
"""Characters of an example; a longer one tells less."""

_ITEMS = 3

Examples = dict[tuple[str, str], str]
"""By the name of the type and the key."""


def find_key_examples() -> Examples:
    """The examples of built-in packs, then those that are written for what they leave out."""
    found: Examples = {}
    top = inspect.type_info(source_type(KINDS))
    for name in built_in():
        source = read_source(take_snapshot(rules_folder() / name), name)
        for struct, key, value in _walk(source.data, top):
            text = write_flow(_cut(value))
            known = found.get((struct, key))
            if len(text) <= _LONGEST and (known is None or len(text) < len(known)):
                found[struct, key] = text
    return {**list_written_examples(), **found}


def list_written_examples() -> Examples:
    """Those of the file, by type and key."""
    read = read_yaml(_FILE)
    return {
        (struct, str(key)): str(text) for struct, keys in read.items() for key, text in keys.items()
    }


def _cut(value: Any) -> Any:
    """A list or a mapping with no more of its items than can be shown, one at least."""
    if isinstance(value, list):
        kept = [_cut(item) for item in value[:_ITEMS]]
        while len(kept) > 1 and len(write_flow(kept)) > _LONGEST // 2:
            kept.pop()
        return kept
    return value


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
            yield plain_type(kind.cls).__name__, key, item
            yield from _walk(item, fields[key].type)
