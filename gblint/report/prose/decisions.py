"""Which words name decisions of table 1 (许可, 处罚, 强制), and not what these are on."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.report.prose.model import State
from gblint.report.prose.vocabulary import PUBLISHED, Token, Vocabulary
from gblint.report.prose.words import has

_OF_DECISION = ("filler", "equals", "total", "deciding", "also", "all")


def decision_of(words: Sequence[Token], state: State, vocabulary: Vocabulary) -> str:
    """办理行政许可, or 行政许可 with a figure of 行政处罚 beside it: decisions, if neither
    what they are on (施工许可) nor what is published of them (行政许可信息).
    """
    at = max((i for i, w in enumerate(words) if w.kind == "weak"), default=-1)
    key = deciding_word(words[at], vocabulary) if at >= 0 else ""
    if not key or not all(w.kind in _OF_DECISION for w in words[at + 1 :]):
        return ""
    after_left = state.sentence_begun and not state.last.meanings
    if not has(words[:at], "doing") and (state.decisions < 2 or after_left):
        return ""
    before = words[:at]
    if at and words[at - 1].kind == "such":
        before = [w for w in before if w.kind in ("request", "requests", "arriving")]
    strange = has(before, "odd", "others", "column", "result", "requests", "request", "case")
    published = any(w.text in PUBLISHED for w in words[at + 1 :])
    return "" if strange or published or has(before, "arriving", "organ", "about") else key


def deciding_word(word: Token, vocabulary: Vocabulary) -> str:
    """行政许可申请 is no application for information."""
    every = vocabulary.quantities
    among = vocabulary.weak.get(word.key, ())
    return next((key for key in among if every[key].role == "deciding"), "")


def acts_as_decider(words: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """复议机关受理复议412件: those that it decides, against anybody."""
    return any(
        word.text in vocabulary.deciders
        or (word.kind == "left" and word.text.endswith(tuple(vocabulary.deciders)))
        for word in words
    )
