"""Format `rdjson`: diagnostics for reviewdog, which writes them beside a change on any host.

No columns: reviewdog counts bytes, and gblint the characters of a text that may be no file's. It
has no place for remarks on the run as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from gblint.findings import Severity
from gblint.results import RunResult, WriterOptions
from gblint.writers.issues import Issue, list_issues
from gblint.writers.json import Json, pieces
from gblint.writers.sarif import HOME, RULES

_SEVERITY: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    yield from pieces(
        {
            "source": {"name": "gblint", "url": HOME},
            "diagnostics": map(_diagnostic, list_issues(result, options)),
        }
    )


def _diagnostic(one: Issue) -> Json:
    location: dict[str, Json] = {"path": one.path}
    if one.line is not None:
        location["range"] = {"start": {"line": one.line}}
    diagnostic: dict[str, Json] = {
        "message": "\n\n".join(one.lines),
        "location": location,
        "severity": _SEVERITY[one.severity],
    }
    if one.rule:
        diagnostic["code"] = {"value": one.rule, "url": f"{RULES}#{one.rule.lower()}"}
    return diagnostic
