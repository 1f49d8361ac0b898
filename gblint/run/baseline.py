"""A baseline: findings that are known, so that only new ones count.

It is read before the files of a run are checked; each result then has its known findings set apart,
and when all have been met, files that were renamed are found again (`KnownFindings`). A finding is
known while it is no worse than the baseline has it. Of figures the baseline keeps how much they
differ by and a digest, never more of a report than the messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal
from zlib import crc32

import msgspec

from gblint.files import INSIDE, MB, describe_os_error, read_bounded, read_bytes, read_file
from gblint.findings import Finding, SaidError, Say, join_stories, split_stories
from gblint.packs import join_says
from gblint.readers import ReadError
from gblint.results import FileResult, Gone, Known, RunResult
from gblint.run.exclusion import find_relative_path
from gblint.run.plan import Plan

FORMAT = 2
"""The version of the file's form that is written."""

_BARE = 1
"""The version that keeps no figures; it is still read."""

_MOST = 64 * MB

_SIZES = ("difference", "over", "days", "share", "count")
"""The measured values that say how bad a finding is, the first that it has: less is better."""

_MOST_ALIKE = 50
"""Entries of one organ and year that a file is compared with."""

OLD_FORMAT = Say(
    "基线是旧格式，没有记下数字，已知的问题变大也看不出来："
    "请用 gblint baseline create --force 重新生成",
    "the baseline is of an old form without figures, and hides what grows: make it anew with "
    "gblint baseline create --force",
)


_DAMAGED = Say(
    "不是 gblint 的基线，或已损坏；请用 gblint baseline create --force 重新生成",
    "it is no baseline of gblint, or is damaged: make it anew with gblint baseline create --force",
)


class BaselineError(SaidError):
    """A baseline that cannot be used; `say` tells why."""


class BaselineEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a file: its findings, and by what it is known again under another name.

    `content` is a digest of its bytes, `report` one of the organ and the year; "" for none.
    """

    findings: tuple[Known, ...]
    content: str = ""
    report: str = ""


class Baseline(msgspec.Struct, frozen=True, rename={"version": "gblint-baseline"}):
    """The known findings of each file; paths are relative to the folder of the baseline."""

    version: int
    files: dict[str, BaselineEntry]


class _Version(msgspec.Struct, rename={"version": "gblint-baseline"}):
    version: int


class _Bare(msgspec.Struct, rename={"version": "gblint-baseline"}):
    """A baseline of the first form."""

    version: int
    files: dict[str, tuple[Known, ...]]


def encode_baseline(result: RunResult, folder: Path) -> bytes:
    """The baseline of a run, to be written into a folder: JSON, ordered so that diffs are small."""
    files = {
        find_relative_path(folder, source): BaselineEntry(
            tuple(
                sorted(map(build_known, known), key=lambda known: (known.rule, known.fingerprint))
            ),
            _digest_content(source),
            digest_report(file),
        )
        for file in result.files
        if (known := [one for one in split_stories(file.findings) if not one.incomplete])
        and (source := file.path)
        and file.failure is None
    }
    encoder = msgspec.json.Encoder(decimal_format="number")
    data = encoder.encode(Baseline(FORMAT, dict(sorted(files.items()))))
    return msgspec.json.format(data, indent=2) + b"\n"


def read_baseline(path: Path) -> Baseline:
    """Raises BaselineError for what cannot be read or is none."""
    try:
        data = read_bounded(path, _MOST)
        version = msgspec.json.decode(data, type=_Version).version
        if version == FORMAT:
            return msgspec.json.decode(data, type=Baseline)
        if version == _BARE:
            bare = msgspec.json.decode(data, type=_Bare)
            return Baseline(
                _BARE, {name: BaselineEntry(known) for name, known in bare.files.items()}
            )
        why = Say(
            f"格式版本是 {version}，本版 gblint 只认 {_BARE} 和 {FORMAT}；"
            "请用写出它的那一版或更新的 gblint",
            f"its format is version {version}, this gblint knows {_BARE} and {FORMAT}: use the "
            "gblint that wrote it, or a later one",
        )
    except OSError as error:
        why = describe_os_error(error)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        why = _DAMAGED
    head = Say(f"基线“{path}”不能用：", f'the baseline "{path}" cannot be used: ')
    raise BaselineError(join_says(head, why))


def set_known_apart(
    result: FileResult, known: Iterable[Known], looked_at: frozenset[str] | None = None
) -> FileResult:
    """A result whose known findings are set apart, with those of the baseline that are gone.

    Each entry of the baseline stands for one finding: the one with its rule and fingerprint, if it
    is no worse; else one of its rule with the very same message and figures, which has but moved.
    A finding that is worse is new, and says what the baseline has of it. A file that could not be
    checked is left as it is. Of the entries that are left those are fixed whose rule was looked at
    (`looked_at`, None for all), and that stand for no finding that is suppressed or ignored.
    """
    if result.failure is not None:
        return result
    entries = _Entries(known)
    findings = list(split_stories(result.findings))
    never = {at for at, one in enumerate(findings) if one.incomplete}  # what was not checked
    known_places = {
        at for at, one in enumerate(findings) if at not in never and entries.take_same(one)
    }
    rest = [at for at in range(len(findings)) if at not in never and at not in known_places]
    # after all that stand where they stood: two that are alike may not take one another's entry
    known_places |= {at for at in rest if entries.take_moved(findings[at])}
    entries.set_aside(findings[at] for at in sorted(never))
    new = [
        one if at in never else entries.compare(one)
        for at, one in enumerate(findings)
        if at not in known_places
    ]
    entries.set_aside(suppressed.finding for suppressed in (*result.suppressed, *result.left_out))
    return msgspec.structs.replace(
        result,
        findings=join_stories(new),
        known=join_stories([one for at, one in enumerate(findings) if at in known_places]),
        fixed=tuple(
            one for one in entries.list_left() if looked_at is None or one.rule in looked_at
        ),
    )


class _Entries:
    """The entries of a file that stand for no finding yet."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = list(known)
        self._free = [True] * len(self._known)
        self._same: dict[tuple[str, str], list[int]] = {}
        self._twins: dict[tuple[str, str], list[int]] = {}
        for at, one in enumerate(self._known):
            self._same.setdefault((one.rule, one.fingerprint), []).append(at)
            if one.values:
                self._twins.setdefault((one.rule, one.values), []).append(at)

    def take_same(self, finding: Finding) -> bool:
        """Whether a finding is known where it stands, and no worse."""
        found = self._same.get((finding.rule, finding.fingerprint), [])
        return self._take(at for at in found if _is_no_worse(finding, self._known[at]))

    def take_moved(self, finding: Finding) -> bool:
        """Whether the very same finding is known elsewhere."""
        return self._take(self._twins.get((finding.rule, _digest_finding(finding)), []))

    def compare(self, finding: Finding) -> Finding:
        """A finding that is new, with what the baseline has of it where it was better."""
        found = self._same.get((finding.rule, finding.fingerprint), [])
        at = next((at for at in found if self._free[at]), None)
        if at is None:
            return finding
        self._free[at] = False
        before = Say(
            f"其中已有这一处，但数字不同，当时是：{self._known[at].message}",
            f"it has this one with other figures: {self._known[at].message}",
        )
        return msgspec.structs.replace(finding, before=before)

    def set_aside(self, findings: Iterable[Finding]) -> None:
        """Take the entries of findings that are not reported, of each rule as many as there are."""
        others: list[Finding] = []
        for finding in findings:
            found = self._same.get((finding.rule, finding.fingerprint), [])
            if not self._take(found) and not self.take_moved(finding):
                others.append(finding)
        for one in others:
            self._take(at for at, entry in enumerate(self._known) if entry.rule == one.rule)

    def list_left(self) -> Iterator[Known]:
        """Those that stand for none: they are mended, if they were looked for."""
        return (one for one, free in zip(self._known, self._free, strict=True) if free)

    def _take(self, places: Iterable[int]) -> bool:
        at = next((at for at in places if self._free[at]), None)
        if at is not None:
            self._free[at] = False
        return at is not None


class KnownFindings:
    """Sets the known findings of files apart, those of renamed files when all have been met.

    A file that was renamed or moved takes the entry of a path that is gone: the one with the same
    content, else one of the same organ and year with which it has a finding in common. No entry
    goes to two files.
    """

    def __init__(self, baseline: Baseline, folder: Path, sources: Iterable[str]) -> None:
        self._files = baseline.files
        self._folder = folder
        here = {find_relative_path(folder, source) for source in sources}
        self._gone = {
            name: entry
            for name, entry in baseline.files.items()
            if name not in here and _is_gone(folder / name)
        }
        self._met: list[tuple[int, str, str, frozenset[str]]] = []
        self._rules: dict[int, frozenset[str]] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}  # most files have the same
        self._left = self._gone

    def set_apart(self, index: int, result: FileResult, source: str, plan: Plan) -> FileResult:
        """The result of a file with its known findings set apart; `index` is its place."""
        rules = plan.find_reported_rules(result, source)
        name = find_relative_path(self._folder, source)
        entry = self._files.get(name)
        if entry is not None:
            return set_known_apart(result, entry.findings, rules)
        if self._gone and result.failure is None:
            # kept for files that may have been renamed, in place of their findings
            marks = frozenset(one.rule + one.fingerprint for one in split_stories(result.findings))
            self._rules[index] = self._sets.setdefault(rules, rules)
            self._met.append((index, source, digest_report(result), marks))
        return result

    def match_renamed(
        self, results: Mapping[int, FileResult] | Sequence[FileResult]
    ) -> list[tuple[int, FileResult]]:
        """The results, by place, of the files that were renamed."""
        entries = self._match()
        used = set(entries.values())
        self._left = {name: one for name, one in self._gone.items() if name not in used}
        found: list[tuple[int, FileResult]] = []
        for at, name in entries.items():
            result = set_known_apart(results[at], self._gone[name].findings, self._rules[at])
            remark = Say(f"基线中是“{name}”，已改名或移动", f'the baseline has it as "{name}"')
            found.append((at, msgspec.structs.replace(result, notes=(*result.notes, remark))))
        return found

    def list_gone(self) -> tuple[Gone, ...]:
        """The files of the baseline that are nowhere, once all files were met."""
        return tuple(Gone(name, entry.findings) for name, entry in sorted(self._left.items()))

    def _match(self) -> dict[int, str]:
        """The entry of each file that has one, by name."""
        entries: dict[int, str] = {}
        free = dict(self._gone)
        by_content = _group_names(free, "content")
        for index, source, _, _ in sorted(self._met):
            # the file is read once more for that
            names = by_content.get(_digest_content(source)) if by_content else None
            if names:
                entries[index] = names.pop(0)
                del free[entries[index]]
        for index, name in self._pair_alike(entries, free):
            if index not in entries and name in free:
                entries[index] = name
                del free[name]
        return entries

    def _pair_alike(
        self, found: Mapping[int, str], free: Mapping[str, BaselineEntry]
    ) -> list[tuple[int, str]]:
        """Files and entries of one organ and year, those with most in common first."""
        by_report = _group_names(free, "report")
        pairs: list[tuple[int, int, str]] = []
        for index, _, report, marks in sorted(self._met):
            if index in found or not report:
                continue
            for name in by_report.get(report, [])[:_MOST_ALIKE]:
                both = marks & {known.rule + known.fingerprint for known in free[name].findings}
                if both:
                    pairs.append((-len(both), index, name))
        return [(index, name) for _, index, name in sorted(pairs)]


def _group_names(
    entries: Mapping[str, BaselineEntry], by: Literal["content", "report"]
) -> dict[str, list[str]]:
    """The names of entries by one of their digests; those without it are left out."""
    groups: dict[str, list[str]] = {}
    for name, entry in entries.items():
        if digest := getattr(entry, by):
            groups.setdefault(digest, []).append(name)
    return groups


def _is_gone(path: Path) -> bool:
    """Whether nothing is there; what cannot be looked up may be, as what is in an archive."""
    try:
        Path(str(path).partition(INSIDE)[0]).stat()
    except (OSError, ValueError) as error:
        return isinstance(error, FileNotFoundError | NotADirectoryError)
    return False


def _is_no_worse(finding: Finding, known: Known) -> bool:
    """Whether a finding is as the baseline has it, or differs by no more and names nothing new.

    Of figures that have no size (a number in prose beside one of a table), only the same do. The
    first form of baselines has none of this, and everything in it counts as known.
    """
    if not known.values or known.values == _digest_finding(finding):
        return True
    size = _measure_size(finding)
    if size is None or known.size is None:
        return False
    return size <= known.size and set(_digest_members(finding)) <= set(known.members)


def build_known(finding: Finding) -> Known:
    return Known(
        finding.rule,
        finding.fingerprint,
        finding.message.zh,
        values=_digest_finding(finding),
        size=_measure_size(finding),
        members=_digest_members(finding),
    )


def _measure_size(finding: Finding) -> Decimal | None:
    """How bad a finding is, in the units of its rule; None where nothing measures it."""
    for name in _SIZES:
        value = finding.values.get(name)
        if isinstance(value, int | Decimal):
            return abs(Decimal(value))
    return None


def _digest_members(finding: Finding) -> tuple[str, ...]:
    """Digests of what a finding lists: cells, labels, organs."""
    lists = (value for value in finding.values.values() if isinstance(value, tuple))
    return tuple(sorted({_digest(member) for value in lists for member in value}))


def _digest_finding(finding: Finding) -> str:
    """What stands for the message and all measured values of a finding."""
    lines = [finding.message.zh]
    for name, value in sorted(finding.values.items()):
        lines.append(f"{name}=" + ("\t".join(value) if isinstance(value, tuple) else str(value)))
    return _digest("\n".join(lines))


def digest_report(file: FileResult) -> str:
    """What stands for the organ and the year of a report; "" where either is not known."""
    return _digest(f"{file.organ}\n{file.year}") if file.organ and file.year else ""


def _digest_content(path: str) -> str:
    """A digest of a file's bytes; "" for what cannot be read, or is too large to be a report."""
    from hashlib import blake2b

    try:
        data = read_bytes(path) if INSIDE in path else read_file(Path(path))
        return blake2b(data, digest_size=16).hexdigest()
    except (OSError, ReadError):
        return ""


def _digest(text: str) -> str:
    """64 bits that tell texts apart; no one gains by forging them."""
    data = text.encode("utf-8", "surrogatepass")
    return f"{crc32(data):08x}{crc32(data[::-1]):08x}"
