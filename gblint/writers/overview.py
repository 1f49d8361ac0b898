"""What a long run comes to, on one screen: its gravest findings, or the worst reports and rules.

Whoever has read ten screens of details has only the last of them before his eyes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from gblint.findings import SEVERITIES, Finding, Say, Severity
from gblint.results import FileResult, RunResult
from gblint.text.display import clean, clean_path
from gblint.writers.page import Page
from gblint.writers.words import SEVERITY, find_given_roll, rule_title

_FEW = 3
"""Findings that fill no more than a screen."""

_MOST_FINDINGS = 20
_MOST_REPORTS = 8
_MOST_RULES = 8
_MOST_UNREAD = 5
_MOST_BESIDE_ORGANS = 5
"""Reports and rules where what is the matter with organs of a list stands on the same screen."""


_GRAVEST = Say("一览（先重后轻）：", "At a glance, gravest first:")
_REPORTS = Say("问题最多的报告：", "Reports with most findings:")
_RULES = Say("最常见的问题：", "Commonest findings:")
_STATISTICS = Say("各规则的发现数：", "Findings by rule:")
_UNREAD = Say("没有读出来的文件：", "Files that could not be read:")
_FINDINGS = Say("处", "findings")
_FILES = Say("个文件", "files")


class _Report(msgspec.Struct, frozen=True):
    path: str
    name: str
    counts: tuple[int, ...]
    """Findings by severity, as SEVERITIES has them."""


class Overview:
    """What is seen of the files of a run while they go by; of many only the worst are kept."""

    def __init__(self) -> None:
        self._worst: list[_Report] = []
        self._with_findings = 0
        self._unread: list[str] = []
        self._failed = 0
        self._files: Counter[str] = Counter()
        self._findings: Sequence[Finding] = ()
        self._count = 0
        self.rules: Counter[str] = Counter()
        """Findings of each rule."""

    def add(self, file: FileResult) -> None:
        if file.failure is not None:
            self._failed += 1
            if self._failed <= _MOST_UNREAD:
                self._unread.append(file.path)
        if not file.findings:
            return
        self._count += len(file.findings)
        self._findings = file.findings
        rules = Counter(one.rule for one in file.findings)
        self.rules.update(rules)
        self._files.update(rules.keys())
        if file.failure is None:
            self._with_findings += 1
            counts = Counter(one.severity for one in file.findings)
            name = clean(file.organ or file.title)
            report = _Report(file.path, name, tuple(counts[one] for one in SEVERITIES))
            worst = sorted([*self._worst, report], key=lambda one: one.counts, reverse=True)
            self._worst = worst[:_MOST_REPORTS]

    def write(self, page: Page, result: RunResult) -> None:
        """Write it, where there is more than a screen shows."""
        if self._count <= _FEW:
            return
        if self._with_findings + self._failed == 1:
            self._write_findings(page)
            return
        most = _MOST_BESIDE_ORGANS if find_given_roll(result) is not None else _MOST_RULES
        self._write_reports(page, most)
        if not page.options.statistics:
            _write_heading(page, _RULES)
            self._write_rules(page, result, self.rules.most_common(most))
        if self._failed:
            self._write_unread(page)

    def write_statistics(self, page: Page, result: RunResult) -> None:
        """Write how many findings each rule has, and in how many files."""
        if self.rules:
            _write_heading(page, _STATISTICS)
            ordered = sorted(self.rules.items(), key=lambda item: (-item[1], item[0]))
            self._write_rules(page, result, ordered)

    def _write_findings(self, page: Page) -> None:
        _write_heading(page, _GRAVEST)
        ordered = sorted(self._findings, key=lambda one: SEVERITIES.index(one.severity))
        for one in ordered[:_MOST_FINDINGS]:
            text = f"{one.rule} {page.say(one.message)}"
            cut = page.layout.cut(text, page.width - page.gutter)
            rule = page.paint(one.rule, "bold")
            page.line(page.severity(one.severity) + rule + cut.removeprefix(one.rule))
        _write_others(page, len(ordered) - _MOST_FINDINGS)

    def _write_reports(self, page: Page, most: int) -> None:
        _write_heading(page, _REPORTS)
        worst = self._worst[:most]
        widths = {
            severity: len(str(largest))
            for at, severity in enumerate(SEVERITIES)
            if (largest := max(one.counts[at] for one in worst))
        }
        room = page.width - sum(widths.values()) - len(widths) * (page.gutter + 2) - 2
        for one in worst:
            counts = dict(zip(SEVERITIES, one.counts, strict=True))
            head = "".join(
                _write_count(page, counts[severity], severity, width)
                for severity, width in widths.items()
            )
            text = "  ".join(part for part in (clean_path(one.path), one.name) if part)
            page.line(f"{head}  {page.layout.cut(text, room)}")
        _write_others(page, self._with_findings - len(worst))

    def _write_rules(
        self, page: Page, result: RunResult, counted: Sequence[tuple[str, int]]
    ) -> None:
        findings = len(str(max(count for _, count in counted)))
        files = len(str(max(self._files[rule] for rule, _ in counted)))
        rules = max(len(rule) for rule, _ in counted)
        for rule, count in counted:
            head = f"  {count:{findings}} {page.say(_FINDINGS)}".rstrip()
            head += f"  {self._files[rule]:{files}} {page.say(_FILES)}  "
            indent = page.layout.cells(head) + rules + 2
            head += page.paint(f"{rule:{rules}}", "bold") + "  "
            page.hang(rule_title(result, rule, page.lang), head=head, indent=indent)

    def _write_unread(self, page: Page) -> None:
        _write_heading(page, _UNREAD)
        for path in self._unread:
            page.line(f"  {page.layout.cut(clean_path(path), page.width - 2)}")
        _write_others(page, self._failed - len(self._unread))


def _write_count(page: Page, count: int, severity: Severity, width: int) -> str:
    """A count with its severity, blanks of the same width where it is none."""
    text = f"{count:{width}} {page.say(SEVERITY[severity])}"
    text = page.layout.left(text, width + page.gutter)
    return "  " + (page.paint(text, severity) if count else " " * page.layout.cells(text))


def _write_heading(page: Page, words: Say) -> None:
    page.gap()
    page.line(page.paint(page.say(words), "bold"))


def _write_others(page: Page, count: int) -> None:
    if count > 0:
        others = Say(f"其余 {count} 个见上。", f"{count} more above.")
        page.line("  " + page.paint(page.say(others), "faint"))
