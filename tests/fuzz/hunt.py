"""The hunt: changed fixtures, each checked; what is no finding and no refusal is a failure."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec

from gblint.checks import load
from gblint.document import Document
from gblint.readers import ReadError, read
from gblint.text.patterns import PatternTimeout
from tests.fuzz.mutate import mutated
from tests.tools.lint import PACK
from tests.tools.repository import FIXTURES

FORMS = (".docx", ".md", ".txt", ".html", ".htm", ".mht", ".pdf", ".rtf", ".doc", ".odt")
SLOW = (".rtf", ".doc", ".odt")
"""What LibreOffice converts: hunted when it is asked for."""

SECONDS = 5.0


class Failure(msgspec.Struct, frozen=True):
    """What went wrong, with the seed that makes the file anew."""

    source: str
    seed: int
    what: str
    data: bytes


def sources(form: str = "") -> list[Path]:
    """The files to start from, of one form or of all that are fast."""
    wanted = (form if form.startswith(".") else f".{form}",) if form else FORMS
    found = sorted(FIXTURES.rglob("*.*"))
    return [
        path
        for path in found
        if path.suffix in wanted and (form or path.suffix not in SLOW) and path.is_file()
    ]


def tried(path: Path, seed: int) -> Failure | None:
    """Check one change of a file; deterministic by the seed."""
    data = mutated(path.read_bytes(), Random(seed))
    begun = time.process_time()
    what = _checked(data)
    seconds = time.process_time() - begun
    if not what and seconds > SECONDS:
        what = f"{seconds:.1f} s"
    return Failure(path.relative_to(FIXTURES).as_posix(), seed, what, data) if what else None


def _checked(data: bytes) -> str:
    """What went wrong, "" for nothing."""
    from gblint.checks import check_report
    from gblint.report import recognise

    pack = load(PACK)
    try:
        document = read(data)
        assert isinstance(document, Document)
        check_report(recognise(document, pack), pack)
    except (ReadError, PatternTimeout) as error:
        return "" if str(error) else "an error without words"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is hunted
        import traceback

        return "".join(traceback.format_exception(error))
    return ""


def some(paths: list[Path], seed: int, count: int) -> Iterator[Failure | None]:
    """So many changes of the files in turn; the failure of each, or None."""
    for number in range(seed, seed + count):
        yield tried(paths[number % len(paths)], number)


def hunt(paths: list[Path], seed: int, seconds: float) -> Iterator[Failure | None]:
    """Changes of the files in turn, for so long; the failure of each, or None."""
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        yield tried(paths[number % len(paths)], seed + number)
        number += 1
