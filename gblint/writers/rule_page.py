"""The page of a rule: what it finds, on what basis, why, how to mend it, what is wrong and right.

`write_rule` writes it for the terminal (`gblint explain`), `render_markdown` for the docs and for
the help that SARIF shows, `render_plain` for SARIF's help as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from gblint.findings import Lang, Say
from gblint.pack.model import Edit, Example, Rule, Written
from gblint.text.patterns import later
from gblint.writers.text import Page

Words = Say | str

_BRACES = later(r"\{[^{}]*\}")
"""What a finding fills in; a page about the rule has nothing to put there."""

_COLON: dict[Lang, str] = {"zh": "：", "en": ":"}
_PART = Say("单位报告：", "report of a part: ")
_OTHER = Say("其他机关的报告：", "another organ's report: ")
_LAST_YEAR = Say("上年报告：", "last year's report: ")
_LASTING = Say("文档中的批注不能忽略它", "no comment in a document suppresses what this rule finds")


def put_in_words(text: Words, lang: Lang) -> str:
    return text.strip() if isinstance(text, str) else text.in_lang(lang).strip()


def _drop_values(text: Words, lang: Lang) -> str:
    return _BRACES.sub("…", put_in_words(text, lang))


def _list_lines(
    example: Example, describe: Callable[[Written], list[str]], in_lang: Callable[[Say], str]
) -> list[str]:
    """An example with the reports that are given with it, each as `describe` has it."""
    with_heads = [
        *([(_LAST_YEAR, example.previous)] if example.previous is not None else ()),
        *((_PART, part) for part in example.parts),
        *((_OTHER, other) for other in example.among),
    ]
    return describe(example) + [
        in_lang(head) + line for head, written in with_heads for line in describe(written)
    ]


# Markdown and plain text, for the docs and for SARIF


def render_markdown(rule: Rule, lang: Lang) -> str:
    """One rule as Markdown, with its first example of each side that can be shown."""
    return "\n\n".join(_write_markdown(rule, lang))


def render_plain(rule: Rule, lang: Lang) -> str:
    """One rule as text without examples."""
    parts = (f"{heading}{_COLON[lang]}{text}" for heading, text in _list_parts(rule, lang))
    return "\n\n".join((put_in_words(rule.title, lang), *parts))


def _write_markdown(rule: Rule, lang: Lang) -> Iterator[str]:
    yield f"## {rule.id} {_escape_markdown(put_in_words(rule.title, lang))}"
    for heading, text in _list_parts(rule, lang):
        yield f"**{heading}{_COLON[lang]}** {_escape_markdown(text)}"
    sides = (
        (Say("错误示例", "Wrong"), rule.examples.failing),
        (Say("正确示例", "Right"), rule.examples.passing),
    )
    for side, examples in sides:
        if shown := next(filter(None, (write_example(each, lang) for each in examples)), ""):
            yield f"**{side.in_lang(lang)}{_COLON[lang]}**\n\n{_fence(shown)}"


def _list_parts(rule: Rule, lang: Lang) -> Iterator[tuple[str, str]]:
    """The headings of a page with their texts."""
    for heading, words in (
        (Say("理由", "Why"), rule.why),
        (Say("依据", "Basis"), rule.basis),
        (Say("改法", "How to mend it"), rule.fix),
    ):
        if text := _drop_values(words, lang):
            yield heading.in_lang(lang), text
    note = Say("注意", "Note").in_lang(lang)
    if not rule.certain:
        unsure = Say(
            "机器只能提示，是否属实须由人判断。",
            "A machine cannot be sure of this: have a look yourself.",
        )
        yield note, unsure.in_lang(lang)
    if not rule.suppressible:
        yield note, _LASTING.in_lang(lang)


def write_example(example: Example, lang: Lang) -> str:
    """An example as text: what is written, or what is written instead of what."""
    if example.text is not None:
        return example.text.strip()

    def list_changes(written: Written) -> list[str]:
        lines = [_describe_change(edit).in_lang(lang) for edit in written.edits]
        return lines + [f"{cell} = {value}" for cell, value in written.cells.items()]

    lines = _list_lines(example, list_changes, lambda say: say.in_lang(lang))
    name = put_in_words(example.name, lang)
    return "\n".join([name, *lines] if name and lines else lines)


def _describe_change(edit: Edit) -> Say:
    find, replace = edit.find.strip(), edit.replace.strip()
    if not replace:
        return Say(f"没有“{find}”", f'without "{find}"')
    return Say(f"“{find}”写成了“{replace}”", f'"{replace}" in place of "{find}"')


def _fence(text: str) -> str:
    # longer than any that stands in the example
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _escape_markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


# The terminal

_LONGEST = 8
"""Lines, or changes, of an example that are shown."""

_WIDEST = 120
"""Columns of a change that are shown."""

NameCell = Callable[[str], Say]
"""What a cell `table.row.column` is called."""

Answer = Callable[[Example], Iterable[Say]]
"""What gblint says of an example, by the rule of the page."""


def write_rule(lines: Page, rule: Rule, *, name_cell: NameCell, answer: Answer) -> None:
    """Write all there is to say on a rule, with what gblint says of its wrong examples."""
    title = f"{rule.id} {put_in_words(rule.title, lines.lang)}"
    lines.hang(title, head=lines.write_severity(rule.severity), indent=lines.gutter, style="bold")
    lines.add_rule()
    # variants may say the same, and are shown once
    for label, text in dict.fromkeys(_label_texts(rule, lines.lang)):
        word = label.in_lang(lines.lang)
        lines.hang(text, head=lines.paint(word, "faint"), indent=lines.layout.count_cells(word))
    if not rule.certain:
        unsure = Say("机器不能完全确定，请人工判断", "a machine cannot be sure: look for yourself")
        lines.hang(lines.say(unsure), head="", indent=0)
    if not rule.suppressible:
        lines.hang(lines.say(_LASTING), head="", indent=0)
    wrong, right = rule.examples.failing, rule.examples.passing
    _write_examples(lines, Say("反例（会报）", "Wrong (is reported)"), wrong, name_cell, answer)
    _write_examples(lines, Say("正例（不报）", "Right (is not reported)"), right, name_cell, None)


def _label_texts(rule: Rule, lang: Lang) -> Iterator[tuple[Say, str]]:
    """The texts with their labels: the message, or its variants where it never stands itself."""
    for message in list(rule.variants.values()) or [rule.message]:
        yield Say("信息：", "says:  "), _drop_values(message, lang)
    for label, words in (
        (Say("依据：", "basis: "), rule.basis),
        (Say("理由：", "why:   "), rule.why),
        (Say("改法：", "fix:   "), rule.fix),
    ):
        if text := _drop_values(words, lang):
            yield label, text


def _write_examples(
    lines: Page,
    heading: Say,
    examples: tuple[Example, ...],
    name_cell: NameCell,
    answer: Answer | None,
) -> None:
    if examples:
        lines.add_gap()
        lines.add_line(lines.paint(lines.say(heading), "bold"))
    for example in examples:
        if name := put_in_words(example.name, lines.lang):
            lines.hang(name, head="  · ", indent=4)
        shown = _list_lines(
            example, lambda each: _describe_written(each, name_cell, lines), lines.say
        )
        for line in shown[:_LONGEST] + (["…"] if len(shown) > _LONGEST else []):
            lines.hang(line, head="      ", indent=6)
        for message in answer(example) if answer is not None else ():
            head = "    " + lines.say(Say("→ ", "-> ")) + " "
            lines.hang(lines.say(message), head=head, indent=lines.layout.count_cells(head))


def _describe_written(written: Written, name_cell: NameCell, lines: Page) -> list[str]:
    """A report in words: its text, or what is changed in one that is right."""
    shown: list[str] = []
    if written.text is not None:
        shown = [line for line in written.text.splitlines() if line.strip()]
    gone, blank = lines.say(Say("（删去）", "(deleted)")), lines.say(Say("（空白）", "(blank)"))
    for edit in written.edits:
        old, new = (lines.layout.cut(text.strip(), _WIDEST) for text in (edit.find, edit.replace))
        shown.append(f"{old} ⇒ {new or gone}")
    for place, value in written.cells.items():
        shown.append(f"{lines.say(name_cell(place))}: {value or blank}")
    return shown
