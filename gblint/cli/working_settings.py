"""The settings of the working folder: those that are of a run and not of a file.

These are `lang`, `format` and `baseline`; all others are of the files that they lie above.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gblint.cli.streams import VARIABLE
from gblint.findings import Lang

if TYPE_CHECKING:
    from gblint.config import Config


def read_working_settings(config: str | None = None, *, isolated: bool = False) -> Config | None:
    """Those of a file, else of the nearest upward; None where there are none.

    Raises ConfigError where they are wrong, and OSError.
    """
    if isolated:
        return None
    from gblint.config import find_config, read_config

    path = Path(config).absolute() if config is not None else find_config(Path.cwd())
    return read_config(path) if path is not None else None


def spoken_language(given: dict[str, Any]) -> Lang | None:
    """The language that the settings set where neither an option nor the environment does.

    Of settings that are wrong nothing is said here: who works by them says it.
    """
    if given.get("lang") is not None or os.environ.get(VARIABLE):
        return None
    from gblint.config import ConfigError

    try:
        config = read_working_settings(given.get("config"), isolated=given.get("isolated", False))
    except (ConfigError, OSError):
        return None
    return config.lang if config is not None else None
