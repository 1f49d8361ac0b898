"""Format `text`: for somebody who must mend a report today.

Grouped by file; every finding with its figures, place, basis and what to do. A file without
findings takes one line. With `quiet`, as users of ruff and spectral expect it, there are the
findings and nothing else: no lines for clean files, no remarks, no summary.
"""

from __future__ import annotations

from collections.abc import Iterator

from gblint.findings import Finding, Footing, Say
from gblint.results import FileResult, RunResult, Summary, WriterOptions, describe_skipped
from gblint.text import clean, clean_path
from gblint.writers.page import Overview, Page, Style
from gblint.writers.words import (
    SUPPRESSED,
    count_roll,
    describe_roll,
    explain_failure,
    find_given_roll,
    fix_mark,
    fixable_line,
    has_editor_lines,
    list_consequences,
    summary_line,
    suppressed_reason,
)

_WHERE = Say("位置：", "where: ")
_TEXT = Say("原文：", "text:  ")
_BASIS = Say("依据：", "basis: ")
_FIX = Say("改法：", "fix:   ")
_BEFORE = Say("基线：", "baseline: ")
_REASON = Say("忽略：", "reason: ")
_NOTE = Say("说明：", "note: ")
_CLEAN = Say("未发现问题", "no problems found")
_EXPLAIN = Say("查看规则的依据、理由和示例：", "What a rule asks, and why: ")

_SHRINK = Say(
    "基线可以缩小：用 gblint baseline create --force 重新生成",
    "the baseline can shrink: make it anew with gblint baseline create --force",
)
_QUOTED_LINES = 2


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    page = Page(options)
    overview = Overview()
    for file in result.files:
        _write_file(page, file)
        _write_suppressed(page, file)
        overview.add(file)
        yield page.take_lines()
    if not options.quiet:
        overview.write(page, result)
    if options.statistics:
        overview.write_statistics(page, result)
    _write_roll(page, result)
    if not options.quiet:
        _write_summary(page, result.summary())
    _write_passed_over(page, result)
    yield page.take_lines()


def _write_roll(page: Page, result: RunResult) -> None:
    """Who of a list of organs did not report, or late; with `quiet` only what is wrong."""
    roll = find_given_roll(result)
    if roll is None or (page.options.quiet and not roll.cases):
        return
    page.gap()
    head = page.say(count_roll(roll))
    page.hang(f"{head}：" if page.lang == "zh" else f"{head}:", head="", indent=0, style="bold")
    for severity, say in describe_roll(roll):
        page.hang(page.say(say), head=page.severity(severity), indent=page.gutter)


def _write_file(page: Page, file: FileResult) -> None:
    if not file.findings and file.failure is None:
        if not page.options.quiet:
            _clean(page, file)
        return
    page.gap()
    page.line(page.paint(clean_path(file.path), "bold"))
    if about := _name_report(file):
        page.hang(about, head="", indent=0)
    _write_remarks(page, file)
    page.rule()
    if failure := explain_failure(file, page.lang):
        page.hang(failure, head=page.severity("error"), indent=page.gutter)
    for number, finding in enumerate(file.findings):
        if number:
            page.gap()
        _write_finding(page, finding, file)
    page.gap()


def _write_suppressed(page: Page, file: FileResult) -> None:
    """What comments and settings keep from being reported, where that is asked for."""
    told = (*file.suppressed, *file.left_out) if page.options.suppressed else ()
    if not told:
        return
    page.gap()
    if page.options.quiet and not file.findings and file.failure is None:
        page.line(page.paint(clean_path(file.path), "bold"))
    for one in told:
        finding = one.finding
        message = f"{finding.rule} {page.say(SUPPRESSED)} {page.say(finding.message)}"
        page.hang(message, head=" " * page.gutter, indent=page.gutter)
        _write_labelled(page, _WHERE, _describe_place(finding, file, page))
        _write_labelled(page, _REASON, suppressed_reason(one, file, page.lang))
    page.gap()


def _write_passed_over(page: Page, result: RunResult) -> None:
    """What was passed over; with `quiet` only where it counts. Then remarks on the run."""
    counts = any(one.counts for one in result.skipped)
    if result.skipped and (counts or not page.options.quiet):
        style: Style = "error" if counts else "warning"
        text = page.say(describe_skipped(result.skipped, counted=page.options.quiet))
        page.hang(text, head="", indent=0, style=style)
    if not page.options.quiet:
        for note in result.notes:
            _write_labelled(page, _NOTE, page.say(note), indent=0)


def _clean(page: Page, file: FileResult) -> None:
    sign = page.mark("✔", "√")
    page.line(f"{page.paint(sign, 'good')} {clean_path(file.path)}  {page.say(_CLEAN)}")
    _write_remarks(page, file)


def _name_report(file: FileResult) -> str:
    """Which report it is, and by which pack it was checked."""
    title = clean(file.title) or clean(f"{file.organ} {file.year or ''}")
    parts = (title, "" if file.failure else file.pack)
    return " · ".join(part for part in parts if part)


def _write_remarks(page: Page, file: FileResult) -> None:
    """How the file was read."""
    if not page.options.quiet:
        for note in file.notes:
            _write_labelled(page, _NOTE, page.say(note), indent=0 if file.findings else 2)


def _write_finding(page: Page, finding: Finding, file: FileResult) -> None:
    message = page.say(finding.message)
    mark = fix_mark(finding, page.lang)
    head = f"{finding.rule} {mark} " if mark else f"{finding.rule} "
    first, *rest = page.layout.wrap(head + message, page.width - page.gutter)
    rule = page.paint(finding.rule, "bold")
    page.line(page.severity(finding.severity) + rule + first.removeprefix(finding.rule))
    for line in rest:
        page.line(" " * page.gutter + line)
    where = _describe_place(finding, file, page)
    _write_labelled(page, _WHERE, where)
    if quoted := _quote_text(finding, page, known=message + where):
        _write_labelled(page, _TEXT, quoted)
    if finding.footing:
        _write_footing(page, finding.footing, indent=page.gutter)
    for label, text in ((_BEFORE, finding.before), (_BASIS, finding.basis), (_FIX, finding.fix)):
        _write_labelled(page, label, page.say(text))
    for sentence in list_consequences(finding, page.lang):
        page.hang(sentence, head=" " * page.gutter, indent=page.gutter)


def _write_labelled(page: Page, label: Say, text: str, *, indent: int | None = None) -> None:
    """A text behind its label; nothing where there is no text."""
    if not text:
        return
    indent = page.gutter if indent is None else indent
    word = label.in_lang(page.lang)
    head = " " * indent + page.paint(word, "faint")
    page.hang(text, head=head, indent=indent + page.layout.cells(word))


def _describe_place(finding: Finding, file: FileResult, page: Page) -> str:
    place = finding.location
    zh, en = place.where.zh, place.where.in_lang("en")
    if place.page is not None:
        return page.say(Say(f"{zh}（第 {place.page} 页）", f"{en} (page {place.page})"))
    if has_editor_lines(file.format):
        return page.say(Say(f"{zh}（第 {place.line} 行）", f"{en} (line {place.line})"))
    return page.say(place.where)


def _quote_text(finding: Finding, page: Page, *, known: str) -> str:
    """The text around, unless the figures or the message show it already."""
    place = finding.location
    text = clean(place.text)
    in_cell = place.row is not None and place.column is not None
    if finding.footing or in_cell or "".join(text.split()) in "".join(known.split()):
        return ""
    room = page.width - page.gutter - page.layout.cells(_TEXT.in_lang(page.lang))
    return page.layout.cut(text, _QUOTED_LINES * (room - 2))


def _write_summary(page: Page, summary: Summary) -> None:
    style: Style = "good"
    if summary.errors or summary.failed or not summary.files:
        style = "error"
    elif summary.warnings or summary.notes:
        style = "warning" if summary.warnings else "note"
    page.gap()
    page.hang(summary_line(summary, page.lang), head="", indent=0, style=style)
    if fixable := fixable_line(summary, page.lang):
        page.hang(fixable, head="", indent=0)
    if summary.fixed or summary.gone:
        page.line(page.paint(page.say(_SHRINK), "faint"))
    if summary.gravest:
        text = f"{_EXPLAIN.in_lang(page.lang)}gblint explain {summary.gravest}"
        page.line(page.paint(text, "faint"))


_SIGN = 2
_NARROWEST = 8


def _write_footing(page: Page, footing: Footing, *, indent: int) -> None:
    """Write the table: the left side above, the right side below."""
    from gblint.writers.words import list_rows

    rows = list_rows(footing, page.say)
    cells = page.layout.cells
    figures = max(cells(row.figure) for row in rows)
    marks = max(cells(row.mark) for row in rows)
    room = page.width - indent - _SIGN - figures - 2 - (marks + 2 if marks else 0)
    labels = min(max(room, _NARROWEST), max(cells(row.label) for row in rows))
    rule = page.mark("─", "-") * (_SIGN + labels + 2 + figures)
    for row in rows:
        if not row.label:
            page.line(" " * indent + page.paint(rule, "faint"))
            continue
        label = page.layout.left(page.layout.cut(row.label, labels), labels)
        line = f"{row.sign:{_SIGN}}{label}  {page.layout.right(row.figure, figures)}"
        line = f"{line}  {row.mark}".rstrip()
        page.line(" " * indent + (page.paint(line, row.style) if row.style else line))
