"""typer's command classes with our ways: check is the default command, help is in our words."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from gblint.cli.help import help_page
from gblint.cli.lang import language
from gblint.cli.streams import stderr, stdout
from gblint.signals import code_after

DEFAULT = "check"
_LANG = "gblint.lang"
_HELP = ("-h", "--help")
ORDER = "gblint.order"
"""Where the context keeps the names of parameters in the order in which they were written."""


class Command(TyperCommand):
    """A command that knows the order of its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
            ctx.meta[ORDER] = tuple(param.name for param in order)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """A request to end gives its own exit code; typer takes all of them for Ctrl+C."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            raise typer.Exit(code_after(stop)) from None

    def format_help(self, ctx: Any, formatter: Any) -> None:
        stdout().require()
        formatter.write(help_page(_path(ctx), ctx.meta.get(_LANG, "zh"), self.params))


class Family(TyperGroup):
    """Commands of one family: `gblint pack new` and the like. Without one, its help is shown."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            page = help_page(_path(ctx), ctx.meta.get(_LANG, "zh"), self.params)
            stderr().text(page, painted=True)
            raise typer.Exit(2)
        return super().parse_args(ctx, _command_first(args))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        stdout().require()
        formatter.write(help_page(_path(ctx), ctx.meta.get(_LANG, "zh"), self.params))


def _path(ctx: Any) -> str:
    """The words that call a command, without the program's."""
    words: list[str] = []
    while ctx.parent is not None:
        words.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return " ".join(words)


def _command_first(args: list[str]) -> list[str]:
    """The arguments with the command in front; `--lang` may stand before it."""
    before = _langs(args)
    if before == len(args):
        return args
    if args[before] in _HELP:
        return _without_lang(args)
    return [args[before], *args[:before], *args[before + 1 :]]


def _langs(args: list[str]) -> int:
    """How many arguments in front set the language."""
    before = 0
    while before < len(args) and args[before].partition("=")[0] == "--lang":
        before += 1 if "=" in args[before] else 2
    return min(before, len(args))


class Group(TyperGroup):
    """The commands. A first word that is none of them is a file, or an option, of check."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[_LANG] = language(args)
        if not args and not ctx.resilient_parsing:
            stderr().text(self._help(ctx), painted=True)
            raise typer.Exit(2)
        return super().parse_args(ctx, self._routed(args))

    def _routed(self, args: list[str]) -> list[str]:
        """The arguments with the command in front; `--lang` may stand before it."""
        before = _langs(args)
        word = args[before] if before < len(args) else ""
        if word in self.commands:
            return [word, *args[:before], *args[before + 1 :]]
        if word in _HELP or any(word in param.opts for param in self.params):
            return _without_lang(args)
        return [DEFAULT, *args] if args else args

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        found = super().shell_complete(ctx, incomplete)
        if not incomplete.startswith("-"):
            return found
        check = self.commands[DEFAULT]
        inside = check.make_context(DEFAULT, [], parent=ctx, resilient_parsing=True)
        known = {item.value for item in found}
        more = check.shell_complete(inside, incomplete)
        return [*found, *(item for item in more if item.value not in known)]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        stdout().require()
        formatter.write(self._help(ctx))

    def _help(self, ctx: Any) -> str:
        params = [*self.commands[DEFAULT].params, *self.params]
        return help_page("", ctx.meta.get(_LANG, "zh"), params)


def _without_lang(args: list[str]) -> list[str]:
    """The arguments of gblint itself; their language was taken from them before."""
    kept: list[str] = []
    skip = False
    for arg in args:
        if not skip and arg.partition("=")[0] != "--lang":
            kept.append(arg)
        skip = arg == "--lang"
    return kept
