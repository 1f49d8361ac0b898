"""Figures of table 3: reviews and litigation, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.report.prose.decisions import acts_as_decider, deciding_word
from gblint.report.prose.model import State, Taken
from gblint.report.prose.outcomes import (
    either,
    is_of_courts,
    is_of_other_cases,
    is_of_route,
    is_of_some_disclosure,
    route_of_courts,
    shares_outcome,
)
from gblint.report.prose.parts import goes_on_from_left, routes_together
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import (
    AMBIGUOUS,
    CASES,
    NOT_DISCLOSED,
    SUBSET,
    UNKNOWN,
    first_is,
    has,
    joined,
    left,
)
from gblint.report.stated import Meaning


def take_case(
    words: Sequence[Token],
    found: Sequence[Token],
    state: State,
    column: str,
    vocabulary: Vocabulary,
) -> Taken:
    """What a figure beside the words `found` of quantities is of; `column` is the outcome that
    they name, "" for none.
    """
    heads = list(dict.fromkeys(word.key for word in found if word.kind == "case"))
    if len(heads) > 1 and any(h.startswith("litigation_") for h in heads):
        heads = [h for h in heads if h != "litigation"]
    if heads and is_of_some_disclosure(words):
        return left(SUBSET)
    if heads:
        why = _begin_cases(heads, words, state, vocabulary)
        if why is not None:
            return why
    elif not state.route or goes_on_from_left(state):
        return left(UNKNOWN)
    elif has(words, "both"):
        suits = all(one.startswith("litigation") for one in state.route)
        state.route = ("litigation",) if suits else ("review", "litigation")
    state.topic = "cases"
    state.routes = tuple(dict.fromkeys((*state.routes, *heads)))
    state.cases_here = tuple(dict.fromkeys((*state.cases_here, *heads)))
    named, column = bool(column), column or shares_outcome(words, state)
    state.outcome_first = bool(heads and named) and first_is(words, "column", "case")
    courts = column and not heads and is_of_courts(words, vocabulary)
    if courts and state.route == ("review",):
        state.route = route_of_courts(state) or state.route
        if state.route == ("review",):
            return left(UNKNOWN)  # 复议10件，纠正4件；一审败诉3件
    several = () if heads else routes_together(state)
    if column and not several:
        state.routes = ()
    every = [Meaning(route, column) for route in several or (state.route,)]
    meanings = [one for each in every for one in either(each, vocabulary)]
    return Taken(tuple(meanings), CASES, "column" if column else "case")


def _begin_cases(
    heads: Sequence[str], words: Sequence[Token], state: State, vocabulary: Vocabulary
) -> Taken | None:
    """Go on with cases of these kinds; why they are left where they are not those of the table."""
    worded = any(w.kind == "case" and w.text.startswith(vocabulary.disclosure) for w in words)
    worded = worded or has(words, "disclosure", "requests")
    acting = has(words, "arriving", "finishing", "doing")
    told = worded or state.sentence_disclosed
    goes_on = state.sentence_begun and state.last.why == NOT_DISCLOSED
    goes_on = goes_on or state.all_cases
    decides = has(words, "deciding") or any(deciding_word(w, vocabulary) for w in words)
    odd = has(words, "odd") and not is_of_route(heads, words, state)
    foreign = not worded and (odd or goes_on or decides)
    foreign = foreign or is_of_other_cases(words)
    acts = acting and not worded and acts_as_decider(words, vocabulary)
    state.decides = state.decides or acts
    foreign = foreign or acts  # 复议机关受理复议412件
    known = (worded or state.disclosed) and (not (acting or state.every_case) or told)
    if foreign or not known:
        own = any(word.text.startswith(vocabulary.suffered) for word in words)
        state.disclosed = state.disclosed and not foreign
        state.topic, state.undisclosed = "others", tuple(heads) if own else ()
        state.every_case = True
        state.decides = state.decides or (acting and not own and not worded)
        return left(NOT_DISCLOSED)
    if state.decides or (len(heads) > 1 and not joined(words, "case")):
        return left(AMBIGUOUS)
    state.route, state.disclosed = tuple(heads), True
    return None


def see_compared(compared: Taken | None, of: Taken, state: State) -> None:
    """Outcomes after cases that were compared (案件比上年多2件，维持3件) are of these; `of` is what
    the comparison is of.
    """
    one = compared if compared is not None and compared.meanings else of
    if compared is None or one.role != "case" or not one.meanings or one.meanings[0].column:
        return
    state.route, state.topic, state.disclosed = one.meanings[0].heads, "cases", True
