"""Settings from `gblint.toml`, or `[tool.gblint]` in `pyproject.toml`: what may stand there.

The nearest file upward from a report counts, alone. Every error in it is told at once, with
file, line and column.
"""

from __future__ import annotations

from gblint.config.settings import (
    FAIL_ON,
    Config,
    ConfigChoice,
    ConfigError,
    FailOn,
    PerFileIgnore,
    find_config,
    read_config,
)

__all__ = [
    "FAIL_ON",
    "Config",
    "ConfigChoice",
    "ConfigError",
    "FailOn",
    "PerFileIgnore",
    "find_config",
    "read_config",
]
