"""Format `concise`: one line for each finding, `path:line:column: rule severity message [where]`.

Lines are not wrapped: terminals and editors make links of them, other tools read them. With
`quiet` there is no summary.
"""

from __future__ import annotations

from gblint.findings import Finding
from gblint.results import FileResult, RunResult, WriterOptions
from gblint.writers.layout import clean_path, in_gbk, paint
from gblint.writers.words import SEVERITY, rule_title, summary_line, told, unchecked, untold_failure


def write(result: RunResult, options: WriterOptions) -> str:
    lines: list[str] = []
    for file in result.files:
        lines += (_line(finding, file, options) for finding in file.findings)
        if failure := untold_failure(file, options.lang):
            word = paint(told(SEVERITY["error"], options.lang), "error", color=options.color)
            lines.append(f"{clean_path(file.path)}:1:1: {word} {failure}")
    if options.statistics:
        lines += _statistics(result, options)
    if not options.quiet:
        lines.append(summary_line(result, options.lang))
    text = "".join(line + "\n" for line in lines)
    return text if options.unicode else in_gbk(text)


def _line(finding: Finding, file: FileResult, options: WriterOptions) -> str:
    lang, place = options.lang, finding.location
    severity = paint(
        f"{finding.rule} {told(SEVERITY[finding.severity], lang)}",
        finding.severity,
        color=options.color,
    )
    message = told(finding.message, lang)
    if waiting := unchecked(finding, lang):
        message += f"（{waiting}）" if lang == "zh" else f" ({waiting})"
    path = f"{clean_path(file.path)}:{place.line}:{place.column_offset}"
    return f"{path}: {severity} {message} [{told(place.where, lang)}]"


def _statistics(result: RunResult, options: WriterOptions) -> list[str]:
    from collections import Counter

    counts = Counter(finding.rule for file in result.files for finding in file.findings)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{count} {rule} {rule_title(result, rule, options.lang)}" for rule, count in ordered]
