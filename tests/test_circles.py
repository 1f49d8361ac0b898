"""No circle of imports in the rooms that are free of them, lazy imports and those for types too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

_HOUSE = Path(__file__).parents[1] / "gblint"
_FREE = ("readers", "run", "cli")


def _modules(room: str) -> dict[str, str]:
    """The modules of a room, with their sources."""
    return {
        ".".join(path.relative_to(_HOUSE.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path.read_text("utf-8")
        for path in (_HOUSE / room).rglob("*.py")
    }


def _imported(source: str, modules: Mapping[str, str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module in modules:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from (names & modules.keys()) or {node.module}
        elif isinstance(node, ast.ImportFrom):
            yield from {f"{node.module}.{alias.name}" for alias in node.names} & modules.keys()


def _find_circle(modules: Mapping[str, str]) -> list[str]:
    """What is left when modules that import none of the others are taken away, again and again."""
    left = {name: {*_imported(source, modules)} - {name} for name, source in modules.items()}
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


@pytest.mark.parametrize("room", _FREE)
def test_a_room_has_no_circle(room: str) -> None:
    assert _find_circle(_modules(room)) == []


def test_a_circle_that_is_added_is_found() -> None:
    modules = _modules("readers")
    modules["gblint.readers.errors"] += "\n\ndef f():\n    from gblint.readers.forms import forms\n"
    assert {"gblint.readers.errors", "gblint.readers.forms"} <= {*_find_circle(modules)}
