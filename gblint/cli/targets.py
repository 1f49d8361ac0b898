"""Which format goes where: pairs of `--format` and `--output`, and files written whole."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from gblint.cli.values import Values
from gblint.findings import Say
from gblint.inputs import Input
from gblint.run.find_inputs import find_same_input
from gblint.signals import undisturbed

FORMATS = ("text", "concise", "json", "sarif", "github")
BYTES = ("json", "sarif", "github")
"""Formats for machines, which read UTF-8 whatever the console has."""

STDOUT = "-"


class Target(msgspec.Struct, frozen=True):
    """A format, and the file it goes to; `-` is standard output."""

    format: str
    path: str = STDOUT


def pair(
    formats: Sequence[str], outputs: Sequence[str], order: Sequence[str], values: Values
) -> tuple[Target, ...]:
    """The targets of a run. `order` has `formats` and `outputs` as they were written.

    With as many outputs as formats, the n-th belongs to the n-th. With fewer, an output
    belongs to the format written just before it, else to the one just after; what remains
    goes to standard output.
    """
    formats = [values.one_of("--format", given, FORMATS) for given in formats] or ["text"]
    if len(outputs) > len(formats):
        values.error(
            "--output",
            Say("比 --format 多：一个输出对应一种格式", "more than --format: one for each format"),
        )
        return ()
    places = list(range(len(outputs)))
    if len(outputs) < len(formats):
        places = _beside(order)
    paths = dict(zip(places, outputs, strict=False))
    targets = tuple(Target(name, paths.get(at, STDOUT)) for at, name in enumerate(formats))
    _check_once(targets, values)
    return targets


def _beside(order: Sequence[str]) -> list[int]:
    """For each output, the number of the format that it stands beside."""
    places: list[int] = []
    format_ = -1
    waiting = 0
    for word in order:
        if word == "formats":
            format_ += 1
            if waiting:
                places.append(format_)
                waiting -= 1
        elif word != "outputs":
            continue
        elif format_ >= 0 and format_ not in places:
            places.append(format_)
        else:
            waiting += 1
    return places


def _check_once(targets: Sequence[Target], values: Values) -> None:
    if sum(target.path == STDOUT for target in targets) > 1:
        values.error(
            "--format",
            Say(
                "只有一种格式能输出到屏幕，其余的要用 --output 写明文件",
                "only one can go to standard output; give the others an --output",
            ),
        )
    files = [os.path.realpath(target.path) for target in targets if target.path != STDOUT]
    if len(set(files)) < len(files):
        values.error(
            "--output", Say("两种格式不能写入同一个文件", "two formats cannot go to one file")
        )


def check_targets(targets: Sequence[Target], inputs: Sequence[Input], values: Values) -> None:
    """That every file can be written, and is none of those to check."""
    for target in targets:
        if target.path == STDOUT:
            continue
        path = Path(target.path)
        met = find_same_input(target.path, inputs)
        if met is not None and met.failure is None:
            say = Say(
                f"“{target.path}”是要检查的文件，不能覆盖",
                f'"{target.path}" is a file to check, and is not written over',
            )
            values.error("--output", say)
        elif path.is_dir():
            values.error(
                "--output", Say(f"“{target.path}”是文件夹", f'"{target.path}" is a folder')
            )
        elif not path.parent.is_dir():
            say = Say(f"没有文件夹“{path.parent}”", f'there is no folder "{path.parent}"')
            values.error("--output", say)


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file, piece by piece, so that it is there whole or not at all. Raises OSError.

    What is no regular file (a pipe, a device) is written to directly.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.writelines(pieces)
        return
    from tempfile import mkstemp

    temporary: Path | None = None
    try:
        with undisturbed():
            handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
            temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        temporary.chmod(_mode(path))
        temporary.replace(path)
    except BaseException:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The permissions of the file that is there, else those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
