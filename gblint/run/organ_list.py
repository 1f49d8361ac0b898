"""`--expect`: the organs that should report, from a list (text, one a line, or the first sheet of a
workbook); and who of them did, late or twice, once all files of a run are checked.

What outputs that list reports need besides results is added here, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from gblint.files import display_path, explain_unread
from gblint.findings import SEVERITIES, Say
from gblint.pack.model import OrganSpec
from gblint.packs import join_says
from gblint.readers import ReadError
from gblint.readers.package import Element, Package
from gblint.readers.texts import decode
from gblint.reading import list_columns
from gblint.report.organs import ExpectedOrgans, NamedReport, group_by_organ
from gblint.results import (
    CopiedRow,
    FigureColumns,
    FileResult,
    OrganCase,
    OrganState,
    ReportedOrgans,
    RunResult,
    Skipped,
)
from gblint.run.plan import Plan, SettingsError
from gblint.text.patterns import PatternTimeout

_MOST_LIST_BYTES = 16_000_000
_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NAME_HEADS = frozenset(
    (
        *("机关", "机关名称", "单位", "单位名称", "部门", "部门名称", "行政机关", "行政机关名称"),
        *("名称", "机构", "机构名称", "公开主体", "应报机关", "应报单位", "报送单位", "填报单位"),
        *("编制机关", "编制单位", "责任单位", "单位全称", "机关全称", "全称"),
        *("name", "organ", "organs"),
    )
)
"""What stands at the head of a column of names, in small letters and without spaces."""

_HEADS = _NAME_HEADS | {"序号", "编号", "备注", "no.", "no"}
"""What stands at the head of a column."""

_SUM = "计"
"""What the word of two characters for a sum ends with: 合计, 小计 and the like."""

_REMARKS = ("注：", "注:", "备注：", "备注:", "说明：", "说明:")
"""What a row below the names is that has none."""

_MOST_HEAD_ROWS = 20


class ListedOrgan(msgspec.Struct, frozen=True):
    """An organ, and the line or row on which it stands."""

    name: str
    line: int


class OrganList(msgspec.Struct, frozen=True):
    """The organs that should report, each once, with the path of the list as it is told."""

    path: str
    organs: tuple[ListedOrgan, ...]


def read_organ_list(path: str) -> OrganList:
    """The list in a file: text (`#` begins a remark), or .xlsx, of whose first sheet the column
    counts that is headed as names of organs; without such a head, the first text of each row.
    Raises SettingsError.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_LIST_BYTES)
        # by what is in it: lists are handed around under any name
        lines = list(_list_rows(data) if data.startswith(b"PK") else _list_lines(data))
    except (OSError, ReadError) as error:
        raise _explain_list(path, explain_unread(error)) from None
    found: dict[str, ListedOrgan] = {}
    for name, line in lines:
        found.setdefault(name, ListedOrgan(name, line))
    if not found:
        raise _explain_list(path, Say("名单中没有机关", "there is no organ in the list"))
    return OrganList(display_path(path), tuple(found.values()))


def _explain_list(path: str, why: Say) -> SettingsError:
    return SettingsError([why.behind(path).behind("--expect")])


def _list_lines(data: bytes) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(decode(data).text.splitlines(), 1):
        if name := line.partition("#")[0].strip():
            yield name, number


def _list_rows(data: bytes) -> Iterator[tuple[str, int]]:
    """Raises ReadError."""
    with Package(data) as package:
        book = package.find_main()
        strings = package.read_tree(package.find_related(book, "sharedStrings"))
        items = () if strings is None else strings.iterchildren(f"{_MAIN}si")
        shared = [_join_texts(item) for item in items]
        links = package.find_links(book).values()
        sheets = [_FIRST_SHEET, *(link.target for link in links if link.kind == "worksheet")]
        sheet = next((one for one in sheets if one in package.names), _FIRST_SHEET)
        root = package.read_tree(sheet)
    rows: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(() if root is None else root.iter(f"{_MAIN}row"), 1):
        cells = enumerate(row.iter(f"{_MAIN}c"))
        texts = {_find_column(cell, at): _read_cell(cell, shared).strip() for at, cell in cells}
        rows.append((int(row.get("r") or number), texts))
    yield from _list_names(rows)


def _list_names(rows: Sequence[tuple[int, dict[str, str]]]) -> Iterator[tuple[str, int]]:
    """The names below the head of their column; without a head, the first text of each row."""
    heads = [
        (len(list(filter(None, texts.values()))), _drop_blanks(text).endswith("名称"), -at, column)
        for at, (_, texts) in enumerate(rows[:_MOST_HEAD_ROWS])
        for column, text in texts.items()
        if _drop_blanks(text) in _NAME_HEADS
    ]
    # the row with the most heads: “填报单位” above it is of who made the list
    _, _, top, column = max(heads, key=lambda one: one[:3], default=(0, False, 1, ""))
    for number, texts in rows[1 - top :]:
        listed = [texts.get(column, "")] if column else texts.values()
        name = next((text for text in listed if _is_name(text)), "")
        if name:
            yield name, number


def _find_column(cell: Element, at: int) -> str:
    """The letters of the column in which a cell stands."""
    return (cell.get("r") or "").rstrip("0123456789") or f"#{at}"


def _drop_blanks(text: str) -> str:
    return "".join(text.split()).lower()


def _is_name(text: str) -> bool:
    """Whether a cell has the name of an organ: no number, head of a column, sum or remark."""
    if not any(char.isalpha() for char in text) or text.startswith(_REMARKS):
        return False
    plain = _drop_blanks(text)
    return plain not in _HEADS and not (len(plain) == len("合计") and plain.endswith(_SUM))


def _join_texts(element: Element) -> str:
    """The text in all its runs, without how it is read aloud."""
    phonetic = {id(one) for part in element.iter(f"{_MAIN}rPh") for one in part.iter()}
    return "".join(one.text or "" for one in element.iter(f"{_MAIN}t") if id(one) not in phonetic)


def _read_cell(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _join_texts(cell)
    value = "".join(one.text or "" for one in cell.iter(f"{_MAIN}v"))
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    return value if cell.get("t") == "str" else ""


_NOT_READ = Say("无法读取", "cannot be read")
_NOT_LOOKED_AT = Say("没有查看：", "not looked at: ")
_UNLISTED = Say("不在名单上", "is not on the list")
_NO_REPORT = Say("不是年度报告，或没有认出来", "is no annual report, or was not recognised")


class _ReceivedReport(msgspec.Struct, frozen=True, gc=False):
    """What counts of a file. `why` says why it is of no use, "" for one that is."""

    path: str
    organ: str
    year: int | None
    late: int
    published: str
    figures: bytes
    why: Say = Say("")


def match_organs(
    files: Iterable[FileResult],
    skipped: Sequence[Skipped],
    listed: OrganList | None,
    spec: OrganSpec | None,
    *,
    year: int | None = None,
) -> ReportedOrgans:
    """Who reported and how, of files whose results carry what they state.

    `year` is the one for which reports should be; without it, with a list, that of most. What was
    passed over counts where its name tells an organ without a report. Raises PatternTimeout.
    """
    reports = [_reduce(file) for file in files]
    useful = [report for report in reports if not report.why.zh]
    if listed is None:
        groups = group_by_organ([NamedReport(one.organ, one.path) for one in useful], spec)
        own = ([useful[at] for at in group] for group in groups)
        cases = _sort(case for reports in own for case in _judge_unlisted(reports, year))
        return ReportedOrgans(year=year, cases=tuple(cases))
    if year is None:
        years = Counter(one.year for one in useful if one.year is not None)
        year = max(years, key=lambda one: (years[one], one), default=None)
    return _OrganMatcher(listed, spec, year).match(reports, skipped)


def _reduce(file: FileResult) -> _ReceivedReport:
    stated, figures = file.stated, b""
    why = Say("")
    if file.failure is not None:
        why = Say(f"{_NOT_READ.zh}：{file.failure.zh}", f"{_NOT_READ.en}: {file.failure.en}")
    elif stated is None or not stated.recognised:
        why = _NO_REPORT
    if stated is not None:
        digits = repr([str(figure) for figure in stated.figures.values()])
        figures = blake2b(digits.encode(), digest_size=8).digest()
    return _ReceivedReport(
        file.path,
        file.organ if stated is not None else "",
        file.year,
        stated.late if stated is not None else 0,
        stated.published if stated is not None else "",
        figures,
        why,
    )


class _OrganMatcher:
    def __init__(self, listed: OrganList, spec: OrganSpec | None, year: int | None) -> None:
        self._listed = listed
        self._year = year
        self._expected = ExpectedOrgans([organ.name for organ in listed.organs], spec)

    def match(
        self, reports: Sequence[_ReceivedReport], skipped: Sequence[Skipped]
    ) -> ReportedOrgans:
        useful = [report for report in reports if not report.why.zh]
        matched = self._expected.match([NamedReport(one.organ, one.path) for one in useful])
        of_organ: dict[int, list[_ReceivedReport]] = defaultdict(list)
        unlisted: dict[str, list[_ReceivedReport]] = {}
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
            # a report of another year does not do
            reported += any(self._is_of_year(one) for one in own)
            cases += (
                msgspec.structs.replace(case, line=organ.line)
                for case in self._judge(organ.name, own, useless.get(number, []))
            )
        listed = self._listed
        return ReportedOrgans(
            listed.path, len(listed.organs), reported, self._year, tuple(_sort(cases))
        )

    def _is_of_year(self, one: _ReceivedReport) -> bool:
        return self._year is None or one.year in (None, self._year)

    def _match_useless(
        self,
        reports: Sequence[_ReceivedReport],
        skipped: Sequence[Skipped],
        of_organ: dict[int, list[_ReceivedReport]],
    ) -> dict[int, list[tuple[OrganState, str, Say]]]:
        """Files that are of no use, by the organ that is without a report of the year."""
        found: dict[int, list[tuple[OrganState, str, Say]]] = defaultdict(list)
        left: list[tuple[OrganState, str, Say]] = [
            ("unreadable", report.path, report.why) for report in reports if report.why.zh
        ]
        left += (
            ("passed_over", one.path, join_says(_NOT_LOOKED_AT, one.reason))
            for one in skipped
            if not one.folder
        )
        for one in left:
            number = self._expected.find_by_path(one[1])
            if number is not None and not any(map(self._is_of_year, of_organ.get(number, ()))):
                found[number].append(one)
        return found

    def _judge(
        self,
        organ: str,
        own: Sequence[_ReceivedReport],
        useless: Sequence[tuple[OrganState, str, Say]],
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
            files_of_state = [(path, say) for kind, path, say in useless if kind == state]
            if files_of_state:
                files = tuple(path for path, _ in files_of_state)
                yield OrganCase(organ, state, "error", files_of_state[0][1], files)
        if not own and not useless:
            yield OrganCase(organ, "missing", "error", Say("没有报告", "has no report"))


def _judge_unlisted(reports: Sequence[_ReceivedReport], year: int | None) -> Iterator[OrganCase]:
    """What is the matter with an organ's reports where no list says who should report."""
    by_year: dict[int | None, list[_ReceivedReport]] = defaultdict(list)
    for report in reports:
        if year is None or report.year in (None, year):
            by_year[report.year].append(report)
    for of_year in by_year.values():
        yield from _judge_several(of_year[0].organ, of_year)


def _judge_several(organ: str, reports: Sequence[_ReceivedReport]) -> Iterator[OrganCase]:
    """Whether an organ has several reports of a year, and whether it was late with all of them."""
    files = tuple(report.path for report in reports)
    if len(reports) > 1:
        alike = len({report.figures for report in reports}) == 1
        say = Say(
            f"有 {len(reports)} 份，数据{'相同' if alike else '不同'}",
            f"has {len(reports)} reports with {'the same' if alike else 'different'} figures",
        )
        yield OrganCase(organ, "twice", "warning", say, files)
    if reports and all(report.late for report in reports):
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


def find_organs_code(organs: ReportedOrgans | None, levels: Iterable[str]) -> int:
    """The exit code for who did not report: 1 where it counts at any of the levels `fail_on`."""
    if organs is None or not organs.path:
        return 0
    at_most = max((SEVERITIES.index(one) for one in levels if one in SEVERITIES), default=-1)
    return int(any(SEVERITIES.index(case.severity) <= at_most for case in organs.cases))


def add_lists(result: RunResult, plans: Sequence[Plan], expected: OrganList | None) -> RunResult:
    """A run with these, and its exit code where it matters who did not report."""
    return add_organs(
        msgspec.structs.replace(
            result, columns=list_figure_columns(plans), copied=tuple(_list_copied(plans))
        ),
        plans,
        expected,
    )


def list_figure_columns(plans: Sequence[Plan]) -> tuple[FigureColumns, ...]:
    """The figures of the packs in use that have tables, each once."""
    packs = {
        selection.pack.id: selection.pack
        for plan in {id(plan): plan for plan in plans}.values()
        for selection in plan.list_selections()
    }
    found = (list_columns(pack) for pack in packs.values())
    return tuple(one for one in found if one.columns)


def add_organs(
    result: RunResult, plans: Sequence[Plan], expected: OrganList | None, *, year: int | None = None
) -> RunResult:
    spec = plans[0].pack.facts.organ if plans else None
    try:
        organs = match_organs(result.files, result.skipped, expected, spec, year=year)
    except PatternTimeout as stopped:
        zh, en = stopped.words
        note = Say(f"未能核对名单：{zh}", f"the list was not checked: {en}")
        return msgspec.structs.replace(result, notes=(*result.notes, note), exit_code=2)
    code = max(result.exit_code, find_organs_code(organs, result.fail_on))
    return msgspec.structs.replace(result, organs=organs, exit_code=code)


def _list_copied(plans: Sequence[Plan]) -> Iterator[CopiedRow]:
    """What the reports of the others have in common with one another."""
    others = {id(plan.others): (plan, plan.others) for plan in plans if plan.others is not None}
    if not others:
        return
    from gblint.checks.places import names
    from gblint.comparison.many_reports import list_lines

    for plan, found in others.values():
        yield from list_lines(found.compare_all(), names(plan.pack))
