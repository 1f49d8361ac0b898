"""Finding the settings that hold for a folder, and reading them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gblint.bounded import MB, read_bounded
from gblint.config.model import Config, ConfigError, problem_at
from gblint.findings import Say
from gblint.packs.problems import DataPath, PackProblem

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

    from gblint.config.validate import validate

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
    from gblint.config import toml_words

    place = re.search(r" \(at line (\d+), column (\d+)\)$", told)
    if place is None:
        offset = len(bare.text.rstrip("\n"))
        what = told.removesuffix(" (at end of document)")
    else:
        line, column = int(place[1]), int(place[2])
        offset = sum(len(above) + 1 for above in bare.text.split("\n")[: line - 1]) + column - 1
        what = told[: place.start()]
    say = toml_words.told(what, at_end=not bare.text[offset:].strip())
    zh, en = f"TOML 语法错误：{say.zh}", f"TOML syntax error: {say.in_lang('en')}"
    return problem_at(bare, offset, Say(zh, en))
