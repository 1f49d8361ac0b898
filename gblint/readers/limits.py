"""How large a document may be. Real reports stay far below; a hostile file is refused early.

A real report has some 30 KB to 20 MB as a file (pictures), up to 2 MB of text part, a few
hundred paragraphs and fewer than 1000 cells. The limits can be raised: `read` takes them, and
puts them in force for the readers below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import msgspec

from gblint.readers.errors import beyond


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limits of one document; sizes in bytes.

    `file_bytes` is the whole file, pictures and all; `text_bytes` a text or HTML file;
    `part_bytes` one part of a package, unpacked; `total_bytes` all parts that are read of it
    (pictures are not read); `parts` the parts of a package, pictures and all; `paragraphs`
    the paragraphs and table rows, empty ones too; `cells` the cells of all tables, and the
    places (rows times columns) of one table; `columns` those of a table (Word itself allows
    63); `depth` tables and text boxes inside one another; `tags` those of a page in HTML, start
    and end tags and comments. `convert_seconds` is the time that
    LibreOffice has for a file (it starts slowly), and `convert_bytes` its memory, where the
    system can limit it.
    """

    file_bytes: int = 200 * 2**20
    text_bytes: int = 16 * 2**20
    part_bytes: int = 64 * 2**20
    total_bytes: int = 96 * 2**20
    parts: int = 20_000
    paragraphs: int = 100_000
    cells: int = 200_000
    columns: int = 512
    depth: int = 16
    tags: int = 250_000
    convert_seconds: int = 60
    convert_bytes: int = 4 * 2**30


DEFAULT = Limits()

_IN_FORCE: ContextVar[Limits] = ContextVar("limits", default=DEFAULT)


def in_force() -> Limits:
    """The limits in force."""
    return _IN_FORCE.get()


@contextmanager
def under(own: Limits) -> Iterator[None]:
    """Read under other limits."""
    token = _IN_FORCE.set(own)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def check_parts(count: int) -> None:
    """Refuse a package of too many parts."""
    most = in_force().parts
    if count > most:
        raise beyond(f"超过 {most} 个部件", f"more than {most} parts")


def check_columns(width: int) -> None:
    """Refuse a table of too many columns."""
    most = in_force().columns
    if width > most:
        raise beyond(f"表格超过 {most} 列", f"a table of more than {most} columns")


def check_places(height: int, width: int) -> None:
    """Refuse a table whose grid has too many places."""
    most = in_force().cells
    if height * width > most:
        raise beyond(f"表格超过 {most} 格", f"tables of more than {most} cells")


def check_lines(count: int) -> None:
    """Refuse a document of too many paragraphs and rows."""
    most = in_force().paragraphs
    if count > most:
        raise beyond(f"超过 {most} 段", f"more than {most} paragraphs")


def check_bytes(count: int, limit: int) -> None:
    """Refuse a file or part of more than `limit` bytes."""
    if count > limit:
        raise beyond(f"大于 {limit // 2**20} MB", f"larger than {limit // 2**20} MB")


def check_depth(depth: int) -> None:
    """Refuse tables and text boxes nested too deep."""
    most = in_force().depth
    if depth > most:
        raise beyond(f"表格嵌套超过 {most} 层", f"tables nested more than {most} deep")
