"""Format `json`: one document for all files.

The keys of the first release are a contract: none is renamed or left out, others may be added.
Figures are JSON numbers with all their digits. Texts are in the language of the run; characters
that could steer a terminal are escaped, wherever the output goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeGuard

import msgspec

from gblint import __version__
from gblint.findings import Correction, Entry, Finding, Footing, Lang
from gblint.results import FileResult, Known, RunResult, Skipped, WriterOptions
from gblint.text import escape_unseen, make_all_encodable
from gblint.writers.words import find_listed_organs

Json = dict[str, "Json"] | list["Json"] | str | int | float | Decimal | None

Streamed = Json | Mapping[str, "Streamed"] | Iterator["Streamed"]
"""JSON in which some lists are iterators, whose items come one by one."""

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    summary = result.summary()
    yield from write_pieces(
        {
            "gblint": __version__,
            "files": (_describe_file(file, options.lang) for file in result.files),
            "summary": {name: getattr(summary, _FIELDS.get(name, name)) for name in _SUMMARY},
            "skipped": (_describe_skipped(passed, options.lang) for passed in result.skipped),
            "notes": [note.in_lang(options.lang) for note in result.notes],
            "organs": _describe_organs(result, options.lang),
            "gone": [
                {"path": gone_file.path, "findings": _list_known(gone_file.findings)}
                for gone_file in result.gone
            ],
            "exit_code": result.exit_code,
        }
    )


_SUMMARY = (
    *("files", "errors", "warnings", "notes", "suppressed", "known", "fixed", "grown", "gone"),
    *("failed", "skipped", "ignored", "disregarded", "fixable", "fixable_unsafe"),
)
_FIELDS = {"ignored": "left_out"}
"""What is called otherwise here than in gblint; the keys are a contract."""


def dump(document: Json) -> str:
    """JSON as text, indented by two, with Chinese as it is and decimals as numbers."""
    return _write_whole(document, "\n") + "\n"


def write_pieces(document: Streamed) -> Iterator[str]:
    """The same text, piece by piece: of lists that are iterators, one item is held at a time."""
    yield from _write_piece(document, "\n")
    yield "\n"


def _write_piece(value: Streamed, line: str) -> Iterator[str]:
    """`line` is how lines begin where the value stands."""
    if isinstance(value, Iterator):
        yield from _enclose("[]", ((f"{line}  ", item) for item in value), line)
    elif _is_streamed(value):
        members = ((f"{line}  {_write_whole(key, line)}: ", item) for key, item in value.items())
        yield from _enclose("{}", members, line)
    else:
        yield _write_whole(value, line)


def _enclose(brackets: str, parts: Iterator[tuple[str, Streamed]], line: str) -> Iterator[str]:
    """Parts of an object or a list, each behind its head."""
    # an empty one is `[]`, as the formatter of msgspec has it
    before, end = brackets[0], brackets
    for head, value in parts:
        yield before + head
        yield from _write_piece(value, f"{line}  ")
        before, end = ",", line + brackets[1]
    yield end


def _is_streamed(value: Streamed) -> TypeGuard[Mapping[str, Streamed]]:
    return isinstance(value, Mapping) and any(isinstance(one, Iterator) for one in value.values())


def _write_whole(value: object, line: str) -> str:
    try:
        encoded = _ENCODER.encode(value)
    # looking through everything for what no encoding holds takes longer than encoding it, and
    # hardly any run has such a name
    except UnicodeEncodeError:
        encoded = _ENCODER.encode(make_all_encodable(value))
    # line feeds of texts are escaped by now, so all that are left are between values
    return escape_unseen(msgspec.json.format(encoded, indent=2).decode()).replace("\n", line)


def _describe_file(file: FileResult, lang: Lang) -> Json:
    return {
        **pick(file, "path", "format", "pack", "title", "organ", "year"),
        "findings": [_describe_finding(finding, lang) for finding in file.findings],
        "suppressed": [
            {
                **_describe_finding(one.finding, lang),
                "reason": one.reason,
                "comment": {"line": one.line, "where": one.where.in_lang(lang)},
            }
            for one in file.suppressed
        ],
        "ignored": [
            {**_describe_finding(one.finding, lang), "reason": one.reason} for one in file.left_out
        ],
        "disregarded": file.disregarded,
        "known": [_describe_finding(finding, lang) for finding in file.known],
        "fixed": _list_known(file.fixed),
        "notes": [note.in_lang(lang) for note in file.notes],
        "failure": None if file.failure is None else file.failure.in_lang(lang),
    }


def pick(value: object, *names: str) -> dict[str, Json]:
    """What is called in JSON as it is in gblint, and is of a type that JSON has."""
    return {name: getattr(value, name) for name in names}


def _list_known(known: Iterable[Known]) -> Json:
    return [pick(entry, "rule", "fingerprint", "message") for entry in known]


def _describe_skipped(passed: Skipped, lang: Lang) -> Json:
    return {"path": passed.path, "reason": passed.reason.in_lang(lang), "counts": passed.counts}


def _describe_organs(result: RunResult, lang: Lang) -> Json:
    organs = find_listed_organs(result)
    if organs is None:
        return None
    return {
        **pick(organs, "path", "listed", "reported", "year"),
        "cases": [
            {
                **pick(case, "organ", "state", "severity"),
                "message": case.say.in_lang(lang),
                "files": list(case.files),
                "line": case.line or None,
            }
            for case in organs.cases
        ],
    }


def _describe_finding(finding: Finding, lang: Lang) -> dict[str, Json]:
    place, correction = finding.location, finding.correction
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message.in_lang(lang),
        "basis": finding.basis.in_lang(lang),
        "fix": finding.fix.in_lang(lang),
        "location": {
            **pick(place, "section", "table", "row", "column", "line", "column_offset", "page"),
            "box": None if place.box is None else list(place.box),
            "text": place.text,
            "where": place.where.in_lang(lang),
        },
        "values": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in finding.values.items()
        },
        "fingerprint": finding.fingerprint,
        "footing": None if finding.footing is None else _describe_footing(finding.footing, lang),
        "fixable": finding.fixable or None,
        # of the first release, which knew one for a finding; `correction` has all of them
        "replacement": pick(correction.replacements[0], "line", "old", "new")
        if correction is not None
        else None,
        "correction": None if correction is None else _describe_correction(correction),
        "unchecked": list(finding.unchecked),
        "also": [_describe_finding(other, lang) for other in finding.also],
        "before": finding.before.in_lang(lang) or None,
    }


def _describe_correction(correction: Correction) -> Json:
    return {
        **pick(correction, "safe", "whole"),
        "replacements": [
            {
                "line": replacement.line,
                "cell": replacement.cell or None,
                "column": replacement.column or None,
                **pick(replacement, "old", "new", "safe", "automatic"),
            }
            for replacement in correction.replacements
        ],
    }


def _describe_footing(footing: Footing, lang: Lang) -> Json:
    return {
        "left": [_describe_entry(entry, lang) for entry in footing.left],
        "right": [_describe_entry(entry, lang) for entry in footing.right],
        **pick(footing, "left_sum", "right_sum"),
        "difference": footing.left_sum - footing.right_sum,
    }


def _describe_entry(entry: Entry, lang: Lang) -> Json:
    return {"label": entry.label.in_lang(lang), **pick(entry, "value", "sign", "culprit")}
