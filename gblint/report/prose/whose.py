"""Whose figures follow, as the words of a clause name them, and how long that holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gblint.report.prose.clauses import FIGURES
from gblint.report.prose.model import State, Taken
from gblint.report.prose.parts import BY, is_among_others, is_subject
from gblint.report.prose.record import Record
from gblint.report.prose.scope import Of, Whose, named_scope, system_of
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import SUBSET, UNKNOWN, VERBS, has

_WITH = ("及", "和", "及其", "与", "、", "其", "以及", "各")
_BY_NEAR = 4
"""Words before a name of which one may be 由."""
_SYSTEM = "系统"
"""全市税务系统: the whole of an organ with others under it."""
_WIDER = ("system", "whole", "area")
_PLACE = "whole"
_OWN_PARTS = ("own_level", "office")
_PART = Whose("part", False)


def see_scope(
    words: Sequence[Token], state: State, vocabulary: Vocabulary, of: Of, record: Record
) -> None:
    """Whose the figures of a clause are; an organ only where it is the subject."""
    others = counted = False  # 市级部门收到的申请中有58件转由我区办理: still those of others
    joined = near = False  # whether it was named itself just before: 县政府及各部门
    for i, word in enumerate(words):
        if word.kind not in ("scope", "organ"):
            joined = joined and (word.text in _WITH or _goes_on(words, i))
            near = joined
            counted = counted or (others and word.kind in FIGURES)
            continue
        whose = named_scope(word, vocabulary, of)
        if not whose.own and (near or not is_subject(words, i, vocabulary)):
            continue
        if not whose.own and _only_acts(words, i, state, vocabulary):
            continue
        if whose.own and is_among_others(words, i):
            whose = _PART
        if (
            word.key != "part"
            and word.kind == "scope"
            and any(w.text == _SYSTEM for w in words[i + 1 : i + 3])
        ):
            whose = system_of(word, of)
        if whose.own and (whose.key in _OWN_PARTS or has(words[:i], "part")):
            whose = _of_part(whose, words, state, vocabulary, of, record)
        joined, near = joined or whose.own, False
        if whose.own and (counted or (others and word.kind == "organ")):
            continue  # 所辖县区税务局收到的
        others = not whose.own
        state.whose = whose
        state.in_part = not whose.own and (state.base is not None or has(words[:i], "part"))


def _goes_on(words: Sequence[Token], at: int) -> bool:
    """Whether a word only ends the name before it: 所属部门."""
    return at > 0 and words[at - 1].kind == "scope" and words[at].kind == "odd"


def _of_part(
    whose: Whose,
    words: Sequence[Token],
    state: State,
    vocabulary: Vocabulary,
    of: Of,
    record: Record,
) -> Whose:
    """An own part beside the whole: of its place, or what the tables are of."""
    if _is_of_place(whose, state, vocabulary, of):
        return _PART
    if has(words, *FIGURES):
        record.drop_latest(_WIDER)
    return whose


def _is_of_place(whose: Whose, state: State, vocabulary: Vocabulary, of: Of) -> bool:
    """全市收到690件，其中市政府收到96件: a government's tables are of its whole place."""
    wider, scope = state.last.whose, vocabulary.scopes.get(_PLACE)
    if wider is None or not wider.own or wider.key != _PLACE or scope is None:
        return False
    return not whose.key and of.level in (scope.levels or ())


def _only_acts(words: Sequence[Token], at: int, state: State, vocabulary: Vocabulary) -> bool:
    """Whether another organ only decides or deals with what is counted: 省政府维持3件; after
    its figure, 分别由9个处室承办.
    """
    then = next((word for word in words[at + 1 :] if word.kind != "filler"), None)
    if then is not None and then.kind == "column":
        return vocabulary.quantities[then.key].table == "review" and bool(state.route)
    before = words[:at]
    return has(before, *FIGURES) and any(word.text == BY for word in before[-_BY_NEAR:])


def ends_parts(sentence: Iterable[Taken], whose: Whose | None, counts: Sequence[Taken]) -> bool:
    """Whether a sentence told only parts of a whole told before it, so that what follows is of
    the whole again: 收到71件。县直部门收到46件。办结72件.
    """
    if whose is None or whose.own:
        return False
    parts = (one for one in sentence if one.whose == whose and one.meanings)
    return any(
        _is_part(one, each) for one in parts for each in counts if each.meanings == one.meanings
    )


def names_aside(sentence: Sequence[Taken], whose: Whose | None) -> bool:
    """Whether a sentence named others for other things only: 全区公示资金2.1亿元。申请5件."""
    if whose is None or whose.own or not sentence:
        return False
    return not any(one.meanings or one.maybe or one.why in (UNKNOWN, SUBSET) for one in sentence)


def _is_part(one: Taken, whole: Taken) -> bool:
    """Whether a figure of another scope is less than an own one of the same."""
    own = whole.whose is None or whole.whose.own
    if not own or one.amount is None or whole.amount is None:
        return False
    return one.role in VERBS and one.amount.value < whole.amount.value
