"""A process that checks what was dropped on the page: `python -m gblint.web.worker`.

What to do comes on standard input; how far it is goes, a line of JSON each, to standard output.
A file that would take all time or memory, or brings a library down, takes this process with it
and not the server.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import msgspec

from gblint.inputs import Input
from gblint.packs.problems import PackError
from gblint.readers.forms import written_form
from gblint.results import FileResult, WriterOptions
from gblint.run.check_files import Batch, check_inputs
from gblint.run.plan import Overrides, SettingsError
from gblint.web.jobs import FileState, Order, Report
from gblint.writers import WRITERS


def main() -> int:
    """Do what is asked for; the exit code."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    overrides = Overrides(
        pack=order.pack or None,
        config="none",
        previous=order.previous or None,
        keep_reading=True,
    )
    inputs = [Input(path, name) for path, name in order.files]
    try:
        result = check_inputs(inputs, overrides, watch=_tell_progress, batch=Batch(cache=False))
    except (SettingsError, PackError) as error:
        _tell(Report(error=str(error)))
        return 2
    with Path(order.page).open("w", encoding="utf-8", newline="") as page:
        page.writelines(WRITERS["html"](result, WriterOptions(lang=order.lang)))
    files = tuple(_state(file) for file in result.files)
    _tell(Report(len(files), len(files), files))
    return 0


def _state(file: FileResult) -> FileState:
    counts = Counter(one.severity for one in file.findings)
    return FileState(
        file.path,
        counts["error"],
        counts["warning"],
        counts["note"],
        file.failure is not None,
        file.format == written_form().key,
    )


def _tell_progress(done: int, total: int) -> None:
    _tell(Report(done, total))


def _tell(report: Report) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    raise SystemExit(main())
