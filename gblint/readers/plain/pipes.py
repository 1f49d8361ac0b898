"""Tables drawn with pipes: `| a | b |`, as in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gblint.readers.lines import Line, Rows
from gblint.readers.plain.grid_dropped import restored
from gblint.readers.plain.grid_rows import is_blank
from gblint.readers.plain.marks import unescaped

_DASHES = r"\s*+(?::?-{2,}+:?|:-:?|-:)\s*+"
_RULE = re.compile(rf"\s*+\|?{_DASHES}(?:[|+]{_DASHES})*+\|?\s*+$")
_SPLIT = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def begins_pipes(lines: Sequence[Line], at: int) -> bool:
    """Whether a table with pipes begins at a line."""
    text = lines[at].text.strip()
    if "|" not in text or text.startswith("+"):
        return False
    if text.startswith("|"):
        return len(_SPLIT.findall(text)) > 1
    return at + 1 < len(lines) and _is_rule(lines[at + 1].text)


def _is_rule(text: str) -> bool:
    return "|" in text and _RULE.match(text) is not None


def read_pipes(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it.

    One blank line inside is passed over, unless a table of its own begins after it.
    """
    rows: Rows = []
    at = start
    while at < len(lines):
        line = lines[at]
        if line.blank:
            after = at + 1
            own = after + 1 < len(lines) and _is_rule(lines[after + 1].text)
            if after < len(lines) and lines[after].text.strip().startswith("|") and not own:
                at = after
                continue
            break
        if "|" not in line.text:
            break
        if not _is_rule(line.text):
            rows.append((_cells(line.text), line.anchor()))
        elif len(rows) == 1 and all(map(is_blank, rows[0][0])):
            rows.clear()  # Markdown asks for headings; a table without has empty ones
        at += 1
    filled = restored([cells for cells, _ in rows])
    return [(cells, row[1]) for cells, row in zip(filled, rows, strict=True)], at


def _cells(text: str) -> list[str]:
    text = text.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [unescaped(_BREAK.sub("\n", cell)).strip() for cell in _SPLIT.split(text)]
