"""The options of the commands, with their help in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from gblint.cli import complete
from gblint.cli.help import ENGLISH
from gblint.findings import Say


def option(
    *names: str,
    about: Say,
    metavar: str | None = None,
    values: Callable[..., Any] | None = None,
    at_once: Callable[..., Any] | None = None,
) -> Any:
    ENGLISH[about.zh] = about.en
    return typer.Option(
        *names,
        help=about.zh,
        metavar=metavar,
        autocompletion=values,
        show_default=False,
        callback=at_once,
        is_eager=at_once is not None,
    )


def _show_version(wanted: bool) -> None:
    if wanted:
        from gblint.cli.listing import show_version

        raise typer.Exit(show_version())


Words = list[str] | None

Files = Annotated[Words, typer.Argument(metavar="FILE…", show_default=False)]
Summary = Annotated[Words, typer.Argument(metavar="SUMMARY PART…", show_default=False)]
File = Annotated[str, typer.Argument(metavar="FILE", show_default=False)]
Rules = Annotated[
    Words, typer.Argument(metavar="RULE…", show_default=False, autocompletion=complete.rules)
]
Pack = Annotated[
    str | None,
    option(
        "--pack",
        metavar="ID|PATH|auto",
        values=complete.packs,
        about=Say(
            "规则包的编号或路径（默认 gbh-2021-30）；auto 按报告年度选",
            "a rule pack, by id or path (default gbh-2021-30); auto: by the report's year",
        ),
    ),
]
PackOrAll = Annotated[
    str | None,
    option(
        "--pack",
        metavar="ID|PATH|all",
        values=complete.packs_or_all,
        about=Say(
            "规则包的编号或路径，或 all（全部）",
            "a rule pack, by id or path; all for every one of them",
        ),
    ),
]
Select = Annotated[
    Words,
    option(
        "--select",
        metavar="RULES",
        values=complete.rules,
        about=Say(
            "只查这些规则：编号或前几位，逗号分隔，可重复",
            "only these rules: ids or prefixes, commas between; repeatable",
        ),
    ),
]
Ignore = Annotated[
    Words,
    option(
        "--ignore",
        metavar="RULES",
        values=complete.rules,
        about=Say("不查这些规则，写法同上", "leave these rules out; written likewise"),
    ),
]
Severity = Annotated[
    Words,
    option(
        "--severity",
        metavar="RULE=LEVEL",
        values=complete.rules,
        about=Say(
            "改规则的级别：error、warning、note，如 GB406=note",
            "change a severity to error, warning or note: GB406=note",
        ),
    ),
]
FailOn = Annotated[
    str | None,
    option(
        "--fail-on",
        metavar="LEVEL",
        values=complete.fail_on,
        about=Say(
            "从哪一级起退出码为 1：error（默认）、warning、note、never",
            "how grave for exit code 1: error (default), warning, note, never",
        ),
    ),
]
Formats = Annotated[
    Words,
    option(
        "--format",
        metavar="FORMAT",
        values=complete.formats,
        about=Say(
            "输出格式：text（默认）、concise、json、sarif、github；可重复",
            "text (default), concise, json, sarif, github; repeatable",
        ),
    ),
]
Outputs = Annotated[
    Words,
    option(
        "--output",
        "-o",
        metavar="FILE",
        about=Say(
            "把相邻的 --format 写入这个文件；- 是屏幕",
            "write the --format beside it to this file; - is standard output",
        ),
    ),
]
Prose = Annotated[
    bool,
    option(
        "--prose",
        about=Say(
            "只列正文中的数字：各被当作什么，为什么",
            "only the figures of the prose: what each was taken for, and why",
        ),
    ),
]
Lang = Annotated[
    str | None,
    option(
        "--lang",
        metavar="zh|en",
        values=complete.langs,
        about=Say(
            "语言：zh（默认）、en；也可设环境变量 GBLINT_LANG",
            "language: zh (default), en; or set GBLINT_LANG",
        ),
    ),
]
Color = Annotated[
    str,
    option(
        "--color",
        metavar="WHEN",
        values=complete.colors,
        about=Say("颜色：auto（默认）、always、never", "colours: auto (default), always, never"),
    ),
]
Quiet = Annotated[
    bool, option("--quiet", "-q", about=Say("只输出发现的问题", "print findings, nothing else"))
]
Statistics = Annotated[
    bool, option("--statistics", about=Say("统计各规则的发现数", "count the findings by rule"))
]
Config = Annotated[
    str | None,
    option(
        "--config",
        metavar="FILE",
        about=Say(
            "用这个设置文件，不自动查找", "use this settings file, not the nearest of each report"
        ),
    ),
]
Limits = Annotated[
    Words,
    option(
        "--limit",
        metavar="NAME=N",
        about=Say(
            "提高或降低读取文件的限度，如 pages=1000；可重复，见 docs/limits.md",
            "raise or lower a limit of reading: pages=1000; repeatable, see docs/limits.md",
        ),
    ),
]
Isolated = Annotated[
    bool, option("--isolated", about=Say("不用任何设置文件", "use no settings file"))
]
Previous = Annotated[
    str | None,
    option(
        "--previous",
        metavar="FILE|DIR",
        about=Say(
            "上年的报告，或放着它的文件夹（按机关和年度配对）：核对 GB6",
            "last year's report, or a folder with it (found by organ and year): checks GB6",
        ),
    ),
]
Expect = Annotated[
    str | None,
    option(
        "--expect",
        metavar="FILE",
        about=Say(
            "应当上报的机关名单，每行一个：没有报告的会指出",
            "a list of the organs that should report, one a line: those without are named",
        ),
    ),
]
StdinFilename = Annotated[
    str,
    option(
        "--stdin-filename",
        metavar="NAME",
        about=Say("标准输入的文件名", "the name of what comes on standard input"),
    ),
]
Baseline = Annotated[
    str | None,
    option(
        "--baseline",
        metavar="FILE",
        about=Say(
            "已知问题的基线文件，只有新问题计入退出码",
            "a file of known findings; only new ones count",
        ),
    ),
]
BaselineWords = Annotated[Words, typer.Argument(metavar="create FILE…", show_default=False)]
BaselineFile = Annotated[
    str,
    option(
        "--output",
        "-o",
        metavar="FILE",
        about=Say(
            "写入这个文件（默认 gblint-baseline.json）",
            "write this file (default gblint-baseline.json)",
        ),
    ),
]
Force = Annotated[
    bool,
    option("--force", about=Say("文件已存在时重新生成", "write over the file that is there")),
]
DiffFrom = Annotated[
    str | None,
    option(
        "--diff-from",
        metavar="REV",
        about=Say(
            "只查自这个 git 版本以来改动过的报告", "only reports changed since this git revision"
        ),
    ),
]
Jobs = Annotated[
    str | None,
    option(
        "--jobs",
        "-j",
        metavar="N",
        about=Say(
            "用几个进程检查，如 4；0 或 auto（默认）：文件多时用全部处理器核",
            "how many processes: 4, say; 0 or auto (default): all cores for many files",
        ),
    ),
]
NoCache = Annotated[
    bool,
    option(
        "--no-cache",
        about=Say(
            "不取用、不保存以前的检查结果", "neither use nor keep the results of unchanged files"
        ),
    ),
]
Version = Annotated[
    bool,
    option("--version", "-V", at_once=_show_version, about=Say("显示版本", "show the version")),
]
ListFormat = Annotated[
    str,
    option(
        "--format",
        metavar="FORMAT",
        values=complete.list_formats,
        about=Say("输出格式：text（默认）、json", "text (default), json"),
    ),
]
