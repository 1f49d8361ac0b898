"""Reports for the benchmark of batches: a few dozen, varied by organ and figures, in every form."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from gblint.readers import office
from tests.builder import mutate
from tests.builder.balanced_figures import balanced
from tests.builder.report_plan import Content, ReportPlan, Writing, report
from tests.builder.write_docx import Layout, docx
from tests.builder.write_html import STYLES, render_html, render_mhtml
from tests.builder.write_text import Shape, text
from tests.tools.conversion import converted

_PDF = Path(__file__).parents[1] / "fixtures" / "pdf-clean" / "report.pdf"
_PLANS = 50
_FAULTY_EVERY = 3

Make = Callable[[int], bytes]
"""The report of a number in a form; other numbers give other bytes."""


def plan(number: int) -> ReportPlan:
    """One of `_PLANS` reports, of an organ with that number. Every third does not add up."""
    kind = number % _PLANS
    contents = Content(contact=kind % 2, listing=kind % 4, signed=kind % 5 == 0)
    organ = f"示例市第{number}街道办事处"
    figures = balanced(seed=kind, largest=9 + 10 * kind, filled=0.3)
    made = report(organ, figures=figures, content=contents)
    if kind % _FAULTY_EVERY:
        return made
    spot = {"table": "applications", "row": "total", "column": "natural"}
    return mutate.figure(made, **spot, value=7000 + kind)


def _docx(number: int) -> bytes:
    kind = number % _PLANS
    layout = Layout(noise=kind % 2 == 0, split=kind % 3 == 0, seed=kind)
    return docx(plan(number), writing=Writing(seed=kind), layout=layout)


def _text(number: int) -> bytes:
    shape = Shape(tables="pipes" if number % 2 else "tab cells")
    return text(plan(number), shape=shape)


def _html(number: int) -> bytes:
    return render_html(plan(number), style=STYLES[number % len(STYLES)])


def _mhtml(number: int) -> bytes:
    return render_mhtml(plan(number), style=STYLES[number % len(STYLES)])


def _pdf(number: int) -> bytes:
    return _PDF.read_bytes() + f"%{number}\n".encode()


def _markdown(number: int) -> bytes:
    return text(plan(number), shape=Shape("pipes", marked=True))


_CONVERTED = ("doc", "rtf", "odt")


@cache
def _convert(form: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return converted({"report": docx(plan(1))}, form, Path(folder))["report"]


def forms() -> Mapping[str, Make]:
    """The forms by suffix; those that LibreOffice converts only where it is."""
    made: dict[str, Make] = {
        "docx": _docx,
        "txt": _text,
        "md": _markdown,
        "html": _html,
        "mhtml": _mhtml,
        "pdf": _pdf,
    }
    if office.find_soffice():
        made |= {form: lambda _, form=form: _convert(form) for form in _CONVERTED}  # type: ignore[misc]
    return made


def fill(folder: Path, form: str, *, numbers: range) -> None:
    """Write the reports of some numbers in a form, into a folder that may be there."""
    folder.mkdir(parents=True, exist_ok=True)
    make = forms()[form]
    for number in numbers:
        (folder / f"{number:05}.{form}").write_bytes(make(number))
