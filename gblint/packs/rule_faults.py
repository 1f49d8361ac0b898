"""What is wrong with an own rule as such: its id, and what it lacks in a strict pack."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.findings import Say
from gblint.pack.model import Pack, Rule
from gblint.packs.find import built_in
from gblint.packs.pack_source import PackSource
from gblint.packs.problems import DataPath, Fault
from gblint.packs.references import unknown

_NATIONAL = "GB"
"""What the ids of the built-in packs' rules begin with."""


def id_faults(rule: Rule, own: PackSource, base: Pack, path: DataPath) -> Iterator[Fault]:
    """A national id without saying so, and a rule that replaces none that there is."""
    known = [one.id for one in base.rules]
    if rule.replaces and rule.replaces not in known:
        yield unknown((*path, "replaces"), Say("规则", "rule"), rule.replaces, known)
    if not rule.id.startswith(_NATIONAL) or rule.replaces == rule.id or own.pack in built_in():
        return
    if rule.id in known:
        say = Say(
            f"“{rule.id}”是国家格式的规则编号；自己的规则请另取编号（如 SF101），"
            f"要代替国家的这条规则，加一行 replaces: {rule.id}",
            f'"{rule.id}" is a rule of the national format: take another id (like SF101), or say '
            f"replaces: {rule.id} if this one is to be in its place",
        )
    else:
        say = Say(
            f"“{rule.id}”：GB 开头的编号留给国家格式；自己的规则请另取编号，如 SF101",
            f'"{rule.id}": ids with GB are those of the national format; take another, like SF101',
        )
    yield Fault((*path, "id"), say)


def strict_faults(rule: Rule) -> Iterator[Say]:
    """What a rule of a strict pack lacks, of its texts and of examples."""
    texts = {name: getattr(rule, name) for name in ("title", "basis", "why", "fix")}
    absent = [name for name, words in texts.items() if not words]
    if absent:
        yield Say(f"缺少：{'、'.join(absent)}", f"missing: {', '.join(absent)}")
    told = {name: words for name, words in texts.items() if words}
    told |= {"message": rule.message} | {f"variants.{k}": w for k, w in rule.variants.items()}
    names = [name for name, words in told.items() if isinstance(words, str) or not words.en]
    if names:
        yield Say(f"缺少英文（en）：{'、'.join(names)}", f"no English (en): {', '.join(names)}")
    lacking = absent_examples(rule)
    if lacking:
        zh, en = "、".join(lacking), " and ".join(lacking)
        yield Say(f"缺少示例：examples 的 {zh}", f"no examples under {en}")


def absent_examples(rule: Rule) -> list[str]:
    """The sides, `pass` and `fail`, of which a rule has no example."""
    sides = (("pass", rule.examples.passing), ("fail", rule.examples.failing))
    return [name for name, examples in sides if not examples]
