"""The encoding of a text file or web page, from its bytes alone."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from gblint.readers.refusals import ReadError, refused_kind_error

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; those of UTF-32 begin like those of UTF-16 and come first."""

_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that no text has, but binary data read as text. \\x85 is among them: a line end
of mainframes, which GB18030 text does not use.
"""

_USUAL = re.compile(
    r"[\t\n\r\x0b\x0c\x20-\x7e\xa0-\xff\u2000-\u27bf\u2e80-\u2fdf\u3000-\u33ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ue5e5\uff00-\uffef\U00020000-\U000323af]+"
)
"""What Chinese texts consist of: ASCII, CJK characters, punctuation, signs, full-width forms."""

_FEW_CONTROLS = 0.005
"""Share of control characters that a text may have: stray marks of a converter."""

_BROKEN = "\ufffd"
_FEW_BROKEN, _LEAST = 0.002, 200
"""Share of characters that may be broken, in a text of at least so many."""

_USUAL_SHARE = 0.97
"""Share of usual characters that a text must have where the decoder accepts nearly anything."""


class Decoded(NamedTuple):
    """A text and how many of its characters could not be read."""

    text: str
    broken: int = 0


def decode(data: bytes) -> Decoded:
    """The text in some bytes. Raises ReadError for what is not text.

    Tried in this order: byte order mark, UTF-8, UTF-16 and UTF-32 without mark where there are
    NUL bytes, GB18030 (which includes GBK and GB2312); then UTF-8 and GB18030 once more, with a
    few characters broken. A character cut off at the end is let go.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = _decode_strictly(data[len(mark) :], encoding)
            if text is not None and _has_few_controls(text):
                return Decoded(remove_controls(text))
            break
    text = _decode_strictly(data, "utf-8")
    if text is not None and _has_few_controls(text):
        return Decoded(remove_controls(text))
    for encoding in (*(_WIDE if b"\0" in data else ()), "gb18030"):
        text = _decode_strictly(data, encoding)
        if text is not None and _has_few_controls(text) and _is_usual(text):
            return Decoded(remove_controls(text))
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        broken = text.count(_BROKEN)
        few = broken <= max(1, _FEW_BROKEN * len(text))
        if few and len(text) > _LEAST and _has_few_controls(text) and _is_usual(text):
            return Decoded(remove_controls(text), broken)
    raise refused_kind_error("binary")


def note_broken(count: int, zh: str, en: str) -> tuple[str, str]:
    """The note on characters that could not be read, with what they are in: a file, a page."""
    return (
        f"{zh}中有 {count} 处字符无法识别，显示为“{_BROKEN}”。",
        f"{count} character(s) of the {en} cannot be read and are shown as {_BROKEN}.",
    )


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    """Strictly decoded, but for a character that the end of the data cuts off."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _has_few_controls(text: str) -> bool:
    return len(_CONTROL.findall(text)) <= _FEW_CONTROLS * len(text)


def _is_usual(text: str) -> bool:
    return sum(map(len, _USUAL.findall(text))) >= _USUAL_SHARE * len(text)


def remove_controls(text: str) -> str:
    """The text without the characters that no text has; A3 A0 of GBK is a blank of full width."""
    text = text.replace("\ue5e5", "\u3000")
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


_HEAD = 4096
_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_TRADITIONAL = ("big5", "big5-hkscs", "cn-big5", "x-x-big5", "cp950")
"""What is believed where a page declares it: GB18030 can be read out of it as well."""
_CHINESE = re.compile("[\u2e80-\uffef]")
_RATHER_UTF_8 = 10
"""Chinese characters to a broken one where a page is UTF-8 but for a part put into it. GB18030
read as UTF-8 has hardly any that is not broken, while UTF-8 may be read as GB18030.
"""
_MANY_BROKEN = 0.02
"""Share of characters that may be broken in GB18030, for the same reason."""
_LEAST_TEXT = 0.99
"""Share of characters that a text may have: others are those of binary data."""
_WINDOWS = re.compile(r"&#(12[89]|1[345]\d);?")
"""References to characters of windows-1252, which browsers read as such (`&#150;`)."""


def decode_page(data: bytes, declared: str = "") -> Decoded:
    """The text of a page, its line ends line feeds. Raises ReadError for what is no text.

    `declared` is what is said outside the page. Pages declare wrongly so often (UTF-8 that is
    GBK, GB2312 that is UTF-8 or has characters of GB18030 only) that the bytes decide; only
    traditional Chinese is believed.
    """
    found = _decode_traditional(data, declared or _find_declaration(data)) or _decode_bytes(data)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    text = text.replace("\x0b", " ").replace("\x0c", " ")
    return Decoded(_WINDOWS.sub(_windows_character, text), found.broken)


def _find_declaration(data: bytes) -> str:
    match = _DECLARED.search(data, 0, _HEAD)
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _decode_traditional(data: bytes, declared: str) -> Decoded | None:
    if declared.lower().replace("_", "-") not in _TRADITIONAL:
        return None
    for encoding in ("utf-8", "big5hkscs"):
        try:
            return Decoded(remove_controls(data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    return None


def _decode_bytes(data: bytes) -> Decoded:
    text = data.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    if broken and b"\0" not in data and len(_CHINESE.findall(text)) > _RATHER_UTF_8 * broken:
        return Decoded(remove_controls(text), broken)
    try:
        return decode(data)
    except ReadError:
        text = data.decode("gb18030", "replace")
        broken = text.count(_BROKEN)
        kept = remove_controls(text)
        if broken > _MANY_BROKEN * len(text) or len(kept) < _LEAST_TEXT * len(text):
            raise
        return Decoded(kept, broken)


def _windows_character(match: re.Match[str]) -> str:
    return bytes([int(match[1])]).decode("cp1252", "ignore")
