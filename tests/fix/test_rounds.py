"""Corrections in rounds: what is chosen at once, what is kept, what is taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from gblint.findings import Correction, Finding, Location, Replacement, Say, Severity
from gblint.fix import Fixed, correct_file, find_new
from gblint.results import FileResult
from tests.builder.faulty_specimen import write
from tests.fix.fixing import MARKDOWN, fix, told

_RULES = frozenset({"A", "B", "C"})


def _finding(
    rule: str, *made: Replacement, line: int = 1, severity: Severity = "warning", count: int = 1
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=Say(rule),
        location=Location(line=line),
        basis=Say(""),
        fix=Say(""),
        values={"count": count},
        correction=Correction(made) if made else None,
    )


Judge = Callable[[str], Sequence[Finding]]


def _fix(text: str, judge: Judge, *, unsafe: bool = False) -> Fixed:
    """A file is one line of text; `judge` gives its findings."""

    def write(
        data: bytes, replacements: Sequence[Replacement]
    ) -> tuple[bytes, Sequence[Replacement]]:
        made = data.decode()
        for one in sorted(replacements, key=lambda one: -one.column):
            begin = one.column - 1
            assert made.startswith(one.old, begin)
            made = made[:begin] + one.new + made[begin + len(one.old) :]
        return made.encode(), ()

    def check(data: bytes) -> FileResult:
        return FileResult("a.txt", findings=tuple(judge(data.decode())))

    return correct_file(text.encode(), check, write, unsafe=unsafe, rules=lambda _: _RULES)


def _swap(text: str, old: str, new: str, *, safe: bool = True) -> Replacement:
    return Replacement(1, old, new, column=text.index(old) + 1, safe=safe)


def test_of_two_that_meet_the_graver_is_written_and_the_other_asked_again() -> None:
    def judge(text: str) -> Sequence[Finding]:
        found = []
        if "甲乙" in text:
            found.append(_finding("A", _swap(text, "甲乙", "甲丙")))
        if "乙丁" in text:
            found.append(_finding("B", _swap(text, "乙丁", "乙戊"), severity="error"))
        return found

    fixed = _fix("甲乙丁", judge)
    assert fixed.data.decode() == "甲丙戊"
    assert [one.finding.rule for one in fixed.done] == ["B", "A"]


def test_what_brings_another_finding_is_taken_back_and_the_rest_kept() -> None:
    def judge(text: str) -> Sequence[Finding]:
        found = []
        if "甲" in text:
            found.append(_finding("A", _swap(text, "甲", "子")))
        if "乙" in text:
            found.append(_finding("B", _swap(text, "乙", "丑"), line=2))
        if "丑" in text:
            found.append(_finding("C", line=3))
        return found

    fixed = _fix("甲乙", judge)
    assert fixed.data.decode() == "子乙"
    [left] = fixed.left
    assert (left.finding.rule, left.why) == ("B", "worse")
    assert [one.rule for one in left.brings] == ["C"]


def test_what_does_not_take_its_finding_away_is_taken_back() -> None:
    def judge(text: str) -> Sequence[Finding]:
        return [_finding("A", _swap(text, "甲", "甲"))]

    fixed = _fix("甲", judge)
    assert fixed.data.decode() == "甲"
    assert [one.why for one in fixed.left] == ["stays"]


def test_what_is_never_right_ends() -> None:
    def judge(text: str) -> Sequence[Finding]:
        return [_finding("A", Replacement(1, text[:1], text[:1] + "甲", column=1))]

    fixed = _fix("甲", judge)
    assert len(fixed.data.decode()) < 100


def test_unsafe_ones_wait_to_be_asked_for_and_parts_are_written() -> None:
    def judge(text: str) -> Sequence[Finding]:
        made = [
            _swap(text, old, new, safe=safe)
            for old, new, safe in (("甲", "子", True), ("乙", "丑", False))
            if old in text
        ]
        return [_finding("A", *made, count=len(made))] if made else []

    fixed = _fix("甲乙", judge)
    assert fixed.data.decode() == "子乙"
    assert [one.whole for one in fixed.done] == [False]
    assert [one.why for one in fixed.left] == ["unsafe"]
    assert _fix("甲乙", judge, unsafe=True).data.decode() == "子丑"


def test_findings_that_are_new() -> None:
    one, other = _finding("A"), _finding("A", line=2)
    assert find_new([one], [one]) == ()
    assert find_new([one], [one, other]) == (other,)
    assert find_new([one, one], [other]) == (other,)
    assert find_new([one], [one, one]) == (one,)
    many = msgspec.structs.replace(one, values={"count": 6})
    assert find_new([many], [one, other]) == ()


def test_a_file_that_cannot_be_read_is_left() -> None:
    def check(_: bytes) -> FileResult:
        return FileResult("a.txt", failure=Say("不能读"))

    def write(_data: bytes, _: Sequence[Replacement]) -> tuple[bytes, Sequence[Replacement]]:
        raise AssertionError

    fixed = correct_file(b"a", check, write, unsafe=True, rules=lambda _: _RULES)
    assert (fixed.data, fixed.done) == (b"a", ())


def test_what_was_refused_is_tried_again_when_other_corrections_have_been_made() -> None:
    cells = {
        "applications.new.natural": "92",
        "applications.new.total": "",
        "applications.other_unpaid.other": "",
        "applications.carried_out.total": "9",
    }
    done = fix(write({}, cells).encode(), MARKDOWN, unsafe=True)
    assert told(done.result) == []
    assert fix(done.data, MARKDOWN, unsafe=True).done == ()
