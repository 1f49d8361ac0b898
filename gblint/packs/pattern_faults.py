"""Patterns of packs that are wrong, or that cost too much."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from gblint.findings import Say
from gblint.packs.find import rules_folder
from gblint.packs.pattern_bounds import copies
from gblint.packs.pattern_cost import MOST_TOGETHER, Unbounded
from gblint.packs.problems import DataPath, Fault
from gblint.packs.regex_words import told
from gblint.text.patterns import compiled

_together: ContextVar[int] = ContextVar("together", default=0)


def new_pack() -> None:
    """Count what patterns cost together anew: for a pack with all that it extends."""
    _together.set(0)


@contextmanager
def counted_apart(path: Path) -> Iterator[None]:
    """While a pack is read that another extends: a built-in one does not count as its."""
    if path.parent != rules_folder():
        yield
        return
    before = _together.get()
    _together.set(0)
    try:
        yield
    finally:
        _together.set(before)


def pattern_faults(pattern: str, path: DataPath, *, written: bool = True) -> Iterator[Fault]:
    """What is wrong with a pattern; it is compiled only where its bounds hold.

    What is not `written` as it is, but made of a template, has no columns of its own.
    """
    from regex import error

    try:
        together = _together.get() + copies(pattern)
        if together > MOST_TOGETHER:
            zh = "规则包的正则表达式合计过大，从这里起不再接受"
            raise Unbounded(Say(zh, "all patterns of the pack together are too large"), 0)
        _together.set(together)
        compiled(pattern)
    except Unbounded as beyond:
        say = Say(
            f"正则表达式不能接受：{beyond.say.zh}", f"pattern refused: {beyond.say.in_lang('en')}"
        )
        yield Fault(path, say, column=beyond.offset + 1 if written else 0)
    except (error, OverflowError, RecursionError) as wrong:
        at, said = getattr(wrong, "pos", None), told(getattr(wrong, "msg", str(wrong)))
        say = Say(f"正则表达式有误：{said.zh}", f"not a regular expression: {said.in_lang('en')}")
        yield Fault(path, say, column=0 if at is None or not written else at + 1)
