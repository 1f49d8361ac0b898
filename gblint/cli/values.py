"""What the values of options mean; whatever is wrong with them is collected, not the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from gblint.findings import SEVERITIES, Say, Severity
from gblint.packs.problems import joined, suggestion
from gblint.readers.limits import LIMITS, possible, whole
from gblint.run.check_files import MOST_JOBS
from gblint.text.patterns import later

_COMMA = later(r"[,，]")

Word = TypeVar("Word", bound=str)


def _number(word: str) -> float:
    """The number that a word is; 0 for what is none."""
    try:
        return int(word) if word.isdecimal() else float(word)
    except ValueError:
        return 0


class Values:
    """Reads values of options; `errors` are what is wrong with them."""

    def __init__(self) -> None:
        self.errors: list[Say] = []

    def words(self, option: str, given: Sequence[str]) -> tuple[str, ...]:
        """Words between commas, of an option that may be repeated."""
        words = [word.strip() for value in given for word in _COMMA.split(value)]
        if given and not any(words):
            self.error(option, Say("没有写规则编号", "names no rule"))
        return tuple(dict.fromkeys(word for word in words if word))

    def one_of(self, option: str, value: str, known: Sequence[Word]) -> Word:
        """One of a few words; the first of them stands in for a wrong one."""
        for word in known:
            if word == value:
                return word
        from difflib import get_close_matches

        close = get_close_matches(value, known, n=1)
        meant = Say(f"；是不是 {close[0]}？", f"; did you mean {close[0]}?") if close else Say("")
        listed = Say(f"（可以是 {'、'.join(known)}）", f" (it may be {', '.join(known)})")
        what = Say(f"不能是“{value}”", f'cannot be "{value}"')
        self.error(option, joined(what, meant, listed))
        return known[0]

    def jobs(self, option: str, value: str | None) -> int | None:
        """How many processes; None for as many as there are cores."""
        if value is None or value in ("0", "auto"):
            return None
        if value.isdecimal() and int(value) <= MOST_JOBS:
            return int(value)
        self.error(
            option,
            Say(
                f"不能是“{value}”：应是 1 到 {MOST_JOBS} 的整数，0 或 auto 表示由程序决定",
                f'cannot be "{value}": it is a whole number from 1 to {MOST_JOBS}, or 0 or auto',
            ),
        )
        return None

    def severities(self, option: str, given: Sequence[str]) -> dict[str, Severity]:
        """`GB406=note` and the like, between commas."""
        found: dict[str, Severity] = {}
        for word in self.words(option, given):
            rule, sign, level = (part.strip() for part in word.partition("="))
            if not rule or not sign:
                wanted = Say("应写成 规则=级别，如 GB406=note", "is written RULE=LEVEL: GB406=note")
                self.error(option, joined(Say(f"“{word}”", f'"{word}" '), wanted))
            else:
                found[rule] = self.one_of(f"{option} {rule}", level, SEVERITIES)
        return found

    def limits(self, option: str, given: Sequence[str]) -> dict[str, float]:
        """`pages=1000` and the like, between commas."""
        found: dict[str, float] = {}
        for word in (part for value in given for part in _COMMA.split(value)):
            name, _, figure = (part.strip() for part in word.partition("="))
            if name not in LIMITS:
                what = Say(f"没有限度“{name}”", f'there is no limit "{name}"')
                self.error(option, joined(what, suggestion(name, LIMITS)))
                continue
            value = _number(figure)
            if possible(name, value):
                found[name] = value
            else:
                zh, en = ("正整数", "a whole number") if whole(name) else ("正数", "a number")
                self.error(f"{option} {name}", Say(f"应是{zh}", f"is {en} above 0"))
        return found

    def error(self, option: str, say: Say) -> None:
        self.errors.append(joined(Say(f"{option}：", f"{option}: "), say))
