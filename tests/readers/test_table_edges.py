"""Tables are read by where their cells stand for the eye, however borders were dragged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builder.report_plan import ReportPlan, Writing
from tests.builder.slivers import Drag, Widths, sliver_docx, sliver_html
from tests.builder.strategies import plans, writings
from tests.tools.lint import lint, of_content, told

pytestmark = pytest.mark.slow

_FORMS: dict[str, Callable[[ReportPlan, Drag, Widths, Writing], bytes]] = {
    "report.docx": sliver_docx,
    "report.html": sliver_html,
}
_DRAGS = st.builds(
    Drag, st.integers(0, 2**32 - 1), most=st.integers(1, 28), every=st.integers(1, 12)
)
_FAR = st.builds(
    Drag, st.integers(0, 2**32 - 1), most=st.integers(40, 130), every=st.integers(1, 12)
)


@pytest.mark.parametrize("name", _FORMS)
@given(
    plan=plans(),
    drag=st.one_of(_DRAGS, _FAR),
    widths=st.sampled_from(("grid", "cells", "both")),
    writing=writings(),
)
def test_a_dragged_border_changes_no_figure(
    name: str, plan: ReportPlan, drag: Drag, widths: Widths, writing: Writing
) -> None:
    linted = lint(_FORMS[name](plan, drag, widths, writing), name)
    assert not of_content(linted.findings), told(linted.findings)
    for table, rows in plan.figures.items():
        cells = linted.report.tables[table].cells
        read = {key: cell.value for key, cell in cells.items()}
        assert read == {(r, c): v for r, row in rows.items() for c, v in row.items()}


@pytest.mark.parametrize("name", _FORMS)
@given(plan=plans(), seed=st.integers(0, 2**32 - 1))
def test_where_nothing_tells_widths_one_dragged_border_changes_no_figure(
    name: str, plan: ReportPlan, seed: int
) -> None:
    drag = Drag(seed, every=0)
    linted = lint(_FORMS[name](plan, drag, "none", Writing()), name)
    rows = plan.figures["applications"]
    read = {key: cell.value for key, cell in linted.report.tables["applications"].cells.items()}
    assert read == {(r, c): v for r, row in rows.items() for c, v in row.items()}
