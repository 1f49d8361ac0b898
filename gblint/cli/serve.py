"""What goes on until Ctrl+C: `gblint serve`, a local page to check reports by, for who has no
terminal at hand; and `--watch`, which checks again whenever something changes.
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gblint.checks import list_pack_infos
from gblint.cli.streams import choose_language, get_stdout, suit_language, tell_say
from gblint.cli.values import Values, find_working_settings
from gblint.files import STDIN, describe_os_error, display_path
from gblint.findings import Lang, Say
from gblint.processes import make_temporary_folder
from gblint.readers import find_forms, get_suffix
from gblint.run import plan_for
from gblint.run.plan import Overrides, SettingsError

if TYPE_CHECKING:
    from starlette.applications import Starlette

_LOCAL = "127.0.0.1"
_HIGHEST_PORT = 65535
_SHORTEST_TOKEN = 32

_LACKING = Say(
    "这个命令需要另外的库：运行 pip install starlette uvicorn",
    "this command needs further libraries: run pip install starlette uvicorn",
)
_OPEN = Say(
    "注意：这个地址别的机器也能访问，传输没有加密；知道地址的人都能使用。",
    "Take care: other machines can reach this address, nothing on the way is encrypted, and "
    "whoever knows the address can use it.",
)
_READY = Say("在浏览器中打开（按 Ctrl+C 结束）：", "Open in a browser (Ctrl+C ends it): ")


def serve(
    *,
    port: str | None,
    host: str | None,
    token_file: str | None,
    no_browser: bool,
    lang: str | None,
    config: str | None = None,
    isolated: bool = False,
    commands: tuple[str, ...] = (),
) -> int:
    """Serve the page until it is interrupted; the exit code. Raises SettingsError.

    The settings are those of a check in the working folder, which `config` and `isolated` change.
    `commands` are those of gblint, some of which the page offers to make files by.
    """
    values = Values(lang)
    number = _read_port(port, values)
    try:
        from gblint.web import Jobs
        from gblint.web.app import Door, Offer, build_app, is_loopback
    except ImportError:
        raise SettingsError([_LACKING]) from None
    host = host or _LOCAL
    if not is_loopback(host) and token_file is None:
        say = Say(
            f"“{host}”不限于本机，要用 --token-file 指定口令文件",
            f'"{host}" is not this machine alone: name a --token-file',
        )
        values.add_error("--host", say)
    token = _read_token(token_file, values)
    values.require()
    settings = _find_settings(config, isolated=isolated)
    try:
        # before anything is told: of port 0 the system says only then which one it is
        listening = _listen(host, number)
    except OSError as error:
        why = describe_os_error(error)
        raise SettingsError(
            [Say(f"不能使用 {host}:{number}：{why.zh}", f"cannot use {host}:{number}: {why.en}")]
        ) from None
    door = Door(host, listening.getsockname()[1], token)
    spoken = choose_language(lang)
    out = get_stdout()
    if door.open:
        tell_say(_OPEN, spoken)
    out.write_text(_READY.in_lang(suit_language(spoken, out)) + door.address + "\n")
    offer = Offer({info.id: info.title for info in list_pack_infos()}, display_path(settings))
    # the page knows no commands by itself: what is not in the table is not offered
    makes = {"annotate", "fix", "new"}.intersection(commands)
    with listening, make_temporary_folder() as folder:
        jobs = Jobs(Path(folder), settings)
        app = build_app(door, jobs, offer, commands=makes, lang=spoken)
        asyncio.run(_run(app, listening, "" if no_browser else door.address))
    return 0


def _find_settings(config: str | None, *, isolated: bool) -> str:
    """The file of settings, "" for none; whole, so that none is wrong once the page is served.

    Raises SettingsError.
    """
    path = find_working_settings(config, isolated=isolated)
    if path is None:
        return ""
    # nobody would see the error on the page
    plan_for(Path.cwd(), Overrides(config=path))
    return os.fspath(path)


async def _run(app: Starlette, listening: socket.socket, address: str) -> None:
    """Serve until it is interrupted, and have a browser open the address, unless that is ""."""
    import logging

    import uvicorn

    config = uvicorn.Config(
        app,
        # no log: the address has the token in it, and lines of uvicorn are no output of gblint
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        # a page that asks how far a check is keeps its connection open
        timeout_graceful_shutdown=1,
        # of the head of a request: names of files are in addresses
        h11_max_incomplete_event_size=16384,
    )
    if address:
        # some browsers let the call wait until they are closed
        asyncio.get_running_loop().run_in_executor(None, _open_browser, address)
    server = uvicorn.Server(config)
    # who interrupts it once more while it ends is not told at which line that was
    logging.getLogger("uvicorn.error").addFilter(lambda _: not server.force_exit)
    await server.serve(sockets=[listening])


def _open_browser(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.bind((host, port))
        listening.listen()
    except BaseException:
        listening.close()
        raise
    return listening


def _read_port(port: str | None, values: Values) -> int:
    """The port; 0 for any that is free."""
    if port is None:
        return 0
    if port.isascii() and port.isdecimal() and int(port) <= _HIGHEST_PORT:
        return int(port)
    values.add_error("--port", Say(f"应是 0 到 {_HIGHEST_PORT} 的整数", f"is 0 to {_HIGHEST_PORT}"))
    return 0


def _read_token(path: str | None, values: Values) -> str:
    """The token in a file, a new one without."""
    if path is None:
        return secrets.token_urlsafe(24)
    try:
        token = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeError) as error:
        why = describe_os_error(error) if isinstance(error, OSError) else Say("不是文本", "no text")
        values.add_error("--token-file", Say(f"“{path}”：{why.zh}", f'"{path}": {why.en}'))
        return ""
    if re.fullmatch(rf"(?=.*[A-Za-z0-9])[\w-]{{{_SHORTEST_TOKEN},}}", token, re.ASCII) is None:
        say = Say(
            f"口令至少 {_SHORTEST_TOKEN} 个字母、数字、- 或 _",
            f"a token is at least {_SHORTEST_TOKEN} letters, digits, - or _",
        )
        values.add_error("--token-file", say)
    return token


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
    folders = sorted(set(_list_folders(named)))
    # a folder that is not named is not watched below, and may be a whole home
    deep = any(Path(name).is_dir() or any(sign in name for sign in "*?[") for name in named)
    for _ in changes(*folders, watch_filter=counts, recursive=deep, raise_interrupt=True):
        run_telling(check, lang)
        tell_say(_WAITING, lang)
    return 0


def _list_folders(named: Sequence[str]) -> Iterator[str]:
    """The folders to look at: those that are named, those of files, and where patterns begin."""
    for name in named:
        path = Path(name).absolute()
        while not path.is_dir():
            path = path.parent
        yield str(path)
