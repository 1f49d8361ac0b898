"""The least that anyone who reads a form must do, beside which gblint's whole check is measured."""

from __future__ import annotations

import email
import email.policy
import io
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import lxml.html
from lxml import etree

from benchmarks.bare_pdf import read_characters_and_lines
from tests.tools.conversion import converted


def _word(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        etree.fromstring(archive.read("word/document.xml"))


def _page(data: bytes) -> None:
    lxml.html.fromstring(data)


def _mail(data: bytes) -> None:
    """A page saved as one file: the parts of a mail, and the page among them."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            _page(part.get_payload(decode=True))  # type: ignore[arg-type]


_PARSE: dict[str, Callable[[bytes], object]] = {
    "docx": _word,
    "txt": lambda data: data.decode().splitlines(),
    "md": lambda data: data.decode().splitlines(),
    "html": _page,
    "mhtml": _mail,
    "pdf": read_characters_and_lines,
}


def time_parsing(folder: Path, form: str) -> float:
    """Seconds of processors for all files of a form in a folder.

    Of a form that LibreOffice converts: for one run of it over all of them, and the Word files.
    """
    paths = sorted(folder.glob(f"*.{form}"))
    parse = _PARSE.get(form)
    if parse is not None:
        begun = time.process_time()
        for path in paths:
            parse(path.read_bytes())
        return time.process_time() - begun
    files = {path.stem: path.read_bytes() for path in paths}
    before = _of_others()
    with tempfile.TemporaryDirectory() as place:
        made = converted(files, "docx", Path(place), of=form)
    took = _of_others() - before
    begun = time.process_time()
    for data in made.values():
        _word(data)
    return took + time.process_time() - begun


def _of_others() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime
