"""Whatever the bytes: a Document or a ReadError."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gblint.document import Document
from gblint.readers import ReadError, read
from tests.builder.raw_word import para, row, table, word

_HEADS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"BM", b"\xff\xfe")


def survives(data: bytes) -> None:
    found: Document | ReadError
    try:
        found = read(data)
    except ReadError as error:
        found = error
    assert isinstance(found, Document) or found.say.zh


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    survives(data)


@given(st.sampled_from(_HEADS), st.binary())
def test_any_bytes_after_a_known_beginning(head: bytes, data: bytes) -> None:
    survives(head + data)


_FILE = word(
    para("一、总体情况", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    + table(row("甲", "1"), row("乙", "2")),
    styles='<w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>',
    numbering='<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
)


@given(st.data())
def test_changed_and_cut_word_files(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(_FILE) - 1))
    more = data.draw(st.binary(max_size=8))
    gone = data.draw(st.integers(0, 30))
    survives(_FILE[:at] + more + _FILE[at + gone :])
    survives(_FILE[:at])


_TAGS = re.findall(
    r"\w+",
    "p pPr r rPr t tab br tbl tblPr tr trPr tc tcPr sdt sdtContent ins del moveFrom hyperlink "
    "fldSimple fldChar instrText gridSpan vMerge hMerge cellDel gridBefore numPr numId ilvl "
    "txbxContent drawing pict ruby rubyBase smartTag customXml vanish b jc outlineLvl pStyle",
)


def _element(tag: str, value: str, inside: str) -> str:
    return f'<w:{tag} w:val="{value}" w:fldCharType="{value}">{inside}</w:{tag}>'


_TREES = st.recursive(
    st.sampled_from(("", "甲", "0")),
    lambda inner: st.builds(
        _element,
        st.sampled_from(_TAGS),
        st.sampled_from(("", "1", "0", "restart", "begin", "end", "separate", "-3", "999999")),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=40,
)


@given(st.lists(_TREES, max_size=6).map("".join))
def test_elements_in_any_order(inside: str) -> None:
    survives(word(inside))
    survives(word(table(row(f"<w:tc>{inside}</w:tc>", "1"))))


_PIECES = (
    *("\t", "\n", "\n\n", "\f", "\v", "    ", "|", "# ", "**", "\\", "![](", "[image: a]"),
    *("| a | b |\n", "|--|--|\n", "+--+--+\n", "| a|b |\n", "---- ----\n", "------------\n"),
    *("<table>", "<tr><td rowspan=3>", "</td></tr>", "</table>"),
    *("0", "12", "1\t2\t3\n", "一、", "（一）", "。", "甲乙丙", "— 1 —\n"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_of_text_in_any_order(text: str) -> None:
    survives(text.encode())
