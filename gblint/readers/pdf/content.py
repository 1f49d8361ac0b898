"""The pages of a file as pdfium reads them."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import addressof, c_float

from gblint.readers.pdf import pdfium
from gblint.readers.pdf.drawing import Drawing
from gblint.readers.pdf.letters import Letters, Rooms
from gblint.readers.pdf.page import Page
from gblint.readers.pdf.view import View


def read_pages(document: pdfium.OpenPdf) -> Iterator[Page]:
    """The pages of a file. Raises ReadError beyond a limit, DamagedPdfError for a broken page."""
    rooms = Rooms()
    for index in range(document.pages):
        page = pdfium.load_page(document.handle, index)
        if not page:
            raise pdfium.DamagedPdfError
        try:
            yield _read_page(page, index + 1, rooms)
        finally:
            pdfium.close_page(page)


def _read_page(page: int, number: int, rooms: Rooms) -> Page:
    sides = (c_float * 4)()
    pdfium.find_page_box(page, addressof(sides))
    left, top, right, bottom = sides
    view = View(left, bottom, right, top, pdfium.find_rotation(page))
    drawing = Drawing(page)
    text = pdfium.load_text(page)
    if not text:
        raise pdfium.DamagedPdfError
    try:
        letters = Letters(text, drawing, rooms)
        view = view.turn(-letters.find_turn(view.quarters))
        drawing.turn(view)
        glyphs, unmapped = letters.read(view)
    finally:
        pdfium.close_text(text)
    return Page(
        number=number,
        width=view.width,
        height=view.height,
        glyphs=glyphs,
        rulings=drawing.rulings,
        pictures=drawing.pictures,
        unmapped=unmapped,
    )
