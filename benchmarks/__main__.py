"""`python -m benchmarks [FILE…] [--runs N] [--json]`, from the root of the repository.

`python -m benchmarks batch` measures folders of reports, `python -m benchmarks copied` the search
for copies among many, `python -m benchmarks page` comments in Word and the page; `python -m
benchmarks trial` writes the folder that an office of a city gets.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from lxml import etree

import gblint
from benchmarks.bare_pdf import read_characters_and_lines
from benchmarks.measure import Measurement, Work, paired

_ROOT = Path(__file__).parents[1]
_FILES = (
    _ROOT / "fixtures" / "wrong-footing" / "report.docx",
    Path(os.environ.get("GBLINT_DOCUMENTS", "")) / "corpus" / "blank-template-2021-30.docx",
)
"""The second is Word's own, where there are documents of others (see CONTRIBUTING)."""
_PDF = _ROOT / "fixtures" / "pdf-clean" / "report.pdf"
_IMPORTS = "import typer, rich, regex, yaml, docx"
_COLD_MOST, _WARM_MOST, _PDF_MOST = 0.9, 2.2, 3.0


def main() -> int:
    """Measure, print, and return 1 where a bound does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="Word files")
    parser.add_argument("--runs", type=int, default=21, help="pairs of cold runs (default 21)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    files = options.files or [path for path in _FILES if path.exists()]
    results = [result for file in files for result in _measured(file, options.runs)]
    if not options.files:
        results.append(_measure_pdf(options.runs))
    if options.json:
        print(json.dumps([asdict(r) | {"held": r.held} for r in results], indent=2))
    else:
        print(_table(results))
    return 0 if all(result.held for result in results) else 1


def _measured(file: Path, runs: int) -> Iterator[Measurement]:
    name = file.parent.name + "/" + file.name
    cold = _process(*_gblint(), str(file))
    imports = _process(sys.executable, "-c", _IMPORTS)
    yield paired(
        "cold process : only importing typer, rich, regex, yaml, docx",
        file=name,
        ours=cold,
        theirs=imports,
        runs=runs,
        most=_COLD_MOST,
    )
    if pandoc := shutil.which("pandoc"):
        plain = _process(pandoc, "-t", "plain", str(file))
        yield paired(
            "cold process : pandoc -t plain",
            file=name,
            ours=cold,
            theirs=plain,
            runs=runs,
            most=_COLD_MOST,
        )
    else:
        print("pandoc is not installed: not measured against it", file=sys.stderr)
    data = file.read_bytes()
    yield paired(
        "warm check : unzip and parse document.xml",
        file=name,
        ours=lambda: gblint.check(data),
        theirs=_parsing(data),
        runs=runs * 20,
        most=_WARM_MOST,
    )


def _measure_pdf(runs: int) -> Measurement:
    data = _PDF.read_bytes()
    return paired(
        "warm check : pypdfium2's text, boxes of characters, lines",
        file=f"{_PDF.parent.name}/{_PDF.name}",
        ours=lambda: gblint.check(data),
        theirs=lambda: read_characters_and_lines(data),
        runs=runs * 5,
        most=_PDF_MOST,
    )


def _gblint() -> list[str]:
    """The command that is installed beside this Python, as a user runs it."""
    script = shutil.which("gblint", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-m", "gblint"]


def _process(*command: str) -> Work:
    """A whole process; what it prints goes nowhere."""

    def run() -> None:
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")

    return run


def _parsing(data: bytes) -> Work:
    """The least that anyone who reads a Word file must do."""

    def parse() -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            etree.fromstring(archive.read("word/document.xml"))

    return parse


def _table(results: list[Measurement]) -> str:
    lines = [
        "| what | file | gblint | other | ratio | at most |",
        "| --- | --- | --: | --: | --: | --: |",
    ]
    for r in results:
        mark = "" if r.held else " ✗"
        lines.append(
            f"| {r.name} | {r.file} | {r.ours:.1f} ms | {r.theirs:.1f} ms "
            f"| {r.ratio:.2f}{mark} | {r.most:g} |"
        )
    return "\n".join(lines)


def _chosen(arguments: list[str]) -> int:
    if arguments[:1] == ["batch"]:
        from benchmarks import batch

        return batch.main(arguments[1:])
    if arguments[:1] == ["copied"]:
        from benchmarks import copied

        return copied.main(arguments[1:])
    if arguments[:1] == ["page"]:
        from benchmarks import page

        return page.main(arguments[1:])
    if arguments[:1] == ["trial"]:
        from benchmarks import trial

        return trial.main(arguments[1:])
    return main()


if __name__ == "__main__":
    sys.exit(_chosen(sys.argv[1:]))
