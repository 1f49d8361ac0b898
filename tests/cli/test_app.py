"""The typer application, for those who run it inside another program."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import gblint.cli
from gblint.cli.commands import list_commands
from tests.tools.repository import FIXTURES

_WRONG = str(FIXTURES / "footing-row" / "report.md")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([_WRONG, "--format", "concise"], 1, "GB301"),
        (["check", str(FIXTURES / "clean-markdown" / "report.md")], 0, "report.md"),
        (["--version"], 0, "gblint"),
        (["explain", "GB999"], 2, "GB999"),
        (["--help"], 0, "gblint"),
        ([], 2, "gblint"),
        (["rules", "--format", "json"], 0, '"rule": "GB101"'),
    ],
)
def test_commands_and_their_exit_codes(words: list[str], code: int, says: str) -> None:
    result = CliRunner().invoke(gblint.cli.app, words)
    assert result.exit_code == code
    assert says in result.output


def test_the_commands_are_those_that_the_first_word_may_be() -> None:
    from typer.main import get_command

    commands = get_command(gblint.cli.app).commands  # type: ignore[attr-defined]
    assert sorted(commands) == sorted(command.name for command in list_commands(""))
    assert all(name.isascii() and name.isalpha() for name in commands)  # as main takes it


def test_main_gives_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert gblint.cli.main([_WRONG]) == 1
    assert "GB301" in capsys.readouterr().out
    assert gblint.cli.main(["--nonsense", _WRONG]) == 2
    assert "--nonsense" in capsys.readouterr().err
