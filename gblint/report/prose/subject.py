"""What a clause without a figure names: a total after it is of that."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.report.prose.model import State, Taken
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import CASES, has, spoken
from gblint.report.stated import Meaning

REQUEST = "申请"
"""What a verb has in it that says of what it is (申请量)."""


def see_subject(words: Sequence[Token], state: State, vocabulary: Vocabulary) -> None:
    """What a clause without a figure speaks of: a total after it is of that."""
    if has(words, "others", "none", "people"):
        return
    if not state.topic and any(w.kind == "arriving" and REQUEST in w.text for w in words):
        state.topic = "requests"
    if has(words, "applicants", "request") and not has(words, "odd") and not state.topic:
        state.topic = "requests"
    cases = tuple(dict.fromkeys(w.key for w in words if w.kind == "case"))
    if cases and state.disclosed and not has(words, "odd", "left", "doing", "arriving"):
        state.topic = "cases"
        state.would, state.would_here = Taken((Meaning(cases),), CASES, "case"), True
        return
    found = [word for word in words if word.kind in ("arriving", "result", "column")]
    if not found or state.topic != "requests":
        return
    word = found[-1]
    table = vocabulary.quantities[word.key].table
    of = Meaning((word.key,))
    if word.kind == "column":
        if table != "applications":
            return
        of = Meaning(("received",), word.key)
    state.would, state.would_here = Taken((of,), spoken(word), word.kind), True
    state.would_fresh = not has(words, "odd")
