"""The two small grammars over a table's cells: equations of rules, and sums that prose names.

An equation is as the forms say it, `new + carried_in == total + carried_out`: names are keys of
rows or columns, or their labels (`本年新收`), which become keys when a pack is put together; they
are joined by `+` and `-`; `previous.` (`上年.`) before one names the cell of last year's report.
Checks of the kind inequality have `>=`. A sum is `new.total + carried_in.total`, of rows and their
columns. Nothing is ever evaluated as code.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Annotated, Literal, TypeGuard

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

_LAST_YEAR = ("previous.", "上年.", "去年.")
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


@lru_cache(maxsize=256)
def parse(text: str) -> Equation:
    """The equation that a text is. Raises EquationError."""
    sides: list[list[SignedKey]] = [[]]
    sign: Sign = "+"
    wants_key, relation = True, ""
    for kind, word, column in _tokens(text):
        if wants_key != (kind == "name"):
            raise EquationError(_unexpected(word, wants_key=wants_key), column)
        if kind == "name":
            sides[-1].append((sign, plain_name(word)))
        elif kind == "equals":
            if len(sides) > 1:
                raise EquationError(Say("等式只能有一个“==”", "an equation has one =="), column)
            sides.append([])
            relation = word
            sign = "+"
        else:
            sign = "-" if word == "-" else "+"
        wants_key = kind != "name"
    whole = _whole(text, sides, wants_key=wants_key)
    return msgspec.structs.replace(whole, relation=">=") if relation == ">=" else whole


def plain_name(word: str) -> str:
    """A name as written without its quotes, `previous.` before it for last year's report."""
    before = next((prefix for prefix in _LAST_YEAR if word.startswith(prefix)), "")
    return (PREVIOUS if before else "") + word.removeprefix(before).strip('“”"')


def names_in(text: str) -> Iterator[tuple[str, int]]:
    """The names of an equation, each with the column where it begins. Raises EquationError."""
    return ((plain_name(word), column) for kind, word, column in _tokens(text) if kind == "name")


def _whole(text: str, sides: list[list[SignedKey]], *, wants_key: bool) -> Equation:
    end = len(text.rstrip()) + 1
    if wants_key:
        raise EquationError(Say("等式到此缺少一个键", "a key is missing here"), end)
    if len(sides) == 1:
        raise EquationError(Say("等式缺少“==”", "the equation has no =="), end)
    return Equation(tuple(sides[0]), tuple(sides[1]))


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """The tokens with kind, text and column; full-width signs are the plain ones."""
    tokens: list[tuple[str, str, int]] = []
    if not text.isascii():
        text = text.translate(_PLAIN_SIGNS)
    at = 0
    for word in text.split():
        at = text.index(word, at)
        kind = "name" if is_key(word.removeprefix(PREVIOUS)) else _SIGN_KINDS.get(word)
        if kind is None:
            return _tokens_by_patterns(text)
        tokens.append((kind, word, at + 1))
        at += len(word)
    return tokens


def is_key(text: str) -> bool:
    """Whether a text is written as a key: small letters, digits and `_` behind a letter."""
    return text.isascii() and text.isidentifier() and text[0] != "_" and text == text.lower()


def _tokens_by_patterns(text: str) -> list[tuple[str, str, int]]:
    tokens: list[tuple[str, str, int]] = []
    at = _after_space(text, 0)
    while at < len(text):
        match = re.compile(_WORD).match(text, at) or re.compile(_LABEL).match(text, at)
        if match is None:
            raise EquationError(_strange(text[at]), at + 1)
        tokens.append((match.lastgroup or "", match.group(), at + 1))
        at = _after_space(text, match.end())
    return tokens


def _after_space(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip())


def _strange(char: str) -> Say:
    if char == "=":
        return Say("相等要写成“==”", "write == for equality")
    return Say(
        f"等式中不能有“{char}”：只能用行或列的键、+、-、==",
        f"{char!r} cannot stand in an equation: it has keys of rows or columns, +, - and ==",
    )


def _unexpected(word: str, *, wants_key: bool) -> Say:
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


def lines_of(check: CellEquation, table: TableSpec) -> Iterator[str]:
    """The rows or columns that an equation is checked for."""
    used = {key.removeprefix(PREVIOUS) for key in parse(check.equation).keys}
    for block in table.blocks:
        lines, across = (row.key for row in block.rows), {c.key for c in block.columns}
        if check.each == "column":
            lines, across = (c.key for c in block.columns), {row.key for row in block.rows}
        if used <= across:
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
def terms(text: str) -> tuple[CellName, ...]:
    """The terms of `new.total + carried_in.total`. Raises SumError."""
    found: list[CellName] = []
    at = 0
    for part in text.split("+"):
        row, _, column = part.strip().partition(".")
        if not (is_key(row) and is_key(column)):
            raise SumError(part.strip(), at + len(part) - len(part.lstrip()) + 1)
        found.append((row, column))
        at += len(part) + 1
    return tuple(found)


def rows(table: TableSpec, key: str) -> tuple[str, ...]:
    """The rows that a key stands for: one, or those of a group; none where it is unknown."""
    every = [row for block in table.blocks for row in block.rows]
    if any(row.key == key for row in every):
        return (key,)
    return tuple(row.key for row in every if row.group == key)


def cells_of(table: TableSpec, named: Iterable[CellName]) -> tuple[CellName, ...] | None:
    """The row and column keys of the cells of a sum, None where the table lacks one."""
    known = {(r.key, c.key) for block in table.blocks for r in block.rows for c in block.columns}
    found = [(row, column) for key, column in named for row in rows(table, key) or (key,)]
    return tuple(found) if known.issuperset(found) else None


def table_of(pack: Pack, key: str) -> TableSpec | None:
    """The table of a pack by its key."""
    return next((table for table in pack.tables if table.key == key), None)
