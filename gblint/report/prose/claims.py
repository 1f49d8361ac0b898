"""Claims in words: that there was none, or that all were so. Each says that something is 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from gblint.findings import Say
from gblint.report.prose.meaning import NOT_DISCLOSED, ROLES, VERBS, has
from gblint.report.prose.model import State
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.stated import Meaning

ALL_DONE = "all_done"
_OF_ALL = ("arriving", "doing")
_LIGHT = frozenset(
    (
        *("filler", "total", "year", "absolute", "scope", "organ", "part", "all", "also", "、"),
        *("disclosure", "request", "requests", "none", *ROLES, "carry", "rest", "within", "each"),
        *("timely", "both", "people", "equals", "applicants", "suffered"),
    )
)


class Claim(msgspec.Struct, frozen=True):
    """What is said to be 0, and where the words begin and end."""

    meaning: Meaning
    start: int
    end: int
    why: Say


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
            if len(after) == len(rest) and after:
                found = list(_denied(after, words, state, vocabulary, offsets))
                first = min(word.start, after[0].start)
                yield from (Claim(m, first, max(after[-1].end, word.end), _NONE) for m in found)
            return
        if word.kind in ("all", "each") or (
            i == 0 and word.text in ("为", "系", "均系") and _is_one(words, state)
        ):
            rest = words[i + 1 :]
            if has(rest, "none"):
                continue
            after = list(_plain(rest))
            if len(after) == len(rest) and after:
                before = words[:i]
                found = list(_of_all(before, after, state, vocabulary))
                yield from (Claim(m, word.start, after[-1].end, _ALL) for m in found)
            return


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
    keys = [(word.kind, word.key) for word in words if word.kind in ROLES]
    cases = list(dict.fromkeys(key for kind, key in keys if kind == "case"))
    documents = [key for kind, key in keys if kind == "document"]
    columns = [key for kind, key in keys if kind == "column"]
    results = [key for kind, key in keys if kind == "result"]
    if has(words, "carry") or any(kind == "carrying" for kind, _ in keys):
        named = [key for kind, key in keys if kind == "carrying"]
        near = [offset for offset in offsets if offset]
        if state.topic not in ("requests", "") and not has(clause, "requests", "request"):
            return
        into = bool(near) and near[-1] == -1
        yield Meaning((named[-1] if named else "carried_in" if into else "carried_out",))
        return
    if any(kind in ("deciding", "weak") for kind, _ in keys):
        for kind, key in keys:
            among = [key] if kind == "deciding" else vocabulary.weak.get(key, [])
            yield from (Meaning((one,)) for one in among if every[one].role == "deciding")
        return
    if documents:
        making = [c for c in columns if every[c].table == every[documents[0]].table]
        pairs = [(one, column) for one in dict.fromkeys(documents) for column in making]
        yield from (Meaning((one,), column) for one, column in pairs)
    elif cases:
        if state.last.why != NOT_DISCLOSED:
            acting = has(words, "doing", "finishing")
            column = columns[-1] if columns and every[columns[-1]].table == "review" else ""
            yield from (Meaning((one,), column) for one in cases if not acting)
    elif columns and every[columns[-1]].table == "review":
        if state.routes and state.topic == "cases":
            yield Meaning(state.routes, columns[-1])
    elif columns:
        if state.topic == "requests" and all(every[c].table == "applications" for c in columns):
            yield Meaning(("received",), "+".join(dict.fromkeys(columns)))
    elif results:
        if state.topic == "requests" or has(words, "requests"):
            yield from (Meaning((one,)) for one in dict.fromkeys(results))
    else:
        verbs = [key for kind, key in keys if kind in VERBS]
        noun = has(clause, "requests") or (has(words, "request") and state.topic == "requests")
        if noun and all(every[key].role == "arriving" for key in verbs):
            yield Meaning(("received",))


def _of_all(
    before: Sequence[Token], words: Sequence[Token], state: State, vocabulary: Vocabulary
) -> Iterator[Meaning]:
    """What is 0 where all are as the words after `均` say."""
    every = vocabulary.quantities
    keys = [word for word in words if word.kind in ROLES]
    if not keys:
        return
    kinds = {word.kind for word in keys}
    of_cases = state.topic == "cases"
    named = [k for k in keys if k.kind == "column"]
    if named and every[named[0].key].table == "review":
        if of_cases and state.last.role == "case":
            yield Meaning(state.routes or state.route, _others(named, vocabulary))
        return
    if of_cases or state.topic != "requests":
        return
    subject = has(before, "requests", "request", "applicants")
    subject = subject or state.last.role in (*_OF_ALL, "column", "carrying")
    if not state.sentence_begun and state.last_verb.head != "completed":
        subject = True
    if has(before, *VERBS, "result", "case") and not has(before, "arriving"):
        subject = False
    if not subject:
        return
    if named:
        yield Meaning(("received",), _others(named, vocabulary))
    elif "result" in kinds:
        held = {k.key for k in keys if k.kind == "result"}
        rest = [q.key for q in every.values() if _is_group(q.key, vocabulary) and q.key not in held]
        if all(_is_group(key, vocabulary) for key in held):
            yield Meaning(tuple(rest))
    if "finishing" in kinds and ALL_DONE in every and state.last.role != "doing":
        yield Meaning((ALL_DONE,))


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
