"""Figures of a part, of a sum, of another route or of others are not those of the whole."""

from __future__ import annotations

import pytest

from tests.builder.balanced_figures import balanced
from tests.builder.report_plan import report
from tests.builder.stated_figures import telling
from tests.builder.write_text import Shape, text
from tests.checks.prose_paragraphs import found_in
from tests.tools.lint import lint

_CELLS = {
    "new": {"natural": 12, "commercial": 6},
    "carried_in": {"commercial": 1},
    "granted": {"natural": 7, "commercial": 3},
    "partial": {"natural": 1},
    "denied_internal": {"natural": 1},
    "unable_none": {"natural": 3, "commercial": 2},
    "refused_confirm": {"commercial": 2},
    "review": {"upheld": 21, "corrected": 5, "other": 4, "pending": 2},
    "litigation_direct": {"upheld": 5, "corrected": 1, "pending": 1},
    "litigation_after_review": {"upheld": 8, "corrected": 1, "pending": 3},
    "penalty": {"decisions": 50},
    "licensing": {"decisions": 30},
    "coercion": {"decisions": 6},
    "normative_documents": {"made": 4, "repealed": 6, "in_force": 31},
}
_LAST = {
    "new": {"natural": 9},
    "review": {"upheld": 20, "corrected": 9},
    "litigation_direct": {"upheld": 3, "corrected": 3},
    "penalty": {"decisions": 60},
}


def _told(text: str) -> list[str]:
    found = found_in(text, _CELLS, previous=_LAST)
    return [one.rule for one in found if one.rule.startswith(("GB50", "GB51"))]


_RIGHT = """\
信息公开诉讼19起：不经复议7起，胜诉5起、败诉1起、未结1起；经过复议12起，胜诉8起、败诉1起、未结3起。
发生信息公开行政诉讼19件，未经行政复议的7件（维持5件、纠正1件、未结1件），经行政复议的12件（维持8件、纠正1件、未结3件）。
信息公开诉讼案件共19件，其中7件未经复议、12件经过复议。
信息公开诉讼19件。其中经复议12件，纠正1件；未经复议7件，纠正1件。
因信息公开被诉19件，先经复议12件，其中败诉1件。
信息公开复议32件、诉讼19件，其中1件经复议纠正后重新答复。
收到申请18件，告知不掌握的5件，需要确认信息的2件，不予处理。除此之外没有不予处理的情形。
收到申请18件。重新出具证明类2件，答复不予处理，此外没有不予处理的申请。
收到申请18件。不予处理2件，其余没有不予处理的申请。
收到申请18件。重新出具文件的2件不予处理；除上述情形外，无不予处理申请。
收到企业申请6件，除此以外，没有企业申请。
年末在审信息公开案件6件，其中复议2件、诉讼4件。
信息公开争议未审结6件（行政复议2件，行政诉讼4件）。
信息公开复议、诉讼案件中，截至年底尚未审结6件（复议2件、诉讼4件）。
信息公开案件已审结45件（复议30件、诉讼15件）。
信息公开类案件被纠正7件（行政复议5件、行政诉讼2件）。
未结案件6件（复议2件、直接起诉1件、复议后起诉3件）。
信息公开复议32件，纠正5件；诉讼19件，败诉2件，纠正与败诉之和较上年减少5件。
信息公开复议纠正5件、诉讼败诉2件，二者合计比上年减少5件。
行政处罚50件，行政许可30件，两项之和比上年减少7件。
行政许可30件、处罚50件，许可处罚二者之和较上年下降3%。
收到公开申请18件，加上一件企业结转件，共19件。
收到公开申请18件，连同企业结转件1件，应办19件。
新收自然人12件、企业6件，加上1件企业结转件，应办19件。
18件申请过半来自自然人，公开10件。
收到的18件申请六成以上为自然人提出。
18件申请中超过六成来自自然人。
18件申请大多数由自然人提出。
18件申请三分之二来自自然人。
收到申请18件。以“经检索没有找到所需信息，无法提供”答复5件。
收到申请18件。答复“该信息正在讨论研究，属于过程性信息”2件。
办结“经查找本机关未制作该信息的申请”3件。收到申请18件。
答复申请19件（含2023年收到、结转本年办理的1件）。
办结申请19件（其中2023年受理、转入2024年的1件）。
办结申请19件（含上年收到、本年办结的1件）。
应办19件，含上年收到、结转本年的1件。
收到申请18件，企业申请占三分之一，均予公开。
收到申请18件，其中企业占三成，全部予以公开。
收到申请18件，企业占三分之一，均不予公开。
行政许可、行政处罚、行政强制30、50、6件，合计86件。
行政许可30件、处罚50件、强制6件，后两项合计56件。
收到申请18件：自然人（12件）、企业（6件）。
收到公开申请（含重复申请）18件，公开（含部分公开）11件。
全年收到申请18件，窗口零投诉，群众零举报。
行政处罚50件，其中食品类20件、药品类30件，合计50件。
公示行政许可、行政处罚决定书80份。
行政许可、行政处罚案卷评查12件。
收到申请18件，公开10件；本机关不掌握5件，内部事务1件，合计6件。
收到申请18件，自然人申请超过企业，为12件和6件。
收到申请18件。规范性文件只减不增，增加到31件。
信息公开诉讼19件，直诉7件，复议后起诉12件。
收到申请18件。连同上年结转1件，全部办结：公开10件，部分公开1件。
"""
_WRONG = """\
GB504 信息公开诉讼19起：不经复议8起，胜诉5起、败诉1起；经过复议12起，胜诉8起。
GB504 信息公开诉讼19起：不经复议7起，胜诉6起；经过复议12起，胜诉8起。
GB504 信息公开诉讼案件共19件，其中7件未经复议、13件经过复议。
GB502 收到申请18件。没有不予处理的申请。
GB502 收到申请18件。公开10件，此外没有不予处理的申请。
GB504 收到申请18件。此外，未发生信息公开行政诉讼。
GB504 收到申请18件，除此之外没有发生信息公开行政诉讼。
GB504 信息公开行政复议、行政诉讼共51件，尚未审结6件（复议3件、诉讼4件）。
GB504 信息公开行政复议33件（网络提出3件）。
GB506 信息公开行政诉讼败诉2件，败诉较上年减少5件。
GB503 收到公开申请18件，加上两件企业结转件，共19件。
GB508 18件申请来自企业。
GB501 21件申请过半来自自然人，公开10件。
GB502 收到申请18件，答复16件。
GB503 办结申请19件（含2023年收到、结转本年办理的3件）。
GB501 当年新收及结转的20件全部办结。
GB502 收到申请18件，均予公开。
GB505 行政许可、行政处罚、行政强制30、55、6件。
GB505 作出行政许可30件、处罚50件、强制6件，合计96件。
GB502 收到申请18件，公开10件，部分公开1件，合计13件。
GB508 收到申请18件，自然人申请超过企业，为13件和6件。
GB504 信息公开诉讼19件，直诉8件，复议后起诉12件。
GB502 收到申请18件。连同上年结转1件，全部办结：公开12件，部分公开1件。
GB502 收到申请18件，结件25件。
GB508 收到申请18件：自然人（13件）、企业（6件）。
GB502 公开数量（10件）高于本机关不掌握（7件）。
GB503 收到申请18件，无历史结转，无年末在办。
GB504 收到申请18件。行政复议零发生，行政诉讼零发生。
GB504 收到申请18件，未涉复议，未涉诉讼。
GB502 收到申请18件，申请均予公开，自然人占三分之二。
"""


@pytest.mark.parametrize("text", _RIGHT.splitlines())
def test_a_part_is_not_taken_for_the_whole(text: str) -> None:
    assert _told(text) == [], text


@pytest.mark.parametrize("text", _WRONG.splitlines())
def test_what_is_told_of_the_whole_is_compared(text: str) -> None:
    rule, told = text.split(" ", 1)
    assert rule in _told(told), told


_RIGHT_OUTCOMES = """\
行政复议32件，行政诉讼19件。维持34件，纠正7件，未审结6件。
行政复议32件、行政诉讼19件。其中，维持34件，纠正7件，其他4件，未审结6件。
行政复议32件，行政诉讼19件。已审结45件，其中维持34件，纠正7件。
行政复议32件，行政诉讼19件。维持34件。纠正7件。
行政诉讼19件，其中未经复议直接起诉7件，复议后起诉12件。维持13件，纠正2件，未审结4件。
行政诉讼19件，其中直接起诉7件，复议后起诉12件。结果维持13件、结果纠正2件、尚未审结4件。
未经复议直接起诉7件，复议后起诉12件。结果维持13件，结果纠正2件。
行政诉讼19件，其中未经复议7件，经复议12件。其中维持13件，纠正2件，未审结4件。
行政诉讼19件，其中未经复议直接起诉7件。维持13件，纠正2件，未审结4件。
行政诉讼19件，其中复议后起诉12件。维持8件，纠正1件，未审结3件。
行政复议32件，行政诉讼19件，其中直接起诉7件，复议后起诉12件。维持34件，纠正7件。
行政复议32件。行政诉讼19件，其中直接起诉7件，复议后起诉12件。维持13件，纠正2件。
行政复议32件，行政诉讼19件，其中直接起诉7件，复议后起诉12件。维持13件，纠正2件。
未经复议直接起诉7件，复议后起诉12件，结果维持13件、纠正2件、尚未审结4件。
行政诉讼案件19件，其中复议后起诉12件（维持8件、未审结3件），未经复议直接起诉7件（维持5件、未审结1件，无其他结果）。
行政诉讼案件19件，结果维持13件，结果纠正2件，尚未审结4件，其中未经复议直接起诉7件，复议后起诉12件。
行政诉讼19件，维持13件，纠正2件，未审结4件，其中直接起诉1件，复议后起诉3件。
32件复议案件维持21件、纠正5件、其他4件。
截至2024年12月31日，32件复议案件已审结30件，19件诉讼案件已审结15件，其余仍在审理之中。
未审结案件共6件，复议2件、诉讼4件。
尚未审结6件：复议2件、诉讼4件。
被纠正的共7件，复议5件、诉讼2件。
行政复议32件，其中新收29件、上年结转3件。
复议案件共32件，其中本年新收30件，结转下年2件。
行政复议案件32件，其中维持和其他结果25件，纠正5件，尚未审结2件。
行政复议32件，维持、纠正合计26件，占81.3%。
行政诉讼已审结15件，未经复议直接起诉6件，复议后起诉9件。
行政复议案件新收29件，上年结转3件。
复议、诉讼被纠正分别为5件、2件。
上年未结诉讼3件，本年全部审结，均胜诉。
上年度结转行政复议3件，本年全部审结。
2019年至2024年累计被复议51件，纠正9件；累计被诉21件，败诉3件。
"""

_RIGHT_ARRIVALS = """\
2024年共登记各渠道来件51件，其中33件属于咨询，不属于政府信息公开申请，实际受理18件。
2024年共收到各类申请1206件，其中教师资格认定申请880件、转学申请308件、信息公开申请18件。
18件申请均已按时答复。
收到申请18件。18件政府信息公开申请全部办结，未收取费用。
全部18件申请已按时答复。
"""

_WRONG_ARRIVALS = """\
2024年共登记各渠道来件51件，其中17件属于咨询，不属于政府信息公开申请，实际受理18件。
收到申请51件，其中网上提交33件。
2019年至2023年共收到申请51件。2024年收到申请20件。
"""
_WRONG_DONE = ("17件申请均已按时答复。", "全年办结18件，全部按时答复。", "18件申请已答复。")

_WRONG_OUTCOMES = """\
34 行政复议32件，行政诉讼19件。维持35件，纠正7件，未审结6件。
7 行政复议32件，行政诉讼19件。维持34件，纠正9件，未审结6件。
13 行政诉讼19件，其中未经复议直接起诉7件，复议后起诉12件。维持14件，纠正2件，未审结4件。
4 行政诉讼19件，其中未经复议直接起诉7件，复议后起诉12件。维持13件，纠正2件，未审结5件。
13 未经复议直接起诉7件，复议后起诉12件。结果维持14件，结果纠正2件。
13 行政诉讼19件，其中未经复议直接起诉7件。维持14件，纠正2件，未审结4件。
2 未经复议直接起诉7件，复议后起诉12件，结果维持13件、纠正3件、尚未审结4件。
"""
_WRONG_CASES = """\
行政复议案件32件，其中维持和其他结果26件，纠正5件，尚未审结2件。
未审结案件共6件，复议3件、诉讼4件。
行政复议案件新收29件，上年结转2件。
29件复议案件已审结30件。
"""


@pytest.mark.parametrize("text", _RIGHT_OUTCOMES.splitlines())
def test_outcomes_of_all_that_was_told_before(text: str) -> None:
    found = found_in(text, _CELLS, section=4, organ="示例市教育局")
    assert [one.message.zh for one in found if one.rule.startswith("GB5")] == [], text


@pytest.mark.parametrize("text", [*_RIGHT_ARRIVALS.splitlines(), *_WRONG_ARRIVALS.splitlines()])
def test_what_came_in_with_other_things_is_told_where_these_do_not_make_it_up(text: str) -> None:
    found = found_in(text, _CELLS, section=3, organ="示例市教育局")
    told = [one.rule for one in found if one.rule.startswith("GB5")]
    assert told == ["GB501"] * (text in _WRONG_ARRIVALS), text


@pytest.mark.parametrize("text", _WRONG_CASES.splitlines())
def test_cases_that_are_nothing_of_the_tables_are_told(text: str) -> None:
    found = found_in(text, _CELLS, section=4, organ="示例市教育局")
    assert "GB504" in [one.rule for one in found], text


@pytest.mark.parametrize("text", _WRONG_DONE)
def test_what_was_done_is_no_less_than_all_that_came_in_unless_it_says_so(text: str) -> None:
    found = found_in(text, _CELLS, section=3, organ="示例市教育局")
    assert [one.rule for one in found if one.rule.startswith("GB5")] == ["GB502"], text


@pytest.mark.parametrize("text", _WRONG_OUTCOMES.splitlines())
def test_outcomes_that_are_not_those_of_all_are_told_with_both_figures(text: str) -> None:
    right, told = text.split(" ", 1)
    found = found_in(told, _CELLS, section=4, organ="示例市教育局")
    (one,) = (one for one in found if one.rule == "GB504")
    assert f"合计为 {right}，或" in one.message.zh, one.message.zh
    assert one.correction is None, "which of the two is right, nobody can know"


_WRONG_SCOPE = 777_777
_CITY, _OFFICE, _STREET = "示例市人民政府", "示例市人民政府办公室", "示例市示例区示例街道办事处"


@pytest.mark.parametrize(
    ("organ", "subject", "compared"),
    [
        (_CITY, "全年", True),
        (_CITY, "全市", True),
        (_CITY, "我市", True),
        (_CITY, "市本级", False),
        (_CITY, "市政府办公室", False),
        (_CITY, "各县（市、区）", False),
        (_CITY, "市教育局", False),
        (_OFFICE, "我办", True),
        (_OFFICE, "全市", False),
        (_OFFICE, "市政府办公室", True),
        (_OFFICE, "市政府部门", False),
        ("示例市教育局", "市教育局", True),
        ("示例市教育局", "全市", False),
        (_STREET, "街道全年", True),
        (_STREET, "全区", False),
    ],
)
def test_figures_of_another_scope_are_left_alone(organ: str, subject: str, compared: bool) -> None:
    plan = report(organ, figures=balanced(seed=3))
    told = f"{subject}收到政府信息公开申请{_WRONG_SCOPE}件。"
    linted = lint(text(telling(plan, [told]), shape=Shape("pipes")), "report.md")
    assert [finding.rule for finding in linted.of("GB5")] == ["GB501"] * compared, told


def test_the_place_of_a_finding_is_that_of_the_figure() -> None:
    plan = telling(
        report(figures=balanced(seed=3)), [f"全年 收到政府信息公开申请 {_WRONG_SCOPE} 件。"]
    )
    data = text(plan, shape=Shape("pipes"))
    (finding,) = lint(data, "report.md", only=["GB501"]).of("GB501")
    line = data.decode().splitlines()[finding.location.line - 1]
    assert line[finding.location.column_offset - 1 :].startswith(str(_WRONG_SCOPE))
