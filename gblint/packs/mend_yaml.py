"""A pack's file that is no YAML, put right line by line so that all of it can be read.

Every fault is told at what is wrong, and what was put right in its place is only for reading on:
nothing is ever written. Where a fault cannot be put right, it is the last that is told.

Files that are not UTF-8: as Notepad of Windows writes them, in GBK or UTF-16.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import msgspec

from gblint.findings import Say
from gblint.packs import join_says
from gblint.packs.slips import (
    CLOSE,
    KEY,
    OPEN,
    OPEN_QUOTE,
    Slip,
    count_content_indent,
    count_indent,
    find_line_above,
    find_slips,
    get_line_above,
    mask_quoted,
)

if TYPE_CHECKING:
    import yaml


_MOST_ROUNDS = 40
"""Faults that are put right one after another: the parser stops at each."""
_MOST_READ = 4_000_000
"""Characters that are read over and over for them."""


_LONGEST = 400
"""Characters of a line whose columns are worked out."""


class Mended(msgspec.Struct):
    """A file's lines as they can be read, and what is wrong with those that were written.

    `node` is None where they cannot be read even so.
    """

    written: list[str]
    lines: list[str]
    slips: list[Slip]
    node: yaml.Node | None = None

    def column(self, line: int, column: int) -> int:
        """The column of the line as written (from 1) that one of the line as it is read has."""
        if not 1 <= line <= len(self.lines) or self.lines[line - 1] == self.written[line - 1]:
            return column
        written, read = self.written[line - 1], self.lines[line - 1]
        if max(len(written), len(read)) > _LONGEST:
            return min(column, len(written))
        steps = SequenceMatcher(None, written, read, autojunk=False)
        for _, begin, end, read_begin, read_end in steps.get_opcodes():
            if read_begin <= column - 1 < read_end:
                return min(begin + column - 1 - read_begin, max(end - 1, begin)) + 1
        return len(written)


Compose = Callable[[str], "yaml.Node"]
"""Reads a text as YAML; raises YAMLError."""

Explain = Callable[["yaml.YAMLError"], Say]


def mend(lines: Sequence[str], compose: Compose, explain: Explain) -> Mended:
    """Read what can be read of lines that are no YAML, or that have slips in them."""
    import yaml

    slips, now = find_slips(lines)
    mended = Mended(list(lines), now, slips)
    size = sum(map(len, lines)) + 1
    # the parser tells one error and stops, so the whole is read again for each that is put right
    for _ in range(max(2, min(_MOST_ROUNDS, _MOST_READ // size))):
        try:
            mended.node = compose("\n".join(mended.lines))
        except yaml.YAMLError as error:
            if not _mend_error(mended, error, explain):
                break
        else:
            break
    return mended


class _Found(msgspec.Struct, frozen=True):
    """What a parser's error comes from: a line and column from 0, and the line as it should be."""

    line: int
    column: int
    say: Say
    better: str = ""


def _mend_error(mended: Mended, error: yaml.YAMLError, explain: Explain) -> bool:
    """Tell an error and put it right, as far as may be; whether it was put right."""
    mark = getattr(error, "problem_mark", None)
    found = _find_cause(mended.lines, error) if mark is not None else None
    if found is None:
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        found = _Found(min(line, len(mended.lines) - 1), column, explain(error))
    reported = {slip.line for slip in mended.slips}
    better = bool(found.better) and found.better != mended.lines[found.line]
    # what cannot be put right beside a slip that was told comes, most likely, from that slip
    if found.line + 1 not in reported and (better or not reported & {found.line, found.line + 1}):
        column = mended.column(found.line + 1, found.column + 1)
        mended.slips.append(Slip(found.line + 1, column, found.say))
    if better:
        mended.lines[found.line] = found.better
    return better


def _find_cause(lines: Sequence[str], error: yaml.YAMLError) -> _Found | None:
    """What is wrong, where the parser's words and place tell; None where they do not."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return None
    context = getattr(error, "context_mark", None)
    problem = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}"
    line, column = min(mark.line, len(lines) - 1), mark.column
    begin = (context.line, context.column) if context is not None else (line, column)
    for form, find in _CAUSES:
        if re.search(form, problem):
            return find(lines, (line, column), begin)
    return None


_Spot = tuple[int, int]


def _find_open_quote(lines: Sequence[str], _: _Spot, begin: _Spot) -> _Found | None:
    line, column = begin
    quote = lines[line][column : column + 1]
    if quote not in ("'", '"'):
        return None
    return _Found(line, column, OPEN_QUOTE, lines[line] + quote)


def _find_no_colon(lines: Sequence[str], _: _Spot, begin: _Spot) -> _Found | None:
    """A line that is neither an item nor a key: its colon is missing, or its `-`."""
    line = begin[0]
    text = lines[line]
    above = get_line_above(lines, line)
    start = count_content_indent(text)
    if above.lstrip().startswith("- ") and count_indent(above) == count_indent(text):
        return _Found(line, start, _NO_DASH, text[:start] + "- " + text[start:])
    key = re.match(rf"\s*(?:- +)*({KEY}|[\u4e00-\u9fff]+)(?=\s|$)", text)
    if key is None:
        return None
    better = f"{text[: key.end()]}: {text[key.end() :].lstrip()}"
    return _Found(line, key.end(), _say_no_colon(key[1]), better)


def _say_no_colon(key: str) -> Say:
    return Say(f"“{key}”后面缺冒号", f'a ":" is missing after "{key}"')


_NO_DASH = Say("这一项前面缺“- ”", 'this item lacks its "- "')


def _find_odd_colon(lines: Sequence[str], spot: _Spot, _: _Spot) -> _Found | None:
    """A colon where no key can be: the line is indented too far, or a text has it."""
    line, column = spot
    text = lines[line]
    first = re.match(rf"\s*(?:- +)*(?:{KEY}|'[^']*'|\"[^\"]*\"|[^\s:'\"\[{{]+)\s*", text)
    if first is not None and first.end() == column:
        found = _find_misplaced(lines, line)
        if found is not None:
            return found
    start = _find_value_start(text, column)
    if start < 0:  # then the words of the parser are told
        return None
    say = Say(
        "这里不能有冒号；文字里有“: ”时，要用引号括起来",
        'no ":" belongs here; put a text that has one in quotes',
    )
    return _Found(line, column, say, _put_in_quotes(text, start))


def _explain_misplaced(lines: Sequence[str], line: int, wanted: int) -> _Found:
    size = count_indent(lines[line])
    say = Say(
        f"缩进不对：这一行缩进了 {size} 格，按上文应是 {wanted} 格",
        f"wrong indentation: {size} spaces, where {wanted} go with what is above",
    )
    return _Found(line, size, say, " " * wanted + lines[line].lstrip(" "))


def _find_value_start(text: str, column: int) -> int:
    """Where the value that has a place in it begins, -1 where that cannot be told."""
    key = rf"(?:^\s*(?:- +)*|[{{,]\s*)(?:{KEY}|[\u4e00-\u9fff]+): +"
    found = list(re.finditer(rf"{key}|^\s*- +", text[:column]))
    if not found:
        return -1
    start = found[-1].end()
    return start if start < column and text[start : start + 1] not in "'\"[{|>" else -1


def _put_in_quotes(text: str, start: int) -> str:
    """The line with the value that begins at a place put in quotes."""
    in_flow = mask_quoted(text[:start])[0]
    depth = sum((char in "[{") - (char in "]}") for char in in_flow)
    end = len(text.rstrip())
    if depth > 0:
        found = re.compile(r"\s*(?:, |[\]}]\s*[,\]}]|[\]}]\s*$|$)").search(text, start)
        end = found.start() if found else end
    return text[:start] + "'" + text[start:end].replace("'", "''") + "'" + text[end:]


def _find_misaligned(lines: Sequence[str], spot: _Spot, _: _Spot) -> _Found | None:
    """A line that begins where none of what is open above does."""
    line, column = spot
    text = lines[line]
    if column != count_indent(text) or not text.strip():
        return None
    open_at = _list_open_indents(lines, line)
    is_item = text.lstrip().startswith("- ")
    siblings = [at for at in range(line) if lines[at].startswith(" " * column + "- ")]
    if not is_item and siblings and column in open_at:
        return _Found(line, column, _NO_DASH, text[:column] + "- " + text[column:])
    first = next((at for at in range(line) if _opens_block(lines, at, column + 2)), -1)
    if is_item and first >= 0 and not siblings:  # the first of the items lacks its sign
        better = f"{lines[first][:column]}- {lines[first].lstrip(' ')}"
        return _Found(first, column, _NO_DASH, better)
    if not open_at or column in open_at:
        return None
    deeper = None if is_item else _find_misplaced(lines, line)
    if deeper is not None and column > max(open_at):
        return deeper
    return _find_odd_opener(lines, line) or _explain_misplaced(
        lines, line, _find_nearest_indent(lines, line, open_at)
    )


def _find_nearest_indent(lines: Sequence[str], line: int, open_at: Sequence[int]) -> int:
    """Where a line belongs: of two places as near, the one that goes with the line below."""
    column = count_indent(lines[line])
    if lines[line].lstrip().startswith("- "):
        items = {count_indent(one) for one in lines if one.lstrip().startswith("- ")} - {column}
        near = [one for one in items if abs(one - column) == 1]
        if near:
            return max(near, key=lambda one: one % 2 == 0)
    below = next((one for one in lines[line + 1 :] if one.strip()), "")
    wanted = count_indent(below) - 2 if lines[line].rstrip().endswith(":") else count_indent(below)
    return min(open_at, key=lambda one: (abs(one - column), one != wanted, one))


def _opens_block(lines: Sequence[str], at: int, indent: int) -> bool:
    """Whether a line without a `-` is the first below a key that has no value in its line."""
    above = find_line_above(lines, at)
    return (
        count_indent(lines[at]) == count_content_indent(lines[at]) == indent
        and above >= 0
        and lines[above].rstrip().endswith(":")
        and count_content_indent(lines[above]) < indent
    )


def _find_misplaced(lines: Sequence[str], line: int) -> _Found | None:
    """What is wrong where a line is deeper than one above that has a value, or no colon."""
    at = find_line_above(lines, line)
    if at < 0 or count_indent(lines[line]) <= count_content_indent(lines[at]):
        return None
    above, wanted = lines[at], count_content_indent(lines[at])
    key = re.fullmatch(rf"\s*(?:- +)*({KEY})\s*", above)
    if key is not None:
        end = key.end(1)
        return _Found(at, end, _say_no_colon(key[1]), f"{above[:end]}:")
    size = count_indent(above)
    deeper = size == wanted and count_indent(lines[line]) == size + 2
    if deeper and _is_item_without_dash(lines, at, line):
        return _Found(at, size, _NO_DASH, f"{above[:size]}- {above[size:]}")
    return _find_odd_opener(lines, line) or _explain_misplaced(lines, line, wanted)


def _is_item_without_dash(lines: Sequence[str], first: int, line: int) -> bool:
    """Whether a line and those below it are an item: others beside it are, or none is a key."""
    size = count_indent(lines[first])
    if any(
        lines[at].startswith(" " * size + "- ") for at in _find_block_around(lines, first, size)
    ):
        return True
    above = find_line_above(lines, first)
    if above < 0 or not lines[above].rstrip().endswith(":"):
        return False
    for one in lines[line:]:
        if one.strip() and count_indent(one) <= size:
            return count_indent(one) < size
    return True


def _find_block_around(lines: Sequence[str], line: int, size: int) -> range:
    """The lines around one that are indented so far at least."""

    def inside(at: int) -> bool:
        return not lines[at].strip() or count_indent(lines[at]) >= size

    begin = end = line
    while begin > 0 and inside(begin - 1):
        begin -= 1
    while end < len(lines) and inside(end):
        end += 1
    return range(begin, end)


def _find_odd_opener(lines: Sequence[str], line: int) -> _Found | None:
    """The line above where it, and not this one, is out of step: it alone begins where it does."""
    column = count_indent(lines[line])
    if column % 2:  # packs are indented by two: this line is out of step itself
        return None
    for at in range(line - 1, -1, -1):
        text = lines[at]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        both_items = text.lstrip().startswith("- ") and lines[line].lstrip().startswith("- ")
        inner = count_indent(text) if both_items else count_content_indent(text)
        if inner % 2 and abs(inner - column) == 1:
            size = count_indent(text) + column - inner
            if size < 0:
                return None
            before = count_indent(text)
            say = Say(
                f"缩进不对：这一行缩进了 {before} 格，按下文应是 {size} 格",
                f"wrong indentation: {before} spaces, where {size} go with what is below",
            )
            return _Found(at, before, say, " " * size + text.lstrip(" "))
        if count_indent(text) < column - 1:
            return None
    return None


def _list_open_indents(lines: Sequence[str], line: int) -> list[int]:
    """The columns at which what is open above a line has begun, the innermost last."""
    found: list[int] = []
    for at in range(line):
        text = lines[at]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        size = count_indent(text)
        found = [one for one in found if one < size]
        found.append(size)
        inner = count_content_indent(text)
        if inner != size:
            found.append(inner)
    return found


def _find_open_bracket(lines: Sequence[str], spot: _Spot, begin: _Spot) -> _Found | None:
    """A list or mapping in brackets that was begun in a line above and has no end."""
    line, column = begin
    opened = lines[line][column : column + 1]
    if spot[0] <= line or opened not in ("[", "{"):
        return None
    text = lines[line].rstrip().rstrip(",")
    return _Found(line, column, OPEN[opened], text + CLOSE[opened])


def _find_strange_start(lines: Sequence[str], spot: _Spot, begin: _Spot) -> _Found | None:
    """A value that begins with a sign that means something else."""
    line, column = spot
    text = lines[line]
    if text[column : column + 1] not in _STARTS:
        column = begin[1] if begin[0] == line else column - 1
    sign = text[column : column + 1]
    if sign not in _STARTS or not sign or column == count_indent(text):
        return None
    say = Say(
        f"值以“{sign}”开头，要用引号括起来",
        f'a value that begins with "{sign}" goes into quotes',
    )
    meant = _STARTS[sign]
    return _Found(
        line, column, join_says(say, meant) if meant else say, _put_in_quotes(text, column)
    )


_STARTS: dict[str, Say | None] = {
    "@": None,
    "`": None,
    "%": None,
    "*": Say(
        "（“*”在 YAML 里指别处写过的内容，叫别名）", " (it means an alias of something above)"
    ),
    "&": Say("（“&”在 YAML 里是给内容起名，叫锚点）", " (it gives what follows a name, an anchor)"),
    "!": Say("（“!”在 YAML 里是标签）", " (it means a tag)"),
}


def _find_wrong_escape(lines: Sequence[str], spot: _Spot, begin: _Spot) -> _Found | None:
    line = begin[0]
    text = lines[line]
    if spot[0] != line or text[begin[1] : begin[1] + 1] != '"':
        return None
    end = text.find('"', begin[1] + 1)
    if end < 0:
        return None
    say = Say(
        "双引号里的“\\”写法不对；“\\”本身要写成“\\\\”，或改用单引号",
        'a "\\" in double quotes that means nothing: write "\\\\", or use single quotes',
    )
    inner = text[begin[1] + 1 : end].replace("'", "''")
    better = f"{text[: begin[1]]}'{inner}'{text[end + 1 :]}"
    at = text.rfind("\\", begin[1], spot[1] + 1)
    return _Found(line, max(at, begin[1]), say, better)


_Find = Callable[[Sequence[str], _Spot, _Spot], "_Found | None"]

_CAUSES: tuple[tuple[str, _Find], ...] = (
    (r"escape|hexadecimal|hexdecimal", _find_wrong_escape),
    (r"quoted scalar.*(?:end of stream|document)", _find_open_quote),
    (r"find expected ':'", _find_no_colon),
    (r"mapping values are not allowed|mapping keys are not allowed", _find_odd_colon),
    (
        r"cannot start any token|alphabetic or numeric|undefined alias|\btag\b|alias|anchor",
        _find_strange_start,
    ),
    (r"',' or '[\]}]'", _find_open_bracket),
    (r"expected (?:key|<block end>|'-' indicator)|block end", _find_misaligned),
)


_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode_otherwise(raw: bytes) -> tuple[str, Say]:
    """The text of a file that is no UTF-8, and what to say of it.

    What is in no known encoding has U+FFFD for what cannot be read.
    """
    # GBK decodes nearly any bytes: UTF-16 is asked for by its mark first
    if raw[:2] in _MARKS:
        return raw.decode("utf-16", "replace"), _say_encoding("UTF-16（Unicode）")
    try:
        return raw.decode("gb18030"), _say_encoding("GBK（ANSI）")
    except UnicodeDecodeError:
        return raw.decode("utf-8-sig", "replace"), _say_encoding("")


def _say_encoding(found: str) -> Say:
    zh, en = (f"，是 {found}", f", it is in {found.partition('（')[0]}") if found else ("", "")
    return Say(
        f"文件不是 UTF-8 编码{zh}：请在记事本里“另存为”，编码选 UTF-8",
        f"the file is not encoded in UTF-8{en}: save it as UTF-8",
    )
