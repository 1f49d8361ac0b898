"""The labels of the format of 国办公开办函〔2021〕30号, written down once more for the tests.

Not taken from the pack on purpose: the reports that the tests build must not follow a slip in it.
"""

from __future__ import annotations

from dataclasses import dataclass

SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
ORDINALS = ("一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、")
HEADINGS = tuple(map("".join, zip(ORDINALS, SECTIONS, strict=False)))
TABLE_OF_SECTION = {2: "proactive", 3: "applications", 4: "review"}

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = "申请人情况"
CONTENT = "信息内容"


@dataclass(frozen=True)
class Line:
    """A row or column: its key, its label, the group labels before it from the outside in."""

    key: str
    label: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """Rows and columns that belong together, under a label of their own where the form has one."""

    key: str
    label: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]


_DECISIONS = (Line("decisions", "本年处理决定数量"),)

PROACTIVE = (
    Block(
        "article20_1",
        "第二十条第（一）项",
        (Line("rules", "规章"), Line("normative_documents", "行政规范性文件")),
        (
            Line("made", "本年制发件数"),
            Line("repealed", "本年废止件数"),
            Line("in_force", "现行有效件数"),
        ),
    ),
    Block("article20_5", "第二十条第（五）项", (Line("licensing", "行政许可"),), _DECISIONS),
    Block(
        "article20_6",
        "第二十条第（六）项",
        (Line("penalty", "行政处罚"), Line("coercion", "行政强制")),
        _DECISIONS,
    ),
    Block(
        "article20_8",
        "第二十条第（八）项",
        (Line("fees", "行政事业性收费"),),
        (Line("amount", "本年收费金额（单位：万元）"),),
    ),
)

_ORGANISATIONS = ("法人或其他组织",)
COLUMNS = (
    Line("natural", "自然人"),
    Line("commercial", "商业企业", _ORGANISATIONS),
    Line("research", "科研机构", _ORGANISATIONS),
    Line("social", "社会公益组织", _ORGANISATIONS),
    Line("legal", "法律服务机构", _ORGANISATIONS),
    Line("other", "其他", _ORGANISATIONS),
    Line("total", "总计"),
)

_RESULTS = "三、本年度办理结果"
_DENIED = (_RESULTS, "（三）不予公开")
_UNABLE = (_RESULTS, "（四）无法提供")
_REFUSED = (_RESULTS, "（五）不予处理")
_OTHER = (_RESULTS, "（六）其他处理")
ROWS = (
    Line("new", "一、本年新收政府信息公开申请数量"),
    Line("carried_in", "二、上年结转政府信息公开申请数量"),
    Line("granted", "（一）予以公开", (_RESULTS,)),
    Line("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", (_RESULTS,)),
    Line("denied_secret", "1.属于国家秘密", _DENIED),
    Line("denied_law", "2.其他法律行政法规禁止公开", _DENIED),
    Line("denied_safety", "3.危及“三安全一稳定”", _DENIED),
    Line("denied_third_party", "4.保护第三方合法权益", _DENIED),
    Line("denied_internal", "5.属于三类内部事务信息", _DENIED),
    Line("denied_process", "6.属于四类过程性信息", _DENIED),
    Line("denied_enforcement", "7.属于行政执法案卷", _DENIED),
    Line("denied_query", "8.属于行政查询事项", _DENIED),
    Line("unable_none", "1.本机关不掌握相关政府信息", _UNABLE),
    Line("unable_create", "2.没有现成信息需要另行制作", _UNABLE),
    Line("unable_unclear", "3.补正后申请内容仍不明确", _UNABLE),
    Line("refused_petition", "1.信访举报投诉类申请", _REFUSED),
    Line("refused_repeat", "2.重复申请", _REFUSED),
    Line("refused_publication", "3.要求提供公开出版物", _REFUSED),
    Line("refused_mass", "4.无正当理由大量反复申请", _REFUSED),
    Line("refused_confirm", "5.要求行政机关确认或重新出具已获取信息", _REFUSED),
    Line(
        "other_late_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        _OTHER,
    ),
    Line(
        "other_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        _OTHER,
    ),
    Line("other_misc", "3.其他", _OTHER),
    Line("total", "（七）总计", (_RESULTS,)),
    Line("carried_out", "四、结转下年度继续办理"),
)
KINDS = tuple(line.key for line in COLUMNS[:-1])
"""The keys of the six kinds of applicant."""
RESULTS = tuple(line.key for line in ROWS if line.groups and line.key != "total")
"""The keys of the twenty-one results."""
APPLICATIONS = (Block("applications", "", ROWS, COLUMNS),)

_OUTCOMES = (
    Line("upheld", "结果维持"),
    Line("corrected", "结果纠正"),
    Line("other", "其他结果"),
    Line("pending", "尚未审结"),
    Line("total", "总计"),
)
OUTCOMES = tuple(line.key for line in _OUTCOMES[:-1])
"""The keys of the four results of a case."""
_LITIGATION = ("行政诉讼",)
REVIEW = tuple(
    Block(line.key, line.label, (line,), _OUTCOMES)
    for line in (
        Line("review", "行政复议"),
        Line("litigation_direct", "未经复议直接起诉", _LITIGATION),
        Line("litigation_after_review", "复议后起诉", _LITIGATION),
    )
)
"""Each group of five columns as a block of one row."""

TABLES = {"proactive": PROACTIVE, "applications": APPLICATIONS, "review": REVIEW}
