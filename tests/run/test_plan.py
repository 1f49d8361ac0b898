"""Which files are meant, which a glob names, and by which rules each is checked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gblint.run import check_inputs
from gblint.run.exclusion import names_file
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides, SettingsError
from tests.tools.repository import FIXTURES


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _paths(*named: str) -> list[str]:
    return [one.path for one in collect_inputs(named)]


def test_files_come_once_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _touch(tmp_path, "b.docx", "a.md", "sub/c.TXT", "sub/d.xlsx", ".git/e.md", "~$b.docx")
    assert _paths("b.docx", ".", "./a.md", str(tmp_path / "a.md")) == [
        "a.md",
        "b.docx",
        "sub/c.TXT",
    ]
    assert _paths("sub/d.xlsx") == ["sub/d.xlsx"]
    (tmp_path / "link.md").symlink_to("a.md")
    assert _paths("a.md", "link.md") == ["a.md"]


def test_a_folder_that_leads_into_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _touch(tmp_path, "a.md")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert _paths(".") == ["a.md"]


@pytest.mark.parametrize(
    ("glob", "named", "others"),
    [
        ("a.md", ["a.md", "x/a.md"], ["ba.md", "a.mdx"]),
        ("x/a.md", ["x/a.md"], ["a.md", "y/x/a.md"]),
        ("./x/", ["x/a.md", "x/y/a.md", "y/x/a.md"], ["xa.md"]),
        ("*.md", ["a.md", "x/y.md"], ["a.txt"]),
        ("x/*.md", ["x/a.md"], ["x/y/a.md", "a.md"]),
        ("x/**/a.md", ["x/a.md", "x/y/z/a.md"], ["a.md", "x/ya.md"]),
        ("**/old/*", ["old/a.md", "x/old/a.md", "x/old/y/a.md"], ["older/a.md"]),
        ("x/**", ["x/a.md", "x/y/a.md"], ["y/a.md"]),
        ("?.md", ["a.md"], ["ab.md"]),
        ("[ab].md", ["a.md", "x/b.md"], ["c.md"]),
        ("[!ab].md", ["c.md"], ["a.md"]),
        ("年报（1）.md", ["年报（1）.md"], ["年报.md"]),
        ("a+b.md", ["a+b.md"], ["aab.md"]),
        ("[x.md", ["[x.md"], ["x.md"]),
    ],
)
def test_globs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    glob: str,
    named: list[str],
    others: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in named:
        assert names_file([glob], path, tmp_path), path
        assert names_file([glob], str(tmp_path / path), tmp_path), path
    for path in others:
        assert not names_file([glob], path, tmp_path), path
    assert not names_file([], named[0], tmp_path)


def test_all_errors_come_before_any_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _touch(tmp_path, "a/x.md", "b/x.md")
    (tmp_path / "a" / "gblint.toml").write_text("ignore = ['GB999']", "utf-8")
    (tmp_path / "b" / "gblint.toml").write_text("selct = []", "utf-8")
    with pytest.raises(SettingsError) as caught:
        check_inputs(collect_inputs(["."]), Overrides(select=("X",)))
    told = caught.value.told("en")
    assert "a/gblint.toml:1:11: there is no rule" in told
    assert "b/gblint.toml:1:1: there is no setting" in told
    assert '--select: there is no rule "X"' in told


def test_rules_in_force_are_those_of_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, select in (("a", "GB301"), ("b", "GB302")):
        _touch(tmp_path, f"{name}/x.md")
        (tmp_path / name / "gblint.toml").write_text(f"select = ['{select}']", "utf-8")
        (tmp_path / name / "x.md").write_bytes(
            (FIXTURES / "footing-row" / "report.md").read_bytes()
        )
    result = check_inputs(collect_inputs(["."]), Overrides())
    assert [[f.rule for f in file] for file in result.files] == [["GB301"], ["GB302"]]
    assert {"GB301", "GB302"} <= result.rules.keys()
    assert "GB303" not in result.rules
    assert result.exit_code == 1
    assert os.sep not in result.files[0].path.replace("/", "")
