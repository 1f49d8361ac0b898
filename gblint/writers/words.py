"""What several writers say: their own words in both languages, sentences that formats share, and a
broken footing as the rows of a small table, the left side above, the right side below.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec

from gblint.findings import Entry, Finding, Footing, Lang, Say, Severity
from gblint.readers import get_form
from gblint.results import (
    FileResult,
    OrganCase,
    OrganState,
    ReportedOrgans,
    RunResult,
    Skipped,
    Summary,
    Suppressed,
    WriterOptions,
    describe_skipped,
    say_files_or_folders,
)
from gblint.text import clean

HOME = "https://github.com/gblint/gblint"
_RULES = HOME + "/blob/main/docs/rules.md"

SEVERITY: dict[Severity, Say] = {
    "error": Say("错误", "error"),
    "warning": Say("警告", "warning"),
    "note": Say("提示", "note"),
}
ORGAN_STATE: dict[OrganState, Say] = {
    "missing": Say("没有报告", "no report"),
    "unreadable": Say("无法读取", "not readable"),
    "passed_over": Say("没有查看", "passed over"),
    "other_year": Say("年度不对", "of another year"),
    "twice": Say("有几份", "several reports"),
    "late": Say("逾期", "late"),
    "unlisted": Say("不在名单上", "not on the list"),
}
SUPPRESSED = Say("已忽略", "suppressed")
_SUPPRESSED = Say("另按批注忽略 {} 处", "{} suppressed")
_LEFT_OUT = Say("另按设置忽略 {} 处", "{} left out by the settings")
_DISREGARDED = Say("没有理会 {} 条忽略批注", "comments that suppress disregarded: {}")
_FAILED = Say("{} 个文件无法读取", "{} could not be read")
_KNOWN = Say("另有 {} 处在基线中", "{} in the baseline")
_GROWN = Say("其中 {} 处基线中已有，但数字不同", "{} of them in the baseline with other figures")
_FIXED = Say("基线中已改正 {} 处", "{} of the baseline fixed")
_BETWEEN: dict[Lang, str] = {"zh": "，", "en": ", "}


def has_editor_lines(form: str) -> bool:
    """Whether an editor shows the lines of a form; a Word file's are ordinals that no one sees."""
    row = get_form(form)
    return row is not None and row.editor_lines


def to_one_line(say: Say, lang: Lang) -> str:
    return clean(say.in_lang(lang))


def say_place(finding: Finding, form: str) -> Say:
    """Where a finding is, with its page, or its line in a form of which an editor shows these."""
    place = finding.location
    zh, en = place.where.zh, place.where.in_lang("en")
    if place.page is not None:
        return Say(f"{zh}（第 {place.page} 页）", f"{en} (page {place.page})")
    if has_editor_lines(form):
        return Say(f"{zh}（第 {place.line} 行）", f"{en} (line {place.line})")
    return place.where


def list_consequences(finding: Finding, lang: Lang) -> list[str]:
    """What else comes from the cause of a finding (equations, then the rest), and which rules
    could not be evaluated because of it: a sentence each.
    """
    comma, semicolon = ("、", "；") if lang == "zh" else (", ", "; ")
    also = []
    for label, footing in ((_ALSO_BROKEN, True), (_SAME_CAUSE, False)):
        found = [other for other in finding.also if (other.footing is not None) == footing]
        if found:
            also.append(label.in_lang(lang) + comma.join(_name_place(one, lang) for one in found))
    sentences = [semicolon.join(also)] if also else []
    if finding.unchecked:
        sentences.append(_UNCHECKED.in_lang(lang) + comma.join(finding.unchecked))
    return sentences


_ALSO_BROKEN = Say("同一个数字还使这些等式不成立：", "broken by the same figure: ")
_SAME_CAUSE = Say("与此同一原因的还有：", "of the same cause: ")
_UNCHECKED = Say("因此未能核对：", "not checked because of this: ")


def _name_place(finding: Finding, lang: Lang) -> str:
    # the last of the steps to a place is enough beside the place of the finding itself
    where = clean(finding.location.where.in_lang(lang).rpartition(" › ")[2])
    return f"{finding.rule}（{where}）" if lang == "zh" else f"{finding.rule} ({where})"


_FIXABLE = {
    "safe": Say("[可改]", "[fixable]"),
    "unsafe": Say("[可改，须核对]", "[fixable, unsafe]"),
}


def write_fix_mark(finding: Finding, lang: Lang) -> str:
    """The mark of a finding that `gblint fix` corrects, "" for another."""
    mark = _FIXABLE.get(finding.fixable)
    return "" if mark is None else mark.in_lang(lang)


def describe_fixable(summary: Summary, lang: Lang) -> str:
    """How many of the findings `gblint fix` corrects, "" for none."""
    safe, unsafe = summary.fixable, summary.fixable_unsafe
    if not safe and not unsafe:
        return ""
    if not safe:
        return Say(
            f"{unsafe} 项可用 gblint fix --unsafe 改正（改后须核对）。",
            f"{unsafe} fixable with gblint fix --unsafe (look at what it makes).",
        ).in_lang(lang)
    more = Say(f"（另 {unsafe} 项须 --unsafe）", f" ({unsafe} more with --unsafe)")
    return Say(
        f"{safe} 项可用 gblint fix 改正{more.zh if unsafe else ''}。",
        f"{safe} fixable with gblint fix{more.en if unsafe else ''}.",
    ).in_lang(lang)


_LABELS = (
    Say("位置：", "Where: "),
    Say("基线：", "Baseline: "),
    Say("依据：", "Basis: "),
    Say("改法：", "Fix: "),
)


def explain_in_lines(finding: Finding, lang: Lang) -> list[str]:
    """A finding in some lines, the message first: for what has room for more than that."""
    lines = [
        " ".join(filter(None, (write_fix_mark(finding, lang), to_one_line(finding.message, lang))))
    ]
    says = (finding.location.where, finding.before, finding.basis, finding.fix)
    for label, say in zip(_LABELS, says, strict=True):
        if text := to_one_line(say, lang):
            lines.append(label.in_lang(lang) + text)
    return lines + list_consequences(finding, lang)


def find_path_from_here(path: str) -> str:
    """A path relative to the working directory, where it is in it, with `/` and no `./`.

    That is what hosts of code know files by. A name that is no path (`-`) stays what it is.
    """
    return make_relative(path).as_posix()


def make_relative(path: str) -> Path:
    """A path relative to the working directory where it is in it, else absolute."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow a link
    folder = Path.cwd()
    # the working directory is told without links, and /tmp, say, is one on macOS
    for candidate in (absolute, absolute.parent.resolve() / absolute.name):
        if candidate.is_relative_to(folder):
            return candidate.relative_to(folder)
    return absolute


def explain_failure(file: FileResult, lang: Lang) -> str:
    """Why a file could not be read, where no finding says it; else ""."""
    if file.failure is None or file.findings:
        return ""
    head = Say("文件无法读取：", "file cannot be read: ").in_lang(lang)
    return head + to_one_line(file.failure, lang)


def list_suppressed(file: FileResult, options: WriterOptions) -> tuple[Suppressed, ...]:
    """What comments and settings keep from being reported, where that is asked for."""
    return (*file.suppressed, *file.left_out) if options.suppressed else ()


def explain_suppressed(suppressed: Suppressed, file: FileResult, lang: Lang) -> str:
    """Why a finding is not reported: by the comment, with its place, or by the settings."""
    reason = clean(suppressed.reason)
    if not suppressed.line:
        return Say("设置：", "settings: ").in_lang(lang) + reason
    where = to_one_line(suppressed.where, lang)
    if has_editor_lines(file.format):
        line = Say(f"第 {suppressed.line} 行", f"line {suppressed.line}").in_lang(lang)
        where = f"{where}，{line}" if lang == "zh" else f"{where}, {line}"
    if lang == "zh":
        return f"批注（{where}）：{reason}"
    return f"comment ({where}): {reason}"


def find_listed_organs(result: RunResult) -> ReportedOrgans | None:
    """The organs of a list that was given; who was late without one is told in the ledger alone."""
    return result.organs if result.organs is not None and result.organs.path else None


def list_cases(result: RunResult) -> Iterator[tuple[str, OrganCase]]:
    """What is the matter with organs of a list that was given, each with the list's path."""
    if (organs := find_listed_organs(result)) is not None:
        yield from ((organs.path, case) for case in organs.cases)


def count_reported(organs: ReportedOrgans) -> Say:
    """How many of the organs listed reported."""
    year = (
        Say("", "") if organs.year is None else Say(f"{organs.year}年的报告", f" for {organs.year}")
    )
    path, listed, reported = organs.path, organs.listed, organs.reported
    return Say(
        f"名单（{path}）上 {listed} 个机关，{reported} 个有{year.zh or '报告'}",
        f"of the {listed} organs listed ({path}), {reported} reported{year.en}",
    )


def describe_organs(organs: ReportedOrgans, *, most: int = 2) -> list[tuple[Severity, Say]]:
    """What is the matter with organs, a sentence for each kind of it; `most` of a kind by name."""
    kinds: dict[tuple[OrganState, Severity], list[str]] = {}
    for case in organs.cases:
        kinds.setdefault((case.state, case.severity), []).append(case.organ)
    sentences: list[tuple[Severity, Say]] = []
    for (state, severity), names in kinds.items():
        word, count = ORGAN_STATE[state], len(names)
        zh, en = "、".join(names[:most]), ", ".join(names[:most])
        if count > most:
            zh, en = f"{zh} 等", f"{en} ..."
        sentences.append(
            (severity, Say(f"{word.zh} {count} 个：{zh}", f"{word.en}: {count}: {en}"))
        )
    return sentences


def explain_case(case: OrganCase) -> Say:
    """What is the matter with an organ, with its files."""
    files = "、".join(case.files)
    zh, en = f"{case.organ}：{case.say.zh}", f"{case.organ} {case.say.in_lang('en')}"
    return Say(f"{zh}（{files}）", f"{en} ({files})") if files else Say(zh, en)


def find_rule_title(result: RunResult, rule: str, lang: Lang) -> str:
    """The title of a rule, "" for a rule that was not in force."""
    known = result.rules.get(rule)
    if known is None:
        return ""
    title = known.title
    return to_one_line(Say(title) if isinstance(title, str) else title, lang)


def rank_rules(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Rules with how many findings they have, the commonest first."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def link_rule(rule: str) -> str:
    """The address of a rule's page."""
    return f"{_RULES}#{rule.lower()}"


def say_passed_over(passed: Skipped) -> Say:
    return Say(f"没有检查：{passed.reason.zh}", f"not checked: {passed.reason.in_lang('en')}")


def say_disregarded(count: int) -> Say:
    return Say(_DISREGARDED.zh.format(count), _DISREGARDED.en.format(count))


def describe_passed_over(result: RunResult, options: WriterOptions) -> str:
    """What was passed over, "" for nothing; with `quiet` only where it counts."""
    if options.quiet and not any(passed.counts for passed in result.skipped):
        return ""
    if not result.skipped:
        return ""
    return to_one_line(describe_skipped(result.skipped, counted=options.quiet), options.lang)


def describe_summary(summary: Summary, lang: Lang) -> str:
    """The counts of a run in one sentence."""
    if not summary.files:
        return Say("没有检查任何文件。", "No file was checked.").in_lang(lang)
    failed = summary.failed
    found = _BETWEEN[lang].join(_write_counts(count_in_read(summary), lang))
    if not found and not failed:
        found = Say("未发现问题", "no problems found").in_lang(lang)
    parts = [found] if found else []
    parts += [
        say.in_lang(lang).format(count)
        for count, say in (
            (failed, _FAILED),
            (summary.grown, _GROWN),
            (summary.suppressed, _SUPPRESSED),
            (summary.left_out, _LEFT_OUT),
            (summary.disregarded, _DISREGARDED),
            (summary.known, _KNOWN),
            (summary.fixed, _FIXED),
            (summary.gone, _describe_gone(summary)),
            (summary.skipped, _describe_skipped(summary)),
        )
        if count
    ]
    if lang == "zh":
        return f"共 {summary.files} 个文件：{'；'.join(parts)}。"
    files = "file" if summary.files == 1 else "files"
    return f"{summary.files} {files}: {'; '.join(parts)}."


def _describe_gone(summary: Summary) -> Say:
    of = summary.of_gone
    return Say(
        f"基线中有 {{}} 个文件已不在（{of} 处问题）",
        f"files of the baseline that are gone: {{}} (findings: {of})",
    )


def _describe_skipped(summary: Summary) -> Say:
    what = say_files_or_folders(summary.skipped, summary.skipped_folders)
    return Say(f"另有 {{}} 个{what.zh}没有检查", "passed over: {}")


def count_in_read(summary: Summary) -> dict[Severity, int]:
    """The findings by severity, without those that say that a file cannot be read: it is told."""
    counts: dict[Severity, int] = {
        "error": summary.errors,
        "warning": summary.warnings,
        "note": summary.notes,
    }
    return {word: count - summary.of_failed.get(word, 0) for word, count in counts.items()}


def describe_counts(severities: Sequence[Severity]) -> Say:
    each = {severity: severities.count(severity) for severity in SEVERITY}
    zh, en = (between.join(_write_counts(each, lang)) for lang, between in _BETWEEN.items())
    return Say(zh, en) if zh else Say("没有问题", "no problems")


def _write_counts(counts: Mapping[Severity, int], lang: Lang) -> list[str]:
    words = ((count, SEVERITY[severity]) for severity, count in counts.items() if count)
    if lang == "zh":
        return [f"{count} 处{word.zh}" for count, word in words]
    return [f"{count} {word.en}{'s' if count != 1 else ''}" for count, word in words]


_FEW = 3
"""Of more figures than this, the zeros are counted and not listed."""

_MOST = 24
"""Of more figures than this, as a summary of many parts has them, the largest are listed; the
ledger (`--format xlsx`) and JSON have all."""

_CULPRIT = Say("← 疑为此数有误", "← likely the wrong one")
_SUM = Say("合计", "sum")
_MORE = Say("上面比下面多", "above exceeds below by")
_LESS = Say("上面比下面少", "above falls short by")

_COMMANDS = ("=", "+", "-", "@", "\t")


def disarm(text: str) -> str:
    """A text that a spreadsheet would run begins with a quote, which it does not show."""
    return f"'{text}" if text.startswith(_COMMANDS) else text


SayIn = Callable[[Say], str]
"""Gives words in the language of the output."""


class FootingRow(msgspec.Struct, frozen=True):
    """One line of the table; one without label is a rule."""

    label: str = ""
    figure: str = ""
    sign: str = ""
    mark: str = ""
    style: Literal["error", "bold", "faint"] | None = None


def list_rows(footing: Footing, say: SayIn) -> list[FootingRow]:
    """The rows of both sides, their sums, and by how much they differ."""
    gap: int | Decimal = footing.left_sum - footing.right_sum
    return [
        *_list_side(footing.left, footing.left_sum, say),
        FootingRow(),
        *_list_side(footing.right, footing.right_sum, say),
        FootingRow(),
        FootingRow(
            say(_MORE if gap > 0 else _LESS), show_figure(gap if gap > 0 else -gap), style="bold"
        ),
    ]


def _list_side(entries: Sequence[Entry], total: int | Decimal, say: SayIn) -> Iterator[FootingRow]:
    listed = [entry for entry in entries if entry.value or entry.culprit]
    # one zero takes no more room than the line that counts it
    if len(entries) <= _FEW or len(entries) - len(listed) == 1:
        listed = list(entries)
    listed, left = _keep_largest(listed)
    for number, entry in enumerate(listed):
        yield FootingRow(
            say(entry.label),
            show_figure(entry.value),
            "" if number == 0 and entry.sign == "+" else entry.sign,
            say(_CULPRIT) if entry.culprit else "",
            "error" if entry.culprit else None,
        )
    if left:
        count = len(left)
        more = Say(f"其余 {count} 项（见 --format xlsx）", f"{count} others (see --format xlsx)")
        # it has a sum, so that the column still adds up
        rest = sum(one.value if one.sign == "+" else -one.value for one in left)
        yield FootingRow(say(more), show_figure(rest), style="faint")
    if zeros := len(entries) - len(listed) - len(left):
        folded = Say(f"{zeros} 项均为 0", f"all {zeros} are 0")
        if listed:
            folded = Say(f"其余 {zeros} 项为 0", f"{zeros} others are 0")
        yield FootingRow(say(folded), style="faint")
    if len(entries) > 1:
        yield FootingRow(say(_SUM), show_figure(total), "=", style="bold")


def _keep_largest(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Those that are listed, in their order, the likely culprit among them, and the others."""
    if len(entries) <= _MOST:
        return entries, []
    # the likely culprit outranks any figure: it is what the reader looks for
    ranked = sorted(range(len(entries)), key=lambda at: (entries[at].culprit, entries[at].value))
    largest = sorted(ranked[-_MOST:])
    return [entries[at] for at in largest], [entries[at] for at in ranked[:-_MOST]]


def show_figure(value: int | Decimal) -> str:
    """A figure as it is written, without an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
