"""`--show-files` and `--show-settings`: what a run would do, without doing it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from gblint.cli.messages import tell_error, tell_say
from gblint.cli.streams import Stream
from gblint.config import Config
from gblint.findings import Lang, Say
from gblint.inputs import Input
from gblint.run.plan import Overrides, Plan, Planner
from gblint.text.display import clean, clean_path


def show_files(inputs: Sequence[Input], notes: Sequence[Say], lang: Lang, out: Stream) -> int:
    """Print the path of each file that would be checked; the exit code."""
    code = 0
    for one in inputs:
        if one.failure is None:
            out.text(clean_path(one.path) + "\n")
        else:
            code = tell_error(one.failure.behind(one.path), lang)
    for note in notes:
        tell_say(note, lang)
    return code


def show_settings(
    inputs: Sequence[Input], overrides: Overrides, given: Mapping[str, Any], lang: Lang, out: Stream
) -> int:
    """Print what holds for the files, once for each settings file; the exit code.

    `given` is what options set besides the overrides; None is what they do not. What is printed is
    TOML. Raises SettingsError.
    """
    plans = Planner(overrides).plans(inputs)
    shown: list[Plan] = []
    for input_, plan in zip(inputs, plans, strict=True):
        if any(plan is one for one in shown):
            continue
        if shown:
            out.text("\n")
        shown.append(plan)
        for line in _write_lines(plan, input_, given, lang):
            out.text(clean(line) + "\n")
    return 0


def _write_lines(plan: Plan, first: Input, given: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    config = plan.config or Config(Say("没有设置文件", "no settings file").in_lang(lang), Path())
    yield f"# {config.file}"
    yield "# " + Say(f"用于 {first.path} 等", f"for {first.path} and others").in_lang(lang)
    selection = plan.selections[0]
    others = [one.pack.id for one in plan.selections[1:]]
    severities = {rule.id: rule.severity for rule in selection.pack.rules}
    settings: dict[str, Any] = {
        "pack": selection.pack.id,
        **({"packs": others} if others else {}),
        "select": sorted(selection.rules),
        "severity": {
            rule: spec.severity
            for rule, spec in selection.known.items()
            if rule in selection.rules and spec.severity != severities[rule]
        },
        "fail-on": plan.fail_on,
        "fail-on-skipped": plan.fail_on_skipped,
        "no-suppressions": not plan.heed_comments,
        "exclude": config.exclude,
        "extend-exclude": config.extend_exclude,
        "respect-gitignore": config.respect_gitignore,
        "archives": config.archives,
        "previous": config.previous,
        "limits": msgspec.structs.asdict(plan.limits),
    }
    settings |= {key: value for key, value in given.items() if value is not None}
    for key, value in settings.items():
        if value is not None:
            yield f"{key} = {_toml(value)}"
    for one in config.per_file_ignores:
        yield "[[per-file-ignores]]"
        for key, value in msgspec.structs.asdict(one).items():
            yield f"{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    """A value of settings. Texts, numbers, truth values and lists of them are as in JSON."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(one)}" for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
