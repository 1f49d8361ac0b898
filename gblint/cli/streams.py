"""What is printed, all of it: the streams of the process, files, and what may be shown there.

Whatever the encoding of a stream, writing a text to it does not fail. Texts for people go through
here, all of them, and nothing in them steers a terminal. Here, too, is what a terminal can show
(colours, its width, which characters) and in which language; and what is told beside the output
while a command runs: errors, what failed, how far it is.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from msgspec import structs

from gblint.attempts import DEBUG, shorten_error
from gblint.files import STDIN, describe_os_error
from gblint.findings import Lang, Say
from gblint.packs import PackError
from gblint.processes import hold_requests, make_exit_code
from gblint.run import Interrupted
from gblint.run.plan import SettingsError
from gblint.text import clean, make_harmless
from gblint.text.patterns import later

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from gblint.results import WriterOptions
    from gblint.writers.text import Page


_DEFAULT = "utf-8"
_PIECE = 2**16
"""Characters that are written at a time, about."""

_CHOSEN = ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace")
"""Ways of a stream with what its encoding lacks that never fail: chosen by the user, then."""

_ENCODING = "PYTHONIOENCODING"

LANGS: tuple[Lang, ...] = ("zh", "en")
VARIABLE = "GBLINT_LANG"
"""The environment variable that sets the language where `--lang` does not."""

_CHINESE = "报告"

ColorChoice = Literal["auto", "always", "never"]
COLORS: tuple[ColorChoice, ...] = ("auto", "always", "never")

PIPE_WIDTH = 80
"""Columns where no terminal says how wide it is."""

_BEYOND_GBK = "›"
_CODE_PAGE_936 = 936
_STD_OUTPUT_HANDLE = -11
_VIRTUAL_TERMINAL = 0x0004


class ClosedError(OSError):
    """There is no standard output to write to."""

    say = Say(
        "标准输出已关闭，无处输出结果", "standard output is closed: there is nowhere to write to"
    )

    def __init__(self) -> None:
        super().__init__(errno.EBADF, "standard output is closed")


class Stream:
    """Standard output or error. `terminal` says whether somebody looks at it."""

    def __init__(self, stream: TextIO | None) -> None:
        # one that is closed raises at whatever is asked of it
        if stream is not None and getattr(stream, "closed", False):
            stream = None
        self._stream = stream
        self.encoding = getattr(stream, "encoding", None) or _DEFAULT
        self.terminal = stream is not None and stream.isatty()

    def shows(self, text: str) -> bool:
        """Whether the encoding has all the characters of a text."""
        try:
            text.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def find_columns(self) -> int | None:
        """How wide the terminal is; None where there is none, or it does not say."""
        if not self.terminal or self._stream is None:
            return None
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or None
        except (OSError, ValueError):
            return None

    def require(self) -> None:
        """Raises ClosedError where there is no such stream."""
        if self._stream is None:
            raise ClosedError

    def write_text(self, text: str, *, painted: bool = False) -> None:
        """Write lines; of a character that the encoding lacks, its number. Raises OSError.

        Nothing in them steers a terminal but, in one that is `painted`, our own colours.
        """
        self.write_texts([text], painted=painted)

    def write_texts(self, pieces: Iterable[str], *, painted: bool) -> None:
        """Write lines that come in pieces, likewise; no line is in two of them."""
        errors = getattr(self._stream, "errors", None)
        encoder = codecs.getincrementalencoder(self.encoding)
        encode = encoder(errors if errors in _CHOSEN else "backslashreplace").encode
        for lines in _gather_pieces(pieces):
            text = make_harmless(lines, painted=painted)
            # bytes go past the stream, which would else turn these into its own
            self.write_bytes(encode(text if os.linesep == "\n" else text.replace("\n", os.linesep)))
        if rest := encode("", final=True):
            self.write_bytes(rest)

    def write_bytes(self, data: bytes) -> None:
        """Write bytes as they are. A reader that has gone away is no error."""
        if self._stream is None:
            raise ClosedError
        try:
            # what somebody printed as text comes before
            self._stream.flush()
            buffer = getattr(self._stream, "buffer", None)
            if buffer is None:
                self._stream.write(data.decode(self.encoding, "replace"))
            else:
                buffer.write(data)
            self._stream.flush()
        except OSError as error:
            self._silence()
            if not _is_closed_pipe(error):
                raise

    def _silence(self) -> None:
        """Let what is still buffered go nowhere, or Python would complain about it at exit."""
        if self._stream is not None:
            # under the same number, so that flushing at exit has somewhere to write to
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, self._stream.fileno())
            os.close(devnull)


def _gather_pieces(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces of some size made of small ones; one that is empty where there are none."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


def encode_utf8(pieces: Iterable[str]) -> Iterator[bytes]:
    """A text for machines as bytes, piece by piece."""
    return (text.encode("utf-8", "backslashreplace") for text in _gather_pieces(pieces))


def _is_closed_pipe(error: OSError) -> bool:
    """Whether the other end of a pipe is closed; Windows calls that an invalid argument."""
    return error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL)


def prepare_streams() -> None:
    """Make the streams of the process fit to be written to, before anything is.

    In a locale of ASCII (C, POSIX, one that is not installed) nobody chose that encoding: there
    it is UTF-8, as in Python's UTF-8 mode. And no file that is opened gets the number of a
    stream that is closed, into which a library might write.
    """
    chosen = os.environ.get(_ENCODING, "").partition(":")[0]
    for stream in (sys.stdout, sys.stderr):
        encoding = getattr(stream, "encoding", None)
        if not chosen and encoding and codecs.lookup(encoding).name == "ascii":
            stream.reconfigure(encoding=_DEFAULT)  # type: ignore[union-attr]
    if sys.platform == "win32":
        return
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def get_stdout() -> Stream:
    return Stream(sys.stdout)


def get_stderr() -> Stream:
    return Stream(sys.stderr)


def tell(text: str) -> None:
    """A line for the user, beside the output; where there is nobody to tell, none."""
    if sys.stderr is not None:
        try:
            get_stderr().write_text(text + "\n")
        except OSError:
            return


def choose_language(given: str | None) -> Lang:
    """The language by `--lang` where it is given, else by the environment, else Chinese.

    What is for machines, or goes to a file, is in this language wherever it is made.
    """
    return "en" if (given or os.environ.get(VARIABLE)) == "en" else "zh"


def find_language(words: Sequence[str]) -> Lang:
    """That of a command line of which nothing was read yet, by the last `--lang` in it."""
    given = ""
    for at, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and at + 1 < len(words):
            given = words[at + 1]
        elif word.startswith("--lang="):
            given = word.removeprefix("--lang=")
    return choose_language(given)


def suit_language(lang: Lang, stream: Stream) -> Lang:
    """The language of a text on a stream: English where its encoding has no Chinese characters.

    Once in a run it is said why.
    """
    if lang == "en" or stream.shows(_CHINESE):
        return lang
    _tell_why_english(stream.encoding)
    return "en"


@cache
def _tell_why_english(encoding: str) -> None:
    tell(
        f"gblint: messages are in English, as the encoding of this output ({encoding}) has no "
        "Chinese characters; Chinese from reports is shown as codes (\\u62a5). To get Chinese, "
        "set PYTHONIOENCODING=utf-8, or write to a file with --output. To keep English and not "
        f"see this notice, use --lang en or set {VARIABLE}=en."
    )


def _uses_color(choice: ColorChoice, stream: Stream) -> bool:
    """Whether to use colours: by the choice, NO_COLOR, FORCE_COLOR, then by what is there.

    Logs of CI are no terminals to look at, even where the system gives them one.
    """
    if choice == "always":
        return _enable_colors(stream)
    if choice == "never" or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false"):
        return _enable_colors(stream)
    in_ci = os.environ.get("CI", "") not in ("", "0", "false")
    return (
        stream.terminal
        and not in_ci
        and os.environ.get("TERM") != "dumb"
        and _enable_colors(stream)
    )


def _find_width(stream: Stream) -> int:
    """Columns: COLUMNS, else those of the terminal, else 80."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    return stream.find_columns() or PIPE_WIDTH


def _shows_beyond_gbk(stream: Stream) -> bool:
    """Whether marks outside GBK can be shown.

    A Chinese console of Windows takes any character, but has no glyphs for these, and gives
    two columns to others than a terminal does.
    """
    if sys.platform == "win32" and stream.terminal:
        import ctypes

        if ctypes.windll.kernel32.GetConsoleOutputCP() == _CODE_PAGE_936:
            return False
    return stream.shows(_BEYOND_GBK)


def _enable_colors(stream: Stream) -> bool:
    """Switch on colours in a Windows console, which else prints their codes."""
    if sys.platform != "win32" or not stream.terminal:
        return True
    import ctypes

    kernel = ctypes.windll.kernel32
    handle = kernel.GetStdHandle(_STD_OUTPUT_HANDLE)
    mode = ctypes.c_ulong()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(handle, mode.value | _VIRTUAL_TERMINAL))


def open_page(lang: Lang) -> Page:
    """An empty page for standard output."""
    from gblint.results import WriterOptions
    from gblint.writers.text import Page

    return Page(suit_stream(WriterOptions(lang), get_stdout(), "auto"))


def suit_stream(options: WriterOptions, out: Stream, color: ColorChoice) -> WriterOptions:
    """The options for a stream that people look at."""
    return structs.replace(
        options,
        lang=suit_language(options.lang, out),
        color=_uses_color(color, out),
        width=_find_width(out),
        unicode=_shows_beyond_gbk(out),
    )


def print_say(say: Say, lang: Lang) -> None:
    """Print a line on standard output, indented as it is."""
    out = get_stdout()
    text = say.in_lang(suit_language(lang, out))
    # `clean` takes these away, and lines below a file are indented
    indent = len(text) - len(text.lstrip())
    out.write_text(" " * indent + clean(text) + "\n")


def show_page(page: Page) -> None:
    """Print a page that was opened for standard output."""
    get_stdout().write_text(page.take_lines(), painted=page.options.color)


def write_file(path: Path, pieces: Iterable[bytes], *, lasting: bool = False) -> None:
    """Write a file, piece by piece, so that it is there whole or not at all. Raises OSError.

    What is no regular file (a pipe, a device) is written to directly. With `lasting`, for what
    takes the place of a document, the old one goes only when the new one is on the disk.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        # /dev/stdout, say, which nothing may take the place of
        with path.open("wb") as device:
            device.writelines(pieces)
        return
    from tempfile import mkstemp

    temporary: Path | None = None
    try:
        with hold_requests():
            # beside the file: only within a disk one takes the place of another in a step
            handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
            temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        # what mkstemp makes is for this user alone, and the result is for all who may read the old
        # one
        temporary.chmod(_find_file_mode(path))
        temporary.replace(path)
    except BaseException:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def _find_file_mode(path: Path) -> int:
    """The permissions of the file that is there, else those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    # it is told only to who sets it
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


FAILED = 2
"""The exit code when the job could not be done."""

_NO_EXCERPT = later(r"\n(?! {4})")

_ERROR = Say("错误：", "error: ")

PATIENCE = 1.0
"""Seconds before a bar appears."""

_EVERY = 0.1
"""Seconds before it is drawn again: drawing takes as long as serving a file from the cache."""


def run_telling(work: Callable[[], int], lang: Lang) -> int:
    """What a command comes to: its exit code, or that of what is wrong with its options, settings
    or packs, all of which is told.
    """
    try:
        return work()
    except (SettingsError, PackError) as error:
        return tell_errors(error, lang)
    except Interrupted as stop:
        if stop.total > 1:  # how far it came, as it has no output
            say = Say(
                f"已中断：查完 {stop.done} / {stop.total} 份，没有输出结果",
                f"interrupted: {stop.done} of {stop.total} files were checked, nothing is reported",
            )
            tell_say(say, lang)
        return make_exit_code(stop)


def tell_errors(error: SettingsError | PackError, lang: Lang) -> int:
    """Print all the errors; the exit code."""
    if isinstance(error, PackError):
        says = tuple(problem.as_say() for problem in error.problems)
    else:
        says = error.says
    for say in says:
        tell_error(say, lang)
    return FAILED


def tell_error(say: Say, lang: Lang) -> int:
    """Print one error; the exit code."""
    tell_say(Say(_ERROR.zh + say.zh, _ERROR.en + say.in_lang("en")), lang)
    return FAILED


def explain_existing(path: object) -> Say:
    """That a file is there, and is written over only where that is asked for."""
    return Say(
        f"“{path}”已经存在，不会改动它；要重新生成，加 --force",
        f'"{path}" is there already and stays as it is; to make it anew, add --force',
    )


def explain_unwritten(path: object, error: OSError) -> Say:
    """That a file cannot be written, and why."""
    why = describe_os_error(error)
    return Say(f"不能写出“{path}”：{why.zh}", f'cannot write "{path}": {why.in_lang("en")}')


def explain_lost_output(path: str, error: OSError) -> Say:
    """That the output cannot be written to a path, or to the stream that `-` stands for."""
    why, where = describe_os_error(error), "" if path == STDIN else f"“{path}”"
    return Say(
        f"不能写出结果{where}：{error.strerror or why.zh}",
        f"cannot write the result {path}: {error.strerror or why.en}",
    )


def tell_say(say: Say, lang: Lang) -> None:
    """A line for the user, beside the output, with the excerpt below it if it has one.

    What a name or value has of other ends of lines is no new line that gblint would have said.
    """
    tell(_NO_EXCERPT.sub(" ", say.in_lang(suit_language(lang, get_stderr()))))


def tell_crash(error: BaseException, words: Sequence[str]) -> int:
    """Say in one line that gblint failed; the exit code."""
    if os.environ.get(DEBUG):
        import traceback

        tell("".join(traceback.format_exception(error)))
    text = shorten_error(error)
    what = " ".join(type(error).__name__.split()) + (f": {text}" if text else "")
    if isinstance(error, ClosedError):
        say = error.say
    elif isinstance(error, OSError):
        say = Say(f"系统不能完成读写（{what}）", f"the system could not read or write ({what})")
    elif isinstance(error, ImportError):
        say = Say(
            f"gblint 不能运行（{what}），安装不完整：请重新安装 gblint 和它所需的库",
            f"gblint cannot run ({what}): install gblint and the libraries it needs again",
        )
    else:
        say = Say(
            f"gblint 自身出错（{what}），请报告给开发者；设 {DEBUG}=1 可看详情",
            f"gblint itself failed ({what}): please report it; {DEBUG}=1 shows the details",
        )
    return tell_error(say, find_language(words))


class ProgressBar:
    """A progress bar, for those who wait. Called before each file.

    Shows nothing unless standard error is a terminal.
    """

    def __init__(self, lang: Lang, *, patience: float = PATIENCE) -> None:
        self._lang = lang
        self._due = time.monotonic() + patience
        self._wanted = get_stderr().terminal
        self._shown: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, total: int) -> None:
        if not self._wanted or time.monotonic() < self._due:
            return
        if self._shown is None:
            self._shown = self._begin(total)
        progress, task = self._shown
        progress.update(task, completed=done, refresh=True)
        # a file from the cache takes less time than a line on the screen
        self._due = time.monotonic() + _EVERY

    def close(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown[0].stop()
            self._shown = None

    def _begin(self, total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        words = "检查" if suit_language(self._lang, get_stderr()) == "zh" else "Checking"
        progress = Progress(
            TextColumn(words),
            BarColumn(),
            MofNCompleteColumn(),
            Remaining(),
            console=Console(stderr=True),
            transient=True,
            # else a thread of rich draws, beside processes that are started meanwhile
            auto_refresh=False,
        )
        task = progress.add_task(words, total=total)
        progress.start()
        return progress, task
