"""Patterns of packs that are wrong, or that cost too much.

What a pattern may cost is judged from its text, before `regex` sees it: `regex` has no limit while
it compiles. Repeats inside repeats are copied as often as they must match, so that 300 characters
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
from gblint.text.patterns import compile_pattern

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


def find_pattern_faults(pattern: str, path: DataPath, *, written: bool = True) -> Iterator[Fault]:
    """What is wrong with a pattern; it is compiled only where its bounds hold.

    What is not `written` as it is, but made of a template, has no columns of its own.
    """
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
        yield Fault(path, say, column=beyond.offset + 1 if written else 0)
    except (error, OverflowError, RecursionError) as raised:
        at = getattr(raised, "pos", None)
        problem = explain_pattern_error(getattr(raised, "msg", str(raised)))
        opened = find_open_bracket(pattern)
        if at is not None and at >= len(pattern) and opened >= 0:
            at = opened  # the library points to the end, where it missed the other
        say = Say(
            f"正则表达式有误：{problem.zh}", f"not a regular expression: {problem.in_lang('en')}"
        )
        yield Fault(path, say, column=0 if at is None or not written else at + 1)


def find_open_bracket(pattern: str) -> int:
    """Where a bracket of a pattern stands that is never closed, -1 for none."""
    opened: list[int] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            end = re.compile(r"\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]").match(pattern, at + 1)
            if end is None:
                return at
            at = end.end() - 1
        elif char == "(":
            opened.append(at)
        elif char == ")" and opened:
            opened.pop()
        at += 1
    return opened[-1] if opened else -1


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

MOST_REPEATS = 1_000_000
"""The product of the upper bounds of repeats inside one another."""

MOST_COPIES = 30_000
"""Signs of a pattern, those in repeats as often as they must match: 1 KB and 10 µs each."""

MOST_TOGETHER = 100_000
"""The same of all patterns of a pack and those that it extends, built-in ones left out."""

DEEPEST = 60
"""Groups inside one another."""

DEEPEST_REPEATS = 8
"""Repeats inside one another, whatever their bounds."""


class Unbounded(Exception):  # noqa: N818 -- it names what the pattern is
    """A pattern that is refused: why, and at which offset of it."""

    def __init__(self, say: Say, offset: int) -> None:
        super().__init__(say.zh)
        self.say = say
        self.offset = offset


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


def count_copies(pattern: str) -> int:
    """How large a pattern becomes, in signs. Raises Unbounded."""
    if len(pattern) > LONGEST:
        most = f"{LONGEST:,}"
        say = Say(f"正则表达式超过 {most} 个字符", f"a pattern of more than {most} characters")
        raise Unbounded(say, 0)
    reader = _Reader(pattern)
    return reader.read_alternatives(0).copies  # of a closing bracket too many `regex` itself speaks


class _Reader:
    """Reads a pattern as `regex` does, from `at` on."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def read_alternatives(self, depth: int) -> Cost:
        """The alternatives up to the closing bracket, which is not read, or the end."""
        if depth > DEEPEST:
            raise self._refuse(f"括号超过 {DEEPEST} 层", f"groups more than {DEEPEST} deep")
        found = [self._read_sequence(depth)]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            found.append(self._read_sequence(depth))
        return found[0] if len(found) == 1 else self._check(_measure_alternatives(found))

    def _read_sequence(self, depth: int) -> Cost:
        whole = NOTHING
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            begun = self.at
            one = self._read_repeated(self._read_piece(depth), begun)
            whole = self._check(_measure_sequence(whole, one))
        return whole

    def _read_piece(self, depth: int) -> Cost:
        """One sign, class or group."""
        sign = self.pattern[self.at]
        if sign == "(":
            return self._read_group(depth)
        if sign == "[":
            return self._read_class()
        if sign == "\\":
            return self._read_escape()
        self.at += 1
        if sign in "^$":
            return Cost(copies=1)
        return MANY if sign == "." else _measure_character(sign)

    def _read_repeated(self, one: Cost, begun: int) -> Cost:
        """A piece with the quantifier that follows it, if any."""
        bounds = self._read_quantifier()
        if bounds is None or bounds == (1, 1):
            return one
        if one is NOTHING:
            zh = "注释和标志之后不能写次数"
            raise self._refuse(zh, "no count can follow a comment or flags")
        least, most = bounds
        cost = Cost(
            # `regex` copies what is repeated, but a single sign is only counted
            copies=one.copies * (least + 1 if one.copies > 1 else 1) + 1,
            repeats=one.repeats * max(most or 1, 1),  # an endless one is bounded by its text
            nested=one.nested + 1,
            literal=one.literal,
            text=None if one.text != "" and most != 0 else "",
        )
        return self._check(cost, begun)

    def _read_quantifier(self) -> tuple[int, int | None] | None:
        """The bounds that stand here, the most None where there is none; no quantifier: None."""
        sign = self.pattern[self.at : self.at + 1]
        bounds: tuple[int, int | None]
        if sign and sign in _QUANTIFIERS:
            self.at += 1
            bounds = _QUANTIFIERS[sign]
        elif sign == "{":
            count = _COUNT.match(self.pattern, self.at)
            if count is None or count[0] == "{}":
                zh = "量词“{…}”里不是次数，如 {2}、{1,3}（模糊匹配不能用；字面的 { 请写作 \\{）"
                raise self._refuse(zh, "no count after {: fuzzy matching cannot be used; write \\{")
            self.at = count.end()
            bounds = self._read_counts(count)
        else:
            return None
        if self.pattern[self.at : self.at + 1] in ("?", "+"):
            self.at += 1
        return bounds

    def _read_counts(self, count: re.Match[str]) -> tuple[int, int | None]:
        if max(len(count[1]), len(count[3] or "")) > len(str(MOST_REPEATS)):
            raise self._refuse_repeats(count.start())
        least = int(count[1] or 0)
        if count[2] is None:
            return least, least
        return least, int(count[3]) if count[3] else None

    def _read_group(self, depth: int) -> Cost:
        begun = self.at
        head = _GROUP.match(self.pattern, begun)
        if head is None or head["verb"]:
            raise self._refuse(
                "这种括号不能用：(?R) 一类递归、(*…)，a、i、m、s、u、w 以外的标志",
                "a group that cannot be used: recursion, verbs, flags other than a i m s u w",
            )
        self.at = head.end()
        if head["comment"] or head["end"] == ")":
            return NOTHING
        if head["same"]:
            return MANY
        inner = self.read_alternatives(depth + 1)
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

    def _read_class(self) -> Cost:
        begun = self.at
        self.at += 2 if self.pattern.startswith("[^", begun) else 1
        members = 0
        chars: set[str] = set()
        # a bracket that comes first is a member: []x]
        while members == 0 or not self.pattern.startswith("]", self.at):
            if self.at >= len(self.pattern):  # `regex` says so
                break
            chars |= self._read_member()
            members += 1
        self.at += 1
        if len(chars) == 1:  # `regex` may make a literal of it
            one = msgspec.structs.replace(_measure_character(*chars), members=members)
            return self._check(one, begun)
        return self._check(Cost(copies=1, text=None, members=members), begun)

    def _read_member(self) -> set[str]:
        """The characters that a member names, both ends of a range; more than one where many."""
        found = self._read_item()
        if self.pattern.startswith("-", self.at) and self.pattern[self.at + 1 : self.at + 2] != "]":
            self.at += 1
            found |= self._read_item()
        return found

    def _read_item(self) -> set[str]:
        begun = self.at
        if self.pattern.startswith("\\", begun):
            sign = self.pattern[begun + 1 : begun + 2]
            if sign.isdigit():
                raise self._refuse("字符类里不能有 \\ 加数字", "no \\ with a digit in a class")
            cost = self._read_escape()
            return {"", "many"} if cost.text is None else {cost.text or "\b"}
        if self.pattern.startswith("[:", begun):
            posix = _POSIX.match(self.pattern, begun)
            if posix is None:
                raise self._refuse("不认识的 [: 字符类", "an unknown class after [:")
            self.at = posix.end()
            return {"", "many"}
        self.at += 1
        return {self.pattern[begun : begun + 1].casefold()}  # nothing at the end: `regex` says so

    def _read_escape(self) -> Cost:
        found = _ESCAPE.match(self.pattern, self.at)
        if found is None:  # a backslash at the end; `regex` says so
            self.at = len(self.pattern)
            return NOTHING
        if found["octal"] or found["one"] in ("L", "N"):
            zh = "\\L、\\N 和八进制转义不能用（字符可写作 \\x、\\u）"
            raise self._refuse(zh, "\\L, \\N and octal escapes cannot be used; \\x and \\u can")
        self.at = found.end()
        if found["many"] or found["one"] in _CLASSES:
            return MANY
        if found["one"] in _PLACES:
            return Cost(copies=1)
        if found["char"]:
            return _measure_character(chr(min(int(found["char"][1:], 16), 0x10FFFF)))
        return _measure_character(_SIGNS.get(found["one"], found["one"]))

    def _check(self, cost: Cost, at: int | None = None) -> Cost:
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
            raise self._refuse_repeats(begun)
        if cost.copies > MOST_COPIES:
            raise Unbounded(
                Say("展开重复后的正则表达式过大", "too large a pattern, its repeats written out"),
                begun,
            )
        return cost

    def _refuse_repeats(self, at: int) -> Unbounded:
        most = f"{MOST_REPEATS:,}"
        zh = f"重复次数（套在一起的相乘）超过 {most}，或套了超过 {DEEPEST_REPEATS} 层"
        en = (
            f"repeats of more than {most} by their upper bounds, those inside one another "
            f"multiplied, or more than {DEEPEST_REPEATS} deep"
        )
        return Unbounded(Say(zh, en), at)

    def _refuse(self, zh: str, en: str) -> Unbounded:
        return Unbounded(Say(zh, en), self.at)
