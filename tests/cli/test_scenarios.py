"""Plays every `*.scenario` of this folder; `scenario.py` says how they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.forked import Server
from tests.cli.scenario import Scenario, environment, steps

_SCENARIOS = sorted(Path(__file__).parent.glob("*.scenario"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all commands."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def server(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server | None]:
    """One server for all commands, where processes can be forked."""
    if not hasattr(os, "fork"):
        yield None
        return
    server = Server(environment(cache), tmp_path_factory.mktemp("streams"))
    yield server
    server.close()


@pytest.mark.parametrize("path", _SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path, tmp_path: Path, cache: Path, server: Server | None) -> None:
    Scenario(tmp_path, cache, server).play(path.read_text("utf-8"))


def test_every_option_of_every_command_is_played() -> None:
    from typer.main import get_command

    from gblint.cli import app

    text = "\n".join(path.read_text("utf-8") for path in _SCENARIOS)
    played = "\n".join(step.words for step in steps(text) if step.words.startswith("$"))
    group = get_command(app)
    commands = {"": group, **group.commands}  # type: ignore[attr-defined]
    family = commands["pack"].commands
    commands |= {f"pack {name}": command for name, command in family.items()}
    for name, command in commands.items():
        assert f"gblint {name}".strip() in played
        for param in command.params:
            if param.param_type_name == "option" and "completion" not in param.name:
                assert any(option in played for option in param.opts), f"{name}: {param.name}"
