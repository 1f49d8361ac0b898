"""The inputs of `fixtures/among-*`: a report, and reports of other organs beside it."""

from __future__ import annotations

from dataclasses import replace

from tests.builder.fixture_cases import Case, markdown
from tests.builder.report_plan import ReportPlan
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
