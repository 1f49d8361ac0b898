"""Format `csv`: the tables of the ledger as files in a folder, a file for each.

They begin with the mark by which Excel knows UTF-8. A text that a spreadsheet would take for a
formula (it begins with = + - @ or a tab) has an apostrophe before it; figures have none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from gblint.results import RunResult, WriterOptions
from gblint.text.display import clean, encodable
from gblint.writers.ledger.cells import Head, Link, Value
from gblint.writers.ledger.sheets import Ledger, list_sheets

_COMMANDS = ("=", "+", "-", "@", "\t")
_CHUNK = 2**18


def list_names(result: RunResult, options: WriterOptions) -> tuple[str, ...]:
    return tuple(f"{one.name.in_lang(options.lang)}.csv" for one in list_sheets(result))


def write(result: RunResult, options: WriterOptions) -> Iterator[tuple[str, Iterator[bytes]]]:
    ledger = Ledger(result, options)
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        writers: dict[str, Any] = {}
        widths = {sheet.key: len(sheet.columns) for sheet in ledger.sheets}
        for sheet in ledger.sheets:
            file = files[sheet.key] = stack.enter_context(TemporaryFile(prefix="gblint-"))
            text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
            writers[sheet.key] = csv.writer(text)
            writers[sheet.key].writerow([one.head.in_lang(options.lang) for one in sheet.columns])
        for key, row in ledger.write_rows():
            cells = [_disarm(value) for value in row]
            writers[key].writerow([*cells, *[""] * (widths[key] - len(cells))])
        for sheet in ledger.sheets:
            files[sheet.key].seek(0)
            yield f"{sheet.name.in_lang(options.lang)}.csv", _read(files[sheet.key])


def _read(file: BinaryIO) -> Iterator[bytes]:
    while data := file.read(_CHUNK):
        yield data


def _disarm(value: Value) -> object:
    if isinstance(value, Link):
        value = value.value
    if isinstance(value, Head):
        value = value.text
    if not isinstance(value, str):
        return "" if value is None else value
    text = encodable(" ".join(clean(line) for line in value.split("\n")))
    return f"'{text}" if text.startswith(_COMMANDS) else text
