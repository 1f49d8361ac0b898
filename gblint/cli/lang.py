"""The language of a run, which help and errors need before options are read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache

from gblint.cli.streams import Stream, tell
from gblint.findings import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
VARIABLE = "GBLINT_LANG"
"""The environment variable that sets the language where `--lang` does not."""

_CHINESE = "报告"


def language(words: Sequence[str] = (), environ: Mapping[str, str] = os.environ) -> Lang:
    """What `--lang` in the arguments says, else the environment, else Chinese.

    What is for machines, or goes to a file, is in this language wherever it is made.
    """
    return "en" if (_option(words) or environ.get(VARIABLE, "")) == "en" else "zh"


def for_people(lang: Lang, stream: Stream) -> Lang:
    """The language of a text on a stream: English where its encoding has no Chinese characters.

    Once in a run it is said why.
    """
    if lang == "en" or stream.shows(_CHINESE):
        return lang
    _say_why(stream.encoding)
    return "en"


@cache
def _say_why(encoding: str) -> None:
    tell(
        f"gblint: messages are in English, as the encoding of this output ({encoding}) has no "
        "Chinese characters; Chinese from reports is shown as codes (\\u62a5). To get Chinese, "
        "set PYTHONIOENCODING=utf-8, or write to a file with --output. To keep English and not "
        f"see this notice, use --lang en or set {VARIABLE}=en."
    )


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
