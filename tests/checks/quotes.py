"""What findings quote of a document, and whether it stands there, so that a search finds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gblint.document import Document, Paragraph
from gblint.findings import Finding

_QUOTING = ("text", "read", "phone", "hint", "first", "quoted")
"""The values of findings that quote what is in the document."""
_ELSEWHERE = {
    "GB202": "the row or column that is absent, as the format has it",
    "GB203": "several, listed",
    "GB704": "masked",
    "GB904": "a comment, no text of the document",
}
_NO_QUOTES = {
    ("GB706", "first"): "where a sentence stands first, in words",
    ("GB705", "text"): "several in one, which `quoted` has one by one",
}
_CUT = re.compile("…+")


def find_misquoted(document: Document, findings: Iterable[Finding]) -> list[str]:
    """The rules and what they quote that the document does not have."""
    return list_misquoted(_written(document), findings)


def list_misquoted(written: str, findings: Iterable[Finding]) -> list[str]:
    """The same of a text."""
    return [
        f"{finding.rule}: {piece!r}"
        for finding in findings
        if finding.rule not in _ELSEWHERE
        for piece in _quoted(finding)
        if not _holds(written, piece)
    ]


def _written(document: Document) -> str:
    lines = [*document.titles]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.shown)
        else:
            lines += [cell.text for cell in block.cells]
    return "\n".join(lines)


def _quoted(finding: Finding) -> Iterator[str]:
    """The pieces of the document that a finding quotes; what is listed with 、 one by one."""
    for name in _QUOTING:
        value = finding.values.get(name, "")
        for one in value if isinstance(value, tuple) else (value,):
            if (finding.rule, name) in _NO_QUOTES:
                continue
            listed = str(one).split("、") if (finding.rule, name) == ("GB701", "read") else [one]
            for piece in listed:
                yield from (p.strip() for p in _CUT.split(str(piece).strip("“”")) if p.strip())


def _holds(written: str, piece: str) -> bool:
    """White space may be any, as a title may run over lines; emphasis of Markdown is none."""
    plain = "".join(written.replace("*", "").split())
    return piece in written or "".join(piece.split()) in plain
