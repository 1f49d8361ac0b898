"""Applications carried over: those of last year that came in, and those left for the next."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.findings import Say
from gblint.report.prose.clauses import ADDING
from gblint.report.prose.model import LEFT, NOTHING, State, Taken
from gblint.report.prose.parts import is_without_direction
from gblint.report.prose.vocabulary import Token
from gblint.report.prose.words import OTHER_YEAR, OTHERS, SUBSET, UNKNOWN, Segment, has, left
from gblint.report.stated import Meaning

_AND = ("、", "和", "及", "与", "以及", "加", "加上")
_DUE = "due"


def take_carried(
    segment: Segment,
    found: Sequence[Token],
    state: State,
    *,
    years: Sequence[int | None],
    columns: Sequence[str],
) -> Taken:
    """Those carried in or out, by words and `years` beside them; `columns` name who applied."""
    words = segment.words
    named = [word.key for word in found if word.kind == "carrying"]
    at = next((i for i, w in enumerate(words) if w.kind == "carry" and w.text.endswith("来")), None)
    into = at is not None
    if at and not years and not named and has(words[at - 1 : at], "organ", "scope", "others"):
        return left(OTHERS)  # 收到省政府转来申请5件
    if named:
        key = "carried_in" if not years and _is_added(segment, state) else named[-1]
    elif (has(words, "carry") and (years or into)) or (-1 in years):
        if years and years[-1] not in (-1, 1):
            return left(OTHER_YEAR)
        key = "carried_out" if years and years[-1] == 1 else "carried_in"
    elif has(words, "carry") and _is_part(segment, state):
        key = "carried_in"
    elif has(words, "carry", "under_way"):
        key = "carried_out"
    else:
        return left(UNKNOWN)
    if any(word.kind == "finishing" for word in found) and not _goes(words, key, years):
        return left(SUBSET)
    base = state.base or NOTHING
    why = Say("结转的申请", "applications carried over")
    meanings = [Meaning((key,), columns[-1] if columns else "")]
    if base.meanings and base.role == "column" and not columns:
        meanings.append(Meaning((key,), base.meanings[0].column))
    unsaid = is_without_direction(words) or state.last.role == "arriving"
    gone = state.came and key == "carried_out"
    if not named and not years and unsaid and not columns and not gone:
        other = ("carried_in",) if key == "carried_out" else ("carried_out",)
        meanings += [msgspec.structs.replace(one, heads=other) for one in meanings]
    return Taken(tuple(meanings), why, "carrying")


def _is_part(segment: Segment, state: State) -> bool:
    """收到12件（含结转2件）: of what came in, unless what was done is told."""
    done = state.base is not None and state.base.role == "finishing"
    return not done and (has(segment.before, "part") or state.inside)


def _is_added(segment: Segment, state: State) -> bool:
    """当年申请9件连同跨年件1件: of what came in."""
    added = any(word.text in ADDING for word in segment.before)
    return added and state.last.role in ("arriving", LEFT)


def take_of_others(state: State) -> Taken | None:
    """工单2216件，18件在办: of what the sentence has told so far, which is something else."""
    others = state.turned or (state.last_in_sentence.why == OTHERS and not state.known_here)
    return left(OTHERS) if others else None


def take_together(segment: Segment, years: Sequence[int | None]) -> Taken | None:
    """当年新收及结转的141件, 新收和上年结转的16件: one figure of both."""
    before = segment.before
    came = next((i for i, word in enumerate(before) if word.kind == "arriving"), None)
    gone = next((i for i, word in enumerate(before) if word.kind in ("carry", "carrying")), None)
    if came is None or gone is None or years[-1:] == [1]:
        return None
    between = before[min(came, gone) + 1 : max(came, gone)]
    joined = any(word.text in _AND for word in between) or before[gone].text.startswith("加")
    if not joined or has(between, "odd", "others"):
        return None
    why = Say("新收和结转的申请", "those that came in and those carried in")
    return Taken((Meaning((_DUE,)),), why, "arriving")


def _goes(words: Sequence[Token], key: str, years: Sequence[int | None]) -> bool:
    """Whether those dealt with are others, or all of them: 答复12件（含结转1件）, 上年结转3件均已
    答复, 顺延到下年度答复3件.
    """
    part = next((i for i, word in enumerate(words) if word.kind == "part"), 0)
    if key == "carried_in":
        return has(words, "all") or not has(words[part:], "finishing")
    return years[-1:] == [1]
