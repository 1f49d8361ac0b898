"""`gblint pack …`, for authors of packs: a new pack, its check, its examples run; and what they
ask: which keys there are, the specimen, rules from words, what a pack changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

from gblint.authoring import CheckedPack, NewPackError, Remark, check_pack, is_missing, new_pack
from gblint.authoring.examples import (
    CHANGES,
    FailedExample,
    PackWithSources,
    TriedRule,
    list_differences,
    list_own_ids,
    name_case,
    open_pack,
    try_rules,
    write_examples,
)
from gblint.authoring.list_keys import (
    HEADINGS,
    KeyRow,
    describe_kind,
    find_examples,
    list_keys,
    list_message_names,
)
from gblint.authoring.suggest import Suggestion, find_nearest_kinds, suggest
from gblint.checks import AUTO, KINDS, load
from gblint.checks.hits import make_say
from gblint.cli.explain import describe, print_json
from gblint.cli.streams import (
    FAILED,
    choose_language,
    explain_unwritten,
    get_stdout,
    open_page,
    show_page,
    tell_error,
    tell_say,
)
from gblint.cli.values import Values, read_list_options, require_list_options
from gblint.files import describe_os_error
from gblint.findings import Lang, Say
from gblint.pack import KindOfCheck
from gblint.pack.model import Pack
from gblint.packs import PackError, show_path
from gblint.packs.schema import find_kind_text
from gblint.packs.validate import render_specimen
from gblint.results import RunResult, WriterOptions
from gblint.run import check_inputs, plan_for
from gblint.run.find_inputs import find_inputs
from gblint.run.plan import Overrides, SettingsError, explain_unknown_rule
from gblint.text import clean, clean_path
from gblint.writers import write_whole
from gblint.writers.json import Json, pick
from gblint.writers.text import Page
from gblint.writers.words import describe_counts


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
    faults = () if refs else (Say("没有指定规则包", "no pack was named"),)
    spoken = require_list_options(format_, lang, *faults)
    if watch:
        from gblint.cli.serve import watch as watch_files

        again = partial(check_packs, refs, format_=format_, lang=lang, update=update)
        return watch_files(refs, again, spoken, endings=PACK_FILES)
    if update:
        for ref in refs:
            _update_examples(ref, spoken, quiet=format_ == "json")
    checked = [check_pack(ref) for ref in refs]
    if format_ == "json":
        print_json([_describe_checked(checked_pack, spoken) for checked_pack in checked])
    else:
        show_page(_write_checked(checked, spoken))
    # what was not looked at is no success, whatever the rest came to
    if any(checked_pack.left or is_missing(checked_pack.ref) for checked_pack in checked):
        return FAILED
    return int(any(checked_pack.failed for checked_pack in checked))


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
    for checked_pack in checked:
        for remark in checked_pack.remarks:
            _write_remark(lines, remark)
        lines.add_gap()
        lines.add_line(lines.say(_summarise_checked(checked_pack)))
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
        _write_sides(lines, remark.expected, remark.actual)


def _write_sides(lines: Page, expected: Say, actual: Say, *, indent: int = 4) -> None:
    """What an example should show, and what it shows."""
    for name, text in (
        (Say("应为：", "expected: "), expected),
        (Say("实为：", "found:    "), actual),
    ):
        before = " " * indent + name.in_lang(lines.lang)
        lines.hang(lines.say(text), head=before, indent=lines.layout.count_cells(before))


def _summarise_checked(pack: CheckedPack) -> Say:
    found = describe_counts([remark.severity for remark in pack.remarks])
    if not pack.id:
        return Say(
            f"{pack.ref}：{found.zh}；示例尚未运行，改正后再检查一次",
            f"{pack.ref}: {found.en}; the examples were not run: check again when it is mended",
        )
    return Say(
        f"{pack.id}：自己的规则 {pack.own} 条，继承 {pack.inherited} 条，"
        f"运行示例 {pack.examples} 个；{found.zh}",
        f"{pack.id}: {pack.own} rules of its own, {pack.inherited} inherited, {pack.examples} "
        f"examples run; {found.en}",
    )


def _describe_checked(pack: CheckedPack, lang: Lang) -> Json:
    return {
        "path": pack.ref,
        "pack": pack.id or None,
        "rules": pack.own,
        "inherited": pack.inherited,
        "examples": pack.examples,
        "examples_not_run": pack.left,
        "problems": [_describe_problem(remark, lang) for remark in pack.remarks],
    }


def _describe_problem(remark: Remark, lang: Lang) -> Json:
    problem = remark.problem
    row: dict[str, Json] = {
        "severity": remark.severity,
        **pick(problem, "file", "line", "column"),
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
    own = list_own_ids(pack, begins)
    if not own:
        say = Say(
            "规则包没有自己的规则可用于这些文件", "the pack has no rules of its own to try on files"
        )
        raise SettingsError([say])
    # the pack alone: settings of the folder may switch its rules off
    overrides = Overrides(pack=str(pack.root), select=own, config="none")
    found = find_inputs(files)
    return check_inputs(found.inputs, overrides, skipped=found.skipped)


def _write_tried(
    lines: Page, pack: PackWithSources, ran: Sequence[TriedRule], result: RunResult | None
) -> str:
    title = f"{clean(pack.pack.id)}  {clean(make_say(pack.pack.title).in_lang(lines.lang))}"
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
    word = Say("通过", "passed")
    count = Say(f"{rule.passed}/{total} 个示例", f"{rule.passed} of {total} examples")
    if not total:
        word, count = Say("没有示例", "no examples"), Say("未试过", "not tried")
    elif rule.broken:
        word = Say("未通过", "failed")
    elif rule.failed:
        word = Say("随改动而变", "follows from a change")
    head = f"  {clean(rule.rule.id):{size}}  "
    painted = lines.paint(lines.say(word), "error" if rule.broken else "bold")
    title = clean(make_say(rule.rule.title).in_lang(lines.lang))
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
        # as numbers with all their digits, as JSON of a check has them
        row["report"] = json.loads(text, parse_float=Decimal)
    return row


def _describe_failed(failed: FailedExample, lang: Lang) -> Json:
    return {
        "example": name_case(failed.case).in_lang(lang),
        **pick(failed.problem, "file", "line", "column"),
        "problems": [
            {"expected": complaint.expected.in_lang(lang), "found": complaint.actual.in_lang(lang)}
            for complaint in failed.complaints
        ],
    }


_NO_WORDS = Say(
    "没有写要求，如 gblint pack suggest 第一部分不超过800字",
    "no requirement was given: gblint pack suggest 第一部分不超过800字",
)
_NO_SPECIMEN = Say("这个规则包没有样本报告", "this pack has no specimen")
_UNKNOWN = Say(
    "不知道怎么写这条要求：没有认出其中的说法",
    "no rule is known for this requirement: nothing in it was understood",
)


def _find_pack(ref: str | None) -> Pack:
    """The pack that is named, else the one of the settings. Raises SettingsError, PackError."""
    if ref in (None, AUTO):
        return plan_for(Path.cwd(), Overrides(pack=ref)).pack
    return load(str(ref))


def show_keys(words: Sequence[str], *, pack: str | None, format_: str, lang: str | None) -> int:
    """Print the keys of a pack in which the words are found; 1 where there are none."""
    spoken, used = require_list_options(format_, lang), _find_pack(pack)
    rows = list_keys(used, words)
    kind = KINDS.get(words[0]) if len(words) == 1 else None
    if format_ == "json":
        print_json([_describe_key(row, spoken) for row in rows])
    elif kind is not None:
        show_page(_write_kind(kind, spoken))
    else:
        show_page(_write_keys(rows, spoken))
    if not rows:
        say = Say("没有找到；不写词就全部列出", "none was found; without words all are listed")
        tell_say(say, spoken)
    return int(not rows)


def _describe_key(row: KeyRow, lang: Lang) -> Json:
    cells = describe(row, lang, "what", "key", "label")
    if row.what == "kind":
        cells["options"] = [
            describe(one, lang, "name", "required", "form", "means")
            for one in describe_kind(KINDS[row.key])
        ]
    return cells


def _write_keys(rows: Sequence[KeyRow], lang: Lang) -> Page:
    lines = open_page(lang)
    for what, heading in HEADINGS.items():
        if listed := [(row.key, _name_key(row, lang)) for row in rows if row.what == what]:
            _write_group(lines, lines.paint(lines.say(heading), "bold"), listed)
    return lines


_WIDEST = 40
"""Columns of the left side of a pair; what is wider pushes the right side away."""


def _write_group(lines: Page, heading: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Pairs in two columns below a heading."""
    lines.add_gap()
    lines.add_line(heading)
    width = min(max(lines.layout.count_cells(left) for left, _ in pairs), _WIDEST)
    for left, right in pairs:
        _write_pair(lines, left, right, width)


def _name_key(row: KeyRow, lang: Lang) -> str:
    label = row.label.in_lang(lang)
    if row.what != "kind":
        return label
    options = [one.name + ("" if one.required else "?") for one in describe_kind(KINDS[row.key])]
    return f"{label}  {{{', '.join(options)}}}" if options else label


def _write_pair(lines: Page, left: str, right: str, width: int) -> None:
    head = f"  {lines.layout.align_left(clean(left), width)}  "
    lines.hang(right, head=head, indent=width + 4)


def _write_kind(kind: KindOfCheck, lang: Lang) -> Page:
    lines = open_page(lang)
    means = find_kind_text(kind)
    lines.add_line(lines.paint(kind.tag, "bold") + "  " + lines.say(means))
    lines.add_gap()
    options = describe_kind(kind)
    if options:
        lines.add_line(lines.say(Say("选项（* 必须写）", "Options (* required)")))
        width = max(len(option.name) for option in options) + 1
        for option in options:
            text = f"{option.means.in_lang(lines.lang)}  [{option.form.in_lang(lines.lang)}]"
            _write_pair(lines, option.name + ("*" if option.required else ""), text, width)
        lines.add_gap()
    _write_messages(lines, kind)
    example = find_examples().get(kind.tag)
    if example is not None:
        lines.add_gap()
        head = Say(
            f"例：{example.rule}（{example.pack}）", f"Example: {example.rule} ({example.pack})"
        )
        lines.add_line(lines.say(head))
        lines.hang(f"check: {example.text}", head="  ", indent=2)
    return lines


def _write_messages(lines: Page, kind: KindOfCheck) -> None:
    """The values that a message may have, and its variants."""
    values, names = list_message_names(kind)
    if values:
        listed = ("、" if lines.lang == "zh" else ", ").join(f"{{{value}}}" for value in values)
        head = Say("信息里可以写：", "A message may have: ")
        lines.hang(lines.say(head) + listed, head="", indent=2)
    if names:
        head = Say("变体（variants）：", "Variants: ")
        lines.hang(lines.say(head) + ", ".join(names), head="", indent=2)


def show_specimen(*, pack: str | None, cells: bool, lang: str | None) -> int:
    """Print the report that examples change, with its figures or with the names of its cells."""
    Values(lang).require()
    used = _find_pack(pack)
    if not used.specimen:
        return tell_error(_NO_SPECIMEN, choose_language(lang))
    text = used.specimen if cells else render_specimen(used.specimen, {})
    get_stdout().write_text(text if text.endswith("\n") else text + "\n")
    return 0


def suggest_rules(words: Sequence[str], *, pack: str | None, format_: str, lang: str | None) -> int:
    """Print rules that say a requirement; 1 where none is known."""
    spoken = require_list_options(format_, lang, *(() if words else (_NO_WORDS,)))
    asked = "".join(words)
    found = suggest(asked, _find_pack(pack))
    if format_ == "json":
        print_json(
            [
                {"kind": one.kind, "yaml": one.text, "remark": one.remark.in_lang(spoken)}
                for one in found
            ]
        )
    else:
        for number, one in enumerate(found):
            get_stdout().write_text(("\n" if number else "") + _introduce(one, spoken) + one.text)
    if found:
        return 0
    tell_say(_UNKNOWN, spoken)
    near = find_nearest_kinds(asked)
    if near:
        listed = "、".join(f"{tag}（{say.zh}）" for tag, say in near)
        en = ", ".join(f"{tag} ({say.in_lang('en')})" for tag, say in near)
        tell_say(Say(f"最接近的检查：{listed}", f"the nearest kinds of check: {en}"), spoken)
    hint = Say(
        "全部检查见 gblint pack keys kind；也可以换个说法，写上表格里的行名或第几部分",
        "all kinds: gblint pack keys kind; or say it with labels of the tables or a section",
    )
    tell_say(hint, spoken)
    return 1


def _introduce(suggestion: Suggestion, lang: Lang) -> str:
    kind = KINDS.get(suggestion.kind)
    means = Say("写在规则包的最外层", "at the top of a pack")
    if kind is not None:
        means = find_kind_text(kind)
    line = f"# {suggestion.kind}: {means.in_lang(lang)}\n"
    return line + (f"# {suggestion.remark.in_lang(lang)}\n" if suggestion.remark.zh else "")


def show_differences(ref: str, *, format_: str, lang: str | None) -> int:
    """Print what a pack changes of its base. Raises SettingsError and PackError."""
    spoken, pack = require_list_options(format_, lang), open_pack(ref)
    found = list_differences(pack)
    if format_ == "json":
        rows: list[Json] = [describe(one, spoken, "change", "name", "text") for one in found]
        print_json({"pack": pack.pack.id, "extends": list(pack.own.pack.extends), "changes": rows})
        return 0
    lines = open_page(spoken)
    base = "、".join(pack.own.pack.extends) or "-"
    head = Say(f"{pack.pack.id}：以 {base} 为基础", f"{pack.pack.id}: built on {base}")
    lines.add_line(lines.paint(lines.say(head), "bold"))
    for change, heading in CHANGES.items():
        listed = [(one.name, one.text.in_lang(spoken)) for one in found if one.change == change]
        if listed:
            count = len(listed)
            head = Say(f"{heading.zh}（{count}）", f"{heading.in_lang('en')} ({count})")
            _write_group(lines, lines.say(head), listed)
    if not found:
        lines.add_line(lines.say(Say("没有改动。", "Nothing is changed.")))
    show_page(lines)
    return 0
