"""The built-in packs: sound, whole in both languages, true to their examples and the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from gblint.authoring import examples
from gblint.authoring.examples import find_in_example, run_example
from gblint.checks import KINDS, load
from gblint.findings import Finding, Say
from gblint.pack.model import Example, Pack, Rule
from gblint.packs import SPECIMEN, find_built_in
from gblint.packs.references import read_tag
from tests.tools.lint import PACK

_PACKS = {name: load(name) for name in find_built_in()}


def _specimen(folder: Path) -> bool:
    return (folder / SPECIMEN).is_file()


def _own_rules() -> Iterator[tuple[str, Pack, Rule]]:
    """The rules of each pack but those that it inherits as they are, with their specimen."""
    for name, pack in _PACKS.items():
        bases = () if _specimen(find_built_in()[name]) else pack.sources[:-1]
        inherited = [rule for base in bases for rule in _PACKS[base].rules]
        for rule in pack.rules:
            if rule not in inherited:
                yield name, pack, rule


def _examples(rule: Rule) -> Iterator[tuple[str, bool, Example]]:
    """The examples of a rule: what a message calls each, whether it is to fail, and itself."""
    for failing, those in ((False, rule.examples.passing), (True, rule.examples.failing)):
        for number, example in enumerate(those, 1):
            yield f"{'fail' if failing else 'pass'} {number}", failing, example


_each_rule = pytest.mark.parametrize(
    ("pack", "rule"),
    [pytest.param(pack, rule, id=f"{name}-{rule.id}") for name, pack, rule in _own_rules()],
)


@pytest.mark.parametrize("name", find_built_in())
def test_a_pack_loads_without_problems_under_its_own_id(name: str) -> None:
    pack = load(name, cache=False)
    assert pack.id == name
    assert pack == _PACKS[name]
    assert isinstance(pack.title, Say)


def test_rules_are_told_in_both_languages_and_have_examples_of_both_kinds_with_names() -> None:
    wrong = [
        f"{name} {rule.id}: {what}" for name, _, rule in _own_rules() for what in _untold(rule)
    ]
    assert not wrong, "\n".join(wrong)


def _untold(rule: Rule) -> Iterator[str]:
    """What a rule has not in both languages, and which examples it has not."""
    passing, failing = rule.examples.passing, rule.examples.failing
    texts = {
        "title": rule.title,
        "message": rule.message,
        "basis": rule.basis,
        "why": rule.why,
        "fix": rule.fix,
        **rule.variants,
        **{f"passing example {number}": one.name for number, one in enumerate(passing, 1)},
        **{f"failing example {number}": one.name for number, one in enumerate(failing, 1)},
    }
    for name, words in texts.items():
        if not isinstance(words, Say) or not words.zh or not words.en:
            yield f"{name} is not in both languages"
    if not passing or not failing:
        yield "no example that passes, or none that fails"


@_each_rule
def test_the_examples_of_a_rule_show_what_they_say(pack: Pack, rule: Rule) -> None:
    """And the values of its findings are those that messages may use."""
    kind = KINDS[read_tag(rule.check)]
    always = set(kind.list_values(rule.check))
    possible = [always | set(more) for more in kind.list_variants(rule.check).values()] or [always]
    wrong: list[object] = []
    for name, failing, example in _examples(rule):
        every: list[Finding] = []
        with mock.patch.object(examples, "find_in_example", _remembering(every)):
            complaints = run_example(pack, rule, example, failing=failing)
        wrong += [(name, complaint) for complaint in complaints]
        values = [set(one.values) for one in every if failing and one.rule == rule.id]
        wrong += [(name, one) for one in values if one not in possible]
    assert not wrong


def _remembering(found: list[Finding]) -> Callable[[Pack, Example, Rule], tuple[Finding, ...]]:
    """`find_in_example`, which keeps what it finds, so that an example is checked once."""

    def find(pack: Pack, example: Example, about: Rule) -> tuple[Finding, ...]:
        found.extend(find_in_example(pack, example, about))
        return tuple(found)

    return find


@pytest.mark.parametrize("name", [n for n, folder in find_built_in().items() if _specimen(folder)])
def test_a_specimen_is_without_a_fault(name: str) -> None:
    assert find_in_example(_PACKS[name], Example()) == ()


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
