"""What is refused, and what is said then: what is damaged, no reader reads, or is beyond a limit.

Real reports stay far below the limits; a hostile file is refused early. A real report has some
30 KB to 20 MB as a file (pictures), up to 2 MB of text part, a few hundred paragraphs, fewer than
1000 cells. The limits can be raised: `read` takes them, and puts them in force for the readers
below it. Settings and options have the names of the fields.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Literal

import msgspec

from gblint.document import Document, Paragraph
from gblint.findings import Say
from gblint.text import flatten
from gblint.text.patterns import later

Kind = Literal["unreadable", "scanned"]
"""`scanned`: the file is a picture of a text. `unreadable`: everything else."""


class ReadError(Exception):
    """A file that cannot be read. `say` is one plain sentence: what is wrong, what to do."""

    def __init__(self, say: Say, kind: Kind = "unreadable") -> None:
        super().__init__(say, kind)
        self.say = say
        self.kind = kind

    def __str__(self) -> str:
        return self.say.zh


def unreadable_error(zh: str, en: str) -> ReadError:
    """The error for a file that cannot be read, for a reason of its own."""
    return ReadError(Say(zh, en))


def damaged_error() -> ReadError:
    """The error for a Word file that is cut off or broken."""
    return unreadable_error(
        "文件已损坏，无法读取：请用 Word 或 WPS 打开后另存为新的 .docx 文件。",
        "The file is damaged and cannot be read: open it in Word or WPS and save it as a new "
        ".docx file.",
    )


def over_limit_error(zh: str, en: str, *, setting: str = "") -> ReadError:
    """The error for a file beyond a limit, which is named with its figure.

    `setting` is what raises it, "" for what cannot be raised.
    """
    raised = Say("", "")
    if setting:
        raised = Say(
            f"；确需检查时可用 --limit {setting}=… 提高",
            f"; --limit {setting}=... raises the limit",
        )
    return unreadable_error(
        f"文件超出可读取的限度（{zh}）：请确认这是一份年度报告，去掉多余内容后再试{raised.zh}。",
        f"The file is beyond a limit ({en}): make sure that it is an annual report, and take "
        f"out what does not belong in it{raised.en}.",
    )


def refused_kind_error(kind: str, *, promised: str = "") -> ReadError:
    """The error for a kind of file that no reader reads.

    `promised` is the suffix of the file's name where that promises another kind, else "".
    """
    data = Path(__file__).with_name("refused_kinds.json").read_bytes()
    known = msgspec.json.decode(data, type=dict[str, dict[str, Say]])
    what = known["called"].get(kind)
    if what is None:
        reason: Kind = "scanned" if kind == "picture" else "unreadable"
        return ReadError(known["said"].get(kind, known["said"]["binary"]), reason)
    if promised:
        zh = f"文件名是 {promised}，内容却是{what.zh}"
        en = f"The name says {promised}, but this is {what.en}"
    else:
        zh, en = f"这是{what.zh}，尚不能读取", f"This is {what.en}, which cannot be read"
    if kind in _NO_TEXTS:
        return unreadable_error(
            f"{zh}：请检查报告的 .docx 原稿；没有原稿的，把文字和表格复制到 Word 文档中，"
            "保存为 .docx 后再检查。",
            f"{en}: check the .docx of the report; where there is none, copy text and tables "
            "into a Word document and save that as .docx.",
        )
    return unreadable_error(
        f"{zh}：请用 Word 或 WPS 另存为 .docx 后再检查。", f"{en}: save it as .docx first."
    )


_NO_TEXTS = frozenset({"xlsx", "xls", "pptx", "ppt", "odf"})
"""Kinds of files of programs that save no .docx: it takes Word to make one of them."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limits of one document; docs/limits.md says of each what it is for.

    `file_mb` is the whole file, pictures and all; `text_mb` a text file; `page_mb` one in HTML;
    `part_mb` one part of a package, unpacked; `total_mb` all parts that are read of it
    (pictures are not read); `parts` the parts of a package, pictures and all; `characters`
    those of all texts; `paragraphs` the paragraphs and table rows, empty ones too; `cells` the
    cells of all tables, and the places (rows times columns) of one table; `columns` those of a
    table (Word itself allows 63); `depth` tables and text boxes inside one another; `comments`
    those that are meant for gblint; `tags` those of a page in HTML, start and end tags and
    comments, those and the attributes of a part in XML, and the groups of RTF; `pages` those of
    a PDF file.
    `read_seconds` and `memory_mb` are the computing time and the memory of a process that reads
    a form apart; `convert_seconds` the time that LibreOffice has for a file (it starts slowly),
    and `convert_mb` its memory, where the system can limit it. `batch_seconds` is the time that
    a process of a batch has for a file, all of it. `check_seconds` is the computing time that
    recognising the report and its rules may take, once the file is read. `archive_files` are the
    files in an archive that is looked into, `archive_mb` the archive, and all of them unpacked.
    """

    file_mb: float = 100
    text_mb: float = 2
    page_mb: float = 16
    part_mb: float = 16
    total_mb: float = 32
    parts: int = 20_000
    characters: int = 500_000
    paragraphs: int = 20_000
    cells: int = 200_000
    columns: int = 512
    depth: int = 16
    comments: int = 200
    pages: int = 500
    tags: int = 250_000
    read_seconds: int = 4
    memory_mb: float = 240
    convert_seconds: int = 15
    convert_mb: float = 1000
    check_seconds: int = 2
    batch_seconds: int = 120
    archive_files: int = 2000
    archive_mb: float = 2000


DEFAULT = Limits()

LIMITS: tuple[str, ...] = Limits.__struct_fields__
"""The names of the limits, as in settings and options."""

Size = Literal["file_mb", "text_mb", "page_mb", "part_mb", "total_mb", "archive_mb"]

_MOST = 10**9

_LONGEST_FORM = 18
"""Characters that one may stand for (\ufdfa)."""

_MARKS = 32
"""Combining marks in a row; Unicode's own format for streams has 30 at most."""

_UNUSUAL = later(
    "[^\x00-\u02ff\u2000-\u20cf\u2100-\u2cee\u3000-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ufb1d"
    f"\uff00-\uffff]{{{_MARKS},}}"
)
"""Characters of blocks that may have combining marks."""

_IN_FORCE: ContextVar[Limits] = ContextVar("limits", default=DEFAULT)


def get_limits() -> Limits:
    return _IN_FORCE.get()


@contextmanager
def apply_limits(own: Limits) -> Iterator[None]:
    """Read under other limits."""
    token = _IN_FORCE.set(own)  # of this thread alone: others may read under their own
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def is_whole_number(name: str) -> bool:
    """Whether a limit is a whole number; sizes in MB need not be."""
    return not name.endswith("_mb")


def is_valid_limit(name: str, value: object) -> bool:
    """Whether a limit can have that value: a number above 0, in reason."""
    # True is an int to Python
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 < value <= _MOST and not (is_whole_number(name) and isinstance(value, float))


def count_bytes(megabytes: float) -> int:
    return int(megabytes * 2**20)


Count = Literal[
    "parts", "columns", "cells", "paragraphs", "characters", "pages", "tags", "comments", "depth"
]

_TOO_MANY: dict[Count, tuple[str, str]] = {
    "parts": ("超过 {} 个部件", "more than {} parts"),
    "columns": ("表格超过 {} 列", "a table of more than {} columns"),
    "cells": ("表格超过 {} 格", "tables of more than {} cells"),
    "paragraphs": ("超过 {} 段", "more than {} paragraphs"),
    "characters": ("超过 {} 字", "more than {} characters"),
    "pages": ("超过 {} 页", "more than {} pages"),
    "tags": ("超过 {} 个标签", "more than {} tags"),
    "comments": ("给 gblint 的批注超过 {} 条", "more than {} comments for gblint"),
    "depth": ("表格嵌套超过 {} 层", "tables nested more than {} deep"),
}


def check_count(count: int, setting: Count) -> None:
    """Refuse more of something than the limit of that name allows."""
    most: int = getattr(get_limits(), setting)
    if count > most:
        zh, en = _TOO_MANY[setting]
        raise over_limit_error(zh.format(most), en.format(most), setting=setting)


def check_characters(document: Document) -> None:
    """Refuse a document of too much text: all that comes after reading takes time by it.

    Characters count as those that they are compared as: a few stand for a dozen.
    """
    most = get_limits().characters
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts += (block.number, block.text)
        else:
            texts += [cell.text for cell in block.cells]
    if _has_many_marks("\n".join(texts)):
        raise over_limit_error(
            f"一个字符带 {_MARKS} 个以上的附加符号",
            f"{_MARKS} or more combining marks on one character",
        )
    count = sum(map(len, texts))
    if count <= most < count * _LONGEST_FORM:  # only then is it worth the time
        count = sum(len(flatten(text)) for text in texts)
    check_count(count, "characters")


def _has_many_marks(text: str) -> bool:
    """Whether a run of combining marks is so long that no one wrote it.

    Unicode has them put in order, which takes time by the square of their number: such a text
    would take too long to compare.
    """
    # GBK has no combining marks, and nearly all characters of most texts: that takes no time
    lacking = text.encode("gbk", "replace").count(b"?") - text.count("?")
    return lacking >= _MARKS and any(
        all(map(unicodedata.combining, match[0][at : at + _MARKS]))
        for match in _UNUSUAL.finditer(text)
        for at in range(0, len(match[0]) - _MARKS + 1, _MARKS // 2)
    )


def check_size(count: int, setting: Size) -> None:
    """Refuse what has more bytes than the limit of that name."""
    most: float = getattr(get_limits(), setting)
    if count > count_bytes(most):
        raise over_limit_error(f"大于 {most:g} MB", f"larger than {most:g} MB", setting=setting)
