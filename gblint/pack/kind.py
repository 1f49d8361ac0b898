"""What the options of check kinds are made of."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from typing import Annotated

import msgspec
from msgspec import Meta

Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$")]
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


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Base of the options of a check kind."""
