"""The parts of a line: words between gaps, figures."""

from __future__ import annotations

from typing import NamedTuple

from gblint.document import Anchor
from gblint.text.folding import fold
from gblint.text.patterns import later
from gblint.text.width import width

_FIGURE = later(r"[-+]?\d[\d,]*(?:\.\d+)?|[-/\\]+|无|○|〇")
"""A figure as folded, or a mark that stands for none."""

_VALUE = later(r"[^\d\s]?\d[\d,.]*\s*[^\d\s.、．,，)）]{1,2}")
"""A figure with words."""

_WORD = later(r"\S+")


class Piece(NamedTuple):
    """A part of a line: its text and the columns that it takes, the line by its ordinal.

    `turn` counts the lines that have labels.
    """

    text: str
    begin: float
    end: float
    line: int
    turn: int
    anchor: Anchor

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


def is_figure(text: str) -> bool:
    """Whether a piece is a figure, or several between single blanks."""
    return all(_FIGURE.fullmatch(fold(part)) for part in text.split())


def is_value(text: str) -> bool:
    """Whether a piece beside figures is one with words (`402件`)."""
    return _VALUE.fullmatch(text) is not None


def parted(piece: Piece) -> list[Piece]:
    """A piece at its single blanks."""
    parts: list[Piece] = []
    end, at = piece.begin, 0
    for match in _WORD.finditer(piece.text):
        begin = end + width(piece.text[at : match.start()])
        end, at = begin + width(match.group()), match.end()
        parts.append(piece._replace(text=match.group(), begin=begin, end=end))
    return parts
