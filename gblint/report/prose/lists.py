"""Lists whose figures stand apart from what they are of: 分别为23件、20件和5件, 各1件."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from gblint.report.prose.amounts import Amount
from gblint.report.prose.clauses import (
    divide_by_figures,
    divide_list,
    is_figure,
    list_words_between,
)
from gblint.report.prose.comparisons import Comparisons
from gblint.report.prose.guesses import make_shorts
from gblint.report.prose.meaning import Resolver
from gblint.report.prose.model import (
    OTHER_YEAR,
    ROLES,
    UNKNOWN,
    FigureWords,
    Interpretation,
    ParagraphState,
    has,
    leave_figure,
)
from gblint.report.prose.percentages import Percentages, find_part
from gblint.report.prose.record import SHARE
from gblint.report.prose.vocabulary import Token, Vocabulary

_APART = Token("respectively", "", 0, 0, "")
_OF_WHOLE = ("request", "requests", "filler", "respectively")
_SEVERAL = 2
_PARTING = frozenset(("joining", "versus"))
_COMPARED = ("column", "result")
_SHARE_SIGN = Token("share", "", 0, 0, "")


class FiguresForLists(Protocol):
    """What reads the figures of a paragraph one by one, and what it has read so far."""

    vocabulary: Vocabulary
    resolver: Resolver
    state: ParagraphState
    sentence: list[Interpretation]
    """What the figures of the sentence were taken for."""
    amounts: dict[int, Amount]
    """The figures of the sentence, by where their signs stand."""
    comparisons: Comparisons
    percentages: Percentages
    clause_before: Sequence[Token]
    """The words of the clause before, where it had no figure."""

    @property
    def counts(self) -> Sequence[Interpretation]: ...

    def note(self, taken: Interpretation, amount: Amount) -> None: ...

    def read_figure(self, segment: FigureWords, bracket: bool) -> None: ...


def _shares_at(words: Sequence[Token]) -> int | None:
    """Where a word shares figures out; in 分别作出公开和无法提供的答复各1件 the second does."""
    found = None
    for i, word in enumerate(words):
        if is_figure(word) and found is not None:
            break
        if word.kind in ("respectively", "each") and (found is None or word.kind == "each"):
            found = i
    return found


class Lists:
    """Gives each figure of a list the words that are its own."""

    def __init__(self, figures: FiguresForLists) -> None:
        self._of = figures

    def read(self, words: Sequence[Token]) -> bool:
        """A list that shares its predicate: 分别为23件、20件和5件, 各1件."""
        at = _shares_at(words)
        if at is None:
            return self._read_run(words)
        before = list(words[:at])
        if words[at].kind != "each" and any(is_figure(word) for word in before):
            return self._read_apart(before, words[at + 1 :])
        tail: list[Token] = []
        figures: list[Token] = []
        for word in words[at + 1 :]:
            if is_figure(word) and (word.kind == "p" or not has(tail, *ROLES)):
                figures.append(word)
            elif word.kind != "、":
                tail.append(word)
        if words[at].kind == "each" and self._read_whole(before, words[at:]):
            return True
        if not figures or any(is_figure(word) for word in before):
            return self._read_run(words[at + 1 :]) or self._leave_run(words[at + 1 :])
        if figures[0].kind == "p":
            each = words[at].kind == "each"
            return self._read_shares([*before, *tail], figures, divide_list(before), spread=each)
        if self._read_years(before, figures):
            return True
        return self._read_members(before, figures, spread=words[at].kind == "each")

    def _read_apart(self, before: Sequence[Token], after: Sequence[Token]) -> bool:
        """对12件申请分别作出公开、不予公开答复8件、4件: what is not read so is left."""
        if self._leave_run(before):  # 15件和12件分别来自网络和信函
            return True
        figures = [word for word in after if is_figure(word)]
        counted = [word for word in before if is_figure(word)]
        together = has(after, "result") and not has(after, "column", "case")
        if not figures and len(counted) == 1 and together and not has(before, *ROLES):
            return self._read_together(before, counted[0], after)
        for segment in divide_by_figures(before, self._of.amounts):
            self._of.read_figure(segment, False)
        if figures and figures[0].kind == "p":
            return self.read([_APART, *after])
        if self._read_run(after):
            return True
        each = divide_by_figures(after, self._of.amounts)
        if all(one.has("result", "case", "column", "weak") for one in each):
            for segment in each:  # 分别作公开1件、不公开2件处理
                self._of.read_figure(segment, False)
            return True
        for figure in figures:
            self._of.note(leave_figure(UNKNOWN), self._of.amounts[figure.start])
        return True

    def _read_whole(self, before: Sequence[Token], rest: Sequence[Token]) -> bool:
        """2件申请作公开、不予公开处理各1件: how many all are, and then each of the list."""
        places = [i for i, word in enumerate(before) if is_figure(word)]
        if len(places) != 1 or len(divide_list(before[places[0] + 1 :])) < _SEVERAL:
            return False
        at = places[0] + 1
        while at < len(before) and before[at].kind in _OF_WHOLE:
            at += 1
        if not has(before[:at], "request", "requests", "arriving", "finishing"):
            return False
        for segment in divide_by_figures(before[:at], self._of.amounts):
            self._of.read_figure(segment, False)
        return self.read([*before[at:], *rest])

    def _read_together(
        self, before: Sequence[Token], figure: Token, after: Sequence[Token]
    ) -> bool:
        """另外两件分别属于内部事务信息和过程性信息: what is named behind, together."""
        words = [*(word for word in before if word is not figure), *after]
        amount = self._of.amounts[figure.start]
        self._of.read_figure(FigureWords(words, [], amount, figure.start, behind=True), False)
        return True

    def _leave_run(self, words: Sequence[Token]) -> bool:
        """Leave figures of which nothing tells apart what each is of: 分别办结80件、115件."""
        figures = [word for word in words if word.kind == "n"]
        if len(figures) < 2 or not list_words_between(words) <= {"、"}:
            return False
        for figure in figures:
            self._of.note(leave_figure(UNKNOWN), self._of.amounts[figure.start])
        return True

    def _read_years(self, before: Sequence[Token], figures: Sequence[Token]) -> bool:
        """2022年至2024年分别为9件、12件和7件: only this year's is of the tables."""
        years = self._of.resolver.years_of(before)
        if len(figures) == 1 < len(years):
            self._of.note(leave_figure(OTHER_YEAR), self._of.amounts[figures[0].start])
            return True  # 2020年、2021年各1件
        if len(years) == 2 and len(figures) > 2 and None not in years:
            years = list(range(years[0] or 0, (years[1] or 0) + 1))
        if not len(years) == len(figures) > 1 or 0 not in years:
            return False
        state = self._of.state
        state.held, state.year = None, 0
        words = [word for word in before if word.kind not in ("year", "absolute")]
        last: Amount | None = None
        for year, figure in zip(years, figures, strict=True):
            amount = self._of.amounts[figure.start]
            last = amount if year == -1 else last
            if year != 0:
                self._of.note(leave_figure(OTHER_YEAR), amount)
            elif not has(words, *ROLES) and state.would.meanings:
                taken = msgspec.structs.replace(state.would, amount=amount, whose=state.whose)
                self._of.note(taken, amount)
            else:
                self._of.read_figure(
                    FigureWords(words, [], amount, figure.start, listed=True), False
                )
        if last is not None and years[-1] == 0 and self._of.sentence[-1].meanings:
            self._of.comparisons.see_years(last, self._of.sentence[-1])
        return True

    def _read_members(
        self, before: Sequence[Token], figures: Sequence[Token], *, spread: bool
    ) -> bool:
        """As many figures as members; or one for each of them, where it is spread (各1件)."""
        named = divide_list(before)
        if not named:
            listed = divide_list(self._of.clause_before)
            named = listed if len(listed) == len(figures) else named
        named = self._with_results(named)
        if not named and self._read_heads(figures):
            return True
        if not named and (self._of.state.topic == "requests" or has(before, "requests")):
            known = map(make_shorts(self._of.vocabulary).token, before)
            named = [[word] for word in known if word is not None]
        spread = spread and len(figures) == 1 and len(named) > 1
        if len(named) != len(figures) and not spread:
            return False
        common = [w for w in before if w.kind in ("requests", "disclosure", "left", "about")]
        leads = any("of" in word.signs for word in before[1:2])
        if leads and all(has(one, "case") for one in named):
            common.append(before[0])  # 尚未审结的复议、诉讼分别为
        for i, one in enumerate(named):
            amount = self._of.amounts[figures[0 if spread else i].start]
            shared = [word for word in common if word not in one]
            self._of.read_figure(FigureWords([*shared, *one], [], amount, i, listed=True), False)
        return True

    def _read_heads(self, figures: Sequence[Token]) -> bool:
        """许可、处罚和强制决定共48件，分别为40件、5件和3件: of what the total before is of."""
        last = self._of.state.last_in_sentence
        of = last.meanings[0] if last.meanings else None
        if of is None or not len(of.heads) == len(figures) > 1:
            return False
        for head, figure in zip(of.heads, figures, strict=True):
            amount = self._of.amounts[figure.start]
            meaning = msgspec.structs.replace(of, heads=(head,))
            taken = msgspec.structs.replace(last, meanings=(meaning,), amount=amount)
            self._of.note(taken, amount)
        return True

    def _with_results(self, named: list[list[Token]]) -> list[list[Token]]:
        """公开、无法提供分别为5件、3件: a word that may be a result is one beside another."""
        if not any(has(one, "result") for one in named):
            return named
        return [[self._as_result(word) for word in one] for one in named]

    def _as_result(self, word: Token) -> Token:
        if word.kind != "weak":
            return word
        every = self._of.vocabulary.quantities
        keys = (k for k in self._of.vocabulary.weak[word.key] if every[k].role == "result")
        key = next(keys, "")
        return msgspec.structs.replace(word, kind="result", key=key) if key else word

    def _read_run(self, words: Sequence[Token]) -> bool:
        """A list without 分别: 内部事务信息、过程性信息不予公开2件、2件."""
        if self._is_run_of_shares(words):
            at = next(i for i, word in enumerate(words) if word.kind == "p")
            before, shares = list(words[:at]), [word for word in words if word.kind == "p"]
            return self._read_shares(before, shares, divide_list(before))
        places = [i for i, word in enumerate(words) if word.kind == "n"]
        if len(places) < 2:
            return False
        run = [words[place] for place in places]
        rest = [w.kind if w.signs.isdisjoint(_PARTING) else "、" for w in words[places[0] :]]
        if rest != ["n", "、"] * (len(run) - 1) + ["n"]:
            return False
        named = divide_list(words[: places[0]]) or self._two_compared(words[: places[0]])
        if self._read_years(words[: places[0]], run):
            return True
        if len(named) != len(run):
            # 被复议9件、17件、32件: of several years, or of what a clause before names
            return len(named) == 1 and self._leave_run(words[places[0] :])
        for one, figure in zip(named, run, strict=True):
            amount = self._of.amounts[figure.start]
            self._of.read_figure(
                FigureWords(list(one), [], amount, figure.start, listed=True), False
            )
        return True

    def _two_compared(self, before: Sequence[Token]) -> list[list[Token]]:
        """自然人申请多于企业，为9件和5件: the two that the clause before compares."""
        if not all(word.kind in ("equals", "filler") for word in before):
            return []
        named = [word for word in self._of.clause_before if word.kind in _COMPARED]
        alike = len({word.kind for word in named}) == 1 and len(named) == _SEVERAL
        return [[word] for word in named] if alike and named[0].key != named[1].key else []

    def _is_run_of_shares(self, words: Sequence[Token]) -> bool:
        """占办结总数的40.4%、10.6%和5.5%: of as many figures as were told before."""
        figures = [word for word in words if is_figure(word)]
        shares = len(figures) > 1 and all(word.kind == "p" for word in figures)
        return shares and list_words_between(words) <= {"、"} and has(words, "share")

    def _read_shares(
        self,
        before: list[Token],
        figures: Sequence[Token],
        named: Sequence[list[Token]],
        *,
        spread: bool = False,
    ) -> bool:
        """分别占91.7%和8.3%: of what is named, or of the figures just before."""
        if has(before, "request", "requests") and self._of.state.topic == "":
            self._of.state.topic = "requests"
        if len(named) == len(figures) and self._of.state.topic == "requests":
            for one, figure in zip(named, figures, strict=True):
                self._add_named(one, figure, before)
            return True
        told = self._of.sentence or self._of.counts[-len(figures) :]
        counts = [one for one in told if one.amount is not None]
        if len(named) != len(figures) and len(counts) >= len(figures) > 1:
            self._of.percentages.see_shared(counts[-len(figures) :])
            for taken, figure in zip(counts[-len(figures) :], figures, strict=True):
                self._of.percentages.add_share(
                    self._of.amounts[figure.start],
                    before,
                    self._of.percentages.share_of(taken, before),
                )
            return True
        if spread and len(named) > len(figures) == 1 and self._of.state.topic == "requests":
            for one in named:  # 予以公开、无法提供各占50%
                self._add_named(one, figures[0], before)
            return True
        for figure in figures:
            self._of.percentages.add_share(self._of.amounts[figure.start], before, None)
        return True

    def _add_named(self, one: list[Token], figure: Token, before: Sequence[Token]) -> None:
        """The share of what is named by its words."""
        meaning = find_part([*one, _SHARE_SIGN], self._of.vocabulary)
        part = Interpretation((meaning,), SHARE) if meaning is not None else None
        self._of.percentages.add_share(
            self._of.amounts[figure.start], before, self._of.percentages.share_of(part, before)
        )
