"""The files of a trial: reports in the forms that offices hand in, and what is no report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from zlib import crc32

from gblint.readers import office
from tests.builder import write_docx as word
from tests.builder.report_plan import ReportPlan, Writing
from tests.builder.write_docx import Layout, docx
from tests.builder.write_html import STYLES, render_html, render_mhtml
from tests.builder.write_text import Shape, text
from tests.tools.conversion import converted

NAMES = (
    "{organ}{year}年政府信息公开工作年度报告",
    "{organ}",
    "{year}年度报告-{short}",
    "{short}年报",
    "附件：{organ}政府信息公开年报",
)
"""How offices call their files."""

_SHARES = {"docx": 62, "html": 12, "txt": 8, "md": 8, "mhtml": 3}
_CONVERTED = {"doc": 4, "pdf": 3}
_AT_ONCE = 50
"""Files of one run of LibreOffice."""


def list_forms() -> list[str]:
    """Suffixes by their shares in 100; what LibreOffice makes is .docx where it is not."""
    shares = [suffix for suffix, share in _SHARES.items() for _ in range(share)]
    there = office.find_soffice() is not None
    return shares + [
        suffix if there else "docx" for suffix, share in _CONVERTED.items() for _ in range(share)
    ]


def write_files(folder: Path, plans: Mapping[str, ReportPlan], scratch: Path) -> None:
    """Write reports, each in the form that its path has as suffix."""
    later: dict[str, list[str]] = {"doc": [], "pdf": []}
    for path, plan in plans.items():
        form = path.rpartition(".")[2]
        if form in later:
            later[form].append(path)
        else:
            _write(folder / path, _FORMS[form](plan, crc32(path.encode())))
    for form, paths in later.items():
        for begin in range(0, len(paths), _AT_ONCE):
            some = paths[begin : begin + _AT_ONCE]
            sources = {f"{at:03}": _docx(plans[path], 0) for at, path in enumerate(some)}
            place = scratch / f"{form}{begin}"
            place.mkdir()
            made = converted(sources, form, place)
            for at, path in enumerate(some):
                _write(folder / path, made[f"{at:03}"])


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _docx(plan: ReportPlan, number: int) -> bytes:
    layout = Layout(noise=number % 2 == 0, split=number % 3 == 0, seed=number % 50)
    return docx(plan, writing=Writing(seed=number % 50), layout=layout)


def _txt(plan: ReportPlan, number: int) -> bytes:
    encoding = "gb18030" if number % 2 else "utf-8"
    return text(plan, shape=Shape(encoding=encoding))  # type: ignore[arg-type]


_FORMS: dict[str, Callable[[ReportPlan, int], bytes]] = {
    "docx": _docx,
    "txt": _txt,
    "md": lambda plan, _: text(plan, shape=Shape("pipes", marked=True)),
    "html": lambda plan, number: render_html(plan, style=STYLES[number % len(STYLES)]),
    "mhtml": lambda plan, number: render_mhtml(plan, style=STYLES[number % len(STYLES)]),
}


def build_bundle(plans: Mapping[str, ReportPlan]) -> bytes:
    """A .zip file of Word files, with their names in GBK as programs on Chinese Windows write them.

    Python writes such names in UTF-8 alone: others of the same length stand in for them at first.
    """
    out = io.BytesIO()
    names: dict[bytes, bytes] = {}
    with zipfile.ZipFile(out, "w") as bundle:
        for at, (name, plan) in enumerate(plans.items()):
            data = name.encode("gbk")
            standing_in = f"?{at:03}".ljust(len(data), "?")
            names[standing_in.encode()] = data
            bundle.writestr(
                zipfile.ZipInfo(standing_in, _DAY), _docx(plan, 1), zipfile.ZIP_DEFLATED
            )
    packed = out.getvalue()
    for standing_in_, data in names.items():
        packed = packed.replace(standing_in_, data)
    return packed


_DAY = (2026, 1, 20, 9, 0, 0)


def _damaged(number: int) -> bytes:
    """A Word file of which the end is lost."""
    whole = word.picture()
    return whole[: len(whole) // 2 + number]


def _zipped(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, _DAY), content)
    return out.getvalue()


def _notice(number: int) -> bytes:
    """A document that is no report."""
    texts = (
        "关于报送政府信息公开工作年度报告的通知",
        "各乡镇人民政府，县政府各部门：",
        f"请各单位于1月{10 + number % 10}日前将年度报告报送县政府办公室，逾期将予通报。",
        "示例市政务公开工作领导小组",
    )
    empty = ReportPlan((texts[0],), texts[1:], (), (), {}, {}, 2025)
    return docx(replace(empty, ending=tuple(texts[3:]), preface=texts[1:3]))


OTHERS: dict[str, Callable[[int], bytes]] = {
    "damaged": _damaged,
    "empty": lambda _: b"",
    "picture": lambda _: word.picture(),
    "sheet": lambda number: _zipped({"xl/workbook.xml": f"<workbook n='{number}'/>"}),
    "xlsx": lambda number: _zipped({"xl/workbook.xml": f"<workbook n='{number}'/>"}),
    "ofd": lambda number: _zipped({"OFD.xml": f"<OFD n='{number}'/>"}),
    "rar": lambda number: b"Rar!\x1a\x07\x01\x00" + bytes([number % 256]) * 64,
    "7z": lambda number: b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes([number % 256]) * 64,
    "jpg": lambda number: b"\xff\xd8\xff\xe0" + bytes([number % 256]) * 64,
    "lock": lambda number: b"\x05user" + bytes([number % 256]) * 50,
    "notice": _notice,
}
"""Files that are no reports, or not to be read as such; other numbers give other bytes."""
