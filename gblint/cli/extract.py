"""`gblint extract`: what was read, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gblint.attempts import timed
from gblint.cli.streams import FAILED, language, stdout, tell_error, tell_say
from gblint.cli.values import Values
from gblint.findings import Lang, Say
from gblint.inputs import STDIN, Input, read_bytes
from gblint.pack.model import Pack
from gblint.pack_choice import OpenDocument
from gblint.pipeline import explain_unread, open_document, recognise_report
from gblint.readers import ReadError
from gblint.readers.refusals import limits_applied
from gblint.reading import extract as extracted
from gblint.report.model import Report
from gblint.run.check_files import plan_for
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides, Plan, SettingsError
from gblint.text.patterns import PatternTimeout
from gblint.writers.json import dump

_UNRECOGNISED = Say("没有认出年度报告", "no annual report was recognised in it")
_ONE = Say("一次只能读取一份文件", "one file at a time")


def extract(
    file: str,
    *,
    pack: str | None,
    lang: str | None,
    limits: Sequence[str] = (),
    prose: bool = False,
) -> int:
    """Print what is read in a file; 2 where it cannot be read, or is no report.

    With `prose` it is a line for each figure of the prose: where, the figure, what it was taken
    for (`-` for nothing) and why. Raises SettingsError and PackError.
    """
    values = Values(lang)
    overrides = Overrides(pack=pack, limits=values.limits("--limit", limits))
    values.require()
    input_, spoken = find_one_file(file), language(lang)
    plan = plan_for_input(input_, overrides)
    try:
        with limits_applied(plan.limits):
            opened = open_input(input_, plan)
            with timed(plan.limits.check_seconds):
                report = recognise_report(opened)
    except (ReadError, PatternTimeout, OSError) as error:
        return tell_error(explain_unread(error).behind(file), spoken)
    if prose:
        stdout().text(_list_prose(report, spoken))
    else:
        stdout().raw(dump(extracted(report)).encode("utf-8", "backslashreplace"))
    if not report.recognised:
        tell_error(_UNRECOGNISED.behind(file), spoken)
        return FAILED
    for setback in report.setbacks:
        tell_error(setback.stopped.reason.behind(file), spoken)
    for remark in opened.remarks:
        tell_say(remark.behind(file), spoken)
    return FAILED if report.setbacks else 0


def _list_prose(report: Report, lang: Lang) -> str:
    return "".join(
        f"{one.anchor.line}:{one.anchor.column}\t{one.read}\t"
        f"{one.quantity or '-'}\t{one.why.in_lang(lang)}\n"
        for one in report.prose.readings
    )


def find_one_file(file: str) -> Input:
    """The one file that is named. Raises SettingsError."""
    inputs = collect_inputs([file])
    if len(inputs) != 1:
        raise SettingsError([_ONE.behind(file)])
    if inputs[0].failure is not None:
        raise SettingsError([inputs[0].failure.behind(file)])
    return inputs[0]


def plan_for_input(input_: Input, overrides: Overrides) -> Plan:
    """How the one file that is named is checked. Raises SettingsError and PackError."""
    here = input_.source == STDIN
    return plan_for(Path.cwd() if here else Path(input_.source).absolute().parent, overrides)


def open_input(input_: Input, plan: Plan, among: Sequence[Pack] = ()) -> OpenDocument:
    """A file, read by the pack of the plan that is its own. Raises ReadError and OSError."""
    first, *others = (one.pack for one in plan.selections)
    data = read_bytes(input_.source)
    return open_document(data, input_.name, default=first, among=(*others, *among))
