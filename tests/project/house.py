"""The source of gblint as the tests of its walls read it: files, rooms, and who imports whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.tools.repository import ROOT

HOUSE = ROOT / "gblint"
FILES = sorted(HOUSE.rglob("*.py"))

KNOWN_BACK: set[tuple[str, str]] = set()
"""Arrows back up that are still there: who imports, and what. This table must only shrink."""


_VERSION = ("gblint.__version__",)
"""What is imported from the door by rooms below it: it is a text, and needs none of them."""


class Arrow(NamedTuple):
    """An import of a module of the house by another, at a line."""

    of: str
    to: str
    line: int


def name(path: Path) -> str:
    """A file as a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def room(module: str) -> str:
    """The folder or the file of the house that a module is in, `__init__` for its door."""
    return [*module.split("."), "__init__"][1]


@cache
def sources() -> Mapping[str, str]:
    """Module → its source."""
    return {name(path): path.read_text("utf-8") for path in FILES}


@cache
def tree(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    """All of a file, walked through once: several walls look at the same files."""
    return tuple(ast.walk(tree(source)))


def arrows(modules: Mapping[str, str]) -> list[Arrow]:
    """All imports among modules, lazy ones and those for types too.

    But not what a file imports as a command: what is run stands above all rooms.
    """
    return [
        Arrow(module, to, line)
        for module, source in modules.items()
        for to, line in _imports(source, modules)
        if to != module
    ]


def _imports(source: str, modules: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for line, module, names in _written(source):
        if names == _VERSION:
            continue
        others = [name for name in names if name in modules]
        if module in modules and (len(others) < len(names) or not names):
            others.append(module)
        yield from ((to, line) for to in others)


@cache
def _written(source: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """The imports of a file: line, module, and what is taken of it, as if all were modules."""
    body = tree(source).body
    apart = {id(node) for statement in body for node in _guarded(statement)}
    found: list[tuple[int, str, tuple[str, ...]]] = []
    for node in nodes(source):
        if id(node) in apart:
            continue
        if isinstance(node, ast.Import):
            found.extend((node.lineno, alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = tuple(f"{node.module}.{alias.name}" for alias in node.names)
            found.append((node.lineno, str(node.module), names))
    return found


def _guarded(node: ast.stmt) -> Iterator[ast.AST]:
    """What stands under `if __name__ == "__main__":`."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'":
        yield from ast.walk(node)
