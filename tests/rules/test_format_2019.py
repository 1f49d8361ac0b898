"""The pack of 国办公开办函〔2019〕60号: what it shares with that of 2021, and what is its own."""

from __future__ import annotations

import msgspec

from gblint.checks import load
from gblint.pack.model import Pack

_PACK = load("gbh-2019-60")
_BASE = load("gbh-2021-30")


def _columns(pack: Pack, table: str) -> dict[str, tuple[list[str], list[str]]]:
    spec = next(t for t in pack.tables if t.key == table)
    return {
        block.label: ([row.label for row in block.rows], [col.label for col in block.columns])
        for block in spec.blocks
    }


def test_the_headings_are_the_same() -> None:
    assert _PACK.sections == _BASE.sections
    assert _PACK.years == (2019, 2020)


def test_table_1_is_its_own() -> None:
    assert _columns(_PACK, "proactive") == {
        "第二十条第（一）项": (
            ["规章", "规范性文件"],
            ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ),
        "第二十条第（五）项": (
            ["行政许可", "其他对外管理服务事项"],
            ["上一年项目数量", "本年增/减", "处理决定数量"],
        ),
        "第二十条第（六）项": (
            ["行政处罚", "行政强制"],
            ["上一年项目数量", "本年增/减", "处理决定数量"],
        ),
        "第二十条第（八）项": (["行政事业性收费"], ["上一年项目数量", "本年增/减"]),
        "第二十条第（九）项": (["政府集中采购"], ["采购项目数量", "采购总金额"]),
    }


def test_table_2_has_one_row_of_other_results_and_table_3_is_the_same() -> None:
    ((rows, columns),) = _columns(_PACK, "applications").values()
    ((newer, same),) = _columns(_BASE, "applications").values()
    assert columns == same
    assert [row for row in newer if row not in rows] == [
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    ]
    assert [row for row in rows if row not in newer] == ["（六）其他处理"]
    assert len(rows) == len(newer) - 2
    assert _columns(_PACK, "review") == _columns(_BASE, "review")


def test_what_only_the_later_notice_asks_for_is_not_asked() -> None:
    own, base = ({rule.id for rule in pack.rules} for pack in (_PACK, _BASE))
    assert {"GB203", "GB405", "GB406"} <= base - own
    assert not own - base


def test_no_rule_speaks_of_the_later_notice() -> None:
    for texts in map(msgspec.to_builtins, _PACK.rules):
        told = "\n".join(str(texts[name]) for name in ("message", "why", "fix", "examples"))
        assert "〔2021〕" not in told, texts["id"]
        assert "2023" not in told, texts["id"]
        if texts["id"] != "GB407":  # whose basis is a custom that the later notice took up
            assert "〔2021〕" not in str(texts["basis"]), texts["id"]
