"""Figures of tables 1 and 3: decisions, fees and documents; reviews, litigation, their outcomes.

`paragraphs` has words of a clause read for what they are where cases or documents are spoken of
(撤回, 驳回), `meaning` asks for what a figure among them is of. Table 3 has cases against the organ
over disclosure only: most of what is asked of these is whether they are meant.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

import msgspec

from gblint.findings import Say
from gblint.report.model import Meaning
from gblint.report.prose.amounts import contains_any
from gblint.report.prose.model import (
    BOTH_CASES,
    LEFT_ALONE,
    LEFT_LIST,
    NOTHING,
    VERBS,
    Chunk,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    are_joined,
    comes_first,
    find_word,
    has,
    leave_figure,
    list_keys,
    list_routes_together,
    pair_touching,
)
from gblint.report.prose.parts import (
    OF_PART,
    are_carried_cases,
    find_outcome_of_whole,
    is_some_decisions,
)
from gblint.report.prose.vocabulary import Token, Vocabulary, Words, make_pause
from gblint.text.numerals import DIGITS, read_chinese_value

_MONEY, _TOGETHER = "amount", "decisions"
_SEVERAL = 2
_OF_DECISION = ("filler", "equals", "total", "deciding", "also", "all")


def find_decision(words: Words, state: ParagraphState, *, together: bool = False) -> str:
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


def list_decisions_together(words: Words, vocabulary: Vocabulary) -> tuple[str, ...]:
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


def acts_as_decider(words: Words, vocabulary: Vocabulary) -> bool:
    """复议机关受理复议412件: those that it decides, against anybody."""
    deciders = vocabulary.spec.signs.deciders
    return any(
        word.text in deciders or (word.kind == "left" and word.text.endswith(deciders))
        for word in words
    )


def find_weak(found: Words, state: ParagraphState, role: str) -> str:
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
            key_of = first and (first.column.split("+")[0] or first.heads[0])
            of = quantities.get(key_of) if key_of else None
            if of is not None and of.table == quantity.table:
                return key
            if (within or state.signs.lists_results) and word.key == vocabulary.granting:
                return key if role == "result" else ""
    return ""


def take_deciding(
    words: Words, found: Words, state: ParagraphState, decision: str
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
    if is_some_decisions(words, vocabulary) and f"{key}{OF_PART}" in vocabulary.quantities:
        key += OF_PART
    cells = "".join(vocabulary.quantities[key].equals)
    role = "money" if "amount" in cells else "deciding"
    if role == "money" and _is_of_service(words):
        return leave_figure(Why.OTHERS)
    why = Say("表1的处理决定或收费", "decisions or fees of table 1")
    return Interpretation((Meaning((key,)),), why, role)


def _is_of_service(words: Words) -> bool:
    """停车场全年收费310万元: what is named right before the fees is what they are of."""
    at = find_word(words, "deciding")
    before = words[at - 1] if at else None
    named = before is not None and before.end == words[at].start and len(before.text) > 1
    return named and before is not None and before.kind in ("odd", "others", "organ", "column")


def take_document(chunk: Chunk, found: Words, state: ParagraphState) -> Interpretation:
    """A figure of documents of table 1: made, repealed or in force."""
    words = chunk.words
    kinds = tuple(list_keys(found, "document"))
    makings = state.vocabulary.list_columns(found, "proactive")
    if not kinds:
        fresh = not state.sentence_begun or state.last.role == "document" or "made" not in makings
        after_left = state.sentence_begun and not state.last.meanings and not state.makes
        after_left = after_left and state.last.why not in LEFT_ALONE
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
    if not making and kinds and not chunk.amount.value:
        making = "made"  # 规范性文件0件
    if not making:
        return leave_figure(Why.NO_CHANGE)
    base = state.base or NOTHING
    if not kinds and base.role == "document" and base.meanings[0].column == making:
        return leave_figure(Why.SUBSET)  # 印发5件，其中联合印发2件: a part of those made
    state.topic, state.making = "documents", making
    state.document = kinds or state.document
    state.makes = state.makes or making == "made"
    # 废止4件、宣布失效3件: the table has one row, and offices count one way or the other
    if making == "repealed" and state.signs.lapses:
        return leave_figure(Why.AMBIGUOUS)
    if making == "in_force" and any("reviewed" in word.signs for word in found):
        return leave_figure(Why.REVIEWED)
    return Interpretation((Meaning(state.document, making),), Why.DOCUMENTS, "document")


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


def _find_change(run: Words, then: Token | None, vocabulary: Vocabulary) -> Token | None:
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


_REVIEW, _LITIGATION = "review", "litigation"
_OF_OTHERS = (*LEFT_LIST, Why.NOT_DISCLOSED, Why.NO_REQUESTS, Why.DECIDES)
_BEFORE_DECIDED = ("disclosure", "requests", "filler", "total", "about", "all", "year", "、")


def read_outcomes(words: list[Token], kinds: Set[str], state: ParagraphState) -> list[Token]:
    """The words, those being outcomes that are steps on the way elsewhere (胜诉, 驳回, 终止)."""
    vocabulary = state.vocabulary
    if state.topic != "cases" and "case" not in kinds:
        of_requests = state.topic == "requests" and "column" in kinds and not state.cases_before
        return _read_steps(words, vocabulary) if of_requests else words
    if "left" not in kinds:
        return words
    known, steps = vocabulary.in_cases, vocabulary.claims.steps
    found = list(words)
    for i, word in enumerate(words):
        if word.kind == "left" and word.text in known:
            found[i] = msgspec.structs.replace(word, kind="column", key=known[word.text])
        elif word.kind == "left" and word.text in steps and has(words[i + 1 :], "column", "case"):
            found[i] = msgspec.structs.replace(word, kind="filler")
    return found


def read_tallies(words: list[Token], state: ParagraphState) -> list[Token]:
    """复议收57结51: the words, what came in being the cases and what was closed those decided."""
    at = find_word(words, "case", missing=-1)
    on_disclosure = state.disclosed or has(words, "disclosure", "requests")
    if at < 0 or not on_disclosure or "decided" not in state.vocabulary.quantities:
        return words
    signs, found = state.vocabulary.spec.signs, list[Token]()
    for i, word in enumerate(words):
        counts = i > at and has(words[i + 1 : i + 2], "n")
        counts = counts and word.kind in ("odd", "arriving", "finishing")
        if counts and word.text in signs.closed:
            found.append(make_pause(word.start))  # not of what came in
            found.append(msgspec.structs.replace(word, kind="column", key="decided"))
        elif not counts or word.text not in signs.taken_in:
            found.append(word)
    return found


_ENDS_ROUTE = ("n", "、", "filler")
_COUNTS_ROUTE = frozenset(("of", "cases"))
_MOST_OF_ROUTE = 3
"""Words before 复议 that may be one with it."""


def read_routes(words: list[Token], state: ParagraphState) -> list[Token]:
    """诉讼19件：未经复议7件，经复议12件: the words, those being kinds of litigation that are steps
    before it elsewhere, where litigation is told of.
    """
    # 未经复议 and 经复议 name a route only where there is litigation; elsewhere they are a step
    if not _tells_litigation(state):
        return words
    found: list[Token] = []
    for i, word in enumerate(words):
        route = None
        if word.kind in ("case", "filler"):
            # the longest run first: 不经复议 ends in 经复议, which is the other route
            runs = (words[i - k : i + 1] for k in range(min(i, _MOST_OF_ROUTE), -1, -1))
            route = next((one for run in runs if (one := _find_route(run, state.vocabulary))), None)
        rest = (word for word in words[i + 1 :] if word.signs.isdisjoint(_COUNTS_ROUTE))
        then = next(rest, None)
        if route is not None and (then is None or then.kind in _ENDS_ROUTE):
            found = [one for one in found if one.start < route.start]
            found.append(route)
        else:
            found.append(word)
    return found


def _find_route(run: Words, vocabulary: Vocabulary) -> Token | None:
    """The kind of litigation that words one after another name (不 经 复议)."""
    text = "".join(word.text for word in run)
    key = vocabulary.routes.get(text)
    if not key or run[-1].end - run[0].start != len(text):
        return None
    return vocabulary.make_token("case", key, run[0].start, run[-1].end, text)


def _read_steps(words: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """The words, those being steps on the way that are outcomes of cases (申请人主动撤回), and what
    is done with applications that may be done with cases.
    """
    found = list(words)
    for i, word in enumerate(words):
        of = vocabulary.in_requests.get(word.text) if word.kind == "column" else None
        if of is not None:
            found[i] = msgspec.structs.replace(word, kind=of.role, key=of.key)
            continue
        if word.kind != "column" or vocabulary.quantities[word.key].table != "review":
            continue
        step = vocabulary.find_step(word.text)
        if step:
            found[i] = msgspec.structs.replace(word, kind="left", key=step)
    return found


def _is_of_other_cases(words: Words) -> bool:
    """其他行政复议45件: those that are not on disclosure."""
    behind = (words[i + 1 : i + 3] for i, word in enumerate(words) if word.kind == "weak")
    return any(
        has(then[:1], "case") or (has(then[:1], "filler") and has(then[1:], "case"))  # 其他类复议
        for then in behind
    )


def is_of_other_kind(words: Words) -> bool:
    """民事诉讼7件: a case of a kind that is named right before it."""
    return any(one.kind == "odd" and two.kind == "case" for one, two in pair_touching(words))


def _is_of_applicants(words: Words, vocabulary: Vocabulary) -> bool:
    """企业涉诉案件217件: cases of those who may apply, whatever they are on."""
    return any(
        two.kind == "case" and vocabulary.list_columns([one], "applications")
        for one, two in pair_touching(words)
    )


def _is_of_some_disclosure(words: Words) -> bool:
    """因征地信息公开产生的复议7件: on disclosure of something only."""
    return any(
        one.kind == "odd" and one.end - one.start > 1 and two.kind == "disclosure"
        for one, two in pair_touching(words)
    )


def _is_of_route(heads: Sequence[str], words: Words, state: ParagraphState) -> bool:
    """Whether the cases are a part of the litigation that was told just before."""
    if is_of_other_kind(words):
        return False
    parts = all(one.startswith(f"{_LITIGATION}_") for one in heads)
    return parts and state.topic == "cases" and state.route[:1] != () and state.disclosed


def join_cases(figures: Figures) -> Meaning | None:
    """Cases told one after another, which a total after them has: 复议6件、诉讼3件，合计9件."""
    heads: list[str] = []
    for figure in reversed(figures):
        if figure.role != "case" or not figure.meanings or figure.meanings[0].column:
            break
        heads = [*figure.meanings[0].heads, *heads]
    return Meaning(tuple(heads)) if len(heads) == len(set(heads)) > 1 else None


def add_up(figures: Figures, word: str) -> Meaning | None:
    """公开69件、部分公开10件，二者合计79件: what the figures before are of, together; as many as
    the word for them says, else two.
    """
    # 三项合计 says how many; 二者, 两项 and words without a number mean two
    many = (read_chinese_value(word[0]) if word[0] in DIGITS else None) or 2
    near = [figure.meanings[0] for figure in figures[-many:] if figure.meanings]
    if len(near) != many or len({figure.role for figure in figures[-many:]}) != 1:
        return None
    heads = [head for meaning in near for head in meaning.heads]
    columns = [meaning.column for meaning in near]
    if not any(columns):
        return Meaning(tuple(heads)) if len(heads) == len(set(heads)) else None
    if all(columns) and len({meaning.heads for meaning in near}) == 1:
        return Meaning(near[0].heads, "+".join(columns))
    return None


def _is_of_courts(words: Words, vocabulary: Vocabulary) -> bool:
    """Whether an outcome is one of litigation only: 法院支持4件, 败诉1件."""
    named = (word.text for word in words if word.kind in ("column", "filler"))
    return any(contains_any(text, vocabulary.claims.courts) for text in named)


def _see_reviewers(words: Words, state: ParagraphState) -> None:
    """复议13件、诉讼10件；被复议机关纠正2件: an outcome that is one of reconsideration only."""
    if state.route == (_REVIEW,) or _REVIEW not in state.cases_here:
        return
    named = (word.text for word in words if word.kind == "column")
    if any(contains_any(text, state.vocabulary.claims.reviewers) for text in named):
        state.route = state.routes = (_REVIEW,)


def _see_courts(words: Words, state: ParagraphState) -> bool:
    """复议10件，纠正4件；一审败诉3件: an outcome of litigation; whether its cases are known."""
    if state.route != (_REVIEW,) or not _is_of_courts(words, state.vocabulary):
        return True
    if not _tells_litigation(state):
        return False
    state.route = (_LITIGATION,)
    return True


def _tells_litigation(state: ParagraphState) -> bool:
    """Whether the sentence, or the one before it, has told of litigation."""
    return any(one.startswith(_LITIGATION) for one in (*state.cases_before, *state.cases_here))


def _list_either(meaning: Meaning, vocabulary: Vocabulary) -> tuple[Meaning, ...]:
    """An outcome with what else its word may say of the table (驳回: upheld, or another)."""
    quantity = vocabulary.quantities.get(meaning.column)
    more = quantity.either if quantity is not None else ()
    return (meaning, *(msgspec.structs.replace(meaning, column=key) for key in more))


def _find_shared_outcome(words: Words, state: ParagraphState) -> str:
    """The outcome of the figure before where a case is told beside it, and the outcome stood
    before that: 败诉复议1件、诉讼1件.
    """
    last = state.last.meanings[:1]
    beside = bool(words) and words[0].kind == "、" and state.last.role == "column"
    if not beside or not last or not last[0].column or has(words, "column", "weak"):
        return ""
    return last[0].column if state.outcome_first else ""


def _list_routes_of_total(words: Words, state: ParagraphState) -> tuple[tuple[str, ...], ...]:
    """复议纠正2件、诉讼纠正1件，合计被纠错3件: of both, as it may be."""
    both = has(words, "total") and set(state.cases_here) >= set(BOTH_CASES)
    return (BOTH_CASES, state.route) if both else ()


def take_case(words: Words, found: Words, state: ParagraphState, column: str) -> Interpretation:
    """What a figure beside the words `found` of quantities is of; `column` is the outcome that
    they name, "" for none.
    """
    heads = list_keys(found, "case")
    # 行政诉讼（未经复议直接起诉）3件: the whole beside its part only says what kind it is
    if len(heads) > 1 and any(h.startswith("litigation_") for h in heads):
        heads = [h for h in heads if h != _LITIGATION]
    if heads:
        # 不予公开9件中，有2件被复议: of those of a result, not of all
        base = state.base if state.within else None
        of_result = base is not None and base.role == "result" and not has(words, "share")
        if state.rest_here or of_result or _is_of_some_disclosure(words):
            return leave_figure(Why.SUBSET)  # 其余复议6件、诉讼3件
        if (why := _begin_cases(heads, words, state)) is not None:
            return why
    elif not state.route or (
        state.sentence_begun
        and not state.last.meanings
        and (state.last.why in _OF_OTHERS or state.last.why in state.vocabulary.steps)
    ):
        # 行政裁决立案52件、结案49件; 事故认定复核41件，维持36件: of something else
        return leave_figure(Why.UNKNOWN)
    elif has(words, "both"):
        suits = all(one.startswith(_LITIGATION) for one in state.route)
        state.route = (_LITIGATION,) if suits else (_REVIEW, _LITIGATION)
    state.topic = "cases"
    state.routes = tuple(dict.fromkeys((*state.routes, *heads)))
    state.cases_here = tuple(dict.fromkeys((*state.cases_here, *heads)))
    outcome_first = bool(heads and column) and comes_first(words, "column", "case")
    column = column or _find_shared_outcome(words, state)
    of_whole = find_outcome_of_whole(heads, words, state) if heads and not column else ""
    column = column or of_whole
    state.outcome_first = outcome_first
    # an outcome goes on from the case named last, but for words of courts or of reviewers only
    if column and not heads:
        if not _see_courts(words, state):
            return leave_figure(Why.UNKNOWN)
        _see_reviewers(words, state)
    several = () if heads else list_routes_together(state) or _list_routes_of_total(words, state)
    if column and (not several or state.known.role == "column"):
        state.routes = ()
    # 诉讼19件，维持13件，未审结4件，其中直接起诉7件: as well of all as of those told last
    more = (Meaning(state.route),) if of_whole and _LITIGATION in state.cases_here else ()
    every = (*(Meaning(route, column) for route in several or (state.route,)), *more)
    meanings = [one for each in every for one in _list_either(each, state.vocabulary)]
    return Interpretation(tuple(meanings), Why.CASES, "column" if column else "case")


def _begin_cases(
    heads: Sequence[str], words: Words, state: ParagraphState
) -> Interpretation | None:
    """Go on with cases of these kinds; why they are left where they are not those of the table."""
    if are_carried_cases(words):
        state.route = state.routes = ()
        return leave_figure(Why.OTHER_YEAR)
    vocabulary = state.vocabulary
    worded = any(w.kind == "case" and w.text.startswith(vocabulary.disclosure) for w in words)
    worded = worded or has(words, "disclosure", "requests")
    acting = has(words, "arriving", "finishing", "doing")
    if worded and _REVIEW in heads and _may_decide(words, state):
        state.route, state.disclosed = (), True
        return leave_figure(Why.DECIDES)
    here = worded or state.sentence_disclosed
    goes_on = state.sentence_begun and state.last.why == Why.NOT_DISCLOSED
    goes_on = goes_on or state.all_cases
    decides = has(words, "deciding", "others") or state.on_decisions
    decides = decides or any(vocabulary.find_decision(w) for w in words)
    odd = has(words, "odd") and not _is_of_route(heads, words, state)
    acts = acting and not worded and acts_as_decider(words, vocabulary)  # 复议机关受理复议412件
    # once the organ is told to decide cases, those after it are in doubt: table 3 has only cases
    # against it
    state.decides = state.decides or acts
    foreign = acts or odd or goes_on or decides or _is_of_applicants(words, vocabulary)
    foreign = (foreign and not worded) or _is_of_other_cases(words)
    known = (worded or state.disclosed) and (not (acting or state.every_case) or here)
    if foreign or not known:
        if has(words, "part") and state.topic == "cases" and state.disclosed:
            return leave_figure(Why.SUBSET)  # 复议2件，其中一件后又起诉
        own = any(word.text.startswith(vocabulary.spec.words.suffered) for word in words)
        state.disclosed = state.disclosed and not foreign
        state.topic, state.undisclosed = "others", tuple(heads) if own else ()
        state.every_case = True
        state.decides = state.decides or (acting and not own and not worded)
        return leave_figure(Why.NOT_DISCLOSED)
    if state.decides or (len(heads) > 1 and not are_joined(words, "case")):
        return leave_figure(Why.AMBIGUOUS)
    state.route, state.disclosed = tuple(heads), True
    return None


def _may_decide(words: Words, state: ParagraphState) -> bool:
    """审理政府信息公开行政复议案件18件: whether nothing says that these are against the organ, and
    not among those that it decides; an organ that decides some may say 办理 of either.
    """
    at, signs = find_word(words, "case"), state.vocabulary.spec.signs
    suffered = words[at].text.startswith(state.vocabulary.spec.words.suffered)
    because = any("because" in word.signs for word in words[:at])
    if suffered or because or has(words, "suffered") or has(words[at:], "finishing"):
        return False  # 因办理信息公开申请引发复议6件, 办理行政复议答复6件
    decides = contains_any(state.owner.organ, signs.deciding_organs)
    for i, word in enumerate(words[:at]):
        said = "".join(one.text for one in words[i:at])
        verb = next((one for one in signs.judging if said.startswith(one)), "")
        if verb or word.text.endswith(signs.judging) or (decides and word.kind == "doing"):
            ends = word.start + len(verb or word.text)
            rest = [one for one in words[i + 1 : at] if one.start >= ends]
            caused = contains_any("".join(one.text for one in rest), signs.causing)
            if caused or not all(one.kind in _BEFORE_DECIDED for one in rest):
                return False  # 办理信息公开引起的复议6件
            state.topic, state.decides = ("others", True) if verb else ("cases", False)
            return True
    return False


def see_compared(
    compared: Interpretation | None, of: Interpretation, state: ParagraphState
) -> None:
    """Outcomes after cases that were compared (案件比上年多2件，维持3件) are of these; `of` is what
    the comparison is of.
    """
    if compared is None:
        return
    one = compared if compared.meanings else of
    if one.role != "case" or not one.meanings or one.meanings[0].column:
        return
    state.route, state.topic, state.disclosed = one.meanings[0].heads, "cases", True
