"""Files that LibreOffice converts: the same report in them says the same."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache

import pytest

from gblint.readers import Limits, ReadError, read
from gblint.readers.office import share_office
from gblint.readers.refusals import apply_limits
from tests.builder import mutate
from tests.builder.fixture_cases import base, with_heading
from tests.builder.report_plan import ReportPlan
from tests.builder.write_docx import Layout, docx
from tests.tools import programs
from tests.tools.amount import ALL, some
from tests.tools.lint import Linted, lint, told

FORMS = ("doc", "odt", "rtf", "fodt")


@pytest.fixture(scope="module", autouse=True)
def _one_office() -> Iterator[None]:
    """For all that gblint converts here; in test_office_hostile.py each file has its own."""
    with share_office():
        yield


PATIENT = Limits(convert_seconds=120)
"""Here LibreOffice starts on a machine that does much else; its time is tested elsewhere."""


def defective() -> ReportPlan:
    """A report with a wrong figure in table 2, a wrong one in table 3 and an old heading."""
    plan = mutate.figure(base(), table="applications", row="granted", column="legal", value=9)
    plan = mutate.figure(plan, table="review", row="review", column="total", value=99)
    return with_heading(plan, 5, heading="存在问题及改进情况")


@cache
def reports() -> dict[str, bytes]:
    """Reports without fault in several layouts, and one with faults."""
    return {
        "clean": docx(base(), layout=Layout(noise=True, split=True, seed=7)),
        "styled": docx(base(), layout=Layout(heading="style", title="style", breaks=True)),
        "numbered": docx(base(), layout=Layout(heading="numbered", title="break")),
        "nested": docx(base(), layout=Layout(nested="all", spans="empty")),
        "boxed": docx(base(), layout=Layout(title="text box")),
        "defective": docx(defective()),
    }


def _in(form: str) -> dict[str, bytes]:
    """The reports in a form."""
    return programs.converted(reports(), form)


@cache
def _original(name: str) -> Linted:
    return lint(reports()[name])


def same(linted: Linted, original: Linted) -> None:
    """Same figures, same findings; only the lines may differ."""
    for table, reading in original.report.tables.items():
        cells = linted.report.tables[table].cells
        read_as = {key: (cell.value, cell.status) for key, cell in cells.items()}
        assert read_as == {key: (c.value, c.status) for key, c in reading.cells.items()}
    messages = [(f.rule, f.message) for f in linted.findings]
    assert messages == [(f.rule, f.message) for f in original.findings], told(linted.findings)


@pytest.mark.slow
@pytest.mark.parametrize("form", some(FORMS, 2))
def test_a_report_with_faults(form: str) -> None:
    with apply_limits(PATIENT):
        linted = lint(_in(form)["defective"], f"report.{form}")
    same(linted, _original("defective"))
    document = linted.report.document
    assert document.format == form
    assert len(document.notes) == 1
    assert "LibreOffice" in document.notes[0][0]


# What LibreOffice itself loses as it writes RTF: text boxes, and numbers like 一、 of headings.
_LOST = {("rtf", "boxed"), ("rtf", "numbered")}


@pytest.mark.gate
@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS if ALL else ("rtf", "fodt"))
def test_clean_reports(form: str) -> None:
    """Read back all at once; the test above has gblint do it. Where not all is tried, DOC and ODT
    are left to tests/whole/test_forms.py.
    """
    for name, data in programs.back(_in(form), form).items():
        if (form, name) not in _LOST:
            same(lint(data), _original(name))


def refused(data: bytes, name: str = "") -> str:
    with pytest.raises(ReadError) as caught, apply_limits(PATIENT):
        read(data, name)
    return caught.value.say.zh


@pytest.mark.slow
def test_an_rtf_by_another_name() -> None:
    document = read(_in("rtf")["defective"], "年报.doc", PATIENT)
    assert document.format == "rtf"
    assert "文件名是 .doc，内容是RTF 文档" in document.notes[0][0]


@pytest.mark.slow
def test_a_word_document_of_wps() -> None:
    document = read(_in("doc")["defective"], "年报.wps", PATIENT)
    assert [note for note, _ in document.notes if "文件名" in note] == []


@pytest.mark.slow
def test_a_doc_with_a_password() -> None:
    data = _in("doc")["defective"]
    at = data.index(b"\xec\xa5")  # the first two bytes of a Word document
    flags = struct.unpack_from("<H", data, at + 10)[0] | 0x0100
    assert "密码" in refused(data[: at + 10] + struct.pack("<H", flags) + data[at + 12 :])


@pytest.mark.gate
@pytest.mark.slow
@pytest.mark.parametrize("part", [0.3, 0.9])
@pytest.mark.parametrize("form", ["doc", "odt"])
def test_cut_files(form: str, part: float) -> None:
    data = _in(form)["defective"]
    assert "损坏" in refused(data[: int(len(data) * part)], f"report.{form}")
