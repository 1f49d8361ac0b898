"""A short hunt in the suite; a long one is `python -m tests.fuzz --minutes 30`."""

from __future__ import annotations

from random import Random

from tests.fuzz.hunt import some, sources
from tests.fuzz.mutate import mutated
from tests.tools.amount import ALL

_CHANGES = 120 if ALL else 30
"""Always the same: what is red here is so on every machine."""


def test_changed_fixtures_give_findings_or_a_refusal() -> None:
    failures = [one for one in some(sources(), 0, _CHANGES) if one is not None]
    assert not failures, [(one.source, one.seed, one.what) for one in failures[:3]]


def test_a_seed_makes_the_same_file_again() -> None:
    for path in sources()[:20]:
        data = path.read_bytes()
        assert mutated(data, Random(7)) == mutated(data, Random(7))
