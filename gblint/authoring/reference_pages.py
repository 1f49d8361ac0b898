"""docs/pack-reference.md and its Chinese form: every key, kind, zone and value, with examples.

    python -m gblint.authoring.reference_pages docs

Generated from the types by which packs are read, their texts, and what built-in packs write.
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
from gblint.checks import KINDS
from gblint.findings import Lang, Say
from gblint.pack import ZONES, KindOfCheck
from gblint.packs.key_texts import is_options, list_structs, plain_type, text_of_kind

PAGES: dict[Lang, str] = {"zh": "pack-reference.zh-CN.md", "en": "pack-reference.md"}

_TITLE = Say("规则包的全部写法", "All that a pack may say")
_INTRO = Say(
    "[English](pack-reference.md) · 入门见[编写规则包](guide-packs.zh-CN.md)\n\n"
    "由程序生成，不要手改：`python -m gblint.authoring.reference_pages docs`。"
    "例子取自内置的规则包，都由测试运行。标 * 的键必须写。",
    "[中文](pack-reference.zh-CN.md) · to begin with: [the guide](guide-packs.md)\n\n"
    "Generated, do not edit: `python -m gblint.authoring.reference_pages docs`. The examples are "
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


def write_page(lang: Lang) -> str:
    return "\n".join(_write(lang)) + "\n"


def _write(lang: Lang) -> Iterator[str]:
    examples = find_key_examples()
    structs = list(list_structs(KINDS))
    yield f"# {_TITLE.in_lang(lang)}\n"
    yield _INTRO.in_lang(lang) + "\n"
    places = _places(structs)
    for struct in structs:
        name = plain_type(struct.cls).__name__
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
        name = plain_type(struct.cls).__name__
        if name not in _PARTS and not is_options(struct):
            where = "、".join(f"`{one}`" for one in places.get(name, ()))
            heading = where.replace("、", ", ") if lang == "en" else where
            yield from _write_struct(struct, heading or name, examples, lang, level=3)


def _places(structs: list[inspect.StructType]) -> dict[str, list[str]]:
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
    name = plain_type(struct.cls).__name__
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
    yield text_of_kind(kind).in_lang(lang) + Say("。", ".").in_lang(lang) + "\n"
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


if __name__ == "__main__":
    for language, file in PAGES.items():
        Path(sys.argv[1], file).write_text(write_page(language), "utf-8", newline="\n")
