"""A paragraph read sentence by sentence: each figure is taken for a quantity, or left."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gblint.document import Paragraph
from gblint.findings import Say
from gblint.report.amounts import Amount
from gblint.report.prose.claims import ALL_DONE, Claim, find_claims
from gblint.report.prose.clauses import Clause, clauses, is_figure, members, segments
from gblint.report.prose.meaning import (
    CHANGED,
    OTHER_UNIT,
    OTHER_YEAR,
    ROLES,
    VERBS,
    Resolver,
    Segment,
    has,
    left,
)
from gblint.report.prose.model import NOTHING, State, Taken
from gblint.report.prose.place import FigureCount, Places
from gblint.report.prose.scope import Of, Whose, named_scope
from gblint.report.prose.shares import (
    Share,
    is_share,
    named_bases,
    part_in_words,
    rate_of,
    share_of,
)
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.stated import Change, Meaning, Prose, Reading, Stated, StatedShare

_SENTENCE = re.compile(r"[^。！？!?]{1,2000}(?:[。！？!?]|\Z|(?<=[,;:、]))|[^。！？!?]{1,2000}")
"""A sentence. What goes on for longer is no sentence, and is read in pieces that end at a comma:
within a sentence everything may belong to everything."""

_SHARE = Say("是比例", "a percentage")
_BARE_SHARE = Say("没有说明是占什么的比例", "of what the percentage is is not said")
_IN_LIST = Say("逐一对应的数", "one of a list")
_SUM = Say("各部分的合计", "the sum of the parts before")
_ASIDES = (CHANGED, OTHER_UNIT)
"""Figures said by the way: what stood before them is still what parts are of."""

_MOST = 400
"""Figures of a paragraph that are remembered."""


def read_paragraph(
    paragraph: Paragraph,
    section: int | None,
    heading: str,
    *,
    vocabulary: Vocabulary,
    of: Of,
    met: FigureCount,
) -> Prose | None:
    """What a paragraph states, None where it is about other things.

    `heading` is the headings above it, `met` counts on from the paragraphs before. Raises TooMuch.
    """
    places = Places(paragraph, section)
    if not vocabulary.speaks(places.plain):
        return None
    reader = _Paragraph(places, vocabulary, of)
    reader.read_heading(heading)
    for sentence in _SENTENCE.finditer(places.plain):
        met.add(reader.read_sentence(sentence.start(), sentence.group()))
    return reader.prose()


class _Paragraph:
    """What is read of a paragraph so far."""

    def __init__(self, places: Places, vocabulary: Vocabulary, of: Of) -> None:
        self._places = places
        self._vocabulary = vocabulary
        self._of = of
        self._resolver = Resolver(vocabulary, of.year)
        self._state = State()
        self._counts: list[Taken] = []
        self._before: list[Taken] = []
        self._sentence: list[Taken] = []
        self._stated: list[Stated] = []
        self._shares: list[StatedShare] = []
        self._changes: list[Change] = []
        self._readings: list[Reading] = []
        self._start = 0
        self._text = ""
        self._amounts: dict[int, Amount] = {}
        self._signed = ""

    def prose(self) -> Prose:
        """What was read. That all is done is no claim where some are said to be under way."""
        going = any(
            one.quantity == "carried_out" and one.value and not one.claim for one in self._stated
        )
        stated = [s for s in self._stated if not (going and s.quantity == ALL_DONE)]
        return Prose(
            tuple(stated), tuple(self._shares), tuple(self._changes), tuple(self._readings)
        )

    def read_heading(self, heading: str) -> None:
        """What the headings above the paragraph speak of."""
        self._topic(self._vocabulary.tokens("".join(heading.split())), heading=True)

    def _topic(self, words: Sequence[Token], *, heading: bool = False) -> None:
        state = self._state
        if has(words, "requests"):
            state.topic = "requests"
        elif has(words, "others") and not heading and has(words, *VERBS):
            state.topic = "others"
        if has(words, "requests", "disclosure"):
            state.disclosed = True

    def read_sentence(self, start: int, sentence: str) -> int:
        """Read a sentence at an offset of the paragraph; how many figures it has."""
        self._start, state = start, self._state
        self._signed, self._amounts = self._vocabulary.amounts.read(sentence)
        self._text = self._places.written(start, start + len(sentence))
        tokens = self._vocabulary.tokens(self._signed)
        goes_on = bool(tokens) and next((t.kind for t in tokens if t.kind != "filler"), "") == "part"
        self._before = self._sentence if goes_on else []
        self._sentence = []
        state.base, state.blocked, state.making, state.row_base = None, None, "", None
        stack: list[tuple[State, list[Token]]] = []
        pending: list[Token] = []
        whose = state.whose
        for clause in clauses(tokens):
            clause.words = [*pending, *clause.words]
            pending = []
            bare = self._read_clause(clause, bracket=bool(stack))
            if clause.stop == "(":
                stack.append((self._state.copy(), bare))
                last = self._state.last
                if not bare and self._sentence:
                    self._state.base = last
            elif clause.stop == ")" and stack:
                self._state, pending = stack.pop()
            elif clause.stop == ";" and not stack:
                self._state.whose = self._reset(whose)
        if stack:
            self._state = stack[0][0]
        self._state.whose = self._reset(whose)
        self._counts += self._sentence
        self._counts = self._counts[-_MOST:]
        return len(self._amounts)

    def _reset(self, before: Whose | None) -> Whose | None:
        """A part named within (其中市教育局12件) does not go on; a subject does."""
        return before if self._state.in_part else self._state.whose

    def _read_clause(self, clause: Clause, *, bracket: bool) -> list[Token]:
        """Read a clause; gives the words at its end that belong to no figure of it."""
        words = clause.words
        self._see_scope(words)
        if has(words, "disclosure", "requests"):
            self._state.disclosed = True
        figures = [word for word in words if is_figure(word)]
        if not figures:
            self._topic(words)
            self._claims(words)
            self._see_parts(words)
            return list(words) if clause.stop == "(" else []
        if not self._read_list(words):
            for segment in segments(words, self._amounts):
                self._read_figure(segment, words, bracket)
        at = max(i for i, word in enumerate(words) if is_figure(word))
        rest = words[at + 1 :]
        if has(rest, "none", "all"):
            self._claims(rest)
        if has(rest[:2], "within") or (rest and has(rest[-1:], "within")):
            self._state.base = self._state.last
        return [] if clause.stop != "(" or not has(rest, *ROLES) else list(rest)

    def _see_parts(self, words: Sequence[Token]) -> None:
        """其中 on its own, or 办结的申请中: what follows is a part of what was said last."""
        state = self._state
        if has(words, "part"):
            state.base = state.last
            state.in_part = True
        years = self._resolver.years_of(words)
        if years and not has(words, "change", "against", "carry"):
            state.year = years[-1]

    def _see_scope(self, words: Sequence[Token]) -> None:
        """Whose the figures of a clause are; an organ only where it is the subject."""
        state = self._state
        for i, word in enumerate(words):
            if word.kind == "scope":
                whose = named_scope(word, self._vocabulary, self._of)
                if not whose.own and not any(is_figure(w) for w in words):
                    continue
            elif word.kind == "organ":
                before = [w for w in words[:i] if w.text not in self._vocabulary.spec.subjects]
                whose = named_scope(word, self._vocabulary, self._of)
                if not whose.own and (before and before[-1].kind not in ("year", "absolute", "total", "part", "scope", "organ", "、", "n")):
                    continue
                follows = words[i + 1 : i + 2]
                if not whose.own and (not follows or follows[0].kind == "?"):
                    continue
            else:
                continue
            state.whose = whose
            state.in_part = not whose.own and (state.base is not None or has(words[:i], "part"))

    def _read_list(self, words: Sequence[Token]) -> bool:
        """A list that shares its predicate: 分别为23件、20件和5件, 各1件."""
        at = next((i for i, w in enumerate(words) if w.kind in ("respectively", "each")), None)
        if at is None:
            return False
        before = list(words[:at])
        for i in range(len(before) - 1, -1, -1):
            if is_figure(before[i]):
                return False
        after = list(words[at + 1 :])
        figures: list[Token] = []
        tail: list[Token] = []
        for word in after:
            if is_figure(word) and not has(tail, *ROLES):
                figures.append(word)
            elif word.kind != "、":
                tail.append(word)
        if not figures or figures[0].kind == "p":
            return False
        named = members(before)
        years = self._resolver.years_of(before)
        if len(years) == 2 and len(figures) > 2 and None not in years:
            years = list(range(years[0] or 0, (years[1] or 0) + 1))
        if len(years) == len(figures) > 1 and 0 in years:
            keep = years.index(0)
            for i, figure in enumerate(figures):
                amount = self._amounts[figure.start]
                if i != keep:
                    self._note(left(OTHER_YEAR), amount)
                    continue
                words_now = [w for w in before if w.kind not in ("year", "absolute")]
                self._read_figure(Segment(words_now, [], amount, figure.start), words_now, False)
            return True
        spread = words[at].kind == "each" and len(figures) == 1 and len(named) > 1
        if len(named) != len(figures) and not spread:
            return False
        common = [w for w in before if w.kind in ("requests", "disclosure", "left", "about")]
        for i, one in enumerate(named):
            amount = self._amounts[figures[0 if spread else i].start]
            shared = [w for w in common if w not in one]
            self._read_figure(Segment([*shared, *one], [], amount, i), one, False)
        return True

    def _read_figure(self, segment: Segment, words: Sequence[Token], bracket: bool) -> None:
        state, amount = self._state, segment.amount
        if amount.unit == "%":
            self._read_percent(segment, bracket)
            return
        if has(segment.before, "part"):
            state.base = state.last
        taken = self._sum(segment) or self._resolver.resolve(segment, state)
        for one in taken:
            self._note(msgspec.structs.replace(one, amount=amount, whose=state.whose), amount)
        if has(segment.words, "change", "against"):
            self._change(segment)
        if has(segment.after, "within"):
            state.base = state.last

    def _sum(self, segment: Segment) -> list[Taken] | None:
        """合计19件 after the figures of parts: the organ's own."""
        state = self._state
        bare = has(segment.before, "total") and not has(segment.words, *ROLES, "requests", "?", "others", "left")
        if not bare or not state.last.meanings or state.last.whose is None or state.last.whose.own:
            return None
        state.whose = None
        return [Taken(state.last.meanings, _SUM, state.last.role)]

    def _note(self, taken: Taken, amount: Amount) -> None:
        """Keep what a figure was taken for."""
        state = self._state
        start = self._start + amount.start
        read = self._places.written(start, self._start + amount.end)
        self._remember(taken, read, start)
        if taken.why in _ASIDES and not taken.meanings:
            return
        self._sentence.append(taken)
        state.last = taken
        if taken.meanings:
            self._stated.append(self._state_of(taken, amount, start, read, claim=False))
            state.blocked = None
            if taken.role in (*VERBS, "case", "document", "deciding"):
                if not state.in_part:
                    state.base = None
                state.last_verb = taken
            if taken.role == "column":
                state.row_base = taken

    def _remember(self, taken: Taken, read: str, start: int) -> None:
        key = taken.meanings[0].key if taken.meanings else ""
        anchor = self._places.anchor(start)
        self._readings.append(Reading(read, key, taken.why, anchor, self._places.section))

    def _state_of(self, taken: Taken, amount: Amount, start: int, read: str, *, claim: bool) -> Stated:
        whose = taken.whose
        money = self._vocabulary.money.get(amount.unit, 1) if taken.role == "money" else 1
        return Stated(
            quantity=taken.meanings[0].key,
            meanings=taken.meanings,
            value=_scaled(amount.value, money),
            low=_scaled(amount.low, money),
            high=None if amount.high is None else _scaled(amount.high, money),
            means=amount.means,
            read=read,
            text=self._text,
            anchor=self._places.anchor(start),
            section=self._places.section,
            scope=whose.key if whose else "",
            confidence=1.0 if whose is None or whose.own else 0.0,
            claim=claim,
        )

    def _claims(self, words: Sequence[Token]) -> None:
        state = self._state
        years = self._resolver.years_of(words)
        for claim in find_claims(words, state, self._vocabulary, years):
            if state.year == 0 or claim.meaning.heads[0].startswith("carried"):
                self._claim(claim)
            if claim.meaning.heads[0] in ("review", "litigation"):
                state.topic = "cases"

    def _claim(self, claim: Claim) -> None:
        state = self._state
        longer = sum(
            a.end - a.start - 1 for at, a in self._amounts.items() if at < claim.start
        )
        start = self._start + claim.start + longer
        end = self._start + claim.end + longer
        read = self._places.written(start, end)
        amount = Amount(read, 0, 0, 0, "exact", "", claim.start, claim.end)
        taken = Taken((claim.meaning,), claim.why, "claim", amount, state.whose)
        self._remember(taken, read, start)
        self._stated.append(self._state_of(taken, amount, start, read, claim=True))

    def _read_percent(self, segment: Segment, bracket: bool) -> None:
        state, words, amount = self._state, segment.before, segment.amount
        start = self._start + amount.start
        read = self._places.written(start, self._start + amount.end)
        if has(segment.words, "change", "against"):
            self._change(segment)
            self._remember(left(CHANGED), read, start)
            return
        share = self._share(words, bracket)
        if share is None:
            self._remember(left(_BARE_SHARE), read, start)
            return
        qualified = self._vocabulary.amounts.qualified(amount, "".join(w.text for w in words))
        whose = state.whose
        self._remember(left(_SHARE), read, start)
        self._shares.append(
            StatedShare(
                percent=amount.value,
                low=qualified.low,
                high=qualified.high,
                means=qualified.means,
                decimals=amount.decimals,
                part=share.part,
                wholes=share.wholes,
                more=share.more,
                read=read,
                text=self._text,
                anchor=self._places.anchor(start),
                section=self._places.section,
                parts_of=share.parts_of,
                wholes_of=share.wholes_of,
                own=state.year == 0 and (whose is None or whose.own),
            )
        )

    def _share(self, words: list[Token], bracket: bool) -> Share | None:
        state = self._state
        rate = next((w for w in words if w.kind == "rate"), None)
        if rate is not None:
            if has(words, "left", "others", "?", "organ", "change"):
                return None
            return rate_of(self._vocabulary.rates[rate.text], state, [*self._counts, *self._sentence])
        if not is_share(words, bracket):
            return None
        worded = part_in_words(words, self._vocabulary)
        if worded is not None and state.topic == "requests":
            part: Taken | None = Taken((worded,), _SHARE)
        else:
            part = state.last if state.last is not NOTHING and self._sentence else None
        counts = [*self._counts, *self._sentence]
        return share_of(part, named_bases(words), counts, [*self._before, *self._sentence])

    def _change(self, segment: Segment) -> None:
        """A change against last year, where it is that of a figure of this year's."""
        state, amount, words = self._state, segment.amount, segment.before
        of = state.last
        if not of.meanings or len(of.meanings[0].heads) > 1 or of.role not in (*VERBS, "case", "column"):
            return
        if has(words, "?", "others", "left", *ROLES) or state.year != 0:
            return
        whose = state.whose
        if whose is not None and not whose.own:
            return
        text = "".join(word.text for word in words)
        start = self._start + amount.start
        self._changes.append(
            Change(
                quantity=of.meanings[0],
                amount=amount.value,
                low=amount.low,
                high=amount.high,
                decimals=amount.decimals,
                percent=amount.unit == "%",
                more=not any(sign in text for sign in ("减", "降", "少", "回落")),
                read=self._places.written(start, self._start + amount.end),
                text=self._text,
                anchor=self._places.anchor(start),
                section=self._places.section,
            )
        )


def _scaled(value: object, by: int) -> object:
    from decimal import Decimal

    return value if by == 1 else Decimal(str(value)) / by


__all__ = ["Meaning", "read_paragraph"]
