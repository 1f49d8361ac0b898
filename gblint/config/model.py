"""The settings of one file, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from gblint.findings import Lang, Say, Severity
from gblint.packs.problems import DataPath, PackProblem, excerpt

FailOn = Literal["error", "warning", "note", "never"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "note", "never")
"""From which severity on findings count in the exit code."""


class PerFileIgnore(msgspec.Struct, frozen=True):
    """Rules (ids or prefixes) that are not reported for some files, and why.

    `files` are globs, relative to the folder of the settings.
    """

    files: tuple[str, ...]
    rules: tuple[str, ...]
    reason: str


class Config(msgspec.Struct, frozen=True):
    """Settings as written. None and empty stand for what is not set.

    `file` is the path as it is told, `folder` where it stands. `text` is the whole file and
    `prefix` the table in it that holds the settings, for the places of later errors.
    """

    file: str
    folder: Path
    text: str = ""
    prefix: DataPath = ()
    pack: str | None = None
    packs: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    per_file_ignores: tuple[PerFileIgnore, ...] = ()
    fail_on: FailOn | None = None
    limits: dict[str, float] = {}
    previous: str | None = None
    fail_on_skipped: bool = False
    no_suppressions: bool = False

    def problem(self, path: DataPath, say: Say, *, key: bool = False) -> PackProblem:
        """An error at a setting: at its key, or at its value."""
        from gblint.config.places import Places

        places = Places(self.text)
        return problem_at(self, places.find((*self.prefix, *path), key=key), say)


def problem_at(config: Config, offset: int, say: Say) -> PackProblem:
    """An error at a character of the text, counted from 0."""
    before = config.text[:offset]
    line, column = before.count("\n") + 1, offset - before.rfind("\n")
    lines = config.text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    return PackProblem(
        config.file, line, column, say, excerpt(shown, column) if shown.strip() else ""
    )


class ConfigError(ValueError):
    """Settings that cannot be used. `problems` are all their errors, in order."""

    def __init__(self, problems: Iterable[PackProblem]) -> None:
        ordered = sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.message.zh))
        super().__init__(ordered)
        self.problems = tuple(ordered)

    def told(self, lang: Lang = "zh") -> str:
        return "\n".join(problem.told(lang) for problem in self.problems)

    def __str__(self) -> str:
        return self.told()
