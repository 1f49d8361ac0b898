"""Remove what gblint keeps between runs; the folder may hold things of others."""

from __future__ import annotations

import re
from pathlib import Path

from gblint.run.kept import FOLDER

_SHARD = re.compile("[0-9a-f]{2}")
_ENTRY = re.compile(r"[0-9a-f]{38}(?:\.[0-9]+\.[0-9a-f]{8})?")
_PACK = re.compile(r".+-[0-9a-f]{8}\.msgpack(?:\.[0-9]+\.[0-9a-f]{8})?")


def remove(home: Path) -> int:
    """Remove results and packs from the folder of the cache; how many. Raises OSError."""
    results = home / FOLDER
    shards = [shard for shard in _inside(results) if _SHARD.fullmatch(shard.name)]
    entries = [file for shard in shards for file in _inside(shard) if _ENTRY.fullmatch(file.name)]
    packs = [file for file in _inside(home) if _PACK.fullmatch(file.name)]
    for file in (*entries, *packs):
        file.unlink(missing_ok=True)
    for folder in (*shards, results):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return len(entries) + len(packs)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
