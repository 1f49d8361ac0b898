"""What a long run comes to stands on its last screen."""

from __future__ import annotations

import msgspec
import pytest

from gblint.findings import Finding, Say
from gblint.results import (
    FileResult,
    OrganCase,
    OrganState,
    ReportedOrgans,
)
from tests.writers.samples import ABSENT, CLEAN, MISSPELT, UNBALANCED, UNREADABLE, in_text, result


def _file(path: str, *findings: Finding, organ: str = "示例市") -> FileResult:
    return FileResult(path, "docx", "gbh-2021-30", organ=organ, findings=findings)


def test_of_one_report_the_gravest_come_first() -> None:
    told = in_text(result(_file("a.docx", MISSPELT, ABSENT, UNREADABLE, UNBALANCED)))
    assert told.partition("一览（先重后轻）：\n")[2] == (
        "错误 GB101 缺少第五部分“存在的主要问题及改进情况”。\n"
        "错误 GB206 表2“（四）无法提供1.本机关不掌握相关政府信息”行“自然人”列写的是“238…\n"
        "错误 GB301 表2“（一）予以公开”行不平：自然人 420 + 商业企业 35 + 法律服务机构 6…\n"
        "警告 GB104 标题写作“二、主动公开政府信息的情况”，格式要求“主动公开政府信息情况”…\n"
        "\n"
        "共 1 个文件：3 处错误，1 处警告。\n"
        "1 项可用 gblint fix 改正。\n"
        "查看规则的依据、理由和示例：gblint explain GB101\n"
    )


def test_of_very_many_findings_the_first_are_listed() -> None:
    told = in_text(result(_file("a.docx", *[UNBALANCED] * 50)), lang="en")
    listed = told.partition("At a glance, gravest first:\n")[2].splitlines()
    assert listed[19].startswith("error")
    assert listed[20] == "  30 more above."


def test_what_fills_no_screen_has_no_overview() -> None:
    assert "一览" not in in_text(result(_file("a.docx", MISSPELT, ABSENT, UNREADABLE)))
    many = [_file(f"{n}.docx", ABSENT) for n in range(3)]
    assert "最多" not in in_text(result(*many, CLEAN))
    assert "一览" not in in_text(result(_file("a.docx", *[ABSENT] * 9)), quiet=True)


def test_of_many_reports_the_worst_and_the_commonest_rules_are_told() -> None:
    files = [
        _file("county/x.docx", *[MISSPELT] * 12),
        _file("county/y.docx", ABSENT, UNBALANCED, MISSPELT, organ="示例市某局"),
        _file("county/z.docx", MISSPELT),
        msgspec.structs.replace(_file("county/unread.docx"), failure=Say("打不开")),
        CLEAN,
    ]
    told = in_text(result(*files))
    assert told.partition("问题最多的报告：\n")[2].startswith(
        "  2 错误   1 警告  county/y.docx  示例市某局\n"
        "          12 警告  county/x.docx  示例市\n"
        "           1 警告  county/z.docx  示例市\n"
        "\n"
        "最常见的问题：\n"
        "  14 处  3 个文件  GB104  章节标题与格式不一致\n"
        "   1 处  1 个文件  GB101  缺少章节\n"
        "   1 处  1 个文件  GB301  各类申请人之和不等于总计\n"
        "\n"
        "没有读出来的文件：\n"
        "  county/unread.docx\n"
        "\n"
    )


@pytest.mark.gate
def test_the_overview_of_thousands_is_one_screen() -> None:
    files = [_file(f"{n:04}.docx", ABSENT, *[MISSPELT] * (n % 7)) for n in range(3000)]
    files += [
        msgspec.structs.replace(_file(f"u{n:04}.docx"), failure=Say("打不开")) for n in range(40)
    ]
    told = in_text(result(*files))
    seen = told.partition("问题最多的报告：\n")[2].splitlines()
    assert len(seen) <= 25
    assert "  其余 2992 个见上。" in seen
    assert "  其余 35 个见上。" in seen


def test_statistics_take_the_place_of_the_commonest() -> None:
    told = in_text(result(_file("a", ABSENT, MISSPELT), _file("b", *[ABSENT] * 3)), statistics=True)
    assert "最常见" not in told
    assert "\n各规则的发现数：\n  4 处  2 个文件  GB101  缺少章节\n  1 处  1 个文件" in told


@pytest.mark.gate
def test_who_did_not_report_stands_on_the_same_screen() -> None:
    files = [_file(f"{n:04}.docx", ABSENT, *[MISSPELT] * (n % 7)) for n in range(3000)]
    files += [
        msgspec.structs.replace(_file(f"u{n}.docx"), failure=Say("打不开")) for n in range(40)
    ]
    states: tuple[OrganState, ...] = ("missing", "unreadable", "other_year", "twice", "late")
    cases = [
        OrganCase(f"示例市第{n}局", state, "error", Say("没有报告"), line=n)
        for state in states
        for n in range(300)
    ]
    organs = ReportedOrgans("名单.txt", 3300, 3000, 2025, tuple(cases))
    told = in_text(msgspec.structs.replace(result(*files), organs=organs))
    seen = told.partition("问题最多的报告：\n")[2].splitlines()
    assert len(seen) < 40
    assert "名单（名单.txt）上 3300 个机关，3000 个有2025年的报告：" in seen
    assert "错误 没有报告 300 个：示例市第0局、示例市第1局 等\n" in told
    assert "逾期 300 个" in told
    quiet = in_text(msgspec.structs.replace(result(CLEAN), organs=organs), quiet=True)
    assert quiet.startswith("名单（名单.txt）")
    fine = msgspec.structs.replace(organs, cases=())
    assert not in_text(msgspec.structs.replace(result(CLEAN), organs=fine), quiet=True)
    nowhere = msgspec.structs.replace(organs, path="")
    assert "名单" not in in_text(msgspec.structs.replace(result(CLEAN), organs=nowhere))


def test_commonest_findings_are_counted_in_english() -> None:
    files = [_file(f"{n}.docx", ABSENT, MISSPELT) for n in range(3)]
    told = in_text(result(*files), lang="en")
    assert "3 findings  3 files  GB101" in told
    assert "处" not in told.partition("Commonest findings:")[2].partition("GB101")[0]
