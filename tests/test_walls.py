"""The walls of the house: who may import whom, how long things may be, where wordings live."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from gblint.checks.load import load
from gblint.text.folding import fold
from tests.lint import PACK

_ROOT = Path(__file__).parents[1]
_HOUSE = _ROOT / "gblint"
_FILES = sorted(_HOUSE.rglob("*.py"))
_CODE = [
    *_FILES,
    *sorted((_ROOT / "tests").rglob("*.py")),
    *sorted((_ROOT / "benchmarks").rglob("*.py")),
]

_LONGEST_FILE = 600
_LONGEST_FUNCTION = 60

_MAY = {
    "bounded": (),
    "document": (),
    "text": (),
    "findings": (),
    "signals": (),
    "attempts": ("findings", "signals", "text"),
    "results": ("findings", "pack"),
    "pack": ("findings",),
    "packs": ("bounded", "findings", "pack", "text"),
    "readers": ("document", "findings", "signals", "text"),
    "report": (
        *("attempts", "document", "findings", "pack", "text"),
        "readers.forms",
    ),
    "checks": (
        *("attempts", "document", "findings", "pack", "packs", "text"),
        *("readers.forms", "report"),
    ),
    "writers": ("findings", "pack", "readers.forms", "results", "text"),
    "config": ("bounded", "findings", "packs", "readers"),
    "inputs": ("bounded", "findings", "readers"),
    "pack_choice": ("checks", "document", "findings", "pack", "packs", "report"),
    "selection": ("checks", "findings", "pack", "results"),
    "suppression": (
        *("attempts", "checks", "document", "findings", "pack", "report", "results", "text"),
    ),
    "pipeline": (
        *("attempts", "checks", "findings", "inputs", "pack", "pack_choice", "readers", "report"),
        *("results", "selection", "signals", "suppression", "text"),
    ),
    "run": (
        *("attempts", "bounded", "checks", "config", "findings", "inputs", "pack", "pack_choice"),
        *("packs", "pipeline", "readers", "report", "results", "selection", "signals", "text"),
    ),
    "reference": ("checks", "findings", "pack", "packs", "writers"),
}
"""Room → the rooms, or files of them, it may import besides itself. A room that is not here
orchestrates."""
_ORCHESTRATES = {"__init__", "__main__", "api", "cli", "examples", "packtool"}


def _room(path: Path) -> str:
    return path.relative_to(_HOUSE).parts[0].removesuffix(".py")


def _source(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_source(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """The modules of the house that a file imports, anywhere in it, with their lines.

    But not what it imports as a command: what is run stands above all rooms.
    """
    apart = {id(node) for guard in map(_guarded, _tree(path).body) for node in guard}
    for node in ast.walk(_tree(path)):
        if id(node) in apart:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            names = [node.module or ""]
            if node.module == "gblint":
                names = [f"gblint.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] == "gblint")


def _guarded(node: ast.stmt) -> Iterator[ast.AST]:
    """What stands under `if __name__ == "__main__":`."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'":
        yield from ast.walk(node)


def test_imports_stay_within_the_walls() -> None:
    wrong = [one for path in _FILES for one in _through_walls(path)]
    assert not wrong, "\n".join(wrong)


def _through_walls(path: Path) -> Iterator[str]:
    room = _room(path)
    if room in _ORCHESTRATES:
        return
    if room not in _MAY:
        yield f"no wall is drawn around {room}"
        return
    for line, name in _imports(path):
        other = name.removeprefix("gblint.")
        if other != "__version__" and not {other, other.split(".")[0]} & {room, *_MAY[room]}:
            yield f"{path}:{line}: {room} imports {name}"


_READERS = ("pdf", "plain", "html", "office", "docx")
"""The folders of readers, each of which may import those after it; `forms.py` knows them all."""


def test_readers_do_not_know_the_table_of_forms() -> None:
    """The table brings readers in. A reader that asked it would close a circle."""
    for path in sorted((_HOUSE / "readers").rglob("*.py")):
        place = path.relative_to(_HOUSE / "readers").parts
        for line, name in _imports(path):
            _, _, inside = name.partition("gblint.readers.")
            other = inside.split(".")[0]
            if len(place) > 1 or place[0] not in ("__init__.py", "forms.py"):
                assert name != "gblint.readers", f"{path}:{line}: imports {name}"
                assert other != "forms", f"{path}:{line}: imports {name}"
                above = _READERS[: _READERS.index(place[0])] if len(place) > 1 else _READERS
                assert other not in above, f"{path}:{line}: {place[0]} imports {name}"


def test_no_room_imports_what_orchestrates() -> None:
    assert not set(_ORCHESTRATES) & {name for names in _MAY.values() for name in names}


def test_checks_are_listed_in_a_registry() -> None:
    """No import magic: nothing in the house looks modules up by name."""
    for path in _FILES:
        names = {n.id for n in ast.walk(_tree(path)) if isinstance(n, ast.Name)}
        assert not names & {"__import__", "eval", "exec"}, path


def test_files_and_functions_stay_short() -> None:
    wrong = [one for path in _CODE for one in _too_long(path)]
    assert not wrong, "\n".join(wrong)


def _too_long(path: Path) -> Iterator[str]:
    if _source(path).count("\n") > _LONGEST_FILE:
        yield f"{path}: more than {_LONGEST_FILE} lines"
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > _LONGEST_FUNCTION:
                yield f"{path}:{node.lineno}: {node.name}: {length} lines"


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
    for path in _FILES:
        tree = _tree(path)
        told = _docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
                met = [word for word in words if _holds(fold(node.value), word)]
                assert not met, f"{path}:{node.lineno}: {met}"


def _holds(text: str, word: str) -> bool:
    """Whether a text is a wording, or has a long one in it."""
    return text == word or (len(word) > 3 and word in text)


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    """String constants that stand alone: documentation, which may quote the format."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
