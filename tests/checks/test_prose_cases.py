"""Cases, decisions and documents in prose: what is of the tables, and what looks like it."""

from __future__ import annotations

import pytest

from gblint.checks import load
from gblint.report.prose.vocabulary import make_vocabulary
from tests.checks.prose_paragraphs import read_one
from tests.tools.lint import PACK


def _taken(text: str) -> list[str]:
    """What the figures were taken for in order, `-` for those left."""
    return [reading.quantity or "-" for reading in read_one(text).readings]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("全年作出许可决定30件、行政处罚5件、行政强制2件。", "licensing penalty coercion"),
        ("全年行政许可30件，行政处罚5件。", "licensing penalty"),
        ("全年报市备案行政复议案件2件，行政诉讼案件1件。", "- -"),
        ("办理占用林地、采伐等行政许可30件。", "licensing"),
        ("公示行政许可30件、行政处罚5件。", "licensing penalty"),
        (
            "制定规范性文件5件，修订2件，废止3件，现行有效41件。",
            "normative_made - normative_repealed normative_in_force",
        ),
        (
            "制发规范性文件8件，清理废止14件，现行有效73件。",
            "normative_made normative_repealed normative_in_force",
        ),
        ("新收申请9件。由此引发行政复议8件，复议机关维持5件。", "received review review_upheld"),
        ("新收申请9件。被申请复议4件，被诉2件。", "received review litigation"),
        (
            "因信息公开被申请复议4件。行政诉讼：维持3件，未审结1件。",
            "review litigation_upheld litigation_pending",
        ),
        ("新收申请9件。行政诉讼方面，维持3件。", "received litigation_upheld"),
        (
            "因信息公开被提复议4件，责令重新答复1件，未结3件。",
            "review review_corrected review_pending",
        ),
        ("涉信息公开直接诉讼2件，经复议诉讼3件。", "litigation_direct litigation_after_review"),
        ("申请数量较上年增加36件，达118件。", "- received"),
        ("对12件申请分别作出公开、不予公开答复8件、4件。", "received granted denied"),
        ("收到依申请公开9件；收到2件行政复议、1件行政诉讼。", "received review litigation"),
        ("收到依申请公开9件；收到2件行政复议和1件行政诉讼。", "received review litigation"),
        ("共办理依申请公开41件，其中书面答复38件，电话回复2件，撤销申请1件。", "handled - - -"),
        ("办理申请41件，其中办结38件，结转3件。", "handled completed carried_out"),
        ("书面答复申请41件。", "completed"),
        (
            "受理申请16件。其中，予以公开4件，因信息不属本机关公开等原因无法提供12件。",
            "received granted unable",
        ),
        ("受理申请16件。其中，予以公开4件，因权属不清无法提供1件。", "received granted -"),
        (
            "新收申请20件，上年结转1件，其中予以公开9件、无法提供8件。",
            "received carried_in granted unable",
        ),
        ("新收申请20件，上年结转3件，其中予以公开2件。", "received carried_in -"),
        ("答复申请45件，包括上年结转申请3件。其中，予以公开31件。", "completed carried_in granted"),
        ("通过市政府门户网站、邮寄等途径办理依申请公开信息合计15件。", "handled"),
        ("通过市政府门户网站办理依申请公开15件。", "-"),
        ("收到9封申请。", "received"),
        ("收到申请9件，转相关部门3件。", "received -"),
        ("收到依申请公开9件。行政复议纠错率、行政诉讼败诉率均为0。", "received - -"),
        ("收到申请9件，当场答复2件，20个工作日内答复7件。", "received - -"),
        ("收到申请9件。在办结的8件申请中，予以公开5件。", "received completed granted"),
        ("申请人以企业为主：8件申请中，企业5件，个人3件。", "received commercial natural"),
        (
            "因信息公开被复议8件，其他结果6件（其中申请人撤回4件，不符合受理条件2件）。",
            "review review_other - -",
        ),
        (
            "因信息公开被复议8件，其他结果6件（申请人撤回4件、不符合受理条件2件）。",
            "review review_other - -",
        ),
        (
            "收件4件、接上年1件，答复4件、结转下年1件。",
            "received carried_in completed carried_out",
        ),
        ("办理建议12件。收件4件、接上年1件，答复4件、结转下年1件。", "- - - - -"),
        ("收到申请6件，涉及申请事项11项，其中予以公开4件。", "received - granted"),
        ("新收申请101件，首次突破百件，办结99件。", "received - completed"),
        (
            "收到申请9件。依据其他法律、行政法规不予公开3件，不掌握1件。",
            "received denied_law unable_none",
        ),
        ("收到申请9件，因没有现成信息需另行制作未提供3件。", "received unable_create"),
        ("收到申请9件。没有被提起未经复议的行政诉讼。", "received litigation_direct"),
        (
            "收到申请9件。没有未经复议直接起诉、复议后起诉的行政诉讼。",
            "received litigation_direct litigation_after_review",
        ),
        ("年初现行有效行政规范性文件116件，年内新增7件。", "- -"),
        ("下一步计划制定行政规范性文件2件、废止3件。", "- -"),
        ("市政府为被告的诉讼21件。上年度遗留的4件案件亦于年内审结。", "- -"),
        ("收到申请9件。上年结转的申请案件2件。", "received carried_in"),
        ("公司收到信息公开申请6件。", "-"),
        ("收到企业信息公开申请6件。", "commercial"),
        ("收到申请9件；其中公益组织提交3件，全部予以公开。", "received social"),
        ("因信息公开被复议2件。事故认定复核申请41件，维持36件。", "review - -"),
    ],
)
def test_figures_of_the_tables(text: str, taken: str) -> None:
    assert _taken(text) == taken.split(), text


@pytest.mark.parametrize(
    "text",
    [
        "公开行政许可信息1200条、行政处罚信息300条。",
        "“双公示”归集行政许可120件、行政处罚31件。",
        "办理施工许可38件、规划许可12件。",
        "梳理行政许可事项35项、行政处罚事项21项。",
        "公开行政处罚决定书19份。",
        "清理规范性文件35件，废止4件、宣布失效3件，继续有效28件。",
        "因行政处罚被复议9件、被诉4件，信息公开工作平稳。",
        "办理行政复议案件12件，维持10件；行政诉讼3件，信息公开工作平稳。",
        "全局被复议案件39件，其中答复公开类维持5件。",
        "信函和网络收到的申请分别为15件和12件。",
    ],
)
def test_figures_that_look_like_those_of_the_tables(text: str) -> None:
    assert not read_one(text).stated, text


def test_all_cases_are_not_those_on_disclosure() -> None:
    text = "收到政府信息公开申请30件。行政处罚引起的行政复议12件，维持10件；行政诉讼3件。"
    assert _taken(text) == ["received", "-", "-", "-"]
    assert _taken("新收申请9件。被复议案件共39件，其中信息公开类8件。") == [
        "received",
        "-",
        "review",
    ]


def test_figures_of_two_years_in_a_row() -> None:
    text = "2023年、2024年收到申请82件、118件，分别办结80件、115件。"
    assert _taken(text) == ["-", "received", "-", "-"]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("收到申请12件，无跨年度未办结事项。", "carried_out"),
        ("收到申请12件，均在法定时限答复。", "all_done"),
        ("今年未收到一件政府信息公开申请。", "received"),
        ("政府信息公开诉讼已审结8件，全部维持，尚未审结4件。", "litigation_corrected+other"),
        ("行政处罚当事人未申请行政复议，信息公开工作平稳。", ""),
        ("收到申请5件，均因本机关不掌握无法提供。", "granted"),
    ],
)
def test_claims(text: str, claimed: str) -> None:
    claims = [one.quantity for one in read_one(text).stated if one.claim]
    assert [one.split("_partial")[0] for one in claims] == ([claimed] if claimed else []), text


def test_a_rate_of_all_cases_is_left() -> None:
    assert not read_one("行政复议纠错率5.9%，全部申请均依法受理。").shares
    (share,) = read_one("因信息公开被复议19件，纠正4件、未审结1件，纠正数占审结数的22.2%。").shares
    assert share.parts[0] == 4


@pytest.mark.parametrize("text", ["按信访程序处理", "比上年同期净增", "不服我单位答复，按不予处理"])
def test_a_word_at_the_end_ends_there_where_longer_ones_begin_so(text: str) -> None:
    assert make_vocabulary(load(PACK)).read_tokens(text)[-1].end == len(text)


@pytest.mark.parametrize("organ", ["示例市通信管理和无线电服务中心", "示例市未来科学城管理委员会"])
def test_a_word_of_the_own_name_denies_nothing(organ: str) -> None:
    read = read_one(f"{organ}因政府信息公开被申请复议3件，无诉讼。", organ)
    assert [one.quantity for one in read.stated] == ["review", "litigation"]
    assert read_one(f"{organ}3件政府信息公开案件办结。", organ).readings


@pytest.mark.parametrize(
    "text",
    [
        "行政事业性收费为4,210.05万元。",
        "行政事业性收费本年收费金额4210.05万元，主要为城市基础设施配套费。",
        "全年共收取行政事业性收费4210.05万元。",
        "行政事业性收费全年收入为4210.05万元。",
        "收缴行政事业性收费4210.05万元。",
    ],
)
def test_names_of_fees(text: str) -> None:
    (fees,) = read_one(text).stated
    assert (fees.quantity, str(fees.value)) == ("fees", "4210.05")
