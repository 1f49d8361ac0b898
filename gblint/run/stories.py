"""Findings that one wrong figure gives are one: the gravest tells it, and names the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from gblint.findings import SEVERITIES, Finding


def join_stories(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with those of one story in the gravest of them, or the first as grave.

    This comes last, when it is settled which findings are reported: where one is ignored,
    suppressed or in the baseline, another carries the story.
    """
    stories: dict[str, list[Finding]] = {}
    for one in findings:
        if one.story:
            stories.setdefault(one.story, []).append(one)
    if all(len(told) == 1 for told in stories.values()):
        return tuple(findings)
    carriers = {
        story: min(told, key=lambda one: SEVERITIES.index(one.severity))
        for story, told in stories.items()
    }
    return tuple(
        _with_others(one, stories[one.story]) if one.story else one
        for one in findings
        if not one.story or one is carriers[one.story]
    )


def _with_others(one: Finding, told: Sequence[Finding]) -> Finding:
    others = tuple(other for other in told if other is not one)
    return msgspec.structs.replace(one, also=others) if others else one


def split_stories(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings each by itself again."""
    found: list[Finding] = []
    for one in findings:
        if one.also:
            found += (msgspec.structs.replace(one, also=()), *one.also)
        else:
            found.append(one)
    return tuple(found)
