"""The figures by which lists tell reports: what may be written, and what is inherited."""

from __future__ import annotations

from pathlib import Path

from gblint.checks.kinds import load
from gblint.figures import list_columns
from tests.builder.small_packs import HEAD, problems, write

_OWN = "pack: own\ntitle: 我省\nextends: [gbh-2021-30]\n"


def test_a_cell_that_no_table_has_is_told(tmp_path: Path) -> None:
    figures = "key_figures: [{name: 新收, cells: [applications.news.total]}]\n"
    write(tmp_path, {"pack.yaml": HEAD + figures})
    (fault,) = problems(tmp_path)
    assert "没有表格单元“applications.news.total”" in fault.message.zh


def test_what_is_given_replaces_what_is_inherited(tmp_path: Path) -> None:
    figures = "key_figures: [{name: 自然人, cells: [applications.new.natural]}]\n"
    own = load(write(tmp_path, {"pack.yaml": _OWN + figures}), cache=False)
    assert [name.zh for name, _ in list_columns(own).main] == ["自然人"]
    same = load(write(tmp_path, {"pack.yaml": _OWN}), cache=False)
    assert same.key_figures == load("gbh-2021-30").key_figures


def test_a_figure_of_a_cell_that_is_not_there_is_left_out() -> None:
    assert len(list_columns(load("gbh-2021-30")).main) == 7
    of_2019 = [name.zh for name, _ in list_columns(load("gbh-2019-60")).main]
    assert of_2019 == ["新收申请", "上年结转", "办理结果总计", "结转下年", "行政复议", "行政诉讼"]
    assert not list_columns(load("regulations-2007")).main
    assert len(list_columns(load("gbh-2021-30")).columns) == 200
