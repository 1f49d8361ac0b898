"""The text format: what a drafter reads."""

from __future__ import annotations

import re
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.findings import Entry, Finding, Footing, Location, Say, Severity
from gblint.results import FileResult, RunResult
from gblint.writers.text import Layout
from tests.writers.samples import (
    ABSENT,
    ALL,
    CLEAN,
    FAILED,
    LONG,
    MIXTURES,
    UNBALANCED,
    UNREADABLE,
    WRONG,
    in_text,
    result,
)

_SGR = re.compile("\x1b\\[[0-9;]*m")


def one(*findings: Finding, path: str = "report.docx") -> RunResult:
    file = FileResult(path, "docx", "gbh-2021-30", "示例市2023年年度报告", findings=findings)
    return result(file)


def test_a_footing() -> None:
    assert in_text(one(UNBALANCED)) == (
        "report.docx\n"
        "示例市2023年年度报告 · gbh-2021-30\n"
        f"{'─' * 80}\n"
        "错误 GB301 表2“（一）予以公开”行不平：自然人 420 + 商业企业 35 + 法律服务机构 6\n"
        "     （其余为0）= 461，总计 443，相差 18。很可能是“自然人”列有误，应为 402。\n"
        "     位置：三、收到和处理政府信息公开申请情况 › 表2 › 行“（一）予以公开”\n"
        "       自然人         420  ← 疑为此数有误\n"
        "     + 商业企业        35\n"
        "     + 法律服务机构     6\n"
        "       其余 3 项为 0\n"
        "     = 合计           461\n"
        "     ────────────────────\n"
        "       总计           443\n"
        "     ────────────────────\n"
        "       上面比下面多    18\n"
        "     依据：国办公开办函〔2021〕30号附件，表2\n"
        "     改法：对照台账核对该行各数，改正填错的一个。\n"
        "\n"
        "共 1 个文件：1 处错误。\n"
        "查看规则的依据、理由和示例：gblint explain GB301\n"
    )


def test_an_absent_section_in_a_narrow_terminal() -> None:
    assert in_text(one(ABSENT), width=60, quiet=True) == (
        "report.docx\n"
        "示例市2023年年度报告 · gbh-2021-30\n"
        f"{'─' * 60}\n"
        "错误 GB101 缺少第五部分“存在的主要问题及改进情况”。\n"
        "     位置：五、存在的主要问题及改进情况\n"
        "     依据：国办公开办函〔2021〕30号，第一部分\n"
        "     改法：在第四部分之后补写第五部分，标题写作“五、存在的主\n"
        "           要问题及改进情况”，内容应当具体，不得与往年雷同。\n"
    )


def test_in_english() -> None:
    told = in_text(one(UNREADABLE), lang="en")
    assert told.splitlines()[3:] == [
        'error   GB206 Table 2, row "No such information", column "Natural persons" holds',
        '        "238件", not a figure.',
        '        where: Section 3 (Applications received) › Table 2 › row "No such',
        '               information" › column "Natural persons"',
        "        basis: Notice No. 30 of 2021, part one",
        "        fix:   Write 238 alone.",
        "        not checked because of this: GB301, GB302",
        "",
        "1 file: 1 error.",
        "What a rule asks, and why: gblint explain GB206",
    ]


def test_a_footing_of_two_sides_with_decimals_and_nothing_but_zeros() -> None:
    footing = Footing(
        left=(Entry(Say("甲"), 936), Entry(Say("乙"), 24)),
        right=tuple(Entry(Say(f"第{n}项"), 0) for n in range(5)),
        left_sum=960,
        right_sum=0,
    )
    lines = in_text(one(msgspec.structs.replace(UNBALANCED, footing=footing))).splitlines()
    assert lines[6:14] == [
        "       甲            936",
        "     + 乙             24",
        "     = 合计          960",
        "     ───────────────────",
        "       5 项均为 0",
        "     = 合计            0",
        "     ───────────────────",
        "       上面比下面多  960",
    ]


def test_a_zero_is_listed_where_it_is_the_only_one_or_the_culprit() -> None:
    values = (3, 0, 5, 7)
    entries = tuple(
        Entry(Say(f"第{n}项"), value, sign="-" if n == 3 else "+") for n, value in enumerate(values)
    )
    total = (Entry(Say("总数"), 9),)
    told = in_text(one(msgspec.structs.replace(UNBALANCED, footing=Footing(entries, total, 1, 9))))
    assert "+ 第1项         0\n" in told
    assert "- 第3项         7\n" in told
    assert "上面比下面少  8\n" in told
    zeros = (*(Entry(Say("零"), 0) for _ in range(4)), Entry(Say("该填"), 0, culprit=True))
    told = in_text(one(msgspec.structs.replace(UNBALANCED, footing=Footing(zeros, total, 0, 9))))
    assert "该填           0  ← 疑为此数有误\n" in told
    assert "其余 4 项为 0\n" in told


def test_the_text_around_is_quoted_unless_it_is_known() -> None:
    told = in_text(one(LONG))
    assert "     原文：2023年，示例市政府办公室认真贯彻落实" in told
    assert "…\n" in told
    assert "结转下年度" not in told
    assert "原文" not in in_text(one(UNREADABLE))
    assert "原文" not in in_text(
        one(msgspec.structs.replace(LONG, message=Say(LONG.location.text)))
    )


def test_lines_and_pages_that_a_reader_can_look_up() -> None:
    def where(format_name: str, page: int | None) -> str:
        place = msgspec.structs.replace(ABSENT.location, page=page)
        finding = msgspec.structs.replace(ABSENT, location=place)
        file = FileResult("report", format_name, findings=(finding,))
        return next(line for line in in_text(result(file)).splitlines() if "位置" in line)

    assert where("docx", None).endswith("改进情况")
    assert where("text", None).endswith("（第 61 行）")
    assert where("pdf", 3).endswith("（第 3 页）")


def test_clean_and_unreadable_files() -> None:
    assert in_text(result(CLEAN, CLEAN)) == (
        "✔ clean.txt  未发现问题\n✔ clean.txt  未发现问题\n\n共 2 个文件：未发现问题。\n"
    )
    told = in_text(result(CLEAN, FAILED))
    assert "✔ clean.txt  未发现问题\n\ndamaged.docx\n───" in told
    assert "错误 GB901 文件无法读取" in told
    assert told.splitlines()[-2] == "共 2 个文件：1 个文件无法读取。"


def test_a_failure_without_finding_is_said_all_the_same() -> None:
    file = msgspec.structs.replace(FAILED, findings=())
    told = in_text(result(file), quiet=True)
    assert "错误 文件无法读取：已损坏，不是完整的 docx\n" in told
    assert in_text(result(file)).endswith("共 1 个文件：1 个文件无法读取。\n")


def test_no_file_is_no_silent_success() -> None:
    assert in_text(result()) == "没有检查任何文件。\n"


def test_quiet_leaves_the_findings_alone() -> None:
    told = in_text(ALL, quiet=True)
    assert "clean.txt" not in told
    assert "说明：" not in told
    assert "共 3 个文件" not in told
    assert [line[:8] for line in told.splitlines() if line[:2] in ("错误", "警告", "提示")] == [
        f"{word} {rule}"
        for word, rule in (
            ("提示", "GB406"),
            ("警告", "GB104"),
            ("错误", "GB301"),
            ("错误", "GB206"),
            ("错误", "GB101"),
            ("错误", "GB901"),
        )
    ]
    assert in_text(result(CLEAN), quiet=True) == ""


def test_remarks_on_how_a_file_was_read() -> None:
    assert "\n说明：文中有未接受的修订，按接受后的文字检查。\n───" in in_text(ALL)
    clean = msgspec.structs.replace(CLEAN, notes=WRONG.notes)
    assert in_text(result(clean)).splitlines()[1].startswith("  说明：文中有未接受的修订")


def test_statistics_count_by_rule() -> None:
    file = msgspec.structs.replace(WRONG, findings=(ABSENT, *[UNBALANCED] * 11, UNREADABLE))
    assert (
        "\n各规则的发现数：\n  11 处  1 个文件  GB301  各类申请人之和不等于总计\n"
        "   1 处  1 个文件  GB101  缺少章节\n" in in_text(result(file), statistics=True)
    )
    assert "各规则" not in in_text(result(CLEAN), statistics=True)


def test_colours_change_nothing_else() -> None:
    coloured = in_text(ALL, color=True, statistics=True)
    assert "\x1b[" in coloured
    assert _SGR.sub("", coloured) == in_text(ALL, statistics=True)
    assert "\x1b[" not in in_text(ALL)
    for line in coloured.splitlines():
        assert line.count("\x1b[") == 2 * line.count("\x1b[0m")


def test_the_culprit_and_the_severity_stand_out() -> None:
    coloured = in_text(one(UNBALANCED), color=True)
    assert "\x1b[1;38;5;160m错误\x1b[0m \x1b[1mGB301\x1b[0m 表2" in coloured
    assert "\x1b[1;38;5;160m  自然人         420  ← 疑为此数有误\x1b[0m" in coloured


def test_a_console_in_code_page_936() -> None:
    told = in_text(ALL, unicode=False, statistics=True)
    told.encode("gbk")
    assert "√ clean.txt" in told
    assert "申请情况 > 表2 > 行" in told
    rare = msgspec.structs.replace(ABSENT, message=Say("𠮷县 – 缺"))
    assert r"GB101 \U00020bb7县 - 缺" in in_text(one(rare), unicode=False)


def test_a_document_cannot_steer_the_terminal() -> None:
    place = Location(text="\x1b]0;x\x07文字", where=Say("某处\x1b[2J"))
    told = in_text(one(msgspec.structs.replace(LONG, location=place), path="a\x1b[31m.docx"))
    assert not set(told) & set("\x1b\x07")


_says = MIXTURES.map(Say)
_entries = st.lists(
    st.builds(Entry, _says, st.integers(-9, 10**9), culprit=st.booleans()), min_size=1, max_size=9
).map(tuple)
_severities: st.SearchStrategy[Severity] = st.sampled_from(["error", "warning", "note"])
_findings = st.builds(
    Finding,
    st.sampled_from(["GB101", "GB301"]),
    _severities,
    _says,
    st.builds(Location, text=MIXTURES, where=_says),
    _says,
    _says,
    footing=st.none()
    | st.builds(Footing, _entries, _entries, st.integers(0, 99), st.integers(0, 99)),
    unchecked=st.just(("GB301", "GB302")),
)


@given(st.lists(_findings, max_size=3), st.integers(60, 140), st.booleans(), st.booleans())
def test_no_line_is_wider_than_the_terminal(
    findings: list[Finding], width: int, unicode: bool, english: bool
) -> None:
    told = in_text(
        one(*findings),
        width=width,
        unicode=unicode,
        lang="en" if english else "zh",
        statistics=True,
    )
    layout = Layout(wide_marks=not unicode)
    wide = [line for line in told.splitlines() if layout.count_cells(line) > width]
    assert all(len(layout.wrap(line.strip(), 1)) <= 2 for line in wide), wide


@pytest.mark.parametrize("width", [0, 20, 1000])
def test_any_width_will_do(width: int) -> None:
    longest = max(map(Layout().count_cells, in_text(ALL, width=width).splitlines()))
    assert longest <= (120 if width == 1000 else 60)


def test_a_writer_is_imported_when_it_is_called() -> None:
    code = (
        "import sys, gblint.writers as w; from gblint.results import *; "
        "assert not [m for m in sys.modules if m.startswith('gblint.writers.')]; "
        "w.write_whole('text', RunResult((), {}, 0), WriterOptions()); "
        "assert not {'json', 'yaml', 'rich', 'gblint.writers.sarif'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
