"""Every folder of `fixtures/`: a file, and in `expected.yaml` what gblint must say about it.

A file `previous.*` beside it is last year's report. Where there is a folder
`parts`, the report is the summary of those in it (`gblint rollup`), of a folder `among` those are
reports of others.

    about: what the case is
    pack: auto                  the pack to check by, by default that of the present format
    used: gbh-2019-60           the pack that it was checked by
    only: true                  nothing but the findings below (none, where there are none)
    findings:                   each must be there, as often as it is written
      - rule: GB302             the rest of an entry may be left out
        section: 3              likewise table, row, column
        says: ["450", "甲|乙"]   each pattern is found in the Chinese message
        culprit: 自然人          part of the label of the one cell marked; null for none
        also: [{rule: GB303}]   what else comes from the same wrong figure, each as such an entry
        unchecked: [GB301]      these rules could not be evaluated because of it
    absent: [GB106, GB3]        no finding of these rules; an id may be the beginning of several
    extract:                    what `gblint extract` must have read, by path
      tables.applications.new.total.value: 946

A bug report becomes a folder here. The inputs are written by
`python -m tests.builder.write_fixtures`, or put there by hand.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import yaml

import gblint
from gblint.checks import load
from gblint.checks.unchecked import UnevaluatedCheck
from gblint.document import Document
from gblint.findings import Finding
from gblint.readers import read
from gblint.reading import extract
from gblint.report import recognise
from gblint.results import FileResult
from gblint.run import roll_up
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from tests.builder.fixture_cases import Case
from tests.builder.fixture_cases_beside import AMONG, PARTS, PREVIOUS
from tests.builder.write_fixtures import CASES
from tests.checks.quotes import find_misquoted
from tests.tools.lint import PACK, told
from tests.tools.repository import FIXTURES, QUICK_LOADER

_FOLDERS = sorted(path.parent for path in FIXTURES.glob("*/expected.yaml"))
_PREVIOUS = "previous"
"""The name, but for its ending, of last year's report where a case has one."""
_PLACE = {"section", "table", "row", "column"}
_KEYS = {"rule", "says", "culprit", "unchecked", "also", *_PLACE}


def _input(folder: Path) -> Path:
    (path,) = [
        path
        for path in folder.iterdir()
        if path.is_file() and path.name != "expected.yaml" and path.stem != _PREVIOUS
    ]
    return path


def _checked(folder: Path, path: Path, pack: str | None) -> FileResult:
    parts = folder / "parts"
    if not parts.is_dir():
        others = folder / "among"
        among = others if others.is_dir() else None
        return gblint.check(path, previous=_previous(folder), among=among, pack=pack)
    (whole,) = collect_inputs([str(path)])
    return roll_up(whole, collect_inputs([str(parts)]), Overrides(config="none")).files[0]


def _previous(folder: Path) -> Path | None:
    return next((path for path in folder.iterdir() if path.stem == _PREVIOUS), None)


@cache
def _expected(folder: Path) -> dict[str, Any]:
    expected = yaml.load((folder / "expected.yaml").read_text("utf-8"), QUICK_LOADER)
    assert isinstance(expected, dict)
    return expected


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_fixture(folder: Path) -> None:
    expected = _expected(folder)
    assert expected.keys() <= {"about", "pack", "used", "only", "findings", "absent", "extract"}
    path = _input(folder)
    result = _checked(folder, path, expected.get("pack"))
    assert result.pack == expected.get("used", PACK)
    findings = list(result)
    left = findings.copy()
    for entry in expected.get("findings", ()):
        assert entry.keys() <= _KEYS
        met = next((finding for finding in left if _meets(finding, entry)), None)
        assert met, f"not found: {entry}, but\n{told(findings)}"
        left.remove(met)
    if expected.get("only"):
        assert not left, f"not expected:\n{told(left)}"
    absent = tuple(expected.get("absent", ()))
    assert not [f for f in findings if absent and f.rule.startswith(absent)], told(findings)
    document = cache(partial(read, path.read_bytes(), path.name))
    if "extract" in expected:
        _compare(document(), path.name, expected["extract"], pack=result.pack)
    quoting = [finding for finding in findings if finding.values]
    if not all(finding.rule.startswith("GB9") for finding in quoting):
        assert not find_misquoted(document(), quoting)


def _meets(finding: Finding, entry: dict[str, Any]) -> bool:
    where = finding.location
    if finding.rule != entry["rule"]:
        return False
    if any(
        getattr(where, k) != entry[k] for k in ("section", "table", "row", "column") if k in entry
    ):
        return False
    if not set(entry.get("unchecked", ())) <= set(finding.unchecked):
        return False
    others = entry.get("also", ())
    if len(others) != len(finding.also) or not all(map(_meets, finding.also, others)):
        return False
    if "culprit" in entry and not _culprit(finding, entry["culprit"]):
        return False
    return all(re.search(pattern, finding.message.zh) for pattern in entry.get("says", ()))


def _culprit(finding: Finding, label: str | None) -> bool:
    """Whether just the cell of this label is marked as the likely culprit, or none is."""
    assert finding.footing is not None
    entries = (*finding.footing.left, *finding.footing.right)
    marked = [entry.label.zh for entry in entries if entry.culprit]
    return len(marked) == 1 and label in marked[0] if label else not marked


def _compare(document: Document, name: str, expected: dict[str, Any], *, pack: str) -> None:
    report = recognise(document, load(pack), file_name=name)
    read_as = extract(report)
    for place, value in expected.items():
        assert _at(read_as, place) == value, place


def _at(data: Any, place: str) -> Any:
    """The value at a path such as `sections.0.name`."""
    for key in place.split("."):
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data


@pytest.mark.parametrize("case", CASES)
def test_inputs_are_what_the_builder_writes(case: str) -> None:
    """Packing may differ between versions of zlib; the content may not."""
    name, data = CASES[case]()
    assert _content((FIXTURES / case / name).read_bytes()) == _content(data)


@pytest.mark.parametrize(("case", "make"), [*PREVIOUS.items(), *PARTS, *AMONG])
def test_the_reports_beside_are_what_the_builder_writes(case: str, make: Case) -> None:
    name, data = make()
    assert _content((FIXTURES / case / name).read_bytes()) == _content(data)


def _content(data: bytes) -> bytes | dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return data


def test_every_rule_of_the_pack_has_a_fixture() -> None:
    """But that on faults of gblint itself, which no file is to bring out (test_isolation.py)."""
    entries = [entry for folder in _FOLDERS for entry in _expected(folder).get("findings", ())]
    met = {each["rule"] for entry in entries for each in (entry, *entry.get("also", ()))}
    rules = load(PACK).rules
    assert met >= {rule.id for rule in rules if not isinstance(rule.check, UnevaluatedCheck)}
