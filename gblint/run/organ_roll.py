"""Who reported: the organs of a list against the files of a run, and who reported late or twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

import msgspec

from gblint.findings import SEVERITIES, Say
from gblint.pack.model import OrganSpec
from gblint.report.expected_organs import ExpectedOrgans, NamedReport, group_by_organ
from gblint.results import FileResult, OrganCase, OrganRoll, OrganState, Skipped
from gblint.run.organ_list import OrganList

_NOT_READ = Say("无法读取", "cannot be read")
_UNLISTED = Say("不在名单上", "is not on the list")
_NO_REPORT = Say("不是年度报告，或没有认出来", "is no annual report, or was not recognised")


class _Report(msgspec.Struct, frozen=True, gc=False):
    """What counts of a file. `why` says why it is of no use, "" for one that is."""

    path: str
    organ: str
    year: int | None
    late: int
    published: str
    figures: bytes
    why: Say = Say("")


def build_roll(
    files: Iterable[FileResult],
    skipped: Sequence[Skipped],
    listed: OrganList | None,
    spec: OrganSpec | None,
    *,
    year: int | None = None,
) -> OrganRoll:
    """Who reported and how, of files whose results carry what they state.

    `year` is the one for which reports should be; without it, with a list, that of most. What was
    passed over counts where its name tells an organ without a report. Raises PatternTimeout.
    """
    reports = [_reduce(file) for file in files]
    useful = [one for one in reports if not one.why.zh]
    if listed is None:
        groups = group_by_organ([NamedReport(one.organ, one.path) for one in useful], spec)
        own = ([useful[at] for at in group] for group in groups)
        cases = _sort(case for reports in own for case in _judge_unlisted(reports, year))
        return OrganRoll(year=year, cases=tuple(cases))
    if year is None:
        years = Counter(one.year for one in useful if one.year is not None)
        year = max(years, key=lambda one: (years[one], one), default=None)
    return _Roll(listed, spec, year).call(reports, skipped)


def _reduce(file: FileResult) -> _Report:
    stated, figures = file.stated, b""
    why = Say("")
    if file.failure is not None:
        why = Say(f"{_NOT_READ.zh}：{file.failure.zh}", f"{_NOT_READ.en}: {file.failure.en}")
    elif stated is None or not stated.recognised:
        why = _NO_REPORT
    if stated is not None:
        told = repr([str(figure) for figure in stated.figures.values()])
        figures = blake2b(told.encode(), digest_size=8).digest()
    return _Report(
        file.path,
        file.organ if stated is not None else "",
        file.year,
        stated.late if stated is not None else 0,
        stated.published if stated is not None else "",
        figures,
        why,
    )


class _Roll:
    def __init__(self, listed: OrganList, spec: OrganSpec | None, year: int | None) -> None:
        self._listed = listed
        self._year = year
        self._expected = ExpectedOrgans([one.name for one in listed.organs], spec)

    def call(self, reports: Sequence[_Report], skipped: Sequence[Skipped]) -> OrganRoll:
        useful = [one for one in reports if not one.why.zh]
        matched = self._expected.match([NamedReport(one.organ, one.path) for one in useful])
        of_organ: dict[int, list[_Report]] = defaultdict(list)
        unlisted: dict[str, list[_Report]] = {}
        cases: list[OrganCase] = []
        for one, number in zip(useful, matched, strict=True):
            if number is None:
                unlisted.setdefault(one.organ or one.path, []).append(one)
            else:
                of_organ[number].append(one)
        for name, own in unlisted.items():
            files = tuple(one.path for one in own)
            cases.append(OrganCase(name, "unlisted", "note", _UNLISTED, files))
            cases += _judge_several(name, [one for one in own if self._is_of_year(one)])
        useless = self._match_useless(reports, skipped, of_organ)
        reported = 0
        for number, organ in enumerate(self._listed.organs):
            own = of_organ.get(number, [])
            reported += any(self._is_of_year(one) for one in own)
            cases += (
                msgspec.structs.replace(case, line=organ.line)
                for case in self._judge(organ.name, own, useless.get(number, []))
            )
        listed = self._listed
        return OrganRoll(listed.path, len(listed.organs), reported, self._year, tuple(_sort(cases)))

    def _is_of_year(self, one: _Report) -> bool:
        return self._year is None or one.year in (None, self._year)

    def _match_useless(
        self,
        reports: Sequence[_Report],
        skipped: Sequence[Skipped],
        of_organ: dict[int, list[_Report]],
    ) -> dict[int, list[tuple[OrganState, str, Say]]]:
        """Files that are of no use, by the organ that is without a report of the year."""
        found: dict[int, list[tuple[OrganState, str, Say]]] = defaultdict(list)
        left: list[tuple[OrganState, str, Say]] = [
            ("unreadable", one.path, one.why) for one in reports if one.why.zh
        ]
        left += (("passed_over", one.path, _explain(one)) for one in skipped if not one.folder)
        for one in left:
            number = self._expected.find_by_path(one[1])
            if number is not None and not any(map(self._is_of_year, of_organ.get(number, ()))):
                found[number].append(one)
        return found

    def _judge(
        self, organ: str, own: Sequence[_Report], useless: Sequence[tuple[OrganState, str, Say]]
    ) -> Iterator[OrganCase]:
        """What is the matter with the reports of one organ of the list."""
        of_year = [one for one in own if self._is_of_year(one)]
        yield from _judge_several(organ, of_year)
        others = [one for one in own if not self._is_of_year(one)]
        if others:
            years = "、".join(dict.fromkeys(f"{one.year}" for one in others))
            say = Say(
                f"不是{self._year}年的，是{years}年的", f"is not for {self._year} but for {years}"
            )
            files = tuple(one.path for one in others)
            yield OrganCase(organ, "other_year", "warning" if of_year else "error", say, files)
        kinds: tuple[OrganState, ...] = ("unreadable", "passed_over")
        for state in kinds:
            told = [(path, say) for kind, path, say in useless if kind == state]
            if told:
                files = tuple(path for path, _ in told)
                yield OrganCase(organ, state, "error", told[0][1], files)
        if not own and not useless:
            yield OrganCase(organ, "missing", "error", Say("没有报告", "has no report"))


def _explain(one: Skipped) -> Say:
    return Say(f"没有查看：{one.reason.zh}", f"not looked at: {one.reason.in_lang('en')}")


def _judge_unlisted(reports: Sequence[_Report], year: int | None) -> Iterator[OrganCase]:
    """What is the matter with an organ's reports where no list says who should report."""
    by_year: dict[int | None, list[_Report]] = defaultdict(list)
    for one in reports:
        if year is None or one.year in (None, year):
            by_year[one.year].append(one)
    for of_year in by_year.values():
        yield from _judge_several(of_year[0].organ, of_year)


def _judge_several(organ: str, reports: Sequence[_Report]) -> Iterator[OrganCase]:
    """Whether an organ has several reports of a year, and whether it was late with all of them."""
    files = tuple(one.path for one in reports)
    if len(reports) > 1:
        alike = len({one.figures for one in reports}) == 1
        say = Say(
            f"有 {len(reports)} 份，数据{'相同' if alike else '不同'}",
            f"has {len(reports)} reports with {'the same' if alike else 'different'} figures",
        )
        yield OrganCase(organ, "twice", "warning", say, files)
    if reports and all(one.late for one in reports):
        first = min(reports, key=lambda one: one.late)
        say = Say(
            f"逾期 {first.late} 天（{first.published} 公布）",
            f"is {first.late} days late (published {first.published})",
        )
        yield OrganCase(organ, "late", "warning", say, files)


_ORDER: tuple[OrganState, ...] = (
    *("missing", "unreadable", "passed_over", "other_year", "twice", "late", "unlisted"),
)


def _sort(cases: Iterable[OrganCase]) -> list[OrganCase]:
    """Gravest first, then as the list has them."""
    return sorted(cases, key=lambda one: (_ORDER.index(one.state), one.line, one.organ))


def roll_code(roll: OrganRoll | None, levels: Iterable[str]) -> int:
    """The exit code for who did not report: 1 where it counts at any of the levels `fail_on`."""
    if roll is None or not roll.path:
        return 0
    at_most = max((SEVERITIES.index(one) for one in levels if one in SEVERITIES), default=-1)
    return int(any(SEVERITIES.index(one.severity) <= at_most for one in roll.cases))
