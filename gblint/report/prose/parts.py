"""Whether a figure is of a part only (of some applications, of an own part of the organ, of other
bodies), or of things that are no applications for information, as their words tell (群众来信3件,
许可申请). Asked by all that take figures for something, and by what tells whose these are.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from itertools import pairwise

from gblint.findings import Say
from gblint.report.model import Number
from gblint.report.prose.amounts import COUNT, Amount, contains_any
from gblint.report.prose.model import (
    BOTH_CASES,
    NO_WEIGHT,
    NOTHING,
    ROLES,
    SUITS,
    VERBS,
    Chunk,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    find_word,
    has,
    leave_figure,
    list_beside,
    list_quantity_words,
    names_applications,
)
from gblint.report.prose.vocabulary import Token, Vocabulary, Words
from gblint.text.patterns import later

_BEFORE_SUBJECT = ("year", "absolute", "total", "part", "scope", "organ", "、", "n")
_SYSTEM = "system"
_OF_KIND = ("disclosure", "requests", "request", "case")
_FIGURES = 6
_TOLD_ONCE = ("arriving", "finishing", "document", "case", "deciding", "column")
_OF_ALL = ("arriving", "finishing", "doing")
_OF_SOME = ("finishing", "result", "carrying", "column")
"""Roles of figures that some may have of their own."""
_MORE = (("odd", "、", "result"), ("others", "、", "result"))
_NUMBERED = later(r"[\d.]+$")
"""The number of a member of a list: 3.不予公开26件."""
OF_PART = "_part"
"""Ends the key of a quantity that is some of another's decisions."""
_GRANTED, _PART_OF_GRANTED = "granted", "partial"
_RESULTS, _MANY = 12, 3
"""Figures before a total that are looked at; results by which they are those of all."""


def has_its_figure(inside: Words, before: Words) -> bool:
    """第三方信息（5件）、行政查询（9件）: whether a bracket has but the figure of the words before
    it, which are then of no other.
    """
    said = [word for word in inside if word.kind not in ("n", "filler", "equals")]
    whole = said == [word for word in before if word.kind not in ("filler", "equals")]
    return bool(said) and whole and sum(word.kind == "n" for word in inside) == 1


def is_of_content(chunk: Chunk) -> bool:
    """养老服务类9件均不掌握: of some, by what they are about, of whatever came of them."""
    if not chunk.behind:
        return False
    words = chunk.before
    return any(
        word.kind in ("odd", "others")
        and "sorts" in following.signs
        and has(words[i + 2 :], "result", "weak", "each")
        for i, (word, following) in enumerate(pairwise(words))
    )


def is_some(words: Words, *, pieces: bool) -> bool:
    """Whether words make a figure one of some: who did it (由房管部门承办), of what kind
    (征地类信息公开), or pieces of information (不予公开信息5项); `pieces` says that it may be
    counted so.
    """
    for i, (word, following) in enumerate(pairwise(words)):
        if "by" in word.signs and following.kind in ("odd", "others"):
            return True
        if word.kind == "odd" and following.kind == "submitted" and not names_applications(words):
            return True  # 农民工提交的9件全部予以公开
        # 类 behind a word that is not known makes a kind of it; behind one that is known
        # (不予公开类) it does not
        kind = "sorts" in word.signs and i > 0 and words[i - 1].kind == "odd"
        if kind and following.kind in _OF_KIND:
            return True
        if pieces and word.kind in ("result", "weak") and "information" in following.signs:
            return True
    return False


def is_done_by_others(words: Words) -> bool:
    """热线受理5381件, 受理事项31件: what came in elsewhere, with no word for applications."""
    if names_applications(words) or not has(words, *VERBS):
        return False
    for word, following in pairwise([w for w in words if w.kind not in NO_WEIGHT]):
        if word.kind == "others" and following.kind in VERBS:
            return True
    return False


def is_base_of_all(words: Words) -> bool:
    """占我局全部复议案件（9件）: the base of a percentage, of cases of every kind."""
    base = words[find_word(words, "share", missing=len(words)) :]
    return has(base, "case") and not has(base, "disclosure", "requests")


def is_own_part(words: Words, state: ParagraphState) -> bool:
    """24件（管委会本部14件，保税区6件）: an own part of what was the organ's already."""
    whole = state.last.whose
    if state.base is None or has(words, "absolute"):
        return False
    if state.last.role not in VERBS and not (state.inside and state.last.role == "document"):
        return False
    of_own = whole is None or (whole.own and whole.key != _SYSTEM)
    return of_own and has(words, "scope", "organ")


def is_of_carried(state: ParagraphState) -> bool:
    """对上年结转的2件申请，公开1件: results of those carried in."""
    base = state.base or NOTHING
    return base.head == "carried_in" and not base.meanings[0].column


def is_some_reason(words: Words) -> bool:
    """属涉诉事项不予处理1件: of one reason, and none of those that the table has; not of 因权属不清
    等原因无法提供12件, where others are meant as well.
    """
    at = find_word(words, "result")
    because = [i for i, word in enumerate(words[:at]) if "reasons" in word.signs]
    reason = words[because[0] : at] if because else ()
    return has(reason, "odd", "others") and not has(reason, "such")


def is_answered_by(words: Words, means: tuple[str, ...]) -> bool:
    """其中书面答复52件、电话回复2件: of those answered in one way."""
    at = find_word(words, "finishing", missing=-1)
    return at >= 0 and (
        words[at].text.startswith(means) or words[max(at - 1, 0)].text.endswith(means)
    )


def find_base(amount: Amount | None, sentence: Figures, state: ParagraphState) -> Interpretation:
    """收到申请6件，涉及事项11项，其中公开4件: of which figure the next one is a part.

    That is one of its unit where the last is of nothing that is known.
    """
    last = state.last
    if amount is None or last.meanings or last.amount is None or last.amount.unit == amount.unit:
        return last
    for figure in reversed(sentence):
        if figure.meanings and figure.amount and figure.amount.unit == amount.unit:
            state.some = 0  # the 11 are of some of them, the 4 are not
            return figure
    return last


def is_remark(taken: Interpretation, amount: Amount) -> bool:
    """新收101件，首次突破百件: a round number by the way, of what was told just before."""
    return taken.why is Why.UNKNOWN and amount.means == "at_least" and not taken.maybe


def go_on_from_all(base: Interpretation, before: Figures) -> Interpretation:
    """收到8件，上年结转1件。其中, 办结9件，包括上年结转1件。其中: of all that came in or were dealt
    with, not of what was carried in.
    """
    if base.head != "carried_in":
        return base
    told = (figure for figure in before if figure.role in _OF_ALL and figure.meanings)
    return next(told, base)


def is_reason(word: Token, words: Words) -> bool:
    """1件因需征求第三方意见顺延至下年: why it is so, not what it is."""
    # a reason stands between 因 and where what is carried over is told
    because = [w.start for w in words if "because" in w.signs]
    carry = [w.start for w in words if w.kind in ("carry", "carrying", "under_way")]
    return bool(because and carry) and because[0] < word.start < carry[-1]


def came_late(chunk: Chunk, why: Say, vocabulary: Vocabulary) -> bool:
    """还有1件因12月下旬收到: of those that go on, if what follows says so."""
    if why != vocabulary.part_of_year:
        return False
    after = chunk.before if chunk.behind else chunk.after
    late = next((i for i, w in enumerate(after) if vocabulary.is_part_of_year(w)), 0)
    return late > 0 and has(after[late:], "arriving")


def is_example(word: Token, words: Words) -> bool:
    """驳回、撤回等其他结果, 设计审核等行政许可: one of the things that the name behind has."""
    such = next((i for i, w in enumerate(words) if w.kind == "such" and w.start > word.start), None)
    if such is None:
        return False
    named = next((w.kind for w in words[such + 1 :] if w.kind != "filler"), "")
    return named in ("result", "column", "deciding", "weak", "carry", "carrying")


def is_subject(words: Words, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a name of another stands as that of whose figures follow."""
    if words[at].kind == "scope":
        # 各县区: heads the figures behind it
        alone = all(word.kind == "filler" for word in (*words[:at], *words[at + 1 :]))
        counted = any(word.text == COUNT for word in words[max(0, at - 1) : at])
        alone = alone or (counted and not has(words[at + 1 : at + 2], "odd", "others"))  # 43所高校
        told = words[-1].kind == "equals"  # 各市州汇总数为：收件6820件
        return alone or told or any(word.kind in ("n", "p") for word in words)
    follows = words[at + 1 : at + 2]
    if has(words[max(0, at - 1) : at], "equals") and (not follows or follows[0].kind == "n"):
        return True  # 申请量居前的部门为市自然资源局（92件）
    if not follows or follows[0].text.startswith(vocabulary.not_subjects):
        return False
    if "begins" in words[at].signs and has(follows, "odd", "others"):
        return False  # 政府债务信息7条: the name only begins another word
    subjects = vocabulary.spec.subjects
    # 向市司法局移送3件: behind 向 or 由 a name is no subject, behind a stop or a time it is
    before = next((word for word in reversed(words[:at]) if word.text not in subjects), None)
    if before is None or before.kind in _BEFORE_SUBJECT:
        return True
    return before.text == COUNT or "every" in before.signs


def is_of_figures(words: Words, at: int, amount: Amount, vocabulary: Vocabulary) -> bool:
    """两项占办结数的45.65%: how many figures of those before are meant, and no figure itself."""
    after = [word for word in words[at + 1 : at + 4] if word.kind not in ("odd", "filler")]
    share = has(after[:1], "share", "total")
    units = vocabulary.spec.signs.figure_units
    # nobody sums up more figures than these; a larger number is a figure itself
    return share and amount.unit in units and amount.value <= _FIGURES


def see_some(chunk: Chunk, taken: Interpretation, state: ParagraphState) -> None:
    """A figure of some, by the way in which they came, by what they are about, or by who put them
    (家属提交11件): what the sentence tells next may be of these.
    """
    vocabulary = state.vocabulary
    amount, whys = chunk.amount, vocabulary.of_ways
    if not taken.meanings and any("for_others" in w.signs for w in chunk.words):
        state.turned = state.others_here = True  # 协助市政府答复6件，予以公开6件
    ways = (w for w in chunk.words if w.kind == "left" and w.key in vocabulary.of_applications)
    # a way in which they came makes some of them only beside all: 通过网上平台收到12件 may be all
    # there were
    way = taken.why in whys and (state.parts or state.known_here)
    way = way or (state.parts and not chunk.has("others") and any(ways))
    someone = taken.why in (Why.UNKNOWN, Why.OTHERS) and (
        state.known_here or state.unit is not None
    )
    someone = someone and (_names_someone(chunk, vocabulary) or _is_one_of_some(chunk, vocabulary))
    someone = someone or (taken.why in vocabulary.steps and _is_one_of_some(chunk, vocabulary))
    # of all that are told apart each is one of some, whoever knows how many came in
    sort = state.signs.sorted and taken.why is not Why.OF_LEFT
    some = way or someone or sort or (taken.why == Why.SUBSET and not chunk.has(*_OF_SOME, "weak"))
    if taken.meanings or not amount.exact or not some:
        if taken.meanings and taken.role not in _OF_SOME:
            state.some = state.some_together = 0
        return
    last = state.last_in_sentence
    # 网上12件、信函8件: told one after another they add up, perhaps to all
    again = not last.meanings and (last.why == Why.SUBSET or last.why in whys)
    state.some_together = amount.value + (state.some_together if again else 0)
    state.some, state.some_told = amount.value, True


def _names_someone(chunk: Chunk, vocabulary: Vocabulary) -> bool:
    """家属提交11件, 征收补偿14件: whether words say who put those of a figure, or what of."""
    odd = [word for word in chunk.before if word.kind == "odd"]
    if not odd:
        return False
    asked = any(word.text in vocabulary.applying for word in chunk.words)
    begins = vocabulary.spec.signs.done_with
    done = any(word.text.startswith(begins) for word in odd)  # 提供统计数据3件
    content = not done and not chunk.has(*ROLES, "others", "part")
    return asked or content or chunk.has("submitted", "applicants")


def _is_one_of_some(chunk: Chunk, vocabulary: Vocabulary) -> bool:
    """有5件经沟通后变更申请内容: whether a figure is said to be one of some."""
    before = chunk.before[:1] if chunk.behind else chunk.before[-1:]
    return bool(before) and before[0].text in vocabulary.spec.signs.there_are


def is_of_some_told(
    taken: Interpretation, amount: Amount, state: ParagraphState, wholes: Container[Number]
) -> bool:
    """其中网上提交的12件，公开8件、不予公开2件: whether a figure may be of those told just before,
    which are not all that came in; `wholes` are how many did.
    """
    if not state.some or not taken.meanings or taken.role not in _OF_SOME or not amount.value:
        return False
    # what adds up to all that came in parts it, and is no some any more
    every = state.some_together in wholes and not state.some_apart
    if every or amount.low > state.some:
        state.some = 0
        return False
    state.some_apart = True
    return True


def drop_told_again(
    taken: list[Interpretation], amount: Amount, figures: Figures
) -> list[Interpretation]:
    """新收690件，其中市政府收到96件，县政府收到288件: after 其中 the same again is of a part."""
    meanings = [
        figure.meanings[:1] for figure in taken if figure.role in _TOLD_ONCE and figure.meanings
    ]
    if not meanings:
        return taken
    same = [figure.amount for figure in figures if figure.meanings[:1] in meanings]
    # a larger one of the same kind before it; an equal or smaller one says nothing
    again = any(
        figure is not None and figure.exact and figure.value > amount.value for figure in same
    )
    return [leave_figure(Why.SUBSET)] if again else taken


def are_carried_cases(words: Words) -> bool:
    """上年未结诉讼3件, 上年度结转行政复议3件: cases of the year before, whatever came of them."""
    at = find_word(words, "case")
    return any(word.kind == "carrying" for word in words[:at])


_PARTS_OF = {"litigation": SUITS, "disputes": (*BOTH_CASES, *SUITS)}


def find_outcome_of_whole(heads: Sequence[str], words: Words, state: ParagraphState) -> str:
    """年末在审案件5件（复议3件、诉讼2件）: the outcome of which cases are parts."""
    base = state.base or NOTHING
    of = base.meanings[:1]
    if not of or not of[0].column or not (state.inside or state.parts or has(words, "part")):
        return ""
    within = {kind for head in of[0].heads for kind in (head, *_PARTS_OF.get(head, ()))}
    return of[0].column if base.role == "column" and set(heads) <= within else ""


def is_of_some_kind(chunk: Chunk, keys: Collection[str], groups: Mapping[str, str]) -> bool:
    """Whether those of a result are of some kind only: 以安全为由不予公开, 征地类不予公开.

    `groups` has the groups of results by their rows; what is told of a row says its kind itself.
    """
    # the rows of a group are reasons themselves, so only the group is narrowed by one
    told = chunk.has("grounds") or is_some_reason(chunk.words)
    if told and not set(keys) & groups.keys():
        return True
    words = chunk.before
    if _is_of_more(words):
        return True
    named = (i for i, word in enumerate(words) if word.kind == "result" and word.key in keys)
    at = next(named, len(words))  # or it stands behind: 要求确认信息1件不予处理
    before = [word for word in words[:at] if "behind_sort" not in word.signs]
    unknown = bool(before) and before[-1].kind == "odd" and not _NUMBERED.match(before[-1].text)
    # a row says of what kind it is; what is not known before it then only introduces it
    whole = {*groups.values(), _GRANTED}
    return unknown and set(keys) <= whole  # 征地类不予公开, 事故报告全文公开


def _is_of_more(words: Words) -> bool:
    """信访、重复申请计6件: of results together, of which one is not known."""
    marks = [word.kind for word in words]
    return any(
        (marks[i - 1], mark, marks[i + 1]) in _MORE
        for i, mark in enumerate(marks[1:-1], 1)
        if mark == "、"
    )


def find_crossing(taken: Interpretation, sentence: Figures, state: ParagraphState) -> str:
    """Who applied for those of which results may be told after a figure: 企业申请8件，5件予以公开;
    "" where it is one of several, which are all together.
    """
    if taken.role == "result" and taken.meanings:
        # 企业的申请2件予以公开、1件不予公开: its own words name them
        return taken.meanings[0].column or state.crossing
    if taken.why is Why.AMBIGUOUS:
        return state.apart
    of = taken.meanings[0] if taken.role == "column" and taken.meanings else None
    if of is None or of.heads != ("received",) or (sentence[-1:] and sentence[-1].role == "column"):
        return ""
    return of.column


def list_results(words: Words) -> list[str]:
    """The results that are named; 全部或部分公开 and 公开或部分公开 name two."""
    found: list[str] = []
    for i, word in enumerate(words):
        if word.kind == "result":
            if i > 1 and word.key == _PART_OF_GRANTED and "joins" in words[i - 1].signs:
                whole = words[i - 2]  # 全部 or 公开
                if whole.kind == "all" or (whole.kind == "weak" and word.text.endswith(whole.text)):
                    found.append(_GRANTED)
            found.append(word.key)
    return list(dict.fromkeys(found))


def list_named_results(words: Words, groups: Mapping[str, str]) -> tuple[str, ...]:
    """The results that words name together, a group only where none of its rows is named, or
    where they are said to be some of its reasons (因不掌握等原因无法提供).
    """
    keys = list_results(words)
    wholes = {groups[key] for key in keys if key in groups}
    # 因内部事务、行政执法案卷等不予公开: 等 says that there are other reasons, and so the group
    if wholes and has(words, "such"):
        return tuple(sorted(wholes))
    return tuple([key for key in keys if key not in wholes] or keys)


def lists_results(figures: Figures, reasons: Collection[str]) -> bool:
    """Whether the results of all were told just before (合计140件), not `reasons` of a group."""
    near = figures[-_RESULTS:]
    # a total behind sums counts the same results twice
    if any(
        len(figure.meanings[0].heads) > 1
        for figure in near
        if figure.role == "result" and figure.meanings
    ):
        return False  # 公开和部分公开合计35件；不予公开、无法提供、不予处理合计25件
    results = {figure.head for figure in near if figure.role == "result"}
    wholes = [head for head in results if head not in reasons]
    return bool(near) and near[-1].role == "result" and len(wholes) >= _MANY


def is_of_more(
    taken: Interpretation, amount: Amount, counts: Figures, state: ParagraphState
) -> bool:
    """Whether a figure of what came in is several times that which a sentence before told: of
    something else, whoever does not say so.
    """
    own = state.whose is None or state.whose.own
    if not amount.exact or not taken.meanings or not own:
        return False
    for figure in counts:
        same = figure.meanings[:1] == taken.meanings[:1] and figure.whose == state.whose
        if same and figure.amount is not None and figure.amount.exact:
            # twice as much may still be a slip of the drafter, which has to be found; and of few,
            # any number is several times as much
            return amount.value > 2 * figure.amount.value + 5
    return False


def counts_requests(words: Words, at: int, unit: str, state: ParagraphState) -> bool:
    """收到申请29个，1个不予公开: a unit of anything, in which applications are counted here."""
    beside = list_beside(words, at)
    if has(beside, "deciding"):
        return True  # 行政许可决定206个
    if has(beside, "requests", "request") and not has(words, "others"):
        return True
    return state.unit == unit and has(words, "result", "column", "finishing")


def counts_applicants(words: Words, at: int, state: ParagraphState, *, after_known: bool) -> bool:
    """自然人6人次, 14家次企业: counted by who came, where the paragraph is of applications;
    `after_known` says that the sentence has a figure that is known.
    """
    beside, quantities = list_beside(words, at), state.vocabulary.quantities
    named = any(w.kind == "column" and quantities[w.key].table == "applications" for w in beside)
    spoken = has(words, "request", "requests", "applicants", "arriving")
    return named and (spoken or (after_known and state.topic == "requests"))


_NEAR = 3
"""Figures before one of which it may be the same again."""


def is_of_left(taken: Interpretation, amount: Amount, figures: Figures, why: Say | None) -> bool:
    """历年累计12件；累计受理的12件中: whether what came in is a figure that was left just before
    for being of another time, told again.
    """
    if not amount.exact or not taken.meanings:
        return False
    same = (f.amount for f in figures[-_NEAR:] if f.why is why and not f.meanings)
    return any(
        other is not None and (other.value, other.unit) == (amount.value, amount.unit)
        for other in same
    )


_TOTALS = ("equals", "total")
_MAKING_STRANGE = ("odd", "others", "weak")
_DECIDED = "decided"


def is_strange(chunk: Chunk, state: ParagraphState) -> bool:
    """Whether words that are not known stand between what is known and the figure."""
    if _is_of_others(chunk, state):
        return True
    strange = not chunk.kinds.isdisjoint(_MAKING_STRANGE)
    strange = strange and _is_strange_before(chunk, state)
    return strange or _is_strange_after(chunk, state)


def _is_strange_before(chunk: Chunk, state: ParagraphState) -> bool:
    vocabulary = state.vocabulary
    before = chunk.before
    known = found = False
    if chunk.behind:
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


def _begins_with_verb(words: Words) -> bool:
    """Whether the first word that is known is a verb (办理变更登记: of another thing)."""
    first = next((word for word in words if word.kind in ROLES or word.kind == "requests"), None)
    return first is not None and (first.kind in VERBS or first.key == _DECIDED)


def counts_information(chunk: Chunk, vocabulary: Vocabulary) -> bool:
    """依申请信息86条, 依申请公开86条: information that is given to whoever asks, as it may be."""
    signs = vocabulary.spec.signs
    if chunk.amount.unit not in signs.weak_units:
        return False
    asked = [i for i, word in enumerate(chunk.before) if word.kind in ("requests", "request")]
    if not asked:
        return False
    named = chunk.before[asked[-1]].text.endswith(signs.asking)
    behind = chunk.before[asked[-1] + 1 :]
    return not named or any("information" in word.signs for word in behind)


def is_some_decisions(words: Words, vocabulary: Vocabulary) -> bool:
    """网上办理行政许可, 按简易程序作出行政处罚: decisions that were made in a way of several."""
    at = find_word(words, "deciding", "weak")
    begin = at
    while begin and words[begin - 1].end == words[begin].start and words[begin - 1].kind != "n":
        begin -= 1
    said = "".join(word.text for word in words[begin:at])
    return contains_any(said, vocabulary.spec.signs.decided_by)


def counts_others(words: Words) -> bool:
    """投诉、建议共2718件: what is counted are other things, and so is what is done with them."""
    if not words or words[-1].kind not in _TOTALS:
        return False
    named = [word for word in words if word.kind not in _TOTALS and word.kind != "filler"]
    return has(named[-1:], "others") and not has(words, "requests", "request", "case", *VERBS)


def _see_others(words: Words, state: ParagraphState) -> None:
    """What is received or done is of other things, and so is what follows."""
    if has(words, *VERBS):
        state.topic = "others"


def _is_strange_after(chunk: Chunk, state: ParagraphState) -> bool:
    odd, behind = False, chunk.after[1:2]
    if has(behind, "odd") and "of" in chunk.after[0].signs:
        return True
    if any("information" in word.signs for word in behind):
        return True
    for word in chunk.after:
        if word.kind in ("requests", "disclosure"):
            return False
        if word.kind == "others" or (word.kind == "request" and odd):
            if chunk.has(*VERBS) or not list_quantity_words(chunk.words):
                state.topic = "others"
            return True
        odd = odd or word.kind == "odd"
        if word.kind in ROLES:
            return False
    return False


def _is_of_others(chunk: Chunk, state: ParagraphState) -> bool:
    """Whether a figure is of what others did, of some only, or of what was counted before it."""
    before = chunk.before
    if "others" in chunk.kinds and is_done_by_others(before):
        state.topic = "others"
        return True
    pieces = chunk.amount.unit in state.vocabulary.spec.signs.information_units
    if is_some(chunk.words, pieces=pieces) or is_of_content(chunk):
        return True
    counted = [i for i, word in enumerate(before) if word.text == COUNT]
    who = ("organ", "scope") if not has(before, "submitted") else ("organ", "scope", "column")
    return any(not has(before[i + 1 : i + 2], *who) for i in counted)  # 一家企业提出的申请1件
