"""What a part with comments must be like, as ECMA-376 (part 1, 17.13.4 and annex A) has it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_P_PR = """
pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd
tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi
adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc
textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange
"""
_R_PR = """
rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof
snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText
vertAlign rtl cs em lang eastAsianLayout specVanish oMath
"""
_ORDERS = {"pPr": _P_PR.split(), "rPr": _R_PR.split()}
_HOLD_RUNS = frozenset(
    (
        *("p", "hyperlink", "ins", "del", "moveFrom", "moveTo", "smartTag", "customXml"),
        *("sdtContent", "dir", "bdo", "fldSimple"),
    )
)
_HOLD_RANGES = _HOLD_RUNS | {"body", "tc", "tbl", "tr", "txbxContent"}
"""What may hold the ends of the range of a comment (EG_RangeMarkupElements)."""

_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
_COMMENT = {W + name for name in ("id", "author", "date", "initials")}


def read(data: bytes, name: str) -> Any:
    """A part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return etree.fromstring(file.read(name))


def find_faults(data: bytes, main: str = "word/document.xml") -> list[str]:
    """What is wrong with the comments of a Word file, and with what was written for them."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        types = file.read("[Content_Types].xml").decode()
        rels = main.replace("word/", "word/_rels/") + ".rels"
        links = file.read(rels).decode() if rels in names else ""
    body = read(data, main)
    if "word/comments.xml" not in names:
        return list(_faults_of_text(body))
    comments = read(data, "word/comments.xml")
    found = [*_faults_of_text(body), *_faults_of_text(comments)]
    found += _faults_of_comments(comments, body)
    if "/word/comments.xml" not in types or "comments.xml" not in links:
        found.append("the part of comments has no type or no relationship")
    return found


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _faults_of_text(root: Any) -> Iterator[str]:
    for run in root.iter(W + "r"):
        if any(child.tag == W + "rPr" for child in run[1:]):
            yield "rPr is not first in a run"
    for paragraph in root.iter(W + "p"):
        if any(child.tag == W + "pPr" for child in paragraph[1:]):
            yield "pPr is not first in a paragraph"
    for name, order in _ORDERS.items():
        for properties in root.iter(W + name):
            places = [order.index(_local(one)) for one in properties if _local(one) in order]
            if any(one > other for one, other in pairwise(places)):
                yield f"{name} out of order: {[_local(one) for one in properties]}"


def _faults_of_comments(comments: Any, body: Any) -> Iterator[str]:
    ids = [one.get(W + "id") for one in comments]
    if len(set(ids)) < len(ids):
        yield f"ids twice: {ids}"
    at = {element: number for number, element in enumerate(body.iter())}
    for comment in comments:
        id_ = comment.get(W + "id")
        if not {one for one in comment.attrib if one.startswith(W)} <= _COMMENT:
            yield f"attributes of {id_}"
        if any(child.tag != W + "p" for child in comment) or not len(comment):
            yield f"comment {id_} has no paragraphs"
        marks = [
            [one for one in body.iter(W + name) if one.get(W + "id") == id_] for name in _MARKS
        ]
        if any(len(ones) != 1 for ones in marks):
            yield f"marks of {id_}: {[len(ones) for ones in marks]}"
        else:
            yield from _faults_of_marks(id_, [one for (one,) in marks], at)


def _faults_of_marks(id_: str, marks: list[Any], at: dict[Any, int]) -> Iterator[str]:
    start, end, reference = marks
    if not at[start] < at[end] < at[reference]:
        yield f"order of the marks of {id_}"
    for one in (start, end):
        if _local(one.getparent()) not in _HOLD_RANGES:
            yield f"a range in {_local(one.getparent())}"
    run = reference.getparent()
    if run.tag != W + "r" or _local(run.getparent()) not in _HOLD_RUNS:
        yield f"the reference of {id_} stands in no run"
    if any(True for _ in start.iterancestors(W + "txbxContent")):
        yield f"comment {id_} in a text box"
