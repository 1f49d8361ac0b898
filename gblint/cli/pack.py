"""`gblint pack new` and `gblint pack check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gblint.cli.check import check_lang
from gblint.cli.listing import LIST_FORMATS, asked, page, show
from gblint.cli.messages import FAILED, tell_error, tell_errors
from gblint.cli.streams import stdout
from gblint.cli.values import Values
from gblint.findings import Lang, Say
from gblint.inputs import describe_os_error
from gblint.packtool.check import Checked, Remark, check_pack, missing
from gblint.packtool.new import NewPackError, new_pack
from gblint.run.plan import SettingsError
from gblint.writers.json import Json, dump
from gblint.writers.layout import clean_path
from gblint.writers.page import Page
from gblint.writers.words import counts

_INDENT = 4


def pack_new(name: str, *, extends: str, folder: str, lang: str | None) -> int:
    """Write a new pack and say how to go on; the exit code."""
    values = Values()
    check_lang(lang, values)
    if values.errors:
        return tell_errors(SettingsError(values.errors), asked(lang))
    try:
        files = new_pack(name, extends=extends, folder=Path(folder))
    except NewPackError as error:
        return tell_error(error.say, asked(lang))
    except OSError as error:
        why = describe_os_error(error)
        say = Say(f"不能写出“{name}”：{why.zh}", f'cannot write "{name}": {why.in_lang("en")}')
        return tell_error(say, asked(lang))
    lines = page(asked(lang))
    for file in files:
        lines.line(clean_path(file.as_posix()))
    home = files[0].parent.as_posix()
    lines.line(
        lines.told(
            Say(
                f"已新建。下一步：gblint pack check {home}",
                f"Written. Next: gblint pack check {home}",
            )
        )
    )
    show(lines)
    return 0


def pack_check(refs: Sequence[str], *, format_: str, lang: str | None) -> int:
    """Check packs and print all that is to say of them; the exit code."""
    values = list_values(format_, lang)
    if not refs:
        values.errors.append(Say("没有指定规则包", "no pack was named"))
    if values.errors:
        return tell_errors(SettingsError(values.errors), asked(lang))
    checked = [check_pack(ref) for ref in refs]
    if format_ == "json":
        stdout().raw(dump([_json(one, asked(lang)) for one in checked]).encode())
    else:
        show(_text(checked, asked(lang)))
    if any(one.left or missing(one.ref) for one in checked):
        return FAILED
    return int(any(one.failed for one in checked))


def list_values(format_: str, lang: str | None) -> Values:
    """The values of the options that all the commands have, with what is wrong with them."""
    values = Values()
    check_lang(lang, values)
    values.one_of("--format", format_, LIST_FORMATS)
    return values


def _text(checked: Sequence[Checked], lang: Lang) -> Page:
    lines = page(lang)
    for one in checked:
        for remark in one.remarks:
            _add(lines, remark)
        lines.gap()
        lines.line(lines.told(_summary(one)))
        lines.gap()
    return lines


def _add(lines: Page, remark: Remark) -> None:
    problem = remark.problem
    place = f"{clean_path(problem.file)}:{problem.line}:{problem.column}: "
    head = place + lines.severity(remark.severity).rstrip() + " "
    lines.line(head + lines.told(problem.message))
    for line in problem.excerpt.splitlines():
        lines.line(lines.paint(clean_path(line), "faint"))
    if remark.expected is not None and remark.actual is not None:
        sides(lines, remark.expected, remark.actual, indent=_INDENT)


def sides(lines: Page, expected: Say, actual: Say, *, indent: int) -> None:
    """What an example should show, and what it shows."""
    for name, text in (
        (Say("应为：", "expected: "), expected),
        (Say("实为：", "found:    "), actual),
    ):
        before = " " * indent + name.in_lang(lines.lang)
        lines.hang(lines.told(text), head=before, indent=lines.layout.cells(before))


def _summary(one: Checked) -> Say:
    found = counts([remark.severity for remark in one.remarks])
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


def _json(one: Checked, lang: Lang) -> Json:
    return {
        "path": one.ref,
        "pack": one.id or None,
        "rules": one.own,
        "inherited": one.inherited,
        "examples": one.examples,
        "examples_not_run": one.left,
        "problems": [_problem(remark, lang) for remark in one.remarks],
    }


def _problem(remark: Remark, lang: Lang) -> Json:
    problem = remark.problem
    made: dict[str, Json] = {
        "severity": remark.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message.in_lang(lang),
    }
    if remark.expected is not None and remark.actual is not None:
        made["expected"] = remark.expected.in_lang(lang)
        made["found"] = remark.actual.in_lang(lang)
    return made
