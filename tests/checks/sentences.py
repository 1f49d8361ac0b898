"""Rules of the built-in pack on single sentences in a section of a report for 2023."""

from __future__ import annotations

from collections.abc import Iterable

import gblint
from tests.builder.fixture_cases import base, with_prose
from tests.builder.write_text import Shape, text


def values_of(rule: str, section: int, *prose: str) -> list[dict[str, object]]:
    """The values of a rule's findings in a report for 2023 with this prose in a section."""
    data = text(with_prose(base(), section, *prose), shape=Shape("pipes"))
    result = gblint.check(data, file_name="report.md", select=[rule])
    return [dict(one.values) for one in result.findings if one.rule == rule]


def values_by_sentence(
    rule: str, section: int, sentences: Iterable[str]
) -> dict[str, list[dict[str, object]]]:
    """The same for many sentences, each a paragraph of one report: sentence → values found in it.

    For rules that look at a paragraph by itself.
    """
    found: dict[str, list[dict[str, object]]] = {sentence: [] for sentence in sentences}
    data = text(with_prose(base(), section, *found), shape=Shape("pipes"))
    lines = data.decode().splitlines()
    for one in gblint.check(data, file_name="report.md", select=[rule]).findings:
        if one.rule == rule:
            assert one.location.line is not None
            found[lines[one.location.line - 1]].append(dict(one.values))
    return found


def messages_of(rule: str, section: int, *prose: str) -> list[str]:
    """What is said of it, in Chinese."""
    data = text(with_prose(base(), section, *prose), shape=Shape("pipes"))
    result = gblint.check(data, file_name="report.md", select=[rule])
    return [one.message.zh for one in result.findings if one.rule == rule]
