"""Shares and rates of this year and last: 公开率由上年的51.5%降至28.6%, 较上年提高9.5个百分点."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from gblint.report.prose.amounts import COUNT, PERCENT, Amount
from gblint.report.prose.model import ParagraphState, has
from gblint.report.prose.named import (
    LIKE,
    ClauseReader,
    ClauseText,
    FiguresForClauses,
    is_plain,
    list_meanings,
)
from gblint.report.prose.percentages import find_rate
from gblint.report.prose.record import Share
from gblint.report.prose.turns import TurnForms
from gblint.report.prose.vocabulary import Token
from gblint.report.stated import Meaning, StatedShare

_WHOLES = ("completed", "received", "due")
_DECIDED = "decided"


class Points(ClauseReader):
    """Reads the clauses of a sentence, one after another."""

    def __init__(
        self, figures: FiguresForClauses, forms: TurnForms, amounts: Mapping[int, Amount]
    ) -> None:
        super().__init__(figures, forms.idle, amounts)
        self._forms = forms
        self._last: Share | None = None
        """Of what the share before is, where the sentence told one."""
        self._base: Amount | None = None
        """Last year's, where a clause before told it."""
        self._now: Amount | None = None

    def read(self, piece: ClauseText, before: ParagraphState) -> bool:
        """Take down what a clause says of shares of both years; whether it does."""
        text = piece.text
        pair, points = self._forms.pair.search(text), self._forms.points.search(text)
        signs = [i for i, sign in enumerate(text) if sign == PERCENT]
        year = self._last_year(text)
        if not signs and points is None:
            return False
        if not self.is_of_the_tables(piece, before, last_year=True):
            self._forget()
            return bool(pair or points)
        if pair is not None:
            return self._take_pair(piece, pair)
        if points is not None:
            return self._take_points(piece, points, year)
        if year is not None and len(signs) == 1 and year.end() <= signs[0] + 1:
            return self._take_last(piece, year, signs[0])
        if len(signs) == 1 and year is None:
            self._forget()
            share = self._share_told(piece, signs[0])
            if share is not None:
                self._last = share
                self._now = self.amounts.get(piece.start + signs[0])
        return False

    def _forget(self) -> None:
        self._last = self._base = self._now = None

    def _last_year(self, text: str) -> re.Match[str] | None:
        """The first word for last year."""
        own = str(self.figures.of.year or "")
        for match in self._forms.year.finditer(text):
            if not (match["year"] or "").startswith(own or "\0"):
                return match
        return None

    def _take_pair(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """公开率由上年的51.5%降至28.6%."""
        ref = match["ref"]
        if ref and not self._names_last(ref):
            self._forget()
            return True
        share = self._subject(piece, piece.text[: match.start()])
        self._forget()
        if share is None or not is_plain(self._words(piece.text[match.end() :]), self.idle):
            return True
        signs = [i for i, sign in enumerate(match.group()) if sign == PERCENT]
        amounts = [self.amounts[piece.start + match.start() + at] for at in signs]
        self._last, self._now = share, amounts[-1]
        self.figures.record.add_share(amounts[-1], share, "", own=True)
        if len(amounts) > 1:
            self._base = amounts[0]
            self.figures.record.add_share_change(share, [("base", amounts[0])], amounts[-1])
        return True

    def _names_last(self, text: str) -> bool:
        match = self._forms.year.search(text)
        year = (match["year"] or "") if match is not None else ""
        if not year.startswith("20"):
            return True
        return year[:4] == str((self.figures.of.year or 0) - 1)

    def _take_points(
        self, piece: ClauseText, match: re.Match[str], year: re.Match[str] | None
    ) -> bool:
        """较上年提高9.5个百分点; 维持率较上年的100%下降37.5个百分点."""
        if year is not None and not self._names_last(year.group()):
            return True
        start = year.start() if year is not None and year.start() < match.start() else match.start()
        before, between = piece.text[:start], ""
        if year is not None and start != match.start():
            between = piece.text[year.end() : match.start()]
        sign = match.group().index(COUNT)
        amount = self.amounts[piece.start + match.start() + sign]
        told = [i for i, sign in enumerate(before) if sign == PERCENT]
        if told:
            self._now = self.amounts[piece.start + told[-1]]
            share = self._share_told(piece, told[-1])
            if share is None:
                share = self._subject(piece, before[: told[-1]])
                if share is not None:
                    self.figures.record.add_share(self._now, share, "", own=True)
        else:
            share = self._subject(piece, before + between)
        rest = piece.text[match.end() :]
        if share is None or not is_plain(self._words(between + rest), self.idle):
            self._forget()
            return True
        if before.strip("_") and not told:
            self._base = self._now = None
        figures = [("points", amount)]
        if year is not None and PERCENT in (year["told"] or ""):
            at = year.start("told") + year["told"].index(PERCENT)
            self._base = self.amounts[piece.start + at]
            figures = [("base", self._base), *figures]
            base = None
        else:
            base = self._base
        turn = self._direction(match["turn"])
        self.figures.record.add_share_change(share, figures, self._now, turn=turn, base=base)
        self._forget()
        return True

    def _take_last(self, piece: ClauseText, year: re.Match[str], at: int) -> bool:
        """维持率62.5%，上年为100%."""
        between = piece.text[year.end() : at] + piece.text[at + 1 :]
        share = self._subject(piece, piece.text[: year.start()] + between)
        if (
            share is None
            or not self._names_last(year.group())
            or has(self._words(between), "change")
        ):
            return False
        self._base = self.amounts[piece.start + at]
        self.figures.record.add_share_change(share, [("base", self._base)], self._now)
        return True

    def _direction(self, word: str) -> int:
        up = any(one in word for one in self._forms.rising)
        down = any(one in word for one in self._forms.falling)
        return up - down

    def _words(self, text: str) -> list[Token]:
        return self.known.tokens(text)

    def _share_told(self, piece: ClauseText, at: int) -> Share | None:
        """What the reader took the percentage at a place of the clause for."""
        amount = self.amounts.get(piece.start + at)
        told = None if amount is None else self.figures.record.share_at(amount.start)
        if told is None or not told.parts_of or not told.wholes_of or not told.own:
            return None
        return _of_tables(told)

    def _subject(self, piece: ClauseText, text: str) -> Share | None:
        """Of what a share is, by the words before it or by the share or figure before these."""
        words = self._words(text)
        rate = next((word for word in words if word.kind == "rate"), None)
        if rate is not None:
            others = [word for word in words if word is not rate]
            return self._rate(rate, others, piece)
        named = self.named(text)
        if named is None:
            return None
        shares = has(words, "share")
        if not named.some:
            if shares and not self._last:
                return self._of_last(piece, [])
            return self._last
        if named.flows and not (named.results or named.applicants):
            bases = [Meaning((key,)) for key in named.flows]
            return self._of_last(piece, bases) if shares else None
        if not shares and not self._last:
            return None
        parts = list_meanings(named, None, self.figures.state, self.known)
        return self._make_share(parts, [])

    def _rate(self, rate: Token, others: list[Token], piece: ClauseText) -> Share | None:
        if has(others, "timely") or not all(
            word.kind in ("case", "disclosure", "requests", "request", "all", "part")
            or is_plain([word], self.idle)
            for word in others
        ):
            return None
        state = self.figures.state
        told = others if has(others, "case") else piece.before
        cases = tuple(word.key for word in told if word.kind == "case")
        cases = () if state.topic == "requests" and told is piece.before else cases
        if cases:
            state = state.copy()
            state.topic, state.route = ("cases", cases) if state.disclosed else ("others", ())
        share = find_rate(self.known.rates[rate.text], state, ())
        if share is None or not all(map(self.is_topical, share.parts_of)):
            return None
        return msgspec.structs.replace(share, parts=(), wholes=(), more=())

    def _of_last(self, piece: ClauseText, bases: list[Meaning]) -> Share | None:
        """不予处理90件，占办结量的比重由30.5%升至45.9%: of the figure before."""
        first = next((i for i, sign in enumerate(piece.text) if sign == PERCENT), 0)
        last = self.last(piece, piece.start + first)
        if last is None or last.role not in (*LIKE, "case"):
            return None
        return self._make_share([last.meanings[0]], bases)

    def _make_share(self, parts: list[Meaning], bases: list[Meaning]) -> Share | None:
        if not parts or not all(map(self.is_topical, parts)):
            return None
        wholes = bases or [whole for one in parts for whole in self._wholes(one)]
        return Share((), (), (), tuple(parts), tuple(dict.fromkeys(wholes))) if wholes else None

    def _wholes(self, part: Meaning) -> list[Meaning]:
        table = self.known.quantities[part.heads[0]].table
        if table == "review" and part.column:
            return [Meaning(part.heads), Meaning(part.heads, _DECIDED)]
        if table != "applications":
            return []
        groups = [self.known.groups[one] for one in part.heads if one in self.known.groups]
        return [Meaning((one,)) for one in (*_WHOLES, *groups) if Meaning((one,)) != part]


def _of_tables(told: StatedShare) -> Share:
    """What a share that was told is of, but for what is the part itself."""
    wholes = tuple(one for one in told.wholes_of if one not in told.parts_of)
    return Share((), (), (), told.parts_of, wholes)
