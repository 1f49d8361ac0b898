"""Cells that are read at one look say what a walk through their runs says."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.readers import read
from gblint.readers.docx.body import Body

_FILES = sorted((Path(__file__).parents[2] / "fixtures").glob("*/*.docx"))


def test_what_is_read_at_one_look_is_what_a_walk_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    readable = [path for path in _FILES if "input-" not in path.parent.name]
    assert len(readable) > 20
    looked = [read(path.read_bytes(), path.name) for path in readable]
    monkeypatch.setattr(Body, "read_plain_cells", lambda _self, _table: {})
    for path, document in zip(readable, looked, strict=True):
        assert read(path.read_bytes(), path.name) == document, path
