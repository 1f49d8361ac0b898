"""What CONTRIBUTING says is added in one place is: a wording, a rule, an output.

A check kind is added by `checks/test_new_kind.py`, an input form by `readers/test_one_row.py`, a
command by `cli/test_table.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from gblint.checks import load
from tests.tools.forked import environment, with_packs
from tests.tools.lint import lint
from tests.tools.repository import FIXTURES

_REPORT = FIXTURES / "clean-markdown" / "report.md"


def _pack(folder: Path, *lines: str) -> str:
    path = folder / "ours.yaml"
    head = ("pack: ours", "title: 本局的要求", "extends: [gbh-2021-30]")
    path.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    return str(path)


def test_a_wording_is_a_line(tmp_path: Path) -> None:
    data = _REPORT.read_bytes().replace("（一）予以公开".encode(), "（一）给出".encode())
    assert lint(data, "report.md").of("GB202")
    pack = _pack(tmp_path, "aliases: {applications.granted: [给出]}")
    assert lint(data, "report.md", pack=pack).rules() == {"GB208"}, (
        "it is read, and not the format's"
    )


def test_a_rule_is_a_few_lines(tmp_path: Path) -> None:
    pack = _pack(
        tmp_path,
        "rules:",
        "  - id: OU101",
        "    severity: warning",
        "    title: 不写“圆满”",
        "    check: {kind: pattern, zone: report, forbid: [圆满]}",
        "    message: 不写“{text}”",
        "    basis: 本局的要求",
        "    why: 报告说事实",
        "    fix: 删去",
        "    examples: {pass: [{text: 做完了。}], fail: [{text: 圆满完成。}]}",
    )
    (found,) = lint(_with("工作圆满完成。"), "report.md", pack=pack).of("OU101")
    assert found.message.zh == "不写“圆满”"
    assert not lint(_with("工作已经完成。"), "report.md", pack=pack).of("OU101")
    assert "OU101" not in {rule.id for rule in load("gbh-2021-30").rules}


def _with(sentence: str) -> bytes:
    return _REPORT.read_text("utf-8").replace("\n二、主动", f"\n{sentence}\n二、主动", 1).encode()


_COUNT = """
from gblint import writers
def count(result, options):
    yield f"{sum(map(len, result.files))} findings\\n"
writers.WRITERS["count"] = count
from gblint.cli import main
raise SystemExit(main())
"""


def test_an_output_is_one_writer_in_the_registry(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", _COUNT, *words],
            env=environment(with_packs(tmp_path / "cache")) | {"COLUMNS": "100"},
            cwd=tmp_path,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    ran = run("--format", "count", os.fspath(_REPORT))
    assert (ran.returncode, ran.stdout) == (0, "0 findings\n"), ran.stderr
    assert "count" in run("check", "--help").stdout
    wrong = run("--format", "counts", os.fspath(_REPORT))
    assert wrong.returncode == 2
    assert "count" in wrong.stderr
