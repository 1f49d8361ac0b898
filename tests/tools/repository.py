"""Where the repository is, and what of it tests read."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
DOCS = ROOT / "docs"
QUICK_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader of YAML that is quick, where there is one."""

GENERATE = "run: python -m gblint.reference docs"
"""What a test says of a page or schema that is written from the packs and the types."""
