"""What every match of a pattern has, read from the pattern: its words, and its outline.

Only where packs are built: what is found is kept with the pack, and `gblint.text.patterns` looks
for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from gblint.packs.pattern_tree import (
    Branches,
    Class,
    Flags,
    Group,
    Many,
    Node,
    Place,
    Repeat,
    Sign,
    Unbounded,
    iterate_nodes,
    parse_pattern,
)
from gblint.packs.plain_patterns import read_plain
from gblint.text.patterns import ENDLESS, SETS, Choice, Gap, Outline, Rest, recall

_MOST_WORDS = 60
"""Texts of one choice: to look for many more takes longer than to search."""

_MOST_JOINED = 24
"""Texts into which those of parts one after another are put together."""

_MOST_MEMBERS = 64
"""Characters of a class that are looked for one by one."""

_READ_FLAGS = frozenset("ms")
"""By others, letters may stand for others."""


def work_out_looks(patterns: Iterable[str]) -> dict[str, bytes]:
    """The looks of patterns that `regex` takes, as data that may be kept; a few have none.

    Those that are remembered are as they were.
    """
    found = {pattern: recall(pattern) or _encode_look(pattern) for pattern in patterns}
    return {pattern: look for pattern, look in found.items() if look is not None}


def _encode_look(pattern: str) -> bytes | None:
    """A look as data; None for one that names half of a pair of surrogates, which is no text."""
    needed, rest = make_look(pattern)
    try:
        return msgspec.msgpack.encode((needed, msgspec.msgpack.encode(rest)))
    except UnicodeEncodeError:
        return None


def make_look(pattern: str) -> tuple[list[Choice], Rest]:
    """The choices of which a text must have one each, and what else is looked for."""
    try:
        branches = parse_pattern(pattern)
    except Unbounded:
        return [], Rest()
    plain, texts, spelled = read_plain(pattern, branches)
    nodes = iterate_nodes(branches)
    flags = {flag for one in nodes if isinstance(one, Flags | Group) for flag in one.flags}
    if not flags <= _READ_FLAGS:
        return [], Rest([], plain, texts, spelled)
    outlines = _Outliner(lines="m" in flags).make_outlines(branches)
    return _find_needs(branches), Rest(outlines, plain, texts, spelled)


def _find_needs(branches: Branches) -> list[Choice]:
    """What alternatives need: most classes and escapes tell nothing."""
    found = [_find_needs_in_order(parts) for parts in branches]
    if len(found) == 1:
        return found[0]
    words: set[str] = set()
    for needs in found:  # of each its rarest, that is its longest
        if not needs:
            return []
        words |= max(needs, key=lambda choice: (min(map(len, choice)), -len(choice)))
    short = {word for word in words if any(other != word and other in word for other in words)}
    words -= short
    return [frozenset(words)] if len(words) <= _MOST_WORDS else []


def _find_needs_in_order(parts: Iterable[Node]) -> list[Choice]:
    found: list[Choice] = []
    run = ""
    for part in parts:
        body = part.body if isinstance(part, Repeat) else part
        there = not isinstance(part, Repeat) or part.least > 0
        if there and isinstance(body, Sign):
            run += body.char
            if body is part:
                continue
        if run:
            found.append(frozenset({run}))
            run = ""
        if there and isinstance(body, Class) and (members := _list_members(body)):
            found.append(members)
        elif there and isinstance(body, Group) and (_takes(body) or body.kind in ("=", "<=")):
            found += _find_needs(body.branches)
    if run:
        found.append(frozenset({run}))
    return found


def _takes(group: Group) -> bool:
    """Whether what a group matches is its contents, one of its branches."""
    return group.kind in ("", ":", ">", "|")


_Chars = tuple[frozenset[str], bool]
"""Characters, and whether it is all but these."""


def _list_members(written: Class) -> Choice:
    """The characters of a class; none where they are not a few."""
    chars, others = _join_chars(_read_members(written))
    few = not (written.negated or others) and len(chars) <= _MOST_MEMBERS
    return chars if few else frozenset()


def _read_members(written: Class, *, surely: bool = False) -> Iterator[_Chars]:
    """The members of a class: characters, or of some sets those that they do not take.

    They are all that it takes, and with `surely` what it takes, but not all. Where they are not
    known, it is all but none.
    """
    for first, last in written.members if not written.odd else [("", "")]:
        if last and ord(last) - ord(first) < _MOST_MEMBERS:
            yield frozenset(map(chr, range(ord(first), ord(last) + 1))), False
        elif surely and first == r"\s":
            yield frozenset(" \t\n\r\f\v"), False
        elif last or surely:
            yield frozenset(), True
        else:
            yield SETS.get(first, frozenset()), first != r"\s"


def _join_chars(sets: Iterable[_Chars]) -> _Chars:
    """The characters of some sets, of which some are all but those that they name."""
    named: frozenset[str] = frozenset()
    but: frozenset[str] | None = None
    for chars, others in sets:
        if others:
            but = chars if but is None else but & chars
        else:
            named |= chars
    return (named, False) if but is None else (but - named, True)


_Words = frozenset[str]
"""Texts one of which stands there; "" among them says that nothing need."""

_Gap = tuple[frozenset[str], bool, int, int]
"""Characters, whether it is all but these, and how many at least and at most."""

_Part = _Words | _Gap | str
_Outline = list[_Part]
_SET_NAMES = {chars: name for name, chars in SETS.items()}
_TURNS = 3
"""Turns of a repeat that are looked for one by one, at the begin and the end of an outline."""


def _make_part(part: _Part) -> list[str] | str | Gap:
    if isinstance(part, str):
        return part
    if isinstance(part, frozenset):
        return sorted(part)
    chars, others, least, most = part
    return Gap(_SET_NAMES.get(chars) or "".join(sorted(chars)), others, least, most)


def _tells(found: _Outline) -> bool:
    """Whether there are texts that an outline does not fit: words, or both ends and a measure."""
    if any(isinstance(one, frozenset) for one in found):
        return True
    return len(found) > 1 and isinstance(found[0], str)


def _start_at_words(found: _Outline) -> _Outline:
    """An outline from its first words on, or from where it is held to a begin."""
    for at, one in enumerate(found):
        if isinstance(one, str) and one.removeprefix("m") == "$":
            continue
        if not isinstance(one, tuple):
            return found[at:]
        if (turns := _spell_turns(one)) is not None:
            return [*turns, *found[at + 1 :]]
    return []


def _keep_to_begin(found: _Outline) -> _Outline:
    """An outline in which characters stand in the place of a begin only where it begins itself."""
    behind = [
        _make_gap([one]) if isinstance(one, str) and one.removeprefix("m")[1:] else one
        for one in found[1:]
    ]
    return [*found[:1], *behind]


def _end_at_words(found: _Outline) -> _Outline:
    """An outline up to its last words, or where it is held to an end."""
    while found and isinstance(last := found[-1], tuple):
        turns = _spell_turns(last)
        if turns is not None:
            return [*found[:-1], *(one for one in turns if isinstance(one, frozenset))]
        found = found[:-1]
    return found


def _spell_turns(gap: _Gap) -> _Outline | None:
    """A gap with its first characters as words, where one of a few must be there."""
    chars, others, least, most = gap
    if others or not least:
        return None
    turns = min(least, _TURNS)
    rest: _Outline = [(chars, False, least - turns, most - turns)] if most > turns else []
    return [*[chars] * turns, *rest]


class _Outliner:
    """Makes outlines of a pattern, as far as they go.

    With `lines`, `^` and `$` stand for the ends of lines: where a flag says so anywhere, of all of
    them, as that only lets more through.
    """

    def __init__(self, *, lines: bool) -> None:
        self._lines = "m" if lines else ""

    def make_outlines(self, branches: Branches) -> list[Outline]:
        """The outlines of the alternatives of a pattern; none where one of them tells nothing."""
        found: list[Outline] = []
        for parts in branches:
            one = self._outline_parts(parts, to_end=True)
            one = _end_at_words(_keep_to_begin(_start_at_words(one)))
            if not _tells(one):
                return []
            found.append(list(map(_make_part, one)))
        return found

    def _outline_parts(self, parts: Sequence[Node], *, to_end: bool = False) -> _Outline:
        """The outline of parts one after another; `to_end`: nothing of a match stands behind."""
        found: _Outline = []
        for part in parts:
            outline = self._outline(part)
            if to_end and part is parts[-1] and isinstance(part, Group) and part.kind == "=":
                outline = self._list_first_words(part.branches)
            for one in outline:
                found[-1:] = _join_parts(found[-1], one) if found else [one]
        return [part for one in found for part in _drop_nothing(one)]

    def _list_first_words(self, branches: Branches) -> _Outline:
        """What alternatives begin with, where it is words: behind a match one must stand."""
        words: set[str] = set()
        for parts in branches:
            for one in self._outline_parts(parts):
                if isinstance(one, str) or (isinstance(one, tuple) and one[1]):
                    return []
                words |= one if isinstance(one, frozenset) else one[0]
                if isinstance(one, frozenset) or one[2] > 0:
                    break
            else:
                return []  # it may be empty
        return [frozenset(words)]

    def _outline(self, node: Node) -> _Outline:
        """What a part is in an outline; any number of any characters where that is not known."""
        match node:
            case Sign():
                return [frozenset({node.char})]
            case Class():
                return [_outline_class(node)]
            case Place():
                if node.text == r"\A":
                    return ["^"]
                return [self._lines + node.text] if node.text in ("^", "$") else []
            case Flags():
                return []
            case Repeat():
                return _repeat(self._outline(node.body), node.least, node.most)
            case Group() if _takes(node):
                return _join_branches([self._outline_parts(parts) for parts in node.branches])
            case Group(kind="=" | "!" | "<=" | "<!"):
                return []
            case Many() if node.text not in (r"\X", r"\R"):
                return [(SETS.get(node.text, frozenset()), node.text != r"\s", 1, 1)]
        return [(frozenset(), True, 0, ENDLESS)]


def _join_parts(before: _Part, one: _Part) -> _Outline:
    """Two parts one after another: words are put together, where these are not too many."""
    words = isinstance(before, frozenset) and isinstance(one, frozenset)
    if words and len(before) * len(one) <= _MOST_JOINED:
        return [frozenset(str(first) + str(last) for first in before for last in one)]
    return [before, one]


def _drop_nothing(one: _Part) -> _Outline:
    """A part as it is kept: words that may be absent are a gap."""
    if not isinstance(one, frozenset) or "" not in one:
        return [one]
    return [_make_gap([one])] if any(one) else []


def _repeat(piece: _Outline, least: int, most: int) -> _Outline:
    """A piece so many times."""
    if (least, most) == (1, 1) or not piece:
        return piece
    only = piece[0]
    if (least, most) == (0, 1) and len(piece) == 1 and isinstance(only, frozenset):
        return [only | {""}]
    chars, others, short, long = _make_gap(piece)
    longest = min(long * most, ENDLESS)
    return [(chars, others, short * least, longest)] if longest else []


def _join_branches(branches: Sequence[_Outline]) -> _Outline:
    if len(branches) == 1:
        return branches[0]
    if begin := _join_begins(branches):
        return [begin]
    words: set[str] = set()
    for branch in branches:
        only = branch[0] if branch else frozenset({""})
        if len(branch) > 1 or not isinstance(only, frozenset):
            return _join_at_end(branches)
        words |= only
    return [frozenset(words)]


def _join_begins(branches: Sequence[_Outline]) -> str:
    """A begin and the characters in whose place it may stand, "" where it is not that."""
    begin, chars = "", ""
    for branch in branches:
        only = branch[0] if len(branch) == 1 else None
        if isinstance(only, str) and only in ("^", "m^"):
            begin = only
        elif isinstance(only, frozenset) and all(len(word) == 1 for word in only):
            chars += "".join(sorted(only))
        else:
            return ""
    return begin and begin + chars


def _join_at_end(branches: Sequence[_Outline]) -> _Outline:
    """Alternatives that are not all words: what they may begin with, and the words at their end."""
    ends: set[str] = set()
    for branch in branches:
        last = branch[-1] if branch else None
        if not isinstance(last, frozenset):
            return [_join_as_gap(branches)]
        ends |= last
    return [_join_as_gap([branch[:-1] for branch in branches]), frozenset(ends)]


def _join_as_gap(branches: Sequence[_Outline]) -> _Gap:
    gaps = [_make_gap(one) for one in branches]
    chars, others = _join_chars((gap[0], gap[1]) for gap in gaps)
    return chars, others, min(gap[2] for gap in gaps), max(gap[3] for gap in gaps)


def _make_gap(found: _Outline) -> _Gap:
    """An outline as one gap."""
    least = most = 0
    sets: list[_Chars] = []
    for one in found:
        if isinstance(one, frozenset):
            lengths = [len(word) for word in one]
            least, most = least + min(lengths), most + max(lengths)
            sets.append((frozenset("".join(one)), False))
        elif isinstance(one, tuple):
            least, most = least + one[2], min(most + one[3], ENDLESS)
            sets.append((one[0], one[1]))
        elif chars := one.removeprefix("m")[1:]:
            most += 1
            sets.append((frozenset(chars), False))
    return *_join_chars(sets), least, most


def _outline_class(written: Class) -> _Words | _Gap:
    """A class by its members, as far as they are known."""
    few = _list_members(written)
    if few:
        return few
    if not written.negated:
        return *_join_chars(_read_members(written)), 1, 1
    known = (chars for chars, others in _read_members(written, surely=True) if not others)
    return frozenset().union(*known), True, 1, 1
