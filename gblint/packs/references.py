"""What a pack's own parts and rules name or lack: the faults that its types do not show.

They are references, prose among them, to sections, tables, rows and quantities; what an own rule
lacks as such; and words of a new report with values, prompts and sections that are not there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from gblint.findings import Say
from gblint.pack import Kinds, Options, Reference
from gblint.pack.equation_grammar import (
    PREVIOUS,
    CellEquation,
    Conditional,
    EquationError,
    SumError,
    find_table_by_key,
    list_names,
    list_rows,
    parse_equation,
    parse_terms,
)
from gblint.pack.model import KeyFigure, LevelSpec, NewReport, Pack, Rule, TableSpec, list_cells
from gblint.pack.prose_model import ProseSpecs, Quantity, ScopeSpec
from gblint.packs import DataPath, Fault, find_close_word, join_says, list_built_in, suggest_word
from gblint.packs.labels import (
    find_comparison_faults,
    find_key,
    find_table,
    list_axis,
    say_unknown_name,
    settle_sum,
)
from gblint.packs.pack_source import PackSource


def make_unknown(
    path: DataPath, what: Say, word: object, known: Iterable[object], *, key: bool = False
) -> Fault:
    """A word that names nothing of the pack; `what` is what it should name."""
    say = Say(f"没有{what.zh}“{word}”", f'there is no {what.en} "{word}"')
    return Fault(path, join_says(say, suggest_word(str(word), map(str, known))), key=key)


def _make_unknown_table(path: DataPath, name: str, pack: Pack) -> Fault:
    shown = {table.key: f"表{table.number}（{table.key}）" for table in pack.tables}
    return _make_unlisted(path, Say("表格", "table"), name, shown)


def make_unknown_level(word: str, levels: Sequence[LevelSpec]) -> Fault:
    names = {one.key: one.name if isinstance(one.name, str) else one.name.zh for one in levels}
    shown = {key: f"{name}（{key}）" for key, name in names.items()}
    return _make_unlisted(("deadlines", word), Say("层级", "level"), word, shown, key=True)


def _make_unlisted(
    path: DataPath, what: Say, word: str, shown: Mapping[str, str], *, key: bool = False
) -> Fault:
    """A word that names nothing, with all that there are, by key, as they are shown in Chinese."""
    if not shown or find_close_word(word, shown):
        return make_unknown(path, what, word, shown, key=key)
    say = Say(
        f"没有{what.zh}“{word}”；可用的有：{'、'.join(shown.values())}",
        f'there is no {what.en} "{word}"; known are: {", ".join(shown)}',
    )
    return Fault(path, say, key=key)


_BRACES = re.compile(r"\{(\w+)\}|[{}]")


def find_brace_faults(text: Say | str, known: Collection[str], path: DataPath) -> Iterator[Fault]:
    """Braces of a text that hold no name of a value, or one that there is not."""
    if isinstance(text, Say):
        yield from find_brace_faults(text.zh, known, (*path, "zh"))
        yield from find_brace_faults(text.en, known, (*path, "en"))
        return
    for match in _BRACES.finditer(text):
        if match[1] is None:
            say = Say("大括号里只能是值的名称", "braces hold the name of a value")
            yield Fault(path, say, column=match.start() + 1)
        elif match[1] not in known:
            say = Say(f"这里没有值“{match[1]}”", f'there is no value "{match[1]}" here')
            say = join_says(say, suggest_word(match[1], known))
            yield Fault(path, say, column=match.start() + 1)


def find_document_faults(documents: Sequence[str], pack: Pack) -> Iterator[Fault]:
    """Kinds of documents that the pack is for and that there are none of."""
    kinds = [kind.key for kind in pack.other_documents]
    for i, key in enumerate(documents):
        if key not in kinds:
            yield make_unknown(("documents", i), Say("其他文件", "document"), key, kinds)


def find_section_faults(number: int, pack: Pack, path: DataPath) -> Iterator[Fault]:
    known = [section.number for section in pack.sections]
    if number not in known:
        yield make_unknown(path, Say("章节", "section"), number, known)


def find_key_figure_faults(figures: Iterable[KeyFigure], pack: Pack) -> Iterator[Fault]:
    """Cells of key figures, by `table.row.column`, that no table has."""
    known = [".".join(cell) for table in pack.tables for cell in list_cells(table)]
    for i, figure in enumerate(figures):
        for j, cell in enumerate(figure.cells):
            if cell not in known:
                here = ("key_figures", i, "cells", j)
                yield make_unknown(here, Say("表格单元", "cell"), cell, known)


def find_quantity_faults(keys: Iterable[str], pack: Pack, path: DataPath) -> Iterator[Fault]:
    for i, key in enumerate(keys):
        yield from _find_quantity_faults(key, pack, (*path, i))


def _find_quantity_faults(key: str, pack: Pack, path: DataPath) -> Iterator[Fault]:
    known = [quantity.key for quantity in pack.prose.quantities]
    # one figure may be of two rows (予以公开和部分公开): their keys joined, `granted_partial`
    if key not in known and key not in {f"{one}_{two}" for one in known for two in known}:
        yield make_unknown(path, Say("数量", "quantity"), key, known)


def find_check_faults(check: Options, pack: Pack, path: DataPath, kinds: Kinds) -> Iterator[Fault]:
    """What a check's options name and the pack does not have; paths are those of the options."""
    for named in kinds[read_tag(check)].references(check):
        yield from _find_reference_faults(named, pack, (*path, *named.path))
    for inside, say in kinds[read_tag(check)].faults(check):
        yield Fault((*path, *inside), say)
    if isinstance(check, CellEquation):
        yield from _find_equation_faults(check, pack, path)
    elif isinstance(check, Conditional):
        yield from find_comparison_faults(check, pack, path)


def read_tag(check: Options) -> str:
    return str(check.__struct_config__.tag)


def _find_reference_faults(named: Reference, pack: Pack, path: DataPath) -> Iterator[Fault]:
    if named.what == "section":
        yield from find_section_faults(int(named.name), pack, path)
    elif named.what == "table number":
        numbers = [table.number for table in pack.tables]
        if named.name not in numbers:
            yield make_unknown(path, Say("表", "table"), named.name, numbers)
    elif named.what == "table":
        yield from _find_table_faults(str(named.name), pack, path)
    elif named.what == "quantity":
        yield from _find_quantity_faults(str(named.name), pack, path)
    elif not attrgetter(str(named.name))(pack):
        say = Say(
            "规则包没有这种检查所需的要素（facts 或 title_line）",
            "the pack lacks what this check needs (facts or title_line)",
        )
        yield Fault(path, say)


def _find_table_faults(key: str, pack: Pack, path: DataPath) -> Iterator[Fault]:
    if key not in [table.key for table in pack.tables]:
        yield _make_unknown_table(path, key, pack)


def _find_equation_faults(check: CellEquation, pack: Pack, path: DataPath) -> Iterator[Fault]:
    table = find_table(pack, check.table)
    if table is None:
        yield from _find_table_faults(check.table, pack, (*path, "table"))
    here = (*path, "equation")
    try:
        parsed = parse_equation(check.equation)
        keys = [key.removeprefix(PREVIOUS) for key in parsed.keys]
    except EquationError as error:
        yield Fault(here, error.say, column=error.column)
        return
    wanted = check.relation
    if parsed.relation != wanted:
        say = Say(f"这种检查用“{wanted}”", f"checks of this kind have {wanted}")
        yield Fault(here, say, column=check.equation.find(parsed.relation) + 1)
    if table is not None:
        # a name that is unknown is in no block either: that would be told twice
        strange = list(_find_unknown_names(check, table, here))
        own = [find_key(key, list_axis(check, table, names=True)) for key in keys]
        yield from strange or _find_line_faults(check, table, own, path)


def _find_unknown_names(check: CellEquation, table: TableSpec, path: DataPath) -> Iterator[Fault]:
    what, other = Say("列", "column"), Say("行", "row")
    if check.each == "column":
        what, other = other, what
    known, across = (list(list_axis(check, table, names=names)) for names in (True, False))
    for written, column in list_names(check.equation):
        name = written.removeprefix(PREVIOUS)
        last = len(written) - len(name)
        if not find_key(name, known):
            say = say_unknown_name(what, name, known)
            if key := find_key(name, across):
                each = "column" if check.each == "row" else "row"
                say = Say(
                    f"没有{what.zh}“{name}”：它是{other.zh}（{key}），each 应写 {each}",
                    f'there is no {what.en} "{name}": it is a {other.en} ({key}), each is {each}',
                )
            at = check.equation.find(name, column - 1) + 1
            yield Fault(path, say, column=at)
        elif last and check.needs != "previous":
            say = Say(
                "“previous.”（上年.）只能用在 year-to-year 这种检查中",
                '"previous." belongs into checks of the kind year-to-year',
            )
            yield Fault(path, say, column=column)


def _find_line_faults(
    check: CellEquation, table: TableSpec, keys: Collection[str], path: DataPath
) -> Iterator[Fault]:
    """Keys that no block has together; lines, asked for by `only`, that no such block has."""
    lines = {
        line for names, across in _list_axes(check, table) if names >= set(keys) for line in across
    }
    if not lines:
        say = Say("这些键不在表格的同一块中", "these keys are not in one block of the table")
        yield Fault((*path, "equation"), say)
        return
    what = Say("行", "row") if check.each == "row" else Say("列", "column")
    across = list(list_axis(check, table, names=False))
    for i, line in enumerate(check.only):
        if find_key(line, across) not in lines:
            known = [axis for axis in across if axis.key in lines]
            yield Fault((*path, "only", i), say_unknown_name(what, line, known))


def _list_axes(check: CellEquation, table: TableSpec) -> Iterator[tuple[set[str], set[str]]]:
    """For each block, the keys that an equation may name, and those of the lines it runs over."""
    for block in table.blocks:
        rows, columns = {row.key for row in block.rows}, {column.key for column in block.columns}
        yield (columns, rows) if check.each == "row" else (rows, columns)


_HERE: DataPath = ("prose",)
_OTHER = "other"
"""What stands for no level in the levels of a scope."""


def find_prose_faults(own: ProseSpecs, pack: Pack) -> Iterator[Fault]:
    """The faults of a pack's own prose part; `pack` is the whole, with what is inherited."""
    known = [quantity.key for quantity in pack.prose.quantities]
    for key in own.terms:
        if key not in known:
            yield make_unknown((*_HERE, "terms", key), Say("数量", "quantity"), key, known)
    for i, quantity in enumerate(own.quantities):
        yield from _find_faults_of_quantity(quantity, pack, (*_HERE, "quantities", i))
    for i, rate in enumerate(own.rates):
        for field in ("part", "whole"):
            here: DataPath = (*_HERE, "rates", i, field)
            yield from find_quantity_faults(getattr(rate, field), pack, here)
    for i, breakdown in enumerate(own.breakdowns):
        for field in ("whole", "parts", "plus", "within"):
            here = (*_HERE, "breakdowns", i, field)
            yield from find_quantity_faults(getattr(breakdown, field), pack, here)
    for i, scope in enumerate(own.scopes):
        yield from _find_scope_faults(scope, pack, (*_HERE, "scopes", i))
    yield from _find_shared_terms(own)


def _find_shared_terms(own: ProseSpecs) -> Iterator[Fault]:
    """A term of two quantities: only the first of them would ever be met."""
    met: dict[str, str] = {}
    for i, quantity in enumerate(own.quantities):
        for j, word in enumerate(quantity.terms):
            first = met.setdefault(word, quantity.key)
            if first != quantity.key:
                say = Say(
                    f"“{word}”已是“{first}”的词语", f'"{word}" is a term of "{first}" already'
                )
                yield Fault((*_HERE, "quantities", i, "terms", j), say)


def _find_faults_of_quantity(quantity: Quantity, pack: Pack, path: DataPath) -> Iterator[Fault]:
    table = find_table_by_key(pack, quantity.table)
    if table is None:
        yield _make_unknown_table((*path, "table"), quantity.table, pack)
        return
    if bool(quantity.columns) != (quantity.role == "column"):
        say = Say(
            "角色 column 的数量写 columns，其他的写 equals",
            "a quantity of the role column has columns, every other equals",
        )
        yield Fault((*path, "role"), say)
    columns = list(dict.fromkeys(c.key for block in table.blocks for c in block.columns))
    for i, column in enumerate(quantity.columns):
        if column not in columns:
            yield make_unknown((*path, "columns", i), Say("列", "column"), column, columns)
    for i, text in enumerate(quantity.equals):
        here = (*path, "equals", i)
        try:
            found = parse_terms(settle_sum(text, table))
        except SumError as wrong:
            word = wrong.word
            say = Say(f"这里应是“行.列”，不是“{word}”", f'row.column belongs here, not "{word}"')
            yield Fault(here, say, column=wrong.column)
            continue
        for key, column in found:
            # a key may be that of a group, whose rows stand in several blocks
            blocks = [
                b for b in table.blocks if {r.key for r in b.rows} & set(list_rows(table, key))
            ]
            if not blocks:
                known = [row.key for block in table.blocks for row in block.rows]
                yield make_unknown(here, Say("行", "row"), key, known)
            elif not any(c.key == column for block in blocks for c in block.columns):
                known = [c.key for block in blocks for c in block.columns]
                yield make_unknown(here, Say("列", "column"), column, known)


def _find_scope_faults(scope: ScopeSpec, pack: Pack, path: DataPath) -> Iterator[Fault]:
    known = [*(level.key for level in pack.facts.levels), _OTHER]
    for i, level in enumerate(scope.levels or ()):
        if level not in known:
            yield make_unknown((*path, "levels", i), Say("层级", "level"), level, known)


_NATIONAL = "GB"
"""What the ids of the built-in packs' rules begin with."""


def find_id_faults(rule: Rule, own: PackSource, base: Pack, path: DataPath) -> Iterator[Fault]:
    """A national id without saying so, and a rule that replaces none that there is."""
    known = [one.id for one in base.rules]
    if rule.replaces and rule.replaces not in known:
        yield make_unknown((*path, "replaces"), Say("规则", "rule"), rule.replaces, known)
    # Ids of others beginning so would change meaning, or clash, when the national packs get more
    # rules: settings and comments name rules by the beginnings of ids.
    if not rule.id.startswith(_NATIONAL) or rule.replaces == rule.id or own.pack in list_built_in():
        return
    if rule.id in known:
        say = Say(
            f"“{rule.id}”是国家格式的规则编号；自己的规则请另取编号（如 SF101），"
            f"要代替国家的这条规则，加一行 replaces: {rule.id}",
            f'"{rule.id}" is a rule of the national format: take another id (like SF101), or say '
            f"replaces: {rule.id} if this one is to be in its place",
        )
    else:
        say = Say(
            f"“{rule.id}”：GB 开头的编号留给国家格式；自己的规则请另取编号，如 SF101",
            f'"{rule.id}": ids with GB are those of the national format; take another, like SF101',
        )
    yield Fault((*path, "id"), say)


def find_strict_faults(rule: Rule) -> Iterator[Say]:
    """What a rule of a strict pack lacks, of its texts and of examples."""
    texts = {name: getattr(rule, name) for name in ("title", "basis", "why", "fix")}
    absent = [name for name, words in texts.items() if not words]
    if absent:
        yield Say(f"缺少：{'、'.join(absent)}", f"missing: {', '.join(absent)}")
    present = {name: words for name, words in texts.items() if words}
    present |= {"message": rule.message} | {f"variants.{k}": w for k, w in rule.variants.items()}
    names = [name for name, words in present.items() if isinstance(words, str) or not words.en]
    if names:
        yield Say(f"缺少英文（en）：{'、'.join(names)}", f"no English (en): {', '.join(names)}")
    lacking = list_absent_examples(rule)
    if lacking:
        zh, en = "、".join(lacking), " and ".join(lacking)
        yield Say(f"缺少示例：examples 的 {zh}", f"no examples under {en}")


def list_absent_examples(rule: Rule) -> list[str]:
    """The sides, `pass` and `fail`, of which a rule has no example."""
    sides = (("pass", rule.examples.passing), ("fail", rule.examples.failing))
    return [name for name, examples in sides if not examples]


_PROMPTS = re.compile(r"\[\[[^\[\]]+\]\]|(\[\[|\]\])")
_EVERYWHERE = ("organ", "year", "last_year", "next_year")

_HEADER = ("new_report",)


def find_new_report_faults(own: NewReport, pack: Pack) -> Iterator[Fault]:
    """The faults of what a pack gives of a new report; `pack` is the whole."""
    for path, text, more, needed in _list_texts(own):
        yield from _find_text_faults(text, (*_EVERYWHERE, *more), (*_HEADER, *path))
        for value in needed:
            if text and f"{{{value}}}" not in text:
                say = Say(f"缺少“{{{value}}}”", f'"{{{value}}}" is missing')
                yield Fault((*_HEADER, *path), say)
    seen: set[int] = set()
    for i, section in enumerate(own.sections):
        path = (*_HEADER, "sections", i, "number")
        yield from find_section_faults(section.number, pack, path)
        if section.number in seen:
            yield Fault(path, Say(f"“{section.number}”重复", f'"{section.number}" stands twice'))
        seen.add(section.number)
    if own.problems is not None:
        yield from find_section_faults(
            own.problems.section, pack, (*_HEADER, "problems", "section")
        )


_Text = tuple[DataPath, str, tuple[str, ...], tuple[str, ...]]
"""A path, the text there, the values that it may have besides, and those that it must have."""


def _list_texts(own: NewReport) -> Iterator[_Text]:
    yield ("title",), own.title, (), ("organ", "year")
    yield ("prompt",), own.prompt, ("what",), ("what",)
    yield ("last_figure",), own.last_figure, ("figure",), ("figure",)
    yield ("last_author",), own.last_author, (), ()
    for i, text in enumerate(own.opening):
        yield ("opening", i), text, ("contact",), ()
    for i, part in enumerate(own.contact):
        yield ("contact", i, "text"), part.text, ("value",), ("value",)
    for i, section in enumerate(own.sections):
        for j, one in enumerate(section.text):
            yield ("sections", i, "text", j, "text"), one.text, ("problem",), ()
            yield ("sections", i, "text", j, "heading"), one.heading, (), ()


def _find_text_faults(text: str, known: Collection[str], path: DataPath) -> Iterator[Fault]:
    yield from find_brace_faults(text, known, path)
    for match in _PROMPTS.finditer(text):
        if match[1]:
            say = Say("“[[”和“]]”不配对", '"[[" and "]]" do not pair')
            yield Fault(path, say, column=match.start() + 1)
