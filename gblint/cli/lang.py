"""The language of a run, which help and errors need before options are read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from gblint.cli.streams import stdout
from gblint.findings import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
VARIABLE = "GBLINT_LANG"
"""The environment variable that sets the language where `--lang` does not."""

_CHINESE = "报告"


def language(words: Sequence[str] = (), environ: Mapping[str, str] = os.environ) -> Lang:
    """What `--lang` in the arguments says, else the environment, else Chinese.

    An output that has no Chinese characters (a pipe in a locale of ASCII) gets English.
    """
    given = _option(words) or environ.get(VARIABLE, "")
    if given:
        return "en" if given == "en" else "zh"
    return "zh" if stdout().shows(_CHINESE) else "en"


def _option(words: Sequence[str]) -> str:
    """The last `--lang` of a command line."""
    given = ""
    for at, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and at + 1 < len(words):
            given = words[at + 1]
        elif word.startswith("--lang="):
            given = word.removeprefix("--lang=")
    return given
