"""Which rules are in force, and which findings comments suppress (`gblint: ignore GB501 …`)."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

import gblint
from gblint.checks import load
from gblint.findings import Finding, Location, Say
from gblint.results import FileResult, RunResult, Suppressed, WriterOptions
from gblint.selection import Wanted, match_rules, select_rules
from gblint.writers import WRITERS, write_whole
from tests.builder import mutate
from tests.builder.fixture_cases import base, with_prose
from tests.builder.report_plan import ReportPlan
from tests.builder.write_docx import docx
from tests.builder.write_html import render_html
from tests.builder.write_text import Shape, text
from tests.tools.lint import PACK

_SKIPS = "一是更新慢，已通报；三是培训少，已补课。"


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
    result = _checked(
        "<!-- gblint: ignore GB701 原文如此 -->", "一是更新慢，已通报；二是培训少，已补课。"
    )
    (told,) = result.findings
    assert (told.rule, told.values["rules"]) == ("GB904", ("GB701",))


def test_a_comment_elsewhere_suppresses_nothing() -> None:
    result = _checked(_SKIPS, "<!-- gblint: ignore GB701 原文如此 -->", "下一段。")
    assert sorted(_rules(result)) == ["GB701", "GB904"]


def test_a_comment_on_a_rule_that_is_not_selected_is_not_idle() -> None:
    result = _checked("<!-- gblint: ignore GB701 原文如此 -->", _SKIPS, select=("GB3",))
    assert (_rules(result), result.suppressed) == ([], ())


def test_what_waits_for_a_suppressed_finding_is_told() -> None:
    plan = replace(base(), written={("applications", "granted", "natural"): "十余件"})
    whole = text(plan, shape=Shape("pipes")).decode()
    comment = "<!-- gblint: ignore-file GB206 扫描件如此 -->\n\n"
    result = gblint.check((whole + "\n\n" + comment).encode(), file_name="report.md")
    assert _rules(result) == []
    assert [one.finding.rule for one in result.suppressed] == ["GB206"]
    assert any("GB302" in note.zh for note in result.notes)


def test_comments_of_pages_and_word_files(tmp_path: Path) -> None:
    plan = with_prose(base(), 5, _SKIPS)
    page = render_html(plan, style="bare").decode()
    marked = page.replace("已补课。", "已补课。<!-- gblint: ignore GB701 原文如此 -->")
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
    (story,) = gblint.check(docx(wrong), file_name="a.docx")
    assert [story.rule, *(one.rule for one in story.also)] == ["GB301", "GB303"]
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
    from gblint.run import check_inputs
    from gblint.run.find_inputs import collect_inputs
    from gblint.run.plan import Overrides

    (tmp_path / "gblint.toml").write_text(
        '[[per-file-ignores]]\nfiles = ["a.md"]\nrules = ["GB701", "GB3"]\nreason = "已公布"\n'
        '[[per-file-ignores]]\nfiles = ["*.md"]\nrules = ["GB1"]\nreason = "已公布"\n',
        "utf-8",
    )
    (tmp_path / "a.md").write_bytes(text(with_prose(base(), 5, _SKIPS), shape=Shape("pipes")))
    (file,) = check_inputs(collect_inputs([str(tmp_path / "a.md")]), Overrides()).files
    assert _rules(file) == []
    assert file.ignored == ("GB701",)
    (note,) = [note.zh for note in file.notes if "忽略的" in note.zh]
    assert "GB3 " in note
    assert "GB701" not in note


def test_writers_tell_what_is_suppressed() -> None:
    file = _checked("<!-- gblint: ignore GB701 原文如此 -->", _SKIPS)
    result = RunResult((file,), {}, 0)
    assert "另按批注忽略 1 处" in write_whole("text", result, WriterOptions())
    assert "1 suppressed" in write_whole("text", result, WriterOptions(lang="en"))
    data = json.loads(write_whole("json", result, WriterOptions()))
    assert data["summary"]["suppressed"] == 1
    (told,) = data["files"][0]["suppressed"]
    assert (told["rule"], told["reason"]) == ("GB701", "原文如此")
    (one,) = json.loads(write_whole("sarif", result, WriterOptions()))["runs"][0]["results"]
    (why,) = one["suppressions"]
    assert (why["kind"], why["justification"]) == ("inSource", "原文如此")
    region = why["location"]["physicalLocation"]["region"]
    assert region == {"startLine": file.suppressed[0].line}


def _with_identity(comment: str) -> FileResult:
    prose = "申请人身份证号11010519491231002X。一是更新慢，已通报；三是培训少，已补课。"
    return _checked(comment, prose)


@pytest.mark.parametrize(
    ("comment", "idle"),
    [
        ("<!-- gblint: ignore GB704 本人同意公开 -->", False),
        ("<!-- gblint: ignore GB70 本人同意公开 -->", False),
        ("<!-- gblint: ignore-file GB7 GB704 本人同意公开 -->", False),
        ("<!-- gblint: ignore-file GB1 GB7 本人同意公开 -->", True),
    ],
)
def test_personal_data_is_not_suppressed_from_within(comment: str, idle: bool) -> None:
    result = _with_identity(comment)
    assert "GB704" in _rules(result)
    assert "GB704" not in [one.finding.rule for one in result.suppressed]
    refused = [one for one in result if one.rule == "GB904" and "不能用批注忽略" in one.message.zh]
    assert [one.values["rules"] for one in refused] == [("GB704",)]
    # what else the comment names, it suppresses
    assert ("GB701" in _rules(result)) == ("GB704 " in comment and "GB7 " not in comment)
    assert any("没有问题" in one.message.zh for one in result) == idle


def test_a_comment_on_personal_data_is_refused_though_there_is_none() -> None:
    result = _checked(
        "<!-- gblint: ignore GB704 本人同意公开 -->", "一是更新慢，已通报；二是培训少，已补课。"
    )
    (told,) = result.findings
    assert (told.rule, told.values["rules"]) == ("GB904", ("GB704",))
    assert "不能用批注忽略" in told.message.zh


def test_what_cannot_be_read_is_not_suppressed_from_within() -> None:
    data = "<!-- gblint: ignore-file GB9 我知道 -->\n\n会议通知\n".encode()
    result = gblint.check(data, file_name="a.md")
    assert "GB902" in _rules(result)
    assert result.suppressed == ()


def test_every_national_pack_keeps_personal_data_and_input_from_comments() -> None:
    from gblint.checks import load
    from gblint.checks.personal import PersonalCheck
    from gblint.packs import list_built_in

    for name in list_built_in():
        for rule in load(name).rules:
            lasting = rule.id.startswith("GB9") or isinstance(rule.check, PersonalCheck)
            assert rule.suppressible != lasting, f"{name}: {rule.id}"


def test_comments_can_be_disregarded() -> None:
    comments = "<!-- gblint: ignore GB701 原文如此 -->", "<!-- gblint: ignore GB703 -->"
    data = text(with_prose(base(), 5, comments[0], _SKIPS, comments[1]), shape=Shape("pipes"))
    heeded = gblint.check(data, file_name="report.md")
    assert sorted(_rules(heeded)) == ["GB904"]
    result = gblint.check(data, file_name="report.md", suppressions=False)
    assert _rules(result) == ["GB701"]
    assert (result.suppressed, result.disregarded) == ((), 2)


def test_what_a_setting_leaves_out_is_kept_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "gblint.toml").write_text(
        'severity = {GB701 = "note"}\nno-suppressions = true\n'
        '[[per-file-ignores]]\nfiles = ["a.md"]\nrules = ["GB701"]\nreason = "已公布"\n',
        "utf-8",
    )
    shape = Shape("pipes")
    comment = "<!-- gblint: ignore GB701 原文如此 -->"
    (tmp_path / "a.md").write_bytes(text(with_prose(base(), 5, comment, _SKIPS), shape=shape))
    file = gblint.check(tmp_path / "a.md", config=True)
    assert _rules(file) == []
    (one,) = file.left_out
    assert (one.finding.rule, one.finding.severity, one.reason) == ("GB701", "note", "已公布")
    assert file.disregarded == 1


def test_what_both_suppress_is_seen_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "gblint.toml").write_text(
        '[[per-file-ignores]]\nfiles = ["a.md"]\nrules = ["GB701"]\nreason = "已公布"\n', "utf-8"
    )
    comment = "<!-- gblint: ignore GB701 原文如此 -->"
    data = text(with_prose(base(), 5, comment, _SKIPS), shape=Shape("pipes"))
    (tmp_path / "a.md").write_bytes(data)
    file = gblint.check(tmp_path / "a.md", config=True)
    assert _rules(file) == []
    assert [one.finding.rule for one in (*file.suppressed, *file.left_out)] == ["GB701"]


@pytest.mark.parametrize("form", WRITERS)
def test_every_format_lists_what_is_suppressed_on_request(form: str) -> None:
    file = _checked("<!-- gblint: ignore GB701 原文如此 -->", _SKIPS)
    left = Suppressed(file.suppressed[0].finding, "已公布")
    file = msgspec.structs.replace(file, left_out=(left,))
    run = RunResult((file,), {}, 0)
    shown = write_whole(form, run, WriterOptions(suppressed=True))
    assert "序号跳号" in shown
    assert "原文如此" in shown
    assert "已公布" in shown
    plain = write_whole(form, run, WriterOptions())
    assert ("序号跳号" in plain) == (form in ("json", "sarif"))
    if form in ("text", "concise"):
        assert "另按批注忽略 1 处；另按设置忽略 1 处" in plain
        assert "第" in shown.split("原文如此")[0].splitlines()[-1]


def _finding(rule: str, *unchecked: str) -> Finding:
    return Finding(rule, "error", Say("…"), Location(), Say(""), Say(""), unchecked=unchecked)


def test_the_longer_word_counts() -> None:
    pack = load(PACK)
    chosen = select_rules(pack, Wanted(select=("GB3", "GB105"), ignore=("GB30", "GB1")))
    rules = {rule for rule in chosen.rules if not rule.startswith("GB9")}
    assert rules == {"GB105"}
    chosen = select_rules(pack, Wanted(severity={"GB3": "note", "GB301": "warning"}))
    assert chosen.known["GB301"].severity == "warning"
    assert chosen.known["GB302"].severity == "note"
    assert chosen.rules == chosen.known.keys()
    assert match_rules(pack, ["GB30", "GB101"]) == {
        "GB101",
        *(f"GB30{number}" for number in range(1, 7)),
    }


def test_what_could_not_be_evaluated_is_told() -> None:
    pack = load(PACK)
    cause = _finding("GB206", "GB301")
    selected = select_rules(pack, Wanted(select=("GB301",)))
    assert selected.apply([cause, _finding("GB206", "GB302")]) == ((cause,), ())
    ignored = select_rules(pack, Wanted(ignore=("GB206",)))
    findings, remarks = ignored.apply([cause, _finding("GB206")])
    assert findings == ()
    assert [remark.zh[:10] for remark in remarks] == ["未能核对 GB301"]
    both = select_rules(pack, Wanted(ignore=("GB206", "GB301")))
    assert both.apply([cause]) == ((), ())
    plain = select_rules(pack, Wanted())
    assert plain.apply([cause], ignored=frozenset({"GB206", "GB301"})) == ((), ())
