"""Which rules did not run to their end on a file, whatever the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gblint.checks.inputs import InputCheck
from gblint.findings import Finding
from gblint.pack.model import Pack

if TYPE_CHECKING:
    from gblint.checks.against import Remark


def not_run(findings: Sequence[Finding], pack: Pack, compared: Sequence[Remark]) -> tuple[str, ...]:
    """Their ids: by what all findings say, and by what could not be compared."""
    rules = {rule for one in findings for rule in one.unchecked}
    rules.update(rule for named, _ in compared for rule in named)
    about_the_input = {rule.id for rule in pack.rules if isinstance(rule.check, InputCheck)}
    if any(one.rule in about_the_input for one in findings):  # no report: no other rule ran
        rules.update(rule.id for rule in pack.rules if rule.id not in about_the_input)
    return tuple(sorted(rules))
