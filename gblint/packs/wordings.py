"""The wordings of the prose part of a pack as patterns: each, and those of one sort in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from gblint.packs.prose_model import ProseSpecs
from gblint.packs.template import expand

NEVER = "(?!)"
_ABSOLUTE = r"(?P<year>(?:19|20)\d\d)(?=年|-|—)"


def statement_wordings(spec: ProseSpecs) -> Iterator[str]:
    """The wordings of all statements in order, figures not in groups."""
    for statement in spec.statements:
        for template in statement.patterns:
            yield expand(template, spec.words, named=False)


def share_wordings(spec: ProseSpecs) -> Iterator[str]:
    """One pattern for each share."""
    for share in spec.shares:
        yield any_of(expand(template, spec.words) for template in share.patterns)


class Joined(msgspec.Struct, frozen=True):
    """Wordings of one sort in one pattern each; of years and scopes empty groups tell which."""

    besides: str
    aside: str
    blocked: str
    foreign: str
    goes_on: str
    years: str
    scope: str

    @classmethod
    def of(cls, spec: ProseSpecs) -> Joined:
        words = spec.words
        foreign = [expand(template, words, named=False) for template in spec.foreign]
        years = [f"(?:{word.pattern})(?P<y{i}>)" for i, word in enumerate(spec.years)]
        return cls(
            besides=any_of(expand(one, words) for share in spec.shares for one in share.besides),
            aside=any_of(expand(template, words, named=False) for template in spec.aside),
            blocked=any_of((*spec.blocked, *foreign)),
            foreign=any_of(foreign),
            goes_on=spec.goes_on or NEVER,
            years=any_of([*years, _ABSOLUTE]),
            scope=any_of(f"(?:{one.pattern})(?P<c{i}>)" for i, one in enumerate(spec.scopes)),
        )

    def all(self) -> tuple[str, ...]:
        return msgspec.structs.astuple(self)


def any_of(forms: Iterable[str]) -> str:
    """One pattern for several; one that never matches for none."""
    return "|".join(forms) or NEVER
