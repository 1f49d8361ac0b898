"""Reports with faults of many kinds together, and what else stands in Word files of offices."""

from __future__ import annotations

from random import Random
from typing import Any, cast

from hypothesis import strategies as st
from lxml import etree

from gblint.checks import load
from gblint.packs.validate import render_specimen
from gblint.readers.package import P, R, W
from gblint.word import WordFile

FAULTS: dict[str, tuple[str, ...]] = {
    # headings, with what corrections of them meet: sections out of order, absent, old
    "一、总体情况": ("总体情况", "一.总体情况", "1、总体情况", "一、概述", "【一、总体情况】"),
    "二、主动公开政府信息情况": ("二、主动公开政府信息的情况", "三、主动公开政府信息情况"),
    "三、收到和处理政府信息公开申请情况": (
        "四、收到和处理政府信息公开申请情况",
        "三收到和处理政府信息公开申请情况",
    ),
    "四、政府信息公开行政复议": ("（四）政府信息公开行政复议", "五、政府信息公开行政复议"),
    "五、存在的主要问题": ("六、存在的主要问题", "五、政府信息公开工作存在的主要问题"),
    "六、其他需要报告的事项": ("六、其他需要报告的事项情况", ""),
    "（三）政府信息管理": ("（四）政府信息管理", "三、政府信息管理", "(三)政府信息管理"),
    "（二）依申请公开": ("二、依申请公开",),
    # labels
    "| 二、上年结转政府信息公开申请数量": (
        "| 二、上年结转",
        "| 二、上年度结转政府信息公开申请数量",
    ),
    "本年废止件数": ("本年废止数量", "废止件数"),
    # marks and words
    "专栏，完善": ("专栏,完善", "专栏，，完善", "专栏、，完善"),
    "意见逐条反馈。": ("意见逐条反馈。。", "意见意见逐条反馈。", "的的意见逐条反馈。"),
    "失效的及时更新": ("失效的,及时更新", "失效的的及时更新"),
    "全部集中公布": ("全部集中集中公布",),
    "二是个别街道": ("三是个别街道", "二是是个别街道"),
    "；二是每季度": ("；；二是每季度", ";二是每季度"),
    "答复文书说理": ("答复文书文书说理",),
    # years and bases
    "2023年未收取": ("2022年未收取", "二〇二二年未收取", "2024年未收取"),
    "2023年1月1日至12月31日": ("2022年1月1日至12月31日", "2023年度"),
    "2023年，示例市": ("2022年，示例市",),
    "〔2021〕30号": ("〔2019〕60号", "[2021]30号"),
    # figures of the prose
    "废止3件": ("废止13件", "废止三件"),
    "年末现行有效48件": ("年末现行有效45件",),
    "新收政府信息公开申请37件": ("新收政府信息公开申请39件", "新收政府信息公开申请近40件"),
    "其中自然人29件": ("其中自然人92件",),
    "予以公开19件": ("予以公开91件",),
    "办结38件": ("办结83件", "全部办结"),
    "结转下年度继续办理2件": ("结转下年度继续办理4件",),
    "被申请行政复议3件": ("被申请行政复议5件",),
    # what is left for people
    "电话：0999-1234567": ("电话：0999-123456",),
    "2024年1月31日": ("2024年3月31日",),
}
CELLS: dict[str, tuple[str, ...]] = {
    "applications.denied_secret.natural": ("", "/", "—", "无", "０", "14件"),
    "applications.granted.natural": ("41", "１４", "1 4", ""),
    "applications.granted.total": ("91", ""),
    "applications.new.total": ("39", "３７", ""),
    "applications.new.natural": ("92",),
    "applications.carried_in.total": ("5", ""),
    "applications.total.total": ("83", ""),
    "applications.carried_out.total": ("9",),
    "applications.refused_mass.commercial": ("/", ""),
    "review.review.total": ("2", ""),
    "proactive.penalty.decisions": ("2,147", "２１４７", "2 147"),
    "proactive.fees.amount": ("312．45", ""),
    "proactive.normative_documents.in_force": ("84",),
}


@st.composite
def mixed_texts(draw: st.DrawFn) -> str:
    """The specimen in Markdown with some of the faults, and sometimes without one of its rows."""
    cells = draw(st.lists(st.sampled_from([*CELLS]), max_size=4, unique=True))
    pack = load("gbh-2021-30")
    text = render_specimen(pack.specimen, {key: draw(st.sampled_from(CELLS[key])) for key in cells})
    for old in draw(st.lists(st.sampled_from([*FAULTS]), min_size=1, max_size=8, unique=True)):
        text = text.replace(old, draw(st.sampled_from(FAULTS[old])), 1)
    lines = text.split("\n")
    at = draw(st.integers(0, 9 * len(lines)))
    if at < len(lines) and lines[at].startswith("|"):
        del lines[at]
    return "\n".join(lines)


_NS = f'xmlns:w="{W[1:-1]}"'
_AROUND = (
    f'<w:ins {_NS} w:id="{{}}" w:author="某某"/>',
    f'<w:hyperlink {_NS} w:anchor="{{}}"/>',
    f'<w:smartTag {_NS} w:element="{{}}"/>',
    f'<w:sdt {_NS}><w:sdtPr><w:id w:val="{{}}"/></w:sdtPr><w:sdtContent/></w:sdt>',
)
_BEFORE = (
    f'<w:del {_NS} w:id="{{}}" w:author="某某"><w:r><w:delText>旧的字</w:delText></w:r></w:del>',
    f'<w:bookmarkStart {_NS} w:id="{{0}}" w:name="b{{0}}"/>',
    f'<w:proofErr {_NS} w:type="spellStart"/>',
)


def clutter(data: bytes, seed: int) -> bytes:
    """A Word file in which some runs are tracked insertions, or in links and controls, with
    deletions and marks between them, and some paragraphs in controls of their own.
    """
    file, chance = WordFile(data), Random(seed)
    root: Any = file.read_tree(file.main)
    for number, run in enumerate([*root.iter(R)], 900):
        paragraph, kind = run.getparent(), chance.random()
        if paragraph.tag != P or kind > 0.2:
            continue
        parts = _AROUND if kind > 0.1 else _BEFORE
        made = _element(chance.choice(parts).format(number))
        run.addprevious(made)
        if parts is _AROUND:
            (made if made.find(f"{W}sdtContent") is None else made[-1]).append(run)
    for paragraph in [one for one in root.iter(P) if chance.random() < 0.03]:
        made = _element(f"<w:sdt {_NS}><w:sdtPr/><w:sdtContent/></w:sdt>")
        paragraph.addprevious(made)
        made[-1].append(paragraph)
    file.put_tree(file.main)
    return file.build()


def _element(text: str) -> Any:
    return cast("Any", etree.fromstring(text))
