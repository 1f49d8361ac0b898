"""How errors of use, and of gblint itself, are told."""

from __future__ import annotations

import os
from collections.abc import Sequence

from gblint.cli import INTERRUPTED
from gblint.cli.lang import language
from gblint.cli.streams import tell
from gblint.findings import Lang, Say
from gblint.packs.problems import PackError
from gblint.run.many import Interrupted
from gblint.run.one import DEBUG
from gblint.run.plan import SettingsError

FAILED = 2
"""The exit code when the job could not be done."""

TERMINATED = 143
"""The exit code after a request of the system to end, as shells have it."""

_ERROR = Say("错误：", "error: ")


def tell_errors(error: SettingsError | PackError, lang: Lang) -> int:
    """Print all the errors; the exit code."""
    if isinstance(error, PackError):
        says = [Say(problem.told("zh"), problem.told("en")) for problem in error.problems]
    else:
        says = list(error.says)
    for say in says:
        tell_error(say, lang)
    return FAILED


def tell_error(say: Say, lang: Lang) -> int:
    """Print one error; the exit code."""
    tell(_ERROR.in_lang(lang) + say.in_lang(lang))
    return FAILED


def tell_interrupted(stop: Interrupted, lang: Lang) -> int:
    """Say how far a run came that has no output; the exit code."""
    if stop.total > 1:
        say = Say(
            f"已中断：查完 {stop.done} / {stop.total} 份，没有输出结果",
            f"interrupted: {stop.done} of {stop.total} files were checked, nothing is reported",
        )
        tell(say.in_lang(lang))
    return TERMINATED if stop.terminated else INTERRUPTED


def tell_crash(error: Exception, words: Sequence[str]) -> int:
    """Say in one line that gblint failed; the exit code."""
    if os.environ.get(DEBUG):
        import traceback

        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, OSError):
        say = Say(f"系统不能完成读写（{what}）", f"the system could not read or write ({what})")
    else:
        say = Say(
            f"gblint 自身出错（{what}），请报告给开发者；设 {DEBUG}=1 可看详情",
            f"gblint itself failed ({what}): please report it; {DEBUG}=1 shows the details",
        )
    return tell_error(say, language(words))
