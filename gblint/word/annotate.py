"""Findings as comments in a Word file: on the characters, cell or heading that each is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gblint.findings import SEVERITIES, Finding, Lang, Say
from gblint.readers.package import Element
from gblint.readers.refusals import ReadError
from gblint.text.display import clean
from gblint.word.comments import (
    CommentLine,
    CommentTarget,
    CommentWriter,
    host_paragraph,
    remove_own_comments,
)
from gblint.word.package import WordFile
from gblint.word.places import TracedText, WordPlaces
from gblint.writers.words import SEVERITY, list_consequences

_BASIS = Say("依据：", "Basis: ")
_FIX = Say("改法：", "What to do: ")
_TITLE, _WHOLE = "标题", ("整个文件", "全文")
"""How the places of findings call the title, and the document as a whole."""

_QUOTED = ("read", "mark", "text", "quoted", "phone", "wrong")
"""The values of messages that are words of the document, those that say it most exactly first."""

_MASKED = re.compile(r"\*{2,}")
_QUOTES = "“”‘’\"'"

_NO_PLACE = Say(
    "文件的正文是嵌入的其他文件，不能加批注：请用 Word 打开后另存为 .docx 再试。",
    "The text of the file is in a file embedded in it, where there can be no comments: save it as "
    ".docx with Word first.",
)


class Annotated(NamedTuple):
    """The file with comments, how many there are now, and how many of earlier runs went."""

    data: bytes
    comments: int
    removed: int


def annotate(data: bytes, findings: Sequence[Finding], title: str, lang: Lang) -> Annotated:
    """A Word file with a comment at every finding, in place of those that gblint wrote before.

    `findings` are those of the same file, `title` is its title as read. Several at one place are
    one comment, the gravest first. The result depends on these alone. Raises ReadError.
    """
    file = WordFile(data)
    removed = remove_own_comments(file)
    places = WordPlaces(file)
    grouped: dict[tuple[int, int, int], tuple[CommentTarget, list[Finding]]] = {}
    finder = _Finder(places, title)
    for finding in sorted(findings, key=lambda one: SEVERITIES.index(one.severity)):
        target = finder.find(finding)
        grouped.setdefault(target.key, (target, []))[1].append(finding)
    writer = CommentWriter(file, places)
    writer.prepare(target for target, _ in grouped.values())
    order = {element: at for at, element in enumerate(places.body.iter())}
    placed = sorted(grouped.values(), key=lambda one: (order[one[0].paragraphs[0]], one[0].begin))
    for target, about in placed:
        writer.add(target, list(_describe(about, lang, on_words=target.end > 0)))
    writer.finish()
    return Annotated(file.build(), len(grouped), removed)


def clear(data: bytes) -> Annotated:
    """A Word file without the comments that gblint wrote. Raises ReadError."""
    file = WordFile(data)
    removed = remove_own_comments(file)
    return Annotated(file.build(), 0, removed)


def _describe(findings: Sequence[Finding], lang: Lang, *, on_words: bool) -> Iterator[CommentLine]:
    """The lines of a comment, as short as a person would write them.

    One on the very words does not quote the sentence that they stand in.
    """
    for number, finding in enumerate(findings, 1):
        severity = SEVERITY[finding.severity].in_lang(lang)
        before = f"{number}. " if len(findings) > 1 else ""
        head = f"{before}{finding.rule} {severity}{Say('：', ': ').in_lang(lang)}"
        message = finding.message.in_lang(lang)
        if on_words:
            message = _without_quote(message, str(finding.values.get("text", "")))
        yield CommentLine(clean(message), head)
        for label, say in ((_BASIS, finding.basis), (_FIX, finding.fix)):
            if text := clean(say.in_lang(lang)):
                yield CommentLine(label.in_lang(lang) + text)
        for text in list_consequences(finding, lang):
            yield CommentLine(clean(text[0].upper() + text[1:]))


_AFTER_QUOTE = frozenset("”\"' 。.")
_ENDS = ("。", ". ", "；", "; ")
_LABEL = 12
"""Characters before a quote that say what it is, and nothing else."""


def _without_quote(message: str, text: str) -> str:
    """A message without its last sentence, if that only quotes a text."""
    head, found, rest = message.rpartition(text) if text else (message, "", "")
    end = max(head.rfind(sign) + len(sign) if sign in head else 0 for sign in _ENDS)
    only = found and end and len(head) - end <= _LABEL and set(rest) <= _AFTER_QUOTE
    return head[:end].rstrip() if only else message


class _Finder:
    """Finds what a finding is about."""

    def __init__(self, places: WordPlaces, title: str) -> None:
        self._places = places
        self._title = title
        self._of_title: Element | None = None
        self._traced: dict[Element, TracedText] = {}

    def find(self, finding: Finding) -> CommentTarget:
        """The target of a finding. Raises ReadError where there is nothing to be had."""
        place = finding.location
        if (culprit := _find_culprit(finding)) is not None:
            line, cell = culprit
            paragraphs = self._places.paragraphs_at(line, cell)
            return self._target_whole(paragraphs or self._places.last_before(line))
        if not place.text and place.where.zh in (_TITLE, *_WHOLE):
            return self._target_whole([self._find_title()])
        paragraphs = self._places.paragraphs_at(place.line, place.cell)
        if not paragraphs and place.cell:
            paragraphs = self._places.paragraphs_at(place.line)
        if not paragraphs:
            return self._target_whole(self._places.last_before(place.line))
        return self._find_words(finding, paragraphs)

    def _find_words(self, finding: Finding, paragraphs: list[Element]) -> CommentTarget:
        """The words that a finding quotes in some paragraphs, else these as a whole."""
        traced = [self._trace(one) for one in paragraphs]
        for quoted in _list_quoted(finding):
            for one in traced:
                span = _find_span(one.text, quoted, finding.location.column_offset - 1)
                if span is not None:
                    return self._of_span(one, *span)
        place = finding.location
        if place.cell or len(paragraphs) == 1:
            return self._target_whole(paragraphs)
        shown = [one.paragraph for one in traced if one.text.strip()]
        return self._target_whole(shown[:1] or paragraphs[:1])

    def _trace(self, paragraph: Element) -> TracedText:
        """The text of a paragraph, which is not changed while places are sought."""
        if paragraph not in self._traced:
            self._traced[paragraph] = self._places.trace(paragraph)
        return self._traced[paragraph]

    def _of_span(self, traced: TracedText, begin: int, end: int) -> CommentTarget:
        host = host_paragraph(traced.paragraph)
        if host is not traced.paragraph:
            return CommentTarget((host,))
        if not traced.text[:begin].strip() and not traced.text[end:].strip():
            return CommentTarget((traced.paragraph,))
        return CommentTarget((traced.paragraph,), begin, end)

    def _target_whole(self, paragraphs: list[Element]) -> CommentTarget:
        if not paragraphs:
            raise ReadError(_NO_PLACE)
        return CommentTarget(tuple(dict.fromkeys(host_paragraph(one) for one in paragraphs)))

    def _find_title(self) -> Element:
        """The paragraph of the title, or what comes first where there is none."""
        if self._of_title is not None:
            return self._of_title
        title = "".join(self._title.split())
        first: Element | None = None
        for paragraph in self._places.all_paragraphs():
            text = "".join(self._places.trace(paragraph).text.split())
            if text and text in title:
                first = paragraph
                break
            first = paragraph if text and first is None else first
        if first is None:
            first = next(iter(self._places.last_before(1)), None)
        if first is None:
            raise ReadError(_NO_PLACE)
        self._of_title = first
        return first


def _find_culprit(finding: Finding) -> tuple[int, int] | None:
    """The line and column of the figure that a footing says is wrong, where it says so."""
    footing = finding.footing
    sides = () if footing is None else (*footing.left, *footing.right)
    return next(((one.line, one.cell) for one in sides if one.culprit and one.line), None)


def _list_quoted(finding: Finding) -> Iterator[str]:
    """Words of the document that a finding is about, those that say it most exactly first."""
    if finding.replacement is not None and finding.replacement.old:
        yield finding.replacement.old
    for key in _QUOTED:
        value = finding.values.get(key, "")
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and (words := one.strip(_QUOTES).strip()):
                yield words
    if finding.location.text.strip():
        yield finding.location.text.strip()


def _find_span(text: str, quoted: str, begin: int) -> tuple[int, int] | None:
    """Where some words stand in a text, from an offset on if they are there.

    Asterisks stand for what is not to be shown.
    """
    for start in dict.fromkeys((begin, 0)):
        if "**" in quoted:
            parts = (re.escape(part) for part in _MASKED.split(quoted))
            found = re.compile(r"\S{1,32}?".join(parts)).search(text, start)
            if found is not None and found.end() > found.start():
                return found.span()
        elif (at := text.find(quoted, start)) >= 0:
            return at, at + len(quoted)
    return None
