"""The kinds of check: one line for each; and packs with rules of these kinds."""

from __future__ import annotations

from pathlib import Path

from gblint.checks import (
    cells,
    content,
    enumeration,
    equations,
    facts,
    pairs,
    percentage,
    personal,
    prose,
    repeated,
    rollup,
    sections,
    tables,
    title,
    unchecked,
    words,
    year_to_year,
)
from gblint.checks.hits import CheckKind
from gblint.pack.model import Pack
from gblint.packs import PackError
from gblint.packs.load import PackInfo, load_pack, survey_packs

_ALL: tuple[CheckKind, ...] = (
    sections.SECTION_PRESENCE,
    sections.SECTION_ORDER,
    sections.SECTION_REPEAT,
    sections.HEADING_WORDING,
    sections.HEADING_ORDINAL,
    sections.PART_HEADINGS,
    sections.HEADING_ORIGIN,
    content.SECTION_CONTENT,
    title.TITLE_PARTS,
    title.TITLE_WORDING,
    tables.TABLE_PRESENCE,
    tables.TABLE_UNREAD,
    tables.TABLE_SHAPE,
    tables.CELL_KIND,
    equations.EQUATION,
    equations.INEQUALITY,
    cells.CELLS,
    year_to_year.YEAR_TO_YEAR,
    repeated.SIMILARITY,
    year_to_year.SUCCESSION,
    repeated.COPIED,
    repeated.SAME_FIGURES,
    rollup.ROLL_UP,
    rollup.ROLL_UP_SET,
    facts.FACT_PRESENCE,
    facts.PERIOD,
    facts.CONTACT,
    cells.TEXT,
    content.PATTERN,
    words.CITATION,
    facts.DATES,
    enumeration.ENUMERATION,
    pairs.PAIRS,
    words.WORDS,
    words.DOUBLED_WORDS,
    repeated.REPEATED_TEXT,
    personal.PERSONAL_DATA,
    prose.PROSE_NUMBER,
    percentage.PERCENTAGE,
    words.LEFTOVER_YEAR,
    title.ORGAN_DIFFERS,
    content.LENGTH,
    facts.DEADLINE,
    unchecked.INPUT,
    unchecked.UNEVALUATED,
    unchecked.SUPPRESSION,
)

KINDS = {kind.tag: kind for kind in _ALL}
"""Every kind of check by its tag. Packs, their schema and the table in their docs come from it."""


def load(ref: str | Path, *, base: Path | None = None, cache: bool = True) -> Pack:
    """The pack of a built-in id, or at a path; see `load_pack`. Raises PackError."""
    return load_pack(ref, kinds=KINDS, base=base, cache=cache)


def infos() -> tuple[PackInfo, ...]:
    """What there is to know of the built-in and installed packs, without those with errors."""
    return survey()[0]


def survey() -> tuple[tuple[PackInfo, ...], tuple[PackError, ...]]:
    """The built-in and installed packs, and what is wrong with those that cannot be used."""
    return survey_packs(KINDS)
