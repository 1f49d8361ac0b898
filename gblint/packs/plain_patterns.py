"""Which patterns of packs `re` takes as `regex` does, in a bounded time, and how it is told them.

`re` compiles in half the time and is there anyway; but it has no time limit, and its classes are
not quite the same. So a pattern is looked at part by part, and whatever is not surely the same is
left to `regex`. What is the same only for usual characters is said of these alone
(`gblint.text.patterns.is_usual`): there a Chinese character is a letter that is no ASCII.

The time is what may be tried in a text, at each of its places (`pattern_parts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec

from gblint.packs import pattern_tree as tree
from gblint.packs.pattern_parts import (
    DONE,
    NO_CHAR,
    Again,
    Char,
    Chars,
    Either,
    InOrder,
    Look,
    NotPlain,
    Part,
    Place,
    Repeat,
    join_repeats,
    put_in_group,
    put_in_sequence,
    write_behind,
    write_either,
)
from gblint.packs.pattern_tree import Branches, Node
from gblint.text.patterns import Plain

MOST_STEPS = 100_000_000
"""What may be tried in a text: some 0.5 s, a fourth of the time limit of others."""

_LENGTHS = (2_000, 1_000, 500, 400, 250, 160, 80)
"""Characters of texts up to which a pattern may be plain."""


_MOST_CHARS = 16
"""Characters of a class that are written as alternatives: a table for them takes 0.1 ms to make."""


_SAMPLES = frozenset("aZ5_-+ \t\n\x00~.,;:()一龥〇，。、；：（）《》“”·—…\u00a0\u3000")
"""Characters of each sort, beside those that a pattern names."""

_LAST_CHAR = "\U0010ffff"

_FEW_TIMES = 3
"""Turns of such a class: alternatives take longer than it to match."""


_PLACES = {"^", "$", r"\A", r"\Z", r"\b"}
"""Not `\\B`: in a text without characters `re` has none, and `regex` one."""

_CHINESE = r"\W!-~"
"""What is no Chinese character, of usual characters, as it stands in a class."""

_HAN = r"\p{Han}"


def read_plain(pattern: str, branches: Branches) -> tuple[Plain, Sequence[str], bool]:
    """How `re` is told a pattern that `regex` takes, and which texts that surely finds.

    First how it is told so that it finds the same, and how many characters a text may have for
    that, None where `regex` has to take it. Then texts one of which, anywhere in a text, is surely
    a match, and whether it finds nothing else: then no pattern is needed. `regex` and `re` find the
    same of them in any text.
    """
    try:
        text, whole = _Writer(pattern, branches).write_whole()
        spelled = whole.spell()
    except (NotPlain, RecursionError):
        return None, (), False
    return _bound(text, whole), sorted(spelled.texts), spelled.whole


def _bound(text: str, whole: Part) -> Plain:
    """How `re` is told a pattern, with the length of text up to which that costs little enough."""
    # a pattern that costs too much in a long paragraph may still do for a heading or a cell
    anchored = _begins_text(whole)
    try:
        for longest in _LENGTHS:
            places = 1 if anchored else longest
            if whole.measure_cost(DONE, longest).steps * places <= MOST_STEPS:
                re.compile(text)
                return text, longest
    except (NotPlain, re.error, OverflowError, RecursionError):
        pass
    return None


def _begins_text(whole: Part) -> bool:
    """Whether it is tried at the begin of a text alone."""
    if isinstance(whole, Either):
        return all(map(_begins_text, whole.parts))
    first = whole.parts[0] if isinstance(whole, InOrder) and whole.parts else whole
    return isinstance(first, Place) and first.once


class _Class:
    """A class as it is written. Raises NotPlain."""

    def __init__(self, written: tree.Class) -> None:
        self.negated = written.negated
        self.ranges = [(first, last) for first, last in written.members if last]
        self.sets = [text for text, last in written.members if not last]
        if written.odd or not _CLASS_SETS.keys() >= set(self.sets):
            raise NotPlain

    def has(self, char: str) -> bool:
        return self.names(char) != self.negated

    def names(self, char: str) -> bool:
        """Whether a character is named, or one of those that are."""
        return any(first <= char <= last for first, last in self.ranges) or any(
            _CLASS_SETS[one](char) for one in self.sets
        )

    def write(self) -> str:
        """How `re` is told it."""
        sets = "".join(one for one in self.sets if one != _HAN)
        rest = sets + "".join(
            re.escape(first) + (f"-{re.escape(last)}" if last > first else "")
            for first, last in self.ranges
        )
        if _HAN not in self.sets:
            return f"[{'^' * self.negated}{rest}]"
        if not rest:
            return f"[{_CHINESE}]" if self.negated else f"[^{_CHINESE}]"
        if self.negated:
            return f"(?:(?![{rest}])[{_CHINESE}])"
        if not sets and all(_ASCII_WORD.issuperset(_list_range(*one)) for one in self.ranges):
            others = _ASCII_WORD.difference(*(_list_range(*one) for one in self.ranges))
            return rf"[^\W{''.join(sorted(others))}]"
        return f"(?:[^{_CHINESE}]|[{rest}])"

    def list_known(self) -> str:
        """All its characters, where they are a few that are named."""
        found = {char for one in self.ranges for char in _list_range(*one)}
        few = len(found) <= _MOST_CHARS and not (self.sets or self.negated)
        return "".join(sorted(found)) if few else ""

    def list_members(self) -> str:
        """The same, where `re` would make a large table of them: so of three runs or more."""
        found = self.list_known()
        runs = sum(char > chr(ord(last) + 1) for last, char in pairwise(found)) + 1
        return found if runs > 2 and found[-1] > "\xff" else ""


def _list_range(first: str, last: str) -> Iterator[str]:
    """The characters of a range, as far as they may be alternatives."""
    return map(chr, range(ord(first), min(ord(last), ord(first) + 127) + 1))


_ASCII_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_CLASS_SETS: dict[str, Callable[[str], bool]] = {
    r"\d": str.isdecimal,
    r"\D": lambda char: not char.isdecimal(),
    r"\s": str.isspace,
    r"\S": lambda char: not char.isspace(),
    r"\w": lambda char: char.isalnum() or char == "_",
    r"\W": lambda char: not (char.isalnum() or char == "_"),
    _HAN: lambda char: char.isalnum() and not char.isascii(),
}
"""What stands for many characters, with whether it has one of those that are usual."""


class _Writer:
    """Writes a pattern for `re`. Raises NotPlain."""

    def __init__(self, pattern: str, branches: Branches) -> None:
        self._pattern = pattern
        self._branches = branches
        self._groups: list[Part | None] = []
        """The groups so far; None for one that is still open."""
        self._numbers: dict[str, int] = {}
        """Those of groups that have names, from 1 on."""
        self._flags = frozenset[str]()
        named = {char for node in tree.iterate_nodes(branches) for char in _list_named(node)}
        self._chars = _SAMPLES | named | {chr(ord(char) + 1) for char in named - {_LAST_CHAR}}
        self._chars |= {case for char in self._chars for case in (char.lower(), char.upper())}

    def write_whole(self) -> tuple[str, Part]:
        """The pattern as `re` is told it, and what it is made of."""
        branches = self._branches
        first = branches[0][0] if branches[0] else None
        if not isinstance(first, tree.Flags):
            whole = self._write_either(branches)
            return whole.text, whole
        self._set_flags(first.flags)
        whole = self._write_either((branches[0][1:], *branches[1:]))
        return f"(?{first.flags}){whole.text}", whole

    def _set_flags(self, flags: str) -> None:
        if not flags or set(flags) - set("ims"):
            raise NotPlain
        self._flags |= set(flags)

    def _write_either(self, branches: Branches, *, behind: bool = False) -> Part:
        """Alternatives; `behind`: in what must stand before."""
        found = [self._write_in_order(parts, behind=behind) for parts in branches]
        if len(found) == 1:
            return found[0]
        widths = {one.width for one in found}
        return Either(
            "|".join(one.text for one in found),
            frozenset().union(*(one.first for one in found)),
            may_be_empty=any(one.may_be_empty for one in found),
            width=widths.pop() if len(widths) == 1 else None,
            parts=tuple(found),
        )

    def _write_in_order(self, nodes: Sequence[Node], *, behind: bool) -> Part:
        parts: list[Part] = []
        for node in nodes:
            one = self._write(node, behind=behind)
            if parts and isinstance(parts[-1], Again) and one.text[:1].isdecimal():
                raise NotPlain  # behind the number of a group it would be part of that
            # `re` goes from place to place by the class that a pattern begins with: that one stays
            if isinstance(one, Char) and one.members and node.at:
                one = msgspec.structs.replace(one, text=write_either(one.members, NO_CHAR))
            parts.append(one)
        return put_in_sequence(join_repeats(parts))

    def _write(self, node: Node, *, behind: bool) -> Part:
        match node:
            case tree.Sign():
                return self._write_sign(node.char)
            case tree.Class():
                return self._write_class(_Class(node))
            case tree.Many():
                return self._write_many(node.text)
            case tree.Place() if node.text in _PLACES:
                text = node.text
                ends, once = text in ("$", r"\Z"), text == "^" and "m" not in self._flags
                return Place(text, frozenset(), True, 0, ends=ends, once=once)
            case tree.Again():
                return self._write_again(node)
            case tree.Repeat():
                return self._write_repeat(node, behind=behind)
            case tree.Group():
                return self._write_group(node, behind=behind)
        raise NotPlain

    def _write_sign(self, sign: str) -> Char:
        first = self._add_other_case(frozenset(sign))
        known = "" if "i" in self._flags else sign  # signs of other scripts may be the same, too
        return Char(re.escape(sign), first, may_be_empty=False, width=1, literal=sign, known=known)

    def _add_other_case(self, chars: Chars) -> Chars:
        """Characters and, where case does not count, those that are the same but for it."""
        if "i" not in self._flags:
            return chars
        cased = {char for char in chars if char.lower() != char.upper()}
        if not all(char.isascii() for char in cased - _SAMPLES):
            raise NotPlain
        return chars | {char.lower() for char in cased} | {char.upper() for char in cased}

    def _write_many(self, text: str) -> Char:
        if text == ".":
            some = self._chars if "s" in self._flags else self._chars - {"\n"}
        elif text in _CLASS_SETS:
            some = frozenset(filter(_CLASS_SETS[text], self._chars))
            text = f"[^{_CHINESE}]" if text == _HAN else text
        else:
            raise NotPlain
        return Char(text, some, may_be_empty=False, width=1)

    def _write_class(self, found: _Class) -> Char:
        some = frozenset(filter(found.has, self._chars))
        if "i" in self._flags:
            some = self._add_other_case(frozenset(filter(found.names, self._chars)))
            some = self._chars - some if found.negated else some
        return Char(
            found.write(),
            some,
            may_be_empty=False,
            width=1,
            members=found.list_members(),
            known="" if "i" in self._flags else found.list_known(),
        )

    def _write_again(self, node: tree.Again) -> Part:
        number = node.number or self._numbers.get(node.name, 0)
        group = self._groups[number - 1] if 0 < number <= len(self._groups) else None
        if group is None or "i" in self._flags:
            raise NotPlain
        text = f"\\{number}"
        return Again(text, group.first, may_be_empty=group.may_be_empty, width=group.width)

    def _write_repeat(self, node: tree.Repeat, *, behind: bool) -> Part:
        groups = len(self._groups)
        one = self._write(node.body, behind=behind)
        least, most, how = node.least, node.most, node.how
        count = self._pattern[node.body.end : node.end]
        # what may be empty is repeated by `re` and `regex` up to different ends
        if isinstance(one, Place | Look) or (one.may_be_empty and count[0] != "?"):
            raise NotPlain
        if how == "+" and not isinstance(one, Char):
            raise NotPlain
        if most > 1 and len(self._groups) > groups:
            raise NotPlain  # what a group has after several turns
        text = f"{one.text}{count}"
        if isinstance(one, Char) and one.members and most <= _FEW_TIMES and how != "+":
            text = f"{write_either(one.members, NO_CHAR)}{count}"
            if count[0] == "?":
                text = write_either(one.members, "", other_first=how == "?")
        return Repeat(
            text,
            one.first,
            may_be_empty=one.may_be_empty or least == 0,
            width=one.width * least if one.width is not None and least == most else None,
            body=one,
            least=least,
            most=most,
            keeps=how == "+",
            lazy=how == "?",
        )

    def _write_group(self, node: tree.Group, *, behind: bool) -> Part:
        if not node.kind:
            return self._write_captured(node, behind=behind)
        if node.kind in (">", "|", "("):
            raise NotPlain
        flags, groups = self._flags, len(self._groups)
        if node.flags:
            self._set_flags(node.flags)
        body = self._write_either(node.branches, behind=behind or node.kind[0] == "<")
        self._flags = flags
        head = f"(?{node.flags}{node.kind}"
        if node.kind == ":":
            return put_in_group(body, head)
        if len(self._groups) > groups:
            raise NotPlain
        text = write_behind(body, head) if node.kind[0] == "<" else f"{head}{body.text})"
        return Look(text, frozenset(), may_be_empty=True, width=0, body=body)

    def _write_captured(self, node: tree.Group, *, behind: bool) -> Part:
        # `regex` lets one name stand for several groups
        if behind or node.name in self._numbers:
            raise NotPlain
        self._groups.append(None)
        number = len(self._groups)
        if node.name:
            self._numbers[node.name] = number
        body = self._write_either(node.branches, behind=behind)
        self._groups[number - 1] = body
        return put_in_group(body, f"(?P<{node.name}>" if node.name else "(")


def _list_named(node: Node) -> Iterator[str]:
    """The characters that a part of a pattern names, of ranges the ends."""
    if isinstance(node, tree.Sign):
        yield node.char
    elif isinstance(node, tree.Class):
        yield from (char for member in node.members if member[1] for char in member)
