"""How processes of gblint's own are started, by Python and by a program that has none beside it."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from gblint import cli
from gblint.processes import CHILD, keep_variables, make_child_command, run_as_child
from tests.project.house import HOUSE
from tests.tools.repository import FIXTURES, ROOT

_REPORT = str(FIXTURES / "clean-city" / "report.docx")


def _heard() -> int:
    """What a child calls: it finds its words, as a program does."""
    return len(sys.argv[1:])


def _silent() -> None:
    assert sys.argv[1:] == []


@pytest.fixture
def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/gblint/gblint")


def test_python_calls_the_function_with_its_words(tmp_path: Path) -> None:
    (tmp_path / "its_own.py").write_text(
        "import sys\ndef told():\n    print(sys.argv[1:], flush=True)\n    return 7\n"
    )
    places = [str(tmp_path), *sys.path]
    command = make_child_command("its_own:told", "一 二", "--x", options=("-P",), places=places)
    ended = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    assert ended.returncode == 7
    assert ended.stdout.split() == str(["一 二", "--x"]).encode(sys.stdout.encoding).split()


def test_places_need_not_be_text(tmp_path: Path) -> None:
    (tmp_path / "its_own.py").write_text(
        "import sys\ndef show():\n    print(ascii(sys.path[1]), flush=True)\n"
    )
    odd = "nowhere/\udcff'年报\\"
    command = make_child_command("its_own:show", places=[str(tmp_path), odd, *sys.path])
    shown = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    assert shown.strip() == ascii(odd)


@pytest.mark.usefixtures("_built")
def test_a_built_program_starts_itself() -> None:
    words = ("gblint.web:work", "年报.docx")
    command = make_child_command(*words, options=("-P",), places=["/nowhere"])
    assert command == ["/opt/gblint/gblint", CHILD, *words]


@pytest.mark.parametrize(("call", "code"), [("_heard", 2), ("_silent", 0)])
def test_a_built_program_is_the_child_that_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    monkeypatch.setattr(sys, "argv", ["gblint"])
    words = ["甲", "--lang"] if call == "_heard" else []
    assert run_as_child([CHILD, f"{__name__}:{call}", *words]) == code


@pytest.mark.parametrize("words", [[], [CHILD], [_REPORT], ["check", CHILD, "a:b"]])
def test_other_words_are_no_child(words: list[str]) -> None:
    assert run_as_child(words) is None


def test_what_a_program_of_one_file_unpacked_is_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.setenv("_PYI_APPLICATION_HOME_DIR", "/tmp/_MEI1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert keep_variables(("PATH",)) == {"PATH": "/bin"}
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    kept = {"PATH": "/bin", "_PYI_APPLICATION_HOME_DIR": "/tmp/_MEI1"}
    assert keep_variables(("PATH",)) == kept


def test_no_other_place_starts_python() -> None:
    starts = re.compile(r"\[\s*\*?\(?sys\.executable|\(\s*sys\.executable,")
    found = [
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        if starts.search(path.read_text("utf-8"))
    ]
    assert found == ["processes.py"]


@pytest.fixture(scope="module")
def start() -> ModuleType:
    spec = spec_from_file_location("built_program", ROOT / "packaging" / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("words", "own_window", "dropped"),
    [
        ([], True, []),
        ([_REPORT], True, [_REPORT]),
        ([_REPORT, _REPORT], True, [_REPORT, _REPORT]),
        ([_REPORT], False, []),  # in a terminal it is a check
        (["report.docx"], True, []),
        ([_REPORT, "--format", "json"], True, []),
        ([_REPORT + ".absent"], True, []),
        (["--gblint-dropped", "a.docx", "b.docx"], False, ["a.docx", "b.docx"]),
        (["--gblint-dropped"], False, []),
    ],
)
def test_what_was_dropped_is_told_from_what_was_typed(
    start: ModuleType, words: list[str], own_window: bool, dropped: list[str]
) -> None:
    assert start.find_dropped(words, own_window=own_window) == dropped


@pytest.mark.parametrize(
    ("words", "run"),
    [
        ([], ["serve"]),
        ([_REPORT], [_REPORT]),
        (["check", "a.docx"], ["check", "a.docx"]),
        (["--gblint-dropped", "a.docx"], ["annotate", "--", "a.docx"]),
    ],
)
def test_what_a_built_program_does(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, words: list[str], run: list[str]
) -> None:
    heard: list[list[str]] = []

    def main() -> int:
        heard.append(sys.argv[1:])
        return 1

    monkeypatch.setattr(sys, "argv", ["gblint", *words])
    monkeypatch.setattr(cli, "main", main)
    assert start.main() == 1
    assert heard == [run]


def test_programs_of_the_system_get_its_own_libraries(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/gblint/_internal")
    start.restore_libraries()
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/gblint/_internal", "not a built program"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    start.restore_libraries()
    assert "LD_LIBRARY_PATH" not in os.environ
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/gblint/_internal:/usr/local/lib")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    start.restore_libraries()
    assert os.environ["LD_LIBRARY_PATH"] == "/usr/local/lib"


@pytest.mark.parametrize(
    ("inside", "unpacked"), [("/opt/gblint/_internal", False), ("/tmp/_MEI12", True)]
)
@pytest.mark.usefixtures("_built")
def test_a_program_of_one_file_knows_where_it_is(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, inside: str, unpacked: bool
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", inside, raising=False)
    assert start.find_unpacked() == (Path(inside) if unpacked else None)
