"""How long the examples of a pack may take: patterns that cost much must not hold up its author."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time

from gblint.findings import Say

SECONDS = 20.0
"""Computing time that slow examples of a pack may take together."""

RULE_SECONDS = 3.0
"""Computing time for the slow examples of a rule; one that began in time is run to its end."""

SLOW = 0.5
"""Seconds from which on an example is slow: most take 0.04, so that a large pack is no fault."""


class Budget:
    """The computing time of this thread that slow examples have used, by rule and together."""

    def __init__(self) -> None:
        self._of_rules: dict[str, float] = {}

    def over(self, rule: str) -> bool:
        """Whether no further example of a rule is to be begun."""
        whole = sum(self._of_rules.values())
        return whole > SECONDS or self._of_rules.get(rule, 0.0) > RULE_SECONDS

    @contextmanager
    def spending(self, rule: str) -> Iterator[None]:
        """Count what is done in here as an example of a rule."""
        begun = thread_time()
        try:
            yield
        finally:
            spent = thread_time() - begun
            if spent > SLOW:
                self._of_rules[rule] = self._of_rules.get(rule, 0.0) + spent


def not_run(rule: str, number: int) -> Say:
    """That some examples of a rule were left out."""
    return Say(
        f"{rule} 有 {number} 个示例没有运行：示例已用满时间（一条规则 {RULE_SECONDS:g} 秒，"
        f"合计 {SECONDS:g} 秒）；请改写运行过久的正则表达式",
        f"{rule}: {number} examples were not run, as time was over ({RULE_SECONDS:g} s for a rule, "
        f"{SECONDS:g} s for all); mend the patterns that take too long",
    )
