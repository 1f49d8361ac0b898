"""The texts and examples of inherited rules in the words of the pack that inherits them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from gblint.pack.example import Edit
from gblint.pack.model import Rule

_WORDED = ("title", "message", "variants", "basis", "why", "fix", "examples")
"""The fields of a rule that are words; what its check looks for is not."""


def reworded(rule: Rule, edits: Sequence[Edit]) -> Rule:
    """The rule with words replaced, all at once: what one edit puts in, no other replaces.

    The numbers that an example expects are words too.
    """
    if not edits:
        return rule
    data = msgspec.to_builtins(rule)
    words = {edit.find: edit.replace for edit in edits}
    form = _form(edits)
    told = {name: _put(data[name], words, form) for name in _WORDED if name in data}
    put: Rule = msgspec.convert(data | told, Rule)
    return msgspec.structs.replace(put, check=rule.check)


def unused(rules: Sequence[Rule], edits: Sequence[Edit]) -> Iterator[int]:
    """Which edits, by index, find nothing in any of the rules."""
    texts = "\n".join(
        str({name: value for name, value in msgspec.to_builtins(rule).items() if name in _WORDED})
        for rule in rules
    )
    return (i for i, edit in enumerate(edits) if edit.find not in texts)


def _form(edits: Sequence[Edit]) -> re.Pattern[str]:
    finds = sorted((edit.find for edit in edits), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, finds)))


def _put(value: Any, words: Mapping[str, str], form: re.Pattern[str]) -> Any:
    if isinstance(value, dict):
        return {key: _put(item, words, form) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_put(item, words, form) for item in value]
    if isinstance(value, str):
        return form.sub(lambda match: words[match[0]], value)
    if type(value) is int and str(value) in words:
        new = words[str(value)]
        return int(new) if new.isdigit() else new
    return value
