"""What every match of a pattern has, read from the pattern: its words, and its outline.

Only where packs are built: what is found is kept with the pack, and `gblint.text.patterns` looks
for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from gblint.text.patterns import (
    ENDLESS,
    SETS,
    Choice,
    Gap,
    Look,
    LookData,
    Outline,
    Plain,
    Rest,
    recall,
)

_MOST_WORDS = 60
"""Texts of one choice: to look for many more takes longer than to search."""

_MOST_JOINED = 24
"""Texts into which those of parts one after another are put together."""

_MOST_MEMBERS = 64
"""Characters of a class that are looked for one by one."""

_PROPERTY = r"\{\^?[A-Za-z0-9 &_.-]*(?:[:=] *[A-Za-z0-9&_./-][A-Za-z0-9 &_./-]*)?\}|[CLMNPSZ]"
"""What follows p or P where it is a property; else `regex` takes that letter as it stands."""
_CLASS = r"\[\^?\]?(?:\[:[^\]:]*:\]|\\.|[^\]\\])*\]"
_ESCAPE = rf"\\(?:x..|u.{{4}}|U.{{8}}|[pP](?:{_PROPERTY})|g<\w+>|[1-9][0-9]?|(?P<sign>\W)|.)"


def work_out_looks(
    patterns: Iterable[str],
    plain: Callable[[str], Plain],
    spell: Callable[[str], tuple[Sequence[str], bool]],
) -> dict[str, bytes]:
    """The looks of patterns as data that may be kept; a few patterns have none.

    Those that are remembered are as they were. `plain` judges how `re` is told one, `spell` which
    texts it surely finds.
    """
    found = {one: recall(one) or _encode_look(one, plain(one), spell(one)) for one in patterns}
    return {pattern: look for pattern, look in found.items() if look is not None}


def _encode_look(pattern: str, plain: Plain, spelling: tuple[Sequence[str], bool]) -> bytes | None:
    """A look as data; None for one that names half of a pair of surrogates, which is no text."""
    rest = Rest(make_outlines(pattern), plain, *spelling)
    try:
        look: LookData = list_needs(pattern), msgspec.msgpack.encode(rest)
        return msgspec.msgpack.encode(look)
    except UnicodeEncodeError:
        return None


def make_look(pattern: str) -> Look:
    """What to look for, of a pattern that `regex` takes."""
    return Look(list_needs(pattern), lambda: Rest(make_outlines(pattern)))


class _Forms:
    """What patterns are read by, each compiled on first use: of a kept pack none is."""

    @cached_property
    def odd_in_class(self) -> re.Pattern[str]:
        """Sets in a class, and what `regex` may take for one."""
        return re.compile(r"\[|--|&&|\|\||~~")

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

_known_needs: dict[str, list[Choice]] = {}
_MOST_KNOWN = 4_000


def list_needs(pattern: str) -> list[Choice]:
    """The same as `work_out_needs`, once for each pattern."""
    known = _known_needs.get(pattern)
    if known is None:
        if len(_known_needs) > _MOST_KNOWN:
            _known_needs.clear()
        known = _known_needs[pattern] = work_out_needs(pattern)
    return known


def work_out_needs(pattern: str) -> list[Choice]:
    """The choices of which a text must have one each; nothing where the pattern gives none.

    The pattern is read as far as that is simple: most classes and escapes tell nothing. It must
    be one that `regex` takes.
    """
    return [] if is_unread(pattern) else _read_needs(pattern, 0)[0]


def is_unread(pattern: str) -> bool:
    """Whether a pattern has what is not read here, so that it tells nothing."""
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
    short = {word for word in words if any(other != word and other in word for other in words)}
    words -= short
    return [frozenset(words)] if len(words) <= _MOST_WORDS else []


def _read_needs_of_sequence(pattern: str, at: int) -> tuple[list[Choice], int]:
    found: list[Choice] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        char, needs, end = _read_needs_of_piece(pattern, at)
        at, there = _skip_count(pattern, end)
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
        return "", _list_members(members[0][1:-1]), members.end()
    if sign == "\\":
        escape = _FORMS.escape.match(pattern, at)
        if escape is None:
            return "", [], len(pattern)
        return escape["sign"] or "", [], escape.end()
    return "" if sign in ".^$" else sign, [], at + 1


def _list_members(written: str) -> list[Choice]:
    """The members of a class as a choice, where they are known."""
    members = read_class(written)
    return [members] if members else []


def read_class(written: str) -> Choice:
    """The characters that a class has between its brackets; none where they are not a few."""
    if written.startswith("^"):
        return frozenset()
    chars, others = _join_chars(_read_members(written))
    return frozenset() if others or len(chars) > _MOST_MEMBERS else chars


def _read_members(written: str, *, surely: bool = False) -> Iterator[tuple[frozenset[str], bool]]:
    """The members of a class: characters, or of some sets those that they do not take.

    They are all that it takes, and with `surely` what it takes, but not all. Where they are not
    known, it is all but none.
    """
    if _FORMS.odd_in_class.search(written):
        yield frozenset(), True
        return
    at = 0
    while at < len(written):
        first, at = _read_member(written, at)
        if len(first) == 1 and written.startswith("-", at) and at + 1 < len(written):
            last, at = _read_member(written, at + 1)
            yield (frozenset(), True) if len(last) > 1 else _read_range(first, last)
        elif len(first) > 1 and surely:
            yield (frozenset(" \t\n\r\f\v"), False) if first == r"\s" else (frozenset(), True)
        elif len(first) > 1:
            yield SETS.get(first, frozenset()), first != r"\s"
        else:
            yield frozenset(first), False


def _read_range(first: str, last: str) -> tuple[frozenset[str], bool]:
    if ord(last) - ord(first) >= _MOST_MEMBERS:
        return frozenset(), True
    return frozenset(map(chr, range(ord(first), ord(last) + 1))), False


def _read_member(written: str, at: int) -> tuple[str, int]:
    """A character of a class, or an escape for many of them, and where it ends."""
    escape = _FORMS.escape.match(written, at) if written[at] == "\\" else None
    if escape is None:
        return written[at], at + 1
    text = escape[0]
    if text[1] in "xuU" and len(text) > 2:
        try:
            return chr(int(f"0x{text[2:]}", 0)), escape.end()
        except (ValueError, OverflowError):
            return text, escape.end()
    plain = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}.get(text[1])
    return escape["sign"] or plain or text, escape.end()


def _skip_count(pattern: str, at: int) -> tuple[int, bool]:
    """Where the quantifier ends that may stand here, and whether the piece before must be there."""
    sign = pattern[at : at + 1]
    if not sign or sign not in "?*+{":
        return at, True
    count = _FORMS.count.match(pattern, at)
    there = sign == "+" if count is None else bool(count[1].strip("0"))
    at = at + 1 if count is None else count.end()
    return at + (pattern[at : at + 1] in ("?", "+")), there


_Words = frozenset[str]
"""Texts one of which stands there; "" among them says that nothing need."""

_Gap = tuple[frozenset[str], bool, int, int]
"""Characters, whether it is all but these, and how many at least and at most."""

_Part = _Words | _Gap | str
_Outline = list[_Part]
_ANY: _Gap = (frozenset(), True, 1, 1)
_SET_NAMES = {chars: name for name, chars in SETS.items()}
_TURNS = 3
"""Turns of a repeat that are looked for one by one, at the begin and the end of an outline."""


def make_outlines(pattern: str) -> list[Outline]:
    """The outlines of the alternatives of a pattern that `regex` takes.

    None where one of them tells nothing.
    """
    if is_unread(pattern):
        return []
    found: list[Outline] = []
    reader = _Outliner(pattern)
    at = -1
    while at < len(pattern):
        one, at = reader.read_sequence(at + 1, to_end=True)
        one = _end_at_words(_keep_to_begin(_start_at_words(one)))
        if not _tells(one):
            return []
        found.append(list(map(_make_part, one)))
    return found


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
    """Reads a pattern as far as its outline goes."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._lines = "m" if re.search(r"\(\?[ms]*m", pattern) else ""
        """What stands before an anchor: where a flag is, for all, as it only lets more through."""

    def read_sequence(self, at: int, *, to_end: bool = False) -> tuple[_Outline, int]:
        """The outline up to what closes it; `to_end`: nothing of a match stands behind that."""
        pattern = self._pattern
        found: _Outline = []
        while at < len(pattern) and pattern[at] not in "|)":
            piece, end = self._read_piece(at)
            if to_end and pattern.startswith("(?=", at) and pattern[end : end + 1] in ("", "|"):
                piece = self._read_first_words(at + 3)
            least, most, at = _read_count(pattern, end)
            for one in _repeat(piece, least, most):
                found[-1:] = _join_parts(found[-1], one) if found else [one]
        return [part for one in found for part in _drop_nothing(one)], at

    def _read_alternatives(self, at: int) -> tuple[_Outline, int]:
        branches: list[_Outline] = []
        while True:
            found, at = self.read_sequence(at)
            branches.append(found)
            if not self._pattern.startswith("|", at):
                break
            at += 1
        return branches[0] if len(branches) == 1 else _join_branches(branches), at

    def _read_first_words(self, at: int) -> _Outline:
        """What alternatives begin with, where it is words: behind a match one must stand."""
        words: set[str] = set()
        while True:
            branch, at = self.read_sequence(at)
            for one in branch:
                if isinstance(one, str) or (isinstance(one, tuple) and one[1]):
                    return []
                words |= one if isinstance(one, frozenset) else one[0]
                if isinstance(one, frozenset) or one[2] > 0:
                    break
            else:
                return []  # it may be empty
            if not self._pattern.startswith("|", at):
                return [frozenset(words)]
            at += 1

    def _read_piece(self, at: int) -> tuple[_Outline, int]:
        """What a sign, class or group is in an outline, and where it ends."""
        pattern = self._pattern
        sign = pattern[at]
        if sign == "(":
            head = _FORMS.head.match(pattern, at)
            found, end = self._read_alternatives(head.end() if head else at + 2)
            if head is not None and not head[0].endswith("="):
                return found, end + 1
            return [] if _is_look(pattern, at) else [(frozenset(), True, 0, ENDLESS)], end + 1
        if sign == "[":
            members = _FORMS.members.match(pattern, at)
            text = members[0] if members else "["
            return [_make_class(text[1:-1])], at + len(text)
        if sign == "\\":
            escape = _FORMS.escape.match(pattern, at)
            if escape is None:
                return [], len(pattern)
            return _read_escape(escape[0], escape["sign"]), escape.end()
        if sign in "^$":
            return [self._lines + sign], at + 1
        return [_ANY if sign == "." else frozenset({sign})], at + 1


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
    sets: list[tuple[frozenset[str], bool]] = []
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


def _join_chars(sets: Iterable[tuple[frozenset[str], bool]]) -> tuple[frozenset[str], bool]:
    """The characters of some sets, of which some are all but those that they name."""
    named: frozenset[str] = frozenset()
    but: frozenset[str] | None = None
    for chars, others in sets:
        if others:
            but = chars if but is None else but & chars
        else:
            named |= chars
    return (named, False) if but is None else (but - named, True)


def _is_look(pattern: str, at: int) -> bool:
    return pattern.startswith(("(?=", "(?!", "(?<=", "(?<!", "(?m)", "(?s)", "(?ms)"), at)


def _make_class(written: str) -> _Words | _Gap:
    """A class by its members, as far as they are known."""
    few = read_class(written)
    if few:
        return few
    if not written.startswith("^"):
        return *_join_chars(_read_members(written)), 1, 1
    known = (chars for chars, others in _read_members(written[1:], surely=True) if not others)
    return frozenset().union(*known), True, 1, 1


def _read_escape(text: str, sign: str | None) -> _Outline:
    if sign:
        return [frozenset({sign})]
    if text[1] in "bBAZzmMGK":
        return ["^"] if text[1] == "A" else []
    if text in SETS:
        return [(SETS[text], text != r"\s", 1, 1)]
    most = ENDLESS if text[1] in "gRX" or text[1].isdigit() else 1
    return [(frozenset(), True, 0 if most > 1 else 1, most)]


def _read_count(pattern: str, at: int) -> tuple[int, int, int]:
    """How often at least and at most the piece before is there, and where its quantifier ends."""
    sign = pattern[at : at + 1]
    if not sign or sign not in "?*+{":
        return 1, 1, at
    count = _FORMS.count.match(pattern, at)
    least, most = {"?": (0, 1), "*": (0, ENDLESS), "+": (1, ENDLESS)}.get(sign, (0, ENDLESS))
    at += 1
    if count is not None:
        least, at = int(count[1] or 0), count.end()
        most = least if count[2] is None else int(count[2][1:] or ENDLESS)
    return least, most, at + (pattern[at : at + 1] in ("?", "+"))
