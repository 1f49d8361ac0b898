"""Format `sarif`: SARIF 2.1.0, as GitHub code scanning takes it.

A region's line in a Word file is the ordinal of the paragraph or table row; its snippet has the
text that stands there. A file that could not be read is a notification of the invocation, and
not a result; what could not be evaluated in one that was read is both. GitHub tells alerts apart by
`primaryLocationLineHash` alone, which its upload would otherwise make from the bytes of the Word
file. There is no `automationDetails`: with it, the upload would pass over the `category` by which
a workflow keeps several runs of gblint apart.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

from gblint import __version__
from gblint.findings import Finding, Lang, Location, Say, Severity, SourceEdit
from gblint.pack.model import Rule
from gblint.readers import get_form
from gblint.results import FileResult, RunResult, WriterOptions
from gblint.writers.json import Json, Streamed, write_pieces
from gblint.writers.rule_page import put_in_words, render_markdown, render_plain
from gblint.writers.words import (
    HOME,
    explain_case,
    link_rule,
    list_cases,
    list_consequences,
    make_relative,
    say_disregarded,
    say_passed_over,
    to_one_line,
)

_PROBLEM: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "recommendation"}
"""GitHub's own word for a severity, by which it sorts alerts."""

_ARTICLES = {"a", "an", "the"}
_LONGEST = 1000
"""GitHub cuts descriptions at 1024 characters."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LANGUAGE: dict[Lang, str] = {"zh": "zh-CN", "en": "en-US"}


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    """The files are gone through thrice, and once more where comments suppress anything."""
    lang = options.lang
    rules = sorted(result.rules)
    logical = LogicalPlaces()
    run: Streamed = {
        "tool": {
            "driver": {
                "name": "gblint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": HOME,
                "language": _LANGUAGE[lang],
                "rules": [describe_rule(result.rules[rule], lang) for rule in rules],
            }
        },
        "language": _LANGUAGE[lang],
        # as Python counts; without it, readers count in UTF-16
        "columnKind": "unicodeCodePoints",
        # an iterator, so that what is in it is built while it is written
        "invocations": iter([_describe_invocation(result, rules, lang)]),
        "artifacts": map(_describe_artifact, result.files),
        "results": _list_results(result, rules, logical, lang),
        # after the results, which name the places
        "logicalLocations": logical.list_places(),
    }
    yield from write_pieces({"$schema": _SCHEMA, "version": "2.1.0", "runs": iter([run])})


_KNOWN = Say("基线中已有", "in the baseline")


def _list_results(
    result: RunResult, rules: list[str], logical: LogicalPlaces, lang: Lang
) -> Iterator[Json]:
    """The findings of all files that were read, then those that comments suppress."""

    def place_result(finding: Finding, place: Json) -> dict[str, Json]:
        where = _describe_location(finding.location, place, logical, lang)
        return _describe_result(finding, rules, where, lang)

    summary = result.summary()
    compared = summary.known or summary.fixed or summary.grown
    new: dict[str, Json] = {"baselineState": "new"} if compared else {}
    for file in result.files:
        place = _locate_artifact(file.path)
        # that a file could not be read is no result but a notification
        if file.failure is None:
            for finding in file.findings:
                state: dict[str, Json] = {"baselineState": "updated"} if finding.before.zh else new
                yield place_result(finding, place) | state
        for finding in file.known:
            known: Json = {"kind": "external", "justification": _KNOWN.in_lang(lang)}
            yield place_result(finding, place) | {
                "baselineState": "unchanged",
                "suppressions": [known],
            }
    for file in result.files if summary.suppressed or summary.left_out else ():
        place = _locate_artifact(file.path)
        for suppressed in (*file.suppressed, *file.left_out):
            kind = "inSource" if suppressed.line else "external"
            why: dict[str, Json] = {"kind": kind, "justification": suppressed.reason}
            if suppressed.line:
                why["location"] = _locate_line(file.path, suppressed.line)
            yield {**place_result(suppressed.finding, place), "suppressions": [why]}


def _describe_invocation(result: RunResult, rules: list[str], lang: Lang) -> Streamed:
    return {
        "executionSuccessful": result.exit_code != 2,
        "exitCode": result.exit_code,
        "toolExecutionNotifications": _list_run_notifications(result, rules, lang),
    }


def _list_run_notifications(result: RunResult, rules: list[str], lang: Lang) -> Iterator[Json]:
    """What is to be said of files, of what was passed over, and of the run."""
    for file in result.files:
        yield from _list_notifications(file, rules, lang)
    for passed in result.skipped:
        level = "error" if passed.counts else "warning"
        yield _notify(level, say_passed_over(passed).in_lang(lang), _locate_line(passed.path))
    for roll, case in list_cases(result):
        text = to_one_line(explain_case(case), lang)
        yield _notify(case.severity, text, _locate_line(roll, case.line))
    for note in result.notes:
        yield _notify("note", note.in_lang(lang))


def _list_notifications(file: FileResult, rules: list[str], lang: Lang) -> Iterator[Json]:
    """That a file could not be read, or checked in full, and what else there is to say of it."""
    stopped = [finding for finding in file.findings if finding.incomplete]
    if file.failure is None and not (stopped or file.notes or file.disregarded):
        return
    where = _locate_line(file.path)
    if file.failure is not None:
        rule = _refer_to_rule(file.findings[0].rule, rules) if file.findings else None
        yield _notify("error", file.failure.in_lang(lang), where, rule)
    for finding in stopped:
        rule = _refer_to_rule(finding.rule, rules)
        yield _notify("error", finding.message.in_lang(lang), where, rule)
    heedless = (say_disregarded(file.disregarded),) if file.disregarded else ()
    for note in (*file.notes, *heedless):
        yield _notify("note", note.in_lang(lang), where)


def _notify(level: str, text: str, where: Json = None, rule: Json = None) -> Json:
    notification: dict[str, Json] = {"level": level, "message": {"text": text}}
    if where is not None:
        notification["locations"] = [where]
    if rule is not None:
        notification["associatedRule"] = rule
    return notification


def _locate_line(path: str, line: int = 0) -> Json:
    """A line of a file, or the file as a whole."""
    physical: dict[str, Json] = {"artifactLocation": _locate_artifact(path)}
    if line:
        physical["region"] = {"startLine": line}
    return {"physicalLocation": physical}


def _refer_to_rule(rule: str, rules: list[str]) -> Json:
    return {"id": rule, "index": rules.index(rule)} if rule in rules else {"id": rule}


def _describe_artifact(file: FileResult) -> Json:
    artifact: dict[str, Json] = {
        "location": _locate_artifact(file.path),
        "roles": ["analysisTarget"],
    }
    if (form := get_form(file.format)) is not None:
        artifact["mimeType"] = form.mime
    return artifact


def _describe_result(
    finding: Finding, rules: list[str], location: dict[str, Json], lang: Lang
) -> dict[str, Json]:
    described: dict[str, Json] = {"ruleId": finding.rule}
    if finding.rule in rules:
        described["ruleIndex"] = rules.index(finding.rule)
    described |= {
        "level": finding.severity,
        "message": {"text": _write_message(finding, lang)},
        "locations": [location],
    }
    if finding.fingerprint:
        described["partialFingerprints"] = {
            "gblint/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
        }
    if fixes := _list_fixes(finding, location, lang):
        described["fixes"] = fixes
    place = finding.location
    properties: dict[str, Json] = {
        "fixable": finding.fixable,
        "also": [
            {
                "ruleId": other.rule,
                "fingerprint": other.fingerprint,
                "text": other.message.in_lang(lang),
            }
            for other in finding.also
        ],
        "unchecked": list(finding.unchecked),
        "page": place.page,
        "box": None if place.box is None else list(place.box),
    }
    filled: dict[str, Json] = {name: value for name, value in properties.items() if value}
    return {**described, "properties": filled} if filled else described


_BY_FIX = Say("gblint fix 的改正", "as gblint fix corrects it")


def _list_fixes(finding: Finding, location: dict[str, Json], lang: Lang) -> list[Json]:
    """The correction of a finding, where all that it touches has a region: in a text file, or in
    paragraphs of a Word file, in which columns count in the paragraph's text.
    """
    correction = finding.correction
    if correction is None or not correction.whole:
        return []
    edits = correction.edits
    if not edits:
        # a region is of a line: no cell of Word has one, and no number that Word counts by itself
        if any(
            replacement.cell or not replacement.column or replacement.automatic
            for replacement in correction.replacements
        ):
            return []
        edits = tuple(
            SourceEdit(
                replacement.line,
                replacement.column,
                replacement.column + len(replacement.old),
                replacement.new,
            )
            for replacement in correction.replacements
        )
    replacements: list[Json] = [
        {
            "deletedRegion": {
                "startLine": edit.line,
                "startColumn": edit.begin,
                "endColumn": edit.end,
            },
            "insertedContent": {"text": edit.new},
        }
        for edit in edits
    ]
    physical = location["physicalLocation"]
    where = physical["artifactLocation"] if isinstance(physical, dict) else None
    change: Json = {"artifactLocation": where, "replacements": replacements}
    text = _BY_FIX.in_lang(lang) + ("" if correction.safe else " --unsafe")
    return [{"description": {"text": text}, "artifactChanges": [change]}]


def _write_message(finding: Finding, lang: Lang) -> str:
    """The message, then what to do and what could not be checked, each a paragraph."""
    fix = finding.fix.in_lang(lang).strip()
    before = finding.before.in_lang(lang)
    parts = (
        finding.message.in_lang(lang).strip(),
        Say("基线：", "Baseline: ").in_lang(lang) + before if before else "",
        Say("改法：", "Fix: ").in_lang(lang) + fix if fix else "",
        *list_consequences(finding, lang),
    )
    return "\n\n".join(part for part in parts if part)


def describe_rule(rule: Rule, lang: Lang) -> Json:
    """One rule. `name` is its English title as a Pascal identifier, as SARIF wants names."""
    kind = str(rule.check.__struct_config__.tag)
    title, why = put_in_words(rule.title, lang), put_in_words(rule.why, lang)
    return {
        "id": rule.id,
        "name": to_pascal_case(rule.title.en if isinstance(rule.title, Say) else "", rule.id),
        "shortDescription": {"text": title},
        # it has to be there, and a rule of six lines has no reason
        "fullDescription": {"text": (why or title)[:_LONGEST]},
        "help": {
            "text": render_plain(rule, lang),
            "markdown": render_markdown(rule, lang),
        },
        "helpUri": link_rule(rule.id),
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": ["annual-report", kind, *(["fixable"] if rule.fixable else [])],
            "precision": "very-high" if rule.certain else "medium",
            "problem.severity": _PROBLEM[rule.severity],
        },
    }


def to_pascal_case(title: str, rule_id: str) -> str:
    """`A section is absent` → `SectionIsAbsent`; without Latin words, one made of the id."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]+|[0-9]+", title)
    name = "".join(word.capitalize() for word in words if word.lower() not in _ARTICLES)
    name = name.lstrip("0123456789")
    return name[:1].upper() + name[1:] if name else "Rule" + re.sub("[^0-9]", "", rule_id)


class LogicalPlaces:
    """The sections, tables, rows and columns that findings name, each once, within its parent.

    A place is told by keys (`section:3/table:applications/row:granted/column:natural`), since a
    row and a column of a table may have the same key.
    """

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._listed: list[Json] = []

    def list_places(self) -> Iterator[Json]:
        """All that were named until now."""
        yield from self._listed

    def find_place(self, place: Location) -> Json:
        """The innermost place of a location, None for the file as a whole."""
        steps = (
            ("section", place.section),
            ("table", place.table),
            ("row", place.row),
            ("column", place.column),
        )
        name = ""
        innermost: dict[str, Json] | None = None
        for kind, key in steps:
            if key is None:
                continue
            parent = self._index.get(name)
            name = f"{name}/{kind}:{key}" if name else f"{kind}:{key}"
            own: dict[str, Json] = {
                "name": str(key),
                "fullyQualifiedName": name,
                "kind": kind,
            }
            if parent is not None:
                own["parentIndex"] = parent
            if name not in self._index:
                self._index[name] = len(self._listed)
                self._listed.append(own)
            innermost = {**own, "index": self._index[name]}
        return innermost


def _describe_location(
    place: Location, artifact: Json, logical: LogicalPlaces, lang: Lang
) -> dict[str, Json]:
    region: dict[str, Json] = {"startLine": place.line, "startColumn": place.column_offset}
    if place.text.strip():
        region["snippet"] = {"text": place.text}
    described: dict[str, Json] = {
        "physicalLocation": {"artifactLocation": artifact, "region": region}
    }
    inner = logical.find_place(place)
    if inner is not None:
        described["logicalLocations"] = [inner]
    if where := to_one_line(place.where, lang):
        described["message"] = {"text": where}
    return described


_ROOT = "%SRCROOT%"
"""What relative references count from, by the name that SARIF's readers know."""


def _locate_artifact(path: str) -> Json:
    """The location of a file: relative to the working directory, or absolute outside it.

    A name that is no path (`-`, standard input) is taken for one in the working directory.
    """
    if sys.getfilesystemencoding() != "utf-8":  # paths are told in UTF-8 whatever the locale
        path = os.fsdecode(path.encode("utf-8", "surrogateescape"))
    relative = make_relative(path)
    if relative.is_absolute() or not relative.name:  # `.` itself has no name in it
        return {"uri": relative.absolute().as_uri()}
    # UTF-8, or whatever bytes the name has, all but the plain quoted
    uri = quote_from_bytes(os.fsencode(relative.as_posix()), safe="/")
    return {"uri": uri, "uriBaseId": _ROOT}
