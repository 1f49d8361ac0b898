"""What a run gives: a result for each file, and what could not be done."""

from __future__ import annotations

from collections.abc import Iterator

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
    """Counts over all files."""

    files: int
    errors: int
    warnings: int
    notes: int
    suppressed: int = 0
    known: int = 0
    fixed: int = 0


class RunResult(msgspec.Struct, frozen=True):
    """All files of a run, in the order of their paths, with the rules that were in force.

    `rules` are by id, with severities as configured. `exit_code` is 0, 1 or 2 (see the
    README), the same for every output format.
    """

    files: tuple[FileResult, ...]
    rules: dict[str, Rule]
    exit_code: int

    def summary(self) -> Summary:
        counts = dict.fromkeys(SEVERITIES, 0)
        for file in self.files:
            for finding in file.findings:
                counts[finding.severity] += 1
        return Summary(
            files=len(self.files),
            errors=counts["error"],
            warnings=counts["warning"],
            notes=counts["note"],
            suppressed=sum(len(file.suppressed) for file in self.files),
            known=sum(len(file.known) for file in self.files),
            fixed=sum(len(file.fixed) for file in self.files),
        )


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
