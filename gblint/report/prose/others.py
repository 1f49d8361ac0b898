"""Things that are no applications for information, as their words tell (群众来信3件, 许可申请), and
the decisions, fees and documents of table 1. `meaning` asks here before it takes a figure for one
of the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gblint.findings import Say
from gblint.report.model import Meaning
from gblint.report.prose.amounts import COUNT
from gblint.report.prose.model import (
    NOTHING,
    ROLES,
    VERBS,
    FigureWords,
    Interpretation,
    ParagraphState,
    Why,
    has,
    leave_figure,
    list_quantity_words,
)
from gblint.report.prose.parts import (
    is_done_by_others,
    is_of_content,
    is_some,
)
from gblint.report.prose.vocabulary import Token, Vocabulary

_MONEY, _TOGETHER = "amount", "decisions"
_SEVERAL = 2
_DECIDED = "decided"
_TOTALS = ("equals", "total")
_MAKING_STRANGE = ("odd", "others", "weak")
_OF_DECISION = ("filler", "equals", "total", "deciding", "also", "all")


def find_decision(words: Sequence[Token], state: ParagraphState, *, together: bool = False) -> str:
    """办理行政许可, or 行政许可 with a figure of 行政处罚 beside it: decisions, if neither
    what they are on (施工许可) nor what is published of them (行政许可信息); with `together` also
    several in a list (许可、处罚、强制三项决定).
    """
    if not has(words, "weak"):
        return ""
    # 行政许可 stands in requests, too (涉及行政许可的申请); a list of its kinds only in table 1
    several = list_decisions_together(words, state.vocabulary) if together else ()
    if several:
        return several[0]
    at = max(i for i, word in enumerate(words) if word.kind == "weak")
    key = state.vocabulary.find_decision(words[at])
    if not key or not all(w.kind in _OF_DECISION for w in words[at + 1 :]):
        return ""
    after_left = state.sentence_begun and not state.last.meanings
    after_left = after_left and state.turned is not None
    # one kind alone is most often what an application is on; two with figures are table 1
    if not has(words[:at], "doing") and (state.signs.decisions < 2 or after_left):
        return ""
    before = words[:at]
    # 设计审核、用地批准等行政许可: what stands before 等 are kinds of it
    if at and words[at - 1].kind == "such":
        before = [w for w in before if w.kind in ("request", "requests", "arriving")]
    strange = has(before, "odd", "others", "column", "result", "requests", "request", "case")
    published = any("published" in w.signs for w in words[at + 1 :])
    return "" if strange or published or has(before, "arriving", "about") else key


def list_decisions_together(words: Sequence[Token], vocabulary: Vocabulary) -> tuple[str, ...]:
    """行政许可、行政处罚和行政强制决定: kinds of decision in one list, of which a figure is."""
    named = [i for i, word in enumerate(words) if word.kind in ("deciding", "weak")]
    quantities = vocabulary.quantities
    keys = [
        words[i].key if words[i].kind == "deciding" else vocabulary.find_decision(words[i])
        for i in named
    ]
    # 行政事业性收费 is in 万元, and in no sum with decisions
    money = any(key and _MONEY in "".join(quantities[key].equals) for key in keys)
    together = len(keys) > _SEVERAL and keys[-1] == _TOGETHER  # 许可、处罚、强制三项决定
    if together:
        named, keys = named[:-1], keys[:-1]
    if len(set(keys)) < _SEVERAL or "" in keys or money:
        return ()
    lists = all("joins" in words[j - 1].signs for j in named[1:])
    return tuple(dict.fromkeys(keys)) if lists else ()


def acts_as_decider(words: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """复议机关受理复议412件: those that it decides, against anybody."""
    deciders = vocabulary.spec.signs.deciders
    return any(
        word.text in deciders or (word.kind == "left" and word.text.endswith(deciders))
        for word in words
    )


def is_strange(segment: FigureWords, state: ParagraphState) -> bool:
    """Whether words that are not known stand between what is known and the figure."""
    if _is_of_others(segment, state):
        return True
    strange = not segment.kinds.isdisjoint(_MAKING_STRANGE)
    strange = strange and _is_strange_before(segment, state)
    return strange or _is_strange_after(segment, state)


def _is_strange_before(segment: FigureWords, state: ParagraphState) -> bool:
    vocabulary = state.vocabulary
    before = segment.before
    known = found = False
    if segment.behind:
        ends = [i for i, word in enumerate(before) if word.kind in ROLES]
        before = before[: ends[-1] + 1] if ends else before
    # from left to right: a word that is not known bars a figure only between words that are
    # (收到群众来信申请); an organ, or a place at the beginning, says who, and clears it
    for i, word in enumerate(before):
        if word.kind in ROLES or word.kind in ("requests", "request"):
            if word.kind == "request" and has(before[max(0, i - 1) : i], "submitted"):
                found = False  # 居民递交的申请: whoever did
            # 人防工程建设许可办理109件: what was dealt with is a decision of some kind
            permits = word.kind in VERBS and i > 0 and before[i - 1].kind == "weak"
            permits = permits and bool(vocabulary.find_decision(before[i - 1]))
            other = word.kind == "request" or (known and (_begins_with_verb(before) or permits))
            if found and other:
                _see_others(before, state)
                return True
            known, found = True, word.kind == "weak" and bool(vocabulary.find_decision(word))
        elif word.kind in ("others", "odd") and word.text not in vocabulary.changes.beside:
            found = True
        elif word.kind == "organ" or (word.kind == "scope" and not known):
            found = False
    last = before[-1].kind if before else ""
    if found and last != "weak" and (known or last == "others"):
        _see_others(before, state)
        return True
    return False


def _begins_with_verb(words: Sequence[Token]) -> bool:
    """Whether the first word that is known is a verb (办理变更登记: of another thing)."""
    first = next((word for word in words if word.kind in ROLES or word.kind == "requests"), None)
    return first is not None and (first.kind in VERBS or first.key == _DECIDED)


def counts_others(words: Sequence[Token]) -> bool:
    """投诉、建议共2718件: what is counted are other things, and so is what is done with them."""
    if not words or words[-1].kind not in _TOTALS:
        return False
    named = [word for word in words if word.kind not in _TOTALS and word.kind != "filler"]
    return has(named[-1:], "others") and not has(words, "requests", "request", "case", *VERBS)


def _see_others(words: Sequence[Token], state: ParagraphState) -> None:
    """What is received or done is of other things, and so is what follows."""
    if has(words, *VERBS):
        state.topic = "others"


def _is_strange_after(segment: FigureWords, state: ParagraphState) -> bool:
    odd, behind = False, segment.after[1:2]
    if has(behind, "odd") and "of" in segment.after[0].signs:
        return True
    if any("information" in word.signs for word in behind):
        return True
    for word in segment.after:
        if word.kind in ("requests", "disclosure"):
            return False
        if word.kind == "others" or (word.kind == "request" and odd):
            if segment.has(*VERBS) or not list_quantity_words(segment.words):
                state.topic = "others"
            return True
        odd = odd or word.kind == "odd"
        if word.kind in ROLES:
            return False
    return False


def _is_of_others(segment: FigureWords, state: ParagraphState) -> bool:
    """Whether a figure is of what others did, of some only, or of what was counted before it."""
    before = segment.before
    if "others" in segment.kinds and is_done_by_others(before):
        state.topic = "others"
        return True
    pieces = segment.amount.unit in state.vocabulary.spec.signs.information_units
    if is_some(segment.words, pieces=pieces) or is_of_content(segment):
        return True
    counted = [i for i, word in enumerate(before) if word.text == COUNT]
    who = ("organ", "scope") if not has(before, "submitted") else ("organ", "scope", "column")
    return any(not has(before[i + 1 : i + 2], *who) for i in counted)  # 一家企业提出的申请1件


def find_weak(found: Sequence[Token], state: ParagraphState, role: str) -> str:
    """The quantity of a word that counts only beside others of its role."""
    vocabulary = state.vocabulary
    quantities = vocabulary.quantities
    for word in found:
        if word.kind != "weak":
            continue
        among = state.last.meanings or state.last.why in (Why.SUBSET, Why.OTHERS)
        # a figure of something else ends a row of results; one that was left for any other reason
        # does not, and the last that was read decides
        last = state.last if among else state.known
        for key in vocabulary.weak[word.key]:
            quantity = quantities[key]
            if quantity.role != role:
                continue
            beside = last.meanings and last.role == role
            within = last.role in (*VERBS, "column", "claim")
            first = last.meanings[0] if beside else None
            of = None if first is None else quantities.get(_find_first_key(first))
            if of is not None and of.table == quantity.table:
                return key
            if (within or state.signs.lists_results) and word.key == vocabulary.granting:
                return key if role == "result" else ""
    return ""


def _find_first_key(meaning: Meaning) -> str:
    return meaning.column.split("+")[0] or meaning.heads[0]


def take_deciding(
    words: Sequence[Token], found: Sequence[Token], state: ParagraphState, decision: str
) -> Interpretation:
    """Decisions of table 1, or its fees; `decision` is what `find_decision` gives."""
    vocabulary = state.vocabulary
    # 许可引起的复议2件: a case on a decision, not on disclosure
    if has(found, "case"):
        state.topic, state.disclosed = "others", False
        return leave_figure(Why.NOT_DISCLOSED)
    if has(found, "result", "arriving", "finishing"):
        return leave_figure(Why.OTHERS)
    among = state.topic == "requests" or (state.sentence_begun and not state.last.meanings)
    sorts = vocabulary.spec.signs.sorts
    if among and any(word.text.endswith(sorts) for word in found if word.kind == "deciding"):
        return leave_figure(Why.SUBSET)  # 申请内容：行政处罚类9件
    state.topic = "deciding"
    several = list_decisions_together(words, vocabulary)
    if several:
        why = Say("表1的处理决定", "decisions of table 1")
        return Interpretation((Meaning(several),), why, "deciding")
    keys = [word.key for word in found if word.kind == "deciding"]
    key = keys[-1] if keys else decision or find_weak(found, state, "deciding")
    cells = "".join(vocabulary.quantities[key].equals)
    role = "money" if "amount" in cells else "deciding"
    if role == "money" and _is_of_service(words):
        return leave_figure(Why.OTHERS)
    why = Say("表1的处理决定或收费", "decisions or fees of table 1")
    return Interpretation((Meaning((key,)),), why, role)


def _is_of_service(words: Sequence[Token]) -> bool:
    """停车场全年收费310万元: what is named right before the fees is what they are of."""
    at = next((i for i, word in enumerate(words) if word.kind == "deciding"), 0)
    before = words[at - 1] if at else None
    named = before is not None and before.end == words[at].start and len(before.text) > 1
    return named and before is not None and before.kind in ("odd", "others", "organ", "column")


def take_document(
    segment: FigureWords, found: Sequence[Token], state: ParagraphState
) -> Interpretation:
    """A figure of documents of table 1: made, repealed or in force."""
    words = segment.words
    kinds = tuple(dict.fromkeys(w.key for w in found if w.kind == "document"))
    makings = state.vocabulary.list_columns(found, "proactive")
    if not kinds:
        fresh = not state.sentence_begun or state.last.role == "document" or "made" not in makings
        after_left = state.sentence_begun and not state.last.meanings
        after_left = after_left and state.last.why != Why.OTHER_YEAR and not state.makes
        other = any("information" in word.signs for word in words) or has(words, "others")
        if not state.document or not fresh or other or after_left:
            return leave_figure(Why.UNKNOWN)
    # a word that goes on from 规范性文件 makes it another noun (规范性文件目录)
    odd = [b.end for a, b in pairwise(words) if (a.kind, b.kind) == ("document", "odd")]
    if odd and any(word.kind == "column" and word.start >= odd[0] for word in words):
        return leave_figure(Why.OTHERS)  # 规范性文件目录公布312件
    # 有效规章总数11部, 规范性文件制发2、有效15
    force = "in_force" in makings or (not makings and has(words, "effective"))
    making = "in_force" if force else makings[-1] if makings else state.making
    # of none it is often not told whether made or repealed; then none was made
    if not making and kinds and not segment.amount.value:
        making = "made"  # 规范性文件0件
    if not making:
        return leave_figure(
            Say("没有说明是制发、废止还是有效", "made, repealed or in force is not said")
        )
    base = state.base or NOTHING
    if not kinds and base.role == "document" and base.meanings[0].column == making:
        return leave_figure(Why.SUBSET)  # 印发5件，其中联合印发2件: a part of those made
    state.topic, state.making = "documents", making
    state.document = kinds or state.document
    state.makes = state.makes or making == "made"
    # 废止4件、宣布失效3件: the table has one row, and offices count one way or the other
    if making == "repealed" and state.signs.lapses:
        return leave_figure(Why.AMBIGUOUS)
    return Interpretation(
        (Meaning(state.document, making),), Say("表1的文件", "documents of table 1"), "document"
    )


_NO_DOCUMENTS = ("request", "requests", "case", "result", "others", "deciding")
_OF_CHANGES = ("odd", "arriving", "filler", "equals", "effective")
_LEADING = ("n", "up_to", "equals", "document")
_MOST_OF_CHANGE = 4
"""Words of a run that may be one."""


def read_documents(words: list[Token], state: ParagraphState) -> list[Token]:
    """The words of a clause, those being changes of documents that are other things elsewhere."""
    on_documents = has(words, "document") or (state.topic == "documents" and bool(state.document))
    if has(words, *_NO_DOCUMENTS) or not on_documents:
        return words
    found: list[Token] = []
    for i, word in enumerate(words):
        then = words[i + 1] if i + 1 < len(words) else None
        made = _find_change([*found[1 - _MOST_OF_CHANGE :], word], then, state.vocabulary)
        if made is not None:
            found = [w for w in found if w.start < made.start]
        found.append(made or word)
    return found


def _find_change(run: Sequence[Token], then: Token | None, vocabulary: Vocabulary) -> Token | None:
    """The longest run of words up to here that is one (保有量 is read as three), if the word behind
    is a figure or leads to it.
    """
    if then is None or then.kind not in _LEADING:
        return None
    # the longest run first, as a part of it may be a word of its own
    for start in range(len(run)):
        words = run[start:]
        text = "".join(word.text for word in words)
        key = vocabulary.in_documents.get(text) or vocabulary.in_documents.get(text[:-1])
        if key is not None and all(word.kind in _OF_CHANGES for word in words):
            return vocabulary.make_token("column", key, words[0].start, words[-1].end, text)
    return None
