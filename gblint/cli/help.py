"""Help pages as text. typer's own are in English, and their columns know no Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gblint.cli.lang import for_people
from gblint.cli.pages import PAGES
from gblint.cli.streams import stdout
from gblint.cli.terminal import beyond_gbk, use_color, width
from gblint.findings import Lang, Say
from gblint.results import WriterOptions
from gblint.writers.page import Page as Lines

ENGLISH: dict[str, str] = {}
"""The English twins of the help texts of options, by the Chinese."""

_USAGE = Say("用法", "Usage")
_EXAMPLES = Say("示例", "Examples")
_COMMANDS = Say("命令", "Commands")
_OPTIONS = Say("选项", "Options")
_COMMAND_OPTIONS = Say("检查的选项", "Options of check")

_BUILT_IN: dict[str, Say] = {
    "help": Say("显示这份说明", "show this page"),
    "install_completion": Say("为当前 shell 安装补全", "install completion for this shell"),
    "show_completion": Say("显示当前 shell 的补全脚本", "show the completion script"),
}
_HELP = ("-h, --help", _BUILT_IN["help"])

_INDENT = 2
_GAP = 2
_LONGEST = 34
"""Columns of the left side, beyond which the right side begins on a line of its own."""

Rows = Sequence[tuple[str, Say]]
"""What is on the left, and what is told of it."""


def help_page(command: str, lang: Lang, params: Sequence[Any]) -> str:
    """The page of a command, "" for gblint itself; `params` are its options."""
    out = stdout()
    lines = Lines(
        WriterOptions(
            lang=for_people(lang, out),
            color=use_color("auto", out),
            width=width(out),
            unicode=beyond_gbk(out),
        )
    )
    page = PAGES[command]
    lines.hang(lines.told(page.about), head="", indent=0)
    _heading(lines, _USAGE)
    for usage in page.usage:
        lines.line(" " * _INDENT + usage)
    if page.examples:
        _heading(lines, _EXAMPLES)
        _rows(lines, [(lines.told(how), what) for how, what in page.examples])
    below = [(name, one.about) for name, one in PAGES.items() if _is_below(name, command)]
    if below:
        _heading(lines, _COMMANDS)
        _rows(lines, below)
    _heading(lines, _OPTIONS if command else _COMMAND_OPTIONS)
    _rows(lines, _options(params))
    for heading, text in page.more:
        _heading(lines, heading)
        lines.hang(lines.told(text), head=" " * _INDENT, indent=_INDENT)
    return lines.taken()


def _is_below(name: str, command: str) -> bool:
    """Whether a page is that of a command of this one."""
    begin = f"{command} " if command else ""
    rest = name.removeprefix(begin)
    return bool(rest) and name.startswith(begin) and name != command and " " not in rest


def _heading(lines: Lines, say: Say) -> None:
    lines.gap()
    lines.line(lines.paint(lines.told(say), "bold"))


def _rows(lines: Lines, rows: Rows) -> None:
    """Two columns."""
    cells = lines.layout.cells
    left = max((cells(name) for name, _ in rows if cells(name) <= _LONGEST), default=0)
    indent = _INDENT + left + _GAP
    for name, say in rows:
        head = " " * _INDENT + name
        if cells(name) > left:
            lines.line(head)
            head = ""
        lines.hang(lines.told(say), head=lines.layout.left(head, indent), indent=indent)


def _options(params: Sequence[Any]) -> list[tuple[str, Say]]:
    """The options with their help, each once, `--help` last."""
    rows: dict[str, Say] = {}
    for param in params:
        if param.param_type_name == "option" and not getattr(param, "hidden", False):
            names = ", ".join(sorted(param.opts, key=len))
            metavar = f" {param.metavar}" if param.metavar else ""
            zh = param.help or ""
            rows[names + metavar] = _BUILT_IN.get(param.name) or Say(zh, ENGLISH.get(zh, ""))
    return [*rows.items(), _HELP]
