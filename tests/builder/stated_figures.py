"""Sentences that state figures of the tables, in the wordings of many offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.builder import mutate
from tests.builder.balanced_figures import Figures
from tests.builder.report_plan import Para, ReportPlan

Cell = tuple[str, str, str]
Number = int | Decimal


@dataclass(frozen=True)
class Spot:
    """A figure of a wording: the rule on it, and the sums of cells that it may equal."""

    rule: str
    sums: tuple[tuple[Cell, ...], ...]

    def values(self, figures: Figures) -> tuple[Number, ...]:
        return tuple(sum(figures[t][r][c] for t, r, c in cells) for cells in self.sums)


@dataclass(frozen=True)
class Wording:
    """A sentence with `{}` for each of its figures, in order."""

    template: str
    spots: tuple[Spot, ...]

    def told(self, figures: Figures, year: int, changed: dict[int, Number] | None = None) -> str:
        """The sentence with the figures of the tables; `changed` has others, by place."""
        values = [spot.values(figures)[0] for spot in self.spots]
        for place, value in (changed or {}).items():
            values[place] = value
        return self.template.replace("{year}", str(year)).format(*values)


def _total(rule: str, *rows: str, column: str = "total") -> Spot:
    return Spot(rule, (tuple(("applications", row, column) for row in rows),))


def _of_new(rule: str, *columns: str) -> Spot:
    """What came in, which may include what was carried in."""
    new = tuple(("applications", "new", column) for column in columns)
    return Spot(rule, (new, (*new, *(("applications", "carried_in", c) for c in columns))))


def _review(*cells: tuple[str, str]) -> Spot:
    return Spot("GB504", (tuple(("review", row, column) for row, column in cells),))


def _normative(column: str) -> Spot:
    return Spot("GB505", ((("proactive", "normative_documents", column),),))


_NEW = _of_new("GB501", "total")
_DONE = _total("GB502", "total")
_IN, _OUT = _total("GB503", "carried_in"), _total("GB503", "carried_out")
_GRANTED = Spot(
    "GB502",
    (
        (("applications", "granted", "total"),),
        (("applications", "granted", "total"), ("applications", "partial", "total")),
    ),
)
_PARTIAL = _total("GB502", "partial")
_BOTH = _total("GB502", "granted", "partial")
_NATURAL = _of_new("GB508", "natural")
_COMMERCIAL = _of_new("GB508", "commercial")
_ORGANISATIONS = _of_new("GB508", "commercial", "research", "social", "legal", "other")
_LITIGATION = _review(("litigation_direct", "total"), ("litigation_after_review", "total"))
_REVIEW = _review(("review", "total"))

WORDINGS = (
    Wording("{year}年共收到政府信息公开申请{}件。", (_NEW,)),
    Wording("全年新收政府信息公开申请{}件，上年结转{}件。", (_NEW, _IN)),
    Wording(
        "收到公民、法人和其他组织提出的政府信息公开申请{}件，其中自然人{}件，法人或其他组织{}件。",
        (_NEW, _NATURAL, _ORGANISATIONS),
    ),
    Wording(
        "政府信息公开申请总量为{}件，涉及自然人{}件、商业企业{}件。", (_NEW, _NATURAL, _COMMERCIAL)
    ),
    Wording("本年度受理依申请公开{}件，办结{}件，结转下年度继续办理{}件。", (_NEW, _DONE, _OUT)),
    Wording("政府信息公开申请办结{}件，结转至下一年{}件。", (_DONE, _OUT)),
    Wording(
        "共答复政府信息公开申请{}件，其中予以公开{}件，部分公开{}件。", (_DONE, _GRANTED, _PARTIAL)
    ),
    Wording("办结政府信息公开申请{}件，予以公开及部分公开{}件，同比略有变化。", (_DONE, _BOTH)),
    Wording("因政府信息公开工作被申请行政复议{}起，被提起行政诉讼{}起。", (_REVIEW, _LITIGATION)),
    Wording("政府信息公开行政复议、行政诉讼分别为{}件、{}件。", (_REVIEW, _LITIGATION)),
    Wording(
        "全年制发行政规范性文件{}件，废止{}件，年末现行有效{}件。",
        (_normative("made"), _normative("repealed"), _normative("in_force")),
    ),
)
BYWAYS = (
    "较上年减少3件，主要集中在征地拆迁领域。",
    "办理人大代表建议12件、政协提案15件，均已办结。",
    "12345热线受理工单4021件，办结率99.8%。",
    "通过门户网站公开信息1260条，解读稿件47篇。",
    "上半年收到政府信息公开申请1千余件，下半年有所回落。",
    "各街道收到政府信息公开申请99999件。",
)
"""Sentences whose figures are not the tables'."""


def telling(plan: ReportPlan, texts: Sequence[str]) -> ReportPlan:
    """The plan with a paragraph more at the end of section one."""
    section = plan.sections[0]
    told = replace(section, prose=(*section.prose, Para("".join(texts))))
    return replace(plan, sections=mutate.replaced(plan.sections, 0, told))
