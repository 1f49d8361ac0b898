"""Outcomes and results as bytes, on the way from a worker, in the cache, and while a run lasts.

msgpack, data and never code. Characters that UTF-8 has no code for, as bytes of a file name have
them, come back in hexadecimal, as the writers tell them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from gblint.findings import Finding, Value
from gblint.pipeline import Outcome
from gblint.results import FileResult, Suppressed
from gblint.text.harmless import encodable


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


def written(outcome: Outcome) -> bytes:
    """An outcome as bytes."""
    return _encoded(msgspec.structs.replace(outcome, findings=_plain(outcome.findings)))


def outcome_of(data: bytes) -> Outcome:
    """The outcome that was written. Raises ValueError for anything else."""
    found = _outcome(data)
    return Outcome(**_fields(found, Outcome) | {"findings": _findings(found.findings)})


def result_written(result: FileResult) -> bytes:
    """A result as bytes."""
    plain = msgspec.structs.replace(
        result,
        findings=_plain(result.findings),
        suppressed=_plain_suppressed(result.suppressed),
        left_out=_plain_suppressed(result.left_out),
        known=_plain(result.known),
    )
    return _encoded(plain)


def result_of(data: bytes) -> FileResult:
    """The result that was written."""
    found = _result(data)
    changed = {
        "findings": _findings(found.findings),
        "suppressed": _suppressed(found.suppressed),
        "left_out": _suppressed(found.left_out),
        "known": _findings(found.known),
    }
    return FileResult(**_fields(found, FileResult) | changed)


def _encoded(plain: msgspec.Struct) -> bytes:
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


def _plain(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings whose values can be told apart in writing."""
    return tuple(
        msgspec.structs.replace(
            finding,
            values={name: _told(value) for name, value in finding.values.items()},
            also=_plain(finding.also),
        )
        if finding.also or any(isinstance(value, Decimal) for value in finding.values.values())
        else finding
        for finding in findings
    )


def _plain_suppressed(found: Iterable[Suppressed]) -> tuple[Suppressed, ...]:
    return tuple(msgspec.structs.replace(one, finding=_plain([one.finding])[0]) for one in found)


def _suppressed(found: Iterable[_Suppressed]) -> tuple[Suppressed, ...]:
    return tuple(
        Suppressed(**_fields(one, Suppressed) | {"finding": _findings([one.finding])[0]})
        for one in found
    )


def _findings(found: Iterable[_Finding]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            **_fields(one, Finding)
            | {
                "values": {name: _value(value) for name, value in one.values.items()},
                "also": _findings(one.also),
            }
        )
        for one in found
    )


def _fields(struct: msgspec.Struct, type_: type[msgspec.Struct]) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in type_.__struct_fields__}


def _told(value: Value) -> Any:
    return _Amount(value) if isinstance(value, Decimal) else value


def _value(value: Value | _Amount) -> Value:
    return value.decimal if isinstance(value, _Amount) else value
