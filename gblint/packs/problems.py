"""What is wrong with a pack or with settings: every error with its place, words and line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from gblint.findings import Lang, Say
from gblint.text.display import width

DataPath = tuple[str | int, ...]
"""The way to a value inside a file's data: `("rules", 3, "check", "equation")`."""

_WIDEST = 96
"""Terminal columns of a source line that are shown."""

_FEW = 34
"""Known words that are listed where none of them is close to what was written."""


class Fault(msgspec.Struct, frozen=True):
    """An error at a path of a file's data, before it is given its place in the file.

    `key` points at the key of a mapping, not at its value. `column` counts the characters of
    the text at the path from 1, 0 for the value as a whole.
    """

    path: DataPath
    say: Say
    key: bool = False
    column: int = 0


class PackProblem(msgspec.Struct, frozen=True):
    """One error in a file; `line` and `column` count from 1, in characters.

    `excerpt` is the source line and, below it, a caret; empty where there is no line to show.
    """

    file: str
    line: int
    column: int
    message: Say
    excerpt: str = ""

    def told(self, lang: Lang = "zh") -> str:
        """`file:line:column: message`, then the excerpt."""
        head = f"{self.file}:{self.line}:{self.column}: {self.message.in_lang(lang)}"
        return f"{head}\n{self.excerpt}" if self.excerpt else head

    def as_say(self) -> Say:
        """The same in both languages."""
        return Say(self.told("zh"), self.told("en"))


MOST_FAULTS = 200
"""Errors that are told of a file; more of them tell no more."""


class ProblemsError(Exception):
    """Files that cannot be used. `problems` are all their errors, by file and line.

    Where there are very many the last one says how many more there are.
    """

    def __init__(self, problems: Iterable[PackProblem]) -> None:
        ordered = sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.message.zh))
        if len(ordered) > MOST_FAULTS:
            first, more = ordered[MOST_FAULTS], len(ordered) - MOST_FAULTS
            say = Say(f"错误过多，从这里起不再列出（至少 {more} 处）", f"and {more} more at least")
            place = PackProblem(first.file, first.line, first.column, say)
            ordered = [*ordered[:MOST_FAULTS], place]
        super().__init__(ordered)
        self.problems = tuple(ordered)

    def told(self, lang: Lang = "zh") -> str:
        return "\n".join(problem.told(lang) for problem in self.problems)

    def __str__(self) -> str:
        return self.told()


class PackError(ProblemsError):
    """A pack that cannot be used."""


def problem_at(file: str, lines: Sequence[str], line: int, column: int, say: Say) -> PackProblem:
    """An error at a place in a file that has these lines, with the line it stands in."""
    text = lines[line - 1] if line <= len(lines) else ""
    return PackProblem(file, line, column, say, excerpt(text, column) if text.strip() else "")


def excerpt(line: str, column: int) -> str:
    """The line with a caret below its character at `column`; a long line is cut around it."""
    cut = max(column - 1 - _WIDEST // 2, 0)
    text = "".join(char if char.isprintable() else " " for char in line[cut : cut + _WIDEST])
    at = min(max(column - 1 - cut, 0), len(text))
    before, after = text[:at], text[at:].rstrip()
    while width(before) > _WIDEST // 2:
        before = before[1:]
    while width(before + after) > _WIDEST:
        after = after[:-1]
    return f"    {before}{after}\n    {' ' * width(before)}^"


def close_word(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, "" for none."""
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=40)
    same = [one for one in close if sorted(one) == sorted(word)]  # characters changed places
    if same:
        return min(same, key=lambda one: sum(a != b for a, b in zip(one, word, strict=True)))
    return close[0] if close else ""


def suggestion(word: str, known: Iterable[str]) -> Say:
    """The known word that was probably meant, else the known words where they are few."""
    options = sorted(set(known))
    close = close_word(word, options)
    if close:
        return Say(f"；是不是“{close}”？", f'; did you mean "{close}"?')
    if 0 < len(options) <= _FEW:
        return Say(f"；可用的有：{'、'.join(options)}", f"; known are: {', '.join(options)}")
    return Say("", "")


def join_says(*parts: Say) -> Say:
    """Texts one after the other, in both languages."""
    return Say("".join(part.zh for part in parts), "".join(part.in_lang("en") for part in parts))
