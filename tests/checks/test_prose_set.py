"""How well numbers in prose are read, over labelled sentences of many offices."""

from __future__ import annotations

import pytest

from tests.checks.prose_set import Score, Sentence, score, sentences

_PRECISION, _RECALL = 0.98, 0.92
_LEAST = 400


def _half(*, held_out: bool) -> list[Sentence]:
    return [sentence for sentence in sentences() if sentence.held_out == held_out]


def test_the_set_is_large_and_varied() -> None:
    every = sentences()
    assert len(every) >= _LEAST
    assert len({sentence.text for sentence in every}) == len(every)
    silent = sum(not sentence.expected for sentence in every)
    assert silent > len(every) / 4
    stated = {label.split()[0].split("@")[0] for s in every for label in s.expected}
    assert len(stated) > 40


@pytest.mark.parametrize("held_out", [False, True], ids=["development", "held out"])
def test_precision_and_recall(held_out: bool, capsys: pytest.CaptureFixture[str]) -> None:
    measured, mistakes = score(_half(held_out=held_out))
    with capsys.disabled():
        print(f"\n{_told(measured, held_out=held_out)}")  # noqa: T201 -- the figures are asked for
    shown = "\n".join(mistakes)
    assert measured.precision >= _PRECISION, shown
    assert measured.recall >= _RECALL, shown


def _told(measured: Score, *, held_out: bool) -> str:
    half = "held out" if held_out else "development"
    return (
        f"prose, {half}: precision {measured.precision:.3f}, recall {measured.recall:.3f} "
        f"({measured.right} right, {measured.wrong} wrong, {measured.missed} missed)"
    )
