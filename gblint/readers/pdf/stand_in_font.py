"""A font in the place of all that a file names and does not carry: one box for every character.

pdfium leaves out a text whose glyphs have no size, as those have that no font of the machine has.
With this one, what is read does not depend on the fonts of the machine, and none is looked for.
"""

from __future__ import annotations

from ctypes import memmove
from struct import pack
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

_EM = 1000
_LEFT, _LOW, _RIGHT, _HIGH = 40, -120, 960, 880
"""The box, in thousandths of an em."""

_LAST = 0x10FFFF
"""The last character there can be."""

_HANDLE = 1


def make_font() -> bytes:
    """A TrueType font: glyph 0 is empty, glyph 1 a box, which all characters have."""
    version = 1 << 16
    sides = pack(">4h", _LEFT, _LOW, _RIGHT, _HIGH)
    points = pack(">8h", _LEFT, 0, _RIGHT - _LEFT, 0, _LOW, _HIGH - _LOW, 0, _LOW - _HIGH)
    box = pack(">h", 1) + sides + pack(">2H", 3, 0) + b"\1" * 4 + points
    every = pack(">2H6L", 13, 0, 28, 0, 1, 0, _LAST, 1)
    tables = {
        b"cmap": pack(">4HL", 0, 1, 3, 10, 12) + every,
        b"glyf": box + b"\0" * (-len(box) % 4),
        b"head": pack(">4L2H2q", version, version, 0, 0x5F0F3CF5, 3, _EM, 0, 0)
        + sides
        + pack(">2H3h", 0, 8, 2, 1, 0),
        b"hhea": pack(">L3hH11hH", version, _HIGH, _LOW, 0, _EM, *[0] * 11, 2),
        b"hmtx": pack(">HhHh", _EM, 0, _EM, _LEFT),
        b"loca": pack(">3L", 0, 0, len(box)),
        b"maxp": pack(">L14H", version, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }
    return _put_together(tables)


def _put_together(tables: dict[bytes, bytes]) -> bytes:
    """Tables as a font file; nobody looks at the sums that are to be in it."""
    entries = b""
    content = b""
    begin = 12 + 16 * len(tables)
    for name, data in tables.items():
        entries += name + pack(">3L", 0, begin + len(content), len(data))
        content += data + b"\0" * (-len(data) % 4)
    return pack(">L4H", 1 << 16, len(tables), 0, 0, 0) + entries + content


_FONT = make_font()


def _find_font(*_: Any) -> int:
    return _HANDLE


def _copy_font(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    """The whole font into a buffer that is large enough; tables by themselves there are none."""
    if table:
        return 0
    if buffer and size >= len(_FONT):
        memmove(buffer, _FONT, len(_FONT))
    return len(_FONT)


def _describe() -> Any:
    """The functions by which pdfium asks for fonts."""
    info = raw.FPDF_SYSFONTINFO(version=1)
    info.MapFont = type(info.MapFont)(_find_font)
    info.GetFontData = type(info.GetFontData)(_copy_font)
    return info


_FONTS = _describe()


def use_stand_in_font() -> None:
    """Have pdfium take this font for those that files do not carry."""
    raw.FPDF_SetSystemFontInfo(_FONTS)
