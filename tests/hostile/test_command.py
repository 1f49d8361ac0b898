"""Hostile files as the command gets them: the exit code, no traceback, time and memory."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from gblint.readers.office import VARIABLE
from tests.hostile import mhtml, office_files, packages, pdfs, word_documents, xml
from tests.hostile.case import Case
from tests.hostile.watched import Ran, ran
from tests.tools.amount import some
from tests.tools.repository import FIXTURES

if sys.platform != "linux":
    pytest.skip("NOT TESTED: processes are watched on Linux", allow_module_level=True)

_SECONDS = 10
"""Of a processor: twice what docs/limits.md promises, for the cores may be shared with others."""
_MEGABYTES = 300
_WRONG = FIXTURES / "footing-row" / "report.md"
_CASES = {
    case.name: case
    for module in (packages, xml, word_documents, office_files, mhtml)
    for case in module.cases()
} | {case.name: case for case in pdfs.cases()}
_AS_COMMANDS = (
    *("bomb-flat.docx", "bomb-that-lies.docx", "names-with-tricks.docx", "million-entries.docx"),
    *("laughs-in-document.docx", "xml-deep.docx", "million-cells.docx", "encrypted.docx"),
    *("picture-bomb.odt", "object-bombs.odt", "encrypted.doc", "nested.mhtml"),
    *("base64-of-nothing.mhtml", "many-pages.pdf", "encrypted.pdf"),
)
_SOME = some(_AS_COMMANDS, 4)


def _held(found: Ran) -> Ran:
    assert "Traceback" not in found.out + found.err
    assert "程序出错" not in found.out + found.err
    assert found.seconds < _SECONDS
    assert found.megabytes < _MEGABYTES
    return found


@pytest.mark.alike(2)
@pytest.mark.slow
@pytest.mark.parametrize("case", [_CASES[name] for name in _SOME], ids=_SOME)
def test_one_file(case: Case, tmp_path: Path) -> None:
    (tmp_path / case.name).write_bytes(case.make())
    before = {path.name for path in tmp_path.iterdir()}
    found = _held(ran(tmp_path, case.name, env={VARIABLE: "no-such-program"}))
    refused = "GB901" in found.out
    assert found.code == (2 if refused else 1), "what is no report is an error"
    assert not case.ending or refused == (case.ending == "refused")
    assert not refused or case.word in found.out
    assert {path.name for path in tmp_path.iterdir()} <= before | {".cache"}


@pytest.mark.gate
@pytest.mark.slow
def test_hostile_files_among_good_ones(tmp_path: Path) -> None:
    """They harm nothing: the good ones give what they give alone."""
    hostile = ("bomb-flat.docx", "million-cells.docx", "flate-twice.pdf", "encrypted.docx")
    for name in hostile:
        (tmp_path / name).write_bytes(_CASES[name].make())
    for at in range(8):
        (tmp_path / f"good-{at}.md").write_bytes(_WRONG.read_bytes())
    os.mkfifo(tmp_path / "pipe.md")
    found = ran(tmp_path, ".", "-j", "2", "--format", "json")
    assert found.code == 2
    assert "Traceback" not in found.out + found.err
    files = {file["path"]: file for file in json.loads(found.out)["files"]}
    assert len(files) == len(hostile) + 9
    good = [files[f"good-{at}.md"]["findings"] for at in range(8)]
    assert {finding["rule"] for finding in good[0]} == {"GB301"}
    assert all(len(findings) == len(good[0]) for findings in good)
    for name in (*hostile, "pipe.md"):
        assert files[name]["failure"], name


@pytest.mark.alike(3)
@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "line\nbreak.md",
        "-rf.md",
        "--output=x.md",
        "\x1b[31mred.md",
        "\u202edm.md",
        "a\\u0000.md",
        "$(touch x).md",
        "长" * 80 + ".md",
        "%00%2e%2e.md",
    ],
)
def test_names_with_tricks(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(_WRONG.read_bytes())
    for given in (("--", name), (f"./{name}",), (".",)):
        found = _held(ran(tmp_path, "--format", "concise", *given))
        assert found.code == 1, found
        assert "GB301" in found.out
        assert "\x1b" not in found.out + found.err
        assert "\u202e" not in found.out
        told = [
            line for line in found.out.splitlines() if "共" not in line and "gblint fix" not in line
        ]
        assert all(line.count(":") >= 3 or line.startswith("没有检查的文件：") for line in told)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name[0] != ".") == [name]


@pytest.mark.parametrize(
    "name",
    ["x" * 5000, "../" * 2000 + "a.md", "a\n.md", "/dev/zero", "/proc/self/mem", "[", "*" * 999],
)
def test_names_of_nothing(name: str, tmp_path: Path) -> None:
    found = _held(ran(tmp_path, "--format", "concise", "--", name))
    assert found.code == 2
