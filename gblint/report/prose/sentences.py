"""What a sentence does as a whole, which `paragraphs` asks before it reads the clauses; few do.

It may compare in words, or tell shares of this year and last (`ComparisonLook`), and it may take
figures back: those of which it says behind them that they are not on disclosure (均与信息公开无
关), and what came in where it tells how much of it is counted (实际纳入统计的72件).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import cached_property, lru_cache

import msgspec

from gblint.report.model import Meaning
from gblint.report.prose.amounts import Amount, contains_any, list_shortest, make_bare
from gblint.report.prose.model import (
    FIGURES,
    NOTHING,
    ROLES,
    Chunk,
    Figures,
    Interpretation,
    ParagraphState,
    has,
)
from gblint.report.prose.vocabulary import STOPS, Token, Vocabulary, Words, match_any, match_share
from gblint.text.numerals import DIGITS, OF_YEAR, YEAR, YEAR_SIGN
from gblint.text.patterns import later

_NUMERAL = later(rf"[\d{DIGITS}]")
_CENTURY = "20"
_MOST_BEFORE_SHARE = 4
"""Characters between last year and its percentage (上年的公开率为96%)."""

_ADDING = frozenset(("turning", "there_are"))
"""Signs of a word by which something is told besides."""
_ON_DISCLOSURE = ("disclosure", "requests")
_NO_EXCESS = ("carry", "carrying", "finishing", "document", "case", "change", "against")
"""What is taken out of a count that is one of the tables' (扣除结转下年的2件)."""
_CAME = "received"
_NEAR = 3
"""Figures before one of which it may be the same again."""


class ComparisonLook:
    """Tells sentences that may compare in words, quickly.

    A pattern of all these words takes longer to compile than a report takes to read. So words are
    looked for as they are; what has to stand beside what is left to patterns that are made for
    the first sentence with such words.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        spec = vocabulary.spec
        self._spec = spec
        of, changes, fractions = spec.orders, spec.changes, spec.fractions
        words = [*of.halves, *of.net_more, *of.net_less, *of.more, *of.less, *of.level, *of.near]
        words += [*of.most, *of.least, *changes.doubled, *changes.times]
        words += [*of.over_half, *of.half_up, *of.about_half, *of.under_half]
        words += [word for word in changes.points if len(word) > 1]
        self._words = list_shortest(map(make_bare, words))
        self._last = [make_bare(w) for one in spec.years if one.offset == -1 for w in one.words]
        self._same = _make_bare(changes.same)
        self._every_change = _make_bare((*changes.rising, *changes.falling, *of.level, *of.near))
        self._changes = list_shortest(self._every_change)
        self._than, self._by = _make_bare(of.than), _make_bare((*of.by_more, *of.by_less))
        self._parts = _make_bare((*fractions.tenths, *fractions.over))
        self._fractions = (*self._parts, *_make_bare(fractions.halves))
        self._level = _make_bare((*of.level, *of.near, *changes.times, *changes.doubled))
        self._of, self._since = _make_bare(spec.links.of), _make_bare(spec.links.since)
        self._of_beside = (*self._of, *_make_bare((*of.more, *of.less)))
        years = (word for one in spec.years for word in one.words)
        tenths = (*fractions.tenths, *fractions.tenths_and_half)
        beside = _make_bare((*years, *changes.beside, *fractions.halves, *tenths))
        self._ends_beside = (*beside, *DIGITS, YEAR_SIGN, YEAR_SIGN + OF_YEAR)

    def may_compare(self, text: str) -> bool:
        """Whether a sentence may compare in words (多于, 过半, 比上年有所减少), or shares."""
        if not self._compares(text):
            return False
        # what names no matter of the tables and has no number compares other things (能力有所提升)
        return contains_any(text, self._spec.about) or _NUMERAL.search(text) is not None

    def sets_beside(self, words: Iterable[Token]) -> bool:
        """Whether a clause sets something beside a year and does not turn to it (低于上年, 为上年的
        三分之一).
        """
        text = "".join(word.text for word in words)
        bare = text.removesuffix("\n")
        # by its end first, which all but a few clauses fail: the pattern is made for those alone
        if bare.endswith(self._level):
            return True
        if not bare.endswith(self._ends_beside):
            return False
        return contains_any(text, self._of_beside) and self._beside.search(text) is not None

    def _compares(self, text: str) -> bool:
        return contains_any(text, self._words) or bool(
            (self._may_change(text) and self._is_of_words(text) and self._change.search(text))
            or (self._may_part(text) and self._part_of.search(text))
            or (self._may_differ(text) and self._difference.search(text))
            or ("%" in text and contains_any(text, self._since) and self._shares.search(text))
        )

    def _may_change(self, text: str) -> bool:
        """Whether last year is named, or another before a change in its clause."""
        # 上年 alone is enough, as its share may stand in another clause; 2022年 is everywhere, and
        # only a change right behind it compares
        if contains_any(text, self._last):
            return True
        if not contains_any(text, self._changes):
            return False
        return contains_any(text, self._same) or any(
            text[at - 4 : at - 2] == _CENTURY
            and contains_any(_take_run(text, at + 1), self._changes)
            for at, _ in _find_places([YEAR_SIGN], text)
        )

    def _is_of_words(self, text: str) -> bool:
        """Whether a clause ends without a figure behind a change, or there is a share of anything.

        Most sentences that name last year tell how many more there were.
        """
        if contains_any(text, self._fractions) and contains_any(text, self._of):
            return True
        if "%" in text and any(_is_share(text, end) for _, end in _find_places(self._last, text)):
            return True
        return any(_ends_clause(text, end) for _, end in _find_places(self._every_change, text))

    def _may_part(self, text: str) -> bool:
        """Whether 的 stands before a word of a fraction, at most three characters away."""
        return any(
            contains_any(text[max(at - 4, 0) : at], self._of)
            for at, _ in _find_places(self._parts, text)
        )

    def _may_differ(self, text: str) -> bool:
        """Whether a figure stands behind a word for more or less (比许可多3件)."""
        return contains_any(text, self._than) and any(
            text[end : end + 1].isdecimal() for _, end in _find_places(self._by, text)
        )

    @property
    def _years(self) -> str:
        return match_any(word for one in self._spec.years for word in one.words)

    @cached_property
    def _change(self) -> re.Pattern[str]:
        """A clause that names last year and a change without a figure, or last year's share."""
        last, change = match_any(self._last), match_any(self._every_change)
        ends = rf"(?=[^{STOPS}\d]*(?:[{STOPS}]|$))"
        parts = match_any(self._fractions)  # 仅为上年的三分之一
        of = match_any(self._of)
        return re.compile(
            rf"(?:{last}|{match_any(self._same)}|{YEAR})[^{STOPS}\d]{{0,30}}?{change}{ends}"
            rf"|{last}.{{1,40}}[,;][^{STOPS}\d]*?{change}{ends}"
            rf"|{last}[^{STOPS}\d]{{0,{_MOST_BEFORE_SHARE}}}\d+(?:\.\d+)?%|{last}{of}[^{STOPS}]{{0,3}}{parts}"
        )

    @cached_property
    def _part_of(self) -> re.Pattern[str]:
        bounds, parts = match_any(self._spec.orders.bounds), match_any(self._parts)
        of = match_any(self._of)
        return re.compile(rf"{bounds}[^{STOPS}]{{2,12}}{of}[^{STOPS}]{{1,3}}{parts}")

    @cached_property
    def _difference(self) -> re.Pattern[str]:
        than, by = match_any(self._than), match_any(self._by)
        return re.compile(rf"{than}(?!{self._years}|\d)[^{STOPS}\d]{{2,16}}?{by}\d")

    @cached_property
    def _shares(self) -> re.Pattern[str]:
        share = r"\d+(?:\.\d+)?%"
        between = rf"[^{STOPS}]{{0,12}}\d%?[^{STOPS}\d%]{{1,6}}"
        return re.compile(f"{match_any(self._since)}{between}{share}")

    @cached_property
    def _beside(self) -> re.Pattern[str]:
        of, changes = self._spec.orders, self._spec.changes
        more, beside = match_any((*of.more, *of.less)), match_any(changes.beside)
        share = match_share(self._spec.fractions)
        years, its = self._years, match_any(self._of)
        return re.compile(rf"(?:{more}(?:{years}|{YEAR}){beside}?|{years}{its}{share})$")


def _make_bare(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(make_bare, words))


def _find_places(words: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where words begin and end in a text, one word after another."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + 1)


def _take_run(text: str, start: int) -> str:
    """The text from a place up to the next figure or stop."""
    for at in range(start, len(text)):
        if text[at] in STOPS or text[at].isdecimal():
            return text[start:at]
    return text[start:]


def _ends_clause(text: str, start: int) -> bool:
    """Whether a stop, or the end, comes before any figure from a place on."""
    end = start + len(_take_run(text, start))
    return not text[end : end + 1].isdecimal()


def _is_share(text: str, start: int) -> bool:
    """Whether a percentage stands at a place, or at most four characters behind it."""
    before = len(_take_run(text, start))
    at = start + before
    while text[at : at + 1].isdecimal() or text[at : at + 1] == ".":
        at += 1
    return before <= _MOST_BEFORE_SHARE and text[at : at + 1] == "%"


@lru_cache(maxsize=4)
def make_comparison_look(vocabulary: Vocabulary) -> ComparisonLook:
    """What tells such sentences by a vocabulary."""
    return ComparisonLook(vocabulary)


TAKING_BACK = frozenset(("unrelated", "counted", "taken_out", "mistaken"))
"""Kinds of words by which a sentence takes figures back."""
NONE_OF_CASES = frozenset(("none", "disclosure", "n"))
"""Those of a sentence that may say so of cases without such a word."""


class Withdrawn(msgspec.Struct, frozen=True):
    """What a sentence takes back: `figures` of its own, by where these begin, and with `before`
    also what the sentences before it told, of cases or of what came in; `counts` says that what
    came in is told anew behind them.
    """

    figures: frozenset[int] = frozenset()
    every: bool = False
    before: bool = False
    counts: bool = False


NOTHING_WITHDRAWN = Withdrawn()


class TakingBack:
    """Finds what a sentence takes back; `amounts` are its figures by the places of their signs."""

    def __init__(self, tokens: Words, amounts: Mapping[int, Amount]) -> None:
        self._tokens, self._amounts = tokens, amounts

    def find(self, kinds: Set[str]) -> Withdrawn:
        """What a sentence with one of `TAKING_BACK` takes back."""
        found = NOTHING_WITHDRAWN
        if "unrelated" in kinds:
            found = self._find_unrelated()
        elif "none" in kinds:
            found = self._find_none()
        # then nothing in the sentence is of the tables, and there is nothing to count anew
        if found.every:
            return found
        if not kinds.isdisjoint(("counted", "taken_out")):
            recounted = self._find_recounted()
            found = msgspec.structs.replace(
                recounted,
                figures=recounted.figures | found.figures,
                before=recounted.before or found.before,
            )
        if "mistaken" in kinds:
            figures = found.figures | self._find_mistaken()
            found = msgspec.structs.replace(found, figures=figures, every=False)
        return found

    def refers_back(self, figures: Figures, besides: Collection[str]) -> bool:
        """复议3件。这3件均与信息公开无关: whether a sentence takes back what it tells again, and no
        others, which one of `besides` (还有) or 还 makes them.
        """
        if has(self._tokens, "still") or any(word.text in besides for word in self._tokens):
            return False
        values = {
            figure.amount.value for figure in figures[-_NEAR:] if figure.meanings and figure.amount
        }
        own = {self._amounts[word.start].value for word in self._tokens if word.kind == "n"}
        return bool(own) and own <= values

    def _find_unrelated(self) -> Withdrawn:
        """均与信息公开无关: the figures before it, up to those that are told to be on disclosure;
        all of the sentence where nothing else in it is.
        """
        tokens, at = self._tokens, self._find("unrelated")
        begins, ends = self._find_clause(at)
        clause = tokens[begins:ends]
        before = not has(tokens[:at], *FIGURES) and not has(clause, "rest", *FIGURES)
        before = before or has(tokens[:2], "part")  # 复议共23件。其中22件与信息公开无关
        if not any(map(_is_on_disclosure, (*tokens[:begins], *tokens[at + 1 :]))):
            added = self._find_added(at, ends)
            if added and not has(tokens, "case"):
                return Withdrawn(self._list_figures(added, at))
            return Withdrawn(every=True, before=before)
        if has(clause, *FIGURES) and not has(clause, "part"):
            return Withdrawn(self._list_figures(begins, ends), before=before)
        last = next((i for i in range(begins - 1, -1, -1) if _is_on_disclosure(tokens[i])), -1)
        # those that the clause before is within are the ones of which it says so
        if has(tokens[max(0, begins - 2) : max(0, begins - 1)], "within"):
            last = -1  # 3件政府信息公开诉讼中，我局仅作为第三人
        start = self._find_end(last, at) if last >= 0 else 0
        return Withdrawn(self._list_figures(start, at), before=before)

    def _find_added(self, at: int, ends: int) -> int:
        """全年制发5件，另有代拟的3件，未计入: where what is told besides begins, of which alone a
        word at a place says so; 0 where it is said of all.
        """
        tokens = self._tokens
        begins = max((i + 1 for i in range(at) if tokens[i].kind == ";"), default=0)
        of_all = has(tokens[begins:ends], "all", "each", "both")
        more = (
            i
            for i in range(begins + 1, at)
            if tokens[i - 1].kind == "," and not tokens[i].signs.isdisjoint(_ADDING)
        )
        at_first = 0 if of_all else next(more, 0)
        return at_first if has(tokens[begins:at_first], "n") else 0

    def _find_end(self, named: int, until: int) -> int:
        """Where what is told of a clause on disclosure ends: at a semicolon, where one stands
        between; else with the clause.
        """
        parted = (i for i in range(named, until) if self._tokens[i].kind == ";")
        return next(parted, self._find_clause(named)[1])

    def _find_none(self) -> Withdrawn:
        """复议23件、诉讼8件，无政府信息公开案件: cases of which none is on disclosure."""
        begins, ends = self._find_clause(self._find("none"))
        clause, before = self._tokens[begins:ends], self._tokens[:begins]
        counted = [word for word in clause if word.kind == "n"]  # 没有一件涉及政府信息公开
        single = all(self._amounts[word.start].value == 1 for word in counted)
        plain = has(clause, "disclosure") and not has(clause, *ROLES, "requests", "carry")
        if not plain or not single or any(map(_is_on_disclosure, before)):
            return NOTHING_WITHDRAWN
        figures = self._list_figures(0, begins) if has(before, "case") else frozenset[int]()
        return Withdrawn(figures, before=bool(counted) and not has(before, *FIGURES))

    def _find_recounted(self) -> Withdrawn:
        """登记的82件来件中，实际纳入统计的申请为72件: what stands before such a word, and what is
        taken out (剔除咨询类18件后为72件).
        """
        tokens, at = self._tokens, self._find("counted", "taken_out")
        begins = max((i + 1 for i in range(at) if tokens[i].kind == ";"), default=0)
        # a bracket explains the figure before it, which then stands, unless it counts anew inside
        opened = self._find_bracket(at)
        if opened is not None and has(tokens[:opened], "n"):  # 72件（登记82件，剔除10件）
            closed = next((i for i in range(at, len(tokens)) if tokens[i].kind == ")"), len(tokens))
            if tokens[at].kind == "counted" and has(tokens[at:closed], "n"):
                return Withdrawn(self._list_figures(begins, at), counts=True)
            return Withdrawn(self._list_figures(opened, closed))
        ends = at
        if tokens[at].kind == "taken_out":
            # what is taken out ends at 后, or with its clause
            clause_ends = self._find_clause(at)[1]
            behind = (i for i in range(at, clause_ends) if "ends_first" in tokens[i].signs)
            ends = next(behind, clause_ends)
            # 扣除结转下年的2件，办结70件: that is a row of the table, and so is what is left
            if has(tokens[at:ends], *_NO_EXCESS):
                return NOTHING_WITHDRAWN
        if not has(tokens[ends:], "n") or has(tokens[begins:at], "case", "document"):
            return NOTHING_WITHDRAWN
        if self._tells_parts(ends):
            return NOTHING_WITHDRAWN
        # where the sentence has no such figure, it is of one that the sentence before told
        told = has(tokens[begins:at], "n") and not has(tokens[:2], "part")  # 其中重复件18件，实际为
        return Withdrawn(self._list_figures(begins, ends), before=not told, counts=True)

    def _tells_parts(self, at: int) -> bool:
        """经甄别，其中11件涉及集采: parts of what came in, and nothing that is counted anew."""
        count = next(i for i in range(at, len(self._tokens)) if self._tokens[i].kind == "n")
        begins, ends = self._find_clause(count)
        parts = has(self._tokens[begins:count], "part")
        return parts and not has(self._tokens[begins:ends], "requests")

    def _find_mistaken(self) -> frozenset[int]:
        at = self._find("mistaken")
        return self._list_figures(at, self._find_clause(at)[1])

    def _find(self, *kinds: str) -> int:
        """Where the first word of one of the kinds stands."""
        return next(i for i, word in enumerate(self._tokens) if word.kind in kinds)

    def _find_clause(self, at: int) -> tuple[int, int]:
        """Where the clause of a word begins and ends."""
        tokens = self._tokens
        begins = max((i + 1 for i in range(at) if tokens[i].kind in STOPS), default=0)
        return begins, find_stop(tokens, at)

    def _find_bracket(self, at: int) -> int | None:
        """Where the bracket around a word opens."""
        opened: list[int] = []
        for i, word in enumerate(self._tokens[:at]):
            if word.kind == "(":
                opened.append(i)
            elif word.kind == ")" and opened:
                opened.pop()
        return opened[-1] if opened else None

    def _list_figures(self, begins: int, ends: int) -> frozenset[int]:
        """Where the figures between two words begin."""
        between = self._tokens[begins:ends]
        return frozenset(self._amounts[w.start].start for w in between if w.kind in FIGURES)


_BEFORE_PORTION = ("filler", "part", "applicants", "total", "equals")
_NAMING = ("result", "column", "weak")


def read_portions(
    tokens: list[Token], amounts: Mapping[int, Amount], over: tuple[str, ...]
) -> list[Token]:
    """超七成（30件）来自自然人: the words, without those that say how large a part a figure is that
    stands in brackets behind them, so that it is of what follows; `over` are the words for 分之.
    """
    found = tokens
    for i in range(len(tokens) - 3, 0, -1):
        kinds = [word.kind for word in tokens[i : i + 3]]
        if kinds != ["(", "n", ")"]:
            continue
        begins = _find_portion(tokens, i, amounts, over)
        behind = tokens[i + 3 : find_stop(tokens, i + 3)]
        named = has(behind, *_NAMING) and not has(behind, "odd", "others", *FIGURES)
        if begins is not None and named:
            found = [*found[:begins], found[i + 1], *found[i + 3 :]]
    return found


def find_stop(tokens: Words, at: int) -> int:
    """Where the clause of a word ends."""
    return next((i for i in range(at, len(tokens)) if tokens[i].kind in STOPS), len(tokens))


def _find_portion(
    tokens: Words, at: int, amounts: Mapping[int, Amount], over: tuple[str, ...]
) -> int | None:
    """Where the words before a bracket begin that say how large a part is (过半数, 三分之二)."""
    word, begins = tokens[at - 1], at - 1
    if "portion" not in word.signs:
        unit = amounts[tokens[at - 2].start].unit if has(tokens[at - 2 : at - 1], "n") else ""
        if not unit or not (unit + word.text).startswith(over):
            return None
        begins = at - 2
    before = max((i + 1 for i in range(begins) if tokens[i].kind in STOPS), default=0)
    plain = all(one.kind in _BEFORE_PORTION for one in tokens[before:begins])
    return begins if plain else None


def _is_on_disclosure(word: Token) -> bool:
    return word.kind in _ON_DISCLOSURE or (word.kind == "arriving" and "asks" in word.signs)


def read_count_words(tokens: Words) -> list[Token]:
    """The words of a sentence that counts anew, those by which it does saying no more than 为."""
    of = {"counted": "equals", "taken_out": "filler"}
    return [
        msgspec.structs.replace(token, kind=of[token.kind]) if token.kind in of else token
        for token in tokens
    ]


def see_came(chunk: Chunk, taken: Interpretation, state: ParagraphState) -> Interpretation:
    """What a figure that is taken back would be, if it is of what came in; else nothing."""
    if taken.head == _CAME:
        return taken
    came = chunk.has("arriving") and not chunk.has("others")
    asked = chunk.has("requests", "request") or state.signs.lists_results
    if came and (state.topic == "requests" or asked):
        return Interpretation((Meaning((_CAME,)),), taken.why, "arriving")
    return NOTHING


def count_anew(chunk: Chunk, state: ParagraphState) -> None:
    """What came in is told anew: nothing that was taken back matters to it, nor whose that was."""
    if not chunk.has("scope", "organ"):
        state.whose, state.in_part = state.signs.whose, False
    state.turned = state.others_here = False
    # as if the sentence began here, on applications
    state.last_in_sentence, state.base, state.topic = NOTHING, None, "requests"
    state.held, state.parts = None, False
    state.last = state.would
    state.unrelated = False
