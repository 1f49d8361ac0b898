"""The built-in packs: sound, whole in both languages, and true to their examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from gblint.authoring.examples import findings_of, run_example
from gblint.checks.kinds import KINDS
from gblint.checks.load import load
from gblint.findings import Say
from gblint.pack.model import Example, Pack, Rule
from gblint.packs.find import SPECIMEN
from gblint.packs.load import available
from gblint.packs.references import tag_of

_PACKS = {name: load(name) for name in available()}


def _specimen(folder: Path) -> bool:
    return (folder / SPECIMEN).is_file()


def _own_rules() -> Iterator[tuple[str, Pack, Rule]]:
    """The rules of each pack but those that it inherits as they are, with their specimen."""
    for name, pack in _PACKS.items():
        bases = () if _specimen(available()[name]) else pack.sources[:-1]
        inherited = [rule for base in bases for rule in _PACKS[base].rules]
        for rule in pack.rules:
            if rule not in inherited:
                yield name, pack, rule


def _examples() -> Iterator[ParameterSet]:
    for name, pack, rule in _own_rules():
        for failing, examples in ((False, rule.examples.passing), (True, rule.examples.failing)):
            for i, example in enumerate(examples, 1):
                label = f"{name}-{rule.id}-{'fail' if failing else 'pass'}-{i}"
                yield pytest.param(pack, rule, example, failing, id=label)


_each_rule = pytest.mark.parametrize(
    ("pack", "rule"),
    [pytest.param(pack, rule, id=f"{name}-{rule.id}") for name, pack, rule in _own_rules()],
)


@pytest.mark.parametrize("name", available())
def test_a_pack_loads_without_problems_under_its_own_id(name: str) -> None:
    pack = load(name, cache=False)
    assert pack.id == name
    assert pack == _PACKS[name]
    assert isinstance(pack.title, Say)


@_each_rule
def test_a_rule_is_told_in_both_languages(pack: Pack, rule: Rule) -> None:
    assert rule in pack.rules
    texts = {
        "title": rule.title,
        "message": rule.message,
        "basis": rule.basis,
        "why": rule.why,
        "fix": rule.fix,
        **rule.variants,
    }
    for name, words in texts.items():
        assert isinstance(words, Say), f"{name} has no English twin"
        assert words.zh, name
        assert words.en, name


@_each_rule
def test_a_rule_has_examples_of_both_kinds_with_names(pack: Pack, rule: Rule) -> None:
    assert rule in pack.rules
    assert rule.examples.passing
    assert rule.examples.failing
    for example in (*rule.examples.passing, *rule.examples.failing):
        assert isinstance(example.name, Say)
        assert example.name.zh
        assert example.name.en


@pytest.mark.parametrize(("pack", "rule", "example", "failing"), list(_examples()))
def test_an_example_shows_what_it_says(
    pack: Pack, rule: Rule, example: Example, failing: bool
) -> None:
    assert run_example(pack, rule, example, failing=failing) == []


@_each_rule
def test_the_values_of_findings_are_those_that_messages_may_use(pack: Pack, rule: Rule) -> None:
    kind = KINDS[tag_of(rule.check)]
    always = set(kind.values_of(rule.check))
    possible = [always | set(more) for more in kind.variants_of(rule.check).values()] or [always]
    for example in rule.examples.failing:
        for finding in findings_of(pack, example):
            if finding.rule == rule.id:
                assert set(finding.values) in possible


@pytest.mark.parametrize("name", [n for n, folder in available().items() if _specimen(folder)])
def test_a_specimen_is_without_a_fault(name: str) -> None:
    assert findings_of(_PACKS[name], Example()) == ()
