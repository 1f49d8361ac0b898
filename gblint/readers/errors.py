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


def damaged() -> ReadError:
    """The error for a Word file that is cut off or broken."""
    return ReadError(
        Say(
            "文件已损坏，无法读取：请用 Word 或 WPS 打开后另存为新的 .docx 文件。",
            "The file is damaged and cannot be read: open it in Word or WPS and save it as a new "
            ".docx file.",
        )
    )


def beyond(zh: str, en: str, *, setting: str = "") -> ReadError:
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
