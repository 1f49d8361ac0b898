"""What messages quote of a document stands in it, so that a search finds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import gblint
from gblint.checks.places import as_written, find_passage, squeeze
from gblint.document import Document, Paragraph
from gblint.findings import Finding
from gblint.readers import read
from tests.builder.fixtures import FIXTURES

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
_FILES = sorted(
    path
    for path in FIXTURES.glob("*/*")
    if path.is_file() and path.name != "expected.yaml" and path.stem != "previous"
)


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


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.parent.name)
def test_quotes_of_fixtures(path: Path) -> None:
    data = path.read_bytes()
    findings = [f for f in gblint.check(data, file_name=path.name).findings if f.values]
    if not findings or all(f.rule.startswith("GB9") for f in findings):
        return
    written = _written(read(data, path.name))
    for finding in findings:
        if finding.rule in _ELSEWHERE:
            continue
        for piece in _quoted(finding):
            assert _holds(written, piece), f"{finding.rule}: {piece!r}"


_WIDE = str.maketrans(
    {**{chr(c): chr(c + 0xFEE0) for c in range(0x30, 0x3A)}, "，": ",", "：": ":"}
)


def _wide(line: str) -> str:
    return line.translate(_WIDE)


def _half(line: str) -> str:
    return line.translate(str.maketrans("，（）：；", ",():;"))


def _spaced(line: str) -> str:
    return re.sub(r"(?<=\d)(?=[年月日件次%])", " ", line)


def _unseen(line: str) -> str:
    return "\u3000\u3000" + line.replace("件", "\u200b件").replace("月", "\u00a0月")


@pytest.mark.parametrize("change", [_wide, _half, _spaced, _unseen])
def test_quotes_of_texts_with_other_characters(change: Callable[[str], str]) -> None:
    wrong = [
        f"{path.parent.name}: {one}"
        for path in _FILES
        if path.suffix == ".md"
        for one in _misquoted(path, change)
    ]
    assert not wrong, "\n".join(wrong)


def _misquoted(path: Path, change: Callable[[str], str]) -> Iterator[str]:
    """What is quoted of a text whose lines were changed, and does not stand there."""
    lines = path.read_text("utf-8").split("\n")
    changed = "\n".join(line if line.startswith("|") else change(line) for line in lines)
    for finding in gblint.check(changed.encode(), file_name=path.name).findings:
        if finding.rule not in _ELSEWHERE:
            yield from (
                f"{finding.rule}: {piece!r}"
                for piece in _quoted(finding)
                if not _holds(changed, piece)
            )


@pytest.mark.parametrize(
    ("text", "plain", "written"),
    [
        ("留有（此处填写情况），待补", "(此处填写情况)", "（此处填写情况）"),
        ("共 １２ 件，", "12件,", "１２ 件，"),
        ("据〔２０１９〕\u300060号", "〔2019〕60号", "〔２０１９〕\u300060号"),
        ("没有的", "有", "有"),
        ("㈱办理\u200b完毕，", "办理完毕,", "办理\u200b完毕，"),
    ],
)
def test_a_passage_as_it_is_written(text: str, plain: str, written: str) -> None:
    begin = squeeze(text).index(plain)
    assert as_written(text, begin, begin + len(plain)) == written
    assert find_passage(text, plain) == written


def test_years_in_chinese_numerals_are_found_where_they_stand() -> None:
    assert find_passage("自二〇二三年1月1日起", "2023年1月1日") == "二〇二三年1月1日"
    assert find_passage("没有", "2023年") == "2023年"
