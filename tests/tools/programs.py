"""The programs that some tests need: where they are, and whether they do here what they are for.

A program that is absent, fails, hangs or knows no Chinese font is no fault of gblint's: what needs
it is skipped, with the reason. What these programs make is made once in a run of the tests, however
many processes share it.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest
from reportlab.pdfgen.canvas import Canvas

from gblint.readers.office import find_soffice
from tests.builder.draw_pdf import pdf
from tests.tools import conversion
from tests.tools.ended import run

_PROBE = "示例市年报"
_STARTS = 90
"""Seconds, by the clock, in which a program has done a trifle, on a busy machine too."""

_LONGEST = 600
"""Seconds that a process waits for what another one makes."""

Files = dict[str, bytes]


class Shared:
    """What a process has of a run of the tests: see conftest.py."""

    folder: Path | None = None
    """The folder that all processes of the run have in common."""

    ending: ExitStack | None = None
    """What is to be ended when the tests of this process have ended."""


class _Outcome(msgspec.Struct):
    """What making something came to: the reason why it could not be made, "" if it was."""

    skipped: str = ""


def skip(reason: str) -> NoReturn:
    pytest.skip(f"NOT TESTED: {reason}")


def once(name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` fills, in whichever process comes first; skips where that skipped."""
    assert Shared.folder is not None, "see conftest.py"
    folder = Shared.folder / name
    if not _made(folder, make):
        _wait(folder)
    told = msgspec.json.decode(_told(folder).read_bytes(), type=_Outcome)
    if told.skipped:
        pytest.skip(told.skipped)
    return folder


def _made(folder: Path, make: Callable[[Path], None]) -> bool:
    """Whether this process is the one that made it."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        return False
    outcome = _Outcome(f"NOT TESTED: making {folder.name} failed in another test")
    try:
        make(folder)
        outcome.skipped = ""
    except pytest.skip.Exception as reason:
        outcome.skipped = str(reason)
    finally:
        part = folder.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(outcome))
        part.replace(_told(folder))
    return True


def _told(folder: Path) -> Path:
    return folder.with_suffix(".json")


def _wait(folder: Path) -> None:
    end = time.monotonic() + _LONGEST
    while not _told(folder).exists():
        if time.monotonic() > end:
            skip(f"{folder.name} was not made in {_LONGEST} s")
        time.sleep(0.05)


def ran(command: Sequence[str], *, data: bytes = b"", seconds: float = _STARTS) -> bytes:
    """What a program that is no part of gblint gives; skips where it fails or does not end."""
    name = Path(command[0]).name
    try:
        return run(command, data=data, seconds=seconds)
    except subprocess.TimeoutExpired:
        skip(f"{name} does not end in {seconds:.0f} s here")
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or b"").decode(errors="replace")
        skip(f"{name} fails here: {error} {said[-300:]}")


def libreoffice() -> str:
    """Where LibreOffice is; skips where it is not, or converts nothing."""
    path = find_soffice()
    if path is None:
        skip("LibreOffice (soffice) is not installed")
    once("libreoffice", _try_libreoffice)
    return path


def _try_libreoffice(folder: Path) -> None:
    from docx import Document

    document, data = Document(), io.BytesIO()
    document.add_paragraph(_PROBE)
    document.save(data)
    _convert({"probe": data.getvalue()}, "pdf", folder, seconds=_STARTS)


def _convert(
    files: Mapping[str, bytes], to: str, folder: Path, *, seconds: float, **how: str
) -> None:
    """`how` are the words for `conversion.converted`."""

    def convert(folder: Path, profile: Path | None = None) -> Files:
        return conversion.converted(
            dict(files),
            to,
            folder,
            of=how.get("of", "docx"),
            import_filter=how.get("import_filter", ""),
            profile=profile,
            seconds=seconds,
        )

    try:
        made = _convert_by_kept(convert, folder)
        if made is None:
            made = convert(folder)
    except subprocess.TimeoutExpired:
        skip(f"LibreOffice does not end in {seconds:.0f} s here")
    except (OSError, subprocess.CalledProcessError) as error:
        skip(f"LibreOffice does not write {to} here: {error}")
    for name, data in made.items():
        (folder / name).write_bytes(data)


def _convert_by_kept(convert: Callable[..., Files], folder: Path) -> Files | None:
    """What the LibreOffice makes that is kept for all processes; None where it is not to be had.

    It is no more once the tests of the process that started it have ended, and is left alone when
    it failed: a fault of its own must cost no test.
    """
    profile, failed = (once("office", _keep_office) / name for name in ("profile", "failed"))
    if not profile.exists() or failed.exists():
        return None
    kept = folder / "kept"
    kept.mkdir()
    try:
        return convert(kept, Path(profile.read_text("utf-8")))
    except (OSError, subprocess.SubprocessError):
        failed.touch()
        return None


def _keep_office(folder: Path) -> None:
    assert Shared.ending is not None, "see conftest.py"
    profile = Shared.ending.enter_context(conversion.kept(seconds=_STARTS))
    if profile is not None:
        Shared.ending.callback((folder / "failed").touch)
        (folder / "profile").write_text(str(profile), "utf-8")


_FILTERS = {
    "doc": "MS Word 97",
    "odt": "writer8",
    "rtf": "Rich Text Format",
    "fodt": "OpenDocument Text Flat XML",
}
"""Suffix → the filter by which gblint has LibreOffice read it."""


def back(files: Mapping[str, bytes], of: str) -> Files:
    """Files of another form as Word files, as gblint has LibreOffice make them but all at once:
    it starts slowly.
    """
    return converted(files, "docx:MS Word 2007 XML", of=of, import_filter=_FILTERS[of])


def converted(files: Mapping[str, bytes], to: str, **how: str) -> Files:
    """Word files, by names without suffix, in another form of LibreOffice's; made once.

    Skips without LibreOffice, and for PDF without a font that has Chinese characters.
    """
    libreoffice()
    if to == "pdf":
        _has_chinese((once("libreoffice", _try_libreoffice) / "probe").read_bytes(), "LibreOffice")
    digest = sha256(repr((how, sorted(files.items()))).encode()).hexdigest()[:16]
    folder = once(
        f"{to.partition(':')[0]}-{digest}",
        lambda folder: _convert(files, to, folder, seconds=conversion.SECONDS, **how),
    )
    return {name: (folder / name).read_bytes() for name in files}


def _has_chinese(data: bytes, program: str) -> None:
    """Skip where Chinese text was lost in a PDF file, as it is without a font that has it."""
    if not _shows_chinese(data):
        skip(f"{program} finds no font with Chinese characters here")


@cache
def _shows_chinese(data: bytes) -> bool:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    return _PROBE in "".join("".join(texts).split())


def pdftotext(data: bytes, *options: str) -> bytes:
    """What pdftotext makes of a PDF file; skips where it is not or reads nothing."""
    path = _found("pdftotext", "pdftotext (Poppler)")
    once("pdftotext", lambda _: _try_pdftotext(path))
    return ran([path, *options, "-", "-"], data=data)


def _try_pdftotext(path: str) -> None:
    """In a font that every reader of PDF has: those of Chinese need data (poppler-data) that a
    file with fonts of its own can do without.
    """

    def latin(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 700, "2023")

    said = ran([path, "-", "-"], data=pdf(latin)).decode(errors="replace")
    if "2023" not in said:
        skip(f"pdftotext gives {said[:80]!r} here")


def pandoc(*words: str) -> bytes:
    """What pandoc writes; skips where it is not, or does not know what it is asked for."""
    path = _found("pandoc", "pandoc")
    once("pandoc", lambda _: _try_pandoc(path))
    return ran([path, *words])


def _try_pandoc(path: str) -> None:
    said = ran([path, "--from", "html", "--to", "plain"], data=f"<p>{_PROBE}</p>".encode())
    if _PROBE not in said.decode(errors="replace"):
        skip(f"pandoc gives {said[:80]!r} here")


def printed(pages: Mapping[str, bytes]) -> Files:
    """Web pages, by names, as a browser prints them into PDF files; made once.

    Skips without Chromium, and without a font that has Chinese characters.
    """
    from tests.tools.chromium import print_pages

    path = chromium()
    digest = sha256(repr(sorted(pages.items())).encode()).hexdigest()[:16]
    probe = {"probe": f'<meta charset="utf-8"><p>{_PROBE}</p>'.encode()}
    tried = once("chromium", lambda folder: print_pages(path, probe, folder, seconds=_STARTS))
    _has_chinese((tried / "probe.pdf").read_bytes(), "Chromium")
    folder = once(
        f"printed-{digest}",
        lambda folder: print_pages(path, pages, folder, seconds=conversion.SECONDS),
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in pages}


def chromium() -> str:
    """Where Chromium is; skips where it is not."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        skip("Chromium is not installed")
    return path


def _found(name: str, called: str) -> str:
    path = shutil.which(name)
    if path is None:
        skip(f"{called} is not installed")
    return os.fspath(path)
