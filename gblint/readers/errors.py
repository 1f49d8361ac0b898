"""What a reader says when it cannot read a file."""

from __future__ import annotations

from typing import Literal

from gblint.findings import Say

Kind = Literal["unreadable", "scanned"]
"""`scanned`: the file is a picture of a text. `unreadable`: everything else."""


class ReadError(Exception):
    """A file that cannot be read. `say` is one plain sentence: what is wrong, what to do."""

    def __init__(self, say: Say, kind: Kind = "unreadable") -> None:
        super().__init__(say, kind)
        self.say = say
        self.kind = kind

    def __str__(self) -> str:
        return self.say.zh


def damaged_error() -> ReadError:
    """The error for a Word file that is cut off or broken."""
    return ReadError(
        Say(
            "文件已损坏，无法读取：请用 Word 或 WPS 打开后另存为新的 .docx 文件。",
            "The file is damaged and cannot be read: open it in Word or WPS and save it as a new "
            ".docx file.",
        )
    )


def over_limit_error(zh: str, en: str, *, setting: str = "") -> ReadError:
    """The error for a file beyond a limit, which is named with its figure.

    `setting` is what raises it, "" for what cannot be raised.
    """
    raised = Say("", "")
    if setting:
        raised = Say(
            f"；确需检查时可用 --limit {setting}=… 提高",
            f"; --limit {setting}=... raises the limit",
        )
    return ReadError(
        Say(
            f"文件超出可读取的限度（{zh}）：请确认这是一份年度报告，去掉多余内容后再试{raised.zh}。",
            f"The file is beyond a limit ({en}): make sure that it is an annual report, and take "
            f"out what does not belong in it{raised.en}.",
        )
    )


def refused_kind_error(kind: str, *, promised: str = "") -> ReadError:
    """The error for a kind of file that no reader reads.

    `promised` is the suffix of the file's name where that promises another kind, else "".
    """
    what = _UNREAD.get(kind)
    if what is None:
        reason: Kind = "scanned" if kind == "picture" else "unreadable"
        return ReadError(_SPECIAL.get(kind, _SPECIAL["binary"]), reason)
    if promised:
        zh = f"文件名是 {promised}，内容却是{what.zh}"
        en = f"The name says {promised}, but this is {what.en}"
    else:
        zh, en = f"这是{what.zh}，尚不能读取", f"This is {what.en}, which cannot be read"
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


_UNREAD: dict[str, Say] = {
    "xls": Say("旧版 Excel 表格（.xls）", "an old Excel workbook (.xls)"),
    "ppt": Say("旧版演示文稿（.ppt）", "an old presentation (.ppt)"),
    "xlsx": Say("Excel 表格（.xlsx）", "an Excel workbook (.xlsx)"),
    "pptx": Say("演示文稿（.pptx）", "a presentation (.pptx)"),
    "wordml": Say("Word 2003 的 XML 文档", "a Word 2003 XML document"),
    "odf": Say("ODF 表格、演示等文件", "an ODF file that is no text document"),
    "xml": Say("XML 文件", "an XML file"),
}
"""What kinds of files are called that no reader reads."""

_NO_TEXTS = frozenset({"xlsx", "xls", "pptx", "ppt", "odf"})
"""Kinds of files of programs that save no .docx: it takes Word to make one of them."""

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
