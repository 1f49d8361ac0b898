"""What of a baseline counts as fixed: only what was looked for, and is not found any more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gblint.checks import CHECKS
from gblint.checks.enumeration import EnumerationCheck
from gblint.findings import Lang
from gblint.results import RunResult, WriterOptions
from gblint.run.check_files import Batch, check_inputs
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.writers import whole
from tests.builder.fixture_cases import base, with_prose
from tests.run.test_baseline import _keep, _off_by, _run, _write


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


_FIXED = (
    *({"select": ("GB3",)}, {"ignore": ("GB701",)}, {"select": ("GB301",), "ignore": ("GB7",)}),
    {"config": "per-file"},
)


def _with_two(place: Path) -> Path:
    """A report with a wrong footing and a wrong enumeration, which are in a baseline."""
    report = place / "reports" / "a.md"
    _write(report, with_prose(_off_by(100_000), 5, "一是慢；三是少。"))
    _keep(place)
    return report


def _over(options: dict[str, Any], place: Path) -> RunResult:
    if options == {"config": "per-file"}:
        (place / "gblint.toml").write_text(
            '[[per-file-ignores]]\nfiles = ["reports/a.md"]\nrules = ["GB701"]\nreason = "不看"\n',
            "utf-8",
        )
        options = {}
    return check_inputs(collect_inputs(["reports"]), Overrides(baseline="known.json", **options))


@pytest.mark.parametrize("options", _FIXED, ids=str)
@pytest.mark.parametrize("mended", [False, True])
def test_nothing_is_fixed_that_was_not_looked_for(
    options: dict[str, Any], mended: bool, place: Path
) -> None:
    report = _with_two(place)
    if mended:
        _write(report, base())
    result = _over(options, place)
    fixed = {one.rule for one in result.files[0].fixed}
    assert not any(rule.startswith("GB7") for rule in fixed)
    assert ("GB301" in fixed) == mended


def test_what_a_comment_suppresses_is_not_fixed(place: Path) -> None:
    report = _with_two(place)
    comment = "<!-- gblint: ignore-file GB3 GB7 全区口径 -->\n\n".encode()
    report.write_bytes(comment + report.read_bytes())
    (file,) = _run(place).files
    assert (file.fixed, file.findings, len(file.suppressed) > 1) == ((), (), True)


def test_what_could_not_be_evaluated_or_read_is_not_fixed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = _with_two(place)
    with monkeypatch.context() as patch:

        def broken(*_: object) -> None:
            raise KeyError

        patch.setattr("gblint.checks.CHECKS", CHECKS | {EnumerationCheck: broken})
        (file,) = check_inputs(
            collect_inputs(["reports"]), Overrides(baseline="known.json"), batch=Batch(cache=False)
        ).files
        assert (file.fixed, [one.rule for one in file]) == ((), ["GB906"])
    report.write_bytes("会议纪要。".encode())
    (file,) = _run(place).files
    assert (file.fixed, [one.rule for one in file]) == ((), ["GB902"])
    report.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (file,) = _run(place).files
    assert (file.fixed, file.failure is not None) == ((), True)


def test_without_last_year_its_rules_fix_nothing(place: Path) -> None:
    report = _with_two(place)
    data = json.loads((place / "known.json").read_text("utf-8"))
    for entry in data["files"].values():
        entry["findings"].append({"rule": "GB602", "fingerprint": "0" * 16})
    (place / "known.json").write_text(json.dumps(data), "utf-8")
    _write(report, base())
    assert "GB602" not in {one.rule for one in _run(place).files[0].fixed}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_is_gone_is_told_apart(lang: Lang, place: Path) -> None:
    report = _with_two(place)
    _write(place / "reports" / "b.md", base())
    report.unlink()
    result = _run(place)
    summary = result.summary()
    assert (summary.fixed, summary.gone, summary.of_gone > 1) == (0, 1, True)
    for form in ("text", "concise"):
        said = whole(form, result, WriterOptions(lang=lang, width=400))
        words = {"zh": "基线中有 1 个文件已不在", "en": "files of the baseline that are gone: 1"}
        assert words[lang] in said
    told = json.loads(whole("json", result, WriterOptions()))
    (gone,) = told["gone"]
    assert (gone["path"], told["summary"]["gone"]) == ("reports/a.md", 1)
    assert {"GB301", "GB701"} <= {one["rule"] for one in gone["findings"]}
