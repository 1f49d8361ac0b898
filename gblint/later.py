"""Patterns of the engine that are compiled when first used: most reports need few of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Later:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)  # from now on found without this way round
        return value


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but on first use; for methods only, not as an argument of `re.sub`."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
