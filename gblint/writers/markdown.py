"""Format `markdown`: a comment on a pull request, or the summary of a job; short, in tables.

Hosts cut comments off (GitHub at 65,536 characters), so what is listed is the gravest and the rest
is counted. What stands in reports and names is shown as it is written: it makes no links, no
pictures, and names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import accumulate
from operator import itemgetter

from gblint.findings import SEVERITIES, Finding, Lang, Say
from gblint.results import RunResult, Summary, WriterOptions, describe_skipped
from gblint.text import clean, clean_path
from gblint.writers.words import (
    SEVERITY,
    SUPPRESSED,
    count_reported,
    describe_organs,
    describe_summary,
    explain_failure,
    explain_suppressed,
    find_listed_organs,
    find_rule_title,
    link_rule,
    list_suppressed,
    rank_rules,
    to_one_line,
)

MOST_FILES = 20
MOST_FINDINGS = 40
_LONGEST = 400
"""Characters of a message; of a note and a path likewise."""
_ROOM = 20_000
"""Characters of a table; there are three, and remarks."""

_MOST_NOTES = 10

_HEADING = Say("政府信息公开年报检查", "Check of disclosure reports")
_FILES = Say("| 文件 | 错误 | 警告 | 提示 |", "| file | errors | warnings | notes |")
_FINDINGS = Say(
    "| 级别 | 规则 | 位置 | 问题和改法 |", "| severity | rule | where | problem and what to do |"
)
_ORGANS = Say("| 级别 | 名单核对 |", "| severity | organs listed |")
_STATISTICS = Say("| 规则 | 处数 | 内容 |", "| rule | findings | title |")
_FIX = Say("改法：", "Fix: ")

_SIGN = re.compile(r"[\\`*_\[\]<>|~&$!{}]|:(?=\S)|#|@|www(?=\.)", re.IGNORECASE)


_Row = tuple[tuple[int, int], tuple[str, ...]]
"""How a row of the table of findings ranks, the gravest first, and its cells."""


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    lang = options.lang
    yield f"## {_HEADING.in_lang(lang)}\n\n"
    summary = result.summary()
    if not options.quiet:
        yield escape(describe_summary(summary, lang)) + "\n\n"
    if summary.files > 1:
        yield from _write_table_of_files(result, lang)
    yield from _write_organs(result, lang)
    listed = _list_rows(result, options, several=summary.files > 1)
    # no more rows are held at a time than are written
    gravest = nsmallest(MOST_FINDINGS, listed, key=itemgetter(0))
    # a file that could not be read without a finding has a row, too, hence the larger of both below
    total = sum((summary.errors, summary.warnings, summary.notes))
    if options.suppressed:
        total += summary.suppressed + summary.left_out
    rows = _keep_fitting([cells for _, cells in gravest])
    yield from _write_table(_FINDINGS.in_lang(lang), rows)
    yield from _write_rest(max(total, len(gravest)) - len(rows), Say("处", "findings"), lang)
    if options.statistics:
        yield from _write_statistics(summary, result, lang)
    yield from _write_remarks(result, options)


def _keep_fitting(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The first rows of a table, as many as there is room for."""
    # by size, too: hosts cut a comment off at so many characters, wherever that is
    sizes = accumulate(sum(map(len, row)) for row in rows)
    return [row for row, size in zip(rows, sizes, strict=True) if size <= _ROOM]


def _write_table_of_files(result: RunResult, lang: Lang) -> Iterator[str]:
    """The files with findings, the worst first."""
    ranked = sorted(_rank_files(result))
    rows = _keep_fitting(
        [
            (_escape_path(result.files[at].path), *(str(-count) for count in counts))
            for _, counts, at in ranked[:MOST_FILES]
        ]
    )
    yield from _write_table(_FILES.in_lang(lang), rows, right=3)
    yield from _write_rest(len(ranked) - len(rows), Say("个文件", "files"), lang)


def _rank_files(result: RunResult) -> Iterator[tuple[bool, tuple[int, ...], int]]:
    """What sorts the files with findings, the worst first; the last is the number of the file."""
    for at, file in enumerate(result.files):
        found = [finding.severity for finding in file.findings]
        counts = tuple(-found.count(severity) for severity in SEVERITIES)
        if found or file.failure is not None:
            yield file.failure is None, counts, at


def _list_rows(result: RunResult, options: WriterOptions, *, several: bool) -> Iterator[_Row]:
    lang, at = options.lang, 0
    for file in result.files:
        beside = f"{_escape_path(file.path)}<br>" if several else ""
        if failure := explain_failure(file, lang):
            word = SEVERITY["error"].in_lang(lang)
            yield (-1, at), (word, "", _escape_path(file.path), escape(failure))
        for finding in file.findings:
            at += 1
            word = SEVERITY[finding.severity].in_lang(lang)
            rank = -1 if finding.incomplete or file.failure else SEVERITIES.index(finding.severity)
            cells = _fill_cells(finding, word, beside, _explain_fix(finding, lang), lang)
            yield (rank, at), cells
        for one in list_suppressed(file, options):
            at += 1
            word, why = to_one_line(SUPPRESSED, lang), explain_suppressed(one, file, lang)
            cells = _fill_cells(one.finding, escape(word), beside, escape(why), lang)
            yield (len(SEVERITIES), at), cells


def _fill_cells(
    finding: Finding, word: str, beside: str, more: str, lang: Lang
) -> tuple[str, str, str, str]:
    rule = escape(clean(finding.rule))
    # an id of a pack of others may hold anything; docs/rules.md has it as an anchor only if it is
    # plain
    link = f"[{rule}]({link_rule(rule)})" if rule.isalnum() else rule
    where = beside + escape(_cut(to_one_line(finding.location.where, lang)))
    message = escape(_cut(to_one_line(finding.message, lang)))
    return word, link, where, f"{message}<br>{more}" if more else message


def _explain_fix(finding: Finding, lang: Lang) -> str:
    fix = to_one_line(finding.fix, lang)
    return escape(_FIX.in_lang(lang) + _cut(fix)) if fix else ""


def _write_organs(result: RunResult, lang: Lang) -> Iterator[str]:
    """Who of a list of organs did not report, or late."""
    organs = find_listed_organs(result)
    if organs is None:
        return
    yield escape(to_one_line(count_reported(organs), lang)) + "\n\n"
    sentences = [
        (SEVERITY[severity], say) for severity, say in describe_organs(organs, most=MOST_FILES)
    ]
    rows = [tuple(escape(_cut(to_one_line(say, lang))) for say in pair) for pair in sentences]
    yield from _write_table(_ORGANS.in_lang(lang), rows)


def _write_statistics(summary: Summary, result: RunResult, lang: Lang) -> Iterator[str]:
    rows = [
        (escape(clean(rule)), str(count), escape(find_rule_title(result, rule, lang)))
        for rule, count in rank_rules(summary.rules)
    ]
    yield from _write_table(_STATISTICS.in_lang(lang), _keep_fitting(rows))


def _write_remarks(result: RunResult, options: WriterOptions) -> Iterator[str]:
    """What was passed over, could not be compared, and remarks on the run."""
    lang, counts = options.lang, any(passed.counts for passed in result.skipped)
    if result.skipped and (counts or not options.quiet):
        yield escape(to_one_line(describe_skipped(result.skipped), lang)) + "\n\n"
    if options.quiet:
        return
    uncompared = (say.behind(one.path) for one in result.files for say in one.uncompared)
    notes = [to_one_line(note, lang) for note in (*uncompared, *result.notes)]
    for note in notes[:_MOST_NOTES]:
        yield f"- {Say('说明：', 'Note: ').in_lang(lang)}{escape(_cut(note))}\n"
    if notes:
        yield "\n"
    yield from _write_rest(len(notes) - _MOST_NOTES, Say("条说明", "notes"), lang)


def _write_table(head: str, rows: Sequence[Sequence[str]], *, right: int = 0) -> Iterator[str]:
    """A table, the last `right` columns of it figures; nothing without rows."""
    if not rows:
        return
    columns = head.count("|") - 1
    signs = ["---"] * (columns - right) + ["--:"] * right
    yield f"{head}\n|{'|'.join(signs)}|\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"
    yield "\n"


def _write_rest(count: int, what: Say, lang: Lang) -> Iterator[str]:
    if count > 0:
        say = Say(
            f"其余 {count} {what.zh}没有列出，全部结果见 --format json 或 text 的输出。",
            f"{count} more {what.en} are not listed; --format json or text has all of them.",
        )
        yield say.in_lang(lang) + "\n\n"


def _escape_path(path: str) -> str:
    return escape(_cut(clean_path(path)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, and that no host makes a link or a mention of.

    An empty comment behind `@` and `#` parts them from the name and number of somebody's.
    """
    return _SIGN.sub(_escape_sign, text)


def _escape_sign(sign: re.Match[str]) -> str:
    found = sign.group()
    if found in ("@", "#"):
        return f"\\{found}<!-- -->"
    # `www`: it is the dot behind it that makes a link
    return found + "\\" if len(found) > 1 else "\\" + found
