"""What a clause names without a figure of it: totals and changes after it are of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

import msgspec

from gblint.report.prose.model import State, Taken
from gblint.report.prose.parts import named_results
from gblint.report.prose.vocabulary import STOPS, Token, Vocabulary
from gblint.report.prose.words import CASES, has, spoken
from gblint.report.stated import Meaning

REQUEST = "申请"
"""What a verb has in it that says of what it is (申请量)."""

OF_TOPICS = frozenset(("requests", "disclosure", "document"))
"""Words of which a clause that says what the paragraph is of has one."""
OF_SUBJECTS = frozenset(("arriving", "applicants", "request", "case", "result", "column"))
"""Words of which a clause that speaks of something has one."""
_NO_SUBJECT = frozenset(("others", "none", "people"))
_OF_ALL = frozenset(("all", "each", "none"))
_COMING = frozenset(("arriving", "finishing"))
_APPLYING = frozenset(("applicants", "request"))
_NO_CASE = frozenset(("odd", "left", "doing", "arriving"))
_COUNTED = frozenset(("arriving", "result", "column"))


def see_topic(words: Sequence[Token], state: State, *, heading: bool = False) -> None:
    """Of what the words of a heading, or of a clause without a figure, say that this is."""
    if has(words, "requests"):
        state.topic = "requests"
    named = tuple(dict.fromkeys(w.key for w in words if w.kind == "document"))
    if named and not heading and has(words, "left"):
        state.document = ()  # 规章中由我厅牵头实施的: some of them
    elif named and not heading and not has(words, "requests"):
        state.document, state.topic = named, "documents"
    if has(words, "requests", "disclosure"):
        state.disclosed = True


def tells_of_requests(tokens: Sequence[Token], kinds: Set[str], vocabulary: Vocabulary) -> bool:
    """Whether a sentence with no word for applications can be of nothing else: something came in
    or was dealt with, and results of more than one kind.
    """
    if "result" not in kinds or kinds.isdisjoint(_COMING):
        return False
    verb = next(i for i, word in enumerate(tokens) if word.kind in _COMING)
    if has(tokens[:verb], "others", "left", "document", "deciding"):
        return False
    groups = vocabulary.groups
    named = {groups.get(word.key, word.key) for word in tokens if word.kind == "result"}
    named -= set(vocabulary.weak.get(vocabulary.granting, ()))
    return len(named) > 1 and not named.isdisjoint(groups.values())


def see_within(words: Sequence[Token], state: State) -> None:
    """19件中: what follows is a part of that; 其余3件中 says nothing new."""
    if state.last.meanings or not has(words, "rest"):
        state.base, state.within = state.last, True


def see_who(words: Sequence[Token], state: State, vocabulary: Vocabulary) -> None:
    """企业申请多涉及税收政策: results after it may be of those only."""
    named = {word.key for word in words if word.kind == "column"}
    tables = {vocabulary.quantities[key].table for key in named}
    if len(named) == 1 and tables == {"applications"}:
        state.crossing = next(iter(named))


def see_subject(
    words: Sequence[Token], kinds: Set[str], state: State, vocabulary: Vocabulary
) -> None:
    """What a clause without a figure speaks of: a total after it is of that."""
    if "column" in kinds and kinds.isdisjoint(_OF_ALL):
        see_who(words, state, vocabulary)
    if not kinds.isdisjoint(_NO_SUBJECT):
        return
    if not state.topic and (
        any(w.kind == "arriving" and REQUEST in w.text for w in words)
        or ("odd" not in kinds and not kinds.isdisjoint(_APPLYING))
    ):
        state.topic = "requests"
    if "case" in kinds and state.disclosed and kinds.isdisjoint(_NO_CASE):
        cases = tuple(dict.fromkeys(w.key for w in words if w.kind == "case"))
        state.topic = "cases"
        state.would, state.would_here = Taken((Meaning(cases),), CASES, "case"), True
        return
    if state.topic != "requests" or kinds.isdisjoint(_COUNTED):
        return
    found = [word for word in words if word.kind in _COUNTED]
    word = found[-1]
    table = vocabulary.quantities[word.key].table
    of = Meaning((word.key,))
    if word.kind == "result":
        of = Meaning(named_results(words, vocabulary.groups))
    if word.kind == "column":
        if table != "applications" or len({one.key for one in found}) > 1:
            return
        of = Meaning(("received",), word.key)
    state.would, state.would_here = Taken((of,), spoken(word), word.kind), True
    state.would_fresh = "odd" not in kinds


def with_that_year(
    tokens: list[Token],
    vocabulary: Vocabulary,
    years_of: Callable[[Sequence[Token]], Sequence[int | None]],
) -> list[Token]:
    """2022年曾开展清理，当年废止9件: the words, 当年 being the year that a clause before it begins
    with; the same list where there is none but the report's.
    """
    that, found = vocabulary.that_year, tokens
    year, begins = "", True
    for i, token in enumerate(tokens):
        if begins and token.kind == "absolute":
            year = token.key if years_of([token]) != [0] else ""
        elif year and token.kind == "year" and token.text in that:
            found = list(found) if found is tokens else found
            found[i] = msgspec.structs.replace(token, kind="absolute", key=year)
        begins = token.kind in STOPS or (begins and token.kind == "filler")
    return found
