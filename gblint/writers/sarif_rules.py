"""The rules of a run as SARIF's reporting descriptors, with the help that GitHub shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gblint.findings import Lang, Say, Severity
from gblint.pack.model import Edit, Example, Rule, Written
from gblint.writers.json import Json

HOME = "https://github.com/gblint/gblint"
_RULES = HOME + "/blob/main/docs/rules.md"

_PROBLEM: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "recommendation"}
"""GitHub's own word for a severity, by which it sorts alerts."""

_VALUE = re.compile(r"\{[a-z_]+\}")
"""What a finding fills in; a page about the rule has nothing to put there."""

_ARTICLES = {"a", "an", "the"}
_LONGEST = 1000
"""GitHub cuts descriptions at 1024 characters."""

_BASIS = Say("依据", "Basis")
_WHY = Say("理由", "Why")
_FIX = Say("改法", "How to mend it")
_WRONG = Say("错误示例", "Wrong")
_RIGHT = Say("正确示例", "Right")
LASTING = Say("文档中的批注不能忽略它", "no comment in a document suppresses what this rule finds")
_UNSURE = Say(
    "机器只能提示，是否属实须由人判断。", "A machine cannot be sure of this: have a look yourself."
)


def descriptor(rule: Rule, lang: Lang) -> Json:
    """One rule. `name` is its English title as a Pascal identifier, as SARIF wants names."""
    title, why = _words(rule.title, lang), _words(rule.why, lang)
    return {
        "id": rule.id,
        "name": pascal(_say(rule.title).en, rule.id),
        "shortDescription": {"text": title},
        "fullDescription": {"text": (why or title)[:_LONGEST]},
        "help": {
            "text": "\n\n".join(_plain(rule, lang)),
            "markdown": markdown(rule, lang),
        },
        "helpUri": f"{_RULES}#{rule.id.lower()}",
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": _tags(rule),
            "precision": "very-high" if rule.certain else "medium",
            "problem.severity": _PROBLEM[rule.severity],
        },
    }


def pascal(title: str, rule_id: str) -> str:
    """`A section is absent` → `SectionIsAbsent`; without Latin words, one made of the id."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]+|[0-9]+", title)
    name = "".join(word.capitalize() for word in words if word.lower() not in _ARTICLES)
    name = name.lstrip("0123456789")
    return name[:1].upper() + name[1:] if name else "Rule" + re.sub("[^0-9]", "", rule_id)


def _tags(rule: Rule) -> list[Json]:
    """What the rule looks at, and whether it can be mended by machine."""
    kind = rule.check.__struct_config__.tag
    return ["annual-report", str(kind), *(["fixable"] if rule.fixable else [])]


def _plain(rule: Rule, lang: Lang) -> Iterator[str]:
    yield _words(rule.title, lang)
    for heading, text in _parts(rule, lang):
        yield f"{heading}{_COLON[lang]}{text}"


def markdown(rule: Rule, lang: Lang) -> str:
    """One rule as Markdown: what it finds, why, on what basis, how to mend it, wrong and right."""
    return "\n\n".join(_markdown(rule, lang))


def _markdown(rule: Rule, lang: Lang) -> Iterator[str]:
    yield f"## {rule.id} {_escaped(_words(rule.title, lang))}"
    for heading, text in _parts(rule, lang):
        yield f"**{heading}{_COLON[lang]}** {_escaped(text)}"
    for word, examples in ((_WRONG, rule.examples.failing), (_RIGHT, rule.examples.passing)):
        if shown := next(filter(None, (_example(example, lang) for example in examples)), ""):
            yield f"**{word.in_lang(lang)}{_COLON[lang]}**\n\n{_fenced(shown)}"


_COLON: dict[Lang, str] = {"zh": "：", "en": ":"}


def _parts(rule: Rule, lang: Lang) -> Iterator[tuple[str, str]]:
    for heading, words in ((_WHY, rule.why), (_BASIS, rule.basis), (_FIX, rule.fix)):
        if text := _VALUE.sub("…", _words(words, lang)):
            yield heading.in_lang(lang), text
    if not rule.certain:
        yield Say("注意", "Note").in_lang(lang), _UNSURE.in_lang(lang)
    if not rule.suppressible:
        yield Say("注意", "Note").in_lang(lang), LASTING.in_lang(lang)


def _example(example: Example, lang: Lang) -> str:
    """An example as text: what is written, or what is written instead of what."""
    if example.text is not None:
        return example.text.strip()
    lines = _changes(example, lang)
    if example.previous is not None:
        lines += [_LAST_YEAR.in_lang(lang) + line for line in _changes(example.previous, lang)]
    for part in example.parts:
        lines += [_PART.in_lang(lang) + line for line in _changes(part, lang)]
    name = _words(example.name, lang)
    return "\n".join([name, *lines] if name and lines else lines)


_PART = Say("单位报告：", "report of a part: ")
_LAST_YEAR = Say("上年报告：", "last year's report: ")


def _changes(written: Written, lang: Lang) -> list[str]:
    lines = [_change(edit).in_lang(lang) for edit in written.edits]
    return lines + [f"{cell} = {value}" for cell, value in written.cells.items()]


def _change(edit: Edit) -> Say:
    find, replace = edit.find.strip(), edit.replace.strip()
    if not replace:
        return Say(f"没有“{find}”", f'without "{find}"')
    return Say(f"“{find}”写成了“{replace}”", f'"{replace}" in place of "{find}"')


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


def _say(words: Say | str) -> Say:
    return Say(words) if isinstance(words, str) else words


def _words(words: Say | str, lang: Lang) -> str:
    return _say(words).in_lang(lang).strip()
