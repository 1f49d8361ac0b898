"""A pattern is taken apart as `regex` reads it."""

from __future__ import annotations

from random import Random

import pytest
import regex

from gblint.packs.pattern_faults import count_copies
from gblint.packs.pattern_tree import (
    Branches,
    Group,
    Repeat,
    Unbounded,
    iterate_nodes,
    parse_pattern,
)
from tests.hostile.pattern_maker import make_pattern
from tests.packs.test_pattern_looks import _CONSTRUCTS, _around
from tests.packs.test_plain_patterns import _own


def _check_places(pattern: str, branches: Branches, at: int) -> int:
    """Whether parts stand one behind the other without a gap; where the last of them ends."""
    for number, parts in enumerate(branches):
        at += number > 0
        for part in parts:
            assert part.at == at, pattern
            body = part.body if isinstance(part, Repeat) else part
            if isinstance(body, Group) and body.branches[0]:
                inner = body.branches[0][0].at
                assert _check_places(pattern, body.branches, inner) == body.end - 1, pattern
            at = part.end
    return at


def _is_bounded(pattern: str) -> bool:
    """Whether a pack may have it: others take seconds to compile."""
    try:
        return count_copies(pattern) < 5_000
    except Unbounded:
        return False


def _list_patterns() -> list[str]:
    random = Random(7)
    made = [one for one in (make_pattern(random) for _ in range(70)) if _is_bounded(one)]
    around = [one for each in _CONSTRUCTS for one in _around(each)]
    return [*_own()[::2], *made, *around[::6]]


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_tree_has_all_of_a_pattern_and_its_groups() -> None:
    read = 0
    for pattern in _list_patterns():
        try:
            branches = parse_pattern(pattern)
            form = regex.compile(pattern, cache_pattern=False)
        except (Unbounded, regex.error):
            continue
        read += 1
        assert _check_places(pattern, branches, 0) == len(pattern), pattern
        groups = [one for one in iterate_nodes(branches) if isinstance(one, Group) and not one.kind]
        names = {one.name for one in groups} - {""}  # of one name several groups are one
        assert names == set(form.groupindex), pattern
        if "(?|" not in pattern:  # there the groups of each branch are counted anew
            unnamed = sum(not one.name for one in groups)
            assert unnamed + len(names) == form.groups, pattern
    assert read > 1_100
