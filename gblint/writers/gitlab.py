"""Format `gitlab`: Code Quality, which GitLab shows beside a merge request.

GitLab takes of the format of Code Climate what is here, one list of issues, paths from the root of
the repository, and passes over a second issue with the same fingerprint. It has no place for
remarks on the run as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from gblint.findings import Severity
from gblint.results import RunResult, WriterOptions
from gblint.text import make_encodable
from gblint.writers.issues import Issue, list_issues
from gblint.writers.json import Json, pieces

_SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}
"""Of `info`, `minor`, `major`, `critical`, `blocker`."""

NO_RULE = "gblint"
"""The name of the check where no rule found it."""


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    met: Counter[str] = Counter()
    yield from pieces(_issue(one, met) for one in list_issues(result, options))


def _issue(one: Issue, met: Counter[str]) -> Json:
    """`met` counts what would have the same fingerprint."""
    like = "\n".join((one.path, one.rule, one.fingerprint or one.lines[0]))
    met[like] += 1
    told = sha256(make_encodable(f"{like}\n{met[like]}").encode())
    return {
        "description": one.lines[0],
        "content": {"body": "\n\n".join(one.lines)},
        "check_name": one.rule or NO_RULE,
        "fingerprint": told.hexdigest()[:32],
        "severity": _SEVERITY[one.severity],
        "location": {"path": one.path, "lines": {"begin": one.line or 1}},
    }
