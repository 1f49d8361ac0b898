"""The work on one file in a batch, the same in gblint's own process and in those of the pool."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from gblint.checks.kinds import KINDS
from gblint.pack.kind import pack_type
from gblint.pack.model import Pack
from gblint.pipeline import Outcome, examine, read_bytes, stopped_by, unread
from gblint.readers.limits import Limits, under
from gblint.run.codec import written
from gblint.run.find_inputs import told
from gblint.run.results_cache import Kept

_GARBAGE = 50_000
"""As in gblint's own process."""


class Task(msgspec.Struct, frozen=True):
    """A file to check: its path as the system has it, the index of its choice of packs."""

    path: bytes
    choice: int

    @property
    def source(self) -> str:
        """What opens it."""
        return os.fsdecode(self.path)

    @property
    def name(self) -> str:
        return told(self.source).rpartition("/")[2]


class Setup(msgspec.Struct, frozen=True):
    """What all tasks have in common: packs (encoded), and where outcomes are kept, if they are.

    A choice is the indexes of packs among which one is chosen by the year, the first standing in
    where none fits. Each choice has its limits, encoded. Temporary files go into `scratch`.
    """

    packs: tuple[bytes, ...]
    choices: tuple[tuple[int, ...], ...]
    limits: tuple[bytes, ...]
    home: bytes = b""
    stamp: str = ""
    scratch: str = ""

    def kept(self) -> Kept | None:
        if not self.home:
            return None
        choices = [
            [*(self.packs[at] for at in choice), limits]
            for choice, limits in zip(self.choices, self.limits, strict=True)
        ]
        return Kept(Path(os.fsdecode(self.home)), self.stamp, choices)


class Choice(msgspec.Struct, frozen=True):
    """The packs that a file may be checked by, and the limits in force."""

    packs: tuple[Pack, ...]
    limits: Limits


def checked(task: Task, choices: Sequence[Choice], kept: Kept | None) -> Outcome:
    """What a file gives: as it was kept, else as it is found now, and kept.

    Never raises: what stops it is the failure of the outcome.
    """
    choice = choices[task.choice]
    with under(choice.limits):
        return _checked(task, choice.packs, kept)


def _checked(task: Task, packs: Sequence[Pack], kept: Kept | None) -> Outcome:
    try:
        data = read_bytes(task.source)
        if kept is None:
            return examine(data, task.name, packs)
        key = kept.key(data, task.name, task.choice)
        outcome = kept.get(key)
        if outcome is None:
            outcome = examine(data, task.name, packs)
            if outcome.whole:  # why it is not may lie outside the file
                kept.keep(key, outcome)
        return outcome
    except BaseException as error:  # noqa: BLE001 - the way to the user is the failure
        return unread(packs[0], stopped_by(error))


def make(setup: bytes) -> Callable[[bytes], bytes]:
    """The work of a process of the pool: a task in, its outcome out."""
    gc.set_threshold(_GARBAGE)
    common = msgspec.msgpack.decode(setup, type=Setup)
    tempfile.tempdir = common.scratch or None
    known = pack_type(KINDS)
    packs = [msgspec.msgpack.decode(pack, type=known) for pack in common.packs]
    choices = [
        Choice(tuple(packs[at] for at in choice), msgspec.msgpack.decode(limits, type=Limits))
        for choice, limits in zip(common.choices, common.limits, strict=True)
    ]
    kept = common.kept()
    decode = msgspec.msgpack.Decoder(Task).decode
    return lambda task: written(checked(decode(task), choices, kept))
