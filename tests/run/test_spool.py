"""Long runs: results that are not held in memory give the same output, and memory stays flat."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from gblint import run as runs
from gblint.cli.streams import encode_utf8, write_file
from gblint.files import Input
from gblint.findings import Finding, Location, Say
from gblint.results import FileResult, Known, RawResult, Suppressed, WriterOptions
from gblint.run import Batch, batch, check_inputs, results_cache
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.run.results_cache import Spool, encode_raw_result
from gblint.writers import WRITERS
from tests.run.outputs import in_all_formats
from tests.tools.amount import ALL
from tests.tools.repository import FIXTURES

_MANY = 12
_FINDING = Finding(
    "GB301",
    "error",
    Say("合计不符", "they do not add up"),
    Location(section=3, table="applications", text="合计"),
    Say("依据"),
    Say("改"),
    values={"amount": Decimal("3.50"), "text": "3.50" * 1000},
)
_FULL = FileResult(
    "报告.md",
    format="text",
    findings=(_FINDING,),
    suppressed=(Suppressed(_FINDING, "已核实"),),
    known=(_FINDING,),
    fixed=(Known("GB301", "0" * 16, "合计不符"),),
    notes=(Say("说明", "a note"),),
    failure=Say("读不出", "unreadable"),
)


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with so many reports that their results are not held."""
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(runs, "MOST_HELD", _MANY - 1)
    folder = tmp_path / "work"
    folder.mkdir()
    cases = sorted(FIXTURES.glob("*/report.md"))
    for number in range(_MANY):
        data = cases[3 * number % len(cases)].read_bytes()
        (folder / f"{number:03}.md").write_bytes(data)
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 and nothing more")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.gate
@pytest.mark.usefixtures("reports")
def test_the_output_of_a_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    named = [".", "absent.docx"]
    one = check_inputs(collect_inputs(named), Overrides(), batch=Batch(1, cache=False))
    two = check_inputs(collect_inputs(named), Overrides(), batch=Batch(2))
    monkeypatch.setattr(runs, "MOST_HELD", 2 * _MANY)
    held = check_inputs(collect_inputs(named), Overrides(), batch=Batch(1))
    assert isinstance(one.files, Spool)
    assert isinstance(held.files, tuple)
    assert tuple(one.files) == held.files
    assert (one.rules, one.exit_code) == (held.rules, held.exit_code)
    assert in_all_formats(one) == in_all_formats(two) == in_all_formats(held)


def _peak(files: int, out: Path) -> int:
    """The most bytes that a run holds, with all formats written."""
    inputs = tuple(Input(name, name) for name in (f"{number:05}.md" for number in range(files)))
    tracemalloc.start()
    result = check_inputs(inputs, Overrides(config="none"), batch=Batch(2, cache=False))
    for writer in WRITERS.values():
        write_file(out, encode_utf8(writer(result, WriterOptions())))
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(result.files) == files
    assert out.stat().st_size > files
    return held


@pytest.mark.gate
def test_memory_does_not_grow_with_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = encode_raw_result(RawResult(format="text", findings=(_FINDING,)))

    def replies(numbers: Sequence[int], *_: object) -> Iterator[tuple[int, bytes]]:
        return ((number, reply) for number in reversed(numbers))

    monkeypatch.setattr(batch, "ask_pool", replies)
    out = tmp_path / "out"
    assert len(reply) > 4000, "too little to be noticed"
    _peak(30, out)  # what is made once is made
    few = _peak(60, out)
    for _ in range(3):  # a table of Python's own, of megabytes, may double meanwhile; not each time
        more = 300 if ALL else 90
        each = (_peak(60 + more, out) - few) / more
        if each < 600:  # it is about 200
            break
    assert each < 600, f"{each:.0f} bytes for each further file"


def _full(number: int) -> FileResult:
    return msgspec.structs.replace(_FULL, path=f"{number}\udcff.md", year=number)


def _write_nothing(**_: object) -> object:
    raise OSError(28, "No space left on device")


class _Short:
    """A file on a disk that has no room for the third result."""

    def __init__(self, **_: object) -> None:
        self.data = b""
        self.at = 0
        self.writes = 0

    def seek(self, at: int) -> None:
        self.at = at

    def write(self, data: bytes) -> int:
        self.writes += 1
        taken = data[:5] if self.writes == 3 else data
        self.data = self.data[: self.at] + taken
        return len(taken)

    def read(self, size: int) -> bytes:
        return self.data[self.at : self.at + size]

    def close(self) -> None:
        pass


@pytest.mark.parametrize("file", [None, _write_nothing, _Short], ids=["file", "none", "short"])
def test_results_come_back(
    monkeypatch: pytest.MonkeyPatch, file: Callable[..., object] | None
) -> None:
    if file is not None:
        monkeypatch.setattr(results_cache, "TemporaryFile", file)
    results = [_full(number) for number in range(5)]
    kept = Spool([result.path for result in results])
    for number in (3, 0, 4, 1, 2):
        kept.put(number, results[number])
    assert list(kept) == results == list(kept)
    assert (kept[-1], kept[1:3]) == (results[4], tuple(results[1:3]))
    with pytest.raises(IndexError):
        kept[5]


def test_a_result_that_is_put_once_more_takes_the_place_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As that of a file that was renamed is, also where there was no room for one of the two."""
    monkeypatch.setattr(results_cache, "TemporaryFile", _Short)
    kept = Spool([_full(0).path] * 2)
    for number in (1, 2, 3, 4):  # the third does not fit, nor does it stand in the way of the next
        kept.put(number % 2, _full(number))
    assert [one.year for one in kept] == [4, 3]
    kept.put(1, _full(5))
    assert [one.year for one in kept] == [4, 5]


@pytest.mark.skipif(os.name != "posix", reason="names of files are texts here")
def test_names_that_are_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As archives from Windows leave them: in GBK."""
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    data = (FIXTURES / "footing-row" / "report.md").read_bytes()
    try:
        for name in ("年报2023", "工作报告"):
            Path(os.fsdecode(name.encode("gbk") + b".md")).write_bytes(data)
    except OSError:
        pytest.skip("NOT TESTED: this file system takes no such names")
    serial = check_inputs(collect_inputs(["."]), Overrides(), batch=Batch(1, cache=False))
    assert all(file.findings for file in serial.files)
    for _ in range(2):  # the second is from the cache
        again = check_inputs(collect_inputs(["."]), Overrides(), batch=Batch(2))
        assert in_all_formats(again) == in_all_formats(serial)
