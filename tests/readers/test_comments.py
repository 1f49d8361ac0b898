"""Comments for gblint: where they stand in a text and in a Word file."""

from __future__ import annotations

import pytest

from gblint.document import Comment, Document
from gblint.readers import read
from tests.builder.raw_word import CONTENT_TYPES, cell, packed, para, part, row, run, table

_WORDS = "gblint: ignore GB501 原文如此"
_MARKED = f"<!-- {_WORDS} -->"


def _lines(text: str) -> list[tuple[str, int, int]]:
    document = read(text.encode(), "report.md")
    return [(one.text, one.first, one.last) for one in document.comments]


def test_a_comment_on_lines_of_its_own_is_for_what_follows() -> None:
    text = f"第一段。\n\n{_MARKED}\n\n第二段，\n没有完。\n\n第三段。\n"
    assert _lines(text) == [(_WORDS, 5, 5)]


def test_a_comment_within_a_paragraph_is_for_it() -> None:
    text = f"第一段。\n\n第二段。{_MARKED}\n\n第三段。\n"
    assert _lines(text) == [(_WORDS, 3, 3)]


def test_a_comment_before_a_table_is_for_all_of_it() -> None:
    text = f"表：\n\n{_MARKED}\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n\n后文。\n"
    assert _lines(text) == [(_WORDS, 5, 8)]


def test_a_comment_in_a_row_is_for_the_row() -> None:
    text = f"表：\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 {_MARKED} |\n| 3 | 4 |\n"
    assert _lines(text) == [(_WORDS, 5, 5)]


def test_comments_are_no_text() -> None:
    text = "第一段。<!-- 内部意见：再核 -->\n\n<!--\n多行\ngblint: ignore GB1 理由\n-->\n第二段。"
    document = read(text.encode(), "report.txt")
    assert [block.text for block in document.paragraphs()] == ["第一段。", "第二段。"]
    assert [(one.text.split("\n")[-1], one.first) for one in document.comments] == [
        ("gblint: ignore GB1 理由", 7)
    ]


def test_a_comment_at_the_end_stands_where_it_is() -> None:
    assert _lines(f"第一段。\n\n{_MARKED}") == [(_WORDS, 3, 3)]


def _word(body: str, *comments: str) -> Document:
    inside = "".join(
        f'<w:comment w:id="{i}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
        for i, text in enumerate(comments)
    )
    return read(
        packed(
            {
                "[Content_Types].xml": CONTENT_TYPES,
                "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
                "word/comments.xml": part("comments", inside),
            }
        )
    )


def _commented(text: str, id_: int = 0) -> str:
    """A paragraph with a comment on it."""
    return (
        f'<w:p><w:commentRangeStart w:id="{id_}"/>{run(text)}<w:commentRangeEnd w:id="{id_}"/>'
        f'<w:r><w:commentReference w:id="{id_}"/></w:r></w:p>'
    )


def test_a_comment_on_a_paragraph() -> None:
    document = _word(para("甲") + _commented("乙") + para("丙"), _WORDS)
    assert document.comments == (Comment(_WORDS, 2, 2),)
    assert [block.text for block in document.paragraphs()] == ["甲", "乙", "丙"]


def test_a_comment_over_paragraphs() -> None:
    body = (
        para("甲")
        + f'<w:p><w:commentRangeStart w:id="0"/>{run("乙")}</w:p>'
        + para("丙")
        + f'<w:p>{run("丁")}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    assert _word(body, _WORDS).comments == (Comment(_WORDS, 2, 4),)


def test_a_comment_on_a_cell() -> None:
    inside = f"<w:tc><w:tcPr/>{_commented('2')}</w:tc>"
    body = para("甲") + table(row("头", "头二", "头三"), row("1", inside, "3"))
    document = _word(body, _WORDS)
    assert document.comments == (Comment(_WORDS, 3, 3, cell=2),)
    (found,) = document.tables()
    assert [one.anchor.cell for one in found.cells] == [1, 2, 3] * 2


def test_a_comment_in_a_table_within_a_cell() -> None:
    inner = table(row("子", f"<w:tc><w:tcPr/>{_commented('2')}</w:tc>"))
    body = table(row("1", f"<w:tc><w:tcPr/>{inner}{para()}</w:tc>", "3"), row("4", "5", "6"))
    (comment,) = _word(body, _WORDS).comments
    assert comment.first == 1 or comment.cell


@pytest.mark.parametrize("text", ["请核对这个数。", ""])
def test_other_comments_are_not_for_gblint(text: str) -> None:
    assert _word(_commented("甲"), text).comments == ()


def test_a_comment_that_stands_nowhere() -> None:
    assert _word(para("甲") + cell(), _WORDS).comments == (Comment(_WORDS, 1, 1),)


def _page(*lines: str) -> Document:
    return read(("<html><body>\n" + "\n".join(lines) + "\n</body></html>").encode(), "report.html")


def test_a_comment_in_a_paragraph_of_a_page() -> None:
    document = _page("<p>甲。</p>", f"<p>乙。{_MARKED}</p>", "<p>丙。</p>")
    assert document.comments == (Comment(_WORDS, 3, 3),)


def test_a_comment_between_the_paragraphs_of_a_page() -> None:
    document = _page("<p>甲。</p>", _MARKED, "<p>乙。</p>", "<p>丙。</p>")
    assert document.comments == (Comment(_WORDS, 4, 4),)


def test_a_comment_in_a_cell_of_a_page() -> None:
    rows = ("<table>", "<tr><td>甲</td><td>乙</td></tr>", "<tr>", "<td>1</td>", "<td>2")
    document = _page("<p>表：</p>", *rows, _MARKED, "</td>", "</tr>", "</table>")
    assert document.comments == (Comment(_WORDS, 7, 7),)


def test_other_comments_of_a_page() -> None:
    assert _page("<p>甲。<!-- 编辑：再核 --></p>").comments == ()
