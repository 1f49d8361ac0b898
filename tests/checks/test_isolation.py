"""What goes wrong in one check costs that check: all other findings stay as they are, and it is
told.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest

import gblint
from gblint import attempts, checks, pipeline, run, selection
from gblint.attempts import limit_time
from gblint.checks import CHECKS, check_report, load
from gblint.checks.hits import Check, Hit, Place
from gblint.checks.marks import PairsCheck
from gblint.checks.other_reports import RollUp
from gblint.findings import Finding, TooMuch
from gblint.pack import Options
from gblint.pack.model import Pack, Rule
from gblint.readers import Limits, read
from gblint.report import recognise
from gblint.report.model import Parts, Report, reduce_for_comparison
from gblint.results import FileResult, Known, RunResult, WriterOptions
from gblint.run import Batch, batch, check_inputs, roll_up
from gblint.run.baseline import encode_baseline, set_known_apart
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.text.patterns import PatternTimeout
from gblint.writers import WRITERS, write_whole
from tests.builder.fixture_cases import base, with_prose
from tests.builder.write_text import Shape, text
from tests.tools.amount import some
from tests.tools.lint import PACK

_RULES = load(PACK)
_FAULTS = (
    "一是更新慢；三是培训少。",
    "申请人李某（15912345678）来电，（示例发〔2023〕1号已印发，，XX单位待补充。",
    "2023年收到申请99件，其中自然人50件，占77%。",
)
_CHANGES = {
    "三、收到和处理政府信息公开申请情况\n": "收到和处理申请的情况\n",
    "| 规章 | 2 |": "| 规章 | 2.5 |",
    "| 行政强制 |": "| 强制 |",
    "| 二、上年结转政府信息公开申请数量 | ": "| 二、上年结转政府信息公开申请数量 |  | 甲 ",
    "| 859 | 65 |": "| 859 | 66 |",
    "电话：010-55550123": "电话：12",
    "六、其他需要报告的事项\n2023年度": "六、其他需要报告的事项\n2021年度",
}
"""What makes it wrong in many ways."""

_PRIVATE = "张三 410102197803074211\x1b[31m a@b.cn\n第二行"


def _data() -> bytes:
    report = text(with_prose(base(), 5, *_FAULTS), shape=Shape("pipes")).decode()
    for right, wrong in _CHANGES.items():
        assert right in report
        report = report.replace(right, wrong)
    return report.encode()


_PACKS = (
    PACK,
    str(Path(__file__).parents[1] / "rules" / "ten_requirements" / "pack.yaml"),
    "example-province",
)
"""The national pack, and others with kinds that it has no use for."""


def _faulty(pack: Pack) -> Report:
    """A report with faults of many kinds, beside one of last year and those of its parts."""
    report = recognise(read(_data(), "2022.md"), pack, file_name="2022.md")
    other = reduce_for_comparison(report, "other.md")
    return msgspec.structs.replace(report, previous=other, parts=Parts((other, other)))


def _find_pack(kind: type[Options]) -> str:
    """The first of the packs that has a rule of a kind."""
    for ref in _PACKS:
        if any(isinstance(rule.check, kind) for rule in load(ref).rules):
            return ref
    raise AssertionError(f"give one of these packs a rule of {kind.__name__}: {_PACKS}")


@cache
def _check_with(ref: str) -> tuple[Pack, Report, tuple[Finding, ...]]:
    pack = load(ref)
    report = _faulty(pack)
    return pack, report, tuple(check_report(report, pack))


class _BrokenError(RuntimeError):
    pass


def _breaking(check: Check, hits: int) -> Check:
    """A check that breaks after so many hits, its own as far as it has any."""

    def broken(report: Report, rule: Rule, pack: Pack, /) -> Iterator[Hit]:
        found = list(check(report, rule, pack)) or [Hit(Place(text="此处"))]
        yield from found[:hits]
        raise _BrokenError(_PRIVATE)

    return broken


def _break(monkeypatch: pytest.MonkeyPatch, kind: type[Options], hits: int = 0) -> None:
    monkeypatch.setitem(CHECKS, kind, _breaking(CHECKS[kind], hits))


def _bytes(findings: Sequence[Finding]) -> list[bytes]:
    return [msgspec.json.encode(finding) for finding in findings]


def test_the_report_has_findings_of_many_kinds() -> None:
    _, _, before = _check_with(PACK)
    assert len({finding.rule for finding in before}) > 9
    assert not any(finding.incomplete for finding in before)


@pytest.mark.alike(2)
@pytest.mark.parametrize("hits", [0, 1], ids=["at once", "after a hit"])
@pytest.mark.parametrize("kind", CHECKS, ids=lambda kind: str(kind.__struct_config__.tag))
def test_a_check_that_breaks_costs_itself(
    kind: type[Options], hits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, report, found = _check_with(_find_pack(kind))
    broken = {rule.id for rule in pack.rules if isinstance(rule.check, kind)}
    _break(monkeypatch, kind, hits)
    after = check_report(report, pack)
    others = [finding for finding in after if finding.rule not in broken | {"GB906"}]
    assert _bytes(others) == _bytes([one for one in found if one.rule not in broken])
    told = [finding for finding in after if finding.incomplete and finding.values.get("rule")]
    assert {finding.unchecked for finding in told} == {(rule,) for rule in broken}
    for finding in told:
        assert (finding.rule, finding.severity) == ("GB906", "error")
        assert str(finding.values["rule"]) in finding.message.zh
        assert all("_BrokenError" in words for words in (finding.message.zh, finding.message.en))
        assert ("其余部分" in finding.message.zh) == bool(hits)
    stand = Counter(finding.rule for finding in after if not finding.incomplete)
    before = Counter(finding.rule for finding in found)
    for rule in broken - {"GB906"}:
        assert stand[rule] == (hits if hits == 0 or not before[rule] else 1), rule
    assert len({finding.fingerprint for finding in told}) == len(told)


def _run(folder: Path, **options: Any) -> RunResult:
    path = folder / "2022年报.md"
    path.write_bytes(_data())
    overrides = Overrides(**options)
    return check_inputs(collect_inputs([str(path)]), overrides, batch=Batch(cache=False))


@pytest.mark.parametrize(
    "kind", some([*CHECKS], 6), ids=lambda kind: str(kind.__struct_config__.tag)
)
def test_the_exit_code_says_so(
    kind: type[Options], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, kind)
    result = _run(tmp_path, fail_on="never", select=("GB102",), pack=_find_pack(kind))
    assert result.exit_code == 2
    assert "GB906" in {finding.rule for finding in result.files[0]}


@pytest.mark.parametrize(
    "options",
    [
        {"select": ("GB1",)},
        {"ignore": ("GB7",)},
        {"ignore": ("GB9",)},
        {"select": ("GB1",), "ignore": ("GB906",)},
        {"fail_on": "never"},
        {"severity": {"GB906": "note"}, "fail_on": "error", "select": ("GB9",)},
    ],
)
def test_no_option_takes_it_away_in_any_format(
    options: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, PairsCheck)
    result = _run(tmp_path, **options)
    assert result.exit_code == 2
    for form in WRITERS:
        said = write_whole(form, result, WriterOptions(quiet=True, width=400))
        assert "GB906" in said, form
        assert "规则 GB703" in said, form
        assert "_BrokenError" in said, form
        for private in ("410102197803074211", "19780307", "a@b.cn", "\x1b[31m"):
            assert private not in said, form


def test_sarif_says_that_the_run_did_not_succeed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, PairsCheck)
    log = json.loads(write_whole("sarif", _run(tmp_path, fail_on="never"), WriterOptions()))
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 2
    told = [
        one
        for one in invocation["toolExecutionNotifications"]
        if one.get("associatedRule", {}).get("id") == "GB906"
    ]
    assert [one["level"] for one in told] == ["error"]
    assert "GB703" in told[0]["message"]["text"]


@pytest.mark.parametrize("comment", ["ignore", "ignore-file"])
def test_no_comment_and_no_baseline_takes_it_away(
    comment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, PairsCheck)
    told = f"<!-- gblint: {comment} GB906 GB7 原文如此 -->\n\n".encode()
    result = gblint.check(told + _data(), file_name="2022年报.md")
    assert [one.finding.rule for one in result.suppressed if one.finding.incomplete] == []
    assert "GB906" in {finding.rule for finding in result}
    run = _run(tmp_path)
    baseline = json.loads(encode_baseline(run, tmp_path))
    known = next(iter(baseline["files"].values()))["findings"]
    assert "GB906" not in {one["rule"] for one in known}
    (own,) = [finding for finding in run.files[0] if finding.incomplete]
    entry = Known("GB906", own.fingerprint)
    assert own in set_known_apart(run.files[0], [entry]).findings


def test_it_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    paths = [tmp_path / f"{number}.md" for number in range(3)]
    for path in paths:
        path.write_bytes(_data())
    inputs = collect_inputs([str(tmp_path)])
    monkeypatch.setattr(run, "_CACHE_PAYS", 0.0)
    with monkeypatch.context() as patch:
        _break(patch, PairsCheck)
        assert check_inputs(inputs, Overrides(), batch=Batch(jobs=1)).exit_code == 2
    result = check_inputs(inputs, Overrides(), batch=Batch(jobs=1))
    assert not any(one.incomplete for file in result.files for one in file)


def test_a_pack_without_the_rule_says_so_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pack, report, _ = _check_with(PACK)
    rules = tuple(rule for rule in pack.rules if rule.id == "GB703")
    _break(monkeypatch, PairsCheck, 1)
    found = check_report(report, msgspec.structs.replace(pack, rules=rules))
    assert [finding.rule for finding in found if finding.incomplete] == ["GB906"]


def test_what_is_not_begun_in_time_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pack, report, before = _check_with(PACK)
    clock = iter(range(10_000))
    monkeypatch.setattr(attempts, "thread_time", lambda: float(next(clock)))
    monkeypatch.setattr(attempts, "perf_counter", count(step=10**6).__next__)  # far ahead
    with limit_time(10):
        found = check_report(report, pack)
    (told,) = [finding for finding in found if finding.incomplete]
    run = [rule.id for rule in pack.rules if rule.id not in told.unchecked]
    first = [rule.id for rule in pack.rules][:9]
    assert run[:9] == first
    assert {"GB901", "GB902", "GB906"} <= set(run)
    assert len(told.unchecked) == len(pack.rules) - len(run) > 40
    assert "check_seconds" in told.message.zh
    assert _bytes([one for one in found if not one.incomplete]) == _bytes(
        [one for one in before if one.rule in run]
    )


@pytest.mark.parametrize("files", [0, 1, 3], ids=["api", "one file", "a batch"])
def test_the_time_of_a_file_is_a_limit(
    files: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look at the clock takes a tenth of a second here, and there are some hundred."""
    now = [0.0]

    def clock() -> float:
        now[0] += 0.1
        return now[0]

    monkeypatch.setattr(attempts, "thread_time", clock)
    monkeypatch.setattr(attempts, "perf_counter", count(step=10**6).__next__)  # far ahead
    monkeypatch.setattr(run, "_CACHE_PAYS", 0.0)
    for number in range(max(files, 1)):
        (tmp_path / f"{number}.md").write_bytes(_data())

    def checked(seconds: int) -> list[FileResult]:
        limits: dict[str, float] = {"check_seconds": seconds}
        if not files:
            return [gblint.check(tmp_path / "0.md", limits=limits)]
        overrides = Overrides(limits=limits, fail_on="never")
        batch = Batch(jobs=1, cache=files > 1)
        result = check_inputs(collect_inputs([str(tmp_path)]), overrides, batch=batch)
        assert result.exit_code == (2 if seconds < 100 else 0)
        return list(result.files)

    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    for file in checked(1):
        (told,) = [finding for finding in file if finding.incomplete]
        assert "check_seconds" in told.message.zh
    assert not any(one.incomplete for file in checked(1000) for one in file)


def test_comments_that_cannot_be_settled_suppress_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise _BrokenError

    comment = "<!-- gblint: ignore-file GB703 原文如此 -->\n\n".encode()
    data = _data() + b"\n\n" + comment
    assert [one.finding.rule for one in gblint.check(data).suppressed] == ["GB703"]
    monkeypatch.setattr(selection, "suppress_findings", breaks)
    result = gblint.check(data)
    (told,) = [finding for finding in result if finding.incomplete]
    assert told.unchecked == ("GB904",)
    assert not result.suppressed
    assert "GB703" in {finding.rule for finding in result}


def test_a_summary_whose_check_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("whole.md", "part.md"):
        (tmp_path / name).write_bytes(_data())
    _break(monkeypatch, RollUp)
    (summary,) = collect_inputs([str(tmp_path / "whole.md")])
    result = roll_up(
        summary, collect_inputs([str(tmp_path / "part.md")]), Overrides(fail_on="never")
    )
    assert result.exit_code == 2
    assert [one.unchecked for one in result.files[0] if one.incomplete] == [("GB801",)]


@pytest.mark.parametrize("rules", [["GB906"], ["GB9"], ["GB906", "GB703"]])
def test_settings_for_one_file_do_not_take_it_away_nor_say_so(
    rules: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, PairsCheck)
    (tmp_path / "gblint.toml").write_text(
        f'[[per-file-ignores]]\nfiles = ["2022年报.md"]\nrules = {rules}\nreason = "不用看"\n',
        "utf-8",
    )
    result = _run(tmp_path)
    (file,) = result.files
    assert result.exit_code == 2
    assert [one.rule for one in file if one.incomplete] == ["GB906"]
    assert "GB906" not in {*file.ignored, *(one.finding.rule for one in file.left_out)}
    assert result.summary().left_out == len(file.left_out)
    for form in WRITERS:
        said = write_whole(form, result, WriterOptions(suppressed=True, width=400))
        assert "GB906 已忽略" not in said
        assert "已没有问题" not in said
    listed = json.loads(write_whole("json", result, WriterOptions()))["files"][0]["ignored"]
    assert "GB906" not in {one["rule"] for one in listed}


_DATA = text(base(), shape=Shape("pipes"))


def _told(error: Exception, monkeypatch: pytest.MonkeyPatch) -> Finding:
    def broken(*_: object) -> Iterator[object]:
        raise error

    monkeypatch.setattr(checks, "CHECKS", CHECKS | {PairsCheck: broken})
    found = check_report(recognise(read(_DATA, "a.md"), _RULES), _RULES)
    (told,) = [finding for finding in found if finding.incomplete]
    return told


@pytest.mark.parametrize("error", [KeyError("330113 张三 *"), ValueError("张三 is no 李四")])
def test_it_names_the_error_and_nobody(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    told = _told(error, monkeypatch)
    said = msgspec.json.encode(told).decode()
    assert type(error).__name__ in told.message.zh
    assert "张三" not in said
    for say in (told.message, told.fix):
        assert (say.zh + say.en).count("GBLINT_DEBUG") == (2 if say is told.fix else 0)
    assert "正则表达式" not in told.fix.zh


def test_what_to_do_is_for_what_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = _told(PatternTimeout("(a+)+b"), monkeypatch).fix
    assert "改规则包" in slow.zh
    assert "GBLINT_DEBUG" not in slow.zh + slow.en
    much = _told(TooMuch("太多", "too much"), monkeypatch).fix
    assert "正则表达式" not in much.zh
    assert "GBLINT_DEBUG" not in much.zh + much.en


@pytest.mark.parametrize("rules", ["ＧＢ７０１", "ＧB701", "GB３０１，ＧＢ701"])
def test_a_rule_in_letters_of_full_width_is_read(rules: str) -> None:
    comment = f"<!-- ｇblint：ｉｇｎｏｒｅ－ｆｉｌｅ {rules} 原文如此 -->\n\n"
    plain = comment.replace("ｇ", "g", 1)
    result = gblint.check((plain.encode() + _DATA), file_name="a.md")
    told = [finding for finding in result if finding.rule == "GB904"]
    assert all("没有起作用" in one.message.zh or "没有" in one.message.zh for one in told)
    assert not any("没有这条规则" in one.message.zh or "ＧＢ" in one.message.zh for one in told)
    assert any("GB701" in one.message.zh for one in told)


_WITH_GAPS = text(with_prose(base(), 5, "XX单位待补充，，"), shape=Shape("pipes"))
_CHECKS: dict[Any, Any] = CHECKS


class _Strange(BaseException):
    pass


_UNUSUAL = (
    SystemExit(0),
    SystemExit("words"),
    GeneratorExit(),
    _Strange(),
    BaseExceptionGroup("both", [_Strange()]),
)
"""What no `except Exception` catches, and what a library may raise all the same."""


def _raising(error: BaseException) -> Any:
    def broken(*_: object, **__: object) -> NoReturn:
        raise error

    return broken


@pytest.mark.parametrize("error", _UNUSUAL, ids=repr)
def test_what_ends_a_program_ends_no_more_than_a_check(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_CHECKS, PairsCheck, _raising(error))
    result = _run_one(tmp_path)
    assert result.exit_code == 2
    (file,) = result.files
    rules = {finding.rule for finding in file}
    assert "GB906" in rules
    assert rules >= {"GB702", "GB705"}
    assert type(error).__name__ in write_whole("text", result, WriterOptions())


@pytest.mark.parametrize("error", _UNUSUAL, ids=repr)
def test_what_ends_a_program_ends_no_more_than_a_file(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "read", _raising(error))
    result = _run_one(tmp_path)
    assert result.exit_code == 2
    assert type(error).__name__ in str(result.files[0].failure)
    assert type(error).__name__ in str(gblint.check(_WITH_GAPS).failure)
    task = batch.Task(str(tmp_path / "2022年报.md").encode(), 0)
    raw = batch.check_task(task, [batch.PackChoice((load(PACK),), Limits())], None)
    assert type(error).__name__ in str(raw.failure)


def test_a_request_to_end_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_CHECKS, PairsCheck, _raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        _run_one(tmp_path)


def _run_one(folder: Path) -> RunResult:
    path = folder / "2022年报.md"
    path.write_bytes(_WITH_GAPS)
    return check_inputs(collect_inputs([str(path)]), Overrides(), batch=Batch(cache=False))
