"""Batches: the same output whatever the number of processes, in which order, within which time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gblint import run
from gblint.checks import load
from gblint.files import SIGN, Input, open_private_folder
from gblint.findings import Finding, Location, Say
from gblint.pipeline import check_by_packs
from gblint.readers import sandbox
from gblint.results import RawResult, RunResult
from gblint.run import Batch, batch, check_inputs, check_planned, results_cache
from gblint.run.batch import BatchSetup, Task, make
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides, PlannedFile, Planner
from gblint.run.process_pool import NoPool, PoolTerms
from gblint.run.results_cache import ResultsCache, decode_raw_result, encode_raw_result, tidy_shard
from gblint.selection import CheckedFile
from gblint.text import patterns
from tests.run.outputs import in_all_formats
from tests.tools.lint import PACK
from tests.tools.repository import FIXTURES

Make = Callable[[bytes], Callable[[bytes], bytes]]


def dies_of_some_names(setup: bytes) -> Callable[[bytes], bytes]:
    """As files are checked, but a file of one name kills the process."""
    work = make(setup)

    def or_die(task: bytes) -> bytes:
        if msgspec.msgpack.decode(task, type=Task).name == "deadly.md":
            os._exit(11)
        return work(task)

    return or_die


_IN_FOLDER = pytest.mark.usefixtures("folder")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with reports of all kinds below it, and a cache of its own."""
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    work = tmp_path / "work"
    for case in sorted(FIXTURES.iterdir())[::18]:
        for file in case.glob("*.*"):
            if file.suffix in (".docx", ".md", ".txt"):
                copy = work / case.name / file.name
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(file.read_bytes())
    (work / "ignores" / "gblint.toml").parent.mkdir()
    (work / "ignores" / "gblint.toml").write_text('ignore = ["GB3"]', "utf-8")
    (work / "ignores" / "a.md").write_bytes((FIXTURES / "footing-row" / "report.md").read_bytes())
    (work / "damaged.docx").write_bytes(b"PK\x03\x04 and nothing more")
    monkeypatch.chdir(work)
    return work


def _checked(batch: Batch) -> RunResult:
    return check_inputs(collect_inputs([".", "absent.docx"]), Overrides(), batch=batch)


def test_the_output_is_the_same_whatever_the_number_of_processes(folder: Path) -> None:
    serial = _checked(Batch(1, cache=False))
    assert len(serial.files) > 9
    assert serial.exit_code == 2
    written = in_all_formats(serial)
    for jobs in (3, 1):  # the first fills the cache, the other has it
        told = _checked(Batch(jobs))
        assert told == serial
        assert in_all_formats(told) == written
    assert any((folder.parent / "cache").rglob("results/*/*"))


def test_a_file_that_kills_its_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "make", dies_of_some_names)
    before = _checked(Batch(1, cache=False))
    (folder / "deadly.md").write_text("x", "utf-8")
    result = _checked(Batch(2))
    others = [file for file in result.files if file.path != "deadly.md"]
    assert others == list(before.files)
    (dead,) = (file for file in result.files if file.path == "deadly.md")
    assert dead.failure is not None
    assert "异常退出" in dead.failure.zh
    assert [finding.rule for finding in dead] == ["GB901"]
    assert result.exit_code == 2


@_IN_FOLDER
def test_without_processes_files_are_checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(numbers: list[int], *_: object) -> None:
        raise NoPool(numbers)

    serial = _checked(Batch(1, cache=False))
    monkeypatch.setattr(batch, "ask_pool", none)
    assert _checked(Batch(3, cache=False)) == serial


def test_few_files_need_no_process_and_no_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "count_cores", lambda: 8)
    few = collect_inputs(sorted(str(path) for path in folder.rglob("*.md"))[:5])
    check_inputs(few, Overrides())
    assert not (folder.parent / "cache" / "results").exists()


def _planned(*names: str) -> list[PlannedFile]:
    inputs = [Input(name, name) for name in names]
    plans = Planner(Overrides()).make_plans(inputs)
    return [PlannedFile(*pair, Overrides()) for pair in zip(inputs, plans, strict=True)]


def _check_one(data: bytes, name: str, *, cache: bool = True) -> RawResult:
    """The raw result of one file, with the cache though it is but one."""
    Path(name).write_bytes(data)
    return dict(batch.check_in_batch(_planned(name), cache=cache, jobs=1, pays=9.0))[0]


class _Counted:
    """Counts how often a file is really examined."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        monkeypatch.setattr(batch, "check_by_packs", self)

    def __call__(self, *args: Any, **named: Any) -> CheckedFile:
        self.count += 1
        return check_by_packs(*args, **named)


@_IN_FOLDER
def test_what_the_cache_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = _Counted(monkeypatch)
    data = (FIXTURES / "footing-row" / "report.md").read_bytes()
    fresh = _check_one(data, "a.md")
    assert fresh.findings
    assert (_check_one(data, "a.md"), counted.count) == (fresh, 1)
    _check_one(data, "b.md")
    assert counted.count == 2, "the name counts: a year may stand in it"
    _check_one(data + b"\n", "a.md")
    assert counted.count == 3
    _check_one(data, "a.md", cache=False)
    assert counted.count == 4
    stamp = results_cache.stamp_programs()
    monkeypatch.setattr(batch, "stamp_programs", lambda: stamp + "1")
    _check_one(data, "a.md")
    assert counted.count == 5
    assert _check_one(data, "a.md") == fresh
    (planned,) = _planned("a.md")
    other = msgspec.structs.replace(planned.plan.pack, version="other")
    selection = msgspec.structs.replace(planned.plan.selections[0], pack=other)
    plan = msgspec.structs.replace(planned.plan, selections=(selection,))
    changed = msgspec.structs.replace(planned, plan=plan)
    dict(batch.check_in_batch([changed], cache=True, jobs=1, pays=9.0))
    assert counted.count == 6


def test_words_in_files_of_data_are_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of sites, by which pages are read, are such a file."""
    words = tmp_path / "readers" / "site_words.json"
    words.parent.mkdir()
    monkeypatch.setattr(results_cache, "__file__", str(tmp_path / "run" / "results_cache.py"))
    stamps = []
    for text, changed in (("{}", 1), ("[]", 2)):
        words.write_text(text)
        os.utime(words, (changed, changed))
        stamps.append(results_cache.stamp_programs())
    assert stamps[0] != stamps[1]


@_IN_FOLDER
def test_only_what_could_be_read_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = _Counted(monkeypatch)
    for _ in range(2):
        assert _check_one(b"PK\x03\x04", "a.docx").failure is not None
    assert counted.count == 2


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, b"x", None])
def test_damaged_entries(
    folder: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    counted = _Counted(monkeypatch)
    data = (FIXTURES / "footing-row" / "report.md").read_bytes()
    fresh = _check_one(data, "a.md")
    (entry,) = (folder.parent / "cache").glob("results/*/*")
    raw = entry.read_bytes()
    entry.write_bytes(raw.replace("示例".encode(), "例示".encode()) if damage is None else damage)
    assert entry.read_bytes() != raw
    assert (_check_one(data, "a.md"), counted.count) == (fresh, 2)
    assert entry.read_bytes() == raw


def test_the_cache_is_for_this_user_only(folder: Path) -> None:
    _check_one((FIXTURES / "footing-row" / "report.md").read_bytes(), "a.md")
    (entry,) = (folder.parent / "cache").glob("results/*/*")
    assert entry.stat().st_mode & 0o077 == 0
    assert entry.parent.stat().st_mode & 0o077 == 0


def test_a_cache_that_cannot_be_written_does_no_harm(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.parent / "file").touch()
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(folder.parent / "file"))
    data = (FIXTURES / "footing-row" / "report.md").read_bytes()
    assert _check_one(data, "a.md") == check_by_packs(data, "a.md", [load(PACK)]).raw


def _tidied(folder: Path, most_bytes: int, most_entries: int) -> None:
    with open_private_folder(folder) as shard:
        tidy_shard(shard, most_bytes, most_entries)


def test_the_cache_stays_within_its_bounds(tmp_path: Path) -> None:
    for number in range(20):
        entry = tmp_path / f"{number:02}"
        entry.write_bytes(SIGN + b"x" * (100 - len(SIGN)))
        os.utime(entry, ns=(number, number))
    _tidied(tmp_path, 10_000, 100)
    assert len(list(tmp_path.iterdir())) == 20
    _tidied(tmp_path, 10_000, 16)
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"{n:02}" for n in range(8, 20)]
    _tidied(tmp_path, 800, 16)
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"{n:02}" for n in range(14, 20)]


def test_two_write_the_same(tmp_path: Path) -> None:
    pack = msgspec.msgpack.encode(load(PACK))
    one, other = (ResultsCache(tmp_path, "stamp", [[pack]]) for _ in range(2))
    key = one.make_key(b"data", "a.md", 0)
    assert other.make_key(b"data", "a.md", 0) == key
    one.keep(key, RawResult(format="text"))
    other.keep(key, RawResult(format="text"))
    assert one.get(key) == other.get(key) == RawResult(format="text")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_values_come_back_with_their_types() -> None:
    values: dict[str, str | int | Decimal | tuple[str, ...]] = {
        "amount": Decimal("3.50"),
        "text": "3.50",
        "count": 3,
        "words": ("一", "二"),
    }
    finding = Finding("X", "error", Say("…"), Location(), Say("依据"), Say("改"), values=values)
    back = decode_raw_result(encode_raw_result(RawResult(findings=(finding,)))).findings[0]
    assert back == finding
    assert [type(value) for value in back.values.values()] == [Decimal, str, int, tuple]
    assert type(back) is Finding
    with pytest.raises(ValueError, match="truncated"):
        decode_raw_result(encode_raw_result(RawResult())[:-1])


def test_setup_without_a_home() -> None:
    assert BatchSetup((b"",), ((0,),), (b"",)).open_cache() is None


def test_many_files_go_to_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def batched(*_what: object, **how: float) -> Iterator[object]:
        seen.append(int(how["jobs"]))
        yield from ()

    monkeypatch.setattr(batch, "check_in_batch", batched)
    monkeypatch.setattr(run, "count_cores", lambda: 8)
    texts = _planned(*(f"{n}.md" for n in range(500)))
    list(check_planned(texts, Batch()))
    list(check_planned(texts, Batch(1)))
    list(check_planned(texts[:2], Batch(3)))
    list(check_planned(_planned("a.doc", "b.doc"), Batch()))
    assert seen == [8, 1, 3, 8]


def test_a_process_need_not_compile_what_patterns_need(monkeypatch: pytest.MonkeyPatch) -> None:
    setups: list[bytes] = []

    def note_setup(numbers: list[int], _task: object, terms: PoolTerms) -> Iterator[Any]:
        setups.append(terms.setup)
        raise NoPool(numbers)
        yield

    monkeypatch.setattr(batch, "ask_pool", note_setup)
    list(batch.check_in_batch(_planned("a.md", "b.md"), cache=False, jobs=2, pays=0.0))
    before = patterns.list_looks()
    assert len(before) > 100
    monkeypatch.setattr(patterns, "_kept", {})
    make(setups[0])
    assert patterns.list_looks() == before


def test_a_file_with_comments_is_checked_by_the_settings(folder: Path) -> None:
    report = (FIXTURES / "footing-row" / "report.md").read_text("utf-8")
    comment = "<!-- gblint: ignore-file GB301 已向统计部门核实 -->\n\n"
    for name in ("c1.md", "c2.md"):
        (folder / name).write_text(comment + report, "utf-8")
    serial = _checked(Batch(1, cache=False))
    assert any(file.suppressed for file in serial.files), "the form of comments changed"
    for _ in range(2):
        assert _checked(Batch(2)) == serial


_READING = 1
"""Instead of 10 times: it is waited for."""

_TIMES = ("batch_seconds", "read_seconds", "convert_seconds")


def hangs_at_some_names(setup: bytes) -> Callable[[bytes], bytes]:
    """As files are checked, but a file of one name takes for ever."""
    work = make(setup)

    def or_hang(task: bytes) -> bytes:
        if msgspec.msgpack.decode(task, type=Task).name == "endless.md":
            time.sleep(600)
        return work(task)

    return or_hang


@pytest.mark.gate
def test_the_time_for_a_file_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch, "make", hangs_at_some_names)
    monkeypatch.setattr(sandbox, "READING", _READING)
    for name in ("a.md", "endless.md", "z.md"):
        (tmp_path / name).write_bytes((FIXTURES / "footing-row" / "report.md").read_bytes())
    named = collect_inputs(["a.md", "endless.md", "z.md"])
    for seconds in (1, 5):  # until it is enough for the others, on a busy machine
        short: dict[str, float] = dict.fromkeys(_TIMES, seconds)
        result = check_inputs(named, Overrides(limits=short), batch=Batch(2, cache=False))
        done = [file.failure is None for file in result.files]
        if done == [True, False, True]:
            break
    assert done == [True, False, True]
    failure = result.files[1].failure
    assert failure is not None
    assert f"{(_READING + 3) * seconds} 秒" in failure.zh, (
        "what reading and converting may take goes before"
    )
    assert "--limit batch_seconds=" in failure.zh
    assert "--limit batch_seconds=" in failure.in_lang("en")


@pytest.mark.parametrize("filled_by", [1, 2])
def test_what_was_kept_is_served_without_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filled_by: int
) -> None:
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    data = (FIXTURES / "footing-row" / "report.md").read_bytes()
    for number in range(20):
        (tmp_path / f"{number}.md").write_bytes(data)
    first = check_inputs(collect_inputs([str(tmp_path)]), Overrides(), batch=Batch(filled_by))
    assert all(file.findings for file in first.files)
    monkeypatch.setattr(batch, "ask_pool", None)
    assert check_inputs(collect_inputs([str(tmp_path)]), Overrides(), batch=Batch(2)) == first


def test_the_longest_files_are_begun_first(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def replies(numbers: list[int], *_: object) -> Iterator[tuple[int, bytes]]:
        given.extend(numbers)
        for number in numbers:
            yield number, encode_raw_result(RawResult())

    monkeypatch.setattr(batch, "ask_pool", replies)
    inputs = [Input(name, name) for name in ("a.docx", "b.pdf", "c.md", "d.doc")]
    plans = Planner(Overrides()).make_plans(inputs)
    files = [PlannedFile(*pair, Overrides()) for pair in zip(inputs, plans, strict=True)]
    list(batch.check_in_batch(files, cache=False, jobs=2, pays=0.0))
    assert given == [3, 1, 0, 2]
