"""The kinds of check that an office writes for itself: of cells and of words, no patterns.

Cells are compared with figures, with cells of other tables and of last year's report. Words are
those that a zone must have, or must not. What a rule asks may hang on cells (`when`).
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec
from msgspec import Meta

from gblint.checks.content import list_nothing_forms, tell_content
from gblint.checks.equations import join_signed
from gblint.checks.hits import (
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    find_gap,
    read_options,
    write_figure,
)
from gblint.checks.places import (
    Names,
    find_as_written,
    find_zone_heading,
    find_zone_place,
    iterate_sentences,
    make_names,
    names,
    quote,
    read_section_number,
    read_zone,
    say_zone,
    squeeze,
)
from gblint.checks.year_to_year import find_misfit, say_of_last_year, say_unread
from gblint.document import Paragraph
from gblint.findings import Say
from gblint.pack import Phrases, Zone, make_variants, name_zone, parse_zone
from gblint.pack.equations import (
    FIGURE,
    CellTest,
    Conditional,
    NamedCell,
    Signed,
    Tests,
    is_figure,
    iterate_tests,
    list_tests,
    parse_test,
    read_cell,
)
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.report.stated import Number

if TYPE_CHECKING:
    from gblint.text.phrases import Phrase


class CellsCheck(Conditional, frozen=True, kw_only=True, tag="cells"):
    """Cells are as the comparisons say: `must: licensing.decisions > 0`, by keys or labels.

    With `when`, only where that holds: `when: review.total > 0`, `then: new.total > 0`. Where a
    cell is blank or cannot be read nothing is told: unknown is never 0, and another rule names it.
    """

    tested: ClassVar[tuple[str, ...]] = ("when", "must", "then")

    must: Tests = ()
    then: Tests = ()


_COMPARE: Mapping[str, Callable[[Number, Number], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_SIGNS = {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤"}


class ComparedCells(msgspec.Struct, frozen=True):
    """A comparison with the figures of its sides."""

    test: CellTest
    left: Number
    right: Number

    @property
    def holds(self) -> bool:
        return _COMPARE[self.test.relation](self.left, self.right)


def compare(
    text: str, report: Report, pack: Pack, *, figure: Number | None = None
) -> ComparedCells | None:
    """A comparison with its figures, None where one of them is not known.

    `figure` is what stands in the place of `N`.
    """
    test = parse_test(text)
    left, right = (_sum(side, report, pack, figure) for side in (test.left, test.right))
    return None if left is None or right is None else ComparedCells(test, left, right)


def _sum(
    side: tuple[Signed, ...], report: Report, pack: Pack, figure: Number | None
) -> Number | None:
    total: Number = 0
    for sign, operand in side:
        value: Number | None
        if not isinstance(operand, NamedCell):
            value = operand
        else:
            value = figure if is_figure(operand) else _find_value(operand, report, pack)
        if value is None:
            return None
        total += value if sign == "+" else -value
    return total


def _find_value(name: NamedCell, report: Report, pack: Pack) -> Number | None:
    table, row, column = read_cell(name)
    if name.last:
        last = report.previous
        if last is None or find_misfit(report, pack):
            return None
        return last.figures.get(table, {}).get((row, column))
    reading = report.tables.get(table)
    cell = reading.cells.get((row, column)) if reading is not None else None
    return None if cell is None else cell.value


def is_met(check: Conditional, report: Report, pack: Pack) -> bool:
    """Whether all that a check is made under holds; what is not known does not."""
    every = (compare(text, report, pack) for text in list_tests(check.when))
    return all(compared is not None and compared.holds for compared in every)


def check_cells(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each comparison that does not hold."""
    check = read_options(rule, CellsCheck)
    if not is_met(check, report, pack):
        return
    labels = make_names(report, pack)
    when = tuple(say_test(text, labels) for text in list_tests(check.when))
    for text in (*list_tests(check.must), *list_tests(check.then)):
        compared = compare(text, report, pack)
        if compared is None or compared.holds:
            continue
        # `packs.labels` refuses a comparison of last year's cells alone: a finding needs a place
        cells = (name for name in compared.test.cells() if not name.last)
        table, row, column = read_cell(next(cells))
        reading = report.tables[table]
        cell = reading.cells[row, column]
        values: dict[str, Measured] = {
            "cell": labels.cell(table, row, column),
            "left": _say_side(compared.test.left, report, pack, labels),
            "right": _say_side(compared.test.right, report, pack, labels),
            "left_sum": compared.left,
            "right_sum": compared.right,
            "difference": find_gap(compared.left, compared.right),
            "table_name": labels.table(table),
            "wanted": say_test(text, labels),
            "when": when,
        }
        place = Place(cell.anchor, reading.section, table, row, column, text=cell.text)
        yield Hit(place, values)


def say_test(text: str, labels: Names) -> Say:
    """A comparison in words, without figures: `a + b > 0` by the labels."""
    test = parse_test(text)
    left, right = (
        join_signed([(sign, _name_operand(one, labels)) for sign, one in side])
        for side in (test.left, test.right)
    )
    sign = _SIGNS.get(test.relation, test.relation)
    return Say(f"{left.zh} {sign} {right.zh}", f"{left.in_lang('en')} {sign} {right.in_lang('en')}")


def _name_operand(operand: NamedCell | Number, labels: Names) -> Say:
    """A cell by its row, and its column where that is not of totals or the only one."""
    if not isinstance(operand, NamedCell):
        return Say(write_figure(operand))
    if is_figure(operand):
        return Say(FIGURE)
    table, row, column = read_cell(operand)
    label, tail = labels.row(table, row), labels.column(table, column)
    # a rule says “新收 > 0” of the total: naming it each time would bury what differs
    if not (column == "total" or labels.is_only_column(table, row)):
        label = Say(f"{label.zh}（{tail.zh}）", f"{label.in_lang('en')} ({tail.in_lang('en')})")
    return say_of_last_year(label) if operand.last else label


def _say_side(side: tuple[Signed, ...], report: Report, pack: Pack, labels: Names) -> Say:
    """A side in words with its figures."""
    parts: list[tuple[str, Say]] = []
    for sign, operand in side:
        label = _name_operand(operand, labels)
        if isinstance(operand, NamedCell):
            value = write_figure(_find_value(operand, report, pack) or 0)
            label = Say(f"{label.zh} {value}", f"{label.in_lang('en')} {value}")
        parts.append((sign, label))
    return join_signed(parts)


def list_rules_needing(pack: Pack, table: str, gone: Collection[CellKey]) -> tuple[str, ...]:
    """The rules that compare any of these cells of this report, or are made by them."""
    return tuple(
        rule.id
        for rule in pack.rules
        for _, _, text in iterate_tests(rule.check)
        if any(
            not name.last and name.parts[0] == table and name.parts[1:] in gone
            for name in parse_test(text).cells()
        )
    )


def list_unread_cells(report: Report, pack: Pack) -> Iterator[tuple[str, Say]]:
    """The rules that compare cells that last year's report does not have, with the cells."""
    last = report.previous
    if last is None:
        return
    labels = names(pack)
    for rule in pack.rules:
        absent: dict[str, Say] = {}
        for _, _, text in iterate_tests(rule.check):
            for name in parse_test(text).cells():
                table, row, column = read_cell(name)
                if name.last and last.figures.get(table, {}).get((row, column)) is None:
                    absent[".".join(name.parts)] = labels.cell(table, row, column)
        if absent:
            yield rule.id, say_unread(last, absent.values())


def _find_faults(check: CellsCheck) -> Iterator[tuple[tuple[str | int, ...], Say]]:
    if not check.must and not check.then:
        say = Say(
            "要写 must（必须成立的比较），或 when 和 then",
            "there is no must (what has to hold), nor when with then",
        )
        yield ("kind",), say


CELLS = CheckKind(
    options=CellsCheck,
    finds=(
        "cells that are not as a comparison says (`licensing.decisions > 0`), of any tables and of "
        "last year's; `when` … `then`"
    ),
    values=(
        "cell",
        "left",
        "right",
        "left_sum",
        "right_sum",
        "difference",
        "table_name",
        "wanted",
        "when",
    ),
    faults=_find_faults,
    check=check_cells,
)


class TextCheck(Conditional, frozen=True, kw_only=True, tag="text"):
    """Words that a zone must have (each of `must`), or must not have (any of `must_not`).

    `at_least` says how often each of `must` has to be there, `at_most` how often any may be. With
    `near`, what differs in one character of four counts as well. A sentence with one of `unless`
    is excused. `when` compares cells: only where that holds is anything asked. `where` compares
    the figure that `N` is in what `must` finds, with cells or figures: `N == review.total`.

    Variants: absent, few, many, found, near (something like it is there), figure.
    """

    stops_without = ("zone",)
    tested: ClassVar[tuple[str, ...]] = ("when", "where")

    zone: Zone = "report"
    must: Phrases = ()
    must_not: Phrases = ()
    near: bool = False
    at_least: Annotated[int, Meta(ge=0)] | None = None
    at_most: Annotated[int, Meta(ge=0)] | None = None
    unless: Phrases = ()
    where: Tests = ()


class _Found(msgspec.Struct, frozen=True):
    """A place where a phrase stands, as written, in its sentence."""

    paragraph: Paragraph
    section: int | None
    sentence: str
    text: str
    number: str = ""


class _Zone:
    """The sentences of a zone, made plain once for all phrases."""

    def __init__(self, report: Report, check: TextCheck) -> None:
        from gblint.text.phrases import parse_phrase

        self._text = read_zone(report, check.zone)
        self._unless = [parse_phrase(text) for text in list_phrases(check.unless)]
        self.placed = self._text.placed

    def find(self, phrase: "Phrase") -> Iterator[_Found]:
        """Where a phrase stands."""
        from gblint.text.phrases import find_phrase

        pieces = (piece for word in phrase.words for piece in word)
        if all(map(self._text.may_match, pieces)):
            for paragraph, section, sentence, plain in self._iterate_sentences():
                for one in find_phrase(phrase, plain):
                    text = find_as_written(sentence, one.begin, one.end)
                    yield _Found(paragraph, section, sentence.strip(), text, one.number)

    def find_near(self, phrase: "Phrase") -> Iterator[_Found]:
        """Where something like a phrase stands that is not the phrase itself."""
        from gblint.text.phrases import find_near

        if not phrase.plain:
            return
        for paragraph, section, sentence, plain in self._iterate_sentences():
            if phrase.plain not in plain and (span := find_near(phrase, plain)):
                text = find_as_written(sentence, *span)
                yield _Found(paragraph, section, sentence.strip(), text)

    def _iterate_sentences(self) -> Iterator[tuple[Paragraph, int | None, str, str]]:
        from gblint.text.phrases import find_phrase

        for paragraph, section in self.placed:
            for _, sentence in iterate_sentences(paragraph.shown):
                plain = squeeze(sentence)
                if not any(next(find_phrase(one, plain), None) for one in self._unless):
                    yield paragraph, section, sentence, plain


def check_text(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for all that is absent; one for each phrase that is there too seldom or too often,
    and for each place where one stands that must not.

    Of a section that the report lacks, or that has no content, nothing is asked: another rule
    names the cause.
    """
    check = read_options(rule, TextCheck)
    if not is_met(check, report, pack):
        return
    from gblint.text.phrases import parse_phrase

    zone = _Zone(report, check)
    name = say_zone(check.zone, find_zone_heading(report, pack, check.zone))
    if check.must and _is_asked(report, pack, check, zone):
        yield from _find_lacking(report, check, zone, name)
        yield from _find_other_figures(report, pack, check, zone, name)
    for phrase in map(parse_phrase, list_phrases(check.must_not)):
        found = _find_all(zone, phrase, near=check.near)
        most = check.at_most or 0
        if most and len(found) > most:
            yield _make_hit(found[most], name, check, phrase, len(found), "many")
        elif not most:
            yield from (_make_hit(one, name, check, phrase, len(found), "found") for one in found)


def _find_all(zone: _Zone, phrase: "Phrase", *, near: bool) -> list[_Found]:
    found = list(zone.find(phrase))
    return [*found, *zone.find_near(phrase)] if near else found


def _is_asked(report: Report, pack: Pack, check: TextCheck, zone: _Zone) -> bool:
    """Whether anything can be asked of a zone."""
    read = parse_zone(check.zone)
    number = read_section_number(check.zone)
    if number is not None:
        # an absent section, and one that says 无, have rules of their own
        if report.section(number) is None:
            return False
        return tell_content(report, pack, number, list_nothing_forms(pack)) == "content"
    if read.name == "table":
        return any(one.number == read.number for one in report.tables.values())
    return read.name != "title" or bool(zone.placed)


def _find_lacking(report: Report, check: TextCheck, zone: _Zone, name: Say) -> Iterator[Hit]:
    from gblint.text.phrases import parse_phrase

    least = 1 if check.at_least is None else check.at_least
    absent: list[Phrase] = []
    for phrase in map(parse_phrase, list_phrases(check.must)):
        found = _find_all(zone, phrase, near=check.near)
        if check.at_most is not None and len(found) > check.at_most:
            yield _make_hit(found[check.at_most], name, check, phrase, len(found), "many")
        if len(found) >= least:
            continue
        if found:
            yield _make_hit(found[-1], name, check, phrase, len(found), "few")
        elif near := next(zone.find_near(phrase), None):
            yield _make_hit(near, name, check, phrase, 0, "near")
        else:
            absent.append(phrase)
    if absent:
        values = _list_values(check, name, absent) | {"least": least}
        yield Hit(find_zone_place(report, check.zone, zone.placed), values, "absent")


def _find_other_figures(
    report: Report, pack: Pack, check: TextCheck, zone: _Zone, name: Say
) -> Iterator[Hit]:
    """One hit for each figure that is not as it is compared."""
    from gblint.text.phrases import parse_phrase, value_of

    for phrase in map(parse_phrase, list_phrases(check.must)) if check.where else ():
        for found in zone.find(phrase):
            value = value_of(found.number)
            every = [compare(text, report, pack, figure=value) for text in list_tests(check.where)]
            broken = next((one for one in every if one is not None and not one.holds), None)
            if value is not None and broken is not None:
                hit = _make_hit(found, name, check, phrase, 1, "figure")
                figure = broken.right if broken.left == value else broken.left
                yield msgspec.structs.replace(
                    hit, values=hit.values | {"number": value, "figure": figure}
                )


def _make_hit(
    found: _Found, name: Say, check: TextCheck, phrase: "Phrase", count: int, variant: str
) -> Hit:
    place = Place(found.paragraph.anchor, found.section, text=found.sentence)
    return Hit(place, _list_values(check, name, [phrase], found.text, count), variant)


def _list_values(
    check: TextCheck, name: Say, wanted: Sequence["Phrase"], text: str = "", count: int = 0
) -> dict[str, Measured]:
    return {
        "wanted": tuple(quote(phrase.text) for phrase in wanted),
        "text": text,
        "count": count,
        "least": check.at_least or 1,
        "most": check.at_most or 0,
        "zone": name,
        "number": 0,
        "figure": 0,
    }


def list_phrases(phrases: str | tuple[str, ...]) -> tuple[str, ...]:
    """Phrases of which one may be written without brackets."""
    return (phrases,) if isinstance(phrases, str) else phrases


_WRONG = {
    "empty": Say("这里没有文字", "there is no text here"),
    "sign": Say(
        "“…”的两边都要有文字，“/”之间也要有", "there is text on both sides of … and between /"
    ),
}


def _find_text_faults(check: TextCheck) -> Iterator[tuple[tuple[str | int, ...], Say]]:
    from gblint.text.phrases import PhraseError, parse_phrase

    if check.must == () and check.must_not == ():
        say = Say(
            "要写 must（必须有的话）或 must_not（不能有的话）",
            "there is neither must nor must_not",
        )
        yield ("kind",), say
    for field in ("must", "must_not", "unless"):
        phrases = getattr(check, field)
        for i, phrase in enumerate(list_phrases(phrases)):
            try:
                parse_phrase(phrase)
            except PhraseError as error:
                yield (field,) if isinstance(phrases, str) else (field, i), _WRONG[error.why]
    if check.where != () and not any(FIGURE in phrase for phrase in list_phrases(check.must)):
        say = Say("where 比较的是 must 里 N 的数", "where compares what N is in must")
        yield ("where",), say
    if check.at_least is not None and not check.must:
        yield ("at_least",), Say("at_least 要同 must 一起写", "at_least goes with must")


TEXT = CheckKind(
    options=TextCheck,
    finds=(
        "words that must or must not be there, written as they are: blank, `/`, `…`, `N` "
        "(a number) are the only signs"
    ),
    references=name_zone,
    values=("wanted", "text", "count", "least", "most", "zone", "number", "figure"),
    variants=make_variants("absent", "few", "many", "found", "near", "figure"),
    faults=_find_text_faults,
    check=check_text,
)
