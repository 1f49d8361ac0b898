"""Settings from `gblint.toml`, or `[tool.gblint]` in `pyproject.toml`.

The nearest file upward from a report counts, alone. Every error in it is told at once, with
file, line and column.
"""

from __future__ import annotations

from gblint.config.find import find_config, read_config
from gblint.config.model import FAIL_ON, Config, ConfigError, FailOn, PerFileIgnore

__all__ = [
    "FAIL_ON",
    "Config",
    "ConfigError",
    "FailOn",
    "PerFileIgnore",
    "find_config",
    "read_config",
]
