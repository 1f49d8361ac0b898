"""`gblint rules`, `gblint packs` and `gblint version`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gblint.checks.hits import as_say
from gblint.checks.kinds import load, survey
from gblint.cli.messages import tell_errors, tell_say
from gblint.cli.streams import language, open_page, show_page, stdout
from gblint.cli.values import read_list_options
from gblint.findings import Lang, Say
from gblint.pack.model import Rule
from gblint.packs.find import installed_packs
from gblint.packs.problems import PackError
from gblint.run.check_files import plan_for
from gblint.run.plan import Overrides
from gblint.selection import Selection, Wanted, select_rules
from gblint.text.display import clean
from gblint.version import __version__
from gblint.writers.json import Json, dump
from gblint.writers.page import Page

ALL = "all"


def show_version() -> int:
    stdout().text(f"gblint {__version__}\n")
    return 0


def print_json(rows: Json) -> None:
    stdout().raw(dump(rows).encode())


def list_rules(
    pack: str | None, *, format_: str, lang: str | None, config: str | None, isolated: bool
) -> int:
    """Print the rules in force by the settings of the working folder, or of all packs.

    The exit code. Raises SettingsError and PackError.
    """
    values = read_list_options(format_, lang)
    choice = values.config(config, isolated=isolated)
    values.require()
    broken: Sequence[PackError] = ()
    if pack == ALL:
        found, broken = survey()
        listed = [select_rules(load(info.path), Wanted()) for info in found]
    else:
        plan = plan_for(Path.cwd(), Overrides(pack=pack, config=choice))
        listed = list(plan.list_selections())
    spoken = language(lang)
    if format_ == "json":
        print_json([row_of(rule, one.pack.id, spoken) for one in listed for rule in _rules(one)])
    else:
        show_page(_write_table(listed, spoken))
    return _tell_broken(broken, spoken)


def _tell_broken(broken: Iterable[PackError], lang: Lang) -> int:
    """Print what is wrong with packs that could not be listed; the exit code."""
    return max((tell_errors(error, lang) for error in broken), default=0)


def _rules(selection: Selection) -> Iterable[Rule]:
    return (rule for rule in selection.known.values() if rule.id in selection.rules)


def row_of(rule: Rule, pack: str, lang: Lang) -> dict[str, Json]:
    """A rule for JSON, without its examples."""
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "pack": pack,
        "title": as_say(rule.title).in_lang(lang),
        "basis": as_say(rule.basis).in_lang(lang),
        "why": as_say(rule.why).in_lang(lang),
        "fix": as_say(rule.fix).in_lang(lang),
        "certain": rule.certain,
        "fixable": rule.fixable,
        "suppressible": rule.suppressible,
    }


def _write_table(listed: Iterable[Selection], lang: Lang) -> Page:
    lines = open_page(lang)
    lang = lines.lang
    for selection in listed:
        pack = selection.pack
        lines.gap()
        head = f"{pack.id}  {as_say(pack.title).in_lang(lang)}"
        lines.hang(head, head="", indent=0, style="bold")
        rules = list(_rules(selection))
        size = max((len(rule.id) for rule in rules), default=0)
        for rule in rules:
            before = f"  {clean(rule.id):{size}}  {lines.severity(rule.severity)} "
            indent = size + lines.gutter + 5
            lines.hang(as_say(rule.title).in_lang(lang), head=before, indent=indent)
        off = len(selection.known) - len(rules)
        count = Say(f"共 {len(rules)} 条规则", f"{len(rules)} rules")
        if off:
            count = Say(f"{count.zh}；按设置不查 {off} 条", f"{count.en}; {off} are switched off")
        lines.line("  " + lines.paint(lines.say(count), "faint"))
    return lines


def list_packs(*, format_: str, lang: str | None) -> int:
    """Print the rule packs that come with gblint, and those of installed packages.

    The exit code. Raises SettingsError.
    """
    read_list_options(format_, lang).require()
    found, broken = survey()
    spoken = language(lang)
    for one in installed_packs():
        if one.why is not None:
            tell_say(one.why, spoken)
    if format_ == "json":
        rows: list[Json] = [
            {
                "pack": info.id,
                "title": info.title.in_lang(spoken),
                "version": info.version,
                "rules": info.rules,
            }
            for info in found
        ]
        print_json(rows)
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
