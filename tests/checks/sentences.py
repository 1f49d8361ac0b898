"""Rules of the built-in pack on single sentences in a section of a report for 2023."""

from __future__ import annotations

from collections.abc import Iterable

from gblint.findings import Finding
from tests.builder.fixture_cases import base, with_prose
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint


def _without_tables(section: int, *prose: str) -> bytes:
    """A report for 2023 with this prose in a section, and no tables, which take time to read."""
    whole = text(with_prose(base(), section, *prose), shape=Shape("pipes")).decode()
    lines = whole.split("\n")
    return "\n".join(line for line in lines if line in prose or not line.startswith("|")).encode()


def _found(rule: str, data: bytes) -> list[Finding]:
    return [one for one in lint(data, "report.md", only=[rule]).findings if one.rule == rule]


def values_of(rule: str, section: int, *prose: str) -> list[dict[str, object]]:
    """The values of a rule's findings in a report for 2023 with this prose in a section.

    For rules that look at no tables.
    """
    return [dict(one.values) for one in _found(rule, _without_tables(section, *prose))]


def values_by_sentence(
    rule: str, section: int, sentences: Iterable[str]
) -> dict[str, list[dict[str, object]]]:
    """The same for many sentences, each a paragraph of one report: sentence → values found in it.

    For rules that look at a paragraph by itself.
    """
    found: dict[str, list[dict[str, object]]] = {sentence: [] for sentence in sentences}
    data = _without_tables(section, *found)
    lines = data.decode().splitlines()
    for one in _found(rule, data):
        assert one.location.line is not None
        found[lines[one.location.line - 1]].append(dict(one.values))
    return found


def messages_of(rule: str, section: int, *prose: str) -> list[str]:
    """What is said of it, in Chinese."""
    return [one.message.zh for one in _found(rule, _without_tables(section, *prose))]
