"""Copied texts among many: which texts are one, which passages stand in another organ's text.

Each section is compared by itself, in two rounds. In the first a text that is nearly the same as
an earlier one joins its group; the index holds the first of a group, and of the others
only what is theirs alone. So a text that a hundred offices have is one text. Then each text is
looked up: a sentence that many different organs have (`count_for_formula`) is a formula of the
region and does not count; of the rest, what two texts have in common is counted letter by letter.
The work grows with the number of texts; what is in memory is a few numbers for each.

Which texts have a passage, `PassageIndex` knows: shingles of eight letters, a part of them, in a
file out of memory. A shingle is known by its check sum; one in four is kept, and of a sentence one
at least, the same ones wherever a passage stands. What two texts have in common is seen in the
letters themselves: the index only says which texts are worth looking at, and how many have a
passage. `Digest` is all that is kept of a report: these texts, and what tells its table apart.
"""

from __future__ import annotations

import mmap
import weakref
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from tempfile import TemporaryFile
from zlib import crc32

import msgspec

from gblint.checks.hits import CellKey
from gblint.checks.repeated import Copied, SameFigures, Similarity, list_sentences
from gblint.pack.model import Pack
from gblint.report.model import ComparedReport, Number
from gblint.report.organs import strip_name

SHINGLE = 8
"""Letters of a shingle."""

_KEPT = 3
"""Bits of a check sum that are 0 in those that are kept."""

_BUCKETS = 256
_BUCKET_BITS = 24
_HELD = 8192
"""Entries of a bucket that are held before they are written."""

_MOST_LISTED = 256
"""Texts that are listed for a shingle; what more texts have is a formula in any case."""


def sum_shingles(letters: str) -> list[int]:
    """The check sums of the shingles of a sentence that are kept, in their order."""
    data = letters.encode("utf-16-le", "surrogatepass")
    width = 2 * SHINGLE
    # Two bytes a letter, so that a shingle is a slice; surrogates, which some files have, go too.
    sums = [crc32(data[at : at + width]) for at in range(0, len(data) - width + 2, 2)]
    return [shingle for shingle in sums if not shingle & _KEPT] or [min(sums)] if sums else []


class PassageIndex:
    """Shingles → texts, by their numbers. All are added first, and asked for after `finish`.

    An entry is 64 bits, of which the upper half is the check sum. Entries are written to a file
    without a name, by buckets, and sorted bucket by bucket: memory does not grow with them.
    """

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(_BUCKETS)]
        self._chunks: list[list[tuple[int, int]]] = [[] for _ in range(_BUCKETS)]
        self._file = TemporaryFile(prefix="gblint-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._begins: list[int] = []
        self._map: mmap.mmap | None = None
        self._entries: Sequence[int] = ()

    def add(self, text: int, sums: Iterable[int]) -> None:
        for shingle in sums:
            bucket = self._buckets[shingle >> _BUCKET_BITS]
            bucket.append(shingle << 32 | text)
            if len(bucket) >= _HELD:
                self._spill(shingle >> _BUCKET_BITS)

    def _spill(self, number: int) -> None:
        bucket = self._buckets[number]
        self._chunks[number].append((self._file.seek(0, 2), len(bucket)))
        bucket.tofile(self._file)
        self._buckets[number] = array("Q")

    def finish(self) -> None:
        """Sort the entries; none can be added any more."""
        whole = TemporaryFile(prefix="gblint-")  # noqa: SIM115
        weakref.finalize(self, whole.close)
        for number in range(_BUCKETS):
            self._begins.append(whole.tell() // 8)
            entries = self._buckets[number]
            for begin, count in self._chunks[number]:
                self._file.seek(begin)
                entries.fromfile(self._file, count)
            array("Q", sorted(set(entries))).tofile(whole)
            self._buckets[number] = array("Q")
        self._begins.append(whole.tell() // 8)
        whole.flush()
        self._file.close()
        if self._begins[-1]:
            self._map = mmap.mmap(whole.fileno(), 0, access=mmap.ACCESS_READ)
            self._entries = memoryview(self._map).cast("Q")
        whole.close()

    def find_texts(self, shingle: int) -> list[int]:
        """The texts that have a shingle, in their order; no more than are of use."""
        bucket = shingle >> _BUCKET_BITS
        end = self._begins[bucket + 1]
        at = bisect_left(self._entries, shingle << 32, self._begins[bucket], end)
        found: list[int] = []
        while (
            at < end and len(found) < _MOST_LISTED and (entry := self._entries[at]) >> 32 == shingle
        ):
            found.append(entry & 0xFFFFFFFF)
            at += 1
        return found


class SectionText(msgspec.Struct, frozen=True):
    """The sentences of a section that are long enough, one by one.

    `letters` are comparable: no marks and ordinals, every figure the same, what the pack calls
    boilerplate left out. `written` is the same as written.
    """

    letters: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many letters there are."""
        return sum(map(len, self.letters))


class Shared(msgspec.Struct, frozen=True):
    """What a text has in common with another: how many letters, the sentences, longest first.

    `longest` are the letters of the longest passage, which may go over several sentences.
    """

    letters: int = 0
    longest: int = 0
    passages: tuple[str, ...] = ()


_ENDS = frozenset("。；！？;!?")


def read_section(paragraphs: Iterable[str], check: Similarity) -> SectionText:
    """The text of a section with these paragraphs, by the terms of a pack."""
    letters: list[str] = []
    written: list[str] = []
    for paragraph in paragraphs:
        for sentence in list_sentences(paragraph, check):
            letters.append("".join(letter for letter, _ in sentence))
            end = sentence[-1][1] + 1
            end += paragraph[end : end + 1] in _ENDS
            written.append(paragraph[sentence[0][1] : end].strip())
    return SectionText(tuple(letters), tuple(written))


def list_shingles(sentences: Iterable[str]) -> Iterator[str]:
    """All runs of so many letters."""
    for letters in sentences:
        for at in range(len(letters) - SHINGLE + 1):
            yield letters[at : at + SHINGLE]


_SHORTEST = 12
"""Letters of a stretch that counts: what is shorter, any two texts may have in common."""


def find_shared(text: SectionText, kept: Collection[int], other: Collection[str]) -> Shared:
    """What of some sentences of a text (`kept`, by their numbers) is among shingles of another."""
    total = longest = running = 0
    passages: list[str] = []
    for number, letters in enumerate(text.letters):
        held = _count_held(letters, other) if number in kept else 0
        total += held
        running += held
        longest = max(longest, running)
        if held:
            passages.append(text.written[number])
        if 2 * held < len(letters):
            running = 0  # a passage ends where most of a sentence is another's
    ranked = sorted(set(passages), key=lambda text: (-len(text), text))
    return Shared(total, longest, tuple(ranked))


def _count_held(letters: str, other: Collection[str]) -> int:
    """How many letters of a sentence stand in stretches that the other text has as well."""
    held = begin = end = 0
    for at in range(len(letters) - SHINGLE + 1):
        if letters[at : at + SHINGLE] not in other:
            continue
        if at > end:  # a gap: what was held so far counts if it is long enough
            held += end - begin if end - begin >= _SHORTEST else 0
            begin = at
        end = at + SHINGLE
    return held + (end - begin if end - begin >= _SHORTEST else 0)


# what is kept of a report


class Digest(msgspec.Struct, frozen=True):
    """What is kept of a report: whose it is, the texts of its sections, and its table.

    `organ_key` is the name without words that may be absent. `figures` tell tables apart, empty
    for one that is too simple to be compared; `cells` are how many cells of it are not 0.
    """

    organ: str = ""
    organ_key: str = ""
    year: int | None = None
    texts: dict[int, SectionText] = {}
    figures: str = ""
    cells: int = 0


class CopyRules(msgspec.Struct, frozen=True):
    """By what a pack has reports compared with those of others; None for what it does not."""

    copied: Copied | None
    figures: SameFigures | None


def find_copy_rules(pack: Pack) -> CopyRules:
    """By which of its rules a pack has reports compared with those of others."""
    checks = [rule.check for rule in pack.rules]
    return CopyRules(
        next((check for check in checks if isinstance(check, Copied)), None),
        next((check for check in checks if isinstance(check, SameFigures)), None),
    )


def digest_report(report: ComparedReport, pack: Pack) -> Digest:
    """What of a report is compared with others, by the terms of its pack."""
    rules, spec = find_copy_rules(pack), pack.facts.organ
    texts: dict[int, SectionText] = {}
    if rules.copied is not None:
        by = Similarity(
            sections=(), passage=rules.copied.passage, boilerplate=rules.copied.boilerplate
        )
        for number in rules.copied.sections:
            texts[number] = read_section(report.prose.get(number, ()), by)
    figures, cells = "", 0
    if rules.figures is not None:
        figures, cells = _fingerprint(report.figures.get(rules.figures.table, {}), rules.figures)
    return Digest(
        report.organ,
        strip_name(report.organ, spec.ignored if spec else ()) if report.organ else "",
        report.year,
        texts,
        figures,
        cells,
    )


def _fingerprint(found: Mapping[CellKey, Number | None], check: SameFigures) -> tuple[str, int]:
    """What tells a table apart, and how many of its cells are not 0; "" for what is too simple."""
    some = {cell: value for cell, value in found.items() if value}
    simple = len(some) < check.cells or len(set(some.values())) < check.different
    if simple or None in found.values():
        return "", len(some)
    told = ";".join(f"{row}.{column}={value}" for (row, column), value in sorted(some.items()))
    return blake2b(told.encode(), digest_size=12).hexdigest(), len(some)


_FEW, _PART, _MANY = 4, 5, 11


def count_for_formula(organs: int) -> int:
    """From how many different organs on a sentence is a formula, where so many organs report.

    A fifth of them and one more, but no fewer than 4 and no more than 11.
    """
    return max(_FEW, min(_MANY, organs // _PART + 1))


# the comparison


class TextSpool:
    """Texts by number, in a file without a name; memory does not grow with them."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="gblint-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._places = array("q")
        self._sizes = array("q")
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(SectionText).decode

    def append(self, text: SectionText) -> None:
        """Keep the text of the next number."""
        try:
            data = self._encode(text)
        except UnicodeEncodeError:  # what no text can hold is in no other report
            data = self._encode(SectionText())
        self._places.append(self._file.seek(0, 2))
        self._sizes.append(self._file.write(data))

    def read(self, number: int) -> SectionText:
        self._file.seek(self._places[number])
        return self._decode(self._file.read(self._sizes[number]))


class Copy(msgspec.Struct, frozen=True):
    """What two texts have in common; `first` and `second` are their numbers.

    `letters` are those of the second that the first has. `share` and `share_of_first` are
    percentages of what is their own in each: formulas count on neither side.
    """

    first: int
    second: int
    letters: int
    longest: int
    share: int
    share_of_first: int
    passages: tuple[str, ...]


class _Known(msgspec.Struct, frozen=True):
    """A text with the numbers of its sentences that are its own, and their letters."""

    text: SectionText
    own: tuple[int, ...]
    size: int
    near: Counter[int]


_SKETCH = 8
"""Check sums, the smallest after mixing, by which texts that are nearly the same are found."""

_MIX = 2654435761
"""Knuth's multiplier: the smallest sums as they are would all lie in the first buckets."""

_CROWDED = 200
"""Texts under one check sum from which on it says nothing."""

_LOOKED_AT = 12
"""Texts that are looked at closely for one."""

_ASTRAY = 20
"""By how many points the share of check sums may be less than that of letters.

Of a short text a few dozen sums are kept, and a sentence that differs may have many of them.
"""

_HINTS = 3
"""Shingles in common that make a text worth a look."""


class CopyFinder:
    """The texts of one section. `organs` says of each text whose it is, by number.

    Texts are added in the order of their numbers; then `finish`, and they can be looked up.
    """

    def __init__(self, texts: TextSpool, organs: Sequence[int], terms: Copied) -> None:
        self._texts = texts
        self._organs = organs
        self._terms = terms
        self._added: array[int] = array("I")
        self._sketches = PassageIndex()
        self._index = PassageIndex()
        self.group_of: dict[int, int] = {}
        self.groups: defaultdict[int, list[int]] = defaultdict(list)
        self.formula = _FEW
        # A text is looked at as often as another may be like it, and lies in a file.
        self._sums = lru_cache(maxsize=256)(self._read_sums)
        self._known = lru_cache(maxsize=1024)(lambda number: self.study_text(texts.read(number)))
        self._shingles = lru_cache(maxsize=256)(
            lambda number: frozenset(list_shingles(texts.read(number).letters))
        )

    def add(self, number: int) -> None:
        sums = self._read_sums(number)
        if sums:
            self._added.append(number)
            self._sketches.add(number, _sketch(sums))

    def finish(self, organs: int) -> None:
        self.formula = count_for_formula(organs)
        self._sketches.finish()
        for number in self._added:
            sums = self._sums(number)
            leader = self._find_leader(number, sums)
            if leader is None:
                self._index.add(number, sums)
                continue
            self.group_of[number] = leader
            self.groups[leader].append(number)
            self._index.add(number, sums - self._sums(leader))  # what is its own alone
        self._index.finish()

    def _find_leader(self, number: int, sums: Collection[int]) -> int | None:
        """The earlier text that is nearly the same, the nearest of several."""
        # Two short texts (本年度未收取) are alike by chance.
        if self._texts.read(number).size < self._terms.least:
            return None
        near: Counter[int] = Counter()
        for shingle in _sketch(sums):
            earlier = (other for other in self._sketches.find_texts(shingle) if other < number)
            # Of a group only the first: else a hundred copies would crowd out all others.
            known = [other for other in earlier if other not in self.group_of]
            if len(known) <= _CROWDED:
                near.update(known)
        best: tuple[float, int] | None = None
        for other, _ in sorted(near.items(), key=lambda pair: (-pair[1], pair[0]))[:_LOOKED_AT]:
            others = self._sums(other)
            # Sums first: to read a text from the file and compare its letters takes far longer.
            like = 100 * len(others.intersection(sums)) / max(len(others), len(sums))
            if like < self._terms.one_text - _ASTRAY:
                continue
            like = self._count_alike(number, other)
            if like >= self._terms.one_text and (best is None or like > -best[0]):
                best = -like, other
        return None if best is None else best[1]

    def _count_alike(self, number: int, other: int) -> float:
        """How much of the longer of two texts, in percent of its letters, the other has."""
        longer, shorter = number, other
        if self._texts.read(number).size < self._texts.read(other).size:
            longer, shorter = other, number
        text = self._texts.read(longer)
        shared = find_shared(text, range(len(text.letters)), self._shingles(shorter))
        return 100 * shared.letters / text.size

    def _read_sums(self, number: int) -> frozenset[int]:
        text = self._texts.read(number)
        return frozenset(shingle for letters in text.letters for shingle in sum_shingles(letters))

    def study_text(self, text: SectionText) -> _Known:
        """What of a text is its own, and which texts have passages of that."""
        own: list[int] = []
        near: Counter[int] = Counter()
        for at, letters in enumerate(text.letters):
            sums = set(sum_shingles(letters))
            listed = [self._index.find_texts(shingle) for shingle in sums]
            rare = [texts for texts in listed if not self._is_formula(texts)]
            if 2 * len(rare) <= len(sums):
                continue  # most of the sentence is what everybody writes
            own.append(at)
            for texts in rare:
                near.update(texts)
        size = sum(len(text.letters[at]) for at in own)
        return _Known(text, tuple(own), size, near)

    def _is_formula(self, texts: Sequence[int]) -> bool:
        if len(texts) < self.formula:
            return False
        return len({self._organs[text] for text in texts}) >= self.formula

    def find_copies_of(self, number: int) -> Iterator[Copy]:
        """What a text has in common with earlier ones, the most first.

        Of a group that is one text, only its first is compared with others.
        """
        leader = self.group_of.get(number)
        found = self._compare(self._known(number), number)
        yield from (copy for copy in found if copy.first != leader)

    def compare_with_leader(self, number: int) -> Copy:
        """A text of a group beside its first: of these everything counts."""
        leader = self.group_of[number]
        text, other = self._texts.read(number), self._texts.read(leader)
        shared = find_shared(text, range(len(text.letters)), self._shingles(leader))
        back = find_shared(other, range(len(other.letters)), self._shingles(number))
        return _build_copy(leader, number, shared, back, text.size, other.size)

    def find_sources(self, text: SectionText, skip: Collection[int]) -> list[Copy]:
        """What a text that was not added has in common with those that were, the most first.

        `skip` are texts that do not count, as they are the same report. `second` is -1.
        """
        found = list(self._compare(self.study_text(text), -1, skip))
        return sorted(found, key=lambda copy: (-copy.letters, copy.first))

    def _compare(self, known: _Known, number: int, skip: Collection[int] = ()) -> Iterator[Copy]:
        """What texts before that number, or all for -1, have of one that is known."""
        ranked = sorted(known.near.items(), key=lambda pair: (-pair[1], pair[0]))
        looked = 0
        for other, hints in ranked:
            # The most alike come first: of a region with a common text, hundreds would follow.
            if hints < _HINTS or looked >= _LOOKED_AT:
                break
            if 0 <= number <= other:
                continue
            looked += 1
            # Beside a text that was not added, the first of a group may be its own report.
            group = [other] if number >= 0 else [other, *self.groups.get(other, ())]
            first = next((text for text in group if text not in skip), None)
            copy = None if first is None else self._compare_closely(known, number, first)
            if copy is not None:
                yield copy

    def _compare_closely(self, known: _Known, number: int, other: int) -> Copy | None:
        shared = find_shared(known.text, known.own, self._shingles(other))
        if shared.letters < self._terms.least:
            return None
        # The other way round, too: who took a paragraph has all of it, its author but a part.
        theirs = self._known(other)
        mine = frozenset(list_shingles(known.text.letters))
        back = find_shared(theirs.text, theirs.own, mine)
        copy = _build_copy(other, number, shared, back, known.size, theirs.size)
        share = max(copy.share, copy.share_of_first)
        return copy if share >= self._terms.share or copy.longest >= self._terms.long else None


_QUOTED = 3


def _build_copy(
    first: int, second: int, shared: Shared, back: Shared, own: int, theirs: int
) -> Copy:
    return Copy(
        first,
        second,
        shared.letters,
        shared.longest,
        round(100 * shared.letters / own) if own else 0,
        round(100 * back.letters / theirs) if theirs else 0,
        shared.passages[:_QUOTED],
    )


def _sketch(sums: Iterable[int]) -> list[int]:
    return nsmallest(_SKETCH, sums, key=lambda shingle: shingle * _MIX & 0xFFFFFFFF)
