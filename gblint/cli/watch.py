"""`--watch`: check again whenever something changes, until Ctrl+C."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gblint.cli.streams import tell_say
from gblint.findings import Lang, Say
from gblint.inputs import STDIN
from gblint.readers import find_forms, get_suffix
from gblint.run.plan import SettingsError

_NO_LIBRARY = Say(
    '--watch 需要 watchfiles：安装 gblint 时写 ".[watch]"',
    '--watch needs watchfiles: install gblint as ".[watch]"',
)
_NOT_PIPED = Say("--watch：不能用于标准输入", "--watch: is not for standard input")
_WAITING = Say("等待改动，Ctrl+C 结束。", "Waiting for changes; Ctrl+C ends it.")
_SETTINGS = ("gblint.toml", "pyproject.toml", ".gitignore")


def watch(
    named: Sequence[str],
    check: Callable[[], int],
    lang: Lang,
    *,
    own: Sequence[str] = (),
    endings: tuple[str, ...] = (),
) -> int:
    """Check what is named, and again whenever it changes; the exit code of what was wrong.

    `own` are files that the run writes, `endings` those of files that count besides
    reports. Settings that are wrong are told, and waited for. Raises SettingsError where it cannot
    be done, and KeyboardInterrupt.
    """
    if STDIN in named:
        raise SettingsError([_NOT_PIPED])
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise SettingsError([_NO_LIBRARY]) from None
    from gblint.cli.streams import run_telling

    written = {os.path.realpath(path) for path in own}

    def counts(_: object, path: str) -> bool:
        name = os.path.basename(path)  # noqa: PTH119 - a text as the library has it
        known = bool(find_forms(get_suffix(name).lower())) or name in _SETTINGS
        known = known or name.endswith(endings)
        return known and os.path.realpath(path) not in written

    run_telling(check, lang)
    tell_say(_WAITING, lang)
    folders = sorted(set(_folders(named)))
    deep = any(Path(name).is_dir() or any(sign in name for sign in "*?[") for name in named)
    for _ in changes(*folders, watch_filter=counts, recursive=deep, raise_interrupt=True):
        run_telling(check, lang)
        tell_say(_WAITING, lang)
    return 0


def _folders(named: Sequence[str]) -> Iterator[str]:
    """The folders to look at: those that are named, those of files, and where patterns begin."""
    for name in named:
        path = Path(name).absolute()
        while not path.is_dir():
            path = path.parent
        yield str(path)
