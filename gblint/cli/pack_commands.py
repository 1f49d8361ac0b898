"""Rows of the table of commands (`commands.py`): rules, rule packs, and gblint itself."""

from __future__ import annotations

from types import ModuleType

from gblint.cli import options as of
from gblint.cli.options import Command, Given


def import_explain() -> ModuleType:
    from gblint.cli import explain

    return explain


def _clean(given: Given) -> int:
    from gblint.cli.baseline import clean_up

    return clean_up(**given)


def _import_pack() -> ModuleType:
    from gblint.cli import pack

    return pack


PACK_COMMANDS: tuple[Command, ...] = (
    Command(
        "rules",
        takes=(of.PACK_OR_ALL, of.LIST_FORMAT, of.LANG, of.CONFIG, of.ISOLATED),
        run=lambda given: import_explain().list_rules(**given),
    ),
    Command(
        "explain",
        takes=(of.RULES, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: import_explain().explain(**given),
    ),
    Command(
        "rule",
        takes=(of.RULES, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: import_explain().explain(**given),
    ),
    Command(
        "packs",
        takes=(of.LIST_FORMAT, of.LANG),
        run=lambda given: import_explain().list_packs(**given),
    ),
    Command("pack"),
    Command(
        "pack new",
        takes=(of.NAME, of.EXTENDS, of.DIR, of.LANG),
        run=lambda given: _import_pack().write_pack(**given),
    ),
    Command(
        "pack check",
        takes=(of.PACK_PATHS, of.UPDATE, of.WATCH_PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().check_packs(**given),
    ),
    Command(
        "pack test",
        takes=(of.PACK_PATH, of.FILES, of.ONLY_RULES, of.WATCH_PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().run_examples(**given),
    ),
    Command(
        "pack suggest",
        takes=(of.REQUIREMENT, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().suggest_rules(**given),
    ),
    Command(
        "pack keys",
        takes=(of.KEY_WORDS, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().show_keys(**given),
    ),
    Command(
        "pack specimen",
        takes=(of.PACK, of.CELL_NAMES, of.LANG),
        run=lambda given: _import_pack().show_specimen(**given),
    ),
    Command(
        "pack try",
        takes=(of.RULE, of.FILE, of.PACK, of.PREVIOUS, of.LIST_FORMAT, of.LANG),
        run=lambda given: import_explain().try_rule(**given),
    ),
    Command(
        "pack diff",
        takes=(of.PACK_PATH, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().show_differences(**given),
    ),
)

OWN_COMMANDS: tuple[Command, ...] = (
    Command(
        "clean",
        takes=(of.LANG,),
        run=_clean,
    ),
    Command(
        "version",
        run=lambda _: import_explain().show_version(),
    ),
)
