"""Reports in the format of 国办公开办函〔2019〕60号, made from plans of the present one.

Its labels are written down once more, not taken from the pack.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.builder.balanced_figures import Figures
from tests.builder.form_labels import APPLICATIONS, KINDS, ROWS, Block, Line
from tests.builder.report_plan import ReportPlan

_OTHER = tuple(line.key for line in ROWS if line.key.startswith("other_"))
"""The three results that are one row, （六）其他处理, in this format."""
_RESULTS = next(line.groups for line in ROWS if line.key == "granted")
OTHER_RESULTS = Line("other_results", "（六）其他处理", _RESULTS)

_ITEMS = Line("items", "上一年项目数量")
_CHANGE = Line("change", "本年增/减")
_DECISIONS = Line("decisions", "处理决定数量")
PROACTIVE = (
    Block(
        "article20_1",
        "第二十条第（一）项",
        (Line("rules", "规章"), Line("normative_documents", "规范性文件")),
        (
            Line("made", "本年新制作数量"),
            Line("disclosed", "本年新公开数量"),
            Line("disclosed_total", "对外公开总数量"),
        ),
    ),
    Block(
        "article20_5",
        "第二十条第（五）项",
        (Line("licensing", "行政许可"), Line("other_services", "其他对外管理服务事项")),
        (_ITEMS, _CHANGE, _DECISIONS),
    ),
    Block(
        "article20_6",
        "第二十条第（六）项",
        (Line("penalty", "行政处罚"), Line("coercion", "行政强制")),
        (_ITEMS, _CHANGE, _DECISIONS),
    ),
    Block(
        "article20_8",
        "第二十条第（八）项",
        (Line("fees", "行政事业性收费"),),
        (_ITEMS, _CHANGE),
    ),
    Block(
        "article20_9",
        "第二十条第（九）项",
        (Line("procurement", "政府集中采购"),),
        (Line("projects", "采购项目数量"), Line("amount", "采购总金额")),
    ),
)


def _rows() -> tuple[Line, ...]:
    kept = [line for line in ROWS if line.key not in _OTHER]
    at = next(i for i, line in enumerate(kept) if line.key == "total")
    return (*kept[:at], OTHER_RESULTS, *kept[at:])


ROWS_2019 = _rows()


def in_format_2019(plan: ReportPlan, *, year: int, seed: int = 0) -> ReportPlan:
    """The plan, which must be of `year`, with the tables of the older format.

    Table 2 says the same, table 1 has figures of its own by the seed, table 3 is as it was.
    """
    assert plan.year == year
    preface = tuple(text.replace("〔2021〕30号", "〔2019〕60号") for text in plan.preface)
    (applications,) = APPLICATIONS
    tables = {
        "proactive": PROACTIVE,
        "applications": (replace(applications, rows=ROWS_2019),),
        "review": plan.tables["review"],
    }
    figures = {**plan.figures, "proactive": _proactive(seed), "applications": _joined(plan.figures)}
    return replace(plan, preface=preface, tables=tables, figures=figures)


def _joined(figures: Figures) -> dict[str, dict[str, int | Decimal]]:
    rows = figures["applications"]
    joined: dict[str, int | Decimal] = {
        column: sum(rows[key][column] for key in _OTHER) for column in (*KINDS, "total")
    }
    return {line.key: joined if line is OTHER_RESULTS else rows[line.key] for line in ROWS_2019}


def _proactive(seed: int) -> dict[str, dict[str, int | Decimal]]:
    random = Random(seed)
    rows: dict[str, dict[str, int | Decimal]] = {}
    for block in PROACTIVE:
        for row in block.rows:
            rows[row.key] = {column.key: random.randint(0, 900) for column in block.columns}
            if "change" in rows[row.key]:
                rows[row.key]["change"] = random.randint(-40, 40)
    rows["procurement"]["amount"] = Decimal(random.randint(0, 9_999_999)) / 100
    return rows
