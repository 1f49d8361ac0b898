"""`gblint pack new`, `gblint pack check` and `gblint pack test`, for authors of packs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

from gblint.authoring import CheckedPack, NewPackError, Remark, check_pack, is_missing, new_pack
from gblint.authoring.examples import (
    FailedExample,
    PackWithSources,
    TriedRule,
    name_case,
    open_pack,
    own_ids,
    try_rules,
    write_examples,
)
from gblint.checks.hits import as_say
from gblint.cli.explain import print_json
from gblint.cli.streams import (
    FAILED,
    choose_language,
    explain_unwritten,
    get_stdout,
    open_page,
    show_page,
    tell_error,
)
from gblint.cli.values import Values, read_list_options
from gblint.findings import Lang, Say
from gblint.inputs import describe_os_error
from gblint.packs.find import show_path
from gblint.packs.problems import PackError
from gblint.results import RunResult, WriterOptions
from gblint.run import check_inputs
from gblint.run.find_inputs import find_inputs
from gblint.run.plan import Overrides, SettingsError, explain_unknown_rule
from gblint.text.display import clean, clean_path
from gblint.writers import write_whole
from gblint.writers.json import Json
from gblint.writers.text import Page
from gblint.writers.words import describe_counts

_INDENT = 4


def write_pack(name: str, *, extends: str, folder: str, lang: str | None) -> int:
    """Write a new pack and say how to go on; the exit code. Raises SettingsError."""
    Values(lang).require()
    spoken = choose_language(lang)
    try:
        files = new_pack(name, extends=extends, folder=Path(folder))
    except NewPackError as error:
        return tell_error(error.say, spoken)
    except OSError as error:
        return tell_error(explain_unwritten(name, error), spoken)
    lines = open_page(spoken)
    for file in files:
        lines.add_line(clean_path(file.as_posix()))
    home = files[0].parent.as_posix()
    done = Say(
        f"已新建。下一步：gblint pack check {home}", f"Written. Next: gblint pack check {home}"
    )
    lines.add_line(lines.say(done))
    show_page(lines)
    return 0


PACK_FILES = (".yaml", ".yml", ".md")
"""How files of packs end; a change to one of them has the examples run again."""


def check_packs(
    refs: Sequence[str],
    *,
    format_: str,
    lang: str | None,
    update: bool = False,
    watch: bool = False,
) -> int:
    """Check packs and print all that is to say of them; the exit code. Raises SettingsError.

    With `update`, what inherited examples show now is written into the packs before; with `watch`
    all is done again whenever a file of them changes.
    """
    values = read_list_options(format_, lang)
    if not refs:
        values.errors.append(Say("没有指定规则包", "no pack was named"))
    values.require()
    if watch:
        from gblint.cli.serve import watch as watch_files

        again = partial(check_packs, refs, format_=format_, lang=lang, update=update)
        return watch_files(refs, again, choose_language(lang), endings=PACK_FILES)
    spoken = choose_language(lang)
    if update:
        for ref in refs:
            _update_examples(ref, spoken, quiet=format_ == "json")
    checked = [check_pack(ref) for ref in refs]
    if format_ == "json":
        print_json([_describe_checked(one, spoken) for one in checked])
    else:
        show_page(_write_checked(checked, spoken))
    if any(one.left or is_missing(one.ref) for one in checked):
        return FAILED
    return int(any(one.failed for one in checked))


def _update_examples(ref: str, lang: Lang, *, quiet: bool) -> None:
    """Write down what inherited examples show now; what is wrong with the pack is told later."""
    try:
        file = write_examples(open_pack(ref))
    except PackError:
        return
    except OSError as error:
        why = describe_os_error(error)
        say = Say(f"不能写出示例：{why.zh}", f"cannot write examples: {why.in_lang('en')}")
        tell_error(say, lang)
        return
    if file is not None and not quiet:
        lines = open_page(lang)
        name = clean_path(show_path(file))
        lines.add_line(lines.say(Say(f"已写出示例：{name}", f"Examples written: {name}")))
        show_page(lines)


def _write_checked(checked: Sequence[CheckedPack], lang: Lang) -> Page:
    lines = open_page(lang)
    for one in checked:
        for remark in one.remarks:
            _write_remark(lines, remark)
        lines.add_gap()
        lines.add_line(lines.say(_summarise_checked(one)))
        lines.add_gap()
    return lines


def _write_remark(lines: Page, remark: Remark) -> None:
    problem = remark.problem
    place = f"{clean_path(problem.file)}:{problem.line}:{problem.column}: "
    head = place + lines.write_severity(remark.severity).rstrip() + " "
    lines.add_line(head + lines.say(problem.message))
    for line in problem.excerpt.splitlines():
        lines.add_line(lines.paint(clean_path(line), "faint"))
    if remark.expected is not None and remark.actual is not None:
        _write_sides(lines, remark.expected, remark.actual, indent=_INDENT)


def _write_sides(lines: Page, expected: Say, actual: Say, *, indent: int) -> None:
    """What an example should show, and what it shows."""
    for name, text in (
        (Say("应为：", "expected: "), expected),
        (Say("实为：", "found:    "), actual),
    ):
        before = " " * indent + name.in_lang(lines.lang)
        lines.hang(lines.say(text), head=before, indent=lines.layout.count_cells(before))


def _summarise_checked(one: CheckedPack) -> Say:
    found = describe_counts([remark.severity for remark in one.remarks])
    if not one.id:
        return Say(
            f"{one.ref}：{found.zh}；示例尚未运行，改正后再检查一次",
            f"{one.ref}: {found.en}; the examples were not run: check again when it is mended",
        )
    return Say(
        f"{one.id}：自己的规则 {one.own} 条，继承 {one.inherited} 条，"
        f"运行示例 {one.examples} 个；{found.zh}",
        f"{one.id}: {one.own} rules of its own, {one.inherited} inherited, {one.examples} examples "
        f"run; {found.en}",
    )


def _describe_checked(one: CheckedPack, lang: Lang) -> Json:
    return {
        "path": one.ref,
        "pack": one.id or None,
        "rules": one.own,
        "inherited": one.inherited,
        "examples": one.examples,
        "examples_not_run": one.left,
        "problems": [_describe_problem(remark, lang) for remark in one.remarks],
    }


def _describe_problem(remark: Remark, lang: Lang) -> Json:
    problem = remark.problem
    row: dict[str, Json] = {
        "severity": remark.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message.in_lang(lang),
    }
    if remark.expected is not None and remark.actual is not None:
        row["expected"] = remark.expected.in_lang(lang)
        row["found"] = remark.actual.in_lang(lang)
    return row


def run_examples(
    ref: str,
    files: Sequence[str],
    *,
    rules: Sequence[str],
    format_: str,
    lang: str | None,
    watch: bool = False,
) -> int:
    """Run the examples and print what comes of them; the exit code.

    Raises SettingsError and PackError.
    """
    values = read_list_options(format_, lang)
    begins = values.read_words("--rule", rules)
    values.require()
    if watch:
        from gblint.cli.serve import watch as watch_files

        again = partial(run_examples, ref, files, rules=rules, format_=format_, lang=lang)
        return watch_files([ref, *files], again, choose_language(lang), endings=PACK_FILES)
    pack, spoken = open_pack(ref), choose_language(lang)
    unknown = [explain_unknown_rule(word, [pack.pack]) for word in begins]
    if any(unknown):
        raise SettingsError(filter(None, unknown))
    result = _try_on_files(pack, files, begins)
    ran = try_rules(pack, begins)
    if format_ == "json":
        print_json(_describe_tried(pack, ran, result, spoken))
    else:
        lines = open_page(spoken)
        text = _write_tried(lines, pack, ran, result)
        get_stdout().write_text(text, painted=lines.options.color)
    if result is not None and result.exit_code == FAILED and result.files:
        return FAILED
    return int(any(rule.broken for rule in ran))


def _try_on_files(
    pack: PackWithSources, files: Sequence[str], begins: Sequence[str]
) -> RunResult | None:
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
    found = find_inputs(files)
    return check_inputs(found.inputs, overrides, skipped=found.skipped)


def _write_tried(
    lines: Page, pack: PackWithSources, ran: Sequence[TriedRule], result: RunResult | None
) -> str:
    title = f"{clean(pack.pack.id)}  {clean(as_say(pack.pack.title).in_lang(lines.lang))}"
    lines.add_line(lines.paint(title, "bold"))
    size = max((len(rule.rule.id) for rule in ran), default=0)
    for rule in ran:
        if rule.own or rule.failed:
            _write_rule(lines, rule, size)
    inherited = [rule for rule in ran if not rule.own and not rule.failed]
    if inherited:
        count = sum(rule.passed for rule in inherited)
        line = Say(
            f"继承的规则 {len(inherited)} 条：{count} 个示例全部通过",
            f"{len(inherited)} inherited rules: all {count} examples passed",
        )
        lines.add_line("  " + lines.say(line))
    lines.add_gap()
    lines.add_line(lines.say(_summarise_tried(ran)))
    if result is None:
        return lines.take_lines()
    lines.add_gap()
    heading = Say("自己的规则在文件中查到的：", "What the pack's own rules find in the files:")
    lines.add_line(lines.say(heading))
    lines.add_gap()
    return lines.take_lines() + "\n" + write_whole("text", result, lines.options)


def _write_rule(lines: Page, rule: TriedRule, size: int) -> None:
    total = rule.passed + len(rule.failed)
    word = Say("未通过", "failed") if rule.broken else Say("通过", "passed")
    if rule.failed and not rule.broken:
        word = Say("随改动而变", "follows from a change")
    if not total:
        word = Say("没有示例", "no examples")
    head = f"  {clean(rule.rule.id):{size}}  "
    painted = lines.paint(lines.say(word), "error" if rule.broken else "bold")
    count = Say(f"{rule.passed}/{total} 个示例", f"{rule.passed} of {total} examples")
    if not total:
        count = Say("未试过", "not tried")
    title = clean(as_say(rule.rule.title).in_lang(lines.lang))
    lines.add_line(f"{head}{painted}  {lines.say(count)}  {title}")
    for failed in rule.failed:
        _write_failed(lines, failed)


def _write_failed(lines: Page, failed: FailedExample) -> None:
    problem = failed.problem
    place = f"{clean_path(problem.file)}:{problem.line}:{problem.column}"
    lines.add_line(f"    {place}: {lines.say(name_case(failed.case))}")
    for complaint in failed.complaints:
        _write_sides(lines, complaint.expected, complaint.actual, indent=6)


def _summarise_tried(ran: Sequence[TriedRule]) -> Say:
    passed = sum(rule.passed for rule in ran)
    follows = sum(one.follows for rule in ran for one in rule.failed)
    failed = sum(len(rule.failed) for rule in ran) - follows
    if follows and not failed:
        return Say(
            f"{passed} 个示例通过；{follows} 个继承的示例随规则包的改动而变"
            "（gblint pack check --update 写下新的预期）。",
            f"{passed} examples passed; {follows} inherited ones show something else after what "
            "the pack changes (gblint pack check --update writes that down).",
        )
    if failed:
        return Say(
            f"{passed} 个示例通过，{failed} 个未通过。",
            f"{passed} examples passed, {failed} failed.",
        )
    if not passed:
        return Say("没有运行示例。", "No examples were run.")
    return Say(f"{passed} 个示例全部通过。", f"All {passed} examples passed.")


def _describe_tried(
    pack: PackWithSources, ran: Sequence[TriedRule], result: RunResult | None, lang: Lang
) -> Json:
    row: dict[str, Json] = {
        "pack": pack.pack.id,
        "rules": [
            {
                "rule": rule.rule.id,
                "own": rule.own,
                "passed": rule.passed,
                "failed": [_describe_failed(failed, lang) for failed in rule.failed],
            }
            for rule in ran
        ],
    }
    if result is not None:
        text = write_whole("json", result, WriterOptions(lang=lang))
        row["report"] = json.loads(text, parse_float=Decimal)
    return row


def _describe_failed(failed: FailedExample, lang: Lang) -> Json:
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
