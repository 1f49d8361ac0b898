"""The inputs of `fixtures/rollup-*`: a summary, and the reports of its parts."""

from __future__ import annotations

from tests.builder import mutate
from tests.builder.fixture_cases import Case, markdown
from tests.builder.report_plan import ReportPlan
from tests.builder.summaries import subordinates, summary

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
