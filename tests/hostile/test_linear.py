"""Time grows with the text, not with its square: each kind of content, once and four times over.

What is measured is computing time of this thread, again where it seems too much. Four times the
content may take some four times as long, and takes less where a part of the work does not depend on
it; by squares it would be up to sixteen times. Where not all is tried, contents are a sixth as
long.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from time import thread_time

import pytest

from gblint.api import check
from gblint.run.exclusion import names_file
from tests.builder.form_labels import HEADINGS
from tests.builder.raw_word import para, row, table, word
from tests.tools.amount import ALL
from tests.tools.lint import PACK
from tests.tools.repository import ROOT

_MOST = 7.0
"""The ratio from which on it is no longer the text that time grows with."""

_QUICK = 0.1 if ALL else 0.05
"""Seconds that are quick whatever the ratio is: most of it is what every check takes."""

_TRIES = 6

_TITLE = "示例市清河区教育局2023年政府信息公开工作年度报告"
_ASKED = "收到政府信息公开申请"

Make = Callable[[int], bytes]
"""A file with so many characters of a kind of content."""

_PREFACE, _GENERAL, _REQUESTS, _PROBLEMS, _OTHER = 0, 1, 3, 5, 6
"""Sections that content stands in, by number."""

_RUNS: dict[str, tuple[int, str, int]] = {
    "quotes-in-brackets": (_GENERAL, "（“", 4000),
    "straight-quotes-in-brackets": (_GENERAL, '（"', 4000),
    "numbers-with-brackets": (_GENERAL, "1）", 4000),
    "enumeration": (_GENERAL, "，一是甲", 4000),
    "enumerations-of-two": (_GENERAL, "，一是甲，二是乙", 4000),
    "enumeration-in-lines": (_GENERAL, "一是甲\n", 4000),
    "enumeration-in-paragraphs": (_GENERAL, "（一）甲\n\n1.乙\n\n", 3000),
    "shares": (_GENERAL, "1件，占5%，", 2000),
    "figures": (_GENERAL, "收到申请1件，", 4000),
    "statements": (_GENERAL, "收到政府信息公开申请1件，", 6000),
    "statements-in-sentences": (_GENERAL, "收到政府信息公开申请1件。", 4000),
    "among-them": (_GENERAL, "其中：甲1件；", 8000),
    "totals-with-parts": (_GENERAL, "1条，其中", 8000),
    "appeals": (_GENERAL, "行政复议1件，", 4000),
    "asides": (_GENERAL, "比上年多收到1件，", 8000),
    "years": (_GENERAL, "2019年，", 4000),
    "years-in-sentences": (_GENERAL, "2019年甲。", 4000),
    "chinese-numerals": (_GENERAL, "二百三十", 4000),
    "zeros": (_GENERAL, "〇", 4000),
    "placeholders": (_GENERAL, "XX年，", 3000),
    "mobiles": (_GENERAL, "13812345678，", 6000),
    "headings": (_GENERAL, "一、总体情况\n\n", 8000),
    "headings-of-two": (_GENERAL, "一、总体情况\n\n二、主动公开政府信息情况\n\n", 8000),
    "headings-without-ordinal": (_GENERAL, "总体情况\n\n", 3000),
    "headings-with-text": (_REQUESTS, HEADINGS[2] + "\n\n申请 1 2\n\n", 6000),
    "figures-and-gaps": (_REQUESTS, "1  ", 1200),
    "figures-and-blanks": (_REQUESTS, "1 ", 8000),
    "words-and-gaps": (_REQUESTS, "甲  ", 8000),
    "labels-and-gaps": (_REQUESTS, "自然人  1\n", 5400),
    "telephones": (_OTHER, "电话：010-12345678，", 2500),
    "letters-in-preface": (_PREFACE, "a", 20000),
    "points-in-preface": (_PREFACE, "a.", 20000),
    "dates-in-preface": (_PREFACE, "2024年1月31日，", 16000),
    "pictures": (_GENERAL, "![", 6000),
    "links": (_GENERAL, "[甲](", 4000),
    "edges": (_GENERAL, "+--+--+\n", 6000),
    "marks-in-combination": (_GENERAL, "\u0301\u0316", 8000),
}
"""By name: the section, what is repeated, and how many characters of it."""


def _text(section: int, unit: str) -> Make:
    """A report in plain text with the content in one section, 0 for the preface."""

    def make(size: int) -> bytes:
        body = unit * (size // len(unit))
        parts = [_TITLE, body if section == _PREFACE else ""]
        for number, heading in enumerate(HEADINGS, 1):
            parts += heading, (_ASKED if section else "") + (body if number == section else "。")
        return "\n\n".join(parts).encode()

    return make


def _word(body: Callable[[int], str]) -> Make:
    return lambda size: word(para(_TITLE) + para(HEADINGS[0]) + body(size) + para(HEADINGS[1]))


_HEAD = (
    row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    + row("规章", "1", "2", "3")
    + row("行政规范性文件", "1", "2", "3")
)


def _page(body: Callable[[int], str]) -> Make:
    """A web page with the content under its title."""
    return lambda size: f"<html><p>{_TITLE}</p>{body(size)}<p>{HEADINGS[0]}</p>".encode()


_CELL = re.compile(r"\{[^{}=]+=([^{}]*)\}")
"""A figure of the specimen with its place (`{proactive.rules.made=0}`)."""


def _beside_tables(unit: str) -> Make:
    """A right report with tables, in the first section of which figures are told that are not these
    tables'.
    """
    specimen = _CELL.sub(r"\1", (ROOT / "rules" / PACK / "specimen.md").read_text("utf-8"))
    before, heading, behind = specimen.partition(f"{HEADINGS[0]}\n\n")

    def make(size: int) -> bytes:
        return f"{before}{heading}{_ASKED}：{unit * (size // len(unit))}\n\n{behind}".encode()

    return make


_FILES: dict[str, tuple[str, Make, int]] = {
    "wrong-results": ("a.md", _beside_tables("予以公开91件，"), 1600),
    "wrong-outcomes": ("a.md", _beside_tables("复议91件，维持7件，"), 1600),
    "wrong-figures-in-sentences": ("a.md", _beside_tables("收到申请91件，办结90件。"), 12000),
    "wrong-decisions-with-shares": ("a.md", _beside_tables("办理行政许可91件，占5%。"), 8000),
    "brackets": ("a.txt", lambda n: _text(_GENERAL, "（" * n + "》" * n)(2 * n), 2000),
    **{f"{name}": ("a.txt", _text(at, unit), size) for name, (at, unit, size) in _RUNS.items()},
    "captions": ("a.docx", _word(lambda n: (para("总体情况") + para("甲")) * n), 200),
    "rows": ("a.docx", _word(lambda n: table(_HEAD + row("乙", "1", "") * n)), 200),
    "rows-of-headings": ("a.docx", _word(lambda n: table(_HEAD + row("", "甲乙") * n)), 200),
    "labels-alike": ("a.docx", _word(lambda n: table(_HEAD + row("规章甲", "1", "2") * n)), 200),
    "blanks-in-a-rule": ("a.md", lambda n: _text(_GENERAL, f"|甲|\n|--{' ' * n}甲|")(2 * n), 4000),
    "blanks-before-a-rule": (
        "a.md",
        lambda n: _text(_GENERAL, f"甲|乙\n{' ' * n}甲|")(2 * n),
        4000,
    ),
    "blanks-in-a-date": (
        "a.html",
        _page(lambda n: f'<meta name="pubdate" content="2024{" " * n}x">'),
        4000,
    ),
    "fonts-in-a-style": ("a.html", _page(lambda n: f'<p style="{" font:" * n}">甲</p>'), 1000),
    "blanks": ("a.docx", _word(lambda n: para(" " * n + "甲")), 8000),
    "blanks-behind-a-stop": ("a.docx", _word(lambda n: para("甲。" + " " * n + "甲")), 8000),
}


def _seconds(data: bytes, name: str) -> float:
    begun = thread_time()
    check(data, file_name=name)
    return thread_time() - begun


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """What is made once in a process counts for nothing."""
    check(_text(_GENERAL, "1件，占5%，")(40))


@pytest.mark.alike(3)
@pytest.mark.parametrize("kind", _FILES)
def test_time_grows_with_the_text(kind: str) -> None:
    name, make, size = _FILES[kind]
    size //= 1 if ALL else 6
    few, many = make(size), make(4 * size)
    seen = []
    for _ in range(_TRIES):
        longer = _seconds(many, name)
        if longer < _QUICK:
            return
        shorter = _seconds(few, name)
        if longer < _MOST * shorter:
            return
        seen.append(f"{shorter:.3f} s and {longer:.3f} s")
    pytest.fail(f"{kind}: {', '.join(seen)}")


@pytest.mark.parametrize(
    ("glob", "name"),
    [
        ("*a" * 30 + "*b", "a" * 150),
        ("**/*a" * 30 + "*b", "a/" * 75),
        ("[!b]*" * 30 + "b", "a" * 150),
        ("*" * 5000 + "b", "a" * 150),
    ],
)
def test_globs_end(glob: str, name: str, tmp_path: Path) -> None:
    begun = thread_time()
    assert not names_file([glob], str(tmp_path / name), tmp_path)
    assert names_file([glob], str(tmp_path / (name + "b")), tmp_path) is ("/*a" not in glob)
    assert thread_time() - begun < 1
