"""What a figure that was left would be of if its paragraph were of the tables.

A paragraph that names its matter in an unknown way has figures all the same. Where these are the
tables' figures one after another, what it speaks of is known: a check compares what is guessed here
only where the figures beside it bear it out (`Prose.maybe`). Short names (收, 结, 余) are looked up
here too, as they name something only among such figures.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import pairwise

import msgspec

from gblint.findings import Say
from gblint.pack.prose_model import Quantity
from gblint.report.model import Meaning
from gblint.report.prose.meaning import resolve_by_role
from gblint.report.prose.model import (
    LARGEST_BARE,
    LEFT,
    NO_WEIGHT,
    NOTHING,
    ROLES,
    ROUTES,
    VERBS,
    YEARS,
    Figures,
    FigureWords,
    Interpretation,
    ParagraphState,
    Why,
    has,
    is_own,
    list_keys,
    list_quantity_words,
    list_years,
    names_applications,
)
from gblint.report.prose.other_tables import acts_as_decider, is_of_other_kind
from gblint.report.prose.parts import is_done_by_others, is_some
from gblint.report.prose.vocabulary import Token, Vocabulary, Words

_NEVER = ("change", "against", "up_to", "none", "about", "share", "rate", "rest", "others")
"""Words beside which a figure is another's whatever stands around it."""
_PLAIN = Say("", "")
_RESULT = Interpretation((Meaning(("partial",)),), _PLAIN, "result")
_RECEIVED = Interpretation((Meaning(("received",)),), _PLAIN, "arriving")
_MOST = 6
"""Figures before a total that may be its parts: of more sums one would agree by chance."""


def guess(segment: FigureWords, state: ParagraphState, figures: Figures) -> tuple[Meaning, ...]:
    """What the words of a figure name by themselves, whatever was said before; () for nothing.

    `figures` are the figures of the sentence before it.
    """
    vocabulary = state.vocabulary
    quantities = list_quantity_words(segment.words)
    if not quantities:
        return _list_sums(segment, figures)
    if _is_of_others(quantities, state) or _is_barred(segment, state):
        return ()
    every = vocabulary.quantities
    tables = {every[w.key].table for w in quantities if w.kind != "weak"}
    of_cases = tables == {"review"}
    cases = list_keys(quantities, "case")
    if of_cases and not cases and _is_of_applications(state.last_in_sentence, vocabulary):
        return ()  # 无法提供3件，申请人撤回2件
    if cases and is_of_other_kind(segment.words):
        state.others_here = True
        return ()  # 民事诉讼立案7件，结案5件
    if cases:
        state.named_route = tuple(cases)
    decision = vocabulary.find_decision(quantities[-1]) if quantities[-1].kind == "weak" else ""
    if decision:
        at = next((i for i, w in enumerate(segment.before) if w is quantities[-1]), 0)
        strange = has(segment.before[at + 1 :], "odd", "others")
        return () if strange else (Meaning((decision,)),)  # 施工许可证核发412件
    is_bare = not has(quantities, "result", "arriving", "finishing", "doing", "carrying", "column")
    taken: list[Interpretation] = []
    for route in _list_routes(state, quantities) if of_cases else ((),):
        # read once more, as in a paragraph that names its matter; nothing goes on from it
        trial = ParagraphState(
            vocabulary=vocabulary,
            of=state.of,
            topic="cases" if of_cases else "requests",
            disclosed=True,
            sentence_disclosed=True,
            route=route,
            document=state.document,
            making=state.making,
            last=_RESULT if is_bare and has(quantities, "weak") else _RECEIVED,
        )
        taken += resolve_by_role(segment, trial, quantities)
    named = dict.fromkeys(meaning for figure in taken for meaning in figure.meanings)
    return tuple(dict.fromkeys(m for one in named for m in _list_with_rest(one, vocabulary)))


def _is_of_applications(last: Interpretation, vocabulary: Vocabulary) -> bool:
    """Whether a figure is, or may be, of applications."""
    of = (last.meanings or last.maybe)[:1]
    return bool(of) and vocabulary.quantities[of[0].heads[0]].table == "applications"


def _is_of_others(found: Words, state: ParagraphState) -> bool:
    """Whether what the sentence has told makes a figure that names `found` another's: 接收信访事项
    216件，受理188件; 近三年办理156件，其中公开61件; 2020年至2022年分别为22件、29件、38件.
    """
    vocabulary = state.vocabulary
    if state.year not in (0, state.signs.year) or state.year is None:
        return True
    why = state.last_in_sentence.why
    if state.unrelated or state.others_here:
        return True
    cases = has(found, "finishing", "case") or vocabulary.list_columns(found, "review")
    if state.held is not None and (why == vocabulary.part_of_year or cases):
        return True
    plainly = all(w.kind == "weak" and not vocabulary.find_decision(w) for w in found)
    # 涉及征地18件、工程建设11件、其他7件
    return plainly and (
        why in (Why.SUBSET, Why.NO_REQUESTS) or (why == Why.UNKNOWN and not state.known_here)
    )


def _is_barred(segment: FigureWords, state: ParagraphState) -> bool:
    """Whether words make the figure another's, whatever the paragraph is of."""
    vocabulary, words, amount = state.vocabulary, segment.words, segment.amount
    if not amount.exact or has(words, *_NEVER):
        return True
    for word in words:
        holds = word.key in vocabulary.holding and not vocabulary.is_part_of_year(word)
        if word.kind == "left" and not holds:
            return True
    pieces = amount.unit in vocabulary.spec.signs.information_units
    telephone = not amount.unit and amount.value >= LARGEST_BARE
    if telephone or is_some(words, pieces=pieces) or is_done_by_others(segment.before):
        return True
    weak = amount.unit in vocabulary.spec.signs.weak_units and not names_applications(words)
    if weak and not any(vocabulary.find_decision(word) for word in words):
        return True
    if has(words, *VERBS) and (_is_of_another(words) or acts_as_decider(words, vocabulary)):
        return True
    carrying = has(words, "carry", "carrying", "under_way")
    return not carrying and any(year != 0 for year in list_years(words, state))


def _is_of_another(words: Words) -> bool:
    """受理临时救助申请93件: an application for something else."""
    return any(
        one.kind in ("odd", "others") and other.kind == "request"
        for one, other in pairwise(words[1:])
    )


_NO_MEMBER = (
    *("within", "change", "against", "up_to", "none", "share", "rate", "total", "both"),
    *("deciding", "document"),
)
"""Words of a figure by which it is none of a list whose figures are all of one whole."""
_OF_MEMBERS = ("arriving", "finishing", "doing")


def may_be_member(segment: FigureWords, state: ParagraphState) -> bool:
    """Whether a figure that was left may be one of a list that the tables have."""
    amount, base = segment.amount, state.base
    # 0 is a member of every list, and so of none; what has no unit may count anything
    if not amount.value or not amount.unit or segment.has(*_NO_MEMBER):
        return False
    if segment.has("part") and base is not None and base.role not in _OF_MEMBERS:
        return False
    if segment.has(*YEARS) and list_years(segment.words, state) != [1]:
        return False  # but 一件延期至2025年1月答复
    own = state.year == 0 and is_own(state.whose)
    return own and state.held is None and not state.unrelated


def _list_with_rest(meaning: Meaning, vocabulary: Vocabulary) -> Iterator[Meaning]:
    """A result; for a group also the rest of it: 逾期未缴费的1件、作其他处理的4件."""
    yield meaning
    for row, group in vocabulary.groups.items():
        if meaning == Meaning((group,)) and vocabulary.quantities[row].weak:
            yield Meaning((row,))


def _list_routes(state: ParagraphState, found: Words) -> tuple[tuple[str, ...], ...]:
    """The kinds of case that an outcome may be of: that named last, any where none was."""
    if has(found, "case"):
        return ((),)  # it names its own
    last = state.named_route or state.undisclosed or state.route
    return (last,) if last else ROUTES


def _list_sums(segment: FigureWords, figures: Figures) -> tuple[Meaning, ...]:
    """A total without words (合计113件): of the figures of one kind just before it."""
    if not has(segment.before, "total", "both") or not segment.kinds <= NO_WEIGHT:
        return ()
    heads: list[str] = []
    found: list[Meaning] = []
    for figure in reversed(figures[-_MOST:]):
        each = (figure.meanings or figure.maybe)[:1]
        if not each or each[0].column or figure.role not in ("result", LEFT):
            break
        heads += each[0].heads
        found.append(Meaning(tuple(dict.fromkeys(heads))))
    return tuple(found[1:])


_AFTER = {
    "result": frozenset(("result", "finishing", "doing", "claim", "arriving")),
    "column": frozenset(("arriving", "column", "doing")),
    "carrying": frozenset(("finishing", "result", "doing", "arriving", "carrying")),
    "arriving": frozenset(("arriving", "carrying", "column")),
    "finishing": frozenset(("arriving", "carrying", "column")),
}
"""For the role of a short name: those of a figure before it by which it is of the tables."""
_STRANGE = frozenset(("odd", "others", "left", "none", "about", "people", "name", "organ"))
_BARS = frozenset(("change", "against", "up_to", "absolute", "share", "rate", "within"))
_LIGHT_ENDS = ("filler", "year", "equals", "total")
_PARTS_ALONE = ("", "、", ",")
_OF_TWO = ("column", "result", "case")


class Shorts:
    """Looks short names up; made once for each pack."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        spec = vocabulary.spec
        # 收, 结, 余 are in so many words that they are no terms: they count only where nothing but
        # what may stand around them does
        self._names: dict[str, Quantity] = {}
        for quantity in vocabulary.quantities.values():
            for word in quantity.short:
                self._names.setdefault("".join(word.split()), quantity)
        self._vocabulary = vocabulary
        self._opening = frozenset(spec.signs.opening)
        self._before = frozenset(spec.short_before)
        self._after = frozenset(spec.short_after)

    def find_applicants(self, text: str) -> Quantity | None:
        """Who applied, by a short name (本地村民)."""
        quantity = self._names.get(text)
        return quantity if quantity is not None and quantity.role == "column" else None

    def read_token(self, word: Token) -> Token | None:
        """A member of a list as the quantity that its short name is of (“收、办、存”分别为)."""
        quantity = self._names.get(word.text) if word.kind == "odd" else None
        if quantity is None:
            return None
        return msgspec.structs.replace(word, kind=quantity.role, key=quantity.key)

    def name_figure(self, segment: FigureWords, state: ParagraphState) -> FigureWords | None:
        """A figure with the quantity that its short name is of, None where it has none here."""
        found = self._find(segment, state)
        if found is None:
            return None
        word, quantity = found
        last = state.last_in_sentence
        if last is NOTHING and state.last.role == quantity.role == "result":
            last = state.last  # 不予公开5件。2件撤回
        apart = last.amount is None or segment.amount.value > last.amount.value
        if last.role == "arriving" and quantity.role == "result" and apart:
            return None
        if last is NOTHING and word in self._opening:
            return _put_word(segment, quantity, word, self._vocabulary)  # 收30件、结29件、余1件
        if last.role not in _AFTER[quantity.role] or not last.meanings:
            return None
        fresh = state.would_here and state.would_fresh and state.would.role == quantity.role
        if quantity.role == "result" and fresh:
            return None  # 需加工分析，不予提供1件
        if quantity.role == "arriving" and state.share_open:
            return None  # 60.7%属于某类，计17件
        return _put_word(segment, quantity, word, self._vocabulary)

    def _find(self, segment: FigureWords, state: ParagraphState) -> tuple[str, Quantity] | None:
        asked = state.topic == "requests" or has(segment.before[:1], "requests")
        if not asked or state.unrelated or state.held is not None:
            return None
        if not segment.has(*_STRANGE) and segment.has(*ROLES):
            return None
        if state.year != 0 or segment.has(*_BARS) or set(list_keys(segment.words, "year")) - {"0"}:
            return None
        found = self._find_name(segment.words) or self._find_name(_drop_light(segment.words))
        asks = has(segment.before[:1], "requests", "request")  # 信息公开申请收84件、办83件
        if found is None and asks:
            found = self._find_name(_drop_light(segment.words[1:]))
        tail = "".join(word.text for word in segment.tail)
        if found is None and segment.after and tail in self._names:
            return self._find_name(
                _drop_light(segment.before[asks:])
            )  # 收64结63: 结 is of the next
        return found

    def _find_name(self, words: Words) -> tuple[str, Quantity] | None:
        """The short name that the words are, with others that may stand around it."""
        text = "".join(word.text for word in words)
        # of all ways to cut what may stand around it off, the one that leaves the longest name
        ends = _find_ends(text, self._after)
        for begin in sorted(_find_begins(text, self._before)):
            for end in sorted(ends, reverse=True):
                quantity = self._names.get(text[begin:end])
                alone = text[:begin] in _PARTS_ALONE and end == len(text)  # 办58件, not 转办58件
                if quantity is not None and (alone or quantity.role != "finishing"):
                    return text[begin:end], quantity
        return None


def _drop_light(words: Words) -> Words:
    """The words without those of no weight at both ends (全年仅收, 结了)."""
    begin, end = 0, len(words)
    while begin < end and words[begin].kind in _LIGHT_ENDS:
        begin += 1
    while begin < end and words[end - 1].kind in _LIGHT_ENDS:
        end -= 1
    return words[begin:end]


def _find_begins(text: str, words: Container[str]) -> set[int]:
    """The places of a text before which there are but words, if any."""
    places = {0}
    for end in range(1, len(text)):
        if any(text[begin:end] in words for begin in places):
            places.add(end)
    return places


def _find_ends(text: str, words: Container[str]) -> set[int]:
    """The places of a text from which on there are but words, if any."""
    places = {len(text)}
    for begin in range(len(text) - 1, 0, -1):
        if any(text[begin:end] in words for end in places):
            places.add(begin)
    return places


def _put_word(
    segment: FigureWords, quantity: Quantity, word: str, vocabulary: Vocabulary
) -> FigureWords:
    """A figure whose only word is one of a quantity."""
    first = segment.words[0]
    token = vocabulary.make_token(quantity.role, quantity.key, first.start, first.end, word)
    asked = [word for word in segment.before[:1] if word.kind == "requests"]
    return msgspec.structs.replace(
        segment, before=[*asked, token], after=[], words=[], kinds=frozenset()
    )


def choose_of_two(segment: FigureWords, words: Words, vocabulary: Vocabulary) -> FigureWords | None:
    """企业超过自然人：前者140件，后者88件: a figure with the one of two named in `words` that it is
    of; None for another.
    """
    if not words:
        return None
    signs = vocabulary.spec.signs
    of_two = (*signs.former, *signs.latter)
    text = next((w.text for w in segment.before if w.text in of_two), "")
    words = read_results(words, vocabulary) if text else ()
    named = {(word.kind, word.key): word for word in words if word.kind in _OF_TWO}
    if len(named) != 2 or len({kind for kind, _ in named}) != 1:
        return None
    word = list(named.values())[0 if text in signs.former else 1]
    return _put_word(segment, vocabulary.quantities[word.key], word.text, vocabulary)


def read_results(words: Words, vocabulary: Vocabulary) -> list[Token]:
    """The words, one that may be a result beside another being that: 无法提供和公开居多, 公开、无法
    提供分别为5件、3件.
    """
    found = list(words)
    # 公开 by itself is as well decisions made public: only beside another result it surely is one
    for i, word in enumerate(words if has(words, "result") else ()):
        keys = vocabulary.list_weak_keys([word], "result")
        if keys:
            found[i] = msgspec.structs.replace(word, kind="result", key=keys[0])
    return found


@lru_cache(maxsize=4)
def make_shorts(vocabulary: Vocabulary) -> Shorts:
    """Those of a vocabulary, made on first use."""
    return Shorts(vocabulary)
