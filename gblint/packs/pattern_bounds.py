"""What a pattern may cost, judged from its text before `regex` sees it.

`regex` has no limit while it compiles: repeats inside repeats are copied as often as they must
match, so that 300 characters can take gigabytes. While it searches it looks at its time limit only
every 256 steps, and one step can be a whole text looked through for a class, or the tables of a
long literal, which take time by its square. What has no bound of its own is held down here; what
cannot be judged is refused.
"""

from __future__ import annotations

import re

import msgspec

from gblint.findings import Say
from gblint.packs.pattern_cost import (
    DEEPEST,
    DEEPEST_REPEATS,
    LONGEST,
    LONGEST_LITERAL,
    MANY,
    MOST_COPIES,
    MOST_IN_CLASS,
    MOST_REPEATS,
    NOTHING,
    Cost,
    Unbounded,
    after,
    character,
    either,
)

_COUNT = re.compile(r"\{([0-9]*)(?:(,)([0-9]*))?\}")
_QUANTIFIERS = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_ESCAPE = re.compile(
    r"\\(?:(?P<char>x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|(?P<octal>0|[1-9][0-9]{2})"
    r"|(?P<many>[pP]\{\^?[A-Za-z][\w& -]*(?:[:=] *[\w&-][\w& -]*)?\}|[pP][CLMNPSZ]|g<\w+>"
    r"|[1-9][0-9]?)|(?P<one>(?s:.)))",
    re.ASCII,
)
_CLASSES = frozenset("dDsSwWRX")
"""Letters that, escaped, stand for many characters."""
_SIGNS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_PLACES = frozenset("bBAZzmMGK")
"""Letters that, escaped outside a class, stand for a place."""
_POSIX = re.compile(
    r"\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit)"
    r":\]"
)
_GROUP = re.compile(
    r"\((?:\?(?:P?<[^\W\d]\w*>|<?[=!]|[:>|]|(?P<flags>[aimsuw]*(?:-[ims]+)?)(?P<end>[:)])"
    r"|(?P<comment>#(?:[^\\)]|\\(?s:.))*\))|P=(?P<same>\w+)\)|\((?P<cond>\w+)\))"
    r"|(?P<verb>[*?]))?"
)


def copies(pattern: str) -> int:
    """How large a pattern becomes, in signs. Raises Unbounded."""
    if len(pattern) > LONGEST:
        most = f"{LONGEST:,}"
        say = Say(f"正则表达式超过 {most} 个字符", f"a pattern of more than {most} characters")
        raise Unbounded(say, 0)
    reader = _Reader(pattern)
    return reader.alternatives(0).copies  # of a closing bracket too many `regex` itself speaks


class _Reader:
    """Reads a pattern as `regex` does, from `at` on."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self, depth: int) -> Cost:
        """The alternatives up to the closing bracket, which is not read, or the end."""
        if depth > DEEPEST:
            raise self._beyond(f"括号超过 {DEEPEST} 层", f"groups more than {DEEPEST} deep")
        found = [self._sequence(depth)]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            found.append(self._sequence(depth))
        return found[0] if len(found) == 1 else self._checked(either(found))

    def _sequence(self, depth: int) -> Cost:
        whole = NOTHING
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            begun = self.at
            one = self._repeated(self._piece(depth), begun)
            whole = self._checked(after(whole, one))
        return whole

    def _piece(self, depth: int) -> Cost:
        """One sign, class or group."""
        sign = self.pattern[self.at]
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape()
        self.at += 1
        if sign in "^$":
            return Cost(copies=1)
        return MANY if sign == "." else character(sign)

    def _repeated(self, one: Cost, begun: int) -> Cost:
        """A piece with the quantifier that follows it, if any."""
        bounds = self._quantifier()
        if bounds is None or bounds == (1, 1):
            return one
        if one is NOTHING:
            zh = "注释和标志之后不能写次数"
            raise self._beyond(zh, "no count can follow a comment or flags")
        least, most = bounds
        cost = Cost(
            copies=one.copies * (least + 1 if one.copies > 1 else 1) + 1,
            repeats=one.repeats * max(most or 1, 1),
            nested=one.nested + 1,
            literal=one.literal,
            text=None if one.text != "" and most != 0 else "",
        )
        return self._checked(cost, begun)

    def _quantifier(self) -> tuple[int, int | None] | None:
        """The bounds that stand here, the most None where there is none; no quantifier: None."""
        sign = self.pattern[self.at : self.at + 1]
        bounds: tuple[int, int | None]
        if sign and sign in _QUANTIFIERS:
            self.at += 1
            bounds = _QUANTIFIERS[sign]
        elif sign == "{":
            count = _COUNT.match(self.pattern, self.at)
            if count is None or count[0] == "{}":
                zh = "“{” 后不是次数（模糊匹配不能用；字面的 { 请写作 \\{）"
                raise self._beyond(zh, "no count after {: fuzzy matching cannot be used; write \\{")
            self.at = count.end()
            bounds = self._counts(count)
        else:
            return None
        if self.pattern[self.at : self.at + 1] in ("?", "+"):
            self.at += 1
        return bounds

    def _counts(self, count: re.Match[str]) -> tuple[int, int | None]:
        if max(len(count[1]), len(count[3] or "")) > len(str(MOST_REPEATS)):
            raise self._many_repeats(count.start())
        least = int(count[1] or 0)
        if count[2] is None:
            return least, least
        return least, int(count[3]) if count[3] else None

    def _group(self, depth: int) -> Cost:
        begun = self.at
        head = _GROUP.match(self.pattern, begun)
        if head is None or head["verb"]:
            raise self._beyond(
                "这种括号不能用：(?R) 一类递归、(*…)，a、i、m、s、u、w 以外的标志",
                "a group that cannot be used: recursion, verbs, flags other than a i m s u w",
            )
        self.at = head.end()
        if head["comment"] or head["end"] == ")":
            return NOTHING
        if head["same"]:
            return MANY
        inner = self.alternatives(depth + 1)
        self.at += 1  # where no bracket closes it, `regex` says so
        looks = re.match(r"\(\?<?[=!]", head[0]) is not None
        return msgspec.structs.replace(
            inner,
            copies=inner.copies + 2,
            begin=0 if looks else inner.begin,
            end=0 if looks else inner.end,
            text="" if looks else inner.text,
            members=0 if looks else inner.members,
        )

    def _class(self) -> Cost:
        begun = self.at
        self.at += 2 if self.pattern.startswith("[^", begun) else 1
        members = 0
        chars: set[str] = set()
        while members == 0 or not self.pattern.startswith("]", self.at):
            if self.at >= len(self.pattern):  # `regex` says so
                break
            chars |= self._member()
            members += 1
        self.at += 1
        if len(chars) == 1:  # `regex` may make a literal of it
            one = msgspec.structs.replace(character(*chars), members=members)
            return self._checked(one, begun)
        return self._checked(Cost(copies=1, text=None, members=members), begun)

    def _member(self) -> set[str]:
        """The characters that a member names, both ends of a range; more than one where many."""
        found = self._item()
        if self.pattern.startswith("-", self.at) and self.pattern[self.at + 1 : self.at + 2] != "]":
            self.at += 1
            found |= self._item()
        return found

    def _item(self) -> set[str]:
        begun = self.at
        if self.pattern.startswith("\\", begun):
            sign = self.pattern[begun + 1 : begun + 2]
            if sign.isdigit():
                raise self._beyond("字符类里不能有 \\ 加数字", "no \\ with a digit in a class")
            cost = self._escape()
            return {"", "many"} if cost.text is None else {cost.text or "\b"}
        if self.pattern.startswith("[:", begun):
            posix = _POSIX.match(self.pattern, begun)
            if posix is None:
                raise self._beyond("不认识的 [: 字符类", "an unknown class after [:")
            self.at = posix.end()
            return {"", "many"}
        self.at += 1
        return {self.pattern[begun : begun + 1].casefold()}  # nothing at the end: `regex` says so

    def _escape(self) -> Cost:
        found = _ESCAPE.match(self.pattern, self.at)
        if found is None:  # a backslash at the end; `regex` says so
            self.at = len(self.pattern)
            return NOTHING
        if found["octal"] or found["one"] in ("L", "N"):
            zh = "\\L、\\N 和八进制转义不能用（字符可写作 \\x、\\u）"
            raise self._beyond(zh, "\\L, \\N and octal escapes cannot be used; \\x and \\u can")
        self.at = found.end()
        if found["many"] or found["one"] in _CLASSES:
            return MANY
        if found["one"] in _PLACES:
            return Cost(copies=1)
        if found["char"]:
            return character(chr(min(int(found["char"][1:], 16), 0x10FFFF)))
        return character(_SIGNS.get(found["one"], found["one"]))

    def _checked(self, cost: Cost, at: int | None = None) -> Cost:
        """The same. Raises Unbounded."""
        begun = self.at - 1 if at is None else at
        if cost.literal > LONGEST_LITERAL:
            most = LONGEST_LITERAL
            say = Say(f"连续的文字超过 {most} 个字符", f"a literal of more than {most} characters")
            raise Unbounded(say, begun)
        if cost.members > MOST_IN_CLASS:
            most = MOST_IN_CLASS
            say = Say(f"字符类超过 {most} 项", f"a class of more than {most} members")
            raise Unbounded(say, begun)
        if cost.repeats > MOST_REPEATS or cost.nested > DEEPEST_REPEATS:
            raise self._many_repeats(begun)
        if cost.copies > MOST_COPIES:
            raise Unbounded(
                Say("展开重复后的正则表达式过大", "too large a pattern, its repeats written out"),
                begun,
            )
        return cost

    def _many_repeats(self, at: int) -> Unbounded:
        most = f"{MOST_REPEATS:,}"
        zh = f"重复次数（套在一起的相乘）超过 {most}，或套了超过 {DEEPEST_REPEATS} 层"
        en = (
            f"repeats of more than {most} by their upper bounds, those inside one another "
            f"multiplied, or more than {DEEPEST_REPEATS} deep"
        )
        return Unbounded(Say(zh, en), at)

    def _beyond(self, zh: str, en: str) -> Unbounded:
        return Unbounded(Say(zh, en), self.at)
