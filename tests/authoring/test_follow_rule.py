"""What a rule sees in a report, step by step."""

from __future__ import annotations

from gblint.authoring.follow_rule import Step, follow_rule
from gblint.pack.model import Pack
from gblint.packs.validate import render_specimen
from gblint.readers import read
from gblint.report import recognise


def follow(rule: str, text: str, pack: Pack) -> list[Step]:
    report = recognise(read(text.encode(), "a.md"), pack, file_name="a.md")
    return follow_rule(next(one for one in pack.rules if one.id == rule), report, pack)


def told(steps: list[Step], lang: str = "zh") -> str:
    says = [say for step in steps for say in (step.text, *step.lines)]
    return "\n".join(say.zh if lang == "zh" else say.in_lang("en") for say in says)


def test_every_rule_can_be_followed_in_both_languages(pack: Pack) -> None:
    report = recognise(
        read(render_specimen(pack.specimen, {}).encode(), "a.md"), pack, file_name="a.md"
    )
    for rule in pack.rules:
        steps = follow_rule(rule, report, pack)
        assert steps[0].text.zh == "读到的报告"
        assert rule.id in steps[1].text.zh
        assert len(steps) > 2
        assert all(say.in_lang("en") for step in steps for say in (step.text, *step.lines))


def test_a_figure_that_is_not_known_is_said_to_be_unknown(pack: Pack) -> None:
    text = render_specimen(pack.specimen, {"applications.new.natural": "若干"})
    steps = told(follow("GB303", text, pack))
    assert "new=?" in steps
    assert "读不出来" in steps
    assert "成立" in steps


def test_what_does_not_hold_and_what_is_told(pack: Pack) -> None:
    text = render_specimen(pack.specimen, {"applications.new.natural": "99"})
    steps = follow("GB303", text, pack)
    assert "不成立" in told(steps)
    assert "结果：" in told(steps)
    assert "does not hold" in told(steps, "en")


def test_a_section_that_is_absent(pack: Pack) -> None:
    text = render_specimen(pack.specimen, {})
    begin, end = text.index("一、总体情况"), text.index("二、主动公开")
    assert "没有第 1 部分" in told(follow("GB406", text[:begin] + text[end:], pack))


def test_what_is_no_report(pack: Pack) -> None:
    assert "不查" in told(follow("GB406", "今天开会。", pack))


def test_last_years_report_is_asked_for(pack: Pack) -> None:
    assert "--previous" in told(follow("GB601", render_specimen(pack.specimen, {}), pack))
