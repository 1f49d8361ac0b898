"""Chinese text as such: one comparable form for what was typed, pasted or extracted; its years,
its sentences, and where two texts differ; its width on a screen, and what of it may reach one.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from itertools import chain
from typing import Any, TypeVar
from unicodedata import category, east_asian_width

from gblint.text.patterns import later

_RADICALS = (
    "⺁厂⺇几⺌小⺎兀⺏尣⺓幺⺝月⺟母⺠民⺢水⺦丬⺨犭⺩王⺫目⺬示⺮竹⺯糸⺰纟⺱罒⺶羊⺷羊⺼肉⺾艹⻁虎"
    "⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻐钅⻑长⻒镸⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马⻣骨⻤鬼⻥鱼"
    "⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯竜⻰龙⻱龟⻲龟⻳龟"
)
"""Pairs of a CJK radical that NFKC leaves alone and the character that it stands for.

PDF fonts map whole characters to these code points (Unicode block CJK Radicals Supplement).
"""

_CHARACTERS = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))

_UNIFIED = {
    **_CHARACTERS,
    # dashes and minus signs
    **dict.fromkeys("‐‑‒–—―−─━﹣－", "-"),
    **dict.fromkeys("“”„‟〝〞＂«»「」『』", '"'),
    **dict.fromkeys("‘’‚‛＇`´", "'"),
    **dict.fromkeys("[【〔［〖", "("),
    **dict.fromkeys("]】〕］〗", ")"),
    **dict.fromkeys("・･‧•●∙", "·"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("〈＜", "<"),
    **dict.fromkeys("〉＞", ">"),
    "。": ".",
    "、": ",",
}
_TABLE = str.maketrans(_UNIFIED)
_INVISIBLE = dict.fromkeys(
    [
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0xFEFF, 0xFFF9, 0xFFFA),
        *(0xFFFB, 0xFFFC),
    ]
)
"""Zero width, marks of direction, soft hyphen, joiners, fillers: a reader sees nothing."""

PRIVATE_BLANKS = "\ue004\ue5e5\uf020\uf0a0"
"""Characters of the private use area that are blanks.

U+E5E5 is what GBK's A3 A0 is decoded to; the WHATWG Encoding Standard has U+3000 for it, as old
pages indent with it. U+F020 and U+F0A0 are the blanks of symbol fonts in Word files.
"""


Made = TypeVar("Made")

_SHORT = 500
"""Characters of texts that are remembered."""


def remember_results(most: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Of a function of one text: what it gave for at most so many different short texts.

    Labels and headings come again; a long text does not, and would be kept for as long as the
    process runs.
    """

    def decorate(make: Callable[[str], Made]) -> Callable[[str], Made]:
        return _Remembered(make, most).__getitem__  # what is known takes no code of ours to look up

    return decorate


class _Remembered(dict[str, Made]):
    """What a function gave for texts; when it is full, it begins anew."""

    def __init__(self, make: Callable[[str], Made], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, text: str) -> Made:
        made = self._make(text)
        if len(text) <= _SHORT:
            if len(self) >= self._most:
                self.clear()
            self[text] = made
        return made


@remember_results(16384)
def fold(text: str) -> str:
    """The comparable form of a short text: a heading, a label, a cell.

    Full-width forms become half-width, radicals characters, the many dashes, quotes and
    brackets one each, `、` a comma, `。` a full stop; white space and invisible characters go.
    Two texts that a reader would call the same have the same form.
    """
    return "".join(flatten(text).translate(_TABLE).split())


def flatten(text: str) -> str:
    """Text with full-width letters, digits and compatibility characters made plain.

    Keeps white space, Chinese quotes and brackets; for prose, where the patterns of packs
    look for figures and dates.
    """
    if text.isascii():
        return text
    plain = text
    for wide, narrow in _USUAL:
        plain = plain.replace(wide, narrow)
    if not unicodedata.is_normalized("NFKC", plain):  # most prose is, after these few
        for char in set(_WIDE.findall(plain)):  # still far quicker than what is for all
            plain = plain.replace(char, chr(ord(char) - 0xFEE0))
        if not unicodedata.is_normalized("NFKC", plain):
            plain = unicodedata.normalize("NFKC", plain)
    return plain.translate(_PLAIN) if _MAY_BE_ODD.search(plain) else plain


def replace_unseen(text: str) -> str:
    """Text without invisible characters, and with a plain blank for those that look like one."""
    return text.translate(_UNSEEN) if _MAY_BE_ODD.search(text) else text


def replace_radicals(text: str) -> str:
    """Text with characters for the radicals that PDF fonts give in their place."""
    if not _MAY_BE_ODD.search(text):
        return text
    return _RADICAL.sub(_get_character, text)


def _get_character(match: re.Match[str]) -> str:
    radical = match.group()
    return _BY_RADICAL.get(radical) or unicodedata.normalize("NFKC", radical)


_RADICAL = later("[\u2e80-\u2fdf\uf900-\ufaff]")
"""Radicals (both blocks), and ideographs that have two code points."""

_BY_RADICAL = {**_CHARACTERS, "⼾": "户"}
"""⼾ by NFKC would be 戶, which simplified Chinese does not use."""


_WIDE = later("[！-～]")
"""Full-width forms, nearly all that has to be made plain; the rest is seldom met."""

_USUAL = tuple((char, chr(ord(char) - 0xFEE0)) for char in "，：；（）％")
"""The few of them that nearly all Chinese prose has."""

_PLAIN = str.maketrans(
    {
        **_CHARACTERS,
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u2800\u3000\u3164\uffa0" + PRIVATE_BLANKS, " "),
        **_INVISIBLE,
    }
)
_UNSEEN = {**_INVISIBLE, **dict.fromkeys(map(ord, "\u2800\u3164\uffa0" + PRIVATE_BLANKS), " ")}
_MAY_BE_ODD = later(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    f"\u2800\u2e80-\u2fdf\u3164{PRIVATE_BLANKS}\uf900-\ufaff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc]"
)
"""What of both tables is left by NFKC, with the few characters between: one class in ranges takes a
quarter of the time of two that name each character to compile."""


# 二0二三 as well, which is typed where 〇 is not at hand, and 2O23, 20l9 of a scan
_YEAR = later(
    "[〇○零OoＯ一二三四五六七八九]{4}(?=年)|[一二][0〇○零][0-9〇○零一二三四五六七八九]{2}(?=年)"
    "|(?<![0-9A-Za-z])2[0OoＯ](?![0-9]{2})[0-9OoＯlI]{2}(?=年)|(?<![0-9A-Za-z])2[OoＯ][0-9]{2}(?=年)"
)
_YEAR_DIGITS = str.maketrans("〇○零OoＯlI一二三四五六七八九", "00000011123456789")
_IN_YEARS = frozenset("0123456789").union(map(chr, _YEAR_DIGITS))
_SIGN_OF_YEAR, _DIGITS = "年", 4


def write_years_in_digits(text: str) -> str:
    """Text with years in Chinese numerals (`二〇二三年`) or with letters (`2O23年`) in digits.

    The length stays the same.
    """
    at = text.find(_SIGN_OF_YEAR)
    while at >= 0:
        year = text[max(at - _DIGITS, 0) : at]
        in_digits = year.isascii() and year.isdigit()  # as nearly all are: no pattern for these
        if not in_digits and len(year) == _DIGITS and _IN_YEARS.issuperset(year):
            return _YEAR.sub(lambda match: match.group(0).translate(_YEAR_DIGITS), text)
        at = text.find(_SIGN_OF_YEAR, at + 1)
    return text


STOPS = "。！？!?"
"""What ends a sentence. A full stop of Western type does not: it stands in numbers, addresses."""


def find_stops(text: str, stops: str = STOPS) -> list[int]:
    """Where the signs that end sentences stand in a text, in order."""
    for stop in stops[1:]:  # each costs less than a pattern of all
        text = text.replace(stop, stops[0])
    found: list[int] = []
    at = text.find(stops[0])
    while at >= 0:
        found.append(at)
        at = text.find(stops[0], at + 1)
    return found


def cut_sentences(
    text: str, longest: int, commas: str = "", stops: str = STOPS
) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end, their stops with them.

    What goes on for longer is cut at the last of `commas` in it, if there is one. A stop behind
    another is no sentence, and left out.
    """
    begin = 0
    for stop in (*find_stops(text, stops), len(text)):
        while stop - begin > longest:
            cut = begin + longest
            cut = max((text.rfind(one, begin, cut) + 1 for one in commas), default=0) or cut
            yield begin, cut
            begin = cut
        if begin < stop:
            yield begin, min(stop + 1, len(text))
        begin = stop + 1


_TOKEN = later(r"\d+(?:[.,]\d+)*|[A-Za-z]+|.", re.DOTALL)
"""What is changed as a whole: a number, a word, else a character."""

_LONG = 400
"""Characters from which on only what both begin and end with is left alone."""


def find_differences(old: str, new: str) -> list[tuple[int, int, str]]:
    """What is to be written in place of the characters `begin` to `end` of `old`, in order.

    Numbers are changed as a whole.
    """
    if old == new:
        return []
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(old) > _LONG:  # SequenceMatcher takes time by the square
        return [(0, len(old), new)]
    from difflib import SequenceMatcher

    places = [0]
    for token in ours:
        places.append(places[-1] + len(token))
    found = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal":
            found.append((places[i1], places[i2], "".join(theirs[j1:j2])))
    return found


@lru_cache(maxsize=4096)
def measure_char(char: str, *, ambiguous: int = 1) -> int:
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


def measure_width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(measure_char, text))


@remember_results(4096)
def measure_type_width(text: str) -> int:
    """The columns that a text takes in Chinese type: two for each Chinese character or sign.

    In GBK a character has as many bytes as columns; signs of ambiguous width count two. What GBK
    lacks (radicals, rare characters) counts two as well.
    """
    # one call in C, where `measure_width` asks of each character: readers do this for every line
    known = text.encode("gbk", "ignore")
    if text.isascii():
        return len(known)
    half = 2 * len(known.decode("gbk")) - len(known)  # characters of one byte
    return 2 * len(text) - half


def pad_wide(text: str, *, ambiguous: int = 1) -> str:
    r"""The text with a `\0` after every wide character, so that an index is a column."""
    if text.isascii():
        return text
    return "".join(
        sign + "\0" if measure_char(sign, ambiguous=ambiguous) == 2 else sign for sign in text
    )


def strip_padding(text: str) -> str:
    """What `pad_wide` made of a text, turned back."""
    return text.replace("\0", "")


def cut(text: str, starts: Sequence[int]) -> list[str]:
    """A line cut where columns begin, white space at the ends left out."""
    wide = pad_wide(text)
    ends = [*starts[1:], len(wide)]
    return [strip_padding(wide[a:b]).strip() for a, b in zip(starts, ends, strict=True)]


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
def _make_line_table() -> dict[int, str | None]:
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


def make_harmless(
    text: str, *, painted: bool = False, environ: Mapping[str, str] = os.environ
) -> str:
    """Text of lines as it may be shown. With `painted`, our own colours are let through.

    Where a job's output is read for commands (`::add-mask::`, `##[…]`), there are none in it: a
    blank is set into the sign by which they begin.
    """
    if painted and "\x1b" in text:
        pieces = _PAINT.split(text)
        text = "".join(one if at % 2 else _make_visible(one) for at, one in enumerate(pieces))
    else:
        text = _make_visible(text)
    if any(environ.get(name, "") not in ("", "0", "false") for name in _CI):
        return _COMMAND.sub(r"\g<0> ", text)
    return text


def break_old_commands(text: str) -> str:
    """Text without the commands that count wherever they stand in a line (`##[…]`, `##vso[…]`)."""
    return _OLD_COMMAND.sub(r"\g<0> ", text)


def clean(text: str) -> str:
    """Text for one line: white space made one blank, nothing in it that steers a terminal."""
    return " ".join(make_encodable(text).translate(UNSEEN).split())


def clean_path(path: str) -> str:
    """A path for one line, with all its blanks."""
    return make_encodable(path).translate(UNSEEN).replace("\n", " ").replace("\t", " ")


def make_encodable(text: str) -> str:
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


def make_all_encodable(value: Any) -> Any:
    """Plain data with such texts alone, in lists and mappings too."""
    if isinstance(value, str):
        return make_encodable(value)
    if isinstance(value, dict):
        return {make_all_encodable(key): make_all_encodable(item) for key, item in value.items()}
    return list(map(make_all_encodable, value)) if isinstance(value, list | tuple) else value


def escape_unseen(json: str) -> str:
    """JSON with escapes for all that `make_harmless` would take away: the same data to its reader.

    So are the signs of commands that count wherever they stand (`##[`, `##vso[`).
    """
    if "##" in json:
        json = _IN_JSON.sub(r"\\u0023", json)
    if _is_printable(json):
        return json
    return _compile_unseen().sub(_escape_char, json)


def _make_visible(text: str) -> str:
    return text if _is_printable(text) else make_encodable(text).translate(_make_line_table())


def _is_printable(text: str) -> bool:
    """Whether there is nothing to look for: most texts have not even a Chinese blank in them."""
    return all(map(str.isprintable, text.split("\n")))


@cache
def _compile_unseen() -> re.Pattern[str]:
    each = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _RANGES[2:])
    return re.compile(f"[{each}\x85\u2028\u2029]")


def _escape_char(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def write_stops(text: str) -> str:
    """未收到申请. with the stop that is meant, as many characters: 。 for a Latin one behind a
    Chinese character, where no number or word goes on.
    """
    at = text.find(".")
    if at < 0:
        return text
    # no pattern: a class of all Chinese characters takes 0.8 ms to compile
    chars = list(text)
    while at >= 0:
        behind = text[at + 1 : at + 2]
        goes_on = behind == "." or behind.isdecimal() or (behind.isascii() and behind.isalpha())
        if at and "\u4e00" <= text[at - 1] <= "\u9fff" and not goes_on:
            chars[at] = "。"
        at = text.find(".", at + 1)
    return "".join(chars)
