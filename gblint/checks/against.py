"""What could not be compared with last year's report, and why."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.checks.similarity import without_counterpart
from gblint.checks.succession import Succession, comparing, misfit
from gblint.checks.years import unread
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.report.model import Report

Remark = tuple[tuple[str, ...], Say]
"""Rules that could not be evaluated, and why not."""


def of_previous(pack: Pack) -> tuple[str, ...]:
    """The rules that need last year's report."""
    own = tuple(rule.id for rule in pack.rules if isinstance(rule.check, Succession))
    return (*comparing(pack), *own)


def remarks(report: Report, pack: Pack) -> Iterator[Remark]:
    """What no finding says: last year's report lacks something, or does not say whose it is."""
    last = report.previous
    if last is None or misfit(report, pack):
        return
    own = tuple(rule.id for rule in pack.rules if isinstance(rule.check, Succession))
    if own and not (report.organ and last.organ and report.year and last.year):
        yield own, _UNKNOWN
    for rule, why in (*unread(last, pack), *without_counterpart(report, last, pack)):
        yield (rule,), why


_UNKNOWN = Say(
    "两份报告中有一份读不出机关名称或年度",
    "one of the two reports does not say its organ or its year",
)
