"""What is said not to have been: 未收到申请, 无不予公开情形, 没有被纠正的案件.

Asked by `claims` for each word that denies. Where words narrow what is denied, or it may be of
other things, nothing is 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from gblint.report.model import Meaning
from gblint.report.prose.amounts import contains_any
from gblint.report.prose.model import (
    BOTH_CASES,
    NO_WEIGHT,
    ROLES,
    SUITS,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    denies_each,
    find_word,
    has,
    list_beside,
    list_keys,
)
from gblint.report.prose.subject import see_who
from gblint.report.prose.vocabulary import Token, Vocabulary, Words, make_pause

_LIGHT = NO_WEIGHT | ROLES
_LIGHT |= {"disclosure", "request", "requests", "none", "each", "settled", "carry", "under_way"}
"""Kinds of words beside which a claim is still of all."""
_NAMED = ("column", "case", "deciding", "weak", "document", "result")
_CARRYING = frozenset(("carry", "carrying", "under_way"))
_UNKNOWN = ("filler", "odd", "others", "、")


Claimed = Iterator[tuple[Meaning, ...]]
"""Of each claim the quantities any of which it may be of, the likeliest first."""


class Claim(msgspec.Struct, frozen=True):
    """What is said to be 0, and where the words begin and end.

    `meanings` are quantities any of which it may be, the likeliest first.
    """

    meanings: tuple[Meaning, ...]
    start: int
    end: int
    of_all: bool = False
    """Whether it says that all were so, and not that there was none."""


class Denial(msgspec.Struct, frozen=True):
    """What stands around a denial: the clause, the years that it names, the figures before."""

    state: ParagraphState
    vocabulary: Vocabulary
    offsets: Sequence[int | None]
    clause: Words
    figures: Figures


def is_light(words: Words, vocabulary: Vocabulary) -> bool:
    """Whether none of the words narrows what is claimed."""
    return all(word.kind in _LIGHT or vocabulary.is_idle(word.text) for word in words)


def find_denied(before: Words, word: Token, rest: Words, denial: Denial) -> Iterator[Claim]:
    """What a denial says to be 0: of what stands behind it, or of what stands before it
    (科研机构没有提出申请).
    """
    vocabulary = denial.vocabulary
    rest = _drop_others_after(_drop_listed(rest))
    # a word that narrows (无涉及征地的申请) makes it a denial of some; in a list of reasons, those
    # known are denied all the same
    if rest and not is_light(_drop_about(rest), vocabulary):
        for meaning in _list_known_rows(rest, denial):
            yield Claim((meaning,), word.start, rest[-1].end)
        return
    if _says_only_that(rest, vocabulary):
        if not rest and not has(before, *_NAMED):
            made = _deny_named(before, denial) if is_light(before, vocabulary) else iter(())
        else:
            made = _deny_subject(before, rest, denial)
        first = min((one.start for one in before if one.kind in _NAMED), default=word.start)
        last = (rest[-1] if rest else word).end
        for meanings in made:
            yield Claim(meanings, min(first, word.start), last)
        return
    if has(before, "requests", "request", "arriving", "submitted"):
        see_who(before, denial.state)  # 企业提出的申请没有一件不予公开: it may be of theirs only
    for meanings in _deny_named(_drop_about(rest), denial):
        yield Claim(meanings, word.start, rest[-1].end)


def _drop_listed(words: Words) -> Words:
    """没有引发举报、投诉、行政复议: of a list that is denied whole, without what else stands beside
    cases in it.
    """
    if not has(words, "case") or not has(words, "others"):
        return words
    found: list[Token] = []
    for i, word in enumerate(words):
        joined = "joins" in word.signs
        if word.kind == "others" and any("joins" in w.signs for w in words[max(i - 1, 0) : i + 2]):
            continue
        if joined and (not found or "joins" in found[-1].signs):
            continue
        found.append(word)
    return found


def _drop_others_after(words: Words) -> Words:
    """未收到政府信息公开申请和收取费用: of what did not come, without what no table has."""
    asked = find_word(words, "requests", "request", missing=len(words))
    after = words[asked + 1 :]
    joined = bool(after) and "joins" in after[0].signs and has(words[:asked], "arriving")
    others = has(after, "odd") and all(word.kind in _UNKNOWN for word in after)
    return words[: asked + 1] if joined and others else words


def _drop_about(words: Words) -> list[Token]:
    """Without 涉及, where it is disclosure: 未收到涉及政府信息公开的行政复议, 与信息公开有关的."""
    return [
        word
        for i, word in enumerate(words)
        if word.kind != "about" or not has(list_beside(words, i), "disclosure", "requests")
    ]


def _says_only_that(words: Words, vocabulary: Vocabulary) -> bool:
    """没有提出申请, 未发生: of what stands before the denial."""
    put = vocabulary.claims.putting
    if has(words, *_CARRYING):
        return False  # 未有申请跨年
    return all(
        word.kind in ("filler", "request", "requests", "disclosure", "equals")
        or word.text in put
        or (word.kind not in _NAMED and vocabulary.is_idle(word.text))
        for word in words
    )


def _deny_subject(before: Words, rest: Words, denial: Denial) -> Claimed:
    """科研机构、法律服务机构没有提出申请; 行政强制均未发生; 未经复议直接起诉的没有."""
    before = [word for word in before if word.kind != "all"]
    named = [word for word in before if word.kind in _NAMED]
    if not named:
        if not is_light(before, denial.vocabulary):
            return
        if any(word.text in denial.vocabulary.claims.bodies for word in rest):
            if has(rest, "request", "requests") and denial.state.topic == "requests":
                yield (Meaning(("received",), "organisations"),)  # 无单位申请
            return
        spoken = has(rest, "requests")
        spoken = spoken or (has(rest, "request") and denial.state.topic in ("requests", ""))
        if spoken:
            yield (Meaning(("received",)),)
    elif is_light(before, denial.vocabulary):
        yield from _deny_rows(before, rest, named, denial)


def _deny_rows(before: Words, rest: Words, named: Words, denial: Denial) -> Claimed:
    quantities, state = denial.vocabulary.quantities, denial.state
    columns = list_keys(named, "column")
    applying = state.topic == "requests" or has([*before, *rest], "requests", "request")
    applying = applying or any(w.text in denial.vocabulary.claims.putting for w in rest)
    if columns:
        tables = {quantities[key].table for key in columns}
        plain = all(word.kind in ("column", "weak") for word in named)
        if tables == {"applications"} and plain and applying and state.topic in ("requests", ""):
            if not has(before, "finishing", "carrying"):
                yield (Meaning(("received",), "+".join(columns)),)
        elif tables == {"review"} or (tables == {"proactive"} and not rest):
            yield from _deny_named(before, denial)
        return
    for word in named:
        keys = denial.vocabulary.weak.get(word.key, ()) if word.kind == "weak" else (word.key,)
        for key in keys:
            role = quantities[key].role
            if role == "deciding" or (role == "case" and state.disclosed):
                yield (Meaning((key,)),)
    results = [word for word in named if word.kind == "result"]
    if results and len(results) == len(named) and state.topic == "requests":
        yield from _deny_results(results, before, denial)


def _deny_named(words: Words, denial: Denial) -> Claimed:
    """What words name that is said not to be."""
    columns = list_keys(words, "column")
    of_review = denial.vocabulary.list_columns(words, "review")
    if has(words, *_CARRYING):
        yield from _deny_carried(words, denial)
    elif has(words, "result") and not has(words, "document") and not of_review:
        if denial.state.topic == "requests" or has(words, "requests"):
            results = [word for word in words if word.kind == "result"]
            yield from _deny_results(results, words, denial)
    elif has(words, "deciding") or (has(words, "weak") and not columns):
        yield from _deny_decisions(words, denial)
    elif has(words, "document", "case"):
        yield from _deny_of_table(words, columns, denial)
    elif columns:
        yield from _deny_columns(words, columns, denial)
    elif _is_none_received(words, denial):
        yield (Meaning(("received",)),)


def _deny_decisions(words: Words, denial: Denial) -> Claimed:
    """未实施行政强制, 无行政事业性收费; not 未收到对行政处罚的复议申请, 没有被纠正的行政许可,
    未对中小学收取行政事业性收费.
    """
    behind = words[find_word(words, "none") :]
    narrows = any(
        word.kind == "odd" and len(word.text) > 1 and not denial.vocabulary.is_idle(word.text)
        for word in behind
    )
    if narrows or has(behind, "case", "column", "left", "others", "scope", "organ"):
        return
    made = [word.key for word in words if word.kind == "deciding"]
    made += denial.vocabulary.list_weak_keys(words, "deciding")
    yield from ((Meaning((key,)),) for key in made)
    if not made and denial.state.topic == "requests":
        yield from _deny_weak(words, denial)


def _deny_carried(words: Words, denial: Denial) -> Claimed:
    """无结转: to the next year, unless a year is named."""
    if denial.state.topic not in ("requests", "") and not has(denial.clause, "requests", "request"):
        return
    near = [offset for offset in denial.offsets if offset]
    named = list_keys(words, "carrying")
    if not named and {-1, 1} <= set(near):  # 没有结转上年也没有结转下年的申请
        yield (Meaning(("carried_in",)),)
        yield (Meaning(("carried_out",)),)
        return
    some = _find_whose_goes_on(denial)
    for key in named or ["carried_in" if near[-1:] == [-1] else "carried_out"]:
        yield tuple(Meaning((key,), one) for one in dict.fromkeys(("", some)))


def _find_whose_goes_on(denial: Denial) -> str:
    """企业的申请没有不予公开的，也没有结转; 企业的12件全部公开，无一件结转: who applied for those
    that the clause before is of, as it may be; empty where nothing shows that it goes on.
    """
    last = denial.state.last
    if denial.clause[0].text.startswith(denial.vocabulary.spec.links.too):
        return denial.state.crossing
    single = last.role == "column" and last.meanings and denies_each(denial.clause, 0)
    return last.meanings[0].column if single else ""


def _deny_results(results: Words, words: Words, denial: Denial) -> Claimed:
    """Rows of results: the group that some are of says nothing more (内部事务信息不予公开)."""
    groups = denial.vocabulary.groups
    # 无其他不予公开情形: besides those told
    if has(words, "rest") or not denial.vocabulary.names_only_granting(words):
        for group in dict.fromkeys(groups.get(word.key, word.key) for word in results):
            known = {
                head for figure in denial.figures for m in figure.meanings[:1] for head in m.heads
            }
            rows = tuple(row for row, one in groups.items() if one == group)
            if known & set(rows):
                yield (Meaning(tuple(row for row in rows if row not in known)),)
        return
    held = {groups.get(word.key) for word in results}
    column = "+".join(list_keys(words, "column"))
    crossed = column or denial.state.crossing
    denial.state.crossing = crossed
    for key in list_keys(results, "result"):
        if key not in held:
            yield tuple(Meaning((key,), one) for one in dict.fromkeys((column, crossed)))


def _deny_weak(words: Words, denial: Denial) -> Claimed:
    """无其他企业和组织申请: of those who applied, none but those told."""
    grants = denial.vocabulary.names_only_granting(words)
    if grants and has(denial.clause, "within", "request", "requests") and not has(words, "column"):
        results = denial.vocabulary.list_weak_keys(words, "result")
        yield from ((Meaning((key,)),) for key in results)  # 办结的4件中没有公开的
        return
    applicants = has(words, "applicants", "column", "requests", "request")
    if applicants and denial.vocabulary.list_weak_keys(words, "column"):
        yield from list_other_applicants([], denial.figures, denial.vocabulary)


def list_other_applicants(
    named: Sequence[str],
    figures: Figures,
    vocabulary: Vocabulary,
    *,
    excepted: bool = False,
) -> Claimed:
    """其余均为自然人: those who applied, without those of whom figures were told, and those named;
    where some are `excepted` (除企业3件外), without these alone.
    """
    quantities = vocabulary.quantities
    known: list[Interpretation] = []
    for i, one in enumerate(reversed(figures)):
        if one.role == "arriving":
            break
        if one.role == "column" and one.meanings[0].heads == ("received",):
            known.append(one)
        elif excepted and known:
            break
        elif i or not named:  # the last may be how many the rest are
            return
    else:
        return
    # without figures of any who applied, which others are meant is not known
    keys = [key for figure in known for key in figure.meanings[0].column.split("+")]
    if not keys:
        return
    held = {column for key in (*keys, *named) if key for column in quantities[key].columns}
    rest = vocabulary.list_single_columns("applications", held)
    if rest:
        yield (Meaning(("received",), "+".join(rest)),)


def _list_known_rows(words: Words, denial: Denial) -> Iterator[Meaning]:
    """The rows of results in a list of reasons of which some are not known: 没有一件以国家秘密、
    个人隐私为由拒绝. What is said of a whole group with such reasons is of some of it.
    """
    if denial.state.topic != "requests" or not has(words, "grounds", "such"):
        return
    member: list[Token] = []
    for word in (*words, make_pause(0)):
        if "joins" not in word.signs and word.kind not in ("grounds", "such"):
            member.append(word)
            continue
        rows = [word for word in member if word.kind == "result"]
        known = is_light(member, denial.vocabulary) and len(rows) == 1
        if known and rows[0].key in denial.vocabulary.groups:
            yield Meaning((rows[0].key,))
        member = []


def _is_none_received(words: Words, denial: Denial) -> bool:
    """未收到申请, 申请零受理, 收到和处理申请数量为零; not 未答复, where what was not done came."""
    asked = any(word.kind == "arriving" and "asks" in word.signs for word in words)
    asks = (has(words, "request") or asked) and denial.state.topic in ("requests", "")
    if not (has(denial.clause, "requests") or asks):
        return False
    verbs = [i for i, w in enumerate(words) if w.kind in ("arriving", "finishing", "doing")]
    joint = len(verbs) > 1 and words[verbs[0]].kind == "arriving"
    joint = joint and ["joins" in w.signs for w in words[verbs[0] + 1 : verbs[1]]] == [True]
    return joint or not has(words, "finishing", "doing")


def _deny_columns(words: Words, columns: Sequence[str], denial: Denial) -> Claimed:
    """未被纠正, of the cases that the clause or the sentence names; 没有企业提出的申请."""
    state, quantities = denial.state, denial.vocabulary.quantities
    cases = list_keys(denial.clause, "case")
    tables = {quantities[column].table for column in columns}
    if tables == {"proactive"} and state.topic == "documents" and state.document:
        for column in columns:
            yield from ((Meaning((key,), column),) for key in state.document)
    elif tables == {"review"} and (state.topic == "cases" or cases):
        for column in columns:
            named = [word for word in words if word.key == column]
            courts = denial.vocabulary.claims.courts
            plain = [one for one in named if not contains_any(one.text, courts)]
            yield from _deny_outcome((plain or named)[-1], cases, denial)  # 无被纠正或败诉情况
    elif tables == {"applications"} and state.topic in ("requests", ""):
        if state.topic == "" and not has(words, "request", "requests"):
            return
        if has(words, "weak"):
            yield from _deny_weak(words, denial)
            return
        yield (Meaning(("received",), "+".join(columns)),)


def _deny_outcome(word: Token, cases: Sequence[str], denial: Denial) -> Claimed:
    """An outcome that no case had: of those told last, or of all where a sentence begins."""
    state, column = denial.state, word.key
    last = state.last.meanings[:1]
    outcome = last[0].heads if last and state.last.role == "column" and last[0].column else ()
    routes = tuple(dict.fromkeys(cases)) or state.routes or outcome or state.route
    courts = contains_any(word.text, denial.vocabulary.claims.courts)
    meanings = [figure.meanings[0] for figure in denial.figures if figure.meanings]
    suits = any(one.startswith("litigation") for m in meanings for one in m.heads)
    # a sentence of its own (均未被纠正。) is of all cases that the paragraph told of, not only of
    # those named last
    if not state.sentence_begun and not cases:
        had = {_find_case(head) for m in meanings if m.column == column for head in m.heads}
        known = {_find_case(head) for m in meanings if not m.column for head in m.heads}
        known = known & set(BOTH_CASES) or {_find_case(head) for m in meanings for head in m.heads}
        every = tuple(
            one for one in BOTH_CASES if one in known and not (courts and one == "review")
        )
        if had & set(every):
            return  # 复议被纠正2件。没有被纠正的: of one of them only
        routes = every or routes
    if courts and suits and any(w.text in denial.vocabulary.spec.whole_year for w in denial.clause):
        routes = ("litigation",)  # 直接起诉1件、复议后起诉3件，全年无败诉
    elif courts:
        among = tuple(one for one in routes if one != "review")
        routes = among or (("litigation",) if suits else ())
    # behind a semicolon those before it may be meant or not: either will do
    if routes:
        near = tuple(one for one in routes if one not in state.routes_apart) or routes
        yield tuple(Meaning(heads, column) for heads in dict.fromkeys((near, routes)))


def _find_case(head: str) -> str:
    """Reconsideration or litigation; other quantities are themselves."""
    return "litigation" if head.startswith("litigation") else head


def _list_cases(words: Words) -> list[str]:
    """The kinds of case that are named; 未经复议的行政诉讼 is but of one."""
    named = [word for word in words if word.kind != "filler"]
    again = [word for one, word in pairwise(named) if one.key in SUITS]
    return list_keys((word for word in named if word not in again), "case")


def _deny_of_table(words: Words, columns: Sequence[str], denial: Denial) -> Claimed:
    """Documents that were not made, cases that there were not."""
    # of 无复议、无举报 each is denied by itself
    clause = denial.clause if sum(word.kind == "none" for word in denial.clause) < 2 else words
    case = has(clause, "case") and not has(clause, "disclosure", "requests")
    strange = has(clause, "deciding", "others", "weak")
    if case and (strange or (has(clause, "odd") and not denial.state.disclosed)):
        return  # 处罚当事人未申请复议
    quantities, documents = denial.vocabulary.quantities, list_keys(words, "document")
    if documents:
        table = quantities[documents[0]].table
        making = [column for column in columns if quantities[column].table == table]
        yield from ((Meaning((key,), column),) for key in documents for column in making)
    elif not has(words, "doing", "finishing"):
        if denial.state.last.why == Why.NOT_DISCLOSED and not has(words, "disclosure", "requests"):
            return
        outcomes, heads = denial.vocabulary.list_columns(words, "review"), _list_cases(words)
        if outcomes:
            yield (Meaning(tuple(heads), outcomes[-1]),)
        else:
            yield from ((Meaning((key,)),) for key in heads)
