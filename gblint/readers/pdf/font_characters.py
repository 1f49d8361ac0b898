"""Which characters the glyphs of a TrueType font are for, by the font's own table.

For fonts of which the file does not say it: there the codes of a text are the numbers of glyphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, unpack_from

_MOST = 0xFFFF
"""Glyphs that a font can have."""

_LAST_OF_16_BITS = 0xFFFF


def read_characters(font: bytes) -> dict[int, str]:
    """Glyph → character; nothing for what is no TrueType font, is damaged, or has no such table."""
    found: dict[int, str] = {}
    try:
        for code, glyph in _read_table(font):
            if glyph and code <= 0x10FFFF and not 0xD800 <= code < 0xE000:
                found.setdefault(glyph, chr(code))
    except (error, IndexError, MemoryError):
        return {}
    return found


def _read_table(font: bytes) -> Iterator[tuple[int, int]]:
    """Character codes and glyphs."""
    (count,) = unpack_from(">H", font, 4)
    for at in range(12, 12 + 16 * count, 16):
        name, _, begin, _ = unpack_from(">4s3L", font, at)
        if name == b"cmap":
            break
    else:
        return
    (count,) = unpack_from(">H", font, begin + 2)
    for at in range(begin + 4, begin + 4 + 8 * count, 8):
        platform, encoding, offset = unpack_from(">2HL", font, at)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (form,) = unpack_from(">H", font, begin + offset)
            if form == 4:
                yield from _read_segments(font, begin + offset)
            elif form == 12:
                yield from _read_groups(font, begin + offset)


def _read_segments(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    """A table of codes of 16 bits, in segments (format 4 of the OpenType specification)."""
    (doubled,) = unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends, starts, deltas, offsets = (
        unpack_from(f">{count}H", font, at + 14 + part * doubled + (2 if part else 0))
        for part in range(4)
    )
    for number, (end, start) in enumerate(zip(ends, starts, strict=True)):
        for code in range(start, min(end, _LAST_OF_16_BITS - 1) + 1):
            glyph = code
            if offsets[number]:
                place = at + 16 + 3 * doubled + 2 * number + offsets[number] + 2 * (code - start)
                (glyph,) = unpack_from(">H", font, place)
            yield code, (glyph + deltas[number]) % 0x10000 if glyph or not offsets[number] else 0


def _read_groups(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    """A table of codes of 32 bits, in groups (format 12)."""
    (count,) = unpack_from(">L", font, at + 12)
    for number in range(count):
        start, end, glyph = unpack_from(">3L", font, at + 16 + 12 * number)
        for code in range(start, min(end, start + _MOST) + 1):
            yield code, glyph + code - start
