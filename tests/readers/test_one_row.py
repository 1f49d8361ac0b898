"""An input form is one row: a form that a test adds is known in every place that knows forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import gblint
from gblint import readers
from gblint.document import Document
from gblint.findings import Say
from gblint.readers import Form, ReadError, Source, read
from gblint.results import WriterOptions
from gblint.run import check_inputs, plan_for
from gblint.run.find_inputs import find_inputs
from gblint.run.plan import Overrides, PlannedFile
from gblint.writers import write_whole
from tests.tools.repository import FIXTURES

_MAGIC = b"MEMO 1\n"
_REPORT = FIXTURES / "footing-row" / "report.md"


def _read_memo(source: Source) -> Document:
    text = readers.get_form("text")
    assert text is not None
    document = text.read(Source(source.data.removeprefix(_MAGIC)))
    return Document("memo", document.blocks, lines=document.lines)


_MEMO = Form(
    key="memo",
    suffixes=(".memo",),
    magic=(_MAGIC,),
    mime="application/x-memo",
    name=Say("备忘录（.memo）", "a memo (.memo)"),
    read=_read_memo,
    seconds=3.0,
    keeps_tables=False,
    editor_lines=True,
)


@pytest.fixture(autouse=True)
def _one_more_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(readers, "KINDS", (*readers.KINDS, _MEMO))
    return iter(())


def _write_memo(name: str = "r.memo") -> Path:
    path = Path(name)
    path.write_bytes(_MAGIC + _REPORT.read_bytes())
    return path


def test_it_is_told_by_its_content_and_read() -> None:
    memo = _write_memo("报告.txt")
    assert gblint.check(memo).format == "memo"
    rules = [finding.rule for finding in gblint.check(memo).findings]
    assert "GB301" in rules
    assert rules.count("GB301") == [one.rule for one in gblint.check(_REPORT).findings].count(
        "GB301"
    )


def test_a_name_that_promises_it_or_another_is_told() -> None:
    (note, *_) = read("正文".encode(), "a.memo").notes
    assert note == (
        "文件名是 .memo，内容是纯文本，已按内容读取。",
        "The name says .memo, but this is plain text; it was read as that.",
    )
    (note, *_) = read(_MAGIC + "正文".encode(), "a.docx").notes
    assert note[0] == "文件名是 .docx，内容是备忘录（.memo），已按内容读取。"
    assert read(_MAGIC + "正文".encode(), "a.memo").notes == ()
    with pytest.raises(ReadError, match=r"文件名是 \.memo，内容却是XML"):
        read(b"<?xml version='1.0'?><a/>", "a.memo")


def test_folders_give_it() -> None:
    _write_memo()
    Path("b.other").touch()
    found = find_inputs(["."])
    assert [one.path for one in found.inputs] == ["r.memo"]
    assert [one.path for one in found.skipped] == ["b.other"]
    Path("empty").mkdir()
    (none,) = find_inputs(["empty"]).inputs
    assert none.failure is not None
    assert ".memo" in none.failure.zh


def test_a_run_knows_how_long_it_takes() -> None:
    plan = plan_for(Path.cwd(), Overrides())
    (input_,) = find_inputs([str(_write_memo())]).inputs
    assert PlannedFile(input_, plan, Overrides()).seconds == 3.0


def test_outputs_know_it() -> None:
    result = check_inputs(find_inputs([str(_write_memo())]).inputs, Overrides())
    (run,) = json.loads(write_whole("sarif", result, WriterOptions()))["runs"]
    assert run["artifacts"][0]["mimeType"] == "application/x-memo"
    assert "行）" in write_whole("text", result, WriterOptions())
