"""What may stand in the settings. Rule ids and packs are looked up later, when they are known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec

from gblint.config.model import FAIL_ON, Config, ConfigError, PerFileIgnore
from gblint.findings import SEVERITIES, Say
from gblint.packs.problems import DataPath, Fault, joined, suggestion
from gblint.readers.limits import LIMITS, is_valid_limit, is_whole_number

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
            elif not is_valid_limit(name, figure):
                zh, en = (
                    ("正整数", "a whole number") if is_whole_number(name) else ("正数", "a number")
                )
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
