"""Which patterns of packs `re` takes as `regex` does, in a bounded time, and how it is told them.

`re` compiles in half the time and is there anyway; but it has no time limit, and its classes are
not quite the same. So a pattern is read here sign by sign, and whatever is not surely the same is
left to `regex`. What is the same only for usual characters is said of these alone
(`gblint.text.patterns.is_usual`): there a Chinese character is a letter that is no ASCII.

The time is what may be tried in a text, at each of its places (`pattern_parts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec

from gblint.packs.pattern_parts import (
    DONE,
    ENDLESS,
    NO_CHAR,
    Again,
    Char,
    Chars,
    Either,
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

_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
_CHINESE = r"\W!-~"
"""What is no Chinese character, of usual characters, as it stands in a class."""

_HAN = r"\p{Han}"
_HEAD = re.compile(r"\((?:\?(?:P<(?P<name>\w+)>|(?P<sort><?[=!]|:|(?P<flags>[ims]+):)))?")
_WHOLE = re.compile(r"\(\?([ims]+)\)")
_COUNT = re.compile(r"(?:[*?+]|\{(?P<least>\d*)(?P<comma>,)?(?P<most>\d*)\})(?P<how>[?+]?)")
_CODE = re.compile(r"x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}")
_ODD_IN_CLASS = re.compile(r"\[[:=.]|--|&&|\|\||~~")


def make_plain(pattern: str) -> tuple[str, int] | None:
    """How `re` is told a pattern that `regex` takes, so that it finds the same; None for others.

    Beside it is how many characters a text may have for that.
    """
    try:
        text, whole = _Reader(pattern).read_whole()
        # a pattern that costs too much in a long paragraph may still do for a heading or a cell
        for longest in _LENGTHS:
            if whole.measure_cost(DONE, longest).steps * longest <= MOST_STEPS:
                re.compile(text)
                return text, longest
    except (NotPlain, re.error, OverflowError, RecursionError):
        return None
    return None


def spell_pattern(pattern: str) -> tuple[Sequence[str], bool]:
    """Texts one of which, anywhere in a text, is surely a match of a pattern that `regex` takes.

    Beside them is whether it finds nothing else: then no pattern is needed. `regex` and `re` find
    the same of them in any text.
    """
    try:
        spelled = _Reader(pattern).read_whole()[1].spell()
    except (NotPlain, OverflowError, RecursionError):
        return (), False
    return sorted(spelled.texts), spelled.whole


class _Class:
    """A class as it is written."""

    def __init__(self, *, negated: bool) -> None:
        self.negated = negated
        self.ranges: list[tuple[str, str]] = []
        self.sets: list[str] = []

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

    def list_members(self) -> str:
        """Its characters, where they are a few for which `re` would make a large table."""
        found = sorted({char for one in self.ranges for char in _list_range(*one)})
        runs = sum(char > chr(ord(last) + 1) for last, char in pairwise(found)) + 1
        few = len(found) <= _MOST_CHARS and runs > 2  # of up to two runs it makes no table
        usual = not (self.sets or self.negated) and max(found) > "\xff"
        return "".join(found) if few and usual else ""

    def list_known(self) -> str:
        """All its characters, where they are a few that are named."""
        if self.sets or self.negated or any(ord(b) - ord(a) > _MOST_CHARS for a, b in self.ranges):
            return ""
        found = {char for one in self.ranges for char in _list_range(*one)}
        return "".join(sorted(found)) if len(found) <= _MOST_CHARS else ""


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


class _Reader:
    """Reads a pattern as `regex` does, from `at` on. Raises NotPlain."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.names: set[str] = set()
        self.groups: list[Part | None] = []
        """The groups so far; None for one that is still open."""
        self.ignores_case = self.dot_takes_all = self.lines = False
        named = frozenset(pattern)
        self.chars = _SAMPLES | named | {chr(ord(char) + 1) for char in named - {_LAST_CHAR}}
        self.chars |= {case for char in self.chars for case in (char.lower(), char.upper())}
        for code in _CODE.findall(pattern):
            self.chars |= {chr(int(code[1:], 16))}

    def read_whole(self) -> tuple[str, Part]:
        """The pattern as `re` is told it, and what it is made of."""
        flags = _WHOLE.match(self.pattern)
        if flags is not None:
            self.at = flags.end()
            self._set_flags(flags[1])
        found = self._read_alternatives(behind=False)
        if self.at < len(self.pattern):
            raise NotPlain
        return (flags[0] if flags else "") + found.text, found

    def _set_flags(self, flags: str) -> None:
        self.ignores_case |= "i" in flags
        self.dot_takes_all |= "s" in flags
        self.lines |= "m" in flags

    def _read_alternatives(self, *, behind: bool) -> Part:
        """The alternatives up to the closing bracket; `behind`: in what must stand before."""
        found = [self._read_sequence(behind=behind)]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            found.append(self._read_sequence(behind=behind))
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

    def _read_sequence(self, *, behind: bool) -> Part:
        parts: list[Part] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            begun, groups = self.at, len(self.groups)
            one = self._read_count(self._read_piece(behind=behind), groups=groups)
            if parts and isinstance(parts[-1], Again) and one.text[:1].isdecimal():
                raise NotPlain  # behind the number of a group it would be part of that
            # `re` goes from place to place by the class that a pattern begins with: that one stays
            if isinstance(one, Char) and one.members and begun:
                one = msgspec.structs.replace(one, text=write_either(one.members, NO_CHAR))
            parts.append(one)
        return put_in_sequence(join_repeats(parts))

    def _read_piece(self, *, behind: bool) -> Part:
        sign = self.pattern[self.at]
        if sign == "(":
            return self._read_group(behind=behind)
        if sign == "[":
            return self._read_class()
        if sign == "\\":
            return self._read_escape()
        if sign in "*+?{}]":
            raise NotPlain
        self.at += 1
        if sign in _PLACES:
            once = sign == "^" and not self.lines
            return Place(sign, frozenset(), True, 0, ends=sign == "$", once=once)
        if sign == ".":
            some = self.chars if self.dot_takes_all else self.chars - {"\n"}
            return Char(".", some, may_be_empty=False, width=1)
        return self._make_sign(sign)

    def _make_sign(self, sign: str) -> Char:
        first = self._add_other_case(frozenset(sign))
        known = "" if self.ignores_case else sign  # signs of other scripts may be the same, too
        return Char(re.escape(sign), first, may_be_empty=False, width=1, literal=sign, known=known)

    def _add_other_case(self, chars: Chars) -> Chars:
        """Characters and, where case does not count, those that are the same but for it."""
        if not self.ignores_case:
            return chars
        cased = {char for char in chars if char.lower() != char.upper()}
        if not all(char.isascii() for char in cased - _SAMPLES):
            raise NotPlain
        return chars | {char.lower() for char in cased} | {char.upper() for char in cased}

    def _read_count(self, one: Part, *, groups: int) -> Part:
        """A piece with the quantifier behind it, if any; before it there were so many groups."""
        count = _COUNT.match(self.pattern, self.at)
        if count is None:
            return one
        # what may be empty is repeated by `re` and `regex` up to different ends
        if isinstance(one, (Place, Look)) or (one.may_be_empty and count[0][0] != "?"):
            raise NotPlain
        self.at = count.end()
        sign, how = count[0][0], count["how"]
        if how == "+" and not isinstance(one, Char):
            raise NotPlain
        least, most = {"*": (0, ENDLESS), "+": (1, ENDLESS), "?": (0, 1)}.get(sign, (0, 0))
        if sign == "{":
            least = int(count["least"] or 0)
            most = int(count["most"] or ENDLESS) if count["comma"] else least
            if not (count["least"] or count["most"]) or not least <= most <= ENDLESS:
                raise NotPlain
        if most > 1 and len(self.groups) > groups:
            raise NotPlain  # what a group has after several turns
        text = f"{one.text}{count[0]}"
        if isinstance(one, Char) and one.members and most <= _FEW_TIMES and how != "+":
            text = f"{write_either(one.members, NO_CHAR)}{count[0]}"
            if sign == "?":
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

    def _read_group(self, *, behind: bool) -> Part:
        head = _HEAD.match(self.pattern, self.at)
        if head is None or self.pattern.startswith("?", head.end()):
            raise NotPlain
        self.at = head.end()
        sort = head["sort"]
        if sort is None:
            return self._read_captured(head["name"], head[0], behind=behind)
        before = self.ignores_case, self.dot_takes_all, self.lines
        if head["flags"]:
            self._set_flags(head["flags"])
        groups = len(self.groups)
        body = self._read_alternatives(behind=behind or sort[0] == "<")
        self._read_close()
        self.ignores_case, self.dot_takes_all, self.lines = before
        if sort in ("=", "!", "<=", "<!"):
            if len(self.groups) > groups:
                raise NotPlain
            text = write_behind(body, head[0]) if sort[0] == "<" else f"{head[0]}{body.text})"
            return Look(text, frozenset(), may_be_empty=True, width=0, body=body)
        return put_in_group(body, head[0])

    def _read_captured(self, name: str | None, head: str, *, behind: bool) -> Part:
        if behind or (
            name and name in self.names
        ):  # `regex` lets one name stand for several groups
            raise NotPlain
        if name:
            self.names.add(name)
        self.groups.append(None)
        number = len(self.groups)
        body = self._read_alternatives(behind=behind)
        self._read_close()
        self.groups[number - 1] = body
        return put_in_group(body, head)

    def _read_close(self) -> None:
        if not self.pattern.startswith(")", self.at):
            raise NotPlain
        self.at += 1

    def _read_escape(self) -> Part:
        text, stands = self._read_escaped()
        if not stands:
            return self._make_sign(text)
        if text in _PLACES:
            return Place(text, frozenset(), may_be_empty=True, width=0, ends=text == r"\Z")
        if text in _CLASS_SETS:
            some = frozenset(filter(_CLASS_SETS[text], self.chars))
            text = f"[^{_CHINESE}]" if text == _HAN else text
            return Char(text, some, may_be_empty=False, width=1)
        number = int(text[1:])
        group = self.groups[number - 1] if 0 < number <= len(self.groups) else None
        if group is None or self.ignores_case or self.pattern[self.at :][:1].isdecimal():
            raise NotPlain
        return Again(text, group.first, may_be_empty=group.may_be_empty, width=group.width)

    def _read_escaped(self) -> tuple[str, bool]:
        """The sign that is escaped, or the class or place."""
        if self.pattern.startswith(_HAN, self.at):
            self.at += len(_HAN)
            return _HAN, True
        sign = self.pattern[self.at + 1 : self.at + 2]
        code = _CODE.match(self.pattern, self.at + 1)
        if code is not None:
            self.at = code.end()
            return chr(int(code[0][1:], 16)), False
        self.at += 2
        if sign in _SIGNS:
            return _SIGNS[sign], False
        text = f"\\{sign}"
        if text in _CLASS_SETS or text in _PLACES or sign.isdecimal():
            return text, True
        if not sign or sign.isalnum():
            raise NotPlain
        return sign, False

    def _read_class(self) -> Part:
        negated = self.pattern.startswith("[^", self.at)
        self.at += 2 if negated else 1
        begun = self.at
        found = _Class(negated=negated)
        while self.at == begun or not self.pattern.startswith("]", self.at):
            if _ODD_IN_CLASS.match(self.pattern, self.at):
                raise NotPlain
            first = self._read_member()
            if first in _CLASS_SETS:
                found.sets.append(first)
            elif self.pattern.startswith("-", self.at) and self.pattern[self.at + 1 :][:1] != "]":
                self.at += 1
                last = self._read_member()
                if last in _CLASS_SETS or last < first:  # `regex` says what is wrong with it
                    raise NotPlain
                found.ranges.append((first, last))
            else:
                found.ranges.append((first, first))
        self.at += 1
        some = frozenset(filter(found.has, self.chars))
        if self.ignores_case:
            some = self._add_other_case(frozenset(filter(found.names, self.chars)))
            some = self.chars - some if negated else some
        return Char(
            found.write(),
            some,
            may_be_empty=False,
            width=1,
            members=found.list_members(),
            known="" if self.ignores_case else found.list_known(),
        )

    def _read_member(self) -> str:
        """A character of a class, or what stands for many of them."""
        sign = self.pattern[self.at : self.at + 1]
        if sign != "\\":
            if not sign:
                raise NotPlain
            self.at += 1
            return sign
        found, stands = self._read_escaped()
        if stands and found not in _CLASS_SETS:
            raise NotPlain
        return found
