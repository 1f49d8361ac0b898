"""The commands as a typer application, made of the table: for what `commands.py` does not read.

That is help (typer's own pages are in English, and their columns know no Chinese), completion,
whatever is wrong on a command line, ways of writing options that few use (`-qj2`, `--`), and
programs that run gblint's application inside their own.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from gblint.cli import options as of
from gblint.cli.commands import (
    COMMANDS,
    DEFAULT,
    add_order,
    command_first,
    list_commands,
    run_command,
)
from gblint.cli.options import Argument, Command, Given, Option
from gblint.cli.streams import find_language, get_stderr, get_stdout, open_page, tell_error
from gblint.findings import Lang, Say
from gblint.packs import join_says, read_yaml, suggest_word
from gblint.processes import get_requested_signal, make_exit_code
from gblint.writers.text import Page

_LANG = "gblint.lang"
_ORDER = "gblint.order"
"""Where the context keeps the keys of options in the order in which they were written."""


def run(words: Sequence[str]) -> int:
    """Run the command that the words name; the exit code."""
    parsed: list[tuple[Command, Given]] = []
    try:
        # not by itself: it would tell what is wrong in English, and end the process
        code = get_command(app).main(
            args=list(words), prog_name="gblint", standalone_mode=False, obj=parsed
        )
    except Exception as error:
        say = _explain_usage_error(error)
        if say is None:
            raise
        return tell_error(say, find_language(words))
    # run outside of typer, which takes every request to end for Ctrl+C
    if parsed:
        return run_command(*parsed[0])
    if (
        code == make_exit_code(KeyboardInterrupt())
        and (number := get_requested_signal()) is not None
    ):
        return 128 + number
    return code if isinstance(code, int) else 0


Both = tuple[str, ...]
"""A text in Chinese and in English, or once what is the same in both."""


class HelpPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What help tells of a command. `examples` come with what they do, `more` are further parts
    with their headings.
    """

    about: Both
    usage: tuple[str, ...]
    examples: tuple[tuple[Both, Both], ...] = ()
    more: tuple[tuple[Both, Both], ...] = ()


@lru_cache(maxsize=1)
def read_pages() -> dict[str, HelpPage]:
    """The pages of all commands by their names."""
    pages = read_yaml(Path(__file__).with_name("help.yaml"))
    return msgspec.convert(pages, dict[str, HelpPage])


class _Helpful:
    """What writes our help pages. typer's own are in English, and know no width of Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        get_stdout().require()
        formatter.write(_build_help(ctx))


class OneCommand(_Helpful, TyperCommand):
    """A command that knows the order of its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            # parsed once more: the order is known to the parser alone, and it does not pass it on
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
            ctx.meta[_ORDER] = tuple(param.name for param in order)
        return super().parse_args(ctx, args)


class Group(_Helpful, TyperGroup):
    """gblint itself, or a family of commands. Without a command, its help is shown."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if ctx.parent is None:
            ctx.meta[_LANG] = find_language(args)
        if not args and not ctx.resilient_parsing:
            get_stderr().write_text(_build_help(ctx), painted=True)
            raise typer.Exit(2)
        return super().parse_args(ctx, command_first(args, _name_call(ctx)))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """To an option, those of check, too, whose name may be left out."""
        found = super().shell_complete(ctx, incomplete)
        if ctx.parent is not None or not incomplete.startswith("-"):
            return found
        # after a - all that may follow is asked for, and most who type want a check
        check = self.commands[DEFAULT]
        inner = check.make_context(DEFAULT, [], parent=ctx, resilient_parsing=True)
        known = {item.value for item in found}
        more = check.shell_complete(inner, incomplete)
        return [*found, *(item for item in more if item.value not in known)]


def _build_help(ctx: Any) -> str:
    return _write_help(COMMANDS[_name_call(ctx)], ctx.meta.get(_LANG, "zh"))


def _name_call(ctx: Any) -> str:
    """The words that call a command, without the program's."""
    words: list[str] = []
    while ctx.parent is not None:
        words.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return " ".join(words)


def _make_function(command: Command) -> Callable[..., None]:
    """A function with the signature from which typer makes a command."""

    def call(ctx: typer.Context, **given: Any) -> None:
        given = {
            key: tuple(value) if isinstance(value, list) else value for key, value in given.items()
        }
        given = add_order(given, ctx.meta[_ORDER])
        if ctx.obj is None:  # inside another program
            raise typer.Exit(run_command(command, given))
        ctx.obj.append((command, given))

    context = inspect.Parameter(
        "ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    parameters = [context, *map(_make_parameter, command.takes)]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return call


def _make_parameter(taken: Argument | Option) -> inspect.Parameter:
    kind: Any = list[str] if taken.many else str
    # a tuple would be taken for a value of several parts
    default: Any = [] if taken.many else inspect.Parameter.empty
    if isinstance(taken, Argument):
        key = taken.key
        info: Any = typer.Argument(
            metavar=taken.metavar, show_default=False, autocompletion=taken.offers
        )
    else:
        key = taken.given_as
        info = typer.Option(
            *taken.names,
            help=taken.zh,
            metavar=taken.metavar or None,
            show_default=False,
            # a shell offers the words of a value that is one of a few
            autocompletion=taken.offers or ((lambda: iter(taken.words)) if taken.words else None),
        )
        if not taken.metavar:
            kind, default = bool, False
        elif not taken.many:
            kind, default = str | None, taken.default
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(key, positional, default=default, annotation=Annotated[kind, info])


def _show_version(wanted: bool) -> None:
    if wanted:
        from gblint.cli.explain import show_version

        raise typer.Exit(show_version())


def build_group(family: str, **known: Any) -> typer.Typer:
    """A family of commands with all below it."""
    pages = read_pages()
    about = pages[family].about[0]
    group = typer.Typer(cls=Group, rich_markup_mode=None, help=about, **known)
    for command in list_commands(family):
        word = command.name.rpartition(" ")[2]
        if command.run is None:
            group.add_typer(build_group(command.name), name=word)
        else:
            about = pages[command.name].about[0]
            group.command(word, cls=OneCommand, help=about)(_make_function(command))
    return group


app = build_group(
    "",
    name="gblint",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": of.HELP.names},
)


@app.callback()
def _gblint(
    version: Annotated[
        bool,
        typer.Option(*of.VERSION.names, help=of.VERSION.zh, callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """The options that stand before a command."""


_USAGE = Say("用法", "Usage")
_EXAMPLES = Say("示例", "Examples")
_COMMANDS = Say("命令", "Commands")
_OPTIONS = Say("选项", "Options")
_COMMAND_OPTIONS = Say("检查的选项", "Options of check")

_INDENT = 2
_GAP = 2
_LONGEST = 34
"""Columns of the left side, beyond which the right side begins on a line of its own."""


def _write_help(command: Command, lang: Lang) -> str:
    """The page of a command; that of gblint itself has examples and options of check, too."""
    lines, pages = open_page(lang), read_pages()
    page = pages[command.name]
    lines.hang(lines.say(Say(*page.about)), head="", indent=0)
    _write_heading(lines, _USAGE)
    for usage in page.usage:
        lines.add_line(" " * _INDENT + usage)
    if examples := page.examples if command.name else pages[DEFAULT].examples + page.examples:
        _write_heading(lines, _EXAMPLES)
        _write_rows(lines, [(lines.say(Say(*how)), Say(*what)) for how, what in examples])
    below = list_commands(command.name)
    if below:
        _write_heading(lines, _COMMANDS)
        _write_rows(lines, [(one.name, Say(*pages[one.name].about)) for one in below])
    _write_heading(lines, _OPTIONS if command.name else _COMMAND_OPTIONS)
    options = command.options if command.name else COMMANDS[DEFAULT].options + command.options
    _write_rows(lines, [(option.spec, Say(option.zh, option.en)) for option in (*options, of.HELP)])
    for heading, text in page.more:
        _write_heading(lines, Say(*heading))
        lines.hang(lines.say(Say(*text)), head=" " * _INDENT, indent=_INDENT)
    return lines.take_lines()


def _write_heading(lines: Page, say: Say) -> None:
    lines.add_gap()
    lines.add_line(lines.paint(lines.say(say), "bold"))


def _write_rows(lines: Page, rows: Sequence[tuple[str, Say]]) -> None:
    """Two columns: what is on the left, and what is told of it."""
    cells = lines.layout.count_cells
    left = max((cells(name) for name, _ in rows if cells(name) <= _LONGEST), default=0)
    indent = _INDENT + left + _GAP
    for name, say in rows:
        head = " " * _INDENT + name
        if cells(name) > left:
            lines.add_line(head)
            head = ""
        lines.hang(lines.say(say), head=lines.layout.align_left(head, indent), indent=indent)


_NO_COMMAND = re.compile(r"^No such command '(.*?)'")
_EXTRA = re.compile(r"unexpected extra argument(?:s|\(s\))? \((.*)\)$")


def _explain_usage_error(error: Exception) -> Say | None:
    """The error told, None where it is none of typer's.

    Its exceptions come from one of two packages, by its version; what they have in common
    are names.
    """
    if not hasattr(error, "format_message"):
        return None
    command = getattr(getattr(error, "ctx", None), "command_path", "gblint")
    kind, message = type(error).__name__, str(getattr(error, "message", error))
    if kind in ("NoSuchOption", "BadOptionUsage"):
        say = _explain_option(error, message)
    elif kind == "MissingParameter":
        param = getattr(error, "param", None)
        name = getattr(param, "metavar", None) or getattr(param, "name", "") or ""
        say = Say(f"缺少 {name}", f"{name} is missing")
    else:
        say = _explain_words(message.rstrip("."), command.partition(" ")[2])
    return join_says(say, Say(f"；用法见 {command} --help", f"; see {command} --help"))


def _explain_option(error: Exception, message: str) -> Say:
    """What is wrong with an option: there is none of its name, or it has a value, or none."""
    name = getattr(error, "option_name", "")
    if type(error).__name__ == "BadOptionUsage":
        if "requires" in message:
            return Say(f"选项 {name} 后面缺少值", f"the option {name} needs a value")
        return Say(f"选项 {name} 不带值", f"the option {name} takes no value")
    say = Say(f"没有选项 {name}", f"there is no option {name}")
    close = list(getattr(error, "possibilities", None) or ())
    meant = Say(f"，是不是 {'、'.join(close)}？", f", did you mean {', '.join(close)}?")
    return join_says(say, meant) if close else say


def _explain_words(message: str, family: str) -> Say:
    """What is wrong with the other words of a command line, by what typer says of it."""
    if (extra := _EXTRA.search(message)) is not None:
        return Say(f"多出的参数：{extra[1]}", f"unexpected arguments: {extra[1]}")
    if (unknown := _NO_COMMAND.search(message)) is None:
        return Say(f"用法有误：{message}", message)
    say = Say(f"没有命令 {unknown[1]}", f"there is no command {unknown[1]}")
    known = [command.name.rpartition(" ")[2] for command in list_commands(family)]
    return join_says(say, suggest_word(unknown[1], known))
