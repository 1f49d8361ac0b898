"""What only says how a Word document looks is cut out before it is read, and nothing else is."""

from __future__ import annotations

from contextlib import suppress

import pytest
from lxml import etree

from gblint.document import Document, Paragraph
from gblint.readers import ReadError, package, read
from gblint.readers.package import LOOKS, Element, Package, W, parse_part
from tests.builder.raw_word import part, word
from tests.tools.amount import some
from tests.tools.repository import ROOT


@pytest.fixture(autouse=True)
def _cut_the_few_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_FEW_LOOKS", 0)


def test_no_looks_are_read() -> None:
    asked = {name.removeprefix(W) for name in vars(package).values() if isinstance(name, str)}
    assert not {name.decode() for name in LOOKS} & asked


def test_reports_are_read_alike_without_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    lean = _read_reports()
    whole = Package.read_tree

    def read_tree(self: Package, name: str, *, lean: bool = False) -> Element | None:
        assert lean in (True, False)
        return whole(self, name)

    monkeypatch.setattr(Package, "read_tree", read_tree)
    assert _read_reports() == lean


def _read_reports() -> list[Document]:
    found = []
    for path in some(sorted(ROOT.glob("fixtures/*/*.docx")), 3):
        with suppress(ReadError):
            found.append(read(path.read_bytes()))
    return found


def _list_tags(inside: str) -> list[str]:
    body = f"<w:body><w:p>{inside}</w:p><w:p>{inside}</w:p></w:body>"  # the first of each stays
    *_, again = parse_part(part("document", body).encode(), lean=True).iter(W + "p")
    return [element.tag.removeprefix(W) for element in again.iter()][1:]


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ('<w:rPr><w:sz w:val="28"/></w:rPr>', ["rPr"]),
        ('<w:rPr>\n <w:sz w:val="28"/>\n <w:b/>\n</w:rPr>', ["rPr", "b"]),
        ("<w:rPr/>", ["rPr"]),
        ("<w:tcPr><w:tcW/><w:tcBorders><w:top/></w:tcBorders></w:tcPr>", ["tcPr", "tcW"]),
        ("<w:tcPr><w:tcMar>\n<w:left/></w:tcMar>\n<w:vMerge/></w:tcPr>", ["tcPr", "vMerge"]),
        ("<w:tcPr><w:shd/><w:tcMar><w:end/></w:tcMar></w:tcPr>", ["tcPr", "shd", "tcMar", "end"]),
        ("<w:tblPrEx><w:tblBorders><w:insideH/></w:tblBorders><w:shd/></w:tblPrEx>", ["tblPrEx"]),
        ("<w:tcPr><w:tcMar><w:b/><!-- </w:tcMar> --></w:tcMar></w:tcPr>", ["tcPr", "tcMar", "b"]),
        ("<w:pPr><w:rPr><w:sz/></w:rPr><w:jc/></w:pPr>", ["pPr", "rPr", "jc"]),
        (
            "<w:rPr><w:b/><w:rPrChange><w:rPr><w:sz/></w:rPr></w:rPrChange></w:rPr>",
            ["rPr", "b", "rPrChange", "rPr"],
        ),
        ("<w:rPr><w:sz></w:sz></w:rPr>", ["rPr", "sz"]),
        ("<w:rPr ><w:sz/></w:rPr>", ["rPr", "sz"]),
        ("<w:rPr><w:sz/></w:rPr >", ["rPr", "sz"]),
        ('<w:rPr><w:sz w:val="a/>b"/></w:rPr>', ["rPr", "sz"]),
        ("<!-- <w:rPr><w:sz/></w:rPr> --><w:b/>", ["b"]),
        ("<!-- <w:rPr> --><w:b/><!-- </w:rPr> -->", ["b"]),
    ],
)
def test_only_looks_are_cut_out(inside: str, left: list[str]) -> None:
    assert _list_tags(inside) == left


def test_what_is_no_element_among_the_sides_of_a_cell_is_found() -> None:
    cell = "<w:tcPr><w:tcBorders><w:top/><w:/></w:tcBorders></w:tcPr>"
    with pytest.raises(ReadError):
        parse_part(part("document", f"<w:body>{cell * 2}</w:body>").encode(), lean=True)


_LATENT = '<w:latentStyles w:count="2"><w:lsdException w:name="Normal"/>{}</w:latentStyles>'


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ('<w:lsdException w:name="heading 1" w:qFormat="1"/>\n', 0),
        ('<w:lsdException w:name="a>b"/>', 2),
        ("<w:lsdException></w:lsdException>", 2),
        ("<w:vanish/>", 1),
        ("<!-- <w:lsdException /> -->", 1),
    ],
)
def test_what_word_says_of_styles_that_are_not_used_is_cut_out(more: str, left: int) -> None:
    styles = _LATENT.format(more) + '<w:style w:styleId="1"><w:name w:val="a"/></w:style>'
    root = parse_part(part("styles", styles).encode(), lean=True)
    assert len([*root.iter(W + "lsdException")]) == left
    assert [style.get(W + "styleId") for style in root.iter(W + "style")] == ["1"]


def test_a_tag_among_unused_styles_is_found() -> None:
    with pytest.raises(ReadError):
        parse_part(part("styles", _LATENT.format("<w:style>")).encode(), lean=True)


def test_text_that_looks_like_tags_is_kept() -> None:
    text = "<w:rPr><w:sz/></w:rPr>"
    (paragraph,) = read(word(f"<w:p><w:r><w:t><![CDATA[{text}]]></w:t></w:r></w:p>")).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == text


def test_the_few_of_a_program_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert _list_tags('<w:rPr><w:rFonts w:ascii="A"/></w:rPr>') == ["rPr", "rFonts"]


def test_a_tag_that_is_not_closed_is_found() -> None:
    data = part("document", "<w:body><w:rPr><w:sz/></w:body>").encode()
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(data)
    with pytest.raises(ReadError):
        parse_part(data, lean=True)


@pytest.mark.parametrize(
    "bad",
    [
        "<w:/>",
        "<w: />",
        '<w:sz q:val="1"/>',
        '<w:sz w:val="1" w:val="2"/>',
        "<w:sz w:val=1/>",
        '<w:rFonts w:ascii="&#1;"/>',
    ],
)
def test_looks_that_are_not_well_formed_are_found(bad: str) -> None:
    looks = f"<w:rPr><w:i/>{bad}</w:rPr>"
    with pytest.raises(ReadError):
        read(word(f"<w:p>{looks * 2}</w:p>"))


def test_the_first_properties_stay_the_first() -> None:
    run = "<w:r><w:rPr><w:sz/></w:rPr><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>"
    (paragraph,) = read(word(f"<w:p>{run * 3}</w:p>")).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "甲甲甲"
