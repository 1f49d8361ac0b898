"""Examples: made from a text or the specimen, run within a time, and what complaints say."""

from __future__ import annotations

import json
from pathlib import Path
from time import thread_time
from unittest import mock

import msgspec
import pytest

from gblint import authoring, report
from gblint.authoring import check_pack
from gblint.authoring.examples import Complaint, find_in_example, run_example
from gblint.cli.pack import check_packs
from gblint.pack.model import Edit, Example, Pack, Written
from gblint.packs.references import read_tag
from gblint.packs.validate import ExampleError, make_example_text, render_specimen
from gblint.text import patterns
from tests.builder.small_packs import places, problems, rule, with_rules, write

_SPECIMEN = "标题\n\n| 甲 | {grid.first.north=4} | {grid.first.south=0.5} |\n{{x}} {a=1}\n"
_PACK = Pack(id="small", title="小", version="1", specimen=_SPECIMEN)


def test_a_specimen_has_its_own_figures_and_those_of_the_example() -> None:
    assert render_specimen(_SPECIMEN, {}) == "标题\n\n| 甲 | 4 | 0.5 |\n{{x}} {a=1}\n"
    assert "| 7 | 0.5 |" in render_specimen(_SPECIMEN, {"grid.first.north": "7"})
    assert "|  | 0.5 |" in render_specimen(_SPECIMEN, {"grid.first.north": ""})


def test_edits_are_made_one_after_the_other_each_once() -> None:
    edits = (Edit("甲", "乙乙"), Edit("乙", ""))
    assert "| 乙 | 4 |" in make_example_text(_PACK, Example(edits=edits))


@pytest.mark.parametrize(
    ("example", "path", "said"),
    [
        (Example(edits=(Edit("标题", ""), Edit("标题", "x"))), ("edits", 1, "find"), "没有“标题”"),
        (Example(edits=(Edit("", "x"),)), ("edits", 0, "find"), "没有“”"),
        (
            Example(cells={"grid.first.nort": "1"}),
            ("cells", "grid.first.nort"),
            "是不是“grid.first.north”？",
        ),
        (Example(text="x", edits=(Edit("x", "y"),)), ("text",), "不能再有"),
    ],
)
def test_what_cannot_be_made(example: Example, path: tuple[str | int, ...], said: str) -> None:
    with pytest.raises(ExampleError) as caught:
        make_example_text(_PACK, example)
    assert caught.value.path == path
    assert said in caught.value.say.zh


def test_without_text_and_specimen() -> None:
    with pytest.raises(ExampleError, match=r"也没有 specimen\.md"):
        make_example_text(msgspec.structs.replace(_PACK, specimen=""), Example())


def test_the_places_of_examples_that_cannot_be_made(tmp_path: Path) -> None:
    examples = "{pass: [{}], fail: [{edits: [{find: 丙, replace: 丁}]}, {cells: {grid.a.b: '1'}}]}"
    text = with_rules(rule("{kind: section-repeat}", examples=examples))
    write(tmp_path, {"p.yaml": text, "specimen.md": _SPECIMEN})
    (edit, cell) = places(problems(tmp_path / "p.yaml"))
    lines = text.splitlines()
    assert lines[edit[0] - 1][edit[1] - 1 :].startswith("丙")
    assert lines[cell[0] - 1][cell[1] - 1 :].startswith("grid.a.b")


def test_a_placeholder_that_is_no_cell(tmp_path: Path) -> None:
    text = with_rules(rule("{kind: section-repeat}"))
    specimen = _SPECIMEN.replace("south", "sout")
    (problem,) = problems(write(tmp_path, {"pack.yaml": text, "specimen.md": specimen}))
    assert Path(problem.file).name == "specimen.md"
    assert (problem.line, problem.column) == (3, 30)
    assert "没有数据格“grid.first.sout”；是不是“grid.first.south”？" in problem.message.zh
    (alone,) = problems(tmp_path / "pack.yaml")
    assert alone == problem


def _told(complaint: Complaint) -> str:
    return f"{complaint.expected.in_lang('en')} / {complaint.actual.in_lang('en')}"


_WRONG = {"applications.granted.total": "18"}
"""A total that is one too few: of its row, and of its column."""


@pytest.mark.parametrize(
    ("example", "said"),
    [
        (Example(cells=_WRONG), ""),
        (Example(cells=_WRONG, count=1), ""),
        (Example(cells=_WRONG, expect={"row": "granted", "difference": 1, "section": 3}), ""),
        (Example(cells=_WRONG, count=2), "2 of GB301 / 1: "),
        (Example(cells=_WRONG, expect={"row": "partial"}), "row: partial / row: granted"),
        (Example(), "at least 1 of GB301 / no finding"),
        (Example(cells={"applications.x.y": "1"}), "an example that can be made / no cell "),
    ],
)
def test_what_an_example_that_fails_must_show(pack: Pack, example: Example, said: str) -> None:
    footing = next(rule for rule in pack.rules if rule.id == "GB301")
    complaints = run_example(pack, footing, example, failing=True)
    assert len(complaints) == bool(said)
    assert all(_told(complaint).startswith(said) for complaint in complaints)


def test_an_example_that_passes_is_not_found(pack: Pack) -> None:
    footing = next(rule for rule in pack.rules if rule.id == "GB301")
    assert run_example(pack, footing, Example(), failing=False) == []
    (complaint,) = run_example(pack, footing, Example(cells=_WRONG), failing=False)
    assert _told(complaint).startswith("no finding of GB301 / 1: ")


def test_a_brace_left_open_is_told(pack: Pack) -> None:
    footing = next(rule for rule in pack.rules if rule.id == "GB301")
    broken = msgspec.structs.replace(footing, message="{nothing}", variants={})
    small = msgspec.structs.replace(pack, rules=(broken,))
    (complaint,) = run_example(small, broken, Example(cells=_WRONG), failing=True)
    assert _told(complaint) == "no value left open / {nothing}"


def test_a_file_that_cannot_be_read_is_found(pack: Pack) -> None:
    example = Example(text="PK\x03\x04 no zip", file_name="报告.docx")
    assert [finding.rule for finding in find_in_example(pack, example)] == ["GB901"]
    without = msgspec.structs.replace(pack, rules=())
    assert find_in_example(without, example) == ()


@pytest.mark.parametrize(
    "kind",
    [
        *("input", "suppression", "unevaluated", "section-presence", "section-order", "length"),
        *("heading-wording", "table-presence", "table-unread", "table-shape", "equation"),
        *("prose-number", "percentage", "words", "similarity", "year-to-year", "roll-up", "copied"),
    ],
)
def test_a_rule_finds_the_same_when_only_it_is_evaluated(pack: Pack, kind: str) -> None:
    """Also where its findings tell of other rules, or comments take some of them out."""
    about = next(one for one in pack.rules if read_tag(one.check) == kind)
    example = about.examples.failing[0]
    every = find_in_example(pack, example)
    found = [finding for finding in every if finding.rule == about.id]
    assert found
    alone = find_in_example(pack, example, about)
    assert [finding for finding in alone if finding.rule == about.id] == found


def test_only_the_named_rules_are_evaluated_and_those_about_the_file(pack: Pack) -> None:
    footing = next(rule for rule in pack.rules if rule.id == "GB301")
    edits = (Edit("三、收到和处理政府信息公开申请情况", ""),)
    wrong = Example(cells=_WRONG, edits=edits)
    every = {finding.rule for finding in find_in_example(pack, wrong)}
    assert "GB301" in every
    assert len(every) > 1
    assert {finding.rule for finding in find_in_example(pack, wrong, footing)} == {"GB301"}
    failing = Example(cells=_WRONG, fails="GB301")
    assert {finding.rule for finding in find_in_example(pack, failing, footing)} == {"GB906"}


def test_prose_is_read_where_a_rule_about_something_else_asks_for_it(pack: Pack) -> None:
    """Without a table, the rules that compare prose with it are named as not evaluated."""
    absent = next(rule for rule in pack.rules if read_tag(rule.check) == "table-presence")
    (found,) = find_in_example(pack, absent.examples.failing[0], absent)
    assert "GB504" in found.unchecked


def test_prose_is_not_read_for_a_rule_that_does_not_ask(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "read_prose", mock.Mock(side_effect=AssertionError))
    footing = next(rule for rule in pack.rules if rule.id == "GB301")
    previous = Example(cells=_WRONG, previous=Written())
    assert [one.rule for one in find_in_example(pack, previous, footing)] == ["GB301"]


_SLOW = "{kind: pattern, zone: report, forbid: ['(?:a|a|aa)+$']}"
_TITLE = "某县2023年政府信息公开工作年度报告\\n\\n"
_EXAMPLES = (
    f'{{pass: [{{text: "{_TITLE}{"a" * 60}b"}}, {{text: "{_TITLE}{"a" * 61}b"}}], '
    f'fail: [{{text: "{_TITLE}a"}}]}}'
)


def _pack(folder: Path, number: int) -> str:
    rules = "".join(rule(_SLOW, id=f"XX{100 + i}", examples=_EXAMPLES) for i in range(number))
    text = f"pack: slow\ntitle: {{zh: 慢, en: slow}}\nextends: [gbh-2021-30]\nrules:\n{rules}"
    return str(write(folder, {"p.yaml": text}) / "p.yaml")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "TIME_LIMIT", 0.2)
    monkeypatch.setattr(authoring, "SECONDS", 0.5)
    monkeypatch.setattr(authoring, "SLOW", 0.05)
    monkeypatch.setattr(authoring, "RULE_SECONDS", 0.1)
    monkeypatch.setattr(authoring, "SECONDS", 0.5)


@pytest.mark.slow
def test_the_examples_of_all_rules_share_a_time(tmp_path: Path) -> None:
    begun = thread_time()
    checked = check_pack(_pack(tmp_path, 12))
    assert thread_time() - begun < 5
    assert checked.failed
    assert checked.examples + checked.left == 36
    assert 1 <= checked.examples < 8
    told = [
        one.problem.message.zh for one in checked.remarks if "没有运行" in one.problem.message.zh
    ]
    assert len(told) == 12
    assert told[0].startswith("XX100 有 2 个示例没有运行")
    assert told[-1].startswith("XX111 有 3 个示例没有运行")


def test_examples_that_were_not_run_are_exit_code_2(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert check_packs([_pack(tmp_path, 1)], format_="json", lang="zh") == 2
    (read,) = json.loads(capfdbinary.readouterr().out)
    assert (read["examples"], read["examples_not_run"]) == (1, 2)
