"""The labelled sentences of fixtures/prose, and what gblint reads in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import yaml

from gblint.checks import check_report, load
from gblint.document import Anchor, Document, Paragraph
from gblint.pack.model import Pack
from gblint.report import recognise
from gblint.report.model import Report, StatedFigure
from tests.tools.lint import PACK
from tests.tools.repository import FIXTURES, QUICK_LOADER

FOLDER = FIXTURES / "prose"
_MEANS = {
    "exact": "{}",
    "rounded": "~{}",
    "more": "{}+",
    "nearly": "<{}",
    "about": "~{}",
    "at_least": ">={}",
    "at_most": "<{}",
}
_SCOPES = {"whole": "@whole", "township": "@whole", "system": "@whole"}
_SCOPES |= {"part": "@part", "own_level": "@part"}
_FINDINGS = {
    "GB506": "share wrong",
    "GB507": "year wrong",
    **dict.fromkeys(("GB502", "GB504", "GB508"), "sum wrong"),
}
"""Without tables, what is wrong with quantities is that parts do not add up."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with what a careful reader takes from it."""

    text: str
    expected: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        """Half of the sentences, by a check sum of the text."""
        return crc32(self.text.encode()) % 2 == 1


@dataclass(frozen=True)
class Score:
    """Readings that are right, wrong, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


@cache
def sentences() -> list[Sentence]:
    """All sentences of the set, of every file."""
    return [
        Sentence(text, tuple(expected))
        for path in sorted(FOLDER.glob("*.yaml"))
        for text, *expected in yaml.load(path.read_text("utf-8"), QUICK_LOADER)
    ]


def read(sentence: Sentence) -> tuple[str, ...]:
    """What gblint reads in a sentence, in section one of a report for 2023."""
    pack = load(PACK)
    texts = ("示例市2023年政府信息公开工作年度报告", "一、总体情况", sentence.text)
    blocks = tuple(Paragraph(text, Anchor(i)) for i, text in enumerate(texts, 1))
    report = recognise(Document("text", blocks), pack)
    found = [_told(stated) for stated in report.prose.stated]
    return (*found, *_found_by_checks(report, pack))


def _found_by_checks(report: Report, pack: Pack) -> Iterable[str]:
    findings = check_report(report, pack, _FINDINGS)
    return sorted({_FINDINGS[f.rule] for f in findings if f.rule in _FINDINGS})


def _told(stated: StatedFigure) -> str:
    scope = _SCOPES.get(stated.scope, "")
    return f"{stated.quantity}{scope} " + _MEANS[stated.means].format(stated.value)


def score(which: Iterable[Sentence]) -> tuple[Score, list[str]]:
    """The score over sentences, and the mistakes in words."""
    right = wrong = missed = 0
    mistakes: list[str] = []
    for sentence in which:
        got, due = Counter(read(sentence)), Counter(sentence.expected)
        right += (got & due).total()
        wrong += (got - due).total()
        missed += (due - got).total()
        if got != due:
            mistakes.append(f"{sentence.text}\n  wrong {[*(got - due)]} missed {[*(due - got)]}")
    return Score(right, wrong, missed), mistakes
