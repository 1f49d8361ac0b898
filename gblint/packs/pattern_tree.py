"""A pattern of a pack taken apart as `regex` reads it: only here is known how they are written.

What looks into patterns walks this tree: what one may cost (`pattern_faults.py`), how `re` is told
it (`plain_patterns.py`), what every match has (`pattern_looks.py`). What no pack may have is
refused here, as nothing holds down what it costs, or tells what it matches. Of a pattern that is
none for `regex` there is a tree all the same: what is wrong with it, `regex` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import msgspec

from gblint.findings import Say
from gblint.text.patterns import ENDLESS

DEEPEST = 60
"""Groups inside one another."""

MOST_REPEATS = 1_000_000
"""The product of the upper bounds of repeats inside one another."""

DEEPEST_REPEATS = 8
"""Repeats inside one another, whatever their bounds."""


class Unbounded(Exception):  # noqa: N818 -- it names what the pattern is
    """A pattern that is refused: why, and at which offset of it."""

    def __init__(self, say: Say, offset: int) -> None:
        super().__init__(say.zh)
        self.say = say
        self.offset = offset


class Node(msgspec.Struct, frozen=True):
    """A part of a pattern that stands from `at` up to `end`."""

    at: int
    end: int


class Sign(Node, frozen=True):
    """A character, however it is written."""

    char: str


class Many(Node, frozen=True):
    """What stands for many characters, as it is written: `.`, an escape."""

    text: str


Member = tuple[str, str]
"""The first and the last character of a range, the same for one alone; or what stands for many, as
it is written, and ""."""


class Class(Node, frozen=True):
    """A class; an `odd` one may be of other signs for those who know of sets in classes."""

    members: tuple[Member, ...]
    negated: bool
    odd: bool


class Place(Node, frozen=True):
    """A place between characters, as it is written."""

    text: str


class Again(Node, frozen=True):
    """What a group matched, once more; `number` is 0 where it is meant by its `name`."""

    number: int = 0
    name: str = ""


class Flags(Node, frozen=True):
    """Flags for all of the pattern, or a comment, which has none."""

    flags: str


Branches = tuple[tuple[Node, ...], ...]
"""Alternatives, each of the parts that stand in it one after another."""


class Group(Node, frozen=True):
    """A group; `kind` is what follows its `(?`, "" where it keeps what it matches.

    `flags` are those that hold inside, its kind is `:` then; that of a condition is `(`.
    """

    kind: str
    branches: Branches
    name: str = ""
    flags: str = ""


class Repeat(Node, frozen=True):
    """A part so many times; `how` is `?` where it takes the least first, `+` if it gives none back.

    How it is written stands from the end of its body on.
    """

    body: Node
    least: int
    most: int
    how: str


def iterate_nodes(branches: Branches) -> Iterator[Node]:
    """All parts of a pattern, the outer before the inner."""
    for node in chain.from_iterable(branches):
        yield node
        body = node.body if isinstance(node, Repeat) else node
        if body is not node:
            yield body
        if isinstance(body, Group):
            yield from iterate_nodes(body.branches)


_COUNT = re.compile(
    r"(?:[?*+]|\{(?=[0-9,])(?P<least>[0-9]*)(?P<comma>,)?(?P<most>[0-9]*)\})(?P<how>[?+]?)"
)
_BOUNDS = {"?": (0, 1), "*": (0, ENDLESS), "+": (1, ENDLESS)}
_ESCAPE = re.compile(
    r"\\(?:(?P<code>x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
    r"|(?P<refused>[0LN]|[1-9][0-9]{2})|(?P<again>g<\w+>|[1-9][0-9]?)|(?P<place>[bBAZzmMGK])"
    r"|(?P<many>[pP]\{\^?[A-Za-z][A-Za-z0-9_& -]*(?:[:=] *[A-Za-z0-9_&-][A-Za-z0-9_& -]*)?\}"
    r"|[pP][CLMNPSZ]|(?![afgnrtvpP])[A-Za-z])|(?P<sign>(?s:.)))"
)
_SIGNS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_POSIX = re.compile(
    r"\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit)"
    r":\]"
)
_ODD_IN_CLASS = re.compile(r"\[[=.]|[^\\]?--|&&|\|\||~~")
_GROUP = re.compile(
    r"\((?:\?(?:P?<(?P<name>[^\W\d]\w*)>|(?P<kind><?[=!]|[:>|])"
    r"|(?P<flags>[aimsuw]*(?:-[ims]+)?)(?P<end>[:)])|(?P<comment>#(?:[^\\)]|\\(?s:.))*\))"
    r"|P=(?P<same>\w+)\)|(?P<condition>\(\w+\)))|(?P<other>[*?]))?"
)


def parse_pattern(pattern: str) -> Branches:
    """The tree of a pattern. Raises Unbounded for one that has what none may have."""
    # a closing bracket too many ends it: `regex` itself speaks of that
    return _Parser(pattern).parse_branches(0)


class _Parser:
    """Reads a pattern as `regex` does, from `at` on."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def parse_branches(self, depth: int) -> Branches:
        """The alternatives up to the closing bracket, which is not read, or the end."""
        if depth > DEEPEST:
            raise self._refuse(f"括号超过 {DEEPEST} 层", f"groups more than {DEEPEST} deep")
        found = [self._parse_sequence(depth)]
        while self._stands("|"):
            self._at += 1
            found.append(self._parse_sequence(depth))
        return tuple(found)

    def _stands(self, sign: str) -> bool:
        return self._pattern.startswith(sign, self._at)

    def _parse_sequence(self, depth: int) -> tuple[Node, ...]:
        found: list[Node] = []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            found.append(self._parse_count(self._parse_piece(depth)))
        return tuple(found)

    def _parse_piece(self, depth: int) -> Node:
        """One sign, class or group."""
        begun = self._at
        sign = self._pattern[begun]
        if sign == "(":
            return self._parse_group(depth)
        if sign == "[":
            return self._parse_class()
        if sign == "\\":
            return self._parse_escape()
        self._at += 1
        if sign in "^$":
            return Place(begun, self._at, sign)
        return Many(begun, self._at, sign) if sign == "." else Sign(begun, self._at, sign)

    def _parse_count(self, body: Node) -> Node:
        """A piece with the quantifier that follows it, if any."""
        count = _COUNT.match(self._pattern, self._at)
        if count is None:
            if self._stands("{"):
                zh = "量词“{…}”里不是次数，如 {2}、{1,3}（模糊匹配不能用；字面的 { 请写作 \\{）"
                raise self._refuse(zh, "no count after {: fuzzy matching cannot be used; write \\{")
            return body
        if max(len(count["least"] or ""), len(count["most"] or "")) > len(str(MOST_REPEATS)):
            raise refuse_repeats(self._at)
        self._at = count.end()
        least, most = _BOUNDS.get(count[0][0], (int(count["least"] or 0), ENDLESS))
        if count["comma"] is None and count["least"]:
            most = least
        elif count["most"]:
            most = int(count["most"])
        if isinstance(body, Flags) and (least, most) != (1, 1):
            zh = "注释和标志之后不能写次数"
            raise self._refuse(zh, "no count can follow a comment or flags")
        return Repeat(body.at, self._at, body, least, most, count["how"])

    def _parse_group(self, depth: int) -> Node:
        begun = self._at
        head = _GROUP.match(self._pattern, begun)
        if head is None or head["other"]:
            raise self._refuse(
                "这种括号不能用：(?R) 一类递归、(*…)，a、i、m、s、u、w 以外的标志",
                "a group that cannot be used: recursion, verbs, flags other than a i m s u w",
            )
        self._at = head.end()
        if head["comment"] or head["end"] == ")":
            return Flags(begun, self._at, head["flags"] or "")
        if head["same"]:
            return Again(begun, self._at, name=head["same"])
        branches = self.parse_branches(depth + 1)
        self._at += 1  # where no bracket closes it, `regex` says so
        kind = head["kind"] or head["end"] or ("(" if head["condition"] else "")
        flags = head["flags"] or ""
        return Group(begun, self._at, kind, branches, head["name"] or "", flags)

    def _parse_class(self) -> Node:
        begun = self._at
        negated = self._pattern.startswith("[^", begun)
        self._at += 1 + negated
        odd = False
        members: list[Member] = []
        # a bracket that comes first is a member: []x]
        while self._at < len(self._pattern) and not (members and self._stands("]")):
            odd = odd or _ODD_IN_CLASS.match(self._pattern, self._at) is not None
            members.append(self._parse_member())
        self._at += 1  # where no bracket closes it, `regex` says so
        return Class(begun, self._at, tuple(members), negated, odd)

    def _parse_member(self) -> Member:
        begun = self._at
        first = self._parse_item()
        if not isinstance(first, Sign):
            return self._pattern[begun : self._at], ""
        if not self._stands("-") or self._pattern[self._at + 1 : self._at + 2] in ("]", ""):
            return first.char, first.char
        self._at += 1
        last = self._parse_item()
        if isinstance(last, Sign):
            return first.char, last.char
        return self._pattern[begun : self._at], ""

    def _parse_item(self) -> Node:
        """What may be a member of a class, or an end of a range there."""
        begun = self._at
        sign = self._pattern[begun]
        if sign == "\\":
            if self._pattern[begun + 1 : begun + 2].isdigit():
                raise self._refuse("字符类里不能有 \\ 加数字", "no \\ with a digit in a class")
            found = self._parse_escape()
            # of escapes for a place, a class can have but that for a backspace
            return Sign(begun, self._at, "\b") if isinstance(found, Place) else found
        if self._stands("[:"):
            posix = _POSIX.match(self._pattern, begun)
            if posix is None:
                raise self._refuse("不认识的 [: 字符类", "an unknown class after [:")
            self._at = posix.end()
            return Many(begun, self._at, posix[0])
        self._at += 1
        return Sign(begun, self._at, sign)

    def _parse_escape(self) -> Node:
        begun = self._at
        found = _ESCAPE.match(self._pattern, begun)
        if found is None:  # a backslash at the end; `regex` says so
            self._at = len(self._pattern)
            return Flags(begun, self._at, "")
        if found["refused"]:
            zh = "\\L、\\N 和八进制转义不能用（字符可写作 \\x、\\u）"
            raise self._refuse(zh, "\\L, \\N and octal escapes cannot be used; \\x and \\u can")
        self._at = found.end()
        text = found[0]
        if found["many"]:
            return Many(begun, self._at, text)
        if found["place"]:
            return Place(begun, self._at, text)
        if found["again"]:
            number = int(text[1:]) if text[1:].isdigit() else 0
            return Again(begun, self._at, number)
        code = found["code"]
        if code:
            return Sign(begun, self._at, chr(min(int(code[1:], 16), 0x10FFFF)))
        return Sign(begun, self._at, _SIGNS.get(text[1], text[1]))

    def _refuse(self, zh: str, en: str) -> Unbounded:
        return Unbounded(Say(zh, en), self._at)


def refuse_repeats(at: int) -> Unbounded:
    """What is raised for repeats that are too many, or too deep."""
    most = f"{MOST_REPEATS:,}"
    zh = f"重复次数（套在一起的相乘）超过 {most}，或套了超过 {DEEPEST_REPEATS} 层"
    en = (
        f"repeats of more than {most} by their upper bounds, those inside one another "
        f"multiplied, or more than {DEEPEST_REPEATS} deep"
    )
    return Unbounded(Say(zh, en), at)
