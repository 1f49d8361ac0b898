"""What a pack says of what it inherits: that it is there, and still fits what the pack changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gblint.findings import Say
from gblint.pack.kind import Kinds
from gblint.pack.model import Pack, Rule
from gblint.packs.merge import inherited, taken
from gblint.packs.problems import DataPath, Fault, joined, suggestion
from gblint.packs.references import check_faults, unknown
from gblint.packs.reword import unused
from gblint.packs.rule_texts import example_faults, text_faults
from gblint.packs.written import PackSource


def inheritance_faults(own: PackSource, base: Pack, pack: Pack, kinds: Kinds) -> Iterator[Fault]:
    """The faults of a pack's `severity`, `off`, `inherit`, `amend`, `reword` and `without`.

    `base` is what the pack extends, merged; `pack` is the whole.
    """
    yield from _unknown_rules(own, base)
    yield from _unknown_parts(own, base)
    for i in unused([rule for rule in base.rules if taken(rule.id, own)], own.reword):
        word = own.reword[i].find
        say = Say(
            f"继承的规则中没有“{word}”这些字", f'no inherited rule has the words "{word}" in it'
        )
        yield Fault(("reword", i, "find"), say)
    yield from _inherited_rules(own, base, pack, kinds)


def _unknown_rules(own: PackSource, base: Pack) -> Iterator[Fault]:
    """Rules that are changed or named and that the base does not have."""
    known = [rule.id for rule in base.rules]
    named: list[tuple[str, DataPath]] = [(rule, ("severity", rule)) for rule in own.severity]
    named += [(rule, ("amend", rule)) for rule in own.amend]
    named += [(rule, ("off", i)) for i, rule in enumerate(own.off)]
    for rule, path in named:
        if rule not in known:
            yield _no_rule(rule, path, known)
    for i, begin in enumerate(own.inherit or ()):
        if not any(rule.startswith(begin) for rule in known):
            yield _no_rule(begin, ("inherit", i), known)


def _no_rule(rule: str, path: DataPath, known: Sequence[str]) -> Fault:
    say = Say(f"所扩展的规则包没有规则“{rule}”", f'the packs extended have no rule "{rule}"')
    is_key = path[0] in ("severity", "amend")
    return Fault(path, joined(say, suggestion(rule, known)), key=is_key)


def _unknown_parts(own: PackSource, base: Pack) -> Iterator[Fault]:
    gone = own.without
    levels = [level.key for level in base.facts.levels]
    headings = [heading.key for heading in base.obsolete_headings]
    others = [document.key for document in base.other_documents]
    named: list[tuple[str, Say, Sequence[object], Sequence[object]]] = [
        ("sections", Say("章节", "section"), gone.sections, [s.number for s in base.sections]),
        ("tables", Say("表格", "table"), gone.tables, [table.key for table in base.tables]),
        ("obsolete_headings", Say("旧标题", "heading"), gone.obsolete_headings, headings),
        ("other_documents", Say("其他文件", "document"), gone.other_documents, others),
        ("levels", Say("层级", "level"), gone.levels, levels),
        ("wrong_words", Say("错字", "wrong word"), gone.wrong_words, list(base.wrong_words)),
    ]
    for field, what, words, known in named:
        for i, word in enumerate(words):
            if word not in known:
                yield unknown(("without", field, i), what, word, known)
    for key in own.deadlines:
        if key not in levels:
            fault = unknown(("deadlines", key), Say("层级", "level"), key, levels)
            yield msgspec.structs.replace(fault, key=True)


def _inherited_rules(own: PackSource, base: Pack, pack: Pack, kinds: Kinds) -> Iterator[Fault]:
    """Inherited rules that what the pack changes has left without what they need."""
    given = {rule.id for rule in own.rules}
    before = {rule.id: rule for rule in base.rules}
    parts = _changed_part(own)
    for rule in inherited(base, own):
        if rule.id in given:
            continue
        amended = rule.id in own.amend
        if amended:
            path: DataPath = ("amend", rule.id)
            yield from check_faults(rule.check, pack, (*path, "check"), kinds)
            yield from text_faults(rule, path, kinds)
            yield from example_faults(rule, path, pack, kinds)
        elif parts:
            missing = check_faults(rule.check, pack, (), kinds)
            yield from (_of_rule(rule, fault, parts) for fault in missing)
        if not amended and rule.examples != before[rule.id].examples:
            faults = example_faults(rule, (), pack, kinds)
            yield from (_of_rule(rule, fault, ("reword",)) for fault in faults)


def _changed_part(own: PackSource) -> DataPath:
    """The first of the parts, by their key, that the pack gives or leaves out; () for none."""
    gone = own.without
    for field in ("tables", "sections", "facts"):
        if getattr(own, field):
            return (field,)
        if (field == "facts" and gone.levels) or getattr(gone, field, ()):
            return ("without",)
    return ()


def _of_rule(rule: Rule, fault: Fault, path: DataPath) -> Fault:
    return Fault(
        path,
        joined(Say(f"继承的规则 {rule.id}：", f"inherited rule {rule.id}: "), fault.say),
        key=True,
    )
