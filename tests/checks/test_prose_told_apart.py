"""Figures that offices tell beside one another and that are the tables' only together, or not at
all; and rates of what was due.
"""

from __future__ import annotations

import pytest

from tests.checks.prose_paragraphs import found_in

_CELLS = {
    "new": {"natural": 15, "commercial": 5},
    "carried_in": {"natural": 2},
    "granted": {"natural": 9, "commercial": 3},
    "partial": {"natural": 2},
    "denied_process": {"natural": 1, "commercial": 1},
    "unable_none": {"natural": 3},
    "carried_out": {"natural": 2, "commercial": 1},
}
"""22 to be done, 19 of them done."""


def _told(text: str) -> list[str]:
    """The rules of what is told of a text, each with the figure that it names."""
    found = found_in(text, _CELLS)
    return [f"{one.rule} {one.values['read']}" for one in found if one.rule.startswith("GB5")]


_RIGHT = """\
收到申请20件，上年结转2件，办结19件，法定期限内办结率100%。
收到申请20件，办结19件，在规定时限内的办结率为100%。
收到申请20件，办结19件，法定时间内答复率100%。
收到申请20件，办结19件，20个工作日内办结率100%。
收到申请20件，办结19件，应办结的办结率100%。
收到申请20件，均在法定期限内办理，办结率100%。
收到申请20件，除3件未到期外，办结率100%。
"""

_WRONG = {
    "收到申请20件，办结19件，办结率100%。": "GB506 100%",
    "收到申请20件，依法办理，办结率100%。": "GB506 100%",
    "收到申请20件，办结19件，法定期限内均予答复，公开率83%。": "GB506 83%",
}


@pytest.mark.parametrize("text", _RIGHT.splitlines())
def test_what_is_the_tables_together_is_not_told(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(("text", "told"), _WRONG.items())
def test_what_is_not_is_told(text: str, told: str) -> None:
    assert told in _told(text)
