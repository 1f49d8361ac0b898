"""The labels of a table as they may be written, and one that is pieced together."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gblint.pack.model import AxisSpec, GroupSpec, Pack, TableSpec, per_pack
from gblint.report.labels import LabelKind
from gblint.report.laid_pieces import Piece
from gblint.report.ordinals import split_ordinal
from gblint.text.folding import fold
from gblint.text.numerals import in_chinese

_FAR = 6
"""How far at most a label counts as out of line that cannot end where it does: lines with wide
texts push others aside, and on a new page places say nothing."""

_SLIGHT = 0.01
"""What being farther out of line still counts, among labels that could all go on."""

_PAUSE = 0.5
"""What a line between the parts of such a label counts."""

_REACH = 3
"""Lines with labels after which a label that could be complete is."""

_LONGEST_PAUSE = 6
"""Lines with labels on the same page after which a label that is not complete does not go on."""


class Label(NamedTuple):
    """A way of writing a label, folded, and what it stands for."""

    text: str
    kind: LabelKind
    key: str


class Chain:
    """The pieces of one label, and the labels that it may still become."""

    def __init__(self, piece: Piece, options: Sequence[Label]) -> None:
        self.pieces = [piece]
        self.text = fold(piece.text)
        self.options = list(options)
        self.slips = 0

    @property
    def first(self) -> Piece:
        return self.pieces[0]

    @property
    def last(self) -> Piece:
        return self.pieces[-1]

    @property
    def whole(self) -> list[Label]:
        """What it stands for if nothing follows."""
        return [label for label in self.options if label.text == self.text]

    @property
    def written(self) -> str:
        """The label as the document has it."""
        return "".join(piece.text for piece in self.pieces)

    def next_options(self, more: str) -> list[Label]:
        """The labels that it may be if it goes on so."""
        text = self.text + more
        return [label for label in self.options if label.text.startswith(text)]

    def go_on(self, piece: Piece) -> None:
        """Adds a piece; one with a wrong character counts as what it stands for."""
        more = fold(piece.text)
        options = self.next_options(more)
        if not options:
            options = self.near_options(more)
            more = options[0].text[len(self.text) :][: len(more)]
            self.slips += 1
        self.options = options
        self.text += more
        self.pieces.append(piece)

    def near_options(self, more: str) -> list[Label]:
        """The labels that it may be if one character of the piece is wrong."""
        if self.slips:
            return []
        at = len(self.text)
        near = [one for one in self.options if _is_slip(more, one.text[at : at + len(more)])]
        return near if len({one.text[at : at + len(more)] for one in near}) == 1 else []

    def cost(self, piece: Piece) -> float | None:
        """How far out of line a piece is, in columns; None where it cannot go on there."""
        pause = piece.turn - self.last.turn
        if self.whole and pause > _REACH:
            return None
        if self.last.anchor.page != piece.anchor.page:
            return _FAR + _SLIGHT * abs(self.last.middle - piece.middle)
        if pause > _LONGEST_PAUSE:
            return None
        off = min(abs(self.last.begin - piece.begin), abs(self.last.middle - piece.middle))
        far = off if self.whole else min(off, _FAR) + _SLIGHT * off
        return far + (pause - 1) * (_PAUSE if not self.whole else 2)


@per_pack
def vocabularies(pack: Pack) -> dict[str, dict[str, list[Label]]]:
    """The labels of every table of a pack by its key, each under its first character."""
    found: dict[str, dict[str, list[Label]]] = {}
    for spec in pack.tables:
        by_first = found.setdefault(spec.key, {})
        for label in dict.fromkeys(_labels(spec)):
            by_first.setdefault(label.text[0], []).append(label)
    return found


def _labels(spec: TableSpec) -> Iterator[Label]:
    for text in spec.ignored:
        yield Label(fold(text), "ignored", "")
    for row_group in spec.row_groups:
        yield from _ways("row_group", row_group)
    for column_group in spec.column_groups:
        yield from _ways("column_group", column_group)
    for block in spec.blocks:
        for text in (block.label, *block.aliases):
            if text:
                yield Label(fold(text), "block", block.key)
        for row in block.rows:
            yield from _ways("row", row)
        for column in block.columns:
            yield from _ways("column", column)


def _ways(kind: LabelKind, spec: AxisSpec | GroupSpec) -> Iterator[Label]:
    """A label as it may be written, its ordinal in any style."""
    also = spec.also if isinstance(spec, AxisSpec) else ()
    for text in (spec.label, *also, *spec.aliases):
        yield Label(fold(text), kind, spec.key)
        ordinal, words = split_ordinal(text)
        if ordinal is not None:
            chinese, plain = in_chinese(ordinal.value), str(ordinal.value)
            for style in ("{0}、", "（{0}）", "{1}.", "{1}、", "（{1}）", "{1}", "{1}）"):
                yield Label(fold(style.format(chinese, plain) + words), kind, spec.key)


def _is_slip(one: str, other: str) -> bool:
    """Whether two texts of the same length differ in one character."""
    return len(one) == len(other) > 1 and sum(map(operator.ne, one, other)) == 1
