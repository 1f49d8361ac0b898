"""The day on which a page was published, by its metadata or the line under its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from gblint.document import Paragraph
from gblint.readers.html.flow import Item

if TYPE_CHECKING:
    from gblint.readers.element import Element

_METAS = (
    "pubdate",
    "article:published_time",
    "og:published_time",
    "publishdate",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
)
"""Names of metadata in the order in which they count; the first is that of government sites."""

_TITLES = ("articletitle", "og:title", "dc.title", "dcterms.title", "contenttitle")
"""Names of metadata that give a title; the first is that of government sites."""

_DAY = r"(?P<y>20\d\d)\s*[-/.年]?\s*(?P<m>\d{1,2})\s*[-/.月]?\s*(?P<d>\d{1,2})"
_META = re.compile(_DAY)
_LABELS = ("发布|公开|发表|公布", "成文|发文|印发|生成")
"""Words before a date, in the order in which they count."""
_LINES = tuple(
    re.compile(rf"(?:{words})(?:日期|时间)\s*[:：]?\s*{_DAY}(?!\d)") for words in _LABELS
)
_LONGEST = 400


def published(root: Element, items: Iterable[Item]) -> date | None:
    """The day of publication; `items` are the lines around the document."""
    metas = dict(reversed(list(_metas(root))))
    for name in _METAS:
        day = _day(_META.match(metas.get(name, "").strip()[:_LONGEST]))
        if day is not None:
            return day
    texts = [text for item in items if len(text := _text(item)) <= _LONGEST]
    for pattern in _LINES:
        days = (_day(match) for text in texts for match in pattern.finditer(text))
        day = next((day for day in days if day is not None), None)
        if day is not None:
            return day
    return None


def page_title(root: Element) -> str:
    """What a page calls its document, without white space; with the site's name it may be."""
    return "".join(next(iter(page_titles(root)), "").split())


def page_titles(root: Element) -> tuple[str, ...]:
    """All that the head of a page calls its document; the metadata of government sites first."""
    metas = dict(reversed(list(_metas(root))))
    titles = [metas.get(name, "") for name in _TITLES]
    element = next(root.iter("title"), None)
    titles.append("" if element is None else element.text or "")
    shown = (" ".join(title.split())[:_LONGEST] for title in titles)
    return tuple(dict.fromkeys(title for title in shown if title))


def _metas(root: Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        yield name.strip().lower(), meta.get("content") or ""


def _text(item: Item) -> str:
    if isinstance(item.block, Paragraph):
        return item.block.text
    return " ".join(cell.text for cell in item.block.cells)


def _day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
