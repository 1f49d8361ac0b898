"""Which rules were looked at in a file: of others, nothing is known to be mended."""

from __future__ import annotations

from gblint.checks.suppressions import SuppressionCheck
from gblint.results import FileResult
from gblint.run.plan import Plan


def looked_at(file: FileResult, place: str, plan: Plan) -> frozenset[str]:
    """The rules that ran on a file to their end, and whose findings the settings have reported."""
    selection = plan.selection_of(file)
    ignored = plan.ignored(place)
    rules = selection.rules - set(ignored) - set(file.unevaluated)
    all_in_force = not ignored and len(selection.rules) == len(selection.known)
    not_run: list[str] = []
    for rule in rules:
        check = selection.known[rule].check
        if check.needs == "previous":
            run = plan.previous is not None
        elif isinstance(
            check, SuppressionCheck
        ):  # of comments on what is not in force it is silent
            run = plan.suppressions and all_in_force
        else:
            run = check.needs != "parts"
        if not run:
            not_run.append(rule)
    return rules - set(not_run)
