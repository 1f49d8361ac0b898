"""What messages quote of a document stands in it, so that a search finds it.

Of the fixtures as they are, test_fixtures.py sees to it, which checks them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import gblint
from gblint.checks.places import find_as_written, find_passage, squeeze
from tests.checks.quotes import list_misquoted
from tests.tools.amount import ALL
from tests.tools.repository import FIXTURES

_TEXTS = sorted(path for path in FIXTURES.glob("*/*.md") if path.stem != "previous")


_WIDE = str.maketrans(
    {**{chr(c): chr(c + 0xFEE0) for c in range(0x30, 0x3A)}, "，": ",", "：": ":"}
)


def _wide(line: str) -> str:
    return line.translate(_WIDE)


def _half(line: str) -> str:
    return line.translate(str.maketrans("，（）：；", ",():;"))


def _spaced(line: str) -> str:
    return re.sub(r"(?<=\d)(?=[年月日件次%])", " ", line)


def _unseen(line: str) -> str:
    return "\u3000\u3000" + line.replace("件", "\u200b件").replace("月", "\u00a0月")


_CHANGES = (_wide, _half, _spaced, _unseen)


@pytest.mark.parametrize("number", range(len(_CHANGES)))
def test_quotes_of_texts_with_other_characters(number: int) -> None:
    """Every other text with one of the changes, or each with all."""
    change, texts = _CHANGES[number], _TEXTS if ALL else _TEXTS[number :: 2 * len(_CHANGES)]
    wrong = [f"{path.parent.name}: {one}" for path in texts for one in _misquoted(path, change)]
    assert not wrong, "\n".join(wrong)


def _misquoted(path: Path, change: Callable[[str], str]) -> list[str]:
    """What is quoted of a text whose lines were changed, and does not stand there."""
    lines = path.read_text("utf-8").split("\n")
    changed = "\n".join(line if line.startswith("|") else change(line) for line in lines)
    findings = gblint.check(changed.encode(), file_name=path.name).findings
    return list_misquoted(changed, findings)


@pytest.mark.parametrize(
    ("text", "plain", "written"),
    [
        ("留有（此处填写情况），待补", "(此处填写情况)", "（此处填写情况）"),
        ("共 １２ 件，", "12件,", "１２ 件，"),
        ("据〔２０１９〕\u300060号", "〔2019〕60号", "〔２０１９〕\u300060号"),
        ("没有的", "有", "有"),
        ("㈱办理\u200b完毕，", "办理完毕,", "办理\u200b完毕，"),
    ],
)
def test_a_passage_as_it_is_written(text: str, plain: str, written: str) -> None:
    begin = squeeze(text).index(plain)
    assert find_as_written(text, begin, begin + len(plain)) == written
    assert find_passage(text, plain) == written


def test_years_in_chinese_numerals_are_found_where_they_stand() -> None:
    assert find_passage("自二〇二三年1月1日起", "2023年1月1日") == "二〇二三年1月1日"
    assert find_passage("没有", "2023年") == "2023年"
