"""Templates of patterns: `{n}` a count, `{p}` a percentage, `{name}` words of the pack."""

from __future__ import annotations

import re
from collections.abc import Mapping

COUNT, PERCENT = "\ue000", "\ue001"
"""What stands for a count with its unit, and for a percentage, in a sentence to be matched."""

_NAME = re.compile(r"\{([a-z_]+)\}")
_SIGNS = {"n": COUNT, "p": PERCENT}
DEEPEST = 5
"""Words in words, so many deep."""
_LONGEST = 10_000
"""Characters of what a template is expanded to; words in words could make any number of them."""


class TemplateError(ValueError):
    """A name that is not known, at an offset of the text; or words that name each other.

    Without a name: with its words the template is too long.
    """

    def __init__(self, name: str, offset: int) -> None:
        super().__init__(name)
        self.name = name
        self.offset = offset


def expand(template: str, words: Mapping[str, str], *, named: bool = True) -> str:
    """The pattern that a template is, the figures in groups `n` and `p` or (`named`) not.

    Raises TemplateError.
    """
    figures = {name: f"(?P<{name}>{sign})" if named else sign for name, sign in _SIGNS.items()}
    return _expand(template, words, figures, 0)


def circle(name: str, words: Mapping[str, str]) -> list[str]:
    """The shortest way on which words contain themselves, from a name to it; [] for none."""
    ways, met = [[name]], set()
    while ways:
        way = ways.pop(0)
        for other in _NAME.findall(words.get(way[-1], "")):
            if other == name:
                return [*way, name]
            if other not in met:
                met.add(other)
                ways.append([*way, other])
    return []


def counts(template: str) -> int:
    """How many counts a template has of its own."""
    return template.count("{n}")


def _expand(template: str, words: Mapping[str, str], figures: Mapping[str, str], depth: int) -> str:
    parts: list[str] = []
    at = length = 0
    for match in _NAME.finditer(template):
        name = match[1]
        parts.append(template[at : match.start()])
        if name in figures:
            parts.append(figures[name])
        elif name in words and depth < DEEPEST:
            try:
                parts.append(f"(?:{_expand(words[name], words, figures, depth + 1)})")
                length += len(parts[-1])
                if length > _LONGEST:
                    raise TemplateError("", match.start())
            except TemplateError as error:
                raise TemplateError(error.name, match.start()) from None
        else:
            raise TemplateError(name, match.start())
        at = match.end()
    parts.append(template[at:])
    return "".join(parts)
