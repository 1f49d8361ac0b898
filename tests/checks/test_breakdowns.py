"""Parts that prose states of a whole, beside the tables."""

from __future__ import annotations

from dataclasses import replace

import gblint
from tests.builder.fixture_cases import base, with_prose
from tests.builder.report_plan import ReportPlan
from tests.builder.write_text import Shape, text

_NEW = base().figures["applications"]["new"]
_IN = base().figures["applications"]["carried_in"]


def _found(sentence: str, plan: ReportPlan | None = None) -> list[gblint.Finding]:
    data = text(with_prose(plan or base(), 1, sentence), shape=Shape("pipes"))
    found = gblint.check(data, file_name="report.md", select=["GB5"]).findings
    return [finding for finding in found if finding.rule != "GB206"]


def _told(whole: int, natural: int, commercial: int) -> str:
    return f"全年收到政府信息公开申请{whole}件，其中自然人{natural}件，商业企业{commercial}件。"


def test_parts_of_another_base_than_the_whole_are_told_once() -> None:
    assert _IN["natural"] + _IN["commercial"] > _NEW["total"] - _NEW["natural"] - _NEW["commercial"]
    natural, commercial = _NEW["natural"] + _IN["natural"], _NEW["commercial"] + _IN["commercial"]
    (found,) = _found(_told(int(_NEW["total"]), int(natural), int(commercial)))
    assert found.rule == "GB508"
    assert str(natural + commercial) in found.message.zh
    assert "together" in found.message.in_lang("en")
    assert not _found(_told(int(_NEW["total"]), int(_NEW["natural"]), int(_NEW["commercial"])))


def test_a_part_that_is_told_already_is_not_added_up() -> None:
    (found,) = _found(
        _told(int(_NEW["total"]), int(_NEW["natural"]) + 700, int(_NEW["commercial"]))
    )
    assert found.rule == "GB508"
    assert "合计 " not in found.message.zh.partition("原句")[0].partition("，")[0]
    assert found.values["read"] == f"{_NEW['natural'] + 700}件"


def test_parts_are_added_up_where_the_tables_cannot_be_read() -> None:
    written = {("applications", "new", column): "见附件" for column in _NEW}
    plan = replace(base(), written=written)
    (found,) = _found(_told(120, 113, 9), plan)
    assert (found.rule, found.values["read"]) == ("GB508", "113件、9件")
    assert "合计 122" in found.message.zh
    assert not _found(_told(120, 110, 9), plan)
