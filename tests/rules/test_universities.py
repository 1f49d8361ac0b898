"""Universities' reports: a format of their own, by the school year, chosen by what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import gblint
from gblint.checks import load
from gblint.findings import Finding
from gblint.results import FileResult
from tests.rules.university_reports import BODY, OTHERS, RIGHT, WRONG
from tests.tools.lint import told

_PACK = "universities"


def _check(text: str, name: str = "报告.md", pack: str = "auto") -> FileResult:
    return gblint.check(text.encode(), file_name=name, pack=pack)


def _above_note(result: FileResult) -> list[Finding]:
    return [finding for finding in result if finding.severity != "note"]


@pytest.mark.parametrize("way", RIGHT)
def test_a_right_report_has_nothing_above_a_note(way: str) -> None:
    result = _check(RIGHT[way])
    assert result.pack == _PACK
    assert not _above_note(result), told(list(result))


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_is_found_by_its_rule_alone(fault: str) -> None:
    text, rule = WRONG[fault]
    result = _check(text)
    assert result.pack == _PACK
    others = {finding.rule for finding in _above_note(result)} - {rule}
    assert rule in {finding.rule for finding in result}, told(list(result))
    assert not others, told(list(result))


@pytest.mark.parametrize("kind", OTHERS)
def test_what_only_looks_like_one_is_not_judged_as_one(kind: str) -> None:
    text, pack = OTHERS[kind]
    result = _check(text)
    assert result.pack != _PACK
    if pack == "none":
        assert [finding.rule for finding in result] == ["GB902"], told(list(result))
    elif pack:
        assert result.pack == pack


def test_a_university_is_told_which_pack_is_for_it() -> None:
    (finding,) = _check(RIGHT["two lines, 学年度"], pack="gbh-2021-30")
    assert finding.rule == "GB902"
    assert f"--pack {_PACK}" in finding.message.zh


def test_no_rule_is_on_the_three_tables() -> None:
    pack = load(_PACK)
    assert pack.tables == ()
    assert not [rule.id for rule in pack.rules if rule.id.startswith(("GB2", "GB3", "GB5", "GB6"))]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("示例大学2022—2023学年信息公开工作年度报告", 2022),
        ("示例大学2022-23学年信息公开工作年度报告", 2022),
        ("示例大学2022至2023学年度信息公开年度报告", 2022),
        ("示例大学2022学年信息公开年度报告", 2022),
        ("示例大学2023年信息公开年度报告", 2022),
        ("示例大学2023年度信息公开工作报告", 2022),
        ("示例大学信息公开年度报告（2022年9月—2023年8月）", 2022),
        ("2022-2023学年信息公开工作年度报告", 2022),
    ],
)
def test_the_year_is_that_in_which_the_school_year_begins(title: str, year: int) -> None:
    text = f"{title}\n\n根据《高等学校信息公开办法》编制。\n\n一、概述\n\n本学年公开信息3条。\n"
    assert _check(text).year == year


@pytest.mark.parametrize(
    "title",
    [
        "示例大学 2022-2023 学年信息公开工作年度报告",
        "示例大学信息公开工作2022-2023学年度报告",
        "示例大学2022/2023学年信息公开工作报告",
        "示例大学２０２２－２０２３学年信息公开年报",
        "示例大学2022年-2023年学年信息公开年度报告",
        "示例大学关于2022-2023学年信息公开工作年度报告",
        "示例大学2022-2023学年校务公开和信息公开工作年度报告",
        "示例大学2022至2023学年信息公开工作总结报告",
        "《示例大学2022-2023学年信息公开工作年度报告》",
        "示例大学\n\n信息公开工作年度报告\n\n（2022—2023学年）",
        "中共示例大学委员会 示例大学2022-2023学年信息公开工作年度报告",
        "示例大学2022-2023学年信息公开工作年度报告（公开版）",
        "2022-2023学年信息公开工作年度报告\n\n示例大学",
        "示例大学2022-2023学年度高校信息公开年度报告",
        "示例大学2022-2023学年信息公开工作情况年度报告",
    ],
)
def test_titles_as_universities_write_them(title: str) -> None:
    text = f"{title}\n\n统计期限为2022年9月1日至2023年8月31日，依据教育部令第29号编制。\n{BODY}"
    result = _check(text)
    assert (result.pack, result.year) == (_PACK, 2022)
    assert "示例大学" in result.organ
    assert not list(result), told(list(result))


def test_a_page_of_a_site_is_read_as_well() -> None:
    rows = RIGHT["without the school"].replace("没有受到举报。", "没有举报，也没有申请复议。")
    page = "".join(f"<p>{line}</p>" for line in rows.split("\n") if line)
    html = f"<html><head><title>年度报告-示例大学</title></head><body>{page}</body></html>"
    result = _check(html, "年报.html")
    assert result.pack == _PACK
    assert not _above_note(result), told(list(result))


@pytest.mark.parametrize("pack", [_PACK, "regulations-2007"])
def test_a_claim_of_no_requests_is_read_by_packs_without_tables(pack: str) -> None:
    text = RIGHT["two lines, 学年度"].replace("收到信息公开申请4件，均按期答复", "没有申请")
    assert "GB906" not in {finding.rule for finding in _check(text, pack=pack)}


@pytest.mark.parametrize(
    ("name", "told_of"),
    [("2023年报告.md", False), ("2022-2023学年.md", False), ("2021年报告.md", True)],
)
def test_the_file_may_have_either_year_of_the_school_year(name: str, told_of: bool) -> None:
    result = _check(RIGHT["two lines, 学年度"], name)
    assert ("GB402" in {finding.rule for finding in result}) is told_of


def test_a_province_s_pack_for_its_universities_is_chosen_before(tmp_path: Path) -> None:
    own = "pack: ours\ntitle: 本省高校\nextends: [universities]\n"
    (tmp_path / "ours.yaml").write_text(own, "utf-8")
    settings = tmp_path / "gblint.toml"
    settings.write_text('pack = "auto"\npacks = ["ours.yaml"]\n', "utf-8")
    text = RIGHT["two lines, 学年度"].encode()
    assert gblint.check(text, file_name="报告.md", config=settings).pack == "ours"
