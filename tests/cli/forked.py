"""Commands of scenarios without the start of a new Python for each.

A server that has checked a report once forks for every command. What a command sees is a process of
its own: its folder, its environment, its streams, and the ordinary end of the interpreter. What
depends on how Python starts (the locale, the coding of streams) needs a process that is truly new.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: bytes
    stderr: bytes


class Server:
    """The process that forks; it ends with the tests, when its input ends."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, words: list[str], cwd: Path, env: dict[str, str], stdin: bytes) -> Ended:
        """`gblint WORDS` in a folder, in an environment, with its input."""
        streams = [str(self._folder / name) for name in ("stdin", "stdout", "stderr")]
        Path(streams[0]).write_bytes(stdin)
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        json.dump([words, str(cwd), env, streams], requests)
        requests.write("\n")
        requests.flush()
        code = int(answers.readline())
        return Ended(code, Path(streams[1]).read_bytes(), Path(streams[2]).read_bytes())

    def close(self) -> None:
        """Ends the server."""
        self._process.communicate()


def become(cwd: str, env: dict[str, str], streams: list[str]) -> None:
    """In the new process: its folder, environment and streams instead of the server's."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    for number, path in enumerate(streams):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)


def serve() -> int:
    """Forks for each line of the input; in the new process, the exit code of its command."""
    from gblint import check
    from gblint.cli import main

    check(
        Path(__file__).parents[2] / "fixtures" / "wrong-footing" / "report.docx"
    )  # compiles its patterns
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in requests:
        words, cwd, env, streams = json.loads(line)
        child = os.fork()
        if child == 0:
            requests.close()
            become(cwd, env, streams)
            sys.argv = [sys.argv[0], *words]
            return main() or 0
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answers.write(f"{code}\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(serve())
