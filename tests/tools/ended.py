"""Running programs that are not ours: what they started ends with them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress


def run(
    command: Sequence[str],
    *,
    data: bytes = b"",
    env: Mapping[str, str] | None = None,
    seconds: float,
) -> bytes:
    """What a program writes. Raises OSError, CalledProcessError, and TimeoutExpired after so many
    seconds, when it and all that it started has been killed.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(data, timeout=seconds)
        except BaseException:
            kill(process)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, out, err)
    return out


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that leads a session of its own, with the others in it."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
