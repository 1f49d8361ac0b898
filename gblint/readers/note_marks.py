"""Raised characters behind a word or a figure: marks of notes, which are no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.text.patterns import later

_MARK = later(
    r"[\[(（【〔﹝]?\s*(?:注释?|附注|[Nn]ote)?\s*(?:\d{1,3}(?:\s*[,，、\-–]\s*\d{1,3})*|[*＊※†‡#]{1,3}"
    r"|[\u2460-\u249b\u2776-\u2793\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})?\s*[\])）】〕﹞]?"
)
_OF_UNIT = later(r"[A-Za-zＡ-Ｚａ-ｚ\u3380-\u33df)）]$")
"""What a raised digit belongs to that is a power: of a unit, of a bracket."""


def is_note_mark(before: str, raised: str) -> bool:
    """Whether raised characters are the mark of a note on what stands before them."""
    before = before.rstrip()
    if not before or not raised.strip() or _MARK.fullmatch(raised.strip()) is None:
        return False
    return not raised.strip().isdigit() or _OF_UNIT.search(before[-1:]) is None


def remove_note_marks(parts: Sequence[str], raised: Sequence[bool]) -> list[str]:
    """The pieces of a text without those raised that are marks of notes.

    Raised pieces side by side are one mark.
    """
    kept: list[str] = []
    at = 0
    while at < len(parts):
        end = at + 1
        while raised[at] and end < len(parts) and raised[end]:
            end += 1
        mark = raised[at] and is_note_mark("".join(kept), "".join(parts[at:end]))
        kept += [] if mark else parts[at:end]
        at = end
    return kept
