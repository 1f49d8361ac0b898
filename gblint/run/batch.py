"""A batch: what did not change is served from earlier runs, the rest checked in processes, or one
by one.

What is done with one file (`check_task`) is the same in gblint's own process and in those of the
pool or of a cluster, to which a task and what all have in common (`BatchSetup`) go as bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from gblint.checks import KINDS
from gblint.files import display_path, explain_stop, is_remote, read_bytes
from gblint.findings import Say
from gblint.pack.model import Pack, make_pack_type
from gblint.pipeline import check_by_packs
from gblint.readers import is_converted
from gblint.readers.refusals import Limits, ReadError, apply_limits, over_limit_error
from gblint.readers.sandbox import find_longest_seconds
from gblint.results import RawResult
from gblint.run.plan import PlannedFile, RawResults
from gblint.run.process_pool import Lost, NoPool, PoolTerms, ask_pool
from gblint.run.results_cache import (
    ResultsCache,
    decode_raw_result,
    encode_raw_result,
    find_results_folder,
    stamp_programs,
)
from gblint.selection import build_unreadable
from gblint.text import patterns

_encode = msgspec.msgpack.Encoder().encode

_Found = Generator[tuple[int, RawResult], None, list[int]]
"""Raw results by the index of their task; in the end, the indexes of those that are left."""


class PackChoice(msgspec.Struct, frozen=True):
    """The packs that a file may be checked by, the first for want of another, and the limits."""

    packs: tuple[Pack, ...]
    limits: Limits


class Task(msgspec.Struct, frozen=True):
    """A file to check: its path as the system has it, the index of its choice of packs.

    `data` is what is in it, for those that cannot read it there.
    """

    path: bytes
    choice: int
    data: bytes | None = None

    @property
    def source(self) -> str:
        """What opens it."""
        return os.fsdecode(self.path)

    @property
    def name(self) -> str:
        return display_path(self.source).rpartition("/")[2]


class BatchSetup(msgspec.Struct, frozen=True):
    """What all tasks have in common: packs (encoded), and where raw results are kept, if they are.

    A choice is the indexes of its packs. Each choice has its limits, encoded. With `keep_reading`,
    raw results have the reports as they were read, with `keep_stated` what these state. With
    `keep_office`, one LibreOffice converts many files. `looks` is what is known of the patterns of
    packs (`gblint.text.patterns`), without which a process would compile most of them.
    """

    packs: tuple[bytes, ...]
    choices: tuple[tuple[int, ...], ...]
    limits: tuple[bytes, ...]
    home: bytes = b""
    stamp: str = ""
    keep_reading: bool = False
    keep_stated: bool = False
    keep_office: bool = False
    looks: dict[str, bytes] = {}

    def open_cache(self) -> ResultsCache | None:
        if not self.home:
            return None
        choices = [
            [*(self.packs[at] for at in choice), limits]
            for choice, limits in zip(self.choices, self.limits, strict=True)
        ]
        # a raw result with what the report states is another one: it is larger
        stamp = f"{self.stamp}, stated" if self.keep_stated else self.stamp
        return ResultsCache(Path(os.fsdecode(self.home)), stamp, choices)


def check_in_batch(
    files: Sequence[PlannedFile], *, cache: bool, jobs: int, pays: float
) -> RawResults:
    """The raw results of files, with `jobs` processes where the work left takes `pays` seconds."""
    tasks = _Tasks(files)
    setup = tasks.build_setup(cache=cache)
    results = setup.open_cache()
    left = list(range(len(files)))
    if results is not None and jobs > 1:
        left = yield from _serve_unchanged(tasks, results, pays)
    if jobs > 1 and left and sum(files[index].seconds for index in left) >= pays:
        left.sort(key=lambda index: -files[index].seconds)  # the longest do not come at the end
        seconds = max(find_longest_seconds(choice.limits) for choice in tasks.choices)
        left = yield from _check_in_pool(
            left, tasks, PoolTerms(make, _encode(setup), jobs, seconds)
        )
    for index in left:
        task = tasks.build(index)
        yield index, check_task(task, tasks.choices, results, setup)


class _Tasks:
    """The tasks that files are, and the choices of packs that they have in common."""

    def __init__(self, files: Sequence[PlannedFile]) -> None:
        self.files = files
        self.choices: list[PackChoice] = []
        self._numbers: dict[int, int] = {}
        for file in files:
            if id(file.plan) not in self._numbers:
                self._numbers[id(file.plan)] = len(self._numbers)
                packs = tuple(selection.pack for selection in file.plan.selections)
                self.choices.append(PackChoice(packs, file.plan.limits))

    def build(self, index: int) -> Task:
        """Built when it is due: there may be many."""
        one = self.files[index]
        # as bytes: a file name of Linux may be no text, which msgpack would refuse
        return Task(os.fsencode(one.input_.source), self._numbers[id(one.plan)])

    def encode(self, index: int) -> bytes:
        return _encode(self.build(index))

    def build_setup(self, *, cache: bool) -> BatchSetup:
        packs = {id(pack): pack for choice in self.choices for pack in choice.packs}
        numbers = {key: number for number, key in enumerate(packs)}
        setup = BatchSetup(
            tuple(_encode(pack) for pack in packs.values()),
            tuple(tuple(numbers[id(pack)] for pack in choice.packs) for choice in self.choices),
            tuple(_encode(choice.limits) for choice in self.choices),
            keep_reading=any(file.overrides.keep_reading for file in self.files),
            keep_stated=any(file.overrides.keep_stated for file in self.files),
            keep_office=any(is_converted(file.input_.source) for file in self.files),
            looks=patterns.list_looks(),
        )
        folder = find_results_folder() if cache else None
        if folder is None:
            return setup
        return msgspec.structs.replace(setup, home=os.fsencode(folder), stamp=stamp_programs())


def _serve_unchanged(tasks: _Tasks, results: ResultsCache, pays: float) -> _Found:
    """Raw results from earlier runs, until so much has changed that processes pay. What is left."""
    changed: list[int] = []
    seconds = 0.0
    for index in range(len(tasks.files)):
        task = tasks.build(index)
        try:
            with apply_limits(tasks.choices[task.choice].limits):
                data = read_bytes(task.source)
            raw = results.get(results.make_key(data, task.name, task.choice))
        except (OSError, ReadError):
            raw = None
        if raw is not None:
            yield index, raw
            continue
        changed.append(index)
        seconds += tasks.files[index].seconds
        if seconds >= pays:
            # the rest is looked up by the processes themselves, beside one another
            return [*changed, *range(index + 1, len(tasks.files))]
    return changed


def _check_in_pool(indexes: Sequence[int], tasks: _Tasks, terms: PoolTerms) -> _Found:
    """Raw results from processes. What is left when none can be started."""
    try:
        with closing(ask_pool(indexes, tasks.encode, terms)) as coming:
            for index, reply in coming:
                yield index, _read_reply(reply, tasks.files[index], terms.seconds)
    except NoPool as none:
        return list(none.left)
    return []


def check_in_engine(files: Sequence[PlannedFile], engine: str) -> RawResults:
    """The raw results of files from the workers of an engine, without the cache of this machine.

    What is elsewhere they read themselves; what is here goes with the task. Raises EngineError.
    """
    from gblint.run.dask_engine import ask_engine

    tasks = _Tasks(files)
    setup = tasks.build_setup(cache=False)
    unread: dict[int, RawResult] = {}

    def build(index: int) -> bytes:
        task = tasks.build(index)
        if is_remote(task.source):
            return _encode(task)
        try:
            with apply_limits(tasks.choices[task.choice].limits):
                return _encode(msgspec.structs.replace(task, data=read_bytes(task.source)))
        except (OSError, ReadError):  # why is known here alone
            unread[index] = check_task(task, tasks.choices, None, setup)
            # it goes all the same, as every number gets a reply, and the one it gets is not used
            return _encode(msgspec.structs.replace(task, data=b""))

    seconds = max((find_longest_seconds(choice.limits) for choice in tasks.choices), default=0.0)
    numbers = sorted(range(len(files)), key=lambda index: -files[index].seconds)
    with closing(
        ask_engine(
            numbers,
            build,
            engine=engine,
            make=f"{__name__}:{make.__name__}",
            setup=_encode(setup),
            seconds=seconds,
        )
    ) as coming:
        for index, reply in coming:
            raw = unread.pop(index, None)
            yield index, raw or _read_reply(reply, files[index], seconds)


_DIED = Say(
    "检查这份文件时工作进程异常退出，单独重试一次仍然如此（可能是内存不足，或文件触发了程序缺陷）："
    "请用 Word 或 WPS 打开后另存为 .docx 再检查",
    "the process that checked it died, and again when it was tried once more, alone (for lack "
    "of memory, or by a fault in a program): save it as .docx in Word or WPS",
)


def _read_reply(reply: bytes | Lost, file: PlannedFile, seconds: float) -> RawResult:
    """The raw result of a file from the process that checked it, or that it is lost with that."""
    if isinstance(reply, bytes):
        return decode_raw_result(reply)
    late = over_limit_error(
        f"检查超过 {seconds:g} 秒，已中止",
        f"checking it took more than {seconds:g} s and was stopped",
        setting="batch_seconds",
    )
    return build_unreadable(file.plan.pack, late.say if reply == "late" else _DIED)


def make(setup: bytes) -> Callable[[bytes], bytes]:
    """The work of a process of the pool: a task in, its raw result out."""
    common = msgspec.msgpack.decode(setup, type=BatchSetup)
    patterns.remember(common.looks)
    known = make_pack_type(KINDS)
    packs = [msgspec.msgpack.decode(pack, type=known) for pack in common.packs]
    choices = [
        PackChoice(tuple(packs[at] for at in choice), msgspec.msgpack.decode(limits, type=Limits))
        for choice, limits in zip(common.choices, common.limits, strict=True)
    ]
    results = common.open_cache()
    decode = msgspec.msgpack.Decoder(Task).decode
    if common.keep_office:
        from gblint.readers.office import keep_office

        keep_office()
    return lambda task: encode_raw_result(check_task(decode(task), choices, results, common))


def check_task(
    task: Task,
    choices: Sequence[PackChoice],
    results: ResultsCache | None,
    setup: BatchSetup = BatchSetup((), (), ()),  # noqa: B008 - it is frozen
) -> RawResult:
    """What a file gives: as it was kept, else as it is found now, and kept.

    Never raises: what stops it is the failure of the raw result.
    """
    packs, limits = choices[task.choice].packs, choices[task.choice].limits
    with apply_limits(limits):
        try:
            data = read_bytes(task.source) if task.data is None else task.data
            key = "" if results is None else results.make_key(data, task.name, task.choice)
            if results is not None and (known := results.get(key)) is not None:
                return known
            raw = check_by_packs(
                data,
                task.name,
                packs,
                # what a comment suppresses depends on settings, without which results are kept
                leave_commented=True,
                keep_reading=setup.keep_reading,
                keep_stated=setup.keep_stated,
            ).raw
            if results is not None and raw.whole:  # why it is not may lie outside the file
                results.keep(key, raw)
            return raw
        except BaseException as error:  # noqa: BLE001 - the way to the user is the failure
            return build_unreadable(packs[0], explain_stop(error))
