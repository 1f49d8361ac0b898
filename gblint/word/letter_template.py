"""The template of a letter: the one of gblint, and one of an office's own, filled in.

A template is a Word file with placeholders. What stands once (`{机关}`) is filled in wherever it
stands, in headers, footers and text boxes too; the rows of tables and the paragraphs that have what
is of one finding (`{问题}`) are there once for each. A placeholder may be in several runs, as Word
makes them of what was corrected while it was typed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import docx
import msgspec
from docx.oxml.ns import qn

from gblint.findings import Lang, SaidError, Say
from gblint.readers import ReadError
from gblint.readers.package import Package
from gblint.readers.refusals import damaged_error
from gblint.word.new_document import NewDocument, drop_forbidden, save_document


class _Wordings(msgspec.Struct, frozen=True):
    """`letter.json`: placeholders in Chinese and in English, of what stands once and of what is of
    one finding; and the paragraphs of gblint's template in both languages, each with its style.
    """

    once: dict[str, str]
    each: dict[str, str]
    zh: tuple[tuple[str, str], ...]
    en: tuple[tuple[str, str], ...]


_WORDINGS = msgspec.json.decode(
    Path(__file__).with_name("letter.json").read_bytes(), type=_Wordings
)
ONCE, EACH = _WORDINGS.once, _WORDINGS.each
_KEYS = {**ONCE, **EACH, **{name: name for name in (*ONCE.values(), *EACH.values())}}
_PLACEHOLDER = re.compile(r"\{\s*(\w{1,20})\s*\}")
_EACH = frozenset(EACH.values())
_OWN = "gblint letter "
"""Begins the identifier of a file that gblint wrote, before a digest of its text."""

_LONGEST_PARAGRAPH = 200_000

_NO_PROBLEM = Say("模板里没有 {问题}，问题无处写", "there is no {problem} in it to write to")


class TemplateError(SaidError):
    """A template that cannot be used. `say` is why."""


class Letter(msgspec.Struct, frozen=True):
    """What a letter says: `once` by placeholder, `each` likewise for every finding."""

    once: Mapping[str, str]
    each: Sequence[Mapping[str, str]]


def build_template(lang: Lang) -> bytes:
    """The template of gblint, as a file that an office may change."""
    document = NewDocument(Say("退回修改的通知", "letter").in_lang(lang), "gblint")
    for style, text in _WORDINGS.zh if lang == "zh" else _WORDINGS.en:
        document.add_paragraph([(text, False)], style)
    return document.save()


class Template:
    """A template that letters are made of. Raises TemplateError for one that cannot be used."""

    def __init__(self, data: bytes) -> None:
        try:
            with Package(data) as package:  # refuses what is no package, or would fill all memory
                package.check_whole()
            root = docx.Document(io.BytesIO(data))
        except ReadError as error:
            raise TemplateError(error.say) from None
        except (ValueError, KeyError, zipfile.BadZipFile):
            raise TemplateError(damaged_error().say) from None
        self._data = data
        texts = map(_read_text, _list_paragraphs(root))
        used = [name for text in texts for name in _PLACEHOLDER.findall(text)]
        unknown = [name for name in dict.fromkeys(used) if name not in _KEYS]
        if unknown:
            known = "、".join(f"{{{name}}}" for name in (*ONCE, *EACH))
            words = ", ".join(f"{{{name}}}" for name in (*ONCE.values(), *EACH.values()))
            named = "、".join(f"{{{name}}}" for name in unknown)
            say = Say(
                f"模板里的 {named} 不是占位符；可以用的有 {known}",
                f"{named} is no placeholder; there are {words}",
            )
            raise TemplateError(say)
        if "problem" not in {_KEYS[name] for name in used}:
            raise TemplateError(_NO_PROBLEM)

    def fill(self, letter: Letter) -> bytes:
        """The letter as a Word file that bears gblint's sign."""
        document = docx.Document(io.BytesIO(self._data))
        blocks = list(_list_blocks(document))
        repeated = [each for block in blocks for part in block for each in part.iter(qn("w:p"))]
        for paragraph in list(_list_paragraphs(document)):
            if paragraph not in repeated:
                _fill_paragraph(paragraph, letter.once)
        for block in blocks:
            _repeat_block(block, letter)
        return _sign_letter(document)


def _sign_letter(document: Any) -> bytes:
    # The digest is of the text as it is when saved, which only saving tells: twice, then.
    properties = document.core_properties
    properties.identifier = ""
    properties.created = properties.modified = datetime(2000, 1, 1)
    out = io.BytesIO()
    document.save(out)
    properties.identifier = _OWN + _digest_text(out.getvalue())
    return save_document(document)


def _digest_text(data: bytes) -> str:
    """Of the text alone: Word writes other parts anew when a file is only looked at."""
    with Package(data) as package:
        text = package.read(package.find_main()) or b""
    return blake2b(text, digest_size=16).hexdigest()


def is_own_letter(data: bytes) -> bool:
    """Whether a file is a letter that gblint wrote, and no one has changed it since."""
    try:
        digest = _digest_text(data)
        identifier = docx.Document(io.BytesIO(data)).core_properties.identifier
    except (ReadError, ValueError, KeyError, zipfile.BadZipFile):
        return False
    return bool(identifier == _OWN + digest)


def _read_text(paragraph: Any) -> str:
    return "".join(element.text or "" for element in paragraph.iter(qn("w:t")))[:_LONGEST_PARAGRAPH]


def _list_roots(document: Any) -> Iterator[Any]:
    """The text, the headers and the footers."""
    yield document.element.body
    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if name.startswith(("/word/header", "/word/footer")) and hasattr(part, "element"):
            yield part.element


def _list_paragraphs(document: Any) -> Iterator[Any]:
    for root in _list_roots(document):
        yield from root.iter(qn("w:p"))


def _list_blocks(document: Any) -> Iterator[list[Any]]:
    """The rows, or the paragraphs one after another, that stand for one finding."""
    block: list[Any] = []
    for paragraph in document.element.body.iter(qn("w:p")):
        names = _PLACEHOLDER.findall(_read_text(paragraph))
        if _EACH.isdisjoint(_KEYS.get(name, "") for name in names):
            continue
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        part = paragraph if row is None else row
        if block and part is block[-1]:
            continue
        # What follows one upon another is repeated together: number, place and what to do.
        if block and block[-1].getnext() is not part:
            yield block
            block = []
        block.append(part)
    if block:
        yield block


def _repeat_block(block: Sequence[Any], letter: Letter) -> None:
    """Put a block there once for each finding."""
    for values in letter.each:
        for part in block:
            copy = deepcopy(part)
            for paragraph in [copy] if copy.tag == qn("w:p") else list(copy.iter(qn("w:p"))):
                _fill_paragraph(paragraph, {**letter.once, **values})
            block[0].addprevious(copy)
    parent = block[0].getparent()
    for part in block:
        parent.remove(part)
    if parent.tag == qn("w:tc") and parent.find(qn("w:p")) is None:
        parent.append(parent.makeelement(qn("w:p")))  # a cell is not without a paragraph


def _fill_paragraph(paragraph: Any, values: Mapping[str, str]) -> None:
    """Write values in place of their placeholders, in the run where each begins."""
    # Over all runs: Word cuts a placeholder in pieces where it was corrected, or its language.
    pieces = list(paragraph.iter(qn("w:t")))
    whole = "".join(piece.text or "" for piece in pieces)
    if "{" not in whole:
        return
    # From the end on: the places of those before stay what they are.
    for match in reversed([*_PLACEHOLDER.finditer(whole)]):
        key = _KEYS.get(match[1], "")
        if key in values:
            _write_over(
                pieces, match.start(), match.end(), drop_forbidden(" ".join(values[key].split()))
            )


def _write_over(pieces: Iterable[Any], begin: int, end: int, value: str) -> None:
    """Write a value over some characters of all that stands in the pieces."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(begin - at, 0), min(end - at, len(text))
        if first < last:
            new = value if at <= begin else ""
            piece.text = text[:first] + new + text[last:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += len(text)
