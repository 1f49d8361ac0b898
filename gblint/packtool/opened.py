"""A pack as its author sees it: what it is with all that it extends, and what its files say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from gblint.checks.kinds import KINDS
from gblint.checks.load import load
from gblint.findings import Say
from gblint.pack.example import Example
from gblint.pack.model import Pack, Rule
from gblint.packs.build import not_found
from gblint.packs.files import snapshot
from gblint.packs.find import locate, shown
from gblint.packs.folder import read_source
from gblint.packs.pattern_faults import new_pack
from gblint.packs.problems import DataPath, PackError, PackProblem
from gblint.packs.source import Source
from gblint.packs.validate import Own, typed

_SHAPED_BY = (
    "deadlines",
    "facts",
    "title_line",
    "headings",
    "without",
    "tables",
    "sections",
    "obsolete_headings",
    "other_documents",
    "placeholders",
    "wrong_words",
    "reword",
    "aliases",
)
"""What of a pack can change what inherited rules find in their examples, the likeliest first."""


class Opened(msgspec.Struct, frozen=True):
    """A pack, with what it says itself and where; `bases` are the packs that it extends."""

    root: Path
    pack: Pack
    own: Own
    source: Source
    bases: tuple[Pack, ...]

    def own_rules(self) -> dict[str, DataPath]:
        """The rules that the pack gives or amends, by id, with their paths in its files."""
        given = zip(self.own.pack.rules, self.own.places, strict=True)
        paths: dict[str, DataPath] = {rule.id: ("rules", place) for rule, place in given}
        return {**{rule: ("amend", rule) for rule in self.own.pack.amend}, **paths}

    def changes(self) -> DataPath:
        """The first of the keys that change what inherited rules find; () for none."""
        given = (key for key in _SHAPED_BY if self.source.data.get(key))
        return next(((key,) for key in given), ())


class Case(msgspec.Struct, frozen=True):
    """An example of a rule, and its path in the pack's files; `failing` says on which side."""

    rule: Rule
    example: Example
    failing: bool
    number: int
    path: DataPath
    inherited: bool = False


def opened(ref: str) -> Opened:
    """The pack at a path, or of an id. Raises PackError with everything that is wrong with it."""
    root = locate(ref, Path.cwd())
    if root is None:
        raise PackError([PackProblem(ref, 1, 1, not_found(ref))])
    pack = load(root, cache=False)
    source = read_source(snapshot(root), shown(root))
    new_pack()
    own = typed(source, KINDS)
    if own is None:  # changed since it was loaded
        raise PackError(source.problems)
    folder = root if root.is_dir() else root.parent
    bases = tuple(load(base, base=folder) for base in own.pack.extends)
    return Opened(root, pack, own, source, bases)


def cases(pack: Opened) -> Iterator[Case]:
    """The examples that the pack can make wrong: its own, and where it shapes them, all."""
    places, changed = pack.own_rules(), pack.changes()
    for rule in pack.pack.rules:
        path = places.get(rule.id)
        if path is not None:
            yield from of_rule(rule, path, inherited=False)
        elif changed:
            yield from of_rule(rule, changed, inherited=True)


def of_rule(rule: Rule, path: DataPath, *, inherited: bool) -> Iterator[Case]:
    """The examples of a rule, which stands at the path; of an inherited one, what changed it."""
    groups = (("pass", rule.examples.passing), ("fail", rule.examples.failing))
    for name, examples in groups:
        for number, example in enumerate(examples):
            here = path if inherited else (*path, "examples", name, number)
            yield Case(rule, example, name == "fail", number + 1, here, inherited)


def named(case: Case) -> Say:
    """An example as its author calls it: its name, else its number."""
    kind = Say("反例", "failing example") if case.failing else Say("正例", "passing example")
    name = case.example.name
    if isinstance(name, str):
        name = Say(name)
    if not name.zh:
        return Say(f"{kind.zh} {case.number}", f"{kind.en} {case.number}")
    return Say(f"{kind.zh}“{name.zh}”", f'{kind.en} "{name.in_lang("en")}"')
