"""The figures of a paragraph, one after another: each is taken for a quantity of the tables, or
left, and those after it may go on from it. `paragraphs` hands them over, clause by clause.

Of one that was left it is guessed what it would be of if its paragraph were of the tables. A
paragraph that names its matter in an unknown way has figures all the same. Where these are the
tables' figures one after another, what it speaks of is known: a check compares what is guessed here
only where the figures beside it bear it out (`Prose.maybe`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from gblint.findings import Say
from gblint.report.model import Meaning
from gblint.report.organs import ReportOwner
from gblint.report.prose.amounts import COUNT, Amount, PlainParagraph
from gblint.report.prose.applications import (
    ALONE,
    choose_of_two,
    make_shorts,
    take_total,
    take_whole,
)
from gblint.report.prose.comparisons import ComparisonReader
from gblint.report.prose.meaning import resolve, resolve_by_role, see_other_cases
from gblint.report.prose.model import (
    LARGEST_BARE,
    LEFT,
    NO_WEIGHT,
    NOTHING,
    ROUTES,
    VERBS,
    YEARS,
    Chunk,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    counts_items,
    goes_on_with_cases,
    has,
    is_for_another,
    is_of_system,
    is_own,
    leave_figure,
    list_keys,
    list_quantity_words,
    list_years,
    names_applications,
)
from gblint.report.prose.of_all import list_wholes
from gblint.report.prose.other_tables import acts_as_decider, is_of_other_kind, see_compared
from gblint.report.prose.parts import (
    came_late,
    drop_told_again,
    find_base,
    find_crossing,
    go_on_from_all,
    is_done_by_others,
    is_of_left,
    is_of_more,
    is_of_some_told,
    is_reason,
    is_remark,
    is_some,
    see_some,
)
from gblint.report.prose.percentages import PercentageReader
from gblint.report.prose.record import Record
from gblint.report.prose.sentences import NOTHING_WITHDRAWN, count_anew, rate_member, see_came
from gblint.report.prose.subject import (
    PART,
    see_within,
    tells_new,
)
from gblint.report.prose.vocabulary import Vocabulary, Words

_CAME, _RECEIVED = "carried_in", "received"
_CARRIED_IN = Meaning((_CAME,))
_GRANTED, _PART_OF_GRANTED = "granted", "partial"  # beside the second, without it
_ASIDES = (Why.CHANGED, Why.OTHER_UNIT)  # said by the way: parts are still of what stood before

_WHOLES = ("arriving", "doing", "case")
"""Figures of which one of some only is a part."""
_OF_REQUESTS = ("arriving", "finishing", "carrying")
_ON_REQUESTS = (*_OF_REQUESTS, "result")
"""Figures after which the paragraph is on disclosure: so are the cases that it tells after them."""
_OF_NEW = ("finishing", "carrying", "result")
"""Roles of figures whose rows have what was carried in, too."""
_OPEN = (
    Why.UNKNOWN,
    Why.SUBSET,
    Why.OTHERS,
)  # why a figure was left of which the next clause may tell


class FigureReader:
    """Reads the figures of a paragraph one after another; what it has read so far."""

    def __init__(
        self, paragraph: PlainParagraph, vocabulary: Vocabulary, owner: ReportOwner
    ) -> None:
        self.record = Record(paragraph, vocabulary)
        self.vocabulary = vocabulary
        self.clause_before: Words = ()
        self.clause_new = False
        self.state = ParagraphState(vocabulary=vocabulary, owner=owner)
        self.comparisons = ComparisonReader(self)
        self.percentages = PercentageReader(self)
        self._shorts = make_shorts(vocabulary)
        self._turning = vocabulary.steps | {Why.OTHERS}
        self._goes_on = False  # whether the sentence begins with parts of what was before it
        self._includes = False  # whether 部分公开 was told as a part of 公开
        self._two: Words = ()  # a clause that may have named two of a kind
        self.counts: list[Interpretation] = []
        """The figures of the sentences before."""
        self.before: list[Interpretation] = []
        """The figures of the sentence before where this one goes on with its parts."""
        self.sentence: list[Interpretation] = []
        self.amounts: dict[int, Amount] = {}
        self.begins = 0  # where the sentence begins in the paragraph
        self.withdrawn = NOTHING_WITHDRAWN
        self._came = NOTHING
        """What of that which the sentence takes back came in."""
        self._open: Amount | None = None
        """The last figure before a comma, if nothing in its own clause says of what it is."""
        self.open_late = False  # whether that is of what came in late: 还有1件因12月下旬收到
        self._first = True  # whether the clause that is read is the first of its sentence

    def close(self) -> None:
        """Let go of those that name the reader, which the garbage collector would wait for."""
        del self.comparisons, self.percentages

    def _guess_by(self, words: Words, amount: Amount) -> None:
        """2件因征求第三方意见，转入下一年度: what the clause behind says of a figure."""
        chunk = Chunk(list(words), [], amount)
        foreign = self.state.last_in_sentence.why == Why.OTHERS or chunk.has("none")
        goes = chunk.has("carry", "carrying") or (self.open_late and chunk.has("under_way"))
        if goes and self.state.topic == "requests" and not foreign:
            found = list_quantity_words(words)
            taken = resolve_by_role(chunk, self.state, found)[0]
            if taken.meanings and taken.role == "carrying":
                taken = msgspec.structs.replace(taken, amount=amount, whose=self.state.whose)
                self.record.add(taken, amount)
                return
        named = guess(chunk, self.state, self.sentence)
        # 公开 and other groups are words of any clause; a row of one says what the figure is
        quantities, groups = self.vocabulary.quantities, self.vocabulary.groups
        maybe = tuple(
            meaning
            for meaning in named
            if quantities[meaning.heads[0]].role != "result" or meaning.heads[0] in groups
        )
        if maybe:
            left = Interpretation((), Why.UNKNOWN, maybe=maybe, whose=self.state.whose)
            self.record.add_maybe(left, amount)

    def read_figure(self, chunk: Chunk, bracket: bool) -> None:
        if self.withdrawn is not NOTHING_WITHDRAWN and self._is_withdrawn(chunk):
            return
        if chunk.amount.unit == "%":
            self._read_percent(chunk, bracket)
        else:
            self._read_count(chunk, bracket)

    def _read_count(self, chunk: Chunk, bracket: bool) -> None:
        state, amount = self.state, chunk.amount
        kinds = chunk.kinds
        if "part" in kinds and has(chunk.before, "part"):
            self._see_part(amount)
        state.rest_told = "rest" in kinds and kinds <= NO_WEIGHT
        if "left" in kinds:
            self._hold(chunk.words)
        if "document" in kinds:
            state.document = tuple(list_keys(chunk.words, "document"))
            if "left" in kinds and not chunk.has("requests", "request"):
                state.topic = "documents"  # 年初现行有效规范性文件116件，年内新增7件
        # first whether it is last year's, or by how much it changed: 比上年增加5件 names what this
        # year's figures name, too
        compared = self.comparisons.take(chunk, bracket)
        see_compared(compared, self.comparisons.of, state)
        if compared is not None:
            self.note(msgspec.structs.replace(compared, amount=amount, whose=state.whose), amount)
            return
        before = state.last_in_sentence
        taken = self._take_count(chunk, bracket)
        # a clause behind may yet say of what it is: 还有2件，正在办理
        bare = len(taken) == 1 and not taken[0].meanings and not taken[0].maybe
        opens = taken[0].why in _OPEN or taken[0].why in self.vocabulary.steps
        late = not opens and came_late(chunk, taken[0].why, self.vocabulary)
        self._open = amount if bare and (opens or late) else None
        self.open_late = late
        for meant in self._drop_told_again(taken, amount):
            whose = PART if state.within_new and meant.role in _OF_NEW else state.whose
            self.note(msgspec.structs.replace(meant, amount=amount, whose=whose), amount)
            self._see_taken(chunk, meant, before)
        if not taken[0].meanings and amount.exact and amount.unit in self.vocabulary.counted:
            # in brackets stand parts and repeats, which a list of all results need not have
            member = 0.0 if bracket else rate_member(chunk, taken[0].why, state)
            self.record.add_unread(taken[0], amount, member)
        # 40件申请中企业8件: what the 40 are within is no more of the 8
        ends = "within" in kinds and (chunk.behind or chunk.after)
        if ends and chunk.words[-1].kind == "within":
            see_within(chunk.words, state)

    def _see_part(self, amount: Amount | None = None) -> None:
        """其中: what follows is a part of the figure before it, or of one before that where it is
        larger (新收20件，上年结转1件，其中公开9件); of which where the sentence begins so, its
        beginning has told.
        """
        state = self.state
        state.parts = True
        if (state.sentence_begun or not self._goes_on) and not state.rest_told:
            state.base = find_base(amount, self.sentence, state)
            last = state.base.amount
            if amount is not None and last is not None and last.value < amount.value:
                state.base = go_on_from_all(state.base, self.sentence)

    def _is_withdrawn(self, chunk: Chunk) -> bool:
        """Whether the sentence takes a figure back: it is told of then, and no figure of it."""
        state, amount = self.state, chunk.amount
        if amount.start in self.withdrawn.figures:
            if self.withdrawn.counts:
                came = see_came(chunk, self._resolve(chunk)[0], state)
                self._came = came if came.meanings else self._came
            if chunk.has("case"):
                see_other_cases(chunk, state)
                state.topic = "others"
            self.record.note(amount, Why.OTHERS)
            return True
        if self.withdrawn.counts and not state.known_here:
            count_anew(chunk, state)
            if self._came.meanings:
                state.would, state.would_here, self._came = self._came, True, NOTHING
        return False

    def _drop_told_again(self, taken: list[Interpretation], amount: Amount) -> list[Interpretation]:
        if not (self.state.parts or self.state.inside):
            return taken
        base = self.state.base
        if taken[0].head == _CAME and base is not None and base.role == "result":
            return [leave_figure(Why.SUBSET)]  # 予以公开11件（含上年结转1件）
        told = [*self.before, *self.sentence]
        # the same again is of a part, unless it is the first that is of the tables
        if self.state.whose is not None and self.state.whose.own:
            # 全省税务系统收到187件，其中省局本级收到30件: of another
            told = [o for o in told if is_own(o.whose) and not is_of_system(o.whose)]
        return drop_told_again(taken, amount, told)

    def _see_taken(self, chunk: Chunk, taken: Interpretation, before: Interpretation) -> None:
        """Tell those who wait for it what a figure was taken for."""
        if taken.head == _CAME and any("adding" in w.signs for w in chunk.before):
            self.state.base = None  # 连同上年结转1件，全部办结: not of these
        if tells_new(chunk.words, taken, self.vocabulary):
            self.record.make_strict(_RECEIVED)
        self.comparisons.see_other(chunk, taken)
        self.percentages.see_count(chunk, taken, before)

    def _take_count(self, chunk: Chunk, bracket: bool) -> list[Interpretation]:
        """What a figure was taken for: a total of what was named, or by its own words."""
        state = self.state
        total = take_total(
            chunk,
            state,
            alone=bool(self.clause_before) and not bracket and _is_alone(chunk),
            counts=self.counts,
            sentence=self.sentence,
        )
        # a total ends what only months were told of
        if total is not None and state.held == self.vocabulary.part_of_year:
            state.held = None  # 上半年4件；全年合计6件，公开5件
        taken = [total] if total is not None else self._resolve(chunk)
        if state.some:
            wholes = list_wholes([*self.counts, *self.sentence])
            if is_of_some_told(taken[0], chunk.amount, state, wholes):
                taken = [leave_figure(Why.OF_LEFT)]
        see_some(chunk, taken[0], state)
        if taken[0].why is Why.OTHERS and chunk.has("others") and not chunk.has("requests"):
            state.others_here = True
        return taken

    def _hold(self, words: Words) -> None:
        """Words for which no figure up to the end of the sentence is the tables'."""
        for word in words:
            if word.kind == "left" and word.key in self.vocabulary.holding:
                if is_reason(word, words):
                    continue  # 1件因12月下旬收到结转下年度办理
                later = any(w.kind == "absolute" and w.start > word.start for w in words)
                self.state.held = self.state.held if later else self.vocabulary.why[word.key]

    def _resolve(self, chunk: Chunk) -> list[Interpretation]:
        """What a figure was taken for; one that was left, with what it may be of."""
        # the words of the figure are read in the order of how sure they are: as one of two, as a
        # short name, as they stand, as all that came in; what is left is guessed, which only the
        # figures around it can bear out
        both = choose_of_two(chunk, self._two, self.vocabulary)
        if both is not None:
            return resolve(both, self.state)
        short = self._shorts.name_figure(chunk, self.state)
        # 上年公开5件、部分2件: a short name beside last year's figures is last year's, too
        if short is not None and any(figure.why == Why.OTHER_YEAR for figure in self.sentence):
            short = None
        taken = resolve(short or chunk, self.state)
        if taken[0].meanings:
            return taken
        if taken[0].why == Why.UNKNOWN:
            whole = take_whole(chunk, self.state, first=self._first)
            if whole is not None:
                some = self._is_told_of_some(chunk.amount)
                return [leave_figure(Why.OF_LEFT) if some else whole]
        maybe = guess(chunk, self.state, self.sentence)
        return [msgspec.structs.replace(taken[0], maybe=maybe)] if maybe else taken

    def _is_told_of_some(self, amount: Amount) -> bool:
        """最多的一人提交12件。对12件中的7件: whether a figure is one that was left before."""
        same = [
            figure
            for figure in self.counts
            if figure.amount and figure.amount.value == amount.value
        ]
        return bool(same) and not any(figure.meanings for figure in same)

    def _leave_if_of_more(self, taken: Interpretation, amount: Amount) -> Interpretation:
        """What came in, or left where that is of more than the tables have."""
        if is_of_more(taken, amount, self.counts, self.state):
            self.state.topic, self.state.others_here = "others", True
            return leave_figure(Why.OTHERS, amount)
        again = is_of_left(taken, amount, self.sentence, self.vocabulary.part_of_year)
        return leave_figure(Why.OTHERS, amount) if again else taken

    def note(self, taken: Interpretation, amount: Amount) -> None:
        """Keep what a figure was taken for."""
        state = self.state
        if taken.role == "arriving":
            taken = self._leave_if_of_more(taken, amount)
        self.record.note(amount, taken.why, taken.meanings[0].key if taken.meanings else "")
        if taken.maybe:
            self.record.add_maybe(taken, amount)
        # 收到64件，比上年增加5件，其中…: what follows is of the 64
        if not taken.meanings and (taken.why in _ASIDES or is_remark(taken, amount)):
            return
        if state.turned is None:
            state.turned = not taken.meanings and taken.why in self._turning
        elif taken.meanings:
            state.turned = False
        state.share_part, state.share_open, state.would_fresh = NOTHING, False, False
        state.crossing = find_crossing(taken, self.sentence, state)
        self.sentence.append(taken)
        if state.last_in_sentence is NOTHING:
            pieces = amount.unit in self.vocabulary.spec.signs.pieces
            # results behind 审查96份 are of these; behind 电话沟通40余次 they are of applications
            state.began_with_others = taken.why in self._turning and not pieces
        state.last = state.last_in_sentence = taken
        state.foreign = False
        # of several parts one after another the first is the likeliest to be what the tables are of
        first = not any(figure.why is Why.SUBSET for figure in self.sentence[-2:-1])
        of_whole = first and state.known.role in _WHOLES and state.whose is not None
        if taken.why is Why.SUBSET and of_whole:
            self.record.add_part(msgspec.structs.replace(state.known, whose=state.whose), amount)
        if taken.meanings:
            # of two that are parts of a place neither is the figure of the tables
            if _is_beside(taken, self.sentence[-2:-1]):
                self.record.doubt_last()
            self._note_known(taken, amount)

    def _note_known(self, taken: Interpretation, amount: Amount) -> None:
        """Keep what is known now for what goes on from it."""
        state = self.state
        # 新收12件，上年结转3件: the 12 are told beside the 3 and have them not within
        if taken.meanings[0] == _CARRIED_IN and not (state.parts or state.inside):
            state.came = True
            if state.base is None and amount.exact:
                self.record.make_strict(_RECEIVED)
        state.would = state.known = taken
        if taken.role in _OF_REQUESTS:
            state.unit = amount.unit
        state.known_here = True
        if state.topic == "requests" and taken.role in _ON_REQUESTS:
            state.disclosed = True
        self.record.add(taken, amount)
        if taken.head == _PART_OF_GRANTED and state.base is not None:
            self._includes = self._includes or state.base.head == _GRANTED
        if taken.role in (*VERBS, "case", "document", "deciding"):
            # a figure of all ends what parts were of; 其中市教育局12件 does not
            if not state.in_part:
                state.base = None
            # 上年结转2件，公开1件、不予公开1件: results behind it are of these, till another figure
            # of all
            if taken.head == _CAME and len(self.sentence) == 1 and not state.in_part:
                state.base = taken
            state.last_verb = taken
        if taken.role == "column":
            state.see_applicants(taken)

    def map_offset(self, offset: int, amounts: Mapping[int, Amount] | None = None) -> int:
        """The offset in the paragraph for one of the sentence with signs for its figures, which
        `amounts` has where it was read anew.
        """
        every = (self.amounts if amounts is None else amounts).items()
        more = (a.end - a.start - 1 for at, a in every if at < offset)
        return self.begins + offset + sum(more)

    def _read_percent(self, chunk: Chunk, bracket: bool) -> None:
        compared = self.comparisons.take(chunk, bracket)
        if compared is not None or chunk.has("change", "against", "up_to"):
            self.record.note(chunk.amount, Why.CHANGED)
        else:
            self.percentages.read(chunk, bracket=bracket)


def _is_beside(taken: Interpretation, before: Figures) -> bool:
    """Whether documents of others stand right beside those of the organ, which is named: of a place
    both are parts.
    """
    if taken.role != "document" or taken.whose is None or taken.whose.own or not before:
        return False
    own = before[0].whose
    return own is not None and own.own and before[0].meanings[:1] == taken.meanings[:1]


_NEVER = ("change", "against", "up_to", "none", "about", "share", "rate", "rest", "others")
"""Words beside which a figure is another's whatever stands around it."""
_PLAIN = Say("", "")
_AS_RESULT = Interpretation((Meaning(("partial",)),), _PLAIN, "result")
_AS_RECEIVED = Interpretation((Meaning(("received",)),), _PLAIN, "arriving")
_MOST_SUMMED = 6
"""Figures before a total that may be its parts: of more sums one would agree by chance."""


def guess(chunk: Chunk, state: ParagraphState, figures: Figures) -> tuple[Meaning, ...]:
    """What the words of a figure name by themselves, whatever was said before; () for nothing.

    `figures` are the figures of the sentence before it.
    """
    vocabulary = state.vocabulary
    quantities = list_quantity_words(chunk.words)
    if not quantities:
        return _list_sums(chunk, figures)
    if _is_of_others(quantities, state) or _is_barred(chunk, state):
        return ()
    every = vocabulary.quantities
    tables = {every[w.key].table for w in quantities if w.kind != "weak"}
    of_cases = tables == {"review"}
    cases = list_keys(quantities, "case")
    if of_cases and not cases and _is_of_applications(state.last_in_sentence, vocabulary):
        return ()  # 无法提供3件，申请人撤回2件
    if cases and is_of_other_kind(chunk.words):
        state.others_here = True
        return ()  # 民事诉讼立案7件，结案5件
    if cases:
        state.named_route = tuple(cases)
    decision = vocabulary.find_decision(quantities[-1]) if quantities[-1].kind == "weak" else ""
    if decision:
        at = next((i for i, w in enumerate(chunk.before) if w is quantities[-1]), 0)
        strange = has(chunk.before[at + 1 :], "odd", "others")
        return () if strange else (Meaning((decision,)),)  # 施工许可证核发412件
    is_bare = not has(quantities, "result", "arriving", "finishing", "doing", "carrying", "column")
    taken: list[Interpretation] = []
    for route in _list_routes(state, quantities) if of_cases else ((),):
        # read once more, as in a paragraph that names its matter; nothing goes on from it
        trial = ParagraphState(
            vocabulary=vocabulary,
            owner=state.owner,
            topic="cases" if of_cases else "requests",
            disclosed=True,
            sentence_disclosed=True,
            route=route,
            document=state.document,
            making=state.making,
            last=_AS_RESULT if is_bare and has(quantities, "weak") else _AS_RECEIVED,
        )
        taken += resolve_by_role(chunk, trial, quantities)
    named = dict.fromkeys(meaning for figure in taken for meaning in figure.meanings)
    return tuple(dict.fromkeys(m for one in named for m in _list_with_rest(one, vocabulary)))


def _is_of_applications(last: Interpretation, vocabulary: Vocabulary) -> bool:
    """Whether a figure is, or may be, of applications."""
    of = (last.meanings or last.maybe)[:1]
    return bool(of) and vocabulary.quantities[of[0].heads[0]].table == "applications"


def _is_of_others(found: Words, state: ParagraphState) -> bool:
    """Whether what the sentence has told makes a figure that names `found` another's: 接收信访事项
    216件，受理188件; 近三年办理156件，其中公开61件; 2020年至2022年分别为22件、29件、38件.
    """
    vocabulary = state.vocabulary
    if state.year not in (0, state.signs.year) or state.year is None:
        return True
    why = state.last_in_sentence.why
    if state.unrelated or state.others_here:
        return True
    if state.held is not None and state.parts and state.base is not None:
        return True  # 其中某平台一事有8件，5件不掌握、2件按信访事项告知
    cases = has(found, "finishing", "case") or vocabulary.list_columns(found, "review")
    if state.held is not None and (why == vocabulary.part_of_year or cases):
        return True
    plainly = all(w.kind == "weak" and not vocabulary.find_decision(w) for w in found)
    # 涉及征地18件、工程建设11件、其他7件
    return plainly and (
        why in (Why.SUBSET, Why.NO_REQUESTS) or (why == Why.UNKNOWN and not state.known_here)
    )


def _is_barred(chunk: Chunk, state: ParagraphState) -> bool:
    """Whether words make the figure another's, whatever the paragraph is of."""
    vocabulary, words, amount = state.vocabulary, chunk.words, chunk.amount
    if not amount.exact or has(words, *_NEVER) or counts_items(chunk, state):
        return True
    for word in words:
        holds = word.key in vocabulary.holding and not vocabulary.is_part_of_year(word)
        if word.kind == "left" and not holds:
            return True
    pieces = amount.unit in vocabulary.spec.signs.information_units
    telephone = not amount.unit and amount.value >= LARGEST_BARE
    if telephone or is_some(words, pieces=pieces) or is_done_by_others(chunk.before):
        return True
    ends = chunk.before[-2:]
    if [word.kind for word in ends] == ["result", "odd"] and len(ends[1].text) > 1:
        return True  # 全文公开生产安全事故调查报告6份
    weak = amount.unit in vocabulary.spec.signs.weak_units and not names_applications(words)
    if weak and not any(vocabulary.find_decision(word) for word in words):
        return True
    if has(words, *VERBS) and (is_for_another(words) or acts_as_decider(words, vocabulary)):
        return True
    if has(words, "carry", "carrying", "under_way"):
        return goes_on_with_cases(chunk, state)
    return any(year != 0 for year in list_years(words, state))


def _list_with_rest(meaning: Meaning, vocabulary: Vocabulary) -> Iterator[Meaning]:
    """A result; for a group also the rest of it: 逾期未缴费的1件、作其他处理的4件."""
    yield meaning
    for row, group in vocabulary.groups.items():
        if meaning == Meaning((group,)) and vocabulary.quantities[row].weak:
            yield Meaning((row,))


def _list_routes(state: ParagraphState, found: Words) -> tuple[tuple[str, ...], ...]:
    """The kinds of case that an outcome may be of: that named last, any where none was."""
    if has(found, "case"):
        return ((),)  # it names its own
    last = state.named_route or state.undisclosed or state.route
    return (last,) if last else ROUTES


def _list_sums(chunk: Chunk, figures: Figures) -> tuple[Meaning, ...]:
    """A total without words (合计113件): of the figures of one kind just before it."""
    if not has(chunk.before, "total", "both") or not chunk.kinds <= NO_WEIGHT:
        return ()
    heads: list[str] = []
    found: list[Meaning] = []
    for figure in reversed(figures[-_MOST_SUMMED:]):
        each = (figure.meanings or figure.maybe)[:1]
        if not each or each[0].column or figure.role not in ("result", LEFT):
            break
        heads += each[0].heads
        found.append(Meaning(tuple(dict.fromkeys(heads))))
    return tuple(found[1:])


def _is_alone(chunk: Chunk) -> bool:
    """Whether a figure has no word that says of what it is, not even 为 (本年仅8件), and is none of
    several (31件、22件和17件).
    """
    if chunk.before and "joins" in chunk.before[0].signs:
        return False
    years = [word.key for word in chunk.words if word.kind in YEARS]
    by_someone = any(word.text == COUNT for word in chunk.words)  # 另一人提交6件
    return chunk.kinds <= ALONE and not by_someone and all(year == "0" for year in years)
