"""Slips of typing in a pack's YAML, line by line: full-width signs, tabs, spaces that lack.

Looked for only where a file is no YAML as it stands, or says something else than was meant
(`id：OP001` is one text, and no key). Each slip knows how its line should be, so that the rest of
the file can be read and all that is wrong be told at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from gblint.findings import Say
from gblint.packs import MOST_FAULTS

KEY = r"[A-Za-z_][\w.]*(?: [0-9])?"
"""What stands before a colon: a key, the id of a rule, a section."""

_HEAD = r"(?:^\s*(?:- +)*|[{,，｛]\s*)"
_COLON = re.compile(
    rf"{_HEAD}(?P<key>{KEY})(?P<colon>\s*：\s*|:[ ]*[\u3000\u00a0]\s*|:(?=[^\s/,}}\]:]))"
)
_STRANGE = re.compile(r"^ *(?P<strange>[\t\u3000\u00a0\u2002-\u200b][\s\u200b]*)(?=\S)")
_DASH = re.compile(
    r"^\s*(?P<dash>(?:[－—–−‐•·─][ \u3000]*|-(?=[^\s\-\d])|-[\u3000\u00a0]\s*))(?=\S)"
)
_COMMA = re.compile(rf"(?P<comma>[，、；]\s*)(?={KEY}\s*[:：])")
_BRACE = re.compile(r"(?:: +|^\s*- +|^)(?P<brace>[｛［])")
# what begins another entry: where it stands, what is open above has been forgotten, not continued
_NEXT = re.compile(rf"^\s*(?:- |(?:- +)*(?:{KEY}|'[^']*'|\"[^\"]*\"|[\u4e00-\u9fff]+)\s*:(?:\s|$))")
_BLOCK = re.compile(r"(?:^|[:-]\s+)[|>][-+0-9]*\s*$")
_BEGINS = re.compile(r"^\s*(?:- +)*(?:[^\s'\"\[{#][^'\"]*?: +|['\"]?[\w. ]+['\"]?: +)?")

_WIDE_COLON = Say("冒号是全角的，应写半角冒号和一个空格“: ”", 'a full-width colon: write ": "')
_NO_SPACE = Say("冒号后面缺一个空格", 'a space is missing after the ":"')
_WIDE_SPACE = Say("这里是全角空格，应写半角空格", "a full-width space: write a plain one")
_WIDE_INDENT = Say(
    "缩进用了全角空格，请改用半角空格", "full-width spaces as indentation: use plain ones"
)
_TAB = Say("缩进用了制表符（Tab），请改用空格", "a tab is used as indentation: use spaces")
_WIDE_COMMA = Say("项目之间要用半角逗号“, ”", 'between items stands a plain comma ", "')
_WIDE_BRACE = Say("括号是全角的，应写半角的 { } 或 [ ]", "a full-width bracket: write { } or [ ]")
_WIDE_DASH = Say(
    "每一项以半角的“- ”开头（减号和一个空格）", 'an item begins with "- ", a hyphen and a space'
)
_DASH_SPACE = Say("“-”后面缺一个空格", 'a space is missing after the "-"')
_NO_COMMA = Say("两项之间缺逗号", "a comma is missing between two items")
OPEN_QUOTE = Say("引号没有配对：这里开始的引号没有结束", "a quote is opened here and not closed")
_INNER = Say(
    "引号到这里已经结束，后面还有文字；文字里有同样的引号时，外面改用另一种引号",
    "the quote has ended here and text follows; put a text that has such quotes into the others",
)
OPEN = {
    "[": Say("“[”没有用“]”结束", 'a list begun with "[" lacks its "]"'),
    "{": Say("“{”没有用“}”结束", 'what is begun with "{" lacks its "}"'),
}
_COMMENT = Say(
    "从“#”起是注释，括号因此没有结束；文字里有“#”时，要用引号括起来",
    'a comment begins with "#", so that the bracket is not closed: put a text with "#" in quotes',
)
_STARTS = {
    "[": Say(
        "值以“[”开头，“]”后面还有文字，整个值要用引号括起来",
        'a value that begins with "[" and has text behind its "]" stands in quotes',
    ),
    "{": Say(
        "值以“{”开头，“}”后面还有文字，整个值要用引号括起来",
        'a value that begins with "{" and has text behind its "}" stands in quotes',
    ),
}
_FENCE = Say("“```”不属于规则包，删去这一行", '"```" is no part of a pack: take the line out')
_EXTRA = Say("多了一个括号", "a bracket too many")
CLOSE = {"[": "]", "{": "}"}


_LONGEST = 3000
"""Characters of a line that is looked at."""


class Slip(msgspec.Struct, frozen=True):
    """A slip at a line and column, both from 1."""

    line: int
    column: int
    say: Say


class _Edit(msgspec.Struct, frozen=True):
    """What of a line is put right: from `start` to `end` stands `text` instead."""

    start: int
    end: int
    text: str
    say: Say
    at: int = -1


def find_slips(lines: Sequence[str]) -> tuple[list[Slip], list[str]]:
    """The slips of a file that has these lines, and the lines as they should be."""
    slips, mended = list[Slip](), list(lines)
    at = depth = 0
    while at < len(lines) and len(slips) <= MOST_FAULTS:
        # a list over several lines is no mistake: within one, brackets are counted and not paired
        edits, after = _look_at(lines, at, inside=depth > 0)
        depth = max(depth + _count_deeper(lines[at:after], edits, inside=depth > 0), 0)
        for edit in edits:
            column = (edit.start if edit.at < 0 else edit.at) + 1
            slips.append(Slip(at + 1, column, edit.say))
        mended[at] = _apply(lines[at], edits)
        at = max(after, at + 1)
    # only now, as how deep a line belongs is told by those above as they should be
    for number in dict.fromkeys(slip.line - 1 for slip in slips):
        strange = _STRANGE.match(mended[number])
        if strange is not None:  # it is indented by other signs than spaces
            mended[number] = _indent_like(get_line_above(mended, number), mended[number], strange)
    return slips, mended


def _apply(line: str, edits: Sequence[_Edit]) -> str:
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):  # offsets before it stay
        line = line[: edit.start] + edit.text + line[edit.end :]
    return line


def find_line_above(lines: Sequence[str], at: int) -> int:
    """The last line before one that says anything, -1 for none."""
    return next((one for one in range(at - 1, -1, -1) if lines[one].strip()), -1)


def get_line_above(lines: Sequence[str], at: int) -> str:
    """The text of that line, "" for none."""
    above = find_line_above(lines, at)
    return lines[above] if above >= 0 else ""


def _indent_like(last: str, line: str, strange: re.Match[str]) -> str:
    """The line with spaces: below a key without a value deeper than it, else as wide as it is."""
    wide = strange[0].replace("\t", "  ").replace("\u3000", "  ")
    size = len(wide)
    if last.rstrip().endswith(":") and size <= count_indent(last):
        size = count_content_indent(last) + 2
    return " " * size + line[strange.end() :]


def count_indent(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def count_content_indent(line: str) -> int:
    """Where what a line says begins, behind the `- ` of its items."""
    match = re.match(r"\s*(?:- +)*", line)
    return match.end() if match else 0


def _count_deeper(lines: Sequence[str], edits: Sequence[_Edit], *, inside: bool) -> int:
    """How many brackets more are open behind these lines than before."""
    masked = mask_quoted(lines[0][:_LONGEST])[0]
    begin = _BEGINS.match(masked)
    opens = masked[begin.end() if begin else 0 :][:1] in ("[", "{")
    # what was put right in a line closes there: brackets that were lost must not open all below
    if edits or len(lines) > 1 or not (inside or opens):
        return 0
    return sum((char in "[{") - (char in "]}") for char in masked)


def _look_at(lines: Sequence[str], at: int, *, inside: bool) -> tuple[list[_Edit], int]:
    """The slips of a line, and the line after which to go on.

    `inside` says that a list or mapping that began above is not closed yet.
    """
    line = lines[at]
    if not line.strip() or line.lstrip().startswith("#") or len(line) > _LONGEST:
        return [], at + 1
    if line.lstrip().startswith("```"):  # copied with its fence from a page or a chat
        return [_Edit(0, len(line), "", _FENCE)], at + 1
    masked, quotes, open_at = mask_quoted(line)
    if _BLOCK.search(masked.rstrip()):
        return [*_find_edits(masked, lines, at)], _pass_block(lines, at)
    edits = [*_find_edits(masked, lines, at), *quotes]
    if open_at >= 0:
        if not _may_go_on(lines, at):
            edits.append(_Edit(len(line), len(line), line[open_at], OPEN_QUOTE, at=open_at))
            return edits, at + 1
        return edits, _pass_quote(lines, at, line[open_at])
    if not quotes and not inside:
        edits += _find_bracket_edits(_apply(masked, edits) if not edits else masked, lines, at)
    return edits, at + 1


def _find_edits(masked: str, lines: Sequence[str], at: int) -> Iterator[_Edit]:
    strange = _STRANGE.match(masked)
    if strange is not None:
        say = _TAB if "\t" in strange["strange"] else _WIDE_INDENT
        yield _Edit(strange.start("strange"), strange.start("strange"), "", say)
    dash = _DASH.match(masked)
    if dash is not None and (_is_item(lines, at) or ":" in masked or "：" in masked):
        say = _DASH_SPACE if dash["dash"][0] == "-" else _WIDE_DASH
        yield _Edit(dash.start("dash"), dash.end("dash"), "- ", say)
    for match in _COLON.finditer(masked):
        wide = "：" in match["colon"]
        say = _WIDE_COLON if wide else _NO_SPACE if match["colon"] == ":" else _WIDE_SPACE
        begin, end = match.span("colon")
        where = masked.index("：", begin) if wide else begin + len(match["colon"].rstrip())
        yield _Edit(begin, end, ": ", say, at=where)
    for match in _COMMA.finditer(
        masked
    ):  # in a mapping in braces only: in prose such a comma is right
        if masked.count("{", 0, match.start()) > masked.count("}", 0, match.start()):
            yield _Edit(match.start(), match.end(), ", ", _WIDE_COMMA)
    brace = _BRACE.search(masked)
    if brace is not None:
        at_brace = brace.start("brace")
        other = {"｛": ("{", "｝", "}"), "［": ("[", "］", "]")}[brace["brace"]]
        yield _Edit(at_brace, at_brace + 1, other[0], _WIDE_BRACE)
        end = masked.rfind(other[1])
        if end >= 0:
            yield _Edit(end, end + 1, other[2], _WIDE_BRACE)


def _is_item(lines: Sequence[str], at: int) -> bool:
    """Whether the line stands where an item of a list would."""
    last = get_line_above(lines, at)
    return last.rstrip().endswith(":") or last.lstrip().startswith("-")


def _may_go_on(lines: Sequence[str], at: int) -> bool:
    """Whether what is open at the end of a line can go on in the next."""
    line = lines[at]
    after = next((lines[one] for one in range(at + 1, len(lines)) if lines[one].strip()), "")
    if not after:
        return False
    if line.rstrip().endswith((",", "[", "{")):
        return not (_NEXT.match(after) and count_indent(after) < max(count_content_indent(line), 1))
    return not _NEXT.match(after)


def _pass_block(lines: Sequence[str], at: int) -> int:
    base = count_indent(lines[at])
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or count_indent(lines[end]) > base):
        end += 1
    return end


_LONGEST_QUOTE = 60
"""Lines that a quoted text may have."""


def _pass_quote(lines: Sequence[str], at: int, quote: str) -> int:
    for end in range(at + 1, min(at + _LONGEST_QUOTE, len(lines))):
        if quote in lines[end].replace(quote * 2, ""):
            return end + 1
    return at + 1


def mask_quoted(line: str) -> tuple[str, list[_Edit], int]:
    """The line with what is quoted or a comment blotted out, slips with quotes, and an open one.

    The last is where a quote begins that does not end in the line, -1 for none.
    """
    out, edits, at = list(line), list[_Edit](), 0
    while at < len(line):
        char = line[at]
        if char == "#" and (at == 0 or line[at - 1].isspace()):  # else it is part of a word
            out[at:] = " " * (len(line) - at)
            break
        if char in "'\"" and _begins_value("".join(out[:at])):
            end = _find_end_of_quote(line, at)
            if end < 0:
                out[at + 1 :] = "x" * (len(line) - at - 1)
                return "".join(out), edits, at
            edit = _find_fault_after_quote(line, at, end, "".join(out[:at]))
            if edit is not None:
                edits.append(edit)
                out[at + 1 :] = "x" * (len(line) - at - 1)
                break
            out[at + 1 : end] = "x" * (end - at - 1)
            at = end
        at += 1
    return "".join(out), edits, -1


def _begins_value(before: str) -> bool:
    """Whether a quote that follows opens a value or a key."""
    text = before.rstrip()
    return not text or text[-1] in "[{,，｛" or re.search(r"(?:^|\s)-$|[:：]$", text) is not None


def _find_end_of_quote(line: str, at: int) -> int:
    """Where a quote that begins at a place ends, -1 where it does not."""
    quote, here = line[at], at + 1
    while here < len(line):
        if quote == '"' and line[here] == "\\":
            here += 1
        elif line[here] == quote:
            if quote != "'" or line[here + 1 : here + 2] != "'":
                return here
            here += 1
        here += 1
    return -1


def _find_fault_after_quote(line: str, begin: int, end: int, before: str) -> _Edit | None:
    """What is wrong where a quoted text is followed by what cannot follow it."""
    rest = line[end + 1 :]
    after = rest.lstrip()
    in_flow = before.count("[") + before.count("{") > before.count("]") + before.count("}")
    if not after or after[0] in ",:#：" or (after[0] in "]}" and in_flow):
        return None
    if after[0] in "]}，、":
        return None
    quote, inner = line[begin], line[begin + 1 : end]
    if in_flow and inner.rstrip().endswith(","):
        cut = begin + 1 + len(inner.rstrip()) - 1
        return _Edit(cut, cut, quote, OPEN_QUOTE, at=begin)
    if in_flow and after[0] in "'\"":
        return _Edit(end + 1, end + 1, ",", _NO_COMMA, at=end + 1 + len(rest) - len(after))
    # a quotation inside a quoted text: where the outer one ends is where something may follow it
    found = re.compile(rf"{quote}(?=\s*(?:[,\]}}]|$))").search(line, end + 1)
    last = found.start() if found else -1
    text = line[begin + 1 : last if last > end else len(line)]
    whole = "'" + text.replace(quote, "”").replace("'", "''") + "'"
    return _Edit(begin, (last if last > end else len(line) - 1) + 1, whole, _INNER, at=end)


def _find_bracket_edits(masked: str, lines: Sequence[str], at: int) -> Iterator[_Edit]:
    """Brackets of a list or a mapping in one line that do not pair."""
    begin = _BEGINS.match(masked)
    start = begin.end() if begin else 0
    if masked[start : start + 1] not in ("[", "{"):
        return
    stack: list[tuple[str, int]] = []
    for place in range(start, len(masked)):
        char = masked[place]
        if char in "[{":
            stack.append((char, place))
        elif char in "]}":
            if not stack:
                yield _Edit(place, place + 1, "", _EXTRA)
            elif char != CLOSE[stack[-1][0]]:
                opened, where = stack.pop()
                yield _Edit(place, place + 1, CLOSE[opened], OPEN[opened], at=where)
            else:
                stack.pop()
            if not stack and masked[place + 1 :].lstrip()[:1] not in (*",:#]}", ""):
                end = len(masked.rstrip())
                whole = "'" + lines[at][start:end].replace("'", "''") + "'"
                yield _Edit(start, end, whole, _STARTS[masked[start]])
                return
    if stack and not _may_go_on(lines, at):  # a list may go on in the next line
        end = len(masked.rstrip())
        closing = "".join(CLOSE[opened] for opened, _ in reversed(stack))
        say, where = OPEN[stack[0][0]], stack[0][1]
        comment = re.search(r"\s#", lines[at])
        if comment is not None and comment.start() >= end:
            say, where = _COMMENT, comment.end() - 1
        yield _Edit(end, end, closing, say, at=where)


_LONGEST_NAME = 200
"""Characters of what may be a name."""

_WIDE = {
    **dict.fromkeys("“”„‟「」『』‘’", Say("引号是中文的", "are not plain quotes")),
    **dict.fromkeys("，、；", Say("逗号是全角的", "is not a plain comma")),
    **dict.fromkeys("：", Say("冒号是全角的", "is not a plain colon")),
    **dict.fromkeys("（）【】［］｛｝〔〕《》", Say("括号是全角的", "is not a plain bracket")),
    **dict.fromkeys("\u3000\u00a0", Say("空格是全角的", "is not a plain space")),
    **dict.fromkeys("－—–", Say("连字符是全角的", "is not a plain hyphen")),
}
_INSTEAD = {
    "“": Say("去掉引号，或改用半角的 ' 或 \"", "leave them out, or write ' or \""),
    "，": Say("几项写成 [甲, 乙]，中间用半角逗号", "several are written [a, b]"),
    "（": Say("列表用半角的 [ ]，键值用 { }", "a list has [ ], a mapping { }"),
}


def find_wide_sign(text: str) -> tuple[int, Say] | None:
    """A sign of Chinese type in what should be a plain name: its offset, and what is said of it.

    None where there is none, and for a text in Chinese, whose signs these are.
    """
    plain = unicodedata.normalize("NFKC", text)
    # such signs are right in Chinese prose; only in what should be an English name are they slips
    if len(text) > _LONGEST_NAME or any(char.isalpha() and not char.isascii() for char in plain):
        return None
    for at, char in enumerate(text):
        if char in _WIDE:
            problem = _WIDE[char]
            kind = next((one for one in _INSTEAD if _WIDE[one] is problem), "")
            how = _INSTEAD.get(kind, Say("应写半角的", "write the plain one"))
            return at, Say(f"；{problem.zh}，{how.zh}", f'; "{char}" {problem.en}: {how.en}')
        other = unicodedata.normalize("NFKC", char)
        if other != char:
            return at, Say(
                f"；“{char}”是全角的，应写半角的“{other}”",
                f'; "{char}" is full-width: write "{other}"',
            )
    return None


COMMENT = Say(
    "“#”后面是注释，不是值；文字以“#”开头时，要用引号括起来",
    'what follows "#" is a comment and no value: put a text that begins with "#" in quotes',
)
LOST_QUOTE = Say("引号没有配对：这里结束的引号没有开始", "a quote is closed here and not opened")


def say_twice(name: str, line: int) -> Say:
    return Say(
        f"键“{name}”重复，第 {line} 行已经写过",
        f'the key "{name}" stands twice, first in line {line}',
    )


def say_item(name: str) -> Say:
    return Say(
        f"键“{name}”重复：从这里另起一项时，前面要写“- ”",
        f'the key "{name}" stands twice: where another item begins here, write "- " before it',
    )
