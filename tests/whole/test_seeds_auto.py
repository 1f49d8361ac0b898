"""The real reports under `auto`: each by the rules of its time, and nothing said against it that
a careful reader would not say.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import gblint

_EXPECTED: dict[str, tuple[str, int, set[tuple[str, int | None]]]] = {
    "000": ("regulations-2007", 2016, set()),
    "001": (
        "gbh-2019-60",
        2020,
        {("GB109", 0), ("GB105", 2), ("GB105", 3), ("GB105", 4), ("GB208", 3)},
    ),
    "002": ("regulations-2007", 2014, {("GB109", 0), ("GB408", 0), ("GB101", 1)}),
    "003": ("gbh-2021-30", 2021, set()),
    "004": ("regulations-2007", 2017, {("GB109", 0), ("GB101", 1)}),
}


@pytest.mark.parametrize("number", _EXPECTED)
def test_a_report_is_judged_by_the_rules_of_its_time(number: str, seeds: Path) -> None:
    pack, year, expected = _EXPECTED[number]
    (path,) = seeds.glob(f"{number}_*.txt")
    result = gblint.check(path, pack="auto")
    assert (result.pack, result.year) == (pack, year)
    structural = [f for f in result if f.rule.startswith(("GB1", "GB2", "GB3", "GB40"))]
    if number != "003":  # which is of the present format, and told elsewhere
        assert {(f.rule, f.location.section) for f in structural} == expected
    assert not any("规则包" in note.zh for note in result.notes)


def test_the_fees_of_a_permit_are_not_those_of_information(seeds: Path) -> None:
    (path,) = seeds.glob("002_*.txt")
    (finding,) = [f for f in gblint.check(path, pack="auto") if f.rule == "GB101"]
    assert "收费及减免" in finding.message.zh
    assert "行政复议" not in finding.message.zh
