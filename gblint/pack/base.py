"""What all parts of a pack are made of."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from gblint.findings import Say

Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", description="An English key.")]
NamedKey = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$")]
"""A key of another part of the pack, which an option names."""
RuleId = Annotated[str, Meta(pattern="^[A-Z]{2,8}[0-9]{3,4}$", description="A stable rule id.")]
Pattern = Annotated[
    str, Meta(description="A regular expression, run under a time limit.", extra={"regex": True})
]
Zone = Annotated[
    str,
    Meta(
        pattern="^(title|preface|opening|body|end|report|section [1-9])$",
        description="Where to look: title, preface, opening (the preface, and what of it stands"
        " under the first heading), section N, body (all sections with their"
        " headings), end, or report (everywhere).",
    ),
]
Version = Annotated[
    str,
    Meta(
        pattern="^[0-9]{1,6}([.][0-9]{1,6}){0,3}$",
        description="Numbers with points between them, in quotes: '1.0'.",
        extra={"like": "'1.0'"},
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
