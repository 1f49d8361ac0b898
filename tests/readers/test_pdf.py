"""PDF pages that were drawn for one thing each: what the reader makes of it."""

from __future__ import annotations

import contextlib

import pytest
from reportlab.pdfgen.canvas import Canvas

from gblint.document import Document, Paragraph, Table
from gblint.readers import Limits, ReadError
from gblint.readers import read as read_apart
from gblint.readers.pdf import read_pdf as read
from tests.builder.draw_pdf import HEIGHT, Draw, both, image, lines, pdf, ruled, text
from tests.readers.written_tables import rows as rows_of


def texts(document: Document) -> list[str]:
    return [block.text for block in document.paragraphs()]


def only(document: Document) -> Table:
    (table,) = document.tables()
    return table


def test_lines_that_are_full_run_on() -> None:
    full = "一二三四五六七八九十" * 3
    page = both(
        lines("　　" + full[:28]),
        lines(full, "结束。", top=92),
        text(96, 132, "另起一段。"),
    )
    document = read(pdf(page))
    assert texts(document) == [full[:28] + full + "结束。", "另起一段。"]
    (first, second) = document.paragraphs()
    assert (first.anchor.line, first.anchor.page, second.anchor.line) == (1, 1, 4)
    assert first.anchor.box is not None
    assert 70 < first.anchor.box[1] < 76


def test_page_numbers_and_running_heads_are_left_out() -> None:
    def page(number: int) -> Draw:
        return both(
            text(200, 20, "示例市年度报告"),
            lines(f"第{number}段的内容在这里。", f"又一段{number}。", top=100, pitch=60),
            text(280, 800, f"- {number} -"),
        )

    document = read(pdf(*[page(n) for n in (1, 2, 3)]))
    assert texts(document) == [
        one for n in (1, 2, 3) for one in (f"第{n}段的内容在这里。", f"又一段{n}。")
    ]


def test_lines_half_a_line_apart_are_lines_of_their_own() -> None:
    """Labels of two and of three lines, centred beside one another."""
    drawn = [text(100, 100 + 16 * at, word) for at, word in enumerate(("结果", "维持", "数量"))]
    drawn += [text(200, 108 + 16 * at, word) for at, word in enumerate(("尚未", "审结"))]
    drawn += [text(300, 104 + 8 * at, "之间") for at in (0, 4)]
    found = [[piece.text for piece in line.pieces] for line in read(pdf(both(*drawn))).lines]
    assert [words for words in found if "尚未" in words] == [["尚未"]]
    assert [words for words in found if "结果" in words] == [["结果", "之间"]]


def test_rows_of_figures_are_no_second_column_of_prose() -> None:
    rows = [
        both(
            text(72, 100 + 20 * at, f"第{at}项的名称写得相当长以便占满一行"),
            text(330, 100 + 20 * at, "402 35 2 1 6 4 450"),
        )
        for at in range(12)
    ]
    found = read(pdf(both(*rows))).lines
    assert [len(line.pieces) for line in found] == [2] * 12


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行的文字写到这里为止" for n in "一二三四五六七八"]
    right = [f"右栏第{n}行的文字写到这里为止" for n in "一二三四五六七八"]
    page = both(
        text(180, 30, "示例市年度报告的标题在两栏之上横跨整个页面的宽度"),
        lines(*left, x=60),
        lines(*right, x=330),
    )
    found = "".join(texts(read(pdf(page))))
    assert found.index(left[-1]) < found.index(right[0])


def test_invisible_text_is_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, HEIGHT - 84, "看得见的文字。")
        hidden = canvas.beginText(72, HEIGHT - 120)
        hidden.setTextRenderMode(3)
        hidden.textOut("看不见的文字。")
        canvas.drawText(hidden)
        shown = canvas.beginText(72, HEIGHT - 140)
        shown.setTextRenderMode(0)
        canvas.drawText(shown)
        canvas.setFillGray(1)
        canvas.drawString(72, HEIGHT - 160, "白纸上的白字。")
        canvas.setFillGray(0)
        canvas.drawString(-300, HEIGHT - 180, "页面之外。")

    assert texts(read(pdf(draw))) == ["看得见的文字。"]


def test_white_text_on_a_dark_field_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, HEIGHT - 100, 300, 40, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(72, HEIGHT - 84, "深色底上的白字。")

    assert texts(read(pdf(draw))) == ["深色底上的白字。"]


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("⼀、总体情况", "一、总体情况"),
        ("⺠⻅⻓⻔⻛⻥⻬", "民见长门风鱼齐"),
        ("门⼾网站", "门户网站"),
    ],
)
def test_radicals_stand_for_characters(
    monkeypatch: pytest.MonkeyPatch, shown: str, meant: str
) -> None:
    """The font of the test has no radicals: what it gives is put in their place."""
    from gblint.readers.pdf import letters
    from gblint.text import replace_radicals

    stand_in = str.maketrans(meant, shown)
    monkeypatch.setattr(
        letters, "replace_radicals", lambda given: replace_radicals(given.translate(stand_in))
    )
    assert texts(read(pdf(text(72, 72, meant)))) == [meant]


XS = [72.0, 100.0, 260.0, 340.0, 420.0]
YS = [100.0, 130.0, 160.0, 190.0]


def _cells(rows: list[list[str]], ys: list[float]) -> Draw:
    return both(
        *(
            text(x + 4, y + 8, cell)
            for row, y in zip(rows, ys, strict=False)
            for cell, x in zip(row, XS, strict=False)
            if cell
        )
    )


def test_a_merged_cell_shows_by_the_rulings_it_lacks() -> None:
    merged = ((72.0, 130.0, 100.0, 190.0), (72.0, 100.0, 260.0, 130.0))
    rows = [["合计", "", "1", "2"], ["组", "1.甲", "3", "4"], ["", "2.乙", "5", "6"]]
    table = only(read(pdf(both(ruled(XS, YS, without=merged), _cells(rows, YS)))))
    assert rows_of(table) == [["合计", "1", "2"], ["组", "1.甲", "3", "4"], ["2.乙", "5", "6"]]
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells}
    assert spans["合计"] == (1, 2)
    assert spans["组"] == (2, 1)
    assert table.cells[0].anchor.page == 1
    assert table.cells[0].anchor.box == (72.0, 100.0, 260.0, 130.0)


def test_a_table_without_its_outer_sides() -> None:
    page = both(ruled(XS[1:-1], YS), _cells([["", "甲", "1"], ["", "乙", "2"]], YS))

    def wings(canvas: Canvas) -> None:
        for y in YS:
            canvas.line(72, HEIGHT - y, 100, HEIGHT - y)
            canvas.line(340, HEIGHT - y, 420, HEIGHT - y)

    named = both(text(74, 108, "组"), text(74, 138, "组"), text(350, 108, "3"), text(350, 138, "4"))
    table = only(read(pdf(both(page, wings, named))))
    assert rows_of(table)[:2] == [["组", "甲", "1", "3"], ["组", "乙", "2", "4"]]


def test_labels_written_downwards() -> None:
    merged = ((72.0, 100.0, 100.0, 190.0),)
    down = both(*(text(80, 104 + 16 * at, char, size=10) for at, char in enumerate("办理结果")))
    rows = [["", "甲", "1", "2"], ["", "乙", "3", "4"], ["", "丙", "5", "6"]]
    page = both(ruled(XS, YS, without=merged), _cells(rows, YS), down)
    assert rows_of(only(read(pdf(page))))[0][0] == "办理结果"


def test_a_turned_label() -> None:
    def turned(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(90, HEIGHT - 180)
        canvas.rotate(90)
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(0, 0, "办理结果")
        canvas.restoreState()

    merged = ((72.0, 100.0, 100.0, 190.0),)
    rows = [["", "甲", "1", "2"], ["", "乙", "3", "4"], ["", "丙", "5", "6"]]
    page = both(ruled(XS, YS, without=merged), _cells(rows, YS), turned)
    assert rows_of(only(read(pdf(page))))[0][0] == "办理结果"


def _over(upper: list[list[str]], lower: list[list[str]], *, number: bool = True) -> Table:
    """A table in two pieces, at the bottom of a page and the top of the next."""
    first = [700.0 + 30 * at for at in range(len(upper) + 1)]
    second = [60.0 + 30 * at for at in range(len(lower) + 1)]
    pages = [
        both(ruled(XS, first), _cells(upper, first), text(290, 810, "1" if number else "")),
        both(ruled(XS, second), _cells(lower, second)),
    ]
    return only(read(pdf(*pages)))


def test_a_table_goes_on_over_the_page() -> None:
    table = _over([["组", "1.甲", "3", "4"]], [["组", "2.乙", "5", "6"]])
    assert rows_of(table) == [["组", "1.甲", "3", "4"], ["组", "2.乙", "5", "6"]]
    assert [cell.anchor.page for cell in table.cells] == [1] * 4 + [2] * 4


def test_a_header_that_is_printed_again_is_left_out() -> None:
    header = ["序", "事项", "件数", "总计"]
    table = _over([header, ["组", "1.甲", "3", "4"]], [header, ["组", "2.乙", "5", "6"]])
    assert rows_of(table) == [header, ["组", "1.甲", "3", "4"], ["组", "2.乙", "5", "6"]]


def test_a_row_that_the_page_cuts_in_two() -> None:
    long = "2.没有现成信息需要另行制"
    table = _over([["", long, "3", "4"]], [["", "作的申请", "", ""], ["", "3.丙", "5", "6"]])
    assert rows_of(table) == [["", long + "作的申请", "3", "4"], ["", "3.丙", "5", "6"]]


def test_a_scan_has_pictures_and_no_text() -> None:
    document = read(pdf(image(0, 0, 595, 842), image(0, 0, 595, 842)))
    assert document.blocks == ()
    assert document.pictures == 2


def test_pictures_beside_text_are_told() -> None:
    page = both(lines("正文在此。"), image(72, 300, 300, 200), image(72, 20, 16, 16))
    document = read(pdf(page))
    assert document.pictures == 1
    assert "第 1 页有图片" in document.notes[0][0]


def test_a_password_is_needed() -> None:
    with pytest.raises(ReadError) as caught:
        read_apart(pdf(lines("正文。"), password="secret"), "report.pdf")
    assert "密码" in caught.value.say.zh


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_is_cut_off(share: float) -> None:
    data = pdf(lines("正文在此。", "又一行。"), lines("第二页。"))
    cut = data[: int(len(data) * share)]
    with contextlib.suppress(ReadError):
        assert all(text in ("正文在此。", "又一行。", "第二页。") for text in texts(read(cut)))


def test_too_many_pages() -> None:
    data = pdf(*[lines("正文。")] * 4)
    assert read_apart(data).format == "pdf"
    with pytest.raises(ReadError, match="超过 3 页"):
        read_apart(data, limits=Limits(pages=3))


def test_a_node_of_too_many_children() -> None:
    """A tree of pages that names one page over and over is refused before any is read."""
    kids = (b"/Count 1 /Kids [ 4 0 R ]", b"/Count 600 /Kids [ " + b"4 0 R " * 600 + b"]")
    data = pdf(lines("正文。"))
    assert kids[0] in data
    with pytest.raises(ReadError, match="超过 500 页"):
        read_apart(data.replace(*kids))


def test_pdf_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ReadError, match="pip install pypdfium2"):
        read_apart(pdf(lines("正文。")), "report.pdf")


def test_a_paragraph_is_a_paragraph() -> None:
    (block,) = read(pdf(lines("一、总体情况"))).blocks
    assert isinstance(block, Paragraph)


_GARBLED_LINES = [
    "示例市清河区人民政府2023年政府信息公开工作年度报告",
    "一、总体情况",
    "公开信息120条。",
]


def _garbled(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    for at, line in enumerate(_GARBLED_LINES):
        canvas.drawString(60, 760 - 20 * at, line.encode("gb18030").decode("latin-1"))


def _plain(canvas: Canvas) -> None:
    for at, line in enumerate(_GARBLED_LINES):
        canvas.drawString(60, 760 - 20 * at, line)
    canvas.drawString(60, 600, "Café Zürich 120 m² ±5 °C · × ÷ é à ü ö ß")


def test_letters_for_bytes_are_told_as_unreadable() -> None:
    with pytest.raises(ReadError) as raised:
        read_apart(pdf(_garbled), "报告.pdf")
    assert "字体没有文字对应关系" in raised.value.say.zh
    assert raised.value.kind == "unreadable"


def test_a_few_letters_with_marks_are_no_such_bytes() -> None:
    assert any("总体情况" in one.text for one in read_apart(pdf(_plain), "报告.pdf").paragraphs())
