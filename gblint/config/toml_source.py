"""TOML as plain data; where its keys and values stand, and what is wrong with it, in plain words.

tomllib keeps no places, and says what is wrong in the words of its makers. What may stand in
settings is in their types (`Settings`). Rule ids and packs are looked up later, when they are
known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from gblint.findings import SEVERITIES, SaidError, Say
from gblint.packs import DataPath, Fault, find_close_word, join_says, read_yaml, suggest_word
from gblint.packs.shape import Wording, find_shape_faults
from gblint.readers.refusals import is_valid_limit, is_whole_number

_MOST_DOTS = 250
"""Dots in a line: tomllib takes time by the square of the parts of a key."""


class TomlError(SaidError):
    """What is no TOML: its text as far as it could be read, where in it, and what is wrong."""

    def __init__(self, text: str, offset: int, say: Say) -> None:
        super().__init__(say)
        self.text = text
        self.offset = offset


def read_toml(raw: bytes) -> tuple[dict[str, Any], str]:
    """The data of a file, and its text without carriage returns. Raises TomlError."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        say = Say("文件不是 UTF-8 编码", "the file is not encoded in UTF-8")
        raise TomlError(before + "?", len(before), say) from None
    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        say = Say("一行里的点太多，请分成几行写", "a line with too many dots: write several lines")
        raise TomlError(text, 0, say)
    try:
        return tomllib.loads(text), text
    except ValueError as error:  # of a number of too many digits it is no TOMLDecodeError
        raise _make_syntax_error(text, str(error)) from None
    except RecursionError:
        raise TomlError(text, 0, Say("嵌套过深", "it is nested too deep")) from None


def find_place(text: str, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of a character counted from 0."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _make_syntax_error(text: str, message: str) -> TomlError:
    """A syntax error, whose place tomllib gives in its message."""
    # newer versions of tomllib have the place in attributes, too; the words are in all of them
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if place is None:
        offset = len(text.rstrip("\n"))
        what = message.removesuffix(" (at end of document)")
    else:
        line, column = int(place[1]), int(place[2])
        offset = sum(len(above) + 1 for above in text.split("\n")[: line - 1]) + column - 1
        what = message[: place.start()]
    say = explain_toml_error(what, at_end=not text[offset:].strip())
    zh, en = f"TOML 语法错误：{say.zh}", f"TOML syntax error: {say.in_lang('en')}"
    return TomlError(text, offset, Say(zh, en))


_UNFINISHED = Say(
    "到文件末尾还缺一个值，或“[”“{”没有配对",
    'the text ends where a value belongs, or a "[" or "{" is not closed',
)


def explain_toml_error(problem: str, *, at_end: bool = False) -> Say:
    """What the parser means by a problem, without the place that it may end with.

    `at_end` says that the place is the end of the text.
    """
    if at_end and re.search("(?i)invalid value", problem):
        return _UNFINISHED
    meant = read_yaml(Path(__file__).with_name("toml_errors.yaml"))
    return next(Say(**says) for form, says in meant.items() if re.search(form, problem))


_GAP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")

_BLANKS = re.compile(r"[ \t]*")

_BARE = re.compile(r"[A-Za-z0-9_-]+")

_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)

_SCALAR = re.compile(r"[^,\]}#\n]+")


class TomlPlaces:
    """Offsets, from 0, of all keys and values of a text by their path.

    The text is one that tomllib has accepted; it is read once more, only where there is an error
    to tell.
    """

    def __init__(self, text: str) -> None:
        self.keys: dict[DataPath, int] = {}
        self.values: dict[DataPath, int] = {}
        self._text = text
        self._at = 0
        self._elements: dict[DataPath, int] = {}
        self._read_top()

    def find(self, path: DataPath, *, key: bool = False) -> int:
        """The place of the key or value at the path, else of what is nearest above it."""
        while path:
            # a table has a place as a value only where its header stands, else its key is nearest
            places = (self.keys, self.values) if key else (self.values, self.keys)
            for known in places:
                if path in known:
                    return known[path]
            path = path[:-1]
        return 0

    def _read_top(self) -> None:
        prefix: DataPath = ()
        self._match(_GAP)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                prefix = self._read_header()
            else:
                self._read_pair(prefix)
            self._match(_GAP)

    def _read_header(self) -> DataPath:
        """`[table]` or `[[table]]`; a path through a list of tables goes to its last one."""
        start = self._at
        several = self._text.startswith("[[", start)
        self._at += 2 if several else 1
        path: DataPath = ()
        names = self._read_key()
        self._at += 2 if several else 1
        for number, (name, place) in enumerate(names, 1):
            path = (*path, name)
            self.keys.setdefault(path, place)
            if several and number == len(names):
                self._elements[path] = self._elements.get(path, -1) + 1
            if path in self._elements:
                path = (*path, self._elements[path])
        self.values[path] = start
        return path

    def _read_pair(self, prefix: DataPath) -> None:
        path = prefix
        for name, place in self._read_key():
            path = (*path, name)
            self.keys.setdefault(path, place)
        self._at += 1  # the sign =
        self._match(_BLANKS)
        self._read_value(path)

    def _read_key(self) -> list[tuple[str, int]]:
        """A key of one or more parts, up to the sign after it."""
        parts: list[tuple[str, int]] = []
        while True:
            self._match(_BLANKS)
            start = self._at
            raw = self._match(_BARE)
            parts.append((raw or _unquote(self._match(_STRING)), start))
            self._match(_BLANKS)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _read_value(self, path: DataPath) -> None:
        self.values[path] = self._at
        sign = self._text[self._at]
        if sign not in "[{":
            self._match(_STRING) or self._match(_SCALAR)
            return
        self._at += 1
        for number in count():
            if self._skip_to_next() in "]}":
                break
            if sign == "[":
                self._read_value((*path, number))
            else:
                self._read_pair(path)
        self._at += 1

    def _skip_to_next(self) -> str:
        """The sign that comes after white space, comments and a comma."""
        self._match(_GAP)
        if self._text[self._at] == ",":
            self._at += 1
            self._match(_GAP)
        return self._text[self._at]

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match.group()


def _unquote(raw: str) -> str:
    return str(tomllib.loads(f"key = {raw}")["key"])


def find_faults(data: Any, model: type[msgspec.Struct]) -> list[Fault]:
    """All that is wrong with the data of a settings file; `model` is what it is to be."""
    wording = _SettingWording()
    faults = find_shape_faults(data, model, wording)
    limits = data.get("limits") if isinstance(data, dict) else None
    wrong = {fault.path for fault in faults}
    for name, most in limits.items() if isinstance(limits, dict) else ():
        path = ("limits", name)
        if path not in wrong and not is_valid_limit(
            name, most
        ):  # of the right type, but out of bounds
            faults.append(Fault(path, wording.say_above_zero(path)))
    return faults


_SEVEREST_FIRST: tuple[str, ...] = (*SEVERITIES, "never", "off", "zh", "en")
"""The words of `fail-on`, `severity` and `lang` as they are listed."""


class _SettingWording(Wording):
    """Every error names the setting, as people look for it by name in a file of few lines."""

    # ruff: noqa: ARG002 - packs say more of the same errors, by what was read

    one_cause = False  # a setting that is written wrongly and one that is absent are told apart

    def say_wrong_form(self, path: DataPath, value: Any, kinds: Sequence[inspect.Type]) -> Say:
        if not path:
            return Say("设置应写成键值", "settings are keys with values")
        name, kind = _name_setting(path), kinds[0]
        if isinstance(kind, inspect.Metadata):
            kind = kind.type
        if isinstance(kind, inspect.IntType | inspect.FloatType):
            return self.say_above_zero(path)
        if isinstance(kind, inspect.BoolType):
            return Say(f"{name}应是 true 或 false", f"{name} is true or false")
        if isinstance(kind, inspect.StrType):
            return self.say_wrong_text(path, value, "")
        return Say(f'{name}应是列表，如 ["…", "…"]', f'{name} is a list, such as ["...", "..."]')

    def say_wrong_text(self, path: DataPath, value: str, pattern: str) -> Say:
        name = _name_setting(path)
        return Say(f"{name}应是文字，不能为空", f"{name} is a text and not empty")

    def say_above_zero(self, path: DataPath) -> Say:
        """A limit that is no number, or none that a limit can be."""
        zh, en = (
            ("正整数", "a whole number") if is_whole_number(str(path[-1])) else ("正数", "a number")
        )
        return Say(f"{_name_setting(path)}应是{zh}", f'"{path[-1]}" is {en} above 0')

    def say_unknown_key(self, key: str, known: Sequence[str], given: Sequence[str]) -> Say:
        say = Say(f"没有设置项“{key}”", f'there is no setting "{key}"')
        if key == "tool":
            more = Say(
                "；gblint.toml 里直接写设置项，不要 [tool.gblint]",
                "; in gblint.toml the settings stand at the top, without [tool.gblint]",
            )
        else:
            more = suggest_word(key, known)
        return join_says(say, more)

    def say_missing_keys(self, names: Sequence[str]) -> Iterator[Say]:
        for name in names:
            say = Say(f"缺少“{name}”", f'"{name}" is missing')
            yield join_says(say, Say("：写明为什么", ": say why")) if name == "reason" else say

    def say_not_listed(self, path: DataPath, value: Any, words: Sequence[str]) -> Say:
        name = _name_setting(path)
        words = sorted(words, key=_SEVEREST_FIRST.index)  # msgspec has them by the alphabet
        listed = Say(f"可以是 {'、'.join(words)}", f"it may be {', '.join(words)}")
        if not isinstance(value, str):
            say = Say(f"{name}不能是这个值；", f"{name} cannot be this; ")
            return join_says(say, listed)
        say = Say(f"{name}不能是“{value}”；", f'{name} cannot be "{value}"; ')
        meant = find_close_word(value, words)
        question = Say(f"是不是“{meant}”？", f'did you mean "{meant}"? ') if meant else Say("")
        return join_says(say, question, listed)


def _name_setting(path: DataPath) -> str:
    """What a setting is called: the last name on the way to it."""
    return next(f"“{step}”" for step in reversed(path) if isinstance(step, str))
