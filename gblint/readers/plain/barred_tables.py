"""Tables whose cells stand between bars and whose merged cells leave nothing in the other rows.

Extractors of web pages write them so: rows (`规章 | 0 | 0 | 0 |`), at times with bars at the end
for what is lacking (`| 行政许可 | 0 | ||`) or a line of Markdown below the first, or a cell to a
line (`规章 |` above `0 |`). Columns are lost. Only the labels tell which one a figure is of, so
that such a text is given on with white space for bars, to be put together by labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from gblint.document import BLANK
from gblint.readers.plain.prose import strip_cell_marks
from gblint.readers.texts import Line, group_runs, is_figure, is_page_number

_FEWEST_BARRED = 8
"""Lines that end in a bar from which on a text is one whose cells end so."""

_SHARE = 0.8
"""Share of the rows in which figures stand as far behind the last label."""

_MOST_COLUMNS = 40
"""Cells in a row up to which it is tried which of the blank ones are of figures."""

_FEW_COLUMNS, _SEVERAL = 4, 2
"""Cells in a row, and rows, beyond which what most rows have tells the columns of figures."""


def spread_barred(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with white space for the bars in which cells end, where a text has them so: rows
    (规章 | 0 | 0 | 0 |) or single cells (规章 | above 0 |), as extractors of web pages leave them.

    Merged cells leave nothing there, so that only the labels tell which column a figure is of: one
    space, as more would look like columns under one another. A blank cell becomes BLANK where it
    is sure to be one of a figure. Where nothing is to be spread it is `lines` itself,
    which callers ask for.
    """
    texts = [line.text.strip() for line in lines if "|" in line.text]
    if not texts:
        return lines
    closed = 2 * sum(text.endswith("|") for text in texts) > len(texts)
    below = [line.text for line in lines[1:]] + [""]
    barred = [
        [] if _is_markdown_rule(line, after) else _split_barred(line.text, closed=closed)
        for line, after in zip(lines, below, strict=True)
    ]
    copied = dict(_find_copied(lines, barred, closed=closed))
    if copied:
        if any(map(_is_any_rule, lines)):
            return lines  # a table of Markdown with all its columns
        for at in copied:
            barred[at] = None
        lines = [  # else the same, which tells that nothing was spread
            line._replace(text="\t".join(copied[at])) if at in copied else line
            for at, line in enumerate(lines)
        ]
    few = sum(map(_ends_in_bar, lines)) < _FEWEST_BARRED or any(map(_is_markdown_rule, lines))
    if few and not _are_rows_pushed_left(barred):
        return lines
    _fill_blank_cells(_list_runs(barred))
    return [
        line if cells is None else line._replace(text=_spread_cells(line.text, cells))
        for line, cells in zip(lines, barred, strict=True)
        if cells != []  # no line: a blank one would set the figure above it apart
    ]


_FEWEST_COPIED = 3
"""Rows that a table has at least in which merged cells are taken to have left copies."""

_COPIED = 4
"""Characters that a copy has at least; of shorter texts (无) two side by side may stand for 0."""


def _find_copied(
    lines: Sequence[Line], barred: Sequence[list[str] | None], *, closed: bool
) -> Iterator[tuple[int, list[str]]]:
    """The lines of tables in which merged cells left copies (结果维持 | 结果维持), and their cells.

    So they do where a Word file is asked for one cell after another: each row has all columns
    then. Copied in one direction alone, they leave blank cells in the other, beside or below a
    label.
    """
    several = [at for at, cells in enumerate(barred) if cells and len(cells) > 1]
    for run in group_runs(several, lambda at, after: after == at + 1):
        rows = [[cell.strip() for cell in barred[at] or ()] for at in run]
        if len(rows) < _FEWEST_COPIED or not any(map(_has_copies, rows, [[], *rows])):
            continue
        texts = [lines[at].text.strip() for at in run]
        if not texts[0].startswith("|"):  # a bar at the edge of another row parts a blank cell
            rows = [
                [""] * text.startswith("|") + row for row, text in zip(rows, texts, strict=True)
            ]
            wide = 0 if closed else max(map(len, rows))
            rows = [
                row + [""] * (text.endswith("|") and wide - len(row))
                for row, text in zip(rows, texts, strict=True)
            ]
        if len(set(map(len, rows))) == 1 and _are_places_kept(rows):
            yield from zip(run, rows, strict=True)


def _has_copies(row: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a label stands twice, side by side or one below the other."""
    beside = chain(pairwise(row), zip(row, above, strict=False))
    return any(
        one == other and len(one) >= _COPIED and not one[0].isdigit() and not is_figure(one)
        for one, other in beside
    )


def _are_places_kept(rows: Sequence[Sequence[str]]) -> bool:
    """Whether every row begins with a cell, or with a blank one below a label."""
    first = ""
    for row in rows:
        if not row[0] and (not first or is_figure(first)):
            return False
        first = row[0] or first
    return True


def _is_any_rule(line: Line) -> bool:
    """Whether a line is a rule of Markdown or of a drawn grid."""
    return _is_markdown_rule(line) or line.text.lstrip().startswith(("+-", "+="))


def _spread_cells(text: str, cells: Sequence[str]) -> str:
    """The cells of a line with one space between them, and between the words of each."""
    spread = " ".join(" ".join(cells).split())
    return f" {spread}" if spread and text.lstrip().startswith("|") else spread


def _split_barred(text: str, *, closed: bool) -> list[str] | None:
    """The cells of a line with bars, those that fill up a row behind merged ones left out.

    None for a line without bars, [] for one of nothing but bars, which is left out, and [""] for a
    bar alone, one blank cell.
    `closed` says that a bar ends the last cell, too.
    """
    if "|" not in text:
        return None
    if not text.strip().strip("|"):
        return [""] if text.strip() == "|" else []
    *cells, rest = text.lstrip().removeprefix("|").split("|")
    if rest.strip() or not closed:
        cells.append(rest)
    if len(cells) > 1 and not cells[-1]:  # `0 | ||`: bars with nothing between them
        while cells and not cells[-1]:
            cells.pop()
        if cells and not cells[-1].strip():
            cells.pop()
    return [strip_cell_marks(cell) for cell in cells]


def _are_rows_pushed_left(barred: Iterable[list[str] | None]) -> bool:
    """Whether what merged cells cover has no place in the rows: figures then stand as far behind
    the last label in all but those that lack some, and not in the same columns.
    """
    ends: Counter[int] = Counter()
    behind: Counter[int] = Counter()
    for line in barred:
        cells = [cell.strip() for cell in line or ()]
        if len(cells) > _FEW_COLUMNS:
            figures = [at for at, cell in enumerate(cells) if cell and is_figure(cell)]
            labels = [at for at, cell in enumerate(cells) if cell and at not in figures]
            if labels and figures and figures[-1] > labels[-1]:
                ends[figures[-1]] += 1
                behind[figures[-1] - labels[-1]] += 1
    alike = max(behind.values(), default=0)
    return alike > max(ends.values(), default=0) and alike >= _SHARE * behind.total()


class _BarredCell(NamedTuple):
    line: list[str]
    at: int

    @property
    def text(self) -> str:
        return self.line[self.at].strip()


def _list_runs(barred: Iterable[list[str] | None]) -> list[list[_BarredCell]]:
    """Figures and blank cells that stand behind the same label: in its row, or below it."""
    runs: list[list[_BarredCell]] = [[]]
    for line in barred:
        if not line or _is_header(line):
            runs.append([])  # text, or bars alone, that end a row of single cells
            continue
        if len(line) > 1:
            runs.append([])
        for at in range(len(line)):
            cell = _BarredCell(line, at)
            if not cell.text or is_figure(cell.text):
                runs[-1].append(cell)
            else:
                runs.append([])
        if len(line) > 1:
            runs.append([])
    return [run for run in runs if run]


def _is_header(line: Sequence[str]) -> bool:
    """Whether a row is of no figures: labels with blank cells between them (行政复议 |  |  |
    行政诉讼 |), or the number of a page.
    """
    labels = [at for at, cell in enumerate(line) if cell.strip()]
    number = line[labels[0]].strip() if len(labels) == 1 else ""
    if is_page_number(number) and not number.isdigit():
        return len(line) > 1
    apart = bool(labels) and labels[-1] - labels[0] >= len(labels)
    return apart and not any(is_figure(line[at].strip()) for at in labels)


def _fill_blank_cells(runs: Sequence[list[_BarredCell]]) -> None:
    """Puts BLANK into the blank cells that are of figures.

    Those between two figures are. At the begin or the end of a run one may be a part of a merged
    label, or fill a row up: there they are where runs of that length have figures, or where the
    run then has as many cells as one that has all its figures.
    """
    spans = dict(_find_usual_spans(runs))
    whole = {len(run) for run in runs if all(cell.text for cell in run)}
    whole |= {end - begin for begin, end in spans.values()}
    # of few columns a row may as well have cells to the right of its own: 行政许可 | 3 | | |
    whole = {size for size in whole if size > _FEW_COLUMNS}
    for run in runs:
        filled = [at for at, cell in enumerate(run) if cell.text]
        if len(run) in spans:
            begin, end = spans[len(run)]
        elif filled and len(run) <= _MOST_COLUMNS:
            begin, end = _find_fitting_span(filled[0], filled[-1] + 1, len(run), whole)
        else:
            continue
        for cell in run[begin:end]:
            cell.line[cell.at] = cell.text or BLANK


def _find_usual_spans(
    runs: Iterable[list[_BarredCell]],
) -> Iterator[tuple[int, tuple[int, int]]]:
    """By the cells that several runs have: between which of them figures stand in any."""
    by_size: dict[int, list[int]] = {}
    times = Counter(len(run) for run in runs)
    for run in runs:
        by_size.setdefault(len(run), []).extend(at for at, cell in enumerate(run) if cell.text)
    for size, filled in by_size.items():
        if size > _FEW_COLUMNS and times[size] > _SEVERAL and filled:
            yield size, (min(filled), max(filled) + 1)


def _find_fitting_span(first: int, last: int, size: int, whole: Container[int]) -> tuple[int, int]:
    """The longest one around the figures that is as long as a whole row; else just those."""
    fitting = [
        (begin, end)
        for begin in range(first + 1)
        for end in range(last, size + 1)
        if end - begin in whole
    ]
    largest = max((end - begin for begin, end in fitting), default=0)
    widest = [(begin, end) for begin, end in fitting if end - begin == largest]
    return widest[0] if len(widest) == 1 else (first, last)


def _ends_in_bar(line: Line) -> bool:
    """Whether a line ends in a bar and has none at its beginning, or is but bars."""
    text = line.text.strip()
    return text.endswith("|") and (not text.startswith("|") or not text.strip("|"))


def _is_markdown_rule(line: Line, below: str = "") -> bool:
    """Whether a line is that below the head of a Markdown table, which may be of one cell."""
    text = line.text
    return "-" in text and not text.strip("|:- \t") and ("|" in text or "|" in below)
