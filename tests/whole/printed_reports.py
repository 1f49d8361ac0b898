"""Printed reports whose pages end in different places, and what gblint reads of their text.

`pdftotext/` holds what pdftotext 22.12 (Poppler) made of some of them, printed by LibreOffice 7.4
in WenQuanYi Zen Hei. Where pages end, and so what pdftotext parts, depends on versions and fonts:
the files hold firmly what is read; of what the programs of a machine give, only what holds with
any.
Write them anew with `python -m tests.whole.printed_reports FOLDER`, FOLDER a new one.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from docx import Document

from tests.builder.defects import clean, defects
from tests.builder.fixture_cases import base
from tests.builder.write_docx import docx
from tests.tools.conversion import converted
from tests.tools.lint import Linted

OPTIONS = ("-layout", "-raw", "-nopgbrk")
"""Of `pdftotext`; the last is near to none."""

OUTPUTS = Path(__file__).parent / "pdftotext"

_PADDED = (1, 2, 6, 11)
"""How many lines more one report has above its tables than another, so that pages end elsewhere."""

_PADDING = "本年度各项工作平稳推进，有关情况另行说明。"
_KEPT = ("clean", "clean-listed", "GB301", "GB303", "padded-02", "padded-11")


@cache
def reports() -> dict[str, bytes]:
    """Word files by names: with and without defects, and one with pages that end elsewhere."""
    plans = {name: plan for name, plan in {**clean(), **defects()}.items() if name[:3] != "GB7"}
    files = {name: docx(plan) for name, plan in plans.items()}
    return files | {f"padded-{lines:02}": _padded(docx(base()), lines) for lines in _PADDED}


def _padded(data: bytes, lines: int) -> bytes:
    document = Document(io.BytesIO(data))
    (heading,) = (p for p in document.paragraphs if p.text.startswith("二、"))
    for _ in range(lines):
        heading.insert_paragraph_before(_PADDING)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def differences(linted: Linted, original: Linted) -> list[str]:
    """What was read of a text otherwise than of the report itself.

    Figures that are not read are no difference, nor is GB905, which says so.
    """
    rules = {finding.rule for finding in original.findings} | {"GB905"}
    wrong = [f"{f.rule} {f.message.zh}" for f in linted.findings if f.rule not in rules]
    cells = _cells(original)
    wrong += [
        f"{key} {value}, not {cells.get(key)}"
        for key, value in _cells(linted).items()
        if value != cells.get(key)
    ]
    return wrong


def _cells(linted: Linted) -> dict[tuple[str, str, str], object]:
    return {
        (table, *key): (cell.status, cell.value)
        for table, reading in linted.report.tables.items()
        for key, cell in reading.cells.items()
    }


def _write(folder: Path) -> None:
    files = {name: data for name, data in reports().items() if name in _KEPT}
    with tempfile.TemporaryDirectory() as scratch:
        for name, data in converted(files, "pdf", Path(scratch)).items():
            for option in OPTIONS:
                words = ["pdftotext", option, "-", "-"]
                done = subprocess.run(words, input=data, capture_output=True, check=True)
                (folder / f"{name}{option}.txt").write_bytes(done.stdout)


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
