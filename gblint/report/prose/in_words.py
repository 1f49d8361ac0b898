"""Comparisons in words (多于, 翻了一番, 与上年持平), and in percent that only words explain. Few
sentences have one, so that the others need not import it.
"""

from __future__ import annotations

import re

from gblint.report.prose.model import ParagraphState, is_own
from gblint.report.prose.named import FiguresForClauses, cut_clause_texts
from gblint.report.prose.orders import Orders, make_order_forms
from gblint.report.prose.points import Points
from gblint.report.prose.silence import blank_out
from gblint.report.prose.turns import Turns, make_turn_forms

_BRACKET = re.compile(r"\([^()]*\)")


def read_words(
    figures: FiguresForClauses, start: int, sentence: str, before: ParagraphState
) -> None:
    """Take down what a sentence at an offset of the paragraph compares; `before` is how the
    paragraph stood when it began.
    """
    known, state = figures.vocabulary, figures.state
    if known.plans(sentence) or state.unrelated:
        return
    if not (is_own(before.whose) and is_own(state.whose)):
        return
    signed, amounts = known.amounts.read(known.without_days(sentence))
    plain = _BRACKET.sub(blank_out, signed)
    figures.record.begin(start, len(sentence))
    orders = Orders(figures, make_order_forms(known), amounts)
    turns = Turns(figures, make_turn_forms(known), amounts)
    points = Points(figures, make_turn_forms(known), amounts)
    for piece in cut_clause_texts(plain, figures, amounts):
        whole = signed[piece.start : piece.start + len(piece.text)]
        of_years = points.read(piece, before) or turns.read(piece, whole, before)
        if orders.is_of_the_tables(piece, before):
            orders.read(piece, net=of_years)
