"""What a run gives: a result for each file, and what could not be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from gblint.document import Block
from gblint.findings import SEVERITIES, Finding, Lang, Say, Severity
from gblint.pack.model import Rule


class Suppressed(msgspec.Struct, frozen=True):
    """A finding that is not reported, and the reason that is given for it.

    A comment in the document suppresses it, which stands at `where`, on `line`; or the settings
    leave it out for this file, and `line` is 0.
    """

    finding: Finding
    reason: str
    where: Say = Say("")
    line: int = 0


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """A finding as a baseline keeps it; `message` is for those who read the file.

    `values` is a digest of the message and the measured values, `size` how bad the finding is in
    the units of its rule, None where that is not measured, `members` digests of what it lists.
    """

    rule: str
    fingerprint: str
    message: str = ""
    values: str = ""
    size: Decimal | None = None
    members: tuple[str, ...] = ()


class Gone(msgspec.Struct, frozen=True):
    """A file that the baseline knows, and that is not there any more, with what is known of it."""

    path: str
    findings: tuple[Known, ...]


class Skipped(msgspec.Struct, frozen=True, gc=False):
    """A file, or a folder, that was passed over in a folder, and why; `source` opens it.

    `counts` says that the settings have it counted as a failure, `folder` that it is a folder.
    """

    path: str
    reason: Say
    source: str = ""
    counts: bool = False
    folder: bool = False


_NAMED = 10
"""Files passed over, or reasons for that, that are named where many can be."""


ALL_IN_JSON = Say("见 --format json", "see --format json")


def describe_skipped(
    skipped: Sequence[Skipped], *, counted: bool = True, others: Say = ALL_IN_JSON
) -> Say:
    """What was passed over, in a sentence: by name with the reason, of many one for each reason.

    `counted` begins with the number, `others` says where those are that are not named.
    """
    by_reason: dict[str, list[Skipped]] = {}
    for one in skipped:
        by_reason.setdefault(one.reason.zh, []).append(one)
    # of a folder with a thousand pictures one is named, so that other reasons are seen as well
    groups = [[one] for one in skipped] if len(skipped) <= _NAMED else [*by_reason.values()]
    named = [_name_first(group) for group in groups[:_NAMED]]
    zh = "、".join(one.zh for one in named)
    en = "; ".join(one.in_lang("en") for one in named)
    if len(groups) < len(skipped):
        zh, en = f"{zh}，全部{others.zh}", f"{en}; all of them: {others.in_lang('en')}"
    folders = sum(one.folder for one in skipped)
    head = Say("没有检查的各项" if folders else "没有检查的文件", "not checked")
    if counted:
        count = len(skipped)
        what = say_files_or_folders(count, folders)
        head = Say(f"另有 {count} 个{what.zh}没有检查", f"{count} {what.en} not checked")
    if any(one.counts for one in skipped):
        head = Say(f"{head.zh}（计为失败）", f"{head.en} (which counts as a failure)")
    return Say(f"{head.zh}：{zh}。", f"{head.en}: {en}.")


def _name_first(group: Sequence[Skipped]) -> Say:
    """The first of those that were passed over for one reason, and how many they are."""
    first, count = group[0], len(group)
    zh, en = f"{first.path}（{first.reason.zh}）", f"{first.path} ({first.reason.in_lang('en')})"
    if count > 1:
        zh = f"{first.path} 等 {count} 个（{first.reason.zh}）"
        en = f"{first.path} and {count - 1} more ({first.reason.in_lang('en')})"
    return Say(zh, en)


def say_files_or_folders(count: int, folders: int) -> Say:
    """What so many are of which some are folders; in English with the verb."""
    were = "was" if count == 1 else "were"
    each = "" if count == 1 else "s"
    if not folders:
        return Say("文件", f"file{each} {were}")
    if folders == count:
        return Say("文件夹", f"folder{each} {were}")
    return Say("文件或文件夹", "files or folders were")


class Reading(msgspec.Struct, frozen=True):
    """A report as it was read, for outputs that show it. Personal data in it are masked.

    `blocks` are those of the document, in its order. `sections` has the index of each block that
    is, or begins with, a top-level heading, with the number of its section, 0 for the title and
    None for a heading of no section; `run_in` how many characters of prose run on behind it.
    """

    blocks: tuple[Block, ...]
    sections: dict[int, int | None]
    run_in: dict[int, int] = {}


class Stated(msgspec.Struct, frozen=True):
    """What a report states, for outputs that list reports.

    `place` is its county or city, `level` that of its organ, both empty where they are not known;
    `place_alone` is that county or city without what is above it. `published` is an ISO date, ""
    where none is stated; `late` how many days after the deadline.
    `figures` are those of the pack's tables by `table.row.column`, None where one is not there or
    cannot be read. `lacking` is why something of it could not be read, without which it is not
    added up. `recognised` is False for what is no report.
    """

    recognised: bool = True
    place: str = ""
    place_alone: str = ""
    level: Say = Say("")
    published: str = ""
    late: int = 0
    figures: dict[str, int | Decimal | None] = {}
    lacking: Say | None = None


class FigureColumn(msgspec.Struct, frozen=True):
    """A figure of a pack's tables in words: its key in `Stated.figures`, its table, row, column."""

    key: str
    table: Say
    row: Say
    column: Say
    amount: bool = False


class FigureColumns(msgspec.Struct, frozen=True):
    """The figures of the reports of a pack; `main` are sums of them by which lists tell reports."""

    pack: str
    title: Say
    columns: tuple[FigureColumn, ...]
    main: tuple[tuple[Say, tuple[str, ...]], ...] = ()


OrganState = Literal[
    "missing", "unreadable", "passed_over", "other_year", "twice", "late", "unlisted"
]
"""What is the matter with the report of an organ: there is none; it cannot be read, or is no
report; its form is one that is not read; it is of another year; there are several; it was published
after the deadline; no one expects it."""


class OrganCase(msgspec.Struct, frozen=True):
    """An organ with whose report something is the matter. `say` is what.

    `files` are its files, `line` where it stands in the list of organs, 0 for one that does not.
    """

    organ: str
    state: OrganState
    severity: Severity
    say: Say
    files: tuple[str, ...] = ()
    line: int = 0


class ReportedOrgans(msgspec.Struct, frozen=True):
    """The organs that should report against the reports that are there.

    `path` is the list, "" where none was given: then it is known who reported late or twice, and
    not who is missing. `listed` are how many are on it, `reported` how many of these have a report
    of `year`, which is that of most reports.
    """

    path: str = ""
    listed: int = 0
    reported: int = 0
    year: int | None = None
    cases: tuple[OrganCase, ...] = ()


class CopiedRow(msgspec.Struct, frozen=True):
    """Two reports that have something in common: `kind` what, `where` in which section or table.

    Those of one `group` all have the same. The shares are percentages of the own text of either,
    `count` characters or cells; of years the later is first.
    """

    kind: Say
    where: Say
    organ: str
    year: int | None
    path: str
    other_organ: str
    other_year: int | None
    other_path: str
    count: int
    share: int | None = None
    other_share: int | None = None
    group: int | None = None
    passages: tuple[str, ...] = ()


class RawResult(msgspec.Struct, frozen=True):
    """What a file gives by packs, whatever the settings: the findings of all rules.

    It is kept for other runs; what of it is reported is a FileResult, whose fields the others are.
    `pack_index` is that of the pack by which it was checked, `chosen` what to say of the choice.
    `commented` says that comments in it may suppress findings, which the settings decide, too.
    """

    format: str = ""
    pack_index: int = 0
    title: str = ""
    organ: str = ""
    year: int | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[Say, ...] = ()
    chosen: tuple[Say, ...] = ()
    commented: bool = False
    failure: Say | None = None
    reading: Reading | None = None
    stated: Stated | None = None

    @property
    def whole(self) -> bool:
        """Whether the file was checked, and all rules evaluated that could be."""
        return self.failure is None and not any(one.incomplete for one in self.findings)


class FileResult(msgspec.Struct, frozen=True):
    """One file. `path` is as the user gave it, or relative to the folder given, with `/`.

    `failure` says why the file could not be read; then there is at most the finding that says so
    (GB901, GB903 of a scan). `notes` are remarks on how it was read, `suppressed` what comments in
    it suppress. `pack` is the id of the pack used.
    `ignored` are the rules of findings that the settings leave out for this file, `left_out`
    those findings. `disregarded` is how many comments meant to suppress something were not heeded,
    because that was asked for.
    `known` are findings that the baseline has, `fixed` what it has, was looked for, and is gone.
    `unevaluated` are the rules that did not run to their end, `uncompared` those of the notes that
    say what could not be compared with another report. `reading` is the report, `stated`
    what it states, where these were asked for and it could be read. Going through a result gives
    its findings.
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
    left_out: tuple[Suppressed, ...] = ()
    disregarded: int = 0
    known: tuple[Finding, ...] = ()
    fixed: tuple[Known, ...] = ()
    unevaluated: tuple[str, ...] = ()
    uncompared: tuple[Say, ...] = ()
    notes: tuple[Say, ...] = ()
    failure: Say | None = None
    reading: Reading | None = None
    stated: Stated | None = None

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        """A result is there, even without findings: `__len__` alone would make it false."""
        return True


class Summary(msgspec.Struct, frozen=True):
    """Counts over all files.

    `grown` are findings that a baseline has with other figures, which are among the new ones.
    `gone` counts the files of the baseline that are not there any more, `of_gone` what it has of
    them.
    `failed` are the files that could not be read, `of_failed` the findings that say so, by
    severity, which are among the counts. `skipped` is what was passed over in folders,
    `skipped_folders` how much of it is folders.
    `suppressed` counts findings that comments suppress, `left_out` those that the settings leave
    out for a file, `disregarded` comments that were not heeded. `rules` is the number of findings
    of each rule, `gravest` the rule of the first of the gravest findings. `fixable` are those that
    `gblint fix` corrects, `fixable_unsafe` those that it corrects with --unsafe alone.
    """

    files: int
    errors: int
    warnings: int
    notes: int
    suppressed: int = 0
    known: int = 0
    fixed: int = 0
    grown: int = 0
    gone: int = 0
    of_gone: int = 0
    failed: int = 0
    of_failed: dict[str, int] = {}
    skipped: int = 0
    skipped_folders: int = 0
    left_out: int = 0
    disregarded: int = 0
    rules: dict[str, int] = {}
    gravest: str = ""
    fixable: int = 0
    fixable_unsafe: int = 0


class RunResult(msgspec.Struct, frozen=True):
    """All files of a run, in the order of their paths, with the rules that were in force.

    `rules` are by id, with severities as configured. `exit_code` is 0, 1 or 2 (see the
    README), the same for every output format. `skipped` is what was passed over in folders, `notes`
    are remarks on the run as a whole, `gone` the files of the baseline that are not there any more.
    `fail_on` says of each file from which severity on its findings count; where it has none, error.
    `columns` are the figures of the packs in use, where results have them, `organs` who reported
    and who did not, where that was asked for, `copied` what reports have of others, where these
    were given and results have figures. `compares_parts` is for a summary against its parts.
    The files of a long run are not in memory: go
    through them one by one, and as seldom as may be.
    """

    files: Sequence[FileResult]
    rules: dict[str, Rule]
    exit_code: int
    skipped: Sequence[Skipped] = ()
    notes: tuple[Say, ...] = ()
    gone: tuple[Gone, ...] = ()
    fail_on: Sequence[str] = ()
    columns: tuple[FigureColumns, ...] = ()
    organs: ReportedOrgans | None = None
    copied: tuple[CopiedRow, ...] = ()
    compares_parts: bool = False

    def summary(self) -> Summary:
        """Counts the findings. It goes through all files."""
        counts: Counter[str] = Counter()
        rules: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        gravest: Finding | None = None
        for file in self.files:
            counts["failed"] += file.failure is not None
            counts["suppressed"] += len(file.suppressed)
            counts["left_out"] += len(file.left_out)
            counts["disregarded"] += file.disregarded
            counts["known"] += len(file.known)
            counts["fixed"] += len(file.fixed)
            # all in one go, as files of a long run are read from disk each time
            for finding in file.findings:
                counts[finding.severity] += 1
                failed[finding.severity] += file.failure is not None
                counts["grown"] += bool(finding.before.zh)
                rules[finding.rule] += 1
                counts[finding.fixable] += 1
                if gravest is None or _rank(finding) < _rank(gravest):
                    gravest = finding
        return Summary(
            files=len(self.files),
            errors=counts["error"],
            warnings=counts["warning"],
            notes=counts["note"],
            suppressed=counts["suppressed"],
            known=counts["known"],
            fixed=counts["fixed"],
            grown=counts["grown"],
            gone=len(self.gone),
            of_gone=sum(len(one.findings) for one in self.gone),
            failed=counts["failed"],
            of_failed=dict(failed),
            skipped=len(self.skipped),
            skipped_folders=sum(one.folder for one in self.skipped),
            left_out=counts["left_out"],
            disregarded=counts["disregarded"],
            rules=dict(rules),
            gravest="" if gravest is None else gravest.rule,
            fixable=counts["safe"],
            fixable_unsafe=counts["unsafe"],
        )


def _rank(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


class WriterOptions(msgspec.Struct, frozen=True):
    """What a writer may need to know. `width` is in terminal columns, `color` whether to use
    ANSI colours; `unicode` is False where the output cannot show marks outside GBK. `suppressed`
    has findings listed that comments or settings keep from being reported.
    """

    lang: Lang = "zh"
    color: bool = False
    width: int = 80
    quiet: bool = False
    statistics: bool = False
    unicode: bool = True
    fail_on: Severity | None = "error"
    suppressed: bool = False
