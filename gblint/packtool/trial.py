"""`gblint pack test`: the examples of a pack's rules, run as tests are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from gblint.examples import Complaint, run_example
from gblint.pack.model import Rule
from gblint.packs.problems import DataPath, Fault, PackProblem
from gblint.packtool.opened import Case, Opened, of_rule


class Failed(msgspec.Struct, frozen=True):
    """An example that does not hold, where it stands, and why."""

    case: Case
    problem: PackProblem
    complaints: tuple[Complaint, ...]


class Tried(msgspec.Struct, frozen=True):
    """A rule with its examples run; `own` says whether the pack gives or amends it."""

    rule: Rule
    own: bool
    passed: int
    failed: tuple[Failed, ...]


def tried(pack: Opened, begins: Sequence[str] = ()) -> tuple[Tried, ...]:
    """The rules of the pack, or those whose ids begin so, its own first."""
    own = pack.own_rules()
    rules = [rule for rule in pack.pack.rules if not begins or rule.id.startswith(tuple(begins))]
    rules.sort(key=lambda rule: rule.id not in own)
    return tuple(_tried(rule, own.get(rule.id), pack) for rule in rules)


def _tried(rule: Rule, path: DataPath | None, pack: Opened) -> Tried:
    failed: list[Failed] = []
    cases = list(of_rule(rule, path or (), inherited=path is None))
    for case in cases:
        found = run_example(pack.pack, rule, case.example, failing=case.failing)
        if found:
            here = case.path or pack.changes()
            fault = Fault(here, found[0].actual, key=not case.path)
            failed.append(Failed(case, pack.source.problem(fault), tuple(found)))
    return Tried(rule, path is not None, len(cases) - len(failed), tuple(failed))


def own_ids(pack: Opened, begins: Iterable[str] = ()) -> tuple[str, ...]:
    """The rules that the pack gives or amends, those of `begins` where any are named."""
    wanted = tuple(begins)
    return tuple(rule for rule in pack.own_rules() if not wanted or rule.startswith(wanted))
