"""The typed model of a rule pack, as it is read, merged and used. It knows no YAML.

Here stands what all its parts are made of, and what packs know of a kind of check: its options,
what they name, what its messages may say. The registry of kinds (`gblint.checks.kinds`) is handed
in where packs are read, so that a kind can be one file above this room.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol

import msgspec
from msgspec import Meta

from gblint.findings import Say
from gblint.pack.zones import Zone as Zone
from gblint.pack.zones import parse_zone


def written(form: str, description: str | None = None, like: str = "") -> Meta:
    """How a text is written, as a pattern. `packs.shape` asks for it: msgspec would compile it at
    every start, and hold it against each text of a kept pack.
    """
    extra = {"form": form, "like": like} if like else {"form": form}
    return Meta(description=description, extra=extra, extra_json_schema={"pattern": form})


_KEY = "^[a-z][a-z0-9_]*$"
Key = Annotated[str, written(_KEY, "An English key.")]
NamedKey = Annotated[str, written(_KEY)]
"""A key of another part of the pack, which an option names."""
RuleId = Annotated[str, written("^[A-Z]{2,8}[0-9]{3,4}$", "A stable rule id.")]
Pattern = Annotated[
    str, Meta(description="A regular expression, run under a time limit.", extra={"regex": True})
]
Phrases = Annotated[
    str | tuple[str, ...],
    Meta(
        description="一句或几句话。空格：同一句中都有，不论先后；/：有一个就行；…：中间可有别的字；"
        "N：数字，如 政务新媒体 N个 / a phrase or several. Blank: in one sentence, in any order; "
        "/: one of them; …: with anything between; N: a number"
    ),
]
Version = Annotated[
    str,
    written(
        "^[0-9]{1,6}([.][0-9]{1,6}){0,3}$",
        "Numbers with points between them, in quotes: '1.0'.",
        like="'1.0'",
    ),
]
Words = Annotated[Say | str, Meta(description="A text: Chinese, or {zh, en}.")]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything in a pack: frozen, no unknown keys."""


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Base of the options of a check, as a pack writes them under `check:`; the tag is its kind.

    `needs` is what a check looks at: a `report` alone, the `previous` one as well, or the `parts`
    that it sums up. `stops_without` names what of a report it has nothing to go by without where
    gblint failed to read that (`gblint.report.setbacks`, and its `year`), or where the section of
    its `zone` is absent; with `limited_without` it is evaluated as far as may be.
    """

    # No annotations: msgspec would look at each once for every kind of check, at every start.
    needs = "report"
    stops_without = tuple[str, ...]()
    limited_without = tuple[str, ...]()


if TYPE_CHECKING:
    from typing_extensions import TypeVar

    Check_co = TypeVar("Check_co", bound=Options, default=Options, covariant=True)
else:  # a bound would have msgspec decode what is not told as that, and no default before 3.13
    from typing import TypeVar

    Check_co = TypeVar("Check_co", covariant=True)
"""The options of a pack's rules: of any kind, but where a pack is decoded, one of those known."""


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

    what: Literal["section", "table", "table number", "quantity", "part"]
    name: str | int
    path: tuple[str | int, ...]


class Case(msgspec.Struct, frozen=True):
    """What a kind's messages may say under one value of its `option`, where that differs."""

    values: tuple[str, ...] | None = None
    variants: Variants | None = None


def _no_references(_: Options) -> Iterable[Reference]:
    return ()


def _no_faults(_: Options) -> Iterable["OptionFault"]:
    return ()


OptionFault = tuple[tuple[str | int, ...], Say]
"""What is wrong with options, and the path to it inside them."""


class KindOfCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of check, as far as packs go.

    `finds` is said of it in the table of docs/packs.md. `faults` tells what is wrong with options
    that their types do not say. `values` are those that every hit has for
    the braces of messages. `option` names the option of whose value these depend, with its `cases`.
    """

    options: type[Options]
    finds: str
    references: Callable[[Any], Iterable[Reference]] = _no_references
    faults: Callable[[Any], Iterable[OptionFault]] = _no_faults
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


Kinds = Mapping[str, KindOfCheck]
"""Kinds of check by their tags."""


class Zoned(Protocol):
    """Options with a zone to look into."""

    @property
    def zone(self) -> str: ...


def name_zone(options: Zoned) -> Iterator[Reference]:
    """The section or the table that a zone names, if it is of one."""
    zone = parse_zone(options.zone)
    if zone.name in ("section", "table") and zone.number is not None:
        what: Literal["section", "table number"] = (
            "section" if zone.name == "section" else "table number"
        )
        yield Reference(what, zone.number, ("zone",))


def needed_part(name: str) -> Reference:
    """A part of the pack without which a kind has nothing to look at."""
    return Reference("part", name, ("kind",))


def any_options(kinds: Kinds) -> Any:
    """The type of the options of any of the kinds, told apart by their tags."""
    types: Iterable[Any] = (kind.options for kind in kinds.values())
    return reduce(or_, types)
