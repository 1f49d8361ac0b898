"""A batch: from earlier runs what did not change, the rest in processes or one by one."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

import msgspec

from gblint.findings import Say
from gblint.pipeline import Outcome, read_bytes, unread
from gblint.readers.errors import ReadError, beyond
from gblint.readers.limits import Limits, under
from gblint.readers.sandbox import READING
from gblint.run.codec import outcome_of
from gblint.run.many import Batch, Planned
from gblint.run.process_pool import Lost, NoPool, Terms, replies
from gblint.run.results_cache import Kept, home, stamp
from gblint.run.work import Choice, Setup, Task, checked, make
from gblint.signals import temporary_folder

_encode = msgspec.msgpack.Encoder().encode

Found = Generator[tuple[int, Outcome], None, list[int]]
"""Outcomes by the index of their task; in the end, the indexes of those that are left."""


def batched(
    files: Sequence[Planned], batch: Batch, *, jobs: int, pays: float
) -> Iterator[tuple[int, Outcome]]:
    """The outcomes of files, with `jobs` processes where the work left takes `pays` seconds."""
    common = _Common(files)
    setup = common.setup(batch)
    kept = setup.kept()
    left = list(range(len(files)))
    if kept is not None and jobs > 1:
        left = yield from _remembered(common, kept, pays)
    if jobs > 1 and left and sum(files[index].seconds for index in left) >= pays:
        left.sort(key=lambda index: -files[index].seconds)  # the longest do not come at the end
        seconds = max(_longest(choice.limits) for choice in common.choices)
        left = yield from _pooled(left, common, Terms(make, b"", jobs, seconds), setup)
    for index in left:
        yield index, checked(common.task(index), common.choices, kept)


def _longest(limits: Limits) -> float:
    """Seconds that a file has in a process: no fewer than it may take to be read and converted."""
    return max(limits.batch_seconds, READING * limits.read_seconds + limits.convert_seconds)


class _Common:
    """Files to be tasks, and the choices of packs that they have in common."""

    def __init__(self, files: Sequence[Planned]) -> None:
        self.files = files
        numbers: dict[int, int] = {}
        self.choices: list[Choice] = []
        for one in files:
            if id(one.plan) not in numbers:
                numbers[id(one.plan)] = len(numbers)
                packs = tuple(judge.pack for judge in one.judges)
                self.choices.append(Choice(packs, one.plan.limits))
        self._numbers = numbers

    def task(self, index: int) -> Task:
        """Made when it is due: there may be many."""
        one = self.files[index]
        return Task(os.fsencode(one.input_.source), self._numbers[id(one.plan)])

    def encoded(self, index: int) -> bytes:
        return _encode(self.task(index))

    def setup(self, batch: Batch) -> Setup:
        packs = {id(pack): pack for choice in self.choices for pack in choice.packs}
        numbers = {key: number for number, key in enumerate(packs)}
        setup = Setup(
            tuple(msgspec.msgpack.encode(pack) for pack in packs.values()),
            tuple(tuple(numbers[id(pack)] for pack in choice.packs) for choice in self.choices),
            tuple(_encode(choice.limits) for choice in self.choices),
        )
        folder = home() if batch.cache else None
        if folder is None:
            return setup
        return msgspec.structs.replace(setup, home=os.fsencode(folder), stamp=stamp())


def _remembered(common: _Common, kept: Kept, pays: float) -> Found:
    """Outcomes from earlier runs, until so much has changed that processes pay. What is left."""
    changed: list[int] = []
    seconds = 0.0
    for index in range(len(common.files)):
        task = common.task(index)
        try:
            with under(common.choices[task.choice].limits):
                data = read_bytes(task.source)
            outcome = kept.get(kept.key(data, task.name, task.choice))
        except (OSError, ReadError):
            outcome = None
        if outcome is not None:
            yield index, outcome
            continue
        changed.append(index)
        seconds += common.files[index].seconds
        if seconds >= pays:
            return [*changed, *range(index + 1, len(common.files))]
    return changed


def _pooled(indexes: Sequence[int], common: _Common, terms: Terms, setup: Setup) -> Found:
    """Outcomes from processes. What is left when none can be started.

    All temporary files of the processes are in one folder, which goes with what any that died
    has left there.
    """
    try:
        with (
            temporary_folder() as scratch,
            closing(replies(indexes, common.encoded, _in(scratch, terms, setup))) as coming,
        ):
            for index, reply in coming:
                if isinstance(reply, bytes):
                    yield index, outcome_of(reply)
                else:
                    pack = common.files[index].plan.pack
                    yield index, unread(pack, _lost(reply, terms.seconds))
    except NoPool as none:
        return list(none.left)
    return []


def _in(scratch: str, terms: Terms, setup: Setup) -> Terms:
    """Terms for processes whose temporary files are in that folder."""
    setup = msgspec.structs.replace(setup, scratch=scratch)
    return msgspec.structs.replace(terms, setup=msgspec.msgpack.encode(setup))


def _lost(lost: Lost, seconds: float) -> Say:
    if lost == "late":
        return beyond(
            f"检查超过 {seconds:g} 秒，已中止",
            f"checking it took more than {seconds:g} s and was stopped",
            setting="batch_seconds",
        ).say
    return Say(
        "检查这份文件时工作进程异常退出，单独重试一次仍然如此（可能是内存不足，或文件触发了程序缺陷）："
        "请用 Word 或 WPS 打开后另存为 .docx 再检查",
        "the process that checked it died, and again when it was tried once more, alone (for lack "
        "of memory, or by a fault in a program): save it as .docx in Word or WPS",
    )
