"""What a pack could have besides: told once, as advice. Only strict packs must have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gblint.authoring.examples import PackWithSources
from gblint.findings import Say
from gblint.packs.pack_source import find_texts
from gblint.packs.problems import DataPath, Fault
from gblint.packs.rule_faults import absent_examples

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
