"""Packs, with the kinds of check that gblint has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gblint import packs
from gblint.checks.kinds import KINDS
from gblint.pack.model import Pack

if TYPE_CHECKING:
    from gblint.packs.problems import PackError


def load(ref: str | Path, *, base: Path | None = None, cache: bool = True) -> Pack:
    """The pack of a built-in id, or at a path; see `load_pack`. Raises PackError."""
    return packs.load_pack(ref, kinds=KINDS, base=base, cache=cache)


def infos() -> tuple[packs.PackInfo, ...]:
    """What there is to know of the built-in and installed packs, without those with errors."""
    return packs.infos(KINDS)


def survey() -> tuple[tuple[packs.PackInfo, ...], tuple[PackError, ...]]:
    """The built-in and installed packs, and what is wrong with those that cannot be used."""
    return packs.survey(KINDS)
