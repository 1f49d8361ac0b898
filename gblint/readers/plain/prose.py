"""Prose of a text: the signs of markup in it, and its lines → paragraphs.

reStructuredText, Org and AsciiDoc say of prose what Markdown says, with other signs; converters
write all of them. `translate_to_markdown` makes the signs at the beginning of lines those of
Markdown, `strip_marks` takes the signs of Markdown out of a paragraph and says what they meant.

Text of PDF files has a line end, often a blank line too, wherever the page was full. Such lines
belong together; but a file with one paragraph to a line must stay as it is, so that lines are
joined only where their lengths show a page's width all through the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gblint.readers.texts import (
    Line,
    ends_sentence,
    group_runs,
    is_figure,
    is_heading,
    is_item,
    is_note_mark,
    join_lines,
)
from gblint.text import measure_type_width
from gblint.text.patterns import later

_MARKED = re.compile(r"\s*(?:[-=#*+>.|:\[•]|\d{1,2}\. +\[@)")
"""How a line begins that may have a mark."""

_MARKED_CELL = re.compile(r"[*\[<\\^]")
_QUOTED = re.compile(r"\s*(?:>\s?)+(?=\S|$)")
_BULLET = re.compile(r"\s*[-*+•]\s+(?=\S)")
_EQUALS = re.compile(r"={1,6} +(?=\S)")
_STARS = re.compile(r"(\*{1,6}) +(?=\S)")
_DRAWER = re.compile(r"\s*:[A-Z_]+:(?:\s.*)?$")
_KEYWORD = re.compile(r"\s*#\+([A-Za-z_]+):?(?:\s+(.*))?$")
_RESTART = re.compile(r"^\s*(\d{1,2}\.) +\[@\d+\] *")
_COUNTED = re.compile(r"\s*(?:#\.|\.{1,5})\s+(?=\S)")
_ATTRIBUTES = re.compile(
    r"\[(?:(?:start|width|cols|options|%header)\b[^\[\]]*|(?:arabic|quote|verse|%hardbreaks"
    r"|(?:lower|upper)(?:alpha|roman))(?:,[^\[\]]*)?|[.#][\w.#-]+|\[[\w-]+\])\]\s*$"
)
_START = re.compile(r"\[.*?\bstart=(\d{1,2})\b")
_DIRECTIVE = re.compile(r"\s*\.\.(?:\s+(?:\|[^|]+\| )?[a-z]+::.*|\s+_[^:]+:.*|\s*)$")
_LINE_BLOCK = re.compile(r"\s*\| (?=[^|]*$)")
_TABLE_MARK = "|==="
_FRONT_MATTER = 60
"""Lines within which the data above a text of Markdown end."""

_TITLE = re.compile(r"title:\s*(.*)$")
_BLOCK_SIGNS = ("|", ">", "|-", ">-", "|+", ">+")
"""Signs of YAML for a text on the lines below."""


def translate_to_markdown(lines: Sequence[Line]) -> list[Line]:
    """The lines with the signs that other markup begins lines with made those of Markdown.

    Lines that are nothing but signs are left out; a line keeps its number.
    """
    lines = _drop_front_matter(lines)
    if not any(_MARKED.match(line.text) for line in lines):
        return list(lines)  # plain text, as most is: a look at each line is all that it costs
    return list(_translate_lines(lines))


def _drop_front_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the data above a text, of which only the title is kept."""
    if not lines or lines[0].text.strip() != "---":
        return lines
    near = [line.text.rstrip() for line in lines[1:_FRONT_MATTER]]
    end = next((at for at, text in enumerate(near, 1) if text in ("---", "...")), None)
    inside = lines[1:end] if end else []
    if end is None or not any(_TITLE.match(line.text) for line in inside):
        return lines
    kept: list[Line] = []
    titled = False
    for line in inside:
        title = _TITLE.match(line.text)
        if title is not None:
            text = title[1].strip()
            kept.append(line._replace(text="" if text in _BLOCK_SIGNS else text.strip("\"'")))
            titled = True
        elif titled and (line.blank or line.text.startswith(" ")):
            kept.append(line._replace(text=line.text.strip()))
        else:
            titled = False
    blank = lines[end]._replace(text="")
    return [*kept, blank, *lines[end + 1 :]]


class _Dialect:
    """What the signs of a text mean, by what occurs in it, and how far lists have counted."""

    def __init__(self, lines: Sequence[Line]) -> None:
        texts = [line.text.lstrip() for line in lines]
        self.org = any(text.startswith((":PROPERTIES:", "#+")) for text in texts)
        self.ascii = any(
            text.startswith((_TABLE_MARK, "== ")) or _ATTRIBUTES.match(text) for text in texts
        )
        self._next = 1

    def number_line(self, text: str) -> str:
        """A line that a list counts, with its number."""
        match = _COUNTED.match(text)
        if match is None or not (self.ascii or "#" in match[0]):
            self._next = 1
            return text
        number, self._next = self._next, self._next + 1
        return f"{number}. {text[match.end() :]}"

    def begin(self, text: str) -> None:
        """Reads where a list begins to count from its attributes."""
        start = _START.match(text)
        self._next = int(start[1]) if start else 1


def _translate_lines(lines: Sequence[Line]) -> Iterator[Line]:
    dialect = _Dialect(lines)
    in_table = piped = False
    for line in lines:
        text = line.text
        if text.startswith(_TABLE_MARK):
            in_table = not in_table
            yield line._replace(text="")
            continue
        piped, below = text.count("|") > 1, piped
        # in a table a sign at the beginning of a line is that of a cell: `-` stands for no figure
        if in_table or piped or line.blank:
            yield line
        elif not below and (block := _LINE_BLOCK.match(text)) is not None:
            yield line._replace(text=text[block.end() :])
        elif _is_sign(text, dialect):
            dialect.begin(text)
        else:
            plain = dialect.number_line(_translate_line(text, dialect))
            yield line if plain == text else line._replace(text=plain)


def _is_sign(text: str, dialect: _Dialect) -> bool:
    """Whether a line is nothing but signs."""
    if _ATTRIBUTES.match(text) or _DIRECTIVE.match(text):
        return True
    if not dialect.org:
        return False
    keyword = _KEYWORD.match(text)
    return bool(_DRAWER.match(text)) or (keyword is not None and keyword[1].lower() != "title")


def _translate_line(text: str, dialect: _Dialect) -> str:
    """A line with its signs made those of Markdown."""
    quoted = _QUOTED.match(text)
    if quoted:
        text = text[quoted.end() :]
    if dialect.ascii and text.endswith(" +"):
        text = text[:-2] + "\\"
    if not _MARKED.match(text):
        return text
    if dialect.org:
        keyword = _KEYWORD.match(text)
        if keyword is not None:
            return keyword[2] or ""
        stars = _STARS.match(text)
        if stars is not None:
            return "#" * len(stars[1]) + " " + text[stars.end() :]
    text = _RESTART.sub(r"\1 ", text)
    # a heading of the report needs no other sign of AsciiDoc in the text
    equals = _EQUALS.match(text) if dialect.ascii or is_heading(text.lstrip("= ")) else None
    if equals is not None:
        return "#" * equals[0].count("=") + " " + text[equals.end() :]
    bullet = _BULLET.match(text)
    emphasis = bullet is not None and "*" in bullet[0] and text.count("*") % 2 == 0
    if bullet is not None and is_item(text[bullet.end() :]) and not emphasis:
        return text[bullet.end() :]  # one with a number of its own was no item of a list
    return text


_PICTURE = re.compile(
    r"!\[[^\[\]\n]*\]\([^()\n]*\)(?:\{[^{}\n]*\})?"  # Markdown, with pandoc's attributes
    r"|!\[[^\[\]\n]*\]\[[^\[\]\n]*\]"
    r"|\[(?:image|图片|插图|img)\s*[:：]?[^\[\]\n]{0,80}\]"
    r"|<img\b[^<>\n]*>"
    r"|(?<![a-z])image::?[^\s\[\]]{1,300}\[[^\[\]\n]*\]"  # AsciiDoc
    r"|\[\[file:[^\[\]\n]+\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf)\]\]",  # Org
    re.IGNORECASE,
)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?(?:\s*\{[^}]*\})?\s*$")
_EMPHASIS = re.compile(r"(?<![\\*\w])\*(?=[^\s*])([^*\n]{1,500})(?<=[^\s*\\])\*(?!\*)")
_LOOSE = re.compile(r"\s*(\*{1,3}|_{1,2})\s+(?=[^\s*_])")
"""A mark with blanks behind it, as converters leave an indent inside (`**　　一、总体情况**`)."""

_BOTH = re.compile(r"\*\*\*(?=[^\s*])([^*\n]+)\*\*\*")
_UNDERLINE = re.compile(
    r"(?<![A-Za-z0-9_\\])__(?=[^\s_])([^_\n]+)(?<=\S)__(?![_.A-Za-z0-9])|^_([^_\n]+)_$"
)
_PASSED = re.compile(r"\+\+\+([^+\n]+)\+\+\+")
_SPAN = re.compile(r"\[([^\[\]\n]+)\]\{[.#][^{}\n]*\}")
_TAG = re.compile(
    r"</?(?:b|del|em|font|i|ins|mark|s|span|strong|su[bp]|u)(?:\s[^<>\n]*)?>", re.IGNORECASE
)
_RAISED = later(r"<sup\b[^<>\n]{0,80}>([^<>\n]{0,20})</sup>|\^([^\s^]{1,8})\^", re.IGNORECASE)
_NOTE = later(r"(?<=[^\s\[])\[\^[^\[\]\s]{1,20}\](?!:)")
"""The mark of a note in Markdown."""

_JOINT = re.compile(r"(?<=[*`_\]])\\ |\\ (?=[*`_:\[])")
_JOINED = "\0"
"""What reStructuredText puts between marks and the text beside them, and what stands for it until
the marks are gone."""

_BOLD = re.compile(r"\*\*(?=\S)([^*]+)\*\*")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\((?:https?:|mailto:|/|#)[^()\[\]\n]*\)")
_LINK_REST = re.compile(r"`([^`<>\n]{1,300}?) ?<[^<>`\n]*>`__?")
_LINK_ORG = re.compile(r"\[\[[^\[\]\n]+\]\[([^\[\]\n]+)\]\]")
_LINK_ASCII = re.compile(
    r"(?<![A-Za-z])(?:link:|xref:|mailto:|https?://)[!-Z^-~]{1,300}\[([^\[\]\n]+)\]"
)
_DASHES = re.compile(r"(?<=[^\s-])(?:--|---)(?=[^\s-])")
"""Dashes as converters write them in signs of ASCII."""

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LONGEST_HEADING = 500


class StrippedText(NamedTuple):
    """A text without its marks, and what they said."""

    text: str
    level: int | None
    bold: bool


def count_pictures(text: str) -> int:
    return len(_PICTURE.findall(text)) if "[" in text or "<" in text else 0


def strip_marks(text: str) -> StrippedText:
    """Takes the marks out of a paragraph. `level` is that of a Markdown heading."""
    text = _strip_links(text)
    level = None
    if text.startswith("#") and len(text) < _LONGEST_HEADING:
        heading = _HEADING.match(text)
        if heading:
            level, text = len(heading[1]), heading[2]
    loose = _LOOSE.match(text)
    if loose is not None and text.count(loose[1], loose.end()) % 2:  # no sign of a list: it ends
        text = loose[1] + text[loose.end() :]
    text, bold = _strip_emphasis(text)
    return StrippedText(strip_escapes(text.replace(_JOINED, "")).strip(), level, bold)


def strip_cell_marks(cell: str) -> str:
    return strip_marks(cell).text if _MARKED_CELL.search(cell) else cell


def _drop_note_mark(match: re.Match[str]) -> str:
    raised = match[1] if match[1] is not None else match[2]
    return "" if is_note_mark(match.string[: match.start()][-20:], raised) else match[0]


def _strip_links(text: str) -> str:
    """Without the marks of pictures, links, line breaks, notes and type."""
    # a look for one sign is quicker than a pattern, and most paragraphs have none
    if "^" in text or "<su" in text:
        text = _NOTE.sub("", _RAISED.sub(_drop_note_mark, text))
    if "[" in text or "<" in text:
        text = _PICTURE.sub("", text).strip()
        text = _BREAK.sub("\n", _LINK.sub(r"\1", text))
        text = _TAG.sub("", _SPAN.sub(r"\1", _LINK_ORG.sub(r"\1", text)))
        text = _LINK_ASCII.sub(r"\1", text)
    if "`" in text:
        text = _LINK_REST.sub(r"\1", text)
    if "\\ " in text:
        text = _JOINT.sub(_JOINED, text)
    return _DASHES.sub("—", text) if "--" in text else text


def _strip_emphasis(text: str) -> tuple[str, bool]:
    """Without the marks of bold and slanting type, and whether all of it is bold."""
    bold = False
    if "*" in text:
        text = _BOTH.sub(r"**\1**", text)
        rest = _BOLD.sub("", text)
        bold = rest != text and not rest.strip()  # nothing is left beside it
        text = _EMPHASIS.sub(r"\1", _BOLD.sub(r"\1", text))
    if "_" in text:
        text = _UNDERLINE.sub(lambda match: match[1] or match[2], text)
    return _PASSED.sub(r"\1", text) if "+++" in text else text, bold


def strip_escapes(text: str) -> str:
    r"""Without the backslashes that Markdown puts before signs: `\#`, `1\.`."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


# lines of paragraphs

_BROKEN = re.compile(r"(?<=[^\s\\])\\{1,2}$")
"""What ends a line inside a paragraph in Markdown, two of it in Org."""

_TYPE = re.compile(r"\s*(\*{1,3})(?=[^ \t\n*])([^*]+)(?<=\S)\1(?!\*)")
_BETWEEN = re.compile(r"\n([^\S\n]*)")

_CLOSING = "，。、；：？！）》〉」』】〕”’,.;:?!)%％"
"""Signs that may not begin a line, and go to the next with the character before them."""

_OPENING = ("（", "(")
"""Signs with which a remark below a heading begins."""

_UNFINISHED = ("，", "、", "“")
"""Signs after which `一、` goes on with a list inside a sentence."""

_ALONE = re.compile(
    r"\s*(?:[N]{1,3}、|第[N]{1,3}部分|[（(][N]{1,3}[)）])\s*".replace("N", "一二三四五六七八九十")
)
"""An ordinal that is all of a line."""

_WORD = re.compile(r"[!-~]+")
_LABELLED = re.compile(r"[^\s：:，。、；;,]{2,8}[：:]")
"""A label at the beginning of a line (`信息名称：`), as in what a site puts above a text."""

_FULL_SHARE, _FULL_LINES, _NARROWEST = 0.25, 5, 20
"""Share and number of lines that must be as long as the page is wide, and its least width."""

_SURE_SHARE, _SURE_WIDTH = 0.1, 50
"""The share that is enough in a short report, most of whose lines end paragraphs, where no full
line ends a sentence and none is longer; and the least width of such a page.
"""

_MOST_OF_ONE = 8
"""Lines that one long paragraph counts for: the only one of a text says little of all others."""

_CELL, _LABEL = 8, 30
"""Columns up to which a line may be the cell of a table that was taken apart, and up to which
it may be a label where most lines are cells: of how prose was broken they say nothing."""

_APART = re.compile(r"\S {3,}\S")
"""White space inside a line that keeps columns of a table apart."""

_THIN = re.compile(r"(?<=[^\x00-\xff]) (?=[!-~])|(?<=[!-~]) (?=[^\x00-\xff])")
"""The space that a word processor puts between Chinese and Latin type: a quarter of a character
wide, which extractors give as a blank."""

_SLACK = 6
"""Columns by which full lines differ in length: signs that may not begin a line, justified
figures, the first line's indent where it is lost."""

_EXACT_SHARE, _EXACT_SLACK, _LOOSE_SLACK = 0.8, 0, 4
"""Share of full lines of the very same length from which on lines a little shorter are not
full, and the slack with such a share and without.
"""

_CENTRED, _AT_MARGIN = 8, 4
"""Blanks from which a line is centred where the next one begins with fewer than the second."""

_LONG_SHARE = 0.03
"""Share of lines that may be longer than the page is wide; one always may."""

_SOFT_WIDTH = 72
"""Columns at which pandoc breaks lines, at spaces only."""

_SOFT_LEAST = 45
"""Columns from which a line of such a text is taken to be broken."""


def measure_typeset_width(text: str) -> int:
    """The columns that a text takes on a page whose thin spaces were made blanks."""
    return measure_type_width(text) - len(_THIN.findall(text)) // 2


_MEASURES: tuple[Callable[[str], int], ...] = (measure_type_width, measure_typeset_width, len)


class LineShape(NamedTuple):
    """How the lines of a file were broken; `width` is 0 where they were not.

    `measure` gives a line's length, in columns or in characters; full lines fall short by
    `slack` at most. `spaced` says that blank lines stand between all lines and mean nothing,
    `indent` what the first line of a paragraph is shorter by, `indented` that first lines show
    their indent. `soft` says that lines end at spaces only, with a blank line between
    paragraphs.
    """

    measure: Callable[[str], int] = len
    width: int = 0
    slack: int = 0
    spaced: bool = False
    indent: int = 0
    indented: bool = False
    soft: bool = False


def find_line_shape(lines: Sequence[Line]) -> LineShape:
    """How the lines of prose of a file were broken."""
    filled = _find_telling_lines(lines)
    # the measure by which most lines are alike is likely that of the program that broke them
    for measure in sorted(_MEASURES, key=lambda m: -_find_usual_length(filled, m)[1]):
        wide = _find_page_width(filled, measure)
        if wide:
            return _describe_shape(lines, measure, wide)
    return LineShape(soft=_is_soft(lines))


def _find_telling_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines that say how prose was broken, those of tables left out."""
    filled = [line for line in lines if measure_type_width(line.text.strip()) > _CELL]
    cells = sum(not line.blank for line in lines) - len(filled)
    if cells <= len(filled):
        prose = [line for line in filled if not _APART.search(line.text.strip())]
        return prose if len(prose) > 2 * _FULL_LINES else filled
    long = [line for line in filled if measure_type_width(line.text.strip()) > _LABEL]
    return [line for line in long if not _APART.search(line.text)]


def _find_usual_length(lines: Iterable[Line], measure: Callable[[str], int]) -> tuple[int, int]:
    """The most frequent length and how often it comes."""
    counts = Counter(measure(line.text.rstrip()) for line in lines)
    return max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))


def _find_page_width(lines: Sequence[Line], measure: Callable[[str], int]) -> int:
    """The length of a full line, 0 where the lines are not those of a page."""
    wide, times = _find_usual_length(lines, measure)
    if times < 2 or wide < _NARROWEST:
        return 0
    lengths = [(measure(line.text.rstrip()), line) for line in lines]
    full = [line for length, line in lengths if abs(length - wide) <= _SLACK]
    # a line at the right edge or in the middle is not as long as its blanks make it
    over = [one for n, one in lengths if n > wide + _SLACK and _count_blanks(one.text) < _CENTRED]
    # few that break off within a sentence are of a page that is turned
    longer = sum(ends_sentence(line.text) or 4 * len(over) > len(full) for line in over)
    # lines that happen to be alike end like sentences, in a list of short ones, or are headings
    broken = sum(not (ends_sentence(line.text) or is_heading(line.text)) for line in full)
    # paragraphs on one line would, broken, take half as many lines as those that are, or more
    if broken <= 2 * sum(
        min(length // wide, _MOST_OF_ONE)
        for length, line in lengths
        if length > 2 * wide and ends_sentence(line.text)
    ):
        return 0
    ended = any(ends_sentence(line.text) for line in full)
    sure = not (ended or longer) and wide >= _SURE_WIDTH
    least = max(_FULL_LINES, (_SURE_SHARE if sure else _FULL_SHARE) * len(lines))
    if len(full) < least or longer > max(1, _LONG_SHARE * len(lines)):
        return 0
    return wide if 2 * broken >= len(full) else 0


def _describe_shape(lines: Sequence[Line], measure: Callable[[str], int], wide: int) -> LineShape:
    apart = together = short = indented = filled = exact = near = 0
    previous: Line | None = None
    blank = False
    for line in lines:
        if line.blank:
            blank = True
            continue
        if measure_type_width(line.text.strip()) > _LABEL:  # of a label in a table it says nothing
            filled += 1
            indented += _is_indented(line)
        if previous is not None and not ends_sentence(previous.text):
            length = measure(previous.text.rstrip())
            if abs(length - wide) <= _SLACK:
                apart += blank
                together += not blank
                near += 1
                exact += length == wide
            short += wide - 5 <= length <= wide - 3
        previous, blank = line, False
    shows = 0 < indented <= 0.6 * filled
    indent = 0 if shows or short < 2 else 2 if measure is len else 4
    slack = _EXACT_SLACK if exact >= _EXACT_SHARE * near else _LOOSE_SLACK
    return LineShape(measure, wide, slack, apart > 4 * together, indent, shows)


def _is_indented(line: Line) -> bool:
    return line.text.startswith(("  ", "\u3000", "\t"))


def _is_soft(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand between paragraphs, so that lines without may be parts of one."""
    apart = together = 0
    for previous, line in pairwise(lines):
        if measure_type_width(previous.text.strip()) > _CELL:
            apart += line.blank
            together += not line.blank
    return together > 0 and 2 * apart >= together


def part_at_breaks(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a run, apart from the next and without the sign where a backslash breaks one.

    Marks of type that go on over a break are closed there and begun anew.
    """
    ends = ("\\", "  ")
    for run in group_runs(lines, lambda up, line: not line.blank and up.text.endswith(ends)):
        whole = "\n".join([*(_BROKEN.sub("", line.text) for line in run[:-1]), run[-1].text])
        if len(run) > 1 and (match := _TYPE.match(whole)) is not None:
            inside = "\n".join(text.rstrip() for text in match[0].split("\n"))
            whole = _BETWEEN.sub(rf"{match[1]}\n\1{match[1]}", inside) + whole[match.end() :]
        for line, text in zip(run, whole.split("\n"), strict=True):
            yield line._replace(text=text)
            if line is not run[-1] and line.text.endswith("\\"):
                yield line._replace(text="", begins_page=False)


def join_into_paragraphs(lines: Sequence[Line], shape: LineShape) -> list[tuple[str, Line]]:
    """The paragraphs of a run of lines, each with the line that it begins in."""
    found: list[tuple[list[str], Line]] = []
    previous: Line | None = None
    apart = False
    for line in lines:
        if line.blank:
            apart = True
            continue
        first = bool(found) and len(found[-1][0]) == 1
        if previous is not None and _goes_on(previous, line, shape, apart=apart, first=first):
            found[-1][0].append(line.text)
        else:
            found.append(([line.text], line))
        previous, apart = line, False
    if shape.soft:  # these were broken at spaces
        return [(" ".join(text.strip() for text in texts), line) for texts, line in found]
    return [(join_lines(texts), line) for texts, line in found]


def _goes_on(previous: Line, line: Line, shape: LineShape, *, apart: bool, first: bool) -> bool:
    """Whether a line belongs to the paragraph of the one before. `first` says that the one
    before begins its paragraph, `apart` that blank lines stand between.
    """
    if first and _ALONE.fullmatch(previous.text):
        return not (is_item(line.text) or is_figure(line.text) or is_heading(line.text))
    heads = is_heading(line.text) and not previous.text.rstrip().endswith(_UNFINISHED)
    if heads or (shape.indented and _is_indented(line)) or _is_centred(previous, line):
        return False
    if shape.soft:
        return not apart and _was_broken_softly(previous.text, line.text)
    if not shape.width:
        return False
    # a blank line parts paragraphs, but for the one that the end of a page leaves
    if apart and not shape.spaced and not (line.begins_page or previous.page != line.page):
        return False
    ended = ends_sentence(previous.text)
    if ended and is_item(line.text):
        return False  # else a number at the beginning of a line may be one of the sentence
    indent = shape.indent if first and not _is_title(previous, line, shape) else 0
    length = shape.measure(previous.text.rstrip()) + indent
    titled = first and is_item(previous.text) and "。" not in previous.text
    # （此处…） below a heading is a remark of the form on it
    if titled and is_heading(previous.text) and line.text.lstrip().startswith(_OPENING):
        return False
    strict = ended or titled or (first and shape.indent > 0)  # a title is a first line, too
    slack = 0 if strict else shape.slack
    return length + shape.measure(_find_unbreakable(line.text)) > shape.width - slack


def _is_title(previous: Line, line: Line, shape: LineShape) -> bool:
    """Whether the first line of a text stands alone: the next begins a paragraph with its indent
    and is not full.
    """
    return previous.number == 1 and shape.measure(line.text.rstrip()) < shape.width - 2


def _is_centred(previous: Line, line: Line) -> bool:
    """Whether a line stands by itself in the middle: its blanks say nothing of its length."""
    return _count_blanks(previous.text) >= _CENTRED and _count_blanks(line.text) < _AT_MARGIN


def _count_blanks(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _find_unbreakable(text: str) -> str:
    """The beginning of a line that would have had to fit into the line before."""
    text = text.lstrip()
    word = _WORD.match(text)
    end = word.end() if word else 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return text[:end]


def _was_broken_softly(previous: str, text: str) -> bool:
    """Whether two lines were one that was broken at a space; where there is none, it was not."""
    wide = measure_type_width(previous.rstrip())
    if wide < _SOFT_LEAST or ends_sentence(previous):
        return False
    lines = previous.strip(), text.strip()  # at a blank they would have been broken
    if any(" " in line and measure_type_width(line) > _SOFT_WIDTH + 2 for line in lines):
        return False
    marked = previous.startswith(("#", "|", "-", "*"))
    if marked or is_item(text) or " " not in "".join(lines):
        return False
    if _LABELLED.match(previous.lstrip()) and _LABELLED.match(text.lstrip()):
        return False  # one below the other, and not one sentence
    return wide + 1 + measure_type_width(text.split(maxsplit=1)[0]) > _SOFT_WIDTH
