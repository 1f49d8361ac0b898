"""Plays every `*.scenario` of this folder; `scenario.py` says how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.forked import environment, run, with_packs
from tests.tools.repository import FIXTURES
from tests.tools.scenario import Scenario, steps

_SCENARIOS = sorted(Path(__file__).parent.glob("*.scenario"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all commands, with the packs."""
    return with_packs(tmp_path_factory.mktemp("scenarios") / "cache")


@pytest.mark.alike(3)
@pytest.mark.parametrize("path", _SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path, tmp_path: Path, cache: Path) -> None:
    Scenario(tmp_path, cache).play(path.read_text("utf-8"))


_REPORT = str(FIXTURES / "footing-row" / "report.md")


@pytest.mark.alike(3)
@pytest.mark.parametrize(
    "words",
    [
        *([_REPORT], ["rules"], ["explain", "GB301"], ["packs"], ["extract", _REPORT]),
        *(["baseline", "create", _REPORT, "--output", "b.json"], ["rollup", _REPORT, _REPORT]),
        *(["pack", "new", "甲省"], ["--help"], ["--version"], ["nonsense"], ["--nonsense"], []),
    ],
    ids=lambda words: " ".join(words).replace(_REPORT, "FILE"),
)
def test_a_new_python_gives_the_same(words: list[str], tmp_path: Path) -> None:
    """As a command that is forked, as those of scenarios are."""
    ended = []
    for new in (False, True):
        folder = tmp_path / str(new)
        folder.mkdir()
        env = environment(with_packs(tmp_path / "cache"))
        ended.append(run(words, cwd=folder, env=env, new=new))
    assert ended[0] == ended[1]
    assert ended[0].stdout or ended[0].stderr or words[0] in ("clean", "baseline")


def test_every_option_of_every_command_is_played() -> None:
    from typer.main import get_command

    from gblint.cli.typer_app import app

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
                met = any(option in played for option in param.opts)
                assert met, f"no tests/cli/*.scenario has gblint {name} {param.opts[0]}"
