"""Patterns: those of packs run under a time limit, those of the engine are compiled when first
used.
"""

import re
from collections.abc import Callable

import msgspec
import pytest

from gblint.packs.pattern_looks import make_look
from gblint.text import patterns
from gblint.text.patterns import Rest, later

SLOW = r"(?:(?:a|aa)+)+b"
TEXT = "a" * 80 + "cb"


@pytest.mark.parametrize(
    "run",
    [
        patterns.search,
        patterns.fullmatch,
        patterns.remove,
        lambda pattern, text: list(patterns.finditer(pattern, text)),
    ],
)
def test_a_runaway_pattern_is_stopped_and_named(
    run: Callable[[str, str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "TIME_LIMIT", 0.05)
    with pytest.raises(patterns.PatternTimeout) as stopped:
        run(SLOW, TEXT)
    assert stopped.value.pattern == SLOW
    assert all(SLOW in words for words in stopped.value.words)


def test_the_rule_of_a_stopped_pattern_is_named() -> None:
    stopped = patterns.PatternTimeout("a+")
    stopped.rule = "XX101"
    assert all("XX101" in words for words in stopped.words)


def test_patterns_find_and_remove() -> None:
    match = patterns.search(r"(?P<year>\d{4})年", "在2023年")
    assert match
    assert match.group("year") == "2023"
    assert patterns.search("年", "年月", 1) is None
    assert patterns.fullmatch("无", "无。") is None
    assert [m.group() for m in patterns.finditer(r"\d", "1,2")] == ["1", "2"]
    assert patterns.remove(r"\d", "a1b2") == "ab"


def _remember(pattern: str) -> None:
    """As if it were of a pack, and only `regex` could run it."""
    needed, rest = make_look(pattern)
    look = needed, msgspec.msgpack.encode(Rest(rest.outlines))
    patterns.remember({pattern: msgspec.msgpack.encode(look)})
    patterns._looks.pop(pattern, None)


@pytest.mark.parametrize("text", ["", "收到申请", "收 到", "申"])
def test_what_cannot_match_is_not_compiled(text: str) -> None:
    pattern = "收(?:到|受)[a-z]*(?P<at>年|月)"
    _remember(pattern)
    assert patterns.search(pattern, text) is None
    assert patterns.fullmatch(pattern, text) is None
    assert list(patterns.finditer(pattern, text)) == []
    assert patterns.remove(pattern, text) == text
    assert pattern not in patterns._compiled
    assert patterns.search(pattern, text + "收到年")
    assert pattern in patterns._compiled


def test_what_was_compiled_before_its_look_was_known_is_not_run_without_its_words() -> None:
    pattern = "到底(?:收到|受理)了?几件"
    patterns.compile_pattern(pattern)  # as where a pack is built, to see whether it is one
    _remember(pattern)
    assert patterns.search(pattern, "没有的字在这里") is None
    assert pattern not in patterns._compiled
    assert patterns.search(pattern, "到底收到几件")


def test_a_pattern_that_is_asked_of_many_texts_is_compiled() -> None:
    pattern = "这里.?没有的字"
    _remember(pattern)
    assert not any(
        patterns.search(pattern, "没有的字在这里") for _ in range(patterns._MOST_LOOKS + 1)
    )
    assert pattern in patterns._compiled


def test_a_compiled_pattern_is_not_run_where_its_words_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pattern = r"\(?请在此(?:填写|输入)"
    _remember(pattern)
    assert patterns.search(pattern, "（请在此填写）")
    assert pattern in patterns._compiled
    monkeypatch.delattr(patterns, "compile_pattern")
    assert patterns.search(pattern, "收到申请") is None
    assert patterns.remove(pattern, "收到申请") == "收到申请"


def test_an_unusual_text_does_not_decide_what_runs_over_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pattern = "请在这里(?P<what>填写|输入)"
    needed, rest = make_look(pattern)
    assert rest.plain is not None
    look = needed, msgspec.msgpack.encode(rest)
    patterns.remember({pattern: msgspec.msgpack.encode(look)})
    assert patterns.search(pattern, "Ⅱ请在这里填写")
    assert pattern in patterns._compiled
    monkeypatch.delattr(patterns, "compile_pattern")
    assert isinstance(patterns.search(pattern, "请在这里输入"), re.Match)


def test_a_pattern_is_compiled_once() -> None:
    assert patterns.compile_pattern("甲+") is patterns.compile_pattern("甲+")


def test_compiling_is_not_counted_as_running(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    def slow(pattern: str) -> object:
        now[0] += 2 * patterns.TOTAL_LIMIT
        return compile_(pattern)

    compile_ = patterns.compile_pattern
    monkeypatch.setattr(patterns, "compile_pattern", slow)
    monkeypatch.setattr(patterns, "perf_counter", lambda: now[0])
    patterns.begin_document()
    assert patterns.search("乙", "甲乙")
    assert patterns.fullmatch("乙", "乙")
    assert patterns.remove("乙", "甲乙") == "甲"
    assert [match.group() for match in patterns.finditer("乙", "乙")] == ["乙"]


def test_each_document_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_SLOW", -1.0)
    clock = iter(range(1000)).__next__
    monkeypatch.setattr(patterns, "perf_counter", clock)
    monkeypatch.setattr(patterns, "thread_time", clock)
    monkeypatch.setattr(patterns, "TOTAL_LIMIT", 1.5)
    patterns.begin_document()
    patterns.search("甲", "甲")
    with pytest.raises(patterns.PatternTimeout):
        patterns.search("甲", "甲")
    patterns.begin_document()
    patterns.search("甲", "甲")


def test_time_in_which_others_work_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_SLOW", -1.0)
    monkeypatch.setattr(patterns, "perf_counter", iter(range(1000)).__next__)
    monkeypatch.setattr(patterns, "TOTAL_LIMIT", 1.5)
    patterns.begin_document()
    assert all(patterns.search("甲", "甲") for _ in range(10))


def test_compiled_on_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, int]] = []
    compile_ = re.compile

    def watched(pattern: str, flags: int = 0) -> re.Pattern[str]:
        made.append((pattern, flags))
        return compile_(pattern, flags)

    monkeypatch.setattr(re, "compile", watched)
    form = later("(a)B", re.IGNORECASE)
    assert made == []
    assert [match[1] for match in map(form.fullmatch, ("ab", "AB")) if match] == ["a", "A"]
    assert form.search("xab")
    assert form.sub("", "xab") == "x"
    assert form.groups == 1
    assert set(made) == {("(a)B", re.IGNORECASE)}
