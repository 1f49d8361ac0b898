"""Word files that are written back: what is not changed stays as it was, to the byte."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gblint.readers import ReadError
from gblint.word import WordFile
from tests.builder.raw_word import CONTENT_TYPES, packed, para, part, word
from tests.tools.repository import FIXTURES

_FIXTURES = sorted(FIXTURES.glob("*/*.docx"))
_READABLE = [path for path in _FIXTURES if not path.parent.name.startswith("input-")]
_DOCUMENT = part("document", "<w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:sectPr/></w:body>")


def _entries(data: bytes) -> list[tuple[str, tuple[int, ...], int, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        infos = file.infolist()
        return [(one.filename, one.date_time, one.compress_type, file.read(one)) for one in infos]


def _replace_text(data: bytes) -> bytes:
    file = WordFile(data)
    file.put(file.main, (file.read(file.main) or b"").replace("一、".encode(), "壹、".encode()))
    return file.build()


@pytest.mark.parametrize("path", _READABLE, ids=lambda path: path.parent.name)
def test_other_parts_stay_as_they_were(path: Path) -> None:
    before = path.read_bytes()
    assert WordFile(before).build() is before
    written = _replace_text(before)
    for old, new in zip(_entries(before), _entries(written), strict=True):
        assert old[:3] == new[:3]
        assert (old[3] == new[3]) == (old[0] != WordFile(before).main)


def test_the_bytes_of_other_entries_are_copied() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as file:
        file.comment = b"of the office"
        contents: dict[str, str | bytes] = {
            "[Content_Types].xml": CONTENT_TYPES,
            "word/media/图.png": b"\0" * 100,
            "word/document.xml": _DOCUMENT.replace("甲", "一、"),
        }
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, (2024, 1, 31, 8, 30, 2))
            file.writestr(info, content, zipfile.ZIP_STORED)
    written = _replace_text(stored.getvalue())
    begin = written.index("word/media/图.png".encode())
    assert stored.getvalue()[:begin] == written[:begin]
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert file.comment == b"of the office"
        assert file.read("word/media/图.png") == b"\0" * 100
        assert {one.date_time for one in file.infolist()} == {(2024, 1, 31, 8, 30, 2)}


def test_a_part_is_added_with_relationship_and_type_and_removed_again() -> None:
    before = packed({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": _DOCUMENT})
    file = WordFile(before)
    assert file.find_related("comments") == ""
    name = file.add_related("comments", b"<x/>", "application/vnd.example+xml")
    written = file.build()
    with zipfile.ZipFile(io.BytesIO(written)) as added:
        assert "comments.xml" in added.read("word/_rels/document.xml.rels").decode()
        assert "/word/comments.xml" in added.read("[Content_Types].xml").decode()
        assert added.getinfo("word/comments.xml").date_time == (1980, 1, 1, 0, 0, 0)
    again = WordFile(written)
    assert again.find_related("comments") == name == "word/comments.xml"
    assert again.is_own(name)
    again.remove(name)
    parts = dict.fromkeys(one[0] for one in _entries(again.build()))
    assert list(parts) == ["[Content_Types].xml", "word/document.xml"]
    assert [one[3] for one in _entries(again.build())] == [one[3] for one in _entries(before)]
    assert WordFile(again.build()).find_related("comments") == ""


def test_a_name_that_is_taken_is_not_written_over() -> None:
    data = packed(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "word/document.xml": _DOCUMENT,
            "word/Comments.xml": "<stray/>",
        }
    )
    file = WordFile(data)
    assert file.add_related("comments", b"<x/>", "application/x") == "word/comments1.xml"
    assert {one[0]: one[3] for one in _entries(file.build())}["word/Comments.xml"] == b"<stray/>"


def test_parts_are_found_by_relationship() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="http://x/officeDocument" Target="/Text/Main.xml"/>'
        "</Relationships>"
    )
    data = packed(
        {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": rels, "Text/Main.xml": _DOCUMENT}
    )
    file = WordFile(data)
    assert file.main == "text/main.xml"
    file.add_related("comments", b"<x/>", "application/x")
    names = [one[0] for one in _entries(file.build())]
    assert names[3:] == ["Text/comments.xml", "Text/_rels/Main.xml.rels"]


def test_a_tree_is_written_with_its_declaration_and_line_ends() -> None:
    source = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + _DOCUMENT
    data = packed({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": source})
    file = WordFile(data)
    file.read_tree(file.main)
    file.put_tree(file.main)
    assert file.read(file.main) == source.encode()
    assert file.build() is data


def test_strict_namespaces_come_back() -> None:
    strict = _DOCUMENT.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    file = WordFile(packed({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": strict}))
    assert file.is_strict()
    assert "schemas.openxmlformats.org/wordprocessingml" in str(file.read_tree(file.main))
    file.put_tree(file.main)
    assert file.read(file.main) == strict.encode()


def test_entries_of_unusual_zip_files_are_packed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    data = word(para("一、"))
    assert b"PK\x06\x07" in data or b"PK\x06\x06" in data
    monkeypatch.undo()
    written = _replace_text(data)
    assert "壹、".encode() in _entries(written)[1][3]
    assert [one[0] for one in _entries(written)] == [one[0] for one in _entries(data)]


def test_an_unusual_zip_file_that_is_broken_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    data = packed(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "word/document.xml": _DOCUMENT,
            "word/media/a.bin": b"x",
        }
    )
    monkeypatch.undo()
    broken = data.replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"PK\x03\x05", b"PK\x03\x04", 2)
    file = WordFile(broken)
    file.put(file.main, b"<x/>")
    with pytest.raises(ReadError):
        file.build()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", word(para("甲"))[:-30]])
def test_what_is_damaged_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        WordFile(data)
