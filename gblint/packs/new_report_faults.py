"""What is wrong with the words of a new report: values, prompts and sections that are not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from gblint.findings import Say
from gblint.pack.model import NewReport, Pack
from gblint.packs.problems import DataPath, Fault
from gblint.packs.references import brace_faults, section_faults

_PROMPTS = re.compile(r"\[\[[^\[\]]+\]\]|(\[\[|\]\])")
_EVERYWHERE = ("organ", "year", "last_year", "next_year")

_HEADER = ("new_report",)


def new_report_faults(own: NewReport, pack: Pack) -> Iterator[Fault]:
    """The faults of what a pack gives of a new report; `pack` is the whole."""
    for path, text, more, needed in _list_texts(own):
        yield from _text_faults(text, (*_EVERYWHERE, *more), (*_HEADER, *path))
        for value in needed:
            if text and f"{{{value}}}" not in text:
                say = Say(f"缺少“{{{value}}}”", f'"{{{value}}}" is missing')
                yield Fault((*_HEADER, *path), say)
    seen: set[int] = set()
    for i, section in enumerate(own.sections):
        path = (*_HEADER, "sections", i, "number")
        yield from section_faults(section.number, pack, path)
        if section.number in seen:
            yield Fault(path, Say(f"“{section.number}”重复", f'"{section.number}" stands twice'))
        seen.add(section.number)
    if own.problems is not None:
        yield from section_faults(own.problems.section, pack, (*_HEADER, "problems", "section"))


_Text = tuple[DataPath, str, tuple[str, ...], tuple[str, ...]]
"""A path, the text there, the values that it may have besides, and those that it must have."""


def _list_texts(own: NewReport) -> Iterator[_Text]:
    yield ("title",), own.title, (), ("organ", "year")
    yield ("prompt",), own.prompt, ("what",), ("what",)
    yield ("last_figure",), own.last_figure, ("figure",), ("figure",)
    yield ("last_author",), own.last_author, (), ()
    for i, text in enumerate(own.opening):
        yield ("opening", i), text, ("contact",), ()
    for i, part in enumerate(own.contact):
        yield ("contact", i, "text"), part.text, ("value",), ("value",)
    for i, section in enumerate(own.sections):
        for j, one in enumerate(section.text):
            yield ("sections", i, "text", j, "text"), one.text, ("problem",), ()
            yield ("sections", i, "text", j, "heading"), one.heading, (), ()


def _text_faults(text: str, known: Collection[str], path: DataPath) -> Iterator[Fault]:
    yield from brace_faults(text, known, path)
    for match in _PROMPTS.finditer(text):
        if match[1]:
            say = Say("“[[”和“]]”不配对", '"[[" and "]]" do not pair')
            yield Fault(path, say, column=match.start() + 1)
