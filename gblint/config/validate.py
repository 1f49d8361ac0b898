"""What is wrong with settings, in their own words.

What is right is in the types (`Settings`). Rule ids and packs are looked up later, when they are
known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import inspect

from gblint.findings import SEVERITIES, Say
from gblint.packs.problems import DataPath, Fault, close_word, join_says, suggestion
from gblint.packs.shape import Wording, find_shape_faults
from gblint.readers.refusals import is_valid_limit, is_whole_number


def find_faults(data: Any, model: type[msgspec.Struct]) -> list[Fault]:
    """All that is wrong with the data of a settings file; `model` is what it is to be."""
    wording = _SettingWording()
    faults = find_shape_faults(data, model, wording)
    limits = data.get("limits") if isinstance(data, dict) else None
    wrong = {fault.path for fault in faults}
    for name, most in limits.items() if isinstance(limits, dict) else ():
        path = ("limits", name)
        if path not in wrong and not is_valid_limit(
            name, most
        ):  # of the right type, but out of bounds
            faults.append(Fault(path, wording.above_zero(path)))
    return faults


_SEVEREST_FIRST: tuple[str, ...] = (*SEVERITIES, "never", "off", "zh", "en")
"""The words of `fail-on`, `severity` and `lang` as they are listed."""


class _SettingWording(Wording):
    """Every error names the setting, as people look for it by name in a file of few lines."""

    # ruff: noqa: ARG002 - packs say more of the same errors, by what was read

    one_cause = False  # a setting that is written wrongly and one that is absent are told apart

    def wrong_form(self, path: DataPath, value: Any, kinds: Sequence[inspect.Type]) -> Say:
        if not path:
            return Say("设置应写成键值", "settings are keys with values")
        name, kind = _name(path), kinds[0]
        if isinstance(kind, inspect.Metadata):
            kind = kind.type
        if isinstance(kind, inspect.IntType | inspect.FloatType):
            return self.above_zero(path)
        if isinstance(kind, inspect.BoolType):
            return Say(f"{name}应是 true 或 false", f"{name} is true or false")
        if isinstance(kind, inspect.StrType):
            return self.wrong_text(path, value, "")
        return Say(f'{name}应是列表，如 ["…", "…"]', f'{name} is a list, such as ["...", "..."]')

    def wrong_text(self, path: DataPath, value: str, pattern: str) -> Say:
        name = _name(path)
        return Say(f"{name}应是文字，不能为空", f"{name} is a text and not empty")

    def above_zero(self, path: DataPath) -> Say:
        """A limit that is no number, or none that a limit can be."""
        zh, en = (
            ("正整数", "a whole number") if is_whole_number(str(path[-1])) else ("正数", "a number")
        )
        return Say(f"{_name(path)}应是{zh}", f'"{path[-1]}" is {en} above 0')

    def unknown_key(self, key: str, known: Sequence[str], given: Sequence[str]) -> Say:
        say = Say(f"没有设置项“{key}”", f'there is no setting "{key}"')
        if key == "tool":
            more = Say(
                "；gblint.toml 里直接写设置项，不要 [tool.gblint]",
                "; in gblint.toml the settings stand at the top, without [tool.gblint]",
            )
        else:
            more = suggestion(key, known)
        return join_says(say, more)

    def missing_keys(self, names: Sequence[str]) -> Iterator[Say]:
        for name in names:
            say = Say(f"缺少“{name}”", f'"{name}" is missing')
            yield join_says(say, Say("：写明为什么", ": say why")) if name == "reason" else say

    def not_listed(self, path: DataPath, value: Any, words: Sequence[str]) -> Say:
        name = _name(path)
        words = sorted(words, key=_SEVEREST_FIRST.index)
        listed = Say(f"可以是 {'、'.join(words)}", f"it may be {', '.join(words)}")
        if not isinstance(value, str):
            say = Say(f"{name}不能是这个值；", f"{name} cannot be this; ")
            return join_says(say, listed)
        say = Say(f"{name}不能是“{value}”；", f'{name} cannot be "{value}"; ')
        meant = close_word(value, words)
        question = Say(f"是不是“{meant}”？", f'did you mean "{meant}"? ') if meant else Say("")
        return join_says(say, question, listed)


def _name(path: DataPath) -> str:
    """What a setting is called: the last name on the way to it."""
    return next(f"“{step}”" for step in reversed(path) if isinstance(step, str))
