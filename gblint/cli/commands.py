"""The commands, for typer. Each imports what it does when it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import typer
from typer.main import get_command

from gblint.cli import options as of
from gblint.cli import options_pack as for_packs
from gblint.cli import options_skipped as unseen
from gblint.cli.group import ORDER, Command, Family, Group
from gblint.cli.lang import language
from gblint.cli.pages import PAGES
from gblint.cli.problems import tell_error
from gblint.cli.usage import usage_error
from gblint.signals import asked, code_after

if TYPE_CHECKING:
    from gblint.cli.check import Request

app = typer.Typer(
    name="gblint",
    cls=Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_ORDERED = {"formats": "format", "outputs": "output"}


def run(words: Sequence[str]) -> int:
    """Run the command that the words name; the exit code."""
    try:
        code = get_command(app).main(args=list(words), prog_name="gblint", standalone_mode=False)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # typer's word for it
            raise error.__cause__ from None
        say = usage_error(error)
        if say is None:
            raise
        return tell_error(say, language(words))
    number = asked()
    if code == code_after(KeyboardInterrupt()) and number is not None:
        return 128 + number  # typer takes every request to end for Ctrl+C
    return code if isinstance(code, int) else 0


def _command(name: str) -> Callable[..., Any]:
    return app.command(name, cls=Command, help=PAGES[name].about.zh)


@app.callback()
def _gblint(version: of.Version = False) -> None:
    """The options that stand before a command."""


@_command("check")
def _check(
    ctx: typer.Context,
    files: of.Files = None,
    pack: of.Pack = None,
    select: of.Select = None,
    ignore: of.Ignore = None,
    severity: of.Severity = None,
    fail_on: of.FailOn = None,
    formats: of.Formats = None,
    outputs: of.Outputs = None,
    lang: of.Lang = None,
    color: of.Color = "auto",
    quiet: of.Quiet = False,
    statistics: of.Statistics = False,
    config: of.Config = None,
    isolated: of.Isolated = False,
    stdin_filename: of.StdinFilename = "",
    previous: of.Previous = None,
    baseline: of.Baseline = None,
    diff_from: of.DiffFrom = None,
    jobs: of.Jobs = None,
    no_cache: of.NoCache = False,
    limits: of.Limits = None,
    fail_on_skipped: unseen.FailOnSkipped = False,
    show_suppressed: unseen.ShowSuppressed = False,
    no_suppressions: unseen.NoSuppressions = False,
) -> None:
    from gblint.cli.check import check

    raise typer.Exit(check(_request(ctx)))


def _request(ctx: typer.Context) -> Request:
    """The request of check: its fields are named as the parameters of the command."""
    from gblint.cli.check import Request

    given = {
        name: value for name, value in ctx.params.items() if value is not None and name != "expect"
    }
    order = [_ORDERED[name] for name in ctx.meta[ORDER] if name in _ORDERED]
    return msgspec.convert({**given, "order": order}, Request)


@_command("rollup")
def _rollup(
    ctx: typer.Context,
    files: of.Summary = None,
    expect: of.Expect = None,
    pack: of.Pack = None,
    select: of.Select = None,
    ignore: of.Ignore = None,
    severity: of.Severity = None,
    fail_on: of.FailOn = None,
    formats: of.Formats = None,
    outputs: of.Outputs = None,
    lang: of.Lang = None,
    color: of.Color = "auto",
    quiet: of.Quiet = False,
    statistics: of.Statistics = False,
    config: of.Config = None,
    isolated: of.Isolated = False,
    fail_on_skipped: unseen.FailOnSkipped = False,
    show_suppressed: unseen.ShowSuppressed = False,
    no_suppressions: unseen.NoSuppressions = False,
) -> None:
    from gblint.cli.rollup import rollup

    raise typer.Exit(rollup(_request(ctx), expect=expect))


@_command("extract")
def _extract(
    file: of.File,
    pack: of.Pack = None,
    lang: of.Lang = None,
    limits: of.Limits = None,
    prose: of.Prose = False,
) -> None:
    from gblint.cli.extract import extract

    raise typer.Exit(extract(file, pack=pack, lang=lang, limits=limits or (), prose=prose))


@_command("rules")
def _rules(
    pack: of.PackOrAll = None,
    format_: of.ListFormat = "text",
    lang: of.Lang = None,
    config: of.Config = None,
    isolated: of.Isolated = False,
) -> None:
    from gblint.cli.listing import list_rules

    raise typer.Exit(list_rules(pack, format_=format_, lang=lang, config=config, isolated=isolated))


@_command("explain")
def _explain(rules: of.Rules = None, pack: of.Pack = None, lang: of.Lang = None) -> None:
    from gblint.cli.explain import explain

    raise typer.Exit(explain(rules or [], pack=pack, lang=lang))


@_command("packs")
def _packs(format_: of.ListFormat = "text", lang: of.Lang = None) -> None:
    from gblint.cli.listing import list_packs

    raise typer.Exit(list_packs(format_=format_, lang=lang))


pack = typer.Typer(cls=Family, help=PAGES["pack"].about.zh, rich_markup_mode=None)
app.add_typer(pack, name="pack")


@pack.command("new", cls=Command, help=PAGES["pack new"].about.zh)
def _pack_new(
    name: for_packs.Name,
    extends: for_packs.Extends = "gbh-2021-30",
    dir_: for_packs.Dir = ".",
    lang: of.Lang = None,
) -> None:
    from gblint.cli.pack import pack_new

    raise typer.Exit(pack_new(name, extends=extends, folder=dir_, lang=lang))


@pack.command("check", cls=Command, help=PAGES["pack check"].about.zh)
def _pack_check(
    paths: for_packs.PackPaths = None, format_: of.ListFormat = "text", lang: of.Lang = None
) -> None:
    from gblint.cli.pack import pack_check

    raise typer.Exit(pack_check(paths or [], format_=format_, lang=lang))


@pack.command("test", cls=Command, help=PAGES["pack test"].about.zh)
def _pack_test(
    path: for_packs.PackPath,
    files: of.Files = None,
    rule: for_packs.OnlyRules = None,
    format_: of.ListFormat = "text",
    lang: of.Lang = None,
) -> None:
    from gblint.cli.pack_test import pack_test

    code = pack_test(path, files or [], rules=rule or [], format_=format_, lang=lang)
    raise typer.Exit(code)


@_command("baseline")
def _baseline(
    words: of.BaselineWords = None,
    output: of.BaselineFile = "gblint-baseline.json",
    force: of.Force = False,
    pack: of.Pack = None,
    select: of.Select = None,
    ignore: of.Ignore = None,
    lang: of.Lang = None,
    config: of.Config = None,
    isolated: of.Isolated = False,
    fail_on_skipped: unseen.FailOnSkipped = False,
    no_suppressions: unseen.NoSuppressions = False,
) -> None:
    from gblint.cli.baseline import baseline
    from gblint.cli.check import Request

    request = Request(
        pack=pack,
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        lang=lang,
        config=config,
        isolated=isolated,
        fail_on_skipped=fail_on_skipped,
        no_suppressions=no_suppressions,
    )
    raise typer.Exit(baseline(words or [], request, output=output, force=force))


@_command("clean")
def _clean(lang: of.Lang = None) -> None:
    from gblint.cli.clean import clean

    raise typer.Exit(clean(lang=lang))


@_command("version")
def _show_version() -> None:
    from gblint.cli.listing import show_version

    raise typer.Exit(show_version())
