"""A file corrected by its form: which ones are, by whom, and what to say of the others."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Literal

from gblint.document import Document, Paragraph
from gblint.findings import Replacement, SaidError, Say
from gblint.fix.rounds import Write
from gblint.readers.forms import Form, Source, find_form

Track = Literal["unsafe", "all", "none"]
"""Which corrections of a Word file are tracked changes."""


class NotWrittenInto(SaidError):  # noqa: N818 -- it names what was met
    """A file is of a form that nothing is written into. `say` is why, and what to do."""


def find_writer(data: bytes, name: str, track: Track) -> Write:
    """What writes corrections into a file. Raises ReadError, and NotWrittenInto."""
    with closing(Source(data, name)) as source:
        form = find_form(source)
    if not form.corrected:
        raise NotWrittenInto(_refuse(form))
    return _write_word(track) if form.corrected == "word" else _write_text


def _refuse(form: Form) -> Say:
    if form.convert is not None:
        return Say(
            f"这是{form.name.zh}，不能直接改：请用 Word 或 WPS 另存为 .docx，再用 gblint fix",
            f"this is {form.name.en}: save it as .docx with Word or WPS, then use gblint fix",
        )
    return Say(
        f"这是{form.name.zh}，不在其中改：请改 .docx 原稿",
        f"this is {form.name.en}, into which nothing is written: correct the .docx it was made of",
    )


def _write_word(track: Track) -> Write:
    from gblint.word.correct import WantedChange, write_corrections

    def write(
        data: bytes, replacements: Sequence[Replacement]
    ) -> tuple[bytes, Sequence[Replacement]]:
        wanted = [
            WantedChange(one, track == "all" or (track == "unsafe" and not one.safe))
            for one in replacements
        ]
        return write_corrections(data, wanted)

    return write


def _write_text(
    data: bytes, replacements: Sequence[Replacement]
) -> tuple[bytes, Sequence[Replacement]]:
    from gblint.fix.plain_text import write_corrections

    return write_corrections(data, replacements)


def list_lines(document: Document) -> list[str]:
    """A document as lines to be compared: its paragraphs and the rows of its tables."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += block.shown.split("\n")
            continue
        rows: dict[int, list[str]] = {}
        for cell in block.cells:
            rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
        lines += ["| " + " | ".join(row) + " |" for row in rows.values()]
    return lines
