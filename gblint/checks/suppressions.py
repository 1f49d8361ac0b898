"""Comments that are to suppress findings, and do not."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from typing import Literal

import msgspec

from gblint.checks.hits import CheckKind, Hit, Place
from gblint.document import Anchor, Comment
from gblint.findings import Say
from gblint.pack.base import Options
from gblint.pack.kind import variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report


class SuppressionCheck(Options, frozen=True, tag="suppression"):
    """A comment that is to suppress findings does what it says (GB904).

    Variants: word, rule, reason, unused, lasting.
    """


_WHERE = Say("批注", "Comment")


class SuppressionFault(msgspec.Struct, frozen=True):
    """What is wrong with a comment: a word that is none of ours, a rule that is not known or
    not named, no reason, no finding to suppress, or one that no comment may suppress. `word` is
    what was read, `rules` name the rules concerned.
    """

    comment: Comment
    variant: Literal["word", "rule", "reason", "unused", "lasting"]
    word: str = ""
    rules: tuple[str, ...] = ()


def suppression_hit(fault: SuppressionFault) -> Hit:
    comment = fault.comment
    return Hit(
        Place(Anchor(comment.first, cell=comment.cell), text=comment.text, where=_WHERE),
        {"text": comment.text, "word": fault.word, "rules": fault.rules},
        fault.variant,
    )


def no_hit(_report: Report, _rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """Nothing: which comments suppress nothing is known when all rules have been checked."""
    return iter(())


SUPPRESSION = CheckKind(
    options=SuppressionCheck,
    finds="comments that are to suppress findings and do not",
    values=("text", "word", "rules"),
    variants=variants("word", "rule", "reason", "unused", "lasting"),
    check=no_hit,
)
