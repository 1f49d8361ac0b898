"""A list of the organs that should report: text, one a line, or the first sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from gblint.findings import Say
from gblint.inputs import describe_os_error, display_path
from gblint.readers import ReadError
from gblint.readers.encoding import decode
from gblint.readers.package import Element, Package
from gblint.run.plan import SettingsError

_LARGEST = 16_000_000
"""Bytes of a list."""

_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NAME_HEADS = frozenset(
    (
        *("机关", "机关名称", "单位", "单位名称", "部门", "部门名称", "行政机关", "行政机关名称"),
        *("名称", "机构", "机构名称", "公开主体", "应报机关", "应报单位", "报送单位", "填报单位"),
        *("编制机关", "编制单位", "责任单位", "单位全称", "机关全称", "全称"),
        *("name", "organ", "organs"),
    )
)
"""What stands at the head of a column of names, in small letters and without spaces."""

_HEADS = _NAME_HEADS | {"序号", "编号", "备注", "no.", "no"}
"""What stands at the head of a column."""

_SUM = "计"
"""What the word of two characters for a sum ends with: 合计, 小计 and the like."""

_REMARKS = ("注：", "注:", "备注：", "备注:", "说明：", "说明:")
"""What a row below the names is that has none."""

_HEAD_WITHIN = 20
"""Rows from the top in which the heads of the columns stand."""


class ListedOrgan(msgspec.Struct, frozen=True):
    """An organ, and the line or row on which it stands."""

    name: str
    line: int


class OrganList(msgspec.Struct, frozen=True):
    """The organs that should report, each once, with the path of the list as it is told."""

    path: str
    organs: tuple[ListedOrgan, ...]


def read_organ_list(path: str) -> OrganList:
    """The list in a file: text (`#` begins a remark), or .xlsx, of whose first sheet the column
    counts that is headed as names of organs; without such a head, the first text of each row.
    Raises SettingsError.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_LARGEST)
        lines = list(_list_rows(data) if data.startswith(b"PK") else _list_lines(data))
    except OSError as error:
        raise _explain_list(path, describe_os_error(error)) from None
    except ReadError as error:
        raise _explain_list(path, error.say) from None
    found: dict[str, ListedOrgan] = {}
    for name, line in lines:
        found.setdefault(name, ListedOrgan(name, line))
    if not found:
        raise _explain_list(path, Say("名单中没有机关", "there is no organ in the list"))
    return OrganList(display_path(path), tuple(found.values()))


def _explain_list(path: str, why: Say) -> SettingsError:
    return SettingsError([why.behind(path).behind("--expect")])


def _list_lines(data: bytes) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(decode(data).text.splitlines(), 1):
        if name := line.partition("#")[0].strip():
            yield name, number


def _list_rows(data: bytes) -> Iterator[tuple[str, int]]:
    """Raises ReadError."""
    with Package(data) as package:
        book = package.main()
        strings = package.tree(package.beside(book, "sharedStrings"))
        items = () if strings is None else strings.iterchildren(f"{_MAIN}si")
        shared = [_join_texts(item) for item in items]
        links = package.links(book).values()
        sheets = [_FIRST_SHEET, *(one.target for one in links if one.kind == "worksheet")]
        sheet = next((one for one in sheets if one in package.names), _FIRST_SHEET)
        root = package.tree(sheet)
    rows: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(() if root is None else root.iter(f"{_MAIN}row"), 1):
        cells = enumerate(row.iter(f"{_MAIN}c"))
        texts = {_find_column(cell, at): _read_cell(cell, shared).strip() for at, cell in cells}
        rows.append((int(row.get("r") or number), texts))
    yield from _list_names(rows)


def _list_names(rows: Sequence[tuple[int, dict[str, str]]]) -> Iterator[tuple[str, int]]:
    """The names below the head of their column; without a head, the first text of each row."""
    heads = [
        (len(list(filter(None, texts.values()))), _drop_blanks(text).endswith("名称"), -at, column)
        for at, (_, texts) in enumerate(rows[:_HEAD_WITHIN])
        for column, text in texts.items()
        if _drop_blanks(text) in _NAME_HEADS
    ]
    # the row with the most heads: “填报单位” above it is of who made the list
    _, _, top, column = max(heads, key=lambda one: one[:3], default=(0, False, 1, ""))
    for number, texts in rows[1 - top :]:
        listed = [texts.get(column, "")] if column else texts.values()
        name = next((text for text in listed if _is_name(text)), "")
        if name:
            yield name, number


def _find_column(cell: Element, at: int) -> str:
    """The letters of the column in which a cell stands."""
    return (cell.get("r") or "").rstrip("0123456789") or f"#{at}"


def _drop_blanks(text: str) -> str:
    return "".join(text.split()).lower()


def _is_name(text: str) -> bool:
    """Whether a cell has the name of an organ: no number, head of a column, sum or remark."""
    if not any(char.isalpha() for char in text) or text.startswith(_REMARKS):
        return False
    plain = _drop_blanks(text)
    return plain not in _HEADS and not (len(plain) == len("合计") and plain.endswith(_SUM))


def _join_texts(element: Element) -> str:
    """The text in all its runs, without how it is read aloud."""
    phonetic = {id(one) for part in element.iter(f"{_MAIN}rPh") for one in part.iter()}
    return "".join(one.text or "" for one in element.iter(f"{_MAIN}t") if id(one) not in phonetic)


def _read_cell(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _join_texts(cell)
    value = "".join(one.text or "" for one in cell.iter(f"{_MAIN}v"))
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    return value if cell.get("t") == "str" else ""
