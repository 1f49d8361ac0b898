"""What spares a pattern its compiling never hides a match."""

from __future__ import annotations

from random import Random

import pytest
import regex

from gblint import patterns
from gblint.outline import look
from gblint.packs.load import available, load
from gblint.packs.pattern_bounds import copies
from gblint.packs.pattern_cost import Unbounded
from gblint.packs.template import expand
from gblint.packs.walk import patterns as written_patterns
from gblint.reference import _own
from tests.cli.scenario import FIXTURES
from tests.hostile.pattern_maker import make_pattern

_SIGNS = "(?:{}|[]a-b^$*+\\.年月日申请收到\ue00012,。 x"


def _cannot(pattern: str, text: str) -> bool:
    return look(pattern).fails(text)


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
    ],
)
def test_the_outline_of_a_pattern(pattern: str, match: str, other: str | None) -> None:
    assert regex.search(pattern, match)
    assert not _cannot(pattern, match)
    if other is not None:
        assert not regex.search(pattern, other)
        assert _cannot(pattern, other)


def _patterns_of_packs() -> set[str]:
    found: set[str] = set()
    for name in available():
        pack = load(name)
        found |= {pattern for _, pattern in written_patterns(_own(name))}
        prose = pack.prose
        templates = (*prose.aside, *prose.foreign, *(p for s in prose.shares for p in s.patterns))
        statements = [p for s in prose.statements for p in s.patterns]
        for one in (*templates, *statements):
            found |= {expand(one, prose.words), expand(one, prose.words, named=False)}
    return found


def test_no_match_of_a_pack_in_a_report_is_hidden() -> None:
    texts = [path.read_text("utf-8") for path in sorted(FIXTURES.glob("*/report.md"))[::9]]
    lines = {line for text in texts for line in (*text.splitlines(), text[:3000])}
    units = sorted(regex.sub(r"\d+件", "\ue000", line) for line in lines) + sorted(lines)
    chosen = Random(3).sample(units, min(len(units), 60))
    found = 0
    for pattern in _patterns_of_packs():
        form = patterns.compiled(pattern)
        for text in chosen:
            if form.search(text):
                found += 1
                assert not _cannot(pattern, text), (pattern, text)
    assert found > 200


def test_no_match_of_a_made_pattern_is_hidden() -> None:
    random = Random(5)
    matched = 0
    for _ in range(1000):
        if random.random() < 0.5:
            pattern = make_pattern(random)
        else:
            pattern = "".join(random.choices(_SIGNS, k=random.randrange(1, 12)))
        try:
            if copies(pattern) > 500:
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
    assert matched > 500
