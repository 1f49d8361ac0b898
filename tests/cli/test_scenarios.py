"""Plays every `*.scenario` of this folder; `scenario.py` says how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.scenario import Scenario, steps

_SCENARIOS = sorted(Path(__file__).parent.glob("*.scenario"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all commands."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("path", _SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path, tmp_path: Path, cache: Path) -> None:
    Scenario(tmp_path, cache).play(path.read_text("utf-8"))


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
