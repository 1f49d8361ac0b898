"""Built-in packs that others extend, read from YAML once in a process instead of for each of them.

That is most of what it takes to load a small pack of a test. Only what is built upon is kept, by
its contents and the kinds of checks; a built-in pack that is itself asked for is made as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from gblint.pack.kind import Kinds
from gblint.packs import build
from gblint.packs.files import Snapshot, snapshot
from gblint.packs.find import rules_folder


@contextmanager
def kept_bases() -> Iterator[None]:
    """Within it, built-in packs that are extended are kept.

    An engine that itself builds upon packs it has kept needs none of this.
    """
    make: Any = getattr(build, "_base", None)
    if make is None:
        yield
        return
    held: dict[tuple[Snapshot, tuple[type, ...]], Any] = {}

    def base(path: Path, above: tuple[Path, ...], known: Any, kinds: Kinds) -> Any:
        if path in known or path.parent != rules_folder():
            return make(path, above, known, kinds)
        key = snapshot(path), tuple(kind.options for kind in kinds.values())
        if key not in held:
            held[key] = make(path, above, known, kinds)
        return held[key]

    with mock.patch.object(build, "_base", base):
        yield
