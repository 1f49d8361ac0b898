"""`gblint pack test`: the examples of a pack, and what its own rules find in reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from gblint.authoring.examples import (
    FailedExample,
    PackWithSources,
    TriedRule,
    name_case,
    open_pack,
    own_ids,
    try_rules,
)
from gblint.cli.listing import asked, page, words
from gblint.cli.pack import list_values, sides
from gblint.cli.problems import FAILED, tell_errors
from gblint.cli.streams import stdout
from gblint.findings import Lang, Say
from gblint.packs.problems import PackError
from gblint.results import RunResult, WriterOptions
from gblint.run import check_inputs
from gblint.run.files import find
from gblint.run.plan import Overrides, SettingsError
from gblint.run.unknown import unknown_rule
from gblint.writers import whole
from gblint.writers.json import Json, dump
from gblint.writers.layout import clean, clean_path
from gblint.writers.page import Page


def pack_test(
    ref: str, files: Sequence[str], *, rules: Sequence[str], format_: str, lang: str | None
) -> int:
    """Run the examples and print what comes of them; the exit code."""
    values = list_values(format_, lang)
    begins = values.words("--rule", rules)
    try:
        if values.errors:
            raise SettingsError(values.errors)
        pack = open_pack(ref)
        unknown = [say for word in begins if (say := unknown_rule(word, [pack.pack])) is not None]
        if unknown:
            raise SettingsError(unknown)
        result = _found(pack, files, begins)
    except PackError as error:
        tell_errors(error, asked(lang))
        return FAILED
    except SettingsError as error:
        return tell_errors(error, asked(lang))
    ran = try_rules(pack, begins)
    if format_ == "json":
        stdout().raw(
            dump(_json(pack, ran, result, asked(lang))).encode("utf-8", "backslashreplace")
        )
    else:
        lines = page(asked(lang))
        text = _text(lines, pack, ran, result)
        stdout().text(text, painted=lines.options.color)
    if result is not None and result.exit_code == FAILED and result.files:
        return FAILED
    return int(any(rule.failed for rule in ran))


def _found(pack: PackWithSources, files: Sequence[str], begins: Sequence[str]) -> RunResult | None:
    """What the pack's own rules find in files. Raises SettingsError."""
    if not files:
        return None
    own = own_ids(pack, begins)
    if not own:
        say = Say(
            "规则包没有自己的规则可用于这些文件", "the pack has no rules of its own to try on files"
        )
        raise SettingsError([say])
    overrides = Overrides(pack=str(pack.root), select=own, config="none")
    found = find(files)
    return check_inputs(found.inputs, overrides, skipped=found.skipped)


def _text(
    lines: Page, pack: PackWithSources, ran: Sequence[TriedRule], result: RunResult | None
) -> str:
    title = f"{clean(pack.pack.id)}  {clean(words(pack.pack.title, lines.lang))}"
    lines.line(lines.paint(title, "bold"))
    size = max((len(rule.rule.id) for rule in ran), default=0)
    for rule in ran:
        if rule.own or rule.failed:
            _rule(lines, rule, size)
    inherited = [rule for rule in ran if not rule.own and not rule.failed]
    if inherited:
        count = sum(rule.passed for rule in inherited)
        told = Say(
            f"继承的规则 {len(inherited)} 条：{count} 个示例全部通过",
            f"{len(inherited)} inherited rules: all {count} examples passed",
        )
        lines.line("  " + lines.told(told))
    lines.gap()
    lines.line(lines.told(_summary(ran)))
    if result is None:
        return lines.taken()
    lines.gap()
    lines.line(
        lines.told(
            Say("自己的规则在文件中查到的：", "What the pack's own rules find in the files:")
        )
    )
    lines.gap()
    return lines.taken() + "\n" + whole("text", result, lines.options)


def _rule(lines: Page, rule: TriedRule, size: int) -> None:
    total = rule.passed + len(rule.failed)
    word = Say("未通过", "failed") if rule.failed else Say("通过", "passed")
    head = f"  {clean(rule.rule.id):{size}}  "
    painted = lines.paint(lines.told(word), "error" if rule.failed else "bold")
    count = Say(f"{rule.passed}/{total} 个示例", f"{rule.passed} of {total} examples")
    title = clean(words(rule.rule.title, lines.lang))
    lines.line(f"{head}{painted}  {lines.told(count)}  {title}")
    for failed in rule.failed:
        _failed(lines, failed)


def _failed(lines: Page, failed: FailedExample) -> None:
    problem = failed.problem
    place = f"{clean_path(problem.file)}:{problem.line}:{problem.column}"
    lines.line(f"    {place}: {lines.told(name_case(failed.case))}")
    for complaint in failed.complaints:
        sides(lines, complaint.expected, complaint.actual, indent=6)


def _summary(ran: Sequence[TriedRule]) -> Say:
    passed = sum(rule.passed for rule in ran)
    failed = sum(len(rule.failed) for rule in ran)
    if failed:
        return Say(
            f"{passed} 个示例通过，{failed} 个未通过。",
            f"{passed} examples passed, {failed} failed.",
        )
    return Say(f"{passed} 个示例全部通过。", f"All {passed} examples passed.")


def _json(
    pack: PackWithSources, ran: Sequence[TriedRule], result: RunResult | None, lang: Lang
) -> Json:
    made: dict[str, Json] = {
        "pack": pack.pack.id,
        "rules": [
            {
                "rule": rule.rule.id,
                "own": rule.own,
                "passed": rule.passed,
                "failed": [_failure(failed, lang) for failed in rule.failed],
            }
            for rule in ran
        ],
    }
    if result is not None:
        text = whole("json", result, WriterOptions(lang=lang))
        made["report"] = json.loads(text, parse_float=Decimal)
    return made


def _failure(failed: FailedExample, lang: Lang) -> Json:
    return {
        "example": name_case(failed.case).in_lang(lang),
        "file": failed.problem.file,
        "line": failed.problem.line,
        "column": failed.problem.column,
        "problems": [
            {"expected": one.expected.in_lang(lang), "found": one.actual.in_lang(lang)}
            for one in failed.complaints
        ],
    }
