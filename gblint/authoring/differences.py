"""What a pack changes of the packs that it extends, for whoever has to agree to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import msgspec

from gblint.authoring.examples import PackWithSources
from gblint.checks.hits import make_say
from gblint.findings import SEVERITIES, Say
from gblint.pack.model import Rule
from gblint.packs import join_says
from gblint.packs.pack_source import PackSource, is_inherited

Change = Literal["new", "replaced", "amended", "severity", "off", "wording", "part", "left_out"]

HEADINGS: dict[Change, Say] = {
    "new": Say("新增的规则", "New rules"),
    "replaced": Say("换掉的规则", "Rules replaced"),
    "amended": Say("改动的规则", "Rules changed"),
    "severity": Say("改了级别的规则", "Other severities"),
    "off": Say("不查的规则", "Rules that are off"),
    "wording": Say("更多的写法和词语", "More wordings"),
    "part": Say("格式的改动", "Changes of the format"),
    "left_out": Say("不要的部分", "Left out"),
}

_LEVELS = {
    "error": Say("错误", "error"),
    "warning": Say("警告", "warning"),
    "note": Say("提示", "note"),
}


class Difference(msgspec.Struct, frozen=True):
    """One thing that is otherwise than in the base: of what kind, its name, and how."""

    change: Change
    name: str
    text: Say


def list_differences(pack: PackWithSources) -> list[Difference]:
    """The differences, by kind, in the order of the rules and of the keys of a pack."""
    found = [*_compare_rules(pack), *_compare_parts(pack)]
    order = list(HEADINGS)
    return sorted(found, key=lambda one: order.index(one.change))


def _compare_rules(pack: PackWithSources) -> Iterator[Difference]:
    own = pack.own.pack
    base: dict[str, Rule] = {rule.id: rule for one in pack.bases for rule in one.rules}
    now = {rule.id: rule for rule in pack.pack.rules}
    own_ids = {rule.id for rule in own.rules}
    for rule in pack.pack.rules:
        before = base.get(rule.id)
        title = make_say(rule.title)
        if before is None:
            yield Difference("new", rule.id, _say_with_level(rule))
        elif rule.id in own_ids:
            yield Difference("replaced", rule.id, _say_with_level(rule))
        elif rule.id in own.amend:
            changed = [
                name
                for name in before.__struct_fields__
                # which is told by itself
                if name != "severity" and getattr(before, name) != getattr(rule, name)
            ]
            en = f"{title.in_lang('en')} ({', '.join(changed)})"
            yield Difference(
                "amended", rule.id, Say(f"{title.zh}（改了 {'、'.join(changed)}）", en)
            )
        if before is not None and rule.severity != before.severity:
            yield Difference("severity", rule.id, _compare_levels(before, rule))
    instead = {one.replaces: one.id for one in own.rules if one.replaces not in ("", one.id)}
    for id_, rule in base.items():
        if id_ in instead:
            by = Say(f"由 {instead[id_]} 代替：", f"by {instead[id_]}: ")
            yield Difference("replaced", id_, join_says(by, make_say(rule.title)))
        elif id_ not in now or not (is_inherited(id_, own) or id_ in own_ids):
            yield Difference("off", id_, make_say(rule.title))


def _say_with_level(rule: Rule) -> Say:
    level, title = _LEVELS[rule.severity], make_say(rule.title)
    return Say(f"{level.zh}：{title.zh}", f"{level.en}: {title.in_lang('en')}")


def _compare_levels(before: Rule, rule: Rule) -> Say:
    graver = SEVERITIES.index(rule.severity) < SEVERITIES.index(before.severity)
    old, new = _LEVELS[before.severity], _LEVELS[rule.severity]
    how = Say("更严", "graver") if graver else Say("更宽", "milder")
    title = make_say(rule.title)
    return Say(
        f"{old.zh} → {new.zh}（{how.zh}）：{title.zh}",
        f"{old.in_lang('en')} → {new.in_lang('en')} ({how.in_lang('en')}): {title.in_lang('en')}",
    )


_NAMED: tuple[tuple[str, Change, Callable[[Any], str]], ...] = (
    ("sections", "part", lambda one: f"section {one.number}"),
    ("tables", "part", lambda one: one.key),
    ("obsolete_headings", "part", lambda one: one.key),
    ("other_documents", "part", lambda one: one.key),
)


def _compare_parts(pack: PackWithSources) -> Iterator[Difference]:
    own = pack.own.pack
    yield from _list_wordings(own)
    for field, change, name_of in _NAMED:
        known = {name_of(one) for base in pack.bases for one in getattr(base, field)}
        for one in getattr(own, field):
            name = name_of(one)
            how = Say("改写", "written anew") if name in known else Say("新增", "new")
            yield Difference(change, name, how)
    yield from _compare_deadlines(pack)
    for field in own.without.__struct_fields__:
        for item in getattr(own.without, field):
            yield Difference("left_out", f"{field}: {item}", Say("不要", "left out"))
    for field in ("title_line", "headings", "facts", "new_report", "placeholders", "years"):
        if field in pack.source.data:
            yield Difference("part", field, Say("另行规定", "given by the pack"))


def _list_wordings(own: PackSource) -> Iterator[Difference]:
    listed = list(own.aliases.items())
    if own.prose is not None:
        listed += [(f"prose.terms.{key}", words) for key, words in own.prose.terms.items()]
        words_of = own.prose.words
        listed += [(f"prose.words.{n}", getattr(words_of, n)) for n in words_of.__struct_fields__]
    for name, words in listed:
        if words:
            yield Difference("wording", name, Say("、".join(words), ", ".join(words)))
    for word, right in own.wrong_words.items():
        correct = right if isinstance(right, str) else right.right
        yield Difference("wording", "wrong_words", Say(f"{word} → {correct}"))
    for edit in own.reword:
        yield Difference("wording", "reword", Say(f"{edit.find} → {edit.replace}"))


def _compare_deadlines(pack: PackWithSources) -> Iterator[Difference]:
    before = {level.key: level for base in pack.bases for level in base.facts.levels}
    for key, day in pack.own.pack.deadlines.items():
        old = before[key].deadline if key in before else "?"
        name = make_say(before[key].name) if key in before else Say(key)
        how = Say(f"{name.zh}：{old} → {day}", f"{name.in_lang('en')}: {old} → {day}")
        yield Difference("part", f"deadlines.{key}", how)
