"""The same input gives the same bytes, whatever the console: only --lang chooses the language of
what is for machines or goes to a file. What a console cannot show is told, and not lost.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gblint.writers import WRITERS
from tests.tools.amount import ALL
from tests.tools.forked import Ended, environment, run, with_packs
from tests.tools.repository import FIXTURES

_NO_UTF8 = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
_CONSOLES = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "C": {"LC_ALL": "C"},
    "POSIX without UTF-8": {"LC_ALL": "POSIX", **_NO_UTF8},
    "no locale at all": {"LANG": "", **_NO_UTF8},
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "latin-1": {"PYTHONIOENCODING": "latin-1:replace"},
}
_AT_START = ("C", "POSIX without UTF-8", "no locale at all")
"""Those for which a new Python is started."""
_NAME = "年度 报告 é.md"
_FILES = {name: f"a.{name}" for name in WRITERS if name != "json"}
_NOTE = "has no Chinese characters"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    (work / _NAME).write_bytes((FIXTURES / "footing-row" / "report.md").read_bytes())
    return work


def _run(folder: Path, *words: str, **env: str) -> Ended:
    return run(words, cwd=folder, env=environment(with_packs(folder.parent / "cache")) | env)


def _written(folder: Path, *more: str, **env: str) -> dict[str, bytes]:
    """All that is for machines or goes to files."""
    pairs = [word for name, file in _FILES.items() for word in ("--format", name, "--output", file)]
    done = _run(folder, _NAME, "--format", "json", *pairs, *more, **env)
    assert done.returncode == 1
    assert done.stderr == b""
    files = {name: (folder / file).read_bytes() for name, file in _FILES.items()}
    return {"json": done.stdout, **files}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_for_machines_and_files(folder: Path, lang: str) -> None:
    expected = _written(folder, "--lang", lang)
    assert ("位置" in expected["text"].decode()) == (lang == "zh")
    passed_over = _AT_START[:2] if lang == "en" and not ALL else ()
    for name, env in _CONSOLES.items():
        if name not in passed_over:
            assert _written(folder, GBLINT_LANG=lang, **env) == expected, name


@pytest.mark.parametrize(
    "words", [["extract", _NAME], ["rules", "--format", "json"], ["packs", "--format", "json"]]
)
def test_what_other_commands_have_for_machines(folder: Path, words: list[str]) -> None:
    expected = _run(folder, *words)
    assert expected.returncode == 0
    for name in ("ascii", "POSIX without UTF-8", "cp1252"):
        done = _run(folder, *words, **_CONSOLES[name])
        assert (done.stdout, done.stderr) == (expected.stdout, expected.stderr), name


@pytest.mark.gate
def test_whatever_the_processes_the_cache_and_the_seed(folder: Path) -> None:
    for number in range(2):
        (folder / f"{number}.md").write_bytes((folder / _NAME).read_bytes())
    runs = (["-j", "1", "--no-cache"], ["-j", "2"], ["-j", "2"], ["-j", "1"])
    told = set()
    for seed, words in enumerate(runs):
        output = ("--format", "json", "--format", "sarif", "--output", "../a.sarif")
        done = _run(folder, ".", *output, *words, PYTHONHASHSEED=str(seed))
        told.add((done.stdout, (folder.parent / "a.sarif").read_bytes()))
    assert len(told) == 1


@pytest.mark.alike(3)
@pytest.mark.skipif(sys.platform == "win32", reason="NOT TESTED: locales of POSIX")
@pytest.mark.parametrize("name", _AT_START)
def test_where_nobody_chose_an_encoding_it_is_utf8(folder: Path, name: str) -> None:
    expected = _run(folder, _NAME)
    assert "错误 GB301" in expected.stdout.decode()
    done = _run(folder, _NAME, **_CONSOLES[name])
    assert (done.stdout, done.stderr) == (expected.stdout, b"")
    for words in (["--help"], ["--pack", "不存在", _NAME], ["rules"]):
        plain, here = _run(folder, *words), _run(folder, *words, **_CONSOLES[name])
        assert (here.stdout, here.stderr) == (plain.stdout, plain.stderr)


@pytest.mark.alike(2)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "big5"])
def test_an_encoding_without_chinese(folder: Path, encoding: str) -> None:
    for lang in ("zh", ""):
        done = _run(folder, _NAME, PYTHONIOENCODING=encoding, GBLINT_LANG=lang)
        out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
        assert "error   GB301" in out
        assert "?" not in out.replace("gblint explain", "")
        assert r"\u62a5" in out, "what the encoding lacks is a number, not lost"
        assert err.count(_NOTE) == 1
        assert "To get Chinese, set PYTHONIOENCODING=utf-8" in err
        assert "use --lang en" in err
    done = _run(folder, _NAME, "--lang", "en", PYTHONIOENCODING=encoding)
    assert done.stderr == b""
    for words in (["nope.md", "--select", "X"], ["rules"], ["explain", "GB301"], ["--help"]):
        done = _run(folder, *words, PYTHONIOENCODING=encoding)
        assert done.stderr.decode(encoding).count(_NOTE) == 1
        assert "Traceback" not in done.stderr.decode(encoding)


def test_a_console_of_gbk(folder: Path) -> None:
    (folder / "𠮷.md").write_bytes((folder / _NAME).read_bytes())
    done = _run(folder, "𠮷.md", PYTHONIOENCODING="gbk")
    assert "错误 GB301" in done.stdout.decode("gbk")
    assert r"\U00020bb7.md" in done.stdout.decode("gbk")
    assert done.stderr == b""


_CLOSED = {"0<&-": [0], "1>&-": [1], "2>&-": [2], "0<&- 1>&- 2>&-": [0, 1, 2]}


@pytest.mark.alike(3)
@pytest.mark.skipif(os.name != "posix", reason="NOT TESTED: streams as POSIX has them")
@pytest.mark.parametrize(
    ("stream", "words", "code", "says"),
    [
        ("0<&-", "-", 2, "标准输入已关闭"),
        ("0<&-", "- --format json", 2, "标准输入已关闭"),
        ("0<&-", "- --lang en", 2, "standard input is closed"),
        ("0<&-", "extract -", 2, "标准输入已关闭"),
        ("0<&-", "rollup - report.md", 2, "标准输入已关闭"),
        ("0<&-", "baseline create - --output b.json", 2, "标准输入已关闭"),
        ("0<&-", "baseline create - --output b.json", 2, "没有写“b.json”"),
        ("0<&-", "report.md", 1, "GB301"),
        ("1>&-", "report.md", 2, "标准输出已关闭"),
        ("1>&-", "report.md --format json --lang en", 2, "standard output is closed"),
        ("1>&-", "report.md --format json --output a.json", 1, ""),
        ("1>&-", "rules", 2, "标准输出已关闭"),
        ("1>&-", "explain GB301", 2, "标准输出已关闭"),
        ("1>&-", "packs --format json", 2, "标准输出已关闭"),
        ("1>&-", "extract report.md", 2, "标准输出已关闭"),
        ("1>&-", "--help", 2, "标准输出已关闭"),
        ("1>&-", "version", 2, "标准输出已关闭"),
        ("2>&-", "report.md", 1, "GB301"),
        ("2>&-", "report.md --select X", 2, ""),
        ("2>&-", "", 2, ""),
        ("0<&- 1>&- 2>&-", "report.md --format json --output a.json", 1, ""),
    ],
)
def test_closed_streams(folder: Path, stream: str, words: str, code: int, says: str) -> None:
    (folder / _NAME).rename(folder / "report.md")
    env = environment(with_packs(folder.parent / "cache"))
    _ends(run(words.split(), cwd=folder, env=env, closed=_CLOSED[stream]), code, says)
    if "a.json" in words:
        assert (folder / "a.json").read_text("utf-8").startswith("{")


def _ends(done: Ended, code: int, says: str) -> None:
    told = done.out + done.err
    assert done.returncode == code, told
    assert says in told
    assert "Traceback" not in told
    assert "程序出错" not in told


@pytest.mark.alike(2)
@pytest.mark.skipif(os.name != "posix", reason="NOT TESTED: a shell of POSIX")
@pytest.mark.parametrize(
    ("stream", "words", "code", "says"),
    [
        ("0<&-", "-", 2, "标准输入已关闭"),
        ("1>&-", "report.md", 2, "标准输出已关闭"),
        ("2>&-", "report.md", 1, "GB301"),
        ("0<&- 1>&- 2>&-", "report.md --format json --output a.json", 1, ""),
    ],
)
def test_streams_that_a_shell_closed(
    folder: Path, stream: str, words: str, code: int, says: str
) -> None:
    (folder / _NAME).rename(folder / "report.md")
    command = f"exec {stream}; exec {sys.executable} -m gblint {words}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment(with_packs(folder.parent / "cache")),
        capture_output=True,
        check=False,
        timeout=120,
    )
    _ends(Ended(done.returncode, done.stdout, done.stderr), code, says)
