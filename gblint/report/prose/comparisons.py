"""Figures that compare with last year: its figure, and by how much (比上年的8件多2件，增幅25%).

`reader` asks of each count first whether it stands in a comparison: then it is not taken for this
year's figure. What is compared in words, without figures, is read in `in_words` and `turns`.
"""

from __future__ import annotations

from collections.abc import Set

import msgspec

from gblint.findings import Say
from gblint.report.model import Meaning, Number
from gblint.report.prose.amounts import Amount, contains_any
from gblint.report.prose.meaning import ParagraphSoFar, resolve
from gblint.report.prose.model import (
    NOTHING,
    ROLES,
    VERBS,
    Chunk,
    Figures,
    Interpretation,
    Why,
    find_word,
    has,
    is_own,
    is_range,
    leave_figure,
    list_keys,
    list_years,
)
from gblint.report.prose.vocabulary import Token, Words

BASE, AMOUNT, PERCENT, RATIO, NOW = "base", "amount", "percent", "ratio", "now"
_LAST = -1
_GOING = "carried_out"
_IN_FORCE, _MADE = "in_force", "made"
_MAKING = ("made", "repealed")
_STOCK = Say("现行有效的文件", "documents in force")
_LIGHT = ("filler", "equals", "total", "、", "scope")
_OF_WORDS = ("change", "against", "up_to", "year", "absolute", "respectively")
"""Words that compare and do not say of what."""
_TOPICS = ("requests", "cases", "documents")
_RECEIVED = Say("收到的申请", "applications received")
_BECOMES = frozenset(("to", "becoming"))
_LONGEST_MANNER = 4
"""Characters of a word between what changed and how (企业申请逆势上升)."""
_COMPARES = frozenset(("against", "change"))
_HINTS = ("change", "against", "up_to", "year", "absolute")
_NAMES = (*ROLES, "carry", "under_way")
_OF_WHOLES = (*VERBS, "case", "deciding")
_NEAR_WHOLES = 8
"""Figures before a part of which it may be one."""
_AFTER_YEAR = (*VERBS, "request", "requests")


class OpenComparison(msgspec.Struct):
    """A comparison as far as it is read: of what (nothing known without meanings), its figures."""

    of: Interpretation
    items: list[tuple[str, Amount]] = []
    own: bool = True
    plain: bool = False
    """Whether only last year's figure was told so far, with nothing that compares."""
    turns: dict[int, int] = {}
    """For figures that say by how much, by where they begin: 1 where it grew, -1 where it fell."""
    wholes: Figures = ()
    """What it may be of instead, where `of` is a part: 收到8件，其中企业5件，同比增长20%."""

    def has(self, *wanted: str) -> bool:
        return any(role in wanted for role, _ in self.items)


class ComparisonReader:
    """Takes down the comparisons of a sentence, figure by figure."""

    def __init__(self, paragraph: ParagraphSoFar) -> None:
        self._paragraph = paragraph
        self._open: OpenComparison | None = None
        self._told: list[tuple[Meaning, ...]] = []
        self._before_bracket: Words = ()
        self._compares = self._requests = self._speaks = False
        self.foreign = False
        """Whether the figure before was counted otherwise: what compares after it is of that (短信
        2万条).
        """
        self._barred = self._dropped = False
        """Whether what compares is no last year's figure; whether what it is of is not known."""
        self._turned = self._turns_to = False
        """Whether something was named between the figure before and this one, or since this one."""
        self._changes = paragraph.vocabulary.changes

    @property
    def of(self) -> Interpretation:
        """Of what the comparison that is being read is."""
        return NOTHING if self._open is None else self._open.of

    @property
    def pairs(self) -> bool:
        """Whether last year's figure was told beside this year's (新收64件，上年70件)."""
        made = self._open
        return made is not None and made.plain and made.of.amount is not None

    def begin(self) -> None:
        """A sentence begins."""
        self.close()
        self._told = []
        self._compares = self._requests = self._speaks = self.foreign = False
        self._before_bracket = ()
        self._barred = self._dropped = False

    def close(self) -> None:
        """What was compared is told in full."""
        made, self._open = self._open, None
        if made is None or not made.items:
            return
        self._told.append(made.of.meanings)
        self._paragraph.record.add_count_change(
            made.of, made.items, own=made.own, turns=made.turns, wholes=made.wholes
        )

    def see_words(self, words: Words, kinds: Set[str], stop: str) -> None:
        """A clause without a figure: it may compare those after it, or a bracket."""
        self._before_bracket = words if stop == "(" else ()
        self._turns_to |= not kinds.isdisjoint(ROLES)
        if not kinds.isdisjoint(_COMPARES):
            self._compares = True
            if "change" in kinds:
                self._see_level(words)
        if "requests" in kinds:
            self._requests = True
        elif self._requests and not kinds.isdisjoint(ROLES):
            self._requests = False

    def see_rest(self, words: Words, rest: Words) -> None:
        """What stands behind the last figure of a clause, and all up to that figure."""
        self._before_bracket = ()
        if has(rest, "change"):
            self._see_level([*words, *rest])

    def _see_level(self, words: Words) -> None:
        """与上年持平: no change."""
        at = next((i for i, w in enumerate(words) if w.text in self._changes.level), None)
        if at is None or has(words[at + 1 :], *ROLES):
            return
        before = [w for w in words[:at] if w.kind not in _LIGHT]
        if not before or before[-1].kind not in ("year", "absolute", "against", "n"):
            return
        made = self._open
        if made is None or not made.has(BASE) or made.has(AMOUNT, PERCENT):
            if self.list_years(before) != [_LAST] or not self._names_nothing_foreign(before):
                return
            self.close()
            of = self._find_subject(before)
            if of is None or not of.meanings:
                return
            made = self._open = OpenComparison(of, [], is_own(self._paragraph.state.whose))
        word = words[at]
        start = self._paragraph.map_offset(word.start)
        amount = Amount(word.text, 0, 0, 0, "exact", "", start, start + len(word.text))
        made.items.append((AMOUNT, amount))
        made.plain = False

    def read_list(self, words: Words) -> bool:
        """同比分别减少6件、5件, 同比分别上升8.6%和下降5.5%: of as many figures as were told before;
        where these are not known they are changes all the same, and no shares.
        """
        at = find_word(words, "respectively", missing=-1)
        places = [i for i, w in enumerate(words) if w.kind in ("n", "p")]
        if len(places) < 2 or places[0] < at:
            return False
        lead = [w for w in words[: places[0]] if w.kind not in _LIGHT]
        plain = [w for w in lead if w.kind not in ("equals", "respectively", "against")]
        base = len(plain) == 1 and self.list_years(plain) == [_LAST]
        changed = bool(plain) and self._turns(plain[-1])
        # 同比增长25.0%、14.3%: of one thing there are not two percentages
        listed = at >= 0 or all(words[i].kind == "p" for i in places)
        between = [w for w in words[places[0] : places[-1]] if w.kind not in ("n", "p")]
        joined = all("joining" in w.signs or (changed and self._turns(w)) for w in between)
        if not listed or not joined or not (changed or (base and at >= 0)):
            return False
        told = self._paragraph.sentence[-len(places) :]
        known = len(told) == len(places) and all(one.meanings and one.amount for one in told)
        known = known and not has(lead, *ROLES, "odd", "others")
        if not known and not changed:
            return False
        self.close()
        for i, place in enumerate(places):
            amount = self._paragraph.amounts[words[place].start]
            if known:
                role = PERCENT if amount.unit == "%" else AMOUNT
                own = is_own(self._paragraph.state.whose) and is_own(told[i].whose)
                self._open = OpenComparison(told[i], [(BASE if base else role, amount)], own)
                self.close()
            self._paragraph.record.note(amount, Why.CHANGED)
        return True

    def see_years(self, last: Amount, of: Interpretation) -> None:
        """2022年、2023年分别为30件、45件: last year's figure and this year's."""
        self.close()
        self._open = OpenComparison(of, [(BASE, last)], is_own(self._paragraph.state.whose), True)

    def take(self, chunk: Chunk, bracket: bool) -> Interpretation | None:
        """What a figure is in a comparison; None for one that is in none."""
        self._speaks = self._speaks or chunk.has("requests", "request")
        self._turned, self._turns_to = self._turns_to, False
        hints = chunk.has(*_HINTS) or any("since" in w.signs for w in chunk.before[-1:])
        hints = hints or (bracket and has(self._before_bracket, *_HINTS))
        if self._open is None and not self._compares and not hints:
            return None
        role, plain = self._find_role(chunk, bracket)
        self._compares = self._compares or chunk.has("against", "change")
        if not role:
            self._barred = self._barred or chunk.has("against")
            return None
        if role in (AMOUNT, PERCENT, RATIO) and self._is_barred(chunk):
            self.close()
            return leave_figure(Why.CHANGED)
        if role == NOW:
            return self._take_now(chunk)
        return self._take_up(role, chunk, plain=plain, bracket=bracket)

    def _is_barred(self, chunk: Chunk) -> bool:
        """Whether it compares with something else: 比清理前的50件减少6件, 比2021年多19件."""
        # once told so it holds for the figures that follow, until another thing is set against
        holding = self._paragraph.vocabulary.holding
        if any(word.kind == "left" and word.key in holding for word in chunk.before):
            return True  # 年均增长11%
        named, before = self.list_years(chunk.before), chunk.before
        behind = before[find_word(before, "against", missing=len(before)) + 1 :]
        if not named and has(behind[:1], *ROLES) and has(behind[1:], "change", "odd"):
            return True  # 比诉讼多3件
        years = [year for year in named if year != 0]
        if years:
            self._barred = _LAST not in years
        elif has(chunk.before, "against"):
            self._barred = False
        return self._barred

    def see_other(self, chunk: Chunk, taken: Interpretation) -> None:
        """A figure that is in no comparison ends the one before; this year's beside it does not."""
        self.foreign = False
        made = self._open
        if made is None or not (taken.meanings or taken.why is not Why.CHANGED):
            return
        if made.plain and taken.meanings and made.of.meanings[:1] in ((), taken.meanings[:1]):
            made.of = taken
            return
        years = [y for y in self.list_years(chunk.words) if y != 0]
        if made.plain and years and not taken.meanings:
            return  # 2022年为132件、2021年为97件
        self.close()

    def _find_role(self, chunk: Chunk, bracket: bool) -> tuple[str, bool]:
        """What part a figure has, and whether it is told plainly (2023年为75件)."""
        before = chunk.before
        if bracket and not any(w.kind not in _LIGHT for w in before):
            ahead = self._before_bracket
            # 增长约二成（21.6%）: without a number in words
            rough = bool(ahead) and ahead[-1].kind == "odd"
            rough = rough and len(ahead[-1].text) <= _LONGEST_MANNER and has(ahead, "change")
            before = [*(ahead[:-1] if rough else ahead), *before]
        said = [w for w in before if w.kind not in _LIGHT and not self._is_this_year(w)]
        last = said[-1] if said else None
        percent = chunk.amount.unit == "%"
        if not percent and self._is_now(chunk, said, bracket=bracket):
            return NOW, False
        if last is not None and self._is_change(last, said):
            return (PERCENT if percent else AMOUNT), False
        if percent:
            return self._find_role_of_percent(before, said, bracket=bracket), False
        if chunk.after and self._goes_to(chunk):
            return BASE, False
        later = any(map(self._is_this_year, before)) and has(said, "arriving")
        if self._is_last_years(said) and not (later and has(said, "finishing")):
            return BASE, not has(said, "against")
        return "", False

    def _is_now(self, chunk: Chunk, said: Words, *, bracket: bool) -> bool:
        """What it has come to: 增至45件, 由41件增加为44件, 从162件到166件, 增长15%，为45件."""
        before, made = chunk.before, self._open
        if said:
            becomes = len(before) > 1 and before[-2].kind == said[-1].kind == "change"
            becomes = becomes and not before[-1].signs.isdisjoint(_BECOMES)  # 由41件增加为44件
            return becomes or said[-1].kind == "up_to"
        if made is None:
            return False
        if made.plain and any(self._is_this_year(w) for w in before):
            return True  # 2022年30件，2023年45件
        if made.items[-1][0] == BASE:
            return any("to" in w.signs for w in before)
        if made.has(NOW) or made.of.amount is not None or bracket:
            return False
        if all("joins" in word.signs for word in before):
            return False  # 分别增加12条和4条
        return all(w.kind in _LIGHT for w in chunk.after)

    def _find_role_of_percent(self, before: Words, said: Words, *, bracket: bool) -> str:
        made = self._open
        last = made.items[-1][0] if made is not None and made.items else ""
        if bracket and not said and last == AMOUNT and not has(before, "share"):
            return PERCENT
        ends = bool(before) and "of" in before[-1].signs
        if ends and not said and last == BASE:
            return RATIO
        years = len(said) == 1 and self.list_years(said) == [_LAST]
        return RATIO if ends and years and before[0].kind in ("equals", "filler") else ""

    def _goes_to(self, chunk: Chunk) -> bool:
        """由33件变为31件, 从162件到166件."""
        after = [w for w in chunk.after if w.kind != "filler" or "to" in w.signs]
        if not after or after[0].kind == "up_to":
            return bool(after)
        goes = "to" in after[0].signs or after[0].kind == "change"
        return goes and any("since" in w.signs for w in chunk.before[-3:])

    def _is_last_years(self, said: Words) -> bool:
        """上年的108件, 较2024年收到的155件; not 上年结转的."""
        at = next((i for i, w in enumerate(said) if self.list_years([w]) == [_LAST]), None)
        if at is None or is_range(said) or len(self.list_years(said)) > 1:
            return False
        rest = [w for w in said[at + 1 :] if w.kind != "against"]
        if has(said, "carry", "carrying", "under_way"):
            return any(w.kind == "against" for w in said[:at]) and not has(rest, "odd", "others")
        return all(w.kind in _AFTER_YEAR for w in rest)

    def _is_change(self, word: Token, said: Words) -> bool:
        """Whether a word says that it grew or fell; a single sign only where it compares."""
        if word.kind == "odd":
            alone = word.text in self._changes.alone
            return alone and (self._compares or self._open is not None or has(said, "against"))
        return self._turns(word)

    def _find_turn(self, chunk: Chunk, *, bracket: bool) -> int:
        """Whether a figure is told to be of growth (1) or of decline (-1); 0 for neither."""
        words = [*self._before_bracket, *chunk.before] if bracket else chunk.before
        at = next((i for i in range(len(words) - 1, -1, -1) if self._turns(words[i])), None)
        if at is None or (at and words[at - 1].text.endswith(tuple(self._changes.against_turn))):
            return 0
        text, changes = words[at].text, self._changes
        return contains_any(text, changes.rising) - contains_any(text, changes.falling)

    def _turns(self, word: Token) -> bool:
        return word.kind == "change" and contains_any(word.text, self._changes.turns)

    def list_years(self, words: Words) -> list[int | None]:
        """The years named, counted from the report's; 与上年 names one as well."""
        found: list[int | None] = []
        for word in words:
            carried = word.kind == "carrying" and word.text.startswith(self._changes.last_years)
            if carried or (word.kind == "against" and word.text[1:] in self._changes.last_years):
                found.append(_LAST)
            else:
                found += list_years([word], self._paragraph.state)
        return found

    def _is_this_year(self, word: Token) -> bool:
        return word.kind in ("year", "absolute") and self.list_years([word]) == [0]

    def _take_up(
        self, role: str, chunk: Chunk, *, plain: bool, bracket: bool
    ) -> Interpretation | None:
        made, said = self._open, self._list_said(chunk)
        state, names = self._paragraph.state, has(said, *_NAMES)
        joins = made is not None and not made.has(role)
        if made is not None and role == BASE and not made.plain:
            # last year's figure comes before what it changed by, but for one in brackets behind
            joins = joins and bracket and not names
        elif made is not None and names and made.has(AMOUNT, PERCENT):
            joins = False  # 新收比上年多2件，办结多3件: the next thing is compared
        if not joins or made is None:
            self.close()
            if self._dropped and not names and role != BASE and not self.list_years(chunk.words):
                return (
                    None if plain else leave_figure(Why.CHANGED)
                )  # of what was compared before it
            of = self._find_subject(said)
            self._dropped = of is None
            if of is None:
                return None if plain else leave_figure(Why.CHANGED)
            made = self._open = OpenComparison(of, [], is_own(state.whose), plain)
            made.wholes = () if bracket or names else self._list_wholes(of)
        elif names or not made.of.meanings:
            of = self._find_subject(said)
            if of is None:
                self.close()
                self._dropped = True
                return leave_figure(Why.CHANGED)
            made.of = of if of.meanings else made.of
        # what was made and repealed changes how many there are: 净减2件 is of those in force
        made.of = self._turn_to_stock(made.of, chunk.before)
        made.items = [*made.items, (role, chunk.amount)]
        if role in (AMOUNT, PERCENT):
            made.turns = made.turns | {chunk.amount.start: self._find_turn(chunk, bracket=bracket)}
        if role != BASE:
            state.year = 0 if made.plain else state.year
            made.plain = False
        # without a word that compares it is last year's only where this year's stands beside it
        beside = made.of.amount is not None and bool(made.of.meanings) and state.year == 0
        return None if plain and not beside else leave_figure(Why.CHANGED)  # 新收64件，上年70件

    def _list_wholes(self, of: Interpretation) -> Figures:
        """The figures before a part that may be what it is a part of."""
        if not self._paragraph.state.parts or of is not self._paragraph.state.last_in_sentence:
            return ()
        before = self._paragraph.sentence[-_NEAR_WHOLES - 1 : -1]
        return tuple(one for one in before if one.role in _OF_WHOLES and one.meanings)

    def _turn_to_stock(self, of: Interpretation, words: Words) -> Interpretation:
        """比年初少3件, 净减2件: of what is there at an end of the year, or nothing known."""
        opening, net = self._changes.opening, self._changes.net
        column = of.meanings[0].column if of.meanings else ""
        if column in _MAKING and any(word.text in net for word in words):
            stock = msgspec.structs.replace(of.meanings[0], column=_IN_FORCE)
            return msgspec.structs.replace(of, meanings=(stock,), amount=None)
        began = any(word.kind == "against" and word.text[1:] in opening for word in words)
        return of if not began or is_stock(of) else NOTHING

    def _take_now(self, chunk: Chunk) -> Interpretation | None:
        """What it has come to: of what the comparison is of."""
        made = self._open
        if made is None:
            return leave_figure(Why.CHANGED) if self._dropped else None
        said = self._list_said(chunk)
        named_anew = self._find_subject(said) if has(said, *_NAMES) else None
        named = named_anew if has(said, *_NAMES) else made.of
        if named is None:
            self.close()
            return leave_figure(Why.CHANGED)
        of, made.items = named, [*made.items, (NOW, chunk.amount)]
        if not of.meanings or not is_own(self._paragraph.state.whose):
            return leave_figure(Why.CHANGED)
        told, first = of.amount, of.meanings[0]
        other = told is not None and told.value != chunk.amount.value
        # 废止4件，由27件减至26件: not of the 4, but of what there is of such documents
        if of is not named_anew and other and first.column in _MAKING:
            same = (m for one in self._paragraph.sentence for m in one.meanings[:1])
            if not {m.column for m in same if m.heads == first.heads} >= set(_MAKING):
                return leave_figure(Why.CHANGED)
            stock = msgspec.structs.replace(first, column=_IN_FORCE)
            of = msgspec.structs.replace(of, meanings=(stock,))
        made.of = msgspec.structs.replace(of, amount=chunk.amount)
        return Interpretation(of.meanings, of.why, of.role)

    def _list_said(self, chunk: Chunk) -> list[Token]:
        """What the words of a figure say of what it is, without those that compare."""
        beside = self._changes.beside  # 少于上年的70件
        before = [w for w in chunk.before if w.kind not in _OF_WORDS and w.text not in beside]
        if before and before[-1].kind == "odd" and len(before[-1].text) <= _LONGEST_MANNER:
            before = before[:-1]  # 逆势上升, 多27件
        return before

    def _is_of_parts(self, last: Interpretation) -> bool:
        """共31件，29件为个人，2件为企业，同比减少7件: of the last part or of all, who knows."""
        # one that was compared by itself already is no part beside it
        before = [one for one in self._paragraph.sentence[-2:-1] if one.meanings not in self._told]
        return last.role == "column" and any(one.role == last.role for one in before)

    def _find_main(self, *, parted: bool) -> Interpretation:
        """What came in, where nothing but who applied was told after it: what compares next is of
        that, if those who applied are all of it where it is in the sentence `parted` into them.
        """
        total: Number = 0
        for one in reversed([*self._paragraph.counts, *self._paragraph.sentence]):
            if one.amount is None or not one.amount.exact:
                return NOTHING
            if one.role == "arriving" and one.head == "received" and is_own(one.whose):
                whole = not parted or one.amount.value == total
                return one if whole and self._paragraph.state.topic == "requests" else NOTHING
            if one.role != "column" or not one.meanings or one.meanings[0].heads != ("received",):
                return NOTHING
            total += one.amount.value
        return NOTHING

    def _names_nothing_foreign(self, words: Words) -> bool:
        return not has(words, "others", "odd", "left", "organ")

    def _find_subject(self, said: Words) -> Interpretation | None:
        """Of what a comparison is; NOTHING where that is not known, None where of other things."""
        state = self._paragraph.state
        plain = [w for w in said if w.kind not in _OF_WORDS]
        if any(w.text in self._paragraph.vocabulary.together for w in said):
            return None  # 纠正与败诉案件之和较上年减少5件: of neither of them
        if has(plain, *_NAMES):
            # as a figure of this year would be read; nothing goes on from it
            trial = state.copy()
            trial.year, trial.held = 0, None
            amount = Amount("", 1, 1, 1, "exact", "", 0, 0)
            found = resolve(Chunk(list(plain), [], amount, listed=True), trial)
            last = state.last_in_sentence
            if state.topic == "deciding" and plain[-1].kind == "weak":
                key = self._paragraph.vocabulary.find_decision(plain[-1])
                if key:  # 与上年比，许可增4.92%，处罚减9.52%
                    return Interpretation((Meaning((key,)),), found[0].why, "deciding")
            if found[0].role == "carrying" and last.role == "carrying":
                return last  # 结转18件，较上年结转来的17件多1件
            if found[0].meanings:
                state.would, state.would_here = found[0], True
                return found[0]
            if found[0].why is not Why.OTHERS and not has(plain, "odd", "others"):
                heads = tuple(list_keys(plain, "document"))
                if len(heads) == 1 and len([w for w in plain if w.kind in _NAMES]) == 1:
                    return Interpretation(
                        (Meaning(heads, _IN_FORCE), Meaning(heads, _MADE)), _STOCK, "document"
                    )
            return NOTHING if found[0].why in (Why.UNKNOWN, Why.NO_REQUESTS) else None
        return self._find_unnamed(plain)

    def _find_unnamed(self, plain: Words) -> Interpretation | None:
        """The same where no word of the figure says of what it is."""
        state = self._paragraph.state
        if self.foreign or not self._names_nothing_foreign(plain) or has(plain, "share", "rate"):
            return None
        last = state.last_in_sentence
        named = self._turned and state.would_here and state.would.amount is None
        if named and state.would.meanings and state.held is None and state.topic == "requests":
            return state.would  # 二是企业申请上升，由8件升至12件
        unread = (
            last.why in (Why.UNKNOWN, Why.NO_REQUESTS, Why.SUBSET)
            and len(self._paragraph.sentence) == 1
        )
        unread = unread and not last.meanings
        if last is not NOTHING and not (unread and state.would_here):
            if self._is_of_parts(last):
                return self._find_main(parted=True)
            known = last.meanings or (
                last.why in (Why.UNKNOWN, Why.SUBSET) and state.topic in _TOPICS
            )
            known = known or (
                last.why in (Why.OTHERS, Why.UNKNOWN, Why.NO_REQUESTS) and self._speaks
            )
            return last if known else NOTHING
        if state.would_here:
            return msgspec.structs.replace(state.would, amount=None)
        if state.topic not in ("requests", "") or state.sentence_begun:
            return None
        main = self._find_main(parted=False)
        if main.meanings:
            return main
        if self._requests or has(plain, "requests"):
            state.topic = "requests"
            return Interpretation((Meaning(("received",)),), _RECEIVED, "arriving")
        return NOTHING if state.topic else None


def is_stock(taken: Interpretation) -> bool:
    """Whether a figure is of what there is at an end of the year."""
    return taken.head == _GOING or any(one.column == _IN_FORCE for one in taken.meanings[:1])
