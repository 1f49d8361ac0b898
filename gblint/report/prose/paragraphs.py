"""The way in to a paragraph: its sentences, their clauses, and what each of these makes of the
next. What the figures of a clause are of is read in `reader`.
"""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

import msgspec

from gblint.report.model import Prose
from gblint.report.organs import ReportOwner
from gblint.report.prose.amounts import FigureCount, PlainParagraph
from gblint.report.prose.claims import ClaimReader, may_claim
from gblint.report.prose.clauses import (
    Clause,
    ListReader,
    cut_clauses,
    divide_by_figures,
    drop_denied,
)
from gblint.report.prose.model import (
    FIGURES,
    ROLES,
    SYSTEM_KEY,
    VERBS,
    YEARS,
    ParagraphState,
    SentenceSigns,
    Whose,
    Why,
    has,
    is_own,
    is_range,
    names_applications,
    names_catalogue,
    tells_apart,
)
from gblint.report.prose.of_all import ALL_DONE, may_end_otherwise
from gblint.report.prose.other_tables import (
    read_documents,
    read_outcomes,
    read_routes,
    read_tallies,
)
from gblint.report.prose.parts import (
    counts_applicants,
    counts_requests,
    go_on_from_all,
    has_its_figure,
    is_of_figures,
)
from gblint.report.prose.reader import FigureReader
from gblint.report.prose.sentences import (
    NONE_OF_CASES,
    NOTHING_WITHDRAWN,
    SORTED,
    TAKING_BACK,
    TakingBack,
    make_comparison_look,
    read_count_words,
    read_portions,
    tells_sorts,
)
from gblint.report.prose.subject import (
    OF_SUBJECTS,
    OF_TOPICS,
    ends_parts,
    names_aside,
    read_own_matter,
    read_own_name,
    read_that_year,
    see_held,
    see_scope,
    see_some_named,
    see_subject,
    see_topic,
    see_within,
    see_year,
    tells_of_requests,
)
from gblint.report.prose.vocabulary import Token, Vocabulary, Words
from gblint.text import cut_sentences

_GOING = "carried_out"
_PART_OF_GRANTED = "partial"  # beside it, 公开 is without it
_GRANTED = "granted"

_GOES_ON = frozenset(("carry", "carrying", "under_way"))
_PREDICATES = _GOES_ON | {"result"}
_OF_SUBJECTS = frozenset(("column", "result"))
_OF_SOME = frozenset(("result", "within", "carrying"))
_OF_EVERY = frozenset(("none", "all", "each"))
_OF_ALL = frozenset(("all", "each"))
_OF_TWO = frozenset(("column", "result", "case"))
_OF_NONE = frozenset(("all", "each", "none"))
_OF_WHOM = frozenset(("scope", "organ"))
_ON_DISCLOSURE = frozenset(("disclosure", "requests"))
_OF_MATTER = _ON_DISCLOSURE | {"weak", "deciding"}
_SHARED_OUT = frozenset(("respectively", "each"))
_SAYING_NOTHING = frozenset(("odd", "filler", "others", "、"))
_WITHOUT_WEIGHT = frozenset(("filler", "、"))
_DECISIONS = frozenset(("deciding", "weak"))
_OF_PARTS = frozenset(("part", *YEARS, "left")) | OF_SUBJECTS
"""Words of a clause without figures for which it is looked at once more."""
_OTHER_THAN_YEAR = frozenset(("change", "against", "up_to", "carry", "carrying"))
"""Words beside which a year is not that of what follows."""
_OUTCOMES = frozenset(("left", "column"))
_TO_PREPARE = _OUTCOMES | {"n"}
_HEADS = 5  # words of a sentence that is no more than a heading
_MOST = 60  # figures of a paragraph that are remembered

_LONGEST, _COMMAS = 2000, ",;:、"
"""Characters of a sentence. What goes on for longer is none, and is read in pieces that end at a
comma: within a sentence everything may belong to everything."""


class _OpenBracket(NamedTuple):
    """How things stood before a bracket: the paragraph, words without a figure, the claims."""

    state: ParagraphState
    pending: list[Token]
    claims: tuple[bool, bool]


def read_paragraph(
    paragraph: PlainParagraph,
    vocabulary: Vocabulary,
    owner: ReportOwner,
    met: FigureCount,
    topic: str = "",
) -> tuple[Prose, str]:
    """What a paragraph states, and of what it speaks at its end.

    `met` counts on from the paragraphs before, `topic` is what these spoke of where it goes on
    with that. Raises TooMuch.
    """
    reader = ParagraphReader(paragraph, vocabulary, owner)
    reader.read_heading(paragraph.heading, topic)
    may_compare = make_comparison_look(vocabulary).may_compare
    for begin, end in cut_sentences(paragraph.plain, _LONGEST, _COMMAS):
        text = paragraph.plain[begin:end]
        # comparisons in words ask how the paragraph stood before the sentence, and are read when
        # all its figures are: both sides of one may be told in it
        before = reader.state.copy() if may_compare(text) else None
        met.add(reader.read_sentence(begin, text))
        if before is not None:
            from gblint.report.prose.in_words import read_words  # few sentences need it

            read_words(reader, begin, text, before)
    read = reader.make_prose(), reader.state.topic
    reader.close()
    return read


class ParagraphReader(FigureReader):
    """What is read of a paragraph so far."""

    def __init__(
        self, paragraph: PlainParagraph, vocabulary: Vocabulary, owner: ReportOwner
    ) -> None:
        super().__init__(paragraph, vocabulary, owner)
        self._lists = ListReader(self)
        self._claims = ClaimReader(self)
        self._seen_before: Words = ()
        self._heads = False  # whether the sentence is no more than a heading
        self._relative = False  # whether the last year that the sentence named was 上年

    def close(self) -> None:
        super().close()
        del self._lists, self._claims

    def make_prose(self) -> Prose:
        """What was read. That all is done is no claim where what goes on is told."""
        stated = self.record.stated
        out = [s for s in stated if s.quantity == _GOING and len(s.meanings) == 1]
        claimed = {s.text for s in out if s.claim}  # 均已办结，无结转: told once
        # 全部办结 beside 结转2件 is told loosely, and no error that anyone would mend
        going = any(s.confidence and s.value for s in out) or any(
            s.quantity == ALL_DONE and s.text in claimed for s in stated
        )
        parts = any(s.quantity == _PART_OF_GRANTED for s in stated) and not self._includes
        # a bureau that counts its whole system beside itself has the tables of itself
        self.record.doubt_unlike(SYSTEM_KEY)
        return self.record.make_prose(
            dropped=ALL_DONE if going else "", strict=_GRANTED if parts else ""
        )

    def read_heading(self, heading: str, topic: str = "") -> None:
        """What the headings above the paragraph speak of, or the paragraph before it."""
        self.state.topic = topic
        self.state.disclosed = topic == "requests"
        if self.vocabulary.is_topical(heading):
            words = self.vocabulary.read_tokens("".join(heading.split()))
            see_topic(words, self.state, heading=True)
            if any(w.text.startswith(self.vocabulary.disclosure) for w in words):
                self.state.disclosed = True

    def read_sentence(self, start: int, sentence: str) -> int:
        """Read a sentence at an offset of the paragraph; how many figures it has."""
        # 新收/结转/办结:73/2/71
        listed = sentence.count("/") > 1 and "://" not in sentence
        shown = sentence.replace("/", "、") if listed else sentence
        shown = self.vocabulary.blank_days(shown)
        signed, self.amounts = self.vocabulary.amounts.read(shown, start)
        self.begins = start
        # most sentences end here: without a figure only those matter that may be a claim, or turn
        # to another topic
        if not self.amounts and not self.vocabulary.is_topical(sentence):
            self.sentence = []
            return 0
        self.comparisons.begin()
        self._open, self._first = None, True
        self.record.begin(start, len(sentence))
        tokens = self.vocabulary.read_tokens(signed)
        kinds = {token.kind for token in tokens}
        # before anything asks for years: 当年 is not this year behind a year that is named
        said = tokens
        if "year" in kinds and "absolute" in kinds:
            tokens = read_that_year(tokens, self.state)
        looks_back = tokens is not said or ("absolute" in kinds and is_range(tokens))
        if "odd" in kinds:
            tokens = read_own_name(tokens, signed, self.state)
            if not kinds.isdisjoint(_OF_MATTER):
                tokens = read_own_matter(tokens, self.state.owner.organ)
            kinds = {token.kind for token in tokens}  # the 无 in 无线电 is in a name now
        if "(" in kinds:
            over = self.vocabulary.spec.fractions.over
            tokens = read_portions(tokens, self.amounts, over)
        self._begin(tokens, kinds)
        if self.withdrawn.counts:
            tokens = read_count_words(tokens)
        year = self.state.year
        self._claims.begin(sentence)
        self.percentages.begin(kinds)
        self._read_clauses(tokens)
        self.comparisons.close()
        # another year that a sentence only looks back to ends with it
        if looks_back:
            self.state.year = year
        self.counts += self.sentence
        # the fullest paragraph of fixtures/prose has 32 figures; one made to do harm has thousands
        self.counts = self.counts[-_MOST:]
        return len(self.amounts)

    def _begin(self, tokens: Words, kinds: Set[str]) -> None:
        """Begin a sentence: what it says of itself as a whole, and what it goes on from."""
        last = self.state
        self.state = state = last.begin_sentence()
        if self._relative and state.year == -1:
            state.year = 0  # 上年同口径新收30件。自然人17件
        years = () if kinds.isdisjoint(YEARS) else [t.kind for t in tokens if t.kind in YEARS]
        self._relative = years[-1:] == ["year"]
        self.withdrawn = NOTHING_WITHDRAWN
        if not kinds.isdisjoint(TAKING_BACK) or kinds >= NONE_OF_CASES:
            self._see_withdrawn(tokens, kinds)
        goes_on = "part" in kinds and next(t.kind for t in tokens if t.kind != "filler") == "part"
        self._goes_on, self.before = goes_on, self.sentence if goes_on else []
        # 教育局5件、公安局12件。自然人申请420件: several others in a row, then the organ again; but
        # 均无结转 behind them is said of all of them
        several = last.bodies > 1 and not is_own(state.whose) and kinds.isdisjoint(_OF_EVERY)
        if not goes_on and (several or ends_parts(self.sentence, state.whose, self.counts)):
            state.whose = None
        if names_aside(self.sentence, state.whose):
            state.whose = last.signs.whose
        state.would_here = self._heads and last.would_here  # 受理。25件
        self.clause_before = tokens if state.would_here else ()
        self._heads = "n" not in kinds and len(tokens) <= _HEADS
        self.sentence = []
        state.parts, state.decides = goes_on, last.decides and goes_on
        if state.topic != "requests" and tells_of_requests(
            tokens,
            kinds,
            self.vocabulary,
            came=state.unit is not None,
            free=all(figure.meanings for figure in self.counts),
        ):
            state.topic = "requests"
        decides = "n" in kinds and not kinds.isdisjoint(_DECISIONS)
        state.all_cases = "case" in kinds and tells_apart(tokens)
        state.signs = SentenceSigns(
            year=state.year,
            whose=state.whose,
            decisions=self.vocabulary.count_decisions(tokens) if decides else 0,
            # 废止4件、宣布失效3件: which of the two the table calls repealed is not known
            lapses=any("lapsed" in token.signs for token in tokens if token.kind == "left"),
            excepted="excepting" in kinds,
            otherwise=not kinds.isdisjoint(_OF_ALL) and may_end_otherwise(tokens),
            lists_results="result" in kinds and "n" in kinds,
            sorted=kinds >= SORTED and tells_sorts(tokens, self.vocabulary),
            catalogued=(decides or "document" in kinds)
            and names_catalogue(tokens, self.vocabulary, behind_document=not decides),
        )
        if goes_on:
            state.base = state.last_verb if state.last_verb.meanings else state.last
            state.base = go_on_from_all(state.base, self.before)

    def _see_withdrawn(self, tokens: Words, kinds: Set[str]) -> None:
        """See what a sentence takes back."""
        sentence, signs = TakingBack(tokens, self.amounts), self.vocabulary.spec.signs
        self.withdrawn = sentence.find(kinds)
        self.state.unrelated = self.withdrawn.every
        before, besides = self.withdrawn.before, (*signs.turning, *signs.there_are)
        if self.withdrawn is not NOTHING_WITHDRAWN and not self.withdrawn.counts:
            before = before or sentence.refers_back(self.counts, besides)
        if before:
            self._withdraw_before()

    def _withdraw_before(self) -> None:
        """上述案件均与信息公开无关: what the sentences before told of cases, or of what came in, is
        not the tables'.
        """
        state, counts = self.state, self.withdrawn.counts
        cases = not counts and state.topic == "cases"
        self.record.withdraw(cases=cases, received=counts)
        if cases:
            state.topic, state.disclosed, state.every_case = "others", False, True

    def _read_clauses(self, tokens: Words) -> None:
        """Read the clauses of a sentence; what a bracket says ends with it."""
        stack: list[_OpenBracket] = []
        pending: list[Token] = []
        whose = self.state.whose
        opened: list[Token] = []
        for clause in cut_clauses(tokens):
            # 全部按期答复（1件结转下年）: what goes on is none of those that were answered
            ahead = pending if has(clause.words, "carry", "carrying") else [*pending, *opened]
            clause.words = [*ahead, *clause.words]
            pending, opened = [], []
            year = self.state.year
            bare = self._read_clause(clause, bracket=bool(stack))
            self._first = False
            if clause.stop == "(":
                # what is said in a bracket is of the figure before it, and the sentence goes on as
                # if it were not there
                stack.append(_OpenBracket(self.state.copy(), bare, self._claims.keep_place()))
                if self._see_year_of_bracket(clause):
                    stack[-1].state.year = year  # 是上年（826件）的1.27倍
                last = self.state.last
                opened = bare if has(bare, *ROLES, "requests") else []
                if not bare and self.sentence:
                    self.state.base, self.state.inside = last, True
            elif clause.stop == ")" and stack:
                before, pending, claims = stack.pop()
                self._claims.go_back(claims)  # 收到6件（来信4件、网上2件），全部办结
                # 不予公开（5件）: the bracket is where its figure stands, so that what it tells
                # does go on
                if has_its_figure(clause.words, pending):
                    pending = []
                    self._go_on_from(before)
                self.state = before
            elif not stack and clause.stop in ":;":
                self._go_on(clause, whose)
        # brackets that do not close: the sentence ends where the first of them opened
        if stack:
            self.state = stack[0].state
        self.state.whose = self._reset(whose)

    def _go_on_from(self, before: ParagraphState) -> None:
        """公开（25件）和部分公开（10件）合计35件: results in brackets are those told last."""
        last = self.state.last
        if last.role == "result" and last.meanings:
            before.last = before.last_in_sentence = before.known = last
            before.known_here = True
            before.would, before.would_here, before.would_fresh = last, False, False

    def _see_year_of_bracket(self, clause: Clause) -> bool:
        """与上年（复议9件）相比: what is in the bracket is of the year before it, if so."""
        last = next((word for word in reversed(clause.words) if word.kind != "filler"), None)
        years = [] if last is None else self.comparisons.list_years([last])
        if not years or years[-1] == 0 or has(clause.words, *FIGURES):
            return False
        self.state.year = years[-1]
        return True

    def _go_on(self, clause: Clause, whose: Whose | None) -> None:
        """What a colon or a semicolon makes of what was said before it."""
        state = self.state
        if clause.stop == ":" and state.last.meanings and has(clause.words, "n"):
            state.base = state.last
        elif clause.stop == ";":
            state.year = state.signs.year if self.comparisons.pairs else state.year
            self.comparisons.close()
            state.turned, state.some = None, 0
            # 行政处罚211件；听证3件，被复议纠正1件: of decisions still
            state.of_cases = None
            state.on_decisions = state.on_decisions and not state.sentence_disclosed
            state.routes_apart = state.routes
            state.parted = state.last_in_sentence.role == "column"
            # only where the sentence had figures of the year already: 上半年收件9件；办结7件 is of
            # the half
            of_year = state.known_here and state.held == self.vocabulary.part_of_year
            if of_year or state.held_in_part:
                state.held = None  # 收件19件，一季度3件、二季度6件；办结19件
                state.held_in_part = False
            state.whose = self._reset(whose)
            # a base that was left bars what follows it only up to the semicolon
            if state.base is None or not state.base.meanings:
                state.base = None

    def _reset(self, before: Whose | None) -> Whose | None:
        """A part named within (其中市教育局12件) does not go on; a subject does."""
        return before if self.state.in_part else self.state.whose

    def _read_clause(self, clause: Clause, *, bracket: bool) -> list[Token]:
        """Read a clause; gives the words at its end that belong to no figure of it."""
        words = clause.words
        kinds = {word.kind for word in words}
        if not kinds.isdisjoint(_TO_PREPARE):
            words = self._prepare_words(words, kinds)
            kinds = kinds if words is clause.words else {word.kind for word in words}
        if words and words[0].text in self.vocabulary.spec.signs.turning:
            self.state.turned = None
        # an office of the organ itself is told of as the organ, not as what was named just before
        if "division" in kinds and self.state.base is None:
            self.state.whose = self.state.signs.whose
        if not kinds.isdisjoint(_OF_WHOM):
            see_scope(words, self.state, self.record)
        self._see_matter(words, kinds)
        self.clause_new = self.clause_before is not self._seen_before
        self._seen_before = self.clause_before
        if kinds.isdisjoint(FIGURES):
            self._see_words(words, kinds)
            self.comparisons.see_words(words, kinds, clause.stop)
            return list(words) if clause.stop == "(" else []
        self._claims.see_figures(words, kinds)
        places = [i for i, word in enumerate(words) if word.kind in FIGURES]
        # lists first, as their words stand apart from their figures; else each figure has its own
        held = self.state.held is not None
        listed = len(places) > 1 or not kinds.isdisjoint(_SHARED_OUT)
        listed = listed and not self.withdrawn.figures
        if not listed or not (self.comparisons.read_list(words) or self._lists.read(words)):
            for chunk in divide_by_figures(words, self.amounts):
                self.read_figure(chunk, bracket)
        # 其中区政府为复议机关的19件；结果维持25件
        self.state.held_in_part |= not held and "part" in kinds and self.state.held is not None
        self.clause_before = ()
        # behind the figures of the clause, which are read by its words; those after it by its topic
        if "requests" in kinds and "left" not in kinds and not self.state.topic:
            self.state.topic = "requests"
        return self._read_rest(words, places[-1] + 1, clause.stop)

    def _see_matter(self, words: Words, kinds: Set[str]) -> None:
        """Whether a clause turns to disclosure, or to decisions, which cases may be on as well."""
        state = self.state
        if not kinds.isdisjoint(_ON_DISCLOSURE):
            state.disclosed, state.sentence_disclosed, state.on_decisions = True, True, False
        elif not kinds.isdisjoint(_DECISIONS):
            state.on_decisions |= self.vocabulary.count_decisions(words) > 0

    def _read_rest(self, words: list[Token], at: int, stop: str) -> list[Token]:
        """Read what stands behind the last figure of a clause; gives it where a bracket opens."""
        rest = words[at:]
        self.comparisons.see_rest(words[:at] if rest else words, rest)
        if not rest:
            return []
        kinds = {word.kind for word in rest}
        named = not kinds.isdisjoint(_OF_SUBJECTS) and "carry" not in kinds
        if named and self.state.last_in_sentence.role in VERBS:
            see_subject(rest, kinds, self.state)
        # 收到5件均已办结: a claim may begin before the figure, unless another stands there, too
        if may_claim(rest, kinds, self.vocabulary):
            self._claims.read(rest if has(words[: at - 1], *FIGURES) else words)
        if "within" in kinds:
            see_within(words, self.state)
        return [] if stop != "(" or kinds.isdisjoint(ROLES) else list(rest)

    def _prepare_words(self, words: list[Token], kinds: Set[str]) -> list[Token]:
        """The words of a clause, each for what it is in this paragraph."""
        if not kinds.isdisjoint(_OUTCOMES):
            words = read_outcomes(words, kinds, self.state)
        if "n" in kinds:
            words = read_routes(words, self.state)
            if "case" in kinds:
                words = read_tallies(words, self.state)
            if "document" in kinds or self.state.topic == "documents":
                words = read_documents(words, self.state)
            words = drop_denied(words, self.amounts) if "none" in kinds else words
            words = self._drop_others(words)
        return words

    def _see_words(self, words: Words, kinds: Set[str]) -> None:
        """What a clause without a figure says; most say nothing that matters here."""
        self.clause_before = words
        open_, self._open = self._open, None
        said = _PREDICATES if not self.open_late else _GOES_ON
        if open_ is not None and not kinds.isdisjoint(said):
            self._guess_by(words, open_)
        if kinds <= _SAYING_NOTHING:
            if not kinds <= _WITHOUT_WEIGHT:
                self.state.would_here = self.state.would_fresh = False
            return
        if not kinds.isdisjoint(_OF_TWO):
            self._two = words
        if not kinds.isdisjoint(OF_TOPICS):
            see_topic(words, self.state)
        # 被申请行政复议、提起行政诉讼的，均为零: of what the clause before names
        apart = "none" in kinds and kinds <= _OF_NONE and has(self._seen_before, "case")
        apart = apart and not has(self._seen_before, "odd", "others", *_DECISIONS)
        if may_claim(words, kinds, self.vocabulary):
            named = self._seen_before if apart else ()
            self._claims.read([*named, *words], near=not self._seen_before)
        if not kinds.isdisjoint(_OF_SOME):
            see_some_named(words, kinds, self.state)
        if not kinds.isdisjoint(_OF_PARTS):
            self._see_parts(words, kinds)

    def _drop_others(self, words: list[Token]) -> list[Token]:
        """The words without figures of things that are counted otherwise (12个县)."""
        vocabulary, found = self.vocabulary, words
        for i, word in enumerate(words):
            if word.kind != "n":
                continue
            amount = self.amounts[word.start]
            # before the units, as 项 and 类 are units elsewhere: 两项合计
            if is_of_figures(words, i, amount, vocabulary):
                found = list(found) if found is words else found
                found[i] = vocabulary.make_token(
                    "filler", word.key, word.start, word.end, amount.text
                )
                continue
            if amount.unit in vocabulary.counted or amount.unit in vocabulary.spec.money:
                continue
            if self._counts_ours(words, i, amount.unit):
                continue
            found = list(found) if found is words else found
            found[i] = msgspec.structs.replace(word, kind="filler")
            self.record.note(amount, Why.OTHER_UNIT)
            self.comparisons.foreign = self.state.foreign = True
            # 接待查阅860人次, 热线接到来电312个
            others = has(words, "others") and not names_applications(words)
            self.state.serves = self.state.serves or others
        return found

    def _counts_ours(self, words: Words, at: int, unit: str) -> bool:
        """1个不予公开, 自然人6人次: whether what is counted otherwise is of the tables here."""
        state, spec = self.state, self.vocabulary.spec
        if unit in spec.signs.request_units and counts_requests(words, at, unit, state):
            return True
        after_known = any(figure.meanings for figure in self.sentence)
        return unit in spec.applicant_units and counts_applicants(
            words, at, state, after_known=after_known
        )

    def _see_parts(self, words: Words, kinds: Set[str]) -> None:
        """其中 on its own, or 办结的申请中: what follows is a part of what was said last."""
        state = self.state
        if "part" in kinds:
            self._see_part()
        of_year = not kinds.isdisjoint(YEARS) and kinds.isdisjoint(_OTHER_THAN_YEAR)
        if of_year and not make_comparison_look(self.vocabulary).sets_beside(words):
            see_year(words, state)
        if "left" in kinds:
            state.would_here = state.would_here and any(map(self.vocabulary.is_part_of_year, words))
            state.would_fresh = False
            see_held(words, state)
        if not kinds.isdisjoint(OF_SUBJECTS):
            see_subject(words, kinds, state)
