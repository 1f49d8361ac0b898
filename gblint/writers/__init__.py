"""Writers: results → text, piece by piece; one file per output format.

A writer is imported when it is called: a run pays for the one format that it prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from gblint.results import RunResult, WriterOptions

Writer = Callable[[RunResult, WriterOptions], Iterator[str]]
"""Gives the output of a run in pieces, its last line ended; nothing where there is none to say."""


def _write_by(module: str) -> Callable[[RunResult, WriterOptions], Any]:
    """The `write` of a module of this room, which is imported when it is called."""

    def write(result: RunResult, options: WriterOptions) -> Any:
        return import_module(f"gblint.writers.{module}").write(result, options)

    return write


WRITERS: dict[str, Writer] = {
    "text": _write_by("text"),
    "concise": _write_by("concise"),
    "json": _write_by("json"),
    "sarif": _write_by("sarif"),
    "github": _write_by("github"),
    "html": _write_by("html"),
    "junit": _write_by("junit"),
    "gitlab": _write_by("gitlab"),
    "rdjson": _write_by("rdjson"),
    "markdown": _write_by("markdown"),
}
"""The writer of each output format."""

FileWriter = Callable[[RunResult, WriterOptions], Iterator[tuple[str, Iterator[bytes]]]]
"""Gives files by their names in a folder; one that is all of the output has the name ""."""

FILE_WRITERS: dict[str, FileWriter] = {
    "xlsx": _write_by("ledger.workbook"),
    "csv": _write_by("ledger.csv_files"),
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


def whole(form: str, result: RunResult, options: WriterOptions) -> str:
    """The output of a short run in a format."""
    return "".join(WRITERS[form](result, options))
