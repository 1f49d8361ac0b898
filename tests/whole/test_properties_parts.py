"""A section, row or column removed, moved, doubled or misspelt: the right rule says so, and only
what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gblint.findings import Finding
from tests.builder import mutate
from tests.builder.form_labels import SECTIONS, TABLE_OF_SECTION, TABLES, Block, Line
from tests.builder.mutate import Axis, Slip
from tests.builder.report_plan import ReportPlan
from tests.builder.strategies import Form, forms, plans
from tests.tools.lint import lint, of_content, told

pytestmark = pytest.mark.slow

_SECTIONS = st.integers(0, len(SECTIONS) - 1)
_SLIPS: st.SearchStrategy[Slip] = st.sampled_from(("more", "less", "other"))


def _found(plan: ReportPlan, form: Form, *rules: str) -> list[Finding]:
    """The findings, which must all be of these rules."""
    findings = of_content(lint(form.file(plan), form.name).findings)
    assert {finding.rule for finding in findings} <= set(rules), told(findings)
    return findings


def _sections_of(findings: list[Finding], rule: str) -> list[int | None]:
    return [finding.location.section for finding in findings if finding.rule == rule]


def _renumbered(form: Form) -> tuple[str, ...]:
    """Automatic ordinals count on when a heading goes or comes: wrong ordinals follow."""
    return ("GB105",) if form.automatic else ()


@given(plans(), forms(), _SECTIONS)
def test_a_removed_section_is_missed(plan: ReportPlan, form: Form, at: int) -> None:
    changed = mutate.sections(plan, lambda sections: mutate.removed(sections, at))
    follows = ("GB403", "GB405") if at == len(SECTIONS) - 1 else ()
    findings = _found(changed, form, "GB101", *follows, *_renumbered(form))
    assert _sections_of(findings, "GB101") == [at + 1], told(findings)
    (absent,) = (finding for finding in findings if finding.rule == "GB101")
    assert ("连同其中的表" in absent.message.zh) == (at + 1 in TABLE_OF_SECTION)


@given(plans(), forms(), _SECTIONS, _SECTIONS)
def test_a_moved_section_is_out_of_order(plan: ReportPlan, form: Form, at: int, to: int) -> None:
    assume(at != to)
    changed = mutate.sections(plan, lambda sections: mutate.moved(sections, at, to))
    findings = _found(changed, form, "GB102", *_renumbered(form))
    _moved_between([n or 0 for n in _sections_of(findings, "GB102")], at + 1, to + 1, findings)


@given(plans(), forms(), _SECTIONS)
def test_a_doubled_section_is_seen(plan: ReportPlan, form: Form, at: int) -> None:
    changed = mutate.sections(plan, lambda sections: mutate.doubled(sections, at))
    follows = ("GB204",) if at + 1 in TABLE_OF_SECTION else ()
    findings = _found(changed, form, "GB103", *follows, *_renumbered(form))
    assert _sections_of(findings, "GB103") == [at + 1], told(findings)


@given(plans(), forms(), _SECTIONS, _SLIPS, st.integers(0, 20))
def test_a_misspelt_heading_is_recognised(
    plan: ReportPlan, form: Form, number: int, slip: Slip, at: int
) -> None:
    section = plan.sections[number]
    wrong = replace(section, heading=mutate.misspelt(section.heading, slip=slip, at=at))
    changed = mutate.sections(plan, lambda sections: mutate.replaced(sections, number, wrong))
    findings = _found(changed, form, "GB104")
    assert _sections_of(findings, "GB104") == [number + 1], told(findings)
    assert findings[0].values.items() >= {"expected": section.heading}.items()


@dataclass(frozen=True)
class Spot:
    """A row or column of a table of the format."""

    table: str
    block: Block
    axis: Axis
    at: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.block.rows if self.axis == "rows" else self.block.columns

    @property
    def line(self) -> Line:
        return self.lines[self.at]

    def change(self, plan: ReportPlan, change: Any) -> ReportPlan:
        return mutate.lines(
            plan, table=self.table, block=self.block.key, axis=self.axis, change=change
        )

    def named_by(self, finding: Finding) -> str | None:
        """The key that a finding names on the axis."""
        where = finding.location
        assert where.table == self.table
        return where.row if self.axis == "rows" else where.column


def _spots() -> list[Spot]:
    """All rows and columns; in table 3 the columns of each group, its groups being blocks."""
    spots = []
    for table, blocks in TABLES.items():
        for block in blocks:
            axes: list[tuple[Axis, int]] = [("columns", len(block.columns))]
            if table != "review":
                axes.append(("rows", len(block.rows)))
            spots += [Spot(table, block, axis, at) for axis, count in axes for at in range(count)]
    return spots


_SPOTS = st.sampled_from(_spots())


@given(plans(), forms(), _SPOTS)
def test_a_removed_line_is_missed(plan: ReportPlan, form: Form, spot: Spot) -> None:
    # one column of text is no table; a heading that goes over all columns stands for the only one
    assume(len(spot.lines) > 1 or (form.layout is not None and form.layout.spans != "merged"))
    changed = spot.change(plan, lambda lines: mutate.removed(lines, spot.at))
    findings = _found(changed, form, "GB202")
    assert [spot.named_by(finding) for finding in findings] == [spot.line.key], told(findings)
    assert set(findings[0].unchecked) >= _equations_of(spot)


@given(plans(), forms(), _SPOTS)
def test_a_doubled_line_is_surplus(plan: ReportPlan, form: Form, spot: Spot) -> None:
    changed = spot.change(plan, lambda lines: mutate.doubled(lines, spot.at))
    findings = _found(changed, form, "GB204")
    assert [spot.named_by(finding) for finding in findings] == [spot.line.key], told(findings)


@given(plans(), forms(), _SPOTS, st.integers(0, 30))
def test_a_moved_line_is_misplaced(plan: ReportPlan, form: Form, spot: Spot, choice: int) -> None:
    places = mutate.places(spot.lines, spot.at)
    assume(places)
    to = places[choice % len(places)]
    changed = spot.change(plan, lambda lines: mutate.moved(lines, spot.at, to))
    findings = _found(changed, form, "GB208")
    keys = [line.key for line in spot.lines]
    named = [keys.index(spot.named_by(finding) or "") for finding in findings]
    _moved_between(named, spot.at, to, findings)


@given(plans(), forms(), _SPOTS, _SLIPS, st.integers(0, 40))
def test_a_misspelt_line_is_recognised(
    plan: ReportPlan, form: Form, spot: Spot, slip: Slip, at: int
) -> None:
    wrong = replace(spot.line, label=mutate.misspelt(spot.line.label, slip=slip, at=at))
    changed = spot.change(plan, lambda lines: mutate.replaced(lines, spot.at, wrong))
    findings = _found(changed, form, "GB208")
    assert [spot.named_by(finding) for finding in findings] == [spot.line.key], told(findings)


_BLOCKS = st.sampled_from(
    [(table, at) for table in ("proactive", "review") for at in range(len(TABLES[table]))]
)


@given(plans(), forms(), _BLOCKS)
def test_a_removed_block_is_missed(plan: ReportPlan, form: Form, spot: tuple[str, int]) -> None:
    table, at = spot
    changed = mutate.blocks(plan, table, lambda blocks: mutate.removed(blocks, at))
    findings = _found(changed, form, "GB202")
    assert len(findings) == 1, told(findings)
    assert findings[0].location.table == table
    if table == "review":
        assert findings[0].location.row == TABLES[table][at].key
        assert findings[0].unchecked == ("GB304" if at == 0 else "GB305",)


@given(plans(), forms(), st.integers(0, 2), _SLIPS, st.integers(0, 20))
def test_a_misspelt_group_of_table_3_is_recognised(
    plan: ReportPlan, form: Form, number: int, slip: Slip, at: int
) -> None:
    block = plan.tables["review"][number]
    wrong = replace(block, label=mutate.misspelt(block.label, slip=slip, at=at))
    changed = mutate.blocks(plan, "review", lambda parts: mutate.replaced(parts, number, wrong))
    findings = _found(changed, form, "GB208")
    assert [finding.location.row for finding in findings] == [block.key], told(findings)


def _equations_of(spot: Spot) -> set[str]:
    """The rules that cannot be evaluated without this row or column."""
    if spot.table == "proactive":
        return set()
    if spot.table == "review":
        return {"GB304" if spot.block.key == "review" else "GB305"}
    if spot.axis == "columns":
        return {"GB301"}
    if spot.line.key == "total":
        return {"GB302", "GB303"}
    return {"GB302"} if spot.line.groups else {"GB303"}


def _moved_between(named: list[int], at: int, to: int, findings: list[Finding]) -> None:
    """Between neighbours either may be the moved one; over a longer way only one explains it."""
    assert len(named) == 1, told(findings)
    assert named[0] in ((at, to) if abs(at - to) == 1 else (at,)), told(findings)
