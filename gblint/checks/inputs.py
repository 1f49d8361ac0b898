"""Documents that cannot be checked: no report in them, or only pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from gblint.checks.hits import Hit, Place, options
from gblint.document import Document, Paragraph
from gblint.findings import Say
from gblint.packs.kinds import InputCheck
from gblint.packs.model import Pack, Rule
from gblint.report.crammed import is_crammed
from gblint.report.model import Report

Event = Literal["unreadable", "unrecognised", "scanned"]

_STAMPS = 50
"""Characters that a scan may have beside its pictures: page numbers, a stamp's words."""

_SCANNED = Say("正文是图片", "the text is a picture")
_CRAMMED = Say(
    "全部文字在表格的一行里，转换时丢失了段落和表格，请检查转换前的文件",
    "all its text is in one row of a table, paragraphs and tables were lost in a conversion: "
    "check what was converted",
)
_EMPTY = Say("文件中没有文字", "there is no text in it")
_OTHER = Say("没有找到年度报告的标题、章节或表格", "no title, section or table of one was found")


def input_event(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """A hit when the document was read, but no report was recognised in it."""
    if report.recognised:
        return
    count = _characters(report.document)
    scanned = report.document.pictures > 0 and count <= _STAMPS
    if options(rule, InputCheck).event != ("scanned" if scanned else "unrecognised"):
        return
    if scanned:
        yield input_hit(_SCANNED)
    elif is_crammed(report.document):
        yield input_hit(_CRAMMED, "other")
    else:
        yield input_hit(_OTHER if count else _EMPTY, "other" if count else "empty")


def input_hit(reason: Say, variant: str = "") -> Hit:
    return Hit(Place(where=Say("整个文件", "whole file")), {"reason": reason}, variant)


def _characters(document: Document) -> int:
    """The characters of a document, white space not counted."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            texts += [cell.text for cell in block.cells]
    return sum(len("".join(text.split())) for text in texts)
