"""What prose states, read when something asks for it: few rules do, and it takes long to read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

from gblint.report.stated import Prose


class _Deferred:
    """Looks like what `read` gives, and reads it once, at the first look."""

    def __init__(self, read: Callable[[], Prose]) -> None:
        self._read = read

    @cached_property
    def _prose(self) -> Prose:
        return self._read()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._prose, name)


def defer(read: Callable[[], Prose]) -> Prose:
    """The prose that `read` gives, which is not called before a part of it is wanted."""
    return cast("Prose", _Deferred(read))
