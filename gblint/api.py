"""The Python API: what `gblint FILE` and `gblint extract FILE` do, for one report, as data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from gblint.attempts import limit_time
from gblint.checks import AUTO, list_auto_packs, load
from gblint.config import ConfigChoice
from gblint.files import STDIN, Input, display_path, read_file
from gblint.findings import Level, Say
from gblint.pipeline import open_document, recognise_report
from gblint.readers import ReadError
from gblint.readers.refusals import LIMITS, Limits, apply_limits, get_limits, is_valid_limit
from gblint.reading import extract as extracted
from gblint.results import FileResult, describe_skipped
from gblint.run.find_inputs import FoundInputs, find_inputs
from gblint.run.plan import DEFAULT_PACK, Overrides, Planner, SettingsError
from gblint.selection import build_failure

Source = str | os.PathLike[str] | bytes
Config = bool | str | os.PathLike[str]


def check(
    source: Source,
    *,
    pack: str | os.PathLike[str] | None = None,
    file_name: str = "",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, Level] | None = None,
    config: Config = False,
    previous: str | os.PathLike[str] | None = None,
    among: str | os.PathLike[str] | None = None,
    limits: Mapping[str, float] | None = None,
    suppressions: bool = True,
) -> FileResult:
    """Check one report: a path, or the bytes of a Word or text file.

    `pack` is the id or the path of a rule pack, `gbh-2021-30` if none is given; `auto` has it
    chosen by the report's year. `file_name` is the name to tell, and to look for a year in,
    where `source` is bytes. `select` and `ignore` are rule ids or prefixes (`GB5`); no `select`
    stands for all rules. `severity` changes severities by id or prefix, `off` for none. `config`
    is the path of a settings file, or True to look for one as the command line does; by default
    there are no settings. With `previous`, last year's report or a folder that has it, the two are
    compared. With `among`, a folder of reports of others, text and figures taken from them are
    told. `limits` are as in docs/limits.md. Without `suppressions`, comments in the document
    suppress nothing.

    The result iterates its findings, by their place in the document. A file that can be opened
    but not read (damaged, encrypted, a picture) gives its GB9 finding, and `failure`.

    Raises OSError when the file cannot be opened, PackError for a pack with errors, ValueError for
    what is no limit, SettingsError for all else that is wrong with the arguments or settings.
    """
    overrides = msgspec.structs.replace(
        _make_overrides(pack, select, ignore, severity, config, limits),
        previous=None if previous is None else os.fspath(previous),
        among=None if among is None else os.fspath(among),
        stdin_path=file_name,
        no_suppressions=not suppressions,
    )
    return _check(overrides, source, file_name)


def rollup(
    summary: str | os.PathLike[str],
    parts: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    expect: Iterable[str] = (),
    pack: str | os.PathLike[str] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, Level] | None = None,
    config: Config = False,
    limits: Mapping[str, float] | None = None,
) -> FileResult:
    """Check a summary report against the reports of its parts, as `gblint rollup` does.

    `parts` is a file, a folder or a pattern, or several of them; the summary may be among them
    and does not count there. `expect` names the organs of which a report should be there. The
    rest is as in `check`.

    The result is that of the summary: its GB801 and GB802 findings. A part that cannot be read
    is named there; `check` of it says why. What else is in folders of parts is named in `notes`.

    Raises OSError when the summary cannot be opened; else as `check`, SettingsError also where
    there are no parts.
    """
    from gblint.run import roll_up
    from gblint.run.organ_list import ListedOrgan, OrganList

    overrides = _make_overrides(pack, select, ignore, severity, config, limits)
    with Path(summary).open("rb"):  # a folder, or a file that is not there, is told as such
        whole = Input(os.fspath(summary), display_path(os.fspath(summary)))
    found = _find_parts(parts)
    names = (ListedOrgan(name, line) for line, name in enumerate(expect, 1))
    organs = OrganList("", tuple(names))
    result = roll_up(whole, found.inputs, overrides, skipped=found.skipped, expected=organs)
    own = result.files[0]
    if not result.skipped:
        return own
    return msgspec.structs.replace(own, notes=(*own.notes, describe_skipped(result.skipped)))


def _find_parts(named: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> FoundInputs:
    several = [named] if isinstance(named, str | os.PathLike) else named
    found = find_inputs([os.fspath(part) for part in several])
    if not found.inputs:
        raise SettingsError([Say("没有单位报告", "there are no parts")])
    return found


def _make_overrides(
    pack: str | os.PathLike[str] | None,
    select: Iterable[str],
    ignore: Iterable[str],
    severity: Mapping[str, Level] | None,
    config: Config,
    limits: Mapping[str, float] | None,
) -> Overrides:
    # the errors of a pack are raised as they are
    if pack is not None and pack != AUTO and Path(pack).exists():
        load(os.fspath(pack))
    choice: ConfigChoice = "find" if config else "none"
    return Overrides(
        pack=None if pack is None else os.fspath(pack),
        select=tuple(select) or None,
        ignore=tuple(ignore),
        severity=dict(severity or {}),
        limits=_check_limits(limits),
        config=choice if isinstance(config, bool) else Path(config),
    )


def _check(overrides: Overrides, source: Source, file_name: str) -> FileResult:
    path = _show_path(source, file_name)
    place = file_name if isinstance(source, bytes) else os.fspath(source)
    # bytes without a name are planned as standard input is: by the settings of the working folder
    (plan,) = Planner(overrides).make_plans([Input(place or STDIN, path)])
    # the limits of settings hold for the reading of the file, too, not only for its check
    with apply_limits(plan.limits):
        try:
            data = _read(source)
        except ReadError as error:
            return build_failure(path, error.say, plan.selections[0])
        return plan.check(data, path, place)


def extract(
    source: Source,
    *,
    pack: str | os.PathLike[str] = DEFAULT_PACK,
    file_name: str = "",
    limits: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """What gblint reads in a report, as JSON data: see `gblint extract`.

    `pack` and `limits` are as in `check`.

    Raises OSError when the file cannot be opened, ReadError when it cannot be read, and
    PackError for a pack with errors. A document that is no report has `recognised` False.
    """
    name = _show_path(source, file_name).rpartition("/")[2]
    with apply_limits(Limits(**_check_limits(limits))):
        data = _read(source)
        # the default is among those to choose from, and has to be the very same object there
        load_once = cache(load)
        chosen = load_once(DEFAULT_PACK if pack == AUTO else os.fspath(pack))
        among = list_auto_packs(load_pack=load_once) if pack == AUTO else ()
        opened = open_document(data, name, default=chosen, among=among)
        with limit_time(get_limits().check_seconds):
            return extracted(recognise_report(opened))


def _show_path(source: Source, file_name: str) -> str:
    """The path to tell."""
    return file_name if isinstance(source, bytes) else display_path(file_name or os.fspath(source))


def _read(source: Source) -> bytes:
    """Raises OSError, and ReadError for a file beyond the limit in force."""
    return source if isinstance(source, bytes) else read_file(Path(source))


def _check_limits(given: Mapping[str, float] | None) -> dict[str, Any]:
    for name, value in (given or {}).items():
        if name not in LIMITS or not is_valid_limit(name, value):
            raise ValueError(f"{name}={value!r}: no such limit, or no such value")
    return dict(given or {})
