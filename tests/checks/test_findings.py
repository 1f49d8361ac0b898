"""How hits become findings: words, places, fingerprints, order, and files without a report."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

from gblint import checks
from gblint.checks import CHECKS, KINDS, build_input_finding, check_report
from gblint.checks.content import PatternCheck
from gblint.checks.facts import DeadlineCheck
from gblint.checks.hits import make_plain, read_options, render
from gblint.checks.sections import SectionPresence, SectionRepeat
from gblint.checks.tables import CellKind
from gblint.checks.unchecked import InputCheck
from gblint.document import Anchor, Document, Paragraph
from gblint.findings import Say
from gblint.pack import Options
from gblint.packs.schema import find_kind_text
from gblint.report.model import Facts, Mention, Report
from gblint.text import patterns
from tests.builder.by_hand import (
    BALANCED,
    find,
    grid,
    report,
    rule,
    section,
    told,
    whole,
    with_rules,
)


def test_every_kind_is_in_the_registry() -> None:
    for file in Path(checks.__file__).parent.glob("*.py"):
        import_module(f"gblint.checks.{file.stem}")
    made = {one for one in _below(Options) if one.__module__.startswith("gblint.checks.")}
    assert made == {kind.options for kind in KINDS.values()} == set(CHECKS)
    assert all(tag == kind.tag and find_kind_text(kind).zh for tag, kind in KINDS.items())


def _below(kind: type[Options]) -> set[type[Options]]:
    """The options with a tag that are made from others."""
    found = set[type[Options]]()
    for one in kind.__subclasses__():
        found |= _below(one) | ({one} if one.__struct_config__.tag else set())
    return found


def test_the_options_of_another_kind_are_refused() -> None:
    with pytest.raises(TypeError, match="XX101"):
        read_options(rule(SectionPresence()), SectionRepeat)


def test_values_in_a_message() -> None:
    said = render(
        Say("{a}{b}{c}{d}{e} {f.__class__}", "{a}, {c}, {d}"),
        {
            "a": "甲",
            "b": Decimal("1E+2"),
            "c": (Say("北", "North"), Say("南", "South")),
            "d": Say("总", "all"),
            "e": ("x", "y"),
        },
    )
    assert said.zh == "甲100北、南总x、y {f.__class__}"
    assert said.en == "甲, North, South, all"
    assert render("{没有}", {}).zh == "{没有}"


def test_values_of_a_finding_are_plain() -> None:
    assert make_plain((Say("北", "North"), Say("南"))) == ("北", "南")
    assert make_plain(Say("北", "North")) == "北"
    assert make_plain(Decimal("1.5")) == Decimal("1.5")


def test_texts_of_a_finding() -> None:
    finding = find(
        report(whole(2, 3, 4)), SectionPresence(), severity="warning", fix="补{heading}", basis="据"
    )[0]
    assert (finding.rule, finding.severity) == ("XX101", "warning")
    assert (finding.fix.zh, finding.basis.zh) == ("补甲情况", "据")
    assert finding.values["heading"] == "甲情况"


def test_findings_are_in_the_order_of_the_document() -> None:
    pack = with_rules(rule(SectionRepeat(), id="XX103"), rule(SectionPresence(), id="XX101"))
    findings = check_report(report(whole(1, 4, 4)), pack)
    assert [(f.location.line, f.rule) for f in findings] == [
        (20, "XX101"),
        (20, "XX101"),
        (30, "XX103"),
    ]


def test_fingerprints_stay_when_lines_and_figures_change() -> None:
    texts = PatternCheck(zone="section 1", forbid=("旧",))

    def prints(*sentences: str, at: int) -> list[str]:
        return [f.fingerprint for f in find(report([section(1, *sentences, at=at)]), texts)]

    first = prints("共3件旧事。", "另一旧事。", at=10)
    assert first == prints("新的一段。", "共5件旧事。", "另一旧事。", at=70)
    assert len(set(first)) == 2
    assert prints("另一旧事。", at=10) == first[1:]  # whichever others there are
    assert all(len(mark) == 16 for mark in first)
    alike = prints("共3件旧事。", "共4件旧事。", at=10)
    assert alike[0] == first[0]
    assert alike[0] != alike[1]


def test_the_fingerprint_of_a_cell_is_its_place() -> None:
    check = CellKind("unreadable")

    def prints(text: str) -> str:
        return find(report(tables=[grid({**BALANCED, "first": (text, 2, 3)})]), check)[
            0
        ].fingerprint

    assert prints("一件") == prints("两件")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("旧事。", "“旧事。”"),
        ("旧" + "长" * 22 + "。", "“旧" + "长" * 22 + "。”"),
        ("旧" + "长" * 30, "“旧" + "长" * 22 + "…”"),
    ],
)
def test_a_place_in_no_section_is_told_by_its_text(text: str, where: str) -> None:
    other = section(None, text, at=10, name="其他话", origin="foreign")
    everywhere = PatternCheck(zone="report", forbid=("^旧",))
    assert find(report([other]), everywhere)[0].location.where.zh == where


def test_a_place_without_text_is_the_document() -> None:
    found = Mention("2030-01-01", "", Anchor(1), None)
    finding = find(report(facts=Facts(published=found)), DeadlineCheck())[0]
    assert finding.location.where.zh == "全文"


def test_a_pattern_that_does_not_end_names_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "TIME_LIMIT", 0.05)
    slow = PatternCheck(zone="preface", forbid=("(?:(?:a|aa)+)+[bc]",))
    (finding,) = find(report(preface=("a" * 100 + ".b",)), slow)
    assert (finding.rule, finding.incomplete, finding.unchecked) == ("GB906", True, ("XX101",))
    assert "规则 XX101 的正则表达式运行超过 0.05 秒" in finding.message.zh


EVENTS = with_rules(
    rule(InputCheck("unreadable"), id="XX901", message="读不了：{reason}"),
    rule(
        InputCheck("unrecognised"),
        id="XX902",
        message="?",
        variants={"empty": "空", "other": "不是：{reason}"},
    ),
    rule(InputCheck("scanned"), id="XX903", message="扫描"),
    rule(SectionPresence(), id="XX101"),
)


def unrecognised(*texts: str, pictures: int = 0) -> Report:
    blocks = tuple(Paragraph(text, Anchor(i)) for i, text in enumerate(texts, 1))
    made = report(title=None, recognised=False)
    return msgspec.structs.replace(made, document=Document("docx", blocks, pictures))


@pytest.mark.parametrize(
    ("checked", "message"),
    [
        (unrecognised(), "空"),
        (unrecognised(" ", "　"), "空"),
        (unrecognised("今天天气很好。"), "不是：没有找到年度报告的标题、章节或表格"),
        (unrecognised("字" * 100, pictures=3), "不是：没有找到年度报告的标题、章节或表格"),
        (unrecognised(pictures=3), "扫描"),
        (unrecognised("1", "2", pictures=3), "扫描"),
    ],
)
def test_a_document_that_is_no_report_has_one_finding(checked: Report, message: str) -> None:
    assert told(check_report(checked, EVENTS)) == [message]


def test_a_report_has_no_finding_about_its_file() -> None:
    found = check_report(report(whole(1, 2, 3, 4)), EVENTS)
    assert not found


def test_a_file_that_was_not_read() -> None:
    finding = build_input_finding(EVENTS, "unreadable", Say("文件损坏", "damaged"))
    assert finding is not None
    assert (finding.rule, finding.message.zh) == ("XX901", "读不了：文件损坏")
    assert finding.location.where.zh == "整个文件"
    scanned = build_input_finding(EVENTS, "scanned", Say(""))
    assert scanned is not None
    assert scanned.rule == "XX903"
    assert build_input_finding(with_rules(), "unreadable", Say("")) is None
