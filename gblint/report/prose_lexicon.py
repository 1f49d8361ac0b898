"""The prose part of a pack made ready: every wording in one pattern of its sort."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import msgspec

from gblint import patterns
from gblint.needed import needed
from gblint.normal import fold
from gblint.packs.memo import per_pack
from gblint.packs.model import Pack
from gblint.packs.prose_model import ScopeSpec, Statement
from gblint.packs.wordings import Joined, share_wordings, statement_wordings
from gblint.report.amounts import AmountReader

if TYPE_CHECKING:
    import regex

_NO_LEVEL = "other"


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A scope that a sentence names, and where."""

    start: int
    end: int
    text: str
    scope: ScopeSpec


class _Form:
    """One wording of a statement; it is compiled when a text first has its characters."""

    def __init__(self, order: int, statement: Statement, pattern: str) -> None:
        self.order = order
        self.statement = statement
        self._pattern = pattern
        self.needed = needed(pattern)
        self.needs: tuple[int, ...] = ()

    def search(self, text: str, at: int) -> regex.Match[str] | None:
        return patterns.search(self._pattern, text, at)

    def match(self, text: str, at: int) -> regex.Match[str] | None:
        return patterns.match(self._pattern, text, at)


class ProseLexicon:
    """Looks up what stands in sentences, figures being replaced by signs."""

    def __init__(self, pack: Pack) -> None:
        spec = pack.prose
        self.about = spec.about
        self.amounts = AmountReader(spec)
        self.shares = tuple(zip(spec.shares, share_wordings(spec), strict=True))
        joined = Joined.of(spec)
        self.besides = joined.besides
        self._aside, self._blocked, self._foreign = joined.aside, joined.blocked, joined.foreign
        self._goes_on, self._years, self._scope = joined.goes_on, joined.years, joined.scope
        wordings = statement_wordings(spec)
        self._forms = [
            _Form(i, statement, next(wordings))
            for i, statement in enumerate(spec.statements)
            for _ in statement.patterns
        ]
        words = {word for form in self._forms for choice in form.needed for word in choice}
        self._words = tuple((word, 1 << i) for i, word in enumerate(sorted(words)))
        bits = dict(self._words)
        for form in self._forms:
            form.needs = tuple(sum(bits[word] for word in choice) for choice in form.needed)
        self._offsets = [word.offset for word in spec.years]
        self._scopes = spec.scopes
        self._short = tuple(spec.short.items())

    def without_asides(self, text: str) -> str:
        """The text with what is said aside blanked out, its length kept."""
        parts: list[str] = []
        at = 0
        for match in patterns.finditer(self._aside, text):
            parts += text[at : match.start()], "_" * len(match.group())
            at = match.end()
        return "".join((*parts, text[at:]))

    def _possible(self, text: str) -> list[_Form]:
        """The wordings for which the text has what they need."""
        present = 0
        for word, bit in self._words:
            if word in text:
                present |= bit
        possible: list[_Form] = []
        for form in self._forms:
            for need in form.needs:
                if not need & present:
                    break
            else:
                possible.append(form)
        return possible

    def statements(self, text: str) -> Iterator[tuple[Statement, regex.Match[str]]]:
        """The wordings met, in order; of several at one place the first of the pack."""
        waiting: list[tuple[int, int, int, _Form, regex.Match[str]]] = []
        at = 0
        for rank, form in enumerate(self._possible(text)):
            match = form.search(text, 0)
            if match is not None:
                heappush(waiting, (match.start(), form.order, rank, form, match))
        while waiting:
            start, _, rank, form, match = heappop(waiting)
            if start >= at:
                yield form.statement, match
                at = max(match.end(), at + 1)
            again = form.search(text, at)
            if again is not None:
                heappush(waiting, (again.start(), form.order, rank, form, again))

    def instead(
        self, statement: Statement, met: regex.Match[str], last: Collection[str]
    ) -> tuple[Statement, regex.Match[str]] | None:
        """Another statement at the same place, for one that does not go on from `last`."""
        for form in self._possible(met.string):
            other = form.statement
            if other is statement or (other.after and not set(other.after) & set(last)):
                continue
            match = form.match(met.string, met.start())
            if match is not None:
                return other, match
        return None

    def blocked(self, clause: str) -> bool:
        return patterns.search(self._blocked, clause) is not None

    def goes_on(self, text: str) -> bool:
        """Whether a sentence goes on from the one before it."""
        return patterns.search(self._goes_on, text) is not None

    def foreign(self, text: str) -> bool:
        return patterns.search(self._foreign, text) is not None

    def years(self, text: str, year: int | None) -> Iterator[tuple[int, int | None]]:
        """The years that a text names: where, and how many after the report's, if known."""
        for match in patterns.finditer(self._years, text):
            if match["year"] is not None:
                yield match.start(), None if year is None else int(match["year"]) - year
            else:
                yield match.start(), self._offsets[_index(match)]

    def mentions(self, text: str) -> list[Mention]:
        return [
            Mention(match.start(), match.end(), match.group(), self._scopes[_index(match)])
            for match in patterns.finditer(self._scope, text)
        ]

    def same(self, mention: Mention, organ: str, level: str) -> bool:
        """Whether the tables are of the scope that is mentioned."""
        if self._named(mention.text) in self._named(organ):
            return True
        excuse, levels = mention.scope.unless_organ, mention.scope.levels
        if excuse and patterns.search(excuse, organ):
            return False
        return levels is None or (level or _NO_LEVEL) in levels

    def _named(self, text: str) -> str:
        text = fold(text)
        for long, short in self._short:
            text = text.replace(long, short)
        return text


def _index(match: regex.Match[str]) -> int:
    """The number of the alternative that matched, from the empty group at its end."""
    return int(str(match.lastgroup)[1:])


prose_lexicon = per_pack(ProseLexicon)
