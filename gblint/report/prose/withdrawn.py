"""Figures that a text takes back: those of which it says behind them that they are not on
disclosure (均与信息公开无关), and what came in where it tells how much of it is counted
(实际纳入统计的72件).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

import msgspec

from gblint.report.prose.amounts import Amount
from gblint.report.prose.clauses import FIGURES
from gblint.report.prose.model import (
    NOTHING,
    NOTHING_WITHDRAWN,
    ROLES,
    FigureWords,
    Interpretation,
    ParagraphState,
    Withdrawn,
    has,
)
from gblint.report.prose.vocabulary import STOPS, Token
from gblint.report.stated import Meaning

_ON_DISCLOSURE = ("disclosure", "requests")
_NO_EXCESS = ("carry", "carrying", "finishing", "document", "case", "change", "against")
"""What is taken out of a count that is one of the tables' (扣除结转下年的2件)."""
_CAME = "received"
_NEAR = 3
"""Figures before one of which it may be the same again."""


def find_withdrawn(
    tokens: Sequence[Token], kinds: Set[str], amounts: Mapping[int, Amount]
) -> Withdrawn:
    """What a sentence with one of `TAKING_BACK` takes back; `amounts` are its figures by their
    signs.
    """
    found = NOTHING_WITHDRAWN
    if "unrelated" in kinds:
        found = _find_unrelated(tokens, amounts)
    elif "none" in kinds:
        found = _find_none(tokens, amounts)
    if found.every:
        return found
    if not kinds.isdisjoint(("counted", "taken_out")):
        recounted = _find_recounted(tokens, amounts)
        found = msgspec.structs.replace(
            recounted,
            figures=recounted.figures | found.figures,
            before=recounted.before or found.before,
        )
    if "mistaken" in kinds:
        found = msgspec.structs.replace(
            found, figures=found.figures | _find_mistaken(tokens, amounts), every=False
        )
    return found


def _find_unrelated(tokens: Sequence[Token], amounts: Mapping[int, Amount]) -> Withdrawn:
    """均与信息公开无关: the figures before it, up to those that are told to be on disclosure; all
    of the sentence where nothing else in it is.
    """
    at = next(i for i, word in enumerate(tokens) if word.kind == "unrelated")
    begins, ends = _find_clause(tokens, at)
    told = has(tokens[:at], *FIGURES)
    before = not told and not has(tokens[begins:ends], "rest", *FIGURES)
    before = before or has(tokens[:2], "part")  # 复议共23件。其中22件与信息公开无关
    if not any(map(_is_on_disclosure, (*tokens[:begins], *tokens[at + 1 :]))):
        return Withdrawn(every=True, before=before)
    if has(tokens[begins:ends], *FIGURES) and not has(tokens[begins:ends], "part"):
        span = (begins, ends)
    else:
        named = (i for i in range(begins - 1, -1, -1) if _is_on_disclosure(tokens[i]))
        last = next(named, -1)
        if tokens[begins - 2 : begins - 1] and tokens[begins - 2].kind == "within":
            last = -1  # 3件政府信息公开诉讼中，我局仅作为第三人
        span = (_behind(tokens, last, at) if last >= 0 else 0, at)
    return Withdrawn(_list_between(tokens, amounts, *span), before=before)


def _behind(tokens: Sequence[Token], named: int, until: int) -> int:
    """Where what is told after a clause on disclosure begins: behind a semicolon, where one stands
    between; else with the next clause.
    """
    parted = (i for i in range(named, until) if tokens[i].kind == ";")
    return next(parted, _find_clause(tokens, named)[1])


def _find_none(tokens: Sequence[Token], amounts: Mapping[int, Amount]) -> Withdrawn:
    """复议23件、诉讼8件，无政府信息公开案件: cases of which none is on disclosure."""
    at = next(i for i, word in enumerate(tokens) if word.kind == "none")
    begins, ends = _find_clause(tokens, at)
    clause, before = tokens[begins:ends], tokens[:begins]
    one = [word for word in clause if word.kind == "n"]  # 没有一件涉及政府信息公开
    single = all(amounts[word.start].value == 1 for word in one)
    plain = has(clause, "disclosure") and single and not has(clause, *ROLES, "requests", "carry")
    if not plain or any(map(_is_on_disclosure, before)):
        return NOTHING_WITHDRAWN
    told = has(before, "case")
    alone = bool(one) and not has(before, *FIGURES)
    return Withdrawn(
        _list_between(tokens, amounts, 0, begins) if told else frozenset(), before=alone
    )


def _is_on_disclosure(word: Token) -> bool:
    return word.kind in _ON_DISCLOSURE or (word.kind == "arriving" and "asks" in word.signs)


def _find_recounted(tokens: Sequence[Token], amounts: Mapping[int, Amount]) -> Withdrawn:
    """登记的82件来件中，实际纳入统计的申请为72件: what stands before such a word, and what is taken
    out (剔除咨询类18件后为72件).
    """
    at = next(i for i, word in enumerate(tokens) if word.kind in ("counted", "taken_out"))
    begins = max((i + 1 for i in range(at) if tokens[i].kind == ";"), default=0)
    opened = _bracket(tokens, at)
    if opened is not None and has(tokens[:opened], "n"):  # 72件（登记82件，剔除10件）
        closed = next((i for i in range(at, len(tokens)) if tokens[i].kind == ")"), len(tokens))
        counted = tokens[at].kind == "counted" and has(tokens[at:closed], "n")
        if not counted:
            return Withdrawn(_list_between(tokens, amounts, opened, closed))
        return Withdrawn(_list_between(tokens, amounts, begins, at), counts=True)
    ends = at
    if tokens[at].kind == "taken_out":
        ends = _end_of_excess(tokens, at)
        if has(tokens[at:ends], *_NO_EXCESS):
            return NOTHING_WITHDRAWN
    if not has(tokens[ends:], "n") or has(tokens[begins:at], "case", "document"):
        return NOTHING_WITHDRAWN
    if _tells_parts(tokens, ends):
        return NOTHING_WITHDRAWN
    told = has(tokens[begins:at], "n") and not has(tokens[:2], "part")  # 其中重复件18件，实际为
    return Withdrawn(_list_between(tokens, amounts, begins, ends), before=not told, counts=True)


def _tells_parts(tokens: Sequence[Token], at: int) -> bool:
    """经甄别，其中11件涉及集采: parts of what came in, and nothing that is counted anew."""
    count = next(i for i in range(at, len(tokens)) if tokens[i].kind == "n")
    begins, ends = _find_clause(tokens, count)
    return has(tokens[begins:count], "part") and not has(tokens[begins:ends], "requests")


def read_count_words(tokens: Sequence[Token]) -> list[Token]:
    """The words of a sentence that counts anew, those by which it does saying no more than 为."""
    of = {"counted": "equals", "taken_out": "filler"}
    return [
        msgspec.structs.replace(one, kind=of[one.kind]) if one.kind in of else one for one in tokens
    ]


def see_came(segment: FigureWords, taken: Interpretation, state: ParagraphState) -> Interpretation:
    """What a figure that is taken back would be, if it is of what came in; else nothing."""
    if taken.head == _CAME:
        return taken
    came = segment.has("arriving") and not segment.has("others")
    asked = segment.has("requests", "request") or state.lists_results
    if came and (state.topic == "requests" or asked):
        return Interpretation((Meaning((_CAME,)),), taken.why, "arriving")
    return NOTHING


def _end_of_excess(tokens: Sequence[Token], at: int) -> int:
    """Where what is taken out ends: at 后, or with its clause."""
    _, ends = _find_clause(tokens, at)
    behind = (i for i in range(at, ends) if "ends_first" in tokens[i].signs)
    return next(behind, ends)


def _find_mistaken(tokens: Sequence[Token], amounts: Mapping[int, Amount]) -> frozenset[int]:
    at = next(i for i, word in enumerate(tokens) if word.kind == "mistaken")
    return _list_between(tokens, amounts, at, _find_clause(tokens, at)[1])


def _find_clause(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Where the clause of a word begins and ends."""
    begins = max((i + 1 for i in range(at) if tokens[i].kind in STOPS), default=0)
    ends = next((i for i in range(at, len(tokens)) if tokens[i].kind in STOPS), len(tokens))
    return begins, ends


def _bracket(tokens: Sequence[Token], at: int) -> int | None:
    """Where the bracket around a word opens."""
    opened: list[int] = []
    for i, word in enumerate(tokens[:at]):
        if word.kind == "(":
            opened.append(i)
        elif word.kind == ")" and opened:
            opened.pop()
    return opened[-1] if opened else None


def _list_between(
    tokens: Sequence[Token], amounts: Mapping[int, Amount], begins: int, ends: int
) -> frozenset[int]:
    """Where the figures between two words begin."""
    return frozenset(amounts[w.start].start for w in tokens[begins:ends] if w.kind in FIGURES)


def refers_back(
    tokens: Sequence[Token],
    amounts: Mapping[int, Amount],
    told: Sequence[Interpretation],
    besides: Collection[str],
) -> bool:
    """复议3件。这3件均与信息公开无关: whether a sentence takes back what it tells again, and no
    others, which one of `besides` (还有) or 还 makes them.
    """
    if has(tokens, "still") or any(word.text in besides for word in tokens):
        return False
    values = {one.amount.value for one in told[-_NEAR:] if one.meanings and one.amount}
    own = {amounts[word.start].value for word in tokens if word.kind == "n"}
    return bool(own) and own <= values


def count_anew(segment: FigureWords, state: ParagraphState) -> None:
    """What came in is told anew: nothing that was taken back matters to it, nor whose that was."""
    if not segment.has("scope", "organ"):
        state.whose, state.in_part = state.whose_began, False
    state.sentence_begun = state.turned = state.began = state.others_here = False
    state.last_in_sentence, state.base, state.topic = NOTHING, None, "requests"
    state.held, state.parts = None, False
    state.last = state.would
    state.unrelated = False
