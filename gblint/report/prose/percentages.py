"""Percentages: of which figure each is a part, and what may be the whole, by the words beside it
(占办结数的25%), by the figures before it, and by the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import combinations
from typing import Protocol

import msgspec

from gblint.pack.prose_model import Rate
from gblint.report.model import Meaning, Number, Share
from gblint.report.prose.amounts import NO_DAYS, Amount, contains_any
from gblint.report.prose.comparisons import ComparisonReader
from gblint.report.prose.meaning import ParagraphSoFar
from gblint.report.prose.model import (
    BOTH_CASES,
    FIGURES,
    NOTHING,
    VERBS,
    Chunk,
    Figures,
    Interpretation,
    ParagraphState,
    Why,
    find_word,
    has,
    is_own,
    list_keys,
    list_years,
    names_applications,
)
from gblint.report.prose.parts import OF_PART, is_base_of_all
from gblint.report.prose.record import BARE_SHARE, SHARE
from gblint.report.prose.subject import find_scope
from gblint.report.prose.vocabulary import Token, Vocabulary, Words

_DECISIONS = ("licensing", "penalty", "coercion", "decisions")
_OF_CASES = ("penalty_cases", "coercion_cases")
_DOCUMENTS = ("normative", "rules")
_NEAR = 8
_DECIDED = "decided"
_COMPLETED, _CARRIED_OUT = "completed", "carried_out"
_ROWS = ("result", "column")
"""Roles of figures that are parts beside one another, not one the base of another."""


def find_rate(rate: Rate, state: ParagraphState, counts: Figures) -> Share | None:
    """A percentage with a name, by what the paragraph has said and by the tables."""
    cases = any(key.split("_")[0] in ("review", "litigation") for key in rate.whole)
    if cases != (state.topic == "cases") or state.topic not in ("cases", "requests"):
        return None
    route, here = "_".join(state.route), is_own(state.whose)
    parts, wholes = (
        [key for key in keys if not cases or key.split("_")[0] in route]
        for keys in (rate.part, rate.whole)
    )
    both = BOTH_CASES if cases and set(state.cases_here) >= set(BOTH_CASES) else ()
    own = [
        figure
        for figure in counts
        if figure.meanings and _is_exact(figure) and is_own(figure.whose) == here
    ]
    of_part = [figure for figure in own if figure.meanings[0].key in parts]
    of_whole = _list_values(figure for figure in own if figure.meanings[0].key in wholes)
    carried = _list_values(figure for figure in own if figure.head == "carried_in")
    return Share(
        tuple(_list_values(of_part[-1:])),
        tuple(of_whole),
        tuple(a + b for a in of_whole for b in carried),  # of all that was there to do
        (*(_split_key(key) for key in parts), *_list_both(both, parts)),
        (*(_split_key(key) for key in wholes), *_list_both(both, wholes)),
    )


def _list_both(routes: tuple[str, ...], keys: Sequence[str]) -> list[Meaning]:
    """Of both kinds of case what is of either: 复议5件、诉讼1件，纠错率16.7%."""
    columns = dict.fromkeys(_split_key(key).column for key in keys)
    return [Meaning(routes, column) for column in columns] if routes else []


def _split_key(key: str) -> Meaning:
    head, _, column = key.rpartition("_")
    return Meaning((head,), column) if head in ("review", "litigation") else Meaning((key,))


def _list_values(figures: Iterable[Interpretation]) -> list[Number]:
    return [figure.amount.value for figure in figures if figure.amount is not None]


def _is_exact(taken: Interpretation) -> bool:
    return taken.amount is not None and taken.amount.exact


def find_share(
    part: Interpretation | None,
    named: Sequence[Meaning],
    counts: Figures,
    sentence: Figures,
    groups: Mapping[str, str],
    shared: Figures = (),
) -> Share | None:
    """The share of a figure: of one that stands before it and is not less, or of the tables.

    `named` is the base as the sentence names it; `counts` are the figures of the paragraph before,
    `sentence` those of the sentence and, where it goes on from it, of the one before; `groups` are
    the quantities of groups by those of their rows, `shared` are the figures with a share of their
    own, which are not added to others.
    """
    if part is None:
        return None
    parts_of = part.meanings
    # 自然人43件，占86%；企业7件，占14%: but for figures with a share of their own
    own = (i for i, figure in enumerate(sentence) if figure in shared and figure != part)
    beside = sentence[max(own, default=-1) + 1 :]
    together = _add_together(part, beside)
    if parts_of and together:
        parts_of = (*parts_of, *_list_all_together(part, beside))
    if part.amount is not None and not part.amount.exact and not parts_of:
        return None
    # of what is no exact figure nothing can be reckoned but by the tables
    parts = (*_list_values([part]), *together) if _is_exact(part) else ()
    # last year's figures are no base of this year's share
    counts = [figure for figure in counts if figure.meanings or figure.why is not Why.OTHER_YEAR]
    like = [
        figure
        for figure in counts
        if figure is not part and _is_exact(figure) and _is_like(figure, part)
    ]
    near = [figure for figure in sentence if figure is not part and _is_like(figure, part)]
    # a base of 近百件 bears no reckoning, and without a quantity there is nothing else to ask
    if not parts_of and not all(map(_is_exact, near)):
        return None
    near = [figure for figure in near if _is_exact(figure)]
    wholes_of = tuple(named) or (_list_bases(parts_of[0], groups) if parts_of else ())
    if not wholes_of:
        wholes_of = tuple(figure.meanings[0] for figure in near if figure.meanings)
    is_known = parts_of or any(figure.meanings and figure.role in VERBS for figure in near)
    if not is_known or (wholes_of and parts_of == wholes_of):  # a share of itself is none
        return None
    # 企业15件，律所5件，占25%: of rows beside one another one is hardly the base of another, though
    # it is more; it is only among what may be as well
    rows = [
        figure for figure in near if parts_of and figure.role == part.role and figure.role in _ROWS
    ]
    near = [figure for figure in near if figure not in rows]
    like = [*rows, *like]
    # 占办结数的40%: where the base that it names was told, it is of nothing else
    told = [one for one in (*near, *like) if named and one.meanings and one.meanings[0] in named]
    near, like = (told, []) if told else (near, like)
    values, like = _list_values(near), like[-_NEAR:]
    sums = _list_sums(part, values, [figure for figure in like if figure not in shared], rows)
    more = (*_list_values(like), *sums)
    return Share(parts, tuple(dict.fromkeys(values)), more, parts_of, wholes_of)


def _list_sums(
    part: Interpretation,
    values: Sequence[Number],
    free: Figures,
    rows: Figures,
) -> list[Number]:
    """What two figures come to, or the part and one of `rows`: 企业15件，占75%，律所5件，占25%."""
    near = [*values, *_list_values(free)][-_NEAR:]
    sums = [a + b for a, b in combinations(dict.fromkeys(near), 2)]
    if part.amount is not None:
        sums += [value + part.amount.value for value in _list_values(rows)]
    return sums


def _add_together(part: Interpretation, sentence: Figures) -> list[Number]:
    """The figure with those of its kind right before it: 行政查询9件、法律禁止5件，占9.27%."""
    found: list[Number] = []
    total: Number = 0
    for figure in reversed(sentence[-_NEAR:]):
        if figure.role != part.role or figure.amount is None or figure.role not in _ROWS:
            break
        total += figure.amount.value
        found.append(total)
    return found[1:]


def _list_all_together(part: Interpretation, sentence: Figures) -> list[Meaning]:
    """The quantities of the same, added up."""
    heads: list[str] = []
    found: list[Meaning] = []
    for figure in reversed(sentence[-_NEAR:]):
        if figure.role != part.role or not figure.meanings:
            break
        meaning, first = figure.meanings[0], part.meanings[0]
        if bool(meaning.column) != bool(first.column):
            break
        if meaning.column and meaning.heads != first.heads:
            break
        heads += [meaning.column] if meaning.column else meaning.heads
        found.append(
            Meaning(first.heads, "+".join(heads)) if meaning.column else Meaning(tuple(heads))
        )
    return found[1:]


def _find_last_part(
    last: Interpretation,
    words: Words,
    sentence: Figures,
    vocabulary: Vocabulary,
) -> Interpretation | None:
    """The figure before; none where it is told with others (两项合计占58%), and one is unknown."""
    before = words[: find_word(words, "share") + 1]
    joint = any(w.kind == "total" or w.text in vocabulary.together for w in before)
    if not sentence or last is NOTHING:
        return None
    return None if joint and not all(figure.meanings for figure in sentence[-2:]) else last


def _list_bases(meaning: Meaning, groups: Mapping[str, str]) -> tuple[Meaning, ...]:
    """What a share is commonly of, by what the part is."""
    head = meaning.heads[0]
    if head.startswith(("review", "litigation")):
        # 维持3件，占60%: of the cases of its kind or of all, decided or not: offices write any
        heads = (head, "review", "litigation", "review_litigation")
        decided = (Meaning((key,), _DECIDED) for key in heads[:-1])
        return (*(Meaning((key,)) for key in heads), *decided)
    if head.removesuffix(OF_PART) in _DECISIONS:
        # 网上办理行政许可732件，占77.7%: of all of its kind, or of decisions of every kind
        return (Meaning((head.removesuffix(OF_PART),)), Meaning((_DECISIONS[-1],)))
    if head in _OF_CASES or head in _DOCUMENTS:
        return ()
    # who applied is told of what came in, results of what was dealt with; the likelier goes first
    first = ("received", "completed") if meaning.column else ("completed", "received")
    group = [groups[key] for key in meaning.heads if key in groups]
    return tuple(Meaning((key,)) for key in (*first, "due", *meaning.heads, *group))


def _is_like(figure: Interpretation, part: Interpretation) -> bool:
    if figure.amount is None:
        return False
    if part.amount is None:
        return True
    return figure.amount.unit == part.amount.unit and figure.amount.value >= part.amount.value


def _list_named_bases(words: Words) -> list[Meaning]:
    """The base that stands between 占 and the percentage."""
    at = find_word(words, "share", missing=len(words))
    kinds = (*VERBS, "result", "case")
    return [Meaning((word.key,)) for word in words[at + 1 :] if word.kind in kinds]


def _find_other(words: Words, state: ParagraphState) -> Interpretation | None:
    """The part that is of another table: 复议后起诉占57.1%, 处罚占83.7%."""
    named = [word for word in words if word.kind in ("case", "deciding", "weak")]
    part = named[-1]
    key = state.vocabulary.find_decision(part) if part.kind == "weak" else part.key
    of_topic = state.topic == ("cases" if part.kind == "case" else "deciding")
    if len(named) > 1 or not key or not of_topic:
        return None
    return Interpretation((Meaning((key,)),), SHARE, "case" if part.kind == "case" else "deciding")


def find_part(words: Words, at: int, vocabulary: Vocabulary) -> Meaning | None:
    """The part where no count is given, named before the word at a place: 自然人占比94.3%."""
    found = [_read_result(w, vocabulary) for w in words[:at] if w.kind in (*_ROWS, "weak")]
    if not found or has(found, "weak") or has(words, "odd", "organ", "scope", "year", "absolute"):
        return None
    word = found[0]
    if all(each.kind == "result" for each in found):
        return Meaning(tuple(dict.fromkeys(each.key for each in found)))
    if len(found) > 1:
        return None
    quantity = vocabulary.quantities[word.key]
    return Meaning(("received",), word.key) if quantity.table == "applications" else None


def _read_result(word: Token, vocabulary: Vocabulary) -> Token:
    """公开的比例, 公开占: what is granted; other weak words stay what they are."""
    if word.kind != "weak" or word.key != vocabulary.granting:
        return word
    key = next(k for k in vocabulary.weak[word.key] if vocabulary.quantities[k].role == "result")
    return msgspec.structs.replace(word, kind="result", key=key)


def _is_of_applicants(words: Words, vocabulary: Vocabulary) -> bool:
    """Whether the base is of some who applied (占企业申请的); 占审结数的 is of cases."""
    quantities = vocabulary.quantities
    return any(w.kind == "column" and quantities[w.key].table != "review" for w in words)


_MOST = 60
"""Figures of a paragraph in which the whole of a percentage is looked for."""


class ParagraphForPercentages(ParagraphSoFar, Protocol):
    """The same as those see it who read percentages."""

    clause_new: bool
    comparisons: ComparisonReader

    @property
    def before(self) -> Figures: ...


_LIGHT = ("filler", "equals", "、", "total")
_NO_SHARE = ("change", "against", "left", "others", "none", "about")
_LINKS = frozenset(("linking", "of"))
"""Signs of what may stand between a percentage and the word that says of what it is."""
_FOREIGN = ("odd", "others", "organ", "left", "rate", "change", "against", "year", "absolute")
_SUBJECTS = frozenset(("requests", "request", "case", "arriving", "result"))
"""Words of which a sentence has one whose rates are the tables'."""


class _ToldBase(msgspec.Struct, frozen=True, gc=False):
    """The base of a percentage as a figure, what it was taken for, and the part before it."""

    part: Interpretation
    amount: Amount
    taken: Interpretation


class PercentageReader:
    """Reads the percentages of a paragraph, sentence by sentence."""

    def __init__(self, paragraph: ParagraphForPercentages) -> None:
        self._paragraph, self._vocabulary = paragraph, paragraph.vocabulary
        self._shared: list[Interpretation] = []
        """The figures of the sentence that have each a share of their own."""
        self._barred = False
        """Whether the sentence tells a rate that is of others, so that the next is too."""
        self._base: _ToldBase | None = None
        """A count after 占: the next percentage is of it and of the figure before it."""
        self._waiting: tuple[Amount, Words] | None = None
        """A percentage whose count stands behind it (占60.7%的17件), and the words before it."""

    def begin(self, kinds: Set[str]) -> None:
        """A sentence begins, with words of these kinds."""
        self._barred = "others" in kinds and kinds.isdisjoint(_SUBJECTS)
        self._shared.clear()
        self._base = self._waiting = None

    def see_shared(self, figures: Figures) -> None:
        """Figures of the sentence have each a share of their own."""
        self._shared += figures

    def see_count(self, chunk: Chunk, taken: Interpretation, before: Interpretation) -> None:
        """A count was read, `before` it another: it may be the base of a percentage after it."""
        self._base = None
        at = find_word(chunk.before, "share", missing=-1)
        told = at >= 0 and bool(before.meanings) and before.amount is not None
        if told and not has(chunk.before[at:], "odd", "others", "organ", "left"):
            self._base = _ToldBase(before, chunk.amount, taken)
        waiting, self._waiting = self._waiting, None
        if waiting is not None and taken.meanings and _is_of(chunk.before):
            amount, words = waiting
            self.add_share(amount, words, self.make_share(taken, words))

    def read(self, chunk: Chunk, *, bracket: bool) -> None:
        """Take a percentage down with what it is of: as other words say, else by those before it;
        one in words only where these name it.
        """
        words, amount = chunk.before, chunk.amount
        if self._read_unlike(chunk):
            return
        at = find_word(words, "share")
        if amount.text.isalpha() and find_part(words, at, self._vocabulary) is None:
            self._paragraph.record.note(amount, BARE_SHARE)
            return
        beside = self._paragraph.state.last_in_sentence.role in _ROWS and bool(words)
        beside = beside and all(word.kind == "、" for word in words)  # 不掌握6件、19.35%
        share = self._read_share((), True) if beside else self._read_share(words, bracket)
        self.add_share(amount, words, share)

    def add_share(self, amount: Amount, words: Words, share: Share | None) -> None:
        """Take a percentage down, `words` standing before it; None for one of which nothing is
        known, of which a count behind it may yet tell.
        """
        state = self._paragraph.state
        own = state.year == 0 and is_own(state.whose)
        state.share_open = share is None
        self._paragraph.record.add_share(
            amount, share, "".join(word.text for word in words), own=own
        )

    def _read_share(self, words: Words, bracket: bool) -> Share | None:
        """What a percentage is of, by the words before it; None where these leave it open."""
        paragraph, state = self._paragraph, self._paragraph.state
        # 上年占比为30%: of another year, of which there are no tables here
        if any(list_years(words, state)):
            return None
        rate = next((w for w in words if w.kind == "rate"), None)
        if rate is not None:
            return self._read_rate(rate, words)
        said, new = paragraph.clause_before, paragraph.clause_new
        if not bracket and new and has(said, "share") and not has(said, *FIGURES):
            words = [*said, *words]  # 无法提供类占比最高，达42.5%
        # what stands before a bracket decides there: in the bracket there is often nothing but the
        # percentage
        strange = has(said, "left", "others") or (has(said[-1:], "odd") and new)
        if has(words, *_NO_SHARE) or not (has(words, "share") or (bracket and not words)):
            return None
        if bracket and strange:
            return None  # 高于全省平均水平（11.3%）, 超过七成（77.8%）公开
        at = find_word(words, "share")
        # 同期全县各单位受理302件，本办占16.2%
        foreign = has(words[:at], "scope") and not is_own(state.last.whose)
        if foreign or has(words[:at], "odd", "organ", "rest") or self._is_of_another(words[:at]):
            return None  # 部门占60.0%
        if _is_of_applicants(words[at + 1 :], self._vocabulary):
            return None
        last = paragraph.sentence[-1:] == [state.last]
        if last and (is_base_of_all(words[at:]) or self._is_of_another(words[at + 1 :])):
            return None  # 复议31件，占全区行政复议案件的6.2%; 申请37件，占市局总量的7.4%
        # words beat the figure before: 收到50件，自然人占比94% is not of all 50
        worded = find_part(words, at, self._vocabulary)
        if worded is not None and state.topic in ("requests", ""):
            # kept for a count behind it: 自然人占94%、计47件
            state.share_part = _make_part(worded)
            return self.make_share(state.share_part, words)
        return self.make_share(self._find_part_told(words, at), words)

    def _find_part_told(self, words: Words, at: int) -> Interpretation | None:
        """What a share is of, by the words before 占 or by what was told before these."""
        state = self._paragraph.state
        if state.topic == "cases" and has(words[:at], "column"):
            named = [word.key for word in words[:at] if word.kind == "column"]
            told = [one for one in self._paragraph.sentence if one.meanings]
            like = [one for one in told if one.meanings[0].column in named]
            return like[-1] if like else None  # 纠正数占审结数的22.2%
        if has(words[:at], "case", "deciding", "weak"):
            return _find_other(words[:at], state)
        if state.would_fresh and not _list_named_bases(words):
            would = state.would  # 不予公开的，占41%: it was named without a figure
            return msgspec.structs.replace(would, amount=None) if would.role in _ROWS else None
        return _find_last_part(state.last, words, self._paragraph.sentence, self._vocabulary)

    def _is_of_another(self, words: Words) -> bool:
        """Whether a base is another organ's, or of a place that the tables are not of."""
        whose = [w for w in words if w.kind in ("scope", "organ")]
        return any(not find_scope(w, self._paragraph.state).own for w in whose)

    def _read_rate(self, rate: Token, words: Words) -> Share | None:
        """办结率95%, 纠错率25%: a percentage with a name of its own."""
        state = self._paragraph.state
        unread = bool(self._paragraph.sentence) and not state.known_here
        if self._is_of_others(rate, words):
            # 文件公开率100%，58件均予以公开: so is what goes on from it
            state.turned = state.others_here = self._barred = True
            return None
        # a rate needs no count beside it, so that nothing else could show that it is of others
        if self._barred or unread or has(words, "left", "others", "odd", "organ"):
            self._barred = True  # 市中院通报败诉率11.2%，信息公开类8.6%
            return None
        last = state.last_in_sentence
        foreign = self._paragraph.comparisons.foreign and not has(words, "requests")
        left = last is not NOTHING and not last.meanings and last.why != Why.UNKNOWN
        if has(words, "change", "timely") or left or foreign:
            return None  # 热线办结310件，办结率99.4%: of a figure that is another's
        cases = tuple(list_keys(words, "case"))
        if state.crossing and not cases:
            return None  # 申请人为企业的，公开率45%
        # 诉讼败诉率12% turns the paragraph to cases, but only to those on disclosure where it has
        # spoken of that
        if cases and state.topic != "others":
            state.topic, state.route = ("cases", cases) if state.disclosed else ("others", ())
        counts = [*self._paragraph.counts, *self._paragraph.sentence][-_MOST:]
        of = self._vocabulary.rates[rate.text]
        return None if self._is_of_due(of, words) else find_rate(of, state, counts)

    def _is_of_others(self, rate: Token, words: Words) -> bool:
        """规范性文件公开率, 提案办结率: of what is named before it, which is no application; or of
        a figure that is another's (文件30件，公开率100%).
        """
        known, before = self._vocabulary, words[: words.index(rate)]
        if names_applications(before) or has(before, "case"):
            return False
        if has(before, "others", "document", "deciding") or any(map(known.find_decision, before)):
            return True
        if known.quantities[_split_key(known.rates[rate.text].part[0]).heads[0]].role != "result":
            return False  # 时限内办结率: any word may stand before it
        odd = any(word.kind == "odd" and not known.is_idle(word.text) for word in before)
        return odd or self._paragraph.state.last_in_sentence.why is Why.OTHERS

    def _is_of_due(self, rate: Rate, words: Words) -> bool:
        """法定期限内办结率100%; 除3件未到期外，办结率100%: of what had to be done in the year."""
        state = self._paragraph.state
        told = "".join(word.text for word in (*self._paragraph.clause_before, *words))
        excepted = state.signs.excepted and state.last_in_sentence.head == _CARRIED_OUT
        late = excepted or contains_any(told, (NO_DAYS, *self._vocabulary.spec.signs.due))
        return late and _COMPLETED in rate.part

    def make_share(self, part: Interpretation | None, words: Words) -> Share | None:
        """What a part, behind these words, may be a share of; None for no part."""
        counts = [*self._paragraph.counts, *self._paragraph.sentence][-_MOST:]
        together = self._vocabulary.together
        joint = any(word.kind == "total" or word.text in together for word in words)
        loose = joint or not is_own(self._paragraph.state.whose)  # 前两类合计占58%; not the tables'
        # 企业7件，占14%；个人43件，占86%: what has a share of its own is in no sum with others
        shared = [] if loose else list(self._shared)
        if part is not None and part.amount is not None:
            self._shared.append(part)
        near = [*self._paragraph.before, *self._paragraph.sentence][-_MOST:]
        named, groups = _list_named_bases(words), self._vocabulary.groups
        return find_share(part, named, counts, near, groups, shared)

    def _read_unlike(self, chunk: Chunk) -> bool:
        """Read a percentage that does not stand behind what it is of; whether it is one."""
        before, amount = chunk.before, chunk.amount
        base, self._base = self._base, None
        # 公开5件，占办结数20件的25%: the base was told as a figure, between the part and its share
        if base is not None and before and all(w.kind in _LIGHT for w in before):
            return self._read_of_base(base, chunk)
        if _is_of(chunk.after) and has(before, "share") and not has(before, *_FOREIGN):
            self._waiting = (amount, before)
            return True
        part = self._find_named(chunk)
        if part is None:
            return False
        self.add_share(amount, [*before, *chunk.after], self.make_share(part, ()))
        self._paragraph.state.share_part = part  # 予以公开26.42%（70件）
        return True

    def _read_of_base(self, base: _ToldBase, chunk: Chunk) -> bool:
        """Read a percentage of two figures before it, the second being the whole of the first."""
        part, whole = base.part, base.amount
        if part.amount is None or not part.amount.exact or not whole.exact:
            return False
        share = Share((part.amount.value,), (whole.value,), (), part.meanings, base.taken.meanings)
        self.add_share(chunk.amount, chunk.before, share)
        self._paragraph.state.last = self._paragraph.state.last_in_sentence = part
        return True

    def _find_named(self, chunk: Chunk) -> Interpretation | None:
        """16.0%属无法提供; 公开44.4%、部分公开16.7%: of what is named right behind or before."""
        before, after = chunk.before, chunk.after
        if self._paragraph.state.topic != "requests" or chunk.has("share", *_FOREIGN):
            return None
        links = bool(after) and not after[0].signs.isdisjoint(_LINKS)
        # 半数公开: a share in words needs no 属 before what it is of
        links = links or (has(after[:1], "result") and chunk.amount.means == "rounded")
        behind = links and not has(before, "result", "column")
        said = [word for word in before if word.kind != "filler"]
        ends = bool(said) and said[-1].kind in ("result", "column")
        words = after if behind else before if ends and not has(after, "result", "column") else []
        if not words or not all(w.kind in (*_LIGHT, "result", "column", "request") for w in words):
            return None
        meaning = find_part(words, len(words), self._vocabulary)
        return None if meaning is None else _make_part(meaning)


def _make_part(meaning: Meaning) -> Interpretation:
    """What a percentage is of where no count says it."""
    return Interpretation((meaning,), SHARE, "column" if meaning.column else "result")


def _is_of(words: Words) -> bool:
    """Whether nothing stands there but 的."""
    return len(words) == 1 and "of" in words[0].signs
