"""Which rules are in force, and what is said of those that were not asked for."""

from __future__ import annotations

from gblint.checks import load
from gblint.findings import Finding, Location, Say
from gblint.selection import Wanted, match_rules, select_rules
from tests.tools.lint import PACK


def _finding(rule: str, *unchecked: str) -> Finding:
    return Finding(rule, "error", Say("…"), Location(), Say(""), Say(""), unchecked=unchecked)


def test_the_longer_word_counts() -> None:
    pack = load(PACK)
    chosen = select_rules(pack, Wanted(select=("GB3", "GB105"), ignore=("GB30", "GB1")))
    rules = {rule for rule in chosen.rules if not rule.startswith("GB9")}
    assert rules == {"GB105"}
    chosen = select_rules(pack, Wanted(severity={"GB3": "note", "GB301": "warning"}))
    assert chosen.known["GB301"].severity == "warning"
    assert chosen.known["GB302"].severity == "note"
    assert chosen.rules == chosen.known.keys()
    assert match_rules(pack, ["GB30", "GB101"]) == {
        "GB101",
        *(f"GB30{number}" for number in range(1, 7)),
    }


def test_what_could_not_be_evaluated_is_told() -> None:
    pack = load(PACK)
    cause = _finding("GB206", "GB301")
    selected = select_rules(pack, Wanted(select=("GB301",)))
    assert selected.apply([cause, _finding("GB206", "GB302")]) == ((cause,), ())
    ignored = select_rules(pack, Wanted(ignore=("GB206",)))
    findings, remarks = ignored.apply([cause, _finding("GB206")])
    assert findings == ()
    assert [remark.zh[:10] for remark in remarks] == ["未能核对 GB301"]
    both = select_rules(pack, Wanted(ignore=("GB206", "GB301")))
    assert both.apply([cause]) == ((), ())
    plain = select_rules(pack, Wanted())
    assert plain.apply([cause], ignored=frozenset({"GB206", "GB301"})) == ((), ())
