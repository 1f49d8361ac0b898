"""Patterns made to cost much, within what the bounds let pass, and texts that suit them."""

from __future__ import annotations

from random import Random

_SIGNS = (
    "a",
    "b",
    "ab",
    "aab",
    "[ab]",
    "[^b]",
    ".",
    r"\w",
    r"\W",
    "甲",
    r"\p{Han}",
    r"\pL",
    r"\PN",
    "(?i:S)",
    "a?",
)
_COUNTS = ("*", "+", "?", "*?", "+?", "*+", "{2}", "{3}", "{1,9}", "{1,99}", "{0,999}", "{2,}")
_LONG = ("{99}", "{300}", "{1,9999}", "{100,}")


def make_pattern(random: Random) -> str:
    """One that `regex` takes, of any form that packs may have."""
    kind = random.randrange(8)
    if kind == 0:
        return _nested(random, random.randrange(2, 9))
    if kind == 1:
        unit = _part(random, 2)
        return unit * random.choice((3, 30, min(900, 9_000 // len(unit) or 1)))
    if kind == 2:
        words = [_literal(random, random.randrange(1, 30)) for _ in range(random.randrange(600))]
        return f"(?:{'|'.join(words)})" + random.choice(("", "+", "*b", "{1,9}a"))
    if kind == 3:
        start, step = random.choice((0x100, 0x391, 0x4E00)), random.choice((1, 2, 3))
        members = "".join(chr(start + step * i) for i in range(random.randrange(2, 101)))
        flag = random.choice(("", "(?i)"))
        return f"{flag}[{random.choice(('', '^'))}{members}]" + random.choice(_COUNTS) + "b"
    if kind == 4:
        literal = _literal(random, random.randrange(100, 201))
        return (
            random.choice(("", ".*", "(?i)", r"\w+")) + literal + random.choice(("", "b", ".*?a"))
        )
    if kind == 5:
        part = _part(random, 2)
        return f"(?<{random.choice('=!')}{part}{random.choice(_COUNTS)}){_part(random, 1)}"
    if kind == 6:
        return rf"({_part(random, 1)}{random.choice(_COUNTS)})\1" + random.choice(("", "+", "*b"))
    return _part(random, 5)


def make_text(random: Random, length: int = 200_000) -> str:
    """A text in which much nearly matches."""
    unit = random.choice(
        ("a", "ab", "aab", "甲", "a甲b", "s", "y", "a" * 199 + "b", "b" + "a" * 99)
    )
    return (unit * length)[:length] + random.choice(("", "b", "\nb", "甲b", "x"))


def _literal(random: Random, length: int) -> str:
    return "".join(random.choice("aaab甲") for _ in range(length))


def _nested(random: Random, depth: int) -> str:
    inside = _part(random, 1)
    for _ in range(depth):
        head = random.choice(("(", "(?:", "(?>", "(?=", "(?:a|", "(?:b|"))
        inside = f"{head}{inside}){random.choice(_COUNTS)}"
    return inside + random.choice(("", "b"))


def _part(random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.2:
        return random.choice(_SIGNS)
    parts = [_part(random, depth - 1) for _ in range(random.randrange(1, 4))]
    joined = random.choice(("", "|")).join(parts)
    count = random.choice((*_COUNTS, *_LONG)) if random.random() < 0.6 else ""
    return f"({random.choice(('', '?:', '?:', '?>', '?=', '?!', '?<='))}{joined}){count}"
