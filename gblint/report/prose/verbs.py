"""What verbs say of a figure of applications, and what 申请 says without one."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.findings import Say
from gblint.report.prose.model import State, Taken
from gblint.report.prose.vocabulary import NO_DAYS, Token, Vocabulary
from gblint.report.prose.words import (
    NO_WEIGHT,
    OTHERS,
    SUBSET,
    UNKNOWN,
    VERBS,
    Segment,
    has,
    left,
    noun,
)
from gblint.report.stated import Meaning


def take_verbs(segment: Segment, found: Sequence[Token], state: State) -> list[Taken]:
    """The rows of table 2 that verbs name; several where they share a figure."""
    anew = has(found, "arriving")  # 第二季度收到9件；全年收到53件
    unread = state.last.why in (OTHERS, UNKNOWN) or not (state.known_here or anew)
    unread = unread or state.turned
    if state.sentence_begun and unread and not noun(segment.words):
        return [left(OTHERS)]  # 平台受理诉求47件，办结39件
    if _tells_how(segment):
        return [left(SUBSET)]
    gone = state.last_in_sentence.head == "carried_out"  # 除6件跨年外，其余124件均已答复
    if segment.has("rest") and has(found, "finishing") and not gone:
        return [left(SUBSET)]
    verbs = [word for word in found if word.kind in VERBS]
    if not verbs:
        return [left(UNKNOWN)]
    why = Say("表2的申请", "applications of table 2")
    last = verbs[-1]
    if len(verbs) > 1:
        first, words = verbs[0], segment.words
        joint = [w for w in words if verbs[-2].end <= w.start < last.start]
        if has(joint, "also"):
            keep = [v for v in (verbs[-2], last) if v.kind != "doing"]
            return [Taken((Meaning((v.key,)),), why, v.kind) for v in keep]
        if any(w.text in ("、", "和", "及", "与") for w in joint) and len(joint) <= 2:
            last = first
    if last.kind == "doing" and has(segment.before, "still"):  # 尚有5件在法定期限内办理
        return [Taken((Meaning(("carried_out",)),), why, "carrying")]
    return [Taken((Meaning((last.key,)),), why, last.kind)]


def _tells_how(segment: Segment) -> bool:
    """其中11件在10个工作日内办结, 一件答复后申请人来电: of those dealt with in some way."""
    after = segment.before if segment.behind else segment.after
    at = next((i for i, word in enumerate(after) if word.kind == "finishing"), None)
    if at is None or has(after, "all"):
        return False
    days = any(word.text.startswith(NO_DAYS) for word in after[:at])
    return days or has(after[:at], "left") or has(after[at + 1 :], "odd")


def _there_are(segment: Segment, vocabulary: Vocabulary) -> bool:
    """有1件申请经补正后仍不符合要求: some, of which something is told."""
    before = segment.before[-1:]
    return (
        bool(before)
        and before[0].text in vocabulary.there_are
        and has(segment.tail[len(segment.after) :], "odd", "left", "others")
    )


def take_noun(segment: Segment, state: State, vocabulary: Vocabulary) -> Taken:
    """申请12件 without a verb: what came in, where nothing else is said."""
    before, words = segment.before, segment.words
    first = next((w.kind for w in words if w.kind not in NO_WEIGHT), "")
    if has(words, "request") and state.base is None and not has(words, "part"):
        if first != "request" and not has(words, "within"):
            return left(UNKNOWN)
        every = (Meaning(("received",)), Meaning(("completed",)), Meaning(("due",)))
        if _there_are(segment, vocabulary):
            return left(SUBSET)
        if all(w.kind in NO_WEIGHT or w.kind == "request" for w in words):
            return Taken(every, Say("这些申请", "these applications"), "arriving")
    plain = all(w.kind in NO_WEIGHT or w.kind == "requests" for w in words if w.kind != "odd")
    if plain and has(before, "requests") and state.base is None and not has(before, "part"):
        return Taken(
            (Meaning(("received",)),), Say("收到的申请", "applications received"), "arriving"
        )
    return left(UNKNOWN)
