"""The small grammars over a table's cells: equations of rules, sums that prose names, comparisons.

An equation is as the forms say it, `new + carried_in == total + carried_out`: names are keys of
rows or columns, or their labels (`本年新收`), which become keys when a pack is put together; they
are joined by `+` and `-`; `previous.` (`上年.`) before one names the cell of last year's report.
Checks of the kind inequality have `>=`. A sum is `new.total + carried_in.total`, of rows and their
columns.

A comparison, as offices write them, is `行政许可 > 0`, `新收.总计 >= 上年.结转 + 3`. A cell is
`row.column`, with its table before it where several have such a row (`表2.总计.自然人`); `上年.` or
`previous.` before it is last year's report. Names are keys, or labels as the form has them, in
quotes where they have signs in them. When a pack is put together, names become `table.row.column`
by their keys (`gblint.packs.labels`): of such a text alone a check makes cells.
Nothing is ever evaluated as code.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, TypeGuard, cast

import msgspec
from msgspec import Meta

from gblint.findings import Say
from gblint.pack import Options
from gblint.pack.model import Pack, TableSpec

Sign = Literal["+", "-"]
SignedKey = tuple[Sign, str]
Relation = Literal["==", ">="]

PREVIOUS = "previous."
"""What stands before a name of last year's report."""

_SIGN_KINDS = {"==": "equals", ">=": "equals", "+": "sign", "-": "sign"}
_WORD = r"(?P<name>(?:previous\.)?[a-z][a-z0-9_]*)|(?P<equals>==|>=)|(?P<sign>[+-])"
_LABEL = (
    r"(?P<name>(?:(?:previous|上年|去年)\.)?"
    r"(?:[a-z][a-z0-9_]*|“[^”]+”|\"[^\"]+\"|[（《〇㐀-鿿][^\s.+\-=><“”\"'*/]*))"
)
"""A name by its label. Packs that were put together have keys, with blanks between: these two
patterns are compiled only where it is otherwise.
"""

LAST_YEAR = ("previous", "上年", "去年")
"""What stands before a cell of last year's report."""

_LAST_YEAR = tuple(f"{word}." for word in LAST_YEAR)
_PLAIN_SIGNS = str.maketrans("＋－＝＞", "+-=>")


class Equation(msgspec.Struct, frozen=True):
    """The two sides, each of signed keys in the order written, and what is between them."""

    left: tuple[SignedKey, ...]
    right: tuple[SignedKey, ...]
    relation: Relation = "=="

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for _, key in (*self.left, *self.right))


class EquationError(ValueError):
    """Text that is no equation. `column` counts the characters of the text from 1."""

    def __init__(self, say: Say, column: int) -> None:
        super().__init__(f"{say.zh} ({column})")
        self.say = say
        self.column = column


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    column: int


@lru_cache(maxsize=256)
def parse_equation(text: str) -> Equation:
    """The equation that a text is. Raises EquationError."""
    sides: list[list[SignedKey]] = [[]]
    sign: Sign = "+"
    wants_key, relation = True, ""
    for token in _split_tokens(text):
        is_name = token.kind == "name"
        if wants_key != is_name:
            raise EquationError(_say_unexpected(token.text, wants_key=wants_key), token.column)
        if is_name:
            sides[-1].append((sign, read_name(token.text)))
        elif token.kind == "equals" and len(sides) > 1:
            raise EquationError(Say("等式只能有一个“==”", "an equation has one =="), token.column)
        elif token.kind == "equals":
            sides.append([])
            relation = token.text
        sign = "-" if token.text == "-" else "+"
        wants_key = not is_name
    end = len(text.rstrip()) + 1
    if wants_key:
        raise EquationError(Say("等式到此缺少一个键", "a key is missing here"), end)
    if len(sides) == 1:
        raise EquationError(Say("等式缺少“==”", "the equation has no =="), end)
    return Equation(tuple(sides[0]), tuple(sides[1]), ">=" if relation == ">=" else "==")


def read_name(word: str) -> str:
    """A name as written without its quotes, `previous.` before it for last year's report."""
    before = next((prefix for prefix in _LAST_YEAR if word.startswith(prefix)), "")
    return (PREVIOUS if before else "") + word.removeprefix(before).strip('“”"')


def list_names(text: str) -> Iterator[tuple[str, int]]:
    """The names of an equation, each with the column where it begins. Raises EquationError."""
    tokens = _split_tokens(text)
    return ((read_name(token.text), token.column) for token in tokens if token.kind == "name")


def _split_tokens(text: str) -> list[_Token]:
    """The tokens of an equation; full-width signs are the plain ones."""
    tokens: list[_Token] = []
    if not text.isascii():
        text = text.translate(_PLAIN_SIGNS)
    at = 0
    # packs that were put together have keys with blanks between: no pattern is compiled for these
    for word in text.split():
        at = text.index(word, at)
        kind = "name" if is_key(word.removeprefix(PREVIOUS)) else _SIGN_KINDS.get(word)
        if kind is None:
            return list(_split_by_patterns(text, (_WORD, _LABEL), _STRANGE))
        tokens.append(_Token(kind, word, at + 1))
        at += len(word)
    return tokens


def is_key(text: str) -> bool:
    """Whether a text is written as a key: small letters, digits and `_` behind a letter."""
    return text.isascii() and text.isidentifier() and text[0] != "_" and text == text.lower()


def _split_by_patterns(text: str, forms: Iterable[str], strange: Say) -> Iterator[_Token]:
    """The tokens of a text, each of the first form that matches; their kinds are its groups.

    `strange` is said of a character at which none does. Raises EquationError.
    """
    at = 0
    while rest := text[at:].lstrip():
        at = len(text) - len(rest)
        matches = (re.compile(form).match(text, at) for form in forms)
        match = next(filter(None, matches), None)
        if match is None:
            char = text[at]
            say = Say(strange.zh.format(char), strange.en.format(char))
            raise EquationError(_EQUALITY if char in "=＝" else say, at + 1)
        yield _Token(match.lastgroup or "", match.group(), at + 1)
        at = match.end()


_EQUALITY = Say("相等要写成“==”", "write == for equality")
_STRANGE = Say(
    "等式中不能有“{}”：只能用行或列的键、+、-、==",
    "{!r} cannot stand in an equation: it has keys of rows or columns, +, - and ==",
)


def _say_unexpected(word: str, *, wants_key: bool) -> Say:
    if wants_key:
        return Say(
            f"这里应是行或列的键，不是“{word}”", f"a row or column key belongs here, not {word!r}"
        )
    return Say(f"“{word}”之前缺少 +、- 或 ==", f"there is no +, - or == before {word!r}")


TableName = Annotated[
    str, Meta(description="表：键、表2 或名称 / a table: its key, its number (表2) or its name")
]
LineName = Annotated[
    str, Meta(description="行或列：键或标签 / a row or column: its key or its label")
]


class CellEquation(Options, frozen=True):
    """What the kinds of check have in common that hold an equation against cells of a table.

    `each` is `row` (the names are column keys; checked for every row) or `column` (the names
    are row keys; checked for every column). `only` limits it to these rows or columns.
    """

    relation = "=="

    table: TableName
    each: Literal["row", "column"]
    equation: str
    only: tuple[LineName, ...] = ()


def is_footing(check: Options) -> TypeGuard[CellEquation]:
    """Whether a check says what must add up within one report."""
    return isinstance(check, CellEquation) and check.relation == "==" and check.needs == "report"


def list_lines(check: CellEquation, table: TableSpec) -> Iterator[str]:
    """The rows or columns that an equation is checked for."""
    used = {key.removeprefix(PREVIOUS) for key in parse_equation(check.equation).keys}
    for block in table.blocks:
        rows, columns = [row.key for row in block.rows], [column.key for column in block.columns]
        lines, across = (rows, columns) if check.each == "row" else (columns, rows)
        if used.issubset(across):
            yield from (line for line in lines if not check.only or line in check.only)


CellName = tuple[str, str]
"""The key of a row, or of a group of rows, and the key of a column."""


class SumError(ValueError):
    """Text that is no sum of cells; `column` counts its characters from 1."""

    def __init__(self, word: str, column: int) -> None:
        super().__init__(word)
        self.word = word
        self.column = column


@lru_cache(maxsize=512)
def parse_terms(text: str) -> tuple[CellName, ...]:
    """The terms of `new.total + carried_in.total`. Raises SumError."""
    # no pattern here: every quantity of a pack has such sums, and they are read at every start
    found: list[CellName] = []
    at = 0
    for part in text.split("+"):
        row, _, column = part.strip().partition(".")
        if not (is_key(row) and is_key(column)):
            raise SumError(part.strip(), at + len(part) - len(part.lstrip()) + 1)
        found.append((row, column))
        at += len(part) + 1
    return tuple(found)


def list_rows(table: TableSpec, key: str) -> tuple[str, ...]:
    """The rows that a key stands for: one, or those of a group; none where it is unknown."""
    every = [row for block in table.blocks for row in block.rows]
    if any(row.key == key for row in every):
        return (key,)
    return tuple(row.key for row in every if row.group == key)


def find_cells(table: TableSpec, named: Iterable[CellName]) -> tuple[CellName, ...] | None:
    """The row and column keys of the cells of a sum, None where the table lacks one."""
    known = {(r.key, c.key) for block in table.blocks for r in block.rows for c in block.columns}
    found = [(row, column) for key, column in named for row in list_rows(table, key) or (key,)]
    return tuple(found) if known.issuperset(found) else None


def find_table_by_key(pack: Pack, key: str) -> TableSpec | None:
    """The table of a pack by its key."""
    return next((table for table in pack.tables if table.key == key), None)


CellRelation = Literal["==", "!=", ">", ">=", "<", "<="]

Tests = Annotated[
    str | tuple[str, ...],
    Meta(
        description="格的比较，一条或几条（都要成立）：行.列 > 0 / comparisons of cells, one or"
        " several that must all hold: licensing.decisions > 0"
    ),
]


class NamedCell(msgspec.Struct, frozen=True):
    """A cell as written: `parts` between its points; `column` is where it begins, from 1."""

    parts: tuple[str, ...]
    last: bool = False
    column: int = 1


Operand = NamedCell | int | Decimal
Signed = tuple[Sign, Operand]


class CellTest(msgspec.Struct, frozen=True):
    """Two sides, each of cells and figures with their signs, and what is between them."""

    left: tuple[Signed, ...]
    relation: CellRelation
    right: tuple[Signed, ...]

    def cells(self) -> Iterator[NamedCell]:
        """The cells of both sides, in the order written."""
        return (one for _, one in (*self.left, *self.right) if isinstance(one, NamedCell))


_WRITTEN: Mapping[CellRelation, tuple[str, ...]] = {
    ">=": ("≥", "＞＝", "大于等于", "不少于", "不低于"),
    "<=": ("≤", "＜＝", "小于等于", "不超过"),
    ">": ("＞", "大于"),
    "<": ("＜", "小于"),
    "!=": ("≠", "！＝", "不等于", "不得为", "不为"),
    "==": ("＝＝", "等于"),
}
"""How relations are written besides; those that begin as another does stand before it."""

_RELATIONS = {word: sign for sign, words in _WRITTEN.items() for word in (sign, *words)}
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


_STRANGE_IN_CELLS = Say(
    "这里不能有“{}”：只能用行和列的名称、数字、+、- 和比较的符号",
    "{!r} cannot stand here: there are names of rows and columns, figures, +, - and what compares"
    " them",
)


@lru_cache(maxsize=512)
def parse_test(text: str) -> CellTest:
    """The comparison that a text is. Raises EquationError."""
    tokens = list(_split_by_patterns(text, (_FORM,), _STRANGE_IN_CELLS))
    end = len(text.rstrip()) + 1
    relations = [i for i, token in enumerate(tokens) if token.kind == "relation"]
    if not relations:
        say = Say(
            "缺少比较的符号：>、>=、<、<=、== 或 !=（也可以写大于、不少于、不超过、等于、不为）",
            "no >, >=, <, <=, == or != in this comparison",
        )
        raise EquationError(say, end)
    if len(relations) > 1:
        say = Say("一条比较只有一个比较的符号", "a comparison has one sign that compares")
        raise EquationError(say, tokens[relations[1]].column)
    at = relations[0]
    left = _parse_side(tokens[:at], tokens[at].column)
    right = _parse_side(tokens[at + 1 :], end)
    return CellTest(left, _RELATIONS[tokens[at].text], right)


def _parse_side(tokens: list[_Token], end: int) -> tuple[Signed, ...]:
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
            raise _make_unexpected(token)
        if at == len(tokens):
            break
        operand, at = _parse_operand(tokens, at)
        found.append((sign, operand))
        sign = "+"
    if not found or tokens[-1].kind == "sign":
        raise EquationError(Say("这里缺少一个格或数字", "a cell or a figure is missing here"), end)
    return tuple(found)


def _parse_operand(tokens: list[_Token], at: int) -> tuple[Operand, int]:
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
        raise _make_unexpected(tokens[min(at, len(tokens) - 1)])
    last = len(parts) > 1 and parts[0] in LAST_YEAR
    return NamedCell(tuple(parts[last:]), last, first.column), at


def _make_unexpected(token: _Token) -> EquationError:
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


def write_test(test: CellTest, cells: Mapping[NamedCell, tuple[str, ...]]) -> str:
    """A comparison with its cells by their keys: each the sum of those that it stands for."""
    left, right = (_write_side(side, cells) for side in (test.left, test.right))
    return f"{left} {test.relation} {right}"


def _write_side(side: tuple[Signed, ...], cells: Mapping[NamedCell, tuple[str, ...]]) -> str:
    parts: list[str] = []
    for sign, operand in side:
        names = cells[operand] if isinstance(operand, NamedCell) else (str(operand),)
        for name in names:
            parts += [sign, name]
    return " ".join(parts[1:] if parts[0] == "+" else parts)


def list_texts(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    """Comparisons, or phrases, of which one may be written without brackets."""
    return (texts,) if isinstance(texts, str) else texts


def iterate_tests(check: Options) -> Iterator[tuple[str, int, str]]:
    """The comparisons of a check, with their field and their place in it; none for most kinds."""
    for field in getattr(check, "tested", ()):
        for i, text in enumerate(list_texts(getattr(check, field))):
            yield field, i, text


def _find_needed(check: Options) -> str:
    last = any(word in text for _, _, text in iterate_tests(check) for word in _LAST_YEAR)
    return "previous" if last else "report"


class Conditional(Options, frozen=True, kw_only=True):
    """Options of a check that is made only where figures are so: `when`.

    `tested` are the fields that hold comparisons. Last year's report is needed where one names it.
    """

    tested: ClassVar[tuple[str, ...]] = ("when",)
    needs = cast("str", property(_find_needed))

    when: Tests = ()


Cell = tuple[str, str, str]
"""The keys of a table, a row and a column."""


FIGURE = "N"
"""What stands for the figure of a phrase, where a rule on words compares it."""


def is_figure(name: NamedCell) -> bool:
    """Whether a name is no cell but the figure of a phrase."""
    return name.parts == (FIGURE,) and not name.last


def read_cell(name: NamedCell) -> Cell:
    """The cell that a name is, in the text of a pack that was put together."""
    table, row, column = name.parts
    return table, row, column
