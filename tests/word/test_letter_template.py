"""Letters: a template, of gblint or of an office's own, filled in; and whose a file is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
import pytest

from gblint.word.letter_template import (
    EACH,
    ONCE,
    Letter,
    Template,
    TemplateError,
    build_template,
    is_own_letter,
)

_ONCE = {name: f"<{name}>" for name in ONCE.values()}


def _letter(count: int) -> Letter:
    each = [{name: f"{name}{n}" for name in EACH.values()} for n in range(1, count + 1)]
    return Letter(_ONCE, each)


def _save(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def _texts(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def _own(*paragraphs: str | Sequence[str]) -> bytes:
    """A template of paragraphs, of several runs where there are several texts."""
    document = docx.Document()
    for texts in paragraphs:
        paragraph = document.add_paragraph()
        for text in [texts] if isinstance(texts, str) else texts:
            paragraph.add_run(text)
    return _save(document)


def test_the_template_of_gblint_has_each_finding_once() -> None:
    told = _texts(Template(build_template("zh")).fill(_letter(2)))
    assert told[0] == "关于修改<year>年政府信息公开工作年度报告的通知"
    assert told[1] == "<organ>："
    assert told[3:9] == [
        *("1.【severity1】problem1".replace("1.", "number1."), "位置：where1", "改法：fix1"),
        *("number2.【severity2】problem2", "位置：where2", "改法：fix2"),
    ]
    assert told[9:] == ["<date>"]
    assert "problem1" in "".join(_texts(Template(build_template("en")).fill(_letter(1))))


def test_a_placeholder_may_be_in_several_runs_and_keeps_the_first_ones_looks() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, bold in (("致", False), ("{机", True), ("关", False), ("}的通知：{问题", False)):
        paragraph.add_run(text).bold = bold
    paragraph.add_run("}（{ 年度 }）")
    data = Template(_save(document)).fill(_letter(1))
    (filled,) = docx.Document(io.BytesIO(data)).paragraphs
    assert filled.text == "致<organ>的通知：problem1（<year>）"
    assert [run.text for run in filled.runs if run.bold] == ["<organ>"]


def test_rows_of_a_table_are_there_once_for_each_finding() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(
        table.rows,
        (("序号", "问题"), ("{序号}", "{问题}\n{改法}"), ("合计", "{问题数}")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    data = Template(_save(document)).fill(_letter(3))
    (filled,) = docx.Document(io.BytesIO(data)).tables
    shown = [[cell.text for cell in row.cells] for row in filled.rows]
    assert shown[0] == ["序号", "问题"]
    assert shown[1:4] == [[f"number{n}", f"problem{n}\nfix{n}"] for n in (1, 2, 3)]
    assert shown[4] == ["合计", "<count>"]


def test_headers_and_footers_are_filled_in() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{机关}"
    document.sections[0].footer.paragraphs[0].text = "{date}"
    document.add_paragraph("{problem}")
    filled = docx.Document(io.BytesIO(Template(_save(document)).fill(_letter(1))))
    assert filled.sections[0].header.paragraphs[0].text == "<organ>"
    assert filled.sections[0].footer.paragraphs[0].text == "<date>"


def test_what_is_between_findings_parts_them() -> None:
    told = _texts(Template(_own("{问题}", "以上。", "{改法}")).fill(_letter(2)))
    assert told == ["problem1", "problem2", "以上。", "fix1", "fix2"]


def test_values_are_no_placeholders_and_no_xml() -> None:
    letter = Letter(_ONCE, [{"problem": "{机关} <w:p> & {问题}\x00\x1b\ud800"}])
    told = _texts(Template(_own("{问题}", "{机关}")).fill(letter))
    assert told[0].startswith("{机关} <w:p> & {问题}")
    assert told[1] == "<organ>"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (_own("{机关}"), "没有 {问题}"),
        (_own("{问题}{单位}{机关}"), "{单位} 不是占位符"),
        (b"no template", "损坏"),
        (b"PK\x03\x04 damaged", "损坏"),
    ],
)
def test_a_template_that_is_none_is_told(data: bytes, why: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Template(data)
    assert why in caught.value.say.zh
    assert caught.value.say.en


def test_a_letter_is_known_as_long_as_nobody_changed_its_text() -> None:
    data = Template(build_template("zh")).fill(_letter(1))
    assert is_own_letter(data)
    assert data == Template(build_template("zh")).fill(_letter(1))
    document = docx.Document(io.BytesIO(data))
    document.paragraphs[0].add_run("，限三日内报送")
    assert not is_own_letter(_save(document))
    assert not is_own_letter(build_template("zh"))
    assert not is_own_letter(b"something else")


@pytest.mark.gate
def test_a_file_that_fills_all_memory_is_no_template() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b"<a>" + b" " * 200_000_000)
    with pytest.raises(TemplateError):
        Template(out.getvalue())
