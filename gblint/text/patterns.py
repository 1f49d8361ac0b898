"""Patterns, compiled when first needed: those of packs, run under a time limit, and our own.

Compiling takes half a millisecond each, more than running them. What a pattern was compiled to
belongs to its library and is never kept from run to run. `re` takes half the time of `regex`, and
that of bringing that one in besides; it runs what was found to be plain when the pack was built
(`gblint.packs.plain_patterns`), over usual texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import cached_property, lru_cache
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, AnyStr, cast

import msgspec

if TYPE_CHECKING:
    import regex

    Match = re.Match[str] | regex.Match[str]

TIME_LIMIT = 2.0
"""Seconds that one pattern may take on one text. Packs' own take microseconds."""

TOTAL_LIMIT = 3.0
"""Seconds that slow runs of patterns may take on one document, all together."""

_SLOW = 0.0002
"""Seconds from which on a run is slow; others are not counted."""

_spent: ContextVar[float] = ContextVar("spent", default=0.0)
_begun: ContextVar[float] = ContextVar("begun", default=0.0)
"""The computing time of this thread at which the document began."""


class PatternTimeout(Exception):  # noqa: N818 -- it names what happened, as TimeoutError does
    """A pattern of a pack took longer than the time limit; nothing is known of its text."""

    def __init__(self, pattern: str, *, total: bool = False) -> None:
        super().__init__(pattern)
        self.pattern = pattern
        self.total = total
        self.rule = ""

    @property
    def words(self) -> tuple[str, str]:
        """What happened, in Chinese and in English."""
        zh, en = (f"规则 {self.rule} 的", f" of rule {self.rule}") if self.rule else ("", "")
        if self.total:
            limit = f"{TOTAL_LIMIT:g}"
            return (
                f"正则表达式对一份文件合计运行超过 {limit} 秒，已中止；最后是{zh}：{self.pattern}",
                f"patterns ran for more than {limit} s on one file, the last{en}: {self.pattern}",
            )
        limit = f"{TIME_LIMIT:g}"
        return (
            f"{zh}正则表达式运行超过 {limit} 秒，已中止：{self.pattern}",
            f"a pattern{en} ran for more than {limit} s and was stopped: {self.pattern}",
        )


# What is looked for in a text before a pattern is compiled: the words that are in every match, and
# the outline of the pattern, its texts in their order, and which characters may stand between.
# Whatever a pattern matches fits its outline. A text that does not spares the pattern its
# compiling, too, which takes ten to a hundred times as long.

Choice = frozenset[str]
"""Texts one of which is in every match."""

ENDLESS = 1 << 30
_MOST_STEPS = 3_000
"""Steps of a look; from then on it takes longer than to compile."""
_ASCII = frozenset(map(chr, range(128)))
SETS = {
    r"\s": frozenset(
        "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004"
        "\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    ),
    r"\d": frozenset(char for char in _ASCII if not char.isdigit()),
    r"\w": frozenset(char for char in _ASCII if not (char.isalnum() or char == "_")),
    r"\p{Han}": _ASCII,
}
"""What `\\s` takes, and a few more; what the others surely do not take."""


class Gap(msgspec.Struct, frozen=True, omit_defaults=True):
    """Characters of which so many may stand there: those that `chars` names, or all others.

    `chars` may be the name of a set.
    """

    chars: str
    others: bool = False
    least: int = 0
    most: int = ENDLESS


Outline = list[list[str] | str | Gap]
"""Texts one of which stands there, gaps, and anchors: `^` and `$` for the begin and the end of the
text, `m^` and `m$` for those of a line. The first part may be `^,;`: a begin, or one of these
characters in its place (`(?:^|[,;])`).
"""

_MANY = 4
"""Places from which on the words are looked for in all of the text rather than at each."""


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


def loosen(found: Outline) -> Outline:
    """As much of an outline as holds wherever a text begins and ends: from its first words on."""
    words = next((at for at, one in enumerate(found) if isinstance(one, list)), len(found))
    return [one for one in found[words:] if not isinstance(one, str)]


def fits(found: Outline, text: str) -> bool:
    """Whether a text has the words of an outline one after another, or it would take too long."""
    first = found[0]
    if len(found) == 1 and isinstance(first, list):
        return any(word in text for word in first)
    if isinstance(first, list):
        at = {end for _, end in _find_places(first, text)}
    else:
        at = {0, *_find_begins(str(first), text)}
    steps = len(at)
    for one in found[1:]:
        if isinstance(one, list):
            at = _find_ends_of_words(at, one, text)
        elif isinstance(one, str):
            at = {place for place in at if _is_at(one, place, text)}
        elif one.others and not one.chars:
            at = _find_ends_of_any(at, one.least, one.most, len(text))
        else:
            steps += _pass_gap(at, one, text)
        steps += len(at)
        if steps > _MOST_STEPS:
            return True
        if not at:
            return False
    return True


def _find_begins(anchor: str, text: str) -> Iterator[int]:
    """Where a text goes on behind what may stand in the place of its begin; see `Outline`."""
    chars = anchor.removeprefix("m")[1:] + ("\n" if anchor[0] == "m" else "")
    return (place + 1 for place, char in enumerate(text) if char in chars) if chars else iter(())


def _is_at(anchor: str, place: int, text: str) -> bool:
    """Whether a place is a begin or an end."""
    if anchor[-1] == "^":
        return place == 0 or (anchor[0] == "m" and text[place - 1] == "\n")
    if anchor[0] == "m":
        return place == len(text) or text[place] == "\n"
    return place >= len(text) - 1 and text[place:] in ("", "\n")


def _find_places(words: Collection[str], text: str) -> Iterator[tuple[int, int]]:
    """Where words begin and end in a text."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + 1)


def _find_ends_of_words(at: set[int], words: Collection[str], text: str) -> set[int]:
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


def _pass_gap(at: set[int], gap: Gap, text: str) -> int:
    """Replace places by all those where a gap that begins there may end; how many steps it took."""
    least, most, others, begun, steps = gap.least, gap.most, gap.others, sorted(at), 0
    chars = SETS.get(gap.chars, gap.chars)
    at.clear()
    for p in begun:
        q, last = p, min(p + most, len(text))
        while True:
            if q - p >= least:
                if least == 0 and most == ENDLESS and q in at:
                    break  # all from here on were met from an earlier place
                at.add(q)
            if q >= last or steps > _MOST_STEPS or (text[q] in chars) == others:
                break
            q += 1
            steps += 1
    return steps


_FEW = 30
"""Words that are looked for in less time than a compiled pattern."""


Plain = tuple[str, int] | None


class Rest(msgspec.Struct, frozen=True, array_like=True):
    """What of a look is not needed for most texts, as they lack its words already.

    `outlines` are the order of the words. `plain` is how `re` is told the pattern, and up to which
    length of text; None where `regex` must be. `texts` are some of which each is surely a match,
    and where `spelled`, nothing else is.
    """

    outlines: list[Outline] = []
    plain: Plain = None
    texts: Sequence[str] = ()
    spelled: bool = False


class Look:
    """What is looked for in a text before a pattern is compiled.

    `needed` are the words of which it must have some. The rest is decoded only when asked for.
    """

    def __init__(self, needed: Sequence[Choice], rest: Callable[[], Rest]) -> None:
        self.needed = needed
        self._decode = rest

    @cached_property
    def rest(self) -> Rest:
        return self._decode()

    def lacks_words(self, text: str, letters: frozenset[str] | None = None) -> bool:
        """Whether a text lacks words that the pattern needs; `letters` as for `lacks_needs`."""
        return lacks_needs(self.needed, text, letters)

    def misfits(self, text: str) -> bool:
        """Whether a text, with all of these words, has them not as the pattern has."""
        return bool(self.rest.outlines) and not any(fits(one, text) for one in self.rest.outlines)

    def misfits_within(self, text: str) -> bool:
        """Whether no part of a text can have them so: a part may begin and end anywhere."""
        inside = [loosen(one) for one in self.rest.outlines]
        return bool(inside) and not any(not one or fits(one, text) for one in inside)

    def find_rarest(self) -> Choice | None:
        """The rarest words of those that it needs, None where there are none, or too many.

        Those are the longest, and of such the fewest.
        """
        few = [choice for choice in self.needed if len(choice) <= _FEW]
        # the length of a word stands for how rare it is: counting it would cost what it saves
        return max(few, key=lambda words: (min(map(len, words)), -len(words))) if few else None


LookData = tuple[list[Choice], bytes]
"""A look as data: what is needed, and the rest, which is encoded by itself."""

_kept: dict[str, bytes] = {}
"""The looks of the patterns of packs, encoded."""

_decode = msgspec.msgpack.Decoder(LookData).decode
_decode_rest = msgspec.msgpack.Decoder(Rest).decode


def remember(known: Mapping[str, bytes]) -> None:
    """Looks that were worked out (`gblint.packs.pattern_looks`).

    What was compiled without them, to see whether it is a pattern, is compiled anew when it is
    first needed: by its look few are, and most of these as `re` has them.
    """
    _kept.update(known)
    for pattern in known.keys() & _quick.keys():
        for kept in (_compiled, _plain, _quick):
            kept.pop(pattern, None)


def recall(pattern: str) -> bytes | None:
    """The look of a pattern as it was remembered."""
    return _kept.get(pattern)


def list_looks() -> dict[str, bytes]:
    """All looks that were remembered, for another process."""
    return dict(_kept)


def get_look(pattern: str) -> Look:
    """What to look for in a text before a pattern is compiled."""
    kept = _kept.get(pattern)
    if kept is None:  # it is of no pack
        return Look([], Rest)
    choices, rest = _decode(kept)
    return Look(choices, lambda: _decode_rest(rest))


_MOST_COMPILED = 2048
_MOST_LOOKS = 20
"""Looks at the order of words in texts; from then on compiling the pattern is cheaper."""

_compiled: dict[str, regex.Pattern[str]] = {}
_plain: dict[str, tuple[re.Pattern[str], int] | None] = {}
"""Those that `re` runs, with how long a text may be for that; None for others that are known."""

_quick: dict[str, Choice] = {}
"""Every pattern that was run, with what can be looked for in less time than that, if anything."""

_looks: dict[str, tuple[Look, int]] = {}
"""What patterns that were not compiled so far need, and how often its order was looked at."""


def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """The compiled pattern, the same object again. Raises `regex.error` for one that is none."""
    form = _compiled.get(pattern)
    if form is None:
        import regex  # 20 ms that a run without patterns need not spend

        if len(_compiled) >= _MOST_COMPILED:
            _compiled.clear()
            _quick.clear()
        form = _compiled[pattern] = regex.compile(pattern)
        _keep_quick(pattern)
    return form


def _keep_quick(pattern: str) -> None:
    looked = _looks.pop(pattern, None)
    rarest = looked[0].find_rarest() if looked is not None else None
    _quick.setdefault(pattern, rarest or frozenset())


def _get_form(pattern: str, text: str) -> tuple[Any, Mapping[str, float]]:
    """The compiled pattern that runs over a text, and its limit where it can be given one."""
    if pattern not in _plain:
        known = (_looks[pattern][0] if pattern in _looks else get_look(pattern)).rest.plain
        if len(_plain) >= _MOST_COMPILED:
            _plain.clear()
            _quick.clear()
        # compiled for the first usual text, which may come after others
        _plain[pattern] = None if known is None else (later(known[0]), known[1])
        _keep_quick(pattern)
    plain = _plain[pattern]
    if plain is not None and len(text) <= plain[1] and is_usual(text):
        return plain[0], {}
    return compile_pattern(pattern), {"timeout": TIME_LIMIT}


MOST_BLANKS = 4
"""Blanks that follow one another in a usual text."""

_MANY_BLANKS = re.compile(rf"\s{{{MOST_BLANKS + 1}}}")
_USUAL_SIGNS = (
    "\x80\xbf",
    "\xd7\xd7",
    "\u2010\u203e",
    "\u2103\u2103",
    "\u2190\u23ff",
    "\u2500\u27ff",
    "\u3000\u301f",
    "\uff01\uff3e",
    "\uff40\uff65",
    "\uffe0\uffe6",
)
"""The first and the last of ranges; their letters and digits are not usual."""

_usual_chars: set[str] = set()


@lru_cache(maxsize=64)  # many patterns run over one paragraph, and then over the next
def is_usual(text: str) -> bool:
    """Whether `re` and `regex` have the same of its characters in all classes of plain patterns.

    So it is with ASCII, nearly all Chinese characters, and signs; letters and digits of other
    scripts are none. A text with many blanks on end is not usual either: plain patterns are
    those that are quick without them.
    """
    others = set(text) - _usual_chars
    usual = all(map(_is_usual_char, others)) and not _MANY_BLANKS.search(text)
    if usual:
        _usual_chars.update(others)
    return usual


def _is_usual_char(char: str) -> bool:
    if char.isascii():
        return not "\x1c" <= char <= "\x1f"  # white space for `re` alone
    if "\u4e00" <= char <= "\u9fff" or char == "〇":
        return True
    return not char.isalnum() and any(ends[0] <= char <= ends[1] for ends in _USUAL_SIGNS)


def _cannot_match(
    pattern: str,
    text: str,
    letters: frozenset[str] | None = None,
    misfits: Callable[[Look, str], bool] = Look.misfits,
) -> bool:
    """Whether a quick look shows that a pattern cannot match a text.

    It spares one that was not compiled so far its compiling, and another its run, which takes
    ten times as long as the look: the clock is read for the time limit.
    """
    words = _quick.get(pattern)
    if words is not None:
        for word in words:  # as `lacks_needs`, whose call takes longer
            if (letters is None or letters.issuperset(word)) and word in text:
                return False
        return bool(words)
    if pattern not in _looks:
        if len(_looks) >= _MOST_COMPILED:
            _looks.clear()
        _looks[pattern] = get_look(pattern), 0
    found, times = _looks[pattern]
    if found.lacks_words(text, letters):
        return True
    if times >= _MOST_LOOKS:
        return False
    _looks[pattern] = found, times + 1
    return misfits(found, text)


def may_match(pattern: str, text: str, letters: frozenset[str] | None = None) -> bool:
    """Whether a pattern may match in a text or a part of it: a quick look, which may err so.

    `letters` are the characters of the text, where it is long and many patterns are asked for.
    """
    return not _cannot_match(pattern, text, letters, Look.misfits_within)


def has(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text. Raises PatternTimeout.

    One that is but words is not compiled for that.
    """
    if _cannot_match(pattern, text):
        return False
    if pattern in _looks:
        known = _looks[pattern][0].rest
        if any(word in text for word in known.texts):
            return True
        if known.spelled:
            return False
    return _search(pattern, text, 0) is not None


def is_whole(pattern: str, text: str) -> bool:
    """Whether a pattern matches a text as a whole. Raises PatternTimeout."""
    if _cannot_match(pattern, text):
        return False
    if pattern in _looks and (known := _looks[pattern][0].rest).spelled:
        return text in known.texts
    return _fullmatch(pattern, text) is not None


def search(pattern: str, text: str, pos: int = 0) -> Match | None:
    """The first match in the text from `pos`, or None. Raises PatternTimeout."""
    return None if _cannot_match(pattern, text) else _search(pattern, text, pos)


def _search(pattern: str, text: str, pos: int) -> Match | None:
    form, limit = _get_form(pattern, text)
    found: Match | None = _run(pattern, form.search, text, pos, **limit)
    return found


def match(pattern: str, text: str, pos: int) -> Match | None:
    """The match in the text at `pos`, not further on, or None. Raises PatternTimeout."""
    form, limit = _get_form(pattern, text)
    found: Match | None = _run(pattern, form.match, text, pos, **limit)
    return found


def fullmatch(pattern: str, text: str) -> Match | None:
    """The match of the whole text, or None. Raises PatternTimeout."""
    return None if _cannot_match(pattern, text) else _fullmatch(pattern, text)


def _fullmatch(pattern: str, text: str) -> Match | None:
    form, limit = _get_form(pattern, text)
    found: Match | None = _run(pattern, form.fullmatch, text, **limit)
    return found


def finditer(pattern: str, text: str) -> Iterator[Match]:
    """All matches that do not overlap, in order. Raises PatternTimeout."""
    if _cannot_match(pattern, text):
        return
    form, limit = _get_form(pattern, text)
    matches: Iterator[Match] = form.finditer(text, **limit)
    while (match := _run(pattern, next, matches, None)) is not None:
        yield match


def search_near(pattern: str, text: str, slips: int) -> regex.Match[str] | None:
    """The best match with so many characters wrong, absent or too many. Raises PatternTimeout."""
    form = compile_pattern(f"(?b)(?:{pattern}){{e<={slips}}}")
    found: regex.Match[str] | None = _run(pattern, form.search, text, timeout=TIME_LIMIT)
    return found


def remove(pattern: str, text: str) -> str:
    """The text without what the pattern matches. Raises PatternTimeout."""
    if _cannot_match(pattern, text):
        return text
    form, limit = _get_form(pattern, text)
    rest: str = _run(pattern, form.sub, "", text, **limit)
    return rest


def list_spans(match: Match, group: str) -> list[tuple[int, int]]:
    """Where a named group of a pattern of a pack matched: as often as it did so, in order.

    Empty where the pattern has no such group. A plain pattern has no group in a repeat.
    """
    if group not in match.re.groupindex:
        return []
    if isinstance(match, re.Match):
        return [match.span(group)] if match[group] is not None else []
    return match.spans(group)


def begin_document() -> None:
    """Count the time of patterns anew."""
    _spent.set(0.0)
    _begun.set(thread_time())


def _run(pattern: str, method: Callable[..., Any], *words: object, **limit: float) -> Any:
    """What a method of a compiled pattern gives; a run that was slow is counted.

    Raises PatternTimeout where it took too long, or all of them together.
    """
    begun = perf_counter()
    try:
        found = method(*words, **limit)
    except TimeoutError:
        raise PatternTimeout(pattern) from None
    seconds = perf_counter() - begun
    if seconds > _SLOW:
        spent = _spent.get() + seconds
        _spent.set(spent)
        # on a busy machine much time passes in which nothing of this is done
        if spent > TOTAL_LIMIT and thread_time() - _begun.get() > TOTAL_LIMIT:
            raise PatternTimeout(pattern, total=True)
    return found


class _Later:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)  # from now on found without this way round
        return value


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern of the engine, compiled on first use, as most reports need few of them.

    For methods only, not as an argument of `re.sub`.
    """
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
