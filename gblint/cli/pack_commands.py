"""The commands about rules and rule packs: their rows in the table of commands."""

from __future__ import annotations

from gblint.cli import options as of
from gblint.cli.command import Command, Given
from gblint.cli.help_texts import GUIDE, PACK
from gblint.findings import Say


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


PACK_COMMANDS: tuple[Command, ...] = (
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
        more=((Say("规则包", "Packs"), PACK), GUIDE),
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
        more=(GUIDE,),
    ),
    Command(
        "pack check",
        Say(
            "检查规则包：写法、引用、示例是否成立、名称有没有重复或从未用到、还可以补上什么；一次全部指出。",
            "Checks packs: their form, what they refer to, whether the examples hold, names that "
            "stand twice or are never used, what could be added; all of it at once.",
        ),
        ("gblint pack check PATH… [OPTIONS]",),
        takes=(of.PACK_PATHS, of.UPDATE, of.LIST_FORMAT, of.LANG),
        run=_pack_check,
        examples=(
            (Say("gblint pack check our-province"), Say("检查一个规则包", "check a pack")),
            (Say("gblint pack check packs/* --format json"), Say("输出 JSON", "as JSON")),
            (
                Say("gblint pack check our-province --update"),
                Say("写下继承的示例的新预期", "write down what inherited examples show now"),
            ),
        ),
        more=(
            (Say("规则包", "Packs"), PACK),
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
)
