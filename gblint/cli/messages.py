"""How errors of use, and of gblint itself, are told."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from gblint.attempts import DEBUG, in_short
from gblint.cli.lang import for_people, language
from gblint.cli.streams import ClosedError, stderr, tell
from gblint.findings import Lang, Say
from gblint.packs.problems import PackError
from gblint.run.check_files import Interrupted
from gblint.run.plan import SettingsError
from gblint.signals import code_after

FAILED = 2
"""The exit code when the job could not be done."""

_NO_EXCERPT = re.compile(r"\n(?! {4})")

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
    tell_say(Say(_ERROR.zh + say.zh, _ERROR.en + say.in_lang("en")), lang)
    return FAILED


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
    text = in_short(error)
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
    return tell_error(say, language(words))
