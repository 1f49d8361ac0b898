"""What the words of a figure are asked: of what kind they are, and whether they fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from itertools import pairwise

import msgspec

from gblint.findings import Say
from gblint.report.prose.amounts import Amount
from gblint.report.prose.model import Taken
from gblint.report.prose.vocabulary import Token
from gblint.report.stated import Meaning

VERBS = ("arriving", "finishing", "doing", "carrying")
ROLES = frozenset((*VERBS, "result", "case", "document", "deciding", "column", "weak"))
NO_WEIGHT = frozenset(
    (
        *("filler", "total", "year", "absolute", "scope", "organ", "part", "all", "also", "、"),
        *("rest", "within", "timely", "both", "people", "equals", "applicants", "suffered", "such"),
        *("grounds", "excepting", "still", "effective", "submitted"),
    )
)

YEARS = frozenset(("year", "absolute"))

UNKNOWN = Say("没有说明是什么的数", "nothing tells what it counts")
NO_REQUESTS = Say("这一段没有说到政府信息公开申请", "nothing here speaks of applications")
NOT_DISCLOSED = Say("没有说明是政府信息公开的案件", "nothing says that the cases are on disclosure")
OTHERS = Say("说的是别的事", "of something else")
CHANGED = Say("是与往年比较的数", "a comparison with another year")
OTHER_YEAR = Say("是其他年份的数", "of another year")
OTHER_UNIT = Say("单位不是件数", "counted in another unit")
SUBSET = Say("是其中某一类内容的数", "of some of them, by what they are about")
NEGATED = Say("在否定的句子里", "in a sentence that denies it")
OF_LEFT = Say("是前面未读懂的数的一部分", "a part of a figure that was left")
CASES = Say("表3的案件", "cases of table 3")
AMBIGUOUS = Say("分不清是哪一个数的一部分", "of which figure it is a part is not clear")


_DECIDED = "decided"

ARRIVED = ("due", "received", "handled")
WITH_PARTS = ("result", "finishing", "carrying", "doing", "column")
LEFT_LIST = (OTHERS, UNKNOWN, OF_LEFT)


def first(meaning: Meaning) -> str:
    return meaning.column.split("+")[0] or meaning.heads[0]


class Segment(msgspec.Struct):
    """The words of a figure: before it, and after it as far as they belong to it."""

    before: list[Token]
    after: list[Token]
    amount: Amount
    at: int
    listed: bool = False
    behind: bool = False
    words: list[Token] = []
    tail: Sequence[Token] = ()
    """All that stands between it and the next one, those after it first."""
    kinds: Set[str] = frozenset()
    """Of all its words, made of those before and after."""

    def __post_init__(self) -> None:
        self.words = [*self.before, *self.after]
        self.kinds = {word.kind for word in self.words}

    def has(self, *kinds: str) -> bool:
        """Whether a word, before or after, is of one of the kinds."""
        return not self.kinds.isdisjoint(kinds)


def roles(words: Iterable[Token]) -> list[Token]:
    return [word for word in words if word.kind in ROLES]


def has(words: Iterable[Token], *kinds: str) -> bool:
    for word in words:  # noqa: SIM110 - many times a clause; a generator takes twice as long
        if word.kind in kinds:
            return True
    return False


def first_is(words: Iterable[Token], kind: str, other: str) -> bool:
    """Whether a word of a kind stands before any of another."""
    return next((word.kind for word in words if word.kind in (kind, other)), "") == kind


JOINS = ("、", "和", "及", "与", "以及", "或", "或者", ",")


def joined(words: Sequence[Token], kind: str) -> bool:
    """Whether all words of a kind are members of one list."""
    at = [i for i, word in enumerate(words) if word.kind == kind]
    return all(
        any(word.text in JOINS for word in words[i + 1 : j])
        for i, j in pairwise(at)
        if words[i].key != words[j].key
    )


def lists_ways(words: Sequence[Token], key: str, ways_of: Collection[str]) -> bool:
    """通过网络、信函等方式, 网络、信函两种渠道共: by any of the ways, and so no part of all."""
    ways = [i for i, word in enumerate(words) if word.kind == "left" and word.key == key]
    then = words[ways[-1] + 1 : ways[-1] + 4] if ways else ()
    named = has(then[:1], "such") or any(word.text in ways_of for word in then)
    return len(ways) > 1 and named


def noun(words: Iterable[Token]) -> bool:
    return has(words, "request", "requests") or any("申请" in w.text for w in words)


_TO = ("至", "到", "-", "—", "——")


def is_range(words: Sequence[Token]) -> bool:
    """2021年至2023年, 2022年、2023年: of several years."""
    at = [i for i, word in enumerate(words) if word.kind == "absolute"]
    return any(words[i + 1].text in (*_TO, *JOINS) and j == i + 2 for i, j in pairwise(at))


def left(why: Say, amount: Amount | None = None) -> Taken:
    return Taken((), why, amount=amount)


def begins(words: Sequence[Token]) -> bool:
    """Whether the first word that is known is a verb (办理变更登记: of another thing)."""
    first = next((word for word in words if word.kind in ROLES or word.kind == "requests"), None)
    return first is not None and (first.kind in VERBS or first.key == _DECIDED)


def altered(words: Sequence[Token]) -> bool:
    """A single character just before a verb makes it another (待答复, 拟公开)."""
    return any(
        one.kind == "odd" and len(one.text) == 1 and other.kind in (*VERBS, "result")
        for one, other in pairwise(words)
        if one.end == other.start
    )


def spoken(word: Token) -> Say:
    """Why a total without words is of what was named before it."""
    return Say(f"前面说的是“{word.text}”", f'"{word.text}" was spoken of')


_LAPSED = ("失效", "宣布失效")


def lapses(words: Sequence[Token]) -> bool:
    """废止4件、宣布失效3件: which of the two the table calls repealed is not known."""
    return any(word.text in _LAPSED for word in words if word.kind == "left")


def tells_apart(words: Sequence[Token]) -> bool:
    """Whether a sentence on cases goes on with those of them on disclosure (其中信息公开类8件)."""
    case = next((i for i, word in enumerate(words) if word.kind == "case"), None)
    if case is None:
        return False
    part = next((i for i in range(case, len(words)) if words[i].kind in ("part", "about")), None)
    return part is not None and has(words[part:], "disclosure", "requests")
