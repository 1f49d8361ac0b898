"""`gblint pack suggest`: from the words of a requirement to a rule that says it.

No model, only vocabulary: the labels of the pack's tables, the headings of its sections, and how
offices word requirements (`suggest_words.yaml`). Rows, columns and cells are found by what they are
called in a sentence. What none of it knows is said to be unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from gblint.authoring.list_keys import write_flow
from gblint.checks import KINDS
from gblint.findings import Say
from gblint.pack.equations import find_table_by_key, parse_terms
from gblint.pack.model import AxisSpec, Pack, per_pack
from gblint.packs.key_texts import read_yaml, text_of_kind
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
    found = {name: (line,) for name, line in _quantity_names(pack)} | dict(list_names(pack))
    return sorted(found.items(), key=lambda one: -len(one[0]))


def _list_names(line: AxisSpec) -> Iterator[str]:
    for label in (line.label, *line.also, *line.aliases):
        name = fold(split_ordinal(label)[1])
        short = re.sub(r"\(.*\)", "", name)
        for one in (name, short, short.removeprefix("本年"), short.removesuffix("数量")):
            if len(one) >= _SHORTEST:
                yield one


def _quantity_names(pack: Pack) -> Iterator[tuple[str, TableLine]]:
    for quantity in pack.prose.quantities:
        for text in quantity.equals[:1]:
            cells = parse_terms(text)
            if len(cells) == 1 and _has_row(pack, quantity.table, cells[0][0]):
                for name in (quantity.name.zh, *quantity.terms):
                    if len(name) >= _SHORTEST:
                        yield fold(name), TableLine(quantity.table, row=cells[0][0])


def _has_row(pack: Pack, table: str, key: str) -> bool:
    spec = find_table_by_key(pack, table)
    return spec is not None and any(row.key == key for b in spec.blocks for row in b.rows)


def find_lines(text: str, pack: Pack, *, labels_only: bool = False) -> list[NamedLines]:
    """What a text names, in its order; of names inside one another the longest."""
    folded, found = fold(text), list[NamedLines]()
    taken = [False] * len(folded)
    for name, lines in list_names(pack) if labels_only else list_names_with_prose(pack):
        begin = folded.find(name)
        while begin >= 0:
            end = begin + len(name)
            if not any(taken[begin:end]):
                taken[begin:end] = [True] * len(name)
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
    columns = columns_of(pack, row)
    every = [line for one in named for line in one.lines]
    asked = [one.column for one in every if one.table == row.table and one.column in columns]
    usual = "total" if "total" in columns else columns[0]
    column = asked[0] if asked else usual
    return f"{row.table}.{row.row}.{column}"


def columns_of(pack: Pack, row: TableLine) -> list[str]:
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
        match = _first_match(entry["says"], text)
        made = _MAKERS[entry["maker"]](asked, match) if match is not None else None
        if made is not None and all(one.kind != made.kind for one in found):
            found.append(made)
            if entry.get("alone"):
                return found
    for entry in words["plain"]:
        kind = entry["kind"]
        if _first_match(entry["says"], text) and all(one.kind != kind for one in found):
            found.append(_rule(asked, entry["check"], entry["message"], kind))
    return found[:_MOST]


def _first_match(patterns: Sequence[str], text: str) -> re.Match[str] | None:
    return next((match for one in patterns if (match := re.search(one, text))), None)


def nearest_kinds(requirement: str) -> list[tuple[str, Say]]:
    """Kinds of check whose description shares most with a requirement, for one not understood."""
    asked = _pairs(fold(requirement))
    scored = [
        (len(asked & _pairs(fold(text_of_kind(kind).zh))), tag) for tag, kind in KINDS.items()
    ]
    best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])[:_MOST]
    return [(tag, text_of_kind(KINDS[tag])) for _, tag in best]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _rule(asked: _Asked, check: str, message: str, kind: str) -> Suggestion:
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


def _zone(asked: _Asked, default: str) -> str:
    """Where a requirement looks: a section by its number or heading, or another zone."""
    number = re.search(r"第([一二三四五六七八九]|[1-9])(?:个)?部分", asked.text)
    if number is not None:
        return f"section {_digit(number[1])}"
    folded = fold(asked.text)
    for section in asked.pack.sections:
        names = (section.heading, *section.wordings)
        if any(len(fold(name)) > 3 and fold(name) in folded for name in names):
            return f"section {section.number}"
    zones: dict[str, str] = asked.words["zones"]
    return next((zone for zone, word in zones.items() if re.search(word, asked.text)), default)


def _digit(text: str) -> int:
    return int(text) if text.isdigit() else "一二三四五六七八九".index(text) + 1


def _phrases(asked: _Asked, what: str) -> list[str]:
    """The words that a requirement is about: those in quotes, else what is left of the text."""
    quoted = re.findall(r"[“\"]([^”\"]{1,40})[”\"]", what)
    if quoted:
        return [str(one) for one in quoted]
    parts = re.split(asked.words["between"], what)
    bare = [re.sub(asked.words["filler"], "", part) for part in parts]
    return [one for one in bare if 1 < len(one) <= _LONGEST]


_LONGEST = 20


def _off(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    rules = re.findall(r"GB\d{3}", match["rules"])
    known = {rule.id for rule in asked.pack.rules}
    if not set(rules) <= known:
        return None
    return Suggestion("off", f"off: {write_flow(rules)}\n")


def _severity(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    level = {"错误": "error", "警告": "warning", "提示": "note"}[match["level"]]
    rules = re.findall(r"GB\d{3}", match["rules"])
    if not set(rules) <= {rule.id for rule in asked.pack.rules}:
        return None
    return Suggestion("severity", f"severity: {write_flow(dict.fromkeys(rules, level))}\n")


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
    remark = (
        Say("")
        if named
        else Say(
            "没有写是哪一级，先写了全部层级，请删去不要的。",
            "No level is named, so that all are there: take out what is too much.",
        )
    )
    return Suggestion("deadlines", f"deadlines: {write_days(days)}\n", remark)


def write_days(days: dict[str, str]) -> str:
    """Days as packs write them, without quotes."""
    return "{" + ", ".join(f"{key}: {day}" for key, day in days.items()) + "}"


def _similarity(asked: _Asked, match: re.Match[str]) -> Suggestion:
    zone = _zone(asked, "section 1")
    number = int(zone.split()[1]) if zone.startswith("section ") else 1
    check = f"{{kind: similarity, sections: [{{section: {number}, most: {int(match['most'])}}}]}}"
    message = "“{heading}”与上年相同的有 {share}%。"
    return _rule(asked, check, message, "similarity")


def _length(asked: _Asked, match: re.Match[str]) -> Suggestion:
    most = int(match["most"].replace(",", ""))
    zone = _zone(asked, "body")
    message = f"有 {{length}} 字，最多 {most} 字，多了 {{over}} 字。"
    return _rule(asked, f"{{kind: length, zone: {zone}, most: {most}}}", message, "length")


def _year_to_year(asked: _Asked, _: re.Match[str]) -> Suggestion | None:
    for table in asked.pack.tables:
        rows = {row.key for block in table.blocks for row in block.rows}
        if {"carried_in", "carried_out"} <= rows:
            check = (
                f"{{kind: year-to-year, table: {table.key}, each: column, "
                "equation: carried_in == previous.carried_out}"
            )
            message = "“{label}”上年结转是 {left}，上年报告结转下年是 {right}。"
            return _rule(asked, check, message, "year-to-year")
    return None


def _cells(asked: _Asked, options: str, message: str) -> Suggestion | None:
    """A rule that compares cells, where this gblint has that kind."""
    if "cells" not in KINDS:
        return None
    return _rule(asked, f"{{kind: cells, {options}}}", message, "cells")


def _not_zero(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    cell = find_cell(asked.text[: match.start()] or asked.text, asked.pack)
    return (
        _cells(asked, f"must: {write_flow(f'{cell} > 0')}", f"{asked.written}。") if cell else None
    )


def _conditional(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    first, then = find_cell(match["first"], asked.pack), find_cell(match["then"], asked.pack)
    if not first or not then or first == then:
        return None
    when, must = write_flow(f"{first} > 0"), write_flow(f"{then} > 0")
    return _cells(asked, f"when: {when}, then: {must}", f"{asked.written}。")


def _make_comparer(sign: str) -> Callable[[_Asked, re.Match[str]], Suggestion | None]:
    def make(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
        cell = find_cell(match["first"], asked.pack)
        if not cell:
            return None
        test = write_flow(f"{cell} {sign} {int(match['figure'])}")
        return _cells(asked, f"must: {test}", f"{asked.written}。")

    return make


def _inequality(*, more: bool) -> Callable[[_Asked, re.Match[str]], Suggestion | None]:
    def make(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
        first, second = (find_lines(match[side], asked.pack) for side in ("first", "second"))
        if len(first) != 1 or len(second) != 1:
            return None
        return _equation_rule(asked, *((first, second) if more else (second, first)), sign=">=")

    return make


def _line_of(text: str, pack: Pack) -> TableLine | None:
    named = find_lines(text, pack)
    return named[0].line if len(named) == 1 else None


def _equation(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    left, right = (find_lines(match[side], asked.pack) for side in ("first", "second"))
    return _equation_rule(asked, left, right, sign="==") if left and right else None


def _equation_rule(
    asked: _Asked, left: Sequence[NamedLines], right: Sequence[NamedLines], *, sign: str
) -> Suggestion | None:
    """An equation over rows of one table, or over columns."""
    for table in asked.pack.tables:
        for each in ("column", "row"):
            sides = [_list_keys(side, table.key, each) for side in (left, right)]
            keys = [key for side in sides for key in side]
            if not all(sides) or not _in_one_block(asked.pack, table.key, keys, each):
                continue
            text = f" {sign} ".join(" + ".join(side) for side in sides)
            kind = "equation" if sign == "==" else "inequality"
            check = f"{{kind: {kind}, table: {table.key}, each: {each}, equation: {text}}}"
            message = "“{label}”左边是 {left}（{left_sum}），右边是 {right}（{right_sum}）。"
            return _rule(asked, check, message, kind)
    return None


def _list_keys(named: Sequence[NamedLines], table: str, each: str) -> list[str]:
    """The keys of what is named in a table, rows or columns; empty where one is not in it."""
    found = [
        next(
            (
                line.key
                for line in one.lines
                if line.table == table and bool(line.row) == (each == "column")
            ),
            "",
        )
        for one in named
    ]
    return found if all(found) else []


def _in_one_block(pack: Pack, key: str, keys: Sequence[str], each: str) -> bool:
    table = find_table_by_key(pack, key)
    return table is not None and any(
        set(keys) <= {line.key for line in (block.rows if each == "column" else block.columns)}
        for block in table.blocks
    )


def _section(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    number = _digit(match["number"])
    if number not in [section.number for section in asked.pack.sections]:
        return None
    check = f"{{kind: section-presence, sections: [{number}]}}"
    return _rule(asked, check, "缺少“{ordinal}{heading}”。", "section-presence")


def _new_section(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    """A section of the pack's own, where the format has none of that number."""
    number = _digit(match["number"])
    if number in [section.number for section in asked.pack.sections]:
        return None
    heading = re.sub(r"[“”\"]", "", match["heading"] or "") or "写上标题"
    part = f"sections:\n  - {{number: {number}, heading: {write_flow(heading)}}}\n"
    check = f"{{kind: section-presence, sections: [{number}]}}"
    rule = _rule(asked, check, "缺少“{ordinal}{heading}”。", "sections")
    return Suggestion(rule.kind, part + rule.text)


def _new_table(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    """A table of the pack's own with a sum, its names for the author to write."""
    if not asked.pack.tables:
        return None
    number = max(table.number for table in asked.pack.tables) + 1
    named = re.search(r"第([一二三四五六七八九]|[1-9])(?:个)?部分", asked.text)
    section = _digit(named[1]) if named else asked.pack.sections[-1].number
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
    return Suggestion("tables", part + _rule(asked, check, message, "tables").text, remark)


def _period_place(asked: _Asked, _: re.Match[str]) -> Suggestion:
    check = "{kind: fact-presence, fact: period, zone: first paragraph}"
    return _rule(asked, check, "统计期限没有写在{zone}。", "fact-presence")


def _last_problems(asked: _Asked, _: re.Match[str]) -> Suggestion | None:
    """That a report says what became of last year's problems, in whichever words."""
    zone = _zone(asked, "section 5")
    must = "上年/上一年/去年 问题/不足 整改/改进/解决"
    message = "没有写上年问题的整改结果。"
    return _rule(asked, f"{{kind: text, zone: {zone}, must: {must}}}", message, "text")


def _contact(asked: _Asked, _: re.Match[str]) -> Suggestion:
    words: dict[str, str] = asked.words["contact"]
    parts = [part for part, word in words.items() if re.search(word, asked.text)]
    check = f"{{kind: contact, parts: {write_flow(parts)}}}"
    return _rule(asked, check, f"{asked.written}。", "contact")


def _title_year(asked: _Asked, _: re.Match[str]) -> Suggestion:
    check = "{kind: pattern, zone: title, forbid: ['20\\d\\d年度']}"
    return _rule(asked, check, "标题写的是“{text}”。", "pattern")


def _correction(_: _Asked, match: re.Match[str]) -> Suggestion:
    pair = {match["wrong"]: match["right"]}
    return Suggestion("wrong_words", f"wrong_words: {write_flow(pair)}\n")


def _alias(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    for known, other in (("first", "second"), ("second", "first")):
        line = _line_of(match[known], asked.pack)
        named = find_lines(match[other], asked.pack, labels_only=True)
        if line is not None and not named:
            pair = {f"{line.table}.{line.key}": [match[other]]}
            return Suggestion("aliases", f"aliases: {write_flow(pair)}\n")
    return None


def _forbid(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    words = _phrases(asked, match["what"])
    if not words:
        return None
    zone = _zone(asked, "body")
    message = "有不应写的“{text}”。"
    if "text" in KINDS:
        check = f"{{kind: text, zone: {zone}, must_not: {write_flow(words)}}}"
        return _rule(asked, check, message, "text")
    patterns = [re.escape(word) for word in words]
    check = f"{{kind: pattern, zone: {zone}, forbid: {write_flow(patterns)}}}"
    return _rule(asked, check, message, "pattern")


_COUNTED = re.compile(r"(?:的?(?:数量|个数|件数|次数|总数|数目|多少)|有几个|有多少(?:个|件|次)?)$")


def _require(asked: _Asked, match: re.Match[str]) -> Suggestion | None:
    what = match["what"]
    if _COUNTED.fullmatch(what):  # 政务新媒体要写明数量
        what = f"{asked.text[: match.start()]}的{what}"
    words = _phrases(asked, what)
    if not words:
        return None
    zone = _zone(asked, "body")
    counted = [_COUNTED.sub("", word) for word in words]
    message = f"没有写“{'、'.join(counted)}”。"
    if "text" in KINDS:
        phrases = [
            f"{bare} N" if bare != word else word for bare, word in zip(counted, words, strict=True)
        ]
        check = f"{{kind: text, zone: {zone}, must: {write_flow(phrases)}}}"
        return _rule(asked, check, message, "text")
    patterns = [
        re.escape(bare) + (r"[^。]{0,20}?\d+" if bare != word else "")
        for bare, word in zip(counted, words, strict=True)
    ]
    if len(patterns) == 1:
        check = f"{{kind: pattern, zone: {zone}, require: {write_flow(patterns)}}}"
        return _rule(asked, check, message, "pattern")
    topics = [
        {"name": name, "patterns": [pattern]}
        for name, pattern in zip(counted, patterns, strict=True)
    ]
    check = f"{{kind: pattern, zone: {zone}, topics: {write_flow(topics)}}}"
    return _rule(asked, check, "没有写{topics}。", "pattern")


_MAKERS: dict[str, Callable[[_Asked, re.Match[str]], Suggestion | None]] = {
    "off": _off,
    "severity": _severity,
    "deadline": _deadline,
    "similarity": _similarity,
    "length": _length,
    "year_to_year": _year_to_year,
    "conditional": _conditional,
    "at_least": _make_comparer(">="),
    "at_most": _make_comparer("<="),
    "not_zero": _not_zero,
    "not_more": _inequality(more=False),
    "not_less": _inequality(more=True),
    "equation": _equation,
    "section": _section,
    "period_place": _period_place,
    "last_problems": _last_problems,
    "new_section": _new_section,
    "new_table": _new_table,
    "contact": _contact,
    "title_year": _title_year,
    "correction": _correction,
    "alias": _alias,
    "forbid": _forbid,
    "require": _require,
}
