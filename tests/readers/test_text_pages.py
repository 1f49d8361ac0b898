"""Paragraphs of pages whose tables an extractor has taken apart into lines."""

from __future__ import annotations

import pytest

from gblint.text.display import type_width
from tests.readers.test_text_prose import FIRST, HEADING, SECOND, TITLE
from tests.readers.written_tables import paragraphs
from tests.tools.lint import lint, told

_CELLS = [text for at in range(90) for text in ("行政许可", str(at), "总计")]
_LABELS = ["收到和处理申请情况", "本年制发件数", "现行有效件数（件）"] * 6
_THIRD = (
    "自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止，全年主动公开 1234 条，受理 56 件，"
    "办结 55 件，结转 1 件，各项工作按照 2023 年政务公开要点的 26 项要求平稳推进。"
)


def _room(text: str) -> float:
    """Columns on the page, where a space between Chinese and a figure is a half one."""
    return type_width(text) - text.count(" ") / 2


def _page(text: str, columns: int) -> list[str]:
    """Lines of a page that is so wide, with indents lost as extractors do."""
    lines, line, room = [], "", columns - 4
    for sign in text:
        if _room(line + sign) > room and sign not in "，。、；：）":
            lines.append(line.strip())
            line, room = "", columns
        line += sign
    return [*lines, line.strip()]


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


@pytest.mark.parametrize("columns", [52, 62, 74, 84])
@pytest.mark.parametrize("blank", [0, 3])
def test_prose_beside_a_table_in_lines(columns: int, blank: int) -> None:
    """`blank`: every so many lines of the table a blank one."""
    prose = [FIRST, SECOND, _THIRD, _THIRD[: -len("平稳推进。")] + "继续推进。", FIRST]
    lines = [TITLE, HEADING, *(line for text in prose for line in _page(text, columns))]
    cells = [*_LABELS, *_CELLS]
    if blank:
        cells = [t for at, cell in enumerate(cells) for t in (["", cell] if at % blank else [cell])]
    found = paragraphs("\n".join([*lines, *cells]))
    assert [_squeezed(t) for t in found[:7]] == [TITLE, HEADING, *map(_squeezed, prose)]
    assert found[7:] == [*_LABELS, *_CELLS]


def test_paragraphs_that_are_lines_beside_a_table_in_lines() -> None:
    prose = [FIRST, SECOND, FIRST[:40] + "。", SECOND[:43] + "。", SECOND[:41] + "。", _THIRD]
    assert paragraphs("\n".join([TITLE, *prose, *_CELLS])) == [TITLE, *prose, *_CELLS]


_NAMES = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
_PREFACE = (
    "根据《中华人民共和国政府信息公开条例》第五十条的要求，示例市财政局编制了 2023 年政府信息公"
    "开工作年度报告，现予公布。数据的统计期限自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止。"
    "如有疑问，请与示例市财政局办公室联系（地址：示例市中心区示例路 1 号，电话：010-55550123）。"
)
_SIX = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
_TABLE = [t for at in range(12) for t in ("行政许可", "行政处罚", str(at), str(at))]
_APPLICATIONS = ["自然人", "商业企业", "总计", *(str(at % 3) for at in range(90))]
_REVIEW = ["行政复议", "结果维持", "结果纠正", "尚未审结", *"000000000000000"]
_FAULTS = (
    "一是部分政策解读形式单一，群众不易读懂；二是个别单位目录更新不够及时。针对上述问题，"
    "会同业务科室制作短视频和问答式解读，建立目录更新提醒机制，每季度通报一次。"
)


def _report(columns: int, opening: list[str]) -> str:
    """A report as an extractor gives it, its tables cell by cell."""
    general = [f"（{'一二三四五'[at]}）{name}。{SECOND}" for at, name in enumerate(_NAMES)]
    fees = "2023 年度未收取政府信息公开信息处理费，没有其他需要报告的事项。"
    prose = [[*general], [], [], [], [_FAULTS], [fees]]
    tables = [[], _TABLE, _APPLICATIONS, _REVIEW, [], []]
    lines = [*opening, *_page(_PREFACE, columns)]
    for heading, texts, cells in zip(_SIX, prose, tables, strict=True):
        lines += [heading, *(line for text in texts for line in _page(text, columns)), *cells]
    return "\n".join(lines)


_TITLES = ["示例市财政局", "2023 年政府信息公开工作年度报告"]


@pytest.mark.parametrize("columns", [56, 72, 84])
@pytest.mark.parametrize(
    "opening",
    [
        _TITLES,
        ["".join(_TITLES), "（2024 年 1 月 20 日）"],
        [*_TITLES, "目 录", *(line for at, name in enumerate(_SIX, 1) for line in (name, str(at)))],
        [
            *_TITLES,
            "目 录",
            f"{_SIX[0]} 1",
            _SIX[1],
            "2",
            *_SIX[2:5],
            "5",
            _SIX[5],
            "6",
            "",
            "3\n4",
        ],
        [*_TITLES, "目 录", *_SIX, "", "1", "", "2", "", "3", "", "4", "", "5", "", "6", ""],
    ],
)
def test_a_report_with_its_tables_in_pieces(columns: int, opening: list[str]) -> None:
    findings = lint(_report(columns, opening).encode(), "报告.txt").findings
    # the text of these pages says the same several times
    assert {finding.rule for finding in findings} - {"GB706"} == {"GB905"}, told(findings)


def test_a_line_of_prose_is_no_title() -> None:
    line = "府信息公开工作年度报告，现予公布。全文由总体情况等六个部分组成"
    text = _report(84, ["示例市", "", line, ""])
    (found,) = [f for f in lint(text.encode(), "报告.txt").findings if f.rule == "GB109"]
    assert line not in found.message.zh


def test_a_title_nearly_as_wide_as_the_page() -> None:
    columns = type_width(TITLE) + 3
    prose = [FIRST, SECOND, FIRST[1:], SECOND[1:]]
    lines = [TITLE, *(line for text in prose for line in _page(text, columns))]
    assert paragraphs("\n".join([*lines, *_CELLS]))[:2] == [TITLE, FIRST]


def test_a_remark_below_a_heading_as_wide_as_the_page() -> None:
    heading, remark = "三、收到和处理政府信息公开申请情况", "（本列数据的勾稽关系）"
    prose = [FIRST, SECOND, FIRST[1:], SECOND[1:]]
    lines = [line for text in prose for line in _page(text, type_width(heading) + 4)]
    found = paragraphs("\n".join([TITLE[:10], *lines, heading, remark, *_CELLS]))
    assert heading in found
    assert remark in found


def test_one_line_may_be_longer_than_the_page_is_wide() -> None:
    prose = [FIRST, SECOND, FIRST[1:], SECOND[1:]]
    lines = [line for text in prose for line in _page(text, 62)]
    found = paragraphs("\n".join([TITLE, *lines, f"（{FIRST[:42]}。）", *_CELLS]))
    assert [_squeezed(t) for t in found[1:5]] == [_squeezed(t) for t in prose]
