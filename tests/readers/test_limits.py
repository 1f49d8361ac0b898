"""Limits in settings, options and the API, and in the docs."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import gblint
from gblint.config import ConfigError, read_config
from gblint.readers.refusals import LIMITS, Limits
from gblint.run import Batch, check_inputs
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from tests.tools.repository import DOCS

_DOCS = DOCS / "limits.md"
_TEXT = "一、总体情况\n" * 20


def test_the_docs_list_all_limits() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| \S", _DOCS.read_text("utf-8"), re.MULTILINE)
    assert rows == [(name, f"{getattr(Limits(), name):d}") for name in LIMITS]


def _settings(folder: Path, text: str) -> Path:
    path = folder / "gblint.toml"
    path.write_text(text, "utf-8")
    return path


def _failure(folder: Path, limits: Mapping[str, float]) -> str:
    result = check_inputs(collect_inputs([str(folder / "a.txt")]), Overrides(limits=dict(limits)))
    failure = result.files[0].failure
    return "" if failure is None else failure.zh


def _checked_in_a_batch(path: Path) -> gblint.FileResult:
    beside = path.with_name("b.txt")
    beside.write_text(_TEXT, "utf-8")
    inputs = collect_inputs([str(path), str(beside)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GBLINT_CACHE_DIR", str(path.parent / "cache"))
        return check_inputs(inputs, Overrides(), batch=Batch(2)).files[0]


def test_options_go_before_settings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_TEXT, "utf-8")
    assert _failure(tmp_path, {}) == ""
    _settings(tmp_path, "[limits]\nparagraphs = 5\n")
    assert "--limit paragraphs=" in _failure(tmp_path, {})
    assert _failure(tmp_path, {"paragraphs": 50}) == ""
    assert "--limit file_mb=" in _failure(tmp_path, {"file_mb": 1e-5})


@pytest.mark.parametrize("read", [gblint.check, _checked_in_a_batch])
def test_a_file_beyond_the_limit_is_not_read(
    read: Callable[[Path], gblint.FileResult], tmp_path: Path
) -> None:
    """It would take some 10 GB."""
    path = tmp_path / "a.docx"
    with path.open("wb") as file:
        file.truncate(10 * 2**30)
    tracemalloc.start()
    try:
        result = read(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert result.failure is not None
    assert "--limit file_mb=" in result.failure.zh
    assert [finding.rule for finding in result] == ["GB901"]
    assert most < 20 * 2**20
    with pytest.raises(gblint.ReadError, match="100 MB"):
        gblint.extract(path)


def test_a_name_of_a_file_is_no_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").write_text(_TEXT, "utf-8")
    assert gblint.check("-").failure is None


def test_the_api_takes_limits() -> None:
    found = gblint.check(_TEXT.encode(), limits={"paragraphs": 5})
    assert found.failure is not None
    assert "5 段" in found.failure.zh
    assert gblint.check(_TEXT.encode()).failure is None
    with pytest.raises(gblint.ReadError):
        gblint.extract(_TEXT.encode(), limits={"paragraphs": 5})
    for limits in ({"pages": 0}, {"pages": 1.5}, {"page": 3}, {"pages": True}):
        with pytest.raises(ValueError, match="page"):
            gblint.check(b"", limits=limits)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pages = 0", "正整数"),
        ("pages = 1.5", "正整数"),
        ('pages = "many"', "正整数"),
        ("pages = true", "正整数"),
        ("file_mb = -1", "正数"),
        ("file_mb = nan", "正数"),
        ("file_mb = inf", "正数"),
        ("page = 3", "是不是“pages”"),
    ],
)
def test_settings_that_are_wrong(line: str, words: str, tmp_path: Path) -> None:
    path = _settings(tmp_path, f"[limits]\n{line}\n")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    (problem,) = caught.value.problems
    assert words in problem.message.zh
    column = 1 if line.startswith("page ") else line.index("=") + 3  # the key, or the value
    assert (problem.line, problem.column) == (2, column)


def test_limits_that_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="limits"):
        read_config(_settings(tmp_path, "limits = 3\n"))
