"""What a folder holds: nothing that could be a report is passed over unseen."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

import gblint
from gblint.readers import list_forms, list_suffixes
from gblint.results import FileResult, RunResult, Skipped, WriterOptions, describe_skipped
from gblint.run.find_inputs import FoundInputs, find_inputs
from gblint.writers import WRITERS, write_whole
from tests.tools.repository import DOCS, FIXTURES

_FORMS = DOCS / "forms.md"


def _found(folder: Path, monkeypatch: pytest.MonkeyPatch, *named: str) -> FoundInputs:
    monkeypatch.chdir(folder)
    return find_inputs(named or ["."])


def _reasons(found: FoundInputs) -> dict[str, str]:
    return {one.path: one.reason.zh for one in found.skipped}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.ofd", "版式文件"),
        ("a.OFD", "版式文件"),
        ("a.rar", "压缩包"),
        ("a.zip", "压缩包"),
        ("a.7z", "压缩包"),
        ("a.xlsx", "表格"),
        ("a.xls", "表格"),
        ("a.et", "表格"),
        ("a.pptx", "演示文稿"),
        ("a.jpg", "图片"),
        ("a.docm", "另存为"),
        ("a.lnk", "快捷方式"),
        ("a.eml", "附件"),
        ("a.数据", "不是可检查的形式"),
        ("2023年报", "没有后缀"),
        ("~$a.docx", "锁定文件"),
        (".~a.wps", "锁定文件"),
        (".a.docx", "隐藏文件"),
    ],
)
def test_what_is_no_form_is_passed_over_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, says: str
) -> None:
    (tmp_path / "r.md").touch()
    (tmp_path / "下级").mkdir()
    (tmp_path / "下级" / name).touch()
    found = _found(tmp_path, monkeypatch)
    assert [one.path for one in found.inputs] == ["r.md"]
    (reason,) = _reasons(found).values()
    assert says in reason
    assert all(one.reason.en for one in found.skipped)


def test_every_form_is_taken_from_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for suffix in list_suffixes():
        (tmp_path / f"a{suffix}").touch()
        (tmp_path / f"B{suffix.upper()}").touch()
    found = _found(tmp_path, monkeypatch)
    assert len(found.inputs) == 2 * len(list_suffixes())
    assert found.skipped == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of Unix")
def test_links_pipes_and_loops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real.md").touch()
    (tmp_path / "dangling.docx").symlink_to("nowhere")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "back").symlink_to(".")
    os.mkfifo(tmp_path / "pipe.md")
    os.mkfifo(tmp_path / "pipe")
    found = _found(tmp_path, monkeypatch)
    failures = {one.path: one.failure.zh for one in found.inputs if one.failure}
    assert {path: why[:4] for path, why in failures.items()} == {
        "dangling.docx": "链接所指",
        "loop.md": "链接指向",
        "pipe.md": "这不是普",
    }
    assert {path: why[:4] for path, why in _reasons(found).items()} == {
        "dangling": "链接所指",
        "loop": "链接指向",
        "back": "文件夹的",
        "pipe": "这不是普",
    }
    assert [one.path for one in found.inputs if not one.failure] == ["real.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Unix")
def test_a_pattern_does_not_wait_for_pipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").touch()
    os.mkfifo(tmp_path / "pipe.md")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.md").symlink_to("pipe.md")
    (tmp_path / "zero.md").symlink_to(os.devnull)
    for pattern in ("*", "**/*", "[a-z]*"):
        found = _found(tmp_path, monkeypatch, pattern)
        failures = {one.path: one.failure.zh for one in found.inputs if one.failure}
        # a pipe and the link to it are one file, told by the name that comes first
        assert {path: why[:4] for path, why in failures.items()} == {
            "link.md": "这不是普",
            "zero.md": "这不是普",
        }
        assert {path: why[:4] for path, why in _reasons(found).items()} == {"pipe": "这不是普"}
        assert [one.path for one in found.inputs if not one.failure] == ["a.md"]
    # what is named by itself is meant, and is read
    assert _found(tmp_path, monkeypatch, "pipe.md").inputs[0].failure is None
    # a pattern that gives nothing to check is a failure, not silence
    (none,) = _found(tmp_path, monkeypatch, "pip?").inputs
    assert none.failure is not None
    (none,) = _found(tmp_path, monkeypatch, "pipe.m?").inputs
    assert none.failure is not None


def test_what_two_names_stand_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.ofd").touch()
    (tmp_path / ".old").mkdir()
    (tmp_path / ".old" / "b.md").touch()
    (tmp_path / "c.md").touch()
    assert set(_reasons(_found(tmp_path, monkeypatch))) == {"a.ofd", ".old"}
    assert set(_reasons(_found(tmp_path, monkeypatch, ".", "./a.ofd", ".old"))) == set()


def test_a_folder_that_cannot_be_opened_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").touch()
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "no", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = _found(tmp_path, monkeypatch)
    (one,) = [one for one in found.inputs if one.failure]
    assert one.path == "closed"


def _many(count: int, *, counts: bool = False) -> RunResult:
    pictures = [f"p{number:06}.jpg" for number in range(count)]
    names = {**dict.fromkeys(pictures, "图片"), "z.ofd": "版式文件"}
    skipped = tuple(
        Skipped(name, gblint.findings.Say(why, why), counts=counts) for name, why in names.items()
    )
    return RunResult((FileResult("a.md", "text"),), {}, 2 if counts else 0, skipped)


@pytest.mark.parametrize("form", WRITERS)
def test_every_format_tells_what_was_passed_over(form: str) -> None:
    told = write_whole(form, _many(1), WriterOptions())
    assert "p000000.jpg" in told
    assert "图片" in told
    assert "z.ofd" in told
    counted = write_whole(form, _many(1, counts=True), WriterOptions(quiet=True))
    assert "z.ofd" in counted


@pytest.mark.parametrize("form", ["text", "concise", "github"])
def test_of_very_many_few_are_named_one_of_each_reason(form: str) -> None:
    told = write_whole(form, _many(100_000), WriterOptions())
    assert len(told) < 2_000
    assert "100001 个文件没有检查" in told
    assert "z.ofd（版式文件）" in "".join(told.split())
    assert "等100000个（" in "".join(told.split())


def test_data_has_all_of_them() -> None:
    document = json.loads(write_whole("json", _many(1_000), WriterOptions()))
    assert len(document["skipped"]) == document["summary"]["skipped"] == 1_001
    (run,) = json.loads(write_whole("sarif", _many(1_000), WriterOptions()))["runs"]
    (invocation,) = run["invocations"]
    told = invocation["toolExecutionNotifications"]
    assert len(told) == 1_001
    assert {one["level"] for one in told} == {"warning"}
    assert told[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "p000000.jpg"


def test_the_sentence_in_english() -> None:
    one = Skipped("a.zip", gblint.findings.Say("压缩包", "an archive"))
    assert describe_skipped([one]).en == "1 file was not checked: a.zip (an archive)."


def test_a_roll_up_notes_what_was_passed_over(tmp_path: Path) -> None:
    report = (FIXTURES / "clean-city" / "report.docx").read_bytes()
    (tmp_path / "sum.docx").write_bytes(report)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.docx").write_bytes(report)
    (tmp_path / "parts" / "b.ofd").touch()
    result = gblint.rollup(tmp_path / "sum.docx", tmp_path / "parts")
    assert any("b.ofd" in note.zh for note in result.notes)


def test_the_table_of_forms_and_the_page_agree() -> None:
    """Every suffix that docs/forms.md promises is one of the table, and the other way round."""
    page = _FORMS.read_text("utf-8")
    promised: set[str] = set()
    for line in page.splitlines():
        if line.startswith("|") and not re.search(r"\| no\b|\| form \|", line):
            promised |= set(re.findall(r"`(\.[a-z]+)`", line))
    promised |= {".pdf"} if "## PDF" in page else set()
    promised |= set(re.findall(r"\.(?:txt|md)\b", page.partition("## Text")[2]))
    assert promised == set(list_suffixes()), (
        "docs/forms.md and KINDS in readers/__init__.py have other suffixes"
    )


def test_every_form_has_a_reader_and_a_name() -> None:
    keys = [form.key for form in list_forms()]
    assert len(set(keys)) == len(keys)
    for form in list_forms():
        assert callable(form.read)
        assert form.name.zh
        assert form.name.en
        assert re.fullmatch(r"[a-z]+/[a-z0-9.-]+", form.mime)
        assert all(suffix == suffix.lower() for suffix in form.suffixes)


def test_no_other_place_lists_the_forms() -> None:
    house = Path(gblint.__file__).parent
    lists = re.compile(r'"\.(?:docx|wps|rtf|odt|fodt|mhtml|htm|pdf)"')
    met = {path for path in house.rglob("*.py") if lists.search(path.read_text("utf-8"))}
    assert met == {house / "readers" / "__init__.py"}


def test_no_other_room_knows_the_key_of_a_form() -> None:
    """`"text"` and `"html"` are words for other things, too."""
    house = Path(gblint.__file__).parent
    keys = re.compile(r"([\"'])(?:docx|rtf|odt|fodt|works|mht|pdf)\1")
    outside = (path for path in house.rglob("*.py") if (house / "readers") not in path.parents)
    assert not [path.name for path in outside if keys.search(path.read_text("utf-8"))]
