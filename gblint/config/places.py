"""Where the keys and values of a TOML text stand.

tomllib keeps no places. This reads a text that tomllib has accepted once more, and only when
there is an error to tell.
"""

from __future__ import annotations

import re
import tomllib

from gblint.packs.problems import DataPath

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


class Places:
    """Offsets, from 0, of all keys and values by their path."""

    def __init__(self, text: str) -> None:
        self.keys: dict[DataPath, int] = {}
        self.values: dict[DataPath, int] = {}
        self._text = text
        self._at = 0
        self._elements: dict[DataPath, int] = {}
        self._top()

    def find(self, path: DataPath, *, key: bool = False) -> int:
        """The place of the key or value at the path, else of what is nearest above it."""
        while path:
            places = (self.keys, self.values) if key else (self.values, self.keys)
            for known in places:
                if path in known:
                    return known[path]
            path = path[:-1]
        return 0

    def _top(self) -> None:
        prefix: DataPath = ()
        self._match(_GAP)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                prefix = self._header()
            else:
                self._pair(prefix)
            self._match(_GAP)

    def _header(self) -> DataPath:
        """`[table]` or `[[table]]`; a path through a list of tables goes to its last one."""
        start = self._at
        several = self._text.startswith("[[", start)
        self._at += 2 if several else 1
        path: DataPath = ()
        names = self._key()
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

    def _pair(self, prefix: DataPath) -> None:
        path = prefix
        for name, place in self._key():
            path = (*path, name)
            self.keys.setdefault(path, place)
        self._at += 1  # the sign =
        self._match(_BLANKS)
        self._value(path)

    def _key(self) -> list[tuple[str, int]]:
        """A key of one or more parts, up to the sign after it."""
        parts: list[tuple[str, int]] = []
        while True:
            self._match(_BLANKS)
            start = self._at
            raw = self._match(_BARE)
            parts.append((raw or _unquoted(self._match(_STRING)), start))
            self._match(_BLANKS)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _value(self, path: DataPath) -> None:
        self.values[path] = self._at
        sign = self._text[self._at]
        if sign == "[":
            self._list(path)
        elif sign == "{":
            self._inline(path)
        elif not self._match(_STRING):
            self._match(_SCALAR)

    def _list(self, path: DataPath) -> None:
        self._at += 1
        number = 0
        while self._next() != "]":
            self._value((*path, number))
            number += 1
        self._at += 1

    def _inline(self, path: DataPath) -> None:
        self._at += 1
        while self._next() != "}":
            self._pair(path)
        self._at += 1

    def _next(self) -> str:
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


def _unquoted(raw: str) -> str:
    return str(tomllib.loads(f"key = {raw}")["key"])
