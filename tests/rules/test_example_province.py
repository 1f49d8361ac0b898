"""The example of a province's pack does in a few lines what it is an example of."""

from __future__ import annotations

from gblint.authoring.examples import findings_of
from gblint.checks.kinds import load
from gblint.pack.model import Example
from gblint.packs import available

_BASE = load("gbh-2021-30")
_PACK = load("example-province")


def test_it_builds_on_the_national_format() -> None:
    assert _PACK.sources == ("gbh-2021-30", "example-province")
    assert _PACK.sections == _BASE.sections
    assert _PACK.tables == _BASE.tables
    assert _PACK.facts == _BASE.facts
    assert _PACK.specimen == _BASE.specimen


def test_it_adds_changes_and_switches_off() -> None:
    base = {rule.id: rule for rule in _BASE.rules}
    own = {rule.id: rule for rule in _PACK.rules}
    assert own.keys() - base.keys() == {"EX501", "EX601"}
    assert base.keys() - own.keys() == {"GB208"}
    changed = {rule for rule in own if rule in base and own[rule] != base[rule]}
    assert changed == {"GB406"}
    assert (base["GB406"].severity, own["GB406"].severity) == ("warning", "error")


def test_a_report_without_a_fault_lacks_what_the_province_asks_for() -> None:
    assert findings_of(_BASE, Example()) == ()
    assert [finding.rule for finding in findings_of(_PACK, Example())] == ["EX501", "EX601"]


def test_it_is_short() -> None:
    assert sorted(file.name for file in available()["example-province"].iterdir()) == ["pack.yaml"]
