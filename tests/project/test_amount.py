"""What a run of the whole suite leaves to the gate."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.tools.amount import VARIABLE, leave_out, names_what_to_try
from tests.tools.repository import ROOT


def _item(nodeid: str, **marks: int | None) -> Any:
    found = {name: SimpleNamespace(args=(value,)) for name, value in marks.items()}
    return SimpleNamespace(nodeid=nodeid, get_closest_marker=found.get)


_ITEMS = [
    *(_item(f"tests/a.py::test_many[{k}-{n}]", alike=3) for k in range(20) for n in range(3)),
    _item("tests/a.py::test_long", gate=None),
    *(_item(f"tests/b.py::test_many[{n}]", alike=2) for n in range(2)),
    _item("tests/b.py::test_few[0]"),
    *(_item(f"tests/b.py::test_of_the_gate[{n}]", alike=2, gate=None) for n in range(2)),
]


def _tried() -> list[str]:
    kept, left = leave_out(list(_ITEMS))
    assert sorted(item.nodeid for item in [*kept, *left]) == sorted(i.nodeid for i in _ITEMS)
    return [item.nodeid for item in kept]


def test_of_many_alike_some_are_tried_and_the_first_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    tried = _tried()
    many = [one for one in tried if one.startswith("tests/a.py::test_many")]
    assert many[0] == "tests/a.py::test_many[0-0]"
    assert 10 < len(many) < 30
    assert {one[-2] for one in many} == {"0", "1", "2"}, "each value of each parameter"
    rest = [one for one in tried if one not in many]
    assert rest[0] == "tests/b.py::test_many[0]"
    assert rest[-1] == "tests/b.py::test_few[0]"


@pytest.mark.parametrize("amount", ["gate", "all"])
def test_the_gate_tries_them_all(amount: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, amount)
    assert _tried() == [item.nodeid for item in _ITEMS]


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["tests"], False),
        (["."], False),
        ([str(ROOT)], False),
        (["tests/cli"], True),
        (["tests", "tests/cli"], True),
        (["tests/cli/test_hook.py::test_x"], True),
    ],
    ids=["folder", "here", "root", "part", "folder and part", "test"],
)
def test_what_is_named_is_tried_whole(args: list[str], named: bool) -> None:
    assert names_what_to_try(_config(args)) == named


@pytest.mark.parametrize("option", ["keyword", "markexpr"])
def test_what_is_chosen_is_tried_whole(option: str) -> None:
    assert names_what_to_try(_config(["tests"], **{option: "prose"}))


def _config(args: list[str], keyword: str = "", markexpr: str = "") -> pytest.Config:
    return cast(
        "pytest.Config",
        SimpleNamespace(
            rootpath=ROOT,
            getini=lambda name: ["tests"] if name == "testpaths" else [],
            invocation_params=SimpleNamespace(dir=Path(ROOT)),
            args=args,
            option=SimpleNamespace(keyword=keyword, markexpr=markexpr),
        ),
    )
