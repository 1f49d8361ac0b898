"""A rule's message with the measured values in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from gblint.checks.hits import Measured
from gblint.findings import Lang, Say, Value

_BRACES = re.compile(r"\{(\w+)\}")
_BETWEEN: dict[Lang, str] = {"zh": "、", "en": ", "}


def as_say(words: Say | str) -> Say:
    """Words of a pack, which may be given in Chinese alone."""
    return Say(words) if isinstance(words, str) else words


def render(words: Say | str, values: Mapping[str, Measured]) -> Say:
    """The text in both languages, each `{name}` replaced by its value.

    A name without a value stays as it is written. Nothing else in the text is interpreted.
    """
    say = as_say(words)
    return Say(_fill(say.zh, values, "zh"), _fill(say.en, values, "en"))


def plain(value: Measured) -> Value:
    """The value as findings carry it: words in Chinese."""
    if isinstance(value, Say):
        return value.zh
    if isinstance(value, tuple):
        return tuple(item.zh if isinstance(item, Say) else item for item in value)
    return value


def figure(value: int | Decimal) -> str:
    """A figure as it is written, without an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _fill(text: str, values: Mapping[str, Measured], lang: Lang) -> str:
    def told(match: re.Match[str]) -> str:
        value = values.get(match.group(1))
        return match.group(0) if value is None else _told(value, lang)

    return _BRACES.sub(told, text)


def _told(value: Measured, lang: Lang) -> str:
    if isinstance(value, tuple):
        return _BETWEEN[lang].join(_told(item, lang) for item in value)
    if isinstance(value, Say):
        return value.in_lang(lang)
    return value if isinstance(value, str) else figure(value)
