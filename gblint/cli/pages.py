"""What the help pages say, command by command."""

from __future__ import annotations

from gblint.cli.page import Page
from gblint.cli.pages_pack import PACK_PAGES
from gblint.findings import Say

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
        "fail-on-skipped、no-suppressions。命令行优先。",
        "The nearest gblint.toml, or [tool.gblint] in pyproject.toml, upward from the report: "
        "pack, packs, select, ignore, severity, per-file-ignores, fail-on, previous, limits, "
        "fail-on-skipped, no-suppressions. Options go before them.",
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
        Say(
            "gblint 2024.docx --previous 2023.docx",
            "gblint 2024.docx --previous 2023.docx",
        ),
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

PAGES: dict[str, Page] = {
    "": Page(
        about=Say(
            "检查政府信息公开工作年度报告是否合乎格式、数据是否对得上。",
            "Checks annual government-information disclosure reports: their form, and whether "
            "their figures agree.",
        ),
        usage=("gblint [check] FILE… [OPTIONS]", "gblint COMMAND …"),
        examples=(
            *_CHECK_EXAMPLES,
            (
                Say("gblint explain GB303"),
                Say("一条规则为什么报、怎么改", "why a rule, and what to do"),
            ),
        ),
        more=(_INPUT, _MANY, _SETTINGS, _EXIT),
    ),
    "check": Page(
        about=Say(
            "检查报告。命令名可以不写：gblint 年报.docx。",
            "Checks reports. The word check may be left out: gblint report.docx.",
        ),
        usage=("gblint [check] FILE… [OPTIONS]",),
        examples=_CHECK_EXAMPLES,
        more=(_INPUT, _MANY, _SETTINGS, _EXIT),
    ),
    "rollup": Page(
        about=Say(
            "核对汇总报告：各表每一格是否等于各单位报告之和，有没有漏报、重报的单位。",
            "Checks a summary report: whether each cell is the sum over the reports of its parts, "
            "and whether a part is missing or there twice.",
        ),
        usage=("gblint rollup SUMMARY PART… [OPTIONS]",),
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
    "extract": Page(
        about=Say(
            "把读到的内容输出为 JSON：标题、机关、年度、统计期限、联系方式、各章节、各表每一格。",
            "Prints what was read as JSON: title, organ, year, period, contact, sections, and "
            "every table cell by its keys.",
        ),
        usage=("gblint extract FILE [OPTIONS]",),
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
    "rules": Page(
        about=Say(
            "列出生效的规则（按当前文件夹的设置）：编号、级别、内容。",
            "Lists the rules in force by the settings of this folder: id, severity, title.",
        ),
        usage=("gblint rules [OPTIONS]",),
        examples=(
            (Say("gblint rules"), Say("生效的规则", "the rules in force")),
            (Say("gblint rules --pack all"), Say("所有规则包的规则", "the rules of all packs")),
            (Say("gblint rules --format json"), Say("输出 JSON", "as JSON")),
        ),
    ),
    "explain": Page(
        about=Say(
            "说明规则：查什么、依据、理由、怎么改、正例和反例。",
            "Explains rules: what they find, basis, reason, how to mend it, examples.",
        ),
        usage=("gblint explain RULE… [OPTIONS]",),
        examples=(
            (Say("gblint explain GB303"), Say("说明一条规则", "explain a rule")),
            (Say("gblint explain GB303 --lang en"), Say("用英文", "in English")),
        ),
    ),
    "packs": Page(
        about=Say("列出规则包。", "Lists the rule packs."), usage=("gblint packs [OPTIONS]",)
    ),
    **PACK_PAGES,
    "baseline": Page(
        about=Say(
            "把现有问题记为基线；以后用 --baseline 只让新问题计入退出码。",
            "Writes the findings of today as a baseline; with --baseline only new ones count.",
        ),
        usage=("gblint baseline create FILE… [OPTIONS]",),
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
    "clean": Page(
        about=Say(
            "清除缓存：以前的检查结果和编译过的规则包。",
            "Removes what is cached: results of earlier runs, and compiled packs.",
        ),
        usage=("gblint clean",),
    ),
    "version": Page(about=Say("显示版本。", "Shows the version."), usage=("gblint version",)),
}
"""The pages by command; the first is that of gblint itself."""
