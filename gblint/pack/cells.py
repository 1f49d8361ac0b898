"""Comparisons of cells, as packs write them: `行政许可 > 0`, `新收.总计 >= 上年.结转 + 3`.

A cell is `row.column`, with its table before it where several have such a row (`表2.总计.自然人`);
`上年.` or `previous.` before it is last year's report. Names are keys, or labels as the form has
them, in quotes where they have signs in them. When a pack is put together, names become
`table.row.column` by their keys (`gblint.packs.labels`): of such a text alone a check makes cells.
Nothing is ever evaluated as code.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, cast

import msgspec
from msgspec import Meta

from gblint.findings import Say
from gblint.pack import Options
from gblint.pack.equations import EquationError, Sign

Relation = Literal["==", "!=", ">", ">=", "<", "<="]

Tests = Annotated[
    str | tuple[str, ...],
    Meta(
        description="格的比较，一条或几条（都要成立）：行.列 > 0 / comparisons of cells, one or"
        " several that must all hold: licensing.decisions > 0"
    ),
]

LAST_YEAR = ("previous", "上年", "去年")
"""What stands before a cell of last year's report."""


class CellName(msgspec.Struct, frozen=True):
    """A cell as written: `parts` between its points; `column` is where it begins, from 1."""

    parts: tuple[str, ...]
    last: bool = False
    column: int = 1


Operand = CellName | int | Decimal
Signed = tuple[Sign, Operand]


class CellTest(msgspec.Struct, frozen=True):
    """Two sides, each of cells and figures with their signs, and what is between them."""

    left: tuple[Signed, ...]
    relation: Relation
    right: tuple[Signed, ...]

    def cells(self) -> Iterator[CellName]:
        """The cells of both sides, in the order written."""
        return (one for _, one in (*self.left, *self.right) if isinstance(one, CellName))


_PLAIN: tuple[Relation, ...] = ("==", "!=", ">", ">=", "<", "<=")
_RELATIONS: Mapping[str, Relation] = {
    **dict(zip(_PLAIN, _PLAIN, strict=True)),
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "＞": ">",
    "＜": "<",
    "＝＝": "==",
    "！＝": "!=",
    "＞＝": ">=",
    "＜＝": "<=",
    "大于等于": ">=",
    "不少于": ">=",
    "不低于": ">=",
    "小于等于": "<=",
    "不超过": "<=",
    "大于": ">",
    "小于": "<",
    "不等于": "!=",
    "不得为": "!=",
    "不为": "!=",
    "等于": "==",
}
_WORDS = "|".join(word for word in _RELATIONS if len(word) > 1 and "一" <= word[0] <= "龥")
_FORM = (
    r"(?P<number>\d[\d,]*(?:\.\d+)?(?![^\W\d]))"
    r"|(?P<quoted>“[^”]*”|\"[^\"]*\"|'[^']*'|「[^」]*」)"
    rf"|(?P<relation>[<>!=]=|＞＝|＜＝|＝＝|！＝|[<>＞＜≥≤≠]|{_WORDS})"
    r"|(?P<sign>[+\-−＋－])"
    r"|(?P<point>[.．])"
    rf"|(?P<name>(?:(?!{_WORDS})[^\s.．+\-−＋－<>=!＞＜＝！≥≤≠“”\"'「」*/])+)"
)
"""Compiled where a pack compares cells at all."""


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    column: int
    apart: bool
    """Whether white space stands before it."""


@lru_cache(maxsize=512)
def parse_test(text: str) -> CellTest:
    """The comparison that a text is. Raises EquationError."""
    tokens = list(_tokens(text))
    relations = [i for i, token in enumerate(tokens) if token.kind == "relation"]
    if not relations:
        say = Say(
            "缺少比较的符号：>、>=、<、<=、== 或 !=（也可以写大于、不少于、不超过、等于、不为）",
            "no >, >=, <, <=, == or != in this comparison",
        )
        raise EquationError(say, len(text.rstrip()) + 1)
    if len(relations) > 1:
        say = Say("一条比较只有一个比较的符号", "a comparison has one sign that compares")
        raise EquationError(say, tokens[relations[1]].column)
    at = relations[0]
    end = len(text.rstrip()) + 1
    left = _side(tokens[:at], tokens[at].column)
    right = _side(tokens[at + 1 :], end)
    return CellTest(left, _RELATIONS[tokens[at].text], right)


def _tokens(text: str) -> Iterator[_Token]:
    form = re.compile(_FORM)
    at = 0
    while True:
        begin = at
        at = len(text) - len(text[at:].lstrip())
        if at == len(text):
            return
        match = form.match(text, at)
        if match is None:
            raise EquationError(_strange(text[at]), at + 1)
        yield _Token(match.lastgroup or "", match.group(), at + 1, at > begin)
        at = match.end()


def _strange(char: str) -> Say:
    if char in "=＝":
        return Say("相等要写成“==”", "write == for equality")
    return Say(
        f"这里不能有“{char}”：只能用行和列的名称、数字、+、- 和比较的符号",
        f"{char!r} cannot stand here: there are names of rows and columns, figures, +, - and what"
        " compares them",
    )


def _side(tokens: list[_Token], end: int) -> tuple[Signed, ...]:
    """One side; `end` is the column behind it."""
    found: list[Signed] = []
    sign: Sign = "+"
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "sign" and (not found or at > 0):
            sign = "-" if token.text in "-−－" else "+"
            at += 1
        elif found:
            raise _unexpected(token)
        if at == len(tokens):
            break
        operand, at = _operand(tokens, at)
        found.append((sign, operand))
        sign = "+"
    if not found or tokens[-1].kind == "sign":
        raise EquationError(Say("这里缺少一个格或数字", "a cell or a figure is missing here"), end)
    return tuple(found)


def _operand(tokens: list[_Token], at: int) -> tuple[Operand, int]:
    """A figure, or the parts of a cell's name; and the place behind it."""
    first = tokens[at]
    pointed = at + 1 < len(tokens) and tokens[at + 1].kind == "point"
    if first.kind == "number" and not pointed:
        text = first.text.replace(",", "")
        return (Decimal(text) if "." in text else int(text)), at + 1
    parts: list[str] = []
    while at < len(tokens) and tokens[at].kind in ("name", "quoted"):
        parts.append(tokens[at].text.strip("“”\"'「」"))
        at += 1
        if at == len(tokens) or tokens[at].kind != "point":
            break
        at += 1
    else:
        raise _unexpected(tokens[min(at, len(tokens) - 1)])
    last = len(parts) > 1 and parts[0] in LAST_YEAR
    return CellName(tuple(parts[last:]), last, first.column), at


def _unexpected(token: _Token) -> EquationError:
    if token.kind == "number":
        say = Say(
            f"“{token.text}”开头的名称要放在引号里，如 “1.某某事项”",
            f"a name that begins with {token.text} stands in quotes",
        )
    elif token.kind in ("name", "quoted"):
        say = Say(
            f"“{token.text}”之前缺少 +、- 或比较的符号；名称里有空格的，放在引号里",
            f"there is no sign before {token.text!r}; a name with blanks stands in quotes",
        )
    else:
        say = Say(f"这里应是一个格，不是“{token.text}”", f"a cell belongs here, not {token.text!r}")
    return EquationError(say, token.column)


def write_test(test: CellTest, cells: Mapping[CellName, tuple[str, ...]]) -> str:
    """A comparison with its cells by their keys: each the sum of those that it stands for."""
    left, right = (_write_side(side, cells) for side in (test.left, test.right))
    return f"{left} {test.relation} {right}"


def _write_side(side: tuple[Signed, ...], cells: Mapping[CellName, tuple[str, ...]]) -> str:
    parts: list[str] = []
    for sign, operand in side:
        names = cells[operand] if isinstance(operand, CellName) else (str(operand),)
        for name in names:
            parts += [sign, name]
    return " ".join(parts[1:] if parts[0] == "+" else parts)


def list_tests(tests: str | tuple[str, ...]) -> tuple[str, ...]:
    """Comparisons of which one may be written without brackets."""
    return (tests,) if isinstance(tests, str) else tests


def every_test(check: Options) -> Iterator[tuple[str, int, str]]:
    """The comparisons of a check, with their field and their place in it; none for most kinds."""
    for field in getattr(check, "tested", ()):
        for i, text in enumerate(list_tests(getattr(check, field))):
            yield field, i, text


def _needed(check: Options) -> str:
    words = tuple(f"{word}." for word in LAST_YEAR)
    last = any(word in text for _, _, text in every_test(check) for word in words)
    return "previous" if last else "report"


class Conditional(Options, frozen=True, kw_only=True):
    """Options of a check that is made only where figures are so: `when`.

    `tested` are the fields that hold comparisons. Last year's report is needed where one names it.
    """

    tested: ClassVar[tuple[str, ...]] = ("when",)
    needs = cast("str", property(_needed))

    when: Tests = ()


Cell = tuple[str, str, str]
"""The keys of a table, a row and a column."""


FIGURE = "N"
"""What stands for the figure of a phrase, where a rule on words compares it."""


def is_figure(name: CellName) -> bool:
    """Whether a name is no cell but the figure of a phrase."""
    return name.parts == (FIGURE,) and not name.last


def cell_of(name: CellName) -> Cell:
    """The cell that a name is, in the text of a pack that was put together."""
    table, row, column = name.parts
    return table, row, column
