"""The rules of the packs as pages: `python -m gblint.reference docs/rules.md`.

That is the page of the default pack; those of the other formats go into `docs/rules/`. The
table of check kinds in `docs/packs.md` is renewed beside them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import inspect

from gblint.checks.kinds import KINDS, load
from gblint.findings import SEVERITIES, Lang, Say, Severity
from gblint.pack import KindOfCheck, Kinds, Options, Variants
from gblint.pack.model import Pack, Rule
from gblint.packs import available
from gblint.packs.find import built_in, take_snapshot
from gblint.packs.pack_source import PackSource, reword_rule
from gblint.packs.pattern_faults import new_pattern_count
from gblint.packs.problems import PackError
from gblint.packs.validate import read_own
from gblint.packs.yaml_source import read_source
from gblint.writers.rule_page import put_in_words, render_markdown

_MAIN = "gbh-2021-30"
_GENERATED = (
    "由规则包生成，不要手改：`python -m gblint.reference docs/rules.md`。\n"
    "Generated from the pack; do not edit."
)
_WORDS: dict[Severity, Say] = {
    "error": Say("错误", "error"),
    "warning": Say("警告", "warning"),
    "note": Say("提示", "note"),
}
_BEGIN = "<!-- kinds: generated, do not edit: python -m gblint.reference docs/rules.md -->\n"
_END = "<!-- end of kinds -->\n"
"""What stands around the table of kinds in docs/packs.md."""
_KINDS_HEAD = """\
| kind | what it finds | options | values for the message | variants |
| --- | --- | --- | --- | --- |
"""


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
        f"| {put_in_words(rule.title, lang)} |"
        for rule in pack.rules
    )
    return "\n".join([head[lang], *rows])


def pages() -> dict[str, str]:
    """The page of the default pack, and those of the other formats, by their paths in `docs`."""
    base = load(_MAIN)
    others = (name for name in built_in() if name != _MAIN and load(name).auto)
    return {"rules.md": page(base)} | {
        f"rules/{name}.md": "\n\n".join(_other_page(load(name), base, _own(name))) + "\n"
        for name in others
    }


def _page(pack: Pack) -> Iterator[str]:
    yield f"# 规则 · Rules\n\n规则包 `{pack.id}` {pack.version}"
    yield _GENERATED
    for severity in SEVERITIES:
        ids = [f"[{r.id}](#{r.id.lower()})" for r in pack.rules if r.severity == severity]
        if ids:
            word = _WORDS[severity]
            yield f"{word.zh} · {word.en}: " + " ".join(ids)
    for rule in pack.rules:
        yield from _in_full(rule)


def _other_page(pack: Pack, base: Pack, own: PackSource) -> Iterator[str]:
    """What a pack has otherwise than the one it builds on; other rules by their links."""
    known = {rule.id: rule for rule in base.rules}
    differs = [rule for rule in pack.rules if not _same(rule, known.get(rule.id), own)]
    title = pack.title if isinstance(pack.title, Say) else Say(pack.title)
    yield f"# {title.zh}\n\n{title.in_lang('en')}\n\n规则包 `{pack.id}` {pack.version}"
    yield _GENERATED
    same = [rule for rule in pack.rules if rule not in differs]
    links = [f"[{rule.id}](../rules.md#{rule.id.lower()})" for rule in same]
    yield f"与 `{base.id}` 相同 · as in `{base.id}`: " + " ".join(links)
    gone = [id_ for id_ in known if id_ not in {rule.id for rule in pack.rules}]
    if gone:
        yield "不查 · not asked: " + " ".join(gone)
    words = [f"“{edit.find}” → “{edit.replace}”" for edit in own.reword]
    yield "以上规则中改词 · with other words in them: " + "；".join(words)
    for rule in differs:
        yield from _in_full(rule)


def _in_full(rule: Rule) -> Iterator[str]:
    yield f'<a id="{rule.id.lower()}"></a>'
    for lang in ("zh", "en"):
        yield render_markdown(rule, lang)


def _same(rule: Rule, inherited: Rule | None, own: PackSource) -> bool:
    """Whether a rule is the inherited one but for words that the whole pack says otherwise."""
    return inherited is not None and rule == reword_rule(inherited, own.reword)


def _own(name: str) -> PackSource:
    """What a built-in pack itself gives."""
    source = read_source(take_snapshot(available()[name]), name)
    new_pattern_count()
    own = read_own(source, KINDS)
    if own is None:
        raise PackError(source.problems)
    return own.pack


def kinds_table(kinds: Kinds) -> str:
    """Every kind: what it finds, its options, what messages may name, its variants."""
    return _KINDS_HEAD + "".join(map(_kind_row, kinds.values()))


def with_table(page: str, kinds: Kinds) -> str:
    """A page with its table of kinds renewed, between its two marks."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        raise ValueError(f"the page lacks {_BEGIN!r} or {_END!r}")
    return f"{before}{begin}\n{kinds_table(kinds)}\n{end}{after}"


def _kind_row(kind: KindOfCheck) -> str:
    values = [", ".join(kind.values)]
    variants = [_variants(kind.variants)]
    for name, case in kind.cases.items():
        if case.values is not None:
            values.append(f"`{kind.option}: {name}`: {', '.join(case.values)}")
        if case.variants is not None:
            variants.append(f"`{kind.option}: {name}`: {_variants(case.variants)}")
    cells = (
        f"`{kind.tag}`",
        kind.finds,
        ", ".join(_options(kind.options)),
        "; ".join(filter(None, values)),
        "; ".join(filter(None, variants)),
    )
    return f"| {' | '.join(cells)} |\n"


def _variants(variants: Variants) -> str:
    """The names of variants, each with the values that it has besides."""
    return ", ".join(
        f"{name} (also {', '.join(more)})" if more else name for name, more in variants.items()
    )


def _options(options: type[Options]) -> Iterator[str]:
    """The options, each with the words that it may be, or with the keys inside it."""
    described = inspect.type_info(options)
    if isinstance(described, inspect.StructType):
        for field in described.fields:
            inner = _innermost(field.type)
            if isinstance(inner, inspect.LiteralType):
                yield f"`{field.encode_name}: {', '.join(map(str, inner.values))}`"
            elif isinstance(inner, inspect.StructType):
                keys = ", ".join(f"`{one.encode_name}`" for one in inner.fields)
                yield f"`{field.encode_name}` ({keys})"
            else:
                yield f"`{field.encode_name}`"


def _innermost(kind: inspect.Type) -> inspect.Type:
    """What a list is of, or a type that has more said of it."""
    if isinstance(kind, inspect.Metadata):
        return _innermost(kind.type)
    return _innermost(kind.item_type) if isinstance(kind, inspect.VarTupleType) else kind


if __name__ == "__main__":
    docs = Path(sys.argv[1]).parent
    for name, text in pages().items():
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text(text, "utf-8", newline="\n")
    packs = docs / "packs.md"
    packs.write_text(with_table(packs.read_text("utf-8"), KINDS), "utf-8", newline="\n")
