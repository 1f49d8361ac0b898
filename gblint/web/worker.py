"""A process that checks what was dropped on the page; `gblint/web/jobs.py` starts it.

What to do comes on standard input; how far it is goes, a line of JSON each, to standard output.
A file that would take all time or memory, or brings a library down, takes this process with it
and not the server.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from gblint.findings import Lang
from gblint.fix import NotWrittenInto, correct_file, find_writer
from gblint.inputs import Input, read_file
from gblint.packs import PackError
from gblint.readers import ReadError, Source, get_form, get_written_form, sniff
from gblint.readers.refusals import apply_limits
from gblint.results import FileResult, WriterOptions
from gblint.run import Batch, check_inputs, plan_for
from gblint.run.plan import Overrides, Plan, SettingsError
from gblint.web.jobs import FileState, Made, WorkOrder, WorkReport
from gblint.word.annotate import annotate
from gblint.word.places import open_as_docx
from gblint.writers import WRITERS


def main() -> int:
    """Do what is asked for; the exit code."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=WorkOrder)
    overrides = Overrides(
        pack=order.pack or None,
        # not the nearest to the file: it lies among temporary files
        config=Path(order.config) if order.config else "none",
        previous=order.previous or None,
        previous_name=order.previous_name,
        # the page shows the report as it was read
        keep_reading=order.make is None,
    )
    try:
        if order.make is None:
            _check(order, overrides)
        else:
            _make(order, overrides, order.make)
    except (SettingsError, PackError) as error:
        text = error.told(order.lang) if isinstance(error, SettingsError) else str(error)
        _tell(WorkReport(error=text))
        return 2
    except (ReadError, NotWrittenInto):  # the page offers nothing of which this comes
        return 2
    return 0


def _check(order: WorkOrder, overrides: Overrides) -> None:
    """Check files and write the page. Raises SettingsError and PackError."""
    inputs = [Input(path, name) for path, name in order.files]
    # no cache: it would keep what reports say after the page is closed
    result = check_inputs(inputs, overrides, watch=_tell_progress, batch=Batch(cache=False))
    with Path(order.out).open("w", encoding="utf-8", newline="") as page:
        page.writelines(WRITERS["html"](result, WriterOptions(lang=order.lang)))
    files = tuple(_describe_file(file) for file in result.files)
    _tell(WorkReport(len(files), len(files), files))


def _make(order: WorkOrder, overrides: Overrides, made: Made) -> None:
    """Make a file with comments or a corrected one, by the terms of the check.

    Raises SettingsError, PackError, ReadError, NotWrittenInto.
    """
    ((source, name),) = order.files
    plan = plan_for(Path(source).parent, overrides)
    with apply_limits(plan.limits):
        data = read_file(Path(source))
        if made == "fix":
            content = _correct(data, name, source, plan, order.lang)
        else:
            data = open_as_docx(data, name).data
            result = plan.check(data, name, source)
            content = annotate(data, result.findings, result.title, order.lang).data
    Path(order.out).write_bytes(content)


def _correct(data: bytes, name: str, source: str, plan: Plan, lang: Lang) -> bytes:
    """The file as corrected.

    In a Word file what has to be looked at is tracked, to be accepted or refused, and what is left
    has comments; in a text it is left as it is, since nothing can be tracked there.
    """
    word = sniff(Source(data, name)) == get_written_form().key
    fixed = correct_file(
        data,
        lambda data: plan.check(data, name, source),
        find_writer(data, name, "unsafe"),
        unsafe=word,
        rules=lambda result: plan.list_reported(result, source),
    )
    if not word:
        return fixed.data
    return annotate(fixed.data, fixed.result.findings, fixed.result.title, lang).data


def _describe_file(file: FileResult) -> FileState:
    counts = Counter(finding.severity for finding in file.findings)
    fixable = Counter(finding.fixable for finding in file.findings)
    return FileState(
        file.path,
        counts["error"],
        counts["warning"],
        counts["note"],
        file.failure is not None,
        tuple(_list_makes(file)),
        fixable["safe"],
        # a text has no tracked changes, so these are not corrected there
        fixable["unsafe"] if file.format == get_written_form().key else 0,
    )


def _list_makes(file: FileResult) -> Iterator[Made]:
    """What can be made of a file by its form, and by what was found in it."""
    form = get_form(file.format)
    if form is None or file.failure is not None:
        return
    if form.written or form.convert is not None:
        yield "annotate"
    tracks = form.corrected == "word"
    corrections = [
        finding.correction for finding in file.findings if finding.correction is not None
    ]
    if form.corrected and any(
        tracks or any(each.safe for each in correction.replacements) for correction in corrections
    ):
        yield "fix"


def _tell_progress(done: int, total: int) -> None:
    _tell(WorkReport(done, total))


def _tell(report: WorkReport) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
    sys.stdout.buffer.flush()
