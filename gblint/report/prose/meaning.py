"""What one figure is of, by the words around it and what the paragraph has said so far.

`reader` asks for each figure of a clause. The order is that of what is surest: words that make it
another's, then the tables whose words are their own (1 and 3), then applications, then year and
unit. `ParagraphSoFar` is the reader as those see it who read comparisons, percentages and claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from gblint.findings import Say
from gblint.report.model import Meaning
from gblint.report.prose.amounts import Amount, contains_any
from gblint.report.prose.applications import (
    take_carried,
    take_noun,
    take_result,
    take_together,
    take_verbs,
)
from gblint.report.prose.model import (
    LARGEST_BARE,
    LEFT_LIST,
    NO_WEIGHT,
    ROLES,
    VERBS,
    YEARS,
    Chunk,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    are_joined,
    counts_items,
    find_word,
    goes_on_with_cases,
    has,
    is_range,
    leave_figure,
    list_quantity_words,
    list_years,
    lists_ways,
    names_applications,
    pair_touching,
)
from gblint.report.prose.other_tables import (
    find_decision,
    find_weak,
    take_case,
    take_deciding,
    take_document,
)
from gblint.report.prose.parts import (
    counts_others,
    is_base_of_all,
    is_example,
    is_own_part,
    is_reason,
    is_strange,
)
from gblint.report.prose.record import Record
from gblint.report.prose.vocabulary import Token, Vocabulary, Words

_NOT_AGAIN = ("share", "part", "year", "absolute", "scope", "organ", "left", "change", "against")
"""Words with which a bare figure behind another is not the same one again."""
_NAMING = NO_WEIGHT | {"odd"}
_SAYING_OF_WHAT = (*ROLES, "requests", "request", "odd", "others", "carry", "under_way")
_BEFORE_BARE = (
    *("result", "column", "weak", "arriving", "finishing", "carrying", "carry", "case"),
    "effective",
)
"""Words right before a figure that needs no unit then (收件18，办结20)."""
_OF_REQUESTS = ("result", "column", *VERBS)
"""Figures of applications: those of the next year are of this one (其余11件下年度办理)."""
_ARRIVED = ("due", "received", "handled")
"""Rows of all that came in, however they are counted."""
_WITH_PARTS = ("result", "finishing", "carrying", "doing", "column")
"""Figures of which those of some who applied may be parts."""
_OTHERS = "others"
_NATURAL, _ORGANISATIONS = "natural", "organisations"
_CARRIED_IN = "carried_in"
_DECIDED = "decided"
"""The column that has the cases dealt with, where a verb for applications says so (已办结33件)."""


def see_other_cases(chunk: Chunk, state: ParagraphState) -> None:
    """行政执法类复议46件；诉讼71件: cases told next are not only those on disclosure."""
    if chunk.has("case") and not chunk.has("disclosure", "requests"):
        state.all_cases = state.every_case = True
        state.disclosed = False


def resolve(chunk: Chunk, state: ParagraphState) -> list[Interpretation]:
    """What a figure was taken for; several where two verbs share it (收到并办结5件)."""
    before, words, kinds = chunk.before, chunk.words, chunk.kinds
    # first what makes it another's whatever it names, then of what it is, then what speaks
    # against that: the year, the unit, a denial
    stop = _find_why_stopped(chunk, state)
    if stop is not None or ("odd" in kinds and _has_altered_verb(words)):
        return [stop or leave_figure(Why.UNKNOWN)]
    if "about" in kinds and not _is_about_all(words) and not _is_whole(chunk, state):
        return [leave_figure(Why.SUBSET)]
    if "share" in kinds and is_base_of_all(chunk.words):
        return [leave_figure(Why.OTHERS)]
    strange = is_strange(chunk, state)
    years = [] if kinds.isdisjoint(YEARS) else list_years(words, state)
    if strange and not find_decision(words, state, together=True):
        see_other_cases(chunk, state)
        if years and years[-1] is not None and years[-1] < 0:
            state.held = Why.OTHER_YEAR  # 对2019年度以前未答复的申请4件重新答复，公开3件
        return [leave_figure(Why.OTHERS)]
    found = _take_again(chunk, state) or resolve_by_role(chunk, state, list_quantity_words(words))
    if _is_of_other_year(found[0], words, years, state):
        return [leave_figure(Why.OTHER_YEAR)]
    if found[0].meanings and not _fits_unit(chunk, found[0], state):
        return [leave_figure(Why.OTHER_UNIT)]
    if "none" in kinds and has(before, "none") and found[0].role != "carrying":
        return [leave_figure(Why.NEGATED)]
    if found[0].meanings:
        of_case = state.vocabulary.find_table(found[0].head) == "review"
        state.of_cases = of_case and state.of_cases is not False
    return found


def _has_altered_verb(words: Words) -> bool:
    """A single character just before a verb makes it another (待答复, 拟公开)."""
    return any(
        one.kind == "odd" and len(one.text) == 1 and other.kind in (*VERBS, "result")
        for one, other in pair_touching(words)
    )


def _is_of_other_year(
    found: Interpretation,
    words: Words,
    years: Sequence[int | None],
    state: ParagraphState,
) -> bool:
    """Whether a figure is of another year, which words beside it or before it name."""
    if len(years) > 1 and is_range(words):
        if not has(words, "respectively"):
            state.year = None  # nor is what follows: 2019年至2024年被复议51件，纠正9件
        return True
    if found.role == "carrying":  # 与上年（收到58件、办结57件、结转1件）相比
        return not years and state.year != 0
    coming = bool(years) and years[-1] == 1  # 其余11件下年度办理: so is nothing after it
    # a year goes on to the figures after it, but what is planned for the next does not
    if years and not coming and found.meanings:
        state.year = years[-1]
    if not found.meanings or not (coming or state.year != 0):
        return False
    state.would = found
    if coming and found.role not in _OF_REQUESTS:
        state.year = 1  # 2024年计划制定规范性文件6件、规章2件: so is what follows
    return True


def _find_why_stopped(chunk: Chunk, state: ParagraphState) -> Interpretation | None:
    """Words that make the figure another's whatever else stands there."""
    words = chunk.words
    others = counts_others(chunk.before)
    if others:
        state.topic = "others"
    # 纠错率、败诉率均为0: a rate, though without its sign
    others = others or counts_items(chunk, state)  # 公开权责清单：行政许可8项
    if others or state.unrelated or (chunk.has("rate") and not chunk.amount.unit):
        return leave_figure(Why.OTHERS)
    changed = _take_change(chunk, state)
    if changed is not None:
        return changed
    counted = (word for word in words if _makes_it_another(word, words, state))
    word = next(counted, None) if "left" in chunk.kinds else None
    if word is not None:
        if chunk.has("others") and chunk.has(*VERBS):
            state.topic = "others"
        if word.key in state.vocabulary.holding:
            _see_what_it_would_be(chunk, state)
        taken = _leave_by(word, chunk, state)
        if taken.why is not Why.OTHERS and word.key in state.vocabulary.of_applications:
            _see_ways(chunk, state)
        return taken
    if state.held is not None and _is_held(words, state):
        if state.held == state.vocabulary.part_of_year:
            _see_what_it_would_be(chunk, state)
        return leave_figure(state.held)
    return _leave_part_of_unread(chunk, state)


def _leave_part_of_unread(chunk: Chunk, state: ParagraphState) -> Interpretation | None:
    """A part of what was left is left, unless its own words tell of what it is."""
    if state.base is None or state.base.meanings:
        return None
    if chunk.has("disclosure") or (chunk.has("case") and chunk.has("requests")):
        return None
    if chunk.has("part") and chunk.has("requests") and not chunk.has("left", "about"):
        state.base = None  # 来信来访620件次。其中属政府信息公开申请的28件
        return None
    of_years = state.base.why == Why.OTHER_YEAR and chunk.has("absolute")
    return None if of_years else leave_figure(Why.OF_LEFT)


def _leave_by(word: Token, chunk: Chunk, state: ParagraphState) -> Interpretation:
    """Left for what a word says, or as other things that came in so (窗口受理登记申请)."""
    ways = word.key in state.vocabulary.of_applications
    strange = ways and chunk.has("odd", "others") and not names_applications(chunk.words)
    if ways and chunk.has("odd") and not strange:
        strange = chunk.has(*VERBS) and is_strange(chunk, state.copy())
    return leave_figure(Why.OTHERS if strange else state.vocabulary.why[word.key])


def _take_change(chunk: Chunk, state: ParagraphState) -> Interpretation | None:
    """A comparison with another year, or what a figure has come to (降至12件)."""
    if not chunk.has("change", "against", "up_to"):
        return None
    if chunk.has("up_to") and not chunk.has(*ROLES) and state.topic != "documents":
        of = state.would if state.would_here else state.last
        if of.meanings and of.role in VERBS and not chunk.has("against", "absolute"):
            return Interpretation(of.meanings[:1], of.why, of.role)
    named = state.vocabulary.list_columns(list_quantity_words(chunk.before), "proactive")
    if named and has(chunk.before, "up_to"):
        return None  # 库存降到31件: what there is now
    plain = not chunk.has("left", "others", "odd", "organ", "absolute")
    grown = plain and has(chunk.before, "change") and has(chunk.before, *VERBS)
    if has(chunk.after, "up_to") or grown:
        _see_what_it_would_be(chunk, state)
    if plain and not state.topic and names_applications(chunk.before) and chunk.has(*VERBS):
        state.topic = "requests"  # 今年申请量由去年的3件增到11件
    return leave_figure(Why.CHANGED)


def _makes_it_another(word: Token, words: Words, state: ParagraphState) -> bool:
    """Whether a word makes the figure one of something else here."""
    vocabulary = state.vocabulary
    if word.kind != "left":
        return False
    if word.key in vocabulary.of_applications and (
        has(words, "document", "deciding")
        or find_decision(words, state)
        or lists_ways(words, word.key, vocabulary.spec.signs.ways)
    ):
        return False
    if has(words, "carry", "carrying", "under_way") and is_reason(word, words):
        return False
    if word.key in vocabulary.holding:
        return not any(w.kind == "absolute" and w.start > word.start for w in words)
    return not is_example(word, words)


def _is_held(words: Words, state: ParagraphState) -> bool:
    """Whether what was said before in the sentence makes the figure another's."""
    if state.held == state.vocabulary.part_of_year:
        # 一季度3件、二季度6件，另有上年结转2件: that is none of a part of the year
        of_year = has(words, "year", "absolute") or any(w.key == _CARRIED_IN for w in words)
        return not of_year and not any(w.text in state.vocabulary.spec.whole_year for w in words)
    making = state.topic == "documents" and bool(state.vocabulary.list_columns(words, "proactive"))
    return not (making or has(words, "document", "deciding"))


def _see_what_it_would_be(chunk: Chunk, state: ParagraphState) -> None:
    """What a figure of a part of the year is of: a total after it is of the whole."""
    if chunk.has("others"):
        return  # 服务热线累计接听31.2万次，2024年为5.7万次
    # on a copy, as the figure is left: only what a total after it may go on from is kept
    trial = state.copy()
    found = resolve_by_role(chunk, trial, list_quantity_words(chunk.words))
    if found[0].meanings:
        state.would, state.would_here = found[0], True
        state.topic = trial.topic if found[0].role in VERBS else state.topic


def _take_again(chunk: Chunk, state: ParagraphState) -> list[Interpretation] | None:
    """A bare figure of another scope (东沂县18件), or the same again (近2000件（1929件）)."""
    words, last = chunk.words, state.last
    goes_on = chunk.has("absolute") and state.sentence_begun and state.would.meanings
    if goes_on and not last.meanings and last.why != Why.UNKNOWN:
        last = state.would if state.would_here or last.why == Why.OTHER_YEAR else last
    # 区政府9件、部门25件、街镇8件: so are those of the other parts
    parts = chunk.has("scope", "organ") and chunk.kinds <= _NAMING
    of_known = state.base is not None and bool(state.base.meanings)
    if parts and of_known and state.last_in_sentence.why is Why.SUBSET:
        return [leave_figure(Why.SUBSET)]
    if chunk.has(*_SAYING_OF_WHAT):
        return None
    if chunk.has("part") and not chunk.has("scope", "organ"):
        return None
    light = chunk.kinds <= NO_WEIGHT
    if state.share_part.meanings and light and not chunk.has("scope", "organ", "absolute"):
        return [state.share_part]
    # 申请量走高：区教育局12件，学校29件
    opens = not state.sentence_begun and state.would_here and state.would.role == "arriving"
    if opens and not last.meanings and state.topic == "requests":
        last = state.would
    if not last.meanings or last.role == "claim":
        return None
    named = chunk.has("scope", "organ") or (chunk.has("absolute") and state.sentence_begun)
    # of two exact figures one after another the second is no more of the same (12件（7件）)
    one_is_rounded = last.amount is not None and last.amount.exact != chunk.amount.exact
    again = not chunk.has(*_NOT_AGAIN) and one_is_rounded and state.sentence_begun
    if is_own_part(words, state):
        return [leave_figure(Why.SUBSET)]
    # 审理27件，维持20件、纠正7件；以我局为被申请人的4件: none of an outcome
    if last.role == "column" and chunk.has("suffered"):
        return [leave_figure(Why.UNKNOWN)]
    return [Interpretation(last.meanings, last.why, last.role)] if named or again else None


def _is_whole(chunk: Chunk, state: ParagraphState) -> bool:
    """收到的5件申请涉及征地: what is told of is of all that came in, where none was told before."""
    before, after = chunk.before, chunk.after
    came = has(before[-1:], "arriving") and has(after[:1], "request", "requests")
    return came and not has(before, "about") and not state.last_verb.meanings


def _is_about_all(words: Words) -> bool:
    """Whether what follows 涉及 is no content of theirs, but who applied or disclosure itself."""
    at = find_word(words, "about")
    light = NO_WEIGHT | {"about"}
    of = next((word.kind for word in words[at + 1 :] if word.kind not in light), "")
    if of == "result":
        return "asked_for" not in words[at].signs  # 要求公开执法案卷的9件: not what came of it
    return of in ("column", "case", "requests", "disclosure")


def _fits_unit(chunk: Chunk, taken: Interpretation, state: ParagraphState) -> bool:
    """Whether a figure may be counted so; one without a unit only after 为 or in a list."""
    amount, before = chunk.amount, chunk.before
    spec, signs = state.vocabulary.spec, state.vocabulary.spec.signs
    if amount.unit in signs.weak_units and not names_applications(chunk.words):
        return taken.role == "document" or state.unit == amount.unit
    pieces = amount.unit in signs.pieces and state.topic != "cases"
    if pieces and taken.role in _OF_REQUESTS:
        return names_applications(chunk.words) or state.unit == amount.unit
    if taken.role == "document" and amount.unit.endswith(signs.times):
        return False  # 规范性文件公开发布21件次
    if amount.unit in signs.request_units:
        return taken.role not in ("document", "case")
    if not amount.unit and not chunk.listed:
        last = before[-1] if before else None
        is_bare = last is not None and last.kind in _BEFORE_BARE and amount.value < LARGEST_BARE
        return is_bare or (last is not None and last.text in spec.words.equals)
    if taken.role == "money":
        return amount.unit in spec.money
    if taken.role == "column" and amount.unit in spec.applicant_units:
        return True
    return amount.unit in state.vocabulary.counted or amount.unit == "%"


def resolve_by_role(
    chunk: Chunk, state: ParagraphState, found: list[Token]
) -> list[Interpretation]:
    """The meaning by the roles of the words; `found` are those of quantities."""
    words, kinds = chunk.words, {word.kind for word in found}
    # tables 1 and 3 first: their words are their own, while those of applications (收到, 办结)
    # are said of everything
    taken = _take_of_other_tables(chunk, found, kinds, state)
    if taken is not None:
        return [taken]
    why = _tell_no_requests(words, kinds, state)
    carried = chunk.has("carry", "under_way") or "carrying" in kinds
    others = state.turned and not names_applications(words)
    if why is None and (others or (carried and goes_on_with_cases(chunk, state))):
        why = Why.OTHERS
    if why is not None:
        return [leave_figure(why)]
    state.topic = "requests"
    if carried:
        if found and found[-1].key == "due":
            return take_verbs(chunk, [found[-1]], state)
        years = [year for year in list_years(words, state) if year]
        of = state.vocabulary.list_columns(found, "applications")
        if state.turned or (state.last_in_sentence.why == Why.OTHERS and not state.known_here):
            return [leave_figure(Why.OTHERS)]  # 工单2216件，18件在办
        both = take_together(chunk, years)
        return [both or take_carried(chunk, found, state, years=years, columns=of)]
    weak = "weak" in kinds
    if "result" in kinds or (weak and find_weak(found, state, "result")):
        return [take_result(chunk, found, state)]
    if "column" in kinds or (weak and find_weak(found, state, "column")):
        return [_take_applicants(chunk, found, state)]
    if kinds & set(VERBS):
        return take_verbs(chunk, found, state)
    return [take_noun(chunk, state)]


def _take_of_other_tables(
    chunk: Chunk, found: list[Token], kinds: set[str], state: ParagraphState
) -> Interpretation | None:
    """What is of table 1 or 3, None for what may be of applications."""
    words = chunk.words
    decision = find_decision(words, state, together=True)
    published = "" if decision else _find_published(found, state)
    if published:
        found, decision = found[-1:], published
    asked = "deciding" in kinds and has(words, "request")  # 办理行政许可申请36件
    if asked or decision == _OTHERS:
        return leave_figure(Why.OTHERS)
    weak = "weak" in kinds
    beside = weak and find_weak(found, state, "deciding")
    if decision or "deciding" in kinds or beside:
        return take_deciding(words, found, state, decision)
    if "document" in kinds or state.vocabulary.list_columns(found, "proactive"):
        taken = take_document(chunk, found, state)
        plain = "result" in kinds and not names_applications(words)  # 规范性文件17件全部公开
        if taken.meanings or plain or not kinds & {"result", "arriving", "finishing", "case"}:
            return taken
    outcome = state.topic == "cases" and (
        state.vocabulary.list_columns(found, "review") or find_weak(found, state, "column")
    )
    if "case" in kinds or outcome:
        columns = state.vocabulary.list_columns(found, "review") or [
            find_weak(found, state, "column")
        ]
        return take_case(words, found, state, columns[-1])
    spoken = state.would_here and state.would.role == "case" and not state.sentence_begun
    if spoken and kinds == {"arriving"} and not names_applications(words):
        state.topic, state.route = "cases", state.would.meanings[0].heads
        return Interpretation(state.would.meanings, Why.CASES, "case")  # 行政复议：新收3件
    decided = _DECIDED in state.vocabulary.quantities and state.last.role == "case"
    decided = decided and not has(words, "share")  # 复议15件，占答复总数83件的18.1%
    decided = decided and state.topic == "cases" and kinds == {"finishing"}
    if decided and not names_applications(words):
        return Interpretation((Meaning(state.route, _DECIDED),), Why.CASES, "column")
    part = has(words, "disclosure") and not found and has(words, "part", "about")
    if part and state.base is not None and state.undisclosed:
        why = Say("其中政府信息公开的案件", "those of them on disclosure")
        return Interpretation((Meaning(state.undisclosed),), why, "case")
    return None


def _find_published(found: Words, state: ParagraphState) -> str:
    """依法公开行政许可128件、行政处罚96件: decisions made public, and no application that is
    granted; of one kind alone not all of them may be.
    """
    last = found[-1] if found else None
    if last is None or last.kind != "weak" or not has(found[:-1], "result"):
        return ""
    key = state.vocabulary.find_decision(last)
    return key if not key or state.signs.decisions > 1 else _OTHERS


def _tell_no_requests(words: Words, kinds: set[str], state: ParagraphState) -> Say | None:
    """Why the words are not of applications, None where they are."""
    if has(words, "requests"):
        listed = not kinds and state.sentence_begun and not state.last.meanings
        return Why.OTHERS if listed else None
    if state.serves and not state.last_in_sentence.meanings and not names_applications(words):
        return Why.OTHERS  # 热线接到来电312个，办结310件
    if state.topic == "requests":
        return None
    cases = state.vocabulary.spec.signs.cases
    if "carrying" in kinds and any(word.text in cases for word in words):
        return Why.OTHERS  # 上年度遗留的4件案件
    if state.began_with_others and not state.known_here and "result" in kinds:
        return Why.OTHERS  # 查账申请17件，村委会公开15件、2件不予公开
    if not _names_applications_alone(words, kinds, state):
        return Why.NO_REQUESTS if kinds else Why.UNKNOWN
    why = state.last.why if state.sentence_begun and not state.last.meanings else None
    # what stood before was of something else, and so is what goes on from it
    if why in LEFT_LIST or (why == Why.NO_REQUESTS and "carrying" in kinds):
        return Why.NO_REQUESTS if kinds else Why.UNKNOWN
    return None


def _names_applications_alone(words: Words, kinds: set[str], state: ParagraphState) -> bool:
    """Whether the words are of applications although nothing has spoken of these."""
    arriving = [word.text for word in words if word.kind == "arriving"]
    foreign = state.topic == "others" and state.sentence_begun and not state.known_here
    if foreign and has(words, "carrying"):
        return False  # 工单共1234件，办结1230件，转下年4件
    newly = state.vocabulary.spec.signs.newly_received
    if has(words, "carrying") or any(contains_any(text, newly) for text in arriving):
        return True
    outcomes = state.topic == "cases" and state.last.role == "column" and state.sentence_begun
    if state.topic == "others" or outcomes:  # 维持7件，其他处理1件
        return False
    named = [i for i, word in enumerate(words) if word.kind in ("scope", "organ")]
    unknown = has(words[named[-1] + 1 :] if named else words, "odd")
    if has(words, "people") or (unknown and "arriving" in kinds):
        return False
    if has(words, "applicants") and "column" in kinds:
        return True
    if has(words, "request") or any("asks" in w.signs for w in words if w.kind in VERBS):
        return bool(kinds & {"arriving", "doing", "finishing", "column", "result"}) or not kinds
    return "result" in kinds


def _take_applicants(chunk: Chunk, found: Words, state: ParagraphState) -> Interpretation:
    if chunk.has("people"):
        return take_verbs(chunk, found, state)[0]
    behind = {two.kind for one, two in pair_touching(chunk.words) if one.kind == "column"}
    if "odd" in behind or ("arriving" in behind and chunk.has("requests")):
        # 2件属于个人权益记录查询: it only begins another noun; 公司收到申请6件: it was asked
        return leave_figure(Why.SUBSET if "odd" in behind else Why.OTHERS)
    columns = state.vocabulary.list_columns(found, "applications") or [
        find_weak(found, state, "column")
    ]
    # 企业等法人或其他组织: the whole beside one of its kinds only says what kind that is
    if {*columns} - {_NATURAL, _ORGANISATIONS}:
        columns = [column for column in columns if column != _ORGANISATIONS] or columns
    if not columns[-1]:
        return leave_figure(Why.UNKNOWN)
    if len(set(columns)) > 1 and not are_joined(chunk.words, "column"):
        return leave_figure(Why.AMBIGUOUS)
    column = "+".join(dict.fromkeys(columns))
    why = Say("表2按申请人分的数", "by who applied, of table 2")
    rows = [word.key for word in found if word.kind in ("arriving", "finishing")]
    base = state.base if state.base is not None and state.base.meanings else None
    fresh = base is None and chunk.has("applicants")
    if not rows and state.row_base is not None and state.last.role == "column" and not fresh:
        before = state.row_base.meanings
        same = tuple(msgspec.structs.replace(m, column=column) for m in before)
        return Interpretation(same, why, "column")
    if chunk.has("rest") and state.some_told:
        return leave_figure(Why.AMBIGUOUS)  # 家属提交11件，律师提交6件，其余9件为一般公民提交
    goes_on = chunk.listed and state.last_in_sentence.why == Why.AMBIGUOUS
    of_result = state.last.role == "result" and state.base is None and state.sentence_begun
    # ；企业申请1件，无法提供1件: results may be of those that are named behind a semicolon
    told = state.turned is None and chunk.has("request", "requests")
    state.apart = columns[-1] if told else ""
    if not rows and base is None and (goes_on or (of_result and not fresh)):
        return leave_figure(Why.AMBIGUOUS)  # 予以公开19件，自然人14件: of a result or of all
    heads = _find_rows_of_applicants(rows, base, state)
    others = () if rows else _list_other_rows(heads, state)
    every = tuple(Meaning(rows_of, column) for rows_of in (heads, *others))
    named = {word.text for word in found if word.kind == "column"}
    if rows and base is None and named <= set(state.vocabulary.spec.signs.anyone):
        every += (Meaning(heads),)  # 受理公民提交的申请12件: of whoever applied
    return Interpretation(every, why, "column")


def _find_rows_of_applicants(
    rows: Sequence[str], base: Interpretation | None, state: ParagraphState
) -> tuple[str, ...]:
    """Of which row who applied is told: by its verb, by what it is a part of, or of all."""
    heads: tuple[str, ...] = ("received",)
    if rows:
        heads = (rows[-1],)
    elif base is not None and base.role in _WITH_PARTS:
        heads = base.meanings[0].heads
    # who applied is told of all that came in, however these were counted
    of_all = heads == ("carried_in",) and not rows and not state.inside
    return ("received",) if of_all or heads[0] in _ARRIVED else heads


class ParagraphSoFar(Protocol):
    """A paragraph as it is read: its figures one after another, and what was read of it so far.
    Those who read comparisons, percentages and claims see the reader as this.
    """

    vocabulary: Vocabulary
    state: ParagraphState
    record: Record
    sentence: list[Interpretation]
    """What the figures of the sentence were taken for."""
    amounts: dict[int, Amount]
    """The figures of the sentence, by where their signs stand."""
    begins: int
    """Where the sentence begins in the paragraph."""
    clause_before: Words
    """The words of the clause before, where it had no figure."""

    @property
    def counts(self) -> Figures:
        """The figures of the sentences before."""
        ...

    def note(self, taken: Interpretation, amount: Amount) -> None: ...

    def read_figure(self, chunk: Chunk, bracket: bool) -> None: ...

    def map_offset(self, offset: int, amounts: Mapping[int, Amount] | None = None) -> int: ...


def _list_other_rows(heads: tuple[str, ...], state: ParagraphState) -> Iterator[tuple[str, ...]]:
    """Rows that who applied may be told of as well, where no verb says which."""
    if heads == ("completed",):
        yield ("received",)
    elif heads == ("received",) and state.last_verb.head == "completed":
        yield ("completed",)
    if state.last.role == "carrying" and state.last.meanings:
        yield state.last.meanings[0].heads  # 转入下一年度4件，自然人、企业各2件


def _see_ways(chunk: Chunk, state: ParagraphState) -> None:
    """受理网上申请7件、信函申请5件，合计12件: by ways only, which come to all that came in."""
    fresh = not (state.known_here or state.parts or state.last_verb.meanings)
    fresh = fresh and not chunk.has("odd", "others", "organ")
    if fresh and state.topic in ("", "requests") and names_applications(chunk.words):
        state.topic = "requests"
        why = Say("各渠道的合计", "of all ways together")
        state.would = Interpretation((Meaning(("received",)),), why, "arriving")
        state.would_here = True
