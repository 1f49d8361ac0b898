"""What commands, options and arguments are; and the options and arguments of all commands, a row
for each.

typer's commands, the help pages in both languages and the parser that does without typer come from
these rows; `commands.py` says which command takes which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from gblint.cli.streams import COLORS, LANGS
from gblint.cli.values import LIST_FORMATS
from gblint.config import FAIL_ON
from gblint.writers import list_formats

Offers = Callable[[str], Iterator[tuple[str, str]]]
"""What a shell offers for the beginning of a value: values, and what they are."""


def _offer_packs(_: str) -> Iterator[tuple[str, str]]:
    from gblint.checks import list_pack_infos
    from gblint.text import clean

    for pack in list_pack_infos():
        yield clean(pack.id), clean(pack.title.zh)


def _offer_packs_or_auto(_: str) -> Iterator[tuple[str, str]]:
    yield from _offer_packs("")
    yield "auto", "按报告年度选择"


def _offer_packs_or_all(_: str) -> Iterator[tuple[str, str]]:
    yield from _offer_packs_or_auto("")
    yield "all", "全部规则包"


def _offer_rules(begin: str) -> Iterator[tuple[str, str]]:
    """Rules by id; after a comma, the next one."""
    from gblint.checks import load
    from gblint.run.plan import DEFAULT_PACK
    from gblint.text import clean

    before = begin[: begin.rfind(",") + 1]
    for rule in load(DEFAULT_PACK).rules:
        title = rule.title
        yield before + rule.id, clean(title if isinstance(title, str) else title.zh)


class Argument(msgspec.Struct, frozen=True):
    """A word of a command that is no option, or all that are left. One word has to be there.

    `key` is the name under which the command gets it, `metavar` that in messages.
    """

    key: str
    metavar: str
    many: bool = False
    offers: Offers | None = None


class Option(msgspec.Struct, frozen=True):
    """An option, written as help has it: its names, and what stands for its value.

    Without such a word it is a flag; with `many` it may be repeated. The command gets a bool for
    a flag, a tuple for what may be repeated, else the value or `default`; under `key`, "" for the
    long name. `words` are all the values there are, `also` further names that users of other tools
    type, which help does not show.
    """

    spec: str
    zh: str
    en: str
    key: str = ""
    many: bool = False
    default: str | None = None
    words: tuple[str, ...] = ()
    offers: Offers | None = None
    also: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [*self._shown, *self.also]

    @property
    def metavar(self) -> str:
        return self.spec.rpartition(self._shown[-1])[2].strip()

    @property
    def given_as(self) -> str:
        return self.key or self._shown[-1].lstrip("-").replace("-", "_")

    @property
    def _shown(self) -> list[str]:
        return [word for word in self.spec.replace(",", "").split() if word.startswith("-")]


Given = dict[str, Any]
"""What the words of a command line give a command, by the keys of its options and arguments.

`order` says, to commands that pair them, in which order `formats` and `outputs` were written.
"""


class Command(msgspec.Struct, frozen=True):
    """A command, or a family of commands where there is nothing to run.

    `name` is its words, those of a family first; "" is gblint itself. `run` gives the exit code.
    """

    name: str
    takes: tuple[Argument | Option, ...] = ()
    run: Callable[[Given], int] | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(one for one in self.takes if isinstance(one, Option))


FILES = Argument("files", "FILE…", many=True)
SUMMARY = Argument("files", "SUMMARY PART…", many=True)
TWO_FILES = Argument("files", "LAST THIS", many=True)
FILE = Argument("file", "FILE")
RULES = Argument("rules", "RULE…", many=True, offers=_offer_rules)
BASELINE_WORDS = Argument("words", "create FILE…", many=True)
NAME = Argument("name", "NAME")
PACK_PATH = Argument("ref", "PATH", offers=_offer_packs)
RULE = Argument("rule", "RULE", offers=_offer_rules)
KEY_WORDS = Argument("words", "[WORD…]", many=True)
REQUIREMENT = Argument("words", "REQUIREMENT", many=True)
PACK_PATHS = Argument("refs", "PATH…", many=True, offers=_offer_packs)

PACK = Option(
    "--pack ID|PATH|auto",
    "规则包的编号或路径（默认 gbh-2021-30）；auto 按报告年度选",
    "a rule pack, by id or path (default gbh-2021-30); auto: by the report's year",
    offers=_offer_packs_or_auto,
)
PACK_OR_ALL = Option(
    "--pack ID|PATH|all",
    "规则包的编号或路径，或 all（全部）",
    "a rule pack, by id or path; all for every one of them",
    offers=_offer_packs_or_all,
)
SELECT = Option(
    "--select RULES",
    "只查这些规则：编号或前几位，逗号分隔，可重复",
    "only these rules: ids or prefixes, commas between; repeatable",
    many=True,
    offers=_offer_rules,
)
IGNORE = Option(
    "--ignore RULES",
    "不查这些规则，写法同上",
    "leave these rules out; written likewise",
    many=True,
    offers=_offer_rules,
)
SEVERITY = Option(
    "--severity RULE=LEVEL",
    "改规则的级别：error、warning、note，off 为不查，如 GB406=note",
    "change a severity to error, warning, note or off: GB406=note",
    many=True,
    offers=_offer_rules,
)
FAIL_ON_LEVEL = Option(
    "--fail-on LEVEL",
    "从哪一级起退出码为 1：error（默认）、warning、note、never",
    "how grave for exit code 1: error (default), warning, note, never",
    words=FAIL_ON,
)
EXIT_ZERO = Option(
    "--exit-zero",
    "有问题也以 0 退出（同 --fail-on never）",
    "exit code 0 whatever is found (as --fail-on never)",
)


def _build_format(
    *words: str, key: str = "format_", more: tuple[str, str] = ("", ""), **how: Any
) -> Option:
    """An option for a format, of which text is taken without it."""
    zh, en = (
        between.join(f"{word}{default}" if word == "text" else word for word in words)
        for between, default in (("、", "（默认）"), (", ", " (default)"))
    )
    texts = f"输出格式：{zh}{more[0]}", f"{en}{more[1]}"
    return Option("--format FORMAT", *texts, key=key, words=words, **how)


FORMAT = _build_format(
    *list_formats(),
    key="formats",
    more=("；可重复", "; repeatable"),
    many=True,
    also=("--output-format",),
)
OUTPUT = Option(
    "-o, --output FILE",
    "把相邻的 --format 写入这个文件（csv 是文件夹）；- 是屏幕",
    "write the --format beside it to this file (csv: folder); - is standard output",
    key="outputs",
    many=True,
)
COMPARE_FORMAT = _build_format("text", "json", "html", "xlsx", default="text")
SIMILAR_FORMAT = _build_format("text", "json", "csv", default="text")
EVERYTHING = Option("--all", "全部列出", "leave nothing out", key="everything")
OUTPUT_FILE = Option(
    "-o, --output FILE",
    "写入这个文件；- 是屏幕",
    "write to this file; - is standard output",
)
PROSE = Option(
    "--prose",
    "只列正文中的数字：各被当作什么，为什么",
    "only the figures of the prose: what each was taken for, and why",
)
PORT = Option("--port N", "端口（默认任选一个空闲的）", "the port (by default any that is free)")
HOST = Option(
    "--host ADDRESS",
    "监听的地址（默认 127.0.0.1，只限本机）；不限于本机时须有 --token-file",
    "the address to listen at (default 127.0.0.1, this machine alone); others need --token-file",
)
TOKEN_FILE = Option(
    "--token-file FILE",
    "地址中的口令从这个文件读取（默认每次随机生成）",
    "a file with the token of the address (by default a new one each time)",
)
NO_BROWSER = Option("--no-browser", "不打开浏览器", "do not open the browser")
LANG = Option(
    "--lang zh|en",
    "语言：zh（默认）、en；也可设环境变量 GBLINT_LANG",
    "language: zh (default), en; or set GBLINT_LANG",
    words=LANGS,
)
COLOR = Option(
    "--color WHEN",
    "颜色：auto（默认）、always、never",
    "colours: auto (default), always, never",
    default="auto",
    words=COLORS,
)
QUIET = Option("-q, --quiet", "只输出发现的问题", "print findings, nothing else")
STATISTICS = Option("--statistics", "统计各规则的发现数", "count the findings by rule")
CONFIG = Option(
    "--config FILE",
    "用这个设置文件，不自动查找",
    "use this settings file, not the nearest of each report",
)
LIMITS = Option(
    "--limit NAME=N",
    "提高或降低读取文件的限度，如 pages=1000；可重复，见 docs/limits.md",
    "raise or lower a limit of reading: pages=1000; repeatable, see docs/limits.md",
    key="limits",
    many=True,
)
ISOLATED = Option("--isolated", "不用任何设置文件", "use no settings file")
PREVIOUS = Option(
    "--previous FILE|DIR",
    "上年的报告，或放着它的文件夹（按机关和年度配对）：核对 GB6",
    "last year's report, or a folder with it (found by organ and year): checks GB6",
)
ORGAN = Option(
    "--organ NAME",
    "编制报告的机关，用全称（默认上年报告的机关）",
    "the organ that reports, by its full name (default: last year's)",
)
YEAR = Option(
    "--year YEAR",
    "报告哪一年的工作，如 2026（默认上年报告的下一年）",
    "the year reported on: 2026, say (default: the one after last year's report)",
)
LAST_REPORT = Option(
    "--previous FILE",
    "上年的报告，从中带入机关、联系方式、结转和有效件数",
    "last year's report: organ, contact and figures are taken over from it",
)
NEW_FILE = Option(
    "-o, --output FILE",
    "写入这个文件（默认用报告的标题作文件名）；- 是标准输出",
    "write this file (default: named by the title); - is standard output",
)
AMONG = Option(
    "--among DIR",
    "放着其他机关报告的文件夹：核对 GB611、GB612（雷同）",
    "a folder with reports of other organs: checks GB611 and GB612 (what was copied)",
)
EXPECT = Option(
    "--expect FILE",
    "应报机关的名单（文本每行一个，或 .xlsx）：谁没有报、逾期、报了几份",
    "a list of the organs that should report (text, one a line, or .xlsx): who did not, or late",
)
STDIN_FILENAME = Option(
    "--stdin-filename NAME",
    "标准输入的文件名",
    "the name of what comes on standard input",
    default="",
)
BASELINE = Option(
    "--baseline FILE",
    "已知问题的基线文件，只有新问题计入退出码",
    "a file of known findings; only new ones count",
)
BASELINE_FILE = Option(
    "-o, --output FILE",
    "写入这个文件（默认取设置中的 baseline，没有则 gblint-baseline.json）",
    "write this file (default: baseline of the settings, else gblint-baseline.json)",
)
FORCE = Option("--force", "文件已存在时重新生成", "write over the file that is there")
ANNOTATED = Option(
    "-o, --output FILE|DIR",
    "写到这个文件，或这个文件夹（默认写在原文件旁边：报告.批注.docx）",
    "write to this file, or into this folder (default beside the report: report.批注.docx)",
    key="output",
)
IN_PLACE = Option("--in-place", "写进原文件", "write into the file itself")
CLEAR = Option(
    "--clear",
    "去掉 gblint 写的批注，别人的批注不动（默认写成 报告.清稿.docx）",
    "take out the comments that gblint wrote, and no others (default: report.清稿.docx)",
)
OVERWRITE = Option(
    "--force", "要写的文件已存在时覆盖它", "write over a file of that name", key="force"
)
FIXED = Option(
    "-o, --output FILE|DIR",
    "写到这个文件或文件夹，不改原文件",
    "write to this file or into this folder, and leave the file itself",
    key="output",
)
LETTERS = Option(
    "-o, --output DIR",
    "通知写到这个文件夹，每个机关一份",
    "the folder for the letters, one for each organ",
    key="output",
)
TEMPLATE = Option(
    "--template FILE",
    "用这个 Word 模板（占位符如 {机关}、{问题}）",
    "a Word template of your own, with placeholders such as {organ} and {problem}",
)
WRITE_TEMPLATE = Option(
    "--write-template FILE",
    "写出 gblint 的模板，供修改",
    "write gblint's own template, to be changed",
)
UNSAFE = Option(
    "--unsafe",
    "也作须核对的改正（Word 里写成修订）",
    "also corrections to be looked at (tracked changes in Word)",
)
DIFF = Option("--diff", "只显示会改什么，不写文件", "show what would change, write nothing")
TRACK = Option("--track", "所有改正都写成修订", "have all corrections as tracked changes")
NO_TRACK = Option("--no-track", "都不写成修订，直接改", "have none as tracked changes")
EXCLUDE = Option(
    "--exclude GLOBS",
    "文件夹中不查这些文件和文件夹，逗号分隔，可重复；代替设置中的 exclude",
    "leave these files and folders out of folders, commas between; in place of the settings'",
    many=True,
)
EXTEND_EXCLUDE = Option(
    "--extend-exclude GLOBS",
    "再不查这些，写法同上；加在设置的 exclude 之外",
    "leave these out as well; added to those of the settings",
    many=True,
)
FORCE_EXCLUDE = Option(
    "--force-exclude",
    "直接写明的文件也按 exclude 处理",
    "heed exclude for files that are named, too",
)
NO_GITIGNORE = Option("--no-respect-gitignore", "不理会 .gitignore", "do not heed .gitignore")
ARCHIVES = Option("--archives", "查看 .zip 压缩包里的报告", "look into .zip archives")
SHOW_FILES = Option("--show-files", "只列出会检查的文件", "only list the files to be checked")
SHOW_SETTINGS = Option(
    "--show-settings",
    "只显示所用的设置，用哪个设置文件",
    "only show the settings that hold, and the file they are from",
)
WATCH = Option(
    "-w, --watch",
    "文件有变化就重新检查，Ctrl+C 结束（需要 watchfiles）",
    "check again whenever a file changes, until Ctrl+C (needs watchfiles)",
)
WATCH_PACK = Option(
    "-w, --watch",
    "规则包有变化就再做一次，Ctrl+C 结束（需要 watchfiles）",
    "again whenever the pack changes, until Ctrl+C (needs watchfiles)",
)
CELL_NAMES = Option(
    "--cells",
    "写出每个数据格的名称：{表格.行.列=数}，示例的 cells 用它",
    "with the names of cells: {table.row.column=figure}, for the cells of examples",
)
DIFF_FROM = Option(
    "--diff-from REV",
    "只查自这个 git 版本以来改动过的报告",
    "only reports changed since this git revision",
)
JOBS = Option(
    "-j, --jobs N",
    "用几个进程检查，如 4；0 或 auto（默认）：文件多时用全部处理器核",
    "how many processes: 4, say; 0 or auto (default): all cores for many files",
)
ENGINE = Option(
    "--engine URL",
    "由 dask 集群检查，如 dask://主机:8786（需要 gblint[dask]）",
    "have the workers of a dask cluster check: dask://host:8786 (needs gblint[dask])",
)
NO_CACHE = Option(
    "--no-cache",
    "不取用、不保存以前的检查结果",
    "neither use nor keep the results of unchanged files",
)
VERSION = Option("-V, --version", "显示版本", "show the version")
UPDATE = Option(
    "--update",
    "继承的示例因规则包的改动而变的，把新的预期写进规则包",
    "write what inherited examples show now, after what the pack changes, into the pack",
)
LIST_FORMAT = _build_format(*LIST_FORMATS, default="text", also=("--output-format",))
FAIL_ON_SKIPPED = Option(
    "--fail-on-skipped",
    "文件夹里有没检查的文件时退出码为 2",
    "exit code 2 where files in folders were passed over",
)
SHOW_SUPPRESSED = Option(
    "--show-suppressed",
    "列出按批注或设置忽略的问题和理由",
    "list what comments or settings suppress, and why",
)
NO_SUPPRESSIONS = Option(
    "--no-suppressions", "不理会文档中的忽略批注", "disregard the comments in documents"
)
EXTENDS = Option(
    "--extends ID|PATH",
    "以哪个规则包为基础（默认 gbh-2021-30）",
    "the pack to build on (default gbh-2021-30)",
    default="gbh-2021-30",
    offers=_offer_packs,
)
DIR = Option(
    "--dir DIR",
    "在这个文件夹里新建（默认当前文件夹）",
    "the folder to make it in (default: this)",
    key="folder",
    default=".",
)
ONLY_RULES = Option(
    "--rule RULES",
    "只试这些规则：编号或前几位，逗号分隔，可重复",
    "only these rules: ids or prefixes, commas between; repeatable",
    key="rules",
    many=True,
)

HELP = Option("-h, --help", "显示这份说明", "show this page")
INSTALL_COMPLETION = Option(
    "--install-completion", "为当前 shell 安装补全", "install completion for this shell"
)
SHOW_COMPLETION = Option(
    "--show-completion", "显示当前 shell 的补全脚本", "show the completion script"
)
"""The last three are typer's own; their help is ours."""
