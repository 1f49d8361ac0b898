"""How large a document may be. Real reports stay far below; a hostile file is refused early.

A real report has some 30 KB to 20 MB as a file (pictures), up to 2 MB of text part, a few
hundred paragraphs and fewer than 1000 cells.
"""

from __future__ import annotations

from gblint.readers.errors import beyond

MAX_FILE_BYTES = 200 * 2**20
"""The whole file, pictures and all."""

MAX_TEXT_BYTES = 16 * 2**20
"""A plain-text file."""

MAX_PART_BYTES = 64 * 2**20
"""One part of a Word file, unpacked."""

MAX_TOTAL_BYTES = 96 * 2**20
"""All parts that are read of a Word file, unpacked (pictures are not read)."""

MAX_PARTS = 20_000
"""Parts of a Word file: pictures and all."""

MAX_PARAGRAPHS = 100_000
"""Paragraphs and table rows of a document, empty ones too."""

MAX_CELLS = 200_000
"""Cells of all tables, and places (rows times columns) of one table."""

MAX_COLUMNS = 512
"""Columns of a table. Word itself allows 63."""

MAX_DEPTH = 16
"""Tables and text boxes inside one another."""


def check_columns(width: int) -> None:
    """Refuse a table wider than `MAX_COLUMNS`."""
    if width > MAX_COLUMNS:
        raise beyond(f"表格超过 {MAX_COLUMNS} 列", f"a table of more than {MAX_COLUMNS} columns")


def check_places(height: int, width: int) -> None:
    """Refuse a table whose grid has more than `MAX_CELLS` places."""
    if height * width > MAX_CELLS:
        raise beyond(f"表格超过 {MAX_CELLS} 格", f"tables of more than {MAX_CELLS} cells")


def check_lines(count: int) -> None:
    """Refuse a document of more than `MAX_PARAGRAPHS` paragraphs and rows."""
    if count > MAX_PARAGRAPHS:
        raise beyond(f"超过 {MAX_PARAGRAPHS} 段", f"more than {MAX_PARAGRAPHS} paragraphs")


def check_bytes(count: int, limit: int) -> None:
    """Refuse a file or part of more than `limit` bytes."""
    if count > limit:
        raise beyond(f"大于 {limit // 2**20} MB", f"larger than {limit // 2**20} MB")


def check_depth(depth: int) -> None:
    """Refuse tables and text boxes nested more than `MAX_DEPTH` deep."""
    if depth > MAX_DEPTH:
        raise beyond(f"表格嵌套超过 {MAX_DEPTH} 层", f"tables nested more than {MAX_DEPTH} deep")
