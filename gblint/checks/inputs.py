"""What is told of an input as such: it cannot be checked, or a comment in it suppresses nothing."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from typing import Literal

import msgspec

from gblint.checks.hits import CheckKind, Hit, Place, as_say, options
from gblint.document import Anchor, Comment, Document, Paragraph
from gblint.findings import Say
from gblint.pack import Case, Options, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report, Unlike
from gblint.report.other_documents import is_all_in_one_row


class InputCheck(Options, frozen=True, tag="input"):
    """A file that cannot be checked (GB901 unreadable, GB902 unrecognised, GB903 scanned)."""

    event: Literal["unreadable", "unrecognised", "scanned"]


class SuppressionCheck(Options, frozen=True, tag="suppression"):
    """A comment that is to suppress findings does what it says (GB904).

    Variants: word, rule, reason, unused, lasting.
    """


Event = Literal["unreadable", "unrecognised", "scanned"]

_STAMPS = 50
"""Characters that a scan may have beside its pictures: page numbers, a stamp's words."""

_WHOLE_FILE = Say("整个文件", "whole file")
_SCANNED = Say("正文是图片", "the text is a picture")
_CRAMMED = Say(
    "全部文字在表格的一行里，转换时丢失了段落和表格，请检查转换前的文件",
    "all its text is in one row of a table, paragraphs and tables were lost in a conversion: "
    "check what was converted",
)
_EMPTY = Say("文件中没有文字", "there is no text in it")
_OTHER = Say("没有找到年度报告的标题、章节或表格", "no title, section or table of one was found")

_RUN_TOGETHER = Say(
    "换行丢失了，几个部分连成了一段，无法分清标题、段落和表格，请检查转换或复制之前的文件",
    "the ends of its lines were lost, its sections are one paragraph: check what it was copied or "
    "converted from",
)


def input_event(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """A hit when the document was read, but no report was recognised in it."""
    if report.recognised:
        return
    count = _characters(report.document)
    scanned = report.document.pictures > 0 and count <= _STAMPS
    if options(rule, InputCheck).event != ("scanned" if scanned else "unrecognised"):
        return
    if scanned:
        yield input_hit(_SCANNED)
    elif report.unlike is not None:
        yield _unlike(report.unlike)
    elif is_all_in_one_row(report.document):
        yield input_hit(_CRAMMED, "other")
    else:
        yield input_hit(_OTHER if count else _EMPTY, "other" if count else "empty")


def input_hit(reason: Say, variant: str = "") -> Hit:
    return Hit(Place(where=_WHOLE_FILE), {"reason": reason}, variant)


def _unlike(unlike: Unlike) -> Hit:
    """A hit at what shows that the document is another."""
    if unlike.why == "run_together":
        return Hit(Place(unlike.anchor, where=_WHOLE_FILE), {"reason": _RUN_TOGETHER}, "other")
    name, title = as_say(unlike.name), unlike.title
    reason = Say(
        f"从标题“{title}”看，这是{name.zh}",
        f'by its title, "{title}", it is {name.in_lang("en")}',
    )
    return Hit(Place(unlike.anchor, text=title, where=_WHOLE_FILE), {"reason": reason}, "other")


def _characters(document: Document) -> int:
    """The characters of a document, white space not counted."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            texts += [cell.text for cell in block.cells]
    return sum(len("".join(text.split())) for text in texts)


_COMMENT = Say("批注", "Comment")


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
        Place(Anchor(comment.first, cell=comment.cell), text=comment.text, where=_COMMENT),
        {"text": comment.text, "word": fault.word, "rules": fault.rules},
        fault.variant,
    )


def no_hit(_report: Report, _rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """Nothing: which comments suppress nothing is known when all rules have been checked."""
    return iter(())


INPUT = CheckKind(
    options=InputCheck,
    finds="files that cannot be checked",
    values=("reason",),
    option="event",
    cases={"unrecognised": Case(variants=variants("empty", "other", "year"))},
    check=input_event,
)


SUPPRESSION = CheckKind(
    options=SuppressionCheck,
    finds="comments that are to suppress findings and do not",
    values=("text", "word", "rules"),
    variants=variants("word", "rule", "reason", "unused", "lasting"),
    check=no_hit,
)
