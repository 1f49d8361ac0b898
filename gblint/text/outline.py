"""What a text must have for a pattern to match in it: a quick look that spares the search.

It is the words that are in every match, and the outline of the pattern: its texts in their order,
and which characters may stand between. Whatever a pattern matches fits its outline. A text that
does not spares the pattern its compiling, too, which takes ten to a hundred times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

Choice = frozenset[str]
"""Texts one of which is in every match."""

_MOST_WORDS = 60
"""Texts of one choice: to look for many more takes longer than to search."""

_MOST_MEMBERS = 64
"""Characters of a class that are looked for one by one."""

_PROPERTY = r"\{\^?[A-Za-z0-9 &_.-]*(?:[:=] *[A-Za-z0-9&_./-][A-Za-z0-9 &_./-]*)?\}|[CLMNPSZ]"
"""What follows p or P where it is a property; else `regex` takes that letter as it stands."""
_CLASS = r"\[\^?\]?(?:\[:[^\]:]*:\]|\\.|[^\]\\])*\]"
_ESCAPE = rf"\\(?:x..|u.{{4}}|U.{{8}}|[pP](?:{_PROPERTY})|g<\w+>|[1-9][0-9]?|(?P<sign>\W)|.)"


class _Forms:
    """What patterns are read by, each compiled on first use: of a kept pack none is."""

    @cached_property
    def no_members(self) -> re.Pattern[str]:
        """What says that a class is another's rest, escapes and sets in a class."""
        return re.compile(r"\A\^|\\|\[|--|&&|\|\||~~")

    @cached_property
    def flag(self) -> re.Pattern[str]:
        """Flags, by which letters may stand for others, or a verb, which no pack may have."""
        return re.compile(r"\(\?(?!P?<|[:>|=!]|P=|[ms]+[:)])|\(\*")

    @cached_property
    def unread(self) -> re.Pattern[str]:
        """Escapes that are not read here."""
        return re.compile(r"\\[LNQ0]|\\[1-9][0-9]{2}")

    @cached_property
    def head(self) -> re.Pattern[str]:
        """How a group begins whose contents are in every match."""
        return re.compile(r"\((?:\?(?:P?<(?=\w)\w+>|[:>|]|[ms]+:|<?=))?(?!\?)")

    @cached_property
    def escape(self) -> re.Pattern[str]:
        return re.compile(_ESCAPE, re.DOTALL)

    @cached_property
    def members(self) -> re.Pattern[str]:
        """A class."""
        return re.compile(_CLASS, re.DOTALL)

    @cached_property
    def count(self) -> re.Pattern[str]:
        return re.compile(r"\{([0-9]*)(,[0-9]*)?\}")

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """A class or an escape."""
        return re.compile(f"{_CLASS}|{_ESCAPE}", re.DOTALL)

    @cached_property
    def no_count(self) -> re.Pattern[str]:
        """What makes a match inexact; no pack may have it, which is not relied on here."""
        return re.compile(r"\{(?!(?:[0-9]+(?:,[0-9]*)?|,[0-9]*)\})")


_FORMS = _Forms()


def lacks_needs(
    choices: Sequence[Choice], text: str, letters: frozenset[str] | None = None
) -> bool:
    """Whether a text lacks what every match has.

    `letters`, the characters of a long text, tell of most words at once that they are not there.
    """
    for choice in choices:
        for word in choice:
            if (letters is None or letters.issuperset(word)) and word in text:
                break
        else:
            return True
    return False


@lru_cache(maxsize=4_000)  # a pack is built upon others that have most of its patterns
def list_needs(pattern: str) -> list[Choice]:
    """The choices of which a text must have one each; nothing where the pattern gives none.

    The pattern is read as far as that is simple: most classes and escapes tell nothing. It must
    be one that `regex` takes.
    """
    return [] if is_unread(pattern) else _read_needs(pattern, 0)[0]


def is_unread(pattern: str) -> bool:
    """Whether a pattern has what is not read here, so that it tells nothing."""
    # a look that errs would hide a match: whatever is not surely understood tells nothing
    if _FORMS.unread.search(pattern):
        return True
    signs = _FORMS.whole.sub("x", pattern)  # an escaped bracket begins no group
    return _FORMS.flag.search(signs) is not None or _FORMS.no_count.search(signs) is not None


def _read_needs(pattern: str, at: int) -> tuple[list[Choice], int]:
    """What alternatives need up to the bracket that closes them, and where that is."""
    found: list[list[Choice]] = []
    while True:
        needs, at = _read_needs_of_sequence(pattern, at)
        found.append(needs)
        if not pattern.startswith("|", at):
            break
        at += 1
    return found[0] if len(found) == 1 else _join_needs(found), at


def _join_needs(found: Sequence[list[Choice]]) -> list[Choice]:
    """One choice for all alternatives: of each its rarest, that is its longest."""
    words: set[str] = set()
    for needs in found:
        if not needs:
            return []
        words |= max(needs, key=lambda choice: (min(map(len, choice)), -len(choice)))
    # where 公开 is looked for, 不予公开 need not be
    short = {word for word in words if any(other != word and other in word for other in words)}
    words -= short
    return [frozenset(words)] if len(words) <= _MOST_WORDS else []


def _read_needs_of_sequence(pattern: str, at: int) -> tuple[list[Choice], int]:
    found: list[Choice] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        char, needs, end = _read_needs_of_piece(pattern, at)
        least, _, at = _read_count(pattern, end)
        there = least > 0
        if char and there:
            run += char
            if at == end:
                continue
        if run:
            found.append(frozenset({run}))
            run = ""
        if there:
            found += needs
    if run:
        found.append(frozenset({run}))
    return found, at


def _read_needs_of_piece(pattern: str, at: int) -> tuple[str, list[Choice], int]:
    """A character or what a group needs, and where the piece ends."""
    sign = pattern[at]
    if sign == "(":
        head = _FORMS.head.match(pattern, at)
        needs, end = _read_needs(pattern, head.end() if head else at + 2)
        return "", needs if head else [], end + 1
    if sign == "[":
        members = _FORMS.members.match(pattern, at)
        if members is None:
            return "", [], len(pattern)
        choice = read_class(members[0][1:-1])
        return "", [choice] if choice else [], members.end()
    if sign == "\\":
        escape = _FORMS.escape.match(pattern, at)
        if escape is None:
            return "", [], len(pattern)
        return escape["sign"] or "", [], escape.end()
    return "" if sign in ".^$" else sign, [], at + 1


def read_class(written: str) -> Choice:
    """The characters that a class has between its brackets; none where they are not a few."""
    if _FORMS.no_members.search(written):
        return frozenset()
    found: set[str] = set()
    at = 0
    while at < len(written):
        first, last = written[at], written[at]
        at += 1
        if written.startswith("-", at) and at + 1 < len(written):
            last = written[at + 1]
            at += 2
        if ord(last) - ord(first) >= _MOST_MEMBERS:
            return frozenset()
        found.update(map(chr, range(ord(first), ord(last) + 1)))
    return frozenset(found) if len(found) <= _MOST_MEMBERS else frozenset()


Words = frozenset[str]
Gap = tuple[frozenset[str] | None, int, int]
"""The characters that may stand there (None: any), and how many at least and at most."""
Outline = list[Words | Gap]

_ENDLESS = 1 << 30
_MOST_STEPS = 3_000
"""Steps of a look; from then on it takes longer than to compile."""
_ANY: Gap = (None, 1, 1)
_SPACE: Gap = (
    frozenset(
        "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005"
        "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    ),
    1,
    1,
)
"""What `\\s` takes, and a few more."""

_LOOKS = ("(?=", "(?!", "(?<=", "(?<!", "(?m)", "(?s)", "(?ms)")
"""How groups begin that take no characters."""

_MANY = 4
"""Places from which on the words are looked for in all of the text rather than at each."""


def make_outlines(pattern: str) -> list[Outline]:
    """The outlines of the alternatives of a pattern that `regex` takes.

    None where one of them tells nothing.
    """
    if is_unread(pattern):
        return []
    found: list[Outline] = []
    at = -1
    while at < len(pattern):
        one, at = _read_sequence(pattern, at + 1, to_end=True)
        one = _start_at_words(one)
        while one and isinstance(last := one[-1], tuple):
            one[-1:] = [last[0]] if last[0] and last[1] else []
        if not one:
            return []
        found.append(one)
    return found


def _start_at_words(found: Outline) -> Outline:
    """An outline from its first words on: those of a gap are the characters that must be there."""
    for at, one in enumerate(found):
        if isinstance(one, frozenset):
            return found[at:]
        chars, least, most = one
        if chars and least:
            rest: Outline = [] if most == 1 else [(chars, least - 1, most - 1)]
            return [chars, *rest, *found[at + 1 :]]
    return []


def fits(found: Outline, text: str) -> bool:
    """Whether a text has the words of an outline one after another, or it would take too long."""
    first = found[0]
    if len(found) == 1 and isinstance(first, frozenset):
        return any(word in text for word in first)
    at = {end for _, end in _find_places(first, text)} if isinstance(first, frozenset) else {0}
    steps = len(at)
    for one in found[1:]:
        if isinstance(one, frozenset):
            at = _find_ends_of_words(at, one, text)
            steps += len(at)
        elif one[0] is None:
            at = _find_ends_of_any(at, one[1], one[2], len(text))
            steps += len(at)
        else:
            steps += _pass_gap(at, one[0], one[1:], text)
        if steps > _MOST_STEPS:  # it may match: the pattern itself will tell
            return True
        if not at:
            return False
    return True


def _find_places(words: Words, text: str) -> Iterator[tuple[int, int]]:
    """Where words begin and end in a text."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + 1)


def _find_ends_of_words(at: set[int], words: Words, text: str) -> set[int]:
    """Where words end that begin at one of some places."""
    if len(at) > _MANY:  # the words stand at fewer
        return {end for begin, end in _find_places(words, text) if begin in at}
    return {p + len(word) for p in at for word in words if text.startswith(word, p)}


def _find_ends_of_any(at: set[int], least: int, most: int, length: int) -> set[int]:
    """Where a gap of any characters may end that begins at one of some places."""
    ends: set[int] = set()
    after = 0
    for p in sorted(at):
        last = min(p + most, length) + 1
        ends.update(range(max(p + least, after), last))
        after = last
    return ends


def _pass_gap(at: set[int], chars: frozenset[str], count: tuple[int, int], text: str) -> int:
    """Replace places by all those where a gap of some characters that begins there may end.

    `count` is how many at least and at most; what is given back, how many steps it took.
    """
    (least, most), begun, steps = count, sorted(at), 0
    at.clear()
    for p in begun:
        q, last = p, min(p + most, len(text))
        while True:
            if q - p >= least:
                if least == 0 and most == _ENDLESS and q in at:
                    break  # all from here on were met from an earlier place
                at.add(q)
            if q >= last or steps > _MOST_STEPS or text[q] not in chars:
                break
            q += 1
            steps += 1
    return steps


def _read_alternatives(pattern: str, at: int) -> tuple[Outline, int]:
    branches: list[Outline] = []
    while True:
        found, at = _read_sequence(pattern, at)
        branches.append(found)
        if not pattern.startswith("|", at):
            break
        at += 1
    return branches[0] if len(branches) == 1 else _join_branches(branches), at


def _join_branches(branches: Sequence[Outline]) -> Outline:
    words: set[str] = set()
    for branch in branches:
        if len(branch) != 1 or not isinstance(branch[0], frozenset):
            return _join_at_end(branches)
        words |= branch[0]
    return [frozenset(words)]


def _join_at_end(branches: Sequence[Outline]) -> Outline:
    """Alternatives that are not all words: what they may begin with, and the words at their end."""
    ends: set[str] = set()
    for branch in branches:
        last = branch[-1] if branch else None
        if not isinstance(last, frozenset):
            return [_join_as_gap(branches)]
        ends |= last
    return [_join_as_gap([branch[:-1] for branch in branches]), frozenset(ends)]


def _join_as_gap(branches: Sequence[Outline]) -> Gap:
    gaps = [_make_gap(one) for one in branches]
    chars = _join_chars(gap[0] for gap in gaps)
    return chars, min(gap[1] for gap in gaps), max(gap[2] for gap in gaps)


def _make_gap(found: Outline) -> Gap:
    """An outline as one gap."""
    least = most = 0
    parts: list[frozenset[str] | None] = []
    for one in found:
        if isinstance(one, frozenset):
            lengths = [len(word) for word in one]
            least, most = least + min(lengths), most + max(lengths)
            parts.append(frozenset("".join(one)))
        else:
            least, most = least + one[1], min(most + one[2], _ENDLESS)
            parts.append(one[0])
    return _join_chars(parts), least, most


def _join_chars(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    chars: frozenset[str] = frozenset()
    for part in parts:
        if part is None:
            return None
        chars |= part
    return chars


def _read_sequence(pattern: str, at: int, *, to_end: bool = False) -> tuple[Outline, int]:
    """The outline up to what closes it; `to_end`: nothing of a match stands behind that."""
    found: Outline = []
    joins = False
    """Whether the last is a text to which a character may be added."""
    while at < len(pattern) and pattern[at] not in "|)":
        piece, end = _read_piece(pattern, at)
        if to_end and pattern.startswith("(?=", at) and pattern[end : end + 1] in ("", "|"):
            piece = _read_first_words(pattern, at + 3)
        least, most, at = _read_count(pattern, end)
        if (least, most) != (1, 1):
            chars, short, long = _make_gap(piece)
            piece = [(chars, short * least, min(long * most, _ENDLESS))] if piece else []
        one = piece[0] if len(piece) == 1 else None
        single = isinstance(one, frozenset) and len(one) == 1
        if single and joins:
            (before,), (after,) = found[-1], piece[0]  # type: ignore[misc]
            found[-1] = frozenset({str(before) + str(after)})
        else:
            found += piece
            joins = single
    return found, at


def _read_first_words(pattern: str, at: int) -> Outline:
    """What alternatives begin with, where it is words: behind a match one of them must stand."""
    words: set[str] = set()
    while True:
        branch, at = _read_sequence(pattern, at)
        for one in branch:
            more = one if isinstance(one, frozenset) else one[0]
            if more is None:
                return []
            words |= more
            if isinstance(one, frozenset) or one[1] > 0:
                break
        else:
            return []  # it may be empty
        if not pattern.startswith("|", at):
            return [frozenset(words)]
        at += 1


def _read_piece(pattern: str, at: int) -> tuple[Outline, int]:
    """What a sign, class or group is in an outline, and where it ends."""
    sign = pattern[at]
    if sign == "(":
        head = _FORMS.head.match(pattern, at)
        found, end = _read_alternatives(pattern, head.end() if head else at + 2)
        if head is not None and not head[0].endswith("="):
            return found, end + 1
        return [] if pattern.startswith(_LOOKS, at) else [(None, 0, _ENDLESS)], end + 1
    if sign == "[":
        members = _FORMS.members.match(pattern, at)
        text = members[0] if members else "["
        return [read_class(text[1:-1]) or _ANY], at + len(text)
    if sign == "\\":
        escape = _FORMS.escape.match(pattern, at)
        if escape is None:
            return [], len(pattern)
        return _read_escape(escape[0], escape["sign"]), escape.end()
    if sign in "^$":
        return [], at + 1
    return [_ANY if sign == "." else frozenset({sign})], at + 1


def _read_escape(text: str, sign: str | None) -> Outline:
    if sign:
        return [frozenset({sign})]
    if text[1] in "bBAZzmMGK":
        return []
    if text[1] == "s":
        return [_SPACE]
    most = _ENDLESS if text[1] in "gRX" or text[1].isdigit() else 1
    return [(None, 0 if most > 1 else 1, most)]


def _read_count(pattern: str, at: int) -> tuple[int, int, int]:
    """How often at least and at most the piece before is there, and where its quantifier ends."""
    sign = pattern[at : at + 1]
    if not sign or sign not in "?*+{":
        return 1, 1, at
    count = _FORMS.count.match(pattern, at)
    least, most = {"?": (0, 1), "*": (0, _ENDLESS), "+": (1, _ENDLESS)}.get(sign, (0, _ENDLESS))
    at += 1
    if count is not None:
        least, at = int(count[1] or 0), count.end()
        most = least if count[2] is None else int(count[2][1:] or _ENDLESS)
    return least, most, at + (pattern[at : at + 1] in ("?", "+"))
