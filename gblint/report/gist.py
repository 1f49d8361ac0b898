"""What is kept of a report with which others are compared: little, for there may be hundreds."""

from __future__ import annotations

from gblint.report.model import Gist, Report


def gist(report: Report, name: str, *, prose: bool = True) -> Gist:
    """The gist of a report. Without `prose`, only organ, year and figures."""
    texts: dict[int, tuple[str, ...]] = {}
    for section in report.sections:
        if prose and section.number is not None:
            kept = tuple(paragraph.text for paragraph in section.prose)
            texts[section.number] = texts.get(section.number, ()) + kept
    return Gist(
        name=name,
        organ=report.organ,
        year=report.year,
        figures={
            key: {
                cell: read.counted
                for cell, read in reading.cells.items()
                if cell[0] not in reading.collapsed
            }
            for key, reading in report.tables.items()
        },
        prose=texts,
    )
