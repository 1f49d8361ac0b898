"""Word files that gblint writes: `gblint new`, a report to begin with, and `gblint letters`, for
each organ one with what is to be mended, to send it back.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

import msgspec

from gblint.attempts import limit_time
from gblint.checks import list_auto_packs
from gblint.cli.check import CheckRequest, read_request, run_job
from gblint.cli.explain import open_input
from gblint.cli.streams import (
    choose_language,
    explain_existing,
    explain_unwritten,
    get_stdout,
    open_page,
    print_say,
    show_page,
    tell_error,
    tell_say,
    write_file,
)
from gblint.cli.values import STDOUT, Values, find_output_faults
from gblint.files import NO_REPORT, Input, describe_os_error, display_path, explain_unread
from gblint.findings import SEVERITIES, Finding, Lang, Say
from gblint.pack.model import OrganSpec, Pack
from gblint.packs import join_says
from gblint.pipeline import recognise_report
from gblint.readers import ReadError
from gblint.readers.refusals import apply_limits
from gblint.report.model import Report
from gblint.report.organs import NamedReport, group_by_organ, measure_likeness
from gblint.results import FileResult, RunResult, describe_skipped
from gblint.run import plan_for
from gblint.run.find_inputs import collect_inputs, find_same_input
from gblint.run.plan import Overrides, Plan, SettingsError
from gblint.selection import is_for_year
from gblint.text import clean, clean_path
from gblint.text.patterns import PatternTimeout
from gblint.word.letter_template import (
    Letter,
    Template,
    TemplateError,
    build_template,
    is_own_letter,
)
from gblint.word.new_report import has_new_report, name_file, write_new_report
from gblint.writers.words import SEVERITY, explain_failure, to_one_line

_LARGEST = 20_000_000
"""Bytes of a template, or of a file that is in the way."""

_NO_NAME = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
_LONGEST_NAME = 60

_NO_OUTPUT = Say(
    "要写明放通知的文件夹，如 gblint letters 2026/ -o 退回/",
    "name the folder for the letters, for instance gblint letters 2026/ -o returned/",
)


class LetterOptions(msgspec.Struct, frozen=True):
    """Where letters go, and of which template; `write_template` is where gblint's own goes."""

    output: str | None = None
    template: str | None = None
    write_template: str | None = None
    force: bool = False


def write_letters(request: CheckRequest, writing: LetterOptions) -> int:
    """Write the letters; 0 where all are written, 2 where one would go over another's file.

    Raises SettingsError.
    """
    if writing.write_template is not None:
        return _write_template(request, writing, writing.write_template)
    if writing.output is None:
        raise SettingsError([_NO_OUTPUT])
    folder = Path(writing.output)
    job = read_request(request)
    template = _open_template(writing.template, job.lang)
    _make_folder(folder)
    result = run_job(request, job)
    code = written = 0
    spec = plan_for(Path.cwd(), job.overrides).pack.facts.organ
    groups = _group_files(result, spec)
    for name, numbers in groups:
        files = [result.files[number] for number in numbers]
        # an organ without findings gets no letter
        if not any(file.findings or file.failure is not None for file in files):
            continue
        data = template.fill(_build_letter(files, job.lang))
        refused = _put_letter(folder / f"{name}.docx", data, force=writing.force)
        if refused is None:
            written += 1
        else:
            code = tell_error(refused, job.lang)
    if not request.quiet:
        _tell_letters(result, len(groups), written, folder, job.lang)
    return code


def _write_template(request: CheckRequest, writing: LetterOptions, path: str) -> int:
    if request.files or writing.output is not None:
        say = Say(
            "只写出模板，不能同时写报告或 -o", "writes the template alone, without files or -o"
        )
        raise SettingsError([say.behind("--write-template")])
    lang = choose_language(request.lang)
    if Path(path).exists() and not writing.force:
        return tell_error(explain_existing(path), lang)
    try:
        write_file(Path(path), [build_template(lang)])
    except OSError as error:
        return tell_error(explain_unwritten(path, error), lang)
    return 0


def _open_template(path: str | None, lang: Lang) -> Template:
    """Raises SettingsError."""
    if path is None:
        return Template(build_template(lang))
    try:
        with Path(path).open("rb") as file:
            return Template(file.read(_LARGEST))
    except OSError as error:
        why = describe_os_error(error)
    except TemplateError as error:
        why = error.say
    raise SettingsError([why.behind(path).behind("--template")])


def _make_folder(folder: Path) -> None:
    """Make the folder; before reports are checked, for that may take long.

    Raises SettingsError where letters cannot go there.
    """
    try:
        if folder.exists() and not folder.is_dir():
            say = Say(f"-o：“{folder}”不是文件夹", f'-o: "{folder}" is no folder')
            raise SettingsError([say])
        if faults := list(find_output_faults(folder, count=1)):
            raise SettingsError(faults)
        folder.mkdir(exist_ok=True)
        # rights of folders on shares are not what they seem: only writing tells
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SettingsError([explain_unwritten(folder, error).behind("-o")]) from error


def _group_files(result: RunResult, spec: OrganSpec | None) -> list[tuple[str, list[int]]]:
    """The files of each organ by their numbers, with the name for its letter.

    A file that tells no organ has a letter of its own.
    """
    reports: list[NamedReport] = []
    names: list[str] = []
    for file in result.files:
        organ = file.organ if file.failure is None else ""
        reports.append(NamedReport(organ, file.path))
        stem = file.path.rpartition("/")[2]
        names.append(organ or (stem.rpartition(".")[0] or stem))
    groups = list(group_by_organ(reports, spec))
    groups += ([at] for at, report in enumerate(reports) if not report.organ)
    groups.sort()
    taken: Counter[str] = Counter()
    named: list[tuple[str, list[int]]] = []
    for group in groups:
        # for a file on any system
        name = clean(names[group[0]]).translate(_NO_NAME).strip(" .")[:_LONGEST_NAME] or "_"
        # Windows and macOS tell no large letters from small ones
        taken[name.casefold()] += 1
        more = taken[name.casefold()]
        named.append((f"{name} ({more})" if more > 1 else name, group))
    return named


def _build_letter(files: Sequence[FileResult], lang: Lang) -> Letter:
    # of files that could not be read nothing is known but the name
    first = next((file for file in files if file.organ), files[0])
    findings = [(file, finding) for file in files for finding in file.findings]
    # gravest first, and else as they stand in the report
    findings.sort(key=lambda pair: SEVERITIES.index(pair[1].severity))
    each = [
        _describe_finding(finding, file, lang, several=len(files) > 1) for file, finding in findings
    ] + [
        {**_BLANK, "severity": to_one_line(SEVERITY["error"], lang), "problem": why}
        for file in files
        if (why := explain_failure(file, lang))
    ]
    counts = Counter(finding.severity for _, finding in findings)
    stem = first.path.rpartition("/")[2]
    today = datetime.now().astimezone()
    date = Say(f"{today.year}年{today.month}月{today.day}日", f"{today.day} {today:%B %Y}")
    year = Say("本" if first.year is None else str(first.year), str(first.year or "this year"))
    once = {
        "organ": first.organ or stem,
        "year": year.in_lang(lang),
        "files": "、".join(file.path.rpartition("/")[2] for file in files),
        "count": str(len(each)),
        "errors": str(counts["error"]),
        "warnings": str(counts["warning"]),
        "notes": str(counts["note"]),
        "date": date.in_lang(lang),
    }
    numbered = [{**one, "number": str(number)} for number, one in enumerate(each, 1)]
    return Letter(once, numbered)


_BLANK: Mapping[str, str] = dict.fromkeys(
    ("severity", "rule", "where", "problem", "fix", "basis"), ""
)


def _describe_finding(
    finding: Finding, file: FileResult, lang: Lang, *, several: bool
) -> dict[str, str]:
    where = to_one_line(finding.location.where, lang)
    name = file.path.rpartition("/")[2]
    return {
        "severity": to_one_line(SEVERITY[finding.severity], lang),
        "rule": finding.rule,
        "where": f"{name}：{where}" if several else where,
        "problem": to_one_line(finding.message, lang),
        "fix": to_one_line(finding.fix, lang),
        "basis": to_one_line(finding.basis, lang),
    }


def _put_letter(path: Path, data: bytes, *, force: bool) -> Say | None:
    """Write a letter; why not, where something else is there."""
    try:
        if path.exists() and not force:
            with path.open("rb") as file:
                there = file.read(_LARGEST)
            # what gblint wrote and nobody touched is written anew without asking
            if not is_own_letter(there):
                return Say(
                    f"“{path}”已经存在，不是 gblint 写的，或写出后有人改过：换一个文件夹，"
                    "确要覆盖时加 --force",
                    f'"{path}" is there, and gblint did not write it, or someone changed it since: '
                    "name another folder, or add --force to write over it",
                )
        write_file(path, [data])
    except OSError as error:
        return explain_unwritten(str(path), error)
    return None


def _tell_letters(result: RunResult, organs: int, written: int, folder: Path, lang: Lang) -> None:
    shown = display_path(str(folder))
    say = Say(
        f"{len(result.files)} 个文件，{organs} 个机关：{written} 份通知写入 {shown}",
        f"{len(result.files)} files of {organs} organs; letters written to {shown}: {written}",
    )
    print_say(say, lang)
    if result.skipped:
        tell_say(describe_skipped(result.skipped), lang)


_EXAMPLE = Say(
    "，如：gblint new --organ 示例市清河区教育局 --year 2026",
    ", like this: gblint new --organ 示例市清河区教育局 --year 2026",
)
_NO_ORGAN = join_says(
    Say("没有写是哪个机关的报告", "of which organ the report is was not said"), _EXAMPLE
)
_NO_YEAR = join_says(
    Say("没有写是哪一年的报告", "for which year the report is was not said"), _EXAMPLE
)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def write_blank_report(
    *,
    organ: str | None,
    year: str | None,
    previous: str | None,
    output: str | None,
    force: bool,
    pack: str | None,
    lang: str | None,
    config: str | None,
    isolated: bool,
    limits: Sequence[str],
) -> int:
    """Write a report to begin with; the exit code. Raises SettingsError and PackError.

    Organ and year are those that follow from last year's report where they are not given. A file
    that is there is written over only by `force`, and last year's report never.
    """
    values = Values(lang)
    overrides = Overrides(
        pack=pack,
        limits=values.read_limits(limits),
        config=values.read_config_choice(config, isolated=isolated),
    )
    for_year = _read_year(year, values)
    values.require()
    spoken = choose_language(lang)
    plan = plan_for(Path.cwd(), overrides)
    last = None if previous is None else _read_last(previous, plan)
    named = " ".join((organ or "").split()) or (last.organ if last is not None else "")
    if for_year is None and last is not None and last.year is not None:
        for_year = last.year + 1
    if not named or for_year is None:
        raise SettingsError([_NO_ORGAN if not named else _NO_YEAR])
    chosen = _choose_pack(plan, for_year)
    if last is not None:
        _check_year(last, for_year)
    path = Path(output or name_file(chosen, named, for_year))
    _check_output(path, previous, force=force)
    report = write_new_report(chosen, named, for_year, last)
    if output == STDOUT:
        get_stdout().write_bytes(report.data)
    else:
        try:
            write_file(path, [report.data])
        except OSError as error:
            return tell_error(explain_unwritten(path, error), spoken)
        _tell_written(path, previous, spoken)
    for remark in (*_list_misfits(last, named, for_year, chosen), *report.remarks):
        tell_say(remark, spoken)
    return 0


def _read_year(year: str | None, values: Values) -> int | None:
    if year is None:
        return None
    # as it stands in the title of a report
    digits = year.strip().removesuffix("年")
    if digits.isdecimal() and _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        return int(digits)
    say = Say(
        f"不能是“{year}”：应是报告所报告的年份，四位数字，如 2026",
        f'cannot be "{year}": it is the year that is reported on, of four digits, like 2026',
    )
    values.add_error("--year", say)
    return None


def _read_last(previous: str, plan: Plan) -> Report:
    """Last year's report, as the pack for its year reads it. Raises SettingsError."""
    input_ = _find_last(previous)
    try:
        with apply_limits(plan.limits):
            opened = open_input(input_, plan, list_auto_packs())
            with limit_time(plan.limits.check_seconds):
                report = recognise_report(opened)
    except (ReadError, PatternTimeout, OSError) as error:
        raise _explain_previous(previous, explain_unread(error)) from None
    if not report.recognised:
        raise _explain_previous(previous, NO_REPORT)
    return report


def _find_last(previous: str) -> Input:
    if Path(previous).is_dir():
        say = Say("是文件夹，请写出上年的那一份报告", "is a folder: name last year's report in it")
        raise _explain_previous(previous, say)
    inputs = collect_inputs([previous])
    if len(inputs) != 1:
        raise _explain_previous(previous, Say("应是一份报告", "it should be one report"))
    if (failure := inputs[0].failure) is not None:
        raise _explain_previous(previous, failure)
    return inputs[0]


def _explain_previous(previous: str, why: Say) -> SettingsError:
    return SettingsError([why.behind(previous).behind("--previous")])


def _choose_pack(plan: Plan, year: int) -> Pack:
    """The pack in use that is for the year, else the first. Raises SettingsError."""
    packs = [selection.pack for selection in plan.selections]
    by_year = (one for one in packs if not one.documents and is_for_year(one, year))
    pack = next(by_year, packs[0])
    if not has_new_report(pack):
        say = Say(
            f"规则包 {pack.id} 没有写新报告的文字（new_report），见 docs/packs.md",
            f"the pack {pack.id} has no words for a new report (new_report): see docs/packs.md",
        )
        raise SettingsError([say])
    return pack


def _check_year(last: Report, year: int) -> None:
    """Raises SettingsError where last year's report is another year's: nothing goes on from it."""
    if last.year is None or last.year == year - 1:
        return
    say = Say(
        f"--previous：所给的报告是{last.year}年的，应是{year - 1}年的",
        f"--previous: the report is for {last.year}; it should be for {year - 1}",
    )
    raise SettingsError([say])


def _check_output(path: Path, previous: str | None, *, force: bool) -> None:
    """Raises SettingsError where nothing may be written there."""
    if str(path) == STDOUT:
        return
    if previous is not None and find_same_input(str(path), collect_inputs([previous])):
        say = Say(
            f"“{path}”是上年的报告，不能覆盖",
            f'"{path}" is last year\'s report, and stays as it is',
        )
    elif path.is_dir():
        say = Say(f"“{path}”是文件夹", f'"{path}" is a folder')
    # a link that leads nowhere is there, too, and would be followed
    elif os.path.lexists(path) and not force:
        say = explain_existing(path)
    elif not path.parent.is_dir():
        say = Say(f"没有文件夹“{path.parent}”", f'there is no folder "{path.parent}"')
    else:
        return
    raise SettingsError([say])


def _tell_written(path: Path, previous: str | None, lang: Lang) -> None:
    more = "" if previous is None else f" --previous {previous}"
    page = open_page(lang)
    page.add_line(clean_path(path.as_posix()))
    done = Say(
        f"已写出。底色浅黄的地方要填写；表里的合计是公式，填完数字后按 Ctrl+A、F9 更新。"
        f"填好后检查：gblint {path}{more}",
        f"Written. Fill in what is on yellow; totals are formulas: Ctrl+A and F9 bring them up to "
        f"date. Then check it: gblint {path}{more}",
    )
    page.add_line(clean(page.say(done)))
    show_page(page)


def _list_misfits(last: Report | None, organ: str, year: int, pack: Pack) -> list[Say]:
    """What the drafter should look at: another organ, another year than the pack is for."""
    found: list[Say] = []
    if (
        last is not None
        and last.organ
        and not measure_likeness(organ, last.organ, pack.facts.organ)
    ):
        found.append(
            Say(
                f"请核对：上年报告是“{last.organ}”的，新报告是“{organ}”的；数字照样带入了",
                f'look again: last year\'s report is of "{last.organ}", this one of "{organ}"; '
                "its figures were taken over all the same",
            )
        )
    if not is_for_year(pack, year):
        found.append(
            Say(
                f"规则包 {pack.id} 不是{year}年报告的格式；按年度选择用 --pack auto",
                f"the pack {pack.id} is not for reports of {year}; --pack auto takes the one of "
                "the year",
            )
        )
    return found
