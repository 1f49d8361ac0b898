"""PDF files whose fonts give each byte of a Chinese character as a letter of its own."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from gblint.readers import ReadError, read
from tests.builder.draw_pdf import pdf

_LINES = ["示例市清河区人民政府2023年政府信息公开工作年度报告", "一、总体情况", "公开信息120条。"]


def _garbled(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    for at, line in enumerate(_LINES):
        canvas.drawString(60, 760 - 20 * at, line.encode("gb18030").decode("latin-1"))


def _plain(canvas: Canvas) -> None:
    for at, line in enumerate(_LINES):
        canvas.drawString(60, 760 - 20 * at, line)
    canvas.drawString(60, 600, "Café Zürich 120 m² ±5 °C · × ÷ é à ü ö ß")


def test_letters_for_bytes_are_told_as_unreadable() -> None:
    with pytest.raises(ReadError) as raised:
        read(pdf(_garbled), "报告.pdf")
    assert "字体没有文字对应关系" in raised.value.say.zh
    assert raised.value.kind == "unreadable"


def test_a_few_letters_with_marks_are_no_such_bytes() -> None:
    assert any("总体情况" in one.text for one in read(pdf(_plain), "报告.pdf").paragraphs())
