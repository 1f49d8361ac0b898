"""The title of a report: one to three lines near the beginning."""

from __future__ import annotations

from collections.abc import Sequence

from gblint import patterns
from gblint.document import Paragraph
from gblint.normal import arabic_years, fold
from gblint.packs.model import TitleSpec
from gblint.report.model import Title

_LINES = 3
_SEARCHED = 16
"""Paragraphs from the beginning among which the title is."""
_LONGEST = 70


def find_title(
    paragraphs: Sequence[Paragraph], spec: TitleSpec | None
) -> tuple[Title | None, tuple[int, ...]]:
    """The title and the indices of its paragraphs, or None.

    The fullest title counts (organ, year and name), of equal ones the one on fewest lines.
    Lines of a page's navigation are passed over.
    """
    if spec is None:
        return None, ()
    lines = [
        (index, arabic_years(fold(paragraph.text)))
        for index, paragraph in enumerate(paragraphs[:_SEARCHED])
        if paragraph.text.strip() and not _navigation(paragraph.text)
    ]
    best: tuple[int, Title, tuple[int, ...]] | None = None
    for size in range(1, _LINES + 1):
        for start in range(len(lines) - size + 1):
            window = lines[start : start + size]
            joined = "".join(text for _, text in window)
            indices = tuple(index for index, _ in window)
            if len(joined) > _LONGEST or indices[-1] - indices[0] > size + 2:
                continue
            title = _title(joined, [paragraphs[i] for i in indices], spec, whole=size == 1)
            if title is not None:
                rank = bool(title.organ) + (title.year is not None) + title.named
                if best is None or rank > best[0]:
                    best = rank, title, indices
    return (best[1], best[2]) if best else (None, ())


def _navigation(text: str) -> bool:
    return any(mark in text for mark in (">", "»", "|", "＞")) or text.lstrip().startswith("•")


def _title(
    joined: str, paragraphs: Sequence[Paragraph], spec: TitleSpec, *, whole: bool
) -> Title | None:
    text = "".join(paragraph.text.strip() for paragraph in paragraphs)
    named = fold(spec.name) in joined
    match = patterns.fullmatch(spec.pattern, joined)
    if match is not None:
        organ, year = match.group("organ") or "", match.group("year")
        return Title(text, paragraphs[0].anchor, organ, int(year) if year else None, named=named)
    if (
        not whole
        or joined[-1:] in ".,;:"
        or "。" in text
        or patterns.search(spec.partial, joined) is None
    ):
        return None
    return Title(text, paragraphs[0].anchor, named=named)
