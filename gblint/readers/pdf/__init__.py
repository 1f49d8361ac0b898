"""PDF files in a process of their own: the parser can hang, or take all memory, on some."""

from __future__ import annotations

from gblint.document import Document
from gblint.findings import Say
from gblint.readers.errors import ReadError
from gblint.readers.sandbox import read_in_sandbox

_MISSING = Say(
    "读取 PDF 需要另装组件：运行 pip install pdfplumber，或提供 .docx 原稿。",
    "PDF needs one more package: run pip install pdfplumber, or give the .docx.",
)


def read_pdf_apart(data: bytes, name: str) -> Document:
    """Raises ReadError, also where the package for PDF is not installed."""
    from importlib.util import find_spec

    if find_spec("pdfplumber") is None:
        raise ReadError(_MISSING)
    return read_in_sandbox(_read, data, name)


def _read(data: bytes, name: str) -> Document:  # noqa: ARG001 - one signature for all readers
    from gblint.readers.pdf.reader import read_pdf

    return read_pdf(data)
