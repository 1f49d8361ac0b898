"""`gblint fix`: corrections of findings, written into the file and looked at again.

Corrections go in rounds: write, check again, take back what made it worse, until all is stable. As
what is corrected may make other findings go or come, nothing is believed that the check itself does
not bear out. In a text file encoding, line ends and marks stay as they are: what a replacement
names is found again in the source by the text that the reader made of it; where the way from one to
the other cannot be told, it is left alone and given back. Word files are `gblint.word.correct`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import partial
from typing import Literal, NamedTuple

import msgspec

from gblint.document import Document, Paragraph
from gblint.findings import SEVERITIES, Finding, Replacement, SaidError, Say, split_stories
from gblint.readers import Form, Source, find_form
from gblint.readers.plain import Edit, TextSource, read_text
from gblint.readers.texts import BYTE_ORDER_MARKS, decode
from gblint.results import FileResult

_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def write_corrections(
    data: bytes, replacements: Sequence[Replacement]
) -> tuple[bytes, tuple[Replacement, ...]]:
    """A text file with replacements written into it, none of which may overlap another, and those
    that could not be. Raises ReadError.
    """
    coding = _find_encoding(data)
    if coding is None:
        return data, tuple(replacements)
    mark, encoding = coding
    source = TextSource(data[len(mark) :].decode(encoding), read_text(data))
    edits: list[Edit] = []
    left: list[Replacement] = []
    for one in replacements:
        found = source.find(one)
        if found is None:
            left.append(one)
        else:
            edits += found
    text = source.text
    for edit in sorted(edits, reverse=True):
        text = text[: edit.begin] + edit.new + text[edit.end :]
    return mark + text.encode(encoding), tuple(left)


def _find_encoding(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark and the encoding with which the reader reads a file, None where it has
    characters that cannot be read.
    """
    text, broken = decode(data)
    if broken:
        return None
    for mark, encoding in (*BYTE_ORDER_MARKS, *((b"", one) for one in _ENCODINGS)):
        if mark and not data.startswith(mark):
            continue
        try:
            read = data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        # what cannot be written back byte by byte would change where nothing was corrected
        if read == text and mark + read.encode(encoding) == data:
            return mark, encoding
    return None


MOST_ROUNDS = 50
"""Rounds after which corrections are no longer looked for."""

Why = Literal["unsafe", "place", "worse", "stays", "other"]
"""Why a finding was not corrected: `unsafe` is not asked for, `place` cannot be found in the file,
`worse` gives another finding, `stays` does not take it away, `other` has no correction.
"""

Write = Callable[[bytes, Sequence[Replacement]], tuple[bytes, Sequence[Replacement]]]
"""Writes replacements into a file; the file, and what could not be written."""

Check = Callable[[bytes], FileResult]

_Place = tuple[str, int, int | None, str | None, str | None, str | None, int]
_Change = tuple[int, int, int, str, str]


class Done(msgspec.Struct, frozen=True):
    """A finding with what was written of its correction; `whole` where that was all."""

    finding: Finding
    replacements: tuple[Replacement, ...]
    whole: bool = True


class Left(msgspec.Struct, frozen=True):
    """A finding that is still there, and why."""

    finding: Finding
    why: Why
    brings: tuple[Finding, ...] = ()
    """What its correction would bring."""


class Fixed(msgspec.Struct, frozen=True):
    """What came of a file: its bytes and result as they are now, what was done, what is left."""

    data: bytes
    result: FileResult
    done: tuple[Done, ...] = ()
    left: tuple[Left, ...] = ()


class _Chosen(NamedTuple):
    """A finding, and what of its correction is to be written at once."""

    finding: Finding
    replacements: tuple[Replacement, ...]


class _Refusal(NamedTuple):
    """Why something is not written, and what it would bring."""

    why: Why
    brings: tuple[Finding, ...] = ()


def correct_file(
    data: bytes,
    check: Check,
    write: Write,
    *,
    unsafe: bool,
    rules: Callable[[FileResult], frozenset[str]],
) -> Fixed:
    """Correct a file as far as its findings of some rules say how.

    `check` finds what all rules find, so that none is made worse for another.
    """
    result = check(data)
    if result.failure is not None:
        return Fixed(data, result)
    rounds = _Rounds(data, result, check, write, unsafe, rules(result))
    for _ in range(MOST_ROUNDS):
        chosen = rounds.choose()
        if chosen:
            rounds.run(chosen)
        # what was refused may do no harm after all that has been written since
        elif not rounds.allow_again():
            break
    left = tuple(rounds.explain_left())
    return Fixed(rounds.data, rounds.result, tuple(rounds.done), left)


class _Rounds(msgspec.Struct):
    """A file on its way: its bytes and result as they are now, what was done, what was refused."""

    data: bytes
    result: FileResult
    check: Check
    write: Write
    unsafe: bool
    rules: frozenset[str]
    done: list[Done] = []
    refused: dict[_Change, _Refusal] = {}
    settled: int = 0

    def allow_again(self) -> bool:
        """Forget what was refused, if more has been done since that was done last: what would have
        made the file worse may not do so any more.
        """
        again = bool(self.refused) and len(self.done) > self.settled
        if again:
            self.settled = len(self.done)
            self.refused.clear()
        return again

    def choose(self) -> list[_Chosen]:
        """What can be written at once: the gravest first, nothing over another.

        Of automatic numbers one is changed at a time, since others count on from it.
        """
        chosen: list[_Chosen] = []
        replacements: list[Replacement] = []
        # the gravest takes what two of them would change
        for finding in sorted(self.result.findings, key=lambda one: SEVERITIES.index(one.severity)):
            wanted = self._find_wanted(finding)
            free = [
                one for one in wanted if all(_can_go_together(one, other) for other in replacements)
            ]
            if not wanted or len(free) < len(wanted):
                continue
            # Word counts on from a number that is changed: those after it are others by then
            numbers = [one for one in free if one.automatic]
            if numbers and any(other.automatic for other in replacements):
                continue
            if len(numbers) > 1:
                free = [one for one in free if not one.automatic or one is numbers[0]]
            replacements += free
            chosen.append(_Chosen(finding, tuple(free)))
        if any(
            one.cell and not one.safe for one in replacements
        ):  # what prose says is set against these
            return [
                one for one in chosen if all(each.cell or each.safe for each in one.replacements)
            ]
        return chosen

    def _find_wanted(self, finding: Finding) -> list[Replacement]:
        if finding.correction is None or finding.rule not in self.rules:
            return []
        return [
            one
            for one in finding.correction.replacements
            if (one.safe or self.unsafe) and _get_change(one) not in self.refused
        ]

    def run(self, chosen: Sequence[_Chosen]) -> None:
        """Write all at once, or one by one where that does not go well."""
        if self._try(chosen) is None:  # nearly always: one check bears all of them out
            return
        touched: set[int] = set()
        for one in chosen:
            lines = {each.line for each in one.replacements}
            if touched & lines:  # where things stand there is told anew in the next round
                continue
            refusal = self._try([one])
            if refusal is None:
                touched |= lines
            else:
                self.refused |= dict.fromkeys(map(_get_change, one.replacements), refusal)

    def _try(self, chosen: Sequence[_Chosen]) -> _Refusal | None:
        """Write something, and keep it where the check bears it out; else why not."""
        wanted = {_get_change(one): one for each in chosen for one in each.replacements}
        data, lost = self.write(self.data, list(wanted.values()))
        if lost:  # half of a correction may be worse than none
            return _Refusal("place")
        after = self.check(data)
        new = find_new(self.result.findings, after.findings)
        if after.failure is not None or new or _is_more_incomplete(self.result, after):
            return _Refusal("worse", new)
        # by places and not by fingerprints: those change where a correction changes the figures
        still = Counter(map(_get_place, split_stories(after.findings)))
        before = Counter(map(_get_place, split_stories(self.result.findings)))
        offered = {_get_change(one) for each in after.findings for one in _get_replacements(each)}
        for finding, replacements in chosen:
            if still[_get_place(finding)] < before[_get_place(finding)]:
                continue
            again = any(_get_change(one) in offered for one in replacements)
            whole = _is_whole(finding, replacements)
            if again or (whole and not _is_partly_left(finding, after)):
                return _Refusal("stays")
        left = {one.fingerprint for one in split_stories(after.findings)}
        for finding, replacements in chosen:
            gone = still[_get_place(finding)] < before[_get_place(finding)]
            whole = gone and (_is_whole(finding, replacements) or finding.fingerprint not in left)
            self.done.append(Done(finding, replacements, whole=whole))
        self.data, self.result = data, after
        return None

    def explain_left(self) -> Iterable[Left]:
        """The findings that are still there, each with the reason."""
        for finding in self.result.findings:
            if finding.rule not in self.rules:
                continue
            replacements = _get_replacements(finding)
            changes = map(_get_change, replacements)
            otherwise = _Refusal("unsafe" if replacements and not self.unsafe else "other")
            refused = (self.refused[one] for one in changes if one in self.refused)
            yield Left(finding, *next(refused, otherwise))


def find_new(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that were not there before.

    A finding that lists several places may become several, one for each: of its rule none is new
    while there are fewer places than before.
    """
    old, new = split_stories(before), split_stories(after)
    known, weights = Counter(map(_get_place, old)), _count_places(old)
    now, listing = _count_places(new), {one.rule for one in old if _count_places_of(one) > 1}
    found: list[Finding] = []
    seen: Counter[_Place] = Counter()
    for finding in new:
        place = _get_place(finding)
        seen[place] += 1
        fewer = finding.rule in listing and now[finding.rule] < weights[finding.rule]
        if seen[place] > known[place] and not fewer:
            found.append(finding)
    return tuple(found)


def _count_places(findings: Iterable[Finding]) -> Counter[str]:
    """How many places the findings of each rule have."""
    weights: Counter[str] = Counter()
    for finding in findings:
        weights[finding.rule] += _count_places_of(finding)
    return weights


def _count_places_of(finding: Finding) -> int:
    count = finding.values.get("count", 1)
    return count if isinstance(count, int) and count > 0 else 1


def _get_place(finding: Finding) -> _Place:
    place = finding.location
    keys = place.section, place.table, place.row, place.column
    return finding.rule, place.line, *keys, place.cell


def _get_change(one: Replacement) -> _Change:
    return one.line, one.cell, one.column, one.old, one.new


def _get_replacements(finding: Finding) -> tuple[Replacement, ...]:
    return () if finding.correction is None else finding.correction.replacements


def _is_whole(finding: Finding, replacements: Sequence[Replacement]) -> bool:
    correction = finding.correction
    return (
        correction is not None
        and correction.whole
        and len(correction.replacements) == len(replacements)
    )


def _is_partly_left(finding: Finding, after: FileResult) -> bool:
    """Whether a finding has other places now: fewer of them, or the next of several alike."""
    return any(
        _get_place(one) == _get_place(finding)
        and (one.values, one.correction) != (finding.values, finding.correction)
        for one in split_stories(after.findings)
    )


def _is_more_incomplete(before: FileResult, after: FileResult) -> bool:
    waiting = [
        len({rule for one in each.findings for rule in one.unchecked}) for each in (before, after)
    ]
    return waiting[1] > waiting[0]


def _can_go_together(one: Replacement, other: Replacement) -> bool:
    """Whether two replacements can be written at once: apart, or the same."""
    if (one.line, one.cell) != (other.line, other.cell) or _get_change(one) == _get_change(other):
        return True
    if not one.column or not other.column or one.automatic or other.automatic:
        return False
    first, second = sorted((one, other), key=lambda each: each.column)
    return first.column + max(len(first.old), 1) <= second.column


Track = Literal["unsafe", "all", "none"]
"""Which corrections of a Word file are tracked changes."""


class NotWrittenInto(SaidError):  # noqa: N818 -- it names what was met
    """A file is of a form that nothing is written into. `say` is why, and what to do."""


def find_writer(data: bytes, name: str, track: Track) -> Write:
    """What writes corrections into a file. Raises ReadError, and NotWrittenInto."""
    with closing(Source(data, name)) as source:
        form = find_form(source)
    if not form.corrected:
        raise NotWrittenInto(_refuse(form))
    if form.corrected != "word":
        return write_corrections
    from gblint.word import correct

    def tracks(one: Replacement) -> bool:
        return track == "all" or (track == "unsafe" and not one.safe)

    return partial(correct.write_corrections, tracks=tracks)


def _refuse(form: Form) -> Say:
    if form.convert is not None:
        return Say(
            f"这是{form.name.zh}，不能直接改：请用 Word 或 WPS 另存为 .docx，再用 gblint fix",
            f"this is {form.name.en}: save it as .docx with Word or WPS, then use gblint fix",
        )
    return Say(
        f"这是{form.name.zh}，不在其中改：请改 .docx 原稿",
        f"this is {form.name.en}, into which nothing is written: correct the .docx it was made of",
    )


def list_lines(document: Document) -> list[str]:
    """A document as lines to be compared: its paragraphs and the rows of its tables."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += block.shown.split("\n")
            continue
        rows: dict[int, list[str]] = {}
        for cell in block.cells:
            rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
        lines += ["| " + " | ".join(row) + " |" for row in rows.values()]
    return lines
