"""What is wrong with a TOML text, in plain words.

The parser says it in the words of its makers, in English, which may change from version to version
of Python. What it means is told by a word in it; words that hold for any error are told else.
"""

from __future__ import annotations

import re

from gblint.findings import Say

_UNCLEAR = Say(
    "这里不符合 TOML 的写法，请检查这一行和上一行的等号、引号、括号和逗号",
    'this is no TOML: look at "=", quotes, brackets and commas here and in the line above',
)
_UNFINISHED = Say(
    "到文件末尾还缺一个值，或“[”“{”没有配对",
    'the text ends where a value belongs, or a "[" or "{" is not closed',
)
_MEANT = (
    (
        r"(?i)twice|overwrite|redefine|duplicate|mutate",
        Say(
            "这个键或表格已经写过，不能重复", "this key or table stands twice, or is there already"
        ),
    ),
    (
        r"after a key|'='",
        Say("键的后面缺等号“=”", 'the "=" after a key is missing'),
    ),
    (
        r"(?i)table declaration|array declaration",
        Say("表格名的方括号没有配对", "the bracket of a table's name is not closed"),
    ),
    (
        r"(?i)newline or end",
        Say(
            "值的后面还有别的内容，请另起一行，或检查引号",
            "something follows the value: start a new line, or look at the quotes",
        ),
    ),
    (
        r"(?i)unclosed array",
        Say(
            "“[”开始的列表没有用“]”结束，或项目之间缺逗号",
            'a list begun with "[" lacks its "]", or a comma',
        ),
    ),
    (
        r"(?i)unclosed inline",
        Say(
            "“{”开始的内容没有用“}”结束，或项目之间缺逗号",
            'what is begun with "{" lacks its "}", or a comma',
        ),
    ),
    (
        r"(?i)unescaped|hex value|escaped",
        Say(
            "双引号里的“\\”写法不对；“\\”本身要写成“\\\\”，或改用单引号",
            'a "\\" in double quotes that means nothing: write "\\\\", or use single quotes',
        ),
    ),
    (
        r"(?i)unterminated|expected [\"']+$",
        Say("引号没有配对", "a quote is opened and not closed"),
    ),
    (
        r"(?i)illegal character|invalid character",
        Say(
            "文字或注释里有不能出现的字符，或引号在行末之前没有结束",
            "a character that cannot stand here, or a quote not closed before the line ends",
        ),
    ),
    (r"(?i)date", Say("日期或时间不存在或写法不对", "no such date or time")),
    (
        r"(?i)initial character|invalid statement",
        Say(
            "这里应是键的名称；有中文或其他符号的名称要用引号括起来",
            "the name of a key belongs here; put one with other signs than letters in quotes",
        ),
    ),
    (
        r"(?i)invalid value",
        Say(
            "等号后面不是可用的值；文字要用引号括起来",
            "no value that can stand here; put a text in quotes",
        ),
    ),
    (r"(?i)digits", Say("数字过长", "a number of too many digits")),
)


def told(problem: str, *, at_end: bool = False) -> Say:
    """What the parser means by a problem, without the place that it may end with.

    `at_end` says that the place is the end of the text.
    """
    if at_end and re.search("(?i)invalid value", problem):
        return _UNFINISHED
    return next((say for form, say in _MEANT if re.search(form, problem)), _UNCLEAR)
