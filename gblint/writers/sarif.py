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
    """A log of one run, in pieces: the files are gone through thrice, and once more where comments
    suppress anything.
    """
    run = iter([_Run(result, options.lang).describe()])
    yield from write_pieces({"$schema": _SCHEMA, "version": "2.1.0", "runs": run})


_KNOWN = Say("基线中已有", "in the baseline")


class _Run:
    """A run, with the numbers of its rules, and of the places that findings name.

    These are sections, tables, rows and columns, each once, within its parent, and told by keys
    (`section:3/table:applications/row:granted/column:natural`), since a row and a column of a table
    may have the same key.
    """

    def __init__(self, result: RunResult, lang: Lang) -> None:
        self._result = result
        self._lang: Lang = lang
        self._rules = {rule: at for at, rule in enumerate(sorted(result.rules))}
        self._places: dict[str, dict[str, Json]] = {}

    def describe(self) -> Streamed:
        # iterators, so that what is in them is built while it is written
        invocation: Streamed = {
            "executionSuccessful": self._result.exit_code != 2,
            "exitCode": self._result.exit_code,
            "toolExecutionNotifications": self._list_notifications(),
        }
        return {
            "tool": {
                "driver": {
                    "name": "gblint",
                    "version": __version__,
                    "semanticVersion": __version__,
                    "informationUri": HOME,
                    "language": _LANGUAGE[self._lang],
                    "rules": [
                        describe_rule(self._result.rules[rule], self._lang) for rule in self._rules
                    ],
                }
            },
            "language": _LANGUAGE[self._lang],
            # as Python counts; without it, readers count in UTF-16
            "columnKind": "unicodeCodePoints",
            "invocations": iter([invocation]),
            "artifacts": map(_describe_artifact, self._result.files),
            "results": self._list_results(),
            # after the results, which name the places
            "logicalLocations": self._list_places(),
        }

    def _list_notifications(self) -> Iterator[Json]:
        """What is to be said of files, of what was passed over, and of the run."""
        result, lang = self._result, self._lang
        for file in result.files:
            yield from self._list_file_notifications(file)
        for passed in result.skipped:
            level = "error" if passed.counts else "warning"
            yield _notify(level, say_passed_over(passed).in_lang(lang), _locate_line(passed.path))
        for list_path, case in list_cases(result):
            text = to_one_line(explain_case(case), lang)
            yield _notify(case.severity, text, _locate_line(list_path, case.line))
        for note in result.notes:
            yield _notify("note", note.in_lang(lang))

    def _list_file_notifications(self, file: FileResult) -> Iterator[Json]:
        """That a file could not be read, or not in full, and what else there is to say of it."""
        stopped = [finding for finding in file.findings if finding.incomplete]
        if file.failure is None and not (stopped or file.notes or file.disregarded):
            return
        where, told = _locate_line(file.path), [(one.rule, one.message) for one in stopped]
        if file.failure is not None:
            told.insert(0, (file.findings[0].rule if file.findings else "", file.failure))
        for rule, say in told:
            yield _notify("error", say.in_lang(self._lang), where, self._refer_to_rule(rule))
        heedless = (say_disregarded(file.disregarded),) if file.disregarded else ()
        for note in (*file.notes, *heedless):
            yield _notify("note", note.in_lang(self._lang), where)

    def _refer_to_rule(self, rule: str) -> Json:
        at = self._rules.get(rule)
        return {"id": rule} | ({} if at is None else {"index": at}) if rule else None

    def _list_results(self) -> Iterator[Json]:
        """The findings of all files that were read, then those that comments suppress."""
        files, summary = self._result.files, self._result.summary()
        compared = summary.known or summary.fixed or summary.grown
        new: dict[str, Json] = {"baselineState": "new"} if compared else {}
        for file in files:
            artifact = _locate_artifact(file.path)
            # that a file could not be read is no result but a notification
            for finding in file.findings if file.failure is None else ():
                state: dict[str, Json] = {"baselineState": "updated"} if finding.before.zh else new
                yield self._describe_result(finding, artifact) | state
            for finding in file.known:
                known: Json = {"kind": "external", "justification": _KNOWN.in_lang(self._lang)}
                unchanged: dict[str, Json] = {"baselineState": "unchanged", "suppressions": [known]}
                yield self._describe_result(finding, artifact) | unchanged
        for file in files if summary.suppressed or summary.left_out else ():
            artifact = _locate_artifact(file.path)
            for suppressed in (*file.suppressed, *file.left_out):
                kind = "inSource" if suppressed.line else "external"
                why: dict[str, Json] = {"kind": kind, "justification": suppressed.reason}
                if suppressed.line:
                    why["location"] = _locate_line(file.path, suppressed.line)
                yield {**self._describe_result(suppressed.finding, artifact), "suppressions": [why]}

    def _describe_result(self, finding: Finding, artifact: Json) -> dict[str, Json]:
        described: dict[str, Json] = {"ruleId": finding.rule}
        if finding.rule in self._rules:
            described["ruleIndex"] = self._rules[finding.rule]
        described |= {
            "level": finding.severity,
            "message": {"text": _write_message(finding, self._lang)},
            "locations": [self._describe_location(finding.location, artifact)],
        }
        if finding.fingerprint:
            described["partialFingerprints"] = {
                "gblint/v1": finding.fingerprint,
                "primaryLocationLineHash": f"{finding.fingerprint}:1",
            }
        if fixes := _list_fixes(finding, artifact, self._lang):
            described["fixes"] = fixes
        box = finding.location.box
        properties: dict[str, Json] = {
            "fixable": finding.fixable,
            "also": [
                {
                    "ruleId": other.rule,
                    "fingerprint": other.fingerprint,
                    "text": other.message.in_lang(self._lang),
                }
                for other in finding.also
            ],
            "unchecked": list(finding.unchecked),
            "page": finding.location.page,
            "box": None if box is None else list(box),
        }
        filled: dict[str, Json] = {name: value for name, value in properties.items() if value}
        return {**described, "properties": filled} if filled else described

    def _describe_location(self, place: Location, artifact: Json) -> Json:
        region: dict[str, Json] = {"startLine": place.line, "startColumn": place.column_offset}
        if place.text.strip():
            region["snippet"] = {"text": place.text}
        described: dict[str, Json] = {
            "physicalLocation": {"artifactLocation": artifact, "region": region}
        }
        if (inner := self._find_place(place)) is not None:
            described["logicalLocations"] = [inner]
        if where := to_one_line(place.where, self._lang):
            described["message"] = {"text": where}
        return described

    def _find_place(self, place: Location) -> Json:
        """The innermost place of a location, None for the file as a whole."""
        name, innermost = "", None
        for kind in ("section", "table", "row", "column"):
            key = getattr(place, kind)
            if key is None:
                continue
            outer = self._places.get(name)
            name = f"{name}/{kind}:{key}" if name else f"{kind}:{key}"
            own: dict[str, Json] = {"name": str(key), "fullyQualifiedName": name, "kind": kind}
            if outer is not None:
                own["parentIndex"] = outer["index"]
            innermost = self._places.setdefault(name, {**own, "index": len(self._places)})
        return None if innermost is None else {**innermost}

    def _list_places(self) -> Iterator[Json]:
        """All that were named until now."""
        for place in self._places.values():
            yield {name: value for name, value in place.items() if name != "index"}


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


def _describe_artifact(file: FileResult) -> Json:
    form = get_form(file.format)
    mime: dict[str, Json] = {} if form is None else {"mimeType": form.mime}
    return {"location": _locate_artifact(file.path), "roles": ["analysisTarget"], **mime}


_BY_FIX = Say("gblint fix 的改正", "as gblint fix corrects it")


def _list_fixes(finding: Finding, artifact: Json, lang: Lang) -> list[Json]:
    """The correction of a finding, where all that it touches has a region: in a text file, or in
    paragraphs of a Word file, in which columns count in the paragraph's text.
    """
    correction = finding.correction
    if correction is None or not correction.whole:
        return []
    # a region is of a line: no cell of Word has one, and no number that Word counts by itself
    if not correction.edits and any(
        one.cell or not one.column or one.automatic for one in correction.replacements
    ):
        return []
    edits = correction.edits or tuple(
        SourceEdit(one.line, one.column, one.column + len(one.old), one.new)
        for one in correction.replacements
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
    change: Json = {"artifactLocation": artifact, "replacements": replacements}
    text = _BY_FIX.in_lang(lang) + ("" if correction.safe else " --unsafe")
    return [{"description": {"text": text}, "artifactChanges": [change]}]


def _write_message(finding: Finding, lang: Lang) -> str:
    """The message, then what to do and what could not be checked, each a paragraph."""
    message, fix = (say.in_lang(lang).strip() for say in (finding.message, finding.fix))
    before = finding.before.in_lang(lang)
    parts = (
        message,
        Say("基线：", "Baseline: ").in_lang(lang) + before if before else "",
        Say("改法：", "Fix: ").in_lang(lang) + fix if fix else "",
        *list_consequences(finding, lang),
    )
    return "\n\n".join(filter(None, parts))


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
        "help": {"text": render_plain(rule, lang), "markdown": render_markdown(rule, lang)},
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
