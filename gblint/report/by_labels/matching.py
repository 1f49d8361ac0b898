"""The lines of a table taken apart into labels of the format and figures.

A text with the looks of a page shows `予公  家秘` where one label goes on beside another. Every
piece must go on with a label of the format or begin one, else the lines are none of its table.
Below: pieces of lines, how labels may be spelled, and the reader that goes line by line.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from gblint.document import BLANK, Anchor, PositionedLine
from gblint.pack.model import Pack, TableSpec, per_pack
from gblint.report.tables.labels import LabelKind, iterate_wordings
from gblint.text import fold, measure_width
from gblint.text.numerals import NOTE, NOTHING, split_ordinal, write_chinese
from gblint.text.patterns import later

_FIGURE = later(rf"[-+]?\d[\d,]*(?:\.\d+)?|[-/\\]+|{NOTHING}|○|〇")
"""A figure as folded, or a mark that stands for none."""

_VALUE = later(
    rf"[^\d\s]?\d[\d,.]*\s*(?:[^\d\s.、．,，)）\[［〔【(（]{{1,2}}"
    rf"|[\[［〔【]{NOTE}?\d{{1,2}}[\]］〕】]|[(（]{NOTE}\d{{0,2}}[)）])"
)
"""A figure with words or the mark of a note."""

_WORD = later(r"\S+")

_REST = 20
"""Columns up to which a line may be the rest of the cell of a figure above it."""


class LinePiece(NamedTuple):
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
    """Whether a piece is a figure, or several between single blanks. A blank cell is none yet."""
    return all(part == BLANK or _FIGURE.fullmatch(fold(part)) for part in text.split())


def is_figure_with_words(text: str) -> bool:
    """Whether a piece beside figures is one with words (`402件`)."""
    return _VALUE.fullmatch(text) is not None


def _are_values(pieces: Sequence[LinePiece]) -> bool:
    """Whether there are pieces, and all are figures, with words or without."""
    return bool(pieces) and all(
        is_figure(piece.text) or is_figure_with_words(piece.text) for piece in pieces
    )


def split_at_blanks(piece: LinePiece) -> list[LinePiece]:
    """A piece at its single blanks."""
    parts: list[LinePiece] = []
    end, at = piece.begin, 0
    for match in _WORD.finditer(piece.text):
        begin = end + measure_width(piece.text[at : match.start()])
        end, at = begin + measure_width(match.group()), match.end()
        parts.append(piece._replace(text=match.group(), begin=begin, end=end))
    return parts


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


class PartialLabel:
    """The pieces of one label, and the labels that it may still become."""

    def __init__(self, piece: LinePiece, options: Sequence[Label]) -> None:
        self.pieces = [piece]
        self.text = fold(piece.text)
        self.options = list(options)
        self.wrong_characters = 0

    @property
    def first(self) -> LinePiece:
        return self.pieces[0]

    @property
    def last(self) -> LinePiece:
        return self.pieces[-1]

    @property
    def meanings(self) -> list[Label]:
        """What it stands for if nothing follows."""
        return [label for label in self.options if label.text == self.text]

    def means(self, kind: LabelKind, key: str | None = None) -> bool:
        """Whether it may stand for something of a kind, that of a key where one is given."""
        return any(meaning.kind == kind and key in (None, meaning.key) for meaning in self.meanings)

    @property
    def place(self) -> tuple[int, float]:
        """Where it begins: labels are in the order of lines, and from left to right."""
        return self.first.line, self.first.begin

    def list_options(self, more: str) -> list[Label]:
        """The labels that it may be if it goes on so."""
        text = self.text + more
        return [label for label in self.options if label.text.startswith(text)]

    def add(self, piece: LinePiece) -> None:
        """Adds a piece; one with a wrong character counts as what it stands for."""
        more = fold(piece.text)
        options = self.list_options(more)
        if not options:
            options = self.list_options_with_slip(more)
            more = options[0].text[len(self.text) :][: len(more)]
            self.wrong_characters += 1
        self.options = options
        self.text += more
        self.pieces.append(piece)

    def list_options_with_slip(self, more: str) -> list[Label]:
        """The labels that it may be if one character of the piece is wrong."""
        if self.wrong_characters:
            return []
        at = len(self.text)
        near: dict[str, list[Label]] = {}
        for option in self.options:
            part = option.text[at : at + len(more)]
            if len(part) == len(more) > 1 and sum(map(operator.ne, part, more)) == 1:
                near.setdefault(part, []).append(option)
        return next(iter(near.values())) if len(near) == 1 else []

    def measure_cost(self, piece: LinePiece) -> float | None:
        """How far out of line a piece is, in columns; None where it cannot go on there."""
        pause = piece.turn - self.last.turn
        if self.meanings and pause > _REACH:
            return None
        if self.last.anchor.page != piece.anchor.page:  # a label that the page cuts may go on
            return _FAR + _SLIGHT * abs(self.last.middle - piece.middle)
        if pause > _LONGEST_PAUSE:
            return None
        off = min(abs(self.last.begin - piece.begin), abs(self.last.middle - piece.middle))
        far = off if self.meanings else min(off, _FAR) + _SLIGHT * off
        return far + (pause - 1) * (_PAUSE if not self.meanings else 2)


@per_pack
def spell_labels_by_table(pack: Pack) -> dict[str, dict[str, list[Label]]]:
    """The labels of every table of a pack by its key, each under its first character."""
    found: dict[str, dict[str, list[Label]]] = {}
    for spec in pack.tables:
        by_first = found.setdefault(spec.key, {})
        for label in dict.fromkeys(_spell_labels(spec)):
            by_first.setdefault(label.text[0], []).append(label)
    return found


def _spell_labels(spec: TableSpec) -> Iterator[Label]:
    """The labels as they may be written, the ordinals of those that have one in any style."""
    for kind, key, text, _ in iterate_wordings(spec):
        if text:
            yield Label(fold(text), kind, key)
        ordinal, words = split_ordinal(text)
        if ordinal is not None and kind not in ("ignored", "block"):
            chinese, plain = write_chinese(ordinal.value), str(ordinal.value)
            for style in ("{0}、", "（{0}）", "{1}.", "{1}、", "（{1}）", "{1}", "{1}）"):
                yield Label(fold(style.format(chinese, plain) + words), kind, key)


_NEW = 8
"""How many columns a label may be out of line before a piece is rather taken to begin one."""

_MOST_LINES = 1000
"""Lines of a section from which on no table is looked for."""

_MOST_PIECES = 6000
"""The same of the pieces of these lines."""

_LONGEST_PIECE = 40
"""Characters of a piece that may be parts of two labels."""

_MOST_LOOSE = 30
"""Pieces that began no label up to which they are taken for ends of others."""

_MOST_WORDS = 100
"""Words of a row of labels, be there a blank between all their characters."""


class MatchedLines(msgspec.Struct, frozen=True):
    """Lines taken apart: labels, and the figures of each line by its ordinal.

    `first` and `last` are the ordinals of the first and the last line. `side_by_side` says that
    pieces stand so, with gaps between them: the text keeps the looks of the page.
    """

    labels: Sequence[PartialLabel]
    figures: dict[int, list[LinePiece]]
    first: int
    last: int
    side_by_side: bool


def match_labels(
    lines: Sequence[PositionedLine], by_first: dict[str, list[Label]]
) -> MatchedLines | None:
    """The labels and figures of the table among some lines.

    Prose may stand before and after it. None where there is no table, or what is there does
    not come out even.
    """
    # Each piece may go on each label that is open: that grows with the square of a section.
    if len(lines) > _MOST_LINES or sum(len(line.pieces) for line in lines) > _MOST_PIECES:
        return None
    reader = _LineReader(by_first)
    for ordinal, line in enumerate(lines):
        if not reader.add(ordinal, line):
            return None
    return reader.build_result()


_Step = tuple[LinePiece, PartialLabel | None]
"""A piece, and the label that it goes on with, None where it begins one."""


class _LineReader:
    """Reads line by line: `_plan_line` says what all pieces of a line are before one is taken."""

    def __init__(self, by_first: dict[str, list[Label]]) -> None:
        self._by_first = by_first
        self._clear()

    def _clear(self) -> None:
        self._labels: list[PartialLabel] = []
        self._figures: dict[int, list[LinePiece]] = {}
        self._lines: list[int] = []
        self._over = False
        self._turn = 0
        self._side_by_side = False

    def add(self, ordinal: int, line: PositionedLine) -> bool:
        """Adds a line. False when it shows that the table cannot be read."""
        pieces = [
            LinePiece(part.text, part.begin, part.end, ordinal, self._turn, line.anchor)
            for part in line.pieces
        ]
        plan = self._plan_line(pieces) or self._plan_foreign_row(pieces) or self._plan_value(pieces)
        if plan is None:
            if self._continues_figure(pieces):
                self._lines.append(ordinal)
            else:
                # Prose: behind figures the table is over, before them it has not begun.
                self._over = bool(self._figures)
                if not self._over:
                    self._clear()
            return True
        steps, figures = plan
        if self._over:
            return not figures  # figures behind the table are another's, or it was not over
        for piece, label in steps:
            if label is None:
                foreign = Label(fold(piece.text), "row", "")
                options = self._find_new_labels(piece) or [foreign]
                self._labels.append(PartialLabel(piece, options))
            else:
                label.add(piece)
        if figures:
            self._figures[ordinal] = figures
        self._lines.append(ordinal)
        self._turn += bool(steps)
        self._side_by_side = self._side_by_side or len(line.pieces) > 1
        return True

    def build_result(self) -> MatchedLines | None:
        self._join_loose_ends()
        if not self._figures or not all(label.meanings for label in self._labels):
            return None
        first, last = self._lines[0], self._lines[-1]
        return MatchedLines(self._labels, self._figures, first, last, self._side_by_side)

    def _join_loose_ends(self) -> None:
        """Joins what began no label: it is the end of one that seemed whole and out of line.

        Left to right, where as many labels may go on so (`其他` and `结果` of the line below it).
        """
        loose = [one for one in self._labels if not one.meanings and len(one.pieces) == 1]
        if len(loose) > _MOST_LOOSE:
            return
        for _, group in groupby(loose, key=lambda one: (one.first.line, one.text)):
            ends = sorted(group, key=lambda one: one.place)
            piece, more = ends[0].first, ends[0].text
            open_labels = [
                label
                for label in self._labels
                if label.last.line < piece.line
                and label.list_options(more)
                and label.measure_cost(piece) is not None
            ]
            if len(open_labels) != len(ends):
                continue
            for label, end in zip(
                sorted(open_labels, key=lambda one: one.place), ends, strict=True
            ):
                label.add(end.first)
                self._labels.remove(end)

    def _plan_line(self, pieces: Sequence[LinePiece]) -> tuple[list[_Step], list[LinePiece]] | None:
        """What each piece of a line goes on with, None for a new label; and the figures.

        None where a piece is neither, or a label stands after a figure.
        """
        steps: list[_Step] = []
        figures: list[LinePiece] = []
        waiting = list(reversed(pieces))
        while waiting:
            piece = waiting.pop()
            if is_figure(piece.text):
                figures += split_at_blanks(piece)
            elif figures:
                if not is_figure_with_words(piece.text):
                    return None
                figures.append(piece)
            elif (step := self._plan_piece(piece, steps)) is not None:
                steps.append(step)
            elif is_figure_with_words(piece.text) and _are_values(waiting):
                figures.append(piece)  # the first of a row of figures, of no label that is known
            else:
                # Two labels with one blank between, or none: 予以公开 ends beside 国家秘密.
                parts = self._split_between_words(piece)
                parts = parts if len(parts) > 1 else self._split_between_labels(piece, steps)
                if not parts:
                    return None
                waiting.extend(reversed(parts))
        return steps, figures

    def _plan_foreign_row(
        self, pieces: Sequence[LinePiece]
    ) -> tuple[list[_Step], list[LinePiece]] | None:
        """The same for a row on one line that the format does not have, among those it has."""
        label, figures = pieces[0], pieces[1:]
        # Only below rows that are whole: a label of the format that is not complete comes first.
        if self._over or not self._figures or not all(label.meanings for label in self._labels):
            return None
        if not figures or not all(is_figure(piece.text) for piece in figures):
            return None
        values = [part for piece in figures for part in split_at_blanks(piece)]
        usual = {len(own) for own in self._figures.values()}
        return ([(label, None)], values) if len(values) in usual else None

    def _plan_value(
        self, pieces: Sequence[LinePiece]
    ) -> tuple[list[_Step], list[LinePiece]] | None:
        """The same for a figure with words that is a line, where every cell is one."""
        follows = self._lines and self._lines[-1] == pieces[0].line - 1
        alone = len(pieces) == 1 and not self._side_by_side and not self._over
        value = follows and alone and is_figure_with_words(pieces[0].text)
        return ([], list(pieces)) if value else None

    def _continues_figure(self, pieces: Sequence[LinePiece]) -> bool:
        """Whether a line is but the rest of a figure on the line above, and adds it there."""
        last = self._lines[-1] if self._lines else -1
        first = pieces[0]
        if len(pieces) > 1 or first.end - first.begin > _REST or first.text.endswith("。"):
            return False  # prose, whose middle happens to stand below a figure
        for at, figure in enumerate(self._figures.get(last, ())):
            if figure.begin <= first.middle <= figure.end:
                self._figures[last][at] = figure._replace(text=f"{figure.text}\n{first.text}")
                return True
        return False

    def _plan_piece(self, piece: LinePiece, steps: Sequence[_Step]) -> _Step | None:
        """The label that a piece goes on with or begins; with a slip only if there is no other."""
        used = {id(label) for _, label in steps}
        # One label goes on once in a line: what else stands there is of another column.
        label = self._find_open_label(piece, used)
        if label is not None or self._find_new_labels(piece):
            return piece, label
        more = fold(piece.text)
        near = [
            label
            for label in self._labels
            if id(label) not in used
            and label.list_options_with_slip(more)
            and label.measure_cost(piece) is not None
        ]
        return (piece, near[0]) if len(near) == 1 else None

    def _find_new_labels(self, piece: LinePiece) -> list[Label]:
        text = fold(piece.text)
        return [label for label in self._by_first.get(text[:1], ()) if label.text.startswith(text)]

    def _find_open_label(self, piece: LinePiece, used: set[int]) -> PartialLabel | None:
        """The label that a piece goes on with, if it rather does than begin one."""
        best: PartialLabel | None = None
        # 其他 may begin a label or end one: it begins one unless one nearly in line waits for it.
        least = float(_NEW) if self._find_new_labels(piece) else float("inf")
        more = fold(piece.text)
        for label in self._labels:
            if id(label) in used or not label.list_options(more):
                continue
            cost = label.measure_cost(piece)
            if cost is not None and cost <= least:
                best, least = label, cost
        return best

    def _split_between_words(self, piece: LinePiece) -> list[LinePiece]:
        """A piece at its blanks, but for those within a label: 商业 企业 科研机构 are two."""
        waiting = split_at_blanks(piece)
        if len(waiting) > _MOST_WORDS:
            return []
        parts: list[LinePiece] = []
        while waiting:
            found, taken = waiting[0], 1
            longer = found
            for count, more in enumerate(waiting[1:], 2):
                longer = longer._replace(text=f"{longer.text} {more.text}", end=more.end)
                options = self._find_new_labels(longer)
                if not options or is_figure(more.text):  # of a blank cell, nothing is compared
                    break
                if any(label.text == fold(longer.text) for label in options):
                    found, taken = longer, count
            parts.append(found)
            del waiting[:taken]
        return parts

    def _split_between_labels(self, piece: LinePiece, steps: Sequence[_Step]) -> list[LinePiece]:
        """A piece that is parts of two labels without a gap between them, parted."""
        for at in range(1, min(len(piece.text), _LONGEST_PIECE)):
            place = piece.begin + measure_width(piece.text[:at])
            left = piece._replace(text=piece.text[:at], end=place)
            right = piece._replace(text=piece.text[at:], begin=place)
            used = {id(label) for _, label in steps}
            first = self._find_open_label(left, used)
            if first is None and not self._find_new_labels(left):
                continue
            if self._find_open_label(
                right, used | {id(first)}
            ) is not None or self._find_new_labels(right):
                return [left, right]
        return []
