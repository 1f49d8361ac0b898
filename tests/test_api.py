"""The Python API, as its users see it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import gblint
from tests.tools.repository import FIXTURES

_WRONG = FIXTURES / "footing-row" / "report.md"
_WORD = FIXTURES / "wrong-footing" / "report.docx"


def _rules(result: gblint.FileResult) -> list[str]:
    return [finding.rule for finding in result]


def test_a_path_in_any_form_and_bytes_give_the_same() -> None:
    result = gblint.check(_WORD)
    assert result.format == "docx"
    assert result.pack == "gbh-2021-30"
    assert (result.organ, result.year) == ("示例市人民政府", 2023)
    assert result.path == _WORD.as_posix()
    assert gblint.check(str(_WORD)) == result
    data = gblint.check(_WORD.read_bytes(), file_name="a/年报.docx")
    assert data.findings == result.findings
    assert data.path == "a/年报.docx"
    assert gblint.check(_WORD.read_bytes()).findings == result.findings


def test_findings_are_typed_and_in_order() -> None:
    result = gblint.check(_WRONG)
    assert len(result) == 1
    first = next(iter(result))
    assert [one.rule for one in first.also] == ["GB302"]
    assert isinstance(first, gblint.Finding)
    assert isinstance(first.location, gblint.Location)
    assert (first.rule, first.severity) == ("GB301", "error")
    assert (first.location.table, first.location.row) == ("applications", "granted")
    assert first.message.zh
    assert first.message.en


def test_rules_are_chosen() -> None:
    assert _rules(gblint.check(_WRONG, select=["GB302"])) == ["GB302"]
    assert _rules(gblint.check(_WRONG, ignore=("GB302",))) == ["GB301"]
    changed = gblint.check(_WRONG, severity={"GB3": "note"})
    assert {finding.severity for finding in changed} == {"note"}


def test_a_clean_report_is_still_a_result() -> None:
    result = gblint.check(FIXTURES / "clean-markdown" / "report.md")
    assert not result.findings
    assert result
    assert result.failure is None


def test_a_file_that_cannot_be_read() -> None:
    damaged = FIXTURES / "input-damaged" / "report.docx"
    result = gblint.check(damaged)
    assert _rules(result) == ["GB901"]
    assert result.failure is not None
    with pytest.raises(gblint.ReadError) as caught:
        gblint.extract(damaged)
    assert caught.value.say.en


def test_what_is_wrong_with_a_call_is_raised(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        gblint.check(tmp_path / "absent.docx")
    with pytest.raises(gblint.SettingsError, match="GB9999"):
        gblint.check(_WRONG, select=["GB9999"])
    with pytest.raises(gblint.SettingsError, match="nope"):
        gblint.check(_WRONG, pack="nope")
    pack = tmp_path / "mine.yaml"
    pack.write_text("pack: mine\nextend: [gbh-2021-30]\n", "utf-8")
    with pytest.raises(gblint.PackError, match="extend"):
        gblint.check(_WRONG, pack=pack)
    with pytest.raises(gblint.PackError):
        gblint.extract(_WRONG, pack="nope")


def test_settings_are_used_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(_WRONG.read_bytes())
    settings = tmp_path / "gblint.toml"
    settings.write_text(
        "[[per-file-ignores]]\nfiles=['a.md']\nrules=['GB301']\nreason='x'\n", "utf-8"
    )
    assert _rules(gblint.check(path)) == ["GB301"]
    assert _rules(gblint.check(path, config=True)) == ["GB302"]
    assert _rules(gblint.check(path, config=settings)) == ["GB302"]
    named = gblint.check(path.read_bytes(), file_name=str(path), config=True)
    assert _rules(named) == ["GB302"]


def test_extract() -> None:
    read = gblint.extract(_WRONG)
    assert read["organ"] == "示例市人民政府办公室"
    assert read["tables"]["applications"]["granted"]["total"]["value"] == 451
    assert gblint.extract(_WRONG.read_bytes())["tables"] == read["tables"]


def test_what_there_is() -> None:
    assert set(gblint.__all__) <= set(dir(gblint))
    for name in gblint.__all__:
        assert getattr(gblint, name) is not None
    with pytest.raises(AttributeError):
        gblint.nothing  # noqa: B018


def test_importing_is_cheap() -> None:
    code = "import sys, gblint; print(len([m for m in sys.modules if m.startswith('gblint')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(done.stdout) == 1


def test_a_roll_up_is_that_of_the_command_line(tmp_path: Path) -> None:
    case = FIXTURES / "rollup-wrong"
    result = gblint.rollup(case / "report.md", case / "parts")
    assert {finding.rule for finding in result} >= {"GB801"}
    assert result.path == (case / "report.md").as_posix()
    several = sorted(str(path) for path in (case / "parts").iterdir())
    assert gblint.rollup(str(case / "report.md"), several).findings == result.findings
    expected = gblint.rollup(
        case / "report.md", str(case / "parts" / "*.md"), expect=["示例市审计局"], select=["GB802"]
    )
    assert set(_rules(expected)) == {"GB802"}
    assert any("示例市审计局" in finding.message.zh for finding in expected)
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04")
    unread = gblint.rollup(case / "report.md", [*several, broken], select=["GB802"])
    assert any("坏.docx" in finding.message.zh for finding in unread)


def test_a_roll_up_of_nothing_is_refused(tmp_path: Path) -> None:
    summary = FIXTURES / "rollup-wrong" / "report.md"
    with pytest.raises(gblint.SettingsError):
        gblint.rollup(summary, [])
    with pytest.raises(FileNotFoundError):
        gblint.rollup(tmp_path / "none.md", summary)
