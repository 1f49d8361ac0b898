"""Settings from `gblint.toml`, or `[tool.gblint]` in `pyproject.toml`: what may stand there.

The nearest file upward from a report counts, alone. Every error in it is told at once, with file,
line and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from gblint.files import MB, read_bounded
from gblint.findings import Lang, Level, Say
from gblint.packs import DataPath, PackProblem, ProblemsError, locate_problem, show_path
from gblint.readers.refusals import DEFAULT, Limits, is_valid_limit

_OWN = "gblint.toml"
_SHARED = "pyproject.toml"
_MOST_BYTES = MB // 2
"""Of settings: far more than anyone writes, and soon read."""

_PREFIX: DataPath = ("tool", "gblint")

FailOn = Literal["error", "warning", "note", "never"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "note", "never")
"""From which severity on findings count in the exit code."""

ConfigChoice = Path | Literal["find", "none"]
"""Where settings come from: one file for all, the nearest upward from each file, or none."""

Text = Annotated[str, Meta(pattern=r"\S")]


def _say_wrong(zh: str, en: str) -> Meta:
    """What is said of a value that is nothing that may stand there."""
    return Meta(extra={"wrong": Say(zh, en)})


_PER_FILE = _say_wrong(
    "应写成 [[per-file-ignores]]，下面是 files、rules 和 reason",
    "write [[per-file-ignores]], and below it files, rules and reason",
)


class PerFileIgnore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules (ids or prefixes) that are not reported for some files, and why.

    `files` are globs, relative to the folder of the settings.
    """

    files: tuple[Text, ...]
    rules: tuple[Text, ...]
    reason: Text


class Settings(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True
):
    """What may be written. None and empty stand for what is not set.

    `pack` is the pack by which reports are checked, `packs` are more to choose from by the year;
    `select` and `ignore` are rules by id, or the beginning of ids. `previous` is last year's
    report, or the folder of last year's reports. `exclude` and `extend_exclude` are globs of files
    and folders that are left out of folders, `archives` has what is in .zip files checked.
    `format`, `lang` and `baseline` are of the run as a whole: those of the working folder's
    settings hold.
    """

    pack: Text | None = None
    packs: tuple[Text, ...] = ()
    select: tuple[Text, ...] | None = None
    ignore: tuple[Text, ...] = ()
    severity: Annotated[
        dict[str, Level],
        _say_wrong(
            '“severity”应是表，如 severity = {GB406 = "note"}',
            '"severity" is a table, such as severity = {GB406 = "note"}',
        ),
    ] = {}
    per_file_ignores: Annotated[tuple[Annotated[PerFileIgnore, _PER_FILE], ...], _PER_FILE] = ()
    fail_on: FailOn | None = None
    all_limits: Annotated[
        Limits,
        _say_wrong(
            "应写成 [limits]，下面是各项限度，如 pages = 1000",
            "write [limits], and below it limits such as pages = 1000",
        ),
    ] = msgspec.field(name="limits", default=DEFAULT)
    previous: Text | None = None
    fail_on_skipped: bool = False
    no_suppressions: bool = False
    exclude: tuple[Text, ...] = ()
    extend_exclude: tuple[Text, ...] = ()
    respect_gitignore: bool = True
    archives: bool = False
    format: Text | None = None
    lang: Lang | None = None
    baseline: Text | None = None


def make_settings_schema(formats: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON Schema of settings; `formats` are the outputs that there are."""
    from gblint.packs.schema import make_schema  # for the docs only

    schema = make_schema(Settings, name="settings", title="gblint settings")
    for limit in schema["$defs"]["Limits"]["properties"].values():
        limit["exclusiveMinimum"] = 0  # see `is_valid_limit`
    if formats:
        schema["properties"]["format"] = {"enum": [*formats], "default": None}
    return schema


class Config(Settings, frozen=True):
    """Settings with the place where they stand.

    `file` is the path as it is told, `folder` where it stands. `text` is the whole file and
    `prefix` the table in it that holds the settings, for the places of later errors.
    """

    file: str
    folder: Path
    text: str = ""
    prefix: DataPath = ()

    @property
    def limits(self) -> dict[str, float]:
        """The limits that are set to something else than they are."""
        limits = msgspec.structs.asdict(self.all_limits)
        return {name: most for name, most in limits.items() if most != getattr(DEFAULT, name)}

    def make_problem(self, path: DataPath, say: Say, *, key: bool = False) -> PackProblem:
        """An error at a setting: at its key, or at its value."""
        from gblint.config.toml_source import TomlPlaces, find_place

        offset = TomlPlaces(self.text).find((*self.prefix, *path), key=key)
        return locate_problem(self.file, self.text.split("\n"), *find_place(self.text, offset), say)


class ConfigError(ProblemsError, ValueError):
    """Settings that cannot be used."""


def find_config(folder: Path) -> Path | None:
    """The nearest file with settings, in the folder or above it; `folder` is absolute.

    In one folder `gblint.toml` goes before `pyproject.toml`; a `pyproject.toml` without
    `[tool.gblint]` is passed over.
    """
    # the nearest alone counts: settings put together from several files are hard to trace
    for place in (folder, *folder.parents):
        own = place / _OWN
        if own.is_file():
            return own
        shared = place / _SHARED
        if shared.is_file() and _has_our_table(shared):
            return shared
    return None


def _has_our_table(path: Path) -> bool:
    """Whether a pyproject.toml has our table. One that no one can parse counts if it may."""
    try:
        raw = read_bounded(path, _MOST_BYTES)
    except OSError:
        return False
    # most have no such table, and need not be parsed to see it
    bare = raw.translate(None, b" \t\"'")
    inline = b"gblint" in bare and (b"[tool]" in bare or b"tool=" in bare)
    if b"tool.gblint" not in bare and not inline:
        return False
    from gblint.config.toml_source import TomlError, read_toml

    try:
        return _get_our_table(read_toml(raw)[0]) is not None
    except TomlError:
        return True


def _get_our_table(data: Mapping[str, Any]) -> Any:
    tool = data.get("tool")
    return tool.get("gblint") if isinstance(tool, Mapping) else None


def read_config(path: Path) -> Config:
    """The settings in a file. Raises ConfigError with all its errors, or OSError."""
    from gblint.config.toml_source import TomlError, find_place, read_toml

    file = show_path(path)
    try:
        data, text = read_toml(read_bounded(path, _MOST_BYTES))
    except TomlError as error:
        place = find_place(error.text, error.offset)
        problem = locate_problem(file, error.text.split("\n"), *place, error.say)
        raise ConfigError([problem]) from None
    bare = Config(file, path.parent, text)
    if path.name == _SHARED:
        data = _get_our_table(data)
        if data is None:
            say = Say("这个文件里没有 [tool.gblint]", "there is no [tool.gblint] in this file")
            raise ConfigError([locate_problem(file, text.split("\n"), 1, 1, say)])
        bare = msgspec.structs.replace(bare, prefix=_PREFIX)
    settings = _convert(data)
    if settings is None:  # seldom: only then is it worth while to look for all errors
        from gblint.config.toml_source import find_faults

        raise ConfigError(
            bare.make_problem(fault.path, fault.say, key=fault.key)
            for fault in find_faults(data, Settings)
        )
    return msgspec.structs.replace(bare, **msgspec.structs.asdict(settings))


def _convert(data: Any) -> Settings | None:
    """The settings in the data of a file, None where anything is wrong."""
    try:
        settings = msgspec.convert(data, Settings)
    except msgspec.ValidationError:
        return None
    limits = data.get("limits", {})
    return settings if all(is_valid_limit(name, most) for name, most in limits.items()) else None
