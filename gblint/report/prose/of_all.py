"""What is 0 because all are said to be otherwise: 均为自然人, 全部办结, 均维持.

`claims` asks it of a clause; what is denied outright is read in `denials`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from gblint.report.model import Meaning, Number
from gblint.report.prose.applications import make_shorts
from gblint.report.prose.denials import Claimed, is_light, list_other_applicants
from gblint.report.prose.model import (
    LEFT,
    ROLES,
    SUITS,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    find_word,
    has,
    list_keys,
)
from gblint.report.prose.parts import is_of_carried
from gblint.report.prose.vocabulary import STOPS, Vocabulary, Words

ALL_DONE = "all_done"
OWED, ANSWERED = "owed", "answered"
"""What was to be answered, and as much of it that was where all of it is said to be."""
_PENDING = "pending"
_DECIDED = "decided"
CASES = ("review", "litigation", "disputes", *SUITS)
"""Kinds of case, of which claims say of whom they are themselves."""
_OF_ALL = ("arriving", "doing")
_NARROWING = ("odd", "others", "left", "about", "name")
_UNKNOWN = ("odd", "others", "name")
_WHOLE = ("received", "due", "completed", "handled")
_NOT_YET = ("carry", "carrying", "under_way")
_NOT_OF_ENDING = ("none", "n", "case", "document")
_LONGEST_ENDING = 6
"""Words behind 或 that say how else something may have ended."""
_LONGEST = 4
"""Words of a short name that are no word together (本地村民)."""
_NEAR = 12
"""Figures before a claim that may together be all."""


def may_end_otherwise(words: Words) -> bool:
    """均按期办结或依法延期; 均已答复、延期或结转: whether a sentence says that all are done or else
    not yet; 延期后答复 is done as well.
    """
    for at, word in enumerate(words):
        if "either" not in word.signs:
            continue
        begins = max((i for i in range(at) if words[i].kind in ("all", "each")), default=at)
        behind = words[at + 1 : at + 1 + _LONGEST_ENDING]
        behind = behind[: find_word(behind, *STOPS, missing=len(behind))]
        late = has(behind, *_NOT_YET) or any("extending" in one.signs for one in behind)
        done = any("ends_first" in one.signs for one in behind)
        said = words[begins:at]
        if late and not done and has(said, "finishing") and not has(said, *_NOT_OF_ENDING):
            return True
    return False


class SaidOfAll:
    """Reads what a clause says of all; `figures` are those of the paragraph so far."""

    def __init__(self, state: ParagraphState, vocabulary: Vocabulary, figures: Figures) -> None:
        self._state, self._vocabulary, self._figures = state, vocabulary, figures

    def find(self, words: Words, at: int) -> Claimed:
        """What is 0 where all are as the words after the one at a place say."""
        state, vocabulary = self._state, self._vocabulary
        rest, before = _join_short_names(words[at + 1 :], vocabulary), words[:at]
        outcome = words[at].kind == "filler" and len(words[at].text) > 1
        if words[at].kind not in ("all", "each") and not self._is_one(words, outcome=outcome):
            return
        # 均为涉及征地的申请: one word that narrows it, and the others are not 0 but unknown
        who, ways = find_word(rest, "column", missing=len(rest)), vocabulary.of_applications
        # but for the ways in which those named applied: 均为自然人通过邮寄提出
        said = [*rest[:who], *(w for w in rest[who:] if w.kind != "left" or w.key not in ways)]
        if not rest or not is_light(said, vocabulary):
            return
        # 各单位均已公开: words that narrow nothing do not count as unknown
        before = [w for w in before if w.kind not in _UNKNOWN or not vocabulary.is_idle(w.text)]
        named = [word for word in rest if word.kind == "column"]
        # 维持, 纠正 are columns as 自然人 is, but of table 3, whose rows are kinds of case
        if named and vocabulary.quantities[named[0].key].table == "review":
            yield from self._find_of_cases(before, named)
            return
        if state.signs.excepted:  # 除律师事务所3件外，均为自然人
            if named and state.topic == "requests" and state.last.role == "column":
                keys = [word.key for word in named]
                yield from list_other_applicants(keys, self._figures, vocabulary, excepted=True)
            return
        results = {word.key for word in rest if word.kind == "result"}
        # asked before applications: 不予公开2件，均属内部事务 is of these two, not of all that came
        # in
        group = self._find_rest_of_group(rest, before, results)
        if group:
            yield (Meaning(group),)
            return
        yield from self._find_of_requests(words, before, rest, named, results)

    def find_settled(self, words: Words, offsets: Sequence[int | None]) -> Iterator[Meaning]:
        """当年清零, 当年收当年结: all is done; 去年无遗留 is of what was carried in."""
        state, vocabulary = self._state, self._vocabulary
        before = [word for word in words if word.kind != "settled"]
        plain = is_light(before, vocabulary) and not has(before, "result", "case", "column")
        if not plain or state.topic != "requests" or ALL_DONE not in vocabulary.quantities:
            return
        if is_of_carried(state) or has(before, "rest", *_NARROWING):
            return
        if -1 in offsets:
            yield Meaning(("carried_in",))
        else:
            yield Meaning(("carried_out",) if 1 in offsets else (ALL_DONE,))

    def _is_one(self, words: Words, *, outcome: bool) -> bool:
        """收到1件，为自然人申请: of one it is said as of all."""
        last = self._state.last
        single = last.amount is not None and last.amount.exact and last.role in _OF_ALL
        alone = last.amount is not None and (last.amount.value == 1 or outcome)
        # 诉讼1件，为复议后起诉
        routes = {word.key for word in words if word.kind == "case"}
        if routes:
            return alone and last.head == "litigation" and routes < set(SUITS)
        # 复议2件，结果为维持
        return (single or (alone and last.role == "case")) and has(words, "column")

    def _find_of_cases(self, before: Words, named: Words) -> Claimed:
        """复议2件，均维持; 已审结的9件均胜诉: of those decided, nothing is said of the others."""
        state, figures = self._state, self._figures
        spoken = state.topic == "cases" or (state.disclosed and has(before, "case"))
        # 上诉8件，已判决的5件均维持: the figure that all are of was not read
        unread = state.sentence_begun and not state.last.meanings and not has(before, "case")
        # 其余复议6件、诉讼3件均获维持: those told before are not among them
        unread = unread or (state.rest_here and not has(before, "rest"))
        if not spoken or unread or has(before, "odd", "others"):
            return
        others = _list_other_columns(named, self._vocabulary)
        if state.signs.excepted or has(before, "rest"):  # 除1件在审外，其余均维持
            of = [
                m
                for figure in figures
                for m in figure.meanings[:1]
                if m.heads == state.route and m.column
            ]
            # what is told to be otherwise is not 0
            for meaning in of:
                for column in meaning.column.split("+"):
                    others = _drop_column(others, column)
            if of and others:
                yield (Meaning(state.route, others),)
            return
        if all(word.key == _DECIDED for word in named):
            if state.last.role in ("case", "column") and state.route:
                yield (Meaning(state.route, _PENDING),)
            return
        decided = any(word.key == _DECIDED for word in before) or any(
            meaning.column == _DECIDED for meaning in state.last.meanings
        )
        cases = tuple(list_keys(before, "case"))
        if decided:
            routes = cases or (
                _list_own_routes(state) if state.last.role == "case" else state.route
            )
            # those that are decided are all as said; those pending are not spoken of
            yield self._join_routes(routes, _drop_column(others, _PENDING))
        elif state.last.role == "case" or cases:
            routes = cases or (_list_parts_told(state) if state.parts else _list_own_routes(state))
            outcomes = [m for figure in figures[-_NEAR:] for m in figure.meanings[:1] if m.column]
            # 复议2件，维持1件；诉讼1件，均胜诉: what has its outcome already is not among all
            closed = {head for m in outcomes for head in m.heads} if len(routes) > 1 else set()
            routes = tuple(route for route in routes if route not in closed) or state.route
            yield self._join_routes(routes, others)

    def _join_routes(self, routes: tuple[str, ...], outcomes: str) -> tuple[Meaning, ...]:
        """Of cases of these kinds; 复议7件；诉讼3件，全部胜诉: or only of those behind a
        semicolon.
        """
        near = tuple(route for route in routes if route not in self._state.routes_apart) or routes
        return tuple(Meaning(route, outcomes) for route in dict.fromkeys((near, routes)))

    def _find_of_requests(
        self,
        words: Words,
        before: Words,
        rest: Words,
        named: Words,
        results: Set[str],
    ) -> Claimed:
        state = self._state
        # 26件新收申请外加1件结转申请悉数办结: the words behind the last of several figures
        several = state.last_in_sentence.role == "carrying" and not has(words, "n")
        if not several and _is_of_some_carried(words):
            return
        applying = state.topic == "requests" or (
            state.topic in ("", "cases") and has(words, "requests", "applicants")
        )
        if not applying or (state.sentence_begun and state.last.why is Why.SUBSET):
            return  # 因安全不予公开的，均为企业
        shared = state.share_open or bool(state.share_part.meanings)
        narrow = not has(before, "requests", "request", "rest", "arriving")
        if shared and narrow and not has(rest, "finishing"):
            return  # 科研院所申请占一半，均予公开: of these, as it may be
        if has(before, "rest") or has(before[:1], "weak"):
            if named and not results and not has(before, "result", "case"):
                keys = [word.key for word in named]
                yield from list_other_applicants(keys, self._figures, self._vocabulary)
            return
        some = self._find_of_some(before, rest, named, results)
        if some:
            yield some
        elif (
            results
            and state.parts
            and state.last.role == "column"
            and not are_together(self._figures)
        ):
            return  # 收到42件，其中企业提出3件，全部予以公开
        elif self._is_of_requests(before, done=not named, only_done=not named and not results):
            yield from self._find_of_each(rest, named, results)

    def _find_of_each(self, rest: Words, named: Words, results: Set[str]) -> Claimed:
        """What is 0 where all applications are as words say."""
        state, vocabulary = self._state, self._vocabulary
        quantities, together = vocabulary.quantities, are_together(self._figures)
        # 企业1件、自然人1件，均已公开
        all_ = state.last.role in _OF_ALL or (state.last.role == "column" and together)
        if named:
            others = _list_other_columns(named, vocabulary)
            if state.last.role == "column" and state.sentence_begun and not together:
                if _names_same(state.last, named, vocabulary):
                    return  # 公民申请66件，全部为居民提出: of these alone
                others = _drop_other_groups(state.last, named, others, vocabulary) or others
            if others:
                yield (Meaning(("received",), others),)
        elif results and _is_result_alone(rest):
            yield (Meaning(_list_other_results(results, vocabulary)),)
        # 均予以公开: 公开 alone is a result only where nothing else could be meant by it
        elif all_ and [w.key for w in rest if w.kind == "weak"] == [vocabulary.granting]:
            granted = next(
                q.key
                for q in quantities.values()
                if q.role == "result" and vocabulary.granting in q.weak
            )
            yield (Meaning(_list_other_results({granted}, vocabulary)),)
        # not behind 办理5件: that what was dealt with is done says nothing of what was not
        done = has(rest, "finishing") and not state.signs.otherwise
        if done and state.last_verb.head == OWED:
            yield (Meaning((ANSWERED,)),)
        elif done and ALL_DONE in quantities and state.last.role != "doing":
            yield (Meaning((ALL_DONE,)),)
        if not named and not results and _is_of_this_year(rest, vocabulary):
            yield (Meaning(("carried_in",)),)  # 均为当年新收

    def _find_of_some(
        self,
        before: Words,
        rest: Words,
        named: Words,
        results: Set[str],
    ) -> tuple[Meaning, ...]:
        """Who applied for those of a result, or what came of those of some who applied."""
        if has(rest, "finishing"):
            return ()
        if named:
            row, others = self._find_row(before), _list_other_columns(named, self._vocabulary)
            if row:  # or of all that applied, where several results stand before it
                both = (Meaning((row,), others), Meaning(("received",), others))
                return both[:1] if has(before, "result") else both
        elif results and not has(rest, "request"):
            who = self._find_who(before)
            if who:
                return (Meaning(_list_other_results(results, self._vocabulary), who),)
        return ()

    def _find_row(self, before: Words) -> str:
        """The row of which who applied is told: 不予公开5件，申请人均为企业; 结转6件，均为企业."""
        state, last = self._state, self._state.last
        rows = [word.key for word in before if word.kind == "result"]
        if rows:
            return rows[-1] if len(rows) == 1 else ""
        if has(before, *ROLES, "requests", "carry") or not state.sentence_begun:
            return ""
        if not last.meanings or last.meanings[0].column:
            return ""
        if last.role == "result" and len(last.meanings[0].heads) == 1:
            return last.head if state.base is None else ""
        return last.head if last.role == "carrying" and last.head == "carried_out" else ""

    def _find_who(self, before: Words) -> str:
        """Who applied for those of which results are told: 科研机构申请的3件均予以公开."""
        named = [word.key for word in before if word.kind == "column"]
        if named:
            return "+".join(dict.fromkeys(named)) if not has(before, "odd", "others") else ""
        last = self._state.last
        inside = has(before, "n") and last.role == "column" and bool(last.meanings)
        if not inside or last.meanings[0].heads != ("received",) or are_together(self._figures):
            return ""
        return last.meanings[0].column

    def _find_rest_of_group(self, rest: Words, before: Words, results: Set[str]) -> tuple[str, ...]:
        """The other rows of a group of which all are said to be of some: 不予公开2件，均属内部事务;
        诉讼2件，均系复议后起诉.
        """
        last = self._state.last
        routes = {word.key for word in rest if word.kind == "case"} & set(SUITS)
        if len(routes) == 1 and last.head == "litigation" and not last.meanings[0].column:
            return tuple(key for key in SUITS if key not in routes)
        groups = self._vocabulary.groups
        named = [word.key for word in before if word.kind == "result"]
        single = last.role == "result" and bool(last.meanings) and not last.meanings[0].column
        group = named[-1] if named else last.head if single and self._state.sentence_begun else ""
        if not results or has(before, "rest", "odd") or (not named and has(before, *ROLES)):
            return ()
        if any(groups.get(key) != group for key in results):
            return ()
        return tuple(row for row, of in groups.items() if of == group and row not in results)

    def _are_all(self, last: Interpretation, *, done: bool, with_figure: bool) -> bool:
        """Whether a figure of a result, or of those dealt with, is of all, not as in 不予公开5件，
        申请人均为企业. Where 均 says again that they are `done` (答复31件，均按期答复) nothing is
        said of others, unless it does so `with_figure` of all that came in (20件全部办结).
        """
        if done and last.role == "finishing":
            came = [one for one in self._figures if one.role in ("arriving", "carrying")]
            if not with_figure or last.amount is None or last.amount.value not in list_wholes(came):
                return False
        return are_together(self._figures)

    def _is_of_requests(self, before: Words, *, done: bool, only_done: bool) -> bool:
        """Whether all applications are meant: none of those of a result, or that were dealt with.

        `done` says that they are said to be dealt with, and not who applied for them; `only_done`
        that nothing is said of what came of them.
        """
        state, last = self._state, self._state.last
        if is_of_carried(state) and not has(before, "requests", "request", "arriving"):
            return are_together(self._figures)  # 上年结转1件，均已办结
        if has(before, "rest", *_NARROWING):
            return False
        if has(before, "finishing", "doing", "carrying", "result", "case", "column"):
            return has(before, "arriving") and not has(before, "column")
        if not state.sentence_begun and state.last_verb.head != "completed":
            return True
        if has(before, "requests", "request"):
            return True
        if state.within and state.base is not None and state.base.role == "column":
            return are_together(self._figures)  # 企业申请的8件中没有不予公开的，均已办结
        out = last.role == "carrying" and all(
            meaning.heads != ("carried_in",) for meaning in last.meanings
        )
        if state.parted and state.turned is not None and last.role == "column":
            return are_together(self._figures)  # 企业提出5件；自然人提出4件，均已办结
        if last.role in ("result", "finishing") or out:
            return self._are_all(last, done=only_done, with_figure=has(before, "n"))
        if last.role == LEFT:
            return are_together(self._figures, alone=not done)
        return has(before, "applicants") or last.role in (*_OF_ALL, "column", "carrying")


def _is_of_some_carried(words: Words) -> bool:
    """截至目前，结转的2件已全部办结: of those that went on, by when the report is written."""
    counted_in = any("adding" in word.signs for word in words)  # 连同结转的1件均已办结
    return has(words, "carry") and not counted_in and not has(words, "none", "arriving")


def _join_short_names(words: Words, vocabulary: Vocabulary) -> Words:
    """The words, a short name for those who applied being one of them (均为本地村民)."""
    if not has(words, "odd") or has(words, "result", "case"):
        return words
    names = make_shorts(vocabulary)
    for begin, word in enumerate(words):
        text = ""
        for end, last in enumerate(words[begin : begin + _LONGEST], begin + 1):
            text += last.text
            known = names.find_applicants(text) if last.kind in ("odd", "column") else None
            if known is not None:
                who = vocabulary.make_token("column", known.key, word.start, last.end, text)
                return [*words[:begin], who, *words[end:]]
    return words


def _list_parts_told(state: ParagraphState) -> tuple[str, ...]:
    """The part told last; of litigation both where both were: 直接起诉1件，复议后1件，均维持."""
    both = set(SUITS) <= set(state.routes) and set(state.route) <= set(SUITS)
    return SUITS if both else state.route


def _list_own_routes(state: ParagraphState) -> tuple[str, ...]:
    """Those told last; litigation itself is no other than its kinds told after it."""
    routes = state.routes or state.route
    kinds = tuple(route for route in routes if route in SUITS)
    return kinds if kinds and "litigation" in routes else routes


def _drop_column(columns: str, column: str) -> str:
    return "+".join(key for key in columns.split("+") if key != column)


def _is_result_alone(words: Words) -> bool:
    """予以公开并按时答复, 答复信息不存在: whether a result is said, and not that all is done."""
    also = find_word(words, "also", missing=len(words))
    words = words[:also] if has(words[:also], "result") else words
    at = find_word(words, "result")
    verb = at > 0 and words[at - 1].kind == "finishing"
    return not has([*words[: at - 1], *words[at:]] if verb else words, "finishing", "request")


def _is_of_this_year(words: Words, vocabulary: Vocabulary) -> bool:
    """Whether words say when applications came (当年新收)."""
    came = [word for word in words if word.kind == "arriving"]
    year = tuple(
        word for named in vocabulary.spec.years if named.offset == 0 for word in named.words
    )
    return bool(came) and (has(words, "year") or came[0].text.startswith(year))


def _drop_other_groups(
    last: Interpretation, named: Words, others: str, vocabulary: Vocabulary
) -> str:
    """法人和其他组织提出4件，全部为企业: the others of a group; "" where named are none of it."""
    quantities = vocabulary.quantities
    keys = last.meanings[0].column.split("+") if last.meanings else ()
    group = {column for key in keys if key for column in quantities[key].columns}
    if not {column for word in named for column in quantities[word.key].columns} < group:
        return ""
    return "+".join(key for key in others.split("+") if set(quantities[key].columns) <= group)


def _names_same(last: Interpretation, named: Words, vocabulary: Vocabulary) -> bool:
    """Whether words name just those of whom a figure was told."""
    keys = last.meanings[0].column.split("+") if last.meanings else ()
    told = {column for key in keys if key for column in vocabulary.quantities[key].columns}
    return told == {column for word in named for column in vocabulary.quantities[word.key].columns}


def are_together(figures: Figures, *, alone: bool = False) -> bool:
    """Whether the figure before, or those before together, are all: 公开5件、无法提供3件，均已办结
    where 8 came in.
    """
    came = list_wholes(figures)
    if not came:
        return False
    total: Number = 0
    # added from the last backwards, as what is claimed goes on from the figures just before it
    for figure in reversed(figures[-1 if alone else -_NEAR :]):
        if figure.amount is None or not figure.amount.exact or figure.head in ("received", "due"):
            return False
        total += figure.amount.value
        if total in came:
            return True
    return False


def list_wholes(figures: Figures) -> set[Number]:
    """What came in as the paragraph tells it, also with what was carried in."""
    # the first of each counts: what is told again further on is often of a part
    values = {
        figure.head: figure.amount.value
        for figure in reversed(figures)
        if figure.head in (*_WHOLE, "carried_in")
        and figure.amount is not None
        and figure.amount.exact
        if not figure.meanings[0].column
    }
    found = {value for head, value in values.items() if head in _WHOLE}
    if "received" in values and "carried_in" in values:
        found.add(values["received"] + values["carried_in"])
    return found


def _list_other_results(results: Set[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The results that are not those named: the other groups, and the other rows of theirs."""
    groups = vocabulary.groups
    quantities = vocabulary.quantities.values()
    every = [q.key for q in quantities if q.role == "result" and not q.among]
    held = {groups.get(key, key) for key in results}
    # a group named itself leaves the other groups; a row of one leaves the other rows, and the
    # other groups
    if all(key not in groups for key in results):
        return tuple(key for key in every if key not in groups and key not in results)
    return tuple(
        key
        for key in every
        if key not in results
        and (groups.get(key) in held) != (key not in groups)
        and key not in held
    )


def _list_other_columns(named: Words, vocabulary: Vocabulary) -> str:
    """The columns of the table that are none of those named, as one."""
    quantities = vocabulary.quantities
    keys = [key for word in named for key in (word.key, *quantities[word.key].either)]
    held = {column for key in keys for column in quantities[key].columns}
    table = quantities[named[0].key].table
    return "+".join(vocabulary.list_single_columns(table, held))
