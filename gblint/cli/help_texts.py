"""What help pages of several commands say: examples, and what holds for all of them."""

from __future__ import annotations

from gblint.findings import Say

EXIT = (
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
SETTINGS = (
    Say("设置", "Settings"),
    Say(
        "从报告所在文件夹向上，取最近的 gblint.toml 或 pyproject.toml 中的 [tool.gblint]："
        "pack、packs、select、ignore、severity、per-file-ignores、fail-on、previous、limits、"
        "exclude、extend-exclude、respect-gitignore、archives、fail-on-skipped、no-suppressions；"
        "format、lang、baseline 取当前文件夹的设置。命令行优先。",
        "The nearest gblint.toml, or [tool.gblint] in pyproject.toml, upward from the report: "
        "pack, packs, select, ignore, severity, per-file-ignores, fail-on, previous, limits, "
        "exclude, extend-exclude, respect-gitignore, archives, fail-on-skipped, no-suppressions; "
        "format, lang and baseline are those of the working folder. Options go before them.",
    ),
)
INPUT = (
    Say("文件", "Files"),
    Say(
        "Word、WPS、ODF 文档、网页和文本；文件夹（含下级，取其中的报告文件）；"
        '通配符（如 "2023/**/*.docx"）；- 是标准输入。文件夹里没有检查的文件会列出。',
        "Word, WPS and ODF documents, pages, text; folders (all reports in them and below); "
        'patterns ("2023/**/*.docx"); - is standard input. What else is in folders is named.',
    ),
)

MANY = (
    Say("成批检查", "Many files"),
    Say(
        "文件多时自动用多个进程（-j 可指定）；一份文件出事不影响其他文件。没有变化的文件直接取用"
        "上次的结果（结果含报告原文片段，只存在本机，gblint clean 清除；--no-cache 不用）。",
        "Many files are checked by several processes (-j says how many), and what happens to one "
        "does not touch the others. Files that did not change are served from earlier runs "
        "(results quote the reports; they stay on this machine, and gblint clean removes them).",
    ),
)

CHECK_EXAMPLES = (
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

PACK = Say(
    "规则包是一个 YAML 文件，或放着 pack.yaml 的文件夹；也可以写内置或已安装的规则包的编号。",
    "A pack is one YAML file, or a folder with pack.yaml; or the id of one built in or installed.",
)
GUIDE = (
    Say("写法", "How to write one"),
    Say("见 docs/guide-packs.zh-CN.md。", "docs/guide-packs.md."),
)
