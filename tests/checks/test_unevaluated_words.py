"""What is said of what could not be evaluated: each thing once, and no words of the document."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

import gblint
from gblint.checks import CHECKS, check_report
from gblint.checks.kinds import load
from gblint.checks.pairs import PairsCheck
from gblint.findings import Finding, TooMuch
from gblint.readers import read
from gblint.report import recognise
from gblint.text.patterns import PatternTimeout
from tests.builder.fixture_cases import base
from tests.builder.write_text import Shape, text

_PACK = load("gbh-2021-30")
_DATA = text(base(), shape=Shape("pipes"))


def _told(error: Exception, monkeypatch: pytest.MonkeyPatch) -> Finding:
    def broken(*_: object) -> Iterator[object]:
        raise error

    monkeypatch.setattr("gblint.checks.CHECKS", CHECKS | {PairsCheck: broken})
    found = check_report(recognise(read(_DATA, "a.md"), _PACK), _PACK)
    (told,) = [finding for finding in found if finding.incomplete]
    return told


@pytest.mark.parametrize("error", [KeyError("330113 张三 *"), ValueError("张三 is no 李四")])
def test_it_names_the_error_and_nobody(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    told = _told(error, monkeypatch)
    said = msgspec.json.encode(told).decode()
    assert type(error).__name__ in told.message.zh
    assert "张三" not in said
    for say in (told.message, told.fix):
        assert (say.zh + say.en).count("GBLINT_DEBUG") == (2 if say is told.fix else 0)
    assert "正则表达式" not in told.fix.zh


def test_what_to_do_is_for_what_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = _told(PatternTimeout("(a+)+b"), monkeypatch).fix
    assert "改规则包" in slow.zh
    assert "GBLINT_DEBUG" not in slow.zh + slow.en
    much = _told(TooMuch("太多", "too much"), monkeypatch).fix
    assert "正则表达式" not in much.zh
    assert "GBLINT_DEBUG" not in much.zh + much.en


@pytest.mark.parametrize("rules", ["ＧＢ７０１", "ＧB701", "GB３０１，ＧＢ701"])
def test_a_rule_in_letters_of_full_width_is_read(rules: str) -> None:
    comment = f"<!-- ｇblint：ｉｇｎｏｒｅ－ｆｉｌｅ {rules} 原文如此 -->\n\n"
    plain = comment.replace("ｇ", "g", 1)
    result = gblint.check((plain.encode() + _DATA), file_name="a.md")
    told = [finding for finding in result if finding.rule == "GB904"]
    assert all("没有起作用" in one.message.zh or "没有" in one.message.zh for one in told)
    assert not any("没有这条规则" in one.message.zh or "ＧＢ" in one.message.zh for one in told)
    assert any("GB701" in one.message.zh for one in told)
