"""Patterns, compiled when first needed: those of packs, run under a time limit, and our own.

Compiling takes half a millisecond each, more than running them. What a pattern was compiled to
belongs to `regex` and is never kept from run to run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextvars import ContextVar
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, AnyStr, cast

from gblint.text.outline import Look, look

if TYPE_CHECKING:
    import regex

TIME_LIMIT = 2.0
"""Seconds that one pattern may take on one text. Packs' own take microseconds."""

TOTAL_LIMIT = 3.0
"""Seconds that slow runs of patterns may take on one document, all together."""

_SLOW = 0.0002
"""Seconds from which on a run is slow; others are not counted."""

_spent: ContextVar[float] = ContextVar("spent", default=0.0)
_begun: ContextVar[float] = ContextVar("begun", default=0.0)
"""The computing time of this thread at which the document began."""


class PatternTimeout(Exception):  # noqa: N818 -- it names what happened, as TimeoutError does
    """A pattern of a pack took longer than the time limit; nothing is known of its text."""

    def __init__(self, pattern: str, *, total: bool = False) -> None:
        super().__init__(pattern)
        self.pattern = pattern
        self.total = total
        self.rule = ""

    @property
    def words(self) -> tuple[str, str]:
        """What happened, in Chinese and in English."""
        zh, en = (f"规则 {self.rule} 的", f" of rule {self.rule}") if self.rule else ("", "")
        if self.total:
            limit = f"{TOTAL_LIMIT:g}"
            return (
                f"正则表达式对一份文件合计运行超过 {limit} 秒，已中止；最后是{zh}：{self.pattern}",
                f"patterns ran for more than {limit} s on one file, the last{en}: {self.pattern}",
            )
        limit = f"{TIME_LIMIT:g}"
        return (
            f"{zh}正则表达式运行超过 {limit} 秒，已中止：{self.pattern}",
            f"a pattern{en} ran for more than {limit} s and was stopped: {self.pattern}",
        )


_MOST_COMPILED = 2048
_MOST_LOOKS = 20
"""Looks at the order of words in texts; from then on compiling the pattern is cheaper."""

_compiled: dict[str, regex.Pattern[str]] = {}
_quick: dict[str, Look] = {}
"""What of compiled patterns can be looked for in less time than they take."""

_looks: dict[str, tuple[Look, int]] = {}
"""What patterns that were not compiled so far need, and how often its order was looked at."""


def compiled(pattern: str) -> regex.Pattern[str]:
    """The compiled pattern, the same object again. Raises `regex.error` for one that is none."""
    form = _compiled.get(pattern)
    if form is None:
        import regex  # 20 ms that a run without patterns need not spend

        if len(_compiled) >= _MOST_COMPILED:
            _compiled.clear()
            _quick.clear()
        form = _compiled[pattern] = regex.compile(pattern)
        looked = _looks.pop(pattern, None)
        if looked is not None and (quick := looked[0].quick()):
            _quick[pattern] = quick
    return form


def _cannot_match(pattern: str, text: str, letters: frozenset[str] | None = None) -> bool:
    """Whether a quick look shows that a pattern cannot match a text.

    It spares one that was not compiled so far its compiling, and another its run, which takes
    ten times as long as the look: the clock is read for the time limit.
    """
    if pattern in _compiled:
        return pattern in _quick and _quick[pattern].lacks_words(text, letters)
    if pattern not in _looks:
        if len(_looks) >= _MOST_COMPILED:
            _looks.clear()
        _looks[pattern] = look(pattern), 0
    found, times = _looks[pattern]
    if found.lacks_words(text, letters):
        return True
    if times >= _MOST_LOOKS:
        return False
    _looks[pattern] = found, times + 1
    return found.misfits(text)


def may_match(pattern: str, text: str, letters: frozenset[str] | None = None) -> bool:
    """Whether a pattern may match in a text or a part of it: a quick look, which may err so.

    `letters` are the characters of the text, where it is long and many patterns are asked for.
    """
    return not _cannot_match(pattern, text, letters)


def search(pattern: str, text: str, pos: int = 0) -> regex.Match[str] | None:
    """The first match in the text from `pos`, or None. Raises PatternTimeout."""
    if _cannot_match(pattern, text):
        return None
    form = compiled(pattern)
    begun = perf_counter()
    try:
        found = form.search(text, pos, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None
    _count(pattern, begun)
    return found


def match(pattern: str, text: str, pos: int) -> regex.Match[str] | None:
    """The match in the text at `pos`, not further on, or None. Raises PatternTimeout."""
    form = compiled(pattern)
    begun = perf_counter()
    try:
        found = form.match(text, pos, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None
    _count(pattern, begun)
    return found


def fullmatch(pattern: str, text: str) -> regex.Match[str] | None:
    """The match of the whole text, or None. Raises PatternTimeout."""
    if _cannot_match(pattern, text):
        return None
    form = compiled(pattern)
    begun = perf_counter()
    try:
        found = form.fullmatch(text, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None
    _count(pattern, begun)
    return found


def finditer(pattern: str, text: str) -> Iterator[regex.Match[str]]:
    """All matches that do not overlap, in order. Raises PatternTimeout."""
    if _cannot_match(pattern, text):
        return
    matches = compiled(pattern).finditer(text, timeout=TIME_LIMIT)
    while True:
        begun = perf_counter()
        try:
            match = next(matches, None)
        except TimeoutError:
            raise PatternTimeout(pattern) from None
        _count(pattern, begun)
        if match is None:
            return
        yield match


def search_near(pattern: str, text: str, slips: int) -> regex.Match[str] | None:
    """The best match with so many characters wrong, absent or too many. Raises PatternTimeout."""
    form = compiled(f"(?b)(?:{pattern}){{e<={slips}}}")
    begun = perf_counter()
    try:
        found = form.search(text, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None
    _count(pattern, begun)
    return found


def remove(pattern: str, text: str) -> str:
    """The text without what the pattern matches. Raises PatternTimeout."""
    if _cannot_match(pattern, text):
        return text
    form = compiled(pattern)
    begun = perf_counter()
    try:
        rest = form.sub("", text, timeout=TIME_LIMIT)
    except TimeoutError:
        raise PatternTimeout(pattern) from None
    _count(pattern, begun)
    return rest


def new_document() -> None:
    """Count the time of patterns anew."""
    _spent.set(0.0)
    _begun.set(thread_time())


def _count(pattern: str, begun: float) -> None:
    """Count a run that was slow. Raises PatternTimeout when all of them took too long."""
    seconds = perf_counter() - begun
    if seconds > _SLOW:
        spent = _spent.get() + seconds
        _spent.set(spent)
        # on a busy machine much time passes in which nothing of this is done
        if spent > TOTAL_LIMIT and thread_time() - _begun.get() > TOTAL_LIMIT:
            raise PatternTimeout(pattern, total=True)


class _Later:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)  # from now on found without this way round
        return value


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern of the engine, compiled on first use, as most reports need few of them.

    For methods only, not as an argument of `re.sub`.
    """
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
