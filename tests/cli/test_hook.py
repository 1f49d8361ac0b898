"""The hook in `.pre-commit-hooks.yaml`, run by the real pre-commit, which also installs it where
all is tried (GBLINT_TESTS=all).
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tools.amount import ALL
from tests.tools.repository import FIXTURES, ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]

_ARGS = ["--fail-on", "warning", "--format", "concise"]


def _git(folder: Path, *words: str) -> str:
    """A command of git that knows nothing of the user's settings."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    return subprocess.run(
        ["git", *who, *words], cwd=folder, env=env, check=True, capture_output=True, text=True
    ).stdout.strip()


def _repository(folder: Path) -> None:
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--allow-empty", "--message", "test")


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of what is in the checkout now, committed or not."""
    if not (ROOT / ".git").exists():
        pytest.skip("NOT TESTED: this is no checkout")
    if shutil.which("git") is None:
        pytest.skip("NOT TESTED: git is not installed")
    copy = tmp_path_factory.mktemp("hooks")
    for name in _git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split(
        "\0"
    ):
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    (copy / "README.md").touch()
    _repository(copy)
    return copy


def _by_this_python() -> dict[str, Any]:
    """The hook as it is written, but run by this Python: nothing is installed."""
    (hook,) = (
        hook
        for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        if hook["id"] == "gblint"
    )
    entry = f"{shlex.quote(sys.executable)} -m {hook['entry']}"
    return {
        "repo": "local",
        "hooks": [{**hook, "language": "system", "entry": entry, "args": _ARGS}],
    }


@pytest.fixture(params=["installed"] if ALL else ["by this Python"])
def repo(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Where pre-commit has the hook from; to have it installed takes long."""
    if request.param != "installed":
        return _by_this_python()
    hooks: Path = request.getfixturevalue("hooks")
    hook = {"id": "gblint", "args": _ARGS}
    return {"repo": str(hooks), "rev": _git(hooks, "rev-parse", "HEAD"), "hooks": [hook]}


@pytest.fixture
def reports(tmp_path: Path, repo: dict[str, Any]) -> Path:
    """A repository that uses the hook."""
    folder = tmp_path / "年报 仓库"
    folder.mkdir()
    (folder / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [repo]}), "utf-8")
    _repository(folder)
    return folder


@pytest.fixture
def pre_commit(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs pre-commit, its environments kept apart from the user's; skips without an index."""
    home = tmp_path_factory.mktemp("pre-commit")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", *words],
            cwd=reports,
            env=os.environ
            | {"PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

    installed = run("install-hooks")
    if installed.returncode and _no_index(home):
        pytest.skip("NOT TESTED: pip reaches no package index")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return run


def _no_index(folder: Path) -> bool:
    """Whether pip can fetch nothing, so that no hook could be installed."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder)]
    return subprocess.run([*command, "hatchling"], capture_output=True, check=False).returncode != 0


@pytest.mark.slow
def test_the_hook_stops_a_wrong_report(reports: Path, pre_commit: Run) -> None:
    shutil.copyfile(FIXTURES / "clean-city" / "report.docx", reports / "年度 报告.docx")
    shutil.copyfile(FIXTURES / "not-a-report" / "notes.txt", reports / "notes.txt")
    (reports / "~$度 报告.docx").touch()
    _git(reports, "add", "--all")
    clean = pre_commit("run")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "Passed" in clean.stdout

    shutil.copyfile(FIXTURES / "wrong-footing" / "report.docx", reports / "wrong.docx")
    _git(reports, "add", "--all")
    wrong = pre_commit("run")
    assert wrong.returncode == 1
    assert "exit code: 1" in wrong.stdout
    assert "wrong.docx:" in wrong.stdout
    assert "GB302" in wrong.stdout
    assert "notes.txt" not in wrong.stdout
