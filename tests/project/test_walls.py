"""The walls of the house: who may import whom, how long things may be, where wordings live; and no
circle of imports, neither between rooms nor between files.

One test for each wall; it names all that goes through it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from gblint.checks import load
from gblint.text import fold
from tests.project.house import (
    FILES,
    HOUSE,
    KNOWN_BACK,
    Arrow,
    arrows,
    name,
    nodes,
    room,
    sources,
    tree,
)
from tests.tools.lint import PACK
from tests.tools.repository import ROOT

_CODE = [
    *FILES,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "benchmarks").rglob("*.py")),
]

_LONGEST_FILE = 600
_LONGEST_FUNCTION = 60

_MAY = {
    "document": (),
    "text": (),
    "findings": (),
    "processes": (),
    "attempts": ("document", "findings", "processes", "text"),
    "results": ("document", "findings", "pack"),
    "pack": ("findings",),
    "packs": ("files", "findings", "pack", "text"),
    "readers": ("document", "findings", "processes", "text"),
    "files": ("attempts", "findings", "processes", "readers", "text"),
    "report": (
        *("attempts", "document", "findings", "pack", "text"),
        "readers.__init__",
    ),
    "checks": (
        *("attempts", "document", "findings", "pack", "packs", "text"),
        *("readers.__init__", "report"),
    ),
    "writers": (
        *(
            "document",
            "findings",
            "pack",
            "processes",
            "readers.__init__",
            "results",
            "text",
        ),
    ),
    "word": (
        *("checks", "document", "findings", "pack", "processes", "readers", "report", "results"),
        *("text", "writers"),
    ),
    "fix": ("document", "findings", "readers", "results", "text", "word"),
    "comparison": (*("checks", "findings", "pack", "report", "results", "text", "writers"),),
    "config": ("files", "findings", "packs", "readers"),
    "reference": ("authoring", "checks", "config", "findings", "pack", "packs", "writers"),
    "selection": (
        *("attempts", "checks", "document", "findings", "pack", "report", "results", "text"),
    ),
    "reading": ("checks", "document", "findings", "pack", "report", "results", "text"),
    "pipeline": (
        *("attempts", "checks", "document", "files", "findings", "pack", "packs", "processes"),
        *("reading", "readers", "report", "results", "selection", "text"),
    ),
    "run": (
        *("attempts", "files", "checks", "comparison", "config", "processes", "reading"),
        *(
            "findings",
            "pack",
            "packs",
            "pipeline",
            "readers",
            "report",
            "results",
            "selection",
        ),
        "text",
    ),
    "api": (
        *("attempts", "checks", "config", "files", "findings", "pipeline"),
        *("reading", "readers", "results", "run", "selection"),
    ),
    "authoring": (
        *(
            "checks",
            "comparison",
            "document",
            "findings",
            "pack",
            "packs",
            "readers",
            "report",
            "selection",
        ),
        "text",
    ),
    "__init__": ("api", "findings", "packs", "readers", "results", "run"),
    "web": (
        *(
            "checks",
            "findings",
            "fix",
            "files",
            "packs",
            "pipeline",
            "processes",
            "readers",
            "results",
        ),
        *("run", "text", "word", "writers"),
    ),
    "cli": (
        *("__init__", "attempts", "authoring", "checks", "comparison", "config", "findings"),
        *(
            "files",
            "fix",
            "pack",
            "packs",
            "pipeline",
            "readers",
            "report",
        ),
        *("processes", "reading", "results", "run", "selection", "text", "web", "word"),
        "writers",
    ),
    "__main__": ("cli",),
}
"""Room → the rooms, or files of them, it may import besides itself; `__init__` is a room's door."""

_READERS = ("pdf", "plain", "html", "office", "docx")
"""The folders of readers, each of which may import those after it; the door knows them all."""


def test_imports_stay_within_the_walls() -> None:
    rooms = {room(name(path)) for path in FILES}
    assert rooms == _MAY.keys(), "a wall is drawn around every room"
    _none(one for one in arrows(sources()) if _goes_through(one))


def _goes_through(one: Arrow) -> bool:
    own, other = room(one.of), room(one.to)
    may = {own, *_MAY[own]}
    file = one.to.removeprefix("gblint.")
    return not {other, file, f"{file}.__init__"} & may and (one.of, one.to) not in KNOWN_BACK


def _none(wrong: Iterator[Arrow]) -> None:
    """Fails with all arrows that are wrong."""
    found = [f"{one.of}:{one.line} imports {one.to}" for one in wrong]
    assert not found, "\n".join(found)


def test_readers_do_not_know_the_table_of_forms() -> None:
    """The table brings readers in. A reader that asked it would close a circle."""
    _none(one for one in arrows(sources()) if _asks_forms(one))


def test_readers_use_only_those_below_them() -> None:
    """What stands beside the folders is below all of them: a reader that uses another is a folder
    itself, at its place in `_READERS`.
    """
    _none(one for one in arrows(sources()) if _goes_up(one))


def _asks_forms(one: Arrow) -> bool:
    return room(one.of) == "readers" and one.of != one.to == "gblint.readers"


def _goes_up(one: Arrow) -> bool:
    """Whether a reader imports one of a folder that stands above its own."""
    own, other = (_place(module) for module in (one.of, one.to))
    return room(one.of) == "readers" and other < own and one.of != "gblint.readers"


def _place(module: str) -> int:
    """Which of the folders of readers a module is in; what stands beside them is below all."""
    folder = [*module.split("."), "", ""][2]
    return _READERS.index(folder) if folder in _READERS else len(_READERS)


_REPORT = {
    "headings": (),
    "title": (),
    "organs": (),
    "facts": (),
    "tables": ("headings",),
    "by_labels": ("tables",),
    "prose": ("organs",),
}
"""Parts of the report room, with the others that each may ask: all know `model.py`.
`gblint.report` itself brings them together."""


def test_parts_of_a_report_are_read_apart() -> None:
    _none(one for one in arrows(sources()) if _asks_other_part(one))


def _asks_other_part(one: Arrow) -> bool:
    own, other = (_part(module) for module in (one.of, one.to))
    return own in _REPORT and other not in {"", own, "model", *_REPORT[own]}


def _part(module: str) -> str:
    """Which part of the report room a module is in."""
    return module.removeprefix("gblint.report.").split(".")[0] if room(module) == "report" else ""


_BY_NAME = ("gblint", "gblint.cli")
"""The door, whose names a table has, and what stands for modules of others until they are used."""


def test_checks_are_listed_in_a_registry() -> None:
    """No import magic: nothing in the house looks modules up by name."""
    magic = {"__import__", "eval", "exec", "import_module"}
    found = [
        f"{module}:{node.lineno}: {node.id}"
        for module, source in sources().items()
        if module not in _BY_NAME
        for node in nodes(source)
        if isinstance(node, ast.Name) and node.id in magic
    ]
    assert not found, "\n".join(found)


_TESTS = ROOT / "tests"
_APART = {"builder", "fuzz", "hostile", "project", "rules", "scale", "tools", "whole"}
"""Folders of tests that are of no room; CONTRIBUTING says what is in them."""


def test_tests_stand_where_what_they_test_stands() -> None:
    rooms = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    folders = {path.parent.name for path in _TESTS.glob("*/__init__.py")}
    assert folders - _APART == rooms
    modules = {path.stem for path in HOUSE.glob("*.py")}
    assert {path.stem.removeprefix("test_") for path in _TESTS.glob("test_*.py")} <= modules
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [name for name in _APART if f"`tests/{name}/" not in told] == []


def test_files_and_functions_stay_short() -> None:
    wrong = [one for path in _CODE for one in _too_long(path)]
    assert not wrong, "\n".join(wrong)


def _too_long(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    if source.count("\n") > _LONGEST_FILE:
        yield f"{path}: more than {_LONGEST_FILE} lines"
    for node in _functions(tree(source)):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > _LONGEST_FUNCTION:
            yield f"{path}:{node.lineno}: {node.name}: {length} lines"


def _functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions, wherever they stand: in statements, never in an expression."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            yield inner
        if isinstance(inner, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from _functions(inner)


def _wordings() -> set[str]:
    """Headings and labels of the format, as they are compared."""
    pack = load(PACK)
    words = {section.heading for section in pack.sections}
    for section in pack.sections:
        words.update(section.wordings)
    for heading in pack.obsolete_headings:
        words.update(heading.wordings)
    for table in pack.tables:
        groups = (*table.row_groups, *table.column_groups)
        words.update(group.label for group in groups)
        for block in table.blocks:
            words.update(line.label for line in (*block.rows, *block.columns))
    return {fold(word) for word in words}


def test_the_engine_knows_no_heading_and_no_label() -> None:
    words = _wordings()
    assert len(words) > 60
    found = [
        f"{module}:{node.lineno}: {met}"
        for module, source in sources().items()
        for node in _texts(source)
        for text in (fold(str(node.value)),)
        if (met := [word for word in words if _holds(text, word)])
    ]
    assert not found, "\n".join(found)


def _texts(source: str) -> Iterator[ast.Constant]:
    """The texts of a module that are no documentation."""
    told = _docstrings(source)
    for node in nodes(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
            yield node


def _holds(text: str, word: str) -> bool:
    """Whether a text is a wording, or has a long one in it."""
    return text == word or (len(word) > 3 and word in text)


_HAN = re.compile("[\u3400-\u9fff]")


def test_words_of_reports_are_data_of_packs() -> None:
    """What is of Chinese as such (numerals, ordinals, dates) has its place in `gblint/text/`."""
    wrong = [
        f"{path}:{line}: {text!r}"
        for path in FILES
        if path.relative_to(HOUSE).as_posix().startswith(("report/", "checks/"))
        for line, text in _literals(sources()[name(path)])
        if _HAN.search(text)
    ]
    assert not wrong, "\n".join(wrong)


def _literals(source: str) -> Iterator[tuple[int, str]]:
    """The strings of a file that are neither documentation nor a message."""
    apart = _docstrings(source)
    for node in nodes(source):
        if isinstance(node, ast.Call | ast.Tuple):
            apart.update(part for text in _messages(node) for part in ast.walk(text))
    for node in nodes(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in apart:
            yield node.lineno, node.value


def _messages(node: ast.Call | ast.Tuple) -> Iterator[ast.AST]:
    """What a message is made of: `Say` with all in it, or Chinese with English beside it."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Say":
        yield node
        return
    parts = node.args if isinstance(node, ast.Call) else node.elts
    for chinese, english in pairwise(parts):
        words = [n.value for n in ast.walk(english) if isinstance(n, ast.Constant)]
        text = "".join(word for word in words if isinstance(word, str))
        if text.isascii() and re.search("[a-z]{2}", text):
            yield chinese


def _docstrings(source: str) -> set[ast.AST]:
    """String constants that stand alone: documentation, which may quote the format."""
    return {
        node.value
        for node in nodes(source)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _find_circle(imported: Iterable[tuple[str, str]]) -> list[str]:
    """What is left when those that import none of the others are taken away, again and again, and
    then those that none imports: circles, and what is between two."""
    left = {(of, to) for of, to in imported if of != to}
    while True:
        inner = {of for of, _ in left} & {to for _, to in left}
        kept = {one for one in left if inner.issuperset(one)}
        if kept == left:
            return sorted({name for one in left for name in one})
        left = kept


def _between_files(modules: Mapping[str, str]) -> set[tuple[str, str]]:
    """Who imports whom, without what is known to go back up."""
    return {(one.of, one.to) for one in arrows(modules)} - KNOWN_BACK


def _between_rooms(modules: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(room(of), room(to)) for of, to in _between_files(modules)}


def test_no_circle_between_rooms() -> None:
    assert _find_circle(_between_rooms(sources())) == []


def test_no_circle_between_files() -> None:
    assert _find_circle(_between_files(sources())) == []


def test_what_is_known_to_go_back_up_still_does() -> None:
    """Whoever mends one takes it out of the table."""
    there = {(one.of, one.to) for one in arrows(sources())}
    assert there >= KNOWN_BACK, KNOWN_BACK - there


def test_an_arrow_back_that_is_added_is_found() -> None:
    """Between files of one room; between rooms, in a function; and to the door of a room."""
    for module, to in (
        ("gblint.readers.refusals", "from gblint.readers import forms"),
        ("gblint.findings", "def f():\n    from gblint.checks import KINDS"),
        ("gblint.packs", "import gblint.checks"),
    ):
        modules = {**sources(), module: f"{sources()[module]}\n\n{to}\n"}
        assert module in _find_circle(_between_files(modules)), to
    assert {"findings", "checks"} <= {
        *_find_circle(_between_rooms({**sources(), "gblint.findings": "import gblint.checks"}))
    }
