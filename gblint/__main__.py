"""`python -m gblint`."""

from __future__ import annotations

import sys

from gblint.cli import run_process

if __name__ == "__main__":
    sys.exit(run_process())
