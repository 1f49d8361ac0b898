"""What typer says of a wrong command line, in our words and both languages."""

from __future__ import annotations

import re

from gblint.findings import Say
from gblint.packs.problems import joined

_NO_COMMAND = re.compile(r"^No such command '(.*?)'")
_EXTRA = re.compile(r"unexpected extra argument(?:s|\(s\))? \((.*)\)$")


def usage_error(error: Exception) -> Say | None:
    """The error told, None where it is none of typer's.

    Its exceptions come from one of two packages, by its version; what they have in common
    are names.
    """
    if not hasattr(error, "format_message"):
        return None
    told = _TOLD.get(type(error).__name__, _other)(error)
    command = getattr(getattr(error, "ctx", None), "command_path", "gblint")
    hint = Say(f"；用法见 {command} --help", f"; see {command} --help")
    return joined(told, hint)


def _no_option(error: Exception) -> Say:
    name = getattr(error, "option_name", "")
    say = Say(f"没有选项 {name}", f"there is no option {name}")
    close = list(getattr(error, "possibilities", None) or ())
    if not close:
        return say
    return joined(say, Say(f"，是不是 {'、'.join(close)}？", f", did you mean {', '.join(close)}?"))


def _bad_option(error: Exception) -> Say:
    name = getattr(error, "option_name", "")
    if "requires" in str(getattr(error, "message", error)):
        return Say(f"选项 {name} 后面缺少值", f"the option {name} needs a value")
    return Say(f"选项 {name} 不带值", f"the option {name} takes no value")


def _missing(error: Exception) -> Say:
    param = getattr(error, "param", None)
    name = getattr(param, "metavar", None) or getattr(param, "name", "") or ""
    return Say(f"缺少 {name}", f"{name} is missing")


def _other(error: Exception) -> Say:
    message = str(getattr(error, "message", error)).rstrip(".")
    extra = _EXTRA.search(message)
    if extra is not None:
        return Say(f"多出的参数：{extra[1]}", f"unexpected arguments: {extra[1]}")
    unknown = _NO_COMMAND.search(message)
    if unknown is not None:
        return Say(f"没有命令 {unknown[1]}", f"there is no command {unknown[1]}")
    return Say(f"用法有误：{message}", message)


_TOLD = {
    "NoSuchOption": _no_option,
    "BadOptionUsage": _bad_option,
    "MissingParameter": _missing,
}
