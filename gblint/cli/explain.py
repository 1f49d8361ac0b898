"""`gblint explain`: a rule in full, with what gblint says of its examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gblint.authoring.examples import findings_of
from gblint.checks.kinds import load
from gblint.checks.places import names
from gblint.cli.streams import language, open_page, show_page
from gblint.cli.values import Values
from gblint.findings import Say
from gblint.pack.model import Example, Pack, Rule
from gblint.pack_choice import AUTO
from gblint.packs.validate import ExampleError
from gblint.run.check_files import plan_for
from gblint.run.plan import Overrides, SettingsError, explain_unknown_rule
from gblint.text.patterns import PatternTimeout
from gblint.writers.page import Page
from gblint.writers.rule_page import write_rule

_NO_RULE = Say(
    "没有写规则编号，如 gblint explain GB303；全部规则见 gblint rules",
    "no rule was named, for instance gblint explain GB303; for all rules see gblint rules",
)


def explain(rules: Sequence[str], *, pack: str | None, lang: str | None) -> int:
    """Print all there is to say on rules, by id. Raises SettingsError and PackError."""
    values = Values(lang)
    if not rules:
        values.errors.append(_NO_RULE)
    values.require()
    by_settings = pack in (None, AUTO)
    used = plan_for(Path.cwd(), Overrides(pack=pack)).pack if by_settings else load(str(pack))
    found = _found(rules, used)
    lines = open_page(language(lang))
    for number, rule in enumerate(found):
        if number:
            lines.gap()
        _write(lines, rule, used)
    show_page(lines)
    return 0


def _found(ids: Sequence[str], pack: Pack) -> list[Rule]:
    """The rules of these ids, upper case or lower. Raises SettingsError for the unknown."""
    known = {rule.id: rule for rule in pack.rules}
    errors: list[Say] = []
    for word in ids:
        if word.upper() not in known:
            told = explain_unknown_rule(word, [pack])
            errors.append(told or _prefix(word, list(known)))
    if errors:
        raise SettingsError(errors)
    return [known[word.upper()] for word in ids]


def _prefix(word: str, known: Sequence[str]) -> Say:
    meant = [rule for rule in known if rule.startswith(word)]
    return Say(
        f"“{word}”不是一条规则的编号；以它开头的有 {'、'.join(meant)}",
        f'"{word}" is not the id of one rule; these begin with it: {", ".join(meant)}',
    )


def _write(lines: Page, rule: Rule, pack: Pack) -> None:
    def answer(example: Example) -> list[Say]:
        try:
            found = findings_of(pack, example)
        except (ExampleError, PatternTimeout):
            return []
        return [finding.message for finding in found if finding.rule == rule.id]

    def name_cell(place: str) -> Say:
        return names(pack).cell(*place.split("."))

    write_rule(lines, rule, name_cell=name_cell, answer=answer)
