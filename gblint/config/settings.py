"""Settings: what may stand in them, where they are found, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from gblint.bounded import MB, read_bounded
from gblint.findings import SEVERITIES, Lang, Say, Severity
from gblint.packs.problems import DataPath, Fault, PackProblem, excerpt, joined, suggestion
from gblint.readers.limits import LIMITS, possible, whole

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
        from gblint.config.toml_source import Places

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


_FILE_KEYS = ("files", "rules", "reason")


def validate(data: object, bare: Config) -> Config:
    """The settings in the data of a file. Raises ConfigError with all that is wrong in it."""
    checker = _Checker()
    values: dict[str, Any] = {}
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key in _KEYS:
                values[key.replace("-", "_")] = _KEYS[key](checker, (key,), value)
            else:
                checker.unknown_key((key,), _KEYS)
    else:
        checker.fault((), "设置应写成键值", "settings are keys with values")
    if checker.faults:
        raise ConfigError(
            bare.problem(fault.path, fault.say, key=fault.key) for fault in checker.faults
        )
    return msgspec.structs.replace(bare, **values)


class _Checker:
    """Collects what is wrong. Each method gives a value of the right type all the same."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: DataPath, zh: str, en: str, *, more: Say | None = None) -> None:
        self.faults.append(Fault(path, joined(Say(zh, en), more or Say("", ""))))

    def unknown_key(self, path: DataPath, known: Collection[str]) -> None:
        key = str(path[-1])
        say = Say(f"没有设置项“{key}”", f'there is no setting "{key}"')
        if key == "tool":
            more = Say(
                "；gblint.toml 里直接写设置项，不要 [tool.gblint]",
                "; in gblint.toml the settings stand at the top, without [tool.gblint]",
            )
        else:
            more = suggestion(key, known)
        self.faults.append(Fault(path, joined(say, more), key=True))

    def text(self, path: DataPath, value: object) -> str:
        if isinstance(value, str) and value.strip():
            return value
        name = _named(path)
        self.fault(path, f"{name}应是文字，不能为空", f"{name} is a text and not empty")
        return ""

    def flag(self, path: DataPath, value: object) -> bool:
        if isinstance(value, bool):
            return value
        name = _named(path)
        self.fault(path, f"{name}应是 true 或 false", f"{name} is true or false")
        return False

    def texts(self, path: DataPath, value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            name = _named(path)
            self.fault(
                path,
                f'{name}应是列表，如 ["…", "…"]',
                f'{name} is a list, such as ["...", "..."]',
            )
            return ()
        return tuple(self.text((*path, at), item) for at, item in enumerate(value))

    def one_of(self, path: DataPath, value: object, known: tuple[str, ...]) -> str | None:
        if isinstance(value, str) and value in known:
            return value
        name = _named(path)
        told = f"“{value}”" if isinstance(value, str) else "这个值"
        self.fault(
            path,
            f"{name}不能是{told}",
            f'{name} cannot be "{value}"' if isinstance(value, str) else f"{name} cannot be this",
            more=_one_of(value, known),
        )
        return None

    def severity(self, path: DataPath, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping):
            self.fault(
                path,
                '“severity”应是表，如 severity = {GB406 = "note"}',
                '"severity" is a table, such as severity = {GB406 = "note"}',
            )
            return {}
        return {
            rule: self.one_of((*path, rule), level, SEVERITIES) or "error"
            for rule, level in value.items()
        }

    def limits(self, path: DataPath, value: object) -> dict[str, float]:
        if not isinstance(value, Mapping):
            self.fault(
                path,
                "应写成 [limits]，下面是各项限度，如 pages = 1000",
                "write [limits], and below it limits such as pages = 1000",
            )
            return {}
        for name, figure in value.items():
            here = (*path, name)
            if name not in LIMITS:
                self.unknown_key(here, LIMITS)
            elif not possible(name, figure):
                zh, en = ("正整数", "a whole number") if whole(name) else ("正数", "a number")
                self.fault(here, f"“{name}”应是{zh}", f'"{name}" is {en} above 0')
        return dict(value)

    def per_file(self, path: DataPath, value: object) -> tuple[PerFileIgnore, ...]:
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.fault(
                path,
                "应写成 [[per-file-ignores]]，下面是 files、rules 和 reason",
                "write [[per-file-ignores]], and below it files, rules and reason",
            )
            return ()
        return tuple(self._one_file((*path, at), one) for at, one in enumerate(value))

    def _one_file(self, path: DataPath, value: Mapping[str, object]) -> PerFileIgnore:
        for key in value:
            if key not in _FILE_KEYS:
                self.unknown_key((*path, key), _FILE_KEYS)
        for key in _FILE_KEYS:
            if key not in value:
                why = Say("：写明为什么", ": say why") if key == "reason" else None
                self.fault(path, f"缺少“{key}”", f'"{key}" is missing', more=why)
        return PerFileIgnore(
            files=self.texts((*path, "files"), value.get("files", [])),
            rules=self.texts((*path, "rules"), value.get("rules", [])),
            reason=self.text((*path, "reason"), value.get("reason", "-")),
        )


def _one_of(value: object, known: tuple[str, ...]) -> Say:
    """The value that was probably meant, and all that there are."""
    from difflib import get_close_matches

    close = get_close_matches(value, known, n=1) if isinstance(value, str) else []
    meant = Say(f"；是不是“{close[0]}”？", f'; did you mean "{close[0]}"?') if close else Say("")
    listed = Say(f"可以是 {'、'.join(known)}", f"it may be {', '.join(known)}")
    between = Say("" if close else "；", " " if close else "; ")
    return joined(meant, between, listed)


def _named(path: DataPath) -> str:
    """What a setting is called: the last name on the way to it."""
    return next(f"“{step}”" for step in reversed(path) if isinstance(step, str))


_KEYS: dict[str, Callable[[_Checker, DataPath, object], object]] = {
    "pack": _Checker.text,
    "packs": _Checker.texts,
    "select": _Checker.texts,
    "ignore": _Checker.texts,
    "severity": _Checker.severity,
    "per-file-ignores": _Checker.per_file,
    "previous": _Checker.text,
    "limits": _Checker.limits,
    "fail-on-skipped": _Checker.flag,
    "no-suppressions": _Checker.flag,
    "fail-on": lambda checker, path, value: checker.one_of(path, value, FAIL_ON),
}
"""The settings that there are."""


_OWN = "gblint.toml"
_SHARED = "pyproject.toml"
_MOST = MB // 2
"""Bytes of settings: far more than anyone writes, and soon read."""

_MOST_DOTS = 250
"""Dots in a line: tomllib takes time by the square of the parts of a key."""

_PREFIX: DataPath = ("tool", "gblint")


def find_config(folder: Path) -> Path | None:
    """The nearest file with settings, in the folder or above it; `folder` is absolute.

    In one folder `gblint.toml` goes before `pyproject.toml`; a `pyproject.toml` without
    `[tool.gblint]` is passed over.
    """
    for place in (folder, *folder.parents):
        own = place / _OWN
        if own.is_file():
            return own
        shared = place / _SHARED
        if shared.is_file() and _mentions(shared):
            return shared
    return None


def _mentions(path: Path) -> bool:
    """Whether a pyproject.toml has our table. One that no one can parse counts if it may."""
    try:
        raw = read_bounded(path, _MOST)
    except OSError:
        return False
    # most have no such table, and need not be parsed to see it
    bare = raw.translate(None, b" \t\"'")
    inline = b"gblint" in bare and (b"[tool]" in bare or b"tool=" in bare)
    if b"tool.gblint" not in bare and not inline:
        return False
    if _many_dots(raw):
        return True
    import tomllib

    try:
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return True
    return _inside(data) is not None


def _many_dots(raw: bytes) -> bool:
    return any(line.count(b".") > _MOST_DOTS for line in raw.splitlines())


def _inside(data: Mapping[str, Any]) -> Any:
    tool = data.get("tool")
    return tool.get("gblint") if isinstance(tool, Mapping) else None


def read_config(path: Path) -> Config:
    """The settings in a file. Raises ConfigError with all its errors, or OSError."""
    import tomllib

    shared = path.name == _SHARED
    bare = Config(_told(path), path.parent, prefix=_PREFIX if shared else ())
    bare = Config(bare.file, bare.folder, _text(path, bare), bare.prefix)
    if _many_dots(bare.text.encode()):
        say = Say("一行里的点太多，请分成几行写", "a line with too many dots: write several lines")
        raise ConfigError([problem_at(bare, 0, say)])
    try:
        data: Any = tomllib.loads(bare.text)
    except ValueError as error:  # of a number of too many digits it is no TOMLDecodeError
        raise ConfigError([_syntax(bare, str(error))]) from None
    except RecursionError:
        say = Say("嵌套过深", "it is nested too deep")
        raise ConfigError([problem_at(bare, 0, say)]) from None
    if shared:
        data = _inside(data)
        if data is None:
            say = Say("这个文件里没有 [tool.gblint]", "there is no [tool.gblint] in this file")
            raise ConfigError([problem_at(bare, 0, say)])
    return validate(data, bare)


def _told(path: Path) -> str:
    """The path as it is told: from the working folder where it is inside, with `/`."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def _text(path: Path, bare: Config) -> str:
    raw = read_bounded(path, _MOST)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        so_far = Config(bare.file, bare.folder, before + "?")
        say = Say("文件不是 UTF-8 编码", "the file is not encoded in UTF-8")
        raise ConfigError([problem_at(so_far, len(before), say)]) from None
    return text.replace("\r\n", "\n")


def _syntax(bare: Config, told: str) -> PackProblem:
    """A syntax error, whose place tomllib gives in its message."""
    from gblint.config.toml_source import explain_toml_error

    place = re.search(r" \(at line (\d+), column (\d+)\)$", told)
    if place is None:
        offset = len(bare.text.rstrip("\n"))
        what = told.removesuffix(" (at end of document)")
    else:
        line, column = int(place[1]), int(place[2])
        offset = sum(len(above) + 1 for above in bare.text.split("\n")[: line - 1]) + column - 1
        what = told[: place.start()]
    say = explain_toml_error(what, at_end=not bare.text[offset:].strip())
    zh, en = f"TOML 语法错误：{say.zh}", f"TOML syntax error: {say.in_lang('en')}"
    return problem_at(bare, offset, Say(zh, en))
