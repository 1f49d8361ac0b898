"""What LibreOffice has to convert: .doc and .wps, .rtf, .odt and .fodt → Document.

The converted file is read as any .docx file; lines are those of the converted file. Word 2003
XML is not among them: LibreOffice loses merged cells of it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

import msgspec

from gblint.document import Document
from gblint.findings import Say
from gblint.readers.docx import ReadEmbedded, read_docx
from gblint.readers.errors import ReadError, damaged_error, over_limit_error, refused_kind_error
from gblint.readers.limits import check_cells, check_lines, limits_in_force
from gblint.readers.office import soffice
from gblint.readers.office.ole import Compound
from gblint.readers.package import Package, parse_part

_CONVERTED = (
    "由 LibreOffice 转换为 .docx 后读取，所说的行是转换后的行。",
    "Converted to .docx by LibreOffice and then read; lines are those of the converted file.",
)
_TEXT = "application/vnd.oasis.opendocument.text"
_MIMETYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}mimetype"
_ENCRYPTED_MARKS = (b"encryption-data", b"encrypted-package")
"""What the manifest of an ODF package has in it when a part is encrypted."""

_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
_FIB_BYTES = 32
_ENCRYPTED = 0x0100
"""The bit fEncrypted of the flags at byte 10 of a Word document ([MS-DOC] 2.5.2)."""


def read_office(
    data: bytes, key: str, suffix: str, name: Say, read_embedded: ReadEmbedded
) -> Document:
    """A document of a form that LibreOffice converts, and knows by the suffix. Raises ReadError."""
    with Package(convert_office(data, key, suffix, name)) as package:
        document = read_docx(package, read_embedded)
    return msgspec.structs.replace(document, format=key, notes=(*document.notes, _CONVERTED))


def convert_office(data: bytes, key: str, suffix: str, name: Say) -> bytes:
    """The bytes of the .docx file that LibreOffice makes of such a document. Raises ReadError."""
    import_filter = _FILTERS[key](data)
    program = soffice.find_soffice()
    if program is None:
        raise _missing_program_error(name)
    return soffice.convert_to_docx(program, data, suffix=suffix, import_filter=import_filter)


def _check_doc(data: bytes) -> str:
    """The filter for a Word document: what has a table stream is of Word 97 or later."""
    compound = Compound(data)
    head = compound.head("WordDocument", _FIB_BYTES)
    if len(head) < _FIB_BYTES:
        raise damaged_error()
    if struct.unpack_from("<H", head, 10)[0] & _ENCRYPTED:
        raise refused_kind_error("encrypted")
    return "MS Word 97" if compound.names & {"0Table", "1Table"} else "MS Word 95"


def _check_rtf(data: bytes) -> str:
    """The filter for RTF, after a look at how much there is: LibreOffice would go on for minutes.

    Control words are counted that mean a paragraph or a cell, or begin like one that does; a
    report has a hundredth of what is refused.
    """
    check_cells(data.count(b"\\cell"))
    check_lines(data.count(b"\\par"))
    most = limits_in_force().tags
    if data.count(b"{") > most:
        raise over_limit_error(
            f"RTF 超过 {most} 个组", f"RTF of more than {most} groups", setting="tags"
        )
    return "Rich Text Format"


def _check_odt(data: bytes) -> str:
    """The filter for an ODF text, after a look for a password and for what XML can do."""
    with Package(data) as package:
        manifest = package.read("meta-inf/manifest.xml") or b""
        if any(mark in manifest for mark in _ENCRYPTED_MARKS):
            raise refused_kind_error("encrypted")
        declared = package.read("mimetype") or manifest
        if _TEXT.encode() not in declared:
            raise refused_kind_error("odf")
        for part in _PARTS:
            package.tree(part)
        package.check_whole()
    return "writer8"


def _check_fodt(data: bytes) -> str:
    root = parse_part(data)
    if not str(root.get(_MIMETYPE, "")).startswith(_TEXT):
        raise refused_kind_error("odf")
    return "OpenDocument Text Flat XML"


_FILTERS: dict[str, Callable[[bytes], str]] = {
    "doc": _check_doc,
    "works": lambda _: "MS_Works",
    "rtf": _check_rtf,
    "odt": _check_odt,
    "fodt": _check_fodt,
}
"""Form → what looks into the file and gives the name of the import filter; a filter that is named
is the only one that gets the file."""


def _missing_program_error(name: Say) -> ReadError:
    return ReadError(
        Say(
            f"这是{name.zh}，读取它需要 LibreOffice，本机没有找到：请安装 LibreOffice，或在 Word、"
            "WPS 中另存为 .docx 后再检查。",
            f"This is {name.en}; reading it takes LibreOffice, which is not found: install it, or "
            "save the file as .docx in Word or WPS.",
        )
    )
