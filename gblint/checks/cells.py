"""The kinds of check that an office writes for itself: of cells and of words, no patterns.

Cells are compared with figures, with cells of other tables and of last year's report. Words are
those that a zone must have, or must not. What a rule asks may hang on cells (`when`).
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec
from msgspec import Meta

from gblint.checks.content import has_content
from gblint.checks.equations import add_signed
from gblint.checks.hits import (
    SIDE_VALUES,
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    find_gap,
    join_signed,
    read_options,
    write_figure,
)
from gblint.checks.other_reports import find_misfit, say_of_last_year, say_unread
from gblint.checks.places import (
    Names,
    call_zone,
    find_as_written,
    find_zone_place,
    iterate_sentences,
    make_names,
    names,
    quote,
    read_section_number,
    read_zone,
    squeeze,
)
from gblint.findings import Say
from gblint.pack import Phrases, Zone, make_variants, parse_zone
from gblint.pack.equation_grammar import (
    FIGURE,
    CellTest,
    Conditional,
    NamedCell,
    Signed,
    Tests,
    is_figure,
    iterate_tests,
    list_texts,
    parse_test,
    read_cell,
)
from gblint.pack.model import Pack, Rule
from gblint.report.model import Number, Report

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
    def find_value(operand: NamedCell | Number) -> Number | None:
        if not isinstance(operand, NamedCell):
            return operand
        return figure if is_figure(operand) else _find_value(operand, report, pack)

    return add_signed((sign, find_value(operand)) for sign, operand in side)


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
    every = (compare(text, report, pack) for text in list_texts(check.when))
    return all(compared is not None and compared.holds for compared in every)


def check_cells(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each comparison that does not hold."""
    check = read_options(rule, CellsCheck)
    if not is_met(check, report, pack):
        return
    labels = make_names(report, pack)
    when = tuple(say_test(text, labels) for text in list_texts(check.when))
    for text in (*list_texts(check.must), *list_texts(check.then)):
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
    values=("cell", *SIDE_VALUES, "wanted", "when"),
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


class _FoundPhrase(msgspec.Struct, frozen=True):
    """A phrase as written, with the place of its sentence."""

    place: Place
    text: str
    number: str = ""


class _PhraseSearch:
    """The sentences of a rule's zone, made plain once for all its phrases, and the hits in them."""

    def __init__(self, report: Report, pack: Pack, check: TextCheck) -> None:
        from gblint.text import phrases  # most packs have no such rule

        self._phrases = phrases
        self._text = read_zone(report, check.zone)
        self._name = call_zone(report, pack, check.zone)
        self.check = check
        self.placed = self._text.placed

    def parse(self, texts: str | tuple[str, ...]) -> "list[Phrase]":
        return [self._phrases.parse_phrase(text) for text in list_texts(texts)]

    @cached_property
    def _sentences(self) -> Sequence[tuple[Place, str, str]]:
        """The sentences that nothing excuses: where they are, as written and plain."""
        unless, find = self.parse(self.check.unless), self._phrases.find_phrase
        return [
            (Place(paragraph.anchor, section, text=sentence.strip()), sentence, plain)
            for paragraph, section in self.placed
            for _, sentence in iterate_sentences(paragraph.shown)
            for plain in [squeeze(sentence)]
            if not any(next(find(phrase, plain), None) for phrase in unless)
        ]

    def find(self, phrase: "Phrase") -> Iterator[_FoundPhrase]:
        """Where a phrase stands."""
        pieces = (piece for word in phrase.words for piece in word)
        if not all(map(self._text.may_match, pieces)):
            return
        for place, sentence, plain in self._sentences:
            for match in self._phrases.find_phrase(phrase, plain):
                text = find_as_written(sentence, match.begin, match.end)
                yield _FoundPhrase(place, text, match.number)

    def find_near(self, phrase: "Phrase") -> Iterator[_FoundPhrase]:
        """Where something like a phrase stands that is not the phrase itself."""
        if not phrase.plain:  # one with signs may be worded in so many ways that nothing is near it
            return
        for place, sentence, plain in self._sentences:
            if phrase.plain in plain:
                continue
            if span := self._phrases.find_near(phrase, plain):
                yield _FoundPhrase(place, find_as_written(sentence, *span))

    def find_all(self, phrase: "Phrase") -> list[_FoundPhrase]:
        """Where it stands, and with `near` what is like it."""
        found = list(self.find(phrase))
        return [*found, *self.find_near(phrase)] if self.check.near else found

    def make_hit(self, variant: str, phrase: "Phrase", count: int, found: _FoundPhrase) -> Hit:
        return Hit(found.place, self.list_values([phrase], found.text, count), variant)

    def list_values(
        self, wanted: "Sequence[Phrase]", text: str = "", count: int = 0
    ) -> dict[str, Measured]:
        return {
            "wanted": tuple(quote(phrase.text) for phrase in wanted),
            "text": text,
            "count": count,
            "least": self.check.at_least or 1,
            "most": self.check.at_most or 0,
            "zone": self._name,
            "number": 0,
            "figure": 0,
        }


def check_text(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for all that is absent; one for each phrase that is there too seldom or too often,
    and for each place where one stands that must not.

    Of a section that the report lacks, or that has no content, nothing is asked: another rule
    names the cause.
    """
    check = read_options(rule, TextCheck)
    if not is_met(check, report, pack):
        return
    search = _PhraseSearch(report, pack, check)
    if check.must and _is_asked(report, pack, search):
        yield from _find_lacking(report, search)
        yield from _find_other_figures(report, pack, search)
    most = check.at_most or 0
    for phrase in search.parse(check.must_not):
        every = search.find_all(phrase)
        if most and len(every) > most:
            yield search.make_hit("many", phrase, len(every), every[most])
        elif not most:
            yield from (search.make_hit("found", phrase, len(every), found) for found in every)


def _is_asked(report: Report, pack: Pack, search: _PhraseSearch) -> bool:
    """Whether anything can be asked of a zone."""
    zone = parse_zone(search.check.zone)
    number = read_section_number(search.check.zone)
    if number is not None:  # an absent section, and one that says 无, have rules of their own
        return has_content(report, pack, number)
    if zone.name == "table":
        return any(reading.number == zone.number for reading in report.tables.values())
    return zone.name != "title" or bool(search.placed)


def _find_lacking(report: Report, search: _PhraseSearch) -> Iterator[Hit]:
    check = search.check
    least = 1 if check.at_least is None else check.at_least
    absent: list[Phrase] = []
    for phrase in search.parse(check.must):
        every = search.find_all(phrase)
        if check.at_most is not None and len(every) > check.at_most:
            yield search.make_hit("many", phrase, len(every), every[check.at_most])
        if len(every) >= least:
            continue
        if every:
            yield search.make_hit("few", phrase, len(every), every[-1])
        elif near := next(search.find_near(phrase), None):
            yield search.make_hit("near", phrase, 0, near)
        else:
            absent.append(phrase)
    if absent:
        values = search.list_values(absent) | {"least": least}
        yield Hit(find_zone_place(report, check.zone, search.placed), values, "absent")


def _find_other_figures(report: Report, pack: Pack, search: _PhraseSearch) -> Iterator[Hit]:
    """One hit for each figure that is not as it is compared."""
    from gblint.text.phrases import read_value

    tests = list_texts(search.check.where) if search.check.where else ()
    for phrase in search.parse(search.check.must) if tests else ():
        for found in search.find(phrase):
            value = read_value(found.number)
            every = [compare(text, report, pack, figure=value) for text in tests]
            broken = next((one for one in every if one is not None and not one.holds), None)
            if value is not None and broken is not None:
                hit = search.make_hit("figure", phrase, 1, found)
                figure = broken.right if broken.left == value else broken.left
                yield msgspec.structs.replace(
                    hit, values=hit.values | {"number": value, "figure": figure}
                )


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
        for i, phrase in enumerate(list_texts(phrases)):
            try:
                parse_phrase(phrase)
            except PhraseError as error:
                yield (field,) if isinstance(phrases, str) else (field, i), _WRONG[error.why]
    if check.where != () and not any(FIGURE in phrase for phrase in list_texts(check.must)):
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
    values=("wanted", "text", "count", "least", "most", "zone", "number", "figure"),
    variants=make_variants("absent", "few", "many", "found", "near", "figure"),
    faults=_find_text_faults,
    check=check_text,
)
