"""Real reports as extractors left them, where they are beside the checkout."""

from __future__ import annotations

from pathlib import Path

from gblint.document import Document
from gblint.readers import read
from tests.readers.written_tables import shown

HEADINGS = "一二三四五六七"


def seed(seeds: Path, number: str) -> Document:
    (path,) = seeds.glob(f"{number}_*.txt")
    return read(path.read_bytes(), path.name)


def spans(found: Document, at: int) -> list[list[tuple[int, int]]]:
    """Rows and columns that each cell takes, row by row."""
    table = list(found.tables())[at]
    rows: list[list[tuple[int, int]]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        rows[cell.row].append((cell.row_span, cell.column_span))
    shown(table)
    return rows


def starts(found: Document) -> list[str]:
    """The ordinals of the paragraphs that begin with one."""
    return [p.text[0] for p in found.paragraphs() if p.text[1:2] == "、" and p.text[0] in HEADINGS]


def test_lines_of_a_page(seeds: Path) -> None:
    found = seed(seeds, "000")
    paragraphs = list(found.paragraphs())
    assert starts(found) == list(HEADINGS)
    assert len(paragraphs) == 28
    assert not list(found.tables())
    short = [p.text for p in paragraphs if p.text[-1] not in "。；" and len(p.text) > 40]
    assert short == []


def test_tables_of_tab_cells_with_broken_labels(seeds: Path) -> None:
    found = seed(seeds, "001")
    assert [(t.height, t.width) for t in found.tables()] == [(20, 4), (27, 10), (5, 15)]
    assert spans(found, 1)[:5] == [
        [(1, 10)],
        [(3, 3), (1, 7)],
        [(2, 1), (1, 5), (2, 1)],
        [(1, 1)] * 5,
        [(1, 3)] + [(1, 1)] * 7,
    ]
    assert spans(found, 2)[1:3] == [[(1, 5), (1, 10)], [(2, 1)] * 5 + [(1, 5)] * 2]
    assert starts(found) == ["一", "五", "六"]


def test_the_three_tables_of_a_report(seeds: Path) -> None:
    found = seed(seeds, "003")
    assert [(t.height, t.width) for t in found.tables()] == [(14, 4), (29, 10), (4, 15)]
    assert spans(found, 0)[0] == [(1, 4)]
    assert spans(found, 1)[:2] == [[(3 + 1, 3), (1, 7)], [(3, 1), (1, 5), (3, 1)]]
    assert spans(found, 1)[6] == [(21 + 1, 1), (1, 2)] + [(1, 1)] * 7
    assert spans(found, 2)[:2] == [[(1, 5), (1, 10)], [(2, 1)] * 5 + [(1, 5)] * 2]
    assert starts(found) == list("一二三四五六")
    assert list(found.paragraphs())[-1].text.endswith("。")  # the page number is gone


def test_a_web_page_and_a_text_with_places_of_pictures(seeds: Path) -> None:
    page = seed(seeds, "002")
    (path,) = seeds.glob("002_*.txt")
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    assert [p.text for p in page.paragraphs()] == [line.strip() for line in lines]
    assert not list(page.tables())
    pictures = seed(seeds, "004")
    assert pictures.pictures == 2
    assert starts(pictures) == list("一二三四五六")
    assert not any("image" in p.text for p in pictures.paragraphs())
