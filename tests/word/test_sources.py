"""Files of other forms, as the .docx that comments are written into."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import gblint
from gblint.readers import ReadError
from gblint.readers.office import share_office
from gblint.word.annotate import annotate
from gblint.word.places import open_as_docx
from tests.builder import mutate
from tests.builder.fixture_cases import base, with_heading
from tests.builder.write_docx import docx
from tests.tools.amount import some
from tests.tools.programs import converted
from tests.word.comment_schema import find_faults


@pytest.fixture(scope="module", autouse=True)
def _one_office() -> Iterator[None]:
    with share_office():
        yield


def test_a_word_file_is_taken_as_it_is() -> None:
    data = docx(base())
    assert open_as_docx(data, "report.doc") == (data, False)


@pytest.mark.gate
@pytest.mark.slow
@pytest.mark.parametrize("form", some(["doc", "odt", "rtf"], 2))
def test_what_libreoffice_converts_is_annotated_as_it_is_checked(form: str) -> None:
    plan = mutate.figure(base(), table="applications", row="new", column="natural", value=98765)
    files = {"report": docx(with_heading(plan, 2, heading="主动公开信息情况"))}
    (data,) = converted(files, form).values()
    source = open_as_docx(data, f"report.{form}")
    assert source.converted
    found = gblint.check(source.data, file_name="report.docx")
    there = gblint.check(data, file_name=f"report.{form}")
    assert [(one.rule, one.location) for one in found] == [
        (one.rule, one.location) for one in there
    ]
    done = annotate(source.data, found.findings, found.title, "zh")
    assert done.comments == len(found.findings)
    assert {*find_faults(done.data)} <= {*find_faults(source.data)}
    with pytest.raises(ReadError, match="另存为"):
        open_as_docx(data, f"report.{form}", convert=False)


@pytest.mark.parametrize(
    ("data", "name"), [(b"<html><body>x</body></html>", "a.html"), (b"text", "a.txt")]
)
def test_what_has_no_comments_is_told_where_to_go(data: bytes, name: str) -> None:
    with pytest.raises(ReadError) as told:
        open_as_docx(data, name)
    assert "--format html" in told.value.say.zh
    assert "--format html" in told.value.say.en


@pytest.mark.parametrize("data", [b"\x89PNG\r\n", b"Rar!\x1a\x07", b"PK\x03\x04"])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        open_as_docx(data, "report.docx")
