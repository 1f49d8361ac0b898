"""The commands: what each does, takes and says of itself, a row for each. None needs typer.

The texts are those of the help pages. A row brings in what it runs when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from gblint.cli import options as of
from gblint.cli.options import Argument, Option
from gblint.cli.streams import language
from gblint.cli.working_settings import spoken_language
from gblint.findings import Say

Given = dict[str, Any]
"""What the words of a command line give a command, by the keys of its options and arguments.

`order` says, to commands that pair them, in which order `formats` and `outputs` were written.
"""


class Command(msgspec.Struct, frozen=True):
    """A command, or a family of commands where there is nothing to run.

    `name` is its words, those of a family first; "" is gblint itself. `run` gives the exit code.
    """

    name: str
    about: Say
    usage: tuple[str, ...]
    takes: tuple[Argument | Option, ...] = ()
    run: Callable[[Given], int] | None = None
    examples: tuple[tuple[Say, Say], ...] = ()
    more: tuple[tuple[Say, Say], ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(one for one in self.takes if isinstance(one, Option))


def _check(given: Given) -> int:
    from gblint.cli.check import Request, check

    return check(Request(**given, commands=_names()))


def _rollup(given: Given) -> int:
    from gblint.cli.check import Request, rollup

    expect = given.pop("expect")
    return rollup(Request(**given, commands=_names()), expect=expect)


def _annotate(given: Given) -> int:
    from gblint.cli.annotate import Writing, annotate
    from gblint.cli.check import Request

    output, force = given.pop("output"), given.pop("force")
    in_place, clear = given.pop("in_place"), given.pop("clear")
    writing = Writing(output=output, force=force, in_place=in_place, clear=clear)
    return annotate(Request(**given, commands=_names()), writing)


def _fix(given: Given) -> int:
    from gblint.cli.check import Request
    from gblint.cli.fix import Fixing, fix

    own = {name: given.pop(name) for name in ("unsafe", "diff", "track", "no_track", "output")}
    return fix(Request(**given, commands=_names()), Fixing(**own))


def _compare(given: Given) -> int:
    from gblint.cli.compare import Request, compare

    return compare(Request(**given))


def _similar(given: Given) -> int:
    from gblint.cli.similar import Request, similar

    return similar(Request(**given))


def _extract(given: Given) -> int:
    from gblint.cli.extract import extract

    return extract(**given)


def _new(given: Given) -> int:
    from gblint.cli.new import new

    return new(**given)


def _list_rules(given: Given) -> int:
    from gblint.cli.listing import list_rules

    return list_rules(**given)


def _explain(given: Given) -> int:
    from gblint.cli.explain import explain

    return explain(**given)


def _list_packs(given: Given) -> int:
    from gblint.cli.listing import list_packs

    return list_packs(**given)


def _pack_new(given: Given) -> int:
    from gblint.cli.pack import pack_new

    return pack_new(**given)


def _pack_check(given: Given) -> int:
    from gblint.cli.pack import pack_check

    return pack_check(**given)


def _pack_test(given: Given) -> int:
    from gblint.cli.pack import pack_test

    return pack_test(**given)


def _baseline(given: Given) -> int:
    from gblint.cli.baseline import baseline
    from gblint.cli.check import Request

    words, output, force = given.pop("words"), given.pop("output"), given.pop("force")
    request = Request(**given, commands=_names())
    return baseline(words, request, output=output, force=force)


def _clean(given: Given) -> int:
    from gblint.cli.clean import clean

    return clean(**given)


def _serve(given: Given) -> int:
    from gblint.cli.serve import serve

    return serve(**given, commands=_names())


def _show_version(_: Given) -> int:
    from gblint.cli.listing import show_version

    return show_version()


_JUDGED = (
    *(of.PACK, of.SELECT, of.IGNORE, of.SEVERITY, of.FAIL_ON_LEVEL, of.EXIT_ZERO),
    *(of.FORMAT, of.OUTPUT),
    *(of.LANG, of.COLOR, of.QUIET, of.STATISTICS, of.CONFIG, of.ISOLATED),
)
_LEFT_OUT = (of.EXCLUDE, of.EXTEND_EXCLUDE, of.FORCE_EXCLUDE, of.NO_GITIGNORE)
_SEEN = (of.FAIL_ON_SKIPPED, of.SHOW_SUPPRESSED, of.NO_SUPPRESSIONS)

_EXIT = (
    Say("退出码", "Exit code"),
    Say(
        "0 没有达到 --fail-on 级别的问题；1 有这样的问题；2 没能完成：用法、设置或规则包有误，"
        "有文件无法读取，有规则没能核对（GB906），"
        "或用了 --fail-on-skipped 而文件夹里有文件没检查。"
        "各种输出格式的退出码相同。",
        "0 nothing as grave as --fail-on; 1 there is; 2 the job could not be done: wrong usage, "
        "settings or pack, a file that cannot be read, a rule that could not be evaluated (GB906), "
        "or, with --fail-on-skipped, a file in a folder that was not checked. It is the same for "
        "every format.",
    ),
)
_SETTINGS = (
    Say("设置", "Settings"),
    Say(
        "从报告所在文件夹向上，取最近的 gblint.toml 或 pyproject.toml 中的 [tool.gblint]："
        "pack、packs、select、ignore、severity、per-file-ignores、fail-on、previous、limits、"
        "exclude、extend-exclude、respect-gitignore、fail-on-skipped、no-suppressions；"
        "format、lang、baseline 取当前文件夹的设置。命令行优先。",
        "The nearest gblint.toml, or [tool.gblint] in pyproject.toml, upward from the report: "
        "pack, packs, select, ignore, severity, per-file-ignores, fail-on, previous, limits, "
        "exclude, extend-exclude, respect-gitignore, fail-on-skipped, no-suppressions; format, "
        "lang and baseline are those of the working folder. Options go before them.",
    ),
)
_INPUT = (
    Say("文件", "Files"),
    Say(
        "Word、WPS、ODF 文档、网页和文本；文件夹（含下级，取其中的报告文件）；"
        '通配符（如 "2023/**/*.docx"）；- 是标准输入。文件夹里没有检查的文件会列出。',
        "Word, WPS and ODF documents, pages, text; folders (all reports in them and below); "
        'patterns ("2023/**/*.docx"); - is standard input. What else is in folders is named.',
    ),
)

_MANY = (
    Say("成批检查", "Many files"),
    Say(
        "文件多时自动用多个进程（-j 可指定）；一份文件出事不影响其他文件。没有变化的文件直接取用"
        "上次的结果（结果含报告原文片段，只存在本机，gblint clean 清除；--no-cache 不用）。",
        "Many files are checked by several processes (-j says how many), and what happens to one "
        "does not touch the others. Files that did not change are served from earlier runs "
        "(results quote the reports; they stay on this machine, and gblint clean removes them).",
    ),
)

_CHECK_EXAMPLES = (
    (Say("gblint 年报.docx", "gblint report.docx"), Say("检查一份报告", "check a report")),
    (
        Say('gblint 各单位年报 "2023/*.docx"', 'gblint reports "2023/*.docx"'),
        Say("检查文件夹（含下级）和通配符", "a folder with all below it, and a pattern"),
    ),
    (
        Say("gblint 年报.docx --select GB3", "gblint report.docx --select GB3"),
        Say("只核对勾稽关系", "only whether the figures add up"),
    ),
    (
        Say("gblint 2024.docx --previous 2023.docx", "gblint 2024.docx --previous 2023.docx"),
        Say("与上年报告核对", "compare with last year's report"),
    ),
    (
        Say("gblint 年报.docx --ignore GB406,GB5", "gblint report.docx --ignore GB406,GB5"),
        Say("不查这些规则（编号或前几位）", "without these rules (ids or prefixes)"),
    ),
    (
        Say("gblint 年报.docx --severity GB407=note", "gblint report.docx --severity GB407=note"),
        Say("改一条规则的级别", "change the severity of a rule"),
    ),
    (
        Say(
            "gblint 年报 --format sarif --output a.sarif --format text",
            "gblint reports --format sarif --output a.sarif --format text",
        ),
        Say("同时写文件和屏幕", "a file and the screen in one run"),
    ),
    (
        Say(
            "gblint - --stdin-filename 年报.txt < 年报.txt",
            "gblint - --stdin-filename report.txt < report.txt",
        ),
        Say("从标准输入读取", "read standard input"),
    ),
)

_PACK = Say(
    "规则包是一个 YAML 文件，或放着 pack.yaml 的文件夹；也可以写内置或已安装的规则包的编号。",
    "A pack is one YAML file, or a folder with pack.yaml; or the id of one built in or installed.",
)
_GUIDE = (
    Say("写法", "How to write one"),
    Say("见 docs/guide-packs.zh-CN.md。", "docs/guide-packs.md."),
)

_ALL: tuple[Command, ...] = (
    Command(
        "",
        Say(
            "检查政府信息公开工作年度报告是否合乎格式、数据是否对得上。",
            "Checks annual government-information disclosure reports: their form, and whether "
            "their figures agree.",
        ),
        ("gblint [check] FILE… [OPTIONS]", "gblint COMMAND …"),
        takes=(of.VERSION, of.INSTALL_COMPLETION, of.SHOW_COMPLETION),
        examples=(
            *_CHECK_EXAMPLES,
            (
                Say("gblint explain GB303"),
                Say("一条规则为什么报、怎么改", "why a rule, and what to do"),
            ),
        ),
        more=(_INPUT, _MANY, _SETTINGS, _EXIT),
    ),
    Command(
        "check",
        Say(
            "检查报告。命令名可以不写：gblint 年报.docx。",
            "Checks reports. The word check may be left out: gblint report.docx.",
        ),
        ("gblint [check] FILE… [OPTIONS]",),
        takes=(
            of.FILES,
            *_JUDGED,
            *(
                of.STDIN_FILENAME,
                of.PREVIOUS,
                of.AMONG,
                of.BASELINE,
                of.DIFF_FROM,
                of.JOBS,
                of.NO_CACHE,
                of.LIMITS,
            ),
            *_LEFT_OUT,
            *_SEEN,
            *(of.SHOW_FILES, of.SHOW_SETTINGS, of.WATCH),
        ),
        run=_check,
        examples=_CHECK_EXAMPLES,
        more=(_INPUT, _MANY, _SETTINGS, _EXIT),
    ),
    Command(
        "rollup",
        Say(
            "核对汇总报告：各表每一格是否等于各单位报告之和，有没有漏报、重报的单位。",
            "Checks a summary report: whether each cell is the sum over the reports of its parts, "
            "and whether a part is missing or there twice.",
        ),
        ("gblint rollup SUMMARY PART… [OPTIONS]",),
        takes=(of.SUMMARY, of.EXPECT, *_JUDGED, *_LEFT_OUT, *_SEEN),
        run=_rollup,
        examples=(
            (
                Say("gblint rollup 汇总.docx 各单位/", "gblint rollup summary.docx parts/"),
                Say("各单位的报告在一个文件夹里", "the parts are in a folder"),
            ),
            (
                Say(
                    "gblint rollup 汇总.docx 各单位/ --expect 名单.txt",
                    "gblint rollup summary.docx parts/ --expect organs.txt",
                ),
                Say("按名单核对有没有漏报的", "with a list of who should report"),
            ),
        ),
        more=(_EXIT,),
    ),
    Command(
        "annotate",
        Say(
            "把发现的问题写成 Word 批注：每条批注落在所说的字、单元格或标题上，原文件不动。",
            "Writes the findings into a copy of the Word file, as comments on the very words, "
            "cells and headings that they are about.",
        ),
        ("gblint annotate FILE… [OPTIONS]",),
        takes=(
            *(of.FILES, of.ANNOTATED, of.IN_PLACE, of.CLEAR, of.OVERWRITE),
            *(of.PACK, of.SELECT, of.IGNORE, of.SEVERITY, of.FAIL_ON_LEVEL, of.PREVIOUS),
            *(of.LANG, of.QUIET, of.CONFIG, of.ISOLATED, of.LIMITS, of.NO_SUPPRESSIONS),
        ),
        run=_annotate,
        examples=(
            (
                Say("gblint annotate 年报.docx", "gblint annotate report.docx"),
                Say("写成 年报.批注.docx", "writes report.批注.docx"),
            ),
            (
                Say(
                    "gblint annotate 年报.批注.docx --in-place",
                    "gblint annotate report.批注.docx --in-place",
                ),
                Say("改过以后重查，换上新批注", "after corrections: new comments for the old"),
            ),
            (
                Say(
                    "gblint annotate --clear 年报.批注.docx -o 定稿.docx",
                    "gblint annotate --clear report.批注.docx -o final.docx",
                ),
                Say("去掉 gblint 的批注", "without the comments of gblint"),
            ),
        ),
        more=(
            (
                Say("文件", "Files"),
                Say(
                    "Word 文档（.docx）；.doc、.wps、.odt、.rtf 由 LibreOffice 转成 .docx 再加"
                    "批注。网页、PDF 和文本不能加批注。",
                    "Word files (.docx); .doc, .wps, .odt and .rtf become .docx by LibreOffice "
                    "first. Pages, PDF and text have no comments.",
                ),
            ),
            _SETTINGS,
            _EXIT,
        ),
    ),
    Command(
        "fix",
        Say(
            "改正报告：标题用语、序号、空格填0、行列名、标点等直接改；"
            "合计、数字、年份等用 --unsafe 改成修订。",
            "Corrects reports: wording and ordinals of headings, 0 in blank cells, labels, "
            "punctuation; with --unsafe also totals, figures and years, as tracked changes.",
        ),
        ("gblint fix FILE… [OPTIONS]",),
        takes=(
            *(of.FILES, of.UNSAFE, of.DIFF, of.TRACK, of.NO_TRACK, of.FIXED),
            *(of.PACK, of.SELECT, of.IGNORE, of.LANG, of.QUIET, of.CONFIG, of.ISOLATED),
            *(of.PREVIOUS, of.LIMITS, of.NO_SUPPRESSIONS),
        ),
        run=_fix,
        more=(
            (
                _EXIT[0],
                Say(
                    "0 没有问题了；1 还有问题（--diff：有可改的）；2 没能完成。",
                    "0 no finding is left; 1 some are (with --diff: some can be corrected); 2 the "
                    "job could not be done.",
                ),
            ),
        ),
    ),
    Command(
        "compare",
        Say(
            "对比同一机关两年的报告：各表数据的增减、各部分文字的重复程度、新增和去掉的文字。",
            "Compares the reports of two years: figures side by side with their change, how much "
            "of the text is repeated, what is new and what is gone.",
        ),
        ("gblint compare LAST THIS [OPTIONS]",),
        takes=(
            *(of.TWO_FILES, of.PACK, of.COMPARE_FORMAT, of.OUTPUT_FILE, of.LANG, of.COLOR),
            *(of.CONFIG, of.ISOLATED, of.LIMITS),
        ),
        run=_compare,
        examples=(
            (Say("gblint compare 2025.docx 2026.docx"), Say("一屏看完", "on one screen")),
            (
                Say(
                    "gblint compare 2025.docx 2026.docx --format xlsx -o 对比.xlsx",
                    "gblint compare 2025.docx 2026.docx --format xlsx -o changes.xlsx",
                ),
                Say("每一格和全部文字", "every cell and all passages"),
            ),
        ),
        more=(
            (
                Say("退出码", "Exit code"),
                Say(
                    "0 已对比；2 用法有误，或有一份无法读取。",
                    "0 compared; 2 wrong usage, or one of the two cannot be read.",
                ),
            ),
        ),
    ),
    Command(
        "similar",
        Say(
            "找雷同：哪些机关用了一篇文字，谁的段落与谁相同，表2哪几年、哪几家每一格都一样。",
            "Finds what reports have in common: organs with one text, passages of others, tables "
            "that are the same in several years or organs.",
        ),
        ("gblint similar FILE… [OPTIONS]",),
        takes=(
            *(of.FILES, of.PACK, of.SIMILAR_FORMAT, of.OUTPUT_FILE, of.EVERYTHING, of.LANG),
            *(of.COLOR, of.QUIET, of.JOBS, of.CONFIG, of.ISOLATED, of.LIMITS),
        ),
        run=_similar,
        examples=(
            (
                Say("gblint similar 2024/ 2025/ 2026/"),
                Say("各机关、各年度都互相比较", "all organs and years with one another"),
            ),
            (
                Say(
                    "gblint similar 2026/ --format csv -o 雷同.csv",
                    "gblint similar 2026/ --format csv -o copied.csv",
                ),
                Say("全部写成表格", "all of it as a table"),
            ),
        ),
        more=(
            (
                Say("退出码", "Exit code"),
                Say(
                    "0 没有发现雷同；1 有；2 用法有误，或有文件无法读取（其他的照常比较）。",
                    "0 nothing in common; 1 something; 2 wrong usage, or a file that cannot be "
                    "read (the others are compared).",
                ),
            ),
        ),
    ),
    Command(
        "extract",
        Say(
            "把读到的内容输出为 JSON：标题、机关、年度、统计期限、联系方式、各章节、各表每一格。",
            "Prints what was read as JSON: title, organ, year, period, contact, sections, and "
            "every table cell by its keys.",
        ),
        ("gblint extract FILE [OPTIONS]",),
        takes=(of.FILE, of.PACK, of.LANG, of.LIMITS, of.PROSE),
        run=_extract,
        examples=(
            (
                Say("gblint extract 年报.docx", "gblint extract report.docx"),
                Say("输出到屏幕", "to the screen"),
            ),
            (
                Say(
                    "gblint extract 年报.docx > 年报.json",
                    "gblint extract report.docx > report.json",
                ),
                Say("存为文件（UTF-8）", "to a file (UTF-8)"),
            ),
        ),
    ),
    Command(
        "new",
        Say(
            "新建一份待填写的年度报告（Word 文件）：标题、表格、公式齐备，上年的数据可带入。",
            "Writes a report to begin with, as a Word file: headings, tables and formulas, with "
            "what goes on from last year's. (For a new rule pack: gblint pack new.)",
        ),
        ("gblint new --organ NAME --year YEAR [OPTIONS]",),
        takes=(
            *(of.ORGAN, of.YEAR, of.LAST_REPORT, of.NEW_FILE, of.FORCE, of.PACK),
            *(of.LANG, of.CONFIG, of.ISOLATED, of.LIMITS),
        ),
        run=_new,
        examples=(
            (
                Say("gblint new --organ 示例市清河区教育局 --year 2026"),
                Say("数字都从 0 开始", "all figures begin with 0"),
            ),
            (
                Say(
                    "gblint new --previous 2025年报.docx -o 2026年报.docx",
                    "gblint new --previous 2025.docx -o 2026.docx",
                ),
                Say("机关、年度和数据接着上年的报告", "organ, year and figures follow last year's"),
            ),
        ),
    ),
    Command(
        "rules",
        Say(
            "列出生效的规则（按当前文件夹的设置）：编号、级别、内容。",
            "Lists the rules in force by the settings of this folder: id, severity, title.",
        ),
        ("gblint rules [OPTIONS]",),
        takes=(of.PACK_OR_ALL, of.LIST_FORMAT, of.LANG, of.CONFIG, of.ISOLATED),
        run=_list_rules,
        examples=(
            (Say("gblint rules"), Say("生效的规则", "the rules in force")),
            (Say("gblint rules --pack all"), Say("所有规则包的规则", "the rules of all packs")),
            (Say("gblint rules --format json"), Say("输出 JSON", "as JSON")),
        ),
    ),
    Command(
        "explain",
        Say(
            "说明规则：查什么、依据、理由、怎么改、正例和反例。",
            "Explains rules: what they find, basis, reason, how to mend it, examples.",
        ),
        ("gblint explain RULE… [OPTIONS]",),
        takes=(of.RULES, of.PACK, of.LIST_FORMAT, of.LANG),
        run=_explain,
        examples=(
            (Say("gblint explain GB303"), Say("说明一条规则", "explain a rule")),
            (Say("gblint explain GB303 --lang en"), Say("用英文", "in English")),
            (Say("gblint explain GB303 --format json"), Say("输出 JSON", "as JSON")),
        ),
    ),
    Command(
        "rule",
        Say("同 explain。", "The same as explain."),
        ("gblint rule RULE… [OPTIONS]",),
        takes=(of.RULES, of.PACK, of.LIST_FORMAT, of.LANG),
        run=_explain,
    ),
    Command(
        "packs",
        Say("列出规则包。", "Lists the rule packs."),
        ("gblint packs [OPTIONS]",),
        takes=(of.LIST_FORMAT, of.LANG),
        run=_list_packs,
    ),
    Command(
        "pack",
        Say(
            "编写规则包：新建、检查、试运行。",
            "Writing rule packs: a new one, checking, trying it.",
        ),
        ("gblint pack new NAME", "gblint pack check PATH…", "gblint pack test PATH [FILE…]"),
        more=((Say("规则包", "Packs"), _PACK), _GUIDE),
    ),
    Command(
        "pack new",
        Say(
            "新建一个能用的规则包：pack.yaml、rules.yaml（一条规则和它的示例）和说明。不覆盖已有文件。",
            "Writes a small pack that works: pack.yaml, rules.yaml (a rule with its examples), a "
            "README. Nothing is written over.",
        ),
        ("gblint pack new NAME [OPTIONS]",),
        takes=(of.NAME, of.EXTENDS, of.DIR, of.LANG),
        run=_pack_new,
        examples=(
            (Say("gblint pack new our-province"), Say("在当前文件夹新建", "in this folder")),
            (
                Say("gblint pack new our-city --extends our-province --dir packs"),
                Say("在 packs 中新建，以 our-province 为基础", "in packs/, on top of another pack"),
            ),
        ),
        more=(_GUIDE,),
    ),
    Command(
        "pack check",
        Say(
            "检查规则包：写法、引用、示例是否成立、名称有没有重复或从未用到、有没有英文；一次全部指出。",
            "Checks packs: their form, what they refer to, whether the examples hold, names that "
            "stand twice or are never used, English that is absent; all of it at once.",
        ),
        ("gblint pack check PATH… [OPTIONS]",),
        takes=(of.PACK_PATHS, of.LIST_FORMAT, of.LANG),
        run=_pack_check,
        examples=(
            (Say("gblint pack check our-province"), Say("检查一个规则包", "check a pack")),
            (Say("gblint pack check packs/* --format json"), Say("输出 JSON", "as JSON")),
        ),
        more=(
            (Say("规则包", "Packs"), _PACK),
            (
                Say("退出码", "Exit code"),
                Say(
                    "0 没有错误和警告（提示不计）；1 有；2 用法有误，没有这个文件，"
                    "或示例用时过久、没有运行完。",
                    "0 no errors or warnings (notes do not count); 1 some; 2 wrong usage, no such "
                    "file, or no time for all examples.",
                ),
            ),
        ),
    ),
    Command(
        "pack test",
        Say(
            "运行规则包里全部规则的示例，像测试一样逐条列出；给出报告文件时，再列出规则包自己的规则查到的问题。",
            "Runs the examples of all rules of a pack, as tests are run; of report files that are "
            "named, it shows what the pack's own rules find.",
        ),
        ("gblint pack test PATH [FILE…] [OPTIONS]",),
        takes=(of.PACK_PATH, of.FILES, of.ONLY_RULES, of.LIST_FORMAT, of.LANG),
        run=_pack_test,
        examples=(
            (Say("gblint pack test our-province"), Say("运行全部示例", "run all examples")),
            (
                Say(
                    "gblint pack test our-province 年报.docx --rule OP001",
                    "gblint pack test our-province report.docx --rule OP001",
                ),
                Say("只试一条规则，并用于一份报告", "one rule, and on a report"),
            ),
        ),
        more=(
            (
                Say("退出码", "Exit code"),
                Say(
                    "0 示例全部成立（报告里查到问题不算失败）；1 有示例不成立；2 没能完成。",
                    "0 all examples hold (findings in reports are no failure); 1 some do not; 2 "
                    "the job could not be done.",
                ),
            ),
        ),
    ),
    Command(
        "baseline",
        Say(
            "把现有问题记为基线；以后用 --baseline 只让新问题计入退出码。",
            "Writes the findings of today as a baseline; with --baseline only new ones count.",
        ),
        ("gblint baseline create FILE… [OPTIONS]",),
        takes=(
            *(
                of.BASELINE_WORDS,
                of.BASELINE_FILE,
                of.FORCE,
                of.PACK,
                of.SELECT,
                of.IGNORE,
                of.LANG,
            ),
            *(of.CONFIG, of.ISOLATED, *_LEFT_OUT, of.FAIL_ON_SKIPPED, of.NO_SUPPRESSIONS),
        ),
        run=_baseline,
        examples=(
            (
                Say("gblint baseline create 各单位年报", "gblint baseline create reports"),
                Say("生成 gblint-baseline.json", "makes gblint-baseline.json"),
            ),
            (
                Say(
                    "gblint 各单位年报 --baseline gblint-baseline.json",
                    "gblint reports --baseline gblint-baseline.json",
                ),
                Say("只看新问题", "only what is new"),
            ),
        ),
    ),
    Command(
        "serve",
        Say(
            "在浏览器中检查报告：打开一个只限本机的网页，把文件拖进去，看到报告原文和标出的问题。"
            "文件不发送到任何地方，关闭网页后不保留。",
            "Checks reports in the browser: a page of this machine alone, on which files are "
            "dropped and shown with what was found marked in them. Nothing is sent anywhere, and "
            "nothing is kept after the page is closed.",
        ),
        ("gblint serve [OPTIONS]",),
        takes=(of.PORT, of.NO_BROWSER, of.HOST, of.TOKEN_FILE, of.LANG),
        run=_serve,
        examples=(
            (Say("gblint serve"), Say("打开网页，Ctrl+C 结束", "open the page; Ctrl+C ends it")),
        ),
    ),
    Command(
        "clean",
        Say(
            "清除缓存：以前的检查结果和编译过的规则包。",
            "Removes what is cached: results of earlier runs, and compiled packs.",
        ),
        ("gblint clean",),
        takes=(of.LANG,),
        run=_clean,
    ),
    Command(
        "version", Say("显示版本。", "Shows the version."), ("gblint version",), run=_show_version
    ),
)
"""gblint itself, then its commands in the order of help; each family stands before its own."""

COMMANDS: dict[str, Command] = {command.name: command for command in _ALL}


def run_command(command: Command, given: Given) -> int:
    """Run a command with what the words gave it; the exit code. A family does nothing."""
    from gblint.cli.messages import run_telling

    if (run := command.run) is None:
        return 0
    if (spoken := spoken_language(given)) is not None:
        given = given | {"lang": spoken} if "lang" in given else given
    return run_telling(lambda: run(given), language(given.get("lang")))


def _names() -> tuple[str, ...]:
    return tuple(command.name for command in inside(""))


def inside(family: str) -> tuple[Command, ...]:
    """The commands of a family, those of gblint itself for ""."""
    begin = f"{family} " if family else ""
    return tuple(
        command
        for name, command in COMMANDS.items()
        if name.startswith(begin) and name[len(begin) :] and " " not in name[len(begin) :]
    )
