"""Patterns of the engine are compiled when first used."""

from __future__ import annotations

import re

import pytest

from gblint.text.patterns import later


def test_compiled_on_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, int]] = []
    compile_ = re.compile

    def watched(pattern: str, flags: int = 0) -> re.Pattern[str]:
        made.append((pattern, flags))
        return compile_(pattern, flags)

    monkeypatch.setattr(re, "compile", watched)
    form = later("(a)B", re.IGNORECASE)
    assert made == []
    assert [match[1] for match in map(form.fullmatch, ("ab", "AB")) if match] == ["a", "A"]
    assert form.search("xab")
    assert form.sub("", "xab") == "x"
    assert form.groups == 1
    assert set(made) == {("(a)B", re.IGNORECASE)}
