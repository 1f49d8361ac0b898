"""What the bounds of patterns let pass is compiled and run within time and memory."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from random import Random

import pytest
import regex

from gblint.packs.pattern_faults import LONGEST_LITERAL, MOST_IN_CLASS, count_copies
from gblint.packs.pattern_tree import Unbounded
from tests.tools.amount import ALL, some

_COMPILE_SECONDS = 1.5
_SEARCH_SECONDS = 3.0
"""Two, and what one step may take between two looks at the clock."""
_MEGABYTES = 300

_LONG = LONGEST_LITERAL + 1
_REFUSED = {
    "literal": "a" * 9_990,
    "literal in groups": "(?:a)(b)" * 200,
    "literal of classes": "[a]" * 3_000,
    "literal of equal members": "[aA]" * _LONG,
    "literal of equal ranges": "[a-a]" * _LONG,
    "literal of equal choices": "(?:a|a)" * _LONG,
    "literal of equal escapes": r"(?:a|\x61)" * _LONG,
    "literal around nothing": "a(?:)(?#c)" * _LONG,
    "literal around what is not there": "a(?:bb){0}" * _LONG,
    "literal of octal escapes": r"\141" * 2_000,
    "literal, case ignored": "(?i)" + "k" * _LONG,
    "literal after anything": ".*" + "ab" * 101,
    "literal in a choice": "|".join("a" * i for i in range(_LONG + 1)),
    "nested": "(" * 30 + "a" + "){1,99}" * 30,
    "nested without bounds": "(?:" * 20 + "ab" + ")+" * 20,
    "nested twice each": "(?:" * 20 + "ab" + "){2}" * 20,
    "counted group": "(?:ab){9000}",
    "counted groups": "(?:(?:[ab]){300}){300}",
    "counts that multiply": "(?:(?:a{1,999}){1,999}){1,999}",
    "count after flags": "(?:(?:ab){99}){99}(?i){99}",
    "deep": "(?:" * 900 + "a" + ")" * 900,
    "class": "[" + "".join(chr(0x4E00 + 2 * i) for i in range(MOST_IN_CLASS + 1)) + "]",
    "class of choices": "(?:" + "|".join(chr(0x4E00 + 2 * i) for i in range(4_000)) + ")*",
    "class of choices in groups": "|".join(f"(?:(?:){chr(0x4E00 + 2 * i)})" for i in range(400)),
    "class that is not read as regex does": "[[:a b:](]x",
    "fuzzy": "(?:abcdef){e<=3}",
    "recursion": "(?:a(?R)?b)",
    "call": "(a|b(?1))",
    "call by name": "(?P<x>a|b(?&x))",
    "named list": r"\L<words>",
    "verb": "a+(*SKIP)b",
    "other rules of classes": "(?V1)[[a-z]--[aeiou]]",
    "comments between": "(?x)a # (",
    "reverse": "(?r)a",
    "best match": "(?b)a",
}


@pytest.mark.parametrize("name", _REFUSED)
def test_what_has_no_bound_is_refused(name: str) -> None:
    with pytest.raises(Unbounded):
        count_copies(_REFUSED[name])


@pytest.mark.parametrize(
    "pattern",
    [
        "a" * LONGEST_LITERAL,
        "a{2,9999}",
        r"(?i)[]a\]-]+|[^]b]|[a\-z-]",
        r"(?P<n>\d{4})(?:年|-)(?P=n)(?(n)a|b)\1(?#c)",
        r"(?<=[[:alpha:]])\u4e00\p{Han}(?<!\1\1)(?=a)(?!b)(?>c)(?|(d)|(e))",
        r"\{a\}|^(?m:$)|(?s-i:.)*+",
        "".join(f"(?:甲{i}|乙{i})" for i in range(100)),
    ],
)
def test_what_authors_write_is_taken(pattern: str) -> None:
    assert count_copies(pattern) > 0


@pytest.mark.parametrize(
    "pattern", ["[", "[a", "[a-", "[^", "[\\", "\\", "(", "(?", "a)", "[[:alpha:]"]
)
def test_what_is_no_pattern_is_left_to_regex(pattern: str) -> None:
    with pytest.raises(regex.error):
        regex.compile(pattern)
    with contextlib.suppress(Unbounded):
        count_copies(pattern)  # no other error


_PROGRAM = """
import re, regex, sys, time
from pathlib import Path
from random import Random
from gblint.packs.pattern_faults import count_copies
from gblint.packs.pattern_tree import Unbounded
from tests.hostile.pattern_maker import make_pattern, make_text
random = Random(int(sys.argv[1]))
def taken():
    while True:
        pattern = make_pattern(random)
        try:
            if len(pattern) <= 10000 and count_copies(pattern):
                return pattern
        except Unbounded:
            pass
for _ in range(int(sys.argv[2])):
    pattern, text = taken(), make_text(random)
    print(repr(pattern), repr(text[:9] + text[-3:]), flush=True)
    begun = time.process_time()
    try:
        form = regex.compile(pattern, cache_pattern=False)
    except regex.error:
        continue
    compiled = time.process_time() - begun
    begun = time.process_time()
    try:
        form.search(text, timeout=2)
    except (TimeoutError, MemoryError):
        pass
    searched = time.process_time() - begun
    status = Path("/proc/self/status").read_text()  # what getrusage says counts the parent's, too
    memory = int(re.search(r"VmHWM:\\s+([0-9]+)", status)[1]) / 1024
    print(compiled, searched, memory, flush=True)
    if compiled > %s or searched > %s or memory > %s:
        sys.exit("beyond the bounds")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in KB on Linux")
@pytest.mark.parametrize("seed", some(range(2), 2))
def test_what_is_taken_ends_in_time(seed: int) -> None:
    program = _PROGRAM % (_COMPILE_SECONDS, _SEARCH_SECONDS, _MEGABYTES)
    number = "400" if ALL else "20"
    done = subprocess.run(
        [sys.executable, "-c", program, str(seed), number],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]


def test_made_patterns_are_of_many_forms() -> None:
    from tests.hostile.pattern_maker import make_pattern

    random = Random(1)
    assert len({make_pattern(random) for _ in range(200)}) > 150
