"""What of the docs is made from packs and types; `python -m gblint.reference docs` writes it all.

- `rules.md` and `rules/`: every rule of the default pack, and what other formats have otherwise
- `pack-reference.md`, and its Chinese form: every key, kind, zone and value, with examples
- `packs.md`: the table of check kinds in it
- `pack.schema.json` and `gblint.schema.json` (`packs/schema.py`)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import inspect

from gblint.authoring.list_keys import (
    Examples,
    KeyText,
    describe_kind,
    describe_struct,
    find_examples,
    find_key_examples,
    list_message_names,
)
from gblint.checks import KINDS, load
from gblint.config import make_settings_schema
from gblint.findings import SEVERITIES, Lang, Say
from gblint.pack import ZONES, KindOfCheck, Kinds, Options, Variants
from gblint.pack.model import Pack, Rule
from gblint.packs import PackError, find_built_in, list_built_in, take_snapshot
from gblint.packs.pack_source import PackSource, reword_rule
from gblint.packs.pattern_faults import start_pattern_count
from gblint.packs.schema import (
    SETTINGS_FILE,
    find_kind_text,
    format_schema,
    get_plain_type,
    is_options,
    list_structs,
    make_pack_schema,
)
from gblint.packs.validate import read_own
from gblint.packs.yaml_source import read_source
from gblint.writers import WRITERS
from gblint.writers.rule_page import put_in_words, render_markdown
from gblint.writers.words import SEVERITY

_MAIN = "gbh-2021-30"
_GENERATED = (
    "由规则包生成，不要手改：`python -m gblint.reference docs`。\n"
    "Generated from the pack; do not edit."
)
_BEGIN = "<!-- kinds: generated, do not edit: python -m gblint.reference docs -->\n"
_END = "<!-- end of kinds -->\n"
"""What stands around the table of kinds in docs/packs.md."""
_KINDS_HEAD = """\
| kind | what it finds | options | values for the message | variants |
| --- | --- | --- | --- | --- |
"""


def render_rule_page(pack: Pack) -> str:
    """Every rule with basis, reason, how to mend, wrong and right, in both languages.

    Each has an anchor of its id in small letters.
    """
    return "\n\n".join(_write_rule_page(pack)) + "\n"


def render_rule_table(pack: Pack, lang: Lang) -> str:
    """The rules in a table: id, severity, title."""
    head = {
        "zh": "| 编号 | 级别 | 内容 |\n| --- | --- | --- |",
        "en": "| id | severity | finds |\n| --- | --- | --- |",
    }
    rows = (
        f"| [{rule.id}](docs/rules.md#{rule.id.lower()}) | {SEVERITY[rule.severity].in_lang(lang)} "
        f"| {put_in_words(rule.title, lang)} |"
        for rule in pack.rules
    )
    return "\n".join([head[lang], *rows])


def render_rule_pages() -> dict[str, str]:
    """The page of the default pack, and those of the other formats, by their paths in `docs`."""
    base = load(_MAIN)
    others = (name for name in list_built_in() if name != _MAIN and load(name).auto)
    return {"rules.md": render_rule_page(base)} | {
        f"rules/{name}.md": "\n\n".join(_write_other_page(load(name), base, _read_own(name))) + "\n"
        for name in others
    }


def _write_rule_page(pack: Pack) -> Iterator[str]:
    yield f"# 规则 · Rules\n\n规则包 `{pack.id}` {pack.version}"
    yield _GENERATED
    for severity in SEVERITIES:
        ids = [f"[{r.id}](#{r.id.lower()})" for r in pack.rules if r.severity == severity]
        if ids:
            word = SEVERITY[severity]
            yield f"{word.zh} · {word.en}: " + " ".join(ids)
    for rule in pack.rules:
        yield from _write_rule(rule)


def _write_other_page(pack: Pack, base: Pack, own: PackSource) -> Iterator[str]:
    """What a pack has otherwise than the one it builds on; other rules by their links."""
    known = {rule.id: rule for rule in base.rules}
    # the national pack has each rule in full: 40 pages alike would help nobody to see what differs
    differs = [rule for rule in pack.rules if not _is_same(rule, known.get(rule.id), own)]
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
        yield from _write_rule(rule)


def _write_rule(rule: Rule) -> Iterator[str]:
    yield f'<a id="{rule.id.lower()}"></a>'
    for lang in ("zh", "en"):
        yield render_markdown(rule, lang)


def _is_same(rule: Rule, inherited: Rule | None, own: PackSource) -> bool:
    """Whether a rule is the inherited one but for words that the whole pack says otherwise."""
    return inherited is not None and rule == reword_rule(inherited, own.reword)


def _read_own(name: str) -> PackSource:
    """What a built-in pack itself gives."""
    source = read_source(take_snapshot(find_built_in()[name]), name)
    start_pattern_count()  # else the patterns of all packs of this process would count together
    own = read_own(source, KINDS)
    if own is None:
        raise PackError(source.problems)
    return own.pack


def render_kinds(kinds: Kinds) -> str:
    """Every kind: what it finds, its options, what messages may name, its variants."""
    return _KINDS_HEAD + "".join(map(_render_kind, kinds.values()))


def replace_kinds(page: str, kinds: Kinds) -> str:
    """A page with its table of kinds renewed, between its two marks."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        raise ValueError(f"the page lacks {_BEGIN!r} or {_END!r}")
    return f"{before}{begin}\n{render_kinds(kinds)}\n{end}{after}"


def _render_kind(kind: KindOfCheck) -> str:
    values = [", ".join(kind.values)]
    variants = [_list_variants(kind.variants)]
    for name, case in kind.cases.items():
        if case.values is not None:
            values.append(f"`{kind.option}: {name}`: {', '.join(case.values)}")
        if case.variants is not None:
            variants.append(f"`{kind.option}: {name}`: {_list_variants(case.variants)}")
    cells = (
        f"`{kind.tag}`",
        kind.finds or find_kind_text(kind).in_lang("en"),
        ", ".join(_list_options(kind.options)),
        "; ".join(filter(None, values)),
        "; ".join(filter(None, variants)),
    )
    return f"| {' | '.join(cells)} |\n"


def _list_variants(variants: Variants) -> str:
    """The names of variants, each with the values that it has besides."""
    return ", ".join(
        f"{name} (also {', '.join(more)})" if more else name for name, more in variants.items()
    )


def _list_options(options: type[Options]) -> Iterator[str]:
    """The options, each with the words that it may be, or with the keys inside it."""
    described = inspect.type_info(options)
    if isinstance(described, inspect.StructType):
        for field in described.fields:
            inner = _get_innermost(field.type)
            if isinstance(inner, inspect.LiteralType):
                yield f"`{field.encode_name}: {', '.join(map(str, inner.values))}`"
            elif isinstance(inner, inspect.StructType):
                keys = ", ".join(f"`{one.encode_name}`" for one in inner.fields)
                yield f"`{field.encode_name}` ({keys})"
            else:
                yield f"`{field.encode_name}`"


def _get_innermost(kind: inspect.Type) -> inspect.Type:
    """What a list is of, or a type that has more said of it."""
    if isinstance(kind, inspect.Metadata):
        return _get_innermost(kind.type)
    return _get_innermost(kind.item_type) if isinstance(kind, inspect.VarTupleType) else kind


PAGES: dict[Lang, str] = {"zh": "pack-reference.zh-CN.md", "en": "pack-reference.md"}

_TITLE = Say("规则包的全部写法", "All that a pack may say")
_INTRO = Say(
    "[English](pack-reference.md) · 入门见[编写规则包](guide-packs.zh-CN.md)\n\n"
    "由程序生成，不要手改：`python -m gblint.reference docs`。"
    "例子取自内置的规则包，都由测试运行。标 * 的键必须写。",
    "[中文](pack-reference.zh-CN.md) · to begin with: [the guide](guide-packs.md)\n\n"
    "Generated, do not edit: `python -m gblint.reference docs`. The examples are "
    "from the built-in packs, and tests run them. Keys with * are required.",
)
_HEAD = Say("| 键 | 写什么 | 意思 | 例 |", "| key | value | meaning | example |")
_RULE = "| --- | --- | --- | --- |"

_PARTS: dict[str, Say] = {
    "PackSource": Say("规则包的最外层", "The top of a pack"),
    "Rule": Say("一条规则（rules）", "A rule (rules)"),
    "Amendment": Say("改继承的规则（amend）", "Changes to an inherited rule (amend)"),
    "Without": Say("不要的（without）", "What is left out (without)"),
    "Examples": Say("示例（examples）", "Examples (examples)"),
    "Example": Say("一个示例", "An example"),
    "Written": Say("示例里的另一份报告（previous、parts、among）", "Another report of an example"),
    "Edit": Say("改几个字（edits、reword）", "Words replaced (edits, reword)"),
    "Say": Say("两种语言的文字", "A text in two languages"),
}
"""Types with a heading of their own; others have their names, and the keys where they stand."""


def render_reference(lang: Lang) -> str:
    return "\n".join(_write_reference(lang)) + "\n"


def _write_reference(lang: Lang) -> Iterator[str]:
    examples = find_key_examples()
    structs = list(list_structs(KINDS))
    yield f"# {_TITLE.in_lang(lang)}\n"
    yield _INTRO.in_lang(lang) + "\n"
    places = _list_places(structs)
    for struct in structs:
        name = get_plain_type(struct.cls).__name__
        if name in _PARTS:
            yield from _write_struct(struct, _PARTS[name].in_lang(lang), examples, lang)
    yield from _write_specimen(lang)
    yield from _write_zones(lang)
    yield f"## {Say('检查的种类（kind）', 'Kinds of check (kind)').in_lang(lang)}\n"
    checks = find_examples()
    for tag, kind in KINDS.items():
        check = checks[tag].text if tag in checks else f"{{kind: {tag}}}"
        rule = checks[tag].rule if tag in checks else ""
        yield from _write_kind(kind, check, rule, examples, lang)
    yield f"## {Say('格式的各部分', 'Parts of a format').in_lang(lang)}\n"
    for struct in structs:
        name = get_plain_type(struct.cls).__name__
        if name not in _PARTS and not is_options(struct):
            where = "、".join(f"`{one}`" for one in places.get(name, ()))
            heading = where.replace("、", ", ") if lang == "en" else where
            yield from _write_struct(struct, heading or name, examples, lang, level=3)


def _list_places(structs: list[inspect.StructType]) -> dict[str, list[str]]:
    """Under which keys each type stands."""
    found: dict[str, list[str]] = {}
    for struct in structs:
        for one in describe_struct(struct):
            names = found.setdefault(one.inside, [])
            if one.inside and one.name not in names:
                names.append(one.name)
    return found


def _write_struct(
    struct: inspect.StructType, heading: str, examples: Examples, lang: Lang, *, level: int = 2
) -> Iterator[str]:
    name = get_plain_type(struct.cls).__name__
    yield f'<a id="{name.lower()}"></a>\n'
    yield f"{'#' * level} {heading}\n"
    yield from _write_table(name, describe_struct(struct), examples, lang)


def _write_table(name: str, keys: list[KeyText], examples: Examples, lang: Lang) -> Iterator[str]:
    yield _HEAD.in_lang(lang)
    yield _RULE
    for one in keys:
        key = f"`{one.name}`" + ("*" if one.required else "")
        form = one.form.in_lang(lang)
        if one.inside:
            form = f"[{form}](#{one.inside.lower()})"
        text = examples.get((name, one.name), "")
        shown = f"`{one.name}: {_escape(text)}`" if text else ""
        yield f"| {key} | {form} | {_escape(one.means.in_lang(lang))} | {shown} |"
    yield ""


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _write_kind(
    kind: KindOfCheck, check: str, rule: str, examples: Examples, lang: Lang
) -> Iterator[str]:
    yield f'<a id="{kind.options.__name__.lower()}"></a>\n'
    yield f"### {kind.tag}\n"
    yield find_kind_text(kind).in_lang(lang) + Say("。", ".").in_lang(lang) + "\n"
    options = describe_kind(kind)
    if options:
        yield from _write_table(kind.options.__name__, options, examples, lang)
    values, variants = list_message_names(kind)
    if values:
        head = Say("信息里可以写：", "A message may have: ").in_lang(lang)
        yield head + ", ".join(f"`{{{one}}}`" for one in values) + "\n"
    if variants:
        head = Say("变体（variants）：", "Variants: ").in_lang(lang)
        yield head + ", ".join(f"`{one}`" for one in variants) + "\n"
    where = Say(f"（{rule}）", f" ({rule})").in_lang(lang) if rule else ""
    yield f"{Say('例', 'Example').in_lang(lang)}{where}\n"
    yield f"```yaml\ncheck: {check}\n```\n"


def _write_zones(lang: Lang) -> Iterator[str]:
    yield f"## {Say('位置（zone）', 'Zones (zone)').in_lang(lang)}\n"
    head = Say("| 写法 | 中文写法 | 意思 | 例 |", "| zone | in Chinese | meaning | example |")
    yield head.in_lang(lang)
    yield "| --- | --- | --- | --- |"
    for zone in ZONES:
        example = f"{{kind: length, zone: {zone.zh if lang == 'zh' else zone.en}, most: 800}}"
        yield f"| `{zone.en}` | `{zone.zh}` | {zone.means.in_lang(lang)} | `{example}` |"
    yield ""


SPECIMEN_CELL = "{applications.new.natural=29}"
"""A cell as the specimen has it: of the table, the row and the column, and its figure."""

_SPECIMEN = Say(
    "样本报告是规则包文件夹里的 `specimen.md`，没有就用继承来的。它是一份没有错的报告，"
    "示例都从它改起；"
    "`gblint pack specimen` 显示它，`--cells` 连同数据格的名称。\n\n"
    "表格里的每个数写成 `{表格.行.列=数}`：",
    "The specimen is `specimen.md` in the folder of the pack, or the one that is inherited: a "
    "report without a fault that the examples change. `gblint pack specimen` shows it, `--cells` "
    "with the names of its cells.\n\n"
    "Each figure of a table is written `{table.row.column=figure}`:",
)
_SPECIMEN_USE = Say(
    "示例用 `cells` 换这个数，用 `edits` 改几个字（先换数、再改字，`find` 的字必须找得到，"
    "只改第一处）：",
    "Examples set the figure by `cells` and change words by `edits` (figures first; what is to be "
    "found has to be there, and its first place is changed):",
)

SPECIMEN_EXAMPLE = """\
examples:
  fail:
    - name: 改了一个数和几个字
      cells: {applications.new.natural: "30"}
      edits:
        - {find: 一起部署, replace: 同步部署}
      expect: {section: 3}
      count: 1
"""


def _write_specimen(lang: Lang) -> Iterator[str]:
    yield f"## {Say('样本报告（specimen.md）', 'The specimen (specimen.md)').in_lang(lang)}\n"
    yield _SPECIMEN.in_lang(lang) + "\n"
    yield f"```text\n| 自然人 | {SPECIMEN_CELL} |\n```\n"
    yield _SPECIMEN_USE.in_lang(lang) + "\n"
    yield f"```yaml\n{SPECIMEN_EXAMPLE}```\n"


def render_files(docs: Path) -> dict[str, str]:
    """All of a folder of docs that is made, by paths in it; of `packs.md` the table alone is."""
    return {
        **render_rule_pages(),
        **{file: render_reference(lang) for lang, file in PAGES.items()},
        "packs.md": replace_kinds((docs / "packs.md").read_text("utf-8"), KINDS),
        "pack.schema.json": format_schema(make_pack_schema(KINDS)),
        SETTINGS_FILE: format_schema(make_settings_schema(WRITERS)),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, text in render_files(folder).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="\n")
