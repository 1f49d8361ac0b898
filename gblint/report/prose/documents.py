"""Words that are what they are only where documents are told of: 规范性文件立7件、废15件, 库存降到31件."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.report.prose.model import State, has
from gblint.report.prose.vocabulary import Token, Vocabulary

_BARRING = ("request", "requests", "case", "result", "others", "deciding")
_KINDS = ("odd", "arriving", "filler", "change")


def with_documents(words: list[Token], state: State, vocabulary: Vocabulary) -> list[Token]:
    """The words of a clause, those being changes of documents that are other things elsewhere."""
    if not _is_on_documents(words, state):
        return words
    found = list(words)
    for i, word in enumerate(words):
        key = vocabulary.in_documents.get(word.text)
        if key is None or word.kind not in _KINDS:
            continue
        then = words[i + 1].kind if i + 1 < len(words) else ""
        if then in ("n", "up_to", "equals") or (word.kind == "odd" and then in ("filler", "year")):
            found[i] = msgspec.structs.replace(word, kind="column", key=key)
    return found


def _is_on_documents(words: Sequence[Token], state: State) -> bool:
    if has(words, *_BARRING):
        return False
    return has(words, "document") or (state.topic == "documents" and bool(state.document))
