"""Scenarios in plain text: what is there, a command, and what comes of it.

# a remark
file NAME from FIXTURE          a copy of a file of fixtures/
file NAME                       a file of the indented lines below
    text
folder NAME
env NAME=VALUE                  holds for all commands of the scenario
encoding gbk                    in which output is read (default UTF-8)
stdin from FIXTURE              for the next command
$ gblint FILE --format json     a process, in a folder of its own
exit 1
out has TEXT                    likewise: out lacks TEXT, out is empty, err ...
out is                          all of it, the indented lines below
    text
wrote NAME has TEXT             likewise: wrote NAME lacks TEXT
absent NAME
"""

from __future__ import annotations

import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.tools.forked import Ended, environment, run
from tests.tools.repository import FIXTURES

_INDENT = "    "


@dataclass
class Step:
    """One line of a scenario with the indented lines below it."""

    number: int
    words: str
    block: str | None = None


@dataclass
class Ran:
    """What a command gave."""

    command: str = ""
    code: int | None = None
    out: str = ""
    err: str = ""


@dataclass
class Scenario:
    """A scenario as it is played in a folder."""

    folder: Path
    cache: Path
    env: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    stdin: bytes = b""
    ran: Ran = field(default_factory=Ran)

    def play(self, text: str) -> None:
        for step in steps(text):
            word, _, rest = step.words.partition(" ")
            act = _ACTS.get(word)
            assert act is not None, f"line {step.number}: {step.words}"
            try:
                act(self, rest, step.block)
            except AssertionError as error:
                raise AssertionError(self._about(step, error)) from None

    def started(self, words: list[str]) -> Ended:
        """What `gblint WORDS` gives."""
        env = environment(self.cache) | self.env
        return run(words, cwd=self.folder, env=env, stdin=self.stdin)

    def _about(self, step: Step, error: AssertionError) -> str:
        ran = self.ran
        return (
            f"line {step.number}: {step.words}: {error}\n$ {ran.command}\nexit {ran.code}\n"
            f"--- out\n{ran.out}\n--- err\n{ran.err}"
        )


def steps(text: str) -> Iterator[Step]:
    step: Step | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_INDENT) and step is not None:
            step.block = (step.block or "") + line.removeprefix(_INDENT) + "\n"
        elif not line.strip() and step is not None and step.block is not None:
            step.block += "\n"
        elif line.strip() and not line.startswith("#"):
            if step is not None:
                yield step
            step = Step(number, line.rstrip())
    if step is not None:
        yield step


def interruptible() -> None:
    """For a new process: what was started in the background may have Ctrl+C switched off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def gblint(*words: str) -> list[str]:
    return [sys.executable, "-m", "gblint", *words]


def _file(scenario: Scenario, rest: str, block: str | None) -> None:
    name, _, source = rest.partition(" from ")
    path = scenario.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if source:
        shutil.copyfile(FIXTURES / source, path)
    else:
        path.write_text((block or "").rstrip("\n") + "\n" if block else "", "utf-8")


def _folder(scenario: Scenario, rest: str, _block: str | None) -> None:
    (scenario.folder / rest).mkdir(parents=True)


def _env(scenario: Scenario, rest: str, _block: str | None) -> None:
    name, _, value = rest.partition("=")
    scenario.env[name] = value


def _encoding(scenario: Scenario, rest: str, _block: str | None) -> None:
    scenario.encoding = rest


def _stdin(scenario: Scenario, rest: str, _block: str | None) -> None:
    scenario.stdin = (FIXTURES / rest.removeprefix("from ")).read_bytes()


def _run(scenario: Scenario, rest: str, _block: str | None) -> None:
    program, *words = shlex.split(rest)
    assert program == "gblint"
    done = scenario.started(words)
    out = done.stdout.decode(scenario.encoding, "replace")
    err = done.stderr.decode(scenario.encoding, "replace")
    scenario.ran = Ran(rest, done.returncode, out, err)
    scenario.stdin = b""
    assert "Traceback" not in out + err, "a traceback"


def _exit(scenario: Scenario, rest: str, _block: str | None) -> None:
    assert scenario.ran.code == int(rest)


def _stream(read: Callable[[Ran], str]) -> Callable[[Scenario, str, str | None], None]:
    def act(scenario: Scenario, rest: str, block: str | None) -> None:
        _holds(read(scenario.ran), rest, block)

    return act


def _holds(text: str, rest: str, block: str | None) -> None:
    verb, _, wanted = rest.partition(" ")
    if verb == "is":
        expected = "" if wanted == "empty" else (block or "")
        assert text.strip("\n") == expected.strip("\n"), "not the same"
    elif verb == "lacks":
        assert wanted not in text, "it is there"
    else:
        assert verb == "has", f"no such verb: {verb}"
        assert wanted in text, "it is not there"


def _wrote(scenario: Scenario, rest: str, block: str | None) -> None:
    name, _, rest = rest.partition(" ")
    _holds((scenario.folder / name).read_text("utf-8"), rest, block)


def _absent(scenario: Scenario, rest: str, _block: str | None) -> None:
    assert not (scenario.folder / rest).exists()


_ACTS: dict[str, Callable[[Scenario, str, str | None], None]] = {
    "file": _file,
    "folder": _folder,
    "env": _env,
    "encoding": _encoding,
    "stdin": _stdin,
    "$": _run,
    "exit": _exit,
    "out": _stream(lambda ran: ran.out),
    "err": _stream(lambda ran: ran.err),
    "wrote": _wrote,
    "absent": _absent,
}
