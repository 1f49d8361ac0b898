"""Findings as comments in a Word file: on the characters, cell or heading that each is about.

Below: comments of gblint's written with their parts and taken out again, `annotate`, which decides
what is said where, and what a finding is about. Comments of others, their numbers, answers and
threads stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from typing import Any, NamedTuple, cast

import msgspec

from gblint.findings import SEVERITIES, Finding, Lang, Say
from gblint.readers.package import (
    AUTHOR,
    COMMENT,
    COMMENT_END,
    COMMENT_REFERENCE,
    COMMENT_START,
    ID,
    P_PR,
    R_PR,
    TXBX,
    B,
    Element,
    P,
    R,
    T,
    W,
    parse_whole_number,
)
from gblint.readers.refusals import ReadError
from gblint.readers.texts import OWN_AUTHOR
from gblint.text import clean
from gblint.word import WordFile, make_element
from gblint.word.places import SPACE, TracedText, WordPlaces, cut_at, isolate, join_cut_runs
from gblint.writers.words import SEVERITY, list_consequences

_INITIALS = "gb"

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARK = b"<!--gblint annotate-->"
"""Ends the main part of what gblint wrote. Word and WPS drop it when they save the file: one that
has it was changed by no one since.
"""

_MARKS = (COMMENT_START, COMMENT_END, COMMENT_REFERENCE)
_W14_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_CID = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
_CEX = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
_PARENT = _W15 + "paraIdParent"

_MODIFIED = re.compile(
    rb"<(\w+:)?modified\b[^>]*>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)[^<]*</(\w+:)?modified>"
)


class CommentLine(msgspec.Struct, frozen=True):
    """A line of a comment; `head` is what of it is bold."""

    text: str
    head: str = ""


class CommentTarget(msgspec.Struct, frozen=True):
    """What a comment is about: paragraphs as a whole, or of one the characters `begin` to `end`."""

    paragraphs: tuple[Element, ...]
    begin: int = 0
    end: int = 0

    @property
    def key(self) -> tuple[int, int, int]:
        """The same for comments at one place."""
        return id(self.paragraphs[0]), self.begin, self.end


class CommentWriter:
    """Writes comments into a Word file. Raises ReadError."""

    def __init__(self, file: WordFile, places: WordPlaces) -> None:
        self._file = file
        self._places = places
        self._name = find_comments_part(file)
        root = file.read_tree(self._name) if self._name else None
        known = [] if root is None else [element.get(ID) for element in root.iter(COMMENT)]
        # Marks of comments that are gone may be left, and would be those of new ones of that id.
        known += [element.get(ID) for element in places.body.iter(*_MARKS)]
        self._next = max((parse_whole_number(id_) for id_ in known), default=-1) + 1
        self._date = find_date(file)
        self._traced: dict[Element, TracedText] = {}

    def prepare(self, targets: Iterable[CommentTarget]) -> None:
        """Cut the runs of paragraphs for all that is to come: there may be many in one."""
        cuts: dict[Element, set[int]] = {}
        for target in targets:
            if target.end > target.begin:
                cuts.setdefault(target.paragraphs[0], set()).update((target.begin, target.end))
        for paragraph, offsets in cuts.items():
            cut_at(self._places.trace(paragraph), offsets)
            self._traced[paragraph] = self._places.trace(paragraph)

    def add(self, target: CommentTarget, remarks: Sequence[CommentLine]) -> None:
        """Write a comment on a target, which was prepared."""
        if not self._name:
            space = _STRICT_MAIN if self._file.is_strict() else W.strip("{}")
            part = f'{_DECLARATION}<w:comments xmlns:w="{space}"/>'
            self._name = self._file.add_related("comments", part.encode(), _TYPE)
        id_ = str(self._next)
        self._next += 1
        root = self._file.read_tree(self._name)
        root.append(_build_comment(id_, remarks, self._date))  # type: ignore[union-attr]
        self._mark(target, id_)

    def finish(self) -> None:
        """Have what was changed written."""
        if self._name:
            self._file.put_tree(self._name)
        self._file.put_tree(self._file.main, _MARK)

    def _mark(self, target: CommentTarget, id_: str) -> None:
        """Put the marks of a comment around its target."""
        start, end = (make_element(tag, id=id_) for tag in (COMMENT_START, COMMENT_END))
        reference = make_element(R, make_element(COMMENT_REFERENCE, id=id_))
        first, last = target.paragraphs[0], target.paragraphs[-1]
        if target.end <= target.begin:  # paragraphs as a whole
            # before all of the first, behind those that begin there
            before = takewhile(lambda child: child.tag in (P_PR, COMMENT_START), first)
            cast("Any", first).insert(sum(1 for _ in before), start)
            cast("Any", last).extend((end, reference))
            return
        held = isolate(self._traced[first], target.begin, target.end)
        cast("Any", held[0]).addprevious(start)
        after = _skip_marks(held[-1])
        cast("Any", after).addnext(end)
        # The reference, a run of its own, goes behind what of the paragraph holds the end: within a
        # link it would be part of the link, within somebody's insertion it would go with that.
        outer = end
        while outer.getparent() is not first:
            outer = outer.getparent()
        outer = _skip_marks(outer)
        cast("Any", outer).addnext(reference)


def _skip_marks(element: Any) -> Any:
    """The last of the ends and references of other comments that follow an element at once."""
    while (after := element.getnext()) is not None and (
        after.tag == COMMENT_END
        or (after.tag == R and len(after) and after[-1].tag == COMMENT_REFERENCE)
    ):
        element = after
    return element


_LOOKS = {
    "spacing": {"before": "0", "after": "0", "line": "240", "lineRule": "auto"},
    "ind": {"left": "0", "right": "0", "firstLineChars": "0", "firstLine": "0"},
    "jc": {"val": "left"},
}
"""What paragraphs of a comment look like they say themselves: the styles of a file are left alone.
"""


def _build_comment(id_: str, remarks: Sequence[CommentLine], date: str) -> Any:
    dated = {"date": date} if date else {}
    comment = make_element(COMMENT, id=id_, author=OWN_AUTHOR, **dated, initials=_INITIALS)
    for number, remark in enumerate(remarks):
        looks = (make_element(W + name, **values) for name, values in _LOOKS.items())
        paragraph = make_element(P, make_element(P_PR, *looks))
        if number == 0:
            paragraph.append(make_element(R, make_element(W + "annotationRef")))
        if remark.head:
            paragraph.append(_build_run(remark.head, bold=True))
        paragraph.append(_build_run(remark.text))
        comment.append(paragraph)
    return comment


def _build_run(text: str, *, bold: bool = False) -> Any:
    properties, said = make_element(R_PR), make_element(T)
    if bold:
        properties.append(make_element(B))
    properties.append(make_element(W + "sz", val="18"))
    said.text = text
    said.set(SPACE, "preserve")
    return make_element(R, properties, said)


def find_host_paragraph(paragraph: Element) -> Element:
    """The paragraph that a text box is anchored in, for one in it: Word has no comments there."""
    box = next(reversed(list(paragraph.iterancestors(TXBX))), None)
    host = None if box is None else next(box.iterancestors(P), None)
    return paragraph if host is None else host


def find_date(file: WordFile) -> str:
    """When the document was last saved, as it says itself; "" where it does not.

    Comments bear this date, so that two runs write the same bytes.
    """
    links = file.package.find_links("").values()
    name = next((link.target for link in links if link.kind == "core-properties"), "")
    found = _MODIFIED.search(file.read(name) or b"") if name else None
    return found[2].decode() + "Z" if found else ""


def find_comments_part(file: WordFile) -> str:
    if name := file.find_related("comments"):
        return name
    beside = file.package.find_related(file.main, "comments")
    return beside if file.read(beside) is not None else ""


def is_untouched(data: bytes) -> bool:
    """Whether a file is what gblint wrote, and no one has changed since. Raises ReadError."""
    file = WordFile(data)
    return (file.read(file.main) or b"").endswith(_MARK)


def remove_own_comments(file: WordFile) -> int:
    """Take out the comments that gblint wrote; how many there were. Raises ReadError.

    What is changed is written only where there were any.
    """
    name = find_comments_part(file)
    root = file.read_tree(name) if name else None
    main = file.read_tree(file.main)
    if root is None or main is None:
        return 0
    own = [element for element in root.iter(COMMENT) if element.get(AUTHOR) == OWN_AUTHOR]
    if not own:
        return 0
    ids = {comment.get(ID) for comment in own}
    threads = {p.get(_W14_ID) for comment in own for p in comment.iter(P)} - {None}
    for comment in own:
        _take_out(comment)
    if next(root.iter(COMMENT), None) is None and file.is_own(name):
        file.remove(name)
    else:
        file.put_tree(name)
    for mark in [element for element in main.iter(*_MARKS) if element.get(ID) in ids]:
        _remove_mark(mark)
    join_cut_runs(main)
    file.put_tree(file.main)  # without the mark: it is as it was before gblint wrote into it
    _remove_from_threads(file, {thread for thread in threads if thread})
    return len(own)


def _remove_mark(mark: Element) -> None:
    run = mark.getparent()
    _take_out(mark)
    if run is not None and run.tag == R and all(child.tag == R_PR for child in run):
        _take_out(run)


def _remove_from_threads(file: WordFile, gone: set[str]) -> None:
    """Take comments out of what Word keeps on threads, and make their answers stand alone."""
    if not gone:
        return
    _remove_where(file, "commentsExtended", _W15 + "paraId", gone)
    name = file.find_related("commentsExtended")
    for entry in _list_elements(file, "commentsExtended"):
        if entry.get(_PARENT) in gone:
            del cast("Any", entry).attrib[_PARENT]
            file.put_tree(name)
    durable = {
        entry.get(_CID + "durableId") or ""
        for entry in _list_elements(file, "commentsIds")
        if entry.get(_CID + "paraId") in gone
    }
    _remove_where(file, "commentsIds", _CID + "paraId", gone)
    _remove_where(file, "commentsExtensible", _CEX + "durableId", durable - {""})
    # Word adds the author of a thread to its list of people when somebody answers.
    _remove_where(file, "people", _W15 + "author", {OWN_AUTHOR})


def _list_elements(file: WordFile, kind: str) -> list[Element]:
    """What is listed in a part of a kind; nothing where there is no such part."""
    name = file.find_related(kind)
    root = file.read_tree(name) if name else None
    return [] if root is None else list(root)


def _remove_where(file: WordFile, kind: str, attribute: str, values: set[str]) -> None:
    """Take out of a part what has one of these values in an attribute."""
    listed = _list_elements(file, kind)
    gone = [element for element in listed if (element.get(attribute) or "") in values]
    for element in gone:
        _take_out(element)
    if gone:
        file.put_tree(file.find_related(kind))


def _take_out(element: Element) -> None:
    """Take an element out; white space behind it stays where it was."""
    parent, tail = cast("Any", element.getparent()), element.tail or ""
    before = cast("Any", element).getprevious()
    parent.remove(element)
    if tail.strip() and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail.strip():
        parent.text = (parent.text or "") + tail


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
    # All places are sought before any run is cut for a comment.
    for finding in sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)):
        target = finder.find(finding)
        grouped.setdefault(target.key, (target, []))[1].append(finding)
    writer = CommentWriter(file, places)
    writer.prepare(target for target, _ in grouped.values())
    # In the order of the text, as Word itself lists comments.
    order = {element: at for at, element in enumerate(places.body.iter())}
    placed = sorted(grouped.values(), key=lambda one: (order[one[0].paragraphs[0]], one[0].begin))
    for target, about in placed:
        writer.add(target, list(_write_lines(about, lang, on_words=target.end > 0)))
    writer.finish()
    return Annotated(file.build(), len(grouped), removed)


def clear(data: bytes) -> Annotated:
    """A Word file without the comments that gblint wrote. Raises ReadError."""
    file = WordFile(data)
    removed = remove_own_comments(file)
    return Annotated(file.build(), 0, removed)


def _write_lines(
    findings: Sequence[Finding], lang: Lang, *, on_words: bool
) -> Iterator[CommentLine]:
    """The lines of a comment, as short as a person would write them.

    One on the very words does not quote the sentence that they stand in.
    """
    for number, finding in enumerate(findings, 1):
        severity = SEVERITY[finding.severity].in_lang(lang)
        before = f"{number}. " if len(findings) > 1 else ""
        head = f"{before}{finding.rule} {severity}{Say('：', ': ').in_lang(lang)}"
        message = finding.message.in_lang(lang)
        if on_words:
            message = _drop_quote(message, str(finding.values.get("text", "")))
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


def _drop_quote(message: str, text: str) -> str:
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
        self._traced: dict[Element, TracedText] = {}

    def find(self, finding: Finding) -> CommentTarget:
        """The target of a finding. Raises ReadError where there is nothing to be had."""
        place = finding.location
        # A footing is told at its total, but what is to be changed is the culprit.
        if (culprit := _find_culprit(finding)) is not None:
            line, cell = culprit
            paragraphs = self._places.find_paragraphs(line, cell)
            return self._target_paragraphs(paragraphs or self._places.find_last_before(line))
        if not place.text and place.where.zh in (_TITLE, *_WHOLE):
            return self._target_paragraphs([self._title_paragraph])
        paragraphs = self._places.find_paragraphs(place.line, place.cell)
        if not paragraphs and place.cell:  # a cell that the row has not: the whole row
            paragraphs = self._places.find_paragraphs(place.line)
        if not paragraphs:
            return self._target_paragraphs(self._places.find_last_before(place.line))
        return self._find_words(finding, paragraphs)

    def _find_words(self, finding: Finding, paragraphs: list[Element]) -> CommentTarget:
        """The words that a finding quotes in some paragraphs, else these as a whole."""
        traced = [self._trace(paragraph) for paragraph in paragraphs]
        for quoted in _list_quoted(finding):
            for part in traced:
                span = _find_span(part.text, quoted, finding.location.column_offset - 1)
                if span is not None:
                    return self._target_span(part, *span)
        place = finding.location
        if place.cell or len(paragraphs) == 1:
            return self._target_paragraphs(paragraphs)
        shown = [part.paragraph for part in traced if part.text.strip()]
        return self._target_paragraphs(shown[:1] or paragraphs[:1])

    def _trace(self, paragraph: Element) -> TracedText:
        """The text of a paragraph, which is not changed while places are sought."""
        if paragraph not in self._traced:
            self._traced[paragraph] = self._places.trace(paragraph)
        return self._traced[paragraph]

    def _target_span(self, traced: TracedText, begin: int, end: int) -> CommentTarget:
        host = find_host_paragraph(traced.paragraph)
        if host is not traced.paragraph:
            return CommentTarget((host,))
        # All of a paragraph is it as a whole, with others' comments on it, and no run is cut.
        if not traced.text[:begin].strip() and not traced.text[end:].strip():
            return CommentTarget((traced.paragraph,))
        return CommentTarget((traced.paragraph,), begin, end)

    def _target_paragraphs(self, paragraphs: list[Element]) -> CommentTarget:
        if not paragraphs:
            raise ReadError(_NO_PLACE)
        return CommentTarget(
            tuple(dict.fromkeys(find_host_paragraph(paragraph) for paragraph in paragraphs))
        )

    @cached_property
    def _title_paragraph(self) -> Element:
        """The paragraph of the title, or what comes first where there is none."""
        title = "".join(self._title.split())
        first: Element | None = None
        for paragraph in self._places.iterate_paragraphs():
            text = "".join(self._places.trace(paragraph).text.split())
            if text and text in title:  # a title on several lines is several paragraphs
                return paragraph
            first = paragraph if text and first is None else first
        if first is None:
            first = next(iter(self._places.find_last_before(1)), None)
        if first is None:
            raise ReadError(_NO_PLACE)
        return first


def _find_culprit(finding: Finding) -> tuple[int, int] | None:
    """The line and column of the figure that a footing says is wrong, where it says so."""
    footing = finding.footing
    sides = () if footing is None else (*footing.left, *footing.right)
    return next(((side.line, side.cell) for side in sides if side.culprit and side.line), None)


def _list_quoted(finding: Finding) -> Iterator[str]:
    """Words of the document that a finding is about, those that say it most exactly first."""
    if finding.replacement is not None and finding.replacement.old:
        yield finding.replacement.old
    for key in _QUOTED:
        value = finding.values.get(key, "")
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and (words := text.strip(_QUOTES).strip()):
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
            # How many characters were masked is not told: as few as will do, on one line.
            found = re.compile(r"\S{1,32}?".join(parts)).search(text, start)
            if found is not None and found.end() > found.start():
                return found.span()
        elif (at := text.find(quoted, start)) >= 0:
            return at, at + len(quoted)
    return None
