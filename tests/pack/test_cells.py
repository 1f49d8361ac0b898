"""Cells and lines by the labels of the form, and what is said where they are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks import load
from gblint.pack.equation_grammar import EquationError, NamedCell, parse_test
from gblint.packs.labels import Labels
from tests.builder.small_packs import places, problems, write

_LABELS = Labels(load("gbh-2021-30"))
_TOTAL = ("applications", "total", "total")


def _resolved(name: str) -> tuple[tuple[str, str, str], ...]:
    (cell,) = (one for one in parse_test(f"{name} > 0").cells())
    return _LABELS.resolve(cell)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("行政许可", ("proactive", "licensing", "decisions")),
        ("licensing", ("proactive", "licensing", "decisions")),
        ("licensing.decisions", ("proactive", "licensing", "decisions")),
        ("表1.行政许可.本年处理决定数量", ("proactive", "licensing", "decisions")),
        ("proactive.licensing.decisions", ("proactive", "licensing", "decisions")),
        ("规章.现行有效件数", ("proactive", "rules", "in_force")),
        ("规范性文件.本年制发数", ("proactive", "normative_documents", "made")),
        ("总计", _TOTAL),
        ("总计.总计", _TOTAL),
        ("表2.（七）总计.总计", _TOTAL),
        ("予以公开.自然人", ("applications", "granted", "natural")),
        ("部分公开", ("applications", "partial", "total")),
        ("“1.属于国家秘密”.自然人", ("applications", "denied_secret", "natural")),
        ("属于国家秘密", ("applications", "denied_secret", "total")),
        ("本年新收", ("applications", "new", "total")),
        ("行政复议", ("review", "review", "total")),
        ("行政复议.结果纠正", ("review", "review", "corrected")),
        ("表3.复议后起诉.总计", ("review", "litigation_after_review", "total")),
        ("行政事业性收费", ("proactive", "fees", "amount")),
    ],
)
def test_a_cell_by_label_or_key(name: str, cell: tuple[str, str, str]) -> None:
    assert _resolved(name) == (cell,)


def test_a_group_is_the_sum_of_its_lines() -> None:
    assert [row for _, row, _ in _resolved("无法提供")] == [
        "unable_none",
        "unable_create",
        "unable_unclear",
    ]
    assert len(_resolved("总计.法人或其他组织")) == 5
    assert {row for _, row, _ in _resolved("行政诉讼")} == {
        "litigation_direct",
        "litigation_after_review",
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("行政许克", "没有行“行政许克”；是不是“行政许可”？（键 licensing）"),
        ("licencing", "是不是“licensing”？（行政许可）"),
        ("新收", "没有行“新收”；有这几个字的是：“一、本年新收政府信息公开申请数量”（键 new）"),
        ("规章", "“规章”有几列，要写明是哪一列，如 规章.本年制发件数；有：本年制发件数（made）"),
        ("自然人", "“自然人”是列（natural），前面还要写行"),
        ("规章.本年制发件", "没有列“本年制发件”；是不是“本年制发件数”？（键 made）"),
        ("表9.总计.总计", "没有表格“表9”；一个格写成 行.列 或 表.行.列；有：表1（proactive）"),
    ],
)
def test_what_is_no_cell(name: str, said: str) -> None:
    with pytest.raises(EquationError) as caught:
        _resolved(name)
    assert said in caught.value.say.zh
    assert caught.value.say.en


def test_a_label_of_several_tables_has_to_say_of_which(tmp_path: Path) -> None:
    text = (
        "pack: p\ntitle: 甲\nextends: [gbh-2021-30]\ntables:\n"
        "  - {key: extra, number: 4, section: 6, name: 附表, rows: [行政许可], columns: [件数]}\n"
        "rules:\n  - {id: AB101, check: {kind: cells, must: [行政许可 > 0]}, message: 甲}\n"
    )
    ((line, column, zh),) = places(problems(write(tmp_path, {"p.yaml": text}) / "p.yaml"))
    assert "几个表都有“行政许可”，要写明是哪个表：表1.行政许可、表4.行政许可" in zh
    assert text.splitlines()[line - 1][column - 1 :].startswith("行政许可 > 0")


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("行政许可", 5, "缺少比较的符号"),
        ("行政许可 = 0", 6, "相等要写成“==”"),
        ("a > b > c", 7, "只有一个比较的符号"),
        ("a b > c", 3, "“b”之前缺少"),
        ("a * 2 > 1", 3, "不能有“*”"),
        ("1.属于国家秘密 > 0", 1, "要放在引号里"),
        ("a > ", 4, "缺少一个格或数字"),
        ("a. > 0", 2, "这里应是一个格"),
    ],
)
def test_what_is_no_comparison_says_where(text: str, column: int, said: str) -> None:
    with pytest.raises(EquationError) as caught:
        parse_test(text)
    assert caught.value.column == column
    assert said in caught.value.say.zh


def test_signs_of_full_width_and_last_years_cells() -> None:
    test = parse_test("上年.总计 ＋ 1,000 ≥ previous.total.total － 3")
    assert test.relation == ">="
    assert test.left == (("+", NamedCell(("总计",), True, 1)), ("+", 1000))
    assert test.right[1] == ("-", 3)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("行政许可 大于 0", ">"),
        ("行政许可不得为0", "!="),
        ("行政许可不少于 3", ">="),
        ("行政许可 不超过 3", "<="),
        ("行政许可 小于等于 3", "<="),
        ("总计 等于 本年新收", "=="),
    ],
)
def test_relations_in_words(text: str, relation: str) -> None:
    test = parse_test(text)
    assert test.relation == relation
    assert test.left[0][1] == NamedCell((text[:2] if "总" in text else "行政许可",), False, 1)


def _equation(folder: Path, check: str) -> Path:
    text = (
        "pack: p\ntitle: 甲\nextends: [gbh-2021-30]\nrules:\n"
        f"  - {{id: AB101, check: {check}, message: 甲}}\n"
    )
    return write(folder, {"p.yaml": text}) / "p.yaml"


def test_equations_have_labels_too(tmp_path: Path) -> None:
    path = _equation(
        tmp_path,
        "{kind: equation, table: 表2, each: column, only: [自然人], "
        "equation: 本年新收 + 上年结转 == 总计 + 结转下年度继续办理}",
    )
    check = load(path, cache=False).rules[-1].check
    assert getattr(check, "equation", "") == "new + carried_in == total + carried_out"
    assert (getattr(check, "table", ""), getattr(check, "only", ())) == (
        "applications",
        ("natural",),
    )
    path = _equation(
        tmp_path,
        "{kind: year-to-year, table: 表1, each: row, "
        "equation: 现行有效件数 == 上年.现行有效件数 + 本年制发件数 - 本年废止件数}",
    )
    check = load(path, cache=False).rules[-1].check
    assert getattr(check, "equation", "") == "in_force == previous.in_force + made - repealed"


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            "{kind: equation, table: 表2, each: row, equation: 自然仁 == 总计}",
            "没有列“自然仁”；是不是“自然人”？（键 natural）",
        ),
        (
            "{kind: equation, table: 表2, each: row, equation: 本年新收 == 总计}",
            "没有列“本年新收”：它是行（new），each 应写 column",
        ),
        ("{kind: equation, table: 表8, each: row, equation: a == b}", "没有表格“表8”"),
    ],
)
def test_what_is_no_line_of_the_table(tmp_path: Path, check: str, said: str) -> None:
    (fault,) = places(problems(_equation(tmp_path, check)))
    assert said in fault[2]
