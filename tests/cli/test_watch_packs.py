"""`gblint pack check --watch`: the examples are run again at every save of the pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gblint.cli import main

pytest.importorskip("watchfiles")

_PACK = "pack: own\ntitle: {zh: 本省, en: ours}\nextends: [gbh-2021-30]\noff: [GB208]\n"


@pytest.mark.parametrize("words", [["check"], ["test", "--rule", "GB101"]], ids=["check", "test"])
def test_a_pack_is_looked_at_again(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(_PACK, "utf-8")
    counted: list[bool] = []

    def changes(
        *folders: str, watch_filter: Callable[[object, str], bool], **_: object
    ) -> Iterator[object]:
        assert folders == (str(tmp_path),)
        counted.extend(
            watch_filter(None, str(tmp_path / name)) for name in ("own.yaml", "a.md", "a.tmp")
        )
        file.write_text(_PACK.replace("off: ", "off："), "utf-8")
        yield object()

    monkeypatch.setattr("watchfiles.watch", changes)
    command, *options = words
    assert main(["pack", command, str(file), *options, "--watch"]) == 0
    told = capfd.readouterr()
    assert counted == [True, True, False]
    first, _, again = (told.out + told.err).partition("冒号是全角的")
    assert again
    assert "own" in first
    assert told.err.count("等待改动") == 2
