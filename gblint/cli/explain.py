"""`gblint explain`: a rule in full, with what gblint says of its examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from gblint.checks.load import load
from gblint.checks.names import names
from gblint.checks.render import as_say
from gblint.cli.streams import language, open_page, show_page
from gblint.cli.values import Values
from gblint.examples import findings_of
from gblint.findings import Say
from gblint.pack.example import Example, Written
from gblint.pack.model import Pack, Rule
from gblint.pack_choice import AUTO
from gblint.packs.examples import ExampleError
from gblint.run.check_files import plan_for
from gblint.run.plan import Overrides, SettingsError, explain_unknown_rule
from gblint.text.patterns import PatternTimeout
from gblint.writers.page import Page

_BRACES = re.compile(r"\{[^{}]*\}")

_SAYS_SO = Say("信息：", "says:  ")
_BASIS = Say("依据：", "basis: ")
_WHY = Say("理由：", "why:   ")
_FIX = Say("改法：", "fix:   ")
_WRONG = Say("反例（会报）", "Wrong (is reported)")
_RIGHT = Say("正例（不报）", "Right (is not reported)")
_SAYS = Say("→ ", "-> ")
_GONE = Say("（删去）", "(deleted)")
_PART = Say("单位报告：", "report of a part: ")
_LAST_YEAR = Say("上年报告：", "last year's report: ")
_BLANK = Say("（空白）", "(blank)")
_UNSURE = Say("机器不能完全确定，请人工判断", "a machine cannot be sure: look for yourself")
_NO_RULE = Say(
    "没有写规则编号，如 gblint explain GB303；全部规则见 gblint rules",
    "no rule was named, for instance gblint explain GB303; for all rules see gblint rules",
)

_LONGEST = 8
"""Lines, or changes, of an example that are shown."""

_WIDEST = 120
"""Columns of a change that are shown."""


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
        _rule(lines, rule, used)
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


def _rule(lines: Page, rule: Rule, pack: Pack) -> None:
    title = f"{rule.id} {as_say(rule.title).in_lang(lines.lang)}"
    lines.hang(title, head=lines.severity(rule.severity), indent=lines.gutter, style="bold")
    lines.rule()
    messages = (_BRACES.sub("…", as_say(text).in_lang(lines.lang)) for text in _messages(rule))
    for message in dict.fromkeys(messages):
        _labelled(lines, _SAYS_SO, message)
    for label, text in ((_BASIS, rule.basis), (_WHY, rule.why), (_FIX, rule.fix)):
        _labelled(lines, label, _BRACES.sub("…", as_say(text).in_lang(lines.lang)))
    if not rule.certain:
        lines.hang(lines.told(_UNSURE), head="", indent=0)
    if not rule.suppressible:
        from gblint.writers.sarif_rules import LASTING

        lines.hang(lines.told(LASTING), head="", indent=0)
    for heading, examples in ((_WRONG, rule.examples.failing), (_RIGHT, rule.examples.passing)):
        if examples:
            lines.gap()
            lines.line(lines.paint(lines.told(heading), "bold"))
        for example in examples:
            _example(lines, example, rule, pack, failing=heading is _WRONG)


def _messages(rule: Rule) -> list[Say | str]:
    """The message, or its variants where it never stands itself."""
    return list(rule.variants.values()) or [rule.message]


def _labelled(lines: Page, label: Say, text: str) -> None:
    word = label.in_lang(lines.lang)
    lines.hang(text, head=lines.paint(word, "faint"), indent=lines.layout.cells(word))


def _example(lines: Page, example: Example, rule: Rule, pack: Pack, *, failing: bool) -> None:
    name = as_say(example.name).in_lang(lines.lang)
    if name:
        lines.hang(name, head="  · ", indent=4)
    for line in _shown(example, pack, lines):
        lines.hang(line, head="      ", indent=6)
    if failing:
        for message in _told(example, rule, pack, lines):
            head = "    " + lines.told(_SAYS) + " "
            lines.hang(message, head=head, indent=lines.layout.cells(head))


def _shown(example: Example, pack: Pack, lines: Page) -> list[str]:
    """An example in words: its text, or what is changed in a report that is right."""
    shown = _written(example, pack, lines)
    if example.previous is not None:
        before = lines.told(_LAST_YEAR)
        shown += [before + line for line in _written(example.previous, pack, lines)]
    for part in example.parts:
        shown += [lines.told(_PART) + line for line in _written(part, pack, lines)]
    return shown[:_LONGEST] + (["…"] if len(shown) > _LONGEST else [])


def _written(written: Written, pack: Pack, lines: Page) -> list[str]:
    shown: list[str] = []
    if written.text is not None:
        shown = [line for line in written.text.splitlines() if line.strip()]
    gone, blank = lines.told(_GONE), lines.told(_BLANK)
    for edit in written.edits:
        old, new = (lines.layout.cut(text.strip(), _WIDEST) for text in (edit.find, edit.replace))
        shown.append(f"{old} ⇒ {new or gone}")
    for place, value in written.cells.items():
        table, row, column = place.split(".")
        shown.append(f"{lines.told(names(pack).cell(table, row, column))}: {value or blank}")
    return shown


def _told(example: Example, rule: Rule, pack: Pack, lines: Page) -> list[str]:
    """What gblint says of an example, by this rule."""
    try:
        found = findings_of(pack, example)
    except (ExampleError, PatternTimeout):
        return []
    return [lines.told(finding.message) for finding in found if finding.rule == rule.id]
