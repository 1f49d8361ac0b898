"""What was passed over, and whether the settings have it count as a failure."""

from __future__ import annotations

import os
from collections.abc import Iterable

import msgspec

from gblint.results import Skipped
from gblint.run.find_inputs import Input
from gblint.run.folder import FOLDERS
from gblint.run.plan import Overrides, Plan, Planner


def with_last_year(
    skipped: tuple[Skipped, ...],
    plans: Iterable[Plan],
    planner: Planner,
    overrides: Overrides,
) -> tuple[Skipped, ...]:
    """What was passed over, with that in the folders where a report of last year was not found."""
    folders = {id(plan.previous): plan.previous for plan in plans if plan.previous is not None}
    if not folders:
        return skipped
    told = {one.path for one in skipped}
    more = (one for folder in folders.values() for one in folder.passed_over())
    new = {one.path: one for one in more if one.path not in told}
    both = (*skipped, *weighed(new.values(), planner, overrides))
    return tuple(sorted(both, key=lambda one: one.path))


def weighed(
    skipped: Iterable[Skipped], planner: Planner, overrides: Overrides
) -> tuple[Skipped, ...]:
    """What was passed over, with whether it counts: by the option, or the settings nearest to it.

    What is wrong with those settings is raised by `planner.plans`.
    """
    counting: dict[str, bool] = {}
    told: list[Skipped] = []
    for one in skipped:
        folder = one.source.rpartition(os.sep)[0]
        if folder not in counting:
            plan = None if overrides.fail_on_skipped else planner.plan_of(Input(one.source, ""))
            counting[folder] = overrides.fail_on_skipped or bool(plan and plan.fail_on_skipped)
        is_folder = one.reason in FOLDERS
        if counting[folder] or is_folder:
            told.append(msgspec.structs.replace(one, counts=counting[folder], folder=is_folder))
        else:
            told.append(one)
    return tuple(told)
