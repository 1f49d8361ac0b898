"""Rows of the table of commands (`commands.py`): rules, rule packs, and gblint itself."""

from __future__ import annotations

from types import ModuleType

from gblint.cli import options as of
from gblint.cli.options import Command, Given, tell_codes
from gblint.findings import Say


def import_explain() -> ModuleType:
    from gblint.cli import explain

    return explain


def _clean(given: Given) -> int:
    from gblint.cli.baseline import clean_up

    return clean_up(**given)


def _import_pack() -> ModuleType:
    from gblint.cli import pack

    return pack


_PACK_HELP = Say(
    "规则包是一个 YAML 文件，或放着 pack.yaml 的文件夹；也可以写内置或已安装的规则包的编号。",
    "A pack is one YAML file, or a folder with pack.yaml; or the id of one built in or installed.",
)
_GUIDE = {
    Say("写法", "How to write one"): Say("见 docs/guide-packs.zh-CN.md。", "docs/guide-packs.md.")
}

PACK_COMMANDS: tuple[Command, ...] = (
    Command(
        "rules",
        Say(
            "列出生效的规则（按当前文件夹的设置）：编号、级别、内容。",
            "Lists the rules in force by the settings of this folder: id, severity, title.",
        ),
        ("gblint rules [OPTIONS]",),
        takes=(of.PACK_OR_ALL, of.LIST_FORMAT, of.LANG, of.CONFIG, of.ISOLATED),
        run=lambda given: import_explain().list_rules(**given),
        examples={
            Say("gblint rules"): Say("生效的规则", "the rules in force"),
            Say("gblint rules --pack all"): Say("所有规则包的规则", "the rules of all packs"),
            Say("gblint rules --format json"): Say("输出 JSON", "as JSON"),
        },
    ),
    Command(
        "explain",
        Say(
            "说明规则：查什么、依据、理由、怎么改、正例和反例。",
            "Explains rules: what they find, basis, reason, how to mend it, examples.",
        ),
        ("gblint explain RULE… [OPTIONS]",),
        takes=(of.RULES, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: import_explain().explain(**given),
        examples={
            Say("gblint explain GB303"): Say("说明一条规则", "explain a rule"),
            Say("gblint explain GB303 --lang en"): Say("用英文", "in English"),
            Say("gblint explain GB303 --format json"): Say("输出 JSON", "as JSON"),
        },
    ),
    Command(
        "rule",
        Say("同 explain。", "The same as explain."),
        ("gblint rule RULE… [OPTIONS]",),
        takes=(of.RULES, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: import_explain().explain(**given),
    ),
    Command(
        "packs",
        Say("列出规则包。", "Lists the rule packs."),
        ("gblint packs [OPTIONS]",),
        takes=(of.LIST_FORMAT, of.LANG),
        run=lambda given: import_explain().list_packs(**given),
    ),
    Command(
        "pack",
        Say(
            "编写规则包：新建、检查、试运行、查能写什么。",
            "Writing rule packs: a new one, checking, trying it, what may be written.",
        ),
        (
            "gblint pack new NAME",
            "gblint pack suggest REQUIREMENT",
            "gblint pack check PATH…",
            "gblint pack test PATH [FILE…]",
            "gblint pack try RULE FILE",
        ),
        more={Say("规则包", "Packs"): _PACK_HELP} | _GUIDE,
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
        run=lambda given: _import_pack().write_pack(**given),
        examples={
            Say("gblint pack new our-province"): Say("在当前文件夹新建", "in this folder"),
            Say("gblint pack new our-city --extends our-province --dir packs"): Say(
                "在 packs 中新建，以 our-province 为基础", "in packs/, on top of another pack"
            ),
        },
        more=_GUIDE,
    ),
    Command(
        "pack check",
        Say(
            "检查规则包：写法、引用、示例是否成立、名称有没有重复或从未用到、还可以补上什么；一次全部指出。",
            "Checks packs: their form, what they refer to, whether the examples hold, names that "
            "stand twice or are never used, what could be added; all of it at once.",
        ),
        ("gblint pack check PATH… [OPTIONS]",),
        takes=(of.PACK_PATHS, of.UPDATE, of.WATCH_PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().check_packs(**given),
        examples={
            Say("gblint pack check our-province"): Say("检查一个规则包", "check a pack"),
            Say("gblint pack check packs/* --format json"): Say("输出 JSON", "as JSON"),
            Say("gblint pack check our-province --update"): Say(
                "写下继承的示例的新预期", "write down what inherited examples show now"
            ),
        },
        more={Say("规则包", "Packs"): _PACK_HELP}
        | tell_codes(
            "0 没有错误和警告（提示不计）；1 有；2 用法有误，没有这个文件，"
            "或示例用时过久、没有运行完。",
            "0 no errors or warnings (notes do not count); 1 some; 2 wrong usage, no such "
            "file, or no time for all examples.",
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
        takes=(of.PACK_PATH, of.FILES, of.ONLY_RULES, of.WATCH_PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().run_examples(**given),
        examples={
            Say("gblint pack test our-province"): Say("运行全部示例", "run all examples"),
            Say(
                "gblint pack test our-province 年报.docx --rule OP001",
                "gblint pack test our-province report.docx --rule OP001",
            ): Say("只试一条规则，并用于一份报告", "one rule, and on a report"),
        },
        more=tell_codes(
            "0 示例全部成立（报告里查到问题不算失败）；1 有示例不成立；2 没能完成。",
            "0 all examples hold (findings in reports are no failure); 1 some do not; 2 "
            "the job could not be done.",
        ),
    ),
    Command(
        "pack suggest",
        Say(
            "把一句要求变成填好的规则：按表格的行名列名、部分的标题和常用说法认，认不出就说不知道。",
            "From the words of a requirement (in Chinese) to a rule that says it, by the labels of "
            "the tables, the headings and what offices say; it says where it does not know.",
        ),
        ("gblint pack suggest REQUIREMENT [OPTIONS]",),
        takes=(of.REQUIREMENT, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().suggest_rules(**given),
        examples={
            Say("gblint pack suggest 第一部分不超过800字"): Say("写成规则", "as a rule"),
            Say("gblint pack suggest 新收加上年结转等于总计加结转下年度"): Say(
                "表格里的等式", "what must add up in a table"
            ),
            Say("gblint pack suggest 县级政府1月31日前公布"): Say("期限", "a deadline"),
        },
        more=tell_codes("0 有建议；1 不知道怎么写。", "0 a rule; 1 none is known."),
    ),
    Command(
        "pack keys",
        Say(
            "列出规则里可以写的名称：表格、行、列、数量、部分、位置、检查的种类和选项；写上词就只列有这些词的。",
            "Lists what rules may name: tables, rows, columns, quantities, sections, zones, kinds "
            "of check with their options; with words, what has them.",
        ),
        ("gblint pack keys [WORD…] [OPTIONS]",),
        takes=(of.KEY_WORDS, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().show_keys(**given),
        examples={
            Say("gblint pack keys 结转"): Say("有“结转”的行、列、数量", "what is called so"),
            Say("gblint pack keys kind"): Say("检查的种类", "the kinds of check"),
            Say("gblint pack keys pattern"): Say(
                "一种检查的选项和例子", "one kind, with an example"
            ),
        },
    ),
    Command(
        "pack specimen",
        Say(
            "显示样本报告：示例的 edits 改它的文字，cells 改它的数。",
            "Shows the specimen: edits of examples change its words, cells its figures.",
        ),
        ("gblint pack specimen [OPTIONS]",),
        takes=(of.PACK, of.CELL_NAMES, of.LANG),
        run=lambda given: _import_pack().show_specimen(**given),
        examples={
            Say("gblint pack specimen"): Say("样本报告", "the specimen"),
            Say("gblint pack specimen --cells"): Say("带数据格的名称", "with the names of cells"),
        },
    ),
    Command(
        "pack try",
        Say(
            "一步一步说明一条规则在一份报告里看到什么，为什么报、为什么不报。",
            "Tells step by step what a rule sees in a report, and why it finds something or not.",
        ),
        ("gblint pack try RULE FILE [OPTIONS]",),
        takes=(of.RULE, of.FILE, of.PACK, of.PREVIOUS, of.LIST_FORMAT, of.LANG),
        run=lambda given: import_explain().try_rule(**given),
        examples={
            Say("gblint pack try GB303 年报.docx", "gblint pack try GB303 report.docx"): Say(
                "国家格式的规则", "a rule of the national format"
            ),
            Say(
                "gblint pack try OP001 年报.docx --pack our-province",
                "gblint pack try OP001 report.docx --pack our-province",
            ): Say("自己的规则", "one of your own"),
            Say(
                "gblint pack try GB601 年报.docx --previous 上年.docx",
                "gblint pack try GB601 report.docx --previous last.docx",
            ): Say("与上年比较的规则", "one that compares with last year"),
        },
    ),
    Command(
        "pack diff",
        Say(
            "列出规则包对它的基础改了什么：新增、换掉、改动、不查的规则，级别，写法，期限。供审定。",
            "Lists what a pack changes of its base, for review: rules that are new, replaced, "
            "changed or off, severities, wordings, deadlines.",
        ),
        ("gblint pack diff PATH [OPTIONS]",),
        takes=(of.PACK_PATH, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().show_differences(**given),
        examples={Say("gblint pack diff our-province"): Say("改了什么", "what it changes")},
    ),
)

OWN_COMMANDS: tuple[Command, ...] = (
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
        "version",
        Say("显示版本。", "Shows the version."),
        ("gblint version",),
        run=lambda _: import_explain().show_version(),
    ),
)
