"""Private names of others in Python source: found by reading it, nothing is imported.

Private is what begins with one underscore, in a dependency or in the standard library, however it
is reached: imported, as an attribute, by its name as a text, or as a table meant for the inside.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from tests.project.house import nodes

HOUSE = "gblint"

_DOCUMENTED = {"_asdict", "_field_defaults", "_fields", "_make", "_replace"}
"""Those of a NamedTuple are public in spite of their names: the library reference says so."""

_PUBLIC = {("os", "_exit")}
"""As public, with a section of its own in the library reference."""

_DUNDERS = {
    *("__init__", "__setitem__", "__name__", "__qualname__", "__module__", "__doc__", "__class__"),
    *("__version__", "__struct_fields__", "__struct_config__", "__post_init__", "__enter__"),
    *("__eq__", "__lt__", "__contains__", "__getitem__", "__hash__", "__setattr__", "__new__"),
    *(
        "__cause__",
        "__signature__",
        "__context__",
        "__exit__",
        "__file__",
        "__call__",
        "__iter__",
        "__len__",
        "__next__",
        "__aenter__",
    ),
}
"""Of the data model, or documented by msgspec. Others (`__reduce__`, `__code__`) show insides."""

_INSIDES = {"copyreg", "dispatch_table", "marshal"}
"""Modules and tables with which the inside of objects is read or made."""

_BY_NAME = {"getattr", "setattr", "hasattr", "delattr", "attrgetter", "methodcaller"}
_MODULES = {"import_module", "__import__", "find_spec"}
_DOTTED = re.compile(r"[A-Za-z_][\w.]*\._[a-zA-Z]\w*")
_TYPE = re.compile(r"[\w.\[\], |]+")


class Use(NamedTuple):
    line: int
    what: str


def members(source: str) -> set[str]:
    """The private names that a file defines: of its module, its classes, their instances."""
    found: set[str] = set()
    for node in nodes(source):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.arg(arg=name):
                found.add(name)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id="__slots__")], value=value):
                found |= {
                    str(one.value) for one in ast.walk(value) if isinstance(one, ast.Constant)
                }
    return {name for name in found if _is_private(name)}


def private_uses(source: str, own: Collection[str]) -> list[Use]:
    """Where private names of others are used; `own` are those that the house defines."""
    foreign = _foreign(source)
    found = {use for node in nodes(source) for use in _uses(node, foreign, own)}
    return sorted(found)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def _is_inside(name: str) -> bool:
    """Private, or a dunder that is no part of the data model used here."""
    if name.startswith("__") and name.endswith("__"):
        return name not in _DUNDERS
    return name.startswith("_") and name != "_"


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == HOUSE


def _foreign(source: str) -> dict[str, str]:
    """What is imported from elsewhere: the name here, and what it is."""
    found: dict[str, str] = {}
    for node in nodes(source):
        if isinstance(node, ast.Import):
            for one in node.names:
                if not _is_ours(one.name):
                    found[one.asname or one.name.partition(".")[0]] = one.name
        elif isinstance(node, ast.ImportFrom) and not _is_ours(node.module or HOUSE):
            for one in node.names:
                found[one.asname or one.name] = f"{node.module}.{one.name}"
    return found


def _uses(node: ast.AST, foreign: dict[str, str], own: Collection[str]) -> Iterator[Use]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from _imported(node)
    elif isinstance(node, ast.Attribute):
        yield from _attribute(node, foreign, own)
    elif isinstance(node, ast.Call):
        yield from _call(node, own)
    elif isinstance(node, ast.Subscript):
        yield from _looked_up(node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _named(node, node.value, foreign)
    elif isinstance(node, ast.MatchClass):
        for name in node.kwd_attrs:
            if _is_private(name) and name not in own:
                yield Use(node.lineno, f"case (… {name}=)")


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[Use]:
    if isinstance(node, ast.Import):
        names = [one.name for one in node.names]
    else:
        names = [f"{node.module or ''}.{one.name}" for one in node.names]
    for name in names:
        if _is_ours(name) or name.startswith(("__future__", ".")):
            continue
        parts = name.split(".")
        if any(_is_inside(part) or part in _INSIDES for part in parts):
            yield Use(node.lineno, f"import {name}")


def _attribute(node: ast.Attribute, foreign: dict[str, str], own: Collection[str]) -> Iterator[Use]:
    name, root = node.attr, _root(node)
    if name in _INSIDES:
        yield Use(node.lineno, ast.unparse(node))
    if not _is_inside(name) or name in _DOCUMENTED:
        return
    if isinstance(node.value, ast.Name) and (foreign.get(root), name) in _PUBLIC:
        return
    if root in foreign or name not in own:
        yield Use(node.lineno, ast.unparse(node))


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes, calls and items begins with."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return ""


def _call(node: ast.Call, own: Collection[str]) -> Iterator[Use]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else _root(node.func)
    if called in _BY_NAME:
        for argument in node.args:
            parts = _beginning(argument).split(".")
            made = not isinstance(argument, ast.Constant) and parts[-1] == "_"
            if made or any(_is_inside(part) and part not in {*_DOCUMENTED, *own} for part in parts):
                yield Use(node.lineno, ast.unparse(node))
    if called in _MODULES:
        for argument in node.args:
            text = _beginning(argument)
            if not _is_ours(text) and any(_is_inside(part) for part in text.split(".")):
                yield Use(node.lineno, ast.unparse(node))
    for keyword in node.keywords:
        if keyword.arg and _is_private(keyword.arg) and keyword.arg not in own:
            yield Use(node.lineno, f"{ast.unparse(node.func)}(… {keyword.arg}=)")


def _beginning(node: ast.expr) -> str:
    """What a text is, or begins with."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(left=left):
            return _beginning(left)
        case ast.JoinedStr(values=[first, *_]):
            return _beginning(first)
        case _:
            return ""


def _looked_up(node: ast.Subscript) -> Iterator[Use]:
    """`vars(x)["_y"]`; what `x.__dict__` is looked up for is found as an attribute."""
    match node:
        case ast.Subscript(value=ast.Call(func=ast.Name(id="vars"), args=[_]), slice=key):
            if _is_inside(_beginning(key)):
                yield Use(node.lineno, ast.unparse(node))


def _named(node: ast.Constant, text: str, foreign: dict[str, str]) -> Iterator[Use]:
    """A type written as a text, `"etree._Element | None"`, or a name for `patch`."""
    if not _TYPE.fullmatch(text):
        return
    for name in _DOTTED.findall(text):
        if name.partition(".")[0] in foreign or name.partition(".")[0] in foreign.values():
            yield Use(node.lineno, repr(text))
