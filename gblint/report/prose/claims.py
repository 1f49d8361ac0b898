"""Claims in words: that there was none, or that all were so. Each says that something is 0.

`paragraphs` hands each clause over, behind its last figure. What is 0 by a denial is told in
`denials`, by a word for all in `of_all`; whether it is said of the organ and of the whole year at
all, here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

import msgspec

from gblint.findings import Say
from gblint.report.prose.amounts import COUNT, contains_any
from gblint.report.prose.denials import Claim, Denial, find_denied
from gblint.report.prose.meaning import ParagraphSoFar
from gblint.report.prose.model import (
    FIGURES,
    NOTHING,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    comes_first,
    denies_each,
    find_word,
    has,
    list_keys,
    list_years,
)
from gblint.report.prose.of_all import (
    ANSWERED,
    CASES,
    SaidOfAll,
    are_together,
    list_wholes,
)
from gblint.report.prose.subject import find_scope
from gblint.report.prose.vocabulary import Token, Vocabulary, Words

_OF_CLAIMS = frozenset(("none", "all", "each", "settled"))
_PLAIN = ("filler", "also", "still", "scope", "organ", "odd", "year")
_LONGEST_OUTCOME = 9
"""Words of a clause that is an outcome by itself (法院尚未审结); longer ones tell more."""
_OF_ONE = {"filler", "timely", "result", "applicants", "request", "requests", "also"}
"""Words of a clause that tells what came of one (已向申请人全部公开所申请信息)."""
_ENDING = ("filler", "request", "requests")
_TERMS = frozenset(("result", "column", "case", "weak"))
_DENIED = _TERMS | {"requests", "carry", "carrying", "document", "deciding"}


_OF_WHOM = ("scope", "organ")
_OF_REQUEST = frozenset(("requests", "result", "case", "column", "document"))
_NOT_OF_ALL = ("result", "deciding", "document", "weak", "others")
"""Words and figures of which cases are not all."""
_CARRIED = "carried"
_MOST = 60
"""Figures of a paragraph by which a claim is understood. Each claim looks at all of them: without a
limit the time of a hostile text would grow with the square of its length.
"""


_NONE = Say("写明没有", "it says that there was none")
_ALL = Say("写明全部如此", "it says that all were so")


def may_claim(words: Words, kinds: Set[str], vocabulary: Vocabulary) -> bool:
    """Whether words of these kinds may claim something."""
    if not kinds.isdisjoint(_OF_CLAIMS):
        return True
    if kinds.isdisjoint(_TERMS):
        return False
    if len(words) <= _LONGEST_OUTCOME and _drop_end(words)[-1].kind in ("column", "result"):
        return True
    being = "column" in kinds and any(w.text in vocabulary.claims.being for w in words[:2])
    return being or any(
        word.text in vocabulary.spec.words.none or vocabulary.find_word_for_all(word.text)
        for word in words
        if word.kind in _TERMS
    )


def _find_claims(
    words: Words,
    state: ParagraphState,
    offsets: Sequence[int | None],
    figures: Figures,
) -> Iterator[Claim]:
    """The claims of a clause, of which the words after its last figure are given, or all where
    it has none; `offsets` are the years that it names, `figures` the figures of the paragraph.
    """
    vocabulary = state.vocabulary
    words = _drop_others(_part_terms(words, vocabulary), state)
    nones = vocabulary.spec.words.none
    marks = [
        i
        for i, word in enumerate(words)
        # 不存在 denies before what it denies, else it is a reason
        if word.kind == "none"
        or (word.kind == "result" and word.text in nones and has(words[i + 1 :], *_DENIED))
    ]
    first = marks[0] if marks else 0
    told = [i for i in range(first) if words[i].kind == "n"]
    of_figure = bool(told) and all(w.kind in _PLAIN for w in words[told[-1] + 1 : first])
    # 1件没有审结, 另2份并未制作 tell what the figure is of; 1件没有一件结转 still denies
    if of_figure and not denies_each(words, first):
        return
    if marks:
        yield from _list_denials(words, marks, Denial(state, vocabulary, offsets, words, figures))
        return
    said = SaidOfAll(state, vocabulary, figures)
    for word in words:
        if word.kind == "settled":
            for meaning in said.find_settled(words, offsets):
                yield Claim((meaning,), word.start, word.end, of_all=True)
            return
    # one claim a clause is enough: 均已全部办结 has two words for all and says it once
    for i, word in enumerate(words):
        if word.kind == "all" and _is_no_claim(words, i):
            continue
        if word.kind in ("all", "each") or (i < 2 and word.text in vocabulary.claims.being):
            begins = next(one for one in words if one.kind == "all" or one is word).start
            for meanings in said.find(words, i):
                yield Claim(meanings, begins, words[-1].end, of_all=True)
            return


def _read_outcome(words: Words, state: ParagraphState, *, near: bool) -> Words:
    """复议2件，决定维持; 诉讼1件，法院尚未审结: the words of a clause behind a figure, right behind
    it if `near`; where they are an outcome, this is one of all.
    """
    vocabulary = state.vocabulary
    # what came of one alone, or of cases told right before it, is an outcome of all: a word for all
    # is read before it, so that one way of reading claims does for these as well
    if _is_of_one(words, state):
        at = find_word(words, "result")
        result, words = words[at], words[: at + 1]
        return [
            msgspec.structs.replace(result, kind="all", start=words[0].start, end=result.start),
            *words,
        ]
    if not words or not near or state.last.role != "case":
        return words
    if state.last_in_sentence is not state.last or not state.last.meanings:
        return words
    bodies, amount = {*vocabulary.claims.courts, *vocabulary.spec.signs.deciders}, state.last.amount
    single = amount is not None and amount.value == 1 and words[0].text in bodies
    said = _drop_decision(words) if single else words
    outcome = said[-1]
    plain = outcome.kind == "column" and all(word.text in bodies for word in said[:-1])
    if not plain or vocabulary.quantities[outcome.key].table != "review":
        return words
    return [msgspec.structs.replace(outcome, kind="all", end=outcome.start), outcome]


def _drop_end(words: Words) -> Words:
    """The words without what only ends a clause (维持原答复的决定)."""
    end = len(words)
    while end > 1 and words[end - 1].kind in _ENDING:
        end -= 1
    return words[:end]


def _drop_decision(words: Words) -> Words:
    """复议1件，复议机关作出撤销原答复、责令重新答复的决定: of one case, its outcome alone, where
    the words around it say nothing more.
    """
    said = _drop_end(words)
    outcomes = [word for word in said if word.kind == "column"]
    plain = all(word.kind in ("filler", "column", "、", "also") for word in said)
    one = len({word.key for word in outcomes}) == 1 and said[-1].kind == "column"
    return said[-1:] if plain and one else words


def _is_of_one(words: Words, state: ParagraphState) -> bool:
    """收到申请1件，经审查予以公开: whether a clause is what came of one that was all."""
    amount = state.last.amount
    one = amount is not None and amount.exact and amount.value == 1 and not state.came
    if not one or state.last.role != "arriving" or state.last_in_sentence is not state.last:
        return False
    kinds = [word.kind for word in words]
    # 申请部分公开 is what was asked for, 不掌握所申请信息 what came of it
    before = kinds[: kinds.index("result")] if "result" in kinds else kinds
    plain = {*kinds} <= _OF_ONE and not {*before} & {"request", "requests"}
    return plain and kinds.count("result") == 1


def _drop_others(words: Words, state: ParagraphState) -> Words:
    """未发生举报投诉、行政复议和行政诉讼: the words without other things in a list with cases."""
    ours = state.topic in ("requests", "cases") or has(words, "disclosure", "requests")
    if not (ours and has(words, "case") and has(words, "others")):
        return words
    at = find_word(words, "none", missing=len(words) - 1) + 1
    at += has(words[at : at + 1], "arriving")
    end = at
    while end < len(words) and (words[end].kind == "others" or "joins" in words[end].signs):
        end += 1
    listed = at < end and "joins" in words[end - 1].signs and has(words[end : end + 1], "case")
    words = [*words[:at], *words[end:]] if listed else words
    last = next((i for i, word in enumerate(words) if i > at and word.kind == "others"), 0)
    ends = last and "joins" in words[last - 1].signs and has(words[at:last], "case")
    return words[: last - 1] if ends and not has(words[last:], *_TERMS) else words


def _names_cases_on(words: Words) -> bool:
    """因行政处罚引发的复议均为零: whether decisions are named only as what cases are on."""
    last = max((i for i, word in enumerate(words) if word.kind in ("weak", "deciding")), default=0)
    behind = words[last + 1 :]
    between = behind[: find_word(behind, "case")]
    return has(behind, "case") and not has(between, "、", "none")


def _is_no_claim(words: Words, at: int) -> bool:
    """占全部不予公开的90.9%; 所有复议案件均获维持: what all are is said behind, by 均."""
    rest = words[at + 1 :]
    said = has(rest[: find_word(rest, "all", "each")], "case", "request", "requests")
    return said or has(words[max(0, at - 1) : at], "share")


def _list_denials(words: Words, marks: Sequence[int], denial: Denial) -> Iterator[Claim]:
    """Each of several: 无信息公开申请、无行政复议; 既无新制发也无废止; 复议无，诉讼无."""
    behind = marks[-1] == len(words) - 1
    for k, at in enumerate(marks):
        begins = marks[k - 1] + 1 if k else 0
        ends = marks[k + 1] if k + 1 < len(marks) else len(words)
        rest = [] if behind else _trim(words[at + 1 : ends])
        before = _trim(words[begins:at]) if behind or not k else []
        yield from find_denied(before, words[at], rest, denial)


def _trim(words: Words) -> list[Token]:
    """Without the signs and particles at its ends."""
    begin, end = 0, len(words)
    while begin < end and words[end - 1].kind in ("、", "all", "also"):
        end -= 1
    while begin < end and words[begin].kind == "、":
        begin += 1
    return list(words[begin:end])


def _part_terms(words: Words, vocabulary: Vocabulary) -> list[Token]:
    """The words, terms that begin with one for all being two (均维持, 全部予以公开)."""
    found: list[Token] = []
    for word in words:
        begins = vocabulary.find_word_for_all(word.text) if word.kind in _TERMS else ""
        # no member of a list (全部公开、部分公开)
        others = begins and any(other.kind == word.kind for other in words if other != word)
        listed = others or has(words, "、", "n", "none") or COUNT in word.text
        if begins and not listed:
            ends = word.start + len(begins)
            found.append(vocabulary.make_token("all", begins, word.start, ends, begins))
        found.append(word)
    return found


class ClaimReader:
    """Takes down the claims of a paragraph, sentence by sentence."""

    def __init__(self, reader: ParagraphSoFar) -> None:
        self._reader = reader
        self._others_told = self._others_speak = self._everyone = False
        self._sentence = ""

    def begin(self, sentence: str) -> None:
        """A sentence begins."""
        self._sentence = sentence
        self._others_told = self._others_speak = self._everyone = False

    def keep_place(self) -> tuple[bool, bool]:
        """What is kept where a bracket opens, for `go_back` at its end."""
        return self._others_told, self._everyone

    def go_back(self, kept: tuple[bool, bool]) -> None:
        """A bracket ends: what it tells is not of what follows."""
        self._others_told, self._everyone = kept

    def see_figures(self, words: Words, kinds: Set[str]) -> None:
        """A clause with figures has words of these kinds: what is claimed next may be of them."""
        self._everyone = False
        self._reader.state.rest_here = "rest" in kinds and comes_first(words, "rest", "case")
        if not kinds.isdisjoint(_OF_REQUEST):
            self._others_told = False
        elif "others" in kinds:
            self._others_told = True

    def read(self, words: Words, *, near: bool = False) -> None:
        """The claims of a clause, or of the words behind its last figure; `near` says that the
        clause before it has figures.
        """
        state, vocabulary = self._reader.state, self._reader.vocabulary
        if vocabulary.plans(self._sentence):
            return
        years = list_years(words, state)
        year = years[-1] if years else state.year
        figures = [*self._reader.counts, *self._reader.sentence][-_MOST:]
        # what other bodies are said not to have had goes on till the organ is named again
        if has(words, *_OF_WHOM):
            self._others_speak = self._others_speak and not self._names_own(words)
        if self._others_speak:
            return
        self._others_speak = self._is_said_of_bodies(words)
        self._see_others(words)
        said = _read_outcome(words, state, near=near)
        # a claim wrongly taken for the organ's makes a right report wrong: in doubt it is dropped
        for claim in _find_claims(said, state, years, figures):
            head = claim.meanings[0].heads[0]
            others = head not in CASES and self._is_of_others(words, claim, figures)
            if others or (head not in CASES and state.held is not None):
                continue
            if head in CASES and not claim.of_all and self._is_of_some(words, figures):
                continue
            if not claim.of_all and (
                contains_any(self._sentence, vocabulary.claims.but)  # 未收到组织（企业除外）的申请
                or self._is_of_others_than_told(words, claim, figures)
            ):
                continue
            # 上年结转的已全部办结 names another year and is of this one's table all the same
            if year == 0 or head.startswith(_CARRIED):
                self._add(claim)
            if claim.of_all and head in CASES:
                state.topic = "cases"

    def _see_others(self, words: Words) -> None:
        """12345工单全部办结，无结转: what all are in a clause without figures is told of others."""
        self._everyone = self._everyone or any(  # 所有申请人均未缴费，均未申请复议
            one.kind == "all" and other.kind in ("applicants", "request", "requests")
            for one, other in pairwise(words)
        )
        at = find_word(words, "all", "each")
        if has(words, *FIGURES) or has(words[:at], *_OF_REQUEST):
            return
        another = any(
            one.kind in ("odd", "others") and other.kind == "request"
            for one, other in pairwise(words[:at])
        )
        if another or has(words[:at], "others"):
            self._others_told = True  # 物业维修资金申请均已办结，没有结转

    def _names_own(self, words: Words) -> bool:
        """局属企业没有复议，我局收到复议3件: whether the organ itself is spoken of."""
        return any(
            find_scope(word, self._reader.state).own for word in words if word.kind in _OF_WHOM
        )

    def _is_said_of_bodies(self, words: Words) -> bool:
        """局属4家供水企业未收到申请: what is said not to be after it is of them as well."""
        at = find_word(words, "none")
        if not has(words[at:], "arriving") or has(words[at:], "odd", "others", *_TERMS):
            return False
        before = [w for w in words[:at] if w.kind != "、"]
        ends = before[-1:] if not has(before[-1:], "all", "each", "also") else before[-2:-1]
        if not ends or has(before, "arriving", "finishing", "case", "result"):
            return False
        body = ends[0]
        if body.kind in _OF_WHOM:
            return not find_scope(body, self._reader.state).own
        counted = any(word.kind == "filler" and word.text == COUNT for word in before)
        odd = body.kind == "odd" and not self._reader.vocabulary.is_idle(body.text)
        named = odd or body.kind == "column"
        return named and (counted or has(before, *_OF_WHOM) or body.kind == "column")

    def _is_of_others(self, words: Words, claim: Claim, figures: Figures) -> bool:
        """局属单位未收到申请，无结转; 提案均已办结，无结转: of other bodies, or other things."""
        state, vocabulary = self._reader.state, self._reader.vocabulary
        for word in words:
            if word.kind in _OF_WHOM and word.start < claim.start:
                whose = find_scope(word, state)
                if not whose.own:
                    state.whose, state.in_part = whose, True
        # only applications are taken for other things: petitions and hotlines are told in the same
        # words, decisions and documents are not
        of = vocabulary.quantities[claim.meanings[0].heads[0]]
        if of.role == "deciding" and _names_cases_on(words):
            return True
        table = of.table
        if table != "applications" or has(words, "requests"):
            return False
        last = state.last_in_sentence
        if self._others_told or last is NOTHING or last.meanings:
            return self._others_told
        came, amount = list_wholes(figures), last.amount
        # one that was left may be some of what came in, and no other thing
        part = not came or (amount is not None and amount.value <= max(came))
        return last.why == Why.OTHERS or (last.why == Why.UNKNOWN and not part)

    def _is_of_others_than_told(self, words: Words, claim: Claim, figures: Figures) -> bool:
        """要求确认的2件，不予处理。除此之外没有不予处理的: none but those told, some of which are
        not known.
        """
        of, vocabulary = claim.meanings[0], self._reader.vocabulary
        ways = list_keys(words[: find_word(words, "none")], "left")
        if not vocabulary.of_applications.isdisjoint(ways):
            return True  # 网络渠道没有不予公开: of those that came in one way
        besides = contains_any(self._sentence, vocabulary.claims.besides)
        if not besides or has(words[find_word(words, "none") :], "weak", "rest"):
            return False
        row = vocabulary.quantities[of.heads[0]]
        narrow = row.table == "applications" and (of.column or row.role == "result")
        if narrow and any(
            not o.meanings and o.why in (Why.UNKNOWN, Why.SUBSET, Why.OTHERS) for o in figures
        ):
            return True
        # besides those told there was none: no claim that the row is 0, where some were told
        groups = vocabulary.groups
        held = {groups.get(head, head) for head in of.heads} | set(of.heads)
        return any(
            figure.amount is not None
            and figure.amount.value > 0
            and not held.isdisjoint((head, groups.get(head)))
            for figure in figures
            for meaning in figure.meanings[:1]
            if meaning.column == of.column
            for head in meaning.heads
        )

    def _is_of_some(self, words: Words, figures: Figures) -> bool:
        """集体研究疑难申请8件，无一件被诉; 部分公开的答复均未引起复议: no cases of those of a
        figure that is not the tables', of a part, or of other things; 高校没有被诉: of others.
        """
        vocabulary = self._reader.vocabulary
        at = find_word(words, "none")
        before, last = words[:at], self._reader.state.last_in_sentence
        bodies = [word for word in before if word.kind in _OF_WHOM]
        if has(before, *_NOT_OF_ALL) or (bodies and not self._names_own(bodies)):
            return True
        if self._reader.state.others_here and not self._reader.state.known_here:
            return not has(words, "disclosure", "requests")  # 举报受理905件，未产生复议
        # 没有复议 is of the year; 均未复议, 无一复议 of those just spoken of
        each = denies_each(words, at) or bool(vocabulary.find_word_for_all(words[at].text))
        narrowed = self._reader.state.foreign or any(
            word.kind == "left"
            or (word.kind == "odd" and len(word.text) > 1 and not vocabulary.is_idle(word.text))
            for word in before
        )
        if each and narrowed:
            return not has(words, "disclosure", "requests")  # 对不予立案不服的均未提起复议
        if last is NOTHING and each and figures and all(word.kind == "filler" for word in before):
            last = figures[-1]  # 许可205件，处罚33件。均未引发行政复议
        if last is NOTHING or has(words, "disclosure", "requests"):
            return (
                last is not NOTHING and not last.meanings and last.why in (Why.SUBSET, Why.OTHERS)
            )
        whole_year = any(word.text in vocabulary.spec.whole_year for word in words)
        each = each and not self._everyone and not whole_year
        if not last.meanings:
            return each or last.why in (Why.SUBSET, Why.OTHERS, Why.OF_LEFT)
        some = last.role in _NOT_OF_ALL or (last.role == "column" and last.head not in CASES)
        return last.role == "deciding" or (each and some and not are_together(figures))

    def _add(self, claim: Claim) -> None:
        why, last = _ALL if claim.of_all else _NONE, self._reader.state.last_verb
        if claim.meanings[0].heads == (ANSWERED,) and last.amount is not None:
            # 应答复39件，均已答复: as many were, and of those not due yet nothing is said
            said = msgspec.structs.replace(last, meanings=claim.meanings, why=why)
            self._reader.record.add(said, last.amount)
            return
        start, end = self._reader.map_offset(claim.start), self._reader.map_offset(claim.end)
        taken = Interpretation(claim.meanings, why, "claim", None, self._reader.state.whose)
        self._reader.record.add_claim(taken, start, end)
