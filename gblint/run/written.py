"""Outcomes as bytes, on the way from a worker and in the cache: msgpack, data and never code."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from gblint.findings import Finding, Say, Value
from gblint.run.one import Outcome


class _Amount(msgspec.Struct, frozen=True):
    """A decimal figure, which as a bare text could not be told from a text."""

    decimal: Decimal


class _Finding(Finding, frozen=True, kw_only=True):
    """A finding as it is written down."""

    values: dict[str, str | int | tuple[str, ...] | _Amount]  # type: ignore[assignment]


class _Outcome(Outcome, frozen=True):
    """An outcome as it is written down."""

    findings: tuple[_Finding, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Outcome).decode

_MOST_TEXTS = 20_000
_texts: dict[Say, Say] = {}
"""Texts that many findings have, each kept once."""


def written(outcome: Outcome) -> bytes:
    """An outcome as bytes."""
    findings = tuple(
        _with(finding, {name: _plain(value) for name, value in finding.values.items()})
        if any(isinstance(value, Decimal) for value in finding.values.values())
        else finding
        for finding in outcome.findings
    )
    return _encode(msgspec.structs.replace(outcome, findings=findings))


def outcome_of(data: bytes) -> Outcome:
    """The outcome that was written. Raises ValueError for anything else."""
    found = _decode(data)
    fields = dict(_fields(found, Outcome.__struct_fields__))
    return Outcome(**fields | {"findings": tuple(map(_finding, found.findings))})


def _finding(found: _Finding) -> Finding:
    fields = dict(_fields(found, Finding.__struct_fields__))
    fields["values"] = {name: _value(value) for name, value in found.values.items()}
    fields["basis"] = _once(found.basis)
    fields["fix"] = _once(found.fix)
    return Finding(**fields)


def _fields(struct: msgspec.Struct, names: Iterable[str]) -> Iterable[tuple[str, Any]]:
    return ((name, getattr(struct, name)) for name in names)


def _with(finding: Finding, values: dict[str, Any]) -> Finding:
    return msgspec.structs.replace(finding, values=values)


def _plain(value: Value) -> Value | _Amount:
    return _Amount(value) if isinstance(value, Decimal) else value


def _value(value: Value | _Amount) -> Value:
    return value.decimal if isinstance(value, _Amount) else value


def _once(say: Say) -> Say:
    if len(_texts) >= _MOST_TEXTS:
        _texts.clear()
    return _texts.setdefault(say, say)
