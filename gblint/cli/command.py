"""What a command is, and the words of a command line read as one of the table, without typer, which
is slow to import.

Only what is written right is read here. Whatever is not, and help and completion, are typer's
(`typer_app.py`): it says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from gblint.cli import options as of
from gblint.cli.options import Argument, Option
from gblint.findings import Say

Given = dict[str, Any]
"""What the words of a command line give a command, by the keys of its options and arguments.

`order` says, to commands that pair them, in which order `formats` and `outputs` were written.
"""


class Command(msgspec.Struct, frozen=True):
    """A command, or a family of commands where there is nothing to run.

    `name` is its words, those of a family first; "" is gblint itself. `run` gives the exit code.
    """

    name: str
    about: Say
    usage: tuple[str, ...]
    takes: tuple[Argument | Option, ...] = ()
    run: Callable[[Given], int] | None = None
    examples: tuple[tuple[Say, Say], ...] = ()
    more: tuple[tuple[Say, Say], ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(one for one in self.takes if isinstance(one, Option))


DEFAULT = "check"
"""The command that is meant where none is named."""


def parse(words: Sequence[str], commands: Mapping[str, Command]) -> tuple[Command, Given] | None:
    """The command that the words name and what it gets; None for what is typer's to tell."""
    name, words = "", list(words)
    while words and commands[name].run is None:
        words = command_first(words, name, commands)
        name = f"{name} {words[0]}".lstrip() if words else name
        if name not in commands:
            return None
        words = words[1:]
    command = commands[name]
    if command.run is None:
        return None
    given = _read_words(command, words)
    return None if given is None else (command, given)


def command_first(words: Sequence[str], family: str, commands: Mapping[str, Command]) -> list[str]:
    """The words with the command of a family in front; `--lang` may stand before it.

    To gblint itself a first word that is no command is a file, or an option, of check. Of what
    gblint or the family answers itself the language is taken away: it was read before.
    """
    words = list(words)
    before = _count_langs(words)
    first = words[before] if before < len(words) else ""
    if first in {name for option in (of.HELP, *commands[family].options) for name in option.names}:
        return _drop_lang(words)
    if not family and (not first or first not in commands):
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
    given = _read_arguments(command, plain)
    if given is None:
        return None
    for option in command.options:
        given[option.given_as] = _take_value(option, found.get(option.given_as))
    return add_order(given, order)


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


def _read_arguments(command: Command, words: list[str]) -> Given | None:
    given: Given = {}
    for one in command.takes:
        if isinstance(one, Option):
            continue
        if one.many:
            given[one.key], words = tuple(words), []
        elif words:
            given[one.key], *words = words
        else:
            return None
    return None if words else given
