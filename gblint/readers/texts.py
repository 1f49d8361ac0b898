"""What is in the bytes of a text: its characters, and its lines with their numbers and pages.

And what a line or a cell looks like, the marks of notes in it, which are no part of it, and the
comments in a text or web page (`<!-- … -->`) that are meant for gblint.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar

from gblint.document import BLANK, Anchor, Block, Comment, Table
from gblint.readers.refusals import ReadError, check_count, refused_kind_error
from gblint.text import remember_results
from gblint.text.patterns import later

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; those of UTF-32 begin like those of UTF-16 and come first."""

_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

_CONTROL = later(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that no text has, but binary data read as text. \\x85 is among them: a line end
of mainframes, which GB18030 text does not use.
"""

_USUAL = later(
    r"[\t\n\r\x0b\x0c\x20-\x7e\xa0-\xff\u2000-\u27bf\u2e80-\u2fdf\u3000-\u33ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ue5e5\uff00-\uffef\U00020000-\U000323af]+"
)
"""What Chinese texts consist of: ASCII, CJK characters, punctuation, signs, full-width forms."""

_FEW_CONTROLS = 0.005
"""Share of control characters that a text may have: stray marks of a converter."""

_BROKEN = "\ufffd"
_FEW_BROKEN, _LEAST = 0.002, 200
"""Share of characters that may be broken, in a text of at least so many."""

_USUAL_SHARE = 0.97
"""Share of usual characters that a text must have where the decoder accepts nearly anything."""


class Decoded(NamedTuple):
    """A text and how many of its characters could not be read."""

    text: str
    broken: int = 0


def decode(data: bytes) -> Decoded:
    """The text in some bytes. Raises ReadError for what is not text.

    Tried in this order: byte order mark, UTF-8, UTF-16 and UTF-32 without mark where there are
    NUL bytes, GB18030 (which includes GBK and GB2312); then UTF-8 and GB18030 once more, with a
    few characters broken. A character cut off at the end is let go.
    """
    marks = [(len(mark), code) for mark, code in BYTE_ORDER_MARKS if data.startswith(mark)]
    # a mark may lie: what the bytes are is asked then
    for length, encoding in (*marks[:1], (0, "utf-8")):
        text = _decode_strictly(data[length:], encoding)
        if text is not None and _has_few_controls(text):
            return Decoded(remove_controls(text))
    # nearly any bytes are some text in these: what they consist of has to be usual
    for encoding in (*(_WIDE if b"\0" in data else ()), "gb18030"):
        text = _decode_strictly(data, encoding)
        if text is not None and _has_few_controls(text) and _is_usual(text):
            return Decoded(remove_controls(text))
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        broken = text.count(_BROKEN)
        few = broken <= max(1, _FEW_BROKEN * len(text))
        if few and len(text) > _LEAST and _has_few_controls(text) and _is_usual(text):
            return Decoded(remove_controls(text), broken)
    raise refused_kind_error("binary")


def note_broken(count: int, zh: str, en: str) -> tuple[str, str]:
    """The note on characters that could not be read, with what they are in: a file, a page."""
    return (
        f"{zh}中有 {count} 处字符无法识别，显示为“{_BROKEN}”。",
        f"{count} character(s) of the {en} cannot be read and are shown as {_BROKEN}.",
    )


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    """Strictly decoded, but for a character that the end of the data cuts off."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _has_few_controls(text: str) -> bool:
    return len(_CONTROL.findall(text)) <= _FEW_CONTROLS * len(text)


def _is_usual(text: str) -> bool:
    return sum(map(len, _USUAL.findall(text))) >= _USUAL_SHARE * len(text)


def remove_controls(text: str) -> str:
    """The text without the characters that no text has; A3 A0 of GBK is a blank of full width."""
    text = text.replace("\ue5e5", "\u3000")
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


_HEAD = 4096
_DECLARED = later(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_TRADITIONAL = ("big5", "big5-hkscs", "cn-big5", "x-x-big5", "cp950")
"""What is believed where a page declares it: GB18030 can be read out of it as well."""
_CHINESE = later("[\u2e80-\uffef]")
_RATHER_UTF_8 = 10
"""Chinese characters to a broken one where a page is UTF-8 but for a part put into it. GB18030
read as UTF-8 has hardly any that is not broken, while UTF-8 may be read as GB18030.
"""
_MANY_BROKEN = 0.02
"""Share of characters that may be broken in GB18030, for the same reason."""
_LEAST_TEXT = 0.99
"""Share of characters that a text may have: others are those of binary data."""
_WINDOWS = later(r"&#(12[89]|1[345]\d);?")
"""References to characters of windows-1252, which browsers read as such (`&#150;`)."""


def decode_page(data: bytes, declared: str = "") -> Decoded:
    """The text of a page, its line ends line feeds. Raises ReadError for what is no text.

    `declared` is what is said outside the page. Pages declare wrongly so often (UTF-8 that is
    GBK, GB2312 that is UTF-8 or has characters of GB18030 only) that the bytes decide; only
    traditional Chinese is believed.
    """
    found = _decode_traditional(data, declared or _find_declaration(data)) or _decode_bytes(data)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    text = text.replace("\x0b", " ").replace("\x0c", " ")
    text = _WINDOWS.sub(lambda match: bytes([int(match[1])]).decode("cp1252", "ignore"), text)
    return Decoded(text, found.broken)


def _find_declaration(data: bytes) -> str:
    match = _DECLARED.search(data, 0, _HEAD)
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _decode_traditional(data: bytes, declared: str) -> Decoded | None:
    if declared.lower().replace("_", "-") not in _TRADITIONAL:
        return None
    for encoding in ("utf-8", "big5hkscs"):
        try:
            return Decoded(remove_controls(data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    return None


def _decode_bytes(data: bytes) -> Decoded:
    text = data.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    # a page put together of parts: a few signs are lost, where GB18030 would read all of it wrong
    if broken and b"\0" not in data and len(_CHINESE.findall(text)) > _RATHER_UTF_8 * broken:
        return Decoded(remove_controls(text), broken)
    try:
        return decode(data)
    except ReadError:
        text = data.decode("gb18030", "replace")
        broken = text.count(_BROKEN)
        clean = remove_controls(text)
        if broken > _MANY_BROKEN * len(text) or len(clean) < _LEAST_TEXT * len(text):
            raise
        return Decoded(clean, broken)


_BREAKS = later("([\x0b\x0c\u2028\u2029])")
_PAGE_BREAK = "\x0c"
_HEADING = later(r"[#*\s]*(?:[一二三四五六七八九十]+\s*、|第[一二三四五六七八九十]+部分)")
_ITEM = later(
    r"\s*(?:[（(]\s*(?:[一二三四五六七八九十]+|\d{1,2})\s*[)）]|\d{1,2}\s*[.、．]\D|[①-⑳]"
    r"|[一二三四五六七八九十]+\s*、|第[一二三四五六七八九十]+[,，、])"
)
_PAGE_NUMBER = later(
    r"\s*(?:第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?|[-—–－·~]*\s*\d{1,4}\s*[-—–－·~]*"
    r"|\d{1,4}\s*/\s*\d{1,4})\s*$"
)
_LEADER = later(r".*\S\s*(?:[.．·…]\s?){3,}\s*\d{1,3}$")
_LEADER_TAB = later(r"[^\t]*\S\t\s*\d{1,3}$")
_LONGEST_LISTED = 200
_ENDS, _CLOSERS = "。；：！？;:!?", "'\"’”）)"

_FIGURE = frozenset(
    "0123456789０１２３４５６７８９,，.．·+＋-－—–−―─/／\\＼%％()（）*○〇零无 \t\n\xa0\u3000"
    + BLANK
)
"""What figures consist of, and the marks that are put where there is none."""

_COUNTED = _FIGURE | frozenset("约近超逾共万亿千百余多件条项个元次人份")
"""The same with the units and words that are put beside figures against the form."""

_BLANK_REFERENCE = later(
    r"&(?:nbsp|(em|#8195|#x2003|#12288|#x3000)(?:sp)?|ensp|thinsp|#160|#xa0|#819[4-9]|#x200[2-9]);",
    re.IGNORECASE,
)
"""References to blanks, as editors of Markdown and pages write them; some are of full width."""

_BREAK_CELL = later(
    r"(?m)(?:(?<=\|)|^)[ \t]*<br[ \t]*/?>[ \t]*(?=\|)|(?<=\|)[ \t]*<br[ \t]*/?>(?=[ \t]*$)"
)
"""A cell between bars that has but a break of a line."""


Rows = list[tuple[list[str], Anchor]]
"""Rows of a table as the texts of their cells, each with where it begins."""


class Line(NamedTuple):
    """A line without its end. `page` is None where the text has no page breaks.

    `begins_page` says that a page break stands right before it.
    """

    text: str
    number: int
    page: int | None = None
    begins_page: bool = False

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()

    def build_anchor(self) -> Anchor:
        """Where the line begins, its white space left out."""
        column = len(self.text) - len(self.text.lstrip()) + 1
        return Anchor(self.number, column, self.page)


def resolve_blanks(text: str, *, in_place: bool = False) -> str:
    """The text with blanks for references to them (`&nbsp;`) and for breaks that are all that a
    cell between bars has (`| <br> |`), `in_place` as many as these have signs.
    """
    if "&" in text:
        text = _BLANK_REFERENCE.sub(
            lambda match: ("\u3000" if match[1] else "\xa0") * (len(match[0]) if in_place else 1),
            text,
        )
    if "<" in text and "|" in text:
        text = _BREAK_CELL.sub(lambda match: " " * (len(match[0]) if in_place else 1), text)
    return text


def split_lines(text: str) -> list[Line]:
    """The lines as an editor counts them; one with breaks inside gives several."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = text.split("\n")  # not splitlines: editors do not count other breaks as lines
    if not _BREAKS.search(text):
        return [Line(line, number) for number, line in enumerate(raw, 1)]
    page: int | None = 1 if _PAGE_BREAK in text else None
    lines = []
    for number, line in enumerate(raw, 1):
        pieces = _BREAKS.split(line)
        lines.append(Line(pieces[0], number, page))
        for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            begins_page = mark == _PAGE_BREAK
            if begins_page and page is not None:
                page += 1
            lines.append(Line(piece, number, page, begins_page))
    return lines


def is_heading(text: str) -> bool:
    """Whether a line begins like a top-level heading: `一、` or `第一部分`."""
    return _HEADING.match(text) is not None


def is_item(text: str) -> bool:
    """Whether a line begins with a number: 一、, （一）, 1., ①, 第一，."""
    return _ITEM.match(text) is not None


def is_contents_line(text: str) -> bool:
    """Whether a paragraph is a line of a table of contents, which ends in its page."""
    if not text[-1:].isdigit() or len(text) >= _LONGEST_LISTED:  # most paragraphs: no pattern runs
        return False
    return bool(_LEADER.match(text) or (is_heading(text) and _LEADER_TAB.match(text)))


def ends_sentence(text: str) -> bool:
    """Whether a line ends like a sentence or a part of one, not in the middle of words."""
    return text.rstrip().rstrip(_CLOSERS).endswith(tuple(_ENDS))


def is_page_number(text: str) -> bool:
    """Whether a line could be a page number: `3`, `- 3 -`, `3/10`, `第3页 共10页`."""
    # the length first: a long run of blanks would have the pattern look for its end again and again
    return len(text) < 40 and _PAGE_NUMBER.match(text) is not None


def is_blank(cell: str) -> bool:
    return not cell or cell.isspace()


@remember_results(4096)  # of the cells of a table many are asked for several times
def is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, with a unit or without, or a mark that stands for none."""
    if _FIGURE.issuperset(cell):
        return not is_blank(cell)  # a dash or a stroke says that there is none, a blank nothing
    return _COUNTED.issuperset(cell) and any(char.isdigit() for char in cell)


_LATIN = later(r"[!-~]+")
_LAST_LATIN = later(r"[!-~]+$")
_LONGEST_WORD = 80
_ADDRESS = frozenset("@/:_.")
"""Signs of addresses of mail and web."""


def join_lines(texts: Sequence[str]) -> str:
    """Lines as one text. Between two Latin words a space stands for the line end, but not
    inside a number or an address.
    """
    parts = [texts[0].strip()]
    for upper, lower in pairwise(texts):
        if _breaks_at_space(upper, lower.lstrip()):
            parts.append(" ")
        parts.append(lower.strip())
    return "".join(parts)


def _breaks_at_space(upper: str, lower: str) -> bool:
    before, after = _LAST_LATIN.search(upper.rstrip()[-_LONGEST_WORD:]), _LATIN.match(lower)
    if not (before and after and before[0][-1].isalnum() and lower[0].isalnum()):
        return False
    if before[0][-1].isdigit() and lower[0].isdigit():
        return upper.endswith(" ")  # two numbers, if the writer put a space; else one, broken
    return _ADDRESS.isdisjoint(before[0] + after[0])


_MARK = later(
    r"[\[(（【〔﹝]?\s*(?:注释?|附注|[Nn]ote)?\s*(?:\d{1,3}(?:\s*[,，、\-–]\s*\d{1,3})*|[*＊※†‡#]{1,3}"
    r"|[\u2460-\u249b\u2776-\u2793\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})?\s*[\])）】〕﹞]?"
)
_OF_UNIT = later(r"[A-Za-zＡ-Ｚａ-ｚ\u3380-\u33df)）]$")
"""What a raised digit belongs to that is a power: of a unit, of a bracket."""


def is_note_mark(before: str, raised: str) -> bool:
    """Whether raised characters are the mark of a note on what stands before them."""
    before = before.rstrip()
    if not before or not raised.strip() or _MARK.fullmatch(raised.strip()) is None:
        return False
    return not raised.strip().isdigit() or _OF_UNIT.search(before[-1:]) is None


def remove_note_marks(parts: Sequence[str], raised: Sequence[bool]) -> list[str]:
    """The pieces of a text without those raised that are marks of notes.

    Raised pieces side by side are one mark.
    """
    kept: list[str] = []
    for is_raised, group in groupby(zip(parts, raised, strict=True), key=itemgetter(1)):
        pieces = [part for part, _ in group]
        if not (is_raised and is_note_mark("".join(kept), "".join(pieces))):
            kept += pieces
    return kept


_One = TypeVar("_One")


def group_runs(items: Iterable[_One], belongs: Callable[[_One, _One], bool]) -> list[list[_One]]:
    """Items in groups, each in that of the item before it where it belongs to that."""
    found: list[list[_One]] = []
    for item in items:
        if found and belongs(found[-1][-1], item):
            found[-1].append(item)
        else:
            found.append([item])
    return found


OWN_AUTHOR = "gblint"
"""Who wrote the comments that `gblint annotate` writes: they tell findings, and are for people."""

_WORD = "gblint"
_COMMENT = later(r"<!--(.*?)(?:--!?>|\Z)", re.DOTALL)
_VISIBLE = later(r"[^\n]")


def is_for_gblint(text: str) -> bool:
    return _WORD in text.lower()


def cut_comments(text: str) -> tuple[str, list[tuple[str, int, bool]]]:
    """A text without its comments, every line in its place, and those for gblint.

    Each has its text, its last line from 1, and whether it stands on lines of its own.
    """
    found: list[tuple[str, int, bool]] = []
    for match in _COMMENT.finditer(text):
        if is_for_gblint(match[1]):
            check_count(len(found) + 1, "comments")
            begin = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end())
            around = text[begin : match.start()] + text[match.end() : None if end < 0 else end]
            line = text.count("\n", 0, match.end()) + 1
            found.append((match[1].strip(), line, not around.strip()))
    # its line ends stay, so that all behind it keeps its line
    return _COMMENT.sub(lambda match: _VISIBLE.sub("", match[0]), text), found


def place_comments(
    found: Sequence[tuple[str, int, bool]], blocks: Sequence[Block]
) -> Iterator[Comment]:
    """Each comment on the lines it is for.

    One with lines of its own is for the block that follows, a table as a whole; any other for
    the paragraph or table row that it stands in.
    """
    if not found:
        return
    of_blocks = [_list_lines(block) for block in blocks]
    lines = sorted({line for own in of_blocks for line in own})
    # in order, as bisect asks for: of an HTML table the foot may be written before the rows
    reach = list(accumulate((max(own) for own in of_blocks), max))
    for text, line, alone in found:
        if alone:
            after = bisect_right(reach, line)
            span = [one for one in of_blocks[after] if one > line] if after < len(reach) else [line]
            yield Comment(text, min(span), max(span))
        else:
            before = bisect_right(lines, line)
            at = lines[before - 1] if before else line
            yield Comment(text, at, at)


def _list_lines(block: Block) -> list[int]:
    """The lines of a paragraph, or of the rows of a table."""
    if isinstance(block, Table):
        return [cell.anchor.line for cell in block.cells] or [block.anchor.line]
    return [block.anchor.line]
