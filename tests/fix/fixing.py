"""Files corrected as the command does, for the tests of corrections."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache, partial
from pathlib import Path

from gblint.fix import Fixed, Track, correct_file, find_writer
from gblint.results import FileResult
from gblint.run import plan_for
from gblint.run.plan import Overrides

_PLAN = plan_for(Path("/nowhere"), Overrides(config="none"))

WORD, MARKDOWN, TEXT = "年报.docx", "年报.md", "年报.txt"


@lru_cache(maxsize=64)
def check(data: bytes, name: str) -> FileResult:
    """Kept, because what is corrected is checked before, within and after that."""
    return _PLAN.check(data, name, name)


def fix(data: bytes, name: str, *, unsafe: bool = False, track: Track = "unsafe") -> Fixed:
    write, rules = find_writer(data, name, track), partial(_PLAN.list_reported, place=name)
    return correct_file(data, lambda data: check(data, name), write, unsafe=unsafe, rules=rules)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {info.filename: file.read(info) for info in file.infolist()}


def told(result: FileResult) -> list[str]:
    return [finding.rule for finding in result.findings]
