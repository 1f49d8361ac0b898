"""Archives are looked into on request: what is in them, and what hostile ones cannot do."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from gblint.files import read_bytes
from gblint.readers.refusals import DEFAULT, Limits, ReadError
from gblint.results import RunResult
from gblint.run import Batch, check_inputs
from gblint.run.exclusion import Exclusion
from gblint.run.find_inputs import FoundInputs, ask_settings, find_inputs, look_into_archives
from gblint.run.plan import Overrides
from tests.builder.report_plan import report
from tests.builder.write_text import text
from tests.tools.repository import FIXTURES

_REPORT = text(report("示例市财政局"))


def _pack(path: Path, files: dict[str, bytes], **how: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", how.get("packing", zipfile.ZIP_DEFLATED)) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def _look(folder: Path, limits: Limits = DEFAULT) -> FoundInputs:
    return look_into_archives(find_inputs([str(folder)]), limits)


def _check(found: FoundInputs, jobs: int = 1) -> RunResult:
    return check_inputs(
        found.inputs,
        Overrides(config="none"),
        batch=Batch(jobs, cache=False),
        skipped=found.skipped,
    )


def _names(found: FoundInputs) -> list[str]:
    return [one.path.partition("!/")[2] for one in found.inputs]


def test_archives_are_passed_over_unless_asked_for(tmp_path: Path) -> None:
    _pack(tmp_path / "a.zip", {"报告.txt": _REPORT})
    (tmp_path / "b.txt").write_bytes(_REPORT)
    found = find_inputs([str(tmp_path)])
    assert [one.name for one in found.inputs] == ["b.txt"]
    assert "--archives" in found.skipped[0].reason.zh


@pytest.mark.parametrize("jobs", [1, 2])
def test_members_are_checked_as_files(tmp_path: Path, jobs: int) -> None:
    _pack(tmp_path / "下级/a.zip", {"乡镇/报告.txt": _REPORT, "b.txt": _REPORT})
    result = _check(_look(tmp_path), jobs)
    assert [file.path.removeprefix(tmp_path.as_posix()) for file in result.files] == [
        "/下级/a.zip!/b.txt",
        "/下级/a.zip!/乡镇/报告.txt",
    ]
    assert {file.organ for file in result.files} == {"示例市财政局"}
    assert all(file.failure is None for file in result.files)


def test_the_settings_nearest_to_an_archive_say_whether_it_is_looked_into(tmp_path: Path) -> None:
    for folder, setting in (("看", "archives = true"), ("不看", ""), ("错", "archives = 1")):
        _pack(tmp_path / folder / "下级" / "a.zip", {"报告.txt": _REPORT})
        (tmp_path / folder / "gblint.toml").write_text(setting, "utf-8")
    found = find_inputs([str(tmp_path)])
    opened = look_into_archives(found, DEFAULT, asks=ask_settings("find"))
    assert [one.path.removeprefix(tmp_path.as_posix()) for one in opened.inputs] == [
        "/看/下级/a.zip!/报告.txt"
    ]
    assert len(opened.skipped) == 2
    assert look_into_archives(found, DEFAULT, asks=ask_settings("none")).inputs == found.inputs
    every = look_into_archives(found, DEFAULT, asks=ask_settings(tmp_path / "看" / "gblint.toml"))
    assert len(every.inputs) == 3


def test_an_archive_and_a_member_can_be_named(tmp_path: Path) -> None:
    path = _pack(tmp_path / "a.ZIP", {"a.txt": _REPORT, "b.md": _REPORT})
    found = look_into_archives(find_inputs([str(path)]), DEFAULT)
    assert _names(found) == ["a.txt", "b.md"]
    (member,) = find_inputs([f"{path}!/b.md"]).inputs
    assert member.failure is None
    assert read_bytes(member.source) == _REPORT
    (absent,) = find_inputs([f"{path}!/c.md"]).inputs
    assert _check(FoundInputs((absent,))).files[0].failure


def _pack_in_gbk(name: str, *, utf8: bool = False) -> bytes:
    """An archive with a name in GBK, or in UTF-8, that says neither."""
    data = name.encode("utf-8" if utf8 else "gbk")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("?" * len(data), _REPORT)
    return out.getvalue().replace(b"?" * len(data), data)


@pytest.mark.parametrize("utf8", [False, True])
def test_names_in_the_code_page_of_the_packer(tmp_path: Path, *, utf8: bool) -> None:
    name = "示例市镇街年度报告（终稿）.txt"
    (tmp_path / "a.zip").write_bytes(_pack_in_gbk(name, utf8=utf8))
    found = _look(tmp_path)
    assert _names(found) == [name]
    assert _check(found).files[0].organ == "示例市财政局"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("甲\\乙\\a.txt", "甲/乙/a.txt"),
        ("./a//b/../a.txt", "a/b/a.txt"),
    ],
)
def test_no_name_leads_out_of_an_archive(tmp_path: Path, written: str, name: str) -> None:
    _pack(tmp_path / "in/a.zip", {written: _REPORT})
    before = sorted(tmp_path.rglob("*"))
    found = _look(tmp_path)
    assert _names(found) == [name]
    assert _check(found).files[0].failure is None
    assert sorted(tmp_path.rglob("*")) == before


def test_two_members_of_one_name_are_both_checked(tmp_path: Path) -> None:
    other = text(report("示例市教育局"))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", _REPORT)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", other)
    result = _check(_look(tmp_path))
    assert {one.path.rpartition("/")[2]: one.organ for one in result.files} == {
        "a.txt": "示例市财政局",
        "a(2).txt": "示例市教育局",
    }


def test_what_is_passed_over_in_an_archive_is_told(tmp_path: Path) -> None:
    inner = _pack(tmp_path / "inner.zip", {"b.docx": b"x"}).read_bytes()
    files = {
        "a.txt": _REPORT,
        "b.ofd": b"x",
        "c.zip": inner,
        "~$a.docx": b"x",
        ".d.docx": b"x",
        "__MACOSX/._a.txt": b"x",
        "Thumbs.db": b"x",
    }
    _pack(tmp_path / "in/a.zip", files)
    found = _look(tmp_path / "in")
    assert _names(found) == ["a.txt"]
    told = {one.path.partition("!/")[2]: one.reason.zh for one in found.skipped}
    assert set(told) == {"b.ofd", "c.zip", "~$a.docx", ".d.docx"}
    assert "压缩包里的压缩包" in told["c.zip"]


def test_exclude_holds_in_archives(tmp_path: Path) -> None:
    _pack(tmp_path / "a.zip", {"a.txt": _REPORT, "草稿/b.txt": _REPORT})
    excluding = Exclusion(config="none", exclude=("**/草稿/**",))
    found = look_into_archives(find_inputs([str(tmp_path)]), DEFAULT, exclusion=excluding)
    assert _names(found) == ["a.txt"]


def test_a_word_file_that_was_renamed_is_read(tmp_path: Path) -> None:
    path = FIXTURES / "clean-city" / "report.docx"
    (tmp_path / "a.zip").write_bytes(path.read_bytes())
    assert _check(_look(tmp_path)).files[0].format == "docx"


def _encrypted(path: Path) -> None:
    data = bytearray(_pack(path, {"a.txt": _REPORT}).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def _bomb(path: Path) -> None:
    _pack(path, {"a.txt": bytes(30 * 2**20)})


def _many(path: Path) -> None:
    _pack(path, {f"{at}.txt": b"" for at in range(6)})


def _large_directory(path: Path) -> None:
    data = bytearray(_pack(path, {"a.txt": _REPORT}).read_bytes())
    struct.pack_into("<I", data, data.rindex(b"PK\x05\x06") + 12, 2**31)
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(_pack(path, {"a.txt": _REPORT}).read_bytes()[:-40])


def _changed(path: Path) -> None:
    data = bytearray(_pack(path, {"a.txt": _REPORT}).read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_encrypted, "密码"),
        (_bomb, "压缩比"),
        (_many, "archive_files"),
        (_large_directory, "archive_files"),
        (_cut, "已损坏"),
        (_changed, "已损坏"),
        (lambda path: path.write_bytes(b""), "已损坏"),
        (lambda path: path.write_bytes(b"PK\x05\x06" + bytes(18)), "没有可检查的文件"),
        (lambda path: _pack(path, {"a.ofd": b"x"}), "没有可检查的文件"),
        (lambda path: _pack(path, {"a.txt": _REPORT * 900}, packing=0), "archive_mb"),
    ],
)
def test_what_cannot_be_opened_is_a_failure(tmp_path: Path, make: object, words: str) -> None:
    make(tmp_path / "a.zip")  # type: ignore[operator]
    limits = Limits(archive_files=5, archive_mb=31)
    if words == "archive_mb":
        limits = Limits(archive_mb=1)
    result = _check(_look(tmp_path, limits))
    assert result.exit_code == 2
    assert len(result.files) == 1
    assert words in str(result.files[0].failure)


def test_a_member_is_held_to_the_limits_of_a_file(tmp_path: Path) -> None:
    from gblint.readers.refusals import apply_limits

    path = _pack(tmp_path / "a.zip", {"a.txt": b"x" * 3 * 2**20}, packing=0)
    with apply_limits(Limits(file_mb=2)), pytest.raises(ReadError, match="2 MB"):
        read_bytes(f"{path}!/a.txt")


def test_a_folder_that_is_called_like_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip!" / "b.txt"
    path.parent.mkdir()
    path.write_bytes(_REPORT)
    assert read_bytes(str(path)) == _REPORT
    assert len(_check(_look(tmp_path)).files) == 1
