"""A sentence cut into clauses, and a clause into the words of each of its figures, which `reader`
then takes one after another.

The words of a figure stand before it or behind it. In lists they stand apart (分别为23件、20件和
5件, 各1件): `ListReader` gives each figure its own before it hands it on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

import msgspec

from gblint.findings import Say
from gblint.report.model import Meaning
from gblint.report.prose.amounts import Amount
from gblint.report.prose.applications import make_shorts, read_results
from gblint.report.prose.comparisons import ComparisonReader
from gblint.report.prose.meaning import ParagraphSoFar
from gblint.report.prose.model import (
    FIGURES,
    ROLES,
    ROUTES,
    VERBS,
    Chunk,
    Interpretation,
    Why,
    denies_each,
    find_word,
    has,
    leave_figure,
    list_years,
)
from gblint.report.prose.percentages import PercentageReader, find_part
from gblint.report.prose.record import SHARE
from gblint.report.prose.vocabulary import NO_SIGNS, STOPS, Token, Words

_MEMBERS = ROLES | {"carry", "under_way"}
_MEANING = _MEMBERS | {"requests", "others", "share", "change", "against", "up_to", "rate"}
"""Words that say of what a figure is."""
_ENDS_NOUN = frozenset(
    (
        *(*VERBS, "none", "all", "part", "carry", "share", "also"),
        *("、", "change", "against", "up_to", "rate", "year", "absolute", "scope"),
    )
)
"""Words after a figure that begin something else."""

_PARTING = frozenset(("parting", "adding", "parts"))
"""Signs of a word behind a figure that begins something else."""

_LISTED = ("result", "column", "case")
"""Kinds of words that name the members of a list."""

_STOPS = frozenset(STOPS)

_APART = Token("respectively", "", 0, 0, "")
"""Stands before percentages whose 分别 came before other figures."""

_OF_WHOLE = ("request", "requests", "filler", "respectively")
"""Kinds of words behind how many all are, before the list of what they are."""

_SEVERAL = 2
_JOINING = frozenset(("joining", "versus"))
"""Signs of words that part the figures of a list, as `、` does."""

_COMPARED = ("column", "result")
"""Kinds of words that a clause compares two of."""


class Clause(msgspec.Struct):
    """The words between two stops, and the sign that ends them, "" at the end of a sentence."""

    words: list[Token]
    stop: str


def cut_clauses(tokens: Words) -> list[Clause]:
    """The clauses of a sentence, each with the sign that ends it."""
    found: list[Clause] = []
    words: list[Token] = []
    begun = 0
    for i, token in enumerate(tokens):
        kind = token.kind
        if kind not in _STOPS:
            continue
        words += tokens[begun:i]
        begun = i + 1
        # a colon parts what is announced from what follows, but no label from its figure, unless
        # the label belongs to a figure already (新收5件:来信3件)
        ends = kind != ":" or begun == len(tokens) or not _goes_over(tokens, begun)
        if ends or has(words, "n"):
            found.append(Clause(words, kind))
            words = []
    words += tokens[begun:]
    if words:
        found.append(Clause(words, ""))
    return found


def _goes_over(tokens: Words, at: int) -> bool:
    """Whether what follows a colon is of its clause: 行政复议:3件; 行政诉讼情况:无.

    8件申请中 begins anew.
    """
    if tokens[at].kind != "none":
        kinds = [token.kind for token in tokens[at : at + 3]]
        return kinds[0] == "n" and kinds[1:] not in _WITHIN_ALL
    return at + 1 == len(tokens) or tokens[at + 1].kind in _STOPS


_WITHIN_ALL = (["request", "within"], ["requests", "within"])
"""Words behind a figure that is all of them: 8件申请中."""

_DENIED = ("filler", "disclosure", "arriving")
"""Kinds of words that may stand between a denial and its figure."""


def drop_denied(words: Words, amounts: Mapping[int, Amount]) -> list[Token]:
    """无一件, 未收到1件, 一件也没有: there the figure is no figure."""
    found = list(words)
    denied = False
    for i, word in enumerate(words):
        if word.kind != "n":
            denied = word.kind == "none" or (denied and word.kind in _DENIED)
            continue
        alone = [w.kind for w in words[i + 1 :]] == ["none"]  # 不予公开的一件没有
        here = denied or alone or _is_denied_behind(words[i + 1 : i + 4])
        if here and amounts[word.start].value == 1:
            found[i] = msgspec.structs.replace(word, kind="filler")
        else:
            denied = False
    return found


def _is_denied_behind(words: Words) -> bool:
    """一件也没有, 一件都未; not 1件未答复."""
    if has(words[:1], "none"):
        return "none_either" in words[0].signs
    return has(words[: find_word(words, "none")], "all", "also")


def is_figure(token: Token) -> bool:
    return token.kind in FIGURES


def divide_by_figures(words: Words, amounts: Mapping[int, Amount]) -> list[Chunk]:
    """The figures of a clause with the words that belong to each.

    Either the words stand before (收到5件、办结4件) or behind (5件予以公开、4件不予公开): what
    the first figure has decides.
    """
    places = [i for i, word in enumerate(words) if word.kind in FIGURES]
    if not places:
        return []
    bounds = [-1, *places, len(words)]
    gaps = [list(words[a + 1 : b]) for a, b in pairwise(bounds)]
    behind = not has(gaps[0], *_MEANING) and _stand_behind(gaps[0], gaps[1])
    behind = behind and not (len(places) > 1 and _ends_in_outcome(gaps[1]))
    found: list[Chunk] = []
    for k, place in enumerate(places):
        before, after, amount = gaps[k], gaps[k + 1], amounts[words[place].start]
        last = k == len(places) - 1
        if behind:
            mine = _cut_behind_within(after) if last else _split_at_last_join(after)[0]
            mine = _cut_at_portion(_cut_at_all(mine) if last else mine)
            head = gaps[0] if k == 0 else _split_at_last_join(before)[1]
            if last and has(head, "excepting"):
                mine = _read_left_over([word for word in mine if "outside" not in word.signs])
            chunk = Chunk([*head, *mine], [], amount, behind=True)
        else:
            own = _take_behind_join(before, after)
            then = _take_leading(after) if own is None else []
            then = then if last else _cut_at_next(then, after)
            chunk = Chunk(before if own is None else own, then, amount)
            chunk.behind, chunk.tail = own is not None, after if own is None else ()
        found.append(chunk)
    return found


def _stand_behind(before: Words, after: Words) -> bool:
    """Whether the words of figures stand behind them, where none stand before the first."""
    # 其余24件分属部分公开4件、不予公开5件: what parts are is said of the figures behind
    near = _cut_at_portion(_cut_before(after, "、", "within", "part"))
    if not has(near, *_MEANING) or has(near, "up_to"):  # 由35件降至22件
        return False
    turned = near[0].kind in ("against", "change") and has(before, "year", "absolute")
    return not turned and "adding" not in near[0].signs  # 申请9件连同跨年件1件


def _ends_in_outcome(words: Words) -> bool:
    """32件复议案件已审结30件: what stands between two figures without a join is of the second."""
    joined = any("parts" in word.signs for word in words) or has(words, "、")
    return has(words[:1], "case") and has(words, "column") and not joined


def _take_behind_join(before: Words, after: Words) -> list[Token] | None:
    """的3件属执法案卷、1件涉及第三方, 收到1件行政复议、2件行政诉讼: right after a join, what stands
    behind is the figure's.
    """
    mine = _cut_before(after, "、", "within")
    parted = len(before) > 1 and "parts" in before[-1].signs
    if not parted or not has(mine, *_LISTED):
        return None
    return mine if has(before[:-1], "weak", *_LISTED) else None


def _cut_behind_within(words: Words) -> list[Token]:
    """What is said of a figure, up to 中: the rest is of its parts; or up to 无一, which claims."""
    for i, word in enumerate(words):
        if word.kind == "within":
            return list(words[: i + 1])
        if denies_each(words, i):
            return list(words[:i])
    return list(words)


def _cut_at_all(words: list[Token]) -> list[Token]:
    """除1件未到期外全部答复, 外加1件结转申请悉数办结: what is said of the figure, not of all."""
    at = find_word(words, "all", "rest")
    return words[:at] if has(words[:at], *_MEMBERS) else words


def _read_left_over(words: list[Token]) -> list[Token]:
    """除1件外均已答复: the words of a figure that all but it were dealt with: it still is."""
    at = find_word(words, "all", missing=len(words))
    if has(words[:at], *_MEANING) or not has(words[at:], "finishing"):
        return words
    done = next(word for word in words[at:] if word.kind == "finishing")
    return [
        *words[:at],
        msgspec.structs.replace(done, kind="under_way", key="", text="", signs=NO_SIGNS),
    ]


def _cut_before(words: Words, *kinds: str) -> list[Token]:
    return list(words[: find_word(words, *kinds, missing=len(words))])


def _cut_at_portion(words: list[Token]) -> list[Token]:
    """18件申请超过一半来自企业, 12件七成以上为个人: what is said of some is not of the figure."""
    for i, word in enumerate(words):
        if _is_portion(word):
            return words[:i]
    return words


def _cut_at_next(words: list[Token], gap: Words) -> list[Token]:
    """直接起诉的3件已审结2件: what stands between two figures without a join is of the second."""
    joined = any("parts" in word.signs for word in gap)
    return words if joined else _cut_before(words, "column")


def _is_portion(word: Token) -> bool:
    return word.kind == "beside" or (word.kind in ("odd", "filler") and "portion" in word.signs)


def _take_leading(words: Words) -> list[Token]:
    """The noun after a figure (收到5件申请), up to where something else begins."""
    found: list[Token] = []
    for word in words:
        if word.kind in _ENDS_NOUN:
            if word.kind in ("change", "up_to") and not found:
                found.append(word)
            break
        if word.kind == "filler" and not word.signs.isdisjoint(_PARTING):
            break
        if word.kind == "left" and found and "of" in found[-1].signs:
            break  # 已办结92件的平均时长
        if _is_portion(word):
            break
        found.append(word)
        if word.kind == "within":
            break
    return found


def _split_at_last_join(words: list[Token]) -> tuple[list[Token], list[Token]]:
    """5件予以公开、4件不予公开: what is of the figure before, and of the one behind."""
    at = max((i for i, w in enumerate(words) if "parts" in w.signs), default=len(words))
    return words[:at], words[at + 1 :]


def _divide_list(words: Words) -> list[list[Token]]:
    """The members of a list that shares what follows: 予以公开、部分公开和不予公开."""
    found: list[list[Token]] = [[]]
    for word in words:
        if "parts" in word.signs:
            found.append([])
        else:
            found[-1].append(word)
    return [one for one in found if any(w.kind in _MEMBERS for w in one)]


def _list_words_between(words: Words) -> set[str]:
    """What stands between the figures of a clause, the joins of a list being all `、`."""
    places = [i for i, word in enumerate(words) if is_figure(word)]
    between = words[places[0] : places[-1]] if places else ()
    return {"、" if "parts" in w.signs else w.text for w in between if not is_figure(w)}


class _ParagraphForLists(ParagraphSoFar, Protocol):
    """The same, with those who read shares and comparisons of a list."""

    comparisons: ComparisonReader
    percentages: PercentageReader


def _find_sharing_word(words: Words) -> int | None:
    """Where a word shares figures out; in 分别作出公开和无法提供的答复各1件 the second does."""
    found = None
    for i, word in enumerate(words):
        if is_figure(word) and found is not None:
            break  # a second word for it behind the figures is of another list
        if word.kind in ("respectively", "each") and (found is None or word.kind == "each"):
            found = i
    return found


class ListReader:
    """Gives each figure of a list the words that are its own.

    What reads a list says whether it has dealt with the figures, be it that it left them; else
    they are read as those of any clause (`divide_by_figures`).
    """

    def __init__(self, reader: _ParagraphForLists) -> None:
        self._reader = reader

    def read(self, words: Words) -> bool:
        """A list that shares its predicate: 分别为23件、20件和5件, 各1件."""
        at = _find_sharing_word(words)
        if at is None:
            return self._read_run(words)
        before = list(words[:at])
        if words[at].kind != "each" and has(before, *FIGURES):
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
        if not figures or has(before, *FIGURES):
            return self._read_run(words[at + 1 :]) or self._leave_run(words[at + 1 :])
        if figures[0].kind == "p":
            each = words[at].kind == "each"
            return self._read_shares([*before, *tail], figures, _divide_list(before), spread=each)
        if self._read_years(before, figures):
            return True
        return self._read_members(before, figures, spread=words[at].kind == "each")

    def _read_apart(self, before: Words, after: Words) -> bool:
        """对12件申请分别作出公开、不予公开答复8件、4件: what is not read so is left."""
        if self._leave_run(before):  # 15件和12件分别来自网络和信函
            return True
        figures = [word for word in after if is_figure(word)]
        counted = [word for word in before if is_figure(word)]
        together = has(after, "result") and not has(after, "column", "case")
        if not figures and len(counted) == 1 and together and not has(before, *ROLES):
            return self._read_together(before, counted[0], after)
        self._read_each(before)
        if figures and figures[0].kind == "p":
            return self.read([_APART, *after])
        if self._read_run(after):
            return True
        each = divide_by_figures(after, self._reader.amounts)
        if all(one.has("result", "case", "column", "weak") for one in each):
            self._read_each(after)  # 分别作公开1件、不公开2件处理
        else:
            self._leave(figures)
        return True

    def _read_each(self, words: Words) -> None:
        """Figures that have their words beside them."""
        for chunk in divide_by_figures(words, self._reader.amounts):
            self._reader.read_figure(chunk, False)

    def _read_whole(self, before: Words, rest: Words) -> bool:
        """2件申请作公开、不予公开处理各1件: how many all are, and then each of the list."""
        places = [i for i, word in enumerate(before) if is_figure(word)]
        if len(places) != 1 or len(_divide_list(before[places[0] + 1 :])) < _SEVERAL:
            return False
        at = places[0] + 1
        while at < len(before) and before[at].kind in _OF_WHOLE:
            at += 1
        if not has(before[:at], "request", "requests", "arriving", "finishing"):
            return False
        self._read_each(before[:at])
        return self.read([*before[at:], *rest])

    def _read_together(self, before: Words, figure: Token, after: Words) -> bool:
        """另外两件分别属于内部事务信息和过程性信息: what is named behind, together."""
        words = [*(word for word in before if word is not figure), *after]
        amount = self._reader.amounts[figure.start]
        self._reader.read_figure(Chunk(words, [], amount, behind=True), False)
        return True

    def _read_listed(self, words: list[Token], figure: Token) -> None:
        """A figure of a list, by the words that are its own."""
        amount = self._reader.amounts[figure.start]
        self._reader.read_figure(Chunk(words, [], amount, listed=True), False)

    def _leave(self, figures: Words, why: Say = Why.UNKNOWN) -> None:
        for figure in figures:
            self._reader.note(leave_figure(why), self._reader.amounts[figure.start])

    def _leave_run(self, words: Words) -> bool:
        """Leave figures of which nothing tells apart what each is of: 分别办结80件、115件."""
        figures = [word for word in words if word.kind == "n"]
        if len(figures) < 2 or not _list_words_between(words) <= {"、"}:
            return False
        self._leave(figures)
        return True

    def _read_years(self, before: Words, figures: Words) -> bool:
        """2022年至2024年分别为9件、12件和7件: only this year's is of the tables."""
        # counted from the report's, which is 0
        years = list_years(before, self._reader.state)
        if len(figures) == 1 < len(years):
            self._leave(figures, Why.OTHER_YEAR)
            return True  # 2020年、2021年各1件
        if len(years) == 2 and len(figures) > 2 and None not in years:
            years = list(range(years[0] or 0, (years[1] or 0) + 1))
        if not len(years) == len(figures) > 1 or 0 not in years:
            return False
        state = self._reader.state
        # the years named are told apart here: they hold nothing back any more
        state.held, state.year = None, 0
        words = [word for word in before if word.kind not in ("year", "absolute")]
        last: Amount | None = None
        for year, figure in zip(years, figures, strict=True):
            amount = self._reader.amounts[figure.start]
            last = amount if year == -1 else last
            if year != 0:
                self._leave([figure], Why.OTHER_YEAR)
            elif not has(words, *ROLES) and state.would.meanings:
                taken = msgspec.structs.replace(state.would, amount=amount, whose=state.whose)
                self._reader.note(taken, amount)
            else:
                self._read_listed(words, figure)
        if last is not None and years[-1] == 0 and self._reader.sentence[-1].meanings:
            self._reader.comparisons.see_years(last, self._reader.sentence[-1])
        return True

    def _read_members(self, before: Words, figures: Words, *, spread: bool) -> bool:
        """As many figures as members; or one for each of them, where it is spread (各1件)."""
        vocabulary = self._reader.vocabulary
        before = read_results(before, vocabulary)
        named = _divide_list(before)
        if not named:
            listed = _divide_list(read_results(self._reader.clause_before, vocabulary))
            # 复议、诉讼的，各1件
            plain = spread and len(figures) == 1
            plain = plain and all(
                has(one, "case", "result") and not has(one, "odd", "about") for one in listed
            )
            named = listed if len(listed) == len(figures) or plain else named
        if (not named and self._read_heads(figures)) or self._read_outcomes(named, figures):
            return True
        if not named and (self._reader.state.topic == "requests" or has(before, "requests")):
            known = map(make_shorts(vocabulary).read_token, before)
            named = [[word] for word in known if word is not None]
        spread = spread and len(figures) == 1 and len(named) > 1
        # fewer figures than names, or more: which is whose would be a guess
        if len(named) != len(figures) and not spread:
            return False
        common = [w for w in before if w.kind in ("requests", "disclosure", "left", "about")]
        leads = any("of" in word.signs for word in before[1:2])
        if leads and all(has(one, "case") for one in named):
            common.append(before[0])  # 尚未审结的复议、诉讼分别为
        for i, one in enumerate(named):
            shared = [word for word in common if word not in one]
            self._read_listed([*shared, *one], figures[0 if spread else i])
        return True

    def _read_outcomes(self, named: Sequence[list[Token]], figures: Words) -> bool:
        """复议6件、诉讼4件，被纠正的分别为2件、1件: one outcome, of each of the cases before."""
        vocabulary, told = self._reader.vocabulary, self._reader.sentence[-len(figures) :]
        words = [word for word in named[0] if word.kind in ROLES] if len(named) == 1 else []
        of = words[0] if len(words) == 1 and words[0].kind == "column" else None
        if of is None or vocabulary.quantities[of.key].table != "review":
            return False
        heads = [one.meanings[0].heads for one in told if one.meanings]
        if len(figures) < _SEVERAL:
            return False
        if len(set(heads)) != len(figures) or not set(heads) <= {*ROUTES}:
            self._leave(figures)
            return True
        for case, head, figure in zip(told, heads, figures, strict=True):
            amount = self._reader.amounts[figure.start]
            meanings = (Meaning(head, of.key),)
            taken = Interpretation(meanings, case.why, "column", amount, case.whose)
            self._reader.note(taken, amount)
        return True

    def _read_heads(self, figures: Words) -> bool:
        """许可、处罚和强制决定共48件，分别为40件、5件和3件: of what the total before is of."""
        last = self._reader.state.last_in_sentence
        of = last.meanings[0] if last.meanings else None
        if of is None or not len(of.heads) == len(figures) > 1:
            return False
        for head, figure in zip(of.heads, figures, strict=True):
            amount = self._reader.amounts[figure.start]
            meaning = msgspec.structs.replace(of, heads=(head,))
            taken = msgspec.structs.replace(last, meanings=(meaning,), amount=amount)
            self._reader.note(taken, amount)
        return True

    def _read_run(self, words: Words) -> bool:
        """A list without 分别: 内部事务信息、过程性信息不予公开2件、2件."""
        if self._is_run_of_shares(words):
            at = find_word(words, "p")
            before, shares = list(words[:at]), [word for word in words if word.kind == "p"]
            return self._read_shares(before, shares, _divide_list(before))
        places = [i for i, word in enumerate(words) if word.kind == "n"]
        if len(places) < 2:
            return False
        run = [words[place] for place in places]
        rest = [w.kind if w.signs.isdisjoint(_JOINING) else "、" for w in words[places[0] :]]
        if rest != ["n", "、"] * (len(run) - 1) + ["n"]:
            return False
        named = _divide_list(words[: places[0]]) or self._list_two_compared(words[: places[0]])
        if self._read_years(words[: places[0]], run):
            return True
        if len(named) != len(run):
            # 被复议9件、17件、32件: of several years, or of what a clause before names
            return len(named) == 1 and self._leave_run(words[places[0] :])
        for one, figure in zip(named, run, strict=True):
            self._read_listed(one, figure)
        return True

    def _list_two_compared(self, before: Words) -> list[list[Token]]:
        """自然人申请多于企业，为9件和5件: the two that the clause before compares."""
        if not all(word.kind in ("equals", "filler") for word in before):
            return []
        named = [word for word in self._reader.clause_before if word.kind in _COMPARED]
        alike = len({word.kind for word in named}) == 1 and len(named) == _SEVERAL
        return [[word] for word in named] if alike and named[0].key != named[1].key else []

    def _is_run_of_shares(self, words: Words) -> bool:
        """占办结总数的40.4%、10.6%和5.5%: of as many figures as were told before."""
        figures = [word for word in words if is_figure(word)]
        shares = len(figures) > 1 and all(word.kind == "p" for word in figures)
        return shares and _list_words_between(words) <= {"、"} and has(words, "share")

    def _read_shares(
        self,
        before: list[Token],
        figures: Words,
        named: Sequence[list[Token]],
        *,
        spread: bool = False,
    ) -> bool:
        """分别占91.7%和8.3%: of what is named, or of the figures just before."""
        if has(before, "change"):
            self._leave(figures, Why.CHANGED)  # 与上年相比分别增长12%、11%
            return True
        if has(before, "request", "requests") and self._reader.state.topic == "":
            self._reader.state.topic = "requests"
        if len(named) == len(figures) and self._reader.state.topic == "requests":
            for one, figure in zip(named, figures, strict=True):
                self._add_named(one, figure, before)
            return True
        # 分别占91.7%和8.3% is of the figures just before, of the last sentence where this has none
        last = self._reader.sentence or self._reader.counts[-len(figures) :]
        counts = [figure for figure in last if figure.amount is not None][-len(figures) :]
        if len(named) != len(figures) and len(counts) == len(figures) > 1:
            self._reader.percentages.see_shared(counts)
            for taken, figure in zip(counts, figures, strict=True):
                self._add_share(taken, figure, before)
            return True
        if spread and len(named) > len(figures) == 1 and self._reader.state.topic == "requests":
            for one in named:  # 予以公开、无法提供各占50%
                self._add_named(one, figures[0], before)
            return True
        for figure in figures:
            self._add_share(None, figure, before)
        return True

    def _add_named(self, one: list[Token], figure: Token, before: Words) -> None:
        """The share of what is named by its words."""
        meaning = find_part(one, len(one), self._reader.vocabulary)
        part = Interpretation((meaning,), SHARE) if meaning is not None else None
        self._add_share(part, figure, before)

    def _add_share(self, part: Interpretation | None, figure: Token, before: Words) -> None:
        percentages = self._reader.percentages
        share = percentages.make_share(part, before)
        percentages.add_share(self._reader.amounts[figure.start], before, share)
