"""The forms that gblint reads: the one list of them, which every other place asks."""

from __future__ import annotations

import msgspec

_QUICK = 0.008
_CONVERTED = 2.0
"""Seconds that LibreOffice takes for a file, about."""


class Form(msgspec.Struct, frozen=True):
    """A form of documents: the key of its reader (`Document.format`), names in both languages.

    `suffixes` are those that promise it, in lower case; two forms may have the same one.
    `seconds` is about how long a file takes. `office` is the suffix by which LibreOffice, which
    has to convert such files, knows it; "" for what is read without.
    """

    key: str
    suffixes: tuple[str, ...]
    zh: str
    en: str
    seconds: float = _QUICK
    office: str = ""


FORMS: tuple[Form, ...] = (
    Form("docx", (".docx",), "Word 文档（.docx）", "a Word document (.docx)"),
    Form(
        "doc",
        (".doc", ".wps"),
        "旧版 Word 或 WPS 文档（.doc、.wps）",
        "an old Word or WPS document (.doc, .wps)",
        seconds=_CONVERTED,
        office=".doc",
    ),
    Form(
        "works",
        (".wps",),
        "Microsoft Works 文档（.wps）",
        "a Microsoft Works document (.wps)",
        seconds=_CONVERTED,
        office=".wps",
    ),
    Form("rtf", (".rtf",), "RTF 文档", "an RTF document", seconds=_CONVERTED, office=".rtf"),
    Form(
        "odt",
        (".odt",),
        "ODF 文本文档（.odt）",
        "an ODF text document (.odt)",
        seconds=_CONVERTED,
        office=".odt",
    ),
    Form(
        "fodt",
        (".fodt",),
        "单个文件的 ODF 文本文档（.fodt）",
        "a flat ODF text document (.fodt)",
        seconds=_CONVERTED,
        office=".fodt",
    ),
    Form("html", (".html", ".htm", ".mhtml", ".mht"), "网页（HTML）", "a web page (HTML)"),
    Form(
        "mht",
        (".mhtml", ".mht", ".html", ".htm"),
        "单个文件网页（.mht）",
        "a single-file web page (.mht)",
    ),
    Form("pdf", (".pdf",), "PDF 文件", "a PDF file", seconds=0.5),
    Form("text", (".txt", ".md"), "纯文本", "plain text"),
)
"""All forms, in the order in which they are told."""

SUFFIXES: tuple[str, ...] = tuple(
    dict.fromkeys(suffix for form in FORMS for suffix in form.suffixes)
)
"""What is taken from a folder. A file named by itself is read whatever its name."""

_OF_SUFFIX: dict[str, tuple[Form, ...]] = {
    suffix: tuple(form for form in FORMS if suffix in form.suffixes) for suffix in SUFFIXES
}


def suffix_of(name: str) -> str:
    """The suffix of a file's name as written, with its dot; "" for a name without one."""
    dot = name.rfind(".")
    return name[dot:] if dot > max(name.rfind("/"), name.rfind("\\")) + 1 else ""


def forms_of(suffix: str) -> tuple[Form, ...]:
    """The forms that a suffix promises; none for a suffix that none of them has."""
    return _OF_SUFFIX.get(suffix.lower(), ())


def seconds_of(name: str) -> float:
    """How long a file of this name takes, about; a wrong guess costs a little time."""
    return max((form.seconds for form in forms_of(suffix_of(name))), default=_QUICK)
