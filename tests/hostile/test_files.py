"""Files made to do harm: each ends soon, within little memory, and has done nothing.

Each is checked in a process of its own, as `gblint.check` does it, and that process is watched.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.hostile import mhtml, office_files, packages, pdfs, texts, word_documents, xml
from tests.hostile.case import Case
from tests.hostile.measured import Measured
from tests.tools.amount import some_by_name

if sys.platform == "win32":
    pytest.skip("NOT TESTED: processes are watched on POSIX systems", allow_module_level=True)

_SECONDS = 10
"""Of a processor: twice what docs/limits.md promises, for the cores may be shared with others."""
_MEGABYTES = 300
_ONE_IN = 36
_ONE_OF_OTHERS_IN = 18
"""How many of the texts, and of the others, one is tried of, chosen by their names."""


def _chosen(cases: Iterable[Case], one_in: int) -> list[Case]:
    return some_by_name(cases, one_in, lambda case: case.name)


_LONG = [
    *_chosen(texts.cases(), _ONE_IN),
    *_chosen([*pdfs.cases(), *mhtml.cases()], _ONE_OF_OTHERS_IN),
]
_CASES = [
    case
    for module in (packages, xml, word_documents, office_files)
    for case in _chosen(module.cases(), _ONE_OF_OTHERS_IN)
]


@pytest.fixture(scope="module")
def measured() -> Iterator[Measured]:
    with Measured() as server:
        yield server


_MANY = [pytest.param(case, id=case.name, marks=pytest.mark.slow) for case in _LONG]
_FEW = [pytest.param(case, id=case.name) for case in _CASES]


@pytest.mark.alike(2)
@pytest.mark.parametrize("case", [*_FEW, *_MANY])
def test_hostile_files(case: Case, measured: Measured, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(case.make())
    cost = measured.cost(path, case.name)
    assert cost.outcome in ("read", "refused"), cost.says
    assert not case.ending or cost.outcome == case.ending, cost.says
    assert cost.outcome == "read" or case.word in cost.says
    assert cost.did == ()
    assert cost.seconds < _SECONDS
    assert cost.megabytes < _MEGABYTES


def test_names_are_told_apart() -> None:
    modules = (texts, pdfs, mhtml, packages, xml, word_documents, office_files)
    names = [case.name for module in modules for case in module.cases()]
    assert len(names) == len(set(names))
