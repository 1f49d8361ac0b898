"""The inputs of `fixtures/` that have other reports beside them: last year's (`years-*`), those of
a summary's parts (`rollup-*`), those of other organs (`among-*`).
"""

from __future__ import annotations

from dataclasses import replace

from tests.builder import mutate
from tests.builder.fixture_cases import Case, markdown
from tests.builder.report_plan import Para, ReportPlan
from tests.builder.summaries import subordinates, summary
from tests.builder.two_years import pair, rewritten

_OTHERS = ("示例市交通运输局", "示例市水务局")


def _own() -> ReportPlan:
    return pair("示例市数据局", year=2023, seed=31)[1]


def _other(number: int) -> ReportPlan:
    """The first has words of its own, the second section five and table 2 of the report."""
    if number == 0:
        return rewritten(pair(_OTHERS[0], year=2023, seed=32)[1])
    own = _own()
    plan = rewritten(pair(_OTHERS[1], year=2023, seed=31)[1])
    sections = tuple(
        theirs if theirs.number == 5 else one
        for one, theirs in zip(plan.sections, own.sections, strict=True)
    )
    return replace(plan, sections=sections)


def _beside(number: int) -> Case:
    return lambda: markdown(_other(number), name=f"among/{number + 1}.md")


AMONG_CASES: dict[str, Case] = {"among-copied": lambda: markdown(_own())}
AMONG: list[tuple[str, Case]] = [("among-copied", _beside(number)) for number in (0, 1)]
"""The reports of others, each with its case."""


_YEAR = 2023


def _parts() -> list[ReportPlan]:
    return subordinates(3, year=_YEAR, seed=21)


def _wrong() -> tuple[str, bytes]:
    """Of the reconsiderations upheld, the summary has two too many, and so in the total."""
    plan = summary(_parts(), year=_YEAR)
    for column in ("upheld", "total"):
        value = plan.figures["review"]["review"][column] + 2
        plan = mutate.figure(plan, table="review", row="review", column=column, value=value)
    return markdown(plan)


def _part(number: int, of: list[ReportPlan]) -> Case:
    return lambda: markdown(of[number - 1], name=f"parts/{number}.md")


ROLLUP_CASES: dict[str, Case] = {
    "rollup-fits": lambda: markdown(summary(_parts(), year=_YEAR)),
    "rollup-wrong": _wrong,
    "rollup-twice": lambda: markdown(summary(_parts(), year=_YEAR)),
}
PARTS: list[tuple[str, Case]] = [
    *((case, _part(number, _parts())) for case in ROLLUP_CASES for number in (1, 2, 3)),
    ("rollup-twice", _part(4, [*_parts(), _parts()[1]])),
]
"""The reports of the parts, each with its case."""


_ORGAN = "示例市交通运输局"


def _pair(organ: str = _ORGAN) -> tuple[ReportPlan, ReportPlan]:
    return pair(organ, year=2023, seed=11)


def _last(organ: str = _ORGAN) -> tuple[str, bytes]:
    return markdown(_pair(organ)[0], name="previous.md")


def _figure(table: str, row: str, column: str, more: int) -> tuple[str, bytes]:
    plan = _pair()[1]
    value = plan.figures[table][row][column] + more
    return markdown(mutate.figure(plan, table=table, row=row, column=column, value=value))


def _explained() -> tuple[str, bytes]:
    """As years-in-force, and section one says why."""
    plan = _pair()[1]
    value = plan.figures["proactive"]["normative_documents"]["in_force"] + 1
    plan = mutate.figure(
        plan, table="proactive", row="normative_documents", column="in_force", value=value
    )
    said = Para("行政规范性文件现行有效件数经清理核实后作了调整，以本年度报告为准。")
    first = replace(plan.sections[0], prose=(*plan.sections[0].prose, said))
    return markdown(replace(plan, sections=mutate.replaced(plan.sections, 0, first)))


def _repeating() -> tuple[str, bytes]:
    """Section five is last year's, in another order and with another figure in it."""
    last, plan = _pair()
    words = [para.text for para in rewritten(last).sections[4].prose]
    texts = tuple(Para(text.replace("一名", "2名")) for text in reversed(words))
    sections = tuple(replace(s, prose=texts) if s.number == 5 else s for s in plan.sections)
    return markdown(replace(plan, sections=sections))


YEAR_CASES: dict[str, Case] = {
    "years-fit": lambda: markdown(_pair()[1]),
    "years-carried-in": lambda: _figure("applications", "carried_in", "natural", 2),
    "years-in-force": lambda: _figure("proactive", "normative_documents", "in_force", 1),
    "years-in-force-explained": _explained,
    "years-repeated": _repeating,
    "years-other-organ": lambda: markdown(_pair("示例市数据局")[1]),
    "years-not-successive": lambda: markdown(pair(_ORGAN, year=2024, seed=11)[1]),
}
PREVIOUS: dict[str, Case] = {
    **dict.fromkeys(YEAR_CASES, _last),
    "years-other-organ": lambda: _last("示例市政务服务局"),
}
"""Last year's reports, by the case."""
