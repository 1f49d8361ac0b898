"""What kind of file some bytes are, by their content."""

from __future__ import annotations

from gblint.findings import Say
from gblint.readers.errors import Kind, ReadError
from gblint.readers.forms import FORMS, forms_of, suffix_of
from gblint.readers.sniff_markup import markup

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "bitmap"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
)

_ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("ofd.xml", "ofd"),
)

NAMES: dict[str, tuple[str, str]] = {
    **{form.key: (form.zh, form.en) for form in FORMS},
    "xls": ("旧版 Excel 表格（.xls）", "an old Excel workbook (.xls)"),
    "ppt": ("旧版演示文稿（.ppt）", "an old presentation (.ppt)"),
    "xlsx": ("Excel 表格（.xlsx）", "an Excel workbook (.xlsx)"),
    "pptx": ("演示文稿（.pptx）", "a presentation (.pptx)"),
    "wordml": ("Word 2003 的 XML 文档", "a Word 2003 XML document"),
    "odf": ("ODF 表格、演示等文件", "an ODF file that is no text document"),
    "xml": ("XML 文件", "an XML file"),
}
"""What kinds of files are called: those that readers read, and others."""


_NO_TEXTS = frozenset({"xlsx", "xls", "pptx", "ppt", "odf"})
"""Kinds of files of programs that save no .docx: it takes Word to make one of them."""


def misnamed(kind: str, name: str) -> str:
    """The suffix of a file's name when it promises another kind, else ""."""
    suffix = suffix_of(name)
    promised = forms_of(suffix)
    return "" if not promised or any(form.key == kind for form in promised) else suffix


def sniff(data: bytes) -> str:
    """The kind of a file: `zip`, `ole`, a key of the refusals, or `text` for all else."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return _picture_or_text(data) if kind == "bitmap" else kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return markup(data)


def _picture_or_text(data: bytes) -> str:
    """A bitmap has its own size after the two letters; a text that begins with BM has not."""
    return "picture" if int.from_bytes(data[2:6], "little") == len(data) else "text"


def zip_kind(names: frozenset[str]) -> str:
    """The kind of a zip file by the names of its parts, in lower case."""
    for part, kind in _ZIP_PARTS:
        if part in names:
            return kind
    if "meta-inf/manifest.xml" in names and "content.xml" in names:
        return "odf"
    return "docx" if "[content_types].xml" in names else "archive"


def refusal(kind: str, name: str = "") -> ReadError:
    """The error for a kind that no reader reads; `name` is the file's, "" when unknown."""
    what = NAMES.get(kind)
    if what is None:
        return _special(kind)
    zh, en = what
    suffix = misnamed(kind, name)
    if suffix:
        zh, en = f"文件名是 {suffix}，内容却是{zh}", f"The name says {suffix}, but this is {en}"
    else:
        zh, en = f"这是{zh}，尚不能读取", f"This is {en}, which cannot be read"
    if kind in _NO_TEXTS:
        return ReadError(
            Say(
                f"{zh}：请检查报告的 .docx 原稿；没有原稿的，把文字和表格复制到 Word 文档中，"
                "保存为 .docx 后再检查。",
                f"{en}: check the .docx of the report; where there is none, copy text and tables "
                "into a Word document and save that as .docx.",
            )
        )
    return ReadError(
        Say(f"{zh}：请用 Word 或 WPS 另存为 .docx 后再检查。", f"{en}: save it as .docx first.")
    )


def _special(kind: str) -> ReadError:
    reason: Kind = "scanned" if kind == "picture" else "unreadable"
    return ReadError(_SPECIAL.get(kind, _SPECIAL["binary"]), reason)


_SPECIAL: dict[str, Say] = {
    "ofd": Say(
        "这是 OFD 版式文件，不能读取：请检查制作它的 .docx 原稿。",
        "This is an OFD file, which cannot be read: check the .docx it was made from.",
    ),
    "encrypted": Say(
        "文件设有打开密码，无法读取：请在 Word 或 WPS 中取消密码后再检查。",
        "The file is encrypted: take the password off in Word or WPS first.",
    ),
    "encrypted-pdf": Say(
        "PDF 文件已加密，没有密码不能读取：请在 PDF 阅读器中输入密码打开，去掉密码后另存，"
        "或提供 .docx 原稿。",
        "The PDF file is encrypted: open it with its password in a PDF program, save it without "
        "one, or give the .docx it was made from.",
    ),
    "archive": Say(
        "这是压缩包，不是报告：请解压后检查其中的 .docx 文件。",
        "This is an archive, not a report: unpack it and check the .docx inside.",
    ),
    "picture": Say(
        "这是一张图片，其中没有可检查的文字：请提供 .docx 原稿。",
        "This is a picture and has no text to check: give the .docx it was made from.",
    ),
    "binary": Say(
        "这不是文本，也不是 Word 文档，无法读取：请提供 .docx 文件。",
        "This is neither text nor a Word document: give a .docx file.",
    ),
}
