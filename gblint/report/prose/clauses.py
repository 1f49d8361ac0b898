"""A sentence cut into clauses, and a clause into the words of each of its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from gblint.report.prose.amounts import COUNT, Amount
from gblint.report.prose.model import ROLES, VERBS, FigureWords, has
from gblint.report.prose.vocabulary import NO_SIGNS, NOT_ONE, STOPS, Token

_MEANING = frozenset(
    (
        *ROLES,
        *(
            "requests",
            "others",
            "share",
            "change",
            "against",
            "up_to",
            "carry",
            "under_way",
            "rate",
        ),
    )
)
_ENDS_NOUN = frozenset(
    (
        *(*VERBS, "none", "all", "part", "carry", "share", "also"),
        *("、", "change", "against", "up_to", "rate", "year", "absolute", "scope"),
    )
)
"""Words after a figure that begin something else."""

_PARTING = frozenset(("parting", "adding", "parts"))
"""Signs of a word behind a figure that begins something else."""

_MEMBERS = ROLES | {"carry", "under_way"}

FIGURES = frozenset(("n", "p"))
"""Kinds of the signs for a count and for a percentage."""


_STOPS = frozenset(STOPS)


class Clause(msgspec.Struct):
    """The words between two stops; `opens` says that a bracket opened, `closes` that it does."""

    words: list[Token]
    stop: str


def cut_clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of a sentence, each with the sign that ends it."""
    found: list[Clause] = []
    words: list[Token] = []
    begun = 0
    for i, token in enumerate(tokens):
        kind = token.kind
        if kind not in _STOPS:
            continue
        words += tokens[begun:i]
        begun = i + 1
        ends = kind != ":" or begun == len(tokens) or not _goes_over(tokens, begun)
        if ends or has(words, "n"):
            found.append(Clause(words, kind))
            words = []
    words += tokens[begun:]
    if words:
        found.append(Clause(words, ""))
    return found


def _goes_over(tokens: Sequence[Token], at: int) -> bool:
    """Whether what follows a colon is of its clause: 行政复议:3件; 行政诉讼情况:无."""
    if tokens[at].kind != "none":
        return tokens[at].kind == "n"
    return at + 1 == len(tokens) or tokens[at + 1].kind in _STOPS


def drop_denied(words: Sequence[Token], amounts: Mapping[int, Amount]) -> list[Token]:
    """无一件, 未发生1起, 一件也没有: there the figure is no figure."""
    found: list[Token] = []
    denied = False
    for i, word in enumerate(words):
        behind = word.kind == "n" and _is_denied_behind(words[i + 1 : i + 4])
        behind = behind or [w.kind for w in words[i + 1 :]] == ["none"]  # 不予公开的一件没有
        if word.kind == "n" and (denied or behind) and amounts[word.start].value == 1:
            found.append(msgspec.structs.replace(word, kind="filler"))
            continue
        denied = word.kind == "none" or (denied and word.kind in ("filler", "disclosure"))
        found.append(word)
    return found


def _is_denied_behind(words: Sequence[Token]) -> bool:
    """一件也没有, 一件都未; not 1件未答复."""
    at = next((i for i, word in enumerate(words) if word.kind == "none"), 0)
    return (at > 0 and has(words[:at], "all", "also")) or (
        bool(words) and words[0].kind == "none" and "none_either" in words[0].signs
    )


def is_figure(token: Token) -> bool:
    return token.kind in FIGURES


def divide_by_figures(words: Sequence[Token], amounts: Mapping[int, Amount]) -> list[FigureWords]:
    """The figures of a clause with the words that belong to each.

    Either the words stand before (收到5件、办结4件) or behind (5件予以公开、4件不予公开): what
    the first figure has decides.
    """
    places = [i for i, word in enumerate(words) if word.kind in FIGURES]
    if not places:
        return []
    bounds = [-1, *places, len(words)]
    gaps = [list(words[a + 1 : b]) for a, b in pairwise(bounds)]
    behind = not has(gaps[0], *_MEANING) and _stand_behind(gaps[0], gaps[1])
    found: list[FigureWords] = []
    for k, place in enumerate(places):
        before, after = gaps[k], gaps[k + 1]
        if behind:
            last = k == len(places) - 1
            mine = _cut_behind_within(after) if last else _take_before_last_join(after)
            mine = _cut_at_portion(_cut_at_all(mine) if last else mine)
            head = gaps[0] if k == 0 else _take_after_last_join(before)
            if last and has(head, "excepting"):
                mine = _read_left_over([word for word in mine if "outside" not in word.signs])
            segment = FigureWords(
                [*head, *mine], [], amounts[words[place].start], place, behind=True
            )
        else:
            own = _take_behind_join(before, after)
            then = _take_leading(after) if own is None else []
            then = then if k == len(places) - 1 else _cut_at_next(then, after)
            segment = FigureWords(
                list(before) if own is None else own,
                then,
                amounts[words[place].start],
                place,
                behind=own is not None,
            )
            segment.tail = after if own is None else ()
        found.append(segment)
    return found


def _stand_behind(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether the words of figures stand behind them, where none stand before the first."""
    near = _cut_at_part(_cut_at_portion(_cut_at_join(after)))
    if not has(near, *_MEANING) or has(near, "up_to"):  # 由35件降至22件
        return False
    turned = near[0].kind in ("against", "change") and has(before, "year", "absolute")
    return not turned and "adding" not in near[0].signs  # 申请9件连同跨年件1件


def _take_behind_join(before: Sequence[Token], after: Sequence[Token]) -> list[Token] | None:
    """的3件属执法案卷、1件涉及第三方: right after a join, what stands behind is the figure's."""
    mine = _cut_at_join(after)
    parted = len(before) > 1 and "parts" in before[-1].signs
    if not parted or not has(mine, "result", "column"):
        return None
    return mine if has(before[:-1], "result", "column") else None


def _cut_behind_within(words: Sequence[Token]) -> list[Token]:
    """What is said of a figure, up to 中: the rest is of its parts; or up to 无一, which claims."""
    for i, word in enumerate(words):
        if word.kind == "within":
            return list(words[: i + 1])
        if denies_each(words, i):
            return list(words[:i])
    return list(words)


def _cut_at_all(words: list[Token]) -> list[Token]:
    """除1件未到期外全部答复, 外加1件结转申请悉数办结: what is said of the figure, not of all."""
    at = next((i for i, word in enumerate(words) if word.kind in ("all", "rest")), 0)
    return words[:at] if has(words[:at], *_MEMBERS) else words


def _read_left_over(words: list[Token]) -> list[Token]:
    """除1件外均已答复: the words of a figure that all but it were dealt with: it still is."""
    at = next((i for i, word in enumerate(words) if word.kind == "all"), len(words))
    if has(words[:at], *_MEANING) or not has(words[at:], "finishing"):
        return words
    done = next(word for word in words[at:] if word.kind == "finishing")
    return [
        *words[:at],
        msgspec.structs.replace(done, kind="under_way", key="", text="", signs=NO_SIGNS),
    ]


def denies_each(words: Sequence[Token], at: int) -> bool:
    """Whether a word denies something of each of several: 3件申请无一结转, 没有一件结转."""
    word = words[at]
    one = at + 1 < len(words) and words[at + 1].text == COUNT
    return word.kind == "none" and (word.key == NOT_ONE or one)


def _cut_at_join(words: Sequence[Token]) -> list[Token]:
    found: list[Token] = []
    for word in words:
        if word.kind in ("、", "within"):
            break
        found.append(word)
    return found


def _cut_at_portion(words: list[Token]) -> list[Token]:
    """18件申请超过一半来自企业, 12件七成以上为个人: what is said of some is not of the figure."""
    for i, word in enumerate(words):
        if _is_portion(word):
            return words[:i]
    return words


def _cut_at_next(words: list[Token], gap: Sequence[Token]) -> list[Token]:
    """直接起诉的3件已审结2件: what stands between two figures without a join is of the second."""
    if any("parts" in word.signs for word in gap):
        return words
    at = next((i for i, word in enumerate(words) if word.kind == "column"), len(words))
    return words[:at]


def _cut_at_part(words: list[Token]) -> list[Token]:
    """其余24件分属部分公开4件、不予公开5件: what parts are is said of the figures behind."""
    at = next((i for i, word in enumerate(words) if word.kind == "part"), len(words))
    return words[:at]


def _is_portion(word: Token) -> bool:
    told = word.kind in ("odd", "filler") and "portion" in word.signs
    return told or word.kind == "beside"


def _take_leading(words: Sequence[Token]) -> list[Token]:
    """The noun after a figure (收到5件申请), up to where something else begins."""
    found: list[Token] = []
    for word in words:
        if word.kind in _ENDS_NOUN:
            if word.kind in ("change", "up_to") and not found:
                found.append(word)
            break
        if word.kind == "filler" and not word.signs.isdisjoint(_PARTING):
            break
        if word.kind == "left" and found and "of" in found[-1].signs:
            break  # 已办结92件的平均时长
        if _is_portion(word):
            break
        found.append(word)
        if word.kind == "within":
            break
    return found


def _take_before_last_join(words: Sequence[Token]) -> list[Token]:
    at = max((i for i, w in enumerate(words) if "parts" in w.signs), default=len(words))
    return list(words[:at])


def _take_after_last_join(words: Sequence[Token]) -> list[Token]:
    at = max((i for i, w in enumerate(words) if "parts" in w.signs), default=-1)
    return list(words[at + 1 :]) if at >= 0 else []


def divide_list(words: Sequence[Token]) -> list[list[Token]]:
    """The members of a list that shares what follows: 予以公开、部分公开和不予公开."""
    found: list[list[Token]] = [[]]
    for word in words:
        if "parts" in word.signs:
            found.append([])
        else:
            found[-1].append(word)
    return [one for one in found if any(w.kind in _MEMBERS for w in one)]


def list_words_between(words: Sequence[Token]) -> set[str]:
    """What stands between the figures of a clause, the joins of a list being all `、`."""
    places = [i for i, word in enumerate(words) if is_figure(word)]
    between = words[places[0] : places[-1]] if places else ()
    return {"、" if "parts" in w.signs else w.text for w in between if not is_figure(w)}
