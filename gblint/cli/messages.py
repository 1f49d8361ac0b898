"""What is told beside the output while a command runs: errors, what failed, how far it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gblint.attempts import DEBUG, shorten_error
from gblint.cli.streams import ClosedError, for_people, language_of, stderr, tell
from gblint.findings import Lang, Say
from gblint.inputs import STDIN, describe_os_error
from gblint.packs.problems import PackError
from gblint.run.check_files import Interrupted
from gblint.run.plan import SettingsError
from gblint.signals import code_after
from gblint.text.patterns import later

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

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
        return tell_interrupted(stop, lang)


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
    tell(_NO_EXCERPT.sub(" ", say.in_lang(for_people(lang, stderr()))))


def tell_interrupted(stop: Interrupted, lang: Lang) -> int:
    """Say how far a run came that has no output; the exit code."""
    if stop.total > 1:
        say = Say(
            f"已中断：查完 {stop.done} / {stop.total} 份，没有输出结果",
            f"interrupted: {stop.done} of {stop.total} files were checked, nothing is reported",
        )
        tell_say(say, lang)
    return code_after(stop)


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
    return tell_error(say, language_of(words))


class ProgressBar:
    """A progress bar, for those who wait. Called before each file.

    Shows nothing unless standard error is a terminal.
    """

    def __init__(self, lang: Lang, *, patience: float = PATIENCE) -> None:
        self._lang = lang
        self._due = time.monotonic() + patience
        self._wanted = stderr().terminal
        self._shown: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, total: int) -> None:
        if not self._wanted or time.monotonic() < self._due:
            return
        if self._shown is None:
            self._shown = self._begin(total)
        progress, task = self._shown
        progress.update(task, completed=done, refresh=True)
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

        words = "检查" if for_people(self._lang, stderr()) == "zh" else "Checking"
        progress = Progress(
            TextColumn(words),
            BarColumn(),
            MofNCompleteColumn(),
            Remaining(),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
        )
        task = progress.add_task(words, total=total)
        progress.start()
        return progress, task
