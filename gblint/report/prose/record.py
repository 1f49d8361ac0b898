"""What a paragraph is found to state, as it is read: with its place and its sentence as written,
and what later sentences make of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import msgspec

from gblint.findings import Say
from gblint.report.model import (
    ComparedFigure,
    CountChange,
    FigureReading,
    Meaning,
    Number,
    Order,
    Prose,
    Share,
    ShareChange,
    StatedFigure,
    StatedShare,
)
from gblint.report.prose.amounts import Amount, PlainParagraph
from gblint.report.prose.model import Figures, Interpretation, Why, is_own
from gblint.report.prose.vocabulary import Vocabulary
from gblint.text.patterns import later

SHARE = Say("是比例", "a percentage")
BARE_SHARE = Say("没有说明是占什么的比例", "of what the percentage is is not said")
_STOP = later(r"[;:。()！？!?]|(?<!\d),|,(?!\d{3}(?!\d))")
"""What parts clauses; the comma inside of a number does not."""
_CLAUSE = 200
"""Characters of a clause that is quoted, at most."""

Ways = tuple[tuple[Meaning, tuple[Meaning, ...]], ...]
"""What may be compared, each with what (企业申请多于自然人: 企业 with 自然人); see `Order`."""


class _ToldZero(msgspec.Struct, frozen=True, gc=False):
    """What is said to be 0: where it is among the figures stated, from where to where that is said
    in the paragraph.
    """

    at: int
    start: int
    end: int


class Record:
    """Takes down what sentences state; `begin` says which sentence it is."""

    def __init__(self, paragraph: PlainParagraph, vocabulary: Vocabulary) -> None:
        self._paragraph = paragraph
        self._vocabulary = vocabulary
        self.stated: list[StatedFigure] = []
        self._shares: list[StatedShare] = []
        self._changes: list[CountChange] = []
        self._orders: list[Order] = []
        self._share_changes: list[ShareChange] = []
        self._readings: list[FigureReading] = []
        self._maybe: list[list[StatedFigure]] = [[]]
        self._unread: list[StatedFigure] = []
        self._start = self._end = 0
        self._written: str | None = None
        self._quoted: tuple[Amount | None, str] = None, ""
        """The figure that was quoted last: it is noted, and then taken down."""
        self._told_zero: list[_ToldZero] = []
        """What the sentence says to be 0."""

    def begin(self, start: int, length: int) -> None:
        """A sentence of a length begins at an offset of the paragraph."""
        self._start, self._end, self._written = start, start + length, None
        self._quoted = None, ""
        self._told_zero.clear()

    @property
    def _text(self) -> str:
        """The sentence as written."""
        if self._written is None:
            self._written = self._paragraph.quote_written(self._start, self._end)
        return self._written

    def make_prose(self, *, dropped: str, strict: str) -> Prose:
        """All of it, but for the quantity `dropped`; a figure of `strict` may equal only the first
        sum of its quantity (see `Meaning.strict`).
        """
        stated = [figure for figure in self._drop_others() if figure.quantity != dropped]
        # 部分公开 is told beside 公开, so that this has only what was granted in full; of several
        # the least is, as the larger ones have the parts in them
        least = min((figure.value for figure in stated if figure.quantity == strict), default=0)
        stated = [  # 公开类72件（全部公开55件、部分公开17件）
            _make_strict(figure) if figure.quantity == strict and figure.value == least else figure
            for figure in stated
        ]
        return Prose(
            tuple(stated),
            tuple(self._shares),
            tuple(self._changes),
            tuple(self._orders),
            tuple(self._share_changes),
            tuple(self._readings),
            tuple(tuple(run) for run in self._maybe if run),
            tuple(self._unread),
        )

    def _drop_others(self) -> list[StatedFigure]:
        """应诉9件，均由征收引起。未发生政府信息公开诉讼: without cases of which it is said
        elsewhere that none is on disclosure.
        """
        vocabulary = self._vocabulary
        # 未发生政府信息公开诉讼 in the same paragraph: suits that were told without that word were
        # others
        denied = {
            head: figure.text
            for figure in self.stated
            if not figure.value and vocabulary.find_table(figure.quantity) == "review"
            if not figure.meanings[0].column and vocabulary.names_disclosure(figure.text)
            for head in figure.meanings[0].heads
        }
        if not denied:
            return self.stated
        return [
            figure
            for figure in self.stated
            if not figure.value
            or not figure.meanings
            or not denied.keys() & set(figure.meanings[0].heads)
            or vocabulary.names_disclosure(figure.text)
        ]

    def make_strict(self, quantity: str) -> None:
        """收到12件、上年结转3件: what was carried in is told beside it, and not counted in."""
        last = self.stated[-1] if self.stated else None
        if last is None or last.quantity != quantity or last.text != self._text:
            return
        # 约12件 may be either, and of a claim there is nothing to add
        if last.means == "exact" and not last.claim:
            self.stated[-1] = _make_strict(last)

    def add_part(self, taken: Interpretation, amount: Amount) -> None:
        """A figure of an own part of a whole that was told (全县收到212件，其中县政府24件); where
        the tables have 24, they are of the part, and the whole is none of theirs.
        """
        self.stated.append(self._make(taken, taken.meanings, amount, confidence=0.0))

    def doubt_unlike(self, scope: str) -> None:
        """Of two different figures of a quantity, that of a wider scope is not the tables'."""
        own: dict[tuple[Meaning, ...], set[Number]] = {}
        for figure in self.stated:
            if figure.scope != scope and figure.confidence and not figure.claim:
                own.setdefault(figure.meanings, set()).add(figure.value)
        for i, figure in enumerate(self.stated):
            if figure.scope == scope and own.get(figure.meanings, set()) - {figure.value}:
                self._doubt(i)

    def _doubt(self, at: int) -> None:
        """A figure is not the tables' after all."""
        self.stated[at] = msgspec.structs.replace(self.stated[at], confidence=0.0)

    def withdraw(self, *, cases: bool, received: bool) -> None:
        """上述案件均与信息公开无关, 经甄别，实为申请的72件: of the sentences before, back to one
        that speaks of disclosure itself, what was told of cases, or the last that came in.
        """
        vocabulary = self._vocabulary
        texts = list(dict.fromkeys(each.text for each in self.stated))
        gone: set[str] = set()
        for text in reversed(texts):
            # a sentence that says of itself what it is of is not taken back by one behind it
            if cases and vocabulary.names_disclosure(text):
                break
            gone.add(text)
            if received:
                break

        def is_gone(meanings: Sequence[Meaning], text: str) -> bool:
            if text not in gone or not meanings:
                return False
            of = vocabulary.quantities[meanings[0].heads[0]]
            return (cases and of.table == "review") or (received and of.key == "received")

        self.stated = [each for each in self.stated if not is_gone(each.meanings, each.text)]
        self._shares = [each for each in self._shares if not is_gone(each.parts_of, each.text)]
        self._changes = [each for each in self._changes if not is_gone(each.meanings, each.text)]
        self._orders = [each for each in self._orders if not is_gone([each.ways[0][0]], each.text)]
        self._maybe = [
            [each for each in run if not is_gone(each.meanings, each.text)] for run in self._maybe
        ]

    def doubt_latest(self, scopes: Collection[str]) -> None:
        """全省系统处理612件，其中省局机关101件: the tables are of the organ itself."""
        at = len(self.stated)
        while at and self.stated[at - 1].scope in scopes and self.stated[at - 1].confidence:
            at -= 1
            self._doubt(at)
        if at < len(self.stated):
            self._shares = [share for share in self._shares if share.text != self._text]

    def doubt_last(self) -> None:
        """市政府规范性文件15件，各部门7件: the figure told last is of a part as well."""
        if self.stated and self.stated[-1].text == self._text:
            self._doubt(-1)

    def note(self, amount: Amount, why: Say, quantity: str = "") -> None:
        """What a figure was taken for, or that it was left, and why."""
        place = self._paragraph.find_anchor(amount.start)
        self._readings.append(
            FigureReading(self._read(amount), quantity, why, place, self._paragraph.section)
        )

    def _read(self, amount: Amount) -> str:
        """A figure as written."""
        if self._quoted[0] is not amount:
            self._quoted = amount, self._paragraph.quote_written(amount.start, amount.end)
        return self._quoted[1]

    def add(self, taken: Interpretation, amount: Amount) -> None:
        """A figure of a quantity."""
        zero = amount.exact and not amount.value
        if not (zero and self._joins_claim(taken, amount.start, amount.end)):
            self._add(taken, amount, claim=False)

    def add_maybe(self, taken: Interpretation, amount: Amount) -> None:
        """A figure that was left, with what it may be of if those beside it are."""
        self._maybe[-1].append(self._make(taken, taken.maybe, amount, confidence=0.0))

    def add_unread(self, taken: Interpretation, amount: Amount, member: float) -> None:
        """A figure of no known meaning; `member` says how sure it is one of the tables' list."""
        unknown = (Meaning(("",)),)
        self._unread.append(self._make(taken, unknown, amount, confidence=member))

    def add_claim(self, taken: Interpretation, start: int, end: int) -> None:
        """A claim in words, which stands at offsets of the paragraph."""
        written = self._paragraph.quote_written(start, end)
        amount = Amount(written, 0, 0, 0, "exact", "", start, end)
        self.note(amount, taken.why, taken.meanings[0].key)
        if not self._joins_claim(taken, start, end):
            self._told_zero.append(_ToldZero(len(self.stated), start, end))
            self._add(taken, amount, claim=True)

    def _joins_claim(self, taken: Interpretation, start: int, end: int) -> bool:
        """Whether the sentence has said so of the same cell in other words: 均已办结，无结转 is one
        claim, from the first of its words to the last.
        """
        # the same cell, not the same words: 均已办结 and 无结转 both say that nothing goes on
        cells = self._list_cells(taken.meanings)
        for i, told in enumerate(self._told_zero):
            figure = self.stated[told.at]
            if (
                not cells
                or self._list_cells(figure.meanings) != cells
                or figure.scope != _find_scope(taken)
            ):
                continue
            first, last = min(told.start, start), max(told.end, end)
            self._told_zero[i] = _ToldZero(told.at, first, last)
            both = msgspec.structs.replace(
                figure,
                meanings=taken.meanings,
                quantity=taken.meanings[0].key,
                read=self._paragraph.quote_written(first, last),
                anchor=self._paragraph.find_anchor(first),
            )
            self.stated[told.at] = both
            self._maybe[-1] = [both if maybe is figure else maybe for maybe in self._maybe[-1]]
            return True
        return False

    def _list_cells(self, meanings: Sequence[Meaning]) -> Sequence[str]:
        """The cells that a claim of one quantity in all its columns is of."""
        meaning = meanings[0]
        if len(meanings) > 1 or meaning.column or len(meaning.heads) > 1:
            return ()
        return tuple(self._vocabulary.quantities[meaning.heads[0]].equals)

    def _add(self, taken: Interpretation, amount: Amount, *, claim: bool) -> None:
        stated = self._make(
            taken, taken.meanings, amount, confidence=float(is_own(taken.whose)), claim=claim
        )
        self.stated.append(stated)
        if not stated.confidence:
            self._maybe[-1].append(stated)
        # figures that may be of the tables are borne out by those beside them; one that is surely
        # of them parts the run
        elif self._maybe[-1] and not claim:
            self._maybe.append([])

    def _make(
        self,
        taken: Interpretation,
        meanings: tuple[Meaning, ...],
        amount: Amount,
        *,
        confidence: float,
        claim: bool = False,
    ) -> StatedFigure:
        money = self._vocabulary.spec.money.get(amount.unit, 1) if taken.role == "money" else 1
        return StatedFigure(
            quantity=meanings[0].key,
            meanings=meanings,
            value=_scale(amount.value, money),
            low=_scale(amount.low, money),
            high=None if amount.high is None else _scale(amount.high, money),
            means=amount.means,
            read=self._read(amount),
            text=self._text,
            anchor=self._paragraph.find_anchor(amount.start),
            section=self._paragraph.section,
            scope=_find_scope(taken),
            confidence=confidence,
            claim=claim,
        )

    def add_share(self, amount: Amount, share: Share | None, words: str, *, own: bool) -> None:
        """A percentage, `words` standing before it; None for one of which nothing is known."""
        self.note(amount, BARE_SHARE if share is None else SHARE)
        if share is None:
            return
        # 近, 超过 may stand before 占, further from the percentage than the figures of a count have
        # them
        qualified = self._vocabulary.amounts.qualify(amount, words)
        self._shares.append(
            StatedShare(
                *msgspec.structs.astuple(share),
                percent=amount.value,
                low=qualified.low,
                high=qualified.high,
                means=qualified.means,
                decimals=amount.decimals,
                read=self._read(amount),
                text=self._text,
                anchor=self._paragraph.find_anchor(amount.start),
                section=self._paragraph.section,
                own=own,
            )
        )

    def find_share_at(self, start: int) -> StatedShare | None:
        """The share that was read at an offset of the paragraph."""
        at = self._paragraph.find_anchor(start)
        return next((share for share in self._shares if share.anchor == at), None)

    def add_share_change(
        self,
        share: Share,
        figures: Sequence[tuple[str, Amount]],
        now: Amount | None,
        *,
        turn: int = 0,
        base: Amount | None = None,
    ) -> None:
        """A share of this year and last: its figures with their roles, and what was told of it
        before, this year's and last year's.
        """
        end = max(amount.end for _, amount in figures)
        for _, amount in figures:
            self.note(amount, Why.CHANGED)
        self._share_changes.append(
            ShareChange(
                parts_of=share.parts_of,
                wholes_of=share.wholes_of,
                figures=tuple(
                    self._make_figure(role, amount, end, turn=turn) for role, amount in figures
                ),
                now=None if now is None else self._make_figure("now", now, end),
                base=None if base is None else self._make_figure("base", base, end),
                text=self._text,
                section=self._paragraph.section,
            )
        )

    def leave_now(self, start: int) -> bool:
        """Takes this year's figure out of the comparison that has a figure at an offset of the
        paragraph, as the tables have it; whether there is such a comparison.
        """
        at = self._paragraph.find_anchor(start)
        for i, each in enumerate(self._changes):
            # what this year's figure is the tables have; beside 持平 it would be told twice
            if any(figure.anchor == at for figure in each.figures):
                left = tuple(figure for figure in each.figures if figure.role != "now")
                self._changes[i] = msgspec.structs.replace(each, figures=left)
                return True
        return False

    def add_order(
        self,
        ways: Ways,
        bounds: tuple[Number | None, Number | None],
        start: int,
        end: int,
        *,
        near: bool,
    ) -> None:
        """What is more, less or as much; `bounds` are those of the difference, and the words stand
        at offsets of the paragraph.
        """
        self._orders.append(
            Order(
                ways=ways,
                low=bounds[0],
                high=bounds[1],
                near=near,
                read=self._paragraph.quote_written(start, end),
                text=self._text,
                anchor=self._paragraph.find_anchor(start),
                section=self._paragraph.section,
            )
        )

    def add_count_change(
        self,
        of: Interpretation,
        figures: Sequence[tuple[str, Amount]],
        *,
        own: bool,
        turns: Mapping[int, int] = MappingProxyType({}),
        wholes: Figures = (),
    ) -> None:
        """A comparison with last year; `figures` with their roles, and `of` with this year's, or
        one of `wholes`.

        `turns` are those of figures by where they begin; see `ComparedFigure.turn`.
        """
        made = self._make_count_change(of, figures, own=own, turns=turns)
        every = (self._make_count_change(one, figures, own=own, turns=turns) for one in wholes)
        self._changes.append(msgspec.structs.replace(made, wholes=tuple(every)))

    def _make_count_change(
        self,
        of: Interpretation,
        figures: Sequence[tuple[str, Amount]],
        *,
        own: bool,
        turns: Mapping[int, int],
    ) -> CountChange:
        has_now = any(role == "now" for role, _ in figures)
        now = [] if of.amount is None or has_now else [("now", of.amount)]
        all_figures = sorted([*now, *figures], key=lambda item: item[1].start)
        end = max(amount.end for _, amount in all_figures)
        # tables have 万元; a comparison has one unit, of its first figure
        by = 1
        if of.role == "money":
            by = self._vocabulary.spec.money.get(all_figures[0][1].unit, 1)
        return CountChange(
            meanings=of.meanings if own else (),
            figures=tuple(
                self._make_figure(role, amount, end, by=by, turn=turns.get(amount.start, 0))
                for role, amount in all_figures
            ),
            text=self._text,
            section=self._paragraph.section,
        )

    def _make_figure(
        self, role: str, amount: Amount, end: int, *, by: int = 1, turn: int = 0
    ) -> ComparedFigure:
        by = 1 if amount.unit == "%" else by
        begin, end = self._find_clauses(amount.start, end)
        return ComparedFigure(
            role=role,
            value=_scale(amount.value, by),
            low=_scale(amount.low, by),
            high=None if amount.high is None else _scale(amount.high, by),
            exact=amount.exact,
            decimals=amount.decimals,
            read=self._read(amount),
            rest=self._paragraph.quote_written(begin, end),
            begins=self._paragraph.find_anchor(begin),
            anchor=self._paragraph.find_anchor(amount.start),
            turn=turn,
        )

    def _find_clauses(self, at: int, end: int) -> tuple[int, int]:
        """Where the clause of a figure begins, and where a comparison that goes on from it ends; of
        brackets none is left open.
        """
        plain = self._paragraph.plain
        least = max(at - _CLAUSE, 0)
        begin = max((stop.end() for stop in _STOP.finditer(plain, least, at)), default=least)
        if begin and plain[begin - 1] == "(" and ")" in plain[at:end]:
            begin -= 1
        close = plain.find(")", end, end + _CLAUSE)
        if close >= 0 and plain.count("(", begin, end) > plain.count(")", begin, end):
            end = close + 1
        return begin, end


def _find_scope(taken: Interpretation) -> str:
    return taken.whose.key if taken.whose else ""


def _make_strict(stated: StatedFigure) -> StatedFigure:
    meanings = tuple(msgspec.structs.replace(meaning, strict=True) for meaning in stated.meanings)
    return msgspec.structs.replace(stated, meanings=meanings)


def _scale(value: Number, by: int) -> Number:
    return value if by == 1 else Decimal(str(value)) / by
