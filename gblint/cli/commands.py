"""The commands: what each does, takes and says of itself, a row for each; and words read as one of
them.

The texts are those of the help pages. A row brings in what it runs when it is called. Words are
read without typer, which is slow to import, where they are written right. What is not, and help and
completion, are typer's (`typer_app.py`): it says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gblint.cli import options as of
from gblint.cli.options import (
    CHECK_EXAMPLES,
    EXIT,
    INPUT,
    MANY,
    SETTINGS,
    Command,
    Given,
    Option,
    tell_codes,
)
from gblint.cli.pack_commands import OWN_COMMANDS, PACK_COMMANDS, import_explain
from gblint.cli.streams import choose_language
from gblint.cli.values import find_set_language
from gblint.findings import Say


def _check(given: Given) -> int:
    from gblint.cli.check import check

    return check(_make_request(given))


def _check_rollup(given: Given) -> int:
    from gblint.cli.check import check_rollup

    return check_rollup(_make_request(given))


def _annotate(given: Given) -> int:
    from gblint.cli.annotate import AnnotateOptions, annotate

    return annotate(*_split_options(given, AnnotateOptions))


def _fix(given: Given) -> int:
    from gblint.cli.annotate import FixOptions, fix

    return fix(*_split_options(given, FixOptions))


def _write_letters(given: Given) -> int:
    from gblint.cli.new import LetterOptions, write_letters

    return write_letters(*_split_options(given, LetterOptions))


def _create_baseline(given: Given) -> int:
    from gblint.cli.baseline import BaselineOptions, create_baseline

    return create_baseline(*_split_options(given, BaselineOptions))


def _split_options(given: Given, own: Any) -> tuple[Any, Any]:
    """The request of the check that a command begins with, and its own options, a struct."""
    options = own(**{name: given.pop(name) for name in own.__struct_fields__})
    return _make_request(given), options


def _make_request(given: Given) -> Any:
    from gblint.cli.check import CheckRequest

    return CheckRequest(**given, commands=_list_names())


def _compare(given: Given) -> int:
    from gblint.cli.compare import CompareRequest, compare

    return compare(CompareRequest(**given))


def _find_similar(given: Given) -> int:
    from gblint.cli.compare import SimilarRequest, find_similar

    return find_similar(SimilarRequest(**given))


def _write_blank_report(given: Given) -> int:
    from gblint.cli.new import write_blank_report

    return write_blank_report(**given)


def _serve(given: Given) -> int:
    from gblint.cli.serve import serve

    return serve(**given, commands=_list_names())


_JUDGED = (
    *(of.PACK, of.SELECT, of.IGNORE, of.SEVERITY, of.FAIL_ON_LEVEL, of.EXIT_ZERO),
    *(of.FORMAT, of.OUTPUT),
    *(of.LANG, of.COLOR, of.QUIET, of.STATISTICS, of.CONFIG, of.ISOLATED),
)
_LEFT_OUT = (of.EXCLUDE, of.EXTEND_EXCLUDE, of.FORCE_EXCLUDE, of.NO_GITIGNORE)
_SEEN = (of.FAIL_ON_SKIPPED, of.SHOW_SUPPRESSED, of.NO_SUPPRESSIONS)

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
        examples=CHECK_EXAMPLES
        | {
            Say("gblint explain GB303"): Say(
                "一条规则为什么报、怎么改", "why a rule, and what to do"
            )
        },
        more=INPUT | MANY | SETTINGS | EXIT,
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
            *(of.STDIN_FILENAME, of.PREVIOUS, of.AMONG, of.EXPECT, of.BASELINE, of.DIFF_FROM),
            *(of.JOBS, of.ENGINE, of.NO_CACHE, of.LIMITS),
            *_LEFT_OUT,
            of.ARCHIVES,
            *_SEEN,
            *(of.SHOW_FILES, of.SHOW_SETTINGS, of.WATCH),
        ),
        run=_check,
        examples=CHECK_EXAMPLES,
        more=INPUT | MANY | SETTINGS | EXIT,
    ),
    Command(
        "rollup",
        Say(
            "核对汇总报告：各表每一格是否等于各单位报告之和，有没有漏报、重报的单位。",
            "Checks a summary report: whether each cell is the sum over the reports of its parts, "
            "and whether a part is missing or there twice.",
        ),
        ("gblint rollup SUMMARY PART… [OPTIONS]",),
        takes=(
            *(of.SUMMARY, of.EXPECT, *_JUDGED, of.JOBS, of.NO_CACHE, of.LIMITS),
            *(*_LEFT_OUT, of.ARCHIVES, *_SEEN),
        ),
        run=_check_rollup,
        examples={
            Say("gblint rollup 汇总.docx 各单位/", "gblint rollup summary.docx parts/"): Say(
                "各单位的报告在一个文件夹里", "the parts are in a folder"
            ),
            Say(
                "gblint rollup 汇总.docx 各单位/ --expect 名单.txt",
                "gblint rollup summary.docx parts/ --expect organs.txt",
            ): Say("按名单核对有没有漏报的", "with a list of who should report"),
        },
        more=EXIT,
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
        examples={
            Say("gblint annotate 年报.docx", "gblint annotate report.docx"): Say(
                "写成 年报.批注.docx", "writes report.批注.docx"
            ),
            Say(
                "gblint annotate 年报.批注.docx --in-place",
                "gblint annotate report.批注.docx --in-place",
            ): Say("改过以后重查，换上新批注", "after corrections: new comments for the old"),
            Say(
                "gblint annotate --clear 年报.批注.docx -o 定稿.docx",
                "gblint annotate --clear report.批注.docx -o final.docx",
            ): Say("去掉 gblint 的批注", "without the comments of gblint"),
        },
        more={
            Say("文件", "Files"): Say(
                "Word 文档（.docx）；.doc、.wps、.odt、.rtf 由 LibreOffice 转成 .docx 再加"
                "批注。网页、PDF 和文本不能加批注。",
                "Word files (.docx); .doc, .wps, .odt and .rtf become .docx by LibreOffice "
                "first. Pages, PDF and text have no comments.",
            )
        }
        | SETTINGS
        | EXIT,
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
        more=tell_codes(
            "0 没有问题了；1 还有问题（--diff：有可改的）；2 没能完成。",
            "0 no finding is left; 1 some are (with --diff: some can be corrected); 2 the "
            "job could not be done.",
        ),
    ),
    Command(
        "letters",
        Say(
            "给每个机关写一份 Word 通知，列出它的报告要改的地方，退回修改用。",
            "Writes a Word file for each organ that says what is to be mended in its report, to be "
            "sent back.",
        ),
        ("gblint letters FILE… -o DIR [OPTIONS]",),
        takes=(
            *(of.FILES, of.LETTERS, of.TEMPLATE, of.WRITE_TEMPLATE, of.OVERWRITE),
            *(of.PACK, of.SELECT, of.IGNORE, of.SEVERITY, of.PREVIOUS, of.AMONG, of.LANG, of.QUIET),
            *(of.CONFIG, of.ISOLATED, of.JOBS, of.NO_CACHE, of.LIMITS),
            *(*_LEFT_OUT, of.NO_SUPPRESSIONS),
        ),
        run=_write_letters,
        examples={
            Say("gblint letters 2026/ -o 退回/", "gblint letters 2026/ -o returned/"): Say(
                "有问题的机关各一份", "one for each organ with findings"
            ),
            Say(
                "gblint letters --write-template 模板.docx",
                "gblint letters --write-template letter.docx",
            ): Say("写出模板，按本单位的格式修改", "the template, to be changed"),
            Say(
                "gblint letters 2026/ -o 退回/ --template 模板.docx",
                "gblint letters 2026/ -o returned/ --template letter.docx",
            ): Say("用改过的模板", "with the template that was changed"),
        },
        more=tell_codes(
            "0 已写出；2 用法有误，或有一份没有写（已有别人的同名文件）。",
            "0 written; 2 wrong usage, or one was not written, as another's file is there.",
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
        examples={
            Say("gblint compare 2025.docx 2026.docx"): Say("一屏看完", "on one screen"),
            Say(
                "gblint compare 2025.docx 2026.docx --format xlsx -o 对比.xlsx",
                "gblint compare 2025.docx 2026.docx --format xlsx -o changes.xlsx",
            ): Say("每一格和全部文字", "every cell and all passages"),
        },
        more=tell_codes(
            "0 已对比；2 用法有误，或有一份无法读取。",
            "0 compared; 2 wrong usage, or one of the two cannot be read.",
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
            *(of.COLOR, of.QUIET, of.JOBS, of.CONFIG, of.ISOLATED, of.LIMITS, of.ARCHIVES),
        ),
        run=_find_similar,
        examples={
            Say("gblint similar 2024/ 2025/ 2026/"): Say(
                "各机关、各年度都互相比较", "all organs and years with one another"
            ),
            Say(
                "gblint similar 2026/ --format csv -o 雷同.csv",
                "gblint similar 2026/ --format csv -o copied.csv",
            ): Say("全部写成表格", "all of it as a table"),
        },
        more=tell_codes(
            "0 没有发现雷同；1 有；2 用法有误，或有文件无法读取（其他的照常比较）。",
            "0 nothing in common; 1 something; 2 wrong usage, or a file that cannot be "
            "read (the others are compared).",
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
        run=lambda given: import_explain().extract(**given),
        examples={
            Say("gblint extract 年报.docx", "gblint extract report.docx"): Say(
                "输出到屏幕", "to the screen"
            ),
            Say(
                "gblint extract 年报.docx > 年报.json",
                "gblint extract report.docx > report.json",
            ): Say("存为文件（UTF-8）", "to a file (UTF-8)"),
        },
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
        run=_write_blank_report,
        examples={
            Say("gblint new --organ 示例市清河区教育局 --year 2026"): Say(
                "数字都从 0 开始", "all figures begin with 0"
            ),
            Say(
                "gblint new --previous 2025年报.docx -o 2026年报.docx",
                "gblint new --previous 2025.docx -o 2026.docx",
            ): Say("机关、年度和数据接着上年的报告", "organ, year and figures follow last year's"),
        },
    ),
    *PACK_COMMANDS,
    Command(
        "baseline",
        Say(
            "把现有问题记为基线；以后用 --baseline 只让新问题计入退出码。",
            "Writes the findings of today as a baseline; with --baseline only new ones count.",
        ),
        ("gblint baseline create FILE… [OPTIONS]",),
        takes=(
            *(of.BASELINE_WORDS, of.BASELINE_FILE, of.FORCE, of.PACK, of.SELECT, of.IGNORE),
            *(of.LANG, of.CONFIG, of.ISOLATED, *_LEFT_OUT, of.ARCHIVES),
            *(of.FAIL_ON_SKIPPED, of.NO_SUPPRESSIONS),
        ),
        run=_create_baseline,
        examples={
            Say("gblint baseline create 各单位年报", "gblint baseline create reports"): Say(
                "生成 gblint-baseline.json", "makes gblint-baseline.json"
            ),
            Say(
                "gblint 各单位年报 --baseline gblint-baseline.json",
                "gblint reports --baseline gblint-baseline.json",
            ): Say("只看新问题", "only what is new"),
        },
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
        takes=(
            *(of.PORT, of.NO_BROWSER, of.HOST, of.TOKEN_FILE, of.LANG),
            *(of.CONFIG, of.ISOLATED),
        ),
        run=_serve,
        examples={
            Say("gblint serve"): Say("打开网页，Ctrl+C 结束", "open the page; Ctrl+C ends it")
        },
    ),
    *OWN_COMMANDS,
)
"""gblint itself, then its commands in the order of help; each family stands before its own."""

COMMANDS: dict[str, Command] = {command.name: command for command in _ALL}


def run_command(command: Command, given: Given) -> int:
    """Run a command with what the words gave it; the exit code. A family does nothing."""
    from gblint.cli.streams import run_telling

    if (run := command.run) is None:
        return 0
    # for all commands at once, so that their errors are in that language, too
    if (spoken := find_set_language(given)) is not None:
        given = given | {"lang": spoken} if "lang" in given else given
    return run_telling(lambda: run(given), choose_language(given.get("lang")))


def _list_names() -> tuple[str, ...]:
    return tuple(command.name for command in list_commands(""))


def list_commands(family: str) -> tuple[Command, ...]:
    """The commands of a family, those of gblint itself for ""."""
    return tuple(
        command for name, command in COMMANDS.items() if name and name.rpartition(" ")[0] == family
    )


DEFAULT = "check"
"""The command that is meant where none is named."""


def parse(words: Sequence[str]) -> tuple[Command, Given] | None:
    """The command that the words name and what it gets; None for what is typer's to tell."""
    name, words = "", list(words)
    while words and COMMANDS[name].run is None:
        words = command_first(words, name)
        name = f"{name} {words[0]}".lstrip() if words else name
        if name not in COMMANDS:
            return None
        words = words[1:]
    command = COMMANDS[name]
    given = None if command.run is None else _read_words(command, words)
    return None if given is None else (command, given)


def command_first(words: Sequence[str], family: str) -> list[str]:
    """The words with the command of a family in front; `--lang` may stand before it.

    To gblint itself a first word that is no command is a file, or an option, of check. Of what
    gblint or the family answers itself the language is taken away: it was read before.
    """
    words = list(words)
    before = _count_langs(words)
    first = words[before] if before < len(words) else ""
    if first in {name for option in (of.HELP, *COMMANDS[family].options) for name in option.names}:
        return _drop_lang(words)
    if not family and (not first or first not in COMMANDS):
        return [DEFAULT, *words] if words else words
    return words if before == len(words) else [first, *words[:before], *words[before + 1 :]]


def _count_langs(words: Sequence[str]) -> int:
    """How many words in front set the language."""
    before = 0
    while before < len(words) and words[before].partition("=")[0] == "--lang":
        before += 1 if "=" in words[before] else 2
    return min(before, len(words))


def _drop_lang(words: Sequence[str]) -> list[str]:
    others: list[str] = []
    skip = False
    for word in words:
        if not skip and word.partition("=")[0] != "--lang":
            others.append(word)
        skip = word == "--lang"
    return others


def _read_words(command: Command, words: Sequence[str]) -> Given | None:
    """What the words give a command; None where they are not plainly right."""
    named = {name: option for option in command.options for name in option.names}
    found: dict[str, list[str]] = {}
    order: list[str] = []
    plain: list[str] = []
    left = iter(words)
    for word in left:
        if word == "-" or not word.startswith("-"):
            plain.append(word)
            continue
        name, sign, value = word.partition("=")
        option = named.get(name)
        # `-o=x` is the value `=x` to typer, and a flag takes none
        if option is None or (sign and (not option.metavar or not name.startswith("--"))):
            return None
        if option.metavar and not sign:
            # one that is lacking reads as an option does, and both are typer's to tell
            value = next(left, "--")
            if value.startswith("-") and value != "-":
                return None
        found.setdefault(option.given_as, []).append(value)
        order.append(option.given_as)
    given: Given = {}
    for one in command.takes:
        if isinstance(one, Option):
            given[one.given_as] = _take_value(one, found.get(one.given_as))
        elif one.many:
            given[one.key], plain = tuple(plain), []
        elif plain:
            given[one.key], *plain = plain
        else:
            return None
    return None if plain else add_order(given, order)


def add_order(given: Given, order: Iterable[str]) -> Given:
    """What is given, with the order of what is paired where the command pairs anything."""
    if "formats" not in given:
        return given
    return given | {"order": tuple(key for key in order if key in ("formats", "outputs"))}


def _take_value(option: Option, found: list[str] | None) -> str | bool | tuple[str, ...] | None:
    """Of an option that is not to be repeated, and is, the last value."""
    if not option.metavar:
        return found is not None
    if option.many:
        return tuple(found or ())
    return found[-1] if found else option.default
