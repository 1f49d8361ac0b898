"""The guides to packs are true: whoever does what they say gets what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gblint.checks import load
from tests.project.guide import GUIDES, language, played
from tests.tools.amount import ALL
from tests.tools.lint import PACK
from tests.tools.repository import FIXTURES

_PROVINCE = FIXTURES / "packs" / "our-province"
_GROWS = re.compile(r"(继承|运行示例) \d+|\d+ (inherited|examples run)")
"""Counts of what comes with gblint."""


@pytest.mark.gate
@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_a_guide_shows_what_happens(guide: Path, tmp_path: Path) -> None:
    text = guide.read_text("utf-8")
    assert text.count("\n$ gblint") >= 5
    shown = played(text, tmp_path, language(guide), few=not ALL)
    assert _GROWS.sub("", shown) == _GROWS.sub("", text)
    if language(guide) == "zh":
        for name in ("pack.yaml", "rules.yaml"):
            assert (tmp_path / "our-province" / name).read_bytes() == (
                _PROVINCE / name
            ).read_bytes()


def test_the_pack_of_the_guide_has_rules_of_its_own() -> None:
    """That it is without fault, the guide shows."""
    pack = load(_PROVINCE)
    assert len(pack.rules) == len(load(PACK).rules) + 2
