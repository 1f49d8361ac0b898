"""Patterns of packs that are wrong, or that cost too much.

What a pattern may cost is judged from its parts, before `regex` sees it: that has no limit while it
compiles. Repeats inside repeats are copied as often as they must match, so that 300 characters
can take gigabytes. While it searches it looks at its time limit only every 256 steps, and one step
can be a whole text looked through for a class, or the tables of a long literal, which take time by
its square. What has no bound of its own is held down here; what cannot be judged is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import msgspec

from gblint.findings import Say
from gblint.packs import DataPath, Fault
from gblint.packs.pattern_tree import (
    DEEPEST_REPEATS,
    MOST_REPEATS,
    Branches,
    Class,
    Flags,
    Group,
    Node,
    Place,
    Repeat,
    Sign,
    Unbounded,
    iterate_nodes,
    parse_pattern,
    refuse_repeats,
)
from gblint.text.patterns import ENDLESS, compile_pattern

_together: ContextVar[int] = ContextVar("together", default=0)


def start_pattern_count() -> None:
    """Count what patterns cost together anew: for a pack with all that it extends."""
    _together.set(0)


@contextmanager
def keep_pattern_count() -> Iterator[None]:
    """While a pack is built whose patterns do not count as those of the pack that extends it."""
    before = _together.get()
    _together.set(0)
    try:
        yield
    finally:
        _together.set(before)


def find_pattern_faults(pattern: str, path: DataPath) -> Iterator[Fault]:
    """What is wrong with a pattern; it is compiled only where its bounds hold."""
    from regex import error

    # what it costs is judged before it is compiled: `regex` has no limit while it compiles
    try:
        together = _together.get() + count_copies(pattern)
        if together > MOST_TOGETHER:
            zh = "规则包的正则表达式合计过大，从这里起不再接受"
            raise Unbounded(Say(zh, "all patterns of the pack together are too large"), 0)
        _together.set(together)
        compile_pattern(pattern)
    except Unbounded as beyond:
        say = Say(
            f"正则表达式不能接受：{beyond.say.zh}", f"pattern refused: {beyond.say.in_lang('en')}"
        )
        yield Fault(path, say, column=beyond.offset + 1)
    except (error, OverflowError, RecursionError) as raised:
        at = getattr(raised, "pos", None)
        problem = explain_pattern_error(getattr(raised, "msg", str(raised)))
        if at is not None and at >= len(pattern):
            at = _find_open_bracket(pattern, at)
        say = Say(
            f"正则表达式有误：{problem.zh}", f"not a regular expression: {problem.in_lang('en')}"
        )
        yield Fault(path, say, column=0 if at is None else at + 1)


def _find_open_bracket(pattern: str, end: int) -> int:
    """Where the last bracket stands that is never closed, where there is one, else the end.

    The library points to the end, where it missed the other.
    """
    nodes = iterate_nodes(parse_pattern(pattern))
    opened = (one.at for one in nodes if isinstance(one, Group | Class) and one.end > len(pattern))
    return max(opened, default=end)


_UNCLEAR = Say(
    "这里不符合正则表达式的写法，请检查括号、重复符号和“\\”",
    'look at brackets, repeats and "\\" here',
)
_MEANT = (
    (
        r"character set|missing \]",
        Say("字符类（“[”）没有结束，或是空的", 'a class begun with "[" is not closed, or is empty'),
    ),
    (
        r"parenthesis|missing \)|expected \)",
        Say("括号没有配对", "a bracket has no other"),
    ),
    (
        r"nothing to repeat|multiple repeat",
        Say(
            "量词（重复符号 * + ? {…}）前没有内容，不能连写两个；要找这个符号本身，前面加“\\”",
            "nothing to repeat is before a repeat (* + ? {…}); the sign itself has a \\ before it",
        ),
    ),
    (
        r"min repeat|repeat count|too big",
        Say(
            "量词的重复次数过大，或最少大于最多",
            "too many repeats, or the least is more than the most",
        ),
    ),
    (
        r"character range",
        Say("字符类里的范围首尾颠倒或不是字符", "a range in a class ends before it begins"),
    ),
    (
        r"property|character name|\{\}|expected \}",
        Say(
            "没有这个字符属性或名称，或它的“{…}”没有写全",
            'no such property or name of characters, or its "{…}" is incomplete',
        ),
    ),
    (
        r"escape",
        Say("“\\”的写法不对，或它后面没有字符", 'a "\\" that means nothing, or with nothing after'),
    ),
    (
        r"group",
        Say("没有这个组，或组名写法不对", "no such group, or its name is written wrongly"),
    ),
    (
        r"flag|extension|verb|lookaround|named list|fuzzy|cost",
        Say("“(?…)”的写法不对", 'a wrong "(?…)"'),
    ),
    (
        r"look-?behind",
        Say("后行断言的写法不对", "a wrong look-behind"),
    ),
)


def explain_pattern_error(problem: str) -> Say:
    """What the library means by a problem."""
    return next((say for form, say in _MEANT if re.search(form, problem)), _UNCLEAR)


LONGEST = 10_000
"""Characters of a pattern, its words put in."""

LONGEST_LITERAL = 200
"""Characters that stand one after another as they are: the tables for 1,000 take 0.4 s."""

MOST_IN_CLASS = 100
"""Members of a class: each is looked at for every character of a text."""

MOST_COPIES = 30_000
"""Signs of a pattern, those in repeats as often as they must match: 1 KB and 10 µs each."""

MOST_TOGETHER = 100_000
"""The same of all patterns of a pack and those that it extends, built-in ones left out."""


class Cost(msgspec.Struct, frozen=True, gc=False):
    """What a part of a pattern costs.

    `copies` counts signs as often as they are copied, `repeats` is the product of upper bounds,
    `nested` how many repeats are inside one another. `begin`, `end` and `literal` are the longest
    literals at its begin, at its end and anywhere; `text` is what it is where it is one literal
    itself (upper and lower case the same, for `regex` may join them), else None. `members` is how
    many members of a class it may be, 0 for what is longer than a character.
    """

    copies: int = 0
    repeats: int = 1
    nested: int = 0
    begin: int = 0
    end: int = 0
    literal: int = 0
    text: str | None = ""
    members: int = 0


NOTHING = Cost()
MANY = Cost(copies=1, text=None, members=1)
"""A sign that stands for other characters than itself."""


def _measure_character(char: str) -> Cost:
    text = char.casefold()
    return Cost(copies=1, begin=1, end=1, literal=1, text=text, members=1)


def _measure_sequence(one: Cost, other: Cost) -> Cost:
    """One part followed by another: what is literal at their border is one literal."""
    if one is NOTHING:
        return other
    return Cost(
        copies=one.copies + other.copies,
        repeats=max(one.repeats, other.repeats),
        nested=max(one.nested, other.nested),
        begin=one.begin + other.begin if one.text is not None else one.begin,
        end=one.end + other.end if other.text is not None else other.end,
        literal=max(one.literal, other.literal, one.end + other.begin),
        text=None if one.text is None or other.text is None else one.text + other.text,
        members=one.members if other.text == "" else other.members if one.text == "" else 0,
    )


def _measure_alternatives(found: Sequence[Cost]) -> Cost:
    """Parts one of which is there. They are one literal only where they are all the same."""
    return Cost(
        copies=sum(each.copies for each in found) + len(found),
        repeats=max(each.repeats for each in found),
        nested=max(each.nested for each in found),
        begin=max(each.begin for each in found),
        end=max(each.end for each in found),
        literal=max(each.literal for each in found),
        text=found[0].text if len({each.text for each in found}) == 1 else None,
        members=sum(each.members for each in found),
    )


def count_copies(pattern: str) -> int:
    """How large a pattern becomes, in signs. Raises Unbounded."""
    if len(pattern) > LONGEST:
        most = f"{LONGEST:,}"
        say = Say(f"正则表达式超过 {most} 个字符", f"a pattern of more than {most} characters")
        raise Unbounded(say, 0)
    return _measure_branches(parse_pattern(pattern), len(pattern)).copies


def _measure_branches(branches: Branches, end: int) -> Cost:
    """What alternatives cost that stand up to `end`. Raises Unbounded, as all that follow."""
    found = [_measure_in_order(parts) for parts in branches]
    return found[0] if len(found) == 1 else _check(_measure_alternatives(found), end - 1)


def _measure_in_order(parts: Sequence[Node]) -> Cost:
    whole = NOTHING
    for part in parts:
        whole = _check(_measure_sequence(whole, _measure(part)), part.end - 1)
    return whole


def _measure(node: Node) -> Cost:
    match node:
        case Sign():
            return _measure_character(node.char)
        case Place():
            return Cost(copies=1)
        case Flags():
            return NOTHING
        case Class():
            return _measure_class(node)
        case Repeat():
            return _measure_repeat(node)
        case Group():
            return _measure_group(node)
    return MANY


def _measure_repeat(node: Repeat) -> Cost:
    one, least, most = _measure(node.body), node.least, node.most
    if (least, most) == (1, 1):
        return one
    cost = Cost(
        # `regex` copies what is repeated, but a single sign is only counted
        copies=one.copies * (least + 1 if one.copies > 1 else 1) + 1,
        # an endless one is bounded by its text
        repeats=one.repeats * (1 if most == ENDLESS else max(most, 1)),
        nested=one.nested + 1,
        literal=one.literal,
        text=None if one.text != "" and most != 0 else "",
    )
    return _check(cost, node.at)


def _measure_group(node: Group) -> Cost:
    inner = _measure_branches(node.branches, node.end - 1)
    looks = node.kind in ("=", "!", "<=", "<!")
    return msgspec.structs.replace(
        inner,
        copies=inner.copies + 2,
        begin=0 if looks else inner.begin,
        end=0 if looks else inner.end,
        text="" if looks else inner.text,
        members=0 if looks else inner.members,
    )


def _measure_class(node: Class) -> Cost:
    cost = Cost(copies=1, text=None)
    chars = {char.casefold() for member in node.members for char in member}
    if len(chars) == 1:  # `regex` may make a literal of it
        cost = _measure_character(*chars)
    return _check(msgspec.structs.replace(cost, members=len(node.members)), node.at)


def _check(cost: Cost, at: int) -> Cost:
    """The same, where it is not too much."""
    if cost.literal > LONGEST_LITERAL:
        most = LONGEST_LITERAL
        say = Say(f"连续的文字超过 {most} 个字符", f"a literal of more than {most} characters")
        raise Unbounded(say, at)
    if cost.members > MOST_IN_CLASS:
        most = MOST_IN_CLASS
        say = Say(f"字符类超过 {most} 项", f"a class of more than {most} members")
        raise Unbounded(say, at)
    if cost.repeats > MOST_REPEATS or cost.nested > DEEPEST_REPEATS:
        raise refuse_repeats(at)
    if cost.copies > MOST_COPIES:
        say = Say("展开重复后的正则表达式过大", "too large a pattern, its repeats written out")
        raise Unbounded(say, at)
    return cost
