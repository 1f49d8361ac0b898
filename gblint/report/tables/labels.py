"""The labels of a pack's tables made ready for looking up, and found labels set against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from gblint.document import Anchor
from gblint.pack.model import AxisSpec, BlockSpec, GroupSpec, Pack, TableSpec, per_pack
from gblint.report.model import LabelReading, OtherLabel, TableReading
from gblint.text import fold, remember_results
from gblint.text.numerals import NOTE, ORDER, split_ordinal
from gblint.text.patterns import later

_ENDS = ".:,"
"""Signs at the end of a label that say nothing."""

_LONGEST_BLOCK = 40
"""Characters of a text that may hold the label of a block among other words."""

_MOST_MET = 4096
"""Texts of cells of which a lexicon remembers what they are; most come again in each report."""

_FRAMES = frozenset(("ignored", "column_group"))
"""Kinds of labels that say nothing of their own."""

LabelKind = Literal["row", "column", "row_group", "column_group", "block", "ignored", "obsolete"]
Form = tuple[int, str]
"""A label as compared: the value of its ordinal (0 for none) and the folded words."""


@remember_results(16384)
def make_label_form(text: str) -> Form:
    """What two ways of writing the same label have in common."""
    folded = fold(text)
    ordinal, rest = split_ordinal(folded)
    if ordinal is None:
        # `1行政许可`: a number at which no stop stands is one of a list, if it is of one digit.
        if folded[:1].isdigit() and folded[1:2] and not folded[1:2].isdigit():
            return int(folded[0]), folded[1:].rstrip(_ENDS)
        return 0, folded.rstrip(_ENDS)
    return ordinal.value, rest.rstrip(_ENDS)


@remember_results(16384)
def strip_ordinal(text: str) -> str:
    """The words of a label as compared, without its ordinal."""
    return make_label_form(text)[1]


class LabelEntry(msgspec.Struct, frozen=True):
    """What a label may stand for: one key of the table; `exact` for the format's own label."""

    kind: LabelKind
    key: str
    exact: Form


def find_first_of_kind(entries: Iterable[LabelEntry], kind: LabelKind) -> LabelEntry | None:
    """The first entry of a kind."""
    for entry in entries:
        if entry.kind == kind:
            return entry
    return None


class LabelWording(NamedTuple):
    """A way to write a label: its kind and key, the text, and the label of the format."""

    kind: LabelKind
    key: str
    text: str
    label: str


def iterate_wordings(spec: TableSpec) -> Iterator[LabelWording]:
    """All ways to write the labels that a table of the format has."""
    yield from (LabelWording("ignored", "", text, text) for text in spec.ignored)
    parts: list[tuple[LabelKind, Sequence[AxisSpec | GroupSpec | BlockSpec]]] = [
        ("row_group", spec.row_groups),
        ("column_group", spec.column_groups),
    ]
    for block in spec.blocks:
        parts += ("block", [block]), ("row", block.rows), ("column", block.columns)
    for kind, specs in parts:
        for one in specs:
            for text in one.also if isinstance(one, AxisSpec) else ():
                yield LabelWording(kind, one.key, text, text)
            for text in (one.label, *one.aliases):
                yield LabelWording(kind, one.key, text, one.label)


_BELOW = later(rf"\s*.?{NOTE}\s*\d{{0,2}}\s*[:：]")
"""What a note below a table begins with."""


def is_note(text: str) -> bool:
    """Whether a text that stands alone in a row is a note, or a sentence, and no label."""
    return text.rstrip().endswith("。") or _BELOW.match(text) is not None


# numbers in place of labels

_FEWEST = 3
"""Numbers that follow one another which make a row of numbers."""

_BEFORE_A = ord("a") - 1


def is_count(text: str) -> bool:
    """Whether a text may be one of the numbers of rows or columns: 1, (1), A."""
    return _read_count(text) is not None


def _read_count(text: str) -> int | None:
    """What one or two digits or a letter (A is 1) count, with or without brackets."""
    text = fold(text)
    count = text[text.startswith(("(", "<")) : len(text) - text.endswith((")", ">"))]
    if count.isdecimal() and len(count) <= 2:
        return int(count)
    letter = len(count) == 1 and count.isascii() and count.isalpha()
    return ord(count.lower()) - _BEFORE_A if letter else None


def are_counts(texts: Sequence[str]) -> bool:
    """Whether texts are the numbers from one on: 1, 2, 3, or (1), (2), (3), or A, B, C."""
    counts = enumerate(texts, 1)
    return len(texts) >= _FEWEST and all(_read_count(text) == at for at, text in counts)


def is_count_row(texts: Sequence[str]) -> bool:
    """Whether a row numbers the columns, with or without a label of its own (栏次)."""
    filled = [text for text in texts if text.strip()]
    return are_counts(filled if is_count(filled[0]) else filled[1:])


_STEP = later(r"[-－—–/／>＞→|]+")
"""What parts the labels of a path that is written into one cell."""


class LabelLexicon:
    """The labels of one table. `by_words` finds the entries by a label's words alone."""

    def __init__(self, spec: TableSpec) -> None:
        self.spec = spec
        self.by_words: dict[str, list[LabelEntry]] = {}
        self._blocks: dict[str, LabelEntry] = {}
        self.entries = remember_results(_MOST_MET)(self._list_entries)
        """All that a label may stand for by its words; nothing for a figure."""
        self.block_of_row = {row.key: block for block in spec.blocks for row in block.rows}
        for kind, key, text, label in iterate_wordings(spec):
            if label:  # a block may have none
                entry = self._add(kind, key, text, label)
                if kind == "block":
                    self._blocks.setdefault(fold(text).rstrip(_ENDS), entry)
        obsolete = spec.obsolete
        old = ("row", obsolete.rows), ("column", obsolete.columns), ("block", obsolete.blocks)
        for key, texts in old:
            for text in texts:
                self._add("obsolete", key, text, text)
        self.words = frozenset(
            words
            for words, entries in self.by_words.items()
            if any(entry.kind != "ignored" for entry in entries)
        )

    def _add(self, kind: LabelKind, key: str, text: str, label: str) -> LabelEntry:
        added = LabelEntry(kind, key, make_label_form(label))
        entries = self.by_words.setdefault(strip_ordinal(text), [])
        # A label and an alias that differ in their ordinals alone are one entry.
        if not any(entry.kind == kind and entry.key == key for entry in entries):
            entries.append(added)
        return added

    def find(self, text: str, kind: LabelKind) -> LabelEntry | None:
        """The entry of that kind whose label or alias has the words of `text`."""
        entries = self.entries(text)
        return find_first_of_kind(entries, kind) if entries else None

    def _list_entries(self, text: str) -> Sequence[LabelEntry]:
        return self.by_words.get(strip_ordinal(text), ())

    def find_path(self, text: str, kind: LabelKind) -> LabelEntry | None:
        """The entry whose label ends a path of known ones: 三、本年度办理结果—（一）予以公开."""
        steps = [step for step in _STEP.split(text) if step.strip()]
        if len(steps) < 2 or not all(self.entries(step) for step in steps):
            return None
        return self.find(steps[-1], kind)

    def is_frame(self, text: str) -> bool:
        """Whether a label says nothing of its own: 信息内容, 行政诉讼 over both its groups."""
        return any(entry.kind in _FRAMES for entry in self.entries(text))

    def is_group(self, text: str) -> bool:
        """Whether a label is that of a group of rows: （三）不予公开."""
        return self.find(text, "row_group") is not None

    def find_block(self, text: str) -> LabelEntry | None:
        """The block whose label a text is, or the only one whose label stands in it.

        `（五）项` is told by its numeral, which `find` takes for the ordinal of a row.
        """
        words = fold(text).rstrip(_ENDS)
        entry = self._blocks.get(words) or self._blocks.get(strip_ordinal(text))
        if entry is not None or not words or len(words) > _LONGEST_BLOCK:
            return entry
        inside = {
            block.key: block
            for label, block in self._blocks.items()
            if label[0] == ORDER and label in words  # （一）项 is in too many
        }
        return next(iter(inside.values())) if len(inside) == 1 else None


@per_pack
def make_lexicons(pack: Pack) -> tuple[LabelLexicon, ...]:
    """One lexicon for each table of the pack."""
    return tuple(LabelLexicon(spec) for spec in pack.tables)


_REMARK = later(r"(?<=.)\([^()]*\)|(?:19|20)\d\d")
"""What a column's label may have besides: a remark in brackets, the year."""

_MOST = 1000
"""Labels of an axis among which typos are looked for; no table of a format has so many."""

_CHARACTERS_A_TYPO = 4
"""One character in so many may be wrong; a shorter label must stand at its place too."""


_LEAST_WHOLE, _LEAST_PARTED, _LEAST_HEAD = 2, 4, 6
"""Characters that a shorter label has that stands whole in a longer one, with others between, or is
all that both have before a comma."""

OF_SHORTENED = 0.5
"""How sure it is that a label of fewer or more words is that of a row."""


class FoundLabel(msgspec.Struct, frozen=True):
    """A row or column met in a table. `words` are the ways in which it may be read.

    A column's label may be spread over several header rows: then there are several ways, the
    longest first. `index` is the grid row or column of its figures.
    """

    words: tuple[str, ...]
    anchor: Anchor
    index: int


class Assigned(msgspec.Struct, frozen=True):
    """A found label and the row or column of the pack that it stands for."""

    found: FoundLabel
    spec: AxisSpec
    text: str
    exact: bool
    misplaced: bool = False
    confidence: float = 1.0


class Assignment(msgspec.Struct, frozen=True):
    """All labels of one axis: recognised, second copies, unknown; and what is missing."""

    assigned: tuple[Assigned, ...]
    repeated: tuple[Assigned, ...]
    unknown: tuple[FoundLabel, ...]
    missing: tuple[AxisSpec, ...]


class _Axis(NamedTuple):
    """The labels of one axis, those that the format has there, and which are known by now."""

    found: Sequence[FoundLabel]
    expected: Sequence[AxisSpec]
    known: dict[str, Assigned]
    lexicon: LabelLexicon


def assign_labels(
    found: Sequence[FoundLabel],
    expected: Sequence[AxisSpec],
    lexicon: LabelLexicon,
    kind: Literal["row", "column"],
) -> Assignment:
    """Set the labels of one axis against what the format has there.

    By their words first; of what is left on both sides, columns with a remark besides, those that
    differ by a typo or so and stand at the right place, and rows there of fewer or more words; a
    label that means something else is no typo. Order is judged last: the fewest labels that would
    have to move are the misplaced ones.
    """
    specs = {spec.key: spec for spec in expected}
    first: dict[str, Assigned] = {}
    repeated: list[Assigned] = []
    left: list[FoundLabel] = []
    for label in found:
        hit = _find_known(label, specs, lexicon, kind)
        if hit is None:
            left.append(label)
        elif hit.spec.key in first:
            before = first[hit.spec.key]
            if hit.exact and not before.exact:  # 小计 is no 总计 where there is one
                first[hit.spec.key] = hit
                left.append(before.found)
            else:
                repeated.append(hit)
        else:
            first[hit.spec.key] = hit
    if len(found) <= _MOST:
        axis = _Axis(found, expected, first, lexicon)
        for find in _FINDERS[kind]:
            # what has a meaning of its own in this table is no slip for another, wherever it stands
            strange = [
                one for one in left if lexicon.words.isdisjoint(map(strip_ordinal, one.words))
            ]
            missing = [spec for spec in expected if spec.key not in first]
            if not strange or not missing:
                break
            for hit in list(find(axis, strange, missing)):
                first[hit.spec.key] = hit
                left.remove(hit.found)
    missing = [spec for spec in expected if spec.key not in first]
    assigned = sorted(first.values(), key=lambda hit: hit.found.index)
    return Assignment(
        _mark_misplaced(assigned, expected), tuple(repeated), tuple(left), tuple(missing)
    )


def _find_known(
    label: FoundLabel,
    specs: dict[str, AxisSpec],
    lexicon: LabelLexicon,
    kind: Literal["row", "column"],
) -> Assigned | None:
    for find in (lexicon.find, lexicon.find_path):
        for text in label.words:
            entry = find(text, kind)
            if entry is not None and entry.key in specs:
                exact = make_label_form(text) == entry.exact
                return Assigned(label, specs[entry.key], text, exact=exact)
    return None


def _find_with_remarks(
    axis: _Axis, left: Sequence[FoundLabel], missing: Sequence[AxisSpec]
) -> Iterator[Assigned]:
    """Unknown labels of columns that are a missing one's but for a remark, or for the year.

    Of two (2022年现行有效件数, 2023年现行有效件数) nothing tells which it is.
    """
    specs = {spec.key: spec for spec in missing}
    likely: dict[str, list[Assigned]] = {}
    for label in left:
        bare = tuple(text for words in label.words if (text := _REMARK.sub("", fold(words))))
        hit = _find_known(msgspec.structs.replace(label, words=bare), specs, axis.lexicon, "column")
        if hit is not None:
            hit = Assigned(label, hit.spec, label.words[0], exact=False)
            likely.setdefault(hit.spec.key, []).append(hit)
    yield from (hits[0] for hits in likely.values() if len(hits) == 1)


def _find_near(
    axis: _Axis, left: Sequence[FoundLabel], missing: Sequence[AxisSpec]
) -> list[Assigned]:
    """Pairs of an unknown label and a missing row or column that are nearly the same."""
    from rapidfuzz.distance import OSA  # imported where a label is not known at sight

    pairs: list[tuple[float, int, int, Assigned]] = []
    for i, label in enumerate(left):
        for j, spec in enumerate(missing):
            for text in label.words:
                words, exact = strip_ordinal(text), strip_ordinal(spec.label)
                if not words:
                    continue
                # two letters that changed places are one slip
                distance = OSA.distance(words, exact)
                if distance > max(1, len(exact) // _CHARACTERS_A_TYPO):
                    continue
                share = distance / max(len(words), len(exact))
                placed = _has_same_neighbours(label, spec, axis)
                if placed or len(exact) >= _CHARACTERS_A_TYPO:
                    near = Assigned(label, spec, text, exact=False, confidence=1 - share)
                    pairs.append((share - placed, i, j, near))
    pairs.sort(key=lambda pair: pair[:3])  # the nearest first; what stands at its place before all
    taken: set[tuple[str, int]] = set()
    chosen: list[Assigned] = []
    for _, i, j, near in pairs:
        if ("label", i) not in taken and ("spec", j) not in taken:
            taken |= {("label", i), ("spec", j)}
            chosen.append(near)
    return chosen


def _find_shortened(
    axis: _Axis, left: Sequence[FoundLabel], _missing: Sequence[AxisSpec]
) -> Iterator[Assigned]:
    """Unknown labels of fewer words than a missing row at their place has, or of more.

    Each shares more with that row than with any other of the format, and is the only one that does.
    """
    likely: dict[str, list[Assigned]] = {}
    for label in left:
        text = label.words[0]
        shared = {spec.key: _measure_shared(strip_ordinal(text), spec) for spec in axis.expected}
        most = max(shared.values(), default=0)
        specs = [spec for spec in axis.expected if most and shared[spec.key] == most]
        if len(specs) == 1 and specs[0].key not in axis.known:
            hit = Assigned(label, specs[0], text, exact=False, confidence=OF_SHORTENED)
            likely.setdefault(specs[0].key, []).append(hit)
    for hits in likely.values():
        hit = hits[0]
        placed = len(hits) == 1 and _has_same_neighbours(hit.found, hit.spec, axis)
        if placed and not _names_another(hit, axis):
            yield hit


_FINDERS = {"column": (_find_with_remarks, _find_near), "row": (_find_near, _find_shortened)}
"""How labels are found that are none of those known, in order."""


def _names_another(hit: Assigned, axis: _Axis) -> bool:
    """Whether what a label has more than that of a row is of another row or group.

    不予公开总计 is no （七）总计, and 其他行政机关确认 no 3.其他.
    """
    words = strip_ordinal(hit.text)
    name = next(
        (name for name in map(_strip_label, (hit.spec.label, *hit.spec.aliases)) if name in words),
        "",
    )
    rest = words.replace(name, "", 1) if name else ""
    others = [
        *(spec.label for spec in axis.expected if spec is not hit.spec),
        *(one.label for one in axis.lexicon.spec.row_groups if one.key != hit.spec.group),
    ]
    return len(rest) >= _LEAST_PARTED and any(rest in _strip_label(one) for one in others)


def _strip_label(label: str) -> str:
    """The words of a label without what stands in brackets behind them."""
    return strip_ordinal(label).partition("(")[0]


def _measure_shared(words: str, spec: AxisSpec) -> int:
    """How many characters of a label are in another in their order, but for a note in brackets; 0
    where these are not all of one of both, or all that stands before a comma.
    """
    most = 0
    for label in (spec.label, *spec.aliases):
        name = _strip_label(label)
        short, long = sorted((words, name), key=len)
        head = words.partition(",")[0]
        # 其他情形 is 其他, 转其他机关处理 is not
        whole = short in long and (short == words or long.startswith(short) or long.endswith(short))
        least = _LEAST_WHOLE if whole else _LEAST_PARTED
        if len(head) >= _LEAST_HEAD and head == name.partition(",")[0]:
            most = max(most, len(head))
        elif len(short) >= least and _is_parted(short, long):
            most = max(most, len(short))
    return most


def _is_parted(short: str, long: str) -> bool:
    """Whether all characters of a text stand in another, in their order."""
    rest = iter(long)
    return all(char in rest for char in short)


def _has_same_neighbours(label: FoundLabel, spec: AxisSpec, axis: _Axis) -> bool:
    """Whether a label stands between the known labels between which the format has it."""
    keys = {id(hit.found): key for key, hit in axis.known.items()}
    place = next(i for i, other in enumerate(axis.found) if other is label)
    at = next(i for i, other in enumerate(axis.expected) if other.key == spec.key)
    met = [keys.get(id(other)) for other in axis.found]
    order = [other.key if other.key in axis.known else None for other in axis.expected]
    return all(
        next(filter(None, one), None) == next(filter(None, other), None)
        for one, other in ((met[:place][::-1], order[:at][::-1]), (met[place:], order[at:]))
    )


def _mark_misplaced(
    assigned: Sequence[Assigned], expected: Sequence[AxisSpec]
) -> tuple[Assigned, ...]:
    """Mark those that are out of order: all but a longest run in the order of the format.

    Of a row that was moved only that row is told, and not all that it passed.
    """
    order = {spec.key: i for i, spec in enumerate(expected)}
    places = [order[hit.spec.key] for hit in assigned]
    if places == sorted(places):
        return tuple(assigned)
    kept = find_longest_increasing(places)
    return tuple(
        hit if i in kept else msgspec.structs.replace(hit, misplaced=True)
        for i, hit in enumerate(assigned)
    )


def find_longest_increasing(places: Sequence[int]) -> frozenset[int]:
    """The positions of a longest strictly increasing subsequence of `places`."""
    longest: list[tuple[int, ...]] = []  # that ends at each position, the first of those as long
    for i, place in enumerate(places):
        before = (run for run in longest if places[run[-1]] < place)
        best = max(before, key=len, default=())
        longest.append((*best, i))
    best = max(longest, key=len, default=())
    return frozenset(best)


def read_label(hit: Assigned, *, kind: Literal["row", "column"], block: str) -> LabelReading:
    """A recognised row or column label."""
    return LabelReading(
        kind=kind,
        key=hit.spec.key,
        label=hit.spec.label,
        text=hit.text,
        anchor=hit.found.anchor,
        exact=hit.exact,
        misplaced=hit.misplaced,
        confidence=hit.confidence,
        block=block,
    )


def list_other_labels(
    found: Assignment, axis: Literal["row", "column"], lexicon: LabelLexicon
) -> Iterator[OtherLabel]:
    """The labels of an axis that are not of this format, without those that have no words; then
    second copies.
    """
    for label in found.unknown:
        # Of the ways to read a column's label, the longest has the headings above it too.
        text = label.words[-1] if axis == "column" else label.words[0]
        if not strip_ordinal(text):
            continue
        entries = ((words, lexicon.find(words, "obsolete")) for words in label.words)
        old = next((words for words, entry in entries if entry and entry.key == axis), None)
        yield OtherLabel(axis, old or text, label.anchor, obsolete=old is not None)
    for hit in found.repeated:
        yield OtherLabel(axis, hit.text, hit.found.anchor, repeated=True, key=hit.spec.key)


def has_row_as_column(reading: TableReading | None, lexicon: LabelLexicon) -> bool:
    """Whether the label of a row or block stands above figures as a column's."""
    return reading is not None and any(
        lexicon.find(one.text, "row") or lexicon.find_block(one.text)
        for one in reading.others
        if one.kind == "column" and not one.repeated
    )


def has_slid_figures(reading: TableReading) -> bool:
    """Whether a row has two figures in one cell, and none in another."""
    blank = {row for (row, _), cell in reading.cells.items() if cell.status == "blank"}
    return any(
        row in blank and cell.status == "unreadable" and cell.text.replace("\n", "").isdigit()
        for (row, _), cell in reading.cells.items()
    )
