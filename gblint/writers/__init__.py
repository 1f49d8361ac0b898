"""Writers: results → text, piece by piece. Here is the table of formats.

A writer is imported when it is called: a run pays for the one format that it prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gblint.results import RunResult, WriterOptions

Writer = Callable[[RunResult, WriterOptions], Iterator[str]]
"""Gives the output of a run in pieces, its last line ended; nothing where there is none to say."""


def _write_text(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.text import write

    return write(result, options)


def _write_concise(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.issues import write_concise

    return write_concise(result, options)


def _write_json(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.json import write

    return write(result, options)


def _write_sarif(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.sarif import write

    return write(result, options)


def _write_github(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.issues import write_github

    return write_github(result, options)


def _write_html(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.html import write

    return write(result, options)


def _write_junit(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.issues import write_junit

    return write_junit(result, options)


def _write_gitlab(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.issues import write_gitlab

    return write_gitlab(result, options)


def _write_rdjson(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.issues import write_rdjson

    return write_rdjson(result, options)


def _write_markdown(result: RunResult, options: WriterOptions) -> Iterator[str]:
    from gblint.writers.markdown import write

    return write(result, options)


WRITERS: dict[str, Writer] = {
    "text": _write_text,
    "concise": _write_concise,
    "json": _write_json,
    "sarif": _write_sarif,
    "github": _write_github,
    "html": _write_html,
    "junit": _write_junit,
    "gitlab": _write_gitlab,
    "rdjson": _write_rdjson,
    "markdown": _write_markdown,
}
"""The writer of each output format."""

FileWriter = Callable[[RunResult, WriterOptions], Iterator[tuple[str, Iterator[bytes]]]]
"""Gives files by their names in a folder; one that is all of the output has the name ""."""


def _write_xlsx(result: RunResult, options: WriterOptions) -> Iterator[tuple[str, Iterator[bytes]]]:
    from gblint.writers.ledger import write_workbook

    return write_workbook(result, options)


def _write_csv(result: RunResult, options: WriterOptions) -> Iterator[tuple[str, Iterator[bytes]]]:
    from gblint.writers.ledger import write_csv_files

    return write_csv_files(result, options)


FILE_WRITERS: dict[str, FileWriter] = {"xlsx": _write_xlsx, "csv": _write_csv}
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
