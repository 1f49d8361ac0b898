"""`python -m tests.fuzz --minutes 30 [--seed N] [--form pdf]`: hunt for long, keep what fails."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.hunt import hunt, sources


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--form", default="", help="docx, html, md, pdf...: one form alone")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    given = parser.parse_args()
    paths = sources(given.form)
    if not paths:
        parser.error(f"no fixture of the form {given.form}")
    tries, failures = 0, 0
    for failure in hunt(paths, given.seed, given.minutes * 60):
        tries += 1
        if failure is None:
            continue
        failures += 1
        given.keep.mkdir(exist_ok=True)
        kept = given.keep / f"{failure.seed}-{failure.source.replace('/', '-')}"
        kept.write_bytes(failure.data)
        sys.stdout.write(f"{kept}: seed {failure.seed} of {failure.source}: {failure.what}\n")
    sys.stdout.write(f"{tries} files, {failures} failures\n")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
