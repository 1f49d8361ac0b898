"""What is attempted: an error in one check, table or paragraph costs just that, and is told.

What of a report could not be read is noted as a setback. Here, and where a whole file is given up
(`pipeline.py`, `run/`), exceptions of any kind are caught, SystemExit too, but no request to end.
Here, too, is the time that all that is attempted for one file may take together.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter, thread_time
from typing import Literal, TypeVar

import msgspec

from gblint.document import Anchor
from gblint.findings import Say
from gblint.processes import let_through
from gblint.text.patterns import PatternTimeout, later

DEBUG = "GBLINT_DEBUG"
"""The environment variable that has the traceback of an internal error printed."""

_LONGEST = 80
"""Characters of an error's text that are told."""

_CODE = later(r"[A-Za-z_][A-Za-z0-9_.-]{0,29}|\d{1,6}")
"""A name in a program, or a short code: all that is told of what an error quotes, for it may
quote the document."""

_WORDS = later(r"[^\x20-\x7e]+(?:[ \d]*[^\x20-\x7e]+)*")
"""Words that no programmer wrote: they may be the document's, too."""

_QUOTE = later(r"""(['"“‘「])(.*?)(['"”’」])""")
_PRIVATE = later(r"[\w.+-]+@[\w.-]+|\d(?:[ -]?[\dXx]){6,}")
"""Addresses, and numbers so long that they may be somebody's."""

Made = TypeVar("Made")


class Stopped(msgspec.Struct, frozen=True):
    """Why something could not be done: in words, and the name of the exception.

    `late` says that it was not begun, as the time of its file was over.
    """

    reason: Say
    error: str = ""
    late: bool = False


class _Clock(msgspec.Struct, frozen=True):
    """When the time of a file is over: at the computing time `end` of this thread, which is not
    before `soonest` by the clock on the wall. That one is read in a quarter of the time.
    """

    end: float
    soonest: float
    seconds: float

    def is_over(self) -> bool:
        return perf_counter() > self.soonest and thread_time() > self.end


_clock: ContextVar[_Clock | None] = ContextVar("clock", default=None)


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """What is attempted in here has so many seconds together, and is not begun when they are over.

    It is computing time of this thread, so that a busy machine changes no result. What is timed
    by itself inside, such as the reading of another report, does not count outside.
    """
    outer, begun = _clock.get(), thread_time()
    token = _clock.set(_Clock(begun + seconds, perf_counter() + seconds, seconds))
    try:
        yield
    finally:
        _clock.reset(token)
        if outer is not None:
            took = thread_time() - begun
            _clock.set(_Clock(outer.end + took, outer.soonest + took, outer.seconds))


def attempt(make: Callable[[], Made], *, rule: str = "", late: bool = False) -> Made | Stopped:
    """What `make` gives, or what stopped it; after the time of the file, only with `late`.

    `rule` is the rule for which it is done, if there is one.
    """
    # what is under way is never broken off: half a check would be reported as a whole one
    clock = _clock.get()
    if clock is not None and not late and clock.is_over():
        return Stopped(_explain_late(clock.seconds), late=True)
    try:
        return make()
    except PatternTimeout as stopped:
        stopped.rule = stopped.rule or rule
        return Stopped(Say(*stopped.words), type(stopped).__name__)
    except BaseException as error:  # noqa: BLE001 - it costs what was attempted, not the report
        let_through(error)
        words = getattr(error, "words", None)  # of what stops on purpose, at a bound
        reason = Say(*words) if isinstance(words, tuple) else _explain_stop(error)
        return Stopped(reason, _clean(type(error).__name__))


def explain_failure(error: BaseException) -> Say:
    """That gblint failed, with the exception, and how to report it."""
    what = _describe(error)
    return Say(
        f"检查时程序出错（{what}），请把这份文件的情况报告给开发者；设 {DEBUG}=1 可看详情",
        f"gblint failed on this file ({what}): please report it; {DEBUG}=1 shows the details",
    )


def _explain_stop(error: BaseException) -> Say:
    """That gblint failed at a part; how to report it is said once, by the rule's `fix`."""
    what = _describe(error)
    return Say(f"检查时程序出错（{what}）", f"gblint failed at it ({what})")


def _describe(error: BaseException) -> str:
    """An exception in short; its traceback is printed where that is asked for."""
    if os.environ.get(DEBUG) and sys.stderr is not None:
        import traceback

        from gblint.text import make_harmless

        lines = make_harmless("".join(traceback.format_exception(error)))
        print(lines, file=sys.stderr)  # noqa: T201 - for whoever looks for a fault
    text = shorten_error(error)
    return _clean(type(error).__name__) + (f": {text}" if text else "")


def shorten_error(error: BaseException) -> str:
    """What an exception says, on one line, without anything that it may have of a document.

    Names of the program and short codes stay; words that are not ASCII and other quotations go.
    """
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - an exception that cannot be told is told by its name
        return ""
    # cut first: an error may quote a whole document, and the patterns below go through all of it
    text = mask_private(_clean(text[: _LONGEST * 10]))
    text = _QUOTE.sub(_shorten_quote, text)
    text = _WORDS.sub("…", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _shorten_quote(quote: re.Match[str]) -> str:
    return quote[1] + (quote[2] if _CODE.fullmatch(quote[2]) else "…") + quote[3]


def mask_private(text: str) -> str:
    """A text without addresses and long numbers."""
    return _PRIVATE.sub("****", text)


def _clean(text: str) -> str:
    """A text on one line, without control characters and marks that cannot be seen."""
    plain = (" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join("".join(plain).split())


def _explain_late(seconds: float) -> Say:
    most = f"{seconds:g}"
    return Say(
        f"检查这份文件已用满 {most} 秒，余下的不再核对；请确认这是年度报告，去掉多余内容后再试，"
        "确需检查时可用 --limit check_seconds=… 提高",
        f"checking this file has taken {most} s, and the rest was left out; make sure that it is "
        "an annual report, and take out what does not belong in it; --limit check_seconds=... "
        "raises the limit",
    )


What = Literal[
    "table",
    "paragraph",
    "prose",
    "period",
    "contact",
    "published",
    "level",
    "previous",
    "headings",
]
"""`prose` is the figures of all paragraphs, `previous` the comparison with last year's report,
`headings` are those with a typo, which may not all have been recognised."""


class Setback(msgspec.Struct, frozen=True):
    """Something that could not be read, where it is, and why.

    `key` is the key of a table, "" for one of which it is not known which table it is. `section`
    is as in Mention, `text` the text around as written.
    """

    what: What
    stopped: Stopped
    key: str = ""
    anchor: Anchor | None = None
    section: int | None = None
    text: str = ""


class Setbacks:
    """What fails while a report is read; what is not in `found` was read."""

    def __init__(self) -> None:
        self.found: list[Setback] = []

    def read(
        self,
        what: What,
        make: Callable[[], Made],
        *,
        key: str = "",
        anchor: Anchor | None = None,
        section: int | None = None,
        text: str = "",
    ) -> Made | None:
        """What `make` reads, or None, with the setback noted; `text` is kept without addresses."""
        made = attempt(make)
        if not isinstance(made, Stopped):
            return made
        self.found.append(Setback(what, made, key, anchor, section, mask_private(text)))
        return None

    def find_near_heading(self, find: Callable[[], Made | None]) -> Made | None:
        """What a heading nearly is; None, with the setback noted once, where that failed.

        It is tried even when the time of the file is over: the rest depends on it.
        """
        made = attempt(find, late=True)
        if not isinstance(made, Stopped):
            return made
        self._add_headings(made)
        return None

    def add_headings(self, others: Setbacks) -> None:
        """Note what others have of headings, once."""
        for setback in others.found:
            self._add_headings(setback.stopped)

    def _add_headings(self, stopped: Stopped) -> None:
        if all(setback.what != "headings" for setback in self.found):  # told once
            self.found.append(Setback("headings", stopped))

    def list_table_keys(self) -> set[str]:
        """The keys of tables that could not be read."""
        return {setback.key for setback in self.found if setback.what == "table" and setback.key}
