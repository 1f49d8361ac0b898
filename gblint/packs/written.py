"""What may be written in the YAML of a pack; after merging it is a `model.Pack`."""

from __future__ import annotations

from typing import Annotated, Any, Generic

import msgspec
from msgspec import Meta

from gblint.findings import Severity
from gblint.pack.base import Check_co, Key, Part, Pattern, Version, Words
from gblint.pack.example import Edit, Examples
from gblint.pack.kind import Kinds, any_options
from gblint.pack.model import (
    Day,
    FactSpecs,
    HeadingStyle,
    ObsoleteHeading,
    OtherDocument,
    Rule,
    SectionSpec,
    TableSpec,
    TitleSpec,
    WrongWord,
    Years,
)
from gblint.pack.prose_model import ProseSpecs


class Amendment(Part, Generic[Check_co], frozen=True):
    """What a pack says otherwise of an inherited rule; the rest stays as it was."""

    title: Words | None = None
    check: Check_co | None = None
    message: Words | None = None
    variants: dict[str, Words] | None = None
    basis: Words | None = None
    why: Words | None = None
    fix: Words | None = None
    certain: bool | None = None
    fixable: bool | None = None
    suppressible: bool | None = None
    examples: Examples | None = None


class Without(Part, frozen=True):
    """Inherited parts that the pack does not have, by number or key."""

    sections: tuple[int, ...] = ()
    tables: tuple[Key, ...] = ()
    obsolete_headings: tuple[Key, ...] = ()
    other_documents: tuple[Key, ...] = ()
    levels: tuple[Key, ...] = ()
    wrong_words: tuple[str, ...] = ()


class PackSource(
    msgspec.Struct, Generic[Check_co], frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a pack's YAML may hold: one file, or the files of a folder together.

    `extends` names packs to build on; with `inherit`, only the rules of these ids, or beginnings
    of ids, are taken from them. A rule of the same id replaces the inherited one whole, `amend`
    changes parts of it, `severity` only its severity, and `off` switches rules off. `reword`
    replaces words in the texts and examples of inherited rules: another notice, another year.
    `wrong_words` has what is right for each wrong word (see `model.WrongWord`).
    `without` leaves inherited sections, tables, headings, levels and wrong words out. `aliases`
    adds what a section (`section 5`) or a row, column or group (`applications.granted`) is called
    besides; `deadlines` sets the day (MM-DD) of inherited levels. A gblint older than `min_engine`
    refuses the pack.
    """

    pack: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]*$", description="The pack's id.")]
    title: Words = ""
    version: Version = "1"
    min_engine: Version | None = None
    extends: tuple[str, ...] = ()
    years: Years | None = None
    auto: bool = False
    title_line: TitleSpec | None = None
    headings: HeadingStyle | None = None
    sections: tuple[SectionSpec, ...] = ()
    obsolete_headings: tuple[ObsoleteHeading, ...] = ()
    other_documents: tuple[OtherDocument, ...] = ()
    placeholders: tuple[Pattern, ...] = ()
    wrong_words: dict[str, WrongWord | str] = {}
    tables: tuple[TableSpec, ...] = ()
    facts: FactSpecs | None = None
    prose: ProseSpecs | None = None
    rules: tuple[Rule[Check_co], ...] = ()
    severity: dict[str, Severity] = {}
    off: tuple[str, ...] = ()
    inherit: tuple[str, ...] | None = None
    amend: dict[str, Amendment[Check_co]] = {}
    reword: tuple[Edit, ...] = ()
    without: Without = Without()
    aliases: dict[str, tuple[str, ...]] = {}
    deadlines: dict[str, Day] = {}


def source_type(kinds: Kinds) -> Any:
    """The type to read a pack's data by, whose rules are of these kinds."""
    generic: Any = PackSource
    return generic[any_options(kinds)]
