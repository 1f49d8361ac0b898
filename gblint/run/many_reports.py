"""Many reports read to be compared with one another (`gblint similar`), or each with all of them
(`gblint check X --among FOLDER`): one by one, or in processes where there are many.

A process gives of each file what is kept of it (`Digest`); the comparison itself is in one process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.checks import KINDS, add_auto_packs
from gblint.checks.unchecked import Remark
from gblint.comparison.copies import CopyRules, Digest, digest_report, find_copy_rules
from gblint.comparison.many_reports import ManyReports, ReportCollection, compare_all, find_among
from gblint.config import ConfigChoice
from gblint.files import Input, display_path, explain_stop, is_remote, read_bytes
from gblint.findings import Say
from gblint.pack.model import Pack, make_pack_type
from gblint.readers import estimate_seconds, is_converted, share_office_for
from gblint.readers.refusals import Limits, ReadError, apply_limits
from gblint.readers.sandbox import find_longest_seconds
from gblint.report.model import Report, reduce_for_comparison
from gblint.run.exclusion import Exclusion
from gblint.run.find_inputs import find_inputs
from gblint.run.last_year import LastYearError, name_some, read_with_pack
from gblint.run.process_pool import NoPool, PoolTerms, ask_pool
from gblint.run.results_cache import ResultsCache, SpooledBytes, find_results_folder, stamp_programs
from gblint.selection import Comparison
from gblint.text import patterns
from gblint.text.patterns import PatternTimeout

_SECONDS_FROM_WHICH_POOL_PAYS = 1.5
Watch = Callable[[int, int], None]

_FILES_FROM_WHICH_CACHE_PAYS = 12
_encode = msgspec.msgpack.Encoder().encode


class ReadReport(msgspec.Struct, frozen=True):
    """What became of a file: what is kept of it, or why it could not be read."""

    digest: Digest = Digest()
    failure: Say | None = None


_decode = msgspec.msgpack.Decoder(ReadReport).decode


class _ReadingSetup(msgspec.Struct, frozen=True):
    packs: tuple[bytes, ...]
    limits: Limits
    keep_office: bool
    looks: dict[str, bytes]


class ReadReports:
    """The reports of some files, read; they lie out of memory until the end.

    `failed` are those that could not be read, with the reasons. `by_year` has the numbers of the
    others, in the order of their years and files.
    """

    def __init__(self, inputs: Sequence[Input]) -> None:
        self.inputs = inputs
        self.failed: list[tuple[str, Say]] = []
        self._pieces = SpooledBytes(len(inputs))
        self._years: dict[int, int] = {}

    def put(self, number: int, read: ReadReport) -> None:
        """Keep what became of a file."""
        if read.failure is not None:
            self.failed.append((self.inputs[number].path, read.failure))
            return
        self._pieces.put(number, _encode_any(read))
        self._years[number] = read.digest.year or 9999

    def list_by_year(self) -> list[int]:
        """Whatever tells no year comes last."""
        return sorted(self._years, key=lambda one: (self._years[one], self.inputs[one].path))

    def get(self, number: int) -> Digest:
        return _decode(self._pieces.get(number)).digest


def read_reports(
    inputs: Sequence[Input],
    packs: Sequence[Pack],
    limits: Limits,
    *,
    jobs: int = 1,
    watch: Watch | None = None,
    cache: bool = False,
) -> ReadReports:
    """Read files by the first of the packs that is for each, with `jobs` processes where they pay.

    `watch` is called after each file: how many are read, how many there are. With `cache`, what
    earlier runs kept of files that did not change serves.
    """
    found, done = ReadReports(inputs), 0
    left = [number for number, one in enumerate(inputs) if one.failure is None]
    for number, one in enumerate(inputs):
        if one.failure is not None:
            found.put(number, ReadReport(failure=one.failure))
    folder = find_results_folder() if cache and len(left) >= _FILES_FROM_WHICH_CACHE_PAYS else None
    kept = None if folder is None else _KeptReports(folder, packs, limits)
    if kept is not None:
        count, left = len(left), kept.serve(inputs, left, limits, found)
        done = count - len(left)
    work = sum(estimate_seconds(inputs[number].path) for number in left)
    coming = (
        _read_in_pool(inputs, left, packs, limits, jobs)
        if jobs > 1 and len(left) > 1 and work >= _SECONDS_FROM_WHICH_POOL_PAYS
        else _read_here(inputs, left, packs, limits)
    )
    total = done + len(left)
    with closing(coming):
        for number, read in coming:
            found.put(number, read)
            if kept is not None:
                kept.keep(number, read)
            done += 1
            if watch is not None:
                watch(done, total)
    found.failed.sort(key=lambda one: one[0])
    return found


class _KeptReports:
    """What earlier runs kept of reports, and what this one adds."""

    def __init__(self, folder: Path, packs: Sequence[Pack], limits: Limits) -> None:
        choice = [*map(_encode, packs), _encode(limits)]
        # they lie among the results of checks, and are something else
        self._cache = ResultsCache(folder, f"{stamp_programs()}, of many", [choice])
        self._keys: dict[int, str] = {}

    def serve(
        self, inputs: Sequence[Input], left: Sequence[int], limits: Limits, found: ReadReports
    ) -> list[int]:
        """Put what is kept of files; the numbers of the others."""
        changed: list[int] = []
        with apply_limits(limits):
            for number in left:
                read, one = None, inputs[number]
                # of what is elsewhere or cannot be read nothing is kept
                if not is_remote(one.source):
                    with suppress(OSError, ReadError):
                        key = self._cache.make_key(read_bytes(one.source), one.name, 0)
                        self._keys[number] = key
                        read = self._cache.get_decoded(key, _decode)
                if read is not None and read.failure is None:
                    found.put(number, read)
                else:
                    changed.append(number)
        return changed

    def keep(self, number: int, read: ReadReport) -> None:
        """Keep what became of a file, unless it is a failure."""
        if read.failure is None and number in self._keys:
            self._cache.keep_encoded(self._keys[number], _encode_any(read))


def _read_here(
    inputs: Sequence[Input], left: Sequence[int], packs: Sequence[Pack], limits: Limits
) -> Generator[tuple[int, ReadReport], None, None]:
    with apply_limits(limits), share_office_for(inputs[number].source for number in left):
        for number in left:
            yield number, read_report(inputs[number], packs)


def read_report(input_: Input, packs: Sequence[Pack]) -> ReadReport:
    """What becomes of a file. Never raises: what stops it is the failure."""
    try:
        return ReadReport(digest_report(*read_with_pack(input_, packs)))
    except LastYearError as error:
        return ReadReport(failure=error.say)
    except PatternTimeout as stopped:
        return ReadReport(failure=Say(*stopped.words))
    except BaseException as error:  # noqa: BLE001 - it costs this file, not the others
        return ReadReport(failure=explain_stop(error))


def _read_in_pool(
    inputs: Sequence[Input], left: Sequence[int], packs: Sequence[Pack], limits: Limits, jobs: int
) -> Generator[tuple[int, ReadReport], None, None]:
    # the longest first: begun last, one would keep all others waiting
    ordered = sorted(left, key=lambda one: -estimate_seconds(inputs[one].path))
    keep = sum(is_converted(inputs[number].source) for number in left) > 1
    setup = _ReadingSetup(tuple(map(_encode, packs)), limits, keep, patterns.list_looks())
    terms = PoolTerms(make, _encode(setup), jobs, find_longest_seconds(limits))

    def encode_task(number: int) -> bytes:
        return os.fsencode(inputs[number].source)

    try:
        with closing(ask_pool(ordered, encode_task, terms)) as coming:
            for number, reply in coming:
                if isinstance(reply, bytes):
                    yield number, _decode(reply)
                else:
                    yield number, ReadReport(failure=_LOST[reply])
    except NoPool as none:
        yield from _read_here(inputs, none.left, packs, limits)


_LOST = {
    "late": Say("读取用时过久，已中止", "reading it took too long and was stopped"),
    "died": Say("读取它的进程异常退出", "the process that read it died"),
}


def make(setup: bytes) -> Callable[[bytes], bytes]:
    """The work of a process of the pool: a path in, what became of the file out."""
    common = msgspec.msgpack.decode(setup, type=_ReadingSetup)
    patterns.remember(common.looks)
    known = make_pack_type(KINDS)
    packs = [msgspec.msgpack.decode(pack, type=known) for pack in common.packs]
    if common.keep_office:
        from gblint.readers.office import keep_office

        keep_office()

    def work(task: bytes) -> bytes:
        source = os.fsdecode(task)
        with apply_limits(common.limits):
            return _encode_any(read_report(Input(source, display_path(source)), packs))

    return work


def _encode_any(read: ReadReport) -> bytes:
    try:
        return _encode(read)
    except UnicodeEncodeError:  # a text that no text can hold is in no other report
        return _encode(
            msgspec.structs.replace(
                read, digest=msgspec.structs.replace(read.digest, organ="", organ_key="", texts={})
            )
        )


def collect_reports(found: ReadReports, how: CopyRules) -> ReportCollection:
    """The reports that could be read, in the order of years, ready to be compared."""
    collection = ReportCollection(how)
    for number in found.list_by_year():
        collection.add(found.inputs[number].path, found.get(number))
    collection.finish()
    return collection


class Others:
    """The reports at a path, read at once, each as the pack for its year reads it.

    `notes` say what could not be compared with. A path that is not there, and one without a report,
    raises LastYearError.
    """

    def __init__(
        self,
        path: str,
        packs: Sequence[Pack],
        limits: Limits,
        *,
        jobs: int = 1,
        cache: bool = False,
        config: ConfigChoice = "find",
    ) -> None:
        found = find_inputs([path], exclusion=Exclusion(config=config))
        read = read_reports(found.inputs, add_auto_packs(packs), limits, jobs=jobs, cache=cache)
        shown = display_path(path)
        if not read.list_by_year():
            path_, why = read.failed[0] if read.failed else (shown, _NO_REPORT)
            raise LastYearError(why.behind(path_))
        self._collection = collect_reports(read, find_copy_rules(packs[0]))
        failed = [one for one, _ in read.failed]
        self.notes = tuple(_describe_left(shown, failed, len(found.skipped)))

    def compare_all(self) -> ManyReports:
        """What the others have in common with one another."""
        return compare_all(self._collection, ())

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        """The report with what it has in common with the others."""
        done = attempt(partial(self._compare, report, pack))
        if isinstance(done, Stopped):
            rules = tuple(rule.id for rule in pack.rules if rule.check.needs == "among")
            return report, [(rules, done.reason)]
        return done, ()

    def _compare(self, report: Report, pack: Pack) -> Report:
        own = digest_report(reduce_for_comparison(report, report.file_name), pack)
        found = find_among(own, report.file_name, self._collection)
        return msgspec.structs.replace(report, among=found)


_NO_REPORT = Say("其中没有报告", "there is no report in it")


def _describe_left(path: str, failed: Sequence[str], skipped: int) -> Iterator[Say]:
    zh, en = [], []
    if failed:
        names = name_some(failed)
        zh.append(f"{len(failed)} 份无法读取或不是年度报告（{names.zh}）")
        en.append(f"{len(failed)} files cannot be read or are no report ({names.in_lang('en')})")
    if skipped:
        zh.append(f"{skipped} 个文件没有查看")
        en.append(f"{skipped} files were passed over")
    if zh:
        yield Say(
            f"--among “{path}”中有 {'，'.join(zh)}，没有与它们比较",
            f'--among "{path}": {", ".join(en)}; nothing was compared with them',
        )


class Both(msgspec.Struct, frozen=True):
    comparisons: tuple[Comparison, ...]

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        remarks: list[Remark] = []
        for comparison in self.comparisons:
            report, more = comparison.compare(report, pack)
            remarks += more
        return report, remarks
