"""What authors of packs work with: a pack begun (`new_pack`), and checked (`check_pack`).

The check runs the examples (`examples.py`), and tells what the author may want to look at, though
it is no error: names that are the same once they are compared; what no example shows; what a pack
could have besides (only strict ones must); texts that end where a comment begins, as ` #` was meant
to be part of them; and signs of Chinese type in patterns, which see plain texts.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from time import thread_time

import msgspec

from gblint.authoring.examples import (
    ExampleCase,
    PackWithSources,
    is_of_base,
    list_cases,
    name_case,
    open_pack,
    run_example,
)
from gblint.checks.places import squeeze
from gblint.findings import SaidError, Say, Severity
from gblint.pack.model import (
    AxisSpec,
    BlockSpec,
    Examples,
    GroupSpec,
    Pack,
    TableSpec,
)
from gblint.packs import (
    DataPath,
    Fault,
    PackError,
    PackProblem,
    list_built_in,
    locate_pack,
    say_not_found,
)
from gblint.packs.pack_source import find_patterns, find_texts
from gblint.packs.references import list_absent_examples
from gblint.packs.validate import ExampleError, make_example_text
from gblint.packs.yaml_source import Mark, YamlSource
from gblint.text import flatten, fold
from gblint.text.numerals import split_ordinal
from gblint.text.patterns import PatternTimeout, later, search

_TEMPLATE = Path(__file__).parent / "template"
FILES = ("pack.yaml", "rules.yaml", "README.md")
"""What a new pack has, in the order in which it is read."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_OURS = "GB"
"""What the ids of built-in rules begin with."""


class NewPackError(SaidError):
    """A pack that cannot be made so; `say` tells why and what to do."""


def new_pack(name: str, *, extends: str, folder: Path) -> tuple[Path, ...]:
    """Write a pack of that id into a folder of its name; its files.

    Raises NewPackError, before anything is written, and OSError.
    """
    _check_name(name)
    home = folder / name
    if os.path.lexists(home):
        say = Say(
            f"“{home}”已经存在，不会改动它；请换一个编号，或用 --dir 指定别的文件夹",
            f'"{home}" is there already and stays as it is: take another id, or --dir',
        )
        raise NewPackError(say)
    # all that can fail comes before the first file is written: half a pack would be in the way
    values = {"id": name, "base": _find_base(extends, home), "rule": f"{_make_prefix(name)}001"}
    templates = {file: (_TEMPLATE / file).read_text("utf-8") for file in FILES}
    texts = {
        file: re.sub(r"@(\w+)@", lambda name: values[name[1]], template)
        for file, template in templates.items()
    }
    home.mkdir(parents=True)
    for file, text in texts.items():
        with (home / file).open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    return tuple(home / file for file in FILES)


def _check_name(name: str) -> None:
    if not _ID.fullmatch(name):
        say = Say(
            f"编号“{name}”只能用小写字母、数字和连字符，如 our-province（中文名称写在 title 里）",
            f'"{name}" cannot be an id: small letters, digits and hyphens, like our-province',
        )
        raise NewPackError(say)
    if name in list_built_in():
        say = Say(f"“{name}”是内置规则包的编号", f'"{name}" is the id of a built-in pack')
        raise NewPackError(say)


def _find_base(extends: str, home: Path) -> str:
    """The pack to extend as the new pack has to write it: a path counts from its folder."""
    found = locate_pack(extends, Path.cwd())
    if found is None:
        raise NewPackError(say_not_found(extends))
    if extends in list_built_in() or not Path(extends).expanduser().exists():
        return extends
    try:
        path = Path(os.path.relpath(found, home.resolve()))
    except ValueError:  # another drive
        path = found
    return msgspec.json.encode(path.as_posix()).decode()


def _make_prefix(name: str) -> str:
    """What the ids of the pack's rules begin with: the initials of its id."""
    parts = re.findall(r"[a-z]+", name)
    initials = "".join(part[0] for part in parts).upper()
    if len(initials) < len(_OURS):
        initials = "".join(parts)[:4].upper()
    # ids that begin as ours are refused by the check of the pack
    if len(initials) < len(_OURS) or initials.startswith(_OURS):
        return "MY"
    return initials[:8]


SECONDS = 20.0
"""Computing time that slow examples of a pack may take together."""

RULE_SECONDS = 3.0
"""Computing time for the slow examples of a rule; one that began in time is run to its end."""

SLOW = 0.5
"""Seconds from which on an example is slow: most take 0.04, so that a large pack is no fault."""

_MARKS = "#*> \t"

_OF_ORGANS = (("facts", "organ"), ("facts", "levels"))
"""Patterns that see the name of an organ, and no text of a report."""


class Remark(msgspec.Struct, frozen=True):
    """One thing to tell the author; `expected` and `actual` where an example was run."""

    severity: Severity
    problem: PackProblem
    expected: Say | None = None
    actual: Say | None = None


class CheckedPack(msgspec.Struct, frozen=True):
    """A pack as checked. `id` is "" where it could not be read as a pack.

    `own` and `inherited` count its rules, `examples` those that were run, `left` those for which
    there was no time.
    """

    ref: str
    remarks: tuple[Remark, ...]
    id: str = ""
    own: int = 0
    inherited: int = 0
    examples: int = 0
    left: int = 0

    @property
    def failed(self) -> bool:
        """Whether anything is wrong; what would only be better does not count."""
        return any(remark.severity != "note" for remark in self.remarks)


def check_pack(ref: str) -> CheckedPack:
    try:
        pack = open_pack(ref)
    except PackError as error:
        return CheckedPack(ref, tuple(Remark("error", problem) for problem in error.problems))
    every, left = list(list_cases(pack)), list[ExampleCase]()
    duplicates = (fault for group in list_own_names(pack) for fault in _find_duplicate_names(group))
    remarks = [
        *_check_examples(every, pack, left),
        *(_make_remark(pack, "warning", fault) for fault in duplicates),
        *(() if left else _find_unseen(pack)),  # which takes as long again as the examples
        *(_make_remark(pack, "note", fault) for fault in find_advice(pack)),
        *(_make_remark(pack, "warning", fault) for fault in find_wide_signs(pack)),
        *(Remark("note", problem) for problem in find_cut_texts(pack.source)),
    ]
    own = len({rule.id for rule in pack.own.pack.rules})
    return CheckedPack(
        ref=ref,
        remarks=tuple(sorted(remarks, key=_get_place)),
        id=pack.pack.id,
        own=own,
        inherited=len(pack.pack.rules) - own,
        examples=len(every) - len(left),
        left=len(left),
    )


def is_missing(ref: str) -> bool:
    """Whether a reference names no file and no pack at all."""
    return locate_pack(ref, Path.cwd()) is None


def _get_place(remark: Remark) -> tuple[str, int, int]:
    return remark.problem.file, remark.problem.line, remark.problem.column


def _make_remark(pack: PackWithSources, severity: Severity, fault: Fault, *sides: Say) -> Remark:
    return Remark(severity, pack.source.make_problem(fault), *sides)


def _check_examples(
    every: Iterable[ExampleCase], pack: PackWithSources, left: list[ExampleCase]
) -> Iterator[Remark]:
    """What is wrong with examples; those for which there is no time go to `left` and are told."""
    spent: defaultdict[str, float] = defaultdict(float)
    for case in every:
        rule = case.rule.id
        if sum(spent.values()) > SECONDS or spent[rule] > RULE_SECONDS:
            left.append(case)
            continue
        begun = thread_time()
        found = list(_check_example(case, pack))
        if (took := thread_time() - begun) > SLOW:
            spent[rule] += took
        yield from found
    for rule, number in Counter(case.rule.id for case in left).items():
        first = next(case for case in left if case.rule.id == rule)
        fault = Fault(first.path, _say_not_run(rule, number), key=first.inherited)
        yield _make_remark(pack, "error", fault)


def _check_example(case: ExampleCase, pack: PackWithSources) -> Iterator[Remark]:
    """What is wrong with an example, at its place; of an inherited rule, at what changed it."""
    who = name_case(case)
    head = Say(f"{case.rule.id} 的{who.zh}不成立", f"{case.rule.id}: {who.en} does not hold")
    follows = is_of_base(case, pack)
    if follows:
        why = ".".join(map(str, case.path[:2] if case.path[0] == "amend" else case.path[:1]))
        head = Say(
            f"由 {why} 的改动而来：继承的 {case.rule.id} 的{who.zh}结果变了；"
            "是有意的，就用 gblint pack check --update 写下新的预期",
            f"this follows from {why}: the inherited {who.en} of {case.rule.id} shows something "
            "else now; if that is meant, gblint pack check --update writes it down",
        )
    for complaint in run_example(pack.pack, case.rule, case.example, failing=case.failing):
        path = case.path if case.inherited else (*case.path, *complaint.path)
        severity: Severity = "note" if follows else "error"
        fault = Fault(path, head, key=follows)
        yield _make_remark(pack, severity, fault, complaint.expected, complaint.actual)


def _say_not_run(rule: str, number: int) -> Say:
    """That some examples of a rule were left out."""
    return Say(
        f"{rule} 有 {number} 个示例没有运行：示例已用满时间（一条规则 {RULE_SECONDS:g} 秒，"
        f"合计 {SECONDS:g} 秒）；请改写运行过久的正则表达式",
        f"{rule}: {number} examples were not run, as time was over ({RULE_SECONDS:g} s for a rule, "
        f"{SECONDS:g} s for all); mend the patterns that take too long",
    )


def _find_duplicate_names(group: OwnNames) -> Iterator[Fault]:
    """Names that are the label, or another name, once they are compared."""
    # reversed, so that of labels that are the same the first, the right one, is named
    seen = {fold(word): word for word in reversed(group.known)}
    for path, word in group.words:
        other = seen.setdefault(fold(word), word)
        if other is not word or fold(word) in map(fold, group.known):
            say = Say(
                f"“{word}”与“{other}”比较时是同一个名称（空格、全角半角、括号和标点不计），可以删去",
                f'"{word}" is "{other}" when names are compared: it can go',
            )
            yield Fault(path, say)


class OwnNames(msgspec.Struct, frozen=True):
    """More names of one thing: where each stands, what else it is called, its label first."""

    words: tuple[tuple[DataPath, str], ...]
    known: tuple[str, ...] = ()


def list_own_names(pack: PackWithSources) -> Iterator[OwnNames]:
    """The names that the pack itself gives."""
    own = pack.own.pack
    for i, section in enumerate(own.sections):
        yield _make_names(("sections", i, "wordings"), section.wordings, (section.heading,))
    for i, heading in enumerate(own.obsolete_headings):
        yield _make_names(("obsolete_headings", i, "wordings"), heading.wordings)
    for i, table in enumerate(own.tables):
        yield from _list_names_of_table(table, ("tables", i))
    for name, words in own.aliases.items():
        known = [known for base in pack.bases for known in _list_inherited_names(base, name)]
        yield _make_names(("aliases", name), words, tuple(known))


def _list_names_of_table(table: TableSpec, path: DataPath) -> Iterator[OwnNames]:
    for field in ("row_groups", "column_groups"):
        for i, group in enumerate(getattr(table, field)):
            yield _make_names_of_line(group, (*path, field, i))
    for i, block in enumerate(table.blocks):
        here = (*path, "blocks", i)
        yield _make_names_of_line(block, here)
        for field in ("rows", "columns"):
            for j, line in enumerate(getattr(block, field)):
                yield _make_names_of_line(line, (*here, field, j))


def _make_names_of_line(line: AxisSpec | GroupSpec | BlockSpec, path: DataPath) -> OwnNames:
    also = _make_names((*path, "also"), line.also if isinstance(line, AxisSpec) else ())
    return OwnNames(also.words + _make_names((*path, "aliases"), line.aliases).words, (line.label,))


def _make_names(path: DataPath, words: Iterable[str], known: tuple[str, ...] = ()) -> OwnNames:
    return OwnNames(tuple(((*path, i), word) for i, word in enumerate(words)), known)


def _list_inherited_names(base: Pack, name: str) -> Iterator[str]:
    """What a section, or a row, column or group, is called in the pack extended."""
    for section in base.sections:
        if name == f"section {section.number}":
            yield from (section.heading, *section.wordings)
    for table in base.tables:
        lines: list[AxisSpec | GroupSpec] = [*table.row_groups, *table.column_groups]
        lines += (line for block in table.blocks for line in (*block.rows, *block.columns))
        for line in lines:
            if name == f"{table.key}.{line.key}":
                yield from (line.label, *(word for _, word in _make_names_of_line(line, ()).words))


def _find_unseen(pack: PackWithSources) -> Iterator[Remark]:
    """Names and patterns that no example shows: nobody has seen them work."""
    # made when they are first asked for: many a pack names nothing new, and they are many
    seen_texts = cache(lambda: ExampleTexts(pack.pack))
    for group in list_own_names(pack):
        unseen = [(path, word) for path, word in group.words if not seen_texts().has_name(word)]
        if unseen:
            zh = "、".join(f"“{word}”" for _, word in unseen)
            en = ", ".join(f'"{word}"' for _, word in unseen)
            say = Say(
                f"没有示例用到名称{zh}：核对有没有写错，或在示例里用一次",
                f"no example uses {en}: check what is written, or use it in an example",
            )
            yield _make_remark(pack, "note", Fault(unseen[0][0], say))
    bare = {i for i, rule in enumerate(pack.own.pack.rules) if rule.examples == Examples()}
    shown = [
        (path, pattern)
        for path, pattern in find_patterns(pack.own.pack)
        # a rule may have no example at all, which is told once; examples are texts of reports,
        # and few of them name every kind of organ
        if not (path[0] == "rules" and path[1] in bare) and path[:2] not in _OF_ORGANS
    ]
    begun = thread_time()
    for path, pattern in shown:
        if thread_time() - begun > SECONDS:
            return
        if not seen_texts().has_match(pattern):
            say = Say(
                "没有示例匹配这条正则表达式：核对有没有写错，或加一个匹配它的示例",
                "no example matches this pattern: check it, or add an example that does",
            )
            yield _make_remark(pack, "note", Fault(path, say))


class ExampleTexts:
    """What the examples of a pack show: lines, cells and headings, folded, and whole texts."""

    def __init__(self, pack: Pack) -> None:
        self._texts = list(dict.fromkeys(_list_report_texts(pack)))
        lines = {line.strip(_MARKS) for text in self._texts for line in text.splitlines()}
        parts = {cell.strip() for line in lines for cell in (line, *line.split("|"))}
        # patterns of packs see lines, cells and headings without ordinals: all are shown to them
        bare = {split_ordinal(part)[1] for part in parts} | parts
        self._units = {fold(part) for part in bare}
        self._lines = list(dict.fromkeys((*map(squeeze, bare), *self._units, *lines)))

    def has_name(self, word: str) -> bool:
        """Whether a name stands somewhere as a heading or a cell, whole or at the end."""
        folded = fold(word)
        return folded in self._units or any(unit.endswith(folded) for unit in self._units)

    def has_match(self, pattern: str) -> bool:
        """Whether a pattern is found. One that takes too long is not for us to judge."""
        try:
            return any(search(pattern, line) for line in self._lines) or any(
                search(pattern, squeeze(text)) for text in self._texts
            )
        except PatternTimeout:
            return True


def _list_report_texts(pack: Pack) -> Iterator[str]:
    every = (rule.examples for rule in pack.rules)
    for example in (one for of_rule in every for one in (*of_rule.passing, *of_rule.failing)):
        previous = () if example.previous is None else (example.previous,)
        for one in (example, *previous, *example.parts, *example.among):
            try:
                yield one.file_name
                yield make_example_text(pack, one)
            except ExampleError:
                continue


_PARTS = {
    "basis": Say("依据（basis）", "basis"),
    "why": Say("理由（why）", "why"),
    "fix": Say("改法（fix）", "fix"),
    "examples": Say("示例（examples）", "examples"),
    "en": Say("英文（en）", "English (en)"),
}
_FEW = 3
"""Things that are named; of more it is told how many there are."""


def find_advice(pack: PackWithSources) -> Iterator[Fault]:
    """At most one remark: what is absent, and of which rules and other parts of the pack."""
    parts: dict[tuple[str, ...], list[Say]] = {}
    for part, whose in _list_absent(pack).items():
        parts.setdefault(tuple(whose), []).append(_PARTS[part])
    if not parts:
        return
    listed = [(names, _name_some(whose)) for whose, names in parts.items()]
    zh = "；".join(f"{'、'.join(one.zh for one in names)}：{whose.zh}" for names, whose in listed)
    en = "; ".join(f"{', '.join(one.en for one in names)}: {whose.en}" for names, whose in listed)
    say = Say(f"可以补上，不补也能用：{zh}", f"could be added, and works without: {en}")
    yield Fault(("pack",), say, key=True)


def _list_absent(pack: PackWithSources) -> Mapping[str, list[str]]:
    """By what is absent, the rules and other texts that lack it."""
    found: dict[str, list[str]] = {part: [] for part in _PARTS}
    for rule in pack.own.pack.rules:
        absent = [part for part in ("basis", "why", "fix") if not getattr(rule, part)]
        for part in absent + (["examples"] if list_absent_examples(rule) else []):
            found[part].append(rule.id)
    for path, say in find_texts(pack.own.pack):
        if path[0] == "examples":  # inherited ones, written down
            continue
        name = _find_owner(pack, path)
        if not say.en and name not in found["en"]:
            found["en"].append(name)
    return {part: whose for part, whose in found.items() if whose}


def _find_owner(pack: PackWithSources, path: DataPath) -> str:
    """The rule that a text is of, else where it stands."""
    if path[0] == "rules" and isinstance(path[1], int):
        return pack.own.pack.rules[path[1]].id
    return str(path[1] if path[0] == "amend" else path[0])


def _name_some(whose: Sequence[str]) -> Say:
    first, more = whose[:_FEW], len(whose) - _FEW
    zh, en = "、".join(first), ", ".join(first)
    return Say(f"{zh}等 {len(whose)} 处", f"{en} and {more} more") if more > 0 else Say(zh, en)


_TEXTS = frozenset(
    {"message", "title", "basis", "why", "fix", "zh", "en", "find", "replace", "text", "heading"}
)
"""Keys behind which prose stands, in which a comment is hardly meant."""

_COMMENT = later(r"(?P<blank>[ \t]+)#(?P<rest>.*)$")

_CUT = Say(
    "“#”前有空格，从“#”起是注释，没有读进去：是文字的一部分，就把整个值用引号括起来；是注释，就另起一行写",
    'a comment begins with the "#" behind a space, and is not read: put the whole value into '
    "quotes if it is part of it, and a comment on a line of its own",
)


def find_cut_texts(source: YamlSource) -> Iterator[PackProblem]:
    """The places where unquoted texts end for a comment that looks like more of them.

    Behind prose every comment does; elsewhere one that has no blank after its `#`.
    """
    for path, mark in source.marks.items():
        value = source.get_value(path)
        lines = source.texts.get(mark.file, [])
        if not isinstance(value, str) or not value or mark.line > len(lines):
            continue
        line = lines[mark.line - 1][mark.column - 1 :]
        if "#" not in line or not line.startswith(value):  # in quotes, or over several lines
            continue
        found = _COMMENT.match(line, len(value))
        if found is None:
            continue
        prose = path[-1] in _TEXTS or "variants" in path
        if prose or (found["rest"] and not found["rest"].startswith((" ", "\t", "#", "!"))):
            column = mark.column + found.end("blank")
            yield source.make_problem_at(Mark(mark.file, mark.line, column), _CUT)


_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")


def find_wide_signs(pack: PackWithSources) -> Iterator[Fault]:
    """The patterns that never find anything, each at the first sign that no text has."""
    own = pack.own.pack
    checks: dict[DataPath, object] = {("amend", id_): one.check for id_, one in own.amend.items()}
    checks |= {("rules", i): rule.check for i, rule in enumerate(own.rules)}
    for path, pattern in find_patterns(own):
        if path[2:3] != ("check",) or getattr(checks.get(path[:2]), "as_written", True):
            continue
        # in a class the plain sign may stand beside the wide one; one useless member does no harm
        for char in dict.fromkeys(_CLASS.sub("", pattern)):
            plain = flatten(char)
            if plain != char and not char.isspace() and plain not in pattern:
                say = Say(
                    f"“{char}”在比较之前已换成“{plain}”，这里永远找不到：改写成“{re.escape(plain)}”",
                    f'"{char}" is "{plain}" by the time it is compared, and is never found here: '
                    f'write "{re.escape(plain)}"',
                )
                yield Fault(path, say, column=pattern.index(char) + 1)
                break
