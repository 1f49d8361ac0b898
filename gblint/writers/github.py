"""Format `github`: workflow commands, which GitHub Actions shows as annotations."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.findings import Finding, Say, Severity
from gblint.results import FileResult, RunResult, WriterOptions
from gblint.writers.harmless import encodable
from gblint.writers.layout import clean, clean_path
from gblint.writers.words import rule_title, told, unchecked, untold_failure

_COMMAND: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""What the runner of the workflow takes back to the characters."""

_WHERE = Say("位置：", "Where: ")
_BASIS = Say("依据：", "Basis: ")
_FIX = Say("改法：", "Fix: ")


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    for file in result.files:
        for finding in file.findings:
            yield _command(finding, file, result, options) + "\n"
        if failure := untold_failure(file, options.lang):
            yield f"::error file={_path(file)},title=gblint::{failure.translate(_DATA)}\n"


def _command(finding: Finding, file: FileResult, result: RunResult, options: WriterOptions) -> str:
    place = finding.location
    title = clean(f"{finding.rule} {rule_title(result, finding.rule, options.lang)}")
    properties = {
        "file": _path(file),
        "line": str(place.line),
        "col": str(place.column_offset),
        "title": title.translate(_PROPERTY),
    }
    told_properties = ",".join(f"{name}={value}" for name, value in properties.items())
    message = _message(finding, options).translate(_DATA)
    return f"::{_COMMAND[finding.severity]} {told_properties}::{message}"


def _path(file: FileResult) -> str:
    return clean_path(encodable(file.path)).translate(_PROPERTY)


def _message(finding: Finding, options: WriterOptions) -> str:
    """The finding in some lines: an annotation has room for more than the message."""
    lang = options.lang
    lines = [told(finding.message, lang)]
    for label, say in (
        (_WHERE, finding.location.where),
        (_BASIS, finding.basis),
        (_FIX, finding.fix),
    ):
        if text := told(say, lang):
            lines.append(label.in_lang(lang) + text)
    if waiting := unchecked(finding, lang):
        lines.append(waiting)
    return "\n".join(lines)
