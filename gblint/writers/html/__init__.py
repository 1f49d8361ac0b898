"""Format `html`: one page for one report or many, for somebody who looks and does not type.

An overview, gravest first, then each report as it was read with what was found marked in it and
listed beside it. The page is one file: its style and program stand in it, it loads nothing, and
a content security policy lets nothing else run, by the digests of these two. Without a program it
is a plain document, in which all links lead.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

from gblint import __version__
from gblint.findings import SEVERITIES, Lang, Say, Severity
from gblint.results import FileResult, RunResult, WriterOptions, describe_skipped
from gblint.writers.html.report import ReportView, escape, escape_line, get_html_lang
from gblint.writers.rule_page import put_in_words
from gblint.writers.words import (
    ORGAN_STATE,
    SEVERITY,
    count_in_read,
    count_reported,
    describe_summary,
    find_listed_organs,
    find_rule_title,
    rank_rules,
)

_TITLE = Say("年度报告检查结果", "Check of annual reports")
_SKIP = Say("跳到报告", "Skip to the reports")
_OVERVIEW = Say("各报告一览", "Reports at a glance")
_BY_RULE = Say("各规则的发现数", "Findings by rule")
_RULES = Say("涉及的规则", "The rules concerned")
_REPORT = Say("报告", "Report")
_ORGAN = Say("单位", "Organ")
_YEAR = Say("年度", "Year")
_FIRST = Say("最要紧的一处", "The gravest finding")
_FAILED = Say("无法读取", "not readable")
_STATE = Say("情况", "What")
_DETAILS = Say("说明", "Details")
_COUNT = Say("处数", "Findings")
_RULE = Say("规则", "Rule")
_CLEAN = Say("没有问题", "no problems")
_WHY = Say("为什么", "Why")
_BASIS = Say("依据", "Basis")
_FILTER = Say("筛选", "Filter")
_SEVERITIES = Say("级别", "Severity")
_ALL_RULES = Say("全部规则", "all rules")
_SEARCH = Say("单位、文件或文字（按 / 键）", "organ, file or text (press /)")
_KEYS = Say(
    "键盘：n 或 j 下一处，p 或 k 上一处，Enter 在列表与原文之间跳转，/ 筛选。",
    "Keys: n or j next finding, p or k previous, Enter between list and report, / to filter.",
)
_SHOWN = Say("显示 {} 份", "{} shown")
_LONGEST = 120
"""Characters of a message in the overview."""


class _OverviewRow(msgspec.Struct, frozen=True):
    """A report in the overview; `index` is that in the run."""

    index: int
    name: str
    path: str
    organ: str
    year: int | None
    counts: tuple[int, int, int]
    failed: bool
    rules: str
    first: Say

    @property
    def order(self) -> tuple[object, ...]:
        """Gravest first, then as the files come."""
        return (not self.failed, *(-count for count in self.counts), self.index)


@cache
def read_asset(name: str) -> str:
    """What stands beside: the head of the page, its style and its program."""
    return Path(__file__).with_name(name).read_text("utf-8")


def build_policy() -> str:
    """What the page lets a browser load and run: nothing but the style and program in it."""
    style, program = (
        b64encode(sha256(read_asset(name).encode()).digest()).decode()
        for name in ("page.css", "page.js")
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{program}'; "
        "base-uri 'none'; form-action 'none'"
    )


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    page = _PageWriter(result, options)
    yield from page.write_head()
    yield from page.write_overview()
    yield from page.write_reports()
    yield from page.write_foot()


class _PageWriter:
    def __init__(self, result: RunResult, options: WriterOptions) -> None:
        self.result = result
        self.options = options
        self.lang: Lang = options.lang
        self.found: Counter[str] = Counter()
        self.reports_of: Counter[str] = Counter()
        rows: list[_OverviewRow] = []
        for index, file in enumerate(result.files):
            self.found.update(finding.rule for finding in file.findings)
            self.reports_of.update({finding.rule for finding in file.findings})
            rows.append(_build_overview_row(index, file))
        self.rows = sorted(rows, key=lambda row: row.order)

    def say(self, say: Say) -> str:
        return escape_line(say.in_lang(self.lang))

    def write_head(self) -> Iterator[str]:
        title = self.say(_TITLE)
        if len(self.rows) == 1:
            title = f"{escape_line(self.rows[0].name)} · {title}"
        yield read_asset("head.html").format(
            lang=get_html_lang(self.lang),
            policy=build_policy(),
            version=__version__,
            title=title,
            style=read_asset("page.css"),
        )
        many = "many" if len(self.rows) != 1 else "one"
        yield f'<body class="{many}">\n<a class="skip" href="#reports">{self.say(_SKIP)}</a>\n'

    def write_overview(self) -> Iterator[str]:
        summary = self.result.summary()
        yield f'<header class="top"><h1>{self.say(_TITLE)}</h1>\n'
        yield f'<p class="verdict">{escape_line(describe_summary(summary, self.lang))}</p>\n'
        # a file that could not be read is counted as such, and not by the finding that says so
        counts = count_in_read(summary)
        yield '<ul class="tiles">'
        yield f'<li class="all"><b>{summary.files}</b> {self.say(_REPORT)}'
        for severity in SEVERITIES:
            kind = severity if counts[severity] else "zero"
            yield f'<li class="{kind}"><b>{counts[severity]}</b> {self.say(SEVERITY[severity])}'
        if summary.failed:
            yield f'<li class="error"><b>{summary.failed}</b> {self.say(_FAILED)}'
        yield "</ul>\n"
        if fixable := summary.fixable + summary.fixable_unsafe:
            unsafe = summary.fixable_unsafe
            corrected = Say(
                f"{fixable} 处可自动改正，其中 {unsafe} 处改后须核对。",
                f"{fixable} can be corrected by gblint, {unsafe} of them to be looked at.",
            )
            yield f'<p class="quiet">{self.say(corrected)}</p>\n'
        if self.result.skipped:
            yield f'<p class="quiet">{self.say(describe_skipped(self.result.skipped))}</p>\n'
        for note in self.result.notes:
            yield f'<p class="quiet">{self.say(note)}</p>\n'
        yield "</header>\n"
        if self.found:
            yield from self._write_filter()
        yield '<main id="reports">\n'
        yield from self._write_table_of_organs()
        if len(self.rows) > 1:
            yield from self._write_table_of_reports()
            yield from self._write_table_of_rules()

    def _write_filter(self) -> Iterator[str]:
        """What only a program can do is shown by it."""
        yield f'<search class="filter" aria-label="{self.say(_FILTER)}" hidden>'
        yield f'<span role="group" aria-label="{self.say(_SEVERITIES)}">'
        for severity in SEVERITIES:
            if not any(row.counts[SEVERITIES.index(severity)] for row in self.rows):
                continue
            yield f'<button type="button" class="{severity}" data-s="{severity}" '
            yield f'aria-pressed="true">{self.say(SEVERITY[severity])}</button>'
        yield f'</span><select id="rule" aria-label="{self.say(_RULE)}">'
        yield f'<option value="">{self.say(_ALL_RULES)}</option>'
        for rule, count in sorted(self.found.items()):
            title = escape_line(find_rule_title(self.result, rule, self.lang))
            yield f'<option value="{escape(rule)}">{escape(rule)} {title} ({count})</option>'
        yield f'</select><input id="q" type="search" placeholder="{self.say(_SEARCH)}" '
        yield f'aria-label="{self.say(_SEARCH)}" autocomplete="off">'
        yield f'<output data-say="{self.say(_SHOWN)}"></output>'
        yield f'<p class="keys">{self.say(_KEYS)}</p></search>\n'

    def _write_heads(self, *heads: Say) -> str:
        """The heads of columns, and the beginning of what stands below them."""
        columns = "".join(f'<th scope="col">{self.say(head)}' for head in heads)
        return f"<thead><tr>{columns}</thead><tbody>\n"

    def _write_table_of_reports(self) -> Iterator[str]:
        heads = (_REPORT, _ORGAN, _YEAR, *(SEVERITY[one] for one in SEVERITIES), _FIRST)
        yield '<section class="glance" aria-labelledby="glance"><h2 id="glance">'
        yield f'{self.say(_OVERVIEW)}</h2><div class="wide" tabindex="0" role="group" '
        yield f'aria-labelledby="glance"><table id="rows">{self._write_heads(*heads)}'
        for number, row in enumerate(self.rows, 1):
            path = f"<small><bdi>{escape_line(row.path)}</bdi></small>"
            path = "" if row.path == row.name else path
            # `data-k` is what the filter looks at: hundreds of reports are not searched at each key
            yield f'<tr data-n="r{number}" data-k="{escape(row.rules)}"><th scope="row">'
            yield f'<a href="#r{number}"><bdi>{escape_line(row.name)}</bdi></a>{path}'
            yield f"<td>{escape_line(row.organ)}<td>{row.year or ''}"
            for severity, count in zip(SEVERITIES, row.counts, strict=True):
                label = self.say(SEVERITY[severity])
                kind = severity if count else "zero"
                yield f'<td class="{kind}" data-l="{label}">{count}'
            yield f"<td>{self._find_gravest(row)}\n"
        yield "</table></div></section>\n"

    def _find_gravest(self, row: _OverviewRow) -> str:
        if not row.first.zh:
            return self.say(_FAILED if row.failed else _CLEAN)
        message = row.first.in_lang(self.lang)
        return escape_line(message if len(message) <= _LONGEST else message[: _LONGEST - 1] + "…")

    def _write_table_of_organs(self) -> Iterator[str]:
        """Who of a list of organs did not report, or late."""
        organs = find_listed_organs(self.result)
        if organs is None:
            return
        yield '<details class="glance" open><summary><h2>'
        yield f"{self.say(count_reported(organs))}</h2></summary>"
        heads = self._write_heads(_ORGAN, _STATE, _DETAILS, _REPORT)
        yield f'<table class="rules">{heads}'
        for case in organs.cases:
            files = ", ".join(case.files)
            yield f'<tr><th scope="row"><bdi>{escape_line(case.organ)}</bdi>'
            yield f'<td class="{case.severity}">{self.say(ORGAN_STATE[case.state])}'
            yield f"<td>{self.say(case.say)}<td><bdi>{escape_line(files)}</bdi>\n"
        yield "</table></details>\n"

    def _write_table_of_rules(self) -> Iterator[str]:
        if not self.found:
            return
        yield f'<details class="glance"><summary><h2>{self.say(_BY_RULE)}</h2></summary>'
        yield f'<table class="rules">{self._write_heads(_RULE, _COUNT, _REPORT)}'
        for rule, count in rank_rules(self.found):
            title = escape_line(find_rule_title(self.result, rule, self.lang))
            yield f'<tr><th scope="row"><a href="#rule-{escape(rule)}">{escape(rule)}</a> {title}'
            yield f"<td>{count}<td>{self.reports_of[rule]}\n"
        yield "</table></details>\n"

    def write_reports(self) -> Iterator[str]:
        """Each report, of which no more than one is in memory."""
        many = len(self.rows) > 1
        for number, row in enumerate(self.rows, 1):
            file = self.result.files[row.index]
            key = f"r{number}"
            if many:
                # closed, so that a browser need not lay out hundreds of reports before it shows the
                # first
                yield f'<details class="report" id="{key}"><summary>'
            else:
                yield f'<article class="report" id="{key}" aria-labelledby="{key}h"><header>'
            yield f'<h2 id="{key}h"><bdi>{escape_line(row.name)}</bdi></h2>'
            yield f'<p class="about">{self._describe_report(file, row)}</p>{self._write_chips(row)}'
            yield "</summary>\n" if many else "</header>\n"
            yield from ReportView(file, number, self.options).write()
            yield "</details>\n" if many else "</article>\n"

    def _describe_report(self, file: FileResult, row: _OverviewRow) -> str:
        path = "" if row.path == row.name else row.path
        parts = (row.organ, str(row.year or ""), "" if row.failed else file.pack, path)
        return " · ".join(f"<bdi>{escape_line(part)}</bdi>" for part in parts if part)

    def _write_chips(self, row: _OverviewRow) -> str:
        chips = [
            f'<li class="{severity}">{self.say(SEVERITY[severity])} {count}'
            for severity, count in zip(SEVERITIES, row.counts, strict=True)
            if count
        ]
        if row.failed:
            chips = [f'<li class="error">{self.say(_FAILED)}']
        return f'<ul class="chips">{"".join(chips) or f"<li class=good>{self.say(_CLEAN)}"}</ul>'

    def write_foot(self) -> Iterator[str]:
        if self.found:
            yield '<section class="about-rules" aria-labelledby="rules"><h2 id="rules">'
            yield f"{self.say(_RULES)}</h2><dl>\n"
            for rule in sorted(self.found):
                yield from self._explain_rule(rule)
            yield "</dl></section>\n"
        yield f"</main>\n<footer>gblint {__version__}</footer>\n"
        yield f"<script>{read_asset('page.js')}</script>\n</body>\n</html>\n"

    def _explain_rule(self, rule: str) -> Iterator[str]:
        title = escape_line(find_rule_title(self.result, rule, self.lang))
        yield f'<div><dt id="rule-{escape(rule)}">{escape(rule)} {title}</dt>'
        known = self.result.rules.get(rule)
        for label, words in ((_WHY, known and known.why), (_BASIS, known and known.basis)):
            if words:
                text = escape_line(put_in_words(words, self.lang))
                yield f"<dd><b>{self.say(label)}</b> {text}</dd>\n"
        yield "<dd></dd></div>\n" if known is None else "</div>\n"


def _build_overview_row(index: int, file: FileResult) -> _OverviewRow:
    counts: Counter[Severity] = Counter(finding.severity for finding in file.findings)
    gravest = min(file.findings, key=lambda one: SEVERITIES.index(one.severity), default=None)
    rules = dict.fromkeys(f"{finding.rule}/{finding.severity}" for finding in file.findings)
    return _OverviewRow(
        index=index,
        name=file.title or file.path,
        path=file.path,
        organ=file.organ,
        year=file.year,
        counts=(counts["error"], counts["warning"], counts["note"]),
        failed=file.failure is not None,
        rules=" ".join(rules),
        first=gravest.message if gravest is not None else Say(""),
    )


__all__ = ["build_policy", "read_asset", "write"]
