"""A run in all formats, to hold two runs against each other."""

from __future__ import annotations

from gblint.results import RunResult, WriterOptions
from gblint.writers import WRITERS, write_whole


def in_all_formats(result: RunResult) -> dict[str, str]:
    """Format → what it says of the run."""
    options = WriterOptions(statistics=True)
    return {name: write_whole(name, result, options) for name in WRITERS}
