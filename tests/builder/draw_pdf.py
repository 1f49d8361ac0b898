"""PDF pages drawn glyph by glyph, for what no converter makes at will."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
LEFT = 72.0
"""Points from the left side of the page to the text."""

Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, password: str | StandardEncryption = "") -> bytes:
    """A file of pages, each drawn by a function."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, encrypt=password or None, invariant=True)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def lines(*texts: str, x: float = LEFT, top: float = 72, pitch: float = 20) -> Draw:
    """Lines of text under one another, the first at `top` points from the top."""

    def draw(canvas: Canvas) -> None:
        for at, text in enumerate(texts):
            canvas.drawString(x, HEIGHT - top - at * pitch - 12, text)

    return draw


def ruled(
    xs: list[float], ys: list[float], *, without: tuple[tuple[float, float, float, float], ...] = ()
) -> Draw:
    """The rulings of a grid; `without` are the boxes of merged cells, left, top, right, bottom."""

    def inside(x: float, y: float) -> bool:
        return any(x0 < x < x1 and y0 < y < y1 for x0, y0, x1, y1 in without)

    def draw(canvas: Canvas) -> None:
        for y in ys:
            for x0, x1 in pairwise(xs):
                if not inside((x0 + x1) / 2, y):
                    canvas.line(x0, HEIGHT - y, x1, HEIGHT - y)
        for x in xs:
            for y0, y1 in pairwise(ys):
                if not inside(x, (y0 + y1) / 2):
                    canvas.line(x, HEIGHT - y0, x, HEIGHT - y1)

    return draw


def text(x: float, top: float, content: str, *, size: float = 12) -> Draw:
    """A text at a place, in points from the top left corner."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        canvas.drawString(x, HEIGHT - top - size, content)

    return draw


def both(*parts: Draw) -> Draw:
    """All of them on one page."""

    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def image(x: float, top: float, width: float, height: float) -> Draw:
    """A grey picture."""
    from PIL import Image

    grey = Image.new("L", (40, 40), 128)

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(grey), x, HEIGHT - top - height, width, height)

    return draw
