"""What a few words name of the tables, where they name nothing else: 企业提出的申请, 复议维持."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from gblint.report.prose.model import NO_WEIGHT, ParagraphState
from gblint.report.prose.others import find_decision_word
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.stated import Meaning

_ROUTES = (("review",), ("litigation",), ("litigation_direct",), ("litigation_after_review",))
_LIGHT = NO_WEIGHT | {"requests", "request", "disclosure", "share", "n", "p", "each"}
_CAME, _GOES = "carried_in", "carried_out"
_FIELDS = {
    "result": "results",
    "case": "cases",
    "document": "documents",
    "deciding": "decisions",
    **dict.fromkeys(("arriving", "finishing", "carrying"), "flows"),
}
"""Where the key of a word of a kind goes."""
_DISPUTES = "disputes"


class NamedQuantities(msgspec.Struct):
    """Quantities that words name, by what they are."""

    results: list[str] = []
    applicants: list[str] = []
    flows: list[str] = []
    cases: list[str] = []
    outcomes: list[str] = []
    documents: list[str] = []
    changes: list[str] = []
    decisions: list[str] = []
    weak: list[Token] = []

    @property
    def some(self) -> bool:
        """Whether anything is named."""
        return any(getattr(self, field) for field in self.__struct_fields__)


def find_names(
    words: Iterable[Token], vocabulary: Vocabulary, idle: re.Pattern[str]
) -> NamedQuantities | None:
    """What the words name; None where one of them is not known or says something more."""
    found, words = NamedQuantities(), list(words)
    for i, word in enumerate(words):
        if word.kind == "column":
            table = vocabulary.quantities[word.key].table
            of = {"applications": found.applicants, "review": found.outcomes}
            of.get(table, found.changes).append(word.key)
        elif word.kind in _FIELDS:
            getattr(found, _FIELDS[word.kind]).append(word.key)
        elif word.kind == "weak":
            decision = find_decision_word(word, vocabulary)
            if decision:
                found.decisions.append(decision)
            else:
                found.weak.append(word)
        elif word.kind == "carry":
            key = _find_carried(words[max(0, i - 1) : i + 2])
            if not key:
                return None
            found.flows.append(key)
        elif word.kind not in _LIGHT and not idle.fullmatch(word.text):
            return None
    return found


def _find_carried(words: Sequence[Token]) -> str:
    """What is carried over by the year beside it; "" where that is not told."""
    year = next((word.key for word in words if word.kind == "year"), "")
    return {"-1": _CAME, "1": _GOES}.get(year, "")


def list_meanings(
    named: NamedQuantities,
    other: NamedQuantities | None,
    state: ParagraphState,
    vocabulary: Vocabulary,
) -> list[Meaning]:
    """What they may be of, `other` being what they are set beside; none where that is not clear."""
    beside = other or NamedQuantities()
    kinds = [
        *(named.results or named.applicants or named.flows, named.cases or named.outcomes),
        *(named.documents or named.changes, named.decisions),
    ]
    if named.weak:
        return _of_weak(named, beside, vocabulary)
    if sum(map(bool, kinds)) != 1:
        return []
    if kinds[0]:
        return _of_requests(named)
    if kinds[1]:
        return _of_cases(named, beside, state, vocabulary)
    if kinds[2]:
        return _of_documents(named, beside, state)
    return [Meaning((named.decisions[0],))] if len(set(named.decisions)) == 1 else []


def _of_weak(
    named: NamedQuantities, beside: NamedQuantities, vocabulary: Vocabulary
) -> list[Meaning]:
    """公开 beside another result."""
    others = (named.applicants, named.flows, named.cases, named.outcomes, named.documents)
    if len(named.weak) > 1 or any(others) or named.changes or named.decisions:
        return []
    word = named.weak[0]
    every = vocabulary.quantities
    if word.key == vocabulary.granting and (beside.results or named.results):
        granted = next(k for k in vocabulary.weak[word.key] if every[k].role == "result")
        return [Meaning((granted, *dict.fromkeys(named.results)))]
    return []


def _of_requests(named: NamedQuantities) -> list[Meaning]:
    results = tuple(dict.fromkeys(named.results))
    applicants = "+".join(dict.fromkeys(named.applicants))
    flows = list(dict.fromkeys(named.flows))
    if results:
        return [Meaning(results, applicants)] if len(results) == 1 or not applicants else []
    if applicants:
        return [Meaning((flows[0] if len(flows) == 1 else "received",), applicants)]
    return [Meaning((flows[0],))] if len(flows) == 1 else []


def _of_cases(
    named: NamedQuantities, beside: NamedQuantities, state: ParagraphState, vocabulary: Vocabulary
) -> list[Meaning]:
    cases = tuple(dict.fromkeys(named.cases))
    outcomes = "+".join(dict.fromkeys(named.outcomes))
    if cases and not outcomes:
        return [Meaning((cases[0],))] if len(cases) == 1 else []
    if not cases and beside.cases and not beside.outcomes:
        return []
    if cases:
        return [Meaning(cases, outcomes)] if len(cases) == 1 else []
    told = dict.fromkeys((*state.cases_here, *state.cases_before)) or state.route
    routes = dict.fromkeys((state.route or (_DISPUTES,), *_ROUTES))
    if state.route and set(told) == set(state.route):
        routes = {state.route: None}  # no other is spoken of
    return [
        Meaning(route, outcomes) for route in routes if set(route) <= set(vocabulary.quantities)
    ]


def _of_documents(
    named: NamedQuantities, beside: NamedQuantities, state: ParagraphState
) -> list[Meaning]:
    documents = tuple(dict.fromkeys((*named.documents, *beside.documents))) or state.document
    changes = list(dict.fromkeys(named.changes))
    if len(documents) != 1 or len(changes) != 1:
        return []
    return [Meaning(documents, changes[0])]


def find_table(meaning: Meaning, vocabulary: Vocabulary) -> str:
    """The table that it is of."""
    return vocabulary.quantities[meaning.heads[0]].table


def is_plain(words: Sequence[Token], idle: re.Pattern[str]) -> bool:
    """Whether words name nothing and narrow nothing."""
    return all(word.kind in _LIGHT or idle.fullmatch(word.text) is not None for word in words)
