"""A page of a few lines and a small table, as a PDF file: read beforehand, it has everything loaded
and worked out that all files need.
"""

from __future__ import annotations

_LINES = ("一、标题", "（一）第一段。文字有一行半，共12条，", "占5%。", "1.第二段 3 件")
_ROWS = (("名称", "数量"), ("甲", "12"))
_LEFT, _TOP, _PITCH, _WIDE = 72, 760, 24, 120
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts"
    b"[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>]>>"
)


_PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>"
)


def make_sample() -> bytes:
    """The file; pdfium finds the objects of one that does not list them."""
    content = b"BT /F 12 Tf ET\n" + b"".join(_draw())
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE,
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content),
        _FONT,
    )
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % one for one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Size 6/Root 1 0 R>>\n%%EOF\n"


def _draw() -> list[bytes]:
    drawn = [_write(_LEFT, _TOP - at * _PITCH, line) for at, line in enumerate(_LINES)]
    top = _TOP - (len(_LINES) + 1) * _PITCH
    for row, texts in enumerate(_ROWS):
        for column, text in enumerate(texts):
            drawn.append(_write(_LEFT + 6 + column * _WIDE, top - row * _PITCH - 16, text))
    for row in range(len(_ROWS) + 1):
        y = top - row * _PITCH
        drawn.append(b"%d %d m %d %d l S\n" % (_LEFT, y, _LEFT + 2 * _WIDE, y))
    for column in range(3):
        x = _LEFT + column * _WIDE
        drawn.append(b"%d %d m %d %d l S\n" % (x, top, x, top - len(_ROWS) * _PITCH))
    return drawn


def _write(x: int, y: int, text: str) -> bytes:
    code = text.encode("utf-16-be").hex().encode()
    return b"BT /F 12 Tf %d %d Td <%b> Tj ET\n" % (x, y, code)
