"""Options about what is passed over or suppressed, with their help in both languages."""

from __future__ import annotations

from typing import Annotated

from gblint.cli.options import option
from gblint.findings import Say

FailOnSkipped = Annotated[
    bool,
    option(
        "--fail-on-skipped",
        about=Say(
            "文件夹里有没检查的文件时退出码为 2",
            "exit code 2 where files in folders were passed over",
        ),
    ),
]
ShowSuppressed = Annotated[
    bool,
    option(
        "--show-suppressed",
        about=Say(
            "列出按批注或设置忽略的问题和理由", "list what comments or settings suppress, and why"
        ),
    ),
]
NoSuppressions = Annotated[
    bool,
    option(
        "--no-suppressions",
        about=Say("不理会文档中的忽略批注", "disregard the comments in documents"),
    ),
]
