"""Findings that comments in a document suppress: `gblint: ignore GB501 <reason>`."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

import gblint
from gblint.results import FileResult, RunResult, WriterOptions
from gblint.writers import whole
from tests.builder import mutate
from tests.builder.cases import base, with_prose
from tests.builder.docx import docx
from tests.builder.html import render_html
from tests.builder.plan import ReportPlan
from tests.builder.text import Shape, text

_SKIPS = "一是更新慢；三是培训少。"


def _checked(*prose: str, select: tuple[str, ...] = ()) -> FileResult:
    data = text(with_prose(base(), 5, *prose), shape=Shape("pipes"))
    return gblint.check(data, file_name="report.md", select=select)


def _rules(result: FileResult) -> list[str]:
    return [finding.rule for finding in result]


@pytest.mark.parametrize(
    "comment",
    [
        "gblint: ignore GB701 原文如此",
        "gblint：ignore GB701，引自上级文件",
        "GBLINT: Ignore gb701 quoted as it was",
        "gblint: ignore GB702 GB701 原文如此",
        "gblint: ignore GB7 原文如此",
        "gblint: ignore-file GB701 全文引用",
    ],
)
def test_a_finding_is_suppressed_with_its_reason(comment: str) -> None:
    result = (
        _checked(f"<!-- {comment} -->", "开头。", _SKIPS)
        if "file" in comment
        else _checked(f"<!-- {comment} -->", _SKIPS)
    )
    assert "GB701" not in _rules(result)
    (one,) = result.suppressed
    assert one.finding.rule == "GB701"
    assert one.reason in comment
    idle = [f for f in result if f.rule == "GB904"]
    assert len(idle) == ("GB702" in comment)


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("gblint: ignore GB701", "没有写理由"),
        ("gblint: ignore GB701  。", "没有写理由"),
        ("gblint: ignore 理由在此", "没有写明规则编号"),
        ("gblint: ignore GB799 理由", "GB799"),
        ("gblint: igonre GB701 理由", "看不懂"),
        ("gblint ignore GB701 理由", "看不懂"),
    ],
)
def test_a_comment_that_cannot_be_used_is_refused(comment: str, says: str) -> None:
    result = _checked(f"<!-- {comment} -->", _SKIPS)
    assert "GB701" in _rules(result)
    (told,) = [finding for finding in result if finding.rule == "GB904"]
    assert says in told.message.zh
    assert result.suppressed == ()


def test_a_comment_that_suppresses_nothing_is_told() -> None:
    result = _checked("<!-- gblint: ignore GB701 原文如此 -->", "一是更新慢；二是培训少。")
    (told,) = result.findings
    assert (told.rule, told.values["rules"]) == ("GB904", ("GB701",))


def test_a_comment_elsewhere_suppresses_nothing() -> None:
    result = _checked(_SKIPS, "<!-- gblint: ignore GB701 原文如此 -->", "下一段。")
    assert sorted(_rules(result)) == ["GB701", "GB904"]


def test_a_comment_on_a_rule_that_is_not_selected_is_not_idle() -> None:
    result = _checked("<!-- gblint: ignore GB701 原文如此 -->", _SKIPS, select=("GB3",))
    assert (_rules(result), result.suppressed) == ([], ())


def test_what_waits_for_a_suppressed_finding_is_told() -> None:
    plan = replace(base(), written={("applications", "granted", "natural"): "十九"})
    whole = text(plan, shape=Shape("pipes")).decode()
    comment = "<!-- gblint: ignore-file GB206 扫描件如此 -->\n\n"
    result = gblint.check((whole + "\n\n" + comment).encode(), file_name="report.md")
    assert _rules(result) == []
    assert [one.finding.rule for one in result.suppressed] == ["GB206"]
    assert any("GB302" in note.zh for note in result.notes)


def test_comments_of_pages_and_word_files(tmp_path: Path) -> None:
    plan = with_prose(base(), 5, _SKIPS)
    page = render_html(plan, style="bare").decode()
    marked = page.replace("三是培训少。", "三是培训少。<!-- gblint: ignore GB701 原文如此 -->")
    result = gblint.check(marked.encode(), file_name="report.html")
    assert _rules(result) == []
    assert [one.reason for one in result.suppressed] == ["原文如此"]

    from docx import Document as Word

    word = Word(io.BytesIO(docx(plan)))
    (paragraph,) = [one for one in word.paragraphs if one.text == _SKIPS]
    word.add_comment(paragraph.runs, text="gblint: ignore GB701 原文如此", author="校对")
    word.save(str(tmp_path / "report.docx"))
    result = gblint.check(tmp_path / "report.docx")
    assert _rules(result) == []
    assert [one.reason for one in result.suppressed] == ["原文如此"]


def _with_comment_on(plan: ReportPlan, text: str, folder: Path, *, rules: str) -> FileResult:
    """The findings of a Word file with a comment on the first cell that has just this text."""
    from docx import Document as Word

    word = Word(io.BytesIO(docx(plan)))
    cells = (cell for table in word.tables for row in table.rows for cell in row.cells)
    cell = next(cell for cell in cells if cell.text.strip() == text)
    word.add_comment(
        cell.paragraphs[0].runs, text=f"gblint: ignore {rules} 台账待查", author="校对"
    )
    word.save(str(folder / "report.docx"))
    return gblint.check(folder / "report.docx")


def test_a_comment_on_a_cell_of_word_holds_for_the_footings_that_it_takes_part_in(
    tmp_path: Path,
) -> None:
    wrong = mutate.figure(base(), table="applications", row="new", column="natural", value=98765)
    assert _rules(gblint.check(docx(wrong), file_name="a.docx")) == ["GB301", "GB303"]
    result = _with_comment_on(wrong, "98765", tmp_path, rules="GB3")
    assert _rules(result) == []
    assert [one.finding.rule for one in result.suppressed] == ["GB301", "GB303"]
    other = mutate.figure(wrong, table="applications", row="total", column="legal", value=54321)
    left = _rules(_with_comment_on(other, "98765", tmp_path, rules="GB3"))
    assert "GB301" in left
    assert "GB904" not in left


def test_a_comment_on_a_cell_of_word_holds_for_that_cell(tmp_path: Path) -> None:
    plan = replace(base(), written={("applications", "granted", "natural"): "十九x"})
    result = _with_comment_on(plan, "十九x", tmp_path, rules="GB206")
    assert [one.finding.rule for one in result.suppressed] == ["GB206"]


def test_a_setting_that_ignores_in_vain_is_told(tmp_path: Path) -> None:
    from gblint.run import Overrides, check_inputs, collect

    (tmp_path / "gblint.toml").write_text(
        '[[per-file-ignores]]\nfiles = ["a.md"]\nrules = ["GB701", "GB3"]\nreason = "已公布"\n'
        '[[per-file-ignores]]\nfiles = ["*.md"]\nrules = ["GB1"]\nreason = "已公布"\n',
        "utf-8",
    )
    (tmp_path / "a.md").write_bytes(text(with_prose(base(), 5, _SKIPS), shape=Shape("pipes")))
    (file,) = check_inputs(collect([str(tmp_path / "a.md")]), Overrides()).files
    assert _rules(file) == []
    assert file.ignored == ("GB701",)
    (note,) = [note.zh for note in file.notes if "忽略的" in note.zh]
    assert "GB3 " in note
    assert "GB701" not in note


def test_writers_tell_what_is_suppressed() -> None:
    file = _checked("<!-- gblint: ignore GB701 原文如此 -->", _SKIPS)
    result = RunResult((file,), {}, 0)
    assert "另按批注忽略 1 处" in whole("text", result, WriterOptions())
    assert "1 suppressed" in whole("text", result, WriterOptions(lang="en"))
    data = json.loads(whole("json", result, WriterOptions()))
    assert data["summary"]["suppressed"] == 1
    (told,) = data["files"][0]["suppressed"]
    assert (told["rule"], told["reason"]) == ("GB701", "原文如此")
    (one,) = json.loads(whole("sarif", result, WriterOptions()))["runs"][0]["results"]
    assert one["suppressions"] == [{"kind": "inSource", "justification": "原文如此"}]
