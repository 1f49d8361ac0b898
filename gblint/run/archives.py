"""Archives among what was found: looked into where that is asked for, their members as files to
check.

A member is named `a.zip!/报告.docx`, and is passed over for the reasons that a file in a folder is.
An archive in an archive is not opened. Nothing is unpacked to the disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gblint.config import ConfigChoice, ConfigError, find_config, read_config
from gblint.findings import Say
from gblint.inputs import INSIDE, Input, explain_unread, is_remote
from gblint.readers.elsewhere import list_members
from gblint.readers.refusals import Limits, ReadError, apply_limits
from gblint.results import Skipped
from gblint.run.find_inputs import (
    ZIP,
    ZIP_SUFFIX,
    FoundInputs,
    explain_empty,
    explain_passed_over,
    is_noise,
)

if TYPE_CHECKING:
    from gblint.run.exclusion import Exclusion

_NOISE_FOLDER = "__MACOSX/"
"""What packers lay into archives that nobody put there."""

_WORD = "word/document.xml"
_NESTED = Say("压缩包里的压缩包，没有打开", "an archive in an archive, which is not opened")
_NOTHING = Say("压缩包里没有可检查的文件", "there is no file to check in the archive")


def ask_settings(choice: ConfigChoice) -> Callable[[str], bool]:
    """Whether an archive, by its path, is to be looked into: by the settings nearest to it.

    What is wrong with settings is told when files are checked by them.
    """

    @cache
    def read_setting(folder: Path) -> bool:
        path = find_config(folder) if choice == "find" else choice
        if not isinstance(path, Path):
            return False
        try:
            return read_config(path.absolute()).archives
        except (ConfigError, OSError):
            return False

    return lambda source: read_setting(Path(source).absolute().parent)


def look_into_archives(
    found: FoundInputs,
    limits: Limits,
    *,
    exclusion: Exclusion | None = None,
    asks: Callable[[str], bool] = bool,
) -> FoundInputs:
    """What was found, with the members of archives in their place, those that `asks` is true of
    (of every path, without it).

    An archive that cannot be opened, and one with nothing to check, becomes an input with a
    failure.
    """
    inputs: list[Input] = []
    skipped: list[Skipped] = []
    opened: list[str] = []
    with apply_limits(limits):
        for passed in found.skipped:
            if passed.reason != ZIP or is_remote(passed.source) or not asks(passed.source):
                skipped.append(passed)
                continue
            opened.append(passed.source)
            _sort_members(passed.source, passed.path, exclusion, inputs, skipped)
        for named in found.inputs:
            is_zip = named.source.lower().endswith(ZIP_SUFFIX) and os.path.isfile(named.source)  # noqa: PTH113
            if named.failure is None and is_zip and asks(named.source):
                _sort_members(named.source, named.path, exclusion, inputs, skipped)
            else:
                inputs.append(named)
    empty = explain_empty()
    # a folder with nothing but archives is not empty once these were looked into
    inputs = [
        one
        for one in inputs
        if one.failure != empty
        or not any(at.startswith(os.path.join(one.source, "")) for at in opened)  # noqa: PTH118
    ]
    return msgspec.structs.replace(
        found,
        inputs=tuple(sorted(inputs, key=lambda one: one.path)),
        skipped=tuple(sorted(skipped, key=lambda one: one.path)),
    )


def _sort_members(
    source: str,
    path: str,
    exclusion: Exclusion | None,
    inputs: list[Input],
    skipped: list[Skipped],
) -> None:
    """The members of an archive, each where it belongs."""
    try:
        # as a whole, before any goes to the results: an archive may be broken at its end
        members = [member for member in list_members(source) if not _is_laid_in(member.name)]
    except (ReadError, OSError) as error:
        inputs.append(Input(source, path, explain_unread(error)))
        return
    if any(member.name == _WORD for member in members):  # a Word file that was renamed
        inputs.append(Input(source, path))
        return
    scope = None if exclusion is None else exclusion.find_scope(source)
    nothing = True
    for member in members:
        inside, shown = f"{source}{INSIDE}{member.name}", f"{path}{INSIDE}{member.name}"
        why = explain_passed_over(member.name.rpartition("/")[2])
        nothing = nothing and why is not None
        if scope and scope.leaves_out(inside, is_folder=False, counts=why is None):
            continue
        if why is None:
            inputs.append(Input(inside, shown, member.why))
        else:
            skipped.append(Skipped(shown, _NESTED if why == ZIP else why, inside))
    if nothing:
        inputs.append(Input(source, path, _NOTHING))


def _is_laid_in(name: str) -> bool:
    """Whether packers laid a member into an archive, or it is one that no one hands in."""
    return is_noise(name.rpartition("/")[2]) or name.startswith(_NOISE_FOLDER)
