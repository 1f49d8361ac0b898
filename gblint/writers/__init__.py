"""Writers: results → text, piece by piece. Here is the table of formats.

A writer is imported when it is called: a run pays for the one format that it prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

from gblint.results import RunResult, WriterOptions

Writer = Callable[[RunResult, WriterOptions], Iterator[str]]
"""Gives the output of a run in pieces, its last line ended; nothing where there is none to say."""


def _import_issues() -> ModuleType:
    from gblint.writers import issues

    return issues


def _write_text(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.text import write

    return write(result, options)


def _write_json(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.json import write

    return write(result, options)


def _write_sarif(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.sarif import write

    return write(result, options)


def _write_html(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.html import write

    return write(result, options)


def _write_markdown(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.markdown import write

    return write(result, options)


WRITERS: dict[str, Writer] = {
    "text": _write_text,
    "concise": lambda *run: _import_issues().write_concise(*run),
    "json": _write_json,
    "sarif": _write_sarif,
    "github": lambda *run: _import_issues().write_github(*run),
    "html": _write_html,
    "junit": lambda *run: _import_issues().write_junit(*run),
    "gitlab": lambda *run: _import_issues().write_gitlab(*run),
    "rdjson": lambda *run: _import_issues().write_rdjson(*run),
    "markdown": _write_markdown,
}
"""The writer of each output format."""

FileWriter = Callable[[RunResult, WriterOptions], Iterator[tuple[str, Iterator[bytes]]]]
"""Gives files by their names in a folder; one that is all of the output has the name ""."""


def _import_ledger() -> ModuleType:
    from gblint.writers import ledger

    return ledger


FILE_WRITERS: dict[str, FileWriter] = {
    "xlsx": lambda *run: _import_ledger().write_workbook(*run),
    "csv": lambda *run: _import_ledger().write_csv_files(*run),
}
"""Formats that are no text for a stream: they go to the file, or the folder, that --output names.
They list reports: results carry what these state for them."""

INTO_FOLDERS = ("csv",)
"""Formats that are a folder of files."""


def list_formats() -> tuple[str, ...]:
    return (*WRITERS, *FILE_WRITERS)


FOR_PEOPLE = ("text", "concise")
"""Formats that are written for a console; all others are UTF-8 wherever they go."""

SHOW_REPORTS = ("html",)
"""Formats that show reports as they were read: results carry these for them alone."""


def write_whole(form: str, result: RunResult, options: WriterOptions) -> str:
    """The output of a short run in a format."""
    return "".join(WRITERS[form](result, options))
