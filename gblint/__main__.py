"""`python -m gblint`."""

from __future__ import annotations

import sys

from gblint.cli import main

if __name__ == "__main__":
    sys.exit(main())
