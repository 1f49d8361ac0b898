"""The inputs of `fixtures/` that are about tables, footings, facts and unreadable files."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.builder import mutate
from tests.builder.city import figures
from tests.builder.defects import surplus_row
from tests.builder.fixture_cases import Case, base, markdown, with_lines, with_prose, word
from tests.builder.form_labels import Block, Line
from tests.builder.invented_prose import ASPECTS, opening
from tests.builder.report_plan import ReportPlan, report
from tests.builder.write_docx import docx, picture
from tests.builder.write_text import Shape, text

_CHANGES = (
    Line("last_year", "上一年项目数量"),
    Line("change", "本年增/减"),
    Line("decisions", "处理决定数量"),
)
_TABLE_OF_2019 = (
    Block(
        "article20_1",
        "第二十条第（一）项",
        (Line("rules", "规章"), Line("normative_documents", "规范性文件")),
        (
            Line("made_new", "本年新制作数量"),
            Line("public_new", "本年新公开数量"),
            Line("public_all", "对外公开总数量"),
        ),
    ),
    Block(
        "article20_5",
        "第二十条第（五）项",
        (Line("licensing", "行政许可"), Line("services", "其他对外管理服务事项")),
        _CHANGES,
    ),
    Block(
        "article20_6",
        "第二十条第（六）项",
        (Line("penalty", "行政处罚"), Line("coercion", "行政强制")),
        _CHANGES,
    ),
    Block(
        "article20_8",
        "第二十条第（八）项",
        (Line("fees", "行政事业性收费"),),
        _CHANGES[:2],
    ),
    Block(
        "article20_9",
        "第二十条第（九）项",
        (Line("procurement", "政府集中采购"),),
        (Line("purchases", "采购项目数量"), Line("amount", "采购总金额")),
    ),
)


def _tables_of_2019() -> tuple[str, bytes]:
    """Table 1 and （六）其他处理 as the format of 2019 has them, in a report for 2023."""
    plan = base()
    proactive: dict[str, dict[str, int | Decimal]] = {
        row.key: {column.key: 3 for column in block.columns}
        for block in _TABLE_OF_2019
        for row in block.rows
    }
    applications = dict(plan.figures["applications"])
    others = [applications.pop(f"other_{key}") for key in ("late_correction", "unpaid", "misc")]
    applications["others"] = {
        column: sum((row[column] for row in others), start=0) for column in others[0]
    }
    plan = replace(
        plan,
        figures={**plan.figures, "proactive": proactive, "applications": applications},
        tables={**plan.tables, "proactive": _TABLE_OF_2019},
    )
    results = ("三、本年度办理结果",)

    def rows(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        kept = [line for line in lines if not line.key.startswith("other_")]
        at = [line.key for line in kept].index("total")
        return (*kept[:at], Line("others", "（六）其他处理", results), *kept[at:])

    return word(
        mutate.lines(plan, table="applications", block="applications", axis="rows", change=rows)
    )


def _without_table() -> tuple[str, bytes]:
    plan = with_prose(base(), 4, "本年度没有因政府信息公开工作被申请行政复议、提起行政诉讼。")
    fourth = replace(plan.sections[3], table="")
    return markdown(replace(plan, sections=mutate.replaced(plan.sections, 3, fourth)))


def _without_rows() -> tuple[str, bytes]:
    """Without a row and a column of table 2, a block of table 1, a column of table 3."""
    plan = _without(base(), "rows", "refused_mass")
    plan = _without(plan, "columns", "legal")
    plan = mutate.blocks(plan, "proactive", lambda blocks: mutate.removed(blocks, 3))
    return markdown(
        mutate.lines(
            plan,
            table="review",
            block="litigation_direct",
            axis="columns",
            change=lambda lines: mutate.removed(lines, 3),
        )
    )


def _without(plan: ReportPlan, axis: mutate.Axis, key: str) -> ReportPlan:
    """The plan without a row or column of table 2."""

    def kept(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line for line in lines if line.key != key)

    return mutate.lines(plan, table="applications", block="applications", axis=axis, change=kept)


def _written(**cells: str) -> ReportPlan:
    """The base with cells written otherwise; a key is table__row__column."""
    keys = {tuple(key.split("__")): text for key, text in cells.items()}
    return replace(base(), written={(t, r, c): text for (t, r, c), text in keys.items()})


def _changed(table: str, row: str, column: str, value: int) -> tuple[str, bytes]:
    return markdown(mutate.figure(base(), table=table, row=row, column=column, value=value))


def one_cell() -> ReportPlan:
    return mutate.figure(
        base(), table="applications", row="unable_none", column="natural", value=283
    )


def _footing(column: str, *cells: tuple[str, int]) -> tuple[str, bytes]:
    """Figures of a column changed, and the row's total with them, so that rows still add up."""
    plan = base()
    for row, value in cells:
        line = plan.figures["applications"][row]
        total = line["total"] + value - line[column]
        for key, figure in ((column, value), ("total", total)):
            plan = mutate.figure(plan, table="applications", row=row, column=key, value=figure)
    return markdown(plan)


def _preface(*texts: str) -> tuple[str, bytes]:
    return markdown(replace(base(), preface=texts))


_BASIS = "根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号的要求编制本报告。"
_PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
_ADDRESS = "联系单位：示例市人民政府办公室；地址：示例市示例路1号"
_CONTACT = f"{_ADDRESS}；电话：010-55550123。"


def _published(day: str) -> tuple[str, bytes]:
    plan = report("示例市交通运输局", figures=figures())
    return markdown(replace(plan, ending=("示例市交通运输局", day)))


def _opening_below() -> tuple[str, bytes]:
    """Basis, period and contact under the first heading, where many offices put them."""
    plan = base()
    texts = (_BASIS + _PERIOD, _CONTACT, *(para.text for para in plan.sections[0].prose))
    return markdown(with_prose(replace(plan, preface=()), 1, *texts))


def _site_above() -> tuple[str, bytes]:
    """A page's text: the site's own address and telephone above the title, none in the report."""
    plan = replace(base(), preface=(_BASIS, _PERIOD))
    page = "联系我们\n\n地址：示例市商务路85号\n\n电话：010-55559999\n\n"
    return "report.txt", page.encode() + text(plan, shape=Shape("pipes"))


def _aspect_missing() -> tuple[str, bytes]:
    """Section one without a word on platforms; nothing else in it touches them."""
    texts = [f"{name}方面，{text}" for name, text in ASPECTS if "平台" not in name]
    first = texts[0].replace("门户网站", "报刊")
    return markdown(with_prose(base(), 1, "全年工作平稳。", first, *texts[1:]))


def _survey_too_long() -> tuple[str, bytes]:
    texts = [f"{name}方面，{text}" for name, text in ASPECTS]
    return markdown(with_prose(base(), 1, opening("示例市", 2023), *texts * 5))


def _old_format() -> tuple[str, bytes]:
    """A report of the years when the Regulations of 2007 were in force."""
    lines = (
        "示例区2013年政府信息公开工作年度报告",
        (
            "本报告由概述、主动公开政府信息情况、依申请公开政府信息情况、政府信息公开的收费及减免"
            "情况、因政府信息公开申请行政复议、提起行政诉讼的情况等部分组成，"
            "统计期限为2013年1月1日至2013年12月31日。"
        ),
        "一、概述",
        "全区各单位认真落实要求，公开工作有序开展。",
        "二、主动公开政府信息情况",
        "全年主动公开政府信息820条。",
        "三、依申请公开政府信息情况",
        "全年受理申请2件，均已答复。",
        "四、政府信息公开的收费及减免情况",
        "全年没有收取费用。",
        "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "没有发生复议和诉讼。",
        "六、政府信息公开工作存在的主要问题及改进情况",
        "一是公开内容不够全面，二是更新不够及时，我们将逐步改进。",
        "七、2014年工作思路",
        "继续充实公开内容，加强人员培训。",
    )
    return "report.txt", "\n".join(lines).encode()


def _compound_file() -> bytes:
    """The beginning of an encrypted Word file: an OLE compound file with EncryptedPackage."""
    names = "".join(f"{name}\0" for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage"))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    return head + names.encode("utf-16-le").ljust(1024, b"\0")


_NOTES = """关于召开业务培训会的通知

各科室：
定于3月5日下午在二楼会议室召开业务培训会，请准时参加，并将参会人员名单报综合科。
"""

CONTENT_CASES: dict[str, Case] = {
    "in-force-fewer": lambda: markdown(
        mutate.figure(
            base(), table="proactive", row="normative_documents", column="in_force", value=1
        )
    ),
    "table-missing": _without_table,
    "rows-missing": _without_rows,
    "tables-of-2019": _tables_of_2019,
    "row-surplus": lambda: markdown(surplus_row()),
    "cells-blank": lambda: markdown(
        _written(
            applications__denied_safety__natural="",
            applications__denied_safety__legal="—",
            applications__other_unpaid__total="无",
            review__litigation_after_review__corrected="/",
        )
    ),
    "cells-unreadable": lambda: markdown(
        _written(
            proactive__licensing__decisions="约128万件",
            applications__granted__natural="402余件",
            review__review__upheld="12（含上年2）",
        )
    ),
    "cells-not-counts": lambda: markdown(
        _written(proactive__penalty__decisions="-12", proactive__rules__made="2.5")
    ),
    "labels-differ": lambda: markdown(
        with_lines(base(), carried_in="二、上年结转申请数量", refused_repeat="2.重复申情")
    ),
    "footing-row": lambda: _changed("applications", "granted", "total", 451),
    "footing-results": lambda: _footing("legal", ("granted", 8)),
    "footing-carried": lambda: _footing("commercial", ("carried_out", 5)),
    "footing-one-cell": lambda: markdown(one_cell()),
    "footing-review": lambda: _changed("review", "review", "total", 28),
    "footing-litigation": lambda: _changed("review", "litigation_after_review", "pending", 4),
    "period-missing": lambda: _preface(_BASIS, _CONTACT),
    "period-not-the-year": lambda: _preface(
        _BASIS, _PERIOD.replace("12月31日止", "11月30日止"), _CONTACT
    ),
    "period-of-last-year": lambda: _preface(_BASIS, _PERIOD.replace("2023", "2022"), _CONTACT),
    "file-of-last-year": lambda: markdown(base(), name="示例市2022年政府信息公开工作年度报告.md"),
    "contact-missing": lambda: _preface(_BASIS, _PERIOD),
    "contact-without-phone": lambda: _preface(_BASIS, _PERIOD, f"{_ADDRESS}。"),
    "contact-bad-phone": lambda: _preface(_BASIS, _PERIOD, _CONTACT.replace("55550123", "5555")),
    "fees-unreported": lambda: markdown(with_prose(base(), 6, "无。")),
    "survey-too-long": _survey_too_long,
    "aspect-missing": _aspect_missing,
    "published-late": lambda: _published("2024年2月5日"),
    "published-in-time": lambda: _published("2024年1月31日"),
    "published-too-early": lambda: _published("2023年1月31日"),
    "published-on-no-day": lambda: _published("2024年2月30日"),
    "basis-missing": lambda: _preface(_PERIOD, _CONTACT),
    "basis-miscited": lambda: _preface(
        _BASIS.replace("公开办函", "公开函").replace("条例》", "条例》第三十二条"),
        _PERIOD,
        _CONTACT,
    ),
    "preface-of-five-sections": lambda: _preface(
        _BASIS, "本报告由总体情况等五个部分组成。", _PERIOD, _CONTACT
    ),
    "opening-under-the-first-heading": _opening_below,
    "contact-of-the-site-above-the-title": _site_above,
    "basis-superseded": lambda: _preface(
        "根据《中华人民共和国政府信息公开条例》和国办公开办函〔2019〕60号的要求编制本报告。",
        _PERIOD,
        _CONTACT,
    ),
    "tables-flattened": lambda: ("report.txt", text(base(), shape=Shape("cell columns"))),
    "tables-laid-out": lambda: ("report.txt", text(one_cell(), shape=Shape("laid"))),
    "old-format": _old_format,
    "input-damaged": lambda: ("report.docx", docx(base())[:4000]),
    "input-encrypted": lambda: ("report.docx", _compound_file()),
    "input-misnamed": lambda: ("report.docx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    "input-picture": lambda: ("report.docx", picture()),
    "input-empty": lambda: ("report.txt", b""),
    "not-a-report": lambda: ("notes.txt", _NOTES.encode()),
}
