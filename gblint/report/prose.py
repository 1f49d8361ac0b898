"""Numbers that prose states about the quantities of the tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from gblint import patterns
from gblint.document import Paragraph
from gblint.packs.prose_model import Statement
from gblint.report.amounts import Amount
from gblint.report.prose_lexicon import Mention, ProseLexicon
from gblint.report.prose_paragraph import ParagraphState, StatementCount, plain
from gblint.report.prose_shares import Before, find_shares
from gblint.report.stated import Prose, Stated, StatedShare

if TYPE_CHECKING:
    import regex

_SENTENCE = re.compile(r"[^。！？!?]{1,2000}(?:[。！？!?]|\Z|(?<=[,;:、]))|[^。！？!?]{1,2000}")
"""A sentence. What goes on for longer is no sentence, and is read in pieces that end at a comma:
within a sentence everything may belong to everything."""

_STOPS = ",;:。)"


class Of(msgspec.Struct, frozen=True):
    """Whose report it is: organ, year and level, as far as they are known."""

    organ: str
    year: int | None
    level: str


def read_paragraph(
    paragraph: Paragraph,
    section: int | None,
    heading: str,
    *,
    lexicon: ProseLexicon,
    of: Of,
    met: StatementCount,
) -> Prose | None:
    """What a paragraph states by the pack's wordings, None where it is about other things.

    `heading` is the headings above it, `met` counts on from the paragraphs before. Raises
    PatternTimeout, and TooMuch.
    """
    if not (patterns.search(lexicon.about, paragraph.text) or _broken(lexicon, paragraph)):
        return None
    state = ParagraphState(paragraph, section, heading)
    shares = _read(state, lexicon, of, met)
    return Prose(tuple(state.stated), tuple(shares))


def _broken(lexicon: ProseLexicon, paragraph: Paragraph) -> bool:
    """Whether the words looked for are there once stray spaces and odd characters are gone."""
    text = paragraph.text
    odd = len(text.split(maxsplit=1)) > 1 or any("\u2e80" <= char < "\u2fe0" for char in text)
    return odd and patterns.search(lexicon.about, plain(text)[0]) is not None


def _read(
    state: ParagraphState, lexicon: ProseLexicon, of: Of, met: StatementCount
) -> list[StatedShare]:
    shares: list[StatedShare] = []
    for sentence in _SENTENCE.finditer(state.plain):
        text, amounts = lexicon.amounts.read(sentence.group())
        if amounts:
            text = lexicon.without_asides(text)
        before = len(state.stated)
        one = _Sentence(state, sentence.start(), sentence.end(), text, amounts)
        met.add(one.read(lexicon, of))
        if any(amount.unit == "%" for amount in amounts.values()):
            own = state.stated[before:]
            whole = state.written(sentence.start(), sentence.end())
            earlier = Before(state.amounts, state.last_amounts, state.stated)
            for share, match in find_shares(lexicon, text, amounts, own, earlier):
                place = sentence.start() + match.start
                shares.append(
                    msgspec.structs.replace(
                        share,
                        anchor=state.anchor(place),
                        read=state.written(place, sentence.start() + match.end),
                        text=whole,
                        section=state.section,
                    )
                )
        state.amounts += amounts.values()
        state.last_amounts = tuple(amounts.values())
    return shares


class _Sentence:
    """A sentence with signs for its figures, and what of it has been read."""

    def __init__(
        self, state: ParagraphState, start: int, end: int, text: str, amounts: dict[int, Amount]
    ) -> None:
        self._state = state
        self._start, self._end = start, end
        self._text = text
        self._amounts = amounts
        self._places = list(amounts)
        self._read_to = 0
        self._starts: list[int] = []
        self._ends = [-1]
        """How far the statements reach up to each of those that begin at `_starts`."""
        self._years: list[tuple[int, int | None]] = []
        self._mentions: list[Mention] = []
        self._past_mentions = 0
        self._depth = self._counted_to = 0
        self._outer: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def read(self, lexicon: ProseLexicon, of: Of) -> int:
        """Put what the sentence states to its paragraph; how many statements it makes."""
        statements = list(lexicon.statements(self._text))
        if not statements:
            self._state.since_then(self._text)
            return 0
        signs = (amount.end - amount.start - 1 for amount in self._amounts.values())
        self._longer = [0, *accumulate(signs)]
        self._written = self._state.written(self._start, self._end)
        self._years = list(lexicon.years(self._text, of.year))[::-1]
        self._mentions = lexicon.mentions(self._text)
        for first, met in statements:
            statement, match = first, met
            self._bracket(met.start())
            if first.after and not set(first.after) & set(self._state.last):
                statement, match = lexicon.instead(first, met, self._state.last) or (first, met)
            self._starts.append(match.start())
            self._ends.append(max(match.end(), self._ends[-1]))
            if not self._meant(statement, match, lexicon):
                if not statement.after:
                    self._state.last = ()
                continue
            self._scope(match)
            self._add(statement, match, lexicon, of)
            self._state.latest = statement.gives
            if not statement.after:
                self._state.last = statement.gives
            self._read_to = match.end()
            self._state.since = ""
        self._bracket(len(self._text), ended=True)
        self._state.since_then(self._text[self._read_to :])
        return len(statements)

    def _bracket(self, start: int, *, ended: bool = False) -> None:
        """What is stated in brackets is left behind with them: `收到69件(含结转5件)，其中…`."""
        passed, state = self._text[self._counted_to : start], self._state
        self._depth += passed.count("(") - passed.count(")")
        self._counted_to = start
        if not ended and self._depth > 0:
            self._outer = self._outer or (state.last, state.latest)
        elif self._outer is not None:
            (state.last, state.latest), self._outer = self._outer, None

    def _of_another(self, statement: Statement, start: int, lexicon: ProseLexicon) -> bool:
        """Whether a figure is a part (其中) of one that the statement does not go on from."""
        between = self._text[self._read_to : start].rstrip(",:")
        clause = between[max(between.rfind(stop) for stop in f"{_STOPS}(") + 1 :]
        latest = set(self._state.latest)
        return not latest & set(statement.after) and lexicon.goes_on(clause)

    def _meant(self, statement: Statement, match: regex.Match[str], lexicon: ProseLexicon) -> bool:
        """Whether a wording says what it seems to: of this year, in its context, not aside."""
        state = self._state
        if statement.after and not set(statement.after) & set(state.last):
            return False
        self._year(match)
        if state.year not in statement.years:
            return False
        start = match.start()
        clause = self._text[max(self._text.rfind(s, 0, start) for s in _STOPS) + 1 : start]
        if lexicon.blocked(clause):
            return False
        if statement.after:
            if lexicon.foreign(state.since + self._text[self._read_to : start]):
                return False
            if self._of_another(statement, start, lexicon):
                state.last = state.latest
                return False
        if statement.unless and patterns.search(statement.unless, clause):
            return False
        if not statement.context:
            return True
        said = self._text[: match.end()]
        if statement.within == "paragraph":
            return state.speaks_of(statement.context, self._start, said)
        return patterns.search(statement.context, said) is not None

    def _year(self, match: regex.Match[str]) -> None:
        """The year of a figure: the last one named before it, or that of the figures before."""
        while self._years and self._years[-1][0] < match.start():
            at, offset = self._years.pop()
            if at >= self._ends[bisect_right(self._starts, at)]:
                self._state.year = offset

    def _scope(self, match: regex.Match[str]) -> None:
        """Whose the figure is: as named since the last one, or as that."""
        while self._past_mentions < len(self._mentions):
            mention = self._mentions[self._past_mentions]
            if mention.start >= match.end():
                return
            self._past_mentions += 1
            if mention.start < self._read_to:
                continue
            between = self._text[mention.end : match.start()]
            if mention.scope.reach == "sentence" or not any(stop in between for stop in _STOPS):
                self._state.mention = mention

    def _add(
        self, statement: Statement, match: regex.Match[str], lexicon: ProseLexicon, of: Of
    ) -> None:
        state = self._state
        mention = state.mention
        same = mention is None or lexicon.same(mention, of.organ, of.level)
        start, end = match.span()
        inside = self._places[bisect_left(self._places, start) : bisect_left(self._places, end)]
        figures = [self._amounts[at] for at in inside]
        for i, quantity in enumerate(statement.gives):
            if statement.value is None:
                if not figures:
                    return
                figure = figures[i if len(figures) > i else 0]
            else:
                figure = self._nothing(statement.value, match)
            start = self._start + figure.start
            state.stated.append(
                Stated(
                    quantity=quantity,
                    value=figure.value,
                    low=figure.low,
                    high=figure.high,
                    means=figure.means,
                    read=state.written(start, self._start + figure.end),
                    text=self._written,
                    anchor=state.anchor(start),
                    section=state.section,
                    scope=mention.scope.key if mention else "",
                    confidence=1.0 if same else 0.0,
                )
            )

    def _nothing(self, value: int, match: regex.Match[str]) -> Amount:
        """What a wording without a figure says; its place is counted back to the text as read."""
        start, end = (at + self._longer[bisect_left(self._places, at)] for at in match.span())
        return Amount(match.group(), value, value, value, "exact", "", start, end)
