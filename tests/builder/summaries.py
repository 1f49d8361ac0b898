"""The reports of some organs, and the summary that they add up to."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builder.balanced_figures import Figures, balanced
from tests.builder.report_plan import ReportPlan, report

CITY = "示例市人民政府"
ORGANS = (
    "示例市人民政府办公室",
    "示例市教育局",
    "示例市民政局",
    "示例市交通运输局",
    "示例市示例区人民政府",
    "示例市示例县人民政府",
)


def subordinates(count: int, *, year: int, seed: int, largest: int = 9) -> list[ReportPlan]:
    """Reports of the first organs, each with figures of its own."""
    return [
        report(organ, year=year, figures=balanced(seed=seed + at, largest=largest, filled=0.5))
        for at, organ in enumerate(ORGANS[:count])
    ]


def summary(parts: Sequence[ReportPlan], *, year: int) -> ReportPlan:
    """The report whose figures are the sums."""
    total: Figures = {
        table: {
            row: {
                column: sum(part.figures[table][row][column] for part in parts)
                for column in columns
            }
            for row, columns in rows.items()
        }
        for table, rows in parts[0].figures.items()
    }
    return report(CITY, year=year, figures=total)
