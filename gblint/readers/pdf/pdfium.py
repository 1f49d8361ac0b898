"""What is used of pdfium: its functions, and a file opened by it.

Handles and addresses are plain numbers here. pypdfium2's own declarations make an object for every
pointer, which for the characters of a page takes longer than what pdfium does.

And what is done about fonts. `make_font` makes one, a box for every character, that pdfium takes in
the place of all that a file names and does not carry: it leaves out a text whose glyphs have no
size, as those have that no font of the machine has; with this one, what is read does not depend on
the fonts of the machine, and none is looked for. `read_characters` tells which characters the
glyphs of a TrueType font are for, by the font's own table, where the file does not say it: there
the codes of a text are the numbers of glyphs.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from ctypes import (
    CFUNCTYPE,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_size_t,
    c_uint,
    c_void_p,
    cast,
    memmove,
)
from struct import error, pack, unpack_from
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

from gblint.readers.refusals import refused_kind_error

_EM = 1000
_LEFT, _LOW, _RIGHT, _HIGH = 40, -120, 960, 880
"""The box, in thousandths of an em."""

_LAST = 0x10FFFF
"""The last character there can be."""


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
    return 1  # the one handle that there is


def _copy_font(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    """The whole font into a buffer that is large enough; tables by themselves there are none."""
    if table:
        return 0
    if buffer and size >= len(_FONT):
        memmove(buffer, _FONT, len(_FONT))
    return len(_FONT)


_FONTS = raw.FPDF_SYSFONTINFO(version=1)
"""The functions by which pdfium asks for fonts."""

_FONTS.MapFont = type(_FONTS.MapFont)(_find_font)
_FONTS.GetFontData = type(_FONTS.GetFontData)(_copy_font)
raw.FPDF_SetSystemFontInfo(_FONTS)


_AT = c_void_p
"""A handle, or an address of what a function writes to."""


def _declare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function; what is passed beyond the declared arguments is an int as it is in C, or from
    `prepare_address`: that is quicker, for what is called for every character.
    """
    return CFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


def prepare_address(address: int) -> Any:
    """A handle, or an address, as an argument that need not be made anew for each call."""
    return c_void_p.from_param(address)


load_document = _declare(raw.FPDF_LoadMemDocument64, _AT, c_char_p, c_size_t, c_char_p)
close_document = _declare(raw.FPDF_CloseDocument, None, _AT)
find_last_error = _declare(raw.FPDF_GetLastError, c_uint)
count_pages = _declare(raw.FPDF_GetPageCount, c_int, _AT)
find_security = _declare(raw.FPDF_GetSecurityHandlerRevision, c_int, _AT)
load_page = _declare(raw.FPDF_LoadPage, _AT, _AT, c_int)
close_page = _declare(raw.FPDF_ClosePage, None, _AT)
find_rotation = _declare(raw.FPDFPage_GetRotation, c_int, _AT)
find_page_box = _declare(raw.FPDF_GetPageBoundingBox, c_int, _AT, _AT)

load_text = _declare(raw.FPDFText_LoadPage, _AT, _AT)
close_text = _declare(raw.FPDFText_ClosePage, None, _AT)
count_chars = _declare(raw.FPDFText_CountChars, c_int, _AT)
copy_text = _declare(raw.FPDFText_GetText, c_int, _AT, c_int, c_int, _AT)
find_char = _declare(raw.FPDFText_GetUnicode, c_uint, _AT, c_int)
find_char_object = _declare(raw.FPDFText_GetTextObject, _AT)
find_loose_box = _declare(raw.FPDFText_GetLooseCharBox, c_int)
find_origin = _declare(raw.FPDFText_GetCharOrigin, c_int, _AT, c_int, *[_AT] * 2)
find_char_matrix = _declare(raw.FPDFText_GetMatrix, c_int)
find_font_size = _declare(raw.FPDFText_GetFontSize, c_double)
lacks_character = _declare(raw.FPDFText_HasUnicodeMapError, c_int)
is_generated = _declare(raw.FPDFText_IsGenerated, c_int, _AT, c_int)

count_objects = _declare(raw.FPDFPage_CountObjects, c_int, _AT)
find_object = _declare(raw.FPDFPage_GetObject, _AT, _AT, c_int)
count_form_objects = _declare(raw.FPDFFormObj_CountObjects, c_int, _AT)
find_form_object = _declare(raw.FPDFFormObj_GetObject, _AT, _AT, c_uint)
find_type = _declare(raw.FPDFPageObj_GetType, c_int, _AT)
find_matrix = _declare(raw.FPDFPageObj_GetMatrix, c_int, _AT, _AT)
find_bounds = _declare(raw.FPDFPageObj_GetBounds, c_int, _AT, *[_AT] * 4)
find_fill_color = _declare(raw.FPDFPageObj_GetFillColor, c_int)
find_stroke_color = _declare(raw.FPDFPageObj_GetStrokeColor, c_int)
find_render_mode = _declare(raw.FPDFTextObj_GetTextRenderMode, c_int)
find_text_size = _declare(raw.FPDFTextObj_GetFontSize, c_int, _AT, _AT)
find_font = _declare(raw.FPDFTextObj_GetFont, _AT)
find_descent = _declare(raw.FPDFFont_GetDescent, c_int, _AT, c_float, _AT)

is_embedded = _declare(raw.FPDFFont_GetIsEmbedded, c_int, _AT)
copy_font = _declare(raw.FPDFFont_GetFontData, c_int, _AT, _AT, c_size_t, _AT)
find_font_name = _declare(raw.FPDFFont_GetBaseFontName, c_size_t, _AT, _AT, c_size_t)

find_draw_mode = _declare(raw.FPDFPath_GetDrawMode, c_int, _AT, _AT, _AT)
count_segments = _declare(raw.FPDFPath_CountSegments, c_int, _AT)
find_segment = _declare(raw.FPDFPath_GetPathSegment, _AT, _AT, c_int)
find_point = _declare(raw.FPDFPathSegment_GetPoint, c_int, _AT)
find_segment_type = _declare(raw.FPDFPathSegment_GetType, c_int, _AT)
is_closing = _declare(raw.FPDFPathSegment_GetClose, c_int, _AT)
find_clip = _declare(raw.FPDFPageObj_GetClipPath, _AT, _AT)
count_clip_paths = _declare(raw.FPDFClipPath_CountPaths, c_int, _AT)
count_clip_segments = _declare(raw.FPDFClipPath_CountPathSegments, c_int, _AT, c_int)
find_clip_segment = _declare(raw.FPDFClipPath_GetPathSegment, _AT, _AT, c_int, c_int)

TEXT, PATH, IMAGE, FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)
"""Types of objects of a page."""

CURVE, MOVE = raw.FPDF_SEGMENT_BEZIERTO, raw.FPDF_SEGMENT_MOVETO
"""Types of segments of a path."""

_ENCRYPTED = frozenset({raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY})


class Room:
    """Room for the numbers that pdfium writes for each of many things, `each` of a type of array.

    Addresses are prepared once, and serve again for the next things.
    """

    def __init__(self, code: str, each: int) -> None:
        self._code = code
        self._each = each
        self._numbers = array(code)
        self.places: list[Any] = []

    def widen(self, count: int) -> None:
        """Make room for so many things at least; `places` are then the addresses of each."""
        if count > len(self.places):
            size = self._each * self._numbers.itemsize
            self._numbers = array(self._code, bytes(size * count))
            begin, _ = self._numbers.buffer_info()
            self.places = [*map(prepare_address, range(begin, begin + size * count, size))]

    def read(self, ask: Callable[..., int], *arguments: Iterable[Any], count: int) -> list[Any]:
        """What a function writes for each of so many things, one behind the other.

        It is called with the next of each of the arguments, and a place; what it does not tell (it
        returns 0) is 0.
        """
        self.widen(count)
        again = [list(argument) for argument in arguments]
        if not all(map(ask, *again, self.places)):  # stops where the first is not told
            # what is not told is not that of the page before
            self._numbers[:] = array(self._code, bytes(self._numbers.itemsize * len(self._numbers)))
            deque(map(ask, *again, self.places), maxlen=0)
        return self.list_numbers(count)

    def list_numbers(self, count: int) -> list[Any]:
        """The numbers of the first things."""
        return self._numbers[: self._each * count].tolist()


class DamagedPdfError(Exception):
    """A file, or a page of it, that pdfium cannot open."""


class OpenPdf:
    """A file opened by pdfium, for a `with`. Raises ReadError for one that is encrypted, and
    DamagedPdfError.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data  # pdfium reads from it as long as the file is open
        self.handle: int = load_document(data, len(data), None) or 0
        if not self.handle:
            # a way of encrypting that pdfium does not know is to it a file that is damaged
            if find_last_error() in _ENCRYPTED or b"/Encrypt" in data:
                raise refused_kind_error("encrypted-pdf")
            raise DamagedPdfError
        self.pages: int = count_pages(self.handle)

    def is_left_encrypted(self) -> bool:
        """Whether the file says that it is encrypted and nothing was deciphered: how it is
        encrypted is not there.
        """
        return b"/Encrypt" in self._data and find_security(self.handle) < 0

    def __enter__(self) -> OpenPdf:
        return self

    def __exit__(self, *_: object) -> None:
        close_document(self.handle)


_MOST = 0xFFFF
"""Glyphs that a font can have. As a code of 16 bits, it is the end of the table."""


def read_characters(font: bytes) -> dict[int, str]:
    """Glyph → character; nothing for what is no TrueType font, is damaged, or has no such table."""
    found: dict[int, str] = {}
    try:
        for code, glyph in _read_table(font):
            if glyph and code <= _LAST and not 0xD800 <= code < 0xE000:
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
        return  # a subset may be without it: then nothing tells
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
        for code in range(start, min(end + 1, _MOST)):
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
