"""What the author of a pack may want to look at, though it is no error.

It is what a pack could have besides, told once (only strict packs must have it); texts that end
where a comment begins, as ` #` was meant to be part of them; and signs of Chinese type in patterns,
as texts are plain by the time patterns see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from gblint.authoring.examples import PackWithSources
from gblint.findings import Say
from gblint.packs.pack_source import find_patterns, find_texts
from gblint.packs.problems import DataPath, Fault, PackProblem
from gblint.packs.references import absent_examples
from gblint.packs.yaml_source import Mark, YamlSource
from gblint.text import flatten
from gblint.text.patterns import later

_PARTS = {
    "basis": Say("依据（basis）", "basis"),
    "why": Say("理由（why）", "why"),
    "fix": Say("改法（fix）", "fix"),
    "examples": Say("示例（examples）", "examples"),
    "en": Say("英文（en）", "English (en)"),
}
_FEW = 3
"""Things that are named; of more it is told how many there are."""


def find_advice(pack: PackWithSources) -> Iterator[Fault]:
    """At most one remark: what is absent, and of which rules and other parts of the pack."""
    lacking = _list_absent(pack)
    if not lacking:
        return
    parts: dict[tuple[str, ...], list[Say]] = {}
    for part, whose in lacking.items():
        parts.setdefault(tuple(whose), []).append(_PARTS[part])
    told = [(names, _name(whose)) for whose, names in parts.items()]
    zh = "；".join(f"{'、'.join(one.zh for one in names)}：{whose.zh}" for names, whose in told)
    en = "; ".join(f"{', '.join(one.en for one in names)}: {whose.en}" for names, whose in told)
    say = Say(f"可以补上，不补也能用：{zh}", f"could be added, and works without: {en}")
    yield Fault(("pack",), say, key=True)


def _list_absent(pack: PackWithSources) -> Mapping[str, list[str]]:
    """By what is absent, the rules and other texts that lack it."""
    found: dict[str, list[str]] = {part: [] for part in _PARTS}
    for rule in pack.own.pack.rules:
        absent = [part for part in ("basis", "why", "fix") if not getattr(rule, part)]
        for part in absent + (["examples"] if absent_examples(rule) else []):
            found[part].append(rule.id)
    for path, say in find_texts(pack.own.pack):
        if path[0] == "examples":  # inherited ones, written down
            continue
        name = _owner(pack, path)
        if not say.en and name not in found["en"]:
            found["en"].append(name)
    return {part: whose for part, whose in found.items() if whose}


def _owner(pack: PackWithSources, path: DataPath) -> str:
    """The rule that a text is of, else where it stands."""
    if path[0] == "rules" and isinstance(path[1], int):
        return pack.own.pack.rules[path[1]].id
    if path[0] == "amend":
        return str(path[1])
    return str(path[0])


def _name(whose: Sequence[str]) -> Say:
    if len(whose) <= _FEW:
        return Say("、".join(whose), ", ".join(whose))
    first = whose[:_FEW]
    return Say(
        f"{'、'.join(first)}等 {len(whose)} 处", f"{', '.join(first)} and {len(whose) - _FEW} more"
    )


_TEXTS = frozenset(
    {"message", "title", "basis", "why", "fix", "zh", "en", "find", "replace", "text", "heading"}
)
"""Keys behind which prose stands, in which a comment is hardly meant."""

_COMMENT = later(r"(?P<blank>[ \t]+)#(?P<rest>.*)$")

_CUT = Say(
    "“#”前有空格，从“#”起是注释，没有读进去：是文字的一部分，就把整个值用引号括起来；是注释，就另起一行写",
    'a comment begins with the "#" behind a space, and is not read: put the whole value into '
    "quotes if it is part of it, and a comment on a line of its own",
)


def find_cut_texts(source: YamlSource) -> Iterator[PackProblem]:
    """The places where unquoted texts end for a comment that looks like more of them.

    Behind prose every comment does; elsewhere one that has no blank after its `#`.
    """
    for path, mark in source.marks.items():
        value = source.value_at(path)
        lines = source.texts.get(mark.file, [])
        if not isinstance(value, str) or not value or mark.line > len(lines):
            continue
        line = lines[mark.line - 1][mark.column - 1 :]
        if "#" not in line or not line.startswith(value):
            continue
        found = _COMMENT.match(line, len(value))
        if found is None:
            continue
        prose = path[-1] in _TEXTS or "variants" in path
        if prose or (found["rest"] and not found["rest"].startswith((" ", "\t", "#", "!"))):
            column = mark.column + found.end("blank")
            yield source.at(Mark(mark.file, mark.line, column), _CUT)


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
