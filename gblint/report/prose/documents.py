"""Words that are something else where documents are told of: 规范性文件立7件, 库存降到31件."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.report.prose.model import State, has
from gblint.report.prose.vocabulary import Token, Vocabulary

_BARRING = ("request", "requests", "case", "result", "others", "deciding")
_KINDS = ("odd", "arriving", "filler", "equals", "effective")
_LEADING = ("n", "up_to", "equals", "document")
_MOST = 4
"""Words of a run that may be one."""


def with_documents(words: list[Token], state: State, vocabulary: Vocabulary) -> list[Token]:
    """The words of a clause, those being changes of documents that are other things elsewhere."""
    if not _is_on_documents(words, state):
        return words
    found: list[Token] = []
    for i, word in enumerate(words):
        then = words[i + 1] if i + 1 < len(words) else None
        made = _change_of([*found[1 - _MOST :], word], then, vocabulary)
        if made is not None:
            found = [one for one in found if one.start < made.start]
        found.append(made or word)
    return found


def _change_of(run: Sequence[Token], then: Token | None, vocabulary: Vocabulary) -> Token | None:
    """The longest run of words up to here that is one (保有量 is read as three), if the word behind
    is a figure or leads to it.
    """
    if then is None or then.kind not in _LEADING:
        return None
    for start in range(len(run)):
        words = run[start:]
        text = "".join(one.text for one in words)
        key = vocabulary.in_documents.get(text) or vocabulary.in_documents.get(text[:-1])
        if key is not None and all(one.kind in _KINDS for one in words):
            return Token("column", key, words[0].start, words[-1].end, text)
    return None


def _is_on_documents(words: Sequence[Token], state: State) -> bool:
    if has(words, *_BARRING):
        return False
    return has(words, "document") or (state.topic == "documents" and bool(state.document))
