"""A check kind is one file and one line in the registry: here one is added by no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gblint import checks
from gblint.checks import check_report
from gblint.checks.hits import CheckKind, Hit, Place, read_options
from gblint.checks.places import list_paragraphs
from gblint.pack import Kinds, NamedKey, Options, Reference, Zone, name_zone
from gblint.pack.model import Pack, Rule
from gblint.packs import PackError
from gblint.packs import load as load_module
from gblint.packs.load import load_pack
from gblint.packs.schema import make_pack_schema
from gblint.reference import render_kinds
from gblint.report.model import Report
from tests.builder.by_hand import report, section
from tests.builder.small_packs import rule, with_rules


class Exclamation(Options, frozen=True, tag="exclamation"):
    """No paragraph of a zone ends in an exclamation mark."""

    zone: Zone
    table: NamedKey


def find_exclamations(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    for paragraph, number in list_paragraphs(report, read_options(rule, Exclamation).zone):
        if paragraph.text.endswith("！"):
            yield Hit(Place(paragraph.anchor, number), {"last": paragraph.text[-2:]})


def _named(check: Exclamation) -> Iterator[Reference]:
    yield from name_zone(check)
    yield Reference("table", check.table, ("table",))


EXCLAMATION = CheckKind(
    options=Exclamation,
    finds="a paragraph that ends in an exclamation mark",
    references=_named,
    values=("last",),
    check=find_exclamations,
)
_CHECK = "{kind: exclamation, zone: section 1, table: grid}"


@pytest.fixture
def with_it(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """The registry with one line more, as who imports it has it."""
    known = {**checks.KINDS, EXCLAMATION.tag: EXCLAMATION}
    monkeypatch.setattr(checks, "CHECKS", {kind.options: kind.check for kind in known.values()})
    return known


def _loaded(folder: Path, known: Kinds, check: str = _CHECK, **changes: str) -> Pack:
    (folder / "p.yaml").write_text(with_rules(rule(check, **changes)), encoding="utf-8")
    return load_pack(folder / "p.yaml", kinds=known, cache=False)


def test_a_pack_has_a_rule_of_the_new_kind_and_reports_are_checked_by_it(
    tmp_path: Path, with_it: Kinds
) -> None:
    pack = _loaded(tmp_path, with_it, message="'不用{last}'")
    found = check_report(report([section(1, "成绩喜人！", "情况如下。", at=3)]), pack)
    assert [(one.rule, one.message.zh) for one in found] == [("XX101", "不用人！")]


def test_a_pack_is_kept_with_it(
    tmp_path: Path, with_it: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    pack = _loaded(tmp_path, with_it)
    path = tmp_path / "p.yaml"
    assert load_pack(path, kinds=with_it) == pack  # makes the entry
    monkeypatch.setattr(load_module, "_loaded", {})
    monkeypatch.setattr(load_module, "_build", None)  # only the cache is left
    assert load_pack(path, kinds=with_it) == pack


def test_what_it_says_is_validated_like_that_of_any_other(tmp_path: Path, with_it: Kinds) -> None:
    for check, changes, said in (
        (_CHECK.replace("section 1", "section 9"), {}, "没有章节“9”"),
        (_CHECK.replace("grid", "gird"), {}, "没有表格“gird”；是不是“grid”？"),
        (_CHECK.replace("zone", "zones"), {}, "没有“zones”这个键；是不是“zone”？"),
        (_CHECK, {"message": "'{lost}'"}, "没有值“lost”；是不是“last”？"),
        (_CHECK, {"variants": "{plain: 甲}"}, "没有变体“plain”"),
    ):
        with pytest.raises(PackError, match=said):
            _loaded(tmp_path, with_it, check, **changes)


def test_without_its_line_it_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="exclamation"):
        _loaded(tmp_path, checks.KINDS)


def test_it_is_in_the_schema_and_in_the_table_of_the_docs(with_it: Kinds) -> None:
    described = make_pack_schema(with_it)["$defs"]["Exclamation"]
    assert described["description"] == Exclamation.__doc__
    row = (
        "| `exclamation` | a paragraph that ends in an exclamation mark | `zone`, `table` | last |"
    )
    assert row in render_kinds(with_it)
    assert row not in render_kinds(checks.KINDS)
