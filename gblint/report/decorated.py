"""A heading with signs around it: 【一、总体情况】, ● 一、…, a stray | of a scan."""

from __future__ import annotations

from gblint.report.headings.ordinals import split_ordinal
from gblint.text.folding import remembered
from gblint.text.patterns import later

_MOST = 12
"""Signs in a row that may stand before or behind a heading."""

_BEHIND = later(r"[(（\[【〔]([^()（）\[\]【】〔〕]{1,20})[)）\]】〕]$")
_YEAR = later(r"[-—－\s]*(?:19|20)\d{2}\s*年?度?$")
_GOES_ON = "续"
"""Of what repeats the heading above a table that goes on."""


@remembered(4096)
def without_signs(text: str) -> str | None:
    """A text without the signs around it, None where there are none.

    Taken away are signs before an ordinal or a word, signs behind, a note in brackets and a
    year behind. Where one character stands before an ordinal it is taken for a stray one.
    """
    text = text.strip()
    body = _without_behind(text[_lead(text) :])
    return body if body and body != text else None


@remembered(4096)
def without_lead(text: str) -> str | None:
    """A text without the signs before it, None where there are none."""
    text = text.strip()
    lead = _lead(text)
    return text[lead:] if lead else None


def is_year(text: str) -> bool:
    """Whether a text is but a year: 2023年度, （2023年）."""
    return not _without_behind("总" + text.strip())[1:]


def _lead(text: str) -> int:
    """How many characters stand before what is a heading's."""
    for at in range(min(len(text), _MOST)):
        if split_ordinal(text[at:])[0] is not None:
            return at
        if text[at].isalnum():
            stray = at == 0 and text[2:3] in ("、", "．", ".") and split_ordinal(text[1:])[0]
            return 1 if stray else at
    return 0


def _without_behind(text: str) -> str:
    for _ in range(_MOST):
        note = _BEHIND.search(text)
        if note and not note[1].startswith(_GOES_ON):
            text = text[: note.start()]
        elif year := _YEAR.search(text):
            text = text[: year.start()]
        elif not note and text and not text[-1].isalnum():
            text = text[:-1]
        else:
            break
    return text
