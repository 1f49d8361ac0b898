"""What a rule sees in a report and why it finds something or nothing, step by step.

The steps are told by what the options of the rule name (a zone, patterns, a table, an equation),
so that they serve every kind of check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import astuple

from gblint.checks import KINDS, check_report, list_deciding
from gblint.checks.equations import SignedCell, spread_equation
from gblint.checks.hits import CellKey, make_say, write_figure
from gblint.checks.places import (
    Placed,
    list_paragraphs,
    names,
    read_section_number,
    say_zone,
    squeeze,
)
from gblint.checks.unchecked import explain_uncompared, find_blocked_rules
from gblint.findings import Finding, Say
from gblint.pack import Options
from gblint.pack.equation_grammar import PREVIOUS, CellEquation, find_table_by_key, parse_equation
from gblint.pack.model import Pack, Rule, TableSpec
from gblint.packs import join_says
from gblint.packs.pack_source import find_patterns
from gblint.packs.references import read_tag
from gblint.packs.schema import find_key_text, find_kind_text
from gblint.report.model import Number, Report
from gblint.selection import apply_comments
from gblint.text.patterns import PatternTimeout, search

_FEW = 5
"""Paragraphs, cells and places of each kind that are shown."""

_LONGEST = 60


class Step(msgspec.Struct, frozen=True):
    """A step, and what it showed, a line each."""

    text: Say
    lines: tuple[Say, ...] = ()


def follow_rule(rule: Rule, report: Report, pack: Pack) -> list[Step]:
    """The steps of a rule over a report that has been recognised."""
    steps = [_describe_report(report), _describe_rule(rule)]
    if not report.recognised:
        why = Say("没有认出年度报告，这条规则不查。", "It is no report: not checked.")
        return [*steps, Step(why)]
    if rule.id in find_blocked_rules(report, pack):
        why = Say("要看的内容没有读出来，这条规则没有查。", "What it is about could not be read.")
        return [*steps, Step(why)]
    check = rule.check
    if check.needs == "previous" and report.previous is None:
        why = Say(
            "要有上年的报告才查：加上 --previous 上年报告。",
            "It needs last year's report: add --previous LAST.",
        )
        return [*steps, Step(why)]
    if check.needs not in ("report", "previous"):
        return [*steps, Step(Say("它要看的不是一份报告。", "It looks at more than one report."))]
    steps += _follow_zone(check, report, pack)
    if isinstance(check, CellEquation):
        steps += _follow_equation(rule, check, report, pack)
    elif isinstance(table := getattr(check, "table", None), str) and table:
        steps.append(_follow_table(table, report, pack))
    steps += _follow_facts(rule, report)
    return [*steps, *_describe_result(rule, report, pack)]


def _describe_report(report: Report) -> Step:
    title = report.title.text if report.title is not None else ""
    read = [Say(f"标题：{title or '没有找到'}", f"title: {title or 'none found'}")]
    if report.recognised:
        numbers = [str(section.number) for section in report.sections if section.number]
        for zh, en, found in (
            ("部分", "sections", numbers),
            ("表格", "tables", list(report.tables)),
        ):
            listed = Say(f"{zh}：{'、'.join(found) or '无'}", f"{en}: {', '.join(found) or 'none'}")
            read.append(listed)
    return Step(Say("读到的报告", "The report as read"), tuple(read))


def _describe_rule(rule: Rule) -> Step:
    tag = read_tag(rule.check)
    title = make_say(rule.title)
    lines = [find_kind_text(KINDS[tag]).behind(tag)]
    for name in (field.encode_name for field in msgspec.structs.fields(rule.check)):
        value = getattr(rule.check, name)
        if value in ((), "", None, False):  # as good as not given
            continue
        meaning = find_key_text(type(rule.check), name) or Say("")
        shown, en = _shorten(_write_value(value)), meaning.in_lang("en")
        lines.append(Say(f"{name}（{meaning.zh}）：{shown}", f"{name} ({en}): {shown}"))
    head = Say(f"规则 {rule.id}：{title.zh}", f"Rule {rule.id}: {title.in_lang('en')}")
    return Step(head, tuple(lines))


def _write_value(value: object) -> str:
    if isinstance(value, str):
        return value
    from gblint.authoring.list_keys import write_flow

    return write_flow(msgspec.to_builtins(value))


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _follow_zone(check: Options, report: Report, pack: Pack) -> Iterator[Step]:
    """The text that is looked at, and what each pattern finds in it."""
    zone = getattr(check, "zone", None)
    if not isinstance(zone, str):
        return
    number = read_section_number(zone)
    if number is not None and report.section(number) is None:
        zh = f"报告里没有第 {number} 部分，这条规则不查（缺少部分由别的规则报）。"
        en = f"There is no section {number}: another rule tells that, and this one is silent."
        yield Step(Say(zh, en))
        return
    placed = list_paragraphs(report, zone)
    name = say_zone(zone, names(pack).heading(number) if number is not None else "")
    # counted as the kind `length` counts: without white space
    count = sum(len(squeeze(paragraph.text)) for paragraph, _ in placed)
    head = Say(
        f"查的位置：{name.zh}，{len(placed)} 段，{count} 字",
        f"It looks at {name.in_lang('en')}: {len(placed)} paragraphs, {count} characters",
    )
    quoted = [_quote(paragraph.anchor.line, paragraph.text) for paragraph, _ in placed]
    yield Step(head, tuple(_list_some(quoted)))
    for path, pattern in find_patterns(check):
        yield _follow_pattern(check, str(path[0]), pattern, placed)


def _quote(line: int, text: str) -> Say:
    return Say(f"第 {line} 行：{_shorten(text)}", f"line {line}: {_shorten(text)}")


def _list_some(says: Sequence[Say]) -> Iterator[Say]:
    yield from says[:_FEW]
    if len(says) > _FEW:
        more = len(says) - _FEW
        yield Say(f"……另有 {more} 处", f"… and {more} more")


def _follow_pattern(check: Options, field: str, pattern: str, placed: Iterable[Placed]) -> Step:
    as_written = getattr(check, "as_written", False)
    met: list[Say] = []
    try:
        for paragraph, _ in placed:
            # as the rule reads it: else a pattern would be found here where the rule is silent
            text = paragraph.text if as_written else squeeze(paragraph.shown)
            match = search(pattern, text)
            if match is not None:
                found, line = _shorten(match[0]), paragraph.anchor.line
                met.append(Say(f"第 {line} 行：“{found}”", f'line {line}: "{found}"'))
    except PatternTimeout:
        met = [Say("用时过久，没有查完", "it took too long")]
    shown, none = _shorten(pattern), Say("没有找到", "not found")
    how = Say(f"找到 {len(met)} 段", f"found in {len(met)} paragraphs") if met else none
    head = Say(f"{field}：{shown}  {how.zh}", f"{field}: {shown}  {how.en}")
    return Step(head, tuple(_list_some(met)))


def _follow_equation(rule: Rule, check: CellEquation, report: Report, pack: Pack) -> Iterator[Step]:
    """The equation for each row or column with the figures of its cells."""
    table, reading = find_table_by_key(pack, check.table), report.tables.get(check.table)
    yield _follow_table(check.table, report, pack)
    if table is None or reading is None:
        return
    counted, relation = reading.list_figures(), parse_equation(check.equation).relation
    last = report.previous.figures.get(check.table, {}) if report.previous is not None else {}
    lines: list[Say] = []
    for line in spread_equation(rule.id, check, table):
        (above, left), (below, right) = (
            _write_side(side, check.each, counted, last) for side in (line.left, line.right)
        )
        label = _find_label(table, line.line)
        end = Say("有的数读不出来，不查", "a figure is not known: not checked")
        if left is not None and right is not None:
            holds = left == right if relation == "==" else left >= right
            end = Say("成立", "holds") if holds else Say("不成立", "does not hold")
        text = f"{above} {relation} {below}"
        lines.append(Say(f"{label}：{text}  {end.zh}", f"{label}: {text}  {end.in_lang('en')}"))
    yield Step(Say(f"等式：{check.equation}", f"Equation: {check.equation}"), tuple(lines))


def _write_side(
    side: Sequence[SignedCell],
    each: str,
    counted: dict[CellKey, Number | None],
    last: dict[CellKey, Number | None],
) -> tuple[str, Number | None]:
    """A side of an equation with its figures, and what they come to."""
    total: Number | None = 0
    words: list[str] = []
    for sign, (row, column), previous in map(astuple, side):
        name = f"{PREVIOUS if previous else ''}{column if each == 'row' else row}"
        value = (last if previous else counted).get((row, column))
        words.append(f"{sign} {name}={'?' if value is None else write_figure(value)}")
        if total is not None:
            total = None if value is None else total + (value if sign == "+" else -value)
    return " ".join(words).removeprefix("+ "), total


def _find_label(table: TableSpec, key: str) -> str:
    lines = (line for block in table.blocks for line in (*block.rows, *block.columns))
    return next((f"{line.label}（{key}）" for line in lines if line.key == key), key)


def _follow_table(key: str, report: Report, pack: Pack) -> Step:
    name = names(pack).table(key)
    reading = report.tables.get(key)
    if reading is None:
        say = Say(
            f"{name.zh}（{key}）没有找到，这条规则不查（由别的规则报）。",
            f"{name.in_lang('en')} ({key}) was not found: another rule tells that.",
        )
        return Step(say)
    count = Counter(cell.status for cell in reading.cells.values())
    numbers, blank, line = count["number"] + count["worded"], count["blank"], reading.anchor.line
    unread = count.total() - numbers - blank
    say = Say(
        f"{name.zh}（{key}），第 {line} 行：{numbers} 格有数，{blank} 格空白，{unread} 格读不出",
        f"{name.in_lang('en')} ({key}), line {line}: {numbers} figures, {blank} blank, "
        f"{unread} unreadable",
    )
    return Step(say)


def _follow_facts(rule: Rule, report: Report) -> Iterator[Step]:
    """The facts that a rule on facts goes by."""
    tag = read_tag(rule.check)
    facts = report.facts
    lines: list[Say] = []
    # by the kinds, as their options do not name which facts they go by
    if tag in ("period", "fact-presence") and facts.period is not None:
        lines.append(_quote(facts.period.found.anchor.line, facts.period.found.text))
    if tag in ("contact", "fact-presence"):
        contact = facts.contact
        parts = (*contact.addresses, *contact.phones, *contact.posts, *contact.mails)
        lines += (_quote(mention.anchor.line, mention.value) for mention in parts)
    if tag in ("deadline", "dates"):
        level = report.level or "?"
        lines.append(Say(f"层级：{level}", f"level: {level}"))
        if facts.published is not None:
            lines.append(_quote(facts.published.anchor.line, facts.published.value))
    if lines or tag in ("period", "fact-presence", "contact", "deadline", "dates"):
        head, none = Say("读到的要素", "The facts as read"), Say("没有读到要素", "No facts read")
        yield Step(head if lines else none, tuple(_list_some(lines)))


def _describe_result(rule: Rule, report: Report, pack: Pack) -> Iterator[Step]:
    # with the rules that decide whether this one is told, as in a check; comments come after that
    every = check_report(report, pack, list_deciding(rule))
    found = [one for one in every if one.rule == rule.id]
    in_force = frozenset(one.id for one in pack.rules)
    left = [one for one in apply_comments(report, pack, every, in_force)[0] if one.rule == rule.id]
    head = Say(f"结果：报 {len(found)} 处", f"Result: {len(found)} findings")
    none = Say("结果：不报", "Result: no finding")
    yield Step(head if found else none, tuple(map(_describe_finding, found[:_FEW])))
    if len(left) < len(found):
        gone = len(found) - len(left)
        how = f"{gone} of them are suppressed by comments."
        yield Step(Say(f"其中 {gone} 处按文档里的批注忽略。", how))
    if not found:
        for ids, why in explain_uncompared(report, pack):
            if rule.id in ids:
                yield Step(join_says(Say("没有全部核对：", "Not all was checked: "), why))


def _describe_finding(finding: Finding) -> Say:
    line = finding.location.line
    return join_says(Say(f"第 {line} 行：", f"line {line}: "), finding.message)
