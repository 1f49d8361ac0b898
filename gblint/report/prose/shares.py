"""Percentages: of which figure, by which; and changes against last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from gblint.pack.prose_model import Rate
from gblint.report.prose.model import NOTHING, State, Taken
from gblint.report.prose.scope import is_own
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import OTHER_YEAR, VERBS, has
from gblint.report.stated import Meaning, Number

_NEAR = 8
_DECIDED = "decided"
_ROWS = ("result", "column")
"""Roles of figures that are parts beside one another, not one the base of another."""


class Share(msgspec.Struct, frozen=True):
    """A percentage with what it may be of; see `StatedShare`."""

    parts: tuple[Number, ...]
    wholes: tuple[Number, ...]
    more: tuple[Number, ...]
    parts_of: tuple[Meaning, ...] = ()
    wholes_of: tuple[Meaning, ...] = ()


def rate_of(rate: Rate, state: State, counts: Sequence[Taken]) -> Share | None:
    """A percentage with a name, by what the paragraph has said and by the tables."""
    cases = any(key.split("_")[0] in ("review", "litigation") for key in rate.whole)
    if cases != (state.topic == "cases") or state.topic not in ("cases", "requests"):
        return None
    parts = [key for key in rate.part if not cases or key.split("_")[0] in "_".join(state.route)]
    wholes = [key for key in rate.whole if not cases or key.split("_")[0] in "_".join(state.route)]
    here = is_own(state.whose)
    own = [one for one in counts if one.meanings and _exact(one) and is_own(one.whose) == here]
    told = [one for one in own if one.meanings[0].key in parts]
    base = [one.amount.value for one in own if one.meanings[0].key in wholes and one.amount]
    carried = [one.amount.value for one in own if one.head == "carried_in" and one.amount]
    more = [a + b for a in base for b in carried]
    part = [one.amount.value for one in told[-1:] if one.amount]
    return Share(
        tuple(part),
        tuple(base),
        tuple(more),
        tuple(_meaning(key) for key in parts),
        tuple(_meaning(key) for key in wholes),
    )


def _meaning(key: str) -> Meaning:
    head, _, column = key.rpartition("_")
    return Meaning((head,), column) if head in ("review", "litigation") else Meaning((key,))


def _exact(taken: Taken) -> bool:
    return taken.amount is not None and taken.amount.exact


def share_of(
    part: Taken | None,
    named: Sequence[Meaning],
    counts: Sequence[Taken],
    sentence: Sequence[Taken],
    groups: Mapping[str, str],
) -> Share | None:
    """The share of a figure: of one that stands before it and is not less, or of the tables.

    `named` is the base as the sentence names it; `counts` are the figures of the paragraph before,
    `sentence` those of the sentence and, where it goes on from it, of the one before; `groups` are
    the quantities of groups by those of their rows.
    """
    if part is None:
        return None
    parts_of = part.meanings
    if parts_of and len(_together(part, sentence)) > 0:
        parts_of = (*parts_of, *_all_together(part, sentence))
    parts = () if part.amount is None else (part.amount.value, *_together(part, sentence))
    if part.amount is not None and not part.amount.exact:
        if not parts_of:
            return None
        parts = ()
    counts = [one for one in counts if one.meanings or one.why is not OTHER_YEAR]
    like = [one for one in counts if one is not part and _like(one, part)]
    near = [one for one in sentence if one is not part and _like(one, part)]
    if any(not _exact(one) for one in near):
        if not parts_of:
            return None
        near = [one for one in near if _exact(one)]
    like = [one for one in like if _exact(one)]
    wholes_of = tuple(named) or (_bases(parts_of[0], groups) if parts_of else ())
    if not wholes_of:
        wholes_of = tuple(one.meanings[0] for one in near if one.meanings)
    known = parts_of or any(one.meanings and one.role in VERBS for one in near)
    if not known or (wholes_of and parts_of == wholes_of):  # a share of itself is none
        return None
    beside = [one for one in near if parts_of and one.role == part.role and one.role in _ROWS]
    near = [one for one in near if one not in beside]
    like = [*beside, *like]
    if named and not near:
        near = [one for one in like if one.meanings and one.meanings[0] in named]
    values = [one.amount.value for one in near if one.amount is not None]
    others = [one.amount.value for one in like[-_NEAR:] if one.amount is not None]
    every = [*values, *others][-_NEAR:]
    sums = [a + b for a, b in combinations(dict.fromkeys(every), 2)]
    return Share(parts, tuple(dict.fromkeys(values)), (*others, *sums), parts_of, wholes_of)


def _together(part: Taken, sentence: Sequence[Taken]) -> list[Number]:
    """The figure with those of its kind right before it: 行政查询9件、法律禁止5件，占9.27%."""
    found: list[Number] = []
    total: Number = 0
    for one in reversed(sentence[-_NEAR:]):
        if one.role != part.role or one.amount is None or one.role not in ("result", "column"):
            break
        total += one.amount.value
        found.append(total)
    return found[1:]


def _all_together(part: Taken, sentence: Sequence[Taken]) -> list[Meaning]:
    """The quantities of the same, added up."""
    heads: list[str] = []
    found: list[Meaning] = []
    for one in reversed(sentence[-_NEAR:]):
        if one.role != part.role or not one.meanings:
            break
        meaning, first = one.meanings[0], part.meanings[0]
        if bool(meaning.column) != bool(first.column):
            break
        if meaning.column and meaning.heads != first.heads:
            break
        heads += [meaning.column] if meaning.column else meaning.heads
        found.append(
            Meaning(first.heads, "+".join(heads)) if meaning.column else Meaning(tuple(heads))
        )
    return found[1:]


def last_part(
    last: Taken, words: Sequence[Token], sentence: Sequence[Taken], vocabulary: Vocabulary
) -> Taken | None:
    """The figure before; none where it is told with others (两项合计占58%), and one is unknown."""
    at = next((i for i, word in enumerate(words) if word.kind == "share"), 0)
    joint = any(w.kind == "total" or w.text in vocabulary.together for w in words[: at + 1])
    if not sentence or last is NOTHING:
        return None
    return None if joint and not all(one.meanings for one in sentence[-2:]) else last


def _bases(meaning: Meaning, groups: Mapping[str, str]) -> tuple[Meaning, ...]:
    """What a share is commonly of, by what the part is."""
    head = meaning.heads[0]
    if head.startswith(("review", "litigation")):
        every = (head, "review", "litigation", "review_litigation")
        decided = (Meaning((one,), _DECIDED) for one in every[:-1])
        return (*(Meaning((one,)) for one in every), *decided)
    first = ("received", "completed") if meaning.column else ("completed", "received")
    group = [groups[one] for one in meaning.heads if one in groups]
    return tuple(Meaning((one,)) for one in (*first, "due", *meaning.heads, *group))


def _like(one: Taken, part: Taken) -> bool:
    if one.amount is None:
        return False
    if part.amount is None:
        return True
    return one.amount.unit == part.amount.unit and one.amount.value >= part.amount.value


def named_bases(words: Sequence[Token]) -> list[Meaning]:
    """The base that stands between 占 and the percentage."""
    at = next((i for i, word in enumerate(words) if word.kind == "share"), None)
    if at is None:
        return []
    kinds = ("arriving", "finishing", "doing", "result", "carrying")
    found = [word.key for word in words[at + 1 :] if word.kind in kinds]
    return [Meaning((key,)) for key in found]


def is_share(words: Sequence[Token], bracket: bool) -> bool:
    """Whether a percentage is a share of the figure before it."""
    if has(words, "change", "against", "left", "others", "none", "about"):
        return False
    return has(words, "share") or (bracket and not words)


def case_in_words(words: Sequence[Token], sentence: Sequence[Taken]) -> Taken | None:
    """The figure of the sentence that stands as its word before 占: 纠正数占审结数的22.2%."""
    at = next((i for i, word in enumerate(words) if word.kind == "share"), 0)
    named = [word.key for word in words[:at] if word.kind == "column"]
    like = [one for one in sentence if one.meanings and one.meanings[0].column in named]
    return like[-1] if like else None


def part_in_words(words: Sequence[Token], vocabulary: Vocabulary) -> Meaning | None:
    """The part where no count is given: 自然人占比94.3%."""
    at = next((i for i, word in enumerate(words) if word.kind == "share"), 0)
    found = [_result_of(w, vocabulary) for w in words[:at] if w.kind in (*_ROWS, "weak")]
    if not found or has(found, "weak") or has(words, "odd", "organ", "scope", "year", "absolute"):
        return None
    word = found[0]
    if all(one.kind == "result" for one in found):
        return Meaning(tuple(dict.fromkeys(one.key for one in found)))
    if len(found) > 1:
        return None
    quantity = vocabulary.quantities[word.key]
    return Meaning(("received",), word.key) if quantity.table == "applications" else None


def _result_of(word: Token, vocabulary: Vocabulary) -> Token:
    """公开的比例, 公开占: what is granted; other weak words stay what they are."""
    if word.kind != "weak" or word.key != vocabulary.granting:
        return word
    key = next(k for k in vocabulary.weak[word.key] if vocabulary.quantities[k].role == "result")
    return msgspec.structs.replace(word, kind="result", key=key)


def is_of_applicants(words: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether the base is of some who applied (占企业申请的); 占审结数的 is of cases."""
    every = vocabulary.quantities
    return any(w.kind == "column" and every[w.key].table != "review" for w in words)
