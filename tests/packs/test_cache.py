"""Packs are made once, and again when anything of them changes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from gblint.checks import KINDS, load
from gblint.files import SIGN, find_cache_folder
from gblint.packs import Snapshot, build, take_snapshot
from gblint.packs import load as cache
from gblint.packs.yaml_source import YamlSource, read_source
from tests.builder.small_packs import rule, with_rules, write
from tests.tools.forked import with_packs
from tests.tools.repository import ROOT

_BASE = with_rules(rule("{kind: section-repeat}"))
_OWN = "pack: own\nextends: [../base.yaml]\n"

posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are of POSIX")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache, not yet there."""
    folder = tmp_path / "cache" / "gblint"
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A pack in a folder, with a base beside it."""
    write(tmp_path, {"base.yaml": _BASE, "own/pack.yaml": _OWN})
    return (tmp_path / "own").resolve()


def test_what_is_kept_is_what_was_made(home: Path, root: Path) -> None:
    pack = load(root)
    made = cache.read_cached_pack(root, KINDS)
    assert made is not None
    assert made[0].pack == pack
    assert [Path(source.root).name for source in made[0].sources] == ["base.yaml", "own"]
    assert len(list(home.iterdir())) == 1


@posix
def test_the_cache_is_the_users_own(home: Path, root: Path) -> None:
    load(root)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    (entry,) = home.iterdir()
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


def test_the_same_object_while_nothing_changes(home: Path, root: Path) -> None:
    assert load(root) is load(root)
    assert load(root, cache=False) is not load(root)
    assert home.is_dir()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("own/pack.yaml", _OWN + "severity: {XX101: note}\n"),
        ("base.yaml", _BASE.replace("severity: error", "severity: warning")),
        ("own/more.yaml", "severity: {XX101: note}\n"),
        ("own/specimen.md", "样本"),
    ],
)
def test_any_change_counts(home: Path, root: Path, file: str, text: str) -> None:
    before = load(root)
    write(root.parent, {file: text})
    assert cache.read_cached_pack(root, KINDS) is None
    after = load(root)
    assert after != before
    made = cache.read_cached_pack(root, KINDS)
    assert made is not None
    assert made[0].pack == after
    assert len(list(home.iterdir())) == 1


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as long unchanged as soon as they are written."""
    monkeypatch.setattr(cache, "_SETTLED", -(10**12))


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A pack in a folder that extends another in a folder."""
    own = "pack: own\nextends: [../base]\n"
    write(tmp_path, {"base/pack.yaml": _BASE, "own/pack.yaml": own})
    return (tmp_path / "own").resolve()


@pytest.mark.usefixtures("home", "settled")
def test_files_whose_times_stand_are_not_read(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = load(folders)
    monkeypatch.setattr(cache, "take_snapshot", _refuse)
    made = cache.read_cached_pack(folders, KINDS)
    assert made is not None
    assert made[0].pack == pack
    assert [Path(source.root).name for source in made[0].sources] == ["base", "own"]


@pytest.mark.usefixtures("home")
def test_files_just_written_are_read(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folders)
    monkeypatch.setattr(cache, "take_snapshot", _refuse)
    assert cache.read_cached_pack(folders, KINDS) is None


@posix
@pytest.mark.usefixtures("home", "settled")
@pytest.mark.parametrize("file", ["base/pack.yaml", "own/more.yaml", "own/specimen.md"])
def test_a_change_counts_that_was_given_the_time_of_before(folders: Path, file: str) -> None:
    path = folders.parent / file
    new = (
        _BASE.replace("XX101", "XX102") if file.startswith("base") else "severity: {XX101: note}\n"
    )
    old = path.stat() if path.exists() else None
    before = load(folders)
    write(folders.parent, {file: new})
    if old is not None:
        assert path.stat().st_size == old.st_size
        os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert cache.read_cached_pack(folders, KINDS) is None
    assert load(folders) != before


@pytest.mark.usefixtures("home", "settled")
def test_a_file_touched_and_the_same_is_no_change(folders: Path) -> None:
    pack = load(folders)
    os.utime(folders / "pack.yaml", ns=(0, 0))
    made = cache.read_cached_pack(folders, KINDS)
    assert made is not None
    assert made[0].pack == pack


def test_a_version_of_its_own(home: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(root)
    monkeypatch.setattr(cache, "__version__", "0.0.0")
    assert cache.read_cached_pack(root, KINDS) is None
    assert home.is_dir()


@pytest.mark.parametrize("raw", [b"", b"\xc1", b"\x93\x01\x02\x03", bytes(range(64, 128))])
def test_a_damaged_entry_is_passed_over(home: Path, root: Path, raw: bytes) -> None:
    load(root)
    (entry,) = home.iterdir()
    entry.write_bytes(raw)
    assert cache.read_cached_pack(root, KINDS) is None


def test_an_entry_without_the_sign_is_passed_over(home: Path, root: Path) -> None:
    load(root)
    (entry,) = home.iterdir()
    assert cache.read_cached_pack(root, KINDS) is not None
    entry.write_bytes(entry.read_bytes().removeprefix(SIGN))
    assert cache.read_cached_pack(root, KINDS) is None


def test_an_entry_of_another_pack_is_passed_over(home: Path, root: Path) -> None:
    load(root)
    (entry,) = home.iterdir()
    read = msgspec.msgpack.decode(entry.read_bytes()[len(SIGN) :], type=cache.Entry)
    other = msgspec.structs.replace(read, root="/elsewhere")
    entry.write_bytes(SIGN + msgspec.msgpack.encode(other))
    assert cache.read_cached_pack(root, KINDS) is None


@pytest.mark.parametrize("blocked", ["a file", "nothing may be made"])
def test_a_cache_that_cannot_be_written_does_no_harm(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, blocked: str
) -> None:
    (tmp_path / "x").write_text("")
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "x" / "y"))
    if blocked == "nothing may be made":
        monkeypatch.setattr(os, "open", _refuse)
        monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    assert load(root).id == "own"
    assert (tmp_path / "x").read_text() == ""
    assert not list(tmp_path.glob("cache/*"))


@posix
def test_a_pack_whose_path_is_no_text_is_not_kept(home: Path, tmp_path: Path) -> None:
    """Where the system's language is C, a folder with a Chinese name is such a path."""
    folder = tmp_path / "\udcff"
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("NOT TESTED: file names are text on this file system")
    write(folder, {"base.yaml": _BASE, "own/pack.yaml": _OWN})
    assert load(folder / "own").id == "own"
    assert cache.read_cached_pack(folder / "own", KINDS) is None
    assert not home.exists() or not list(home.glob("pack-*"))


def _refuse(*_: object, **__: object) -> int:
    raise PermissionError


def test_without_a_cache_nothing_is_written(home: Path, root: Path) -> None:
    assert load(root, cache=False).id == "own"
    assert not home.exists()


@posix
def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GBLINT_CACHE_DIR", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", "/home/x")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert find_cache_folder() == Path("/home/x/.cache/gblint")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/x")
    assert find_cache_folder() == Path("/var/x/gblint")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert find_cache_folder() is None
    monkeypatch.setattr(sys, "platform", "darwin")
    assert find_cache_folder() == Path("/home/x/Library/Caches/gblint")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert find_cache_folder() == Path("/local/gblint/Cache")


def test_a_snapshot_is_of_one_moment(root: Path) -> None:
    found = take_snapshot(root)
    assert found.is_folder
    assert found.files == (("pack.yaml", _OWN.encode()),)


_HEAVY = ("yaml", "regex", "jsonschema", "rapidfuzz", "difflib", "hashlib", "tempfile")
_PROGRAM = (
    "import sys; from gblint.checks import load; load(sys.argv[1]);"
    f"print([name for name in {_HEAVY} if name in sys.modules])"
)


def test_a_kept_pack_needs_no_yaml(root: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "GBLINT_CACHE_DIR": str(with_packs(tmp_path / "cache"))}
    # the built-in one was kept before, that upon it is at first not
    write(root, {"pack.yaml": "pack: own\ntitle: own\nextends: [gbh-2021-30]\n"})
    told = [
        subprocess.run(
            [sys.executable, "-c", _PROGRAM, pack],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
            cwd=ROOT,
        ).stdout.strip()
        for pack in ("gbh-2021-30", str(root), str(root))
    ]
    assert "'yaml'" in told[1]
    assert told[::2] == ["[]", "[]"]


def test_a_built_in_base_is_not_read_from_its_yaml_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"own.yaml": "pack: own\nextends: [gbh-2021-30]\n"})
    base = load("gbh-2021-30")
    read: list[str] = []

    def read_and_note(found: Snapshot, shown: str) -> YamlSource:
        read.append(Path(found.root).name)
        return read_source(found, shown)

    monkeypatch.setattr(build, "read_source", read_and_note)
    pack = load(tmp_path / "own.yaml", cache=False)
    assert read == ["own.yaml"]
    assert pack.rules == base.rules
    assert pack.sources == ("gbh-2021-30", "own")


@pytest.mark.gate
@pytest.mark.parametrize("refs", ["base.yaml, gbh-2021-30", "gbh-2021-30, base.yaml"])
def test_packs_are_laid_upon_each_other_in_their_order(tmp_path: Path, refs: str) -> None:
    """Upon another, a built-in pack is laid as it is written, and not whole."""
    write(tmp_path, {"base.yaml": _BASE, "own.yaml": f"pack: own\nextends: [{refs}]\n"})
    pack = load(tmp_path / "own.yaml")
    first = refs.split(", ", maxsplit=1)[0].removesuffix(".yaml").replace("base", "small")
    assert pack.sources == (first, {"small": "gbh-2021-30"}.get(first, "small"), "own")
    assert {"XX101", "GB101"} <= {rule.id for rule in pack.rules}
    assert pack.sections[0].heading == ("甲情况" if first != "small" else "总体情况")
