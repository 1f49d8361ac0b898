"""What all parts of a pack are made of."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from typing import Annotated

import msgspec
from msgspec import Meta

from gblint.findings import Say

Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", description="An English key.")]
RuleId = Annotated[str, Meta(pattern="^[A-Z]{2,8}[0-9]{3,4}$", description="A stable rule id.")]
Pattern = Annotated[
    str, Meta(description="A regular expression, run under a time limit.", extra={"regex": True})
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
