"""Results put together by hand: what an invented city's reports might give."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec
from hypothesis import strategies as st

from gblint.checks.equations import EquationCheck
from gblint.checks.sections import HeadingWording, SectionPresence
from gblint.findings import (
    Correction,
    Entry,
    Finding,
    Footing,
    Location,
    Replacement,
    Say,
    Severity,
)
from gblint.pack import Options
from gblint.pack.model import Edit, Example, Examples, Rule
from gblint.results import FileResult, RunResult, WriterOptions
from gblint.writers import write_whole

BASIS = Say("国办公开办函〔2021〕30号，第一部分", "Notice No. 30 of 2021, part one")
THIRD = Say("三、收到和处理政府信息公开申请情况", "Section 3 (Applications received)")


def rule(
    rule_id: str, title: Say, *, severity: Severity = "error", check: Options | None = None
) -> Rule:
    return Rule(
        id=rule_id,
        severity=severity,
        title=title,
        check=check or SectionPresence(),
        message=Say("缺少{name}", "{name} is absent"),
        basis=BASIS,
        why=Say("缺了它，读者无从核对。", "Without it, nobody can check the figures."),
        fix=Say("补写。", "Add it."),
        examples=Examples(
            passing=(Example(text="一、总体情况"),),
            failing=(
                Example(
                    name=Say("标题改名", "another heading"),
                    edits=(Edit("五、存在的主要问题及改进情况", "五、下一步打算"),),
                    cells={"applications.total.natural": "9"},
                ),
            ),
        ),
    )


RULES = {
    found.id: found
    for found in (
        rule("GB101", Say("缺少章节", "A section is absent")),
        rule(
            "GB104",
            Say("章节标题与格式不一致", "Heading not worded as in the format"),
            severity="warning",
            check=HeadingWording(),
        ),
        rule("GB205", Say("数字格空白", "Number cell left blank"), severity="warning"),
        rule("GB206", Say("数字格不是数字", "Number cell holds no figure")),
        rule(
            "GB301",
            Say("各类申请人之和不等于总计", "The six kinds of applicant do not sum to 总计"),
            check=EquationCheck("applications", "row", "natural == total"),
        ),
        rule("GB302", Say("各项结果之和不等于总计", "The 21 results do not sum to the total")),
        rule("GB406", Say("总体情况过长", ""), severity="note"),
        rule("GB901", Say("文件无法读取", "A file cannot be read")),
    )
}

FOOTING = Footing(
    left=(
        Entry(Say("自然人", "Natural persons"), 420, culprit=True),
        Entry(Say("商业企业", "Commercial enterprises"), 35),
        Entry(Say("科研机构", "Research institutions"), 0),
        Entry(Say("社会公益组织", "Social welfare organisations"), 0),
        Entry(Say("法律服务机构", "Legal service organisations"), 6),
        Entry(Say("其他", "Other"), 0),
    ),
    right=(Entry(Say("总计", "Total"), 443),),
    left_sum=461,
    right_sum=443,
)

ABSENT = Finding(
    rule="GB101",
    severity="error",
    message=Say("缺少第五部分“存在的主要问题及改进情况”。", 'Section 5 "Problems" is absent.'),
    location=Location(
        section=5,
        line=61,
        where=Say("五、存在的主要问题及改进情况", "Section 5 (Problems and improvements)"),
    ),
    basis=BASIS,
    fix=Say(
        "在第四部分之后补写第五部分，标题写作“五、存在的主要问题及改进情况”，内容应当具体，"
        "不得与往年雷同。",
        "After section 4, add section 5 with its heading.",
    ),
    values={"number": 5, "heading": "存在的主要问题及改进情况"},
    fingerprint="0123456789abcdef",
)
MISSPELT = Finding(
    rule="GB104",
    severity="warning",
    message=Say(
        "标题写作“二、主动公开政府信息的情况”，格式要求“主动公开政府信息情况”。",
        'Heading reads "二、主动公开政府信息的情况", the format has "主动公开政府信息情况".',
    ),
    location=Location(
        section=2,
        line=12,
        text="二、主动公开政府信息的情况",
        where=Say("二、主动公开政府信息的情况", "Section 2 (Proactive disclosure)"),
    ),
    basis=BASIS,
    fix=Say("改为“二、主动公开政府信息情况”。", 'Write "二、主动公开政府信息情况".'),
    values={"text": "二、主动公开政府信息的情况"},
    fingerprint="1123456789abcdef",
    correction=Correction((Replacement(12, "主动公开政府信息的情况", "主动公开政府信息情况"),)),
)
UNREADABLE = Finding(
    rule="GB206",
    severity="error",
    message=Say(
        "表2“（四）无法提供1.本机关不掌握相关政府信息”行“自然人”列写的是“238件”，不是一个数字。",
        'Table 2, row "No such information", column "Natural persons" holds "238件", not a figure.',
    ),
    location=Location(
        section=3,
        table="applications",
        row="unable_none",
        column="natural",
        line=38,
        text="238件",
        where=Say(
            THIRD.zh + " › 表2 › 行“1.本机关不掌握相关政府信息” › 列“自然人”",
            THIRD.en + ' › Table 2 › row "No such information" › column "Natural persons"',
        ),
    ),
    basis=BASIS,
    fix=Say("只写数字 238，单位写在表头。", "Write 238 alone."),
    values={"text": "238件", "cells": ("甲", "乙"), "amount": Decimal("18743.62")},
    fingerprint="2123456789abcdef",
    unchecked=("GB301", "GB302"),
)
UNBALANCED = Finding(
    rule="GB301",
    severity="error",
    message=Say(
        "表2“（一）予以公开”行不平：自然人 420 + 商业企业 35 + 法律服务机构 6（其余为0）= 461，"
        "总计 443，相差 18。很可能是“自然人”列有误，应为 402。",
        'Table 2, row "Granted in full" does not add up: Natural persons 420 + Commercial '
        "enterprises 35 + Legal service organisations 6 (all others 0) = 461, Total 443, "
        "difference 18.",
    ),
    location=Location(
        section=3,
        table="applications",
        row="granted",
        line=27,
        where=Say(
            THIRD.zh + " › 表2 › 行“（一）予以公开”",
            THIRD.en + ' › Table 2 › row "Granted in full"',
        ),
    ),
    basis=Say("国办公开办函〔2021〕30号附件，表2", "Notice No. 30 of 2021, annex, table 2"),
    fix=Say("对照台账核对该行各数，改正填错的一个。", "Check the row against your records."),
    values={"left_sum": 461, "right_sum": 443, "difference": 18},
    fingerprint="3123456789abcdef",
    footing=FOOTING,
)
LONG = Finding(
    rule="GB406",
    severity="note",
    message=Say("第一部分 1286 字，原则上不超过 1000 字。", "Section 1 has 1286 characters."),
    location=Location(
        section=1,
        line=4,
        text="2023年，示例市政府办公室认真贯彻落实《中华人民共和国政府信息公开条例》，"
        "坚持以公开为常态、不公开为例外，全年主动公开政府信息 1.2 万余条，受理申请 946 件，"
        "办结 941 件，结转下年度继续办理 29 件，没有逾期答复的情况。",
        where=Say("一、总体情况", "Section 1 (Overview)"),
    ),
    basis=BASIS,
    fix=Say("精简。", "Shorten it."),
    values={"length": 1286},
    fingerprint="4123456789abcdef",
)
BROKEN = Finding(
    rule="GB901",
    severity="error",
    message=Say(
        "文件无法读取：已损坏，不是完整的 docx。", "The file cannot be read: damaged docx."
    ),
    location=Location(where=Say("整个文件", "whole file")),
    basis=Say("编制惯例", "custom"),
    fix=Say("用 Word 重新另存为 docx 后再检查。", "Save it again as docx."),
    fingerprint="5123456789abcdef",
)

WRONG = FileResult(
    path="报告 2023/示例市 #1 50%.docx",
    format="docx",
    pack="gbh-2021-30",
    title="示例市人民政府2023年政府信息公开工作年度报告",
    organ="示例市人民政府",
    year=2023,
    findings=(LONG, MISSPELT, UNBALANCED, UNREADABLE, ABSENT),
    notes=(
        Say("文中有未接受的修订，按接受后的文字检查。", "Tracked changes were read as accepted."),
    ),
)
CLEAN = FileResult(
    path="clean.txt",
    format="text",
    pack="gbh-2021-30",
    title="示例县2023年政府信息公开工作年度报告",
    organ="示例县",
    year=2023,
)
FAILED = FileResult(
    path="damaged.docx",
    format="docx",
    pack="gbh-2021-30",
    findings=(BROKEN,),
    failure=Say("已损坏，不是完整的 docx", "damaged, no whole docx"),
)


def result(*files: FileResult, exit_code: int = 1) -> RunResult:
    return RunResult(files=files, rules=RULES, exit_code=exit_code)


ALL = result(WRONG, CLEAN, FAILED, exit_code=2)


def in_text(run: RunResult, **changes: object) -> str:
    """What the format for people says of a run, with these options."""
    return write_whole("text", run, msgspec.structs.replace(WriterOptions(), **changes))


CLOSING = "，。、；：！？）》”…"
OPENING = "（《“"

_words = st.text("abcXYZ0189.-/%", min_size=1, max_size=9)
_chinese = st.text("政府信息公开年度报告一二三件年月㐂𠮷", min_size=1, max_size=12)
_marks = st.sampled_from([*CLOSING, *OPENING, " ", " ", "（一）", "》，", "“（", "12件", "3.新"])
MIXTURES = (
    st.lists(st.one_of(_words, _chinese, _marks), max_size=40)
    .map(lambda parts: " ".join("".join(parts).split()))
    .filter(lambda text: not re.search(rf"(?:^|\s)[{CLOSING}]|[{OPENING}]\s", text))
)
"""Texts of words, Chinese and marks, in which no space stands beside a mark that clings."""
