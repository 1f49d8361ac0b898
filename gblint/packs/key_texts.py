"""What the keys of a pack and the kinds of check mean, for editors, for the reference and for
`gblint pack keys`.

The texts are `key_texts.yaml`; the keys come from the types by which packs are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, get_origin

from msgspec import inspect

from gblint.findings import Say
from gblint.pack import KindOfCheck, Kinds, Options
from gblint.packs.pack_source import source_type

_FILE = Path(__file__).with_suffix(".yaml")


@lru_cache(maxsize=4)
def read_yaml(path: Path) -> dict[str, Any]:
    """The data of a file that comes with the program."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - safe
    return read


@lru_cache(maxsize=1)
def _texts() -> dict[str, Say]:
    return {str(key): Say(*map(str, both)) for key, both in read_yaml(_FILE).items()}


def text_of_key(struct: type, key: str) -> Say | None:
    """What a key of a type means; None where no text is written for it."""
    names = [f"{one.__name__}.{key}" for one in plain_type(struct).mro()]
    return next((_texts()[name] for name in (*names, key) if name in _texts()), None)


def plain_type(struct: type) -> type:
    """A type without the kinds of rules that it was made for."""
    return get_origin(struct) or struct


def text_of_kind(kind: KindOfCheck) -> Say:
    """What a kind of check finds, in a few words."""
    return _texts().get(f"kind {kind.tag}") or Say(kind.finds, kind.finds)


def list_structs(kinds: Kinds) -> Iterator[inspect.StructType]:
    """The types of a pack's YAML whose data is a mapping, the top first, each once."""
    seen: set[type] = set()
    todo: list[inspect.Type] = [inspect.type_info(source_type(kinds))]
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
    return issubclass(plain_type(struct.cls), Options)
