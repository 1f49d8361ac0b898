"""One cause, one finding: absent sections, shifted headings, dropped paragraphs, numbered parts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.findings import Finding, join_stories
from gblint.writers.words import list_consequences
from tests.builder import mutate
from tests.builder.fixture_cases import base
from tests.builder.form_labels import HEADINGS as SIX
from tests.builder.form_labels import KINDS, RESULTS, ROWS, Line
from tests.builder.report_plan import ReportPlan
from tests.builder.strategies import plans
from tests.builder.write_text import Shape, text
from tests.tools.lint import Linted, lint, told
from tests.tools.repository import ROOT

_TEXT = re.sub(
    r"\{[\w.]+=([^}]*)\}",
    r"\1",
    (ROOT / "rules/gbh-2021-30/specimen.md").read_text(encoding="utf-8"),
)


def edited(*edits: tuple[str, str]) -> Linted:
    """The specimen with texts replaced, each of which it has."""
    text = _TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return lint(text.encode(), "report.md")


def _rules(linted: Linted) -> list[str]:
    return [finding.rule for finding in linted.findings]


def _without(number: int) -> Linted:
    start = _TEXT.index(f"\n{SIX[number - 1]}\n")
    end = _TEXT.index(f"\n{SIX[number]}\n") if number < 6 else len(_TEXT)
    return lint((_TEXT[:start] + _TEXT[end:]).encode(), "report.md")


@pytest.mark.parametrize(
    ("number", "table", "rules"),
    [
        (2, "表1", ()),
        (3, "表2", ("GB301", "GB302", "GB303")),
        (4, "表3", ("GB304", "GB305")),
    ],
)
def test_a_section_absent_with_its_table(number: int, table: str, rules: tuple[str, ...]) -> None:
    (finding,) = _without(number).findings
    assert finding.rule == "GB101"
    assert finding.values["tables"] == (table,)
    assert f"连同其中的{table}" in finding.message.zh
    assert set(rules) <= set(finding.unchecked)


@pytest.mark.parametrize(("number", "rule"), [(1, "GB407"), (6, "GB405")])
def test_what_is_asked_of_an_absent_section_is_unchecked(number: int, rule: str) -> None:
    (finding,) = _without(number).findings
    assert finding.rule == "GB101"
    assert rule in finding.unchecked
    assert finding.values["tables"] == ()


def test_a_table_alone_is_absent_by_itself() -> None:
    start, end = _TEXT.index("| 第二十条"), _TEXT.index(SIX[2])
    linted = lint((_TEXT[:start] + "详见附件。\n\n" + _TEXT[end:]).encode(), "report.md")
    assert _rules(linted) == ["GB201"], told(linted.findings)


def _reported(*edits: tuple[str, str]) -> list[Finding]:
    """What is reported of the specimen with texts replaced: those of one story in one."""
    return [*join_stories(edited(*edits).findings)]


_NEW = "本年制发件数 | 本年废止件数 | 现行有效件数"


def test_what_a_table_of_an_earlier_format_lacks_is_told_with_it() -> None:
    (finding,) = _reported(
        (_NEW, "本年新制作数量 | 本年新公开数量 | 对外公开总数量"),
        ("| 行政规范性文件 ", "| 规范性文件 "),
        ("| 本年收费金额（单位：万元） |  |", "| 上一年项目数量 | 本年增/减 |"),
    )
    assert (finding.rule, finding.location.table) == ("GB203", "proactive")
    also = sorted(one.rule for one in finding.also)
    assert also == [*["GB202"] * 4, "GB208"]


def test_a_table_with_a_label_of_an_earlier_format_is_none_of_that() -> None:
    found = _reported(
        (_NEW, _NEW.replace("本年制发件数", "本年新制作数量")), ("| 规章 ", "| 规章类 ")
    )
    assert not any(one.also for one in found)
    assert {"GB202", "GB203"} < {one.rule for one in found}


def test_an_old_heading_is_told_with_the_section_in_whose_place_it_stands() -> None:
    (finding,) = _reported(("\n一、总体情况\n", "\n一、概述\n"))
    assert (finding.rule, finding.location.text) == ("GB101", "一、概述")
    assert [one.rule for one in finding.also] == ["GB106"]


def test_an_old_heading_beside_the_section_is_told_by_itself() -> None:
    plans = ("未收取信息处理费。", "未收取信息处理费。\n\n七、2024年工作思路\n\n加强公开。")
    found = _reported(("\n一、总体情况\n", "\n一、概述\n"), plans)
    assert [(one.rule, len(one.also)) for one in found] == [("GB101", 1), ("GB106", 0)]


def test_a_year_left_over_under_an_old_heading_is_told_at_once() -> None:
    old = ("\n一、总体情况\n", "\n一、概述\n")
    found = _reported(old, ("\n2023年，示例市", "\n2022年，示例市"))
    assert sorted(one.rule for one in found) == ["GB101", "GB507"]


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        # the total is wrong, and prose has the right one
        ("| 1 | 0 | 19 |", "| 1 | 0 | 91 |", ["GB302", "GB502"]),
        # what was carried in, in the prose as well
        ("| 2 | 1 | 0 | 0 | 0 | 0 | 3 |", "| 2 | 1 | 0 | 0 | 0 | 0 | 8 |", ["GB303", "GB503"]),
    ],
)
def test_prose_that_a_wrong_cell_contradicts_is_told_with_it(
    old: str, new: str, rules: list[str]
) -> None:
    (finding,) = _reported((old, new))
    assert finding.rule == "GB301"
    assert sorted(one.rule for one in finding.also) == rules
    (told,) = list_consequences(finding, "zh")
    assert "等式不成立：" + rules[0] in told
    assert f"与此同一原因的还有：{rules[1]}（一、总体情况）" in told


def test_prose_that_is_wrong_beside_a_wrong_cell_is_told_by_itself() -> None:
    found = _reported(("| 1 | 0 | 19 |", "| 1 | 0 | 91 |"), ("予以公开19件", "予以公开18件"))
    assert sorted(one.rule for one in found) == ["GB301", "GB502"]


def _renumbered(by: int, first: int) -> list[tuple[str, str]]:
    return [
        (f"\n{one}\n", f"\n{'一二三四五六七八'[at + by]}{one[1:]}\n")
        for at, one in reversed([*enumerate(SIX)][first - 1 :])
    ][:: 1 if by > 0 else -1]


@pytest.mark.parametrize(
    ("by", "first", "count"), [(1, 1, 6), (1, 2, 5), (1, 3, 4), (2, 2, 5), (-1, 4, 3)]
)
def test_shifted_headings_are_one_finding(by: int, first: int, count: int) -> None:
    (finding,) = edited(*_renumbered(by, first)).findings
    assert finding.rule == "GB105"
    assert finding.values["count"] == count
    assert finding.values["last_expected"] == "六、"


def test_shifted_since_the_first_has_no_ordinal() -> None:
    edits = [*_renumbered(-1, 2)]
    edits.insert(0, ("\n一、总体情况\n", "\n总体情况\n"))
    (finding,) = edited(*edits).findings
    assert finding.rule == "GB105"
    assert "“总体情况”没有序号" in finding.message.zh


def test_two_wrong_ordinals_are_told_one_by_one() -> None:
    linted = edited(("\n三、收到", "\n五、收到"), ("\n四、政府", "\n九、政府"))
    assert _rules(linted) == ["GB105", "GB105"]


def _paragraph(mark: str) -> str:
    return next(line for line in _TEXT.splitlines() if line.startswith(mark)) + "\n\n"


def test_a_dropped_paragraph_is_one_finding() -> None:
    (finding,) = edited((_paragraph("（三）"), "")).findings
    assert finding.rule == "GB407"
    assert "从“（二）”跳到“（四）”" in finding.message.zh


def test_a_skip_with_all_topics_there_is_told_as_such() -> None:
    (finding,) = edited(
        ("（三）政府信息管理", "（四）政府信息管理"),
        ("（四）政府信息公开平台", "（五）政府信息公开平台"),
        ("（五）监督", "（六）监督"),
    ).findings
    assert (finding.rule, finding.values["expected"]) == ("GB701", "（三）")


def test_a_topic_without_a_skip_is_told_as_such() -> None:
    text = _TEXT.replace(_paragraph("（三）"), "").replace("（四）政", "（三）政")
    text = text.replace("（五）监督", "（四）监督")
    (finding,) = lint(text.encode(), "report.md").findings
    assert finding.rule == "GB407"
    assert "跳到" not in finding.message.zh


_PARTS = (
    ("（一）主动公开。", "{}、主动公开\n\n"),
    ("（二）依申请公开。", "{}、依申请公开\n\n"),
    ("（三）政府信息管理。", "{}、政府信息管理\n\n"),
    ("（四）政府信息公开平台建设。", "{}、平台建设\n\n"),
    ("（五）监督保障。", "{}、监督保障\n\n"),
)


def _parts(first: int) -> list[tuple[str, str]]:
    return [
        (old, new.format("一二三四五六"[first - 1 + at])) for at, (old, new) in enumerate(_PARTS)
    ]


def _only(linted: Linted) -> Finding:
    assert len(linted.findings) == 1, told(linted.findings)
    return linted.findings[0]


def test_parts_numbered_as_sections_are_one_finding() -> None:
    assert _only(edited(*_parts(1))).rule == "GB111"
    numbers = ["七", "八", "九", "十", "十一"]
    after = [(f"\n{one}\n", f"\n{n}{one[1:]}\n") for one, n in zip(SIX[1:], numbers, strict=True)]
    assert _only(edited(*after, *_parts(2))).rule == "GB111"


def test_parts_of_an_absent_section_are_named_with_it() -> None:
    finding = _only(edited(("\n一、总体情况\n", "\n"), *_parts(1)))
    assert finding.rule == "GB101"
    assert finding.values["count"] == 5
    assert "一、主动公开" in finding.message.zh


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("【一、总体情况】", "GB104"),
        ("一、总体情况（2023年度）", "GB104"),
        ("|一、总体情况", "GB104"),
        ("壹、总体情况", "GB105"),
        ("—、总体情况", "GB105"),
        ("●总体情况", "GB105"),
        ("、总体情况", "GB105"),
    ],
)
def test_a_heading_of_another_form_is_one_finding(line: str, rule: str) -> None:
    finding = _only(edited(("\n一、总体情况\n", f"\n{line}\n")))
    assert finding.rule == rule
    assert finding.replacement is not None
    assert finding.replacement.new == "一、总体情况"


@pytest.mark.parametrize("form", ["【{}】", "{}（2023年度）", "■ {}", "●{}", "{}（2023年）"])
def test_headings_set_alike_are_one_finding(form: str) -> None:
    changes = [(f"\n{one}\n", f"\n{form.format(one)}\n") for one in SIX]
    finding = _only(edited(*changes))
    assert (finding.rule, finding.severity) == ("GB104", "warning")
    assert finding.values["count"] == 6
    assert form.format(SIX[0]) in finding.message.zh
    two = edited(*changes[:2])
    assert [one.rule for one in two.findings] == ["GB104"] * 2, told(two.findings)


@pytest.mark.parametrize("sep", ["。", "：", "　"])
def test_text_run_into_headings_is_no_finding(sep: str) -> None:
    linted = edited(*((f"{one}\n\n", one + sep) for one in (SIX[0], SIX[4], SIX[5])))
    assert not linted.findings, told(linted.findings)


def _changed(plan: ReportPlan, row: str, *changes: tuple[str, int]) -> list[Finding]:
    for column, by in changes:
        value = plan.figures["applications"][row][column] + by
        plan = mutate.figure(plan, table="applications", row=row, column=column, value=value)
    return list(lint(text(plan, shape=Shape("pipes")), "report.md").findings)


@given(plans(), st.sampled_from(ROWS), st.sampled_from(KINDS), st.integers(1, 99))
def test_a_figure_that_is_wrong_with_its_total_is_one_finding(
    plan: ReportPlan, row: Line, kind: str, by: int
) -> None:
    found = _changed(plan, row.key, (kind, by), ("total", by))
    assert {(one.rule, one.location.column) for one in found} == {
        (rule, column)
        for rule in ("GB302", "GB303")
        for column in (kind, "total")
        if rule == "GB303" or row.key in {*RESULTS, "total"}
        if rule == "GB302" or row.key not in RESULTS
    }
    (first,) = join_stories(found)
    assert {first.location.column, *(one.location.column for one in first.also)} == {kind, "total"}
    assert "“总计”" in list_consequences(first, "zh")[0]


@given(plans(), st.sampled_from(RESULTS), st.integers(1, 99), st.integers(1, 99))
def test_figures_that_are_wrong_by_themselves_are_told_by_themselves(
    plan: ReportPlan, row: str, by: int, more: int
) -> None:
    found = _changed(plan, row, ("natural", by), ("legal", by + more))
    assert len([*join_stories(found)]) == len(found) == 3  # and the row


def test_a_figure_with_its_column_total() -> None:
    plan = base()
    for row in ("granted", "total"):
        value = plan.figures["applications"][row]["natural"] + 5
        plan = mutate.figure(plan, table="applications", row=row, column="natural", value=value)
    found = lint(text(plan, shape=Shape("pipes")), "report.md").of("GB30")
    assert [one.rule for one in found] == ["GB301", "GB301", "GB303"]
    (first,) = join_stories(found)
    assert (first.rule, first.location.row) == ("GB301", "granted")
