"""Texts as HTML: the one place through which everything that others wrote comes into the page.

Nothing of a report is ever a name of an element or attribute, an address, a style or a program:
it is text, or a value between double quotes, and goes through `escape`.
"""

from __future__ import annotations

from gblint.text.display import UNSEEN, encodable

_MARKUP: dict[int, str | None] = {
    **UNSEEN,
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("'"): "&#39;",
    ord("\t"): " ",
}
"""What means something in HTML, and what steers what shows it: control characters, NUL among
them, marks of direction, characters that nobody sees."""


def escape(text: str) -> str:
    """Text for an element, or for an attribute between double quotes. Lines stay lines."""
    if text.isalnum():  # most cells are figures, or a word
        return text
    made = encodable(text).translate(_MARKUP)
    # `##[` would be a command to some of those that run jobs, where the page is printed
    return made.replace("##", "#&#35;") if "##" in made else made


def escape_lines(text: str) -> str:
    """Text for an element, its lines under one another."""
    made = escape(text)
    return made.replace("\n", "<br>") if "\n" in made else made


def escape_line(text: str) -> str:
    """Text for one line, with white space made one blank."""
    return " ".join(escape(text).split())
