"""All that is wrong with a pack, at once: its shape, then what its parts and rules mean."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

import msgspec

from gblint.findings import Say
from gblint.pack.kind import Kinds
from gblint.pack.model import Pack
from gblint.packs.aliases import alias_faults
from gblint.packs.examples import placeholders
from gblint.packs.inheritance import inheritance_faults
from gblint.packs.parts import part_faults
from gblint.packs.problems import MOST_FAULTS, Fault, joined, suggestion
from gblint.packs.references import check_faults
from gblint.packs.rule_texts import example_faults, text_faults
from gblint.packs.shape import shape_faults
from gblint.packs.source import Data, Source
from gblint.packs.written import PackSource, source_type


class Own(msgspec.Struct, frozen=True):
    """What a pack itself gives, by its types; `places` are those of its rules in the file."""

    pack: PackSource
    places: tuple[int, ...]


def typed(source: Source, kinds: Kinds) -> Own | None:
    """The data of a source by its types; what is wrong goes to the problems of the source.

    Rules whose shape is wrong are left out, so that the others can be looked at all the same.
    None where anything else is wrong.
    """
    faults = shape_faults(source.data, kinds)
    if source.problems:  # what is absent may stand in what could not be read
        faults = [fault for fault in faults if fault.path]
    many = len(faults) > MOST_FAULTS
    broken = many or bool(source.problems) or not all(map(_in_rule, faults))
    source.problems.extend(map(source.problem, faults))
    if broken:
        return None
    wrong = {fault.path[1] for fault in faults}
    rules = source.data.get("rules")
    kept: list[tuple[int, Data]] = []
    if isinstance(rules, list):
        kept = [(i, rule) for i, rule in enumerate(rules) if i not in wrong]
    data: dict[str, Data] = {**source.data, "rules": [rule for _, rule in kept]}
    return Own(msgspec.convert(data, source_type(kinds)), tuple(i for i, _ in kept))


def _in_rule(fault: Fault) -> bool:
    return fault.path[:1] == ("rules",) and len(fault.path) > 1


def meaning(source: Source, own: Own, base: Pack, pack: Pack, kinds: Kinds) -> None:
    """Add to the problems of a source what does not fit the base, or itself.

    `base` is what the pack extends, merged; `pack` is the whole.
    """
    faults = chain(
        _head_faults(own.pack, base),
        part_faults(own.pack, pack),
        alias_faults(own.pack.aliases, pack),
        _own_rules(own, pack, kinds),
        inheritance_faults(own.pack, base, pack, kinds),
    )
    source.problems.extend(map(source.problem, islice(faults, MOST_FAULTS + 1)))


def _head_faults(own: PackSource, base: Pack) -> Iterator[Fault]:
    if not own.title and not base.title:
        yield Fault((), Say("缺少：title", "missing: title"))
    if own.pack in base.sources:
        say = Say(f"“{own.pack}”已是所扩展的规则包的 id", f'"{own.pack}" is a pack that it extends')
        yield Fault(("pack",), say)


def _own_rules(own: Own, pack: Pack, kinds: Kinds) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, rule in zip(own.places, own.pack.rules, strict=True):
        path = ("rules", place)
        if rule.id in seen:
            yield Fault((*path, "id"), Say(f"“{rule.id}”重复", f'"{rule.id}" stands twice'))
        seen.add(rule.id)
        yield from check_faults(rule.check, pack, (*path, "check"), kinds)
        yield from text_faults(rule, path, kinds)
        yield from example_faults(rule, path, pack, kinds)


def specimen_problems(source: Source, file: str, text: str, pack: Pack) -> None:
    """Add the placeholders of a specimen that are no cell of the pack's tables."""
    known = {
        f"{table.key}.{row.key}.{column.key}"
        for table in pack.tables
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    }
    for cell, offset in placeholders(text):
        if cell not in known:
            say = Say(f"没有数据格“{cell}”", f'there is no cell "{cell}"')
            source.add_at(file, text, offset, joined(say, suggestion(cell, known)))
