"""PDF pages as programs make them: turned, clipped, with rulings and fonts of many kinds."""

from __future__ import annotations

import contextlib
import re
import zlib
from itertools import pairwise

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from gblint.readers import ReadError
from gblint.readers.pdf import read_pdf as read
from gblint.readers.pdf.pdfium import make_font, read_characters
from tests.builder.draw_pdf import FONT, HEIGHT, WIDTH, Draw, both, image, lines, pdf, text
from tests.hostile.pdfs import page as raw_page
from tests.hostile.pdfs import pdf as raw_pdf
from tests.hostile.pdfs import stream
from tests.readers.written_tables import rows
from tests.tools.repository import FIXTURES

_HEADING = "一、总体情况"
_ROWS = [["事项", "件数"], ["许可", "12"]]
_XS, _YS = (72, 172, 272), (100, 130, 160)


def _texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).paragraphs()]


def _rows(data: bytes) -> list[list[str]]:
    (table,) = read(data).tables()
    return rows(table)


def _write(canvas: Canvas, high: float) -> None:
    """The heading and the texts of the table, on a page so high."""
    canvas.setFont(FONT, 12)
    canvas.drawString(72, high - 72, _HEADING)
    for row, cells in enumerate(_ROWS):
        for column, cell in enumerate(cells):
            canvas.drawString(_XS[column] + 4, high - _YS[row] - 20, cell)


def _rule(canvas: Canvas, high: float) -> None:
    for y in _YS:
        canvas.line(_XS[0], high - y, _XS[-1], high - y)
    for x in _XS:
        canvas.line(x, high - _YS[0], x, high - _YS[-1])


@pytest.mark.parametrize(
    ("turned", "told"),
    [
        *((turned, True) for turned in (0, 90, 180, 270)),
        *((turned, False) for turned in (0, 90, 270)),
    ],
)
def test_a_page_is_read_as_one_turns_it(turned: int, told: bool) -> None:
    """Whether the file says that it is turned (`told`), or its text alone runs sideways: but a
    page upside down is not turned, for nobody prints one.
    """
    high = WIDTH if turned % 180 else HEIGHT

    def draw(canvas: Canvas) -> None:
        if told:
            canvas.setPageRotation(turned)
            canvas.setPageSize((HEIGHT, WIDTH) if turned % 180 else (WIDTH, HEIGHT))
        if turned == 90:
            canvas.translate(WIDTH, 0)
        elif turned == 180:
            canvas.translate(WIDTH, HEIGHT)
        elif turned == 270:
            canvas.translate(0, HEIGHT)
        canvas.rotate(turned if turned < 270 else -90)
        _write(canvas, high)
        _rule(canvas, high)

    data = pdf(draw)
    assert _texts(data) == [_HEADING]
    assert _rows(data) == _ROWS
    (table,) = read(data).tables()
    assert table.cells[0].anchor.box == (72.0, 100.0, 172.0, 130.0)


def _dashed(canvas: Canvas) -> None:
    canvas.setDash(2, 2)
    _rule(canvas, HEIGHT)


def _double(canvas: Canvas) -> None:
    _rule(canvas, HEIGHT)
    canvas.translate(1.5, 1.5)
    _rule(canvas, HEIGHT)
    canvas.translate(-1.5, -1.5)


def _fills(canvas: Canvas) -> None:
    for y in _YS:
        canvas.rect(_XS[0], HEIGHT - y, _XS[-1] - _XS[0], 0.7, stroke=0, fill=1)
    for x in _XS:
        canvas.rect(x, HEIGHT - _YS[-1], 0.7, _YS[-1] - _YS[0], stroke=0, fill=1)


def _squares(canvas: Canvas) -> None:
    for y in _YS:
        for x in range(_XS[0], _XS[-1] + 1, 3):
            canvas.rect(x, HEIGHT - y, 1, 1, stroke=0, fill=1)
    for x in _XS:
        for y in range(_YS[0], _YS[-1], 3):
            canvas.rect(x, HEIGHT - y, 1, 1, stroke=0, fill=1)


def _one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for y in _YS:
        path.moveTo(_XS[0], HEIGHT - y)
        path.lineTo(_XS[-1], HEIGHT - y)
    for x in _XS:
        path.moveTo(x, HEIGHT - _YS[0])
        path.lineTo(x, HEIGHT - _YS[-1])
    canvas.drawPath(path)


def _boxes(canvas: Canvas) -> None:
    for x0, x1 in pairwise(_XS):
        for y0, y1 in pairwise(_YS):
            canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0)


def _form(canvas: Canvas) -> None:
    canvas.beginForm("rulings")
    _rule(canvas, HEIGHT / 2)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(0, HEIGHT / 2)
    canvas.doForm("rulings")
    canvas.restoreState()


@pytest.mark.parametrize("rule", [_dashed, _double, _fills, _squares, _one_path, _boxes, _form])
def test_rulings_are_rulings_however_they_are_drawn(rule: Draw) -> None:
    data = pdf(both(rule, lambda canvas: _write(canvas, HEIGHT)))
    assert _rows(data) == _ROWS


def test_what_is_clipped_is_not_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(60, 700, 300, 60)
        canvas.clipPath(path, stroke=0)
        canvas.drawString(72, 720, "看得见的")
        canvas.drawString(72, 600, "剪去的")
        canvas.drawString(354, 720, "（）")  # half of a sign of full width is blank
        canvas.restoreState()

    assert "".join(_texts(pdf(draw))).replace(" ", "") == "看得见的（"


def test_words_that_the_edge_of_a_page_cuts_are_marked() -> None:
    """A table may be wider than its page: the 4 that one sees of 451 is not its figure."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(WIDTH - 14, 720, "总计")
        canvas.drawString(WIDTH - 9, 690, "451")
        canvas.drawString(WIDTH - 9, 660, "3    78")
        canvas.drawString(-10, 300, "296")
        canvas.drawString(WIDTH + 4, 600, "看不见")

    assert " ".join(_texts(pdf(draw))).split() == ["总…", "4…", "3", "…96"]


def test_a_letter_that_both_edges_of_a_page_cut_off() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", WIDTH)  # letters that are 0.6 times as wide
        canvas.drawString(-0.4 * WIDTH, 200, "451")

    assert "".join(_texts(pdf(draw))) == "…5…"


def test_a_page_that_is_cropped() -> None:
    page = both(text(100, 100, "页面之内。"), text(20, 20, "裁去的。"))

    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 50, 500, HEIGHT - 50))
        page(canvas)

    document = read(pdf(draw))
    (block,) = document.paragraphs()
    assert block.text == "页面之内。"
    assert block.anchor.box is not None
    assert abs(block.anchor.box[0] - 50) < 1


def test_a_text_printed_twice_to_look_bold() -> None:
    def draw(canvas: Canvas) -> None:
        for x in (72, 72.4):
            canvas.drawString(x, 700, "描两遍的字11月22日")
        outlined = canvas.beginText(72, 560)
        outlined.setTextRenderMode(2)
        outlined.textOut("描边加粗")
        canvas.drawText(outlined)

    assert "".join(_texts(pdf(draw))) == "描两遍的字11月22日描边加粗"


_MAP = stream(
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff>"
    b" endcodespacerange 2 beginbfchar <31> <4E00> <32> <4E8C> endbfchar endcmap end end"
)
_DRAWN = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 49"
    b"/LastChar 50/Widths[1000 1000]/CharProcs<</a 7 0 R/b 7 0 R>>/Encoding<</Differences[49/a/b]>>"
)

_CODES = (
    b"<</Type/Font/Subtype/Type0/BaseFont/X+SimSun/Encoding/Identity-H/DescendantFonts"
    b"[<</Type/Font/Subtype/CIDFontType2/BaseFont/X+SimSun/DW 1000/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
)


def _with_font(font: bytes, content: bytes) -> bytes:
    objects = {
        **raw_page(stream(b"BT /F 12 Tf 72 700 Td " + content + b" Tj ET")),
        5: font,
        7: stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f"),
        8: _MAP,
    }
    return raw_pdf(objects)


def test_a_font_made_of_drawings() -> None:
    data = _with_font(_DRAWN + b"/ToUnicode 8 0 R>>", b"(1212)")
    assert _texts(data) == ["一二一二"]


@pytest.mark.parametrize(
    ("font", "content"),
    [
        (_DRAWN + b">>", b"(" + b"12" * 30 + b")"),
        (_CODES, b"<" + b"".join(b"%04x" % (1000 + 7 * at) for at in range(60)) + b">"),
    ],
)
def test_fonts_that_do_not_say_what_they_show(font: bytes, content: bytes) -> None:
    with pytest.raises(ReadError, match="字体没有文字对应关系"):
        read(_with_font(font, content))


def test_a_font_without_a_mapping_is_read_by_its_own_table() -> None:
    """As a browser embeds fonts, with what says their characters taken out."""
    data = (FIXTURES / "pdf-from-browser" / "report.pdf").read_bytes()
    assert b"/ToUnicode" in data
    document = read(data.replace(b"/ToUnicode", b"/ToUnicodX"))
    shown = [block.text for block in document.paragraphs()]
    assert "一、总体情况" in shown
    assert len([*document.tables()]) == len([*read(data).tables()])


def test_the_table_of_a_font() -> None:
    font = make_font()
    assert read_characters(font) == {}, "its table, for all characters, is of another kind"
    assert read_characters(b"") == read_characters(font[:90]) == read_characters(b"OTTO") == {}


def test_a_damaged_stream_is_no_crash() -> None:
    data = pdf(lines("正文。"))
    damaged = re.sub(rb"stream\r?\n.{9}", b"stream\n" + zlib.compress(b"x" * 9)[:9], data)
    with contextlib.suppress(ReadError):
        assert all("正文" in one or not one for one in _texts(damaged))


def test_a_scan_that_only_forbids_changes_is_no_encrypted_file() -> None:
    owner = StandardEncryption("", ownerPassword="owner")
    assert read(pdf(image(0, 0, 595, 842), password=owner)).pictures == 1


@pytest.mark.parametrize("high", [5, 6, 9])
def test_a_line_printed_over_the_side_of_its_cell_is_read_with_the_lines_above_it(
    high: int,
) -> None:
    """As LibreOffice prints a tall cell that it has cut, where the rest has too little room."""

    def draw(canvas: Canvas, height: float) -> None:
        _rule(canvas, height)
        canvas.setFont(FONT, 12)
        side = _YS[1] + 12 - high  # where the next line of the upper cell would end
        for words, x, low in (
            ("勾稽关系为第一", 76, side - 16),
            ("项之和", 76, side),
            ("一、本年新收", 76, side + 9),
            ("12", 176, _YS[2] - 4),
        ):
            canvas.drawString(x, height - low, words)

    rows = _rows(pdf(lambda canvas: draw(canvas, HEIGHT)))
    assert [[text.replace("\n", "") for text in row] for row in rows] == [
        ["勾稽关系为第一项之和", ""],
        ["一、本年新收", "12"],
    ]


def test_two_lines_of_a_low_row_stay_together() -> None:
    """What stands a little over the upper side of its cell, and on no other line, is its own."""

    def draw(canvas: Canvas) -> None:
        _rule(canvas, HEIGHT)
        canvas.setFont(FONT, 12)
        for words, x, low in (
            ("事项", 76, _YS[0] + 14),
            ("一、本年新", 76, _YS[1] + 9),
            ("收申请", 76, _YS[1] + 21),
            ("12", 176, _YS[2] - 4),
        ):
            canvas.drawString(x, HEIGHT - low, words)

    rows = _rows(pdf(draw))
    assert [[text.replace("\n", "") for text in row] for row in rows] == [
        ["事项", ""],
        ["一、本年新收申请", "12"],
    ]
