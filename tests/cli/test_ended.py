"""SIGTERM, SIGHUP and Ctrl+C at any time, and processes that are killed: the exit codes of shells,
one line, and nothing and nobody left behind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import psutil
import pytest

from gblint.readers.office import VARIABLE
from tests.tools.amount import some
from tests.tools.forked import environment, with_packs
from tests.tools.patience import LONGEST, wait_for_end, wait_until
from tests.tools.repository import FIXTURES
from tests.tools.scenario import gblint, interruptible

if os.name != "posix":
    pytest.skip("NOT TESTED: signals as POSIX has them", allow_module_level=True)

_CODES = [(signal.SIGTERM, 143), (signal.SIGHUP, 129)]

_NEVER_DONE = """#!{python}
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
(profile,) = [word.partition("file://")[2] for word in sys.argv if "UserInstallation" in word]
open(os.path.join({folder!r}, "at-work"), "w").close()
for number in range(10 ** 9):  # as LibreOffice, always writing into its profile
    with open(os.path.join(profile, str(number % 50)), "w") as file:
        file.write("x")
"""
_PROGRAM = """
import sys, time
from pathlib import Path
from gblint.cli import main
{more}
sys.exit(main(sys.argv[1:]))
"""
_SLOW_READER = """
from gblint.readers import sandbox
slow = "import time; open('at-work', 'w').close(); time.sleep(600)"
sandbox.make_child_command = lambda *_, **__: [sys.executable, "-c", slow]
"""
_SLOW_CHECK = """
from gblint.run import plan
check = plan.PlannedFile.check
def slowly(self):
    Path("at-work").touch()
    time.sleep(0.2)
    return check(self)
plan.PlannedFile.check = slowly
"""


def _with_two_files(folder: Path, soffice: str) -> dict[str, str]:
    """Two files for LibreOffice in a folder, and an environment in which this program is it."""
    program = folder / "soffice"
    program.write_text(soffice.format(python=sys.executable, folder=str(folder)), "utf-8")
    program.chmod(0o755)
    for name in ("a.rtf", "b.rtf"):
        (folder / name).write_bytes(b"{\\rtf1 x}")
    (folder / "tmp").mkdir()
    return environment(with_packs(folder / "cache")) | {
        "TMPDIR": str(folder / "tmp"),
        VARIABLE: str(program),
    }


def _started(folder: Path, *command: str, ignoring: bool = False) -> subprocess.Popen[bytes]:
    """A command that is at work on something that takes long."""

    def prepare() -> None:
        interruptible()
        signal.signal(signal.SIGHUP, signal.SIG_IGN if ignoring else signal.SIG_DFL)

    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_with_two_files(folder, _NEVER_DONE),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=prepare,
    )
    wait_until(lambda: (folder / "at-work").exists() or process.poll() is not None, "no work")
    assert process.poll() is None, process.communicate()
    return process


def _ended(process: subprocess.Popen[bytes], folder: Path, *sent: signal.Signals) -> str:
    """Send signals; nothing may be left of the process. Its standard error."""
    below = psutil.Process(process.pid).children(recursive=True)
    for one in sent:
        process.send_signal(one)
    out, err = process.communicate(timeout=LONGEST)
    assert out == b""
    assert b"Traceback" not in err
    assert list((folder / "tmp").iterdir()) == []
    wait_for_end(below)
    return err.decode()


@pytest.mark.gate
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["a.rtf"], 0),
        (["a.rtf", "b.rtf", "-j", "1", "--output", "out.json", "--format", "json"], 1),
        (["a.rtf", "b.rtf", "-j", "2"], 0),
        (["extract", "a.rtf"], 1),
        (["baseline", "create", "a.rtf", "--output", "out.json"], 0),
        (["rollup", "a.rtf", "b.rtf"], 1),
    ],
)
def test_while_libreoffice_is_at_work(tmp_path: Path, words: list[str], code: int) -> None:
    sent, wanted = _CODES[code]
    process = _started(tmp_path, *gblint(*words))
    err = _ended(process, tmp_path, sent)
    assert process.returncode == wanted
    assert err == (
        "已中断：查完 0 / 2 份，没有输出结果\n" if words[0] == "a.rtf" and words[1:] else ""
    )
    assert not (tmp_path / "out.json").exists()
    assert not list(tmp_path.glob(".out*"))


def test_several_requests_are_one(tmp_path: Path) -> None:
    """As when a terminal is closed: the system and the shell both say so, and an impatient user."""
    process = _started(tmp_path, *gblint("a.rtf"))
    _ended(process, tmp_path, signal.SIGTERM, signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
    assert process.returncode in (143, 129, 130), "which comes first is for the system to say"


def test_a_run_that_outlives_its_terminal(tmp_path: Path) -> None:
    process = _started(tmp_path, *gblint("a.rtf"), ignoring=True)
    process.send_signal(signal.SIGHUP)
    time.sleep(1)
    assert process.poll() is None
    _ended(process, tmp_path, signal.SIGTERM)
    assert process.returncode == 143


@pytest.mark.parametrize(("sent", "code"), _CODES)
def test_while_a_pdf_is_read_apart(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    if find_spec("pypdfium2") is None:
        pytest.skip("NOT TESTED: no pypdfium2")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    program = _PROGRAM.format(more=_SLOW_READER)
    process = _started(tmp_path, sys.executable, "-c", program, "a.pdf")
    _ended(process, tmp_path, sent)
    assert process.returncode == code


@pytest.mark.parametrize(("sent", "code"), _CODES)
def test_while_results_wait_in_a_file(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    (tmp_path / "many").mkdir()
    for number in range(120):
        (tmp_path / "many" / f"{number}.md").write_bytes(
            (FIXTURES / "clean-markdown" / "report.md").read_bytes()
        )
    program = _PROGRAM.format(more=_SLOW_CHECK)
    words = ("many", "-j", "1", "--no-cache", "--format", "json")
    process = _started(tmp_path, sys.executable, "-c", program, *words)
    err = _ended(process, tmp_path, sent)
    assert process.returncode == code
    assert err.endswith("/ 120 份，没有输出结果\n")


def test_handlers_of_others_are_left_alone() -> None:
    from gblint.processes import hear_requests

    def theirs(*_: object) -> None: ...

    before = signal.signal(signal.SIGTERM, theirs)
    try:
        with hear_requests():
            assert signal.getsignal(signal.SIGTERM) is theirs
            assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
        assert signal.getsignal(signal.SIGTERM) is theirs
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGTERM, before)


def test_what_is_undisturbed_is_not_cut_short() -> None:
    from gblint.processes import Ended, hear_requests, hold_requests

    done = []

    def make() -> None:
        with hold_requests():
            signal.raise_signal(signal.SIGTERM)
            done.append("made")
        done.append("never")

    with hear_requests(), pytest.raises(Ended):
        make()
    assert done == ["made"]


class _Asked:
    """Something in whose end a request comes, as many times as it is told."""

    left = 0

    def __del__(self) -> None:
        if _Asked.left:
            _Asked.left -= 1
            signal.raise_signal(signal.SIGTERM)


@pytest.mark.parametrize("times", [1, 3])
def test_a_request_where_exceptions_are_dropped(
    times: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """Of a `__del__`, Python prints the exception and goes on; and so often one is ended."""
    from gblint.processes import Ended, get_requested_signal, hear_requests

    def work() -> None:
        end = time.monotonic() + 5
        while time.monotonic() < end:
            _Asked()

    _Asked.left = times
    before = sys.unraisablehook
    with hear_requests():
        with pytest.raises(Ended):
            work()
        assert get_requested_signal() == signal.SIGTERM
    assert _Asked.left == 0
    assert sys.unraisablehook is before
    assert capfd.readouterr().err == ""


def test_a_request_that_was_dropped_waits_for_a_busy_machine(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Raised again where Python still drops exceptions, it would come to nothing."""
    from gblint.processes import Ended, hear_requests

    start = threading.Thread.start

    def begin_slowly(thread: threading.Thread) -> None:
        start(thread)
        time.sleep(0.1)

    monkeypatch.setattr(threading.Thread, "start", begin_slowly)
    _Asked.left = 1

    def work() -> None:
        _Asked()
        time.sleep(LONGEST)

    with hear_requests(), pytest.raises(Ended):
        work()
    assert capfd.readouterr().err == ""


def test_other_exceptions_that_are_dropped_are_told_as_ever() -> None:
    from gblint.processes import hear_requests

    class Faulty:
        def __del__(self) -> None:
            raise ValueError

    told: list[object] = []
    before = sys.unraisablehook
    sys.unraisablehook = told.append
    try:
        with hear_requests():
            Faulty()
    finally:
        sys.unraisablehook = before
    assert len(told) == 1


def test_a_request_that_another_exception_hides() -> None:
    """Clean-up that fails on the way out is not what the user has to hear of."""
    from gblint.processes import Ended, hear_requests, let_through

    def failing() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            raise OSError

    with hear_requests():
        with pytest.raises(OSError) as caught:  # noqa: PT011 - which one does not matter
            failing()
        with pytest.raises(Ended):
            let_through(caught.value)
        let_through(OSError())
    let_through(caught.value)


def test_a_request_that_was_answered_is_not_heard_again(tmp_path: Path) -> None:
    from gblint import check

    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 and nothing more")
        assert check(tmp_path / "a.docx").failure is not None


_CLEAN = FIXTURES / "clean-markdown" / "report.md"
_SLOW_WORK = """
import time
from gblint.run import batch
def make(setup):
    do = batch.make(setup)
    return lambda task: (time.sleep(0.1), do(task))[1]
"""
_MAIN = """
import sys
import slow_work
from gblint.run import batch
batch.make = slow_work.make
from gblint.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _running(folder: Path, *words: str) -> subprocess.Popen[str]:
    """A batch that takes long, in a session of its own, once its processes are at work."""
    (folder / "slow_work.py").write_text(_SLOW_WORK, "utf-8")
    for number in range(400):
        (folder / f"{number:03}.md").write_bytes(_CLEAN.read_bytes())
    env = environment(with_packs(folder / "cache"))
    process = subprocess.Popen(
        [gblint()[0], "-c", _MAIN, ".", "-j", "2", "--output", "out.json", *words],
        cwd=folder,
        env={**env, "PYTHONPATH": os.pathsep.join((env["PYTHONPATH"], str(folder)))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=interruptible,
    )
    wait_until(lambda: any(folder.glob("cache/results/*/*")), "no file was checked")
    return process


_SAID = {
    "zh": ("已中断：查完 ", " / 400 份，没有输出结果\n"),
    "en": ("interrupted: ", " of 400 files were checked, nothing is reported\n"),
}
"""How what is told begins and ends."""


@pytest.mark.parametrize(
    ("sent", "code", "everybody"),
    some(
        [
            *((signal.SIGINT, 130, True), (signal.SIGINT, 130, False)),
            *((signal.SIGTERM, 143, False), (signal.SIGTERM, 143, True)),
        ],
        2,
    ),
)
def test_interruption(tmp_path: Path, sent: signal.Signals, code: int, everybody: bool) -> None:
    lang = "zh" if everybody else "en"
    process = _running(tmp_path, "--lang", lang)
    others = psutil.Process(process.pid).children(recursive=True)
    assert len(others) >= 2
    if everybody:  # as a terminal does with Ctrl+C
        os.killpg(process.pid, sent)
    else:
        process.send_signal(sent)
    out, err = process.communicate(timeout=90)
    assert process.returncode == code
    assert out == ""
    begin, end = _SAID[lang]
    assert err.startswith(begin)
    assert err.endswith(end)
    assert err.count("\n") == 1
    assert not (tmp_path / "out.json").exists()
    wait_for_end(others)


def _at_work(process: subprocess.Popen[str]) -> set[int]:
    """The numbers of the processes that check files."""
    found = set()
    for child in psutil.Process(process.pid).children():
        with suppress(psutil.NoSuchProcess):  # one that is just ending
            if "spawn_main" in " ".join(child.cmdline()):
                found.add(child.pid)
    return found


def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    process = _running(tmp_path, "--format", "json")
    one = psutil.Process(min(_at_work(process)))
    one.kill()
    wait_until(lambda: len(_at_work(process) - {one.pid}) == 2, "it is not replaced")
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=90)


_BEATING = """#!{python}
import os, sys, time
beat = os.path.join({folder!r}, "beat")
while True:
    with open(beat, "a") as file:
        file.write("x")
    time.sleep(0.05)
"""


def _converting(folder: Path) -> subprocess.Popen[bytes]:
    """A batch of two files that LibreOffice never gets done with."""
    words = gblint("a.rtf", "b.rtf", "-j", "2", "--format", "concise")
    env = _with_two_files(folder, _BEATING)
    return subprocess.Popen(words, cwd=folder, env=env, stdout=subprocess.PIPE)


def _kill_those_at_work(pid: int, program: str) -> None:
    """Kill those whose program runs: one that is only starting is not yet to end with them."""
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(pid).children():
            with suppress(psutil.NoSuchProcess):
                below = [one.cmdline()[1:2] for one in child.children(recursive=True)]
                if "spawn_main" in " ".join(child.cmdline()) and [program] in below:
                    child.kill()


def _stands_still(file: Path) -> bool:
    before = file.stat().st_size
    time.sleep(0.3)
    return file.stat().st_size == before


@pytest.mark.gate
@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux" or which("setpriv") is None,
    reason="NOT TESTED: processes that end with their parent",
)
def test_a_conversion_ends_with_the_process_that_asked_for_it(tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    process = _converting(tmp_path)
    seen: set[Path] = set()
    while process.poll() is None:
        if beat.exists():
            seen |= set((tmp_path / "tmp").glob("*/*"))
            _kill_those_at_work(process.pid, str(tmp_path / "soffice"))
        time.sleep(0.1)
    out, _ = process.communicate()
    assert process.returncode == 2
    assert out.decode().count("异常退出") == 2
    wait_until(lambda: _stands_still(beat), "a conversion goes on")
    assert seen, "it has its files elsewhere"
    assert list((tmp_path / "tmp").iterdir()) == []
