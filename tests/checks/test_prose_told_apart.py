"""Figures that offices tell beside one another and that are the tables' only together, or not at
all; and rates of what was due.
"""

from __future__ import annotations

import pytest

from tests.checks.prose_paragraphs import found_in

_CELLS = {
    "new": {"natural": 15, "commercial": 5},
    "carried_in": {"natural": 2},
    "granted": {"natural": 9, "commercial": 3},
    "partial": {"natural": 2},
    "denied_process": {"natural": 1},
    "denied_internal": {"commercial": 1},
    "unable_none": {"natural": 3},
    "carried_out": {"natural": 2, "commercial": 1},
    "review": {"upheld": 3},
    "licensing": {"decisions": 30},
    "penalty": {"decisions": 30},
    "fees": {"amount": 32},
    "normative_documents": {"made": 4, "in_force": 120},
}
"""22 to be done, 19 of them done."""


def _told(text: str) -> list[str]:
    """The rules of what is told of a text, each with the figure that it names."""
    found = found_in(text, _CELLS)
    return [f"{one.rule} {one.values['read']}" for one in found if one.rule.startswith("GB5")]


_RIGHT = """\
办理行政许可24件，占80%。
全年作出行政许可决定24件，占全部许可的80%。
收到申请20件，上年结转2件，办结19件，法定期限内办结率100%。
收到申请20件，办结19件，在规定时限内的办结率为100%。
收到申请20件，办结19件，法定时间内答复率100%。
收到申请20件，办结19件，20个工作日内办结率100%。
收到申请20件，办结19件，应办结的办结率100%。
收到申请20件，均在法定期限内办理，办结率100%。
收到申请20件，除3件未到期外，办结率100%。
撤回2件，答复19件。
收到申请20件，申请人主动撤回2件，答复17件。
全年办理申请20件，其中答复17件，申请人撤回申请2件。
收到申请20件，申请人放弃2件，实际答复17件。
收到申请20件，终止办理2件，答复17件。
收到申请20件，其中按时答复17件，延期答复2件。
办理申请20件，按时办结17件，延期办结2件。
收到申请20件，当场答复5件，按时答复14件。
收到申请20件，在法定期限内答复17件，依法延期2件。
收到申请20件，其中通过补正后受理3件，延期答复1件，按时答复18件。
收到申请20件，由示例市教育局答复3件，由我局答复16件。
收到申请20件，其中转交街道办理2件，本局办理18件。
答复申请19件，其中同意公开7件，已主动公开5件，部分公开2件，不予公开2件，不掌握3件。
办结申请19件，其中主动公开范围内告知获取途径4件，同意公开8件，部分公开2件。
受理申请20件，已办结17件，另有3件正在办理中。
因信息公开被申请复议3件，维持1件，驳回复议申请2件。
因信息公开被申请复议3件，复议机关驳回行政复议申请1件，维持原答复2件。
因信息公开被申请复议3件，其中驳回复议申请1件。
公开行政许可30件。全文公开事故调查报告6份，公布典型案例18个。制发规范性文件4件。
收到申请20件。评审专家意见属于过程性信息，不予公开1件。予以公开12件。
同期全市各单位受理302件，本机关占6.6%。收到申请20件。
局机关收到申请13件，6个分局收到7件，合计20件。
机关本级共收到政府信息公开申请13件。所属6个单位共收到政府信息公开申请7件。
收到申请20件，结转下年度3件，无逾期未办结件，无应答复未答复情形。
收到申请20件，结转下年度3件，没有逾期未办理的申请，无一件逾期未答复。
收到申请20件。没有收取任何申请费用。
没有逾期办理的行政许可。未发生行政处罚被纠正的情况。
未新增行政事业性收费项目。未对中小学收取行政事业性收费。
截至上年底，现行有效行政规范性文件116件。
清理前现行有效行政规范性文件131件。
收到申请20件，予以公开12件（含上年结转1件），部分公开2件。
收到申请20件，企业提出的5件申请，公开3件。
收到申请20件，上年结转2件，全部按期答复（3件结转下年）。
非政府信息公开申请30件，均予以退回或指引。
收到申请20件。年初现行有效行政规范性文件116件，年内新增7件、废止3件。
企业申请5件，较自然人（15件）少10件。企业申请中，予以公开3件，结转下年度1件。
因信息公开被复议3件、被诉0件，复议纠正0件、诉讼纠正0件，合计被纠正0件。
立案处罚11件；投诉引发处罚12件，检查引发处罚7件，作出行政许可30件。
本年新收的20件申请中，予以公开10件，不掌握2件。
收到申请20件；其中某网络平台一事即有8件，分别由8人提交，5件不掌握、2件予以公开。
"""

_WRONG = {
    "办理行政许可24件，占75%。": "GB505 24件",
    "收到申请20件，办结19件，办结率100%。": "GB506 100%",
    "收到申请20件，依法办理，办结率100%。": "GB506 100%",
    "收到申请20件，申请人主动撤回2件，答复16件。": "GB502 16件",
    "收到申请20件，其中按时答复16件，延期答复2件。": "GB502 16件",
    "收到申请20件，由示例市教育局答复3件，由我局答复18件。": "GB502 18件",
    "答复申请19件，其中同意公开7件，已主动公开4件，部分公开2件，不掌握3件。": "GB502 7件",
    "受理申请20件，已办结16件，另有3件正在办理中。": "GB502 16件",
    "受理申请20件，上年结转2件，已办结17件，另有3件正在办理中。": "GB502 17件",
    "因信息公开被申请复议3件，维持1件，驳回复议申请1件。": "GB504 1件",
    "因信息公开被申请复议3件，驳回复议申请4件。": "GB504 4件",
    "收到申请20件，办结19件，法定期限内均予答复，公开率83%。": "GB506 83%",
    "局机关收到申请13件，6个分局收到6件。": "GB501 13件",
    "收到申请20件，予以公开10件，不掌握3件。": "GB502 10件",
    "全年没有收取行政事业性收费。": "GB505 没有收取行政事业性收费",
    "本局未作出行政许可决定。": "GB505 未作出行政许可决定",
    "上年结转2件，收到申请20件，无结转下年度办理的申请。": "GB503 无结转下年度办理的申请",
    "企业提出的5件申请，公开4件。": "GB502 4件",
    "公开15件，部分公开2件，不予公开2件，无法提供3件，结转3件。": "GB502 15件",
}


@pytest.mark.parametrize("text", _RIGHT.splitlines())
def test_what_is_the_tables_together_is_not_told(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(("text", "told"), _WRONG.items())
def test_what_is_not_is_told(text: str, told: str) -> None:
    assert told in _told(text)


_OTHER_CELLS = {
    "new": {"natural": 10, "commercial": 3},
    "carried_in": {"natural": 1},
    "granted": {"natural": 5},
    "partial": {"natural": 2},
    "denied_internal": {"natural": 1},
    "denied_process": {"natural": 1},
    "unable_none": {"natural": 5},
    "normative_documents": {"made": 3, "repealed": 5},
    "licensing": {"decisions": 427},
    "penalty": {"decisions": 268},
    "coercion": {"decisions": 32},
}


@pytest.mark.parametrize(
    "text",
    [
        "收到13件申请。不予公开的2件。年内对14件申请作出答复，其中公开类（含部分公开）7件、非公开类7件。",
        "全文公开生产安全事故调查报告6份，公布典型执法案例18个。制发规范性文件3件、废止5件。许可427件、处罚268件。",
        "收到申请13件。项目评审专家意见属于过程性信息，不予公开1件。全年14件办结，其中予以公开5件。",
        "收到申请13件。同期全县各单位受理302件，本机关占4.3%。",
    ],
)
def test_figures_of_other_things_are_left(text: str) -> None:
    found = found_in(text, _OTHER_CELLS)
    assert [one.message.zh for one in found if one.rule.startswith("GB5")] == []


_MORE_CELLS = {
    "new": {"natural": 15, "commercial": 5, "legal": 4, "other": 2},
    "carried_in": {"natural": 2},
    "granted": {"natural": 9, "commercial": 3},
    "partial": {"natural": 2},
    "denied_process": {"natural": 1},
    "denied_internal": {"commercial": 1},
    "unable_none": {"natural": 3, "legal": 4},
    "refused_repeat": {"commercial": 1},
    "carried_out": {"natural": 2, "other": 2},
    "review": {"upheld": 3},
    "litigation_direct": {"upheld": 4, "corrected": 1},
}
"""28 to be done, 24 of them done."""


def _told_more(text: str) -> list[str]:
    found = found_in(text, _MORE_CELLS)
    return [f"{one.rule} {one.values['read']}" for one in found if one.rule.startswith("GB5")]


_RIGHT_MORE = """\
收到申请26件，申请量居前两位的为征地类10件、社保类8件，合计18件，占申请总数的69.2%。
申请量排在前三位的领域为：征地9件、社保5件、规划4件，三者合计18件，占全部申请的69.2%。
收到申请26件（不含通过信访渠道转来的13件），办结24件。
收到申请26件。行政处罚30件，其中安全类20件、城管类10件；听证3件，被复议纠正1件。
2件申请涉及第三方，书面征求意见后，第三方同意公开，已予以公开。
办结申请24件。2件因涉及个人隐私，作区分处理后公开。
企业和社会组织提出申请11件。
新闻媒体、律师事务所等申请6件。
县（市、区）申请量14件，占53.8%；市直部门9件，占34.6%；市政府本级3件，占11.5%。
自然人15件，企业5件，律师事务所等6件。
收到申请26件（自然人15件、企业5件、其他6件）。
收到申请26件，办结24件，与2023年收到24件、办结22件相比分别增长8.3%、9.1%。
示例一局答复4件，占16.7%；示例二局答复3件，占12.5%；其他3件，占12.5%。
收到申请26件。因复议机关决定重新答复1件，该件已纳入统计。
申请人对2件不予公开答复中的1件申请复议，维持1件。
办结申请24件，公开14件、不公开2件、其他8件。
收到申请26件，办结24件，予以公开12件、部分公开2件、其他10件。
受理公民申请15件，全部为本地居民提出；受理法人申请11件。
全年答复24件，其中年内新收22件、上年结转2件。
新收26件，当年办结22件，当年办结率84.6%。
收到申请26件。答复中告知公开途径8件、提供信息复制件4件、区分处理2件。
不予公开2件、无法提供7件，共计9件，占办结总数的37.5%。
因信息公开引发行政诉讼5件，其中3件经法院一审判决驳回、1件二审维持原判、1件被判决重新答复。
不属于本机关公开职责的5件，已告知有关机关名称；不存在的2件，已告知检索情况。
"""
_WRONG_MORE = {
    "申请量前三位的领域为：征地9件、社保5件、规划4件，三者合计18件，占全部申请的60%。": "GB506 60%",
    "收到申请26件，含上年转来3件，办结24件。": "GB503 3件",
    "2件属于第三方权益，不予公开。": "GB502 2件",
    "企业和社会组织提出申请12件。": "GB508 12件",
    "自然人15件，企业5件，律师事务所等3件。": "GB508 3件",
    "办结申请24件，公开14件、不公开2件、其他7件。": "GB502 7件",
    "收到申请26件，自然人15件，全部为企业提出。": "GB508 全部为企业提出",
    "新收26件，上年结转2件，办结22件，结转4件。": "GB502 22件",
    "收到申请26件（自然人15件、企业5件、其他5件）。": "GB508 5件",
    "全年答复24件，其中年内新收23件、上年结转2件。": "GB501 23件",
    "新收26件，当年办结23件，当年办结率88.5%。": "GB502 23件",
    "收到申请26件。答复中告知公开途径8件、提供信息复制件3件、区分处理2件。": "GB502 8件",
    "因信息公开引发行政诉讼5件，其中2件经法院一审判决驳回、1件二审维持原判。": "GB504 2件",
}


@pytest.mark.parametrize("text", _RIGHT_MORE.splitlines())
def test_what_other_figures_of_a_sentence_bear_out_is_not_told(text: str) -> None:
    assert _told_more(text) == []


@pytest.mark.parametrize(("text", "told"), _WRONG_MORE.items())
def test_what_they_do_not_bear_out_is_told(text: str, told: str) -> None:
    assert told in _told_more(text)


def test_a_sum_of_some_with_a_wrong_share_is_not_said_to_be_all() -> None:
    text = "申请量前三位的领域为：征地9件、社保5件、规划4件，三者合计18件，占全部申请的60%。"
    assert _told_more(text) == ["GB506 60%"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("有效规章12部，有效规范性文件14件。", []),
        ("年末有效规章12部，有效行政规范性文件14件。", []),
        ("有效规章12部，有效规范性文件15件。", ["GB505 15件"]),
        ("制发规范性文件3件，有效规范性文件15件。", ["GB505 15件"]),
        ("收到申请6件。全年制定规范性文件3件，占五年总数的15.8%。", ["GB501 6件"]),
    ],
)
def test_documents_in_force_are_of_the_kind_named_with_them(text: str, told: list[str]) -> None:
    cells = {
        "rules": {"in_force": 12},
        "normative_documents": {"made": 3, "in_force": 14},
    }
    found = found_in(text, cells)
    read = [f"{one.rule} {one.values['read']}" for one in found if one.rule.startswith("GB5")]
    assert read == told


_GOVERNMENT = {"review": {"upheld": 7, "corrected": 2}, "fees": {"amount": 15860}}


@pytest.mark.parametrize(
    ("text", "organ", "told"),
    [
        ("以市政府为被申请人的政府信息公开行政复议4件，维持3件。", "示例市人民政府", []),
        ("市政府作为被申请人的政府信息公开行政复议4件。", "示例市人民政府", []),
        ("市政府作为被申请人的信息公开行政复议11件。", "示例市人民政府", ["GB504 11件"]),
        ("市政府因政府信息公开被申请行政复议8件。", "示例市人民政府", ["GB504 8件"]),
        ("因政府信息公开被申请行政复议8件。", "示例市人民政府", ["GB504 8件"]),
        ("以我局为被申请人的政府信息公开行政复议8件。", "示例市示例局", ["GB504 8件"]),
        ("镇政府作为被申请人的信息公开行政复议11件。", "示例县示例镇人民政府", ["GB504 11件"]),
        ("行政事业性收费15860万元，较上年减收1240万元，下降7.3%。", "示例市人民政府", []),
        (
            "行政事业性收费15860万元，较上年减收1240万元，下降8.3%。",
            "示例市人民政府",
            ["GB506 较上年减收1240万元，下降8.3%"],
        ),
    ],
)
def test_a_government_and_all_that_are_under_it(text: str, organ: str, told: list[str]) -> None:
    found = found_in(text, _GOVERNMENT, organ=organ)
    read = [f"{one.rule} {one.values['read']}" for one in found if one.rule.startswith("GB5")]
    assert read == told
