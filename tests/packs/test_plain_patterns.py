"""Patterns that `re` is told find what `regex` finds, and take no longer than the time limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from random import Random
from time import thread_time
from zlib import crc32

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from gblint.checks import load
from gblint.packs import find_built_in
from gblint.packs.pack_source import find_patterns
from gblint.packs.pattern_faults import count_copies
from gblint.packs.pattern_looks import make_look, work_out_looks
from gblint.packs.pattern_tree import Unbounded
from gblint.text import flatten, patterns
from gblint.text.patterns import TIME_LIMIT, is_usual
from tests.hostile.pattern_maker import make_pattern
from tests.tools.amount import ALL, some
from tests.tools.repository import FIXTURES

_CHARS = [char for char in map(chr, range(0x10000)) if is_usual(char)]


@cache
def _make_rest(pattern: str) -> patterns.Rest:
    return make_look(pattern)[1]


def _make_plain(pattern: str) -> patterns.Plain:
    return _make_rest(pattern).plain


def _spell(pattern: str) -> tuple[Sequence[str], bool]:
    rest = _make_rest(pattern)
    return rest.texts, rest.spelled


@pytest.mark.parametrize(
    ("plain", "other"),
    [(one, one) for one in (r"\w", r"\W", r"\d", r"\D", r"\s", r"\S")]
    + [
        (r"[^\W!-~]", r"\p{Han}"),
        (r"[\W!-~]", r"[^\p{Han}]"),
        (r"[^\W_]", r"[\p{Han}A-Za-z0-9]"),
        (".", "."),
    ],
)
def test_the_same_of_usual_characters(plain: str, other: str) -> None:
    text = "".join(_CHARS)
    assert len(text) > 21_000
    assert re.findall(plain, text) == regex.findall(other, text)


@pytest.mark.parametrize("char", "\x1cⅠé①々⺀㐀あＡ１Ⓐ\u0301\u200d＿²\U00020000\U0001f600")
def test_what_is_not_usual(char: str) -> None:
    assert not is_usual(f"申请{char}")


def test_blanks_on_end_are_not_usual() -> None:
    assert is_usual("甲 \n\u3000 乙")
    assert not is_usual("甲 \n\u3000  乙")


@lru_cache(maxsize=1)
def _own() -> tuple[str, ...]:
    """The patterns of all built-in packs."""
    packs = [load(path) for path in find_built_in().values()]
    return tuple(sorted({one for pack in packs for _, one in find_patterns(pack)}))


@lru_cache(maxsize=1)
def _lines() -> tuple[str, ...]:
    """Lines of the fixtures, flattened, and some on end."""
    found: set[str] = set()
    for path in sorted(FIXTURES.glob("*/*.*")):
        if path.suffix in (".md", ".txt"):
            lines = flatten(path.read_text("utf-8", "replace")).splitlines()
            found.update(line.strip() for line in lines)
            found.update("\n".join(lines[at : at + 3]) for at in range(0, len(lines), 7))
    return tuple(sorted(line for line in found if is_usual(line)))


def test_a_telephone_needs_no_other_library() -> None:
    contact = load(find_built_in()["gbh-2021-30"]).facts.contact
    assert contact is not None
    for form in (*contact.numbers, *contact.before, contact.between, *contact.phone):
        assert _make_plain(form), form
    assert _make_plain(contact.phone_valid)


@pytest.mark.gate
def test_nearly_all_of_the_built_in_packs_are_plain() -> None:
    plain = [one for one in _own() if _make_plain(one)]
    assert len(plain) > 0.9 * len(_own()) > 400


def test_many_of_the_built_in_packs_are_but_words() -> None:
    assert sum(_spell(one)[1] for one in _own()) > 40


def test_the_built_in_packs_find_the_same() -> None:
    """Patterns over some lines, and over what is made of their own words."""
    matches = 0
    for pattern in some(_own(), 3):
        plain = _make_plain(pattern)
        if plain is not None:
            random = Random(crc32(pattern.encode()))
            texts = [*random.sample(_lines(), 400 if ALL else 12), *_made(pattern, random)]
            matches += _compare(pattern, plain, texts)
    assert matches > (1_000 if ALL else 300)


def _made(pattern: str, random: Random) -> Iterator[str]:
    words = re.findall(r"[\u4e00-\u9fff0-9:,.()《》；、。-]+", pattern)
    pieces = [*words, " ", "1", "12", "2023年", "。", ",", "中"]
    for _ in range(400 if ALL else 24):
        text = "".join(random.choices(pieces, k=random.randrange(1, 9)))
        if random.random() < 0.5:
            at = random.randrange(len(text) + 1)
            text = random.choice(_lines())[:80] + text[:at] + random.choice(pieces) + text[at:]
        yield text


def _compare(pattern: str, plain: tuple[str, int], texts: list[str]) -> int:
    """Compare what both find in texts, in every way in which patterns are run."""
    one, other = re.compile(plain[0]), regex.compile(pattern)
    assert one.groupindex == other.groupindex
    matches = 0
    for text in texts:
        if len(text) > plain[1] or not is_usual(text):
            continue
        found = [_spans(match) for match in one.finditer(text)]
        assert found == [_spans(match) for match in other.finditer(text)], (pattern, text)
        matches += bool(found)
        at = len(text) // 2
        for here, there in (
            (one.search(text, at), other.search(text, at)),
            (one.match(text, at), other.match(text, at)),
            (one.fullmatch(text), other.fullmatch(text)),
        ):
            assert _spans(here) == _spans(there), (pattern, text)
        assert one.sub("", text) == other.sub("", text), (pattern, text)
    _compare_spelling(pattern, other, texts)
    return matches


def _compare_spelling(pattern: str, form: regex.Pattern[str], texts: list[str]) -> None:
    """Whether the texts that a pattern is known to find are found, and no others where it says so.

    These may have characters that are not usual.
    """
    spelled, whole = _spell(pattern)
    for text in spelled:
        assert form.fullmatch(text) is not None, (pattern, text)
        assert form.search(f"é甲{text}1") is not None, (pattern, text)
    if whole:
        for text in texts:
            found = any(one in text for one in spelled)
            assert found == (form.search(text) is not None), (pattern, text)
            assert (text in spelled) == (form.fullmatch(text) is not None), (pattern, text)


def _spans(match: patterns.Match | None) -> list[tuple[int, int]] | None:
    return match and [match.span(group) for group in range(match.re.groups + 1)]


_PARTS = [
    *("甲", "乙", "甲乙", "a", "B", ".", "[甲乙]", "[^甲]", r"[\s,]", r"\s", r"\d", r"\w", r"\b"),
    *("^", "$", r"\A", r"\Z", r"\p{Han}", r"[\p{Han}a,]", r"[^\p{Han}]", r"[\p{Han}A-Za-z0-9]"),
    *("(?:甲|甲乙|)", "(甲|乙)", "(?P<n>甲?)", r"\1", "(?P=n)", "(?=乙)", "(?!乙)", "(?<=甲|乙乙)"),
    *("(?<!甲|甲乙)", "(?<=甲{1,2})", "(?i:aB)", "(?:甲 *乙)", "(?: *甲)", "[甲乙丙丁]", "[-a]"),
    *(r"\-", "[]a]", "[a-c]", "|", "[甲,丙;]", "年"),
]
_COUNTS = ("", "", "", "?", "*", "+", "??", "*?", "{0,2}", "{2}", "*+")
_TEXT = st.text(alphabet="甲乙丙a,bB 1\n年", max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(_PARTS), st.sampled_from(_COUNTS)), max_size=6),
    st.sampled_from(("", "(?m)", "(?s)", "(?i)")),
    st.lists(_TEXT, min_size=1, max_size=4),
)
def test_any_pattern_that_is_plain_finds_the_same(
    parts: list[tuple[str, str]], flags: str, texts: list[str]
) -> None:
    pattern = flags + "".join(part + count for part, count in parts)
    try:
        regex.compile(pattern)
    except regex.error:
        return
    plain = _make_plain(pattern)
    if plain is not None:
        _compare(pattern, plain, texts)


def test_what_begins_a_text_is_tried_but_there() -> None:
    form = ".{0,40}甲.{0,60}乙.{0,60}丙.{0,9}丁"
    anywhere, anchored, lines = map(_make_plain, (form, f"^{form}|^甲", f"(?m)^{form}"))
    assert anywhere == lines is None
    assert anchored is not None
    assert _make_plain(f"^甲|{form}") is None


def test_nothing_has_a_place_that_is_no_edge_of_a_word() -> None:
    assert _make_plain(r"\B") is None  # a text without characters is one for `regex`
    assert patterns.search(r"\B", "")


@pytest.mark.parametrize(
    ("pattern", "plain"),
    [
        ("收到[0-9]{1,3}件", "收到[0-9]{1,3}件"),
        (r"\p{Han}{2}", "[^\\W!-~]{2}"),
        ("(?<!网|网站)址", "(?<!网)(?<!网站)址"),
        ("(?<=甲{1,2})乙", "(?:(?<=甲{1})|(?<=甲{2}))乙"),
        (r"年\s*度?\s*\(?\s*一", r"年\s*(?:度\s*)?(?:\(\s*)?一"),
        (r"年\s*(?:\s*度)?\s*一", r"年\s*(?:度\s*)?一"),
        ("第[一二四]条", "第(?:一|二|四|(?!).)条"),
        (r"(甲[一二四])\1", r"(甲(?:一|二|四|(?!).))\1"),
        (r"(乙)?(?P<n>甲+)和(?P=n)", r"(乙)?(?P<n>甲+)和\2"),
        (r"条[一二四]{1,2}", r"条(?:一|二|四|(?!).){1,2}"),
        (r"(?<=[一二四])条", r"(?<=(?:一|二|四|(?!).))条"),
        (r"\u4e00\年\_(?<n>[\b甲])]", "一年_(?P<n>[\b甲])\\]"),
    ],
)
def test_how_re_is_told(pattern: str, plain: str) -> None:
    told = _make_plain(pattern)
    assert told is not None
    assert told[0] == plain


@pytest.mark.parametrize(
    ("pattern", "texts", "whole"),
    [
        ("考核|督(?:促|查)", "考核 督促 督查", True),
        ("信息(?:公开)?管理", "信息公开管理 信息管理", True),
        ("[甲乙]{1,2}", "甲 甲乙 甲甲 乙 乙乙 乙甲", True),
        ("甲+", "甲 甲甲 甲甲甲", False),
        ("甲?+甲", "", False),
        ("^总结|网站", "网站", False),
        ("(?<!不)公开|网站", "网站", False),
        (r"\d|网站", "网站", False),
        ("(?i)ok", "", False),
        ("(?i:ok)|网站", "网站", False),
        ("[a-z]", "", False),
        ("(?:[一二三四五六七八九][一二三四五六七八九])条|网站", "网站", False),
        ("(甲)\\1|网站", "网站", False),
        (r"\p{Lu}|网站", "", False),
    ],
)
def test_which_texts_a_pattern_surely_finds(pattern: str, texts: str, whole: bool) -> None:
    found, spelled = _spell(pattern)
    assert (set(found), spelled) == (set(texts.split()), whole)


def test_words_are_found_without_a_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    form = "考核|督(?:促|查)"
    looks = work_out_looks([form])
    monkeypatch.setattr(patterns, "_kept", dict(looks))
    for name in ("_plain", "_compiled", "_looks"):
        monkeypatch.setattr(patterns, name, {})
    texts = ("加强考核。", "督导", "督查", "督促")
    assert [patterns.has(form, text) for text in texts] == [True, False, True, True]
    assert [patterns.is_whole(form, text) for text in texts] == [False, False, True, True]
    assert not patterns._plain
    assert not patterns._compiled
    found = patterns.search(form, "加强考核。")
    assert found is not None
    assert found.span() == (2, 4)
    assert patterns.has(form, "加强督查。")
    assert patterns.is_whole(form, "督查")


def test_the_last_of_all_characters_is_plain() -> None:
    assert _make_plain("甲\U0010ffff") == ("甲\U0010ffff", 2_000)


def test_a_digit_is_no_part_of_the_number_of_a_group() -> None:
    groups = "".join(f"({char})?" for char in "abcdefghij")
    assert _make_plain(rf"{groups}\1\x30") is None  # not group 10


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "(?P<a>甲)|(?P<a>乙)",
            "(?:(甲)|乙)*",
            "(?|(甲)|(乙))",
            "(甲)?(?(1)乙|丙)",
            "(?>甲|甲乙)丙",
        ),
        *(r"\X", r"\R", r"\K甲", r"\m甲", r"\pL", r"\p{Lu}", "(?P<甲 >a)", "(?w)a", "甲(?i)a"),
        *("[[:alpha:]]", "[a--b]", "[a&&b]", "[a||b]", r"[\1]", r"[\p{Lu}]", "(?i)é"),
        *("(?<=甲*)乙", "(?:a+)+b", "(?:a|aa)+b", "(?:a*)*b", r"(?!(甲))乙", "(?:a+)++"),
        *("甲{,3000000000}", "(?:甲|甲乙){0,9}丙", ".{1,99}.{1,99}.{1,99}.{1,99}甲"),
    ],
)
def test_what_regex_has_to_take(pattern: str) -> None:
    assert _make_plain(pattern) is None


_SLOW = [
    *("a*a*b", "a*?a*?b", ".*.*b", "(?:a|aa){0,4}b", "(?:a{0,9}){2}b", "a*(?=.*c)b", "(a*)\\1b"),
    *("(?:a|b|ab|ba|aa)(?:a|aa)(?:a|aa)b", "^(?!.*c).{0,40}a.{0,60}b", r"a{1,40}?a{1,40}?a{0,3}b"),
    *("^.{0,40}a.{0,60}a.{0,60}a.{0,9}b", r"(?P<n>a{1,40}?)a{1,40}?(?P=n)b"),
    *("(?:a?a?a?a?){0,3}b", "(?:aa?,?)*b", r"(?=a*b)a", "(?:.*a)?(?:.*a)?b", "(?:a+,)+b"),
]


@pytest.mark.parametrize("pattern", _SLOW)
@pytest.mark.parametrize("unit", ["a", "aa,", "ab,"])
def test_a_plain_pattern_takes_no_longer_than_the_time_limit(pattern: str, unit: str) -> None:
    plain = _make_plain(pattern)
    if plain is None:
        return
    text = (unit * plain[1])[: plain[1] - 1] + "a"
    begun = thread_time()
    re.search(plain[0].replace("b", "X") if "ab" in unit else plain[0], text)
    assert thread_time() - begun < TIME_LIMIT


@pytest.mark.alike(2)
@pytest.mark.parametrize("seed", range(400 if ALL else 60))
def test_made_patterns_take_no_longer_than_the_time_limit(seed: int) -> None:
    random = Random(seed)
    pattern = make_pattern(random)
    try:
        count_copies(pattern)
        regex.compile(pattern)
    except (Unbounded, regex.error):
        return
    plain = _make_plain(pattern)
    if plain is None:
        return
    for unit in ("a", "ab", "aab", "甲", "a甲b", " a"):
        text = (unit * plain[1])[: plain[1]]
        begun = thread_time()
        found = list(re.finditer(plain[0], text))
        assert thread_time() - begun < TIME_LIMIT
        if len(found) < 50 and plain[1] <= 500:
            _compare(pattern, plain, [text[:100]])


def test_some_of_the_slow_are_plain() -> None:
    assert sum(_make_plain(one) is not None for one in _SLOW) > 8


def test_each_length_of_text_has_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = ".*,.*,甲"
    looks = work_out_looks([pattern])
    monkeypatch.setattr(patterns, "_kept", dict(looks))
    monkeypatch.setattr(patterns, "_plain", {})
    monkeypatch.setattr(patterns, "_compiled", {})
    monkeypatch.setattr(patterns, "_looks", {})
    longest = patterns.get_look(pattern).rest.plain
    assert longest is not None
    text = "乙,丙,丁,甲"
    long = "乙" * longest[1] + text
    for one, kind in ((text, re.Match), (text + "Ⅰ", regex.Match), (long, regex.Match)):
        found = patterns.search(pattern, one)
        assert isinstance(found, kind)
        assert found.end() == one.index("甲") + 1


def test_the_spans_of_a_group() -> None:
    pattern = "(?P<a>甲)?(?P<b>乙)"
    for match in (re.search(pattern, "丙乙"), regex.search(pattern, "丙乙")):
        assert match is not None
        assert patterns.list_spans(match, "a") == []
        assert patterns.list_spans(match, "b") == [(1, 2)]
        assert patterns.list_spans(match, "c") == []
    twice = regex.search("(?:(?P<a>甲)|乙)+", "甲乙甲")
    assert twice is not None
    assert patterns.list_spans(twice, "a") == [(0, 1), (2, 3)]
