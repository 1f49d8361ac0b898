"""What is wrong with the prose part of a pack: templates, and what they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gblint.findings import Say
from gblint.packs.model import Pack
from gblint.packs.pattern_faults import pattern_faults
from gblint.packs.problems import DataPath, Fault
from gblint.packs.prose_model import Breakdown, ProseSpecs, Quantity, ScopeSpec, Share, Statement
from gblint.packs.references import quantity_faults, unknown
from gblint.packs.sums import SumError, rows, table_of, terms
from gblint.packs.template import DEEPEST, TemplateError, circle, counts, expand
from gblint.patterns import compiled

_HERE: DataPath = ("prose",)
_OTHER = "other"
"""What stands for no level in the levels of a scope."""


def prose_faults(own: ProseSpecs, pack: Pack) -> Iterator[Fault]:
    """The faults of a pack's own prose part; `pack` is the whole, with what is inherited."""
    words = pack.prose.words
    for name, template in own.words.items():
        yield from _template(template, words, (*_HERE, "words", name))
    for field, templates in (("aside", own.aside), ("foreign", own.foreign)):
        for i, template in enumerate(templates):
            yield from _template(template, words, (*_HERE, field, i))
    for i, quantity in enumerate(own.quantities):
        yield from _quantity_faults(quantity, pack, (*_HERE, "quantities", i))
    for i, statement in enumerate(own.statements):
        here = (*_HERE, "statements", i)
        yield from quantity_faults(statement.gives, pack, (*here, "gives"))
        yield from quantity_faults(statement.after, pack, (*here, "after"))
        yield from _statement_faults(statement, pack, here)
    for i, share in enumerate(own.shares):
        yield from _share_faults(share, pack, (*_HERE, "shares", i))
    for i, breakdown in enumerate(own.breakdowns):
        yield from _breakdown_faults(breakdown, pack, (*_HERE, "breakdowns", i))
    for i, scope in enumerate(own.scopes):
        yield from _scope_faults(scope, pack, (*_HERE, "scopes", i))


def _template(
    template: str, words: dict[str, str], path: DataPath, needs: Collection[str] = ()
) -> Iterator[Fault]:
    try:
        pattern = expand(template, words)
    except TemplateError as wrong:
        if wrong.name in words:
            yield Fault(path, _too_deep(wrong.name, words), column=wrong.offset + 1)
        elif wrong.name:
            fault = unknown(path, Say("词语", "words"), wrong.name, ["n", "p", *words])
            yield Fault(path, fault.say, column=wrong.offset + 1)
        else:
            say = Say("代入词语后超过 10,000 个字符", "with its words more than 10,000 characters")
            yield Fault(path, say, column=wrong.offset + 1)
        return
    faults = list(pattern_faults(pattern, path, written=False))
    yield from faults
    if faults:
        return
    for name in sorted(set(needs) - set(compiled(pattern).groupindex)):
        yield Fault(path, Say(f"缺少 {{{name}}}", f"{{{name}}} is missing"))


def _too_deep(name: str, words: dict[str, str]) -> Say:
    """Why words that are known cannot stand where they do."""
    way = circle(name, words)
    if not way:
        return Say(f"词语套了超过 {DEEPEST} 层", f"words in words more than {DEEPEST} deep")
    shown = "→".join(way)
    over = Say(f"（{shown}）", f" ({shown})") if len(way) > 2 else Say("", "")
    return Say(
        f"词语“{name}”不能包含自己{over.zh}",
        f'the words "{name}" cannot contain themselves{over.in_lang("en")}',
    )


def _statement_faults(statement: Statement, pack: Pack, path: DataPath) -> Iterator[Fault]:
    for j, template in enumerate(statement.patterns):
        here = (*path, "patterns", j)
        yield from _template(template, pack.prose.words, here)
        stated = counts(template)
        if stated not in ({0} if statement.value is not None else {1, len(statement.gives)}):
            say = Say(
                "{n} 的个数应与 gives 相同，或只有一个；写了 value 的不能有 {n}",
                "{n} stands once, or once for each of gives; not at all where value is given",
            )
            yield Fault(here, say)


def _quantity_faults(quantity: Quantity, pack: Pack, path: DataPath) -> Iterator[Fault]:
    table = table_of(pack, quantity.table)
    if table is None:
        known = [each.key for each in pack.tables]
        yield unknown((*path, "table"), Say("表格", "table"), quantity.table, known)
        return
    for i, text in enumerate(quantity.equals):
        here = (*path, "equals", i)
        try:
            found = terms(text)
        except SumError as wrong:
            say = Say(
                f"这里应是“行.列”，不是“{wrong.word}”",
                f'row.column belongs here, not "{wrong.word}"',
            )
            yield Fault(here, say, column=wrong.column)
            continue
        for key, column in found:
            blocks = [b for b in table.blocks if {r.key for r in b.rows} & set(rows(table, key))]
            if not blocks:
                known = [row.key for block in table.blocks for row in block.rows]
                yield unknown(here, Say("行", "row"), key, known)
            elif not any(c.key == column for block in blocks for c in block.columns):
                known = [c.key for block in blocks for c in block.columns]
                yield unknown(here, Say("列", "column"), column, known)


def _share_faults(share: Share, pack: Pack, path: DataPath) -> Iterator[Fault]:
    yield from quantity_faults(share.part, pack, (*path, "part"))
    yield from quantity_faults(share.whole, pack, (*path, "whole"))
    for j, template in enumerate(share.patterns):
        yield from _template(template, pack.prose.words, (*path, "patterns", j), needs={"p"})
    for j, template in enumerate(share.besides):
        yield from _template(template, pack.prose.words, (*path, "besides", j), needs={"n"})


def _breakdown_faults(breakdown: Breakdown, pack: Pack, path: DataPath) -> Iterator[Fault]:
    yield from quantity_faults(breakdown.whole, pack, (*path, "whole"))
    yield from quantity_faults(breakdown.parts, pack, (*path, "parts"))
    yield from quantity_faults(breakdown.plus, pack, (*path, "plus"))
    yield from quantity_faults(breakdown.within, pack, (*path, "within"))


def _scope_faults(scope: ScopeSpec, pack: Pack, path: DataPath) -> Iterator[Fault]:
    known = [*(level.key for level in pack.facts.levels), _OTHER]
    for i, level in enumerate(scope.levels or ()):
        if level not in known:
            yield unknown((*path, "levels", i), Say("层级", "level"), level, known)
