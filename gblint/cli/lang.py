"""The language of a run, which help and errors need before options are read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from gblint.findings import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
VARIABLE = "GBLINT_LANG"
"""The environment variable that sets the language where `--lang` does not."""


def language(words: Sequence[str], environ: Mapping[str, str] = os.environ) -> Lang:
    """What `--lang` in the arguments says, else the environment, else Chinese."""
    given = environ.get(VARIABLE, "")
    for at, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and at + 1 < len(words):
            given = words[at + 1]
        elif word.startswith("--lang="):
            given = word.removeprefix("--lang=")
    return "en" if given == "en" else "zh"


def chosen(words: Sequence[str], environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the user said which language."""
    asked = any(word == "--lang" or word.startswith("--lang=") for word in words)
    return asked or bool(environ.get(VARIABLE))
