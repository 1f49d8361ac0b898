"""Claims in words: that there was none, or that all were so. Each says that something is 0."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

import msgspec

from gblint.findings import Say
from gblint.report.prose.model import State
from gblint.report.prose.parts import is_of_carried
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import NOT_DISCLOSED, ROLES, SUBSET, has
from gblint.report.stated import Meaning

ALL_DONE = "all_done"
_OF_CLAIMS = frozenset(("none", "all", "each"))
_IS = ("为", "系", "均系")
_PENDING = "+pending"
_OF_ALL = ("arriving", "doing")
_PUT = ("提出申请", "收到", "收到的")
"""Verbs by which there is or is not a thing."""
_LITIGATION = ("litigation_direct", "litigation_after_review")
_LIGHT = frozenset(
    (
        *("filler", "total", "year", "absolute", "scope", "organ", "part", "all", "also", "、"),
        *(
            "disclosure",
            "request",
            "requests",
            "none",
            *ROLES,
            "carry",
            "under_way",
            "rest",
            "within",
            "each",
        ),
        *("timely", "both", "people", "equals", "applicants", "suffered", "such"),
        *("grounds", "excepting", "still", "effective", "submitted"),
    )
)


class Claim(msgspec.Struct, frozen=True):
    """What is said to be 0, and where the words begin and end."""

    meaning: Meaning
    start: int
    end: int
    why: Say

    @property
    def of_all(self) -> bool:
        """Whether it says that all were so, and not that there was none."""
        return self.why is _ALL


def may_claim(words: Sequence[Token], kinds: Set[str]) -> bool:
    """Whether words of these kinds may claim something."""
    return not kinds.isdisjoint(_OF_CLAIMS) or ("column" in kinds and words[0].text in _IS)


def find_claims(
    words: Sequence[Token], state: State, vocabulary: Vocabulary, offsets: Sequence[int | None]
) -> Iterator[Claim]:
    """The claims of a clause without figures; `offsets` are the years that it names."""
    for i, word in enumerate(words):
        if word.kind == "none":
            rest = words[i + 1 :]
            after = list(_plain(rest))
            if word.text == "零" and not after:
                rest, after = words[:i], list(_plain(words[:i]))
            if len(after) == len(rest) and _says_only_that(after):
                yield from _denied_subject(words, i, state, vocabulary)
                return
            if len(after) == len(rest) and after:
                found = list(_denied(after, words, state, vocabulary, offsets))
                first = min(word.start, after[0].start)
                yield from (Claim(m, first, max(after[-1].end, word.end), _NONE) for m in found)
            return
        if word.kind == "all" and has(words[max(0, i - 1) : i], "share"):
            continue  # 占全部不予公开的90.9%
        if word.kind in ("all", "each") or (i == 0 and word.text in _IS and _is_one(words, state)):
            rest = words[i + 1 :]
            if has(rest, "none"):
                continue
            after = list(_plain(rest))
            if len(after) == len(rest) and after:
                before = words[:i]
                found = list(_of_all(before, after, state, vocabulary))
                yield from (Claim(m, word.start, after[-1].end, _ALL) for m in found)
            return


def _says_only_that(words: Sequence[Token]) -> bool:
    """没有提出申请, 未发生: of what stands before the denial."""
    return all(
        word.kind in ("filler", "request", "requests", "disclosure") or word.text in _PUT
        for word in words
    )


def _denied_subject(
    words: Sequence[Token], at: int, state: State, vocabulary: Vocabulary
) -> Iterator[Claim]:
    """科研机构、法律服务机构没有提出申请; 行政强制均未发生; 未经复议直接起诉的没有."""
    before = [word for word in words[:at] if word.kind != "all"]
    named = [word for word in before if word.kind in ("column", "case", "deciding", "weak")]
    rest = words[at + 1 :]
    if not named:
        spoken = has(rest, "requests") or (has(rest, "request") and state.topic == "requests")
        if spoken and not has(before, "odd", "others"):
            yield Claim(Meaning(("received",)), words[at].start, rest[-1].end, _NONE)
    elif len(list(_plain(before))) == len(before):
        start, end = named[0].start, (rest[-1] if rest else words[at]).end
        for meaning in _denied_rows(before, named, state, vocabulary):
            yield Claim(meaning, start, end, _NONE)


def _denied_rows(
    before: Sequence[Token], named: Sequence[Token], state: State, vocabulary: Vocabulary
) -> Iterator[Meaning]:
    every = vocabulary.quantities
    columns = [word.key for word in named if word.kind == "column"]
    if len(columns) == len(named):
        of_some = has(before, "result", "finishing", "carrying")
        tables = {every[one].table for one in columns}
        if tables == {"applications"} and state.topic == "requests" and not of_some:
            yield Meaning(("received",), "+".join(dict.fromkeys(columns)))
        return
    for word in named if not columns else ():
        keys = vocabulary.weak.get(word.key, ()) if word.kind == "weak" else (word.key,)
        for key in keys:
            if every[key].role == "deciding" or (word.kind == "case" and state.disclosed):
                yield Meaning((key,))


def _is_one(words: Sequence[Token], state: State) -> bool:
    """收到1件，为自然人申请: of one it is said as of all."""
    amount = state.last.amount
    single = amount is not None and amount.exact and state.last.role in _OF_ALL
    return single and has(words, "column")


_NONE = Say("写明没有", "it says that there was none")
_ALL = Say("写明全部如此", "it says that all were so")


def _plain(words: Iterable[Token]) -> Iterator[Token]:
    return (word for word in words if word.kind in _LIGHT)


def _denied(
    words: Sequence[Token],
    clause: Sequence[Token],
    state: State,
    vocabulary: Vocabulary,
    offsets: Sequence[int | None],
) -> Iterator[Meaning]:
    """What the words after `未` or `无` name."""
    every = vocabulary.quantities
    keys: dict[str, list[str]] = {}
    for word in words:
        keys.setdefault(word.kind, []).append(word.key)
    columns = list(dict.fromkeys(keys.get("column", ())))
    spoken = state.topic == "requests"
    if "carry" in keys or "carrying" in keys or "under_way" in keys:
        if state.topic in ("requests", "") or has(clause, "requests", "request"):
            near = [offset for offset in offsets if offset]
            into = "carried_in" if near[-1:] == [-1] else "carried_out"
            yield Meaning((keys.get("carrying", [into])[-1],))
    elif "deciding" in keys or "weak" in keys:
        among = [key for word in keys.get("weak", ()) for key in vocabulary.weak.get(word, ())]
        among = [*keys.get("deciding", ()), *among]
        yield from (Meaning((one,)) for one in among if every[one].role == "deciding")
    elif "document" in keys or "case" in keys:
        if not _is_of_others(clause, state):
            yield from _denied_of_table(keys, columns, state, vocabulary)
    elif columns:
        cases = [word.key for word in clause if word.kind == "case"]
        yield from _denied_columns(columns, cases, state, vocabulary)
    elif "result" in keys and (spoken or has(words, "requests")):
        of = {vocabulary.groups.get(one) for one in keys["result"]}
        yield from (Meaning((one,)) for one in dict.fromkeys(keys["result"]) if one not in of)
    elif _is_none_received(words, clause, spoken=spoken):
        yield Meaning(("received",))


def _is_none_received(words: Sequence[Token], clause: Sequence[Token], *, spoken: bool) -> bool:
    """未收到申请, 申请零受理; not 未答复."""
    noun = has(clause, "requests") or (has(words, "request") and spoken)
    return noun and not has(words, "finishing", "doing")


def _denied_columns(
    columns: Sequence[str], cases: Sequence[str], state: State, vocabulary: Vocabulary
) -> Iterator[Meaning]:
    """未被纠正, of the cases that the clause or the sentence names; 没有企业提出的申请."""
    tables = {vocabulary.quantities[column].table for column in columns}
    routes = tuple(dict.fromkeys(cases)) or state.routes
    if tables == {"proactive"} and state.topic == "documents" and state.document:
        yield Meaning(state.document, columns[-1])
    elif tables == {"review"} and routes and state.topic == "cases":
        yield Meaning(routes, columns[-1])
    elif tables == {"applications"} and state.topic == "requests":
        yield Meaning(("received",), "+".join(columns))


def _is_of_others(clause: Sequence[Token], state: State) -> bool:
    """处罚当事人未申请复议: no cases on disclosure."""
    case = has(clause, "case") and not has(clause, "disclosure", "requests")
    strange = has(clause, "deciding", "others", "weak")
    return case and (strange or (has(clause, "odd") and not state.disclosed))


def _denied_of_table(
    keys: Mapping[str, Sequence[str]],
    columns: Sequence[str],
    state: State,
    vocabulary: Vocabulary,
) -> Iterator[Meaning]:
    """Documents that were not made, cases that there were not."""
    every = vocabulary.quantities
    if "document" in keys:
        documents = dict.fromkeys(keys["document"])
        table = every[next(iter(documents))].table
        making = [column for column in columns if every[column].table == table]
        yield from (Meaning((one,), column) for one in documents for column in making)
    elif state.last.why != NOT_DISCLOSED and not {"doing", "finishing"} & keys.keys():
        column = columns[-1] if columns and every[columns[-1]].table == "review" else ""
        yield from (Meaning((one,), column) for one in dict.fromkeys(keys["case"]))


def _of_all(
    before: Sequence[Token], words: Sequence[Token], state: State, vocabulary: Vocabulary
) -> Iterator[Meaning]:
    """What is 0 where all are as the words after `均` say."""
    every = vocabulary.quantities
    named = [word for word in words if word.kind == "column"]
    if named and every[named[0].key].table == "review":
        if state.topic == "cases" and state.last.role == "case":
            routes = state.route if state.parts else state.routes or state.route
            yield Meaning(routes, _others(named, vocabulary))
        elif state.topic == "cases" and state.last.meanings[:1] == (_decided(state),):
            others = _others(named, vocabulary).replace(_PENDING, "").strip("+")
            yield Meaning(state.route, others)
        return
    rest = _rest_of(words, before, state, vocabulary)
    if rest:
        yield Meaning(rest)
        return
    of_some = state.sentence_begun and state.last.why is SUBSET  # 因安全不予公开的，均为企业
    if of_some or state.topic != "requests" or not _of_requests(before, state):
        return
    results = {word.key for word in words if word.kind == "result"}
    if named:
        yield Meaning(("received",), _others(named, vocabulary))
    elif results and all(_is_group(key, vocabulary) for key in results):
        groups = (key for key in every if _is_group(key, vocabulary))
        yield Meaning(tuple(key for key in groups if key not in results))
    elif results and not has(words, "finishing", "request"):
        yield Meaning(_other_rows(results, vocabulary))
    if has(words, "finishing") and ALL_DONE in every and state.last.role != "doing":
        yield Meaning((ALL_DONE,))


def _rest_of(
    words: Sequence[Token], before: Sequence[Token], state: State, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The other rows of a group of which all are said to be of some: 不予公开2件，均属内部事务;
    诉讼2件，均系复议后起诉.
    """
    routes = {word.key for word in words if word.kind == "case"} & set(_LITIGATION)
    if len(routes) == 1 and state.last.head == "litigation" and not state.last.meanings[0].column:
        return tuple(one for one in _LITIGATION if one not in routes)
    groups = vocabulary.groups
    results = {word.key for word in words if word.kind == "result"}
    named = [word.key for word in before if word.kind == "result"]
    last = state.last
    single = last.role == "result" and len(last.meanings) == 1 and not last.meanings[0].column
    group = named[-1] if named else last.head if single and state.sentence_begun else ""
    if not results or has(before, "rest", "odd") or (not named and before and has(before, *ROLES)):
        return ()
    if any(groups.get(one) != group for one in results):
        return ()
    return tuple(row for row, of in groups.items() if of == group and row not in results)


def _of_requests(before: Sequence[Token], state: State) -> bool:
    """Whether all applications are meant: none of those of a result, or that were dealt with."""
    if is_of_carried(state) and not has(before, "requests", "request", "arriving"):
        return False  # 上年结转1件，均已办结
    if has(before, "rest", "column"):
        return False  # 个人申请全部同意公开
    if has(before, "finishing", "doing", "carrying", "result", "case"):
        return has(before, "arriving")
    if not state.sentence_begun and state.last_verb.head != "completed":
        return True
    if has(before, "requests", "request"):
        return True
    last = state.last
    if last.role == "result" or (last.role == "carrying" and last.head != "carried_in"):
        return False  # 不予公开5件，申请人均为企业; 尚有5件正在办理，均为自然人申请
    return has(before, "applicants") or last.role in (*_OF_ALL, "column", "carrying")


def _decided(state: State) -> Meaning:
    return Meaning(state.route, "decided")


def _other_rows(results: Collection[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The results that are not those named: the other groups, and the other rows of theirs."""
    groups = vocabulary.groups
    held = {groups.get(key, key) for key in results}
    every = [q.key for q in vocabulary.quantities.values() if q.role == "result"]
    return tuple(
        key
        for key in every
        if key not in results
        and (groups.get(key) in held) != (key not in groups)
        and key not in held
    )


def _is_group(key: str, vocabulary: Vocabulary) -> bool:
    quantity = vocabulary.quantities[key]
    return quantity.role == "result" and key not in vocabulary.groups


def _others(named: Sequence[Token], vocabulary: Vocabulary) -> str:
    """The columns of the table that are none of those named, as one."""
    every = vocabulary.quantities
    held = {column for word in named for column in every[word.key].columns}
    table = every[named[0].key].table
    return "+".join(
        q.key
        for q in every.values()
        if q.table == table and len(q.columns) == 1 and not held & set(q.columns)
    )
