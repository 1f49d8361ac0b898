"""What LibreOffice has to convert: .doc and .wps, .rtf, .odt and .fodt → Document.

The converted file is read as any .docx file; lines are those of the converted file. Word 2003
XML is not among them: LibreOffice loses merged cells of it.

Each conversion has a folder of its own that goes when it is done, with the profile, the home
and the temporary files of LibreOffice in it. The profile forbids macros, links and updates;
where the system lets us, the process has no network at all.

Starting LibreOffice takes ten times as long as converting a report. In a run over many files one
is kept going for some (`share_office`), in a folder of its own that goes with it; what it cannot
convert is tried once more by itself, so that no file suffers from another.

Old Word files are looked into first, and what kind an OLE compound file is (`sniff_ole`), without
trust in what it declares. It is a file system in a file ([MS-CFB]): sectors chained by an
allocation table, a directory of entries of 128 bytes that form a tree, and small streams in sectors
of 64 bytes in the stream of the root entry.
"""

from __future__ import annotations

import atexit
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, cached_property, partial
from itertools import islice
from pathlib import Path
from shutil import copyfile, rmtree, which
from tempfile import mkdtemp

import msgspec

from gblint.document import Document
from gblint.findings import Say
from gblint.processes import hold_requests, make_temporary_folder
from gblint.readers.docx import ReadEmbedded, read_docx
from gblint.readers.package import Package, parse_part
from gblint.readers.refusals import (
    ReadError,
    check_count,
    check_size,
    count_bytes,
    damaged_error,
    get_limits,
    over_limit_error,
    refused_kind_error,
    unreadable_error,
)

_CONVERTED = (
    "由 LibreOffice 转换为 .docx 后读取，所说的行是转换后的行。",
    "Converted to .docx by LibreOffice and then read; lines are those of the converted file.",
)
_TEXT = "application/vnd.oasis.opendocument.text"
_MIMETYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}mimetype"
_ENCRYPTED_MARKS = (b"encryption-data", b"encrypted-package")
"""What the manifest of an ODF package has in it when a part is encrypted."""

_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
_FIB_BYTES = 32
_ENCRYPTED = 0x0100
"""The bit fEncrypted of the flags at byte 10 of a Word document ([MS-DOC] 2.5.2)."""


def read_office(
    data: bytes, key: str, suffix: str, name: Say, read_embedded: ReadEmbedded
) -> Document:
    """A document of a form that LibreOffice converts, and knows by the suffix. Raises ReadError."""
    with Package(convert_office(data, key, suffix, name)) as package:
        document = read_docx(package, read_embedded)
    return msgspec.structs.replace(document, format=key, notes=(*document.notes, _CONVERTED))


def convert_office(data: bytes, key: str, suffix: str, name: Say) -> bytes:
    """The bytes of the .docx file that LibreOffice makes of such a document. Raises ReadError."""
    # looked into before LibreOffice is looked for: what is refused needs none
    import_filter = _FILTERS[key](data)
    program = find_soffice()
    if program is None:
        raise unreadable_error(
            f"这是{name.zh}，读取它需要 LibreOffice，本机没有找到：请安装 LibreOffice，或在 "
            "Word、WPS 中另存为 .docx 后再检查。",
            f"This is {name.en}; reading it takes LibreOffice, which is not found: install "
            "it, or save the file as .docx in Word or WPS.",
        )
    return convert_to_docx(program, data, suffix=suffix, import_filter=import_filter)


def _check_doc(data: bytes) -> str:
    """The filter for a Word document: what has a table stream is of Word 97 or later."""
    compound = Compound(data)
    head = compound.read_head("WordDocument", _FIB_BYTES)
    if len(head) < _FIB_BYTES:
        raise damaged_error()
    if struct.unpack_from("<H", head, 10)[0] & _ENCRYPTED:
        raise refused_kind_error("encrypted")
    return "MS Word 97" if compound.names & {"0Table", "1Table"} else "MS Word 95"


def _check_rtf(data: bytes) -> str:
    """The filter for RTF, after a look at how much there is: LibreOffice would go on for minutes.

    Control words are counted that mean a paragraph or a cell, or begin like one that does; a
    report has a hundredth of what is refused.
    """
    check_count(data.count(b"\\cell"), "cells")
    check_count(data.count(b"\\par"), "paragraphs")
    most = get_limits().tags
    if data.count(b"{") > most:
        raise over_limit_error(
            f"RTF 超过 {most} 个组", f"RTF of more than {most} groups", setting="tags"
        )
    return "Rich Text Format"


def _check_odt(data: bytes) -> str:
    """The filter for an ODF text, after a look for a password and for what XML can do."""
    with Package(data) as package:
        manifest = package.read("meta-inf/manifest.xml") or b""
        if any(mark in manifest for mark in _ENCRYPTED_MARKS):
            raise refused_kind_error("encrypted")
        declared = package.read("mimetype") or manifest
        if _TEXT.encode() not in declared:
            raise refused_kind_error("odf")
        for part in _PARTS:
            package.read_tree(part)
        package.check_whole()
    return "writer8"


def _check_fodt(data: bytes) -> str:
    root = parse_part(data)
    if not str(root.get(_MIMETYPE, "")).startswith(_TEXT):
        raise refused_kind_error("odf")
    return "OpenDocument Text Flat XML"


_FILTERS: dict[str, Callable[[bytes], str]] = {
    "doc": _check_doc,
    "works": lambda _: "MS_Works",
    "rtf": _check_rtf,
    "odt": _check_odt,
    "fodt": _check_fodt,
}
"""Form → what looks into the file and gives the name of the import filter; a filter that is named
is the only one that gets the file."""


VARIABLE = "GBLINT_SOFFICE"
"""The environment variable that says where LibreOffice is."""

_COMMANDS = ("soffice.com", "soffice") if sys.platform == "win32" else ("soffice", "libreoffice")
_PLACES = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": tuple(
        str(Path(os.environ[variable], "LibreOffice", "program", "soffice.com"))
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
        if os.environ.get(variable)
    ),
}

_ALONE = ("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child")
"""Runs a command without network, and ends all that it started when it ends (Linux)."""

_TIED = ("setpriv", "--pdeathsig", "KILL")
"""Runs a command that ends with its parent, whatever that died of (Linux)."""

_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PROGRAMFILES")
_OWN_FOLDER = ("HOME", "TMPDIR", "TMP", "TEMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
_NOWHERE = "127.0.0.1:9"
"""A proxy that is not there: the port of the discard service."""

_SOCKET_PATH = 107 - len("/OSL_PIPE_1000_SingleOfficeIPC_") - 32
"""How long the folder of a socket can be: the name has a number of 32 digits in it."""

_OPTIONS = ("--headless", "--norestore", "--nologo", "--nolockcheck")
_FILES = 100
"""Files that one LibreOffice converts before another takes its place, with what memory it holds."""

_SECONDS_BETWEEN_LOOKS = 0.02
_EMPTY = Path(__file__).with_name("empty.fodt")
_PROFILE = Path(__file__).with_name("profile.xcu")
"""The settings: no macros, no Java, links are neither followed nor updated, and the proxy that the
environment names, too."""


def find_soffice() -> str | None:
    """Where LibreOffice is on this machine, None when it is not there."""
    place = os.environ.get(VARIABLE)
    if place:
        return which(place)
    names = (*_COMMANDS, *_PLACES.get(sys.platform, ()))
    return next((path for name in names if (path := which(name))), None)


def convert_to_docx(soffice: str, data: bytes, *, suffix: str, import_filter: str) -> bytes:
    """A file of a form that LibreOffice reads, as .docx.

    Raises ReadError when LibreOffice cannot read it, takes too long or does not run.
    """
    convert = partial(_convert_in, data=data, suffix=suffix, import_filter=import_filter)
    if _kept is not None and (converted := _kept.convert(soffice, convert)) is not None:
        return converted
    with make_temporary_folder() as name:
        folder = Path(name)
        start = [*_find_isolation(), soffice, _write_profile(folder), *_OPTIONS, "--nodefault"]
        return convert(folder, start)


def _write_profile(folder: Path) -> str:
    """Write the settings of a LibreOffice into its folder; the option that names them."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    copyfile(_PROFILE, user / "registrymodifications.xcu")
    return f"-env:UserInstallation={user.parent.as_uri()}"


def _convert_in(
    folder: Path, start: Sequence[str], data: bytes, *, suffix: str, import_filter: str
) -> bytes:
    """The converted file; `start` begins the command of a LibreOffice with that folder."""
    place = Path(mkdtemp(dir=folder))
    source, out = place / f"report{suffix}", place / "out"
    words = (f"--infilter={import_filter}", "--convert-to", "docx:MS Word 2007 XML")
    try:
        source.write_bytes(data)
        _run([*start, *words, "--outdir", str(out), str(source)], folder)
        return _read_result(out / "report.docx")
    finally:
        rmtree(place, ignore_errors=True)


def _read_result(path: Path) -> bytes:
    """What was written; LibreOffice tells a file that it cannot read by writing nothing."""
    try:
        with path.open("rb") as file:
            data = file.read(count_bytes(get_limits().file_mb) + 1)
    except OSError as error:
        raise _DamagedError(damaged_error().say) from error
    check_size(len(data), "file_mb")
    return data


class _DamagedError(ReadError):
    """Nothing was written."""


@contextmanager
def share_office() -> Iterator[None]:
    """While this holds, one LibreOffice converts one file after another, where that can be.

    Elsewhere than on Linux each file has one of its own: the limits of a process that goes on were
    tried nowhere else.
    """
    global _kept  # noqa: PLW0603 - a process of ours has one
    if _kept is not None or sys.platform != "linux":
        yield
        return
    _kept = _KeptOffice()
    try:
        yield
    finally:
        ending, _kept = _kept, None
        ending.end()


def keep_office() -> None:
    """Have `share_office` hold until the process ends."""
    stack = ExitStack()
    stack.enter_context(share_office())
    atexit.register(stack.close)


class _KeptOffice:
    """A LibreOffice that is started with the first file and goes on for the next ones.

    It has an empty document open, without which it would end after a conversion. Files are given
    to it by starting it once more with the same profile: that hands them over, and waits.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = Path()
        self._start: list[str] = []
        self._files = 0

    def convert(
        self, soffice: str, convert: Callable[[Path, Sequence[str]], bytes]
    ) -> bytes | None:
        """The file that `convert` gives; None where there is none, and LibreOffice was ended for
        that.

        None, too, where nothing would end it if this process died. Raises ReadError where it took
        too long.
        """
        if not _is_tied():
            return None
        if self._process is None or self._files >= _FILES or self._process.poll() is not None:
            self.end()
            self._begin(soffice)
        self._files += 1
        try:
            return convert(self._folder, self._start)
        except _DamagedError:
            self.end()  # whose fault it was is not known: the file gets another one to itself
            return None
        except BaseException:
            self.end()
            raise

    def _begin(self, soffice: str) -> None:
        self._folder = folder = Path(self._stack.enter_context(make_temporary_folder()))
        empty = folder / "empty.fodt"
        copyfile(_EMPTY, empty)
        self._start = [*_find_isolation(), soffice, _write_profile(folder), *_OPTIONS]
        with hold_requests():
            self._process = _start_process([*self._start, str(empty)], folder)
        _set_limits(self._process.pid, files=_FILES)
        lock = folder / f".~lock.{empty.name}#"
        until = time.monotonic() + get_limits().convert_seconds
        # until then a second start does not find it, and cannot hand a file over
        while not lock.exists() and self._process.poll() is None and time.monotonic() < until:
            time.sleep(_SECONDS_BETWEEN_LOOKS)

    def end(self) -> None:
        """End it, with all that it has written."""
        process, self._process, self._files = self._process, None, 0
        if process is not None:
            _end_process(process)
        self._stack.close()


_kept: _KeptOffice | None = None


def _build_environment(folder: Path) -> dict[str, str]:
    """Nothing of the user's but what a program needs to start."""
    own = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own |= dict.fromkeys(_OWN_FOLDER, str(folder))
    own |= dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), f"http://{_NOWHERE}")
    own |= {"LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    if len(str(folder)) <= _SOCKET_PATH:  # beyond it none could be made: then in /tmp
        own["OSL_SOCKET_PATH"] = str(folder)
    return own


def _run(command: list[str], folder: Path) -> None:
    seconds = get_limits().convert_seconds
    process: subprocess.Popen[bytes] | None = None
    try:
        with hold_requests():
            process = _start_process(command, folder)
        _set_limits(process.pid)
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise unreadable_error(
            f"LibreOffice 在 {seconds} 秒内没有转换完这个文件，未能读取：请用 Word 或 WPS 打开"
            "后另存为 .docx 再检查。",
            f"LibreOffice did not convert the file within {seconds} s: open it in Word or WPS "
            "and save it as .docx.",
        ) from error
    except OSError as error:
        raise unreadable_error(
            f"LibreOffice 不能启动（{command[0]}）：请重新安装，或在 Word、WPS 中另存为 .docx "
            "后再检查。",
            f"LibreOffice does not start ({command[0]}): install it again, or save the file "
            "as .docx in Word or WPS.",
        ) from error
    finally:
        if process is not None:
            _end_process(process)


def _start_process(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Raises OSError."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    flags |= getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(  # noqa: S603 - no shell, and no word of the file's in it
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_build_environment(folder),
        start_new_session=True,
        creationflags=flags,
    )


def _end_process(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started; also after it has ended itself."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = ("taskkill", "/F", "/T", "/PID", str(process.pid))
            subprocess.run(taskkill, capture_output=True, check=False)  # noqa: S603
            process.kill()
    else:
        from signal import SIGKILL

        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, SIGKILL)
    process.wait()


def _set_limits(pid: int, *, files: int = 1) -> None:
    """Hold memory, files and computing time of a process down, where the system can (Linux).

    One for several files has computing time for all of them: that for each is by the clock.
    """
    if sys.platform != "linux":
        return
    import resource

    limits = get_limits()
    for what, most in (
        (resource.RLIMIT_AS, count_bytes(limits.convert_mb)),
        (resource.RLIMIT_FSIZE, count_bytes(limits.file_mb)),
        (resource.RLIMIT_CPU, limits.convert_seconds * files),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):
            resource.prlimit(pid, what, (most, most))


@cache
def _find_isolation() -> tuple[str, ...]:
    """What to put before a command so that it has no network and no life of its own.

    Of the two what can be had; nothing where neither can be.
    """
    before: tuple[str, ...] = ()
    for words in (_TIED, _ALONE) if sys.platform == "linux" else ():
        command = (*before, which(words[0]) or words[0], *words[1:])
        # tried, and not only looked for: a container may have the tools and forbid what they do
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run((*command, "true"), capture_output=True, timeout=10, check=True)  # noqa: S603
            before = command
    return before


def _is_tied() -> bool:
    """Whether a command that `_find_isolation` begins ends with its parent."""
    return any(Path(word).name == _TIED[0] for word in _find_isolation())


_HEADER = 512
_ENTRY = 128
_SMALL_SECTOR = 64
_FREE = 0xFFFFFFFA
"""Numbers from here on are no sector and no entry: an end, or a sector that is not used."""


def sniff_ole(data: bytes, kinds: Sequence[tuple[str, str]]) -> str:
    """The kind of a compound file, of pairs of a stream and the kind that it tells.

    Where the directory is lost, the names of streams are looked for anywhere in the file, and
    what has none passes for a Word document, which the reader then finds damaged.
    """
    names: frozenset[str] = frozenset()
    with suppress(ReadError):
        names = Compound(data).names
    found = next((kind for stream, kind in kinds if stream in names), "")
    if found or any(names):
        return found or "binary"  # of another program: a message of Outlook, a drawing
    return next((kind for name, kind in kinds if name.encode("utf-16-le") in data), "doc")


class Compound:
    """The streams of a compound file that stand at its top; `names` has storages, too."""

    def __init__(self, data: bytes) -> None:
        """Raises ReadError when there is no directory to be found."""
        self._data = data
        if len(data) < _HEADER:
            raise damaged_error()
        shift = struct.unpack_from("<H", data, 30)[0]
        self._sector = 1 << shift if shift in (9, 12) else 512  # of versions 3 and 4
        self._table_sectors, self._directory_start = struct.unpack_from("<II", data, 44)
        self._small_below, self._small_start = struct.unpack_from("<II", data, 56)
        most = get_limits().parts * _ENTRY // self._sector
        directory = b"".join(islice(self._iterate_sectors(self._directory_start), most))
        whole = directory[: len(directory) // _ENTRY * _ENTRY]
        self._entries = [entry for (entry,) in struct.iter_unpack(f"{_ENTRY}s", whole)]
        if not self._entries:
            raise damaged_error()
        self._top = {_read_name(entry): entry for entry in self._walk()}
        self.names = frozenset(self._top)

    def read_head(self, name: str, count: int) -> bytes:
        """The first `count` bytes of a stream, fewer where it is shorter or cut off."""
        entry = self._top.get(name)
        if entry is None:
            return b""
        start, size = struct.unpack_from("<II", entry, 116)
        small = size < self._small_below
        found = b""
        for piece in (self._iterate_small_sectors if small else self._iterate_sectors)(start):
            found += piece
            if len(found) >= count:
                break
        return found[: min(count, size)]

    def _walk(self) -> Iterator[bytes]:
        """The entries below the root entry, not those in storages."""
        open_, seen = [struct.unpack_from("<I", self._entries[0], 76)[0]], set()
        while open_:
            number = open_.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                open_ += struct.unpack_from("<II", self._entries[number], 68)
                yield self._entries[number]

    @cached_property
    def _next(self) -> list[int]:
        """The allocation table: sector → the sector after it."""
        data, size = self._data, self._sector
        numbers = list(struct.unpack_from("<109I", data, 76))
        more, seen = struct.unpack_from("<I", data, 68)[0], set()
        while more < _FREE and more not in seen and len(piece := self._read_sector(more)) == size:
            seen.add(more)
            *named, more = struct.unpack(f"<{size // 4}I", piece)
            numbers += named
        table: list[int] = []
        # the first 109 sectors of the table are named in the header, the others in a chain
        for number in numbers[: self._table_sectors]:
            if len(table) * size > len(data):  # a table longer than there are sectors
                break
            piece = self._read_sector(number)
            table += struct.unpack_from(f"<{len(piece) // 4}I", piece)
        return table

    def _read_sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _iterate_sectors(self, number: int) -> Iterator[bytes]:
        """The sectors of a chain, up to where it ends, breaks or bites its tail."""
        seen = set()
        while number < _FREE and number not in seen and (piece := self._read_sector(number)):
            seen.add(number)
            yield piece
            number = self._next[number] if number < len(self._next) else _FREE

    def _iterate_small_sectors(self, number: int) -> Iterator[bytes]:
        holder = b"".join(self._iterate_sectors(struct.unpack_from("<I", self._entries[0], 116)[0]))
        table = b"".join(self._iterate_sectors(self._small_start))
        seen = set()
        while number < _FREE and number not in seen and number * _SMALL_SECTOR < len(holder):
            seen.add(number)
            yield holder[number * _SMALL_SECTOR : (number + 1) * _SMALL_SECTOR]
            at = number * 4
            number = struct.unpack_from("<I", table, at)[0] if at + 4 <= len(table) else _FREE


def _read_name(entry: bytes) -> str:
    """The name of an entry; its length in bytes, with the zero that ends it, is at 64."""
    length = min(max(struct.unpack_from("<H", entry, 64)[0] - 2, 0), 62)
    return entry[:length].decode("utf-16-le", "replace")
