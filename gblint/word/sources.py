"""The files that comments and corrections can be written into, as the .docx they are or become."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

from gblint.findings import Say
from gblint.readers.forms import Source, find_form
from gblint.readers.refusals import ReadError


class WordSource(NamedTuple):
    """The bytes of a .docx file, and whether LibreOffice made it of a file of another form."""

    data: bytes
    converted: bool = False


def open_as_docx(data: bytes, name: str, *, convert: bool = True) -> WordSource:
    """A file as .docx. Raises ReadError for one of a form that has no comments, and without
    `convert` for one that is no .docx itself.
    """
    with closing(Source(data, name)) as source:
        form = find_form(source)
        if form.written:
            return WordSource(data)
        if form.convert is None:
            say = Say(
                f"这是{form.name.zh}，不能加批注：用 gblint {name} --format html -o 结果.html "
                "看标出问题的网页，或提供 .docx 原稿",
                f"this is {form.name.en}, which has no comments: gblint {name} --format html "
                "-o result.html shows the findings in a page, or give the .docx",
            )
            raise ReadError(say)
        if not convert:
            say = Say(
                f"这是{form.name.zh}，只有 .docx 文件能这样处理：请在 Word、WPS 中另存为 .docx",
                f"this is {form.name.en}, and only a .docx can be treated so: save it as .docx in "
                "Word or WPS",
            )
            raise ReadError(say)
        return WordSource(form.convert(source), converted=True)
