"""The least that anyone must do who reads tables of PDF files: a check is measured beside it."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw


def read_characters_and_lines(data: bytes) -> int:
    """The text of all pages, the box of each character and of each line, as pypdfium2 gives them.

    Returns how many boxes there are.
    """
    boxes = 0
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            boxes += len([text.get_charbox(at) for at in range(text.count_chars())])
            paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
            boxes += len([path.get_bounds() for path in paths])
            text.close()
            page.close()
    return boxes
