"""The commands: what each takes and runs, a row for each; and words read as one of them.

What help tells of them is in `help.yaml`. A row brings in what it runs when it is called. Words are
read without typer, which is slow to import, where they are written right. What is not, and help and
completion, are typer's (`typer_app.py`): it says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from gblint.cli import options as of
from gblint.cli.options import Command, Given, Option
from gblint.cli.streams import choose_language
from gblint.cli.values import find_set_language


def _check(given: Given) -> int:
    from gblint.cli.check import check

    return check(_make_request(given))


def _check_rollup(given: Given) -> int:
    from gblint.cli.check import check_rollup

    return check_rollup(_make_request(given))


def _annotate(given: Given) -> int:
    from gblint.cli.annotate import AnnotateOptions, annotate

    return annotate(*_split_options(given, AnnotateOptions))


def _fix(given: Given) -> int:
    from gblint.cli.annotate import FixOptions, fix

    return fix(*_split_options(given, FixOptions))


def _write_letters(given: Given) -> int:
    from gblint.cli.new import LetterOptions, write_letters

    return write_letters(*_split_options(given, LetterOptions))


def _create_baseline(given: Given) -> int:
    from gblint.cli.check import BaselineOptions, create_baseline

    return create_baseline(*_split_options(given, BaselineOptions))


def _split_options(given: Given, own: Any) -> tuple[Any, Any]:
    """The request of the check that a command begins with, and its own options, a struct."""
    options = own(**{name: given.pop(name) for name in own.__struct_fields__})
    return _make_request(given), options


def _make_request(given: Given) -> Any:
    from gblint.cli.check import CheckRequest

    return CheckRequest(**given, commands=_list_names())


def _compare(given: Given) -> int:
    from gblint.cli.compare import CompareRequest, compare

    return compare(CompareRequest(**given))


def _find_similar(given: Given) -> int:
    from gblint.cli.compare import SimilarRequest, find_similar

    return find_similar(SimilarRequest(**given))


def _write_blank_report(given: Given) -> int:
    from gblint.cli.new import write_blank_report

    return write_blank_report(**given)


def _serve(given: Given) -> int:
    from gblint.cli.serve import serve

    return serve(**given, commands=_list_names())


def _import_explain() -> ModuleType:
    from gblint.cli import explain

    return explain


def _import_pack() -> ModuleType:
    from gblint.cli import pack

    return pack


_JUDGED = (
    *(of.PACK, of.SELECT, of.IGNORE, of.SEVERITY, of.FAIL_ON_LEVEL, of.EXIT_ZERO),
    *(of.FORMAT, of.OUTPUT),
    *(of.LANG, of.COLOR, of.QUIET, of.STATISTICS, of.CONFIG, of.ISOLATED),
)
_LEFT_OUT = (of.EXCLUDE, of.EXTEND_EXCLUDE, of.FORCE_EXCLUDE, of.NO_GITIGNORE)
_SEEN = (of.FAIL_ON_SKIPPED, of.SHOW_SUPPRESSED, of.NO_SUPPRESSIONS)

_ALL: tuple[Command, ...] = (
    Command(
        "",
        takes=(of.VERSION, of.INSTALL_COMPLETION, of.SHOW_COMPLETION),
    ),
    Command(
        "check",
        takes=(
            of.FILES,
            *_JUDGED,
            *(of.STDIN_FILENAME, of.PREVIOUS, of.AMONG, of.EXPECT, of.BASELINE, of.DIFF_FROM),
            *(of.JOBS, of.ENGINE, of.NO_CACHE, of.LIMITS),
            *_LEFT_OUT,
            of.ARCHIVES,
            *_SEEN,
            *(of.SHOW_FILES, of.SHOW_SETTINGS, of.WATCH),
        ),
        run=_check,
    ),
    Command(
        "rollup",
        takes=(
            *(of.SUMMARY, of.EXPECT, *_JUDGED, of.JOBS, of.NO_CACHE, of.LIMITS),
            *(*_LEFT_OUT, of.ARCHIVES, *_SEEN),
        ),
        run=_check_rollup,
    ),
    Command(
        "annotate",
        takes=(
            *(of.FILES, of.ANNOTATED, of.IN_PLACE, of.CLEAR, of.OVERWRITE),
            *(of.PACK, of.SELECT, of.IGNORE, of.SEVERITY, of.FAIL_ON_LEVEL, of.PREVIOUS),
            *(of.LANG, of.QUIET, of.CONFIG, of.ISOLATED, of.LIMITS, of.NO_SUPPRESSIONS),
        ),
        run=_annotate,
    ),
    Command(
        "fix",
        takes=(
            *(of.FILES, of.UNSAFE, of.DIFF, of.TRACK, of.NO_TRACK, of.FIXED),
            *(of.PACK, of.SELECT, of.IGNORE, of.LANG, of.QUIET, of.CONFIG, of.ISOLATED),
            *(of.PREVIOUS, of.LIMITS, of.NO_SUPPRESSIONS),
        ),
        run=_fix,
    ),
    Command(
        "letters",
        takes=(
            *(of.FILES, of.LETTERS, of.TEMPLATE, of.WRITE_TEMPLATE, of.OVERWRITE),
            *(of.PACK, of.SELECT, of.IGNORE, of.SEVERITY, of.PREVIOUS, of.AMONG, of.LANG, of.QUIET),
            *(of.CONFIG, of.ISOLATED, of.JOBS, of.NO_CACHE, of.LIMITS),
            *(*_LEFT_OUT, of.NO_SUPPRESSIONS),
        ),
        run=_write_letters,
    ),
    Command(
        "compare",
        takes=(
            *(of.TWO_FILES, of.PACK, of.COMPARE_FORMAT, of.OUTPUT_FILE, of.LANG, of.COLOR),
            *(of.CONFIG, of.ISOLATED, of.LIMITS),
        ),
        run=_compare,
    ),
    Command(
        "similar",
        takes=(
            *(of.FILES, of.PACK, of.SIMILAR_FORMAT, of.OUTPUT_FILE, of.EVERYTHING, of.LANG),
            *(of.COLOR, of.QUIET, of.JOBS, of.CONFIG, of.ISOLATED, of.LIMITS, of.ARCHIVES),
        ),
        run=_find_similar,
    ),
    Command(
        "extract",
        takes=(of.FILE, of.PACK, of.LANG, of.LIMITS, of.PROSE),
        run=lambda given: _import_explain().extract(**given),
    ),
    Command(
        "new",
        takes=(
            *(of.ORGAN, of.YEAR, of.LAST_REPORT, of.NEW_FILE, of.FORCE, of.PACK),
            *(of.LANG, of.CONFIG, of.ISOLATED, of.LIMITS),
        ),
        run=_write_blank_report,
    ),
    Command(
        "rules",
        takes=(of.PACK_OR_ALL, of.LIST_FORMAT, of.LANG, of.CONFIG, of.ISOLATED),
        run=lambda given: _import_explain().list_rules(**given),
    ),
    Command(
        "explain",
        takes=(of.RULES, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_explain().explain(**given),
    ),
    Command(
        "rule",
        takes=(of.RULES, of.PACK, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_explain().explain(**given),
    ),
    Command(
        "packs",
        takes=(of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_explain().list_packs(**given),
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
        run=lambda given: _import_explain().try_rule(**given),
    ),
    Command(
        "pack diff",
        takes=(of.PACK_PATH, of.LIST_FORMAT, of.LANG),
        run=lambda given: _import_pack().show_differences(**given),
    ),
    Command(
        "baseline",
        takes=(
            *(of.BASELINE_WORDS, of.BASELINE_FILE, of.FORCE, of.PACK, of.SELECT, of.IGNORE),
            *(of.LANG, of.CONFIG, of.ISOLATED, *_LEFT_OUT, of.ARCHIVES),
            *(of.FAIL_ON_SKIPPED, of.NO_SUPPRESSIONS),
        ),
        run=_create_baseline,
    ),
    Command(
        "serve",
        takes=(
            *(of.PORT, of.NO_BROWSER, of.HOST, of.TOKEN_FILE, of.LANG),
            *(of.CONFIG, of.ISOLATED),
        ),
        run=_serve,
    ),
    Command(
        "clean",
        takes=(of.LANG,),
        run=lambda given: _import_explain().clean_up(**given),
    ),
    Command(
        "version",
        run=lambda _: _import_explain().show_version(),
    ),
)
"""gblint itself, then its commands in the order of help; each family stands before its own."""

COMMANDS: dict[str, Command] = {command.name: command for command in _ALL}


def run_command(command: Command, given: Given) -> int:
    """Run a command with what the words gave it; the exit code. A family does nothing."""
    from gblint.cli.streams import run_telling

    if (run := command.run) is None:
        return 0
    # for all commands at once, so that their errors are in that language, too
    if (spoken := find_set_language(given)) is not None:
        given = given | {"lang": spoken} if "lang" in given else given
    return run_telling(lambda: run(given), choose_language(given.get("lang")))


def _list_names() -> tuple[str, ...]:
    return tuple(command.name for command in list_commands(""))


def list_commands(family: str) -> tuple[Command, ...]:
    """The commands of a family, those of gblint itself for ""."""
    return tuple(
        command for name, command in COMMANDS.items() if name and name.rpartition(" ")[0] == family
    )


DEFAULT = "check"
"""The command that is meant where none is named."""


def parse(words: Sequence[str]) -> tuple[Command, Given] | None:
    """The command that the words name and what it gets; None for what is typer's to tell."""
    name, words = "", list(words)
    while words and COMMANDS[name].run is None:
        words = command_first(words, name)
        name = f"{name} {words[0]}".lstrip() if words else name
        if name not in COMMANDS:
            return None
        words = words[1:]
    command = COMMANDS[name]
    given = None if command.run is None else _read_words(command, words)
    return None if given is None else (command, given)


def command_first(words: Sequence[str], family: str) -> list[str]:
    """The words with the command of a family in front; `--lang` may stand before it.

    To gblint itself a first word that is no command is a file, or an option, of check. Of what
    gblint or the family answers itself the language is taken away: it was read before.
    """
    words = list(words)
    before = _count_langs(words)
    first = words[before] if before < len(words) else ""
    if first in {name for option in (of.HELP, *COMMANDS[family].options) for name in option.names}:
        return _drop_lang(words)
    if not family and (not first or first not in COMMANDS):
        return [DEFAULT, *words] if words else words
    return words if before == len(words) else [first, *words[:before], *words[before + 1 :]]


def _count_langs(words: Sequence[str]) -> int:
    """How many words in front set the language."""
    before = 0
    while before < len(words) and words[before].partition("=")[0] == "--lang":
        before += 1 if "=" in words[before] else 2
    return min(before, len(words))


def _drop_lang(words: Sequence[str]) -> list[str]:
    others: list[str] = []
    skip = False
    for word in words:
        if not skip and word.partition("=")[0] != "--lang":
            others.append(word)
        skip = word == "--lang"
    return others


def _read_words(command: Command, words: Sequence[str]) -> Given | None:
    """What the words give a command; None where they are not plainly right."""
    named = {name: option for option in command.options for name in option.names}
    found: dict[str, list[str]] = {}
    order: list[str] = []
    plain: list[str] = []
    left = iter(words)
    for word in left:
        if word == "-" or not word.startswith("-"):
            plain.append(word)
            continue
        name, sign, value = word.partition("=")
        option = named.get(name)
        # `-o=x` is the value `=x` to typer, and a flag takes none
        if option is None or (sign and (not option.metavar or not name.startswith("--"))):
            return None
        if option.metavar and not sign:
            # one that is lacking reads as an option does, and both are typer's to tell
            value = next(left, "--")
            if value.startswith("-") and value != "-":
                return None
        found.setdefault(option.given_as, []).append(value)
        order.append(option.given_as)
    given: Given = {}
    for one in command.takes:
        if isinstance(one, Option):
            given[one.given_as] = _take_value(one, found.get(one.given_as))
        elif one.many:
            given[one.key], plain = tuple(plain), []
        elif plain:
            given[one.key], *plain = plain
        else:
            return None
    return None if plain else add_order(given, order)


def add_order(given: Given, order: Iterable[str]) -> Given:
    """What is given, with the order of what is paired where the command pairs anything."""
    if "formats" not in given:
        return given
    return given | {"order": tuple(key for key in order if key in ("formats", "outputs"))}


def _take_value(option: Option, found: list[str] | None) -> str | bool | tuple[str, ...] | None:
    """Of an option that is not to be repeated, and is, the last value."""
    if not option.metavar:
        return found is not None
    if option.many:
        return tuple(found or ())
    return found[-1] if found else option.default
