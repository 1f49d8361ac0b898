"""One table of commands and options, from which help, typer's commands and the parser come."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.main import get_command

from gblint.cli import main, typer_app
from gblint.cli import options as of
from gblint.cli.check import CheckRequest
from gblint.cli.commands import COMMANDS, parse
from gblint.cli.options import Argument, Command, Given, Option
from gblint.cli.typer_app import HelpPage

_NAMES = sorted(
    {name for command in COMMANDS.values() for one in command.options for name in one.names}
)
_VALUES = ["a.docx", "-", "", "GB3,GB101", "en", "zh", "json", "check", "pack", "年报", "a=b"]
_WORDS = st.one_of(
    st.sampled_from(_NAMES),
    st.sampled_from(_VALUES),
    st.sampled_from(["--", "-q", "-qj2", "-o", "--form", "--lang=en", "-x", "--no"]),
    st.builds("{}={}".format, st.sampled_from(_NAMES), st.sampled_from(_VALUES)),
)
_FIRST = [name.split() for name in COMMANDS]
_LINES = st.builds(
    lambda langs, first, rest: [*langs, *first, *rest],
    st.sampled_from([[], ["--lang", "en"], ["--lang=zh"]]),
    st.sampled_from(_FIRST),
    st.lists(_WORDS, max_size=5),
)


def _parse_by_typer(words: list[str]) -> list[tuple[Command, Given]]:
    parsed: list[tuple[Command, Given]] = []
    get_command(typer_app.app).main(
        args=words, prog_name="gblint", standalone_mode=False, obj=parsed
    )
    return parsed


@given(_LINES)
@example(["a", "--format", "json", "-o", "x", "--output=y", "--format", "text"])
@example(["--lang", "en", "pack", "--lang", "zh", "test", "p", "a", "--rule", "A", "--rule", "B"])
def test_what_is_read_without_typer_is_what_typer_reads(words: list[str]) -> None:
    read = parse(words)
    if read is not None:
        assert _parse_by_typer(words) == [read]


@pytest.mark.parametrize(
    "words",
    [
        ["a.docx", "--format", "json", "-q", "--select=GB3"],
        ["check", "-"],
        ["--lang", "en", "rules", "--isolated"],
        ["pack", "test", "p", "a.md"],
        ["extract", "a.md", "--prose"],
        ["version"],
    ],
)
def test_what_is_written_right_needs_no_typer(words: list[str]) -> None:
    assert parse(words) is not None


@pytest.mark.parametrize(
    "words",
    [[], ["-h"], ["pack"], ["pack", "nothing"], ["extract"], ["a", "--no"], ["a", "--format"]],
)
def test_what_is_wrong_or_asks_for_help_is_left_to_typer(words: list[str]) -> None:
    assert parse(words) is None


@pytest.mark.parametrize("name", ["check", "rollup"])
def test_a_check_has_a_field_for_each_of_its_options(name: str) -> None:
    """mypy does not see it: what is given is a dictionary."""
    given = {one.given_as for one in COMMANDS[name].options}
    lacking = given - {*CheckRequest.__struct_fields__}
    assert not lacking, f"CheckRequest in cli/check.py lacks {sorted(lacking)}"


def test_each_command_has_a_page_of_help() -> None:
    pages = typer_app.read_pages()
    assert pages.keys() == COMMANDS.keys()
    assert [name for name, page in pages.items() if len(page.about) != 2] == []


_GIVEN: list[Given] = []


def _greet(given: Given) -> int:
    _GIVEN.append(given)
    return 1


_GREET = Command(
    "greet",
    takes=(
        Argument("name", "NAME"),
        Option("-l, --loud", "大声", "in a loud voice"),
        Option("--tone HOW", "语气", "the tone", default="warm", words=("warm", "cool")),
        of.LANG,
    ),
    run=_greet,
)


@pytest.fixture
def greet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "greet", _GREET)
    page = HelpPage(("打招呼。", "Says hello."), ("gblint greet NAME [OPTIONS]",))
    monkeypatch.setitem(typer_app.read_pages(), "greet", page)
    monkeypatch.setattr(typer_app, "app", typer_app.build_group("", name="gblint"))
    _GIVEN.clear()


@pytest.mark.usefixtures("greet")
def test_a_command_that_is_added_to_the_table_is_there(capfd: Any) -> None:
    wanted = {"name": "a", "loud": True, "tone": "warm", "lang": None}
    for words in (["greet", "a", "--loud"], ["greet", "-l", "--", "a"]):
        assert main(words) == 1
    assert [wanted, wanted] == _GIVEN
    assert main(["greet", "--help"]) == 0
    assert "--tone HOW    语气" in capfd.readouterr().out
    assert main(["greet", "--help", "--lang", "en"]) == 0
    assert "-l, --loud    in a loud voice" in capfd.readouterr().out
    assert main(["--help"]) == 0
    assert "greet     打招呼。" in capfd.readouterr().out
    assert main(["greet", "a", "--tune", "x"]) == 2
    assert "没有选项 --tune，是不是 --tone" in capfd.readouterr().err
    assert main(["gree"]) == 2
    assert "是不是 gblint greet" in capfd.readouterr().err


@pytest.mark.usefixtures("greet")
def test_a_shell_is_offered_its_words(capfd: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_GBLINT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "gblint greet a --tone w")
    monkeypatch.setenv("COMP_CWORD", "4")
    with suppress(SystemExit):
        main([])
    assert capfd.readouterr().out.strip() == "warm"
