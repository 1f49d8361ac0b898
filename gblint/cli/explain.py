"""What gblint tells without checking: `gblint explain`, `rules`, `packs`, `version`, what `check`
would do (`--show-files`, `--show-settings`), what is read in a report, as JSON (`extract`), and
what a rule sees in it (`pack try`); and `gblint clean`, which removes what is cached.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from gblint import __version__
from gblint.attempts import limit_time
from gblint.checks import AUTO, list_auto_packs, load, survey
from gblint.checks.hits import make_say
from gblint.checks.places import names
from gblint.cli.streams import (
    FAILED,
    Stream,
    choose_language,
    get_stdout,
    open_page,
    show_page,
    suit_language,
    tell_error,
    tell_errors,
    tell_say,
)
from gblint.cli.values import Values, read_list_options, require_list_options
from gblint.config import Config
from gblint.files import NO_REPORT, STDIN, Input, describe_os_error, explain_unread, read_bytes
from gblint.findings import Lang, Say
from gblint.pack.model import Example, Pack, Rule
from gblint.packs import PackError, list_installed
from gblint.pipeline import open_document, recognise_report
from gblint.readers import ReadError
from gblint.readers.refusals import apply_limits
from gblint.reading import extract as extracted
from gblint.report.model import Report
from gblint.run import plan_for
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides, Plan, Planner, SettingsError, explain_unknown_rule
from gblint.selection import DocumentWithPack, Selection, Wanted, select_rules
from gblint.text import clean, clean_path
from gblint.text.patterns import PatternTimeout
from gblint.writers.json import Json, dump, pick
from gblint.writers.rule_page import put_in_words, write_example, write_rule
from gblint.writers.text import Page

if TYPE_CHECKING:
    from gblint.authoring.follow_rule import Step

ALL = "all"


def show_version() -> int:
    get_stdout().write_text(f"gblint {__version__}\n")
    return 0


def clean_up(*, lang: str | None) -> int:
    """Remove results and packs from the cache, and nothing else; the exit code.

    Raises SettingsError.
    """
    from gblint.files import FOLDER, NotOurs, find_cache_folder
    from gblint.run.results_cache import Cleaned, clean_cache

    Values(lang).require()
    spoken = choose_language(lang)
    home = find_cache_folder()
    try:
        cleaned = (
            Cleaned() if home is None else clean_cache(home, unsigned=not os.environ.get(FOLDER))
        )
    except NotOurs as error:
        place = str(error)
        say = Say(
            f"没有清除缓存“{home}”：“{place}”属于别的用户，或别的用户可以写入；缓存不会用到它，"
            "请改正它的权限，或用 GBLINT_CACHE_DIR 另指定文件夹",
            f'the cache "{home}" was not cleared: "{place}" belongs to another user, or others '
            "may write in it; it is not used as a cache either: mend its rights, or name another "
            "folder by GBLINT_CACHE_DIR",
        )
        return tell_error(say, spoken)
    except OSError as error:
        why = describe_os_error(error)
        say = Say(f"不能清除缓存“{home}”：{why.zh}", f'cannot clear the cache "{home}": {why.en}')
        return tell_error(say, spoken)
    for left in cleaned.left:
        say = Say(
            f"没有清除“{left}”：它是链接，或不只有您能写入；缓存不会用到它",
            f'"{left}" was left alone: it is a link, or others may write in it; it is not used',
        )
        tell_say(say, spoken)
    count = cleaned.files
    done = Say(f"已清除缓存：{count} 个文件（{home}）。", f"Removed {count} cached files ({home}).")
    out = get_stdout()
    out.write_text(clean_path(done.in_lang(suit_language(spoken, out))) + "\n")
    return 0


def print_json(rows: Json) -> None:
    get_stdout().write_bytes(dump(rows).encode())


def describe(one: object, lang: Lang, *names: str) -> dict[str, Json]:
    """Some fields of something for JSON; what is said in two languages, in one."""
    fields = {name: getattr(one, name) for name in names}
    return {
        name: value.in_lang(lang) if isinstance(value, Say) else value
        for name, value in fields.items()
    }


def list_rules(
    pack: str | None, *, format_: str, lang: str | None, config: str | None, isolated: bool
) -> int:
    """Print the rules in force by the settings of the working folder, or of all packs.

    The exit code. Raises SettingsError and PackError.
    """
    values = read_list_options(format_, lang)
    choice = values.read_config_choice(config, isolated=isolated)
    values.require()
    broken: Sequence[PackError] = ()
    if pack == ALL:
        found, broken = survey()
        listed = [select_rules(load(info.path), Wanted()) for info in found]
    else:
        plan = plan_for(Path.cwd(), Overrides(pack=pack, config=choice))
        listed = list(plan.list_selections())
    spoken = choose_language(lang)
    if format_ == "json":
        print_json(
            [
                describe_rule(rule, one.pack.id, spoken)
                for one in listed
                for rule in _list_in_force(one)
            ]
        )
    else:
        show_page(_write_table(listed, spoken))
    return _tell_broken(broken, spoken)


def _tell_broken(broken: Iterable[PackError], lang: Lang) -> int:
    """Print what is wrong with packs that could not be listed; the exit code."""
    return max((tell_errors(error, lang) for error in broken), default=0)


def _list_in_force(selection: Selection) -> Iterable[Rule]:
    return (rule for rule in selection.known.values() if rule.id in selection.rules)


def describe_rule(rule: Rule, pack: str, lang: Lang) -> dict[str, Json]:
    """A rule for JSON, without its examples."""
    texts = ("title", "basis", "why", "fix")
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "pack": pack,
        **{name: make_say(getattr(rule, name)).in_lang(lang) for name in texts},
        **pick(rule, "certain", "fixable", "suppressible"),
    }


def _write_table(listed: Iterable[Selection], lang: Lang) -> Page:
    lines = open_page(lang)
    lang = lines.lang
    for selection in listed:
        pack = selection.pack
        lines.add_gap()
        head = f"{pack.id}  {make_say(pack.title).in_lang(lang)}"
        lines.hang(head, head="", indent=0, style="bold")
        rules = list(_list_in_force(selection))
        size = max((len(rule.id) for rule in rules), default=0)
        for rule in rules:
            before = f"  {clean(rule.id):{size}}  {lines.write_severity(rule.severity)} "
            indent = size + lines.gutter + 5
            lines.hang(make_say(rule.title).in_lang(lang), head=before, indent=indent)
        off = len(selection.known) - len(rules)
        count = Say(f"共 {len(rules)} 条规则", f"{len(rules)} rules")
        if off:
            count = Say(f"{count.zh}；按设置不查 {off} 条", f"{count.en}; {off} are switched off")
        lines.add_line("  " + lines.paint(lines.say(count), "faint"))
    return lines


def list_packs(*, format_: str, lang: str | None) -> int:
    """Print the rule packs that come with gblint, and those of installed packages.

    The exit code. Raises SettingsError.
    """
    spoken = require_list_options(format_, lang)
    found, broken = survey()
    for one in list_installed():
        if one.why is not None:
            tell_say(one.why, spoken)
    if format_ == "json":
        print_json(
            [
                {"pack": one.id, **describe(one, spoken, "title", "version", "rules")}
                for one in found
            ]
        )
        return _tell_broken(broken, spoken)
    lines = open_page(spoken)
    size = max((len(info.id) for info in found), default=0)
    for info in found:
        count = Say(f"{info.rules} 条规则", f"{info.rules} rules")
        text = f"{lines.say(info.title)} · {info.version} · {lines.say(count)}"
        head = lines.paint(f"{clean(info.id):{size}}", "bold") + "  "
        lines.hang(text, head=head, indent=size + 2)
    show_page(lines)
    return _tell_broken(broken, spoken)


_NO_RULE = Say(
    "没有写规则编号，如 gblint explain GB303；全部规则见 gblint rules",
    "no rule was named, for instance gblint explain GB303; for all rules see gblint rules",
)


def explain(
    rules: Sequence[str], *, pack: str | None, format_: str = "text", lang: str | None = None
) -> int:
    """Print all there is to say on rules, by id. Raises SettingsError and PackError."""
    spoken = require_list_options(format_, lang, *(() if rules else (_NO_RULE,)))
    by_settings = pack in (None, AUTO)
    used = plan_for(Path.cwd(), Overrides(pack=pack)).pack if by_settings else load(str(pack))
    found = _find_rules(rules, used, others=by_settings)
    if format_ == "json":
        print_json([_describe_in_full(rule, own, spoken) for rule, own in found])
        return 0
    lines = open_page(spoken)
    for number, (rule, own) in enumerate(found):
        if number:
            lines.add_gap()
        _write_page_of_rule(lines, rule, own)
    show_page(lines)
    return 0


def _describe_in_full(rule: Rule, pack: Pack, lang: Lang) -> Json:
    """What `rules` has of a rule, with its kind, its messages and its examples as texts."""
    says = [rule.message, *rule.variants.values()]
    sides = (("pass", rule.examples.passing), ("fail", rule.examples.failing))
    examples: dict[str, Json] = {
        side: [
            {"name": put_in_words(one.name, lang), "text": write_example(one, lang)}
            for one in listed
        ]
        for side, listed in sides
    }
    return {
        **describe_rule(rule, pack.id, lang),
        "kind": str(rule.check.__struct_config__.tag),
        "messages": [put_in_words(text, lang) for text in says],
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
            # the pack in use goes before others that have a rule of this id
            known = {rule.id: (rule, other) for rule in other.rules} | known
    for word in ids:
        if word.upper() not in known:
            unknown = explain_unknown_rule(word, [pack])
            errors.append(unknown or _explain_prefix(word, [rule.id for rule in pack.rules]))
    if errors:
        raise SettingsError(errors)
    return [known[word.upper()] for word in ids]


def _explain_prefix(word: str, known: Sequence[str]) -> Say:
    meant = [rule for rule in known if rule.startswith(word)]
    return Say(
        f"“{word}”不是一条规则的编号；以它开头的有 {'、'.join(meant)}",
        f'"{word}" is not the id of one rule; these begin with it: {", ".join(meant)}',
    )


def _write_page_of_rule(lines: Page, rule: Rule, pack: Pack) -> None:
    from gblint.authoring.examples import find_in_example
    from gblint.packs.validate import ExampleError

    def answer(example: Example) -> list[Say]:
        try:
            found = find_in_example(pack, example, rule)
        except (ExampleError, PatternTimeout):
            return []
        return [finding.message for finding in found if finding.rule == rule.id]

    def name_cell(place: str) -> Say:
        return names(pack).cell(*place.split("."))

    write_rule(lines, rule, name_cell=name_cell, answer=answer)


def show_files(inputs: Sequence[Input], notes: Sequence[Say], lang: Lang, out: Stream) -> int:
    """Print the path of each file that would be checked; the exit code."""
    code = 0
    for input_ in inputs:
        if input_.failure is None:
            out.write_text(clean_path(input_.path) + "\n")
        else:
            code = tell_error(input_.failure.behind(input_.path), lang)
    for note in notes:
        tell_say(note, lang)
    return code


def show_settings(
    inputs: Sequence[Input], overrides: Overrides, given: Mapping[str, Any], lang: Lang, out: Stream
) -> int:
    """Print what holds for the files, once for each settings file; the exit code.

    `given` is what options set besides the overrides; None is what they do not. What is printed is
    TOML. Raises SettingsError.
    """
    plans = Planner(overrides).make_plans(inputs)
    shown: list[Plan] = []
    for input_, plan in zip(inputs, plans, strict=True):
        # files under the same settings share a plan
        if any(plan is one for one in shown):
            continue
        if shown:
            out.write_text("\n")
        shown.append(plan)
        for line in _write_settings(plan, input_, given, lang):
            out.write_text(clean(line) + "\n")
    return 0


def _write_settings(
    plan: Plan, first: Input, given: Mapping[str, Any], lang: Lang
) -> Iterator[str]:
    config = plan.config or Config(Say("没有设置文件", "no settings file").in_lang(lang), Path())
    yield f"# {config.file}"
    yield "# " + Say(f"用于 {first.path} 等", f"for {first.path} and others").in_lang(lang)
    selection = plan.selections[0]
    others = [one.pack.id for one in plan.selections[1:]]
    # what the pack itself says need not be shown
    severities = {rule.id: rule.severity for rule in selection.pack.rules}
    settings: dict[str, Any] = {
        "pack": selection.pack.id,
        **({"packs": others} if others else {}),
        "select": sorted(selection.rules),
        "severity": {
            rule: spec.severity
            for rule, spec in selection.known.items()
            if rule in selection.rules and spec.severity != severities[rule]
        },
        "fail-on": plan.fail_on,
        "fail-on-skipped": plan.fail_on_skipped,
        "no-suppressions": not plan.heed_comments,
        "exclude": config.exclude,
        "extend-exclude": config.extend_exclude,
        "respect-gitignore": config.respect_gitignore,
        "archives": config.archives,
        "previous": config.previous,
        "limits": msgspec.structs.asdict(plan.limits),
    }
    settings |= {key: value for key, value in given.items() if value is not None}
    for key, value in settings.items():
        if value is not None:
            yield f"{key} = {_write_toml(value)}"
    for ignore in config.per_file_ignores:
        yield "[[per-file-ignores]]"
        for key, value in msgspec.structs.asdict(ignore).items():
            yield f"{key} = {_write_toml(value)}"


def _write_toml(value: Any) -> str:
    """A value of settings. Texts, numbers, truth values and lists of them are as in JSON."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{_write_toml(key)} = {_write_toml(one)}" for key, one in value.items())
            + "}"
        )
    return json.dumps(value, ensure_ascii=False)


_ONE = Say("一次只能读取一份文件", "one file at a time")


def extract(
    file: str,
    *,
    pack: str | None,
    lang: str | None,
    limits: Sequence[str] = (),
    prose: bool = False,
) -> int:
    """Print what is read in a file; 2 where it cannot be read, or is no report.

    With `prose` it is a line for each figure of the prose: where, the figure, what it was taken
    for (`-` for nothing) and why. Raises SettingsError and PackError.
    """
    values = Values(lang)
    overrides = Overrides(pack=pack, limits=values.read_limits(limits))
    values.require()
    input_, spoken = _find_one_file(file), choose_language(lang)
    plan = _plan_for_input(input_, overrides)
    try:
        with apply_limits(plan.limits):
            opened = open_input(input_, plan)
            with limit_time(plan.limits.check_seconds):
                report = recognise_report(opened)
    except (ReadError, PatternTimeout, OSError) as error:
        return tell_error(explain_unread(error).behind(file), spoken)
    if prose:
        get_stdout().write_text(_list_prose(report, spoken))
    else:
        get_stdout().write_bytes(dump(extracted(report)).encode("utf-8", "backslashreplace"))
    if not report.recognised:
        tell_error(NO_REPORT.behind(file), spoken)
        return FAILED
    for setback in report.setbacks:
        tell_error(setback.stopped.reason.behind(file), spoken)
    for remark in opened.chosen:
        tell_say(remark.behind(file), spoken)
    return FAILED if report.setbacks else 0


def _list_prose(report: Report, lang: Lang) -> str:
    return "".join(
        f"{reading.anchor.line}:{reading.anchor.column}\t{reading.read}\t"
        f"{reading.quantity or '-'}\t{reading.why.in_lang(lang)}\n"
        for reading in report.prose.readings
    )


def _find_one_file(file: str) -> Input:
    """The one file that is named. Raises SettingsError."""
    inputs = collect_inputs([file])
    if len(inputs) != 1:
        raise SettingsError([_ONE.behind(file)])
    if inputs[0].failure is not None:
        raise SettingsError([inputs[0].failure.behind(file)])
    return inputs[0]


def _plan_for_input(input_: Input, overrides: Overrides) -> Plan:
    """How the one file that is named is checked. Raises SettingsError and PackError."""
    here = input_.source == STDIN
    return plan_for(Path.cwd() if here else Path(input_.source).absolute().parent, overrides)


def open_input(input_: Input, plan: Plan, among: Sequence[Pack] = ()) -> DocumentWithPack:
    """A file, read by the pack of the plan that is its own. Raises ReadError and OSError."""
    first, *others = (selection.pack for selection in plan.selections)
    data = read_bytes(input_.source)
    return open_document(data, input_.name, default=first, among=(*others, *among))


def try_rule(
    rule: str,
    file: str,
    *,
    pack: str | None,
    previous: str | None,
    format_: str,
    lang: str | None,
) -> int:
    """Print what a rule sees in a report, step by step. Raises SettingsError and PackError."""
    spoken, input_ = require_list_options(format_, lang), _find_one_file(file)
    plan = _plan_for_input(input_, Overrides(pack=pack, previous=previous))
    from gblint.authoring.follow_rule import follow_rule

    try:
        with apply_limits(plan.limits):
            opened = open_input(input_, plan)
            with limit_time(plan.limits.check_seconds):
                report = recognise_report(opened)
                if plan.last_year is not None and report.recognised:
                    report, _ = plan.last_year.compare(report, opened.pack)
                steps = follow_rule(_find_rule(rule, opened.pack), report, opened.pack)
    except (ReadError, PatternTimeout, OSError) as error:
        return tell_error(explain_unread(error).behind(file), spoken)
    if format_ == "json":
        rows: list[Json] = [
            {
                "step": step.text.in_lang(spoken),
                "lines": [line.in_lang(spoken) for line in step.lines],
            }
            for step in steps
        ]
        print_json(rows)
    else:
        show_page(_write_steps(steps, spoken))
    return 0 if report.recognised else FAILED


def _find_rule(word: str, pack: Pack) -> Rule:
    found = next((rule for rule in pack.rules if rule.id == word.upper()), None)
    if found is None:
        why = explain_unknown_rule(word, [pack])
        raise SettingsError(
            [why or Say(f"“{word}”不是一条规则的编号", f'"{word}" is not one rule')]
        )
    return found


def _write_steps(steps: Sequence[Step], lang: Lang) -> Page:
    lines = open_page(lang)
    for number, step in enumerate(steps, 1):
        head = f"{number}. "
        lines.hang(step.text.in_lang(lang), head=head, indent=len(head), style="bold")
        for line in step.lines:
            lines.hang(line.in_lang(lang), head="   ", indent=5)
    return lines
