"""`gblint new`: a report to begin with, as a Word file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gblint.attempts import timed
from gblint.cli.extract import open_input
from gblint.cli.messages import explain_unwritten, tell_error, tell_say
from gblint.cli.streams import language, open_page, show_page, stdout, write_file
from gblint.cli.values import STDOUT, Values
from gblint.findings import Lang, Say
from gblint.inputs import Input
from gblint.pack.model import Pack
from gblint.pack_choice import is_for_year, list_auto_packs
from gblint.packs.problems import join_says
from gblint.pipeline import explain_unread, recognise_report
from gblint.readers import ReadError
from gblint.readers.refusals import limits_applied
from gblint.report.model import Report
from gblint.report.organs import likeness
from gblint.run.check_files import plan_for
from gblint.run.find_inputs import collect_inputs, find_same_input
from gblint.run.plan import Overrides, Plan, SettingsError
from gblint.text.display import clean, clean_path
from gblint.text.patterns import PatternTimeout
from gblint.word.new_report import has_new_report, name_file, write_new_report

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


def new(
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
        limits=values.limits("--limit", limits),
        config=values.config(config, isolated=isolated),
    )
    for_year = _read_year(year, values)
    values.require()
    spoken = language(lang)
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
        stdout().raw(report.data)
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
    digits = year.strip().removesuffix("年")
    if digits.isdecimal() and _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        return int(digits)
    say = Say(
        f"不能是“{year}”：应是报告所报告的年份，四位数字，如 2026",
        f'cannot be "{year}": it is the year that is reported on, of four digits, like 2026',
    )
    values.error("--year", say)
    return None


def _read_last(previous: str, plan: Plan) -> Report:
    """Last year's report, as the pack for its year reads it. Raises SettingsError."""
    input_ = _find_last(previous)
    try:
        with limits_applied(plan.limits):
            opened = open_input(input_, plan, list_auto_packs())
            with timed(plan.limits.check_seconds):
                report = recognise_report(opened)
    except (ReadError, PatternTimeout, OSError) as error:
        raise _explain_previous(previous, explain_unread(error)) from None
    if not report.recognised:
        raise _explain_previous(
            previous, Say("没有认出年度报告", "no annual report was recognised in it")
        )
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
    packs = [one.pack for one in plan.selections]
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
    elif os.path.lexists(path) and not force:
        say = Say(
            f"“{path}”已经存在，不会改动它；要重新生成，加 --force",
            f'"{path}" is there already and stays as it is; to make it anew, add --force',
        )
    elif not path.parent.is_dir():
        say = Say(f"没有文件夹“{path.parent}”", f'there is no folder "{path.parent}"')
    else:
        return
    raise SettingsError([say])


def _tell_written(path: Path, previous: str | None, lang: Lang) -> None:
    more = "" if previous is None else f" --previous {previous}"
    page = open_page(lang)
    page.line(clean_path(path.as_posix()))
    done = Say(
        f"已写出。底色浅黄的地方要填写；表里的合计是公式，填完数字后按 Ctrl+A、F9 更新。"
        f"填好后检查：gblint {path}{more}",
        f"Written. Fill in what is on yellow; totals are formulas: Ctrl+A and F9 bring them up to "
        f"date. Then check it: gblint {path}{more}",
    )
    page.line(clean(page.say(done)))
    show_page(page)


def _list_misfits(last: Report | None, organ: str, year: int, pack: Pack) -> list[Say]:
    """What the drafter should look at: another organ, another year than the pack is for."""
    found: list[Say] = []
    if last is not None and last.organ and not likeness(organ, last.organ, pack.facts.organ):
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
