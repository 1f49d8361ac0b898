"""Reports in a store of objects (S3, by moto's server on loopback), as in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gblint.cli.check import CheckRequest, check
from gblint.files import is_remote, read_bytes
from gblint.readers.elsewhere import read_remote, write_remote
from gblint.readers.refusals import Limits, ReadError, apply_limits
from gblint.run import Batch, check_inputs
from gblint.run.find_inputs import find_inputs
from gblint.run.plan import Overrides
from tests.builder.report_plan import report
from tests.builder.write_text import text
from tests.tools.amount import ALL

_REPORT = text(report("示例市财政局"))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def store(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The store, with a bucket that has reports and other things in it."""
    import s3fs

    for name, value in (
        ("AWS_ENDPOINT_URL", server),
        ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ):
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    files = s3fs.S3FileSystem()
    files.mkdir("bucket")
    for name, data in {
        "2026/甲县/财政局.txt": _REPORT,
        "2026/乙 县/教育局（终稿）.md": text(report("示例市教育局")),
        "2026/a.zip": b"x",
        "2026/~$b.docx": b"x",
        "2026/.DS_Store": b"x",
        "2026/bad.docx": b"x",
    }.items():
        files.pipe_file(f"bucket/{name}", data)
    yield files
    files.rm("bucket", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("jobs", [1, 2] if ALL else [1])
def test_a_folder_of_a_store_is_a_folder(jobs: int) -> None:
    found = find_inputs(["s3://bucket/2026/"])
    assert [one.path.removeprefix("s3://bucket/2026/") for one in found.inputs] == [
        "bad.docx",
        "乙 县/教育局（终稿）.md",
        "甲县/财政局.txt",
    ]
    assert {one.path.rpartition("/")[2] for one in found.skipped} == {"a.zip", "~$b.docx"}
    result = check_inputs(found.inputs, Overrides(config="none"), batch=Batch(jobs, cache=False))
    assert [file.organ for file in result.files] == ["", "示例市教育局", "示例市财政局"]
    assert [one.rule for one in result.files[0]] == ["GB902"]
    assert result.exit_code == 1


@pytest.mark.usefixtures("store")
def test_a_file_and_a_pattern_can_be_named() -> None:
    (one,) = find_inputs(["s3://bucket/2026/甲县/财政局.txt"]).inputs
    assert read_bytes(one.source) == _REPORT
    (two,) = find_inputs(["s3://bucket/2026/*/*.md"]).inputs
    assert two.name == "教育局（终稿）.md"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("url", ["s3://bucket/2027/", "s3://none/", "s3://bucket/x.docx"])
def test_what_is_not_there_is_told(url: str) -> None:
    (one,) = find_inputs([url]).inputs
    assert one.failure is not None
    assert check_inputs([one], Overrides(config="none")).exit_code == 2


@pytest.mark.usefixtures("store")
def test_a_file_is_held_to_the_limits() -> None:
    with apply_limits(Limits(file_mb=0.0001)), pytest.raises(ReadError, match="file_mb"):
        read_bytes("s3://bucket/2026/甲县/财政局.txt")


def test_the_output_goes_into_a_store(store: Any, capsys: pytest.CaptureFixture[str]) -> None:
    request = CheckRequest(
        files=("s3://bucket/2026/甲县",),
        formats=("json",),
        outputs=("s3://bucket/结果.json",),
        order=("--format", "--output"),
        isolated=True,
    )
    assert check(request) in (0, 1)
    assert b'"organ": "\xe7' in store.cat_file("bucket/结果.json")
    assert capsys.readouterr().out == ""


def test_half_an_output_is_not_written(store: Any) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise KeyError

    with pytest.raises(KeyError):
        write_remote("s3://bucket/half.json", pieces())
    assert not store.exists("bucket/half.json")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nosuch://x/y.docx", "不认识"),
        ("simplecache::s3://x/y.docx", "::"),
        ("memory://none/y.docx", "没有这个"),
    ],
)
def test_addresses_that_cannot_be_used(url: str, words: str) -> None:
    if "::" not in url:
        (one,) = find_inputs([url]).inputs
        assert words in str(one.failure)
    with pytest.raises(ReadError, match=words):
        read_remote(url)


def test_what_is_an_address() -> None:
    for path in ("s3://b/c", "abfs://x", "webdav+https://x", "memory://x"):
        assert is_remote(path), path
    for path in ("c://x", "a/b", "/s3://b", "年报://x/../y.docx"[2:], "s3:/b", "-", ""):
        assert not is_remote(path), path


def test_without_fsspec(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    (one,) = find_inputs(["s3://bucket/2026/"]).inputs
    assert "pip install fsspec s3fs" in str(one.failure)
