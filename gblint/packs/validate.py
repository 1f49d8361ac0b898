"""All that is wrong with a pack, at once: its shape, then what parts, rules and examples mean."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

import msgspec

from gblint.findings import Say
from gblint.pack import Kinds
from gblint.pack.model import (
    AxisSpec,
    Example,
    FactSpecs,
    NewReport,
    Pack,
    Rule,
    TableSpec,
    Written,
    list_cells,
)
from gblint.packs import MOST_FAULTS, DataPath, Fault, join_says, suggest_word
from gblint.packs.pack_source import (
    Aliases,
    PackSource,
    expand_tables,
    find_level,
    find_unused_edits,
    is_inherited,
    list_inherited_rules,
    list_quantities,
    make_source_type,
)
from gblint.packs.references import (
    find_brace_faults,
    find_check_faults,
    find_document_faults,
    find_id_faults,
    find_key_figure_faults,
    find_new_report_faults,
    find_prose_faults,
    find_section_faults,
    find_strict_faults,
    make_unknown,
    make_unknown_level,
    read_tag,
)
from gblint.packs.shape import find_shape_faults
from gblint.packs.yaml_source import Data, YamlSource
from gblint.text.patterns import compile_pattern

_LEAP = 2000  # 02-29 is a day, in some years

_TITLE = {"organ", "year"}

_RANGE = {"m1", "m2"}
"""Of a period, the years and days may be left out."""

_PLACE = ("section", "table", "row", "column")


class OwnPack(msgspec.Struct, frozen=True):
    """What a pack itself gives, by its types; `places` are those of its rules in the file."""

    pack: PackSource
    places: tuple[int, ...]


def read_own(source: YamlSource, kinds: Kinds) -> OwnPack | None:
    """The data of a source by its types; what is wrong goes to the problems of the source.

    Rules whose shape is wrong are left out, so that the others can be looked at all the same.
    None where anything else is wrong.
    """
    # msgspec itself would stop at the first error, and without a place in the file
    faults = find_shape_faults(source.data, make_source_type(kinds))
    if source.problems:  # what is absent may stand in what could not be read
        faults = [fault for fault in faults if fault.path]
    many = len(faults) > MOST_FAULTS  # the last may be a fault outside the rules that was cut off
    in_rules = all(fault.path[:1] == ("rules",) and len(fault.path) > 1 for fault in faults)
    broken = many or bool(source.problems) or not in_rules
    reported = {(problem.file, problem.line, problem.column) for problem in source.problems}
    for one in map(source.make_problem, faults):  # what follows from a slip stands where it stands
        absent = one.message.zh.startswith("缺少") and one.file in source.mended
        if not absent and (one.file, one.line, one.column) not in reported:
            source.problems.append(one)
    if broken:
        return None
    wrong = {fault.path[1] for fault in faults}
    rules = source.data.get("rules")
    sound: list[tuple[int, Data]] = []
    if isinstance(rules, list):
        sound = [(i, rule) for i, rule in enumerate(rules) if i not in wrong]
    data: dict[str, Data] = {**source.data, "rules": [rule for _, rule in sound]}
    pack: PackSource = msgspec.convert(data, make_source_type(kinds))
    return OwnPack(expand_tables(pack), tuple(i for i, _ in sound))


def check_meaning(source: YamlSource, own: OwnPack, base: Pack, pack: Pack, kinds: Kinds) -> None:
    """Add to the problems of a source what does not fit the base, or itself.

    `base` is what the pack extends, merged; `pack` is the whole.
    """
    faults = chain(
        _find_head_faults(own.pack, base),
        _find_part_faults(own.pack, pack),
        find_document_faults(own.pack.documents, pack),
        _find_alias_faults(own.pack.aliases, pack),
        _find_own_rule_faults(own, base, pack, kinds),
        _find_inheritance_faults(own.pack, base, pack, kinds),
    )
    source.problems.extend(map(source.make_problem, islice(faults, MOST_FAULTS + 1)))


def _find_head_faults(own: PackSource, base: Pack) -> Iterator[Fault]:
    if not own.title and not base.title:
        yield Fault((), Say("缺少：title", "missing: title"))
    if own.pack in base.sources:
        say = Say(f"“{own.pack}”已是所扩展的规则包的 id", f'"{own.pack}" is a pack that it extends')
        yield Fault(("pack",), say)


def _find_part_faults(own: PackSource, pack: Pack) -> Iterator[Fault]:
    """The faults of all parts but the rules; `pack` is the whole, with what is inherited."""
    yield from _find_repeats(own.sections, ("sections",), "number")
    yield from _find_repeats(own.obsolete_headings, ("obsolete_headings",))
    for i, heading in enumerate(own.obsolete_headings):
        if heading.now is not None:
            yield from find_section_faults(heading.now, pack, ("obsolete_headings", i, "now"))
    yield from _find_repeats(own.other_documents, ("other_documents",))
    yield from _find_repeats(own.tables, ("tables",))
    yield from _find_repeats(own.tables, ("tables",), "number")
    for i, table in enumerate(own.tables):
        yield from _find_number_faults(table, pack, ("tables", i, "number"))
        yield from find_section_faults(table.section, pack, ("tables", i, "section"))
        yield from _find_table_faults(table, ("tables", i))
    if own.title_line is not None:
        yield from _find_missing_groups(own.title_line.pattern, _TITLE, ("title_line", "pattern"))
        path = ("title_line", "year_as")
        yield from find_brace_faults(own.title_line.year_as, ("year", "next_year"), path)
    if own.facts is not None:
        yield from _find_fact_faults(own.facts)
        levels = [level.key for level in pack.facts.levels]  # inherited ones among them
        for i, kind in enumerate(own.facts.organ_kinds):
            if kind.level and kind.level not in levels:
                here = ("facts", "organ_kinds", i, "level")
                yield make_unknown(here, Say("层级", "level"), kind.level, levels)
    if own.prose is not None:
        yield from _find_repeats(own.prose.quantities, ("prose", "quantities"))
        yield from find_prose_faults(own.prose, pack)
    yield from _find_term_faults(own, pack)
    yield from find_new_report_faults(own.new_report or NewReport(), pack)
    yield from find_key_figure_faults(own.key_figures, pack)
    for key, deadline in own.deadlines.items():
        yield from _find_day_faults(deadline, ("deadlines", key))


def _find_term_faults(own: PackSource, pack: Pack) -> Iterator[Fault]:
    """More words for what is no quantity of the prose."""
    for name in own.terms:
        if not list_quantities(pack.prose, name):
            names = [word for one in pack.prose.quantities for word in (one.key, one.name.zh)]
            yield make_unknown(("terms", name), Say("数量", "quantity"), name, names, key=True)


def _find_repeats(
    parts: Iterable[msgspec.Struct], path: DataPath, field: str = "key"
) -> Iterator[Fault]:
    """Values of a field that several of a list of parts have, at each place but the first."""
    seen: set[object] = set()
    for i, part in enumerate(parts):
        value = getattr(part, field)
        if value in seen:
            say = Say(f"“{value}”重复", f'"{value}" stands twice')
            yield Fault((*path, i, field), say)
        seen.add(value)


def _find_number_faults(table: TableSpec, pack: Pack, path: DataPath) -> Iterator[Fault]:
    """A number of a table that one of another key has by inheritance."""
    owner = next((o for o in pack.tables if o.number == table.number and o.key != table.key), None)
    if owner is not None:
        free = max(one.number for one in pack.tables) + 1
        say = Say(
            f"已有表{table.number}（{owner.key}）：自己的表请用下一个号，如 {free}；"
            f"要代替它，key 写 {owner.key}",
            f"there is a table {table.number} ({owner.key}) already: take a number that is free, "
            f"like {free}, or its key to replace it",
        )
        yield Fault(path, say)


def _find_table_faults(table: TableSpec, path: DataPath) -> Iterator[Fault]:
    if not table.blocks:
        yield Fault(path, Say("缺少：rows 和 columns", "missing: rows and columns"), key=True)
    elif table.rows or table.columns:
        field = "rows" if table.rows else "columns"
        say = Say("有 blocks 时，行和列写在 blocks 里", "rows and columns stand in its blocks")
        yield Fault((*path, field), say, key=True)
    for field in ("blocks", "row_groups", "column_groups"):
        yield from _find_repeats(getattr(table, field), (*path, field))
    rows: set[str] = set()
    for i, block in enumerate(table.blocks):
        here = (*path, "blocks", i)
        yield from _find_repeats(block.rows, (*here, "rows"))
        yield from _find_repeats(block.columns, (*here, "columns"))
        for j, row in enumerate(block.rows):
            if row.key in rows:
                say = Say(f"“{row.key}”已是另一块的行", f'"{row.key}" is a row of another block')
                yield Fault((*here, "rows", j, "key"), say)
        rows |= {row.key for row in block.rows}
    yield from _find_group_faults(table, path)


def _find_group_faults(table: TableSpec, path: DataPath) -> Iterator[Fault]:
    """Rows and columns of groups that the table does not have.

    Laid out across, rows stand above the columns: their groups are column groups.
    """
    columns = {group.key for group in table.column_groups}
    rows = columns if table.layout == "across" else {group.key for group in table.row_groups}
    for i, block in enumerate(table.blocks):
        for field, known in (("rows", rows), ("columns", columns)):
            lines: tuple[AxisSpec, ...] = getattr(block, field)
            for j, line in enumerate(lines):
                if line.group and line.group not in known:
                    here = (*path, "blocks", i, field, j, "group")
                    yield make_unknown(here, Say("分组", "group"), line.group, known)


def _find_fact_faults(facts: FactSpecs) -> Iterator[Fault]:
    if facts.period is not None:
        here = ("facts", "period")
        yield from _find_missing_groups_of_each(facts.period.ranges, _RANGE, (*here, "ranges"))
        yield from _find_missing_groups_of_each(facts.period.years, {"y1"}, (*here, "years"))
    if facts.contact is not None:
        for part in ("phone", "address", "place", "post", "mail"):
            patterns = getattr(facts.contact, part)
            yield from _find_missing_groups_of_each(patterns, {"value"}, ("facts", "contact", part))
    yield from _find_missing_groups_of_each(
        facts.published, {"y", "m", "d"}, ("facts", "published")
    )
    yield from _find_repeats(facts.levels, ("facts", "levels"))
    for i, level in enumerate(facts.levels):
        yield from _find_day_faults(level.deadline, ("facts", "levels", i, "deadline"))
    yield from _find_repeats(facts.organ_kinds, ("facts", "organ_kinds"))
    yield from _find_day_faults(facts.last_deadline, ("facts", "last_deadline"))
    yield from _find_day_faults(facts.year_begins, ("facts", "year_begins"))


def _find_missing_groups_of_each(
    patterns: Iterable[str], needed: set[str], path: DataPath
) -> Iterator[Fault]:
    for i, pattern in enumerate(patterns):
        yield from _find_missing_groups(pattern, needed, (*path, i))


def _find_missing_groups(pattern: str, needed: set[str], path: DataPath) -> Iterator[Fault]:
    """A fault for a pattern without a named group by which its match is read."""
    absent = sorted(needed - set(compile_pattern(pattern).groupindex))
    if absent:
        say = Say(
            f"正则表达式缺少命名组：{'、'.join(absent)}",
            f"the pattern lacks the named groups: {', '.join(absent)}",
        )
        yield Fault(path, say)


def _find_day_faults(month_day: str, path: DataPath) -> Iterator[Fault]:
    month, day = (int(part) for part in month_day.split("-"))
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(_LEAP, month)[1]:
        yield Fault(path, Say(f"没有“{month_day}”这一天", f'there is no day "{month_day}"'))


def _find_alias_faults(aliases: Aliases, pack: Pack) -> Iterator[Fault]:
    """Names of nothing: no section of the pack, no row, column or group of its tables."""
    known = set(_list_alias_targets(pack))
    for name in aliases:
        if name not in known:
            say = Say(
                f"没有“{name}”：应写成 section 5（第五部分）或 表格.行列，如 applications.granted",
                f'there is no "{name}": it is written section 5, or table.row, table.column',
            )
            table = name.partition(".")[0] + "."
            same = [one for one in known if one.startswith(table)]  # its table at least is right
            yield Fault(
                ("aliases", name), join_says(say, suggest_word(name, same or known)), key=True
            )


def _list_alias_targets(pack: Pack) -> Iterator[str]:
    """What `aliases` may name."""
    yield from (f"section {section.number}" for section in pack.sections)
    for table in pack.tables:
        keys = [group.key for group in (*table.row_groups, *table.column_groups)]
        for block in table.blocks:
            keys += (line.key for line in (*block.rows, *block.columns))
        yield from (f"{table.key}.{key}" for key in keys)


def _find_own_rule_faults(own: OwnPack, base: Pack, pack: Pack, kinds: Kinds) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, rule in zip(own.places, own.pack.rules, strict=True):
        path = ("rules", place)
        if rule.id in seen:
            say = Say(
                f"“{rule.id}”重复：前面的规则用了这个编号，请换一个",
                f'"{rule.id}" stands twice: a rule above has this id, take another',
            )
            yield Fault((*path, "id"), say)
        seen.add(rule.id)
        yield from find_id_faults(rule, own.pack, base, path)
        if own.pack.strict:
            yield from (Fault(path, say, key=True) for say in find_strict_faults(rule))
        yield from find_check_faults(rule.check, pack, (*path, "check"), kinds)
        yield from _find_text_faults(rule, path, kinds)
        yield from _find_faults_of_examples(rule, (*path, "examples"), pack, kinds)


def _find_text_faults(rule: Rule, path: DataPath, kinds: Kinds) -> Iterator[Fault]:
    """Values that a message names and its hits do not have; variants that do not exist."""
    kind = kinds[read_tag(rule.check)]
    values, variants = kind.list_values(rule.check), kind.list_variants(rule.check)
    other = [more for variant, more in variants.items() if variant not in rule.variants]
    shared = set.intersection(*map(set, other)) if other else set()
    # the message is what is said of variants that have no text of their own
    yield from find_brace_faults(rule.message, {*values, *shared}, (*path, "message"))
    every = set.intersection(*map(set, variants.values())) if variants else set()
    yield from find_brace_faults(rule.fix, {*values, *every}, (*path, "fix"))
    for name, words in rule.variants.items():
        here = (*path, "variants", name)
        if name not in variants:
            say = Say(f"这种检查没有变体“{name}”", f'this check has no variant "{name}"')
            yield Fault(here, join_says(say, suggest_word(name, variants)), key=True)
        yield from find_brace_faults(words, {*values, *variants.get(name, ())}, here)


def _find_faults_of_examples(
    rule: Rule, path: DataPath, pack: Pack, kinds: Kinds
) -> Iterator[Fault]:
    """Examples, at a path, that cannot be made, or that expect what is never told."""
    groups = (("pass", rule.examples.passing), ("fail", rule.examples.failing))
    for name, examples in groups:
        for i, example in enumerate(examples):
            yield from _find_example_faults(rule, example, (*path, name, i), pack, kinds)


def _find_example_faults(
    rule: Rule, example: Example, path: DataPath, pack: Pack, kinds: Kinds
) -> Iterator[Fault]:
    yield from _find_unmakable(example, path, pack)
    if example.previous is not None:
        yield from _find_unmakable(example.previous, (*path, "previous"), pack)
    for i, part in enumerate(example.parts):
        yield from _find_unmakable(part, (*path, "parts", i), pack)
    for i, other in enumerate(example.among):
        yield from _find_unmakable(other, (*path, "among", i), pack)
    ids = [one.id for one in pack.rules]
    if example.fails and example.fails not in ids:
        yield make_unknown((*path, "fails"), Say("规则", "rule"), example.fails, ids)
    kind = kinds[read_tag(rule.check)]
    variants = kind.list_variants(rule.check)
    known = {*_PLACE, *kind.list_values(rule.check)}.union(*variants.values())
    for key in example.expect:
        if key not in known:
            say = Say(f"这条规则没有值“{key}”", f'this rule has no value "{key}"')
            yield Fault((*path, "expect", key), join_says(say, suggest_word(key, known)), key=True)


def _find_unmakable(written: Written, path: DataPath, pack: Pack) -> Iterator[Fault]:
    try:
        make_example_text(pack, written)
    except ExampleError as error:
        is_key = error.path[:1] == ("cells",)
        yield Fault((*path, *error.path), error.say, key=is_key)


def _find_inheritance_faults(
    own: PackSource, base: Pack, pack: Pack, kinds: Kinds
) -> Iterator[Fault]:
    """The faults of a pack's `severity`, `off`, `inherit`, `amend`, `reword` and `without`.

    `base` is what the pack extends, merged; `pack` is the whole.
    """
    yield from _find_unknown_rules(own, base)
    yield from _find_unknown_parts(own, base)
    inherited = [rule for rule in base.rules if is_inherited(rule.id, own)]
    for i in find_unused_edits(inherited, own.reword):
        word = own.reword[i].find
        say = Say(
            f"继承的规则中没有“{word}”这些字", f'no inherited rule has the words "{word}" in it'
        )
        yield Fault(("reword", i, "find"), say)
    yield from _find_inherited_rule_faults(own, base, pack, kinds)


def _find_unknown_rules(own: PackSource, base: Pack) -> Iterator[Fault]:
    """Rules that are changed or named and that the base does not have."""
    known = [rule.id for rule in base.rules]
    named: list[tuple[str, DataPath]] = [(rule, ("severity", rule)) for rule in own.severity]
    named += [(rule, ("amend", rule)) for rule in own.amend]
    named += [(rule, ("examples", rule)) for rule in own.examples]
    named += [(rule, ("off", i)) for i, rule in enumerate(own.off)]
    for rule, path in named:
        if rule not in known:
            yield _make_no_rule(rule, path, known)
    for i, begin in enumerate(own.inherit or ()):
        if not any(rule.startswith(begin) for rule in known):
            yield _make_no_rule(begin, ("inherit", i), known)


def _make_no_rule(rule: str, path: DataPath, known: Sequence[str]) -> Fault:
    say = Say(f"所扩展的规则包没有规则“{rule}”", f'the packs extended have no rule "{rule}"')
    is_key = path[0] in ("severity", "amend", "examples")
    return Fault(path, join_says(say, suggest_word(rule, known)), key=is_key)


def _find_unknown_parts(own: PackSource, base: Pack) -> Iterator[Fault]:
    gone = own.without
    levels = [level.key for level in base.facts.levels]
    headings = [heading.key for heading in base.obsolete_headings]
    others = [document.key for document in base.other_documents]
    named: list[tuple[str, Say, Sequence[object], Sequence[object]]] = [
        ("sections", Say("章节", "section"), gone.sections, [s.number for s in base.sections]),
        ("tables", Say("表格", "table"), gone.tables, [table.key for table in base.tables]),
        ("obsolete_headings", Say("旧标题", "heading"), gone.obsolete_headings, headings),
        ("other_documents", Say("其他文件", "document"), gone.other_documents, others),
        ("levels", Say("层级", "level"), gone.levels, levels),
        ("wrong_words", Say("错字", "wrong word"), gone.wrong_words, list(base.wrong_words)),
    ]
    for field, what, words, known in named:
        for i, word in enumerate(words):
            if word not in known:
                yield make_unknown(("without", field, i), what, word, known)
    for key in own.deadlines:
        if find_level(base.facts.levels, key) is None:
            yield make_unknown_level(key, base.facts.levels)


def _find_inherited_rule_faults(
    own: PackSource, base: Pack, pack: Pack, kinds: Kinds
) -> Iterator[Fault]:
    """Inherited rules that what the pack changes has left without what they need."""
    own_ids = {rule.id for rule in own.rules}
    before = {rule.id: rule for rule in base.rules}
    parts = _find_changed_part(own)
    for rule in list_inherited_rules(base, own):
        if rule.id in own_ids:
            continue
        amended = rule.id in own.amend
        if amended:
            path: DataPath = ("amend", rule.id)
            yield from find_check_faults(rule.check, pack, (*path, "check"), kinds)
            yield from _find_text_faults(rule, path, kinds)
        elif parts:
            # a rule that the pack did not touch, but took a table or a fact away from
            missing = find_check_faults(rule.check, pack, (), kinds)
            yield from (_move_to_change(rule, fault, parts) for fault in missing)
        if amended or rule.id in own.examples:
            given_here = rule.id in own.examples
            here = ("examples", rule.id) if given_here else ("amend", rule.id, "examples")
            yield from _find_faults_of_examples(rule, here, pack, kinds)
        elif rule.examples != before[rule.id].examples:
            faults = _find_faults_of_examples(rule, (), pack, kinds)
            yield from (_move_to_change(rule, fault, ("reword",)) for fault in faults)


def _find_changed_part(own: PackSource) -> DataPath:
    """The first of the parts, by their key, that the pack gives or leaves out; () for none."""
    gone = own.without
    for field in ("tables", "sections", "facts"):
        if getattr(own, field):
            return (field,)
        if (field == "facts" and gone.levels) or getattr(gone, field, ()):
            return ("without",)
    return ()


def _move_to_change(rule: Rule, fault: Fault, path: DataPath) -> Fault:
    head = Say(f"继承的规则 {rule.id}：", f"inherited rule {rule.id}: ")
    return Fault(path, join_says(head, fault.say), key=True)


def check_specimen(source: YamlSource, file: str, text: str, pack: Pack) -> None:
    """Add the placeholders of a specimen that are no cell of the pack's tables."""
    known = {".".join(cell) for table in pack.tables for cell in list_cells(table)}
    for cell, offset in find_placeholders(text):
        if cell not in known:
            fault = make_unknown((), Say("数据格", "cell"), cell, known)
            source.add_at(file, text, offset, fault.say)


_KEY = "[a-z][a-z0-9_]*"
_CELL = re.compile(rf"\{{({_KEY}\.{_KEY}\.{_KEY})=([^{{}}|\n]*)\}}")


class ExampleError(ValueError):
    """An example that cannot be made. `path` leads to what is wrong inside it."""

    def __init__(self, path: DataPath, say: Say) -> None:
        super().__init__(say.zh)
        self.path = path
        self.say = say


def make_example_text(pack: Pack, example: Written) -> str:
    """The text of an example, or of a report given with one. Raises ExampleError."""
    if example.text is not None:
        if example.edits or example.cells:
            say = Say(
                "有 text 时不能再有 edits 或 cells", "beside text, edits and cells have no use"
            )
            raise ExampleError(("text",), say)
        return example.text
    if not pack.specimen:
        say = Say(
            "没有 text，规则包也没有 specimen.md", "no text here, and no specimen.md in the pack"
        )
        raise ExampleError((), say)
    text = render_specimen(pack.specimen, example.cells)
    for i, edit in enumerate(example.edits):
        if not edit.find or edit.find not in text:
            say = Say(f"样本报告中没有“{edit.find}”", f'"{edit.find}" is not in the specimen')
            raise ExampleError(("edits", i, "find"), say)
        text = text.replace(edit.find, edit.replace, 1)  # one place, as the defect of a drafter is
    return text


def render_specimen(specimen: str, cells: Mapping[str, str]) -> str:
    """The specimen with its figures, those of `cells` (by `table.row.column`) instead of its own.

    Raises ExampleError for a cell that the specimen does not have.
    """
    pieces, places = _divide_specimen(specimen)
    figures = list(pieces)
    for key, figure in cells.items():
        if key not in places:
            unknown = Say(f"样本报告中没有数据格“{key}”", f'no cell "{key}" in the specimen')
            raise ExampleError(("cells", key), join_says(unknown, suggest_word(key, places)))
        for place in places[key]:
            figures[place] = figure
    return "".join(figures)


@lru_cache(maxsize=8)
def _divide_specimen(specimen: str) -> tuple[tuple[str, ...], Mapping[str, list[int]]]:
    """Pieces of the specimen, each figure by itself, and where those of a cell are.

    Of a few specimens some hundred examples are made.
    """
    texts = _CELL.split(specimen)  # a text, a cell, its figure, a text, …
    places: dict[str, list[int]] = {}
    for number, key in enumerate(texts[1::3]):
        places.setdefault(key, []).append(2 * number + 1)
    del texts[1::3]
    return tuple(texts), places


def find_placeholders(specimen: str) -> Iterator[tuple[str, int]]:
    """The cells of a specimen by `table.row.column`, each with its offset in the text."""
    return ((match[1], match.start()) for match in _CELL.finditer(specimen))
