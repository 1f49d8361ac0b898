"""The texts of a rule against what its check kind tells: values in braces, variants, examples."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from gblint.findings import Say
from gblint.pack.example import Example, Written
from gblint.pack.kind import Kinds
from gblint.pack.model import Pack, Rule
from gblint.packs.examples import ExampleError, example_text
from gblint.packs.problems import DataPath, Fault, joined, suggestion
from gblint.packs.references import tag_of

_BRACES = re.compile(r"\{(\w+)\}|[{}]")
_PLACE = ("section", "table", "row", "column")


def text_faults(rule: Rule, path: DataPath, kinds: Kinds) -> Iterator[Fault]:
    """Values that a message names and its hits do not have; variants that do not exist."""
    kind = kinds[tag_of(rule.check)]
    values, variants = kind.values_of(rule.check), kind.variants_of(rule.check)
    other = [more for variant, more in variants.items() if variant not in rule.variants]
    shared = set.intersection(*map(set, other)) if other else set()
    yield from _braces(rule.message, {*values, *shared}, (*path, "message"))
    every = set.intersection(*map(set, variants.values())) if variants else set()
    yield from _braces(rule.fix, {*values, *every}, (*path, "fix"))
    for name, words in rule.variants.items():
        here = (*path, "variants", name)
        if name not in variants:
            unknown = Say(f"这种检查没有变体“{name}”", f'this check has no variant "{name}"')
            yield Fault(here, joined(unknown, suggestion(name, variants)), key=True)
        yield from _braces(words, {*values, *variants.get(name, ())}, here)


def _braces(words: Say | str, known: Collection[str], path: DataPath) -> Iterator[Fault]:
    texts = (
        [(path, words)]
        if isinstance(words, str)
        else [
            ((*path, "zh"), words.zh),
            ((*path, "en"), words.en),
        ]
    )
    for where, text in texts:
        for match in _BRACES.finditer(text):
            if match[1] is None:
                say = Say("大括号里只能是值的名称", "braces hold the name of a value")
                yield Fault(where, say, column=match.start() + 1)
            elif match[1] not in known:
                unknown = Say(f"这里没有值“{match[1]}”", f'there is no value "{match[1]}" here')
                say = joined(unknown, suggestion(match[1], known))
                yield Fault(where, say, column=match.start() + 1)


def example_faults(rule: Rule, path: DataPath, pack: Pack, kinds: Kinds) -> Iterator[Fault]:
    """Examples that are absent, that cannot be made, or that expect what is never told."""
    groups = (("pass", rule.examples.passing), ("fail", rule.examples.failing))
    absent = [name for name, examples in groups if not examples]
    if absent:
        names = "、".join(absent), " and ".join(absent)
        say = Say(f"缺少示例：examples 的 {names[0]}", f"no examples under {names[1]}")
        yield Fault((*path, "examples"), say, key=True)
    for name, examples in groups:
        for i, example in enumerate(examples):
            yield from _example(rule, example, (*path, "examples", name, i), pack, kinds)


def _unmakable(written: Written, path: DataPath, pack: Pack) -> Iterator[Fault]:
    try:
        example_text(pack, written)
    except ExampleError as error:
        is_key = error.path[:1] == ("cells",)
        yield Fault((*path, *error.path), error.say, key=is_key)


def _example(
    rule: Rule, example: Example, path: DataPath, pack: Pack, kinds: Kinds
) -> Iterator[Fault]:
    yield from _unmakable(example, path, pack)
    if example.previous is not None:
        yield from _unmakable(example.previous, (*path, "previous"), pack)
    for i, part in enumerate(example.parts):
        yield from _unmakable(part, (*path, "parts", i), pack)
    ids = [one.id for one in pack.rules]
    if example.fails and example.fails not in ids:
        unknown = Say(f"没有规则“{example.fails}”", f'there is no rule "{example.fails}"')
        yield Fault((*path, "fails"), joined(unknown, suggestion(example.fails, ids)))
    kind = kinds[tag_of(rule.check)]
    variants = kind.variants_of(rule.check)
    known = {*_PLACE, *kind.values_of(rule.check)}.union(*variants.values())
    for key in example.expect:
        if key not in known:
            unknown = Say(f"这条规则没有值“{key}”", f'this rule has no value "{key}"')
            yield Fault((*path, "expect", key), joined(unknown, suggestion(key, known)), key=True)
