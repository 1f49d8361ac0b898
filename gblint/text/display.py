"""Text on a screen: how many columns it takes, and what of it may reach a terminal at all."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from itertools import chain
from unicodedata import category, east_asian_width

from gblint.text import remembered
from gblint.text.patterns import later


@lru_cache(maxsize=4096)
def char_width(char: str, *, ambiguous: int = 1) -> int:
    """The columns of a character: 2 for a wide one, 0 for one that joins another or is not seen.

    Signs that Western type has narrow and Chinese type wide (“”, —, ①) take `ambiguous`: 1 for
    most terminals and for the makers of ruled tables.
    """
    wide = east_asian_width(char)
    if wide in "WF":
        return 2
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return ambiguous if wide == "A" else 1


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(char_width, text))


@remembered(4096)
def type_width(text: str) -> int:
    """The columns that a text takes in Chinese type: two for each Chinese character or sign.

    In GBK a character has as many bytes as columns; signs of ambiguous width count two. What GBK
    lacks (radicals, rare characters) counts two as well.
    """
    known = text.encode("gbk", "ignore")
    return len(known) if text.isascii() else 2 * len(text) - _half(known)


def _half(known: bytes) -> int:
    """How many characters of one byte are in a text in GBK."""
    return 2 * len(known.decode("gbk")) - len(known)


def padded(text: str) -> str:
    r"""The text with a `\0` after every wide character, so that an index is a column."""
    if text.isascii():
        return text
    return "".join(sign + "\0" if char_width(sign) == 2 else sign for sign in text)


def plain(text: str) -> str:
    """What `padded` made of a text, turned back."""
    return text.replace("\0", "")


def cut(text: str, starts: Sequence[int]) -> list[str]:
    """A line cut where columns begin, white space at the ends left out."""
    wide = padded(text)
    ends = [*starts[1:], len(wide)]
    return [plain(wide[a:b]).strip() for a, b in zip(starts, ends, strict=True)]


_RANGES = (
    (0x00, 0x08),
    (0x0B, 0x1F),
    (0x7F, 0x84),  # with the next: what terminals may take for the beginning of a command
    (0x86, 0x9F),
    (0xAD, 0xAD),  # a hyphen that is seen at times
    (0x34F, 0x34F),
    (0x61C, 0x61C),  # a mark of direction, as many of those below
    (0x115F, 0x1160),  # letters without a look, as 17B4, 3164 and FFA0
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE00FF),  # tags, with which a text can be hidden whole
    (0xE01F0, 0xE0FFF),
)
UNSEEN: dict[int, str | None] = {
    **dict.fromkeys(chain.from_iterable(range(first, last + 1) for first, last in _RANGES)),
    **dict.fromkeys([0x85, 0x2028, 0x2029], " "),
}
"""A table for `str.translate`: what goes, and what ends a line for some and becomes a blank."""


@cache
def _of_lines() -> dict[int, str | None]:
    return {**UNSEEN, ord("\t"): " "}


_PAINT = later(r"(\x1b\[(?:0|1|(?:1;)?38;5;\d{1,3})m)")
"""What our own colours are made of."""

_CI = (
    *("GITHUB_ACTIONS", "GITEA_ACTIONS", "FORGEJO_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"),
    *("GITLAB_CI", "TRAVIS"),
)
"""The variables of those that read commands in what a job prints."""

_COMMAND = later(r":(?=:)|\#\#(?=\w*\[)|(?:section_(?:start|end)|travis_(?:fold|time))(?=:)")
_OLD_COMMAND = later(r"\#\#(?=\w*\[)")
_IN_JSON = later(r"#(?=#\w*\[)")


def harmless(text: str, *, painted: bool = False, environ: Mapping[str, str] = os.environ) -> str:
    """Text of lines as it may be shown. With `painted`, our own colours are let through.

    Where a job's output is read for commands (`::add-mask::`, `##[…]`), there are none in it: a
    blank is set into the sign by which they begin.
    """
    if painted and "\x1b" in text:
        pieces = _PAINT.split(text)
        text = "".join(one if at % 2 else _visible(one) for at, one in enumerate(pieces))
    else:
        text = _visible(text)
    if any(environ.get(name, "") not in ("", "0", "false") for name in _CI):
        return _COMMAND.sub(r"\g<0> ", text)
    return text


def without_old_commands(text: str) -> str:
    """Text without the commands that count wherever they stand in a line (`##[…]`, `##vso[…]`)."""
    return _OLD_COMMAND.sub(r"\g<0> ", text)


def clean(text: str) -> str:
    """Text for one line: white space made one blank, nothing in it that steers a terminal."""
    return " ".join(encodable(text).translate(UNSEEN).split())


def clean_path(path: str) -> str:
    """A path for one line, with all its blanks."""
    return encodable(path).translate(UNSEEN).replace("\n", " ").replace("\t", " ")


def encodable(text: str) -> str:
    """Text without what UTF-8 has no code for: bytes of a file name or an argument.

    Where the locale is not of UTF-8 but they are, they are read as that, else written as numbers.
    Text is cleaned after this, never before.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        with suppress(UnicodeError):
            return text.encode("utf-8", "surrogateescape").decode()
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def escaped(json: str) -> str:
    """JSON with all that `harmless` would take away as escapes: the same data for who reads it.

    So are the signs of commands that count wherever they stand (`##[`, `##vso[`).
    """
    if "##" in json:
        json = _IN_JSON.sub(r"\\u0023", json)
    if _is_printable(json):
        return json
    return _any_unseen().sub(_escape, json)


def _visible(text: str) -> str:
    return text if _is_printable(text) else encodable(text).translate(_of_lines())


def _is_printable(text: str) -> bool:
    """Whether there is nothing to look for: most texts have not even a Chinese blank in them."""
    return all(map(str.isprintable, text.split("\n")))


@cache
def _any_unseen() -> re.Pattern[str]:
    each = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _RANGES[2:])
    return re.compile(f"[{each}\x85\u2028\u2029]")


def _escape(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
