"""Repositories of git, and gblint in them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tools.forked import Ended, environment, run, with_packs
from tests.tools.repository import FIXTURES

WRONG = FIXTURES / "footing-row" / "report.md"


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=示例", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def gblint(folder: Path, *words: str, **env: str) -> Ended:
    """What a command gives that is run in a folder."""
    return run(words, cwd=folder, env=environment(with_packs(Path(_home().name, "cache"))) | env)


@cache
def _home() -> TemporaryDirectory[str]:
    return TemporaryDirectory()
