"""Help pages as text. typer's own are in English, and their columns know no Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.cli.commands import COMMANDS, Command, inside
from gblint.cli.lang import for_people
from gblint.cli.options import HELP
from gblint.cli.streams import stdout
from gblint.cli.terminal import beyond_gbk, use_color, width
from gblint.findings import Lang, Say
from gblint.results import WriterOptions
from gblint.writers.page import Page as Lines

_USAGE = Say("用法", "Usage")
_EXAMPLES = Say("示例", "Examples")
_COMMANDS = Say("命令", "Commands")
_OPTIONS = Say("选项", "Options")
_COMMAND_OPTIONS = Say("检查的选项", "Options of check")

_INDENT = 2
_GAP = 2
_LONGEST = 34
"""Columns of the left side, beyond which the right side begins on a line of its own."""

Rows = Sequence[tuple[str, Say]]
"""What is on the left, and what is told of it."""


def help_page(command: Command, lang: Lang) -> str:
    """The page of a command; that of gblint itself has the options of check, too."""
    out = stdout()
    lines = Lines(
        WriterOptions(
            lang=for_people(lang, out),
            color=use_color("auto", out),
            width=width(out),
            unicode=beyond_gbk(out),
        )
    )
    lines.hang(lines.told(command.about), head="", indent=0)
    _heading(lines, _USAGE)
    for usage in command.usage:
        lines.line(" " * _INDENT + usage)
    if command.examples:
        _heading(lines, _EXAMPLES)
        _rows(lines, [(lines.told(how), what) for how, what in command.examples])
    below = inside(command.name)
    if below:
        _heading(lines, _COMMANDS)
        _rows(lines, [(one.name, one.about) for one in below])
    _heading(lines, _OPTIONS if command.name else _COMMAND_OPTIONS)
    options = command.options if command.name else COMMANDS["check"].options + command.options
    _rows(lines, [(option.spec, Say(option.zh, option.en)) for option in (*options, HELP)])
    for heading, text in command.more:
        _heading(lines, heading)
        lines.hang(lines.told(text), head=" " * _INDENT, indent=_INDENT)
    return lines.taken()


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
