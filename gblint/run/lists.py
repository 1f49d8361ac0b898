"""What outputs that list reports need besides results: figures in words, who reported, copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gblint.figures import list_columns
from gblint.findings import Say
from gblint.results import CopiedRow, FigureColumns, RunResult
from gblint.run.organ_list import OrganList
from gblint.run.organ_roll import build_roll, roll_code
from gblint.run.plan import Plan
from gblint.text.patterns import PatternTimeout


def add_lists(result: RunResult, plans: Sequence[Plan], expected: OrganList | None) -> RunResult:
    """A run with these, and its exit code where it matters who did not report."""
    return add_roll(
        msgspec.structs.replace(
            result, columns=list_figure_columns(plans), copied=tuple(_list_copied(plans))
        ),
        plans,
        expected,
    )


def list_figure_columns(plans: Sequence[Plan]) -> tuple[FigureColumns, ...]:
    """The figures of the packs in use that have tables, each once."""
    packs = {
        selection.pack.id: selection.pack
        for plan in {id(plan): plan for plan in plans}.values()
        for selection in plan.list_selections()
    }
    found = (list_columns(pack) for pack in packs.values())
    return tuple(one for one in found if one.columns)


def add_roll(
    result: RunResult, plans: Sequence[Plan], expected: OrganList | None, *, year: int | None = None
) -> RunResult:
    spec = plans[0].pack.facts.organ if plans else None
    try:
        roll = build_roll(result.files, result.skipped, expected, spec, year=year)
    except PatternTimeout as stopped:
        zh, en = stopped.words
        note = Say(f"未能核对名单：{zh}", f"the list was not checked: {en}")
        return msgspec.structs.replace(result, notes=(*result.notes, note), exit_code=2)
    code = max(result.exit_code, roll_code(roll, result.fail_on))
    return msgspec.structs.replace(result, organs=roll, exit_code=code)


def _list_copied(plans: Sequence[Plan]) -> Iterator[CopiedRow]:
    """What the reports of the others have in common with one another."""
    others = {id(plan.others): (plan, plan.others) for plan in plans if plan.others is not None}
    if not others:
        return
    from gblint.checks.places import names
    from gblint.comparison.many_reports_words import list_lines

    for plan, found in others.values():
        for line in list_lines(found.compare_all(), names(plan.pack)):
            yield CopiedRow(
                line.title,
                line.where,
                line.report.organ,
                line.report.year,
                line.report.path,
                line.other.organ,
                line.other.year,
                line.other.path,
                line.count,
                line.share,
                line.other_share,
                line.group,
                line.passages,
            )
