"""Figures stated in prose: those of the tables are clean, one wrong figure is named by its rule."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builder.report_plan import ReportPlan
from tests.builder.stated_figures import BYWAYS, WORDINGS, Wording, telling
from tests.builder.strategies import Form, forms, plans
from tests.tools.lint import lint, told

pytestmark = pytest.mark.slow

_WORDINGS = st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=5, unique=True)


@given(plans(), forms(), _WORDINGS, st.lists(st.sampled_from(BYWAYS), max_size=2, unique=True))
def test_figures_of_the_tables_are_clean(
    plan: ReportPlan, form: Form, wordings: list[Wording], byways: list[str]
) -> None:
    texts = [wording.told(plan.figures, plan.year) for wording in wordings]
    findings = lint(form.file(telling(plan, [*texts, *byways])), form.name).findings
    found = [finding for finding in findings if finding.rule not in ("GB210", "GB406")]
    assert not found, told(found)


@given(plans(), forms(), st.sampled_from(WORDINGS), st.integers(0, 2), st.integers(1, 99_999))
def test_a_wrong_figure_in_prose_is_named(
    plan: ReportPlan, form: Form, wording: Wording, place: int, more: int
) -> None:
    spot = wording.spots[place % len(wording.spots)]
    right = spot.values(plan.figures)
    wrong = right[0] + more
    assume(wrong not in right)
    text = wording.told(plan.figures, plan.year, {place % len(wording.spots): wrong})
    findings = lint(form.file(telling(plan, [text])), form.name).findings
    found = [finding for finding in findings if finding.rule not in ("GB210", "GB406")]
    assert [finding.rule for finding in found] == [spot.rule], told(found)
    assert str(wrong) in found[0].message.zh
    assert str(wrong) in str(found[0].values["read"])
