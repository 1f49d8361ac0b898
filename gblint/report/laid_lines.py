"""The lines of a table taken apart into labels and figures.

A text with the looks of a page shows `予公  家秘` where one label goes on beside another. Every
piece must go on with a label of the format or begin one, else the lines are none of its table.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.document import LaidLine
from gblint.report.laid_labels import Chain, Label
from gblint.report.laid_pieces import Piece, is_figure, is_value, parted
from gblint.text.folding import fold
from gblint.text.width import width

_NEW = 8
"""How many columns a label may be out of line before a piece is rather taken to begin one."""

_MOST = 1000
"""Lines of a section from which on no table is looked for."""

_MOST_PIECES = 6000
"""The same of the pieces of these lines."""

_LONGEST = 40
"""Characters of a piece that may be parts of two labels."""


class Chained(msgspec.Struct, frozen=True):
    """Lines taken apart: labels, and the figures of each line by its ordinal.

    `first` and `last` are the ordinals of the first and the last line. `wide` says that pieces
    stand side by side, with gaps between them: the text keeps the looks of the page.
    """

    chains: Sequence[Chain]
    figures: dict[int, list[Piece]]
    first: int
    last: int
    wide: bool


def chained(lines: Sequence[LaidLine], by_first: dict[str, list[Label]]) -> Chained | None:
    """The labels and figures of the table among some lines.

    Prose may stand before and after it. None where there is no table, or what is there does
    not come out even.
    """
    if len(lines) > _MOST or sum(len(line.pieces) for line in lines) > _MOST_PIECES:
        return None
    reader = _Reader(by_first)
    for ordinal, line in enumerate(lines):
        if not reader.add(ordinal, line):
            return None
    return reader.result()


_Step = tuple[Piece, Chain | None]
"""A piece, and the label that it goes on with, None where it begins one."""


class _Reader:
    """Reads line after line."""

    def __init__(self, by_first: dict[str, list[Label]]) -> None:
        self._by_first = by_first
        self._clear()

    def _clear(self) -> None:
        self._chains: list[Chain] = []
        self._figures: dict[int, list[Piece]] = {}
        self._lines: list[int] = []
        self._over = False
        self._turn = 0
        self._wide = False

    def add(self, ordinal: int, line: LaidLine) -> bool:
        """Adds a line. False when it shows that the table cannot be read."""
        pieces = [
            Piece(part.text, part.begin, part.end, ordinal, self._turn, line.anchor)
            for part in line.pieces
        ]
        plan = self._plan(pieces) or self._strange(pieces)
        if plan is None and self._below_figure(pieces):
            self._lines.append(ordinal)
            return True
        if plan is None:
            self._over = bool(self._figures)
            if not self._over:
                self._clear()
            return True
        steps, figures = plan
        if self._over:
            return not figures
        for piece, chain in steps:
            if chain is None:
                self._chains.append(Chain(piece, self._opens(piece) or [_unknown(piece)]))
            else:
                chain.go_on(piece)
        if figures:
            self._figures[ordinal] = figures
        self._lines.append(ordinal)
        self._turn += bool(steps)
        self._wide = self._wide or len(line.pieces) > 1
        return True

    def result(self) -> Chained | None:
        if not self._figures or not all(chain.whole for chain in self._chains):
            return None
        first, last = self._lines[0], self._lines[-1]
        return Chained(self._chains, self._figures, first, last, self._wide)

    def _plan(self, pieces: Sequence[Piece]) -> tuple[list[_Step], list[Piece]] | None:
        """What each piece of a line goes on with, None for a new label; and the figures.

        None where a piece is neither, or a label stands after a figure.
        """
        steps: list[_Step] = []
        figures: list[Piece] = []
        waiting = list(reversed(pieces))
        while waiting:
            piece = waiting.pop()
            if is_figure(piece.text):
                figures += parted(piece)
            elif figures:
                if not is_value(piece.text):
                    return None
                figures.append(piece)
            elif (step := self._step(piece, steps)) is not None:
                steps.append(step)
            elif waiting and is_value(piece.text) and is_figure(waiting[-1].text):
                figures.append(piece)
            else:
                parts = parted(piece)
                parts = parts if len(parts) > 1 else self._halves(piece, steps)
                if not parts:
                    return None
                waiting.extend(reversed(parts))
        return steps, figures

    def _strange(self, pieces: Sequence[Piece]) -> tuple[list[_Step], list[Piece]] | None:
        """The same for a row on one line that the format does not have, among those it has."""
        label, figures = pieces[0], pieces[1:]
        if self._over or not self._figures or not all(chain.whole for chain in self._chains):
            return None
        if not figures or not all(is_figure(piece.text) for piece in figures):
            return None
        values = [part for piece in figures for part in parted(piece)]
        usual = {len(own) for own in self._figures.values()}
        return ([(label, None)], values) if len(values) in usual else None

    def _below_figure(self, pieces: Sequence[Piece]) -> bool:
        """Whether a line is but the rest of a figure on the line above, and adds it there."""
        last = self._lines[-1] if self._lines else -1
        for at, figure in enumerate(self._figures.get(last, ())):
            if len(pieces) == 1 and figure.begin <= pieces[0].middle <= figure.end:
                self._figures[last][at] = figure._replace(text=f"{figure.text}\n{pieces[0].text}")
                return True
        return False

    def _step(self, piece: Piece, steps: Sequence[_Step]) -> _Step | None:
        """The label that a piece goes on with or begins; with a slip only if there is no other."""
        used = {id(chain) for _, chain in steps}
        chain = self._best(piece, used)
        if chain is not None or self._opens(piece):
            return piece, chain
        more = fold(piece.text)
        near = [
            one
            for one in self._chains
            if id(one) not in used and one.near_options(more) and one.cost(piece) is not None
        ]
        return (piece, near[0]) if len(near) == 1 else None

    def _opens(self, piece: Piece) -> list[Label]:
        text = fold(piece.text)
        return [one for one in self._by_first.get(text[:1], ()) if one.text.startswith(text)]

    def _best(self, piece: Piece, used: set[int]) -> Chain | None:
        """The label that a piece goes on with, if it rather does than begin one."""
        best: Chain | None = None
        least = float(_NEW) if self._opens(piece) else float("inf")
        more = fold(piece.text)
        for chain in self._chains:
            if id(chain) in used or not chain.next_options(more):
                continue
            cost = chain.cost(piece)
            if cost is not None and cost <= least:
                best, least = chain, cost
        return best

    def _halves(self, piece: Piece, steps: Sequence[_Step]) -> list[Piece]:
        """A piece that is parts of two labels without a gap between them, parted."""
        for at in range(1, min(len(piece.text), _LONGEST)):
            place = piece.begin + width(piece.text[:at])
            left = piece._replace(text=piece.text[:at], end=place)
            right = piece._replace(text=piece.text[at:], begin=place)
            used = {id(chain) for _, chain in steps}
            first = self._best(left, used)
            if first is None and not self._opens(left):
                continue
            if self._best(right, used | {id(first)}) is not None or self._opens(right):
                return [left, right]
        return []


def _unknown(piece: Piece) -> Label:
    return Label(fold(piece.text), "row", "")
