"""What the help pages of `gblint pack` say."""

from __future__ import annotations

from gblint.cli.page import Page
from gblint.findings import Say

_PACK = Say(
    "规则包是一个 YAML 文件，或放着 pack.yaml 的文件夹；也可以写内置或已安装的规则包的编号。",
    "A pack is one YAML file, or a folder with pack.yaml; or the id of one built in or installed.",
)
_GUIDE = (
    Say("写法", "How to write one"),
    Say("见 docs/guide-packs.zh-CN.md。", "docs/guide-packs.md."),
)

PACK_PAGES: dict[str, Page] = {
    "pack": Page(
        about=Say(
            "编写规则包：新建、检查、试运行。",
            "Writing rule packs: a new one, checking, trying it.",
        ),
        usage=("gblint pack new NAME", "gblint pack check PATH…", "gblint pack test PATH [FILE…]"),
        more=((Say("规则包", "Packs"), _PACK), _GUIDE),
    ),
    "pack new": Page(
        about=Say(
            "新建一个能用的规则包：pack.yaml、rules.yaml（一条规则和它的示例）和说明。不覆盖已有文件。",
            "Writes a small pack that works: pack.yaml, rules.yaml (a rule with its examples), a "
            "README. Nothing is written over.",
        ),
        usage=("gblint pack new NAME [OPTIONS]",),
        examples=(
            (Say("gblint pack new our-province"), Say("在当前文件夹新建", "in this folder")),
            (
                Say("gblint pack new our-city --extends our-province --dir packs"),
                Say("在 packs 中新建，以 our-province 为基础", "in packs/, on top of another pack"),
            ),
        ),
        more=(_GUIDE,),
    ),
    "pack check": Page(
        about=Say(
            "检查规则包：写法、引用、示例是否成立、名称有没有重复或从未用到、有没有英文；一次全部指出。",
            "Checks packs: their form, what they refer to, whether the examples hold, names that "
            "stand twice or are never used, English that is absent; all of it at once.",
        ),
        usage=("gblint pack check PATH… [OPTIONS]",),
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
    "pack test": Page(
        about=Say(
            "运行规则包里全部规则的示例，像测试一样逐条列出；给出报告文件时，再列出规则包自己的规则查到的问题。",
            "Runs the examples of all rules of a pack, as tests are run; of report files that are "
            "named, it shows what the pack's own rules find.",
        ),
        usage=("gblint pack test PATH [FILE…] [OPTIONS]",),
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
}
"""The pages of the family, by their words."""
