"""What packs know of a kind of check: its options, what they name, what its messages may say.

The registry of kinds (`gblint.checks.kinds`) is handed in where packs are read, so that a kind can
be one file above this room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, Literal, Protocol

import msgspec

from gblint.pack.base import Options
from gblint.pack.model import Pack

Variants = Mapping[str, tuple[str, ...]]
"""The variants of a kind's message, each with the values that its hits have besides."""


def variants(*names: str, **more: tuple[str, ...]) -> Variants:
    """Variants without values of their own, and after them those with some."""
    return dict.fromkeys(names, ()) | more


class Reference(msgspec.Struct, frozen=True):
    """A part of the pack that options name and that must be there.

    `name` is the number of a section, the key of a table or of a quantity of prose, or, for a
    part, where it stands in the pack (`facts.period`). `path` leads to it inside the options.
    """

    what: Literal["section", "table", "quantity", "part"]
    name: str | int
    path: tuple[str | int, ...]


class Case(msgspec.Struct, frozen=True):
    """What a kind's messages may say under one value of its `option`, where that differs."""

    values: tuple[str, ...] | None = None
    variants: Variants | None = None


def _no_references(_: Options) -> Iterable[Reference]:
    return ()


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of check, as far as packs go.

    `finds` is said of it in the table of docs/packs.md. `values` are those that every hit has for
    the braces of messages. `option` names the option of whose value these depend, with its `cases`.
    """

    options: type[Options]
    finds: str
    references: Callable[[Any], Iterable[Reference]] = _no_references
    values: tuple[str, ...] = ()
    variants: Variants = {}
    option: str = ""
    cases: Mapping[str, Case] = {}

    @property
    def tag(self) -> str:
        """What stands behind `kind:` in a pack."""
        return str(self.options.__struct_config__.tag)

    def values_of(self, options: Options) -> tuple[str, ...]:
        """The values that every hit of a check has."""
        case = self._case(options)
        return self.values if case.values is None else case.values

    def variants_of(self, options: Options) -> Variants:
        """The variants of a check."""
        case = self._case(options)
        return self.variants if case.variants is None else case.variants

    def _case(self, options: Options) -> Case:
        return self.cases.get(getattr(options, self.option), Case()) if self.option else Case()


Kinds = Mapping[str, Kind]
"""Kinds of check by their tags."""


class Zoned(Protocol):
    """Options with a zone to look into."""

    @property
    def zone(self) -> str: ...


def name_zone(options: Zoned) -> Iterator[Reference]:
    """The section that a zone names, if it is one."""
    word, _, section = options.zone.partition(" ")
    if word == "section":
        yield Reference("section", int(section), ("zone",))


def needed_part(name: str) -> Reference:
    """A part of the pack without which a kind has nothing to look at."""
    return Reference("part", name, ("kind",))


def any_options(kinds: Kinds) -> Any:
    """The type of the options of any of the kinds, told apart by their tags."""
    types: Iterable[Any] = (kind.options for kind in kinds.values())
    return reduce(or_, types)


def pack_type(kinds: Kinds) -> Any:
    """The type to decode packs by, whose rules are of these kinds."""
    generic: Any = Pack
    return generic[any_options(kinds)]
