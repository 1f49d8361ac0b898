"""What a run gives: a result for each file, and what could not be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from gblint.findings import SEVERITIES, Finding, Lang, Say, Severity
from gblint.packs.model import Rule


class Suppressed(msgspec.Struct, frozen=True):
    """A finding that a comment in the document suppresses, and the reason that it gives."""

    finding: Finding
    reason: str


class Known(msgspec.Struct, frozen=True):
    """A finding as a baseline keeps it; `message` is for those who read the file."""

    rule: str
    fingerprint: str
    message: str = ""


class FileResult(msgspec.Struct, frozen=True):
    """One file. `path` is as the user gave it, or relative to the folder given, with `/`.

    `failure` says why the file could not be read; then there is nothing but its GB901
    finding. `notes` are remarks on how it was read, `suppressed` what comments in it
    suppress. `pack` is the id of the pack used.
    `ignored` are the rules of findings that the settings leave out for this file.
    `known` are findings that the baseline has, `fixed` what it has and is gone. Going through
    a result gives its findings.
    """

    path: str
    format: str = ""
    pack: str = ""
    title: str = ""
    organ: str = ""
    year: int | None = None
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    ignored: tuple[str, ...] = ()
    known: tuple[Finding, ...] = ()
    fixed: tuple[Known, ...] = ()
    notes: tuple[Say, ...] = ()
    failure: Say | None = None

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        """A result is there, even without findings."""
        return True


class Summary(msgspec.Struct, frozen=True):
    """Counts over all files.

    `failed` are the files that could not be read, `rules` the number of findings of each rule,
    `gravest` the rule of the first of the gravest findings.
    """

    files: int
    errors: int
    warnings: int
    notes: int
    suppressed: int = 0
    known: int = 0
    fixed: int = 0
    failed: int = 0
    rules: dict[str, int] = {}
    gravest: str = ""


class RunResult(msgspec.Struct, frozen=True):
    """All files of a run, in the order of their paths, with the rules that were in force.

    `rules` are by id, with severities as configured. `exit_code` is 0, 1 or 2 (see the
    README), the same for every output format. The files of a long run are not in memory: go
    through them one by one, and as seldom as may be.
    """

    files: Sequence[FileResult]
    rules: dict[str, Rule]
    exit_code: int

    def summary(self) -> Summary:
        """Counts the findings. It goes through all files."""
        counts: Counter[str] = Counter()
        rules: Counter[str] = Counter()
        gravest: Finding | None = None
        for file in self.files:
            counts["failed"] += file.failure is not None
            counts["suppressed"] += len(file.suppressed)
            counts["known"] += len(file.known)
            counts["fixed"] += len(file.fixed)
            for finding in file.findings:
                counts[finding.severity] += 1
                rules[finding.rule] += 1
                if gravest is None or _grade(finding) < _grade(gravest):
                    gravest = finding
        return Summary(
            files=len(self.files),
            errors=counts["error"],
            warnings=counts["warning"],
            notes=counts["note"],
            suppressed=counts["suppressed"],
            known=counts["known"],
            fixed=counts["fixed"],
            failed=counts["failed"],
            rules=dict(rules),
            gravest="" if gravest is None else gravest.rule,
        )


def _grade(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


class WriterOptions(msgspec.Struct, frozen=True):
    """What a writer may need to know. `width` is in terminal columns, `color` whether to use
    ANSI colours; `unicode` is False where the output cannot show marks outside GBK.
    """

    lang: Lang = "zh"
    color: bool = False
    width: int = 80
    quiet: bool = False
    statistics: bool = False
    unicode: bool = True
    fail_on: Severity | None = "error"
