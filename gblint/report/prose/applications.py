"""Figures of table 2: what verbs say of applications, those carried over, their results, totals.

`meaning` asks here for what the words of a figure name, `reader` for figures whose own words name
nothing (合计12件, 这69件), which go on from what was told before. Short names (收, 结, 余) are with
them, as they name something only among such figures.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

import msgspec

from gblint.findings import Say
from gblint.pack.prose_model import Quantity
from gblint.report.model import Meaning
from gblint.report.prose.amounts import NO_DAYS
from gblint.report.prose.model import (
    LEFT,
    NO_WEIGHT,
    NOTHING,
    ROLES,
    VERBS,
    YEARS,
    Chunk,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    add_up_applicants,
    add_up_list,
    are_joined,
    find_word,
    has,
    is_done_later,
    is_open_list,
    is_own,
    is_quoted,
    leave_figure,
    list_keys,
    list_not_given,
    names_applications,
)
from gblint.report.prose.other_tables import add_up, find_weak, join_cases
from gblint.report.prose.parts import (
    counts_information,
    is_answered_by,
    is_of_carried,
    is_of_some_kind,
    list_named_results,
    list_results,
    lists_results,
)
from gblint.report.prose.vocabulary import Token, Vocabulary, Words
from gblint.text.numerals import DIGITS

_RECEIVED, _CARRIED_IN, _CARRIED_OUT, _DUE = "received", "carried_in", "carried_out", "due"
_SENDING = ("organ", "scope", "others", "odd", "left", "result")
_ALL = (Meaning((_RECEIVED,)), Meaning(("completed",)), Meaning((_DUE,)))
"""What all applications may be, the likeliest first."""
_THESE = Interpretation(_ALL, Say("这些申请", "these applications"), "arriving")
_LIGHT = NO_WEIGHT | {"request"}
_WITHOUT_MORE = _LIGHT - {
    *("part", "rest", "total", "year", "absolute", "scope", "organ", "excepting"),
}
"""Words beside which a figure may be all that the paragraph is of."""
_GOES_ON = ("arriving", "carrying", "finishing")
_OF_TABLE = Say("表2的申请", "applications of table 2")
_OF_RESULTS = Say("表2的办理结果", "results of table 2")
_SUM = Say("各部分的合计", "the sum of the parts before")
_DONE = tuple(Meaning((key,)) for key in ("completed", _RECEIVED, _DUE))
_CAME = frozenset((_RECEIVED, _CARRIED_IN))
_NO_BARE_TOTAL = frozenset((*ROLES, "requests", "odd", "others", "left"))
_BARE_EQUALS = frozenset(("equals", "filler", "total"))
ALONE = _BARE_EQUALS | {"year"}


def take_verbs(chunk: Chunk, found: Words, state: ParagraphState) -> list[Interpretation]:
    """The rows of table 2 that verbs name; several where they share a figure."""
    anew = has(found, "arriving")  # 第二季度收到9件；全年收到53件
    # behind a figure that was not read a bare verb goes on from that, whatever it was
    unread = state.last.why in (Why.OTHERS, Why.UNKNOWN) or not (state.known_here or anew)
    unread = unread or bool(state.turned)
    if state.sentence_begun and unread and not names_applications(chunk.words):
        return [leave_figure(Why.OTHERS)]  # 平台受理诉求47件，办结39件
    if is_done_later(chunk.before) or is_quoted(chunk.before):
        return [leave_figure(Why.SUBSET)]
    verbs = [i for i, word in enumerate(chunk.before) if word.kind in VERBS]
    of_those = bool(verbs) and has(chunk.before[verbs[-1] + 1 :], "within")  # 当年新收中的84件
    how = _tells_how(chunk, state) or _tells_how_of_part(chunk, state)
    if how or (of_those and not chunk.behind):
        return [leave_figure(Why.SUBSET)]
    gone = state.last_in_sentence.head == _CARRIED_OUT  # 除6件跨年外，其余124件均已答复
    if chunk.has("rest") and has(found, "finishing") and not gone:
        return [leave_figure(Why.SUBSET)]
    named = [word for word in found if word.kind in VERBS]
    if not named:
        return [leave_figure(Why.UNKNOWN)]
    last = named[-1]
    if len(named) > 1:
        joint = [w for w in chunk.words if named[-2].end <= w.start < last.start]
        # 收到并答复5件 is of both; 收到申请并按时办理5件 of what came in only, as no row has those
        # that are dealt with
        if has(joint, "also"):
            keep = [v for v in (named[-2], last) if v.kind != "doing"]
            return [_take_row(v.key, v.kind) for v in keep]
        if any("joining" in w.signs for w in joint) and len(joint) <= 2:
            last = named[0]  # 收到和处理申请5件: how many came in
    if last.kind == "doing" and has(chunk.before, "still"):  # 尚有5件在法定期限内办理
        return [_take_row(_CARRIED_OUT, "carrying")]
    return [_take_row(last.key, last.kind)]


def _take_row(key: str, role: str, why: Say = _OF_TABLE) -> Interpretation:
    return Interpretation((Meaning((key,)),), why, role)


def _tells_how(chunk: Chunk, state: ParagraphState) -> bool:
    """其中11件在10个工作日内办结, 一件答复后申请人来电: of those dealt with in some way."""
    before = chunk.before
    if state.parts and is_answered_by(chunk.words, state.vocabulary.spec.signs.answered_by):
        return True
    if not chunk.behind and has(before, "finishing"):
        days = [word.start for word in before if word.text.startswith(NO_DAYS)]
        done = next(word.start for word in before if word.kind == "finishing")
        if days and days[0] < done and not has(before, "all"):
            return True  # 15个工作日内答复的28件
    after = before if chunk.behind else chunk.after
    at = find_word(after, "finishing", missing=-1)
    if at < 0 or has(after, "all"):
        return False
    soon = any(word.text.startswith(NO_DAYS) for word in after[:at])
    return soon or has(after[:at], "left") or has(after[at + 1 :], "odd")


def _tells_how_of_part(chunk: Chunk, state: ParagraphState) -> bool:
    """其中35件为完整答复、4件部分公开: beside a result, of those answered in some way."""
    if not (chunk.behind and state.parts and state.signs.lists_results):
        return False
    at = find_word(chunk.before, "finishing")
    return at > 0 and chunk.before[at - 1].kind == "odd"


def _tells_of_some(chunk: Chunk, vocabulary: Vocabulary) -> bool:
    """有1件申请经补正后仍不符合要求: some, of which something is told."""
    before = chunk.before[-1:]
    return (
        bool(before)
        and before[0].text in vocabulary.spec.signs.there_are
        and has(chunk.tail[len(chunk.after) :], "odd", "left", "others")
    )


def take_noun(chunk: Chunk, state: ParagraphState) -> Interpretation:
    """申请12件 without a verb: what came in, where nothing else is said."""
    before, words = chunk.before, chunk.words
    first = next((w.kind for w in words if w.kind not in NO_WEIGHT), "")
    if counts_information(chunk, state.vocabulary):
        return leave_figure(Why.AMBIGUOUS)
    if has(words, "request") and state.base is None and not has(words, "part"):
        if first != "request" and not has(words, "within"):
            return leave_figure(Why.UNKNOWN)
        if _tells_of_some(chunk, state.vocabulary):
            return leave_figure(Why.SUBSET)
        if chunk.kinds <= _LIGHT:
            return _THESE
    # odd words between are tolerated (收到群众递交申请), ways only where nothing is odd: with both
    # it may be of some
    light = [w for w in words if w.kind != "odd"]
    if len(light) == len(words) and state.last.role != "column":
        # 公众通过网站、信函等途径提交申请12件: by any of the ways
        light = [
            w for w in words if w.kind != "left" or w.key not in state.vocabulary.of_applications
        ]
    plain = all(w.kind in NO_WEIGHT or w.kind == "requests" for w in light)
    of_others = not state.known_here and state.last.why in (
        Why.OTHERS,
        Why.UNKNOWN,
        Why.NO_REQUESTS,
    )
    whole = state.base is None and (of_others or not has(before, "part"))
    if plain and has(before, "requests") and whole:
        return _take_row(_RECEIVED, "arriving", Say("收到的申请", "applications received"))
    return leave_figure(Why.UNKNOWN)


def take_carried(
    chunk: Chunk,
    found: Words,
    state: ParagraphState,
    *,
    years: Sequence[int | None],
    columns: Sequence[str],
) -> Interpretation:
    """Those carried in or out, by words and `years` beside them; `columns` name who applied."""
    words = chunk.words
    named = [word.key for word in found if word.kind == "carrying"]
    came = (i for i, w in enumerate(words) if w.kind == "carry" and "comes" in w.signs)
    at = next(came, -1)
    sender = words[at - 1] if at > 0 and not years and not named else None
    if sender is not None and sender.kind in _SENDING and len(sender.text) > 1:
        return leave_figure(Why.OTHERS)  # 收到省政府转来申请5件
    # the word itself tells (转入下年), else the year beside it, else what it is a part of: those
    # carried in may be told as a part of what came in, those carried out are not
    if named:
        key = _CARRIED_IN if not years and _is_added(chunk, state) else named[-1]
    elif (has(words, "carry") and (years or at >= 0)) or (-1 in years):
        if years and years[-1] not in (-1, 1):
            return leave_figure(Why.OTHER_YEAR)
        key = _CARRIED_OUT if years and years[-1] == 1 else _CARRIED_IN
    else:
        part = has(words, "carry") and _is_part(chunk, state, of_some=bool(columns))
        key = _CARRIED_IN if part else _CARRIED_OUT
    if has(found, "finishing") and not _deals_with_them(words, key, years):
        return leave_figure(Why.SUBSET)
    base = state.base or NOTHING
    why = Say("结转的申请", "applications carried over")
    meanings = [Meaning((key,), columns[-1] if columns else "")]
    whose = base.meanings[0].column if base.role == "column" and base.meanings else state.crossing
    if whose and not columns:  # 企业申请中，公开12件，结转2件
        meanings.append(Meaning((key,), whose))
    # 结转2件 alone is read in the likelier way, and the other is let pass as well
    unsaid = state.last.role == "arriving" or any(  # 连同结转的13件: neither from nor to
        word.kind == "carry" and "directed" not in word.signs for word in words
    )
    none = not chunk.amount.value  # 结转0件: to the next year
    gone = key == _CARRIED_OUT and (state.came or none)
    if not named and not years and unsaid and not columns and not gone:
        other = (_CARRIED_IN,) if key == _CARRIED_OUT else (_CARRIED_OUT,)
        meanings += [msgspec.structs.replace(one, heads=other) for one in meanings]
    return Interpretation(tuple(meanings), why, "carrying")


def _is_part(chunk: Chunk, state: ParagraphState, *, of_some: bool) -> bool:
    """收到12件（含结转2件）, 加上一件企业结转件: of what came in, unless what was done is told;
    `of_some` says that those are named who applied.
    """
    if of_some and _is_added(chunk, state):
        return True
    done = state.base is not None and state.base.role == "finishing"
    return not done and (has(chunk.before, "part") or state.inside)


def _is_added(chunk: Chunk, state: ParagraphState) -> bool:
    """当年申请9件连同跨年件1件: of what came in."""
    added = any("adding" in word.signs for word in chunk.before)
    return added and state.last.role in ("arriving", "column", LEFT)


def take_together(chunk: Chunk, years: Sequence[int | None]) -> Interpretation | None:
    """当年新收及结转的141件, 新收和上年结转的16件: one figure of both."""
    before = chunk.before
    came = find_word(before, "arriving", missing=-1)
    gone = find_word(before, "carry", "carrying", missing=-1)
    if min(came, gone) < 0 or years[-1:] == [1]:
        return None
    if came and before[came - 1].kind in YEARS and years[:1] == [-1] and came < gone:
        return None  # 2023年收到、结转本年办理的1件
    between = before[min(came, gone) + 1 : max(came, gone)]
    joined = any("adds" in word.signs for word in between) or "counts_in" in before[gone].signs
    if not joined or has(between, "odd", "others"):
        return None
    why = Say("新收和结转的申请", "those that came in and those carried in")
    return _take_row(_DUE, "arriving", why)


def _deals_with_them(words: Words, key: str, years: Sequence[int | None]) -> bool:
    """Whether those dealt with are others, or all of them: 答复12件（含结转1件）, 上年结转3件均已
    答复, 顺延到下年度答复3件.
    """
    if key == _CARRIED_IN:
        return has(words, "all") or not has(words[find_word(words, "part") :], "finishing")
    return years[-1:] == [1]


def take_whole(chunk: Chunk, state: ParagraphState, *, first: bool) -> Interpretation | None:
    """A figure that nothing says more of, at the beginning of a sentence or as that in which
    others are (这69件中已有66件): all that the paragraph is of. `first` says that it stands in the
    first clause of its sentence.
    """
    kinds = chunk.kinds
    if state.topic != "requests" or state.year != 0 or state.held is not None or state.unrelated:
        return None
    if not chunk.amount.exact or not chunk.amount.unit or not kinds <= _WITHOUT_MORE:
        return None
    within = has(chunk.after, "within")
    if has(chunk.before, "within") or (chunk.words and not within):
        return None
    if state.sentence_begun or not first:
        last = state.last_in_sentence
        if not within or last.role not in _GOES_ON or not last.meanings:
            return None
    return _THESE


def take_total(
    chunk: Chunk,
    state: ParagraphState,
    *,
    alone: bool,
    counts: Figures,
    sentence: Figures,
) -> Interpretation | None:
    """合计19件 after the figures of parts, or after a clause that names it: the organ's own.

    `alone` says that the figure is bare and follows such a clause; `counts` are the figures of the
    sentences before, `sentence` those of its own.
    """
    vocabulary = state.vocabulary
    if state.year != 0 or state.share_open:
        return None  # 2021年最多，为18件; 60.7%属于某类，计17件
    plain = chunk.kinds.isdisjoint(_NO_BARE_TOTAL)
    joined = plain and any(word.text in vocabulary.together for word in chunk.before)
    whole = plain and state.would_here and chunk.kinds <= ALONE
    whole = whole and any(word.text in vocabulary.spec.whole_year for word in chunk.before)
    if not (alone or joined or whole or chunk.has("total", "equals")):
        return None
    bare = plain and (joined or has(chunk.before, "total"))
    equals = has(chunk.before, "equals") and chunk.kinds <= _BARE_EQUALS
    here = state.would_here and (state.would_fresh or not state.last_in_sentence.meanings)
    # not where something holds the figures back: 上半年收到4件，为3件 is of the half year still
    if whole or (here and (bare or ((equals or alone) and state.held is None))):
        return Interpretation(state.would.meanings, state.would.why, state.would.role)
    if not bare or not state.last.meanings:
        return None
    of = (w.text for w in chunk.before if w.kind == "both" or w.text in vocabulary.together)
    return _find_sum(next(of, ""), state, counts, sentence, vocabulary.groups)


def _find_sum(
    joint: str,
    state: ParagraphState,
    counts: Figures,
    sentence: Figures,
    groups: Mapping[str, str],
) -> Interpretation | None:
    """The sum of the figures before: of those that `joint` (二者) means, or of all of a kind."""
    last = state.last
    # 三类合计22件 begins a sentence: of as many as were told last in the one before
    figures = sentence if sentence or joint[:1] not in DIGITS else counts
    both = add_up(figures, joint) if joint else None
    if both is not None:
        return Interpretation((both,), _SUM, last.role)
    listed = add_up_list(sentence, groups) if last.role in ("result", "deciding") else ()
    results = lists_results([*counts, *sentence], groups)
    if listed and not results:
        return Interpretation(listed, _SUM, last.role)
    applied = add_up_applicants(sentence) if last.role == "column" else None
    if applied is not None:
        # as parts of a whole that was told they are hardly all of it
        every = Meaning((_RECEIVED,))
        whole = state.base is None and all(figure.meanings for figure in sentence)
        either = (every, applied) if whole else (applied, every)
        return Interpretation(either, _SUM, "arriving" if whole else "column")
    cases = join_cases(sentence) if last.role == "case" else None
    if cases is not None:
        return Interpretation((cases,), _SUM, "case")
    # a total is the organ's again, but for that of its own and of others (我局10件、县区36件)
    heads = {figure.head for figure in sentence}
    others = last.whose is not None and not last.whose.own
    own = any(one.meanings[:1] == last.meanings[:1] and is_own(one.whose) for one in sentence)
    state.whose = None if others and not own else state.whose
    if heads >= _CAME and last.head in _CAME:
        return _take_row(_DUE, "arriving", _SUM)
    if others:
        return Interpretation(last.meanings, _SUM, last.role)
    return Interpretation(_DONE, _SUM, "finishing") if results else None


def take_result(chunk: Chunk, found: Words, state: ParagraphState) -> Interpretation:
    """What became of applications: a row of table 2, or several, of some applicants or all."""
    vocabulary = state.vocabulary
    keys = list_results(chunk.words)
    if not keys:
        return _take_weak_result(chunk, found, state)
    groups = vocabulary.groups
    if is_of_carried(state) or is_of_some_kind(chunk, keys, groups):
        return leave_figure(Why.SUBSET)
    strange = has(chunk.before, "others") and not names_applications(chunk.words)
    if strange and not state.last_in_sentence.meanings:
        return leave_figure(Why.OTHERS)  # 建议提案答复公开22件
    keys = list(list_named_results(chunk.words, groups))
    named = [w for w in chunk.words if w.kind != "result" or w.key in keys]
    if is_open_list(named, groups) or (len(keys) > 1 and not are_joined(named, "result")):
        return leave_figure(Why.AMBIGUOUS)
    column = vocabulary.list_columns(found, "applications")
    base = state.base or NOTHING
    # beside one another none has its wider sense: 公开与部分公开合计3件
    rows = Meaning(tuple(keys), strict=len(keys) > 1)
    if column:
        meanings = [Meaning(tuple(keys), column[-1])]
    elif base.meanings and base.role == "column" and base.meanings[0].column:
        crossed = Meaning(tuple(keys), base.meanings[0].column)
        # 企业申请12件，公开5件 may be of all or of theirs; 企业的12件中 leaves no doubt
        meanings = [crossed] if state.within else [rows, crossed]
    else:
        meanings = [rows]
        if len(keys) == 1:
            meanings += _find_spoken_of(keys[0], state)
            meanings += _list_rest(keys[0], vocabulary)
        if state.crossing:
            meanings.append(Meaning(tuple(keys), state.crossing))
    meanings += list_not_given(named, keys, groups)
    return Interpretation(tuple(meanings), _OF_RESULTS, "result")


def _take_weak_result(chunk: Chunk, found: Words, state: ParagraphState) -> Interpretation:
    """The same where only a word of several meanings names it (公开5件)."""
    # 其余公开5件、无法提供3件
    grants = state.signs.lists_results and state.vocabulary.names_only_granting(found)
    if chunk.has("odd", "others", "organ") or (chunk.has("rest") and not grants):
        return leave_figure(Why.OTHERS)
    if not state.vocabulary.names_only_granting(found) and has(chunk.tail, "finishing", "doing"):
        return leave_figure(Why.SUBSET)  # 其他5件按规定答复
    key = find_weak(found, state, "result")
    others = state.vocabulary.list_weak_keys(found, "result")
    if is_of_carried(state):
        return leave_figure(Why.SUBSET)
    base = state.base or NOTHING
    whose = base.meanings[0].column if base.role == "column" else state.crossing
    of = "".join(state.vocabulary.list_columns(found, "applications")[-1:])
    asked = _RECEIVED if of and not chunk.behind else key  # 企业申请公开6件
    rows = (*(Meaning((one,), of) for one in (key, *others)), Meaning((asked,), of or whose))
    return Interpretation((*dict.fromkeys(rows),), _OF_RESULTS, "result")


def _find_spoken_of(group: str, state: ParagraphState) -> tuple[Meaning, ...]:
    """以公开之名行投诉之实的居多，44件不予处理: the row of a group that was spoken of."""
    of = state.would.meanings[:1] if state.would_here else ()
    row = of[0].heads if of and not of[0].column else ()
    return of if len(row) == 1 and state.vocabulary.groups.get(row[0]) == group else ()


def _list_rest(group: str, vocabulary: Vocabulary) -> tuple[Meaning, ...]:
    """The row of a group that has its rest: 逾期不补正3件，其他处理1件."""
    groups, every = vocabulary.groups, vocabulary.weak.values()
    rest = [key for keys in every for key in keys if groups.get(key) == group]
    return tuple(Meaning((key,)) for key in dict.fromkeys(rest))


_AFTER = {
    "result": frozenset(("result", "finishing", "doing", "claim", "arriving")),
    "column": frozenset(("arriving", "column", "doing")),
    "carrying": frozenset(("finishing", "result", "doing", "arriving", "carrying")),
    "arriving": frozenset(("arriving", "carrying", "column")),
    "finishing": frozenset(("arriving", "carrying", "column")),
}
"""For the role of a short name: those of a figure before it by which it is of the tables."""
_STRANGE = frozenset(("odd", "others", "left", "none", "about", "people", "name", "organ"))
_BARS = frozenset(("change", "against", "up_to", "absolute", "share", "rate", "within"))
_LIGHT_ENDS = ("filler", "year", "equals", "total")
_PARTS_ALONE = ("", "、", ",")
_OF_TWO = ("column", "result", "case")


class Shorts:
    """Looks short names up; made once for each pack."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        spec = vocabulary.spec
        # 收, 结, 余 are in so many words that they are no terms: they count only where nothing but
        # what may stand around them does
        self._names: dict[str, Quantity] = {}
        for quantity in vocabulary.quantities.values():
            for word in quantity.short:
                self._names.setdefault("".join(word.split()), quantity)
        self._vocabulary = vocabulary
        self._opening = frozenset(spec.signs.opening)
        self._before = frozenset(spec.short_before)
        self._after = frozenset(word[::-1] for word in spec.short_after)  # read backwards

    def find_applicants(self, text: str) -> Quantity | None:
        """Who applied, by a short name (本地村民)."""
        quantity = self._names.get(text)
        return quantity if quantity is not None and quantity.role == "column" else None

    def read_token(self, word: Token) -> Token | None:
        """A member of a list as the quantity that its short name is of (“收、办、存”分别为)."""
        quantity = self._names.get(word.text) if word.kind == "odd" else None
        if quantity is None:
            return None
        return msgspec.structs.replace(word, kind=quantity.role, key=quantity.key)

    def name_figure(self, chunk: Chunk, state: ParagraphState) -> Chunk | None:
        """A figure with the quantity that its short name is of, None where it has none here."""
        found = self._find(chunk, state)
        if found is None:
            return None
        word, quantity = found
        wholes = self._vocabulary.groups.values()
        if quantity.among and any(one.key in wholes for one in chunk.words):
            return None  # 因不属本机关公开等原因无法提供12件
        last = state.last_in_sentence
        if last is NOTHING and state.last.role == quantity.role == "result":
            last = state.last  # 不予公开5件。2件撤回
        apart = last.amount is None or chunk.amount.value > last.amount.value
        if last.role == "arriving" and quantity.role == "result" and apart:
            return None
        if last is NOTHING and word in self._opening:
            return _put_word(chunk, quantity, word, self._vocabulary)  # 收30件、结29件、余1件
        if last.role not in _AFTER[quantity.role] or not last.meanings:
            return None
        fresh = state.would_here and state.would_fresh and state.would.role == quantity.role
        if quantity.role == "result" and fresh:
            return None  # 需加工分析，不予提供1件
        if quantity.role == "arriving" and state.share_open:
            return None  # 60.7%属于某类，计17件
        return _put_word(chunk, quantity, word, self._vocabulary)

    def _find(self, chunk: Chunk, state: ParagraphState) -> tuple[str, Quantity] | None:
        asked = state.topic == "requests" or has(chunk.before[:1], "requests")
        if not asked or state.unrelated or state.held is not None:
            return None
        if not chunk.has(*_STRANGE) and chunk.has(*ROLES):
            return None
        if state.year != 0 or chunk.has(*_BARS) or set(list_keys(chunk.words, "year")) - {"0"}:
            return None
        found = self._find_name(chunk.words) or self._find_name(_drop_light(chunk.words))
        asks = has(chunk.before[:1], "requests", "request")  # 信息公开申请收84件、办83件
        if found is None and asks:
            found = self._find_name(_drop_light(chunk.words[1:]))
        if found is None and chunk.after and "".join(w.text for w in chunk.tail) in self._names:
            return self._find_name(_drop_light(chunk.before[asks:]))  # 收64结63: 结 is of the next
        return found

    def _find_name(self, words: Words) -> tuple[str, Quantity] | None:
        """The short name that the words are, with others that may stand around it."""
        text = "".join(word.text for word in words)
        # of all ways to cut what may stand around it off, the one that leaves the longest name
        ends = _find_places(text[::-1], self._after)
        for begin in sorted(_find_places(text, self._before)):
            for end in (len(text) - place for place in sorted(ends)):
                quantity = self._names.get(text[begin:end])
                alone = text[:begin] in _PARTS_ALONE and end == len(text)  # 办58件, not 转办58件
                if quantity is not None and (alone or quantity.role != "finishing"):
                    return text[begin:end], quantity
        return None


make_shorts = lru_cache(maxsize=4)(Shorts)


def _drop_light(words: Words) -> Words:
    """The words without those of no weight at both ends (全年仅收, 结了)."""
    begin, end = 0, len(words)
    while begin < end and words[begin].kind in _LIGHT_ENDS:
        begin += 1
    while begin < end and words[end - 1].kind in _LIGHT_ENDS:
        end -= 1
    return words[begin:end]


def _find_places(text: str, words: Container[str]) -> set[int]:
    """The places of a text before which there are but words, if any."""
    places = {0}
    for end in range(1, len(text)):
        if any(text[begin:end] in words for begin in places):
            places.add(end)
    return places


def _put_word(chunk: Chunk, quantity: Quantity, word: str, vocabulary: Vocabulary) -> Chunk:
    """A figure whose only word is one of a quantity."""
    first = chunk.words[0]
    token = vocabulary.make_token(quantity.role, quantity.key, first.start, first.end, word)
    asked = [word for word in chunk.before[:1] if word.kind == "requests"]
    return msgspec.structs.replace(
        chunk, before=[*asked, token], after=[], words=[], kinds=frozenset()
    )


def choose_of_two(chunk: Chunk, words: Words, vocabulary: Vocabulary) -> Chunk | None:
    """企业超过自然人：前者140件，后者88件: a figure with the one of two named in `words` that it is
    of; None for another.
    """
    if not words:
        return None
    signs = vocabulary.spec.signs
    of_two = (*signs.former, *signs.latter)
    text = next((w.text for w in chunk.before if w.text in of_two), "")
    words = read_results(words, vocabulary) if text else ()
    named = {(word.kind, word.key): word for word in words if word.kind in _OF_TWO}
    if len(named) != 2 or len({kind for kind, _ in named}) != 1:
        return None
    word = list(named.values())[0 if text in signs.former else 1]
    return _put_word(chunk, vocabulary.quantities[word.key], word.text, vocabulary)


def read_results(words: Words, vocabulary: Vocabulary) -> list[Token]:
    """The words, one that may be a result beside another being that: 无法提供和公开居多, 公开、无法
    提供分别为5件、3件.
    """
    found = list(words)
    # 公开 by itself is as well decisions made public: only beside another result it surely is one
    for i, word in enumerate(words if has(words, "result") else ()):
        keys = vocabulary.list_weak_keys([word], "result")
        if keys:
            found[i] = msgspec.structs.replace(word, kind="result", key=keys[0])
    return found
