"""What spares a pattern its compiling never hides a match."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
import regex

from gblint.packs.pattern_faults import count_copies
from gblint.packs.pattern_looks import make_look, work_out_looks
from gblint.packs.pattern_tree import Unbounded
from gblint.text import patterns
from gblint.text.patterns import Look
from tests.hostile.pattern_maker import make_pattern
from tests.packs.test_plain_patterns import _own
from tests.tools.amount import ALL, some
from tests.tools.repository import FIXTURES

_SIGNS = "(?:{}|[]a-b^$*+\\.年月日申请收到\ue00012,。 x"
_PARTS = [*_SIGNS, r"\pL", r"\PN", r"\p{Han}"]


def _look(pattern: str) -> Look:
    needed, rest = make_look(pattern)
    return Look(needed, lambda: rest)


def _cannot(pattern: str, text: str) -> bool:
    return _hides(_look(pattern), text)


def _hides(look: Look, text: str) -> bool:
    return look.lacks_words(text) or look.misfits(text)


@pytest.mark.parametrize(
    ("pattern", "match", "other"),
    [
        ("收到(?:的|了)*\ue000", "收到的了\ue000", "收到,\ue000"),
        ("收到?.{2,3}件", "收一二件", "收到一二三四件"),
        ("(?P<a>申请)[^。]{0,3}(?<b>\\d+)件", "申请,12件", "件,12申请"),
        ("(?:收|受(?:理)?)+申请", "受理申请", "受申,请"),
        ("^年(?=月)月$", "年月", "年,月"),
        ("年[ ]*月\\.日", "年  月.日", "年_月.日"),
        ("(?|年|月)[日-]*请(?<!件)", "月-日请", "请月"),
        ("(年|月)\\1申", "年年申", "申年年"),
        ("年[ ]月|申.请", "申收请", "月年请申"),
        ("年月|申.请|", "", None),
        (r"\(?请在此[^()]*\)?", "请在此填写", "请在"),
        ("[（(]?[〇○]{2}[局委]", "○○局", "一一局"),
        ("^申请?[^。]{1,3}$", "申请书", "再申请书"),
        ("(?m)^申请$", "前\n申请\n后", "前申请\n后"),
        (r"$\n申|年月", "年月", "年日"),
        ("^[^,]{2,3}$", "申请书", "申请,书"),
        (r"年[\d、]{1,2}月", "年1、月", "年a月"),
        (r"年[^\s，]月", "年申月", "年，月"),
        (r"年[\u4e00\t]月", "年一月", "年二月"),
        ("年(?:度)?申(?:请)?件", "年度申件", "年申度件"),
        (r"\A申请", "申请书", "再申请"),
        ("(?:^|[。;])申.?请", "甲。申请", "甲申请"),
        ("(?:^|[。$])申.?请", "申请", "甲申请"),
        ("(?m)(?:^|。)申.?请", "甲\n申请", "甲申请"),
        ("甲(?:^|。)申.?请", "甲。申请", "乙申请"),
    ],
)
def test_the_outline_of_a_pattern(pattern: str, match: str, other: str | None) -> None:
    assert regex.search(pattern, match)
    assert not _cannot(pattern, match)
    if other is not None:
        assert not regex.search(pattern, other)
        assert _cannot(pattern, other)


@pytest.mark.parametrize(
    ("pattern", "part"),
    [("^旧", "旧事"), ("旧$", "事旧"), (r"\A旧\Z", "旧"), ("^[^,]{1,2}$", "旧事")],
)
def test_a_part_of_a_text_may_match_though_all_of_it_does_not(pattern: str, part: str) -> None:
    patterns.remember(work_out_looks([pattern]))
    whole = f"前言,{part},后记"
    assert patterns.may_match(pattern, part)
    assert patterns.may_match(pattern, whole)
    assert patterns.search(pattern, whole) is None
    assert patterns.search(pattern, part) is not None


_CONSTRUCTS = [
    *(rf"\{char}" for char in map(chr, range(33, 127))),
    *(rf"\p{char}" for char in "CLMNPSZAQpw1"),
    *(rf"\P{char}" for char in "CLMNPSZAQpw1"),
    *(rf"\{sign}{{{name}}}" for sign in "pP" for name in ("Han", "^Han", "Lu", "Script=Han", "N")),
    *(r"\x41", r"\u6536", r"\U00006536", r"\年", r"\_", r"\\", r"\{", r"\{e}", r"\(*"),
    *(r"(申)\1", r"(申)\g<1>", r"(?P<a>申)(?P=a)", r"(?<a>申)\g<a>", "(申)?(?(1)请|收)"),
    *(r"\p{1,2}", r"\p{,2}", r"\p{2}", r"\pL{2}", r"\pLu", r"\p{Han:}", r"\p{a=b=c}"),
    *("[申L]", "[^申L]", r"[\pL]", r"[^\pN]", r"[\]申]", "[]申]", "[^]申]", "[[:alpha:]]", "[a-z]"),
    *("[{e}]", "[(*]", "[-L]", "[L-]", "[L--a]", "[L&&a]", r"[\n]", r"[\x41-\x5a]", "[[L]"),
    *("(?:L)", "(?>L)", "(?|L|申)", "(?=L)", "(?!L)", "(?<=L)", "(?<!L)", "(L|)", "(?:|L)"),
    *("(?s)L", "(?m)L", "(?sm)L", "(?i)L", "(?i:L)", "(?s:.)", "(?m:^)", "(?-i:L)", "(?s-i:L)"),
    *("(?a)L", "(?u)L", "(?w)L", "(?#L)", "(?:L)?", "(?=L)?", "(?=L)*", "(?:(?:L))"),
    *(f"L{count}" for count in ("?", "*", "+", "??", "*+", "{0}", "{1}", "{2}", "{,2}", "{,}")),
    *(f"L{count}" for count in ("{00}", "{0,1}", "{1,2}", "{2,}", "{0,}?", "{1}+", "}", "]")),
    *("^", "$", ".", ".?", ".*", "|", "L|申", "L|", "年|月|", ")", "-", "&", "#", " "),
]
_NEVER = ["L{e}", "(?:L){e<=1}", "L{i,d}", "L{}", "L{1,b}", "(*PRUNE)L", "L(*FAIL)|申", r"\\{e}L"]
"""What no pack may have: an inexact match, a verb."""
_TEXTS = [
    *(
        "",
        "L",
        "申",
        "LL",
        "申申",
        "申L",
        "L申",
        "开",
        "年L",
        "1",
        "a",
        "A",
        "l",
        " ",
        "\n",
        "\r\n",
    ),
    *(
        "pA",
        "PA",
        "p",
        "{",
        "{e}",
        "(*",
        "\\",
        "e",
        "]",
        "}",
        "-",
        "_",
        "收",
        "，",
        "&",
        "pp",
        "L{}",
        "\t",
        "e\u0301",
        "L{1,b}",
    ),
]


def _around(construct: str) -> list[str]:
    counts = ("", "?", "*", "+", "{2}", "{0}", "{1,2}")
    one = [construct + count for count in counts]
    return [
        *one,
        *(f"{each}开" for each in one),
        *(f"开{each}" for each in one),
        *(f"年(?:{each}|月)开" for each in one),
        *(f"年{each}开|月.日" for each in one),
    ]


def _hidden(construct: str, *, bounded: bool = True) -> tuple[set[tuple[str, str]], int]:
    """The matches of a construct that a look hides, and how many there were."""
    hidden, matched = set(), 0
    for pattern in _around(construct):
        try:
            if bounded:
                count_copies(pattern)
            form = regex.compile(pattern, cache_pattern=False)
        except (Unbounded, regex.error):
            continue
        look = _look(pattern)
        for text in _TEXTS:
            for whole in (text, f"{text}开", f"开{text}", f"年{text}开", f"年{text}{text}开"):
                if form.search(whole):
                    matched += 1
                    if _hides(look, whole):
                        hidden.add((pattern, whole))
    return hidden, matched


@pytest.mark.alike(2)
@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("construct", some(_CONSTRUCTS, 3))
def test_no_construct_hides_a_match(construct: str) -> None:
    assert not _hidden(construct)[0]


@pytest.mark.parametrize("construct", [r"\pL", r"\PN", r"\p{Han}", "(?|L|申)", "(?<=L)"])
def test_constructs_match_beside_a_text(construct: str) -> None:
    assert _hidden(construct)[1] > 20


@pytest.mark.parametrize("construct", _NEVER)
def test_what_no_pack_may_have_hides_nothing_either(construct: str) -> None:
    with pytest.raises(Unbounded):
        count_copies(construct)
    hidden, matched = _hidden(construct, bounded=False)
    assert not hidden
    assert matched


@pytest.mark.parametrize("pattern", [r"\{e}开", "[{e}]开", r"\p{Han}开", "[(*]开", "申{2}开"])
def test_a_brace_that_is_none_of_these_still_tells_something(pattern: str) -> None:
    assert _cannot(pattern, "申L")


@cache
def _looks_of_packs() -> dict[str, Look]:
    return {pattern: _look(pattern) for pattern in some(_own(), 3)}


@pytest.mark.gate
def test_no_match_of_a_pack_in_a_report_is_hidden() -> None:
    texts = [path.read_text("utf-8") for path in sorted(FIXTURES.glob("*/report.md"))[::9]]
    lines = {line for text in texts for line in (*text.splitlines(), text[:3000])}
    units = sorted(regex.sub(r"\d+件", "\ue000", line) for line in lines) + sorted(lines)
    chosen = Random(3).sample(units, min(len(units), 60 if ALL else 40))
    found = 0
    for pattern, look in _looks_of_packs().items():
        form = patterns.compile_pattern(pattern)
        for text in chosen:
            if form.search(text):
                found += 1
                assert not _hides(look, text), (pattern, text)
    assert found > (200 if ALL else 60)


def test_no_match_of_a_made_pattern_is_hidden() -> None:
    random = Random(5)
    matched = 0
    for _ in range(1000 if ALL else 500):
        if random.random() < 0.5:
            pattern = make_pattern(random)
        else:
            pattern = "".join(random.choices(_PARTS, k=random.randrange(1, 12)))
        try:
            if count_copies(pattern) > 500:
                continue
            form = regex.compile(pattern, cache_pattern=False)
        except (Unbounded, regex.error):
            continue
        for _ in range(12):
            text = "".join(random.choices("aabb甲s年月申请\ue0001,x", k=random.randrange(12)))
            try:
                met = form.search(text, timeout=0.05)
            except TimeoutError:
                break
            if met:
                matched += 1
                assert not _cannot(pattern, text), (pattern, text)
    assert matched > (500 if ALL else 250)


def test_the_characters_of_a_text_tell_the_same_of_its_words() -> None:
    looks = _looks_of_packs().values()
    texts = [path.read_text("utf-8") for path in sorted(FIXTURES.glob("*/report.md"))[::9]]
    assert len(texts) > 3
    for text in texts:
        told = [one.lacks_words(text) for one in looks]
        assert told == [one.lacks_words(text, frozenset(text)) for one in looks]
        assert 50 < sum(told) < len(told)
