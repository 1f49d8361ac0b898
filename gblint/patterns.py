"""The patterns of packs: compiled once, when first needed, and run under a time limit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

TIME_LIMIT = 2.0
"""Seconds that one pattern may take on one text. Packs' own take microseconds."""


class PatternTimeout(Exception):  # noqa: N818 -- it names what happened, as TimeoutError does
    """A pattern of a pack took longer than the time limit; nothing is known of its text."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.pattern = pattern
        self.rule = ""

    @property
    def words(self) -> tuple[str, str]:
        """What happened, in Chinese and in English."""
        zh, en = (f"规则 {self.rule} 的", f" of rule {self.rule}") if self.rule else ("", "")
        limit = f"{TIME_LIMIT:g}"
        return (
            f"{zh}正则表达式运行超过 {limit} 秒，已中止：{self.pattern}",
            f"a pattern{en} ran for more than {limit} s and was stopped: {self.pattern}",
        )


@lru_cache(maxsize=2048)
def compiled(pattern: str) -> regex.Pattern[str]:
    """The compiled pattern. Raises `regex.error` for one that is no pattern."""
    import regex  # 20 ms that a run without patterns need not spend

    return regex.compile(pattern)


def search(pattern: str, text: str, pos: int = 0) -> regex.Match[str] | None:
    """The first match in the text from `pos`, or None. Raises PatternTimeout."""
    try:
        return compiled(pattern).search(text, pos, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None


def fullmatch(pattern: str, text: str) -> regex.Match[str] | None:
    """The match of the whole text, or None. Raises PatternTimeout."""
    try:
        return compiled(pattern).fullmatch(text, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None


def finditer(pattern: str, text: str) -> Iterator[regex.Match[str]]:
    """All matches that do not overlap, in order. Raises PatternTimeout."""
    try:
        yield from compiled(pattern).finditer(text, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None


def remove(pattern: str, text: str) -> str:
    """The text without what the pattern matches. Raises PatternTimeout."""
    try:
        return compiled(pattern).sub("", text, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None
