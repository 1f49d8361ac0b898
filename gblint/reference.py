"""The rules of a pack as a page: `python -m gblint.reference docs/rules.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from gblint.findings import SEVERITIES, Lang, Say, Severity
from gblint.packs.load import load
from gblint.packs.model import Pack, Rule
from gblint.writers.sarif_rules import markdown

_WORDS: dict[Severity, Say] = {
    "error": Say("错误", "error"),
    "warning": Say("警告", "warning"),
    "note": Say("提示", "note"),
}


def page(pack: Pack) -> str:
    """Every rule with basis, reason, how to mend, wrong and right, in both languages.

    Each has an anchor of its id in small letters.
    """
    return "\n\n".join(_page(pack)) + "\n"


def table(pack: Pack, lang: Lang) -> str:
    """The rules in a table: id, severity, title."""
    head = {
        "zh": "| 编号 | 级别 | 内容 |\n| --- | --- | --- |",
        "en": "| id | severity | finds |\n| --- | --- | --- |",
    }
    rows = (
        f"| [{rule.id}](docs/rules.md#{rule.id.lower()}) | {_WORDS[rule.severity].in_lang(lang)} "
        f"| {_title(rule, lang)} |"
        for rule in pack.rules
    )
    return "\n".join([head[lang], *rows])


def _page(pack: Pack) -> Iterator[str]:
    yield f"# 规则 · Rules\n\n规则包 `{pack.id}` {pack.version}"
    yield (
        "由规则包生成，不要手改：`python -m gblint.reference docs/rules.md`。\n"
        "Generated from the pack; do not edit."
    )
    for severity in SEVERITIES:
        ids = [f"[{r.id}](#{r.id.lower()})" for r in pack.rules if r.severity == severity]
        if ids:
            word = _WORDS[severity]
            yield f"{word.zh} · {word.en}: " + " ".join(ids)
    for rule in pack.rules:
        yield f'<a id="{rule.id.lower()}"></a>'
        for lang in ("zh", "en"):
            yield markdown(rule, lang)


def _title(rule: Rule, lang: Lang) -> str:
    return rule.title if isinstance(rule.title, str) else rule.title.in_lang(lang)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(load("gbh-2021-30")), "utf-8")
