"""Packs of installed packages, found by their entry points."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.forked import Ended, environment, run, with_packs
from tests.tools.repository import FIXTURES, ROOT

pytestmark = pytest.mark.slow
"""Each starts processes of its own."""

_PACK = "pack: shared-province\ntitle: {zh: 共享, en: shared}\nextends: [gbh-2021-30]\n"


def _install(site: Path, name: str, points: str, pack: str = _PACK) -> None:
    """A package of that name as pip leaves it, with a pack in its folder `packs/one`."""
    folder = site / name / "packs" / "one"
    folder.mkdir(parents=True)
    (site / name / "__init__.py").write_text("raise SystemExit('nobody imports this')\n")
    (folder / "pack.yaml").write_text(pack, "utf-8")
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[gblint.packs]\n{points}\n")


def _run(site: Path, *words: str) -> Ended:
    env = environment(with_packs(site / "cache")) | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)])
    }
    return run(words, cwd=site, env=env)


def test_an_installed_pack_is_known_by_its_id(tmp_path: Path) -> None:
    _install(tmp_path, "sharing", "shared-province = sharing:packs.one")
    assert "shared-province" in _run(tmp_path, "packs").out
    assert _run(tmp_path, "pack", "check", "shared-province").returncode == 0
    report = str(FIXTURES / "clean-markdown" / "report.md")
    checked = _run(tmp_path, report, "--pack", "shared-province", "--format", "json")
    assert '"pack": "shared-province"' in checked.out
    (tmp_path / "own.yaml").write_text("pack: own\nextends: [shared-province]\n", "utf-8")
    (tmp_path / "gblint.toml").write_text('packs = ["shared-province"]\n', "utf-8")
    assert _run(tmp_path, "pack", "check", "own.yaml").returncode == 0
    assert "shared-province" in _run(tmp_path, "rules").out
    assert "是不是“shared-province”" in _run(tmp_path, report, "--pack", "shared-provinc").err


@pytest.mark.parametrize("pack", ["pack: other\n", '# pack: one\npack:  "other"  # ours\n'])
def test_the_name_of_an_entry_point_is_the_id_of_its_pack(tmp_path: Path, pack: str) -> None:
    _install(tmp_path, "sharing", "shared-province = sharing:packs.one", pack)
    listed = _run(tmp_path, "packs", "--lang", "en")
    assert 'entry point "shared-province" of sharing gives the pack "other"' in listed.err
    assert "other" not in listed.out
    refused = _run(tmp_path, "rules", "--pack", "shared-province")
    assert refused.returncode == 2
    assert "它给的规则包却是“other”" in refused.err


def test_a_broken_pack_does_not_hide_the_others(tmp_path: Path) -> None:
    _install(tmp_path, "sharing", "shared-province = sharing:packs.one")
    broken = "pack: broken\ntitle: t\nextends: [gbh-2021-30]\nof: []\n"
    _install(tmp_path, "breaking", "broken = breaking:packs.one", broken)
    for words in (("packs",), ("packs", "--format", "json"), ("rules", "--pack", "all")):
        listed = _run(tmp_path, *words)
        assert listed.returncode == 2
        assert "shared-province" in listed.out
        assert "gbh-2021-30" in listed.out
        assert "是不是“off”" in listed.err
        assert "breaking/packs/one/pack.yaml:4:1" in listed.err


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("gbh-2021-30 = sharing:packs.one", "与内置的编号相同"),
        ("shared-province = sharing:packs.two", "那里没有 pack.yaml"),
        ("shared-province = no_such_package", "那里没有 pack.yaml"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, points: str, said: str) -> None:
    _install(tmp_path, "sharing", points)
    listed = _run(tmp_path, "packs")
    assert listed.returncode == 0
    assert said in listed.err


def test_two_packages_with_the_same_pack(tmp_path: Path) -> None:
    _install(tmp_path, "sharing", "shared-province = sharing:packs.one")
    _install(tmp_path, "copying", "shared-province = copying:packs.one")
    done = _run(tmp_path, "pack", "check", "shared-province")
    assert done.returncode == 2
    assert "copying" in done.out
    assert "都提供规则包“shared-province”" in done.out


def test_a_plain_check_does_not_look_for_packages(tmp_path: Path) -> None:
    report = FIXTURES / "clean-markdown" / "report.md"
    code = (
        "import sys; from gblint.cli import main; main([sys.argv[1]]);"
        "assert 'importlib.metadata' not in sys.modules"
    )
    command = [sys.executable, "-S", "-c", code, str(report)]
    paths = [str(ROOT), *(path for path in sys.path if "site-packages" in path)]
    env = environment(with_packs(tmp_path / "cache")) | {"PYTHONPATH": os.pathsep.join(paths)}
    subprocess.run(command, env=env, check=True, capture_output=True)
