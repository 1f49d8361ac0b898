"""`gblint rules`, `gblint packs` and `gblint version`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gblint import __version__
from gblint.checks.load import survey
from gblint.cli.check import check_lang, config_choice
from gblint.cli.lang import for_people, language
from gblint.cli.messages import tell_errors, tell_say
from gblint.cli.streams import stdout
from gblint.cli.terminal import beyond_gbk, use_color, width
from gblint.cli.values import Values
from gblint.findings import Lang, Say
from gblint.pack.model import Pack, Rule
from gblint.packs.installed import installed
from gblint.packs.problems import PackError
from gblint.results import WriterOptions
from gblint.run.check_files import plan_for
from gblint.run.plan import Overrides, Plan, SettingsError
from gblint.selection import Selection, Wanted, select_rules
from gblint.writers.json import Json, dump
from gblint.writers.layout import clean
from gblint.writers.page import Page

ALL = "all"
LIST_FORMATS = ("text", "json")


def words(text: Say | str, lang: Lang) -> str:
    """A text of a pack in the language."""
    return text if isinstance(text, str) else text.in_lang(lang)


def show_version() -> int:
    stdout().text(f"gblint {__version__}\n")
    return 0


def page(lang: Lang) -> Page:
    """An empty page for standard output."""
    out = stdout()
    return Page(
        WriterOptions(
            lang=for_people(lang, out),
            color=use_color("auto", out),
            width=width(out),
            unicode=beyond_gbk(out),
        )
    )


def show(lines: Page) -> None:
    """Print a page that was made for standard output."""
    stdout().text(lines.taken(), painted=lines.options.color)


def asked(lang: str | None) -> Lang:
    """The language by the option, else by the environment."""
    return language([] if lang is None else ["--lang", lang])


def list_rules(
    pack: str | None, *, format_: str, lang: str | None, config: str | None, isolated: bool
) -> int:
    """Print the rules in force by the settings of the working folder, or of all packs."""
    values = Values()
    check_lang(lang, values)
    values.one_of("--format", format_, LIST_FORMATS)
    choice = config_choice(config, isolated=isolated, values=values)
    try:
        if values.errors:
            raise SettingsError(values.errors)
        overrides = Overrides(pack=None if pack == ALL else pack, config=choice)
        if pack == ALL:
            listed, broken = _all_packs()
        else:
            listed, broken = _in_force(plan_for(Path.cwd(), overrides)), ()
    except (SettingsError, PackError) as error:
        return tell_errors(error, asked(lang))
    if format_ == "json":
        rows = [_row(rule, one, asked(lang)) for one, s in listed for rule in _rules(s)]
        stdout().raw(dump(list(rows)).encode())
    else:
        show(_table(listed, asked(lang)))
    return _tell_broken(broken, asked(lang))


def _in_force(plan: Plan) -> list[tuple[Pack, Selection]]:
    return [(one.pack, one) for one in plan.list_selections()]


def _all_packs() -> tuple[list[tuple[Pack, Selection]], Sequence[PackError]]:
    from gblint.checks.load import load

    found, broken = survey()
    packs = [load(info.path) for info in found]
    return [(pack, select_rules(pack, Wanted())) for pack in packs], broken


def _tell_broken(broken: Iterable[PackError], lang: Lang) -> int:
    """Print what is wrong with packs that could not be listed; the exit code."""
    return max((tell_errors(error, lang) for error in broken), default=0)


def _rules(selection: Selection) -> Iterable[Rule]:
    return (rule for rule in selection.known.values() if rule.id in selection.rules)


def _row(rule: Rule, pack: Pack, lang: Lang) -> Json:
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "pack": pack.id,
        "title": words(rule.title, lang),
        "basis": words(rule.basis, lang),
        "why": words(rule.why, lang),
        "fix": words(rule.fix, lang),
        "certain": rule.certain,
        "fixable": rule.fixable,
        "suppressible": rule.suppressible,
    }


def _table(listed: Iterable[tuple[Pack, Selection]], lang: Lang) -> Page:
    lines = page(lang)
    lang = lines.lang
    for pack, selection in listed:
        lines.gap()
        head = f"{pack.id}  {words(pack.title, lang)}"
        lines.hang(head, head="", indent=0, style="bold")
        rules = list(_rules(selection))
        size = max((len(rule.id) for rule in rules), default=0)
        for rule in rules:
            before = f"  {clean(rule.id):{size}}  {lines.severity(rule.severity)} "
            indent = size + lines.gutter + 5
            lines.hang(words(rule.title, lang), head=before, indent=indent)
        off = len(selection.known) - len(rules)
        told = Say(f"共 {len(rules)} 条规则", f"{len(rules)} rules")
        if off:
            told = Say(f"{told.zh}；按设置不查 {off} 条", f"{told.en}; {off} are switched off")
        lines.line("  " + lines.paint(lines.told(told), "faint"))
    return lines


def list_packs(*, format_: str, lang: str | None) -> int:
    """Print the rule packs that come with gblint, and those of installed packages."""
    values = Values()
    check_lang(lang, values)
    values.one_of("--format", format_, LIST_FORMATS)
    if values.errors:
        return tell_errors(SettingsError(values.errors), asked(lang))
    found, broken = survey()
    for one in installed():
        if one.why is not None:
            tell_say(one.why, asked(lang))
    if format_ == "json":
        rows: list[Json] = [
            {
                "pack": info.id,
                "title": info.title.in_lang(asked(lang)),
                "version": info.version,
                "rules": info.rules,
            }
            for info in found
        ]
        stdout().raw(dump(rows).encode())
        return _tell_broken(broken, asked(lang))
    lines = page(asked(lang))
    size = max((len(info.id) for info in found), default=0)
    for info in found:
        count = Say(f"{info.rules} 条规则", f"{info.rules} rules")
        text = f"{lines.told(info.title)} · {info.version} · {lines.told(count)}"
        head = lines.paint(f"{clean(info.id):{size}}", "bold") + "  "
        lines.hang(text, head=head, indent=size + 2)
    show(lines)
    return _tell_broken(broken, asked(lang))
