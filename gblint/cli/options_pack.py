"""The arguments and options of `gblint pack`, with their help in both languages."""

from __future__ import annotations

from typing import Annotated

import typer

from gblint.cli import complete
from gblint.cli.options import option
from gblint.findings import Say

Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
PackPath = Annotated[
    str, typer.Argument(metavar="PATH", show_default=False, autocompletion=complete.packs_here)
]
PackPaths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH…", show_default=False, autocompletion=complete.packs_here),
]
Extends = Annotated[
    str,
    option(
        "--extends",
        metavar="ID|PATH",
        values=complete.packs_here,
        about=Say(
            "以哪个规则包为基础（默认 gbh-2021-30）", "the pack to build on (default gbh-2021-30)"
        ),
    ),
]
Dir = Annotated[
    str,
    option(
        "--dir",
        metavar="DIR",
        about=Say(
            "在这个文件夹里新建（默认当前文件夹）", "the folder to make it in (default: this)"
        ),
    ),
]
OnlyRules = Annotated[
    list[str] | None,
    option(
        "--rule",
        metavar="RULES",
        about=Say(
            "只试这些规则：编号或前几位，逗号分隔，可重复",
            "only these rules: ids or prefixes, commas between; repeatable",
        ),
    ),
]
