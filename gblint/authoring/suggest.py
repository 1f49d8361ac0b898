"""`gblint pack suggest`: from the words of a requirement to a rule that says it.

No model, only vocabulary: the labels of the pack's tables, the headings of its sections, and how
offices word requirements (`suggest_words.yaml`). Rows, columns and cells are found by what they are
called in a sentence. What none of it knows is said to be unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from gblint.authoring.list_keys import write_flow
from gblint.checks import KINDS
from gblint.findings import Say
from gblint.pack.equation_grammar import find_table_by_key, parse_terms
from gblint.pack.model import AxisSpec, Pack, per_pack
from gblint.packs import read_yaml
from gblint.packs.schema import find_kind_text
from gblint.text import flatten, fold
from gblint.text.numerals import split_ordinal


class TableLine(msgspec.Struct, frozen=True):
    """A row or a column of a table."""

    table: str
    row: str = ""
    column: str = ""

    @property
    def key(self) -> str:
        return self.row or self.column


class NamedLines(msgspec.Struct, frozen=True):
    """A name in a text, and the lines of tables that are called so, the likeliest first."""

    lines: tuple[TableLine, ...]
    begin: int

    @property
    def line(self) -> TableLine:
        return self.lines[0]


LineNames = list[tuple[str, tuple[TableLine, ...]]]
_SHORTEST = 2


@per_pack
def list_names(pack: Pack) -> LineNames:
    """What the rows and columns of all tables are called, folded, the longest first."""
    found: dict[str, list[TableLine]] = {}
    # rows first: where a name is of both (总计), a sentence that names nothing else means the row
    for row in (True, False):
        for table in pack.tables:
            for block in table.blocks:
                for line in block.rows if row else block.columns:
                    one = TableLine(table.key, **{"row" if row else "column": line.key})
                    for name in _list_names(line):
                        known = found.setdefault(name, [])
                        if one not in known:
                            known.append(one)
    return sorted(((k, tuple(v)) for k, v in found.items()), key=lambda one: -len(one[0]))


@per_pack
def list_names_with_prose(pack: Pack) -> LineNames:
    """The same with the words for rows in prose: 新收 is the row of new applications."""
    found = {name: (line,) for name, line in _list_quantity_names(pack)} | dict(list_names(pack))
    return sorted(found.items(), key=lambda one: -len(one[0]))


def _list_names(line: AxisSpec) -> Iterator[str]:
    for label in (line.label, *line.also, *line.aliases):
        name = fold(split_ordinal(label)[1])
        short = re.sub(r"\(.*\)", "", name)
        for one in (name, short, short.removeprefix("本年"), short.removesuffix("数量")):
            if len(one) >= _SHORTEST:
                yield one


def _list_quantity_names(pack: Pack) -> Iterator[tuple[str, TableLine]]:
    for quantity in pack.prose.quantities:
        for text in quantity.equals[:1]:
            cells, table = parse_terms(text), find_table_by_key(pack, quantity.table)
            rows = {row.key for block in table.blocks for row in block.rows} if table else set()
            if len(cells) == 1 and cells[0][0] in rows:
                for name in (quantity.name.zh, *quantity.terms):
                    if len(name) >= _SHORTEST:
                        yield fold(name), TableLine(quantity.table, row=cells[0][0])


def find_lines(text: str, pack: Pack, *, labels_only: bool = False) -> list[NamedLines]:
    """What a text names, in its order; of names inside one another the longest."""
    # names come longest first: what a long one has taken, no shorter one inside it may take
    folded, found = fold(text), list[NamedLines]()
    covered = [False] * len(folded)
    for name, lines in list_names(pack) if labels_only else list_names_with_prose(pack):
        begin = folded.find(name)
        while begin >= 0:
            end = begin + len(name)
            if not any(covered[begin:end]):
                covered[begin:end] = [True] * len(name)
                found.append(NamedLines(lines, begin))
            begin = folded.find(name, end)
    return sorted(found, key=lambda one: one.begin)


def find_cell(text: str, pack: Pack) -> str:
    """The cell that a text names, by `table.row.column`; "" where it names none.

    Without a column it is the only one of the row, or its total.
    """
    named = find_lines(text, pack)
    row = next((one.line for one in named if one.line.row), None)
    if row is None:
        return ""
    columns = list_columns(pack, row)
    every = [line for one in named for line in one.lines]
    asked = [one.column for one in every if one.table == row.table and one.column in columns]
    usual = "total" if "total" in columns else columns[0]  # 受理数量 without more is all of them
    column = asked[0] if asked else usual
    return f"{row.table}.{row.row}.{column}"


def list_columns(pack: Pack, row: TableLine) -> list[str]:
    table = find_table_by_key(pack, row.table)
    return [
        column.key
        for block in (table.blocks if table is not None else ())
        if any(one.key == row.row for one in block.rows)
        for column in block.columns
    ]


_FILE = Path(__file__).with_name("suggest_words.yaml")
_MOST = 3
"""Suggestions for one requirement."""


class Suggestion(msgspec.Struct, frozen=True):
    """YAML for a pack that says a requirement, or nearly so; `kind` is its check or its key."""

    kind: str
    text: str
    remark: Say = Say("")


class _Asked(msgspec.Struct, frozen=True):
    """A requirement: as written, made plain, and what was found in it."""

    written: str
    text: str
    pack: Pack
    words: dict[str, Any]


def suggest(requirement: str, pack: Pack) -> list[Suggestion]:
    """Rules that say a requirement, the likeliest first; empty where it is not understood."""
    words = read_yaml(_FILE)
    text = "".join(flatten(requirement).split()).rstrip("。.;；")
    asked = _Asked(requirement.strip(), text, pack, words)
    found: list[Suggestion] = []
    for entry in words["makers"]:
        matches = (re.search(pattern, text) for pattern in entry["says"])
        match = next(filter(None, matches), None)
        if match is None:
            continue
        make = _MAKERS[entry["maker"]] if "maker" in entry else partial(_fill_in, entry=entry)
        suggestion = make(asked, match)
        # makers come by how sure their words are: of two of a kind the first is the likelier
        if suggestion is not None and all(one.kind != suggestion.kind for one in found):
            found.append(suggestion)
            if entry.get("alone"):
                return found
    return found[:_MOST]


def find_nearest_kinds(requirement: str) -> list[tuple[str, Say]]:
    """Kinds of check whose description shares most with a requirement, for one not understood."""
    asked = _list_pairs(fold(requirement))
    scored = [
        (len(asked & _list_pairs(fold(find_kind_text(kind).zh))), tag)
        for tag, kind in KINDS.items()
    ]
    best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])[:_MOST]
    return [(tag, find_kind_text(KINDS[tag])) for _, tag in best]


def _list_pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _make_rule(asked: _Asked, check: str, message: str, kind: str) -> Suggestion:
    """A rule with a check and a message; its other texts are for the author to write."""
    lines = (
        "rules:",
        "  - id: OP001",
        "    severity: warning",
        f"    title: {write_flow(asked.written)}",
        f"    check: {check}",
        f"    message: {write_flow(message)}",
        "    basis: 写明依据：哪个文件、哪一条",
        "    why: 写明为什么要紧",
        "    fix: 写明怎么改",
    )
    return Suggestion(kind, "\n".join(lines) + "\n")


def _fill_in(asked: _Asked, match: re.Match[str], *, entry: dict[str, Any]) -> Suggestion:
    """A rule of which the file has check and message, with `@zone@` and groups of the match."""
    zone = _find_zone(asked, entry.get("zone", "body"))
    values = {"zone": zone, "section": zone.split()[1] if zone.startswith("section ") else "1"}
    if most := match.groupdict().get("most"):
        values["most"] = str(int(most.replace(",", "")))
    check, message = (
        re.sub(r"@(\w+)@", lambda found: values[found[1]], entry[key])
        for key in ("check", "message")
    )
    return _make_rule(asked, check, message, entry["kind"])


def _find_zone(asked: _Asked, default: str) -> str:
    """Where a requirement looks: a section by its number or heading, or another zone."""
    number = re.search(r"第([一二三四五六七八九]|[1-9])(?:个)?部分", asked.text)
    if number is not None:
        return f"section {_read_digit(number[1])}"
    folded = fold(asked.text)
    for section in asked.pack.sections:
        names = (section.heading, *section.wordings)
        # a shorter name may be any word of the sentence
        if any(len(fold(name)) > 3 and fold(name) in folded for name in names):
            return f"section {section.number}"
    zones: dict[str, str] = asked.words["zones"]
    return next((zone for zone, word in zones.items() if re.search(word, asked.text)), default)


def _read_digit(text: str) -> int:
    return int(text) if text.isdigit() else "一二三四五六七八九".index(text) + 1


def _find_phrases(asked: _Asked, what: str) -> list[str]:
    """The words that a requirement is about: those in quotes, else what is left of the text."""
    quoted = re.findall(r"[“\"]([^”\"]{1,40})[”\"]", what)
    if quoted:
        return [str(one) for one in quoted]
    parts = re.split(asked.words["between"], what)
    bare = [re.sub(asked.words["filler"], "", part) for part in parts]
    return [one for one in bare if 1 < len(one) <= _LONGEST]


_LONGEST = 20
"""Characters of words that are looked for; more of them are a clause that no report will repeat."""


def _find_rules(asked: _Asked, match: re.Match[str]) -> list[str]:
    """The rules that are named; none where one is not there: a pack that sets it has an error."""
    rules = re.findall(r"GB\d{3}", match["rules"])
    return rules if {rule.id for rule in asked.pack.rules}.issuperset(rules) else []


def _off(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    rules = _find_rules(asked, match)
    return Suggestion("off", f"off: {write_flow(rules)}\n") if rules else None


def _severity(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    level = {"错误": "error", "警告": "warning", "提示": "note"}[match["level"]]
    levels = dict.fromkeys(_find_rules(asked, match), level)
    return Suggestion("severity", f"severity: {write_flow(levels)}\n") if levels else None


def _deadline(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    known = [level.key for level in asked.pack.facts.levels]
    words: dict[str, str] = asked.words["levels"]
    before = asked.text[: match.start("month")]
    named = [key for word, key in words.items() if word in before and key in known]
    if not known:
        return None
    days = dict.fromkeys(dict.fromkeys(named) or known, f"{month:02}-{day:02}")
    listed = ", ".join(f"{key}: {day}" for key, day in days.items())  # packs quote no day
    return Suggestion("deadlines", f"deadlines: {{{listed}}}\n", Say("") if named else _EVERY_LEVEL)


_EVERY_LEVEL = Say(
    "没有写是哪一级，先写了全部层级，请删去不要的。",
    "No level is named, so that all are there: take out what is too much.",
)


def _year_to_year(asked: _Asked, _: re.Match[str]) -> Suggestion | None:
    for table in asked.pack.tables:
        rows = {row.key for block in table.blocks for row in block.rows}
        if {"carried_in", "carried_out"} <= rows:
            check = (
                f"{{kind: year-to-year, table: {table.key}, each: column, "
                "equation: carried_in == previous.carried_out}"
            )
            message = "“{label}”上年结转是 {left}，上年报告结转下年是 {right}。"
            return _make_rule(asked, check, message, "year-to-year")
    return None


def _make_cells_rule(asked: _Asked, options: str) -> Suggestion:
    """A rule that compares cells."""
    return _make_rule(asked, f"{{kind: cells, {options}}}", f"{asked.written}。", "cells")


def _not_zero(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    cell = find_cell(asked.text[: match.start()] or asked.text, asked.pack)
    return _make_cells_rule(asked, f"must: {write_flow(f'{cell} > 0')}") if cell else None


def _conditional(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    first, then = find_cell(match["first"], asked.pack), find_cell(match["then"], asked.pack)
    if not first or not then or first == then:
        return None
    when, must = write_flow(f"{first} > 0"), write_flow(f"{then} > 0")
    return _make_cells_rule(asked, f"when: {when}, then: {must}")


def _bound(asked: _Asked, match: re.Match[str], *, sign: str) -> Suggestion | None:
    cell = find_cell(match["first"], asked.pack)
    if not cell:
        return None
    test = write_flow(f"{cell} {sign} {int(match['figure'])}")
    return _make_cells_rule(asked, f"must: {test}")


def _inequality(asked: _Asked, match: re.Match[str], *, greater: str) -> Suggestion | None:
    """An inequality of two lines; `greater` is the group of the match that names the greater."""
    sides = {side: find_lines(match[side], asked.pack) for side in ("first", "second")}
    if any(len(named) != 1 for named in sides.values()):
        return None
    return _make_equation_rule(asked, sides.pop(greater), *sides.values(), sign=">=")


def _equation(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    left, right = (find_lines(match[side], asked.pack) for side in ("first", "second"))
    return _make_equation_rule(asked, left, right, sign="==") if left and right else None


def _make_equation_rule(
    asked: _Asked, left: Sequence[NamedLines], right: Sequence[NamedLines], *, sign: str
) -> Suggestion | None:
    """An equation over rows of one table, or over columns."""
    for table in asked.pack.tables:
        for each in ("column", "row"):
            sides = [_list_keys(side, table.key, each) for side in (left, right)]
            keys = [key for side in sides for key in side]
            if not all(sides) or not _are_in_one_block(asked.pack, table.key, keys, each):
                continue
            text = f" {sign} ".join(" + ".join(side) for side in sides)
            kind = "equation" if sign == "==" else "inequality"
            check = f"{{kind: {kind}, table: {table.key}, each: {each}, equation: {text}}}"
            message = "“{label}”左边是 {left}（{left_sum}），右边是 {right}（{right_sum}）。"
            return _make_rule(asked, check, message, kind)
    return None


def _list_keys(named: Sequence[NamedLines], table: str, each: str) -> list[str]:
    """The keys of what is named in a table, rows or columns; empty where one is not in it."""
    by_row = each == "column"
    there = (
        (line.key for line in one.lines if line.table == table and bool(line.row) == by_row)
        for one in named
    )
    found = [next(keys, "") for keys in there]
    return found if all(found) else []


def _are_in_one_block(pack: Pack, key: str, keys: Sequence[str], each: str) -> bool:
    table = find_table_by_key(pack, key)
    return table is not None and any(
        set(keys) <= {line.key for line in (block.rows if each == "column" else block.columns)}
        for block in table.blocks
    )


def _section(asked: _Asked, match: re.Match[str], *, new: bool) -> Suggestion | None:
    """That a section is there: of the format, or of the pack's own where that has none so."""
    number = _read_digit(match["number"])
    if new == (number in [section.number for section in asked.pack.sections]):
        return None
    check = f"{{kind: section-presence, sections: [{number}]}}"
    kind = "sections" if new else "section-presence"
    rule = _make_rule(asked, check, "缺少“{ordinal}{heading}”。", kind)
    if not new:
        return rule
    heading = re.sub(r"[“”\"]", "", match["heading"] or "") or "写上标题"
    part = f"sections:\n  - {{number: {number}, heading: {write_flow(heading)}}}\n"
    return Suggestion(rule.kind, part + rule.text)


def _new_table(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    """A table of the pack's own with a sum, its names for the author to write."""
    if not asked.pack.tables:
        return None
    number = max(table.number for table in asked.pack.tables) + 1
    named = re.search(r"第([一二三四五六七八九]|[1-9])(?:个)?部分", asked.text)
    section = _read_digit(named[1]) if named else asked.pack.sections[-1].number
    name = f"{match['name']}表" if match["name"] else "写上表名"
    part = (
        f"tables:\n  - {{key: own_table, number: {number}, section: {section}, "
        f"name: {write_flow(name)},\n"
        "     rows: [第一行, 第二行, 合计], columns: [件数]}\n"
    )
    equation = "第一行 + 第二行 == 合计"
    check = f"{{kind: equation, table: 表{number}, each: column, equation: {equation}}}"
    message = f"表{number}“{{label}}”列不平：{{left}}，合计写的是{{right_sum}}。"
    remark = Say(
        "表名、各行各列请改成自己的。", "Put your own name, rows and columns in their place."
    )
    return Suggestion("tables", part + _make_rule(asked, check, message, "tables").text, remark)


def _contact(asked: _Asked, _: re.Match[str]) -> Suggestion:
    words: dict[str, str] = asked.words["contact"]
    parts = [part for part, word in words.items() if re.search(word, asked.text)]
    check = f"{{kind: contact, parts: {write_flow(parts)}}}"
    return _make_rule(asked, check, f"{asked.written}。", "contact")


def _correction(_: _Asked, match: re.Match[str]) -> Suggestion:
    pair = {match["wrong"]: match["right"]}
    return Suggestion("wrong_words", f"wrong_words: {write_flow(pair)}\n")


def _alias(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    for known, other in (("first", "second"), ("second", "first")):
        lines = find_lines(match[known], asked.pack)
        if len(lines) == 1 and not find_lines(match[other], asked.pack, labels_only=True):
            line = lines[0].line
            pair = {f"{line.table}.{line.key}": [match[other]]}
            return Suggestion("aliases", f"aliases: {write_flow(pair)}\n")
    return None


def _forbid(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    words = _find_phrases(asked, match["what"])
    if not words:
        return None
    check = f"{{kind: text, zone: {_find_zone(asked, 'body')}, must_not: {write_flow(words)}}}"
    return _make_rule(asked, check, "有不应写的“{text}”。", "text")


_COUNTED = re.compile(r"(?:的?(?:数量|个数|件数|次数|总数|数目|多少)|有几个|有多少(?:个|件|次)?)$")


def _require(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    what = match["what"]
    if _COUNTED.fullmatch(what):  # 政务新媒体要写明数量
        what = f"{asked.text[: match.start()]}的{what}"
    words = _find_phrases(asked, what)
    if not words:
        return None
    counted = [_COUNTED.sub("", word) for word in words]
    phrases = [
        f"{bare} N" if bare != word else word for bare, word in zip(counted, words, strict=True)
    ]
    check = f"{{kind: text, zone: {_find_zone(asked, 'body')}, must: {write_flow(phrases)}}}"
    return _make_rule(asked, check, f"没有写“{'、'.join(counted)}”。", "text")


_MAKERS: dict[str, Callable[[_Asked, re.Match[str]], Suggestion | None]] = {
    "off": _off,
    "severity": _severity,
    "deadline": _deadline,
    "year_to_year": _year_to_year,
    "conditional": _conditional,
    "at_least": partial(_bound, sign=">="),
    "at_most": partial(_bound, sign="<="),
    "not_zero": _not_zero,
    "not_more": partial(_inequality, greater="second"),
    "not_less": partial(_inequality, greater="first"),
    "equation": _equation,
    "section": partial(_section, new=False),
    "new_section": partial(_section, new=True),
    "new_table": _new_table,
    "contact": _contact,
    "correction": _correction,
    "alias": _alias,
    "forbid": _forbid,
    "require": _require,
}
