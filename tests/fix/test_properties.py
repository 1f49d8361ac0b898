"""After `fix` no finding is new, what was corrected is gone, a second run changes nothing, and what
was not asked for is as it was: for any of these faults together, in Word, Markdown and GBK.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, zip_longest
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gblint.authoring.examples import find_in_example
from gblint.checks import load
from gblint.findings import split_stories
from gblint.fix import Fixed, find_new
from gblint.packs.validate import ExampleError, make_example_text
from gblint.readers.package import P
from gblint.word import WordFile
from tests.builder.faulty_specimen import as_word, write
from tests.fix.fixing import MARKDOWN, TEXT, WORD, check, fix, parts
from tests.fix.mixed_faults import clutter, mixed_texts
from tests.tools.amount import ALL


def _holds(data: bytes, name: str, fixed: Fixed, *, unsafe: bool) -> None:
    before = check(data, name)
    assert find_new(before.findings, fixed.result.findings) == ()
    for done in fixed.done:
        left = [
            one
            for one in split_stories(fixed.result.findings)
            if one.fingerprint == done.finding.fingerprint
        ]
        assert not done.whole or not left, done.finding.message.zh
    again = fix(fixed.data, name, unsafe=unsafe)
    assert again.data == fixed.data
    assert again.done == ()
    assert all(one.why in ("unsafe", "other", "worse") for one in fixed.left), fixed.left


_AUTOMATIC = dict.fromkeys(range(1, 7), 1)


@given(
    mixed_texts(),
    st.booleans(),
    st.sampled_from(("unsafe", "all", "none")),
    st.sampled_from(("plain", "cluttered", "numbered")),
    st.integers(0, 99),
)
def test_in_word(text: str, unsafe: bool, track: Any, kind: str, seed: int) -> None:
    data = as_word(text, seed=seed, numbers=_AUTOMATIC if kind == "numbered" else None)
    if kind == "cluttered":
        data = clutter(data, seed)
    fixed = fix(data, WORD, unsafe=unsafe, track=track)
    _holds(data, WORD, fixed, unsafe=unsafe)
    old, new = parts(data), parts(fixed.data)
    assert [*old] == [*new]
    own = {"word/document.xml"} | ({"word/numbering.xml"} if kind == "numbered" else set())
    assert {name for name in old if old[name] != new[name]} <= own
    lines = {(one.line, one.cell) for done in fixed.done for one in done.replacements}
    changed = sum(a != b for a, b in zip(_paragraphs(data), _paragraphs(fixed.data), strict=True))
    assert changed <= len(lines)


def _paragraphs(data: bytes) -> list[bytes]:
    root = WordFile(data).read_tree("word/document.xml")
    assert root is not None
    return [etree.tostring(cast("Any", one), method="c14n") for one in root.iter(P)]


@given(mixed_texts(), st.booleans(), st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16")))
def test_in_text(text: str, unsafe: bool, encoding: str) -> None:
    data = text.replace("\n", "\r\n").encode(encoding)
    name = MARKDOWN if encoding == "utf-8" else TEXT
    fixed = fix(data, name, unsafe=unsafe)
    _holds(data, name, fixed, unsafe=unsafe)
    assert fixed.data.decode(encoding).encode(encoding) == fixed.data
    lines = {one.line for done in fixed.done for one in done.replacements}
    both = zip_longest(*(one.decode(encoding).split("\r\n") for one in (data, fixed.data)))
    assert {at for at, (old, new) in enumerate(both, 1) if old != new} <= lines


def test_of_a_finding_with_several_places_it_is_told_that_some_are_left() -> None:
    data = write({}, {"applications.granted.natural": "", "applications.total.total": ""}).encode()
    fixed = fix(data, MARKDOWN)
    assert {one.finding.rule for one in fixed.left} >= {"GB205"}
    assert [one.whole for one in fixed.done if one.finding.rule == "GB205"] == [False]


_EXAMPLES = {
    rule.id: examples
    for rule in load("gbh-2021-30").rules
    if (
        examples := [
            one
            for one in rule.examples.failing
            if not one.previous and not one.parts and not one.fails
        ]
    )
}
"""Rule → what shows it in the pack; not only what gets corrections, for to know that takes a check
of each.
"""


def _corrected(rule: str) -> Iterator[str]:
    """Its examples as Markdown, those of whose findings by the rule some get corrections."""
    pack = load("gbh-2021-30")
    about = next(one for one in pack.rules if one.id == rule)
    for example in _EXAMPLES[rule]:
        with suppress(ExampleError):
            found = find_in_example(pack, example, about)
            if any(one.correction for one in found if one.rule == rule):
                yield make_example_text(pack, example)


@pytest.mark.alike(3)
@pytest.mark.parametrize("rule", _EXAMPLES)
def test_the_examples_of_the_rules(rule: str) -> None:
    corrected = _corrected(rule)
    for text in corrected if ALL else islice(corrected, 1):
        for file in (WORD, MARKDOWN):
            data = as_word(text) if file == WORD else text.encode()
            fixed = fix(data, file, unsafe=True)
            _holds(data, file, fixed, unsafe=True)
            own = [one for one in fixed.left if one.finding.rule == rule]
            assert all(one.why in ("other", "worse") for one in own)


def test_there_are_examples_of_each_kind_of_correction() -> None:
    wanted = "GB104 GB105 GB205 GB208 GB301 GB304 GB402 GB409 GB411 GB502 GB505 GB507 GB701 GB705"
    for rule in wanted.split():
        assert any(_corrected(rule)), rule
