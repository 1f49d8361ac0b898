"""What is not checked: inputs that cannot be, rules that failed or for which something is lacking.

Also comments that are to suppress findings and do not.
Rules lack cells of a table, something of last year's report, or a part of the report that gblint
failed to read.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from gblint.attempts import Setback, Stopped, What
from gblint.checks import cells, equations, other_reports, prose
from gblint.checks.hits import (
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    join_says,
    make_say,
    read_options,
)
from gblint.checks.other_reports import (
    Succession,
    find_misfit,
    list_rules_comparing,
    list_unread_cells,
)
from gblint.checks.places import find_first_anchor, names, read_section_number
from gblint.checks.repeated import list_without_counterpart
from gblint.document import Anchor, Comment, Document, Paragraph
from gblint.findings import Say, TooMuch
from gblint.pack import Case, Options, make_variants
from gblint.pack.model import BlockSpec, Pack, Rule, TableSpec, list_checks
from gblint.report import is_all_in_one_row
from gblint.report.model import Missing, Report, Unlike
from gblint.text.patterns import PatternTimeout


class InputCheck(Options, frozen=True, tag="input"):
    """A file that cannot be checked (GB901 unreadable, GB902 unrecognised, GB903 scanned)."""

    event: Literal["unreadable", "unrecognised", "scanned"]


class SuppressionCheck(Options, frozen=True, tag="suppression"):
    """A comment that is to suppress findings does what it says (GB904).

    Variants: word, rule, reason, unused, lasting.
    """


Event = Literal["unreadable", "unrecognised", "scanned"]

_STAMPS = 50
"""Characters that a scan may have beside its pictures: page numbers, a stamp's words."""

_WHOLE_FILE = Say("整个文件", "whole file")
_SCANNED = Say("正文是图片", "the text is a picture")
_CRAMMED = Say(
    "全部文字在表格的一行里，转换时丢失了段落和表格，请检查转换前的文件",
    "all its text is in one row of a table, paragraphs and tables were lost in a conversion: "
    "check what was converted",
)
_EMPTY = Say("文件中没有文字", "there is no text in it")
_OTHER = Say("没有找到年度报告的标题、章节或表格", "no title, section or table of one was found")

_RUN_TOGETHER = Say(
    "换行丢失了，几个部分连成了一段，无法分清标题、段落和表格，请检查转换或复制之前的文件",
    "the ends of its lines were lost, its sections are one paragraph: check what it was copied or "
    "converted from",
)


def check_input(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """A hit when the document was read, but no report was recognised in it."""
    if report.recognised:
        return
    count = _count_characters(report.document)
    # the two events have rules of their own, as what to do about them differs
    scanned = report.document.pictures > 0 and count <= _STAMPS
    if read_options(rule, InputCheck).event != ("scanned" if scanned else "unrecognised"):
        return
    if scanned:
        yield make_input_hit(_SCANNED)
    elif report.unlike is not None:
        yield _make_unlike_hit(report.unlike)
    elif is_all_in_one_row(report.document):
        yield make_input_hit(_CRAMMED, "other")
    else:
        yield make_input_hit(_OTHER if count else _EMPTY, "other" if count else "empty")


def make_input_hit(reason: Say, variant: str = "") -> Hit:
    return Hit(Place(where=_WHOLE_FILE), {"reason": reason}, variant)


def _make_unlike_hit(unlike: Unlike) -> Hit:
    """A hit at what shows that the document is another."""
    if unlike.why == "run_together":
        return Hit(Place(unlike.anchor, where=_WHOLE_FILE), {"reason": _RUN_TOGETHER}, "other")
    name, title = make_say(unlike.name), unlike.title
    if unlike.why == "several":
        several = Say(
            f"文件里不止一份年度报告，后面还有“{title}”，请拆成每个机关一个文件再检查",
            f'the file has more than one annual report; there is "{title}" as well: '
            "check each in a file of its own",
        )
        return Hit(Place(unlike.anchor, text=title, where=_WHOLE_FILE), {"reason": several}, "year")
    reason = Say(
        f"从标题“{title}”看，这是{name.zh}",
        f'by its title, "{title}", it is {name.in_lang("en")}',
    )
    return Hit(Place(unlike.anchor, text=title, where=_WHOLE_FILE), {"reason": reason}, "other")


def _count_characters(document: Document) -> int:
    """The characters of a document, white space not counted."""
    texts = (
        part.text
        for block in document.blocks
        for part in ((block,) if isinstance(block, Paragraph) else block.cells)
    )
    return sum(len("".join(text.split())) for text in texts)


_COMMENT = Say("批注", "Comment")


class SuppressionFault(msgspec.Struct, frozen=True):
    """What is wrong with a comment: a word that is none of ours, a rule that is not known or
    not named, no reason, no finding to suppress, or one that no comment may suppress. `word` is
    what was read, `rules` name the rules concerned.
    """

    comment: Comment
    variant: Literal["word", "rule", "reason", "unused", "lasting"]
    word: str = ""
    rules: tuple[str, ...] = ()


def make_suppression_hit(fault: SuppressionFault) -> Hit:
    comment = fault.comment
    return Hit(
        Place(Anchor(comment.first, cell=comment.cell), text=comment.text, where=_COMMENT),
        {"text": comment.text, "word": fault.word, "rules": fault.rules},
        fault.variant,
    )


def find_nothing(_report: Report, _rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """Nothing: which comments suppress nothing is known when all rules have been checked."""
    return iter(())


INPUT = CheckKind(
    options=InputCheck,
    values=("reason",),
    option="event",
    cases={"unrecognised": Case(variants=make_variants("empty", "other", "year"))},
    check=check_input,
)

SUPPRESSION = CheckKind(
    options=SuppressionCheck,
    values=("text", "word", "rules"),
    variants=make_variants("word", "rule", "reason", "unused", "lasting"),
    check=find_nothing,
)


class UnevaluatedCheck(Options, frozen=True, tag="unevaluated"):
    """What could not be evaluated because gblint failed at it, or its time was over (GB906).

    Its findings stay whatever is selected, ignored, suppressed or known, and the exit code is 2.
    """


_NAMES: dict[What, Say] = {
    "table": Say("一个没有认出的表格", "a table that was not recognised"),
    "paragraph": Say("本段文字中的数字", "the figures in the text of this paragraph"),
    "prose": Say("正文中的数字", "the figures in the prose"),
    "period": Say("统计的起止日期", "the statistics period"),
    "contact": Say("机构的联系方式", "the contact information"),
    "published": Say("发布日期", "the date of publication"),
    "level": Say("机关的层级", "the level of the organ"),
    "headings": Say(
        "有错字的标题（标题可能没有全部认出）",
        "headings with a typo (not all headings may have been recognised)",
    ),
    "previous": Say("与上年报告的比较", "the comparison with last year's report"),
}


_SLOW_PATTERN = Say(
    "改规则包中这条正则表达式，gblint 自带的规则包请报告给开发者；在此之前人工核对所列的规则。",
    "Mend the pattern in the pack, and report it where the pack is gblint's own; until then check "
    "by hand what the listed rules are about.",
)
_TOO_MUCH = Say(
    "确认这是一份年度报告，去掉不属于它的内容再检查；在此之前人工核对所列的规则。",
    "Make sure that it is an annual report, and take out what does not belong in it; until then "
    "check by hand what the listed rules are about.",
)


class Unevaluated(msgspec.Struct, frozen=True):
    """A rule that was stopped; `some` where hits had come before."""

    rule: Rule
    stopped: Stopped
    some: bool = False


def find_blocked_rules(report: Report, pack: Pack) -> frozenset[str]:
    """The rules that are not to be run, as what they are about could not be read."""
    return frozenset(
        rule for setback in report.setbacks for rule in _list_blocked_rules(setback, report, pack)
    )


def list_setback_hits(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each part of the report that could not be read.

    The variants of these hits have no words of their own; they tell the findings apart.
    """
    for setback in report.setbacks:
        if not setback.stopped.late:
            yield Hit(
                Place(
                    setback.anchor or find_first_anchor(report),
                    setback.section,
                    setback.key or None,
                    text=setback.text,
                    where=None if setback.anchor else _WHOLE_FILE,
                ),
                _list_values(_say_setback(setback, pack), setback.stopped),
                f"{setback.what} {setback.key}",
                fix=_say_fix(setback.stopped),
                unchecked=_list_limited_rules(setback, report, pack),
            )


def list_rule_hits(report: Report, stopped: Iterable[Unevaluated]) -> Iterator[Hit]:
    """One hit for each rule that was stopped, for what goes wrong in it."""
    for failed in stopped:
        if failed.stopped.late:
            continue
        id_, fix = failed.rule.id, _say_fix(failed.stopped)
        what = Say(f"规则 {id_}", f"rule {id_}")
        if failed.some:
            what = Say(f"规则 {id_} 的其余部分", f"the rest of rule {id_}")
        values = _list_values(what, failed.stopped, id_)
        yield Hit(_find_place(report, failed.rule), values, id_, unchecked=(id_,), fix=fix)


def list_late_hits(report: Report, pack: Pack, stopped: Sequence[Unevaluated]) -> Iterator[Hit]:
    """One hit for all that was not begun when the time of the file was over."""
    # all that the time did not suffice for is one finding: it has one cause
    setbacks = [setback for setback in report.setbacks if setback.stopped.late]
    late = [unevaluated for unevaluated in stopped if unevaluated.stopped.late]
    if not setbacks and not late:
        return
    of_paragraphs = [one for one in setbacks if one.what == "paragraph"]
    others = (_say_setback(one, pack) for one in setbacks if one.what != "paragraph")
    named = list(dict.fromkeys(others))
    if of_paragraphs:
        named.append(_NAMES["prose"])
    if late:
        named.append(Say(f"余下的 {len(late)} 条规则", f"the {len(late)} rules that were left"))
    rules = [rule for one in setbacks for rule in _list_limited_rules(one, report, pack)]
    yield Hit(
        Place(find_first_anchor(report), where=_WHOLE_FILE),
        _list_values(join_says(named), setbacks[0].stopped if setbacks else late[0].stopped),
        "time",
        fix=_TOO_MUCH,
        unchecked=tuple(dict.fromkeys((*rules, *(one.rule.id for one in late)))),
    )


def _say_fix(stopped: Stopped) -> Say | None:
    """What to do where gblint did not fail, but something took too long, or was too much."""
    if stopped.error == PatternTimeout.__name__:
        return _SLOW_PATTERN
    return _TOO_MUCH if stopped.error == TooMuch.__name__ else None


def _list_values(what: Say, stopped: Stopped, rule: str = "") -> dict[str, Measured]:
    return {"rule": rule, "what": what, "reason": stopped.reason, "error": stopped.error}


def _find_place(report: Report, rule: Rule) -> Place:
    """The section or the table that a rule is about, as far as it names one."""
    table = getattr(rule.check, "table", "")
    reading = report.tables.get(table) if isinstance(table, str) else None
    if reading is not None:
        return Place(reading.anchor, reading.section, reading.key)
    zone = str(getattr(rule.check, "zone", ""))
    number = read_section_number(zone) if zone else None
    section = None if number is None else report.section(number)
    if section is not None:
        return Place(section.heading.anchor, section.number)
    return Place(find_first_anchor(report), where=_WHOLE_FILE)


def _say_setback(setback: Setback, pack: Pack) -> Say:
    return names(pack).table(setback.key) if setback.key else _NAMES[setback.what]


def _list_limited_rules(setback: Setback, report: Report, pack: Pack) -> tuple[str, ...]:
    """The rules that could not be evaluated, in whole or in part."""
    rules = list(_list_blocked_rules(setback, report, pack))
    if setback.what == "previous":
        rules += list_rules_on_last_year(pack)
    if setback.key:
        table = next(table for table in pack.tables if table.key == setback.key)
        rules += list_rules_needing_cells(report, pack, setback.key, list_cells(table))
    rules += (rule.id for rule in pack.rules if setback.what in rule.check.limited_without)
    return tuple(dict.fromkeys(rules))


def _list_blocked_rules(setback: Setback, report: Report, pack: Pack) -> Iterator[str]:
    """The rules that cannot be evaluated at all."""
    yield from _list_stopped_rules(setback.what, pack)
    if setback.what in ("period", "contact"):
        for rule in pack.rules:
            if getattr(rule.check, "fact", "") == setback.what:
                yield rule.id
    # the title may have told the year, which then does for the rules that ask for it
    if setback.what == "period" and report.year is None:
        yield from _list_stopped_rules("year", pack)


def _list_stopped_rules(what: str, pack: Pack) -> Iterator[str]:
    return (rule.id for rule in pack.rules if what in rule.check.stops_without)


def list_cells(table: TableSpec, missing: Missing | None = None) -> frozenset[CellKey]:
    """The cells that a missing part would have held; without one, all cells of the table."""
    return frozenset(
        (row.key, column.key)
        for block in table.blocks
        for row in block.rows
        for column in block.columns
        if missing is None or _is_lost(missing, table, block, row.key, column.key)
    )


def _is_lost(missing: Missing, table: TableSpec, block: BlockSpec, row: str, column: str) -> bool:
    if missing.kind == "block":
        return row in missing.keys
    keys = missing.keys or (missing.key,)
    if missing.kind in ("row", "collapsed"):
        return row in keys
    home = row if table.layout == "across" else block.key
    return column in keys and missing.block in ("", home)


def list_rules_needing_cells(
    report: Report, pack: Pack, table: str, gone: Collection[CellKey]
) -> tuple[str, ...]:
    """The rules that are in question for a report and need any of these cells."""
    return (
        *equations.list_rules_needing(pack, table, gone),
        *prose.list_rules_needing(report, pack, table, gone),
        *other_reports.list_year_rules_needing(report, pack, table, gone),
        *other_reports.list_sum_rules_needing(report, pack, table, gone),
        *cells.list_rules_needing(pack, table, gone),
    )


Remark = tuple[tuple[str, ...], Say]
"""Rules that could not be evaluated, and why not."""


def list_rules_on_last_year(pack: Pack) -> tuple[str, ...]:
    """The rules that need last year's report."""
    return (*list_rules_comparing(pack), *_list_successions(pack))


def _list_successions(pack: Pack) -> tuple[str, ...]:
    return tuple(rule for rule, _ in list_checks(pack, Succession))


def explain_uncompared(report: Report, pack: Pack) -> Iterator[Remark]:
    """What no finding says: last year's report lacks something, or does not say whose it is."""
    last = report.previous
    if last is None or find_misfit(report, pack):
        return
    succession = _list_successions(pack)
    if succession and not (report.organ and last.organ and report.year and last.year):
        yield succession, _UNKNOWN
    for rule, why in (
        *list_unread_cells(last, pack),
        *cells.list_unread_cells(report, pack),
        *list_without_counterpart(report, last, pack),
    ):
        yield (rule,), why


_UNKNOWN = Say(
    "两份报告中有一份读不出机关名称或年度",
    "one of the two reports does not say its organ or its year",
)

UNEVALUATED = CheckKind(
    options=UnevaluatedCheck,
    finds=(
        "what could not be evaluated or read because gblint failed at it, or in time; a "
        "pack without such a rule has that of `gbh-2021-30`"
    ),
    values=("rule", "what", "reason", "error"),
    check=list_setback_hits,
)
