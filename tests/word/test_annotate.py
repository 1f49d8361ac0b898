"""Comments in Word files: where they stand, what they say, and that nothing else changes."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from docx import Document
from lxml import etree

import gblint
from gblint.findings import Entry, Finding, Footing, Location, Say, Severity
from gblint.readers import ReadError
from gblint.word.annotate import annotate, clear, is_untouched
from tests.builder import mutate
from tests.builder.faulty_specimen import as_word, write
from tests.builder.fixture_cases import base, with_heading, with_prose
from tests.builder.raw_word import CONTENT_TYPES, STRICT, packed, para, part, row, run, table, word
from tests.builder.write_docx import docx
from tests.fix.fixing import WORD, check
from tests.tools.amount import some
from tests.tools.repository import FIXTURES
from tests.word.comment_schema import W, find_faults, read

_FIXTURES = [
    path for path in sorted(FIXTURES.glob("*/*.docx")) if not path.parent.name.startswith("input-")
]
_SKIPS = "一是目录更新不及时；三是培训不够。改进情况：已补课。"


def _finding(
    line: int,
    *,
    cell: int = 0,
    text: str = "",
    column: int = 1,
    rule: str = "GB501",
    severity: Severity = "warning",
    where: str = "正文",
    **values: Any,
) -> Finding:
    place = Location(line=line, cell=cell, text=text, column_offset=column, where=Say(where))
    return Finding(
        rule, severity, Say("message"), place, basis=Say("basis"), fix=Say("fix"), values=values
    )


def _annotated(body: str, *findings: Finding, title: str = "") -> bytes:
    data = word(body)
    done = annotate(data, findings, title, "zh").data
    assert find_faults(done) == []
    assert annotate(done, findings, title, "zh").data == done
    _assert_same(data, clear(done).data)
    return done


def _ranges(data: bytes) -> list[str]:
    """The text in the range of each comment, in the order of the document."""
    body = read(data, "word/document.xml")
    found: list[str] = []
    for start in body.iter(W + "commentRangeStart"):
        inside, text = False, ""
        for element in body.iter():
            if element is start:
                inside = True
            elif element.tag == W + "commentRangeEnd" and element.get(W + "id") == start.get(
                W + "id"
            ):
                break
            elif inside and element.tag == W + "t":
                text += element.text or ""
        found.append(text)
    return found


def _texts(data: bytes) -> list[str]:
    """The comments that python-docx reads, in their order."""
    import docx as python_docx

    return [one.text for one in python_docx.Document(io.BytesIO(data)).comments]


def _said(data: bytes) -> list[str]:
    """The same, of a file that has no more than it must."""
    return [
        "\n".join("".join(one.text or "" for one in p.iter(W + "t")) for p in comment)
        for comment in read(data, "word/comments.xml")
    ]


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def _canonical(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), method="c14n")


def _assert_same(before: bytes, after: bytes) -> None:
    """Two files are the same to Word: the same parts, in order; those in XML the same XML."""
    old, new = _parts(before), _parts(after)
    rels = set(new) - set(old)
    assert [name for name in new if name not in rels] == list(old)
    assert all(name.endswith(".rels") for name in rels)
    for name, data in old.items():
        assert data == new[name] or _canonical(data) == _canonical(new[name]), name


def _spoil(data: bytes, chance: random.Random) -> bytes:
    """A Word file with faults put into its text."""
    parts = _parts(data)
    root = etree.fromstring(parts["word/document.xml"])
    texts = [one for one in root.iter(W + "t") if one.text]
    for one in chance.choices(texts, k=12):
        at = chance.randrange(len(one.text or "") + 1)
        one.text = chance.choice(
            (
                re.sub(r"\d+", lambda number: str(int(number[0]) + 7), one.text or ""),
                (one.text or "")[:at] + "截止目前,做为（××" + (one.text or "")[at:],
                "",
            )
        )
    parts["word/document.xml"] = etree.tostring(root)
    return packed(dict(parts))


@pytest.mark.alike(2)
@pytest.mark.parametrize("path", some(_FIXTURES, 10), ids=lambda path: path.parent.name)
def test_nothing_is_lost(path: Path) -> None:
    chance = random.Random(path.parent.name)
    for data in (path.read_bytes(), _spoil(path.read_bytes(), chance)):
        found = gblint.check(data, file_name="report.docx")
        done = annotate(data, found.findings, found.title, "zh")
        assert bool(done.comments) == bool(found.findings)
        again = gblint.check(done.data, file_name="report.docx")
        assert again == found, "the comments are read as something"
        assert annotate(done.data, again.findings, again.title, "zh").data == done.data
        assert len(_texts(done.data)) == len(_texts(data)) + done.comments
        assert {*find_faults(done.data)} <= {*find_faults(data)}
        _assert_same(data, clear(done.data).data)


def _wrong() -> bytes:
    plan = mutate.figure(base(), table="applications", row="new", column="natural", value=98765)
    plan = with_heading(plan, 2, heading="主动公开信息情况")
    return docx(replace(with_prose(plan, 5, _SKIPS), sections=plan.sections[:5]))


def test_each_stands_where_it_belongs() -> None:
    plan = mutate.figure(base(), table="applications", row="new", column="natural", value=98765)
    plan = with_prose(with_heading(plan, 2, heading="主动公开信息情况"), 5, _SKIPS)
    plan = replace(plan, sections=(*plan.sections[:3], *plan.sections[4:]))
    data = docx(plan)
    found = gblint.check(data, file_name="report.docx")
    done = annotate(data, found.findings, found.title, "zh").data
    about = dict(zip(_texts(done), _ranges(done), strict=True))
    by_rule = {text.partition(" ")[0]: words for text, words in about.items()}
    assert by_rule["GB104"] == "主动公开信息情况"
    assert by_rule["GB101"] == "五、存在的主要问题及改进情况"
    assert by_rule["GB301"] == "98765", "the culprit, and not the total"
    assert by_rule["GB701"] == "三", "what is to be corrected"
    (story,) = [text for text in about if text.startswith("GB301")]
    assert "GB303" in story, "what comes of the same figure is named with it"
    assert "依据：" in story
    assert "改法：" in story
    assert not any(text.startswith("GB303") for text in about)


def test_what_concerns_the_whole_stands_at_the_title() -> None:
    body = para("示例市文件") + para("示例市人民政府") + para("2023年政府信息公开工作年度报告")
    whole = _finding(1, where="整个文件")
    titled = _annotated(body, whole, title="示例市人民政府2023年政府信息公开工作年度报告")
    assert _ranges(titled) == ["示例市人民政府"]
    assert _ranges(_annotated(body, whole)) == ["示例市文件"]


def test_several_at_one_place_are_one_comment_the_gravest_first() -> None:
    findings = [
        _finding(1, read="964件", rule="GB501", severity="note"),
        _finding(1, read="964件", rule="GB508", severity="error"),
        _finding(1, read="收到", rule="GB707"),
    ]
    done = _annotated(para("全年收到964件。"), *findings)
    assert _ranges(done) == ["收到", "964件"]
    assert [text.split("\n")[0] for text in _said(done)] == [
        "GB707 警告：message",
        "1. GB508 错误：message",
    ]
    assert "2. GB501 提示：message" in _said(done)[1]


@pytest.mark.parametrize(("lang", "end"), [("zh", "似应为2023年。"), ("en", "2023 is expected.")])
def test_a_comment_on_the_very_words_does_not_quote_their_sentence(lang: Any, end: str) -> None:
    data = as_word(write({"2023年，示例市": "2022年，示例市"}))
    made = annotate(data, check(data, WORD).findings, "", lang).data
    (comment,) = Document(io.BytesIO(made)).comments
    assert comment.paragraphs[0].text.endswith(end)


def test_the_words_are_sought_from_the_place_on() -> None:
    body = para("收到5件，办结5件。")
    assert _ranges(_annotated(body, _finding(1, read="5件", column=6))) == ["5件"]
    data = _annotated(body, _finding(1, read="5件", column=6))
    before = etree.tostring(read(data, "word/document.xml"), encoding="unicode")
    assert re.sub("<[^>]*>", "", before.partition("commentRangeStart")[0] + ">") == "收到5件，办结"


def test_what_is_masked_is_found() -> None:
    found = _finding(1, text="139****78")
    assert _ranges(_annotated(para("电话13912345678。"), found)) == ["13912345678"]


def test_a_footing_stands_at_its_culprit() -> None:
    sides = (
        (Entry(Say("甲"), 1, line=2, cell=2, culprit=True),),
        (Entry(Say("丙"), 3, line=2, cell=4),),
    )
    footing = Footing(*sides, 1, 3)
    found = msgspec.structs.replace(_finding(2, cell=4), footing=footing)
    body = table(row("", "甲", "乙", "总计"), row("行", "1", "2", "3"))
    assert _ranges(_annotated(body, found)) == ["1"]


_PLACES = {
    "hyperlink": run("全年") + f"<w:hyperlink>{run('收到964')}</w:hyperlink>" + run("件，"),
    "inserted": run("全年收到9")
    + f'<w:ins w:id="0" w:author="甲">{run("64件")}</w:ins>'
    + run("，"),
    "smart tag": f"<w:smartTag>{run('全年收到96')}</w:smartTag>" + run("4件，"),
    "control": f"<w:sdt><w:sdtContent>{run('全年收到96')}</w:sdtContent></w:sdt>" + run("4件，"),
    "field": run("全年收到")
    + '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>=1</w:instrText></w:r>'
    + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + run("964")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    + run("件，"),
    "one run": run("全年收到964件，"),
}


@pytest.mark.parametrize("inside", _PLACES.values(), ids=_PLACES)
def test_the_very_characters(inside: str) -> None:
    done = _annotated(f"<w:p>{inside}</w:p>", _finding(1, read="964件"))
    assert _ranges(done) == ["964件"]


def test_a_text_box_has_it_on_the_paragraph_that_it_is_anchored_in() -> None:
    box = "<w:txbxContent>" + para("框中964件") + "</w:txbxContent>"
    shapes = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        + box
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    done = _annotated(f"<w:p><w:r>{shapes}</w:r></w:p>", _finding(2, read="964件"))
    assert len(_ranges(done)) == 1


def test_cells_merged_nested_and_empty() -> None:
    merged = "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + para("合") + "</w:tc>"
    goes_on = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    inner = f"<w:tc><w:tcPr/>{table(row('内'))}{para('外1')}{para('外2')}</w:tc>"
    body = table(row(merged, "1", "2"), row(goes_on, "", inner))
    findings = [_finding(1, cell=1), _finding(2, cell=2), _finding(2, cell=3)]
    assert _ranges(_annotated(body, *findings)) == ["合", "", "外1外2"]


def test_a_heading_in_a_bar_of_its_own() -> None:
    body = table(row("一、总体情况")) + para("全年")
    assert _ranges(_annotated(body, _finding(1, cell=1, text="一、总体情况"))) == ["一、总体情况"]


_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'


def _with_parts(body: str, parts: dict[str, str]) -> bytes:
    """A Word file with further parts beside its text, by the kinds of their relationships."""
    links = "".join(
        f'<Relationship Id="r{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>' for kind in parts
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    inside = {f"word/{kind}.xml": content for kind, content in parts.items()}
    return packed(
        {
            "[Content_Types].xml": CONTENT_TYPES.replace(
                "</Types>", '<Override PartName="/word/comments.xml" ContentType="x/y"/></Types>'
            ),
            "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{space}">{links}</Relationships>'
            ),
            **inside,
        }
    )


def _comment(id_: int, author: str, text: str, para_id: str) -> str:
    return (
        f'<w:comment w:id="{id_}" w:author="{author}" w:initials="x"><w:p w14:paraId="{para_id}">'
        f"<w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
    )


def _commented(text: str, *ids: int) -> str:
    starts = "".join(f'<w:commentRangeStart w:id="{id_}"/>' for id_ in ids)
    ends = "".join(
        f'<w:commentRangeEnd w:id="{id_}"/><w:r><w:commentReference w:id="{id_}"/></w:r>'
        for id_ in ids
    )
    return f"<w:p>{starts}{run(text)}{ends}</w:p>"


def test_comments_of_others_keep_their_numbers() -> None:
    comments = part("comments", _comment(7, "王科", "请核实", "1")).replace(
        "<w:comments ", f"<w:comments {_W14} "
    )
    data = _with_parts(_commented("全年收到964件。", 7), {"comments": comments})
    done = annotate(data, [_finding(1, read="964件")], "", "zh").data
    assert find_faults(done) == []
    ids = [(one.get(W + "id"), one.get(W + "author")) for one in read(done, "word/comments.xml")]
    assert ids == [("7", "王科"), ("8", "gblint")]
    _assert_same(data, clear(done).data)


def test_answers_to_a_comment_stay_when_it_goes() -> None:
    comments = part(
        "comments",
        _comment(0, "王科", "请核实", "A0")
        + _comment(1, "gblint", "GB501 警告", "A1")
        + _comment(2, "李处", "gblint: ignore GB501 口径不同", "A2"),
    ).replace("<w:comments ", f"<w:comments {_W14} ")
    threads = (
        f'<w15:commentsEx {_W15}><w15:commentEx w15:paraId="A0" w15:done="0"/>'
        '<w15:commentEx w15:paraId="A1" w15:done="0"/>'
        '<w15:commentEx w15:paraId="A2" w15:paraIdParent="A1" w15:done="0"/></w15:commentsEx>'
    )
    cid = "http://schemas.microsoft.com/office/word/2016/wordml/cid"
    cex = "http://schemas.microsoft.com/office/word/2018/wordml/cex"
    ids = f'<c:commentsIds xmlns:c="{cid}">' + "".join(
        f'<c:commentId c:paraId="A{n}" c:durableId="D{n}"/>' for n in range(3)
    )
    extensible = f'<e:commentsExtensible xmlns:e="{cex}">' + "".join(
        f'<e:commentExtensible e:durableId="D{n}"/>' for n in range(3)
    )
    people = f'<w15:people {_W15}><w15:person w15:author="王科"/><w15:person w15:author="gblint"/>'
    data = _with_parts(
        _commented("全年收到964件。", 0, 1, 2),
        {
            "comments": comments,
            "commentsExtended": threads,
            "commentsIds": ids + "</c:commentsIds>",
            "commentsExtensible": extensible + "</e:commentsExtensible>",
            "people": people + "</w15:people>",
        },
    )
    done = clear(data)
    assert done.removed == 1
    parts = {name: content.decode() for name, content in _parts(done.data).items()}
    assert "GB501 警告" not in parts["word/comments.xml"]
    assert "口径不同" in parts["word/comments.xml"]
    assert 'paraId="A2"' in parts["word/commentsExtended.xml"]
    assert "A1" not in parts["word/commentsExtended.xml"]
    for name in ("word/commentsIds.xml", "word/commentsExtensible.xml"):
        assert "D1" not in parts[name]
        assert "D2" in parts[name]
    assert "gblint" not in parts["word/people.xml"]
    assert find_faults(done.data) == []


def test_an_answer_suppresses_and_the_comment_itself_does_not() -> None:
    import docx as python_docx

    data = docx(with_prose(base(), 5, _SKIPS))
    found = gblint.check(data, file_name="report.docx")
    assert [one.rule for one in found] == ["GB701"]
    done = annotate(data, found.findings, found.title, "zh").data
    file = python_docx.Document(io.BytesIO(done))
    paragraph = next(one for one in file.paragraphs if one.text == _SKIPS)
    file.add_comment(paragraph.runs[:1], text="gblint: ignore GB701 原文如此", author="李处")
    answered = io.BytesIO()
    file.save(answered)
    again = gblint.check(answered.getvalue(), file_name="report.docx")
    assert again.findings == ()
    assert [one.reason for one in again.suppressed] == ["原文如此"]
    second = annotate(answered.getvalue(), again.findings, again.title, "zh")
    assert (second.comments, second.removed) == (0, 1)
    assert _texts(second.data) == ["gblint: ignore GB701 原文如此"]


def test_what_a_comment_of_gblint_quotes_is_nothing_that_it_obeys() -> None:
    quoted = _finding(1, rule="GB904")
    quoted = msgspec.structs.replace(
        quoted, message=Say("批注“gblint: ignore-file GB1 理由”没有用")
    )
    data = docx(with_prose(base(), 5, _SKIPS))
    done = annotate(data, [quoted], "", "zh").data
    again = gblint.check(done, file_name="report.docx")
    assert again == gblint.check(data, file_name="report.docx")


def test_english_comments() -> None:
    data = docx(with_prose(base(), 5, _SKIPS))
    found = gblint.check(data, file_name="report.docx")
    (text,) = _texts(annotate(data, found.findings, found.title, "en").data)
    assert text.startswith("GB701 warning: ")
    assert "\nBasis: " in text
    assert "\nWhat to do: " in text


def test_strict_files_stay_strict() -> None:
    usual = word("<w:p><w:r><w:t>全年收到964件。</w:t></w:r></w:p>")
    parts = _parts(usual)
    main = parts["word/document.xml"].decode().replace(W.strip("{}"), STRICT)
    data = packed({**parts, "word/document.xml": main})
    done = annotate(data, [_finding(1, read="964件")], "", "zh").data
    written = _parts(done)
    assert STRICT.encode() in written["word/comments.xml"]
    assert STRICT.encode() in written["word/document.xml"]
    assert (
        b"purl.oclc.org/ooxml/officeDocument/relationships/comments"
        in (written["word/_rels/document.xml.rels"])
    )
    _assert_same(data, clear(done).data)


def test_the_date_is_that_of_the_document() -> None:
    data = docx(with_prose(base(), 5, _SKIPS))
    parts = _parts(data)
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dcterms:modified>2024-01-20T08:30:00Z</dcterms:modified></cp:coreProperties>"
    )
    rels = parts["_rels/.rels"].decode()
    if "core-properties" not in rels:
        link = (
            '<Relationship Id="rCore" Type="http://x/core-properties" Target="docProps/core.xml"/>'
        )
        rels = rels.replace("</Relationships>", link + "</Relationships>")
    dated = packed({**parts, "_rels/.rels": rels, "docProps/core.xml": core})
    done = annotate(dated, [_finding(1)], "", "zh").data
    comment = read(done, "word/comments.xml")[0]
    assert comment.get(W + "date") == "2024-01-20T08:30:00Z"
    assert comment.get(W + "initials") == "gb"


def test_what_gblint_wrote_is_known_until_someone_changes_it() -> None:
    import docx as python_docx

    data = docx(with_prose(base(), 5, _SKIPS))
    assert not is_untouched(data)
    for findings in ([], [_finding(1)]):
        done = annotate(data, findings, "", "zh").data
        assert is_untouched(done)
        saved = io.BytesIO()
        python_docx.Document(io.BytesIO(done)).save(saved)
        assert not is_untouched(saved.getvalue())


def test_characters_that_xml_has_not() -> None:
    found = msgspec.structs.replace(_finding(1), message=Say("乱\x00码\x1b[31m"))
    (text,) = _said(_annotated(para("甲"), found))
    assert "\x00" not in text


def test_without_any_paragraph_there_is_one_error() -> None:
    body = '<w:altChunk r:id="x" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    with pytest.raises(ReadError):
        annotate(word(body), [_finding(1)], "", "zh")


def _hostile() -> Iterator[bytes]:
    good = word(para("甲"))
    yield b""
    yield b"PK\x03\x04" + b"\0" * 100
    yield good[: len(good) // 2]
    parts = _parts(good)
    yield packed({**parts, "word/document.xml": b"<a/>"})
    bomb = b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + parts["word/document.xml"]
    yield packed({**parts, "word/document.xml": bomb})
    yield packed({**parts, "word/comments.xml": b"<w:comments>"})


@pytest.mark.parametrize("data", list(_hostile()))
def test_hostile_files_are_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        annotate(data, [_finding(1)], "", "zh")
    if data and b"commen" in data:
        with pytest.raises(ReadError):
            clear(data)
