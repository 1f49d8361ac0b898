"""The forms that LibreOffice makes of Word files, for the tests of what it reads back."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from gblint.readers import office
from tests.tools.ended import kill, run

SECONDS = 300
"""What many files may take, on a busy machine too."""

_OPTIONS = ("--headless", "--norestore", "--nologo", "--nolockcheck")
_SOCKET_PATH = 107 - len("/OSL_PIPE_1000_SingleOfficeIPC_") - 32
"""How long the folder of a socket can be: the name has a number of 32 digits in it."""

_LOOK = 0.02
"""Seconds between two looks whether it is ready."""

_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.text" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'
    "<office:body><office:text/></office:body></office:document>"
)


def converted(
    files: dict[str, bytes],
    to: str,
    folder: Path,
    *,
    of: str = "docx",
    import_filter: str = "",
    profile: Path | None = None,
    seconds: float = SECONDS,
) -> dict[str, bytes]:
    """Files, by names without suffix, in another form; all in one run of LibreOffice.

    `of` is the suffix of the form that they have, `profile` that of a LibreOffice that is kept
    running. Raises FileNotFoundError where LibreOffice is not there or wrote nothing,
    CalledProcessError, and TimeoutExpired after so many seconds.
    """
    sources, target = folder / "in", folder / "out"
    sources.mkdir(exist_ok=True)
    paths = [sources / f"{name}.{of}" for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    profile = profile or folder / "profile"
    command = _begin(profile)
    command += [f"--infilter={import_filter}"] if import_filter else []
    command += ["--convert-to", to, "--outdir", str(target), *map(str, paths)]
    run(command, env=_environment(profile), seconds=seconds)
    suffix = to.partition(":")[0]
    return {path.stem: (target / f"{path.stem}.{suffix}").read_bytes() for path in paths}


@contextmanager
def kept(*, seconds: float = SECONDS) -> Iterator[Path | None]:
    """A LibreOffice that runs meanwhile, by its profile; None where it cannot be kept.

    It takes over what is to be converted from others that are started with its profile, in which-
    ever process, and these end when it is done. Starting takes ten times as long as a conversion.
    It has an empty document open, without which it would end after one.
    """
    if (
        sys.platform != "linux" or which("setpriv") is None
    ):  # nothing would end it with this process
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as name:
        empty = Path(name, "empty.fodt")
        empty.write_text(_EMPTY, "utf-8")
        profile = Path(name, "profile")
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *_begin(profile), str(empty)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(profile),
            start_new_session=True,
        )
        try:
            lock = empty.with_name(f".~lock.{empty.name}#")
            until = time.monotonic() + seconds
            while not lock.exists() and process.poll() is None and time.monotonic() < until:
                time.sleep(_LOOK)
            yield profile if lock.exists() else None
        finally:
            kill(process)
            process.wait()


def _begin(profile: Path) -> list[str]:
    """The command that starts it. Raises FileNotFoundError where it is not there."""
    program = office.find_soffice()
    if program is None:
        raise FileNotFoundError("LibreOffice (soffice) is not installed")
    return [program, f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS]


def _environment(profile: Path) -> dict[str, str]:
    """Its socket is beside its profile, where that can be, and goes with it."""
    folder = str(profile.parent)
    return {**os.environ, **({"OSL_SOCKET_PATH": folder} if len(folder) <= _SOCKET_PATH else {})}
