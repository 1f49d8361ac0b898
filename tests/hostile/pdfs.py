"""PDF files that are hostile, written by hand."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.hostile.case import Case, Ending, Make
from tests.hostile.zips import MB, flushed

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: dict[int, bytes], *, trailer: bytes = b"") -> bytes:
    """A file of these objects; object 1 is the catalog."""
    body = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        body += b"%d 1\n%010d 00000 n \n" % (number, place)
    body += b"trailer\n<</Size %d/Root 1 0 R%b>>\n" % (max(objects) + 1, trailer)
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), more, data)


def page(content: bytes, *, box: bytes = b"0 0 595 842", more: bytes = b"") -> dict[int, bytes]:
    """The objects of a file of one page, whose contents are object 4."""
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R" % box
        + b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        4: content,
        5: _FONT,
        6: stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + more),
    }


def cases() -> Iterator[Case]:
    for name, make in _MADE.items():
        yield Case(f"{name}.pdf", make, *_REFUSED.get(name, ()))
    whole = pdf(page(stream(b"BT /F 12 Tf 9 9 Td (1) Tj ET")))
    for at in range(9, len(whole), len(whole) // 6):
        yield Case(f"cut-{at}.pdf", _cut(whole, at))


def _cut(data: bytes, at: int) -> Make:
    return lambda: data[:at]


def _packed(unit: bytes, times: int) -> bytes:
    return stream(zlib.compress(unit * times), b"/Filter/FlateDecode")


def _zeros(megabytes: int) -> bytes:
    """So many of zeros, packed: the packed bytes of one are simply repeated."""
    block = bytes(MB)
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(block, check)
    return b"\x78\x9c" + flushed(block) * megabytes + b"\x03\x00" + check.to_bytes(4, "big")


def _chained() -> bytes:
    """Packed twice: a thousandth of a thousandth."""
    data = zlib.compress(_zeros(400), 9)
    return pdf(page(stream(data, b"/Filter[/FlateDecode/FlateDecode]")))


def _tree(depth: int) -> bytes:
    objects = page(stream(b""))
    objects[2] = b"<</Type/Pages/Kids[10 0 R]/Count 1>>"
    for n in range(10, 10 + depth):
        objects[n] = b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1)
    objects[10 + depth] = objects[3]
    return pdf(objects)


def _many_pages() -> bytes:
    objects = page(stream(b""))
    objects[2] = b"<</Type/Pages/Kids[" + b"3 0 R " * 200_000 + b"]/Count 200000>>"
    return pdf(objects)


def _with(number: int, content: bytes) -> Make:
    return lambda: pdf({**page(stream(b"/X Do")), number: content})


_ENCRYPTED = b"/Encrypt<</Filter/Standard/V 4/R 4/O(x)/U(x)/P -4>>/ID[(a)(a)]"
_REFUSED: dict[str, tuple[Ending, str]] = {"many-pages": ("refused", "超过 500 页")}
_MADE: dict[str, Make] = {
    "flate-bomb": lambda: pdf(page(stream(_zeros(400), b"/Filter/FlateDecode"))),
    "flate-twice": _chained,
    "operators": lambda: pdf(page(_packed(b"0 0 m 9 9 l S\n", 5_000_000))),
    "glyphs": lambda: pdf(page(_packed(b"BT /F 9 Tf 9 9 Td (1234567890) Tj ET\n", 500_000))),
    "rulings": lambda: pdf(page(_packed(b"9 9 200 1 re f 9 9 1 200 re f\n", 200_000))),
    "states": lambda: pdf(page(_packed(b"q ", 5_000_000))),
    "arrays": lambda: pdf(page(_packed(b"[", 2_000_000))),
    "dictionaries": lambda: pdf(page(_packed(b"<<", 2_000_000))),
    "forms-in-a-ring": lambda: pdf(page(stream(b"/X Do"))),
    "huge-box": lambda: pdf(page(stream(b"BT /F 9 Tf (1) Tj ET"), box=b"0 0 1e30 1e30")),
    "no-box": lambda: pdf(page(stream(b"BT /F 9 Tf (1) Tj ET"), box=b"a b")),
    "huge-font": lambda: pdf(page(stream(b"BT /F 1e30 Tf 9e30 9 Td (1) Tj ET"))),
    "deep-tree": lambda: _tree(5000),
    "many-pages": _many_pages,
    "tree-in-a-ring": _with(2, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "contents-in-a-ring": _with(4, b"4 0 R"),
    "contents-that-are-not": _with(4, b"[4 0 R 4 0 R (x) 99 0 R]"),
    "font-that-is-not": _with(5, b"<</Type/Font/Subtype/TrueType/FontDescriptor 4 0 R>>"),
    "font-map-by-path": _with(
        5,
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/..#2F..#2Ftmp#2Fx"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<<>>>>]>>",
    ),
    "length-that-lies": _with(4, b"<</Length 99999999999>>\nstream\nBT\nendstream"),
    "launch": _with(1, b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(cmd.exe)>>>>"),
    "encrypted": lambda: pdf(page(stream(b"")), trailer=_ENCRYPTED),
    "xref-in-a-ring": lambda: pdf(page(stream(b"")), trailer=b"/Prev 9") + b"startxref\n9\n%%EOF",
    "nothing": lambda: b"%PDF-1.7\n",
    "garbage": lambda: b"%PDF-1.7\n" + b"\xff 0 obj <<" * 200_000,
    "numbers": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 500_000,
}
