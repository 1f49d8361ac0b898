"""`auto`: the pack by the year of the report, and what is said where that cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gblint
from gblint.checks import load
from gblint.packs import find_built_in
from gblint.packs.validate import render_specimen
from gblint.readers import read
from gblint.report import find_year
from gblint.run import check_inputs
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides, SettingsError
from tests.builder.small_packs import write
from tests.tools.lint import PACK

_SPECIMENS = {
    name: render_specimen((find_built_in()[name] / "specimen.md").read_text("utf-8"), {})
    for name in ("gbh-2021-30", "gbh-2019-60", "regulations-2007")
}


def _report(year: int, pack: str = "regulations-2007") -> str:
    text = _SPECIMENS[pack]
    old = 2023 if pack == PACK else 2015
    for before, after in ((old + 1, year + 1), (old, year)):
        text = text.replace(str(before), str(after))
    return text


def _undated(text: str) -> str:
    """A report in whose title, period and date no year stands."""
    return re.sub(r"20\d\d年(?:1月31日\n$)?", "", text)


@pytest.mark.parametrize(
    ("year", "pack"),
    [
        (2008, "regulations-2007"),
        (2018, "regulations-2007"),
        (2019, "gbh-2019-60"),
        (2020, "gbh-2019-60"),
        (2021, "gbh-2021-30"),
        (2035, "gbh-2021-30"),
    ],
)
def test_the_pack_is_that_of_the_year(year: int, pack: str) -> None:
    result = gblint.check(_report(year).encode(), file_name="r.md", pack="auto")
    assert (result.pack, result.year) == (pack, year)
    assert not result.notes


def test_the_default_is_the_present_format_whatever_the_year() -> None:
    assert gblint.check(_report(2015).encode(), file_name="r.md").pack == PACK


@pytest.mark.parametrize("name", _SPECIMENS)
def test_a_report_of_any_time_is_clean_by_the_rules_of_its_time(name: str) -> None:
    from gblint.packs.validate import render_specimen

    text = render_specimen(_SPECIMENS[name], {})
    result = gblint.check(text.encode(), file_name="r.md", pack="auto")
    assert result.pack == name
    assert not result.findings


_TITLE = "示例市教育局2016年政府信息公开工作年度报告\n"
_PERIOD = "本报告数据的统计期限为2017年1月1日至12月31日。\n"
_BODY = "一、概述\n\n2009年以来公开信息。\n"


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        (f"{_TITLE}\n{_PERIOD}\n{_BODY}", "2018年.md", 2016),
        (f"{_PERIOD}\n{_BODY}", "2018年.md", 2017),
        (f"{_BODY}\n{_PERIOD}", "r.md", 2017),
        (_BODY, "教育局2018年年报.md", 2018),
        (_BODY, "教育局2018年年报（2019年印）.md", None),
        (_BODY, "国办公开办函〔2019〕60号.md", None),
        (_BODY, "r.md", None),
    ],
)
def test_the_year_is_that_of_title_period_or_name(text: str, name: str, year: int | None) -> None:
    assert find_year(read(text.encode(), name), load(PACK), name) == year


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_undated(_report(2022, PACK)), "没有找到报告的年度"),
        (_report(2006), "没有用于2006年报告的规则包"),
    ],
)
def test_a_year_that_tells_no_pack_is_said(text: str, said: str) -> None:
    result = gblint.check(text.encode(), file_name="r.md", pack="auto")
    assert result.pack == PACK
    (note,) = result.notes
    assert said in note.zh
    assert f"已按 {PACK} 检查" in note.zh


def test_a_report_of_an_old_form_without_a_year_is_told_so_once() -> None:
    text = _undated(_report(2015))
    result = gblint.check(text.encode(), file_name="r.md", pack="auto")
    (finding,) = result.findings
    assert finding.rule == "GB902"
    assert "没有找到报告的年度" in finding.message.zh
    assert not result.notes
    assert len(gblint.check(text.encode(), file_name="r.md").findings) > 3


@pytest.mark.parametrize(
    ("day", "year"),
    [("2014年3月25日", 2013), ("2014年9月1日", 2013), ("2014年12月20日", None)],
)
def test_without_any_other_year_it_is_the_one_before_publication(
    day: str, year: int | None
) -> None:
    text = f"示例县文化局政府信息公开工作年度报告\n\n{_BODY}\n示例县文化局\n\n{day}\n"
    assert find_year(read(text.encode(), "r.md"), load(PACK), "r.md") == year


def test_what_is_no_report_is_not_said_to_lack_a_year() -> None:
    result = gblint.check("会议通知\n\n定于明天开会。\n".encode(), file_name="r.md", pack="auto")
    assert [finding.rule for finding in result] == ["GB902"]
    assert not result.notes


def test_rules_of_any_pack_may_be_selected() -> None:
    old = gblint.check(_report(2015).encode(), file_name="r.md", pack="auto", select=["GB405"])
    assert not old.findings
    with pytest.raises(SettingsError, match="没有规则“GB999”"):
        gblint.check(_report(2015).encode(), file_name="r.md", pack="auto", select=["GB999"])


_PROVINCE = """\
    pack: province
    title: 本省
    extends: [gbh-2021-30]
    severity: {GB109: note}
"""


def test_packs_of_the_settings_go_before_the_built_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = 'pack = "auto"\npacks = ["province.yaml"]\n'
    write(tmp_path, {"province.yaml": _PROVINCE, "gblint.toml": settings})
    for year in (2015, 2020, 2022):
        (tmp_path / f"{year}.md").write_text(_report(year), "utf-8")
    (tmp_path / "never.md").write_text(_undated(_report(2015)), "utf-8")
    run = check_inputs(collect_inputs(["."]), Overrides())
    used = {file.path: file.pack for file in run.files}
    assert used == {
        "2015.md": "regulations-2007",
        "2020.md": "gbh-2019-60",
        "2022.md": "province",
        "never.md": "province",
    }


def test_a_listed_pack_for_no_years_takes_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = "pack: own\ntitle: 自己的\n"
    settings = 'packs = ["own.yaml", "gbh-2021-30"]\n'
    write(tmp_path, {"own.yaml": own, "gblint.toml": settings, "a.md": _report(2015)})
    run = check_inputs(collect_inputs(["a.md"]), Overrides(pack="auto"))
    assert [file.pack for file in run.files] == ["regulations-2007"]


def test_an_ignore_for_a_file_holds_for_the_pack_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = (
        'pack = "auto"\n[[per-file-ignores]]\nfiles = ["a.md"]\nrules = ["GB101", "GB405"]\n'
        'reason = "旧报告"\n'
    )
    text = _report(2015).replace("申请行政复议3件、提起行政诉讼4件", "上访0件")
    text = text.replace("引起了复议和诉讼", "不清楚").replace("行政复议、提起行政诉讼的", "")
    write(tmp_path, {"gblint.toml": settings, "a.md": text, "b.md": text})
    run = check_inputs(collect_inputs(["."]), Overrides())
    assert [[f.rule for f in file] for file in run.files] == [[], ["GB101"]]
    assert "2007年" in str(run.rules["GB101"].basis)


def test_extract_reads_by_the_pack_of_the_year() -> None:
    data = gblint.extract(_SPECIMENS["gbh-2019-60"].encode(), pack="auto")
    assert data["pack"] == "gbh-2019-60"
    assert "procurement" in data["tables"]["proactive"]
