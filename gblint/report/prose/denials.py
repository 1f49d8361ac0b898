"""What is said not to have been: 未收到申请, 无不予公开情形, 没有被纠正的案件."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gblint.pack.prose_model import Quantity
from gblint.report.prose.model import (
    NOT_DISCLOSED,
    ROLES,
    Interpretation,
    ParagraphState,
    denies_each,
    has,
)
from gblint.report.prose.vocabulary import Token, Vocabulary, make_pause
from gblint.report.stated import Meaning

CLAIMS_LIGHT = frozenset(
    (
        *("filler", "total", "year", "absolute", "scope", "organ", "part", "all", "also", "、"),
        *("disclosure", "request", "requests", "none", *ROLES, "carry", "under_way", "rest"),
        *("within", "each", "timely", "both", "people", "equals", "applicants", "suffered"),
        *("such", "grounds", "excepting", "still", "effective", "settled", "submitted"),
        "division",
    )
)
"""Kinds of words beside which a claim is still of all."""
_NAMED = ("column", "case", "deciding", "weak", "document", "result")
_CASES = ("review", "litigation")
_CARRYING = frozenset(("carry", "carrying", "under_way"))

Found = tuple[tuple[Meaning, ...], int, int]


class Denial(msgspec.Struct, frozen=True):
    """What stands around a denial: the clause, the years that it names, the figures before."""

    state: ParagraphState
    vocabulary: Vocabulary
    offsets: Sequence[int | None]
    clause: Sequence[Token]
    told: Sequence[Interpretation]


def is_light(words: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether none of the words narrows what is claimed."""
    return all(word.kind in CLAIMS_LIGHT or vocabulary.is_idle(word.text) for word in words)


def find_denied(
    before: Sequence[Token], word: Token, rest: Sequence[Token], of: Denial
) -> Iterator[Found]:
    """What a denial says to be 0, with where it begins and ends: of what stands behind it, or
    of what stands before it (科研机构没有提出申请).
    """
    vocabulary = of.vocabulary
    if rest and not is_light(_on_disclosure(rest), vocabulary):
        for meaning in _rows_among(rest, of):
            yield (meaning,), word.start, rest[-1].end
        return
    if _says_only_that(rest, vocabulary):
        if not rest and not has(before, *_NAMED):
            made = _deny_named(before, of) if is_light(before, vocabulary) else iter(())
        else:
            made = _deny_subject(before, rest, of)
        first = min((one.start for one in before if one.kind in _NAMED), default=word.start)
        last = (rest[-1] if rest else word).end
        for meanings in made:
            yield meanings, min(first, word.start), last
        return
    _see_whose(before, of)
    for meanings in _deny_named(_on_disclosure(rest), of):
        yield meanings, word.start, rest[-1].end


def _see_whose(before: Sequence[Token], of: Denial) -> None:
    """企业提出的申请没有一件不予公开: it may be of theirs only."""
    named = {word.key for word in before if word.kind == "column"}
    tables = {of.vocabulary.quantities[key].table for key in named}
    asking = has(before, "requests", "request", "arriving", "submitted")
    if len(named) == 1 and tables == {"applications"} and asking:
        of.state.crossing = next(iter(named))


def _on_disclosure(words: Sequence[Token]) -> list[Token]:
    """Without 涉及, where it is disclosure: 未收到涉及政府信息公开的行政复议, 与信息公开有关的."""
    return [
        word
        for i, word in enumerate(words)
        if word.kind != "about"
        or not has((*words[i + 1 : i + 2], *words[max(0, i - 1) : i]), "disclosure", "requests")
    ]


def _says_only_that(words: Sequence[Token], vocabulary: Vocabulary) -> bool:
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


def _deny_subject(
    before: Sequence[Token], rest: Sequence[Token], of: Denial
) -> Iterator[tuple[Meaning, ...]]:
    """科研机构、法律服务机构没有提出申请; 行政强制均未发生; 未经复议直接起诉的没有."""
    before = [word for word in before if word.kind != "all"]
    named = [word for word in before if word.kind in _NAMED]
    if not named:
        if not is_light(before, of.vocabulary):
            return
        if any(word.text in of.vocabulary.claims.bodies for word in rest):
            if has(rest, "request", "requests") and of.state.topic == "requests":
                yield (Meaning(("received",), "organisations"),)  # 无单位申请
            return
        spoken = has(rest, "requests")
        spoken = spoken or (has(rest, "request") and of.state.topic in ("requests", ""))
        if spoken:
            yield (Meaning(("received",)),)
    elif is_light(before, of.vocabulary):
        yield from _deny_rows(before, rest, named, of)


def _deny_rows(
    before: Sequence[Token], rest: Sequence[Token], named: Sequence[Token], of: Denial
) -> Iterator[tuple[Meaning, ...]]:
    every, state = of.vocabulary.quantities, of.state
    columns = [word.key for word in named if word.kind == "column"]
    applying = state.topic == "requests" or has([*before, *rest], "requests", "request")
    applying = applying or any(w.text in of.vocabulary.claims.putting for w in rest)
    if columns:
        tables = {every[one].table for one in columns}
        plain = all(word.kind in ("column", "weak") for word in named)
        if tables == {"applications"} and plain and applying and state.topic in ("requests", ""):
            if not has(before, "finishing", "carrying"):
                yield (Meaning(("received",), "+".join(dict.fromkeys(columns))),)
        elif tables == {"review"} or (tables == {"proactive"} and not rest):
            yield from _deny_named(before, of)
        return
    for word in named:
        keys = of.vocabulary.weak.get(word.key, ()) if word.kind == "weak" else (word.key,)
        for key in keys:
            role = every[key].role
            if role == "deciding" or (role == "case" and state.disclosed):
                yield (Meaning((key,)),)
    results = [word for word in named if word.kind == "result"]
    if results and len(results) == len(named) and state.topic == "requests":
        yield from _deny_results(results, before, of)


def _deny_named(words: Sequence[Token], of: Denial) -> Iterator[tuple[Meaning, ...]]:
    """What words name that is said not to be."""
    every, state = of.vocabulary.quantities, of.state
    keys: dict[str, list[str]] = {}
    for word in words:
        keys.setdefault(word.kind, []).append(word.key)
    columns = list(dict.fromkeys(keys.get("column", ())))
    spoken = state.topic == "requests"
    if not keys.keys().isdisjoint(_CARRYING):
        if state.topic in ("requests", "") or has(of.clause, "requests", "request"):
            yield from _not_carried(keys, of)
    elif "result" in keys and "document" not in keys and not _of_review(columns, every):
        if spoken or has(words, "requests"):
            results = [word for word in words if word.kind == "result"]
            yield from _deny_results(results, words, of)
    elif "deciding" in keys or ("weak" in keys and not columns):
        yield from _deny_decisions(words, keys, of)
    else:
        yield from _deny_of_rows(words, keys, columns, of)


def _deny_of_rows(
    words: Sequence[Token],
    keys: Mapping[str, Sequence[str]],
    columns: Sequence[str],
    of: Denial,
) -> Iterator[tuple[Meaning, ...]]:
    """Documents, cases, applications of some or of any."""
    if "document" in keys or "case" in keys:
        clause = of.clause if _denies_once(of.clause) else words
        if not _is_of_others(clause, of.state):
            yield from _deny_of_table(words, keys, columns, of)
    elif columns:
        cases = [word.key for word in of.clause if word.kind == "case"]
        yield from _deny_columns(words, columns, cases, of)
    elif _is_none_received(words, of):
        yield (Meaning(("received",)),)


def _denies_once(words: Sequence[Token]) -> bool:
    """Whether a clause denies but one thing; of 无复议、无举报 each is denied by itself."""
    return sum(word.kind == "none" for word in words) < 2


def _deny_decisions(
    words: Sequence[Token], keys: Mapping[str, Sequence[str]], of: Denial
) -> Iterator[tuple[Meaning, ...]]:
    """未实施行政强制, 无行政事业性收费; not 未收到对行政处罚的复议申请."""
    if "case" in keys:
        return
    weak = of.vocabulary.weak
    among = [*keys.get("deciding", ()), *(k for w in keys.get("weak", ()) for k in weak.get(w, ()))]
    made = [one for one in among if of.vocabulary.quantities[one].role == "deciding"]
    yield from ((Meaning((one,)),) for one in made)
    if not made and of.state.topic == "requests":
        yield from _deny_weak(words, of)


def _of_review(columns: Sequence[str], every: Mapping[str, Quantity]) -> bool:
    return any(every[column].table == "review" for column in columns)


def _not_carried(keys: Mapping[str, Sequence[str]], of: Denial) -> Iterator[tuple[Meaning, ...]]:
    """无结转: to the next year, unless a year is named."""
    near = [offset for offset in of.offsets if offset]
    named = list(dict.fromkeys(keys.get("carrying", ())))
    if named:
        some = _whose_goes_on(of)
        for key in named:
            yield tuple(Meaning((key,), one) for one in dict.fromkeys(("", some)))
        return
    if {-1, 1} <= set(near):  # 没有结转上年也没有结转下年的申请
        yield (Meaning(("carried_in",)),)
        yield (Meaning(("carried_out",)),)
        return
    into = "carried_in" if near[-1:] == [-1] else "carried_out"
    some = _whose_goes_on(of)
    yield tuple(Meaning((into,), one) for one in dict.fromkeys(("", some)))


def _whose_goes_on(of: Denial) -> str:
    """企业的申请没有不予公开的，也没有结转; 企业的12件全部公开，无一件结转: who applied for those
    that the clause before is of, as it may be; empty where nothing shows that it goes on.
    """
    last = of.state.last
    if of.clause[0].text.startswith(of.vocabulary.spec.links.too):
        return of.state.crossing
    single = last.role == "column" and last.meanings and denies_each(of.clause, 0)
    return last.meanings[0].column if single else ""


def _deny_results(
    results: Sequence[Token], words: Sequence[Token], of: Denial
) -> Iterator[tuple[Meaning, ...]]:
    """Rows of results: the group that some are of says nothing more (内部事务信息不予公开)."""
    groups = of.vocabulary.groups
    if _names_others(words, of.vocabulary):
        for group in dict.fromkeys(groups.get(word.key, word.key) for word in results):
            known = {head for one in of.told for m in one.meanings[:1] for head in m.heads}
            rows = tuple(row for row, one in groups.items() if one == group)
            if known & set(rows):
                yield (Meaning(tuple(row for row in rows if row not in known)),)
        return
    held = {groups.get(word.key) for word in results}
    columns = [word.key for word in words if word.kind == "column"]
    column = "+".join(dict.fromkeys(columns))
    crossed = column or of.state.crossing
    of.state.crossing = crossed
    for key in dict.fromkeys(word.key for word in results):
        if key not in held:
            yield tuple(Meaning((key,), one) for one in dict.fromkeys((column, crossed)))


def _names_others(words: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """无其他不予公开情形: besides those told."""
    weak = any(one.kind == "weak" and one.key != vocabulary.granting for one in words)
    return weak or has(words, "rest")


def _deny_weak(words: Sequence[Token], of: Denial) -> Iterator[tuple[Meaning, ...]]:
    """无其他企业和组织申请: of those who applied, none but those told."""
    every = of.vocabulary.quantities
    weak = [key for w in words if w.kind == "weak" for key in of.vocabulary.weak.get(w.key, ())]
    grants = all(w.key == of.vocabulary.granting for w in words if w.kind == "weak")
    if grants and has(of.clause, "within", "request", "requests") and not has(words, "column"):
        results = (one for one in weak if every[one].role == "result")
        yield from ((Meaning((one,)),) for one in results)  # 办结的4件中没有公开的
        return
    if not any(every[key].role == "column" for key in weak):
        return
    if not has(words, "applicants", "column", "requests", "request"):
        return
    yield from _other_applicants(of.told, of.vocabulary, [])


def _other_applicants(
    told: Sequence[Interpretation],
    vocabulary: Vocabulary,
    named: Sequence[str],
    *,
    excepted: bool = False,
) -> Iterator[tuple[Meaning, ...]]:
    """Those who applied, without those of whom figures were told, and those named."""
    every = vocabulary.quantities
    known: list[Interpretation] = []
    for i, one in enumerate(reversed(told)):
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
    keys = [key for one in known for key in one.meanings[0].column.split("+")]
    if not keys:
        return
    held = {column for key in (*keys, *named) if key for column in every[key].columns}
    rest = [
        q.key
        for q in every.values()
        if q.table == "applications" and len(q.columns) == 1 and not held & set(q.columns)
        if q.labels
    ]
    if rest:
        yield (Meaning(("received",), "+".join(rest)),)


def rest_of_applicants(
    named: Sequence[str],
    told: Sequence[Interpretation],
    vocabulary: Vocabulary,
    *,
    excepted: bool = False,
) -> Iterator[tuple[Meaning, ...]]:
    """其余均为自然人: of all others than those told and those named there were none; where some
    are `excepted` (除企业3件外), these alone.
    """
    yield from _other_applicants(told, vocabulary, named, excepted=excepted)


def _rows_among(words: Sequence[Token], of: Denial) -> Iterator[Meaning]:
    """The rows of results in a list of reasons of which some are not known: 没有一件以国家秘密、
    个人隐私为由拒绝. What is said of a whole group with such reasons is of some of it.
    """
    if of.state.topic != "requests" or not has(words, "grounds", "such"):
        return
    member: list[Token] = []
    for word in (*words, make_pause(0)):
        if "joins" not in word.signs and word.kind not in ("grounds", "such"):
            member.append(word)
            continue
        rows = [one for one in member if one.kind == "result"]
        known = is_light(member, of.vocabulary) and len(rows) == 1
        if known and rows[0].key in of.vocabulary.groups:
            yield Meaning((rows[0].key,))
        member = []


def _is_none_received(words: Sequence[Token], of: Denial) -> bool:
    """未收到申请, 申请零受理, 收到和处理申请数量为零; not 未答复."""
    asked = any(word.kind == "arriving" and "asks" in word.signs for word in words)
    asks = (has(words, "request") or asked) and of.state.topic in ("requests", "")
    return (has(of.clause, "requests") or asks) and not _is_undone(words)


def _is_undone(words: Sequence[Token]) -> bool:
    """未答复; not 未收到和处理, of what did not come."""
    verbs = [i for i, word in enumerate(words) if word.kind in ("arriving", "finishing", "doing")]
    if not has(words, "finishing", "doing"):
        return False
    joint = len(verbs) > 1 and words[verbs[0]].kind == "arriving"
    return not joint or ["joins" in w.signs for w in words[verbs[0] + 1 : verbs[1]]] != [True]


def _deny_columns(
    words: Sequence[Token], columns: Sequence[str], cases: Sequence[str], of: Denial
) -> Iterator[tuple[Meaning, ...]]:
    """未被纠正, of the cases that the clause or the sentence names; 没有企业提出的申请."""
    state, every = of.state, of.vocabulary.quantities
    tables = {every[column].table for column in columns}
    if tables == {"proactive"} and state.topic == "documents" and state.document:
        for column in columns:
            yield from ((Meaning((one,), column),) for one in state.document)
    elif tables == {"review"} and (state.topic == "cases" or cases):
        for column in columns:
            named = [word for word in words if word.key == column]
            plain = [one for one in named if not _is_of_courts(one, of.vocabulary)]
            yield from _deny_outcome((plain or named)[-1], cases, of)  # 无被纠正或败诉情况
    elif tables == {"applications"} and state.topic in ("requests", ""):
        if state.topic == "" and not has(words, "request", "requests"):
            return
        if has(words, "weak"):
            yield from _deny_weak(words, of)
            return
        yield (Meaning(("received",), "+".join(columns)),)


def _is_of_courts(word: Token, vocabulary: Vocabulary) -> bool:
    return any(court in word.text for court in vocabulary.claims.courts)


def _deny_outcome(word: Token, cases: Sequence[str], of: Denial) -> Iterator[tuple[Meaning, ...]]:
    """An outcome that no case had: of those told last, or of all where a sentence begins."""
    state, column = of.state, word.key
    last = state.last.meanings[:1]
    outcome = last[0].heads if last and state.last.role == "column" and last[0].column else ()
    routes = tuple(dict.fromkeys(cases)) or state.routes or outcome or state.route
    courts = _is_of_courts(word, of.vocabulary)
    told = [one.meanings[0] for one in of.told if one.meanings]
    suits = any(one.startswith("litigation") for m in told for one in m.heads)
    if not state.sentence_begun and not cases:
        had = {_kind_of(head) for m in told if m.column == column for head in m.heads}
        known = {_kind_of(head) for m in told if not m.column for head in m.heads}
        known = known & set(_CASES) or {_kind_of(head) for m in told for head in m.heads}
        every = tuple(one for one in _CASES if one in known and not (courts and one == "review"))
        if had & set(every):
            return  # 复议被纠正2件。没有被纠正的: of one of them only
        routes = every or routes
    if courts and suits and any(w.text in of.vocabulary.spec.whole_year for w in of.clause):
        routes = ("litigation",)  # 直接起诉1件、复议后起诉3件，全年无败诉
    elif courts:
        among = tuple(one for one in routes if one != "review")
        routes = among or (("litigation",) if suits else ())
    if routes:
        near = tuple(one for one in routes if one not in state.routes_apart) or routes
        yield tuple(Meaning(one, column) for one in dict.fromkeys((near, routes)))


def _kind_of(head: str) -> str:
    """Reconsideration or litigation; other quantities are themselves."""
    return "litigation" if head.startswith("litigation") else head


def _is_of_others(clause: Sequence[Token], state: ParagraphState) -> bool:
    """处罚当事人未申请复议: no cases on disclosure."""
    case = has(clause, "case") and not has(clause, "disclosure", "requests")
    strange = has(clause, "deciding", "others", "weak")
    return case and (strange or (has(clause, "odd") and not state.disclosed))


def _deny_of_table(
    words: Sequence[Token],
    keys: Mapping[str, Sequence[str]],
    columns: Sequence[str],
    of: Denial,
) -> Iterator[tuple[Meaning, ...]]:
    """Documents that were not made, cases that there were not."""
    every, state = of.vocabulary.quantities, of.state
    if "document" in keys:
        documents = dict.fromkeys(keys["document"])
        table = every[next(iter(documents))].table
        making = [column for column in columns if every[column].table == table]
        yield from ((Meaning((one,), column),) for one in documents for column in making)
    elif not {"doing", "finishing"} & keys.keys():
        if state.last.why == NOT_DISCLOSED and not has(words, "disclosure", "requests"):
            return
        outcomes = [word for word in words if word.kind == "column"]
        outcomes = [word for word in outcomes if every[word.key].table == "review"]
        heads = tuple(dict.fromkeys(keys["case"]))
        if outcomes:
            yield (Meaning(heads, outcomes[-1].key),)
        else:
            yield from ((Meaning((one,)),) for one in heads)
