"""From the place of a finding back to the XML: lines as they are read, and runs cut out."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, cast

import pytest
from lxml import etree

from gblint.document import Paragraph
from gblint.readers.package import R_PR, Element, P, R
from gblint.word import WordFile
from gblint.word.places import WordPlaces, isolate, join_cut_runs
from tests.builder.raw_word import para, row, run, table, word
from tests.tools.amount import some
from tests.tools.repository import FIXTURES

_FIXTURES = [
    path for path in sorted(FIXTURES.glob("*/*.docx")) if not path.parent.name.startswith("input-")
]


def _places(body: str) -> WordPlaces:
    return WordPlaces(WordFile(word(body)))


def _xml(element: Element) -> bytes:
    return etree.tostring(cast("Any", element))


def _shown(places: WordPlaces, held: list[Element]) -> str:
    """The text that elements of the first paragraph hold."""
    traced = places.trace(next(places.body.iter(P)))
    return "".join(
        piece.text
        for piece in traced.pieces
        if {piece.source, *piece.source.iterancestors()} & {*held}
    )


@pytest.mark.alike(2)
@pytest.mark.parametrize("path", _FIXTURES, ids=lambda path: path.parent.name)
def test_lines_lead_to_what_was_read_there(path: Path) -> None:
    places = WordPlaces(WordFile(path.read_bytes()))
    for block in places.blocks:
        if isinstance(block, Paragraph):
            texts = [places.trace(one).text for one in places.find_paragraphs(block.anchor.line)]
            assert any(block.text in text or text in block.text for text in texts)
            continue
        for cell in block.cells:
            paragraphs = places.find_paragraphs(cell.anchor.line, cell.anchor.cell)
            lines = [places.trace(one).text for one in paragraphs]
            assert "\n".join(line for line in lines if line.strip()).strip() == cell.text.strip()


@pytest.mark.parametrize("path", some(_FIXTURES, 6), ids=lambda path: path.parent.name)
def test_runs_are_cut_out_and_joined_again(path: Path) -> None:
    chance = random.Random(1)
    places = WordPlaces(WordFile(path.read_bytes()))
    before = _xml(places.body)
    for paragraph in list(places.body.iter(P)):
        for _ in range(2):
            traced = places.trace(paragraph)
            if traced.text:
                begin = chance.randrange(len(traced.text))
                isolate(traced, begin, chance.randrange(begin, len(traced.text)) + 1)
                assert places.trace(paragraph).text == traced.text
    join_cut_runs(places.body)
    assert _xml(places.body) == before


_WRAPPED = {
    "two runs": run("全年收到") + run("964件，"),
    "hyperlink": f"{run('全年')}<w:hyperlink>{run('收到964')}</w:hyperlink>{run('件，')}",
    "inserted": f'{run("全年收到9")}<w:ins w:id="1" w:author="甲">{run("64件")}</w:ins>{run("，")}',
    "deleted": run("全年收到9")
    + '<w:del w:id="1" w:author="甲"><w:r><w:delText>7</w:delText></w:r></w:del>'
    + run("64件，"),
    "smart tag": f"<w:smartTag>{run('全年收到')}<w:smartTag>{run('964')}</w:smartTag></w:smartTag>"
    + run("件，"),
    "content control": f"<w:sdt><w:sdtContent>{run('全年收到964')}</w:sdtContent></w:sdt>"
    + run("件，"),
    "field": run("全年收到")
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=1</w:instrText></w:r>'
    + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + run("964")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    + run("件，"),
    "several in a run": "<w:r><w:rPr><w:b/></w:rPr><w:t>全年</w:t><w:t>收到964件，</w:t></w:r>",
}


@pytest.mark.parametrize("inside", _WRAPPED.values(), ids=_WRAPPED)
def test_just_the_characters_are_held(inside: str) -> None:
    places = _places(f"<w:p><w:pPr/>{inside}</w:p>")
    before = _xml(places.body)
    traced = places.trace(next(places.body.iter(P)))
    assert traced.text == "全年收到964件，"
    held = isolate(traced, 4, 8)
    assert _shown(places, held) == "964件"
    assert all(one.tag == R for one in held)
    join_cut_runs(places.body)
    assert _xml(places.body) == before


@pytest.mark.parametrize(
    "inside",
    [
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>"
        + run("收到964件")
        + "</w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr="=1">' + run("收到964件") + "</w:fldSimple>",
        "<m:oMath><m:r><m:t>收到964件</m:t></m:r></m:oMath>",
        f"<w:r><w:ruby><w:rt>{run('x')}</w:rt><w:rubyBase>{run('收到964件')}</w:rubyBase></w:ruby></w:r>",
    ],
    ids=["plain-text control", "simple field", "formula", "ruby"],
)
def test_what_cannot_be_cut_is_held_as_a_whole(inside: str) -> None:
    places = _places(f"<w:p>{run('全年')}{inside}</w:p>")
    (held,) = isolate(places.trace(next(places.body.iter(P))), 4, 7)
    assert held.getparent() is next(places.body.iter(P))
    assert "收到964件" in "".join(held.itertext())


def test_both_parts_of_a_run_keep_its_properties_and_blanks() -> None:
    places = _places(
        '<w:p><w:r w:rsidR="00AB"><w:rPr><w:b/></w:rPr><w:t>甲 乙 丙</w:t></w:r></w:p>'
    )
    before = _xml(places.body)
    isolate(places.trace(next(places.body.iter(P))), 2, 3)
    runs = list(places.body.iter(R))
    assert [("".join(one.itertext()), one[0].tag) for one in runs] == [
        ("甲 ", R_PR),
        ("乙", R_PR),
        (" 丙", R_PR),
    ]
    assert _xml(places.body).count(b'xml:space="preserve"') == 2
    join_cut_runs(places.body)
    assert _xml(places.body) == before


def test_runs_alike_that_were_two_before_stay_two() -> None:
    places = _places(f"<w:p>{run('甲')}{run('乙丙')}</w:p>")
    isolate(places.trace(next(places.body.iter(P))), 1, 2)
    join_cut_runs(places.body)
    assert ["".join(one.itertext()) for one in places.body.iter(R)] == ["甲", "乙丙"]


def test_parts_that_came_to_differ_are_left_apart() -> None:
    places = _places(f"<w:p>{run('甲乙')}</w:p>")
    isolate(places.trace(next(places.body.iter(P))), 1, 2)
    second = list(places.body.iter(R))[1]
    cast("Any", second[0]).append(etree.Element(R_PR.replace("rPr", "i")))
    join_cut_runs(places.body)
    assert ["".join(one.itertext()) for one in places.body.iter(R)] == ["甲", "乙"]
    assert b"0067626" not in _xml(places.body)


def test_leading_breaks_and_note_marks_do_not_count() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    places = _places(f"<w:p><w:r><w:br/></w:r>{run('收到')}{run('①', raised)}{run('964件')}</w:p>")
    traced = places.trace(next(places.body.iter(P)))
    assert traced.text == "收到964件"
    assert _shown(places, isolate(traced, 2, 5)) == "964"


def test_cells_and_text_boxes() -> None:
    box = f"<v:textbox><w:txbxContent>{para('框中')}</w:txbxContent></v:textbox>"
    box = f"<w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r>"
    inner = f"<w:tc><w:tcPr/>{table(row('内', '层', '表'), row('1', '2', '3'))}{para('外')}</w:tc>"
    body = f"<w:p>{box}{run('正文')}</w:p>" + table(row("甲", "乙", "丙"), row("丁", inner, "己"))
    places = _places(body)
    assert [places.trace(one).text for one in places.find_paragraphs(1)] == ["正文"]
    assert [places.trace(one).text for one in places.find_paragraphs(2)] == ["框中"]
    assert [places.trace(one).text for one in places.find_paragraphs(4, 2)] == ["外"]
    assert [places.trace(one).text for one in places.find_paragraphs(3)] == ["甲", "乙", "丙"]
    assert places.find_cell(3, 4) is None
    assert [places.trace(one).text for one in places.find_last_before(99)] == ["1", "2", "3"]
