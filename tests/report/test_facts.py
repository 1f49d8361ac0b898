"""Facts of a report by the patterns of the 2021 pack: period, publication, level."""

from __future__ import annotations

from datetime import date

import pytest

from gblint.attempts import Setbacks
from gblint.pack.model import FactSpecs
from gblint.report.model import Facts
from gblint.report.organs import find_level
from gblint.text import patterns
from tests.report.spec import SPEC, facts

WHOLE = (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "本报告中所列数据的统计期限自2023年1月1日起，至12月31日止，全文分六部分。",
        "统计期限为2023年1月1日至12月31日。",
        "数据统计期限：2023年1月1日—12月31日。",
        "数据统计期限：2023年1月1日——2023年12月31日",
        "统计期限自 2023 年 1 月 1 日起至 2023 年 12 月 31日止。",
        "统计期限：2023.1.1-2023.12.31。",
        "统计时间：2023-01-01至2023-12-31",
        "统计时间：2023/1/1～2023/12/31",
        "统计期限自２０２３年１月１日起至２０２３年１２月３１日止",
        "报告所列数据统计时间从2023年1月1日开始，到2023年12月31日结束。",
        "统计数据的时限为2023年1月1日至当年12月31日。",
        "本报告期限为2023年度（1月1日至12月31日）。",
        "统计期限为二〇二三年一月一日至十二月三十一日。",
        "统计期限为2023年1月至12月。",
        "统计期限为2023年1-12月。",
        "统计期限为本年度1月1日至12月31日。",
        "现发布自2023年1月1日至2023年12月31日的情况。",
    ],
)
def test_a_period_of_the_whole_year(text: str) -> None:
    period = facts("根据《条例》编制本报告。" + text).period
    assert period is not None
    assert (period.start, period.end, period.year) == (*WHOLE, 2023)
    assert period.ranged
    assert text.startswith(period.found.text.rstrip("。")[:6])
    assert period.found.section == 0


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("统计期限为2023年1月1日至11月30日。", date(2023, 1, 1), date(2023, 11, 30)),
        ("统计期限为2022年1月1日至2023年12月31日。", date(2022, 1, 1), date(2023, 12, 31)),
        ("统计期限为2023年1月1日至2023年11月31日。", date(2023, 1, 1), None),
        ("统计期限为2023年2月30日至2023年13月1日。", None, None),
        ("统计期限为2023年1月至2月。", date(2023, 1, 1), date(2023, 2, 28)),
    ],
)
def test_other_periods(text: str, start: date | None, end: date | None) -> None:
    period = facts(text).period
    assert period is not None
    assert (period.start, period.end, period.ranged) == (start, end, True)


@pytest.mark.parametrize(
    "text", ["本报告所列数据的统计期限为2023年度。", "统计数据截止时间为2023年12月31日。"]
)
def test_a_year_alone(text: str) -> None:
    period = facts(text).period
    assert period is not None
    assert (period.year, period.start, period.end, period.ranged) == (2023, None, None, False)


@pytest.mark.parametrize(
    "text",
    [
        "本报告根据《条例》编制，对2023年工作进行了总结。",
        "根据2021年9月26日的通知编制。",
        "统计期限为____年__月__日至____年__月__日。",
        "",
    ],
)
def test_no_period(text: str) -> None:
    assert facts(text).period is None


def test_a_period_over_the_ends_of_lines() -> None:
    period = facts("本报告中所列数据的", "统计期限自2023年1月1日起至2023年12", "月31日止。").period
    assert period is not None
    assert (period.start, period.end) == WHOLE
    assert period.found.anchor.line == 3


def test_a_year_that_is_not_written_is_the_titles() -> None:
    assert facts("统计期限为本年1月1日至12月31日。", title=None).period is None


def test_the_sentence_of_the_period_wins_over_another_range() -> None:
    period = facts(
        "自2022年3月1日至2022年5月1日开展了自查。统计期限为2023年1月1日至12月31日。"
    ).period
    assert period is not None
    assert period.year == 2023


@pytest.mark.parametrize(
    "text",
    [
        "统计期限为2023年1月1日零时起至2023年12月31日24时止。调查数据为2023年6月1日至6月30日。",
        "数据统计期限为2023.1.1-2023.12.31，培训数据为2022年5月1日至5月3日。",
        "报告期为2023年元月1日至12月31日，2024年1月1日至1月31日汇总数据。",
    ],
)
@pytest.mark.parametrize("section", [0, 1])
def test_the_first_range_is_the_period_however_it_is_written(text: str, section: int) -> None:
    found = facts(text) if section == 0 else facts(sections={section: [text], 6: ["无"]})
    assert found.period is not None
    assert (found.period.start, found.period.end) == WHOLE


@pytest.mark.parametrize("number", [1, 6])
def test_outside_the_preface_only_what_calls_itself_the_period_counts(number: int) -> None:
    plain = {number: ["2023年1月1日至12月31日，未收取信息处理费。"], 7: ["无"]}
    assert facts("根据《条例》编制。", sections=plain).period is None
    called = {number: ["本报告统计期限为2023年1月1日至12月31日。"], 7: ["无"]}
    period = facts("根据《条例》编制。", sections=called).period
    assert period is not None
    assert period.found.section == number


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("详见统计数据。2023年1月1日至12月31日开展检查。", False),
        ("2023年1月1日至12月31日开展检查。详见统计数据。", False),
        ("检查。统计期限：2023年1月1日至12月31日。检查。", True),
        ("检查！上述数据\n统计期限为\n2023年1月1日至12月31日。", True),
    ],
)
def test_the_words_of_another_sentence_make_no_period(text: str, *, period: bool) -> None:
    found = facts(sections={1: text.split("\n"), 6: ["无"]}).period
    assert (found is not None) is period


def test_the_sentence_that_gives_a_fact_is_quoted() -> None:
    found = facts("一。二！统计期限：２０２３年1月1日至12月31日，如下。三。").period
    assert found is not None
    assert found.found.text == "统计期限：２０２３年1月1日至12月31日，如下。"
    assert found.found.value == "2023年1月1日至12月31日"


@pytest.mark.parametrize(
    ("preface", "end", "day"),
    [
        (["发布日期：2024-01-15  浏览次数：12"], [], "2024-01-15"),
        (["来源：示例市 发布时间： 2024- 01- 15 10:20"], [], "2024-01-15"),
        (["（2024年1月15日）"], [], "2024-01-15"),
        ([], ["示例市人民政府", "2024年1月15日"], "2024-01-15"),
        ([], ["示例市人民政府办公室 2024年1月15日"], "2024-01-15"),
        ([], ["二〇二四年一月十五日"], "2024-01-15"),
        ([], ["二○二四年十一月三十日", "1"], "2024-11-30"),
        (["2024年1月15日"], ["发布日期：2024年1月20日"], "2024-01-20"),
        ([], ["2024年2月30日"], None),
        (["依据2019年5月15日施行的条例。"], ["我局于2024年1月15日发布。"], None),
    ],
)
def test_publication(preface: list[str], end: list[str], day: str | None) -> None:
    published = facts(*preface, sections={1: ["2022年1月1日"], 6: ["未收取。", *end]}).published
    assert (published.value if published else None) == day


def test_the_documents_own_date_comes_first() -> None:
    published = facts("发布日期：2024-01-15", published=date(2024, 3, 2)).published
    assert published is not None
    assert (published.value, published.section) == ("2024-03-02", None)


@pytest.mark.parametrize(
    ("organ", "level"),
    [
        ("示例市财政局", "department"),
        ("示例市发展和改革委员会", "department"),
        ("示例区人民政府办公室", "department"),
        ("示例省教育厅", "department"),
        ("示例省", "province"),
        ("示例自治区人民政府", "province"),
        ("北京市", "province"),
        ("示例市人民政府", "city"),
        ("示例自治州", "city"),
        ("示例地区行政公署", "city"),
        ("示例市示例区人民政府", "county"),
        ("示例县", "county"),
        ("示例区", "county"),
        ("示例自治县人民政府", "county"),
        ("示例镇人民政府", ""),
        ("示例街道办事处", ""),
        ("示例街道党政办公室", ""),
        ("示例经济技术开发区管理委员会", ""),
        ("示例经济开发区", ""),
        ("上海市示例区人民政府", ""),
        ("示例村村民委员会", ""),
        ("示例学院", ""),
        ("", ""),
    ],
)
def test_levels(organ: str, level: str) -> None:
    assert find_level(organ, SPEC) == level


def test_nothing_is_looked_for_that_the_pack_does_not_ask() -> None:
    text = "统计期限为2023年1月1日至12月31日。联系电话：55550123"
    assert facts(text, "2024年1月15日", spec=FactSpecs()) == Facts()


def test_a_pattern_that_does_not_end_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "TIME_LIMIT", 0.05)
    spec = FactSpecs(published=(r"(?:(?:a|aa)+)+[bc]",))
    setbacks = Setbacks()
    assert facts("b" + "a" * 100, spec=spec, setbacks=setbacks).published is None
    (one,) = setbacks.found
    assert (one.what, one.stopped.error) == ("published", "PatternTimeout")


WHOLE_YEARS = (
    "报告中所列数据从2023年1月1日统计到2023年12月31日。",
    "文中及各表所用数字，起于2023年1月1日，止于2023年12月31日。",
    "所列数据均截至2023年12月31日（起始时间为2023年1月1日）。",
    "全部数据截取自2023年1月1日至2023年12月31日。",
    "统计起始日期为2023年1月1日，终止日期为2023年12月31日。",
    "统计起止日期：2023年1月1日、2023年12月31日。",
    "数据自2023年1月1日始，迄于2023年12月31日。",
    "本报告数据涵盖2023年1月1日至12月31日。",
    "统计期限：2023年全年（1月1日—12月31日）。",
    "反映示例市2023年（1月1日起至12月31日止）政府信息公开工作，数据以此期间为准。",
    "数据统计时间：2023.01.01—2023.12.31。",
    "数据统计时间：2023/01/01-2023/12/31。",
    "统计期限从2023年1月1日0时开始至12月31日24时为止。",
    "统计区间为2023年1月1日零时至2023年12月31日二十四时。",
    "统计数据以2023年1月1日为起点、2023年12月31日为终点。",
    "起始日为2023年1月1日，截止日为2023年12月31日。",
    "各项数据始于2023年1月1日，终于2023年12月31日。",
    "各项数据统计自2023年1月1日起，截至2023年12月31日24时。",
    "统计时间段（2023-01-01至2023-12-31）。",
    "统计开始时间：2023年1月1日；结束时间：2023年12月31日。",
    "统计周期为一个自然年度（2023年1月1日—2023年12月31日）。",
    "数据统计期限为二〇二三年一月一日至二〇二三年十二月三十一日。",
    "数据截至2023年12月31日，自2023年1月1日起统计。",
    "统计时间为2023年（自1月1日起至12月31日止）。",
    "统计时间为2023年度，即1月1日至12月31日。",
    "数据采集时间为2023年1月1日到12月31日。",
    "报告期：2023年1月1日～2023年12月31日。",
    "除另有说明外，数据均为2023年1月1日至2023年12月31日期间发生数。",
    "本报告中使用的数据，从2023年1月1日算起，到2023年12月31日截止。",
    "数据所属期间为2023年1月1日至2023年12月31日。",
    "所列数据起讫时间为2023年1月1日至2023年12月31日。",
    "统计口径：2023年1月1日 00:00 至 2023年12月31日 24:00。",
    "时间跨度为2023年1月1日至2023年12月31日。",
    "数据统计时限为2023年元月1日至12月底。",
    "报告所载数据，时间起点为2023年1月1日，终点为2023年12月31日。",
    "本报告所列数据均截止2023年12月31日，起点为2023年1月1日。",
)


@pytest.mark.parametrize("text", WHOLE_YEARS)
def test_a_whole_year_in_other_words(text: str) -> None:
    for found in (facts(text), facts(sections={6: ["未收取信息处理费。" + text]})):
        assert found.period is not None
        assert (found.period.start, found.period.end) == (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("所列数字起于2022年1月1日，止于2022年12月31日。", date(2022, 1, 1), date(2022, 12, 31)),
        (
            "数据均截至2022年12月31日（起始时间为2022年1月1日）。",
            date(2022, 1, 1),
            date(2022, 12, 31),
        ),
        (
            "统计起始日期为2023年1月1日，终止日期为2023年11月30日。",
            date(2023, 1, 1),
            date(2023, 11, 30),
        ),
        ("数据截至2023年11月30日，自2023年1月1日起统计。", date(2023, 1, 1), date(2023, 11, 30)),
        ("统计期限为2023年1月1日至11月底。", date(2023, 1, 1), date(2023, 11, 30)),
    ],
)
def test_another_period_in_other_words(text: str, start: date, end: date) -> None:
    period = facts(text).period
    assert period is not None
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize("text", ["所列数据截至2023年12月31日。", "统计期限为2023年度。"])
def test_one_end_is_not_made_two(text: str) -> None:
    period = facts(text).period
    assert period is None or not period.ranged
