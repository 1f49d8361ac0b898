"""The formats of one line for each finding: concise, and GitHub's workflow commands."""

from __future__ import annotations

import re

import msgspec
import pytest

from gblint.findings import Say
from gblint.results import FileResult, WriterOptions
from gblint.writers import write_whole
from tests.writers.samples import ABSENT, ALL, CLEAN, FAILED, MISSPELT, UNREADABLE, result

ZH = WriterOptions()
EN = WriterOptions(lang="en")


def test_concise() -> None:
    file = FileResult("报告 2023/年报.docx", findings=(MISSPELT, UNREADABLE))
    assert write_whole("concise", result(file, CLEAN), ZH).splitlines() == [
        (
            "报告 2023/年报.docx:12:1: GB104 警告 [可改] 标题写作“二、主动公开政府信息的情况”，"
            "格式要求“主动公开政府信息情况”。 [二、主动公开政府信息的情况]"
        ),
        (
            "报告 2023/年报.docx:38:1: GB206 错误 表2“（四）无法提供1.本机关不掌握相关政府信息”行"
            "“自然人”列写的是“238件”，不是一个数字。（因此未能核对：GB301、GB302） "
            "[三、收到和处理政府信息公开申请情况 › 表2 › 行“1.本机关不掌握相关政府信息” › "
            "列“自然人”]"
        ),
        "共 2 个文件：1 处错误，1 处警告。",
        "1 项可用 gblint fix 改正。",
    ]


def test_concise_in_english() -> None:
    told = write_whole("concise", result(FileResult("a.docx", findings=(ABSENT,))), EN)
    assert told == (
        'a.docx:61:1: GB101 error Section 5 "Problems" is absent. '
        "[Section 5 (Problems and improvements)]\n1 file: 1 error.\n"
    )


def test_concise_says_a_failure_once() -> None:
    quiet = WriterOptions(quiet=True)
    assert write_whole("concise", result(FAILED), quiet).count("\n") == 1
    bare = msgspec.structs.replace(FAILED, findings=())
    assert write_whole("concise", result(bare), quiet) == (
        "damaged.docx:1:1: 错误 文件无法读取：已损坏，不是完整的 docx\n"
    )
    assert write_whole("concise", result(CLEAN), quiet) == ""


def test_concise_with_statistics_colour_and_for_gbk() -> None:
    told = write_whole(
        "concise",
        result(FileResult("✔.docx", findings=(ABSENT, ABSENT))),
        WriterOptions(quiet=True, statistics=True, unicode=False, color=True),
    )
    assert told.splitlines()[2:] == ["2 GB101 缺少章节"]
    assert told.startswith("√.docx:61:1: \x1b[1;38;5;160mGB101 错误\x1b[0m 缺少")


def test_github() -> None:
    finding = msgspec.structs.replace(ABSENT, message=Say("占 50%\r\n::error::，a:b"))
    file = FileResult("报告: 1,2 50%.docx", findings=(finding,))
    assert write_whole("github", result(file), ZH) == (
        "::error file=报告%3A 1%2C2 50%25.docx,line=61,col=1,title=GB101 缺少章节::"
        "占 50%25 ::error::，a:b"
        "%0A位置：五、存在的主要问题及改进情况"
        "%0A依据：国办公开办函〔2021〕30号，第一部分"
        "%0A改法：在第四部分之后补写第五部分，标题写作“五、存在的主要问题及改进情况”，"
        "内容应当具体，不得与往年雷同。\n"
    )


def test_github_has_a_command_for_each_severity_and_failure() -> None:
    lines = write_whole("github", ALL, EN).splitlines()
    assert [line.split()[0] for line in lines] == [
        "::notice",
        "::warning",
        "::error",
        "::error",
        "::error",
        "::error",
    ]
    assert all(re.match(r"::\w+ file=[^:,]+,line=\d+,col=\d+,title=[^:,]+::.", li) for li in lines)
    assert "%0Anot checked because of this: GB301, GB302" in lines[3]
    bare = msgspec.structs.replace(FAILED, findings=())
    assert write_whole("github", result(bare), EN) == (
        "::error file=damaged.docx,title=gblint::file cannot be read: damaged, no whole docx\n"
    )


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github"])
def test_control_characters_reach_no_terminal(form: str) -> None:
    file = FileResult("a\x1b[31m\u202e.docx", "docx", "gbh-2021-30", findings=(UNREADABLE,))
    told = write_whole(form, result(file), WriterOptions())
    assert "\x1b" not in told
    assert form in ("json", "sarif") or "\u202e" not in told
