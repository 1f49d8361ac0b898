"""A local page: drop reports into a browser, see what is wrong, take files away. Nothing is sent
anywhere, and no path that a client names is ever opened.

`app.py` lets in what comes from the page itself and nothing else, and has what can be asked for;
`page.html`, its style and its program are what the browser gets. Here is what was dropped: kept
in a folder of its own until the page is closed, checked in a process.

Files lie under numbers. What a client calls them is told to people, and never opened. The process
(`work`) gets what to do on standard input, and tells on standard output, a line of JSON each, how
far it is. A file that would take all time or memory, or brings a library down, takes it along and
not the server.
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Literal

import msgspec

from gblint.files import Input, read_file
from gblint.findings import Lang
from gblint.fix import NotWrittenInto, correct_file, find_writer
from gblint.packs import PackError
from gblint.processes import make_child_command
from gblint.readers import (
    ReadError,
    Source,
    get_form,
    get_suffix,
    get_written_form,
    list_suffixes,
    sniff,
)
from gblint.readers.refusals import apply_limits
from gblint.results import FileResult, WriterOptions
from gblint.run import Batch, check_inputs, plan_for
from gblint.run.plan import Overrides, Plan, SettingsError
from gblint.text import clean
from gblint.word.annotate import annotate
from gblint.word.places import open_as_docx
from gblint.writers import WRITERS

MOST_JOBS = 16
MOST_FILES = 100
MOST_BYTES = 64 * 1024 * 1024
"""Of one file."""
MOST_TOGETHER = 512 * 1024 * 1024
"""Of all files that are kept."""
MOST_AT_ONCE = 2
"""Processes that check."""

KEPT_SECONDS = 300
"""How long a job is kept of which the page says nothing any more."""
_SECONDS = 60
_SECONDS_EACH = 60
_LONGEST_NAME = 200
_LONGEST_TOLD = 2000
_OPTION = re.compile(r"--[a-z-]+(?:：|: )")
"""What is wrong is told of an option; on the page it is a field."""
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")

JobState = Literal["open", "waiting", "running", "done", "failed"]
Made = Literal["annotate", "fix"]
"""What can be made of a file: one with comments, a corrected one."""
MADE: tuple[Made, ...] = ("annotate", "fix")


class Refused(Exception):  # noqa: N818 -- it names what happened
    """What was asked for is too much, or not there; `status` says so in HTTP, `told` to people."""

    def __init__(self, status: int, told: str = "") -> None:
        super().__init__(status)
        self.status, self.told = status, told


class Dropped(msgspec.Struct, frozen=True):
    """A file as it was dropped: the name that it had, and where it lies."""

    name: str
    path: Path


class FileState(msgspec.Struct, frozen=True):
    """What came of a file: counts by severity, whether it could be read, which files can be made
    of it, and how many of its findings are corrected, by themselves or to be looked at.
    """

    name: str
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    failed: bool = False
    makes: tuple[Made, ...] = ()
    fixable: int = 0
    unsafe: int = 0


class WorkOrder(msgspec.Struct, frozen=True):
    """What a worker is to do; it gets it as JSON. Paths are the server's own.

    It checks files and writes the page at `out`, or with `make` makes a file of the only one.
    `config` is a file of settings.
    """

    files: tuple[tuple[str, str], ...]
    out: str
    pack: str
    lang: Lang
    previous: str = ""
    config: str = ""
    previous_name: str = ""
    make: Made | None = None


class WorkReport(msgspec.Struct, frozen=True):
    """What a worker tells, a line of JSON each: how far it is, in the end what came of files."""

    done: int = 0
    total: int = 0
    files: tuple[FileState, ...] = ()
    error: str = ""


class Job:
    """Files that are checked together, and the page that comes of them."""

    def __init__(self, folder: Path, pack: str, lang: Lang) -> None:
        self.folder, self.pack, self.lang = folder, pack, lang
        self.files: list[Dropped] = []
        self.previous: Dropped | None = None
        self.state: JobState = "open"
        self.report = WorkReport()
        self.seen = time.monotonic()
        self.size = 0
        self.task: asyncio.Task[None] | None = None

    @property
    def page(self) -> Path:
        return self.folder / "page.html"

    def place(self, name: str) -> Path:
        """Where the next file lies: under a number, with the suffix where that is of a form."""
        suffix = get_suffix(name)
        known = suffix if suffix in list_suffixes() else ""
        return self.folder / f"{len(self.files):03}{known}"


class Jobs:
    """All jobs. `folder` is gone with what is in it when the server ends; `config` is the file of
    settings that hold, "" for none.
    """

    def __init__(self, folder: Path, config: str = "") -> None:
        self._folder = folder
        self._config = config
        self._jobs: dict[str, Job] = {}
        self._running = asyncio.Semaphore(MOST_AT_ONCE)

    def open(self, pack: str, lang: Lang) -> str:
        """A new job, by the key that the page gets."""
        self.remove_left()
        if len(self._jobs) >= MOST_JOBS:
            raise Refused(429)
        key = secrets.token_urlsafe(16)
        folder = self._folder / key
        # others who use this machine are not to read what was dropped
        folder.mkdir(mode=0o700)
        self._jobs[key] = Job(folder, pack, lang)
        return key

    def get(self, key: str) -> Job:
        job = self._jobs.get(key)
        if job is None:
            raise Refused(404)
        job.seen = time.monotonic()
        return job

    def remove(self, key: str) -> None:
        """Forget a job, with all its files and what runs for it."""
        job = self._jobs.pop(key, None)
        if job is None:
            return
        if job.task is not None:
            job.task.cancel()
        rmtree(job.folder, ignore_errors=True)

    def remove_left(self) -> None:
        """Forget the jobs of pages that are closed, or do not say that they are not."""
        last = time.monotonic() - KEPT_SECONDS
        for key in [key for key, job in self._jobs.items() if job.seen < last]:
            self.remove(key)

    def remove_all(self) -> None:
        for key in list(self._jobs):
            self.remove(key)

    async def take(self, job: Job, name: str, role: str, data: AsyncIterator[bytes]) -> None:
        """Take a file in, piece by piece."""
        if job.state != "open" or len(job.files) >= MOST_FILES:
            raise Refused(409 if job.state != "open" else 413)
        # it may be a path, of Windows too; of a long name the end is kept, with the suffix
        name = clean(name.replace("\\", "/").rpartition("/")[2])[-_LONGEST_NAME:] or "?"
        path = job.place(name)
        if role == "previous":
            # of its name only the year is kept, by which a report without one in it is read
            year = _YEAR.search(name)
            path = path.with_name(f"previous{'-' + year[0] if year else ''}{path.suffix}")
        size = 0
        with path.open("xb") as file:
            async for piece in data:
                size += len(piece)
                # counted as it comes: what a client says of the size of a file is no limit
                job.size += len(piece)
                together = sum(other.size for other in self._jobs.values())
                if size > MOST_BYTES or together > MOST_TOGETHER:
                    path.unlink()
                    raise Refused(413)
                file.write(piece)
        if role == "previous":
            job.previous = Dropped(name, path)
        else:
            job.files.append(Dropped(name, path))

    def start(self, job: Job) -> None:
        if job.state != "open" or not job.files:
            raise Refused(409)
        job.state = "waiting"
        job.task = asyncio.get_running_loop().create_task(self._check(job))

    async def _check(self, job: Job) -> None:
        async with self._running:
            job.state = "running"
            order = self._make_order(job, job.files, job.page)
            try:
                async with asyncio.timeout(_SECONDS + _SECONDS_EACH * len(job.files)):
                    async for report in _follow(order):
                        job.report = report
            except TimeoutError:
                job.report = WorkReport(error="timeout")
            # of a worker that died there are lines on how far it was, and perhaps half a page
            done = job.report.files and job.page.exists() and not job.report.error
            job.state = "done" if done else "failed"

    async def make(self, job: Job, at: int, made: Made) -> Path:
        """Have a file made of one that was checked. Raises Refused where that does not go."""
        suffix = job.files[at].path.suffix if made == "fix" else get_written_form().suffixes[0]
        out = job.folder / f"{made}-{at:03}{suffix}"
        out.unlink(missing_ok=True)
        order = msgspec.structs.replace(self._make_order(job, [job.files[at]], out), make=made)
        async with self._running:
            try:
                async with asyncio.timeout(_SECONDS + _SECONDS_EACH):
                    async for _ in _follow(order):
                        pass
            except TimeoutError:
                raise Refused(504) from None
        if not out.is_file():
            raise Refused(422)
        return out

    def _make_order(self, job: Job, files: Sequence[Dropped], out: Path) -> WorkOrder:
        return WorkOrder(
            tuple((os.fspath(file.path), file.name) for file in files),
            os.fspath(out),
            job.pack,
            job.lang,
            "" if job.previous is None else os.fspath(job.previous.path),
            self._config,
            "" if job.previous is None else job.previous.name,
        )

    async def run_command(self, job: Job, words: Sequence[str], made: Path) -> str:
        """Have gblint itself make a file in the folder of a job; what it says of that.

        Raises Refused where it does not, with what it says.
        """
        words = [*words, "--config", self._config] if self._config else [*words, "--isolated"]
        none = asyncio.subprocess.DEVNULL
        async with self._running:
            process = await asyncio.create_subprocess_exec(
                # -P: this folder has dropped files in it, and none of them is a module
                *make_child_command("gblint.cli:main", *words, options=("-P",)),
                stdin=none,
                stdout=none,
                stderr=asyncio.subprocess.PIPE,
                # a group of its own: LibreOffice, which it starts, ends with it
                start_new_session=True,
                cwd=job.folder,
            )
            try:
                async with asyncio.timeout(_SECONDS + _SECONDS_EACH):
                    _, output = await process.communicate()
            except TimeoutError:
                raise Refused(504) from None
            finally:
                await _end_process(process)
        last = job.previous
        lines = output.decode("utf-8", "replace")[:_LONGEST_TOLD].splitlines()
        if last is not None:
            # it lies under another name than the one by which the user knows it
            lines = [line.replace(last.path.name, last.name) for line in lines]
        said = "\n".join(clean(_OPTION.sub("", line)) for line in lines)
        if not made.is_file():
            raise Refused(422, said)
        return said


async def _follow(order: WorkOrder) -> AsyncIterator[WorkReport]:
    """Run a worker to its end, and pass on what it tells."""
    pipe, none = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        # its own process, as no file may take the server down; -P as above
        *make_child_command("gblint.web:work", options=("-P",)),
        stdin=pipe,
        stdout=pipe,
        stderr=none,
        start_new_session=True,
        # of a line: the last one has what came of all files
        limit=MOST_BYTES,
    )
    assert process.stdin is not None  # noqa: S101 -- both are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(msgspec.json.encode(order) + b"\n")
        process.stdin.close()
        async for line in process.stdout:
            # libraries print, too
            with suppress(msgspec.DecodeError):
                yield msgspec.json.decode(line, type=WorkReport)
        await process.wait()
    finally:
        await _end_process(process)


async def _end_process(process: asyncio.subprocess.Process) -> None:
    """End a process with those that it started, where it still runs."""
    if process.returncode is not None:
        return
    # it has just ended by itself
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def work() -> int:
    """What runs in the process: do what is asked for; the exit code."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=WorkOrder)
    overrides = Overrides(
        pack=order.pack or None,
        # not the nearest to the file: it lies among temporary files
        config=Path(order.config) if order.config else "none",
        previous=order.previous or None,
        previous_name=order.previous_name,
        # the page shows the report as it was read
        keep_reading=order.make is None,
    )
    try:
        if order.make is None:
            _check(order, overrides)
        else:
            _make(order, overrides, order.make)
    except (SettingsError, PackError) as error:
        text = error.told(order.lang) if isinstance(error, SettingsError) else str(error)
        _tell(WorkReport(error=text))
        return 2
    except (ReadError, NotWrittenInto):  # the page offers nothing of which this comes
        return 2
    return 0


def _check(order: WorkOrder, overrides: Overrides) -> None:
    """Check files and write the page. Raises SettingsError and PackError."""
    inputs = [Input(path, name) for path, name in order.files]
    # no cache: it would keep what reports say after the page is closed
    result = check_inputs(inputs, overrides, watch=_tell_progress, batch=Batch(cache=False))
    with Path(order.out).open("w", encoding="utf-8", newline="") as page:
        page.writelines(WRITERS["html"](result, WriterOptions(lang=order.lang)))
    files = tuple(_describe_file(file) for file in result.files)
    _tell(WorkReport(len(files), len(files), files))


def _make(order: WorkOrder, overrides: Overrides, made: Made) -> None:
    """Make a file with comments or a corrected one, by the terms of the check.

    Raises SettingsError, PackError, ReadError, NotWrittenInto.
    """
    ((source, name),) = order.files
    plan = plan_for(Path(source).parent, overrides)
    with apply_limits(plan.limits):
        data = read_file(Path(source))
        if made == "fix":
            content = _correct(data, name, source, plan, order.lang)
        else:
            data = open_as_docx(data, name).data
            result = plan.check(data, name, source)
            content = annotate(data, result.findings, result.title, order.lang).data
    Path(order.out).write_bytes(content)


def _correct(data: bytes, name: str, source: str, plan: Plan, lang: Lang) -> bytes:
    """The file as corrected.

    In a Word file what has to be looked at is tracked, to be accepted or refused, and what is left
    has comments; in a text it is left as it is, since nothing can be tracked there.
    """
    word = sniff(Source(data, name)) == get_written_form().key
    fixed = correct_file(
        data,
        lambda data: plan.check(data, name, source),
        find_writer(data, name, "unsafe"),
        unsafe=word,
        rules=lambda result: plan.list_reported(result, source),
    )
    if not word:
        return fixed.data
    return annotate(fixed.data, fixed.result.findings, fixed.result.title, lang).data


def _describe_file(file: FileResult) -> FileState:
    counts = Counter(finding.severity for finding in file.findings)
    fixable = Counter(finding.fixable for finding in file.findings)
    return FileState(
        file.path,
        counts["error"],
        counts["warning"],
        counts["note"],
        file.failure is not None,
        tuple(_list_makes(file)),
        fixable["safe"],
        # a text has no tracked changes, so these are not corrected there
        fixable["unsafe"] if file.format == get_written_form().key else 0,
    )


def _list_makes(file: FileResult) -> Iterator[Made]:
    """What can be made of a file by its form, and by what was found in it."""
    form = get_form(file.format)
    if form is None or file.failure is not None:
        return
    if form.written or form.convert is not None:
        yield "annotate"
    tracks = form.corrected == "word"
    corrections = [
        finding.correction for finding in file.findings if finding.correction is not None
    ]
    if form.corrected and any(
        tracks or any(each.safe for each in correction.replacements) for correction in corrections
    ):
        yield "fix"


def _tell_progress(done: int, total: int) -> None:
    _tell(WorkReport(done, total))


def _tell(report: WorkReport) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
    sys.stdout.buffer.flush()
