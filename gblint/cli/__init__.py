"""The command line, from the words of the process to its exit code.

Words that are files alone go straight to a check; others are read by `commands.py`, and what is not
plainly right, and help, by typer, whose import takes longer than a check. Errors that nobody
foresaw end here, each in a line.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # without typing: until `main` is called, Ctrl+C is answered by Python
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType
    from typing import Any

_GARBAGE = 200_000
"""New objects after which Python looks for garbage; its own is 700. A check makes some 60,000."""


_FAILED = 2
_MOST_TOOLS = 6
"""Tools that may watch a process by `sys.monitoring`, which Python has from 3.12 on."""

_COMPLETE = "_GBLINT_COMPLETE"
"""The variable by which a shell asks what may follow."""


def run_process() -> int:
    """Be the process of `gblint`: run it with the words that it was started with, and end.

    Returns the exit code where something waits for Python's own end.
    """
    code = main()
    if _is_over():
        os._exit(code)  # all would be taken apart, object by object, to be given back as a whole
    return code


def main(args: Sequence[str] | None = None) -> int:
    """Run gblint with the arguments of the process, or those given; the exit code.

    Whatever is wrong with gblint itself, or what it needs, is told in a line.
    """
    # imports are inside of `try`: an installation that lacks a library is told of in a line, too
    words = list(sys.argv[1:] if args is None else args)
    try:
        from gblint.processes import hear_requests

        with hear_requests():
            return _run_told(words, whole_process=args is None)
    except KeyboardInterrupt as stop:
        return 128 + int(getattr(stop, "number", 2))
    except BaseException as error:  # noqa: BLE001 - no traceback reaches a user
        return _tell_plainly(error, words)
    finally:
        # only of a process that is gblint's own: in a program that calls `main`, more is to come
        if args is None:
            _leave()


def _asks_completion(words: list[str]) -> bool:
    """Whether a shell is served, which typer ends by SystemExit; elsewhere that is a fault."""
    asked = ("--show-completion", "--install-completion")
    return _COMPLETE in os.environ or any(word.startswith(asked) for word in words)


def _leave() -> None:
    """From here on Ctrl+C ends the process without Python's traceback, and soon."""
    import gc
    import signal

    gc.freeze()  # all of it goes anyway: to look through it for garbage once more is in vain

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _is_over() -> bool:
    """Whether Python's end would do nothing more that anybody notices, with all output written.

    It calls what was registered (which needs `atexit`: temporary folders, programs and processes
    that are kept, and whatever measures this one), waits for threads, and tells of output that
    cannot be written.
    """
    tools = getattr(sys, "monitoring", None)
    threads = sys.modules.get("threading")
    if (
        "atexit" in sys.modules
        or sys.gettrace() is not None
        or sys.getprofile() is not None
        or (tools is not None and any(tools.get_tool(number) for number in range(_MOST_TOOLS)))
        or (threads is not None and threads.active_count() > 1)
        or sys.flags.inspect
        or sys.flags.dev_mode
    ):
        return False
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True


def _run_told(words: list[str], *, whole_process: bool) -> int:
    from gblint.processes import get_requested_signal, let_through

    try:
        if whole_process:
            _prepare()
        return _run(words)
    except BaseException as error:
        let_through(error)
        number = get_requested_signal()
        if number is not None:  # what else came of it is not what the user has to hear
            return 128 + number
        if isinstance(error, SystemExit) and _asks_completion(words):
            raise
        from gblint.cli.streams import tell_crash

        return tell_crash(error, words)


def _prepare() -> None:
    import gc

    # what is imported stays: looking through it again and again for garbage is in vain
    gc.set_threshold(_GARBAGE)
    put_off_imports()
    _load_msgspec()
    from gblint.cli.streams import prepare_streams

    prepare_streams()


_SELDOM_USED = (
    "bz2",
    "fnmatch",
    "importlib.util",
    "ipaddress",
    "lzma",
    "ntpath",
    "shutil",
    "textwrap",
    "msgspec.inspect",
    "msgspec.json",
    "msgspec.toml",
    "msgspec.yaml",
)
"""Modules that pathlib, urllib.parse, zipfile and msgspec import at once for what they seldom do.
Together they would take a twentieth of a check."""


def put_off_imports() -> None:
    """Have these modules imported when something of them is asked for; what is there stays.

    Only in a process of gblint's own: in one that imports gblint, what there is to import is for
    others to say.
    """
    # which cost nothing: the packages have to be there for parts of them that are put off
    import importlib  # noqa: F401
    import urllib  # noqa: F401

    for name in _SELDOM_USED:
        _put_off(name)
    # what is taken of these at once: for parsers in Python, packed XML, addresses, UUIDs
    _put_off("inspect", getfullargspec=_ask_later("inspect", "getfullargspec"))
    _put_off("gzip", GzipFile=_ask_later("gzip", "GzipFile"))
    _put_off("urllib.parse", quote_from_bytes=_ask_later("urllib.parse", "quote_from_bytes"))
    if hasattr(os, "uname"):
        _put_off("platform", system=lambda: os.uname().sysname)


def _put_off(name: str, **known: object) -> None:
    """Put something in the place of a module that becomes that module when it is first asked for
    anything but what is `known`.
    """
    if name in sys.modules:
        return
    module = type(sys)(name)

    def import_and_get(attribute: str) -> Any:
        if attribute == "__path__":  # every import asks for it
            raise AttributeError(attribute)
        return getattr(_import_whole(module), attribute)

    vars(module).update(known, __getattr__=import_and_get)
    sys.modules[name] = module
    package, _, last = name.rpartition(".")
    if package in sys.modules:  # as it is there once a part of it has been imported
        setattr(sys.modules[package], last, module)


def _import_whole(module: ModuleType) -> ModuleType:
    """Import what a module stands for, and make it the same as that."""
    from importlib import import_module

    name = module.__name__
    if sys.modules.get(name) is module:
        del sys.modules[name]
    try:
        whole = import_module(name)
    except BaseException:
        sys.modules.setdefault(name, module)
        raise
    vars(module).pop("__getattr__", None)
    vars(module).update(vars(whole))
    return whole


def _ask_later(name: str, function: str) -> Callable[..., Any]:
    """A function of a module that is imported when it is called."""

    def ask(*given: Any, **named: Any) -> Any:
        return getattr(_import_whole(sys.modules[name]), function)(*given, **named)

    return ask


def _load_msgspec() -> None:
    """Without `typing_extensions`, which msgspec takes where it finds it and never needs.

    It costs as much as a tenth of a check to import; who needs it imports it later. Only in a
    process of gblint's own: a program that imports gblint may want msgspec whole. Should msgspec
    need it one day, it is imported with it as by anyone.
    """
    name = "typing_extensions"
    modules: dict[str, Any] = sys.modules
    if name in modules:
        return
    modules[name] = None  # Python's way to say that a module is not to be found
    try:
        import msgspec  # noqa: F401
    except ImportError:
        for loaded in [one for one in modules if one.partition(".")[0] == "msgspec"]:
            del modules[loaded]
    finally:
        del modules[name]


def _tell_plainly(error: BaseException, words: list[str]) -> int:
    """Say that gblint cannot run where nothing of it can be relied on; the exit code."""
    if isinstance(error, SystemExit) and _asks_completion(words):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    what = type(error).__name__
    if isinstance(error, ImportError):
        what += f" {error.name}"
        zh = f"错误：gblint 不能运行（{what}），安装不完整：请重新安装 gblint 和它所需的库"
        en = f"error: gblint cannot run ({what}): install gblint and the libraries it needs again"
    else:
        zh = f"错误：gblint 自身出错（{what}），请报告给开发者"
        en = f"error: gblint itself failed ({what}): please report it"
    try:
        zh.encode(sys.stderr.encoding)
        text = en if _is_english(words) else zh
    except (AttributeError, LookupError, UnicodeError):
        text = en
    try:
        print("".join(filter(str.isprintable, text)), file=sys.stderr)  # noqa: T201 - as it says
    except Exception:  # noqa: BLE001 - there is nobody to tell
        return _FAILED
    return _FAILED


def _is_english(words: list[str]) -> bool:
    """As `find_language` in `cli/streams.py`, of which nothing may be there."""
    lang = os.environ.get("GBLINT_LANG", "")
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--":
            break
        lang = word.removeprefix("--lang=") if word.startswith("--lang=") else lang
        lang = following if word == "--lang" else lang
    return lang == "en"


def _run(words: list[str]) -> int:
    if _are_files(words):
        from gblint.cli.check import CheckRequest, check
        from gblint.cli.streams import choose_language, run_telling
        from gblint.cli.values import find_set_language

        lang = find_set_language({})
        return run_telling(
            lambda: check(CheckRequest(files=tuple(words), lang=lang)), choose_language(lang)
        )
    if _COMPLETE not in os.environ:
        from gblint.cli.commands import parse, run_command

        if (parsed := parse(words)) is not None:
            return run_command(*parsed)
    from gblint.cli.typer_app import run as run_by_typer

    return run_by_typer(words)


def _are_files(words: list[str]) -> bool:
    """Whether it is plain that there are only files, so that the table need not be asked.

    A first word of letters alone may be a command.
    """
    return (
        bool(words)
        and not (words[0].isascii() and words[0].isalpha())
        and all(word == "-" or not word.startswith("-") for word in words)
        and _COMPLETE not in os.environ
    )


def __getattr__(name: str) -> Any:
    """`app`: the typer application, imported only for those who ask for it."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gblint.cli.typer_app import app

    return app
