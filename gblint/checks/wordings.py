"""Other readings of a figure by the words of its sentence: where one agrees, nothing is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from gblint.pack.model import Pack
from gblint.report.prose.vocabulary import Token, vocabulary
from gblint.report.stated import Meaning, Number, Stated, StatedShare
from gblint.text import flatten

_NAMED = ("result", "column", "case", "arriving", "finishing", "carrying", "document", "weak")
_ROWS = ("result", "arriving", "finishing", "carrying", "case")
_FIGURES = ("n", "p")
_CLAUSE_ENDS = (*",;:。，；",)
_STOPS = (*_CLAUSE_ENDS, *_FIGURES)
_FINE = 2
"""Decimals by which a percentage agrees with nothing by chance."""
_WHOLE_CASE = "litigation"
_MOST = 8
"""Names that one figure may be the sum of."""

RoleAndKey = tuple[str, str]
"""A role and a quantity that a sentence names."""
Group = tuple[Meaning, ...]
"""Meanings whose figures are added up."""


class SentenceWords:
    """The words of a sentence: what it names before each of its figures."""

    def __init__(self, text: str, pack: Pack) -> None:
        known = vocabulary(pack)
        self._known = known
        plain = "".join(flatten(text).split())
        signed, self._amounts = known.amounts.read(known.blank_days(plain))
        self.tokens: list[Token] = known.read_tokens(signed)

    def places(self, value: Number, *, percent: bool = False) -> list[int]:
        """Where a value stands among the words."""
        kind = "p" if percent else "n"
        return [
            i
            for i, token in enumerate(self.tokens)
            if token.kind == kind and self._amounts[token.start].value == value
        ]

    def near(self, at: int) -> list[RoleAndKey]:
        """What is named between the figure before and a place."""
        return self.named(self.tokens[self._since(at, _FIGURES) : at])

    def clause(self, at: int) -> list[RoleAndKey]:
        """What is named of a figure: before it in its clause, else behind it, else before."""
        own = self.named(self.tokens[self._since(at, _STOPS) : at])
        groups = self._known.groups
        held = {groups.get(key) for _, key in own}
        return [n for n in own if n[1] not in held] or self.after(at) or self.near(at)

    def _since(self, at: int, kinds: Collection[str]) -> int:
        return max((i + 1 for i in range(at) if self.tokens[i].kind in kinds), default=0)

    def after(self, at: int) -> list[RoleAndKey]:
        """What is named behind a figure, up to a stop."""
        rest = self.tokens[at + 1 :]
        stop = next((i for i, t in enumerate(rest) if t.kind in _STOPS), len(rest))
        return self.named(rest[:stop])

    def before(self, at: int) -> list[RoleAndKey]:
        return self.named(self.tokens[:at])

    def shares_out(self, at: int) -> bool:
        """Whether the figure is one of several that are told of as many names."""
        start = max(
            (i + 1 for i in range(at) if self.tokens[i].kind in (":", "。", ";", ",")), default=0
        )
        return any(t.kind in ("each", "respectively") for t in self.tokens[start:at])

    def open_cases(self, at: int) -> set[str]:
        """The cases named before a place that an outcome there may be of: none that had outcomes
        of their own before the next was named.
        """
        open_, outcome, closed = set[str](), False, False
        for token in self.tokens[:at]:
            if token.kind == "case":
                open_ = set() if closed else open_
                open_.add(token.key)
                outcome = closed = False
            outcome = outcome or token.kind == "column"
            closed = closed or (outcome and token.kind == "n")
        return open_

    def runs(self, names: Sequence[RoleAndKey], role: str) -> Iterator[tuple[str, ...]]:
        """Names of a role that follow one another; no group with a row of its own."""
        keys = [key for kind, key in names if kind == role][-_MOST:]
        groups = self._known.groups
        for start in range(len(keys)):
            for end in range(start + 1, len(keys) + 1):
                run = keys[start:end]
                if not any(groups.get(key) in run for key in run):
                    yield tuple(run)

    def named(self, tokens: Iterable[Token]) -> list[RoleAndKey]:
        """The quantities that words name, each once."""
        found: dict[RoleAndKey, None] = {}
        for token in tokens:
            if token.kind == "weak":
                for key in self._known.weak[token.key]:
                    found[self._known.quantities[key].role, key] = None
            elif token.kind in _NAMED:
                found[token.kind, token.key] = None
        return list(found)


def count_meanings(stated: Stated, pack: Pack) -> Iterator[list[Group]]:
    """What a count may be of by the words before it: figures of these are added up.

    One list for each place in the sentence that has its value.
    """
    words, own = SentenceWords(stated.text, pack), stated.meanings[0]
    keys = {own.column} if own.column else set(own.heads)
    every = words.places(stated.value)
    mine = [at for at in every if keys & {key for _, key in words.near(at)}]
    for at in mine or every:
        yield list(_of_count(own, words, at))


def _of_count(own: Meaning, words: SentenceWords, at: int) -> Iterator[Group]:
    if words.shares_out(at):
        return
    near = words.clause(at)
    if not own.column:
        for run in words.runs(near, "result"):
            yield tuple(Meaning((key,)) for key in run)
    if not own.heads[0].startswith(("review", "litigation", "normative", "rules")):
        for run in words.runs(near, "column"):
            if len(run) > 1 or own.heads == ("received",):
                yield tuple(Meaning(("received",), key) for key in run)
    yield from _of_row(own, near, words.before(at), words.open_cases(at))


def _of_row(
    own: Meaning,
    near: Sequence[RoleAndKey],
    before: Sequence[RoleAndKey],
    cases_of: Collection[str],
) -> Iterator[Group]:
    """The same column of other rows that are named, or another column of its row; of cases only
    those of `cases_of`.
    """
    head = own.heads[0]
    if head.startswith(("review", "litigation")) and own.column:
        cases = [key for kind, key in before if kind == "case" and key in cases_of]
        parts = [key for key in cases if key.startswith(f"{_WHOLE_CASE}_")]
        if parts and _WHOLE_CASE in cases:  # 诉讼5件，其中直接起诉3件: not added to its part
            cases = [key for key in cases if key != _WHOLE_CASE]
        yield from (
            tuple(Meaning((key,), own.column) for key in cases[i:]) for i in range(len(cases))
        )
    if head in ("normative", "rules"):
        yield from ((Meaning(own.heads, key),) for kind, key in near if kind == "column")
    if own.column and head in ("carried_in", "carried_out"):
        yield (Meaning(("received",), own.column),)
    if own.column:
        rows = [key for kind, key in before if kind in ("result", "finishing", "carrying")]
        yield from ((Meaning((key,), own.column),) for key in rows[-2:])


def list_share_parts(share: StatedShare, pack: Pack) -> Iterator[list[Group]]:
    """What a percentage may be of by the words before it; by all of the sentence before it where
    it has the digits by which an agreement is no chance.
    """
    words = SentenceWords(share.text, pack)
    for at in words.places(share.percent, percent=True):
        names = words.before(at) if share.decimals >= _FINE else words.near(at)
        yield list(_of_share(words, names))


def _of_share(words: SentenceWords, names: Sequence[RoleAndKey]) -> Iterator[Group]:
    for run in words.runs(names, "result"):
        yield tuple(Meaning((key,)) for key in run)
    for run in words.runs(names, "column"):
        yield tuple(Meaning(("received",), key) for key in run)
    for run in words.runs(names, "case"):
        yield tuple(Meaning((key,)) for key in run)
        for column in [key for kind, key in names if kind == "column"]:
            yield (Meaning((run[-1],), column),)


def find_named(text: str, pack: Pack) -> Iterator[Meaning]:
    """The quantities that a sentence names, each alone."""
    words = SentenceWords(text, pack)
    for kind, key in words.named(words.tokens):
        if kind in _ROWS:
            yield Meaning((key,))
        elif kind == "column":
            yield Meaning(("received",), key)
