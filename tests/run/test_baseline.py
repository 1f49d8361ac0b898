"""A baseline notices what grows, follows files that were renamed, and counts as fixed only what was
looked for and is not found any more.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gblint import checks, run
from gblint.checks import CHECKS
from gblint.checks.marks import EnumerationCheck
from gblint.findings import Finding, Lang, Location, Say, Value
from gblint.results import FileResult, RunResult, WriterOptions
from gblint.run import Batch, check_inputs
from gblint.run.baseline import build_known, encode_baseline, read_baseline, set_known_apart
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.writers import write_whole
from tests.builder import mutate
from tests.builder.fixture_cases import base, with_prose
from tests.builder.report_plan import ReportPlan
from tests.builder.write_text import Shape, text


def _finding(
    message: str, values: dict[str, Value], *, rule: str = "GB301", at: str = "0" * 16
) -> Finding:
    return Finding(
        rule, "error", Say(message), Location(), Say("依据"), Say("改法"), values, fingerprint=at
    )


def _told(was: Finding, now: Finding) -> str:
    result = set_known_apart(FileResult("a.md", findings=(now,)), [build_known(was)])
    if result.known:
        assert (result.findings, result.fixed) == ((), ())
        return "known"
    (finding,) = result.findings
    if not finding.before.zh:
        assert len(result.fixed) == 1
        return "new"
    assert result.fixed == ()
    assert was.message.zh in finding.before.zh
    return "worse"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ({"difference": 3}, {"difference": 3}, "known"),
        ({"difference": 3, "left_sum": 10}, {"difference": 3, "left_sum": 90}, "known"),
        ({"difference": 3}, {"difference": 2}, "known"),
        ({"difference": -3}, {"difference": 3}, "known"),
        ({"difference": 3}, {"difference": 9900}, "worse"),
        ({"difference": Decimal("0.1")}, {"difference": Decimal("0.11")}, "worse"),
        ({"count": 2, "cells": ("甲", "乙")}, {"count": 1, "cells": ("甲",)}, "known"),
        ({"count": 2, "cells": ("甲", "乙")}, {"count": 2, "cells": ("甲", "丙")}, "worse"),
        ({"count": 1, "cells": ("甲",)}, {"count": 2, "cells": ("甲", "乙")}, "worse"),
        ({"over": 100}, {"over": 90}, "known"),
        ({"over": 100}, {"over": 101}, "worse"),
        ({"days": 3}, {"days": 30}, "worse"),
        ({"read": "80", "found": "81"}, {"read": "80", "found": "81"}, "known"),
        ({"read": "80", "found": "81"}, {"read": "80", "found": "9900"}, "worse"),
        ({"text": "138****5678"}, {"text": "139****5678"}, "worse"),
        ({}, {}, "known"),
    ],
)
def test_known_while_it_is_no_worse(
    was: dict[str, Value], now: dict[str, Value], told: str
) -> None:
    assert (
        _told(
            _finding(f"原来{was}", was), _finding(f"现在{now}" if was != now else f"原来{was}", now)
        )
        == told
    )


def test_the_very_same_finding_elsewhere_has_moved() -> None:
    was = _finding("相差3", {"difference": 3})
    assert _told(was, msgspec.structs.replace(was, fingerprint="f" * 16)) == "known"
    other = _finding("相差4", {"difference": 4}, at="f" * 16)
    assert _told(was, other) == "new"
    assert _told(was, msgspec.structs.replace(was, rule="GB302")) == "new"


def test_each_entry_stands_for_one_finding() -> None:
    one, two = _finding("甲", {"text": "甲"}), _finding("乙", {"text": "乙"}, at="1" * 16)
    known = [build_known(one), build_known(two)]
    # the first is mended, and the number of the second within the paragraph is now the first's
    now = msgspec.structs.replace(two, fingerprint=one.fingerprint)
    result = set_known_apart(FileResult("a.md", findings=(now,)), known)
    assert (result.findings, result.known) == ((), (now,))
    assert [entry.message for entry in result.fixed] == ["甲"]
    result = set_known_apart(FileResult("a.md", findings=(one, one)), known)
    assert (result.known, result.findings) == ((one,), (one,))


def _off_by(number: int) -> ReportPlan:
    return mutate.figure(base(), table="applications", row="new", column="total", value=number)


def _write(path: Path, plan: ReportPlan) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text(plan, shape=Shape("pipes")))


def _run(folder: Path, baseline: bool = True) -> RunResult:
    file = str(folder / "known.json") if baseline else None
    return check_inputs(collect_inputs(["reports"]), Overrides(baseline=file))


def _keep(folder: Path) -> None:
    (folder / "known.json").write_bytes(encode_baseline(_run(folder, baseline=False), folder))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_same_cell_that_grows_is_new_again(place: Path) -> None:
    report = place / "reports" / "a.md"
    _write(report, _off_by(100_000))
    _keep(place)
    (file,) = _run(place).files
    assert (file.findings, bool(file.known)) == ((), True)
    _write(report, _off_by(99_000))
    (file,) = _run(place).files
    assert file.findings == ()
    _write(report, _off_by(9_900_000))
    result = _run(place)
    assert result.exit_code == 1
    (file,) = result.files
    assert {finding.rule for finding in file.findings} >= {"GB301"}
    assert f"其中 {len(file.findings)} 处基线中已有，但数字不同" in write_whole(
        "concise", result, WriterOptions()
    )
    assert all("100000" in finding.before.zh for finding in file.findings)
    for form in ("text", "concise", "github", "json"):
        assert "当时是" in write_whole(form, result, WriterOptions())
    sarif = json.loads(write_whole("sarif", result, WriterOptions()))
    states = {one["ruleId"]: one["baselineState"] for one in sarif["runs"][0]["results"]}
    assert states["GB301"] == "updated"


@pytest.mark.parametrize("moved", ["reports/b.md", "reports/2023/a.md"])
def test_a_renamed_file_is_known(place: Path, moved: str) -> None:
    _write(place / "reports" / "a.md", _off_by(100_000))
    _keep(place)
    (place / moved).parent.mkdir(exist_ok=True)
    (place / "reports" / "a.md").rename(place / moved)
    (file,) = _run(place).files
    assert (file.findings, bool(file.known), file.fixed) == ((), True, ())
    assert any("reports/a.md" in note.zh for note in file.notes)


def test_a_renamed_file_that_changed_is_known_by_organ_year_and_findings(place: Path) -> None:
    _write(place / "reports" / "a.md", _off_by(100_000))
    _keep(place)
    (place / "reports" / "a.md").unlink()
    _write(
        place / "reports" / "b.md",
        with_prose(_off_by(100_000), 5, "一是慢，已改进；三是少，已补上。"),
    )
    (file,) = _run(place).files
    assert [finding.rule for finding in file.findings] == ["GB701"]
    assert file.known


def test_no_entry_goes_to_two_files_and_none_to_a_copy(place: Path) -> None:
    first = place / "reports" / "a.md"
    _write(first, _off_by(100_000))
    _keep(place)
    (place / "reports" / "b.md").write_bytes(first.read_bytes())
    known = {file.path: bool(file.known) for file in _run(place).files}
    assert known == {"reports/a.md": True, "reports/b.md": False}
    first.rename(place / "reports" / "c.md")
    known = {file.path: bool(file.known) for file in _run(place).files}
    assert known == {"reports/b.md": True, "reports/c.md": False}


def test_a_baseline_holds_no_text_but_messages(place: Path) -> None:
    secret = "申请人身份证号11010519491231002X。"
    _write(place / "reports" / "a.md", with_prose(base(), 5, secret))
    _keep(place)
    kept = (place / "known.json").read_text("utf-8")
    assert "GB704" in kept
    assert "19491231" not in kept
    (entry,) = read_baseline(place / "known.json").files.values()
    names = set(json.loads(msgspec.json.encode(entry.findings[0])))
    assert names <= {"rule", "fingerprint", "message", "values", "size", "members"}


def test_the_first_form_is_read_and_told(place: Path) -> None:
    _write(place / "reports" / "a.md", _off_by(100_000))
    _keep(place)
    data = json.loads((place / "known.json").read_text("utf-8"))
    old = {
        name: [
            {key: one[key] for key in ("rule", "fingerprint", "message")}
            for one in entry["findings"]
        ]
        for name, entry in data["files"].items()
    }
    (place / "known.json").write_text(json.dumps({"gblint-baseline": 1, "files": old}), "utf-8")
    _write(place / "reports" / "a.md", _off_by(9_900_000))
    result = _run(place)
    assert result.exit_code == 0
    for form in ("text", "concise", "github", "json", "sarif"):
        assert "旧格式" in write_whole(form, result, WriterOptions())


def test_many_files_are_followed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MOST_HELD", 1)
    for name in ("a", "b", "c"):
        _write(place / "reports" / f"{name}.md", _off_by(100_000 + ord(name)))
    _keep(place)
    (place / "reports").rename(place / "old")
    (place / "reports").mkdir()
    for name in ("a", "b", "c"):
        (place / "old" / f"{name}.md").rename(place / "reports" / f"{name}2.md")
    result = _run(place)
    assert result.exit_code == 0
    assert [len(file.known) > 0 for file in result.files] == [True] * 3


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

        patch.setattr(checks, "CHECKS", CHECKS | {EnumerationCheck: broken})
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
        said = write_whole(form, result, WriterOptions(lang=lang, width=400))
        words = {"zh": "基线中有 1 个文件已不在", "en": "files of the baseline that are gone: 1"}
        assert words[lang] in said
    told = json.loads(write_whole("json", result, WriterOptions()))
    (gone,) = told["gone"]
    assert (gone["path"], told["summary"]["gone"]) == ("reports/a.md", 1)
    assert {"GB301", "GB701"} <= {one["rule"] for one in gone["findings"]}
