"""Signs of Chinese type in patterns of rules: texts are plain by the time patterns see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gblint.authoring.examples import PackWithSources
from gblint.findings import Say
from gblint.packs.pack_source import find_patterns
from gblint.packs.problems import DataPath, Fault
from gblint.text import flatten

_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")


def find_wide_signs(pack: PackWithSources) -> Iterator[Fault]:
    """The patterns that never find anything, each at the first sign that no text has."""
    own = pack.own.pack
    checks: dict[DataPath, object] = {("amend", id_): one.check for id_, one in own.amend.items()}
    checks |= {("rules", i): rule.check for i, rule in enumerate(own.rules)}
    for path, pattern in find_patterns(own):
        if path[2:3] != ("check",) or getattr(checks.get(path[:2]), "as_written", True):
            continue
        for char in dict.fromkeys(_CLASS.sub("", pattern)):
            plain = flatten(char)
            if plain != char and not char.isspace() and plain not in pattern:
                say = Say(
                    f"“{char}”在比较之前已换成“{plain}”，这里永远找不到：改写成“{re.escape(plain)}”",
                    f'"{char}" is "{plain}" by the time it is compared, and is never found here: '
                    f'write "{re.escape(plain)}"',
                )
                yield Fault(path, say, column=pattern.index(char) + 1)
                break
