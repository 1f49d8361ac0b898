"""`gblint explain`: a rule in full, with what gblint says of its examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gblint.authoring.examples import findings_of
from gblint.checks.kinds import load
from gblint.checks.places import names
from gblint.cli.listing import print_json, row_of
from gblint.cli.streams import language, open_page, show_page
from gblint.cli.values import read_list_options
from gblint.findings import Lang, Say
from gblint.pack.model import Example, Pack, Rule
from gblint.pack_choice import AUTO, list_auto_packs
from gblint.packs.validate import ExampleError
from gblint.run.check_files import plan_for
from gblint.run.plan import Overrides, SettingsError, explain_unknown_rule
from gblint.text.patterns import PatternTimeout
from gblint.writers.json import Json
from gblint.writers.page import Page
from gblint.writers.rule_page import example_text, in_words, write_rule

_NO_RULE = Say(
    "没有写规则编号，如 gblint explain GB303；全部规则见 gblint rules",
    "no rule was named, for instance gblint explain GB303; for all rules see gblint rules",
)


def explain(
    rules: Sequence[str], *, pack: str | None, format_: str = "text", lang: str | None = None
) -> int:
    """Print all there is to say on rules, by id. Raises SettingsError and PackError."""
    values = read_list_options(format_, lang)
    if not rules:
        values.errors.append(_NO_RULE)
    values.require()
    by_settings = pack in (None, AUTO)
    used = plan_for(Path.cwd(), Overrides(pack=pack)).pack if by_settings else load(str(pack))
    found = _find_rules(rules, used, others=by_settings)
    if format_ == "json":
        print_json([_as_json(rule, own, language(lang)) for rule, own in found])
        return 0
    lines = open_page(language(lang))
    for number, (rule, own) in enumerate(found):
        if number:
            lines.gap()
        _write(lines, rule, own)
    show_page(lines)
    return 0


def _as_json(rule: Rule, pack: Pack, lang: Lang) -> Json:
    """What `rules` has of a rule, with its kind, its messages and its examples as texts."""
    says = [rule.message, *rule.variants.values()]
    sides = (("pass", rule.examples.passing), ("fail", rule.examples.failing))
    examples: dict[str, Json] = {
        side: [
            {"name": in_words(one.name, lang), "text": example_text(one, lang)} for one in listed
        ]
        for side, listed in sides
    }
    return {
        **row_of(rule, pack.id, lang),
        "kind": str(rule.check.__struct_config__.tag),
        "messages": [in_words(text, lang) for text in says],
        "examples": examples,
    }


def _find_rules(ids: Sequence[str], pack: Pack, *, others: bool) -> list[tuple[Rule, Pack]]:
    """The rules of these ids, upper case or lower, each with its pack.

    With `others`, those that the pack lacks are looked for in the packs of `auto`, by which files
    may have been checked. Raises SettingsError for the unknown.
    """
    known = {rule.id: (rule, pack) for rule in pack.rules}
    errors: list[Say] = []
    if others and any(word.upper() not in known for word in ids):
        for other in list_auto_packs():
            known = {rule.id: (rule, other) for rule in other.rules} | known
    for word in ids:
        if word.upper() not in known:
            told = explain_unknown_rule(word, [pack])
            errors.append(told or _explain_prefix(word, [rule.id for rule in pack.rules]))
    if errors:
        raise SettingsError(errors)
    return [known[word.upper()] for word in ids]


def _explain_prefix(word: str, known: Sequence[str]) -> Say:
    meant = [rule for rule in known if rule.startswith(word)]
    return Say(
        f"“{word}”不是一条规则的编号；以它开头的有 {'、'.join(meant)}",
        f'"{word}" is not the id of one rule; these begin with it: {", ".join(meant)}',
    )


def _write(lines: Page, rule: Rule, pack: Pack) -> None:
    def answer(example: Example) -> list[Say]:
        try:
            found = findings_of(pack, example, rule)
        except (ExampleError, PatternTimeout):
            return []
        return [finding.message for finding in found if finding.rule == rule.id]

    def name_cell(place: str) -> Say:
        return names(pack).cell(*place.split("."))

    write_rule(lines, rule, name_cell=name_cell, answer=answer)
