"""`python -m benchmarks page [--runs N] [--reports N] [--json]`: what a drafter waits for.

Processor time of `gblint annotate` beside a plain check, and of the page of one report, as
processes; then a page of many reports in Chromium, which playwright drives: how long its main
thread works to open it, and for each use of the filter until the next frame is shown.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.reports import fill

_ANNOTATE_MOST, _PAGE_MOST, _OPEN_MOST, _FILTER_MOST = 2.0, 1000.0, 2000.0, 200.0
_REPORT = Path(__file__).parents[1] / "fixtures" / "wrong-footing" / "report.docx"
_LONGEST = 600_000
_FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_TYPE = """(words) => {
  const query = document.querySelector("#q");
  query.value = words;
  query.dispatchEvent(new Event("input"));
}"""
_CLICK = 'document.querySelector("button[data-s=error]").click()'
_STEPS = (
    ("filter: a word is typed", f"({_TYPE})('第1')"),
    ("filter: it goes on", f"({_TYPE})('第123')"),
    ("filter: cleared", f"({_TYPE})('')"),
    ("filter: errors are left out", _CLICK),
    ("filter: errors are back", _CLICK),
)


@dataclass(frozen=True)
class Line:
    """What was measured, in milliseconds of processor time or as a ratio, and what it may be."""

    name: str
    took: float
    most: float

    @property
    def held(self) -> bool:
        return self.took <= self.most


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and return 1 where a bound does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks page", description=__doc__)
    parser.add_argument("--runs", type=int, default=11, help="runs of each process (default 11)")
    parser.add_argument("--reports", type=int, default=500, help="of the page (default 500)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        lines = [*_measure_processes(Path(folder), options.runs)]
        lines += _measure_pages(Path(folder), options.reports)
    if options.json:
        print(json.dumps([asdict(one) | {"held": one.held} for one in lines], indent=2))
    else:
        for one in lines:
            print(f"{one.name:48} {one.took:9.2f}  at most {one.most:g}{'' if one.held else ' ✗'}")
    return 0 if all(one.held for one in lines) else 1


def _measure_processes(folder: Path, runs: int) -> Iterator[Line]:
    report = _REPORT
    commands = {
        "check": [str(report)],
        "annotate": ["annotate", str(report), "-o", str(folder / "annotated.docx"), "--force"],
        "page": [str(report), "--format", "html", "-o", str(folder / "one.html")],
    }
    took: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, words in commands.items():
            spent = _run(folder, words)
            if number:  # the first fills caches
                took[name].append(spent)
    ratios = [one / plain for one, plain in zip(took["annotate"], took["check"], strict=True)]
    yield Line("annotate : check", median(ratios), _ANNOTATE_MOST)
    yield Line("page of one report: check and write (ms)", median(took["page"]), _PAGE_MOST)


def _run(folder: Path, words: Sequence[str]) -> float:
    """Milliseconds of processor time of gblint as a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "gblint", *words],
        check=False,
        capture_output=True,
        env=os.environ | {"XDG_CACHE_HOME": str(folder / "cache")},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def _measure_pages(folder: Path, reports: int) -> Iterator[Line]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        print("no playwright or no Chromium: pages are not opened", file=sys.stderr)
        return
    many = folder / "many"
    many.mkdir()
    fill(many, "docx", numbers=range(reports))
    _run(folder, [str(many), "--format", "html", "-o", str(folder / "many.html")])
    megabytes = (folder / "many.html").stat().st_size / 1e6
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with _Tab(browser, folder / "one.html") as tab:
            yield Line("page of one report: laid out (ms)", tab.opened, _PAGE_MOST)
        with _Tab(browser, folder / "many.html") as tab:
            name = f"page of {reports} reports, {megabytes:.1f} MB: opened (ms)"
            yield Line(name, tab.opened, _OPEN_MOST)
            for name, program in _STEPS:
                yield Line(f"{name} (ms)", tab.run(program), _FILTER_MOST)
        browser.close()


class _Tab:
    """A page in a tab of its own; what its main thread works is counted."""

    def __init__(self, browser: Any, path: Path) -> None:
        self._page = browser.new_page(viewport={"width": 1280, "height": 900})
        self._page.set_default_timeout(_LONGEST)
        self._told = self._page.context.new_cdp_session(self._page)
        self._told.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._page.goto(path.as_uri())
        self.opened = self._count()

    def __enter__(self) -> _Tab:
        return self

    def __exit__(self, *_: object) -> None:
        self._page.close()

    def _count(self) -> float:
        """Milliseconds that its main thread has worked, with the frame that is due."""
        self._page.evaluate(_FRAME)
        told = self._told.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(one["value"] for one in told if one["name"] == "TaskDuration"))

    def run(self, program: str) -> float:
        """What a program takes until the next frame is shown; what comes later is waited for."""
        before = self._count()
        self._page.evaluate(program)
        took = self._count() - before
        self._page.wait_for_timeout(1500)
        return took
