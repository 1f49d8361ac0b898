"""`python -m benchmarks batch [--files N] [--memory N] [--runs N] [--json]`: folders of reports.

Reports per second by form beside its bare parse, what processes and the cache gain, and the memory
of a long run. Each figure is the shortest of some runs that take turns, so that the ratios hold on
a busy machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.bare import time_parsing
from benchmarks.reports import fill, forms
from benchmarks.runs import Held, Took, best, run, spinning, watched
from gblint.run import count_cores

_SLOWER = {"pdf": 4, "doc": 8, "rtf": 8, "odt": 8}
"""How many times fewer files of a form are measured."""

_PARTS = (50, 5, 1)
"""Memory is looked at in runs of this part of the files, so that it can be seen to stay flat."""

_MIX = ("docx", "docx", "html", "mhtml", "txt")
_PDF_EVERY = 250
"""Of the files whose memory is looked at, one in so many is a PDF."""


@dataclass(frozen=True)
class Line:
    """A figure of the benchmark: `wall` and `cpu` in seconds for `files`, `ratio` to the first."""

    part: str
    name: str
    files: int
    wall: float
    cpu: float
    ratio: float | None = None

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        rate = self.files / self.wall
        return (
            f"| {self.part} | {self.name} | {self.files} | {self.wall:.2f} s | {self.cpu:.2f} s "
            f"| {rate:.1f} | {1000 * self.cpu / self.files:.1f} ms | {ratio} |"
        )


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks batch", description=__doc__)
    parser.add_argument("--files", type=int, default=400, help="Word files (default 400)")
    parser.add_argument("--memory", type=int, default=5000, help="files, 0: leave it out")
    parser.add_argument("--runs", type=int, default=2, help="runs of each (default 2)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        lines = [*_forms(root, options.files, options.runs)]
        lines += _scaling(root, options.files, options.runs)
        lines += _cached(root, options.files, options.runs)
        held = list(_memory(root, options.memory)) if options.memory else []
    if options.json:
        found = {"lines": [asdict(line) for line in lines], "memory": [asdict(h) for h in held]}
        print(json.dumps(found, indent=2))
    else:
        print(_table(lines, held))
    return 0


def _forms(root: Path, files: int, runs: int) -> Iterator[Line]:
    """Each form in one process; what the process takes to start is taken off.

    The ratio is that to the bare parse of the same files: processor time of both.
    """
    fill(root / "one", "docx", numbers=range(1))
    cache = root / "cache"
    run(root / "one", cache=cache)  # the pack is compiled
    start = best(root / "one", [("--no-cache",)], runs=runs + 2, cache=cache)[0]
    for form in forms():
        count = max(2, files // _SLOWER.get(form, 1))
        folder = root / form
        fill(folder, form, numbers=range(count))
        took = best(folder, [("-j", "1", "--no-cache")], runs=runs, cache=cache)[0]
        wall, cpu = max(took.wall - start.wall, 1e-6), max(took.cpu - start.cpu, 1e-6)
        bare = min(time_parsing(folder, form) for _ in range(runs))
        yield Line("form", form, count, wall, cpu, cpu / max(bare, 1e-6))
        yield Line("bare parse", form, count, bare, bare)


def _scaling(root: Path, files: int, runs: int) -> Iterator[Line]:
    """The Word files with 1, 2 and as many processes as there are cores; a ratio is a gain.

    In the same runs as the bare counting, which says what the machine has to give.
    """
    cores = count_cores()
    numbers = sorted({2**power for power in range(cores.bit_length())} | {2, cores})
    choices = [("-j", str(number), "--no-cache") for number in numbers]
    found = best(root / "docx", choices, runs=runs, cache=root / "cache")
    for number, took in zip(numbers, found, strict=True):
        gain = found[0].wall / took.wall
        yield Line("processes", f"-j {number}", files, took.wall, took.cpu, gain)
    spun = {n: min((spinning(n) for _ in range(runs)), key=_wall) for n in numbers}
    for number, took in spun.items():
        gain = number * spun[1].wall / took.wall
        yield Line("bare counting", f"{number} at once", number, took.wall, took.cpu, gain)


def _cached(root: Path, files: int, runs: int) -> Iterator[Line]:
    """The Word files without the cache, when it is filled, and when it has all."""
    folder = root / "docx"
    fresh = [run(folder, "-j", "1", cache=root / f"cache-{number}") for number in range(runs)]
    kept = root / "cache-0"
    choices = [("-j", "1", "--no-cache"), ("-j", "1")]
    without, hits = best(folder, choices, runs=runs, cache=kept)
    filled = min(fresh, key=_wall)
    for name, took in (("--no-cache", without), ("filled", filled), ("all hits", hits)):
        yield Line("cache", name, files, took.wall, took.cpu, without.wall / took.wall)


def _wall(took: Took) -> float:
    return took.wall


def _memory(root: Path, files: int) -> Iterator[Held]:
    """Runs over more and more files of a mixture of forms, on all cores, and what they hold."""
    folder = root / "mixture"
    before = 0
    for part in _PARTS:
        count = max(2, files // part)
        for at, form in enumerate(_MIX):
            begin = before + (at - before) % len(_MIX)
            fill(folder, form, numbers=range(begin, count, len(_MIX)))
        begin = before + -before % _PDF_EVERY
        fill(folder, "pdf", numbers=range(begin, count, _PDF_EVERY))
        before = count
        yield watched(folder, "-j", str(max(2, count_cores())), "--no-cache", cache=root / "cache")


def _table(lines: Sequence[Line], held: Sequence[Held]) -> str:
    parts = [
        "| part | what | files | by the clock | processors | files/s | processors, each | ratio |",
        "| --- | --- | --: | --: | --: | --: | --: | --: |",
        *map(str, lines),
    ]
    if held:
        parts += ["", "| files | gblint's own process | the largest other | seconds |"]
        parts += ["| --: | --: | --: | --: |"]
        parts += [f"| {h.files} | {h.own:.1f} MB | {h.other:.1f} MB | {h.wall:.0f} |" for h in held]
    return "\n".join(parts)
