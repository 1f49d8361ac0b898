"""How much is tried, by the variable GBLINT_TESTS: of many alike some, so that the suite is quick.

Without it a run of the whole suite leaves out what is marked `gate`, and tries of each test that is
marked `alike` one in so many. With `gate` it does neither; nor does a run of what is named, by a
path or with -k or -m. With `all` every set and every example is tried, too, of which even the gate
tries some.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from zlib import crc32

import pytest

VARIABLE = "GBLINT_TESTS"

ALL = os.environ.get(VARIABLE) == "all"

One = TypeVar("One")


def some(every: Sequence[One], one_in: int) -> Sequence[One]:
    """One in so many, in order."""
    return every if ALL else every[::one_in]


def some_by_name(every: Iterable[One], one_in: int, name: Callable[[One], str]) -> list[One]:
    """One in so many, whichever others there are: what a name chooses stays chosen."""
    return [one for one in every if ALL or _is_chosen(name(one), one_in)]


def _is_chosen(name: str, one_in: int) -> bool:
    return crc32(name.encode()) % one_in == 0


def names_what_to_try(config: pytest.Config) -> bool:
    """Whether a run is of what is named, and not of the whole suite."""
    whole = {config.rootpath, *(config.rootpath / one for one in config.getini("testpaths"))}
    named = {config.invocation_params.dir / one for one in config.args} - whole
    return bool(named or config.option.keyword or config.option.markexpr)


def leave_out(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """What is tried, and what only the gate tries; in order."""
    if os.environ.get(VARIABLE):
        return items, []
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    seen: set[str] = set()
    for item in items:
        test = item.nodeid.partition("[")[0]
        mark = item.get_closest_marker("alike")
        # by their names: of every so many in order, one value of several may never be tried
        alike = mark is not None and test in seen and not _is_chosen(item.nodeid, mark.args[0])
        seen.add(test)
        (left if alike or item.get_closest_marker("gate") else kept).append(item)
    return kept, left
