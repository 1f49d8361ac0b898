"""Files that LibreOffice converts: the same report in them says the same."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from gblint.document import Document
from gblint.readers import ReadError, read
from tests.builder import mutate
from tests.builder.cases import base, with_heading
from tests.builder.docx import Layout, docx
from tests.builder.office import converted
from tests.builder.plan import ReportPlan
from tests.lint import Linted, lint, told

FORMS = ("doc", "odt", "rtf", "fodt")

Files = Callable[[str], dict[str, bytes]]


def defective() -> ReportPlan:
    """A report with a wrong figure in table 2, a wrong one in table 3 and an old heading."""
    plan = mutate.figure(base(), table="applications", row="granted", column="legal", value=9)
    plan = mutate.figure(plan, table="review", row="review", column="total", value=99)
    return with_heading(plan, 5, heading="存在问题及改进情况")


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


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Gives the reports in a form, each form made once."""
    made: dict[str, dict[str, bytes]] = {}
    folder = tmp_path_factory.mktemp("office")

    def of(form: str) -> dict[str, bytes]:
        if form not in made:
            made[form] = converted(reports(), form, folder)
        return made[form]

    return of


def same(linted: Linted, original: Linted) -> None:
    """Same figures, same findings; only the lines may differ."""
    for table, reading in original.report.tables.items():
        cells = linted.report.tables[table].cells
        read_as = {key: (cell.value, cell.status) for key, cell in cells.items()}
        assert read_as == {key: (c.value, c.status) for key, c in reading.cells.items()}
    messages = [(f.rule, f.message) for f in linted.findings]
    assert messages == [(f.rule, f.message) for f in original.findings], told(linted.findings)


def _check(files: dict[str, bytes], *, name: str, form: str) -> Document:
    linted = lint(files[name], f"report.{form}")
    same(linted, lint(reports()[name]))
    document = linted.report.document
    assert document.format == form
    assert len(document.notes) == 1
    assert "LibreOffice" in document.notes[0][0]
    return document


@pytest.mark.parametrize("form", FORMS)
def test_a_report_with_faults(form: str, forms: Files) -> None:
    _check(forms(form), name="defective", form=form)


# What LibreOffice itself loses as it writes RTF: text boxes, and numbers like 一、 of headings.
_LOST = {("rtf", "boxed"), ("rtf", "numbered")}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["clean", "styled", "numbered", "nested", "boxed"])
def test_clean_reports(name: str, form: str, forms: Files) -> None:
    if (form, name) in _LOST:
        pytest.skip(f"NOT TESTED: LibreOffice does not write {name} reports as {form}")
    _check(forms(form), name=name, form=form)


def refused(data: bytes, name: str = "") -> str:
    with pytest.raises(ReadError) as caught:
        read(data, name)
    return caught.value.say.zh


def test_an_rtf_by_another_name(forms: Files) -> None:
    document = read(forms("rtf")["defective"], "年报.doc")
    assert document.format == "rtf"
    assert "文件名是 .doc，内容是RTF 文档" in document.notes[0][0]


def test_a_word_document_of_wps(forms: Files) -> None:
    document = read(forms("doc")["defective"], "年报.wps")
    assert [note for note, _ in document.notes if "文件名" in note] == []


def test_a_doc_with_a_password(forms: Files) -> None:
    data = forms("doc")["defective"]
    at = data.index(b"\xec\xa5")  # the first two bytes of a Word document
    flags = struct.unpack_from("<H", data, at + 10)[0] | 0x0100
    assert "密码" in refused(data[: at + 10] + struct.pack("<H", flags) + data[at + 12 :])


@pytest.mark.parametrize("part", [0.3, 0.9])
@pytest.mark.parametrize("form", ["doc", "odt"])
def test_cut_files(form: str, part: float, forms: Files) -> None:
    data = forms(form)["defective"]
    assert "损坏" in refused(data[: int(len(data) * part)], f"report.{form}")
