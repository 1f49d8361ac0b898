"""The bytes of a web page → its text, whatever it declares."""

from __future__ import annotations

import re

from gblint.readers.encoding import Decoded, clean, decode
from gblint.readers.errors import ReadError

_HEAD = 4096
_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_TRADITIONAL = ("big5", "big5-hkscs", "cn-big5", "x-x-big5", "cp950")
"""What is believed where a page declares it: GB18030 can be read out of it as well."""
_BROKEN = "\ufffd"
_WIDE = re.compile("[\u2e80-\uffef]")
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
    found = _traditional(data, declared or _declaration(data)) or _decoded(data)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    text = text.replace("\x0b", " ").replace("\x0c", " ")
    return Decoded(_WINDOWS.sub(_of_windows, text), found.broken)


def _declaration(data: bytes) -> str:
    match = _DECLARED.search(data, 0, _HEAD)
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _traditional(data: bytes, declared: str) -> Decoded | None:
    if declared.lower().replace("_", "-") not in _TRADITIONAL:
        return None
    for encoding in ("utf-8", "big5hkscs"):
        try:
            return Decoded(clean(data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    return None


def _decoded(data: bytes) -> Decoded:
    text = data.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    if broken and b"\0" not in data and len(_WIDE.findall(text)) > _RATHER_UTF_8 * broken:
        return Decoded(clean(text), broken)
    try:
        return decode(data)
    except ReadError:
        text = data.decode("gb18030", "replace")
        broken = text.count(_BROKEN)
        if broken > _MANY_BROKEN * len(text) or len(clean(text)) < _LEAST_TEXT * len(text):
            raise
        return Decoded(clean(text), broken)


def _of_windows(match: re.Match[str]) -> str:
    return bytes([int(match[1])]).decode("cp1252", "ignore")
