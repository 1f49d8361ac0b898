"""The catalogue of rules: all of them are in the pack, as grave as there."""

from __future__ import annotations

import re
from pathlib import Path

from gblint.checks.kinds import load
from tests.tools.lint import PACK

_ROW = re.compile(r"^\| (GB\d{3}) \| ([EWN]) \|", re.MULTILINE)
_SEVERITY = {"E": "error", "W": "warning", "N": "note"}


def test_every_rule_of_the_catalogue_is_there(catalog: Path) -> None:
    wanted = {rule: _SEVERITY[sign] for rule, sign in _ROW.findall(catalog.read_text("utf-8"))}
    assert len(wanted) > 40
    rules = {rule.id: rule for rule in load(PACK).rules}
    assert wanted == {rule: rules[rule].severity for rule in wanted if rule in rules}
    for rule in rules.values():
        assert not isinstance(rule.title, str)
        assert rule.title.en
        assert rule.examples.passing
        assert rule.examples.failing
