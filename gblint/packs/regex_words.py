"""What is wrong with a regular expression, in plain words.

The library says it in the words of its makers, in English, which may change from version to
version. What it means is told by a word in it; words that hold for any error are told else.
"""

from __future__ import annotations

import re

from gblint.findings import Say

_UNCLEAR = Say(
    "这里不符合正则表达式的写法，请检查括号、重复符号和“\\”",
    'look at brackets, repeats and "\\" here',
)
_MEANT = (
    (
        r"character set|missing \]",
        Say("字符类（“[”）没有结束，或是空的", 'a class begun with "[" is not closed, or is empty'),
    ),
    (
        r"parenthesis|missing \)|expected \)",
        Say("括号没有配对", "a bracket has no other"),
    ),
    (
        r"nothing to repeat|multiple repeat",
        Say("重复符号（* + ? {…}）前没有内容", "nothing to repeat is before a repeat (* + ? {…})"),
    ),
    (
        r"min repeat|repeat count|too big",
        Say("重复次数过大，或最少大于最多", "too many repeats, or the least is more than the most"),
    ),
    (
        r"character range",
        Say("字符类里的范围首尾颠倒或不是字符", "a range in a class ends before it begins"),
    ),
    (
        r"property|character name|\{\}|expected \}",
        Say(
            "没有这个字符属性或名称，或它的“{…}”没有写全",
            'no such property or name of characters, or its "{…}" is incomplete',
        ),
    ),
    (
        r"escape",
        Say("“\\”的写法不对，或它后面没有字符", 'a "\\" that means nothing, or with nothing after'),
    ),
    (
        r"group",
        Say("没有这个组，或组名写法不对", "no such group, or its name is written wrongly"),
    ),
    (
        r"flag|extension|verb|lookaround|named list|fuzzy|cost",
        Say("“(?…)”的写法不对", 'a wrong "(?…)"'),
    ),
    (
        r"look-?behind",
        Say("后行断言的写法不对", "a wrong look-behind"),
    ),
)


def told(problem: str) -> Say:
    """What the library means by a problem."""
    return next((say for form, say in _MEANT if re.search(form, problem)), _UNCLEAR)
