"""Format `text`, for somebody who must mend a report today, and the page that it is laid out on.

Grouped by file; every finding with its figures, place, basis and what to do. A file without
findings takes one line. What a long run comes to stands at its end, on one screen, as whoever has
read ten screens of details has only the last before his eyes. With `quiet`, as users of ruff and
spectral expect it, there are the findings and nothing else: no lines for clean files, no remarks,
no summary.

Commands that print texts lay them out on the same `Page`: lines by display width, wrapped, painted.
A Chinese character takes two columns, a Latin one takes one. Own code and no rich: a console of
rich costs more start-up time than a whole check, and its widths do not know the consoles in which
`“` and `…` take two columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from typing import Literal

from gblint.findings import SEVERITIES, Finding, Footing, Say, Severity
from gblint.results import FileResult, RunResult, Summary, WriterOptions
from gblint.text import clean, clean_path, measure_char
from gblint.writers.words import (
    SEVERITY,
    SUPPRESSED,
    count_reported,
    describe_fixable,
    describe_organs,
    describe_passed_over,
    describe_summary,
    explain_failure,
    explain_suppressed,
    find_listed_organs,
    find_rule_title,
    list_consequences,
    list_rows,
    list_suppressed,
    rank_rules,
    say_place,
    to_one_line,
    write_fix_mark,
)

Style = Literal["error", "warning", "note", "good", "bold", "faint"]

_SGR: dict[Style, str] = {
    "error": "1;38;5;160",
    "warning": "1;38;5;166",
    "note": "1;38;5;32",
    "good": "38;5;28",
    "bold": "1",
    "faint": "38;5;243",
}
"""Colours of the 256 whose brightness is in the middle: they read on black and on white alike."""

_OPENING = frozenset("（《〈「『【〔〖“‘([{")
_CLOSING = frozenset("，。、；：！？）》〉」』】〕〗”’…—％‰℃,.;:!?)]}%")
_MARKS = frozenset("“”‘’…—")
_UNITS = frozenset("年月日号条项件人次元万个字页行列处")
_FIRST_WIDE = "\u2e80"
"""From here on, nearly all that is printed takes two columns and needs no blank to break at."""

_GBK = str.maketrans({"›": ">", "✔": "√", "−": "-", "–": "-", "•": "·", "\xa0": " "})


def to_gbk(text: str) -> str:
    """Text with nothing in it that a console in code page 936 cannot show; numbers instead."""
    return text.translate(_GBK).encode("gbk", "backslashreplace").decode("gbk")


def paint(text: str, style: Style, *, color: bool) -> str:
    return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if color and text else text


class Layout:
    """Widths in terminal columns. `wide_marks`: `“`, `…` and their like take two columns."""

    def __init__(self, *, wide_marks: bool = False) -> None:
        self._width = partial(measure_char, ambiguous=2 if wide_marks else 1)
        # of this layout alone, as another has other widths
        self._wrapped = lru_cache(maxsize=512)(self._break_lines)

    def count_cells(self, text: str) -> int:
        # most questions are about one character
        if len(text) == 1:
            return self._width(text)
        return len(text) if text.isascii() else sum(map(self._width, text))

    def align_left(self, text: str, width: int) -> str:
        return text + " " * (width - self.count_cells(text))

    def align_right(self, text: str, width: int) -> str:
        return " " * (width - self.count_cells(text)) + text

    def cut(self, text: str, width: int) -> str:
        """The text, its end replaced by `…` where it is wider than that."""
        if self.count_cells(text) <= width:
            return text
        room = width - self.count_cells("…")
        for at, char in enumerate(text):
            room -= self._width(char)
            if room < 0:
                return text[:at] + "…"
        return text

    def wrap(self, text: str, width: int) -> list[str]:
        """Lines not wider than `width`, unless one word is.

        No line begins with closing punctuation or ends with opening punctuation. Many findings
        have the same basis, so the last texts are remembered.
        """
        return [*self._wrapped(text, width)]

    def _break_lines(self, text: str, width: int) -> list[str]:
        lines: list[str] = []
        line, used, gap = "", 0, ""
        for piece in _split_pieces(text):
            if piece.isspace():
                # none at the beginning of a line, and one for however many
                gap = " " if line else ""
                continue
            size = self.count_cells(piece)
            if line and used + len(gap) + size > width:
                lines.append(line)
                line, used, gap = "", 0, ""
            line, used, gap = line + gap + piece, used + len(gap) + size, ""
        return [*lines, line] if line or not lines else lines


def _split_pieces(text: str) -> Iterator[str]:
    """What lines are put together from: white space, Latin words, Chinese characters, all with
    the punctuation that may not end, or begin, a line.
    """
    start = 0
    for at in range(1, len(text)):
        if not _stays_together(text[at - 1], text[at]) and not _follows_number(text, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _stays_together(before: str, after: str) -> bool:
    """Whether no line may end between two characters."""
    if before.isspace() or after.isspace():
        return before.isspace() and after.isspace()
    if before in _OPENING or after in _CLOSING:
        return True
    # a count and its 件 or 月 are read as one
    if before.isdigit() and after in _UNITS:
        return True
    return before < _FIRST_WIDE and after < _FIRST_WIDE and not {before, after} & _MARKS


def _follows_number(text: str, at: int) -> bool:
    """Whether an item's number stands before (`1.属于国家秘密`)."""
    return at > 1 and text[at - 1] == "." and text[at - 2].isdigit() and text[at] >= _FIRST_WIDE


_NARROWEST = 40
_WIDEST = 120
"""Columns; lines longer than this are hard to read, however wide the terminal."""


class Page:
    """Lines within `width` columns. `gutter` is the room of the severity words at the left."""

    def __init__(self, options: WriterOptions) -> None:
        self.options = options
        self.lang = options.lang
        self.layout = Layout(wide_marks=not options.unicode)
        self.width = max(_NARROWEST, min(options.width, _WIDEST))
        words = [to_one_line(word, self.lang) for word in SEVERITY.values()]
        self.gutter = max(map(self.layout.count_cells, words)) + 1
        self._lines: list[str] = []
        self._last = ""

    def say(self, say: Say) -> str:
        return self._replace_signs(to_one_line(say, self.lang))

    def _replace_signs(self, text: str) -> str:
        """A text as the output has it, before it is measured."""
        return text if self.options.unicode else to_gbk(text)

    def paint(self, text: str, style: Style) -> str:
        return paint(text, style, color=self.options.color)

    def write_severity(self, severity: Severity) -> str:
        """The word of a severity, painted and as wide as the gutter."""
        word = self.say(SEVERITY[severity])
        return self.paint(word, severity) + " " * (self.gutter - self.layout.count_cells(word))

    def add_line(self, text: str) -> None:
        """One line, whatever is in the text."""
        text = text.replace("\n", " ")
        self._lines.append(text)
        self._last = text

    def add_gap(self) -> None:
        """A blank line, but none at the top and never two."""
        if self._last:
            self.add_line("")

    def add_rule(self) -> None:
        """A line across the page."""
        sign = self.mark("─", "-")
        self.add_line(self.paint(sign * self.width, "faint"))

    def hang(self, text: str, *, head: str, indent: int, style: Style | None = None) -> None:
        """A wrapped text. Its first line stands behind `head`, which fills the indent."""
        text = self._replace_signs(text if text.isprintable() else clean(text))
        for number, line in enumerate(self.layout.wrap(text, self.width - indent)):
            before = " " * indent if number else head
            self.add_line(before + (self.paint(line, style) if style else line))

    def mark(self, mark: str, plain: str) -> str:
        """A sign, or what stands for it where the output has only the characters of GBK."""
        return mark if self.options.unicode else plain

    def take_lines(self) -> str:
        """The lines since it was last asked. A blank one at the end waits for what follows."""
        lines = self._lines
        self._lines = [lines.pop()] if lines and not lines[-1] else []
        return self._replace_signs("".join(line + "\n" for line in lines))


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


_ListedReport = tuple[tuple[int, ...], str, str]
"""The findings of a report by severity, as SEVERITIES has them, its path and its name."""


class Overview:
    """What is seen of the files of a run while they go by; of many only the worst are kept."""

    def __init__(self) -> None:
        self._worst: list[_ListedReport] = []
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
        rules = Counter(finding.rule for finding in file.findings)
        self.rules.update(rules)
        self._files.update(rules.keys())
        if file.failure is None:
            self._with_findings += 1
            found = [finding.severity for finding in file.findings]
            counts = tuple(found.count(severity) for severity in SEVERITIES)
            report = (counts, file.path, clean(file.organ or file.title))
            # a run may have thousands: no more are held than are listed
            worst = sorted([*self._worst, report], key=itemgetter(0), reverse=True)
            self._worst = worst[:_MOST_REPORTS]

    def write(self, page: Page, result: RunResult) -> None:
        """Write it, where there is more than a screen shows."""
        if self._count <= _FEW:
            return
        # of a single report the findings themselves are the overview
        if self._with_findings + self._failed == 1:
            self._write_findings(page)
            return
        most = _MOST_BESIDE_ORGANS if find_listed_organs(result) is not None else _MOST_RULES
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
            self._write_rules(page, result, rank_rules(self.rules))

    def _write_findings(self, page: Page) -> None:
        _write_heading(page, _GRAVEST)
        ordered = sorted(self._findings, key=lambda one: SEVERITIES.index(one.severity))
        for one in ordered[:_MOST_FINDINGS]:
            text = f"{one.rule} {page.say(one.message)}"
            cut = page.layout.cut(text, page.width - page.gutter)
            rule = page.paint(one.rule, "bold")
            page.add_line(page.write_severity(one.severity) + rule + cut.removeprefix(one.rule))
        _write_others(page, len(ordered) - _MOST_FINDINGS)

    def _write_reports(self, page: Page, most: int) -> None:
        _write_heading(page, _REPORTS)
        worst = self._worst[:most]
        widths = {
            at: len(str(largest))
            for at in range(len(SEVERITIES))
            if (largest := max(counts[at] for counts, _, _ in worst))
        }
        room = page.width - sum(widths.values()) - len(widths) * (page.gutter + 2) - 2
        for counts, path, name in worst:
            head = "".join(
                _write_count(page, counts[at], SEVERITIES[at], width)
                for at, width in widths.items()
            )
            text = "  ".join(part for part in (clean_path(path), name) if part)
            page.add_line(f"{head}  {page.layout.cut(text, room)}")
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
            indent = page.layout.count_cells(head) + rules + 2
            head += page.paint(f"{rule:{rules}}", "bold") + "  "
            page.hang(find_rule_title(result, rule, page.lang), head=head, indent=indent)

    def _write_unread(self, page: Page) -> None:
        _write_heading(page, _UNREAD)
        for path in self._unread:
            page.add_line(f"  {page.layout.cut(clean_path(path), page.width - 2)}")
        _write_others(page, self._failed - len(self._unread))


def _write_count(page: Page, count: int, severity: Severity, width: int) -> str:
    """A count with its severity, blanks of the same width where it is none."""
    text = f"{count:{width}} {page.say(SEVERITY[severity])}"
    text = page.layout.align_left(text, width + page.gutter)
    return "  " + (page.paint(text, severity) if count else " " * page.layout.count_cells(text))


def _write_heading(page: Page, words: Say) -> None:
    page.add_gap()
    page.add_line(page.paint(page.say(words), "bold"))


def _write_others(page: Page, count: int) -> None:
    if count > 0:
        others = Say(f"其余 {count} 个见上。", f"{count} more above.")
        page.add_line("  " + page.paint(page.say(others), "faint"))


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
    _write_organs(page, result)
    if not options.quiet:
        _write_summary(page, result.summary())
    _write_passed_over(page, result)
    yield page.take_lines()


def _write_organs(page: Page, result: RunResult) -> None:
    """Who of a list of organs did not report, or late; with `quiet` only what is wrong."""
    organs = find_listed_organs(result)
    if organs is None or (page.options.quiet and not organs.cases):
        return
    page.add_gap()
    head = page.say(count_reported(organs))
    page.hang(f"{head}：" if page.lang == "zh" else f"{head}:", head="", indent=0, style="bold")
    for severity, say in describe_organs(organs):
        page.hang(page.say(say), head=page.write_severity(severity), indent=page.gutter)


def _write_file(page: Page, file: FileResult) -> None:
    if not file.findings and file.failure is None:
        if not page.options.quiet:
            _write_clean(page, file)
        return
    page.add_gap()
    page.add_line(page.paint(clean_path(file.path), "bold"))
    if about := _name_report(file):
        page.hang(about, head="", indent=0)
    _write_remarks(page, file)
    page.add_rule()
    if failure := explain_failure(file, page.lang):
        page.hang(failure, head=page.write_severity("error"), indent=page.gutter)
    for number, finding in enumerate(file.findings):
        if number:
            page.add_gap()
        _write_finding(page, finding, file)
    page.add_gap()


def _write_suppressed(page: Page, file: FileResult) -> None:
    """What comments and settings keep from being reported, where that is asked for."""
    suppressed = list_suppressed(file, page.options)
    if not suppressed:
        return
    page.add_gap()
    # nothing has been said of this file yet, and what follows needs a head
    if page.options.quiet and not file.findings and file.failure is None:
        page.add_line(page.paint(clean_path(file.path), "bold"))
    for one in suppressed:
        finding = one.finding
        message = f"{finding.rule} {page.say(SUPPRESSED)} {page.say(finding.message)}"
        page.hang(message, head=" " * page.gutter, indent=page.gutter)
        _write_labelled(page, _WHERE, page.say(say_place(finding, file.format)))
        _write_labelled(page, _REASON, explain_suppressed(one, file, page.lang))
    page.add_gap()


def _write_passed_over(page: Page, result: RunResult) -> None:
    """What was passed over; with `quiet` only where it counts. Then remarks on the run."""
    if text := describe_passed_over(result, page.options):
        counts = any(passed.counts for passed in result.skipped)
        page.hang(text, head="", indent=0, style="error" if counts else "warning")
    if not page.options.quiet:
        for note in result.notes:
            _write_labelled(page, _NOTE, page.say(note), indent=0)


def _write_clean(page: Page, file: FileResult) -> None:
    sign = page.mark("✔", "√")
    page.add_line(f"{page.paint(sign, 'good')} {clean_path(file.path)}  {page.say(_CLEAN)}")
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
    mark = write_fix_mark(finding, page.lang)
    head = f"{finding.rule} {mark} " if mark else f"{finding.rule} "
    first, *rest = page.layout.wrap(head + message, page.width - page.gutter)
    # painted when lines are broken: codes of colours would count as columns
    rule = page.paint(finding.rule, "bold")
    page.add_line(page.write_severity(finding.severity) + rule + first.removeprefix(finding.rule))
    for line in rest:
        page.add_line(" " * page.gutter + line)
    where = page.say(say_place(finding, file.format))
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
    page.hang(text, head=head, indent=indent + page.layout.count_cells(word))


def _quote_text(finding: Finding, page: Page, *, known: str) -> str:
    """The text around, unless the figures or the message show it already."""
    place = finding.location
    text = clean(place.text)
    # a cell is told by its row and column, and its text is a figure of the message
    in_cell = place.row is not None and place.column is not None
    if finding.footing or in_cell or "".join(text.split()) in "".join(known.split()):
        return ""
    room = page.width - page.gutter - page.layout.count_cells(_TEXT.in_lang(page.lang))
    return page.layout.cut(text, _QUOTED_LINES * (room - 2))


def _write_summary(page: Page, summary: Summary) -> None:
    style: Style = "good"
    if summary.errors or summary.failed or not summary.files:
        style = "error"
    elif summary.warnings or summary.notes:
        style = "warning" if summary.warnings else "note"
    page.add_gap()
    page.hang(describe_summary(summary, page.lang), head="", indent=0, style=style)
    if fixable := describe_fixable(summary, page.lang):
        page.hang(fixable, head="", indent=0)
    if summary.fixed or summary.gone:
        page.add_line(page.paint(page.say(_SHRINK), "faint"))
    if summary.gravest:
        text = f"{_EXPLAIN.in_lang(page.lang)}gblint explain {summary.gravest}"
        page.add_line(page.paint(text, "faint"))


_SIGN = 2
_NARROWEST_LABEL = 8


def _write_footing(page: Page, footing: Footing, *, indent: int) -> None:
    """Write the table: the left side above, the right side below."""
    rows = list_rows(footing, page.say)
    cells = page.layout.count_cells
    figures = max(cells(row.figure) for row in rows)
    marks = max(cells(row.mark) for row in rows)
    room = page.width - indent - _SIGN - figures - 2 - (marks + 2 if marks else 0)
    labels = min(max(room, _NARROWEST_LABEL), max(cells(row.label) for row in rows))
    rule = page.mark("─", "-") * (_SIGN + labels + 2 + figures)
    for row in rows:
        if not row.label:
            page.add_line(" " * indent + page.paint(rule, "faint"))
            continue
        label = page.layout.align_left(page.layout.cut(row.label, labels), labels)
        line = f"{row.sign:{_SIGN}}{label}  {page.layout.align_right(row.figure, figures)}"
        line = f"{line}  {row.mark}".rstrip()
        page.add_line(" " * indent + (page.paint(line, row.style) if row.style else line))
