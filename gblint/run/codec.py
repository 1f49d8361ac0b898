"""Outcomes and results as bytes: from another process, in the cache, and in a spool.

msgpack, data and never code. Characters that UTF-8 has no code for, as bytes of a file name have
them, come back in hexadecimal, as the writers tell them.
"""

from __future__ import annotations

import weakref
from array import array
from collections.abc import Iterable, Sequence
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any, BinaryIO, overload

import msgspec

from gblint.findings import Finding, Value
from gblint.results import FileResult, Outcome, Suppressed
from gblint.text.display import encodable


class _Amount(msgspec.Struct, frozen=True):
    """A decimal figure, which as a bare text could not be told from a text."""

    decimal: Decimal


class _Finding(Finding, frozen=True, kw_only=True):
    """A finding as it is written down."""

    values: dict[str, str | int | tuple[str, ...] | _Amount]  # type: ignore[assignment]
    also: tuple[_Finding, ...] = ()


class _Suppressed(Suppressed, frozen=True, kw_only=True):
    """What a comment suppresses, as it is written down."""

    finding: _Finding


class _Outcome(Outcome, frozen=True):
    """An outcome as it is written down."""

    findings: tuple[_Finding, ...] = ()


class _Result(FileResult, frozen=True, kw_only=True):
    """A result as it is written down."""

    findings: tuple[_Finding, ...] = ()
    suppressed: tuple[_Suppressed, ...] = ()
    left_out: tuple[_Suppressed, ...] = ()
    known: tuple[_Finding, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_outcome = msgspec.msgpack.Decoder(_Outcome).decode
_result = msgspec.msgpack.Decoder(_Result).decode


def encode_outcome(outcome: Outcome) -> bytes:
    return _encode_any(msgspec.structs.replace(outcome, findings=_mark_amounts(outcome.findings)))


def decode_outcome(data: bytes) -> Outcome:
    """The outcome that was written. Raises ValueError for anything else."""
    found = _outcome(data)
    return Outcome(**_fields(found, Outcome) | {"findings": _read_findings(found.findings)})


def encode_result(result: FileResult) -> bytes:
    plain = msgspec.structs.replace(
        result,
        findings=_mark_amounts(result.findings),
        suppressed=_mark_suppressed(result.suppressed),
        left_out=_mark_suppressed(result.left_out),
        known=_mark_amounts(result.known),
    )
    return _encode_any(plain)


def decode_result(data: bytes) -> FileResult:
    found = _result(data)
    changed = {
        "findings": _read_findings(found.findings),
        "suppressed": _read_suppressed(found.suppressed),
        "left_out": _read_suppressed(found.left_out),
        "known": _read_findings(found.known),
    }
    return FileResult(**_fields(found, FileResult) | changed)


def _encode_any(plain: msgspec.Struct) -> bytes:
    try:
        return _encode(plain)
    except UnicodeEncodeError:
        return _encode(_encodable(msgspec.to_builtins(plain, builtin_types=(Decimal,))))


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value


def _mark_amounts(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings whose values can be told apart in writing."""
    return tuple(
        msgspec.structs.replace(
            finding,
            values={name: _mark_amount(value) for name, value in finding.values.items()},
            also=_mark_amounts(finding.also),
        )
        if finding.also or any(isinstance(value, Decimal) for value in finding.values.values())
        else finding
        for finding in findings
    )


def _mark_suppressed(found: Iterable[Suppressed]) -> tuple[Suppressed, ...]:
    return tuple(
        msgspec.structs.replace(one, finding=_mark_amounts([one.finding])[0]) for one in found
    )


def _read_suppressed(found: Iterable[_Suppressed]) -> tuple[Suppressed, ...]:
    return tuple(
        Suppressed(**_fields(one, Suppressed) | {"finding": _read_findings([one.finding])[0]})
        for one in found
    )


def _read_findings(found: Iterable[_Finding]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            **_fields(one, Finding)
            | {
                "values": {name: _read_amount(value) for name, value in one.values.items()},
                "also": _read_findings(one.also),
            }
        )
        for one in found
    )


def _fields(struct: msgspec.Struct, type_: type[msgspec.Struct]) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in type_.__struct_fields__}


def _mark_amount(value: Value) -> Any:
    return _Amount(value) if isinstance(value, Decimal) else value


def _read_amount(value: Value | _Amount) -> Value:
    return value.decimal if isinstance(value, _Amount) else value


_HELD = -1
"""The place of a result that is in memory."""


class Spool(Sequence[FileResult]):
    """The results of a long run, a result for each of some paths, out of memory until the output
    is written. It can be gone through again and again.

    They quote reports, so they lie in a file that has no name and ends with the run (on Windows,
    one that is removed with it). Where there is no room for such a file, they stay in memory.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._places = array("q", [_HELD]) * len(paths)
        self._sizes = array("q", [0]) * len(paths)
        self._end = 0
        self._held: dict[int, bytes] = {}
        self._file: BinaryIO | None = None
        try:
            self._file = TemporaryFile(prefix="gblint-", buffering=0)  # noqa: SIM115
        except OSError:  # no folder for it, or no room
            return
        weakref.finalize(self, self._file.close)

    def put(self, index: int, result: FileResult) -> None:
        data = encode_result(msgspec.structs.replace(result, path=""))
        if not self._append(data):
            self._held[index] = data
            return
        self._places[index], self._sizes[index] = self._end, len(data)
        self._end += len(data)

    def _append(self, data: bytes) -> bool:
        """Whether all of it could be written; what comes next overwrites what could not."""
        if self._file is None:
            return False
        try:
            self._file.seek(self._end)
            return self._file.write(data) == len(data)
        except OSError:
            return False

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, at: int) -> FileResult: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[FileResult]: ...
    def __getitem__(self, at: int | slice) -> FileResult | Sequence[FileResult]:
        """The result of a path, as it was put. Raises OSError."""
        if isinstance(at, slice):
            return tuple(self[one] for one in range(len(self))[at])
        index = range(len(self))[at]
        data = self._held.get(index)
        if data is None and self._file is not None:
            self._file.seek(self._places[index])
            data = self._file.read(self._sizes[index])
        return msgspec.structs.replace(decode_result(data or b""), path=self._paths[index])
