"""What goes wrong while a part of a report is read costs that part, and is not told as absent."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

import gblint
from gblint import attempts, report
from gblint.checks import load
from gblint.findings import Finding
from gblint.report import by_labels, facts, headings, tables
from gblint.report.headings import candidates
from gblint.report.prose import paragraphs, vocabulary
from gblint.run import Batch, check_inputs, last_year, roll_up
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.text.patterns import PatternTimeout
from tests.builder.fixture_cases import base, with_prose
from tests.builder.write_docx import docx
from tests.builder.write_text import Shape, text
from tests.tools.lint import PACK, lint

_FAULTS = (
    "一是更新慢；三是培训少。",
    "2023年共收到政府信息公开申请99件，其中自然人申请50件。",
    "2023年因政府信息公开被申请行政复议99件。",
    "申请人李某（15912345678）来电。",
)
_PLAN = with_prose(base(), 5, *_FAULTS)
_CHANGES = {
    "| 规章 | 2 |": "| 规章 | 2.5 |",
    "| 859 | 65 |": "| 859 | 66 |",
    "| 27 | 6 |": "| 28 | 6 |",
}
_TABLES = {table.key: table.section for table in load(PACK).tables}
_ERRORS = [KeyError("no such\nthing"), PatternTimeout("(a+)+b"), RecursionError(), MemoryError()]


def _data() -> bytes:
    report = text(_PLAN, shape=Shape("pipes")).decode()
    for right, wrong in _CHANGES.items():
        assert right in report
        report = report.replace(right, wrong)
    return report.encode()


def _findings(data: bytes | None = None, name: str = "2022.md") -> list[Finding]:
    return list(lint(data or _data(), name).findings)


_BEFORE = _findings()


def _stand(after: Sequence[Finding]) -> tuple[list[Finding], set[str]]:
    """The findings on what could not be evaluated, and the rules that wait for them.

    All findings of others are there, byte for byte, and none besides.
    """
    told = [finding for finding in after if finding.incomplete]
    waiting = {rule for finding in told for rule in finding.unchecked}
    assert {finding.rule for finding in told} <= {"GB906"}
    left = [msgspec.json.encode(finding) for finding in after if not finding.incomplete]
    before = [msgspec.json.encode(finding) for finding in _BEFORE]
    assert set(left) <= set(before)
    gone = {finding.rule for finding in _BEFORE if msgspec.json.encode(finding) not in left}
    assert gone <= waiting
    return told, waiting


def _fail(
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    error: Exception,
    wrong: Callable[..., bool] = lambda *_: True,
) -> None:
    """Have a function of a module raise the error where its arguments are `wrong`."""
    right = getattr(module, name)

    def raises(*args: Any, **more: Any) -> Any:
        if wrong(*args):
            raise error
        return right(*args, **more)

    monkeypatch.setattr(module, name, raises)


def test_the_report_has_findings_in_all_tables() -> None:
    assert {finding.location.table for finding in _BEFORE} >= set(_TABLES)
    assert {finding.rule for finding in _BEFORE} >= {"GB207", "GB402", "GB501", "GB504", "GB704"}


@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("key", _TABLES)
def test_a_table_that_fails_costs_itself(
    key: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("read_grid", "read_across"):
        of_key = lambda _items, lexicon: lexicon.spec.key == key  # noqa: E731
        _fail(monkeypatch, tables, name, error, of_key)
    after = _findings()
    (told,), waiting = _stand(after)
    assert (told.location.table, told.location.section) == (key, _TABLES[key])
    assert told.values["error"] == type(error).__name__
    assert told.location.line > 1
    assert {"GB206", "GB208"} <= waiting
    assert {finding.rule for finding in after}.isdisjoint({"GB201", "GB202", "GB905"})
    others = {finding.location.table for finding in after if not finding.incomplete}
    assert others >= set(_TABLES) - {key}
    assert "\n" not in told.message.zh


def test_a_table_that_cannot_be_told_costs_those_of_its_section(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_three = lambda item, _known: item.section == 3  # noqa: E731
    _fail(monkeypatch, tables, "_identify_by_labels", KeyError(3), of_three)
    after = _findings()
    (told,), _ = _stand(after)
    assert told.location.table == "applications"
    assert "GB201" not in {finding.rule for finding in after}


def test_all_tables_that_fail_leave_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(monkeypatch, tables, "_identify_by_labels", KeyError(3))
    after = _findings()
    told, _ = _stand(after)
    assert {finding.location.table for finding in told} == set(_TABLES)
    assert "GB902" not in {finding.rule for finding in after}


@pytest.mark.parametrize(
    ("module", "name"), [(report, "find_unreadable_tables"), (by_labels, "assemble_tables")]
)
def test_what_sees_whether_a_text_was_read_well(
    module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fail(monkeypatch, module, name, KeyError(3))
    after = _findings(text(base(), shape=Shape("laid")), "report.txt")
    assert {finding.rule for finding in after} == {"GB906"}
    assert {finding.location.table for finding in after} == set(_TABLES)


@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
def test_a_paragraph_that_fails_costs_itself(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    this = lambda paragraph, *_: "99件，其中" in paragraph.shown  # noqa: E731
    _fail(monkeypatch, paragraphs, "read_paragraph", error, this)
    (told,), waiting = _stand(_findings())
    assert told.location.section == 5
    assert told.location.text.startswith("2023年共收到政府信息公开申请99件")
    assert {"GB501", "GB506"} <= waiting
    assert "GB504" in {finding.rule for finding in _findings()}


def test_prose_that_fails_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(monkeypatch, vocabulary, "make_vocabulary", KeyError(3))
    (told,), waiting = _stand(_findings())
    assert "正文中的数字" in told.message.zh
    assert {"GB501", "GB502", "GB506", "GB508"} <= waiting


@pytest.mark.parametrize(
    ("name", "unchecked", "absent"),
    [
        ("find_period", {"GB401", "GB402"}, "GB401"),
        ("_find_contact", {"GB403", "GB404", "GB704"}, "GB403"),
        ("find_dates", {"GB408", "GB410"}, "GB408"),
    ],
)
@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
def test_a_fact_that_fails_is_not_absent(
    name: str, unchecked: set[str], absent: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fail(monkeypatch, facts, name, error)
    after = _findings()
    (told,), waiting = _stand(after)
    assert waiting == unchecked
    assert absent not in {finding.rule for finding in after}
    assert told.values["error"] == type(error).__name__


def test_the_level_of_an_organ_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(monkeypatch, report, "find_level", KeyError(3))
    _, waiting = _stand(_findings())
    assert "GB408" in waiting


def test_without_year_what_needs_one_is_not_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(monkeypatch, facts, "find_period", KeyError(3))
    found = _findings(_data().replace(b"2023", b"", 1))
    waiting = {rule for finding in found if finding.incomplete for rule in finding.unchecked}
    assert {"GB401", "GB402", "GB408", "GB507"} <= waiting


def test_the_exit_code_and_what_is_extracted_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from gblint.cli.explain import extract

    _fail(monkeypatch, tables, "read_across", KeyError(3))
    path = tmp_path / "a.docx"
    path.write_bytes(docx(base()))
    overrides = Overrides(select=("GB1",), fail_on="never")
    result = check_inputs(collect_inputs([str(path)]), overrides, batch=Batch(cache=False))
    assert result.exit_code == 2
    assert [finding.rule for finding in result.files[0]] == ["GB906"]
    (setback,) = gblint.extract(path)["setbacks"]
    assert (setback["what"], setback["table"]) == ("table", "review")
    assert extract(str(path), pack=None, lang="zh") == 2
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["setbacks"] == [setback]
    assert "KeyError" in err.decode()


def test_a_part_of_a_summary_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "whole.md").write_bytes(_data())
    (tmp_path / "part.md").write_bytes(_data().replace(b"| 402 |", b"| 403 |"))
    of_part = lambda placed, *_: "'403'" in str(placed)  # noqa: E731
    _fail(monkeypatch, report, "read_tables", KeyError(3), of_part)
    (summary,) = collect_inputs([str(tmp_path / "whole.md")])
    result = roll_up(summary, collect_inputs([str(tmp_path / "part.md")]), Overrides())
    assert result.exit_code == 2
    own, part = result.files
    assert own.failure is None
    assert part.failure is not None
    assert "KeyError" in part.failure.zh


def test_a_comparison_that_fails_costs_its_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2022.docx").write_bytes(docx(base()))
    _fail(monkeypatch, last_year, "explain_uncompared", KeyError(3))
    result = gblint.check(docx(base()), file_name="2023.docx", previous=tmp_path / "2022.docx")
    (told,) = [finding for finding in result if finding.incomplete]
    assert {"GB601", "GB602", "GB603", "GB604"} == set(told.unchecked)
    assert {finding.rule for finding in result} == {"GB906"}


def test_what_is_not_read_in_time_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "thread_time", iter([float(n) for n in range(9999)]).__next__)
    monkeypatch.setattr(attempts, "perf_counter", count(step=10**6).__next__)  # far ahead
    result = gblint.check(_data(), file_name="2022.md", limits={"check_seconds": 1})
    (told,) = [finding for finding in result if finding.incomplete]
    assert {finding.rule for finding in result} == {"GB906"}
    assert "表3" in told.message.zh
    assert len(told.unchecked) > 40


@pytest.mark.parametrize(
    "error", [*_ERRORS, ImportError("rapidfuzz")], ids=lambda e: type(e).__name__
)
def test_headings_that_cannot_be_compared_cost_what_depends_on_them(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading = next(one.heading for one in load(PACK).sections if one.number == 5)
    wrong = heading[:-1] + "圆"
    data = _data().replace(heading.encode(), wrong.encode())
    assert {finding.rule for finding in _findings(data)}.isdisjoint({"GB101", "GB901"})
    monkeypatch.setattr(candidates, "make_heading_lexicon", candidates.HeadingLexicon)
    monkeypatch.setattr(headings, "make_heading_lexicon", candidates.HeadingLexicon)
    _fail(monkeypatch, candidates, "_measure_distance", error)
    for _ in range(2):  # nothing of it is kept
        after = _findings(data)
        (told,) = [finding for finding in after if finding.incomplete]
        assert told.rule == "GB906"
        assert told.values["error"] == type(error).__name__
        assert "标题可能没有全部认出" in told.message.zh
        assert {"GB101", "GB106"} <= set(told.unchecked)
        assert {finding.rule for finding in after}.isdisjoint({"GB101", "GB106", "GB901"})
        assert {finding.location.table for finding in after} >= set(_TABLES)
