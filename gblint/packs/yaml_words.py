"""What is wrong with a YAML text, in plain words.

The parser says it in the words of its makers, in English, and not in the same ones from version to
version, in C as in Python. What it means is told by the word in it that stands in all of them.
"""

from __future__ import annotations

import re

from gblint.findings import Say

_QUOTED = Say(
    "这里不能有冒号；文字里有“: ”时，要用引号括起来",
    'no ":" belongs here; put a text that has one in quotes',
)
_OPEN = Say(
    "引号没有配对，到文件末尾或“---”也没有结束", "a quote is opened and not closed before the end"
)
_UNALIGNED = Say(
    "缩进与上文对不齐，或上文的引号、括号没有配对",
    "it is not indented as what is above, or a quote or bracket above is not closed",
)
_UNCLEAR = Say(
    "这里不符合 YAML 的写法，请检查这一行和上一行的缩进、冒号、引号和括号",
    "this is no YAML: look at indentation, colons, quotes and brackets here and in the line above",
)
_TAB = Say("缩进用了制表符（Tab），请改用空格", "a tab is used as indentation: use spaces")

_MEANT = (
    (
        r"\btag\b|directive|incompatible",
        Say(
            "标签（“!”）或指令（“%”）的写法不对；文字以它们开头时，要用引号括起来",
            'a tag ("!") or directive ("%") is wrong; put a text that begins with one in quotes',
        ),
    ),
    (
        r"',' or '\]'",
        Say(
            "“[”开始的列表没有用“]”结束，或项目之间缺逗号",
            'a list begun with "[" lacks its "]", or a comma',
        ),
    ),
    (
        r"',' or '\}'",
        Say(
            "“{”开始的内容没有用“}”结束，或项目之间缺逗号",
            'what is begun with "{" lacks its "}", or a comma',
        ),
    ),
    (
        r"undefined alias",
        Say("“*”后面的锚点没有定义过", "no anchor of this name is above"),
    ),
    (r"duplicate anchor", Say("“&”后面的锚点重复", 'the anchor after "&" stands twice')),
    (
        r"another document|document start",
        Say(
            "一个文件只能有一份内容，这里另起了一份（“---”，或上文已经结束）",
            'a file has one document; another begins here ("---", or what is above has ended)',
        ),
    ),
    (r"end of stream|unexpected document", _OPEN),
    (r"(?:mapping values|mapping keys) are not allowed|unexpected ':'", _QUOTED),
    (
        r"sequence entries are not allowed",
        Say("这里不能用“- ”开始一项，请另起一行", 'no item may begin with "- " here: start a line'),
    ),
    (r"find expected ':'", Say("键的后面缺冒号", 'the ":" after a key is missing')),
    (r"\btab\b", _TAB),
    (
        r"cannot start any token",
        Say(
            "值不能以这个字符开头，请用引号把值括起来",
            "no value may begin with this character: put the value in quotes",
        ),
    ),
    (
        r"escape|hexadecimal|hexdecimal",
        Say(
            "双引号里的“\\”写法不对；“\\”本身要写成“\\\\”，或改用单引号",
            'a "\\" in double quotes that means nothing: write "\\\\", or use single quotes',
        ),
    ),
    (
        r"comment or (?:a )?line break|indentation indicator|chomping",
        Say("“|”或“>”所在的行后面不能再有内容", 'nothing may follow "|" or ">" in its line'),
    ),
    (
        r"alphabetic or numeric",
        Say(
            "“&”或“*”后面应是名称；文字以它们开头时，要用引号括起来",
            'a name belongs after "&" or "*"; put a text that begins with one in quotes',
        ),
    ),
    (r"node content", Say("这里缺少一个值", "a value is missing here")),
    (r"expected (?:key|<block end>|'-' indicator)|block end", _UNALIGNED),
)
_TOO_DEEP = re.compile(r"nesting|\bdepth\b|recursion", re.IGNORECASE)


def is_of_depth(problem: str) -> bool:
    """Whether the parser refused what is nested too deep, as it does from a version on."""
    return bool(_TOO_DEEP.search(problem))


def told(problem: str, at: str = "") -> Say:
    """What the parser means by a problem and its context, `at` being the character it points to.

    Words that hold for any problem, where it is not known.
    """
    if at == "\t":
        return _TAB
    return next((say for form, say in _MEANT if re.search(form, problem)), _UNCLEAR)
