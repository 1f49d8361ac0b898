"""How a hand writes labels, headings and figures: brackets, ordinals, breaks, stray spaces."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

from tests.builder.report_plan import Writing

_FULL_DIGITS = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_RADICALS = str.maketrans("行一民见长门自人大", "⾏⼀⺠⻅⻓⻔⾃⼈⼤")
_HALF_BRACKETS = str.maketrans("（）", "()")


class Hand:
    """Writes by the habits of `writing`; stray spaces fall where its seed has them fall."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing
        self.random = Random(writing.seed)

    def label(self, text: str, *, narrow: bool = False) -> str:
        """A label of a table, broken over lines where its cell is narrow."""
        text = re.sub(r"^(\d)\.", rf"\1{self.writing.point}", text)
        if self.writing.brackets == "half":
            text = text.translate(_HALF_BRACKETS)
        text = self._spaced(self.words(text))
        if narrow and self.writing.narrow:
            size = self.writing.narrow
            return "\n".join(text[at : at + size] for at in range(0, len(text), size))
        return text

    def heading(self, text: str) -> str:
        return self._spaced(self.words(text))

    def words(self, text: str) -> str:
        """Running text."""
        return text.translate(_RADICALS) if self.writing.radicals else text

    def figure(self, value: int | Decimal) -> str:
        separator = self.writing.thousands
        text = f"{value:,}" if separator else str(value)
        text = text.replace(",", separator)
        if self.writing.digits == "full":
            text = text.translate(_FULL_DIGITS)
        text = self._spaced(text)
        if self.writing.spaces and self.random.random() < 0.3:
            return self.writing.spaces + text + self.writing.spaces
        return text

    def _spaced(self, text: str) -> str:
        """The text with, now and then, a stray space inside."""
        if not self.writing.spaces or len(text) < 2 or self.random.random() < 0.7:
            return text
        at = self.random.randrange(1, len(text))
        return text[:at] + self.writing.spaces + text[at:]
